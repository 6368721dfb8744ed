"""The window with a dictionary's answers, and the buttons that plugins add to it."""

from __future__ import annotations

import pytest

OPEN = """
UIManager, log = require("ui/uimanager"), {}
Dictionary = require("apps/reader/modules/readerdictionary")
cleared = 0
ui = { doc_props = {}, handleEvent = function(_, event) log[#log + 1] = event.handler end }
dictionary = Dictionary:new{ ui = ui, highlight = { clear = function() cleared = cleared + 1 end } }
ui.dictionary = dictionary
Lookup = require("ui/widget/dictquicklookup")
function open()
    dictionary:showDict("bark", {
        { dict = "Trees", word = "bark", definition = "the skin of a tree" },
        { dict = "Dogs", word = "bark", definition = "<p>what <b>dogs</b> say</p>", is_html = true },
    }, nil, nil, function() log[#log + 1] = "closed" end)
    return dictionary.dict_window
end
"""


@pytest.fixture
def shelf(stage):
    stage.run(OPEN)
    return stage


def test_one_answer_at_a_time(shelf):
    assert shelf.run("w = open() print(w.dictionary, w.displayword, w.definition, #Lookup.window_list)") == [
        "Trees\tbark\tthe skin of a tree\t1"
    ]
    assert "the skin of a tree" in shelf.run("print(line())")[0]
    assert shelf.run("tap('▷▷') print(w.dictionary, w.dict_index, w:isNextDictAvaiable(), w:isPrevDictAvaiable())") == [
        "Dogs\t2\tfalse\ttrue"
    ]
    assert "what dogs say" in shelf.run("print(line())")[0]
    assert shelf.run("w:onSwipe(nil, { direction = 'east' }) print(w.dictionary)") == ["Trees"]
    assert shelf.run("w:changeDictionary(9) print(w.dictionary)") == ["Trees"]


def test_closing_tells_and_clears(shelf):
    source = "w = open() tap('Close') print(UIManager:isWidgetShown(w), log[1], cleared, #Lookup.window_list)"
    assert shelf.run(source) == ["false\tclosed\t1\t0"]
    assert shelf.run("a, b = open(), open() a:onHoldClose(true) print(#Lookup.window_list, cleared)") == ["0\t1"]


def test_without_answers_nothing_opens(shelf):
    assert shelf.run("dictionary:showDict('x', {}) dictionary:showDict('x') print(dictionary.dict_window)") == ["nil"]


def test_plugins_add_buttons(shelf):
    source = """
        dictionary:addToDictButtons{
            id = "b_ask", text = "Ask", callback = function(popup) log[#log + 1] = popup.displayword end,
        }
        dictionary:addToDictButtons{ id = "a_first", text_func = function() return "First" end, insert_first = true }
        dictionary:addToDictButtons{ id = "c_never", text = "Never", show_func = function() return false end }
        dictionary:addToDictButtons{ id = "d_1", text = "One", row_group = "g" }
        dictionary:addToDictButtons{ id = "d_2", text = "Two", row_group = "g" }
        w = open()
        local rows = {}
        for i, row in ipairs(w.button_table.buttons) do
            rows[i] = ""
            for _, button in ipairs(row) do rows[i] = rows[i] .. button.text .. " " end
        end
        print(table.concat(rows, "/"))
        tap("Ask")
        print(log[1])
    """
    assert shelf.run(source) == ["First /◁◁ Highlight ▷▷ /Search Close /Ask /One Two ", "bark"]


def test_the_window_can_be_patched_before_it_is_made(shelf):
    source = """
        local before = Lookup.init
        function Lookup:init()
            before(self)
            print("patched", self.lookupword)
        end
        open()
        Lookup.init = before
    """
    assert shelf.run(source) == ["patched\tbark"]


def test_searching_on_closes_first(shelf):
    assert shelf.run("w = open() tap('Highlight') tap('Search') print(table.concat(log, ' '))") == [
        "onHighlight closed onHighlightSearch"
    ]
