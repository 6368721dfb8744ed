"""Steps with highlights and their notes: made, changed and deleted as a reader does in the highlight's menu."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from fake_koreader.luatable import lua_literal
from harness.scenario import Words, step
from harness.steps.reading import need_book
from harness.world import World

Color = Literal["red", "orange", "yellow", "green", "olive", "cyan", "blue", "purple", "gray"]
Style = Literal["lighten", "underscore", "strikeout", "invert"]

_FIND = """
local ui = require("apps/reader/readerui").instance
local index
for i, item in ipairs(ui.annotation.annotations) do
    if item.drawer and item.text and item.text:find(%s, 1, true) then index = i end
end
if not index then return false end
%s
return true
"""


class Highlight(Words):
    """Which words to highlight, and how."""

    shorthand = "text"
    text: str = Field(min_length=1, description="words on the present page")
    note: str | None = Field(default=None, min_length=1)
    color: Color | None = None
    style: Style | None = None


class EditHighlight(Words):
    """The highlight with these words in it, and what changes about it."""

    text: str = Field(min_length=1, description="words of the highlight")
    note: str | None = Field(default=None, description="another note; an empty one takes it away")
    color: Color | None = None
    style: Style | None = None

    @model_validator(mode="after")
    def _something(self) -> EditHighlight:
        if self.note is None and self.color is None and self.style is None:
            raise PydanticCustomError("nothing", "say what changes: 'note', 'color' or 'style'")
        return self


class DeleteHighlight(Words):
    """The highlight with these words in it."""

    shorthand = "text"
    text: str = Field(min_length=1, description="words of the highlight")


def _act(world: World, text: str, lua: str) -> None:
    if world.actor.device.evaluate(_FIND % (lua_literal(text), lua)) is not True:
        world.fail(f"no highlight has '{text}' in it", expected="`highlight` first")


def _change(world: World, text: str, *, note: str | None, color: str | None, style: str | None) -> None:
    if color is not None:
        _act(world, text, f"ui.highlight:setHighlightColor(index, {lua_literal(color)})")
    if style is not None:
        _act(world, text, f"ui.highlight:setHighlightStyle(index, {lua_literal(style)})")
    if note is not None:
        _act(world, text, f"ui.highlight:editNote(index, false, {lua_literal(note)})")
        world.actor.device.tap("Save")


@step("highlight")
def highlight(words: Highlight, world: World) -> None:
    """Highlight words on the present page, with a note if one is given."""
    need_book(world)
    world.actor.device.highlight(words.text)
    _change(world, words.text, note=words.note, color=words.color, style=words.style)


@step("edit highlight")
def edit_highlight(words: EditHighlight, world: World) -> None:
    """Change note, colour or style of a highlight of the open book."""
    need_book(world)
    _change(world, words.text, note=words.note, color=words.color, style=words.style)


@step("delete highlight")
def delete_highlight(words: DeleteHighlight, world: World) -> None:
    """Delete a highlight of the open book."""
    need_book(world)
    _act(world, words.text, "ui.highlight:deleteHighlight(index)")
