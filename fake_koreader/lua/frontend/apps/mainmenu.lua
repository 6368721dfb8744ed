--[[--
What the menus of the file manager and of the reader have in common: who has entries for them, when the entries are
collected, and the window (specs/koreader-ui.md §6.1).
]]
local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local MenuSorter = require("ui/menusorter")
local TouchMenu = require("ui/widget/touchmenu")
local UIManager = require("ui/uimanager")
local dbg = require("dbg")
local logger = require("logger")

-- Where a tap or a swipe brings the menu up.
local function menuZone()
    local ratio = G_defaults:readSetting("DTAP_ZONE_MENU")
    return { ratio_x = ratio.x, ratio_y = ratio.y, ratio_w = ratio.w, ratio_h = ratio.h }
end

--- Give a menu module its methods. @tparam string prefix "filemanager" or "reader"
return function(Menu, prefix)
    -- @tparam table tabs "id=icon", or "id" where the icon has that name
    function Menu:_prepare(tabs)
        self.registered_widgets = {}
        self.last_tab_index = 1
        self.menu_items = { ["KOMenu:menu_buttons"] = {} }
        for _, tab in ipairs(tabs) do
            local id, icon = tab:match("^([^=]+)=?(.*)$")
            self.menu_items[id] = { icon = "appbar." .. (icon ~= "" and icon or id) }
        end
    end

    --- Have `widget:addToMainMenu(menu_items)` called when the menu is needed for the first time.
    function Menu:registerToMainMenu(widget)
        for _, known in ipairs(self.registered_widgets) do
            if known == widget then return end
        end
        table.insert(self.registered_widgets, widget)
    end

    local function collect(self, widget)
        local ok, message = pcall(widget.addToMainMenu, widget, self.menu_items)
        if not ok then
            logger.err("no menu entries from", widget.name, ":", message)
            require("ffi/tracer").emit("lua.error", "where", tostring(message):match("^(.-:%d+):") or "?", "message",
                tostring(message), "plugin", tostring(widget.name), "handler", "addToMainMenu", "fatal", false)
        end
        if dbg.is_on then widget:addToMainMenu({}) end
    end

    --- Collect and sort all entries.
    function Menu:setUpdateItemTable()
        for _, widget in ipairs(self.registered_widgets) do collect(self, widget) end
        require("ui/elements/common_menu_items")(self.menu_items, self.ui, prefix)
        local order = require("ui/elements/" .. prefix .. "_menu_order")
        self.tab_item_table = MenuSorter:mergeAndSort(prefix, self.menu_items, order)
    end

    --- Open the menu. @tparam bool do_not_show only return the window
    function Menu:onShowMenu(tab_index, do_not_show)
        if not self.tab_item_table then self:setUpdateItemTable() end
        local window = CenterContainer:new{
            covers_header = true, ignore = "height", dimen = Device.screen:getSize(),
        }
        local menu = TouchMenu:new{
            width = Device.screen:getWidth(),
            last_index = tab_index or self.last_tab_index,
            tab_item_table = self.tab_item_table,
            show_parent = window,
        }
        menu.close_callback = function() self:_closeWindow() end
        window[1] = menu
        window.name = prefix == "reader" and "ReaderMenu" or "FileManagerMenu"
        function window.onCloseWidget()
            if self.menu_container == window then self.menu_container = nil end
        end
        self.menu_container = window
        if do_not_show then return window end
        UIManager:show(window)
        return true
    end

    --- Which tab a tap opens: the one that was open last.
    function Menu:_getTabIndexFromLocation()
        return self.last_tab_index
    end

    function Menu:onTapShowMenu(gesture)
        if G_reader_settings:readSetting("activate_menu") ~= "swipe" then
            return self:onShowMenu(self:_getTabIndexFromLocation(gesture))
        end
    end

    function Menu:onMenuSearch()
        require("not_emulated")("apps/" .. prefix, "menu search")
    end

    --- Register the zones; a method of this name so that plugins can wrap it.
    function Menu:initGesListener()
        if not Device:isTouchDevice() then return end
        self.ui:registerTouchZones({
            {
                id = prefix .. "menu_tap", ges = "tap", screen_zone = menuZone(),
                overrides = { "tap_forward", "tap_backward" },
                handler = function(ges) return self:onTapShowMenu(ges) end,
            },
            {
                id = prefix .. "menu_swipe", ges = "swipe", screen_zone = menuZone(),
                overrides = { "rolling_swipe", "paging_swipe" },
                handler = function(ges) return ges.direction == "south" and self:onShowMenu() end,
            },
        })
    end
end
