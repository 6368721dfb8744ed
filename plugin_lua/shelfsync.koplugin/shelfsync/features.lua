--[[ What the plugin does besides recording and sending reading sessions and places: one module for each thing.

A feature may have any of these functions; each gets the plugin's instance:

  started    once per run of KOReader           annotated  highlights or bookmarks changed; gets the event's table too
  opened     a book is open and ready           saving     KOReader writes settings and sidecar
  turned     a page was turned; gets how many   suspending, resumed, connected
  closing    the book is about to close         closed     its session is over and kept
  begun      KOReader has made an instance of the plugin: for the file manager, or for a book
  accountChanged  address, key or kind of a server changed

`menu(plugin)` returns items to append: { top = {…}, server = {…}, sync = {…}, queue = {…} }. `actions` is an array of
Dispatcher actions { id=, event=, title=, … } with handle(plugin, …). ]]

local Features = {
    list = {
        require("shelfsync/annotating"), require("shelfsync/rating"), require("shelfsync/series"),
        require("shelfsync/orbiting"),
        require("shelfsync/updates"),
    },
}

-- Calls `name` of every feature that has it.
function Features.each(name, plugin, ...)
    for _i, feature in ipairs(Features.list) do
        if feature[name] then
            feature[name](plugin, ...)
        end
    end
end

-- Appends every feature's items of a menu to `items`.
function Features.addTo(items, menu, plugin)
    for _i, feature in ipairs(Features.list) do
        local more = feature.menu and feature.menu(plugin)[menu]
        for _j, item in ipairs(more or {}) do
            items[#items + 1] = item
        end
    end
end

-- All features' Dispatcher actions.
function Features.actions()
    local actions = {}
    for _i, feature in ipairs(Features.list) do
        for _j, action in ipairs(feature.actions or {}) do
            actions[#actions + 1] = action
        end
    end
    return actions
end

return Features
