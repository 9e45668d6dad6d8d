"""Which nights a line names, and which range of nights: `monday tuesday`, `from 1 march to 3 march`, `last week`.

Marks and an "and" part one night from the next; a dash, `to` and `until` make a range of two. A day of the month that
stands without its month has that of the date beside it: `7 to 14 march`; `the 5th` alone is the latest such day. Which
night a name means is for `when` and for `crampdiary.clock.night_names` to say. Words that are plainly about something
else are for a note; one that may be a night, or may leave one out, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from difflib import get_close_matches

from crampdiary.clock.moments import days_back, read_day
from crampdiary.clock.night_names import parse_night, parse_range, parse_span
from crampdiary.clock.zones import to_local
from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.words.common import COMMON
from crampdiary.words.line import plain_line
from crampdiary.words.night_words import AND, DATE, DAY, MARK, TO, without_the_left_out, words_of
from crampdiary.words.quantities import MONTHS, NUMBERS, SHORT_WEEKDAYS, WEEKDAYS
from crampdiary.words.when import NamedDay, day_at, night_told
from crampdiary.words.wording import short

_FROM = frozenset("from since between starting".split())
_FILLERS = frozenset("the on in at for of during over night nights all up a every each both".split())
_NO_CRAMPS = frozenset("no none nothing any cramp cramps please".split())
_EVERYTHING = frozenset(["all", "everything", "all nights", "all time", "the whole diary"])
_DECIDING = frozenset(
    "not never except but without or maybe only almost apart next ago day days week weeks weekend weekends month months"
    " year years before after tomorrow fortnight last past this first second third fourth fifth sixth seventh".split()
)
"""Words that say which nights are meant, wherever they stand: no note may swallow one."""
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_WEEKDAY_NAMES = WEEKDAYS.keys() | SHORT_WEEKDAYS.keys()
_NIGHT_WORDS = sorted(
    {*(each for each in MONTHS if len(each) > 4), *_WEEKDAYS, "yesterday", "tonight", "tomorrow", "weekend"}
)
_HOURS = r"\d{1,2}(?:[.,]\d)? ?(?:h|hrs?|hours?)\b.*"
_COUNTED = r"(?:last |past )?\d{1,4} ?[a-z]|past |all "
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"


class Stretch(NamedTuple):
    """One night, or several in a row, as a line names them.

    Attributes:
        first: None where only the last was named.
        last: None where they go on.
        alone: whether it is one night, named by itself.
        since: whether it was named by where it begins: "since monday".
        but: the nights among them that are left out: "this week except monday".
    """

    first: date | None
    last: date | None
    alone: bool = False
    since: bool = False
    but: tuple[date, ...] = ()


class _Name(NamedTuple):
    """A night or a span of nights that one name means; a span counted back from now goes on."""

    first: date
    last: date
    text: str
    is_span: bool = False
    goes_on: bool = False
    is_ordinal: bool = False


def nights_in(
    typed: Sequence[str], *, now: datetime, zone: tzinfo | None = None, rest: list[str] | None = None
) -> list[Stretch]:
    """Return the nights that a line names, each by itself unless it says that they are a range.

    Args:
        typed: the words.
        now: the present.
        zone: None for the system's own.
        rest: where words about something else go, as typed; None where there may be none.

    Raises:
        UsageError: a word names no night, or one that does not exist, could be two or has not begun.
    """
    told, left_out = without_the_left_out(plain_line(typed))
    if not left_out:
        return _Line(typed, now, zone, future=False, over=True, rest=rest).stretches()
    out = [*_nights(_Line([left_out], now, zone, future=False, over=True, rest=None).stretches())]
    found = (
        _Line([told], now, zone, future=False, over=True, rest=rest).stretches() if told.strip(" ,") else []
    )
    if not found or all(each.alone for each in found):
        since = to_local(now, zone).date() - timedelta(days=7)
        example = f"cramp none since {since.day} {since:%B}".lower()
        raise UsageError(f"Since when? For example `{example} except {left_out}`. Nothing was saved.")
    by_weekday = not any(map(str.isdigit, left_out)) and not _WEEKDAY_NAMES.isdisjoint(words_of(left_out))
    but = [_left_out_of(each, out, by_weekday, to_local(now, zone).date()) for each in found]
    if not all(any(night in each for each in but) for night in out) and not (by_weekday and any(but)):
        raise UsageError(f'"{short(left_out)}" is not among these nights. Nothing was saved.')
    return [each._replace(but=nights) for each, nights in zip(found, but, strict=True)]


def _left_out_of(among: Stretch, out: Sequence[date], by_weekday: bool, today: date) -> tuple[date, ...]:
    """Return the nights of a stretch that are left out of it: by a weekday all of that name, as of last week's."""
    days = {night.weekday() for night in out} if by_weekday else set()
    every = _nights([among._replace(last=among.last or today)])
    return tuple(night for night in every if night in out or night.weekday() in days)


