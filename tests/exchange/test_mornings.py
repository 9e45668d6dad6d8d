"""Sheets of a row a night whose dates are those of mornings: rows without a time are of the night before too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from kit.sheets import read, reading_of

DAY = timedelta(days=1)
FIRST = date(2026, 3, 1)
TOLD = "All times are after midnight, so a row without one is read as of the night before its date."
small_hours = st.times(time(0, 1), time(9, 59)).map(lambda at: at.replace(second=0, microsecond=0))
"""Each night's time of its cramp, or that it had none, and whether magnesium was used."""
diaries = st.lists(st.tuples(small_hours | st.none(), st.booleans()), min_size=4, max_size=12).filter(
    lambda nights: sum(at is not None for at, _ in nights) >= 3
)
LAYOUTS: dict[str, tuple[str, Callable[[date, time | None], str]]] = {
    "a time of its own": ("Date,Time", lambda day, at: f"{day},{at:%H:%M}" if at else f"{day},"),
    "or none said": ("Date,Time", lambda day, at: f"{day:%d/%m/%Y},{f'{at:%H:%M}' if at else 'none'}"),
    "a moment": ("When", lambda day, at: f"{day} {at:%H:%M}" if at else f"{day}"),
    "a date with a time": ("Date", lambda day, at: f"{day:%d.%m.%Y} {at:%H:%M}" if at else f"{day:%d.%m.%Y}"),
}  # fmt: skip


def sheet(layout: str, nights: list[tuple[time | None, bool]]) -> str:
    """Return a sheet whose rows are of consecutive mornings."""
    header, cells = LAYOUTS[layout]
    rows = (
        f"{cells(FIRST + place * DAY, at)},{7 if at else 0},{'Y' if used else 'N'}"
        for place, (at, used) in enumerate(nights)
    )
    return "\n".join([f"{header},Severity,Magnesium", *rows, ""])


def nights_of(found: list[Record], kind: type[CheckIn | Episode | Exposure]) -> list[date]:
    return sorted(each.night for each in found if isinstance(each, kind))


@pytest.mark.parametrize("layout", LAYOUTS)
@given(nights=diaries)
@settings(max_examples=15)
def test_each_row_is_of_the_night_before_its_date(
    layout: str, nights: list[tuple[time | None, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    reading, found = reading_of(tmp_path_factory.mktemp("a"), sheet(layout, nights), dates="dmy")
    before = [FIRST + (place - 1) * DAY for place in range(len(nights))]
    rows = list(zip(before, nights, strict=True))
    assert nights_of(found, Episode) == [night for night, (at, _) in rows if at]
    assert nights_of(found, CheckIn) == [night for night, (at, _) in rows if not at]
    assert nights_of(found, Exposure) == [night for night, (_, used) in rows if used]
    assert (TOLD in reading.said) == any(at is None for at, _ in nights)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-03-09,23:10,4,N", "a cramp before midnight is of its date"),
        ("2026-03-09,14:00,4,N", "one by day too"),
        ("2026-03-02,,,Y", "a day with a second row is not of one night alone"),
        ("2026-03-01,,,Y", "so is one with a row beside that of its cramp"),
    ],
)
def test_one_row_shows_that_dates_are_not_of_mornings(row: str, why: str, tmp_path: Path) -> None:
    nights = [(time(3), False), (None, False), (time(4), False), (time(2), False), (None, True)]
    text = sheet("a time of its own", nights)
    (tmp_path / "morning").mkdir()
    assert nights_of(read(tmp_path / "morning", text), Exposure) == [date(2026, 3, 4)]
    assert date(2026, 3, 5) in nights_of(read(tmp_path, f"{text}{row}\n"), Exposure), why


def test_two_cramps_of_a_night_have_a_row_each(tmp_path: Path) -> None:
    nights = [(time(3), False), (None, False), (time(4), False), (time(2), False)]
    found = read(tmp_path, sheet("a time of its own", nights) + "2026-03-04,05:10,4,N\n")
    assert nights_of(found, CheckIn) == [date(2026, 3, 1)]


def test_two_times_are_too_few_to_tell(tmp_path: Path) -> None:
    found = read(tmp_path, sheet("a time of its own", [(time(3), False), (None, True), (time(4), False)]))
    assert nights_of(found, Exposure) == [date(2026, 3, 2)]


@pytest.mark.parametrize("said", ["early morning", "night", "overnight"])
def test_a_part_of_the_day_is_no_time(said: str, tmp_path: Path) -> None:
    nights = [(time(3), False), (None, False), (time(4), False), (time(2), False)]
    found = read(tmp_path, sheet("a time of its own", nights) + f"2026-03-05,{said},4,N\n")
    assert nights_of(found, Episode)[-1] == date(2026, 3, 4)


@pytest.mark.parametrize("said", ["early morning", "night", ""])
def test_so_it_is_where_the_header_says_last_night(said: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, f"Date,Time,Pain last night\n2026-03-05,{said},4\n")
    assert isinstance(found, Episode)
    assert found.night == date(2026, 3, 4)
