--- Answers from a list, without a network.
local Http = { once = {}, lasting = {}, seen = {}, reachable = true }

local function base_of(url) return url:match("^(%a+://[^/]+)(.*)$") end

function Http.reply(fields)
    local base, path = base_of(fields.url)
    local reply = {
        base = base, path = path ~= "" and path or nil, method = fields.method or "GET", status = fields.status or 200,
        body = fields.body or "", headers = fields.headers or {},
    }
    if fields.once then table.insert(Http.once, reply) else table.insert(Http.lasting, 1, reply) end
end

local function matching(list, method, base, path, remove)
    for i, reply in ipairs(list) do
        if reply.base == base and (reply.method == "*" or reply.method == method)
            and (not reply.path or reply.path == path) then
            if remove then table.remove(list, i) end
            return reply
        end
    end
end

local function known(base)
    for _, list in ipairs{ Http.once, Http.lasting, Http.seen } do
        for _, one in ipairs(list) do
            if one.base == base then return true end
        end
    end
end

function Http.request(query)
    local base, path = base_of(query.url)
    if not Http.reachable or not known(base) then return nil, "host or service not provided, or not known" end
    local method = query.method or "GET"
    local body = query.source and query.source() or ""
    table.insert(Http.seen, { base = base, method = method, url = query.url, body = body })
    local reply = matching(Http.once, method, base, path, true) or matching(Http.lasting, method, base, path)
        or { status = 404, body = "", headers = {} }
    query.sink(reply.body ~= "" and reply.body or nil)
    local headers = {}
    for name, value in pairs(reply.headers) do headers[name:lower()] = value end
    return 1, reply.status, headers, "HTTP/1.1 " .. reply.status
end

function Http.forget()
    Http.once, Http.lasting, Http.seen, Http.reachable = {}, {}, {}, true
end

return Http
