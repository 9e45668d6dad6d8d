"""Lines that tell of several cramps without a time for each: `left calf 6 and right foot 3`, `2 cramps, 8 and 6`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import copy
from itertools import pairwise

from crampdiary.errors import UsageError
from crampdiary.words.quantities import NUMBERS
from crampdiary.words.told import Told

AGAIN = frozenset("another other one more again second third fourth".split())
_PASSING = frozenset(
    "still now after afterwards later down left-over remaining worst peak max maximum eased easing next".split()
)
"""With these a second number is of how the cramp went on: `left calf 7, calf still 3 at breakfast`."""
_LIKE_A_CRAMP = frozenset({"knot", "toe-curling"})
_OF_IT = frozenset({"severity", "duration_s", "side"})
_OF_A_PLACE = ("sites", "side")
_TIMES = re.compile(r"\b([1-9])x(?= )|\b(one|two|three)(?= in (?:the|my) )", re.IGNORECASE)
_NUMBER = "|".join(["[1-9]", "1[0-2]", *(each for each, value in NUMBERS.items() if value in range(1, 13))])
_LIST = rf"((?:{_NUMBER})(?:, ?(?:{_NUMBER}))*),? (?:and|&|\+) ({_NUMBER})"
_AT_HOURS = re.compile(
    rf"\b(at|around|about) {_LIST}( ?[ap]\.?m\b\.?)?(?! ?(?:/|\d|[:.]\d|[a-z]))", re.IGNORECASE
)
_HOURS_OF_A_HALF = re.compile(rf"\b()(?<!\d ){_LIST}( ?[ap]\.?m\b\.?)", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_LEVEL = re.compile(r"(10|\d)(?:/10)?")
_LEVELS = re.compile(r"\W*(?:(?:10|\d)(?:/10)?\b\W*(?:(?:and|then|&|\+)\b\W*)?){2,}", re.ASCII)
_COUNTS_ALL = re.compile(rf"\W*(?:had )?(?:{_NUMBER}) (?:[a-z]+ )?cramps\b", re.IGNORECASE)
"""`2 cramps: left calf 6, right foot 4`."""
_CRAMP = re.compile(r"\b(?:cramp|spasm)", re.IGNORECASE)
_TWO = re.compile(r"\b(two|three) [@#]?cramp\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"^\W*(?:two|three|four|five|six|seven|eight|nine)\b,? all (?:in |of )?(?:(?:the|my) )?(?:left|right)\b",
    re.IGNORECASE,
)


_OF_A_CRAMP = r"(?:(?:leg|foot|feet|calf|night|muscle) )?(?:cramps?|spasms?)\b"
_NONE_COUNTED = re.compile(rf"(?<![\w.,/-])(?:0|nil) (?={_OF_A_CRAMP})", re.IGNORECASE)
_NONE_BEHIND = re.compile(
    rf"\b(?:any )?({_OF_A_CRAMP})(?: ?[:=?]| ?[-\u2013]+(?= )|(?= 0|/))? ?"
    r"(?:0(?: ?/ ?10)?|no|none|nil|zero|n)(?=[.;,!]?$|[,;.] [^\d]*$)",
    re.IGNORECASE,
)
"""`cramps: 0`, `leg cramps = no`, as a form has it."""


def of_several() -> UsageError:
    """Return what is said of a line that tells of several cramps, and not plainly what of each."""
    return UsageError("It tells of more than one cramp. Write a line for each: 2026-03-01 03:10 left calf.")


def in_plural(text: str) -> str:
    """Return a text in which a word for a number counts the cramps, and is not how bad one was: `two @cramp`.

    A count of none denies them: `0 cramps`, `cramps: no`.
    """
    text = _TWO.sub(r"\1 cramps", text)
    named = _CRAMP.findall(text)
    if len(named) != 1:
        return text
    return _NONE_BEHIND.sub(r"no \1", _NONE_COUNTED.sub("no ", text))


def with_each_hour(told: Told, told_in: Callable[[str], Told]) -> Told:
    """Return a line with each hour of a list as a time: `at 2, 4 and 5`, or of two cramps `3 and 5 am`."""

    def spread(found: re.Match[str]) -> str:
        before, half = f"{found[1]} " if found[1] else "", found[4] or ""
        hours = [
            f"{before}{NUMBERS.get(each.casefold(), each):g}" if each.isalpha() else f"{before}{each}"
            for each in re.split(r", ?", found[2])
        ]
        last = f"{NUMBERS[found[3].casefold()]:g}" if found[3].isalpha() else found[3]
        return f"{', '.join(each + half for each in hours)} and {before}{last}{half}"

    pattern = _AT_HOURS if _AT_HOURS.search(told.line) else _HOURS_OF_A_HALF
    listed = pattern.search(told.line)
    if listed is None or (pattern is _HOURS_OF_A_HALF and told.count != listed[2].count(",") + 2):
        return told
    found = copy(told_in(pattern.sub(spread, told.line)))
    found.day = found.day or told.day
    return found


def listed_in(told: Told, clauses: Sequence[str], told_in: Callable[[str], Told]) -> list[Told]:
    """Return what a line tells of each cramp in it, where they have no time of their own; of one, what it is.

    Args:
        told: all of the line.
        clauses: the parts of the line.
        told_in: reads some of it.

    Raises:
        UsageError: it tells of several, and not plainly what of each.
    """
    may_list = (
        told.count > 1 or told.seconds or told.parts or len(_DIGITS.findall(told.line_without_time)) > 1
    )
    groups = _placed(clauses if len(clauses) > 1 else told.parts, told_in) if may_list else []
    is_of_all = told.count > 1 and _COUNTS_ALL.match(told.line_without_time) is not None
    if len(groups) > 1:
        if told.count not in (1, groups[0].count, sum(each.count for each in groups)):
            raise of_several()
        if is_of_all and groups[0].count == told.count:
            if told.count != len(groups):
                raise of_several()
            groups[0].count = 1
        for each in groups:
            each.day, each.clock, each.is_rough = each.day or told.day, told.clock, told.is_rough
            each.at_night = told.at_night
        return groups
    levels = [told.fields["severity"]] if "severity" in told.fields else []
    levels += [int(level[1]) for each in told.seconds if (level := _LEVEL.fullmatch(each))]
    if told.count > 1 and len(levels) == told.count:
        return [_with_level(told, each) for each in levels]
    is_of_numbers = _LEVELS.fullmatch(told.line_without_time) is not None and not told.fields.keys() - {
        "severity"
    }
    is_counted = _COUNTED.match(told.line_without_time) is not None and told.count == 1
    is_of_places = is_of_all and len(told.fields.get("sites", ())) > 1
    if (told.count > 1 and len(levels) > 1) or is_of_numbers or is_counted or is_of_places:
        raise of_several()
    return [told]


def _with_level(told: Told, level: int) -> Told:
    each = copy(told)
    each.count, each.fields, each.seconds = 1, {**told.fields, "severity": level}, []
    return each


def _placed(clauses: Sequence[str], told_in: Callable[[str], Told]) -> list[Told]:
    """Return what is told of each cramp by its place and how bad it was, or how many there were; nothing for one."""
    texts: list[str] = []
    waiting = ""
    try:
        for clause in clauses:
            text = f"{waiting}, {clause}" if waiting else clause
            each = told_in(text)
            if not texts and each.count > 1 and not (each.fields or each.kept):
                continue  # 2 cramps, left calf 6, right calf 4
            if _is_one(text, each, is_first=not texts):
                texts.append(text)
                waiting = ""
            elif waiting or not (each.fields.keys() <= {*_OF_A_PLACE} and each.fields.get("sites")):
                if not texts:
                    return []
                texts[-1], waiting = f"{texts[-1]}, {text}", ""
            else:
                waiting = text
        if waiting:
            texts[-1:] = [f"{texts[-1]}, {waiting}"] if texts else []
        found = [copy(told_in(text)) for text in texts]
    except UsageError:
        return []
    if any(each.is_none or each.refused for each in found):
        return []
    if any(each.clock for each in found[1:]):  # which may be that of the others too
        raise of_several()
    for last, each in pairwise(found):
        if not each.fields.get("sites"):
            each.fields = {
                **{name: last.fields[name] for name in _OF_A_PLACE if name in last.fields},
                **each.fields,
            }
    return found


def _is_one(text: str, told: Told, *, is_first: bool) -> bool:
    """Return whether a part of a line is a cramp of its own: a place with how bad, or with how many."""
    words = re.findall(r"[\w'-]+", text.casefold())
    felt = {*told.fields.get("sensations", ())} - _LIKE_A_CRAMP
    if felt or told.is_going_on or not _PASSING.isdisjoint(words):
        return False
    is_told = "severity" in told.fields or told.count > 1 or _TIMES.search(text) is not None
    if told.fields.get("sites"):
        return is_told
    return (
        not is_first
        and "severity" in told.fields
        and told.fields.keys() <= _OF_IT
        and not AGAIN.isdisjoint(words)
    )
