"""Made-up diaries whose truth is known, as the records that a person would have typed, hours and all.

Where `simulated_diaries` draws the numbers that a comparison is made of, this draws what happens before: cramps at
their hours, uses that cover the 24 hours after them, and a person who writes late, skips nights, travels, or forgets.
The same generator gives the same diary.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Entry, Record
from crampdiary.diary.nights import join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.compare import Effect, compare
from crampdiary.evidence.findings import find
from crampdiary.evidence.verdicts import Verdict
from kit.builders import LAST_NIGHT, NOW, away, check_in, course, episode, exposure
from kit.simulated_diaries import RATE, SEVERE, SPREAD, USE, SimulatedDiary

REMEDY = "stretching"
_HOME, _ABROAD = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
_NOON = time(12)
_PHI = 0.85
_OTHERS = ("heat", "massage", "socks", "walking", "hydration", "light-blanket")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """How somebody lives and keeps a diary.

    Attributes:
        quiet: how likely a quiet night is confirmed, without and with the remedy.
        skipped: how likely nothing at all is written of a night.
        late: whether all is typed up to five days later, and of half of it the night alone is known.
        used_at: between which hours after noon the remedy is used.
        cramps_at: between which hours after noon cramps come.
        rescued: how likely the remedy is used in a cramp too, each an entry of its own.
        unanswered: how likely it is then left open what such a use was for.
        in_courses: whether the remedy is a course of some nights on and some off.
        silences: from which night on nothing was written, for how many.
        abroad: from which night on the person was in Tokyo, for how many.
        away: from which night on the diary rested, for how many.
        flares: whether good and bad spells come and go.
        cycle: whether six nights of every 28 have 2.5 times the cramps, and the remedy is used then.
        after_severe: whether the remedy is used rather on the evening after a severe night.
        sport: whether two weekdays have 1.8 times the cramps, and the remedy is used then.
        others: how many other remedies are used, all of them useless.
    """

    quiet: tuple[float, float] = (0.9, 0.9)
    skipped: float = 0.0
    late: bool = False
    used_at: tuple[float, float] = (8.0, 10.5)
    cramps_at: tuple[float, float] = (10.0, 19.0)
    rescued: float = 0.0
    unanswered: float = 0.0
    in_courses: bool = False
    silences: tuple[tuple[int, int], ...] = ()
    abroad: tuple[tuple[int, int], ...] = ()
    away: tuple[tuple[int, int], ...] = ()
    flares: bool = True
    cycle: bool = False
    after_severe: bool = False
    sport: bool = False
    others: int = 1


PEOPLE = {
    "steady, every night said": Person(quiet=(1.0, 1.0), flares=False),
    "flares, most nights said": Person(),
    "hardly a quiet night said": Person(quiet=(0.1, 0.1)),
    "quiet nights said rather with it": Person(quiet=(0.5, 0.9)),
    "a tenth of the nights skipped": Person(skipped=0.1),
    "a fifth of the nights skipped": Person(skipped=0.2, quiet=(0.6, 0.6)),
    "written late, half of the hours unknown": Person(late=True),
    "used at any hour, cramps by day too": Person(used_at=(0.0, 23.9), cramps_at=(6.0, 22.0)),
    "used in the small hours": Person(used_at=(11.0, 16.0)),
    "used in cramps too, and said so": Person(rescued=0.4),
    "used in cramps too, some left open": Person(rescued=0.15, unanswered=0.4),
    "in courses": Person(in_courses=True),
    "months of silence": Person(silences=((70, 60), (220, 45))),
    "far away, in another zone": Person(abroad=((100, 40), (230, 25))),
    "spans away": Person(away=((50, 12), (140, 8), (260, 20))),
    "a cycle, and used then": Person(cycle=True),
    "used after severe nights": Person(after_severe=True),
    "two days of sport, and used then": Person(sport=True),
    "seven remedies": Person(others=6),
}
"""Ordinary people, with what may mislead."""


@dataclass(slots=True)
class Recorded:
    """What was written, and what happened on the nights that the diary is about."""

    records: list[Record] = field(default_factory=list)
    truth: SimulatedDiary = field(default_factory=lambda: SimulatedDiary([], [], {"remedy": []}, []))


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of the remedy and of the others, and what the engine alone finds in what really happened."""

    remedy: Verdict
    others: list[Verdict]
    alone: Effect


def judged(person: Person, nights: int, ratio: float, chance: Random) -> Judged:
    """Draw a diary, and go the whole way from its records to its verdicts."""
    made = record(person, nights, ratio, chance)
    entries = [Entry(number, f"uid-{number}", "", each) for number, each in enumerate(made.records, 1)]
    found = {
        finding.word: finding.verdict
        for finding in find(join(entries, now=NOW), "remedy", Vocabulary()).findings
    }
    truth = made.truth
    alone = compare(truth.days, truth.cramps, truth.shares, weekday=truth.weekday, worst=truth.worst)
    return Judged(found.pop(REMEDY), list(found.values()), alone["remedy"])


