"""The words that name no thing by themselves: no remedy and no trigger of one's own is made of them alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crampdiary.words.quantities import MONTHS, NUMBERS, SHORT_WEEKDAYS, WEEKDAYS
from crampdiary.words.uses.use_grammar import FILLERS, NOT, NOTHING, QUANTITIES, SEPARATORS, TALK, UNITS

_DETERMINERS = frozenset(
    "a all an another any both each either every half her his its least less many more most much my neither no none "
    "other others our own quarter same several some such that the their these this those what whatever which "
    "whichever whose your".split()
)
_PRONOUNS = frozenset(
    "anyone anything everyone everything he herself him himself i it itself me mine myself nobody nothing one oneself "
    "ours ourselves she somebody someone something theirs them themselves they us we who whoever whom you yours "
    "yourself".split()
)
PREPOSITIONS = frozenset(
    "about above across after against along alongside amid among amongst apart around as aside at because before "
    "behind below beneath beside besides between beyond by concerning considering despite during except excluding "
    "for from in including inside into like minus near of on onto opposite outside over past per plus regarding since "
    "than through throughout thru til till to toward towards under underneath unlike until upon versus via with within "
    "without".split()
)
_CONJUNCTIONS = frozenset(
    "although and but hence however if lest nor once or otherwise so then therefore though thus unless when whenever "
    "where whereas wherever whether while whilst why yet how".split()
)
_VERBS = frozenset(
    "am are be became become been being can could did didn't didnt do does doesn't don't done dont gave get gets "
    "getting give given go goes going gone got had has have haven't having is isn't kept keep keeps let made make may "
    "might must need needed needs ought paused pausing put restarted "
    "resumed shall should take taken takes taking took use used uses using want wanted "
    "was wasn't went were will won't would".split()
)
_PARTICLES = frozenset("away back down forth forward off on out up".split())
_ADVERBS = frozenset(
    "again ago ahead almost already also altogether always anyhow anyway anymore barely currently earlier early "
    "else enough especially even eventually ever everywhere exactly finally formerly further hardly here immediately "
    "indeed instead just last late lately later maybe meanwhile merely mostly nearly never nevertheless next not now "
    "nowadays occasionally often only perhaps please presently previously probably quite rarely rather really recently "
    "regularly roughly second seldom shortly sometime sometimes somewhat soon still straight straightaway suddenly "
    "there too twice usual usually very well yes first third fourth fifth sixth seventh eighth ninth tenth eleventh "
    "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth".split()
)
_TIMES = frozenset(
    "am autumn century daily date day daytime decade evening evenings eve fortnight fortnights fortnightly hour hourly "
    "hours midday midnight midweek minute minutes moment month monthly months morning mornings night nightly nights "
    "nighttime nite noon overnight pm quarterly second seconds spring summer time times today tomorrow tonight "
    "weekday weekdays weekend weekends week weekly weeks winter year yearly years yesterday afternoon afternoons "
    "lifelong everyday".split()
)
_NUMBERS = frozenset(
    "thirty forty fifty sixty seventy eighty ninety hundred thousand dozen couple pair".split()
)
WEEKLY = {f"{day}s": day for day in WEEKDAYS.values()}
"""Weekdays of every week."""
_OF_THE_CALENDAR = (
    frozenset(WEEKDAYS)
    | frozenset(SHORT_WEEKDAYS)
    | frozenset(WEEKLY)
    | frozenset(f"{day}s" for day in (*WEEKDAYS, *SHORT_WEEKDAYS))
    | MONTHS
)
FUNCTION_WORDS = _DETERMINERS | _PRONOUNS | PREPOSITIONS | _CONJUNCTIONS | _VERBS | _PARTICLES | _ADVERBS
"""All words that only hold others together, and those that say how, how often or when."""
NO_THINGS = FUNCTION_WORDS.union(
    _TIMES, _NUMBERS, NUMBERS, _OF_THE_CALENDAR, QUANTITIES, UNITS, SEPARATORS, FILLERS, TALK, NOT, NOTHING
)
"""All words that name no thing."""
_BETWEEN_WORDS = r"\s+|(?<=\w)-(?=\w)"
_ORDINAL = r"\d{1,4}(?:st|nd|rd|th)"
_MEASURED = r"\d[\d.,/:x½¼¾-]*([a-zµ%]*)"
_AT_A_BEGINNING = _DETERMINERS | _PRONOUNS | PREPOSITIONS | _CONJUNCTIONS | _VERBS | {"too", "again", "also"}
_AT_AN_END = (
    PREPOSITIONS
    | _CONJUNCTIONS
    | frozenset("a an the my again now too still already lately soon well only yet".split())
)


def is_no_thing(word: str) -> bool:
    """Return whether a word in small letters names no thing by itself: `to`, `march`, `half`, `1st`, `200mg`."""
    if word in NO_THINGS or _is_ordinal(word):
        return True
    measured = re.fullmatch(_MEASURED, word) if word[:1].isdigit() else None
    return measured is not None and (not measured[1] or measured[1] in UNITS or measured[1] in ("am", "pm"))


def says_only_when(name: str) -> bool:
    """Return whether a name would be one of no thing, so that it would stand in the way of days and spans."""
    words = re.split(_BETWEEN_WORDS, name.casefold())
    return all(
        (word in NO_THINGS and word not in UNITS and word not in QUANTITIES) or _is_ordinal(word)
        for word in words
    )


def _is_ordinal(word: str) -> bool:
    return word[:1].isdigit() and re.fullmatch(_ORDINAL, word) is not None


def thing_in(words: Sequence[str]) -> tuple[int, int] | None:
    """Return where the name of a thing begins and ends in words that are not known; None where there is none.

    What only leads to it or away from it is left out: `up to` of `ramipril up to`.
    """
    first, end = 0, len(words)
    if all(is_no_thing(word) for word in words):
        return None
    while words[first] in _AT_A_BEGINNING:
        first += 1
    while words[end - 1] in _AT_AN_END:
        end -= 1
        if words[end - 1] in _PARTICLES and words[end] in PREPOSITIONS:
            end -= 1  # up to
    return first, end
