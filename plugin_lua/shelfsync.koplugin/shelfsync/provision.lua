--[[ What a server wrote into the package that it gave out: its address and the reader's account.

The file shelfsync_provision.lua beside main.lua returns a table of texts. It is taken into the settings once; what the
reader changes afterwards stays. Another file, from a package fetched later, is taken again. It fills in the account
that it is for, or the first one while that is empty, or a further one: what waits for one reader's account never ends
up in another's. ]]

local md5 = require("ffi/sha2").md5
local util = require("util")
local Account = require("shelfsync/account")
local Log = require("shelfsync/log")
local Servers = require("shelfsync/servers")
local Settings = require("shelfsync/settings")
local T = require("ffi/util").template
local _ = require("gettext")

local Provision = { FILE = "shelfsync_provision.lua" }

-- The digest of the file that was taken last.
Settings.define("provisioned", "")

local MOST_BYTES = 16 * 1024

-- What servers call the key that a kind of account needs, where that is not the setting's own name.
local OTHER_NAMES = { tome = { api_key = "tome_key" } }

-- A text of the file as values; nothing in it can reach KOReader.
local function evaluate(text)
    if #text > MOST_BYTES or text:sub(1, 1) == "\27" then
        return nil
    end
    local chunk = loadstring(text, "=" .. Provision.FILE)
    if not chunk then
        return nil
    end
    setfenv(chunk, {})
    local ok, values = pcall(chunk)
    return ok and type(values) == "table" and values or nil
end

-- Only settings of an account, and only texts; nil when it is not clear which server is meant.
local function accountValues(raw)
    local kind = raw.server_kind
    if type(kind) ~= "string" or not Servers.find(kind) or type(raw.server_url) ~= "string" or raw.server_url == "" then
        return nil
    end
    local values = {}
    for name, value in pairs(raw) do
        local key = (OTHER_NAMES[kind] or {})[name] or name
        if type(value) == "string" and type(Account.DEFAULTS[key]) == "string" then
            values[key] = value
        end
    end
    return values
end

local function sameOrEmpty(a, b)
    return a == nil or a == "" or b == nil or b == "" or a == b
end

-- The account that the values are for.
local function accountFor(settings, values)
    local wanted = Account:new("?", values, settings):server()
    local accounts = settings:accounts()
    for _i, account in ipairs(accounts) do
        if account:kind() == values.server_kind and account:server() == wanted
            and sameOrEmpty(account:get("username"), values.username)
            and sameOrEmpty(account:get("booklore_username"), values.booklore_username) then
            return account
        end
    end
    for i, account in ipairs(accounts) do
        if account:server() == "" and (i == 1 or account:kind() == values.server_kind) then
            return account
        end
    end
    return settings:addAccount(values.server_kind)
end

-- The address comes last: until it is there nothing is sent with half of an account.
local function fill(account, values)
    local names = {}
    for name in pairs(values) do
        if name ~= "server_url" then
            names[#names + 1] = name
        end
    end
    table.sort(names)
    for _i, name in ipairs(names) do
        account:set(name, values[name])
    end
    account:set("server_url", values.server_url)
end

-- Takes what is new in the plugin's folder. The account that was filled in; nil when there was nothing to take.
function Provision.take(folder, settings)
    local text = util.readFromFile(folder .. "/" .. Provision.FILE, "rb")
    if not text or md5(text) == settings:get("provisioned") then
        return nil
    end
    local raw = evaluate(text)
    local values = raw and accountValues(raw)
    if not values then
        Log.warn("what the package says of a server cannot be used")
        return nil
    end
    local account = accountFor(settings, values)
    fill(account, values)
    settings:set("provisioned", md5(text))
    return account
end

-- What the reader is told.
function Provision.told(account)
    return T(_("Shelf Sync is set up for %1"), Log.clean(account:server()))
end

return Provision
