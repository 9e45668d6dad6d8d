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
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime, time
from itertools import islice
from typing import Any

from crampdiary.diary.model import Episode, Exposure, Word
from crampdiary.keep.folding import Folded, folded, head_uids, shown_body
from crampdiary.keep.merging.gone_rows import (
    ORDER,
    InFile,
    entries_of,
    looks,
    moved,
    pairs,
)
from crampdiary.keep.merging.of_one_row import others_of_row
from crampdiary.keep.merging.same_rows import PLACE, SameRows, as_entry
from crampdiary.keep.merging.source_files import SourceFile
from crampdiary.keep.merging.version_said import day_said, night_said, thing_said
from crampdiary.keep.revision import COLUMNS, as_json, body_of, content_uid, digest_of, next_stamp
from crampdiary.keep.store import Store
from crampdiary.keep.versions import BATCH, by_record

FIXED = "is_fixed"
"""In a row, whether an entry that is here stays as it is: what its file says depends on when it is read."""
BUT_FOR_ITS_NIGHT = "but for its night"
"""There: it stays, unless the file is read by now as telling by its days of the nights before them, or after."""

_VERSION = 14  # the place of the version's digit in a UUID
_OF_A_FILE, _OF_HERE = "8", "7"
_SAID_KEPT = 8  # of what was said at imports, so that undoing some of them leads back


class ToldAgain:
    """What is to be told of a file that came again, once all of it is read.

    Attributes:
        left: the ids of what is here, came from this file, and is no longer in it, though its night is.
        unseen: how many entries of each kind are told otherwise by the file now, and look here as they did.
        as_before: the ids of those that stay as they are, while their rows could by now be of another day.
        has_lost: whether anything else that came from this file is no longer in it.
        has_new: whether anything in it is new.
    """

    def __init__(self) -> None:
        self.left: list[str] = []
        self.unseen: Counter[str] = Counter()
        self.as_before: list[str] = []
        self.has_lost = self.has_new = False


