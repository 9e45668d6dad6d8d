"""Uses of a trial's remedy on nights that are drawn without it: said once, kindly, and nothing of nights to come."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from crampdiary.trial.schedule import schedule
from kit.builders import trial
from kit.running import Cramp
from kit.trials import FIRST, at, begun, clock, keep

OFF_PLAN = "left out for"


@pytest.mark.slow
def test_a_use_on_a_night_drawn_without_it_is_told_so_and_no_other(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    drawn = schedule(record.seed, record.pairs, "quick")
    for place, on in enumerate(drawn[:8]):
        evening = clock(FIRST + timedelta(days=place), 21)
        told = cramp("used", "stretching", env=evening)
        assert (f"{OFF_PLAN} tonight" in told.err) == (not on), place
        assert told.exit_code == 0
        for typed in (("heat",), ("stretching", "--purpose", "rescue")):
            assert OFF_PLAN not in cramp("used", *typed, env=evening).err
    morning = clock(FIRST + timedelta(days=8))
    told = cramp(
        "used", "stretching", "--day", (FIRST + timedelta(days=drawn.index(0))).isoformat(), env=morning
    )
    assert f"{OFF_PLAN} that night" in told.err
    told = cramp("used", "stretching", "since", FIRST.isoformat(), "until", "yesterday", env=morning)
    assert f"{OFF_PLAN} {drawn[:8].count(0)} of those nights" in " ".join(told.err.split())
    cramp("trial", "stop", "--yes", env=morning)
    assert OFF_PLAN not in cramp("used", "stretching", env=clock(FIRST + timedelta(days=9), 21)).err


def test_no_use_ahead_of_time_tells_a_draw_to_come(diary: Path, cramp: Cramp) -> None:
    begun(diary)
    for days in range(1, 8):
        ahead = at(FIRST + timedelta(days=days), 21).isoformat()
        told = cramp("used", "stretching", "--at", ahead, "--future", "--yes", env=clock(FIRST, 21))
        assert (told.exit_code, OFF_PLAN in told.err) == (0, False), ahead


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["quick", "lasting"])
def test_a_standing_use_is_told_not_to_be_what_is_drawn(diary: Path, cramp: Cramp, kind: str) -> None:
    days = 24 if kind == "quick" else 72
    record = trial(
        first=FIRST,
        nature=kind,
        pairs=12,
        last_night=FIRST + timedelta(days=days - 1),
        logged_at=at(FIRST, 9),
    )
    keep(diary, [record], at(FIRST, 9))
    evening = clock(FIRST + timedelta(days=1), 21)
    said = {}
    for typed in (("stretching", "every", "night"), ("stretching", "daily", "since", "yesterday")):
        told = cramp("used", *typed, "--json", env=evening)
        number = told.json["entries"][0]["id"]
        cramp("undo", env=evening)
        said[typed] = " ".join(cramp("used", *typed, env=evening).err.split())
        hint = f"Entry {number + 1} has stretching on every night, but its trial draws it"
        assert hint in said[typed]
        assert hint in " ".join(cramp("trial", env=evening).out.split())
        assert cramp("used", "stopped", "stretching", env=evening).exit_code == 0  # as it says
        assert "has stretching on every night" not in cramp("trial", env=evening).out
    assert len({each.partition("but")[2] for each in said.values()}) == 1  # whatever is drawn
    assert "every night" not in cramp("used", "heat", "daily", env=evening).err


def test_a_standing_use_is_told_to_end_where_three_weeks_leave_it_out(diary: Path, cramp: Cramp) -> None:
    record = trial(
        first=FIRST, nature="slow", pairs=8, last_night=FIRST + timedelta(days=335), logged_at=at(FIRST, 9)
    )
    keep(diary, [record], at(FIRST, 9))
    drawn = schedule(record.seed, record.pairs, "slow")
    assert len(set(drawn[:42])) == 2
    begins = drawn.index(1)
    ends = drawn.index(0, begins)
    saved = cramp("used", "stretching", "every", "night", env=clock(FIRST + timedelta(days=begins), 21))
    assert "Once its trial leaves stretching out: `cramp used stopped stretching` ends it" in saved.err
    for place in (begins + 1, ends - 1, ends):
        for screen in ("today", "status"):
            told = cramp("trial", screen, env=clock(FIRST + timedelta(days=place), 22))
            said = " ".join(f"{told.out} {told.err}".split())
            assert ("tonight it is left out" in said) == (place == ends), (place, screen)
            assert ("stopped" in said) == (place == ends), (place, screen)
            assert "off plan" not in said
    then = clock(FIRST + timedelta(days=ends), 22)
    assert cramp("used", "stopped", "stretching", env=then).exit_code == 0
    assert "on every night" not in cramp("trial", "today", env=then).err


def test_a_span_that_has_ended_is_no_standing_use(diary: Path, cramp: Cramp) -> None:
    record = trial(
        first=FIRST, nature="slow", pairs=8, last_night=FIRST + timedelta(days=335), logged_at=at(FIRST, 9)
    )
    keep(diary, [record], at(FIRST, 9))
    span = ("stretching", "daily", "since", FIRST.isoformat(), "until", "today")
    told = cramp("used", *span, env=clock(FIRST + timedelta(days=9), 21))
    assert (told.exit_code, "on every night" in told.err) == (0, False)
    assert "on every night" not in cramp("trial", env=clock(FIRST + timedelta(days=9), 22)).out


@pytest.mark.slow_but_first
@pytest.mark.parametrize("typed", ["stretching", "stretching last night", "stretching at 7am", "heat"])
def test_a_use_told_in_the_morning_says_for_which_night_it_counts(
    diary: Path, cramp: Cramp, typed: str
) -> None:
    """Until noon it counts for the night to come, and the line of what was saved names the night before."""
    begun(diary)
    env = clock(FIRST + timedelta(days=1), 8)
    told = " ".join(cramp("used", *typed.split(), env=env).err.split())
    is_asked = typed == "stretching"
    assert ("A use of this morning counts for tonight" in told) == is_asked, told
    status = cramp("trial", "--json", env=env).json
    (way,) = re.findall("`cramp (edit [^`]*)`", told) or [None]
    if way is not None:
        assert cramp(*way.split(), env=env).exit_code == 0
        kept, _ = cramp("trial", "--json", env=env).json["kept"].values()
        assert kept != status["kept"]["with"]


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("typed", "purpose"),
    [
        ("stretching for a cramp", "rescue"),
        ("stretching during the cramp", "rescue"),
        ("stretching for a calf cramp", "rescue"),
        ("stretching for cramps", None),
        ("stretching before bed", None),
    ],
)
def test_what_was_used_for_a_cramp_is_no_use_as_drawn(
    diary: Path, cramp: Cramp, typed: str, purpose: str | None
) -> None:
    record = begun(diary)
    place = schedule(record.seed, record.pairs, "quick").index(1)
    env = clock(FIRST + timedelta(days=place), 22)
    (entry,) = cramp("used", *typed.split(), "--json", env=env).json["entries"]
    assert entry["purpose"] == purpose
    kept = cramp("trial", "--json", env=clock(FIRST + timedelta(days=place + 1))).json["kept"]["with"]
    assert kept == [purpose is None, 1]
