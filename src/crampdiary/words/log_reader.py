"""A line about a cramp, cut into what the patterns of `log_grammar` take and what none of them does.

At each word the longest pattern counts. `crampdiary.words.settling` says what the pieces mean together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from crampdiary.diary.fields import TYPED_LIMIT
from crampdiary.diary.values import key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words import log_grammar, relief_grammar
from crampdiary.words.clauses import denied
from crampdiary.words.line import tokens_of, with_spans
from crampdiary.words.log_numbers import NAMED, NUMBERS_READ, in_full, range_in_digits, refused_in
from crampdiary.words.matching import Found, Grammar, Reader, Words, once
from crampdiary.words.patterns.log_begins import BEFORE_A_REMEDY, WORST, begins
from crampdiary.words.quantities import (
    MONTHS,
    NUMBERS,
    SHORT_WEEKDAYS,
    UNITS,
    WEEKDAYS,
)
from crampdiary.words.settling import Settling
from crampdiary.words.told import Piece, Told

if TYPE_CHECKING:
    from crampdiary.words.typos import Slips

_LOOKED_FOR = 50  # words not known, whose slips are looked for: nobody makes more in a line
_REFUSED = "a-time-refused"  # no name and no number, so that no pattern takes it
_LONGEST = 6  # words in one name: "electrolytes in a bottle of water"
_MANY_REMEDIES = 30  # words in one list of them, and more
_SPECIAL = r"[\d.,:/x-]+(?:[ap]\.?m\.?)?|\d{4}-\d\d-\d\d.*|" + NAMED
_NEVER_DENIED = frozenset("bare clock rough day ago span length long count".split())
_TO_SAY_SO = log_grammar.REMARKS | {"wait", "no"}
_NEVER_BENT = log_grammar.REMARKS | log_grammar.NEGATIONS
_BEFORE_WHAT_IS_DENIED = log_grammar.FILLERS | log_grammar.WITHIN_A_DENIAL
_TIME_WORDS = UNITS | WEEKDAYS.keys() | SHORT_WEEKDAYS.keys() | MONTHS
_WHOLES = frozenset({"foot", "leg"})
_NO_THINGS = frozenset({"course", "mine", "it", "both", "all", "life"})  # of course; the worst of my life
_SIDES = frozenset({"left", "right", "both", "l", "r", "lt", "rt"})
_IN_BETWEEN = (log_grammar.FILLERS | _SIDES) - {"and", "or", "plus", "with", "while", "when", "during"}


class LogReader:
    """Reads lines with the words of one diary.

    Args:
        vocabulary: the words known.
        settling: what the pieces of a line mean together: by default that they tell of a cramp.
    """

    def __init__(self, vocabulary: Vocabulary, settling: type[Settling] = Settling) -> None:
        self._vocabulary = vocabulary
        self._settling = settling
        self._find = cache(vocabulary.find)
        readers: dict[str, Reader] = {
            **NUMBERS_READ,
            "any": lambda words, at: (1, words.plain[at]),
            "leftover": lambda words, at: (
                None
                if words.plain[at][0].isdigit()
                or words.plain[at] in _TO_SAY_SO
                or self._find(words.plain[at], "sensation", "site")
                else (1, words.plain[at])
            ),
            "event": lambda words, at: (1, "") if words.plain[at] in log_grammar.EVENTS else None,
            "someone": lambda words, at: (1, "") if words.plain[at] in log_grammar.SOMEONE else None,
            "grade": self._grade,
            "thing": self._thing,
            "everyday": lambda words, at: (
                (1, "") if words.plain[at] in log_grammar.OTHER_THINGS_TOO else None
            ),
            "heels": self._heels,
            "left": self._turn("left"),
            "departed": self._departed,
            "right": self._turn("right"),
            "adverb": self._adverb,
            "denied": denied(self._site),
            "site": self._site,
            "part": lambda words, at: self._site_of(words, at, whole=False),
            "whole": lambda words, at: self._site_of(words, at, whole=True),
            "side": self._named("side"),
            "sensation": self._named("sensation"),
            "colour": lambda words, at: (
                (1, log_grammar.COLOURS[words.plain[at]]) if words.plain[at] in log_grammar.COLOURS else None
            ),
            "onset": self._named("onset"),
            "trigger": self._trigger,
            "consumed": self._consumed,
            "remedy": self._remedy,
            "moment": self._moment,
            "moved": self._moved,
            "either": self._either,
            "remedies": self._remedies,
            "joined": self._joined,
            "relief": lambda words, at: None if readers["denied"](words, at) else _in(_reliefs(), words, at),
        }
        self._grammar = Grammar(log_grammar.LOG, readers, begins(vocabulary, _moves().may_begin))

    def read(self, typed: Sequence[str]) -> Told:
        """Return what bare words tell.

        Raises:
            UsageError: they name a time that does not exist, is still to come, or could be two.
        """
        told = self.read_all_else(typed)
        if told.refused:
            raise told.refused
        return told

    def read_all_else(self, typed: Sequence[str]) -> Told:
        """Return what bare words tell; where their time is refused, all else, and `refused` says why.

        Raises:
            UsageError: a length in them is longer than any that is kept.
        """
        told, words = self.words_of(typed)
        try:
            pieces = self._pieces(words)
        except UsageError as error:
            told.refused = error
            pieces = self._pieces(words, refused_in(words, error))
        self._settling(words, pieces, told).settle()
        return told

    def words_of(self, typed: Sequence[str]) -> tuple[Told, Words]:
        """Return the line as it was typed and its words, those with a slip as they were meant.

        Raises:
            UsageError: it is longer than any that is kept.
        """
        length = sum(map(len, typed))
        if length > TYPED_LIMIT:
            raise UsageError(f"This line is too long ({length:,} characters; at most {TYPED_LIMIT:,}).")
        line, tokens = tokens_of(typed, self._is_known, lambda name: bool(self._find(name)))
        told = Told(line=line)
        tokens = with_spans(line, tokens) if "-" in line else tokens
        plain = in_full([self._without_s(token.word) for token in tokens])
        return told, self._without_typos(Words(tokens, plain), told)

    def _without_s(self, word: str) -> str:
        """Return a word without its `'s` where that is of a body part: `my calf's cramping`."""
        part = word.removesuffix("'s")
        return part if part != word and self._find(part, "site") else word

    def longest(self, words: Words, at: int) -> Found | None:
        """Return what is told by the most words from a place on.

        Raises:
            UsageError: they name a time that does not exist, or could be two.
        """
        return self._grammar.longest(words, at)

    def _is_known(self, word: str) -> bool:
        return (
            bool(self._find(word))
            or word in log_grammar.FILLERS
            or word in NUMBERS
            or any(word in each.words for each in (self._grammar, _reliefs(), _moves()))
            or word in log_grammar.GRADES
            or word in log_grammar.COLOURS
            or word in _TIME_WORDS
            or re.fullmatch(_SPECIAL, word, re.ASCII) is not None
            or range_in_digits(word) is not None
        )

    # Cutting the line

    def _pieces(self, words: Words, refused: Collection[int] = ()) -> list[Piece]:
        """Cut the line; the words at some places are a time that was refused, and are looked at no more."""
        if refused:
            words = Words(
                words.tokens, [_REFUSED if at in refused else each for at, each in enumerate(words.plain)]
            )
        pieces: list[Piece] = []
        at = 0
        while at < len(words.plain):
            if at in refused:
                pieces.append(Piece("refused", at, at + 1))
                at += 1
                continue
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
        while end < len(words.plain) and not words.tokens[end].apart:
            found = self._grammar.longest(words, end)
            if found is not None and not _BEFORE_WHAT_IS_DENIED.issuperset(words.plain[end : found.end]):
                if found.name in _NEVER_DENIED:
                    break
                return Piece("unknown", at, self._denied_too(words, found), denies=found.name)
            if words.plain[end] not in _BEFORE_WHAT_IS_DENIED:
                break
            end += 1
        return Piece("unknown", at, at + 1)

    def _denied_too(self, words: Words, denied: Found) -> int:
        """Return where a denial ends: `or` and `nor` go on with it, and so does a list up to them."""
        at = end = denied.end
        while at < len(words.plain):
            is_or = words.plain[at] in ("or", "nor")
            start = at + is_or
            if not (is_or or words.tokens[at].apart) or not words.run(at)[is_or:]:
                break
            found = self._grammar.longest(words, start)
            if found is None or found.name in _NEVER_DENIED or not (is_or or found.name == denied.name):
                break
            at = found.end
            end = at if is_or else end
        return end

    def _without_typos(self, words: Words, told: Told) -> Words:
        unknown = [
            at
            for at, word in enumerate(words.plain)
            if len(word) >= 4 and word.isalpha() and word not in _NEVER_BENT and not self._is_known(word)
        ]
        if not unknown:
            return words
        letters = [token.text for token in words.tokens if token.text[0].isalpha()]
        small = sum(map(str.islower, letters)) * 2 > len(letters)
        plain = list(words.plain)
        for at in unknown[:_LOOKED_FOR]:
            if small and words.tokens[at].text[0].isupper():
                continue  # a name
            meant = self._slips.meant(plain[at])
            if meant:
                slip = (words.tokens[at].text, meant)
                if slip not in told.typos:
                    told.typos.append(slip)
                plain[at] = meant
        return Words(words.tokens, plain)

    @cached_property
    def _slips(self) -> Slips:
        from crampdiary.words.typos import slips_of  # seldom needed

        return slips_of(self._vocabulary)

    # What the classes read

    def _named(self, role: str) -> Reader:
        def read(words: Words, at: int) -> tuple[int, str] | None:
            found = self._names_at(words, at).get(role)
            return found[:2] if found else None

        return read

    @once
    def _names_at(self, words: Words, at: int) -> dict[str, tuple[int, str, str]]:
        """Return by role the longest name from a place on: its words, its slug, and a side that stands within it.

        Fillers and a side may stand within a name: `top of my left foot`.
        """
        found: dict[str, tuple[int, str, str]] = {}
        run = words.run(at)[:_LONGEST]
        stops = (place for place, each in enumerate(run) if place and not self._may_go_on(each))
        run = run[: next(stops, len(run))]
        for size in range(len(run), 0, -1):
            for word in self._find(" ".join(run[:size])):
                found.setdefault(word.role, (size, word.slug, ""))
            within = [each for each in run[1 : size - 1] if each in _IN_BETWEEN]
            ends = {run[0], run[size - 1]}
            if within and not ends & _IN_BETWEEN and ends <= self._vocabulary.parts:
                side = next((each for each in within if each in _SIDES), "")
                for role, slug in self._without_fillers.get(" ".join(_only(run[:size])), ()):
                    found.setdefault(role, (size, slug, side))
        return found

    def _may_go_on(self, word: str) -> bool:
        """Return whether a name of several words may go on with a word."""
        parts = self._vocabulary.parts
        return word in parts or word in _IN_BETWEEN or parts.issuperset(key(word).split("-"))

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

    def _site_of(self, words: Words, at: int, *, whole: bool) -> tuple[int, Any] | None:
        """Read a body part that is all of a foot or leg, or else one within."""
        found = self._site(words, at)
        if found is None or (found[1][0] in _WHOLES) != whole:
            return None
        return (found[0], None) if whole else found

    def _turn(self, side: str) -> Reader:
        """Read a side word that is none: after a body part it would be that part's."""

        def read(words: Words, at: int) -> tuple[int, str] | None:
            of_a_part = at > 0 and self._find(words.plain[at - 1], "site")
            return (1, "") if words.plain[at] == side and not of_a_part else None

        return read

    def _departed(self, words: Words, at: int) -> tuple[int, str] | None:
        """Read a `left` of one who went away: none before a body part, as in `had left calf cramps`."""
        return (1, "") if words.plain[at] == "left" and self._site(words, at + 1) is None else None

    def _adverb(self, words: Words, at: int) -> tuple[int, str] | None:
        """Read a `right` that only says exactly: `right in the middle`, `right on schedule`."""
        if self._turn("right")(words, at) is None:
            return None
        run = words.run(at)
        after = 2 + (run[2:3] in (["the"], ["a"], ["my"]))
        if run[1:2] not in (["in"], ["on"], ["at"]) or len(run) <= after:
            return None
        word = run[after]
        is_strange = word.isalpha() and not self._is_known(word) and not self._names_at(words, at + after)
        return (1, "") if word == "middle" or is_strange else None

    def _thing(self, words: Words, at: int) -> tuple[int, str] | None:
        word = words.plain[at]
        is_more = word in log_grammar.FILLERS or word in NUMBERS or not word.isalpha() or word in _NO_THINGS
        return None if is_more or self._find(word, "site", "side") else (1, word)

    def _heels(self, words: Words, at: int) -> tuple[int, str] | None:
        return (
            (1, "high-heels") if words.plain[at] == "heels" and self._find("high-heels", "trigger") else None
        )

    def _grade(self, words: Words, at: int) -> tuple[int, int] | None:
        word, following = words.plain[at], words.run(at)[1:2]
        if word == WORST:  # of all; not of the week
            is_alone = not following or following[0] in log_grammar.FILLERS | _SIDES
            return (1, 10) if is_alone or self._find(following[0], "site") else None
        return (1, log_grammar.GRADES[word]) if word in log_grammar.GRADES else None

    def _trigger(self, words: Words, at: int) -> tuple[int, str] | None:
        names = self._names_at(words, at)
        found, remedy = names.get("trigger"), names.get("remedy")
        if found and remedy and found[0] == remedy[0]:
            return None  # cold: the trigger, or what was put on it
        return found[:2] if found else None

    def _consumed(self, words: Words, at: int) -> tuple[int, str] | None:
        found = self._trigger(words, at)
        return found if found and found[1] in log_grammar.CONSUMED else None

    @once
    def _remedy(self, words: Words, at: int) -> tuple[int, str] | None:
        found = self._moved(words, at) or self._named("remedy")(words, at)
        if found and found[0] > 1 and self._find(words.plain[at], "site"):
            rest = [self._named("remedy")(words, place) for place in range(at + 1, at + found[0])]
            if any(each and each[1] == found[1] for each in rest):
                return None  # calf massage: the calf, and massage
        return found

    def _joined(self, words: Words, at: int) -> tuple[int, tuple[str, ...]] | None:
        """Read one remedy, or several that are said in one breath."""
        found = self._remedies(words, at)
        if found and len(found[1]) > 1:
            inner = range(at + 1, at + found[0])
            said = {words.plain[place] for place in inner} & {"and", "plus", "or"}
            if not said or any(words.tokens[place].apart for place in inner):
                one = self._remedy(words, at)
                return (one[0], (one[1],)) if one else None
        return found

    @once
    def _moved(self, words: Words, at: int) -> tuple[int, str] | None:
        found = _in(_moves(), words, at)
        return found if found is None or self._vocabulary.get("remedy", found[1]) else None

    def _moment(self, words: Words, at: int) -> tuple[int, str] | None:
        found = self._remedy(words, at)
        return found if found and found[1] in relief_grammar.OF_THE_MOMENT else None

    def _either(self, words: Words, at: int) -> tuple[int, str] | None:
        names = self._names_at(words, at)
        onset, remedy = names.get("onset"), names.get("remedy")
        return onset[:2] if onset and remedy and onset[0] == remedy[0] else None

    @once
    def _remedies(self, words: Words, at: int) -> tuple[int, tuple[str, ...]] | None:
        found: list[str] = []
        end, last = at, min(len(words.plain), at + _MANY_REMEDIES)
        while end < last:
            start = end
            while end < last and found and words.plain[end] in ("and", "or", "then", "plus", "with"):
                end += 1
            while end < last and words.plain[end] in BEFORE_A_REMEDY:
                end += 1
            one = self._remedy(words, end) if end < last else None
            if one is None or (found and words.tokens[start].apart and _in(_reliefs(), words, end)):
                end = start
                break
            found.append(one[1])
            end += one[0]
        return (end - at, tuple(found)) if found else None


def _only(words: Sequence[str]) -> list[str]:
    """Return the words without fillers and sides."""
    return [each for each in words if each not in _IN_BETWEEN]


def _in(grammar: Grammar, words: Words, at: int) -> tuple[int, str] | None:
    found = grammar.longest(words, at) if at < len(words.plain) else None
    return (found.end - at, found.name) if found else None


@cache
def _reliefs() -> Grammar:
    return Grammar(relief_grammar.RELIEFS, {})


@cache
def _moves() -> Grammar:
    return Grammar([(remedy, text) for text, remedy in relief_grammar.MOVED.items()], {})
