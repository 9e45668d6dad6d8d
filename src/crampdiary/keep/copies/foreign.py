"""Another diary found beside one's own, and looked at without touching it.

That is done in a copy, in a folder that nobody else can look into. What lies beside the diary under its name may be
the copy that a syncing program left, as two devices wrote to one file.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from crampdiary.errors import BusyError, CrampError, DiaryError, StrangeSchemaError
from crampdiary.keep.copies.backup_file import is_backup
from crampdiary.keep.faults import mapped_errors
from crampdiary.keep.file import inspect, open_diary
from crampdiary.keep.private import JOURNALS, create_private, real_file, same_file

if TYPE_CHECKING:
    from crampdiary.keep.store import Store

_PREFIX = "crampdiary-private-"
_LEFT_OVER_S = 3600.0  # no command takes that long

# What follows the diary's own name: "diary (Anna's conflicted copy 2026-03-04).db", "diary.sync-conflict-2026.db",
# "diary 2.db", "diary-LAPTOP.db", "diary_conflict-2026.db", "diary[Conflict].db", "diary~1.db".
_AFTER_THE_NAME = tuple(" (.-_[~")
_TOLD = "copies_told"


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a temporary folder that only its owner can look into, and remove it with all that is in it.

    Raises:
        CrampError: none can be made.
    """
    import tempfile  # 3 ms, and the first write of a day does without it

    clear_leftovers()
    try:
        made = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
    except OSError as error:
        raise CrampError(
            f"No temporary folder could be made ({error.strerror}). Nothing was changed; free some space."
        ) from error
    with made as folder:
        yield Path(folder)


def clear_leftovers() -> None:
    """Delete the folders of one's own that killed processes left: they hold text, and nobody would ever look."""
    import tempfile

    with suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            with suppress(OSError):
                status = path.lstat()
                own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
                if own and stat.S_ISDIR(status.st_mode) and time.time() - status.st_mtime >= _LEFT_OVER_S:
                    shutil.rmtree(path, ignore_errors=True)


def opened_copy(source: Path, folder: Path) -> sqlite3.Connection:
    """Copy a diary and its side files into a private folder and open it there, in the newest schema.

    A backup is unpacked there to the diary that it was made of. `source` itself is only read: neither migrated,
    nor its journal replayed, nor converted from WAL.

    Raises:
        DiaryError: it is neither a diary nor a backup, from a newer cramp, damaged, or without its base.
        BusyError: it is being written to.
        CrampError: there is no room for it.
    """
    source = real_file(source)  # what lies beside it lies beside the file that a link leads to
    if is_backup(source):
        from crampdiary.keep.copies import rebuild  # the first write of a day does without it

        return rebuild.opened(source, folder)
    inspect(source)
    target = copied(source, folder)
    try:
        connection = open_diary(target)
    except StrangeSchemaError as error:
        raise DiaryError(
            f"{source} is not as cramp made it: {error.what} is not its own. Nothing was changed."
        ) from error
    except DiaryError as error:
        raise DiaryError(f"{source} is damaged, so it was not used. Nothing was changed.") from error
    connection.row_factory = sqlite3.Row
    return connection


def adds_to(store: Store, source: Path) -> bool:
    """Return whether a diary or a backup holds any version that a diary neither holds nor has purged.

    True as well where that cannot be told.
    """
    here = store.connection
    try:
        with private_folder() as folder, closing(opened_copy(source, folder)) as there, mapped_errors(source):
            return any(
                not here.execute("SELECT 1 FROM revision WHERE uid = ?", (uid,)).fetchone()
                and not here.execute("SELECT 1 FROM purged WHERE record_uid = ?", (record,)).fetchone()
                for uid, record in there.execute("SELECT uid, record_uid FROM revision")
            )
    except CrampError:
        return True


def damaged_copy(source: Path, folder: Path) -> sqlite3.Connection:
    """Open a private copy of a damaged diary, to read what can be read.

    Raises:
        DiaryError: not even its first page is that of a diary.
    """
    inspect(source)
    connection = sqlite3.connect(copied(source, folder))
    # Nobody else has this copy. Locks for each of the thousands of tries around the damage take longer than they do.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
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
            for suffix in ("", *JOURNALS):
                part, copy = Path(f"{source}{suffix}"), Path(f"{target}{suffix}")
                copy.unlink(missing_ok=True)
                if part.exists():
                    create_private(copy)
                    shutil.copyfile(part, copy)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
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
    for suffix in ("", *JOURNALS):
        try:
            status = Path(f"{source}{suffix}").stat()
        except OSError:
            states.append(None)
        else:
            states.append((status.st_size, status.st_mtime_ns))
    return states


def conflicted_copies(diary: Path) -> list[Path]:
    """Return the other cramp diaries beside a diary whose names say that they are copies of it, by name."""
    found = []
    stem, ending = diary.stem.casefold(), diary.suffix.casefold()
    with suppress(OSError), os.scandir(diary.parent) as entries:
        for entry in entries:
            name = entry.name.casefold()
            like = name.startswith(stem) and name.removeprefix(stem).startswith(_AFTER_THE_NAME)
            if like and name.endswith(ending) and _is_diary(diary.parent / entry.name):
                found.append(diary.parent / entry.name)
    return sorted(each for each in found if not same_file(each, diary))


def not_told_yet(store: Store) -> list[Path]:
    """Return the conflicted copies that were not told of before, and remember them as told.

    One that went away is forgotten, so that another of its name is told of again.
    """
    found = conflicted_copies(store.path)
    before = store.local(_TOLD) or "[]"
    told = json.dumps([path.name for path in found])
    if told != before:
        store.remember(_TOLD, told)
    known = json.loads(before)
    return [path for path in found if path.name not in known]


def _is_diary(path: Path) -> bool:
    try:
        inspect(path)
    except DiaryError:
        return False
    return True
