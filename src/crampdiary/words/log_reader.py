"""A line about a cramp, cut into what the patterns of `log_grammar` take and what none of them does.

At each word the longest pattern counts. `crampdiary.words.settling` says what the pieces mean together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any

from crampdiary.diary.vocabulary import Vocabulary, key
from crampdiary.words import log_grammar
from crampdiary.words.line import tokens_of
from crampdiary.words.matching import Grammar, Reader, Words
from crampdiary.words.quantities import NUMBERS, Clock, clock_at, length_at, may_be_day, number_at
from crampdiary.words.settling import Settling
from crampdiary.words.told import Piece, Told

_LOOKED_FOR = 50  # words not known, whose slips are looked for: nobody makes more in a line
_LONGEST = 6  # words in one name: "electrolytes in a bottle of water"
_FAST = r"(\d{1,2}(?:\.\d)?)/10"
_RANGE = r"(\d{1,2})-(\d{1,2})"
_NAMED = r"(?:pain|severity|level)[:=](\d{1,2}(?:\.\d)?)(?:/10)?"
_TIMES = r"x([2-9])|([2-9])x"
_ISH = r"(\d{1,2}(?:[:.]\d\d)?)-?ish"
_SPECIAL = r"[\d.,:/x-]+(?:[ap]\.?m\.?)?|\d{4}-\d\d-\d\d.*|" + _NAMED
_NEVER_BENT = log_grammar.REMARKS | log_grammar.NEGATIONS
_BEGIN_A_TIME = frozenset({"a", "an", "half", "quarter", "midnight", "noon", "midday"})
_SIDES = frozenset({"left", "right", "both", "l", "r"})
_IN_BETWEEN = (log_grammar.FILLERS | _SIDES) - {"and", "or", "plus", "with"}


class LogReader:
    """Reads lines with the words of one diary.

    Args:
        vocabulary: the words known.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names: dict[int, dict[str, tuple[int, str, str]]] = {}  # of the line that is read
        readers: dict[str, Reader] = {
            "any": lambda words, at: (1, words.plain[at]),
            "event": lambda words, at: (1, "") if words.plain[at] in log_grammar.EVENTS else None,
            "level": _level,
            "outof": _pattern(_FAST, "/", _rounded),
            "grade": self._grade,
            "several": _several,
            "times": _pattern(_TIMES, "x", lambda text: int(text.strip("x"))),
            "length": _length,
            "clock": lambda words, at: clock_at(words.run(at), 0) if _may_be_time(words.plain[at]) else None,
            "hour": _hour,
            "ish": _ish,
            "day": _day,
            "weekday": _day,
            "site": self._site,
            "side": self._named("side"),
            "sensation": self._named("sensation"),
            "onset": self._named("onset"),
            "trigger": self._trigger,
            "remedy": self._remedy,
            "moment": self._moment,
            "moved": self._moved,
            "either": self._either,
            "remedies": self._remedies,
            "relief": lambda words, at: _in(_reliefs(), words, at),
        }
        self._grammar = Grammar(log_grammar.LOG, readers)

    def read(self, typed: Sequence[str]) -> Told:
        """Return what bare words tell.

        Raises:
            UsageError: they name a time that does not exist, is still to come, or could be two.
        """
        line, tokens = tokens_of(typed, self._is_known, lambda name: bool(self._vocabulary.find(name)))
        words = Words(tokens, [token.word for token in tokens])
        told = Told(line=line)
        words = self._without_typos(words, told)
        self._names = {}
        pieces = self._pieces(words)
        Settling(words, pieces, told).settle()
        return told

    def _is_known(self, word: str) -> bool:
        return (
            bool(self._vocabulary.find(word))
            or word in log_grammar.FILLERS
            or word in NUMBERS
            or any(word in each.words for each in (self._grammar, _reliefs(), _moves()))
            or word in log_grammar.GRADES
            or re.fullmatch(_SPECIAL, word, re.ASCII) is not None
        )

    # Cutting the line

    def _pieces(self, words: Words) -> list[Piece]:
        pieces: list[Piece] = []
        at = 0
        while at < len(words.plain):
            found = self._grammar.longest(words, at)
            if found is None and words.plain[at] in log_grammar.NEGATIONS:
                piece = self._negated(words, at)
            elif found is not None:
                piece = Piece(found.name, found.start, found.end, found.values)
            elif words.plain[at] in log_grammar.FILLERS:
                piece = Piece("filler", at, at + 1)
            elif words.plain[at] in log_grammar.REMARKS:
                piece = Piece("remark", at, at + 1)
            else:
                piece = Piece("unknown", at, at + 1)
            pieces.append(piece)
            at = piece.end
        return pieces

    def _negated(self, words: Words, at: int) -> Piece:
        """Take a negation together with what it denies, so that neither is read."""
        end = at + 1
        while (
            end < len(words.plain) and words.plain[end] in log_grammar.FILLERS and not words.tokens[end].apart
        ):
            end += 1
        if end < len(words.plain) and not words.tokens[end].apart:
            found = self._grammar.longest(words, end)
            if found is not None and found.name not in (
                "bare",
                "clock",
                "rough",
                "day",
                "length",
                "long",
                "count",
            ):
                return Piece("unknown", at, found.end)
        return Piece("unknown", at, at + 1)

    def _without_typos(self, words: Words, told: Told) -> Words:
        unknown = [
            at
            for at, word in enumerate(words.plain)
            if len(word) >= 4 and word.isalpha() and word not in _NEVER_BENT and not self._is_known(word)
        ]
        if not unknown:
            return words
        from crampdiary.words.typos import Slips  # seldom needed

        slips = Slips(self._vocabulary)
        small = sum(token.text.islower() for token in words.tokens) * 2 > len(words.tokens)
        plain = list(words.plain)
        for at in unknown[:_LOOKED_FOR]:
            if small and words.tokens[at].text[0].isupper() and (at or len(words.tokens) > 1):
                continue  # a name
            meant = slips.meant(plain[at])
            if meant:
                told.typos.append((words.tokens[at].text, meant))
                plain[at] = meant
        return Words(words.tokens, plain)

    # What the classes read

    def _named(self, role: str) -> Reader:
        def read(words: Words, at: int) -> tuple[int, str] | None:
            found = self._names_at(words, at).get(role)
            return found[:2] if found else None

        return read

    def _names_at(self, words: Words, at: int) -> dict[str, tuple[int, str, str]]:
        """Return by role the longest name from a place on: its words, its slug, and a side that stands within it.

        Fillers and a side may stand within a name: `top of my left foot`.
        """
        if at in self._names:
            return self._names[at]
        found: dict[str, tuple[int, str, str]] = {}
        run = words.run(at)[:_LONGEST]
        for size in range(len(run), 0, -1):
            for word in self._vocabulary.find(" ".join(run[:size])):
                found.setdefault(word.role, (size, word.slug, ""))
            within = [each for each in run[1 : size - 1] if each in _IN_BETWEEN]
            if within and not _IN_BETWEEN.intersection((run[0], run[size - 1])):
                side = next((each for each in within if each in _SIDES), "")
                for role, slug in self._without_fillers.get(" ".join(_only(run[:size])), ()):
                    found.setdefault(role, (size, slug, side))
        self._names[at] = found
        return found

    @cached_property
    def _without_fillers(self) -> dict[str, list[tuple[str, str]]]:
        """Names by what is left of them without fillers, each with the roles and slugs that it names."""
        found: dict[str, list[tuple[str, str]]] = {}
        for word in self._vocabulary.words(hidden=True):
            for name in self._vocabulary.names(word):
                parts = _only(key(name).split("-"))
                if len(parts) > 1:
                    found.setdefault(" ".join(parts), []).append((word.role, word.slug))
        return found

    def _site(self, words: Words, at: int) -> tuple[int, tuple[str, str]] | None:
        found = self._names_at(words, at).get("site")
        return (found[0], found[1:]) if found else None

    def _grade(self, words: Words, at: int) -> tuple[int, int] | None:
        word, following = words.plain[at], words.run(at)[1:2]
        if word == "worst":  # of all; not of the week
            is_alone = not following or following[0] in log_grammar.FILLERS | _SIDES
            return (1, 10) if is_alone or self._vocabulary.find(following[0], "site") else None
        return (1, log_grammar.GRADES[word]) if word in log_grammar.GRADES else None

    def _trigger(self, words: Words, at: int) -> tuple[int, str] | None:
        names = self._names_at(words, at)
        found, remedy = names.get("trigger"), names.get("remedy")
        if found and remedy and found[0] == remedy[0]:
            return None  # cold: the trigger, or what was put on it
        return found[:2] if found else None

    def _remedy(self, words: Words, at: int) -> tuple[int, str] | None:
        found = self._moved(words, at) or self._named("remedy")(words, at)
        if found and found[0] > 1 and self._vocabulary.find(words.plain[at], "site"):
            rest = self._named("remedy")(words, at + 1)
            if rest and rest[1] == found[1]:
                return None  # calf massage: the calf, and massage
        return found

    def _moved(self, words: Words, at: int) -> tuple[int, str] | None:
        found = _in(_moves(), words, at)
        return found if found is None or self._vocabulary.get("remedy", found[1]) else None

    def _moment(self, words: Words, at: int) -> tuple[int, str] | None:
        found = self._remedy(words, at)
        return found if found and found[1] in log_grammar.OF_THE_MOMENT else None

    def _either(self, words: Words, at: int) -> tuple[int, str] | None:
        names = self._names_at(words, at)
        onset, remedy = names.get("onset"), names.get("remedy")
        return onset[:2] if onset and remedy and onset[0] == remedy[0] else None

    def _remedies(self, words: Words, at: int) -> tuple[int, tuple[str, ...]] | None:
        found: list[str] = []
        end = at
        while end < len(words.plain):
            start = end
            while (
                end < len(words.plain) and found and words.plain[end] in ("and", "or", "then", "plus", "with")
            ):
                end += 1
            while end < len(words.plain) and words.plain[end] in ("a", "an", "some", "the", "my", "to"):
                end += 1
            one = self._remedy(words, end) if end < len(words.plain) else None
            if one is None or (found and words.tokens[start].apart and _in(_reliefs(), words, end)):
                end = start
                break
            found.append(one[1])
            end += one[0]
        return (end - at, tuple(found)) if found else None


