--- Editing in an InputText: moving the cursor, inserting, deleting. Letters are whole UTF-8 characters.

local UIManager = require("ui/uimanager")
local util = require("util")

-- Seconds between the Enter key and what it does.
local ENTER_DELAY = 0.3

local function isWordPart(char)
    return char ~= nil and not char:match("^[%s%p]$")
end

--- Adds the editing methods to the class.
return function(InputText)
    function InputText:_edited()
        self.is_text_edited = true
        self.text = table.concat(self.charlist)
        self:initTextBox(self.text)
    end

    function InputText:_moveTo(position)
        self.charpos = math.max(1, math.min(position, #self.charlist + 1))
        if self.parent then UIManager:setDirty(self.parent, "ui") end
    end

    function InputText:_remove(first, last)
        if last < first or first < 1 or last > #self.charlist then return end
        for _ = first, last do table.remove(self.charlist, first) end
        self.charpos = first
        self:_edited()
    end

    --- Inserts a text at the cursor. "\n" is the Enter key where the field has an `enter_callback`.
    function InputText:addChars(chars)
        if not chars then
            chars = ""
        end
        if self.enter_callback and chars == "\n" then
            UIManager:scheduleIn(ENTER_DELAY, function() self.enter_callback() end)
            return
        end
        if self.readonly or not self:isTextEditable(true) then return end
        for _, char in ipairs(util.splitToChars(chars)) do
            table.insert(self.charlist, self.charpos, char)
            self.charpos = self.charpos + 1
        end
        self:_edited()
    end

    --- Deletes the letter left of the cursor.
    function InputText:delChar()
        if self.readonly then return end
        self:_remove(self.charpos - 1, self.charpos - 1)
    end

    --- Deletes the letter right of the cursor.
    function InputText:delNextChar()
        if self.readonly then return end
        local position = self.charpos
        self:_remove(position, position)
    end

    --- Deletes the word right of the cursor, or left of it.
    function InputText:delWord(left_to_cursor)
        if self.readonly then return end
        local list, position = self.charlist, self.charpos
        if left_to_cursor then
            local first = position
            while first > 1 and not isWordPart(list[first - 1]) do first = first - 1 end
            while first > 1 and isWordPart(list[first - 1]) do first = first - 1 end
            self:_remove(first, position - 1)
        else
            local last = position - 1
            while last < #list and not isWordPart(list[last + 1]) do last = last + 1 end
            while last < #list and isWordPart(list[last + 1]) do last = last + 1 end
            self:_remove(position, last)
        end
    end

    --- Deletes from the start of the line to the cursor.
    function InputText:delToStartOfLine()
        if self.readonly then return end
        self:_remove(self:_lineStart(), self.charpos - 1)
    end

    --- Deletes everything.
    function InputText:delAll()
        if self.readonly then return end
        self.charlist, self.charpos = {}, 1
        self:_edited()
    end

    function InputText:_lineStart()
        local position = self.charpos
        while position > 1 and self.charlist[position - 1] ~= "\n" do position = position - 1 end
        return position
    end

    function InputText:_lineEnd()
        local position = self.charpos
        while position <= #self.charlist and self.charlist[position] ~= "\n" do position = position + 1 end
        return position
    end

    function InputText:leftChar()
        self:_moveTo(self.charpos - 1)
    end

    function InputText:rightChar()
        self:_moveTo(self.charpos + 1)
    end

    --- To the start of the whole text.
    function InputText:goToHome()
        self:_moveTo(1)
    end

    --- To the end of the whole text.
    function InputText:goToEnd()
        self:_moveTo(#self.charlist + 1)
    end

    function InputText:goToStartOfLine()
        self:_moveTo(self:_lineStart())
    end

    function InputText:goToEndOfLine()
        self:_moveTo(self:_lineEnd())
    end

    --- To the same column of the line above.
    function InputText:upLine()
        local start = self:_lineStart()
        if start == 1 then return end
        local column = self.charpos - start
        self.charpos = start - 1
        local above = self:_lineStart()
        self:_moveTo(math.min(above + column, start - 1))
    end

    --- To the same column of the line below.
    function InputText:downLine()
        local stop = self:_lineEnd()
        if stop > #self.charlist then return end
        local column = self.charpos - self:_lineStart()
        self.charpos = stop + 1
        self:_moveTo(math.min(stop + 1 + column, self:_lineEnd()))
    end

    --- Cursor position as the number of the letter it stands before.
    function InputText:getCharPos()
        return self.charpos
    end

    --- Number of the line (of the text, not of the screen) the cursor is in.
    function InputText:getLineNum()
        local line = 1
        for i = 1, self.charpos - 1 do
            if self.charlist[i] == "\n" then line = line + 1 end
        end
        return line
    end
end
