"""Quirks 9 to 11 of koreader-ui.md §11: the order of tasks, and how the application ends."""

from __future__ import annotations

PAGED = "/mnt/onboard/paged.pdf"


def test_9_tasks_of_one_time_run_in_the_order_they_were_made(quirky):
    quirky.device.boot()
    quirky.lua(
        """
        order = {}
        local time = require("ui/time").now() + 1000000
        for i = 1, 4 do UIManager:schedule(time, function() order[#order + 1] = i end) end
        """
    )
    quirky.device.advance(2)
    assert quirky.lua("return table.concat(order, ' ')") == "1 2 3 4"


def test_9_unscheduling_takes_all_of_a_function_whatever_the_arguments(quirky):
    quirky.device.boot()
    assert (
        quirky.lua(
            """
            ran = {}
            local function task(word) ran[#ran + 1] = word end
            UIManager:scheduleIn(1, task, "a")
            UIManager:scheduleIn(2, task, "b")
            UIManager:scheduleIn(1, function() ran[#ran + 1] = "other" end)
            return tostring(UIManager:unschedule(task)) .. tostring(UIManager:unschedule(task))
            """
        )
        == "truefalse"
    )
    quirky.device.advance(3)
    assert quirky.lua("return table.concat(ran, ' ')") == "other"


def test_9_tick_after_next_gives_the_wrapper_to_cancel_by(quirky):
    quirky.device.boot()
    quirky.lua(
        """
        ran = {}
        local function one() ran[#ran + 1] = "one" end
        local function two() ran[#ran + 1] = "two" end
        local wrapper = UIManager:tickAfterNext(one)
        UIManager:tickAfterNext(two)
        same = wrapper == one
        removed = tostring(UIManager:unschedule(one)) .. tostring(UIManager:unschedule(wrapper))
        nothing = UIManager:nextTick(function() end) == nil
        """
    )
    quirky.device.advance(1)
    assert quirky.lua("return tostring(same) .. ' ' .. removed .. ' ' .. tostring(nothing)") == "false falsetrue true"
    assert quirky.lua("return table.concat(ran, ' ')") == "two"


def test_10_no_window_ends_it_though_tasks_are_pending(quirky):
    quirky.device.boot()
    quirky.lua("UIManager:scheduleIn(3600, function() end) UIManager:close(ui)")
    quirky.device.advance(1)
    assert not quirky.device.alive
    assert quirky.device.exit_code == 0


def test_10_quitting_tells_nobody(quirky):
    quirky.listen("CloseDocument FlushSettings SaveSettings CloseWidget Exit Close")
    quirky.device.boot(PAGED)
    quirky.heard()
    quirky.lua(
        """
        local Device = require("device")
        local leave = Device.exit
        Device.exit = function(...)
            local file = io.open("heard.txt", "w")
            file:write(#heard)
            file:close()
            leave(...)
        end
        UIManager:scheduleIn(1, function() UIManager:quit(3) end)
        """
    )
    quirky.device.advance(2)
    assert not quirky.device.alive
    assert quirky.device.exit_code == 3
    assert quirky.device.read_file("heard.txt") == b"0"


def test_10_a_restart_from_a_task_starts_again_and_time_goes_on(quirky):
    quirky.listen("CloseDocument FlushSettings SaveSettings CloseWidget Exit Close")
    quirky.device.boot(PAGED)
    quirky.lua("UIManager:scheduleIn(1, function() UIManager:restartKOReader() end)")
    before = quirky.device.clock.monotonic
    quirky.device.advance(5)
    assert quirky.device.alive
    assert quirky.device.clock.monotonic - before == 5_000_000
    assert quirky.lua("return require('apps/filemanager/filemanager').instance == ui") is True
    assert quirky.heard() == []


def test_11_an_error_in_a_task_ends_it_without_any_event(quirky):
    quirky.listen("CloseDocument FlushSettings SaveSettings CloseWidget Close")
    quirky.device.boot(PAGED)
    quirky.lua(
        """
        for _i, name in ipairs{ "CloseDocument", "FlushSettings", "SaveSettings", "CloseWidget", "Close" } do
            ui.listener["on" .. name] = function() io.open("told-" .. name, "w"):close() end
        end
        UIManager:scheduleIn(1, function() error("on purpose") end)
        """
    )
    quirky.device.advance(2)
    assert not quirky.device.alive
    assert quirky.device.exit_code == 1
    names = ("CloseDocument", "FlushSettings", "SaveSettings", "CloseWidget", "Close")
    assert not any(quirky.device.disk.exists(quirky.device.absolute(f"told-{name}")) for name in names)


def test_11_an_error_in_a_buttons_callback_does_the_same(quirky):
    quirky.device.boot()
    quirky.lua(
        "UIManager:show(require('ui/widget/confirmbox'):new{ text = '?', "
        "ok_callback = function() error('on purpose') end })"
    )
    quirky.device.tap("OK")
    assert not quirky.device.alive
    assert quirky.device.exit_code == 1
