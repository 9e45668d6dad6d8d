"""What a process that died left beside the diary, looked at before SQLite replays it.

After a crash the journal is the right one and must be replayed. A folder that is synced between machines can also
bring an old journal beside a newer diary, and replaying that one destroys entries. Page 1 of a database counts its
changes. Its copy in the journal says how many there were before the change that was cut off; by now there may be one
more, and anything else shows that the two do not belong together.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import BinaryIO

from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep.private import JOURNALS, backup_folder, finished, left_beside, make_backup_folder

KEPT = 5
"""How many copies of a diary and its journal are kept, of those that differ."""

_ENDING = ".set-aside"
_YOUNG_S = (
    60.0  # where nobody can be asked: no write of this program leaves its journal untouched for so long
)
_LOOKS, _PAUSE_S = 5, 0.05

_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_WAL_MAGICS = (0x377F0682, 0x377F0683)
_UNCOUNTED = 0xFFFFFFFF  # in the place of how many records a journal has: as many as the file holds

_PENDING = 0x40000000  # SQLite's lock bytes in the file: pending, then reserved, then 510 of those that read
_asked: list[int] = []  # files left open: closing one lets go of every lock that this process has on it


def look_after_journals(path: Path) -> Path | None:
    """Copy the diary and what a dead process left beside it, or refuse what belongs to another state of it.

    Args:
        path: the diary itself, not a link to it, as SQLite keeps its journal beside the file.

    Returns:
        The copy of the diary as it was found; None where nothing is to be replayed.

    Raises:
        DiaryError: the journal is not this diary's, or no copy could be made. Both files are as they were.
    """
    if not left_beside(path):
        return None
    for _ in range(_LOOKS):
        before = _states(path)
        fits = {suffix: fit for suffix in JOURNALS if (fit := _fits(path, suffix)) is not None}
        held = [_is_held(path, suffix) for suffix in fits]
        if not fits or any(held):
            return None
        if None in held and all(fits.values()) and not any(_is_old(f"{path}{suffix}") for suffix in fits):
            return None
        aside = _set_aside(path, list(fits), before)
        if aside is not None:
            break
        time.sleep(_PAUSE_S)  # another process is at it
    else:
        return None
    for suffix, fit in fits.items():
        if not fit:
            raise DiaryError(
                f"{path}{suffix} belongs to another state of {path}, and would undo entries. Nothing was changed, "
                f"and both are copied to {aside.parent}. Move {path.name}{suffix} elsewhere and try again."
            )
    return aside


def journals_set_aside(diary: Path) -> list[Path]:
    """Return the journals that were set aside: copies of single pages, from which nothing can be purged."""
    return [each for suffix in JOURNALS for each in backup_folder(diary).glob(f"*{suffix}{_ENDING}")]


def set_aside_and_lacking(connection: sqlite3.Connection, diary: Path) -> Iterator[tuple[Path, int]]:
    """Yield the copies set aside that hold versions which the diary lacks, with how many those are."""
    journals = journals_set_aside(diary)
    for path in sorted(backup_folder(diary).glob(f"*{_ENDING}")):
        if path not in journals and (count := lacking(connection, path)):
            yield path, count


def lacking(connection: sqlite3.Connection, copy: Path) -> int | None:
    """Return how many versions a copy of the diary holds that the diary lacks; None where it cannot be read."""
    uri = f"{copy.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as other:
            found = other.execute("SELECT uid, record_uid FROM revision").fetchall()
        known = {row[0] for row in connection.execute("SELECT uid FROM revision")}
        purged = {row[0] for row in connection.execute("SELECT record_uid FROM purged")}
    except sqlite3.Error:
        return None
    return sum(uid not in known and record not in purged for uid, record in found)


def _fits(path: Path, suffix: str) -> bool | None:
    """Return whether what lies beside the diary belongs to it as it is; None where nothing would be replayed."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
        with Path(f"{path}{suffix}").open("rb") as file:
            found = _before_the_journal(file) if suffix == "-journal" else _within_the_wal(file)
    except OSError:
        return None
    if found is None or len(header) < 100:
        return None
    counter = int.from_bytes(header[24:28], "big")
    pages = int.from_bytes(header[28:32], "big")
    if suffix == "-wal":
        pages_then, *counters = found
        if header[18:20] != b"\2\2":  # it was taken in, and the diary has done without since
            return False
        if not counters:  # page 1 was not changed by it, nor with that the number of pages
            return pages == pages_then
        return _steps(counters[0] - 1, counter) <= _steps(counters[0] - 1, counters[-1])
    pages_then, *before = found
    return _steps(before[0], counter) <= 1 if before else pages == pages_then


def _steps(one: int, other: int) -> int:
    """Return how many changes lie between two counters, which begin again after 2**32."""
    return (other - one) % 2**32


