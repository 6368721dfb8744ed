"""Menus and lists: rows, pages, submenus, choosing paths."""

from __future__ import annotations

import pytest


def test_a_menu_item_table_says_which_entry_is_current(stage) -> None:
    printed = stage.run("""
    local items = { current = 8 }
    for i = 1, 9 do items[i] = { text = "e" .. i } end
    local m = show(W("menu"):new{ title = "M", item_table = items, items_per_page = 3 })
    print(m.page, line())
    """)
    assert printed == ["3\tM | e7 | e8 | e9 | Page 3 of 3"]


def test_switching_item_tables_chooses_the_page(stage) -> None:
    printed = stage.run("""
    local function items(n) local t = {} for i = 1, n do t[i] = { text = "e" .. i, id = i } end return t end
    local m = show(W("menu"):new{ title = "M", subtitle = "s", item_table = items(9), items_per_page = 3 })
    local function state(what) print(what, m.page, m.page_num, line():match("^[^|]+| [^|]+")) end
    m:switchItemTable(nil, items(9), 5) state("number")
    m:switchItemTable(nil, items(12), -1) state("stays")
    m:switchItemTable(nil, items(2), -1) state("clamped")
    m:switchItemTable("New", items(9), nil, { id = 7 }, "t") state("match")
    m:switchItemTable(nil, items(9), 4, { id = 99 }) state("no match")
    m:switchItemTable(nil, items(9)) state("first")
    print(m.title)
    """)
    assert printed == [
        "number\t2\t3\tM | s ",
        "stays\t2\t4\tM | s ",
        "clamped\t1\t1\tM | s ",
        "match\t3\t3\tNew | t ",
        "no match\t2\t3\tNew | t ",
        "first\t1\t3\tNew | t ",
        "M",
    ]


def test_a_row_keeps_its_text_until_the_page_is_built_again(stage) -> None:
    printed = stage.run("""
    local n = 0
    local m = show(W("menu"):new{ title = "M", item_table = { { text_func =
        function() n = n + 1 return "t" .. n end } } })
    local first = texts()[2]
    inspect.repaint()
    print(texts()[2] == first)
    m:updateItems()
    print(texts()[2] == first)
    """)
    assert printed == ["true", "false"]


def test_the_return_arrow_is_there_with_on_return_and_enabled_with_paths(stage) -> None:
    printed = stage.run("""
    local m = show(W("menu"):new{ title = "M", item_table = { { text = "a" } }, onReturn =
        function(self) print("returned", #self.paths) end })
    tap("back.top")
    m.paths = { "one" }
    m:updateItems()
    tap("back.top")
    UIManager:close(m)
    show(W("menu"):new{ title = "N", item_table = {} })
    print(tap("back.top"))
    """)
    assert printed == ["returned\t1", "false"]


def test_a_swipe_down_pops_a_submenu_then_closes(stage) -> None:
    printed = stage.run("""
    show(W("menu"):new{ title = "M", item_table = { { text = "s", sub_item_table = { { text = "in" } } } } })
    tap("s ▸") print(line())
    swipe("south") print(line())
    swipe("south") print(#screen())
    """)
    assert printed == ["s | in | Page 1 of 1", "M | s ▸ | Page 1 of 1", "0"]


def test_the_page_number_leads_to_any_page(stage) -> None:
    printed = stage.run("""
    local items = {}
    for i = 1, 9 do items[i] = { text = "e" .. i } end
    local m = show(W("menu"):new{ title = "M", item_table = items, items_per_page = 2 })
    tap("Page 1 of 5")
    type_text("4")
    tap("Go to page")
    print(m.page, line())
    """)
    assert printed == ["4\tM | e7 | e8 | Page 4 of 5"]


@pytest.mark.parametrize(("direction", "page"), [("west", 2), ("east", 3)])
def test_swipes_go_round_in_a_touch_menu(stage, direction: str, page: int) -> None:
    printed = stage.run(f"""
    local tab = {{ icon = "appbar.tools", max_per_page = 2 }}
    for i = 1, 6 do tab[i] = {{ text = "i" .. i }} end
    local m = show(W("touchmenu"):new{{ width = Screen:getWidth(), tab_item_table = {{ tab }} }})
    swipe("{direction}", 10, 10)
    print(m.page)
    """)
    assert printed == [str(page)]


def test_touch_menu_asks_for_text_and_closes_first(stage) -> None:
    printed = stage.run("""
    local m = W("touchmenu"):new{ width = Screen:getWidth(), tab_item_table = { { icon = "x",
        { text = "Name", tap_input = { title = "Your name", input_type = "text", callback =
            function(t) print("got", t) end } } } } }
    m.close_callback = function() print("closing") UIManager:close(m) end
    show(m)
    tap("Name")
    type_text("Ada")
    print(line())
    tap("OK")
    print(#screen())
    """)
    assert printed == ["closing", "Your name | input: Ada | Cancel | OK", "got\tAda", "0"]


