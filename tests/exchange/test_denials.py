"""Sheets of any make: a row that denies a cramp, or tells of none, never is one; a row that tells of one always is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import read_maps
from crampdiary.exchange.proposal import proposals
from crampdiary.exchange.yes_no import Crosses, denies, is_yes, may_deny
from crampdiary.keep.revision import checked
from kit.peer_writers import table
from kit.peerfiles import records
from kit.running import Cramp

FIRST = date(2026, 1, 1)
TELL, DENY, SILENT, BOTH = "tell", "deny", "silent", "both"


@dataclass(frozen=True)
class Gate:
    """A column that says of each row whether there was a cramp: what it has where there was, and where not."""

    headers: tuple[str, ...]
    tell: tuple[str, ...]
    deny: tuple[str, ...]
    is_last_word: bool = True
    """Whether it denies a cramp whatever else the row has; a pain of 0 is simply no denial beside a place."""


GATES = {
    "yes or no": Gate(
        ("Cramps?", "Cramps", "Leg cramps?", "Any cramps", "Did you have a cramp?", "Cramps at night", "Krämpfe",
         "Cramp Y/N", "Number of cramps", "No. of cramps"),
        ("yes", "Y", "1", "3", "2x", "Ja", "✓", "true"),
        ("no", "No.", "none", "None!", "0", "✗", "❌", "×", "nein", "keine", "no cramps", "none at all", "N",
         "false", "0.0"),
    ),
    "ticks": Gate(("Cramp?", "Leg cramp"), ("✓", "✔", "yes"), ("x", "X")),
    "rated": Gate(
        ("Cramps", "Leg cramps"), ("mild", "severe", "Moderate"), ("none", "no"), is_last_word=False
    ),
    "severity": Gate(
        ("Pain (0-10)", "Severity", "Cramp severity", "Worst pain"), ("3", "7/10", "severe", "7,5"),
        ("0", "none", "no", "0/10", "no pain"), is_last_word=False,
    ),
    "place": Gate(
        ("Where", "Leg", "Cramp location"), ("left calf", "both feet", "toes"), ("none", "no cramps"),
        is_last_word=False,
    ),
    "type": Gate(
        ("Type", "Event", "What kind", "Type of event"), ("leg cramp", "calf cramps", "Charley horse"),
        ("walk", "none", "migraine", "no cramps", "headache", "stomach cramps", "Leg cramp relief", "-- nothing"),
    ),
}  # fmt: skip
OTHERS = {
    "Mood": ("low", "fine", "no", "5"),
    "Slept": ("7", "yes", "no"),
    "Location": ("home", "work", ""),
    "Rating": ("1", "5", "0"),
    "Count": ("1", "12"),
    "Woke": ("07:10", "yes", "no"),
    "Magnesium": ("yes", "no", "x", "✗", "300 mg"),
    "Medication": ("magnesium", "none", "heat", ""),
    "Trigger": ("stress", "no", ""),
    "Lunch": ("soup", ""),
}
VAGUE_IN_A_SHEET_OF_CRAMPS = ("Rating", "Count")
"""Beside a column of cramps, these rate and count the cramps."""


@dataclass(frozen=True)
class Sheet:
    """A sheet and its truth: what each row says, by the number of its day."""

    header: list[str]
    rows: list[list[str]]
    truth: list[str]
    title: str
    has_gates: bool

    def text(self) -> str:
        return table([*([[self.title]] if self.title else []), self.header, *self.rows], ";")


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    names = draw(st.lists(st.sampled_from([*GATES]), max_size=3, unique=True))
    while len({*names} & {"yes or no", "ticks", "rated"}) > 1:
        names.pop()
    if "rated" in names and "severity" in names:
        names.remove("severity")
    gates = [GATES[each] for each in names]
    of_anything = [each for each in OTHERS if not gates or each not in VAGUE_IN_A_SHEET_OF_CRAMPS]
    others = draw(st.lists(st.sampled_from(of_anything), min_size=1, max_size=3, unique=True))
    with_clock = draw(st.booleans())
    header = [
        "Day",
        *["Time"] * with_clock,
        *(draw(st.sampled_from(each.headers)) for each in gates),
        *others,
    ]
    rows, truth = [], []
    for number in range(draw(st.integers(1, 6))):
        says = draw(st.sampled_from([TELL, DENY, SILENT])) if gates else SILENT
        cells = _cells(draw, gates, says)
        if says == DENY and _contradicts(gates, cells):
            says = BOTH
        junk = [draw(st.sampled_from(OTHERS[each])) for each in others]
        if not any(junk):
            junk[0] = OTHERS[others[0]][0]
        times = ["03:10", "22:30"] if says != SILENT or any(each.is_last_word for each in gates) else [""]
        clock = [draw(st.sampled_from(times))] * with_clock  # of how bad or where alone, a time is a cramp's
        rows.append([str(FIRST + timedelta(days=2 * number)), *clock, *cells, *junk])
        truth.append(says)
    if "ticks" in names:  # without any tick, an x is one
        at = 1 + with_clock + names.index("ticks")
        rows.append(["2026-06-01", *[""] * (len(header) - 1)])
        rows[-1][at] = "✓"
        truth += [SILENT] * ((date(2026, 6, 1) - FIRST).days // 2 - len(truth)) + [TELL]
    title = (
        draw(st.sampled_from(["", "My cramps", "Health"])) if gates else draw(st.sampled_from(["", "Health"]))
    )
    return Sheet(header, rows, truth, title, bool(gates))


def _cells(draw: st.DrawFn, gates: Sequence[Gate], says: str) -> list[str]:
    """Draw what the columns that tell have in a row: at least one of them says it, and none the opposite."""
    if says == SILENT:
        return [draw(st.sampled_from(["", "?", "n/a"])) for _ in gates]
    sure = draw(st.sampled_from(range(len(gates))))
    cells = []
    for number, gate in enumerate(gates):
        if says == TELL:
            cells.append(draw(st.sampled_from(gate.tell if number == sure else ("", *gate.tell))))
        elif number == sure:
            cells.append(draw(st.sampled_from(gate.deny)))
        else:
            also = gate.tell if gates[sure].is_last_word and not gate.is_last_word else ()
            cells.append(draw(st.sampled_from(("", *gate.deny, *also))))
    return cells


def _contradicts(gates: Sequence[Gate], cells: Sequence[str]) -> bool:
    """Return whether a row that denies a cramp has a cell that tells of one."""
    is_of_else = any(
        each is GATES["type"] and cell and not may_deny(cell) for each, cell in zip(gates, cells, strict=True)
    )
    return not is_of_else and any(cell in gate.tell for gate, cell in zip(gates, cells, strict=True))


def reading_of(folder: Path, text: str, *maps: str, skip: bool = False) -> tuple[str, Reading]:
    """Return a sheet's format, and how it is read with all that the program itself proposes."""
    path = folder / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    name, delimiter = formats.detect(path)
    found = [f"{each.column}={each.field}" for each in proposals(path, delimiter, Vocabulary()) if each.field]
    names, columns = read_maps([*found, *maps])
    return name, Reading(
        path, Vocabulary(), names, zone_named("Europe/London"), folder=folder, delimiter=delimiter, columns=columns,
        skip=skip,
    )  # fmt: skip


