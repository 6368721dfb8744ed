--[[--
A shell small enough to be honest: lists (`;`, `&&`, `||`), pipes, redirections to files, quoting, variables and
`$((…))`, with the builtins below. Any other program is not on this device, and asking for it is loud.
]]
local not_emulated = require("not_emulated")

local Shell = {}

-- Arithmetic -----------------------------------------------------------------------------------------------------

local LEVELS = { { ["+"] = true, ["-"] = true }, { ["*"] = true, ["/"] = true, ["%"] = true } }

local function calculate(operator, left, right)
    if operator == "+" then return left + right end
    if operator == "-" then return left - right end
    if operator == "*" then return left * right end
    local quotient = left / right
    quotient = quotient < 0 and math.ceil(quotient) or math.floor(quotient)
    return operator == "/" and quotient or left - quotient * right
end

local function evaluate(text)
    local at = 1
    local function peek()
        at = text:find("%S", at) or #text + 1
        return text:sub(at, at)
    end
    local expression
    local function operand()
        local char = peek()
        if char == "(" then
            at = at + 1
            local value = expression(1)
            peek()
            at = at + 1
            return value
        elseif char == "-" then
            at = at + 1
            return -operand()
        end
        local digits = text:match("^%d+", at)
        if not digits then not_emulated("io.popen", "$((" .. text .. "))") end
        at = at + #digits
        return tonumber(digits)
    end
    function expression(level)
        if not LEVELS[level] then return operand() end
        local value = expression(level + 1)
        while LEVELS[level][peek()] do
            local operator = peek()
            at = at + 1
            value = calculate(operator, value, expression(level + 1))
        end
        return value
    end
    return string.format("%d", expression(1))
end

-- Words ----------------------------------------------------------------------------------------------------------

-- What a `$` at a position stands for, and the position after it.
local function substitute(text, at)
    local inner = text:match("^%$(%b())", at)
    if inner then
        local arithmetic = inner:match("^%(%((.*)%)%)$")
        if not arithmetic then not_emulated("io.popen", "$" .. inner) end
        return evaluate(arithmetic), at + #inner + 1
    end
    local whole, name = text:match("^(%${([%w_]+)})", at)
    if not whole then whole, name = text:match("^(%$([%a_][%w_]*))", at) end
    if not whole then return "$", at + 1 end
    return os.getenv(name) or "", at + #whole
end

