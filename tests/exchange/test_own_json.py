"""The JSON export: nothing is lost on the way out and back, a file made by hand is read, and nothing odd gets in."""

from __future__ import annotations

import json
import os
import re
import stat
import tempfile
import uuid
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import KINDS, Record, plain_fields
from crampdiary.exchange import reading
from crampdiary.exchange.own import export, own_json
from crampdiary.keep.merging import merge
from crampdiary.keep.store import Store
from kit.builders import (
    away,
    check_in,
    course,
    episode,
    exposure,
    full_episode,
    report,
    seen,
    sign,
    trial,
    word,
)
from kit.logs import log_of, opened, records, shown_in, versions_in
from kit.running import Cramp

OLD = Path(__file__).parents[1] / "data" / "export-v1.json"
"""An export of the first format, written by the program as it was then."""
NOT_KIND = re.compile(r"Error|Exception|Traceback|<class|\bstr\b|\bdict\b")
"""Python's own words."""


def fill(store: Store, made: list[Record], edits: int = 0) -> None:
    """Record things, change and delete some, and take some of that back."""
    for record in made:
        with store.change("log") as change:
            change.add(record)
    for number, entry in enumerate(store.entries()[:edits]):
        with store.change("edit") as change:
            if number % 2:
                change.delete(entry)
            else:
                change.replace(entry, entry.record.replaced(note=f"changed {number}"))
    if edits > 2:
        store.undo()


@pytest.fixture
def full(store: Store) -> Store:
    fill(
        store,
        [full_episode(), episode(note="=1+1"), exposure(amount="300 mg"), check_in(), away(), word()],
        edits=3,
    )
    return store


diaries = given(st.lists(records, max_size=8), st.integers(0, 5))


@settings(max_examples=6)
@diaries
def test_a_diary_comes_back_whole_and_exports_to_the_same_bytes(made: list[Record], edits: int) -> None:
    comes_back_whole(made, edits)


@pytest.mark.slow
@settings(max_examples=150)
@diaries
def test_many_diaries_come_back_whole_and_export_to_the_same_bytes(made: list[Record], edits: int) -> None:
    comes_back_whole(made, edits)


def brought(store: Store, path: Path, folder: Path) -> int:
    """Bring an export into a diary; return how many versions were unknown there."""
    purged: list[str] = []
    with closing(merge.Staging(folder)) as staging:
        staging.add(own_json.read(path, purged))
        staging.add_purged(purged)
        with merge.attached(store, staging), store.change("import") as change:
            done = merge.union(change).revisions
        staging.path.unlink()
    return done


def written(store: Store, path: Path) -> Path:
    export.write_file(path, export.Wanted("json"), store.revisions(), store.purged(), bom=False)
    return path


def comes_back_whole(made: list[Record], edits: int) -> None:
    with (
        tempfile.TemporaryDirectory() as folder_name,
        closing(opened(Path(folder_name) / "one.db")) as one,
        closing(opened(Path(folder_name) / "other.db")) as other,
    ):
        folder = Path(folder_name)
        fill(one, made, edits)
        assert brought(other, written(one, folder / "a"), folder) == len(log_of(one)[0])
        assert (folder / "a").read_bytes() == written(other, folder / "b").read_bytes()
        assert log_of(one) == log_of(other)
        assert shown_in(one) == shown_in(other)
        assert other.problems() == []


