"""PDF files of plain text in Times, with outline and document information."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 420, 595  # A5, in points
_MARGIN, _SIZE, _LEAD = 48, 11, 15
LINES_PER_PAGE = (HEIGHT - 2 * _MARGIN) // _LEAD


@dataclass(frozen=True)
class Outline:
    """A line of the outline: ``page`` and ``depth`` from 1."""

    title: str
    page: int
    depth: int = 1


def make_pdf(pages: list[list[str]], outline: list[Outline], info: dict[str, str], language: str = "en") -> bytes:
    """A PDF 1.4 with one list of lines per page. ``info`` has the names of the information dictionary (``Title``…)."""
    writer = _Writer()
    catalogue, tree, font = writer.reserve(), writer.reserve(), writer.reserve()
    kids = [writer.reserve() for _ in pages]
    writer.put(font, b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>")
    for kid, lines in zip(kids, pages, strict=True):
        content = writer.stream(_page_content(lines))
        writer.put(
            kid,
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F1 %d 0 R >> >>"
            b" /Contents %d 0 R >>" % (tree, WIDTH, HEIGHT, font, content),
        )
    writer.put(tree, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), _references(kids)))
    root = _put_outline(writer, outline, kids)
    lang = _string(language)
    writer.put(
        catalogue,
        b"<< /Type /Catalog /Pages %d 0 R /Outlines %d 0 R /PageMode /UseOutlines /Lang %s >>" % (tree, root, lang),
    )
    entries = b" ".join(b"/%s %s" % (name.encode(), _string(value)) for name, value in info.items())
    return writer.finish(catalogue, writer.add(b"<< %s >>" % entries))


def _page_content(lines: list[str]) -> bytes:
    shown = b"\n".join(b"(%s) Tj T*" % _escaped(line) for line in lines)
    return b"BT /F1 %d Tf %d TL %d %d Td\n%s\nET" % (_SIZE, _LEAD, _MARGIN, HEIGHT - _MARGIN, shown)


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _string(text: str) -> bytes:
    if text.isascii():
        return b"(" + _escaped(text) + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _put_outline(writer: _Writer, outline: list[Outline], kids: list[int]) -> int:
    root = writer.reserve()
    numbers = [writer.reserve() for _ in outline]
    children: dict[int, list[int]] = {root: []}
    parents: list[int] = []
    open_at: list[tuple[int, int]] = []
    for entry, number in zip(outline, numbers, strict=True):
        while open_at and open_at[-1][0] >= entry.depth:
            open_at.pop()
        parents.append(open_at[-1][1] if open_at else root)
        children[parents[-1]].append(number)
        children[number] = []
        open_at.append((entry.depth, number))
    for entry, number, parent in zip(outline, numbers, parents, strict=True):
        siblings = children[parent]
        index = siblings.index(number)
        links = b"/Title %s /Parent %d 0 R" % (_string(entry.title), parent)
        links += b" /Dest [%d 0 R /XYZ 0 %d null]" % (kids[entry.page - 1], HEIGHT)
        if index > 0:
            links += b" /Prev %d 0 R" % siblings[index - 1]
        if index + 1 < len(siblings):
            links += b" /Next %d 0 R" % siblings[index + 1]
        writer.put(number, b"<< %s%s >>" % (links, _family(children[number])))
    writer.put(root, b"<< /Type /Outlines%s >>" % _family(children[root]))
    return root


def _family(children: list[int]) -> bytes:
    if not children:
        return b""
    return b" /First %d 0 R /Last %d 0 R /Count %d" % (children[0], children[-1], len(children))


class _Writer:
    """Numbers objects and writes them with their cross reference table."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, body: bytes) -> None:
        self._objects[number - 1] = body

    def add(self, body: bytes) -> int:
        number = self.reserve()
        self.put(number, body)
        return number

    def stream(self, data: bytes) -> int:
        return self.add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data))

    def finish(self, catalogue: int, info: int) -> bytes:
        out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        offsets: list[int] = []
        for number, body in enumerate(self._objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (len(offsets) + 1, catalogue, info)
        return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start
