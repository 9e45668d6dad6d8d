"""No guess, and no advice that is followed, makes a cramp of a row that tells of none, or several of one."""

from __future__ import annotations

import shlex
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange import columns
from crampdiary.exchange.cells import severity_in
from crampdiary.exchange.columns import guess, scale_in
from crampdiary.exchange.formats import revisions
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.naming import NameReader
from crampdiary.exchange.proposal import proposals
from kit.peer_writers import table
from kit.running import Cramp
from kit.sheets import options_told, read, read_as_saved, reading_of


def fields_of(tmp_path: Path, rows: list[list[str]], name: str = "sheet.csv") -> dict[str, str | None]:
    path = tmp_path / name
    path.write_text(table(rows), encoding="utf-8")
    return {each.column: each.field for each in proposals(path, ",", Vocabulary())}


def cramps(found: list[Record]) -> list[tuple[int, int | None]]:
    return sorted((each.night.day, each.severity) for each in found if isinstance(each, Episode))


LOWEST = ("none", "no cramp", "nothing", "mild")
LEVELS = ("mild", "bad", "moderate", "severe", "terrible", "worst", "stark")
BETWEEN = ("{}={}", "{} = {}", "{}: {}", "{} - {}", "{} {}")
AROUND = ("{} ({})", "{} [{}]", "{}: {}", "{} {}")
OF_CRAMPS = ("Leg cramp", "Cramps", "Calf cramps", "Krämpfe", "Cramp?")


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(OF_CRAMPS), around=st.sampled_from(AROUND), between=st.sampled_from(BETWEEN),
    low=st.sampled_from(LOWEST), levels=st.lists(st.sampled_from(LEVELS), min_size=1, max_size=4, unique=True),
    apart=st.sampled_from([", ", " ", "; "]), turned=st.booleans(),
)  # fmt: skip
def test_cramps_on_a_scale_in_words_are_how_bad_they_were(
    name: str, around: str, between: str, low: str, levels: list[str], apart: str, turned: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    first = int(low == "mild")
    levels = [low, *(each for each in levels if each != "mild"), "terrible"]
    legend = [between.format(at, each) for at, each in enumerate(levels, first)]
    header = around.format(name, apart.join(legend[::-1] if turned else legend))
    top = first + len(levels) - 1
    assert scale_in(header) == (f"{first}-{top}" if top > 1 else "")
    if top < 2:
        return
    rows = [["Date", header], ["2026-03-01", str(top)], ["2026-03-03", ""], ["2026-03-05", str(top - 1)]]
    _, found = read_as_saved(tmp_path_factory.mktemp("a"), table(rows))
    nights = [night for night, _ in cramps(found)]
    assert nights == ([1, 5] if top - 1 > 0 else [1])


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Leg cramp (0=none 1=mild 2=bad 3=terrible)", "severity:0-3"),
        ("Cramps (none/mild/bad)", "severity"),
        ("How many cramps (0=none 5=many)", None),
        ("How many cramps (0-5)", "count"),
        ("Cramps (0=no 1=yes)", "count"),
        ("Cramps (1=yes 2=no)", None),
        ("Cramps (0=none 1=one 2=two or more)", None),
        ("Pain (1=worst, 5=mild)", None),
        ("Pain 1-10 (10=none)", None),
        ("Pain (0 = none, 10 = worst)", "severity"),
        ("Cramp Y/N", "count"),
        ("Magnesium Y/N", "used:magnesium"),
        ("Magnesium (0=no 1=yes)", "used:magnesium"),
        ("Magnesium 1 tablet 300 mg", None),
        ("Scale 1-10", "severity"),
        ("Did it work?", "helped"),
        ("Tijd", "time"),
        ("Douleur (0 à 5)", "severity:0-5"),
        ("Dove", "place"),
        ("Pierna", "place"),
        ("Durata", "duration"),
    ],
)
def test_what_a_header_explains_of_its_numbers_is_heard(header: str, field: str | None) -> None:
    """Where they are answers, or run the other way, nothing is guessed."""
    assert guess(header, NameReader(Vocabulary())) == field


