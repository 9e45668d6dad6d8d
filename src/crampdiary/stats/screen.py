"""The screen of `cramp stats`, and two ranges side by side, as sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.screen.sections import Bars, Cell, Gauge, Mark, Section, Spark
from crampdiary.stats.body_screen import signs_in_brief, span_rows, spans_spoken
from crampdiary.stats.figures import CourseBlock, Period, Spread, Stats, Window
from crampdiary.stats.headline import headline, in_its_weeks, under_way
from crampdiary.stats.patterns import Hour, Week, Weekday
from crampdiary.stats.trend import Trend
from crampdiary.words.wording import (
    MONTHS,
    duration,
    listed,
    night_in_words,
    plural,
    silence,
    weekday_and_day,
)

NOTHING = "Nothing to count yet. `cramp log` records a cramp; `cramp none` says that last night had none."
SAVED = "It is saved, and counts once the night is over."
_GAPS_SHOWN = 2
_SHOWN = 6  # rows of a table that could be long; --json has them all
_FELT_POINTS, _FELT_SHARE = 2, 0.3  # a change of severity that matters to people: Farrar 2001
_LEAST_SAID = 6  # in each window, before a change of a median is remarked on


def stats(
    found: Stats, words: Vocabulary, *, now: datetime, notices: Sequence[Section] = ()
) -> list[Section]:
    """Return the figures of `cramp stats`, the sentence that sums them up first and the doctor notices next."""
    if found.first_night is None or found.last_night is None:
        tonight = f"{under_way(found, now)}. {SAVED}" if found.cramps_under_way else NOTHING
        return [*notices, Section(lines=(tonight,))]
    return [
        Section(lines=tuple(headline(found, now=now)), style="headline"),
        *notices,
        _figures(found, now),
        _four_weeks(found),
        _weeks(found, words, now),
        _hours(found),
        _weekdays(found.weekdays),
        _remedies(found, words),
        _triggers(found, words),
        _sites(found, words),
        _sensations(found, words),
        signs_in_brief(found.signs, words, now=now),
    ]


def _figures(found: Stats, now: datetime) -> Section:
    nights = found.nights
    known = [
        f"{nights.with_cramps:,} with cramps",
        f"{nights.clear:,} said clear",
        f"{nights.silent:,} you wrote nothing about (taken as quiet)",
    ]
    if nights.away:
        known.append(f"{nights.away:,} away (left out)")
    if nights.gap:
        known.append(f"{nights.gap:,} in a long silence (left out)")
    rows: list[tuple[Cell, ...]] = [
        ("Nights", f"{nights.counted:,}: {', '.join(known)}"),
        *(
            [("Tonight", f"{under_way(found, now)}, counted once the night is over")]
            if found.cramps_under_way
            else []
        ),
        *([("Trend", _trend(found.trend))] if found.trend else []),
        ("Streak", _free(found)),
    ]
    first = found.first_night or now.date()
    gaps = tuple(silence(first_night, last_night) for first_night, last_night in found.gaps[-_GAPS_SHOWN:])
    return Section(
        foot=gaps,
        title=f"From the {night_in_words(first, now=now.date())}",
        columns=("", ""),
        rows=tuple(rows),
    )


def _trend(found: Trend) -> str:
    """Return the verdict in the words of `trend`, and the ratio with its interval: nothing more."""
    ratio = min(max(found.ratio, found.low), found.high)
    return (
        f"{in_its_weeks(found)}. They had {_times(ratio)} times as many cramps as "
        f"the {4 * len(found.earlier)} before (likely {_times(found.low)} to {_times(found.high)} times)"
    )


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 0.995 else f"{ratio:.1f}"


def _free(found: Stats) -> str:
    now = plural(found.cramp_free_now, "night") if found.cramp_free_now else "no night"
    said = found.cramp_free_now_said
    told = f" (you wrote that of {said:,})" if said < found.cramp_free_now else ""
    return f"{now} without a cramp now{told}, {found.cramp_free_longest:,} at the longest"


def _four_weeks(found: Stats) -> Section:
    """Return the last four weeks beside the four before, each measure with its own course over a year."""
    recent, before = found.recent, found.before
    if not recent.nights and not before.nights:
        return Section()
    windows = (recent, before)
    rows: list[tuple[Cell, ...]] = [
        ("Cramps a week", *(_rate(each.per_week) for each in windows), Spark(found.rate_course)),
        *_without_silent_nights(windows),
        ("Nights with cramps", *(f"{each.nights_with_cramps} of {each.nights}" for each in windows), ""),
        ("Nights woken", *(f"{each.nights_woken}" for each in windows), ""),
        (
            "Severity, median",
            *(_median(each.severity, score) for each in windows),
            _spark(found.severity_course),
        ),
        (
            "Duration, median",
            *(_median(each.duration_s, duration) for each in windows),
            _spark(found.duration_course_s),
        ),
    ]
    rows += _aftermath(recent, before)
    felt = _felt(recent.severity, before.severity)
    return Section(
        title="Four weeks and four before",
        columns=("", "last 28 nights", "28 before", f"the last {4 * len(found.rate_course)} weeks"),
        rows=tuple(rows),
        foot=(*([_WHAT_IS_WRITTEN] if _without_silent_nights(windows) else []), *([felt] if felt else [])),
    )


def _aftermath(recent: Window, before: Window) -> list[tuple[Cell, ...]]:
    """Return what cramps left behind and how the legs were, as far as any of it was said in either window."""
    windows = (recent, before)
    return [
        (name, *(shown(each) for each in windows), "")
        for name, is_said, shown in _AFTER
        if any(is_said(each) for each in windows)
    ]


def _awake(window: Window) -> str:
    found = window.aftermath
    if found.minutes_awake_per_week is None:
        return "needs 7 nights" if found.awake_said else "not said"
    return f"{found.minutes_awake_per_week:.0f} (of {found.awake_said})"


_AFTER: tuple[tuple[str, Callable[[Window], object], Callable[[Window], str]], ...] = (
    (
        "Nights sore the day after",
        lambda each: each.aftermath.nights_sore,
        lambda each: f"{each.aftermath.nights_sore}",
    ),
    ("Minutes awake a week", lambda each: each.aftermath.awake_said, _awake),
    ("Days limited", lambda each: each.aftermath.days_limited, lambda each: f"{each.aftermath.days_limited}"),
    ("Legs, median", lambda each: each.legs.said, lambda each: _median(each.legs, score)),
)
"""What is said of the body besides: its name, whether any of it was said in a window, and how it is shown."""


def score(value: float) -> str:
    return f"{value:g}"


def _rate(per_week: float | None) -> str:
    return "no night counts" if per_week is None else f"{per_week:.1f}"


def _without_silent_nights(windows: Sequence[Window]) -> list[tuple[Cell, ...]]:
    """Return the rates if only nights count about which something was said, where that makes a difference."""
    known = [_rate(each.per_week_known) for each in windows]
    if known == [_rate(each.per_week) for each in windows]:
        return []
    return [(_WRITTEN, *known, "")]


_WRITTEN = "on written nights"
_WHAT_IS_WRITTEN = "On written nights: if only nights with a cramp or a `cramp none` count."


def _median(spread: Spread, shown: Callable[[float], str]) -> str:
    return "not said" if spread.median is None else f"{shown(spread.median)} (of {spread.said})"


def _felt(recent: Spread, before: Spread) -> str:
    """Return a remark on a change of severity that is large enough to matter to people, or nothing."""
    if recent.median is None or before.median is None or min(recent.said, before.said) < _LEAST_SAID:
        return ""
    step = recent.median - before.median
    if abs(step) < _FELT_POINTS and abs(step) < _FELT_SHARE * before.median:
        return ""
    word = "lower" if step < 0 else "higher"
    return f"Severity is {word} by {score(abs(step))}: a difference that people feel."


def _spark(course: Sequence[CourseBlock]) -> Cell:
    return Spark(tuple(each.median for each in course))


def _weeks(found: Stats, words: Vocabulary, now: datetime) -> Section:
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
            line=tuple(week.moving_per_week for week in weeks),
            labels=tuple(labels),
            height=5,
            widest=4,
            spans=span_rows(found.courses, words),
        ),
        spoken=(
            *(_week_spoken(week) for week in reversed(weeks)),
            *spans_spoken(found.courses, words, today=now.date()),
        ),
        foot=(_weeks_key(weeks),),
    )


def _weeks_key(weeks: Sequence[Week]) -> tuple[Mark, ...]:
    key = (Mark("─ ", "- ", "line"), Mark(*2 * ("rate over four weeks",), "foot"))
    if all(week.nights for week in weeks):
        return key
    return (*key, Mark("  × ", "  x ", "dim"), Mark(*2 * ("no night counts",), "foot"))


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


def _hours(found: Stats) -> Section:
    with_time = sum(each.cramps for each in found.hours)
    if not with_time:
        return Section()
    most = max(found.hours, key=lambda each: each.cramps)
    foot = [f"most from {most.hour:02} to {(most.hour + 1) % 24:02}: {most.cramps:,} of {with_time:,}"]
    if found.hour_not_said:
        foot.append(f"{plural(found.hour_not_said, 'cramp')} without a time")
    return Section(
        title="Hour of the night",
        chart=Bars(
            values=tuple(float(each.cramps) for each in found.hours),
            labels=tuple(f"{each.hour:02}" if each.hour % 3 == 0 else "" for each in found.hours),
            height=2,
            axis=False,
            widest=2,
        ),
        spoken=(_hours_spoken(found.hours),),
        foot=tuple(foot),
    )


def _hours_spoken(hours: Sequence[Hour]) -> str:
    return listed(
        [f"{each.hour:02}:00 to {(each.hour + 1) % 24:02}:00 {each.cramps}" for each in hours if each.cramps]
    )


def _weekdays(weekdays: Sequence[Weekday]) -> Section:
    if not any(each.cramps for each in weekdays):
        return Section()
    return Section(
        title="Cramps a night by weekday",
        chart=Bars(
            values=tuple(each.per_night for each in weekdays),
            labels=tuple(each.weekday[:2] for each in weekdays),
            figures=tuple("" if each.per_night is None else f"{each.per_night:.1f}" for each in weekdays),
            height=2,
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
        beside=True,
    )


def _remedies(found: Stats, words: Vocabulary) -> Section:
    return Section(
        title="Remedies used",
        columns=("Remedy", "nights", "run", "longest"),
        rows=tuple(
            (words.label("remedy", run.word), f"{run.nights:,}", str(run.now), str(run.longest))
            for run in found.remedies[:_SHOWN]
        ),
        right=frozenset({1, 2, 3}),
        foot=_more(len(found.remedies)),
    )


def _triggers(found: Stats, words: Vocabulary) -> Section:
    """Return the triggers that were met, the latest first, and then those that were only suspected."""
    suspected = {tally.word: tally.count for tally in found.triggers_suspected}
    met = {each.word for each in found.triggers_met}
    rows: list[tuple[Cell, ...]] = [
        (
            words.label("trigger", each.word),
            f"{each.nights:,}",
            str(each.nights_since),
            _count(suspected.get(each.word, 0)),
        )
        for each in found.triggers_met
    ]
    rows += [
        (words.label("trigger", word), "", "", f"{count:,}")
        for word, count in suspected.items()
        if word not in met
    ]
    return Section(
        title="Triggers met, and suspected",
        columns=("Trigger", "nights", "since", "suspected"),
        rows=tuple(rows[:_SHOWN]),
        right=frozenset({1, 2, 3}),
        foot=_more(len(rows)),
        beside=True,
    )


def _count(number: int) -> str:
    return f"{number:,}" if number else ""


def _sites(found: Stats, words: Vocabulary) -> Section:
    sites = found.sites_by_side
    unsaid = any(site.side_not_said for site in sites)
    most = max((site.cramps for site in sites), default=1)
    return Section(
        title="Where",
        columns=("Site", "left", "right", "both", *(("not said",) if unsaid else ()), ""),
        rows=tuple(
            (
                words.label("site", site.word),
                *(_count(side) for side in (site.left, site.right, site.both)),
                *((_count(site.side_not_said),) if unsaid else ()),
                Gauge(site.cramps, most),
            )
            for site in sites[:_SHOWN]
        ),
        right=frozenset({1, 2, 3, 4} if unsaid else {1, 2, 3}),
        foot=_more(len(sites)),
    )


def _sensations(found: Stats, words: Vocabulary) -> Section:
    return Section(
        title="Felt",
        columns=("Sensation", "cramps"),
        rows=tuple(
            (words.label("sensation", each.word), f"{each.count:,}") for each in found.sensations[:_SHOWN]
        ),
        right=frozenset({1}),
        foot=_more(len(found.sensations)),
        beside=True,
    )


def _more(count: int) -> tuple[str, ...]:
    return (f"and {count - _SHOWN} more",) if count > _SHOWN else ()


def comparison(first: Period, second: Period, *, now: datetime) -> list[Section]:
    """Return two ranges of nights side by side: the one asked about, and the one it is set against."""
    pairs: list[tuple[str, Callable[[Period], str]]] = [
        ("First night", lambda each: _day(each.window.first_night, now)),
        ("Last night", lambda each: _day(each.window.last_night, now)),
        ("Nights counted", lambda each: f"{each.nights.counted:,}"),
        ("with cramps", lambda each: f"{each.window.nights_with_cramps:,}"),
        ("said clear", lambda each: f"{each.nights.clear:,}"),
        ("you wrote nothing about", lambda each: f"{each.nights.silent:,}"),
        ("away", lambda each: f"{each.nights.away:,}"),
        ("Cramps", lambda each: f"{each.window.cramps:,}"),
        ("Cramps a week", lambda each: _or_dash(each.window.per_week, lambda value: f"{value:.1f}")),
        *(
            [(_WRITTEN, lambda each: _or_dash(each.window.per_week_known, lambda value: f"{value:.1f}"))]
            if _without_silent_nights((first.window, second.window))
            else []
        ),
        ("Severity, median", lambda each: _or_dash(each.window.severity.median, score)),
        ("worst", lambda each: _or_dash(each.window.severity.worst, score)),
        ("Duration, median", lambda each: _or_dash(each.window.duration_s.median, duration)),
        ("longest", lambda each: _or_dash(each.window.duration_s.worst, duration)),
        ("Nights woken", lambda each: f"{each.window.nights_woken:,}"),
        *(
            (name, _of_window(shown))
            for name, is_said, shown in _AFTER
            if any(is_said(each.window) for each in (first, second))
        ),
        ("Longest run without cramps", lambda each: plural(each.cramp_free_longest, "night")),
    ]
    if first.nights.gap or second.nights.gap:
        pairs.insert(7, ("in a long silence", lambda each: f"{each.nights.gap:,}"))
    return [
        Section(
            title="Two ranges of nights",
            columns=("", "this range", "against"),
            rows=tuple((name, shown(first), shown(second)) for name, shown in pairs),
            right=frozenset({1, 2}),
            foot=(
                *([_WHAT_IS_WRITTEN] if _without_silent_nights((first.window, second.window)) else []),
                "Side by side they show a difference, not the reason for it.",
            ),
        )
    ]


def _of_window(shown: Callable[[Window], str]) -> Callable[[Period], str]:
    return lambda each: shown(each.window)


def _day(day: date, now: datetime) -> str:
    year = "" if day.year == now.year else f" {day.year}"
    return f"{weekday_and_day(day)} {MONTHS[day.month - 1][:3]}{year}"


def _or_dash(value: float | None, shown: Callable[[float], str]) -> str:
    return "not said" if value is None else shown(value)
