"""What a file said at an earlier import and no longer says: rows whose time was corrected, nights told otherwise.

An id has the time of its row, so a row whose time was corrected at the source looks like a new one beside one that is
gone. Where nothing else in it changed, it is that one. So it is where as many rows came between two that are known as
went from there, or where it alone came in a night from which one alone went: its time and its pain were corrected
together. A night that the file called clear and now has a cramp in, or the other way round, is corrected too: what it
said before goes. Any other row that is gone stays as an entry here, since a file may have the last weeks alone.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from crampdiary.clock.zones import to_utc_text
from crampdiary.diary.model import CheckIn, Episode
from crampdiary.keep.merging.nearest import Apart, nearest
from crampdiary.keep.merging.of_one_row import clear_nights_again, of_one_row
from crampdiary.keep.merging.same_rows import alike_things, is_at_one_place, is_elsewhere
from crampdiary.keep.merging.version_said import Version, day_said, moment_said, night_said
from crampdiary.keep.revision import as_json
from crampdiary.keep.store import Store

ORDER = "order"
"""In a row, its number in the file."""
_MOMENTS = ("at", "logged_at", "precision", "typed")
_SEVERAL = 2
_MANY = 1_000  # pairs of cramps of one day, of which none is plainly one any more
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
        self.came: dict[str, set[str]] = {Episode.kind: set(), CheckIn.kind: set()}
        """The days of the cramps and of the clear nights that are new in it, or at another time."""
        self.last_known = date.min
        self._first = date.max
        self._order: dict[str, list[tuple[int, str, str]]] = defaultdict(list)

    def note(self, row: dict[str, Any]) -> None:
        """Take note of a row, as that of its entry."""
        self.uids.add(row["record_uid"])
        self.last_known = max(self.last_known, self.note_night(row))
        self._order[row["kind"]].append((row[ORDER], row["stamp"][:19], row["record_uid"]))

    def note_night(self, row: Version) -> date:
        """Return the night of a row, whose entry is open, and take note of it."""
        night = night_said(row)
        self._first = min(self._first, night)
        if row["kind"] in self.nights and not _is_no_clear_night(row):
            self.nights[row["kind"]].add(night)
        return night

    def spans(self, night: date) -> bool:
        """Return whether the file has rows of this night, or of earlier ones."""
        return self._first <= night

    def has(self, said: Version) -> bool:
        """Return whether what a file said before is missing in it: not where it has the last weeks alone."""
        return self.spans(night_said(said)) or not self._order

    def gaps(self, kind: str) -> Gaps:
        """Return the places between the rows of a kind that are known."""
        return Gaps(self._order[kind])

    def denies(self, said: Version) -> bool:
        """Return whether what a file said of a night is no longer so: a cramp in a clear one, or the other way."""
        other = _OPPOSITE.get(said["kind"])
        if other is None or _is_no_clear_night(said):
            return False
        if day_said(said) in self.came[other]:
            return True  # its row tells the other by now, at a time or without one, which may be of another night
        return night_said(said) in self.nights[other]


class Gaps:
    """The places between rows that are known, each told by the ids of its two neighbours, None for an end of the file.

    Args:
        rows: each its number in the file, its moment as UTC text to the second, and its id.
    """

    def __init__(self, rows: list[tuple[int, str, str]]) -> None:
        rows = sorted(rows)
        by_time = sorted((stamp, number, uid) for number, stamp, uid in rows)
        later = sum((two[1] > one[1]) - (two[1] < one[1]) for one, two in pairwise(rows))
        self._turn = -1 if later < 0 else 1  # the newest may stand first
        self._numbers = [self._turn * number for number, _, _ in rows][:: self._turn]
        self._in_file = [None, *[uid for _, _, uid in rows][:: self._turn], None]
        self._stamps = [stamp for stamp, _, _ in by_time]
        self._in_time = [None, *(uid for _, _, uid in by_time), None]

    def of_row(self, number: int) -> tuple[str | None, ...]:
        """Return between which two a row of the file stands."""
        place = bisect(self._numbers, self._turn * number)
        return tuple(self._in_file[place : place + 2])

    def ofmoment_said(self, at: datetime) -> tuple[str | None, ...]:
        """Return between which two a row that is gone stood, as most files are in the order of time."""
        place = bisect(self._stamps, to_utc_text(at)[:19])
        return tuple(self._in_time[place : place + 2])


def pairs(
    rows: list[dict[str, Any]], gone: Mapping[str, Version], file: InFile, touched: set[str],
    versions: Mapping[str, Sequence[Version]],
) -> dict[int, str]:  # fmt: skip
    """Return which new rows are which of those that are gone, by their places in the list.

    Args:
        rows: that have no entry yet.
        gone: the ids of entries that the file no longer has, each with the version that said it last.
        file: what it says now.
        touched: those of them that were edited or deleted here.
        versions: all of each of them.
    """
    nights = {uid: night_said(said) for uid, said in gone.items()}
    in_span = {uid for uid, night in nights.items() if file.spans(night)}
    is_mostly_there = len(file.uids) >= len(in_span)
    groups: dict[tuple[str, str], tuple[list[int], list[str]]] = {}
    by_body: dict[tuple[str, str], list[str]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(_all_else(row), ([], []))[0].append(place)
    for uid, said in sorted(gone.items()):
        if of_group := groups.get(_all_else(said)):
            of_group[1].append(uid)
            by_body.setdefault((said["kind"], said["body"]), []).append(uid)
    taken: dict[int, str] = {}
    for those in by_body.values():
        those.reverse()
    for place, row in enumerate(rows):
        if same := by_body.get((row["kind"], row["body"])):
            taken[place] = same.pop()
    taken |= clear_nights_again(rows, taken, gone)
    used = {*taken.values()}
    for place, row in enumerate(rows):  # another zone moves all of them, and each is what it was
        uid = row["record_uid"]
        if place not in taken and uid not in used and uid in gone and _all_else(row) == _all_else(gone[uid]):
            taken[place] = uid
            used.add(uid)
    for places, uids in groups.values():
        used = {taken[place] for place in places if place in taken}
        came = {place: moment_said(rows[place]) for place in places if place not in taken}
        free = {uid: moment_said(gone[uid]) for uid in uids if uid not in used}
        anywhere = in_span if is_mostly_there else set()
        of_rows = {place: night_said(rows[place]) for place in came}
        taken |= nearest(
            {place: _seconds(at) for place, at in came.items()},
            {uid: _seconds(at) for uid, at in free.items() if uid in anywhere},
            _near(
                {place: (at, of_rows[place]) for place, at in came.items()},
                {uid: (at, nights[uid]) for uid, at in free.items() if uid not in anywhere},
            ),
        )
        if is_mostly_there:
            # What left a file of the last weeks is the oldest, and what is new in one is the newest.
            used = {taken[place] for place in places if place in taken}
            earlier = [place for place in came if place not in taken and of_rows[place] <= file.last_known]
            taken |= nearest(
                {place: _seconds(came[place]) for place in earlier},
                {uid: _seconds(at) for uid, at in free.items() if uid not in used},
            )
    taken |= of_one_row(rows, taken, gone, nights, touched, versions, file.uids)
    used = set(taken.values())
    at_once: dict[str | None, list[str]] = {}
    for uid, said in gone.items():
        if said["kind"] == Episode.kind and uid not in used:
            at_once.setdefault(json.loads(said["body"]).get("at"), []).append(uid)
    corrected = [
        (is_elsewhere(row["body"], gone[uid]["body"]), place, uid)
        for place, row in enumerate(rows)
        if row["kind"] == Episode.kind and place not in taken
        for uid in at_once.get(json.loads(row["body"])["at"], ())
        if _is_corrected(row["body"], gone[uid]["body"], uid in touched)
    ]

    def take(place: int, uid: str) -> None:
        if place not in taken and uid not in used:
            taken[place] = uid
            used.add(uid)

    for _, place, uid in sorted(corrected):
        take(place, uid)
    open_yet = {uid: said for uid, said in gone.items() if uid not in used}
    for place, uid in _of_one_day(
        rows, [place for place in range(len(rows)) if place not in taken], open_yet
    ):
        take(place, uid)
    left = [place for place in range(len(rows)) if place not in taken]
    for place, uid in _rewritten(rows, left, {uid: gone[uid] for uid in gone if uid not in used}, file):
        if uid not in touched or not is_elsewhere(rows[place]["body"], gone[uid]["body"]):
            take(place, uid)
    return taken | of_one_row(rows, taken, gone, nights, touched, versions, file.uids)


def _of_one_day(
    rows: list[dict[str, Any]], left: list[int], gone: Mapping[str, Version]
) -> Iterator[tuple[int, str]]:
    """Yield which cramps are which of those that went from the same day, though others came or went beside them.

    That is plain where all but the time and the note is the same, or else the place alone, of one with one other.
    """
    days: dict[str, tuple[list[int], list[str]]] = {}
    for place in left:
        if rows[place]["kind"] == Episode.kind:
            days.setdefault(day_said(rows[place]), ([], []))[0].append(place)
    for uid, said in gone.items():
        if said["kind"] == Episode.kind and (of_day := days.get(day_said(said))):
            of_day[1].append(uid)
    for places, uids in days.values():
        if len(places) * len(uids) > _MANY:
            continue
        for is_one in (lambda one, two: alike_things(one, two) >= _SEVERAL, is_at_one_place):
            fitting = [
                (place, uid)
                for place in places
                for uid in uids
                if is_one(rows[place]["body"], gone[uid]["body"])
            ]
            rows_of, entries = Counter(place for place, _ in fitting), Counter(uid for _, uid in fitting)
            for place, uid in fitting:
                if rows_of[place] == entries[uid] == 1:
                    yield place, uid
                    places.remove(place)
                    uids.remove(uid)


def _rewritten(
    rows: list[dict[str, Any]], left: list[int], gone: Mapping[str, Version], file: InFile
) -> Iterator[tuple[int, str]]:
    """Yield which cramps are which of those that are gone, though their times and more of them changed.

    As many came as went: first in a night, then between two rows that are known. Beyond the first and the last of
    these a file grows and is cut, and nothing tells that from a correction. But one that alone went from the end, by
    its time, may have stood elsewhere: it had a slip in its date.
    """
    left = [place for place in left if rows[place]["kind"] == Episode.kind]
    went = {uid: said for uid, said in gone.items() if said["kind"] == Episode.kind}
    if not left or not went:
        return
    gaps = file.gaps(Episode.kind)
    nights = (
        {place: (night_said(rows[place]),) for place in left},
        {uid: (night_said(said),) for uid, said in went.items()},
    )
    between = (
        {place: gaps.of_row(rows[place][ORDER]) for place in left},
        {uid: gaps.ofmoment_said(moment_said(said)) for uid, said in went.items()},
    )
    for new, before in (nights, between):
        came_there: dict[Any, list[int]] = defaultdict(list)
        went_there: dict[Any, list[str]] = defaultdict(list)
        for place in left:
            came_there[new[place]].append(place)
        for uid in went:
            went_there[before[uid]].append(uid)
        for where, places in came_there.items():
            uids = sorted(went_there[where], key=lambda uid: moment_said(went[uid]))
            if len(uids) == len(places) and None not in where:
                yield from zip(sorted(places, key=lambda each: rows[each]["stamp"]), uids, strict=True)
                left = [place for place in left if place not in places]
                went = {uid: said for uid, said in went.items() if uid not in uids}
    if len(left) == len(went) == 1:
        (place,), (uid,) = left, went
        if between[1][uid][1] is None and None not in between[0][place]:
            yield place, uid


def _near(
    rows: Mapping[int, tuple[datetime, date]], entries: Mapping[str, tuple[datetime, date]]
) -> Iterator[Apart]:
    """Yield the pairs of one day or one night."""
    beside: dict[tuple[str, date], list[int]] = {}
    for place, (at, night) in rows.items():
        beside.setdefault(("day", at.date()), []).append(place)
        beside.setdefault(("night", night), []).append(place)
    for uid, (at, night) in entries.items():
        for place in {*beside.get(("day", at.date()), ()), *beside.get(("night", night), ())}:
            yield abs(_seconds(at) - _seconds(rows[place][0])), place, uid


def _seconds(at: datetime) -> float:
    """Return a moment on its own clock, to tell how far apart two are."""
    return at.replace(tzinfo=UTC).timestamp()


def moved(row: Version, said: str | None) -> bool:
    """Return whether the file last said of a row's entry that it was at another time.

    Not where that is now known to the day alone, or no more: then it is read otherwise, and stands where it stood.
    """
    now, before = json.loads(row["body"]), json.loads(said or "{}")
    is_other_time = now.get("at") != before.get("at")
    return said is not None and is_other_time and now.get("precision") == before.get("precision")


def looks(row: Version, *, is_fixed: bool) -> Iterator[tuple[str, ...]]:
    """Yield by what a row is known again on another day: all but its time; or its time of the clock and its place.

    Args:
        row: new, or gone.
        is_fixed: whether its file names no day, so that a correction on a later day looks like a new entry.
    """
    yield _all_else(row)
    body = json.loads(row["body"])
    if is_fixed and body.get("precision") != "day" and "at" in body:
        yield row["kind"], body["at"][11:16], as_json(body.get("sites") or body.get("word"))


def _is_corrected(body: str, before: str, is_touched: bool) -> bool:
    """Return whether a row tells of one cramp with another of the same moment, where its id has its words too."""
    if is_elsewhere(body, before):
        return not is_touched and json.loads(body)["precision"] != "day"
    return json.loads(body)["precision"] != "day" or bool(json.loads(body).get("sites"))


def _is_no_clear_night(row: Version) -> bool:
    return row["kind"] == CheckIn.kind and not json.loads(row["body"]).get("clear", True)


def _all_else(row: Version) -> tuple[str, str]:
    body = json.loads(row["body"])
    return row["kind"], as_json({name: value for name, value in body.items() if name not in _MOMENTS})
