"""Verified copies of the diary: how they are made, how long they are kept, and which still hold what was purged."""

from __future__ import annotations

import glob
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from crampdiary import diaryfile, faults, merge
from crampdiary.errors import CrampError
from crampdiary.model import KINDS
from crampdiary.outfile import finished
from crampdiary.store import Store

DAILY, WEEKLY, MONTHLY = 7, 5, 12
SAME_DAY = 10  # how many of the newest day, as there is one before every import, merge, restore and purge
_NAME = "%Y-%m-%dT%H%M%SZ"
_LEFT_OVER_S = 3600.0  # no copy takes that long


class Copy(NamedTuple):
    """A backup as it is found in its folder."""

    path: Path
    made: datetime  # by its name, UTC
    stamp: str  # of the newest revision in it: tells the newest where the clock was wrong
    entries: int  # that it shows


def take(store: Store, *, now: datetime) -> Path:
    """Copy the diary into its backup folder, verify the copy, give it its name, and let go of old ones.

    Raises:
        CrampError: the copy could not be made or is not sound; there is no file under a backup's name then,
            and no old one was let go.
    """
    folder = diaryfile.backup_folder(store.path)
    try:
        diaryfile.make_folder(folder)
        target = free_name(folder, now)
        with finished(target) as fresh:
            store.copy_to(fresh)
            check(fresh)
    except OSError as error:
        raise CrampError(f"no copy could be written to {folder} ({error.strerror}).") from error
    rotate(store.path, just_made=target)
    clear_leftovers(store.path, older_than_s=_LEFT_OVER_S)
    return target


def before_migrating(diary: Path) -> Path:
    """Copy a diary of an older schema into its backup folder, under the moment at which it was last changed.

    It is read by a connection of its own, as the one that migrates holds it for writing already.

    Raises:
        CrampError: the copy could not be made or is not sound.
    """
    folder = diaryfile.backup_folder(diary)
    try:
        diaryfile.make_folder(folder)
        target = free_name(folder, datetime.fromtimestamp(diary.stat().st_mtime, UTC))
        with finished(target) as fresh:
            source = f"{diary.absolute().as_uri()}?mode=ro"
            with (
                faults.mapped_errors(fresh),
                closing(sqlite3.connect(source, uri=True)) as reader,
                closing(sqlite3.connect(fresh)) as copy,
            ):
                reader.backup(copy)
            check(fresh)
    except OSError as error:
        raise CrampError(f"no copy could be written to {folder} ({error.strerror}).") from error
    return target


def check(path: Path) -> None:
    """Refuse a copy whose file is not sound."""
    with faults.mapped_errors(path), closing(_reading(path)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise CrampError("the copy is not sound, so it was thrown away.")


def listed(diary: Path) -> list[Copy]:
    """Return the backups of a diary that can be read, the newest by content first."""
    found = (_look(path) for path in diaryfile.backup_folder(diary).glob("*.db"))
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


def rotate(diary: Path, *, just_made: Path) -> list[Path]:
    """Delete the backups that are not to be kept any more, and return them.

    Of the day of the one just made, the last ten up to it stay too. Where the clock was set back they are not
    the newest by their names, and yet they are what an import or a restore has told to be the way back.
    """
    copies = listed(diary)
    now = datetime.strptime(just_made.name[:18], _NAME).replace(tzinfo=UTC)
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


def purge_copies(diary: Path, uids: list[str]) -> tuple[list[Path], list[Path]]:
    """Purge records from every backup of a diary; return those changed, and those that could not be."""
    done, failed = [], []
    clear_leftovers(diary, older_than_s=0)
    for path in holding(diary, uids):
        try:
            with finished(path) as fresh:
                shutil.copyfile(path, fresh)
                with closing(diaryfile.open_diary(fresh)) as connection:
                    merge.purge_all(connection, uids)
                check(fresh)
            done.append(path)
        except (CrampError, OSError, sqlite3.Error):
            failed.append(path)
    return done, failed


def clear_leftovers(diary: Path, *, older_than_s: float) -> None:
    """Delete the unfinished copies that killed processes left: they hold text, and nobody would ever look."""
    for folder, name in ((diaryfile.backup_folder(diary), ""), (diary.parent, diary.name)):
        for path in folder.glob(f".{glob.escape(name)}*.new*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime >= older_than_s:
                    path.unlink()


def holding(diary: Path, uids: list[str]) -> list[Path]:
    """Return the backups that still hold any of some records, and those that cannot be read to tell."""
    found = []
    folder = diaryfile.backup_folder(diary)
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


def free_name(folder: Path, now: datetime) -> Path:
    name = now.astimezone(UTC).strftime(_NAME)
    taken = {path.name.split(".")[0] for path in folder.iterdir()}
    names: Iterable[str] = (name, *(f"{name}-{number:02}" for number in range(1, 1000)))
    return folder / f"{next(each for each in names if each not in taken)}.db"


def _look(path: Path) -> Copy | None:
    try:
        made = datetime.strptime(path.name[:18], _NAME).replace(tzinfo=UTC)
        with closing(_reading(path)) as connection:
            stamp = connection.execute("SELECT max(stamp) FROM revision").fetchone()[0] or ""
            return Copy(path, made, stamp, entries_in(connection))
    except (sqlite3.Error, ValueError):
        return None


def entries_in(connection: sqlite3.Connection) -> int:
    return sum(
        connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in KINDS if kind != "word"
    )


def _reading(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes to, without a lock or a journal."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
