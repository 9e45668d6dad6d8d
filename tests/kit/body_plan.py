"""A plan of a diary with all of the body in it: what is typed when, and what that says. Plain data, seeded."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

FIRST = date(2026, 1, 5)  # a Monday; the clocks change on the night of 28 March
ZONE = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
AWAY = (range(27, 31), range(70, 76))
EVENINGS, MORNINGS = (33, 71, 90), (13, 39, 60, 73, 84, 102, 119)
"""The nights with a look at the diary late in the evening, and on the morning after."""
UNDER_WAY = 23 * 60 + 5
"""When a cramp of such an evening begins, in minutes."""
ANSWERS = {
    20: ("long-cramp", "sleep"),
    36: ("numb-or-swollen", "severe", "other-muscles"),
    45: ("one-leg", "weak", "on-walking"),
    78: ("long-soreness", "frequent", "sleep"),
}
ANSWERED = [name for names in ANSWERS.values() for name in names]

Said = dict[str, Any]
"""An entry as the plan has it: its kind, and what was said."""


@dataclass
class Step:
    """What is typed at a moment, the entry that it makes, and what it changes in earlier ones."""

    when: datetime
    words: list[str]
    makes: Said | None = None
    changes: tuple[tuple[Said, Said], ...] = ()


def _day(number: int) -> date:
    return FIRST + number * DAY


def at(number: int, minutes: int) -> datetime:
    """Return a moment by the minutes since the midnight before the evening of a night."""
    return (datetime.combine(_day(number), time()) + timedelta(minutes=minutes)).replace(tzinfo=ZONE)


def _is_away(number: int) -> bool:
    return any(number in each for each in AWAY)


def plan(nights: int) -> list[Step]:
    """Return what is typed, in order of time; each count of nights has a plan of its own."""
    chance = random.Random(nights)
    steps = [*_courses(chance), *_away_and_answers()]
    for number in range(nights):
        steps += _away_night(number) if _is_away(number) else _night(number, chance)
    end = at(nights - 1, 36 * 60)
    return sorted((step for step in steps if step.when < end), key=lambda step: step.when)


def _night(number: int, chance: random.Random) -> Iterator[Step]:
    often = 0.75 if 8 <= number < 26 or number >= 90 else 0.4
    count = (chance.random() < often) * chance.choice((1, 1, 1, 2, 3))
    minutes = sorted(chance.sample([UNDER_WAY, 1430, 1470, 1563, 1615, 1667, 1722, 1790, 1826], count))
    if number in EVENINGS and UNDER_WAY not in minutes:
        minutes = [UNDER_WAY, *minutes]
    for minute in minutes:
        yield from _cramp(number, minute, chance, is_last=minute == minutes[-1])
    if not minutes and chance.random() < 0.6:
        yield Step(at(number, 32 * 60), ["none"], {"kind": "check_in", "night": _day(number), "clear": True})
    for role, command, words in (
        ("remedy", "used", ("stretching", "heat", "magnesium")),
        ("trigger", "had", ("alcohol", "flare")),
    ):
        for place, word in enumerate(words):
            if chance.random() < 0.2 or (word == "stretching" and _is_away(number + 1)):
                when = at(number, 19 * 60 + place)
                yield Step(
                    when, [command, word], {"kind": "exposure", "at": when, "role": role, "word": word}
                )
    if chance.random() < 0.5 or number in (*EVENINGS, *MORNINGS):
        worst = chance.randrange(11)
        when = at(number, 21 * 60)
        yield Step(when, ["feel", str(worst)], _sign(when, severity=worst))
    for _ in range(chance.choice((0, 0, 1, 1, 2) if number > 85 else (0, 0, 0, 1))):
        yield _felt(at(number, chance.choice((20 * 60, 22 * 60, 32 * 60)) + chance.randrange(30)), chance)


def _cramp(number: int, minute: int, chance: random.Random, *, is_last: bool) -> Iterator[Step]:
    """Yield a cramp that is told at once, or first begun and then said to be over, or told more of in the morning."""
    when = at(number, minute)
    severity = chance.choice((None, *range(3, 10)))
    site = chance.choice((*("calf", "arch", "toes") * 8, "thigh", "hand"))
    sensation = chance.choice((*(None, "burning", "knot", "tingling") * 3, "numbness", "weakness"))
    side = chance.choice(("left", "right"))
    woke = True if chance.random() < 0.5 else None
    words = [site, side, *filter(None, [sensation, severity and str(severity), woke and "woke me"])]
    cramp: Said = {
        "kind": "episode", "at": when, "severity": severity, "sites": [site], "side": side, "woke": woke,
        "sensations": [sensation] if sensation else [], "duration_s": None,
    }  # fmt: skip
    length = chance.choice((None, 1, 2, 3, 8, 12, 25))
    words_after, after = _aftermath(chance)
    way = chance.choice(("at once", "over", "later" if is_last and words_after else "at once"))
    if way == "at once":
        cramp |= after | {"duration_s": length and 60 * length}
        yield Step(when, ["log", *words, *([f"{length}m"] if length else []), *words_after], cramp)
        return
    cramp |= dict.fromkeys(after)
    yield Step(when, ["log", *words], cramp)
    if way == "over":
        length = length or 5
        after |= {"duration_s": 60 * length}
        yield Step(at(number, minute + length), ["over", *words_after], changes=((cramp, after),))
    else:
        yield Step(at(number, 33 * 60), ["over", *words_after], changes=((cramp, after),))


def _aftermath(chance: random.Random) -> tuple[list[str], Said]:
    sore = chance.choice(
        (None, None, "30m", "3h", "10h", "20h", *(("4 days",) if chance.random() < 0.2 else ()))
    )
    awake = chance.choice((None, None, 10, 40, 90))
    walking = chance.choice((None, None, None, "limped", "could-not"))
    seconds = {"30m": 1800, "3h": 10_800, "10h": 36_000, "20h": 72_000, "4 days": 345_600}
    words = [
        *([f"sore {sore}"] if sore else []),
        *([f"awake {awake}m"] if awake else []),
        *([{"limped": "limped", "could-not": "couldn't walk"}[walking]] if walking else []),
    ]
    return words, {
        "sore_s": sore and seconds[sore],
        "awake_s": awake and 60 * awake,
        "walking": walking,
    }


def _sign(when: datetime, **said: Any) -> Said:
    none: Said = {"sensations": [], "severity": None, "sites": [], "side": None, "duration_s": None}
    return {"kind": "sign", "at": when, **none, **said}


def _felt(when: datetime, chance: random.Random) -> Step:
    words, sensation, site = chance.choice(
        (
            ("numbness", "numbness", "foot"), ("numbness", "numbness", "leg"), ("tingling", "tingling", "toes"),
            ("heel pain", "heel-pain", None), ("swelling", "swelling", "ankle"), ("swelling", "swelling", "calf"),
            ("redness", "redness", "shin"), ("weakness", "weakness", "leg"),
            ("pain on walking", "pain-on-walking", "calf"),
        )
    )  # fmt: skip
    side = chance.choice((*("left", "right") * 3, "both")) if site else None
    severity = chance.choice((None, 2, 4, 7))
    hours = chance.choice((None, None, None, None, 1, 2))
    typed = ["feel", words, *([side, site] if side and site else [])]
    typed += [str(severity)] if severity else []
    typed += [f"{hours}h"] if hours else []
    return Step(
        when,
        typed,
        _sign(
            when,
            sensations=[sensation],
            sites=[site] if site else [],
            side=side,
            severity=severity,
            duration_s=hours and 3600 * hours,
        ),
    )


def _away_night(number: int) -> Iterator[Step]:
    """Yield what was told all the same on the second night of a span away: a reason for a doctor, and no figure."""
    if _is_away(number - 1) and not _is_away(number - 2):
        when = at(number, 26 * 60)
        yield Step(
            when,
            ["log", "9", "hand", "left", "sore 10h", "awake 90m", "limped"],
            {
                "kind": "episode", "at": when, "severity": 9, "sites": ["hand"], "side": "left", "woke": None,
                "sensations": [], "duration_s": None, "sore_s": 36_000, "awake_s": 5400, "walking": "limped",
            },
        )  # fmt: skip
        when = at(number, 20 * 60)
        yield Step(
            when,
            ["feel", "swelling", "right", "calf", "6"],
            _sign(when, sensations=["swelling"], sites=["calf"], side="right", severity=6),
        )


def _away_and_answers() -> Iterator[Step]:
    for nights in AWAY:
        span = {"kind": "away", "first_night": _day(nights.start), "last_night": _day(nights.stop - 1)}
        yield Step(
            at(nights.start, 12 * 60 + 30),
            ["away", str(span["first_night"]), str(span["last_night"])],
            span,
        )
    for number, names in ANSWERS.items():
        for place, name in enumerate(names):
            yield Step(
                at(number, 12 * 60 + 40 + place),
                ["doctor", "seen", *name.split("-"), *(["yesterday"] if place else [])],
                {"kind": "seen", "rule": name, "night": _day(number - bool(place))},
            )


def _courses(chance: random.Random) -> Iterator[Step]:
    def begun(role: str, word: str, first: int, last: int | None = None, amount: str | None = None) -> Said:
        return {
            "kind": "course", "role": role, "word": word, "amount": amount, "first_night": _day(first),
            "last_night": None if last is None else _day(last), "skipped": [],
        }  # fmt: skip

    def ends(course: Said, number: int) -> tuple[Said, Said]:
        return course, {"last_night": _day(number)}

    evening = 18 * 60
    low, high = (
        begun("remedy", "magnesium", 3, amount="300mg"),
        begun("remedy", "magnesium", 37, amount="400mg"),
    )
    again = begun("remedy", "magnesium", 79)
    yield Step(at(6, evening), ["used magnesium 300mg daily since 8 january"], low)
    yield Step(at(37, evening), ["used magnesium 400mg daily since tonight"], high, (ends(low, 36),))
    yield Step(at(58, evening), ["used magnesium until yesterday"], changes=(ends(high, 57),))
    yield Step(at(80, evening), ["used magnesium daily since yesterday"], again)
    for course, numbers in ((low, range(7, 36)), (high, range(38, 57)), (again, range(81, 118))):
        for number in numbers:
            if chance.random() < 0.15:
                late = chance.random() < 0.5
                words = "used skipped magnesium last night" if late else "used no magnesium"
                yield Step(
                    at(number, 34 * 60 if late else evening + 30),
                    [words],
                    changes=((course, {"skipped": _day(number)}),),
                )
    flare, another = begun("trigger", "flare", 14), begun("trigger", "flare", 91)
    yield Step(at(17, evening), ["had flare daily since monday"], flare)
    yield Step(at(24, evening), ["had flare until yesterday"], changes=(ends(flare, 23),))
    yield Step(at(94, evening), ["had flare daily since monday"], another)
    yield Step(at(104, evening), ["had flare until yesterday"], changes=(ends(another, 103),))
    yield Step(
        at(32, evening),
        [f"used stretching 10min daily since {_day(25)} until {_day(29)}"],
        begun("remedy", "stretching", 25, 29, "10min"),
    )
    yield Step(at(35, evening), ["had amlodipine daily since yesterday"], begun("trigger", "amlodipine", 34))
