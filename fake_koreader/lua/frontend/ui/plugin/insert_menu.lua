--- Reserve a place for a menu entry at the end of "More tools".
return {
    add = function(id)
        for _, kind in ipairs{ "reader", "filemanager" } do
            table.insert(require("ui/elements/" .. kind .. "_menu_order").more_tools, id)
        end
    end,
}
