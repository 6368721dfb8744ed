-- The io library on the emulated disk. Handles are userdata, as C's are; `host.io.handle_of(file)` gives the base
-- floor the number that host.storage knows a file by.

local getmetatable, type, tostring, select, error = getmetatable, type, tostring, select, error
local newproxy, setmetatable, tonumber, unpack = newproxy, setmetatable, tonumber, unpack

local SINKS = { stdout = true, stderr = true }
local READERS = { n = "read_number", a = "read_all" }
local WHENCE = { set = true, cur = true, ["end"] = true }
local BUFFERING = { no = true, full = true, line = true }

return function(host)
    local storage = host.storage
    local records = setmetatable({}, { __mode = "k" })
    local made = 0
    local methods = {}
    local prototype = newproxy(true)
    local meta = getmetatable(prototype)
    local library = {}
    local input, output

    local function complain(position, name, what)
        error("bad argument #" .. position .. " to '" .. name .. "' (" .. what .. ")", 3)
    end

    local function text_argument(value, position, name)
        if type(value) == "number" then
            return tostring(value)
        elseif type(value) ~= "string" then
            error("bad argument #" .. position .. " to '" .. name .. "' (string expected, got "
                .. (value == nil and "nil" or type(value)) .. ")", 3)
        end
        return value
    end

    local function make(record)
        local file = newproxy(prototype)
        made = made + 1
        record.address = ("0x%08x"):format(0x20000000 + made * 0x10)
        records[file] = record
        return file
    end

    local function opened(file, name)
        local record = records[file]
        if not record then
            error("bad argument #1 to '" .. name .. "' (FILE* expected, got " .. type(file) .. ")", 3)
        elseif record.closed then
            error("attempt to use a closed file", 3)
        end
        return record
    end

    local function read_one(record, format)
        local call
        if type(format) == "number" then
            if record.stream then
                return nil
            end
            return storage.read(record.handle, format)
        end
        local letter = type(format) == "string" and format:match("^%*?(.)")
        if letter == "l" or letter == "L" then
            call = "read_line"
        else
            call = READERS[letter]
        end
        if not call then
            return nil, nil, "format"
        elseif record.stream then
            return call == "read_all" and "" or nil
        end
        if call == "read_line" then
            return storage.read_line(record.handle, letter == "L")
        end
        return storage[call](record.handle)
    end

    -- Reads until the formats are through or one finds nothing; the first failure decides the results.
    local function read_all_formats(record, name, first_position, ...)
        local count = select("#", ...)
        if count == 0 then
            return read_one(record, "l")
        end
        local results = {}
        for i = 1, count do
            local value, message, code = read_one(record, (select(i, ...)))
            if code == "format" then
                error("bad argument #" .. (first_position + i - 1) .. " to '" .. name .. "' (invalid format)", 3)
            elseif message then
                return nil, message, code
            end
            results[i] = value
            if value == nil then
                return unpack(results, 1, i)
            end
        end
        return unpack(results, 1, count)
    end

    local function write_all(record, ...)
        for i = 1, select("#", ...) do
            local value = select(i, ...)
            local kind = type(value)
            if kind == "number" then
                value = tostring(value)
            elseif kind ~= "string" then
                error("bad argument #" .. i .. " to 'write' (string expected, got " .. kind .. ")", 3)
            end
            if SINKS[record.stream] then
                host.log[record.stream](value)
            elseif record.stream then
                return nil, "Bad file descriptor", 9
            else
                local ok, message, code = storage.write(record.handle, value)
                if not ok then
                    return nil, message, code
                end
            end
        end
        return true
    end

    local function close(record)
        if record.stream then
            return nil, "cannot close standard file"
        end
        record.closed = true
        return storage.close(record.handle)
    end

    local function iterator(record, close_at_end, ...)
        local formats, count = { ... }, select("#", ...)
        return function()
            if record.closed then
                error("file is already closed", 2)
            end
            local results = { read_all_formats(record, "lines", 2, unpack(formats, 1, count)) }
            if results[1] == nil then
                if results[2] then
                    error(results[2], 2)
                elseif close_at_end then
                    close(record)
                end
                return nil
            end
            return unpack(results, 1, count == 0 and 1 or count)
        end
    end

    function methods.read(file, ...)
        return read_all_formats(opened(file, "read"), "read", 1, ...)
    end

    function methods.write(file, ...)
        return write_all(opened(file, "write"), ...)
    end

    function methods.lines(file, ...)
        return iterator(opened(file, "lines"), false, ...)
    end

    function methods.seek(file, whence, offset)
        local record = opened(file, "seek")
        if type(whence) == "number" and offset == nil then
            complain(1, "seek", "invalid option '" .. tostring(whence) .. "'")
        elseif whence ~= nil and not WHENCE[whence] then
            complain(1, "seek", "invalid option '" .. tostring(whence) .. "'")
        elseif record.stream then
            return nil, "Illegal seek", 29
        end
        return storage.seek(record.handle, whence or "cur", tonumber(offset) or 0)
    end

    function methods.flush(file)
        local record = opened(file, "flush")
        return record.stream and true or storage.flush(record.handle)
    end

    function methods.setvbuf(file, mode, size)
        local record = opened(file, "setvbuf")
        if not BUFFERING[mode] then
            complain(1, "setvbuf", "invalid option '" .. tostring(mode) .. "'")
        elseif record.stream then
            return true
        end
        return storage.set_buffer(record.handle, mode, size or 4096)
    end

    function methods.close(file)
        return close(opened(file, "close"))
    end

    meta.__index = methods
    meta.__metatable = nil
    for name, method in pairs(methods) do
        meta[name] = method
    end
    meta.__tostring = function(file)
        local record = records[file]
        return record.closed and "file (closed)" or "file (" .. record.address .. ")"
    end

    library.stdin = make({ stream = "stdin" })
    library.stdout = make({ stream = "stdout" })
    library.stderr = make({ stream = "stderr" })
    input, output = library.stdin, library.stdout

    local function open(path, mode)
        local handle, message, code = storage.open(path, mode)
        if not handle then
            return nil, path .. ": " .. message, code
        end
        return make({ handle = handle })
    end

    function library.open(path, mode)
        path = text_argument(path, 1, "open")
        return open(path, mode == nil and "r" or text_argument(mode, 2, "open"))
    end

    function library.close(file)
        return close(opened(file == nil and output or file, "close"))
    end

    function library.type(value)
        local record = records[value]
        return record and (record.closed and "closed file" or "file") or nil
    end

    function library.lines(path, ...)
        if path == nil then
            return iterator(opened(input, "lines"), false, ...)
        end
        local file, message = open(text_argument(path, 1, "lines"), "r")
        if not file then
            error(message, 2)
        end
        return iterator(records[file], true, ...)
    end

    function library.read(...)
        return read_all_formats(opened(input, "read"), "read", 1, ...)
    end

    function library.write(...)
        return write_all(opened(output, "write"), ...)
    end

    function library.flush()
        return methods.flush(output)
    end

    local function redirect(current, file, mode)
        if file == nil then
            return current
        elseif records[file] then
            return file
        end
        local made_file, message = open(text_argument(file, 1, mode == "r" and "input" or "output"), mode)
        return made_file or error(message, 3)
    end

    function library.input(file)
        input = redirect(input, file, "r")
        return input
    end

    function library.output(file)
        output = redirect(output, file, "w")
        return output
    end

    function library.tmpfile()
        local path, message, code = storage.tmpname()
        if not path then
            return nil, message, code
        end
        local file = open(path, "w+")
        storage.remove(path)
        return file
    end

    function library.popen(command, mode)
        return require("ffi/shell").popen(text_argument(command, 1, "popen"), mode)
    end

    host.io = {
        handle_of = function(file)
            local record = records[file]
            return record and not record.closed and record.handle or nil
        end,
    }
    return library
end
