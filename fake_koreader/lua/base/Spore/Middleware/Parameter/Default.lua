--- Parameters that every request has unless its call gives others.

local middleware = {}

function middleware.call(arguments, req)
    local parameters = req.env.spore.params
    for name, value in pairs(arguments) do
        if parameters[name] == nil then parameters[name] = value end
    end
end

return middleware
