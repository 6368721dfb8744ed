"""Base modules that a few plugins ask for: where they are there, what they answer, and what they refuse by name."""

from __future__ import annotations

import pytest

from fake_koreader.process import LuaFailure


@pytest.mark.parametrize(
    ("profile", "there"),
    [("android", True), ("kobo-clara", True), ("kindle-pw5", True), ("pocketbook", True), ("emulator", False)],
)
def test_lfs_by_its_short_name(make_world, profile: str, there: bool) -> None:
    printed = make_world(profile).run(
        'local ok, lfs = pcall(require, "lfs") print(ok, ok and lfs == require("libs/libkoreader-lfs"))'
    )
    assert printed == ("true\ttrue" if there else "false\tfalse")


def test_the_android_module_is_there_on_android(make_world, world) -> None:
    android = make_world("android")
    source = """
    local a = require("android")
    a.setClipboardText("copied")
    print(a.dir, a.getExternalStoragePath(), a.openLink("http://x"), a.getClipboardText(), a.hasClipboardText())
    """
    assert android.run(source) == "/data/data/org.koreader.launcher/files\t/sdcard\t0\tcopied\ttrue"
    [event] = [event for event in android.machine.trace.events if event.kind == "link.opened"]
    assert event.fields["url"] == "http://x"
    with pytest.raises(LuaFailure, match=r"not emulated: android\.lights"):
        android.run('require("android").lights.off()')
    assert world.run('print((pcall(require, "android")))') == "false"


@pytest.mark.parametrize(
    ("html", "balanced"),
    [
        ("<p>a<b>c</p>", "<p>a<b>c</b></p>"),
        ("<p>a", "<p>a</p>"),
        ("a</i>b<br>c<img src='x'/>", "ab<br>c<img src='x'/>"),
        ("<ul><li>1<li>2</ul>x", "<ul><li>1<li>2</li></li></ul>x"),
        ("", ""),
    ],
)
def test_balanced_html(world, html: str, balanced: str) -> None:
    assert world.run(f'print(require("libs/libkoreader-cre").getBalancedHTML([[{html}]]))') == balanced


def test_network_interfaces(world) -> None:
    source = """
    local list = require("ffi/netinfo"):new():retrieve()
    print(#list, list[1].name, list[2].wireless, list[2].ipv4)
    """
    assert world.run(source) == "2\tlo\ttrue\tnil"
    world.machine.network.radio.connect_now()
    assert world.run(source).endswith(world.machine.network.radio.address)


def test_the_real_time_clock(world) -> None:
    source = 'local r = require("ffi/rtc") print(r:secondsFromNowToEpoch(60) - os.time(), r:getWakeupAlarmSys())'
    assert world.run(source) == "60\tnil"


@pytest.mark.parametrize(
    ("module", "use"),
    [
        ("turbo", "async"), ("lpeg", "P"), ("socket.ftp", "get"), ("ffi/qrencode", "qrcode"),
        ("ffi/jpeg", "encodeToFile"),
        ("libs/libkoreader-djvu", "openDocument"), ("libs/libkoreader-cre", "newDocView"),
        ("ffi/mupdf", "openDocument"),
        ("ffi/rtc", "setWakeupAlarm"), ("luxl", "new"), ("ffi/freetype", "newFaceSize"),
    ],
)  # fmt: skip
def test_engines_that_are_not_here_say_so(world, module: str, use: str) -> None:
    with pytest.raises(LuaFailure, match=rf"not emulated: {module}\.{use}, called from test\.lua:2"):
        world.run(f'local m = require("{module}")\nm.{use}()')


@pytest.mark.parametrize("name", ["zlib_h", "lodepng_h", "rtc_h", "linux_input_h", "posix_h", "__gc", "posix"])
def test_headers_load(world, name: str) -> None:
    assert world.run(f'print((pcall(require, "ffi/{name}")))') == "true"


def test_string_buffer_is_luajits(world) -> None:
    source = """
    local buffer = require("string.buffer")
    local t = buffer.decode(buffer.encode({ a = 1, list = { true, "x" } }))
    print(t.a, t.list[2], tostring(buffer.new():put("x", 1)))
    """
    assert world.run(source) == "1\tx\tx1"
