"""The verified copies of a diary: which there are, which of them are sound, and what is in them.

Those of an older cramp are plain diaries, whose names end in ".db".
"""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep.copies import backup_file
from crampdiary.keep.private import backup_folder

NAME = "%Y-%m-%dT%H%M%SZ"
OF_AN_OLDER_CRAMP = ".db"
_ENDINGS = (backup_file.SUFFIX, OF_AN_OLDER_CRAMP)
_NAMED = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z", re.ASCII)
# Made when it is needed: the first write of a day does without it.
_TYPED = r"(?ai)(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):?(\d\d)(?::?(\d\d))?)?(?:Z| UTC)?"


class Copy(NamedTuple):
    """A backup as it is found in its folder."""

    path: Path
    made: datetime  # by its name, UTC
    stamp: str  # of the newest revision in it: tells the newest where the clock was wrong
    entries: int  # that it shows
    base: str | None = None  # the name of the backup that it goes on from

    @property
    def name(self) -> str:
        """What `restore` takes for it."""
        return self.path.stem


def check(path: Path) -> None:
    """Refuse a copy, a backup or a plain diary, whose file is not sound, or cannot be read to tell."""
    if backup_file.is_backup(path):
        backup_file.check(path)
        return
    try:
        with closing(reading(path)) as connection:
            (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        why = getattr(error, "sqlite_errorname", None) or type(error).__name__
        raise CrampError(f"the copy cannot be read ({why}), so it was thrown away.") from error
    if answer != "ok":
        raise CrampError("the copy is damaged, so it was thrown away.")


def files(diary: Path) -> list[Path]:
    """Return the files under a backup's name, sound or not."""
    folder = backup_folder(diary)
    return sorted(path for path in _in(folder) if path.name.endswith(_ENDINGS))


def _in(folder: Path) -> list[Path]:
    """Return what is in a folder, nothing where there is none or it may not be read. Making a pattern takes longer."""
    with suppress(PermissionError):
        return list(folder.iterdir()) if folder.is_dir() else []
    return []


def listed(diary: Path) -> list[Copy]:
    """Return the backups of a diary that can be read, the newest by content first."""
    found = (_look(path) for path in files(diary))
    return sorted(
        (each for each in found if each), key=lambda copy: (copy.stamp, *in_order(copy)), reverse=True
    )


def base_of(path: Path) -> Path | None:
    """Return the backup that another one goes on from, None where that is whole."""
    return backup_file.base_of(path, backup_file.read_header(path))


def newest_good(diary: Path, *, unlike: tuple[int, str, int] | None = None) -> Path | None:
    """Return the newest backup that is sound, and whose `contents` are not those of `unlike`."""
    for copy in listed(diary):
        with suppress(CrampError, sqlite3.Error, OSError):
            check(copy.path)
            if unlike is None or contents(copy.path) != unlike:
                return copy.path
    return None


def fault(path: Path) -> str | None:
    """Return why a backup cannot be restored, None where it can."""
    try:
        check(path)
    except (CrampError, OSError):
        with suppress(CrampError, OSError):
            base = backup_file.check_sum(path).base
            return f"needs {base}, which is damaged or not there" if base else "damaged"
        return "damaged"
    return None


def contents(path: Path) -> tuple[int, str, int] | None:
    """Return what tells two states of a diary apart: its versions, the newest of them, and what was purged."""
    if backup_file.is_backup(path):
        header = backup_file.read_header(path)
        return header.position.revisions, header.stamp, header.position.purged
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            versions, stamp = connection.execute("SELECT count(*), max(stamp) FROM revision").fetchone()
            (purged,) = connection.execute("SELECT count(*) FROM purged").fetchone()
            return versions, stamp or "", purged
    except sqlite3.Error:
        return None


def find(diary: Path, text: str) -> list[Path]:
    """Return the backups that a person may mean: the newest first, none where there is no such file.

    Args:
        diary: whose backups are looked through.
        text: the path of any file, a backup's name with or without its ending, or the date, or date and time,
            that the list shows.
    """
    if not text.strip():  # an unset variable in a script, and not the folder where one stands
        return []
    given = Path(text).expanduser()
    with suppress(OSError, ValueError):
        if given.exists():
            return [given]
    if given.name != text:
        return []
    folder = backup_folder(diary)
    with suppress(OSError, ValueError):
        if (folder / text).exists():
            return [folder / text]
    copies = sorted(listed(diary), key=in_order, reverse=True)
    name = text.removesuffix(backup_file.SUFFIX).removesuffix(OF_AN_OLDER_CRAMP)
    named = [copy.path for copy in copies if copy.name == name]
    typed = re.fullmatch(_TYPED, name.strip())
    if named or typed is None:
        return named
    wanted = "".join(part for part in typed.groups() if part)
    return [copy.path for copy in copies if f"{copy.made:%Y%m%d%H%M%S}".startswith(wanted)]


def free_name(folder: Path, now: datetime, suffix: str = OF_AN_OLDER_CRAMP) -> Path:
    """Return a path in the folder that names a moment, and that no file has, whatever it ends in."""
    name = now.astimezone(UTC).strftime(NAME)
    taken = {path.name.split(".")[0] for path in folder.iterdir()}
    names = chain([name], (f"{name}-{number:02}" for number in count(1)))
    return folder / f"{next(each for each in names if each not in taken)}{suffix}"


def made_at(path: Path) -> datetime:
    """Return the moment that a backup's name begins with, as `NAME` has it.

    Raises:
        ValueError: it begins with none.
    """
    found = _NAMED.match(path.name)
    if found is None:
        raise ValueError(path.name)
    # Importing strptime takes 2 % of a `log`.
    return datetime.fromisoformat("{}T{}:{}:{}+00:00".format(*found.groups()))


def in_order(copy: Copy) -> tuple[datetime, str]:
    """Sort by time, and in one second by the count that the name ends in."""
    return copy.made, copy.name


def _look(path: Path) -> Copy | None:
    try:
        made = made_at(path)
        if path.suffix == backup_file.SUFFIX:
            header = backup_file.read_header(path)
            return Copy(path, made, header.stamp, header.entries, header.base)
        with closing(reading(path)) as connection:
            stamp = connection.execute("SELECT max(stamp) FROM revision").fetchone()[0] or ""
            return Copy(path, made, stamp, backup_file.entries_in(connection))
    except (sqlite3.Error, ValueError, DiaryError):
        return None


def reading(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes to, without a lock or a journal."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def clear_leftovers(diary: Path, *, older_than_s: float) -> None:
    """Delete the unfinished copies that killed processes left: they hold text, and nobody would ever look."""
    for folder, name in ((backup_folder(diary), ""), (diary.parent, diary.name)):
        for path in (each for each in _in(folder) if _is_unfinished(each.name, name)):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime >= older_than_s:
                    path.unlink()


def _is_unfinished(name: str, diary: str) -> bool:
    begin = f".{diary}"
    return name.startswith(begin) and ".new" in name[len(begin) :]
