"""What a line names of a day, a night or a time: `Mon 2 March`, `Night of 2 March 2026`, `last night`, `morning`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import month_in
from crampdiary.exchange.lines.dates_in_figures import COMPACT, plain_order, read_figures
from crampdiary.exchange.lines.day_words import (
    MONTH,
    MONTH_NAMES,
    OF_TIME,
    ORDINALS,
    PARTS_OF_A_DAY,
    SHORT_WEEKDAY,
    WEEKDAY_OF,
    in_digits,
)
from crampdiary.words.quantities import SHORT_WEEKDAYS

_LONGEST = 60  # characters of a heading
_EDGES = re.compile(r"^[^\w]+|(?<![^\w.])[^\w.]+$")  # from where a row of marks begins, and not from each
_ISO = re.compile(r"(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}(?![\d/-])")
_FIGURES = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d\d)(?![\w/-])")
_YEAR = rf"(?:(?: de)?[ -]((?:19|20)\d\d)(?![\d:])| '?(\d\d)(?=$| (?:{'|'.join([*PARTS_OF_A_DAY, *WEEKDAY_OF])})\b))?"
_NTH = r"(\d{1,2})(?:st|nd|rd|th|er|\u00ba)?\.?"
_DAY_FIRST = re.compile(rf"{_NTH}[ -]?(?:of |de )?({MONTH})\b\.?{_YEAR}")
_MONTH_FIRST = re.compile(rf"({MONTH})\b\.? {_NTH}(?![\w:.]){_YEAR}")
_WEEK = re.compile(
    r"(?:the )?(?:week (?:of|beginning|commencing|starting|from)|w/[cb]|wc)(?: the)? (?=[a-z\d])"
)
_WEEK_ENDING = re.compile(r"(?:the )?(?:week ending|week to|w/e)(?: the)? (?=[a-z\d])")
_ISO_WEEK = re.compile(r"((?:19|20)\d\d)[- ]?w(\d{1,2})|(?:w|week )(\d{1,2}),? (?:of )?((?:19|20)\d\d)")
_OF_TWO = re.compile(rf"(\d{{1,2}})\.?(?: ?[/-] ?| to )(\d{{1,2}})\.? ({MONTH})\b\.?{_YEAR}")
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\.(?=\s|$)")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?=\s|$)")
_HYPHENED = re.compile(r"(\d{1,2})-(\d{1,2})(?=\s|$)")
_NTH_ALONE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)(?=\s|$)")
NO_MONTHS = frozenset(
    "toe toes one time cramp cramps spasm attack night day metatarsal finger row week in from of".split()
)
"""Behind a number such as `3rd`, by which it is not of a month."""
_BEFORE_A_DATE = re.compile(rf"(?:{SHORT_WEEKDAY})[. ] ?(?=\d)")
_AGO = re.compile(r"(?:\d{1,3}|an?|one|two|three) (?:day|night|week)s? ago")
_CLOCK = re.compile(
    r"(?:at )?(?:(\d{1,2}[:.]\d\d)(?::\d\d)?( ?[ap]\.?m\b\.?)?|(\d{1,2} ?[ap]\.?m\b\.?))(?=\s|$)"
)
_CLOCK_BEHIND = re.compile(r" (?:at |um |à |om )?(?:\d{1,2}[:.h]\d\d|\d{4}(?!\S)|\d{1,2} ?[ap]\.?m\b)")
_NEAR = re.compile(r"last night|yesterday|today|tonight|(?:this|last)(?= (?:morning|afternoon|evening)\b)")
_LAST = re.compile(rf"last (?=(?:{'|'.join(WEEKDAY_OF)})\b)")
_FILLERS = frozenset(
    "on the of date day time when sent at in during from - \u2013 \u2014 de du von vom der den le la el am".split()
)
_SCORE = re.compile(r"\d{1,2}/10(?!\d)")  # 7/10 says how bad it was
_OF_TEN = 10
_MONTHS, _DAYS = 12, 31
_FIRST_WORDS = 3  # among which a date stands beside its weekday
_AFTER_A_PART = frozenset("a an of the tab tabs tablet tablets pill pills dose cup glass hour mg".split())
_NO_DATE = "That is in no calendar."
_LEAP_YEAR = 2024
_IN_FIGURES = re.compile(r"\d[./-]\d|^(?:19|20)\d\d$")
_SHORTEST_SLIP, _ALIKE = 5, 0.8
_SEEN = {"this": "today", "last": "yesterday", "an": "1", "a": "1", "one": "1", "two": "2", "three": "3"}


class DayNamed(NamedTuple):
    """What a line names of a day, from its beginning on.

    Attributes:
        day: with its year.
        month: of a date without it; or None.
        number: of the day in its month.
        weekday: Monday 0.
        near: a day seen from the present, such as `yesterday`.
        part: of the day: `a` morning, `p` afternoon, `e` evening, `n` night, or nothing.
        clock: the time, as typed.
        rest: what else stands in the line.
        week: where it is a week, how many days after its first one the date is; or None.
        why: why there is no such day.
    """

    day: date | None = None
    month: int | None = None
    number: int | None = None
    weekday: int | None = None
    near: str = ""
    part: str = ""
    clock: str = ""
    rest: str = ""
    why: str = ""
    week: int | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it has a date, or a part of one."""
        return bool(self.day or self.number or self.why)

    @property
    def is_of_a_week(self) -> bool:
        """Whether it is told by the day of the week or of the month alone."""
        return (
            self.month is None and self.day is None and (self.weekday is not None or self.number is not None)
        )

    @property
    def names_a_day(self) -> bool:
        """Whether it is more than a part of a day or a time."""
        return self.is_dated or bool(self.near) or self.weekday is not None


