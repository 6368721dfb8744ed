--[[--
What a Kobo's own software keeps about its light, in the section `PowerOptions` of its configuration file.

Levels are written into the section, which is made when it is missing; a state is only ever changed, not added: a model
whose software does not keep one shall not get one.
]]
local dbg = require("dbg")

local SECTION = "PowerOptions"

local path = "/mnt/onboard/.kobo/Kobo/Kobo eReader.conf"

local function readLines()
    local file = io.open(path, "r")
    if not file then return {} end
    local lines = {}
    for line in file:lines() do table.insert(lines, line) end
    file:close()
    return lines
end

-- First and last line of the section, or nothing.
local function bounds(lines)
    local first
    for i, line in ipairs(lines) do
        local name = line:match("^%[([^%]]+)%]")
        if first and name then return first, i - 1 end
        if name == SECTION then first = i end
    end
    if first then return first, #lines end
end

local function find(lines, key)
    local first, last = bounds(lines)
    for i = first or 1, last or 0 do
        local value = lines[i]:match("^%s*" .. key .. "%s*=%s*(.-)%s*$")
        if value then return i, value end
    end
end

local function write(lines)
    local file = io.open(path, "w")
    if not file then return end
    file:write(table.concat(lines, "\n"), "\n")
    file:close()
end

local function store(key, value, may_add)
    if value == nil then return end
    local lines = readLines()
    local line, at = ("%s=%s"):format(key, tostring(value)), find(lines, key)
    if at then
        lines[at] = line
    elseif may_add then
        local last = select(2, bounds(lines))
        if not last then
            table.insert(lines, ("[%s]"):format(SECTION))
            last = #lines
        end
        table.insert(lines, last + 1, line)
    end
    write(lines)
end

local function fetch(key)
    return (select(2, find(readLines(), key)))
end

local TRUTH = { ["true"] = true, ["false"] = false }

-- A number of percent or steps, with what is assumed without one.
local function level(key, default)
    return {
        get = function() return tonumber(fetch(key)) or default end,
        set = function(value) store(key, value, true) end,
    }
end

local NickelConf = {
    frontLightLevel = level("FrontLightLevel", 1),
    frontLightState = {
        get = function() return TRUTH[fetch("FrontLightState") or ""] end,
        set = function(on) store("FrontLightState", on, false) end,
    },
    colorSetting = level("ColorSetting", 2700),
    autoColorEnabled = {
        get = function() return TRUTH[fetch("AutoColorEnabled") or ""] end,
        set = function(on) store("AutoColorEnabled", on, false) end,
    },
}

--- Another file than the machine's own.
function NickelConf._set_kobo_conf_path(new) path = new end

local function check(setting, kind)
    dbg:guard(setting, "set", function(value)
        assert(type(value) == kind, ("a %s is wanted here, not %s"):format(kind, tostring(value)))
    end)
end
check(NickelConf.frontLightLevel, "number")
check(NickelConf.frontLightState, "boolean")
check(NickelConf.colorSetting, "number")
check(NickelConf.autoColorEnabled, "boolean")

return NickelConf
