--- The programs of the emulated device's shell: those of a busybox that plugins ask for, on the emulated disk.
-- Each takes (arguments, input) and gives output, status and, when it complains, what it writes to standard error.

local _, host = ...

local lfs = require("libs/libkoreader-lfs")

local programs = {}

local ESCAPES = { n = "\n", t = "\t", r = "\r", ["\\"] = "\\", a = "\a" }

-- Splits `-rf` like options from the rest; `--` ends them; letters in `valued` take the next argument.
local function options_of(arguments, valued)
    local options, rest, ended, index = {}, {}, false, 1
    while index <= #arguments do
        local argument = arguments[index]
        if ended or not argument:find("^%-.") then
            rest[#rest + 1] = argument
        elseif argument == "--" then
            ended = true
        else
            for letter in argument:sub(2):gmatch(".") do options[letter] = true end
            local last = argument:sub(-1)
            if valued and valued:find(last, 1, true) then
                index = index + 1
                options[last] = arguments[index]
            end
        end
        index = index + 1
    end
    return options, rest
end

-- Carries out `action(path)` for each path; it gives nil and a message when it fails.
local function each(name, paths, action, quiet)
    local complaints = {}
    for _, path in ipairs(paths) do
        local ok, message = action(path)
        if not ok and not quiet then
            complaints[#complaints + 1] = name .. ": " .. path .. ": " .. tostring(message) .. "\n"
        elseif not ok then
            complaints[#complaints + 1] = ""
        end
    end
    return "", #complaints > 0 and 1 or 0, table.concat(complaints)
end

local function mode_of(path)
    return lfs.attributes(path, "mode")
end

-- Text ---------------------------------------------------------------------------------------------------------------

function programs.echo(arguments)
    local first, newline = 1, "\n"
    if arguments[1] == "-n" then
        first, newline = 2, ""
    elseif arguments[1] == "-e" then
        local text = table.concat(arguments, " ", 2):gsub("\\(.)", ESCAPES)
        return text .. "\n", 0
    end
    return table.concat(arguments, " ", first) .. newline, 0
end

function programs.printf(arguments)
    local format = (arguments[1] or ""):gsub("\\(.)", ESCAPES)
    local next_argument = 1
    return (format:gsub("%%([%d.-]*)([%%sd])", function(flags, kind)
        if kind == "%" then return "%" end
        next_argument = next_argument + 1
        local value = arguments[next_argument]
        if kind == "d" then return string.format("%" .. flags .. "d", tonumber(value) or 0) end
        return string.format("%" .. flags .. "s", value or "")
    end)), 0
end

function programs.cat(arguments, input)
    if #arguments == 0 then return input, 0 end
    local parts = {}
    local _, status, complaint = each("cat", arguments, function(path)
        local file, message = io.open(path, "rb")
        if not file then return nil, message:match("^.*: (.-)$") end
        local content, failure = file:read("*a")
        file:close()
        parts[#parts + 1] = content
        return content, failure
    end)
    return table.concat(parts), status, complaint
end

-- The input, or the content of the files named.
local function text_of(paths, input)
    if #paths == 0 then return input, 0 end
    return programs.cat(paths, input)
end

local function lines_of(text)
    local lines = {}
    for line in (text:sub(-1) == "\n" and text or text ~= "" and text .. "\n" or ""):gmatch("(.-)\n") do
        lines[#lines + 1] = line
    end
    return lines
end

local function joined(lines, from, to)
    return from <= to and table.concat(lines, "\n", from, to) .. "\n" or ""
end

local function count_option(arguments)
    for i, argument in ipairs(arguments) do
        local count = argument:match("^%-(%d+)$")
        if count then
            table.remove(arguments, i)
            return tonumber(count)
        end
    end
end

function programs.head(arguments, input)
    local count = count_option(arguments)
    local options, rest = options_of(arguments, "n")
    local text, status, complaint = text_of(rest, input)
    local lines = lines_of(text)
    return joined(lines, 1, math.min(#lines, count or tonumber(options.n) or 10)), status, complaint
end

function programs.tail(arguments, input)
    local count = count_option(arguments)
    local options, rest = options_of(arguments, "n")
    local text, status, complaint = text_of(rest, input)
    local lines = lines_of(text)
    return joined(lines, math.max(1, #lines - (count or tonumber(options.n) or 10) + 1), #lines), status, complaint
end

function programs.wc(arguments, input)
    local options, rest = options_of(arguments)
    local text, status, complaint = text_of(rest, input)
    local lines, words = select(2, text:gsub("\n", "")), select(2, text:gsub("%S+", ""))
    local shown = options.l and lines or options.c and #text or options.w and words
        or ("%7d %7d %7d"):format(lines, words, #text)
    return shown .. (rest[1] and " " .. rest[1] or "") .. "\n", status, complaint
end

-- The text is looked for as it is: patterns of grep are loud when they have more than letters in them.
function programs.grep(arguments, input)
    local options, rest = options_of(arguments, "e")
    local wanted = options.e or table.remove(rest, 1) or ""
    if not options.F and wanted:find("[%.%*%[%]%^%$\\+|?]") then
        require("not_emulated")("shell", "grep " .. wanted)
    end
    local text, status, complaint = text_of(rest, input)
    if status ~= 0 then return "", 2, options.s and "" or complaint end
    local found = {}
    for _, line in ipairs(lines_of(text)) do
        local here = options.i and line:lower():find(wanted:lower(), 1, true) or line:find(wanted, 1, true)
        if (here ~= nil) ~= (options.v == true) then found[#found + 1] = line end
    end
    local outcome = #found > 0 and 0 or 1
    if options.q then return "", outcome end
    if options.c then return #found .. "\n", outcome end
    return joined(found, 1, #found), outcome
end

function programs.basename(arguments)
    local name = require("ffi/util").basename(arguments[1] or "")
    local suffix = arguments[2]
    if suffix and name ~= suffix and name:sub(-#suffix) == suffix then name = name:sub(1, -#suffix - 1) end
    return name .. "\n", 0
end

function programs.dirname(arguments)
    return require("ffi/util").dirname(arguments[1] or "") .. "\n", 0
end

-- Files --------------------------------------------------------------------------------------------------------------

function programs.mkdir(arguments)
    local options, paths = options_of(arguments, "m")
    return each("mkdir", paths, function(path)
        if not options.p then return lfs.mkdir(path) end
        if mode_of(path) == "directory" then return true end
        return require("util").makePath(path)
    end)
end

local function remove(path)
    if lfs.symlinkattributes(path, "mode") == "directory" then return require("ffi/util").purgeDir(path) end
    return os.remove(path)
end

function programs.rm(arguments)
    local options, paths = options_of(arguments)
    return each("rm", paths, function(path)
        local mode = lfs.symlinkattributes(path, "mode")
        if not mode then return options.f, "No such file or directory" end
        if mode == "directory" and not (options.r or options.R) then return nil, "Is a directory" end
        return remove(path)
    end)
end

function programs.rmdir(arguments)
    local _, paths = options_of(arguments)
    return each("rmdir", paths, lfs.rmdir)
end

local function copy_file(from, to)
    local message = require("ffi/util").copyFile(from, to)
    return message == nil, message
end

local function copy(from, to, recursive)
    if mode_of(from) ~= "directory" then return copy_file(from, to) end
    if not recursive then return nil, "omitting directory" end
    if mode_of(to) ~= "directory" then
        local ok, message = lfs.mkdir(to)
        if not ok then return nil, message end
    end
    for name in lfs.dir(from) do
        if name ~= "." and name ~= ".." then
            local ok, message = copy(from .. "/" .. name, to .. "/" .. name, recursive)
            if not ok then return nil, message end
        end
    end
    return true
end

-- For cp, mv and ln: the last path may be a folder for all others.
local function transfer(name, arguments, action)
    local options, paths = options_of(arguments)
    local target = table.remove(paths)
    if not target or #paths == 0 then return "", 1, name .. ": missing file operand\n" end
    local into = mode_of(target) == "directory"
    if #paths > 1 and not into then return "", 1, name .. ": " .. target .. ": Not a directory\n" end
    return each(name, paths, function(path)
        local to = into and target:gsub("/+$", "") .. "/" .. require("ffi/util").basename(path) or target
        return action(path, to, options)
    end)
end

function programs.cp(arguments)
    return transfer("cp", arguments, function(from, to, options)
        return copy(from, to, options.r or options.R or options.a)
    end)
end

function programs.mv(arguments)
    return transfer("mv", arguments, function(from, to)
        return os.rename(from, to)
    end)
end

function programs.ln(arguments)
    return transfer("ln", arguments, function(from, to, options)
        if options.f then os.remove(to) end
        return lfs.link(from, to, options.s)
    end)
end

function programs.touch(arguments)
    local _, paths = options_of(arguments)
    return each("touch", paths, function(path)
        if mode_of(path) then return lfs.touch(path) end
        local file, message = io.open(path, "w")
        if not file then return nil, message end
        return file:close()
    end)
end

function programs.chmod(arguments)
    local _, paths = options_of(arguments)
    local wanted = table.remove(paths, 1) or ""
    return each("chmod", paths, function(path)
        local now = select(8, host.storage.stat(path, true))
        if not now or type(now) ~= "number" then return nil, "No such file or directory" end
        local bits = tonumber(wanted, 8)
        if not bits then
            local sign = wanted:match("([+-])[rwx]*x")
            local bit = require("bit")
            bits = sign == "+" and bit.bor(now, 73) or sign == "-" and bit.band(now, bit.bnot(73)) or now
        end
        return host.storage.chmod(path, bits % 512)
    end)
end

programs.chown = function() return "", 0 end

function programs.ls(arguments)
    local options, paths = options_of(arguments)
    if #paths == 0 then paths = { "." } end
    local lines = {}
    local _, status, complaint = each("ls", paths, function(path)
        local mode = mode_of(path)
        if not mode then return nil, "No such file or directory" end
        if mode ~= "directory" or options.d then
            lines[#lines + 1] = path
            return true
        end
        local names = {}
        for name in lfs.dir(path) do
            local dots = name == "." or name == ".."
            if name:sub(1, 1) ~= "." or options.a or (options.A and not dots) then names[#names + 1] = name end
        end
        table.sort(names)
        for _, name in ipairs(names) do lines[#lines + 1] = name end
        return true
    end)
    return joined(lines, 1, #lines), status, complaint
end

function programs.pwd() return lfs.currentdir() .. "\n", 0 end

function programs.cd(arguments)
    return each("cd", { arguments[1] or "/" }, lfs.chdir)
end

function programs.sync()
    host.storage.sync()
    return "", 0
end

for name, member in pairs(require("ffi/shell_system")) do
    programs[name] = member
end

return programs
