"""Track & Graph, Loop Habits, Flaredown, jrnl, and any CSV of which the person says what is what."""

from __future__ import annotations

import inspect
import json
import re
import zipfile
from contextlib import suppress
from importlib import resources
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from crampdiary.diary.model import Episode, Exposure
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError
from crampdiary.exchange import formats, maps, programs
from crampdiary.exchange.importer import importers
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import ANY
from crampdiary.exchange.table import XLSX, rows_of
from crampdiary.keep.revision import checked
from kit.logs import versions_in
from kit.peerfiles import FILES, brief, imported, records, written_again
from kit.running import Cramp, slowly


def samples(program: str) -> list[Path]:
    """Return the files that a program wrote: their names begin with its own."""
    return sorted(FILES.glob(f"{program.replace('-', '_')}*"))


@pytest.mark.slow_but_first
@pytest.mark.parametrize("program", importers())
def test_a_sample_of_each_format_is_known_for_what_it_is_and_brings_something(
    program: str, cramp: Cramp
) -> None:
    """A reader is found in its folder by itself; what is missing here is a file that its program wrote."""
    assert samples(program)
    for sample in samples(program):
        assert formats.detect(sample)[0] == program
        maps = ("--map", "When=at:%d.%m.%Y %H:%M", "--map", "How bad=severity") if program == ANY else ()
        told, _ = imported(cramp, sample, *maps)
        assert told["format"] == program
        assert any(each["new"] or each["known"] or each["changed"] for each in told["kinds"].values())
        assert written_again(cramp, sample, *maps) == 0


def test_every_file_among_the_readers_is_one_and_every_sample_is_some_readers() -> None:
    modules = {each.name for each in iter_modules(programs.__path__)}
    mapped = {each.name for each in resources.files(maps).iterdir() if each.name.endswith(".map")}
    assert len(importers()) == len(modules) + len(mapped)  # or else one has the name of another
    assert set(FILES.iterdir()) == {sample for program in importers() for sample in samples(program)}


