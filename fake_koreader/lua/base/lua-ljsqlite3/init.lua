-- SQLite as plugins know it: `require("lua-ljsqlite3/init")` exports open and blob, and nothing else.
-- There are no codes to compare with: step gives nil at the end, and what fails raises a string.

local _, host = ...
local ffi = require("ffi")

local sqlite = host.sqlite
local int64 = ffi.typeof("int64_t")
local int64_cell = ffi.typeof("int64_t[1]")
local Blob = {}
Blob.__index = Blob

-- On a device the memory is freed once it has been bound. Here it is left alone: memory that was not
-- allocated with malloc would end the emulator instead of one plugin's day.
local function blob(pointer, size)
    return setmetatable({ pointer = pointer, size = size }, Blob)
end

local MODES = { rwc = true, rw = true, ro = true }

local function fail(code, message)
    -- Addresses of C functions would differ from run to run.
    local stack = debug.traceback("", 2):gsub("at 0x%x+", "at 0x0")
    error(("ljsqlite3[%s] %s%s"):format(code, message, stack), 2)
end

local function check(result, code, message)
    if result == nil and code then
        fail(code, message)
    end
    return result
end

-- A blob read from a row is a pointer and a size, good until the statement moves on: `keep` holds it until then.
local function from_host(tag, value, keep)
    if tag == 105 then
        return int64(value)
    elseif tag == 73 then
        local cell = int64_cell()
        ffi.copy(cell, value, 8)
        return cell[0]
    elseif tag == 98 then
        keep[#keep + 1] = value
        return { ffi.cast("const char *", value), #value }
    end
    return value
end

local function to_host(value)
    local kind = type(value)
    if kind == "number" then
        return "f", value
    elseif kind == "string" then
        return "s", value
    elseif kind == "nil" then
        return "n", nil
    elseif kind == "cdata" and ffi.istype(int64, value) then
        return "I", ffi.string(int64_cell(value), 8)
    elseif kind == "table" and getmetatable(value) == Blob then
        return "b", ffi.string(value.pointer, value.size)
    end
    fail("constraint", "unexpected Lua type")
end

local function fill_row(row, keep, tags, ...)
    for i = 1, #tags do
        local value = from_host(tags:byte(i), (select(i, ...)), keep)
        if value ~= nil then
            row[i] = value
        end
    end
    return row
end

-- Pieces of `text`, each with the separator that ends it; the last one has none. An empty separator splits nothing.
local function gsplit(text, separator, plain)
    local from, done = 1, false
    return function()
        if done then
            return nil
        end
        local first, last
        if separator ~= "" then
            first, last = text:find(separator, from, plain)
        end
        if not first then
            done = true
            return text:sub(from)
        end
        local piece = text:sub(from, last)
        from = last + 1
        return piece
    end
end
string.gsplit = gsplit -- luacheck: ignore 122

local Statement = {}
Statement.__index = Statement

local function text_argument(value, name)
    if type(value) ~= "string" then
        error("bad argument #1 to '" .. name .. "' (string expected, got " .. type(value) .. ")", 3)
    end
end

local function usable(object)
    if not object.id then
        fail("misuse", "object is closed")
    end
    return object.id
end

function Statement:bind1(index, value)
    local id = usable(self)
    check(sqlite.bind(id, index, to_host(value)))
    return self
end

function Statement:bind(...)
    usable(self)
    for i = 1, select("#", ...) do
        self:bind1(i, (select(i, ...)))
    end
    return self
end

function Statement:bindkv(values, prefix)
    local id = usable(self)
    prefix = prefix or ":"
    for name, value in pairs(values) do
        local index = sqlite.parameter(id, prefix .. name)
        if index then
            self:bind1(index, value)
        end
    end
    return self
end

function Statement:clearbind()
    check(sqlite.clear_bindings(usable(self)))
    return self
end

function Statement:reset()
    check(sqlite.reset(usable(self)))
    self.keep = {}
    return self
end

function Statement:_ncol()
    usable(self)
    return #self.names
end

local function take_row(self, row, tags, code_or_first, ...)
    if tags == nil then
        check(tags, code_or_first, ...)
        return nil
    end
    return fill_row(row or {}, self.keep, tags, code_or_first, ...)
end

local function name_columns(self, header)
    for i = 1, #self.names do
        header[i] = self.names[i]
    end
    return header
end

function Statement:step(row, header)
    local id = usable(self)
    self.keep = {}
    local result = take_row(self, row, sqlite.step(id))
    if result and header then
        return result, name_columns(self, header)
    end
    return result
end

function Statement:rows()
    usable(self)
    return function()
        local row = self:step()
        if not row then
            self:clearbind():reset()
        end
        return row
    end
end

local function present(flags, letter)
    return flags:find(letter, 1, true) ~= nil
end

-- Rows turned on their side: one array per column.
function Statement:resultset(flags, max_records)
    usable(self)
    flags = flags or "hik"
    local columns, count = {}, 0
    for i = 1, #self.names do
        columns[i] = {}
    end
    local keep = {}
    while count < (max_records or math.huge) do
        local row = self:step()
        if not row then
            break
        end
        count = count + 1
        keep[count] = self.keep
        for i = 1, #columns do
            columns[i][count] = row[i]
        end
    end
    self.keep = keep
    if count == 0 then
        return nil, 0
    end
    local result = {}
    if present(flags, "h") then
        result[0] = name_columns(self, {})
    end
    for i = 1, #columns do
        if present(flags, "i") then
            result[i] = columns[i]
        end
        if present(flags, "k") then
            result[self.names[i]] = columns[i]
        end
    end
    return result, count
end

function Statement:close()
    check(sqlite.finalize(usable(self)))
    self.id = nil
    self.connection.statements[self] = nil
end

local Connection = {}
Connection.__index = Connection

function Connection:prepare(text)
    local connection = usable(self)
    text_argument(text, "prepare")
    local id, parameters, names = sqlite.prepare(connection, text)
    check(id, parameters, names)
    local statement = setmetatable({ id = id, names = {}, connection = self, keep = {} }, Statement)
    for i = 1, #names do
        statement.names[i] = names[i]
    end
    self.statements[statement] = true
    return statement
end

local function pieces(text)
    local list = {}
    for piece in gsplit(text, ";", true) do
        piece = piece:match("^%s*(.-)%s*$")
        if piece ~= "" then
            list[#list + 1] = piece
        end
    end
    return list
end

function Connection:exec(text, flags)
    usable(self)
    text_argument(text, "exec")
    local result, count
    for _, piece in ipairs(pieces(text)) do
        local statement = self:prepare(piece)
        result, count = statement:resultset(flags)
        statement:close()
    end
    return result, count
end

function Connection:rowexec(text)
    usable(self)
    local statement = self:prepare(text)
    local row = statement:step()
    if row and statement:step() then
        fail("misuse", "multiple records returned, 1 expected")
    end
    statement:close()
    if row then
        return unpack(row)
    end
    return nil
end

local function text_of(value)
    if type(value) == "string" then
        return value
    end
    return check(sqlite.text_of(to_host(value)))
end

function Connection:execsql(text)
    usable(self)
    local result = { [0] = {} }
    for _, piece in ipairs(pieces(text)) do
        local ok = pcall(function()
            local statement = self:prepare(piece)
            local names = name_columns(statement, {})
            for row in statement:rows() do
                result[0] = names
                for i = 1, #names do
                    result[names[i]] = result[names[i]] or {}
                    table.insert(result[names[i]], text_of(row[i]))
                end
            end
            statement:close()
        end)
        if not ok then
            break
        end
    end
    return result
end

function Connection:set_busy_timeout(milliseconds)
    check(sqlite.busy_timeout(usable(self), milliseconds))
end

-- Wraps a Lua function for the host: arguments arrive as a packed row, the answer goes back tagged, errors as false.
local function for_host(call)
    return function(...)
        local results = { pcall(call, ...) }
        if not results[1] then
            return false, tostring(results[2])
        end
        local ok, tag, value = pcall(to_host, results[2])
        if not ok then
            return false, tostring(tag)
        end
        return true, tag, value
    end
end

local function arguments(tags, ...)
    return unpack(fill_row({}, {}, tags, ...), 1, #tags)
end

function Connection:setscalar(name, call)
    local id = usable(self)
    check(sqlite.create_scalar(id, name, for_host(function(...)
        return call(arguments(...))
    end)))
end

function Connection:setaggregate(name, initialise, step, final)
    local id = usable(self)
    local states, last = {}, 0
    local begin = for_host(function()
        last = last + 1
        states[last] = initialise()
        return last
    end)
    local take = for_host(function(key, ...)
        step(states[key], arguments(...))
    end)
    local finish = for_host(function(key)
        local state = states[key]
        states[key] = nil
        return final(state)
    end)
    check(sqlite.create_aggregate(id, name, begin, take, finish))
end

function Connection:close()
    local id = usable(self)
    for statement in pairs(self.statements) do
        statement.id = nil
    end
    self.statements = {}
    check(sqlite.close(id))
    self.id = nil
end

local function shown(row, count)
    local cells = {}
    for i = 1, count do
        cells[i] = row[i] == nil and "" or tostring(row[i])
    end
    return unpack(cells, 1, count)
end

function Connection:__call(text, out)
    usable(self)
    out = out or print
    for _, piece in ipairs(pieces(text)) do
        local statement = self:prepare(piece)
        local count = #statement.names
        local row = statement:step()
        if row then
            out(shown(statement.names, count))
        end
        while row do
            out(shown(row, count))
            row = statement:step()
        end
        statement:close()
    end
end

local function open(path, mode)
    text_argument(path, "open")
    mode = mode or "rwc"
    if not MODES[mode] then
        fail("constraint", "argument #2 to 'open' must be one of rwc, rw, ro")
    end
    local id, code, message = sqlite.open(path, mode)
    check(id, code, message)
    return setmetatable({ id = id, statements = setmetatable({}, { __mode = "k" }) }, Connection)
end

return { open = open, blob = blob }
