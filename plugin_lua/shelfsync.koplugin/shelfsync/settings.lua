--[[ What the reader has chosen, in settings/shelfsync.lua.

Values are checked when they are read: a file edited by hand, or left by an older version, never brings a
wrong type into the rest of the plugin. ]]

local DataStorage = require("datastorage")
local LuaSettings = require("luasettings")
local Device = require("device")
local md5 = require("ffi/sha2").md5

local Settings = {}
Settings.__index = Settings

local DEFAULTS = {
    enabled = true,
    -- "booklore", "tome" or "kosync": the protocol that the server speaks.
    server_kind = "booklore",
    server_url = "",
    -- The KOReader account of a BookLore server; sent as x-auth headers.
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
    -- So many sessions wait at most; 0: all that there are.
    queue_cap = 0,
    min_duration = 30,
    min_pages = 1,
    -- A session ends with its last page turned when no page is turned for so long; 0: never.
    idle_minutes = 60,
    silent = false,
    manual_only = false,
}

-- Where a server is used to something else.
local DEFAULTS_OF_KIND = {
    tome = { min_duration = 10, min_pages = 0, queue_cap = 50 },
}

-- What servers take of what is read here.
local TAKES = {
    booklore = { sessions = true, places = false },
    tome = { sessions = true, places = true },
    kosync = { sessions = false, places = true },
}

local LIMITS = {
    queue_cap = { 0, 10000 },
    min_duration = { 0, 3600 },
    min_pages = { 0, 100 },
    idle_minutes = { 0, 1440 },
}

function Settings:open()
    local path = DataStorage:getSettingsDir() .. "/shelfsync.lua"
    return setmetatable({ store = LuaSettings:open(path) }, self)
end

function Settings:kind()
    local kind = self.store:readSetting("server_kind")
    return TAKES[kind] and kind or DEFAULTS.server_kind
end

function Settings:get(key)
    local default = (DEFAULTS_OF_KIND[self:kind()] or {})[key]
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

-- Settings are written at once: a reader who sets a password and pulls the battery expects it kept.
function Settings:set(key, value)
    self.store:saveSetting(key, value)
    self.store:flush()
end

function Settings:toggle(key)
    self:set(key, not self:get(key))
end

-- The address without blanks and without the slash at its end; what a reader types on a small keyboard
-- or pastes from a browser must work.
function Settings:server()
    local url = self:get("server_url"):gsub("%s+", ""):gsub("/+$", ""):gsub("^%a+://", string.lower)
    if url ~= "" and not url:match("^https?://") then
        url = "http://" .. url
    end
    return url
end

function Settings:hasKOReaderAccount()
    return self:get("username") ~= "" and self:get("password") ~= ""
end

function Settings:hasBookLoreAccount()
    return self:get("booklore_username") ~= "" and self:get("booklore_password") ~= ""
end

function Settings:isConfigured()
    local kind = self:kind()
    if self:server() == "" then
        return false
    elseif kind == "tome" then
        return self:get("tome_key") ~= ""
    elseif kind == "kosync" then
        return self:hasKOReaderAccount()
    end
    return self:hasKOReaderAccount() or self:hasBookLoreAccount()
end

-- What the server takes: { sessions=, places= }.
function Settings:takes()
    return TAKES[self:kind()]
end

-- How the server shall call this device.
function Settings:deviceName()
    local name = self:get("device_name")
    return name ~= "" and name or Device.model or "KOReader"
end

-- "silent", "prompt" or "never", for a newer place further on, or further back.
function Settings:pullMode(is_ahead)
    local mode = self:get(is_ahead and "pull_forward" or "pull_backward")
    return (mode == "silent" or mode == "prompt") and mode or "never"
end

-- Whether anything may be sent without being asked for.
function Settings:isAutomatic()
    return self:get("enabled") and not self:get("manual_only")
end

-- Every value that must never be seen in a log or on a screen.
function Settings:secrets()
    local secrets = {}
    for _, key in ipairs({ "password", "booklore_password", "tome_key" }) do
        if self:get(key) ~= "" then
            secrets[#secrets + 1] = self:get(key)
            secrets[#secrets + 1] = md5(self:get(key))
        end
    end
    return secrets
end

return Settings
