"""The words by which a line says that something goes on night after night, and from when until when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crampdiary.diary.frozen import NamedTuple
from crampdiary.words.quantities import MONTHS, SHORT_WEEKDAYS, WEEKDAYS, number_at
from crampdiary.words.when import NamedDay, day_at

STARTED = frozenset("started starting start began begun beginning begin".split())
STOPPED = frozenset("stopped stopping stop quit ended finished discontinued".split())
COURSE_WORDS = (
    STARTED | STOPPED | frozenset("since from until till til daily nightly everyday twice thrice".split())
)
"""What says something by itself in such a line."""
_CHANGED = tuple(
    each.split()
    for each in "cut down on|cut down|cut back on|cut back|went up|went down|reduced|increased|upped|halved".split(
        "|"
    )
)
_BACK_ON = tuple(each.split() for each in "went back on|gone back on|back on|restarted|resumed".split("|"))
_STOPPED_IN_TWO = (["came", "off"], ["gave", "up"], ["no", "longer"])
_NEVER = "not|never|did not|didn't|didnt|was not|wasn't|wasnt|has not|hasn't|have not".split("|")
_GOES_ON = {f"{no} {verb}" for no in _NEVER for verb in ("stop", "end", "quit", "over", *STOPPED)}
_GOES_ON |= set("still going|still on|still ongoing|ongoing|goes on|still goes on|going on".split("|"))
WITHOUT_A_DAY = frozenset("since until till til".split())
"""What tells of a time that is no day of the calendar: since the operation."""
_SINCE = frozenset("since from".split())
UNTIL = frozenset("until till til through thru".split())
_DAILY = frozenset("daily nightly everyday".split())
_PER = frozenset("every each per a".split())
_PARTS_OF_A_DAY = frozenset("night day evening eve bedtime morning nite 24h".split())
_SELDOM = frozenset("almost nearly most many some not hardly sometimes".split())
_AFTER_A_DAY = frozenset("and to until till til through thru up but except on onward onwards of".split()) | {
    "for",
    "at",
}
_LONG = frozenset("week weeks month months year years".split())


class Nightly(NamedTuple):
    """Words that say that something was so on every night.

    Attributes:
        size: how many they are.
        is_more: whether they say more than that: twice a day, every morning.
    """

    size: int
    is_more: bool = False


def nightly_at(run: Sequence[str]) -> Nightly | None:
    """Read from the first word on that something was so every night: `daily`, `every evening`, `once a day`."""
    times = 0
    if run[0] in ("once", "twice", "thrice"):
        times = 1
    elif number_at(run, 0) is not None and run[1:2] in (["times"], ["time"]):
        times = 2
    rest = run[times:]
    if not rest:
        return None
    is_more = times == 2 or run[0] in ("twice", "thrice")
    if rest[0] in _DAILY:
        return Nightly(times + 1, is_more)
    if rest[0] not in _PER or (rest[0] == "a" and "ago" in rest[2:3]):
        return None
    at = 1 + (rest[1:2] == ["single"])
    if rest[at : at + 1] and rest[at] in _PARTS_OF_A_DAY:
        return Nightly(times + at + 1, is_more or rest[at] == "morning")
    return None


def seldom_at(run: Sequence[str]) -> int:
    """Return how many words say that it was so on some nights and not on each: `every other night`, 0 for none."""
    weekly = weekly_at(run)
    if weekly:
        return weekly[0]
    at = int(run[0] in ("on", "at", "only") and len(run) > 1)
    if run[at] in ("weekdays", "weekends"):
        return at + 1
    if run[at] == "alternate" and run[at + 1 : at + 2]:  # alternate nights
        return at + 2
    if run[0] in _SELDOM and run[1:]:
        nightly = nightly_at(run[1:])
        if nightly:
            return 1 + nightly.size
        return 2 if run[1] in ("nights", "days", "evenings") else 0
    if run[0] in ("every", "each", "once", "twice") and len(run) > 1:
        size = 2 if run[0] in ("every", "each") else 1
        if size == 2 and (run[1] in ("other", "second", "third", "few", "couple") or run[1][:1].isdigit()):
            return 3 if run[2:3] and run[2].rstrip("s") in _PARTS_OF_A_DAY | _LONG else 0
        if run[size - 1 : size + 1] in (["every", "week"], ["each", "week"], ["every", "month"]):
            return 2
        if size == 1 and run[1] in ("a", "per", "every") and run[2:3] and run[2].rstrip("s") in _LONG:
            return 3
    return 0


def stopped_at(run: Sequence[str]) -> int:
    """Return how many words say that something is not so any more, 0 for none."""
    if run[0] in STOPPED:
        return 1
    return 2 if list(run[:2]) in _STOPPED_IN_TWO else 0


def changed_at(run: Sequence[str]) -> int:
    """Return how many words say that it was made more or less: `cut down on`, `increased`; 0 for none."""
    return next((len(each) for each in _CHANGED if list(run[: len(each)]) == each), 0)


def back_on_at(run: Sequence[str]) -> int:
    """Return how many words say that something goes on again: `back on`, `restarted`; 0 for none."""
    return next((len(each) for each in _BACK_ON if list(run[: len(each)]) == each), 0)


def weekly_at(run: Sequence[str]) -> tuple[int, NamedDay] | None:
    """Read a weekday of every week: `sundays`, `on sunday nights`, `every sunday`; its name is that of several."""
    at = int(run[0] == "on" and len(run) > 1)
    is_every = run[at] in ("every", "each")
    at += is_every
    word = run[at] if at < len(run) else ""
    nights = run[at + 1 : at + 2] in (["nights"], ["evenings"])
    is_one = word in WEEKDAYS or word in SHORT_WEEKDAYS  # tues, thurs
    single = word if is_every or nights else "" if is_one or not word.endswith("s") else word[:-1]
    day = WEEKDAYS.get(single) or SHORT_WEEKDAYS.get(single)
    if not day:
        return None
    return at + 1 + (nights or run[at + 1 : at + 2] in (["night"], ["evening"])), NamedDay(f"{day}s")


def weekend_at(run: Sequence[str]) -> int:
    """Return how many words name a weekend, which could be two nights or three; 0 for none."""
    at = int(run[0] in ("on", "at", "over") and len(run) > 1)
    at += run[at : at + 1] in (["the"], ["last"], ["this"], ["past"])
    at += at > 0 and run[at - 1] == "the" and run[at : at + 1] in (["last"], ["past"])
    return at + 1 if run[at : at + 1] == ["weekend"] else 0


def named_day_at(run: Sequence[str], at: int) -> tuple[int, NamedDay] | None:
    """Read a day, also one without its month: `the 5th` is the latest such day."""
    found = day_at(run, at, firmly=True)
    if found:
        return found
    if run[at] == "tomorrow":
        return 1, NamedDay("tomorrow")
    skip = int(run[at] == "the")
    word, following = [*run[at + skip : at + skip + 2], "", ""][:2]
    is_nth = word[:1].isdigit() and re.fullmatch(r"(?:[12]?\d|3[01])(?:st|nd|rd|th)", word)
    if is_nth and (not following or following in _AFTER_A_DAY):
        return 1 + skip, NamedDay(word)
    return None


def since_at(run: Sequence[str]) -> tuple[int, NamedDay, bool] | None:
    """Read `since monday`, `from february`, `for 2 weeks`, `started 1 feb`.

    Returns:
        How many words it takes, the day, and whether it says by itself that it went on every night: with `started`
        before it, or `on` behind.
    """
    lately = _lately_at(run)
    if lately:
        return *lately, False
    is_start = run[0] in STARTED
    if not is_start and run[0] not in _SINCE:
        return None
    skip = 1 + (is_start and run[1:2] in (["on"], ["in"], ["from"], ["since"]))
    found = day_or_longer(run, skip)
    if found is None:
        return None
    size = skip + found[0]
    goes_on = list(run[size : size + 1]) in (["on"], ["onward"], ["onwards"])
    return size + goes_on, found[1], is_start or goes_on


def _lately_at(run: Sequence[str]) -> tuple[int, NamedDay] | None:
    """Read so many nights up to now: `for 2 weeks`, `for the last three nights`, `the past 10 days`."""
    at = int(run[0] in ("for", "over", "in", "during") and len(run) > 1)
    says_last = (
        run[at + (run[at] == "the")] in ("last", "past") if at + (run[at] == "the") < len(run) else False
    )
    if not says_last and run[0] != "for":
        return None
    at += (1 + (run[at] == "the")) if says_last else 0
    unit = run[at + 1].rstrip("s") if at + 1 < len(run) else ""
    if unit not in ("day", "night", "evening", "week", "month", "year"):
        return None
    count = 1 if run[at] in ("a", "an", "one") else number_at(run, at)
    if not count or count != int(count):
        return None
    return at + 2, NamedDay(f"last {int(count)} {unit.replace('evening', 'night')}s")


def until_at(run: Sequence[str], *, is_range: bool) -> tuple[int, NamedDay] | None:
    """Read `until yesterday`; where a line named a beginning, `to 1 march` too."""
    skip = 2 if list(run[:2]) == ["up", "to"] else int(run[0] in UNTIL or (is_range and run[0] == "to"))
    if not skip:
        return None
    if run[skip : skip + 1] == ["now"]:
        return skip + 1, NamedDay("today")
    found = day_or_longer(run, skip)
    return found and (skip + found[0], found[1])


def day_or_longer(run: Sequence[str], at: int) -> tuple[int, NamedDay] | None:
    """Read a day, or a week, month or year: `last month`, `february 2025`, `2 years ago`."""
    day = named_day_at(run, at) if at < len(run) else None
    if day:
        return day
    words = list(run[at : at + 3])
    if not words:
        return None
    if words[0] in MONTHS:
        has_year = bool(words[1:2] and re.fullmatch(r"(?:19|20)\d\d", words[1]))
        return 1 + has_year, NamedDay(" ".join(words[: 1 + has_year]))
    if re.fullmatch(r"(?:19|20)\d\d", words[0]):
        return 1, NamedDay(words[0])
    if words[0] in ("last", "this") and words[1:2] and words[1] in _LONG:
        return 2, NamedDay(" ".join(words[:2]))
    count = 1 if words[0] in ("a", "an", "one") else number_at(words, 0)
    if count and count == int(count) and words[1:2] and words[1] in _LONG and words[2:] == ["ago"]:
        return 3, NamedDay(f"{int(count)} {words[1]} ago")
    return None


def goes_on_again(words: Sequence[str]) -> bool:
    """Return whether words say of what ended that it did not: `not stopped`, `still going`."""
    return " ".join(words) in _GOES_ON


def tells_of_a_course(run: Sequence[str]) -> bool:
    """Return whether anything that is read here begins at the first word."""
    return bool(
        nightly_at(run)
        or seldom_at(run)
        or since_at(run)
        or until_at(run, is_range=False)
        or run[0] in STARTED
        or stopped_at(run)
        or changed_at(run)
    )
