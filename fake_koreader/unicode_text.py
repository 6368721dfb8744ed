"""Unicode for the Lua side: what KOReader takes from utf8proc, here from :mod:`unicodedata`."""

from __future__ import annotations

import unicodedata

_IGNORABLE = {"\u00ad", "\u034f", "\u061c", "\u180e", "\ufeff"} | {
    chr(code) for start, stop in ((0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070), (0xFE00, 0xFE10))
    for code in range(start, stop)
}  # fmt: skip


def _decode(data: bytes) -> str:
    """Text of valid UTF-8; a byte that is not UTF-8 survives as a lone surrogate."""
    return data.decode("utf-8", "surrogateescape")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


class UnicodeHost:
    """``host.unicode``: case mapping, folding, normalisation, counting. Bytes in, bytes out."""

    def lower(self, data: bytes) -> bytes:
        """Each character's simple lower case; characters that would become several stay."""
        return _encode("".join(self._single(char, char.lower()) for char in _decode(data)))

    def upper(self, data: bytes) -> bytes:
        """Each character's simple upper case; characters that would become several stay."""
        return _encode("".join(self._single(char, char.upper()) for char in _decode(data)))

    def casefold(self, data: bytes) -> bytes:
        """NFKC_Casefold: folded, compatibility composed, default ignorable characters dropped."""
        text = unicodedata.normalize("NFKC", _decode(data))
        folded = unicodedata.normalize("NFKC", text.casefold())
        return _encode("".join(char for char in folded if char not in _IGNORABLE))

    def normalize(self, form: bytes, data: bytes) -> bytes:
        """Normal form ``NFC``, ``NFD``, ``NFKC`` or ``NFKD``."""
        name = form.decode()
        text = _decode(data)
        if name == "NFC":
            return _encode(unicodedata.normalize("NFC", text))
        if name == "NFD":
            return _encode(unicodedata.normalize("NFD", text))
        if name == "NFKC":
            return _encode(unicodedata.normalize("NFKC", text))
        return _encode(unicodedata.normalize("NFKD", text))

    def count(self, data: bytes) -> tuple[int, bool]:
        """Number of characters, and whether all of it was valid UTF-8 (counting stops where it is not)."""
        try:
            return len(data.decode("utf-8")), True
        except UnicodeDecodeError as error:
            return len(data[: error.start].decode("utf-8")), False

    @staticmethod
    def _single(before: str, after: str) -> str:
        return after if len(after) == 1 else before
