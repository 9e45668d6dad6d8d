"""How much of it, or how often: the amounts in a line about remedies or triggers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crampdiary.words.quantities import number_at
from crampdiary.words.uses.use_grammar import HALVES, JOINED, QUANTITIES, REPEATED, UNITS

_DIGITS = r"x\d{1,2}|\d+(?:[-/]\d+)?|\d+,\d+"


def amount_at(run: Sequence[str]) -> int:
    """Return how many words an amount takes, 0 for none: `400 mg`, `half a glass`, `3 x 30 seconds`, `lots`.

    Args:
        run: the words from a place on to the next mark, at least one.
    """
    skip = int(run[0] in ("for", "about") and len(run) > 1)
    skip = 2 if list(run[:2]) == ["up", "to"] and len(run) > 2 else skip
    words = list(run[skip:])
    for before in (["a", "couple", "of"], ["half", "a"], ["a"], ["an"], ["half"]):
        if words[: len(before)] == before and _is_unit(words, len(before)):
            return skip + len(before) + 1
    if words[0] in UNITS and words[1:2] == ["of"] and not skip:  # glass of tonic water
        return 1
    is_in_digits = words[0][:1].isdigit()
    joined = re.fullmatch(JOINED, words[0]) if is_in_digits else None
    repeated = re.fullmatch(REPEATED, words[0]) if is_in_digits else None
    if joined and joined[2] in UNITS:
        return skip + 1
    if words[0] in HALVES and words[1:2] != ["past"]:
        return skip + 1
    number = number_at(words, 0)
    is_repeated = repeated is not None and (not repeated[1] or repeated[1] in UNITS)
    is_digits = (is_in_digits or words[0].startswith("x")) and re.fullmatch(_DIGITS, words[0])
    if number is None and not is_repeated and words[0] not in QUANTITIES and not is_digits:
        return 0
    size = skip + 1 + _is_unit(words, 1)
    if number is not None and words[1:2] == ["x"] and words[2:] and words[2][0].isdigit():
        size += amount_at(words[2:])
    return size


def _is_unit(words: Sequence[str], at: int) -> bool:
    return len(words) > at and words[at] in UNITS
