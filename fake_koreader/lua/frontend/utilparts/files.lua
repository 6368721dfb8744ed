--- The part of `util` about paths, files and the system (specs/koreader-core.md §3.1).

local lfs = require("libs/libkoreader-lfs")

local text = require("utilparts/text")

local files = {}

-- Sampling of util.partialMD5: up to SAMPLE_BYTES at 1024 << 2i, the shift counted modulo 32 (so i = -1 is the start).
local SAMPLE_BYTES = 1024
local LAST_SAMPLE = 10

--- The fingerprint of a file: 32 hex digits, or nil when it cannot be opened.
function files.partialMD5(path)
    local file = path and io.open(path, "rb")
    if not file then
        return nil
    end
    local digest = require("ffi/sha2").md5()
    for i = -1, LAST_SAMPLE do
        file:seek("set", bit.lshift(1024, 2 * i))
        local sample = file:read(SAMPLE_BYTES)
        if not sample then
            break
        end
        digest(sample)
    end
    file:close()
    return digest()
end

function files.splitFilePathName(path)
    if not path then
        return "", ""
    end
    return path:match("^(.*/)([^/]*)$") or "", path:match("[^/]*$")
end

--- Cut at the last dot of the whole string, wherever it is.
function files.splitFileNameSuffix(path)
    local stem, suffix = (path or ""):match("^(.*)%.(.*)$")
    return stem or path or "", suffix or ""
end

function files.getFileNameSuffix(path)
    local _, suffix = files.splitFileNameSuffix(path)
    return suffix
end

function files.replaceAllInvalidChars(name)
    if name then
        return (name:gsub('[\\/:*?"<>|]', "_"):gsub("[.%s]+$", ""))
    end
end

local function safe_for(path)
    local kind = path and files.getFilesystemType(path)
    if not path or kind == "vfat" or kind == "fuse.fsp" then
        return files.replaceAllInvalidChars
    end
    return function(name)
        return (name:gsub("/", "_"))
    end
end

--- A file name made of any text; with `path`, only as strict as that file system needs.
function files.getSafeFilename(name, path, limit, limit_ext)
    local stem, suffix = files.splitFileNameSuffix(name)
    if #suffix > (limit_ext or 10) then
        stem, suffix = name, ""
    end
    local replace = safe_for(path)
    stem = stem:gsub("\r?\n", " "):gsub("\t", " ")
    stem = require("utilparts/markup").htmlToPlainTextIfHtml(stem)
    stem = replace(text.fixUtf8(stem:sub(1, limit or 240), ""))
    if suffix == "" then
        return stem
    end
    return stem .. "." .. replace(text.fixUtf8(suffix, ""))
end

--- The type of the first mounted file system (but the root) whose mount point is found in `path`, else the root's.
function files.getFilesystemType(path)
    local mounts = io.open("/proc/mounts", "r")
    if not mounts then
        return nil
    end
    local of_root
    for line in mounts:lines() do
        local point, kind = line:match("^%S+ (%S+) (%S+)")
        if point == "/" then
            of_root = of_root or kind
        elseif point and path:match(point) then
            of_root = kind
            break
        end
    end
    mounts:close()
    return of_root
end

--- mkdir -p: true, or nil and where it failed.
function files.makePath(path)
    for behind in path:gmatch("[^/]+()") do
        local part = path:sub(1, behind - 1)
        if lfs.attributes(part, "mode") ~= "directory" then
            local ok, message = lfs.mkdir(part)
            if not ok then
                local shown = behind <= #path and part .. "/" or part
                return nil, ("%s (creating `%s` for `%s`)"):format(message, shown, path)
            end
        end
    end
    return true
end

--- Removes a directory, then every parent that this leaves empty.
function files.removePath(path)
    local part = path:gsub("(.)/+$", "%1")
    while part ~= "" and part ~= "/" and part ~= "." do
        local ok, message = lfs.rmdir(part)
        if not ok then
            return nil, ("%s (removing `%s` for `%s`)"):format(message, part, path)
        end
        part = part:match("^(.*[^/])/+[^/]*$") or ""
    end
    return true, nil
end

