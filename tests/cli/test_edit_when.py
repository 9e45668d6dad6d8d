"""`edit` in time: a clock time stays in the entry's own night, and a night moves an entry of any kind."""

from __future__ import annotations

from typing import Any

import pytest

from kit.running import Cramp
from kit.terminals import needs_terminal, talk

APRIL = {"CRAMP_NOW": "2026-04-30T09:00:00+01:00"}
CLEAR = "That night was marked as clear before; it counts as a night with a cramp now."
AWAY = "You were away that night, so this is kept but left out of the figures."


def entry(cramp: Cramp, number: int = 1) -> dict[str, Any]:
    shown: dict[str, Any] = cramp("show", str(number), "--json").json["entry"]
    return shown


@pytest.mark.parametrize("command", ["log", "used heat", "had alcohol"])
@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("04:30", "2026-03-03T04:30:00+00:00"),
        ("4am", "2026-03-03T04:00:00+00:00"),
        ("at 23:50", "2026-03-02T23:50:00+00:00"),
        ("noon", "2026-03-02T12:00:00+00:00"),
        ("midnight", "2026-03-03T00:00:00+00:00"),
        ("yesterday 04:30", "2026-04-29T04:30:00+01:00"),
        ("mon 04:30", "2026-04-27T04:30:00+01:00"),
        ("2026-03-08 04:30", "2026-03-08T04:30:00+00:00"),
        ("20m ago", "2026-04-30T08:40:00+01:00"),
    ],
)
@pytest.mark.slow_but_first
def test_a_clock_time_stays_in_its_night_and_a_day_is_what_it_says(
    command: str, typed: str, at: str, cramp: Cramp
) -> None:
    cramp(*command.split(), "--at", "2026-03-03 02:30")
    assert cramp("edit", "1", "--at", typed, env=APRIL).exit_code == 0
    assert entry(cramp)["at"] == at


@pytest.mark.slow
def test_a_clock_time_is_one_of_the_clock_that_the_entry_was_logged_by(
    cramp: Cramp, run_cramp: Cramp
) -> None:
    paris = {"TZ": "Europe/Paris", "CRAMP_NOW": "2026-03-28T09:00:00+01:00"}
    run_cramp("log", "5", "03:10", env=paris)
    run_cramp("log", "6", "--at", "2026-03-27 03:10+09:00", env=paris)  # by a clock of which no name is known
    for number, typed, at in (
        (1, "04:30", "2026-03-28T04:30:00+01:00"),
        (2, "04:30", "2026-03-27T04:30:00+09:00"),
    ):
        assert cramp("edit", str(number), "--at", typed, env=APRIL).exit_code == 0
        assert (entry(cramp, number)["at"], entry(cramp, number)["zone"]) == (at, "Europe/Paris")


def test_a_clock_time_that_its_night_has_twice_or_not_at_all_or_not_yet(cramp: Cramp) -> None:
    cramp("log", "5", "--at", "2025-10-25 23:00")
    cramp("log", "6", "--at", "2026-03-29 04:00")
    cramp("log", "7")
    for number, typed, said in ((1, "01:30", "twice"), (2, "01:30", "skipped"), (3, "10:00", "to come")):
        ran = cramp("edit", str(number), "--at", typed)
        assert (ran.exit_code, ran.err.count("\n")) == (2, 1)
        assert said in ran.err
    for fold, at in (("first", "2025-10-26T01:30:00+01:00"), ("second", "2025-10-26T01:30:00+00:00")):
        cramp("edit", "1", "--at", "01:30", "--fold", fold)
        assert entry(cramp)["at"] == at


@needs_terminal
def test_in_the_form_too_a_clock_time_stays_in_its_night(cramp: Cramp) -> None:
    cramp("log", "5", "--at", "2026-03-03 02:30")
    cramp("log", "5", "--day", "2026-03-03")
    for number, at in ((1, "2026-03-03T04:30:00+00:00"), (2, "2026-03-04T04:30:00+00:00")):
        ran = talk(["edit", str(number)], env={"EDITOR": "sed -i 's/^at:.*/at: 04:30/'", **APRIL})
        assert ran.exit_code == 0, ran.text
        assert (entry(cramp, number)["at"], entry(cramp, number)["precision"]) == (at, "minute")


@needs_terminal
def test_in_the_form_what_is_known_by_its_night_stays_so_and_can_be_moved(cramp: Cramp) -> None:
    cramp("log", "5", "--day", "2026-03-03")
    cramp("log", "5", "--at", "2026-03-03 02:30")
    before = entry(cramp)
    talk(["edit", "1"], env={"EDITOR": "sed -i s/5/6/"})
    assert entry(cramp) == before | {"severity": 6}
    talk(["edit", "1"], env={"EDITOR": "sed -i 's/^day:.*/day: 2026-03-05/'"})
    assert (entry(cramp)["night"], entry(cramp)["precision"]) == ("2026-03-05", "day")
    talk(["edit", "2"], env={"EDITOR": "sed -i 's/^at:.*/day: 2026-03-05/'"})
    assert (entry(cramp, 2)["night"], entry(cramp, 2)["precision"]) == ("2026-03-05", "day")


