--[[--
The dictionary: no dictionaries are installed, so every lookup finds nothing, and says so. Plugins may add buttons to
its results and hear of lookups (`WordLookedUp`).
]]
-- fidelity: partial: no dictionaries are installed: a lookup is told to listeners and finds nothing
local DictQuickLookup = require("ui/widget/dictquicklookup")
local Event = require("ui/event")
local InfoMessage = require("ui/widget/infomessage")
local InputContainer = require("ui/widget/container/inputcontainer")
local InputDialog = require("ui/widget/inputdialog")
local T = require("ffi/util").template
local UIManager = require("ui/uimanager")
local util = require("util")
local _ = require("gettext")

local ReaderDictionary = InputContainer:extend{
    available_ifos = nil,
    data_dir = nil,
}

function ReaderDictionary:init()
    self.enabled_dict_names, self._dict_buttons = {}, {}
    if self.ui.menu then self.ui.menu:registerToMainMenu(self) end
end

--- A button of the results: `{ id=, menu_text=, text=, callback(popup), show_func=, … }`.
function ReaderDictionary:addToDictButtons(button)
    self._dict_buttons[button.id] = button
end

function ReaderDictionary:removeFromDictButtons(id)
    local button = self._dict_buttons[id]
    self._dict_buttons[id] = nil
    return button
end

--- Look a word up.
function ReaderDictionary:onLookupWord(word, is_sane)
    word = is_sane and word or util.cleanupSelectedText(word or "")
    if word == "" then return end
    local title = self.ui.doc_props and self.ui.doc_props.display_title or _("Dictionary lookup")
    self.ui:handleEvent(Event:new("WordLookedUp", word, title))
    UIManager:show(InfoMessage:new{ text = T(_("No results for \"%1\": no dictionaries are installed."), word) })
    return true
end

--- Show what a dictionary, or a plugin that is like one, has found: array of { dict, word, definition, … }.
function ReaderDictionary:showDict(word, results, boxes, link, dict_close_callback)
    if not results or not results[1] then return end
    self.dict_window = DictQuickLookup:new{
        ui = self.ui, highlight = self.highlight, dialog = self.dialog, lookupword = word, results = results,
        word_boxes = boxes, selected_link = link, dict_close_callback = dict_close_callback,
    }
    UIManager:show(self.dict_window)
end

function ReaderDictionary:onShowDictionaryLookup()
    local dialog
    dialog = InputDialog:new{
        title = _("Enter a word or phrase to look up"),
        buttons = { {
            { text = _("Cancel"), id = "close", callback = function() UIManager:close(dialog) end },
            { text = _("Search dictionary"), is_enter_default = true, callback = function()
                local word = dialog:getInputText()
                UIManager:close(dialog)
                self:onLookupWord(word)
            end },
        } },
    }
    self.dictionary_lookup_dialog = dialog
    UIManager:show(dialog)
    dialog:onShowKeyboard()
    return true
end

function ReaderDictionary:addToMainMenu(menu_items)
    menu_items.dictionary_lookup = {
        text = _("Dictionary lookup"), callback = function() self:onShowDictionaryLookup() end,
    }
end

return ReaderDictionary
