--[[ Items of a menu of which one is chosen. ]]

local Choices = {}

-- options: an array of { key=, name= }; the key of the chosen one is the value of that setting.
function Choices.items(settings, setting, options)
    local items = {}
    for i, option in ipairs(options) do
        items[i] = {
            text = option.name,
            radio = true,
            checked_func = function() return settings:get(setting) == option.key end,
            callback = function() settings:set(setting, option.key) end,
        }
    end
    return items
end

return Choices
