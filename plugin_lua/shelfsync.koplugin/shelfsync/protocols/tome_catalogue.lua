--[[ What a Tome server has to be read: its series, the books of one, and their files. ]]

local Outcome = require("shelfsync/outcome")

local Catalogue = {}

local function isId(value)
    return type(value) == "number" and value % 1 == 0 and value >= 0 and value < 2 ^ 53
end

-- Of what the server says, the fields that are what they should be: anything may be null, which is not nil.
local function sound(said, kinds)
    local entry = {}
    for field, kind in pairs(kinds) do
        if type(said[field]) == kind then
            entry[field] = said[field]
        end
    end
    return entry
end

local SERIES = { name = "string", book_count = "number", first_book_id = "number", author = "string" }
local BOOK = {
    id = "number", title = "string", series_index = "number", author = "string", book_type = "string", files = "table",
}

-- The outcome's `series`: an array of { name=, book_count=, first_book_id=, author= }.
function Catalogue.series(protocol, limits)
    local status, data, extra = protocol:request("GET", "/tome-sync/series", nil, limits)
    local outcome = Outcome.answered(status, data, extra)
    if outcome.kind ~= "done" then
        return outcome
    end
    outcome.series = {}
    for _i, entry in ipairs(data) do
        if type(entry) == "table" and type(entry.name) == "string" and isId(entry.first_book_id) then
            local series = sound(entry, SERIES)
            series.book_count = series.book_count or 0
            table.insert(outcome.series, series)
        end
    end
    return outcome
end

-- The books of the series that a book is in: the outcome's `name`, `kind` and `books`, in the series' order.
function Catalogue.seriesOf(protocol, id, limits)
    local status, data, extra = protocol:request("GET", "/tome-sync/series/" .. id, nil, limits)
    local outcome = Outcome.answered(status, data, extra)
    if outcome.kind ~= "done" then
        return outcome
    elseif type(data.books) ~= "table" then
        return Outcome.notTheServer()
    end
    outcome.name, outcome.kind_of_book, outcome.books = data.series_name, data.book_type, {}
    for _i, book in ipairs(data.books) do
        if type(book) == "table" and isId(book.id) then
            local known = sound(book, BOOK)
            known.title = known.title or ("%d"):format(known.id)
            table.insert(outcome.books, known)
        end
    end
    return outcome
end

-- Where a file is, and what has to be said to get it.
function Catalogue.file(protocol, book, file)
    return {
        url = ("%s/api/tome-sync/download/%d/%d"):format(protocol.settings:server(), book.id, file.id),
        headers = { ["Authorization"] = "Bearer " .. protocol.settings:get("tome_key") },
    }
end

return Catalogue
