"""Times in sheets that may be of either half of the day, and spans of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode
from crampdiary.exchange.clocks import ClockHabit, without_zone
from kit.sheets import read, reading_of

TOLD = "Times without am or pm are read as of the night"


def clocks(folder: Path, *times: str, dates: str = "3/%d/2026", maps: tuple[str, ...] = ()) -> list[str]:
    rows = "".join(f"{dates % day},{time},5\n" for day, time in enumerate(times, 11))
    found = read(folder, f"Date,Time,Pain\n{rows}", *maps, dates="mdy")
    return [f"{each.at:%H:%M}" for each in found if isinstance(each, Episode)]


def test_hours_without_am_or_pm_are_of_the_night(tmp_path: Path) -> None:
    times = ("3:10", "9:05", "10:10", "11:45", "12:20", "8:55", "1:00")
    assert clocks(tmp_path, *times) == ["03:10", "21:05", "22:10", "23:45", "00:20", "08:55", "01:00"]


@pytest.mark.parametrize(
    "further", ["13:00", "23:40", "03:10", "00:20", "3:10:00"], ids=lambda each: each.replace(":", ".")
)
def test_one_hour_that_only_a_clock_of_24_has_shows_that_all_are_of_it(further: str, tmp_path: Path) -> None:
    assert clocks(tmp_path, "3:10", "11:45", further)[:2] == ["03:10", "11:45"]
    assert clocks(tmp_path, further, "11:45", "3:10")[1:] == ["11:45", "03:10"]


@pytest.mark.parametrize("dates", ["2026-03-%d", "%d.3.2026"])
def test_dates_of_programs_and_of_lands_with_a_clock_of_24_hours_show_it_too(
    dates: str, tmp_path: Path
) -> None:
    assert clocks(tmp_path, "3:10", "11:45", dates=dates) == ["03:10", "11:45"]


def test_without_a_bare_hour_nothing_says_so(tmp_path: Path) -> None:
    assert clocks(tmp_path, "11:45", "10:10") == ["11:45", "10:10"]


def test_it_is_told_once_and_the_way_to_say_otherwise_leads_on(tmp_path: Path) -> None:
    text = "Date,Time,Pain\n3/14/2026,3:10,5\n3/15/2026,11:45,5\n3/16/2026,10:10,5\n"
    reading, _ = reading_of(tmp_path, text)
    (told,) = (each for each in reading.said if TOLD in each)
    assert told == f'{TOLD}, so "11:45" is 23:45. If it was by day: --map "11:45=11:45".'
    found = read(tmp_path, text, "11:45=11:45")
    assert [f"{each.at:%H:%M}" for each in found if isinstance(each, Episode)] == ["03:10", "11:45", "22:10"]


@settings(max_examples=15)
@given(st.lists(st.sampled_from(["3:10 am", "11:45 pm", "12:20 am", "10:10 AM", "9:05 p.m."]), min_size=1))
def test_what_has_am_or_pm_is_never_moved(times: list[str]) -> None:
    habit = ClockHabit()
    for each in times:
        habit.look(each)
    assert not habit.is_of_24


@pytest.mark.parametrize("said", ["2:00-2:05", "02:00-02:05", "2:00 - 3:00", "23:50-00:10", "2.00-2:30"])
def test_a_span_of_times_is_no_offset(said: str, tmp_path: Path) -> None:
    assert without_zone(said) == (said, None)
    (one,) = read(tmp_path, f"Date,Time,Pain\n2026-03-14,{said},5\n")
    assert isinstance(one, Episode)
    first = said.split("-")[0].strip().replace(".", ":").rjust(5, "0")
    assert (f"{one.at:%H:%M}", one.precision) == (first, "approx")
    assert one.at.isoformat().endswith("+00:00")
    assert one.note == f"Time: {said}"


@pytest.mark.parametrize("said", ["03:10:00-05:00", "03:10 AM-05:00", "3:10 GMT-5", "03:10-0500"])
def test_an_offset_behind_a_time_is_none_of_a_second_time(said: str) -> None:
    assert without_zone(said)[1] == timedelta(hours=-5)
