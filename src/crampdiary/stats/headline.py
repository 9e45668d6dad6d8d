"""How it is going, in a sentence or a few: tonight, four weeks, and two months against what is usual."""

from __future__ import annotations

from datetime import datetime

from crampdiary.stats.figures import Stats, Window
from crampdiary.stats.trend import USUAL, Trend
from crampdiary.words.wording import plural

_NOON, _EVENING = 12, 18  # o'clock


def headline(found: Stats, *, now: datetime) -> list[str]:
    """Return how it is going: tonight, in the last 28 nights, and in the last 8 weeks against what is usual.

    Each is a sentence of its own, as what is said of 8 weeks is not said of 28 nights.
    """
    tonight = [f"{under_way(found, now)}."] if found.cramps_under_way else []
    usual = against_usual(found)
    said = [f"{usual[0].upper()}{usual[1:]}."] if usual else []
    return [*tonight, _four_weeks_in_words(found.recent, found.before), *said]


def against_usual(found: Stats) -> str:
    """Return what the trend says, of its own weeks, and whether that needs the nights of which nothing was said.

    It needs them also where the others are too few to tell: who writes less and less would be told of fewer cramps.
    Nothing is said where there is no trend.
    """
    if found.trend is None:
        return ""
    known = (
        found.trend_known.word if found.trend_known else USUAL if found.nights.silent else found.trend.word
    )
    return _in_its_weeks(found.trend, if_quiet=known != found.trend.word)


def _in_its_weeks(found: Trend, *, if_quiet: bool) -> str:
    """Return the trend's word with the weeks it is of and, where it is not "as usual", that it need not last.

    Args:
        found: the trend.
        if_quiet: whether it is another where the nights are left out about which nothing was said.
    """
    quiet = ", if the nights you wrote nothing about were quiet" if if_quiet else ""
    spells = "" if found.word == USUAL else " (spells come and go)"
    return f"in the last {4 * len(found.recent)} weeks {found.word}{quiet}{spells}"


def in_full(found: Stats) -> str:
    """Return what `against_usual` does, and the ratio with its interval; nothing where there is no trend."""
    trend = found.trend
    if trend is None:
        return ""
    ratio = min(max(trend.ratio, trend.low), trend.high)
    return (
        f"{against_usual(found)}. They had {_times(ratio)} times as many cramps as "
        f"the {4 * len(trend.earlier)} before (likely {_times(trend.low)} to {_times(trend.high)} times)"
    )


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 0.995 else f"{ratio:.1f}"


def _four_weeks_in_words(recent: Window, before: Window) -> str:
    if not recent.nights:
        return (
            "No night counts in the last 28. `cramp log` records a cramp, "
            "`cramp none --since 4w` says that the quiet nights were clear."
        )
    nights = f"the {recent.nights} nights of the last 28 that count"
    if recent.nights in (1, 28):
        nights = "the last 28 nights" if recent.nights == 28 else "the one night of the last 28 that counts"
    cramps = plural(recent.cramps, "cramp") if recent.cramps else "No cramp"
    if before.nights == recent.nights:
        return f"{cramps} in {nights}, {before.cramps or 'none'} in the 28 before."
    return f"{cramps} in {nights}."


def under_way(found: Stats, now: datetime) -> str:
    """Return how many cramps the night has had that is not over."""
    since = "since noon" if _NOON <= now.hour < _EVENING else "so far tonight"
    return f"{plural(found.cramps_under_way, 'cramp')} {since}"
