"""What the last commit left of the diary's file, kept beside it: what it vouches for need not be checked again.

Looking at every page before every write takes the longer, the older the diary. So a write leaves a seal: a line
in the backup folder with the file's size, times and change counter, and the day on which its pages were last looked
at. The next write, before it begins, compares. Where anything differs, or there is no seal, every page is looked at;
where nothing does, only once a day, which finds what decayed without a trace.

What else changed the file may have changed a letter, and how the pages are built does not tell that: what reads
every version does, and takes forty times as long. So the seal says whether that is still to be done, and it is done
where the diary is copied (`outside`). A file that nothing else changed is never read through, but for once before its
first backup, when there is no seal yet.

A seal is compared as text, and never read for what it says: a damaged one, or that of another file, is no other
case than an old one. It is written after the commit and not synced. Whatever is lost of it costs a check. It is in
the folder of backups; without one there is none, and each write looks at all pages: 5 ms in the first year, and 40
after ten.

The look of a day may begin before the program is loaded that will write, and go on beside that (`LookAhead`).

The file is compared as soon as it is locked, again just before the commit, and sealed just after it. Another
program that uses SQLite cannot slip in between, for it counts. What writes into the file's bytes without asking, in
the few milliseconds that a commit takes, is found by the first write of the next day.
"""

from __future__ import annotations

import _thread  # `threading` takes longer to load than a look at a diary of a year takes
import os
import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import BusyError, CrampError
from crampdiary.keep.faults import REPLACED, not_opened
from crampdiary.keep.private import backup_folder, check_backup_folder, create_private

NAME = "checked"
_READ, _UNREAD = "1", "0"  # whether what another program left of the file was read through since
_COUNTER = slice(24, 28)  # in the header: a commit of any program that uses SQLite adds one
_LENGTH = 160
_FLAGS = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


class FileMark(NamedTuple):
    """What tells one state of a file from another. Where the system has no inodes, that is 0."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int
    counter: int

    @property
    def can_vouch(self) -> bool:
        """Return whether the times are fine enough: on FAT, two changes in one second leave the same."""
        return self.modified_ns % 10**9 != 0


class Seal:
    """The seal of one diary, for as long as one process has it open.

    The file is opened once and stays open: closing it would let go of the locks that SQLite holds on it.

    Args:
        path: the diary, which is there.
        today: the day of this command.
    """

    def __init__(self, path: Path, today: date) -> None:
        self._path = path
        self._today = today.isoformat()
        self._at = backup_folder(path) / NAME
        self._file: int | None = None
        self._before: FileMark | None = None
        self._changes = 0
        self._own: bytes | None = None  # what this process would leave, also where it cannot leave it
        self._unread = False
        self._absent = False
        self._looked_at: FileMark | None = None

    def close(self) -> None:
        """Let go of the file; only after the connection to it was closed."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def open(self) -> None:
        """Open the file, before the transaction.

        Raises:
            BusyError: it was there and is gone.
            DiaryError: it cannot be opened.
        """
        if self._file is None:
            try:
                self._file = os.open(self._path, os.O_RDONLY | _FLAGS & ~getattr(os, "O_NOFOLLOW", 0))
            except FileNotFoundError as error:
                raise BusyError(REPLACED) from error
            except OSError as error:
                raise not_opened(self._path) from error

    def check(self, connection: sqlite3.Connection) -> None:
        """Look at every page, in a transaction that nothing was written in yet, unless the seal vouches for them.

        Raises:
            sqlite3.DatabaseError: the file is damaged.
        """
        self._before = self._mark()
        self._changes = connection.total_changes
        if not (self._vouches_for(self._before) or (_ahead and _ahead.found_whole(self._before))):
            _look_at_pages(connection)

    def vouches_but_for_the_day(self) -> FileMark | None:
        """Return the state of the file, where it is as a commit of this program left it on another day.

        Raises:
            CrampError: as `open`.
            OSError: it cannot be read.
        """
        self.open()
        mark = self._mark()
        is_of_today = self._vouches_for(mark)
        return None if is_of_today or self._absent or self._unread or not mark.can_vouch else mark

    def is_unread(self, *, for_copy: bool) -> bool:
        """Return whether something else changed the file, and nothing read it through since.

        Args:
            for_copy: whether a missing seal counts as well, as before the first backup: it cannot be told then.

        Raises:
            BusyError: the file was replaced meanwhile.
        """
        self.open()
        self._looked_at = self._mark()
        self._vouches_for(self._looked_at)
        return self._unread or (for_copy and self._absent)

    def was_read(self) -> None:
        """Take note that all that is in the file was read since `is_unread`, and found as it was written."""
        if self._looked_at is not None and self._looked_at == self._mark():
            self._unread = self._absent = False
            self._put(self._looked_at)

    def look_again(self) -> None:
        """Notice what changed the file since `check`, also by the transaction itself; just before the commit."""
        if self._before != self._mark():
            self._before = None

    def leave(self, connection: sqlite3.Connection) -> None:
        """Leave the seal, just after the commit, if the file is as that made it."""
        if self._before is None:
            return
        with suppress(OSError):
            after = self._mark()
            commits = int(connection.total_changes != self._changes)
            # One more, or none: or else another program wrote as soon as the lock was gone.
            is_own = after.counter == (self._before.counter + commits) % 2**32
            if is_own and (commits or after == self._before):
                self._put(after)

    def _mark(self) -> FileMark:
        if self._file is None:
            raise RuntimeError("open it before the transaction")
        os.lseek(self._file, 0, os.SEEK_SET)
        header = os.read(self._file, _COUNTER.stop)
        status = os.fstat(self._file)
        return FileMark(
            status.st_dev,
            status.st_ino,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
            int.from_bytes(header[_COUNTER], "big"),
        )

    def _line(self, mark: FileMark) -> bytes:
        read = _UNREAD if self._unread else _READ
        return " ".join([read, self._today, *map(str, mark)]).encode().ljust(_LENGTH - 1) + b"\n"

    def _vouches_for(self, mark: FileMark) -> bool:
        if not mark.can_vouch:
            return False
        if self._own == self._line(mark):
            return True
        self._absent = True
        with suppress(OSError, CrampError):
            check_backup_folder(self._path)  # what others could have written vouches for nothing
            file = os.open(self._at, os.O_RDONLY | _FLAGS)
            try:
                left = os.read(file, _LENGTH + 1)
            finally:
                os.close(file)
            of_this_file = self._line(mark).partition(b" ")[2].partition(b" ")[2]  # whatever the day
            is_read = left.startswith(f"{_READ} ".encode()) and left.endswith(b" " + of_this_file)
            self._absent = False
            self._unread = self._unread or not is_read
            return left == self._line(mark)
        return False

    def _put(self, mark: FileMark) -> None:
        if not mark.can_vouch:
            return
        self._own = self._line(mark)
        with suppress(OSError, CrampError):
            check_backup_folder(self._path)
            try:
                file = os.open(self._at, os.O_WRONLY | os.O_TRUNC | _FLAGS)
            except FileNotFoundError:
                create_private(self._at)
                file = os.open(self._at, os.O_WRONLY | os.O_TRUNC | _FLAGS)
            try:
                os.write(file, self._own)
            finally:
                os.close(file)


