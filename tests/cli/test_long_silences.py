"""A long silence, one old cramp or a mistyped year changes nothing that is said of the nights around them."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kit import seeded
from kit.builders import LAST_NIGHT
from kit.running import Cramp, slowly
from kit.silences import KEPT, SILENCES, written


@pytest.fixture(scope="module")
def kept_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "diary.db"
    seeded.fill(path, written(Random(2), KEPT - 1, 0))
    return path


@pytest.fixture
def kept(kept_file: Path, diary_path: Path) -> Path:
    """A diary of 200 nights without a gap: 0.7 cramps a night throughout, and useless heat."""
    return Path(shutil.copy(kept_file, diary_path))


def _said(cramp: Cramp, path: Path) -> dict[str, Any]:
    """Return what the three screens say: the trend, the rate, the rules that hold and the verdicts."""
    stats, doctor, remedies = (
        cramp("--diary", path, command, "--json").json for command in ("stats", "doctor", "remedies")
    )
    return {
        "trend": stats["trend"] and stats["trend"]["word"],
        "a week": stats["recent"]["per_week"],
        "rules": sorted(each["rule"]["name"] for each in doctor["notices"]),
        "verdicts": {each["word"]: each["verdict"]["word"] for each in remedies["findings"]},
    }


def _gap_named_on_both_screens(cramp: Cramp, path: Path) -> int:
    """Return how many nights the one gap has that `stats` and `remedies` name."""
    found = cramp("--diary", path, "stats", "--json").json
    ((first, last),) = found["gaps"]
    for command in ("stats", "remedies"):
        shown = " ".join(cramp("--diary", path, command).out.split())
        assert f"none --since {first} --until {last}" in shown
    gap: int = found["nights"]["gap"]
    return gap


@pytest.mark.parametrize(
    ("typed", "gap"),
    [
        (("log", "8", "calf", "2025-03-28 03:00"), 168),
        slowly(("used", "heat", "2016-03-01 21:00", "--yes"), 3481),
        slowly(("log", "6", "2016-03-29 03:00", "--yes"), 3454),
    ],
    ids=["one old cramp", "a use ten years too early", "a cramp ten years too early"],
)
def test_one_old_entry_changes_no_word(cramp: Cramp, kept: Path, typed: tuple[str, ...], gap: int) -> None:
    before = _said(cramp, kept)
    assert before["trend"] == "about as usual"
    assert cramp("--diary", kept, *typed).exit_code == 0
    assert _said(cramp, kept) == before
    assert _gap_named_on_both_screens(cramp, kept) == gap


def test_a_diary_of_75_nights_and_a_cramp_of_a_year_ago_has_no_trend(cramp: Cramp, diary_path: Path) -> None:
    seeded.fill(diary_path, written(Random(5), 74, 0))
    assert cramp("--diary", diary_path, "log", "8", "calf", "2025-03-28 03:00").exit_code == 0
    assert _said(cramp, diary_path)["trend"] is None
    assert "worsening" not in _said(cramp, diary_path)["rules"]
    shown = cramp("--diary", diary_path, "stats").out
    assert "than usual" not in shown
    nights = cramp("--diary", diary_path, "stats", "--json").json["nights"]
    assert nights["counted"] == 76


RETURNS = [each for each in SILENCES if each.endswith("silent nights")]


@pytest.mark.slow_but_first
@pytest.mark.parametrize("kind", RETURNS)
def test_a_return_at_the_same_rate_is_no_rise_and_no_verdict(
    cramp: Cramp, diary_path: Path, kind: str
) -> None:
    silent = int(kind.split()[0])
    seeded.fill(diary_path, SILENCES[kind](Random(4)))
    said = _said(cramp, diary_path)
    assert said["trend"] == "about as usual"
    assert "worsening" not in said["rules"]
    assert "new-medicine" not in said["rules"]
    assert said["verdicts"]["heat"] in ("no_clear_difference", "not_enough_nights")
    assert _gap_named_on_both_screens(cramp, diary_path) >= silent
    shown = cramp("--diary", diary_path, "stats", "--json").json
    # The nights before the silence count too, and it is in no rate.
    assert shown["nights"]["counted"] == pytest.approx(2 * KEPT, abs=10)
    assert shown["cramp_free_longest"] < 28


@pytest.mark.slow_but_first
@pytest.mark.parametrize("nights", [1, 20, 60])
def test_soon_after_a_return_nothing_is_said_to_have_risen(
    cramp: Cramp, diary_path: Path, nights: int
) -> None:
    """The first cramps after ten months are the hardest case: all that is recent lies behind the silence."""
    chance = Random(nights)
    old = written(chance, KEPT + 299 + nights, 299 + nights)
    seeded.fill(diary_path, [*old, *written(chance, nights - 1, 0)])
    said = _said(cramp, diary_path)
    assert said["trend"] in (None, "about as usual")
    assert "worsening" not in said["rules"]
    assert said["verdicts"]["heat"] in ("no_clear_difference", "not_enough_nights")
    assert LAST_NIGHT.isoformat() <= cramp("--diary", diary_path, "stats", "--json").json["last_night"]
