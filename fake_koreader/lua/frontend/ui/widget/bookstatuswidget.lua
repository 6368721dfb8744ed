--[[--
The page about a book: status, rating and review. What is changed is written when the page is closed
(specs/koreader-ui.md §4.9).
]]
local BookList = require("ui/widget/booklist")
local Button = require("ui/widget/button")
local Device = require("device")
local FocusManager = require("ui/widget/focusmanager")
local FrameContainer = require("ui/widget/container/framecontainer")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local InputDialog = require("ui/widget/inputdialog")
local TitleBar = require("ui/widget/titlebar")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local filemanagerutil = require("apps/filemanager/filemanagerutil")
local _ = require("gettext")

local BookStatusWidget = FocusManager:extend{
    covers_fullscreen = true,
    props = nil,
    document = nil,
    ui = nil,
    summary = nil,
    updated = false,
    close_callback = nil,
}

local STATUSES = { "reading", "abandoned", "complete" }
local STARS = 5

function BookStatusWidget:init()
    self.doc_settings = self.doc_settings or self.ui.doc_settings
    self.summary = self.doc_settings:readSetting("summary", {})
    self.summary.status = self.summary.status or "reading"
    self:_build()
end

function BookStatusWidget:_build()
    local width = Device.screen:getWidth()
    self.layout = {}
    self[1] = FrameContainer:new{
        padding = 0, bordersize = 0, width = width, height = Device.screen:getHeight(),
        VerticalGroup:new{
            align = "left",
            TitleBar:new{
                width = width, title = _("Book status"),
                subtitle = self.props and self.props.display_title or "",
                close_callback = function() self:onClose() end, show_parent = self,
            },
            self:_starRow(width),
            self:_statusRow(width),
            Button:new{
                text = self.summary.note or _("Write a review"), width = width, show_parent = self,
                callback = function() self:openReviewDialog() end,
            },
        },
    }
    UIManager:setDirty(self, "ui")
end

local function row(self, count, width, make)
    local group = HorizontalGroup:new{ align = "center" }
    for i = 1, count do
        local text, callback = make(i)
        group[i] = Button:new{
            text = text, width = math.floor(width / count), callback = callback, show_parent = self,
        }
    end
    return group
end

function BookStatusWidget:_starRow(width)
    return row(self, STARS, width, function(i)
        return i <= (self.summary.rating or 0) and "★" or "☆", function() self:setStar(i) end
    end)
end

function BookStatusWidget:_statusRow(width)
    return row(self, #STATUSES, width, function(i)
        local status = STATUSES[i]
        local text = BookList.getBookStatusString(status, false, true)
        return (status == self.summary.status and "✓ " or "") .. text, function()
            self:onChangeBookStatus(STATUSES, i)
        end
    end)
end

--- Choose one of `options`.
function BookStatusWidget:onChangeBookStatus(options, index)
    self.summary.status = options[index]
    self.updated = true
    self:_build()
    return true
end

--- Give so many stars; the same number again takes them away.
function BookStatusWidget:setStar(count)
    self.summary.rating = count ~= self.summary.rating and count or nil
    self.updated = true
    self:_build()
end

function BookStatusWidget:openReviewDialog()
    local dialog
    dialog = InputDialog:new{
        title = _("Review"), input = self.summary.note or "", allow_newline = true,
        buttons = { {
            { text = _("Cancel"), id = "close", callback = function() UIManager:close(dialog) end },
            { text = _("Save review"), is_enter_default = true, callback = function()
                local text = dialog:getInputText()
                self.summary.note = text ~= "" and text or nil
                self.updated = true
                UIManager:close(dialog)
                self:_build()
            end },
        } },
    }
    self.note_dialog = dialog
    UIManager:show(dialog)
    dialog:onShowKeyboard()
end

-- Written now, with whatever else is in the book's settings.
function BookStatusWidget:_save()
    if not self.updated then return end
    self.updated = false
    filemanagerutil.saveSummary(self.doc_settings, self.summary)
    local file = self.document and self.document.file or self.doc_settings:readSetting("doc_path")
    BookList.setBookInfoCacheProperty(file, "status", self.summary.status)
    BookList.setBookInfoCacheProperty(file, "rating", self.summary.rating)
end

function BookStatusWidget:onClose()
    self:_save()
    UIManager:close(self)
    if self.close_callback then self.close_callback() end
    return true
end

return BookStatusWidget
