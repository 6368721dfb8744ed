--[[ KOReader's log with secrets taken out.

Server answers and addresses end up in logs that readers post in public; whatever was registered as a
secret, and anything that looks like a token, is replaced before the line is written. ]]

local logger = require("logger")

local Log = { secrets = {} }

local HIDDEN = "******"

-- From now on none of these texts is written. The longest come first: one may be part of another.
function Log.setSecrets(secrets)
    Log.secrets = {}
    for i, secret in ipairs(secrets) do
        Log.secrets[i] = secret
    end
    table.sort(Log.secrets, function(a, b) return #a > #b end)
end

local function literal(text)
    return (text:gsub("%p", "%%%0"))
end

-- The text without secrets; any value is taken as text.
function Log.clean(text)
    text = tostring(text)
    for _, secret in ipairs(Log.secrets) do
        text = text:gsub(literal(secret), HIDDEN)
    end
    text = text:gsub("(https?://)[^/@%s]+@", "%1")
    return (text:gsub("eyJ[%w%-_]+%.[%w%-_]+%.[%w%-_]+", HIDDEN))
end

local function line(write, ...)
    local parts = { "Shelf Sync:" }
    for i = 1, select("#", ...) do
        parts[#parts + 1] = Log.clean((select(i, ...)))
    end
    write(table.concat(parts, " "))
end

function Log.info(...) line(logger.info, ...) end
function Log.warn(...) line(logger.warn, ...) end
function Log.dbg(...) line(logger.dbg, ...) end

return Log
