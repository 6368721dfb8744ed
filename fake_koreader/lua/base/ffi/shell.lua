--[[--
The shell behind os.execute and io.popen: lists (`;`, `&&`, `||`, `&`), pipes, redirections, quoting, variables and
patterns (ffi/shell_words), with the programs of ffi/shell_programs, which work on the emulated disk.

A command that a scenario scripts a reply for gets that reply. Any other program is not on this device: as on a real
one, the shell says so on standard error and the status is 127; the trace has it as `command` with `known` false.
]]
local _, host = ...

local programs = require("ffi/shell_programs")
local Words = require("ffi/shell_words")

local Shell = {}

local NOT_FOUND = 127
local KEYWORDS = {
    ["for"] = true, ["while"] = true, ["until"] = true, ["case"] = true, ["{"] = true, ["!"] = true,
    ["function"] = true,
}

local Exit = {}

-- Runs one program: output, status, what it complains.
local function invoke(arguments, input, context)
    while arguments[1] and arguments[1]:find("^[%a_][%w_]*=") do
        local name, value = table.remove(arguments, 1):match("^([^=]*)=(.*)$")
        context.variables[name] = value
    end
    local line = table.concat(arguments, " ")
    local name = table.remove(arguments, 1)
    if not name then return "", 0, "" end
    if name == "exit" then
        error(setmetatable({ status = tonumber(arguments[1]) or context.status }, Exit), 0)
    end
    if KEYWORDS[name] then require("not_emulated")("shell", name) end
    if name == "export" then return invoke(arguments, input, context) end
    local output, status = host.commands.reply(line)
    if output then return output, status, "" end
    local program = programs[name:match("^/s?bin/([%w_]+)$") or name:match("^/usr/s?bin/([%w_]+)$") or name]
    host.commands.ran(line, program ~= nil)
    if not program then return "", NOT_FOUND, "sh: " .. name .. ": not found\n" end
    local said, complaint
    said, status, complaint = program(arguments, input)
    return said, status, complaint or ""
end

local function store(path, mode, text)
    if path == "/dev/null" then return true end
    local file, message = io.open(path, mode)
    if not file then return false, "sh: cannot create " .. message .. "\n" end
    file:write(text)
    file:close()
    return true
end

local REDIRECTIONS = {
    ["<"] = { input = true }, [">"] = { out = true, mode = "w" }, ["1>"] = { out = true, mode = "w" },
    [">>"] = { out = true, mode = "a" }, ["2>"] = { err = true, mode = "w" }, ["2>>"] = { err = true, mode = "a" },
    ["&>"] = { out = true, err = true, mode = "w" },
    ["2>&1"] = { join = true }, [">&2"] = { swap = true }, ["1>&2"] = { swap = true },
}

