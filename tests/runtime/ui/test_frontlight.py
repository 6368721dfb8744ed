"""The frontlight as a driver of a model would have it: hooks under the numbers that the reader sees."""

from __future__ import annotations

import pytest

DRIVER = """
local PowerD = require("device/generic/powerd")
local calls = {}
Driver = PowerD:new{ hardware = 2 }
function Driver:frontlightIntensityHW() return self.hardware end
function Driver:setIntensityHW(level)
    calls[#calls + 1] = level
    self.hardware = level
    self:_decideFrontlightState()
end
local device = { hasFrontlight = function() return true end, hasNaturalLight = function() return false end }
function make(fields)
    fields.device, fields.fl_max = device, 5
    return Driver:new(fields)
end
function state(light)
    return light:frontlightIntensity(), light:isFrontlightOn(), light.hardware, table.concat(calls, " ")
end
"""


@pytest.fixture
def driver(world):
    world.run(DRIVER)
    return world


def test_what_the_driver_says_counts_from_the_start(driver) -> None:
    assert driver.run("print(state(make{}))") == "2\ttrue\t2\t"


def test_off_keeps_the_brightness_for_later(driver) -> None:
    assert driver.run("l = make{} print(l:turnOffFrontlight()) print(state(l))").splitlines() == [
        "true",
        "0\tfalse\t0\t0",
    ]
    assert driver.run("print(l:turnOffFrontlight(), l:toggleFrontlight()) print(state(l))").splitlines() == [
        "false\ttrue",
        "2\ttrue\t2\t0 2",
    ]


def test_a_light_set_to_nothing_has_nothing_to_go_back_to(driver) -> None:
    source = (
        "l = make{ fl_min = 1 } l:setIntensity(0) print(state(l)) print(l:turnOnFrontlight(), l:toggleFrontlight())"
    )
    assert driver.run(source).splitlines() == ["0\tfalse\t1\t1", "false\tfalse"]
    assert driver.run("print(l:setIntensity(2), l:setIntensity(2), l:setIntensity(99)) print(l.fl_intensity)") == (
        "true\tfalse\ttrue\n5"
    )


def test_the_machines_own_light(make_world) -> None:
    world = make_world("kobo-clara")
    world.run('l = require("device"):getPowerDevice() l:setIntensity(30)')
    assert world.machine.hardware.light == 30
    world.run("l:toggleFrontlight()")
    assert world.machine.hardware.light == 0
    assert world.run("l:toggleFrontlight() print(l:frontlightIntensity(), l.fl_max)") == "30\t100"