def _rounded(text: str) -> float | None:
    level = float(text.partition("/")[0])
    return level if level <= 10 else None


def _level(words: Words, at: int) -> tuple[int, float] | None:
    word = words.plain[at]
    if match := (":" in word or "=" in word) and re.fullmatch(_NAMED, word):
        word = match[1]
    if match := "-" in word and re.fullmatch(_RANGE, word):
        low, high = int(match[1]), int(match[2])
        return (1, (low + high) / 2) if low < high <= 10 else None
    number = number_at(words.plain, at) if word == words.plain[at] else float(word)
    if number is None or number > 10 or (number != int(number) and not re.fullmatch(r"\d{1,2}\.\d", word)):
        return None
    if word.isdigit() and len(word) > 1 and word.startswith("0"):
        return None
    return 1, number


def _hour(words: Words, at: int) -> tuple[int, Clock] | None:
    if not _may_be_time(words.plain[at]):
        return None
    run = words.run(at)
    found = clock_at(run, 0, bare=True)
    counts = found is not None and found[0] == 1 and run[1:2] and run[1] in log_grammar.COUNTED
    return None if counts else found


def _several(words: Words, at: int) -> tuple[int, int] | None:
    number = number_at(words.plain, at)
    if number is None or number != int(number) or number < 2:
        return None
    return 1, int(number)


