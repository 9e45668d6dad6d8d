"""Which row of a file is which entry, where several have one time and one name: told by what they say.

The number of such a row among the others is part of its entry's id. A row that was added above, or taken out, would
give each below it the entry of another, and with it what was changed or deleted there. So a row is first the entry of
which the file said the same before. What is left over then are changed rows and new ones. One that tells of the place
of an entry that is left over is that one, changed. So is one that stands where an entry is left over, but for an entry
that was edited or deleted here and is of another place: a cramp elsewhere must not have its edits, or stay deleted
with it. Any other is new.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from crampdiary.diary.frozen import NamedTuple
from crampdiary.keep.merging.nearest import nearest
from crampdiary.keep.revision import content_uid, digest_of
from crampdiary.keep.versions import BATCH

PLACE = "place"
"""In a row, its `Place`."""
_AT_ONCE = 8  # entries that are looked for at first; of one time there are seldom more
_FURTHEST = 11  # apart, two severities of which one is not said

_NOT_TOLD = ("at", "logged_at", "precision", "typed", "note", "role", "purpose")
"""What tells nothing of the cramp itself."""

V = TypeVar("V")
_AtPlace = tuple[tuple[tuple[str, ...], str | None], int | None]
"""Sites, side and severity."""


class Place(NamedTuple):
    """What the id of a row's entry is made from.

    Attributes:
        written: the time as the source has it.
        name: what tells the rows of one time apart.
        group: stands for both.
        number: among the rows of the same time and name.
    """

    written: datetime
    name: tuple[str, ...]
    group: int
    number: int

    def uid(self, number: int | None = None) -> str:
        """Return the id of the entry, or of another of its group."""
        which = self.number if number is None else number
        return content_uid(self.written.replace(tzinfo=UTC), "entry", *self.name, str(which))

    def at_time(self, written: datetime) -> Place:
        """Return what an id is made from where the source has another time, and else the same."""
        source, kind, _, *key = self.name
        return self._replace(written=written, name=(source, kind, written.isoformat(), *key))

    def first_ids(self) -> list[str]:
        """Return the ids of the first entries of the same time and name."""
        return [self.uid(number) for number in range(_AT_ONCE)]


class SameRows(Generic[V]):
    """Finds the entry of each row.

    Args:
        here: returns what is here of some entries, by their ids.
        said: returns what their file said last of an entry.
        is_touched: returns whether an entry was edited or deleted here since.
    """

    def __init__(
        self,
        here: Callable[[Sequence[str]], Mapping[str, V]],
        said: Callable[[V], str | None],
        is_touched: Callable[[V], bool],
    ) -> None:
        self._here = here
        self._said = said
        self._is_touched = is_touched
        self._groups: dict[int, _Group[V]] = {}

    def placed(self, row: dict[str, Any], here: V | None) -> Iterator[tuple[dict[str, Any], V | None]]:
        """Yield a row as that of its entry, with what is here of it; nothing yet, where no entry said the same.

        Args:
            row: as it is by its number.
            here: of the entry of that number.
        """
        place: Place = row[PLACE]
        group = self._groups.get(place.group)
        if group is None:
            if place.number == 0 and (here is None or self._said(here) == row["body"]):
                yield row, here  # as nearly all are
                return
            group = self._groups[place.group] = _Group(dict(self._all(place)), self._said)
            if place.number:  # the first of them was that
                group.order += [0] * bool(group.left.pop(0, None))
        number = group.of_body(row["body"], place.number)
        if number is not None:
            group.order.append(number)
            yield numbered(row, number), group.left.pop(number)
        elif group.has_any:
            group.order.append(row)
        else:
            yield row, None

    def rest(self) -> Iterator[tuple[dict[str, Any], V | None]]:
        """Yield the rows that no entry said the same as before."""
        for group in self._groups.values():
            new = group.after
            for row, number in group.matched(self._is_touched):
                if number is None:
                    yield numbered(row, new), None
                    new += 1
                else:
                    yield numbered(row, number), group.left[number]

    def _all(self, place: Place) -> Iterator[tuple[int, V]]:
        """Yield all entries of a group that are here, by number."""
        start, count = 0, _AT_ONCE
        while True:
            uids = {place.uid(number): number for number in range(start, start + count)}
            found = self._here([*uids])
            yield from ((uids[uid], here) for uid, here in found.items())
            if not found:
                return
            start, count = start + count, min(2 * count, BATCH)


class _Group(Generic[V]):
    """Rows of one time and name, in the order of the file: the number of the entry that one is, or else the row."""

    def __init__(self, here: dict[int, V], said: Callable[[V], str | None]) -> None:
        self.left = here
        self.has_any = bool(here)
        self.after = max(here, default=-1) + 1
        self.order: list[int | dict[str, Any]] = []
        self._said = {number: said(each) for number, each in here.items()}
        self._by_body: dict[str | None, list[int]] = {}
        for number in sorted(here, reverse=True):
            self._by_body.setdefault(self._said[number], []).append(number)

    def of_body(self, body: str, first: int) -> int | None:
        """Return the number of an entry that is left and of which its file said this: one of them first, if it is."""
        if first in self.left and self._said[first] == body:
            return first
        numbers = self._by_body.get(body, [])
        while numbers and numbers[-1] not in self.left:
            numbers.pop()
        return numbers[-1] if numbers else None

    def matched(self, is_touched: Callable[[V], bool]) -> Iterator[tuple[dict[str, Any], int | None]]:
        """Yield each row that is no entry yet with the entry that it is, None where there is none."""
        of_place = self._of_one_place()
        taken = {*of_place.values()}
        order: list[int | dict[str, Any]] = []
        for at, row in enumerate(self.order):
            if at not in of_place:
                order.append(row)
            elif not isinstance(row, int):
                yield row, of_place[at]
        for row, place in _by_order(order, sorted(self.left.keys() - taken), self.after):
            is_another = (
                place is not None
                and is_touched(self.left[place])
                and is_elsewhere(row["body"], self._said[place])
            )
            yield row, None if is_another else place

    def _of_one_place(self) -> dict[int, int]:
        """Return which rows are which entries of the same site and side, those of the nearest severities first."""
        rows: dict[_AtPlace, dict[int, float]] = {}
        entries: dict[_AtPlace, dict[str, float]] = {}
        for at, row in enumerate(self.order):
            if not isinstance(row, int) and (place := _place_of(row["body"]))[0]:
                rows.setdefault((place, _severity_of(row["body"])), {})[at] = at
        for number in self.left:
            place, level = _place_of(self._said[number]), _severity_of(self._said[number])
            entries.setdefault((place, level), {})[str(number)] = number
        found: dict[int, int] = {}
        kinds = [
            (_apart(one[1], other[1]), one, other) for one in rows for other in entries if one[0] == other[0]
        ]
        for _, one, other in sorted(kinds, key=lambda each: each[0]):
            for at, entry in nearest(rows[one], entries[other]).items():
                found[at] = int(entry)
                del rows[one][at], entries[other][entry]
        return found


def _by_order(
    order: list[int | dict[str, Any]], free: list[int], after: int
) -> Iterator[tuple[dict[str, Any], int | None]]:
    """Yield each row with the first free entry between those beside which it stands."""
    known = [each for each in order if isinstance(each, int)]
    if known != sorted(known) and known == sorted(known, reverse=True):
        order = order[::-1]
    between: list[dict[str, Any]] = []
    taken: set[int] = set()
    before = -1
    for each in [*order, after]:
        if not isinstance(each, int):
            between.append(each)
            continue
        if between:
            # Rows that were turned round stand between the same entries more than once.
            inside = range(bisect_right(free, before), bisect_left(free, each))
            places = (free[at] for at in inside if free[at] not in taken)
            for row in between:
                place = next(places, None)
                if place is not None:
                    taken.add(place)
                yield row, place
        before, between = each, []


def _place_of(body: str | None) -> tuple[tuple[str, ...], str | None]:
    """Return the sites and the side of an entry, as the log keeps it; no sites where it says none."""
    fields = json.loads(body) if body else {}
    return tuple(sorted(fields.get("sites", ()))), fields.get("side")


def is_elsewhere(body: str, other: str | None) -> bool:
    """Return whether two states of an entry, as the log keeps them, say two sites."""
    sites, others = _place_of(body)[0], _place_of(other)[0]
    return bool(sites and others) and sites != others


def is_at_one_place(body: str, other: str) -> bool:
    """Return whether two states of an entry, as the log keeps them, say the same sites and side."""
    return bool(_place_of(body)[0]) and _place_of(body) == _place_of(other)


def alike_things(body: str, other: str) -> int:
    """Return how many things two states of a cramp both say alike: its sites, side, severity, length and the like.

    0 where they contradict each other, but for the clock and the note.
    """
    one, two = json.loads(body), json.loads(other)
    common = (one.keys() & two.keys()) - {*_NOT_TOLD}
    return len(common) if all(one[name] == two[name] for name in common) else 0


def _severity_of(body: str | None) -> int | None:
    severity: int | None = json.loads(body or "{}").get("severity")
    return severity


def _apart(one: int | None, other: int | None) -> int:
    """Return how far apart two severities are; further than any where one is not said."""
    return 0 if one == other else _FURTHEST if one is None or other is None else abs(one - other)


def numbered(row: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a row as that of another entry of its group."""
    place: Place = row[PLACE]
    return row if number == place.number else as_entry(row, place.uid(number))


def of_another_file(row: dict[str, Any], tag: str) -> dict[str, Any]:
    """Return a row as that of a file whose entries a tag tells from those of others."""
    place: Place = row[PLACE]
    source, *name = place.name
    other = place._replace(name=(f"{source} {tag}", *name))
    return {**as_entry(row, other.uid()), PLACE: other}


def as_entry(row: dict[str, Any], entry: str) -> dict[str, Any]:
    """Return a row as that of another entry."""
    at = datetime.fromisoformat(row["stamp"][:19] + "+00:00")
    found = {**row, "record_uid": entry, "uid": content_uid(at, "version", entry, row["body"])}
    return {**found, "digest": digest_of(found)}
