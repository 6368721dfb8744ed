--[[--
How large the pages of a paged book are shown. `kopt_zoom_mode_genus` 4 is the page, 3 its content;
`kopt_zoom_mode_type` 2 fits it whole, 1 by its width, 0 by its height.
]]
-- fidelity: partial: pages are fitted whole, by width or by height, or zoomed by hand; columns, rows and panning are
-- not there
local Event = require("ui/event")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local ReaderZooming = WidgetContainer:extend{
    zoom = 1.0,
    zoom_mode = nil,
    DEFAULT_ZOOM_MODE = "pagewidth",
}

local GENUS = { [4] = "page", [3] = "content", [2] = "columns", [1] = "rows", [0] = "manual" }
local KIND = { [2] = "", [1] = "width", [0] = "height" }

function ReaderZooming:init()
    self.dimen = self.view.dimen
end

function ReaderZooming:onReadSettings(config)
    local function setting(key, default)
        return config:readSetting(key) or G_reader_settings:readSetting(key) or default
    end
    local genus, kind = GENUS[setting("kopt_zoom_mode_genus", 4)], KIND[setting("kopt_zoom_mode_type", 1)]
    self:_setMode(config:readSetting("zoom_mode") or (genus or "page") .. (kind or "width"))
end

function ReaderZooming:onSaveSettings()
    self.ui.doc_settings:saveSetting("zoom_mode", self.zoom_mode)
end

function ReaderZooming:_setMode(mode)
    self.zoom_mode = mode
    self:_apply()
end

--- How much a page is enlarged.
function ReaderZooming:getZoom(page)
    local size, screen = self.document:getNativePageDimensions(page), self.view.dimen
    if size.w == 0 or size.h == 0 then return 1 end
    local by_width, by_height = screen.w / size.w, screen.h / size.h
    if self.zoom_mode:find("width$") then return by_width end
    if self.zoom_mode:find("height$") then return by_height end
    return math.min(by_width, by_height)
end

function ReaderZooming:_apply()
    local page = self.view.state.page
    if not page or page == 0 or not self.zoom_mode then return end
    local zoom = self:getZoom(page)
    if zoom == self.zoom then
        self.view:recalculate()
    else
        self.zoom = zoom
        self.ui:handleEvent(Event:new("ZoomUpdate", zoom))
    end
end

function ReaderZooming:onSetZoomMode(mode)
    if mode then self:_setMode(mode) end
end

function ReaderZooming:onPageUpdate()
    self:_apply()
end

function ReaderZooming:onSetDimensions()
    self:_apply()
end

function ReaderZooming:getZoomMode()
    return self.zoom_mode
end

--- As the event SetZoomMode, without asking anybody.
function ReaderZooming:setZoomMode(mode)
    self:_setMode(mode)
end

--- Enlarge by a third or go back by a quarter; the mode is `free` from then on.
-- @tparam string direction in or out
function ReaderZooming:onZoom(direction)
    self.zoom = self.zoom * (direction == "in" and 4 / 3 or 0.75)
    self.zoom_mode = "free"
    self.ui:handleEvent(Event:new("ZoomUpdate", self.zoom))
    return true
end

function ReaderZooming:onSpread()
    return self:onZoom("in")
end

function ReaderZooming:onPinch()
    return self:onZoom("out")
end

--- @tparam number factor 1 shows a point of the page as a pixel
function ReaderZooming:onZoomFactorChange(factor)
    self.zoom = factor or self.zoom
    self.zoom_mode = "manual"
    self.ui:handleEvent(Event:new("ZoomUpdate", self.zoom))
    return true
end

--- The reader's choice in the bottom menu: the document's own options say which mode it is.
function ReaderZooming:onDefineZoom()
    local options = self.document.configurable
    local genus, kind = GENUS[options.zoom_mode_genus], KIND[options.zoom_mode_type]
    self:_setMode((genus or "page") .. (kind or "width"))
    return true
end

--- @tparam table options of the way through an enlarged page (`kopt_zoom_overlap_h`, …), kept for the book
function ReaderZooming:onSetZoomPan(options)
    for name, value in pairs(options) do
        self.document.configurable[name:gsub("^kopt_", "")] = value
    end
    return true
end

--- Back from zooming by hand to the page's width, or the other way round.
function ReaderZooming:onToggleFreeZoom()
    if self.zoom_mode == "free" then
        self:_setMode(self.DEFAULT_ZOOM_MODE)
    else
        self.zoom_mode = "free"
    end
    return true
end

return ReaderZooming
