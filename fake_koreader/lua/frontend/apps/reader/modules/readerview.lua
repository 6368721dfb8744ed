--[[--
What of the book is on the screen, and how: the current page or position, zoom, the visible part of a page. Its own
children are the dog-ear, the footer and the flipping marker (specs/koreader-ui.md §5.6). Nothing is painted but the
widgets that plugins add.
]]
-- fidelity: partial: positions, states and modules of plugins; pages are not drawn
local Event = require("ui/event")
local Geom = require("ui/geometry")
local Screen = require("device").screen
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local time = require("ui/time")

local ReaderView = WidgetContainer:extend{
    view_mode = "page",
    page_scroll = nil,
    footer_visible = true,
    dogear_visible = false,
    flipping_visible = false,
    inverse_reading_order = false,
    hinting = true,
    page_overlap_style = "dim",
}

function ReaderView:init()
    self.state = { page = nil, pos = 0, zoom = 1.0, rotation = 0, gamma = 1.0, offset = nil, bbox = nil }
    self.highlight = {
        lighten_factor = 0.2, saved_drawer = "lighten", saved_color = "gray", temp = {}, visible_boxes = nil,
        disabled = false,
    }
    self.view_modules = {}
    self.dimen = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    self.visible_area, self.page_area = self.dimen:copy(), self.dimen:copy()
    local parts = { ui = self.ui, view = self, document = self.document, dialog = self.dialog }
    for i, name in ipairs{ "dogear", "footer", "flipping" } do
        self[name] = require("apps/reader/modules/reader" .. name):new{
            ui = parts.ui, view = parts.view, document = parts.document, dialog = parts.dialog,
        }
        self[i] = self[name]
    end
end

--- A widget to be painted on every page; it hears no events.
function ReaderView:registerViewModule(name, widget)
    assert(widget.paintTo, name .. " must have a paintTo method")
    widget.view, widget.ui = self, self.ui
    self.view_modules[name] = widget
end

function ReaderView:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    for _, widget in pairs(self.view_modules) do widget:paintTo(bb, x, y) end
end

function ReaderView:onReadSettings(config)
    local function setting(key, default)
        local value = config:readSetting(key)
        if value == nil then value = G_reader_settings:readSetting(key) end
        if value == nil then return default end
        return value
    end
    if self.document.info.has_pages then
        self.page_scroll = setting("kopt_page_scroll", 1) == 1
    else
        self.view_mode = setting("copt_view_mode", 0) == 1 and "scroll" or "page"
        self.page_scroll = self.view_mode == "scroll"
    end
    self.inverse_reading_order = setting("inverse_reading_order", false) == true
    self.page_overlap_style = setting("page_overlap_style", "dim")
    self.highlight.saved_drawer = setting("highlight_drawer", setting("highlight_drawing_style", "lighten"))
    self.highlight.saved_color = setting("highlight_color", "gray")
    self.state.rotation = Screen:getRotationMode()
end

function ReaderView:onSaveSettings()
    local settings = self.ui.doc_settings
    settings:saveSetting("highlight_drawer", self.highlight.saved_drawer)
    settings:saveSetting("highlight_color", self.highlight.saved_color)
    settings:saveSetting("inverse_reading_order", self.inverse_reading_order)
    settings:saveSetting("page_overlap_style", self.page_overlap_style)
end

--- There are no boxes to be forgotten: none are drawn.
function ReaderView:resetHighlightBoxesCache() end

for _, name in ipairs{ "screenToPageTransform", "pageToScreenTransform", "drawHighlightRect", "drawPageBackground" } do
    ReaderView[name] = function() require("not_emulated")("apps/reader/modules/readerview", name) end
end

-- Where the reader is -----------------------------------------------------------------------------------------------

function ReaderView:onPageUpdate(page)
    self.state.page = page
    if self.document.info.has_pages then self:recalculate() end
    self:_saveNowAndThen()
end

function ReaderView:onPosUpdate(pos, page)
    self.state.pos, self.state.page = pos, page or self.state.page
    self:_saveNowAndThen()
end

function ReaderView:onZoomUpdate(zoom)
    self.state.zoom = zoom
    self:recalculate()
end

function ReaderView:onGammaUpdate(gamma)
    self.state.gamma = gamma
end

--- Work out the visible part of the current page of a paged book.
function ReaderView:recalculate()
    local page = self.state.page
    if not page or page == 0 then return end
    local size = self.document:getPageDimensions(page, self.state.zoom)
    self.page_area.w, self.page_area.h = size.w, size.h
    self.visible_area.w = math.min(size.w, self.dimen.w)
    self.visible_area.h = math.min(size.h, self.dimen.h)
    self.ui:handleEvent(Event:new("ViewRecalculate", self.visible_area, self.page_area))
    UIManager:setDirty(self.dialog, "partial")
end

-- Saving from time to time ------------------------------------------------------------------------------------------

local function saveIfOpen(ui)
    if ui.document then ui:saveSettings() end
end

-- The interval counts from the opening, the last time this was done, or the last waking up.
function ReaderView:_saveNowAndThen()
    if not self.last_save then return end
    local minutes = G_reader_settings:readSetting("auto_save_settings_interval_minutes")
    if not minutes then return end
    local now = time.now()
    if now - self.last_save < time.s(minutes * 60) then return end
    self.last_save = now
    UIManager:tickAfterNext(saveIfOpen, self.ui)
end

function ReaderView:onReaderReady()
    self.last_save = time.now()
end

function ReaderView:onResume()
    self.last_save = time.now()
end

-- Screen and view mode ----------------------------------------------------------------------------------------------

function ReaderView:onSetDimensions(dimen)
    self.dimen = Geom:new{ x = 0, y = 0, w = dimen.w, h = dimen.h }
end

--- Turn the screen; reflowable books are laid out anew.
function ReaderView:onSetRotationMode(mode)
    if mode == nil or mode == Screen:getRotationMode() then return true end
    Screen:setRotationMode(mode)
    self.state.rotation = mode
    UIManager:onRotation()
    local dimen = Geom:new(Screen:getSize())
    self.ui:handleEvent(Event:new("SetDimensions", dimen))
    self.ui:onScreenResize(dimen)
    return true
end

--- "page" or "scroll", for reflowable books.
function ReaderView:onSetViewMode(mode)
    if mode == self.view_mode then return end
    self.view_mode = mode
    self.page_scroll = mode == "scroll"
    self.document:setViewMode(mode)
    self.ui:handleEvent(Event:new("ChangeViewMode"))
end

function ReaderView:onSetScrollMode(continuous)
    if not self.document.info.has_pages then return end
    self.page_scroll = continuous and true or false
    self.ui:handleEvent(Event:new("InitScrollPageStates"))
end

function ReaderView:onToggleReadingOrder()
    self.inverse_reading_order = not self.inverse_reading_order
    return true
end

return ReaderView
