--[[--
What is known of books without opening them: settings/bookinfo_cache.sqlite3 (specs/koreader-core.md §5.5), read and
filled as KOReader's own cover browser does. Covers keep their size, not their pixels.
]]
local DataStorage = require("datastorage")
local Device = require("device")
local SQ3 = require("lua-ljsqlite3/init")
local lfs = require("libs/libkoreader-lfs")
local util = require("util")

local SCHEMA_VERSION = 20201210

local COLUMNS = {
    "directory", "filename", "filesize", "filemtime", "in_progress", "unsupported", "cover_fetched", "has_meta",
    "has_cover", "cover_sizetag", "ignore_meta", "ignore_cover", "pages", "title", "authors", "series", "series_index",
    "language", "keywords", "description", "cover_w", "cover_h", "cover_bb_type", "cover_bb_stride", "cover_bb_data",
}

local SCHEMA = [[
    CREATE TABLE IF NOT EXISTS bookinfo (
        bcid INTEGER PRIMARY KEY AUTOINCREMENT, directory TEXT NOT NULL, filename TEXT NOT NULL, filesize INTEGER,
        filemtime INTEGER, in_progress INTEGER, unsupported TEXT, cover_fetched TEXT, has_meta TEXT, has_cover TEXT,
        cover_sizetag TEXT, ignore_meta TEXT, ignore_cover TEXT, pages INTEGER, title TEXT, authors TEXT, series TEXT,
        series_index REAL, language TEXT, keywords TEXT, description TEXT, cover_w INTEGER, cover_h INTEGER,
        cover_bb_type INTEGER, cover_bb_stride INTEGER, cover_bb_data BLOB
    );
    CREATE UNIQUE INDEX IF NOT EXISTS dir_filename ON bookinfo(directory, filename);
    CREATE TABLE IF NOT EXISTS config (key TEXT PRIMARY KEY, value TEXT);
]]

local NUMBERS = {
    filesize = true, filemtime = true, in_progress = true, pages = true, series_index = true, cover_w = true,
    cover_h = true, cover_bb_type = true, cover_bb_stride = true,
}

local BookInfoManager = {
    max_extract_tries = 3,
    db_location = DataStorage:getSettingsDir() .. "/bookinfo_cache.sqlite3",
    db_created = false,
    db_conn = nil,
    subprocesses_pids = {},
}

-- Database -----------------------------------------------------------------------------------------------------------

function BookInfoManager:createDB()
    local conn = SQ3.open(self.db_location)
    conn:exec(Device:canUseWAL() and "PRAGMA journal_mode=WAL;" or "PRAGMA journal_mode=TRUNCATE;")
    if tonumber(conn:rowexec("PRAGMA user_version;")) ~= SCHEMA_VERSION then
        conn:exec("DROP TABLE IF EXISTS bookinfo; DROP TABLE IF EXISTS config;")
        conn:exec(SCHEMA)
        conn:exec(("PRAGMA user_version=%d;"):format(SCHEMA_VERSION))
    end
    conn:close()
    self.db_created = true
end

function BookInfoManager:openDbConnection()
    if self.db_conn then return end
    if not self.db_created then self:createDB() end
    self.db_conn = SQ3.open(self.db_location)
    self.db_conn:set_busy_timeout(5000)
end

function BookInfoManager:closeDbConnection()
    if not self.db_conn then return end
    self.db_conn:close()
    self.db_conn = nil
end

local function step(self, query, ...)
    self:openDbConnection()
    local statement = self.db_conn:prepare(query)
    local row = statement:reset():bind(...):step()
    statement:close()
    return row
end

-- Settings -----------------------------------------------------------------------------------------------------------

function BookInfoManager:loadSettings()
    self.settings = {}
    self:openDbConnection()
    local found = self.db_conn:exec("SELECT key, value FROM config;")
    for i = 1, found and #found[1] or 0 do
        local value = found[2][i]
        self.settings[found[1][i]] = value == "Y" and true or value
    end
end

--- A setting: true for a switch that is on, a text, or nothing.
function BookInfoManager:getSetting(key)
    if not self.settings then self:loadSettings() end
    return self.settings[key]
end

function BookInfoManager:saveSetting(key, value)
    if not self.settings then self:loadSettings() end
    if value == false then value = nil end
    self.settings[key] = value
    if value == nil then
        step(self, "DELETE FROM config WHERE key = ?;", key)
    else
        step(self, "INSERT OR REPLACE INTO config (key, value) VALUES (?, ?);", key, value == true and "Y" or value)
    end
