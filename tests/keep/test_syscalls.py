"""What every command asks of the system: never a socket, no file that others could read, no write by one that reads.

Each command runs as a process of its own under strace, with arguments that make it do its work, on a diary with
data. The list of commands is the program's: one that is new fails here until it has its line in `RUNS`.
"""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from crampdiary.cli.app import PANELS
from crampdiary.diary.demo import made_up
from crampdiary.keep.store import Store
from kit.builders import NOW
from kit.running import Cramp, Ran
from kit.tracing import CHANGING, Call, calls_in, diary_in, keep, needs_strace, of_calls, traced

COMMANDS = [name for names in PANELS.values() for name in names]
OPENING = ("open", "creat", "openat", "openat2")


class Run(NamedTuple):
    """One run of a command; `{}` in its arguments is the folder in which everything is."""

    arguments: str
    reads: bool = False  # whether the diary and what lies beside it are only read
    exit_code: int = 0
    stdin: str | None = None
    begin: str = ""  # a command to give before


RUNS = {
    "log": [Run("log 5 arch left 3m burning --note secret"), Run("log", begin="no diary")],
    "none": [Run("none 2025-06-01")],
    "used": [Run("used stretching magnesium:400mg")],
    "had": [Run("had alcohol --at 02:00")],
    "away": [Run("away 2026-04-10 2026-04-14")],
    "feel": [Run("feel numbness left foot 4 this morning --note secret")],
    "edit": [Run("edit last --note changed"), Run("edit last right 5 at 02:00")],
    "note": [Run("note still tender")],
    "over": [Run("over --sore 1h --note secret")],
    "delete": [Run("delete last")],
    "undo": [Run("undo")],
    "redo": [Run("redo", begin="undo")],
    "list": [Run("list", reads=True), Run("list --json", reads=True)],
    "show": [Run("show 1 --history", reads=True)],
    "stats": [Run("stats", reads=True), Run("stats --svg {}/screen.svg", reads=True)],
    "calendar": [Run("calendar", reads=True)],
    "doctor": [Run("doctor", reads=True), Run("doctor seen weak yesterday")],
    "triggers": [Run("triggers", reads=True)],
    "remedies": [Run("remedies", reads=True)],
    "trial": [Run("trial", reads=True), Run("trial plan stretching --yes --anyway")],
    "export": [
        Run("export", reads=True),
        Run("export {}/export.json", reads=True),
        Run("export {}/csv --format csv", reads=True),
    ],
    "import": [
        Run("import {}/other.json --yes"),
        Run("import {}/other.json --dry-run", reads=True),
        Run("import - --yes", stdin="other.json"),
        Run("import {}/habits.zip --yes"),
        Run("import {}/habits.zip --dry-run --save-map {}/map", reads=True),
    ],
    "merge": [Run("merge {}/other.db"), Run("merge {}/other.db --dry-run", reads=True)],
    "sync": [Run("sync {}/shared")],
    "backup": [Run("backup"), Run("backup --list", reads=True)],
    "restore": [Run("restore {}/other.db --yes")],
    "purge": [Run("purge 1 --yes"), Run("purge 1 --backups --yes", begin="backup")],
    "words": [
        Run("words", reads=True),
        Run("words add remedy brine"),
        Run("words merge heat cold"),
        Run("words set evening heat"),
    ],
    "config": [Run("config", reads=True), Run("config plain yes", reads=True)],
    "report": [Run("report {}/visit.html --question secret"), Run("report --format txt", reads=True)],
    "ease": [Run("ease", reads=True)],
    "remind": [Run("remind", reads=True), Run("remind --due", exit_code=1, reads=True)],
    "info": [Run("info --verify", reads=True), Run("info --salvage {}/saved.json", reads=True)],
    "demo": [Run("demo {}/demo.db", reads=True)],
    "help": [Run("help", reads=True), Run("help remedies", reads=True), Run("help start", reads=True)],
}
BESIDE = {
    "usage": [Run("--help", reads=True), Run("merge --help", reads=True), Run("--version", reads=True)],
    "mistakes": [
        Run("--diary {}/nowhere.db log", exit_code=3, reads=True),
        Run("lgo 5", exit_code=2, reads=True),
        Run("log 5 tomorrow", exit_code=2, reads=True),
        Run("show 999999", exit_code=1, reads=True),
        Run("merge {}/habits.zip", exit_code=3, reads=True),
    ],
}


def test_every_command_of_the_program_is_traced() -> None:
    assert sorted(RUNS) == sorted(COMMANDS)
    for name, runs in RUNS.items():
        assert all(run.arguments.split()[0] == name for run in runs)


