"""Commands that are watched, killed or made to fail at any of their system calls, by strace.

A new Python takes most of a second under strace before it does anything. So a command runs in a fork of this
process, which has everything imported already: the fork waits at a gate until strace has hold of it, and goes on
as the command line does. `traced` is a real process from its first system call, for what must be seen from there.

A `Scene` is a command with all that it works on, which can be set up afresh as often as needed.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crampdiary.errors import CrampError, DiaryError
from crampdiary.exchange.own import export
from crampdiary.keep import lines, private, verify
from crampdiary.keep.copies import backing_up, backups, foreign
from crampdiary.keep.merging import sync
from crampdiary.keep.store import Store
from kit.builders import NOW, exposure, full_episode, word
from kit.copied_diaries import copied_diaries
from kit.running import Cramp, Ran

STRACE = shutil.which("strace") or "strace"

CHANGING = (
    *("pwrite64", "write", "ftruncate", "sendfile", "copy_file_range"),
    *("fdatasync", "fsync", "fcntl", "chmod", "fchmod", "fchown", "chown"),
    *("openat", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat"),
    *("rename", "renameat", "renameat2", "link", "linkat"),
)
"""The calls by which a file system, or a lock on a file, becomes another."""

_PR_SET_PTRACER = 0x59616D61


# System calls


class Call(NamedTuple):
    """One system call as strace wrote it: its name, its arguments with file descriptors resolved, its result."""

    name: str
    arguments: str
    result: str

    @property
    def failed(self) -> bool:
        return self.result.startswith("-1")

    @property
    def changes(self) -> bool:
        """Whether it may leave a file, a folder or a lock other than before."""
        return self.name in CHANGING and (self.name != "openat" or "O_CREAT" in self.arguments)


@cache
def _can_trace() -> bool:
    """Return whether strace is here and this system lets it watch."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    return (
        subprocess.run([STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0
    )


needs_strace = pytest.mark.skipif(not _can_trace(), reason="needs strace, and to be let trace a process")


def injected(call: str, fault: str) -> tuple[str, ...]:
    """Return strace's arguments for a fault at a call: `injected("fsync", "error=EIO:when=2+")`."""
    return "-e", f"trace={call}", "-e", f"inject={call}:{fault}"


def of_calls(names: Sequence[str] = CHANGING) -> tuple[str, ...]:
    """Return strace's arguments to watch some calls, of which a processor need not have all."""
    return "-e", "trace=" + ",".join(f"?{name}" for name in names)


def calls_in(log: Path) -> list[Call]:
    """Return the calls that strace wrote down, in their order."""
    calls = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        found = re.match(r"(?:\d+ +)?(\w+)\((.*)\) += (.*)$", line)
        if found:
            calls.append(Call(*found.groups()))
    return calls


def forked(
    *arguments: str | Path,
    tracing: Sequence[str] = (),
    log: Path | None = None,
    temporary: Path | None = None,
) -> Ran:
    """Run a command in a fork of this process, under strace from its first own system call.

    Args:
        arguments: the command's.
        tracing: strace's; with none it runs untraced.
        log: where strace writes what it saw.
        temporary: the folder for temporary files.

    Returns:
        How it ended; the exit code is the negative number of the signal if one killed it.
    """
    gate, opener = os.pipe()
    out, err = (os.memfd_create(name) for name in ("out", "err"))
    child = os.fork()
    if child == 0:
        _run_and_exit([str(each) for each in arguments], gate, opener, out, err, temporary)
    os.close(gate)
    with _attached(child, tracing, log):
        os.close(opener)  # lets it go
        _, status = os.waitpid(child, 0)
    streams = []
    for stream in (out, err):
        os.lseek(stream, 0, os.SEEK_SET)
        with os.fdopen(stream, encoding="utf-8") as file:
            streams.append(file.read())
    return Ran(os.waitstatus_to_exitcode(status), *streams)


@contextmanager
def _attached(child: int, tracing: Sequence[str], log: Path | None) -> Iterator[None]:
    if not tracing:
        yield
        return
    strace = subprocess.Popen(
        [STRACE, "-y", "-s", "0", "-p", str(child), "-o", str(log or os.devnull), *tracing],
        stderr=subprocess.PIPE,
        text=True,
    )
    with strace:
        assert strace.stderr is not None
        said = strace.stderr.readline()
        assert "attached" in said, said
        yield
        strace.stderr.read()  # until it has written its log


def _run_and_exit(
    arguments: list[str], gate: int, opener: int, out: int, err: int, temporary: Path | None
) -> None:
    """Be the command line from here on, and never come back."""
    code = 99
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1))  # strace is no parent of this process
        os.close(opener)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
        sys.argv = ["cramp", *arguments]
        if temporary is not None:
            tempfile.tempdir = str(temporary)
        from crampdiary.cli.app import main

        gc.disable()  # as `python -m crampdiary` begins
        os.read(gate, 1)
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        sys.stdout.flush()
    finally:
        os._exit(code)


