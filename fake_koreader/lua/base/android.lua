--- The launcher of KOReader on Android, as Lua sees it: only there. What goes out of KOReader is in the trace.
-- fidelity: partial: what leaves KOReader is in the trace and goes nowhere

local name, host = ...

if host.device.get("platform") ~= "android" then
    error("module '" .. tostring(name) .. "' not found:\n\tno field package.preload['android']", 0)
end

local function log(...)
    print(...)
end

local android = {
    dir = host.device.get("install_dir"),
    app = { activity = {} },
    prop = { name = "KOReader", flavor = "rocks", version = 34, product = "android", brand = "generic" },
    LOGV = log, LOGI = log, LOGW = log, LOGE = log,
}

function android.getExternalStoragePath()
    return host.device.get("home_dir")
end

--- Hands a link to another app. @treturn number 0
function android.openLink(link)
    host.trace.emit("link.opened", "url", link)
    return 0
end

local clipboard = ""

function android.getClipboardText() return clipboard end

function android.setClipboardText(text) clipboard = text end

function android.hasClipboardText() return clipboard ~= "" end

function android.isEink() return false end

function android.getScreenWidth() return host.device.get("width") end

function android.getScreenHeight() return host.device.get("height") end

return setmetatable(android, {
    __index = function(_, member)
        require("not_emulated")("android", member)
    end,
})
