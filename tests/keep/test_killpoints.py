"""Commands killed before any of their system calls: the diary is as it was before, or as the command makes it.

Each command runs once under strace, which tells the calls by which it changes files. Then it runs again for each
of these, on the same diary, and is killed just before that call. Of a call made more than `MOST` times in one
command, that many are tried, evenly spread. Whatever is found afterwards must be whole: the diary, each file under
a backup's name, what was only to be read. And what was told must be saved.

What a process wrote before it was killed is in the system's hands, so this is about the order of the calls, not
about power failures. `pytest -m slow -rP tests/test_killpoints.py` shows how many kills there were.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest

from crampdiary.keep import private
from crampdiary.keep.copies.backups import clear_leftovers, files
from kit.running import Cramp
from kit.tracing import CASES, Scene, injected, keep, needs_strace, places, state
from kit.tracing import quick_folder as quick_folder  # a fixture

MOST = 60
AGAIN = 10  # after each tenth kill, the command is given once more


@pytest.mark.slow
@needs_strace
@pytest.mark.parametrize("name", CASES)
def test_a_command_killed_before_any_of_its_system_calls_is_done_or_not_done(
    name: str, cramp: Cramp, quick_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = quick_folder / "folder"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    scene = Scene(name, folder, quick_folder / "pristine", cramp)
    tried, lost = 0, []
    found_as: Counter[str] = Counter()
    for call, number in places(scene.calls(quick_folder / "log"), MOST):
        scene.afresh()
        ran = scene.run(*injected(call, f"signal=SIGKILL:when={number}"))
        assert ran.exit_code in (0, -9), ran  # a run may make a call or two less than another
        tried += ran.exit_code == -9
        found = state(scene.diary)
        wrong = [*scene.unsound(), *scene.untold(ran)]
        if found not in scene.allowed:
            wrong.append(f"neither before nor after: {found}")
        if ran.out and found != scene.after:
            wrong.append("told, and not saved")
        found_as["after" if found == scene.after else "before" if found == scene.before else "between"] += 1
        if not wrong and scene.case.again and tried % AGAIN == 0:
            again = scene.run()
            if again.exit_code != 0 or (found == scene.before and state(scene.diary) != scene.after):
                wrong.append(f"not made good: {again}")
        if wrong:
            lost.append((call, number, wrong))
    print(f"{name}: {tried} kill points, {len(lost)} losses; {dict(found_as)}")
    assert not lost, f"{len(lost)} of {tried}: {lost[:5]}"
    assert tried > 15
    if scene.case.changes:
        assert min(found_as["before"], found_as["after"]) > 1, found_as


def unfinished_copies(diary: Path) -> list[Path]:
    """Leave what processes leave that are killed while they copy the diary."""
    backups = private.backup_folder(diary)
    private.make_folder(backups)
    left = [
        backups / ".2026-03-30T080000Z.db.0a1b2c3d.new",
        backups / ".2026-03-30T080000Z.db.0a1b2c3d.new-journal",
        diary.parent / f".{diary.name}.0a1b2c3d.new",
    ]
    for path in left:
        shutil.copyfile(diary, path)
    return left


def test_what_a_killed_backup_left_is_cleared_away_by_a_later_one(cramp: Cramp, diary_path: Path) -> None:
    keep(diary_path, 3)
    old = unfinished_copies(diary_path)
    hour_ago = time.time() - 3700
    for path in old:
        os.utime(path, (hour_ago, hour_ago))
    under_way = old[0].with_name(".2026-03-31T080000Z.db.4e5f6a7b.new")
    shutil.copyfile(diary_path, under_way)
    assert cramp("--diary", diary_path, "backup").exit_code == 0
    assert not any(path.exists() for path in old)
    assert under_way.exists(), "another process is at it"


@pytest.mark.parametrize("name", ["diary.db", "diary[1]*.db", "my.new.db"])
def test_what_is_no_unfinished_copy_of_the_diary_stays(diary_path: Path, name: str) -> None:
    diary = diary_path.with_name(name)
    keep(diary, 1)
    old = unfinished_copies(diary)
    folder = private.backup_folder(diary)
    sound, older = folder / "2026-03-30T080000Z.new.backup", folder / "2026-03-29T080000Z.db"
    others = [
        diary.with_name(".other.db.0a1b2c3d.new"),
        diary.with_name(".diary1x.db.0a1b2c3d.new"),
        diary.with_name(f"{name}.0a1b2c3d.new"),
        diary.with_name(f".{name}.notes"),
        diary.with_name(".new"),
        folder / "2026-03-30T080000Z.txt",
        sound,
        older,
    ]
    for path in others:
        path.write_text("mine", encoding="utf-8")
    clear_leftovers(diary, older_than_s=0)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in (diary, *others))
    assert files(diary) == [older, sound]
    nowhere = diary.with_name("none") / name
    clear_leftovers(nowhere, older_than_s=0)
    assert files(nowhere) == []


def test_what_a_killed_backup_left_does_not_keep_what_is_purged_from_the_backups(
    cramp: Cramp, diary_path: Path
) -> None:
    keep(diary_path, 3)
    unfinished_copies(diary_path)
    assert cramp("--diary", diary_path, "purge", "1", "--backups", "--yes").exit_code == 0
    holding = [
        path for path in diary_path.parent.rglob("*") if path.is_file() and b"Krampf" in path.read_bytes()
    ]
    assert holding == []
