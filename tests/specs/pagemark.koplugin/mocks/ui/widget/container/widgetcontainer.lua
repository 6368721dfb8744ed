local WidgetContainer = {}

function WidgetContainer:extend(o)
    o = o or {}
    o.__index = o
    return setmetatable(o, { __index = self })
end

function WidgetContainer:new(o)
    o = setmetatable(o or {}, { __index = self })
    if o.init then o:init() end
    return o
end

return WidgetContainer
