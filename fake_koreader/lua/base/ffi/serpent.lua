--- Values as readable text and back: serpent 0.303's interface (specs/koreader-core.md §2.2), written anew.
-- `dump` writes a chunk that restores shared and self references; `line` and `block` are for reading.

local KEYWORDS = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true
    until while]]):gmatch("%a+") do
    KEYWORDS[word] = true
end

local GLOBAL_NAMES = {}
for _, library in ipairs{ "coroutine", "debug", "io", "math", "string", "table", "os" } do
    for name, value in pairs(_G[library] or {}) do
        if type(value) == "function" then
            GLOBAL_NAMES[value] = library .. "." .. name
        end
    end
end

local function is_name(key)
    return type(key) == "string" and key:find("^[%a_][%w_]*$") and not KEYWORDS[key]
end

local function quote(text)
    return (("%q"):format(text):gsub("\\\n", "\\n"):gsub("\26", "\\026"))
end

local function number_text(number, options)
    if number ~= number then
        return "0/0 --[[nan]]"
    elseif number == math.huge or number == -math.huge then
        local sign = number < 0 and "-" or ""
        return options.nohuge and sign .. "math.huge" or sign .. "1/0 --[[" .. sign .. "math.huge]]"
    elseif number % 1 == 0 and math.abs(number) < 2 ^ 53 then
        return ("%.0f"):format(number)
    end
    return (options.numformat or "%.17g"):format(number)
end

-- A sort key that puts numbers first and by value, then everything else by its text.
local function sort_key(key)
    if type(key) == "number" then
        return ("0%020.6f"):format(key + 2 ^ 53)
    end
    return "1" .. tostring(key)
end

local Writer = {}
Writer.__index = Writer

local function new_writer(options)
    return setmetatable({
        options = options,
        seen = {}, -- table -> the expression by which the written chunk reaches it
        later = {}, -- assignments that have to wait until their table exists
        space = options.compact and "" or " ",
    }, Writer)
end

function Writer:comment(value)
    local allowed = self.options.comment
    if allowed and allowed ~= 0 then
        return " --[[" .. tostring(value) .. "]]"
    end
    return ""
end

