"""What a line tells of a cramp, and the pieces that it was cut into."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.words.line import text_between
from crampdiary.words.quantities import Clock

if TYPE_CHECKING:
    from crampdiary.words.matching import Words
    from crampdiary.words.when import NamedDay


class SeveralNightsError(UsageError):
    """A line says of more nights than one that there was no cramp.

    Args:
        nights: what it says of them, as typed, but for the denial.
    """

    def __init__(self, nights: str) -> None:
        super().__init__(f"For more nights than one: `cramp none {nights}`. Nothing was saved.")
        self.nights = nights

    def told(self, line: str) -> Told:
        """Return what the line tells, as typed: that there was no cramp, and of which nights."""
        told = Told(line)
        told.is_none, told.nights, told.refused = True, self.nights, self
        return told


class Told:
    """What a line tells.

    Attributes:
        line: as typed, made plain.
        fields: of an episode, those that were told; lists for those of several.
        day: the day or night named, if one was.
        clock: the time named, if one was.
        is_rough: whether it was told as about that time.
        ago_s: how long ago it was, in seconds, if that was told.
        is_now: whether it was said to be now.
        count: how many cramps, 1 to 9.
        again: `all` where it is to be as the last one, `place` where only site and side are.
        is_other_side: whether it was on the other side than the last one.
        other_place: where "other" stands in the line, as its start and its end, where nothing else says which side.
        is_none: whether it says that there was no cramp; of how legs feel, that nothing was felt.
        is_wished: whether that is only wished for, or said of somebody else.
        nights: where it says that there was no cramp, all else that it says, as typed: of which nights, how they were.
        takes_back: whether it says so of one that may be saved already: `that wasn't a cramp`.
        says_all_is_well: of how legs feel, whether it says nothing else.
        felt: how legs felt, as typed, where it says besides that there was no cramp, or that it was in the other leg.
        parts: the things told, as typed, where they are of different sides; first the one that the fields are of.
        is_of_a_cramp: of how legs feel, whether it names a cramp.
        is_going_on: whether it is not over yet.
        at_night: whether it tells of sleep, bed, waking or night.
        was_up: whether it tells at which time somebody got up, or went back to bed.
        kept: what was not understood, phrase by phrase, as typed.
        seconds: what was told a second time, as typed.
        typos: what was read as another word, each with that word.
        both_ways: a word that could be what was done or what was tried.
        preventive: a remedy that is only used ahead.
        refused: why the time named cannot be, as far as the line alone tells.
        times: where the words of the time stand in the line, each as its start and its end.
    """

    def __init__(self, line: str = "") -> None:
        self.line = line
        self.fields: dict[str, Any] = {}
        self.day: NamedDay | None = None
        self.clock: Clock | None = None
        self.is_rough = False
        self.ago_s: int | None = None
        self.is_now = False
        self.count = 1
        self.again = ""
        self.is_other_side = False
        self.other_place: tuple[int, int] | None = None
        self.is_none = False
        self.is_wished = False
        self.nights = ""
        self.takes_back = False
        self.says_all_is_well = False
        self.is_of_a_cramp = False
        self.felt = ""
        self.parts: list[str] = []
        self.is_going_on = False
        self.at_night = False
        self.was_up = False
        self.kept: list[str] = []
        self.seconds: list[str] = []
        self.typos: list[tuple[str, str]] = []
        self.both_ways: list[str] = []
        self.preventive: list[str] = []
        self.refused: UsageError | None = None
        self.times: list[tuple[int, int]] = []

    @property
    def says_nothing(self) -> bool:
        """Whether it tells of nothing but, at most, a time."""
        return not (self.fields or self.kept or self.again)

    @property
    def names_a_time(self) -> bool:
        return self.day is not None or self.clock is not None or self.ago_s is not None or self.is_now

    @property
    def says_more(self) -> bool:
        """Whether it tells anything of a cramp that is not in its fields."""
        others = (
            self.seconds,
            self.kept,
            self.again,
            self.is_other_side,
            self.parts,
            self.is_going_on,
            self.was_up,
        )
        return self.names_a_time or self.count != 1 or any(others)

    @property
    def line_without_time(self) -> str:
        """The line without the words of its time, for another to stand in their place."""
        parts, place = [], 0
        for start, end in self.times:
            parts.append(self.line[place:start])
            place = end
        return " ".join(" ".join([*parts, self.line[place:]]).split())


class Piece(NamedTuple):
    """A part of the line: what a pattern took, or a word that none did."""

    kind: str
    start: int
    end: int
    values: tuple[Any, ...] = ()
    denies: str = ""
    """The kind of what it says not to be so: `no numbness`."""


class Pieces:
    """The pieces of a line, of which some become others as it is settled what they mean together.

    Args:
        words: of the line.
        pieces: what patterns took, and what none did.
        told: what the line tells.
    """

    def __init__(self, words: Words, pieces: list[Piece], told: Told) -> None:
        self._words = words
        self._pieces = pieces
        self._told = told

    def _place(self, piece: Piece) -> int:
        """Return where a piece stands, which is one of them as it is now."""
        return self._pieces.index(piece)

    def _become(self, place: int, kind: str) -> None:
        self._pieces[place] = self._pieces[place]._replace(kind=kind)

    def _kinds(self) -> list[str]:
        return [piece.kind for piece in self._pieces]

    def _beside(self, place: int, step: int) -> Piece | None:
        """Return the next piece in a direction, if no mark stands between."""
        other = place + step
        if not 0 <= other < len(self._pieces):
            return None
        later, beside = self._pieces[max(place, other)], self._pieces[other]
        if self._words.tokens[later.start].apart or self._is_picture(beside):
            return None
        return beside

    def _is_picture(self, piece: Piece) -> bool:
        """Return whether a piece has no letter and no digit, as an emoji: it parts words as a mark does."""
        return piece.kind == "unknown" and not any(
            map(str.isalnum, "".join(self._words.plain[piece.start : piece.end]))
        )

    def _text(self, piece: Piece) -> str:
        return text_between(
            self._told.line, self._words.tokens[piece.start], self._words.tokens[piece.end - 1]
        )

    def _but_for_denial(self) -> str:
        """Return the line without the words by which it denies a cramp."""
        runs = [
            list(each)
            for denies, each in groupby(self._pieces, lambda each: each.kind == "none")
            if not denies
        ]
        return ", ".join(self._text(each[0]._replace(end=each[-1].end)) for each in runs)
