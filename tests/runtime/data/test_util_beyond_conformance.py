"""Helpers of util that the conformance scripts do not reach (specs/koreader-core.md §3.1)."""

from __future__ import annotations

import pytest


def shown(world, expression: str) -> str:
    return world.run(f"local u = require('util') print({expression})")[0]


@pytest.mark.parametrize(
    ("name", "path", "safe"),
    [
        ("a/b:c*?.epub", None, "a_b_c__.epub"),
        ("a/b:c.epub", "/tmp", "a_b:c.epub"),
        ("a/b:c.epub", "/mnt/onboard/books", "a_b_c.epub"),
        ("x.", None, "x"),
        ("trail. ", None, "trail."),
        ("name..epub", None, "name.epub"),
        ("two\\nlines\\tand tabs.txt", None, "two lines and tabs.txt"),
        ("no.such_long_suffix", None, "no.such_long_suffix"),
        ("<b>bold</b> &amp; bad\\255.epub", None, "bold & bad.epub"),
    ],
)
def test_safe_file_names(data_world, name, path, safe):
    argument = f"'{path}'" if path else "nil"
    assert shown(data_world, f"u.getSafeFilename('{name}', {argument})") == safe


def test_long_names_are_cut_in_bytes(data_world):
    assert shown(data_world, "#u.getSafeFilename(('é'):rep(200) .. '.epub')") == str(240 + len(".epub"))
    assert shown(data_world, "u.getSafeFilename('abcdef.txt', nil, 3)") == "abc.txt"


@pytest.mark.parametrize(
    ("call", "pieces"),
    [
        ("'a,b,,c,', ','", "a b c"),
        ("'a,b,,c,', ',', true", "a , b , , c ,"),
        ("'a,b,,c,', ',', false, true", "a b <> c"),
        ("',a', ',', false, true", "<> a"),
        ("' a  b '", "a b"),
        ("'', ','", ""),
    ],
)
def test_gsplit(data_world, call, pieces):
    lines = data_world.run(
        f"local t = {{}} for p in require('util').gsplit({call}) do t[#t + 1] = p == '' and '<>' or p end "
        "print(table.concat(t, ' '))"
    )
    assert lines == [pieces]


def test_gsplit_refuses_what_matches_nothing(data_world):
    assert shown(data_world, "(pcall(u.gsplit, 'abc', 'x*'))") == "false"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One&nbsp;&amp; two</p><p>three<br/>four</p>", "One & two\n\tthree\nfour"),
        ("<p class='x'>a</p>", "a"),
        ("plain]]>", "plain"),
        ("&lt;p&gt;coded&lt;/p&gt;", "coded"),
        ("a &lt; b", "a &lt; b"),
        ("&#8364;&#x20AC;<i></i>", "€€"),
        ("&amp;lt;<b></b>", "&lt;"),
    ],
)
def test_html_to_text(data_world, html, text):
    data_world.machine.disk.add_file("/tmp/page.html", html.encode())
    lines = data_world.run("local u = require('util') print(u.htmlToPlainTextIfHtml(u.readFromFile('/tmp/page.html')))")
    assert lines == text.split("\n")


@pytest.mark.parametrize(
    ("text", "fixed"),
    [("ok é", "ok é"), ("a\\255b", "a?b"), ("\\194", "?"), ("\\237\\160\\128", "???"), ("\\192\\175", "??")],
)
def test_invalid_utf8(data_world, text, fixed):
    assert shown(data_world, f"u.fixUtf8('{text}', '?')") == fixed


def test_case_and_search(data_world):
    assert shown(data_world, "u.stringLower('STRASSE ẞ Ä'), u.stringLower(nil)") == "strasse ss ä\tnil"
    assert shown(data_world, "u.stringSearch('Żółta Księga', 'KSIĘ')") == "7\t12\t4"
    assert shown(data_world, "u.stringSearch('aXa', 'a', true, 2)") == "3\t3\t1"
    assert shown(data_world, "u.stringSearch('abc', 'x')") == "0\t3\t1"


