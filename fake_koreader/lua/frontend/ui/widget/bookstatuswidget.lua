--- The page with a book's rating, status and note.
-- Fields: `ui` (with `doc_settings` and `document`), `close_callback()`, `readonly`. It edits the live `summary` table
-- of the document settings; leaving writes them if anything changed. No event tells of a change
-- (specs/koreader-ui.md 7.4 and 11).
-- fidelity: partial: rating, status and note; statistics are not shown

local BookList = require("ui/widget/booklist")
local Button = require("ui/widget/button")
local Device = require("device")
local FocusManager = require("ui/widget/focusmanager")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local IconButton = require("ui/widget/iconbutton")
local InputDialog = require("ui/widget/inputdialog")
local Screen = Device.screen
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local TitleBar = require("ui/widget/titlebar")
local ToggleSwitch = require("ui/widget/toggleswitch")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local _ = require("gettext")

local STARS = 5
local STATUSES = { "complete", "reading", "abandoned" }
local STATUS_LABELS = { _("Finished"), _("Reading"), _("On hold") }

local BookStatusWidget = FocusManager:extend{
    covers_fullscreen = true,
    padding = Size.padding.fullscreen,
    readonly = false,
    ui = nil,
}

function BookStatusWidget:init()
    self.updated = nil
    self.summary = self.ui.doc_settings:readSetting("summary") or {}
    self.props = self.ui.doc_props or self.ui.doc_settings:readSetting("doc_props") or {}
    self.dimen = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    if Device:hasKeys() then
        self.key_events.Close = { { Device.input.group.Back } }
    end
    if Device:isTouchDevice() then
        self.ges_events.Swipe = { GestureRange:new{ ges = "swipe", range = self.dimen } }
    end
    -- As shipped the page "taps" the present rating when it opens, and a tap on the only lit star clears it.
    if not self.readonly and self.summary.rating then self:setStar(self.summary.rating) end
    self:_build()
end

function BookStatusWidget:_build()
    self[1] = FrameContainer:new{
        bordersize = 0, padding = 0, margin = 0,
        width = self.dimen.w, height = self.dimen.h,
        self:getStatusContent(self.dimen.w),
    }
    UIManager:setDirty(self, "ui")
end

--- The page's content for a width in pixels.
function BookStatusWidget:getStatusContent(width)
    local function text(value, face)
        return TextBoxWidget:new{
            text = value, face = Font:getFace(face), width = width, alignment = "center",
        }
    end
    local rows = VerticalGroup:new{
        align = "center",
        TitleBar:new{
            width = width, title = _("Book status"), with_bottom_line = true, show_parent = self,
            close_callback = not self.readonly and function() self:onClose() end or nil,
        },
        text(self.props.display_title or self.props.title or "", "largeffont"),
        text(self.props.authors or "", "smallffont"),
        self:_stars(),
        self:_statusSwitch(width),
    }
    if self.summary.note and self.summary.note ~= "" then
        table.insert(rows, text(self.summary.note, "x_smallinfofont"))
    end
    if not self.readonly then
        table.insert(rows, Button:new{
            text = _("Edit note"), show_parent = self, callback = function() self:openReviewDialog() end,
        })
    end
    return rows
end

function BookStatusWidget:_stars()
    local row = HorizontalGroup:new{ align = "center" }
    for i = 1, STARS do
        table.insert(row, IconButton:new{
            icon = i <= (self.summary.rating or 0) and "star.full" or "star.empty",
            show_parent = self,
            callback = not self.readonly and function()
                self:setStar(i)
                self:_build()
            end or nil,
        })
    end
    self.stars_container = row
    return row
end

function BookStatusWidget:_statusSwitch(width)
    local switch = ToggleSwitch:new{
        width = math.floor(width * 0.6),
        toggle = STATUS_LABELS,
        args = STATUSES,
        values = { 1, 2, 3 },
        enabled = not self.readonly,
        config = self,
    }
    for position, status in ipairs(STATUSES) do
        if status == self.summary.status then switch:setPosition(position) end
    end
    return switch
end

function BookStatusWidget:_touched()
    self.summary.modified = os.date("%Y-%m-%d", os.time())
    self.updated = true
end

--- Sets the rating (1–5). The first star, tapped when it is the only one lit, clears it.
function BookStatusWidget:setStar(number)
    local rating = number
    if number == 1 and self.summary.rating == 1 then rating = nil end
    if rating == self.summary.rating then return true end
    self.summary.rating = rating
    self:_touched()
    return true
end

--- The switch was tapped: the status follows two ticks later.
function BookStatusWidget:onConfigChoose(_values, _name, _event, args, position)
    UIManager:tickAfterNext(function() self:onChangeBookStatus(args, position) end)
end

--- Takes the status over that stands at `position` of the array `statuses`.
function BookStatusWidget:onChangeBookStatus(statuses, position)
    self.summary.status = statuses[position]
    self:_touched()
    return true
end

--- Asks for the note.
function BookStatusWidget:openReviewDialog()
    local dialog
    dialog = InputDialog:new{
        title = _("Note"),
        input = self.summary.note or "",
        allow_newline = true,
        buttons = { {
            { text = _("Cancel"), id = "close", callback = function() UIManager:close(dialog) end },
            { text = _("Save note"), callback = function()
                local note = dialog:getInputText()
                self.summary.note = note ~= "" and note or nil
                self:_touched()
                UIManager:close(dialog)
                self:_build()
            end },
        } },
    }
    UIManager:show(dialog)
    dialog:onShowKeyboard()
end

--- A swipe down leaves.
function BookStatusWidget:onSwipe(_arg, ges)
    if ges.direction == "south" then return self:onClose() end
end

--- Leaves; writes what changed, then calls back.
function BookStatusWidget:onClose()
    if self.updated then
        self.ui.doc_settings:saveSetting("summary", self.summary)
        self.ui.doc_settings:flush()
        local file = self.ui.document and self.ui.document.file
        for _i, property in ipairs(file and { "status", "rating" } or {}) do
            BookList.setBookInfoCacheProperty(file, property, self.summary[property])
        end
    end
    UIManager:close(self)
    if self.close_callback then self.close_callback() end
    return true
end

function BookStatusWidget:onCloseWidget()
    UIManager:setDirty(nil, "flashui")
end

return BookStatusWidget
