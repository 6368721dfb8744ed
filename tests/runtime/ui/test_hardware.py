"""Battery, lights and sleep: the Python state, and powerd above it."""

from __future__ import annotations

from fake_koreader.hardware import DeviceHost, Hardware, PowerHost, ScreenHost
from fake_koreader.profile import profile


def test_charged_means_plugged_and_full() -> None:
    hardware = Hardware(battery=99, charger=True)
    power = PowerHost(hardware, lambda kind, fields: None)
    assert (power.charging(), power.charged()) == (True, False)
    hardware.battery = 100
    assert power.charged()
    hardware.charger = False
    assert not power.charged()


def test_sleep_lasts_until_something_wakes_the_machine() -> None:
    hardware, said = Hardware(), []
    power = PowerHost(hardware, lambda kind, fields: said.append(kind))
    power.suspend()
    assert hardware.power == "asleep"
    hardware.wake()
    assert hardware.power == "awake"
    power.off()
    hardware.wake()
    assert hardware.power == "off"
    assert said == ["power.suspended", "power.off"]


def test_hosts_speak_bytes() -> None:
    device = DeviceHost(profile("kobo-clara"))
    assert device.get(b"model") == b"Kobo_nova"
    assert device.get(b"width") == 1072
    assert device.get(b"keys") is False
    assert device.get(b"\xff") is None


def test_the_screen_turns_in_quarters() -> None:
    hardware = Hardware()
    screen = ScreenHost(hardware)
    screen.set_rotation(5.0)
    assert (screen.rotation(), hardware.rotation) == (1, 1)


def test_the_battery_is_read_at_most_once_a_minute(make_world) -> None:
    world = make_world("kobo-clara")
    world.machine.hardware.battery = 71
    assert world.run('p = require("device").powerd print(p:getCapacity(), p:isCharging())') == "71\tfalse"
    world.machine.hardware.battery = 60
    assert world.run("print(p:getCapacity())") == "71"
    assert world.run("p:invalidateCapacityCache() print(p:getCapacity())") == "60"
    world.machine.hardware.battery = 50
    assert world.run("advance(61) print(p:getCapacity())") == "50"


def test_the_frontlight_clamps_and_tells(make_world) -> None:
    world = make_world("kobo-clara")
    source = """
    local UIManager = require("ui/uimanager")
    local told = 0
    UIManager:show(require("ui/widget/container/widgetcontainer"):new{
        onFrontlightStateChanged = function() told = told + 1 end })
    local p = require("device").powerd
    print(p:setIntensity(300), p:frontlightIntensity(), p:setIntensity(100), p:isFrontlightOn())
    print(p:toggleFrontlight(), p:frontlightIntensity(), p:turnOffFrontlight(), p:turnOnFrontlight(),
        p:frontlightIntensity())
    print(p:setIntensity(0), p:isFrontlightOff(), p:setWarmth(40), p:frontlightWarmth(), told)
    """
    assert world.run(source) == "true\t100\tfalse\ttrue\ntrue\t0\tfalse\ttrue\t100\ntrue\ttrue\ttrue\t40\t5"
    assert (world.machine.hardware.light, world.machine.hardware.warmth) == (0, 40)


def test_kernel_sleep_is_counted(make_world) -> None:
    world = make_world("kobo-clara")
    world.run('require("device"):suspend()')
    assert world.machine.hardware.power == "asleep"
    world.machine.clock.sleep(8_000_000)
    world.machine.hardware.wake()
    source = 'local D = require("device") D:resume() print(D.last_suspend_time, D.total_suspend_time) D:resume()'
    assert world.run(source + " print(D.total_suspend_time)") == "8000000\t8000000\n8000000"