def record(person: Person, nights: int, ratio: float, chance: Random) -> Recorded:
    """Draw a diary up to `LAST_NIGHT` whose remedy multiplies the cramps in the 24 hours after it by `ratio`."""
    made, level, last_use = Recorded(), chance.gauss(0, SPREAD), -math.inf
    was_severe, on_course = False, False
    for number in range(nights):
        night = LAST_NIGHT - timedelta(days=nights - 1 - number)
        in_cycle = person.cycle and number % 28 < 6
        is_sport = person.sport and night.weekday() in (1, 3)
        rate = RATE * (2.5 if in_cycle else 1) * (1.8 if is_sport else 1)
        if person.flares:
            rate *= math.exp(level - SPREAD**2 / 2)
            level = _PHI * level + chance.gauss(0, SPREAD * math.sqrt(1 - _PHI**2))

        if person.in_courses:
            on_course = chance.random() < (0.88 if on_course else 0.08)
            used_at = 0.0 if on_course else None
        else:
            used_at = (
                chance.uniform(*person.used_at)
                if chance.random() < _likelihood(person, in_cycle, is_sport, was_severe)
                else None
            )
        cramps = []
        for _ in range(_candidates(rate * max(1.0, ratio), chance)):
            hour = chance.uniform(*person.cramps_at)
            # A course says nothing of the hour: it is so on the nights it names, and on no others.
            since_last = hour + 24 * number - last_use
            covered = (used_at is not None and hour >= used_at) or (since_last < 24 and not person.in_courses)
            if chance.random() < (ratio if covered else 1.0) / max(1.0, ratio):
                cramps.append(hour)
        if used_at is not None:
            last_use = 24 * number + used_at
        severities = [min(10, max(0, round(chance.gauss(5 + 1.2 * level, 1.2)))) for _ in cramps]
        was_severe = max(severities, default=0) >= SEVERE
        if any(first <= number < first + length for first, length in (*person.silences, *person.away)):
            continue
        made.truth.days.append(night.toordinal())
        made.truth.weekday.append(night.weekday())
        made.truth.cramps.append(len(cramps))
        made.truth.shares["remedy"].append(float(used_at is not None))
        made.truth.severities.append(severities)
        if chance.random() >= person.skipped:
            zone = _ABROAD if any(a <= number < a + length for a, length in person.abroad) else _HOME
            made.records += _written(person, _Night(night, zone, used_at, cramps, severities), chance)
        if in_cycle and chance.random() < 0.8:
            made.records.append(
                exposure("menstruation", _moment(night, 9, _HOME), role="trigger", precision="day")
            )
    made.records += [
        away(
            LAST_NIGHT - timedelta(days=nights - 1 - first),
            LAST_NIGHT - timedelta(days=nights - first - length),
        )
        for first, length in person.away
    ]
    if person.in_courses:
        made.records += _courses(made.truth)
    return made


def _likelihood(person: Person, in_cycle: bool, is_sport: bool, was_severe: bool) -> float:
    if person.cycle:
        return 0.8 if in_cycle else 0.3
    if person.sport:
        return 0.9 if is_sport else 0.2
    if person.after_severe:
        return 0.75 if was_severe else 0.3
    return USE


def _candidates(mean: float, chance: Random) -> int:
    count, product, limit = 0, chance.random(), math.exp(-mean)
    while product > limit:
        count, product = count + 1, product * chance.random()
    return count


@dataclass(frozen=True, slots=True)
class _Night:
    """What happened; hours are those after noon."""

    night: date
    zone: ZoneInfo
    used_at: float | None
    cramps: list[float]
    severities: list[int]


def _written(person: Person, happened: _Night, chance: Random) -> list[Record]:
    """Return what the person wrote of a night that was not skipped."""
    records: list[Record] = []

    def timing(hour: float) -> dict[str, Any]:
        at = _moment(happened.night, hour, happened.zone)
        if not person.late:
            return {"when": at, "logged_at": at + timedelta(minutes=2), "zone": str(happened.zone)}
        logged_at = at + timedelta(minutes=chance.randint(60, 120 * 60))
        if chance.random() < 0.5:
            return {"when": at, "logged_at": logged_at}
        return {
            "when": _moment(happened.night, 10, happened.zone),
            "logged_at": logged_at,
            "precision": "day",
        }

    if happened.used_at is not None and not person.in_courses:
        records.append(exposure(REMEDY, **timing(happened.used_at)))
    for hour, severity in zip(happened.cramps, happened.severities, strict=True):
        is_rescued = chance.random() < person.rescued
        tried = (Tried(remedy=REMEDY, relief="somewhat"),) if is_rescued else ()
        said = severity if chance.random() < 0.8 else None
        records.append(episode(severity=said, tried=tried, **timing(hour)))
        if is_rescued:
            purpose = None if chance.random() < person.unanswered else "rescue"
            records.append(exposure(REMEDY, purpose=purpose, **timing(min(23.9, hour + 0.1))))
    if not happened.cramps and chance.random() < person.quiet[happened.used_at is not None]:
        records.append(check_in(happened.night, logged_at=_moment(happened.night, 20, happened.zone)))
    records += [
        exposure(other, **timing(chance.uniform(7, 11)))
        for other in _OTHERS[: person.others]
        if chance.random() < USE
    ]
    return records


def _courses(truth: SimulatedDiary) -> list[Record]:
    """Return the courses that say on which nights the remedy was used, single nights skipped among them."""
    used = [day for day, share in zip(truth.days, truth.shares["remedy"], strict=True) if share]
    spans: list[list[int]] = []
    for day in used:
        if spans and day - spans[-1][-1] <= 2:
            spans[-1].append(day)
        else:
            spans.append([day])
    return [
        course(
            REMEDY,
            date.fromordinal(span[0]),
            last_night=date.fromordinal(span[-1]),
            skipped=tuple(date.fromordinal(day) for day in range(span[0], span[-1]) if day not in span),
            logged_at=_moment(date.fromordinal(span[0]), 9, _HOME),
        )
        for span in spans
    ]


def _moment(night: date, hour: float, zone: ZoneInfo) -> datetime:
    """Return the moment so many hours after noon, by the clock on the wall."""
    wall = datetime.combine(night, _NOON) + timedelta(hours=hour)
    offset = wall.replace(tzinfo=zone).utcoffset()
    return wall.replace(second=0, microsecond=0, tzinfo=timezone(offset or timedelta()))
