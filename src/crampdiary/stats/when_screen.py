"""When cramps come, as `cramp stats` shows it: by the week, the hour and the day of the week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.screen.sections import Bars, Mark, Section
from crampdiary.stats.body_screen import span_rows, spans_spoken
from crampdiary.stats.figures import Stats
from crampdiary.stats.patterns import Hour, Week
from crampdiary.words.wording import MONTHS, listed, plural, weekday_and_day


def weeks(found: Stats, words: Vocabulary, *, now: datetime, height: int, spoken: int) -> Section:
    """Return a bar for each week.

    Args:
        found: the figures.
        words: the words known.
        now: the clock.
        height: of the bars, in lines.
        spoken: how many weeks plain lines have, the latest first.
    """
    weeks = found.weeks
    if len(weeks) < 2:
        return Section()
    labels = [_month_label(week.first_night, week.last_night) for week in weeks]
    if any(labels[1:]):
        labels[0] = labels[0] if labels[0] and not any(labels[1:3]) else ""
    return Section(
        title=f"Cramps a week, the last {len(weeks)} weeks",
        chart=Bars(
            values=tuple(float(week.cramps) if week.nights else None for week in weeks),
            labels=tuple(labels),
            height=height,
            widest=4,
            spans=span_rows(found.courses, words),
        ),
        spoken=(
            *(_week_spoken(week) for week in weeks[: -spoken - 1 : -1]),
            *spans_spoken(found.courses, words, today=now.date()),
        ),
        foot=() if all(week.nights for week in weeks) else (_NOT_COUNTED,),
    )


_NOT_COUNTED = (Mark("× ", "x ", "dim"), Mark(*2 * ("no night of the week counts",), "foot"))


def _month_label(first: date, last: date) -> str:
    """Return the month's name for the week in which it begins."""
    return MONTHS[last.month - 1][:3] if last.day <= 7 or first.month != last.month else ""


def _week_spoken(week: Week) -> str:
    last = week.last_night
    when = f"Week to {weekday_and_day(last)} {MONTHS[last.month - 1]} {last.year}"
    if not week.nights:
        return f"{when}: no night counted"
    rate = "" if week.moving_per_week is None else f", {week.moving_per_week:.1f} a week over four weeks"
    part = f" in {plural(week.nights, 'counted night')}" if week.nights < 7 else ""
    return f"{when}: {plural(week.cramps, 'cramp')}{part}{rate}"


def busiest(hours: Sequence[Hour]) -> str:
    """Return in which hours of the clock more cramps began than in any other, and how many of all with a time.

    That need not be most of them, so it does not say so; where more than three hours had as many, none stands out.
    """
    most = max(each.cramps for each in hours)
    of_all = f"{most:,} of {sum(each.cramps for each in hours):,}"
    at = [each.hour for each in hours if each.cramps == most]
    if len(at) > _TIED:
        return f"No hour stands out: at most {of_all} began in one"
    if len(at) > 1:
        return f"The busiest hours began at {listed([f'{hour:02}:00' for hour in at])}: {of_all} in each"
    return f"The busiest hour was {at[0]:02}:00 to {(at[0] + 1) % 24:02}:00: {of_all} began in it"


_TIED = 3  # hours


def hours(found: Stats) -> Section:
    """Return at which hours cramps began."""
    with_time = sum(each.cramps for each in found.hours)
    if not with_time:
        return Section()
    foot = [f"{busiest(found.hours)}."]
    if found.hour_not_said:
        foot.append(f"{plural(found.hour_not_said, 'cramp')} without a time.")
    return Section(
        title="Cramps by the hour",
        chart=Bars(
            values=tuple(float(each.cramps) for each in found.hours),
            labels=tuple(f"{each.hour:02}" if each.hour % 3 == 0 else "" for each in found.hours),
            height=4,
            widest=2,
        ),
        spoken=(_hours_spoken(found.hours),),
        foot=tuple(foot),
    )


def _hours_spoken(hours: Sequence[Hour]) -> str:
    return listed(
        [f"{each.hour:02}:00 to {(each.hour + 1) % 24:02}:00 {each.cramps}" for each in hours if each.cramps]
    )


def weekdays(found: Stats) -> Section:
    """Return how many cramps a night there were on each day of the week."""
    weekdays = found.weekdays
    if not any(each.cramps for each in weekdays):
        return Section()
    return Section(
        title="Cramps a night by the day of the week",
        chart=Bars(
            values=tuple(each.per_night for each in weekdays),
            labels=tuple(each.weekday[:2] for each in weekdays),
            figures=tuple("" if each.per_night is None else f"{each.per_night:.1f}" for each in weekdays),
            height=4,
            axis=False,
            widest=4,
        ),
        spoken=(
            listed(
                [
                    f"{each.weekday} {each.per_night:.1f} ({each.cramps} in {plural(each.nights, 'night')})"
                    for each in weekdays
                    if each.per_night is not None
                ]
            ),
        ),
        foot=("Each night by the day of its evening.",),
    )
