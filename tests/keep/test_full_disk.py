"""A disk that is full or that fails, at any moment of any command: nothing is lost, and what is said is true.

Twice over: on a real disk of a mebibyte with less and less room on it, which needs root to be made; and with
system calls made to fail one after the other by strace, which reaches every one of them and a disk that breaks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from crampdiary.keep import file as diaryfile
from crampdiary.keep import private, schema
from crampdiary.keep.store import Store
from kit.builders import NOW
from kit.running import Cramp, Ran
from kit.tracing import CASES, TEXTS, Scene, forked, injected, keep, needs_strace, places, state
from kit.tracing import quick_folder as quick_folder  # a fixture

BACKUP_FAILED = "Your entry is saved, but today's backup failed: "
NOTHING_DONE = (
    "NOT saved",
    "Nothing was saved",
    "Nothing was changed",
    "nothing was restored",
    "Nothing was imported",
)

MOST = 15
FULL = "error=ENOSPC:when={}+"
FULL_ONCE = "error=ENOSPC:when={}"
BROKEN = "error=EIO:when={}+"
BROKEN_ONCE = "error=EIO:when={}"
FAULTS = {
    "pwrite64": (FULL,),
    "write": (FULL_ONCE,),
    "sendfile": (FULL,),
    "copy_file_range": (FULL,),
    "ftruncate": (BROKEN,),
    "openat": (FULL_ONCE,),
    "mkdir": (FULL_ONCE,),
    "rename": (FULL_ONCE,),
    "link": (BROKEN_ONCE,),
    "fsync": (BROKEN_ONCE, BROKEN),
    "fdatasync": (BROKEN_ONCE, BROKEN),
}
"""How each call can fail. To make a file can fail only once here, as the same call opens what is there already."""


def told_wrongly(scene: Scene, ran: Ran, found: object) -> Iterator[str]:
    """Yield what a command said or did that is not so, after it met a fault."""
    lines = ran.err.splitlines()
    warnings = [line for line in lines if line.startswith(BACKUP_FAILED)]
    rest = [line for line in lines if not line.startswith((BACKUP_FAILED, "Left out "))]
    done = found == scene.after
    if found not in scene.allowed:
        yield f"neither before nor after: {found}"
    if ran.exit_code == 0 and (not done or rest):
        yield "said to be done"
    if ran.exit_code == 1 and len(rest) != 1:
        yield "not one line"
    if ran.exit_code not in (0, 1):
        yield f"ended with {ran.exit_code}"
    if scene.case.changes and done and any(each in line for each in NOTHING_DONE for line in rest):
        yield "said not to be done, and it is"
    if scene.case.changes and not done and ran.out and scene.case.arguments[0] != "sync":
        yield "told, and not saved"
    if any(each in line for each in NOTHING_DONE for line in warnings):
        yield "said to be saved and not saved"
    if len(warnings) > 1 or "went wrong" in ran.err or "Traceback" in ran.err:
        yield "not as foreseen"
    if any(text in ran.err for text in TEXTS):
        yield "a text of the diary in a message"
    yield from scene.unsound()
    yield from scene.untold(ran)
    # A disk that goes on failing keeps SQLite's journal from being deleted; the next command does that.
    yield from (f"left {name}" for name in scene.leftovers() if name != journal(scene))


def journal(scene: Scene) -> str:
    return f"{scene.diary.name}-journal"


def works_again(scene: Scene, found: object) -> Iterator[str]:
    """Yield what is wrong with the same command given once more when all is well again."""
    if found == scene.after and not scene.case.again:
        return
    again = scene.run()
    if again.exit_code != 0 or (found != scene.after and state(scene.diary) != scene.after):
        yield f"not made good: {again}"
    yield from (f"left {name} for ever" for name in scene.leftovers())


# A disk that is really full

QUICK = ("log",)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one mebibyte, in memory."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can make a small disk, on Linux")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "cramp-test", str(disk)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip("this system does not let a disk be made")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def leave(disk: Path, room: int) -> Path:
    """Fill a disk up, save for so many bytes; return the file that does it."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        free = shutil.disk_usage(disk).free
        file.write(b"\0" * (free - room))
    assert shutil.disk_usage(disk).free == room
    return ballast


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in CASES]
)
def test_on_a_full_disk_a_command_does_all_or_nothing_and_says_which(
    name: str, cramp: Cramp, small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_disk / "folder"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    scene = Scene(name, folder, tmp_path / "pristine", cramp)
    ended: Counter[int] = Counter()
    room = 0
    while True:
        scene.afresh()
        ballast = leave(small_disk, room)
        ran = scene.run()
        full = shutil.disk_usage(small_disk).free
        ballast.unlink()
        found = state(scene.diary)
        wrong = [*told_wrongly(scene, ran, found), *works_again(scene, found)]
        assert not wrong, (room, full, ran, wrong)
        ended[ran.exit_code] += 1
        if ran == Ran(0, ran.out, ""):
            break
        room += 4096 if room < 32_768 else 16_384
    print(f"{name}: {ended.total()} disks, the last with room enough; exit codes {dict(ended)}")
    assert ended[1] >= 1, ended


def test_on_a_full_disk_an_old_diary_is_not_brought_up_to_date(
    cramp: Cramp, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = small_disk / "diary.db"
    keep(diary, 3)
    before = diary.read_bytes()
    monkeypatch.setattr(diaryfile, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(
        diaryfile, "bring_up_to_date", lambda connection: connection.execute("PRAGMA user_version = 2")
    )
    for room in (0, 4096, 16_384, 65_536):
        ballast = leave(small_disk, room)
        ran = forked("--diary", diary, "log", "5")
        ballast.unlink()
        assert (ran.exit_code, ran.out, ran.err.count("\n")) == (3, "", 1), ran
        assert "is from an older cramp, and was not brought up to date" in ran.err
        assert diary.read_bytes() == before
        assert list(private.backup_folder(diary).iterdir()) == []
    monkeypatch.undo()
    with_old_program = Store(diary, now=NOW)
    assert with_old_program.problems() == []
    with_old_program.close()


def _mapped(folder: Path) -> None:
    """Write a file of another program, and a mapping of so many columns that writing it again takes some room."""
    (folder / "when.csv").write_text("when,bad\n2024-03-29 03:10,5\n", encoding="utf-8")
    columns = ["when = at", "rows = cramp", *(f"column number {number} = severity" for number in range(4000))]
    (folder / "columns").write_text("\n".join(columns), encoding="utf-8")


WRITES: dict[str, tuple[str, ...]] = {
    "export.jsonl": ("export", "{}", "--force"),
    "cramps.csv": ("export", "{}", "--force"),
    "folder": ("export", "{}", "--format", "csv", "--force"),
    "screen.svg": ("stats", "--svg", "{}", "--force"),
    "saved.jsonl": ("info", "--salvage", "{}"),
    "names.map": ("import", "when.csv", "--map", "columns", "--dry-run", "--save-map", "{}"),
    "-": ("export",),
    "- as CSV": ("export", "--format", "csv", "--kind", "exposure"),
}
"""Every command that writes a file for the person, with {} for that file, by a name of it; - for standard output."""

NEVER_REPLACED = ("saved.jsonl", "names.map")


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("limit", ["a limit", "a full disk"])
@pytest.mark.slow_but_first
def test_a_file_that_cannot_be_written_to_its_end_is_told_in_one_line_and_not_there(
    name: str, limit: str, sample: Path, cramp: Cramp, run_cramp: Cramp, request: pytest.FixtureRequest
) -> None:
    """In a process of its own up to its last breath, when Python complains of what was not closed."""
    here = request.getfixturevalue("small_disk") if limit == "a full disk" else sample / "written"
    here.mkdir(exist_ok=True)
    _mapped(sample)
    old = []
    if not name.startswith("-") and name not in NEVER_REPLACED:
        old = [here / name / "episodes.csv" if name == "folder" else here / name]
        old[0].parent.mkdir(exist_ok=True)
        old[0].write_text("old", encoding="utf-8")
    command = [part.format(here / name) for part in WRITES[name]]
    before = sorted(here.rglob("*"))
    options: dict[str, Any] = {"env": {"PYTHONDONTWRITEBYTECODE": "1"}}  # or a limit would cut that off
    ballast = None
    if limit == "a full disk":
        ballast = leave(here, 4096)
    else:
        options["preexec_fn"] = _write_no_file_above(60_000 if name == "names.map" else 4_000)
    if name.startswith("-"):
        # Unbuffered, Python writes what there is room for and is content.
        options["env"]["PYTHONUNBUFFERED"] = "1" if name == "- as CSV" else ""
        with (here / "out").open("wb") as out:
            ran = _into(out, command, **options)
        (here / "out").unlink()
    else:
        ran = run_cramp(*command, **options)
    if ballast:
        ballast.unlink()
    assert (ran.exit_code, ran.out, ran.err.count("\n")) == (1, "", 1), ran
    what = "no room for a temporary copy" if (name, limit) == ("saved.jsonl", "a limit") else "be written: "
    assert what in ran.err
    assert sorted(here.rglob("*")) == before
    assert [each.read_text(encoding="utf-8") for each in old] == ["old"] * len(old)
    if not name.startswith("-"):
        assert cramp(*command).exit_code == 0  # there was nothing wrong but that


def _write_no_file_above(size: int) -> Callable[[], None]:
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _into(out: BinaryIO, command: list[str], env: dict[str, str], **options: Any) -> Ran:
    ran = subprocess.run(
        [sys.executable, "-m", "crampdiary", *command], env={**os.environ, **env},
        stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, encoding="utf-8", check=False, timeout=60,
        **options,
    )  # fmt: skip
    return Ran(ran.returncode, "", ran.stderr)


@pytest.mark.slow_but_first
@pytest.mark.parametrize("target", ["export.json", "cramps.csv", "folder of csv", "screen.svg", "saved.json"])
def test_on_a_full_disk_no_file_is_half_written_and_an_old_one_stays(
    cramp: Cramp, small_disk: Path, diary_path: Path, target: str
) -> None:
    keep(diary_path, 3)
    path = small_disk / target
    if target == "folder of csv":
        command: tuple[str | Path, ...] = ("export", path, "--format", "csv", "--force")
        path.mkdir()
        old = [path / "episodes.csv"]
    elif target == "screen.svg":
        command, old = ("stats", "--svg", path, "--force"), [path]
    elif target == "saved.json":
        command, old = ("info", "--salvage", path), []
    else:
        command, old = ("export", path, "--force"), [path]
    cramp("--diary", diary_path, *command)
    for each in small_disk.rglob("*"):
        if each.is_file():
            each.unlink()
    for each in old:
        each.write_text("old", encoding="utf-8")
    before = sorted(small_disk.rglob("*"))
    ballast = leave(small_disk, 0)
    ran = forked("--diary", diary_path, *command)
    ballast.unlink()
    assert (ran.exit_code, ran.out, ran.err.count("\n")) == (1, "", 1), ran
    assert "cannot be written: no space left on device" in ran.err
    assert sorted(small_disk.rglob("*")) == before
    assert [each.read_text(encoding="utf-8") for each in old] == ["old"] * len(old)
    assert cramp("--diary", diary_path, *command).exit_code == 0


def test_on_a_full_disk_the_settings_stay_as_they_were(
    cramp: Cramp, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(small_disk))
    assert cramp("config", "plain", "yes").exit_code == 0
    before = {path: path.read_bytes() for path in small_disk.rglob("*") if path.is_file()}
    ballast = leave(small_disk, 0)
    ran = forked("config", "daily_backup", "no")
    ballast.unlink()
    assert (ran.exit_code, ran.out, ran.err.count("\n")) == (1, "", 1), ran
    assert {path: path.read_bytes() for path in small_disk.rglob("*") if path.is_file()} == before


# System calls that fail


@pytest.mark.slow
@needs_strace
@pytest.mark.parametrize("name", CASES)
def test_a_command_whose_system_calls_fail_does_all_or_nothing_and_says_which(
    name: str, cramp: Cramp, quick_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = quick_folder / "folder"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    scene = Scene(name, folder, quick_folder / "pristine", cramp)
    tried, lost = 0, []
    ended: Counter[int] = Counter()
    calls = [call for call in scene.calls(quick_folder / "log") if "<pipe:" not in call.arguments]
    printed = sum(call.name == "write" and "memfd:" in call.arguments for call in calls)
    writes = sum(call.name == "write" for call in calls)
    for call, number in places(calls, MOST):
        if call == "write" and number > writes - printed:
            continue  # what it prints; the diary is done with by then
        for fault in FAULTS.get(call, ()):
            scene.afresh()
            ran = scene.run(*injected(call, fault.format(number)))
            found = state(scene.diary)
            wrong = list(told_wrongly(scene, ran, found))
            if call == "openat" and ran.exit_code == 3:
                # SQLite does not tell a file that cannot be made from one that may not be.
                wrong.remove("ended with 3")
            if not wrong and (tried % 5 == 0 or journal(scene) in scene.leftovers()):
                wrong += works_again(scene, found)
            tried += 1
            ended[ran.exit_code] += 1
            if wrong:
                lost.append((call, fault.format(number), ran, wrong))
    print(f"{name}: {tried} faults, {len(lost)} told or done wrongly; exit codes {dict(ended)}")
    assert not lost, f"{len(lost)} of {tried}: {lost[:5]}"
    assert ended[1] > 3 or ended[0] > 3