def _only(words: Sequence[str]) -> list[str]:
    """Return the words without fillers and sides."""
    return [each for each in words if each not in _IN_BETWEEN]


def _may_be_time(word: str) -> bool:
    return "0" <= word[0] <= "9" or word in NUMBERS or word in _BEGIN_A_TIME


def _day(words: Words, at: int) -> tuple[int, Any] | None:
    word, following = words.plain[at], words.plain[at + 1 : at + 2]
    if not may_be_day(word, following[0] if following else ""):
        return None
    from crampdiary.words.when import day_at  # a few milliseconds, for a day only

    return day_at(words.run(at), 0, firmly=at > 0 and words.plain[at - 1] == "on")


def _length(words: Words, at: int) -> tuple[int, int] | None:
    if not _may_be_time(words.plain[at]):
        return None
    run = words.run(at)
    found = length_at(run, 0)
    if found and run[found[0] - 1] == "second" and run[found[0] : found[0] + 1] in (["toe"], ["toes"]):
        return None
    return found


def _ish(words: Words, at: int) -> tuple[int, Clock] | None:
    match = re.fullmatch(_ISH, words.plain[at]) if words.plain[at].endswith("ish") else None
    return clock_at([match[1], *words.run(at)[1:]], 0, bare=True) if match else None


def _pattern(pattern: str, mark: str, value: Any) -> Reader:
    def read(words: Words, at: int) -> tuple[int, Any] | None:
        if mark not in words.plain[at] or not re.fullmatch(pattern, words.plain[at]):
            return None
        found = value(words.plain[at])
        return None if found is None else (1, found)

    return read


def _in(grammar: Grammar, words: Words, at: int) -> tuple[int, str] | None:
    found = grammar.longest(words, at) if at < len(words.plain) else None
    return (found.end - at, found.name) if found else None


@cache
def _reliefs() -> Grammar:
    return Grammar(log_grammar.RELIEFS, {})


@cache
def _moves() -> Grammar:
    return Grammar([(remedy, text) for text, remedy in log_grammar.MOVED.items()], {})