def brought_again(
    store: Store,
    rows: Iterable[dict[str, Any]],
    file: SourceFile | None = None,
    denied: Container[tuple[str, datetime]] = (),
    found: ToldAgain | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield rows of the log that a file makes, as what they are to this diary: new, known, or a newer version.

    Args:
        store: the diary.
        rows: each the first version of its entry, as the file alone would make it; each entry once.
        file: what is known of its earlier imports.
        denied: what it says there was not, or not more often, each a word or kind and when; complete after its rows.
        found: gets what is to be told of it.
    """
    found = found or ToldAgain()
    earlier = entries_of(store, file.ops) if file and file.ops else set()
    if not earlier:
        for row, versions in _placed(store, rows):
            yield from _made_after(row, versions, found)
        return
    in_file = InFile()
    open_rows: list[tuple[dict[str, Any], list[sqlite3.Row] | None]] = []
    came: list[dict[str, Any]] = []
    numbered = ({**row, ORDER: number} for number, row in enumerate(rows))
    for row, versions in _placed(store, numbered):
        if row["kind"] == Word.kind:
            yield row
        elif not row.get(FIXED, False) and (versions is None or moved(row, _said_last(versions))):
            open_rows.append((row, versions))
        else:
            in_file.note(row)
            if versions is None:
                came.append(row)
            elif row["kind"] in in_file.came and _is_back(versions):
                in_file.came[row["kind"]].add(day_said(row))
            yield from _made_after(row, versions, found)
    yield from _settled(store, open_rows, came, in_file, earlier, denied, found)


def _placed(
    store: Store, rows: Iterable[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], list[sqlite3.Row] | None]]:
    """Yield rows as those of their entries, each with the versions of that which are here."""
    same = SameRows(lambda uids: _versions_here(store, uids), _said_last, _is_touched)
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        here = _versions_here(store, [row["record_uid"] for row in batch])
        for row in batch:
            versions = here.get(row["record_uid"])
            if row["kind"] == Word.kind:
                yield row, None
            elif row.get(FIXED, False):
                yield row, versions
            else:
                yield from same.placed(row, versions)
    yield from same.rest()


def _settled(
    store: Store,
    open_rows: list[tuple[dict[str, Any], list[sqlite3.Row] | None]],
    came: list[dict[str, Any]],
    in_file: InFile,
    earlier: set[str],
    denied: Container[tuple[str, datetime]],
    found: ToldAgain,
) -> Iterator[dict[str, Any]]:
    """Yield the rows that may be of entries with another time, and the end of what the file no longer says."""
    gone: dict[str, list[sqlite3.Row]] = {}
    uids = sorted(earlier - in_file.uids)
    for start in range(0, len(uids), BATCH):
        gone |= _versions_here(store, uids[start : start + BATCH])
    said = {uid: last for uid, versions in gone.items() if (last := _last_said(versions)) is not None}
    touched = {uid for uid in said if _is_touched(gone[uid])}
    for row, _ in open_rows:
        in_file.note_night(row)
    same = pairs([row for row, _ in open_rows], said, in_file, touched, gone)
    taken = set(same.values())
    moved_to = _moved_to((said[uid], open_rows[place][0]) for place, uid in same.items() if uid in said)
    for place, (row, versions) in enumerate(open_rows):
        uid = same.get(place)
        if uid is not None:
            row, versions = as_entry(row, uid), gone[uid]
        elif row["record_uid"] in taken:  # its entry is another row by now
            row, versions = _next_free(store, row, in_file.uids | taken), None
        in_file.note(row)
        taken.add(row["record_uid"])
        if versions is None:
            came.append(row)
        yield from _made_after(row, versions, found)
    found.has_new = bool(came)
    for row in (*came, *(row for row, _ in open_rows)):
        if row["kind"] in in_file.came:
            in_file.came[row["kind"]].add(day_said(row))
    sources = {row[PLACE].name[0] for row in (*came, *(row for row, _ in open_rows))}
    denied_too = {
        each
        for last in said.values()
        if last["kind"] == Episode.kind and in_file.denies(last)
        for source in sources
        for each in others_of_row(source, last)
    }
    alike = {each for row in came for each in looks(row, is_fixed=row.get(FIXED, False))}
    for uid, last in said.items():
        versions = gone[uid]
        if uid in in_file.uids or shown_body(versions) is None:
            continue
        word, at = thing_said(last)
        is_denied = in_file.denies(last) or uid in denied_too
        if is_denied or any((word, each) in denied for each in (at, *moved_to.get(at, ()))):
            yield _deletion(versions, last, is_touched=uid in touched)
        elif in_file.has(last) or not alike.isdisjoint(looks(last, is_fixed=True)):
            found.left.append(uid)
        else:
            found.has_lost = True


def _moved_to(moved: Iterable[tuple[sqlite3.Row, dict[str, Any]]]) -> dict[datetime, set[datetime]]:
    """Return when rows are by now, by when they were: at their moment, and at the noon of its night."""
    found: dict[datetime, set[datetime]] = {}
    for last, row in moved:
        if row["kind"] in (Episode.kind, Exposure.kind):
            at, now = thing_said(last)[1], thing_said(row)[1]
            noon = datetime.combine(night_said(last), time(12), at.tzinfo)
            for each in (at, noon):
                found.setdefault(each, set()).add(now)
    return found


def _next_free(store: Store, row: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    number = 0
    while (uid := row[PLACE].uid(number)) in taken or _versions_here(store, [uid]):
        number += 1
    return as_entry(row, uid)


def _deletion(versions: list[sqlite3.Row], last: sqlite3.Row, *, is_touched: bool) -> dict[str, Any]:
    """Return a version that deletes what a file no longer says; beside what was changed here, where anything was."""
    row = {**_as_it_is(last), "deleted": 1, "body": None}
    if is_touched:
        return _version(row, [last["uid"]], last["stamp"])
    return _version(row, head_uids(versions), versions[-1]["stamp"])


def _last_said(versions: list[sqlite3.Row]) -> sqlite3.Row | None:
    return next((each for each in reversed(_made_by_files(versions)) if each["undone_by"] is None), None)


def _said_last(versions: list[sqlite3.Row]) -> str | None:
    made = _made_by_files(versions)
    counting = [each for each in made if each["undone_by"] is None]
    return (counting or made)[-1]["body"] if made else None


def _is_back(versions: list[sqlite3.Row]) -> bool:
    """Return whether an entry that a file has was deleted."""
    return any(each["body"] is None for each in versions) and shown_body(versions) is None


def _is_touched(versions: list[sqlite3.Row]) -> bool:
    """Return whether an entry is shown otherwise than its file said last; not where that import was taken back."""
    counting = [each for each in _made_by_files(versions) if each["undone_by"] is None]
    return bool(counting) and shown_body(versions) != counting[-1]["body"]


def said_by_files(store: Store, uids: Sequence[str]) -> dict[str, str | None]:
    """Return what its file said last of each of some entries that are here."""
    return {uid: _said_last(versions) for uid, versions in _versions_here(store, uids).items()}


def numbers_of(store: Store, uids: Sequence[str]) -> list[int]:
    """Return the numbers of some entries that are here, the smallest first."""
    asked = "SELECT id FROM record WHERE uid IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [row[0] for row in store.select(asked, (as_json(uids),))]


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


def _made_after(
    row: dict[str, Any], versions: list[sqlite3.Row] | None, found: ToldAgain
) -> list[dict[str, Any]]:
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
    is_same = last["body"] == row["body"] or _stays(row, last)
    shown = shown_body(versions)
    if shown is None:
        if _is_gone_by_file(versions):
            return [_version(row, head_uids(versions), versions[-1]["stamp"])]
        if counting or (is_same and len(made) == 1):  # deleted here; or taken back whole, and `revive` has it
            return [_as_it_is(last)]
        return [_version(row, head_uids(versions), versions[-1]["stamp"])]
    base = counting[-1] if counting else last
    if base["body"] == row["body"] or _stays(row, base):
        if base["body"] != row["body"]:
            found.as_before.append(row["record_uid"])
        return [_as_it_is(base)]
    # After that version, and before what was changed here since, so that this stands where both changed one thing.
    version: dict[str, Any] = _version(row, [last["uid"]], last["stamp"])
    wanted = _merged_by_field(row["kind"], base["body"], row["body"], shown)
    together: list[Any] = sorted([*versions, version], key=lambda each: (each["stamp"], each["uid"]))
    now = folded(together)
    is_shown = now.record is not None and body_of(now.record) == body_of(wanted.record)  # type: ignore[arg-type]
    if _is_alike(body_of(wanted.record), shown):  # type: ignore[arg-type]
        found.unseen[row["kind"]] += 1
    if is_shown and (wanted.conflicts or not now.conflicts):
        return [version]
    settled = {**row, "body": body_of(wanted.record)}  # type: ignore[arg-type]
    return [version, _version(settled, sorted(now.heads), together[-1]["stamp"], _OF_HERE)]


def _stays(row: dict[str, Any], last: sqlite3.Row) -> bool:
    """Return whether an entry stays as a file said it before, whatever it says now."""
    stays = row.get(FIXED, False)
    if stays != BUT_FOR_ITS_NIGHT:
        return bool(stays)
    return abs((night_said(row) - night_said(last)).days) != 1


def _is_alike(body: str, other: str) -> bool:
    """Return whether two states of an entry look alike to a person."""
    one, two = ({**json.loads(each), "logged_at": "", "typed": ""} for each in (body, other))
    return one == two


def _is_gone_by_file(versions: list[sqlite3.Row]) -> bool:
    """Return whether an entry was deleted because its file no longer said it, and by nothing else."""
    heads = head_uids(versions)
    return all(
        each["body"] is None and each["uid"][_VERSION] == _OF_A_FILE
        for each in versions
        if each["uid"] in heads
    )


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
    uid = content_uid(at, "version", row["record_uid"], row["body"] or "", *parents)
    found = {
        **row,
        "uid": uid[:_VERSION] + digit + uid[_VERSION + 1 :],
        "stamp": next_stamp(after, at),
        "parents": as_json(parents),
    }
    return {**found, "digest": digest_of(found)}
