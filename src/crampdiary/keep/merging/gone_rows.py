"""What a file said at an earlier import and no longer says: rows whose time was corrected, nights told otherwise.

An id has the time of its row, so a row whose time was corrected at the source looks like a new one beside one that is
gone. Where nothing else in it changed, it is that one. A night that the file called clear and now has a cramp in, or
the other way round, is corrected too: what it said before goes. Any other row that is gone stays as an entry here,
since a file may have the last weeks alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from crampdiary.diary.model import CheckIn, Episode
from crampdiary.keep.merging.same_rows import is_elsewhere
from crampdiary.keep.revision import as_json, record_of
from crampdiary.keep.store import Store

_MOMENTS = ("at", "logged_at", "precision", "typed")
Version = Mapping[str, Any] | sqlite3.Row
"""A version of an entry, new or in the log."""
_OPPOSITE = {Episode.kind: CheckIn.kind, CheckIn.kind: Episode.kind}


def entries_of(store: Store, ops: tuple[int, ...]) -> set[str]:
    """Return the ids of the entries that some imports made or changed, but for those that were taken back since."""
    rows = store.select(
        "SELECT DISTINCT record_uid FROM revision JOIN op ON op.id = op_id "
        "WHERE op_id IN (SELECT value FROM json_each(?)) AND undone_by IS NULL AND kind != 'word'",
        (as_json(list(ops)),),
    )
    return {row[0] for row in rows}


class InFile:
    """What a file says now: its nights, and how many of its rows were there before."""

    def __init__(self) -> None:
        self.nights: dict[str, set[date]] = {Episode.kind: set(), CheckIn.kind: set()}
        self.uids: set[str] = set()
        self._first, self._last = date.max, date.min

    def note(self, row: Version) -> None:
        """Take note of a row, as that of its entry."""
        self.uids.add(row["record_uid"])
        self.note_night(row)

    def note_night(self, row: Version) -> None:
        """Take note of the night of a row, whose entry is open."""
        night = night_said(row)
        self._first, self._last = min(self._first, night), max(self._last, night)
        if row["kind"] in self.nights and not _is_no_clear_night(row):
            self.nights[row["kind"]].add(night)

    def spans(self, night: date) -> bool:
        """Return whether the file has rows of this night, or of earlier and later ones."""
        return self._first <= night <= self._last

    def denies(self, said: Version) -> bool:
        """Return whether what a file said of a night is no longer so: a cramp in a clear one, or the other way."""
        other = _OPPOSITE.get(said["kind"])
        return other is not None and not _is_no_clear_night(said) and night_said(said) in self.nights[other]


def pairs(
    rows: list[dict[str, Any]], gone: Mapping[str, Version], file: InFile, touched: set[str]
) -> dict[int, str]:
    """Return which new rows are which of those that are gone, by their places in the list.

    Args:
        rows: that have no entry yet.
        gone: the ids of entries that the file no longer has, each with the version that said it last.
        file: what it says now.
        touched: those of them that were edited or deleted here.
    """
    bodies = [json.loads(row["body"]) for row in rows]
    by_body: dict[tuple[str, str], list[str]] = {}
    at_once: dict[tuple[str, str | None], list[str]] = {}
    for uid, said in gone.items():
        body = json.loads(said["body"])
        by_body.setdefault(_all_else(said["kind"], body), []).append(uid)
        at_once.setdefault((said["kind"], body.get("at")), []).append(uid)
    found: list[tuple[int, float, int, str]] = []
    in_span = [uid for uid, said in gone.items() if file.spans(night_said(said))]
    is_mostly_there = len(file.uids) >= len(in_span)
    for place, (row, body) in enumerate(zip(rows, bodies, strict=True)):
        moment = _moment(row)
        for uid in by_body.get(_all_else(row["kind"], body), ()):
            said = gone[uid]
            before = _moment(said)
            apart = abs((moment.replace(tzinfo=None) - before.replace(tzinfo=None)).total_seconds())
            is_same = said["body"] == row["body"]
            is_near = moment.date() == before.date() or night_said(row) == night_said(said)
            if is_same or is_near or (is_mostly_there and file.spans(night_said(said))):
                found.append((0 if is_same else 1, apart, place, uid))
        corrected = at_once.get((row["kind"], body["at"]), []) if row["kind"] == Episode.kind else []
        found += [
            (2, float(is_elsewhere(row["body"], gone[uid]["body"])), place, uid)
            for uid in corrected
            if _is_corrected(row["body"], gone[uid]["body"], uid in touched)
        ]
    taken: dict[int, str] = {}
    used: set[str] = set()
    for _, _, place, uid in sorted(found):
        if place not in taken and uid not in used:
            taken[place] = uid
            used.add(uid)
    return taken


def night_said(row: Version) -> date:
    """Return the night of a version."""
    record = record_of(row)
    return getattr(record, "night", None) or _moment(row).date()


def moved(row: Version, said: str | None) -> bool:
    """Return whether the file last said of a row's entry that it was at another time."""
    return said is not None and json.loads(row["body"]).get("at") != json.loads(said).get("at")


def _is_corrected(body: str, before: str, is_touched: bool) -> bool:
    """Return whether a row tells of one cramp with another of the same moment, where its id has its words too."""
    if is_elsewhere(body, before):
        return not is_touched and json.loads(body)["precision"] != "day"
    return json.loads(body)["precision"] != "day" or bool(json.loads(body).get("sites"))


def _is_no_clear_night(row: Version) -> bool:
    return row["kind"] == CheckIn.kind and not json.loads(row["body"]).get("clear", True)


def _all_else(kind: str, body: dict[str, Any]) -> tuple[str, str]:
    return kind, as_json({name: value for name, value in body.items() if name not in _MOMENTS})


def _moment(row: Version) -> datetime:
    body = json.loads(row["body"])
    return datetime.fromisoformat(body.get("at") or body.get("logged_at") or "2000-01-01T00:00:00+00:00")
