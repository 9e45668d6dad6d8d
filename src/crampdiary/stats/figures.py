"""The figures of `cramp stats`: counts, rates, spreads and comparisons. Pure; nights in, frozen results out.

Frequency, severity and duration are figures of their own and never merged into one score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import LONG_S, Episode
from crampdiary.diary.nights import Diary, Night, State
from crampdiary.distributions import median, median_interval
from crampdiary.stats.body import Aftermath, SignWord, aftermath, signs, state_of_legs
from crampdiary.stats.courses import CourseSpan, spans
from crampdiary.stats.patterns import (
    WEEKS_SHOWN,
    Hour,
    Site,
    Week,
    Weekday,
    hours,
    sites,
    weekdays,
    weeks,
)
from crampdiary.stats.streaks import Run, Since, free_longest, free_now, free_now_said, runs, since_triggers
from crampdiary.stats.trend import BLOCK_NIGHTS, Trend, trend

WINDOW_NIGHTS = 28  # a rolling four weeks, not calendar months, against the four before
COURSE_BLOCKS = 13  # of 28 nights: a year
INTERVAL_LIMIT = 1000


class NightCounts(Frozen):
    """How the nights of a range are known; away nights and those of a gap are in none of the other counts.

    `counted` are those that every figure rests on: all but these.
    """

    counted: int
    with_cramps: int
    clear: int
    silent: int
    away: int
    gap: int


class Spread(Frozen):
    """What was said of one measure: on how many episodes, its median and its worst.

    `low` to `high` is the 95 % interval of the median by order statistics; None below 6 values
    and above 1,000.
    """

    said: int
    median: float | None
    low: float | None
    high: float | None
    worst: int | None


class Window(Frozen):
    """Cramps in a range of nights, both ends included; `per_week` is None without a counted night.

    `nights_known` are those with a cramp or a check-in, and `per_week_known` is the rate if only these count.
    `cramps_logged_late` were written down more than a day after they began, of `writing_known` it is known when they
    were written down, `cramps_long` lasted over ten minutes, and
    of `woke_said` it is known whether they woke somebody.
    `legs` is how bad they were in the evening, where that was told in a number with no word.
    """

    first_night: date
    last_night: date
    nights: int
    cramps: int
    cramps_logged_late: int
    writing_known: int
    cramps_long: int
    woke_said: int
    per_week: float | None
    nights_known: int
    per_week_known: float | None
    nights_with_cramps: int
    nights_woken: int
    severity: Spread
    duration_s: Spread
    aftermath: Aftermath
    legs: Spread


class CourseBlock(Frozen):
    """One block of 28 nights in the course of a measure."""

    first_night: date
    last_night: date
    said: int
    median: float | None


class Tally(Frozen):
    """How many episodes name a word."""

    word: str
    count: int


class Period(Frozen):
    """A range of nights to compare with another: how its nights are known, and their figures."""

    nights: NightCounts
    window: Window
    cramp_free_longest: int


class Stats(Frozen):
    """The figures of `cramp stats`. Lists come most frequent first, then by name.

    The courses go by 28 nights, the oldest first; that of the rate is in cramps a week. They, `recent`,
    `before` and `trend` look at the nights up to `last_night` wherever the range begins. `trend_known` is the trend
    if only nights with a cramp or a check-in count, and `cramp_free_now_said` how many of the nights without a cramp
    were said to be so.
    """

    first_night: date | None
    last_night: date | None
    nights: NightCounts
    gaps: tuple[tuple[date, date], ...]
    cramps: int
    cramps_under_way: int
    recent: Window
    before: Window
    trend: Trend | None
    trend_known: Trend | None
    severity: Spread
    duration_s: Spread
    rate_course: tuple[float | None, ...]
    severity_course: tuple[CourseBlock, ...]
    duration_course_s: tuple[CourseBlock, ...]
    nights_woken: int
    cramp_free_now: int
    cramp_free_now_said: int
    cramp_free_longest: int
    remedies: tuple[Run, ...]
    triggers_met: tuple[Since, ...]
    weeks: tuple[Week, ...]
    hours: tuple[Hour, ...]
    hour_not_said: int
    weekdays: tuple[Weekday, ...]
    sites_by_side: tuple[Site, ...]
    sites: tuple[Tally, ...]
    triggers_suspected: tuple[Tally, ...]
    sensations: tuple[Tally, ...]
    signs: tuple[SignWord, ...]
    courses: tuple[CourseSpan, ...]


def summarise(
    diary: Diary, *, since: date | None = None, until: date | None = None, weeks_shown: int = WEEKS_SHOWN
) -> Stats:
    """Return the figures of a range of nights, by default all.

    Args:
        diary: the nights.
        since: the first night of the range, if not the diary's first.
        until: its last night, if not the latest that is over; the night under way is then left out.
        weeks_shown: how many weeks back from the last night `weeks` goes; it stays within the range.
    """
    with_current = diary.between(since, until)
    under_way = diary.under_way if with_current and with_current[-1] is diary.under_way else None
    shown = with_current[:-1] if under_way else with_current
    counted = [night for night in shown if night.observed]
    last = min(until or diary.today, diary.today)
    if since is not None:
        weeks_shown = max(1, min(weeks_shown, ((last - since).days + 1) // 7))  # whole ones
    episodes = [entry.record for night in counted for entry in night.episodes]
    by_hour, hour_not_said = hours(episodes)
    by_week = weeks(diary, last, weeks_shown)
    return Stats(
        first_night=shown[0].date if shown else None,
        last_night=shown[-1].date if shown else None,
        nights=_night_counts(shown),
        gaps=tuple(
            gap for gap in diary.gaps if shown and gap[1] >= shown[0].date and gap[0] <= shown[-1].date
        ),
        cramps=len(episodes),
        cramps_under_way=len(under_way.episodes) if under_way and under_way.observed else 0,
        recent=window(diary, last),
        before=window(diary, last - timedelta(days=WINDOW_NIGHTS)),
        trend=trend_of(diary, last),
        trend_known=trend_of(diary, last, known=True),
        severity=_spread([each.severity for each in episodes]),
        duration_s=_spread([each.duration_s for each in episodes]),
        rate_course=_rate_course(diary, last),
        severity_course=_course(diary, last, "severity"),
        duration_course_s=_course(diary, last, "duration_s"),
        nights_woken=_woken(counted),
        cramp_free_now=free_now(counted, with_current),
        cramp_free_now_said=free_now_said(counted, with_current),
        cramp_free_longest=free_longest(counted),
        remedies=runs(with_current, diary.not_away(last)),
        triggers_met=since_triggers(with_current, last),
        weeks=by_week,
        hours=by_hour,
        hour_not_said=hour_not_said,
        weekdays=weekdays(counted),
        sites_by_side=sites(episodes),
        sites=tally(site for each in episodes for site in each.sites),
        triggers_suspected=tally(trigger for each in episodes for trigger in each.triggers),
        sensations=tally(sensation for each in episodes for sensation in each.sensations),
        signs=signs(with_current, last, WINDOW_NIGHTS),
        courses=spans(diary, [(week.first_night, week.last_night) for week in by_week]),
    )


def as_dict(found: Stats) -> dict[str, Any]:
    """Return the figures by name, for a document that holds others too."""
    return {name: getattr(found, name) for name in found.names}


def trend_of(diary: Diary, last: date, *, known: bool = False) -> Trend | None:
    """Return the trend of a diary's counted nights up to `last`, or of those alone with a cramp or a check-in."""
    counted = [
        night for night in diary.nights if (night.known if known else night.observed) and night.date <= last
    ]
    return trend(
        [night.date.toordinal() for night in counted],
        [night.cramps for night in counted],
        today=last.toordinal(),
    )


