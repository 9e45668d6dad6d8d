"""Whether a cell beside a remedy or a trigger says no more than that it was used or met.

It may say how much, when, or where on the body. Any other word may be the reason why it was not: `too tired`, `away`.
"""

from __future__ import annotations

import re

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.uses.no_things import is_no_thing
from crampdiary.words.uses.use_grammar import ABOUT, ASIDES, CRAMPS, DOING, OF_CRAMPS, UNITS
from crampdiary.words.uses.used import Uses

SAYING_YES = frozenset("yes y yep yeah x taken done ja j oui si sí ✓ ✔ ☑ ✅".split())
"""What says at the beginning of a cell that it was used, whatever stands behind it."""
_WHEN = ABOUT - frozenset("work exercise sleep shower bath".split())
"""Meals and times of day that say when by themselves: `work` alone says why not."""
_ALSO_WHEN = frozenset("am pm noon midnight early abends morgens mittags nachts both each in the my".split())
_DOUBTS = frozenset("think guess probably too so else almost nearly hardly barely supposed".split())
_REASONS = frozenset(
    "tired ill sick busy asleep late away off out left cold drunk holiday working travelling traveling broken empty "
    "stopped finished missed gone lost short".split()
)
"""What a number alone does not make an amount: `2 late`."""
_THAT_NIGHT = frozenset(("tonight", "last night", "this evening", "this morning", "today"))
_MEASURE = re.compile(r"[~≈]?\s?[\d½¼¾][\d\s½¼¾.,/:x×*+–-]*([^\W\d]*)[.'\"′″?]*", re.IGNORECASE)
_AFTER_ONE = re.compile(
    r"\b(?:(?:only|just) )?(?:after|during|following|once|when(?:ever)?|while)(?: (?:i|the|a|an|my|had|have|got|get|"
    r"each|every|first|second|last|bad|big|night|leg|foot|calf|was))* (?:cramp(?:s|ed|ing)?|spasms?)(?: (?:began|"
    r"started|came|hit))?\b",
    re.IGNORECASE,
)
"""That it was used for a cramp that was there, and not ahead of one."""


_CLOCK = re.compile(
    r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?", re.ASCII | re.IGNORECASE
)
_UNIT_AT_AN_END = re.compile(rf"(?<=\d) ?(?:[ap]\.?m\.?|uhr|o'clock|{'|'.join(UNITS)})\b")


def without_its_cramp(text: str) -> str | None:
    """Return a cell without the words that say that it was for a cramp that was there, None where it has none."""
    rest = _AFTER_ONE.sub(" ", text)
    return None if rest == text else " ".join(rest.strip(" ,;.-()").split())


def is_an_amount(text: str) -> bool:
    """Return whether a cell is a number, with a unit at most: `2`, `~5 min`, `3x30s`, `2 gummies`; not `2 late`."""
    match = _MEASURE.fullmatch(text)
    if match is None:
        parts = [each.strip() for each in text.split("+")]
        return len(parts) > 1 and all(map(_MEASURE.fullmatch, parts)) and all(map(is_an_amount, parts))
    unit = match[1].casefold()
    return unit in UNITS or unit in ("am", "pm") or not (is_no_thing(unit) or unit in _REASONS)


def is_a_time(text: str) -> bool:
    """Return whether a cell is a time of the clock, which says when it was used and not how much: `21:30`, `9 PM`."""
    return _CLOCK.fullmatch(text) is not None


def names_nothing(text: str) -> bool:
    """Return whether a part of a list is a time or an amount, and the name of nothing: `02:40`, `3am`, `5 min`."""
    rest = _UNIT_AT_AN_END.sub("", text.casefold())
    return not any(map(str.isalpha, rest)) and any(map(str.isdigit, rest))


def leaves_open(told: Uses, text: str) -> bool:
    """Return whether what is told of a use leaves open if it was one that night: `gave up`, `until Monday`."""
    if told.typos or told.unused or told.stopped or told.until or told.seldom or told.is_cramp:
        return True
    is_of_another = any(day.name not in _THAT_NIGHT for day in told.days)
    return is_of_another or not _DOUBTS.isdisjoint(_words_of(text))


def says_used(told: Uses, text: str, vocabulary: Vocabulary) -> bool:
    """Return whether a cell says no more than that something was used: how much, when, and where on the body.

    Args:
        told: what the grammar reads in it, behind the name of what it is of.
        text: in the cell.
        vocabulary: with the words for places on the body.
    """
    if not told.uses or leaves_open(told, text):
        return False
    words = _words_of(text)
    use, *others = told.uses
    if others:  # a unit that is not known, as in `2 gummies before bed`
        unit = others[0].label.casefold()
        is_unit = len(others) == 1 and bool(use.amount) and unit != "" and words.index(unit.split()[0]) > 0
        if not is_unit or not _REASONS.isdisjoint(unit.split()):
            return False
    return all(_is_of_a_use(each, vocabulary) for one in told.uses for each in one.described)


def _is_of_a_use(phrase: str, vocabulary: Vocabulary) -> bool:
    """Return whether what describes a use says when, where on the body, or for what."""
    words = _words_of(phrase)
    if words[0] in OF_CRAMPS and not CRAMPS.isdisjoint(words):
        return words[0] in ("for", "against", "before")
    if words[0] in ASIDES and words[0] not in ("with", "at"):
        words = [word for word in words if word not in ABOUT]
    known = _WHEN | _ALSO_WHEN | ASIDES | DOING | SAYING_YES | UNITS
    return all(word in known or word.isdigit() or vocabulary.find(word, "site", "side") for word in words)


def _words_of(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.casefold()) or [text.casefold()]
