--- More programs of the shell (see ffi/shell_programs): questions about files and the machine, time, archives.

local lfs = require("libs/libkoreader-lfs")

local system = {}

system["true"] = function() return "", 0 end
system[":"] = system["true"]
system["false"] = function() return "", 1 end

-- test ---------------------------------------------------------------------------------------------------------------

local UNARY = {
    ["-e"] = function(path) return lfs.attributes(path, "mode") ~= nil end,
    ["-f"] = function(path) return lfs.attributes(path, "mode") == "file" end,
    ["-d"] = function(path) return lfs.attributes(path, "mode") == "directory" end,
    ["-L"] = function(path) return lfs.symlinkattributes(path, "mode") == "link" end,
    ["-s"] = function(path) return (lfs.attributes(path, "size") or 0) > 0 end,
    ["-r"] = function(path) return lfs.attributes(path, "mode") ~= nil end,
    ["-x"] = function(path) return (require("ffi/util").isExecutable(path)) end,
    ["-z"] = function(text) return text == "" end,
    ["-n"] = function(text) return text ~= "" end,
}
UNARY["-h"], UNARY["-w"] = UNARY["-L"], UNARY["-r"]

local BINARY = {
    ["="] = function(a, b) return a == b end,
    ["!="] = function(a, b) return a ~= b end,
    ["-eq"] = function(a, b) return tonumber(a) == tonumber(b) end,
    ["-ne"] = function(a, b) return tonumber(a) ~= tonumber(b) end,
    ["-lt"] = function(a, b) return tonumber(a) < tonumber(b) end,
    ["-le"] = function(a, b) return tonumber(a) <= tonumber(b) end,
    ["-gt"] = function(a, b) return tonumber(a) > tonumber(b) end,
    ["-ge"] = function(a, b) return tonumber(a) >= tonumber(b) end,
}
BINARY["=="] = BINARY["="]

local function holds(words)
    if words[1] == "!" then
        return not holds{ select(2, unpack(words)) }
    elseif #words == 0 then
        return false
    elseif #words == 1 then
        return words[1] ~= ""
    elseif #words == 2 and UNARY[words[1]] then
        return UNARY[words[1]](words[2])
    elseif #words == 3 and BINARY[words[2]] then
        return BINARY[words[2]](words[1], words[3])
    end
    require("not_emulated")("shell", "test " .. table.concat(words, " "))
end

function system.test(arguments)
    return "", holds(arguments) and 0 or 1
end

system["["] = function(arguments)
    if table.remove(arguments) ~= "]" then return "", 2, "sh: [: missing ]\n" end
    return system.test(arguments)
end

-- The machine --------------------------------------------------------------------------------------------------------

function system.sleep(arguments)
    require("ffi/util").usleep((tonumber((arguments[1] or "0"):match("^[%d.]+")) or 0) * 1e6)
    return "", 0
end

system.usleep = function(arguments)
    require("ffi/util").usleep(tonumber(arguments[1]) or 0)
    return "", 0
end

function system.date(arguments)
    local format = "%a %b %e %H:%M:%S %Z %Y"
    local utc = ""
    for _, argument in ipairs(arguments) do
        if argument == "-u" then utc = "!" end
        format = argument:match("^%+(.*)$") or format
    end
    return os.date(utc .. format:gsub("%%s", tostring(os.time()))) .. "\n", 0
end

local NAMES = { s = "Linux", n = "device", r = "4.1.15", m = "armv7l", v = "#1 SMP PREEMPT" }