TOTALS = (
    ["March total", "3", "", ""], ["Average", "0.1", "5.2", ""], ["", "14", "70", "12"], ["Grand total", "4", "x", "-"],
    ["Total 2026", "12.5", "", "many"],
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    totals=st.lists(st.tuples(st.sampled_from(TOTALS), st.integers(1, 4)), max_size=4),
    date=st.sampled_from(["Date", "Zzz"]), worst=st.sampled_from(["Worst", "Steps"]),
)  # fmt: skip
def test_no_total_changes_what_a_column_seems_to_be(
    totals: list[tuple[list[str], int]], date: str, worst: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [[date, "Cramps", worst, "Magnesium"], ["01/03/2026", "2", "6", "Y"], ["02/03/2026", "0", "", "N"],
            ["31/03/2026", "1", "4", "N"]]  # fmt: skip
    plain = fields_of(tmp_path_factory.mktemp("a"), rows)
    assert [*plain.values()] == ["date", "count", "severity" if worst == "Worst" else None, "used:magnesium"]
    for total, at in totals:
        rows.insert(at, list(total))
    assert fields_of(tmp_path_factory.mktemp("a"), rows) == plain


@pytest.mark.slow_but_some
@pytest.mark.parametrize("day", ["Date", "Day", "Datum", "Night"])
@pytest.mark.parametrize("clock", ["around 3|early hours", "3ish|22.45", "03:10|02:00"])
@pytest.mark.parametrize("header", ["When", "When was it?", "Start", "Began"])
def test_what_has_no_date_beside_a_day_is_the_time(day: str, clock: str, header: str, tmp_path: Path) -> None:
    first, second = clock.split("|")
    rows = [[day, header, "Pain"], ["2026-03-01", first, "5"], ["2026-03-05", second, "4"]]
    assert [*fields_of(tmp_path, rows).values()] == ["date", "time", "severity"]


PLACES = ("Left leg", "Right calf", "Foot", "Calf L", "Toes")
SCALES = (" (0-10)", " 0-10", " /10", "")
NONE = ("", "0", "no", "-")


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    places=st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True), scale=st.sampled_from(SCALES),
    data=st.data(), name=st.sampled_from(["sheet.csv", "cramps.csv"]),
)  # fmt: skip
def test_a_grid_of_places_makes_cramps_where_it_says_so_whatever_is_followed(
    places: list[str], scale: str, data: st.DataObject, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cells = st.sampled_from([*NONE, "5", "8"] if scale else [*NONE, "x", "yes"])
    grid = [[data.draw(cells) for _ in places] for _ in range(4)]
    grid.append(["5" if scale else "x" for _ in places])  # or else nothing tells what a column is
    headers = [f"{each}{scale}" for each in places]
    rows = [
        ["Date", *headers, "Sky"],
        *([f"2026-03-{2 * at + 1:02}", *row, "grey"] for at, row in enumerate(grid)),
    ]
    text = table(rows)
    of_them = {2 * at + 1 for at, row in enumerate(grid) if any(cell not in NONE for cell in row)}
    folder = tmp_path_factory.mktemp("a")
    try:
        _, found = read_as_saved(folder, text, name=name)
    except UsageError as error:
        assert name == "sheet.csv"
        ways = [shlex.split(each.rstrip(".;"))[0] for each in options_told(str(error))]
        first, last = ways
        assert (first, last) == (f"{headers[0]}=cramp", "rows=ignore")
        assert cramps(read(folder, text, last)) == []
        by_rows = {night for night, _ in cramps(read(folder, text, "rows=cramp"))}
        assert by_rows == of_them or (len(places) == 1 and not scale)
        found = read(folder, text, *(f"{each}=cramp" for each in headers))
    assert {night for night, _ in cramps(found)} == of_them
    assert {each.night.day for each in found if isinstance(each, CheckIn)} <= {
        2 * at + 1 for at, row in enumerate(grid) if all(cell in NONE for cell in row)
    }


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Left leg (cm)", None),
        ("Massage left calf", "used:massage"),
        ("Left arm (0-10)", None),
        ("Left leg swelling (0-10)", None),
    ],
)
def test_what_is_more_than_a_place_is_not_offered_as_a_cramp(
    header: str, field: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "cramps.csv"
    path.write_text(table([["Date", header], ["2026-03-01", "5"], ["2026-03-02", "0"]]), encoding="utf-8")
    _, found = proposals(path, ",", Vocabulary())
    assert (found.field, found.is_place) == (field, False)


def test_a_header_is_guessed_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    headers = ["Date", "Pain", *["Leg cramps"] * 50]
    path.write_text(table([headers, ["2026-03-01", "5", *["1"] * 50]]), encoding="utf-8")
    with mock.patch.object(columns, "_guess", side_effect=columns._guess) as asked:
        proposals(path, ",", Vocabulary())
    headers_asked = [each.args[0] for each in asked.call_args_list]
    assert len(headers_asked) == len({*headers_asked})
    assert {"Date", "Pain", "Leg cramps"} <= {*headers_asked}


LISTED: dict[str, list[tuple[str, str | None]]] = {
    "Mg 300 mg": [("magnesium", "300 mg")],
    "mg 400": [("magnesium", "400")],
    "Mg": [("magnesium", None)],
    "magnesium": [("magnesium", None)],
    "2 paracetamol": [("painkiller", "2")],
    "300 mg": [("", None)],
    "5+5 mg magnesium": [("", None)],
    "magnesium?": [("", None)],
}


@pytest.mark.parametrize("first", LISTED)
@pytest.mark.parametrize("mark", [" + ", "+", ", "])
def test_each_thing_of_a_list_is_read_by_itself(first: str, mark: str) -> None:
    """What is not understood, or is asked, is left for the person, and nothing beside it is lost."""
    taken = NameReader(Vocabulary()).uses.taken(f"{first}{mark}stretching")
    assert [(each.word, each.amount) for each in taken] == [*LISTED[first], ("stretching", None)]


def test_no_one_thing_is_offered_for_a_name_of_two(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Pain,Took\n2026-03-01,5,magnesium xor potassium\n2026-03-02,4,magnesium xor\n")
    maps = ("--map", "Date=date", "--map", "Pain=severity", "--map", "Took=used")
    told = cramp("import", path, *maps, "--dry-run").out.splitlines()
    assert "  magnesium xor potassium (1 x)" in told
    assert "  magnesium xor (1 x), perhaps remedy:magnesium" in told


@pytest.mark.parametrize(
    ("header", "names", "number"),
    [
        ("Name", "Ann|Ann", 2),
        ("Name", "Ann|Bob", None),
        ("Patient name", "Ann|Ann", 2),
        ("Name", "me|Bob", 1),
    ],
)
def test_whose_the_rows_of_a_sheet_of_cramps_are_is_no_kind_of_thing(
    header: str, names: str, number: int | None, tmp_path: Path
) -> None:
    first, second = names.split("|")
    rows = [
        [header, "Date of cramp", "Site"],
        [first, "2026-03-01", "left calf"],
        [second, "2026-03-03", "toes"],
    ]
    if number is None:
        with pytest.raises(UsageError, match="of several people"):
            read_as_saved(tmp_path, table(rows))
        return
    _, found = read_as_saved(tmp_path, table(rows))
    assert len(cramps(found)) == number


@pytest.mark.parametrize("names", ["Headache|Ann", "Leg cramp|Headache", "Ann|Ann"])
def test_a_name_in_any_other_sheet_stays_what_a_row_is_of(names: str, cramp: Cramp, tmp_path: Path) -> None:
    first, second = names.split("|")
    path = tmp_path / "a.csv"
    path.write_text(f"Date,Name,Where,Pain\n2026-03-01,{first},left calf,5\n2026-03-03,{second},toes,4\n")
    assert fields_of(tmp_path, [each.split(",") for each in path.read_text().split()])["Name"] == "name"
    saved = tmp_path / "a.map"
    assert cramp("import", path, "--save-map", saved).exit_code == 0
    ran = cramp("import", path, "--map", saved, "--dry-run", "--new")
    is_open = "cramp" not in names
    assert ('--map "Name=ignore"' in ran.out) is is_open
    if is_open:
        assert cramp("import", path, "--map", saved, "--map", "Name=ignore", "-y", "--new").exit_code == 0
        assert len(cramp("list", "--json").json["entries"]) == 2


@pytest.mark.parametrize(
    ("cell", "top", "severity"), [("6-7/10", 10, 7), ("6 to 7 / 10", 5, 7), ("2-3/5", 10, 5), ("6-7", 10, 7)]
)
def test_between_two_numbers_of_a_scale_it_was_half_way(cell: str, top: float, severity: int) -> None:
    assert severity_in(cell, top, NameReader(Vocabulary())) == severity


@pytest.mark.parametrize("header", ["Subject", "Title", "Summary"])
def test_of_a_calendar_only_what_is_called_a_cramp_is_one(header: str, tmp_path: Path) -> None:
    rows = [
        [header, "Start Date", "Start Time", "End Date", "End Time", "All Day Event", "Location"],
        ["Leg cramp L calf 7", "2026-03-10", "02:40 AM", "2026-03-10", "02:45 AM", "False", ""],
        ["Dentist", "2026-03-11", "09:00 AM", "2026-03-11", "10:00 AM", "False", "12 High St"],
        ["No cramps", "2026-03-13", "", "2026-03-13", "", "True", ""],
    ]
    reading, found = read_as_saved(tmp_path, table(rows))
    assert [type(each) for each in found] == [Episode, CheckIn]
    assert [(each.severity, each.duration_s) for each in found if isinstance(each, Episode)] == [(7, 300)]
    assert reading.unknown == {"Dentist": 1}


@pytest.mark.parametrize("many", ["How many?", "How many times", "Number", "Count", "Number of cramps"])
def test_how_many_beside_a_yes_counts_the_cramps(many: str, tmp_path: Path) -> None:
    text = f"Date,Cramp?,{many},Worst pain\n2026-03-01,yes,3,7\n2026-03-02,no,,\n2026-03-03,yes,,4\n"
    found = read(tmp_path, text)
    assert [each.severity for each in found if isinstance(each, Episode)] == [7, None, None, 4]
    assert sum(isinstance(each, CheckIn) for each in found) == 1


@pytest.mark.parametrize("name", ["Ann", ""])
def test_the_name_of_who_filled_in_a_form_is_the_name_of_no_thing(name: str, tmp_path: Path) -> None:
    text = (
        f"Timestamp,Name,Any cramps?,Pain\n2026-03-14 07:30:00,{name},Yes,7\n2026-03-15 07:30:00,{name},No,\n"
    )
    found = read(tmp_path, text)
    assert [type(each) for each in found] == [Episode, CheckIn]


def test_of_several_names_in_a_form_only_the_own_rows_are_taken(tmp_path: Path) -> None:
    rows = "".join(
        f"2026-03-{day} 07:30:00,{name},Yes,7\n" for day, name in ((14, "me"), (15, "Bob"), (16, "me"))
    )
    found = read(tmp_path, f"Timestamp,Name,Any cramps?,Pain\n{rows}")
    assert [f"{each.night}" for each in found if isinstance(each, Episode)] == ["2026-03-13", "2026-03-15"]
    with pytest.raises(UsageError, match="Bob"):
        read(tmp_path, f"Timestamp,Name,Any cramps?,Pain\n{rows.replace('me', 'Ann')}")


@pytest.mark.parametrize(
    "header", ["Week starting", "Week of", "Week", "W/C", "Woche ab", "Month", "Semaine du"]
)
def test_rows_of_weeks_are_of_no_night(header: str, tmp_path: Path) -> None:
    text = f"{header},Cramps,Worst pain\n2026-03-02,4,7\n2026-03-09,0,\n"
    with pytest.raises(CrampError, match="each row is of many nights"):
        read(tmp_path, text)
    path = tmp_path / "sheet.csv"
    reading = Reading(
        path,
        Vocabulary(),
        {},
        None,
        folder=tmp_path,
        delimiter=",",
        columns={header: "date", "Cramps": "count"},
    )
    with pytest.raises(CrampError, match="call that column Date"):
        list(revisions("csv", reading, []))


@pytest.mark.parametrize(
    "header", ["Weekday and date", "Day of the week", "Date", "Day/month", "Night (week 1)"]
)
def test_a_header_of_days_may_name_the_week_too(header: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"{header},Week,Cramps\n2026-03-02,2026-03-02,2\n2026-03-03,,1\n")
    assert sum(isinstance(each, Episode) for each in found) == 3


@pytest.mark.parametrize(
    ("cell", "is_cramp"),
    [
        ("No cramps but sore", False),
        ("no (twinges only)", False),
        ("No, just tight", False),
        ("none - restless legs", False),
        ("kein Krampf, nur Ziehen", False),
        ("no idea how many", True),
        ("not too bad", True),
        ("not sure, maybe two", True),
        ("no cramps til 5am", True),
    ],
)
def test_what_begins_with_a_denial_makes_no_cramp_of_how_bad_it_was(
    cell: str, is_cramp: bool, tmp_path: Path
) -> None:
    text = f'Date,Cramps?,Severity\n2026-03-01,"{cell}",2\n2026-03-02,yes,5\n2026-03-03,no,0\n'
    reading, found = reading_of(tmp_path, text, "Cramps?=count", "Severity=severity")
    assert sum(isinstance(each, Episode) for each in found) == 1 + is_cramp
    assert any(cell in each for each in reading.mentions) is not is_cramp


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("What did you take before bed?", "used"), ("What I took this evening", "used"), ("Used today", "used"),
        ("Anything else?", "note"), ("What happened", "note"), ("Felt like", "sensation"), ("To", "end"),
        ("Stop", "end"), ("What were you doing", "onset"), ("Pain overnight", "severity"), ("Time stamp", "at"),
        ("From", "at"),
    ],
)  # fmt: skip
def test_a_header_that_asks_in_a_few_words_is_known(header: str, field: str) -> None:
    assert guess(header, NameReader(Vocabulary())) == field