def prepare(folder: Path, cramp: Cramp) -> None:
    """Make all that the commands work on: a diary of weeks, another, its export, and a shared folder."""
    diary_in(folder).parent.mkdir(parents=True, mode=0o700)
    with closing(Store(diary_in(folder), now=NOW, create=True)) as store, store.change("demo") as change:
        for record in made_up(Random(3), now=NOW)[-120:]:
            change.add(record)
    keep(folder / "other.db", 4)
    keep(folder / "shared" / "cramp-other.db", 5)
    cramp("--diary", folder / "other.db", "export", folder / "other.json")
    with zipfile.ZipFile(folder / "habits.zip", "w") as archive:
        archive.writestr("Habits.csv", "Position,Name\n001,Magnesium\n")
        archive.writestr("001 Magnesium/Checkmarks.csv", "Date,Value,Notes\n2026-03-01,YES_MANUAL,\n")
    for name in ("temporary", "settings"):
        (folder / name).mkdir()


def touched(call: Call, folder: Path) -> set[Path]:
    """Return the paths below a folder that a call names, or that its file is."""
    named = re.findall(r'"([^"]*)"', call.arguments) + re.findall(r"\d<([^>]*)>", call.arguments)
    return {Path(name) for name in named if Path(name).is_relative_to(folder)}


def written(call: Call, folder: Path) -> set[Path]:
    """Return the paths below a folder that a call may change."""
    if call.name in ("sendfile", "copy_file_range"):
        files = re.findall(r"\d<([^>]*)>", call.arguments)
        into = Path(files[0] if call.name == "sendfile" else files[1])
        return {into} if into.is_relative_to(folder) else set()
    return touched(call, folder) if call.changes and call.name != "fcntl" else set()  # which locks


def open_to_others(calls: list[Call], known: set[Path], folder: Path) -> Iterator[str]:
    """Yield the files and folders that were made with more permissions than their owner's.

    A file that is there already keeps its own, whatever mode is named when it is opened.
    """
    for call in calls:
        paths = touched(call, folder)
        if call.failed or not paths:
            continue
        if call.name in ("unlink", "unlinkat", "rmdir"):
            known -= paths
        elif call.name.startswith(("rename", "link")):
            known |= paths
        elif call.name.startswith("mkdir") or "O_CREAT" in call.arguments:
            (path,) = (each for each in paths if each.as_posix() in re.findall(r'"([^"]*)"', call.arguments))
            mode = int(call.arguments.rpartition(", ")[2], 8)
            if path not in known and mode & 0o077:
                yield f"{path} is made with {mode:o}"
            known.add(path)


def found_in(folder: Path) -> dict[Path, tuple[int, bytes]]:
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *folder.rglob("*")]
    }


def faults(run: Run, folder: Path, umask: int, cramp: Cramp) -> Iterator[str]:
    """Run a command and yield what it should not have asked of the system."""
    data = diary_in(folder).parent
    if run.begin == "no diary":
        diary_in(folder).unlink()
    elif run.begin:
        assert cramp(run.begin).exit_code == 0
    before = found_in(folder)
    log = folder.parent / "log"
    ran: Ran = traced(
        *run.arguments.format(*[folder] * 2).split(),
        tracing=("-e", f"trace=%network,{of_calls((*CHANGING, *OPENING))[1].removeprefix('trace=')}"),
        log=log,
        umask=umask,
        stdin=folder / run.stdin if run.stdin else None,
    )
    calls = calls_in(log)
    assert ran.exit_code == run.exit_code, ran
    assert any(call.name == "write" for call in calls), "it was traced, and it printed something"
    after = found_in(folder)
    yield from (f"asks for the network: {call}" for call in calls if call.name not in {*CHANGING, *OPENING})
    yield from open_to_others(calls, set(before), folder)
    for path in after.keys() - before.keys():
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"{path} can be read by others"
    if run.reads:
        writes = [call for call in calls if written(call, data)]
        yield from (f"writes to the diary or beside it: {call}" for call in writes)
        if {path: before[path] for path in before if path.is_relative_to(data)} != {
            path: after[path] for path in after if path.is_relative_to(data)
        }:
            yield "changed the diary or what is beside it"
    elif before == after:
        yield "did nothing, so nothing was seen"
    for path in before:  # of others' files, whatever the command
        if path.is_file() and not path.is_relative_to(data) and before[path] != after.get(path):
            yield f"changed {path}"


@pytest.mark.slow
@needs_strace
@pytest.mark.parametrize(
    ("name", "umask"),
    [*((name, 0o000) for name in (*RUNS, *BESIDE)), *((name, 0o022) for name in ("log", "export", "config"))],
)
def test_no_command_opens_a_socket_or_a_file_to_others_and_no_reading_one_writes(
    name: str, umask: int, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "settings"))
    monkeypatch.setenv("TMPDIR", str(folder / "temporary"))
    prepare(folder, cramp)
    pristine = shutil.copytree(folder, tmp_path / "pristine")
    for run in {**RUNS, **BESIDE}[name]:
        shutil.rmtree(folder)
        shutil.copytree(pristine, folder)
        assert list(faults(run, folder, umask, cramp)) == [], run.arguments
