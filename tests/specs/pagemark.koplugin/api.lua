--- Pagemark's server: a login that gives a token, then JSON.
local http = require("socket.http")
local json = require("json")
local ltn12 = require("ltn12")
local logger = require("logger")

local Api = {}
Api.__index = Api

function Api.new(server, user, password)
    return setmetatable({ server = server, user = user, password = password }, Api)
end

local function decoded(text)
    if text == "" then return {} end
    local ok, value = pcall(json.decode, text)
    return ok and type(value) == "table" and value or nil
end

function Api:request(method, path, body)
    local sent = body and json.encode(body) or nil
    local parts = {}
    local headers = { ["Accept"] = "application/json" }
    if sent then
        headers["Content-Type"], headers["Content-Length"] = "application/json", tostring(#sent)
    end
    if self.token then headers["Authorization"] = "Bearer " .. self.token end
    local ok, code, answered = http.request{
        url = self.server .. path, method = method, headers = headers,
        source = sent and ltn12.source.string(sent) or nil, sink = ltn12.sink.table(parts),
    }
    if not ok then
        logger.dbg("pagemark: no answer:", code)
        return nil, tostring(code), {}
    end
    return code, decoded(table.concat(parts)), answered or {}
end

function Api:login()
    self.token = nil
    local code, answer = self:request("POST", "/login", { user = self.user, password = self.password })
    if code == 200 and answer and type(answer.token) == "string" then
        self.token = answer.token
        return true
    end
    return false, code
end

function Api:authorised(method, path, body)
    if not self.token then
        local ok, code = self:login()
        if not ok then return code, nil, {} end
    end
    local code, answer, headers = self:request(method, path, body)
    if code ~= 401 then return code, answer, headers end
    local ok, refused = self:login()
    if not ok then return refused, nil, {} end
    return self:request(method, path, body)
end

--- "done", "newer" with what the server has, "later" with seconds or nil, "refused" with the code.
function Api:push(entry)
    local code, answer, headers = self:authorised("POST", "/progress", {
        hash = entry.hash, percent = entry.percent, page = entry.page, at = entry.at,
    })
    if not code or code == 408 or code == 429 or code >= 500 then
        return "later", tonumber(headers["retry-after"])
    elseif code == 409 then
        return "newer", answer
    elseif code >= 200 and code < 300 then
        return "done", answer
    end
    return "refused", code
end

function Api:pull(hash)
    local code, answer = self:authorised("GET", "/progress/" .. hash)
    if code == 404 then return nil, "unknown" end
    if code ~= 200 or not answer then return nil, "unreachable" end
    if type(answer.percent) ~= "number" then return nil, "nonsense" end
    return answer
end

return Api
