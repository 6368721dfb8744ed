"""Sleep, charger, cover and power button, on a Kobo and with a sleep screen that keeps notes."""

from __future__ import annotations

import pytest

PRELUDE = """
UIManager, Device = require("ui/uimanager"), require("device")
log = {}
local function note(word) return function(_, ...)
    log[#log + 1] = word .. (Device.screen_saver_mode and "*" or "")
end end
local events = { "FlushSettings", "Suspend", "Resume", "Charging", "NotCharging", "Close", "PowerOff",
    "NetworkDisconnecting", "NetworkDisconnected", "NetworkConnected" }
local watcher = require("ui/widget/container/widgetcontainer"):new{}
for _, event in ipairs(events) do watcher["on" .. event] = note(event) end
UIManager:show(watcher)
package.loaded["ui/screensaver"] = {
    setup = function() end,
    show = function() log[#log + 1] = "screen" end,
    close = function() if stays then Device.screen_saver_lock = true end end,
}
function send(word) UIManager.event_handlers[word](word) end
function told() local text = table.concat(log, " ") log = {} return text end
"""


@pytest.fixture
def kobo(make_world):
    world = make_world("kobo-clara")
    world.run(PRELUDE)
    return world


def test_settings_are_flushed_before_suspend_and_the_kernel_sleeps_later(kobo) -> None:
    assert kobo.run('send("Suspend") print(told())') == "screen FlushSettings* Suspend*"
    assert kobo.run("print(Device.input:isInhibited()) advance(14)") == "true"
    assert kobo.machine.hardware.power == "awake"
    kobo.run("advance(2)")
    assert kobo.machine.hardware.power == "asleep"
    assert kobo.run('send("Resume") print(told(), Device.input:isInhibited())') == "Resume\tfalse"


def test_waking_up_in_time_cancels_the_kernels_sleep(kobo) -> None:
    kobo.run('send("Suspend") advance(5) send("Resume") advance(60)')
    assert kobo.machine.hardware.power == "awake"


def test_asking_twice_tells_once(kobo) -> None:
    assert kobo.run('send("Suspend") told() send("Suspend") send("Charging") print(told())') == "Charging*"
    assert kobo.run('send("Resume") told() send("Resume") print(told())') == ""


def test_behind_a_lock_the_device_can_fall_asleep_again(kobo) -> None:
    source = (
        'stays = true send("Suspend") send("Resume") told() print(Device.screen_saver_mode, Device.screen_saver_lock)'
    )
    assert kobo.run(source) == "true\ttrue"
    assert kobo.run('send("Resume") print(told())') == ""
    assert (
        kobo.run('send("Suspend") print(told(), Device.screen_saver_lock)') == "screen FlushSettings* Suspend*\tfalse"
    )


def test_wifi_goes_down_before_anybody_hears_of_sleep_and_comes_back(kobo) -> None:
    source = """
    G_reader_settings:makeTrue("auto_restore_wifi")
    NetworkMgr = require("ui/network/manager")
    NetworkMgr:enableWifi(nil, true) advance(10) told()
    send("Suspend") print(told()) send("Resume") told()
    advance(10) print(told(), NetworkMgr:isConnected())
    """
    expected = "screen NetworkDisconnecting* NetworkDisconnected* FlushSettings* Suspend*\nNetworkConnected\ttrue"
    assert kobo.run(source) == expected


def test_the_power_button_sleeps_wakes_and_held_switches_off(kobo) -> None:
    assert kobo.run('send("PowerPress") advance(1) send("PowerRelease") print(told())').endswith("Suspend*")
    assert kobo.run('send("PowerPress") advance(1) send("PowerRelease") print(told())') == "Resume"
    assert (
        kobo.run('send("PowerPress") advance(4) print(told(), UIManager._exit_code)') == "screen PowerOff* Close*\t88"
    )
    assert kobo.machine.hardware.power == "off"


def test_the_cover_is_remembered(kobo) -> None:
    kobo.run('send("SleepCoverClosed")')
    assert kobo.run("print(Device.is_cover_closed, Device.screen_saver_mode)") == "true\ttrue"
    assert (
        kobo.run('send("SleepCoverOpened") print(Device.is_cover_closed, Device.screen_saver_mode)') == "false\tfalse"
    )


def test_a_computer_is_offered_the_storage(kobo) -> None:
    source = """
    send("UsbPlugIn")
    local box = UIManager:getTopmostVisibleWidget()
    print(told(), box.text, box.ok_text)
    box.ok_callback()
    print(told(), UIManager._exit_code)
    """
    assert kobo.run(source) == "Charging\tShare storage via USB?\tShare\nFlushSettings Close\t86"


def test_the_emulator_tells_every_suspend(make_world) -> None:
    world = make_world("emulator")
    world.run(PRELUDE)
    assert world.run('send("Suspend") send("Suspend") print(told())').count("Suspend*") == 2
    world.run("advance(100)")
    assert world.machine.hardware.power == "awake"
