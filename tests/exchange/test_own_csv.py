"""The CSV export: a file a kind, harmless in a spreadsheet, and whole when it comes back."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import KINDS, Record
from crampdiary.exchange import reading
from crampdiary.exchange.own_csv import FILES, PURGED_FILE, columns, guarded, unguarded
from crampdiary.keep.store import Store
from exchange.test_own_json import fill
from kit.builders import away, check_in, episode, exposure, full_episode, word
from kit.logs import log_of, opened, records, shown_in
from kit.running import Cramp

FORMULA = tuple("=+-@\t\r\n|%")


@pytest.fixture
def folder(store: Store, cramp: Cramp, tmp_path: Path) -> Path:
    made: list[Record] = [
        full_episode(),
        episode(note="=1+1"),
        exposure(amount="300 mg"),
        check_in(),
        away(),
        word(),
    ]
    fill(store, made, edits=3)
    assert cramp("--diary", store.path, "export", tmp_path / "out", "--format", "csv").exit_code == 0
    return tmp_path / "out"


@given(st.text(st.sampled_from("'=+-@\t\r\n|% a") | st.characters(exclude_categories=["Cs"]), max_size=20))
def test_the_guard_against_formulas_is_reversible(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(FORMULA)


diaries = given(st.lists(records, max_size=8), st.integers(0, 5), st.booleans())


@settings(max_examples=6)
@diaries
def test_a_diary_comes_back_whole_and_exports_to_the_same_bytes(
    made: list[Record], edits: int, bom: bool
) -> None:
    comes_back_whole(made, edits, bom)


@pytest.mark.slow
@settings(max_examples=150)
@diaries
def test_many_diaries_come_back_whole_and_export_to_the_same_bytes(
    made: list[Record], edits: int, bom: bool
) -> None:
    comes_back_whole(made, edits, bom)


def comes_back_whole(made: list[Record], edits: int, bom: bool) -> None:
    from crampdiary.exchange import export, own_csv
    from crampdiary.keep import merge

    with tempfile.TemporaryDirectory() as folder_name:
        folder = Path(folder_name)
        one, other = opened(folder / "one.db"), opened(folder / "other.db")
        fill(one, made, edits)
        what = export.Wanted("csv", tuple(KINDS), single=False)
        for each in ("a", "b"):
            (folder / each).mkdir()
        export.write_folder(folder / "a", what, one.revisions(), one.purged(), bom=bom)
        staging = merge.Staging(folder)
        for path in (folder / "a").iterdir():
            staging.add(own_csv.read(path, []))
        with merge.attached(other, staging), other.change("import") as change:
            merge.union(change)
        export.write_folder(folder / "b", what, other.revisions(), other.purged(), bom=bom)
        for file in what.file_names:
            assert (folder / "a" / file).read_bytes() == (folder / "b" / file).read_bytes()
        assert log_of(one) == log_of(other)
        assert shown_in(one) == shown_in(other)
        for store in (one, other, staging):
            store.close()


def test_no_cell_of_text_begins_a_formula(store: Store, cramp: Cramp) -> None:
    for text in ("=cmd", "+1", "-1", "@x", "'=x", "''=x", "|x", "%x", "＝x"):
        with store.change("log") as change:
            change.add(episode(note=text, onset=text, zone=text, sites=(text,)))
            change.add(exposure(amount=text, word=text))
    for kind in ("episode", "exposure"):
        rows = csv.reader(cramp("--diary", store.path, "export", "--kind", kind).out.splitlines())
        header = next(rows)
        for row in rows:
            for name, cell in zip(header, row, strict=True):
                assert not cell.startswith((*FORMULA, "＝")) or name.endswith("offset_min")


def test_every_cell_is_quoted_and_lines_end_as_the_standard_says(folder: Path) -> None:
    for name in (*FILES.values(), PURGED_FILE):
        text = (folder / name).read_bytes()
        assert text.endswith(b'"\r\n')
        assert text.startswith(b'"')


def test_the_columns_are_as_documented() -> None:
    assert columns("exposure") == [
        *(
            "shown",
            "night",
            "at",
            "offset_min",
            "logged_at",
            "logged_offset_min",
            "role",
            "word",
            "precision",
        ),
        *("zone", "amount", "purpose", "note"),
        *("record_uid", "uid", "stamp", "parents", "deleted", "digest"),
    ]


def test_one_kind_goes_to_a_file_or_to_standard_output(store: Store, folder: Path, cramp: Cramp) -> None:
    for arguments in ((folder / "x.csv",), (folder / "y.csv", "--kind", "episode"), ("-", "--format", "csv")):
        ran = cramp("--diary", store.path, "export", *arguments)
        assert ran.exit_code == 0
        text = Path(arguments[0]).read_text(encoding="utf-8") if arguments[0] != "-" else ran.out
        assert text.splitlines() == (folder / "episodes.csv").read_text(encoding="utf-8").splitlines()


def test_a_spreadsheet_finds_the_entries_as_they_are_by_one_column(store: Store, folder: Path) -> None:
    with (folder / "episodes.csv").open(encoding="utf-8", newline="") as file:
        shown = [row for row in csv.DictReader(file) if row["shown"] == "1"]
    assert {row["record_uid"] for row in shown} == {entry.uid for entry in store.entries("episode")}
    assert {row["night"] for row in shown} == {"2026-03-30"}


def test_importing_the_folder_twice_brings_nothing_new(folder: Path, store: Store, cramp: Cramp) -> None:
    other = folder.parent / "other.db"
    assert cramp("--diary", other, "import", "--new", folder, "--json").json["new"] == 6
    assert cramp("--diary", other, "import", folder, "--json").json["new"] == 0
    assert cramp("--diary", store.path, "import", folder, "--json").json["new"] == 0


def _episodes(folder: Path) -> str:
    return (folder / "episodes.csv").read_bytes().decode()


ACCEPTED = {
    "byte order mark": lambda text: "\ufeff" + text,
    "lf": lambda text: text.replace("\r\n", "\n"),
    "cr": lambda text: text.replace("\r\n", "\r"),
    "empty lines": lambda text: text + "\r\n\r\n",
}


@pytest.mark.parametrize("change", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_other_line_ends_and_a_byte_order_mark_are_read(
    change: object, store: Store, cramp: Cramp, tmp_path: Path
) -> None:
    with store.change("log") as made:
        made.add(episode(severity=3))
    text = cramp("--diary", store.path, "export", "--kind", "episode").out.replace("\n", "\r\n")
    text = text.replace("\r\r", "\r")
    (tmp_path / "a.csv").write_bytes(change(text).encode())  # type: ignore[operator]
    ran = cramp("--diary", tmp_path / "b.db", "import", "--new", tmp_path / "a.csv", "--json")
    assert ran.json["new"] == 1


REFUSED = {
    "semicolons": lambda text: text.replace('","', '";"'),
    "missing column": lambda text: text.replace('"severity",', "", 1),
    "extra column": lambda text: text.replace('"severity",', '"severity","mood",', 1),
    "duplicate column": lambda text: text.replace('"severity"', '"side"', 1),
    "other order": lambda text: text.replace('"severity","duration_s"', '"duration_s","severity"', 1),
    "unclosed quote": lambda text: text[: text.rindex('"')],
    "nul": lambda text: text.replace("burning", "bur\0ning"),
    "200 kB field": lambda text: text.replace("burning", "b" * 200_000),
    "changed by hand": lambda text: text.replace('"7"', '"8"', 1),
    "severity no number": lambda text: text.replace('"7"', '"seven"', 1),
    "severity of other digits": lambda text: text.replace('"7"', '"７"', 1),
    "offset no number": lambda text: text.replace('"60"', '"+01:00"', 1),
    "offset written otherwise": lambda text: text.replace('"60"', '"+60"', 1),
    "a cell too few": lambda text: text.replace('"180",', "", 1),
    "latin-1": lambda text: text.encode("latin-1", "replace"),
    "utf-16": lambda text: text.encode("utf-16"),
    "a line without end": lambda text: text + "x" * 2**21,
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_quite_right_is_refused_with_its_line(
    change: object, folder: Path, cramp: Cramp, tmp_path: Path
) -> None:
    text = change(_episodes(folder))  # type: ignore[operator]
    (tmp_path / "a.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    other = opened(tmp_path / "other.db")
    before = other.path.read_bytes()
    ran = cramp("--diary", other.path, "import", "--format", "cramp-csv", tmp_path / "a.csv")
    assert ran.exit_code == 1
    assert "line" in ran.err or "UTF-16" in ran.err or "not a CSV export" in ran.err
    assert "Traceback" not in ran.err
    assert other.path.read_bytes() == before
    other.close()


@pytest.mark.parametrize(("between", "said"), [(3, "2 rows cannot"), (4, "1 row and perhaps more cannot")])
def test_after_a_bad_row_others_are_looked_for_so_far_and_no_further(
    between: int,
    said: str,
    folder: Path,
    store: Store,
    cramp: Cramp,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "LINES_AFTER_BAD", 4)
    header, row, *_ = (folder / "away.csv").read_bytes().decode().splitlines(keepends=True)
    bad = '"too","few"\r\n'
    (tmp_path / "a.csv").write_bytes("".join([header, bad, *[row] * between, bad]).encode())
    before = log_of(store)
    ran = cramp("--diary", store.path, "import", tmp_path / "a.csv")
    assert ran.exit_code == 1
    assert "line 2:" in ran.err
    assert said in ran.err
    assert log_of(store) == before


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_refused(content: str, store: Store, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(content)
    assert cramp("--diary", store.path, "import", tmp_path / "a.csv").exit_code == 1


def test_a_header_alone_brings_nothing(store: Store, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(",".join(columns("episode")) + "\n")
    ran = cramp("--diary", store.path, "import", tmp_path / "a.csv")
    assert ran.exit_code == 0
    assert "0 new" in ran.out


def test_no_file_of_a_folder_is_replaced_without_force(folder: Path, store: Store, cramp: Cramp) -> None:
    (folder / "words.csv").write_text("mine")
    (folder / "away.csv").unlink()
    assert cramp("--diary", store.path, "export", folder, "--format", "csv").exit_code == 1
    assert (folder / "words.csv").read_text() == "mine"
    assert not (folder / "away.csv").exists()
    assert cramp("--diary", store.path, "export", folder, "--format", "csv", "--force").exit_code == 0
    assert (folder / "away.csv").exists()