function system.uname(arguments)
    local letters = (arguments[1] or "-s"):gsub("^%-", "")
    if letters == "a" then letters = "snrvm" end
    local words = {}
    for letter in letters:gmatch(".") do words[#words + 1] = NAMES[letter] end
    return table.concat(words, " ") .. "\n", 0
end

function system.df(arguments)
    local path = arguments[#arguments]
    if not path or path:find("^%-") then path = "/" end
    local total, free = require("ffi/util").df(path)
    if not total then return "", 1, "df: " .. path .. ": " .. tostring(free) .. "\n" end
    local kilo, left = math.floor(total / 1024), math.floor(free / 1024)
    return ("Filesystem           1K-blocks      Used Available Use%% Mounted on\n%-20s %9d %9d %9d %3d%% %s\n"):format(
        "/dev/mmcblk0p3", kilo, kilo - left, left, math.ceil((kilo - left) * 100 / math.max(kilo, 1)), path), 0
end

-- Where a program would be: every one that is here is in /bin.
local function which(arguments)
    local found = {}
    for _, name in ipairs(arguments) do
        if not name:find("^%-") and require("ffi/shell_programs")[name] then found[#found + 1] = "/bin/" .. name end
    end
    return #found > 0 and table.concat(found, "\n") .. "\n" or "", #found > 0 and 0 or 1
end

system.which, system.command, system.type = which, which, which

-- No process but KOReader runs that a plugin could ask for by name.
for _, name in ipairs{ "pgrep", "pidof", "pkill", "killall" } do
    system[name] = function() return "", 1 end
end

function system.ps()
    return "  PID USER       VSZ STAT COMMAND\n" .. ("%5d root     %d S    ./luajit ./reader.lua\n"):format(
        require("ffi").C.getpid(), 65536), 0
end

function system.kill(arguments)
    local libc = require("ffi").C
    local signal, status, complaint = 15, 0, ""
    for _, argument in ipairs(arguments) do
        local wanted = argument:match("^%-(%d+)$") or (argument == "-KILL" and 9)
        if wanted then
            signal = tonumber(wanted)
        elseif libc.kill(tonumber(argument) or -1, signal) ~= 0 then
            status, complaint = 1, "sh: can't kill pid " .. argument .. ": No such process\n"
        end
    end
    return "", status, complaint
end

-- Files --------------------------------------------------------------------------------------------------------------

local function digest_of(name)
    return function(paths, input)
        local digest = require("ffi/sha2")[name]
        if #paths == 0 then return digest(input) .. "  -\n", 0 end
        local lines, status, complaint = {}, 0, ""
        for _, path in ipairs(paths) do
            local content = require("util").readFromFile(path, "rb")
            if content then
                lines[#lines + 1] = digest(content) .. "  " .. path .. "\n"
            else
                status, complaint = 1, name .. "sum: " .. path .. ": No such file or directory\n"
            end
        end
        return table.concat(lines), status, complaint
    end
end

system.md5sum, system.sha1sum, system.sha256sum = digest_of("md5"), digest_of("sha1"), digest_of("sha256")

local function walk(path, visit)
    visit(path)
    if lfs.symlinkattributes(path, "mode") ~= "directory" then return end
    local names = {}
    for name in lfs.dir(path) do
        if name ~= "." and name ~= ".." then names[#names + 1] = name end
    end
    table.sort(names)
    for _, name in ipairs(names) do walk(path:gsub("/$", "") .. "/" .. name, visit) end
end

function system.find(arguments)
    local root, tests, index = ".", {}, 1
    if arguments[1] and not arguments[1]:find("^%-") then root, index = arguments[1], 2 end
    while index <= #arguments do
        local test, value = arguments[index], arguments[index + 1]
        if test ~= "-name" and test ~= "-iname" and test ~= "-type" then
            require("not_emulated")("shell", "find " .. test)
        end
        tests[#tests + 1] = { test, value }
        index = index + 2
    end
    if not lfs.attributes(root) then return "", 1, "find: " .. root .. ": No such file or directory\n" end
    local function fits(path)
        for _, test in ipairs(tests) do
            local name = require("ffi/util").basename(path)
            local pattern = test[2]
            if test[1] == "-type" then
                local mode = lfs.symlinkattributes(path, "mode")
                if mode ~= (pattern == "d" and "directory" or pattern == "l" and "link" or "file") then return false end
            else
                if test[1] == "-iname" then name, pattern = name:lower(), pattern:lower() end
                pattern = pattern:gsub("[%^%$%(%)%%%.%[%]%+%-]", "%%%0"):gsub("%*", ".*"):gsub("%?", ".")
                if not name:find("^" .. pattern .. "$") then return false end
            end
        end
        return true
    end
    local found = {}
    walk(root, function(path)
        if fits(path) then found[#found + 1] = path .. "\n" end
    end)
    return table.concat(found), 0
end

--- Everything of a zip into a folder; what is there is written over.
function system.unzip(arguments)
    local path, folder, only, index = nil, ".", {}, 1
    while index <= #arguments do
        local argument = arguments[index]
        if argument:find("^%-.*d$") then
            index = index + 1
            folder = arguments[index]
        elseif not argument:find("^%-") then
            if path then only[argument] = true else path = argument end
        end
        index = index + 1
    end
    local reader = require("ffi/archiver").Reader:new()
    if not path or lfs.attributes(path, "mode") ~= "file" or not reader:open(path) then
        return "", 9, "unzip: can't open " .. tostring(path) .. "\n"
    end
    local lines, status, complaint = { "Archive:  " .. path .. "\n" }, 0, ""
    for entry in reader:iterate() do
        if next(only) == nil or only[entry.path] then
            local target = folder:gsub("/$", "") .. "/" .. entry.path
            local ok, message = reader:extractToPath(entry.index, target)
            lines[#lines + 1] = "  inflating: " .. target .. "\n"
            if not ok then status, complaint = 1, "unzip: " .. tostring(message) .. "\n" end
        end
    end
    reader:close()
    for _, argument in ipairs(arguments) do
        if argument:find("^%-.*q") then lines = {} end
    end
    return table.concat(lines), status, complaint
end

return system
