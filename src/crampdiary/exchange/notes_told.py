"""Whether a note tells of a cramp that nothing else of its row does, or where the rest says that there was none."""

from __future__ import annotations

import re

from crampdiary.exchange.happening import HAPPENED, NAMED, UNSURE, happening
from crampdiary.exchange.names.naming import BESIDE_ONE, NIGHT, TURNS, NameReader, is_of_the_night
from crampdiary.exchange.names.uses_named import words_of
from crampdiary.exchange.yes_no import PARTS, may_deny

_ONE = frozenset("one except".split())
_AFTER_ALL = re.compile(
    r"\b(?:had|got|then|was|came) (?:one|another|two)\b"
    r"(?=\s*(?:[,.;!)]|$|(?:after|before|in|at|around|this|last|then|later|again|though|but|and)\b))"
)
"""Of cramps, where all else of a row is about them."""


def tells_of_one(note: str, words: NameReader) -> bool:
    """Return whether a note tells of a cramp: by name, or by where, and how bad or when in the night."""
    if words.tells_of_one(note):
        return True
    return words.names_a_cramp(note) and happening(note, words).verdict in (HAPPENED, NAMED)


def contradicts(note: str, words: NameReader) -> bool:
    """Return whether a note tells of a cramp where something else says that there was none: also `one at 3am`."""
    if tells_of_one(note, words) or any(_counts_one(each, words) for each in (note, *PARTS.split(note))):
        return True
    said = words_of(note)
    is_turned = not TURNS.isdisjoint(said) and words.names_a_cramp(note)
    is_turned = is_turned and (may_deny(note) or "free" in said)
    is_turned = is_turned and happening(note, words).verdict == UNSURE  # no cramps until 5am, then one
    return is_turned or _AFTER_ALL.search(note.casefold()) is not None


def _counts_one(text: str, words: NameReader) -> bool:
    told = words.told(text)
    if told is None or told.is_none or told.fields.get("sites") or not is_of_the_night(told, NIGHT):
        return False
    kept = {word for phrase in told.kept for word in words_of(phrase)}
    return kept <= BESIDE_ONE and bool(told.fields.get("severity") or kept & _ONE)
