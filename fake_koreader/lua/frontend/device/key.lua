--- One pressed key with the modifiers that were held.
local Key = {}
Key.__index = Key

--- @tparam string name @tparam table modifiers name → whether it is held
function Key:new(name, modifiers)
    local key = { key = name, modifiers = modifiers }
    for modifier, held in pairs(modifiers) do
        if held then key[modifier] = true end
    end
    -- The key answers to its own name, also when it is a modifier itself.
    key[name] = true
    return setmetatable(key, self)
end

--- The held modifiers, then the key.
function Key:getSequence()
    local names = {}
    for modifier, held in pairs(self.modifiers) do
        if held and modifier ~= self.key then table.insert(names, modifier) end
    end
    table.insert(names, self.key)
    return names
end

function Key:__tostring()
    return table.concat(self:getSequence(), "-")
end

local function anyOf(self, names)
    for _, name in ipairs(names) do
        if self[name] then return true end
    end
    return false
end

--- Whether all of `sequence` is pressed (a nested array: any of it), and no modifier that it does not name.
function Key:match(sequence)
    local named = {}
    for _, wanted in ipairs(sequence) do
        if type(wanted) == "table" then
            if not anyOf(self, wanted) then return false end
        elseif self[wanted] then
            named[wanted] = true
        else
            return false
        end
    end
    for modifier, held in pairs(self.modifiers) do
        if held and not named[modifier] then return false end
    end
    return true
end

return Key