def _before_the_journal(file: BinaryIO) -> list[int] | None:
    """Return how many pages there were before the change, and the change counter where page 1 was changed.

    None where SQLite would replay nothing.
    """
    size = os.fstat(file.fileno()).st_size
    place = sector = page = 0
    pages: int | None = None
    while True:
        file.seek(place)
        header = file.read(28)
        if len(header) < 28 or header[:8] != _JOURNAL_MAGIC:
            break
        count, nonce, initial, *sizes = (int.from_bytes(header[at : at + 4], "big") for at in range(8, 28, 4))
        if pages is None:
            pages, (sector, page) = initial, sizes
            if not (32 <= sector <= 65536 and 512 <= page <= 65536):
                return None
        place += sector
        held = max(0, size - place) // (page + 8)
        for _ in range(held if count == _UNCOUNTED else min(count, held)):
            file.seek(place)
            if int.from_bytes(file.read(4), "big") == 1:
                content = file.read(page)
                total = nonce + sum(content[at] for at in range(page - 200, 0, -200))
                if total % 2**32 == int.from_bytes(file.read(4), "big"):
                    return [pages, int.from_bytes(content[24:28], "big")]
            place += page + 8
        place = -(-place // sector) * sector
    return None if pages is None else [pages]


def _within_the_wal(file: BinaryIO) -> list[int] | None:
    """Return how many pages there are after a write-ahead log, and each change counter in it.

    None where it holds no whole change.
    """
    header = file.read(32)
    if int.from_bytes(header[:4], "big") not in _WAL_MAGICS:
        return None
    page = int.from_bytes(header[8:12], "big")
    counters: list[int] = []
    whole: list[int] | None = None
    while len(frame := file.read(24)) == 24 and frame[8:16] == header[16:24]:
        content = file.read(page)
        if len(content) < page:
            break
        if int.from_bytes(frame[:4], "big") == 1:
            counters.append(int.from_bytes(content[24:28], "big"))
        if pages := int.from_bytes(frame[4:8], "big"):  # the end of a change
            whole = [pages, *counters]
    return whole


def _is_held(path: Path, suffix: str) -> bool | None:
    """Return whether another process is at work on the diary, so that its journal is no leftover.

    None where this system cannot be asked.
    """
    try:
        import fcntl
        import struct
        import sys

        layout = {"linux": "hh4xqqi4x", "darwin": "qqihh"}[sys.platform]
    except (ImportError, KeyError):
        return None
    if struct.calcsize("P") != 8:
        return None
    # A journal's writer has one of two bytes; whoever has the diary open in WAL mode shares those that read.
    kind, length = (fcntl.F_RDLCK, 2) if suffix == "-journal" else (fcntl.F_WRLCK, 512)
    place = (_PENDING, length, 0)
    first = layout.startswith("h")
    question = (kind, os.SEEK_SET, *place) if first else (*place, kind, os.SEEK_SET)
    try:
        _asked.append(os.open(path, os.O_RDONLY))
        answer = struct.unpack(layout, fcntl.fcntl(_asked[-1], fcntl.F_GETLK, struct.pack(layout, *question)))
    except OSError:
        return None
    return bool(answer[0 if first else 3] != fcntl.F_UNLCK)


def _is_old(name: str) -> bool:
    try:
        return time.time() - Path(name).stat().st_mtime >= _YOUNG_S
    except OSError:
        return False


def _set_aside(path: Path, suffixes: list[str], state: list[tuple[int, int, int] | None]) -> Path | None:
    """Copy the diary with what lies beside it into the backup folder, unless the same is there already.

    Args:
        path: the diary.
        suffixes: of the files beside it.
        state: in which all of them were found.

    Returns:
        The copy of the diary; None where any of the files was changed meanwhile.

    Raises:
        DiaryError: no copy could be made.
    """
    import filecmp
    import shutil

    try:
        folder = make_backup_folder(path)
        when = int(Path(f"{path}{suffixes[0]}").stat().st_mtime)
        for number in range(1000):
            stem = f"{path.name}.{when}" + (f"-{number}" if number else "")
            aside = folder / f"{stem}{_ENDING}"
            parts = [(path, aside)]
            parts += [(Path(f"{path}{each}"), folder / f"{stem}{each}{_ENDING}") for each in suffixes]
            if not aside.exists():
                break
            if all(copy.exists() and filecmp.cmp(part, copy, shallow=False) for part, copy in parts):
                return aside if _states(path) == state else None
        with ExitStack() as all_or_none:
            for part, copy in parts:
                shutil.copyfile(part, all_or_none.enter_context(finished(copy)))
            if _states(path) != state:
                raise FileNotFoundError
    except FileNotFoundError:
        return None
    except CrampError as error:
        raise DiaryError(
            f"A journal was left beside {path}, and no copy of both could be made: {error} Nothing was changed."
        ) from error
    except OSError as error:
        raise DiaryError(
            f"A journal was left beside {path}, and no copy of both could be made "
            f"({(error.strerror or 'unknown reason').lower()}), so it was not opened. Free some space and try again."
        ) from error
    _let_go_of_old_ones(folder, aside)
    return aside


def _let_go_of_old_ones(folder: Path, just_made: Path) -> None:
    """Delete all but the newest copies; those of one moment share the beginning of their names."""
    found: dict[str, list[Path]] = {}
    for path in folder.glob(f"*{_ENDING}"):
        found.setdefault(re.sub(r"(-journal|-wal)?\.set-aside$", "", path.name), []).append(path)
    newest = sorted(found.values(), key=lambda paths: max(each.lstat().st_mtime_ns for each in paths))
    for paths in newest[:-KEPT]:
        for path in paths:
            if path != just_made:
                with suppress(OSError):
                    path.unlink()


def _states(path: Path) -> list[tuple[int, int, int] | None]:
    states: list[tuple[int, int, int] | None] = []
    for each in (path, *(Path(f"{path}{suffix}") for suffix in JOURNALS)):
        try:
            status = each.stat()
        except OSError:
            states.append(None)
        else:
            states.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return states