def named_in(
    text: str, order: str, *, is_marked: bool = False, in_a_week: bool = False, marks: str = ""
) -> DayNamed | None:
    """Return what a line names of a day or a time, None where it does not begin with one.

    Args:
        text: without marks.
        order: of day and month, where figures leave that open.
        is_marked: whether it has the marks of a heading.
        in_a_week: whether it stands below a week, so that `sun` is a day.
        marks: those between the figures of dates without a year in the file, such as `/` where 2/3 is one.
    """
    words = plain(in_digits(text))[:_LONGEST]
    if week := _week_in(words, order):
        return week
    found, is_short, is_weakly_dated, before = DayNamed(), False, False, ""
    while words:
        first, _, behind = words.partition(" ")
        bare = first.rstrip(".")
        near = _NEAR.match(words) or _AGO.match(words)
        if near and not found.names_a_day:
            seen = near[0] if near[0] == "last night" else re.sub(r"[a-z]+", _said, near[0], count=1)
            found = found._replace(near=seen, part="n" if "night" in near[0] else found.part)
            behind = words[near.end() :]
        elif bare in PARTS_OF_A_DAY and not found.part:
            found = found._replace(part=PARTS_OF_A_DAY[bare])
        elif bare in WEEKDAY_OF and found.weekday is None:
            found, is_short = found._replace(weekday=WEEKDAY_OF[bare]), bare in SHORT_WEEKDAYS
        elif not found.is_dated and (dated := _dated(words, order, marks)):
            is_weakly_dated = _is_weak(words, marks, before)
            day, behind = dated
            found = day._replace(weekday=found.weekday, part=found.part or day.part, clock=found.clock)
        elif not found.clock and (clock := _CLOCK.match(words)):
            clock_told = f"{clock[1]}{clock[2] or ''}" if clock[1] else clock[3]
            found, behind = found._replace(clock=clock_told), words[clock.end() :]
        elif not found.is_dated and (weekday := _BEFORE_A_DATE.match(words)):
            if not _dated(words[weekday.end() :], order, marks):
                break
            behind = words[weekday.end() :]
        elif first not in _FILLERS and not _LAST.match(words):
            break
        words, before = behind.lstrip(" .-"), first
    if found == DayNamed() or (words and not found.names_a_day):
        return None
    is_weak = (is_short and not (found.is_dated or in_a_week)) or (is_weakly_dated and found.weekday is None)
    if is_weak and not is_marked and (words or _SCORE.fullmatch(plain(text))):
        return None
    return found._replace(rest=words)


