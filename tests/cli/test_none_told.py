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


NIGHT = {"CRAMP_NOW": "2026-03-31T03:10:00+01:00"}
FELT = ("left foot tingling 3", "stiffness in left calf", "left leg numb")


@pytest.mark.slow_but_some
@pytest.mark.parametrize("piped", [False, True])
@pytest.mark.parametrize("felt", FELT)
@pytest.mark.parametrize(
    ("before", "now"), [(["used", "heat"], NIGHT), (["log", "hand 5"], NIGHT), (["log", "hand 5"], MORNING)]
)
def test_what_was_felt_is_kept_where_the_night_cannot_be_clear(
    felt: str, before: list[str], now: dict[str, str], piped: bool, cramp: Cramp
) -> None:
    cramp(*before, env=now)
    known = cramp("list", "--json", env=now).json["entries"]
    line = f"no cramps but {felt}, took the long way"
    ran = cramp("log", "-", stdin=line, env=now) if piped else cramp("log", line, env=now)
    assert ran.exit_code == 0, ran.err
    assert "not saved" in ran.err
    (sign,) = [each for each in cramp("list", "--json", env=now).json["entries"] if each not in known]
    assert (sign["kind"], sign["side"], sign["typed"]) == ("sign", "left", line)
    assert "took the long way" in sign["note"]
    assert cramp("log", "no cramps", env=now).exit_code != 0


@pytest.mark.parametrize("line", ["that wasn't a cramp", "it was not a cramp, sorry", "wasn't really one"])
def test_the_cramp_that_was_none_is_taken_back_by_what_is_advised(line: str, cramp: Cramp) -> None:
    assert cramp("log", line, env=MORNING).exit_code == 2
    cramp("log", "calf 5", env=MORNING)
    cramp("used", "heat", env=MORNING)
    before = cramp("list", "--json").json["entries"]
    for ran in (cramp("log", line, env=MORNING), cramp("log", "-", stdin=line, env=MORNING)):
        assert (ran.exit_code, cramp("list", "--json").json["entries"]) == (2, before)
        assert "calf, 5" in ran.err
        assert "`cramp delete 1`" in ran.err
    assert cramp("delete", "1", env=MORNING).exit_code == 0
    assert cramp("list", "--kind", "episode", "--json").json["entries"] == []


def test_what_was_felt_in_place_of_a_cramp_is_saved_and_nothing_else(cramp: Cramp) -> None:
    cramp("log", "calf 5", env=MORNING)
    ran = cramp("log", "it wasn't a cramp, just tingling in my left foot", env=MORNING)
    assert "`cramp delete 1`" in ran.err
    assert [each["kind"] for each in cramp("list", "--json").json["entries"]].count("sign") == 1
    assert not [each for each in cramp("list", "--json").json["entries"] if each["kind"] == "check_in"]


def test_a_night_that_is_left_out_stays_as_it_was_and_is_named(cramp: Cramp) -> None:
    ran = cramp("none", "27", "march", "to", "30", "march", "except", "28", "march", env=MORNING)
    assert "but for the night of Sat 28 to Sun 29 March" in ran.out, ran
    nights = [each["night"] for each in cramp("list", "--json").json["entries"]]
    assert sorted(nights) == ["2026-03-27", "2026-03-29", "2026-03-30"]
    ran = cramp("log", "no cramps this week except monday", env=MORNING)
    assert (ran.exit_code, "`cramp none since sunday except monday`" in ran.err) == (2, True)
    assert cramp("none", "since", "sunday", "except", "monday", env=MORNING).exit_code == 0
