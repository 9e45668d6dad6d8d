"""Which of two sets of moments belong together: always the two that are nearest to each other, until none are left.

To compare each with each took minutes where a long sheet came again with all of its dates corrected. But the two that
are nearest stand next to each other in the order of time: so only neighbours are compared, and those that become
neighbours when all between them are gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush

Apart = tuple[float, int, str]
"""How far apart a row and an entry are, in seconds, the row's place, and the entry's uid."""


class _InTime:
    """The moments at which there is anything, in order, each with what is there and not taken yet, the first last."""

    def __init__(self, rows: Mapping[int, float], entries: Mapping[str, float]) -> None:
        self.moments = sorted({*rows.values(), *entries.values()})
        self.index = {at: index for index, at in enumerate(self.moments)}
        self.rows: list[list[int]] = [[] for _ in self.moments]
        self.entries: list[list[str]] = [[] for _ in self.moments]
        for row in sorted(rows, reverse=True):
            self.rows[self.index[rows[row]]].append(row)
        for uid in sorted(entries, reverse=True):
            self.entries[self.index[entries[uid]]].append(uid)
        self.before = list(range(-1, len(self.moments) - 1))
        self.after = list(range(1, len(self.moments) + 1))

    def pairs(self, one: int, other: int) -> Iterator[Apart]:
        """Yield the first row with the first entry of two moments, either way, or of one."""
        if one < 0 or other >= len(self.moments):
            return
        apart = self.moments[other] - self.moments[one]
        for at, to in {(one, other), (other, one)}:
            if self.rows[at] and self.entries[to]:
                yield apart, self.rows[at][-1], self.entries[to][-1]

    def new_pairs(self, at: int, taken: set[int | str]) -> Iterator[Apart]:
        """Yield what stands together now that something at a moment was taken."""
        for those in (self.rows[at], self.entries[at]):
            while those and those[-1] in taken:
                those.pop()
        before, after = self.before[at], self.after[at]
        if self.rows[at] or self.entries[at]:
            yield from self.pairs(at, at)
            yield from self.pairs(before, at)
            yield from self.pairs(at, after)
            return
        if before >= 0:
            self.after[before] = after
        if after < len(self.moments):
            self.before[after] = before
        yield from self.pairs(before, after)


def nearest(
    rows: Mapping[int, float], entries: Mapping[str, float], others: Iterable[Apart] = ()
) -> dict[int, str]:
    """Return which row is which entry: as if all pairs were sorted, and each taken of which neither was taken yet.

    Args:
        rows: when each is, in seconds, by its place.
        entries: when each is that may be any of the rows, by uid.
        others: pairs with entries that may be some of the rows alone.
    """
    line = _InTime(rows, entries)
    heap = [*others]
    for at, after in enumerate(line.after):
        heap += [*line.pairs(at, at), *line.pairs(at, after)]
    heapify(heap)
    found: dict[int, str] = {}
    taken: set[int | str] = set()
    while heap:
        _, row, uid = heappop(heap)
        if row in taken or uid in taken:
            continue
        found[row] = uid
        taken |= {row, uid}
        for at in {line.index[rows[row]], line.index[entries.get(uid, rows[row])]}:
            for pair in line.new_pairs(at, taken):
                heappush(heap, pair)
    return found
