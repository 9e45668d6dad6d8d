"""What the log says of the past: all versions of a kind of record, and the entries as they were at a moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crampdiary.clock.zones import to_utc_text
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import ENTRY_KINDS, Entry, Record
from crampdiary.keep import faults
from crampdiary.keep.folding import folded
from crampdiary.keep.revision import as_json, next_stamp, record_of
from crampdiary.keep.versions import by_record

if TYPE_CHECKING:
    import sqlite3

    from crampdiary.keep.store import Store


class Version(NamedTuple):
    """One version of a record, None where it was deleted; `stamp` orders all versions of the log.

    `at` is the clock of the device that wrote it: a stamp is later where another device's clock was fast.
    """

    stamp: str
    at: datetime
    record: Record | None


class Arrival(NamedTuple):
    """How a version came into this file: the number of the op that brought it, and whether it was written elsewhere."""

    op: int
    is_brought: bool


class Past(NamedTuple):
    """All versions of one record in their order, and the entry that is shown, None where it was deleted.

    `is_taken_back` is whether it was brought by an import, a merge or a sync alone, and that was undone.
    """

    number: int
    uid: str
    shown: Entry[Record] | None
    versions: tuple[Version, ...]
    is_taken_back: bool


_BRINGING = frozenset({"import", "merge", "sync"})
_ABOVE_ALL = 2**63 - 1  # of the numbers that SQLite gives


def pasts(store: Store, kind: str) -> list[Past]:
    """Return all records of a kind that were not purged, deleted ones too, in the order of their numbers."""
    shown = {entry.uid: entry for entry in store.entries(kind)}
    numbers = {
        row["uid"]: row["id"] for row in store.select("SELECT id, uid FROM record WHERE kind = ?", (kind,))
    }
    joined = "SELECT revision.*, command, undone_by FROM revision JOIN op ON op.id = op_id"
    rows = store.select(f"{joined} WHERE kind = ? ORDER BY stamp, revision.uid", (kind,))
    with faults.sound(store.path):
        found = [
            Past(
                numbers[uid],
                uid,
                shown.get(uid),
                tuple(Version(each["stamp"], _moment(each["uid"]), record_of(each)) for each in versions),
                _is_taken_back(versions),
            )
            for uid, versions in by_record(rows).items()
        ]
    return sorted(found)


def arrival(store: Store, uid: str, stamp: str) -> Arrival | None:
    """Return how the version of a record of a stamp came into this file; None where none of that stamp is in it."""
    rows = store.select(
        "SELECT op_id, command FROM revision JOIN op ON op.id = op_id WHERE record_uid = ? AND stamp = ?",
        (uid, stamp),
    )
    return Arrival(rows[0]["op_id"], rows[0]["command"] in _BRINGING) if rows else None


def was_written_here(store: Store, uids: Iterable[str]) -> bool:
    """Return whether a version of any of some records was written in this file, and not brought into it."""
    found = store.select(
        "SELECT DISTINCT command FROM revision JOIN op ON op.id = op_id "
        "WHERE record_uid IN (SELECT value FROM json_each(?))",
        (as_json(list(uids)),),
    )
    return any(row["command"] not in _BRINGING for row in found)


def purged(store: Store, kind: str) -> int:
    """Return how many records of a kind were purged."""
    return int(
        store.select(
            "SELECT count(*) FROM record WHERE kind = ? AND uid IN (SELECT record_uid FROM purged)", (kind,)
        )[0][0]
    )


def as_at(
    store: Store,
    moment: datetime,
    stamp: str | None = None,
    *,
    shown: Iterable[Entry[Record]] | None = None,
    kinds: Collection[str] = ENTRY_KINDS,
    op: int | None = None,
) -> list[Entry[Record]]:
    """Return the entries as they were at a moment, on every device that has the same log.

    An entry that was brought later from another program counts from when it was written down there; one that an import,
    a merge or a sync brought after the moment does not where that was undone.

    Args:
        store: the diary.
        moment: aware.
        stamp: of the last version that counts, where the moment alone would not tell; else that of the moment.
        shown: the entries of now that are looked at; by default all.
        kinds: of the entries that are looked at. Of those changed since the moment all are returned.
        op: the last that counts of those by which versions came into this file; by default all do.
    """
    last = stamp or next_stamp("", moment)
    op = _ABOVE_ALL if op is None else op

    def is_after(row: sqlite3.Row) -> bool:
        return bool(row["at_utc"] > to_utc_text(moment))

    later = store.select(
        "SELECT DISTINCT record_uid, parents = '[]' AS new, op_id > ?2 AS came_later FROM revision "
        "WHERE stamp > ?1 OR op_id > ?2",
        (last, op),
    )
    new = {row["record_uid"] for row in later if row["new"] and not row["came_later"]}
    changed = {row["record_uid"] for row in later if not row["new"] or row["came_later"]}
    now = store.entries() if shown is None else shown
    found = [entry for entry in now if entry.uid not in changed]
    for uid in changed:
        versions = store.select(
            "SELECT revision.*, command, undone_by, at_utc FROM revision JOIN op ON op.id = op_id "
            "WHERE record_uid = ? AND op_id <= ? ORDER BY stamp, revision.uid",
            (uid, op),
        )
        if not versions or versions[0]["kind"] not in kinds or _is_taken_back(versions, is_after):
            continue
        number = store.select("SELECT id FROM record WHERE uid = ?", (uid,))[0]["id"]
        with faults.sound(store.path):
            then = folded([each for each in versions if each["stamp"] <= last] or versions[:1])
            if then.record is not None:
                found.append(Entry(number, uid, " ".join(then.heads), then.record))
    return [entry for entry in found if entry.uid not in new or _logged_before(entry, moment)]


def _is_taken_back(
    versions: Iterable[sqlite3.Row], which: Callable[[sqlite3.Row], bool] = lambda _: True
) -> bool:
    """Return whether a record was only ever brought here from elsewhere, by ops that are looked at and were undone."""
    return all(
        each["deleted"] or (each["command"] in _BRINGING and each["undone_by"] is not None and which(each))
        for each in versions
    )


def _logged_before(entry: Entry[Record], moment: datetime) -> bool:
    logged_at: datetime | None = getattr(entry.record, "logged_at", None)
    return logged_at is not None and logged_at < moment


def _moment(uid: str) -> datetime:
    return datetime.fromtimestamp(int(uid.replace("-", "")[:12], 16) / 1000, UTC)
