--- Hashes: the module KOReader's base calls ffi/sha2 (specs/koreader-core.md §3.5); the arithmetic is the machine's.

local _, host = ...
local digest = host.digest

local sha2 = {}
local name_of = {}

local function check(message)
    if type(message) ~= "string" then
        error("the message must be a string, not a " .. type(message), 3)
    end
end

-- A running hash: `feed(chunk)` returns itself, `feed()` the hex digest, again and again.
local function accumulator(number)
    local result
    local function feed(chunk)
        if chunk == nil then
            result = result or digest.finish(number)
            return result
        end
        check(chunk)
        if result then
            error("Adding more chunks is not allowed after receiving the result", 2)
        end
        digest.update(number, chunk)
        return feed
    end
    return feed
end

local function offer(name)
    local function hash(message)
        if message == nil then
            return accumulator(digest.start(name))
        end
        check(message)
        return digest.hash(name, message)
    end
    sha2[name] = hash
    name_of[hash] = name
end

for name in ([[md5 sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512
    blake2b blake2s blake2b_160 blake2b_256 blake2b_384 blake2s_128 blake2s_160 blake2s_224]]):gmatch("%S+") do
    offer(name)
end

for name in ("sha512_224 sha512_256 blake2bp blake2sp blake2xb blake2xs blake3 blake3_derive_key"):gmatch("%S+") do
    sha2[name] = function()
        require("not_emulated")("ffi/sha2", name)
    end
end

function sha2.shake128(size, message)
    check(message)
    return digest.shake(128, size, message)
end

function sha2.shake256(size, message)
    check(message)
    return digest.shake(256, size, message)
end

--- Hex HMAC of a message, or an accumulator without one. Only this module's functions will do as `hash`.
function sha2.hmac(hash, key, message)
    local name = name_of[hash]
    if not name then
        error("Unknown hash function", 2)
    end
    check(key)
    local number, failure = digest.start_hmac(name, key)
    if not number then
        error(failure, 2)
    end
    local feed = accumulator(number)
    if message == nil then
        return feed
    end
    check(message)
    return feed(message)()
end

function sha2.hex_to_bin(hex)
    return (hex:gsub("%x%x", function(pair)
        return string.char(tonumber(pair, 16))
    end))
end

function sha2.bin_to_hex(binary)
    return (binary:gsub(".", function(char)
        return ("%02x"):format(char:byte())
    end))
end

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local VALUES = { ["-"] = 62, ["_"] = 63 }
for i = 1, 64 do
    VALUES[ALPHABET:sub(i, i)] = i - 1
end

local function letters(number, count)
    local text = ""
    for _ = 1, count do
        number = math.floor(number)
        text = ALPHABET:sub(number % 64 + 1, number % 64 + 1) .. text
        number = number / 64
    end
    return text
end

function sha2.bin_to_base64(binary)
    return (binary:gsub("..?.?", function(group)
        local a, b, c = group:byte(1, 3)
        local whole = letters(a * 65536 + (b or 0) * 256 + (c or 0), 4)
        return whole:sub(1, #group + 1) .. ("="):rep(3 - #group)
    end))
end

--- Ignores line breaks; a last group that is not padded to four characters is dropped.
function sha2.base64_to_bin(base64)
    local bytes = {}
    for a, b, c, d in base64:gsub("%s+", ""):gmatch("(.)(.)(.)(.)") do
        local number = (VALUES[a] or 0) * 262144 + (VALUES[b] or 0) * 4096 + (VALUES[c] or 0) * 64 + (VALUES[d] or 0)
        local group = string.char(math.floor(number / 65536), math.floor(number / 256) % 256, number % 256)
        bytes[#bytes + 1] = group:sub(1, c == "=" and 1 or d == "=" and 2 or 3)
    end
    return table.concat(bytes)
end

sha2.hex2bin, sha2.bin2hex = sha2.hex_to_bin, sha2.bin_to_hex
sha2.bin2base64, sha2.base642bin = sha2.bin_to_base64, sha2.base64_to_bin

return sha2
