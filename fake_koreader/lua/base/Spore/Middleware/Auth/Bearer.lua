--- A bearer token in the header `authorization`.

local middleware = {}

function middleware.call(arguments, req)
    if arguments.bearer_token then req.headers["authorization"] = "Bearer " .. arguments.bearer_token end
end

return middleware
