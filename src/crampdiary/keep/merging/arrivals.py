"""What arrives from elsewhere, compared with what is here: what is new, changed, deleted or purged there, or alike.

All of this only reads the diary. What is compared before a merge is staged, in the schema `incoming`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Any, Generic, TypeVar

from crampdiary.diary.alike import alike
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import KINDS, Entry, Record
from crampdiary.keep.revision import as_json, from_row
from crampdiary.keep.store import Store

KEPT = 1000  # of what is told one by one; all of it is counted
_OF_A_NIGHT = (
    100  # entries of one kind in one night, of which nobody has more; where there are, none are compared
)

T = TypeVar("T")


class Few(NamedTuple, Generic[T]):
    """The first thousand of some things, by their numbers, and how many there are."""

    first: tuple[T, ...] = ()
    total: int = 0


class StagedCounts(NamedTuple):
    """How many staged records of one kind are new here, change, are deleted, or bring nothing that is shown.

    `gone` are unknown here and deleted there. Those that were purged there are not among these.
    """

    new: int = 0
    changed: int = 0
    deleted: int = 0
    gone: int = 0
    known: int = 0


class Compared(NamedTuple):
    """What is staged, compared with the diary.

    Attributes:
        kinds: the counts by kind.
        fresh: how many records have a version that is not in the log here, whether it will be shown or not; without
            those that were purged there.
        deleted: what is live here and was deleted there.
        purged: what is live here and was purged there, if that was not heard of before.
        known_deleted: the numbers of what is known, live there, and deleted here.
        taken_back: how many of each kind are live there, and were taken back here by an undo; they are among the known.
        unheard: how many of the diary's records, live or deleted, were purged there and not heard of before.
    """

    kinds: dict[str, StagedCounts]
    fresh: int
    deleted: Few[Entry[Record]]
    purged: Few[Entry[Record]]
    known_deleted: Few[int]
    taken_back: Counter[str]
    unheard: int


PURGED_HERE = "record_uid IN (SELECT record_uid FROM main.purged)"
UNHEARD = (
    "(record_uid IN (SELECT record_uid FROM incoming.purged) "
    f"AND record_uid NOT IN (SELECT record_uid FROM main.purge_heard) AND NOT {PURGED_HERE})"
)
_IN_ITS_TABLE = " ".join(
    f"WHEN '{kind}' THEN EXISTS (SELECT 1 FROM main.{kind} WHERE uid = record_uid)" for kind in KINDS
)
_IS_LIVE = f"(CASE kind {_IN_ITS_TABLE} END)"
_NEWEST_HERE = (
    "(SELECT {} FROM main.revision AS old JOIN main.op ON op.id = op_id WHERE old.record_uid = new.record_uid "
    "ORDER BY old.stamp DESC, old.uid DESC LIMIT 1)"
)
_IS_NEWER = f"(fresh > 0 AND newest > {_NEWEST_HERE.format('old.stamp || old.uid')})"
_IS_UNDONE = _NEWEST_HERE.format("old.deleted AND command = 'undo'")

# With max(), SQLite takes the other columns from that row: the newest version's.
_STAGED = f"""
    SELECT record_uid, kind, max(stamp || uid) AS newest, NOT deleted AS live_there,
        EXISTS (SELECT 1 FROM main.revision AS old WHERE old.record_uid = new.record_uid) AS here,
        sum(NOT EXISTS (SELECT 1 FROM main.revision AS old WHERE old.uid = new.uid)) AS fresh
    FROM incoming.revision AS new WHERE NOT {PURGED_HERE} GROUP BY record_uid
"""
_CLASSED = f"""
    SELECT kind, record_uid, fresh > 0 AS fresh,
        here AND live_there AND NOT {_IS_LIVE} AND {_IS_UNDONE} AS taken_back,
        CASE
            WHEN NOT here THEN CASE WHEN live_there AND NOT {UNHEARD} THEN 'new' ELSE 'gone' END
            WHEN {_IS_LIVE} THEN CASE
                WHEN {UNHEARD} THEN 'purged'
                WHEN NOT live_there AND {_IS_NEWER} THEN 'deleted'
                WHEN fresh > 0 THEN 'changed'
                ELSE 'known' END
            WHEN NOT live_there THEN 'known'
            WHEN {_IS_NEWER} THEN 'changed'
            WHEN kind = 'word' OR {_IS_UNDONE} THEN 'known'
            ELSE 'known_deleted' END AS class
    FROM ({_STAGED}) AS new
