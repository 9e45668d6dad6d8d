"""Sheets as people keep them: dates in any order, numbers in any way, long and wide, with a map to look over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import severity_in
from crampdiary.exchange.clocks import order_of, read_date
from crampdiary.exchange.names.naming import NameReader
from crampdiary.exchange.proposal import proposals
from kit.peerfiles import records
from kit.running import Cramp
from kit.sheets import read

WORDS = NameReader(Vocabulary())


def taken(cramp: Cramp, path: Path, text: str, *maps: str, options: tuple[str, ...] = ()) -> dict[str, Any]:
    path.write_text(text, encoding="utf-8")
    ran = cramp("import", path, *(each for one in maps for each in ("--map", one)), *options, "-y", "--json")
    assert ran.exit_code == 0, ran.err
    return dict(ran.json)


# Dates


@settings(deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2089, 12, 31)),
    st.sampled_from(["/", "-"]),
    st.sampled_from(["dmy", "mdy", "ymd"]),
)
def test_a_date_of_numbers_is_read_in_the_order_of_its_column(day: Any, mark: str, order: str) -> None:
    parts = {"d": str(day.day), "m": str(day.month), "y": str(day.year)}
    text = mark.join(parts[each] for each in order)
    assert read_date(text, order) == (day, "")
    assert order_of([text]) in ("", None, order)
    assert read_date(f"{day.day}. {day:%B} {day.year}", "")[0] == day
    assert read_date(f"{day:%b} {day.day}, {day.year} 3:10 AM", "") == (day, "3:10 AM")


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["3/4/2026", "13/4/2026"], "dmy"), (["3/4/2026", "3/14/2026"], "mdy"), (["3/4/2026"], None),
        (["3.4.2026"], ""), (["2026-03-04"], ""), (["2026/13/04"], ""), ([""], ""),
    ],
)  # fmt: skip
def test_a_value_above_12_decides_the_order(dates: list[str], order: str | None) -> None:
    found = [order_of([each]) for each in dates]
    assert (next((each for each in found if each), found[0])) == order


def test_where_no_date_decides_it_is_asked_and_can_be_said(cramp: Cramp, tmp_path: Path) -> None:
    text = "Date,Pain\n3/4/2026,5\n"
    (tmp_path / "a.csv").write_text(text)
    maps = ("--map", "Date=date", "--map", "Pain=severity")
    ran = cramp("import", tmp_path / "a.csv", *maps)
    assert (ran.exit_code, "--dates dmy" in ran.err) == (2, True)
    assert cramp("import", tmp_path / "a.csv", *maps, "--dates", "my").exit_code == 2
    taken(cramp, tmp_path / "a.csv", text, "Date=date", "Pain=severity", options=("--dates", "mdy"))
    (one,) = records(cramp)
    assert isinstance(one, Episode)
    assert one.at.isoformat()[:10] == "2026-03-04"


# Numbers


@pytest.mark.parametrize(
    ("text", "top", "severity"),
    [
        ("7", 10, 7), ("7.5", 10, 8), ("7,5", 10, 8), ("~5", 10, 5), ("7/10", 10, 7), ("3/5", 10, 6), ("7-8", 10, 8),
        ("severe", 10, 8), ("Mild", 10, 2), ("seven", 10, 7), ("0", 10, 0), ("3", 4, 8), ("2", 3, 5), ("50", 100, 5),
        ("70%", 10, 7), ("12,5 %", 10, 1), ("100%", 5, 10), ("0%", 10, 0),
    ],
)  # fmt: skip
def test_how_bad_it_was_is_read_as_people_write_it(text: str, top: float, severity: int) -> None:
    assert severity_in(text, top, WORDS) == severity


@pytest.mark.parametrize("text", ["11", "12", "-1", "purple", "7 of us", "1e3", "９", "nan", "120%"])
def test_what_is_on_no_scale_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        severity_in(text, 10, WORDS)


def test_zero_on_a_sheet_of_pain_is_a_clear_night(cramp: Cramp, tmp_path: Path) -> None:
    taken(
        cramp,
        tmp_path / "a.csv",
        "date,pain\n2026-03-01,0\n2026-03-02,6\n2026-03-03,0\n",
        "date=date",
        "pain=severity",
    )
    assert cramp("stats", "--json").json["nights"]["with_cramps"] == 1
    assert [one.night.isoformat() for one in records(cramp) if isinstance(one, CheckIn)] == [
        "2026-03-01",
        "2026-03-03",
    ]


def test_a_night_with_a_cramp_in_another_row_is_no_clear_one(cramp: Cramp, tmp_path: Path) -> None:
    told = taken(cramp, tmp_path / "a.csv", "d,pain\n2026-03-01,0\n2026-03-01,6\n", "d=date", "pain=severity")
    assert [one.kind for one in records(cramp)] == ["episode"]
    assert told["ignored"] == {"clear night with a cramp elsewhere in the file": 1}


def test_an_amount_stays_as_it_was_written(cramp: Cramp, tmp_path: Path) -> None:
    rows = (
        "d;what;much\n2026-03-01;Magnesium;400 mg\n2026-03-02;Magnesium;1.000\n2026-03-03;Magnesium;1,5 g\n"
    )
    taken(cramp, tmp_path / "a.csv", rows, "d=date", "what=used", "much=amount")
    assert [one.amount for one in records(cramp) if isinstance(one, Exposure)] == ["400 mg", "1.000", "1,5 g"]


# Columns


def test_two_columns_on_one_field_are_refused_with_why(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("d,a,b\n2026-03-01,5,6\n")
    maps = [each for one in ("d=date", "a=severity", "b=severity") for each in ("--map", one)]
    ran = cramp("import", tmp_path / "a.csv", *maps)
    assert (ran.exit_code, "one would be lost" in ran.err) == (1, True)


def test_a_column_that_is_not_there_is_said(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("d,a\n2026-03-01,5\n")
    maps = ("--map", "d=date", "--map", "pian=severity")
    ran = cramp("import", tmp_path / "a.csv", *maps, "-y")
    assert (ran.exit_code, 'no column "pian"' in ran.err) == (2, True)
    ran = cramp("import", tmp_path / "a.csv", *maps, "--map", "rows=cramp", "-y")
    assert 'no column "pian"' in ran.out
    assert "column a" in ran.out


def test_a_long_sheet_has_names_and_values_of_a_scale(cramp: Cramp, tmp_path: Path) -> None:
    rows = "d,n,v\n2026-03-01,Leg cramps,3\n2026-03-02,Leg cramps,0\n2026-03-01,Magnesium,1\n2026-03-02,Magnesium,1\n"
    told = taken(cramp, tmp_path / "a.csv", rows + "2026-03-01,Mood,2\n", "d=date", "n=name", "v=value:0-4")
    found = records(cramp)
    assert [one.severity for one in found if isinstance(one, Episode)] == [8]
    assert [one.amount for one in found if isinstance(one, Exposure)] == [
        None,
        None,
    ]  # 1 only says that it was
    assert (len([one for one in found if isinstance(one, CheckIn)]), told["unknown"]) == (1, {"Mood": 1})


def test_a_remedy_that_is_not_known_becomes_an_own_word(cramp: Cramp, tmp_path: Path) -> None:
    rows = "d,pain,tried\n2026-03-01,5,Wobenzym\n"
    maps = ("d=date", "pain=severity", "tried=tried")
    told = taken(cramp, tmp_path / "a.csv", rows, *maps)
    assert told["unknown"] == {"Wobenzym": 1}
    assert "tried: Wobenzym" in cramp("list").out
    taken(cramp, tmp_path / "a.csv", rows, *maps, "Wobenzym=new")
    (one,) = [each for each in records(cramp) if isinstance(each, Episode)]
    assert ([each.remedy for each in one.tried], one.note) == (["wobenzym"], None)
    assert taken(cramp, tmp_path / "a.csv", rows, *maps)["new"] == 0


def test_remedies_are_for_prevention_unless_it_is_said_otherwise(cramp: Cramp, tmp_path: Path) -> None:
    rows = "d,m\n2026-03-01,yes\n"
    for purpose in ("prevention", "rescue"):
        taken(cramp, tmp_path / "a.csv", rows, "d=date", "m=used:magnesium", options=("--purpose", purpose))
        assert [one.purpose for one in records(cramp) if isinstance(one, Exposure)] == [purpose]
    assert cramp("import", tmp_path / "a.csv", "--purpose", "fun").exit_code == 2


def test_a_map_is_written_with_a_guess_for_each_column_and_can_be_given_back(
    cramp: Cramp, tmp_path: Path
) -> None:
    path, own = tmp_path / "a.csv", tmp_path / "own.map"
    path.write_text("Date,Pain,Leg,Magnesium,Mood\n2026-03-01,7,left calf,yes,rain\n")
    ran = cramp("import", path, "--save-map", own)
    assert (ran.exit_code, records(cramp)) == (0, [])
    text = own.read_text()
    assert "Date = date" in text
    assert "Leg = place" in text
    assert "#   left calf" in text
    assert "Magnesium = used:magnesium" in text
    assert "Mood = ?" in text
    assert cramp("import", path, "--map", own, "-y").exit_code == 0
    assert sorted(one.kind for one in records(cramp)) == ["episode", "exposure"]


def test_of_a_workbook_with_several_sheets_the_others_are_named(cramp: Cramp, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "March"
    for sheet in (book.active, book.create_sheet("April")):
        sheet.append(["Date", "Leg cramps"])
        sheet.append(["2026-03-05", "yes"])
    book.save(tmp_path / "a.xlsx")
    maps = ("--map", "Date=date", "--map", "Leg cramps=count", "-y")
    assert "--sheet takes another: April." in cramp("import", tmp_path / "a.xlsx", *maps).out
    chosen = cramp("import", tmp_path / "a.xlsx", *maps, "--sheet", "April")
    assert chosen.exit_code == 0
    assert "--sheet" not in chosen.out


def test_behind_a_cover_the_other_sheets_are_named(cramp: Cramp, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(["My cramp diary"])
    log = book.create_sheet("Log")
    log.append(["Date", "Leg cramps"])
    log.append(["2026-03-05", "yes"])
    path, own = tmp_path / "a.xlsx", tmp_path / "own.map"
    book.save(path)
    assert "--sheet takes another: Log." in cramp("import", path).err
    assert "--sheet takes another: Log." in cramp("import", path, "--save-map", own).out
    own.unlink()
    saved = cramp("import", path, "--save-map", own, "--sheet", "Log")
    assert (saved.exit_code, "--sheet takes" in saved.out) == (0, False)
    assert cramp("import", path, "--map", own, "--sheet", "Log", "-y").exit_code == 0


def test_the_first_entries_are_shown_with_their_notes_as_a_list_has_them(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Date,Pain,Notes\n2026-03-05,7,"woke\nand cried"\n2026-03-06,0,slept\n')
    maps = ("--map", "Date=date", "--map", "Pain=severity", "--map", "Notes=note")
    looked = cramp("import", path, *maps, "--dry-run").out
    assert cramp("import", path, *maps, "-y").exit_code == 0
    listed = cramp("list").out
    for each in ("cramp, severity 7. woke; and cried", "no cramps. slept"):
        assert each in looked
        assert each in listed


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["8/10", "11"], "severity"), (["11"], "severity"), (["7", "5", "75"], "severity"),
        (["70", "45"], "severity:0-100"), (["100", "80", "9"], "severity:0-100"), (["high", "75", "mild"], "severity"),
    ],
)  # fmt: skip
def test_a_scale_to_a_hundred_is_seen_by_most_of_its_values(
    values: list[str], field: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Date,Pain\n" + "".join(f"2026-03-{day:02},{each}\n" for day, each in enumerate(values, 1))
    )
    assert proposals(path, ",", Vocabulary())[1].field == field


@pytest.mark.parametrize("header", ["End", "Ended", "Ende", "End time", "Until"])
def test_an_end_is_seen_by_its_header(header: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, f"Start,{header},Pain\n2026-03-05 23:58,2026-03-06 00:03,6\n")
    assert isinstance(found, Episode)
    assert found.duration_s == 300


@pytest.mark.parametrize(
    ("number", "format_", "severity"),
    [(0.7, "0%", 7), (0.05, "0.0%", 1), (1, "0%", 10), (0, "0%", 0), (7, "0", 7)],
)
def test_a_number_that_excel_shows_in_percents_is_read_so(
    number: float, format_: str, severity: int, cramp: Cramp, tmp_path: Path
) -> None:
    """Off a terminal, with the map untouched."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["Date", "Pain %"], ["2026-03-05", number], ["2026-03-07", "3"]):
        book.active.append(row)
    book.active["B2"].number_format = format_
    book.save(tmp_path / "a.xlsx")
    assert cramp("import", tmp_path / "a.xlsx", "--save-map", tmp_path / "a.map").exit_code == 0
    assert cramp("import", tmp_path / "a.xlsx", "--map", tmp_path / "a.map", "-y").exit_code == 0
    first, _ = records(cramp)
    assert (getattr(first, "severity", 0) or 0) == severity
