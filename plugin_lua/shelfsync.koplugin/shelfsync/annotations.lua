--[[ What the reader has marked in the open book, and what of it each server has.

An item is { key=, kind=, text=, note=, chapter=, color=, drawer=, first=, last=, page=, made=, digest= }:

  key     what the item is, whatever becomes of it: when and where it was made
  kind    "highlight" (with or without a note) or "bookmark"
  first, last  XPointers, or for a page of pictures its number (last is nil then); point = { x=, y= } on such a page
  digest  what can change about it: the same digest is the same item

The live list is asked while a book is open; a sidecar is only as new as its last save. That an item is not in the list
proves nothing: a sidecar that was lost, one of an earlier day from a backup, a book opened with the other engine, look
the same as a deletion. Only what the reader was seen to delete counts. ]]

local md5 = require("ffi/sha2").md5
local rapidjson = require("rapidjson")
local Database = require("shelfsync/database")

local Annotations = {}

local function text(value)
    return type(value) == "string" and value ~= "" and value or nil
end

-- An item of KOReader's list; nil for what is neither a highlight nor a bookmark.
function Annotations.item(raw)
    if type(raw) ~= "table" or not text(raw.datetime) or raw.page == nil then
        return nil
    end
    local is_paged = type(raw.page) == "number"
    local is_highlight = raw.drawer ~= nil
    local start = type(raw.pos0) == "table" and raw.pos0 or nil
    local item = {
        kind = is_highlight and "highlight" or "bookmark",
        text = is_highlight and text(raw.text) or nil,
        note = text(raw.note),
        chapter = text(raw.chapter),
        color = text(raw.color),
        drawer = text(raw.drawer),
        first = is_paged and tostring(raw.page) or text(raw.pos0) or text(raw.page),
        last = not is_paged and text(raw.pos1) or nil,
        point = start and { x = tonumber(start.x) or 0, y = tonumber(start.y) or 0 } or nil,
        page = tonumber(raw.pageno) or (is_paged and raw.page) or nil,
        made = raw.datetime,
        changed = text(raw.datetime_updated),
        is_paged = is_paged or nil,
    }
    local place = start and ("%s %.2f %.2f"):format(item.first, item.point.x, item.point.y) or item.first or ""
    item.key = md5(item.made .. "|" .. place)
    item.digest = md5(table.concat({ item.text or "", item.note or "", item.chapter or "", item.color or "",
        item.drawer or "", item.last or "" }, "\0"))
    return item
end

-- The open book's items; nil when there is no list to ask.
function Annotations.live(ui)
    local list = ui.annotation and ui.annotation.annotations
    if type(list) ~= "table" then
        return nil
    end
    local items = {}
    for _i, raw in ipairs(list) do
        items[#items + 1] = Annotations.item(raw)
    end
    return items
end

-- What a server has of a book: by key { digest=, remote= (a table of the protocol's own) }.
function Annotations.known(account, hash)
    return Database.read(function(conn)
        local known = {}
        for _i, row in ipairs(Database.rows(conn,
            "SELECT key, digest, remote FROM marked WHERE account = ? AND hash = ?", account, hash)) do
            local remote = rapidjson.decode(row[3])
            known[row[1]] = { digest = row[2], remote = type(remote) == "table" and remote or {} }
        end
        return known
    end)
end

-- Notes what the server has of an item, in the caller's transaction; nil for a digest means that it is not finished.
function Annotations.note(conn, account, hash, key, digest, remote)
    Database.run(conn, "INSERT OR REPLACE INTO marked(account, hash, key, digest, remote) VALUES(?, ?, ?, ?, ?)",
        account, hash, key, digest or "", rapidjson.encode(rapidjson.object(remote)))
end

function Annotations.forget(conn, account, hash, key)
    Database.run(conn, "DELETE FROM marked WHERE account = ? AND hash = ? AND key = ?", account, hash, key)
end

-- It is another server.
function Annotations.forgetAll(account)
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM marked WHERE account = ?", account)
        return true
    end)
end

-- What differs between the reader's items and a server's: (new or changed items, keys of deleted ones). `removed` is
-- the set of keys that the reader was seen to delete.
function Annotations.compare(items, known, removed)
    local changed, here, gone = {}, {}, {}
    for _i, item in ipairs(items) do
        here[item.key] = true
        if not known[item.key] or known[item.key].digest ~= item.digest then
            changed[#changed + 1] = item
        end
    end
    for key in pairs(known) do
        if not here[key] and removed[key] then
            gone[#gone + 1] = key
        end
    end
    table.sort(gone)
    return changed, gone
end

return Annotations
