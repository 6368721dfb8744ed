--- Where KOReader keeps its files: frontend/datastorage (specs/koreader-core.md §2.6).

local lfs = require("libs/libkoreader-lfs")
local util = require("util")

local DataStorage = {}

local data_dir

local function choose()
    local home = os.getenv("KO_HOME")
    if home then
        return home
    end
    if os.getenv("UBUNTU_APPLICATION_ISOLATION") then
        local package_name = (os.getenv("APP_ID") or ""):match("^(.-)_")
        return (os.getenv("XDG_DATA_HOME") or "") .. "/" .. (package_name or "")
    end
    if os.getenv("APPIMAGE") or os.getenv("FLATPAK") or os.getenv("KO_MULTIUSER") then
        local config = os.getenv("XDG_CONFIG_HOME")
        return (config or os.getenv("HOME") .. "/.config") .. "/koreader"
    end
    return "."
end

--- The data directory, made when it is missing; raises when it cannot be.
function DataStorage:getDataDir()
    if not data_dir then
        local dir = choose()
        if lfs.attributes(dir, "mode") ~= "directory" then
            assert(util.makePath(dir))
        end
        data_dir = dir
    end
    return data_dir
end

--- The same as an absolute path, or nil when that is not known.
function DataStorage:getFullDataDir()
    local dir = self:getDataDir()
    if dir == "." then
        return lfs.currentdir()
    end
    return dir:sub(1, 1) == "/" and dir or nil
end

local named = {
    getSettingsDir = "settings",
    getDocSettingsDir = "docsettings",
    getDocSettingsHashDir = "hashdocsettings",
    getHistoryDir = "history",
    getPatchesDir = "patches",
}
for method, name in pairs(named) do
    DataStorage[method] = function(self)
        return self:getDataDir() .. "/" .. name
    end
end

local subdirectories = "cache clipboard data data/dict data/tessdata ota plugins screenshots settings styletweaks"
for name in subdirectories:gmatch("%S+") do
    lfs.mkdir(DataStorage:getDataDir() .. "/" .. name)
end

return DataStorage
