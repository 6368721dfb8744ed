"""A small EPUB to walk positions through."""

from __future__ import annotations

import io
import zipfile

_CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
_PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><manifest>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="part%20two.xhtml" media-type="application/xhtml+xml"/>
<item id="c" href="gone.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>"""
_PAGE = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{}</body></html>"""


def epub_bytes() -> bytes:
    """Two readable documents and a third that is missing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("META-INF/container.xml", _CONTAINER)
        archive.writestr("OEBPS/book.opf", _PACKAGE)
        archive.writestr("OEBPS/a.xhtml", _PAGE.format("<h1>One</h1><p>The tide</p>"))
        archive.writestr("OEBPS/part two.xhtml", _PAGE.format(
            "<h1>Two</h1><p>North of  the <em>old</em> pier</p>\n<!-- note --><p>Gulls\n  wait</p>"))
    return buffer.getvalue()