@pytest.mark.parametrize("program", importers())
@pytest.mark.parametrize("content", [b"PK\3\4", b'{"a": 1}', b"[]", b"\0\0", b""])
def test_a_file_of_something_else_is_refused_by_every_reader(
    content: bytes, program: str, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.file").write_bytes(content)
    ran = cramp("import", tmp_path / "a.file", "--format", program)
    assert ran.exit_code == 1
    assert "a.file" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("program", importers())
def test_a_reader_has_what_every_reader_has_and_no_more_options(program: str) -> None:
    reader = importers()[program]
    assert list(inspect.signature(reader.fits).parameters) == ["file"]
    assert list(inspect.signature(reader.read).parameters) == ["reading"]


ODD = (
    "01/03/2026 02:00",
    "",
    "-1",
    "0000-00-00",
    "99:99",
    "nan",
    "1e999",
    "9" * 99,
    "'",
    "\u0660",
    "(,",
    "\x1b[2J",
)
OF_PYTHON = re.compile(r"\b\w*(Error|Exception|Warning)\b|Traceback|<class|object at 0x")


@pytest.mark.parametrize(
    "sample", sorted({*FILES.iterdir()} - {*FILES.glob("*.zip")}), ids=lambda path: path.name
)
@pytest.mark.slow
def test_no_odd_value_in_any_place_is_told_in_the_words_of_python(sample: Path, tmp_path: Path) -> None:
    text = sample.read_text(encoding="utf-8-sig")
    said = []
    places = list(re.finditer(r"[^,;\t\r\n\"{}\[\]|:]+", text))[:150]
    for number, place in enumerate(places):
        odd = ODD[number % len(ODD)]
        path = tmp_path / sample.name
        path.write_text(text[: place.start()] + odd + text[place.end() :], encoding="utf-8")
        columns = {"When": "at:%d.%m.%Y %H:%M", "How bad": "severity", "Lasted": "minutes"}
        with suppress(CrampError):
            program, delimiter = formats.detect(path)
            reading = Reading(path, Vocabulary(), {}, folder=tmp_path, delimiter=delimiter, columns=columns)
            try:
                list(formats.revisions(program, reading, []))
            except CrampError as error:
                said += [str(error), *getattr(error, "lines", [])]
                raise
    assert len(said) > 5
    assert [each for each in said if OF_PYTHON.search(each)] == []


# Track & Graph


def test_track_and_graph_points_become_cramps_and_exposures(cramp: Cramp) -> None:
    told, found = imported(cramp, "track_and_graph.csv")
    assert told["format"] == "track-and-graph"
    assert [brief(record) for record in found] == [
        ("2024-02-28T22:00", "minute", "remedy", "magnesium", "400 mg"),
        ("2024-02-29T03:10", "minute", 7, ("leg",), None),
        ("2024-02-29T03:10", "minute", 7, ("leg",), None),
        ("2024-03-01T03:10", "minute", None, ("leg",), None),
        ("2024-03-02T03:10", "minute", 4, ("leg",), None),
    ]
    assert isinstance(found[3], Episode)
    assert found[3].duration_s == 200
    assert found[4].note == "a, b\nLegs/Night cramp: 3.5 (Bad)"  # type: ignore[union-attr]
    assert told["unknown"] == {"Mood": 1}
    assert told["ignored"] == {"no, or 0, of what is no cramp": 1}
    assert written_again(cramp, "track_and_graph.csv") == 0


# Loop Habits


@pytest.mark.parametrize(
    ("name", "severity", "note"),
    [("Leg cramps last night", None, "Leg cramps last night: 4"), ("Leg cramps today", None, "Leg cramps today: 4"),
     ("Leg cramp last night", 4, "Leg cramp last night"), ("Leg cramps", 4, "Leg cramps")],
)  # fmt: skip
def test_a_number_of_all_cramps_of_a_night_or_a_day_is_no_severity(
    name: str, severity: int | None, note: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"FeatureName,Timestamp,Value,Label,Note\n{name},2026-03-05T08:00:00.000Z,4,,\n")
    _, (one,) = imported(cramp, path)
    assert isinstance(one, Episode)
    assert (one.severity, one.note) == (severity, note)


def loop_zip(path: Path, marks: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Habits.csv", "Position,Name\n001,Magnesium\n")
        archive.writestr("001 Magnesium/Checkmarks.csv", marks)
        archive.writestr("001 Magnesium/Scores.csv", "2024-03-01,0.5\n")
        archive.writestr("002 Reading/Checkmarks.csv", "Date,Value,Notes\n2024-03-01,YES_MANUAL,\n")
    return path


def test_loop_habits_become_exposures_on_the_days_that_were_marked(cramp: Cramp, tmp_path: Path) -> None:
    marks = (
        'Date,Value,Notes\n2024-03-05,YES_MANUAL,"a, b"\n2024-03-04,UNKNOWN,\n2024-03-03,NO,\n'
        "2024-03-02,SKIP,\n2024-03-01,YES_AUTO,\n2024-02-29,400000,\n"
    )
    told, found = imported(cramp, loop_zip(tmp_path / "loop.zip", marks))
    assert told["format"] == "loop-habits"
    assert [brief(record) for record in found] == [
        ("2024-02-29T12:00", "day", "remedy", "magnesium", "400"),
        ("2024-03-05T12:00", "day", "remedy", "magnesium", None),
    ]
    assert told["unknown"] == {"Reading": 1}
    assert sum(told["ignored"].values()) == 4
    assert written_again(cramp, tmp_path / "loop.zip") == 0
    told, _ = imported(cramp, tmp_path / "loop.zip", "--map", "Reading=trigger:long-sitting")
    assert told["new"] == 1


@pytest.mark.parametrize(
    ("folder", "listed", "asked"),
    [
        ("001 Legfoot cramps", "Leg/foot cramps", set()), ("001 Wadenkrmpfe", "Wadenkrämpfe", {"Wadenkrämpfe"}),
        ("001", "こむら返り", {"こむら返り"}), ("001 Stretchwalk", "Stretch/walk", {"Stretch/walk"}),
        ("001 Cold", "Cold?!", set()), ("001 Reading", "Gardening", {"Reading"}), ("001", "", {"001"}),
    ],
)  # fmt: skip
def test_a_habit_has_its_whole_name_where_the_folder_says_nothing(
    folder: str, listed: str, asked: set[str], cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "loop.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Habits.csv", f"Position,Name\n001,{listed}\n")
        archive.writestr(f"{folder}/Checkmarks.csv", "Date,Value,Notes\n2024-03-01,YES_MANUAL,\n")
    told, found = imported(cramp, path)
    assert {*told["unknown"], *told["maybe_cramps"]} == asked
    assert len(found) == (not asked)


@pytest.mark.parametrize("marks", ["Date,Value\n2024-02-30,NO\n", "Date,Value\n2024-03-01,MAYBE\n", "x\n"])
def test_a_loop_file_that_is_not_right_is_refused(marks: str, cramp: Cramp, tmp_path: Path) -> None:
    ran = cramp("import", loop_zip(tmp_path / "loop.zip", marks))
    assert (ran.exit_code, OF_PYTHON.search(ran.err)) == (1, None)
    assert records(cramp) == []


def test_other_zip_files_are_refused(cramp: Cramp, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../etc/evil", "x")
    assert cramp("import", tmp_path / "a.zip").exit_code == 1
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 and nothing")
    assert cramp("import", tmp_path / "b.zip").exit_code == 1


# Flaredown


def test_flaredown_days_become_cramps_exposures_and_clear_nights(cramp: Cramp) -> None:
    told, found = imported(cramp, "flaredown.csv")
    assert told["format"] == "flaredown"
    assert sorted(map(brief, found), key=str) == sorted(
        [
            ("2017-03-01T12:00", "day", "remedy", "magnesium", "300mg"),
            ("2017-03-01T12:00", "day", "remedy", "stretching", None),
            ("2017-03-01T12:00", "day", "trigger", "alcohol", None),
            ("2017-03-01T12:00", "day", "trigger", "stress", None),
            ("2017-03-01T12:00", "day", 10, ("leg", "foot"), None),
            ("2017-03-02T12:00", "day", "remedy", "painkiller", None),
            ("2017-03-03T12:00", "day", "remedy", "magnesium", None),
            ("clear", "2017-03-02"),
        ],
        key=str,
    )
    assert told["unknown"] == {"moon phase": 1, "pizza": 1}
    assert told["left_out"] == {"Fatigue": 3, "Fibromyalgia": 3}
    assert written_again(cramp, "flaredown.csv") == 0


def test_a_day_without_a_word_on_cramps_is_not_a_clear_night(cramp: Cramp) -> None:
    _, found = imported(cramp, "flaredown.csv")
    assert [brief(record) for record in found if record.kind == "check_in"] == [("clear", "2017-03-02")]


@pytest.mark.parametrize(
    ("name", "value", "clear"), [("No leg cramps", 1, 1), ("No leg cramps", 0, 0), ("Leg cramp", 0, 1)]
)
def test_a_denial_that_is_denied_is_no_clear_night(
    name: str, value: int, clear: int, cramp: Cramp, tmp_path: Path
) -> None:
    header = "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText"
    (tmp_path / "a.csv").write_text(f"{header}\n{name},,,2024-03-29,{value},\n")
    _, found = imported(cramp, tmp_path / "a.csv")
    assert [record.kind for record in found] == ["check_in"] * clear


@pytest.mark.parametrize("order", [("1", "4"), ("4", "1"), ("2", ""), ("", "2"), ("0", "3"), ("3", "0")])
def test_of_two_cramps_of_one_row_the_worse_says_how_bad_it_was(
    order: tuple[str, str], cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(
        f"Date,Leg cramps,Foot cramps,Tags,Foods\n2024-03-29,{','.join(order)},,\n"
    )
    _, (one,) = imported(cramp, tmp_path / "a.csv", "--format", "flaredown")
    assert isinstance(one, Episode)
    assert one.severity == (0, 2, 5, 8, 10)[max(int(each or 0) for each in order)]


# jrnl


def test_jrnl_entries_with_a_tag_like_cramp_become_cramps(cramp: Cramp) -> None:
    told, found = imported(cramp, "jrnl.json")
    assert told["format"] == "jrnl"
    assert sorted(map(brief, found), key=str) == [
        ("2024-03-29T03:10", "minute", None, ("calf",), "left"),
        ("2024-03-30T23:15", "minute", "remedy", "magnesium", None),
        ("2024-03-30T23:15", "minute", None, ("calf",), None),
    ]
    assert found[0].note == 'Bad night.\nLeft calf, "again".\nTwice.'  # type: ignore[union-attr]
    assert told["ignored"] == {"entry that tells of no leg or foot cramp": 1}
    assert written_again(cramp, "jrnl.json") == 0


@pytest.mark.parametrize("text", ["Quiet night.", "Nothing.", "Slept well, then the garden."])
def test_what_a_tag_names_is_taken_from_an_entry_of_no_cramp(text: str, cramp: Cramp, tmp_path: Path) -> None:
    entry = {"date": "2024-03-29", "time": "21:00", "title": text, "body": "", "tags": ["@magnesium"]}
    (tmp_path / "a.json").write_text(json.dumps({"tags": {}, "entries": [entry]}))
    assert cramp("import", tmp_path / "a.json", "-y").exit_code == 0
    assert [record.word for record in records(cramp)] == ["magnesium"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "entries",
    [
        '[{"date": "2024-13-01", "tags": ["@cramp"]}]',
        "[1]",
        '{"a": 1}',
        '[{"tags": ["@cramp"]}]',
        "[NaN]",
        "[" * 99999,
    ],
)
def test_jrnl_files_that_are_not_right_are_refused(entries: str, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(f'{{"tags": {{}}, "entries": {entries}}}')
    ran = cramp("import", tmp_path / "a.json")
    assert ran.exit_code == 1
    assert "Traceback" not in ran.err
    assert records(cramp) == []


# Any CSV

MAPS = ("--map", "When=at:%d.%m.%Y %H:%M", "--map", "How bad=severity", "--map", "Where=site", "--map",
        "Lasted=minutes", "--map", "Comment=note")  # fmt: skip


def test_any_csv_is_read_by_its_mapping_and_rows_that_are_alike_stay_two(cramp: Cramp) -> None:
    told, found = imported(cramp, "csv_of_any_kind.csv", *MAPS)
    assert told["format"] == "csv"
    assert [brief(record) for record in found] == [
        ("2024-03-29T03:10", "minute", 7, ("arch", "toes"), None),
        ("2024-03-29T03:10", "minute", 7, ("arch", "toes"), None),
        ("2024-03-30T23:55", "minute", None, ("calf",), None),
    ]
    assert isinstance(found[0], Episode)
    assert found[0].duration_s == 180
    assert found[0].note == 'a "quoted" one; really'
    assert told["ignored"] == {"column Weather": 2}
    assert written_again(cramp, "csv_of_any_kind.csv", *MAPS) == 0


def test_without_a_mapping_the_columns_are_named(cramp: Cramp) -> None:
    ran = cramp("import", FILES / "csv_of_any_kind.csv")
    assert ran.exit_code == 1
    assert "When, How bad, Where, Lasted, Comment, Weather" in ran.err
    assert "--map" in ran.err


def test_any_csv_of_remedies(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "day,what,dose\n2024-03-29,mag,400mg\n2024-03-30,Tea,\n2024-03-31,,\n", encoding="utf-8"
    )
    maps = ("--map", "day=at", "--map", "what=used", "--map", "dose=amount")
    told, found = imported(cramp, tmp_path / "a.csv", *maps)
    assert [brief(record) for record in found] == [
        ("2024-03-29T12:00", "day", "remedy", "magnesium", "400mg")
    ]
    assert told["unknown"] == {"Tea": 1}


@pytest.mark.parametrize(
    "row",
    ["2024-02-30 03:10,5", "2024-03-29 03:10,11", "2024-03-29 03:10,-1", "20240329,5"],
)
def test_rows_of_any_csv_that_are_not_right_are_refused(row: str, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"when,bad\n2024-03-28 03:10,5\n{row}\n")
    ran = cramp("import", tmp_path / "a.csv", "--map", "when=at", "--map", "bad=severity")
    assert ran.exit_code == 1
    assert "line 3" in ran.err
    assert records(cramp) == []


@pytest.mark.parametrize(
    ("columns", "part"),
    [
        ("when=at:%d.%m. %H:%M", "year"),
        ("when=at:%A %H:%M", "year"),
        ("when=at:%Y %H:%M", "month"),
        ("when=date:%m %Y", "day"),
        ("when=date:%Y %U", "day"),
        ("when=date:%d.%Y", "month"),
        ("when=at:%d.%m.%Y %I:%M", "half of the day"),
        ("when=date, bad=time:%M", "hour"),
        ("when=date, bad=time:%I:%M", "half of the day"),
    ],
)
def test_a_shape_that_leaves_a_part_of_the_time_open_is_refused(
    columns: str, part: str, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("when,bad\n29.03. 03:10,5\n")
    maps = [each for column in columns.split(", ") for each in ("--map", column)]
    ran = cramp("import", tmp_path / "a.csv", *maps)
    assert ran.exit_code == 2
    assert f"does not tell the {part}" in ran.err
    assert records(cramp) == []


@pytest.mark.parametrize(
    ("columns", "row", "at", "precision"),
    [
        ("when=at:%d.%m.%Y", "29.03.2024,", "2024-03-29T12:00", "day"),
        ("when=at:%d %b %y, %I %p", '"29 Mar 24, 3 PM",', "2024-03-29T15:00", "minute"),
        ("when=at:%Y-%j %H%M", "2024-089 0310,", "2024-03-29T03:10", "minute"),
        ("when=at:%G-W%V-%u %H:%M", "2024-W13-5 03:10,", "2024-03-29T03:10", "minute"),
        ("when=date:%d/%m/%Y|bad=time:%Hh%M", "29/03/2024,3h10", "2024-03-29T03:10", "minute"),
        ("when=date:%d/%m/%Y|bad=time:%d. %I.%M %p", "29/02/2024,29. 3.10 am", "2024-02-29T03:10", "minute"),
        ("when=date:%d/%m/%Y|bad=time:%Y %H:%M", "29/02/2024,2024 03:10", "2024-02-29T03:10", "minute"),
    ],
)
def test_times_are_read_in_the_shape_that_is_given(
    columns: str, row: str, at: str, precision: str, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(f"when,bad\n{row}\n")
    maps = [each for column in [*columns.split("|"), "rows=cramp"] for each in ("--map", column)]
    _, found = imported(cramp, tmp_path / "a.csv", *maps)
    assert [brief(record)[:2] for record in found] == [(at, precision)]


def test_a_zone_can_be_given_for_times_without_an_offset(cramp: Cramp) -> None:
    _, found = imported(cramp, "csv_of_any_kind.csv", *MAPS, "--zone", "Pacific/Auckland")
    assert found[0].at.isoformat() == "2024-03-29T03:10:00+13:00"  # type: ignore[union-attr]
    assert cramp("import", FILES / "csv_of_any_kind.csv", *MAPS, "--zone", "Nowhere/X").exit_code == 2


# All of them


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    "name",
    [
        path.name if path.suffix != ".csv" or path.name == "csv_of_any_kind.csv" else slowly(path.name)
        for path in sorted(FILES.iterdir())
    ],
)
def test_one_undo_takes_an_import_back_and_a_second_device_makes_the_same_entries(
    name: str, cramp: Cramp, tmp_path: Path
) -> None:
    maps = MAPS if name == "csv_of_any_kind.csv" else ()
    assert cramp("import", FILES / name, *maps).exit_code == 0
    here = cramp("export").out
    other = tmp_path / "other.db"
    assert cramp("--diary", other, "import", "--new", FILES / name, *maps).exit_code == 0
    assert cramp("--diary", other, "export").out == here
    assert versions_in(here)
    assert cramp("undo").exit_code == 0
    assert records(cramp) == []
    assert cramp("import", FILES / name, *maps).exit_code == 0
    assert len(records(cramp)) == len(versions_in(here))


@pytest.mark.parametrize("name", ["bearable.csv", "daylio.csv", "flaredown.csv", "migraine_buddy.csv"])
def test_the_summary_says_what_is_new_what_was_not_taken_and_what_is_unknown(name: str, cramp: Cramp) -> None:
    ran = cramp("import", FILES / name, "--dry-run")
    assert ran.exit_code == 0
    assert "new: " in ran.out
    assert "Not taken: " in ran.out or "Left out" in ran.out
    assert '--map "' in ran.out
    assert "A dry run: nothing was written." in ran.out
    assert records(cramp) == []


def test_a_format_can_be_forced_and_is_refused_where_the_header_is_another(cramp: Cramp) -> None:
    assert cramp("import", FILES / "daylio.csv", "--format", "bearable").exit_code == 1
    assert cramp("import", FILES / "daylio.csv", "--format", "excel").exit_code == 2
    ran = cramp(
        "import",
        FILES / "daylio.csv",
        "--format",
        "csv",
        "--map",
        "full_date=at",
        "--map",
        "rows=ignore",
        "--json",
    )
    assert ran.json["format"] == "csv"


def test_control_characters_in_names_do_not_reach_the_terminal(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "full_date,date,weekday,time,mood,activities,note_title,note\n"
        "2024-03-29,March 29,Friday,22:00,good,\x1b[2Jevil\u202e | \x9bx,,\n",
        encoding="utf-8",
    )
    ran = cramp("import", tmp_path / "a.csv", "--dry-run")
    assert ran.exit_code == 0
    assert not any(
        (ord(each) < 32 and each != "\n") or 0x7F <= ord(each) < 0xA0 for each in ran.out + ran.err
    )
    assert "\u202e" not in ran.out


@pytest.mark.parametrize(("kind", "clear"), [("NUMERICAL", 1), ("YES_NO", 0)])
def test_of_a_habit_that_is_measured_a_0_says_that_there_was_none(
    kind: str, clear: int, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "loop.zip"
    for magnesium, left in (("400000", 1), ("0", 0)):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "Habits.csv", f"Position,Name,Type\n001,Leg cramps,{kind}\n002,Magnesium,NUMERICAL\n"
            )
            archive.writestr("001 Leg cramps/Checkmarks.csv", "2026-03-01,0\n")
            archive.writestr("002 Magnesium/Checkmarks.csv", f"2026-03-01,{magnesium}\n")
        found = imported(cramp, path)[1]
        assert len([each for each in found if isinstance(each, Exposure)]) == left  # denied by now, it goes
        assert len(found) == left + clear


TABLES = [path for path in sorted(FILES.iterdir()) if path.suffix in (".csv", ".tsv")]


@pytest.mark.slow_but_some
@pytest.mark.parametrize("sample", TABLES, ids=lambda path: path.name)
def test_the_sheet_that_is_named_is_the_one_that_is_read(sample: Path, tmp_path: Path) -> None:
    """Whatever looks at a workbook, ahead or for its entries, looks at that sheet."""
    openpyxl = pytest.importorskip("openpyxl")
    program, delimiter = formats.detect(sample)
    book = openpyxl.Workbook()
    book.active.append(["My export"])
    page = book.create_sheet("Export")
    for _, cells in rows_of(sample, delimiter):
        page.append(cells)
    path = tmp_path / "export.xlsx"
    book.save(path)
    assert formats.detect(path, sheet="Export") == (program, XLSX)
    columns = {"When": "at:%d.%m.%Y %H:%M", "How bad": "severity"} if program == ANY else {}

    def read(path: Path, delimiter: str, sheet: str | None) -> list[Any]:
        reading = Reading(
            path, Vocabulary(), {}, folder=tmp_path, delimiter=delimiter, columns=columns, sheet=sheet
        )
        found = [checked(row) for row in formats.revisions(program, reading, [])]
        return sorted(map(repr, found))

    found = read(path, XLSX, "Export")
    assert found
    assert found == read(sample, delimiter, None)
