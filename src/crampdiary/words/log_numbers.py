"""What the classes of the log grammar read that are numbers: severities, lengths, times and days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from crampdiary.errors import UsageError
from crampdiary.words import log_grammar
from crampdiary.words.matching import Reader, Words
from crampdiary.words.quantities import (
    NUMBERS,
    UNITS,
    Clock,
    clock_at,
    in_the_half_of,
    length_at,
    may_be_day,
    number_at,
)

_FAST = r"(\d{1,2}(?:\.\d)?)/10"
_RANGE = r"(\d{1,2})-(\d{1,2})"
NAMED = r"(?:pain|severity|level)[:=](\d{1,2}(?:\.\d)?)(?:/10)?"
_TIMES = r"x([2-9])|([2-9])x"
_ISH = r"(\d{1,2}(?:[:.]\d\d)?(?:[ap]\.?m\.?)?)-?ish"
_NEARLY = r"(\d{1,2})-?ish"
_NTH = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)"
_SINCE_THEN = frozenset("ago earlier before back".split())
_TO = frozenset("to until till til through thru up".split())
BEGIN_A_TIME = frozenset(
    "a an half quarter couple minute hour thirty forty fifty ½ ¼ ¾ midnight noon midday".split()
)
_CAME = log_grammar.CRAMPS | {"off", "on", "came", "them"}
_NIGHT_LONG = [
    each.split() for each in ("all night", "most of the night", "half the night", "half of the night")
]
_NO_LEVEL_BEFORE = frozenset("am pm a.m a.m. p.m p.m. o'clock oclock ish past cramps spasms times".split())


_SLANG = {
    **dict.fromkeys("nowt nout nothin nuthin nuffin nada zilch".split(), "nothing"),
    **dict.fromkeys(("abt", "arnd"), "about"),
    "oclok": "o'clock",
}
"""What is said and typed for a word of the grammar."""


def in_full(words: Sequence[str]) -> list[str]:
    """Return words as the grammar knows them: `6-7` for `six-seven`, `nothing` for `nowt`, `about 2` for `bout 2`."""
    return [
        "about"
        if word == "bout" and _may_be_a_number("".join(words[at + 1 : at + 2]))
        else range_in_digits(word) or _SLANG.get(word, word)
        for at, word in enumerate(words)
    ]


def _may_be_a_number(word: str) -> bool:
    return word[:1].isdigit() or word in NUMBERS or word in BEGIN_A_TIME


def range_in_digits(word: str) -> str | None:
    """Return `6-7` for `six-seven`; None for what is no two numbers, the lower first."""
    low, dash, high = word.partition("-")
    found = [NUMBERS.get(each) for each in (low, high)]
    if not dash or None in found:
        return None
    numbers = [each for each in found if each is not None and each == int(each)]
    return f"{numbers[0]:g}-{numbers[1]:g}" if len(numbers) == 2 and numbers[0] < numbers[1] else None


def _rounded(text: str) -> float | None:
    level = float(text.partition("/")[0])
    return level if level <= 10 else None


def _level(words: Words, at: int) -> tuple[int, float] | None:
    word = words.plain[at]
    if match := (":" in word or "=" in word) and re.fullmatch(NAMED, word):
        word = match[1]
    if match := "-" in word and re.fullmatch(_RANGE, word):
        low, high = int(match[1]), int(match[2])
        return (1, (low + high) / 2) if low < high <= 10 else None
    following = words.run(at)[1:2]
    if following and (following[0] in _NO_LEVEL_BEFORE or (following[0] in UNITS and _length(words, at))):
        return None
    number = number_at(words.plain, at) if word == words.plain[at] else float(word)
    if number is None or number > 10 or (number != int(number) and not re.fullmatch(r"\d{1,2}\.\d", word)):
        return None
    if word.isdigit() and len(word) > 1 and word.startswith("0"):
        return None
    return 1, number


def _levels(words: Words, at: int) -> tuple[int, float] | None:
    """Read two levels, the lower first: `6 or 7`, `4 to 6`; their middle counts. `5 to 6` is a time."""
    run = words.run(at)
    if list(run[1:4]) == ["and", "a", "half"] and run[4:5] != ["of"] and not UNITS.intersection(run[4:5]):
        whole = _level(words, at)
        return (4, whole[1] + 0.5) if whole and whole[1] < 10 else None
    link = ["and"] if at and words.plain[at - 1] in ("between", "from") else ["or"]
    if run[1:2] not in (link, ["or"], ["to"]) or len(run) < 3:
        return None
    low, high = _level(words, at), _level(words, at + 2)
    if low is None or high is None or low[1] >= high[1] or (run[1] == "to" and low[1] % 5 == 0):
        return None
    return 3, (low[1] + high[1]) / 2


def _hour(words: Words, at: int) -> tuple[int, Clock] | None:
    if not _may_be_time(words.plain[at]):
        return None
    run = words.run(at)
    found = clock_at(run, 0, bare=True)
    counts = found is not None and found[0] == 1 and run[1:2] and run[1] in log_grammar.COUNTED
    return None if counts else found


def _start(words: Words, at: int) -> tuple[int, Clock] | None:
    """Read the first time of a span, of which no word between the two is a part: `from ten to midnight`."""
    run = words.run(at)
    end = next((place for place, word in enumerate(run) if word in _TO), 0)
    if not end or not _may_be_time(run[0]) or NUMBERS.get(run[0], 0) > 12:  # twenty to three is a time
        return None
    found = clock_at(run[:end], 0, bare=True)
    return found if found and found[0] == end else None


def _several(words: Words, at: int) -> tuple[int, int] | None:
    number = number_at(words.plain, at)
    if number is None or number != int(number) or number < 2:
        return None
    return 1, int(number)


def _may_be_time(word: str) -> bool:
    return "0" <= word[0] <= "9" or word in NUMBERS or word in BEGIN_A_TIME


def _day(words: Words, at: int) -> tuple[int, Any] | None:
    if words.plain[at] == "yest":
        return _day(Words(words.tokens, [*words.plain[:at], "yesterday", *words.plain[at + 1 :]]), at)
    if at and words.plain[at - 1] in ("the", "on") and re.fullmatch(_NTH, words.plain[at]):
        from crampdiary.words.when import day_at, day_of_the_month

        return day_at(words.run(at), 0) or (1, day_of_the_month(words.plain[at]))
    if all_night := _all_night(words, at):
        return all_night
    word, following = words.plain[at], words.plain[at + 1 : at + 2]
    if not may_be_day(word, following[0] if following else ""):
        return None
    from crampdiary.words.when import day_at  # a few milliseconds, for a day only

    return day_at(words.run(at), 0, firmly=at > 0 and words.plain[at - 1] == "on")


def _all_night(words: Words, at: int) -> tuple[int, Any] | None:
    """Read that cramps came all night: `cramps on and off all night`; on one's feet one may be all night, too."""
    if words.plain[at] not in ("all", "most", "half") or not at or words.plain[at - 1] not in _CAME:
        return None
    size = next((len(each) for each in _NIGHT_LONG if list(words.run(at)[: len(each)]) == each), 0)
    if not size:
        return None
    from crampdiary.words.when import NamedDay

    return size, NamedDay("last night", "n")