def traced(
    *arguments: str | Path, tracing: Sequence[str], log: Path, umask: int = 0o022, stdin: Path | None = None
) -> Ran:
    """Run a command as a process of its own, under strace from the start, with all threads and children."""
    with (stdin or Path(os.devnull)).open("rb") as given:
        ran = subprocess.run(
            [
                *(STRACE, "-f", "--seccomp-bpf", "-y", "-s", "0", "-o", str(log), *tracing),
                *(sys.executable, "-m", "crampdiary", *map(str, arguments)),
            ],
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=given,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            umask=umask,
        )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


# Commands with all that they work on

Make = Callable[[Path], None]


class Case(NamedTuple):
    """A command that changes something.

    `{}` in its arguments is the folder in which everything is. `make` adds what it needs to a diary of four
    entries in `crampdiary/diary.db`. Where `again` is set, giving it once more makes good what was broken off.
    """

    arguments: tuple[str, ...]
    make: Make = lambda folder: None
    again: bool = False
    remembers_backup: bool = True
    changes: bool = True


def diary_in(folder: Path) -> Path:
    return folder / "crampdiary" / "diary.db"


def opened(path: Path) -> Store:
    return Store(path, now=NOW)


def keep(path: Path, hour: int) -> None:
    """Record two commands' entries in a diary, made where there is none."""
    path.parent.mkdir(exist_ok=True)
    with copied_diaries(), closing(Store(path, now=NOW, create=True)) as store:
        with store.change("log") as change:
            change.add(full_episode(f"2026-03-31T{hour:02}:10"))
            change.add(word(f"brine-{hour}"))
        with store.change("used") as change:
            change.add(exposure(when=f"2026-03-30T{hour:02}:00", note="Magnesiumöl"))
            change.add(exposure("magnesium", when=f"2026-03-30T{hour:02}:30"))


TEXTS = ("Krampf", "Second line", "brine-", "Magnesium", "burning")
"""Pieces of what is written in those diaries."""


def _other(folder: Path) -> None:
    keep(folder / "other.db", 4)


def _shared(folder: Path) -> None:
    keep(folder / "shared" / "cramp-other.db", 4)


def _synced(folder: Path) -> None:
    """Leave this device's file in the folder, and then let an entry come on either side."""
    shared = folder / "shared"
    shared.mkdir()
    with closing(opened(diary_in(folder))) as store:
        store.remember("device", DEVICE)
        sync.publish(store, shared, sync.Staged((), (), (), {}, None))
        with store.change("log") as change:
            change.add(full_episode("2026-03-31T06:10"))
    _exported("shared/cramp-other.jsonl")(folder)


def _exported(name: str) -> Make:
    def make(folder: Path) -> None:
        _other(folder)
        what = export.Wanted.of(Path(name), False, None, None)
        with closing(opened(folder / "other.db")) as store:
            export.write_file(folder / name, what, store.revisions(), store.purged(), bom=False)
        (folder / "other.db").unlink()

    return make


def _sheet(folder: Path) -> None:
    """Write a file of which something is said, so that this is remembered, too."""
    (folder / "sheet.csv").write_text("Tag,Severity,Place\n2026-03-29,7,arch\n", encoding="utf-8")


def _undone(folder: Path) -> None:
    with closing(opened(diary_in(folder))) as store:
        store.undo()


