"""The backup that is made by itself, at the first write of a day."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.model import plain_fields
from crampdiary.errors import CrampError
from crampdiary.keep import backups, private
from crampdiary.keep.store import Store
from kit.builders import NOW, full_episode
from kit.running import Cramp

MORNING = {"CRAMP_NOW": "2026-03-31T09:00:00+01:00"}
EVENING = {"CRAMP_NOW": "2026-03-31T23:59:00+01:00"}
NEXT_DAY = {"CRAMP_NOW": "2026-04-01T00:01:00+01:00"}


@pytest.fixture
def diary(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    Store(diary_path, now=NOW, create=True).close()
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    return diary_path


def backup_names(diary: Path) -> list[str]:
    folder = private.backup_folder(diary)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def episodes(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM episode").fetchone()
    return int(count)


def test_the_first_write_of_a_day_makes_a_backup_and_the_others_do_not(cramp: Cramp, diary: Path) -> None:
    cramp("list", env=MORNING)
    assert backup_names(diary) == [], "reading is no write"
    cramp("log", "5", env=MORNING)
    assert backup_names(diary) == ["2026-03-31T080000Z.db"]
    cramp("log", "6", env=EVENING)
    cramp("undo", env=EVENING)
    assert backup_names(diary) == ["2026-03-31T080000Z.db"]
    cramp("log", "7", env=NEXT_DAY)
    assert backup_names(diary) == ["2026-03-31T080000Z.db", "2026-03-31T230100Z.db"]


@pytest.mark.parametrize(
    "command", [("none",), ("used", "heat"), ("undo",), ("delete", "1"), ("edit", "1", "--severity", "3")]
)
def test_every_command_that_writes_counts(cramp: Cramp, diary: Path, command: tuple[str, ...]) -> None:
    with closing(Store(diary, now=NOW)) as store, store.change("log") as change:
        change.add(full_episode("2026-03-29T03:00"))
    assert cramp(*command, env=MORNING).exit_code == 0
    assert len(backup_names(diary)) == 1


def test_a_command_that_is_refused_makes_no_backup(cramp: Cramp, diary: Path) -> None:
    assert cramp("log", "no-such-word").exit_code == 2
    assert cramp("delete", "1").exit_code == 1
    assert cramp("undo").exit_code == 0, "there is nothing to undo"
    assert backup_names(diary) == []


def test_a_backup_holds_the_entry_just_made_and_is_a_sound_diary(cramp: Cramp, diary: Path) -> None:
    cramp("log", "5", "arch", "--note", "as typed")
    copy = private.backup_folder(diary) / backup_names(diary)[0]
    with closing(Store(copy, now=NOW)) as store:
        assert [plain_fields(entry.record)["note"] for entry in store.entries()] == ["as typed"]
        assert store.problems() == []


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_a_backup_is_private_from_its_first_moment(
    cramp: Cramp, diary: Path, monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    seen = []
    copy_to = Store.copy_to

    def watched(self: Store, path: Path) -> None:
        seen.append(stat.S_IMODE(path.stat().st_mode))
        copy_to(self, path)
        seen.append(stat.S_IMODE(path.stat().st_mode))

    monkeypatch.setattr(Store, "copy_to", watched)
    before = os.umask(umask)
    try:
        cramp("log", "5")
    finally:
        os.umask(before)
    (copy,) = private.backup_folder(diary).iterdir()
    assert [*seen, stat.S_IMODE(copy.stat().st_mode)] == [0o600] * 3
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_who_wants_no_daily_backup_gets_none(cramp: Cramp, diary: Path) -> None:
    cramp("config", "daily_backup", "no")
    cramp("log", "5")
    assert backup_names(diary) == []


# A backup that fails


def unsound_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    copy_to = Store.copy_to

    def spoilt(self: Store, path: Path) -> None:
        copy_to(self, path)
        whole = path.read_bytes()
        path.write_bytes(whole[:8192] + bytes(4096) + whole[12288:])

    monkeypatch.setattr(Store, "copy_to", spoilt)


def half_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "copy_to", lambda self, path: path.write_bytes(b"half"))


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def small(path: Any, *arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, *arguments, **named)
        if not str(path).startswith("file:"):  # the copy, which is empty yet
            connection.execute("PRAGMA max_page_count = 4")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)


def no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)


def no_new_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(private, "create_private", refuse)


FAULTS = [unsound_copy, half_a_copy, full_disk, no_sync, no_new_file]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_backup_that_fails_is_told_and_never_stops_the_entry(
    cramp: Cramp, diary: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    with monkeypatch.context() as patch:
        fault(patch)
        ran = cramp("log", "5")
    assert ran.exit_code == 0
    assert ran.out.startswith("Saved 1:")
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("Your entry is saved, but today's backup failed: ")
    assert "NOT saved" not in ran.err, "it is"
    assert episodes(diary) == 1
    assert backup_names(diary) == [], "no file under a backup's name, and no half one"
    again = cramp("log", "6", "20m", "ago")
    assert (again.exit_code, again.err) == (0, "")
    assert len(backup_names(diary)) == 1, "the next write tries again"


def test_a_file_in_the_place_of_the_backups_is_told_and_left_alone(cramp: Cramp, diary: Path) -> None:
    in_the_way = private.backup_folder(diary)
    in_the_way.write_text("mine")
    ran = cramp("log", "5")
    assert (ran.exit_code, ran.out[:8]) == (0, "Saved 1:")
    assert "today's backup failed" in ran.err
    assert in_the_way.read_text() == "mine"
    assert episodes(diary) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_copy_asked_for_that_fails_says_so_and_leaves_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    first = backups.take(store, now=NOW)
    whole = first.read_bytes()
    with monkeypatch.context() as patch:
        fault(patch)
        with pytest.raises(CrampError):
            backups.take(store, now=NOW)
    assert [path.read_bytes() for path in first.parent.iterdir()] == [whole]


def test_two_copies_of_one_second_have_names_of_their_own(store: Store) -> None:
    first, second = backups.take(store, now=NOW), backups.take(store, now=NOW)
    assert first != second
    assert first.exists()
    assert second.exists()
