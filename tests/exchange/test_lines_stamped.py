"""Lines below one that says when it was written are seen from then, and a moment says its half of the day anyhow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.clock.zones import to_local
from crampdiary.diary.model import Episode
from exchange.test_lines_below_a_day import LONDON, NOW, read_lines, shown

MOMENTS = (
    "[{0:%Y-%m-%d %H:%M}] {1}",
    "{0:%Y-%m-%d %H:%M} {1}",
    "{0:%Y-%m-%dT%H:%M:00}: {1}",
    "{0:%Y-%m-%d %I:%M %p} {1}",
)
BESIDE = ("Long day at work.", "7 left calf", "used stretching", "Tired, went to bed early", "no cramps")
SEEN = (
    "No cramps last night.", "Right foot 5 last night", "left calf yesterday 4", "took magnesium last night",
    "Last night 11pm toes 3", "yesterday used magnesium", "had wine 2 days ago", "today: used massage",
    "left foot 3, 2 hours ago", "had coffee this morning", "right arch 6 on monday", "2 nights ago calf 4",
    "no cramps last night, took magnesium yesterday", "this morning 1am foot 2",
)  # fmt: skip


@pytest.mark.slow_but_first
@pytest.mark.parametrize("shape", MOMENTS)
@settings(deadline=None, max_examples=25)
@given(
    back=st.integers(8 * 60, 40 * 24 * 60), beside=st.sampled_from(BESIDE),
    said=st.lists(st.sampled_from(SEEN), min_size=1, max_size=3, unique=True),
)  # fmt: skip
def test_a_day_seen_from_another_is_seen_from_the_moment_above(
    shape: str, back: int, beside: str, said: Sequence[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    at, folder = NOW - timedelta(minutes=back), tmp_path_factory.mktemp("a")
    below, _ = read_lines(folder, "\n".join([shape.format(at, beside), *said]), skip=True)
    expected, _ = read_lines(folder, "\n".join(shape.format(at, each) for each in [beside, *said]), skip=True)
    assert shown(below) == shown(expected)


@pytest.mark.slow_but_first
@settings(deadline=None, max_examples=25)
@given(
    back=st.integers(2, 40), first=st.sampled_from(["{0:%Y-%m-%d} {1}", "{0.day} {0:%B %Y} {1}", "{0:%d.%m.%Y}: {1}"]),
    said=st.lists(st.sampled_from([each for each in SEEN if "hours" not in each]), min_size=1, max_size=3, unique=True),
)  # fmt: skip
def test_and_from_the_date_of_the_line_above_as_from_a_heading(
    back: int, first: str, said: Sequence[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    day, folder = NOW - timedelta(back), tmp_path_factory.mktemp("a")
    below, _ = read_lines(folder, "\n".join([first.format(day, "7 left calf"), *said]))
    expected, _ = read_lines(folder, "\n".join([f"{day:%Y-%m-%d}", "7 left calf", *said]))
    assert shown(below) == shown(expected)


def test_of_a_journal_a_time_alone_is_of_the_entry_and_a_place_alone_is_not_guessed(tmp_path: Path) -> None:
    text = "[2026-02-01 08:10] Tired.\nleft calf 6 at 3am\nmy left calf\n\n[2026-02-03 21:10] Busy.\nright foot 4am"
    found, reading = read_lines(tmp_path, text, skip=True)
    assert [f"{to_local(each.record.at, LONDON):%m-%d %H:%M}" for each in found] == [
        "02-01 03:00",
        "02-03 04:00",
    ]
    assert ["line 3: It has no time" in each for each in reading.rows.skipped] == [True]


def test_so_long_ago_is_nothing_below_a_date(tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, "2026-02-01 7 left calf\nleft foot 3, 2 hours ago", skip=True)
    assert (len(found), ["so long ago" in each for each in reading.rows.skipped]) == (1, [True])


def test_elsewhere_a_time_alone_is_the_latest(tmp_path: Path) -> None:
    found, _ = read_lines(tmp_path, "2026-02-01 08:10 Tired.\nleft calf 6 at 3am")
    assert [to_local(each.record.at, LONDON) for each in found] == [NOW.replace(hour=3)]


def test_a_heading_between_ends_it(tmp_path: Path) -> None:
    found, _ = read_lines(tmp_path, "2026-02-01 08:10 Tired.\n# 2026-02-20\ncalf 5 last night")
    assert [each.record.night.isoformat() for each in found] == ["2026-02-19"]


@pytest.mark.slow_but_first
@pytest.mark.parametrize("mark", ["{} AM", "{}am", "{} a.m.", "{} a. m.", "{}\u202fAM", "{}:30 AM", "{} A.M"])
@pytest.mark.parametrize("between", [" ", "T"])
@settings(deadline=None, max_examples=10)
@given(hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_moment_with_am_or_pm_is_of_that_half(
    between: str, mark: str, hour: int, minute: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clock = f"{hour % 12 or 12:02}:{minute:02}"
    if hour >= 12:
        mark = mark.replace("A", "P").replace("a", "p")
    found, _ = read_lines(
        tmp_path_factory.mktemp("a"), f"2026-02-03{between}{mark.format(clock)} calf 5, AMazing"
    )
    (one,) = [each.record for each in found]
    assert isinstance(one, Episode)
    assert to_local(one.at, LONDON).replace(second=0) == datetime(2026, 2, 3, hour, minute, tzinfo=LONDON)
    assert (one.severity, one.note) == (5, "AMazing")


def test_a_half_that_the_hour_contradicts_is_refused(tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, "2026-02-03 13:40 PM calf 5", skip=True)
    assert (found, len(reading.rows.skipped)) == ([], 1)
