"""What is looked up before and after an entry is saved: what looks like it, and a date that is not likely."""

from __future__ import annotations

import pytest

from kit.running import Cramp
from kit.terminals import needs_terminal, talk

OLD = "2016-03-01"
RIGHT = "That is 1 March 2016, 10 years before your first entry."


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("log 6 calf 03:10", "log 7 calf left 03:15", True),
        ("log 6 calf 03:10", "log", False),
        ("log 6 calf 03:10", "log 7 arch 03:10", False),
        ("log 6 calf 03:10", "log 7 calf 03:21", False),
        ("log 5 --day 2026-03-25", "log 5 calf --day 2026-03-25", True),
        ("log 5 --day 2026-03-25", "log 5 --day 2026-03-24", False),
        ("log 6 --at 2026-03-25T11:55", "log 6 --at 2026-03-25T12:02", True),  # two nights
        ("used heat 20:00", "used heat:10min 20:05", True),
        ("used heat:5min 20:00", "used heat:10min 20:05", False),
        ("had alcohol 20:00", "had alcohol 20:05", True),
        ("had alcohol 20:00", "used heat 20:00", False),
    ],
)
@pytest.mark.slow_but_first
def test_what_looks_like_an_entry_of_before_is_saved_with_one_hint(
    first: str, second: str, alike: bool, cramp: Cramp
) -> None:
    cramp(*first.split())
    ran = cramp(*second.split())
    hint = "Entry 2 looks like 1. If you told the same thing twice: `cramp delete 2` drops the new one."
    assert ran.exit_code == 0
    assert ([line for line in ran.err.splitlines() if "looks like" in line] == [hint]) == alike
    if alike:
        assert cramp("delete", "2").exit_code == 0
        assert [each["id"] for each in cramp("list", "--json").json["entries"]] == [1]


def test_several_that_look_alike_are_one_hint(cramp: Cramp) -> None:
    cramp("used", "heat", "massage", "yesterday 20:00")
    ran = cramp("used", "massage", "stretching", "heat", "yesterday 20:01")
    assert ran.err == (
        "Entries 3 and 5 look like 2 and 1. If you told the same thing twice: `cramp delete 3 5` drops the new ones.\n"
    )
    assert cramp("delete", "3", "5", "--yes").exit_code == 0


TYPED = [
    ("log", "5", "--at", f"{OLD} 03:10"),
    ("log", "5", "--day", OLD),
    ("log", "5", f"{OLD}", "03:10"),
    ("none", OLD),
    ("none", "--since", OLD, "--until", "2016-03-03"),
    ("used", "heat", "--day", OLD),
    ("had", "alcohol", "--at", f"{OLD} 20:00"),
    ("away", OLD, "2016-03-02"),
    ("edit", "1", "--at", f"{OLD} 03:10"),
    ("edit", "1", "--day", OLD),
]


@pytest.mark.parametrize("arguments", TYPED, ids=" ".join)
@pytest.mark.slow_but_first
def test_a_date_long_before_the_first_entry_needs_a_yes(arguments: tuple[str, ...], cramp: Cramp) -> None:
    cramp("log", "5", "--at", "2026-03-03 02:30")
    before = cramp("list", "--json").json
    ran = cramp(*arguments, "--note", "text")
    assert (ran.exit_code, ran.out, cramp("list", "--json").json) == (2, "", before)
    assert ran.err == f"{RIGHT} Nothing was saved: check the year, or add --yes if it is right.\n"
    assert cramp(*arguments, "--yes").exit_code == 0
    assert cramp("list", "--json").json != before


@needs_terminal
@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 1)])
@pytest.mark.parametrize("arguments", TYPED[::3], ids=" ".join)
@pytest.mark.slow_but_first
def test_a_date_long_before_the_first_entry_is_asked_about(
    arguments: tuple[str, ...], typed: str, code: int, cramp: Cramp
) -> None:
    cramp("log", "5", "--at", "2026-03-03 02:30")
    before = cramp("list", "--json").json
    assert talk(arguments, (f"{RIGHT} Is that right? [y/N]", typed)).exit_code == code
    assert (cramp("list", "--json").json != before) == (code == 0)


def test_a_likely_date_is_not_asked_about(cramp: Cramp) -> None:
    assert cramp("log", "5", "--day", OLD).exit_code == 0  # of an empty diary nothing is known
    cramp("undo")
    cramp("log", "5", "--at", "2026-03-03 02:30")  # the night of 2 March
    assert cramp("log", "5", "--day", "2025-01-26").exit_code == 0  # 400 nights before
    cramp("undo")
    ran = cramp("log", "5", "--day", "2025-01-25")
    assert ran.exit_code == 2
    assert "more than a year before your first entry" in ran.err
    cramp("log", "5", "--day", OLD, "--yes")
    assert cramp("none", "2016-05-01").exit_code == 0
    assert cramp("edit", "last", "--note", "text").exit_code == 0  # it stays where it is


def test_what_is_planned_far_ahead_makes_no_date_of_today_unlikely(cramp: Cramp) -> None:
    cramp("away", "2028-03-01", "2028-03-02")
    assert cramp("log", "5", "yesterday", "23:00").exit_code == 0


@pytest.mark.parametrize(
    "line", ["used stretching {}", "had alcohol {}", "log 7 calf {}", "feel numb {}", "none {}"]
)
@pytest.mark.parametrize(
    ("now", "day"), [("2026-03-05", "9 march"), ("2026-03-05", "20 april"), ("2026-12-30", "2 jan")]
)
def test_a_day_that_is_nearer_in_the_year_to_come_is_no_day_of_a_year_ago(
    line: str, now: str, day: str, cramp: Cramp
) -> None:
    env = {"CRAMP_NOW": f"{now}T22:00:00+00:00"}
    in_words = line.format(day).split()
    refused = cramp(*in_words, env=env)
    assert (refused.exit_code, "is still to come" in refused.err) == (2, True)
    assert cramp("list", "--json", env=env).json["entries"] == []
    assert cramp(*in_words, now[:4] if "jan" in day else "2025", env=env).exit_code == 0
    assert cramp(*line.format("20 november").split(), env=env).exit_code == 0
