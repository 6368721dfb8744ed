--[[--
A message on its way through a widget tree.

`Event:new("Foo", a, b)` is answered by a method `onFoo(self, a, b)`. Nil arguments count, also at the end:
`args.n` says how many there are.
]]
local Event = {}

--- @tparam string name without the leading `on`
function Event:new(name, ...)
    self.__index = self
    return setmetatable({ handler = "on" .. name, args = { n = select("#", ...), ... } }, self)
end

return Event
