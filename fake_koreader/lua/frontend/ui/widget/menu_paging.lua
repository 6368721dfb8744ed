--- Moving between the pages of a Menu. Arrows stop at the ends, swipes and keys go round.

local UIManager = require("ui/uimanager")
local _ = require("gettext")

--- Adds the methods to the class.
return function(Menu)
    --- Page that item number `item_number` is on (numbers past the ends count as the first or last item).
    function Menu:getPageNumber(item_number)
        local last = #self.item_table
        if last == 0 or item_number <= 0 then return 1 end
        return math.ceil(math.min(item_number, last) / self.perpage)
    end

    --- Goes to a page.
    function Menu:onGotoPage(page)
        self.page = page
        self:updateItems(1, true)
        return true
    end

    local function step(menu, by)
        return menu:onGotoPage((menu.page - 1 + by) % menu.page_num + 1)
    end

    function Menu:onNextPage() return step(self, 1) end

    function Menu:onPrevPage() return step(self, -1) end

    function Menu:onFirstPage() return self:onGotoPage(1) end

    function Menu:onLastPage() return self:onGotoPage(self.page_num) end

    --- Asks for a page number.
    function Menu:onShowGotoDialog()
        local InputDialog = require("ui/widget/inputdialog")
        local dialog
        dialog = InputDialog:new{
            title = _("Enter page number"),
            input_type = "number",
            input_hint = ("1 - %d"):format(self.page_num),
            buttons = { {
                { text = _("Cancel"), id = "close", callback = function() UIManager:close(dialog) end },
                {
                    text = _("Go to page"), is_enter_default = true,
                    callback = function()
                        local page = dialog:getInputValue()
                        if page and page >= 1 and page <= self.page_num then self:onGotoPage(math.floor(page)) end
                        UIManager:close(dialog)
                    end,
                },
            } },
        }
        UIManager:show(dialog)
        dialog:onShowKeyboard()
        return true
    end

    --- Swipes: west and east turn the page, south closes, north has no meaning.
    function Menu:onSwipe(_arg, ges)
        if ges.direction == "west" then
            self:onNextPage()
        elseif ges.direction == "east" then
            self:onPrevPage()
        elseif ges.direction == "south" then
            if not self.no_title then self:onClose() end
        elseif ges.direction ~= "north" then
            UIManager:setDirty(nil, "full")
        end
        return true
    end
end
