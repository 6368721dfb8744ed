--[[ What became of something that was asked of a server: the vocabulary between protocols and the sync pass.

kind is one of
  done         the server has it (for a batch: all of it)
  again        something had to come first (a login); ask once more
  unknown      the server does not know this book
  refused      the server will never take this as it is
  account      the server does not let this reader in
  unsupported  the server has no such endpoint; try another way
  offline      there is no network; nothing was sent
  later        anything else: no answer, an error of the server's, too many requests ]]

local Transport = require("shelfsync/transport")
local T = require("ffi/util").template
local _ = require("gettext")

local Outcome = {}

-- Of what a server says, so much is shown.
local MESSAGE_LENGTH = 120

local KINDS = {
    [400] = "refused", [409] = "refused", [413] = "refused", [422] = "refused",
    [401] = "account", [403] = "account",
    [405] = "unsupported", [501] = "unsupported",
}

local function outcome(kind, reason, fields)
    fields = fields or {}
    fields.kind, fields.reason = kind, reason
    return fields
end

function Outcome.done(fields)
    return outcome("done", nil, fields)
end

function Outcome.again()
    return outcome("again")
end

local function reasonOf(status, data)
    local text = Transport.message(data)
    if not text then
        return T(_("the server answered %1"), status)
    end
    text = text:gsub("%s+", " ")
    if #text > MESSAGE_LENGTH then
        -- Not in the middle of a letter.
        text = text:sub(1, MESSAGE_LENGTH):gsub("[\192-\255][\128-\191]*$", "") .. "…"
    end
    return T(_("%1 (%2)"), text, status)
end

-- Sorts an answer that is not a success. 404 with { detail = "Not Found" } is how FastAPI says that there is no such
-- endpoint; of a book it says more. `data` is the reason when there was no answer at all.
function Outcome.of(status, data, extra)
    extra = extra or {}
    if not status then
        return outcome(data == Transport.NO_NETWORK and "offline" or "later", data)
    elseif status >= 300 and status < 400 then
        return outcome("later", T(_("the address leads on to %1; enter that one, or sign in to this network"),
            (extra.location or "?"):match("^%a+://[^/]+") or extra.location or "?"))
    elseif status == 404 then
        local is_about_the_book = extra.is_json and not (type(data) == "table" and data.detail == "Not Found")
        return outcome(is_about_the_book and "unknown" or "unsupported", reasonOf(status, data))
    end
    return outcome(KINDS[status] or "later", reasonOf(status, data), { retry_after = extra.retry_after })
end

function Outcome.isSuccess(status)
    return status and status >= 200 and status < 300
end

-- A success that is not the JSON it should be comes from something between us and the server: the sign-in
-- page of a hotel's network, or a proxy.
function Outcome.notTheServer()
    return outcome("later", _("something other than the server answered; does this network ask you to sign in?"))
end

-- Sorts the answer of an endpoint that says yes with a JSON table.
function Outcome.answered(status, data, extra)
    if not Outcome.isSuccess(status) then
        return Outcome.of(status, data, extra)
    elseif type(data) ~= "table" then
        return Outcome.notTheServer()
    end
    return Outcome.done()
end

return Outcome
