--- Rows of buttons as in every dialog.
-- Fields: `buttons` = rows of button specs (see Button; a spec's `id` makes it findable), `width`,
-- `shrink_unneeded_width`, `show_parent`, `zero_sep`, `sep_width`. An empty row separates.

local Button = require("ui/widget/button")
local Blitbuffer = require("ffi/blitbuffer")
local FocusManager = require("ui/widget/focusmanager")
local Geom = require("ui/geometry")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local LineWidget = require("ui/widget/linewidget")
local Screen = require("device").screen
local Size = require("ui/size")
local VerticalGroup = require("ui/widget/verticalgroup")
local VerticalSpan = require("ui/widget/verticalspan")

local ButtonTable = FocusManager:extend{
    buttons = nil,
    padding = Size.padding.default,
    sep_width = Size.line.medium,
    shrink_min_width = nil,
    shrink_unneeded_width = false,
    width = nil,
    zero_sep = false,
}

-- Fields of a button spec that a Button understands under the same name.
local PASSED = {
    "align", "allow_hold_when_disabled", "avoid_text_truncation", "background", "checked_func", "enabled_func",
    "fgcolor", "hold_callback", "icon", "icon_height", "icon_width", "id", "is_enter_default", "lang", "menu_style",
    "no_flash", "text", "text_func", "vsync",
}

function ButtonTable:init()
    self.buttons = self.buttons or {}
    self.width = self.width or math.floor(math.min(Screen:getWidth(), Screen:getHeight()) * 0.9)
    if self.shrink_unneeded_width then self:_shrink() end
    self.button_by_id, self.buttons_layout, self.layout = {}, {}, {}
    self.container = VerticalGroup:new{ width = self.width }
    self[1] = self.container
    if not self.zero_sep then self:addVerticalSpan() end
    for index, specs in ipairs(self.buttons) do
        if #specs == 0 then
            self:addVerticalSeparator()
        else
            self:_addRow(specs)
            if index < #self.buttons then self:addVerticalSeparator() end
        end
    end
    if not self.zero_sep then self:addVerticalSpan() end
end

function ButtonTable:_addRow(specs)
    local group, row = HorizontalGroup:new{}, {}
    local taken, without_width = 0, 0
    for _, spec in ipairs(specs) do
        if spec.width then taken = taken + spec.width else without_width = without_width + 1 end
    end
    local share = math.floor((self.width - taken) / math.max(1, without_width))
    for _, spec in ipairs(specs) do
        local button = self:_makeButton(spec, spec.width or share)
        if spec.id ~= nil then self.button_by_id[spec.id] = button end
        table.insert(group, button)
        table.insert(row, button)
    end
    table.insert(self.container, group)
    table.insert(self.buttons_layout, row)
    table.insert(self.layout, row)
end

function ButtonTable:_makeButton(spec, width)
    local fields = {
        enabled = spec.enabled ~= false,
        -- Looked up at the tap: a spec without a callback is an error then, not before.
        callback = function() spec.callback() end,
        text_font_face = spec.font_face,
        text_font_size = spec.font_size,
        text_font_bold = spec.font_bold,
        height = spec.height,
        width = width,
        bordersize = 0,
        margin = 0,
        radius = 0,
        show_parent = self.show_parent or self,
    }
    for _, name in ipairs(PASSED) do fields[name] = spec[name] end
    if spec.enabled_func and spec.enabled == nil then fields.enabled = true end
    return Button:new(fields)
end

--- Makes the table as narrow as its widest row of texts allows.
function ButtonTable:_shrink()
    local needed = self.shrink_min_width or 0
    for _, specs in ipairs(self.buttons) do
        local widest = 0
        for _, spec in ipairs(specs) do
            local probe = Button:new{
                text = spec.text or (spec.text_func and "") or nil, icon = spec.icon, bordersize = 0, margin = 0,
                text_font_size = spec.font_size,
            }
            widest = math.max(widest, probe:getSize().w)
        end
        needed = math.max(needed, widest * #specs)
    end
    if needed > 0 and needed < self.width then self.width = needed end
end

--- Adds a gap.
function ButtonTable:addVerticalSpan()
    table.insert(self.container, VerticalSpan:new{ width = Size.span.vertical_default })
end

--- Adds a line across.
function ButtonTable:addVerticalSeparator()
    if not self.zero_sep then self:addVerticalSpan() end
    table.insert(self.container, LineWidget:new{
        background = Blitbuffer.COLOR_GRAY,
        dimen = Geom:new{ w = self.width, h = self.sep_width },
    })
    if not self.zero_sep then self:addVerticalSpan() end
end

function ButtonTable:getSize()
    local size = self.container:getSize()
    return Geom:new{ w = math.max(self.width, size.w), h = size.h }
end

--- The button whose spec has this `id`, or nil.
function ButtonTable:getButtonById(id)
    return self.button_by_id[id]
end

--- Heights in pixels by which a long table is scrolled: one row each.
function ButtonTable:getStepScrollGrid()
    local grid, top = {}, 0
    for _, row in ipairs(self.buttons_layout) do
        local height = row[1]:getSize().h + 2 * Size.span.vertical_default + self.sep_width
        table.insert(grid, { top = top, bottom = top + height - 1 })
        top = top + height
    end
    return grid
end

return ButtonTable
