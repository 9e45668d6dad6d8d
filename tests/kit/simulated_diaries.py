"""Made-up diaries whose truth is known, each with one of the hazards that real diaries have.

For the guard in the test suite and for the calibration beside it. Everything is drawn from the generator
handed in: the same seed gives the same diaries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from crampdiary.evidence.cover import weekdays

FIRST_DAY = 738_000
RATE = 0.7
USE = 0.4
HELPFUL_RATIO = 0.5
WEEKEND = (4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """How cramps come and when the remedy is used.

    Attributes:
        size: of a negative binomial; None for Poisson.
        flares: whether the log rate wanders, a first-order autoregression with phi .85 and sd .8.
        run: mean nights of a run of use; None for use at random.
        trend: whether cramps fall to a quarter while the use grows.
        season: whether cramps and use follow the year.
        driven_by: how many last nights' cramps make use likelier; 0 for none.
        decoy: whether the remedy is useless, and on 80 % of nights goes along with one that halves cramps.
        weekends: whether weekends have more of both.
    """

    size: float | None = None
    flares: bool = False
    run: int | None = None
    trend: bool = False
    season: bool = False
    driven_by: int = 0
    decoy: bool = False
    weekends: bool = False


HAZARDS = {
    "Poisson": Hazard(),
    "negative binomial": Hazard(size=0.7),
    "flares": Hazard(flares=True),
    "use in 7-night runs": Hazard(run=7),
    "use in 21-night runs": Hazard(run=21),
    "flares, use in 7-night runs": Hazard(flares=True, run=7),
    "flares, use in 21-night runs": Hazard(flares=True, run=21),
    "fourfold trend with adoption": Hazard(trend=True),
    "season": Hazard(season=True),
    "use after a cramp night": Hazard(driven_by=1),
    "flares, use after a cramp night": Hazard(flares=True, driven_by=1),
    "flares, use driven by 3 nights": Hazard(flares=True, driven_by=3),
    "flares, use driven by 7 nights": Hazard(flares=True, driven_by=7),
    "decoy of a helpful remedy": Hazard(decoy=True),
    "weekends": Hazard(weekends=True),
}


@dataclass(frozen=True, slots=True)
class SimulatedDiary:
    """Nights without a gap; `shares` holds "remedy", the one in question, and perhaps "helper"."""

    days: list[int]
    cramps: list[int]
    shares: dict[str, list[float]]
    weekday: list[int]


def simulate(hazard: Hazard, nights: int, ratio: float, chance: Random) -> SimulatedDiary:
    """Draw a diary in which the remedy multiplies each night's cramps by `ratio`."""
    days = list(range(FIRST_DAY, FIRST_DAY + nights))
    weekday = weekdays(days)
    cramps: list[int] = []
    used: list[float] = []
    helped: list[float] = []
    flare = chance.gauss(0, 0.8)
    for night in range(nights):
        time, year = night / nights, math.sin(2 * math.pi * night / 365)
        log_rate = math.log(RATE)
        if hazard.flares:
            # Less half the variance: the mean rate stays the same.
            log_rate += flare - 0.8**2 / 2
            flare = 0.85 * flare + chance.gauss(0, 0.8 * math.sqrt(1 - 0.85**2))
        if hazard.trend:
            log_rate += math.log(4) * (0.5 - time)
        if hazard.season:
            log_rate += 0.6 * year
        if hazard.weekends and weekday[night] in WEEKEND:
            log_rate += math.log(1.6)
        if hazard.decoy:
            helped.append(float(chance.random() < USE))
            log_rate += math.log(HELPFUL_RATIO) * helped[-1]
        used.append(_used(hazard, chance, time, year, weekday[night] in WEEKEND, cramps, used, helped))
        mean = math.exp(log_rate + math.log(ratio) * used[-1])
        if hazard.size is not None:
            mean *= chance.gammavariate(hazard.size, 1 / hazard.size)
        cramps.append(_poisson(mean, chance))
    shares = {"remedy": used, "helper": helped} if hazard.decoy else {"remedy": used}
    return SimulatedDiary(days, cramps, shares, weekday)


def _used(
    hazard: Hazard,
    chance: Random,
    time: float,
    year: float,
    is_weekend: bool,
    cramps: list[int],
    used: list[float],
    helped: list[float],
) -> float:
    likelihood = USE
    if hazard.run and used:
        # Runs with and without so long on average that the remedy is used on 40 % of all nights.
        likelihood = 1 - 1 / hazard.run if used[-1] else USE / (1 - USE) / hazard.run
    if hazard.trend:
        likelihood = 0.1 + 0.6 * time
    if hazard.season:
        likelihood = USE + 0.3 * year
    if hazard.weekends:
        likelihood = 0.75 if is_weekend else 0.26
    if hazard.driven_by == 1:
        likelihood = 0.65 if cramps and cramps[-1] else 0.2
    elif hazard.driven_by:
        last = cramps[-hazard.driven_by :]
        likelihood = 0.1 + 0.7 * min(1.0, sum(last) / len(last) / (2 * RATE)) if last else USE
    if hazard.decoy and chance.random() < 0.8:
        return helped[-1]
    return float(chance.random() < likelihood)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What of a diary gets written down.

    Attributes:
        cramp: how likely a cramp is logged, on nights without and with the remedy.
        use: how likely a use is logged.
        missing_fortnights: how likely nothing at all is written for a whole fortnight.
        quiet: how likely a night without a cramp is confirmed quiet, without and with the remedy.
        skipped: how likely nothing at all is written of a night.
    """

    cramp: tuple[float, float] = (1.0, 1.0)
    use: float = 1.0
    missing_fortnights: float = 0.0
    quiet: tuple[float, float] = (0.0, 0.0)
    skipped: float = 0.0


@dataclass(frozen=True, slots=True)
class WrittenDiary:
    """What the program would see, from the first to the last night with an entry."""

    days: list[int]
    cramps: list[int]
    known: list[bool]
    spoken: list[bool]
    share: list[float]


def write(diary: SimulatedDiary, writing: Writing, chance: Random) -> WrittenDiary:
    """Draw what of a diary's one remedy gets written down."""
    written = WrittenDiary([], [], [], [], [])
    missing = False
    for night, day in enumerate(diary.days):
        if night % 14 == 0:
            missing = chance.random() < writing.missing_fortnights
        used = diary.shares["remedy"][night] == 1
        cramps = sum(chance.random() < writing.cramp[used] for _ in range(diary.cramps[night]))
        # Only a night that really was quiet is confirmed to have been.
        quiet = diary.cramps[night] == 0 and chance.random() < writing.quiet[used]
        use = used and chance.random() < writing.use
        nothing = missing or (writing.skipped > 0 and chance.random() < writing.skipped)
        written.days.append(day)
        written.cramps.append(0 if nothing else cramps)
        written.known.append(not nothing and (cramps > 0 or quiet))
        written.spoken.append(not nothing and (cramps > 0 or quiet or use))
        written.share.append(float(use and not nothing))
    spoken = [night for night, is_spoken in enumerate(written.spoken) if is_spoken]
    span = slice(spoken[0], spoken[-1] + 1) if spoken else slice(0)
    return WrittenDiary(
        written.days[span],
        written.cramps[span],
        written.known[span],
        written.spoken[span],
        written.share[span],
    )


def _poisson(mean: float, chance: Random) -> int:
    """Draw by inversion, for the small means that cramps have."""
    count, term = 0, math.exp(-mean)
    draw = chance.random() - term
    while draw > 0 and count < 200:
        count += 1
        term *= mean / count
        draw -= term
    return count
