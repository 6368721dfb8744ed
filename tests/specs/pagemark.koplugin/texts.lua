--- How pagemark puts numbers into words.
local Texts = {}

function Texts.duration(seconds)
    seconds = math.floor(seconds + 0.5)
    if seconds < 60 then return ("%d s"):format(seconds) end
    local minutes = math.floor(seconds / 60)
    if minutes < 60 then return ("%d min"):format(minutes) end
    local rest = minutes % 60
    if rest == 0 then return ("%d h"):format(minutes / 60) end
    return ("%d h %d min"):format(minutes / 60, rest)
end

function Texts.percent(fraction)
    if fraction ~= fraction then return "–" end
    return ("%d %%"):format(math.floor(math.max(0, math.min(1, fraction)) * 100))
end

function Texts.count(number, one, many)
    return number == 1 and "1 " .. one or ("%d %s"):format(number, many)
end

--- The name of a book from its path: without folders, ending and underscores.
function Texts.title(path)
    local name = path:match("([^/]+)$") or path
    return (name:gsub("%.[^.]+$", ""):gsub("_+", " "))
end

return Texts
