--[[ Where a downloaded book goes, and what its file is called: <base>/<book type>/<series>/Vol. N — Title.ext. ]]

local Naming = {}

-- Bytes; file systems allow 255, and KOReader puts ".sdr" and more behind.
local LONGEST = 240

-- What a server calls the books without a series.
Naming.NO_SERIES = "__unserialized__"

-- A title as one part of a path, on any file system; never empty, never leading elsewhere.
function Naming.safe(text)
    local name = tostring(text):gsub('[\\/:%*%?"<>|]', "_"):gsub("[%z\1-\31\127]", "")
    if #name > LONGEST then
        -- Not in the middle of a letter.
        name = name:sub(1, LONGEST):gsub("[\192-\255][\128-\191]*$", "")
    end
    name = name:gsub("[%. ]+$", ""):gsub("^%s+", "")
    return name ~= "" and name or "_"
end

local function text(value)
    return type(value) == "string" and value ~= "" and value or nil
end

-- 3, or 2.5 where the series has halves.
local function volume(index)
    return index % 1 == 0 and ("%d"):format(index) or tostring(index)
end

-- book = { title=, series_index=, author=, book_type= }, as a server tells it; kind is the series' book type.
function Naming.folder(base, book, series, kind)
    local parts = { base, Naming.safe(text(book.book_type) or text(kind) or "book") }
    if text(series) and series ~= Naming.NO_SERIES then
        parts[3] = Naming.safe(series)
    elseif text(book.author) then
        parts[3] = Naming.safe(book.author)
    end
    return table.concat(parts, "/")
end

-- format: the file's, such as "epub" or "kepub.epub".
function Naming.file(book, format)
    local ending = "." .. Naming.safe(text(format) or "epub"):lower()
    local title = text(book.title) or tostring(book.id)
    if type(book.series_index) == "number" then
        title = ("Vol. %s — %s"):format(volume(book.series_index), title)
    end
    local stem = Naming.safe(title)
    while #stem + #ending > LONGEST do
        stem = stem:gsub("[%z\1-\127\192-\255][\128-\191]*$", "")
    end
    return stem .. ending
end

local PREFERRED = { "epub", "kepub.epub", "cbz", "pdf", "mobi", "azw3" }

-- The file of a book to take: { id=, format= }; nil when it has none.
function Naming.preferred(files)
    if type(files) ~= "table" then
        return nil
    end
    for _i, format in ipairs(PREFERRED) do
        for _j, file in ipairs(files) do
            if type(file) == "table" and file.format == format then
                return file
            end
        end
    end
    return type(files[1]) == "table" and files[1] or nil
end

-- Where books go: KOReader's home folder, else where it last put or found some. nil when it knows none.
function Naming.base()
    for _i, key in ipairs({ "home_dir", "download_dir", "lastdir" }) do
        local folder = G_reader_settings:readSetting(key)
        if text(folder) then
            return (folder:gsub("/+$", ""))
        end
    end
    return nil
end

return Naming
