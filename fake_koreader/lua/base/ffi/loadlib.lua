--- `ffi.loadlib` as KOReader's ffi/loadlib adds it (specs/koreader-core.md §1.2). No shared library can be loaded here.

local ffi = require("ffi")

function ffi.loadlib(name, version)
    local file = "lib" .. tostring(name) .. ".so" .. (version and "." .. version or "")
    print("ffi.loadlib", name, version)
    error("libs/" .. file .. ": cannot open shared object file: No such file or directory", 2)
end

return ffi.loadlib
