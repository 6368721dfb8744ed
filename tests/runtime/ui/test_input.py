"""Hardware input on its way to the events that UIManager sends."""

from __future__ import annotations

from typing import Any

import pytest

from fake_koreader.process import LuaFailure

WATCHER = """
UIManager = require("ui/uimanager")
log = {}
UIManager:show(require("ui/widget/container/widgetcontainer"):new{
    onKeyPress = function(_, key) log[#log + 1] = "press " .. tostring(key) end,
    onKeyRelease = function(_, key) log[#log + 1] = "release " .. tostring(key) end,
    onGesture = function(_, g)
        log[#log + 1] = g.ges .. "@" .. g.pos.x .. "," .. g.pos.y .. " " .. tostring(g.direction)
    end,
    onTextInput = function(_, text) log[#log + 1] = "text " .. text end,
    onPoke = function(_, n) log[#log + 1] = "poke " .. tostring(n) end,
})
UIManager.event_handlers.Lid = function(word) log[#log + 1] = "word " .. word end
UIManager:handleInput()
"""
ROUND = "log = {} UIManager:handleInput() print(table.concat(log, ';'))"


@pytest.mark.parametrize(
    ("queued", "heard"),
    [
        ((b"press", b"Back"), "press Back"),
        ((b"release", b"A", b"Shift"), "release Shift-A"),
        ((b"gesture", b"tap", 5, 7), "tap@5,7 nil"),
        ((b"gesture", b"swipe", 5, 7, b"west", 300), "swipe@5,7 west"),
        ((b"text", b"hi"), "text hi"),
        ((b"event", b"Poke", 3), "poke 3"),
        ((b"word", b"Lid"), "word Lid"),
    ],
)
def test_each_kind_of_input_arrives(world, queued: tuple[Any, ...], heard: str) -> None:
    world.run(WATCHER)
    world.machine.input.queue.append(queued)
    assert world.run(ROUND) == heard


def test_an_unknown_kind_is_an_error(world) -> None:
    world.run(WATCHER)
    world.machine.input.queue.append((b"telepathy", b"x"))
    with pytest.raises(LuaFailure, match="no such kind of input: telepathy"):
        world.run(ROUND)


def test_inhibited_only_words_are_heard(world) -> None:
    world.run(WATCHER + 'require("device").input:inhibitInput(true)')
    world.machine.input.queue += [(b"press", b"Back"), (b"word", b"Lid")]
    assert world.run(ROUND) == ""
    assert world.run(ROUND) == "word Lid"
    world.run('require("device").input:inhibitInput(false)')
    world.machine.input.queue.append((b"press", b"Back"))
    assert world.run(ROUND) == "press Back"


def test_input_is_discarded_for_a_while(world) -> None:
    world.run(WATCHER + "UIManager:discardEvents(1)")
    world.machine.input.queue.append((b"press", b"Back"))
    assert world.run(ROUND) == ""
    world.machine.input.queue.append((b"press", b"Back"))
    assert world.run("advance(2) " + ROUND) == "press Back"


def test_the_clipboard_is_called_with_a_dot(world) -> None:
    source = """
    local Input = require("device").input
    print(Input.hasClipboardText(), "[" .. Input.getClipboardText() .. "]")
    Input.setClipboardText("copied") print(Input.hasClipboardText(), Input.getClipboardText())
    Input.setClipboardText(nil) print(Input.hasClipboardText())
    print(#Input.group.Alphabet, Input.group.Back[1], #Input.group.Back)
    """
    assert world.run(source) == "false\t[]\ntrue\tcopied\nfalse\n26\tBack\t1"
