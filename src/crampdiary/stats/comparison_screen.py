"""Two ranges of nights side by side, as sections: `cramp stats --against`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from crampdiary.screen.sections import Section
from crampdiary.stats.figures import Period, Window
from crampdiary.stats.screen import AFTER, NOTED, WHAT_IS_NOTED, WOKEN, score, without_silent_nights
from crampdiary.words.wording import MONTHS, duration, plural, weekday_and_day


def comparison(first: Period, second: Period, *, now: datetime) -> list[Section]:
    """Return two ranges of nights side by side: the one asked about, and the one it is set against."""
    pairs: list[tuple[str, Callable[[Period], str]]] = [
        ("First night", lambda each: _day(each.window.first_night, now)),
        ("Last night", lambda each: _day(each.window.last_night, now)),
        ("Nights counted", lambda each: f"{each.nights.counted:,}"),
        ("Nights with cramps", lambda each: f"{each.window.nights_with_cramps:,}"),
        ("Nights you said had none", lambda each: f"{each.nights.clear:,}"),
        ("Nights you wrote nothing about", lambda each: f"{each.nights.silent:,}"),
        ("Nights away", lambda each: f"{each.nights.away:,}"),
        ("Cramps", lambda each: f"{each.window.cramps:,}"),
        ("Cramps a week", lambda each: _or_dash(each.window.per_week, lambda value: f"{value:.1f}")),
        *(
            [(NOTED, lambda each: _or_dash(each.window.per_week_known, lambda value: f"{value:.1f}"))]
            if without_silent_nights((first.window, second.window))
            else []
        ),
        ("Typical severity", lambda each: _or_dash(each.window.severity.median, score)),
        ("Worst severity", lambda each: _or_dash(each.window.severity.worst, score)),
        ("Typical length", lambda each: _or_dash(each.window.duration_s.median, duration)),
        ("Longest cramp", lambda each: _or_dash(each.window.duration_s.worst, duration)),
        (WOKEN, lambda each: f"{each.window.nights_woken:,}"),
        *(
            (name, _of_window(shown))
            for name, is_said, shown in AFTER
            if any(is_said(each.window) for each in (first, second))
        ),
        ("Longest time without cramps", lambda each: plural(each.cramp_free_longest, "night")),
    ]
    if first.nights.gap or second.nights.gap:
        pairs.insert(7, ("Nights in a long silence", lambda each: f"{each.nights.gap:,}"))
    return [
        Section(
            title="Two ranges of nights",
            columns=("", "this range", "against"),
            rows=tuple((name, shown(first), shown(second)) for name, shown in pairs),
            right=frozenset({1, 2}),
            foot=(
                *([WHAT_IS_NOTED] if without_silent_nights((first.window, second.window)) else []),
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
