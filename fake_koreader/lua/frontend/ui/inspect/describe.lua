--- What the widgets that carry text or take taps mean to a reader.
-- One function per class, by its module; it appends things to `out`:
--   kind     "text", "button", "icon", "check", "input", "row"
--   texts    array of strings as shown (may be empty)
--   labels   array of names for taps (may be empty)
--   active   whether a tap means something to it
--   enabled  false when greyed
--   dimen    its place, once painted
--   widget   the widget itself

local util = require("util")

local ARROW = " ▸"

-- U+200E, U+200F and U+2066 to U+2069 order text of both directions and show nothing.
local function visible(text)
    if text == nil then return "" end
    text = tostring(text)
    if not text:find("\226", 1, true) then return text end
    return (text:gsub("\226\128[\142\143]", ""):gsub("\226\129[\166-\169]", ""))
end

local function plain(widget, out, text)
    text = visible(text)
    table.insert(out, { kind = "text", texts = { text }, labels = { text }, dimen = widget.dimen, widget = widget })
end

local function disabledMark(text, enabled)
    return enabled == false and text .. " [disabled]" or text
end

local function checkMark(checked, radio)
    if radio then return checked and "(o) " or "( ) " end
    return checked and "[x] " or "[ ] "
end

local known = {}

known["ui/widget/textwidget"] = function(widget, out)
    plain(widget, out, widget.text)
end

known["ui/widget/textboxwidget"] = function(widget, out)
    local text = widget.text == nil and "" or tostring(widget.text)
    plain(widget, out, (text:gsub("\239\191[\177-\179]", "")))
end

known["ui/widget/htmlboxwidget"] = function(widget, out)
    local text = util.htmlToPlainTextIfHtml(widget.html_body or "")
    plain(widget, out, util.trim(text))
end

known["ui/widget/button"] = function(widget, out)
    if widget.hidden then return end
    local thing = {
        kind = "button", texts = {}, labels = {}, active = true,
        enabled = widget.enabled, dimen = widget.dimen, widget = widget,
    }
    if widget.text and not (widget.icon and widget.text == "") then
        local label = visible(widget.text)
        local shown = label
        if label ~= "" then
            if widget.checked_func then shown = checkMark(widget.checked) .. shown end
            if not widget.is_page_info then shown = disabledMark(shown, widget.enabled) end
        end
        thing.texts, thing.labels = { shown }, { label }
    elseif widget.icon then
        thing.kind, thing.labels = "icon", { widget.icon }
    end
    table.insert(out, thing)
end

known["ui/widget/iconbutton"] = function(widget, out)
    table.insert(out, {
        kind = "icon", texts = {}, labels = { widget.icon }, active = true,
        enabled = widget.enabled, dimen = widget.dimen, widget = widget,
    })
end

known["ui/widget/checkbutton"] = function(widget, out)
    local label = visible(widget.text)
    table.insert(out, {
        kind = "check", labels = { label }, active = true, enabled = widget.enabled,
        texts = { disabledMark(checkMark(widget.checked, widget.radio) .. label, widget.enabled) },
        checked = widget.checked, dimen = widget.dimen, widget = widget,
    })
end

known["ui/widget/inputtext"] = function(widget, out)
    local value = widget:getText()
    local shown
    if value == "" then
        local hint = widget.hint and visible(widget.hint) or ""
        shown = hint ~= "" and "hint: " .. hint or "input:"
    else
        if widget.text_type == "password" then
            value = ("*"):rep(#util.splitToChars(value))
        end
        shown = "input: " .. visible(value)
    end
    table.insert(out, { kind = "input", texts = { shown }, labels = {}, dimen = widget.dimen, widget = widget })
    -- What belongs to the field, such as "Show password", comes below it.
    if widget._check_button then return "and", widget._check_button end
end

known["ui/widget/menuitem"] = function(widget, out)
    local text = visible(widget.text)
    local bare = text:sub(-#ARROW) == ARROW and text:sub(1, -#ARROW - 1) or text
    table.insert(out, {
        kind = "row", labels = { bare, text }, active = true, dimen = widget.dimen, widget = widget,
        texts = { text, visible(widget.post_text), visible(widget.mandatory) },
    })
end

known["ui/widget/keyvalueitem"] = function(widget, out)
    table.insert(out, {
        kind = "row", labels = { visible(widget.key) }, active = true, dimen = widget.dimen, widget = widget,
        texts = { visible(widget.key), visible(widget.value) },
    })
end

known["ui/widget/sortitemwidget"] = function(widget, out)
    local label = visible(widget.text)
    table.insert(out, {
        kind = "row", labels = { label }, texts = { label }, active = true, dimen = widget.dimen, widget = widget,
    })
end

known["ui/widget/touchmenuitem"] = function(widget, out)
    local bare = visible(widget.label)
    local text = widget.has_submenu and bare .. ARROW or bare
    local shown = text
    if widget.has_mark then shown = checkMark(widget.checked, widget.item.radio) .. shown end
    table.insert(out, {
        kind = "row", labels = { bare, text }, texts = { disabledMark(shown, widget.enabled) }, active = true,
        enabled = widget.enabled, dimen = widget.dimen, widget = widget,
    })
end

-- The footer's clock and battery are decoration; only its icons can be used.
known["ui/widget/touchmenufooter"] = function(widget, out)
    for _, button in ipairs(widget.buttons) do known["ui/widget/button"](button, out) end
end

local classes = setmetatable({}, { __mode = "k" })

local function describer(class)
    local found = classes[class]
    if found ~= nil then return found end
    found = false
    local current = class
    while current and not found do
        for path, own in pairs(known) do
            if package.loaded[path] == current then found = own end
        end
        current = getmetatable(current)
    end
    classes[class] = found
    return found
end

--- Appends what a widget is to a reader. Returns true if its children need no further look.
local function describe(widget, out)
    local class = getmetatable(widget)
    local own = class and describer(class)
    if not own then return false end
    local more, other = own(widget, out)
    if more then describe(other, out) end
    return true
end

return describe
