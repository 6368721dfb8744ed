--- Settings that last as long as the process.
local kept = {}

local function twin_of(thing)
    if type(thing) ~= "table" then return thing end
    local twin = {}
    for name, inner in pairs(thing) do twin[name] = twin_of(inner) end
    return twin
end

local Mock = {}

Mock.open = function(_, path)
    local mock = setmetatable({ path = path, values = twin_of(kept[path] or {}) }, { __index = Mock })
    return mock
end

Mock.readSetting = function(mock, name, usual)
    local found = mock.values[name]
    if found ~= nil then return found end
    mock.values[name] = usual
    return usual
end

Mock.saveSetting = function(mock, name, value)
    rawset(mock.values, name, value)
    return mock
end

Mock.delSetting = function(mock, name) return Mock.saveSetting(mock, name, nil) end

Mock.hasNot = function(mock, name) return rawget(mock.values, name) == nil end

Mock.flush = function(mock)
    kept[mock.path] = twin_of(mock.values)
    return mock
end

Mock.forgetAll = function() kept = {} end

return Mock
