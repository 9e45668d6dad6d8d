"""Forms that are filled in some time after the cramps, and rows that are added when a cramp is there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.clock.zones import to_local
from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from crampdiary.exchange.clocks import zone_named
from kit.running import Cramp
from kit.sheets import read, reading_of

LONDON = zone_named("Europe/London")
DAY, NOON = timedelta(days=1), time(12)
FIRST = date(2026, 3, 1)
STAMPS = ("Timestamp", "Submitted at", "Zeitstempel", "Completion time", "Date and time logged")
FORM, ADDED = "is read as when each row was filled in", "is read as when each cramp was"


def between(first: int, last: int) -> st.SearchStrategy[time]:
    """Return times from one hour to the end of another."""
    return st.builds(time, st.integers(first, last), st.integers(1, 59), st.integers(0, 59))


by_day, at_night, late = between(6, 23), between(0, 5), between(21, 23)
Row = tuple[datetime, bool, bool]
"""When a form was filled in, whether there was a cramp, and whether magnesium was used."""


def form(stamp: str, rows: list[Row], more: str = "") -> str:
    cells = [
        f"{at:%Y-%m-%d %H:%M:%S},{'Yes,7' if had else 'No,'},{'Yes' if used else 'No'}"
        for at, had, used in rows
    ]
    return "\n".join([f"{stamp},Any leg cramps?,Severity,Magnesium{more}", *cells, ""])


def nights_of(found: list[Record], kind: type[CheckIn | Episode | Exposure]) -> list[date]:
    return sorted(each.night for each in found if isinstance(each, kind))


def clocks_of(found: list[Record]) -> list[tuple[str, str]]:
    return sorted(
        (
            f"{to_local(each.at, LONDON):{'%Y-%m-%d' if each.precision == 'day' else '%Y-%m-%d %H:%M'}}",
            each.precision,
        )
        for each in found
        if isinstance(each, Episode)
    )


def days_of(clocks: list[tuple[time, bool, bool]]) -> list[Row]:
    days = (FIRST + number * DAY for number in range(len(clocks)))
    return [
        (datetime.combine(day, at), is_cramp, used)
        for day, (at, is_cramp, used) in zip(days, clocks, strict=True)
    ]


forms = st.lists(st.tuples(by_day, st.booleans(), st.booleans()), min_size=1, max_size=6).map(days_of)


@pytest.mark.slow_but_first
@pytest.mark.parametrize("stamp", STAMPS)
@settings(deadline=None, max_examples=12)
@given(rows=forms)
def test_what_a_form_says_of_cramps_is_of_the_night_before_and_what_was_used_of_its_evening(
    stamp: str, rows: list[Row], tmp_path_factory: pytest.TempPathFactory
) -> None:
    reading, found = reading_of(tmp_path_factory.mktemp("a"), form(stamp, rows))
    assert nights_of(found, Episode) == [at.date() - DAY for at, had, _ in rows if had]
    assert nights_of(found, CheckIn) == [at.date() - DAY for at, had, _ in rows if not had]
    used = [at.date() if at.time() >= NOON else at.date() - DAY for at, _, used in rows if used]
    assert nights_of(found, Exposure) == sorted(used)
    assert {each.precision for each in found if isinstance(each, Episode | Exposure)} <= {"day"}
    assert sum(FORM in each for each in reading.said) == 1


@settings(deadline=None, max_examples=12)
@given(others=st.lists(between(0, 23), max_size=4), night=at_night, place=st.integers(0, 4))
def test_rows_that_are_added_at_night_are_at_their_times(
    others: list[time], night: time, place: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    times = [*others[:place], night, *others[place:]]
    rows = days_of([(at, True, False) for at in times])
    reading, found = reading_of(tmp_path_factory.mktemp("a"), form("Timestamp", rows))
    assert clocks_of(found) == [(f"{at:%Y-%m-%d %H:%M}", "minute") for at, _, _ in rows]
    assert sum(ADDED in each for each in reading.said) == 1


@settings(deadline=None, max_examples=12)
@given(late=late, night=at_night, denied=between(6, 17))
def test_a_cramp_added_late_is_at_its_time_where_nights_without_are_told_by_day(
    late: time, night: time, denied: time, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = days_of([(late, True, False), (denied, False, False), (night, True, False)])
    found = read(tmp_path_factory.mktemp("a"), form("Timestamp", rows))
    assert clocks_of(found) == [
        (f"2026-03-01 {late:%H:%M}", "minute"),
        (f"2026-03-03 {night:%H:%M}", "minute"),
    ]
    in_the_evening = form("Timestamp", [*rows, (datetime(2026, 3, 9, 21, 50), False, False)])
    found = read(tmp_path_factory.mktemp("a"), in_the_evening)
    assert clocks_of(found) == [("2026-02-28", "day"), (f"2026-03-03 {night:%H:%M}", "minute")]


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("said", "night", "precision"),
    [
        ("mornings", FIRST - DAY, "day"),
        ("evenings", FIRST, "day"),
        ("moments", FIRST, "minute"),
        ("", FIRST - DAY, "day"),
    ],
)
@pytest.mark.parametrize("denied", [True, False])
def test_what_the_stamps_are_can_be_said(
    said: str, night: date, precision: str, denied: bool, tmp_path: Path
) -> None:
    rows = [
        (datetime(2026, 3, 1, 22, 15), True, False),
        *[(datetime(2026, 3, 9, 22, 10), False, False)] * denied,
    ]
    found = read(tmp_path, form("Timestamp", rows), *[f"dates={said}"] * bool(said))
    assert nights_of(found, Episode) == [night]
    assert [each.precision for each in found if isinstance(each, Episode)] == [precision]


@pytest.mark.parametrize("header", ["Timestamp", "Start time,Completion time"])
@pytest.mark.parametrize(
    ("asked", "cell"), [("Time", "03:10"), ("Time", ""), ("What time did it happen?", ""), ("Date", "")]
)
def test_the_answer_of_a_form_counts_and_where_it_is_blank_it_is_of_the_night_before(
    header: str, asked: str, cell: str, tmp_path: Path
) -> None:
    stamps = ",".join("2026-03-05 07:40:00" for _ in header.split(","))
    text = f"{header},{asked},Name,Pain\n{stamps},{cell},,7\n"
    assert clocks_of(read(tmp_path, text)) == [
        ("2026-03-05 03:10", "minute") if cell else ("2026-03-04", "day")
    ]


def test_a_form_that_asks_for_the_time_is_one_though_a_row_was_added_at_night(tmp_path: Path) -> None:
    text = "Timestamp,Time,Pain\n2026-03-05 03:12:00,,7\n2026-03-07 22:15:00,,4\n"
    assert clocks_of(read(tmp_path, text)) == [("2026-03-05 03:12", "minute"), ("2026-03-06", "day")]


def test_a_form_of_last_night_filled_in_in_the_evening_has_its_remedies_of_then(tmp_path: Path) -> None:
    text = "Timestamp,Cramps last night?,Magnesium\n2026-03-05 22:10:00,Yes,Yes\n2026-03-07 07:10:00,No,Yes\n"
    found = read(tmp_path, text)
    assert (nights_of(found, Episode), nights_of(found, CheckIn)) == ([date(2026, 3, 4)], [date(2026, 3, 6)])
    assert nights_of(found, Exposure) == [date(2026, 3, 5), date(2026, 3, 6)]


def test_a_form_of_one_evening_does_not_doubt_the_night_after_it(tmp_path: Path) -> None:
    text = (
        "Timestamp,Any leg cramps?,Notes\n2026-03-05 22:10:00,,maybe a leg cramp at 3am\n2026-03-06 22:10:00,No,\n"
        "2026-03-09 22:10:00,Yes,\n"
    )
    assert date(2026, 3, 5) in nights_of(read(tmp_path, text), CheckIn)


def yes(at: str) -> Row:
    return datetime.fromisoformat(at), True, True


def no(at: str) -> Row:
    return datetime.fromisoformat(at), False, True


@pytest.mark.parametrize(
    ("first", "more"),
    [
        (
            [yes("2026-03-01 22:15"), no("2026-03-02 22:10")],
            [yes("2026-03-04 03:10"), yes("2026-03-05 22:40")],
        ),
        (
            [yes("2026-03-01 03:15"), yes("2026-03-02 22:40")],
            [no("2026-03-04 07:10"), no("2026-03-05 21:40")],
        ),
        (
            [yes("2026-03-01 03:15"), no("2026-03-02 07:40")],
            [yes("2026-03-04 22:30"), no("2026-03-05 21:40")],
        ),
    ],
)
def test_what_the_stamps_of_a_sheet_are_is_remembered_with_it(
    first: list[Row], more: list[Row], cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "form.csv"
    path.write_text(form("Timestamp", first))
    maps = ("--map", "Timestamp=at", "--map", "Any leg cramps?=count", "--map", "Severity=severity")
    cramp("import", "--new", path, "-y", *maps, "--map", "Magnesium=used:magnesium")
    before = cramp("list", "--json", "--all").json["entries"]
    path.write_text(form("Timestamp", [*first, *more]))
    cramp("import", path, "-y")
    now = {each["id"]: each for each in cramp("list", "--json", "--all").json["entries"]}
    assert [now[each["id"]] for each in before] == before
