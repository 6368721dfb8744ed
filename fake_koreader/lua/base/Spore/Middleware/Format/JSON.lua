--- Payloads that are tables become JSON, and bodies that are JSON become tables.

local json = require("dkjson")

local middleware = {}

function middleware.call(_, req)
    local spore = req.env.spore
    if spore.payload ~= nil and type(spore.payload) ~= "string" then
        spore.payload = json.encode(spore.payload)
        req.headers["content-type"] = "application/json"
    end
    req.headers["accept"] = req.headers["accept"] or "application/json"
    return function(response)
        if type(response.body) == "string" and response.body:find("%S") then
            local decoded, _, message = json.decode(response.body)
            if message then error(message, 0) end
            response.body = decoded
        end
        return response
    end
end

return middleware
