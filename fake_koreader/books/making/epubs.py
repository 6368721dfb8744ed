"""EPUB files out of chapters of XHTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from fake_koreader.books.making.archives import make_zip

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en">
<head><title>{title}</title>{link}</head>
<body>
{body}
</body>
</html>
"""


@dataclass(frozen=True)
class Chapter:
    """A file of the spine: name without directory, title for its head, and what is in its body."""

    name: str
    title: str
    body: str


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents; ``href`` is relative to the chapters, ``depth`` counts from 1."""

    title: str
    href: str
    depth: int = 1


@dataclass
class EpubFile:
    """What goes into an EPUB. ``metadata`` is XML for the package's metadata element; ``version`` 2 or 3."""

    version: int
    identifier: str
    metadata: str
    chapters: list[Chapter]
    toc: list[Entry]
    css: str = ""
    images: list[tuple[str, bytes]] = field(default_factory=list)
    cover: str = ""

    def build(self) -> bytes:
        """The file's bytes."""
        entries = [
            ("mimetype", b"application/epub+zip"),
            ("META-INF/container.xml", _CONTAINER.encode()),
            ("OEBPS/content.opf", self._package().encode()),
            ("OEBPS/toc.ncx", self._ncx().encode()),
        ]
        if self.version == 3:
            entries.append(("OEBPS/nav.xhtml", self._nav().encode()))
        if self.css:
            entries.append(("OEBPS/style.css", self.css.encode()))
        link = '<link rel="stylesheet" type="text/css" href="style.css"/>' if self.css else ""
        for chapter in self.chapters:
            page = _XHTML.format(title=escape(chapter.title), link=link, body=chapter.body)
            entries.append((f"OEBPS/{chapter.name}", page.encode()))
        entries += [(f"OEBPS/{name}", data) for name, data in self.images]
        return make_zip(entries)

    def _package(self) -> str:
        items = ['<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>']
        if self.version == 3:
            items.append('<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>')
        if self.css:
            items.append('<item id="css" href="style.css" media-type="text/css"/>')
        for number, chapter in enumerate(self.chapters, 1):
            items.append(f'<item id="c{number}" href="{chapter.name}" media-type="application/xhtml+xml"/>')
        extra = ""
        for number, (name, _) in enumerate(self.images, 1):
            is_cover = name == self.cover
            mark = ' properties="cover-image"' if is_cover and self.version == 3 else ""
            items.append(f'<item id="i{number}" href="{name}" media-type="image/png"{mark}/>')
            extra += f'\n<meta name="cover" content="i{number}"/>' if is_cover and self.version == 2 else ""
        refs = "".join(f'<itemref idref="c{number}"/>' for number in range(1, len(self.chapters) + 1))
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="{self.version}.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:identifier id="id">{escape(self.identifier)}</dc:identifier>
{self.metadata.strip()}{extra}
</metadata>
<manifest>
{chr(10).join(items)}
</manifest>
<spine toc="ncx">{refs}</spine>
</package>
"""

    def _ncx(self) -> str:
        points = _nested(
            self.toc,
            lambda number, entry: (
                f'<navPoint id="n{number}" playOrder="{number}"><navLabel><text>{escape(entry.title)}</text></navLabel>'
                f'<content src="{entry.href}"/>'
            ),
            "</navPoint>",
            ("", ""),
        )
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
<head><meta name="dtb:uid" content="{escape(self.identifier)}"/></head>
<docTitle><text>Contents</text></docTitle>
<navMap>{points}</navMap>
</ncx>
"""

    def _nav(self) -> str:
        items = _nested(
            self.toc,
            lambda number, entry: f'<li><a href="{entry.href}">{escape(entry.title)}</a>',
            "</li>",
            ("<ol>", "</ol>"),
        )
        body = f'<nav epub:type="toc" id="toc"><h1>Contents</h1><ol>{items}</ol></nav>'
        return _XHTML.format(title="Contents", link="", body=body)


def _nested(toc: list[Entry], opening: object, closing: str, around: tuple[str, str]) -> str:
    assert callable(opening)
    parts: list[str] = []
    depth = 0
    for number, entry in enumerate(toc, 1):
        if entry.depth > depth:
            parts.append(around[0] if depth else "")
        else:
            parts.extend((closing + around[1]) for _ in range(depth - entry.depth))
            parts.append(closing)
        depth = entry.depth
        parts.append(str(opening(number, entry)))
    parts.extend((closing + around[1]) for _ in range(depth - 1))
    parts.append(closing if toc else "")
    return "".join(parts)
