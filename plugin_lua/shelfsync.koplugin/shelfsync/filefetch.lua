--[[ One file from a server to the disk.

It is written beside its place under another name, and takes its place only when all of it is there: whatever ends a
download half-way, a file that bears a book's name is a whole one. ]]

local http = require("socket.http")
local ltn12 = require("ltn12")
local socket = require("socket")
local socketutil = require("socketutil")
local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local util = require("util")
local Log = require("shelfsync/log")
local Outcome = require("shelfsync/outcome")
local Transport = require("shelfsync/transport")
local T = require("ffi/util").template
local _ = require("gettext")

local FileFetch = {}

-- Seconds: for one wait, and for the whole of a file.
local STALL, WHOLE = 15, 6 * 3600
FileFetch.PART = ".part"

-- Bytes: what a server may send at the most, whatever it says.
local LARGEST = 2 * 1024 * 1024 * 1024

-- Counts what goes through, and keeps the first bytes of an answer that is no file, which says why.
local function counting(sink, count)
    return function(chunk, message)
        if chunk then
            count.bytes = count.bytes + #chunk
            if count.bytes > LARGEST then
                return nil, "too large"
            end
        end
        return sink(chunk, message)
    end
end

local function failed(path, reason)
    os.remove(path .. FileFetch.PART)
    return nil, reason
end

local function keep(path)
    local file = io.open(path .. FileFetch.PART, "rb")
    if file then
        if ffiUtil.fsyncOpenedFile then
            ffiUtil.fsyncOpenedFile(file)
        end
        file:close()
    end
    local ok, message = os.rename(path .. FileFetch.PART, path)
    if not ok then
        return failed(path, message)
    end
    if ffiUtil.fsyncDirectory then
        ffiUtil.fsyncDirectory(path)
    end
    return true
end

local function request(wish, sink)
    socketutil:set_timeout(STALL, WHOLE)
    local ok, status, headers = pcall(function()
        return socket.skip(1, http.request({
            url = wish.url,
            method = "GET",
            headers = wish.headers,
            sink = sink,
            redirect = false,
        }))
    end)
    socketutil:reset_timeout()
    return ok, status, headers or {}
end

local REDIRECTS = { [301] = true, [302] = true, [303] = true, [307] = true, [308] = true }

-- The address that an answer sends on to; nil when there is none that may be followed. Nobody is led from a sealed
-- line to an open one.
local function onwards(wish, status, location)
    if not REDIRECTS[status] or (wish.hops or 0) < 1 or type(location) ~= "string" then
        return nil
    end
    if location:match("^/[^/]") then
        return wish.url:match("^(%a+://[^/]+)") .. location
    end
    local scheme = location:match("^(https?)://[^/]")
    return scheme and (scheme == "https" or not wish.url:match("^https:")) and location or nil
end

-- wish = { url=, headers=, path=, hops= }. true when the file is at its path; else nil and why not. hops: so many
-- redirects are followed, without the headers; none unless said.
function FileFetch.get(wish)
    if not Transport.isConnected() then
        return nil, Transport.NO_NETWORK
    end
    local folder = wish.path:match("^(.*)/")
    if folder and lfs.attributes(folder, "mode") ~= "directory" then
        util.makePath(folder)
    end
    local file, message = io.open(wish.path .. FileFetch.PART, "wb")
    if not file then
        return nil, message
    end
    local count = { bytes = 0 }
    local ok, status, headers = request(wish, counting(ltn12.sink.file(file), count))
    pcall(file.close, file)
    if not ok then
        Log.warn("GET", wish.url, "could not be sent:", status)
        return failed(wish.path, _("the server's address is not valid"))
    end
    local further = onwards(wish, status, headers["location"])
    if further then
        os.remove(wish.path .. FileFetch.PART)
        return FileFetch.get({ url = further, path = wish.path, hops = wish.hops - 1 })
    elseif status ~= 200 then
        local numeric = type(status) == "number" and status or nil
        return failed(wish.path, Outcome.of(numeric, numeric and nil or Transport.reason(status),
            { location = headers["location"], is_json = true }).reason)
    end
    local length = tonumber(headers["content-length"])
    if length and length ~= count.bytes then
        return failed(wish.path, T(_("only %1 of %2 bytes arrived"), count.bytes, length))
    elseif count.bytes == 0 then
        return failed(wish.path, _("the file is empty"))
    elseif (headers["content-type"] or ""):find("text/html", 1, true) and not wish.path:match("%.html?$") then
        return failed(wish.path, Outcome.notTheServer().reason)
    end
    return keep(wish.path)
end

return FileFetch
