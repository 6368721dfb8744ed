--- KOReader's cover browser, as far as other plugins reach for it: `ui.coverbrowser:getBookInfo(file)`, the manager
-- of what is known of books, and the modules that its views live in. The views themselves are not emulated.

local WidgetContainer = require("ui/widget/container/widgetcontainer")

-- Few plugins ask, so it is loaded when one does.
local function manager()
    return require("bookinfomanager")
end

local CoverBrowser = WidgetContainer:extend{ name = "coverbrowser" }

--- What is known of a file. @tparam bool|nil with_cover also its cover
function CoverBrowser:getBookInfo(file, with_cover)
    return manager():getBookInfo(file, with_cover)
end

--- Title, authors and the rest; the book is opened when it is not known yet.
function CoverBrowser.getDocProps(file)
    return manager():getDocProps(file)
end

--- Forgets a book that has changed.
function CoverBrowser:deleteBookInfo(file)
    manager():deleteBookInfo(file)
end

function CoverBrowser:onInvalidateMetadataCache(file)
    -- A cache that was never filled has nothing to forget.
    if require("libs/libkoreader-lfs").attributes(manager().db_location) then manager():deleteBookInfo(file) end
end

-- Only what was loaded has anything open.
local function loaded()
    return package.loaded["bookinfomanager"]
end

function CoverBrowser:stopPlugin()
    if not loaded() then return end
    loaded():terminateBackgroundJobs()
    loaded():closeDbConnection()
end

function CoverBrowser:onCloseWidget()
    if loaded() then loaded():closeDbConnection() end
end

return CoverBrowser
