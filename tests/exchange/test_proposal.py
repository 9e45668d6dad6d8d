"""What the columns of a sheet seem to be, by their headers and values, and columns whose header is a thing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.columns import unit_of
from crampdiary.exchange.names.meaning import map_line, read_maps
from crampdiary.exchange.proposal import Proposal, columns_text, proposals
from kit.peerfiles import records
from kit.running import Cramp
from kit.sheets import read, read_as_saved


def guessed(tmp_path: Path, *columns: str) -> list[str | None]:
    """Return the guesses for columns, each written as its header and its values with | between."""
    cells = [column.split("|") for column in columns]
    lines = [";".join(row) for row in zip(*cells, strict=True)]
    file = tmp_path / "sheet.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [each.field for each in proposals(file, ";", Vocabulary())]


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Date|3/14/2026 3:12:00|3/15/2026 2:01:00", "at"),
        ("Date|2026-03-14|2026-03-15", "date"),
        ("Gibberish|2026-03-14|2026-03-15", "date"),
        ("Gibberish|14.03.2026 03:10|15.03.2026 02:00", "at"),
        ("Tag|2026-03-14|2026-03-15", "date"),
        ("Tag|sleep|mood", None),
        ("When|at night|at noon", None),
        ("How bad was it? (1-10)|7|4", "severity"),
        ("Pain|70|45", "severity:0-100"),
        ("Pain|7|12", "severity"),
        ("Stärke|7|4", "severity"),
        ("Pain 1-10|7|4", "severity"),
        ("Pain (0-4)|3|4", "severity:0-4"),
        ("Duration (mins)|2|5", "minutes"),
        ("Duration (sec)|20|50", "seconds"),
        ("Duration|2 min|50 s", "duration"),
        ("How long|2|5", "minutes"),
        ("What time|3am|4:10", "time"),
        ("Date of cramp|2026-03-14|2026-03-15", "date"),
        ("Cramps|2|0", "count"),
        ("Cramps|yes|no", "count"),
        ("Cramps|cramps: 2|none", "count"),
        ("Cramps|in the calf|very bad", None),
        ("Which one?|left calf|right foot", "place"),
        ("Which one?|left calf|stomach", "place"),
        ("Magnesium (mg)|300|0", "used:magnesium"),
        ("Magnesium mg|300|0", "used:magnesium"),
        ("Wine|1|0", "had:alcohol"),
        ("Elf dust|yes|no", None),
        ("No magnesium|yes|no", None),
        ("Mood|low|fine", None),
        ("Leg Cramp Relief|Yes|No", None),
        ("Foot cramp relief|Yes|No", None),
        ("Relief|Yes|A bit", "helped"),
        ("Cramp medicine|Yes|No", None),
        ("Medicine|magnesium|no", "tried"),
    ],
)
def test_a_column_is_guessed_by_its_header_and_its_values(
    column: str, field: str | None, tmp_path: Path
) -> None:
    assert guessed(tmp_path, column, "Zzz|1|2") == [field, None]


def test_each_field_is_guessed_once_and_a_column_of_yes_and_no_is_offered(tmp_path: Path) -> None:
    assert guessed(tmp_path, "Date|2026-03-14", "Day|2026-03-15") == ["date", None]
    (tmp_path / "a.csv").write_text("Date;Elf dust\n2026-03-14;yes\n")
    text = columns_text(proposals(tmp_path / "a.csv", ";", Vocabulary()))
    assert "\nElf dust = ?\n#   perhaps: Elf dust = new" in text


def test_a_unit_stands_at_the_end_of_a_header() -> None:
    headers = ("Magnesium (mg)", "Magnesium mg", "Quinine, IU", "Magnesium", "Evening", "")
    assert [unit_of(each) for each in headers] == ["mg", "mg", "IU", "", "", ""]


def test_a_column_can_be_said_to_be_a_thing_by_its_name(cramp: Cramp, tmp_path: Path) -> None:
    """`Elf dust = new` says of the column what it says of a name: its cells tell whether, or how much."""
    (tmp_path / "a.csv").write_text(
        "Date,Elf dust,Soup,Zap,Magnesium mg\n2026-03-14,yes,no,yes,300\n2026-03-15,2 spoons,yes,0,no\n"
    )
    maps = (
        "Date=date", "Elf dust=new", "Soup=trigger:new", "Zap=cramp", "Magnesium mg=used:magnesium"
    )  # fmt: skip
    ran = cramp("import", tmp_path / "a.csv", *(part for each in maps for part in ("--map", each)), "-y")
    assert ran.exit_code == 0, ran.err
    found = records(cramp)
    uses = [(each.at.day, each.word, each.amount) for each in found if isinstance(each, Exposure)]
    assert sorted(uses, key=str) == [
        (14, "elf-dust", None), (14, "magnesium", "300 mg"), (15, "elf-dust", "2 spoons"), (15, "soup", None)
    ]  # fmt: skip
    assert [each.at.day for each in found if isinstance(each, Episode)] == [14]
    assert [each.night.day for each in found if isinstance(each, CheckIn)] == [15]


def test_a_note_that_denies_cramps_makes_no_cramp(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Date,Pain,Notes\n2026-03-14,,no cramps\n2026-03-15,4,no cramps since\n")
    maps = ("--map", "Date=date", "--map", "Pain=severity", "--map", "Notes=note")
    assert cramp("import", tmp_path / "a.csv", *maps, "-y").exit_code == 0
    assert sorted((type(each).__name__ for each in records(cramp)), key=str) == ["CheckIn", "Episode"]


def test_of_two_headers_alike_the_first_is_taken(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Date,Pain,Notes,Notes\n2026-03-14,4,one,two\n")
    maps = ("--map", "Date=date", "--map", "Pain=severity", "--map", "Notes=note")
    ran = cramp("import", tmp_path / "a.csv", *maps, "-y", "--json")
    assert ran.exit_code == 0, ran.err
    assert ran.json["ignored"] == {"column Notes": 1}
    (one,) = records(cramp)
    assert isinstance(one, Episode)
    assert one.note == "one"


@pytest.mark.slow
def test_every_name_that_must_be_decided_is_in_the_map_that_is_saved(cramp: Cramp, tmp_path: Path) -> None:
    """Of whatever kind: a place, a remedy, a trigger, a relief, a thing, and what may be a cramp."""
    kinds = {
        "Where": "spot {}",
        "Tried": "cure {}",
        "Why": "cause {}",
        "Better": "hum {}",
        "Things": "cramps, item {}",
    }
    rows = [
        f"2026-03-{number:02},5,{','.join(text.format(f'b{number}') for text in kinds.values())}"
        for number in range(1, 15)
    ]
    rows = [row.replace("cramps, ", "cramps | ") for row in rows]
    file, own = tmp_path / "a.csv", tmp_path / "own.map"
    file.write_text("Day,Pain," + ",".join(kinds) + "\n" + "\n".join(rows) + "\n")
    fields = (
        "Day=date",
        "Pain=severity",
        "Where=place",
        "Tried=tried",
        "Why=trigger",
        "Better=helped",
        "Things=names:|",
    )
    maps = [part for each in fields for part in ("--map", each)]
    ran = cramp("import", file, *maps, "--dry-run", "--save-map", own)
    assert ran.exit_code == 0, ran.err
    assert "--save-map names.txt writes them all" in ran.out
    told = cramp("import", file, *maps, "--dry-run", "--json").json
    assert len(told["unknown"]) == 14 * len(kinds) + bool(told["maybe_cramps"])
    left = {line.partition(" = ")[0] for line in own.read_text().splitlines() if line.endswith(" = ?")}
    assert {*told["unknown"], *told["maybe_cramps"]} <= left


@pytest.mark.parametrize("kind", ["words", "seen"])
def test_no_map_is_written_for_a_table_of_our_own(kind: str, cramp: Cramp, tmp_path: Path) -> None:
    assert cramp("log", "5", "left", "calf").exit_code == 0
    assert cramp("export", tmp_path / "out", "--format", "csv").exit_code == 0
    ran = cramp("import", tmp_path / "out" / f"{kind}.csv", "--save-map", tmp_path / "own.map")
    assert (ran.exit_code, "cramp export diary.jsonl" in ran.err) == (1, True)
    assert not (tmp_path / "own.map").exists()


@pytest.mark.parametrize(
    ("headers", "cells", "expected"),
    [
        (("Severity AM", "Severity PM"), ("3", "5"), "cramp"),
        (("Morning pain level", "Evening pain level"), ("3", "5"), "cramp"),
        (("AM pain", "PM pain"), ("3", "5"), "cramp"),
        (("Mood AM", "Mood PM"), ("3", "5"), None),
        (("Severity AM", "Severity PM"), ("walk", "rest"), None),
        (("Severity", "Severity AM"), ("3", "5"), "severity"),
    ],
)
def test_how_bad_each_part_of_a_day_was_is_offered_as_a_cramp(
    headers: tuple[str, str], cells: tuple[str, str], expected: str | None, cramp: Cramp, tmp_path: Path
) -> None:
    path, said = tmp_path / "cramps.csv", tmp_path / "a.map"
    path.write_text(f"Date,{','.join(headers)}\n2026-03-01,{','.join(cells)}\n2026-03-02,0,0\n")
    found = cramp("import", path, "--save-map", said, "--json").json["columns"]
    assert found[headers[0]] == expected
    if expected == "cramp":
        assert cramp("import", path, "--map", said, "-y").exit_code == 0
        kinds = {
            each["night"]: (each["kind"], each.get("severity"))
            for each in cramp("list", "--all", "--json").json["entries"]
        }
        assert kinds == {"2026-03-01": ("episode", 5), "2026-03-02": ("check_in", None)}


@pytest.mark.parametrize(
    "header",
    ["What time did it happen?", "When did the cramp happen?", "Woke at", "Time of cramp", "When did it start?",
     "What time was the cramp?", "Cramp time"],
)  # fmt: skip
@pytest.mark.parametrize("clock", ["3:10", "11:50 PM", "03:10:00"])
def test_a_form_that_asks_when_has_the_time_there(header: str, clock: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Timestamp,{header},Pain\n3/14/2026 7:45:12,{clock},7\n")
    found = {each.column: each.field for each in proposals(path, ",", Vocabulary())}
    assert found == {"Timestamp": "at", header: "time", "Pain": "severity"}


HEADERS = st.text(min_size=1, max_size=12).filter(str.strip) | st.sampled_from(
    [
        "# Where",
        "#",
        '"Where"',
        '"',
        "Where\nwas it?",
        "Pain = bad",
        "a\u2028b",
        "=",
        "a=",
        "?",
        "*",
        "#tag = x",
    ]
)


@settings(deadline=None, max_examples=150)
@given(
    headers=st.lists(HEADERS, min_size=1, max_size=4, unique_by=lambda each: " ".join(each.split())),
    meaning=st.sampled_from(["severity", "used:magnesium", "place", "cramp", "remedy:magnesium", "?"]),
)
def test_a_map_that_is_written_says_the_same_when_it_is_read(
    headers: list[str], meaning: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("a") / "a map"
    names = [" ".join(each.split()) for each in headers]
    found = [Proposal(each, ("7", "no"), meaning, True, True) for each in names]
    for text in (columns_text(found), "".join(f"{map_line(each, meaning)}\n" for each in headers)):
        path.write_text(text, encoding="utf-8")
        said, columns = read_maps([f"{path}"])
        expected = {} if meaning == "?" else dict.fromkeys(names, meaning)
        assert {**said, **columns} == expected


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(header=HEADERS.filter(lambda each: '"' not in each and "\0" not in each and "\r" not in each))
def test_a_map_that_is_saved_is_taken_whatever_the_headers(
    header: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("a")
    path = folder / "sheet.csv"
    text = f'Date,"{header}",Pain\n2026-03-05,left calf,7\n'
    path.write_text(text, encoding="utf-8", newline="")
    found = proposals(path, ",", Vocabulary())
    (folder / "map").write_text(columns_text(found), encoding="utf-8")
    _, columns = read_maps([f"{folder / 'map'}"])
    assert columns == {each.column: each.field for each in found if each.field}
    if "name" not in columns.values():  # `left calf` is no name of a cramp, and asked for
        assert read(folder, text, f"{folder / 'map'}") != []


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {each: st.sampled_from(["", "L", "R", "left", "both"]) for each in ("Calf", "Foot", "Toes")}
        ),
        min_size=1,
        max_size=4,
    ).filter(lambda rows: all(any(row[each] for row in rows) for each in rows[0]))
)
def test_a_column_of_a_place_whose_cells_are_sides_is_a_cramp_there(
    rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = [
        f"2026-03-{day:02},{row['Calf']},{row['Foot']},{row['Toes']},{5 if any(row.values()) else 0}"
        for day, row in enumerate(rows, 1)
    ]
    text = "\n".join(["Date,Calf,Foot,Toes,Pain", *lines, ""])
    found = {
        each.night.day: (sorted(each.sites), each.side, each.severity)
        for each in read(tmp_path_factory.mktemp("a"), text)
        if isinstance(each, Episode)
    }
    assert found == {
        day: (
            sorted(name.lower() for name, side in row.items() if side),
            next(iter(sides))
            if len(sides := {_SIDES[side] for side in row.values() if side}) == 1
            else "both",
            5,
        )
        for day, row in enumerate(rows, 1)
        if any(row.values())
    }


_SIDES = {"L": "left", "R": "right", "left": "left", "both": "both"}


@pytest.mark.parametrize("header", ["Left calf", "Foot", "Mon", "Tuesday", "Sun", "Mittwoch"])
def test_a_place_or_a_weekday_is_not_asked_for_as_a_remedy(header: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Date,{header},Tennis\n2026-03-05,x,x\n2026-03-06,,no\n")
    assert [each.is_yes_or_no for each in proposals(path, ",", Vocabulary())] == [False, False, True]


WRITTEN = (
    "Date written",
    "Timestamp",
    "Entered on",
    "Date of entry",
    "Last updated",
    "Submission date",
    "Added",
    "Noted on",
)
OF_THE_CRAMP = ("Date of cramp", "Cramp date", "Date", "Day", "When was it?", "Night", "Datum")


@pytest.mark.slow_but_some
@pytest.mark.parametrize("written", [*WRITTEN, "Next refill", "Doctor"])
@pytest.mark.parametrize("of_it", OF_THE_CRAMP)
@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_dates_that_of_the_cramp_is_meant(
    written: str, of_it: str, is_first: bool, tmp_path: Path
) -> None:
    """Whatever the order of the columns; also off a terminal with the map untouched."""
    columns = [(written, "2026-10-02"), (of_it, "2026-10-01"), ("Where", "left calf"), ("Pain", "7")]
    columns = columns if is_first else columns[::-1]
    text = "\n".join(",".join(row) for row in zip(*columns, strict=True)) + "\n"
    _, (one,) = read_as_saved(tmp_path, text)
    assert isinstance(one, Episode)
    assert one.at.isoformat()[:10] == "2026-10-01"


@pytest.mark.parametrize("written", WRITTEN)
def test_when_a_row_was_written_dates_it_where_nothing_else_does(written: str, tmp_path: Path) -> None:
    _, (one,) = read_as_saved(tmp_path, f"{written},Pain\n2026-10-02,7\n")
    assert isinstance(one, Episode)
    assert one.at.isoformat()[:10] == "2026-10-02"


def test_the_date_of_the_cramp_counts_before_any_other(tmp_path: Path) -> None:
    _, (one,) = read_as_saved(tmp_path, "Date,Date of cramp,Pain\n2026-10-02,2026-10-01,7\n")
    assert isinstance(one, Episode)
    assert one.at.day == 1


@pytest.mark.parametrize(
    "name", ["Leg Cramp Relief", "Cramp Defense", "Night cramp remedy", "Calf cramp cream"]
)
def test_what_has_cramps_in_its_name_and_is_none_is_offered_as_a_thing(name: str, tmp_path: Path) -> None:
    """I3: off a terminal it stays open, with the way to take it; and it makes no night with a cramp, and none clear."""
    text = f"Date,Leg cramps,{name}\n2026-10-01,1,Yes\n2026-10-02,0,Yes\n2026-10-03,,Yes\n"
    reading, found = read_as_saved(tmp_path, text)
    assert f"\n{name} = ?\n#   perhaps: {name} = new" in (tmp_path / "saved.map").read_text()
    assert reading.ignored[f"column {name}"] == 3
    assert [type(each) for each in found] == [Episode, CheckIn]
    _, found = read_as_saved(tmp_path, text, maps=[f"{name}=new"])
    assert [each.at.day for each in found if isinstance(each, Exposure)] == [1, 2, 3]
