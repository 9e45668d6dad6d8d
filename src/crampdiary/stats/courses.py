"""What was used, or met, night after night: courses as spans over weeks. Pure; nights in, spans out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import Course
from crampdiary.diary.nights import Diary


class CourseRun(Frozen):
    """One course; `last_night` is None where it goes on, and `skipped` how many of its nights were without it."""

    first_night: date
    last_night: date | None
    amount: str | None
    skipped: int


class CourseSpan(Frozen):
    """The courses of one remedy or trigger, in order of time.

    Args:
        role: remedy or trigger.
        word: which.
        runs: its courses.
        weeks: for each week that is looked at, whether any of its nights up to now is one of them.
    """

    role: str
    word: str
    runs: tuple[CourseRun, ...]
    weeks: tuple[bool, ...]


def spans(diary: Diary, weeks: Sequence[tuple[date, date]]) -> tuple[CourseSpan, ...]:
    """Return the courses that have a night in some weeks, by their beginning.

    Args:
        diary: whose courses.
        weeks: the first and the last night of each, in order.
    """
    newest = diary.under_way.date if diary.under_way else diary.today
    by_word: dict[tuple[str, str], list[Course]] = {}
    for entry in diary.courses:
        by_word.setdefault((entry.record.role, entry.record.word), []).append(entry.record)
    found = []
    for (role, word), courses in by_word.items():
        on = tuple(
            any(each.is_on(night) for night in _nights(first, min(last, newest)) for each in courses)
            for first, last in weeks
        )
        if any(on):
            runs = tuple(
                CourseRun(
                    first_night=each.first_night,
                    last_night=each.last_night,
                    amount=each.amount,
                    skipped=sum(
                        each.first_night <= night <= (each.last_night or newest) for night in each.skipped
                    ),
                )
                for each in courses
            )
            found.append(CourseSpan(role=role, word=word, runs=runs, weeks=on))
    return tuple(found)


def _nights(first: date, last: date) -> list[date]:
    return [first + timedelta(days=days) for days in range((last - first).days + 1)]
