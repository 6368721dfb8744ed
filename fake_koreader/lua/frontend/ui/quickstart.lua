--- The guide for new readers: KOReader's frontend/ui/quickstart.
-- fidelity: partial: the guide is a short page of our own

local DataStorage = require("datastorage")
local util = require("util")
local _ = require("gettext")

local QuickStart = {
    quickstart_force_show_version = 201912220000,
}

local function path()
    local language = G_reader_settings:readSetting("language") or "en"
    return ("%s/help/quickstart-%s.html"):format(DataStorage:getDataDir(), language:gsub("%W.*", ""))
end

--- Whether this version's guide has been shown already.
function QuickStart:isShown()
    local shown = G_reader_settings:readSetting("quickstart_shown_version")
    return shown ~= nil and shown >= self.quickstart_force_show_version
end

--- Writes the guide if it is not there and notes that it is shown. @treturn string its path
function QuickStart:getQuickStart()
    local file = path()
    if not util.pathExists(file) then
        util.makePath(file:match("^(.*)/"))
        util.writeToFile("<html><body><h1>" .. _("Quickstart guide") .. "</h1></body></html>", file)
    end
    G_reader_settings:saveSetting("quickstart_shown_version", (require("version"):getNormalizedCurrentVersion()))
    return file
end

return QuickStart
