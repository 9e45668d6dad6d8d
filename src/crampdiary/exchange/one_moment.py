"""Cramps of one moment, of which a file has a row for each name: they are one cramp.

A tracker writes a row for each thing that it asks for. That the left calf cramped and that the right one did, at one
time, is then one cramp on both sides. A moment is a time as the source writes it: a day, a part of the day, or a minute
of the clock, in which two trackers are filled in one after the other. Rows that say the same name twice are two cramps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from crampdiary.diary.frozen import NamedTuple


class NamedCramp(NamedTuple):
    """What a row tells of a cramp.

    Attributes:
        names: by which it does, as the source has them.
        at: the moment.
        precision: how well that is known.
        written: the time as the source has it, without an offset.
        note: of it, with the names.
        fields: what else is known of it.
        severity: 1 to 10.
    """

    names: tuple[str, ...]
    at: datetime
    precision: str
    written: datetime
    note: str | None
    fields: Mapping[str, Any]
    severity: int | None


class Moments:
    """Takes up the cramps of a file, whose rows of one moment may stand anywhere in it."""

    def __init__(self) -> None:
        self._cramps: dict[tuple[datetime, datetime, str], list[NamedCramp]] = {}

    def add(self, cramp: NamedCramp) -> None:
        """Take up what a row tells."""
        moment = _minute(cramp.written), _minute(cramp.at), cramp.precision
        self._cramps.setdefault(moment, []).append(cramp)

    def cramps(self) -> Iterator[list[NamedCramp]]:
        """Yield for each cramp the rows that tell of it, in the order of their names."""
        for several in self._cramps.values():
            cramps: list[list[NamedCramp]] = []
            times: Counter[str] = Counter()
            for each in several:
                place = max((times[name] for name in each.names), default=len(cramps))
                times |= dict.fromkeys(each.names, place + 1)
                if place == len(cramps):
                    cramps.append([])
                cramps[place].append(each)
            for cramp in cramps:
                yield sorted(cramp, key=lambda each: each.names)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def together(several: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the fields of cramps that are one: lists have all, two sides are both, of numbers the largest counts."""
    found: dict[str, Any] = {}
    for fields in several:
        for name, value in fields.items():
            before = found.get(name)
            if isinstance(value, tuple) and before:
                value = tuple({getattr(each, "remedy", each): each for each in (*before, *value)}.values())
            elif isinstance(value, int) and isinstance(before, int):
                value = max(before, value)
            elif name == "side" and before not in (None, value):
                value = "both"
            found[name] = value
    return found
