"""The nights of a span, as a line of what was used or met tells it: since when, until when, and which it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from crampdiary.cli.options import when
from crampdiary.cli.session import Session
from crampdiary.clock.zones import NOON, latest_finished_night, night_of
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Course, Span, Trial
from crampdiary.errors import UsageError
from crampdiary.words.quantities import WEEKDAYS
from crampdiary.words.uses.used import Uses
from crampdiary.words.when import nights_told
from crampdiary.words.wording import day_in_words, short

EVENING = 18  # o'clock
_COUNTED_BACK = r"last \d"
_A_DAY = timedelta(days=1)
_WEEKLY = {f"{name}s": place for place, name in enumerate(dict.fromkeys(WEEKDAYS.values()))}


def evening_come(now: datetime) -> date:
    """Return the night of the latest evening that has come: that of today from 18:00 on."""
    return night_of(now) - timedelta(days=NOON <= now.hour < EVENING)


def evenings_told(told: Uses, now: datetime) -> list[date]:
    """Return the nights of a span of evenings that have come, but for those left out.

    Raises:
        UsageError: it would end before it begins, has not begun, or nothing of it is left.
    """
    first, last = _ends(told, now)
    if first is None:
        raise ValueError("no span was told")
    come = evening_come(now)
    if told.since is not None and re.match(_COUNTED_BACK, told.since.name):
        first -= night_of(now) - come  # by day, that of this evening is none of them
    last = min(come, last or come)
    nights = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    left_out, _ = _left_out(told, first, last, now)
    nights = [night for night in nights if night not in left_out]
    if not nights:
        raise UsageError("None of those nights is left, or has begun. Nothing was saved.")
    return nights


def _ends(told: Uses, now: datetime) -> tuple[date | None, date | None]:
    """Return the first and the last night that a line names; weekdays are those that fit.

    Raises:
        UsageError: it would end before it begins.
    """
    named = told.since or (told.days[0] if told.days else None)
    first = nights_told(named, now)[0] if named else None
    if first is None and told.ago_s is not None:
        first = (now - timedelta(seconds=told.ago_s)).date()
    if told.until is None:
        return first, None
    is_today = told.until.name == "today" and not told.until.part
    last = evening_come(now) if is_today else nights_told(told.until, now)[1]
    if first and last < first and told.since and {told.since.name, told.until.name} <= set(WEEKDAYS.values()):
        first -= timedelta(days=7)  # saturday to monday, on a Sunday
    if first and last < first:
        raise UsageError(
            f"It would end on {day_in_words(last, now=now.date())}, before it begins on "
            f"{day_in_words(first, now=now.date())}. Nothing was saved."
        )
    return first, last


def _left_out(told: Uses, first: date, last: date | None, now: datetime) -> tuple[set[date], list[str]]:
    """Return the nights that a line leaves out of a span, and the weekdays whose nights to come cannot be.

    Raises:
        UsageError: it leaves out a night that is not within the span.
    """
    found: set[date] = set()
    to_come: list[str] = []
    for begins, ends in told.skipped:
        weekday = _WEEKLY.get(begins.name)
        if weekday is not None:
            until = evening_come(now) if last is None else last
            every = (first + timedelta(days=each) for each in range((until - first).days + 1))
            found.update(night for night in every if night.weekday() == weekday)
            if last is None:
                to_come.append(begins.name.removesuffix("s"))
            continue
        begin, end = nights_told(begins, now)[0], nights_told(ends, now)[1]
        if begin < first and begins == ends and begins.name in WEEKDAYS.values() and last is None:
            to_come.append(begins.name)  # daily from now on, but not on friday
            continue
        if begin < first or end > (last or max(end, begin)) or end < begin:
            raise UsageError(
                f"{day_in_words(begin, now=now.date())} is none of those nights, so it cannot be left out. "
                "Nothing was saved."
            )
        found.update(begin + timedelta(days=each) for each in range((end - begin).days + 1))
    return found, to_come


def check_which_nights(told: Uses, command: str) -> None:
    """Refuse a line that leaves open which nights it means.

    Raises:
        UsageError: says how to name them.
    """
    name = short(told.uses[0].label or told.uses[0].word) if told.uses else "magnesium"
    no = "no " if told.denials and not told.uses else ""
    if told.seldom and (told.is_course or told.since or told.until or no):
        raise UsageError(
            f'"{short(told.seldom)}" leaves open which nights they were, and it is not every night. Name them, as in '
            f"`cramp {command} {no}{short(told.denials[0].word) if no else name} monday wednesday`. Nothing was saved."
        )
    if told.skipped and not (told.is_course or told.since or told.days):
        raise UsageError(
            f"Say on which nights it was, as in `cramp {command} {name} since friday except monday`. For a night "
            f"without what goes on: `cramp {command} no {name} monday`. Nothing was saved."
        )
    if told.since and told.days and not told.is_course:
        raise UsageError(
            "Say the span of nights in one line, and single nights in another. Nothing was saved."
        )


class CourseNights(NamedTuple):
    """The nights that a line names of what goes on.

    Attributes:
        first: where it begins; None where that was not told.
        last: where it ends; None where it goes on.
        skipped: those without it.
        to_come: weekdays that are to be left out, and whose nights to come cannot be.
    """

    first: date | None
    last: date | None
    skipped: tuple[date, ...]
    to_come: tuple[str, ...] = ()


def course_nights(
    session: Session, told: Uses, *, at: str | None, ago: str | None, day: str | None, fold: str | None,
    of: Course | None = None,
) -> CourseNights:  # fmt: skip
    """Return the nights that a line and the options name.

    Args:
        session: this run.
        told: the line.
        at: as the option of that name gave it; `ago`, `day` and `fold` likewise.
        ago: so.
        day: so.
        fold: so.
        of: the course that the line changes, if it is there already.

    Raises:
        UsageError: a night is still to come or cannot be read, or a clock time was given for what goes on.
    """
    if at is not None or ago is not None:
        raise UsageError(
            "What goes on every night has no clock time: say since when, or until when. Nothing was saved."
        )
    if day is not None and told.names_a_time:
        raise UsageError("The night is given twice: keep one of them. Nothing was saved.")
    now = session.now
    first, last = _ends(told, now)
    if day is not None:
        first = night_of(when(session, day=day, fold=fold)[0])
    if told.until is None and told.stopped:
        last, first = _night_before(told, first, now), None
    begins = first or (of.first_night if of else latest_finished_night(now) + _A_DAY)
    skipped, to_come = _left_out(told, begins, last or (of.last_night if of else None), now)
    return CourseNights(first, last, tuple(sorted(skipped)), tuple(to_come))


def _night_before(told: Uses, first: date | None, now: datetime) -> date:
    """Return the last night with something that was stopped on a day, or today."""
    named = told.since or (told.days[0] if told.days else None)
    if first is None or (named and (named.name, named.part) in (("today", ""), ("today", "a"))):
        return now.date() - _A_DAY
    return first if named and named.part == "a" else first - _A_DAY


def moved_span(record: Span, ends: Sequence[date], *, goes_on: bool, now: datetime) -> dict[str, Any]:
    """Return the nights of a span that is moved to others.

    With one night named, a time away stays as long as it is; what was used or met begins then, and ends as before.

    Raises:
        UsageError: it would begin after it ended, or it is a trial.
    """
    if isinstance(record, Trial):
        raise UsageError(
            "The nights of a trial are drawn before its first one and stay. Nothing was changed."
        )
    if len(ends) > 1:
        return {"first_night": ends[0], "last_night": ends[1]}
    if goes_on and isinstance(record, Course):
        return {"first_night": ends[0], "last_night": None}
    if goes_on:
        raise UsageError("Time away needs its last night too. Nothing was changed.")
    if isinstance(record, Course):
        if record.last_night is not None and record.last_night < ends[0]:
            raise UsageError(
                f"It ended on {day_in_words(record.last_night, now=now.date())}, before that. Give both nights, as in "
                f"--day {ends[0]}..{ends[0] + timedelta(days=1)}. Nothing was changed."
            )
        return {"first_night": ends[0]}
    length = None if record.last_night is None else record.last_night - record.first_night
    return {"first_night": ends[0], "last_night": None if length is None else ends[0] + length}
