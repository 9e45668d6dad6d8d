"""A diary that something other than cramp changed: whatever copies it says so, and vouches for nothing unread."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.model import KINDS
from crampdiary.keep import verify
from crampdiary.keep.copies import backing_up, backups
from kit.builders import NOW, with_all
from kit.copies import looked_into
from kit.logs import opened, shown_in
from kit.running import Cramp

TOLD = "other than cramp"

Change = Callable[[Path, str], object]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A diary with an entry of every kind, each of which says all that it can."""
    path = tmp_path_factory.mktemp("written") / "diary.db"
    with closing(opened(path)) as store, store.change("log") as change:
        for kind in KINDS:
            change.add(with_all(kind))
    return path


@pytest.fixture
def diary(written: Path, diary_path: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that which cramp alone has written to, with a backup of the day."""
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    shutil.copyfile(written, diary_path)
    with closing(opened(diary_path)) as store:
        backing_up.take(store, now=NOW)
        store.remember("backup_day", NOW.date().isoformat())
    assert cramp("log", "3", "calf", "--yes").exit_code == 0
    return diary_path


def in_log(path: Path, kind: str) -> None:
    """Change one letter of what was saved of a record with a hex editor."""
    with closing(sqlite3.connect(path)) as other:
        (body,) = other.execute("SELECT body FROM revision WHERE kind = ? LIMIT 1", (kind,)).fetchone()
    content = bytearray(path.read_bytes())
    at = content.index(body.encode()) + body.index('"') + 1
    content[at] ^= 0x20  # another case, of the same length
    path.write_bytes(content)


def in_table(path: Path, kind: str) -> None:
    """Change one letter of what is shown of a record with a hex editor."""
    said = first_row(path, kind)
    content = bytearray(path.read_bytes())
    text = said["label" if kind == "word" else "note"].encode()
    for at in (place + len(text) - 1 for place in places(bytes(content), text)):
        content[at] ^= 0x01
        path.write_bytes(content)
        if is_built_well(path) and first_row(path, kind) != said:
            return
        content[at] ^= 0x01
    raise AssertionError(f"nothing of {kind} is in its table alone")


def first_row(path: Path, kind: str) -> dict[str, Any]:
    with closing(sqlite3.connect(path)) as other:
        rows = other.execute(f"SELECT * FROM {kind} ORDER BY id LIMIT 1")
        return dict(zip((each[0] for each in rows.description), rows.fetchone(), strict=True))


def out_of_table(path: Path, kind: str) -> None:
    """Delete what is shown of a record."""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(f"DELETE FROM {kind} WHERE id = (SELECT min(id) FROM {kind})")


def places(content: bytes, wanted: bytes) -> list[int]:
    found = []
    at = content.find(wanted)
    while at >= 0:
        found.append(at)
        at = content.find(wanted, at + 1)
    return found


def is_built_well(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as other:
        return bool(other.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


CHANGES: list[tuple[Change, str]] = [
    (change, kind) for kind in KINDS for change in (in_log, in_table, out_of_table)
]
changed_anyhow = pytest.mark.parametrize(
    ("change", "kind"),
    CHANGES,
    ids=[f"{kind} {change.__name__}" for change, kind in CHANGES],
)


@pytest.mark.slow_but_some
@changed_anyhow
def test_whatever_copies_a_diary_that_something_else_changed_says_so(
    change: Change, kind: str, diary: Path, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with looked_into(diary) as store:
        shown = shown_in(store)
    there = backups.files(diary)
    change(diary, kind)
    assert is_built_well(diary)
    assert cramp("log", "2", "toes", "--yes").exit_code == 0  # which leaves a seal of its own
    for words in (
        ("export", tmp_path / "all.jsonl"),
        ("export",),
        ("export", tmp_path / "c", "--format", "csv"),
    ):
        ran = cramp(*words)
        assert ran.exit_code == 3
        assert TOLD in ran.err, words
    ran = cramp("backup")
    made = [each for each in backups.files(diary) if each not in there]
    assert ran.exit_code == 3
    assert TOLD in ran.err
    assert bool(made) == ("Backed up" in ran.out) == (change is not in_log)
    number = list(KINDS).index(kind) + 1
    assert f"(entry {number})" in ran.err
    monkeypatch.setenv("CRAMP_NOW", (NOW + timedelta(days=1)).isoformat())
    ran = cramp("log", "1", "heel", "--yes")
    assert ran.exit_code == 0
    assert "Saved" in ran.out
    assert TOLD in ran.err
    if made:  # then what was told puts it right
        (name,) = {each for each in cramp("backup").err.split() if each[:4] == "2026"}
        assert cramp("restore", name.strip("`"), "--yes").exit_code == 0
        with looked_into(diary) as store:
            assert store.problems() == []
            assert shown.items() <= shown_in(store).items()
        ran = cramp("backup")
        assert (ran.exit_code, ran.err) == (0, "")


def test_where_cramp_alone_writes_nothing_is_ever_read_through(
    diary: Path, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object, **__: object) -> list[str]:
        raise AssertionError("it was read through")

    monkeypatch.setattr(verify, "problems", no)
    for days in range(3):
        monkeypatch.setenv("CRAMP_NOW", (NOW + timedelta(days=days)).isoformat())
        for words in (("log", "3", "calf", "--yes"), ("backup",), ("undo",), ("used", "heat", "--yes")):
            assert cramp(*words).exit_code == 0
        assert cramp("export", tmp_path / f"{days}.jsonl").exit_code == 0
    os.utime(diary)
    with closing(opened(diary)) as store, pytest.raises(AssertionError, match="read through"):
        backing_up.take(store, now=NOW)


def test_a_file_that_is_found_to_be_right_is_read_through_once(
    diary: Path, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    problems = verify.problems

    def counted(connection: sqlite3.Connection, *, tables: bool = True) -> list[str]:
        done.append(tables)
        return problems(connection, tables=tables)

    monkeypatch.setattr(verify, "problems", counted)
    with closing(sqlite3.connect(diary)) as other, other:
        other.execute("INSERT INTO local_state VALUES ('other', 'x')")
    for number in range(2):
        assert cramp("export", tmp_path / f"{number}.jsonl").exit_code == 0
    assert len(done) == 2, "reading commands leave nothing beside the diary"
    for _ in range(2):
        assert cramp("backup").exit_code == 0
    assert len(done) == 3


@pytest.mark.parametrize("change", [in_log, in_table])
def test_without_daily_backups_the_first_write_of_a_day_tells_too(
    change: Change, diary: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    cramp("config", "daily_backup", "no")
    monkeypatch.setenv("CRAMP_NOW", (NOW + timedelta(days=1)).isoformat())
    change(diary, "episode")
    for words, tells in ((("log", "3", "--yes"), True), (("log", "4", "--yes"), False)):
        ran = cramp(*words)
        assert ran.exit_code == 0
        assert (TOLD in ran.err) == tells


def test_before_the_first_backup_the_diary_is_read_through_once(
    written: Path, diary_path: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    cramp("config", "daily_backup", "no")
    shutil.copyfile(written, diary_path)
    in_log(diary_path, "episode")
    ran = cramp("log", "3", "--yes")
    assert ran.exit_code == 0
    assert TOLD not in ran.err, "no day's first write waits for that where nothing is copied"
    assert TOLD in cramp("backup").err
    shutil.copyfile(written, diary_path)
    assert cramp("backup").exit_code == 0
    monkeypatch.setattr(verify, "problems", pytest.fail)
    assert cramp("backup").exit_code == 0


def test_an_import_that_begins_a_diary_is_not_read_again_before_its_first_backup(
    written: Path, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, path = tmp_path / "begun.db", tmp_path / "export.jsonl"
    assert cramp("--diary", written, "export", path).exit_code == 0
    held = []
    problems = verify.problems

    def counted(connection: sqlite3.Connection, *, tables: bool = True) -> list[str]:
        held.append(connection.execute("SELECT count(*) FROM revision").fetchone()[0])
        return problems(connection, tables=tables)

    monkeypatch.setattr(verify, "problems", counted)
    assert cramp("--diary", begun, "import", path, "--new", "--yes").exit_code == 0
    assert cramp("--diary", begun, "backup").exit_code == 0
    assert held == [0], "it was read while there was nothing in it"
    os.utime(begun)
    assert cramp("--diary", begun, "backup").exit_code == 0
    assert held == [0, len(KINDS)], "and is read again where something else changed it"
