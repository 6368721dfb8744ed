--- One value in one file, in several encodings: KOReader's frontend/persist (specs/koreader-core.md §2.5).
-- Faithful: a stored nil or false is a failure to load; the `dump` codec raises on a missing or broken file.

local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")

local function malformed(why)
    return nil, "malformed serialized data" .. (why and ": " .. tostring(why) or "")
end

-- A deserializer from a function that raises.
local function reader(decode)
    return function(text)
        local ok, value = pcall(decode, text)
        if not ok or not value then
            return malformed(not ok and value or nil)
        end
        return value
    end
end

-- A serializer from a function that raises: what cannot be written (a function) is an error to return.
local function writer(encode)
    return function(value)
        local ok, text = pcall(encode, value)
        if not ok then return nil, "cannot serialize: " .. tostring(text) end
        return text
    end
end

local codecs = {
    serpent = {
        id = "serpent",
        serialize = writer(function(value) return require("ffi/serpent").dump(value) end),
        deserialize = function(text)
            local ok, value = require("ffi/serpent").load(text)
            if not ok or not value then
                return malformed(value)
            end
            return value
        end,
    },
    dump = {
        id = "dump",
        serialize = function(value, as_bytecode)
            local text = "return " .. require("dump")(value)
            return as_bytecode and string.dump(assert(loadstring(text)), true) or text
        end,
        deserialize = function(text)
            local chunk, message = loadstring(text)
            if not chunk then return malformed(message) end
            return chunk()
        end,
    },
    bitser = {
        id = "bitser",
        serialize = writer(function(value) return require("ffi/bitser").dumps(value) end),
        deserialize = reader(function(text) return require("ffi/bitser").loads(text) end),
    },
    luajit = {
        id = "luajit",
        serialize = writer(function(value) return require("string.buffer").encode(value) end),
        deserialize = reader(function(text) return require("string.buffer").decode(text) end),
    },
    zstd = {
        id = "zstd",
        serialize = writer(function(value)
            return require("ffi/zstd").frame(require("string.buffer").encode(value))
        end),
        deserialize = reader(function(text)
            return require("string.buffer").decode(require("ffi/zstd").unframe(text))
        end),
    },
}

local Persist = {
    path = nil,
    codec = "serpent",
}

function Persist:new(object)
    object = object or {}
    assert(type(object.path) == "string", "a path is required")
    self.__index = self
    return setmetatable(object, self)
end

--- The codec of that name; serpent for a name that is not known.
function Persist.getCodec(name)
    return codecs[name] or codecs.serpent
end

function Persist:exists()
    local mode = lfs.attributes(self.path, "mode")
    return mode and mode == "file"
end

for method, attribute in pairs{ timestamp = "modification", size = "size" } do
    Persist[method] = function(self)
        return lfs.attributes(self.path, attribute)
    end
end

--- The stored value, or nil and a message.
function Persist:load()
    local codec = Persist.getCodec(self.codec)
    if codec.id == "dump" then
        return dofile(self.path) or nil
    end
    local file, message = io.open(self.path, "rb")
    if not file then
        return nil, codec.id == "zstd" and message:gsub("^.*: ", "fopen: ", 1) or message
    end
    local text = file:read("*a")
    file:close()
    return codec.deserialize(text)
end

--- Writes the value: true (zstd: and the number of bytes), or nil and a message.
function Persist:save(value, as_bytecode)
    local codec = Persist.getCodec(self.codec)
    local first_time = not self:exists()
    local text, message = codec.serialize(value, as_bytecode)
    if not text then
        return nil, message
    end
    local file
    file, message = io.open(self.path, "wb")
    if not file then
        return nil, message
    end
    file:write(text)
    ffiUtil.fsyncOpenedFile(file)
    file:close()
    if first_time then
        ffiUtil.fsyncDirectory(self.path)
    end
    if codec.id == "zstd" then
        return true, #text
    end
    return true
end

function Persist:delete()
    if self:exists() then
        return os.remove(self.path)
    end
end

return Persist
