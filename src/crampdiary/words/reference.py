"""Which entry a command names in plain words: `the last one`, `last cramp`, `entry 5,`."""

from __future__ import annotations

from collections.abc import Sequence

from crampdiary.diary.model import LAST, LAST_CRAMP
from crampdiary.words.quantities import UNITS

_BEFORE = frozenset({"the", "my"})
_LASTS = frozenset({"last", "latest", "newest"})
_ENTRIES = frozenset({"one", "entry", "record"})
_CRAMPS = frozenset({"cramp", "spasm"})
_COUNTED = frozenset({"entry", "cramp", "number", "no", "no.", "nr"})
_MARKS = ",.;:"
_LAST_COMMAND = frozenset("the last latest one that it this thing command change entry".split())


def with_reference(typed: Sequence[str]) -> list[str]:
    """Return arguments of which the first is the reference that the first of them say together.

    Args:
        typed: of a command that names an entry first. Where they name it otherwise, they are returned as they are.
    """
    words = [each.casefold().rstrip(_MARKS) for each in typed[:4]]
    at = 1 if words[:1] and words[0] in _BEFORE else 0
    if words[at : at + 1] and words[at] in _LASTS:
        following = "" if typed[at].endswith(tuple(_MARKS)) else "".join(words[at + 1 : at + 2])
        if following == "one" and words[at + 2 : at + 3] and words[at + 2] in UNITS:
            following = ""  # last, one minute
        count = at + 1 + (following in _ENTRIES or following in _CRAMPS)
        return [LAST_CRAMP if following in _CRAMPS else LAST, *typed[count:]]
    if not at and words[:1] and words[0] in _COUNTED and words[1:2] and _is_number(words[1]):
        return [words[1], *typed[2:]]
    if words and _is_number(words[0]):
        return [words[0], *typed[1:]]
    return list(typed)


def _is_number(word: str) -> bool:
    return word.removeprefix("#").isdecimal() and word.isascii()


def without_last(typed: Sequence[str]) -> list[str]:
    """Return arguments of a command that takes how many, without words for the last: `undo the last one`."""
    return [each for each in typed if each.casefold().rstrip(_MARKS) not in _LAST_COMMAND]
