--[[ The feature that browses the series of a server and downloads them: all of one, or what is left of it. ]]

local Menu = require("ui/widget/menu")
local UIManager = require("ui/uimanager")
local Books = require("shelfsync/books")
local Downloads = require("shelfsync/downloads")
local Log = require("shelfsync/log")
local Messages = require("shelfsync/messages")
local Naming = require("shelfsync/naming")
local Sync = require("shelfsync/sync")
local Transport = require("shelfsync/transport")
local T = require("ffi/util").template
local _ = require("gettext")
local N_ = _.ngettext

local Series = {}

-- The engine of the first account whose server has a catalogue; nil when none does.
local function engineOf(plugin)
    for _i, account in ipairs(plugin.settings:accounts()) do
        local engine = Sync:engine(account.id)
        if engine and engine.protocol.catalogue and account:isConfigured() then
            return engine
        end
    end
    return nil
end

local function tellFailure(outcome)
    Messages.answer(T(_("The server did not answer: %1"), Log.clean(outcome.reason or "?")))
end

local function isNumber(value)
    return type(value) == "number"
end

-- What to fetch of a series. after: only books of a higher number in it.
local function plansFor(engine, listing, after)
    local base = Naming.base()
    local plans, counts = {}, { skipped = 0, failed = 0 }
    local protocol, account = engine.protocol, engine.account.id
    local taken = {}
    for _i, book in ipairs(listing.books) do
        local id = ("%d"):format(book.id)
        local file = Naming.preferred(book.files)
        local is_before = after and not (book.series_index and book.series_index > after)
        if is_before or Downloads.pathOf(account, id) then
            counts.skipped = counts.skipped + 1
        elseif not file or not isNumber(file.id) then
            counts.failed = counts.failed + 1
            counts.reason = T(_("“%1” has no file"), book.title)
        else
            local wish = protocol.catalogue.file(protocol, book, file)
            local path = Naming.folder(base, book, listing.name, listing.kind_of_book) .. "/"
                .. Naming.file(book, file.format)
            -- Two volumes may bear one name.
            if taken[path] then
                path = path:gsub("(%.[^/]+)$", (" (%s)%%1"):format(id))
            end
            taken[path] = true
            wish.id, wish.title, wish.path = id, book.title, path
            table.insert(plans, wish)
        end
    end
    return plans, counts
end

local function refreshFiles(plugin)
    if plugin.ui.file_chooser then
        plugin.ui.file_chooser:refreshPath()
    end
end

-- Downloads the series that a book (by its number on the server) is in.
local function download(plugin, engine, id, options)
    if not Naming.base() then
        Messages.answer(_("KOReader has no home folder yet: set one in the file browser."))
        return
    end
    local listing = engine.protocol.catalogue.seriesOf(engine.protocol, id, Transport.PATIENT)
    if listing.kind ~= "done" then
        tellFailure(listing)
        return
    end
    local after
    if options.rest then
        for _i, book in ipairs(listing.books) do
            after = ("%d"):format(book.id) == id and book.series_index or after
        end
        if not after then
            Messages.answer(_("This book has no number in its series."))
            return
        end
    end
    local plans, counts = plansFor(engine, listing, after)
    Downloads.start(engine.account.id, plans, counts, function() refreshFiles(plugin) end)
end

local function named(entry)
    local name = entry.name == Naming.NO_SERIES and _("No series") or entry.name
    return ("%s (%d)%s"):format(name, entry.book_count, entry.author and " – " .. entry.author or "")
end

-- A list of all series; a tap downloads one.
function Series.browse(plugin)
    if not plugin:canAsk(function() Series.browse(plugin) end) then
        return
    end
    local engine = engineOf(plugin)
    local outcome = engine.protocol.catalogue.series(engine.protocol, Transport.PATIENT)
    if outcome.kind ~= "done" then
        tellFailure(outcome)
        return
    end
    local list, items = nil, {}
    for i, entry in ipairs(outcome.series) do
        items[i] = {
            text = named(entry),
            mandatory = T(N_("1 book", "%1 books", entry.book_count), entry.book_count),
            callback = function()
                UIManager:close(list)
                download(plugin, engine, ("%d"):format(entry.first_book_id), {})
            end,
        }
    end
    list = Menu:new{ title = _("Series"), item_table = items, is_popout = false, is_borderless = true,
        covers_fullscreen = true, title_bar_fm_style = true }
    list.close_callback = function() UIManager:close(list) end
    UIManager:show(list)
end

-- The series of the open book. options.rest: only what comes after it.
function Series.ofOpenBook(plugin, options)
    if not plugin:canAsk(function() Series.ofOpenBook(plugin, options) end) then
        return
    end
    local engine = engineOf(plugin)
    local hash = plugin.reading:book()
    local id = hash and Books.serverId(hash, engine.account.id)
    if not id then
        Messages.answer(_("This book is not known on the server."))
        return
    end
    download(plugin, engine, id, options)
end

-- Every book is asked for again, as one that was matched to another may want it.
local function resolveAnew(plugin)
    for _i, account in ipairs(plugin.settings:accounts()) do
        Books.forgetAll(account.id)
    end
    Messages.answer(_("Every book will be looked up on the server again when it is opened."))
    plugin:syncSoon(2, plugin.reading:book())
end

function Series.menu(plugin)
    local engine = engineOf(plugin)
    if not engine then
        return {}
    end
    local items = {}
    local function add(text, run)
        table.insert(items, { text = text, callback = run })
    end
    if plugin.ui.document then
        add(_("Download full series"), function() Series.ofOpenBook(plugin, {}) end)
        add(_("Download rest of series"), function() Series.ofOpenBook(plugin, { rest = true }) end)
    else
        add(_("Browse series"), function() Series.browse(plugin) end)
        add(_("Test connection"), function() plugin:testConnection() end)
        add(_("Re-resolve all books"), function() resolveAnew(plugin) end)
    end
    return { top = items }
end

Series.actions = {
    { id = "shelfsync_browse_series", event = "ShelfSyncBrowseSeries", title = _("Shelf Sync: browse series"),
        general = true, handle = function(plugin)
            if engineOf(plugin) then
                Series.browse(plugin)
            end
        end },
}

return Series
