"""Two logs made into one: the union of their revisions, after which the records it touched are folded again.

A union is commutative, associative and idempotent, and so is this: in whatever order and however often devices
merge, they end with the same log, and the tables follow from the log alone. What was purged here stays out.

What was purged there is deleted here, and no more than that: anybody can write a list of ids, and only this
person's own `cramp purge` removes for ever. The deletion is a version like any other, made by each device that
hears of the purge. It is made once: `purge_heard` has the records that it was made for, so that a version made
after it stands, however often the same list comes.

What comes from elsewhere (another diary, an export, another program's file) is first checked and staged in a
private file of its own, so that all of it is understood before anything is written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Entry, Record, Word
from crampdiary.errors import CrampError
from crampdiary.keep.batches import batches
from crampdiary.keep.faults import mapped_errors
from crampdiary.keep.merging.arrivals import KEPT, PURGED_HERE, UNHEARD, Few, live
from crampdiary.keep.private import create_private
from crampdiary.keep.revision import COLUMNS, as_json, body_of, record_of, word_uids
from crampdiary.keep.store import Store
from crampdiary.keep.verify import problems
from crampdiary.keep.versions import BATCH, BULK_CACHE, Change, fold, touched

_END_OF_STAMPS = "8999-02"  # an entry of the last year that a diary takes is before this in every zone
_WITH_THE_DIARY = (
    "JOIN main.revision AS old USING (uid) WHERE new.digest != old.digest",
    "JOIN main.record AS old ON old.uid = new.record_uid WHERE new.kind != old.kind",
)
# With the first of each alone: of one entry there may be any number of versions.
_AMONG_THEMSELVES = tuple(
    f"JOIN (SELECT {key}, {value}, min(rowid) FROM incoming.revision WHERE {key} IN "
    f"(SELECT {key} FROM incoming.revision GROUP BY {key} HAVING count(*) > 1) GROUP BY {key}) AS old USING ({key}) "
    f"WHERE new.{value} != old.{value}"
    for key, value in (("uid", "digest"), ("record_uid", "kind"))
)
CONTRADICTS = (
    "contradicts what is known of an entry, so one of the two was changed by hand or "
    "damaged. `cramp info --verify` checks this diary."
)
_STAGED = {
    "revision": [f"{name} INTEGER" if name == "deleted" else f"{name} TEXT" for name in COLUMNS],
    "purged": ["record_uid TEXT"],
}
"""The columns of the tables that are staged, besides the source."""
_columns_of: Callable[[Mapping[str, Any] | sqlite3.Row], tuple[Any, ...]] = itemgetter(*COLUMNS)


class Conflict(NamedTuple):
    """A record of which both sides changed the same fields, neither knowing of it; the newest value is shown."""

    number: int
    kind: str
    shown: Record | None
    fields: tuple[str, ...]


class Merged(NamedTuple):
    """What a union did.

    Attributes:
        revisions: how many versions it brought.
        deleted: what was live here and deleted there; also where it was to stay.
        purged: likewise of what was purged there.
        conflicts: the first thousand.
        conflict_count: of all.
        before: the highest number that an entry had before.
    """

    revisions: int
    deleted: Few[Entry[Record]]
    purged: Few[Entry[Record]]
    conflicts: tuple[Conflict, ...]
    conflict_count: int
    before: int


class Staging:
    """Revisions from elsewhere in a private file, checked and not yet in the diary.

    Args:
        folder: one that only its owner can look into.

    Attributes:
        source: the number of the file that what is added comes from, where there are several.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "staged.db"
        self.source = 0
        with _staged_errors(folder):
            create_private(self.path)
            self._connection = sqlite3.connect(self.path, isolation_level=None)
            self._connection.execute(
                "PRAGMA synchronous = OFF"
            )  # a power loss leaves nothing worth keeping here
            for table, columns in _STAGED.items():
                self._connection.execute(f"CREATE TABLE {table} ({', '.join(columns)}, source INTEGER)")

    def add(self, revisions: Iterable[Mapping[str, Any] | sqlite3.Row]) -> None:
        """Stage revisions that `crampdiary.keep.revision.checked` has passed."""
        self._insert("revision", map(_before_the_end, revisions))

    def leave_out(self, sources: Iterable[int]) -> None:
        """Forget what came from some of the files."""
        with self._writing():
            for source in sources:
                for table in _STAGED:
                    self._connection.execute(f"DELETE FROM {table} WHERE source = ?", (source,))

    def add_purged(self, uids: Iterable[str]) -> None:
        self._insert("purged", ((uid,) for uid in uids))

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(_STAGED[table]))
        with self._writing():
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks}, {self.source:d})", rows)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep all that is written within, or at any error none of it."""
        with _staged_errors(self.path.parent):
            self._connection.execute("BEGIN")
            try:
                yield
            except BaseException:
                with suppress(sqlite3.Error):  # which has rolled back by itself where there is no room
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def index(self) -> None:
        """Make it quick to find the versions of a record, and whether it was purged."""
        with _staged_errors(self.path.parent):
            for table, columns in (
                ("revision", "uid"), ("revision", "record_uid, stamp, uid, kind, deleted"), ("purged", "record_uid")
            ):  # fmt: skip
                name = f"{table}_by_{columns.partition(',')[0]}"
                self._connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({columns})")

    def close(self) -> None:
        self._connection.close()


