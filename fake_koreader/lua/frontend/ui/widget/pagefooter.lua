--- The footer of a paged list: four arrows and "Page 1 of 3" between them (a module of ours).
-- `PageFooter.build(owner, methods, no_items_text)` gives the owner the fields KOReader's lists have: `page_info`,
-- `page_info_text`, `page_info_left_chev`, `page_info_right_chev`, `page_info_first_chev`, `page_info_last_chev`.

local Button = require("ui/widget/button")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local HorizontalSpan = require("ui/widget/horizontalspan")
local Screen = require("device").screen
local T = require("ffi/util").template
local _ = require("gettext")

local PageFooter = {}

local function arrow(owner, icon, callback)
    return Button:new{ icon = icon, bordersize = 0, callback = callback, show_parent = owner.show_parent }
end

--- Builds the footer. `methods` = { first, previous, next, last, ask } are functions without arguments.
-- Returns the row widget.
function PageFooter.build(owner, methods)
    owner.page_info_first_chev = arrow(owner, "chevron.first", methods.first)
    owner.page_info_left_chev = arrow(owner, "chevron.left", methods.previous)
    owner.page_info_right_chev = arrow(owner, "chevron.right", methods.next)
    owner.page_info_last_chev = arrow(owner, "chevron.last", methods.last)
    owner.page_info_text = Button:new{
        text = "", bordersize = 0, text_font_bold = false, show_parent = owner.show_parent,
        callback = methods.ask, is_page_info = true,
    }
    local gap = HorizontalSpan:new{ width = Screen:scaleBySize(32) }
    owner.page_info = HorizontalGroup:new{
        owner.page_info_first_chev, gap, owner.page_info_left_chev, gap, owner.page_info_text, gap,
        owner.page_info_right_chev, gap, owner.page_info_last_chev,
    }
    return owner.page_info
end

--- Brings text and arrows in line with page `page` of `pages` (0 items: "No items").
-- `wording` is a template with %1 and %2.
function PageFooter.update(owner, page, pages, has_items, wording)
    owner.page_info_text:setText(has_items and T(wording or _("Page %1 of %2"), page, pages) or _("No items"))
    local many = has_items and pages > 1
    owner.page_info_text:enableDisable(many)
    owner.page_info_first_chev:enableDisable(many and page > 1)
    owner.page_info_left_chev:enableDisable(many and page > 1)
    owner.page_info_right_chev:enableDisable(many and page < pages)
    owner.page_info_last_chev:enableDisable(many and page < pages)
    owner.page_info:resetLayout()
end

return PageFooter
