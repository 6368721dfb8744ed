--- Asks for a folder to download to.
-- Fields: `title`, `onConfirm(path)`.
-- fidelity: partial: a path chooser for folders

local PathChooser = require("ui/widget/pathchooser")
local UIManager = require("ui/uimanager")
local Device = require("device")
local ffiUtil = require("ffi/util")

local DownloadMgr = {
    onConfirm = function() end,
    title = nil,
}

--- Makes a manager from a table of fields.
function DownloadMgr:new(fields)
    return setmetatable(fields or {}, { __index = self })
end

--- Shows the chooser, in `dir` or else beside the last download folder.
function DownloadMgr:chooseDir(dir)
    local start = dir
    if not start then
        local download_dir = G_reader_settings:readSetting("download_dir")
        start = download_dir and ffiUtil.dirname(download_dir)
            or G_reader_settings:readSetting("lastdir") or Device.home_dir
    end
    UIManager:show(PathChooser:new{
        title = self.title or true,
        select_file = false,
        show_files = false,
        path = start,
        onConfirm = function(path) self.onConfirm(path) end,
    })
end

return DownloadMgr