function files.pathExists(path)
    return lfs.attributes(path, "mode") ~= nil
end

function files.directoryExists(path)
    return lfs.attributes(path, "mode") == "directory"
end

--- True when `path` can be opened for reading, which directories can.
function files.fileExists(path)
    local file = io.open(path, "r")
    if file then
        file:close()
        return true
    end
end

-- The names in a directory but . and .., or nil when it cannot be read.
local function names_in(path)
    local ok, iterate, object = pcall(lfs.dir, path)
    if not ok then
        return nil
    end
    local names = {}
    for name in iterate, object do
        if name ~= "." and name ~= ".." then
            names[#names + 1] = name
        end
    end
    return names
end

function files.isEmptyDir(path)
    local names = names_in(path)
    return names and #names == 0
end

--- Calls `found(path, name, attributes)` for every file; recursive unless told `false`; at most `max` files.
function files.findFiles(path, found, recursive, max)
    local waiting, count = { path }, 0
    while #waiting > 0 do
        local deeper = {}
        for _, dir in ipairs(waiting) do
            for _, name in ipairs(names_in(dir) or {}) do
                local whole = dir .. "/" .. name
                local attributes = lfs.attributes(whole)
                if attributes and attributes.mode == "directory" and recursive ~= false then
                    deeper[#deeper + 1] = whole
                elseif attributes and attributes.mode == "file" then
                    if max and count >= max then
                        return
                    end
                    count = count + 1
                    found(whole, name, attributes)
                end
            end
        end
        waiting = deeper
    end
end

function files.removeFile(path)
    if not path then
        return nil, "file is nil"
    elseif lfs.attributes(path, "mode") ~= "file" then
        return nil, path .. " is not a file"
    end
    return os.remove(path)
end

function files.readFromFile(path, mode)
    if not path then
        return nil
    end
    local file, message = io.open(path, mode or "r")
    if not file then
        return nil, message
    end
    local data
    data, message = file:read("*a")
    file:close()
    if not data then
        return nil, message
    end
    return data
end

--- Truncates and writes: true, or nil and a message.
-- `force_flush` asks the disk to keep the content, `dir_updated` to keep the directory.
function files.writeToFile(data, path, force_flush, lua_ready, dir_updated)
    if not path then
        return nil
    end
    local file, message = io.open(path, "wb")
    if not file then
        return nil, message
    end
    local ok
    if lua_ready then
        ok, message = file:write("-- ", path, "\nreturn ", data, "\n")
    else
        ok, message = file:write(data)
    end
    if ok and force_flush then
        require("ffi/util").fsyncOpenedFile(file)
    end
    file:close()
    if not ok then
        return nil, message
    end
    if dir_updated then
        require("ffi/util").fsyncDirectory(path)
    end
    return true
end

--- Bytes on the file system of `path`: total, used, available; an empty table when it cannot be asked.
function files.diskUsage(path)
    local total, free, available = require("ffi/util").df(path)
    if not total then
        return {}
    end
    return { total = total, used = total - free, available = available }
end

--- Bytes of memory: 85 % of what the kernel calls available, and all of it.
function files.calcFreeMem()
    local meminfo = io.open("/proc/meminfo", "r")
    if not meminfo then
        return nil, nil
    end
    local kilobytes = {}
    for line in meminfo:lines() do
        local name, value = line:match("^(%w+):%s+(%d+)")
        if name then
            kilobytes[name] = tonumber(value)
        end
    end
    meminfo:close()
    if kilobytes.MemAvailable and kilobytes.MemTotal then
        return math.floor(kilobytes.MemAvailable * 0.85) * 1024, kilobytes.MemTotal * 1024
    end
    return nil, nil
end

function files.getScriptType(path)
    return ({ sh = "shell", py = "python" })[files.getFileNameSuffix(path):lower()]
end

--- The full path of an executable along `path` (default: $PATH), or nil.
function files.which(command, path)
    for dir in (path or os.getenv("PATH") or ""):gmatch("[^:]+") do
        local candidate = dir .. "/" .. command
        if lfs.attributes(candidate, "mode") == "file" and require("ffi/util").isExecutable(candidate) then
            return candidate
        end
    end
end

return files
