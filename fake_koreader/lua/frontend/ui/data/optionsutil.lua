--- Helpers for the tables of document options: KOReader's frontend/ui/data/optionsutil.
-- fidelity: partial: the texts name option, value and default; sizes in points or millimetres are left out

local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local _ = require("gettext")
local T = require("ffi/util").template

local optionsutil = {
    rotation_modes = { 0, 1, 2, 3 },
    rotation_labels = { _("⤹ 0°"), _("↷ 90°"), _("⤵ 180°"), _("↶ 270°") },
}

--- Whether an option has this value now.
function optionsutil.enableIfEquals(configurable, option, value)
    return configurable[option] == value
end

--- A size with its unit (`"px"`, `"pt"`, `"mm"`, `"in"`); px unless given. Nothing for nil.
function optionsutil.formatFlexSize(value, unit)
    if value == nil then return "" end
    return ("%s %s"):format(tostring(value), unit or "px")
end

-- The label of a value, where the option names its values.
local function label(option, value)
    for i, candidate in ipairs(option.values or option.args or {}) do
        local same = candidate == value
        if type(candidate) == "table" and type(value) == "table" then
            same = candidate[1] == value[1] and candidate[2] == value[2]
        end
        if same then
            local names = option.labels or option.toggle or {}
            return names[i]
        end
    end
end

local function text(option, value, unit)
    if type(value) == "table" then value = table.concat(value, " / ") end
    if option.name_text_unit or unit then return optionsutil.formatFlexSize(value, unit) end
    return label(option, value) or tostring(value)
end

local function show(configurable, option, prefix, unit)
    local name = option.name_text_hold_callback_text or option.name_text or option.name
    local current = configurable[option.name]
    local saved = G_reader_settings:readSetting(prefix .. "_" .. option.name)
    local lines = { T(_("%1:"), name), T(_("Current value: %1"), text(option, current, unit)) }
    if saved ~= nil then
        lines[#lines + 1] = T(_("Default value: %1"), text(option, saved, unit))
    else
        lines[#lines + 1] = T(_("Default value: %1"), text(option, option.default_value, unit))
    end
    if option.help_text then table.insert(lines, 2, option.help_text) end
    UIManager:show(InfoMessage:new{ text = table.concat(lines, "\n") })
end

--- Shows what an option is set to and what its default is.
function optionsutil.showValues(configurable, option, prefix, _document, unit)
    show(configurable, option, prefix, unit)
end

--- The same for the pair of horizontal margins.
function optionsutil.showValuesHMargins(configurable, option)
    show(configurable, option, "copt", "px")
end

-- What is made from the whole tables of options, which are not here.
for _i, name in ipairs{ "generateOptionText", "getOptionText" } do
    optionsutil[name] = function() require("not_emulated")("ui/data/optionsutil", name) end
end

return optionsutil
