"""Reading XHTML, HTML, FB2 and plain text into trees, forgiving what readers' files get wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.entities import html5

from lxml import etree

from fake_koreader.books.book import BookError
from fake_koreader.books.dom import Element, StyleSheet, Text, build, collapse, number, pieces

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_XML_OWN = frozenset([b"amp", b"lt", b"gt", b"quot", b"apos"])


def _replace_entity(match: re.Match[bytes]) -> bytes:
    name = match.group(1)
    known = None if name in _XML_OWN else html5.get(name.decode("ascii") + ";")
    return match.group() if known is None else "".join(f"&#{ord(char)};" for char in known).encode("ascii")


def parse_xml(data: bytes) -> etree._Element | None:
    """The root element of an XML file, mended where it is broken; None when there is nothing to read.

    HTML's named entities are known without a DTD; nothing outside of the file is loaded.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(_ENTITY.sub(_replace_entity, data.lstrip()), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def find(root: etree._Element, name: str) -> list[etree._Element]:
    """All elements of a local name below (and including) ``root``, whatever the namespace."""
    return [found for found in root.iter("{*}" + name) if isinstance(found.tag, str)]


def first_text(root: etree._Element, name: str) -> str:
    """The trimmed text of the first element of a local name; "" when there is none."""
    for found in find(root, name):
        return all_text(found)
    return ""


def all_text(element: etree._Element) -> str:
    """The text of an element and everything below it, white space collapsed and trimmed."""
    return collapse("".join(str(part) for part in element.itertext())).strip()


def fragment_tree(data: bytes | None, linked: Callable[[str], StyleSheet]) -> Element:
    """A spine item as crengine hangs it into the book: ``DocFragment`` with the file's ``body`` below.

    A file that is missing or unreadable becomes an empty DocFragment: the fragments after it keep their numbers.
    ``linked`` gives the style sheet of an href.
    """
    root = Element("DocFragment", None, {})
    source = parse_xml(data) if data else None
    if source is not None:
        css = "".join(str(part) for style in find(source, "style") for part in style.itertext())
        own = StyleSheet(css)
        for link in find(source, "link"):
            if "stylesheet" in (link.get("rel") or ""):
                own.rules = linked(str(link.get("href") or "")).rules + own.rules
        for body in find(source, "body")[:1]:
            root.children.append(build(body, root, own))
    return number(root)


def html_tree(data: bytes) -> Element:
    """An HTML file's tree, root ``html``. Raises BookError when there is nothing to read."""
    parser = etree.HTMLParser(recover=True, no_network=True, encoding=None if b"charset" in data[:2048] else "utf-8")
    try:
        source = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        source = None
    if source is None:
        raise BookError("the HTML file has no content")
    css = "".join(str(part) for style in source.iter("style") for part in style.itertext())
    return number(build(source, None, StyleSheet(css)))


def fb2_tree(data: bytes) -> tuple[Element, etree._Element]:
    """An FB2 file's tree, root ``FictionBook``, and lxml's. Raises BookError when it is not one."""
    source = parse_xml(data)
    if source is None or etree.QName(source).localname != "FictionBook":
        raise BookError("not a FictionBook file")
    return number(build(source, None)), source


def text_tree(data: bytes) -> Element:
    """A plain text's tree: ``FictionBook/body/p``, one paragraph per run of lines. A blank line separates."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    root = Element("FictionBook", None, {})
    body = Element("body", root, {})
    root.children.append(body)
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        if block.strip():
            paragraph = Element("p", body, {})
            paragraph.children.extend(Text(paragraph, part) for part in pieces(collapse(block).strip()))
            body.children.append(paragraph)
    return number(root)