def _nights(stretches: Sequence[Stretch]) -> Iterator[date]:
    for each in stretches:
        if each.first and each.last:
            yield from (
                each.first + timedelta(days=days) for days in range((each.last - each.first).days + 1)
            )


def range_in(
    typed: Sequence[str],
    *,
    now: datetime,
    zone: tzinfo | None = None,
    future: bool = False,
    rest: list[str] | None = None,
) -> tuple[date | None, date | None]:
    """Return the first and the last night of the range that a line names; one night is a range too.

    Args:
        typed: the words. Two nights are its ends, whatever stands between them.
        now: the present.
        zone: None for the system's own.
        future: whether a date without a year is the nearest one, and `today` the evening to come.
        rest: as in `nights_in`.

    Returns:
        None for an end that was not named.

    Raises:
        UsageError: a word names no night, there are more than two, or the range ends before it begins.
    """
    if not future and plain_line(typed).casefold() in _EVERYTHING:
        return None, None
    found = _Line(typed, now, zone, future=future, over=False, rest=rest).stretches()
    if len(found) == 2:
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
        self,
        typed: Sequence[str],
        now: datetime,
        zone: tzinfo | None,
        *,
        future: bool,
        over: bool,
        rest: list[str] | None,
    ) -> None:
        self._now = now
        self._zone = zone
        self._future = future
        self._over = over
        self._typed = plain_line(typed)
        self._words = words_of(plain_line([self._without_weekday(each) for each in typed]))
        self._at = 0
        self._rest = rest
        self._fillers = _FILLERS | (_NO_CRAMPS if over else frozenset())

    def stretches(self) -> list[Stretch]:
        found: list[Stretch] = []
        while self._skip(AND | self._fillers, keeping=True):
            if self._rest is None or not self._about_something_else(self._rest):
                found.append(self._before(found) or self._stretch())
        if not found and (self._rest is None or not (self._rest or self._over)):
            self._name()  # which says that nothing was named
        return found

    def _about_something_else(self, rest: list[str]) -> bool:
        """Pass over words that are plainly about no night, and keep them as they were typed."""
        at = end = self._at
        while self._word() and (self._is_other() or (end > at and self._word() in self._fillers)):
            if self._begins():
                break
            end = self._at + 1 if self._is_other() else end
            self._at += 1
        self._at = end
        if end > at:
            words = r"[\W_]+".join(map(re.escape, self._words[at:end]))
            as_typed = re.search(words, self._typed, re.IGNORECASE)
            rest.append(as_typed[0] if as_typed else " ".join(self._words[at:end]))
        return end > at

    def _is_other(self) -> bool:
        word = self._word()
        if word in ("through", "thru") and self._word(-1) in ("slept", "right", "straight"):
            return True  # slept through the night
        if re.fullmatch(_HOURS, f"{word} {self._word(1)}"):
            return True  # slept 8 hours
        known = _FROM | TO | AND | self._fillers | _DECIDING
        if word in known or word[:1].isdecimal() or not re.fullmatch(r"[^\W\d_]+(?:['-][^\W\d_]+)*", word):
            return False
        return word in COMMON or not get_close_matches(word, _NIGHT_WORDS, n=1, cutoff=0.75)

    def _before(self, found: list[Stretch]) -> Stretch | None:
        """Read "and the night before", of a night that was named."""
        if not (found and found[-1].alone and found[-1].first):
            return None
        if self._word() not in ("day", "night") or self._word(1) != "before" or self._word(2):
            return None
        self._at += 2
        night = found[-1].first - timedelta(days=1)
        return Stretch(night, night, alone=True)

    def _without_weekday(self, typed: str) -> str:
        """Return a date that was quoted with its weekday, as "tue 2026-03-03", without it, once the two fit."""
        match = " " in typed and re.fullmatch(rf"[A-Za-z]{{3,9}},? ({DATE})", typed.strip())
        if not match:
            return typed
        parse_night(typed, now=self._now, zone=self._zone, future=True)
        return match[1]

    def _word(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._words[at] if 0 <= at < len(self._words) else ""

    def _skip(self, words: frozenset[str], *, keeping: bool = False) -> bool:
        """Pass over some words, and return whether anything is left."""
        while self._word() in words and not (keeping and self._begins()):
            self._at += 1
        return self._at < len(self._words)

    def _begins(self) -> bool:
        """Return whether what looks like a filler begins a name, as in "the night before last" or "all week"."""
        return (
            (self._word() == "night" and self._word(1) in ("of", "from", "to", "before"))
            or day_at(self._words, self._at, firmly=True) is not None
            or self._span() is not None
        )

    def _stretch(self) -> Stretch:
        is_one = self._word() == "night"  # "night of 3 to 4 march", as the diary writes it, is one
        if is_one:
            self._at += 1
            if self._word() in TO:
                self._at += 1
                return self._night_to()
            self._at += 1
        opener = self._word() if self._word() in _FROM else ""
        self._at += bool(opener)
        if not opener and self._word() in TO and day_at(self._words, self._at, firmly=True) is None:
            self._at += 1
            last = self._name()
            today = to_local(self._now, self._zone).date()
            end = self._after(today, last) if self._future else last.last
            return Stretch(today if self._future and end >= today else None, end)
        first = self._name()
        place = self._at
        to = TO | {"and"} if opener == "between" else TO
        self._skip(frozenset([MARK, "up"]))
        if self._word() in to:
            self._at += 1
            last = self._name()
            begin = first.first
            if self._future:
                last = last._replace(last=self._after(begin, last))
            if last.last < begin and not self._future and {first.text, last.text} <= _WEEKDAYS:
                begin -= timedelta(days=7)  # "saturday to monday" on a Sunday
            if last.last < begin and not self._future and first.is_ordinal and last.is_ordinal:
                begin = days_back(begin, 1, "m")  # "the 7th to the 14th" on the 10th
            if is_one and (last.last - begin).days == 1:
                return Stretch(begin, begin, alone=True)
            return Stretch(begin, last.last, since=opener == "since")
        self._at = place
        length = self._for_how_long()
        if length and not first.is_span:
            return Stretch(first.first, first.first + timedelta(days=length - 1))
        if opener and not is_one:
            if first.is_span and opener == "from":
                return Stretch(first.first, first.last)
            return Stretch(first.first, None, since=True)
        goes_on = first.goes_on and not self._over
        return Stretch(first.first, None if goes_on else first.last, alone=not first.is_span)

    def _after(self, begin: date, last: _Name) -> date:
        """Return the end of a stretch: a weekday is the next one after its beginning."""
        days = (begin - last.last).days
        return (
            last.last + timedelta(days=-(-days // 7) * 7)
            if days > 0 and last.text in _WEEKDAYS
            else last.last
        )

    def _for_how_long(self) -> int:
        """Return the count of nights where "for a week" or "for 3 nights" follows, or 0."""
        if self._word() != "for":
            return 0
        self._at += 1
        match = re.fullmatch(r"(a|[1-9]\d{0,2}) (night|day|week)s?", " ".join(self._run(2)))
        self._at += 2 if match else -1
        if match is None:
            return 0
        return (1 if match[1] == "a" else int(match[1])) * (7 if match[2] == "week" else 1)

    def _night_to(self) -> Stretch:
        """Return the night that ends in the morning of a day."""
        name = self._name()
        day = read_day(name.text, to_local(self._now, self._zone).date(), future=self._future)
        night = (day or name.first) - timedelta(days=1)
        return Stretch(night, night, alone=True)

    def _name(self) -> _Name:
        """Read the name of a night or of a span of nights."""
        self._skip(self._fillers, keeping=True)
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
        if re.fullmatch(_ORDINAL, word):
            day_alone = NamedDay(self._latest_day(int(word[:-2])).isoformat())
            return self._night(day_alone, 1)._replace(is_ordinal=True)
        span = self._span()
        if span:
            self._at += span[0]
            return span[1]
        if word == "last" and not self._word(1).isdigit():
            return self._night(NamedDay("last night"), 1)
        if word == "tomorrow":
            return self._night(NamedDay("tomorrow"), 1 + (self._word(1) == "night"))
        if word in ("last", "past") and self._word(1).isdigit():
            raise UsageError(
                f"{word.capitalize()} {self._word(1)} of what? Write {word} {self._word(1)} nights, or weeks."
            )
        if word == "next":
            raise UsageError('"next" is still to come, and could be two. Write the date, as in 3 march.')
        near = get_close_matches(word, _NIGHT_WORDS, n=1, cutoff=0.75) if word.isalpha() else []
        if near and near[0] != word:
            raise UsageError(f'"{short(word)}" is not a night this diary can read. Did you mean {near[0]}?')
        text = word if word and word != MARK else ""
        parse_night(text, now=self._now, zone=self._zone)  # which says why it is none
        raise UsageError(
            f'"{text}" is not a night this diary can read. Write for example last night or 3 march.'
        )

    def _with_date(self, size: int, day: NamedDay) -> tuple[int, NamedDay]:
        """Join a weekday with the date behind it: "tuesday 3 march" is one night."""
        skip = size + (self._word(size) in (MARK, "the"))
        following = day_at(self._words, self._at + skip, firmly=True)
        if not following and re.fullmatch(_ORDINAL, self._word(skip)):
            return skip + 1, NamedDay(f"{day.name} {self._latest_day(int(self._word(skip)[:-2]))}")
        if following and re.fullmatch(rf"{DAY} [a-z]+(?: \d{{4}})?", following[1].name):
            return skip + following[0], NamedDay(f"{day.name} {following[1].name}", following[1].part)
        return size, day

    def _latest_day(self, number: int) -> date:
        """Return the latest day of a month that has this number; for nights to come, the nearest.

        Raises:
            UsageError: there is none.
        """
        today = to_local(self._now, self._zone).date()
        around = range(-62, 63 if self._future else 1)
        days = [each for count in around if (each := today + timedelta(days=count)).day == number]
        if not days:
            raise UsageError(f"No month has a day {number}. Check the day.")
        return min(days, key=lambda each: abs(each - today))

    def _refuse_a_year_ago(self, name: str, night: date) -> None:
        """Refuse a date without a year that is nearer in the year to come: `6 march` on 5 March."""
        today = to_local(self._now, self._zone).date()
        is_long_ago = today - night > timedelta(days=365 // 2 + 1)
        if is_long_ago and re.fullmatch(r"(?:[a-z]+ )?\d{1,2} [a-z]+|[a-z]+ \d{1,2}", name):
            raise UsageError(
                f'"{name}" is still to come. For that of last year write {night:%Y-%m-%d}. Nothing was saved.'
            )

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
            if not self._future:
                self._refuse_a_year_ago(day.name, night)
        else:
            first, _ = parse_range(day.name, None, now=self._now, zone=self._zone)
            night = first or date.min
        return _Name(night, night, day.name)

    def _span(self) -> tuple[int, _Name] | None:
        """Find the longest name of several nights, as "last 2 weeks" or "february", and how many words it takes."""
        for size in (4, 3, 2, 1):
            text = " ".join(self._run(size))
            if re.fullmatch(r"(?:(?:last|this|past|the) )?weekend", text):
                return size, self._weekend(text)
            if self._at + size > len(self._words) or not re.fullmatch(r"[a-z0-9 -]{1,40}", text):
                continue
            span = parse_span(text, now=self._now, zone=self._zone, future=self._future, over=self._over)
            if span:
                return size, _Name(*span, text, is_span=True, goes_on=bool(re.match(_COUNTED, text)))
        return None

    def _weekend(self, text: str) -> _Name:
        """Return the nights of a weekend, where some too many do no harm.

        Raises:
            UsageError: it is to be recorded which nights they were.
        """
        if self._over or self._future:
            raise UsageError("A weekend could be two nights or three. Name them, as in friday to sunday.")
        today = to_local(self._now, self._zone).date()
        is_earlier = text.split()[0] in ("last", "past") and today.weekday() >= 4
        friday = today - timedelta(days=(today.weekday() - 4) % 7 + 7 * is_earlier)
        return _Name(friday, friday + timedelta(days=2), text, is_span=True)

    def _run(self, size: int) -> list[str]:
        """Return the next words, the numbers among them in digits."""
        words = self._words[self._at : self._at + size]
        return [str(NUMBERS[each]) if each in NUMBERS else each for each in words]
