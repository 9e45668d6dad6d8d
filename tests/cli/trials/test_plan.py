"""A trial planned through the command line: what is offered, and of what there is none."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kit.builders import check_in, course
from kit.running import Cramp
from kit.terminals import needs_terminal, squeezed, talk
from kit.trials import FIRST, at, begun, clock, cramps_of, keep, kept


def test_no_trial_of_what_is_prescribed_dangerous_used_nightly_or_beside_another(
    diary: Path, cramp: Cramp
) -> None:
    now = clock(FIRST)
    for remedy, why in (
        ("statin", "whoever prescribed it"),
        ("quinine", "dangerous"),
        ("tonic water", "dangerous"),
    ):
        refused = cramp("trial", "plan", remedy, "--yes", "--anyway", env=now)
        assert refused.exit_code == 1, remedy
        assert why in refused.err
    cramp("words", "prescribed", "heat", env=now)
    assert "whoever prescribed it" in cramp("trial", "plan", "heat", "--yes", env=now).err
    keep(diary, [course("massage", first=FIRST - timedelta(days=9))], at(FIRST, 9))
    every_night = cramp("trial", "plan", "massage", "--yes", env=now).err
    assert "every night" in every_night
    begun(diary)
    assert "one at a time" in cramp("trial", "plan", "light-blanket", "--yes", env=now).err
    assert len(kept(diary)) == 1


BY_ANOTHER_NAME = {
    "prescribed": ([("prescribed", "stretching")], "whoever prescribed it"),
    "made into a medicine": ([("merge", "remedy", "stretching", "gabapentin")], "whoever prescribed it"),
    "a medicine made into it": ([("merge", "remedy", "gabapentin", "stretching")], "whoever prescribed it"),
    "by two steps": (
        [("merge", "remedy", "statin", "massage"), ("merge", "remedy", "massage", "stretching")],
        "whoever prescribed it",
    ),
    "what is prescribed made into it": (
        [("prescribed", "heat"), ("merge", "remedy", "heat", "stretching")],
        "whoever prescribed it",
    ),
    "renamed": ([("rename", "remedy", "stretching", "quinine")], "dangerous"),
    "typed so too": ([("also", "remedy", "stretching", "bitter lemon")], "dangerous"),
    "quinine made into it": (
        [("add", "remedy", "chinin"), ("merge", "remedy", "chinin", "stretching")],
        "dangerous",
    ),
    "an unknown one made into it": (
        [("add", "remedy", "baclofen"), ("merge", "remedy", "baclofen", "stretching")],
        "Baclofen may be a medicine",
    ),
    "typed as an unknown one": ([("also", "remedy", "stretching", "Lyrica")], "Lyrica may be a medicine"),
    "renamed to an unknown one": (
        [("rename", "remedy", "stretching", "Lioresal")],
        "Lioresal may be a medicine",
    ),
}
"""How a remedy turns out to be another: what is said of it, and why there is no trial of it then."""


@pytest.mark.slow_but_some
@pytest.mark.parametrize(("said", "why"), BY_ANOTHER_NAME.values(), ids=BY_ANOTHER_NAME)
def test_nothing_is_drawn_of_what_turns_out_to_be_prescribed_or_dangerous(
    diary: Path, cramp: Cramp, said: list[tuple[str, ...]], why: str
) -> None:
    now = clock(FIRST)
    for each in said:
        assert cramp("words", *each, env=now).exit_code == 0
    planned = cramp("trial", "plan", "stretching", "--yes", "--anyway", env=now)
    assert (planned.exit_code, why in planned.err) == (1, True)
    assert kept(diary) == []
    begun(diary)
    refused = cramp("trial", "today", env=now)
    assert (refused.exit_code, refused.out, why in refused.err) == (2, "", True)
    for screen in (("trial",), (), ("remind", "--due")):
        told = " ".join(cramp(*screen, env=now).out.split())
        assert why in told, screen
        assert "Tonight:" not in told, screen
    assert cramp("trial", "stop", "--yes", env=now).exit_code == 0


def test_what_may_be_a_medicine_is_asked_of_first(diary: Path, cramp: Cramp) -> None:
    now = clock(FIRST)
    for remedy in ("baclofen", "limptar", "chinin", "quinidine"):
        cramp("words", "add", "remedy", remedy, env=now)
        refused = cramp("trial", "plan", remedy, "--yes", "--anyway", env=now)
        assert refused.exit_code == 1
        assert ("may be a medicine" if remedy == "baclofen" else "dangerous") in refused.err
    assert kept(diary) == []
    cramp("words", "prescribed", "baclofen", "no", env=now)
    assert cramp("trial", "plan", "baclofen", "--yes", env=now).exit_code == 0
    assert len(kept(diary)) == 1


def told_by(ran: Any) -> str:
    return " ".join(f"{ran.out} {ran.err}".split())


def test_supplements_and_medicines_are_told_to_be_checked_first(diary: Path, cramp: Cramp) -> None:
    refused = told_by(cramp("trial", "plan", "aspirin", "--yes", env=clock(FIRST)))
    assert "ibuprofen, aspirin and naproxen may be medicines" in refused  # daily aspirin often is prescribed
    assert "they all mean painkiller" in refused
    assert kept(diary) == []
    cramp("words", "prescribed", "painkiller", "no", env=clock(FIRST))
    for remedy in ("potassium", "vitamins", "vitamin-d", "magnesium", "salt", "painkiller"):
        told = cramp("trial", "plan", remedy, "--lasting", env=clock(FIRST)).out
        assert "healthcare provider first" in " ".join(told.split()), remedy
    assert "provider" not in cramp("trial", "plan", "heat", env=clock(FIRST)).out


def test_what_a_year_would_not_show_is_begun_only_anyway(diary_path: Path, cramp: Cramp) -> None:
    keep(
        diary_path,
        [each for back in range(1, 9) for each in cramps_of(FIRST - timedelta(days=10 * back), 1)],
        at(FIRST, 9),
    )
    diary, now = ("--diary", diary_path), clock(FIRST)
    told = cramp(*diary, "trial", "plan", "stretching", env=now)
    assert "Better not to start one" in told.out
    assert cramp(*diary, "trial", "plan", "stretching", "--yes", env=now).exit_code == 1
    assert kept(diary_path) == []
    assert cramp(*diary, "trial", "plan", "stretching", "--yes", "--anyway", env=now).exit_code == 0
    (record,) = kept(diary_path)
    assert (record.last_night - record.first_night).days < 365


def test_the_hint_of_a_plan_begins_the_plan_that_was_shown(diary: Path, cramp: Cramp) -> None:
    for given, kind in ((("--lasting",), "lasting"), ((), "quick"), (("--slow", "--anyway"), "slow")):
        told = " ".join(cramp("trial", "plan", "stretching", *given, env=clock(FIRST)).out.split())
        (hint,) = re.findall("To begin it: `cramp ([^`]*)`", told) or [None]
        if hint is None:
            assert "cannot be planned" in told or kind == "slow"
            continue
        assert cramp(*hint.split(), env=clock(FIRST)).exit_code == 0
        assert kept(diary)[-1].nature == kind
        cramp("undo", env=clock(FIRST))


def test_what_was_answered_is_of_all_that_a_remedy_stands_for(diary: Path, cramp: Cramp) -> None:
    now = clock(FIRST)
    cramp("words", "prescribed", "stretching", "no", env=now)
    cramp("words", "merge", "remedy", "gabapentin", "stretching", env=now)
    begun(diary)
    assert "whoever prescribed it" in cramp("trial", "today", env=now).err
    cramp("words", "prescribed", "stretching", "no", env=now)  # said again, now that it stands for both
    assert cramp("trial", "today", env=now).out.startswith("Tonight: ")
    cramp("undo", env=now)
    assert "whoever prescribed it" in cramp("trial", "today", env=now).err


def test_a_drink_called_isotonic_is_no_tonic_water(diary: Path, cramp: Cramp) -> None:
    cramp("words", "add", "remedy", "isotonic drink", env=clock(FIRST))
    assert "may be a medicine" in cramp("trial", "plan", "isotonic drink", "--yes", env=clock(FIRST)).err


def test_where_a_year_is_too_short_for_half_of_it_one_length_is_offered(
    diary_path: Path, cramp: Cramp
) -> None:
    nights = [FIRST - timedelta(days=back) for back in range(60, 0, -1)]
    quiet = [check_in(night) for number, night in enumerate(nights) if number % 7]
    records = [*quiet, *(each for night in nights[::7] for each in cramps_of(night, 1))]
    keep(diary_path, records, at(FIRST, 9))
    told = cramp(
        "--diary", diary_path, "trial", "plan", "stretching", "--anyway", "--json", env=clock(FIRST)
    ).json
    assert set(told["choices"]) == {"full"}
    shown = cramp("--diary", diary_path, "trial", "plan", "stretching", "--anyway", env=clock(FIRST)).out
    assert "shorter" not in shown
    assert "--short" not in shown
    ran = cramp("--diary", diary_path, "trial", "plan", "stretching", "--anyway", "--short", env=clock(FIRST))
    assert (ran.exit_code, ran.out) == (2, "")


def test_a_set_is_told_to_be_one(diary: Path, cramp: Cramp) -> None:
    assert cramp("words", "set", "evening", "stretching", "heat", env=clock(FIRST)).exit_code == 0
    ran = cramp("trial", "plan", "evening", env=clock(FIRST))
    assert (ran.exit_code, ran.out) == (2, "")
    assert "evening is a set of them: `cramp trial plan stretching`" in ran.err


@pytest.mark.parametrize("empty", ["", "  ", "\t"])
def test_a_plan_of_nothing_says_what_it_takes(diary: Path, cramp: Cramp, empty: str) -> None:
    ran = cramp("trial", "plan", empty, env=clock(FIRST))
    assert (ran.exit_code, ran.out) == (2, "")
    assert "names no remedy" in ran.err
    assert "words add" not in ran.err


def test_what_acts_over_weeks_is_drawn_by_threes_only_anyway(diary: Path, cramp: Cramp) -> None:
    now = clock(FIRST)
    refused = cramp("trial", "plan", "magnesium", "--lasting", "--yes", env=now)
    assert (refused.exit_code, "acts over weeks" in refused.err) == (1, True)
    assert kept(diary) == []
    told = " ".join(cramp("trial", "plan", "magnesium", "--lasting", env=now).out.split())
    assert told.startswith("Magnesium acts over weeks")
    (hint,) = re.findall("To begin it: `cramp ([^`]*)`", told)
    assert cramp(*hint.split(), env=now).exit_code == 0
    assert kept(diary)[0].nature == "lasting"
    cramp("undo", env=now)
    assert "acts over weeks" not in cramp("trial", "plan", "heat", "--lasting", "--yes", env=now).out


UNKNOWN = ("baclofen", "lyrica", "brine")


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize(("answer", "is_begun"), [("n", True), ("y", False), ("", False)])
def test_what_is_answered_is_asked_of_every_name_that_is_not_known(
    diary: Path, cramp: Cramp, answer: str, is_begun: bool
) -> None:
    now = clock(FIRST)
    for each in UNKNOWN:
        cramp("words", "add", "remedy", each, env=now)
        cramp("words", "merge", "remedy", each, "massage", env=now)
    refused = cramp("trial", "plan", "massage", "--yes", env=now)
    assert refused.exit_code == 1
    assert all(each in refused.err.casefold() for each in UNKNOWN)
    answers: list[tuple[str, str | bytes]] = [
        ("Was any of these prescribed", f"{answer}\r"),
        ("night after", "\r"),
        ("Begin it?", "y\r"),
    ]
    ran = talk(["trial", "plan", "massage"], *answers[: 3 if is_begun else 1], env=now)
    asked = squeezed(ran.text.partition("Was any of these")[2].partition("?")[0])
    assert all(each in asked for each in UNKNOWN), ran.text
    assert len(kept(diary)) == is_begun


def test_two_lengths_that_are_called_the_same_are_said_once(diary: Path, cramp: Cramp) -> None:
    told = " ".join(cramp("trial", "plan", "heat", "--lasting", env=clock(FIRST)).out.split())
    (length,) = re.findall(r"takes about (\d+ \w+) of three nights", told)
    assert f"({length} if" not in told


def test_what_is_hardly_shorter_is_no_choice(diary_path: Path, cramp: Cramp) -> None:
    """Where the longer of two is cut down to a year, half of what is needed can be nearly as long."""
    lengths = []
    for count in (26, 28, 30, 34, 60):
        path = diary_path.with_name(f"{count}.db")
        nights = sorted(Random(count).sample(range(1, 91), count))
        keep(
            path,
            [each for back in nights for each in cramps_of(FIRST - timedelta(days=back), 1)],
            at(FIRST, 9),
        )
        ran = cramp("--diary", path, "trial", "plan", "stretching", "--json", env=clock(FIRST))
        choices = ran.json["choices"]
        full, short = (choices.get(each, {}).get("nights") for each in ("full", "short"))
        assert short is None or short <= 0.9 * full
        lengths.append((full, short))
    assert any(short is None for _, short in lengths), lengths
    assert any(short is not None for _, short in lengths), lengths
