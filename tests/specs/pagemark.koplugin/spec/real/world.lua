--- The world of pagemark's specs on the emulated device: nothing here takes the place of anything of KOReader's.
local koharness = require("koharness")

local World = { advance = koharness.advance, wifi = koharness.wifi, reply = koharness.reply }

function World.reset()
    local UIManager = require("ui/uimanager")
    UIManager:quit()
    UIManager._exit_code = nil
    koharness.forget()
    koharness.wifi(true)
    World.reload()
    local folder = require("datastorage"):getSettingsDir()
    for _, name in ipairs{ "pagemark", "pagemark_outbox" } do
        os.remove(folder .. "/" .. name .. ".lua")
        os.remove(folder .. "/" .. name .. ".lua.old")
    end
end

-- Nothing that a test left in the plugin's modules reaches the next one.
function World.reload()
    for _, name in ipairs{ "api", "main", "outbox", "settings", "texts", "tracker" } do package.loaded[name] = nil end
end

function World.requests()
    local list = {}
    for i, request in ipairs(koharness.requests()) do
        list[i] = { method = request.method, url = request.url, body = request.body }
    end
    return list
end

--- The texts of the open windows, oldest first.
function World.shown()
    local texts = {}
    for i, window in ipairs(require("ui/uimanager")._window_stack) do texts[i] = window.widget.text end
    return texts
end

function World.topmost()
    return require("ui/uimanager"):getTopmostVisibleWidget()
end

return World
