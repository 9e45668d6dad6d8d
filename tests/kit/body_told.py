"""What a plan of the body has said until a moment: its nights, and the doctor notices, found by plain loops.

Nothing of the program's own is used here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from kit.body_plan import DAY, Said

NUMB = ("numbness", "swelling", "redness", "skin-colour")
LEGS = ("calf", "shin", "leg", "hamstring", "thigh")
REGIONS = {"arch": "foot", "toes": "foot", "calf": "leg", "thigh": "leg", "hand": "arm"}
_TO_NOON = timedelta(hours=12)


class Told:
    """All that was said of the body until a moment, by nights.

    Args:
        entries: in the order in which they were made.
        now: the moment.
    """

    def __init__(self, entries: Sequence[Said], now: datetime) -> None:
        self.entries, self.now = entries, now
        self.today = (now - timedelta(hours=29)).date()  # a night is over at 05:00
        self.current = (now - _TO_NOON).date()
        spoken = sorted(
            night_of(each) for each in entries if each["kind"] in ("episode", "exposure", "sign", "check_in")
        )
        self.under_way = spoken[-1] if spoken[-1] > self.today else None
        last = max(night for night in spoken if night <= self.today)
        self.nights = [spoken[0] + days * DAY for days in range((last - spoken[0]).days + 1)]
        self.away = {
            night
            for each in self.of("away")
            for night in [*self.nights, self.current]
            if each["first_night"] <= night <= each["last_night"]
        }
        self.counted = [night for night in self.nights if night not in self.away]
        self.shown = [*self.nights, *([self.under_way] if self.under_way else [])]

    def of(self, *kinds: str) -> list[Said]:
        return [each for each in self.entries if each["kind"] in kinds]

    def on(self, night: date, kind: str) -> list[Said]:
        found = [each for each in self.of(kind) if night_of(each) == night]
        return sorted(found, key=lambda each: each.get("at", self.now))

    def had(self, night: date, role: str, word: str) -> bool:
        uses = [(each["role"], each["word"]) for each in self.on(night, "exposure")]
        return (role, word) in uses or any(
            runs_on(each, night) for each in self.of("course") if (each["role"], each["word"]) == (role, word)
        )

    def words(self, role: str) -> set[str]:
        return {each["word"] for each in self.of("exposure", "course") if each["role"] == role}


def night_of(entry: Said) -> date:
    """Return the night of an entry that is of one."""
    night: date = entry["night"] if "night" in entry else (entry["at"].replace(tzinfo=None) - _TO_NOON).date()
    return night


def runs_on(course: Said, night: date) -> bool:
    last = course["last_night"]
    return (
        course["first_night"] <= night and (last is None or night <= last) and night not in course["skipped"]
    )


Worse = Callable[[date], bool]
"""Tells by the day of an answer whether it is clearly worse than then."""


def rules(told: Told) -> dict[str, tuple[list[Said], Worse]]:
    """Return for each rule its reasons, and what tells whether it is clearly worse than at an answer, in their order.

    With fewer than 140 nights nothing can be said to be worsening, also after a new medicine.
    """
    felt = sorted(told.of("episode", "sign"), key=lambda each: each["at"])  # of one moment: as they were made
    last = told.current if any(night_of(each) == told.current for each in felt) else told.today

    def recent(among: list[Said], nights: int = 28) -> list[Said]:
        return [each for each in among if last - (nights - 1) * DAY <= night_of(each) <= last]

    def then(among: list[Said], answered: date) -> list[Said]:
        return [
            each for each in among if night_of(each) >= answered - 28 * DAY and each["at"].date() <= answered
        ]

    def count(among: list[Said]) -> int:
        return len({night_of(each) for each in among})

    def twice(among: list[Said], answered: date, least: int, more: int) -> bool:
        before = max(count(then(among, answered)), least)
        return count(recent(among)) >= max(2 * before, before + more)

    def of_cramps(is_one: Callable[[Said], Any]) -> list[Said]:
        return [each for each in felt if each["kind"] == "episode" and is_one(each)]

    def longer(name: str, least: int) -> tuple[list[Said], Worse]:
        found = of_cramps(lambda each: (each[name] or 0) > least)

        def worse(answered: date) -> bool:
            longest = max((each[name] for each in then(found, answered)), default=least)
            return any(each[name] > 2 * longest for each in recent(found)) or twice(found, answered, 1, 3)

        return recent(found), worse

    def passing(*words: str) -> tuple[list[Said], Worse]:
        found = [each for each in felt if set(words) & set(each["sensations"])]

        def long(among: list[Said]) -> list[Said]:
            return [each for each in among if (each["duration_s"] or 0) > 3600]

        def both(among: list[Said]) -> list[Said]:
            kept = []
            for each in among:
                sides = {other["side"] for other in among if night_of(other) == night_of(each)}
                if each["side"] and ("both" in sides or {"left", "right"} <= sides):
                    kept.append(each)
            return kept

        def worse(answered: date) -> bool:
            now, before = recent(found), then(found, answered)
            newly = bool(long(now) and not long(before)) or bool(both(now) and not both(before))
            return newly or twice(found, answered, 2, 3)

        now = recent(found)
        alone = [each for each in now if each in long(now) or each in both(now)]
        return (now if count(now) >= 2 else alone), worse

    def one_leg() -> tuple[list[Said], Worse]:
        found = [
            each
            for each in felt
            if {"swelling", "redness"} & set(each["sensations"])
            and each["side"] in ("left", "right")
            and set(LEGS) & set(each["sites"])
        ]

        def worse(answered: date) -> bool:
            before = then(found, answered)
            legs = {each["side"] for each in before}
            for each in found:
                if each["at"].date() > answered:
                    gap = (night_of(each) - night_of(before[-1])).days if before else 0
                    if each["side"] not in legs or gap > 28:
                        return True
                    before.append(each)
            return False

        return recent(found), worse

    def sleep() -> tuple[list[Said], Worse]:
        woken = of_cramps(lambda each: each["woke"])
        now = recent(woken, 7)
        return (
            now if count(now) >= 3 else []
        ), lambda answered: len(recent(woken)) >= 2 * max(len(then(woken, answered)), 12)

    def frequent() -> tuple[list[Said], Worse]:
        cramps = [each for night in told.counted for each in told.on(night, "episode")]

        def between(first: date, final: date) -> list[Said]:
            return [each for each in cramps if first <= night_of(each) <= final]

        weeks = [
            between(told.today - (7 * back + 6) * DAY, told.today - 7 * back * DAY) for back in (3, 2, 1, 0)
        ]
        often = all(count(week) >= 3 for week in weeks)
        return (
            [each for week in weeks for each in week] if often else [],
            lambda answered: (
                sum(map(len, weeks)) >= 2 * max(len(between(answered - 28 * DAY, answered - DAY)), 12)
            ),
        )

    def severe() -> tuple[list[Said], Worse]:
        found = of_cramps(lambda each: (each["severity"] or 0) >= 8)
        now = recent(found)
        return (now if count(now) >= 3 else []), lambda answered: twice(found, answered, 3, 5)

    def elsewhere() -> tuple[list[Said], Worse]:
        cramps = of_cramps(lambda each: each["sites"])

        def regions(among: list[Said]) -> set[str]:
            return {REGIONS[site] for each in among for site in each["sites"]}

        now = recent(cramps)
        reasons = now if len(regions(now)) >= 3 else [each for each in now if "hand" in each["sites"]]
        return reasons, lambda answered: bool(
            regions(now) - regions(then(cramps, answered)) - {"foot", "leg"}
        )

    return {
        "one-leg": one_leg(),
        "long-cramp": longer("duration_s", 600),
        "long-soreness": longer("sore_s", 3 * 86_400),
        "numb-or-swollen": passing(*NUMB),
        "weak": passing("weakness"),
        "on-walking": passing("pain-on-walking"),
        "sleep": sleep(),
        "frequent": frequent(),
        "severe": severe(),
        "other-muscles": elsewhere(),
    }
