--[[ Texts and times as BookOrbit takes them. ]]

local md5 = require("ffi/sha2").md5
local util = require("util")

local Text = {}

local PATTERN = "^(%d%d%d%d)%-(%d%d)%-(%d%d) (%d%d):(%d%d):(%d%d)$"

-- So many characters of a text at most, in sound UTF-8; nil for what is no text, or empty.
function Text.clip(text, most)
    if type(text) ~= "string" or text == "" then
        return nil
    end
    text = util.fixUtf8(text, "?")
    if #text <= most then
        return text
    end
    local letters = util.splitToChars(text)
    return #letters <= most and text or table.concat(letters, "", 1, most)
end

-- A date and time of this device's as BookOrbit wants it; older ones of KOReader's lack the seconds. nil for others.
function Text.datetime(value)
    if type(value) ~= "string" then
        return nil
    elseif value:match(PATTERN) then
        return value
    end
    return (value .. ":00"):match(PATTERN) and value .. ":00" or nil
end

function Text.now()
    return os.date("%Y-%m-%d %H:%M:%S")
end

-- A second later.
function Text.after(datetime)
    local year, month, day, hour, minute, second = datetime:match(PATTERN)
    if not year then
        return Text.now()
    end
    local at = os.time({ year = year, month = month, day = day, hour = hour, min = minute, sec = second })
    local later = at and os.date("%Y-%m-%d %H:%M:%S", at + 1)
    -- When clocks go back an hour happens twice; what is compared as text must still grow.
    return later and later > datetime and later or datetime:sub(1, 17) .. "59"
end

-- What both sides call an annotation.
function Text.key(datetime, place)
    return md5(datetime .. "|" .. place)
end

-- Whether two texts are the same but for blanks.
function Text.same(one, other)
    local function plain(text)
        return (tostring(text or ""):gsub("[%s\194\160\194\173]+", " "):gsub("^ ", ""):gsub(" $", ""))
    end
    return plain(one) == plain(other)
end

return Text
