"""A diary of 90 nights, entered through the command line; every figure of every screen is worked out here again.

Nothing of the program's own arithmetic is used for what is expected: the plan of the nights below is plain
data, and the figures come from it by counting.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kit.running import Cramp

FIRST = date(2025, 12, 30)
NIGHTS = 90
ZONE = ZoneInfo("Europe/London")
MORNING_AFTER = datetime(2026, 3, 30, 9, 0, tzinfo=ZONE)
AWAY = range(40, 46)
SITES, SIDES = ("arch", "toes", "calf"), ("left", "right")
FEELINGS = ("burning", "knot", "tingling")


@dataclass
class Plan:
    """What happens in one night."""

    number: int
    cramps: list[dict[str, Any]] = field(default_factory=list)
    remedies: list[str] = field(default_factory=list)
    triggers: list[str] = field(default_factory=list)
    clear: bool = False

    @property
    def date(self) -> date:
        return FIRST + timedelta(days=self.number)

    @property
    def away(self) -> bool:
        return self.number in AWAY


def _plans() -> list[Plan]:
    chance = random.Random(20260330)
    plans = []
    for number in range(NIGHTS):
        plan = Plan(number)
        plans.append(plan)
        if plan.away:
            continue
        plan.remedies = [
            word
            for word, share in (("stretching", 0.5), ("magnesium", 0.7), ("heat", 0.1))
            if chance.random() < share
        ]
        plan.triggers = [
            word for word, share in (("alcohol", 0.2), ("long-standing", 0.3)) if chance.random() < share
        ]
        for _ in range(
            chance.choice((0, 0, 0, 1, 1, 2))
            if "stretching" not in plan.remedies
            else chance.choice((0, 0, 0, 0, 1))
        ):
            plan.cramps.append(
                {
                    "minute": chance.randrange(23 * 60, 30 * 60),
                    "severity": chance.choice((None, *range(2, 10))),
                    "duration": chance.choice((None, 60, 120, 180, 300)),
                    "site": chance.choice(SITES),
                    "side": chance.choice(SIDES),
                    "feeling": chance.choice(FEELINGS),
                    "suspect": chance.choice((None, "alcohol", "dehydration")),
                    "tried": chance.choice((None, "massage", "stretching")),
                    "relief": chance.choice(("helped", "somewhat", "no", "unsure")),
                    "after": chance.choice((30, 60, 90, 240)),
                }
            )
        plan.cramps.sort(key=lambda cramp: cramp["minute"])
        plan.clear = not plan.cramps and chance.random() < 0.5
    # The span of a diary ends with its last entry: make that the last night.
    plans[0].clear = not plans[0].cramps
    plans[-1].clear = not plans[-1].cramps
    return plans


PLANS = _plans()
COUNTED = [plan for plan in PLANS if not plan.away]
CRAMPS = [cramp for plan in COUNTED for cramp in plan.cramps]


def _enter(cramp: Cramp) -> None:
    for plan in PLANS:
        midnight = datetime.combine(plan.date, datetime.min.time())

        def at(minutes: int, midnight: datetime = midnight) -> dict[str, str]:
            return {"CRAMP_NOW": (midnight + timedelta(minutes=minutes)).replace(tzinfo=ZONE).isoformat()}

        if plan.number == AWAY.start:
            last = FIRST + timedelta(days=AWAY.stop - 1)
            assert cramp("away", plan.date.isoformat(), last.isoformat(), env=at(12 * 60 + 30)).exit_code == 0
        if plan.triggers:
            assert cramp("had", *plan.triggers, env=at(19 * 60)).exit_code == 0
        if plan.remedies:
            assert cramp("used", *plan.remedies, env=at(21 * 60 + 30)).exit_code == 0
        for each in plan.cramps:
            words = [each["site"], each["side"], each["feeling"]]
            words += [str(each["severity"])] if each["severity"] is not None else []
            words += [f"{each['duration']}s"] if each["duration"] is not None else []
            words += [each["suspect"]] if each["suspect"] else []
            options = (
                ["--tried", f"{each['tried']}:{each['relief']}:{each['after']}s"] if each["tried"] else []
            )
            assert cramp("log", *words, *options, env=at(each["minute"])).exit_code == 0
        if plan.clear:
            assert cramp("none", env=at(32 * 60)).exit_code == 0


def _runs(flags: list[bool]) -> list[int]:
    lengths, current = [0], 0
    for flag in flags:
        current = current + 1 if flag else 0
        lengths.append(current)
    return lengths


@pytest.mark.slow
def test_every_figure(cramp: Cramp) -> None:
    _enter(cramp)
    now = {"CRAMP_NOW": MORNING_AFTER.isoformat()}
    _check_stats(cramp("stats", "--json", env=now).json)
    _check_remedies(cramp("remedies", "--json", env=now).json)
    _check_triggers(cramp("triggers", "--json", env=now).json)
    assert cramp("info", "--verify", env=now).exit_code == 0


def _check_stats(shown: dict[str, Any]) -> None:
    assert shown["first_night"] == FIRST.isoformat()
    assert shown["last_night"] == "2026-03-29"
    assert shown["nights"] == {
        "counted": len(COUNTED),
        "with_cramps": sum(bool(plan.cramps) for plan in COUNTED),
        "clear": sum(plan.clear for plan in COUNTED),
        "silent": sum(not plan.cramps and not plan.clear for plan in COUNTED),
        "away": len(AWAY),
        "gap": 0,
    }
    assert shown["cramps"] == len(CRAMPS)
    for name, numbers in (("recent", range(62, 90)), ("before", range(34, 62))):
        nights = [plan for plan in COUNTED if plan.number in numbers]
        cramps = sum(len(plan.cramps) for plan in nights)
        window = shown[name]
        assert (window["nights"], window["cramps"]) == (len(nights), cramps)
        assert window["per_week"] == pytest.approx(7 * cramps / len(nights))
    for name, key in (("severity", "severity"), ("duration_s", "duration")):
        said = [each[key] for each in CRAMPS if each[key] is not None]
        assert shown[name] == shown[name] | {"said": len(said), "median": median(said), "worst": max(said)}
    free = _runs([not plan.cramps for plan in COUNTED])
    assert (shown["cramp_free_now"], shown["cramp_free_longest"]) == (free[-1], max(free))
    for run in shown["remedies"]:
        lengths = _runs([run["word"] in plan.remedies for plan in PLANS])
        assert (run["nights"], run["now"], run["longest"]) == (
            sum(run["word"] in plan.remedies for plan in PLANS),
            lengths[-1],
            max(lengths),
        )
    assert {run["word"] for run in shown["remedies"]} == {"stretching", "magnesium", "heat"}
    for met in shown["triggers_met"]:
        met_on = [plan.number for plan in PLANS if met["word"] in plan.triggers]
        assert (met["nights"], met["nights_since"]) == (len(met_on), NIGHTS - 1 - met_on[-1])
    for name, key in (("sites", "site"), ("sensations", "feeling"), ("triggers_suspected", "suspect")):
        counts = Counter(each[key] for each in CRAMPS if each[key])
        assert {each["word"]: each["count"] for each in shown[name]} == dict(counts)


def _effect_counts(word: str, kind: str) -> tuple[int, int, int, int]:
    nights_with = [plan for plan in COUNTED if word in getattr(plan, kind)]
    nights_without = [plan for plan in COUNTED if word not in getattr(plan, kind)]
    # All cramps come after 23:00 and all uses before 22:00, so a night's cramps are all inside the cover.
    return (
        len(nights_with),
        len(nights_without),
        sum(len(plan.cramps) for plan in nights_with),
        sum(len(plan.cramps) for plan in nights_without),
    )


def _check_findings(shown: dict[str, Any], kind: str, words: set[str]) -> None:
    assert shown["nights"] == len(COUNTED)
    assert shown["nights_with_cramp"] == sum(bool(plan.cramps) for plan in COUNTED)
    assert {each["word"] for each in shown["findings"]} == words
    for each in shown["findings"]:
        effect = each["verdict"]["effect"]
        names = ("nights_with", "nights_without", "cramps_with", "cramps_without")
        assert tuple(effect[name] for name in names) == _effect_counts(each["word"], kind), each["word"]
        changes = [each["word"] in getattr(plan, kind) for plan in COUNTED]
        assert effect["switches"] == sum(one != other for one, other in pairwise(changes))
        assert each["uses"] == sum(changes)


def _check_remedies(shown: dict[str, Any]) -> None:
    _check_findings(shown, "remedies", {"stretching", "magnesium", "heat"})
    for rescue in shown["relief"]:
        tries = [each for each in CRAMPS if each["tried"] == rescue["word"]]
        eased = [each for each in tries if each["relief"] in ("helped", "somewhat")]
        rated = rescue["rated"]
        assert rated["tries"] == len(tries)
        assert rated["helped"] == sum(each["relief"] == "helped" for each in tries)
        assert rated["somewhat"] == len(eased) - rated["helped"]
        minutes = sorted([each["after"] / 60 for each in eased] + [float("inf")] * (len(tries) - len(eased)))
        middle = median(minutes)
        assert rated["median_minutes"] == (None if middle == float("inf") else pytest.approx(middle))
        scores = {"helped": 3, "somewhat": 2, "unsure": 1, "no": 0}
        total = sum(scores[each["relief"]] for each in tries)
        assert rated["score"] == pytest.approx((total + 4.5) / (len(tries) + 3))


def _check_triggers(shown: dict[str, Any]) -> None:
    _check_findings(shown, "triggers", {"alcohol", "long-standing"})
    suspected = Counter(each["suspect"] for each in CRAMPS if each["suspect"])
    assert {each["word"]: each["suspected"] for each in shown["findings"]} == {
        "alcohol": suspected["alcohol"],
        "long-standing": 0,
    }
    assert shown["suspected_only"] == [["dehydration", suspected["dehydration"]]]
