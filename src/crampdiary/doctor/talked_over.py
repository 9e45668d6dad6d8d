"""Answers to notices: which one a line names and on which day it was talked over, and what is said of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from difflib import get_close_matches

from crampdiary.clock.moments import read_day
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.values import key
from crampdiary.doctor.rules import RULES, Notice, is_quiet, quiet_until
from crampdiary.errors import UsageError
from crampdiary.words.night_reader import nights_in
from crampdiary.words.typos import distance
from crampdiary.words.wording import listed, month_of, short

_NAMES = [rule.name for rule in RULES]
_MOST_WORDS = 4  # in a name, or in one that a slip has parted
_FEWEST = 3  # letters, by which a name is known that was not typed to its end
_TODAY = frozenset({"today", "now", "just now", "this morning", "this afternoon", "this evening", "tonight"})
_BEFORE_A_DAY = frozenset({"on", "the", "at", "by"})


class TalkedOver(NamedTuple):
    """What a line says.

    Attributes:
        rule: the name of the notice.
        day: on which it was talked over.
        meant: the words that were taken for the name, where they are not it; or nothing.
    """

    rule: str
    day: date
    meant: str = ""


def read(typed: Sequence[str], *, now: datetime) -> TalkedOver:
    """Read the name of a notice, in any case, cut short or with a slip, and a day in plain words.

    Args:
        typed: the words.
        now: the present.

    Raises:
        UsageError: there is no such notice, or the day cannot be read or is still to come.
    """
    words = " ".join(typed).split()
    for slips in (0, 1, 2):
        for size in range(min(len(words), _MOST_WORDS), 0, -1):
            name = key(" ".join(words[:size]))
            near = [each for each in _NAMES if name == each or (slips and _is_slip(name, each, slips))]
            if len(near) == 1:
                return TalkedOver(near[0], _day(words[size:], now), " ".join(words[:size]) if slips else "")
    first = key(words[0]) if words else ""
    begun = [each for each in _NAMES if len(first) >= _FEWEST and each.startswith(first)]
    if len(begun) == 1:
        return TalkedOver(begun[0], _day(words[1:], now), words[0])
    near = begun or get_close_matches(key(" ".join(words)), _NAMES, n=1)
    guess = f" Did you mean `cramp doctor seen {near[0]}`?" if near else f" There are: {listed(_NAMES)}."
    raise UsageError(f'No notice is called "{short(" ".join(words))}".{guess} Nothing was saved.')


def _is_slip(name: str, of: str, most: int) -> bool:
    joined = name.replace("-", "") == of.replace("-", "")
    return joined or (len(of) >= 4 * most and distance(name, of, most) <= most)


def _day(words: Sequence[str], now: datetime) -> date:
    today = now.date()
    while words and words[0].casefold() in _BEFORE_A_DAY:
        words = words[1:]
    text = " ".join(words).casefold()
    if not text or text in _TODAY:
        return today
    day = read_day(text, today, future=True)
    if day is None:
        stretches = nights_in(words, now=now)
        first = stretches[0].first if len(stretches) == 1 else None
        if first is None or not stretches[0].alone:
            raise UsageError(f"Name the one day on which it was, not {short(text)}. Nothing was saved.")
        day = first
    if day > today:
        raise UsageError(
            f"{short(text)} is still to come. Say it once it was talked over. Nothing was saved."
        )
    return day


def asides(answer: TalkedOver, found: Iterable[Notice], *, now: datetime) -> Iterator[str]:
    """Yield what to know of an answer that was saved.

    Args:
        answer: what was saved.
        found: the notices that hold, with their answers.
        now: the clock.
    """
    if answer.meant:
        yield f'"{short(answer.meant)}" was taken as {answer.rule}.'
    until = quiet_until(answer.day)
    notice = next((each for each in found if each.rule.name == answer.rule), None)
    if now.date() >= until:
        yield "That is more than 6 months ago, so the notice is shown again."
    elif notice and notice.new:
        yield f"It is still shown, as something about it is new since then: {notice.new}."
    elif notice and not is_quiet(notice, now=now):
        yield f"It is still shown, as it got clearly worse since then: {notice.rule.worse}."
    else:
        yield f"Quiet until {until.day} {month_of(until)} {until.year}, unless it gets clearly worse."
