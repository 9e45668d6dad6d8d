"""What a file of another program brings again, as what that is to this diary: new, known, or a newer version.

Entries of another program's file have ids that come from its rows. Where one is here, what the file says now is
compared with what it said last. If that is the same, it is known. If not, it is a new version of the entry, made from
the one that the file made last, so that it is merged by field with what was changed here. What was deleted here
stays deleted. Versions that a file made are told from others by their ids, which follow from what they say (UUID
version 8).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from crampdiary.diary.model import Word
from crampdiary.keep.folding import Folded, folded, head_uids, shown_body
from crampdiary.keep.merging.same_rows import SameRows
from crampdiary.keep.revision import COLUMNS, as_json, body_of, content_uid, digest_of, next_stamp
from crampdiary.keep.store import Store
from crampdiary.keep.versions import BATCH, by_record

FIXED = "is_fixed"
"""In a row, whether an entry that is here stays as it is: what its file says depends on when it is read."""

_VERSION = 14  # the place of the version's digit in a UUID
_OF_A_FILE, _OF_HERE = "8", "7"
_SAID_KEPT = 8  # of what was said at imports, so that undoing some of them leads back


def brought_again(store: Store, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows of the log that a file makes, as what they are to this diary: new, known, or a newer version.

    Args:
        store: the diary.
        rows: each the first version of its entry, as the file alone would make it; each entry once.
    """
    same = SameRows(lambda uids: _versions_here(store, uids), _said_last, _is_touched)
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        here = _versions_here(store, [row["record_uid"] for row in batch])
        for row in batch:
            versions = here.get(row["record_uid"])
            if row["kind"] == Word.kind:
                yield row
            elif row.get(FIXED, False):
                yield from _made_after(row, versions)
            else:
                for placed, of_it in same.placed(row, versions):
                    yield from _made_after(placed, of_it)
    for placed, of_it in same.rest():
        yield from _made_after(placed, of_it)


def _said_last(versions: list[sqlite3.Row]) -> str | None:
    made = _made_by_files(versions)
    counting = [each for each in made if each["undone_by"] is None]
    return (counting or made)[-1]["body"] if made else None


def _is_touched(versions: list[sqlite3.Row]) -> bool:
    """Return whether an entry is shown otherwise than its file said last; not where that import was taken back."""
    counting = [each for each in _made_by_files(versions) if each["undone_by"] is None]
    return bool(counting) and shown_body(versions) != counting[-1]["body"]


def said_by_files(store: Store, uids: Sequence[str]) -> dict[str, str | None]:
    """Return what its file said last of each of some entries that are here."""
    return {uid: _said_last(versions) for uid, versions in _versions_here(store, uids).items()}


def said_before(store: Store, key: str) -> dict[str, Any]:
    """Return what was remembered by `remember_said`: at the last import that counts, or else at the last.

    So an undo leads back to what was said before. Where nothing was, what was said stands: the columns of a sheet are
    what they are, whether its entries are kept or not.
    """
    kept = _kept(store, key)
    found: dict[str, Any] = (_counting(store, kept) or kept or [{"said": {}}])[-1]["said"]
    return found


def remember_said(store: Store, key: str, said: dict[str, Any]) -> None:
    """Remember what was said at the last import, for the next one; an undo of that import leads back."""
    kept = _kept(store, key)
    if not store.exists or any(each["said"] == said for each in _counting(store, kept)[-1:]):
        return
    (last,) = store.select("SELECT max(id) FROM op")[0]
    if last is None:  # nothing was ever written
        return
    kept = [each for each in kept if each["op"] != last]
    store.remember(key, as_json([*kept, {"op": last, "said": said}][-_SAID_KEPT:]))


