--- A text to read in a window.
-- Fields: `title`, `text`, `text_type`, `text_format` ("html" and "md" are shown as plain text), `width`, `height`,
-- `buttons_table`, `add_default_buttons`, `justified`, `close_callback()`, `file`. Without `buttons_table` there are
-- Find, ⇱, ⇲ and Close. A tap beside it closes it.
-- fidelity: partial: HTML and Markdown are shown as plain text; selecting text and files are loud

local ButtonTable = require("ui/widget/buttontable")
local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local FocusManager = require("ui/widget/focusmanager")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local MovableContainer = require("ui/widget/container/movablecontainer")
local Notification = require("ui/widget/notification")
local Screen = Device.screen
local ScrollTextWidget = require("ui/widget/scrolltextwidget")
local Size = require("ui/size")
local TitleBar = require("ui/widget/titlebar")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local util = require("util")
local _ = require("gettext")

local TextViewer = FocusManager:extend{
    add_default_buttons = nil,
    alignment = "left",
    buttons_table = nil,
    close_callback = nil,
    justified = true,
    show_menu = true,
    text = nil,
    text_padding = Size.padding.large,
    text_type = "general",
    title = "",
}

function TextViewer:init(reinit)
    self.width = self.width or Screen:getWidth() - Screen:scaleBySize(30)
    self.height = self.height or Screen:getHeight() - Screen:scaleBySize(30)
    if not reinit then self:_listen() end
    self.titlebar = TitleBar:new{
        align = "left",
        title = self.title,
        title_multilines = self.title_multilines,
        title_face = self.title_face,
        with_bottom_line = true,
        width = self.width,
        close_callback = function() self:onClose() end,
        show_parent = self,
    }
    self.title_bar = self.titlebar
    self.button_table = ButtonTable:new{
        width = self.width - 2 * Size.padding.default,
        buttons = self:_rows(),
        zero_sep = true,
        show_parent = self,
    }
    local used = self.titlebar:getHeight() + self.button_table:getSize().h
    self.textw = self:_textFrame(math.max(1, self.height - used))
    self.frame = FrameContainer:new{
        radius = Size.radius.window, padding = 0, margin = 0,
        VerticalGroup:new{ align = "left", self.titlebar, self.textw, self.button_table },
    }
    self.movable = MovableContainer:new{ unmovable = self.unmovable, self.frame }
    self[1] = CenterContainer:new{
        dimen = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() },
        self.movable,
    }
end

function TextViewer:_listen()
    if Device:hasKeys() then
        self.key_events.Close = { { Device.input.group.Back } }
    end
    if Device:isTouchDevice() then
        local everywhere = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
        self.ges_events.TapClose = { GestureRange:new{ ges = "tap", range = everywhere } }
    end
end

--- What is shown of the text: markup is taken out of HTML.
function TextViewer:_plainText()
    local text = self.text == nil and "" or tostring(self.text)
    if self.text_format == "html" then text = util.htmlToPlainText(text) end
    return text
end

function TextViewer:_textFrame(height)
    local edges = 2 * self.text_padding
    self.scroll_text_w = ScrollTextWidget:new{
        text = self:_plainText(),
        face = Font:getFace(self.monospace_font and "infont" or "x_smallinfofont"),
        width = self.width - edges - 2 * Size.border.window,
        height = math.max(1, height - edges),
        dialog = self,
        alignment = self.alignment,
        justified = self.justified,
    }
    return FrameContainer:new{ padding = self.text_padding, margin = 0, bordersize = 0, self.scroll_text_w }
end

--- Own rows of buttons, then the usual ones where they are wanted.
function TextViewer:_rows()
    local rows = {}
    for _i, row in ipairs(self.buttons_table or {}) do table.insert(rows, row) end
    if self.buttons_table and not self.add_default_buttons then return rows end
    local fits = self:_fitsOnOnePage()
    table.insert(rows, {
        { id = "find", text = _("Find"), callback = function() self:findDialog() end },
        { id = "top", text = "⇱", enabled = not fits, callback = function() self.scroll_text_w:scrollToTop() end },
        { id = "bottom", text = "⇲", enabled = not fits,
            callback = function() self.scroll_text_w:scrollToBottom() end },
        { id = "close", text = self.default_close_text or _("Close"), callback = function() self:onClose() end },
    })
    return rows
end

function TextViewer:_fitsOnOnePage()
    local probe = ScrollTextWidget:new{
        text = self:_plainText(), width = self.width - 2 * self.text_padding, height = self.height,
    }
    return probe.text_widget:getAllLineCount() * probe:getLineHeight() < self.height * 0.7
end

--- Asks for words and shows the first place after the current one where they stand.
function TextViewer:findDialog()
    local InputDialog = require("ui/widget/inputdialog")
    local dialog
    local function close() UIManager:close(dialog) end
    local function find()
        local words = dialog:getInputText()
        close()
        self:findText(words)
    end
    dialog = InputDialog:new{
        title = _("Enter text to search for"),
        input = self.search_value,
        buttons = { {
            { text = _("Cancel"), id = "close", callback = close },
            { text = _("Find first"), is_enter_default = true, callback = find },
        } },
    }
    UIManager:show(dialog)
    dialog:onShowKeyboard()
end

--- Scrolls to the first place where `words` stand (letters in any case). Returns whether there is one.
function TextViewer:findText(words)
    self.search_value = words
    local text = util.stringLower and util.stringLower(self:_plainText()) or self:_plainText():lower()
    local at = words ~= "" and text:find(words:lower(), 1, true)
    if not at then
        Notification:notify(_("Not found"), Notification.SOURCE_ALWAYS_SHOW)
        return false
    end
    self.scroll_text_w:scrollToRatio((at - 1) / #text)
    return true
end

--- Builds the viewer again from its fields.
function TextViewer:reinit()
    self:init(true)
    UIManager:setDirty("all", "partial")
end

--- Closes the viewer and tells its maker.
function TextViewer:onClose()
    UIManager:close(self)
    if self.close_callback then self.close_callback() end
    return true
end

--- A tap anywhere on the screen: beside the frame it closes.
function TextViewer:onTapClose(_arg, ges)
    if ges.pos:notIntersectWith(self.frame.dimen) then self:onClose() end
    return true
end

function TextViewer:onShow()
    UIManager:setDirty(self, "partial")
    return true
end

function TextViewer:onCloseWidget()
    UIManager:setDirty(nil, "partial")
end

return TextViewer
