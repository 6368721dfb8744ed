--- Searching a book's text.
-- fidelity: partial: in reflowable books; the list of all results and regular expressions in paged ones are loud
local Event = require("ui/event")
local InfoMessage = require("ui/widget/infomessage")
local InputContainer = require("ui/widget/container/inputcontainer")
local InputDialog = require("ui/widget/inputdialog")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local ReaderSearch = InputContainer:extend{
    case_insensitive = true,
    use_regex = false,
    last_search_text = nil,
    findall_max_hits = 5000,
}

function ReaderSearch:init()
    self.ui.menu:registerToMainMenu(self)
end

--- All places where `text` stands, as the book's engine gives them; nil when there is none.
function ReaderSearch:searchText(text)
    if not self.ui.rolling then
        require("not_emulated")("apps/reader/modules/readersearch", "searchText in a paged book")
    end
    return self.document:findAllText(text, self.case_insensitive, 0, self.findall_max_hits, self.use_regex)
end

--- Go to the first place after the current one (before it with `direction` 1), or to the first of all.
function ReaderSearch:searchCallback(direction, text)
    text = text or self.last_search_text
    if not text or text == "" then return end
    self.last_search_text = text
    local found = self:searchText(text)
    if not found then
        UIManager:show(InfoMessage:new{ text = _("No results in the document"), timeout = 2 })
        return
    end
    local here, target = self.document:getXPointer(), nil
    for _i, place in ipairs(found) do
        local after = self.document:compareXPointers(here, place.start) == 1
        if direction == 1 and not after then target = place end
        if direction ~= 1 and after then
            target = place
            break
        end
    end
    self.ui.link:addCurrentLocationToStack()
    self.ui:handleEvent(Event:new("GotoXPointer", (target or found[1]).start))
end

function ReaderSearch:onShowFulltextSearchInput(text)
    local dialog
    local function search()
        local wanted = dialog:getInputText()
        if wanted == "" then return end
        UIManager:close(dialog)
        self:searchCallback(0, wanted)
    end
    dialog = InputDialog:new{
        title = _("Enter text to search for"),
        input = text or self.last_search_text or "",
        buttons = { {
            { text = _("Cancel"), id = "close", callback = function() UIManager:close(dialog) end },
            { text = _("Search"), is_enter_default = true, callback = search },
        } },
    }
    self.input_dialog = dialog
    UIManager:show(dialog)
    dialog:onShowKeyboard()
    return true
end

function ReaderSearch:addToMainMenu(menu_items)
    menu_items.fulltext_search = {
        text = _("Fulltext search"), callback = function() self:onShowFulltextSearchInput() end,
    }
end

return ReaderSearch
