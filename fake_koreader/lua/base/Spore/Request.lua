--- A request of a Spore client: `headers`, `method`, `env.spore` (params, payload, …), and `url` once it is finalized.

local url = require("socket.url")

local Request = {}
Request.__index = Request

function Request.new(env)
    local req = setmetatable({ env = env, headers = { ["user-agent"] = "lua-Spore" } }, Request)
    for name, value in pairs(env.spore.headers or {}) do req.headers[name:lower()] = value end
    return req
end

local function escape(value)
    return url.escape(tostring(value))
end

--- Puts parameters into the path and into headers where they are named with a colon, the rest into the query.
function Request:finalize()
    if self.url then return end
    local spore = self.env.spore
    local left = {}
    for name, value in pairs(spore.params or {}) do left[name] = value end
    local function fill(text, encode)
        return (text:gsub(":([%a_][%w_]*)", function(name)
            local value = spore.params[name]
            if value == nil then return nil end
            left[name] = nil
            return encode(value)
        end))
    end
    local path = fill(spore.path, escape)
    for name, value in pairs(self.headers) do
        if type(value) == "string" and value:find("^:") then self.headers[name] = fill(value, tostring) end
    end
    local names, query = {}, {}
    for name in pairs(left) do names[#names + 1] = name end
    table.sort(names)
    for i, name in ipairs(names) do query[i] = escape(name) .. "=" .. escape(left[name]) end
    self.url = spore.base_url:gsub("/+$", "") .. path
    if #query > 0 then
        self.url = self.url .. (path:find("?", 1, true) and "&" or "?") .. table.concat(query, "&")
    end
    self.method = spore.method
end

return Request