end

--- Flips a switch. @treturn bool its new state
function BookInfoManager:toggleSetting(key)
    local on = not self:getSetting(key)
    self:saveSetting(key, on)
    return on
end

-- Books --------------------------------------------------------------------------------------------------------------

local function place_of(path)
    return util.splitFilePathName(path)
end

--- What is known of a file, by the names of the columns; nil when nothing is or the file has changed since.
-- @tparam bool|nil with_cover also `cover_bb`, a blitbuffer of the cover's size
function BookInfoManager:getBookInfo(path, with_cover)
    if lfs.attributes(path, "mode") == "directory" then return nil end
    local directory, filename = place_of(path)
    local row = step(self, "SELECT " .. table.concat(COLUMNS, ", ")
        .. " FROM bookinfo WHERE directory = ? AND filename = ?;", directory, filename)
    if not row then return nil end
    local info = {}
    for i, name in ipairs(COLUMNS) do
        local value = row[i]
        if NUMBERS[name] and value ~= nil then value = tonumber(value) end
        info[name] = value
    end
    info.cover_bb_data = nil
    if info.filemtime ~= lfs.attributes(path, "modification") or info.filesize ~= lfs.attributes(path, "size") then
        return nil
    end
    for _, switch in ipairs{ "has_meta", "has_cover", "cover_fetched", "ignore_meta", "ignore_cover" } do
        info[switch] = info[switch] == "Y" or nil
    end
    if with_cover and info.has_cover and info.cover_w then
        info.cover_bb = require("ffi/blitbuffer").new(info.cover_w, info.cover_h, info.cover_bb_type)
    end
    return info
end