def _week_in(words: str, order: str) -> DayNamed | None:
    """Return the week that words name and nothing else: `week of 2 march 2026`, `2026-w10`."""
    if numbered := _ISO_WEEK.fullmatch(words):
        try:
            year, week = int(numbered[1] or numbered[4]), int(numbered[2] or numbered[3])
            return DayNamed(day=date.fromisocalendar(year, week, 1), week=0)
        except ValueError:
            return DayNamed(why=_NO_DATE)
    first = _WEEK.match(words) or _WEEK_ENDING.match(words)
    named = named_in(words[first.end() :], order, is_marked=True) if first else None
    if first is None or named is None or named.rest or named.clock or named.part or not named.is_dated:
        return None
    return named._replace(week=0 if _WEEK.match(words) else 6)


def _is_weak(words: str, marks: str, before: str) -> bool:
    """Return whether what words begin with may be no date: a score, a range, or one of a row of things."""
    if figures := _SLASHED.match(words) or _HYPHENED.match(words):
        return figures[0].lstrip("0123456789")[0] not in marks
    if not (nth := _NTH_ALONE.match(words)):
        return False
    behind = words[nth.end() :]
    is_of_a_month = before in ("the", "on") and NO_MONTHS.isdisjoint(behind.split()[:2])
    return not (is_of_a_month or _CLOCK_BEHIND.match(behind))


def _dated(words: str, order: str, marks: str) -> tuple[DayNamed, str] | None:
    """Return the date that words begin with, and what stands behind it."""
    if figures := _ISO.match(words) or _FIGURES.match(words) or COMPACT.match(words):
        text = "-".join(figures.groups()) if figures.re is COMPACT else figures[0]
        try:
            return DayNamed(day=read_figures(text, order)), words[figures.end() :]
        except UsageError:
            return DayNamed(why=_NO_DATE), words[figures.end() :]
    if two := _OF_TWO.match(words):
        if int(two[2]) != int(two[1]) + 1:
            return DayNamed(why="Those are several days."), words[two.end() :]
        return _of(two[3], two[1], two[4] or two[5])._replace(part="n"), words[two.end() :]
    if spoken := _DAY_FIRST.match(words):
        return _of(spoken[2], spoken[1], spoken[3] or spoken[4]), words[spoken.end() :]
    if spoken := _MONTH_FIRST.match(words):
        return _of(spoken[1], spoken[2], spoken[3] or spoken[4]), words[spoken.end() :]
    if dotted := _DOTTED.match(words):
        return _without_year(int(dotted[2]), int(dotted[1])), words[dotted.end() :]
    if slashed := _SLASHED.match(words):
        return _slashed(int(slashed[1]), int(slashed[2]), order), words[slashed.end() :]
    if (hyphened := _HYPHENED.match(words)) and _is_hyphened(hyphened, words, marks):
        return _slashed(int(hyphened[1]), int(hyphened[2]), order), words[hyphened.end() :]
    if alone := _NTH_ALONE.match(words):
        return DayNamed(number=int(alone[1])), words[alone.end() :]
    return None


def _of(month: str, number: str, year: str | None) -> DayNamed:
    place = month_in(month)
    if year is None:
        return _without_year(place, int(number))
    try:
        return DayNamed(day=date(int(year) + 2000 * (len(year) == 2), place, int(number)))
    except ValueError:
        return DayNamed(why=_NO_DATE)


def mark_of_dates(text: str) -> str:
    """Return the mark in the date without a year that a line begins with; nothing where it begins with none for sure.

    `7/10` is a score, `1/2 a pill` a part and `7-8` a range.
    """
    words = plain(text)
    if hyphened := _HYPHENED.match(words):
        return "-" if _is_hyphened(hyphened, words, "") else ""
    first = _SLASHED.match(words)
    if not first or not _are_of_a_date(first):
        return ""
    is_score = int(first[2]) == _OF_TEN and int(first[1]) <= _OF_TEN and first[1][0] != "0"
    return "" if is_score or _AFTER_A_PART.intersection(words[first.end() :].split()[:1]) else "/"


