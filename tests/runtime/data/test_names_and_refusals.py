"""Names of networks, shipped defaults, second choices of engines, and what no codec can write."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r"\xf0\x9f\x93\x9a", "📚"),
        (r"caf\xc3\xa9 2", "café 2"),
        (r"\\x61", r"\x61"),
        ("\\x5c\\", r"\\"),
        (r"\xe2\x82", "\ufffd\ufffd"),
        ("plain", "plain"),
    ],
)
def test_a_networks_name_is_decoded(data_world, written, name):
    assert data_world.run(f'print(require("ui/network/manager").decodeSSID([[{written}]]))') == [name]


def test_a_default_that_is_shipped_as_false_can_be_changed_and_changed_back(data_world):
    source = """
        local defaults = require("luadefaults"):open(data_dir .. "/defaults.other.lua")
        print(defaults:has("DSHOWOVERLAP"), defaults:isFalse("DSHOWOVERLAP"))
        print(defaults:hasBeenCustomized("DSHOWOVERLAP"))
        defaults:makeTrue("DSHOWOVERLAP")
        print(defaults:isTrue("DSHOWOVERLAP"), defaults:hasBeenCustomized("DSHOWOVERLAP"))
        defaults:makeFalse("DSHOWOVERLAP")
        print(defaults:isFalse("DSHOWOVERLAP"), defaults:hasNotBeenCustomized("DSHOWOVERLAP"))
    """
    assert data_world.run(source) == ["true\ttrue", "false", "true\ttrue", "true\ttrue"]


def test_a_reflowable_book_has_a_second_engine_which_is_loud(data_world):
    source = """
        local Registry = require("document/documentregistry")
        local names = {}
        for i, entry in ipairs(Registry:getProviders("/a/b.epub")) do names[i] = entry.provider.provider end
        print(table.concat(names, " "), Registry:getProvider("/a/b.epub").provider)
        local mupdf = Registry:getProvider("/a/b.pdf")
        print(select(2, pcall(mupdf.new, mupdf, { file = "/a/b.epub" })))
    """
    lines = data_world.run(source)
    assert lines[0] == "crengine mupdf\tcrengine"
    assert lines[1].startswith("not emulated: document/pdfdocument.a reflowable book")


@pytest.mark.parametrize("codec", ["serpent", "dump", "bitser", "luajit", "zstd"])
def test_a_function_does_not_come_back_from_any_codec(data_world, codec):
    source = f"""
        local codec = require("persist").getCodec("{codec}")
        local before = {{ a = function() end }}
        local text = codec.serialize(before)
        local after = codec.deserialize(text)
        print(after == nil or after.a ~= before.a)
    """
    assert data_world.run(source) == ["true"]
