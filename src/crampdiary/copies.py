"""Copies of a diary: where they are found, which of them are sound, and which is the newest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from crampdiary.errors import CrampError
from crampdiary.model import KINDS
from crampdiary.private import backup_folder

NAME = "%Y-%m-%dT%H%M%SZ"


class Copy(NamedTuple):
    """A backup as it is found in its folder."""

    path: Path
    made: datetime  # by its name, UTC
    stamp: str  # of the newest revision in it: tells the newest where the clock was wrong
    entries: int  # that it shows


def check(path: Path) -> None:
    """Refuse a copy whose file is not sound, or cannot be read to tell."""
    try:
        with closing(_reading(path)) as connection:
            (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        why = getattr(error, "sqlite_errorname", None) or type(error).__name__
        raise CrampError(f"the copy cannot be read ({why}), so it was thrown away.") from error
    if answer != "ok":
        raise CrampError("the copy is not sound, so it was thrown away.")


def listed(diary: Path) -> list[Copy]:
    """Return the backups of a diary that can be read, the newest by content first."""
    found = (_look(path) for path in backup_folder(diary).glob("*.db"))
    return sorted((each for each in found if each), key=lambda copy: (copy.stamp, copy.made), reverse=True)


def newest_good(diary: Path, *, unlike: tuple[int, str, int] | None = None) -> Path | None:
    """Return the newest backup that is sound, and whose `contents` are not those of `unlike`."""
    for copy in listed(diary):
        with suppress(CrampError, sqlite3.Error, OSError):
            check(copy.path)
            if unlike is None or contents(copy.path) != unlike:
                return copy.path
    return None


def contents(path: Path) -> tuple[int, str, int] | None:
    """Return what tells two states of a diary apart: its versions, the newest of them, and what was purged."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            versions, stamp = connection.execute("SELECT count(*), max(stamp) FROM revision").fetchone()
            (purged,) = connection.execute("SELECT count(*) FROM purged").fetchone()
            return versions, stamp or "", purged
    except sqlite3.Error:
        return None


def free_name(folder: Path, now: datetime) -> Path:
    name = now.astimezone(UTC).strftime(NAME)
    taken = {path.name.split(".")[0] for path in folder.iterdir()}
    names: Iterable[str] = (name, *(f"{name}-{number:02}" for number in range(1, 1000)))
    return folder / f"{next(each for each in names if each not in taken)}.db"


def holding(diary: Path, uids: list[str]) -> list[Path]:
    """Return the backups that still hold any of some records, and those that cannot be read to tell."""
    found = []
    folder = backup_folder(diary)
    for path in sorted({*folder.glob("*.db"), *folder.glob("*.set-aside"), *folder.glob("*.damaged")}):
        try:
            with closing(_reading(path)) as connection:
                has = any(
                    connection.execute("SELECT 1 FROM revision WHERE record_uid = ?", (uid,)).fetchone()
                    for uid in uids
                )
        except sqlite3.Error:
            has = True
        if has:
            found.append(path)
    return found


def entries_in(connection: sqlite3.Connection) -> int:
    return sum(
        connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in KINDS if kind != "word"
    )


def _look(path: Path) -> Copy | None:
    try:
        made = datetime.strptime(path.name[:18], NAME).replace(tzinfo=UTC)
        with closing(_reading(path)) as connection:
            stamp = connection.execute("SELECT max(stamp) FROM revision").fetchone()[0] or ""
            return Copy(path, made, stamp, entries_in(connection))
    except (sqlite3.Error, ValueError):
        return None


def _reading(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes to, without a lock or a journal."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
