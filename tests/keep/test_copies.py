"""Conflicted copies: what syncing programs leave beside the diary is found, told once, and can be brought in."""

from __future__ import annotations

import os
import shlex
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from crampdiary.keep.copies import foreign
from crampdiary.keep.store import Store
from kit.builders import NOW, episode, said
from kit.running import Cramp, slowly

NAMES = {
    "Dropbox": "diary (Anna's conflicted copy 2026-03-04).db",
    "Dropbox, a second one": "diary (Anna's conflicted copy 2026-03-04 (1)).db",
    "Dropbox in German": "diary (In Konflikt stehende Kopie von Anna 2026-03-04).db",
    "Syncthing": "diary.sync-conflict-20260304-031000-ABCDEFG.db",
    "Nextcloud": "diary (conflicted copy 2026-03-04 031000).db",
    "ownCloud": "diary_conflict-20260304-031000.db",
    "OneDrive": "diary-LAPTOP.db",
    "Google Drive": "diary (1).db",
    "iCloud": "diary 2.db",
    "Seafile": "diary (SFConflict anna@example.org 2026-03-04-03-10-00).db",
    "pCloud": "diary [conflicted].db",
    "without a space": "diary[Conflict].db",
    "in capitals": "DIARY-LAPTOP.DB",
}
OTHERS = ("cramp-demo.db", "diary2.db", "diaries.db", ".diary.db.0a1b.new", "diary (1).json", "my diary.db")


def log(path: Path, severity: int) -> None:
    with closing(Store(path, now=NOW, create=True)) as store, store.change("log") as change:
        change.add(episode(severity=severity))


@pytest.fixture
def diary(diary_path: Path) -> Path:
    log(diary_path, 1)
    return diary_path


@pytest.mark.skipif(os.name == "nt", reason="Windows takes no two names that differ by case alone")
def test_the_copies_of_every_such_program_are_found_and_nothing_else(diary: Path) -> None:
    for name in (*NAMES.values(), *OTHERS):
        shutil.copyfile(diary, diary.with_name(name))
    diary.with_name("diary (2).db").write_bytes(b"no diary")
    diary.with_name("diary (3).db").write_bytes(b"")
    diary.with_name("diary (4).db").mkdir()
    diary.with_name("diary-link.db").symlink_to(diary)
    found = foreign.conflicted_copies(diary)
    assert sorted(path.name for path in found) == sorted(NAMES.values())


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows quotes otherwise")
@pytest.mark.parametrize("name", [next(iter(NAMES)), *map(slowly, list(NAMES)[1:-1])])
def test_a_copy_is_told_once_and_the_command_that_is_told_brings_it_in(
    run_cramp: Cramp, diary: Path, name: str
) -> None:
    log(diary.with_name(NAMES[name]), 8)
    assert NAMES[name] not in run_cramp("--diary", diary, "list").err, "reading remembers nothing"
    ran = run_cramp("--diary", diary, "log", "2")
    assert f"{NAMES[name]} beside the diary is another cramp diary" in ran.err
    words = shlex.split(ran.err.split("`")[1])
    assert words[0] == "cramp"
    tomorrow = {"CRAMP_NOW": (NOW + timedelta(days=1)).isoformat()}
    assert run_cramp("--diary", diary, "log", "3", env=tomorrow).err == "", "said once"
    assert "another cramp diary" in run_cramp("--diary", diary, "info").out
    assert run_cramp(*words[1:]).exit_code == 0
    with closing(Store(diary, now=NOW)) as store:
        assert {said(entry, "severity") for entry in store.entries()} == {1, 2, 3, 8}


def test_one_that_went_away_and_came_again_is_told_again(diary: Path) -> None:
    copy = diary.with_name("diary 2.db")
    with closing(Store(diary, now=NOW)) as store:
        for _ in range(2):
            shutil.copyfile(diary, copy)
            assert foreign.not_told_yet(store) == [copy]
            assert foreign.not_told_yet(store) == []
            copy.unlink()
            assert foreign.not_told_yet(store) == []


def test_the_folder_is_looked_through_once_a_day(
    cramp: Cramp, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    real = foreign.conflicted_copies

    def look(path: Path) -> list[Path]:
        looked.append(path)
        return real(path)

    monkeypatch.setattr(foreign, "conflicted_copies", look)
    for _ in range(3):
        assert cramp("--diary", diary, "log", "5").exit_code == 0
    assert looked == [diary]
    cramp("config", "daily_backup", "no")
    tomorrow = {"CRAMP_NOW": (NOW + timedelta(days=1)).isoformat()}
    for _ in range(3):
        assert cramp("--diary", diary, "log", "5", env=tomorrow).exit_code == 0
    assert looked == [diary, diary]


def test_info_lists_those_that_add_anything(cramp: Cramp, diary: Path) -> None:
    def told() -> list[str]:
        return list(cramp("--diary", diary, "info", "--json").json["conflicted_copies"])

    copy = diary.with_name("diary 2.db")
    shutil.copyfile(diary, copy)
    assert told() == []
    log(copy, 8)
    damaged = diary.with_name("diary 3.db")
    damaged.write_bytes(copy.read_bytes()[:-100])
    assert told() == [str(copy), str(damaged)], "of a damaged one nobody can tell"
    assert cramp("--diary", diary, "merge", copy).exit_code == 0
    assert told() == [str(damaged)]