-- Takes one simple command with its redirections off the list.
local function take_command(list)
    local arguments, redirections = {}, {}
    while list[1] and (list[1].word or REDIRECTIONS[list[1].op]) do
        local token = table.remove(list, 1)
        if token.word then
            arguments[#arguments + 1] = token.word
        else
            local kind = REDIRECTIONS[token.op]
            local path = not kind.join and not kind.swap and (table.remove(list, 1) or {}).word or nil
            redirections[#redirections + 1] = { kind = kind, path = path }
        end
    end
    return arguments, redirections
end

-- Where output and complaints go, from left to right as a shell reads it: a path and a mode, or "out" or "err".
local function targets_of(redirections)
    local targets = { out = "out", err = "err" }
    for _, redirection in ipairs(redirections) do
        local kind, target = redirection.kind, { path = redirection.path, mode = redirection.kind.mode }
        if kind.input then targets.input = redirection.path end
        if kind.out then targets.out = target end
        if kind.err then targets.err = target end
        if kind.join then targets.err = targets.out end
        if kind.swap then targets.out = targets.err end
    end
    return targets
end

local function command(list, input, context)
    local arguments, redirections = take_command(list)
    local targets = targets_of(redirections)
    if targets.input then
        local complaint
        input, context.status, complaint = programs.cat({ targets.input }, "")
        if context.status ~= 0 then
            io.stderr:write(complaint)
            return ""
        end
    end
    local streams = { out = {}, err = {} }
    local output, status, complaint = invoke(arguments, input, context)
    context.status = status
    local written = {}
    for _, part in ipairs{ { targets.out, output }, { targets.err, complaint } } do
        local target, text = part[1], part[2]
        if type(target) == "string" then
            table.insert(streams[target], text)
        else
            local ok, message = store(target.path, written[target.path] and "a" or target.mode, text)
            written[target.path] = true
            if not ok then
                context.status = 2
                table.insert(streams.err, message)
            end
        end
    end
    io.stderr:write(table.concat(streams.err))
    return table.concat(streams.out)
end

local function pipeline(list, context)
    local output = command(list, context.input or "", context)
    while list[1] and list[1].op == "|" do
        table.remove(list, 1)
        output = command(list, output, context)
    end
    return output
end

local function skip_pipeline(list)
    while list[1] and not (list[1].op == "&&" or list[1].op == "||") do table.remove(list, 1) end
end

-- Pipelines between `&&` and `||`.
local function and_or(list, context)
    local parts, before = {}, nil
    while list[1] do
        if before == nil or (before == "&&") == (context.status == 0) then
            parts[#parts + 1] = pipeline(list, context)
        else
            skip_pipeline(list)
        end
        local separator = table.remove(list, 1)
        before = separator and separator.op
    end
    return table.concat(parts)
end

-- The parts between `;`, `&` and line ends, each with what ends it.
local function segments_of(tokens)
    local segments, current = {}, {}
    for _, token in ipairs(tokens) do
        if token.op == ";" or token.op == "&" or token.op == "\n" then
            segments[#segments + 1] = { tokens = current, ends = token.op }
            current = {}
        else
            current[#current + 1] = token
        end
    end
    segments[#segments + 1] = { tokens = current }
    return segments
end

local run_if

-- A job in the background has a time of its own, as a sub-process has.
local function in_background(segment, context)
    require("ffi/forked").runInSubProcess(function()
        pcall(and_or, segment.tokens, context)
    end, false, true)
    return ""
end

-- Segments one after the other, to the end or to one that begins with a word of `stops`; none runs unless `live`.
-- Returns where it stopped and at which word.
local function run_list(state, at, live, stops)
    while state.segments[at] do
        local segment = state.segments[at]
        local word = segment.tokens[1] and segment.tokens[1].word
        if stops and stops[word] then return at, word end
        if word == "if" then
            at = run_if(state, at, live)
        elseif live then
            local run = segment.ends == "&" and in_background or and_or
            state.parts[#state.parts + 1] = run(segment.ends == "&" and segment or segment.tokens, state.context)
        end
        at = at + 1
    end
    if stops then error("sh: syntax error: unterminated if", 0) end
end

local THEN, BRANCH_END, FI = { ["then"] = true }, { ["elif"] = true, ["else"] = true, fi = true }, { fi = true }

-- From `if` to `fi`, which is where it stops.
function run_if(state, at, live)
    local open, word = live, "if"
    while word == "if" or word == "elif" do
        table.remove(state.segments[at].tokens, 1)
        at = run_list(state, at, open, THEN)
        local holds = open and state.context.status == 0
        table.remove(state.segments[at].tokens, 1)
        if open and not holds then state.context.status = 0 end
        at, word = run_list(state, at, holds, BRANCH_END)
        open = open and not holds
    end
    if word == "else" then
        table.remove(state.segments[at].tokens, 1)
        at = run_list(state, at, open, FI)
    end
    if #state.segments[at].tokens > 1 then require("not_emulated")("shell", "fi, and what follows it") end
    return at
end

--- Run a command line. @treturn string what it prints @treturn number its status
function Shell.run(text, input)
    local parts = {}
    local context = { variables = {}, status = 0, input = input }
    local scripted, status = host.commands.reply(text)
    if scripted then return scripted, status end
    function context.run(inner) return (Shell.run(inner)) end
    local folder = host.storage.cwd()
    local ok, stop = pcall(function()
        run_list({ segments = segments_of(Words.tokens(text, context)), parts = parts, context = context }, 1, true)
    end)
    host.storage.chdir(folder)
    if not ok then
        if getmetatable(stop) == Exit then return table.concat(parts), stop.status end
        if type(stop) ~= "string" or not stop:find("^sh: ") then error(stop, 0) end
        io.stderr:write(stop, "\n")
        return table.concat(parts), 2
    end
    return table.concat(parts), context.status
end

--- Run one program without a shell. @treturn number|nil the raw wait status; nil when there is no such program
function Shell.execute(arguments)
    local context = { variables = {}, status = 0 }
    local words = {}
    for i, argument in ipairs(arguments) do words[i] = tostring(argument) end
    local output, status, complaint = invoke(words, "", context)
    if status == NOT_FOUND then return nil end
    io.stdout:write(output)
    io.stderr:write(complaint)
    return status * 256
end

--- os.execute: the raw wait status.
function Shell.system(text)
    local output, status = Shell.run(text)
    io.stdout:write(output)
    return status * 256
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
        require("not_emulated")("io.popen", "read(\"" .. format .. "\")")
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

-- A pipe to write to: the command gets it all when the pipe is closed.
local Feed = {}
Feed.__index = Feed

function Feed:write(...)
    for i = 1, select("#", ...) do self.parts[#self.parts + 1] = tostring((select(i, ...))) end
    return true
end

function Feed:flush() return true end

Feed.setvbuf = Feed.flush

function Feed:close()
    io.stdout:write((Shell.run(self.command, table.concat(self.parts))))
    return true
end

--- As io.popen.
function Shell.popen(text, mode)
    if mode and mode:find("^w") then return setmetatable({ command = text, parts = {} }, Feed) end
    return setmetatable({ text = Shell.run(text), at = 1 }, Pipe)
end

return Shell
