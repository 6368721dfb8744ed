--- A short message as a toast: it never blocks input; any key or gesture closes it and goes on below.
-- Fields: `text`, `timeout` (seconds, default 2; false: until input), `face`, `margin`, `padding`.
-- `Notification:notify` shows only what the reader's settings ask for (specs/koreader-ui.md 7.1).

local CenterContainer = require("ui/widget/container/centercontainer")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = require("device").screen
local Size = require("ui/size")
local TextWidget = require("ui/widget/textwidget")
local TopContainer = require("ui/widget/container/topcontainer")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local VerticalSpan = require("ui/widget/verticalspan")
local bit = require("bit")

local KEPT_MESSAGES = 20

local Notification = InputContainer:extend{
    face = Font:getFace("x_smallinfofont"),
    margin = Size.margin.default,
    padding = Size.padding.default,
    text = "N/A",
    timeout = 2,
    toast = true,
    -- Sources of a notification, one bit each, and the sets a reader can choose.
    SOURCE_NONE = 0,
    SOURCE_BOTTOM_MENU_ICON = 0x01,
    SOURCE_BOTTOM_MENU_TOGGLE = 0x02,
    SOURCE_BOTTOM_MENU_FINE = 0x04,
    SOURCE_BOTTOM_MENU_MORE = 0x08,
    SOURCE_BOTTOM_MENU_PROGRESS = 0x10,
    SOURCE_BOTTOM_MENU = 0x1F,
    SOURCE_DISPATCHER = 0x20,
    SOURCE_OTHER = 0x40,
    SOURCE_ALWAYS_SHOW = 0x8000,
    SOURCE_SOME = 0x04,
    SOURCE_MORE = 0x1C,
    SOURCE_DEFAULT = 0x3C,
    SOURCE_ALL = 0x7F,
    _past_messages = {},
}

function Notification:init()
    local past = Notification._past_messages
    table.insert(past, 1, os.date("%X") .. ": " .. tostring(self.text))
    past[KEPT_MESSAGES + 1] = nil
    local text = TextWidget:new{
        text = self.text, face = self.face, max_width = math.floor(Screen:getWidth() * 0.9),
    }
    self.frame = FrameContainer:new{
        margin = 0, padding = self.padding, radius = 0,
        CenterContainer:new{
            dimen = Geom:new{ w = text:getSize().w, h = text:getSize().h },
            text,
        },
    }
    self[1] = TopContainer:new{
        dimen = Geom:new{ w = Screen:getWidth(), h = Screen:getHeight() },
        VerticalGroup:new{ VerticalSpan:new{ width = Size.margin.default }, self.frame },
    }
end

--- The reader's mask of sources to show.
function Notification:_mask()
    return G_reader_settings:readSetting("notification_sources_to_show_mask") or self.SOURCE_DEFAULT
end

--- Sets the source of what follows (nil: none known).
function Notification:setNotifySource(source)
    self.notify_source = source
end

--- Back to the source of what nobody announced.
function Notification:resetNotifySource()
    self.notify_source = self.SOURCE_OTHER
end

--- The source of what is done at the moment, or nil.
function Notification:getNotifySource()
    return self.notify_source
end

--- Shows a text if its source (default: the current one) is one the reader wants to see. Returns whether it did.
function Notification:notify(text, source, refresh_after)
    source = source or self.notify_source
    local wanted = source and (bit.band(source, self.SOURCE_ALWAYS_SHOW) ~= 0
        or bit.band(source, self:_mask()) ~= 0)
    if not wanted then return false end
    UIManager:show(Notification:new{ text = text })
    if refresh_after then UIManager:forceRePaint() end
    return true
end

--- The last messages as "HH:MM:SS: text", newest first.
function Notification:getPastMessages()
    return Notification._past_messages
end

function Notification:onShow()
    if self.timeout then
        self._expire = function()
            self._expire = nil
            UIManager:close(self)
        end
        UIManager:scheduleIn(self.timeout, self._expire)
    end
    UIManager:setDirty(self, "ui")
    return true
end

function Notification:onCloseWidget()
    if self._expire then
        UIManager:unschedule(self._expire)
        self._expire = nil
    end
    UIManager:setDirty(nil, "ui")
end

--- Any gesture closes the toast; the gesture goes on to the windows below.
function Notification:onGesture()
    UIManager:close(self)
end

--- Any key closes the toast; the key goes on to the windows below.
function Notification:onKeyPress()
    UIManager:close(self)
end

Notification.onKeyRepeat = Notification.onKeyPress

return Notification
