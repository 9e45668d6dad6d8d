"""What a line tells of remedies used or triggers met: which, how much of each, and when.

Known words, amounts, days and times are read from left to right; a mark or an "and" parts one remedy from the next. A
phrase that is not known is a new word of the person's own. What tells of a place on the body, of a meal or of a time
of day is kept with the entry and never makes a word; what was not used is not recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crampdiary.diary.fields import NAME_LIMIT
from crampdiary.diary.values import typed_text
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.line import at_colons, plain_line, tokens_of
from crampdiary.words.matching import Words
from crampdiary.words.uses.use_days import with_days_in_full
from crampdiary.words.uses.use_grammar import UNITS
from crampdiary.words.uses.use_names import UseNames
from crampdiary.words.uses.use_reading import UseReading
from crampdiary.words.uses.used import Uses
from crampdiary.words.when import is_the_sun

_PARTS = frozenset("1/2 1/4 3/4 1/3 2/3".split())


class UseReader:
    """Reads lines with the words of one diary.

    Args:
        vocabulary: the words known.
        role: `remedy` or `trigger`.
    """

    def __init__(self, vocabulary: Vocabulary, role: str) -> None:
        self._vocabulary = vocabulary
        self._role = role
        self._names = UseNames(vocabulary, role)

    def read(self, typed: Sequence[str]) -> Uses:
        """Return what bare words tell.

        Raises:
            UsageError: they name a time that does not exist, or could be two.
        """
        told = Uses(line=plain_line(typed))
        amounts: dict[str, str] = {}
        parted = [self._parted(each) for each in self._without_amounts(with_days_in_full(typed), amounts)]
        line, tokens = tokens_of(parted, self._names.is_known, self._names.is_name)
        said = [token.word for token in tokens]
        plain = [_as_known(said, at) for at in range(len(said))]
        words = self._names.without_typos(Words(tokens, plain), told)
        UseReading(words, line, told, self._names).read()
        for use in told.uses:
            use.amount = amounts.get(use.word, use.amount)
        return told

    def _without_amounts(self, typed: Sequence[str], amounts: dict[str, str]) -> Iterator[str]:
        """Take amounts off their words, as in `"wine:2 glasses"`: whatever stands behind the colon is the amount."""
        last = ""  # the word whose amount is a number that may have its unit in the next argument
        for text in typed:
            if last and text.casefold() in UNITS:
                amounts[last] += f" {typed_text(text)}"
                last = ""
                continue
            last = ""
            for name, rest in at_colons(text, NAME_LIMIT):
                found = self._vocabulary.find(typed_text(name), self._role)
                if found:
                    amount = typed_text(rest)
                    if amount:
                        amounts[found[0].slug] = amount
                        last = found[0].slug if amount[-1].isdigit() else ""
                    text = name
                    break
            yield text

    def _parted(self, text: str) -> str:
        """Part amounts from their words within a line, as in `magnesium:400mg`."""
        if ":" not in text or self._names.is_name(text):
            return text
        return " ".join(map(self._chunk_parted, text.split()))

    def _chunk_parted(self, text: str) -> str:
        parts = text.split(":")
        if len(parts) == 1 or not all(parts) or parts[0][:1].isdigit():
            return text
        name, rest = next(
            (each for each in at_colons(text, NAME_LIMIT) if self._names.is_name(each[0])), text.split(":", 1)
        )
        return f"{name}: {rest}" if rest else name


def _as_known(words: Sequence[str], at: int) -> str:
    """Return a word as the grammar knows it: `sunshine` for a sun that is no Sunday, `half` for the 1/2 of a unit."""
    if is_the_sun(words, at):
        return "sunshine"
    after = at + 1 + (words[at + 1 : at + 2] in (["a"], ["of"]))
    is_part = words[at] in _PARTS and words[after : after + 1] and words[after] in UNITS
    return "half" if is_part else words[at]
