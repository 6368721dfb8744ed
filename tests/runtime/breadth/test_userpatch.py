"""The reader's own patches: when they run, what they may change, what happens when they fail."""

from __future__ import annotations

from fake_koreader.device import Device
from fake_koreader.profile import profile

PLUGIN = """
local P = require("ui/widget/container/widgetcontainer"):extend{ name = "patched" }
local secret = 1
function P:answer() return secret end
return P
"""


def device_with(patches: dict[str, str]) -> Device:
    device = Device(profile("kobo-clara"))
    folder = f"{device.profile.install_dir}/patches"
    device.disk.makedirs(folder)
    for name, source in patches.items():
        device.disk.add_file(f"{folder}/{name}", source.encode())
    plugin = f"{device.profile.install_dir}/plugins/patched.koplugin"
    device.disk.makedirs(plugin)
    device.disk.add_file(f"{plugin}/main.lua", PLUGIN.encode())
    return device


NOTE = 'order = (order or "") .. "{} " '


def test_early_and_late_in_natural_order():
    device = device_with(
        {
            "2-late.lua": NOTE.format("late") + 'saw = package.loaded["ui/uimanager"] ~= nil',
            "10-ten.lua": NOTE.format("ten"),
            "1-one.lua": NOTE.format("one") + "early_settings = G_reader_settings",
            "notes.txt": "not Lua",
            "8-exit.lua": NOTE.format("exit"),
        }
    )
    device.boot()
    assert device.evaluate("order") == "one ten late "
    assert device.evaluate("saw") is True
    assert device.evaluate("early_settings == nil") is True


def test_all_are_off_with_the_marker():
    device = device_with({"2-late.lua": "ran = true", ".patches_disabled": ""})
    device.boot()
    assert device.evaluate("ran == nil") is True


def test_a_failing_patch_is_told_and_the_others_run():
    device = device_with({"1-bad.lua": "error('broken on purpose')", "2-good.lua": "ran = true"})
    device.boot()
    assert device.evaluate("ran") is True
    assert any("1-bad.lua" in text for window in device.screen() for text in window.texts)
    assert device.evaluate("require('userpatch').execution_status['1-bad.lua']") is False


def test_leaving_runs_the_last_two():
    write = 'local f = io.open("order.txt", "a") f:write("{}") f:close()'
    device = device_with({"8-before.lua": write.format("8"), "9-on.lua": write.format("9")})
    device.boot()
    device.exit()
    assert device.read_file("order.txt") == b"89"


def test_a_plugins_class_is_patched_after_an_instance_is_made():
    patch = """
    local userpatch = require("userpatch")
    userpatch.registerPatchPluginFunc("patched", function(class)
        local value, index = userpatch.getUpValue(class.answer, "secret")
        userpatch.replaceUpValue(class.answer, index, value + 41)
    end)
    """
    device = device_with({"2-plugin.lua": patch})
    device.boot()
    assert device.evaluate("require('apps/filemanager/filemanager').instance.patched:answer()") == 42
    assert device.evaluate("require('userpatch').getUpValue(print, 'nothing') == nil") is True
