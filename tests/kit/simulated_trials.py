"""Made-up trials whose truth is known: how cramps come, what the remedy does, and how well the person keeps to it.

For the calibration of trials. Everything is drawn from the generator handed in: the same seed gives the same trials.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from crampdiary.trial.rerandomise import exposures
from crampdiary.trial.schedule import TrialKind, schedule

SERIES = ("Poisson", "negative binomial", "flares", "long flares", "weekly", "fourfold trend")
_PHI = {"flares": 0.85, "long flares": 0.97}
_SPREAD, _SIZE = 0.8, 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """How a trial is lived.

    Attributes:
        series: one of `SERIES`, how cramps come.
        rate: cramps a night without the remedy.
        kind: how the trial draws.
        acts: how the remedy acts, which may be otherwise.
        ratio: what it does to the cramps where it acts fully.
        follow: the part of nights that keep to the draw.
        silent: the part of nights of which nothing is said.
    """

    series: str = "Poisson"
    rate: float = 0.7
    kind: TrialKind = TrialKind.QUICK
    acts: TrialKind | None = None
    ratio: float = 1.0
    follow: float = 0.9
    silent: float = 0.1


@dataclass(frozen=True, slots=True)
class SimulatedTrial:
    """What `analyse` takes, and the nights before it, of which a plan is made."""

    before: list[int]
    cramps: list[int | None]
    seed: str
    used: list[float]


def rates(series: str, rate: float, nights: int, chance: Random) -> list[float]:
    """Return how many cramps are to be expected each night, on average `rate`."""
    if series in _PHI:
        phi, wander, found = _PHI[series], chance.gauss(0, _SPREAD), []
        for _ in range(nights):
            found.append(rate * math.exp(wander - _SPREAD**2 / 2))
            wander = phi * wander + math.sqrt(1 - phi * phi) * chance.gauss(0, _SPREAD)
        return found
    if series == "weekly":
        return [rate * (2.0 if night % 7 in (0, 2, 4) else 1.0) * 0.7 for night in range(nights)]
    if series == "fourfold trend":
        falls = [4 ** (-night / nights) for night in range(nights)]
        return [rate * fall * nights / sum(falls) for fall in falls]
    return [rate] * nights


def counts(expected: list[float], series: str, chance: Random) -> list[int]:
    """Return so many cramps each night as chance has it."""
    if series == "negative binomial":
        expected = [chance.gammavariate(_SIZE, each / _SIZE) for each in expected]
    return [_poisson(each, chance) for each in expected]


def nights_before(lived: Lived, nights: int, chance: Random) -> tuple[list[int], list[float]]:
    """Return the counts of the nights before a trial, and what is to be expected of a year and more after them."""
    after = 400
    expected = rates(lived.series, lived.rate, nights + after, chance)
    if lived.series == "fourfold trend":
        expected = [lived.rate] * nights + rates(lived.series, lived.rate, after, chance)
    return counts(expected[:nights], lived.series, chance), expected[nights:]


def live(lived: Lived, pairs: int, chance: Random, *, before: int = 90) -> SimulatedTrial:
    """Return a trial of so many pairs as it was lived."""
    past, expected = nights_before(lived, before, chance)
    return going_on(lived, pairs, past, expected, chance)


def going_on(
    lived: Lived, pairs: int, past: list[int], expected: list[float], chance: Random
) -> SimulatedTrial:
    """Return a trial of so many pairs after known nights; what is to be expected without the remedy is given."""
    seed = f"{chance.getrandbits(64):016x}"
    drawn = schedule(seed, pairs, lived.kind)
    if lived.series == "fourfold trend":
        expected = rates(lived.series, lived.rate, len(drawn), chance)
    used = [float(on if chance.random() < lived.follow else 1 - on) for on in drawn]
    acting = exposures(used, lived.acts or lived.kind)
    came = counts(
        [
            each * lived.ratio**acts if lived.ratio > 0 else each * (1 - acts)
            for each, acts in zip(expected, acting, strict=False)
        ],
        lived.series,
        chance,
    )
    cramps = [None if chance.random() < lived.silent else count for count in came]
    return SimulatedTrial(past, cramps, seed, used)


def _poisson(mean: float, chance: Random) -> int:
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