def _is_hyphened(figures: re.Match[str], words: str, marks: str) -> bool:
    """Return whether figures with a hyphen at the beginning of words are a date, and no range: `22-10`, `05-10`."""
    if not _are_of_a_date(figures):
        return False
    has_clock = _CLOCK_BEHIND.match(words, figures.end()) is not None
    first, second = int(figures[1]), int(figures[2])
    is_no_range = "0" in (figures[1][0], figures[2][0]) or (first > _MONTHS >= second)
    return is_no_range or (has_clock and (second > _MONTHS or "-" in marks))


def _are_of_a_date(figures: re.Match[str]) -> bool:
    return all(1 <= int(each) <= _DAYS for each in figures.groups())


def slashed_order(texts: Iterable[str]) -> str:
    """Return the order of day and month that dates without a year decide together, empty where none of them does."""
    for text in texts:
        for word in plain(text).split()[:_FIRST_WORDS]:
            first = _SLASHED.fullmatch(word) or _HYPHENED.fullmatch(word)
            one, two = map(int, first.groups()) if first else (0, 0)
            if max(one, two) in range(13, 32) and min(one, two) in range(1, 13):
                return "dmy" if one > two else "mdy"
    return ""


def _slashed(one: int, two: int, order: str) -> DayNamed:
    order = plain_order(order)
    order = "dmy" if one > 12 or one == two else "mdy" if two > 12 else order
    if order not in ("dmy", "mdy"):
        return DayNamed(why="It could be two days; --dates dmy or --dates mdy tells which.")
    return _without_year(two, one) if order == "dmy" else _without_year(one, two)


def _without_year(month: int, number: int) -> DayNamed:
    try:
        return DayNamed(month=month, number=date(_LEAP_YEAR, month, number).day)
    except ValueError:
        return DayNamed(why=_NO_DATE)


def _said(word: re.Match[str]) -> str:
    return _SEEN.get(word[0], word[0])


def looks_like_a_day(text: str, *, is_marked: bool) -> bool:
    """Return whether a line that is not understood may name a day, or a time such as a week, for those below it.

    Args:
        text: without marks.
        is_marked: whether it has the marks of a heading.
    """
    words = [each.rstrip(".") for each in re.findall(r"\w[\w'./-]*", plain(text))]
    if len(text) > _LONGEST:
        return False
    dated = [each for each in words if each[0].isdigit() or _is_like_a_name(each)]
    is_only_of_time = OF_TIME.issuperset(each for each in words if each not in dated)
    is_named = any(not each[0].isdigit() or _IN_FIGURES.search(each) for each in dated)
    is_counted = bool(dated) and not OF_TIME.isdisjoint(words)
    return (is_named or is_counted) and (is_marked or is_only_of_time)


def _is_like_a_name(word: str) -> bool:
    """Return whether a word is a month or a weekday, or one with a slip in it."""
    names = MONTH_NAMES | WEEKDAY_OF.keys()
    return word in names or (len(word) >= _SHORTEST_SLIP and bool(get_close_matches(word, names, 1, _ALIKE)))


def may_begin(text: str) -> bool:
    """Return whether a line may begin with a day, a part of one or a time: soon told, as most lines do not."""
    first = re.match(r"\W*([\w'-]+)", text)
    word = first[1].casefold() if first else ""
    return word[:1].isdigit() or word in _BEGINNINGS


_BEGINNINGS = frozenset().union(
    WEEKDAY_OF,
    MONTH_NAMES,
    PARTS_OF_A_DAY,
    _FILLERS,
    OF_TIME,
    SHORT_WEEKDAY.split("|"),
    ORDINALS,
    {"w", "wc"},
)


def plain(text: str) -> str:
    """Return a line in small letters, without the marks that stand between the words of a day."""
    text = _EDGES.sub("", re.sub("[\u2192\u2013\u2014]", "-", text.casefold()))
    return " ".join(re.sub(r"[()\[\]<>,;|*_=#~\"]+|:(?!\d)", " ", text).split())
