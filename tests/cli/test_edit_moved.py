"""`cramp edit last an hour earlier`: by how much the time was wrong; what was used in the place of another word."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crampdiary.words.changes.correction_grammar import FIELDS_NAMED
from kit.running import Cramp

MORNING = {"CRAMP_NOW": "2026-03-31T08:00:00+01:00"}
LENGTHS = {"an hour": 60, "two hours": 120, "20 min": 20, "half an hour": 30, "about 10 minutes": 10}
TOLD = {
    "log": ("calf", "5", "at", "3am"),
    "feel": ("numb", "foot", "at", "3am"),
    "used": ("heat", "at", "3am"),
    "had": ("wine", "at", "3am"),
}


@pytest.mark.slow_but_some
@pytest.mark.parametrize("command", TOLD)
@pytest.mark.parametrize("length", LENGTHS)
def test_earlier_and_later_are_by_the_time_of_the_entry(length: str, command: str, cramp: Cramp) -> None:
    cramp("log", "arch", "at", "11pm", env=MORNING)
    cramp(command, *TOLD[command], env=MORNING)
    before = cramp("show", "last", "--json").json["entry"]
    for said, sign in (
        (f"{length} earlier", -1),
        (f"it was {length} later", 1),
        (f"make it {length} sooner", -1),
    ):
        at = cramp("show", before["uid"], "--json").json["entry"]["at"]
        ran = cramp("edit", "last", said, env=MORNING)
        assert ran.exit_code == 0, ran.err
        after = cramp("show", before["uid"], "--json").json["entry"]
        moved = timedelta(minutes=sign * LENGTHS[length])
        assert datetime.fromisoformat(after["at"]) == datetime.fromisoformat(at) + moved, said
        assert {**after, "at": "", "night": ""} == {**before, "at": "", "night": ""}
    ahead = cramp("edit", "last", "9 hours later", env=MORNING)
    assert (ahead.exit_code, "still to come" in ahead.err) == (2, True)


def test_an_entry_without_a_time_is_not_moved_by_an_hour(cramp: Cramp) -> None:
    cramp("log", "calf", "last", "night", env=MORNING)
    ran = cramp("edit", "last", "an hour earlier", env=MORNING)
    assert (ran.exit_code, "`cramp edit last at 3am`" in ran.err) == (2, True)


@pytest.mark.slow_but_some
@pytest.mark.parametrize("name", ["severity", "level", "side", "site", "duration", "sensation", "onset"])
@pytest.mark.parametrize("said", ["{} unknown", "unknown {}", "the {} is not known", "don't know the {}"])
def test_a_field_that_is_not_known_is_emptied(said: str, name: str, cramp: Cramp) -> None:
    cramp("log", "left calf 5 burning in bed 3 min", env=MORNING)
    before = cramp("show", "last", "--json").json["entry"]
    assert cramp("edit", "last", said.format(name), env=MORNING).exit_code == 0
    after = cramp("show", "last", "--json").json["entry"]
    changed = {each for each in before if before[each] != after[each]}
    assert len(changed) == 1, changed
    assert after[changed.pop()] in (None, [])
    assert FIELDS_NAMED[name]


@pytest.mark.parametrize(
    ("command", "words"), [("used", ("heat", "stretching", "massage")), ("had", ("wine", "stress", "coffee"))]
)
def test_a_word_in_the_place_of_another_is_of_the_use_that_said_it(
    command: str, words: tuple[str, str, str], cramp: Cramp
) -> None:
    first, wrong, right = words
    cramp("log", "calf 5 at 3am", env=MORNING)
    cramp(command, f"{first} and {wrong} yesterday", env=MORNING)
    before = cramp("list", "--json").json["entries"]
    ran = cramp("edit", "last", f"{right} instead of {wrong}", env=MORNING)
    assert ran.exit_code == 0, ran.err
    after = cramp("list", "--json").json["entries"]
    changed = [(one, two) for one, two in zip(before, after, strict=True) if one != two]
    assert len(changed) == 1
    assert changed[0][0]["kind"] == "exposure"
    assert {key for key in changed[0][0] if changed[0][0][key] != changed[0][1][key]} <= {"word", "typed"}
