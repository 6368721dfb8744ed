--- Lists of books, and what is known about books without opening them (specs/koreader-core.md §2.9).
-- The cache is one per process and called with a dot; the list itself is a Menu.
-- fidelity: partial: what is known of books; views and sorting of the list are a Menu's

local DocSettings = require("docsettings")
local Menu = require("ui/widget/menu")
local T = require("ffi/util").template
local _ = require("gettext")

local BookList = Menu:extend{
    book_info_cache = {}, -- file -> facts, shared by all lists
    is_popout = false,
    is_borderless = true,
    covers_fullscreen = true,
}

local STATUS_TEXTS = {
    new = { one = _("New"), many = _("New") },
    reading = { one = _("Reading"), many = _("Reading") },
    abandoned = { one = _("On hold"), many = _("On hold") },
    complete = { one = _("Finished"), many = _("Finished") },
}

local function facts_of(doc_settings)
    local summary = doc_settings:readSetting("summary") or {}
    local annotations = doc_settings:readSetting("annotations")
    return {
        been_opened = true,
        status = STATUS_TEXTS[summary.status] and summary.status or "reading",
        rating = summary.rating,
        pages = doc_settings:readSetting("doc_pages"),
        percent_finished = doc_settings:readSetting("percent_finished"),
        has_annotations = annotations and #annotations > 0 or nil,
    }
end

--- Takes the facts from settings that are open anyway.
function BookList.setBookInfoCache(file, doc_settings)
    BookList.book_info_cache[file] = facts_of(doc_settings)
end

--- Changes one fact of a book. The cache does not ask where it comes from.
function BookList.setBookInfoCacheProperty(file, property, value)
    local facts = BookList.getBookInfo(file)
    facts.been_opened = true
    facts[property] = value
end

function BookList.resetBookInfoCache(file)
    BookList.book_info_cache[file] = nil
end

--- The settings of a book as they are on disk, for looking at.
function BookList.getDocSettings(file)
    return DocSettings.openSettingsFile((DocSettings:findSidecarFile(file)))
end

--- { been_opened, status, rating, pages, has_annotations, percent_finished }
function BookList.getBookInfo(file)
    local facts = BookList.book_info_cache[file]
    if not facts then
        if DocSettings:hasSidecarFile(file) then
            facts = facts_of(BookList.getDocSettings(file))
        else
            facts = { been_opened = false }
        end
        BookList.book_info_cache[file] = facts
    end
    return facts
end

function BookList.hasBookBeenOpened(file)
    return BookList.getBookInfo(file).been_opened
end

--- "new", "reading", "abandoned" or "complete".
function BookList.getBookStatus(file)
    return BookList.getBookInfo(file).status or "new"
end

--- The status in the reader's language.
function BookList.getBookStatusString(status, with_prefix, singular)
    local texts = STATUS_TEXTS[status]
    local text = texts and (singular and texts.one or texts.many)
    if text and with_prefix then
        return T(_("Status: %1"), text:lower())
    end
    return text
end

return BookList
