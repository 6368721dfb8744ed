"""Colours and styles: KOReader's words and BookOrbit's (specs/bookorbit.md §2.7)."""

from __future__ import annotations

import colorsys
import re

STYLES = {"lighten": "highlight", "underscore": "underline", "strikeout": "strikethrough", "invert": "invert"}
"""KOReader's drawer, and BookOrbit's style."""
DRAWERS = {**{style: drawer for drawer, style in STYLES.items()}, "squiggly": "underscore"}
"""BookOrbit's style, and KOReader's drawer; KOReader has no squiggly line."""

COLORS = {
    "red": "#e05252", "orange": "#e8924a", "yellow": "#f2d24b", "green": "#6cbf5f", "olive": "#9aa33f",
    "cyan": "#4fbfc4", "blue": "#5a8fe0", "purple": "#a06cd5", "gray": "#9a9a9a",
}
"""The server's palette, by KOReader's names."""

_GRAY_SATURATION = 0.15
_HUES = {name: colorsys.rgb_to_hls(*(int(code[at:at + 2], 16) / 255 for at in (1, 3, 5)))[0]
         for name, code in COLORS.items() if name != "gray"}


def color_name(color: str | None) -> str:
    """KOReader's name nearest to a colour given as hex or as a name; yellow for what is neither."""
    text = (color or "").strip().lower()
    if text in COLORS:
        return text
    if text == "pink":
        return "purple"
    if text == "grey":
        return "gray"
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        return "yellow"
    if text in COLORS.values():
        return next(name for name, code in COLORS.items() if code == text)
    hue, _, saturation = colorsys.rgb_to_hls(*(int(text[at:at + 2], 16) / 255 for at in (1, 3, 5)))
    if saturation < _GRAY_SATURATION:
        return "gray"
    return min(_HUES, key=lambda name: (min(abs(_HUES[name] - hue), 1 - abs(_HUES[name] - hue)), name))


def color_code(color: str | None) -> str:
    """The hex value that the server stores for a colour of a device."""
    text = (color or "").strip().lower()
    return text if re.fullmatch(r"#[0-9a-f]{6}", text) else COLORS[color_name(color)]


def merged_color(stored: str, incoming: str | None) -> str:
    """The colour after a device sent `incoming`: an echo of what it was given changes nothing."""
    if incoming is None or color_name(incoming) == color_name(stored):
        return stored
    return color_code(incoming)


def merged_style(stored: str, drawer: str) -> str:
    """The style after a device sent `drawer`: an echo of what it was given changes nothing."""
    return stored if DRAWERS[stored] == drawer else STYLES[drawer]
