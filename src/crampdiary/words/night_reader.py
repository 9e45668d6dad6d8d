"""Which nights a line names, and which range of nights: `monday tuesday`, `from 1 march to 3 march`, `last week`.

Marks and an "and" part one night from the next; a dash, `to` and `until` make a range of two. A day of the month that
stands without its month has that of the date beside it: `7 to 14 march`. Which night a name means is for `when` and for
`crampdiary.clock.night_names` to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from crampdiary.clock.moments import read_day
from crampdiary.clock.night_names import parse_night, parse_range, parse_span
from crampdiary.clock.zones import to_local
from crampdiary.errors import UsageError
from crampdiary.words.line import plain_line, tokens_of
from crampdiary.words.quantities import MONTHS, NUMBERS
from crampdiary.words.when import NamedDay, day_at, night_told

_MARK = ","
_FROM = frozenset("from since between starting".split())
_TO = frozenset("to until till til through thru".split())
_AND = frozenset(["and", "plus", "then", "&", _MARK])
_FILLERS = frozenset("the on in at for of during over night nights all up a".split())
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = re.compile(r"(?:last |past )?\d{1,4} ?[a-z]|past |all ")
_DATE = r"\d{4}-\d\d(?:-\d\d)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH = f"(?:{'|'.join(sorted(MONTHS))})"
_COMMA_BEFORE_YEAR = rf"({_MONTH}(?: {_DAY})?), ?(?=(?:19|20)\d\d\b)"
_DASHES = (
    (r"\.{2,}", " to "),
    (r"(?:^|(?<=\s))-+(?=\s)", "to"),
    (rf"({_DATE})-(?=\d{{4}}-)", r"\1 to "),
    (r"(?<=[a-z])-(?=[a-z])", " to "),
    (rf"({_DAY} {_MONTH})-(?=\d)", r"\1 to "),
    (rf"(?<![\d-])({_DAY})-(?={_DAY} (?:of )?{_MONTH}\b)", r"\1 to "),
    (rf"({_MONTH} {_DAY})-(?={_DAY}(?!\S))", r"\1 to "),
)
"""The dashes and dots that stand between the two ends of a range, each made a word."""


class Stretch(NamedTuple):
    """One night, or several in a row, as a line names them.

    Attributes:
        first: None where only the last was named.
        last: None where they go on.
        alone: whether it is one night, named by itself.
        since: whether it was named by where it begins: "since monday".
    """

    first: date | None
    last: date | None
    alone: bool = False
    since: bool = False


class _Name(NamedTuple):
    """A night or a span of nights that one name means; a span counted back from now goes on."""

    first: date
    last: date
    text: str
    is_span: bool = False
    goes_on: bool = False


def nights_in(typed: Sequence[str], *, now: datetime, zone: tzinfo | None = None) -> list[Stretch]:
    """Return the nights that a line names, each by itself unless it says that they are a range.

    Raises:
        UsageError: a word names no night, or one that does not exist, could be two or has not begun.
    """
    return _Line(typed, now, zone, future=False, over=True).stretches()


def range_in(
    typed: Sequence[str], *, now: datetime, zone: tzinfo | None = None, future: bool = False
) -> tuple[date | None, date | None]:
    """Return the first and the last night of the range that a line names; one night is a range too.

    Args:
        typed: the words. Two nights are its ends, whatever stands between them.
        now: the present.
        zone: None for the system's own.
        future: whether a date without a year is the nearest one, and `today` the evening to come.

    Returns:
        None for an end that was not named.

    Raises:
        UsageError: a word names no night, there are more than two, or the range ends before it begins.
    """
    line = _Line(typed, now, zone, future=future, over=False)
    found = line.stretches()
    if len(found) == 2 and all(each.first is None or each.last is None or each.alone for each in found):
        firsts = [each.first for each in found if each.first]
        lasts = [each.last for each in found if each.last]
        found = [Stretch(firsts[0] if firsts else None, lasts[-1] if lasts else None)]
    if len(found) != 1:
        raise UsageError(
            "That names more than two nights. Write the first and the last, as in 1 march to 3 march."
        )
    first, last, *_ = found[0]
    if first and last and last < first:
        raise UsageError(f"The range would end on {last}, before it begins on {first}. Swap the two.")
    return first, last


class _Line:
    """The words of one line, read from left to right."""

    def __init__(
        self, typed: Sequence[str], now: datetime, zone: tzinfo | None, *, future: bool, over: bool
    ) -> None:
        self._now = now
        self._zone = zone
        self._future = future
        self._over = over
        self._words = _words_of(plain_line([self._without_weekday(each) for each in typed]))
        self._at = 0

    def stretches(self) -> list[Stretch]:
        found = []
        while self._skip(_AND | _FILLERS, keeping=True):
            found.append(self._stretch())
        if not found:
            self._name()  # which says that nothing was named
        return found

    def _without_weekday(self, typed: str) -> str:
        """Return a date that was quoted with its weekday, as "tue 2026-03-03", without it, once the two fit."""
        match = re.fullmatch(rf"[A-Za-z]{{3,9}},? ({_DATE})", typed.strip())
        if match is None:
            return typed
        parse_night(typed, now=self._now, zone=self._zone, future=True)
        return match[1]

    def _word(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._words[at] if at < len(self._words) else ""

    def _skip(self, words: frozenset[str], *, keeping: bool = False) -> bool:
        """Pass over some words, and return whether anything is left."""
        while self._word() in words and not (keeping and self._begins()):
            self._at += 1
        return self._at < len(self._words)

    def _begins(self) -> bool:
        """Return whether what looks like a filler begins a name, as in "the night before last" or "all week"."""
        return (
            (self._word() == "night" and self._word(1) in ("of", "from", "to"))
            or day_at(self._words, self._at, firmly=True) is not None
            or self._span() is not None
        )

    def _stretch(self) -> Stretch:
        is_one = self._word() == "night"  # "night of 3 to 4 march", as the diary writes it, is one
        if is_one:
            self._at += 1
            if self._word() in _TO:
                self._at += 1
                return self._night_to()
            self._at += 1
        opener = self._word() if self._word() in _FROM else ""
        self._at += bool(opener)
        if not opener and self._word() in _TO:
            self._at += 1
            return Stretch(None, self._name().last)
        first = self._name()
        place = self._at
        to = _TO | {"and"} if opener == "between" else _TO
        self._skip(frozenset([_MARK, "up"]))
        if self._word() in to:
            self._at += 1
            last = self._name()
            begin = first.first
            if last.last < begin and not self._future and {first.text, last.text} <= _WEEKDAYS:
                begin -= timedelta(days=7)  # "saturday to monday" on a Sunday
            if is_one and (last.last - begin).days == 1:
                return Stretch(begin, begin, alone=True)
            return Stretch(begin, last.last, since=opener == "since")
        self._at = place
        if opener and not is_one:
            if first.is_span and opener == "from":
                return Stretch(first.first, first.last)
            return Stretch(first.first, None, since=True)
        goes_on = first.goes_on and not self._over
        return Stretch(first.first, None if goes_on else first.last, alone=not first.is_span)

    def _night_to(self) -> Stretch:
        """Return the night that ends in the morning of a day."""
        name = self._name()
        day = read_day(name.text, to_local(self._now, self._zone).date(), future=self._future)
        night = (day or name.first) - timedelta(days=1)
        return Stretch(night, night, alone=True)

    def _name(self) -> _Name:
        """Read the name of a night or of a span of nights."""
        self._skip(_FILLERS, keeping=True)
        word = self._word()
        for size in (2, 3):
            if self._word(size - 1) == "ago":
                return self._night(NamedDay(" ".join(self._run(size))), size)
        found = day_at(self._words, self._at, firmly=True)
        if found:
            size, day = found
            if word == "last" and day.name in _WEEKDAYS and day.part != "a":
                return self._night(NamedDay(f"last {day.name}"), size)
            if day.name in _WEEKDAYS and not day.part:
                size, day = self._with_date(size, day)
            return self._night(day, size)
        span = self._span()
        if span:
            self._at += span[0]
            return span[1]
        if word == "last":
            return self._night(NamedDay("last night"), 1)
        if word == "tomorrow":
            return self._night(NamedDay("tomorrow"), 1 + (self._word(1) == "night"))
        text = word if word and word != _MARK else ""
        parse_night(text, now=self._now, zone=self._zone)  # which says why it is none
        raise UsageError(
            f'"{text}" is no night this diary can read. Write for example last night or 3 march.'
        )

    def _with_date(self, size: int, day: NamedDay) -> tuple[int, NamedDay]:
        """Join a weekday with the date behind it: "tuesday 3 march" is one night."""
        skip = size + (self._word(size) in (_MARK, "the"))
        following = day_at(self._words, self._at + skip, firmly=True)
        if following and re.fullmatch(rf"{_DAY} [a-z]+(?: \d{{4}})?", following[1].name):
            return skip + following[0], NamedDay(f"{day.name} {following[1].name}", following[1].part)
        return size, day

    def _night(self, day: NamedDay, size: int) -> _Name:
        self._at += size
        if day.name == "today" and day.part in ("p", "e"):
            day = NamedDay("tonight", "n")
        if day.part == "a" or (day.name == "today" and not self._future):
            night = night_told(day, self._now, self._zone)
        elif day.name == "today":
            night = to_local(self._now, self._zone).date()
        elif self._over or self._future:
            night = parse_night(day.name, now=self._now, zone=self._zone, future=self._future)
        else:
            first, _ = parse_range(day.name, None, now=self._now, zone=self._zone)
            night = first or date.min
        return _Name(night, night, day.name)

    def _span(self) -> tuple[int, _Name] | None:
        """Find the longest name of several nights, as "last 2 weeks" or "february", and how many words it takes."""
        for size in (4, 3, 2, 1):
            text = " ".join(self._run(size))
            if self._at + size > len(self._words) or not re.fullmatch(r"[a-z0-9 -]{1,40}", text):
                continue
            span = parse_span(text, now=self._now, zone=self._zone, future=self._future, over=self._over)
            if span:
                return size, _Name(*span, text, is_span=True, goes_on=bool(_COUNTED.match(text)))
        return None

    def _run(self, size: int) -> list[str]:
        """Return the next words, the numbers among them in digits."""
        words = self._words[self._at : self._at + size]
        return [str(NUMBERS[each]) if each in NUMBERS else each for each in words]


def _words_of(line: str) -> list[str]:
    """Return the words of a plain line in small letters, a comma for each mark, every day with its month."""
    line = re.sub(_COMMA_BEFORE_YEAR, r"\1 ", line.casefold())
    for dash, to in _DASHES:
        line = re.sub(dash, to, line)
    words: list[str] = []
    for token in tokens_of([line], _is_whole, lambda _: False)[1]:
        if token.apart and words:
            words.append(_MARK)
        words.append(token.word)
    return _with_months(words)


def _is_whole(word: str) -> bool:
    return "/" not in word and (bool(re.fullmatch(_DATE, word)) or day_at([word], 0, firmly=True) is not None)


def _with_months(words: list[str]) -> list[str]:
    """Give each day without a month that of the date after it, or else before it: "7 to 14 march"."""
    links = _TO | _AND
    months: dict[int, list[str]] = {}
    for step in (-1, 1):
        month: list[str] = []
        for at in range(len(words))[::step]:
            word, after = words[at], at + 1 + (words[at + 1 : at + 2] == ["of"])
            if re.fullmatch(_DAY, word):
                near = words[after : after + 1]
                if near and near[0] in MONTHS:
                    year = words[after + 1 : after + 2]
                    month = near + [each for each in year if _YEAR.fullmatch(each)]
                elif at and words[at - 1] in MONTHS:
                    month = words[at - 1 : at]
                elif month and at not in months and (not near or near[0] in links or near[0].isdigit()):
                    months[at] = month
                else:
                    month = []
            elif word not in links and word not in MONTHS and word != "of" and not _YEAR.fullmatch(word):
                month = []
    return [each for at, word in enumerate(words) for each in (word, *months.get(at, ()))]
