--[[--
What the trace calls a window: the last part of the module path of its nearest class under `ui/widget/` or
`apps/`, or `widget`; and the texts it shows, where `ui/inspect` can read them.
]]
local names = setmetatable({}, { __mode = "k" })

-- Layers that say nothing about what a window is.
local PLAIN = {
    ["ui/widget/eventlistener"] = true,
    ["ui/widget/widget"] = true,
    ["ui/widget/focusmanager"] = true,
    ["ui/widget/container/widgetcontainer"] = true,
    ["ui/widget/container/inputcontainer"] = true,
}

local function learn()
    for path, module in pairs(package.loaded) do
        if type(module) == "table" and not names[module] then
            local short = path:match("^ui/widget/.-([^/]+)$") or path:match("^apps/.-([^/]+)$")
            if PLAIN[path] or path:match("^ui/widget/container/") then short = "widget" end
            names[module] = short
        end
    end
end

local function nameOf(widget)
    local class = widget
    while class do
        if names[class] then return names[class] end
        class = getmetatable(class)
    end
end

local windowname = {}

--- The texts a window shows, joined by " | "; nil when nothing can tell.
function windowname.texts(widget)
    local ok, inspect = pcall(require, "ui/inspect")
    if not ok or not inspect.texts_of then return nil end
    local readable, texts = pcall(inspect.texts_of, widget)
    return readable and table.concat(texts, " | ") or nil
end

return setmetatable(windowname, {
    __call = function(_, widget)
        local class = getmetatable(widget)
        local name = nameOf(class)
        if not name or name == "widget" then
            -- The class may have been loaded since.
            if class and not names[class] then
                learn()
                name = nameOf(class)
                names[class] = name or "widget"
            end
        end
        return name or "widget"
    end,
})
