--- Implementations that plugins offer to others: KOReader's frontend/provider (specs/koreader-core.md §1.4).
-- Only the feature "exporter" exists; asking for another one changes nothing.

local features = { exporter = {} }

local Provider = {}

--- Whether `implementation` could be stored under `name`.
function Provider:register(feature, name, implementation)
    local known = features[feature]
    if known and name ~= nil and type(implementation) == "table" then
        known[name] = implementation
        return true
    end
    return false
end

--- Whether the feature exists; it does not matter whether the name was there.
function Provider:unregister(feature, name)
    local known = features[feature]
    if known then
        known[name] = nil
    end
    return known ~= nil
end

function Provider:size(feature)
    local count = 0
    for _ in pairs(features[feature] or {}) do
        count = count + 1
    end
    return count
end

function Provider:getProvidersTable(feature)
    return features[feature] or {}
end

return Provider
