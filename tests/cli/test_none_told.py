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
    assert (ran.exit_code, "None of those nights" in ran.err) == (2, True)
    assert cramp("none", "since", "sunday", "except", "monday", env=MORNING).exit_code == 0


SEVERAL = (
    *(
        "all week except tuesday",
        "since sunday",
        "monday or sunday",
        "saturday and sunday",
        "the last 3 nights",
    ),
    *(
        "saturday to monday",
        "for 3 nights",
        "all week",
        "since friday except sunday",
        "saturday, sunday or monday",
    ),
)


@pytest.mark.slow_but_some
@pytest.mark.parametrize("nights", SEVERAL)
def test_several_nights_without_cramps_are_those_of_none(nights: str, cramp: Cramp) -> None:
    named = cramp("none", nights.replace(" or ", " and "), env=MORNING)
    assert named.exit_code == 0, named.err
    meant = sorted(each["night"] for each in cramp("list", "--json").json["entries"])
    assert len(meant) > 1
    for line in (f"no cramps {nights}", f"didn't cramp {nights}", f"no cramps at all {nights}, slept well"):
        assert cramp("undo").exit_code == 0
        ran = cramp("log", line, env=MORNING)
        assert ran.exit_code == 0, ran.err
        entries = cramp("list", "--json").json["entries"]
        assert sorted(each["night"] for each in entries if each["kind"] == "check_in") == meant, line
        assert all(each["typed"] == line and each["clear"] for each in entries)
        assert all((each["note"] == "slept well") == ("slept" in line) for each in entries)
    advised = cramp(*f"no cramps {nights}".split()).err
    assert "Did you mean `cramp none" in advised or f"`cramp log no cramps {nights}`" in advised
    if "`cramp none" in advised:
        assert f"`cramp none {nights}`" in advised


def test_a_pipe_names_the_command_for_several_nights(cramp: Cramp) -> None:
    for nights in ("all week except tuesday", "saturday to monday", "since sunday"):
        ran = cramp("log", "-", stdin=f"no cramps {nights}", env=MORNING)
        assert (ran.exit_code, f"`cramp none {nights}`" in ran.err) == (2, True), ran.err
    assert not cramp("list", "--json").json["entries"]


@pytest.mark.parametrize(
    ("line", "nights"),
    [
        ("no cramps last night, 3 glasses of wine on monday", ["2026-03-30"]),
        ("no cramps all night", ["2026-03-30"]),
        ("no cramps sunday, sore since friday", ["2026-03-29"]),
    ],
)
def test_a_night_of_something_else_is_not_said_to_be_clear(
    line: str, nights: list[str], cramp: Cramp
) -> None:
    assert cramp("log", line, env=MORNING).exit_code == 0
    entries = cramp("list", "--json").json["entries"]
    assert [each["night"] for each in entries if each["kind"] == "check_in"] == nights
    assert all(each["typed"] == line for each in entries)


LINKS = (" but ", ", ", " though ", " just ", " but just ", ", only ")


@pytest.mark.slow_but_some
@pytest.mark.parametrize("command", [("none",), ("log", "none"), ("log", "no cramps")])
@pytest.mark.parametrize("link", LINKS)
def test_what_was_felt_after_nights_without_cramps_is_a_sign(
    link: str, command: tuple[str, ...], cramp: Cramp
) -> None:
    for nights, felt in (
        ("last night", "sore"),
        ("sunday", "left calf sore"),
        ("", "toes tingling"),
        ("", "sore"),
    ):
        line = f"{nights}{link}{felt}"
        ran = cramp(*command, line.strip(), env=MORNING)
        assert ran.exit_code == 0, ran.err
        entries = cramp("list", "--json").json["entries"]
        clear, sign = sorted(entries, key=lambda each: each["kind"])
        assert (clear["kind"], clear["clear"]) == ("check_in", True)
        assert clear["night"] == ("2026-03-29" if nights == "sunday" else "2026-03-30")
        assert (sign["kind"], sign["side"]) == ("sign", "left" if "left" in felt else None)
        assert sign["sensations"] == (["tingling"] if "toes" in felt else ["soreness"])
        assert cramp("undo").exit_code == 0
        assert not cramp("list", "--json").json["entries"]


def test_more_nights_and_what_was_felt_are_told_in_two_lines(cramp: Cramp) -> None:
    ran = cramp("none", "saturday to monday but legs sore", env=MORNING)
    assert ran.exit_code == 0, ran.err
    assert "no cramps on 3 nights" in ran.out
    assert "soreness, leg" in ran.out
    assert len(cramp("list", "--json").json["entries"]) == 4


@pytest.mark.parametrize(
    "rest",
    [
        "but calf 5",
        "but one at 3am",
        "but a cramp in my foot",
        "but calf seized up at 3",
        ", then calf 7 at 4am",
    ],
)
def test_none_takes_no_cramp(rest: str, cramp: Cramp) -> None:
    ran = cramp("none", f"last night {rest}", env=MORNING)
    assert (ran.exit_code, "`cramp log" in ran.err) == (2, True)
    assert not cramp("list", "--json").json["entries"]


def test_what_was_felt_is_kept_where_none_is_refused(cramp: Cramp) -> None:
    assert cramp("log", "calf 5 last night", env=MORNING).exit_code == 0
    ran = cramp("none", "last night but sore", env=MORNING)
    assert (ran.exit_code, "not saved" in ran.err) == (0, True)
    assert sorted(each["kind"] for each in cramp("list", "--json").json["entries"]) == ["episode", "sign"]


@pytest.mark.parametrize("line", ["none so far", "no cramps yet", "none yet"])
def test_so_far_is_of_the_night_to_come_in_the_evening(line: str, cramp: Cramp) -> None:
    evening = {"CRAMP_NOW": "2026-03-31T22:00:00+01:00"}
    for ran in (cramp("log", line, env=evening), cramp("none", line.removeprefix("none "), env=evening)):
        assert (ran.exit_code, "not over yet" in ran.err) == (2, True)
    assert cramp("log", line, env=MORNING).exit_code == 0
    (entry,) = cramp("list", "--json").json["entries"]
    assert (entry["kind"], entry["night"]) == ("check_in", "2026-03-30")
