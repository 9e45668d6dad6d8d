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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from crampdiary.diary.frozen import NamedTuple
from crampdiary.keep.revision import content_uid, digest_of

PLACE = "place"
"""In a row, its `Place`."""
_AT_ONCE = 8  # entries that are looked for; of one time there are seldom more

V = TypeVar("V")


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
            group = self._groups[place.group] = _Group(dict(self._all(place)))
            if place.number:  # the first of them was that
                group.order += [0] * bool(group.left.pop(0, None))
        number = next(
            (each for each in group.in_order(place.number) if self._said(group.left[each]) == row["body"]),
            None,
        )
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
            for row, number in group.matched(self._said, self._is_touched):
                if number is None:
                    yield numbered(row, new), None
                    new += 1
                else:
                    yield numbered(row, number), group.left[number]

    def _all(self, place: Place) -> Iterator[tuple[int, V]]:
        """Yield all entries of a group that are here, by number."""
        start = 0
        while True:
            uids = {place.uid(number): number for number in range(start, start + _AT_ONCE)}
            found = self._here([*uids])
            yield from ((uids[uid], here) for uid, here in found.items())
            if not found:
                return
            start += _AT_ONCE


class _Group(Generic[V]):
    """Rows of one time and name, in the order of the file: the number of the entry that one is, or else the row."""

    def __init__(self, here: dict[int, V]) -> None:
        self.left = here
        self.has_any = bool(here)
        self.after = max(here, default=-1) + 1
        self.order: list[int | dict[str, Any]] = []

    def in_order(self, first: int) -> Iterable[int]:
        """Return the numbers of the entries that are left, and of these one first."""
        return sorted(self.left, key=lambda number: (number != first, number))

    def matched(
        self, said: Callable[[V], str | None], is_touched: Callable[[V], bool]
    ) -> Iterator[tuple[dict[str, Any], int | None]]:
        """Yield each row that is no entry yet with the entry that it is, None where there is none."""
        before = {number: said(here) for number, here in self.left.items()}
        by_place = self._of_one_place(before)
        yield from by_place
        taken = {number for _, number in by_place}
        rows = [row for row, _ in by_place]
        order = [each for each in self.order if isinstance(each, int) or all(each is not row for row in rows)]
        for row, place in _by_order(order, sorted(before.keys() - taken), self.after):
            is_another = (
                place is not None
                and is_touched(self.left[place])
                and is_elsewhere(row["body"], before[place])
            )
            yield row, None if is_another else place

    def _of_one_place(self, before: Mapping[int, str | None]) -> list[tuple[dict[str, Any], int]]:
        """Return rows with an entry of the same site and side, those of the nearest severities first."""
        pairs = []
        for at, row in enumerate(self.order):
            if isinstance(row, int) or not (place := _place_of(row["body"]))[0]:
                continue
            for number, body in before.items():
                if _place_of(body) == place:
                    pairs.append((_apart(row["body"], body), abs(at - number), at, number))
        found: dict[int, int] = {}
        for _, _, at, number in sorted(pairs):
            if at not in found and number not in found.values():
                found[at] = number
        return [
            (row, found[at]) for at, row in enumerate(self.order) if at in found and not isinstance(row, int)
        ]


def _by_order(
    order: list[int | dict[str, Any]], free: list[int], after: int
) -> Iterator[tuple[dict[str, Any], int | None]]:
    """Yield each row with the first free entry between those beside which it stands."""
    known = [each for each in order if isinstance(each, int)]
    if known != sorted(known) and known == sorted(known, reverse=True):
        order = order[::-1]
    between: list[dict[str, Any]] = []
    before = -1
    for each in [*order, after]:
        if not isinstance(each, int):
            between.append(each)
            continue
        places = [number for number in free if before < number < each]
        for row in between:
            yield row, places.pop(0) if places else None
        before, between = each, []


def _place_of(body: str | None) -> tuple[tuple[str, ...], str | None]:
    """Return the sites and the side of an entry, as the log keeps it; no sites where it says none."""
    fields = json.loads(body) if body else {}
    return tuple(sorted(fields.get("sites", ()))), fields.get("side")


def is_elsewhere(body: str, other: str | None) -> bool:
    """Return whether two states of an entry, as the log keeps them, say two sites."""
    sites, others = _place_of(body)[0], _place_of(other)[0]
    return bool(sites and others) and sites != others


def _apart(body: str, other: str | None) -> int:
    """Return how far apart two severities are; further than any where one is not said."""
    one, two = (json.loads(each or "{}").get("severity") for each in (body, other))
    return 0 if one == two else 11 if None in (one, two) else abs(one - two)


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