class LookAhead:
    """A look at every page in a thread of its own, beside the loading of a program that is about to write.

    SQLite lets Python go on meanwhile, so that of what the look takes, 20 ms after ten years, little is waited for.

    Args:
        path: the diary.
        mark: the state that it is in.
    """

    def __init__(self, path: Path, mark: FileMark) -> None:
        self._mark = mark
        self._is_whole = False
        self._done = _thread.allocate_lock()
        self._done.acquire()
        try:
            _thread.start_new_thread(self._look, (f"{path.absolute().as_uri()}?mode=ro",))
        except RuntimeError:  # there can be no more threads, or none at all
            self._done.release()

    def _look(self, uri: str) -> None:
        try:
            # It can only read, so no journal is played back, and it waits for nobody: whoever writes looks again then.
            with closing(sqlite3.connect(uri, uri=True, timeout=0)) as connection:
                _look_at_pages(connection)
            self._is_whole = True
        except sqlite3.Error:
            pass  # so does who writes, and says what it is
        finally:
            self._done.release()

    def found_whole(self, mark: FileMark) -> bool:
        """Wait until it is over, and return whether every page was as it should be in this state of the file."""
        if mark != self._mark:
            return False
        with self._done:
            return self._is_whole


_ahead: LookAhead | None = None


def look_ahead(path: Path, today: date) -> None:
    """Begin the look that the first write of a day takes, if this is to be one.

    Only where the file is as a commit of this program left it on another day: a file of somebody else's is not given
    to SQLite before its schema was read.

    Raises:
        CrampError: there is no diary, or it cannot be opened.
        OSError: it cannot be read.
    """
    global _ahead
    mark = Seal(path, today).vouches_but_for_the_day()  # never closed: that would let go of the thread's lock
    if mark is not None:
        _ahead = LookAhead(path, mark)


def _look_at_pages(connection: sqlite3.Connection) -> None:
    """Look at how the pages are built, and not whether each value is one that cramp writes, which takes as long again.

    Of 1,500 sectors or pages that were overwritten at random, neither misses one that the other finds; of 1,500 single
    bits this finds 113, and with the values 130. `info --verify` finds those too.
    """
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        (answer,) = connection.execute("PRAGMA main.quick_check(1)").fetchone()
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")
    if answer != "ok":
        raise sqlite3.DatabaseError("malformed")
