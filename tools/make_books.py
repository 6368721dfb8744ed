"""Makes the sample books in ``scenarios/books/``: real files, the same bytes on every machine.

``python tools/make_books.py [DIR]`` writes them. Each paragraph of the texts carries a number in the margin, as in an
annotated edition, so that passages which come again can be told apart.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from book_texts import ALICE, FRANKENSTEIN, MOBY_DICK, paragraphs  # noqa: E402

from fake_koreader.books.making.archives import make_rar, make_zip  # noqa: E402
from fake_koreader.books.making.epubs import Chapter, Entry, EpubFile  # noqa: E402
from fake_koreader.books.making.pdfs import LINES_PER_PAGE, Outline, make_pdf  # noqa: E402
from fake_koreader.books.making.png import Picture  # noqa: E402

MOBY_CHAPTERS = [
    "Loomings", "The Carpet-Bag", "The Spouter-Inn", "The Counterpane", "Breakfast", "The Street", "The Chapel",
    "The Pulpit", "The Sermon", "A Bosom Friend", "Nightgown", "Biographical",
]  # fmt: skip
ALICE_CHAPTERS = [
    "Down the Rabbit-Hole", "The Pool of Tears", "A Caucus-Race and a Long Tale", "The Rabbit Sends in a Little Bill",
    "Advice from a Caterpillar", "Pig and Pepper", "A Mad Tea-Party", "The Queen’s Croquet-Ground",
    "The Mock Turtle’s Story", "The Lobster Quadrille", "Who Stole the Tarts?", "Alice’s Evidence",
]  # fmt: skip
COMIC_PAGES = 12
MOBY_CSS = "h1 { page-break-before: always; text-align: center }\n.note { display: none }\n"


def turned(texts: list[str], chapter: int) -> list[str]:
    """The paragraphs of a chapter: all of them, beginning with another one each time."""
    start = (chapter - 1) * 5 % len(texts)
    return texts[start:] + texts[:start]


def inline(text: str) -> str:
    """XHTML of a paragraph's text."""
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", escape(text))


def moby_dick() -> bytes:
    """EPUB 3: a file per chapter, nested markup, ids, comments, a picture, a cover, notes that are not shown."""
    texts = paragraphs(MOBY_DICK)
    whale = Picture(240, 120)
    whale.disc(100, 60, 42)
    whale.rectangle(130, 40, 70, 30)
    whale.disc(76, 46, 4, black=False)
    cover = Picture(240, 320)
    cover.frame(8, 3)
    cover.disc(120, 150, 60)
    cover.rectangle(60, 230, 120, 6)
    chapters = [
        Chapter("cover.xhtml", "Cover", '<div class="cover"><img src="cover.png" alt="Moby-Dick"/></div>'),
    ]
    toc = []
    for number, title in enumerate(MOBY_CHAPTERS, 1):
        body = [f'<section id="chapter-{number}">', f"<h1>Chapter {number}. <span>{title}.</span></h1>"]
        for count, text in enumerate(turned(texts, number), 1):
            mark = f'<span class="number" id="p{number}-{count}">[<b>{number}</b>.<i>{count}</i>]</span>'
            shown = inline(text)
            if count % 4 == 0:
                shown = shown.replace(". ", ".<!-- the editor's mark --> ", 1)
            body.append(f"<p>{mark} {shown}</p>")
            if count == 7:
                body.append('<div class="plate">\n  <img src="whale.png" alt="A whale"/>\n  <p>The whale.</p>\n</div>')
        verses = "<blockquote><p>The ribs and terrors in the whale,<br/>Arched over me a dismal gloom,<br/>"
        verses += "While all God’s sun-lit waves rolled by,<br/>And lift me deepening down to doom.</p></blockquote>"
        body.append(f'<h2 id="hymn-{number}">Hymn</h2>\n{verses}\n<p class="note">Not shown.</p>\n</section>')
        name = f"chapter{number:02}.xhtml"
        chapters.append(Chapter(name, title, "\n".join(body)))
        toc.append(Entry(f"Chapter {number}. {title}", f"{name}#chapter-{number}"))
        toc.append(Entry("Hymn", f"{name}#hymn-{number}", 2))
    metadata = """
<dc:title>Moby-Dick; or, The Whale</dc:title>
<dc:creator id="author">Herman Melville</dc:creator>
<dc:identifier>urn:isbn:9780142437247</dc:identifier>
<dc:language>en</dc:language>
<dc:subject>Whaling</dc:subject><dc:subject>Sea stories</dc:subject>
<dc:description>A sailor tells of Captain Ahab, who hunts a white whale.</dc:description>
<meta property="dcterms:modified">2000-01-01T00:00:00Z</meta>
<meta property="belongs-to-collection" id="series">Sea Novels</meta>
<meta refines="#series" property="group-position">6</meta>
"""
    images = [("cover.png", cover.png()), ("whale.png", whale.png())]
    identifier = "urn:uuid:5b1e0c3a-2701-4d51-9a3e-000000001851"
    return EpubFile(3, identifier, metadata, chapters, toc, MOBY_CSS, images, "cover.png").build()


