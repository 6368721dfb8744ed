"""Catalogues of translations: MO files, contexts, plurals (specs/koreader-core.md §1.6)."""

from __future__ import annotations

import struct

import pytest


def mo_file(messages: dict[str, str]) -> bytes:
    """A little-endian MO file, laid out as msgfmt does."""
    keys = sorted(messages)
    originals = [key.encode() for key in keys]
    translations = [messages[key].encode() for key in keys]
    head, count = 28, len(keys)
    at = head + 16 * count
    tables, blob = b"", b""
    for texts in (originals, translations):
        for text in texts:
            tables += struct.pack("<II", len(text), at + len(blob))
            blob += text + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, head, head + 8 * count, 0, 0) + tables + blob


POLISH = (
    "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 "
    "&& (n%100<10 || n%100>=20) ? 1 : 2);\n"
)


@pytest.fixture
def polish(data_world):
    catalogue = mo_file(
        {
            "": POLISH,
            "Book": "Książka",
            "1 book\0%1 books": "1 książka\0%1 książki\0%1 książek",
            "menu\4Open": "Otwórz",
            "empty": "",
        }
    )
    root = data_world.machine.profile.install_dir
    data_world.machine.disk.makedirs(root + "/l10n/pl")
    data_world.machine.disk.add_file(root + "/l10n/pl/koreader.mo", catalogue)
    return data_world


def test_a_catalogue(polish):
    shown = polish.run(
        "_ = require('gettext') print(_.changeLang('pl.UTF-8'), _.current_lang) "
        "print(_('Book'), _('Other'), _('empty'), _.pgettext('menu', 'Open'), _('Open')) "
        "for _i, n in ipairs{ 1, 2, 5, 12, 22, 112 } do io.write(_.ngettext('1 book', '%1 books', n), '|') end print()"
    )
    assert shown == [
        "true\tpl",
        "Książka\tOther\tempty\tOtwórz\tOpen",
        "1 książka|%1 książki|%1 książek|%1 książek|%1 książki|%1 książek|",
    ]


def test_going_back_to_english_forgets_it(polish):
    shown = polish.run(
        "_ = require('gettext') _.changeLang('pl') "
        "print(_.changeLang('en_US'), _('Book'), _.current_lang, _.getPlural(5))"
    )
    assert shown == ["nil\tBook\tC\t1"]


def test_a_plugin_merges_its_own_catalogue(polish):
    polish.machine.disk.add_file("/tmp/p.mo", mo_file({"Mine": "Moje"}))
    shown = polish.run("_ = require('gettext') _.changeLang('pl') print(_.loadMO('/tmp/p.mo'), _('Mine'), _('Book'))")
    assert shown == ["true\tMoje\tKsiążka"]


@pytest.mark.parametrize("content", [b"", b"junk", b"\x95\x04\x12\xde" + b"\0" * 40])
def test_what_is_no_catalogue(data_world, content):
    data_world.machine.disk.add_file("/tmp/x.mo", content)
    assert data_world.run("print(require('gettext').loadMO('/tmp/x.mo'))") == ["false"]


@pytest.mark.parametrize(
    ("rule", "numbers"),
    [
        ("n != 1", "1 0 1 1"),
        ("n > 1", "0 0 1 1"),
        ("0", "0 0 0 0"),
        ("n == 0 ? 0 : n == 1 ? 1 : 2", "0 1 2 2"),
        ("!(n == 2) * 2 - 1 + n / 2 % 2", "1 1 0 2"),
        ("n %", "nil"),
        ("os.exit()", "nil"),
    ],
)
def test_plural_rules(data_world, rule, numbers):
    shown = data_world.run(
        f"local f = require('gettextparts/plural')('{rule}') "
        "print(f and table.concat({ f(0), f(1), f(2), f(3) }, ' ') or 'nil')"
    )
    assert shown == [numbers]
