"""What is not emulated says so, with the line that asked; what KOReader does not have is simply not there."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("require('lpeg').P('x')", "lpeg.P"),
        ("require('re').compile('x')", "re.compile"),
        ("require('ffi/crypto').evp_decrypt()", "ffi/crypto.evp_decrypt"),
        ("require('ffi/bitser').register()", "ffi/bitser.register"),
        ("require('ffi/zstd').zstd_init()", "ffi/zstd.zstd_init"),
    ],
)
def test_loud(data_world, call, name):
    lines = data_world.run(f"\n\nprint(select(2, pcall(function() {call} end)))")
    assert lines == [f"not emulated: {name}, called from test.lua:3"]


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("docsettings", "getSidecarFile"),
        ("docsettings", "source_candidate"),
        ("datetime", "is12HourClock"),
        ("util", "secondsToClock"),
        ("util", "utf8sub"),
        ("util", "copyFile"),
        ("ffi/util", "readFromFD"),
        ("ffi/util", "fork"),
        ("readcollection", "coll_folders"),
        ("readhistory", "removeItemByDirectory"),
        ("gettext", "getLanguage"),
        ("logger", "error"),
        ("luasettings", "new"),
        ("json", "null"),
    ],
)
def test_absent(data_world, module, name):
    assert data_world.run(f"print(require('{module}').{name})") == ["nil"]


def test_without_turbo_an_http_client_raises(data_world):
    lines = data_world.run("print(pcall(function() require('httpclient'):new():request({ url = 'http://x' }) end))")
    assert lines[0].startswith("false\t")
    assert "looper" in lines[0]


def test_a_program_that_the_device_has_not_got_does_not_start(data_world):
    assert data_world.run("print(require('ffi/util').execute('/usr/bin/curl', 'x'))") == ["65280"]


def test_providers_are_for_the_exporter_only(data_world):
    lines = data_world.run(
        "local P = require('provider') print(P:register('exporter', 'mine', { f = 1 }), P:register('other', 'x', {})) "
        "print(P:size('exporter'), P:getProvidersTable('exporter').mine.f, P:size('other')) "
        "print(P:unregister('exporter', 'mine'), P:unregister('exporter', 'mine'), P:size('exporter'))"
    )
    assert lines == ["true\tfalse", "1\t1\t0", "true\ttrue\t0"]
