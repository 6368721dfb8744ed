--- A client of REST services that are described in JSON: the library `Spore` that KOReader bundles
-- (specs/koreader-core.md §4.4). A method call builds a request, the middlewares that are enabled see it and may answer
-- it themselves, and what a service answers in the end is { status, headers, body }. Failures raise.

local Request = require("Spore.Request")

local Spore = {}

local function check_type(value, kind, position, name)
    if type(value) ~= kind then
        error(("bad argument #%d to %s (%s expected, got %s)"):format(position, name, kind, type(value)), 3)
    end
end

-- Sending ------------------------------------------------------------------------------------------------------------

--- Sends a finalized request; the answer, or nil and a message.
function Spore.send(req)
    local parts = {}
    local payload = req.env.spore.payload
    local transport = req.url:match("^https:") and require("ssl.https") or require("socket.http")
    local ltn12 = require("ltn12")
    if payload then req.headers["content-length"] = #payload end
    local ok, status, headers = transport.request{
        url = req.url,
        method = req.method,
        headers = req.headers,
        source = payload and ltn12.source.string(payload) or nil,
        sink = ltn12.sink.table(parts),
        redirect = req.method == "GET" and transport ~= require("ssl.https") or nil,
    }
    if not ok then return nil, tostring(status) end
    return { request = req, status = status, headers = headers, body = table.concat(parts) }
end

--- The last of the middlewares: raises when no answer comes.
function Spore.request(req)
    req:finalize()
    local payload = req.env.spore.payload
    if payload ~= nil and type(payload) ~= "string" then
        error("a payload that is a table needs a format (Format.JSON)", 0)
    end
    local response, message = Spore.send(req)
    return response or error(message, 0)
end

-- Methods ------------------------------------------------------------------------------------------------------------

local function set_of(list)
    local set = {}
    for _, name in ipairs(list or {}) do set[name] = true end
    return set
end

-- The parameters of a call, or an error that names the one that is missing or too much.
local function check_parameters(name, method, arguments)
    local known = {}
    for _, list in ipairs{ method.required_params or {}, method.optional_params or {}, method.required or {},
            method.optional or {} } do
        for _, parameter in ipairs(list) do known[parameter] = true end
    end
    for _, list in ipairs{ method.required_params or {}, method.required or {} } do
        for _, parameter in ipairs(list) do
            if arguments[parameter] == nil then
                error(parameter .. " is required for method " .. name, 0)
            end
        end
    end
    if method.required_payload and arguments.payload == nil then error("payload is required for method " .. name, 0) end
    local parameters = {}
    for parameter, value in pairs(arguments) do
        if parameter ~= "payload" or known.payload then
            if not known[parameter] and not method.unattended_params and not method.unattended then
                error(parameter .. " is not expected for method " .. name, 0)
            end
            parameters[parameter] = value
        end
    end
    return parameters
end

local function payload_of(method, arguments, parameters)
    if type(method.payload) ~= "table" then return arguments.payload end
    local payload = {}
    for _, name in ipairs(method.payload) do
        payload[name], parameters[name] = parameters[name], nil
    end
    return payload
end

-- Asks the middlewares from the first to the last; the answer, and what is to be done with it.
local function through_middlewares(client, req)
    local later = {}
    for _, middleware in ipairs(client.middlewares) do
        if middleware.cond(req) then
            local result = middleware.call(middleware.args, req)
            if type(result) == "thread" then
                coroutine.yield()
                result = select(2, coroutine.resume(result))
            end
            if type(result) == "function" then
                table.insert(later, 1, result)
            elseif type(result) == "table" then
                return result, later
            end
        end
    end
    return nil, later
end

local function call(client, name, method, arguments)
    arguments = arguments or {}
    check_type(arguments, "table", 2, name)
    local parameters = check_parameters(name, method, arguments)
    local payload = payload_of(method, arguments, parameters)
    local req = Request.new{
        spore = {
            base_url = client.spec.base_url, path = method.path, method = method.method, params = parameters,
            payload = payload, expected = method.expected_status, headers = method.headers, caller = client,
            authentication = method.authentication, name = name,
        },
    }
    req.method = method.method
    local response, later = through_middlewares(client, req)
    response = response or Spore.request(req)
    for _, change in ipairs(later) do response = change(response) or response end
    local expected = method.expected_status and set_of(method.expected_status)
    if expected and not expected[response.status] then error(tostring(response.status) .. " not expected", 0) end
    return response
end

-- Clients ------------------------------------------------------------------------------------------------------------

local Client = {}

--- Has a middleware see all requests for which `condition(req)` holds.
function Client:enable_if(condition, name, arguments)
    check_type(condition, "function", 2, "enable_if")
    check_type(name, "string", 3, "enable_if")
    check_type(arguments or {}, "table", 4, "enable_if")
    local full = name:match("^Spore%.Middleware%.") and name or "Spore.Middleware." .. name
    local middleware = require(full)
    if type(middleware) ~= "table" or type(middleware.call) ~= "function" then
        error(full .. " without a function call", 2)
    end
    table.insert(self.middlewares, { cond = condition, call = middleware.call, args = arguments or {}, name = full })
end

function Client:enable(name, arguments)
    check_type(name, "string", 2, "enable")
    check_type(arguments or {}, "table", 3, "enable")
    self:enable_if(function() return true end, name, arguments)
end

function Client:reset_middlewares()
    self.middlewares = {}
end

local function check_spec(spec)
    assert(type(spec) == "table", "bad specification")
    assert(type(spec.methods) == "table", "no methods in specification")
    assert(next(spec.methods) ~= nil, "no method in specification")
    assert(spec.base_url, "base_url is missing in specification")
    for name, method in pairs(spec.methods) do
        assert(type(method.method) == "string", name .. " without field method")
        assert(type(method.path) == "string", name .. " without field path")
    end
end

--- A client of a service that a table describes. @tparam table|nil options `base_url` instead of the service's own
function Spore.new_from_lua(spec, options)
    check_type(spec, "table", 1, "new_from_lua")
    local own = {}
    for key, value in pairs(spec) do own[key] = value end
    own.base_url = options and options.base_url or spec.base_url
    check_spec(own)
    local client = { middlewares = {}, spec = own }
    for name, method in pairs(own.methods) do
        client[name] = function(self, arguments) return call(self, name, method, arguments) end
    end
    return setmetatable(client, { __index = Client })
end

--- The same of JSON texts, joined; the last argument may be the options.
function Spore.new_from_string(...)
    local texts, options, spec = { ... }, nil, nil
    if type(texts[#texts]) == "table" then options = table.remove(texts) end
    for _, text in ipairs(texts) do
        local part, _, message = require("dkjson").decode(text)
        if not part then error(message, 2) end
        if spec then
            for name, method in pairs(part.methods or {}) do spec.methods[name] = method end
        else
            spec = part
        end
    end
    return Spore.new_from_lua(spec, options)
end

--- The same of JSON files.
function Spore.new_from_spec(...)
    local paths, options = { ... }, nil
    if type(paths[#paths]) == "table" then options = table.remove(paths) end
    local texts = {}
    for i, path in ipairs(paths) do
        local file = assert(io.open(path, "rb"))
        texts[i] = file:read("*a")
        file:close()
    end
    texts[#texts + 1] = options
    return Spore.new_from_string(unpack(texts))
end

return Spore
