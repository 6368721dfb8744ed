--[[ Highlights and their notes between KOReader's annotations and a BookOrbit server.

What the server wants done is done in the open reader, through KOReader's own modules, or in the sidecar of a closed
book. A place that the server worked out is looked at before it is believed: if the book says something else there, the
text is looked for, and if it is nowhere, the server is told that it failed. ]]

local Event = require("ui/event")
local md5 = require("ffi/sha2").md5
local Exchange = require("shelfsync/orbit_exchange")
local Outcome = require("shelfsync/outcome")
local Place = require("shelfsync/orbit_place")
local Text = require("shelfsync/orbit_text")

local Highlights = { kind = "annotation", name = "highlight", path = "/annotations/exchange", most_keys = 5000 }

local DRAWERS = { lighten = true, underscore = true, strikeout = true, invert = true }
-- A request acknowledges so many.
local MOST_ACKS = 100

-- An item of KOReader's in the server's words; nil for what is no highlight, or has no place.
function Highlights.normal(item)
    local datetime = item.drawer and Text.datetime(item.datetime)
    local pos0, format = Place.text(item.pos0)
    if not datetime or not pos0 or #pos0 > 4000 then
        return nil
    end
    local pos1 = Place.text(item.pos1)
    local body = {
        datetime = datetime, datetimeUpdated = Text.datetime(item.datetime_updated),
        drawer = DRAWERS[item.drawer] and item.drawer or "lighten", color = Text.clip(item.color, 30),
        text = Text.clip(item.text, 10000), note = Text.clip(item.note, 5000), chapter = Text.clip(item.chapter, 500),
        pageno = type(item.pageno) == "number" and item.pageno >= 0 and math.floor(item.pageno) or nil,
        posFormat = format, pos0 = pos0, pos1 = pos1 and #pos1 <= 4000 and pos1 or nil,
    }
    return {
        key = Text.key(datetime, pos0), datetime = datetime, place = pos0, body = body,
        updated = body.datetimeUpdated or datetime,
        content = md5(table.concat({ body.drawer, body.color or "", body.text or "", body.note or "", body.pos1 or "" },
            "\0")),
    }
end

-- Uploads one way, for a server of before the exchange.
local function sendLegacy(engine, hash, body)
    if #body.changes == 0 then
        return Outcome.done({ result = {} })
    end
    return engine.protocol:ask("/annotations", hash, { annotations = body.changes }, engine:limits())
end

function Highlights.send(engine, hash, body)
    local protocol = engine.protocol
    if protocol.has_no_exchange then
        return sendLegacy(engine, hash, body)
    end
    local outcome = protocol:ask(Highlights.path, hash, body, engine:limits())
    if outcome.kind == "unsupported" then
        protocol.has_no_exchange = true
        return Outcome.again()
    end
    return outcome
end

local function optional(value)
    return type(value) == "string" and value ~= "" and value or nil
end

local function newItem(found, pos0, pos1)
    return {
        page = pos0, pos0 = pos0, pos1 = pos1, text = optional(found.text), note = optional(found.note),
        drawer = DRAWERS[found.drawer] and found.drawer or "lighten", color = optional(found.color) or "yellow",
        chapter = optional(found.chapter), datetime = found.datetime,
        datetime_updated = optional(found.datetimeUpdated),
    }
end

local function tell(ui, change)
    Highlights.is_applying = true
    ui:handleEvent(Event:new("AnnotationsModified", change))
    Highlights.is_applying = false
end

local function insert(book, item)
    if not book.ui then
        table.insert(book.items, item)
        return
    end
    local ui = book.ui
    item.chapter = item.chapter or (ui.toc and ui.toc:getTocTitleByPage(item.page))
    local index = ui.annotation:addItem(item)
    tell(ui, { item, nb_highlights_added = item.note and 0 or 1, nb_notes_added = item.note and 1 or 0,
        index_modified = index })
end

-- The same highlight may be here already: the acknowledgement was lost, or it was made here and forgotten.
local function findTwin(present, found)
    local exact = present[Text.key(found.datetime, tostring(found.pos0))]
    if exact then
        return exact
    end
    for _key, normal in pairs(present) do
        if normal.datetime == found.datetime and Text.same(normal.item.text, found.text) then
            return normal
        end
    end
    return nil
end

local function add(book, found, present)
    local ack = { serverId = found.serverId, version = found.version, status = "failed" }
    if type(found.datetime) ~= "string" or not Text.datetime(found.datetime) then
        return ack
    end
    local twin = findTwin(present, found)
    if twin then
        ack.status, ack.pos0, ack.pos1, ack.pageno = "applied", twin.body.pos0, twin.body.pos1, twin.body.pageno
        return ack, twin, false
    end
    local pos0, pos1, is_verified, is_corrected = Place.verified(book, found)
    if not pos0 then
        return pos0 == false and ack or nil
    end
    local item = newItem(found, pos0, pos1)
    insert(book, item)
    local normal = Highlights.normal(item)
    normal.item = item
    ack.status, ack.verified, ack.corrected = "applied", is_verified, is_corrected
    ack.pos0, ack.pos1, ack.pageno = pos0, pos1, normal.body.pageno
    return ack, normal, true
end

local function change(book, found, present, rows)
    local normal, row = present[found.key], rows[found.key]
    if not normal then
        -- What was deleted here is told with the next request, and nothing failed.
        return not (row and row.gone) and { serverId = found.serverId, version = found.version, status = "failed" }
            or nil
    elseif row and row.content ~= normal.content then
        -- Changed here too, and not sent yet: the server decides which is newer.
        return nil
    end
    local item = normal.item
    item.drawer = DRAWERS[found.drawer] and found.drawer or item.drawer
    item.color = optional(found.color) or item.color
    item.text = optional(found.text) or item.text
    local had_note = item.note ~= nil
    item.note, item.chapter = optional(found.note), optional(found.chapter) or item.chapter
    if book.ui then
        local gained = (item.note and 1 or 0) - (had_note and 1 or 0)
        tell(book.ui, { item, nb_highlights_added = -gained, nb_notes_added = gained })
    end
    item.datetime_updated = optional(found.datetimeUpdated) or item.datetime_updated
    local fresh = Highlights.normal(item)
    fresh.item = item
    return { serverId = found.serverId, version = found.version, status = "applied",
        datetimeUpdated = optional(found.datetimeUpdated) }, fresh, true
end

-- Does what the server wants: { add=, edit=, delete= }. Returns the acknowledgement, and what came of it: `put`, normal
-- forms that both sides have now; `drop`, keys that neither has; `changed`, how many items were touched, or false.
function Highlights.apply(book, wanted, rows)
    local present = Exchange.present(Highlights, book.items)
    local ack, done = Exchange.delete(book, wanted, present, function(item, index)
        tell(book.ui, { item, nb_highlights_added = item.note and 0 or -1, nb_notes_added = item.note and -1 or 0,
            index_modified = -index })
    end)
    local function note(entry, normal, is_changed)
        if entry and #ack.applied + #ack.deleted < MOST_ACKS then
            ack.applied[#ack.applied + 1] = entry
        end
        if normal then
            present[normal.key], done.put[#done.put + 1] = normal, normal
            done.changed = is_changed and (done.changed or 0) + 1 or done.changed
        end
    end
    for _i, found in ipairs(Exchange.list(wanted.edit)) do
        note(change(book, found, present, rows))
    end
    for _i, found in ipairs(Exchange.list(wanted.add)) do
        note(add(book, found, present))
    end
    return ack, done
end

function Highlights.turn(engine, hash)
    return Exchange.turn(engine, Highlights, hash)
end

return Highlights
