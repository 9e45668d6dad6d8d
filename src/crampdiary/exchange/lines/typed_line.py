"""A line of plain words, and when it is of: as it says, as the heading above it does, or when it was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from crampdiary.clock.zones import on_the_clock
from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.lines.beside_its_day import mornings_in
from crampdiary.exchange.lines.cramps_listed import in_plural
from crampdiary.exchange.lines.dates_in_figures import IN_FIGURES, year_first
from crampdiary.exchange.lines.day_named import named_in
from crampdiary.exchange.lines.day_words import (
    MONTH,
    OTHER_MONTH,
    SHORT_WEEKDAY,
    WEEKDAY_OF,
    WEEKDAYS,
    date_before,
    in_digits,
)
from crampdiary.exchange.lines.headings import Heading
from crampdiary.exchange.lines.marks import Marked
from crampdiary.exchange.lines.several_nights import words_in
from crampdiary.exchange.lines.stamps import in_its_zone, stamp_of
from crampdiary.exchange.lines.unread_day import refuse_an_unread_day
from crampdiary.words.quantities import Clock
from crampdiary.words.told import Told
from crampdiary.words.when import FAST_CLOCK, NamedDay, ToldMoment, moment_told
from crampdiary.words.wording import safe, short

_COMMAND = re.compile(r"(?:cramp )?(?:log|add) |cramp (?=(?:used|had|none)\b)", re.IGNORECASE)
_BRACKETED = re.compile(r"^[\W_]{0,3}[(\[](\d{4}-\d\d-\d\d)[)\]][\s:,-]*", re.ASCII)
_SPAN = re.compile(r"^(\W{0,3}\d{4}-\d\d-\d\d \d\d:\d\d)(?:-| [-\u2013] )(\d\d:\d\d)(?!:)", re.ASCII)
_WITH_AN_H = re.compile(r"^(\W{0,3}\d{4}-\d\d-\d\d[\s,:-]+)(\d\d?) ?h ?(\d\d)\b", re.ASCII | re.IGNORECASE)
"""A time directly behind a date: `2026-03-01 03h10`. Elsewhere it is how long something was."""
_FROM_A_DAY = re.compile(r"\W{0,3}(\d{4}-\d\d-\d\d)[\]),:\s-]+(.*)", re.ASCII)
_SEEN_FROM = re.compile(r"last night|yesterday|today|tonight|ago")
_OF_A_USE = re.compile(
    r"\b(?:last (?:night|evening)|yesterday|today|tonight|this (?:morning|afternoon|evening)|"
    r"(?:\d{1,3}|an?|one|two|three) (?:day|night|week)s? ago)\b",
    re.IGNORECASE,
)
"""A day seen from another, in what was used: it is no time of a cramp, and the grammar of cramps leaves it."""
_NO_YEAR = re.compile(r"(?:[a-z]+ )?\d{1,2} [a-z]+|\d{1,2}(?:st|nd|rd|th)")
_NTH = r"(?:the )?\d{1,2}(?:st|nd|rd|th)\b"
_FIRST = re.compile(
    rf"^\W{{0,3}}(?:on )?(?:(?:{'|'.join(map(re.escape, WEEKDAY_OF))})\b|"
    rf"(?!mar\b\.? \d\d?(?:st|nd|rd|th)?(?![\d./-]))(?:{SHORT_WEEKDAY})\b(?=\W{{1,2}}\d))?[\s,.]*"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|\u00ba)?[. ]{{0,2}}(?:de )?(?:{OTHER_MONTH})\b\.?"
    rf"(?:,? (?:de )?(?:19|20)\d\d\b(?!:))?|"
    rf"(?:{OTHER_MONTH})\b\.? \d{{1,2}}\.?(?![\w.]|:\d)(?:,? (?:19|20)\d\d\b(?!:))?|"
    rf"{_NTH}(?! (?:of )?(?:{MONTH})\b)|(?:19|20)\d{{6}}(?![\d.:/-])|(?:19|20)\d\d([./])\d{{1,2}}\1\d{{1,2}}(?!\d)|"
    r"\d{1,2}([/-])\d{1,2}(?!\2|[\d/-])|\d{1,2}\. ?\d{1,2}\.(?=\s|$))?[\s,.:-]*",
    re.IGNORECASE,
)
"""A day at the beginning of a line in a form that the grammar does not read, or not alone.

