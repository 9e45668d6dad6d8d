"""A file in a folder that devices share: looked at with care, and read from where it was left.

Anything may lie in such a folder, and be changed at any moment. So a file's kind, size and first bytes are looked at
before anything else of it is read, a line is taken only whole, and what was read is known by its SHA-256.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import lines
from crampdiary.keep.copies import foreign
from crampdiary.keep.faults import mapped_errors
from crampdiary.keep.file import inspect
from crampdiary.keep.merging import merge
from crampdiary.keep.private import JOURNALS
from crampdiary.keep.versions import ticking

SIZE_LIMIT = 2 * 2**30  # bytes; no diary is so large
LOOKED_AT = 100  # bytes, before anything else of a file is read
AT_ONCE = 2**20  # bytes
_LINE_LIMIT, _HEAD_LIMIT = 4 * 2**20, 64 * 2**20  # bytes
_LINES_A_TICK = 1000
_UIDS = re.compile(rb'\{"uid": "([0-9a-f-]{36})", "record_uid": "([0-9a-f-]{36})"')

Tick = Callable[[], None]


class Part(NamedTuple):
    """The beginning of a file, or all of it."""

    size: int  # bytes
    digest: str  # SHA-256


class SoFar:
    """What was read or written of a file so far."""

    def __init__(self) -> None:
        self.size = 0  # bytes
        self.lines = 0
        self._hashed = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self.lines += piece.count(b"\n")
        self._hashed.update(piece)

    @property
    def part(self) -> Part:
        return Part(self.size, self._hashed.hexdigest())


def files_in(folder: Path) -> list[Path]:
    """Return what may be a device's file. What is hidden belongs to whatever carries the folder."""
    if not folder.is_dir():
        raise CrampError(f"There is no folder {folder}. Make it, or check the path.")
    try:
        return sorted(
            path
            for path in folder.iterdir()
            if path.suffix in (".db", ".jsonl") and not path.name.startswith(".")
        )
    except OSError as error:
        raise CrampError(f"{folder} cannot be read: {_reason(error)}. Check its permissions.") from error


