"""The repository: what is read from a diary, and the transaction around what is written to it.

**The log of revisions is the truth; the tables that people read are projected from it.** Every change to a
record (an episode, an exposure, a check-in, a span away, a word) appends one row to `revision`, and in the
same transaction the record's row in its table is written again from all of its revisions. Nothing in the log is
ever changed, so nothing typed is lost; undo, history and merge follow from that alone:

* `op` has one row per command that wrote in this file, and every revision names the op that brought it here.
  An op may bring any number of revisions.
* Undoing an op appends, for each record it touched, a revision equal to the one before it: a tombstone for a
  record that it created. Undoing that undo is redo. What was undone stays in the log.
* A revision names its parents. Where two devices changed a record without knowing of each other, it is shown
  merged field by field (`folding`); of a field that both changed, the value with the highest stamp.
* A stamp is a hybrid logical clock: the wall clock or, where that stands still or runs backwards, one more than
  the newest stamp in the file.
* Its digest covers a revision's content, so that a flipped bit is found.
* A record that was purged has no revisions left: its uid in `purged` keeps out any that a merge would bring.

A record has a `uid` on every device, and in this file a number, which is what people type. Numbers are never
used twice.

SQL is in this folder and nowhere else: reading and the transaction around a write are here, what a command writes
is in `versions`, two logs made one in `merging`, the tables in `schema`, and what concerns the whole file in `file`,
`verify`, `backups`, `restore` and `purge`.
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import date, datetime
from itertools import repeat
from pathlib import Path
from typing import Any, TypeVar, cast

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import ENTRY_KINDS, KINDS, Entry, Record, Word
from crampdiary.errors import CrampError
from crampdiary.keep import faults
from crampdiary.keep.file import create_diary, empty_diary, identity, open_diary, writing
from crampdiary.keep.private import is_absent, make_private, real_file
from crampdiary.keep.revision import body_of, from_columns, from_row, record_of
from crampdiary.keep.seal import Seal
from crampdiary.keep.versions import Change, Reversal

KindT = TypeVar("KindT", bound=Record)

_TO_UNDO = (
    "SELECT * FROM op WHERE command NOT IN ('undo', 'redo') AND undone_by IS NULL "
    "AND EXISTS (SELECT 1 FROM revision WHERE op_id = op.id) AND op.id < ? ORDER BY id DESC"
)
_TO_REDO = (
    "SELECT * FROM op AS undo WHERE command = 'undo' AND undone_by IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM op WHERE op.id > undo.id AND command NOT IN ('undo', 'redo')) AND undo.id < ? ORDER BY id DESC"
)
_ABOVE_ALL = 2**63 - 1  # of the numbers that SQLite gives

_NIGHTS = dict.fromkeys(ENTRY_KINDS, ("night", "night")) | {
    **dict.fromkeys(("away", "trial"), ("first_night", "last_night")),
    "course": ("first_night", "coalesce(last_night, '9999')"),
}
"""Columns of the first and the last night of an entry; a course without one goes on."""


class Revision(NamedTuple):
    """One version of a record; `record` is None for a tombstone."""

    uid: str
    stamp: str
    parents: tuple[str, ...]
    command: str
    record: Record | None


class _BeatenToIt(Exception):  # noqa: N818 (not an error)
    """Another process did it between our look and our transaction."""


class Store:
    """One diary file.

    Args:
        path: the file.
        now: the wall clock, aware; one command is one moment.
        create: whether to create the diary at once where there is none.
        begin: whether to read an empty diary where there is none, and let the first write create it.

    Raises:
        DiaryError, BusyError: as `crampdiary.keep.file.open_diary`.
    """

    def __init__(self, path: Path, *, now: datetime, create: bool = False, begin: bool = False) -> None:
        self.path = real_file(path)
        self.wrote = False
        self.exists = create or not begin or not is_absent(self.path)
        """Whether there is a file; if not, this is an empty one in memory until the first write."""
        self.set_aside: list[Path] = []
        """The copy of the diary as it was found, where a journal was left beside it."""
        self.was_open_to_others = False
        self._begun = False
        self._now = now
        if create and not os.path.lexists(self.path):
            create_diary(self.path)
        self._open()

    def _open(self) -> None:
        self._connection = open_diary(self.path, self.set_aside) if self.exists else empty_diary()
        self._connection.row_factory = sqlite3.Row
        self._identity = identity(self.path)
        self.seal = Seal(self.path, self._now.date())
        if self.exists:
            self.was_open_to_others = make_private(self.path)

    @contextmanager
    def begun(self, wanted: bool = True) -> Iterator[None]:
        """Create the file where there is none yet; it is gone again if nothing is written to it meanwhile.

        The first write does this by itself; whoever holds `connection` over more than that begins with it.
        """
        if self.exists or not wanted:
            yield
            return
        self.create()
        try:
            yield
        finally:
            if not self.wrote:
                self._take_back_creation()

    @property
    def is_new(self) -> bool:
        """Whether the file was created just now, and nothing is in it yet."""
        return self._begun and not self.wrote

    def create(self) -> None:
        """Create the file where there is none yet, to stay with nothing in it."""
        if not self.exists:
            create_diary(self.path)
            self.close()
            self.exists = self._begun = True
            self._open()

    def _take_back_creation(self) -> None:
        """Remove the file that was created just now, if nothing came into it, also from no other process.

        Who else has it open by then is told that it was replaced, and that nothing was saved.
        """
        with suppress(sqlite3.Error, OSError):
            self._connection.execute("BEGIN EXCLUSIVE")
            if not self._connection.execute(
                "SELECT 1 FROM op UNION ALL SELECT 1 FROM local_state"
            ).fetchone():
                self.path.unlink()
                self.exists = False
        self._begun = False
        self.close()
        self._open()

    def close(self) -> None:
        self._connection.close()
        self.seal.close()

    @property
    def now(self) -> datetime:
        """The moment of this command."""
        return self._now

    @property
    def connection(self) -> sqlite3.Connection:
        """For the other modules with SQL."""
        return self._connection

    def reading(self) -> AbstractContextManager[None]:
        """Say what a fault of SQLite means to a person, for those modules."""
        return faults.mapped_errors(self.path)

    # Reading

    def entries(
        self, *kinds: str, since: date | None = None, until: date | None = None
    ) -> list[Entry[Record]]:
        """Return the entries of some kinds (all by default) of the nights since..until, in order of time."""
        found: list[tuple[str, str, int, Entry[Record]]] = []
        nights = since.isoformat() if since else "", until.isoformat() if until else "9999"
        for kind in kinds or ENTRY_KINDS:  # by the index of nights, a whole table takes half as long again
            first, last = [("" if since or until else "+") + each for each in _NIGHTS[kind]]
            within = f"SELECT * FROM {kind} WHERE {last} >= ? AND {first} <= ? ORDER BY id"
            columns, entries = self._read(within, nights, kind)
            if entries:  # in the order of `model.place`, which takes its time where it is asked of each
                moments = columns.get("start_utc") or repeat("9999")
                found += zip(columns[_NIGHTS[kind][0]], moments, columns["id"], entries, strict=False)
        return [entry for *_, entry in sorted(found)]

    def first_night(self) -> date | None:
        """Return the night of the first entry, if any: a look at the indexes, however long the diary is."""
        each = (f"SELECT MIN({first}) AS night FROM {kind}" for kind, (first, _) in _NIGHTS.items())
        found = [row["night"] for row in self.select(" UNION ALL ".join(each)) if row["night"]]
        with faults.sound(self.path):
            return date.fromisoformat(min(found)) if found else None

    def first_of_last_nights(self, count: int) -> date | None:
        """Return the first of the last so many nights that have an entry; None where the diary has no more."""
        each = (
            f"SELECT * FROM (SELECT DISTINCT {first} AS night FROM {kind} ORDER BY 1 DESC LIMIT {count + 1})"
            for kind, (first, _) in _NIGHTS.items()
        )
        nights = self.select(f"{' UNION '.join(each)} ORDER BY 1 DESC LIMIT {count + 1}")
        with faults.sound(self.path):
            return date.fromisoformat(nights[-2]["night"]) if len(nights) > count else None

    def of(
        self, record: type[KindT], *, since: date | None = None, until: date | None = None
    ) -> list[Entry[KindT]]:
        """Return the entries of one kind of the nights since..until, in order of time."""
        return cast("list[Entry[KindT]]", self.entries(record.kind, since=since, until=until))

    def words(self) -> list[Entry[Word]]:
        """Return the person's own words and changes to built-in ones."""
        return cast("list[Entry[Word]]", self.rows("SELECT * FROM word ORDER BY id", (), "word"))

    def history(self, uid: str) -> list[Revision]:
        """Return every version of a record, oldest first."""
        joined = "SELECT revision.*, command FROM revision JOIN op ON op.id = op_id"
        rows = self.select(f"{joined} WHERE record_uid = ? ORDER BY stamp, revision.uid", (uid,))
        with faults.sound(self.path):
            return [
                Revision(row["uid"], row["stamp"], parents, row["command"], record_of(row))
                for row in rows
                for parents in (tuple(json.loads(row["parents"])),)
            ]

    def has_exposure(self, role: str, *words: str) -> bool:
        """Return whether one of some remedies was ever used, or of some triggers met, also in a course."""
        its = f"WHERE role = ? AND word IN ({', '.join('?' * len(words))})"
        found = f"SELECT 1 FROM exposure {its} UNION ALL SELECT 1 FROM course {its} LIMIT 1"
        return bool(self.select(found, (role, *words) * 2))

    def newest_moment(self) -> datetime | None:
        """Return when something was last written: here, or as the newest stamp says; None in an empty file."""
        # Only an op that brought older versions is newer than all stamps; to look at all would slow each write.
        here = "SELECT max(at_utc) FROM (SELECT at_utc FROM op ORDER BY id DESC LIMIT 100)"
        stamp, here = self.select(f"SELECT (SELECT max(stamp) FROM revision), ({here})")[0]
        with faults.sound(self.path):
            moments = [stamp and stamp.rpartition("+")[0], here]
            return max((datetime.fromisoformat(each) for each in moments if each), default=None)

    def counts(self) -> dict[str, int]:
        """Return how many entries of each kind there are, and how many revisions."""
        return {kind: self.select(f"SELECT count(*) FROM {kind}")[0][0] for kind in (*KINDS, "revision")}

    def local(self, key: str) -> str | None:
        """Return something that this file remembers for this device alone."""
        rows = self.select("SELECT value FROM local_state WHERE key = ?", (key,))
        return rows[0]["value"] if rows else None

    def revisions(
        self, *, since: date | None = None, until: date | None = None, current: bool = False
    ) -> Generator[sqlite3.Row, None, None]:
        """Yield the log in the order of its stamps, which is the same on every device.

        Whoever may stop half way closes it before the diary is closed.

        Args:
            since: only entries any version of which is about this night or a later one, and all words.
            until: the same for this night or an earlier one.
            current: only the version of each entry that is shown, and none of deleted entries; the nights are
                then those of this version. Of an entry merged from several, all of its versions.

        Yields:
            The columns of `revision`, as `shown` whether the diary shows this version, and as `number` the entry's.
        """
        shown, merged = (
            " OR ".join(
                f"EXISTS (SELECT 1 FROM {kind} WHERE uid = log.record_uid AND {each})" for kind in KINDS
            )
            for each in ("substr(revision, 1, 36) = log.uid", "length(revision) > 36")
        )
        parts = [f"{shown} OR {merged}" if current else "1"]
        values = {"since": since and since.isoformat(), "until": until and until.isoformat()}
        if since or until:
            night = "date(substr(json_extract(body, '$.at'), 1, 19), '-12 hours')"
            first, last = (
                f"coalesce(json_extract(body, '$.{name}'), json_extract(body, '$.night'), {night}{goes_on})"
                for name, goes_on in (
                    ("first_night", ""),
                    ("last_night", ", iif(kind = 'course', '9999', NULL)"),
                )
            )
            within = (
                f"kind = 'word' OR ({last} >= coalesce(:since, '') AND {first} <= coalesce(:until, '9999'))"
            )
            parts.append(
                within if current else f"log.record_uid IN (SELECT record_uid FROM revision WHERE {within})"
            )
        condition = " AND ".join(f"({part})" for part in parts)
        with self.reading():
            yield from self._connection.execute(
                f"SELECT log.*, ({shown}) AS shown, (SELECT id FROM record WHERE uid = log.record_uid) AS number "
                f"FROM revision AS log WHERE {condition} ORDER BY stamp, uid",
                values,
            )

    def shown(self, *, since: date | None = None, until: date | None = None) -> Generator[Any, None, None]:
        """Yield what is shown of every record, words too, by kind and number: `kind`, `number` and `body`.

        Args:
            since: only entries about this night or a later one, and all words.
            until: the same for this night or an earlier one.
        """
        first, last = since.isoformat() if since else "", until.isoformat() if until else "9999"
        with self.reading(), faults.sound(self.path):
            for kind in KINDS:
                begin, end = _NIGHTS.get(kind, ("''", "'9999'"))
                for row in self._connection.execute(
                    f"SELECT * FROM {kind} WHERE {end} >= ? AND {begin} <= ? ORDER BY id", (first, last)
                ):
                    yield {"kind": kind, "number": row["id"], "body": body_of(from_row(kind, dict(row)))}

    def purged(self) -> list[str]:
        """Return the uids of the records that were purged, here or on another device."""
        return [row[0] for row in self.select("SELECT record_uid FROM purged ORDER BY record_uid")]

    def problems(self, *, tables: bool = True) -> list[str]:
        """Return where file, digests, log and, unless not wanted, tables disagree: nothing when intact."""
        from crampdiary.keep import verify

        with self.reading():
            return verify.problems(self._connection, tables=tables)

    # Writing

    @contextmanager
    def change(self, command: str) -> Iterator[Change]:
        """Do one command's writing: all of it is kept, or, at any error, none of it.

        Raises:
            BusyError, DiaryError, CrampError: nothing was saved.
        """
        with self._transaction():
            yield Change(self._connection, self._now, command)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self.begun():
            with self.writing():
                yield
            self.wrote = True

    def undoable(self, count: int) -> list[str]:
        """Return the commands that undoing so many would take back, the newest first."""
        return [row["command"] for row in self.select(f"{_TO_UNDO} LIMIT ?", (_ABOVE_ALL, count))]

    def undo(self, count: int = 1) -> list[Reversal]:
        """Take back the last commands that wrote and were not undone, all of them or none; [] where there are none."""
        return self._reverse("undo", f"{_TO_UNDO} LIMIT 1", count)

    def redo(self, count: int = 1) -> list[Reversal]:
        """Do again what the last undos took back, if nothing was recorded since; [] otherwise."""
        return self._reverse("redo", f"{_TO_REDO} LIMIT 1", count)

    def _reverse(self, command: str, which: str, count: int) -> list[Reversal]:
        below = _ABOVE_ALL
        if not self.select(which, (below,)):
            return []
        reversals: list[Reversal] = []
        with suppress(_BeatenToIt), self._transaction():
            while len(reversals) < count and (rows := self.select(which, (below,))):
                op = rows[0]
                below = op["id"]  # what is taken back stands before that; or else each looks at all of them
                with faults.sound(self.path):
                    changes, total = Change(self._connection, self._now, command).reverse(op)
                if command == "redo":
                    op = self.select("SELECT * FROM op WHERE id = ?", (op["undoes"],))[0]
                reversals.append(Reversal(op["command"], op["at_utc"], tuple(changes), total))
            if not reversals:
                raise _BeatenToIt
        return reversals

    def remember(self, key: str, value: str) -> None:
        """Keep something for this device alone: no revision, and no op that could be undone.

        Within a change it is kept with it or not at all.
        """
        self.create()
        with nullcontext() if self._connection.in_transaction else self.writing():
            self._connection.execute(
                "INSERT INTO local_state VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; the diary's pages are looked at first, unless its seal vouches for them."""
        with writing(self._connection, self.path, self._identity, self.seal):
            yield self._connection

    def compact(self) -> None:
        """Rewrite the file, so that nothing that was purged is left anywhere in its bytes.

        Raises:
            CrampError: it could not be written; what was purged stays so.
        """
        try:
            with self.reading():
                self._connection.execute("VACUUM")
        except CrampError as error:
            raise type(error)(
                "It is saved, but traces of what was purged may be left in the file, which could not be "
                f"rewritten: {faults.reason(error)} `cramp purge --backups` tries that again."
            ) from error

    def select(self, sql: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query; for the other modules with SQL."""
        with self.reading():
            return self._connection.execute(sql, values).fetchall()

    def rows(self, sql: str, values: tuple[Any, ...], kind: str) -> list[Entry[Record]]:
        """Return the entries that a query of a kind's table finds."""
        return self._read(sql, values, kind)[1]

    def _read(
        self, sql: str, values: tuple[Any, ...], kind: str
    ) -> tuple[dict[str, tuple[Any, ...]], list[Entry[Record]]]:
        """Return what a query of a kind's table finds, by columns and as entries."""
        rows = self.select(sql, values)
        if not rows:
            return {}, []
        with faults.sound(self.path), without_collector():
            columns = dict(zip(rows[0].keys(), zip(*rows, strict=True), strict=True))
            heads = (columns[name] for name in ("id", "uid", "revision"))
            return columns, list(map(Entry._make, zip(*heads, from_columns(kind, columns), strict=True)))


@contextmanager
def without_collector() -> Iterator[None]:
    """Put off the search for cycles while records are made: they have none, and it took half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
