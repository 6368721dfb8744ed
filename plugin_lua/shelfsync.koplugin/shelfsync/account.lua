--[[ One server and the reader's account there.

The first account's values are the plain keys of settings/shelfsync.lua, so that is what Settings itself is; further
accounts keep theirs in a table of their own, and share what is about reading and not about a server. Values are
checked when they are read: a file edited by hand, or left by an older version, never brings a wrong type into the
rest of the plugin. ]]

local Device = require("device")
local md5 = require("ffi/sha2").md5
local Servers = require("shelfsync/servers")

local Account = {}
Account.__index = Account

-- What belongs to a server. Defaults tell the type.
Account.DEFAULTS = {
    -- "booklore", "tome", "kosync", …: the protocol that the server speaks.
    server_kind = "booklore",
    server_url = "",
    -- The KOReader account of the server; sent as x-auth headers.
    username = "",
    password = "",
    -- The BookLore account; needed by servers that take sessions only with a login token.
    booklore_username = "",
    booklore_password = "",
    -- Tome: the key that its settings page gives out.
    tome_key = "",
    -- What the server calls this device; empty: its model.
    device_name = "",
    -- When the server knows a newer place, further on or further back: "silent", "prompt" or "never".
    pull_forward = "silent",
    pull_backward = "never",
    -- BookLore: where notes go, "in_book", "page" or "both".
    notes_destination = "in_book",
    -- What the reader does not want to send there, of what it takes: ["place"] = true, ….
    withheld = {},
}

-- Values that must never be seen in a log or on a screen.
Account.SECRETS = { "password", "booklore_password", "tome_key" }

-- A setting of an account's that another part of the plugin brings along; its default tells the type.
function Account.define(key, default)
    Account.DEFAULTS[key] = default
end

-- An account beyond the first. values: its table in the settings; shared: the Settings object.
function Account:new(id, values, shared)
    return setmetatable({ id = id, values = values, shared = shared }, self)
end

-- Where a key's value is: to be overridden by what keeps it elsewhere.
function Account:read(key)
    return self.values[key]
end

function Account:write(key, value)
    self.values[key] = value
    self.shared:saveAccounts()
end

function Account:kind()
    local kind = self:read("server_kind")
    return Servers.find(kind) and kind or Account.DEFAULTS.server_kind
end

function Account:get(key)
    local default = Account.DEFAULTS[key]
    if default == nil then
        return self.shared:getFor(self, key)
    end
    local value = self:read(key)
    if type(value) ~= type(default) then
        return default
    end
    return value
end

function Account:set(key, value)
    if Account.DEFAULTS[key] == nil then
        self.shared:set(key, value)
    else
        self:write(key, value)
    end
end

function Account:toggle(key)
    self:set(key, not self:get(key))
end

-- The address without blanks and without the slash at its end; what a reader types on a small keyboard
-- or pastes from a browser must work.
function Account:server()
    local url = self:get("server_url"):gsub("%s+", ""):gsub("/+$", ""):gsub("^%a+://", string.lower)
    if url ~= "" and not url:match("^https?://") then
        url = "http://" .. url
    end
    return url
end

function Account:hasKOReaderAccount()
    return Servers.hasKOReaderAccount(self)
end

function Account:hasBookLoreAccount()
    return Servers.hasBookLoreAccount(self)
end

function Account:isConfigured()
    return self:server() ~= "" and Servers.find(self:kind()).isReady(self)
end

-- Whether the server takes that kind of change from this account, if the reader wants it to.
function Account:canTake(kind)
    local server = Servers.find(self:kind())
    local needs = server.needs and server.needs[kind]
    return server.takes[kind] == true and (not needs or needs(self))
end

-- What goes to the server: a set of kinds of changes (outbox.lua), less what the reader withholds.
function Account:takes()
    local takes, withheld = {}, self:get("withheld")
    for kind in pairs(Servers.find(self:kind()).takes) do
        takes[kind] = (not withheld[kind] and self:canTake(kind)) or nil
    end
    return takes
end

function Account:setWithheld(kind, is_withheld)
    local withheld = {}
    for name, value in pairs(self:get("withheld")) do
        withheld[name] = value
    end
    withheld[kind] = is_withheld or nil
    self:set("withheld", withheld)
end

-- What the reader calls this server.
function Account:name()
    return Servers.name(self:kind())
end

-- How the server shall call this device.
function Account:deviceName()
    local name = self:get("device_name")
    return name ~= "" and name or Device.model or "KOReader"
end

-- "silent", "prompt" or "never", for a newer place further on, or further back.
function Account:pullMode(is_ahead)
    local mode = self:get(is_ahead and "pull_forward" or "pull_backward")
    return (mode == "silent" or mode == "prompt") and mode or "never"
end

-- Whether anything may be sent without being asked for.
function Account:isAutomatic()
    return self:get("enabled") and not self:get("manual_only")
end

-- Adds every value that must stay hidden to `secrets`.
function Account:addSecrets(secrets)
    for _i, key in ipairs(Account.SECRETS) do
        if self:get(key) ~= "" then
            secrets[#secrets + 1] = self:get(key)
            secrets[#secrets + 1] = md5(self:get(key))
        end
    end
end

return Account
