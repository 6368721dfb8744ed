--- A document's own options (font size, margins…): KOReader's frontend/configurable.

local ffiutil = require("ffi/util")

local Configurable = {}
Configurable.__index = Configurable

--- Options without values, or `values` made into options.
function Configurable:new(values)
    return setmetatable(values or {}, Configurable)
end

--- Forgets all options.
function Configurable:reset()
    for key, value in pairs(self) do
        if type(value) == "number" or type(value) == "string" then self[key] = nil end
    end
end

--- Appends the options' values in the order of their names to `list`.
function Configurable:hash(list)
    for _name, value in ffiutil.orderedPairs(self) do
        if type(value) == "number" or type(value) == "string" then list[#list + 1] = value end
    end
end

--- Sets what an options table (`{ prefix=, { options = { { name=, default_value= }… } }… }`) says, or, where there is
-- one, what the global setting `<prefix>_<name>` says.
function Configurable:loadDefaults(config_options)
    local prefix = config_options.prefix .. "_"
    for _i, group in ipairs(config_options) do
        for _j, option in ipairs(group.options) do
            local value = G_reader_settings:readSetting(prefix .. option.name)
            if value == nil then value = option.default_value end
            self[option.name] = value
        end
    end
end

--- Takes the values that a book's settings have. @tparam string prefix `copt_` or `kopt_`
function Configurable:loadSettings(settings, prefix)
    for key, value in pairs(self) do
        local kind = type(value)
        if kind == "number" or kind == "string" or kind == "table" then
            local saved = settings:readSetting(prefix .. key)
            if saved ~= nil then self[key] = saved end
        end
    end
end

--- Writes the values into a book's settings.
function Configurable:saveSettings(settings, prefix)
    for key, value in pairs(self) do
        local kind = type(value)
        if kind == "number" or kind == "string" or kind == "table" then settings:saveSetting(prefix .. key, value) end
    end
end

return Configurable
