"""Made-up diaries whose truth is known, each with one of the hazards that real diaries have.

For the guard in the test suite and for the calibration beside it. Everything is drawn from the generator
handed in: the same seed gives the same diaries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import compress
from random import Random
from statistics import fmean
from typing import TypeVar

from crampdiary.evidence.cover import weekdays

ValueT = TypeVar("ValueT")

FIRST_DAY = 738_000
RATE = 0.7
USE = 0.4
HELPFUL_RATIO = 0.5
SPREAD = 0.8
"""The standard deviation of the wandering log rate."""
SEVERE = 6
"""From this severity on a night was a severe one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A habit of the week: on some weekdays cramps come so many times as often, and use is likelier or less likely."""

    on: tuple[int, ...]
    times: float
    use_then: float
    use_otherwise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """How cramps come and when the remedy is used.

    Attributes:
        rate: cramps a night.
        size: of a negative binomial; None for Poisson.
        flares: phi of a first-order autoregression in which the log rate wanders with sd .8; None for none.
        run: mean nights of a run of use; None for use at random.
        trend: whether cramps fall to a quarter while the use grows.
        season: how far the log rate follows the year; use follows it half as far.
        driven_by: how many last nights' cramps make use likelier; 0 for none.
        decoy: whether the remedy is useless, and on 80 % of nights goes along with one that halves cramps.
        rhythm: a habit of the week.
        after_severe: whether a severe night makes use likelier.
        spells: whether good and bad spells of 3 to 60 nights take turns, four times as many cramps in the bad ones.
        breeding: how many cramps each one brings about in the next night.
        clusters: whether cramps come 3 to 8 together, on few nights.
        away: whether some weeks, with twice the cramps, are spent away and not in the diary.
        lasting: from which night on cramps come how many times as often, for good.
    """

    rate: float = RATE
    size: float | None = None
    flares: float | None = None
    run: int | None = None
    trend: bool = False
    season: float = 0.0
    driven_by: int = 0
    decoy: bool = False
    rhythm: Rhythm | None = None
    after_severe: bool = False
    spells: bool = False
    breeding: float = 0.0
    clusters: bool = False
    away: bool = False
    lasting: tuple[int, float] | None = None


_PHI, _LONG_PHI = 0.85, 0.97
_SPORT = (0, 2, 4)
HAZARDS = {
    "Poisson": Hazard(),
    "negative binomial": Hazard(size=0.7),
    "flares": Hazard(flares=_PHI),
    "use in 7-night runs": Hazard(run=7),
    "use in 21-night runs": Hazard(run=21),
    "flares, use in 7-night runs": Hazard(flares=_PHI, run=7),
    "flares, use in 21-night runs": Hazard(flares=_PHI, run=21),
    "fourfold trend with adoption": Hazard(trend=True),
    "season": Hazard(season=0.6),
    "use after a cramp night": Hazard(driven_by=1),
    "flares, use after a cramp night": Hazard(flares=_PHI, driven_by=1),
    "flares, use driven by 3 nights": Hazard(flares=_PHI, driven_by=3),
    "flares, use driven by 7 nights": Hazard(flares=_PHI, driven_by=7),
    "decoy of a helpful remedy": Hazard(decoy=True),
    "weekends": Hazard(rhythm=Rhythm(on=(4, 5), times=1.6, use_then=0.75, use_otherwise=0.26)),
    "three days a week x 2, used on the others": Hazard(
        rhythm=Rhythm(on=_SPORT, times=2, use_then=0.15, use_otherwise=0.59)
    ),
    "three days a week x 2, used on these": Hazard(
        rhythm=Rhythm(on=_SPORT, times=2, use_then=0.8, use_otherwise=0.13)
    ),
    "sport on two weekdays (x 1.8) and used then": Hazard(
        rhythm=Rhythm(on=(1, 3), times=1.8, use_then=0.98, use_otherwise=0.11)
    ),
    "flares, used after a severe night": Hazard(flares=_PHI, after_severe=True),
    "flares of phi .97, 21-night runs": Hazard(flares=_LONG_PHI, run=21),
    "hidden spells of 3-60 nights, use by last week": Hazard(spells=True, driven_by=7),
    "cramps that breed cramps, use after one": Hazard(breeding=0.6, driven_by=1),
    "clusters of 3-8 cramps": Hazard(clusters=True),
    "5 a night, flares": Hazard(rate=5.0, flares=_PHI),
    "away spans with more cramps": Hazard(flares=_PHI, away=True),
}


@dataclass(frozen=True, slots=True)
class SimulatedDiary:
    """Nights without a gap unless some are spent away; `shares` holds "remedy", and perhaps "helper".

    Attributes:
        severities: of every night's cramps; none at all unless they were asked for.
    """

    days: list[int]
    cramps: list[int]
    shares: dict[str, list[float]]
    weekday: list[int]
    severities: list[list[int]] = field(default_factory=list)

    @property
    def worst(self) -> list[float | None]:
        """The worst severity of each night, where known."""
        return [max(each, default=None) for each in self.severities] or [None] * len(self.days)

    @property
    def mean_severity(self) -> list[float | None]:
        """The mean severity of each night, where known."""
        return [fmean(each) if each else None for each in self.severities]

    def on(self, nights: slice | list[bool]) -> SimulatedDiary:
        """Return the diary of some of the nights."""

        def of(values: list[ValueT]) -> list[ValueT]:
            return values[nights] if isinstance(nights, slice) else list(compress(values, nights))

        shares = {name: of(share) for name, share in self.shares.items()}
        return SimulatedDiary(of(self.days), of(self.cramps), shares, of(self.weekday), of(self.severities))


def simulate(
    hazard: Hazard, nights: int, ratio: float, chance: Random, *, points: float | None = None
) -> SimulatedDiary:
    """Draw a diary in which the remedy multiplies each night's cramps by `ratio`.

    With `points` every cramp has a severity, which wanders as the log rate does, is worse on the days of a rhythm, and
    by so many points higher with the remedy.
    """
    is_rated = hazard.after_severe or points is not None
    rhythm = hazard.rhythm
    days = list(range(FIRST_DAY, FIRST_DAY + nights))
    weekday = weekdays(days)
    cramps: list[int] = []
    used: list[float] = []
    helped: list[float] = []
    severities: list[list[int]] = []
    flare = chance.gauss(0, SPREAD)
    spells = _spells(nights, chance) if hazard.spells else []
    at_home = _at_home(nights, chance) if hazard.away else []
    for night in range(nights):
        time, year = night / nights, math.sin(2 * math.pi * night / 365)
        log_rate = math.log(hazard.rate)
        level = 0.0
        if hazard.flares is not None:
            level = flare
            # Less half the variance: the mean rate stays the same.
            log_rate += flare - SPREAD**2 / 2
            flare = hazard.flares * flare + chance.gauss(0, SPREAD * math.sqrt(1 - hazard.flares**2))
        if hazard.trend:
            log_rate += math.log(4) * (0.5 - time)
        log_rate += hazard.season * year
        is_special = rhythm is not None and weekday[night] in rhythm.on
        if rhythm is not None and is_special:
            log_rate += math.log(rhythm.times)
        if hazard.decoy:
            helped.append(float(chance.random() < USE))
            log_rate += math.log(HELPFUL_RATIO) * helped[-1]
        if spells:
            log_rate += math.log(1.6 if spells[night] else 0.4)
        if at_home and not at_home[night]:
            log_rate += math.log(2)
        if hazard.breeding:
            before = cramps[-1] if cramps else hazard.rate
            log_rate = math.log(hazard.rate * (1 - hazard.breeding) + hazard.breeding * before)
        if hazard.lasting is not None and night >= hazard.lasting[0]:
            log_rate += math.log(hazard.lasting[1])
        was_severe = bool(severities) and max(severities[-1], default=0) >= SEVERE
        used.append(_used(hazard, chance, time, year, is_special, was_severe, cramps, used, helped))
        mean = math.exp(log_rate + math.log(ratio) * used[-1])
        if hazard.size is not None:
            mean *= chance.gammavariate(hazard.size, 1 / hazard.size)
        if hazard.clusters:
            cramps.append(chance.randint(3, 8) if chance.random() < mean / 5.5 else 0)
        else:
            cramps.append(_poisson(mean, chance))
        if is_rated:
            middle = 5 + 1.5 * level + is_special + (points or 0.0) * used[-1]
            severities.append(
                [min(10, max(0, round(middle + chance.gauss(0, 1.2)))) for _ in range(cramps[-1])]
            )
    shares = {"remedy": used, "helper": helped} if hazard.decoy else {"remedy": used}
    diary = SimulatedDiary(days, cramps, shares, weekday, severities)
    return diary.on(at_home) if at_home else diary


def partly_rated(diary: SimulatedDiary, part: float, chance: Random) -> SimulatedDiary:
    """Return the diary with this part of the cramps rated."""
    known = [[each for each in night if chance.random() < part] for night in diary.severities]
    return replace(diary, severities=known)


def mild_prevented(diary: SimulatedDiary, chance: Random) -> SimulatedDiary:
    """Return the diary as if the remedy prevented half of the cramps up to 4 of 10, and no others."""
    left = [
        [each for each in night if not (used and each <= 4 and chance.random() < 0.5)]
        for night, used in zip(diary.severities, diary.shares["remedy"], strict=True)
    ]
    return replace(diary, cramps=[len(each) for each in left], severities=left)


def _spells(nights: int, chance: Random) -> list[bool]:
    """Return which nights are in a bad spell: they last 3 to 60 nights, the short ones as likely as the long."""
    bad: list[bool] = []
    is_bad = chance.random() < 0.5
    while len(bad) < nights:
        bad += [is_bad] * round(3 * 20 ** chance.random())
        is_bad = not is_bad
    return bad[:nights]


def _at_home(nights: int, chance: Random) -> list[bool]:
    """Return which nights are at home: one in 40 begins a time away of 5 to 14 nights."""
    home: list[bool] = []
    while len(home) < nights:
        home += [False] * chance.randint(5, 14) if home and chance.random() < 1 / 40 else [True]
    return home[:nights]


def _used(
    hazard: Hazard,
    chance: Random,
    time: float,
    year: float,
    is_special: bool,
    was_severe: bool,
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
        likelihood = USE + hazard.season / 2 * year
    if hazard.rhythm is not None:
        likelihood = hazard.rhythm.use_then if is_special else hazard.rhythm.use_otherwise
    if hazard.after_severe:
        likelihood = 0.75 if was_severe else 0.3
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
