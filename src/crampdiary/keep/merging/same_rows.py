"""Which row of a file is which entry, where several have one time and one name: told by what they say.

The number of such a row among the others is part of its entry's id. A row that was added above, or taken out, would
give each below it the entry of another, and with it what was changed or deleted there. So a row is first the entry of
which the file said the same before. What is left over then are changed rows and new ones:
one that stands where an entry is left over is that one, changed; any other is new.
"""

from __future__ import annotations

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
    """

    def __init__(
        self, here: Callable[[Sequence[str]], Mapping[str, V]], said: Callable[[V], str | None]
    ) -> None:
        self._here = here
        self._said = said
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
            for row, number in group.matched():
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

    def matched(self) -> Iterator[tuple[dict[str, Any], int | None]]:
        """Yield each row that is no entry yet with the entry in whose place it stands, None where there is none."""
        known = [each for each in self.order if isinstance(each, int)]
        order = (
            self.order[::-1]
            if known != sorted(known) and known == sorted(known, reverse=True)
            else self.order
        )
        free = sorted(self.left)
        between: list[dict[str, Any]] = []
        before = -1
        for each in [*order, self.after]:
            if not isinstance(each, int):
                between.append(each)
                continue
            places = [number for number in free if before < number < each]
            for row in between:
                number = places.pop(0) if places else None
                yield row, number
            before, between = each, []


def numbered(row: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a row as that of another entry of its group."""
    place: Place = row[PLACE]
    if number == place.number:
        return row
    entry = place.uid(number)
    at = datetime.fromisoformat(row["stamp"][:19] + "+00:00")
    found = {**row, "record_uid": entry, "uid": content_uid(at, "version", entry, row["body"])}
    return {**found, "digest": digest_of(found)}
