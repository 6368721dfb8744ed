"""Plugins that try to get away, to hang, or to be everywhere: the day goes on, and says what happened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from harness.check.checking import CheckOptions, CheckResult, check_plugin

Make = Callable[[str, str], Path]

HEAD = """
local ConfirmBox = require("ui/widget/confirmbox")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Plugin = WidgetContainer:extend{ name = "odd" }
"""
MENU = """
function Plugin:init() self.ui.menu:registerToMainMenu(self) end
function Plugin:addToMainMenu(menu_items)
    menu_items.odd = { text = "Odd", sorting_hint = "tools", %s }
end
"""


def _check(make: Make, body: str, *, tap: bool = False, profile: str = "kobo-clara") -> CheckResult:
    return check_plugin(make("odd", f"{HEAD}{body}\nreturn Plugin\n"), profile, CheckOptions(tap=tap))


def _told(result: CheckResult) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.where) for finding in [*result.errors, *result.warnings]]


def test_a_plugin_that_leaves_when_a_book_opens(plugin: Make) -> None:
    result = _check(plugin, "function Plugin:onReaderReady() os.exit(0) end")
    assert _told(result) == []
    assert "online: alice.epub cannot be read: KOReader ends or goes elsewhere whenever it is opened" in result.notes


def test_a_plugin_that_leaves_at_the_start(plugin: Make) -> None:
    result = _check(plugin, "function Plugin:init() os.exit(3) end")
    assert "offline: KOReader does not start any more; the day ended there" in result.notes


def test_a_plugin_that_ends_koreader_at_the_start_by_an_error(plugin: Make) -> None:
    result = _check(plugin, 'UIManager:scheduleIn(1, function() error("not now") end)')
    assert _told(result) == [("lua-error", "odd.koplugin/main.lua:6")]
    assert any("does not start any more" in note for note in result.notes)


def test_an_error_that_is_caught_for_ever(plugin: Make) -> None:
    body = "function Plugin:onReaderReady() while true do pcall(function() while true do end end) end end"
    result = _check(plugin, body)
    assert _told(result) == [("freeze", "odd.koplugin/main.lua:6")]


def test_a_loop_in_a_coroutine(plugin: Make) -> None:
    body = "function Plugin:onReaderReady() coroutine.wrap(function() while true do end end)() end"
    result = _check(plugin, body)
    assert _told(result) == [("freeze", "odd.koplugin/main.lua:6")]


def test_waiting_in_a_coroutine(plugin: Make) -> None:
    body = """
    function Plugin:onReaderReady()
        require("ui/trapper"):wrap(function()
            require("ffi/util").sleep(4)
        end)
    end"""
    assert _told(_check(plugin, body)) == [("freeze", "odd.koplugin/main.lua:9")]


def test_a_request_in_a_coroutine_of_somebody_else(plugin: Make) -> None:
    body = """
    local socket = require("socket")
    local another = load("local f = ... return coroutine.wrap(function() f() coroutine.yield() return f() end)", "=x")
    function Plugin:onReaderReady()
        local waits = load("local sleep = ... return coroutine.create(function() sleep(5) end)", "=y")(socket.sleep)
        coroutine.resume(waits)
    end
    function Plugin:onCloseDocument()
        local step = another(load("local sleep = ... return function() sleep(6) end", "=z")(socket.sleep))
        step()
        step()
    end"""
    assert _told(_check(plugin, body)) == [
        ("freeze", "odd.koplugin/main.lua:11"),
        ("freeze", "odd.koplugin/main.lua:16"),
    ]


def test_waiting_in_a_subprocess_is_no_freeze(plugin: Make) -> None:
    body = """
    function Plugin:onReaderReady()
        local pid = require("ffi/util").runInSubProcess(function() require("ffi/util").sleep(60) end)
        self.collect = function()
            if not require("ffi/util").isSubProcessDone(pid) then UIManager:scheduleIn(1, self.collect) end
        end
        UIManager:scheduleIn(1, self.collect)
    end
    function Plugin:onCloseWidget() if self.collect then UIManager:unschedule(self.collect) end end"""
    assert _told(_check(plugin, body)) == []


def test_a_short_wait_is_within_the_budget(plugin: Make) -> None:
    body = 'function Plugin:onReaderReady() require("ffi/util").sleep(1) end'
    assert _told(_check(plugin, body)) == []


def test_a_plain_socket_without_radio(plugin: Make) -> None:
    body = """
    function Plugin:onReaderReady()
        local connection = require("socket").tcp()
        connection:settimeout(1)
        connection:connect("192.168.1.5", 8080)
        connection:close()
    end"""
    assert _told(_check(plugin, body)) == [("radio-off-request", "odd.koplugin/main.lua:10")]


def test_a_dialog_at_every_start_is_put_away(plugin: Make) -> None:
    body = 'function Plugin:init() UIManager:show(ConfirmBox:new{ text = "Hello?" }) end'
    result = _check(plugin, body)
    assert (_told(result), result.notes) == ([], ())


def test_a_dialog_that_always_comes_back(plugin: Make) -> None:
    body = (
        """
    function Plugin:ask()
        UIManager:show(ConfirmBox:new{
            text = "Sure?", ok_callback = function() self:ask() end, cancel_callback = function() self:ask() end,
        })
    end"""
        + MENU % "callback = function() self:ask() end"
    )
    result = _check(plugin, body, tap=True)
    assert _told(result) == []
    assert "online: a dialog comes back whenever it is answered; it was closed by force" in result.notes


def test_submenus_without_end(plugin: Make) -> None:
    body = (
        """
    local function more()
        return { { text = "more", sub_item_table_func = more }, { text = "and more", sub_item_table_func = more } }
    end"""
        + MENU % "sub_item_table_func = more"
    )
    result = _check(plugin, body)
    assert (_told(result), result.outcome) == ([], "passed")
    assert "offline: the menus of the reader go on without end; not all of them were looked at" in result.notes


def test_a_loop_in_the_text_of_an_entry(plugin: Make) -> None:
    result = _check(plugin, MENU % "text_func = function() while true do end end")
    assert _told(result)[0] == ("freeze", "odd.koplugin/main.lua:9")


def test_an_entry_that_wants_to_be_nowhere(plugin: Make) -> None:
    body = """
    function Plugin:init() self.ui.menu:registerToMainMenu(self) end
    function Plugin:addToMainMenu(menu_items)
        menu_items.odd = { text = "Odd", sorting_hint = "nowhere", callback = function() end }
    end"""
    result = _check(plugin, body)
    assert [finding.kind.value for finding in result.errors] == ["lua-error"]
    assert "nowhere" in result.errors[0].message


def test_every_choice_of_a_dialog_is_tried(plugin: Make) -> None:
    buttons = ", ".join(
        f'{{ {{ text = "{n}", callback = function() UIManager:close(dialog) error("{n} fails") end }} }}'
        for n in ("one", "two", "three")
    )
    body = (
        f"""
    function Plugin:choose()
        local dialog
        dialog = require("ui/widget/buttondialog"):new{{ buttons = {{ {buttons} }} }}
        UIManager:show(dialog)
    end"""
        + MENU % "callback = function() self:choose() end"
    )
    messages = {finding.message for finding in _check(plugin, body, tap=True).errors}
    assert messages == {f"{word} fails; KOReader ended" for word in ("one", "two", "three")}


def test_only_the_plugins_own_entries_are_tapped(plugin: Make) -> None:
    body = (
        """
    local shown = UIManager.show
    function UIManager:show(widget, ...)
        if widget.text == "Do you want to exit?" then error("tapped something else") end
        return shown(self, widget, ...)
    end"""
        + MENU % "callback = function() end"
    )
    assert _told(_check(plugin, body, tap=True)) == []


def test_a_strict_plugin_may_guard_the_globals(plugin: Make) -> None:
    body = """
    setmetatable(_G, { __newindex = function(t, name, value) rawset(t, name, value) end })
    odd_global = 1"""
    assert [kind for kind, _ in _told(_check(plugin, body))] == []


def test_a_known_module_that_is_not_emulated(plugin: Make) -> None:
    body = 'require("not_emulated")("ui/imaginary")'
    result = _check(plugin, body)
    assert _told(result) == [("not-emulated", "odd.koplugin/main.lua:6")]


def test_a_module_that_nobody_has_is_a_load_error(plugin: Make) -> None:
    result = _check(plugin, 'local missing = require("missing_thing")')
    assert _told(result) == [("load-error", "odd.koplugin/main.lua:6")]


def test_a_probe_for_a_c_function_is_no_finding(plugin: Make) -> None:
    body = 'local ffi = require("ffi")\npcall(function() return ffi.C.no_such_function end)'
    assert _told(_check(plugin, body)) == []


def test_typed_numbers_and_texts_arrive(plugin: Make) -> None:
    body = (
        """
    function Plugin:ask()
        local InputDialog = require("ui/widget/inputdialog")
        local dialog
        dialog = InputDialog:new{
            title = "Number", input_type = "number",
            buttons = { { { text = "Cancel", id = "close", callback = function() UIManager:close(dialog) end },
                          { text = "Set", callback = function() error("got " .. dialog:getInputText()) end } } },
        }
        UIManager:show(dialog)
        dialog:onShowKeyboard()
    end"""
        + MENU % "callback = function() self:ask() end"
    )
    assert [finding.message for finding in _check(plugin, body, tap=True).errors] == ["got 7; KOReader ended"]


def test_a_folder_without_its_ending(tmp_path: Path, plugin: Make) -> None:
    folder = plugin("odd", f"{HEAD}\nnameless = 1\nreturn Plugin\n").rename(tmp_path / "odd")
    result = check_plugin(folder, "kobo-clara", CheckOptions())
    assert _told(result) == [("leaked-global", "odd.koplugin/main.lua:7")]


def test_a_plugin_that_koreader_has_too_takes_its_place(plugin: Make) -> None:
    main = f"{HEAD}\nfunction Plugin:onReaderReady() statistics_global = 1 end\nreturn Plugin\n"
    result = check_plugin(plugin("statistics", main), "kobo-clara", CheckOptions())
    assert _told(result) == [("leaked-global", "statistics.koplugin/main.lua:7")]


def test_a_plugin_that_restarts_at_every_start(plugin: Make) -> None:
    result = _check(plugin, "function Plugin:init() UIManager:nextTick(function() UIManager:restartKOReader() end) end")
    assert any("KOReader does not start any more" in note for note in result.notes)


def test_a_plugin_that_restarts_when_a_book_opens(plugin: Make) -> None:
    result = _check(plugin, "function Plugin:onReaderReady() UIManager:restartKOReader() end")
    assert any("alice.epub cannot be read" in note for note in result.notes)
