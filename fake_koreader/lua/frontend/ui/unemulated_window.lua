--- Classes of windows that are not emulated (a module of ours).
-- A plugin may require such a class, derive from it and patch it; making one says loudly that it is not there.

local InputContainer = require("ui/widget/container/inputcontainer")
local not_emulated = require("not_emulated")

--- The class for a module path, with further class fields if given.
return function(module_name, fields)
    local class = InputContainer:extend(fields or {})
    class.init = function() not_emulated(module_name, "new") end
    return class
end
