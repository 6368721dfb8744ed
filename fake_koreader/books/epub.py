"""EPUB 2 and 3: container, package, spine, tables of contents, cover."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import unquote

from lxml import etree

from fake_koreader.books.book import BookError, Props
from fake_koreader.books.damage import DAMAGE
from fake_koreader.books.dom import Element, StyleSheet, local_name
from fake_koreader.books.markup import all_text, find, first_text, fragment_tree, parse_xml
from fake_koreader.books.picture import picture_size
from fake_koreader.books.reflowable import ReflowableBook, Target
from fake_koreader.books.xpointer import Position, Tree

_HEAD = 1 << 16


@dataclass(slots=True)
class Package:
    """What the OPF says; hrefs are paths in the archive."""

    items: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    spine: list[str] = field(default_factory=list)
    props: Props = field(default_factory=Props)
    ncx: str = ""
    nav: str = ""
    cover: str = ""


class EpubBook(ReflowableBook):
    """An EPUB. Fragments are the items of the spine, one each, readable or not.

    Raises BookError when the file is no archive, or names no package or spine.
    """

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._archive = zipfile.ZipFile(stream)
        except DAMAGE as error:
            raise BookError(f"not an EPUB: {error}") from None
        self.package = self._read_package()
        self._sheets: dict[str, StyleSheet] = {}
        self._targets: list[Target] | None = None
        super().__init__(stream, Tree(len(self.package.spine), self._load, fragmented=True))

    @property
    def props(self) -> Props:
        """Metadata of the OPF."""
        return self.package.props

    def read(self, path: str) -> bytes | None:
        """A file of the archive; None when it is missing or damaged."""
        try:
            return self._archive.read(path)
        except DAMAGE:
            return None

    def cover(self) -> bytes | None:
        """The image that the package names as its cover."""
        return self.read(self.package.cover) if self.package.cover else None

    def image_size(self, fragment: int, source: str) -> tuple[int, int] | None:
        """Pixels of an image of the archive."""
        path = _join(posixpath.dirname(self.package.spine[fragment]), source)
        try:
            with self._archive.open(path) as file:
                return picture_size(file.read(_HEAD))
        except DAMAGE:
            return None

    def targets(self) -> list[Target]:
        """The NCX; the nav document where there is no NCX."""
        if self._targets is None:
            self._targets = []
            for path, reader in ((self.package.ncx, self._read_ncx), (self.package.nav, self._read_nav)):
                root = parse_xml(self.read(path) or b"") if path and not self._targets else None
                if root is not None:
                    reader(root, posixpath.dirname(path))
        return self._targets

    def _read_package(self) -> Package:
        container = parse_xml(self.read("META-INF/container.xml") or b"")
        paths = [] if container is None else [str(found.get("full-path", "")) for found in find(container, "rootfile")]
        if not paths:
            raise BookError("not an EPUB: META-INF/container.xml names no package")
        root = parse_xml(self.read(paths[0]) or b"")
        if root is None:
            raise BookError(f"not an EPUB: the package {paths[0]} is missing or unreadable")
        package = read_package(root, posixpath.dirname(paths[0]))
        if not package.spine:
            raise BookError(f"not an EPUB: the package {paths[0]} has an empty spine")
        return package

    def _load(self, index: int) -> Element:
        path = self.package.spine[index]
        base = posixpath.dirname(path)
        return fragment_tree(self.read(path), lambda href: self._sheet(_join(base, href)))

    def _sheet(self, path: str) -> StyleSheet:
        if path not in self._sheets:
            self._sheets[path] = StyleSheet((self.read(path) or b"").decode("utf-8", errors="replace"))
        return self._sheets[path]

    def _place(self, base: str, href: str) -> Position | None:
        path, _, anchor = href.partition("#")
        path = _join(base, path)
        if path not in self.package.spine:
            return None
        fragment = self.package.spine.index(path)
        root = self.tree.fragment(fragment)
        for node in root.walk() if anchor else ():
            if isinstance(node, Element) and node.attributes.get("id") == unquote(anchor):
                return Position(fragment, node, 0)
        return Position(fragment, root, 0)

    def _read_ncx(self, root: etree._Element, base: str) -> None:
        def add(parent: etree._Element, depth: int) -> None:
            for point in parent.findall("{*}navPoint"):
                contents = point.findall("{*}content")
                place = self._place(base, str(contents[0].get("src") or "")) if contents else None
                label = point.find("{*}navLabel")
                assert self._targets is not None
                self._targets.append(Target("" if label is None else all_text(label), depth, place))
                add(point, depth + 1)

        for nav_map in find(root, "navMap")[:1]:
            add(nav_map, 1)

    def _read_nav(self, root: etree._Element, base: str) -> None:
        def add(items: etree._Element, depth: int) -> None:
            for item in items.findall("{*}li"):
                label = next((part for part in item if local_name(str(part.tag)) in ("a", "span")), None)
                if label is not None:
                    href = label.get("href")
                    place = self._place(base, str(href)) if href else None
                    assert self._targets is not None
                    self._targets.append(Target(all_text(label), depth, place))
                for nested in item.findall("{*}ol"):
                    add(nested, depth + 1)

        for nav in find(root, "nav"):
            if nav.get("{http://www.idpf.org/2007/ops}type", "toc") == "toc":
                for items in nav.findall("{*}ol"):
                    add(items, 1)
                return


def read_package(root: etree._Element, base: str) -> Package:
    """What an OPF says; ``base`` is its directory in the archive."""
    package = Package(props=_props(root))
    for item in find(root, "item"):
        identifier, href = str(item.get("id") or ""), _join(base, str(item.get("href") or ""))
        kind, properties = str(item.get("media-type") or ""), str(item.get("properties") or "")
        package.items[identifier] = (href, kind, properties)
        if "nav" in properties.split():
            package.nav = href
        if "cover-image" in properties.split():
            package.cover = href
        if kind == "application/x-dtbncx+xml":
            package.ncx = href
    for reference in find(root, "itemref"):
        known = package.items.get(str(reference.get("idref") or ""))
        if known is not None:
            package.spine.append(known[0])
    for meta in find(root, "meta"):
        known = package.items.get(str(meta.get("content") or ""))
        if meta.get("name") == "cover" and known is not None and not package.cover:
            package.cover = known[0]
    return package


def _props(root: etree._Element) -> Props:
    series, index = "", ""
    metas = find(root, "meta")
    for meta in metas:
        name, prop = meta.get("name"), meta.get("property")
        if name == "calibre:series":
            series = str(meta.get("content") or "")
        elif name == "calibre:series_index":
            index = str(meta.get("content") or "")
        elif prop == "belongs-to-collection" and not series:
            series = all_text(meta)
            refines = f"#{meta.get('id')}"
            for other in metas:
                if other.get("refines") == refines and other.get("property") == "group-position":
                    index = all_text(other)
    identifiers = []
    for found in find(root, "identifier"):
        scheme = next((str(value) for key, value in found.attrib.items() if local_name(str(key)) == "scheme"), "")
        value = all_text(found)
        if value:
            identifiers.append(f"{scheme}:{value}" if scheme else value.removeprefix("urn:"))
    return Props(
        title=first_text(root, "title"),
        authors="\n".join(filter(None, (all_text(found) for found in find(root, "creator")))),
        series=series,
        series_index=index,
        language=first_text(root, "language"),
        keywords="\n".join(filter(None, (all_text(found) for found in find(root, "subject")))),
        description=first_text(root, "description"),
        identifiers="\n".join(identifiers),
    )


def _join(base: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(base, unquote(href))).lstrip("/")
