"""How often the trend alarms falsely, and how soon it notices a change: `python trend_calibration.py`.

Prints a Markdown table, each figure with its Monte-Carlo standard error. Every diary has a year of history
and is then looked at once a week for another year, as a person would with `cramp stats`.
Options: `--diaries N` (400) and `--seed N`.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from crampdiary.diary.model import Entry, Episode
from crampdiary.diary.nights import Diary, Night, State
from crampdiary.doctor.history import after_medicine
from crampdiary.stats.trend import FEWER, LEAST_NIGHTS, MORE, trend

BEFORE = 336  # nights before the year that is watched, so that all of it has its earlier blocks
YEAR = 364
CHANGE = 84  # nights within which a lasting change should be noticed
RATE = 0.7

Rates = Callable[[Random, int], list[float]]


def steady(chance: Random, nights: int) -> list[float]:
    return [RATE] * nights


def flares(chance: Random, nights: int) -> list[float]:
    """Return the rates of good and bad spells: an AR(1) of the log rate, phi 0.85, standard deviation 0.8."""
    level, rates = chance.gauss(0, 0.8), []
    for _ in range(nights):
        rates.append(RATE * math.exp(level - 0.32))
        level = 0.85 * level + chance.gauss(0, 0.8 * math.sqrt(1 - 0.85**2))
    return rates


def long_flares(chance: Random, nights: int) -> list[float]:
    """Return the rates of longer spells: phi 0.95, standard deviation 0.8."""
    level, rates = chance.gauss(0, 0.8), []
    for _ in range(nights):
        rates.append(RATE * math.exp(level - 0.32))
        level = 0.95 * level + chance.gauss(0, 0.8 * math.sqrt(1 - 0.95**2))
    return rates


def season(chance: Random, nights: int) -> list[float]:
    """Return rates that go up and down by the year, two to one, from a random day of it."""
    begin = chance.uniform(0, 2 * math.pi)
    return [RATE * math.exp(0.35 * math.sin(begin + 2 * math.pi * night / 365)) for night in range(nights)]


def poisson(chance: Random, mean: float) -> int:
    count, product, limit = 0, chance.random(), math.exp(-mean)
    while product > limit:
        count, product = count + 1, product * chance.random()
    return count


def negative_binomial(chance: Random, mean: float) -> int:
    return poisson(chance, mean * chance.gammavariate(0.7, 1 / 0.7))


KINDS: dict[str, tuple[Rates, Callable[[Random, float], int]]] = {
    "Poisson": (steady, poisson),
    "negative binomial, size 0.7": (steady, negative_binomial),
    "season, 2 to 1": (season, poisson),
    "flares, phi 0.85": (flares, poisson),
    "flares, phi 0.95": (long_flares, poisson),
}


def share(hits: int, of: int) -> str:
    """Return a share in percent with its Monte-Carlo standard error."""
    part = hits / of
    return f"{100 * part:.1f} ± {100 * math.sqrt(part * (1 - part) / of):.1f}"


def looked_at(cramps: Sequence[int], first: int, last: int) -> tuple[bool, bool, int, int, int]:
    """Return whether any weekly look found worsening, or more, and how many looks said what."""
    worsening = more = False
    mores = fewers = looks = 0
    days = range(len(cramps))
    for today in range(first, last, 7):
        begin = max(0, today - 14 * 28 + 1)
        found = trend(days[begin : today + 1], cramps[begin : today + 1], today=today)
        if found is None:
            continue
        looks += 1
        worsening |= found.worsening
        more |= found.word == MORE
        mores += found.word == MORE
        fewers += found.word == FEWER
    return worsening, more, mores, fewers, looks


def medicine_alarm(cramps: Sequence[int], start: int) -> bool:
    """Return whether a medicine of no effect begun on night `start` gets a notice at any weekly look."""
    begin = _DAY_ONE + timedelta(days=start)
    looks = (after_medicine(_diary(cramps[: start + 7 * weeks]), begin) for weeks in range(2, 9))
    return any(found is not None and found.worsening for found in looks)


_DAY_ONE = date(2024, 1, 1)
_CRAMP: Entry[Episode] = Entry(1, "", "", None)  # type: ignore[arg-type]


def _diary(cramps: Sequence[int]) -> Diary:
    nights = tuple(
        Night(_DAY_ONE + timedelta(days=day), State.CRAMPS if had else State.CLEAR, (_CRAMP,) * had)
        for day, had in enumerate(cramps)
    )
    return Diary(nights, None, nights[-1].date)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--diaries", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    number = options.diaries
    print(f"{number} diaries a row, {RATE} cramps a night, looked at weekly for a year; % ± standard error\n")
    print(
        "| diaries | false worsening in a year | false more in a year | looks saying more | and fewer | "
        "tripling: worsening in 12 weeks | more in 12 weeks | false new-medicine | tripling: new-medicine |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for name, (rates_of, draw) in KINDS.items():
        chance = Random(options.seed)
        worse = more = mores = fewers = looks = noticed = called = medicine = blamed = 0
        for _ in range(number):
            rates = rates_of(chance, BEFORE + YEAR)
            cramps = [draw(chance, rate) for rate in rates]
            one, two, three, four, five = looked_at(cramps, max(BEFORE, LEAST_NIGHTS) - 1, len(cramps))
            worse, more = worse + one, more + two
            mores, fewers, looks = mores + three, fewers + four, looks + five
            tripled = cramps[:BEFORE] + [draw(chance, 3 * rate) for rate in rates[BEFORE : BEFORE + CHANGE]]
            one, two, *_ = looked_at(tripled, BEFORE + 6, len(tripled))
            noticed, called = noticed + one, called + two
            medicine += medicine_alarm(cramps, BEFORE)
            blamed += medicine_alarm(tripled, BEFORE)
        print(
            f"| {name} | {share(worse, number)} | {share(more, number)} | {100 * mores / looks:.1f} | "
            f"{100 * fewers / looks:.1f} | {share(noticed, number)} | {share(called, number)} | "
            f"{share(medicine, number)} | {share(blamed, number)} |"
        )
    print(f"\n{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
