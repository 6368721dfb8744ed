--[[ What the reader has chosen, in settings/shelfsync.lua.

Values are checked when they are read: a file edited by hand, or left by an older version, never brings a
wrong type into the rest of the plugin. ]]

local DataStorage = require("datastorage")
local LuaSettings = require("luasettings")
local md5 = require("ffi/sha2").md5

local Settings = {}
Settings.__index = Settings

local DEFAULTS = {
    enabled = true,
    server_url = "",
    -- The KOReader account of a BookLore server; sent as x-auth headers.
    username = "",
    password = "",
    -- The BookLore account; needed by servers that take sessions only with a login token.
    booklore_username = "",
    booklore_password = "",
    min_duration = 30,
    min_pages = 1,
    -- A session ends with its last page turned when no page is turned for so long; 0: never.
    idle_minutes = 60,
    silent = false,
    manual_only = false,
}

local LIMITS = {
    min_duration = { 0, 3600 },
    min_pages = { 0, 100 },
    idle_minutes = { 0, 1440 },
}

function Settings:open()
    local path = DataStorage:getSettingsDir() .. "/shelfsync.lua"
    return setmetatable({ store = LuaSettings:open(path) }, self)
end

function Settings:get(key)
    local default = DEFAULTS[key]
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
    return self:server() ~= "" and (self:hasKOReaderAccount() or self:hasBookLoreAccount())
end

-- Whether anything may be sent without being asked for.
function Settings:isAutomatic()
    return self:get("enabled") and not self:get("manual_only")
end

-- Every value that must never be seen in a log or on a screen.
function Settings:secrets()
    local secrets = {}
    for _, key in ipairs({ "password", "booklore_password" }) do
        if self:get(key) ~= "" then
            secrets[#secrets + 1] = self:get(key)
            secrets[#secrets + 1] = md5(self:get(key))
        end
    end
    return secrets
end

return Settings
