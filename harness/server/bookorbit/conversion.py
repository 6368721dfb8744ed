"""EPUB CFI to xpointer and back, walked through the book's own files (docs/books.md tells the notation).

Text offsets count code points with each run of white space as one character, as KOReader's engine keeps text. What
cannot be walked gives None: the place is then one that failed, and is not tried again.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from harness.server import library
from harness.server.bookorbit import annotation
from harness.server.store import Store

_MEMBER_BYTES_MAX = 8 * 1024 * 1024
_CFI = re.compile(r"epubcfi\((.+)\)", re.DOTALL)
_STEP = re.compile(r"/(\d{1,9})(?:\[[^\]]*\])?(?::(\d{1,9}))?(?:\[[^\]]*\])?", re.ASCII)
_XPOINTER = re.compile(
    r"/body/DocFragment(?:\[(\d{1,9})\])?/body"
    r"((?:/(?!text\(\))[^/]+?)*)(?:/text\(\)(?:\[(\d{1,9})\])?)?\.?(\d{1,9})?", re.ASCII)


def convert(store: Store, file_id: int, annotation_id: int) -> bool:
    """Give an annotation that has a CFI its xpointer; a failure is stored, and counted as a failed position."""
    place = annotation.position_of(store, annotation_id, "cfi")
    if place is None or not place["pos0"]:
        return False
    pair = xpointers_of(spine_of(store, file_id), place["pos0"])
    if pair is None:
        annotation.set_position(store, annotation_id, "xpointer", None, None, annotation.FAILED)
        return False
    annotation.set_position(store, annotation_id, "xpointer", *pair, annotation.EXACT)
    return True


def spine_of(store: Store, file_id: int) -> list[Any]:
    """The body of each document of an EPUB's spine; an empty list for what is no EPUB."""
    row = store.one("SELECT path FROM files WHERE id = ? AND extension = 'epub'", (file_id,))
    if row is None:
        return []
    content = library.file_content(store, file_id)
    try:
        if content is None:
            content = Path(row["path"]).read_bytes() if row["path"] else b""
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _bodies(archive)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError, IndexError):
        return []


def _bodies(archive: zipfile.ZipFile) -> list[Any]:
    container = _parse(archive, "META-INF/container.xml")
    package_name = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
    package = _parse(archive, package_name)
    names = {item.get("id"): item.get("href") for item in package.xpath("//*[local-name()='item']")}
    bodies = []
    for entry in package.xpath("//*[local-name()='itemref']"):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(package_name),
                                                 unquote(names.get(entry.get("idref")) or "")))
        try:
            found = _parse(archive, name).xpath("/*/*[local-name()='body']")
        except (KeyError, etree.XMLSyntaxError, ValueError):
            found = []
        bodies.append(found[0] if found else None)
    return bodies


def _parse(archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > _MEMBER_BYTES_MAX:
        raise ValueError(f"{name} is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(archive.read(name), parser)


def xpointers_of(spine: list[Any], cfi: str) -> tuple[str, str | None] | None:
    """Start and end of a CFI as xpointers (the end is None for a point), or None."""
    inside = _CFI.fullmatch(cfi.strip())
    if inside is None:
        return None
    parts = inside[1].split(",")
    if len(parts) == 1:
        start = _xpointer(spine, parts[0])
        return None if start is None else (start, None)
    if len(parts) != 3:
        return None
    start, end = _xpointer(spine, parts[0] + parts[1]), _xpointer(spine, parts[0] + parts[2])
    return None if start is None or end is None else (start, end)


def _xpointer(spine: list[Any], path: str) -> str | None:
    package, mark, local = path.partition("!")
    found = re.match(r"/6/(\d{1,9})", package, re.ASCII)
    if not mark or found is None or int(found[1]) % 2 or not 1 <= int(found[1]) // 2 <= len(spine):
        return None
    index = int(found[1]) // 2
    steps = [(int(step[1]), step[2]) for step in _STEP.finditer(local)]
    node = spine[index - 1]
    if node is None or not steps or steps[0][0] != 4:
        return None
    text = f"/body/DocFragment{f'[{index}]' if len(spine) > 1 else ''}/body"
    for number, offset in steps[1:]:
        if number % 2:
            place = _text_place(node, number, int(offset or 0))
            return None if place is None else text + place
        children = _elements(node)
        if not 1 <= number // 2 <= len(children):
            return None
        node = children[number // 2 - 1]
        text += f"/{_name(node)}"
    return text + ".0"


def _elements(node: Any) -> list[Any]:
    return [child for child in node if isinstance(child.tag, str)]


def _local(node: Any) -> str:
    return str(etree.QName(node).localname)


def _name(node: Any) -> str:
    """The node's name, with its number among the siblings of that name where there are several."""
    alike = [child for child in _elements(node.getparent()) if _local(child) == _local(node)]
    return _local(node) if len(alike) == 1 else f"{_local(node)}[{alike.index(node) + 1}]"


def _texts(node: Any) -> list[str]:
    """The text before each child element and after the last one."""
    return [node.text or "", *(child.tail or "" for child in _elements(node))]


def _kept(texts: list[str]) -> list[int]:
    """The places among the texts that the engine keeps as text nodes."""
    return [at for at, value in enumerate(texts) if value.strip(" \t\r\n")]


def _collapsed(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text)


def _text_place(node: Any, number: int, offset: int) -> str | None:
    texts = _texts(node)
    at, kept = number // 2, _kept(texts)
    if at not in kept or offset > len(texts[at]):
        return None
    nth = f"[{kept.index(at) + 1}]" if len(kept) > 1 else ""
    return f"/text(){nth}.{len(_collapsed(texts[at][:offset]))}"


def cfi_of(spine: list[Any], xpointer: str) -> str | None:
    """An xpointer as a CFI, or None."""
    found = _XPOINTER.fullmatch(xpointer)
    if found is None or not 1 <= int(found[1] or 1) <= len(spine):
        return None
    index = int(found[1] or 1)
    node = spine[index - 1]
    if node is None:
        return None
    path = f"/6/{2 * index}!/4"
    for part in [name for name in (found[2] or "").split("/") if name]:
        name, _, rest = part.split(".")[0].partition("[")
        alike = [child for child in _elements(node) if _local(child) == name]
        nth = int(rest[:-1]) if rest[:-1].isdigit() else 1
        if not 1 <= nth <= len(alike):
            return None
        path += f"/{2 * _elements(node).index(alike[nth - 1]) + 2}"
        node = alike[nth - 1]
    return _with_text(node, path, found) if "text()" in xpointer else f"epubcfi({path})"


def _with_text(node: Any, path: str, found: re.Match[str]) -> str | None:
    texts = _texts(node)
    kept = _kept(texts)
    nth = int(found[3] or 1)
    if not 1 <= nth <= len(kept):
        return None
    at = kept[nth - 1]
    wanted, raw = int(found[4] or 0), 0
    while raw < len(texts[at]) and len(_collapsed(texts[at][:raw])) < wanted:
        raw += 1
    if len(_collapsed(texts[at][:raw])) < wanted:
        return None
    return f"epubcfi({path}/{2 * at + 1}:{raw})"