It is a weekday, a date in figures without a year or without marks, one of another language, or a day of the month.
"""
_SAME_DAY = re.compile(
    rf"^(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{MONTH})\b\.?|"
    rf"(?:{MONTH})\b\.? \d{{1,2}}(?:st|nd|rd|th)?(?![\d:.]))"
    r"(?!,? ?(?:19|20)\d\d\b)[\s,.:-]*",
    re.IGNORECASE,
)
"""The date behind the weekday that a line begins with."""
_MORNING = "a"
_BY_DAY = frozenset("afternoon lunch lunchtime daytime midday noon office desk meeting".split())
_AWAKE = frozenset("walking exercise sitting standing".split())


class TypedLine(NamedTuple):
    """A line, and what is known of when it is of.

    Attributes:
        typed: without its marks and the moment before it.
        stamp: when it was written, where it says that.
        above: the heading that it stands below.
        is_of_24: whether a time such as 3:10 is of a clock of 24 hours.
        words: as typed, but for dates and spans of time: dates are in figures and have the year first.
        written_on: the day that it begins with, where it names another by that: `2026-03-07 last night 5 calf`.
        is_marked: whether it has the marks of a heading.
        is_undone: whether its box is empty, or it is struck out.
        own: the day that it begins with, as the file tells it.
        clock_above: the time of the heading.
        is_of_a_chat: whether what stands below it without a moment goes on with it.
        is_an_entry: whether times alone below it are of its day: of a journal, that is the first line of an entry.
        is_below_days: whether lines above it say their days themselves, and it says a time alone.
    """

    typed: str
    stamp: datetime | None
    above: Heading | None
    is_of_24: bool = False
    words: str = ""
    written_on: date | None = None
    is_marked: bool = False
    is_undone: bool = False
    own: Heading | None = None
    clock_above: Clock | None = None
    is_of_a_chat: bool = False
    is_an_entry: bool = False
    is_below_days: bool = False

    @property
    def begins_with_a_day(self) -> bool:
        """Whether it says itself of which day it is, or when it was written."""
        is_dated = (
            self.own is not None and bool(self.own.rest) and not (self.own.is_open or self.own.is_relative)
        )
        return is_dated or (self.stamp is not None and self.above is None)

    def is_below(self, first: Heading) -> bool:
        """Return whether its day is that of a heading, and it does not say so itself."""
        is_other = self.stamp or (self.own and self.own.named) or self.written_on not in (None, first.day)
        return not is_other and self.above is not None and self.above.day == first.day


def line_of(
    marked: Marked,
    above: Heading | None,
    reading: Reading | None = None,
    order: str = "",
    own: Heading | None = None,
    *,
    is_of_24: bool = False,
) -> TypedLine:
    """Return a line parted from its moment.

    Raises:
        UsageError: that is still to come.
    """
    found = stamp_of(marked.text, order)
    text, stamp = marked.text, above.stamp if above else None
    if found:
        text, stamp, above = found.text, found.at, None
        if reading is not None:
            if found.sender and (told := reading.words.told(found.sender)) and told.fields:
                text = f"{found.sender}: {text}"
            if stamp.utcoffset() is None:
                stamp = reading.when_at(stamp).at
                stamp = in_its_zone(stamp, found.zone) if found.zone else stamp
            if reading.now is not None and stamp > reading.now + FAST_CLOCK:
                raise UsageError(f"{on_the_clock(stamp)} is still to come. Check its date.")
    typed = _COMMAND.sub("", text)
    words = IN_FIGURES.sub(lambda each: year_first(each[0], order), in_digits(in_plural(typed)))
    words = _WITH_AN_H.sub(r"\1\2:\3", _SPAN.sub(r"\1 to \2", _BRACKETED.sub(r"\1 ", words)))
    own = None if found or (own and own.is_within) else own
    return TypedLine(
        typed, stamp, above, is_of_24=is_of_24 and stamp is None, words=_dated(words, own, order),
        is_marked=marked.is_heading, is_undone=marked.is_undone, own=own,
        is_of_a_chat=bool(found and found.is_of_a_chat), is_an_entry=bool(found) and marked.text.startswith("["),
    )  # fmt: skip


def _dated(words: str, own: Heading | None, order: str) -> str:
    """Return a line with a date for the day that it begins with, where the file tells that.

    Raises:
        UsageError: it begins with a date in figures, and nothing tells which.
    """
    first = _FIRST.match(words)
    if own is None or not own.rest or not first or not first[0].strip(" ,.:-"):
        return words
    has_date = re.search(r"\d", first[0]) is not None
    if own.is_open and has_date:
        raise own.own_refusal()
    day = own.day
    if not own.words and has_date:  # of a date with its year the heading keeps nothing
        named = named_in(words, order)
        day = named.day if named else None
    if day is None or (own.is_relative and not has_date):
        return words
    shown = f"{day.day} {day:%B}" if own.is_relative else day.isoformat()
    return f"{shown} {words[first.end() :] if has_date else _SAME_DAY.sub('', words[first.end() :])}"


def seen_from_its_day(line: TypedLine, told_in: Callable[[str], Told], before: TypedLine | None) -> TypedLine:
    """Return a line whose `last night` is that before the day which it begins with, or which stands above it.

    Args:
        line: as it stands.
        told_in: reads some of it.
        before: the last line that begins with its day.
    """
    if line.stamp is not None:
        return line
    before_it = _date_before(line.words)
    words = before_it[1] if before_it else line.words
    above = line.above
    is_undated = before_it is None and (line.own is None or line.own.day is None)
    if is_undated and before and not (above and (above.named or above.is_open)):
        return _seen_from_above(line, told_in(words), before, told_in)
    day_above = above.day if above and not above.is_relative else None
    day = _day_seen(words, told_in) if before_it or day_above else None
    is_of_week = day is not None and before_it is None and line.own is None and day.name in WEEKDAYS
    if day is None or not (is_of_week or is_seen(day)):
        return line
    return line._replace(words=words, written_on=before_it[0] if before_it else day_above)


def _date_before(words: str) -> tuple[date, str] | None:
    """Return the date with its year that a line begins with, and the line behind it; None for another one."""
    match = _FROM_A_DAY.match(words)
    if match is None:
        return date_before(words)
    try:
        return date.fromisoformat(match[1]), match[2]
    except ValueError:
        return None


def _seen_from_above(
    line: TypedLine, told: Told, before: TypedLine, told_in: Callable[[str], Told]
) -> TypedLine:
    """Return a line without a day of its own as it is seen from one above it that has one."""
    day = _day_seen(line.words, told_in)
    is_of_week = day is not None and line.own is None and day.name in WEEKDAYS
    is_from_above = is_of_week or (day is not None and is_seen(day))
    is_timed = day is None and told.clock is not None
    if is_timed and not before.is_an_entry:
        return line._replace(is_below_days=True)
    if not (is_from_above or is_timed or told.ago_s is not None):
        return line
    if before.stamp is not None:
        return line._replace(stamp=before.stamp, above=None)
    named = _begun_with(before)
    return line._replace(written_on=date.fromisoformat(named.name)) if named else line


def is_seen(day: NamedDay) -> bool:
    """Return whether a day is named as it is seen from another: `last night`, `yesterday`."""
    return _SEEN_FROM.search(day.name) is not None


def _day_seen(words: str, told_in: Callable[[str], Told]) -> NamedDay | None:
    """Return the day that is named in some words, be it of a cramp or of what was used."""
    day = told_in(words).day
    if day is None and (found := _OF_A_USE.search(words)):
        day = told_in(found[0]).day
    return day


def moment_of(
    line: TypedLine, told: Told, reading: Reading, *, is_cramp: bool = True, says: bool = True
) -> tuple[datetime, str]:
    """Return when something was: as the words say, of the day above, or at the moment at which they were written.

    Of an hour that may be in either half of a day, that at night is meant where it is a cramp's, and it says so.
    """
    now, day = now_of(line, reading), day_of(line, told)
    if told.ago_s is not None:
        if line.stamp is None and (line.written_on or (day and not told.day)):
            raise UsageError("Nobody knows from when that was so long ago. Write the time instead: 03:10.")
        return now - timedelta(seconds=told.ago_s), "approx" if told.is_rough else "minute"
    clock = told.clock or (None if told.day else line.clock_above)
    if day is None and clock is None:
        if line.stamp is None:
            raise UsageError("It has no time. Put the day and the time in front: 2026-03-01 03:10.")
        return now, "minute"
    is_evening = day is not None and day.part in ("e", "n", "p")
    if clock and clock.is_open and clock.to_the_minute and line.is_of_24 and not is_evening:
        clock = clock._replace(is_open=False)
    is_relative = line.stamp is None and line.written_on is None
    is_relative = is_relative and day is not None and not re.search(r"\d{4}", day.name)
    is_of_a_day = day is not None and line.stamp is None
    at_night = told.at_night or (is_cramp and is_of_a_day and not _is_by_day(line, told))
    found = _moment(day, clock, told, now, reading, is_relative=is_relative, at_night=at_night)
    if says and day is None and line.is_below_days:
        reading.undated.append(f'{found.at:%Y-%m-%d %H:%M} for "{short(safe(line.typed))}"')
    if says and is_of_a_day and found.instead:
        reading.guessed.append(f'{found.at:%Y-%m-%d %H:%M} for "{short(safe(line.typed))}"')
    return found.at, found.precision


def _is_by_day(line: TypedLine, told: Told) -> bool:
    """Return whether a line tells of what is done by day."""
    return told.fields.get("onset") in _AWAKE or not _BY_DAY.isdisjoint(words_in(line.words))


def _moment(
    day: NamedDay | None,
    clock: Clock | None,
    told: Told,
    now: datetime,
    reading: Reading,
    *,
    is_relative: bool,
    at_night: bool,
) -> ToldMoment:
    """Return the latest moment that is meant: `today 23:10`, read in the morning, was written in the evening before."""
    try:
        return moment_told(
            day, clock, is_rough=told.is_rough, at_night=at_night, now=now, zone=reading.zone, fold=0
        )
    except UsageError:
        if not is_relative:
            raise
        try:
            return _moment(
                day, clock, told, now - timedelta(days=1), reading, is_relative=False, at_night=at_night
            )
        except UsageError:
            pass
        raise


def now_of(line: TypedLine, reading: Reading) -> datetime:
    now = line.stamp or reading.now
    if line.written_on is not None:
        evening = reading.when(line.written_on, time(23, 59)).at
        return min(evening, now) if now else evening
    if now is None:
        raise UsageError("It has no day. Put the day in front: 2026-03-01 03:10.")
    return now


def day_of(line: TypedLine, told: Told) -> NamedDay | None:
    """Return the day that a line names, or else the heading above it.

    Raises:
        UsageError: only that heading could tell which it is, and it does not; or it may be in what is not understood.
    """
    day, above = told.day or _begun_with(line), line.above if line.stamp is None else None
    own = line.own
    if day is None:
        refuse_an_unread_day(line.words, told)
    if day and own and own.day and not own.is_relative and _NO_YEAR.fullmatch(day.name):
        return day._replace(name=own.day.isoformat())
    if line.written_on is None and day and day.name in WEEKDAYS and own and own.is_open:
        raise own.own_refusal()
    is_open = day is None or day.name in WEEKDAYS or is_seen(day)
    if above and above.is_open and line.written_on is None and is_open:
        raise above.refusal()
    if above and not told.clock and mornings_in(told):
        above = above._replace(part=_MORNING)
    return day or (above.named if above else None)


def _begun_with(line: TypedLine) -> NamedDay | None:
    """Return the date that a line begins with, which is its day also where it is beside what was done.

    In `2026-03-09 ran 10k, no cramps` the grammar takes it for that of the run.
    """
    own = line.own
    if own is None or line.written_on is not None:
        return None
    if own.day and own.is_relative:
        return NamedDay(f"{own.day.day} {own.day:%B}".casefold(), own.part)
    if own.named:
        return own.named
    named = named_in(line.words, "ymd")
    return NamedDay(named.day.isoformat(), named.part) if named and named.day else None
