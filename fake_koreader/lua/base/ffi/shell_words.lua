--- How a shell reads a command line: words with quotes, variables, `$(…)` and patterns of file names, and operators.
-- `Words.tokens(text, context)` gives an array of { op = text } and { word = text }; `context.variables` holds what the
-- line has set and `context.run(text)` carries out a command substitution.

local evaluate = require("ffi/shell_arithmetic")
local lfs = require("libs/libkoreader-lfs")
local not_emulated = require("not_emulated")

local Words = {}

local MAGIC = "[%^%$%(%)%%%.%[%]%*%+%-%?]"
local OPERATORS = {
    "^&&", "^||", "^2>&1", "^1>&2", "^>&2", "^&>", "^2>>", "^2>", "^1>", "^>>", "^>", "^<", "^;", "^\n", "^|", "^&",
}

local function escaped(text)
    return (text:gsub(MAGIC, "%%%0"))
end

-- What a `$` or a backtick at a position stands for, and the position after it.
local function substitute(text, at, context)
    local inner = text:match("^%$(%b())", at)
    if inner then
        local arithmetic = inner:match("^%(%((.*)%)%)$")
        if arithmetic then return evaluate(arithmetic), at + #inner + 1 end
        return (context.run(inner:sub(2, -2)):gsub("\n+$", "")), at + #inner + 1
    end
    inner = text:match("^`([^`]*)`", at)
    if inner then return (context.run(inner):gsub("\n+$", "")), at + #inner + 2 end
    if text:find("^%$%?", at) then return tostring(context.status), at + 2 end
    local whole, name = text:match("^(%${([%w_]+)})", at)
    if not whole then whole, name = text:match("^(%$([%a_][%w_]*))", at) end
    if not whole then
        if text:find("^%${", at) then not_emulated("shell", "${" .. (text:match("^%${([^}]*)", at) or "") .. "}") end
        return text:sub(at, at), at + 1
    end
    return context.variables[name] or os.getenv(name) or "", at + #whole
end

local function double_quoted(text, at, context)
    local parts = {}
    while true do
        local char = text:sub(at, at)
        if char == '"' then return table.concat(parts), at + 1 end
        if char == "" then error("sh: unterminated quoted string", 0) end
        local piece
        if char == "$" or char == "`" then
            piece, at = substitute(text, at, context)
        elseif char == "\\" and text:find('^["\\$`]', at + 1) then
            piece, at = text:sub(at + 1, at + 1), at + 2
        else
            piece, at = char, at + 1
        end
        parts[#parts + 1] = piece
    end
end

-- One piece of a word: its text, the position after it, and whether it was quoted.
local function piece_of(text, at, context)
    local char = text:sub(at, at)
    if char == "'" then
        local closing = text:find("'", at + 1, true) or error("sh: unterminated quoted string", 0)
        return text:sub(at + 1, closing - 1), closing + 1, true
    elseif char == '"' then
        local value, after = double_quoted(text, at + 1, context)
        return value, after, true
    elseif char == "$" or char == "`" then
        local value, after = substitute(text, at, context)
        return value, after, false
    elseif char == "\\" then
        return text:sub(at + 1, at + 1), at + 2, true
    elseif char == "(" or char == ")" then
        not_emulated("shell", char)
    end
    return char, at + 1, false
end

-- Names in a folder that a pattern fits, as paths with `prefix`; hidden ones only when the pattern begins with a dot.
local function matches(prefix, pattern, hidden)
    local folder = prefix == "" and "." or prefix
    local found = {}
    if lfs.attributes(folder, "mode") ~= "directory" then return found end
    for name in lfs.dir(folder) do
        local shown = hidden or name:sub(1, 1) ~= "."
        if shown and name:find("^" .. pattern .. "$") then found[#found + 1] = prefix .. name end
    end
    table.sort(found)
    return found
end

-- The paths that a pattern of file names stands for; the segments are taken one after the other.
local function expand(pattern)
    local paths = { pattern:sub(1, 1) == "/" and "/" or "" }
    local segments = {}
    for segment in pattern:gmatch("[^/]+") do segments[#segments + 1] = segment end
    for i, segment in ipairs(segments) do
        local longer = {}
        for _, path in ipairs(paths) do
            for _, name in ipairs(matches(path, segment, segment:find("^%%%.") ~= nil)) do
                longer[#longer + 1] = i < #segments and name .. "/" or name
            end
        end
        paths = longer
    end
    return paths
end

-- A word at a position: the words it becomes and the position after it.
local function word(text, at, context)
    local parts, pattern, is_pattern, quoted_any, substituted = {}, {}, false, false, false
    while true do
        local char = text:sub(at, at)
        if char == "" or char:find("[%s;|&<>]") then break end
        local piece, after, quoted = piece_of(text, at, context)
        quoted_any = quoted_any or quoted
        if not quoted and after == at + 1 and (piece == "*" or piece == "?") then
            is_pattern = true
            pattern[#pattern + 1] = piece == "*" and ".*" or "."
        else
            pattern[#pattern + 1] = escaped(piece)
        end
        substituted = substituted or (not quoted and (char == "$" or char == "`"))
        parts[#parts + 1] = piece
        at = after
    end
    local whole = table.concat(parts)
    if is_pattern then
        local found = expand(table.concat(pattern))
        return #found > 0 and found or { whole }, at
    elseif substituted and not quoted_any then
        local words = {}
        for one in whole:gmatch("%S+") do words[#words + 1] = one end
        return words, at
    end
    return { whole }, at, quoted_any
end

--- The tokens of a command line.
function Words.tokens(text, context)
    local found, at = {}, 1
    while true do
        at = text:find("[^ \t]", at)
        if not at then return found end
        if text:sub(at, at) == "#" then
            at = text:find("\n", at, true) or #text + 1
        else
            local operator
            for _, pattern in ipairs(OPERATORS) do operator = operator or text:match(pattern, at) end
            if operator then
                found[#found + 1] = { op = operator }
                at = at + #operator
            else
                local words, quoted
                words, at, quoted = word(text, at, context)
                for _, one in ipairs(words) do found[#found + 1] = { word = one, quoted = quoted } end
            end
        end
    end
end

return Words
