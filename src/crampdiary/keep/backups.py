"""Verified copies of the diary: how they are made, which there are, which of them are sound, how long they are kept."""

from __future__ import annotations

import glob
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crampdiary.diary.model import KINDS
from crampdiary.errors import CrampError
from crampdiary.keep.private import backup_folder, finished, make_folder

if TYPE_CHECKING:
    from crampdiary.keep.store import Store

NAME = "%Y-%m-%dT%H%M%SZ"
DAILY, WEEKLY, MONTHLY = 7, 5, 12
SAME_DAY = (
    10  # how many of the newest day, as there is one before every import, merge, sync, restore and purge
)
_LEFT_OVER_S = 3600.0  # no copy takes that long


class Copy(NamedTuple):
    """A backup as it is found in its folder."""

    path: Path
    made: datetime  # by its name, UTC
    stamp: str  # of the newest revision in it: tells the newest where the clock was wrong
    entries: int  # that it shows


def check(path: Path) -> None:
    """Refuse a copy whose file is not sound, or cannot be read to tell."""
    try:
        with closing(reading(path)) as connection:
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


def entries_in(connection: sqlite3.Connection) -> int:
    return sum(
        connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in KINDS if kind != "word"
    )


def _look(path: Path) -> Copy | None:
    try:
        made = datetime.strptime(path.name[:18], NAME).replace(tzinfo=UTC)
        with closing(reading(path)) as connection:
            stamp = connection.execute("SELECT max(stamp) FROM revision").fetchone()[0] or ""
            return Copy(path, made, stamp, entries_in(connection))
    except (sqlite3.Error, ValueError):
        return None


def reading(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes to, without a lock or a journal."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def take(store: Store, *, now: datetime) -> Path:
    """Copy the diary into its backup folder, verify the copy, give it its name, and let go of old ones.

    Raises:
        CrampError: the copy could not be made or is not sound; there is no file under a backup's name then,
            and no old one was let go.
    """
    if not store.exists:
        raise CrampError("There is no diary yet, so there is nothing to copy. `cramp log` begins one.")
    folder = backup_folder(store.path)
    try:
        make_folder(folder)
        target = free_name(folder, now)
        with finished(target) as fresh:
            store.copy_to(fresh)
            check(fresh)
    except OSError as error:
        raise CrampError(f"no copy could be written to {folder} ({error.strerror}).") from error
    rotate(store.path, just_made=target)
    clear_leftovers(store.path, older_than_s=_LEFT_OVER_S)
    return target


def rotate(diary: Path, *, just_made: Path) -> list[Path]:
    """Delete the backups that are not to be kept any more, and return them.

    Of the day of the one just made, the last ten up to it stay too. Where the clock was set back they are not
    the newest by their names, and yet they are what an import or a restore has told to be the way back.
    """
    copies = listed(diary)
    now = datetime.strptime(just_made.name[:18], NAME).replace(tzinfo=UTC)
    until_now = [copy for copy in copies if copy.made.date() == now.date() and copy.made <= now]
    last = sorted(until_now, key=lambda copy: (copy.made, copy.path.name), reverse=True)[:SAME_DAY]
    staying = {*kept(copies), *(copy.path for copy in last), just_made}
    let_go = [copy.path for copy in copies if copy.path not in staying]
    for path in let_go:
        with suppress(OSError):
            path.unlink()
    return let_go


def kept(copies: list[Copy]) -> set[Path]:
    """Return the backups to keep, of all there are.

    The newest by content, the one with most entries, the newest of each of the last 7 days, 5 weeks and
    12 months that have any, and of the newest day the last ten.
    """
    if not copies:
        return set()
    newest = max(copies, key=lambda copy: (copy.stamp, copy.made))
    richest = max(copies, key=lambda copy: (copy.entries, copy.stamp, copy.made))
    found = {newest.path, richest.path}
    by_time = sorted(copies, key=lambda copy: (copy.made, copy.path.name), reverse=True)
    same_day = [copy.path for copy in by_time if copy.made.date() == by_time[0].made.date()]
    found.update(same_day[:SAME_DAY])
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (DAILY, lambda at: at.date()),
        (WEEKLY, lambda at: at.isocalendar()[:2]),
        (MONTHLY, lambda at: (at.year, at.month)),
    )
    for count, span in spans:
        newest_of: dict[object, Path] = {}
        for copy in by_time:
            newest_of.setdefault(span(copy.made), copy.path)
        found.update(list(newest_of.values())[:count])
    return found


def clear_leftovers(diary: Path, *, older_than_s: float) -> None:
    """Delete the unfinished copies that killed processes left: they hold text, and nobody would ever look."""
    for folder, name in ((backup_folder(diary), ""), (diary.parent, diary.name)):
        for path in folder.glob(f".{glob.escape(name)}*.new*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime >= older_than_s:
                    path.unlink()