@contextmanager
def _staged_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        why = getattr(error, "sqlite_errorname", None) or getattr(error, "strerror", None) or "unknown"
        raise CrampError(
            f"No temporary file could be written in {folder.parent} ({why}). Nothing was changed; free some space."
        ) from error


def _before_the_end(row: Mapping[str, Any] | sqlite3.Row) -> tuple[Any, ...]:
    """Return a version's columns, or refuse one so late that no stamp is left for a version after it."""
    if row["stamp"] >= _END_OF_STAMPS:
        raise CrampError(f"A version in it is of the year {row['stamp'][:4]}. Nothing was brought in.")
    return _columns_of(row)


def stage_diary(connection: sqlite3.Connection, path: Path, staging: Staging) -> None:
    """Stage the whole log of another diary, opened as a private copy, after checking it.

    Raises:
        CrampError: it is damaged; names `path`.
    """
    with mapped_errors(path):
        found = problems(connection, tables=False)
        if found:
            raise CrampError(f"{path} is damaged ({found[0]}). Nothing was merged from it.")
        staging.add(connection.execute("SELECT * FROM revision"))
        staging.add_purged(row[0] for row in connection.execute("SELECT record_uid FROM purged"))


@contextmanager
def attached(store: Store, staging: Staging) -> Iterator[None]:
    """Let the diary's connection read what is staged, as the schema `incoming`.

    Raises:
        CrampError: it contradicts itself or the diary: one version has two contents, or one entry two kinds.
    """
    with _attached(store, staging):
        if _contradicting(store.connection, (*_WITH_THE_DIARY, *_AMONG_THEMSELVES)):
            raise CrampError(f"This {CONTRADICTS} Nothing was changed.")
        yield


@contextmanager
def _attached(store: Store, staging: Staging) -> Iterator[None]:
    connection = store.connection
    staging.index()
    with mapped_errors(store.path):
        connection.execute(BULK_CACHE)
        # Read-only, or a commit would span both files by a super-journal, which a full disk leaves behind.
        connection.execute("ATTACH ? AS incoming", (f"{staging.path.absolute().as_uri()}?mode=ro",))
        try:
            yield
        finally:
            connection.execute("DETACH incoming")


def leave_out_contradicting(store: Store, staging: Staging) -> set[int]:
    """Take out of the staging all files that contradict the diary, and then one staged before them; return which.

    In this order, or else a file that agrees with the diary would be blamed for what another says.
    """
    left_out: set[int] = set()
    for contradictions in (_WITH_THE_DIARY, _AMONG_THEMSELVES):
        with _attached(store, staging):
            sources = _contradicting(store.connection, contradictions)
        staging.leave_out(sources)
        left_out |= sources
    return left_out


def _contradicting(connection: sqlite3.Connection, contradictions: Sequence[str]) -> set[int]:
    """Return the sources in which a version has another content, or an entry another kind, than it has elsewhere."""
    return {
        row[0]
        for each in contradictions
        for row in connection.execute(f"SELECT DISTINCT new.source FROM incoming.revision AS new {each}")
    }


def union(change: Change, *, keep: bool = False) -> Merged:
    """Bring all that is staged and not yet known into the diary, as one op. Use it while `attached`.

    Args:
        change: the op.
        keep: whether what is live here stays, also where it was deleted or purged there.
    """
    connection = change.connection
    (before,) = connection.execute("SELECT coalesce(max(id), 0) FROM record").fetchone()
    added = connection.execute(
        "INSERT INTO main.revision (uid, record_uid, kind, stamp, op_id, parents, deleted, body, digest) "
        "SELECT uid, record_uid, kind, stamp, ?, parents, deleted, body, digest FROM incoming.revision "
        f"WHERE NOT {PURGED_HERE} ORDER BY uid ON CONFLICT (uid) DO NOTHING",
        (change.op,),
    ).rowcount
    change.catch_up()
    purged = _delete_what_was_purged_there(change, keep=keep)
    _leave_one_life_of_each_word(change)
    deleted: Few[Entry[Record]] = Few()
    conflicts: list[Conflict] = []
    count = 0
    for uids in touched(connection, change.op):
        entries = live(connection, uids)
        shown = fold(connection, uids, checked=True)
        still = {entry.uid for entry in live(connection, uids)} if entries else set()
        gone = [entry for entry in entries if entry.uid not in still]
        deleted = _more(deleted, gone)
        if keep:
            shown |= change.append([(entry.uid, entry.record.kind, body_of(entry.record)) for entry in gone])
        for each in shown.values():
            if each.folded.conflicts:
                count += 1
                if len(conflicts) < KEPT:
                    conflicts.append(
                        Conflict(each.number, each.kind, each.folded.record, each.folded.conflicts)
                    )
    return Merged(added, deleted, purged, tuple(conflicts), count, before)


