--[[ What the reader has chosen, in settings/shelfsync.lua: the first account (see account.lua), the further ones, and
what is about reading and not about a server. ]]

local DataStorage = require("datastorage")
local LuaSettings = require("luasettings")
local lfs = require("libs/libkoreader-lfs")
local util = require("util")
local Account = require("shelfsync/account")
local Servers = require("shelfsync/servers")

local Settings = setmetatable({}, Account)
Settings.__index = Settings

local DEFAULTS = {
    enabled = true,
    -- So many sessions wait at most; 0: all that there are.
    queue_cap = 0,
    min_duration = 30,
    min_pages = 1,
    -- A session ends with its last page turned when no page is turned for so long; 0: never.
    idle_minutes = 60,
    silent = false,
    manual_only = false,
}

local LIMITS = {
    queue_cap = { 0, 10000 },
    min_duration = { 0, 3600 },
    min_pages = { 0, 100 },
    idle_minutes = { 0, 1440 },
}

-- A setting of the reader's that another part of the plugin brings along; its default tells the type. limits: the least
-- and the most of a number.
function Settings.define(key, default, limits)
    DEFAULTS[key], LIMITS[key] = default, limits
end

function Settings:open()
    local path = DataStorage:getSettingsDir() .. "/shelfsync.lua"
    local settings = setmetatable({ id = "1", store = LuaSettings:open(path) }, self)
    settings.shared = settings
    return settings
end

function Settings:read(key)
    return self.store:readSetting(key)
end

-- KOReader's backup is made when the file is a minute old by the clock; one that was set back makes none. Without a
-- backup, power that goes in the middle of a write would take all accounts along.
local function keepBackup(path)
    if lfs.attributes(path, "mode") ~= "file" or lfs.attributes(path .. ".old", "mode") then
        return
    end
    local file = io.open(path, "rb")
    local content = file and file:read("*a")
    if file then
        file:close()
    end
    if content and util.writeToFile(content, path .. ".old.new", true) then
        os.rename(path .. ".old.new", path .. ".old")
    end
end

-- Settings are written at once: a reader who sets a password and pulls the battery expects it kept.
function Settings:write(key, value)
    keepBackup(self.store.file)
    self.store:saveSetting(key, value)
    self.store:flush()
end

-- A value that all accounts share; where nothing was chosen, the account's kind of server may have a default.
function Settings:getFor(account, key)
    local default = Servers.find(account:kind()).defaults[key]
    if default == nil then
        default = DEFAULTS[key]
    end
    local value = self.store:readSetting(key)
    if type(value) ~= type(default) then
        return default
    end
    local limits = LIMITS[key]
    if limits then
        return math.min(math.max(math.floor(value), limits[1]), limits[2])
    end
    return value
end

function Settings:set(key, value)
    self:write(key, value)
end

-- Further accounts: a list of tables with an `id` and the keys of Account.DEFAULTS.
local function furtherValues(store)
    local kept = store:readSetting("more_servers")
    local list = {}
    for _i, values in ipairs(type(kept) == "table" and kept or {}) do
        if type(values) == "table" and type(values.id) == "string" then
            list[#list + 1] = values
        end
    end
    return list
end

-- All accounts, the first one first. The objects last, so that what one of them sets the others see.
function Settings:accounts()
    if not self.further then
        self.further = {}
        for i, values in ipairs(furtherValues(self.store)) do
            self.further[i] = Account:new(values.id, values, self)
        end
    end
    local accounts = { self }
    for _i, account in ipairs(self.further) do
        accounts[#accounts + 1] = account
    end
    return accounts
end

function Settings:saveAccounts()
    local list = {}
    for i, account in ipairs(self.further or {}) do
        list[i] = account.values
    end
    self:write("more_servers", list)
end

-- Adds an account without an address. The id was never another account's: what waits for one server must not reach
-- the next that is entered.
function Settings:addAccount(kind)
    self:accounts()
    local number = math.max(tonumber(self.store:readSetting("last_account")) or 1, 1) + 1
    for _i, account in ipairs(self.further) do
        number = math.max(number, (tonumber(account.id) or 0) + 1)
    end
    self.store:saveSetting("last_account", number)
    local account = Account:new(("%d"):format(number), { id = ("%d"):format(number), server_kind = kind }, self)
    table.insert(self.further, account)
    self:saveAccounts()
    return account
end

function Settings:removeAccount(account)
    self:accounts()
    for i, other in ipairs(self.further) do
        if other == account then
            table.remove(self.further, i)
        end
    end
    self:saveAccounts()
end

-- Who takes what: by kind of change, the ids of the accounts that it goes to.
function Settings:takers()
    local takers = {}
    for _i, account in ipairs(self:accounts()) do
        for kind in pairs(account:takes()) do
            takers[kind] = takers[kind] or {}
            table.insert(takers[kind], account.id)
        end
    end
    return takers
end

-- Every value, of every account, that must never be seen in a log or on a screen.
function Settings:secrets()
    local secrets = {}
    for _i, account in ipairs(self:accounts()) do
        account:addSecrets(secrets)
    end
    return secrets
end

return Settings