def alice() -> bytes:
    """EPUB 2: the whole book in one file, so positions have no fragment number."""
    texts = paragraphs(ALICE)
    body = ["<div>"]
    toc = []
    for number, title in enumerate(ALICE_CHAPTERS, 1):
        body.append(f'<h2 id="c{number}" style="page-break-before: always">Chapter {number}<br/>{escape(title)}</h2>')
        body += [f"<p>({number}.{count}) {inline(text)}</p>" for count, text in enumerate(turned(texts, number), 1)]
        toc.append(Entry(f"{number}. {title}", f"alice.html#c{number}"))
    metadata = """
<dc:title>Alice’s Adventures in Wonderland</dc:title>
<dc:creator opf:role="aut" opf:file-as="Carroll, Lewis">Lewis Carroll</dc:creator>
<dc:creator>John Tenniel</dc:creator>
<dc:identifier opf:scheme="ISBN">9780141439761</dc:identifier>
<dc:language>en-GB</dc:language>
<meta name="calibre:series" content="Alice"/><meta name="calibre:series_index" content="1.0"/>
"""
    chapters = [Chapter("alice.html", "Alice", "\n".join([*body, "</div>"]))]
    return EpubFile(2, "urn:uuid:5b1e0c3a-2701-4d51-9a3e-000000001865", metadata, chapters, toc).build()


def frankenstein() -> bytes:
    """A PDF of real text: four letters and some chapters, each beginning on its own page."""
    texts = paragraphs(FRANKENSTEIN)
    pages: list[list[str]] = []
    outline: list[Outline] = []
    titles = [(f"Letter {number}", 2) for number in range(1, 5)] + [(f"Chapter {number}", 2) for number in range(1, 13)]
    for number, (title, depth) in enumerate(titles, 1):
        lines = [title, ""]
        for count, text in enumerate(turned(texts, number), 1):
            lines += [*textwrap.wrap(f"{number}.{count} {text.replace('*', '')}", 62), ""]
        if title in ("Letter 1", "Chapter 1"):
            outline.append(Outline(title.rstrip(" 1") + "s", len(pages) + 1))
        outline.append(Outline(title, len(pages) + 1, depth))
        pages += [lines[start : start + LINES_PER_PAGE] for start in range(0, len(lines), LINES_PER_PAGE)]
    info = {
        "Title": "Frankenstein; or, The Modern Prometheus",
        "Author": "Mary Wollstonecraft Shelley",
        "Subject": "A student makes a creature and leaves it alone.",
        "Keywords": "Horror, Science",
    }
    return make_pdf(pages, outline, info)


def comic_pages() -> list[tuple[str, bytes]]:
    """The pages of a small wordless comic: a boy's bed walks away under the moon."""
    entries = []
    for number in range(1, COMIC_PAGES + 1):
        page = Picture(180, 260)
        page.frame(4, 2)
        page.disc(40 + number * 8, 50, 6 + number)
        page.rectangle(12 * number - 4, 170, 60, 20)
        for leg in range(4):
            page.rectangle(12 * number + 16 * leg, 190, 4, 6 + 4 * ((number + leg) % 4))
        page.rectangle(6, 230, 168, 2)
        for dot in range(number):
            page.disc(14 + 12 * dot, 244, 3)
        entries.append((f"page{number}.png", page.png()))
    return entries


def nemo_cbz() -> bytes:
    """A CBZ whose names sort naturally, not as text, with ComicInfo.xml."""
    info = """<?xml version="1.0" encoding="utf-8"?>
<ComicInfo><Title>The Walking Bed</Title><Series>Little Nemo</Series><Number>1</Number><Writer>Winsor McCay</Writer>
<LanguageISO>en</LanguageISO><PageCount>12</PageCount></ComicInfo>
"""
    return make_zip([("ComicInfo.xml", info.encode()), *comic_pages()])


def nemo_cbr() -> bytes:
    """The same comic in a RAR archive, in a folder."""
    return make_rar([(f"Nemo/{name}", data) for name, data in comic_pages()])


def broken_epub() -> bytes:
    """A ZIP with the right type but no package."""
    page = b"<html><body><p>Lost</p></body></html>"
    return make_zip([("mimetype", b"application/epub+zip"), ("OEBPS/text.xhtml", page)])


def make_all() -> dict[str, bytes]:
    """All sample books by name."""
    pdf = frankenstein()
    return {
        "alice.epub": alice(),
        "broken.epub": broken_epub(),
        "empty.cbz": make_zip([]),
        "frankenstein.pdf": pdf,
        "moby-dick.epub": moby_dick(),
        "nemo.cbr": nemo_cbr(),
        "nemo.cbz": nemo_cbz(),
        "truncated.pdf": pdf[:4096],
    }


def main() -> None:
    """Write the books and say how large they are."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "scenarios" / "books"
    target.mkdir(parents=True, exist_ok=True)
    books = make_all()
    for name, data in books.items():
        (target / name).write_bytes(data)
        print(f"{name:18} {len(data):8,}")
    print(f"{'together':18} {sum(map(len, books.values())):8,}")


if __name__ == "__main__":
    main()
