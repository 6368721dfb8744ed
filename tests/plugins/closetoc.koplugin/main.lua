--- Declarations of C, called through ffi.
local bit = require("bit")
local DataStorage = require("datastorage")
local ffi = require("ffi")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "closetoc" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.closetoc = {
        text = "Try closetoc",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "closetoc: " .. self.told })
end

function Plugin:try()
    local C = ffi.C
    require("ffi/posix_h")
    local tv = ffi.new("struct timeval")
    C.gettimeofday(tv, nil)
    local buffer = ffi.new("uint8_t[4]", { 1, 2, 3, 255 })
    local value = bit.bor(bit.lshift(buffer[0], 8), buffer[1])
    local flags = bit.bor(C.O_WRONLY, C.O_CREAT)
    local fd = C.open(DataStorage:getDataDir() .. "/closetoc.bin", flags, ffi.cast("int", 420))
    local written = C.write(fd, buffer, 4)
    C.close(fd)
    local ok = pcall(ffi.load, "unheard-of")
    self:tell(tonumber(tv.tv_sec) == os.time(), value, tonumber(written), ok, C.getpid() > 0, #ffi.string(buffer, 2))
end

return Plugin
