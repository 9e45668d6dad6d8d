"""Sheets of a row a night whose dates are those of mornings: rows without a time are of the night before too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from kit.running import Cramp
from kit.sheets import read, reading_of

DAY = timedelta(days=1)
FIRST = date(2026, 3, 1)
TOLD = (
    "All times are after midnight, so a row without one is read as of the night before its date. If it is of that "
    'which begins then: --map "dates=evenings".'
)
OPEN = (
    "A row without a time is read as of the night that begins on its date. If it is of that before: "
    '--map "dates=mornings".'
)
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


@pytest.mark.slow_but_first
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


@pytest.mark.parametrize(
    ("nights", "row", "is_told"),
    [
        ([(time(3), False), (time(4), False), (None, True)], "", True),
        ([(time(3), False), (None, True)], "", True),
        ([(time(3), False), (time(2), False), (time(4), False), (None, True)], "2026-03-09,14:30,4,N", True),
        ([(time(3), False), (time(2), False), (time(4), False), (None, True)], "2026-03-09,23:30,4,N", True),
        ([(time(23), False), (None, True)], "", False),
        ([(time(3), False), (time(4), False)], "2026-03-09,,,", False),
        ([(time(3), False), (time(4), False), (None, True)], "2026-03-02,,,Y", False),
        ([(None, False), (None, True)], "", True),
        ([(None, False), (None, True)], "2026-03-02,,,Y", False),
    ],
)
def test_where_it_stays_open_the_way_it_is_taken_is_told(
    nights: list[tuple[time | None, bool]], row: str, is_told: bool, tmp_path: Path
) -> None:
    reading, found = reading_of(tmp_path, sheet("a time of its own", nights) + f"{row}\n")
    rows = "A row without a time" if any(at for at, _ in nights) else "Each row"
    assert (OPEN.replace("A row without a time", rows) in reading.said) == is_told
    assert TOLD not in reading.said
    evenings = [FIRST + place * DAY for place, (at, _) in enumerate(nights) if at is None]
    assert nights_of(found, CheckIn) == evenings


@pytest.mark.parametrize("number", [1, 3])
def test_which_night_it_is_can_be_said(number: int, tmp_path: Path) -> None:
    text = sheet("a time of its own", [*[(time(3), False)] * number, (None, True)])
    for said, night in (("mornings", FIRST + (number - 1) * DAY), ("evenings", FIRST + number * DAY)):
        folder = tmp_path / said
        folder.mkdir()
        assert nights_of(read(folder, text, f"dates={said}"), CheckIn) == [night]


OF_MORNINGS = (
    "Morning of", "Morning", "Date (morning)", "Date (morning after)", "Date - next morning", "Woke up on", "Wake date",
    "Wake-up date", "Date I woke", "Date got up", "Day after", "am Morgen", "Datum (morgens)", "aufgewacht am",
    "matin du", "Date (matin)", "Fecha (mañana)", "Data (mattina)", "MORNING OF THE", "Morning after the night of",
    "Date of waking",
)  # fmt: skip
OF_NO_MORNINGS = (
    "Date",
    "Night of",
    "Evening of",
    "Date (evening not morning)",
    "Day",
    "When",
    "Date of cramp that woke me",
    "Date woken up with cramp",
)


@pytest.mark.slow_but_some
@pytest.mark.parametrize("header", OF_MORNINGS)
@settings(max_examples=5, deadline=None)
@given(clock=st.times(time(0, 1)).map(lambda at: at.replace(second=0, microsecond=0)))
def test_dates_of_mornings_by_their_header_are_of_the_night_before(
    header: str, clock: time, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = (
        f"{header},Time,Leg,Pain,Magnesium\n2026-03-02,{clock:%H:%M},left calf,7,Y\n2026-03-05,,left calf,3,Y\n"
        "2026-03-07,,,0,N\n"
    )
    reading, found = reading_of(tmp_path_factory.mktemp("a"), text)
    assert nights_of(found, Episode) == [date(2026, 3, 1), date(2026, 3, 4)]
    assert nights_of(found, Exposure) == [date(2026, 3, 1), date(2026, 3, 4)]
    assert nights_of(found, CheckIn) == [date(2026, 3, 6)]
    assert [each for each in reading.said if "the morning after each night" in each]
    (cramp,) = [each for each in found if isinstance(each, Episode) and each.precision == "minute"]
    assert f"{cramp.at:%H:%M}" == f"{clock:%H:%M}"


@pytest.mark.parametrize("header", ["Morning of", "Date (morning after)"])
@pytest.mark.parametrize(
    ("cell", "times"),
    [
        ("2026-03-02 03:10", ["02 03:10"]), ("2026-03-02 23:50", ["01 23:50"]),
        ("2026-03-02T23:50:00", ["01 23:50"]), ('"2026-03-02 23:50, 02:10"', ["01 23:50", "02 02:10"]),
    ],
)  # fmt: skip
def test_so_is_a_moment_below_such_a_header(header: str, cell: str, times: list[str], tmp_path: Path) -> None:
    found = read(tmp_path, f"{header},Pain\n{cell},7\n", f"{header}=at")
    assert nights_of(found, Episode) == [date(2026, 3, 1)] * len(times)
    assert sorted(f"{each.at:%d %H:%M}" for each in found if isinstance(each, Episode)) == times


@pytest.mark.parametrize("header", OF_NO_MORNINGS)
def test_any_other_header_leaves_a_date_what_it_is(header: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"{header},Time,Pain\n2026-03-05,,4\n", f"{header}=date")
    assert nights_of(found, Episode) == [date(2026, 3, 5)]


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


def test_a_row_below_a_merged_date_has_no_time_of_the_row_above(tmp_path: Path) -> None:
    text = "Date,Time,Where\n2026-03-01 00:10,,calf\n2026-03-02 00:10,,calf\n2026-03-03 00:10,,calf\n,,toes\n"
    found = read(tmp_path, text, "Date=at", "Time=time", "Where=place")
    assert [each.night for each in found if isinstance(each, Episode) and each.sites == ("toes",)] == [
        date(2026, 3, 3)
    ]


MAPS = ("Date=date", "Time=time", "Severity=severity", "Magnesium=used:magnesium")


def shown_in(cramp: Cramp, diary: Path) -> list[tuple[str, ...]]:
    found = cramp("--diary", diary, "list", "--all", "--json").json["entries"]
    names = ("kind", "at", "night", "severity", "word", "conflict")
    return sorted(tuple(str(each.get(name)) for name in names) for each in found)


@pytest.mark.slow
@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    nights=st.lists(st.tuples(small_hours | st.none(), st.booleans()), min_size=4, max_size=9),
    first=st.integers(1, 4),
    said=st.lists(st.sampled_from(["mornings", "evenings", ""]), min_size=1, max_size=3),
)
@example(  # a row that turns, and whose new night has a cramp
    nights=[(time(3), True), (None, True), (time(2), True), (None, True), (time(4), False), (None, True)],
    first=4,
    said=["", "evenings", "mornings"],
)
def test_where_the_dates_are_read_otherwise_nothing_is_left_behind(
    nights: list[tuple[time | None, bool]],
    first: int,
    said: list[str],
    cramp: Cramp,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("turned")
    path, diary = folder / "a.csv", folder / "a.db"
    for number, dates in enumerate(["", *said]):
        path.write_text(sheet("a time of its own", nights[:first] if number == 0 else nights))
        maps = [part for each in (*MAPS, *[f"dates={dates}"] * bool(dates)) for part in ("--map", each)]
        assert cramp("--diary", diary, "import", "--new", path, *maps, "-y").exit_code == 0
        alone = folder / f"{number}.db"
        last = next((each for each in reversed(said[:number]) if each), "")
        known = [part for each in (*MAPS, *[f"dates={last}"] * bool(last)) for part in ("--map", each)]
        assert cramp("--diary", alone, "import", "--new", path, *known, "-y").exit_code == 0
        assert shown_in(cramp, diary) == shown_in(cramp, alone)


@pytest.mark.parametrize("row", ["2026-03-09,23:30,4,Y", "2026-03-09,14:30,4,Y", "2026-03-03,05:30,4,Y"])
def test_no_added_row_turns_the_others(row: str, cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    maps = [part for each in MAPS for part in ("--map", each)]
    text = sheet(
        "a time of its own", [(time(3), True), (None, True), (time(4), True), (time(2), True), (None, True)]
    )
    path.write_text(text)
    cramp("import", "--new", path, *maps, "-y")
    before = cramp("list", "--all", "--json").json["entries"]
    assert sorted(each["night"] for each in before if each["kind"] == "check_in") == [
        "2026-03-01",
        "2026-03-04",
    ]
    path.write_text(f"{text}{row}\n2026-03-12,,0,N\n")
    told = cramp("import", path, "-y")
    now = {each["id"]: each for each in cramp("list", "--all", "--json").json["entries"]}
    assert [now[each["id"]] for each in before] == before
    assert sorted(each["night"] for each in now.values() if each["kind"] == "check_in")[-1] == "2026-03-11"
    assert "A row without a time is read as of the night before its date." in told.out + told.err


@pytest.mark.parametrize("is_late", [True, False])
@pytest.mark.parametrize("header", ["Date,Time,Severity,Magnesium", "Date,Time,Severity,Magnesium,Weather"])
def test_what_the_dates_are_stays_with_the_sheet_when_it_gains_a_column_or_loses_rows(
    is_late: bool, header: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    maps = [part for each in MAPS for part in ("--map", each)]
    rows = sheet(
        "a time of its own", [(time(3), True), (time(4), True), (time(2), True), (None, True)]
    ).splitlines()[1:]
    others = ["2026-02-20,23:30,4,Y", "2026-02-23,,0,Y"] if is_late else []
    path.write_text("\n".join(["Date,Time,Severity,Magnesium", *others, *rows, ""]))
    cramp("import", "--new", path, *maps, "-y")
    one_more = "2026-03-09,,0,Y" if is_late else "2026-03-09,23:30,4,Y\n2026-03-11,,0,Y"
    path.write_text("\n".join([header, *rows, one_more, ""]))
    assert cramp("import", path, "-y").exit_code == 0
    clear = [
        each["night"]
        for each in cramp("list", "--all", "--json").json["entries"]
        if each["kind"] == "check_in"
    ]
    assert sorted(clear)[-1] == ("2026-03-09" if is_late else "2026-03-10")
