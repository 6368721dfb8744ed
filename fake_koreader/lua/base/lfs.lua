--- LuaFileSystem by its short name: there where KOReader's libraries are one file (specs/koreader-core.md §1.3).

local name, host = ...

local ONE_LIBRARY = { android = true, kobo = true, kindle = true, pocketbook = true }

if not ONE_LIBRARY[host.device.get("platform")] then
    error("module '" .. tostring(name) .. "' not found:\n\tno field package.preload['lfs']\n\tno file './lfs.so'", 0)
end

return require("libs/libkoreader-lfs")
