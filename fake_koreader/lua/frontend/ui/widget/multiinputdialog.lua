--- A form: several text fields, each with a description if wanted.
-- Fields: `title`, `fields` = array of { text=, hint=, description=, input_type=, text_type= }, `buttons`, and those of
-- InputDialog. `input_fields` holds the InputTexts; `getFields()` their texts.

local InputDialog = require("ui/widget/inputdialog")
local UIManager = require("ui/uimanager")

local MultiInputDialog = InputDialog:extend{
    fields = nil,
    focused_field_idx = 1,
}

--- Adds the fields to the column; the first (or the one in `focused_field_idx`) has the focus.
function MultiInputDialog:_addFields()
    self.input_fields, self.input_description = {}, {}
    for index, field in ipairs(self.fields) do
        local description = self:_descriptionBox(field.description)
        if description then
            self.input_description[index] = description
            table.insert(self.vgroup, description)
        end
        local input = self.inputtext_class:new{
            text = field.text,
            hint = field.hint or "",
            input_type = field.input_type,
            text_type = field.text_type,
            face = self.input_face,
            width = self.text_width,
            focused = index == self.focused_field_idx,
            enter_callback = self:_enterCallback(),
            parent = self,
        }
        self.input_fields[index] = input
        table.insert(self.vgroup, self:_centered(input))
    end
    self._input_widget = self.input_fields[self.focused_field_idx]
    -- A form without fields is a mistake of its maker.
    self._input_widget:focus()
end

--- The texts of all fields, in order. Returns an array of strings.
function MultiInputDialog:getFields()
    local texts = {}
    for i, input in ipairs(self.input_fields) do texts[i] = input:getText() end
    return texts
end

--- Gives the focus (and the keyboard, if it is shown) to another field.
function MultiInputDialog:onSwitchFocus(input)
    if input ~= self._input_widget then
        self._input_widget:unfocus()
        self._input_widget:onCloseKeyboard()
        self._input_widget = input
        for i, own in ipairs(self.input_fields) do
            if own == input then self.focused_field_idx = i end
        end
        input:focus()
    end
    if not self.readonly then input:onShowKeyboard() end
    UIManager:setDirty(self, "ui")
end

--- Builds the form again with the texts it has.
function MultiInputDialog:reinit()
    local fields = {}
    for i, field in ipairs(self.fields) do
        fields[i] = {}
        for key, value in pairs(field) do fields[i][key] = value end
        fields[i].text = self.input_fields[i]:getText()
    end
    self.fields = fields
    InputDialog.reinit(self)
end

return MultiInputDialog