function Writer:keys_of(t)
    local keys, listed = {}, {}
    for i = 1, math.min(#t, self.options.maxnum or #t) do
        keys[i], listed[i] = i, true
    end
    local count = #keys
    local rest = {}
    for key in pairs(t) do
        if not listed[key] then
            rest[#rest + 1] = key
        end
    end
    local sort_with = self.options.sortkeys
    if type(sort_with) == "function" then
        sort_with(rest, t)
    elseif sort_with then
        table.sort(rest, function(a, b) return sort_key(a) < sort_key(b) end)
    end
    for _, key in ipairs(rest) do
        keys[#keys + 1] = key
    end
    return keys, count
end

function Writer:wanted(key, value)
    local options = self.options
    return not (options.valignore and options.valignore[value])
        and not (options.keyallow and not options.keyallow[key])
        and not (options.keyignore and options.keyignore[key])
        and not (options.valtypeignore and options.valtypeignore[type(value)])
        and not (options.sparse and value == nil)
end

function Writer:key_text(key, depth)
    if is_name(key) then
        return key
    end
    return "[" .. self:value(key, nil, depth) .. "]"
end

-- How the chunk reaches `t[key]` when it reaches `t` by `path`.
function Writer:path_to(path, key, depth)
    if not path then
        return nil
    end
    return is_name(key) and path .. "." .. key or path .. "[" .. self:value(key, nil, depth) .. "]"
end

function Writer:entry(t, key, in_list, path, depth)
    local value = t[key]
    local reach = self:path_to(path, key, depth)
    local again = type(value) == "table" and self.seen[value]
    if again and self.options.name then
        self.later[#self.later + 1] = reach .. self.space .. "=" .. self.space .. again
        return in_list and "nil" or nil
    end
    local text = again and "nil --[[ref]]" or self:value(value, reach, depth)
    if in_list then
        return text
    end
    return self:key_text(key, depth) .. self.space .. "=" .. self.space .. text
end

function Writer:table(t, path, depth)
    local options = self.options
    local meta = getmetatable(t)
    if options.metatostring ~= false and type(meta) == "table" and (meta.__serialize or meta.__tostring) then
        local ok, text = pcall(meta.__serialize or meta.__tostring, t)
        if ok then
            return type(text) == "table" and self:table(text, path, depth) or self:value(text, path, depth)
        end
    end
    self.seen[t] = path or "?"
    if options.maxlevel and depth >= options.maxlevel then
        return "{}" .. self:comment("maxlvl")
    end
    local keys, listed = self:keys_of(t)
    local entries = {}
    for i, key in ipairs(keys) do
        local value = t[key]
        if self:wanted(key, value) then
            entries[#entries + 1] = self:entry(t, key, i <= listed, path, depth + 1)
        end
    end
    local indent = options.indent
    if indent and #entries > 0 then
        local line = "\n" .. (options.prefix or "") .. indent:rep(depth + 1)
        local close = "\n" .. (options.prefix or "") .. indent:rep(depth)
        return "{" .. line .. table.concat(entries, "," .. line) .. close .. "}" .. self:comment(t)
    end
    return "{" .. table.concat(entries, "," .. self.space) .. "}" .. self:comment(t)
end

function Writer:value(value, path, depth)
    local kind = type(value)
    if kind == "table" then
        return self:table(value, path, depth)
    elseif kind == "string" then
        return quote(value)
    elseif kind == "number" then
        return number_text(value, self.options)
    elseif kind == "boolean" or kind == "nil" then
        return tostring(value)
    elseif GLOBAL_NAMES[value] then
        return GLOBAL_NAMES[value] .. self:comment(value)
    elseif kind == "function" and self.options.nocode then
        return "function() --[[..skipped..]] end" .. self:comment(value)
    elseif kind == "function" then
        local ok, code = pcall(string.dump, value)
        if ok then
            return "((loadstring or load)(" .. quote(code) .. ",'@serialized'))" .. self:comment(value)
        end
    end
    if self.options.fatal then
        error("Can't serialize " .. tostring(value), 0)
    end
    return quote(tostring(value))
end

local function with(defaults, options)
    local merged = {}
    for _, source in ipairs{ defaults, options or {} } do
        for name, value in pairs(source) do
            merged[name] = value
        end
    end
    return merged
end

local serpent = { _NAME = "serpent", _VERSION = "0.303" }

--- A chunk that makes the value again: `do local _={…};return _;end`.
function serpent.dump(value, options)
    options = with({ name = "_", compact = true, sparse = true }, options)
    local writer = new_writer(options)
    local body = writer:value(value, options.name, 0)
    local separator = options.indent and "\n" or ";" .. writer.space
    local statements = { "local " .. options.name .. writer.space .. "=" .. writer.space .. body }
    for _, assignment in ipairs(writer.later) do
        statements[#statements + 1] = assignment
    end
    statements[#statements + 1] = "return " .. options.name
    return "do " .. table.concat(statements, separator) .. separator .. "end"
end

--- One line, keys sorted.
function serpent.line(value, options)
    options = with({ sortkeys = true, comment = true }, options)
    return new_writer(options):value(value, options.name, 0)
end

--- Several lines, keys sorted.
function serpent.block(value, options)
    return serpent.line(value, with({ indent = "  " }, options))
end

--- true and the value of a text, or false (nil when it does not compile) and a message.
-- Unless `safe = false`, the text may not call anything.
function serpent.load(text, options)
    local chunk, message = loadstring("return " .. text, "=serialized")
    if not chunk then
        chunk, message = loadstring(text, "=serialized")
    end
    if not chunk then
        return nil, message
    end
    if not (options and options.safe == false) then
        local guard = setmetatable({}, {
            __index = function(guarded) return guarded end,
            __call = function() error("cannot call functions", 0) end,
        })
        setfenv(chunk, guard)
    end
    local ok, value = pcall(chunk)
    return ok, value
end

return setmetatable(serpent, {
    __call = function(_, ...) return serpent.dump(...) end,
})
