"""Two logs made into one: the union of their revisions, after which the records it touched are folded again.

A union is commutative, associative and idempotent, and so is this: in whatever order and however often devices
merge, they end with the same log, and the tables follow from the log alone. What was purged on one side is
purged on both, as a record's uid in `purged` keeps out all of its revisions for ever.

What comes from elsewhere (another diary, an export, another program's file) is first checked and staged in a
private file of its own, so that all of it is understood before anything is written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from crampdiary.diary.model import KINDS, Record
from crampdiary.errors import CrampError
from crampdiary.keep.faults import mapped_errors
from crampdiary.keep.private import create_private
from crampdiary.keep.purge import purge_records
from crampdiary.keep.revision import COLUMNS, as_json, record_of
from crampdiary.keep.store import Store
from crampdiary.keep.verify import problems
from crampdiary.keep.versions import BATCH, BULK_CACHE, Change, Shown, fold, touched

CONFLICTS_KEPT = 1000
_END_OF_STAMPS = "8999-02"  # an entry of the last year that a diary takes is before this in every zone
_columns_of: Callable[[Mapping[str, Any] | sqlite3.Row], tuple[Any, ...]] = itemgetter(*COLUMNS)


class StagedCounts(NamedTuple):
    """How many staged entries of one kind are new here, have a version that is new here, or are fully known."""

    new: int = 0
    changed: int = 0
    known: int = 0
    gone: int = 0  # unknown here and deleted there


class Conflict(NamedTuple):
    """A record that both sides changed, neither knowing of the other's change; the newest version is shown."""

    number: int
    kind: str
    shown: Record | None


class Merged(NamedTuple):
    """What a union did."""

    revisions: int
    purged: int
    conflicts: tuple[Conflict, ...]  # the first thousand
    conflict_count: int


class Staging:
    """Revisions from elsewhere in a private file, checked and not yet in the diary.

    Args:
        folder: one that only its owner can look into.
    """

    def __init__(self, folder: Path) -> None:
        from sqlite_utils import Database

        self.path = folder / "staged.db"
        with _staged_errors(folder):
            create_private(self.path)
            with closing(Database(self.path, execute_plugins=False)) as database:
                database.table("revision").create({**dict.fromkeys(COLUMNS, str), "deleted": int})
                database.table("purged").create({"record_uid": str})
        self._database = Database(self.path, execute_plugins=False)
        self._database.execute("PRAGMA synchronous = OFF")  # a power loss leaves nothing worth keeping here

    def add(self, revisions: Iterable[Mapping[str, Any] | sqlite3.Row]) -> None:
        """Stage revisions that `crampdiary.keep.revision.checked` has passed."""
        self._insert("revision", COLUMNS, map(_before_the_end, revisions))

    def add_purged(self, uids: Iterable[str]) -> None:
        self._insert("purged", ("record_uid",), ([uid] for uid in uids))

    def _insert(self, table: str, columns: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> None:
        with _staged_errors(self.path.parent), self._database.atomic():
            self._database.table(table).insert_all(chain([columns], rows))  # lists: the names, then the rows

    def close(self) -> None:
        self._database.close()


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


def holds_more(one: sqlite3.Connection, other: sqlite3.Connection) -> bool:
    """Return whether `one` holds any version that `other` neither holds nor has purged."""
    return any(
        not other.execute("SELECT 1 FROM revision WHERE uid = ?", (row[0],)).fetchone()
        and not other.execute("SELECT 1 FROM purged WHERE record_uid = ?", (row[1],)).fetchone()
        for row in one.execute("SELECT uid, record_uid FROM revision")
    )


@contextmanager
def attached(store: Store, staging: Staging) -> Iterator[None]:
    """Let the diary's connection read what is staged, as the schema `incoming`.

    Raises:
        CrampError: it contradicts itself or the diary: one version has two contents, or one entry two kinds.
    """
    connection = store.connection
    with mapped_errors(store.path):
        connection.execute(BULK_CACHE)
        # Read-only, or a commit would span both files by a super-journal, which a full disk leaves behind.
        connection.execute("ATTACH ? AS incoming", (f"{staging.path.absolute().as_uri()}?mode=ro",))
        try:
            _refuse_contradictions(connection)
            yield
        finally:
            connection.execute("DETACH incoming")


def _refuse_contradictions(connection: sqlite3.Connection) -> None:
    for contradiction in (
        "SELECT uid FROM incoming.revision GROUP BY uid HAVING count(DISTINCT digest) > 1",
        """SELECT 1 FROM incoming.revision AS new JOIN main.revision AS old USING (uid)
        WHERE new.digest != old.digest""",
        "SELECT 1 FROM incoming.revision GROUP BY record_uid HAVING count(DISTINCT kind) > 1",
        """SELECT 1 FROM incoming.revision AS new JOIN main.record AS old ON old.uid = new.record_uid
        WHERE new.kind != old.kind""",
    ):
        if connection.execute(f"{contradiction} LIMIT 1").fetchone():
            raise CrampError(
                "This has another content under the name of a version that is known, so one of the two was "
                "changed by hand or damaged. Nothing was changed; `cramp info --verify` checks this diary."
            )


def staged_counts(store: Store) -> dict[str, StagedCounts]:
    """Return what of each kind is staged, compared with the diary; reads only. Use it while `attached`."""
    found = dict.fromkeys(KINDS, StagedCounts())
    for row in store.connection.execute(
        "SELECT kind, sum(NOT here AND live) AS new, sum(NOT here AND NOT live) AS gone, "
        "sum(here AND unknown > 0) AS changed, sum(here AND unknown = 0) AS known FROM ("
        "SELECT kind, EXISTS (SELECT 1 FROM main.revision WHERE record_uid = new.record_uid) AS here, "
        "sum(NOT EXISTS (SELECT 1 FROM main.revision WHERE uid = new.uid)) AS unknown, "
        # With max(), SQLite takes the other columns from that row: the newest version's.
        "max(stamp || uid), NOT deleted AS live FROM incoming.revision AS new "
        f"WHERE {_NOT_PURGED} GROUP BY record_uid) GROUP BY kind"
    ):
        found[row["kind"]] = StagedCounts(row["new"], row["changed"], row["known"], row["gone"])
    return found


def unknown_purges(store: Store) -> int:
    """Return how many purges are staged that the diary does not know of. Use it while `attached`."""
    (count,) = store.connection.execute(
        "SELECT count(DISTINCT record_uid) FROM incoming.purged "
        "WHERE record_uid NOT IN (SELECT record_uid FROM main.purged)"
    ).fetchone()
    return int(count)


_NOT_PURGED = (
    "record_uid NOT IN (SELECT record_uid FROM main.purged) "
    "AND record_uid NOT IN (SELECT record_uid FROM incoming.purged)"
)


def union(change: Change) -> Merged:
    """Bring all that is staged and not yet known into the diary, as one op. Use it while `attached`.

    If that purged anything, call `Store.compact` after it, or its text may still be in the file's bytes.
    """
    connection = change.connection
    gone = [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT record_uid FROM incoming.purged "
            "WHERE record_uid NOT IN (SELECT record_uid FROM main.purged)"
        )
    ]
    purge_records(connection, gone)
    added = connection.execute(
        "INSERT INTO main.revision (uid, record_uid, kind, stamp, op_id, parents, deleted, body, digest) "
        "SELECT uid, record_uid, kind, stamp, ?, parents, deleted, body, digest FROM incoming.revision "
        f"WHERE {_NOT_PURGED} ORDER BY uid ON CONFLICT (uid) DO NOTHING",
        (change.op,),
    ).rowcount
    conflicts: list[Conflict] = []
    count = 0
    for uids in touched(connection, change.op):
        shown = fold(connection, uids)
        for found in _conflicts(connection, uids, shown):
            count += 1
            if len(conflicts) < CONFLICTS_KEPT:
                conflicts.append(found)
    return Merged(added, len(gone), tuple(conflicts), count)


