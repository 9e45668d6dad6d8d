"""A made-up diary to try the program on: plausible, and nobody's."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crampdiary.clock.zones import latest_finished_night, resolve_local
from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Away, CheckIn, Episode, Exposure, Record

if TYPE_CHECKING:
    from random import Random

NIGHTS = 120
_AWAY = range(61, 66)  # a week with family, no diary kept

# remedy -> how often it is used, and what it does to the rate of cramps in this made-up person
_REMEDIES = {"stretching": (0.5, 0.4), "magnesium": (0.55, 1.0), "heat": (0.2, 0.85)}
_TRIGGERS = {"long-standing": (0.22, 1.7), "alcohol": (0.12, 1.2)}
_SITES = {"arch": 5, "toes": 3, "calf": 3, "big-toe": 1}
_SENSATIONS = {"tightening": 5, "burning": 3, "stabbing": 2, "knot": 2, "tingling": 2, "lingering-pain": 2}
_RESCUES = {"stretching": 0.7, "massage": 0.55, "standing": 0.6, "heat": 0.5}


def made_up(chance: Random, *, now: datetime) -> list[Record]:
    """Return the records of 120 nights, the last of them the latest that is over, in order of time.

    Args:
        chance: where all chance comes from; the same seed and the same day give the same diary.
        now: the clock.
    """
    today = latest_finished_night(now)
    records: list[Record] = []
    flare = 0.0
    for number in range(NIGHTS):
        night = today - timedelta(days=NIGHTS - 1 - number)
        flare = 0.8 * flare + chance.gauss(0, 0.25)
        if number == _AWAY.start:
            last = night + timedelta(days=len(_AWAY) - 1)
            records.append(
                Away(
                    first_night=night, last_night=last, logged_at=_at(night, 20 * 60), note="Visiting family"
                )
            )
        if number in _AWAY:
            continue
        records += _night(chance, night, flare)
    return records


def _night(chance: Random, night: date, flare: float) -> list[Record]:
    rate = 0.75 * math.exp(flare)
    records: list[Record] = []
    for role, words, earliest, latest in (
        ("trigger", _TRIGGERS, 15, 21),
        ("remedy", _REMEDIES, 21, 23),
    ):
        for word, (share, effect) in words.items():
            if chance.random() < share:
                rate *= effect
                at = _at(night, chance.randrange(earliest * 60, latest * 60))
                amount = "300 mg" if word == "magnesium" else None
                records.append(Exposure(at=at, logged_at=at, role=role, word=word, amount=amount))
    cramps = _poisson(chance, rate)
    begins = sorted(chance.gauss(27.5, 2.2) for _ in range(cramps))  # 27.5 is half past three
    records += [_episode(chance, night, min(35.0, max(20.0, hour))) for hour in begins]
    if not cramps and chance.random() < 0.6:
        records.append(CheckIn(night=night, logged_at=_at(night, 32 * 60)))
    return records


def _episode(chance: Random, night: date, hour: float) -> Episode:
    at = _at(night, int(hour * 60))
    duration_s = min(900, max(20, int(chance.lognormvariate(math.log(150), 0.7))))
    tried: list[Tried] = []
    if chance.random() < 0.7:
        remedy = _drawn(chance, dict.fromkeys(_RESCUES, 1))
        helped = chance.random() < _RESCUES[remedy]
        relief = chance.choice(("helped", "somewhat")) if helped else "no"
        after_s = int(duration_s * chance.uniform(0.4, 0.9)) if helped else None
        tried.append(Tried(remedy=remedy, relief=relief, after_s=after_s))
    sensations = {_drawn(chance, _SENSATIONS) for _ in range(chance.choice((0, 1, 1, 2)))}
    return Episode(
        at=at,
        logged_at=at + timedelta(minutes=chance.randrange(2, 20)),
        severity=min(10, max(1, round(chance.gauss(5.5, 1.7)))),
        duration_s=duration_s,
        sites=(_drawn(chance, _SITES),),
        side=_drawn(chance, {"left": 5, "right": 4, "both": 1}),
        sensations=tuple(sorted(sensations)),
        triggers=(chance.choice(("dehydration", "pointed-toes", "long-standing")),)
        if chance.random() < 0.3
        else (),
        onset="asleep" if chance.random() < 0.75 else "in-bed",
        woke=chance.random() < 0.7,
        tried=tuple(tried),
    )


def _at(night: date, minutes: int) -> datetime:
    """Return the moment so many minutes after the midnight that begins the night's date."""
    wall = datetime.combine(night, datetime.min.time()) + timedelta(minutes=minutes)
    # On the one night a year that skips or repeats this time, any real moment near it will do.
    return resolve_local(wall + timedelta(hours=2) if wall.hour in (1, 2) and _odd(wall) else wall)


def _odd(wall: datetime) -> bool:
    return wall.replace(fold=0).astimezone().utcoffset() != wall.replace(fold=1).astimezone().utcoffset()


def _drawn(chance: Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _poisson(chance: Random, mean: float) -> int:
    count, product = 0, chance.random()
    while product > math.exp(-mean):
        count += 1
        product *= chance.random()
    return count
