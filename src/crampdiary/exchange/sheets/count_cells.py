"""How many cramps a cell says that there were: `2`, `two`, `twice`, `x2`, `2+`, `yes (2)`, `2-3`, `lots`."""

from __future__ import annotations

import re
from functools import lru_cache

from crampdiary.diary.frozen import NamedTuple
from crampdiary.exchange.cells import number_in
from crampdiary.exchange.yes_no import denies_cramps, is_unsure, is_yes
from crampdiary.words.log_grammar import CRAMPS, NEGATIONS, REMARKS
from crampdiary.words.quantities import NUMBERS

_LONGEST = 80  # characters
_WORDS = {
    **NUMBERS, "once": 1, "twice": 2, "thrice": 3, "a": 1, "an": 1, "a couple of": 2, "a couple": 2, "couple": 2,
    "a pair": 2, "ein": 1, "eine": 1, "einer": 1, "einmal": 1, "zwei": 2, "zweimal": 2, "drei": 3, "dreimal": 3,
    "vier": 4, "une": 1, "un": 1, "deux": 2, "trois": 3, "una": 1, "uno": 1, "dos": 2, "due": 2, "tres": 3, "tre": 3,
}  # fmt: skip
_NUMBER = rf"\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))}"
_BEFORE = (
    r"(?:(?:yes|y|ja|j|oui|si|sí|about|around|approx\.?|ca\.?|at least|maybe|had|i had|cramps?:?)[ ,:;(–-]*)*"
)
_SAID = re.compile(
    rf"(?P<before>{_BEFORE})[~≈≥>]? ?x? ?(?P<number>{_NUMBER})(?!(?!x\b|mal\b)[\w./:%])"
    rf"(?: ?(?:-|–|to|or|bis|oder) ?(?P<most>{_NUMBER})(?![\w./:%]))?(?P<after>.*)"
)
_TIMES = re.compile(r"^ ?(?:x|times?|mal|fois|veces|volte)\b|^[ )+?]+")
_AT_LEAST_ONE = re.compile(
    r"(?:(?:quite|so|too|very|yes,?|a|had|there were) ?)*"
    r"(?:lots?(?: of)?|loads(?: of)?|many|several|some|a few|few|plenty|multiple|numerous|more than one|viele|mehrere|"
    r"einige|plusieurs|muchos|varios|molti)(?: (?:of them|cramps?))?[ .!]*"
)
_BESIDE = (
    CRAMPS
    | REMARKS - frozenset("maybe perhaps probably".split())
    | frozenset(
        "small big little tiny large short long quick brief mild severe strong one ones of them each in the my on at "
        "and both left right leg legs calf calves foot feet toe toes thigh thighs arch arches night during different "
        "all after another more nasty sharp twinge twinges total overnight or so".split()
    )
)
"""What may stand beside a number of cramps: `1 small one`, `2 in my calves`."""


class CountTold(NamedTuple):
    """What a cell says of how many there were.

    Attributes:
        number: the fewest that it says, None where it says none that is understood.
        is_all: whether it says no more than that.
    """

    number: int | None
    is_all: bool = True


@lru_cache(maxsize=2_000)  # cells of a column are few, and each row asks several times
def count_told(text: str) -> CountTold:
    """Return how many cramps a cell says that there were; of `2-3`, or of `lots`, the fewest that these can be."""
    number, said = number_in(text), is_yes(text)
    if number is not None and (number.is_integer() or number != number_in(text.lstrip("~ "))):
        return CountTold(int(number), text[:1] != "~")
    if said is not None or denies_cramps(text):
        return CountTold(int(said is True))
    plain = " ".join(text.casefold().split())
    if len(plain) > _LONGEST:
        return CountTold(None)
    if _AT_LEAST_ONE.fullmatch(plain):
        return CountTold(1, False)
    match = _SAID.fullmatch(plain)
    if match is None:
        return _yes_and_more(plain)
    fewest, most = _value(match["number"]), match["most"]
    if most and _value(most) <= fewest:
        return CountTold(None)
    after = _TIMES.sub("", match["after"])
    rest = re.findall(r"[\w']+", after)
    is_doubted = "maybe" in match["before"] or (fewest == 1 and "?" in plain)
    if not fewest or is_doubted or not _BESIDE.issuperset(rest):
        return CountTold(None)
    is_plain = match["before"].strip(" :") in ("", "cramp", "cramps") and CRAMPS.issuperset(rest)
    return CountTold(fewest, is_plain and not most and re.search(r"[~≈≥>+?]", plain) is None)


def _yes_and_more(text: str) -> CountTold:
    """Return that there was one where a cell begins with a yes, and nothing in it takes that back."""
    first, _, rest = text.partition(" ")
    words = re.findall(r"[\w']+", rest)
    is_said = is_yes(first.strip(",;:-–")) and "?" not in text and not is_unsure(text) and not first.isdigit()
    is_whole = NEGATIONS.isdisjoint(words) and {"but", "no", "none", "nearly", "almost"}.isdisjoint(words)
    return CountTold(1, False) if is_said and is_whole else CountTold(None)


def _value(text: str) -> int:
    return _WORDS[text] if text in _WORDS else int(text)