def test_the_format_is_as_documented(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    assert cramp("--diary", full.path, "export", tmp_path / "a.jsonl").exit_code == 0
    text = (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert text.startswith('{"crampdiary": 2, "purged": []}\n')
    names = ["uid", "record_uid", "kind", "stamp", "parents", "record", "digest"]
    assert all(list(each) == names for each in versions_in(text))
    assert versions_in(text)[1]["record"] == {
        "at": "2026-03-31T03:10:00+01:00",
        "logged_at": "2026-03-31T09:00:00+01:00",
        "note": "=1+1",
        "precision": "minute",
    }
    assert stat.S_IMODE((tmp_path / "a.jsonl").stat().st_mode) == 0o600


def test_importing_twice_brings_nothing_new_and_undo_takes_all_of_it_back(
    full: Store, cramp: Cramp, tmp_path: Path
) -> None:
    cramp("--diary", full.path, "export", tmp_path / "a.json")
    other = opened(tmp_path / "other.db")
    first = cramp("--diary", other.path, "import", tmp_path / "a.json", "--json").json
    assert first["new"] == 6
    assert first["backup"]
    assert cramp("--diary", other.path, "import", tmp_path / "a.json", "--json").json["new"] == 0
    assert "0 new" in cramp("--diary", other.path, "import", tmp_path / "a.json").out
    assert shown_in(other) == shown_in(full)
    assert cramp("--diary", other.path, "undo").exit_code == 0
    assert shown_in(other) == {}
    again = cramp("--diary", other.path, "import", tmp_path / "a.json", "--json").json
    assert again["brought_back"] == again["new"] == len(shown_in(full))
    assert shown_in(other) == shown_in(full)
    assert other.problems() == []
    other.close()


def test_a_deleted_entry_stays_deleted_when_its_export_is_imported(
    full: Store, cramp: Cramp, tmp_path: Path
) -> None:
    cramp("--diary", full.path, "export", tmp_path / "a.json")
    cramp("--diary", full.path, "delete", "last", "--yes")
    before = shown_in(full)
    assert cramp("--diary", full.path, "import", tmp_path / "a.json", "--json").json["new"] == 0
    assert shown_in(full) == before


def test_a_dry_run_writes_nothing(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    cramp("--diary", full.path, "export", tmp_path / "a.json")
    other = opened(tmp_path / "other.db")
    before = other.path.read_bytes()
    ran = cramp("--diary", other.path, "import", tmp_path / "a.json", "--dry-run")
    assert "A dry run" in ran.out
    assert "new: 2 cramps" in ran.out or "new: 1 cramp" in ran.out
    assert other.path.read_bytes() == before
    other.close()


def test_a_range_holds_the_entries_of_its_nights_with_their_versions(store: Store, cramp: Cramp) -> None:
    for day in ("2026-03-01T03:00", "2026-03-10T03:00", "2026-03-20T03:00"):
        with store.change("log") as change:
            change.add(episode(day))
    with store.change("edit") as change:
        entry = store.entries()[1]
        change.replace(entry, entry.record.replaced(severity=3))
    with store.change("away") as change:
        change.add(away("2026-03-05", "2026-03-09"))
        change.add(check_in("2026-03-25"))
        change.add(word())
    ran = cramp("--diary", store.path, "export", "--since", "2026-03-09", "--until", "2026-03-15")
    revisions = versions_in(ran.out)
    assert [each["kind"] for each in revisions] == ["episode", "episode", "away", "word"]


def test_only_current_entries_can_be_exported(full: Store, cramp: Cramp) -> None:
    ran = cramp("--diary", full.path, "export", "-", "--current")
    revisions = versions_in(ran.out)
    assert len(revisions) == len({each["record_uid"] for each in revisions}) == len(shown_in(full))
    assert all(each["record"] for each in revisions)


def test_what_an_export_of_current_entries_left_out_is_counted_by_verifying(
    full: Store, cramp: Cramp, tmp_path: Path
) -> None:
    assert cramp("--diary", full.path, "info", "--verify", "--json").json["absent_versions"] == 0
    cramp("--diary", full.path, "export", tmp_path / "all.json")
    cramp("--diary", full.path, "export", tmp_path / "now.json", "--current")
    absent = {uid for each in versions_in((tmp_path / "now.json").read_text()) for uid in each["parents"]}
    assert len(absent) > 1
    cramp("--diary", "b.db", "import", "--new", tmp_path / "now.json")
    ran = cramp("--diary", "b.db", "info", "--verify")
    assert ran.exit_code == 0
    assert f"{len(absent)} earlier versions of what is in it are not here" in ran.out
    cramp("--diary", "b.db", "import", tmp_path / "all.json")
    assert "not here" not in cramp("--diary", "b.db", "info", "--verify").out


def test_a_byte_order_mark_other_line_ends_and_empty_lines_are_read(
    full: Store, cramp: Cramp, tmp_path: Path
) -> None:
    text = cramp("--diary", full.path, "export").out
    for change in ("\ufeff" + text, text.replace("\n", "\r\n"), text.replace("\n", "\n\n \n"), text.rstrip()):
        (tmp_path / "a.jsonl").write_text(change, encoding="utf-8", newline="")
        (tmp_path / "other.db").unlink(missing_ok=True)
        with closing(opened(tmp_path / "other.db")) as other:
            assert cramp("--diary", other.path, "import", tmp_path / "a.jsonl").exit_code == 0
            assert log_of(other) == log_of(full)


def test_more_purged_entries_than_a_line_is_long_come_back(full: Store, tmp_path: Path) -> None:
    purged = [str(uuid.UUID(int=number)) for number in range(30_000)]
    with (tmp_path / "a.jsonl").open("w", encoding="utf-8") as file:
        count = len(list(own_json.write(file, map(dict, full.revisions()), purged)))
    assert (tmp_path / "a.jsonl").stat().st_size > reading.LINE_LIMIT
    read: list[str] = []
    assert len(list(own_json.read(tmp_path / "a.jsonl", read))) == count > 6
    assert read == purged


# The first format


def test_an_export_of_the_first_format_is_read_in_any_layout(cramp: Cramp, tmp_path: Path) -> None:
    text = OLD.read_text(encoding="utf-8")
    document = json.loads(text)
    layouts = [text, *(json.dumps(document, indent=indent, sort_keys=True) for indent in (None, 4))]
    for number, layout in enumerate(layouts):
        (tmp_path / "a.json").write_text("\ufeff" + layout, encoding="utf-8")
        diary = tmp_path / f"{number}.db"
        told = cramp("--diary", diary, "import", "--new", tmp_path / "a.json", "--json").json
        assert (told["new"], told["purged_there_count"]) == (8, 0)
        assert cramp("--diary", diary, "info", "--verify").exit_code == 0
        exported = cramp("--diary", diary, "export").out
        assert versions_in(exported) == document["revisions"]
        assert document["purged"]
        assert json.loads(exported.split("\n")[0])["purged"] == []  # which only a purge here fills
        assert "0 new" in cramp("--diary", diary, "import", tmp_path / "a.json").out


def test_a_bad_version_of_the_first_format_is_named_by_its_number(cramp: Cramp, tmp_path: Path) -> None:
    changed = OLD.read_text(encoding="utf-8").replace('"slept', '"Slept')
    (tmp_path / "a.json").write_text(changed, encoding="utf-8")
    ran = cramp("import", tmp_path / "a.json")
    assert ran.exit_code == 1
    assert "a.json, version 5: It was changed since it was written" in ran.err


def test_one_piece_of_json_that_is_too_large_is_refused_with_what_to_do(
    cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(OLD.read_text(encoding="utf-8"))
    monkeypatch.setattr(own_json, "HELD_LIMIT", size - 1)
    ran = cramp("import", OLD)
    assert ran.exit_code == 1
    assert "cramp export diary.jsonl" in ran.err
    monkeypatch.setattr(own_json, "HELD_LIMIT", size)
    assert cramp("import", OLD, "--dry-run").exit_code == 0


# Made by hand


MAY_BE_MISSING = ("uid", "record_uid", "stamp", "parents", "digest")


def thinned(line: dict[str, Any], left_out: set[str], as_null: bool) -> dict[str, Any]:
    """Return a version without some of what may be missing; of a deletion, what was deleted and when stays."""
    if line["record"] is None:
        left_out = left_out - {"record_uid", "stamp"}
    kept = {name: value for name, value in line.items() if name not in left_out}
    return {**kept, **dict.fromkeys(left_out)} if as_null else kept


thinned_diaries = given(
    st.lists(records, min_size=1, max_size=6),
    st.integers(0, 5),
    st.lists(st.tuples(st.sets(st.sampled_from(MAY_BE_MISSING)), st.booleans()), min_size=20, max_size=20),
    st.booleans(),
)


@pytest.mark.slow
@settings(max_examples=10)
@thinned_diaries
def test_whatever_of_ids_stamp_and_digest_is_missing_the_file_is_read_once(
    made: list[Record], edits: int, missing: list[tuple[set[str], bool]], has_header: bool
) -> None:
    is_read_once(made, edits, missing, has_header)


@pytest.mark.slow
@settings(max_examples=300)
@thinned_diaries
def test_whatever_of_ids_stamp_and_digest_is_missing_many_files_are_read_once(
    made: list[Record], edits: int, missing: list[tuple[set[str], bool]], has_header: bool
) -> None:
    is_read_once(made, edits, missing, has_header)


def is_read_once(
    made: list[Record], edits: int, missing: list[tuple[set[str], bool]], has_header: bool
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder_name,
        closing(opened(Path(folder_name) / "one.db")) as one,
        closing(opened(Path(folder_name) / "other.db")) as other,
    ):
        folder = Path(folder_name)
        fill(one, made + made, edits)  # so that there are lines that are alike
        head, *lines = written(one, folder / "a").read_text(encoding="utf-8").rstrip("\n").split("\n")
        versions = [
            thinned(json.loads(line), *missing[number % len(missing)]) for number, line in enumerate(lines)
        ]
        lines = [json.dumps(version) for version in versions]
        (folder / "b").write_text("\n".join([head] * has_header + lines), encoding="utf-8")
        assert brought(other, folder / "b", folder) == len(lines)
        assert brought(other, folder / "b", folder) == 0
        assert other.problems() == []
        rows = {row["uid"]: row for row in other.revisions()}
        assert Counter(row["body"] for row in rows.values()) == Counter(
            row["body"] for row in one.revisions()
        )
        for version in versions:  # what the file says stands
            if version.get("uid"):
                row = rows[version["uid"]]
                for name in ("record_uid", "stamp"):
                    assert row[name] == (version.get(name) or row[name])


def by_hand(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


AT = "2026-01-05T02:10:00+01:00"


def test_a_version_made_by_hand_comes_after_those_that_it_replaces(tmp_path: Path) -> None:
    """Whatever their ids: the stamps that are made up must not leave it to these which version is shown."""
    uids = [str(uuid.UUID(int=number)) for number in (9, 5, 7, 1)]
    for order in (uids, uids[::-1]):
        lines = [
            {"kind": "episode", "uid": uid, "record_uid": uids[0], "parents": order[place - 1 : place] if place else [],
             "record": {"at": AT, "severity": place}}
            for place, uid in enumerate(order)
        ]  # fmt: skip
        stamps = [row["stamp"] for row in own_json.read(by_hand(tmp_path / "a.jsonl", *lines), [])]
        assert stamps == sorted(set(stamps))


def test_empty_lines_may_stand_above_too_and_the_first_line_is_named_as_any_other(tmp_path: Path) -> None:
    good = json.dumps({"kind": "episode", "record": {"at": AT}})
    (tmp_path / "a.jsonl").write_text(f"\n  \n{good}\n{good}\n")
    assert len(list(own_json.read(tmp_path / "a.jsonl", []))) == 2
    for bad in (
        good.replace("}}", ', "severity": NaN}}'),
        good.replace("}}", '}, "kind": "away"}'),
        "{nonsense}",
    ):
        for above, line in ((f"{bad}\n{good}", 1), (f"\n{good}\n{bad}", 3)):
            (tmp_path / "a.jsonl").write_text(f"{above}\n")
            with pytest.raises(reading.BadRowsError) as caught:
                list(own_json.read(tmp_path / "a.jsonl", []))
            assert caught.value.lines[0].startswith(f"a.jsonl, line {line}: ")


def test_a_part_of_another_type_is_no_field_of_a_newer_program(tmp_path: Path) -> None:
    line = {"kind": "episode", "record": {"at": AT, "tried": ["heat"]}}
    with pytest.raises(reading.BadRowsError) as caught:
        list(own_json.read(by_hand(tmp_path / "a.jsonl", line), []))
    assert "newer" not in caught.value.lines[0]
    assert "tried" in caught.value.lines[0]


def test_after_an_import_of_old_entries_the_next_cramp_is_logged_without_a_question(
    cramp: Cramp, tmp_path: Path
) -> None:
    old = [
        {"kind": "episode", "record": {"at": "2015-01-05T02:10:00+01:00"}},
        {"kind": "word", "record": {"role": "remedy", "slug": "brine", "label": "Brine"}},
    ]
    assert cramp("import", by_hand(tmp_path / "a.jsonl", *old)).exit_code == 0
    ran = cramp("log", "7")
    assert (ran.exit_code, ran.err) == (0, "")


def test_a_new_diary_is_not_made_for_a_file_that_is_not_there(cramp: Cramp, tmp_path: Path) -> None:
    ran = cramp("--diary", tmp_path / "new.db", "import", "--new", tmp_path / "none.jsonl")
    assert ran.exit_code == 1
    assert not (tmp_path / "new.db").exists()


def test_lines_of_kind_and_record_alone_are_enough(cramp: Cramp, tmp_path: Path) -> None:
    cramps = [{"kind": "episode", "record": {"at": AT, "severity": 4}}] * 2
    rest = [
        {"kind": "check_in", "record": {"night": "2026-01-06"}},
        {"kind": "away", "record": {"first_night": "2026-01-07", "last_night": "2026-01-09"}},
        {"kind": "word", "record": {"role": "remedy", "slug": "brine", "label": "Brine"}},
    ]
    path = by_hand(tmp_path / "a.jsonl", *cramps, *rest)
    assert cramp("import", path, "--json").json["new"] == 5
    assert "0 new" in cramp("import", path).out
    assert cramp("info", "--verify").exit_code == 0
    entries = cramp("list", "--json", "--since", "2026-01-01").json["entries"]
    assert [each["severity"] for each in entries if each["kind"] == "episode"] == [4, 4]
    exported = versions_in(cramp("export").out)
    assert [(each["stamp"], each["record"].get("logged_at")) for each in exported] == [
        ("2000-01-01T00:00:00.000Z+00000000", None),
        ("2026-01-05T01:10:00.000Z+00000000", AT),
        ("2026-01-05T01:10:00.000Z+00000000", AT),
        ("2026-01-06T12:00:00.000Z+00000000", "2026-01-06T12:00:00+00:00"),
        ("2026-01-07T12:00:00.000Z+00000000", "2026-01-07T12:00:00+00:00"),
    ]
    # A line more brings that line alone, and the same line of another file is the same entry.
    path = by_hand(tmp_path / "b.jsonl", rest[0], *cramps, cramps[0])
    assert cramp("import", path, "--json").json["new"] == 1


def test_the_stamp_is_that_of_when_it_was_written_down(cramp: Cramp, tmp_path: Path) -> None:
    record = {"at": AT, "logged_at": "2026-01-05T09:00:00+01:00"}
    cramp("import", by_hand(tmp_path / "a.jsonl", {"kind": "episode", "record": record}))
    (version,) = versions_in(cramp("export").out)
    assert version["stamp"] == "2026-01-05T08:00:00.000Z+00000000"


@pytest.mark.parametrize("missing", ["record_uid", "stamp"])
def test_a_deletion_says_what_was_deleted_and_when(missing: str, cramp: Cramp, tmp_path: Path) -> None:
    deletion = {**GOOD, "record": None}
    del deletion[missing]
    ran = cramp("import", by_hand(tmp_path / "a.jsonl", deletion))
    assert ran.exit_code == 1
    assert "line 1: A deletion needs the record_uid" in ran.err


@pytest.mark.slow_but_first
@pytest.mark.parametrize("format_", [1, 2])
def test_ids_of_any_version_of_uuid_hold_in_every_place(format_: int, cramp: Cramp, tmp_path: Path) -> None:
    uids = ["0b6fb6c6-1d0c-4b7e-9d1e-0d5f0a6a7b11", "5a1c1d7e-4c3f-4d0e-8f0e-0a0b0c0d0e0f",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "886313e1-3b8a-5372-9b90-0c9aee199e5d"]  # fmt: skip
    record = {"at": AT, "logged_at": AT, "severity": 7}
    first = {**GOOD, "uid": uids[0], "record_uid": uids[1], "record": record}
    second = {**first, "uid": uids[2], "parents": [uids[0]], "stamp": "2026-01-06T00:00:00.000Z+00000000"}
    versions = [first, {**second, "record": {**record, "severity": 3}}]
    if format_ == 1:
        path = tmp_path / "a.json"
        path.write_text(json.dumps({"crampdiary": 1, "purged": [uids[3]], "revisions": versions}))
    else:
        path = by_hand(tmp_path / "a.jsonl", {"crampdiary": 2, "purged": [uids[3]]}, *versions)
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    assert cramp("--diary", one, "import", "--new", path).exit_code == 0
    assert cramp("--diary", one, "show", "1", "--json").json["entry"]["severity"] == 3
    with closing(opened(other)):
        pass
    assert cramp("--diary", other, "merge", one, "--json").json["new"] == 1
    (tmp_path / "shared").mkdir()
    for diary in (one, other, one):
        assert cramp("--diary", diary, "edit", "1", "--note", diary.name).exit_code == 0
        assert cramp("--diary", diary, "sync", tmp_path / "shared").exit_code == 0
    assert cramp("--diary", other, "sync", tmp_path / "shared").exit_code == 0
    exports = [cramp("--diary", diary, "export").out for diary in (one, other)]
    assert exports[0] == exports[1]
    assert {each["record_uid"] for each in versions_in(exports[0])} == {uids[1]}
    for diary in (one, other):
        assert cramp("--diary", diary, "info", "--verify").exit_code == 0


# What is refused


GOOD = {
    "uid": "01900000-0000-7000-8000-000000000001",
    "record_uid": "01900000-0000-7000-8000-000000000002",
    "kind": "episode",
    "stamp": "2026-01-01T00:00:00.000Z+00000000",
    "parents": [],
}
RECORD = '"at": "2026-01-01T00:00:00+00:00", "logged_at": "2026-01-01T00:00:00+00:00", "precision": "minute"'
HEAD = '{"crampdiary": 2, "purged": []}\n'


def document(record: str, **changes: object) -> str:
    head = json.dumps({**GOOD, **changes})[:-1]
    return f'{HEAD}{head}, "record": {record}}}\n'


BAD = {
    "nan": document(f'{{{RECORD}, "severity": NaN}}'),
    "infinity": document(f'{{{RECORD}, "severity": -Infinity}}'),
    "duplicate name": document(f'{{{RECORD}, "severity": 1, "severity": 2}}'),
    "boolean": document(f'{{{RECORD}, "severity": true}}'),
    "float": document(f'{{{RECORD}, "severity": 5.0}}'),
    "2**63": document(f'{{{RECORD}, "severity": {2**63}}}'),
    "many digits": document(f'{{{RECORD}, "severity": {"9" * 5000}}}'),
    "deep": document("[" * 100_000 + "]" * 100_000),
    "deep in a record": document(f'{{{RECORD}, "sites": {"[" * 100_000}{"]" * 100_000}}}'),
    "lone surrogate": document(f'{{{RECORD}, "note": "\\ud800"}}'),
    "nul": document(f'{{{RECORD}, "note": "a\\u0000b"}}'),
    "nul as a byte": document(f'{{{RECORD}, "note": "a\0b"}}'),
    "text for a list": document(f'{{{RECORD}, "sites": "arch"}}'),
    "number for a truth": document(f'{{{RECORD}, "woke": 1}}'),
    "unknown field": document(f'{{{RECORD}, "zzz": 1}}'),
    "unknown kind": document(f"{{{RECORD}}}", kind="zzz"),
    "number for a kind": document(f"{{{RECORD}}}", kind=1),
    "unknown name": document(f"{{{RECORD}}}", zzz=1),
    "long note": document(f'{{{RECORD}, "note": "{"x" * 10_001}"}}'),
    "long line": document(f'{{{RECORD}, "note": "{"x" * 2**21}"}}'),
    "bad uid": document(f"{{{RECORD}}}", uid="1"),
    "uid in upper case": document(f"{{{RECORD}}}", uid="0B6FB6C6-1D0C-4B7E-9D1E-0D5F0A6A7B11"),
    "uid of half a pair": document(f"{{{RECORD}}}", uid="\ud800"),
    "number for a stamp": document(f"{{{RECORD}}}", stamp=1),
    "bad stamp": document(f"{{{RECORD}}}", stamp="2026-13-01T00:00:00.000Z+00000000"),
    "stamp at the end of time": document(f"{{{RECORD}}}", stamp="9999-12-31T23:59:59.999Z+ffffffff"),
    "bad digest": document(f"{{{RECORD}}}", digest="0" * 64),
    "parents not a list": document(f"{{{RECORD}}}", parents="x"),
    "two on a line": document(f"{{{RECORD}}}")[:-1] + "{}",
    "cut off": document(f"{{{RECORD}}}")[:-20],
    "no record": HEAD + json.dumps(GOOD),
    "no kind": f'{HEAD}{{"record": {{{RECORD}}}}}',
    "version no object": f"{HEAD}1",
    "latin-1": HEAD.encode() + '{"note": "für"}'.encode("latin-1"),
}
BAD_FILES = {
    "trailing data": document(f"{{{RECORD}}}") + "{}",
    "utf-16": HEAD.encode("utf-16"),
    "array": '[{"crampdiary": 1}]',
    "text": '"crampdiary"',
    "nothing": "",
    "empty object": "{}",
    "newer": '{"crampdiary": 3}\n',
    "older than all": '{"crampdiary": 0}\n',
    "no number": '{"crampdiary": true}\n',
    "of the first format, no number": '{"crampdiary": 1.0, "revisions": []}',
    "unknown name at the top": '{"crampdiary": 2, "zzzs": []}\n',
    "of the first format, unknown name": '{"crampdiary": 1, "zzzs": []}',
    "of the first format, no list": '{"crampdiary": 1, "revisions": {}}',
    "of the first format, no object": '{"crampdiary": 1, "revisions": [""]}',
    "of the first format, twice": '{"crampdiary": 1, "revisions": [], "revisions": []}',
    "of the first format, trailing data": '{"crampdiary": 1,\n"revisions": []}\n{}',
    "of the first format, cut off": '{"crampdiary": 1,\n"revisions": [',
    "of the first format, deep": '{"crampdiary": 1,\n"revisions": ' + "[" * 100_000,
    "purged no list": '{"crampdiary": 2, "purged": {}}\n',
    "purged no ids": '{"crampdiary": 2, "purged": ["x"]}\n',
}


@pytest.mark.slow_but_some
@pytest.mark.parametrize("text", [*BAD.values(), *BAD_FILES.values()], ids=[*BAD, *BAD_FILES])
def test_what_is_not_quite_right_is_refused_and_nothing_is_stored(
    text: str | bytes, store: Store, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    before = store.path.read_bytes()
    ran = cramp("--diary", store.path, "import", "--format", "cramp-json", tmp_path / "a.json")
    assert ran.exit_code == 1
    assert ran.out == ""
    assert ("a.json, line 2: " if text in BAD.values() else "a.json") in ran.err
    assert not NOT_KIND.search(ran.err)
    assert len(ran.err) < 1000
    assert store.path.read_bytes() == before


@given(st.integers(1, 300), st.sampled_from([None, "log", "word"]))
def test_a_file_that_is_cut_off_is_refused_with_its_last_line(cut: int, kind: str | None) -> None:
    lines = [{"kind": "check_in", "record": {"night": f"2026-01-{day:02}"}} for day in (1, 2, 3)]
    lines.append({**GOOD, "record": {"at": AT, "logged_at": AT, "note": "x" * 300}})
    text = "\n".join(map(json.dumps, lines))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_text(text[:-cut], encoding="utf-8")
        with pytest.raises(reading.BadRowsError) as caught:
            list(own_json.read(path, []))
    assert [each.partition(": ")[0] for each in caught.value.lines] == ["a.jsonl, line 4"]
    assert "it is cut off" in caught.value.lines[0]


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@pytest.mark.slow
@given(records, NAMES, st.sampled_from(["field", "kind", "name"]), st.integers(0, 3))
def test_what_is_not_known_is_said_to_be_from_a_newer_cramp_with_its_line(
    record: Record, name: str, where: str, above: int
) -> None:
    known = {"field": record.names, "kind": KINDS, "name": [*GOOD, "record", "digest"]}[where]
    name += "?" * (name in known)
    line: dict[str, Any] = {"kind": record.kind, "record": plain_fields(record)}
    if where == "field":
        line["record"][name] = 1
    else:
        line |= {"kind": name} if where == "kind" else {name: 1}
    with tempfile.TemporaryDirectory() as folder:
        path = by_hand(
            Path(folder) / "a.jsonl", *[{"kind": "check_in", "record": {"night": "2026-01-01"}}] * above, line
        )
        with pytest.raises(reading.BadRowsError) as caught:
            list(own_json.read(path, []))
    (said,) = caught.value.lines
    assert said.startswith(f"a.jsonl, line {above + 1}: The ")
    assert f" {name[:40]!r} " in said
    assert said.endswith("It is from a newer cramp. Update cramp, and try again.")


EACH_KIND: tuple[Record, ...] = (
    full_episode(), exposure(), check_in(), away(), sign(), course(), seen(), report(), trial(), word()
)  # fmt: skip


@pytest.mark.parametrize("record", EACH_KIND, ids=lambda each: each.kind)
def test_a_field_of_another_type_is_named(record: Record, tmp_path: Path) -> None:
    assert {each.kind for each in EACH_KIND} == set(KINDS)
    for name in record.names:
        for odd in (5.5, [[1]], {"a": 1}, [{"a": 1}], "\u2028 "):
            line = {"kind": record.kind, "record": {**plain_fields(record), name: odd}}
            with pytest.raises(reading.BadRowsError) as caught:
                list(own_json.read(by_hand(tmp_path / "a.jsonl", line), []))
            (said,) = caught.value.lines
            assert name in said or record.table[name].label in name
            assert not NOT_KIND.search(said)


def test_bad_versions_are_named_by_line_up_to_twenty(store: Store, cramp: Cramp, tmp_path: Path) -> None:
    bad = [json.dumps({**GOOD, "record": {"severity": 99}}) for _ in range(30)]
    (tmp_path / "a.json").write_text(HEAD + "\n".join(bad))
    ran = cramp("--diary", store.path, "import", tmp_path / "a.json")
    assert ran.exit_code == 1
    assert len(ran.err.splitlines()) == 21
    assert "line 2:" in ran.err
    assert "line 21:" in ran.err


@pytest.mark.parametrize(
    ("between", "said"), [(2, "2 rows cannot"), (3, "2 rows cannot"), (4, "1 row and perhaps more cannot")]
)
def test_after_a_bad_version_others_are_looked_for_so_far_and_no_further(
    between: int, said: str, store: Store, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LINES_AFTER_BAD", 4)
    bad, good = (json.dumps({**GOOD, "record": record}) for record in ({"severity": 99}, None))
    lines = [good, bad, *[good] * between, bad]
    (tmp_path / "a.json").write_text(HEAD + "\n".join(lines))
    ran = cramp("--diary", store.path, "import", tmp_path / "a.json")
    assert ran.exit_code == 1
    assert "line 3:" in ran.err
    assert said in ran.err
    assert log_of(store) == ([], [])


def test_one_version_cannot_have_two_contents(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    head, *lines = cramp("--diary", full.path, "export").out.rstrip("\n").split("\n")
    changed = json.loads(lines[0])
    changed["record"]["severity"] = 1
    del changed["digest"]
    (tmp_path / "a.json").write_text("\n".join([head, json.dumps(changed), *lines[1:]]))
    before = log_of(full)
    ran = cramp("--diary", full.path, "import", tmp_path / "a.json")
    assert ran.exit_code == 1
    assert "contradicts what is known of an entry" in ran.err
    assert log_of(full) == before


@pytest.mark.parametrize("name", ["diary.db", "diary.db-journal", "diary.db-backups/x.json", "link.json"])
def test_an_export_never_goes_onto_the_diary_or_what_belongs_to_it(
    name: str, full: Store, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "diary.db-backups").mkdir(exist_ok=True)
    (tmp_path / "link.json").symlink_to(full.path)
    if name.endswith("-journal"):
        (tmp_path / name).touch()
    before = full.path.read_bytes()
    ran = cramp("--diary", full.path, "export", tmp_path / name, "--format", "json", "--force")
    assert ran.exit_code == 1
    assert full.path.read_bytes() == before
    assert not list(tmp_path.glob("**/*.new"))


def test_an_export_replaces_a_file_only_by_force(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_text("old")
    assert cramp("--diary", full.path, "export", target).exit_code == 1
    assert target.read_text() == "old"
    assert cramp("--diary", full.path, "export", target, "--force").exit_code == 0
    assert target.read_text().startswith('{"crampdiary"')


def test_import_paths_that_are_no_file_are_refused(store: Store, cramp: Cramp, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "nothing", tmp_path / "pipe", Path("/dev/zero"), tmp_path, store.path, "a\0b"):
        ran = cramp("--diary", store.path, "import", path)
        assert ran.exit_code == 1, path
        assert len(ran.err.splitlines()) == 1


def test_an_export_goes_through_a_pipe_into_an_import(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    text = cramp("--diary", full.path, "export").out
    assert cramp("--diary", tmp_path / "new.db", "import", "-", "--new", stdin=text).exit_code == 0
    other = opened(tmp_path / "new.db")
    assert log_of(other) == log_of(full)
    other.close()
