--- luajson's interface: `require("json")`, also the global `json` (specs/koreader-core.md §5.1).
-- The behaviour is luajson's; the parser behind it is our own.

local json = {
    _VERSION = "1.3.4",
    decode = require("json.decode"),
    encode = require("json.encode"),
    util = require("json.util"),
}

_G.json = json

return json
