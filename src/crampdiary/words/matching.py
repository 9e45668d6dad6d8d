"""Patterns of words: a small language in which a grammar is a table.

A pattern is written as it would be said, `pain of? <level>`: its parts stand for one word each, or for what a class
in angle brackets reads. `a|b` is either, `?` may be missing, and a comma before a part lets a mark stand there; no
other part goes on past a mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, wraps
from typing import Any, TypeVar, cast

from crampdiary.diary.frozen import NamedTuple
from crampdiary.words.line import Token

_LOOKED_AT = 12  # words; no pattern and no name is longer
_REMEMBERED = 2_000  # words that a grammar has met: those of one line, and those that many lines share

Reader = Callable[["Words", int], tuple[int, Any] | None]
"""Looks at the words from a place on; returns how many it takes and what they say, or None."""

Begins = Callable[[str], bool]
"""Tells whether what a reader takes may begin with a word in small letters, whatever stands around it."""


class Words:
    """The words of a line, as patterns see them.

    Attributes:
        tokens: the words as typed.
        plain: the same in small letters.
        every: those that stand anywhere in the line.
        read: what was read at a place, by the reader and the place: patterns ask for it again and again.
    """

    def __init__(self, tokens: Sequence[Token], plain: Sequence[str]) -> None:
        self.tokens = tokens
        self.plain = plain
        self.every = frozenset(plain)
        self.read: dict[tuple[Any, int], Any] = {}

    def run(self, at: int) -> Sequence[str]:
        """Return the words from a place on to the next mark, as far as any pattern looks."""
        end, last = at + 1, min(len(self.tokens), at + _LOOKED_AT)
        while end < last and not self.tokens[end].apart:
            end += 1
        return self.plain[at:end]


Reads = TypeVar("Reads", bound=Callable[..., Any])


def once(reader: Reads) -> Reads:
    """Let a method that reads the words from a place on do so once a line."""

    @wraps(reader)
    def read(self: Any, words: Words, at: int) -> Any:
        if (reader, at) not in words.read:
            words.read[reader, at] = reader(self, words, at)
        return words.read[reader, at]

    return cast("Reads", read)


class Found(NamedTuple):
    """A pattern found in a line.

    Attributes:
        name: of the rule.
        start: the place of its first word.
        end: the place after its last.
        values: what its classes read, in their order.
    """

    name: str
    start: int
    end: int
    values: tuple[Any, ...]


class _Part(NamedTuple):
    choices: tuple[str, ...]
    is_optional: bool
    past_a_mark: bool

    @property
    def is_of_words(self) -> bool:
        return all(choice[0] != "<" for choice in self.choices)


class Pattern(NamedTuple):
    """A pattern taken apart.

    Attributes:
        name: of the rule.
        parts: in their order.
        needs: words of which one stands in each line that has the pattern, beside the word that it begins with: a line
            without them need not be tried. None where any may.
    """

    name: str
    parts: tuple[_Part, ...]
    needs: frozenset[str] | None

    @classmethod
    def of(cls, name: str, text: str) -> Pattern:
        parts = tuple(map(_part, text.split()))
        words = (frozenset(each.choices) for each in parts[1:] if each.is_of_words and not each.is_optional)
        return cls(name, parts, next(words, None))


def _part(text: str) -> _Part:
    past_a_mark = text.startswith(",")
    text = text.removeprefix(",")
    is_optional = text.endswith("?")
    return _Part(tuple(text.removesuffix("?").split("|")), is_optional, past_a_mark)


def _first(line: str) -> str:
    """Return what a pattern may begin with, each word and class between bars: `|a|my|<site>|` for `a|my? <site> x`."""
    first, _, rest = line.partition(" ")
    while first[-1] == "?":
        following, _, rest = rest.partition(" ")
        first = f"{first[:-1]}|{following}"
    return f"|{first}|"


class Grammar:
    """Patterns, found by the words that they can begin with.

    Args:
        rules: a name and its patterns, one a line; of two that take as many words, the first counts.
        readers: of the classes.
        begins: by class, with which words it may begin: most words begin nothing, and then no reader looks on. A class
            that is not named may begin with any.
    """

    def __init__(
        self,
        rules: Sequence[tuple[str, str]],
        readers: Mapping[str, Reader],
        begins: Mapping[str, Begins] | None = None,
    ) -> None:
        self._readers = readers
        self._begins = begins or {}
        self._readers_at = lru_cache(_REMEMBERED)(self._readers_of)
        self._beginning_with = lru_cache(_REMEMBERED)(self._patterns_of)
        self._lines = [(name, line) for name, text in rules for line in text.strip().split("\n")]
        self._firsts = [
            _first(line) for _, line in self._lines
        ]  # an index of them would take longer than a line needs
        self._patterns: dict[int, Pattern] = {}  # those that were needed yet: each line needs few
        self._by_class: dict[str, list[int]] = {}
        for number, first in enumerate(self._firsts):
            for word in first.split("|") if "<" in first else ():
                if word[:1] == "<":
                    self._by_class.setdefault(word, []).append(number)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words that stand in the patterns themselves."""
        parts = (part.removeprefix(",").removesuffix("?") for _, line in self._lines for part in line.split())
        return frozenset(word for part in parts for word in part.split("|") if word[0] != "<")

    def may_begin(self, word: str) -> bool:
        """Return whether any pattern may begin with a word."""
        return bool(self._beginning_with(word) or self._readers_at(word))

    def _patterns_of(self, word: str) -> list[int]:
        """Return which patterns may begin with a word itself."""
        if "|" in word or word[:1] == "<":
            return []
        within = f"|{word}|"
        return [number for number, first in enumerate(self._firsts) if within in first]

    def _readers_of(self, word: str) -> list[tuple[Reader, list[int]]]:
        """Return the readers of the classes that a pattern may begin with at a word, and which patterns those are."""
        known = {begins: begins(word) for begins in self._begins.values()}  # several classes share one
        return [
            (self._readers[name[1:-1]], numbers)
            for name, numbers in self._by_class.items()
            if name[1:-1] not in self._begins or known[self._begins[name[1:-1]]]
        ]

    def _pattern(self, number: int) -> Pattern:
        if number not in self._patterns:
            self._patterns[number] = Pattern.of(*self._lines[number])
        return self._patterns[number]

    def longest(self, words: Words, at: int) -> Found | None:
        """Return the pattern that takes the most words from a place on."""
        return max(self.all(words, at), key=lambda found: found.end, default=None)

    def all(self, words: Words, at: int) -> Iterator[Found]:
        """Yield every pattern found at a place, in the order of the table."""
        candidates = set(self._beginning_with(words.plain[at]))
        read = words.read
        for reader, numbers in self._readers_at(words.plain[at]):
            place = reader, at
            if place not in read:
                read[place] = reader(words, at)
            if read[place]:
                candidates.update(numbers)
        for number in sorted(candidates):
            pattern = self._pattern(number)
            if pattern.needs is not None and pattern.needs.isdisjoint(words.every):
                continue
            for end, values in self._ends(pattern.parts, words, at, at):
                if end > at:
                    yield Found(pattern.name, at, end, values)
                    break

    def _read(self, name: str, words: Words, at: int) -> tuple[int, Any] | None:
        reader = self._readers[name[1:-1]]
        if (reader, at) not in words.read:
            words.read[reader, at] = reader(words, at)
        found: tuple[int, Any] | None = words.read[reader, at]
        return found

    def _ends(
        self, parts: Sequence[_Part], words: Words, at: int, start: int
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield where the parts can end, the longest first, and what they read."""
        if not parts:
            yield at, ()
            return
        part, rest = parts[0], parts[1:]
        if at < len(words.plain) and (part.past_a_mark or at == start or not words.tokens[at].apart):
            for choice in part.choices:
                if choice[0] == "<":
                    found = self._read(choice, words, at)
                    if found:
                        for end, values in self._ends(rest, words, at + found[0], start):
                            yield end, (found[1], *values)
                elif words.plain[at] == choice:
                    yield from self._ends(rest, words, at + 1, start)
        if part.is_optional:
            yield from self._ends(rest, words, at, start)
