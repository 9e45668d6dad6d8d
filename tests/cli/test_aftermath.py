"""What came after a cramp, as `cramp over` and `cramp edit` take it: never the cramp's own length or severity."""

from __future__ import annotations

from typing import Any

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from kit.running import Cramp

EIGHT = {"CRAMP_NOW": "2026-03-31T08:00:00+01:00"}
AFTERMATH = ("sore_s", "awake_s", "walking")
SENSATIONS = sorted(word.slug.replace("-", " ") for word in Vocabulary().words() if word.role == "sensation")


def entry(cramp: Cramp, reference: str = "last") -> dict[str, Any]:
    shown: dict[str, Any] = cramp("show", reference, "--json").json["entry"]
    return shown


@pytest.mark.slow_but_some
@pytest.mark.parametrize("sensation", SENSATIONS[::3])
@pytest.mark.parametrize("line", ["{} 1h", "{} for 1h", "1h {}", "{} for about an hour"])
def test_a_length_beside_what_was_felt_is_not_the_cramps(line: str, sensation: str, cramp: Cramp) -> None:
    cramp("log", "calf 7 at 3am", env=EIGHT)
    typed = line.format(sensation)
    assert cramp("over", typed, env=EIGHT).exit_code == 0
    shown = entry(cramp)
    assert (shown["duration_s"], shown["severity"]) == (None, 7)
    assert shown["note"] == typed or shown["sore_s"] == 3600


@pytest.mark.slow_but_some
@pytest.mark.parametrize("at", ["at 11pm", "at 3am"])
@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("sore all morning", 8), ("sore overnight", 7), ("sore until noon", 8), ("sore until 5am", 5),
        ("stiff until 6", 6),
        ("leg still tender now", 8), ("still sore", 8), ("achy so far", 8), ("still quite stiff", 8),
    ],
)  # fmt: skip
def test_how_long_it_stayed_sore_ends_by_the_clock_and_not_in_time_to_come(
    line: str, until: int, at: str, cramp: Cramp
) -> None:
    cramp("log", f"calf 7 {at}", env=EIGHT)
    for command in (("over",), ("edit", "last")):
        ran = cramp(*command, line, env=EIGHT)
        assert ran.exit_code == 0, ran.err
        begun = -1 if at == "at 11pm" else 3
        assert entry(cramp)["sore_s"] == (until - begun) * 3600
        assert (entry(cramp)["duration_s"], entry(cramp)["severity"]) == (None, 7)
        assert cramp("undo").exit_code == 0


@pytest.mark.parametrize("link", ["to", "until", "till"])
def test_awake_from_one_time_to_another_is_no_severity(link: str, cramp: Cramp) -> None:
    cramp("log", "calf 7 at 1am", env=EIGHT)
    for line, hours in (
        (f"awake from 1 {link} 3", 2),
        (f"wide awake from 1am {link} 5am", 4),
        (f"up from 1 {link} 2", 1),
    ):
        assert cramp("over", line, env=EIGHT).exit_code == 0
        assert (entry(cramp)["awake_s"], entry(cramp)["severity"]) == (hours * 3600, 7)


def test_days_to_come_are_refused_with_what_to_type(cramp: Cramp) -> None:
    cramp("log", "calf 7 at 2am", env=EIGHT)
    ran = cramp("over", "sore for 3 days", env=EIGHT)
    assert (ran.exit_code, "`cramp over still sore`" in ran.err) == (2, True)
    assert cramp("over", "still sore", env=EIGHT).exit_code == 0
    assert entry(cramp)["sore_s"] == 6 * 3600


def test_what_is_added_is_of_the_cramp_told_last_and_a_length_of_the_one_under_way(cramp: Cramp) -> None:
    cramp("log", "foot 5", env=EIGHT)
    cramp("log", "arch 4 at 3am", env=EIGHT)
    cramp("over", "helped by walking", env=EIGHT)
    assert [each["remedy"] for each in entry(cramp, "2")["tried"]] == ["walking"]
    assert entry(cramp, "1")["tried"] == []
    assert entry(cramp, "1")["duration_s"] is None
    cramp("over", "4m", env=EIGHT)
    assert entry(cramp, "1")["duration_s"] == 240


WAS = "left calf 7 at 3am sore 90 min awake 30m limped"
TAKEN_BACK = {
    "sore_s": (
        "not sore",
        "without sore",
        "no soreness",
        "not sore any more",
        "wasn't sore",
        "no longer tender",
    ),
    "awake_s": ("not awake", "wasn't awake", "never awake", "didn't stay awake"),
    "walking": ("didn't limp", "no limp", "walked fine", "not limping", "could walk normally"),
}


@pytest.mark.slow_but_first
@pytest.mark.parametrize("command", [("over",), ("edit", "1")])
@pytest.mark.parametrize(("name", "lines"), TAKEN_BACK.items())
def test_what_came_after_is_taken_back_in_words_and_nothing_else_is(
    name: str, lines: tuple[str, ...], command: tuple[str, ...], cramp: Cramp
) -> None:
    cramp("log", WAS, env=EIGHT)
    before = entry(cramp, "1")
    for line in lines:
        assert cramp(*command, line, env=EIGHT).exit_code == 0
        after = entry(cramp, "1")
        assert {each for each in before if before[each] != after[each]} == {name}, line
        assert after[name] is None, line
        cramp("undo")


@pytest.mark.parametrize("command", [("over",), ("edit", "1")])
@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("sore 2h not 90 min", "sore_s", 7200),
        ("awake 20m not 30m", "awake_s", 1200),
        ("right not left", "side", "right"),
    ],
)
def test_what_is_right_takes_the_place_of_what_is_wrong_and_no_note_is_made(
    line: str, name: str, value: object, command: tuple[str, ...], cramp: Cramp
) -> None:
    cramp("log", WAS, env=EIGHT)
    before = entry(cramp, "1")
    assert cramp(*command, line, env=EIGHT).exit_code == 0
    after = entry(cramp, "1")
    assert {each for each in before if before[each] != after[each]} == {name}
    assert after[name] == value
