"""Every mistake in a scenario has its place, what was expected, and the nearest word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.errors import CannotRun
from harness.scenario import ScenarioMistakes, Story

Load = Callable[[str], list[Story]]

GOOD = "story: x\nsteps:\n  - open: moby-dick.epub\n"


def mistakes(stories: Load, text: str) -> list[str]:
    with pytest.raises(ScenarioMistakes) as caught:
        stories(text)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_good_story(stories: Load) -> None:
    [story] = stories(GOOD)
    assert (story.name, len(story.steps)) == ("story", 1)
    assert str(story.steps[0].where) == "story.yaml:3:5"
    assert story.steps[0].text == "open: moby-dick.epub"
    assert list(story.scenario.all_devices()) == ["reader"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("story: x\nsteps:\n  - opne: a\n", "story.yaml:3:5: 'opne' is not a step; did you mean 'open'?"),
        ("story: x\nsteps:\n  - close bok\n", "story.yaml:3:5: 'close bok' is not a step; did you mean 'close book'?"),
        (
            "story: x\nsteps:\n  - open: moby-dik.epub\n",
            "story.yaml:3:11: 'moby-dik.epub' is not a book that can be found; did you mean 'moby-dick.epub'?",
        ),
        (
            "story: x\nsteps:\n  - read: {pages: 3, evry: 25 s}\n",
            "story.yaml:3:22: 'evry' is not known here; did you mean 'every'?",
        ),
        (
            "story: x\nsteps:\n  - read: {pages: 3, every: 25}\n",
            "story.yaml:3:29: a duration needs a unit: write '25 s' or '25 min'",
        ),
        ("story: x\nsteps:\n  - wifi: of\n", "story.yaml:3:11: 'of' is not possible here; did you mean 'off'?"),
        ("story: x\n", "story.yaml:1:1: a scenario needs 'steps'"),
        ("steps: [boot]\n", "story.yaml:1:1: a scenario needs 'story'"),
        ("story: x\nsteps: []\n", "story.yaml:2:8: a story needs at least one step"),
        ("story: x\nsteps: boot\n", "story.yaml:2:8: expected a list, each item beginning with '- '; found 'boot'"),
        ("story: x\nsteps:\n", "expected a list, each item beginning with '- '; found nothing"),
        ("story: 5\nsteps: [boot]\n", "story.yaml:1:8: expected text (numbers and dates as text stand in"),
        ("story: x\nsteps: [read: {pages: two}]\n", "story.yaml:2:23: expected a whole number; found 'two'"),
        ("story: x\nsteps:\n\t- boot\n", "story.yaml:3:1: not valid YAML: a tab; YAML is indented with spaces"),
        ("story: x\nstep: [boot]\nsteps: [boot]\n", "story.yaml:2:1: 'step' is not known here; did you mean 'steps'?"),
        ("story: x\nsteps:\n  - {open: a, read: 3}\n", "story.yaml:3:5: a step is one word and what belongs to it"),
        ("story: x\nsteps:\n  - 3\n", "story.yaml:3:5: expected a step, such as 'open: moby-dick.epub'; found 3"),
        (
            "story: x\nsteps:\n  - {boot: , on: fone}\ndevices: {phone: {}}\n",
            "story.yaml:3:18: 'fone' is not a device of this scenario; did you mean 'phone'?",
        ),
        (
            "story: x\ndevice: {profile: kobo-clar}\nsteps: [boot]\n",
            "story.yaml:2:19: 'kobo-clar' is not a device profile; did you mean 'kobo-clara'?",
        ),
        ("story: x\ndevice: {zone: Mars/Tharsis}\nsteps: [boot]\n", "story.yaml:2:16: no time zone is called"),
        ("story: x\ndevice: {clock: '21:04'}\nsteps: [boot]\n", "story.yaml:2:17: the clock of a device needs a date"),
        (
            "story: x\nsteps: [boot]\nexpect: {que: empty}\n",
            "story.yaml:3:10: 'que' is not something to expect; did you mean 'queue'?",
        ),
        (
            "story: x\nsteps:\n  - expect: {server: {sessions: [{boook: a}]}}\n",
            "story.yaml:3:35: 'boook' is not known here; did you mean 'book'?",
        ),
        (
            "story: x\nsteps: [boot]\ninvariants: {off: {no freze: because}}\n",
            "story.yaml:3:30: 'no freze' is not an invariant; did you mean 'no freeze'?",
        ),
        (
            "story: x\nsteps:\n  - fault: {status: 500, slow: 3 s}\n",
            "story.yaml:3:12: one fault goes wrong in one way; write two faults",
        ),
        (
            "story: x\nsteps:\n  - repeat: {times: 2, steps: [{opne: a}]}\n",
            "story.yaml:3:33: 'opne' is not a step; did you mean 'open'?",
        ),
        ("story: x\nsteps: [boot\n", "story.yaml:3:1: not valid YAML"),
        ("story: x\nstory: y\nsteps: [boot]\n", "story.yaml:2:1: not valid YAML: found duplicate key"),
        ("- a\n- b\n", "story.yaml:1:1: expected a mapping with 'story' and 'steps'"),
        ("story: x\nmatrix: {book: [a, b]}\nsteps: [boot]\n", "story.yaml:2:10: no <book> stands in the file"),
        ("story: x\ndevice: {}\ndevices: {a: {}}\nsteps: [boot]\n", "write either 'device' or 'devices', not both"),
    ],
)
def test_a_mistake_has_its_place_and_its_mend(stories: Load, text: str, says: str) -> None:
    found = mistakes(stories, text)
    assert any(says in line for line in found), found


def test_all_mistakes_come_out_together_in_order(stories: Load) -> None:
    found = mistakes(stories, "story: x\nsteps:\n  - opne: a\n  - read: soon\n  - wifi: of\n")
    assert [line.split(":")[1] for line in found] == ["3", "4", "5"]


def test_a_file_that_is_not_there_or_not_text(stories: Load, tmp_path: Path) -> None:
    from harness.options import Target
    from harness.runner import load

    with pytest.raises(ScenarioMistakes, match="cannot be read"):
        load(Target(tmp_path / "none.yaml", "none", "none.yaml"))
    (tmp_path / "latin.yaml").write_bytes(b"story: caf\xe9\n")
    with pytest.raises(ScenarioMistakes, match="is not UTF-8 at byte 10"):
        load(Target(tmp_path / "latin.yaml", "latin", "latin.yaml"))


def test_matrix_variants(stories: Load) -> None:
    text = """
    story: Mira opens <book>.
    matrix: {book: [moby-dick.epub, frankenstein.pdf], pages: [3, 4]}
    steps:
      - open: <book>
      - read: {pages: <pages>, every: 25 s}
    """
    found = stories(text)
    assert [story.name for story in found] == [
        "story (moby-dick.epub, 3)", "story (moby-dick.epub, 4)",
        "story (frankenstein.pdf, 3)", "story (frankenstein.pdf, 4)",
    ]  # fmt: skip
    assert found[2].scenario.story == "Mira opens frankenstein.pdf."
    assert [story.steps[1].words.model_dump()["pages"] for story in found] == [3, 4, 3, 4]


def test_words_in_several_forms(stories: Load) -> None:
    text = """
    story: All the ways to say it.
    device: {wifi: off, clock: 2026-03-01 18:00}
    steps:
      - boot
      - read: 12 pages
      - read: {for: 5 min, every: 25 s}
      - go to: 45 %
      - go to: 12
      - menu: Tools > Shelf Sync
      - menu: [Tools, Shelf Sync]
      - configure: {silent: on, min_duration: 10}
      - expect: {requests: none, freezes: none over 2 s, book: none}
      - expect: {requests: [{count: 1, on: GET *}, {count: at least 1, failed: yes}], within: 30 s}
      - {close book: }
    """
    [story] = stories(text)
    dumped = [vars(step.words) for step in story.steps]
    assert dumped[2]["for_"] == 300
    assert dumped[2]["pages"] is None
    assert dumped[3]["percent"] == 45
    assert dumped[5]["path"] == "Tools > Shelf Sync"
    assert dumped[7]["settings"] == {"silent": "on", "min_duration": 10}
    assert dumped[9]["within"] == 30


def test_a_projects_own_words(stories: Load, tmp_path: Path) -> None:
    (tmp_path / "koharness_steps.py").write_text(
        "from harness.scenario import Words, step\n"
        "from harness.world import World\n"
        "class Tea(Words):\n"
        "    shorthand = 'cups'\n"
        "    cups: int\n"
        "@step('drink tea')\n"
        "def drink(words: Tea, world: World) -> None:\n"
        "    '''Drink.'''\n"
        "    world.emit('tea', {'cups': words.cups})\n"
    )
    [story] = stories("story: x\nsteps:\n  - drink tea: 2\n")
    assert story.steps[0].entry.word == "drink tea"
    (tmp_path / "koharness_steps.py").unlink()
    assert "'drink tea' is not a step" in mistakes(stories, "story: x\nsteps:\n  - drink tea: 2\n")[0]


def test_a_step_function_without_a_model_is_refused(stories: Load, tmp_path: Path) -> None:
    (tmp_path / "koharness_steps.py").write_text(
        "from harness.scenario import step\n@step('x')\ndef x(words, world):\n    pass\n"
    )
    with pytest.raises(CannotRun, match=r"koharness_steps.py:2: TypeError: step 'x': expected a function"):
        stories(GOOD)


def test_a_broken_file_of_own_words_is_named_with_its_line(stories: Load, tmp_path: Path) -> None:
    for text, says in (("\ndef x(:\n", "py:2: SyntaxError: "), ("import no_such\n", "py:1: ModuleNotFoundError")):
        (tmp_path / "koharness_steps.py").write_text(text)
        with pytest.raises(CannotRun, match=f"koharness_steps.{says}"):
            stories(GOOD)