@pytest.mark.parametrize(
    ("command", "day", "becomes"),
    [
        ("log 5 03:10", "2026-03-20", {"night": "2026-03-20", "precision": "day"}),
        ("log 5 --day monday", "2026-03-20", {"night": "2026-03-20", "precision": "day"}),
        ("used heat 20:00", "2026-03-20", {"night": "2026-03-20", "precision": "day"}),
        ("none", "2026-03-20", {"night": "2026-03-20"}),
        (
            "away 2026-03-01 2026-03-04",
            "2026-04-20",
            {"first_night": "2026-04-20", "last_night": "2026-04-23"},
        ),
        (
            "away 2026-03-01 2026-03-04",
            "2026-03-02..2026-03-03",
            {"first_night": "2026-03-02", "last_night": "2026-03-03"},
        ),
    ],
)
@pytest.mark.slow_but_first
def test_an_entry_of_any_kind_moves_to_another_night(
    command: str, day: str, becomes: dict[str, str], cramp: Cramp
) -> None:
    cramp(*command.split(), "--note", "stays")
    before = entry(cramp)
    ran = cramp("edit", "1", "--day", day)
    assert ran.exit_code == 0, ran.err
    changed = {name for name, value in entry(cramp).items() if value != before[name]}
    assert entry(cramp) == entry(cramp) | becomes
    assert changed - {"at"} == {name for name, value in becomes.items() if value != before[name]}
    assert cramp("edit", "1", "--day", day).out == "It says that already.\n"
    cramp("undo")
    assert entry(cramp) == before


@pytest.mark.parametrize(
    ("command", "options", "code", "said"),
    [
        ("log 5 03:10", ("--day", "2026-03-20..2026-03-21"), 2, "for a span away"),
        ("log 5 03:10", ("--day", "2026-03-20", "--at", "04:00"), 2, "given twice"),
        ("log 5 03:10", ("--day", "2026-04-20"), 2, "has not begun"),
        ("none", ("--at", "03:10"), 2, "--day moves them"),
        ("none", ("--day", "today"), 2, "is not over yet"),
        (
            "none",
            ("--day", "2026-03-25"),
            1,
            "There is a cramp in the night of Wed 25 to Thu 26 March (entry 2).",
        ),
        ("none", ("--day", "2026-03-24"), 1, "Already said of night of Tue 24 to Wed 25 March (entry 3)."),
        ("none", ("--day", "2026-03-26"), 1, "Already said of night of Thu 26 to Fri 27 March (entry 4)."),
        ("away 2026-03-01 2026-03-04", ("--day", "2026-03-05..2026-03-01"), 2, "other way round"),
    ],
)
@pytest.mark.slow_but_first
def test_a_move_that_cannot_be_is_refused_as_it_is_where_such_an_entry_is_made(
    command: str, options: tuple[str, ...], code: int, said: str, cramp: Cramp
) -> None:
    evening = {"CRAMP_NOW": "2026-03-31T21:00:00+01:00"}
    cramp(*command.split())
    cramp("log", "5", "--at", "2026-03-25 23:00")
    cramp("none", "2026-03-24")
    cramp("away", "2026-03-26", "2026-03-26")
    before = entry(cramp)
    ran = cramp("edit", "1", *options, env=evening)
    assert (ran.exit_code, ran.err.count("\n")) == (code, 1)
    assert said in ran.err
    assert entry(cramp) == before


@pytest.mark.parametrize("options", [("--at", "2026-03-24 23:30"), ("--day", "2026-03-24")])
def test_what_else_was_said_of_a_night_is_told_in_the_same_words_by_log_and_by_edit(
    options: tuple[str, ...], cramp: Cramp
) -> None:
    cramp("none", "2026-03-24")
    cramp("away", "2026-03-24", "2026-03-25")
    logged = cramp("log", "5", *options)
    assert logged.err == f"{CLEAR}\n{AWAY}\n"
    cramp("undo")
    cramp("log", "5", "--at", "2026-03-20 23:00")
    number = cramp("show", "last", "--json").json["entry"]["id"]
    assert cramp("edit", str(number), *options).err == logged.err
    assert cramp("edit", str(number), "--severity", "6").err == ""  # it is there already


def test_a_span_that_is_moved_over_cramps_is_told_as_a_new_one_is(cramp: Cramp) -> None:
    cramp("log", "5", "--at", "2026-03-20 23:00")
    made = cramp("away", "2026-03-20", "2026-03-21")
    assert made.err == "1 cramp in those nights: kept, but left out of the figures.\n"
    cramp("undo")
    cramp("away", "2026-03-10", "2026-03-11")
    number = cramp("show", "last", "--json").json["entry"]["id"]
    assert cramp("edit", str(number), "--day", "2026-03-19").err == made.err
    assert cramp("edit", str(number), "--note", "in hospital").err == ""