local function save(self, info)
    local holes, values = {}, {}
    for i, name in ipairs(COLUMNS) do
        local value = info[name]
        if value == true then value = "Y" end
        holes[i], values[i] = "?", value
    end
    step(self, "INSERT OR REPLACE INTO bookinfo (" .. table.concat(COLUMNS, ", ") .. ") VALUES ("
        .. table.concat(holes, ", ") .. ");", unpack(values, 1, #COLUMNS))
end

local function describe(document, info)
    local loaded = not document.loadDocument or document:loadDocument(false)
    if not loaded then return false end
    local props = document:getProps()
    for _, name in ipairs{ "title", "authors", "series", "series_index", "language", "keywords", "description" } do
        local value = props[name]
        if value ~= "" then info[name] = value end
    end
    info.has_meta = true
    if not document.loadDocument then info.pages = document:getPageCount() end
    local cover = document:getCoverPageImage()
    info.cover_fetched = true
    if cover then
        info.has_cover, info.cover_w, info.cover_h = true, cover:getWidth(), cover:getHeight()
        info.cover_bb_type, info.cover_sizetag = cover:getType(), ("%dx%d"):format(info.cover_w, info.cover_h)
        cover:free()
    end
    return true
end

--- Opens a book and keeps what it says. @treturn bool whether it could be read
function BookInfoManager:extractBookInfo(path, _cover_specs)
    local attributes = lfs.attributes(path)
    if not attributes then return false end
    local directory, filename = place_of(path)
    local before = step(self, "SELECT in_progress FROM bookinfo WHERE directory = ? AND filename = ?;", directory,
        filename)
    local info = {
        directory = directory, filename = filename, filesize = attributes.size, filemtime = attributes.modification,
        in_progress = (before and tonumber(before[1]) or 0) + 1,
    }
    if info.in_progress > self.max_extract_tries then
        info.in_progress, info.unsupported, info.cover_fetched = 0, "too many interruptions or crashes", true
        save(self, info)
        return false
    end
    save(self, info)
    local DocumentRegistry = require("document/documentregistry")
    local ok, document = pcall(DocumentRegistry.openDocument, DocumentRegistry, path)
    local read = false
    if ok and document then
        ok, read = pcall(describe, document, info)
        document:close()
    end
    info.in_progress = 0
    if not (ok and read) then info.unsupported, info.cover_fetched = "not readable by engine", true end
    save(self, info)
    return ok and read
end

--- Title, authors and the rest as a table for the reader, with what the reader has set by hand.
function BookInfoManager:getDocProps(path)
    local info = self:getBookInfo(path)
    if not info and self:extractBookInfo(path) then info = self:getBookInfo(path) end
    if not info then return nil end
    local props = { pages = info.pages }
    if info.has_meta and not info.ignore_meta then
        for _, name in ipairs{ "title", "authors", "series", "series_index", "language", "keywords", "description" } do
            props[name] = info[name]
        end
    end
    return require("apps/filemanager/filemanagerbookinfo").extendProps(props, path)
end

--- Sets columns of a book that is known already; false unsets one.
function BookInfoManager:setBookInfoProperties(path, properties)
    local directory, filename = place_of(path)
    local names = {}
    for name in pairs(properties) do names[#names + 1] = name end
    table.sort(names)
    for _, name in ipairs(names) do
        local value = properties[name]
        if value == true then value = "Y" elseif value == false then value = nil end
        self:openDbConnection()
        local statement = self.db_conn:prepare(
            ("UPDATE bookinfo SET %s = ? WHERE directory = ? AND filename = ?;"):format(name))
        statement:reset():bind(value, directory, filename):step()
        statement:close()
    end
end

function BookInfoManager:deleteBookInfo(path)
    local directory, filename = place_of(path)
    step(self, "DELETE FROM bookinfo WHERE directory = ? AND filename = ?;", directory, filename)
end

--- Forgets everything.
function BookInfoManager:deleteDb()
    self:closeDbConnection()
    os.remove(self.db_location)
    self.db_created, self.settings = false, nil
end

--- Forgets books whose files are gone. @treturn string how many
function BookInfoManager:removeNonExistantEntries()
    self:openDbConnection()
    local found = self.db_conn:exec("SELECT directory, filename FROM bookinfo ORDER BY bcid;")
    local gone = 0
    for i = 1, found and #found[1] or 0 do
        local path = found[1][i] .. found[2][i]
        if not lfs.attributes(path, "mode") then
            self:deleteBookInfo(path)
            gone = gone + 1
        end
    end
    return ("Removed %d / %d entries from cache."):format(gone, found and #found[1] or 0)
end

-- Covers -------------------------------------------------------------------------------------------------------------

--- The size in which a cover is kept: it fits into the frame with its proportions. Also the scale.
function BookInfoManager.getCachedCoverSize(width, height, max_width, max_height)
    local scale = math.min(max_width / width, max_height / height)
    if scale >= 1 then return width, height, 1 end
    return math.floor(width * scale + 0.5), math.floor(height * scale + 0.5), scale
end

--- Whether a kept cover is too small for a frame that has grown.
function BookInfoManager.isCachedCoverInvalid(info, specs)
    if not (info.has_cover and info.cover_sizetag and specs) then return false end
    local width, height = info.cover_sizetag:match("^(%d+)x(%d+)$")
    if not width then return true end
    return tonumber(width) < specs.max_cover_w and tonumber(height) < specs.max_cover_h
        and (info.cover_w ~= tonumber(width) or info.cover_h ~= tonumber(height))
end

-- In the background --------------------------------------------------------------------------------------------------

--- Extracts several books in a sub-process. Entries of `files`: { filepath =, cover_specs = }.
function BookInfoManager:extractInBackground(files)
    if #files == 0 then return false end
    self:terminateBackgroundJobs()
    self:closeDbConnection()
    local pid = require("ffi/util").runInSubProcess(function()
        for _, file in ipairs(files) do
            pcall(self.extractBookInfo, self, file.filepath, file.cover_specs)
        end
        self:closeDbConnection()
    end)
    if pid then table.insert(self.subprocesses_pids, pid) end
    return pid and true or false
end

function BookInfoManager:isExtractingInBackground()
    local ffiutil = require("ffi/util")
    for i = #self.subprocesses_pids, 1, -1 do
        if ffiutil.isSubProcessDone(self.subprocesses_pids[i]) then table.remove(self.subprocesses_pids, i) end
    end
    return #self.subprocesses_pids > 0
end

function BookInfoManager:terminateBackgroundJobs()
    for _, pid in ipairs(self.subprocesses_pids) do require("ffi/util").terminateSubProcess(pid) end
end

--- Extracts all books of a folder, here and now.
function BookInfoManager:extractBooksInDirectory(path, cover_specs)
    local DocumentRegistry = require("document/documentregistry")
    local names = {}
    for name in lfs.dir(path) do
        if DocumentRegistry:hasProvider(name) then names[#names + 1] = name end
    end
    table.sort(names)
    for _, name in ipairs(names) do self:extractBookInfo(path:gsub("/$", "") .. "/" .. name, cover_specs) end
    return #names
end

return BookInfoManager
