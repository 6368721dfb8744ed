--- HTTP's basic authentication with `username` and `password`.

local middleware = {}

function middleware.call(arguments, req)
    if not (arguments.username and arguments.password) then return end
    local pair = require("mime").b64(arguments.username .. ":" .. arguments.password)
    req.headers["authorization"] = "Basic " .. pair
end

return middleware
