--[[ The kinds of servers, and the protocol that each speaks. ]]

local _ = require("gettext")

local Servers = {}

-- As the reader chooses among them: key of the setting, and name.
Servers.KINDS = {
    { key = "booklore", name = "BookLore", load = function() return require("shelfsync/protocols/booklore") end },
    { key = "tome", name = "Tome", load = function() return require("shelfsync/protocols/tome") end },
    {
        key = "kosync",
        name = _("KOReader progress sync"),
        load = function() return require("shelfsync/protocols/kosync") end,
    },
}

local function entryOf(kind)
    for _i, entry in ipairs(Servers.KINDS) do
        if entry.key == kind then
            return entry
        end
    end
    error("no such kind of server: " .. tostring(kind))
end

-- The class that speaks with servers of this kind; only that file is loaded.
function Servers.protocol(kind)
    return entryOf(kind).load()
end

function Servers.name(kind)
    return entryOf(kind).name
end

return Servers