def _conflicts(
    connection: sqlite3.Connection, uids: list[str], shown: dict[str, Shown]
) -> Iterator[Conflict]:
    """Yield the records among `uids` that have two newest versions of different content, neither after the other."""
    rows = connection.execute(
        "SELECT uid, record_uid, kind, body, parents FROM revision "
        "WHERE record_uid IN (SELECT value FROM json_each(?)) ORDER BY stamp, uid",
        (as_json(uids),),
    ).fetchall()
    superseded = {parent for row in rows for parent in json.loads(row["parents"])}
    leaves: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        if row["uid"] not in superseded:
            leaves.setdefault(row["record_uid"], []).append(row)
    for uid, found in leaves.items():
        if len({row["body"] for row in found}) > 1:
            yield Conflict(shown[uid].number, shown[uid].kind, record_of(found[-1]))


def revivable(store: Store) -> int:
    """Return how many staged entries an undo took back here. Use it while `attached`."""
    (count,) = store.connection.execute(f"SELECT count(*) FROM ({_UNDONE})", {"last": ""}).fetchone()
    return int(count)


def revive(change: Change) -> None:
    """Bring back the staged entries that an undo took back.

    Without this, a file imported again after an undo would be fully known already, and bring nothing.
    """
    last = ""
    while rows := change.connection.execute(
        f"{_UNDONE} ORDER BY record_uid LIMIT {BATCH}", {"last": last}
    ).fetchall():
        change.append([(row["record_uid"], row["kind"], row["body"]) for row in rows])
        last = rows[-1]["record_uid"]


# With max(), SQLite takes the other columns from that row: the newest version's.
_UNDONE = (
    "SELECT record_uid, kind, body, max(stamp || uid) FROM incoming.revision AS new "
    f"WHERE record_uid > :last AND {_NOT_PURGED} GROUP BY record_uid HAVING body IS NOT NULL AND "
    "(SELECT deleted AND command = 'undo' FROM main.revision JOIN op ON op.id = op_id "
    "WHERE record_uid = new.record_uid ORDER BY stamp DESC, revision.uid DESC LIMIT 1)"
)
