--[[--
LTN12: sources, sinks, filters and pumps. A source gives a chunk each time it is called, and nil at the end (with a
message when the end is a failure). A sink takes chunks, and nil at the end; it answers something true while it wants
more. A filter turns chunks into chunks: asked with "" it gives what it still holds, with nil what it held back until
the end.
As LuaSocket's module of that name, which also sets the global `ltn12`.
]]
local ltn12 = { BLOCKSIZE = 2048, _VERSION = "LTN12 1.0.3", filter = {}, source = {}, sink = {}, pump = {} }
local filter, source, sink, pump = ltn12.filter, ltn12.source, ltn12.sink, ltn12.pump

--- Filters

--- A filter made of a function `(context, chunk, extra) -> output, context`.
function filter.cycle(step, context, extra)
    assert(step, "a filter needs its function")
    return function(chunk)
        local output
        output, context = step(context, chunk, extra)
        return output
    end
end

local function feed(second, piece, into)
    local output = second(piece)
    while output ~= nil and output ~= "" do
        into[#into + 1] = output
        output = second(piece and "")
    end
end

local function join(first, second)
    local ended = false
    return function(chunk)
        if chunk == "" then
            return ""
        elseif chunk == nil and ended then
            return nil
        end
        local into = {}
        local piece = first(chunk)
        while piece ~= nil and piece ~= "" do
            feed(second, piece, into)
            piece = first(chunk and "")
        end
        if chunk == nil then
            ended = true
            feed(second, nil, into)
            return into[1] and table.concat(into) or nil
        end
        return table.concat(into)
    end
end

--- One filter out of several, the first one first.
function filter.chain(first, ...)
    for i = 1, select("#", ...) do
        first = join(first, (select(i, ...)))
    end
    return first
end

--- Sources

local function nothing()
    return nil
end

--- A source that is at its end.
function source.empty()
    return nothing
end

--- A source that fails at once.
function source.error(message)
    return function()
        return nil, message
    end
end

--- The contents of an open file, which is closed at the end. Without a handle: an error source.
function source.file(handle, message)
    if not handle then
        return source.error(message or "unable to open file")
    end
    return function()
        local block = handle:read(ltn12.BLOCKSIZE)
        if not block then
            handle:close()
        end
        return block
    end
end

--- The bytes of a string, block by block.
function source.string(text)
    if not text then
        return source.empty()
    end
    local position = 1
    return function()
        if position > #text then
            return nil
        end
        local block = text:sub(position, position + ltn12.BLOCKSIZE - 1)
        position = position + ltn12.BLOCKSIZE
        return block
    end
end

--- The items of a list, one by one.
function source.table(list)
    assert(type(list) == "table", "a list is needed")
    local index = 0
    return function()
        index = index + 1
        return list[index]
    end
end

--- A source whose calls may replace it: `src() -> chunk, replacement`.
function source.simplify(src)
    assert(src, "a source is needed")
    return function()
        local chunk, other = src()
        if chunk == nil then
            return nil, other
        end
        src = other or src
        return chunk
    end
end

--- A source that takes chunks back: called with a chunk it gives that one next.
function source.rewind(src)
    assert(src, "a source is needed")
    local returned = {}
    return function(chunk)
        if chunk ~= nil then
            returned[#returned + 1] = chunk
        elseif returned[1] ~= nil then
            return table.remove(returned)
        else
            return src()
        end
    end
end

--- What comes out of a source behind one or more filters.
function source.chain(src, ...)
    local through = filter.chain(...)
    assert(src and through, "a source and a filter are needed")
    local holding, ended, over = false, false, false
    return function()
        while not over do
            local piece
            if holding then
                piece = through(not ended and "" or nil)
            else
                local chunk, problem = src()
                if problem then
                    over = true
                    return nil, problem
                end
                ended = chunk == nil
                piece = through(chunk)
            end
            assert(piece ~= nil or ended, "a filter ended before its source")
            over = piece == nil
            holding = over or ended or piece ~= ""
            if piece and piece ~= "" then
                return piece
            end
        end
        return nil
    end
end

--- The chunks of several sources, one source after the other.
function source.cat(...)
    local waiting = { ... }
    return function()
        while waiting[1] do
            local chunk, problem = waiting[1]()
            if chunk ~= nil then
                return chunk
            elseif problem then
                return nil, problem
            end
            table.remove(waiting, 1)
        end
        return nil
    end
end

--- Sinks

--- Appends the chunks to a list; returns the sink and the list.
function sink.table(list)
    list = list or {}
    return function(chunk)
        if chunk then
            list[#list + 1] = chunk
        end
        return 1
    end, list
end

--- A sink whose calls may replace it: `snk(chunk) -> result, replacement`.
function sink.simplify(snk)
    assert(snk, "a sink is needed")
    return function(chunk, problem)
        local result, other = snk(chunk, problem)
        if not result then
            return nil, other
        end
        snk = other or snk
        return 1
    end
end

--- Writes to an open file, which is closed at the end. Without a handle: an error sink.
function sink.file(handle, message)
    if not handle then
        return sink.error(message or "unable to open file")
    end
    return function(chunk)
        if chunk then
            return handle:write(chunk)
        end
        handle:close()
        return 1
    end
end

local function swallow()
    return 1
end

--- A sink that forgets everything.
function sink.null()
    return swallow
end

--- A sink that refuses everything.
function sink.error(message)
    return function()
        return nil, message
    end
end

--- A sink behind one or more filters; the sink is the last argument.
function sink.chain(...)
    local parts = { ... }
    local snk = table.remove(parts)
    local through = filter.chain(unpack(parts))
    assert(through and snk, "a filter and a sink are needed")
    return function(chunk, problem)
        if chunk == "" then
            return 1
        end
        -- Inside the data the filter says "" when it holds nothing more, at the end it says nil.
        local last = chunk and ""
        local piece = through(chunk)
        while true do
            local taken, refusal = snk(piece, problem)
            if not taken then
                return nil, refusal
            elseif piece == last then
                return 1
            end
            piece = through(last)
        end
    end
end

--- Pumps

--- Moves one chunk: 1, or nil at the end, or nil and a message.
function pump.step(src, snk)
    local chunk, problem = src()
    local taken, refusal = snk(chunk, problem)
    if chunk and taken then
        return 1
    end
    return nil, problem or refusal
end

--- Moves everything: 1, or nil and a message.
function pump.all(src, snk, step)
    assert(src and snk, "a source and a sink are needed")
    step = step or pump.step
    local going, problem
    repeat
        going, problem = step(src, snk)
    until not going
    if problem then
        return nil, problem
    end
    return 1
end

_G.ltn12 = ltn12
return ltn12
