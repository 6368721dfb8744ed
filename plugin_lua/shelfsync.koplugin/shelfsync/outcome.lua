--[[ What became of something that was asked of a server: the vocabulary between protocols and the sync pass.

kind is one of
  done      the server has it (for a batch: all of it)
  unknown   the server does not know this book
  refused   the server will never take this as it is
  account   the server does not let this reader in
  unsupported  the server has no such endpoint; try another way
  later     anything else: no answer, an error of the server's, too many requests ]]

local Transport = require("shelfsync/transport")

local Outcome = {}

local function outcome(kind, reason, fields)
    fields = fields or {}
    fields.kind, fields.reason = kind, reason
    return fields
end

function Outcome.done(fields)
    return outcome("done", nil, fields)
end

-- Sorts an answer that is not a success. `data` is the reason when there was no answer at all.
function Outcome.of(status, data, extra)
    extra = extra or {}
    if not status then
        return outcome("later", data)
    end
    local text = Transport.message(data)
    local reason = text and ("%s (%d)"):format(text, status) or ("the server answered %d"):format(status)
    if status == 401 or status == 403 then
        return outcome("account", reason)
    elseif status == 404 then
        return outcome(extra.is_json and "unknown" or "unsupported", reason)
    elseif status == 405 or status == 501 then
        return outcome("unsupported", reason)
    elseif status == 400 or status == 409 or status == 413 or status == 422 then
        return outcome("refused", reason)
    end
    return outcome("later", reason, { retry_after = extra.retry_after })
end

-- A success that is not the JSON it should be comes from something between us and the server: the sign-in
-- page of a hotel's network, or a proxy.
function Outcome.notTheServer()
    return outcome("later", "something other than the server answered; does this network ask you to sign in?")
end

return Outcome
