"""A line of `cramp log` that says that there was no cramp: a night without one, and a sign where it tells of that."""

from __future__ import annotations

import pytest

from kit.running import Cramp

MORNING = {"CRAMP_NOW": "2026-03-31T08:00:00+01:00"}


@pytest.mark.parametrize("piped", [False, True])
@pytest.mark.parametrize("known", [False, True])
def test_what_was_felt_in_a_night_without_cramps_is_a_sign_and_one_undo_takes_both_back(
    known: bool, piped: bool, cramp: Cramp
) -> None:
    cramp("none" if known else "used", *[] if known else ["heat"], env=MORNING)
    before = cramp("list", "--json").json["entries"]
    line = "no cramps but left calf swollen 3"
    ran = cramp("log", "-", stdin=line, env=MORNING) if piped else cramp("log", line, env=MORNING)
    assert ran.exit_code == 0, ran.err
    assert "one leg" in ran.err
    found = [each for each in cramp("list", "--json").json["entries"] if each not in before]
    assert sorted(each["kind"] for each in found) == ["sign"] if known else ["check_in", "sign"]
    sign = next(each for each in found if each["kind"] == "sign")
    assert (sign["sites"], sign["side"], sign["sensations"], sign["severity"]) == (
        ["calf"],
        "left",
        ["swelling"],
        3,
    )
    assert sign["typed"] == line
    assert cramp("undo").exit_code == 0
    assert cramp("list", "--json").json["entries"] == before


@pytest.mark.parametrize(
    "line", ["quiet night, no cramps", "didn't cramp", "good night", "nothing to report"]
)
def test_a_night_marked_clear_is_not_overruled_by_saying_so_again(line: str, cramp: Cramp) -> None:
    cramp("none", env=MORNING)
    before = cramp("list", "--json").json["entries"]
    ran = cramp("log", line, env=MORNING)
    assert (ran.exit_code, cramp("list", "--json").json["entries"]) == (0, before)