def _length(words: Words, at: int) -> tuple[int, int] | None:
    if not _may_be_time(words.plain[at]):
        return None
    run = words.run(at)
    found = length_at(run, 0)
    return None if found and _is_second_toe(run[found[0] - 1 : found[0] + 1]) else found


def _lasting(words: Words, at: int) -> tuple[int, int] | None:
    """Read how long something was done; before "ago" it is when."""
    found = _length(words, at)
    return None if found and _SINCE_THEN.intersection(words.run(at)[found[0] : found[0] + 3]) else found


def _is_second_toe(words: Sequence[str]) -> bool:
    return words[0] == "second" and words[1:2] in (["toe"], ["toes"])


def _ish(words: Words, at: int) -> tuple[int, Clock] | None:
    match = re.fullmatch(_ISH, words.plain[at]) if words.plain[at].endswith("ish") else None
    return clock_at([match[1], *words.run(at)[1:]], 0, bare=True) if match else None


def _dashed(words: Words, at: int) -> tuple[int, Clock] | None:
    """Read a time that is only known between two others: `2-3am`, `2:30-3 am`; the first counts."""
    first, dash, last = words.plain[at].partition("-")
    if not dash or not (first[:1].isdigit() and last[:1].isdigit()):
        return None
    try:
        one, behind = clock_at([first], 0, bare=True), clock_at([last, *words.run(at)[1:2]], 0)
    except UsageError:  # 25-30am
        return None
    return (
        (behind[0], in_the_half_of(one[1], behind[1])) if one and behind and not behind[1].is_open else None
    )


def _pattern(pattern: str, mark: str, value: Any) -> Reader:
    def read(words: Words, at: int) -> tuple[int, Any] | None:
        if mark not in words.plain[at] or not re.fullmatch(pattern, words.plain[at]):
            return None
        found = value(words.plain[at])
        return None if found is None else (1, found)

    return read


NUMBERS_READ: dict[str, Reader] = {
    "level": _level,
    "levels": _levels,
    "outof": _pattern(_FAST, "/", _rounded),
    "several": _several,
    "between": _pattern(_RANGE, "-", lambda text: text),
    "nearly": _pattern(_NEARLY, "ish", lambda text: float(text.partition("i")[0].rstrip("-"))),
    "times": _pattern(_TIMES, "x", lambda text: int(text.strip("x"))),
    "length": _length,
    "lasting": _lasting,
    "clock": lambda words, at: clock_at(words.run(at), 0) if _may_be_time(words.plain[at]) else None,
    "hour": _hour,
    "start": _start,
    "ish": _ish,
    "dashed": _dashed,
    "day": _day,
    "weekday": _day,
}
"""What the classes of numbers, lengths and times read."""


def refused_in(words: Words, error: UsageError) -> set[int]:
    """Return the places of the words that are no time though they look like one.

    Raises:
        UsageError: there are none, and what was refused is something else.
    """
    found = set()
    for at in range(len(words.plain)):
        try:
            NUMBERS_READ["hour"](words, at)
            NUMBERS_READ["day"](words, at)
        except UsageError:
            found.add(at)
    if not found:
        raise error
    return found
