--- KOReader's frontend/httpclient (specs/koreader-core.md §4.4): with turbo off, as shipped, a request raises.
-- fidelity: partial: turbo is off, as shipped: a request raises

local HTTPClient = {
    headers = {},
    input_timeouts = 0,
    INPUT_TIMEOUT = 100 * 1000,
}

function HTTPClient:new(object)
    return setmetatable(object or {}, { __index = self })
end

--- Needs the turbo loop, which does not exist by default: the lookup of the loop is what fails, as on a device.
function HTTPClient:request(request, response_callback)
    local UIManager = require("ui/uimanager")
    UIManager.looper:add_callback(function()
        require("not_emulated")("turbo", "async.HTTPClient")
        response_callback(request)
    end)
end

return HTTPClient