"""


def compared(store: Store) -> Compared:
    """Return what is staged, compared with the diary. Use it while `merge.attached`."""
    connection = store.connection
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    taken_back: Counter[str] = Counter()
    fresh = 0
    for row in connection.execute(
        "SELECT kind, class, count(*) AS count, sum(fresh) AS fresh, sum(taken_back) AS taken_back "
        f"FROM ({_CLASSED}) GROUP BY kind, class"
    ):
        counts[row["kind"]][row["class"]] = row["count"]
        fresh += row["fresh"] if row["class"] != "purged" else 0
        taken_back[row["kind"]] += row["taken_back"] * (row["class"] == "known")
    total = sum(counts.values(), Counter[str]())
    of_class = f"({_CLASSED}) JOIN (SELECT id, uid FROM main.record) ON uid = record_uid WHERE class ="
    listed = f"(SELECT id, uid AS record_uid, kind FROM main.record) WHERE {UNHEARD}"
    (unheard,) = connection.execute(f"SELECT count(*) FROM {listed}").fetchone()
    (purged,) = connection.execute(f"SELECT count(*) FROM {listed} AND {_IS_LIVE}").fetchone()
    kinds = {
        kind: StagedCounts(
            each["new"], each["changed"], each["deleted"], each["gone"], each["known"] + each["known_deleted"]
        )
        for kind, each in counts.items()
    }
    return Compared(
        kinds,
        fresh,
        deleted=_entries(connection, f"{of_class} 'deleted'", total["deleted"]),
        purged=_entries(connection, f"{listed} AND {_IS_LIVE}", purged),
        known_deleted=_first(connection, "id", f"{of_class} 'known_deleted'", total["known_deleted"]),
        taken_back=taken_back,
        unheard=unheard,
    )


def _first(connection: sqlite3.Connection, column: str, rows: str, count: int) -> Few[Any]:
    if not count:  # looking for them takes as long as counting did
        return Few()
    found = connection.execute(f"SELECT {column} FROM {rows} ORDER BY id LIMIT {KEPT}")
    return Few(tuple(row[0] for row in found), count)


def _entries(connection: sqlite3.Connection, rows: str, count: int) -> Few[Entry[Record]]:
    return Few(tuple(live(connection, _first(connection, "record_uid", rows, count).first)), count)


def live(connection: sqlite3.Connection, uids: Sequence[str]) -> list[Entry[Record]]:
    """Return those of some records that their tables have, by number."""
    wanted = as_json(uids)
    its = "SELECT DISTINCT kind FROM main.record WHERE uid IN (SELECT value FROM json_each(?))"
    kinds = {row[0] for row in connection.execute(its, (wanted,))}
    found = [
        Entry(row["id"], row["uid"], row["revision"], from_row(kind, dict(row)))
        for kind in KINDS
        if kind in kinds
        for row in connection.execute(
            f"SELECT * FROM main.{kind} WHERE uid IN (SELECT value FROM json_each(?))", (wanted,)
        )
    ]
    return sorted(found, key=lambda entry: entry.number)


def lookalikes(
    connection: sqlite3.Connection, before: int, *, but_of_the_file: bool = False
) -> Few[tuple[int, int]]:
    """Return the numbers of entries that look like one that arrived, each pair in the order they were made in.

    By that order every device names the same one of the two to drop, and a person who does so on both keeps one.

    Args:
        connection: to the diary, after what arrived is in it. Use it while `merge.attached`.
        before: the highest number that an entry had before.
        but_of_the_file: whether to leave out two that the same file tells of: they are two there.
    """
    found: list[tuple[int, int]] = []
    count = 0
    is_staged = "EXISTS (SELECT 1 FROM incoming.revision WHERE record_uid = main.{}.uid AND NOT deleted)"
    for kind in ("episode", "exposure"):
        nights = connection.execute(
            f"SELECT night FROM {kind} GROUP BY night "
            f"HAVING min(id) <= ? AND max(id) > ? AND count(*) <= {_OF_A_NIGHT}",
            (before, before),
        ).fetchall()
        for (night,) in nights:
            rows = connection.execute(
                f"SELECT *, {is_staged.format(kind)} AS staged FROM main.{kind} WHERE night = ? ORDER BY uid",
                (night,),
            )
            entries = [(row["id"], row["staged"], from_row(kind, dict(row))) for row in rows]
            for (one, there, first), (other, there_too, second) in combinations(entries, 2):
                if but_of_the_file and there and there_too:
                    continue
                if (one <= before) != (other <= before) and alike(first, second):
                    count += 1
                    if count <= KEPT:
                        found.append((one, other))
    return Few(tuple(found), count)