def _more(few: Few[Entry[Record]], entries: list[Entry[Record]]) -> Few[Entry[Record]]:
    if not entries:
        return few
    first = sorted((*few.first, *entries), key=lambda entry: entry.number)[:KEPT]
    return Few(tuple(first), few.total + len(entries))


def _delete_what_was_purged_there(change: Change, *, keep: bool) -> Few[Entry[Record]]:
    """Delete what was purged there, whether it was here or arrived just now; return what was live here."""
    connection = change.connection
    purged: Few[Entry[Record]] = Few()
    query = f"SELECT DISTINCT record_uid {_NOW_HEARD} AND record_uid > ? ORDER BY record_uid LIMIT {BATCH}"
    for rows in batches(lambda last: connection.execute(query, (last,)).fetchall(), ""):
        uids = [row[0] for row in rows]
        newest = _newest(connection, uids)
        entries = live(connection, uids)
        here = {entry.uid for entry in entries}
        if keep:  # what was deleted there too is brought back together with all that was deleted there
            entries = [entry for entry in entries if not newest[entry.uid]["deleted"]]
        purged = _more(purged, entries)
        change.append(
            [
                (uid, row["kind"], None)
                for uid, row in newest.items()
                if (not keep if uid in here else not row["deleted"])
            ]
        )
    _hear(connection)
    return purged


def hear(store: Store) -> None:
    """Remember what was purged there, where nothing is to be deleted for it. Use it while `attached`."""
    with store.writing() as connection:
        _hear(connection)


def _hear(connection: sqlite3.Connection) -> None:
    connection.execute(f"INSERT INTO main.purge_heard SELECT DISTINCT record_uid {_NOW_HEARD}")


_NOW_HEARD = (
    f"FROM incoming.purged AS new WHERE {UNHEARD} "
    "AND EXISTS (SELECT 1 FROM main.revision AS old WHERE old.record_uid = new.record_uid)"
)


def _newest(connection: sqlite3.Connection, uids: Iterable[str]) -> dict[str, sqlite3.Row]:
    """Return the newest version in the log of each of some records that are there."""
    rows = connection.execute(
        "SELECT *, max(stamp || uid) FROM main.revision "
        "WHERE record_uid IN (SELECT value FROM json_each(?)) GROUP BY record_uid",
        (as_json(list(uids)),),
    )
    return {row["record_uid"]: row for row in rows}


def _leave_one_life_of_each_word(change: Change) -> None:
    """Delete each word that is there under a later uid too: it was purged somewhere, and then added again."""
    connection = change.connection
    rows = connection.execute(
        f"SELECT kind, body FROM incoming.revision WHERE kind = 'word' AND body IS NOT NULL AND NOT {PURGED_HERE}"
    )
    while some := rows.fetchmany(BATCH):
        words = {tuple(word_uids(record)) for row in some if isinstance(record := record_of(row), Word)}
        newest = _newest(connection, chain.from_iterable(words))
        alive = [[uid for uid in uids if uid in newest and not newest[uid]["deleted"]] for uids in words]
        change.append([(uid, "word", None) for uids in alive for uid in uids[:-1]])


def revive(change: Change) -> None:
    """Bring back the staged entries that an undo took back.

    Without this, a file imported again after an undo would be fully known already, and bring nothing.
    """
    query = f"{_UNDONE} ORDER BY record_uid LIMIT {BATCH}"
    for rows in batches(lambda last: change.connection.execute(query, {"last": last}).fetchall(), ""):
        change.append([(row["record_uid"], row["kind"], row["body"]) for row in rows])


# With max(), SQLite takes the other columns from that row: the newest version's. A word may be here by another uid.
_UNDONE = (
    "SELECT record_uid, kind, body, max(stamp || uid) FROM incoming.revision AS new "
    f"WHERE record_uid > :last AND NOT {PURGED_HERE} GROUP BY record_uid HAVING body IS NOT NULL AND "
    "(SELECT deleted AND command = 'undo' FROM main.revision JOIN op ON op.id = op_id "
    "WHERE record_uid = new.record_uid ORDER BY stamp DESC, revision.uid DESC LIMIT 1) AND NOT (kind = 'word' "
    "AND EXISTS (SELECT 1 FROM main.word WHERE role = json_extract(body, '$.role') "
    "AND slug = json_extract(body, '$.slug')))"
)
