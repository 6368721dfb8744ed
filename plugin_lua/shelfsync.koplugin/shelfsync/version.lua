--[[ Versions, and which of two is newer.

As semantic versioning has it: three numbers, and a version with a mark behind a hyphen (1.2.0-beta.1) comes before the
one without. A "v" in front and what stands behind a plus do not count. What is no version is newer than nothing: a
reader is never offered what cannot be told apart from what they have. ]]

local Version = {}

-- { numbers = { … }, marks = { … } or nil }; nil when the text is no version.
function Version.parse(text)
    if type(text) ~= "string" then
        return nil
    end
    local core, rest = text:match("^%s*[vV]?(%d[%d%.]*)(.-)%s*$")
    rest = rest and rest:gsub("%+[%w%.%-]*$", "")
    local mark = rest and rest:match("^%-([%w%.%-]+)$")
    if not core or (rest ~= "" and not mark) or core:find("..", 1, true) or core:sub(-1) == "." then
        return nil
    end
    local numbers = {}
    for number in core:gmatch("%d+") do
        if #number > 9 or #numbers == 4 then
            return nil
        end
        numbers[#numbers + 1] = tonumber(number)
    end
    local marks
    if mark then
        marks = {}
        for part in mark:gmatch("[^%.]+") do
            marks[#marks + 1] = part
        end
    end
    return { numbers = numbers, marks = marks }
end

-- -1, 0 or 1. Numbers come before words, and a longer row of marks after a shorter one that it begins with.
local function compareMarks(a, b)
    for i = 1, math.max(#a, #b) do
        local left, right = a[i], b[i]
        if left == nil or right == nil then
            return left == nil and -1 or 1
        end
        local left_number = left:match("^%d+$") and tonumber(left)
        local right_number = right:match("^%d+$") and tonumber(right)
        if (left_number == nil) ~= (right_number == nil) then
            return left_number and -1 or 1
        end
        left, right = left_number or left, right_number or right
        if left ~= right then
            return left < right and -1 or 1
        end
    end
    return 0
end

-- Whether `candidate` is newer than `present`; both are texts.
function Version.isNewer(candidate, present)
    local a, b = Version.parse(candidate), Version.parse(present)
    if not a or not b then
        return false
    end
    for i = 1, 4 do
        local left, right = a.numbers[i] or 0, b.numbers[i] or 0
        if left ~= right then
            return left > right
        end
    end
    if not a.marks or not b.marks then
        return b.marks ~= nil and a.marks == nil
    end
    return compareMarks(a.marks, b.marks) > 0
end

return Version
