"""Sheets of any make: a row that denies a cramp, or tells of none, never is one; a row that tells of one always is."""

from __future__ import annotations

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
from crampdiary.exchange.meaning import read_maps
from crampdiary.exchange.proposal import proposals
from crampdiary.exchange.yes_no import Crosses, denies, is_yes
from crampdiary.keep.revision import checked
from kit.peer_writers import table
from kit.peerfiles import records
from kit.running import Cramp

FIRST = date(2026, 1, 1)
TELL, DENY, SILENT = "tell", "deny", "silent"


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
    "rated": Gate(("Cramps", "Leg cramps"), ("mild", "severe", "Moderate"), ("none", "no")),
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
        junk = [draw(st.sampled_from(OTHERS[each])) for each in others]
        if not any(junk):
            junk[0] = OTHERS[others[0]][0]
        clock = [draw(st.sampled_from(["03:10", "22:30"]))] * with_clock
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


def read(folder: Path, text: str, *maps: str) -> list[Record] | None:
    """Return what comes of a sheet with all that the program itself proposes, None where it asks of the rows."""
    path = folder / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    name, delimiter = formats.detect(path)
    found = [f"{each.column}={each.field}" for each in proposals(path, delimiter, Vocabulary()) if each.field]
    names, columns = read_maps([*found, *maps])
    reading = Reading(
        path,
        Vocabulary(),
        names,
        zone_named("Europe/London"),
        folder=folder,
        delimiter=delimiter,
        columns=columns,
    )
    with suppress(UsageError):
        return [checked(row) for row in formats.revisions(name, reading, [])]  # type: ignore[misc]
    assert reading.open_rows
    return None


def days_of(found: Sequence[Record]) -> set[int]:
    """Return the numbers of the rows that became cramps."""
    return {(each.at.date() - FIRST).days // 2 for each in found if isinstance(each, Episode)}


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
    assert days_of(found) == told
    clear = {(each.night - FIRST).days // 2 for each in found if isinstance(each, CheckIn)}
    assert not clear & told or "Time" in sheet.header


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
        ("x", "x"), ("x no", "x no"), ("x yes", "no yes"), ("x ✓", "no ✓"), ("x ✓ no", "no ✓ no"), ("X 1 0", "X 1 0"),
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
