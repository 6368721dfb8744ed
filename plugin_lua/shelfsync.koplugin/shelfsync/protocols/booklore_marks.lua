--[[ Highlights, notes and bookmarks on BookLore servers: which request comes next.

A highlight is an annotation, its note a note in the book or on the book's page or both, a bookmark a bookmark; each has
a number of its own on the server. `remote` remembers them: { annotation=, note=, page_note=, bookmark= }, each
{ id=, cfi=, content= } of what the server was last told. What has no place that a web reader understands (a comic, a
broken chapter) goes to the book's page, so that it is not lost. ]]

local Outcome = require("shelfsync/outcome")
local T = require("ffi/util").template
local _ = require("gettext")

local Marks = {}

local TEXT_LENGTH, TITLE_LENGTH = 5000, 250

local COLORS = {
    green = "#4ADE80", olive = "#4ADE80", cyan = "#38BDF8", blue = "#38BDF8", pink = "#F472B6", purple = "#F472B6",
    orange = "#FB923C", red = "#FB923C",
}
local YELLOW = "#FFC107"
local STYLES = { underscore = "underline", strikeout = "strikethrough" }

-- Where each kind is on the server: to make one, to change and delete one, and to list a book's.
local PATHS = {
    annotation = "/api/v1/annotations",
    note = "/api/v2/book-notes",
    page_note = "/api/v1/book-notes",
    bookmark = "/api/v1/bookmarks",
}
local ORDER = { "annotation", "note", "page_note", "bookmark" }

-- At most so many letters, whole ones.
local function cut(text, most)
    if not text then
        return nil
    end
    local letters = 0
    for stop in text:gmatch("()[%z\1-\127\194-\244][\128-\191]*") do
        letters = letters + 1
        if letters > most then
            return text:sub(1, stop - 1)
        end
    end
    return text
end

local function looks(item)
    return COLORS[item.color] or YELLOW, STYLES[item.drawer] or "highlight"
end

-- What has no place in the book, in words: for the book's page.
local function spelledOut(item)
    local parts = {}
    if item.page then
        parts[1] = T(_("p. %1"), item.page)
    end
    if item.text then
        parts[#parts + 1] = "“" .. item.text .. "”"
    end
    if item.note then
        parts[#parts + 1] = item.note
    end
    return table.concat(parts, "\n")
end

local function pageNote(item, content)
    return { title = cut(item.chapter, TITLE_LENGTH), content = content }
end

-- What the server is to have of an item: by kind, the fields that are sent.
function Marks.desired(entry, destination)
    local item, cfi = entry.data.item, entry.data.cfi
    local color, style = looks(item)
    local text, chapter = cut(item.text, TEXT_LENGTH), cut(item.chapter, TITLE_LENGTH)
    if item.kind == "bookmark" then
        return cfi and { bookmark = { cfi = cfi, title = chapter or T(_("p. %1"), item.page or "?") } } or {}
    elseif not cfi then
        return { page_note = pageNote(item, spelledOut(item)) }
    elseif not item.note then
        return { annotation = { cfi = cfi, text = text or "…", color = color, style = style, chapterTitle = chapter } }
    end
    local wanted = {}
    if destination ~= "page" then
        wanted.note = { cfi = cfi, selectedText = text, noteContent = item.note, color = color, chapterTitle = chapter }
    end
    if destination ~= "in_book" then
        wanted.page_note = pageNote(item, item.note)
    end
    return wanted
end

-- One text of all that can change about a mark in its place.
local function contentOf(fields)
    return table.concat({ fields.text or fields.selectedText or fields.content or "", fields.noteContent or "",
        fields.color or "", fields.style or "", fields.chapterTitle or fields.title or "" }, "\0")
end

local function bookFields(id, fields)
    local data = { bookId = tonumber(id) }
    for key, value in pairs(fields) do
        data[key] = value
    end
    return data
end

local function with(remote, kind, mark)
    local changed = {}
    for key, value in pairs(remote) do
        changed[key] = value
    end
    changed[kind] = mark
    return changed
end

local function numberOf(data)
    return type(data) == "table" and tonumber(data.id) or nil
end

-- Sends; the outcome comes with what `remote` is then.
local function send(protocol, request, limits, whenDone)
    local status, data, extra = protocol:asReader(request.method, request.path, request.data, limits)
    if status == false then
        return data
    elseif request.method == "DELETE" and status == 404 and extra.is_json then
        return Outcome.done({ remote = whenDone(nil) })
    elseif not Outcome.isSuccess(status) then
        return Outcome.of(status, data, extra), status
    elseif request.method ~= "DELETE" and type(data) ~= "table" then
        return Outcome.notTheServer()
    end
    return Outcome.done({ remote = whenDone(data) })
end

-- The server says that there is one at this place, or may have stored what it never answered to: the book's list tells.
local function find(protocol, kind, id, fields, remote, limits)
    return send(protocol, { method = "GET", path = PATHS[kind] .. "/book/" .. id }, limits, function(list)
        for _i, mark in ipairs(list) do
            local is_same = fields.cfi and mark.cfi == fields.cfi
                or not fields.cfi and mark.content == fields.content and (mark.title or nil) == fields.title
            if is_same and numberOf(mark) then
                -- Its content is whatever it is: the next request makes it ours.
                return with(remote, kind, { id = mark.id, cfi = fields.cfi, content = not fields.cfi
                    and contentOf(fields) or nil })
            end
        end
        return with(remote, kind, { missing = true })
    end)
end

local function create(protocol, kind, id, entry, fields, remote, limits)
    local known = remote[kind]
    -- Nothing keeps the server from storing a note on the page twice.
    if kind == "page_note" and entry.tries > 0 and not (known and known.missing) then
        return find(protocol, kind, id, fields, remote, limits)
    end
    local request = { method = "POST", path = PATHS[kind], data = bookFields(id, fields) }
    local outcome, status = send(protocol, request, limits, function(data)
        return with(remote, kind, { id = numberOf(data), cfi = fields.cfi, content = contentOf(fields) })
    end)
    if status == 409 and not (known and known.missing) then
        return find(protocol, kind, id, fields, remote, limits)
    end
    return outcome
end

local function change(protocol, kind, id, fields, remote, limits)
    local mark = remote[kind]
    local request = { method = "PUT", path = PATHS[kind] .. "/" .. ("%d"):format(mark.id), data = fields }
    if kind == "page_note" then
        request = { method = "POST", path = PATHS[kind], data = bookFields(id, fields) }
        request.data.id = mark.id
    end
    local outcome, status = send(protocol, request, limits, function()
        return with(remote, kind, { id = mark.id, cfi = fields.cfi, content = contentOf(fields) })
    end)
    if status == 404 then
        -- Somebody deleted it on the web; it is made anew.
        return Outcome.done({ remote = with(remote, kind, nil) })
    end
    return outcome
end

local function remove(protocol, kind, remote, limits)
    local request = { method = "DELETE", path = PATHS[kind] .. "/" .. ("%d"):format(remote[kind].id) }
    return (send(protocol, request, limits, function() return with(remote, kind, nil) end))
end

-- The next request that makes the server have what the entry says; nil when it has.
function Marks.next(protocol, id, entry, remote, limits)
    local wanted = entry.data.gone and {} or Marks.desired(entry, protocol.settings:get("notes_destination"))
    for _i, kind in ipairs(ORDER) do
        local mark, fields = remote[kind], wanted[kind]
        local has = mark and mark.id ~= nil
        if has and (not fields or fields.cfi ~= mark.cfi) then
            return remove(protocol, kind, remote, limits)
        elseif fields and not has then
            return create(protocol, kind, id, entry, fields, remote, limits)
        elseif fields and mark.content ~= contentOf(fields) then
            return change(protocol, kind, id, fields, remote, limits)
        end
    end
    return nil
end

return Marks
