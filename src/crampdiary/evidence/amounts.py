"""Amounts in words: cramps in ten nights, how much fewer, how much longer, and how many more."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from crampdiary.evidence.relief import FEWEST_TIMED
from crampdiary.words.wording import listed, plural

if TYPE_CHECKING:
    from crampdiary.evidence.compare import Effect
    from crampdiary.evidence.relief import ReliefSummary
    from crampdiary.evidence.verdicts import Verdict

_MONTH, _WEEK = 365.25 / 12, 7  # nights
_LEAST_MONTHS = 60  # nights; fewer are told in weeks
_NEARLY = 0.25  # of a month: so near to a whole number of them it is told as that
_YEAR = 12  # months; beyond, nobody asks for halves
_NAMES = 3  # in a headline
_SELDOM = 0.15  # cramps a night; with fewer, ten nights would hide them


def nights_to_go(verdict: Verdict) -> int | None:
    """Return how many nights of the calendar it would take to tell, written about as often as up to now.

    Where the nights about which something was said tell least, only such nights bring the answer nearer.
    """
    if verdict.more_nights is None:
        return None
    least = max(verdict.countings, key=lambda each: each.standard_error)
    return math.ceil(verdict.more_nights * verdict.effect.nights / least.nights)


def time_to_go(least: int, most: int) -> str:
    """Return a span of so many to so many nights as people say it: in weeks, or from two months on in months."""
    if most < _LEAST_MONTHS:
        return _about(least / _WEEK, most / _WEEK, "weeks", 0.5)
    return _about(least / _MONTH, most / _MONTH, "months", _NEARLY)


def _about(least: float, most: float, units: str, nearly: float) -> str:
    """Return "about 4 more months" or "3 to 4 more months".

    Args:
        least: in these units.
        most: likewise, at least as many.
        units: what they are called.
        nearly: so near to a whole number it is told as that.
    """
    low, high = max(1, math.floor(least + nearly)), max(1, math.ceil(most - nearly))
    if low >= high or (least > _YEAR and most - least < 1):
        return f"about {high} more {units if high > 1 else units[:-1]}"
    return f"{low} to {high} more {units}"


def in_ten(effect: Effect) -> str:
    """Return cramps in ten nights with and without, or in a hundred where ten would hide them."""
    unit = _unit(effect)
    with_, without = _rounded(effect, unit)
    cramps = "cramp" if with_ == "1" else "cramps"
    return f"{with_} {cramps} in {unit} nights with it, {without} in {unit} without."


def _unit(effect: Effect) -> int:
    rates = [
        cramps / nights
        for cramps, nights in (
            (effect.cramps_with, effect.nights_with),
            (effect.cramps_without, effect.nights_without),
        )
        if cramps and nights
    ]
    return 10 if not rates or min(rates) >= _SELDOM else 100


def _rounded(effect: Effect, unit: int) -> tuple[str, str]:
    return (
        _of(effect.cramps_with, effect.nights_with, unit),
        _of(effect.cramps_without, effect.nights_without, unit),
    )


def _of(cramps: int, nights: int, unit: int) -> str:
    rounded = round(unit * cramps / nights) if nights else 0
    return "fewer than 1" if cramps and not rounded else f"{rounded:,}"


def is_alike(effect: Effect) -> bool:
    with_, without = _rounded(effect, _unit(effect))
    return with_ == without


def exactly(effect: Effect) -> str:
    return (
        f"{plural(effect.cramps_with, 'cramp')} in {plural(effect.nights_with, 'night')} with it, "
        f"{effect.cramps_without:,} in {effect.nights_without:,} without."
    )


def few(names: list[str]) -> str:
    """Return names listed, the first of them only where there are many, and how many more."""
    return listed(names if len(names) <= _NAMES else [*names[:_NAMES], f"{len(names) - _NAMES} more"])


def change(ratio: float) -> str:
    """Return "56 % fewer", "30 % more" or, from double on, "2.4 times as many"."""
    if ratio >= 2:
        return f"{ratio:.1f} times as many"
    percent = round(100 * abs(1 - ratio))
    return f"{percent} % {'fewer' if ratio < 1 else 'more'}"


def span(low: float, high: float) -> str:
    """Return the 95 % interval in words, the smaller change first where both ends go one way."""
    if high < 1:
        return f"{round(100 * (1 - high))} % to {round(100 * (1 - low))} % fewer"
    if low > 1:
        if math.isinf(high):
            return f"at least {change(low)}"
        if high < 2:
            return f"{round(100 * (low - 1))} % to {round(100 * (high - 1))} % more"
        return f"{f'{change(low)} to' if low < 2 else f'{low:.1f} to'} {high:.1f} times as many"
    upper = "any number more" if math.isinf(high) else change(high)
    return f"from {round(100 * (1 - low))} % fewer to {upper}"


def in_about(rated: ReliefSummary) -> str:
    """Return after how long tries of one remedy eased, to put behind a count; nothing where that is not known."""
    minutes = rated.median_minutes
    if rated.timed < FEWEST_TIMED or minutes is None or not math.isfinite(minutes):
        return ""
    return f", in about {plural(max(1, round(minutes)), 'minute')}"