def test_a_refreshed_table_is_made_anew_on_the_way_up(stage) -> None:
    printed = stage.run("""
    local made = 0
    local list
    list = function()
        made = made + 1
        return { needs_refresh = true, refresh_func = list, { text = "list " .. made, sub_item_table = {
            { text = "leaf" } } } }
    end
    local m = show(W("touchmenu"):new{ width = Screen:getWidth(), tab_item_table = { { icon = "x",
        { text = "Open", sub_item_table_func = list } } } })
    tap("Open") tap("list 1") print(line())
    m:backToUpperMenu() print(line())
    """)
    assert printed == ["leaf", "list 2 ▸"]


def test_a_tap_on_the_check_mark_is_another_than_on_the_text(stage) -> None:
    printed = stage.run("""
    local Event, Geom = require("ui/event"), require("ui/geometry")
    local m = show(W("touchmenu"):new{ width = Screen:getWidth(), tab_item_table = { { icon = "x",
        { text = "Both", checked_func = function() return true end, keep_menu_open = true,
          checkmark_callback = function() print("mark") end, callback = function() print("text") end } } } })
    inspect.repaint()
    local row = m.item_group[2].dimen
    UIManager:sendEvent(Event:new("Gesture", { ges = "tap", time = 0, pos = Geom:new{ x = row.x + 3,
        y = row.y + 3, w = 0, h = 0 } }))
    tap("Both")
    """)
    assert printed == ["mark", "text"]


def test_lines_between_keys_and_values_take_a_row(stage) -> None:
    printed = stage.run("""
    G_reader_settings:saveSetting("keyvalues_per_page", 3)
    local p = show(W("keyvaluepage"):new{ title = "K", kv_pairs = { { "a", 1 }, "---", { "b", 2 }, { "c", 3 } },
        callback_return = function(self) print("return") end })
    print(p.pages, line())
    tap("back.top")
    print(#screen())
    """)
    assert printed == ["2\tK | a | 1 | b | 2 | Page 1 of 2", "return", "0"]


def test_sorting_moves_the_marked_row_with_the_arrows(stage) -> None:
    printed = stage.run("""
    local items = {}
    for i = 1, 5 do items[i] = { text = "i" .. i } end
    local s = show(W("sortwidget"):new{ title = "S", item_table = items, callback = function() print("called") end })
    tap("i4")
    tap("chevron.left")
    print(line(), s.marked)
    tap("chevron.first")
    print(line(), s.marked)
    tap("i4")
    tap("check")
    print(#screen())
    """)
    assert printed == [
        "S | i1 | i2 | i4 | i3 | i5 | 1 / 1\t3",
        "S | i4 | i1 | i2 | i3 | i5 | 1 / 1\t1",
        "called",
        "0",
    ]


def test_a_path_chooser_of_files_lists_them_with_size_and_filter(stage) -> None:
    printed = stage.run("""
    local lfs = require("libs/libkoreader-lfs")
    lfs.mkdir(data_dir .. "/x") lfs.mkdir(data_dir .. "/x/sub") lfs.mkdir(data_dir .. "/x/.secret")
    for _, name in ipairs{ "b.txt", "a.txt", "c.log" } do
        local f = io.open(data_dir .. "/x/" .. name, "w") f:write("hello") f:close()
    end
    show(W("pathchooser"):new{ path = data_dir .. "/x", select_directory = false,
        file_filter = function(name) return name:match("%.txt$") ~= nil end,
        onConfirm = function(path) print("confirmed", path == data_dir .. "/x/a.txt") end })
    print(line())
    hold("sub/")
    print(#screen() > 0, texts()[1])
    tap("a.txt")
    hold("a.txt")
    tap("Choose")
    print(#screen())
    """)
    assert printed == [
        "Long-press file's name to choose it | ⬆ ../ | sub/ | a.txt | 5 B | b.txt | 5 B | Page 1 of 1",
        "true\tLong-press file's name to choose it",
        "confirmed\ttrue",
        "0",
    ]


def test_a_list_view_turns_its_pages(stage) -> None:
    printed = stage.run("""
    local items = {}
    for i = 1, 5 do items[i] = W("button"):new{ text = "b" .. i, height = 50 } end
    local v = W("listview"):new{ items = items, width = 300, height = 100, page_update_cb = function(p,
        n) print("page", p, n) end }
    show(W("container/centercontainer"):new{ dimen = Screen:getSize(), v })
    print(line())
    v:nextPage() v:nextPage() v:nextPage()
    print(line())
    """)
    assert printed == ["page\t1\t3", "b1 | b2", "page\t2\t3", "page\t3\t3", "page\t3\t3", "b5"]
