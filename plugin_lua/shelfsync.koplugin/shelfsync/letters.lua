--[[ Texts as the engine keeps them and as the file has them: the engine makes one space of each run of white space,
and counts code points; a CFI counts the file's own UTF-16 units. ]]

local Letters = {}

-- Columns from one tab stop to the next.
local TAB = 8

local WHITE = { [" "] = true, ["\t"] = true, ["\r"] = true, ["\n"] = true }

-- The code points of a text, each as a string.
function Letters.split(text)
    local letters = {}
    for letter in text:gmatch("[%z\1-\127\194-\244][\128-\191]*") do
        letters[#letters + 1] = letter
    end
    return letters
end

function Letters.isWhite(text)
    return not text:find("[^ \t\r\n]")
end

function Letters.collapsed(text)
    return (text:gsub("[ \t\r\n]+", " "))
end

-- In `pre` all white space stays, but a tab fills up to its stop, CR and LF are one newline, and one right after the
-- start tag goes. For each of the engine's letters the number of the file's letter that made it; one more for the end.
local function preserved(letters, is_first)
    local made, column = {}, 0
    for i, letter in ipairs(letters) do
        if letter == "\t" then
            local width = TAB - column % TAB
            for _j = 1, width do
                made[#made + 1] = i
            end
            column = column + width
        elseif not (letter == "\n" and letters[i - 1] == "\r") then
            made[#made + 1] = i
            column = (letter == "\n" or letter == "\r") and 1 or column + 1
        end
    end
    if is_first and made[1] and (letters[made[1]] == "\n" or letters[made[1]] == "\r") then
        table.remove(made, 1)
    end
    made[#made + 1] = #letters + 1
    return made
end

-- As rawOffset and keptOffset, in `pre`; is_first: the text is the first thing in it.
function Letters.rawOffsetInPre(letters, offset, is_first)
    local raw = preserved(letters, is_first)[offset + 1]
    return raw and raw - 1
end

function Letters.keptOffsetInPre(letters, count, is_first)
    for kept, raw in ipairs(preserved(letters, is_first)) do
        if raw > count then
            return kept - 1
        end
    end
    return 0
end

-- How many letters of the file stand before the engine's letter number `offset` (from 0).
function Letters.rawOffset(letters, offset)
    local kept, in_white = 0, false
    for i, letter in ipairs(letters) do
        local is_white = WHITE[letter] == true
        if not (is_white and in_white) then
            if kept == offset then
                return i - 1
            end
            kept = kept + 1
        end
        in_white = is_white
    end
    return kept == offset and #letters or nil
end

-- How many of the engine's letters the first `count` letters of the file make.
function Letters.keptOffset(letters, count)
    local kept, in_white = 0, false
    for i = 1, math.min(count, #letters) do
        local is_white = WHITE[letters[i]] == true
        if not (is_white and in_white) then
            kept = kept + 1
        end
        in_white = is_white
    end
    return kept
end

-- UTF-16 units of the first `count` letters.
function Letters.units(letters, count)
    local units = 0
    for i = 1, math.min(count, #letters) do
        units = units + (#letters[i] == 4 and 2 or 1)
    end
    return units
end

-- How many letters make so many UTF-16 units; nil when there are fewer.
function Letters.lettersOf(letters, units)
    local seen = 0
    for i = 0, #letters do
        if seen >= units then
            return i
        end
        local letter = letters[i + 1]
        seen = seen + (letter and (#letter == 4 and 2 or 1) or 0)
    end
    return nil
end

return Letters
