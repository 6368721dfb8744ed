"""Dialogs: what closes them, in which order their callbacks run, what survives."""

from __future__ import annotations


def test_a_message_closed_in_its_own_dismiss_callback_tells_once(stage) -> None:
    printed = stage.run("""
    local m
    m = W("infomessage"):new{ text = "x", dismiss_callback = function() print("dismissed") UIManager:close(m) end }
    show(m)
    tap("x")
    print(#screen())
    """)
    assert printed == ["dismissed", "0"]


def test_a_message_that_is_not_dismissable_stays_until_its_timeout(stage) -> None:
    printed = stage.run("""
    show(W("infomessage"):new{ text = "wait", dismissable = false, timeout = 3 })
    tap("wait")
    print(line())
    advance(3.1)
    print(#screen())
    """)
    assert printed == ["wait", "0"]


def test_a_closed_message_leaves_no_task_behind(stage) -> None:
    printed = stage.run("""
    local m = show(W("infomessage"):new{ text = "x", timeout = 100, show_delay = 50 })
    show(W("notification"):new{ text = "y" })
    print(#UIManager._task_queue)
    UIManager:close(m)
    tap_outside()
    print(#UIManager._task_queue)
    """)
    assert printed == ["3", "0"]


def test_a_silent_mode_hides_messages_only(stage) -> None:
    printed = stage.run("""
    UIManager:setSilentMode(true)
    show(W("infomessage"):new{ text = "quiet" })
    show(W("confirmbox"):new{ text = "loud" })
    print(line(screen()))
    """)
    assert printed == ["<confirmbox> | loud | Cancel | OK"]


def test_a_dialog_can_be_dragged_and_still_be_tapped(stage) -> None:
    printed = stage.run("""
    local d = show(W("buttondialog"):new{ title = "Drag", buttons = { { { text = "Hit", callback =
        function() print("hit") end } } } })
    inspect.repaint()
    local before = d.movable.dimen:copy()
    swipe("south", before.x + 5, before.y + 5, 60)
    inspect.repaint()
    print(d.movable.dimen.y - before.y, d.movable:getMovedOffset().y)
    tap("Hit")
    swipe("south", before.x + 5, before.y + 70, 100000)
    inspect.repaint()
    print(d.movable.dimen.y + d.movable.dimen.h == Screen:getHeight())
    """)
    assert printed == ["60\t60", "hit", "true"]


def test_an_unmovable_dialog_stays(stage) -> None:
    printed = stage.run("""
    local d = show(W("confirmbox"):new{ text = "q", unmovable = true })
    inspect.repaint()
    local y = d.movable.dimen.y
    swipe("south", d.movable.dimen.x + 5, y + 5, 60)
    inspect.repaint()
    print(d.movable.dimen.y == y)
    """)
    assert printed == ["true"]


def test_an_anchored_dialog_appears_at_its_anchor_inside_the_screen(stage) -> None:
    printed = stage.run("""
    local Geom = require("ui/geometry")
    local corner = Geom:new{ x = Screen:getWidth() - 10, y = Screen:getHeight() - 10, w = 10, h = 10 }
    local d = show(W("buttondialog"):new{ width = 200, anchor = function() return corner end,
        buttons = { { { text = "a", callback = function() end } } } })
    inspect.repaint()
    local at = d.movable.dimen
    print(at.x + at.w <= Screen:getWidth(), at.y + at.h <= corner.y, at.y > Screen:getHeight() / 2)
    """)
    assert printed == ["true\ttrue\ttrue"]


def test_the_old_name_of_a_button_dialog_works_and_is_logged(stage) -> None:
    printed = stage.run("""
    show(W("buttondialogtitle"):new{ title = "Old", buttons = { { { text = "a", callback = function() end } } } })
    print(line())
    """)
    assert printed == ["Old | a"]
    assert "deprecated" in str(stage.machine.trace.events)


def test_double_spin_hands_over_both_values(stage) -> None:
    printed = stage.run("""
    show(W("doublespinwidget"):new{ title_text = "Two", left_value = 2, left_min = 0, left_max = 9, right_value = 5,
        right_min = 0, right_max = 9, left_text = "L", right_text = "R", left_default = 1, right_default = 7,
        callback = function(l, r) print("got", l, r) end, close_callback = function() print("close") end })
    print(line())
    tap("▲", 1)
    tap("▼", 2)
    print(line())
    tap("Default values: 1 / 7")
    tap("Apply")
    """)
    assert printed == [
        "Two | L | ▲ | 02 | ▼ | R | ▲ | 05 | ▼ | Default values: 1 / 7 | Close | Apply [disabled]",
        "Two | L | ▲ | 03 | ▼ | R | ▲ | 04 | ▼ | Default values: 1 / 7 | Close | Apply",
        "got\t1\t7",
        "close",
    ]


