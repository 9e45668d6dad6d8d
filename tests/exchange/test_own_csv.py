"""The CSV export: for spreadsheets, and harmless there."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.cli.options import SHOWN_KINDS
from crampdiary.diary.model import KINDS, Episode, Record
from crampdiary.errors import UsageError
from crampdiary.exchange.own import export
from crampdiary.exchange.own.own_csv import FILES, columns
from crampdiary.keep.store import Store
from exchange.test_own_json import fill
from kit.builders import away, check_in, episode, exposure, full_episode, word
from kit.logs import opened, records, shown_in
from kit.running import Cramp, files_in

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


def test_no_file_of_a_folder_is_replaced_without_force(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("mine")
    assert cramp("--diary", full.path, "export", tmp_path, "--format", "csv").exit_code == 1
    assert (tmp_path / "words.csv").read_text() == "mine"
    assert not (tmp_path / "away.csv").exists()
    assert cramp("--diary", full.path, "export", tmp_path, "--format", "csv", "--force").exit_code == 0
    assert (tmp_path / "away.csv").exists()


endings = st.text("abcdefghijklmnopqrstuvwxyzXS0123456789", min_size=1, max_size=5).map(".{}".format)


@given(endings | st.sampled_from([".xlsx", ".ods", ".pdf", ".html", ".tsv", ".db", ".zip", ".Txt"]))
def test_a_file_is_what_its_name_says_or_the_format_is_asked_for(ending: str) -> None:
    path = Path(f"diary{ending}")
    if ending.lower() in export.FORMATS:
        assert export.Wanted.of(path, False, None, None).format == export.FORMATS[ending.lower()]
        return
    for kind in (None, "episode"):
        with pytest.raises(UsageError, match=re.escape(f"{ending.lower()} is not a format")):
            export.Wanted.of(path, False, None, kind)
    for name in ("csv", "json"):
        assert export.Wanted.of(path, False, name, None).format == name


def test_a_kind_is_never_written_as_csv_into_a_file_that_says_json(
    full: Store, cramp: Cramp, tmp_path: Path
) -> None:
    ran = cramp("--diary", full.path, "export", tmp_path / "away.json", "--kind", "away")
    assert ran.exit_code == 2
    assert "--kind is for CSV" in ran.err
    assert not (tmp_path / "away.json").exists()
