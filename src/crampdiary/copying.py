"""Another file looked at without touching it: in a copy of it, in a folder that nobody else can look into."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crampdiary import diaryfile
from crampdiary.errors import BusyError, CrampError, DiaryError

SIDE_FILES = ("-journal", "-wal")


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a temporary folder that only its owner can look into, and remove it with all that is in it.

    Raises:
        CrampError: none can be made.
    """
    try:
        made = tempfile.TemporaryDirectory(prefix="cramp-", ignore_cleanup_errors=True)
    except OSError as error:
        raise CrampError(
            f"No temporary folder could be made ({error.strerror}). Nothing was changed; free some space."
        ) from error
    with made as folder:
        yield Path(folder)


def opened_copy(source: Path, folder: Path) -> sqlite3.Connection:
    """Copy a diary and its side files into a private folder and open it there, in the newest schema.

    `source` itself is only read: neither migrated, nor its journal replayed, nor converted from WAL.

    Raises:
        DiaryError: it is not a diary, from a newer cramp, or damaged.
        BusyError: it is being written to.
    """
    diaryfile.inspect(source)
    target = copied(source, folder)
    try:
        connection = diaryfile.open_diary(target)
    except DiaryError as error:
        raise DiaryError(f"{source} is damaged, so it was not used. Nothing was changed.") from error
    connection.row_factory = sqlite3.Row
    return connection


def damaged_copy(source: Path, folder: Path) -> sqlite3.Connection:
    """Open a private copy of a damaged diary, to read what can be read.

    Raises:
        DiaryError: not even its first page is that of a diary.
    """
    diaryfile.inspect(source)
    connection = sqlite3.connect(copied(source, folder))
    connection.row_factory = sqlite3.Row
    return connection


def copied(source: Path, folder: Path) -> Path:
    """Copy a diary and its side files, byte for byte, into a private folder.

    Raises:
        DiaryError: it cannot be read.
        BusyError: it is being written to.
        CrampError: there is no room for it.
    """
    target = folder / f"{len(list(folder.iterdir()))}.db"
    for _ in range(3):
        before = _states(source)
        try:
            for suffix in ("", *SIDE_FILES):
                part, copy = Path(f"{source}{suffix}"), Path(f"{target}{suffix}")
                copy.unlink(missing_ok=True)
                if part.exists():
                    diaryfile.create_private(copy)
                    shutil.copyfile(part, copy)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise CrampError(
                    f"There is no room for a temporary copy of {source}. Nothing was changed; free some space."
                ) from error
            reason = (error.strerror or "unknown reason").lower()
            raise DiaryError(f"{source} cannot be read: {reason}. Nothing was changed.") from error
        if _states(source) == before:
            return target
    raise BusyError(f"{source} is being written to. Nothing was changed; try again.")


def _states(source: Path) -> list[tuple[int, int] | None]:
    states: list[tuple[int, int] | None] = []
    for suffix in ("", *SIDE_FILES):
        try:
            status = Path(f"{source}{suffix}").stat()
        except OSError:
            states.append(None)
        else:
            states.append((status.st_size, status.st_mtime_ns))
    return states