def window(diary: Diary, last: date) -> Window:
    """Return the 28 nights up to `last`."""
    return _window(diary, last - timedelta(days=WINDOW_NIGHTS - 1), last)


def period(diary: Diary, since: date, until: date) -> Period:
    """Return the figures of a range of nights, both ends included, to set beside those of another."""
    nights = diary.between(since, until)
    return Period(
        nights=_night_counts(nights),
        window=_window(diary, since, until),
        cramp_free_longest=free_longest([night for night in nights if night.observed]),
    )


def tally(words: Iterable[str]) -> tuple[Tally, ...]:
    counts = Counter(words)
    return tuple(
        Tally(word=word, count=counts[word])
        for word in sorted(counts, key=lambda each: (-counts[each], each))
    )


def _window(diary: Diary, first: date, last: date) -> Window:
    nights = [night for night in diary.between(first, last) if night.observed]
    episodes = [entry.record for night in nights for entry in night.episodes]
    known = sum(night.known for night in nights)
    return Window(
        first_night=first,
        last_night=last,
        nights=len(nights),
        cramps=len(episodes),
        cramps_logged_late=sum(each.logged_late for each in episodes),
        writing_known=sum(each.writing_known for each in episodes),
        cramps_long=sum((each.duration_s or 0) > LONG_S for each in episodes),
        woke_said=sum(each.woke is not None for each in episodes),
        per_week=_per_week(len(episodes), len(nights)),
        nights_known=known,
        per_week_known=_per_week(len(episodes), known),
        nights_with_cramps=sum(bool(night.episodes) for night in nights),
        nights_woken=_woken(nights),
        severity=_spread([each.severity for each in episodes]),
        duration_s=_spread([each.duration_s for each in episodes]),
        aftermath=aftermath(nights),
        legs=_spread(state_of_legs(nights)),
    )


