"""Profiles as data, and as KOReader's device module shows them."""

from __future__ import annotations

import pytest

from fake_koreader.profile import DEFAULT, PROFILES, profile

QUESTIONS = """
local Device = require("device")
local Screen = Device.screen
print(Device.model, Screen:getWidth(), Screen:getHeight(), Screen:getDPI())
for _, name in ipairs{ "isKobo", "isKindle", "isAndroid", "isPocketBook", "isEmulator", "isTouchDevice", "hasKeys",
    "hasWifiToggle", "hasSeamlessWifiToggle", "hasWifiRestore", "canSuspend", "hasEinkScreen", "hasFrontlight" } do
    if Device[name](Device) then io.write(name, " ") end
end
"""


def test_the_default_profile_is_a_kobo() -> None:
    assert profile(DEFAULT).platform == "kobo"
    assert (profile(DEFAULT).width, profile(DEFAULT).height, profile(DEFAULT).dpi) == (1072, 1448, 300)


def test_an_unknown_profile_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no profile 'kobo-mars'.*kobo-clara"):
        profile("kobo-mars")


def test_a_fact_is_a_plain_value_or_nothing() -> None:
    assert profile("generic").fact("width") == 600
    assert profile("generic").fact("dpi") is None
    assert profile("generic").fact("fact") is None
    assert profile("generic").fact("no such field") is None


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_every_profile_starts_and_answers_for_itself(make_world, name) -> None:
    facts = profile(name)
    head, capabilities = make_world(name).run(QUESTIONS).split("\n")
    assert head == f"{facts.model}\t{facts.width}\t{facts.height}\t{facts.dpi or 160}"
    said = set(capabilities.split())
    platform_names = {"kobo": "isKobo", "kindle": "isKindle", "android": "isAndroid", "pocketbook": "isPocketBook"}
    platform_names["emulator"] = "isEmulator"
    expected = {platform_names[facts.platform]} if facts.platform in platform_names else set()
    for capability, fact in {
        "isTouchDevice": facts.touch,
        "hasKeys": facts.keys,
        "hasWifiToggle": facts.wifi_toggle,
        "hasSeamlessWifiToggle": facts.wifi_toggle and facts.wifi_seamless_toggle,
        "hasWifiRestore": facts.wifi_restore,
        "canSuspend": facts.can_suspend,
        "hasEinkScreen": facts.eink,
        "hasFrontlight": facts.frontlight,
    }.items():
        if fact:
            expected.add(capability)
    assert said == expected


def test_the_emulators_screen_size_decides_how_large_things_are(make_world) -> None:
    source = 'print(require("ui/size").padding.large, require("ui/font"):getFace("cfont").size)'
    assert make_world("generic").run(source) == "10\t24"
    assert make_world("kobo-clara").run(source) == "18\t43"
