--- The Reset, Save and Close buttons of an InputDialog that has a `save_callback`, and the question about unsaved text.

local InfoMessage = require("ui/widget/infomessage")
local MultiConfirmBox = require("ui/widget/multiconfirmbox")
local Notification = require("ui/widget/notification")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local saving = {}

local function tell(text)
    Notification:notify(text, Notification.SOURCE_ALWAYS_SHOW)
end

local function close(dialog, saved)
    UIManager:close(dialog)
    if dialog.close_callback then dialog.close_callback(saved) end
end

--- Calls the caller's save function and says how it went. Returns whether the text is saved.
local function save(dialog, closing)
    local success, message = dialog.save_callback(dialog:getInputText(), closing)
    if success == false then
        if message ~= false then
            UIManager:show(InfoMessage:new{ text = message or _("Saving failed.") })
        end
        return false
    end
    if message ~= false then tell(message or _("Saved")) end
    return true
end

local function unedited(dialog)
    dialog._input_widget.is_text_edited = false
    dialog._buttons_edit_callback(false)
    if dialog.edited_callback then dialog.edited_callback(false) end
end

local function askAboutUnsaved(dialog)
    UIManager:show(MultiConfirmBox:new{
        text = dialog.close_unsaved_confirm_text or _("You have unsaved changes."),
        cancel_text = dialog.close_cancel_button_text or _("Cancel"),
        choice1_text = dialog.close_discard_button_text or _("Discard"),
        choice1_callback = function()
            close(dialog, false)
            tell(dialog.close_discarded_notif_text or _("Changes discarded"))
        end,
        choice2_text = dialog.close_save_button_text or _("Save"),
        choice2_callback = function()
            if save(dialog, true) then close(dialog, true) end
        end,
    })
end

local function reset(dialog)
    local text, message = dialog.reset_callback(dialog:getInputText())
    if text then
        dialog:setInputText(text)
        unedited(dialog)
        tell(message or _("Text reset"))
    elseif message ~= false then
        UIManager:show(InfoMessage:new{ text = message or _("Resetting failed.") })
    end
end

local function enable(dialog, id, edited)
    local button = dialog.button_table and dialog.button_table:getButtonById(id)
    if button and button:enableDisable(edited) then button:refresh() end
end

local function generated(dialog)
    local row = {}
    if dialog.reset_callback then
        row[#row + 1] = {
            id = "reset", text = dialog.reset_button_text or _("Reset"), enabled = false,
            callback = function() reset(dialog) end,
        }
    end
    row[#row + 1] = {
        id = "save", text = dialog.save_button_text or _("Save"), enabled = false,
        callback = function()
            if save(dialog) then unedited(dialog) end
        end,
    }
    row[#row + 1] = {
        id = "close", text = dialog.close_button_text or _("Close"),
        callback = function()
            if dialog:isTextEdited() then
                askAboutUnsaved(dialog)
            else
                close(dialog)
            end
        end,
    }
    return row
end

--- Adds the generated buttons to the dialog's first row, once.
function saving.addButtons(dialog)
    dialog.buttons = dialog.buttons or {}
    if not dialog.save_callback or dialog._has_saving_buttons then return end
    dialog._has_saving_buttons = true
    local own, rows = dialog.buttons, {}
    for i, row in ipairs(own) do rows[i] = row end
    local first = {}
    for _i, spec in ipairs(rows[1] or {}) do first[#first + 1] = spec end
    for _i, spec in ipairs(generated(dialog)) do first[#first + 1] = spec end
    rows[1] = first
    dialog.buttons = rows
    dialog._buttons_edit_callback = function(edited)
        enable(dialog, "save", edited)
        enable(dialog, "reset", edited)
    end
end

return saving