def _per_week(cramps: int, nights: int) -> float | None:
    return 7 * cramps / nights if nights else None


def _night_counts(nights: Sequence[Night]) -> NightCounts:
    states = Counter(night.state for night in nights)
    return NightCounts(
        counted=sum(night.observed for night in nights),
        with_cramps=states[State.CRAMPS],
        clear=states[State.CLEAR],
        silent=states[State.SILENT],
        away=states[State.AWAY],
        gap=states[State.GAP],
    )


def _woken(nights: Iterable[Night]) -> int:
    return sum(any(entry.record.woke for entry in night.episodes) for night in nights)


def _said(episodes: Iterable[Episode], measure: str) -> list[int]:
    return [value for each in episodes if (value := getattr(each, measure)) is not None]


def _spread(values: Sequence[int | None]) -> Spread:
    said = [value for value in values if value is not None]
    # Beyond so many values the interval is narrower than one step of the scale, and slow to compute.
    low, high = (median_interval(said) if len(said) <= INTERVAL_LIMIT else None) or (None, None)
    return Spread(
        said=len(said),
        median=median(said) if said else None,
        low=low,
        high=high,
        worst=max(said, default=None),
    )


def _rate_course(diary: Diary, last: date) -> tuple[float | None, ...]:
    ends = [last - timedelta(days=BLOCK_NIGHTS * back) for back in reversed(range(COURSE_BLOCKS))]
    return tuple(window(diary, end).per_week for end in ends if diary.nights and end >= diary.nights[0].date)


def _course(diary: Diary, last: date, measure: str) -> tuple[CourseBlock, ...]:
    """Return the medians of up to a year of blocks back from `last`, the oldest first."""
    found = []
    for back in range(COURSE_BLOCKS):
        end = last - timedelta(days=BLOCK_NIGHTS * back)
        begin = end - timedelta(days=BLOCK_NIGHTS - 1)
        if not diary.nights or end < diary.nights[0].date:
            break
        nights = [night for night in diary.between(begin, end) if night.observed]
        said = _said((entry.record for night in nights for entry in night.episodes), measure)
        found.append(
            CourseBlock(
                first_night=begin, last_night=end, said=len(said), median=median(said) if said else None
            )
        )
    return tuple(reversed(found))
