-- Loading Lua files from the emulated disk: package.path, require's file loader, loadfile, dofile, load.
-- Files of the base floor are called with `host` as second argument; no other file ever sees it.

local raw_load, tostring = load, tostring

return function(host, not_emulated)
    local members = host.modules.members
    local find, read, bytecode, keep =
        host.modules.find_compiled, host.modules.read, host.modules.bytecode, host.modules.keep

    -- Compiling is most of a cold start, so compiled code is kept by content for the next device.
    local function compile(source, chunk_name, mode, environment)
        local dumped = bytecode(source, chunk_name)
        if dumped then
            return environment and raw_load(dumped, chunk_name, "b", environment) or raw_load(dumped, chunk_name, "b")
        end
        local text = source:sub(1, 1) == "#" and "--" .. source or source
        local chunk, message
        if environment then
            chunk, message = raw_load(text, chunk_name, mode or "bt", environment)
        else
            chunk, message = raw_load(text, chunk_name, mode or "bt")
        end
        if not chunk then
            return nil, message
        end
        keep(source, chunk_name, string.dump(chunk))
        return chunk
    end

    -- What KOReader's module has besides says that it is not emulated when it is called.
    local function complete(module_name, module, names)
        if type(module) ~= "table" then return end
        for member in names:gmatch("%S+") do
            if module[member] == nil then
                module[member] = function() not_emulated(module_name, member) end
            end
        end
    end

    local function load_from_disk(name)
        local path, source, is_base, compiled = find(name, package.path)
        if not source then
            if host.modules.known(name) then not_emulated(name) end
            return path
        end
        local chunk, message
        if compiled then
            chunk, message = raw_load(source, "@" .. path, "b")
        else
            chunk, message = compile(source, "@" .. path)
        end
        if not chunk then
            error("error loading module '" .. name .. "' from file '" .. path .. "':\n\t" .. message, 0)
        end
        local names = path:find("^frontend/") and members(name)
        if names then
            return function(module_name)
                local module = chunk(module_name)
                complete(module_name, module, names)
                return module
            end
        end
        if is_base then
            return function(module_name)
                return chunk(module_name, host)
            end
        end
        return chunk
    end

    local function load_file(path, mode, environment)
        local source, message = read(path)
        if not source then
            return nil, message
        end
        return compile(source, "@" .. path, mode, environment)
    end

    local function do_file(path)
        local chunk, message = load_file(path)
        if not chunk then
            error(message, 0)
        end
        return chunk()
    end

    package.loaders = { package.loaders[1], load_from_disk }
    package.path = "common/?.lua;frontend/?.lua;plugins/exporter.koplugin/?.lua;./?.lua;"
        .. "/usr/local/share/luajit-2.1/?.lua;/usr/local/share/lua/5.1/?.lua;/usr/local/share/lua/5.1/?/init.lua"
    package.cpath = "common/?.so;common/?.dll;/usr/lib/lua/?.so;./?.so;/usr/local/lib/lua/5.1/?.so"
    package.loadlib = function(path)
        return nil, tostring(path) .. ": cannot open shared object file: No such file or directory", "open"
    end
    package.searchpath = function(name, path, separator, replacement)
        local parts = {}
        local between = ((separator or "."):gsub("%p", "%%%0"))
        name = name:gsub(between, ((replacement or "/"):gsub("%%", "%%%%")))
        for template in path:gmatch("[^;]+") do
            local candidate = template:gsub("?", (name:gsub("%%", "%%%%")))
            if host.modules.exists(candidate) then
                return candidate
            end
            parts[#parts + 1] = "\n\tno file '" .. candidate .. "'"
        end
        return nil, table.concat(parts)
    end

    return load_file, do_file
end
