"""The JSON export: nothing is lost on the way out and back, and nothing odd gets in."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Record
from crampdiary.exchange import reading
from crampdiary.keep.store import Store
from kit.builders import away, check_in, episode, exposure, full_episode, word
from kit.logs import log_of, opened, records, shown_in
from kit.running import Cramp


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


def comes_back_whole(made: list[Record], edits: int) -> None:
    from crampdiary.exchange import export, own_json
    from crampdiary.keep import merge

    with tempfile.TemporaryDirectory() as folder_name:
        folder = Path(folder_name)
        one, other = opened(folder / "one.db"), opened(folder / "other.db")
        fill(one, made, edits)
        export.write_file(folder / "a", export.Wanted("json"), one.revisions(), one.purged(), bom=False)
        staging = merge.Staging(folder)
        purged: list[str] = []
        staging.add(own_json.read(folder / "a", purged))
        with merge.attached(other, staging), other.change("import") as change:
            merge.union(change)
        export.write_file(folder / "b", export.Wanted("json"), other.revisions(), other.purged(), bom=False)
        assert (folder / "a").read_bytes() == (folder / "b").read_bytes()
        assert log_of(one) == log_of(other)
        assert shown_in(one) == shown_in(other)
        assert other.problems() == []
        for store in (one, other, staging):
            store.close()


def test_the_format_is_as_documented(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    assert cramp("--diary", full.path, "export", tmp_path / "a.json").exit_code == 0
    document = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert list(document) == ["crampdiary", "purged", "revisions"]
    assert document["crampdiary"] == 1
    names = ["uid", "record_uid", "kind", "stamp", "parents", "record", "digest"]
    assert all(list(each) == names for each in document["revisions"])
    assert document["revisions"][1]["record"] == {
        "at": "2026-03-31T03:10:00+01:00",
        "logged_at": "2026-03-31T09:00:00+01:00",
        "note": "=1+1",
        "precision": "minute",
    }
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o600


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
    revisions = json.loads(ran.out)["revisions"]
    assert [each["kind"] for each in revisions] == ["episode", "episode", "away", "word"]


def test_only_current_entries_can_be_exported(full: Store, cramp: Cramp) -> None:
    ran = cramp("--diary", full.path, "export", "-", "--current")
    revisions = json.loads(ran.out)["revisions"]
    assert len(revisions) == len({each["record_uid"] for each in revisions}) == len(shown_in(full))
    assert all(each["record"] for each in revisions)


def test_what_an_export_of_current_entries_left_out_is_counted_by_verifying(
    full: Store, cramp: Cramp, tmp_path: Path
) -> None:
    assert cramp("--diary", full.path, "info", "--verify", "--json").json["absent_versions"] == 0
    cramp("--diary", full.path, "export", tmp_path / "all.json")
    cramp("--diary", full.path, "export", tmp_path / "now.json", "--current")
    document = json.loads((tmp_path / "now.json").read_text())["revisions"]
    absent = {uid for each in document for uid in each["parents"]}
    assert len(absent) > 1
    cramp("--diary", "b.db", "import", "--new", tmp_path / "now.json")
    ran = cramp("--diary", "b.db", "info", "--verify")
    assert ran.exit_code == 0
    assert f"{len(absent)} earlier versions of what is in it are not here" in ran.out
    cramp("--diary", "b.db", "import", tmp_path / "all.json")
    assert "not here" not in cramp("--diary", "b.db", "info", "--verify").out


def test_any_layout_of_the_json_is_read(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    document = json.loads(cramp("--diary", full.path, "export").out)
    for number, indent in enumerate((None, 4)):
        text = json.dumps(document, indent=indent, sort_keys=True, ensure_ascii=number == 0)
        (tmp_path / "a.json").write_text("\ufeff" + text, encoding="utf-8")
        other = opened(tmp_path / f"{number}.db")
        assert cramp("--diary", other.path, "import", tmp_path / "a.json").exit_code == 0
        assert log_of(other) == log_of(full)
        other.close()


def test_a_version_written_by_hand_needs_no_digest(cramp: Cramp, tmp_path: Path) -> None:
    revision = {
        "uid": "01900000-0000-7000-8000-000000000001",
        "record_uid": "01900000-0000-7000-8000-000000000002",
        "kind": "episode",
        "stamp": "2026-01-01T00:00:00.000Z+00000000",
        "parents": [],
        "record": {
            "severity": 4,
            "at": "2026-01-01T00:00:00+00:00",
            "logged_at": "2026-01-01T00:00:00+00:00",
        },
    }
    (tmp_path / "a.json").write_text(json.dumps({"crampdiary": 1, "revisions": [revision]}))
    assert cramp("import", tmp_path / "a.json").exit_code == 0
    assert "severity 4" in cramp("show", "1").out
    assert cramp("info", "--verify").exit_code == 0


GOOD = {
    "uid": "01900000-0000-7000-8000-000000000001",
    "record_uid": "01900000-0000-7000-8000-000000000002",
    "kind": "episode",
    "stamp": "2026-01-01T00:00:00.000Z+00000000",
    "parents": [],
}
RECORD = '"at": "2026-01-01T00:00:00+00:00", "logged_at": "2026-01-01T00:00:00+00:00", "precision": "minute"'


def document(record: str, **changes: object) -> str:
    head = json.dumps({**GOOD, **changes})[:-1]
    return f'{{"crampdiary": 1, "purged": [], "revisions": [{head}, "record": {record}}}]}}'


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
    "text for a list": document(f'{{{RECORD}, "sites": "arch"}}'),
    "number for a truth": document(f'{{{RECORD}, "woke": 1}}'),
    "unknown field": document(f'{{{RECORD}, "mood": 1}}'),
    "unknown kind": document(f"{{{RECORD}}}", kind="mood"),
    "long note": document(f'{{{RECORD}, "note": "{"x" * 10_001}"}}'),
    "bad uid": document(f"{{{RECORD}}}", uid="1"),
    "no uid": document(f"{{{RECORD}}}", uid=None),
    "number for a stamp": document(f"{{{RECORD}}}", stamp=1),
    "bad stamp": document(f"{{{RECORD}}}", stamp="2026-13-01T00:00:00.000Z+00000000"),
    "stamp at the end of time": document(f"{{{RECORD}}}", stamp="9999-12-31T23:59:59.999Z+ffffffff"),
    "bad digest": document(f"{{{RECORD}}}", digest="0" * 64),
    "parents not a list": document(f"{{{RECORD}}}", parents="x"),
    "trailing data": document(f"{{{RECORD}}}") + "{}",
    "cut off": document(f"{{{RECORD}}}")[:-20],
    "array": '[{"crampdiary": 1}]',
    "text": '"crampdiary"',
    "nothing": "",
    "newer": '{"crampdiary": 2, "revisions": []}',
    "no number": '{"crampdiary": true, "revisions": []}',
    "other": '{"crampdiary": 1, "moods": []}',
    "revision no object": '{"crampdiary": 1, "revisions": [1]}',
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_what_is_not_quite_right_is_refused_and_nothing_is_stored(
    text: str, store: Store, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    before = store.path.read_bytes()
    ran = cramp("--diary", store.path, "import", "--format", "cramp-json", tmp_path / "a.json")
    assert ran.exit_code == 1
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert len(ran.err) < 1000
    assert store.path.read_bytes() == before


def test_bad_versions_are_named_by_line_up_to_twenty(store: Store, cramp: Cramp, tmp_path: Path) -> None:
    bad = [json.dumps({**GOOD, "record": {"severity": 99}}) for _ in range(30)]
    (tmp_path / "a.json").write_text('{"crampdiary": 1, "revisions": [\n' + ",\n".join(bad) + "]}")
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
    (tmp_path / "a.json").write_text('{"crampdiary": 1, "revisions": [\n' + ",\n".join(lines) + "]}")
    ran = cramp("--diary", store.path, "import", tmp_path / "a.json")
    assert ran.exit_code == 1
    assert "line 3:" in ran.err
    assert said in ran.err
    assert log_of(store) == ([], [])


def test_one_version_cannot_have_two_contents(full: Store, cramp: Cramp, tmp_path: Path) -> None:
    exported = json.loads(cramp("--diary", full.path, "export").out)
    changed = exported["revisions"][0]
    changed["record"]["severity"] = 1
    del changed["digest"]
    (tmp_path / "a.json").write_text(json.dumps(exported))
    before = log_of(full)
    ran = cramp("--diary", full.path, "import", tmp_path / "a.json")
    assert ran.exit_code == 1
    assert "another content" in ran.err
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
