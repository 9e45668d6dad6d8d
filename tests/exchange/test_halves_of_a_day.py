"""Sheets filled in each morning and each evening: the cramps of a row are not of its evening's remedies."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from kit.sheets import read, reading_of

DAY = timedelta(days=1)
NIGHT_BEFORE, THAT_NIGHT = date(2026, 3, 13), date(2026, 3, 14)
OF_THE_NIGHT_BEFORE = (
    "Cramps last night", "AM: cramps", "Morning: cramps in the night?", "Morning cramps", "Cramps in the morning",
    "Cramps this morning",
)  # fmt: skip
OF_THE_DAY = (
    "Cramps",
    "Night cramps",
    "Cramps overnight",
    "PM cramps",
    "Cramps in the evening",
    "Am Abend Krampf?",
)
OF_THAT_EVENING = ("Magnesium tonight", "Magnesium today", "Magnesium this evening")
OF_THAT_EVENING_BESIDE_A_MORNING = ("PM: magnesium", "Evening: magnesium taken", "Evening magnesium")
AS_THE_ROW = ("Magnesium", "Magnesium before bed")


def nights(found: list[Record], *kinds: type[CheckIn | Episode | Exposure]) -> set[date]:
    return {each.night for each in found if isinstance(each, kinds)}


@pytest.mark.parametrize("cell", ["yes", "no"])
@pytest.mark.parametrize("cramps", [*OF_THE_NIGHT_BEFORE, *OF_THE_DAY])
@pytest.mark.slow_but_some
def test_cramps_of_the_morning_are_of_the_night_before(cramps: str, cell: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"Date,{cramps}\n2026-03-14,{cell}\n", f"{cramps}=count")
    night = NIGHT_BEFORE if cramps in OF_THE_NIGHT_BEFORE else THAT_NIGHT
    assert nights(found, Episode, CheckIn) == {night}
    assert len(found) == 1


@pytest.mark.parametrize("used", [*OF_THAT_EVENING, *OF_THAT_EVENING_BESIDE_A_MORNING, *AS_THE_ROW])
@pytest.mark.parametrize("cramps", ["Cramps last night", "AM: cramps", "Cramps"])
@pytest.mark.slow_but_some
def test_what_was_used_this_evening_is_of_it_whatever_night_the_cramps_were_of(
    cramps: str, used: str, tmp_path: Path
) -> None:
    found = read(tmp_path, f"Date,{cramps},{used}\n2026-03-14,2,yes\n", f"{used}=used:magnesium")
    night = THAT_NIGHT if cramps == "Cramps" else NIGHT_BEFORE
    assert nights(found, Episode) == {night}
    is_beside = cramps == "AM: cramps" and used in OF_THAT_EVENING_BESIDE_A_MORNING
    assert nights(found, Exposure) == {THAT_NIGHT if is_beside or used in OF_THAT_EVENING else night}


def test_a_list_of_what_was_used_and_a_denial_go_by_their_header_too(tmp_path: Path) -> None:
    text = "Date,Cramps last night,Used tonight,Wine tonight\n2026-03-14,1,magnesium,no\n2026-03-15,0,,yes\n"
    found = read(tmp_path, text, "Used tonight=used", "Wine tonight=had:alcohol")
    assert sorted((each.word, each.night) for each in found if isinstance(each, Exposure)) == [
        ("alcohol", THAT_NIGHT + DAY),
        ("magnesium", THAT_NIGHT),
    ]


def test_a_column_of_mornings_beside_one_of_evenings_moves_no_row_and_its_nights_are_told(
    tmp_path: Path,
) -> None:
    reading, found = reading_of(tmp_path, "Date,AM cramps,PM cramps\n2026-03-14,1,0\n2026-03-15,0,1\n")
    assert nights(found, Episode) == {THAT_NIGHT, THAT_NIGHT + DAY}
    assert any(each.startswith("Each row is read as of the night that begins") for each in reading.said)


def test_both_readings_are_told_once(tmp_path: Path) -> None:
    text = "Date,AM: cramps,PM: magnesium,PM: stretching\n2026-03-14,1,yes,yes\n2026-03-15,0,yes,yes\n"
    reading, _ = reading_of(tmp_path, text)
    assert reading.said == [
        '"AM: cramps" is read as of the night before each date.',
        '"PM: magnesium" and others like it are read as of the evening of each date.',
    ]


def test_a_time_beside_cramps_of_the_morning_leaves_the_evening_where_it_is(tmp_path: Path) -> None:
    text = "Date,Time,AM: cramps,PM: magnesium\n2026-03-14,23:50,1,yes\n2026-03-15,03:10,1,yes\n"
    found = read(tmp_path, text)
    assert sorted(each.night for each in found if isinstance(each, Exposure)) == [
        THAT_NIGHT,
        THAT_NIGHT + DAY,
    ]
    assert sorted(each.at.isoformat()[:16] for each in found if isinstance(each, Episode)) == [
        "2026-03-13T23:50",
        "2026-03-15T03:10",
    ]


def test_the_one_column_of_how_bad_it_was_is_that_and_no_further_name_of_a_cramp(tmp_path: Path) -> None:
    found = read(
        tmp_path, "Date,AM: any cramps,AM: severity,PM: magnesium\n2026-03-14,Y,6,Y\n2026-03-15,N,,Y\n"
    )
    (one,) = (each for each in found if isinstance(each, Episode))
    assert (one.severity, one.note, one.night) == (6, None, NIGHT_BEFORE)
