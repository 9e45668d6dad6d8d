from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from crampdiary.diary.alike import alike
from crampdiary.diary.model import KINDS, Record
from kit.builders import NOW, away, check_in, course, episode, exposure, report, seen, sign, trial, word

CALF = {"sites": ("calf",), "side": "left"}
DAY = {"precision": "day"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (episode(NOW), episode(NOW)),
        (episode(NOW, **CALF), episode(NOW + timedelta(minutes=10), **CALF)),
        (episode(NOW, severity=6, **CALF), episode(NOW, severity=7, note="again", **CALF)),
        (episode(NOW, **CALF), episode(NOW)),
        (episode(NOW, **CALF), episode(NOW, sites=("arch", "calf"))),
        (episode(NOW, **CALF), episode(NOW, sites=("leg",))),
        (episode(NOW, sites=("foot",)), episode(NOW, sites=("arch", "big-toe"))),
        (episode(NOW, sites=("leg", "arch")), episode(NOW, sites=("arch",), side="left")),
        (episode(NOW, **DAY), episode(NOW - timedelta(hours=2), **DAY)),
        (exposure("magnesium", NOW), exposure("magnesium", NOW)),
        (exposure("magnesium", NOW, amount="400 mg"), exposure("magnesium", NOW, amount="400MG")),
        (exposure("magnesium", NOW, amount="400 mg"), exposure("magnesium", NOW)),
        (exposure("magnesium", NOW, purpose="rescue"), exposure("magnesium", NOW)),
        (check_in(), check_in(note="slept through")),
        (away(), away(note="in hospital")),
        (sign("numbness"), sign("numbness", severity=4, side="left")),
        (course(), course(last_night=date(2026, 3, 20), amount="300 mg")),
        (seen(), seen(note="blood was taken")),
        (report("2026-03-20", "Why?"), report("2026-03-20", "Why?", note="to the GP")),
    ],
)
def test_what_says_the_same_or_less_of_the_same_time_looks_alike(one: Record, other: Record) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (episode(NOW), episode(NOW + timedelta(minutes=11))),
        (episode(NOW, sites=("calf",)), episode(NOW, sites=("arch",))),
        (episode(NOW, sites=("calf", "toes")), episode(NOW, sites=("calf", "arch"))),
        (episode(NOW, sites=("leg",)), episode(NOW, sites=("arch",))),
        (episode(NOW, sites=("leg",)), episode(NOW, sites=("foot",))),
        (episode(NOW, sites=("calf",)), episode(NOW, sites=("thigh",))),
        (episode(NOW, side="left"), episode(NOW, side="both")),
        (episode(NOW, severity=9, **CALF), episode(NOW, severity=7, **CALF)),
        (episode(NOW, **DAY), episode(NOW)),
        (episode(NOW, **DAY), episode(NOW - timedelta(days=1), **DAY)),
        (exposure("magnesium", NOW), exposure("stretching", NOW)),
        (exposure("magnesium", NOW, amount="400 mg"), exposure("magnesium", NOW, amount="200 mg")),
        (exposure("magnesium", NOW, purpose="rescue"), exposure("magnesium", NOW, purpose="prevention")),
        (exposure("wine", NOW), exposure("wine", NOW, role="trigger")),
        (check_in(), check_in(clear=False)),
        (check_in(date(2026, 3, 1)), check_in(date(2026, 3, 2))),
        (away(), away(last_night=date(2026, 12, 31))),
        (sign("numbness"), sign("tingling")),
        (sign("numbness", side="left"), sign("numbness", side="right")),
        (sign("numbness"), sign("numbness", when=NOW)),
        (sign("numbness", sites=("foot",)), sign("numbness", sites=("calf",))),
        (sign(severity=5), sign(severity=7)),
        (course(), course("stretching")),
        (course(), course(role="trigger")),
        (course(), course(first="2026-03-11")),
        (seen(), seen("severe")),
        (seen(), seen(day="2026-03-21")),
        (report(), report("2026-03-21")),
        (report(), report("2026-03-20", "Why?")),
        (trial(), trial(seed="0" * 16)),
        (word(), word()),
    ],
)
def test_what_contradicts_or_is_of_another_time_does_not(one: Record, other: Record) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


def test_entries_of_two_kinds_are_never_alike() -> None:
    of_each: dict[str, Any] = {
        "episode": episode(NOW), "exposure": exposure("magnesium", NOW), "check_in": check_in(NOW.date()),
        "away": away(), "sign": sign(when=NOW), "course": course(), "seen": seen(),
        "report": report(), "trial": trial(), "word": word(),
    }  # fmt: skip
    assert of_each.keys() == KINDS.keys()
    for kind, one in of_each.items():
        assert [other for other in of_each if other != kind and alike(one, of_each[other])] == []
