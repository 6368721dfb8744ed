--- The helpers of conformance/widgets/README.md, over ui/inspect.

local inspect = require("ui/inspect")

local helpers = {}

function helpers.screen()
    local lines = {}
    for _, window in ipairs(inspect.windows()) do
        lines[#lines + 1] = "<" .. window.kind .. ">"
        for _, text in ipairs(window.texts) do lines[#lines + 1] = text end
    end
    return lines
end

function helpers.texts() return inspect.texts() end
function helpers.tap(label, n) return inspect.tap(label, n) end
function helpers.hold(label, n) return inspect.hold(label, n) end
function helpers.tap_outside() inspect.tap_outside() end
function helpers.type_text(text) return inspect.type_text(text) end
function helpers.press(key) inspect.press(key) end

for name, helper in pairs(helpers) do _G[name] = helper end