def _kept(store: Store, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(store.local(key) or "[]")
    return found


def _counting(store: Store, kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    undone = {row[0] for row in store.select("SELECT id FROM op WHERE undone_by IS NOT NULL")}
    return [each for each in kept if each["op"] not in undone]


def _versions_here(store: Store, uids: Sequence[str]) -> dict[str, list[sqlite3.Row]]:
    rows = store.select(
        "SELECT revision.*, op.command, op.undone_by FROM revision JOIN op ON op.id = op_id "
        "WHERE record_uid IN (SELECT value FROM json_each(?)) ORDER BY stamp, revision.uid",
        (as_json(uids),),
    )
    return by_record(rows)


def _made_after(row: dict[str, Any], versions: list[sqlite3.Row] | None) -> list[dict[str, Any]]:
    """Return what a file says of an entry that is here: as it said last, or a version made from that.

    Where an import was taken back, or what was changed here was, that version alone would not say what is to be shown:
    then a second one settles it. It has what the file changed since its last word that still counts, and else what is
    shown here.
    """
    made = _made_by_files(versions or [])
    if not versions or not made:
        return [row]
    last = made[-1]
    counting = [each for each in made if each["undone_by"] is None]
    is_same = last["body"] == row["body"] or row.get(FIXED, False)
    shown = shown_body(versions)
    if shown is None:
        if counting or (is_same and len(made) == 1):  # deleted here; or taken back whole, and `revive` has it
            return [_as_it_is(last)]
        return [_version(row, head_uids(versions), versions[-1]["stamp"])]
    base = counting[-1] if counting else last
    if base["body"] == row["body"] or row.get(FIXED, False):
        return [_as_it_is(base)]
    # After that version, and before what was changed here since, so that this stands where both changed one thing.
    found: dict[str, Any] = _version(row, [last["uid"]], last["stamp"])
    wanted = _merged_by_field(row["kind"], base["body"], row["body"], shown)
    together: list[Any] = sorted([*versions, found], key=lambda each: (each["stamp"], each["uid"]))
    now = folded(together)
    is_shown = now.record is not None and body_of(now.record) == body_of(wanted.record)  # type: ignore[arg-type]
    if is_shown and (wanted.conflicts or not now.conflicts):
        return [found]
    settled = {**row, "body": body_of(wanted.record)}  # type: ignore[arg-type]
    return [found, _version(settled, sorted(now.heads), together[-1]["stamp"], _OF_HERE)]


def _made_by_files(versions: list[sqlite3.Row]) -> list[sqlite3.Row]:
    """Return the versions of an entry that say what its file said, also those that brought it back after an undo."""
    said: set[str] = set()
    found = []
    gone: set[str] = set()
    for each in versions:
        if each["body"] is None:
            gone.add(each["uid"])
            continue
        is_back = (
            each["command"] == "import"
            and each["body"] in said
            and not gone.isdisjoint(json.loads(each["parents"]))
        )
        if each["uid"][_VERSION] == _OF_A_FILE or is_back:
            said.add(each["body"])
            found.append(each)
    return found


def _merged_by_field(kind: str, base: str, theirs: str, ours: str) -> Folded:
    """Return three states of an entry merged: what a file changed, and what was changed here, which stands."""
    names = ("base", "theirs", "ours")
    parents = ("[]", as_json(["base"]), as_json(["base"]))
    rows = zip(names, parents, (base, theirs, ours), strict=True)
    return folded([{"uid": name, "kind": kind, "parents": of, "body": body} for name, of, body in rows])


def _as_it_is(version: sqlite3.Row) -> dict[str, Any]:
    return {name: version[name] for name in COLUMNS}


def _version(row: dict[str, Any], parents: list[str], after: str, digit: str = _OF_A_FILE) -> dict[str, Any]:
    """Return a version made from others, whose id follows from what it says."""
    at = datetime.fromisoformat(row["stamp"][:19] + "+00:00")
    uid = content_uid(at, "version", row["record_uid"], row["body"], *parents)
    found = {
        **row,
        "uid": uid[:_VERSION] + digit + uid[_VERSION + 1 :],
        "stamp": next_stamp(after, at),
        "parents": as_json(parents),
    }
    return {**found, "digest": digest_of(found)}
