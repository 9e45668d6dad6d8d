"""Words typed with a letter wrong, missing, too many or swapped: which known word was meant, if only one can be.

Common English words are never bent to a known one that they happen to be near (`told`, `heal`). Those stand in
`crampdiary.words.common`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from crampdiary.diary.values import key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words import log_grammar
from crampdiary.words.common import COMMON

_FEWEST = 4  # letters: shorter ones are near too many others
_TWO_FROM = 8  # letters: from here on two may be wrong
_OF_THE_GRAMMAR = (
    "helped tried lasted yesterday night morning evening monday tuesday wednesday thursday friday saturday "
    "sunday minute minutes mins hour hours second seconds secs again same woke limped awake still ongoing "
    "cramp cramps spasm half quarter past midnight noon around about january february march april june july "
    "august september october november december seven eight nine three four five zero none nothing days weeks "
    "nights"
).split()

_Identity = tuple[str, str]


@lru_cache(maxsize=8)  # a pipe of many lines reads them all with one
def slips_of(vocabulary: Vocabulary, *roles: str) -> Slips:
    """Return `Slips` of a vocabulary, which takes some milliseconds to make."""
    return Slips(vocabulary, *roles)


class Slips:
    """Which of the words known a slip was meant to be.

    Args:
        vocabulary: the words known, besides those of the grammar.
        roles: of the words that can be meant; by default all.
    """

    def __init__(self, vocabulary: Vocabulary, *roles: str) -> None:
        self._words: dict[str, set[_Identity]] = {
            each: {("", each.removesuffix("s"))} for each in (*_OF_THE_GRAMMAR, *log_grammar.GRADES)
        }
        self._parts: set[str] = set()
        self._meant: dict[str, str | None] = {}
        self._joined: dict[str, str] = {}
        known = vocabulary.words(hidden=True)
        if roles == ("remedy",):
            known += vocabulary.sets(hidden=True)
        for word in known:
            if roles and word.role not in roles:
                continue
            for name in vocabulary.names(word):
                parts = key(name).split("-")
                if len(parts) == 1:
                    self._words.setdefault(parts[0], set()).add((word.role, word.slug))
                else:
                    self._joined["".join(parts)] = " ".join(parts)
                    self._parts.update(parts)
        self._pieces = self._parts - self._words.keys()
        for part in self._pieces:  # of a name of several words: that word is meant, whatever the name says
            self._words[part] = {("", part)}

    def meant(self, typed: str) -> str | None:
        """Return the one known word that a word in small letters is a slip of, or None."""
        if typed not in self._meant:  # a slip is often repeated, and to look for it takes a millisecond
            self._meant[typed] = self._looked_for(typed)
        return self._meant[typed]

    def _looked_for(self, typed: str) -> str | None:
        if typed in self._joined:  # the space is missing
            return self._joined[typed]
        if len(typed) < _FEWEST or typed in self._words or typed in COMMON:
            return None
        for most in (1, 2) if len(typed) >= _TWO_FROM else (1,):
            near = [name for name in self._near(typed, most) if distance(typed, name, most) <= most]
            near = [name for name in near if name not in self._pieces] or near
            if len({frozenset(self._words[name]) for name in near}) == 1:
                return near[0]
            if near:
                return None
        return None

    def _near(self, typed: str, most: int) -> Iterable[str]:
        letters = set(typed)
        return (
            name
            for name in self._words
            if len(name) > 2
            and (len(typed) > _FEWEST or name[0] in typed[:2] or typed[0] == name[1:2])  # rest, and not yest
            and abs(len(name) - len(typed)) <= most
            and len(letters.symmetric_difference(name)) <= 2 * most  # a slip changes two of them at most
        )


def distance(one: str, other: str, most: int) -> int:
    """Return how many slips part two words, counting a swap of neighbours as one; more than `most` is not counted."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for place, each in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != each))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == each:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
