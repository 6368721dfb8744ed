--[[ The kinds of servers: the protocol that each speaks, what it takes, and what it has to be told first. ]]

local _ = require("gettext")

local Servers = {}

local function hasKOReaderAccount(account)
    return account:get("username") ~= "" and account:get("password") ~= ""
end

local function hasBookLoreAccount(account)
    return account:get("booklore_username") ~= "" and account:get("booklore_password") ~= ""
end

-- As the reader chooses among them.
--   key       value of the setting
--   takes     the kinds of changes that the protocol can send (see outbox.lua)
--   needs     by kind of change, what the account must have besides for it
--   outbox_annotations  highlights go through the outbox one by one (annotating.lua)
--   defaults  settings whose default differs for these servers
--   isReady   whether the account has all that a request needs, besides the address
Servers.KINDS = {
    {
        key = "booklore",
        name = "BookLore",
        load = function() return require("shelfsync/protocols/booklore") end,
        takes = { session = true, annotation = true, rating = true },
        -- The KOReader account opens the door for sessions only.
        needs = { annotation = hasBookLoreAccount, rating = hasBookLoreAccount },
        outbox_annotations = true,
        defaults = {},
        isReady = function(account) return hasKOReaderAccount(account) or hasBookLoreAccount(account) end,
    },
    {
        key = "tome",
        name = "Tome",
        load = function() return require("shelfsync/protocols/tome") end,
        takes = { session = true, place = true },
        defaults = { min_duration = 10, min_pages = 0, queue_cap = 50 },
        isReady = function(account) return account:get("tome_key") ~= "" end,
    },
    {
        key = "bookorbit",
        name = "BookOrbit",
        load = function() return require("shelfsync/protocols/bookorbit") end,
        takes = { place = true, page_events = true, annotation = true, status = true },
        defaults = {},
        isReady = hasKOReaderAccount,
    },
    {
        key = "kosync",
        name = _("KOReader progress sync"),
        load = function() return require("shelfsync/protocols/kosync") end,
        takes = { place = true },
        defaults = {},
        isReady = hasKOReaderAccount,
    },
}

-- What the reader calls each kind of change, in the order of the menu.
Servers.CHANGES = {
    { kind = "session", name = _("Reading sessions") },
    { kind = "place", name = _("Reading positions") },
    { kind = "page_events", name = _("Reading time") },
    { kind = "annotation", name = _("Highlights and notes") },
    { kind = "rating", name = _("Ratings") },
    { kind = "status", name = _("Reading status and rating") },
}

-- A kind by its key; nil when there is none.
function Servers.find(key)
    for _i, entry in ipairs(Servers.KINDS) do
        if entry.key == key then
            return entry
        end
    end
    return nil
end

-- The class that speaks with servers of this kind; only that file is loaded.
function Servers.protocol(key)
    return Servers.find(key).load()
end

function Servers.name(key)
    return Servers.find(key).name
end

-- What the reader calls a kind of change.
function Servers.changeName(kind)
    for _i, change in ipairs(Servers.CHANGES) do
        if change.kind == kind then
            return change.name
        end
    end
    return kind
end

Servers.hasKOReaderAccount = hasKOReaderAccount
Servers.hasBookLoreAccount = hasBookLoreAccount

return Servers
