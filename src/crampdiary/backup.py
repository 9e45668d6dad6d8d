"""Verified copies of the diary: how they are made, how long they are kept, and which still hold what was purged."""

from __future__ import annotations

import glob
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from crampdiary import diaryfile, merge
from crampdiary.copies import NAME, Copy, check, free_name, holding, listed
from crampdiary.errors import CrampError
from crampdiary.outfile import finished
from crampdiary.private import backup_folder, make_folder
from crampdiary.store import Store

DAILY, WEEKLY, MONTHLY = 7, 5, 12
SAME_DAY = 10  # how many of the newest day, as there is one before every import, merge, restore and purge
_LEFT_OVER_S = 3600.0  # no copy takes that long


def take(store: Store, *, now: datetime) -> Path:
    """Copy the diary into its backup folder, verify the copy, give it its name, and let go of old ones.

    Raises:
        CrampError: the copy could not be made or is not sound; there is no file under a backup's name then,
            and no old one was let go.
    """
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
    for folder, name in ((backup_folder(diary), ""), (diary.parent, diary.name)):
        for path in folder.glob(f".{glob.escape(name)}*.new*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime >= older_than_s:
                    path.unlink()
