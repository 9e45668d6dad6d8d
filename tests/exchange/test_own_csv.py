"""The CSV export: for spreadsheets, harmless there, and read as new entries when it comes back."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.cli.options import SHOWN_KINDS
from crampdiary.diary.model import KINDS, Episode, Record
from crampdiary.diary.values import TEXT, TEXTS
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import export, formats
from crampdiary.exchange.own_csv import FILES, columns, kind_of
from crampdiary.exchange.programs import own_table
from crampdiary.exchange.programs.peers import Reading
from crampdiary.keep.revision import checked
from crampdiary.keep.store import Store
from crampdiary.words.wording import short
from exchange.test_own_json import fill
from kit.builders import FIELDS, away, check_in, episode, exposure, full_episode, said_in, with_all, word
from kit.logs import opened, records, shown_in
from kit.running import Cramp, files_in, for_any_diary

FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")
DELIMITERS = {",": ",", ";": ";", "tab": "\t"}
TRICKY: tuple[Record, ...] = tuple(
    record
    for text in ("=cmd", "+1", "-1", "@x", "'=x", "|x", "%x", "＝x")
    for record in (
        episode(note=text, onset=text, zone=text, sites=(text,), typed=text),
        exposure(text, amount=text),
        word(text, label=text, synonyms=(text,)),
    )
)


def rows_of(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


@pytest.fixture
def full(store: Store) -> Store:
    made: list[Record] = [
        full_episode(),
        episode(note="=1+1"),
        exposure(amount="300 mg"),
        check_in(),
        away(),
        word(),
    ]
    fill(store, made, edits=3)
    return store


@settings(max_examples=10)
@given(
    st.lists(records | st.sampled_from(TRICKY), max_size=8), st.integers(0, 5), st.sampled_from([*DELIMITERS])
)
def test_every_entry_is_there_once_as_it_is_and_no_cell_begins_a_formula(
    made: list[Record], edits: int, delimiter: str
) -> None:
    with tempfile.TemporaryDirectory() as name, closing(opened(Path(name) / "diary.db")) as store:
        fill(store, made, edits)
        folder = Path(name)
        what = export.Wanted.of(folder, False, "csv", None, delimiter)
        export.write_folder(folder, what, store.revisions(current=True), bom=False)
        entries = {entry.number: entry.record for entry in [*store.entries(), *store.words()]}
        seen = []
        for kind, file in FILES.items():
            text = (folder / file).read_bytes().decode()
            assert text.startswith(DELIMITERS[delimiter].join(f'"{name}"' for name in columns(kind)) + "\r\n")
            for row in rows_of(text, DELIMITERS[delimiter]):
                seen.append(int(row["entry"]))
                record = entries[seen[-1]]
                assert record.kind == kind
                assert not any(cell.startswith(FORMULA) for cell in row.values())
                for said in ("note", "amount", "label", "onset", "word"):
                    text_said = getattr(record, said, None)
                    if text_said is not None:
                        assert row[said] == "'" * text_said.lstrip("'").startswith(FORMULA) + text_said
        assert sorted(seen) == sorted(entries)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("added", [[], ["mine"]])
def test_a_table_is_known_for_the_kind_that_it_is_of(kind: str, added: list[str]) -> None:
    assert kind_of([*columns(kind), *added]) == kind


def test_a_table_of_cramps_with_few_columns_left_is_still_of_cramps() -> None:
    for count in range(3, len(columns("episode")) + 1):
        left = [each for each in columns("episode")[:count] if each != "typed"]
        assert kind_of(left) == "episode"


def test_the_columns_are_the_fields_of_the_record_after_the_entrys_number() -> None:
    for kind, record in KINDS.items():
        assert columns(kind)[-len(record.names) :] == [*record.names]
    assert columns("exposure")[:3] == ["entry", "night", "at"]
    assert columns("check_in")[:2] == ["entry", "night"]
    assert columns("away")[:2] == ["entry", "first_night"]


def test_a_row_is_what_a_person_reads_and_a_spreadsheet_reckons_with(store: Store, cramp: Cramp) -> None:
    with store.change("log") as change:
        change.add(full_episode())
    (row,) = rows_of(cramp("--diary", store.path, "export", "--format", "csv").out)
    assert row.keys() == {"entry", "night", *Episode.names}
    assert (
        row.items()
        >= {
            "entry": "1",
            "night": "2026-03-30",
            "at": "2026-03-31 03:10:00",
            "logged_at": "2026-03-31 09:00:00",
            "precision": "approx",
            "zone": "Europe/London",
            "severity": "7",
            "duration_s": "180",
            "sites": "arch, toes",
            "side": "left",
            "sensations": "burning, tightening",
            "triggers": "cold-feet, long-standing",
            "onset": "asleep",
            "woke": "1",
            "tried": "stretching (helped, 120 s), heat",
            "note": full_episode().note,
        }.items()
    )


def test_every_cell_is_quoted_and_lines_end_as_the_standard_says(
    full: Store, cramp: Cramp, tmp_path: Path
) -> None:
    cramp("--diary", full.path, "export", tmp_path / "out", "--format", "csv")
    assert sorted(files_in(tmp_path / "out")) == sorted(FILES.values())
    for name in FILES.values():
        text = (tmp_path / "out" / name).read_bytes()
        assert text.endswith(b'"\r\n')
        assert text.startswith(b'"')


def test_a_byte_order_mark_goes_before_every_file(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    cramp("--diary", full.path, "export", tmp_path / "out", "--format", "csv", "--bom")
    for name in FILES.values():
        assert (tmp_path / "out" / name).read_bytes().startswith('\ufeff"entry"'.encode())


def test_one_kind_goes_to_a_file_or_to_standard_output(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    cramp("--diary", full.path, "export", tmp_path, "--format", "csv")
    for arguments in (
        (tmp_path / "x.csv",),
        (tmp_path / "y.csv", "--kind", "episode"),
        ("-", "--format", "csv"),
    ):
        ran = cramp("--diary", full.path, "export", *arguments)
        assert ran.exit_code == 0
        text = Path(arguments[0]).read_text(encoding="utf-8") if arguments[0] != "-" else ran.out
        assert text.splitlines() == (tmp_path / "episodes.csv").read_text(encoding="utf-8").splitlines()


def test_a_kind_is_named_as_in_list_and_holds_the_same_entries(full: Store, cramp: Cramp) -> None:
    numbers = {}
    cramp("--diary", full.path, "used", "magnesium")
    cramp("--diary", full.path, "had", "alcohol")
    for kind in (*SHOWN_KINDS, "used", "had", "none", "exposure"):
        ran = cramp("--diary", full.path, "export", "-", "--format", "csv", "--kind", kind)
        numbers[kind] = {int(row["entry"]) for row in csv.DictReader(io.StringIO(ran.out))}
        listed = cramp("--diary", full.path, "list", "--kind", kind, "--json").json["entries"]
        assert numbers[kind] == {entry["id"] for entry in listed}
    assert numbers["remedy"]
    assert numbers["trigger"]
    assert numbers["remedy"] | numbers["trigger"] == numbers["exposure"]


def test_what_was_written_is_counted_in_entries(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    count = len(shown_in(full))
    ran = cramp("--diary", full.path, "export", tmp_path / "out", "--format", "csv")
    assert f"Wrote {count} entries to " in ran.out
    ran = cramp("--diary", full.path, "export", tmp_path / "out", "--format", "csv", "--force", "--json")
    assert ran.json == {"path": str(tmp_path / "out"), "format": "csv", "entries": count}


def test_a_range_holds_the_entries_whose_nights_are_in_it_now(store: Store, cramp: Cramp) -> None:
    for day in ("2026-03-01T03:00", "2026-03-10T03:00"):
        with store.change("log") as change:
            change.add(episode(day))
    with store.change("edit") as change:
        entry = store.entries()[1]
        change.replace(entry, entry.record.replaced(at=episode("2026-03-20T03:00").at))
    ran = cramp(
        "--diary", store.path, "export", "--format", "csv", "--since", "2026-03-08", "--until", "2026-03-12"
    )
    assert rows_of(ran.out) == []
    ran = cramp("--diary", store.path, "export", "--format", "csv", "--since", "2026-03-08")
    assert [row["night"] for row in rows_of(ran.out)] == ["2026-03-19"]


def test_a_delimiter_is_one_of_three_and_for_csv(full: Store, cramp: Cramp) -> None:
    for name, delimiter in (*DELIMITERS.items(), ("\t", "\t")):
        ran = cramp("--diary", full.path, "export", "--format", "csv", "--delimiter", name)
        assert ran.out.startswith(f'"entry"{delimiter}"night"{delimiter}"at"')
    for arguments in (("--format", "csv", "--delimiter", "|"), ("--delimiter", ";")):
        ran = cramp("--diary", full.path, "export", *arguments)
        assert (ran.exit_code, ran.out, ran.err.count("\n")) == (2, "", 1)


def on_the_clock(record: Record) -> tuple[Any, ...]:
    """Return what a record shows: a time as its clock showed it, as a table has no more of it."""
    values = (getattr(record, name) for name in record.names)
    return record.kind, *(
        each.replace(tzinfo=None) if isinstance(each, datetime) else each for each in values
    )


def read_back(path: Path, folder: Path) -> list[Record]:
    name, delimiter = formats.detect(path)
    assert name == own_table.PROGRAM
    reading = Reading(path, Vocabulary(), {}, folder=folder, delimiter=delimiter)
    found = [checked(row) for row in formats.revisions(name, reading, [])]
    assert not +reading.ignored
    return [record for record in found if record]


@contextmanager
def clock_of(zone: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        yield
    time.tzset()


@settings(max_examples=15)
@given(
    st.lists(records | st.sampled_from(TRICKY), max_size=8), st.integers(0, 5), st.sampled_from([*DELIMITERS])
)
def test_what_a_table_shows_comes_back_as_it_was(made: list[Record], edits: int, delimiter: str) -> None:
    comes_back(made, edits, delimiter)


@pytest.mark.slow
@settings(max_examples=300)
@given(
    st.lists(records | st.sampled_from(TRICKY), max_size=8), st.integers(0, 5), st.sampled_from([*DELIMITERS])
)
def test_what_many_tables_show_comes_back_as_it_was(made: list[Record], edits: int, delimiter: str) -> None:
    comes_back(made, edits, delimiter)


def comes_back(made: list[Record], edits: int, delimiter: str) -> None:
    in_utc = [each.replaced(zone="UTC") if getattr(each, "zone", None) else each for each in made]
    with tempfile.TemporaryDirectory() as name, closing(opened(Path(name) / "diary.db")) as store:
        fill(store, in_utc, edits)
        folder = Path(name)
        what = export.Wanted.of(folder, False, "csv", None, delimiter)
        export.write_folder(folder, what, store.revisions(current=True), bom=False)
        shown = [on_the_clock(record) for record in shown_in(store).values()]
        with clock_of("UTC"):  # which skips no time
            back = [
                on_the_clock(each) for file in FILES.values() for each in read_back(folder / file, folder)
            ]
    assert sorted(map(repr, back)) == sorted(map(repr, shown))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.slow_but_first
def test_every_field_of_every_kind_goes_out_in_a_table_and_comes_in_as_it_was(
    kind: str, store: Store, cramp: Cramp, tmp_path: Path
) -> None:
    table = KINDS[kind].table
    with store.change("log") as change:
        change.add(with_all(kind))
        for name, line in table.items():
            if kind != "word" or name == "slug":  # or else it is the same word
                change.add(with_all(kind, **{name: said_in(line, otherwise=True)}))
                change.add(with_all(kind, **{name: said_in(line)}))
    if kind == "word":
        with store.change("edit") as change:
            for name in set(table) - {"role", "slug"}:
                change.add(with_all(kind, slug=f"of-{name}", **{name: said_in(table[name], otherwise=True)}))
    before = sorted(shown_in(store).values(), key=repr)
    assert len(before) > len(table) - 2
    cramp("--diary", store.path, "export", tmp_path / "a.csv", "--kind", kind)
    other = tmp_path / "other.db"
    ran = cramp("--diary", other, "import", "--new", tmp_path / "a.csv")
    assert ran.exit_code == 0, ran.err
    with closing(opened(other)) as there:
        assert sorted(shown_in(there).values(), key=repr) == before
        assert there.problems() == []


@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.slow_but_first
def test_a_csv_that_comes_back_is_read_once_and_told_to_hold_less(
    delimiter: str, bom: bool, full: Store, cramp: Cramp, tmp_path: Path
) -> None:
    options = ("--format", "csv", "--delimiter", delimiter, *["--bom"] * bom)
    cramp("--diary", full.path, "export", tmp_path / "out", *options)
    other = tmp_path / "other.db"
    for count, path in enumerate(sorted((tmp_path / "out").iterdir())):
        ran = cramp("--diary", other, "import", *["--new"] * (not count), path)
        assert ran.exit_code == 0, ran.err
        assert "`cramp export diary.jsonl` keeps everything" in for_any_diary(ran.out)
        told = cramp("--diary", other, "import", path, "--json").json
        assert (told["format"], told["new"], told["backup"]) == ("cramp-csv", 0, None)
    with closing(opened(other)) as store:
        assert sorted(map(repr, shown_in(store).values())) == sorted(map(repr, shown_in(full).values()))


def test_in_the_diary_that_it_is_from_its_rows_are_new_and_told_to_look_alike(
    full: Store, cramp: Cramp, tmp_path: Path
) -> None:
    words = {entry.uid: entry.record for entry in full.words()}
    cramp("--diary", full.path, "export", tmp_path / "out", "--format", "csv")
    told = cramp("--diary", full.path, "import", tmp_path / "out" / "episodes.csv", "--json").json
    assert (told["new"], told["alike_count"]) == (2, 4)  # of each two, one and the other
    told = cramp("--diary", full.path, "import", tmp_path / "out" / "words.csv", "--json").json
    assert (told["new"], told["ignored"]) == (0, {"word that is here already": len(words)})
    assert {entry.uid: entry.record for entry in full.words()} == words


def as_table(kind: str, **cells: str) -> str:
    row = dict.fromkeys(columns(kind), "") | {"entry": "1"} | cells
    return f"{','.join(row)}\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n"


NEEDED = {
    "episode": {"at": "2026-03-01 02:00"},
    "exposure": {"at": "2026-03-01 02:00", "role": "remedy", "word": "heat"},
    "check_in": {"night": "2026-03-01"},
    "away": {"first_night": "2026-03-01", "last_night": "2026-03-02"},
    "sign": {"at": "2026-03-01 21:00"},
    "course": {"role": "remedy", "word": "heat", "first_night": "2026-03-01"},
    "seen": {"rule": "frequent", "night": "2026-03-01"},
    "word": {"role": "remedy", "slug": "brine", "label": "brine"},
}


REWRITTEN = ("01/03/2026 02:00", "2026-13-01 02:00:00", "1,5 \x1b[2J\u202e", "#NAME? " + "9" * 99)


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=lambda value: value)
@pytest.mark.slow_but_first
def test_a_cell_that_a_spreadsheet_wrote_again_is_named_with_its_column_and_what_is_wanted(
    kind: str, name: str, cramp: Cramp, tmp_path: Path
) -> None:
    line = KINDS[kind].table[name]
    tables = [as_table(kind, **{**NEEDED[kind], name: cell}).splitlines() for cell in REWRITTEN]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([*tables[0], *(rows[1] for rows in tables[1:])]) + "\n", encoding="utf-8")
    ran = cramp("import", path)
    *said, nothing = ran.err.splitlines() or [""]
    if line.holds in (TEXT, TEXTS):  # which may say anything that is not too long
        assert all(re.search("at most 100|is there twice", each) for each in said)
    else:
        assert (ran.exit_code, len(said)) == (1, len(REWRITTEN))
        assert nothing == "4 rows cannot be read. Nothing was imported."
        for number, (each, cell) in enumerate(zip(said, REWRITTEN, strict=True), 2):
            assert each.startswith(f'a.csv, line {number}: The column {name} says "{short(cell)}". ')
            assert re.search(r"Write .+|must be|has a space|at most", each.split('". ', 1)[1])
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in NEEDED for name in NEEDED[kind]])
@pytest.mark.slow_but_first
def test_without_what_an_entry_needs_a_row_and_a_table_are_refused(
    kind: str, name: str, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(as_table(kind, **{**NEEDED[kind], name: ""}))
    ran = cramp("import", path)
    assert (ran.exit_code, f"line 2: The column {name} is empty" in ran.err) == (1, True)
    path.write_text(as_table(kind, **NEEDED[kind]))
    assert cramp("import", path, "--dry-run").exit_code == 0
    lines = [",".join(cell for cell in line.split(",")) for line in path.read_text().splitlines()]
    place = columns(kind).index(name)
    if place > 2:  # or else it is known for another table
        path.write_text("\n".join(",".join(_but(line.split(","), place)) for line in lines) + "\n")
        ran = cramp("import", path)
        assert (ran.exit_code, f"has no column {name}" in ran.err) == (1, True)


def _but(cells: list[str], place: int) -> list[str]:
    return [cell for number, cell in enumerate(cells) if number != place]


def test_columns_may_be_added_taken_away_and_emptied(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "entry;night;at;severity;woke;mine\n7;2026-02-28;2026-03-01 02:00;5,0;TRUE;x\n9;;2026-03-02 02:00;;;\n"
    )
    told = cramp("import", tmp_path / "a.csv", "--json").json
    assert told["ignored"] == {"column mine": 1}
    with closing(opened(Path(cramp("info", "--json").json["path"]))) as store:
        found = [entry.record for entry in store.episodes()]
    assert [(each.severity, each.woke, each.logged_at == each.at) for each in found] == [
        (5, True, True),
        (None, None, True),
    ]


@pytest.mark.parametrize(
    ("zone", "option", "at"),
    [
        ("", (), "2026-03-29T02:30:00+01:00"),
        ("Pacific/Auckland", (), "2026-03-29T02:30:00+13:00"),
        ("Nowhere/At-all", (), "2026-03-29T02:30:00+01:00"),
        ("Pacific/Auckland", ("--zone", "America/New_York"), "2026-03-29T02:30:00-04:00"),
    ],
)
def test_a_time_is_of_the_zone_that_is_given_or_named_in_its_row(
    zone: str, option: tuple[str, ...], at: str, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(as_table("episode", at="2026-03-29 02:30:00", zone=zone))
    assert cramp("import", tmp_path / "a.csv", *option).exit_code == 0
    entry = cramp("list", "--json").json["entries"][0]
    assert (entry["at"], entry["zone"]) == (at, option[1] if option else zone or None)


def test_a_time_that_the_clocks_skipped_is_an_hour_later_and_approximate(
    cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(as_table("episode", at="2026-03-29 01:30:00", precision="minute"))
    assert cramp("import", tmp_path / "a.csv").exit_code == 0
    entry = cramp("list", "--json").json["entries"][0]
    assert (entry["at"], entry["precision"]) == ("2026-03-29T02:30:00+01:00", "approx")


def test_a_folder_of_tables_is_imported_table_by_table(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    cramp("--diary", full.path, "export", tmp_path / "out", "--format", "csv")
    ran = cramp("import", tmp_path / "out")
    assert (ran.exit_code, "Name the file in it" in ran.err) == (1, True)


def test_a_word_that_is_there_twice_is_refused(cramp: Cramp, tmp_path: Path) -> None:
    table = as_table("word", **NEEDED["word"])
    (tmp_path / "a.csv").write_text(table + table.splitlines()[1] + "\n")
    ran = cramp("import", tmp_path / "a.csv")
    assert (ran.exit_code, "line 3: This word is there twice" in ran.err) == (1, True)


def test_who_insists_reads_it_as_any_csv(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    cramp("--diary", full.path, "export", tmp_path / "a.csv")
    maps = ("--map", "at=at", "--map", "severity=severity")
    ran = cramp("import", tmp_path / "a.csv", "--format", "csv", *maps, "--json")
    assert ran.json["kinds"]["episode"]["new"] == len(full.episodes())


def test_no_file_of_a_folder_is_replaced_without_force(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("mine")
    assert cramp("--diary", full.path, "export", tmp_path, "--format", "csv").exit_code == 1
    assert (tmp_path / "words.csv").read_text() == "mine"
    assert not (tmp_path / "away.csv").exists()
    assert cramp("--diary", full.path, "export", tmp_path, "--format", "csv", "--force").exit_code == 0
    assert (tmp_path / "away.csv").exists()
