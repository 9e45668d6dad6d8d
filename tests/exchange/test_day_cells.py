"""Dates without a year, below their month, or of two days are read as who wrote them meant, or asked about."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crampdiary import prompts
from crampdiary.diary.model import Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import read_maps
from crampdiary.exchange.proposal import proposals
from crampdiary.exchange.reading import BadRowsError
from crampdiary.exchange.sheets.dates.years import years_in
from crampdiary.keep.revision import checked
from kit.running import Cramp

TODAY = date(2026, 11, 27)
WRITTEN = ("%d.%m.", "%d.%m", "%-d.%-m.", "%d/%m", "%-d %b", "%d %B", "%b %-d", "%B %d", "%-d. %B", "%d-%m")
"""Ways to write a day without its year."""
TOLD_BY = ("weekday", "title", "neighbour", "the person", "the past month", "nothing")


def rows_of(folder: Path, text: str, *maps: str) -> tuple[Reading, list[Episode]]:
    """Return what comes of a sheet of today, by what is proposed of its columns."""
    path = folder / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    name, delimiter = formats.detect(path)
    found = [f"{each.column}={each.field}" for each in proposals(path, delimiter, Vocabulary()) if each.field]
    names, columns = read_maps([*found, *maps])
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 11, tzinfo=UTC)
    reading = Reading(
        path, Vocabulary(), names, zone_named("Europe/London"), folder=folder, delimiter=delimiter, columns=columns,
        now=now,
    )  # fmt: skip
    records = [checked(row) for row in formats.revisions(name, reading, [])]
    return reading, [each for each in records if isinstance(each, Episode)]


@st.composite
def runs(draw: st.DrawFn) -> list[date]:
    """Days that go forward in time and end before today."""
    steps = draw(st.lists(st.integers(1, 70), min_size=3, max_size=9))
    last = TODAY - timedelta(days=draw(st.integers(0, 700)))
    return [last - timedelta(days=each) for each in reversed([*itertools.accumulate(steps, initial=0)])]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(days=runs(), shape=st.sampled_from(WRITTEN), told=st.sampled_from(TOLD_BY), is_back=st.booleans())
def test_a_day_without_its_year_is_of_that_which_is_meant_or_of_none(
    days: list[date], shape: str, told: str, is_back: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if told == "title" and len({each.year for each in days}) > 1:
        told = "nothing"
    if told == "the past month":
        days = [each + (TODAY - days[-1]) for each in days]
    if told == "nothing":  # those of just a year ago are taken for those of today, and that is said
        assume((TODAY - days[-1]).days % 365 > 32)
    if is_back:
        days = days[::-1]
    title, maps = "", []
    cells = [f"{each:{'%a ' * (told == 'weekday')}{shape}}" for each in days]
    if told == "title":
        title = f"My cramps {days[0].year}\n"
    elif told == "neighbour":
        cells[len(cells) // 2] = f"{days[len(cells) // 2]:%Y-%m-%d}"
    elif told == "the person":
        maps = [f"year={min(days).year}"]
    text = title + "Date;Pain;Where\n" + "".join(f"{cell};5;left calf\n" for cell in cells)
    folder = tmp_path_factory.mktemp("a")
    refused = ""
    try:
        reading, found = rows_of(folder, text, *maps)
    except UsageError as error:
        refused = f"{error}"
    if "could be two days" in refused:
        yearless = [day for day, cell in zip(days, cells, strict=True) if f"{day.year}" not in cell]
        assert all(each.day <= 12 for each in yearless)
    elif refused:
        assert told == "nothing"
        assert sorted(days) in read_as_told(refused, folder, text)
    else:
        assert sorted(each.at.date() for each in found) == sorted(days)
        assert any("Dates without a year are read as of" in each for each in reading.said)


def read_as_told(error: str, folder: Path, text: str) -> list[list[date]]:
    """Return the days that the option of a refusal gives: with the year that it names, and with those before."""
    option = error.partition('--map "')[2].partition('"')[0]
    assert option.startswith("year=")
    latest = int(option[-4:])
    years = range(latest, latest - 4, -1)
    found = [sorted(each.at.date() for each in rows_of(folder, text, f"year={year}")[1]) for year in years]
    assert found[0][-1] <= TODAY
    return found


def nights(folder: Path, *cells: str, maps: tuple[str, ...] = (), time: str = "") -> list[str]:
    text = "Date;Time;Pain\n" + "".join(f"{cell};{time};5\n" for cell in cells)
    return [each.night.isoformat() for each in rows_of(folder, text, *maps)[1]]


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    "cell",
    [
        "28.2./1.3.2026", "28.02.-01.03.2026", "28/02-01/03/2026", "28 Feb/1 Mar 2026", "28 Feb - 1 March 2026",
        "Sat/Sun 28 Feb/1 Mar 2026", "2026-02-28/01", "2026-02-28 - 2026-03-01", "28. Februar auf 1. M\u00e4rz 2026",
        "Feb 28/Mar 1, 2026", "28 f\u00e9vr. - 1 mars 2026",
    ],
)  # fmt: skip
@pytest.mark.parametrize("time", ["", "23:50", "03:10"])
def test_a_night_that_is_named_by_both_of_its_days_begins_on_the_first(
    cell: str, time: str, tmp_path: Path
) -> None:
    assert nights(tmp_path, cell, time=time) == ["2026-02-28"]


def test_a_night_of_two_days_of_one_month_or_year_begins_on_the_first(tmp_path: Path) -> None:
    for cell in (
        "1./2. M\u00e4rz 2026",
        "1-2 March 2026",
        "March 1-2, 2026",
        "1/2 Mar 2026",
        "Sun/Mon 1/2 March 2026",
    ):
        assert nights(tmp_path, cell) == ["2026-03-01"], cell
    for cell in ("31.12./1.1.2026", "31 Dec - 1 Jan 2026", "31/12/2025 - 01/01/2026"):
        assert nights(tmp_path, cell) == ["2025-12-31"], cell


@pytest.mark.parametrize("cell", ["1-5 March 2026", "1/3 March 2026", "2/1 March 2026", "3.3./1.3.2026"])
def test_days_that_do_not_follow_each_other_are_no_night(cell: str, tmp_path: Path) -> None:
    with pytest.raises(BadRowsError):
        nights(tmp_path, cell)


def test_days_below_their_month_are_of_it(tmp_path: Path) -> None:
    text = (
        "Leg cramps 2025\n\nNovember\nDay,Pain,Where\n30,5,left calf\n,,\nDecember\nDay,Pain,Where\n1,4,left calf\n"
        "31.,3,left calf\nJanuary 2026,,\n2nd,3,left calf\n"
    )
    _, found = rows_of(tmp_path, text)
    assert [f"{each.at:%Y-%m-%d}" for each in found] == [
        "2025-11-30",
        "2025-12-01",
        "2025-12-31",
        "2026-01-02",
    ]


@pytest.mark.parametrize(
    "row", ["Week 1 total,3,14,", "Average (7),,5,", "Key: 0 = none,,,", "Week 2,,,", "2026,,,"]
)
def test_a_total_and_a_key_are_passed_over_and_counted(row: str, tmp_path: Path) -> None:
    reading, found = rows_of(tmp_path, f"Date,Cramps,Pain,Where\n2026-03-01,1,6,\n{row}\n2026-03-03,1,5,\n")
    assert [each.at.day for each in found] == [1, 3]
    assert reading.ignored[f'row "{row.partition(",")[0]}"'] == 1


def test_a_row_whose_day_is_in_words_is_pointed_out_where_it_may_be_a_cramp(tmp_path: Path) -> None:
    text = "Date,Time,Where,Pain\n2026-03-01,03:10,left calf,7\nsoon,03:20,left calf,5\nMean,,,6\n"
    reading, found = rows_of(tmp_path, text)
    assert (len(found), len(reading.mentions), reading.ignored['row "Mean"']) == (1, 1, 1)
    assert reading.unread == {"soon": "date"}
    _, found = rows_of(tmp_path, text, "soon=2026-03-05")
    assert [each.at.day for each in found] == [1, 5]


def test_no_title_is_a_year_that_is_only_part_of_a_date() -> None:
    assert years_in("Leg cramps 2026") == {2026}
    assert years_in("winter 2025/26") == years_in("2025-2026 nights") == {2025, 2026}
    assert years_in("export 2026-11-27") == years_in("27.11.2026") == years_in("20261127") == set()


def test_a_day_without_its_year_far_down_is_asked_of_alone(tmp_path: Path) -> None:
    rows = "".join(f"2026-03-01,{at % 10 + 1},left calf\n" for at in range(40))
    with pytest.raises(BadRowsError) as refused:
        rows_of(tmp_path, f"Date,Pain,Where\n{rows}2.3.,5,left calf\n")
    assert '"2.3." has no year in it' in refused.value.lines[0]


def test_the_year_of_the_oldest_day_is_asked_and_remembered(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("date;time;where;pain\n28.12;03:10;left calf;6\n2.1;04:00;left calf;5\n")
    now = {"CRAMP_NOW": "2026-11-27T11:00:00+00:00"}
    maps = ["--map", "date=date", "--map", "time=time", "--map", "where=place", "--map", "pain=severity"]
    ran = cramp("import", path, *maps, "-y", env=now)
    assert (ran.exit_code, '--map "year=2025"' in ran.err) == (2, True)
    asked = mock.Mock(side_effect=["maybe", "", "y"])
    with mock.patch.object(prompts, "can_ask", return_value=True), mock.patch.object(prompts, "ask", asked):
        ran = cramp("import", path, *maps, env=now)
    assert ran.exit_code == 0, ran.err
    assert "28 December? [Enter for 2025]" in asked.call_args_list[1].args[0]
    assert [each["at"][:10] for each in cramp("list", "--all", "--json").json["entries"]] == [
        "2025-12-28",
        "2026-01-02",
    ]
    path.write_text(path.read_text() + "15.3;02:00;left calf;4\n")
    ran = cramp("import", path, "-y", env=now)
    assert (ran.exit_code, "new: 1 cramp" in ran.out) == (0, True)
