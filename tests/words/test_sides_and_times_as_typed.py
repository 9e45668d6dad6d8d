"""Times with no mark, marks that are words, and `both` of two cramps on one side: read as they are meant."""

from __future__ import annotations

from typing import Any

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.log_grammar import NEGATIONS, NUMBERED
from crampdiary.words.log_reader import LogReader

LOG = LogReader(Vocabulary())


def shown(line: str) -> tuple[Any, ...]:
    told = LOG.read([line])
    clock = (told.clock.hour, told.clock.minute, told.is_rough) if told.clock else None
    return told.fields, clock, told.day, told.kept


@pytest.mark.parametrize("hour", range(1, 13))
@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("{0}{1:02}am", "{0}:{1:02}am"), ("{0}{1:02} pm", "{0}:{1:02} pm"), ("at {0}{1:02}", "at {0}:{1:02}"),
        ("at {0}{1:02}pm", "at {0}:{1:02}pm"), ("@{0}:{1:02}am", "at {0}:{1:02}am"), ("@{0}", "at {0}"),
        ("@ {0}pm", "at {0} pm"), ("{0}amish", "about {0}am"), ("{0}pm-ish", "about {0}pm"),
        ("around {0}{1:02}am", "around {0}:{1:02}am"),
    ],
)  # fmt: skip
def test_a_time_without_its_mark_is_that_with_it(typed: str, full: str, hour: int) -> None:
    for minute in (0, 10, 45):
        one, other = (f"calf 8 {each.format(hour, minute)}" for each in (typed, full))
        assert shown(one) == shown(other), one


@pytest.mark.parametrize("line", ["calf@3am 7", "calf@3 7", "calf @3am, 7", "7 calf@3am"])
def test_a_mark_between_a_place_and_a_time_is_a_word(line: str) -> None:
    fields, clock, _, kept = shown(line)
    assert (fields, clock, kept) == ({"sites": ["calf"], "severity": 7}, (3, 0, False), [])


@pytest.mark.parametrize(
    "line", ["calf 615", "500 steps calf", "calf 250 mg", "5 at 100 steps calf", "me@home.com calf"]
)
def test_other_numbers_and_marks_are_no_times(line: str) -> None:
    assert shown(line)[1] is None


def test_the_day_before_yesterday_needs_no_article() -> None:
    assert shown("day before yesterday calf 4") == shown("the day before yesterday calf 4")
    assert shown("day before yesterday calf 4")[2].name == "2 days ago"
    assert shown("the day before, calf 4")[2] is None


def test_an_hour_or_the_next_is_rough_and_no_severity() -> None:
    assert shown("calf at 2 or 3")[:2] == ({"sites": ["calf"]}, (2, 0, True))
    assert shown("calf 5 at 2 or 3")[0]["severity"] == 5
    assert shown("pain at 6 or 7 calf")[0]["severity"] == 6


@pytest.mark.parametrize("line", ["pain scale 7 calf", "calf pain scale: 7", "calf, pain scale 7/10"])
def test_a_number_on_a_scale_is_how_bad_it_was(line: str) -> None:
    assert shown(line)[0] == {"sites": ["calf"], "severity": 7}


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(
    ("line", "is_of_both"),
    [
        ("both {} calf", False), ("{} foot, both mild", False), ("2 cramps both {} calf", False),
        ("{} calf both times", False), ("both calves {} worse", True), ("{} calf and both feet", True),
        ("both my feet, {} worse", True), ("both sides {} first", True), ("both feet", True),
        ("both of my calves 5", True), ("left and right calf both", True),
    ],
)  # fmt: skip
def test_both_is_of_two_sides_unless_one_is_said(line: str, is_of_both: bool, side: str) -> None:
    assert LOG.read([line.format(side)]).fields["side"] == ("both" if is_of_both else side)


@pytest.mark.parametrize(
    "line", ["calf driving 6", "ribs 6", "left cafe 6", "screaming 6", "calf, saw stars, 6"]
)
def test_the_last_number_of_a_line_is_how_bad_it_was(line: str) -> None:
    assert LOG.read([line]).fields["severity"] == 6


@pytest.mark.parametrize("word", sorted(NUMBERED | NEGATIONS | {"30"}))
def test_but_not_where_it_is_the_number_of_what_stands_before(word: str) -> None:
    told = LOG.read_all_else([f"calf strange {word} 2"])
    assert "severity" not in told.fields


@pytest.mark.parametrize(
    ("line", "severity"), [("calf driving 6 times", None), ("calf 7 room 5", 7), ("calf gym 5 km", None)]
)
def test_nor_where_more_is_said(line: str, severity: int | None) -> None:
    assert LOG.read([line]).fields.get("severity") == severity


@pytest.mark.parametrize("nearly", ["about", "around", "roughly", "nearly"])
def test_two_levels_nearly_are_no_time_unless_another_says_how_bad_it_was(nearly: str) -> None:
    assert shown(f"calf {nearly} 4 or 5")[:2] == ({"sites": ["calf"], "severity": 5}, None)
    if nearly != "nearly":
        assert shown(f"7 calf {nearly} 4 or 5")[:2] == ({"sites": ["calf"], "severity": 7}, (4, 0, True))


@pytest.mark.parametrize("part", ["calf", "foot", "leg", "toe", "arch", "heel"])
def test_what_is_the_matter_with_a_part_names_it(part: str) -> None:
    assert LOG.read([f"my {part}'s cramping 6"]).fields == LOG.read([f"my {part} cramping 6"]).fields


@pytest.mark.parametrize("before", ["-", "~", "+", "--", "*", ":-", "e", "/"])
def test_whatever_stands_before_an_at_the_time_is_read(before: str) -> None:
    _, clock, _, _ = shown(f"calf 7 {before}@3am")
    assert clock is not None
    assert clock[:2] == (3, 0)
