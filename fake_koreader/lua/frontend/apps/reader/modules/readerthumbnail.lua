--- Small pictures of pages; none are drawn here.
-- fidelity: partial: no small pictures of pages; the page browser and the book map are loud
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local not_emulated = require("not_emulated")

local ReaderThumbnail = WidgetContainer:extend{}

function ReaderThumbnail:onShowBookMap()
    not_emulated("apps/reader/modules/readerthumbnail", "onShowBookMap")
end

function ReaderThumbnail:onShowPageBrowser()
    not_emulated("apps/reader/modules/readerthumbnail", "onShowPageBrowser")
end

function ReaderThumbnail:getPageThumbnail()
    not_emulated("apps/reader/modules/readerthumbnail", "getPageThumbnail")
end

return ReaderThumbnail
