"""The tables that cramp writes for spreadsheets come in again as they were, each row as a new entry."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import KINDS, Episode, Record, Word
from crampdiary.diary.values import MOMENT, PARTS
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError
from crampdiary.exchange import formats
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.own import own_csv
from crampdiary.exchange.own.own_csv import FILES, columns
from crampdiary.exchange.programs.cramp_tables import READ_BACK
from crampdiary.keep.revision import body_of, checked
from kit.builders import by_kind, episode, full_episode
from kit.running import Cramp

INDIA = "Asia/Kolkata"  # whose clocks were never changed since 1945
SEVERAL = settings(max_examples=40)


def table_of(kind: str, made: Sequence[Record], delimiter: str = ",") -> str:
    """Return the table that cramp writes of some entries."""
    text = io.StringIO(newline="")
    revisions = [
        {"kind": kind, "number": number, "body": body_of(record)} for number, record in enumerate(made, 1)
    ]
    assert sum(1 for _ in own_csv.Writer({kind: text}, delimiter).write(iter(revisions))) == len(made)
    return text.getvalue()


def read(table: str, dates: str | None = None) -> list[Record]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "table.csv"
        path.write_text(table, encoding="utf-8", newline="")
        program, delimiter = formats.detect(path)
        assert program == "cramp-csv"
        reading = Reading(path, Vocabulary(), {}, UTC, folder=Path(name), delimiter=delimiter, dates=dates)
        found = [checked(row) for row in formats.revisions(program, reading, [])]
    return [each for each in found if each is not None]


def on_its_clock(record: Record) -> Record:
    """Return an entry as one who reads the table has it: the table tells what the clock showed, and no offset."""
    named = getattr(record, "zone", None)
    zone: tzinfo = ZoneInfo(named) if named else UTC
    moments = {
        name: getattr(record, name).replace(tzinfo=zone)
        for name, line in type(record).table.items()
        if line.holds is MOMENT
    }
    return record.replaced(**moments)


def at_home(record: Record) -> Record:
    return record.replaced(zone=record.zone and INDIA) if hasattr(record, "zone") else record


tables = st.sampled_from(READ_BACK).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(by_kind[kind].map(at_home), min_size=1, max_size=4))
)


@pytest.mark.slow
@SEVERAL
@given(tables, st.sampled_from([",", ";", "\t"]))
def test_every_entry_comes_in_as_it_was_written(table: tuple[str, list[Record]], delimiter: str) -> None:
    kind, made = table
    found = [each for each in read(table_of(kind, made, delimiter)) if not isinstance(each, Word)]
    assert found == list(map(on_its_clock, made))


@pytest.mark.slow
@SEVERAL
@given(tables)
def test_words_that_are_not_known_here_come_with_it_each_once(table: tuple[str, list[Record]]) -> None:
    kind, made = table
    found = [each for each in read(table_of(kind, made)) if isinstance(each, Word)]
    known = {(each.role, each.slug) for each in Vocabulary().words(hidden=True)}
    used = set()
    for record in made:
        for name, line in KINDS[kind].table.items():
            value = getattr(record, name)
            role = getattr(record, "role", "") if line.role == "its own" else line.role
            if role and value and not line.choices:
                several = value if line.holds.several else [value]
                used |= {(role, each.remedy if line.holds is PARTS else each) for each in several}
    assert sorted((each.role, each.slug) for each in found) == sorted(used - known)


@pytest.mark.parametrize("text", ["=cmd", "'=x", "''+1", "'quoted'", '"a", b', "@x", "|", "-1, -2", "＝x"])
def test_what_a_spreadsheet_would_take_for_a_formula_or_cut_comes_back_as_it_was(text: str) -> None:
    made = episode(note=text, typed=text)
    assert read(table_of("episode", [made])) == [on_its_clock(made)]


def test_a_time_that_the_clocks_skipped_is_an_hour_later_and_of_two_it_is_the_first() -> None:
    table = table_of(
        "episode", [episode(f"2026-{day}T01:30", zone="Europe/London") for day in ("03-29", "10-25")]
    )
    found = [each.at for each in read(table) if isinstance(each, Episode)]
    assert [each.isoformat() for each in found] == ["2026-03-29T02:30:00+01:00", "2026-10-25T01:30:00+01:00"]


def saved_again(table: str, shape: str) -> str:
    """Return a table as a spreadsheet writes it that has dates of another shape."""
    return re.sub(
        r'"(\d{4}-\d\d-\d\d)( \d\d:\d\d)?(:\d\d)?"',
        lambda found: f'"{datetime.fromisoformat(found[1]):{shape}}{found[2] or ""}"',
        table,
    )


def logged_then(at: str) -> Episode:
    made = episode(at)
    return made.replaced(logged_at=made.at)


@pytest.mark.slow_but_some
@pytest.mark.parametrize("shape", ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%y", "%m/%d/%y"])
@pytest.mark.parametrize("day", range(1, 29, 3))
def test_dates_that_a_spreadsheet_wrote_in_another_way_are_read_or_asked_for(shape: str, day: int) -> None:
    made = [logged_then(f"2026-02-{day:02}T03:10"), logged_then("2026-02-05T04:00")]
    table = saved_again(table_of("episode", made), shape)
    order = "dmy" if shape.startswith("%d") else "mdy"
    wanted = list(map(on_its_clock, made))
    is_open = shape[2] != "." and 1 < day <= 12  # the night before the first is of the 31st
    if is_open:
        with pytest.raises(CrampError, match=r"could be two days.*--dates dmy"):
            read(table)
    assert read(table, order if is_open else None) == wanted


def test_an_open_date_that_excel_wrote_is_named(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text(
        saved_again(table_of("episode", [logged_then("2026-03-02T03:10")]), "%d/%m/%Y"), encoding="utf-8"
    )
    ran = cramp("import", path)
    assert (ran.exit_code, ran.out) == (2, "")
    assert '"01/03/2026"' in ran.err
    assert "--dates dmy" in ran.err


WRONG = {
    "at": "32.13.2026",
    "logged_at": "soon",
    "precision": "hour",
    "zone": "Europe/Nowhere",
    "severity": "eleven",
    "duration_s": "3 min",
    "side": "top",
    "woke": "perhaps",
    "tried": "heat (helped, long)",
    "sites": "left calf",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_cell_that_cramp_did_not_write_so_is_told_by_its_line_and_its_field(
    name: str, cramp: Cramp, tmp_path: Path
) -> None:
    rows = list(csv.reader(io.StringIO(table_of("episode", [full_episode(note="one line")] * 2), newline="")))
    rows[2][rows[0].index(name)] = WRONG[name]
    path = tmp_path / "e.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    ran = cramp("import", path)
    assert (ran.exit_code, ran.out) == (1, "")
    assert "e.csv, line 3: " in ran.err
    assert "line 2" not in ran.err
    said = ran.err.splitlines()[0].replace("-", " ")
    label = {"tried": "tried", "zone": "zone"}.get(name, Episode.table[name].label)
    assert label in said
    assert cramp("list", "--all", "--json").json["entries"] == []


def test_a_table_without_the_columns_of_a_later_cramp_is_read(cramp: Cramp, tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(table_of("episode", [full_episode()]), newline="")))
    later = {"typed", "awake_s", "walking"}
    path = tmp_path / "e.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [cell for name, cell in zip(rows[0], row, strict=True) if name not in later] for row in rows
        )
    (found,) = read(path.read_text(encoding="utf-8"))
    assert found == on_its_clock(full_episode().replaced(typed=None, awake_s=None, walking=None))


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(READ_BACK)))
def test_a_table_that_means_nothing_without_its_diary_is_refused_with_the_way(
    kind: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / FILES[kind]
    path.write_text(
        ",".join(columns(kind)) + "\n" + ",".join("1" for _ in columns(kind)) + "\n", encoding="utf-8"
    )
    ran = cramp("import", path)
    assert ran.exit_code == 1
    assert "export diary.jsonl" in ran.err


@settings(max_examples=15)
@given(tables)
def test_a_column_that_somebody_added_changes_nothing(table: tuple[str, list[Record]]) -> None:
    text = table_of(*table)
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    added = io.StringIO(newline="")
    csv.writer(added).writerows([[*header, "", "My own"], *([*row, "", "x"] for row in rows)])
    assert read(added.getvalue()) == read(text)


def test_a_column_that_somebody_added_is_counted(cramp: Cramp, tmp_path: Path) -> None:
    header, *rows = table_of("episode", [full_episode()]).splitlines()
    path = tmp_path / "e.csv"
    path.write_text("\n".join([f"{header},Weather", *(f"{row},warm" for row in rows)]), encoding="utf-8")
    told = cramp("import", "--new", path, "--json", "-y").json
    assert (told["new"] > 0, told["ignored"]) == (True, {"column Weather": 1})


def test_columns_are_what_a_person_says_only_where_that_is_insisted_on(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text(table_of("episode", [episode(severity=3, sites=("calf",))]), encoding="utf-8")
    maps = [each for field in ("at", "severity") for each in ("--map", f"{field}={field}")]
    ran = cramp("import", path, *maps)
    assert (ran.exit_code, ran.out) == (2, "")
    assert "need no --map" in ran.err
    told = cramp("import", path, *maps, "--format", "csv", "--map", "rows=cramp", "--json").json
    assert (told["format"], told["kinds"]["episode"]["new"]) == ("csv", 1)
    (found,) = cramp("list", "--all", "--json").json["entries"]
    assert (found["severity"], found["sites"]) == (3, [])


def test_the_same_table_again_brings_nothing_and_a_changed_cell_a_new_version(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "e.csv"
    path.write_text(table_of("episode", [full_episode(), episode(severity=3)]), encoding="utf-8")
    assert cramp("import", path, "--json").json["kinds"]["episode"]["new"] == 2
    assert cramp("import", path, "--json").json["kinds"]["episode"]["known"] == 2
    path.write_text(table_of("episode", [full_episode(), episode(severity=4)]), encoding="utf-8")
    assert cramp("import", path, "--json").json["kinds"]["episode"]["changed"] == 1
    assert sorted(each["severity"] for each in cramp("list", "--all", "--json").json["entries"]) == [4, 7]


def test_words_of_its_own_are_usable_after_it(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text(table_of("episode", [episode(triggers=("salsa-class",))]), encoding="utf-8")
    cramp("import", path)
    assert "salsa-class" in cramp("words", "--json").out
