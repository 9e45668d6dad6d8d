"""Columns that are numbered, one cramp each, make the cramps that a list of them makes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode, Exposure, Record
from kit.sheets import read, reading_of

FIRST = date(2026, 3, 1)
SHAPES = {
    "Cramp {} time,Cramp {} pain": True,
    "Time {},Severity {}": True,
    "Pain ({}),Time ({})": False,
    "Cramp #{} time,#{} Pain (0-10)": True,
    "Pain_{},Cramp time {}": False,
    "Time,Pain": True,
    "How bad,Time of cramp": False,
}
"""Headers of one number, or that stand there again, and whether the time stands first."""
OF_A_NIGHT = st.lists(
    st.tuples(st.integers(0, 11 * 60 - 1), st.integers(1, 10)), max_size=3, unique_by=lambda each: each[0]
)  # minutes after 21:00, and how bad it was


def cramps(found: list[Record]) -> list[tuple[datetime, int | None]]:
    return sorted((each.at, each.severity) for each in found if isinstance(each, Episode))


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    nights=st.lists(OF_A_NIGHT, min_size=2, max_size=6).filter(lambda each: max(map(len, each)) > 1),
    shape=st.sampled_from(sorted(SHAPES)),
    counted=st.booleans(),
)
def test_numbered_columns_are_the_cramps_of_a_list(
    nights: list[list[tuple[int, int]]], shape: str, counted: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    header = ",".join(shape.format(*[at] * 2) for at in range(1, 4))
    rows, listed = [], []
    for at, night in enumerate(nights):
        day = FIRST + timedelta(days=at)
        moments = [
            (datetime.combine(day, time(21)) + timedelta(minutes=each), bad) for each, bad in sorted(night)
        ]
        if moments and not any(moment.time() >= time(12) for moment, _ in moments):
            day += timedelta(days=1)  # whose small hours they are
        cells: list[str] = []
        for moment, bad in moments:
            pair = f"{moment:%H:%M}", f"{bad}"
            cells += pair if SHAPES[shape] else pair[::-1]
            listed.append((moment, bad))
        cells += [""] * (6 - len(cells))
        rows.append(",".join([day.isoformat(), *cells, "Y", f"{len(night)}"[: 1 if counted else 0]]))
    folder = tmp_path_factory.mktemp("a")
    text = f"Date,{header},Magnesium,{'How many cramps' if counted else 'Empty'}\n" + "\n".join(rows) + "\n"
    found = read(folder, text)
    assert [(at.replace(tzinfo=None), bad) for at, bad in cramps(found)] == sorted(listed)
    assert sum(isinstance(each, Exposure) for each in found) == len(nights)


def test_a_cramp_that_has_no_time_is_of_its_night_and_one_without_a_number_two_is_the_only_one(
    tmp_path: Path,
) -> None:
    text = "Date,Cramp 1 pain,Cramp 1 time,Cramp 2 pain,Cramp 2 time\n2026-03-01,5,23:10,7,\n2026-03-04,,,4,02:00\n"
    found = cramps(read(tmp_path, text))
    assert [(f"{at:%m-%d %H:%M}", bad) for at, bad in found][::2] == [("03-01 12:00", 7), ("03-04 02:00", 4)]


def test_a_time_that_cannot_be_read_is_named_alone(tmp_path: Path) -> None:
    text = "Date,Time 1,Pain 1,Time 2,Pain 2\n2026-03-01,23:10,5,dunno,7\n"
    reading, found = reading_of(tmp_path, text, "dunno=ignore")
    assert [each[1] for each in cramps(found)] == [7, 5]
    assert any("dunno" in (each.note or "") for each in found if isinstance(each, Episode))
    assert reading.unread == {}


@pytest.mark.parametrize(
    "header",
    [
        "Magnesium 1,Magnesium 2",
        "Vitamin B 1,Vitamin B 2",
        "Pain 1-5,Pain 2-5",
        "Pain 2,Pain 3",
        "Remedy 1,Remedy 2",
    ],
)
def test_other_numbers_in_headers_part_no_row(header: str, tmp_path: Path) -> None:
    reading, _ = reading_of(tmp_path, f"Date,Cramps,{header}\n2026-03-01,1,2,1\n")
    assert not any("several cramps" in each for each in reading.said)


def test_who_says_of_a_further_column_what_it_is_has_it_so(tmp_path: Path) -> None:
    text = "Date,Time 1,Pain 1,Time 2,Pain 2\n2026-03-01,23:10,5,04:00,7\n"
    assert len(cramps(read(tmp_path, text))) == 2
    assert cramps(read(tmp_path, text, "Pain 1=ignore", "Pain 2=severity"))[0][1] == 7


@pytest.mark.parametrize(
    "header", ["Date,Pain,Leg,Date,Pain,Leg", "Date,Back,Pain,Knee,Pain", "Date,Time,Pain,Time,Pain,Time"]
)
def test_names_that_stand_there_again_otherwise_are_no_cramps_of_their_own(
    header: str, tmp_path: Path
) -> None:
    cells = {"Date": "2026-03-01", "Time": "03:10", "Pain": "5", "Leg": "left", "Back": "1", "Knee": "2"}
    row = ",".join(cells[each] for each in header.split(","))
    reading, found = reading_of(tmp_path, f"{header}\n{row}\n")
    assert len(cramps(found)) == 1
    assert sum(reading.ignored.values()) >= 2
