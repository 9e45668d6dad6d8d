"""Signs, and what runs night after night, as `stats` and `calendar` show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.screen.sections import Section, SpanRow
from crampdiary.stats.body import SignDay, SignWord
from crampdiary.stats.courses import CourseRun, CourseSpan
from crampdiary.words.wording import month_of, plural, safe, short, weekday_and_day

NO_SIGNS = "No signs here. `cramp feel numbness left foot 4` records how legs and feet feel without a cramp."
_SHOWN = 6
_ROOM = 30  # letters of a name


def signs_in_brief(found: Sequence[SignWord], words: Vocabulary, *, now: datetime) -> Section:
    """Return how often each sign was felt, and when last; nothing where there is none."""
    return Section(
        title="Felt without a cramp",
        columns=("Sign", "times", "last 28 nights", "28 nights before", "last"),
        rows=tuple(
            (
                _name(each, words),
                f"{len(each.days):,}",
                str(each.recent),
                str(each.before),
                _day(each.days[0].night, now),
            )
            for each in found[:_SHOWN]
        ),
        right=frozenset({1, 2, 3}),
        foot=("Each with its dates: `cramp stats signs`.",) if found else (),
    )


def signs(found: Sequence[SignWord], words: Vocabulary, *, now: datetime) -> list[Section]:
    """Return each sign with every date."""
    if not found:
        return [Section(lines=(NO_SIGNS,))]
    return [
        Section(
            title="Felt without a cramp",
            columns=("Sign", "times", "on"),
            rows=tuple(
                (
                    _name(each, words),
                    f"{len(each.days):,}",
                    ", ".join(_said(day, now) for day in each.days),
                )
                for each in found
            ),
            right=frozenset({1}),
        )
    ]


def _name(sign: SignWord, words: Vocabulary) -> str:
    return "the legs, in a number" if sign.word is None else words.label("sensation", sign.word)


def _said(day: SignDay, now: datetime) -> str:
    parts = [each for each in (day.side, None if day.severity is None else str(day.severity)) if each]
    return _day(day.night, now) + (f" ({' '.join(parts)})" if parts else "")


def _day(day: date, now: datetime) -> str:
    year = "" if day.year == now.year else f" {day.year}"
    return f"{weekday_and_day(day)} {month_of(day)[:3]}{year}"


def span_rows(found: Sequence[CourseSpan], words: Vocabulary) -> tuple[SpanRow, ...]:
    """Return courses as they are drawn under a chart of weeks."""
    return tuple(SpanRow(short(words.label(each.role, each.word), _ROOM), each.weeks) for each in found)


def spans_spoken(found: Sequence[CourseSpan], words: Vocabulary, *, today: date) -> tuple[str, ...]:
    """Return courses in sentences."""
    return tuple(
        f"Every night {safe(words.label(each.role, each.word))}: "
        f"{', and '.join(_run_spoken(run, today) for run in each.runs)}"
        for each in found
    )


def _run_spoken(run: CourseRun, today: date) -> str:
    amount = f"{safe(run.amount)} " if run.amount else ""
    until = "on" if run.last_night is None else f"to {_with_year(run.last_night, today)}"
    skipped = f", but for {plural(run.skipped, 'night')}" if run.skipped else ""
    return f"{amount}from {_with_year(run.first_night, today)} {until}{skipped}"


def _with_year(day: date, today: date) -> str:
    return f"{weekday_and_day(day)} {month_of(day)}" + ("" if day.year == today.year else f" {day.year}")
