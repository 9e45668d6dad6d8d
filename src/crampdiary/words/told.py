"""What a line tells of a cramp, and the pieces that it was cut into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crampdiary.words.quantities import Clock
from crampdiary.words.when import Day


@dataclass(slots=True)
class Told:
    """What a line tells.

    Attributes:
        fields: of an episode, those that were told; lists for those of several.
        day: the day or night named, if one was.
        clock: the time named, if one was.
        is_rough: whether it was told as about that time.
        ago_s: how long ago it was, in seconds, if that was told.
        is_now: whether it was said to be now.
        count: how many cramps, 1 to 9.
        again: `all` where it is to be as the last one, `place` where only site and side are.
        is_none: whether it says that there was no cramp.
        is_going_on: whether it is not over yet.
        at_night: whether it tells of sleep, bed, waking or night.
        kept: what was not understood, phrase by phrase, as typed.
        seconds: what was told a second time, as typed.
        typos: what was read as another word, each with that word.
        both_ways: a word that could be what was done or what was tried.
        preventive: a remedy that is only used ahead.
    """

    line: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    day: Day | None = None
    clock: Clock | None = None
    is_rough: bool = False
    ago_s: int | None = None
    is_now: bool = False
    count: int = 1
    again: str = ""
    is_none: bool = False
    is_going_on: bool = False
    at_night: bool = False
    kept: list[str] = field(default_factory=list)
    seconds: list[str] = field(default_factory=list)
    typos: list[tuple[str, str]] = field(default_factory=list)
    both_ways: list[str] = field(default_factory=list)
    preventive: list[str] = field(default_factory=list)

    @property
    def names_a_time(self) -> bool:
        return self.day is not None or self.clock is not None or self.ago_s is not None or self.is_now


class Piece(NamedTuple):
    """A part of the line: what a pattern took, or a word that none did."""

    kind: str
    start: int
    end: int
    values: tuple[Any, ...] = ()