def _start(path: Path) -> bytes:
    """Return the first bytes of a file, or refuse it: nothing else of it was looked at."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CrampError(f"{path} is not an ordinary file. Nothing was read from it.")
        if status.st_size > SIZE_LIMIT:
            raise CrampError(f"{path} is larger than 2 GiB, which no diary is. Nothing was read from it.")
        with path.open("rb") as file:
            return file.read(LOOKED_AT)
    except OSError as error:
        raise _unreadable(path, error) from error


def stage(
    path: Path, known: Part | None, staging: merge.Staging, private: Path, tick: Tick | None
) -> Part | None:
    """Stage what is new in a file, and return what of it is known then; None where nobody can tell.

    Args:
        path: the file: lines, or a copy of a diary.
        known: what of it was merged before.
        staging: takes up what is new.
        private: for copies.
        tick: called now and then.

    Raises:
        CrampError: it is nothing that a device leaves there, or not sound; nothing of it is staged then.
    """
    if path.suffix == ".db":
        return _stage_diary(path, known, staging, private, tick)
    return _stage_lines(path, known, staging, tick)


def _stage_lines(path: Path, known: Part | None, staging: merge.Staging, tick: Tick | None) -> Part | None:
    """Stage what is new in a file of lines; return what of it is known then, None for nothing."""
    try:
        lines.check_start(_start(path))
    except UsageError as error:
        raise CrampError(f"{path}: {error} Nothing was read from it.") from error
    purged: list[str] = []
    try:
        with path.open("rb") as file:
            so_far = beginning(file, known)
            if so_far.size:  # an entry that was purged there may since have come here from a third device
                file.seek(0)
                with _naming_the_line(path, 1):
                    purged += _purged_in(file.readline(_HEAD_LIMIT).decode())
                file.seek(so_far.size)
            staging.add(_versions(path, file, so_far, purged, tick))
    except OSError as error:
        raise _unreadable(path, error) from error
    staging.add_purged(purged)
    return so_far.part if so_far.size else None


def _versions(
    path: Path, file: BinaryIO, so_far: SoFar, purged: list[str], tick: Tick | None
) -> Iterator[dict[str, Any]]:
    """Yield the versions in the lines that follow, as far as these are finished."""
    while line := _next_line(path, file, so_far):
        version: dict[str, Any] | None = None
        with _naming_the_line(path, so_far.lines + 1):
            text = line.decode()
            if so_far.lines == 0:
                purged += _purged_in(text)
            else:
                version = lines.version(text)
        if version is not None:
            yield version
        so_far.add(line)
        if tick and so_far.lines % _LINES_A_TICK == 0:
            tick()


@contextmanager
def _naming_the_line(path: Path, number: int) -> Iterator[None]:
    try:
        yield
    except UsageError as error:
        raise CrampError(f"{path}, line {number}: {error} Nothing was read from it.") from error
    except UnicodeDecodeError as error:
        raise CrampError(f"{path}, line {number}: this is not UTF-8. Nothing was read from it.") from error


def _purged_in(head: str) -> list[str]:
    return lines.purged_in(lines.value_of(head))


def _next_line(path: Path, file: BinaryIO, so_far: SoFar) -> bytes:
    """Return the next line with its end, nothing where it has none yet."""
    limit = _LINE_LIMIT if so_far.lines else _HEAD_LIMIT
    try:
        line = file.readline(limit)
    except OSError as error:  # `Staging` would take it for one of its own
        raise _unreadable(path, error) from error
    if line.endswith(b"\n"):
        return line
    if len(line) == limit:
        raise CrampError(f"{path}, line {so_far.lines + 1}: the line is too long. Nothing was read from it.")
    return b""


def _stage_diary(
    path: Path, known: Part | None, staging: merge.Staging, private: Path, tick: Tick | None
) -> Part | None:
    """Stage a copy of a diary, unless it is known; return what of it is known then, None where nobody can tell."""
    look_at_diary(path)
    part = _whole(path)
    if part and part == known:
        return part
    with closing(foreign.opened_copy(path, private)) as connection, ticking(connection, tick):
        merge.stage_diary(connection, path, staging)
    # Or else it was changed meanwhile, and nobody knows which of the two was read.
    return part if part == _whole(path) else None


def look_at_diary(path: Path) -> None:
    """Refuse what is no diary, or a newer one, by the first bytes of all that belongs to it."""
    for each in (path, *_sidefiles(path)):
        _start(each)
    inspect(path)


def _whole(path: Path) -> Part | None:
    """Return what is in a file, None where it cannot be told from that alone what it holds."""
    so_far = SoFar()
    try:
        if not path.is_file() or _sidefiles(path):
            return None
        with path.open("rb") as file:
            while piece := file.read(AT_ONCE):
                so_far.add(piece)
    except OSError:
        return None
    return so_far.part


def _sidefiles(path: Path) -> list[Path]:
    return [side for suffix in JOURNALS if os.path.lexists(side := Path(f"{path}{suffix}"))]


def beginning(file: BinaryIO, known: Part | None) -> SoFar:
    """Read what is known of a file; where it begins otherwise, return nothing and go back to its start."""
    so_far = SoFar()
    while known and so_far.size < known.size and (piece := file.read(min(known.size - so_far.size, AT_ONCE))):
        so_far.add(piece)
    if so_far.part == known:
        return so_far
    file.seek(0)
    return SoFar()


def may_hold(path: Path, uids: set[str], private: Path) -> bool:
    """Return whether a file holds a version of any of some records, or cannot be read to tell."""
    try:
        if path.suffix == ".db":
            look_at_diary(path)
            with closing(foreign.opened_copy(path, private)) as connection, mapped_errors(path):
                return any(
                    connection.execute("SELECT 1 FROM revision WHERE record_uid = ?", (uid,)).fetchone()
                    for uid in uids
                )
        _start(path)
        with path.open("rb") as file:
            return any(record in uids for _, record in uids_in(file))
    except (CrampError, OSError):
        return True


def uids_in(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """Yield the uids of each line's version and record, also of lines that are damaged or unfinished after them."""
    while line := file.readline(_LINE_LIMIT):
        if found := _UIDS.match(line):
            yield found[1].decode(), found[2].decode()


def _unreadable(path: Path, error: OSError) -> CrampError:
    return CrampError(f"{path} cannot be read: {_reason(error)}. Check its permissions.")


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()
