"""Which record is meant: by its number, by the first letters of its uid, or as the last; deleted ones too.

Whatever was ever typed can be reached until it is purged.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, cast

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import ENTRY_KINDS, KINDS, LAST, LAST_CRAMP, Entry, Record, nights_of, place
from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep import faults
from crampdiary.keep.batches import batches
from crampdiary.keep.revision import record_of

if TYPE_CHECKING:
    from crampdiary.keep.store import Store

UID_LETTERS = 8  # of a uid, at least: fewer may be a number that was mistyped
_AT_ONCE = 50  # ops
_BRINGING = "'import', 'merge', 'sync'"  # commands whose entries somebody recorded elsewhere
_NAMED = (
    "SELECT * FROM (SELECT *, EXISTS (SELECT 1 FROM revision WHERE record_uid = record.uid) AS versions, "
    "uid IN (SELECT record_uid FROM purged) AS purged FROM record)"
)
# What the newest version says holds for the record, whatever another device said before.
_LAST_DELETED = (
    "(SELECT deleted FROM revision WHERE record_uid = record.uid ORDER BY stamp DESC, uid DESC LIMIT 1)"
)


class Named(NamedTuple):
    """A record that was named by what somebody typed; it may be deleted."""

    number: int
    uid: str
    kind: str


def entry(store: Store, reference: str) -> Entry[Record]:
    """Return the entry that a reference names.

    Args:
        store: the diary.
        reference: its number, 12 or #12; "last" for the one that this device recorded last, which no import or sync
            brought, and "last cramp" for the last of the cramps; or the first letters of its uid, which are the same on
            every device.

    Raises:
        CrampError: there is no such entry, it was deleted, or several fit.
        DiaryError: it was never deleted, and is missing.
    """
    if is_last(reference):
        for named in last_ones(store, reference):
            return cast("Entry[Record]", shown_as(store, named))
        if reference.casefold() == LAST_CRAMP:
            raise CrampError("No cramp was recorded on this device yet. `cramp log` records one.")
        if any(store.select(f"SELECT 1 FROM {kind} LIMIT 1") for kind in ENTRY_KINDS):
            raise CrampError(
                "Nothing that is here was recorded on this device. `cramp list` shows what there is, with numbers."
            )
        raise CrampError("There is no entry yet. `cramp log` records a cramp.")
    named = meant(store, reference)
    if named.kind == "word":
        raise CrampError(f"{named.number} is a word and no entry. `cramp words` lists the words.")
    found = shown_as(store, named)
    if found is None:
        if is_missing(store, named):
            raise missing(named)
        raise CrampError(
            f"Entry {named.number} was deleted. `cramp delete --undo {named.number}` brings it back, and "
            f"`cramp show {named.number} --history` shows it."
        )
    return found


def to_delete(store: Store, reference: str) -> Entry[Record]:
    """Return the entry that a reference names, as `entry`; also one that is deleted here and changed elsewhere."""
    if not is_last(reference):
        named = meant(store, reference)
        if named.kind != "word" and named.number in conflicts(store) and shown_as(store, named) is None:
            return next(each for each in deleted(store, named.kind) if each.number == named.number)
    return entry(store, reference)


def is_last(reference: str) -> bool:
    """Return whether a reference stands for the entry that was recorded last."""
    return reference.casefold() in (LAST, LAST_CRAMP)


def last_ones(store: Store, reference: str) -> Iterator[Named]:
    """Yield the entries that `last` or `last cramp` can mean, the newest first."""
    for named in recorded(store):
        if reference.casefold() == LAST or named.kind == "episode":
            yield named


def meant(store: Store, reference: str) -> Named:
    """Return the record that a number or the first letters of a uid name, whether it is shown or not.

    Raises:
        CrampError: there never was such a record, it was purged, or several fit.
        DiaryError: its versions are missing.
    """
    if is_last(reference):
        return meant(store, str(entry(store, reference).number))
    reference = reference.removeprefix("#").rstrip(",")  # as in `cramp delete 4, 5`
    rows = []
    if reference.isascii() and reference.isdigit() and len(reference) < 19:
        rows = store.select(f"{_NAMED} WHERE id = ?", (int(reference),))
        if rows and not rows[0]["versions"]:
            if not rows[0]["purged"]:
                raise DiaryError(
                    f"Nothing is left of entry {reference}, and cramp did not purge it: something else changed the "
                    f"diary. `cramp info --verify` tells what else is wrong. {faults.advice_on_backups(store.path)}"
                )
            raise CrampError(
                f"Entry {reference} was purged, so nothing is left of it. `cramp list` shows what there is."
            )
    letters = reference.casefold()
    if not rows and len(letters) >= UID_LETTERS and set(letters) <= set("0123456789abcdef-"):
        rows = store.select(
            f"{_NAMED} WHERE uid >= ? AND uid < ? AND versions ORDER BY id", (letters, letters + "g")
        )
    if len(rows) > 1:
        numbers = ", ".join(str(row["id"]) for row in rows[:5])
        raise CrampError(f"Several entries begin with {letters}: {numbers}. Give more letters, or a number.")
    if rows:
        kind = rows[0]["kind"]
        if kind not in KINDS:  # a name in SQL is never one from the file
            raise faults.damaged(store.path)
        return Named(rows[0]["id"], rows[0]["uid"], kind)
    if reference.isascii() and reference.isdigit() and len(reference) < 19:
        raise CrampError(f"There is no entry {reference}. `cramp list` shows what there is.")
    raise CrampError(f"{reference[:40]!r} is not the number of an entry. `cramp list` shows the numbers.")


def recorded(store: Store, *, deleted: bool = False) -> Iterator[Named]:
    """Yield the entries that this device recorded, the newest first: not what an import or a sync brought.

    Args:
        store: the diary.
        deleted: whether those that were deleted, in place of those that are shown.
    """
    # Not all at once, and an op's versions before their records (CROSS): most often the first is what is looked for.
    query = (
        f"SELECT id FROM op WHERE command NOT IN ({_BRINGING}) AND id < ? ORDER BY id DESC LIMIT {_AT_ONCE}"
    )
    for ops in batches(lambda before: store.select(query, (before,)), sys.maxsize):
        for op in ops:
            for row in store.select(
                "SELECT record.id, record.uid, record.kind FROM revision CROSS JOIN record ON record.uid = record_uid "
                "WHERE op_id = ? AND parents = '[]' AND record.kind != 'word' ORDER BY record.id DESC",
                (op["id"],),
            ):
                if row["kind"] not in KINDS:
                    raise faults.damaged(store.path)
                named = Named(*row)
                if bool(store.select(f"SELECT 1 FROM {named.kind} WHERE id = ?", (named.number,))) != deleted:
                    yield named


def deleted(
    store: Store, *kinds: str, since: date | None = None, until: date | None = None
) -> list[Entry[Record]]:
    """Return the entries of some kinds that were deleted or undone, each as it was last, in order of time.

    Args:
        store: the diary.
        kinds: all by default.
        since: only those that were about this night or a later one.
        until: the same for this night or an earlier one.
    """
    found: list[Entry[Record]] = []
    for kind in kinds or ENTRY_KINDS:
        rows = store.select(
            "SELECT record.id, revision.* FROM record JOIN revision ON revision.uid = (SELECT uid FROM revision "
            "WHERE record_uid = record.uid AND NOT deleted ORDER BY stamp DESC, uid DESC LIMIT 1) "
            f"WHERE record.kind = ? AND record.id NOT IN (SELECT id FROM {kind}) AND {_LAST_DELETED}",
            (kind,),
        )
        with faults.sound(store.path):
            found += [
                Entry(row["id"], row["record_uid"], row["uid"], _not_none(record_of(row))) for row in rows
            ]
    first, last = since or date.min, until or date.max
    spans = [(entry, *nights_of(entry.record)) for entry in sorted(found, key=place)]
    return [entry for entry, begin, end in spans if begin <= last and end >= first]


def conflicts(
    store: Store,
) -> dict[int, tuple[str, ...]]:
    """Return the fields that were changed on two devices and not settled since, by the number of the record.

    They are in the order of the table of fields; `fields.DELETED` stands first where one side deleted it.
    """
    rows = store.select("SELECT id, fields FROM conflict JOIN record ON uid = record_uid ORDER BY id")
    with faults.sound(store.path):
        return {row["id"]: tuple(json.loads(row["fields"])) for row in rows}


def spoken_nights(store: Store) -> list[sqlite3.Row]:
    """Return the nights of which anything was said, in order: `night`, `episodes`, and `said_clear` or None."""
    return store.select("SELECT night, episodes, said_clear FROM spoken_night ORDER BY night")


def shown_as(store: Store, named: Named) -> Entry[Record] | None:
    """Return what is shown of a record, None where it was deleted, or is missing."""
    found = store.rows(f"SELECT * FROM {named.kind} WHERE id = ?", (named.number,), named.kind)
    return found[0] if found else None


def is_missing(store: Store, named: Named) -> bool:
    """Return whether a record is not shown and was never deleted: something other than cramp took it away."""
    gone = f"id NOT IN (SELECT id FROM {named.kind}) AND NOT {_LAST_DELETED}"
    return bool(store.select(f"SELECT 1 FROM record WHERE id = ? AND {gone}", (named.number,)))


def missing(named: Named) -> DiaryError:
    """Return the error for such a record."""
    return DiaryError(
        f"Entry {named.number} is gone, and cramp did not delete it: something else changed the diary. "
        "`cramp backup` and then `cramp restore` bring it back."
    )


def _not_none(record: Record | None) -> Record:
    if record is None:
        raise ValueError("a version that is no deletion has content")
    return record
