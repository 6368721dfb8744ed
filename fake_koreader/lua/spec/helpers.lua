--[[ What busted and Penlight ask C libraries for, over the emulated hardware: lfs, system (luasystem), term.

They are preloaded, so that nothing of the host's is looked for. Called with host, the package.path of busted and the
names of its libraries, one a line; changes package.preload, package.loaders and the ffi library of this process. ]]

local host, busted_path, names = ...

local busted_modules = {}
for name in names:gmatch("[^\n]+") do busted_modules[name] = true end

local not_emulated = require("not_emulated")

local function strict(name, members)
    return setmetatable(members, {
        __index = function(_, member)
            -- busted asks which platform it is on before it looks for more.
            if type(member) ~= "string" then return nil end
            not_emulated(name, member)
        end,
    })
end

-- A copy of its own: a spec that puts a mock in the place of KOReader's must find that place empty.
package.preload["lfs"] = function()
    return package.loaders[#package.loaders]("libs/libkoreader-lfs")("libs/libkoreader-lfs")
end

local function system()
    return strict("system", {
        gettime = function() return host.clock.wall() / 1e6 end,
        monotime = function() return host.clock.monotonic() / 1e6 end,
        sleep = function(seconds) host.clock.sleep(math.max(0, seconds) * 1e6) end,
        getenv = os.getenv,
        isatty = function() return false end,
        windows = false,
    })
end

local function term()
    return strict("term", { isatty = function() return false end })
end

for name, make in pairs{ system = system, term = term } do
    local made
    local function load()
        made = made or make()
        return made
    end
    package.preload[name], package.preload[name .. ".core"] = load, load
end

-- busted's own modules are looked for where busted is, and nowhere else: that is quick, and a project's modules of the
-- same names do not get in its way.
local from_disk = package.loaders[2]
table.insert(package.loaders, 2, function(name)
    if not busted_modules[name:match("^[^.]+")] then return nil end
    local path = package.path
    package.path = busted_path
    local found = from_disk(name)
    package.path = path
    return found
end)

-- busted forgets modules between files and insulated blocks; what C was told by them stays told. The same words
-- a second time mean nothing then, where LuaJIT alone would refuse them.
local ffi = require("ffi")
local cdef, metatype = ffi.cdef, ffi.metatype
local declared, made = {}, {}

ffi.cdef = function(text, ...)
    if select("#", ...) > 0 then return cdef(text, ...) end
    if not declared[text] then
        cdef(text)
        declared[text] = true
    end
end

ffi.metatype = function(ct, methods)
    local key = tostring(ct)
    if not made[key] then made[key] = metatype(ct, methods) end
    return made[key]
end
