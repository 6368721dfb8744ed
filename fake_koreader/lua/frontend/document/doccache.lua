--- The cache of what documents have drawn: one for all of them.
-- fidelity: partial: kept in memory, and only what plugins put there, since nothing is drawn; not on disk
-- inert: serialize refreshSnapshot memoryPressureCheck
local Cache = require("cache")

local DocCache = Cache:new{
    -- Bytes, and what a page takes on average.
    size = 8 * 1024 * 1024,
    avg_itemsize = 512 * 1024,
}

--- Write the newest pages out, for the next time this book is opened.
function DocCache:serialize() end

function DocCache:refreshSnapshot() end

function DocCache:memoryPressureCheck() end

return DocCache