def read(folder: Path, text: str, *maps: str) -> list[Record] | None:
    """Return what comes of a sheet with all that the program itself proposes, None where it asks of the rows."""
    name, reading = reading_of(folder, text, *maps, skip=True)
    with suppress(UsageError):
        return [checked(row) for row in formats.revisions(name, reading, [])]  # type: ignore[misc]
    assert reading.open_rows
    return None


def days_of(found: Sequence[Record]) -> set[int]:
    """Return the numbers of the rows that became cramps, but for further ones of a row, of its night."""
    cramps = [each for each in found if isinstance(each, Episode)]
    timed = {each.night for each in cramps if each.precision != "day"}
    rows = [each for each in cramps if each.precision != "day" or each.night not in timed]
    return {(each.at.date() - FIRST).days // 2 for each in rows}


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(sheet=sheets(), alone=st.booleans())
def test_no_row_that_denies_is_a_cramp_and_none_that_tells_is_lost(
    sheet: Sheet, alone: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("sheet")
    found = read(folder, sheet.text(), *(["rows=ignore"] * alone))
    if found is None:
        assert TELL not in sheet.truth
        return
    told = {number for number, says in enumerate(sheet.truth) if says == TELL}
    both = {number for number, says in enumerate(sheet.truth) if says == BOTH}
    assert days_of(found) == told
    clear = {(each.night - FIRST).days // 2 for each in found if isinstance(each, CheckIn)}
    assert not clear & (told | both) or "Time" in sheet.header


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_day_with_nothing_beside_it_is_no_cramp_also_where_each_row_is_one(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = data.draw(st.permutations(["Notes", "Magnesium", "Mood", "Left calf"]))
    cells = {"Notes": "woke at 3", "Magnesium": "x", "Mood": "ok", "Left calf": "x"}
    rows = []
    for number in range(5):
        filled = data.draw(st.sets(st.sampled_from(names)))
        blank = data.draw(st.sampled_from(["", "-", "?", "n/a", "  "]))
        rows.append(
            [
                str(FIRST + timedelta(days=2 * number)),
                *(cells[each] if each in filled else blank for each in names),
            ]
        )
    is_titled = data.draw(st.booleans())
    text = table(
        [*([["My leg cramps"]] * is_titled), ["Day", *names], *rows, ["2027-12-01", *cells.values()]], ";"
    )
    found = read(tmp_path_factory.mktemp("a"), text, "rows=cramp")
    told = {number for number, row in enumerate(rows) if set(row[1:]) & set(cells.values())}
    assert days_of(found or ()) - {(date(2027, 12, 1) - FIRST).days // 2} == told


def test_a_day_alone_is_a_cramp_in_a_sheet_of_dates(tmp_path: Path) -> None:
    assert days_of(read(tmp_path, "Day,\n2026-01-01,\n2026-01-05,\n", "rows=cramp") or ()) == {0, 2}
    assert days_of(
        read(tmp_path, "Day,Time,Mood\n2026-01-01,03:10,\n2026-01-05,,\n", "rows=cramp") or ()
    ) == {0}


def test_places_that_all_deny_make_no_cramp_of_a_row_where_each_is_one(tmp_path: Path) -> None:
    text = "Day,Left calf,Foot cramp\n2026-01-01,x,\n2026-01-03,0,0\n2026-01-05,0,yes\n2026-01-07,no,\n"
    names, columns = read_maps(["Day=date", "rows=cramp"])
    (tmp_path / "a.csv").write_text(text)
    reading = Reading(tmp_path / "a.csv", Vocabulary(), names, folder=tmp_path, columns=columns)
    found = [checked(row) for row in formats.revisions("csv", reading, [])]
    assert days_of([each for each in found if each]) == {0, 2}


# Several columns of cramps

PLACES = {
    "Leg cramp": ("leg",), "Foot cramps": ("foot",), "Calf cramps?": ("calf",), "Toe cramps": ("toes",),
    "Left thigh cramp": ("thigh",), "Cramps AM": (), "Cramps PM": (), "Night cramps": (),
}  # fmt: skip
OF_A_TIME = {"Cramps AM": "am", "Cramps PM": "pm", "Night cramps": "night"}
ANSWERS = {
    "yes or no": (("yes", "Y", "ja"), ("no", "none", "No cramps")),
    "counted": (("1", "2", "3x"), ("0", "none")),
    "rated": (("mild", "severe"), ("none",)),
}


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_of_several_columns_of_cramps_each_tells_and_a_night_is_clear_if_all_deny(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    headers = data.draw(st.lists(st.sampled_from([*PLACES]), min_size=2, max_size=4, unique=True))
    kind = data.draw(st.sampled_from([*ANSWERS]))
    yes, no = ANSWERS[kind]
    said = [[data.draw(st.sampled_from([True, False, None])) for _ in headers] for _ in range(4)]
    said.append([True] * len(headers))  # what the cells of a column are must be seen once
    rows = [
        [
            str(FIRST + timedelta(days=2 * number)),
            *("" if each is None else data.draw(st.sampled_from(yes if each else no)) for each in row),
        ]
        for number, row in enumerate(said)
    ]
    text = table([["Day", *headers], *rows], ";")
    counting = {header for at, header in enumerate(headers, 1) if any(row[at] in ("2", "3x") for row in rows)}
    name, reading = reading_of(tmp_path_factory.mktemp("several"), text)
    found = [checked(row) for row in formats.revisions(name, reading, [])]
    clear = {(each.night - FIRST).days // 2 for each in found if isinstance(each, CheckIn)}
    for number, row in enumerate(said):
        cramps = [each for each in found if isinstance(each, Episode) and days_of([each]) == {number}]
        where = {site for header, each in zip(headers, row, strict=True) if each for site in PLACES[header]}
        assert {site for each in cramps for site in each.sites} == where
        assert bool(cramps) == (True in row)
        if kind != "rated":
            assert (number in clear) == ({*row} == {False})
            told = [
                (header, cell)
                for header, cell, each in zip(headers, rows[number][1:], row, strict=True)
                if each
            ]
            counts = [int(cell.strip("x")) for header, cell in told if header in counting]
            times = {OF_A_TIME.get(header, "") for header, _ in told if header not in counting}
            assert len(cramps) == sum(counts) + len(times)  # those that say yes of one time are one
        assert not (number in clear and (cramps or False not in row))


@pytest.mark.parametrize("header", [*PLACES])
def test_a_column_of_cramps_is_never_asked_for_as_a_remedy(header: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Day,Cramps?,Leg cramps,{header},Foot balm\n2026-03-01,no,no,yes,no\n")
    found = {each.column: each for each in proposals(path, ",", Vocabulary())}
    assert not found[header].is_yes_or_no
    assert found["Foot balm"].is_yes_or_no


def test_a_column_of_all_cramps_counts_those_of_the_others_too(tmp_path: Path) -> None:
    text = "Day,Number of cramps,Leg cramps,Foot cramps\n2026-01-01,3,1,1\n2026-01-03,2,,2\n2026-01-05,0,1,\n"
    name, reading = reading_of(tmp_path, text, skip=True)
    found = [checked(row) for row in formats.revisions(name, reading, [])]
    assert [each.sites for each in found if isinstance(each, Episode)] == [
        ("leg",), ("foot",), (), ("foot",), ("foot",),
    ]  # fmt: skip
    assert reading.rows.skipped_count == 1


# Denials that are none

HALF_DENIALS = (
    "No sleep because of {}", "no relief from the {} in my calf", "No night without {}", "not without {}",
    "No warning before {}", "No {} in the left but awful in the right", "No {}? Ha", "No {}?",
    "No {}, although", "No {} tablets left",
    "no rest, {} again", "No {} in the left", "No {} until four", "not a night free of {}", "no way, {}", "No pain, {}",
    "No {}, foot went into spasm", "No day was without {}.", "nothing helped the {}", "hardly any {}", "no", "none",
    "0", "nothing to report", "never again",
)  # fmt: skip
PLAIN_DENIALS = (
    "no {}", "No {}.", "No {} last night", "no {}, slept well", "Slept well. No {}!", "no {} at all", "{} free",
    "didn't have any {}", "without {}", "no {} and no pain", "no {} & slept well", "No {} AND slept well",
)  # fmt: skip
NAMES = ("cramps", "leg cramps", "calf cramp", "leg cramp")


HALVES = [shape.format(cramps) for shape in HALF_DENIALS for cramps in NAMES]
PLAIN = [shape.format(cramps) for shape in PLAIN_DENIALS for cramps in NAMES]


def clear_of(found: Sequence[Record] | None, texts: Sequence[str]) -> list[str]:
    """Return the texts of the rows that became clear nights."""
    days = [(each.night - FIRST).days // 2 for each in found or () if isinstance(each, CheckIn)]
    return [texts[number] for number in sorted(days)]


def noted(texts: Sequence[str]) -> str:
    """Return a sheet of cramps with each text as a note beside nothing, and one cramp."""
    rows = [[str(FIRST + timedelta(days=2 * number)), "", "", each] for number, each in enumerate(texts)]
    return table([["Day", "Pain", "Where", "Notes"], *rows, ["2027-12-01", "7", "calf", ""]])


@pytest.mark.slow
@pytest.mark.parametrize("rows", ["rows=cramp", "rows=ignore", ""])
def test_a_note_makes_no_clear_night_where_it_denies_something_else(rows: str, tmp_path: Path) -> None:
    found = read(tmp_path, noted(HALVES), *([rows] if rows else []))
    assert found is not None
    assert clear_of(found, HALVES) == []


def test_a_note_that_denies_cramps_plainly_is_a_clear_night(tmp_path: Path) -> None:
    assert clear_of(read(tmp_path, noted(PLAIN)), PLAIN) == PLAIN


OF_OTHER_LANGUAGES = (
    "sin calambres y dormí bien", "Sin calambres, y dormí bien", "keine Krämpfe und gut geschlafen",
    "pas de crampes et bien dormi", "nessun crampo e ho dormito bene", "dormí bien y sin calambres",
)  # fmt: skip


def test_a_note_that_denies_cramps_in_another_language_is_a_clear_night(tmp_path: Path) -> None:
    found = read(tmp_path, noted(OF_OTHER_LANGUAGES))
    assert clear_of(found, OF_OTHER_LANGUAGES) == [*OF_OTHER_LANGUAGES]


@pytest.mark.parametrize("header", ["Cramps?", "Type", "What kind of cramp", "Leg cramp", "Where"])
def test_a_cell_makes_no_clear_night_where_it_denies_something_else(header: str, tmp_path: Path) -> None:
    texts = [each for each in HALVES if is_yes(each) is not False]  # `no` is plain where cramps are asked for
    rows = [[str(FIRST + timedelta(days=2 * number)), each, ""] for number, each in enumerate(texts)]
    text = table([["Day", header, "Pain"], *rows, ["2027-12-01", "leg cramp", "7"]])
    maps = () if header in ("Type", "What kind of cramp", "Where") else (f"{header}=count",)
    assert clear_of(read(tmp_path, text, *maps), texts) == []


# Rows that say both

DENYING = {
    "Cramps?": ("no", "0", "none"),
    "Number of cramps": ("0", "none"),
    "Cramp-free?": ("yes",),
    "Leg cramps": ("No",),
}
TELLING = {"Pain": ("7", "severe"), "Where": ("left calf", "toes"), "Sensation": ("burning",)}


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    ("denying", "no"), [(name, each) for name, cells in DENYING.items() for each in cells]
)
@pytest.mark.parametrize(
    ("telling", "yes"), [(name, each) for name, cells in TELLING.items() for each in cells]
)
def test_a_row_that_denies_a_cramp_and_tells_of_one_is_named(
    denying: str, no: str, telling: str, yes: str, tmp_path: Path
) -> None:
    name, reading = reading_of(
        tmp_path, f"Day,{denying},{telling}\n2026-01-01,{no},{yes}\n2026-01-03,{no},\n", skip=True
    )
    found = [checked(row) for row in formats.revisions(name, reading, [])]
    assert [type(each) for each in found] == [CheckIn]
    (named,) = reading.rows.skipped
    assert all(f'"{header}: {cell}"' in named for header, cell in ((denying, no), (telling, yes)))


@pytest.mark.parametrize("denying", [*DENYING])
@pytest.mark.parametrize(
    "note",
    ["terrible cramp in left calf at 3am", "only a foot cramp", "woke up with leg cramp", "leg cramps"],
)
def test_a_note_that_tells_of_a_cramp_is_pointed_out_where_its_row_denies_it(
    denying: str, note: str, tmp_path: Path
) -> None:
    no = DENYING[denying][0]
    name, reading = reading_of(
        tmp_path, f"Day,{denying},Notes\n2026-01-01,{no},{note}\n2026-01-03,{no},quiet\n"
    )
    found = [checked(row) for row in formats.revisions(name, reading, [])]
    assert [(type(each), getattr(each, "night", FIRST).day) for each in found] == [(CheckIn, 3)]
    assert reading.mentions == [f'2026-01-01: "{note}"']


# Rows that tell of a cramp in a way that is easily missed


def test_a_night_that_was_not_free_of_cramps_is_named(tmp_path: Path) -> None:
    name, reading = reading_of(tmp_path, "Day,Cramp-free?\n2026-01-01,No\n2026-01-03,Yes\n2026-01-05,\n")
    found = [checked(row) for row in formats.revisions(name, reading, [])]
    assert [getattr(each, "night", FIRST).day for each in found] == [3]
    assert reading.mentions == ['2026-01-01: "Cramp-free?: No"']


def test_rows_below_a_merged_date_are_of_it_where_they_have_a_place(tmp_path: Path) -> None:
    text = "Day,Pain,Where\n2026-01-01,7,left calf\n,3,right foot\n,10,\n2026-01-03,2,toes\n,4,Total\n"
    found = read(tmp_path, text)
    assert found is not None
    cramps = [each for each in found if isinstance(each, Episode)]
    assert [(each.at.day, each.severity) for each in cramps] == [(1, 7), (1, 3), (3, 2)]


@pytest.mark.parametrize("part", ["Muscle", "Leg", "Foot", "Calf", "Night", "Toe", "Left leg", "Evening"])
def test_a_column_that_is_called_cramps_says_how_many(part: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"Day,{part} cramps\n2026-01-01,3\n2026-01-03,0\n")
    assert found is not None
    assert [type(each) for each in found] == [Episode, Episode, Episode, CheckIn]


def taken(cramp: Cramp, path: Path, text: str, *maps: str) -> list[Record]:
    path.write_text(text, encoding="utf-8")
    ran = cramp("import", path, *(each for one in maps for each in ("--map", one)), "-y")
    assert ran.exit_code == 0, ran.err
    return records(cramp)


def test_a_sheet_of_no_cramps_is_refused_until_it_is_said_what_its_rows_are(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    text = "Day,Slept,Mood\n2026-03-01,7,low\n2026-03-02,6,fine\n2026-03-03,8,low\n"
    path.write_text(text)
    ran = cramp("import", path, "--map", "Day=date", "-y")
    assert (ran.exit_code, "--map rows=cramp" in ran.err, "--map rows=ignore" in ran.err) == (2, True, True)
    assert taken(cramp, path, text, "Day=date", "rows=ignore") == []
    assert len(taken(cramp, path, text, "Day=date", "rows=cramp")) == 3
    assert len(taken(cramp, path, text + "2026-03-05,1,low\n")) == 4


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "Date,Cramp time\n2026-03-01,03:10\n2026-03-02,\n2026-03-03,none\n"),
        ("a.csv", "Date of cramp,Weather\n2026-03-01,rain\n"),
        ("a.csv", "My leg cramps 2026\nDay,Sky,Notes\n2026-03-01,grey,\n2026-03-02,blue,no cramps\n"),
        ("leg cramps.csv", "Day,Happened\n2026-03-01,yes\n2026-03-02,no\n"),
    ],
)
def test_a_sheet_that_is_called_cramps_needs_no_other_word(
    name: str, text: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text)
    found = [f"{each.column}={each.field}" for each in proposals(path, ",", Vocabulary()) if each.field]
    cramps = [each for each in taken(cramp, path, text, *found) if isinstance(each, Episode)]
    assert [each.at.day for each in cramps] == [1]


@pytest.mark.parametrize(
    "title", ["Sleep and cramps", "No cramps", "Stomach cramps", "Days since my last cramp"]
)
def test_a_title_that_says_more_than_cramps_does_not_tell(title: str, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{title},\nDay,Mood\n2026-03-01,low\n2026-03-02,fine\n")
    assert cramp("import", tmp_path / "a.csv", "--map", "Day=date", "-y").exit_code == 2


def test_a_row_with_a_remedy_or_trigger_alone_is_a_use(cramp: Cramp, tmp_path: Path) -> None:
    text = (
        "When,Pain,Where,Tried,Trigger,Woke\n2026-03-01 22:00,,,Magnesium,,no\n2026-03-02 22:00,,,,stress,\n"
        "2026-03-03 03:00,5,,Heat,alcohol,yes\n2026-03-04 03:00,,,,,\n"
    )
    maps = ("When=at", "Pain=severity", "Where=place", "Tried=tried", "Trigger=trigger", "Woke=woke")
    found = taken(cramp, tmp_path / "a.csv", text, *maps)
    assert [(each.at.day, each.word) for each in found if isinstance(each, Exposure)] == [
        (1, "magnesium"),
        (2, "stress"),
    ]
    cramps = [each for each in found if isinstance(each, Episode)]
    assert [(each.at.day, each.severity, len(each.tried), each.triggers) for each in cramps] == [
        (3, 5, 1, ("alcohol",)),
        (4, None, 0, ()),
    ]


def test_of_a_column_that_names_each_row_only_a_cramp_is_one(cramp: Cramp, tmp_path: Path) -> None:
    text = (
        "Day,Type,Pain,Where\n2026-03-01,cramp,5,left calf\n2026-03-02,walk,3,left calf\n2026-03-03,none,,\n"
        "2026-03-04,migraine,8,\n2026-03-05,leg cramp,,\n2026-03-06,cramp,4,\n2026-03-07,magnesium,,\n"
    )
    path = tmp_path / "a.csv"
    maps = ("Day=date", "Type=name", "Pain=severity", "Where=place")
    found = taken(cramp, path, text, *maps)
    assert [each.at.day for each in found if isinstance(each, Episode)] == [1, 5]
    assert [each.word for each in found if isinstance(each, Exposure)] == ["walking", "magnesium"]
    ran = cramp("import", path, "--json", "-y")
    assert ran.json["maybe_cramps"] == {"cramp": 1}  # it does not say of which part
    found = taken(cramp, path, text, "cramp=cramp", "none=clear")
    assert [each.at.day for each in found if isinstance(each, Episode)] == [1, 5, 6]
    assert [each.night.day for each in found if isinstance(each, CheckIn)] == [3]


# Yes and no


@pytest.mark.parametrize(
    ("marks", "read"),
    [
        ("x", "x"), ("x no", "x no"), ("x yes", "no yes"), ("x ✓", "no ✓"), ("x ✓ no", "x? ✓ no"), ("X 1 0", "X 1 0"),
        ("x yes no", "x yes no"), ("x 300", "x 300"),
    ],
)  # fmt: skip
def test_an_x_is_a_cross_where_something_else_says_yes(marks: str, read: str) -> None:
    crosses, of_remedies = Crosses([], [1]), Crosses([1])
    for mark in marks.split():
        crosses.look(["x", mark])
        of_remedies.look(["x", mark])
    assert (of_remedies.read(["x", "x"])[1] == "no") is ("✓" in marks)
    assert [crosses.read(["x", mark])[1] for mark in marks.split()] == read.split()
    assert crosses.read(["x"]) == ["x"]


@pytest.mark.parametrize(
    "text", ["no", "None.", "✗", "❌", "keine", "0", "none at all", "no cramps", "keine Krämpfe"]
)
def test_a_denial_in_a_few_words_is_one(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize(
    "text",
    ["yes", "✓", "not too bad", "none but a twinge", "no idea", "left calf, no right", "5", "no 5", "calf"],
)
def test_what_is_no_plain_denial_is_none(text: str) -> None:
    assert not denies(text)
    assert is_yes(text) is not False


def test_a_column_that_nobody_named_and_that_denies_cramps_is_heard(cramp: Cramp, tmp_path: Path) -> None:
    text = "Day,Pain,Cramps?\n2026-03-01,5,no\n2026-03-02,4,yes\n2026-03-03,3,\n2026-03-04,2,a bit\n"
    found = taken(cramp, tmp_path / "a.csv", text, "Day=date", "Pain=severity")
    assert [each.at.day for each in found if isinstance(each, Episode)] == [2, 3, 4]
    ran = cramp("import", tmp_path / "a.csv", "--json", "-y")
    assert ran.json["ignored"]['row with "Cramps?: no"'] == 1


def test_a_time_alone_is_of_a_cramp_only_where_its_row_has_nothing_else(cramp: Cramp, tmp_path: Path) -> None:
    text = "When,Pain,Where,Mood\n2026-03-01 03:10,,,low\n2026-03-02 03:10,,,\n2026-03-03 03:10,,home,\n"
    found = taken(cramp, tmp_path / "a.csv", text, "When=at", "Pain=severity", "Where=place")
    assert [each.at.day for each in found if isinstance(each, Episode)] == [2]


@pytest.mark.parametrize(
    ("text", "cramps", "pointed_out"),
    [
        ("Mum rang. She had {}", 0, 1),
        ("My sister has {} too", 0, 1),
        ("No {} in the left. The right had one at 3am", 0, 1),
        ("No {}. Slept well", 0, 0),
        ("{} again, left calf 7", 1, 0),
        ("No idea why. Left calf, {} again", 1, 0),
    ],
)
@pytest.mark.parametrize("name", ["leg cramps", "leg cramp", "calf cramps"])
def test_a_diary_of_words_makes_a_cramp_only_of_the_writers_own(
    text: str, cramps: int, pointed_out: int, name: str, tmp_path: Path
) -> None:
    entry = {"title": text.format(name), "body": "", "date": "2026-01-01", "time": "10:00", "tags": []}
    (tmp_path / "a.json").write_text(json.dumps({"tags": {}, "entries": [entry]}))
    reading = Reading(tmp_path / "a.json", Vocabulary(), {}, zone_named("Europe/London"), folder=tmp_path)
    found = [*formats.revisions("jrnl", reading, [])]
    assert ([each["kind"] for each in found].count("episode"), len(reading.mentions)) == (cramps, pointed_out)


def test_beside_a_count_a_rated_cramp_that_was_not_there_lends_no_place(tmp_path: Path) -> None:
    text = "Day,Leg cramps,Foot cramps\n2026-01-01,1,none\n2026-01-03,no,severe\n2026-01-05,0,none\n"
    found = read(tmp_path, text)
    assert found is not None
    cramps = [each for each in found if isinstance(each, Episode)]
    assert [(each.sites, each.severity) for each in cramps] == [(("leg",), None), (("foot",), 8)]


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    ("note", "is_named"),
    [
        ("false alarm - no cramp", True),
        ("no cramps", True),
        ("no cramps just sore", True),
        ("not a cramp - restless legs", True),
        ("not just a cramp", False),
        ("Slept well, no leg cramps.", True),
        ("no cramp in the right leg", False),
        ("no more cramps after stretching", False),
        ("no cramps until 4, then a bad one", False),
        ("no cramps? Ha", False),
        ("no sleep because of cramps", False),
        ("woke with a cramp, no cramps later", False),
        ("no wine", False),
    ],
)
@pytest.mark.parametrize("cells", ["yes,", "2,", "1,6", ",6"])
def test_a_note_that_takes_a_cramp_back_is_named_and_not_resolved(
    note: str, is_named: bool, cells: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'Date,Leg cramps,Pain,Notes\n2026-03-01,{cells},"{note}"\n')
    maps = ("Date=date", "Leg cramps=count", "Pain=severity", "Notes=note")
    ran = cramp("import", path, *(each for one in maps for each in ("--map", one)), "-y")
    assert ran.exit_code == (1 if is_named else 0)
    assert ("both that there was a cramp and that there was none" in ran.err) == is_named
    assert (note in ran.err) == is_named


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("skips", [False, True])
def test_pains_beside_no_cramps_are_told_the_way_out_once(
    count: int, skips: bool, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"2026-03-{day:02},No,{day}\n" for day in range(2, 2 + count))
    path.write_text(f"Date,Leg cramps,Back ache\n2026-03-01,Yes,5\n{rows}")
    maps = ("--map", "Date=date", "--map", "Leg cramps=count", "--map", "Back ache=severity")
    ran = cramp("import", path, *maps, "-y", *["--skip-bad"] * skips)
    way = '--map "Back ache=ignore"'
    assert (ran.out + ran.err).count(way) == (count > 1)
    assert cramp("import", path, "-y", *maps, "--map", "Back ache=ignore").exit_code == 0
    nights = [each for each in cramp("list", "--all", "--json").json["entries"] if each["kind"] == "check_in"]
    assert len(nights) == count


def test_a_place_that_is_not_understood_is_kept_in_the_note_and_told_so(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Pain,Where\n2026-03-01,5,leg & stomach\n2026-03-02,4,left calf\n")
    maps = ("--map", "Date=date", "--map", "Pain=severity", "--map", "Where=place")
    told = cramp("import", path, *maps, "-y").out
    assert "kept in the note of each cramp alone: leg & stomach (1 x)" in told
    assert "left out" not in told
    first, _ = cramp("list", "--all", "--json").json["entries"]
    assert (first["severity"], first["note"]) == (5, "Where: leg & stomach")
    said = told.split("Say what it is, as in --map ")[1].split('"')[1]
    again = cramp("import", path, "-y", "--map", said)
    assert "Not understood" not in again.out
    assert cramp("list", "--all", "--json").json["entries"][0]["sites"] == ["calf"]


def test_a_clear_night_of_which_one_side_alone_is_left_goes(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = "FeatureName,Timestamp,Value,Label,Note\nLeft leg cramps,2026-03-01T08:10:00.000Z,0,,\n"
    other = "Right leg cramps,2026-03-01T08:10:00.000Z,0,,\n"
    for text, count in ((head + other, 1), (head, 0), (head + other, 1)):
        path.write_text(text)
        assert cramp("import", "--new", path, "-y").exit_code == 0
        assert len(records(cramp)) == count