def test_a_spinner_takes_a_typed_number_in_range_or_an_expression(stage) -> None:
    printed = stage.run("""
    local s = show(W("spinwidget"):new{ title_text = "S", value = 5, value_min = 1, value_max = 60,
        callback = function() end })
    local function enter(typed)
        tap(("%02d"):format(s.value_widget:getValue()))
        type_text(typed)
        tap("OK")
        print(typed, (s.value_widget:getValue()), line())
        if texts()[1] ~= "Enter number" then return end
        tap("Cancel")
    end
    enter("12")
    enter("=6*7")
    enter("99")
    tap_outside()
    """)
    assert printed[0].startswith("12\t12\tS | ")
    assert printed[1].startswith("=6*7\t42\tS | ")
    assert printed[2] == "99\t42\tThis value should be 60 or less."


def test_a_value_table_is_spun_by_index_and_its_default_is_an_index(stage) -> None:
    printed = stage.run("""
    show(W("spinwidget"):new{ title_text = "T", value_table = { "a", "b", "c" }, value_index = 2, default_value = 1,
        callback = function(spin) print(spin.value, spin.value_index) end, keep_shown_on_apply = true })
    print(line())
    tap("▲") tap("Apply")
    tap("Default value: a") tap("Apply")
    """)
    assert printed == ["T | ▲ | b | ▼ | Default value: a | Close | Apply [disabled]", "c\t3", "a\t1"]


def test_a_unit_is_shown_after_a_narrow_space(stage) -> None:
    printed = stage.run("""
    show(W("spinwidget"):new{ title_text = "U", value = 5, value_min = 1, value_max = 9, unit = "min",
        callback = function() end })
    print(line())
    """)
    assert printed == ["U | ▲ | 5\u202fmin | ▼ | Close | Apply [disabled]"]


def test_the_day_picker_knows_the_length_of_the_month(stage) -> None:
    printed = stage.run("""
    show(W("datetimewidget"):new{ title_text = "D", year = 2024, month = 2, day = 28,
        callback = function(w) print(w.year, w.month, w.day) end, keep_shown_on_apply = true })
    tap("▲", 3) tap("Apply")
    tap("▲", 3) tap("Apply")
    """)
    assert printed == ["2024\t2\t29", "2024\t2\t1"]


def test_a_button_selector_calls_back_after_closing_unless_nothing_changed(stage) -> None:
    printed = stage.run("""
    local d
    local function open(extra)
        local t = { title = "C", values = { { "Red", "r" }, { "Blue", "b" } }, current_value = "r",
            callback = function(key) print("chosen", key, UIManager:isWidgetShown(d)) end }
        for k, v in pairs(extra or {}) do t[k] = v end
        d = show(W("buttonselector"):new(t))
    end
    open() print(line())
    tap("Red") print(#screen())
    open() tap("Blue")
    open{ apply_current_value = true } tap("Red")
    open{ multi_choice = true, callback = function(keys) print(keys.r, keys.b) end }
    tap("Blue") print(line()) tap("Apply")
    """)
    assert printed == [
        "C | [x] Red | [ ] Blue",
        "0",
        "chosen\tb\tfalse",
        "chosen\tr\tfalse",
        "C | [ ] Red | [x] Blue | Cancel | Apply",
        "nil\ttrue",
    ]


def test_a_qr_message_goes_with_any_tap_and_tells(stage) -> None:
    printed = stage.run("""
    show(W("qrmessage"):new{ text = "https://x", width = 300, height = 300, dismiss_callback =
        function() print("gone") end })
    print(line(screen()))
    tap_outside()
    print(#screen())
    """)
    assert printed == ["<qrmessage>", "gone", "0"]


def test_an_image_viewer_frees_a_disposable_picture_on_closing(stage) -> None:
    printed = stage.run("""
    local freed = 0
    local function image() return { getWidth = function() return 10 end, getHeight = function() return 20 end,
        free = function() freed = freed + 1 end } end
    show(W("imageviewer"):new{ image = image(), title_text = "Cover" })
    print(line(screen()))
    tap_outside()
    print(line())
    tap("Close")
    print(#screen(), freed)
    show(W("imageviewer"):new{ image = image(), image_disposable = false, with_title_bar = false })
    UIManager:close(UIManager:getTopmostVisibleWidget())
    print(freed)
    """)
    assert printed == [
        "<imageviewer> | Cover",
        "Cover | Original size | Rotate | Close",
        "0\t1",
        "1",
    ]
