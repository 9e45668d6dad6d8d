"""What a line about remedies or triggers says besides, and what is no thing of its own: where, why, how it was done."""

from __future__ import annotations

from collections.abc import Sequence

from crampdiary.words.matching import Words
from crampdiary.words.uses.course_grammar import tells_of_a_course
from crampdiary.words.uses.deeds import EFFECTS, FORMS, is_a_whole, leads_to_a_name, tells_where
from crampdiary.words.uses.no_things import thing_in
from crampdiary.words.uses.use_amounts import amount_at
from crampdiary.words.uses.use_days import UseDays
from crampdiary.words.uses.use_grammar import ABOUT, ASIDES, BECAUSE, CRAMPS, OF_CRAMPS
from crampdiary.words.uses.use_names import UseNames
from crampdiary.words.uses.used import Use, Uses
from crampdiary.words.when import day_at


class UseAsides(UseDays):
    """What describes the things that one line names.

    Args:
        words: of the line.
        line: as typed, made plain.
        told: what the line tells; it is added to.
        names: that lines may hold.
    """

    def __init__(self, words: Words, line: str, told: Uses, names: UseNames) -> None:
        super().__init__(words, line, told)
        self._names = names
        self._described: list[str] = []  # said before what it describes
        self._last: Use | None = None  # what was named last
        self._together: list[tuple[Use, str]] = []  # that, as typed, with what `and` joins to it
        self._is_joined = False  # whether what is named next belongs to these

    def _named(self, at: int) -> tuple[int, list[str]] | None:
        raise NotImplementedError

    def _name_new(self, at: int, end: int) -> None:
        raise NotImplementedError

    def _end_of_unknown(self, at: int) -> int:
        raise NotImplementedError

    def _describe(self, text: str) -> None:
        if self._last is not None:
            self._last.described.append(text)
        else:
            self._described.append(text)

    def _reason(self, run: Sequence[str]) -> int:
        """Return how many words say why something was so, 0 for none."""
        return len(run) if any(list(run[: len(each)]) == each for each in BECAUSE) else 0

    def _without_reason(self, run: Sequence[str]) -> Sequence[str]:
        return run[: next((at for at in range(len(run)) if self._reason(run[at:])), len(run))]

    def _deed(self, at: int, run: Sequence[str]) -> int:
        """Read what was done with a remedy, or where; return how many words that takes, 0 for none."""
        words = self._words
        if lead := leads_to_a_name(words, at, self._names.name_at):
            self._described.append(self._text(at, lead))
            return lead
        if run[:2] == ["slept", "with"] and len(run) > 2:
            return 2
        if is_a_whole(run):
            end = self._end_of_unknown(at + 2)
            if self._named(at + 2) is None and thing_in(words.plain[at + 2 : end]):
                if self._last is None:
                    self._name_new(at, end)
                else:
                    self._describe(self._text(at, end - at))
                return end - at
        if self._last is None or not self._is_open:
            return 0
        where = tells_where(run, self._names.is_place)
        if where and not self._is_when(at + where - 1) and not self._aside(run[where - 1 :]):
            end = self._end_of_unknown(at + where)
            if thing_in(words.plain[at + where : end]):
                self._describe(self._text(at, end - at))
                return end - at
        if run[0] in EFFECTS:
            end = self._end_of_unknown(at)
            self._describe(self._text(at, end - at))
            return end - at
        named_last = self._together[-1][1].casefold() if self._together else ""
        if run[0] in FORMS and at and named_last.endswith(words.plain[at - 1]):
            self._describe(self._text(at, 1))
            return 1
        return 0

    def _is_when(self, at: int) -> bool:
        run = self._words.run(at)
        return bool(
            self._is_day(at) or amount_at(run) or tells_of_a_course(run) or day_at(run, 0, firmly=True)
        )

    def _aside(self, run: Sequence[str]) -> int:
        """Return how many words tell of a place, a meal or a time of day, and never of a remedy."""
        if run[0] in OF_CRAMPS:
            size = 1 + (run[1:2] == ["of"])
            size += run[size : size + 1] in (["a"], ["the"], ["my"])
            size += run[size : size + 1] in (["night"], ["leg"], ["foot"], ["calf"])
            if run[size : size + 1] and run[size] in CRAMPS:
                return size + 1
        if run[0] in ASIDES and run[1:2] and run[1] in ABOUT:
            return 2
        if run[0] == "all" and run[1:2] and (run[1] == "day" or run[1] in ABOUT):
            return 2
        if run[0] in ASIDES and run[1:2] in (["my"], ["the"]) and run[2:3] and run[2] in ABOUT:
            return 3
        if run[0] in ("in", "on", "to", "for", "around", "under"):
            size = 1
            while size < len(run) and (run[size] in ("the", "my", "both") or self._names.is_place(run[size])):
                size += 1
            if size > 1 and self._names.is_place(run[size - 1]):
                return size
            if run[1:2] == ["the"] and run[2:3] and run[2] in ABOUT:
                return 3
        is_why = run[0] == "for" and run[1:2] in (["my"], ["the"]) and len(run) > 2 and self._told.uses
        return (
            3 if is_why and not run[2][:1].isdigit() and not self._names.is_name(run[2]) else 0
        )  # for my back