def test_severities_may_be_shortened(tmp_path: Path) -> None:
    text = "Date,Cramp intensity (none/mild/mod/sev)\n1/13/2026,mod\n1/14/2026,sev\n1/15/2026,none\n1/16/2026,mild\n"
    found = read(tmp_path, text)
    assert [each.severity for each in found if isinstance(each, Episode)] == [5, 8, 2]
    assert sum(isinstance(each, CheckIn) for each in found) == 1


def test_a_part_of_the_night_below_a_time_is_kept(tmp_path: Path) -> None:
    text = "Date,Time,Pain\n2026-03-01,03:10,7\n2026-03-02,early morning,4\n"
    assert {each.note for each in read(tmp_path, text) if isinstance(each, Episode)} == {
        None,
        "Time: early morning",
    }


@pytest.mark.parametrize("header", ["Pain Location", "Body area", "Region", "Site"])
def test_pain_of_another_part_of_the_body_is_no_cramp_whatever_its_column_is_called(
    header: str, tmp_path: Path
) -> None:
    text = f"Date,Pain,{header}\n2026-03-01,7,Left calf\n2026-03-02,5,Lower back\n2026-03-03,6,Right foot\n"
    reading, found = reading_of(tmp_path, text)
    assert [each.severity for each in found if isinstance(each, Episode)] == [7, 6]
    assert reading.left_out == {"Lower back": 1}


def test_what_is_asked_if_there_was_one_is_of_the_cramp(tmp_path: Path) -> None:
    header = "Date,Any cramps?,If yes: time,If yes: max pain,If yes: which leg"
    text = f"{header}\n2026-03-01,Yes,03:10,7,L\n2026-03-02,No,,,\n"
    (one,) = (each for each in read(tmp_path, text) if isinstance(each, Episode))
    assert (one.at.hour, one.severity, one.side) == (3, 7, "left")