local function doubleQuoted(text, at)
    local parts = {}
    while true do
        local char = text:sub(at, at)
        if char == '"' then return table.concat(parts), at + 1 end
        if char == "" then error("sh: unterminated quoted string", 0) end
        local piece
        if char == "$" then
            piece, at = substitute(text, at)
        elseif char == "\\" and text:find('^["\\$`]', at + 1) then
            piece, at = text:sub(at + 1, at + 1), at + 2
        else
            piece, at = char, at + 1
        end
        parts[#parts + 1] = piece
    end
end

local function word(text, at)
    local parts = {}
    while true do
        local char = text:sub(at, at)
        local piece
        if char == "" or char:find("[%s;|&<>]") then return table.concat(parts), at end
        if char == "'" then
            local closing = text:find("'", at + 1, true) or error("sh: unterminated quoted string", 0)
            piece, at = text:sub(at + 1, closing - 1), closing + 1
        elseif char == '"' then
            piece, at = doubleQuoted(text, at + 1)
        elseif char == "$" then
            piece, at = substitute(text, at)
        elseif char == "\\" then
            piece, at = text:sub(at + 1, at + 1), at + 2
        elseif char:find("[`*?{}()]") then
            not_emulated("io.popen", "the shell's " .. char)
        else
            piece, at = char, at + 1
        end
        parts[#parts + 1] = piece
    end
end

local OPERATORS = { "^&&", "^||", "^2>&1", "^2>>", "^2>", "^>>", "^>", "^<", "^;", "^\n", "^|", "^&" }

-- Array of { op = text } and { word = text }.
local function tokens(text)
    local found, at = {}, 1
    while true do
        at = text:find("[^ \t]", at)
        if not at then return found end
        local operator
        for _, pattern in ipairs(OPERATORS) do
            operator = operator or text:match(pattern, at)
        end
        if operator then
            found[#found + 1] = { op = operator }
            at = at + #operator
        else
            local value
            value, at = word(text, at)
            found[#found + 1] = { word = value }
        end
    end
end

-- Builtins: (arguments, input) → output, status ----------------------------------------------------------------------

local ESCAPES = { n = "\n", t = "\t", r = "\r", ["\\"] = "\\", a = "\a" }

local function unescape(text)
    return (text:gsub("\\(.)", function(char) return ESCAPES[char] end))
end

local builtins = {}

function builtins.echo(arguments)
    if arguments[1] == "-n" then return table.concat(arguments, " ", 2), 0 end
    return table.concat(arguments, " ") .. "\n", 0
end

function builtins.printf(arguments)
    local format = unescape(arguments[1] or "")
    local next_argument = 1
    return (format:gsub("%%([%d.-]*)([%%sd])", function(flags, kind)
        if kind == "%" then return "%" end
        next_argument = next_argument + 1
        local value = arguments[next_argument]
        if kind == "d" then return string.format("%" .. flags .. "d", tonumber(value) or 0) end
        return string.format("%" .. flags .. "s", value or "")
    end)), 0
end

function builtins.cat(arguments, input)
    if #arguments == 0 then return input, 0 end
    local parts, status = {}, 0
    for _, path in ipairs(arguments) do
        local file, message = io.open(path, "rb")
        local content = file and file:read("*a")
        if file then file:close() end
        if content then
            parts[#parts + 1] = content
        else
            io.stderr:write("cat: ", message or path, "\n")
            status = 1
        end
    end
    return table.concat(parts), status
end

function builtins.sleep(arguments)
    require("ffi/util").usleep((tonumber(arguments[1]) or 0) * 1e6)
    return "", 0
end

builtins["true"] = function() return "", 0 end
builtins[":"] = builtins["true"]
builtins["false"] = function() return "", 1 end

-- Running --------------------------------------------------------------------------------------------------------

local Exit = {}

local function invoke(arguments, input)
    local name = table.remove(arguments, 1)
    if not name then return "", 0 end
    if name == "exit" then error(setmetatable({ status = tonumber(arguments[1]) or 0 }, Exit), 0) end
    local builtin = builtins[name]
    if not builtin then not_emulated("io.popen", name) end
    return builtin(arguments, input)
end

local function store(path, mode, text)
    if path == "/dev/null" then return end
    local file, message = io.open(path, mode)
    if not file then error("sh: " .. message, 0) end
    file:write(text)
    file:close()
end

-- One simple command with its redirections; `list` is consumed up to the next separator.
local function command(list, input)
    local arguments, target, mode = {}, nil, nil
    while list[1] and (list[1].word or list[1].op:find("[<>]")) do
        local token = table.remove(list, 1)
        if token.word then
            arguments[#arguments + 1] = token.word
        elseif token.op ~= "2>&1" then
            local path = (table.remove(list, 1) or {}).word
            if token.op == "<" then
                input = builtins.cat({ path }, "")
            elseif token.op == ">" or token.op == ">>" then
                target, mode = path, token.op == ">" and "w" or "a"
            end
        end
    end
    local output, status = invoke(arguments, input)
    if not target then return output, status end
    store(target, mode, output)
    return "", status
end

local function skipPipeline(list)
    while list[1] and not (list[1].op and list[1].op:find("^[;\n&]") or list[1].op == "||") do table.remove(list, 1) end
end

local function pipeline(list)
    local output, status = command(list, "")
    while list[1] and list[1].op == "|" do
        table.remove(list, 1)
        output, status = command(list, output)
    end
    return output, status
end

--- Run a command line. @treturn string what it prints @treturn number its status
function Shell.run(text)
    local list = tokens(text)
    local parts, status = {}, 0
    local ok, stop = pcall(function()
        local before
        while list[1] do
            local wanted = before ~= "&&" and before ~= "||" or (before == "&&") == (status == 0)
            if wanted then
                parts[#parts + 1], status = pipeline(list)
            else
                skipPipeline(list)
            end
            local separator = table.remove(list, 1)
            before = separator and separator.op
            if before == "&" then not_emulated("io.popen", "jobs in the background (&)") end
        end
    end)
    if not ok then
        if getmetatable(stop) ~= Exit then error(stop, 0) end
        status = stop.status
    end
    return table.concat(parts), status
end

-- A pipe to read from, made of the whole output: nothing else happens while a command runs.
local Pipe = {}
Pipe.__index = Pipe

local function readOne(pipe, format)
    local text, at = pipe.text, pipe.at
    if format == nil then format = "l" end
    if type(format) == "number" then
        if at > #text then return nil end
        pipe.at = at + format
        return text:sub(at, at + format - 1)
    end
    local kind = format:gsub("^%*", ""):sub(1, 1)
    if kind == "a" then
        pipe.at = #text + 1
        return text:sub(at)
    elseif kind ~= "l" and kind ~= "L" then
        not_emulated("io.popen", "read(\"" .. format .. "\")")
    end
    if at > #text then return nil end
    local line_end = text:find("\n", at, true)
    pipe.at = (line_end or #text) + 1
    return text:sub(at, line_end and (kind == "L" and line_end or line_end - 1) or #text)
end

function Pipe:read(...)
    local count = select("#", ...)
    if count == 0 then return readOne(self) end
    local results = {}
    for i = 1, count do
        results[i] = readOne(self, (select(i, ...)))
        if results[i] == nil then break end
    end
    return unpack(results, 1, count)
end

function Pipe:lines(format)
    return function() return readOne(self, format) end
end

function Pipe:close() return true end

function Pipe:setvbuf() return true end

--- As io.popen, for reading; writing to a command is not emulated.
function Shell.popen(text, mode)
    if mode and not mode:find("^r") then not_emulated("io.popen", 'mode "' .. mode .. '"') end
    return setmetatable({ text = Shell.run(text), at = 1 }, Pipe)
end

return Shell
