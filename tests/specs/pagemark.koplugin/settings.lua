--- What the reader has set, checked as it is read and written.
local DataStorage = require("datastorage")
local LuaSettings = require("luasettings")

local DEFAULTS = { server = "", user = "", password = "", interval = 60, limit = 200, quiet = false, device = "" }
local BOUNDS = { interval = { 10, 3600 }, limit = { 1, 1000 } }
local OLD_NAMES = { host = "server", username = "user", sync_every = "interval" }

local Settings = {}
Settings.__index = Settings

function Settings.path()
    return DataStorage:getSettingsDir() .. "/pagemark.lua"
end

function Settings.open()
    local self = setmetatable({ store = LuaSettings:open(Settings.path()) }, Settings)
    for old, new in pairs(OLD_NAMES) do
        local value = self.store:readSetting(old)
        if value ~= nil then
            if self.store:hasNot(new) then self.store:saveSetting(new, value) end
            self.store:delSetting(old)
        end
    end
    return self
end

-- A URL without slashes at its end and with a scheme; "" for what is none.
function Settings.url(text)
    text = (text or ""):gsub("%s+", ""):gsub("/+$", "")
    if text == "" then return "" end
    if not text:match("^%a+:/*") or text:match("^[^/]+:%d+") then text = "http://" .. text end
    return text:match("^https?://%w[%w%-%.:]+[%w/%-%._~]*$") and text or ""
end

local function checked(name, value)
    local usual = DEFAULTS[name]
    if type(value) ~= type(usual) then return usual end
    local bounds = BOUNDS[name]
    if bounds then return math.max(bounds[1], math.min(bounds[2], math.floor(value))) end
    if name == "server" then return Settings.url(value) end
    return value
end

function Settings:get(name)
    if DEFAULTS[name] == nil then error("there is no setting '" .. tostring(name) .. "'", 2) end
    local value = self.store:readSetting(name)
    if value == nil then return DEFAULTS[name] end
    return checked(name, value)
end

function Settings:set(name, value)
    if DEFAULTS[name] == nil then error("there is no setting '" .. tostring(name) .. "'", 2) end
    self.store:saveSetting(name, checked(name, value))
    return self
end

function Settings:ready()
    return self:get("server") ~= "" and self:get("user") ~= ""
end

function Settings:flush()
    self.store:flush()
    return self
end

return Settings
