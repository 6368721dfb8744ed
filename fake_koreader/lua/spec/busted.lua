--[[ Runs busted on one spec file.

Called with host, the module of our output handler, and busted's arguments, one a line. Returns whether busted was
content (all passed), and the error that ended it, if it was one of its own. ]]

local _, handler, arguments = ...

package.preload["busted.outputHandlers.koharness"] = function() return handler end

local given = { [0] = "busted" }
for argument in arguments:gmatch("[^\n]+") do given[#given + 1] = argument end
_G.arg = given

-- busted leaves by an error without a message when a test has failed; every other error is a mishap.
local ok, mishap = xpcall(function()
    require("busted.runner")({ standalone = false })
end, function(message)
    return message ~= nil and debug.traceback(tostring(message), 2) or nil
end)
return ok, mishap