def _backed_up(folder: Path) -> None:
    with closing(opened(diary_in(folder))) as store:
        backing_up.take(store, now=NOW)
        with store.change("log") as change:
            change.add(full_episode("2026-03-31T06:10"))


_BACKED_UP = f"{{}}/crampdiary/diary.db-backups/{NOW.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.backup"


def _backed_up_twice(folder: Path) -> None:
    _backed_up(folder)
    with closing(opened(diary_in(folder))) as store:
        backing_up.take(store, now=NOW)


def _no_diary(folder: Path) -> None:
    diary_in(folder).unlink()


def _gone(folder: Path) -> None:
    _backed_up(folder)
    _no_diary(folder)


def _damaged(folder: Path) -> None:
    _backed_up(folder)
    content = bytearray(diary_in(folder).read_bytes())
    place = content.index(b'"note"') // 4096 * 4096
    content[place : place + 4096] = bytes(4096)
    diary_in(folder).write_bytes(content)


def _old_export(folder: Path) -> None:
    (folder / "export.json").write_text("something else", encoding="utf-8")


DEVICE = "019d42e8-1800-7c06-9a64-d62c22792bf2"
FIRST_OF_ALL = "log, the first of all"

CASES = {
    "log": Case(("log", "5", "arch")),
    "log, the first of a day": Case(("log", "5", "arch"), remembers_backup=False),
    FIRST_OF_ALL: Case(("log", "5", "arch"), _no_diary),
    "edit": Case(("edit", "1", "--severity", "9")),
    "delete": Case(("delete", "1")),
    "undo": Case(("undo",)),
    "redo": Case(("redo",), _undone),
    "purge": Case(("purge", "1", "--yes")),
    "purge from backups": Case(("purge", "1", "--backups", "--yes"), _backed_up_twice),
    "merge": Case(("merge", "{}/other.db"), _other, again=True),
    "import json": Case(("import", "{}/export.json", "--yes"), _exported("export.json"), again=True),
    "import a sheet": Case(
        (
            "import",
            "{}/sheet.csv",
            "--map",
            "Tag=date",
            "--map",
            "Severity=severity",
            "--map",
            "Place=place",
            "--yes",
        ),
        _sheet,
        again=True,
    ),
    "restore": Case(("restore", _BACKED_UP, "--yes"), _backed_up, again=True),
    "restore, the diary is gone": Case(("restore", "--yes"), _gone, again=True),
    "restore, the diary is damaged": Case(("restore", "--yes"), _damaged, again=True),
    "backup": Case(("backup",), again=True, changes=False),
    "sync": Case(("sync", "{}/shared"), _shared, again=True),
    "sync, once more": Case(("sync", "{}/shared"), _synced, again=True),
    "export": Case(("export", "{}/export.json", "--force"), _old_export, again=True, changes=False),
}


