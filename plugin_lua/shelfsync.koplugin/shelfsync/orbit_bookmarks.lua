--[[ Bookmarks (dogears) of books with flowing text, between KOReader and a BookOrbit server that can do that. ]]

local Event = require("ui/event")
local md5 = require("ffi/sha2").md5
local Exchange = require("shelfsync/orbit_exchange")
local Highlights = require("shelfsync/orbit_highlights")
local Text = require("shelfsync/orbit_text")

local Bookmarks = { kind = "annotation", name = "bookmark", path = "/bookmarks/exchange", most_keys = 500 }

local CAPABILITY = "bookmarkSync"

function Bookmarks.normal(item)
    local datetime = not item.drawer and Text.datetime(item.datetime)
    if not datetime or type(item.page) ~= "string" or #item.page > 4000 then
        return nil
    end
    local body = {
        datetime = datetime, datetimeUpdated = Text.datetime(item.datetime_updated), pos = item.page,
        pageno = type(item.pageno) == "number" and item.pageno >= 0 and math.floor(item.pageno) or nil,
        chapter = Text.clip(item.chapter, 500), note = Text.clip(item.note, 500),
    }
    return {
        key = Text.key(datetime, item.page), datetime = datetime, place = item.page, body = body,
        updated = body.datetimeUpdated or datetime,
        content = md5((body.note or "") .. "\0" .. (body.chapter or "")),
    }
end

function Bookmarks.send(engine, hash, body)
    return engine.protocol:ask(Bookmarks.path, hash, body, engine:limits())
end

-- What the server calls a bookmark that nobody gave a name is not a note.
local function noteOf(title, chapter)
    local is_made_up = type(title) ~= "string" or title == "" or title == chapter or title == "Bookmark"
        or title:match("^p%. %d+$")
    return not is_made_up and title or nil
end

-- The server tells no time; one that no other annotation of the book has is made.
local function newTime(items)
    local taken = {}
    for _i, item in ipairs(items) do
        taken[item.datetime or ""] = true
    end
    local datetime = Text.now()
    while taken[datetime] do
        datetime = Text.after(datetime)
    end
    return datetime
end

local function tell(ui, change)
    Highlights.is_applying = true
    ui:handleEvent(Event:new("AnnotationsModified", change))
    Highlights.is_applying = false
    if ui.bookmark.setDogearVisibility then
        ui.bookmark:setDogearVisibility(ui.bookmark:getCurrentPageNumber())
    end
end

local function add(book, found, by_place)
    local ack = { serverId = found.serverId, status = "failed" }
    if type(found.pos) ~= "string" or book:isReflowable() == false then
        return ack
    end
    local normal, is_new = by_place[found.pos], false
    if not normal then
        if book:isReflowable() == nil then
            return nil
        elseif book.ui and not book.ui.document:isXPointerInDocument(found.pos) then
            return ack
        end
        local chapter = book.ui and book.ui.toc and book.ui.toc:getTocTitleByPage(found.pos) or nil
        local item = { page = found.pos, datetime = newTime(book.items), chapter = chapter,
            note = noteOf(found.title, chapter) }
        item.text = chapter
        if book.ui then
            tell(book.ui, { item, index_modified = book.ui.annotation:addItem(item) })
        else
            table.insert(book.items, item)
        end
        normal, is_new = Bookmarks.normal(item), true
        normal.item = item
        by_place[found.pos] = normal
    end
    return { serverId = found.serverId, status = "applied", key = normal.key, datetime = normal.datetime,
        pos = normal.place }, normal, is_new
end

-- As Highlights.apply.
function Bookmarks.apply(book, wanted)
    local present, all = Exchange.present(Bookmarks, book.items)
    local by_place = {}
    local ack, done = Exchange.delete(book, wanted, present, function(item, index)
        tell(book.ui, { item, index_modified = -index })
    end)
    for _i, normal in ipairs(all) do
        by_place[normal.place] = present[normal.key]
    end
    for _i, found in ipairs(Exchange.list(wanted.add)) do
        local entry, normal, is_new = add(book, found, by_place)
        ack.applied[#ack.applied + 1] = entry
        if normal then
            done.put[#done.put + 1] = normal
            done.changed = is_new and (done.changed or 0) + 1 or done.changed
        end
    end
    return ack, done
end

local function learn(engine, hash)
    local outcome = engine.protocol:learnCapabilities(engine:limits())
    engine:failed(hash, outcome)
end

function Bookmarks.turn(engine, hash)
    local capabilities = engine.protocol.capabilities
    if engine.protocol.has_no_exchange or not engine.account:get("two_way") then
        return "next"
    elseif not capabilities and Exchange.isDue(engine, Bookmarks, hash) then
        return learn(engine, hash)
    elseif not capabilities or not capabilities[CAPABILITY] then
        return "next"
    end
    return Exchange.turn(engine, Bookmarks, hash)
end

return Bookmarks
