--[[--
The machine as Lua sees it: what it is (`profile`), its battery and lights (`power`), its screen (`screen`).
A thin face of `host.device`, `host.power` and `host.screen`; the frontend's device modules are its only users.
]]
local _, host = ...

local hardware = { power = {}, screen = {} }

--- Fields of the profile, fetched when first asked for; nil for what a profile does not say.
hardware.profile = setmetatable({}, {
    __index = function(profile, field)
        local value = host.device.get(field)
        rawset(profile, field, value)
        return value
    end,
})

for noun, face in pairs{ power = hardware.power, screen = hardware.screen } do
    setmetatable(face, {
        __index = function(_, name) return host[noun][name] end,
    })
end

return hardware