class Scene:
    """A command and what it works on, in a folder that is made afresh for each try.

    Attributes:
        before: what is in the diary before the command.
        after: what is in it when nothing went wrong.
        allowed: these, and what else may be found when something did.
    """

    def __init__(self, name: str, folder: Path, pristine: Path, cramp: Cramp) -> None:
        self.case = CASES[name]
        self.folder = folder
        self.diary = diary_in(folder)
        self.arguments = [each.format(folder) for each in self.case.arguments]
        self._pristine = pristine
        (pristine / "temporary").mkdir(parents=True)
        keep(diary_in(pristine), 3)
        if self.case.remembers_backup:
            with closing(opened(diary_in(pristine))) as store:
                store.remember("backup_day", NOW.date().isoformat())
        self.case.make(pristine)
        writes = [pristine / "shared" / f"cramp-{DEVICE}.jsonl"]
        writes += [pristine / "export.json"] if name == "export" else []
        self._only_read = [
            path.relative_to(pristine)
            for path in pristine.rglob("*")
            if path.is_file() and path.parent != diary_in(pristine).parent and path not in writes
            if path.parent != private.backup_folder(diary_in(pristine))
        ]
        self.afresh()
        self.before, self._read = state(self.diary), self._bytes()
        ran = cramp(*self.arguments)  # by which everything is imported, too, that a fork needs
        assert (ran.exit_code, ran.err) == (0, "")
        self.after = state(self.diary)
        assert (self.before != self.after) is self.case.changes
        self.allowed = [self.before, self.after]
        if name == FIRST_OF_ALL:
            self.diary.unlink()
            Store(self.diary, now=NOW, create=True).close()
            self.allowed.append(state(self.diary))  # made, and nothing in it yet

    def afresh(self) -> None:
        self.folder.mkdir(exist_ok=True)
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        shutil.copytree(self._pristine, self.folder, dirs_exist_ok=True)

    def run(self, *tracing: str, log: Path | None = None) -> Ran:
        return forked(*self.arguments, tracing=tracing, log=log, temporary=self.folder / "temporary")

    def calls(self, log: Path) -> list[Call]:
        """Return the calls by which the command changes something, and all of the same names."""
        self.afresh()
        ran = self.run(*of_calls(), log=log)
        assert (ran.exit_code, ran.err) == (0, "")
        assert state(self.diary) == self.after
        return calls_in(log)

    def unsound(self) -> Iterator[str]:
        """Yield what is wrong with files beside the diary, whatever became of the command."""
        if self._bytes() != self._read:
            yield "changed what was only to be read"
        for path in [*backups.files(self.diary), *self.folder.glob("shared/*.db")]:
            try:
                backups.check(path)
                with (
                    foreign.private_folder() as folder,
                    closing(foreign.opened_copy(path, folder)) as connection,
                ):
                    yield from (f"{path.name}: {problem}" for problem in verify.problems(connection))
            except (CrampError, sqlite3.Error) as error:
                yield f"{path.name}: {error}"

        for path in self.folder.glob("shared/*.jsonl"):
            head, *versions = path.read_text(encoding="utf-8").split("\n")[:-1]
            lines.purged_in(lines.value_of(head))
            for version in versions:
                lines.version(f"{version}\n")

    def untold(self, ran: Ran) -> Iterator[str]:
        """Yield the files that the command told of and that are not there."""
        for name in re.findall(rf"{self.folder}/[^\s:]*\w", ran.out):
            if not Path(name).exists():
                yield f"told of {name}, which is not there"

    def leftovers(self) -> list[str]:
        """Return the files that are there only while a command runs."""
        return [
            path.name
            for path in self.folder.rglob("*")
            if re.search(r"\.new|-journal$|-wal$|-mj\w+$|^cramp-\w{8}$", path.name)
        ]

    def _bytes(self) -> dict[Path, bytes]:
        return {name: (self.folder / name).read_bytes() for name in self._only_read}


def state(path: Path) -> Any:
    """Return all that is in a diary, save its random names; or the digest of what is damaged; or None."""
    if not path.exists():
        return None
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        with closing(opened(path)) as store:
            problems = store.problems()
            if problems:
                return before, *problems
            revisions = [
                (row["id"], row["kind"], row["stamp"], row["deleted"], row["body"])
                for row in store.connection.execute(
                    "SELECT record.id, revision.* FROM revision JOIN record ON record.uid = record_uid "
                    "ORDER BY record.id, stamp"
                )
            ]
            ops = [
                tuple(row)
                for row in store.connection.execute("SELECT id, command, undone_by FROM op ORDER BY id")
            ]
            return revisions, ops, store.purged(), [entry.record for entry in store.entries()]
    except DiaryError:
        return before, "cannot be opened"


def spread(numbers: Sequence[int], most: int) -> list[int]:
    """Return all numbers, or that many of them evenly spread, the first and the last among them."""
    if len(numbers) <= most:
        return list(numbers)
    return [numbers[round(place * (len(numbers) - 1) / (most - 1))] for place in range(most)]


def places(calls: Sequence[Call], most: int) -> list[tuple[str, int]]:
    """Return the calls that change something, each by its name and which of that name it is; at most so many of each.

    What the command prints is among them.
    """
    seen: Counter[str] = Counter()
    found: dict[str, list[int]] = {}
    for call in calls:
        seen[call.name] += 1
        if call.changes:
            found.setdefault(call.name, []).append(seen[call.name])
    return [(name, number) for name, numbers in found.items() for number in spread(numbers, most)]


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a killed process loses nothing there either, and it is quicker."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="cramp-test-", dir=memory) as folder:
        yield Path(folder)
