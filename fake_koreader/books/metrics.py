"""How wide characters are, in thousandths of the font size.

One made-up serif face, close to what text faces have on average: pages come out about as full as on a device, and the
same on every machine. Nothing is read from font files.
"""

from __future__ import annotations

_CLASSES = {
    220: "'’‘,.:;|!ijl`",
    280: " ft-()[]/\\Ir\u00a0\u00ad",
    340: 's"“”*czJ',
    460: "aegvxyk?{}<>",
    500: "0123456789bdhnopqu$#_+=~^•",
    600: "ABCEFKLPRSTVXYZ–",
    720: "DGHNOQUw&",
    820: "mM%@",
    900: "W—…",
}
_TABLE = {char: width for width, chars in _CLASSES.items() for char in chars}
DEFAULT = 540


def char_width(char: str) -> int:
    """The advance of a character: 0 for combining marks, a full em for East Asian scripts and pictures."""
    known = _TABLE.get(char)
    if known is not None:
        return known
    code = ord(char)
    if 0x300 <= code <= 0x36F or 0x200B <= code <= 0x200F or char == "\n":
        return 0
    return 1000 if 0x2E80 <= code <= 0xFE4F or code >= 0x1F000 else DEFAULT


class Widths:
    """Widths of words, remembered."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {"": 0}

    def word(self, word: str) -> int:
        """The advance of a word."""
        width = self._words.get(word)
        if width is None:
            width = sum(map(char_width, word))
            self._words[word] = width
        return width
