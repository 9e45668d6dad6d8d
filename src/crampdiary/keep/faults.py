"""What SQLite's errors mean to a person: what happened, what became of the entry, and what to do.

No `sqlite3.Error` leaves the program as it is. Which one means what was tried by making each happen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crampdiary.errors import BusyError, CrampError, DiaryError, UsageError

# What SQLite says, under whatever error's name, of a file whose header or schema was changed.
_SIGNS_OF_DAMAGE = "malformed,UTF-8,file format,encoding,no such table,no such column,no column".split(",")

NOT_SAVED = "Nothing was saved."
BUSY = f"The diary is busy: another program is writing to it. {NOT_SAVED} Try again."
REPLACED = f"The diary file was replaced meanwhile. {NOT_SAVED} Run it again."


@contextmanager
def mapped_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into an error that says what happened and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _mapped(error, path) from error
    except UnicodeDecodeError as error:  # of a column's name, or within SQLite's own message
        raise damaged(path) from error


@contextmanager
def sound(path: Path) -> Iterator[None]:
    """Say that the diary is damaged where a row of it, which was valid when written, no longer is."""
    try:
        yield
    except (UsageError, ValueError, TypeError, LookupError, RecursionError, AttributeError) as error:
        raise damaged(path) from error


def _mapped(error: sqlite3.Error, path: Path) -> CrampError:
    name = getattr(error, "sqlite_errorname", None) or ""
    if name == "SQLITE_INTERRUPT":
        raise KeyboardInterrupt  # Ctrl-C during a statement; nothing else interrupts one
    if name.startswith("SQLITE_READONLY_DBMOVED"):
        return BusyError(REPLACED)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(BUSY)
    if is_damage(error):
        return damaged(path)
    if name.startswith("SQLITE_CANTOPEN"):
        return not_opened(path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return DiaryError(f"The diary {path} is read-only: your entry was NOT saved. Check its permissions.")
    if name.startswith("SQLITE_FULL"):
        return CrampError("The disk is full: this was NOT saved. Free some space and run it again.")
    if name == "SQLITE_IOERR_DIR_FSYNC":  # the journal is deleted already, and with that it is in the file
        return CrampError(
            f"The disk did not confirm the last change to the diary ({name}). Look with `cramp list` whether it is "
            "there before you try again."
        )
    if name.startswith("SQLITE_IOERR"):
        return CrampError(f"The disk could not be read or written ({name}): this was NOT saved. Try again.")
    return CrampError(
        f"The diary refused this ({name or type(error).__name__}), which is a mistake in cramp. "
        f"{NOT_SAVED} Please report it."
    )


def reason(error: CrampError) -> str:
    """Return what went wrong in the file, without what the error says became of an entry: that one is safe."""
    name = getattr(error.__cause__, "sqlite_errorname", None) or ""
    if name.startswith("SQLITE_FULL"):
        return "the disk is full."
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another program is writing to it."
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
        return f"the disk could not be read or written ({name})."
    return str(error)


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether an error of SQLite's tells of a damaged file, and not of a busy or unreadable one."""
    name = getattr(error, "sqlite_errorname", None) or ""
    is_corrupt = name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))
    return is_corrupt or any(sign in str(error) for sign in _SIGNS_OF_DAMAGE)


def not_opened(path: Path) -> DiaryError:
    return DiaryError(
        f"The diary {path} cannot be opened. {NOT_SAVED} Check its folder's permissions, and for a full disk."
    )


def damaged(path: Path) -> DiaryError:
    return DiaryError(f"The diary {path} is damaged, so nothing was written to it. {advice_on_backups(path)}")


def advice_on_backups(path: Path) -> str:
    from crampdiary.keep.copies import backups  # only where something is wrong

    newest = backups.newest_good(path)
    if newest is None:
        return "There is no good backup of it. Copy the file to a safe place before anything else."
    return f"The newest good backup is {newest}: `cramp restore` puts it back."
