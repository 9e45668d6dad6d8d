"""From one time to another: when a cramp began and how long it was, or about when; and how many a number counts."""

from __future__ import annotations

from itertools import product

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.log_reader import LogReader
from crampdiary.words.quantities import Clock

LOG = LogReader(Vocabulary())
LINKS = (
    " to ",
    " until ",
    " till ",
    " til ",
    " through ",
    " thru ",
    " up to ",
    " right through to ",
    "-",
    " - ",
)
SHORT = {("3:10", "3:20"): 10, ("3.10am", "3.20am"): 10, ("23:50", "00:05"): 15, ("3:10 am", "3:20 am"): 10}
LONG = {("11pm", "1am"): 23, ("11 pm", "1 am"): 23, ("2am", "3.15am"): 2}


def clock_of(line: str) -> tuple[Clock | None, bool, int | None]:
    told = LOG.read([line])
    assert (told.fields["sites"], told.kept) == (["calf"], []), line
    assert told.count == 1
    return told.clock, told.is_rough, told.fields.get("duration_s")


@pytest.mark.slow_but_some
@pytest.mark.parametrize("link", LINKS)
def test_a_span_of_minutes_is_when_it_began_and_how_long_it_was(link: str) -> None:
    for ((first, last), minutes), before in product(SHORT.items(), ("", "from ")):
        if link.strip() == "-" and before:
            continue
        clock, is_rough, length = clock_of(f"calf {before}{first}{link}{last}")
        assert clock is not None
        assert (clock.hour, clock.minute) == ((23, 50) if "50" in first else (3, 10))
        assert (is_rough, length) == (False, minutes * 60)
        told = LOG.read([f"{first}{link}{last} calf 6"])
        assert (told.fields["severity"], told.fields["duration_s"]) == (6, minutes * 60)


@pytest.mark.slow_but_some
@pytest.mark.parametrize("link", LINKS)
def test_a_span_of_hours_begins_at_the_first_and_its_end_is_told(link: str) -> None:
    for (first, last), hour in LONG.items():
        told = LOG.read([f"calf {first}{link}{last}"])
        assert told.clock is not None
        assert (told.clock.hour, told.kept) == (hour, [])
        if link.strip() == "-":
            assert told.is_rough
            assert "duration_s" not in told.fields
            assert told.seconds == [f"{first}{link}{last}"]
        else:
            assert told.fields["duration_s"] in (7200, 4500)


@pytest.mark.parametrize(
    ("line", "hour", "is_rough", "length"),
    [
        ("calf from about 3 to 3.30", 3, True, 1800),
        ("calf 2ish to 3ish", 2, True, 3600),
        ("calf started 3am ended 3.10", 3, False, 600),
        ("calf started at 3, gone by 3:10", 3, False, 600),
        ("calf at 3am and finished at 3:10", 3, False, 600),
        ("calf between 2 and 3", 2, True, None),
        ("calf from 2 to 3", 2, True, None),
        ("calf between 2am and 3am", 2, True, None),
        ("calf between 11pm and 1am", 23, True, None),
        ("calf 3-4am", 3, True, None),
    ],
)
def test_other_spans(line: str, hour: int, is_rough: bool, length: int | None) -> None:
    clock, *rest = clock_of(line)
    assert clock is not None
    assert (clock.hour, rest) == (hour, [is_rough, length])


@pytest.mark.parametrize("night", ["last night", "woke", "in bed", "asleep"])
def test_between_two_numbers_is_when_where_a_line_tells_of_a_night(night: str) -> None:
    told = LOG.read([f"calf between 6 and 7 {night}"])
    assert told.clock == Clock(6, 0, True, False)
    assert "severity" not in told.fields


@pytest.mark.parametrize(
    "line",
    [
        *("calf between 6 and 7", "calf 3am between 6 and 7 woke", "pain between 2 and 3 calf", "calf 7-8"),
        *(
            "calf, pain went from 3 to 4",
            "calf it was between 3 and 4 out of 10",
            "calf 5 - 3am",
            "3 gone at 3.10",
        ),
    ],
)
def test_what_is_no_span_is_how_bad_it_was(line: str) -> None:
    told = LOG.read([line])
    assert "severity" in told.fields, line
    assert "duration_s" not in told.fields


def test_what_came_on_and_off_began_about_when_that_began() -> None:
    told = LOG.read(["calf 6 on and off from 11pm to 1am"])
    assert (told.clock, told.is_rough) == (Clock(23, 0, False, False), True)
    assert LOG.read(["calf at 3am, every hour from 11pm to 1am"]).clock == Clock(3, 0, False, False)


# How many


@pytest.mark.parametrize("number", ["two", "three", "four"])
@pytest.mark.parametrize(
    "when", ["last night", "in the night", "this morning", "yesterday", "on monday night"]
)
def test_a_number_word_before_a_night_counts_cramps(number: str, when: str) -> None:
    count = ["two", "three", "four"].index(number) + 2
    for line in (
        f"{number} {when}", f"had {number} {when}", f"only {number} {when}", f"there were {number} {when}",
        f"{number} more {when}", f"{number} in the left calf {when}", f"{number} bad ones {when}",
        f"{number} {when} left calf", f"got {count} {when}", f"{number} {when}, left calf 7",
    ):  # fmt: skip
        told = LOG.read([line])
        assert told.count == count, line
        assert told.fields.get("severity") == (7 if "7" in line else None), line
        assert (told.day is not None, told.kept) == (True, []), line


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        *(
            ("2 last night", 2),
            ("seven last night", 7),
            ("two at 3am", 2),
            ("two", 2),
            ("it was a two last night", 2),
        ),
        *(("calf two last night", 2), ("had 3 in left calf", 3), ("two left calf last night", 2)),
    ],
)
def test_how_bad_it_was_counts_nothing(line: str, severity: int) -> None:
    told = LOG.read([line])
    assert (told.count, told.fields["severity"]) == (1, severity)


def test_a_couple_is_two_and_two_or_three_is_no_number() -> None:
    assert [
        LOG.read([each]).count for each in ("a couple last night", "had two", "two or three last night")
    ] == [
        2,
        2,
        1,
    ]
    assert LOG.read(["two or three last night"]).kept == ["two or three"]


def test_a_dash_before_what_is_no_time_makes_no_span() -> None:
    for line, field, value in (
        ("calf 3am - 4 left foot", "severity", 4),
        ("calf 3:10 - 4 min", "duration_s", 240),
    ):
        told = LOG.read([line])
        assert (told.fields[field], told.is_rough, told.seconds) == (value, False, []), line


@pytest.mark.parametrize("days", ["10.01-12.01", "12-1.26", "1-2.26", "1.2-3.2"])
def test_what_may_be_days_is_no_span_of_hours(days: str) -> None:
    told = LOG.read([f"left calf 6 at 3am {days}"])
    assert (told.clock, told.fields["severity"]) == (Clock(3, 0, False, False), 6)
    assert "duration_s" not in told.fields
    assert LOG.read([f"left calf 6 {days}"]).clock is None