def test_nested_values(data_world):
    lines = data_world.run(
        "local u = require('util') local t = {} u.tableSetValue(t, 5, 'a', 'b', 'c') u.tableSetValue(t, 6, 'a', 'd') "
        "print(t.a.b.c, u.tableGetValue(t, 'a', 'd'), u.tableGetValue(t, 'x', 'y'), u.tableGetValue(t, 'a', 'd', 'e')) "
        "u.tableRemoveValue(t, 'a', 'b', 'c') print(t.a.b, t.a.d) u.tableRemoveValue(t, 'a', 'd') print(t.a)"
    )
    assert lines == ["5\t6\tnil\tnil", "nil\t6", "nil"]


def test_wrapped_methods(data_world):
    lines = data_world.run(
        "local u = require('util') local o = { n = 2, f = function(self, x) return self.n * x end } "
        "local w = u.wrapMethod(o, 'f', function(self, x) return -x end, function(self, x) print('before', x) end) "
        "print(o:f(4), w:raw_call(o, 4), w:raw_method_call(5), type(o.f)) w:revert() print(o:f(4), type(o.f))"
    )
    assert lines == ["before\t4", "-4\t8\t10\ttable", "8\tfunction"]


def test_inherited_methods_come_back_by_reverting(data_world):
    lines = data_world.run(
        "local u = require('util') local class = { f = function() return 'class' end } "
        "local o = setmetatable({}, { __index = class }) local w = u.wrapMethod(o, 'f', function() return 'new' end) "
        "print(o.f(), class.f()) w:revert() print(o.f(), rawget(o, 'f'))"
    )
    assert lines == ["new\tclass", "class\tnil"]


def test_finding_files(data_world):
    lines = data_world.run(
        "local u = require('util') for _, p in ipairs{ 'a/1.txt', 'a/b/2.txt', 'a/b/c/3.txt' } do "
        "u.makePath((u.splitFilePathName(data_dir .. '/' .. p))) u.writeToFile('x', data_dir .. '/' .. p) end "
        "local function names(...) local t = {} "
        "u.findFiles(data_dir .. '/a', function(_, n, a) t[#t + 1] = n .. a.size end, ...) "
        "table.sort(t) return table.concat(t, ' ') end print(names()) print(names(false)) print(names(true, 2)) "
        "print(u.isEmptyDir(data_dir .. '/a'), u.isEmptyDir(data_dir .. '/none'))"
    )
    assert lines == ["1.txt1 2.txt1 3.txt1", "1.txt1", "1.txt1 2.txt1", "false\tnil"]


def test_where_making_a_path_failed(data_world):
    lines = data_world.run(
        "local u = require('util') u.writeToFile('x', data_dir .. '/f') print(u.makePath(data_dir .. '/f/sub/deep'))"
    )
    assert lines == ["nil\tFile exists (creating `DATA/f/` for `DATA/f/sub/deep`)"]


@pytest.mark.parametrize(
    ("revision", "number"),
    [
        ("'v2026.07.2_kobo'", "202607020000\tnil"),
        ("'v2026.07.2-15-gabcdef1_2026-08-22_kobo'", "202607020015\tabcdef1"),
        ("'v2026.03'", "202603000000\tnil"),
        ("'junk'", "0"),
    ],
)
def test_versions(data_world, revision, number):
    lines = data_world.run(
        f"local n, c = require('version'):getNormalizedVersion({revision}) print(('%.0f'):format(n), c)"
    )
    assert lines[0].removesuffix("\tnil") == number.removesuffix("\tnil")


def test_the_present_version(data_world):
    revision = "v2026.07.2-15-gabcdef1_2026-08-22_kobo"
    data_world.machine.disk.add_file(data_world.machine.profile.install_dir + "/git-rev", revision.encode() + b"\n")
    lines = data_world.run(
        "local V = require('version') print(V:getShortVersion(), V:getCurrentPlatform()) "
        "V:updateVersionLog('Kobo_nova') V:updateVersionLog('Kobo_nova') V:updateVersionLog('Other') "
        "io.write(require('util').readFromFile(data_dir .. '/version.log'))"
    )
    assert lines == [
        "2026.07.2-15\tkobo",
        f"2026-03-01, 08:00:00, {revision}, Kobo_nova",
        f"2026-03-01, 08:00:00, {revision}, Other",
    ]
