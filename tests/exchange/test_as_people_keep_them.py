"""Sheets as people keep them: ditto marks, a second table below, nights without in words, formulas, times in words."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.exchange.reading import BadRowsError
from kit.running import Cramp
from kit.sheets import read, reading_of

COLUMNS = ("Date=date", "Time=time", "Where=place", "Pain=severity", "Took=used")
HEADER = "Date,Time,Where,Pain,Took\n"
MARKS = ('""""', "''", "″", "〃", "Ditto", "idem", " 〃 ")
CELLS = (
    ("2026-03-01", "2026-03-02", "2026-03-04"), ("02:00", "03:30", "04:10"), ("left calf", "right foot"),
    ("3", "7"), ("magnesium", "stretching", ""),
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    rows=st.lists(st.tuples(*[st.sampled_from(each) for each in CELLS]), min_size=1, max_size=6),
    mark=st.sampled_from(MARKS),
)
def test_a_ditto_mark_says_what_stands_above_it(
    rows: list[tuple[str, ...]], mark: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ditto")
    written = [rows[0]]
    for above, row in pairwise(rows):
        written.append(tuple(mark if cell == one else cell for cell, one in zip(row, above, strict=True)))
    found, meant = (
        read(folder, HEADER + "".join(f"{','.join(row)}\n" for row in each), *COLUMNS)
        for each in (written, rows)
    )
    assert found == meant
    assert sum(isinstance(each, Episode) for each in found) == len(rows)


def test_a_ditto_mark_below_nothing_is_no_date_and_no_place(tmp_path: Path) -> None:
    reading, found = reading_of(tmp_path, f'{HEADER}"""",,left calf,3,\n2026-03-01,02:00,"""",4,\n', *COLUMNS)
    assert [(each.severity, each.sites) for each in found if isinstance(each, Episode)] == [(4, ("calf",))]
    assert reading.mentions == ['""": "left calf, 3"']


TABLE = "Date,Time,Where,Pain\n2026-03-01,02:00,left calf,3\n2026-03-04,03:00,right foot,7\n"


@pytest.mark.parametrize("title", ["", "What I took,,,\n", ",,,\n"])
@pytest.mark.parametrize("header", ["Date,What,Dose,", "Day,Remedy,,How much", "date,Where,Pain,Time"])
def test_a_table_below_another_is_left_out_and_said(title: str, header: str, tmp_path: Path) -> None:
    below = "2026-03-05,02:00,left calf,300\n2026-03-06,magnesium,9,3\n"
    reading, found = reading_of(tmp_path, f"{TABLE}{title}{header}\n{below}", *COLUMNS[:4])
    assert found == read(tmp_path, TABLE, *COLUMNS[:4])
    assert reading.ignored["row of another table"] == 2
    (said,) = [each for each in reading.said if "Another table" in each]
    assert f'with "{header.partition(",")[0]}", "{header.split(",")[1]}"' in said
    assert f"line {4 + bool(title)}," in said


def test_a_header_that_stands_again_as_on_each_page_begins_no_other_table(tmp_path: Path) -> None:
    head, *rows = TABLE.splitlines(keepends=True)
    reading, found = reading_of(tmp_path, head + rows[0] + head.upper() + rows[1], *COLUMNS[:4])
    assert found == read(tmp_path, TABLE, *COLUMNS[:4])
    assert not reading.said
    other = "Date,What,Dose\n2026-03-05,magnesium,3\n"
    assert read(tmp_path, head + rows[0] + other + head + rows[1], *COLUMNS[:4]) == found


@pytest.mark.parametrize(
    ("where", "said", "clear"),
    [
        ("Where", "nessun crampo", True),
        ("Where", "pas de crampe", True),
        ("Where", "keine Krämpfe", True),
        ("Where", "no cramps", True),
        ("Leg cramps?", "None", True),
        ("Cramp?", "no", True),
        ("Where", "none", False),
        ("Where", "keine Ahnung", False),
        ("Left calf cramp", "none", False),
    ],
)
def test_a_night_without_in_words_is_one_where_they_leave_nothing_open(
    where: str, said: str, clear: bool, tmp_path: Path
) -> None:
    maps = ("Date=date", f"{where}=place", "Pain=severity")
    text = f"Date,{where},Pain\n2026-03-01,left calf,7\n2026-03-04,{said},\n"
    reading, found = reading_of(tmp_path, text, *maps)
    assert [type(each) for each in found] == [Episode, *[CheckIn] * clear]
    if not clear:
        assert sum(reading.ignored.values()) == 1


@pytest.mark.parametrize("said", ["no cramp", "No cramps!", "pas de crampe"])
def test_no_cramp_in_place_of_a_time_is_a_night_without(said: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"Date,Time,Where,Pain\n2026-03-01,{said},,\n", *COLUMNS[:4])
    assert [type(each) for each in found] == [CheckIn]
    with pytest.raises(BadRowsError):  # it says both
        read(tmp_path, f"Date,Time,Where,Pain\n2026-03-01,{said},left calf,5\n", *COLUMNS[:4])


def test_a_bare_none_below_where_is_counted_and_the_way_on_that_is_told_leads_on(tmp_path: Path) -> None:
    text = "Date,Where,Pain\n2026-03-01,left calf,7\n2026-03-04,none,\n2026-03-05,none,\n2026-03-06,nil,\n"
    maps = ("Date=date", "Where=place", "Pain=severity")
    reading, found = reading_of(tmp_path, text, *maps)
    assert len(found) == 1
    assert reading.ignored == {'row with "Where: none"': 2, 'row with "Where: nil"': 1}
    told = [re.findall(r'--map "([^"]*)"', each) for each in reading.said]
    assert told == [["dates=mornings"], ["none=clear"], ["nil=clear"]]
    reading, found = reading_of(tmp_path, text, *maps, *(one for each in told[1:] for one in each))
    assert sum(isinstance(each, CheckIn) for each in found) == 3
    assert len(reading.said) == 1
    assert not +reading.ignored


@pytest.mark.parametrize("said", ["slept badly", "not sure where", "see doctor"])
def test_a_row_of_which_nothing_is_taken_is_counted(said: str, tmp_path: Path) -> None:
    text = f"Date,Where,Pain\n2026-03-01,left calf,7\n2026-03-04,{said},\n"
    reading, found = reading_of(tmp_path, text, "Date=date", "Where=place", "Pain=severity")
    assert len(found) == 1
    assert sum(reading.ignored.values()) + sum(reading.unknown.values()) > 0


def test_a_row_of_denials_that_leave_it_open_is_counted(tmp_path: Path) -> None:
    text = "Date,Side,Minutes,Pain\n2026-03-01,left,3,7\n2026-03-04,none,,\n2026-03-05,,,\n"
    reading, found = reading_of(tmp_path, text, "Date=date", "Side=side", "Minutes=minutes", "Pain=severity")
    assert len(found) == 1
    assert reading.ignored == {"row that does not say that there was a cramp": 1}


def test_a_time_that_is_to_be_ignored_leaves_its_row_by_its_day_and_the_others_as_they_are(
    tmp_path: Path,
) -> None:
    text = "Date,Time,Where,Pain\n2026-03-01,02:10,left calf,7\n2026-03-04,before getting up,right calf,3\n"
    with pytest.raises(BadRowsError) as refused:
        read(tmp_path, text, *COLUMNS[:4])
    told = re.findall(r'--map "([^"]*)"', refused.value.lines[0])
    assert told == ["before getting up=ignore", "Time=ignore"]
    found = read(tmp_path, text, *COLUMNS[:4], told[0])
    assert [(each.precision, f"{each.at:%d %H:%M}") for each in found if isinstance(each, Episode)] == [
        ("minute", "01 02:10"), ("day", "04 12:00"),
    ]  # fmt: skip


@pytest.mark.parametrize("cramp", ["Yes", "No"])
def test_what_a_form_of_the_morning_says_was_used_is_of_the_night_and_of_no_minute(
    cramp: str, tmp_path: Path
) -> None:
    asked = "Did you have a leg cramp last night?"
    text = f"Timestamp,{asked},Took before bed\n2026-03-05 08:02:00,{cramp},magnesium\n"
    found = read(tmp_path, text, "Timestamp=at", f"{asked}=count", "Took before bed=used")
    (used,) = [each for each in found if isinstance(each, Exposure)]
    assert (used.precision, f"{used.at:%Y-%m-%d}") == ("day", "2026-03-04")


@pytest.mark.parametrize("maps", [("Pain=severity",), ("2026-03-01=severity", "2026-03-02=ignore")])
def test_a_map_without_a_date_is_told_what_lacks_and_not_sent_round(
    maps: tuple[str, ...], cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Pain,2026-03-01,2026-03-02\n7,3,4\n")
    said = cramp("import", "--new", path, "-y", *(one for each in maps for one in ("--map", each)))
    assert said.exit_code != 0
    assert "--save-map" not in said.err
    assert "said to be the date" in said.err


def workbook(path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    for row in (["Date", "Where", "Pain"], ["2026-03-01", "left calf", 7], ["=A2+1", "right calf", 3]):
        book.active.append(row)
    book.active["B2"].comment = Comment("Really awful.", "me")
    book.save(path)


OF_BOOK = tuple(each for one in ("Date=date", "Where=place", "Pain=severity") for each in ("--map", one))


def test_a_formula_without_its_value_is_named_and_never_taken_for_a_merged_cell(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    workbook(path)
    refused = cramp("import", "--new", path, *OF_BOOK, "-y")
    assert '"=A2+1" is a formula without its value' in refused.err + refused.out
    done = cramp("import", "--new", path, *OF_BOOK, "-y", "--skip-bad")
    assert done.exit_code == 0
    assert "Comments on its cells are not read: 1 in the workbook." in done.out
    assert [each["severity"] for each in cramp("list", "--json").json["entries"]] == [7]


@pytest.mark.parametrize("value", ['t="str"><f>A2+1</f><v></v>', "><f>A2+1</f><v>46083</v>"])
def test_a_formula_with_its_value_is_that_value_also_where_it_is_empty(
    value: str, cramp: Cramp, tmp_path: Path
) -> None:
    path, worked_out = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    workbook(path)
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(worked_out, "w") as saved:
        for name in packed.namelist():
            text = packed.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text, count = re.subn(rb"(?:>)<f>A2\+1</f><v ?/?>(?:</v>)?", f" {value}".encode(), text)
                assert count == 1
            saved.writestr(name, text)
    done = cramp("import", "--new", worked_out, *OF_BOOK, "-y")
    assert "without its value" not in done.out + done.err
    nights = [each["night"] for each in cramp("list", "--json").json["entries"]]
    # An empty text is as good as a merged cell.
    assert sorted(nights) == ["2026-03-01", "2026-03-02" if "46083" in value else "2026-03-01"]
