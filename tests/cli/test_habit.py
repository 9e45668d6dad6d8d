"""A week of habit, typed at a terminal while the clock moves: what it costs, and that it is kept as it was lived."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from kit.running import Cramp
from kit.terminals import Talk, needs_terminal, talk

pytestmark = needs_terminal

MONDAY = datetime.fromisoformat("2026-03-02T00:00+00:00")
MOST_KEYS, MOST_COMMANDS = 120, 10
EVENING, NIGHT, EASED, MISSED = "last evening?", "Last night: any", "What eased", "Nothing was said of"


class Week:
    """Types commands as the days pass, and counts keys, with each Enter, and commands."""

    def __init__(self) -> None:
        self.keys = self.commands = 0

    def __call__(self, day: int, clock: str, line: str, *answers: tuple[str, str]) -> Talk:
        """Type a line in the shell, and an answer, with its Enter, when each question is shown.

        Args:
            day: 0 is a Monday.
            clock: the time, as in 03:10.
            line: the command.
            answers: pairs of a question and what is typed.
        """
        hour, minute = map(int, clock.split(":"))
        now = MONDAY + timedelta(days=day, hours=hour, minutes=minute)
        ran = talk(line.split()[1:], *answers, env={"CRAMP_NOW": now.isoformat()})
        assert ran.exit_code == 0, ran.shown
        self.keys += len(line) + 1 + sum(len(typed) for _, typed in answers)
        self.commands += 1
        return ran


@pytest.fixture
def week() -> Week:
    """A diary in use: two usual remedies, and a cramp that massage eased."""
    before = Week()
    before(-1, "10:00", "cramp log 6 left calf massage helped last night")
    before(-1, "20:00", "cramp used stretching magnesium", ("more, or less?", "\n"))
    before(0, "09:00", "cramp none")
    return Week()


@pytest.mark.slow
def test_a_normal_week_takes_few_keys_and_commands_and_is_kept_as_it_was(week: Week, cramp: Cramp) -> None:
    """Seven evenings with two usual remedies, three nights with a cramp, four without, and a sore morning."""
    again = (EVENING, "\n")
    week(1, "09:30", "cramp", again, (NIGHT, "n\n"))
    week(2, "09:30", "cramp", again, (NIGHT, "again 5\n"), (EASED, "y\n"))
    week(3, "03:10", "cramp again 7")
    week(3, "09:30", "cramp", again, (EASED, "standing\n"))
    week(4, "09:30", "cramp", again, (NIGHT, "n\n"))
    week(5, "09:30", "cramp", again, (NIGHT, "n\n"))
    week(6, "09:30", "cramp", again, (NIGHT, "right foot 4 sore 2h\n"), (EASED, "y\n"))
    week(7, "09:30", "cramp", again, (NIGHT, "n\n"))
    print(f"{week.keys} keys, {week.commands} commands")
    assert (week.keys <= MOST_KEYS, week.commands <= MOST_COMMANDS) == (True, True)

    found = cramp("list", "--since", "2026-03-02", "--json").json["entries"]
    assert Counter((each["night"], each["word"]) for each in found if each["kind"] == "exposure") == Counter(
        (f"2026-03-0{day}", word) for day in range(2, 9) for word in ("stretching", "magnesium")
    )
    assert [each["night"] for each in found if each["kind"] == "check_in"] == [
        f"2026-03-0{day}" for day in (2, 5, 6, 8)
    ]
    cramps = [
        (
            each["night"], each["sites"], each["side"], each["severity"], each["sore_s"],
            [(tried["remedy"], tried["relief"]) for tried in each["tried"]],
        )
        for each in found
        if each["kind"] == "episode"
    ]  # fmt: skip
    assert cramps == [
        ("2026-03-03", ["calf"], "left", 5, None, [("massage", "helped")]),
        ("2026-03-04", ["calf"], "left", 7, None, [("standing", "helped")]),
        ("2026-03-07", ["foot"], "right", 4, 7200, [("standing", "helped")]),
    ]
    assert len(found) == 14 + 4 + 3


def test_a_week_caught_up_with_on_its_last_day_is_few_keys_too(week: Week, cramp: Cramp) -> None:
    week(7, "09:30", "cramp used again since monday", *[("more, or less?", "\n")])
    week(7, "09:31", "cramp", (NIGHT, "n\n"), (MISSED, "n\n"))
    assert week.keys < MOST_KEYS / 2
    found = cramp("list", "--since", "2026-03-02", "--json").json["entries"]
    assert Counter(each["kind"] for each in found) == {"exposure": 14, "check_in": 7}


def test_again_on_several_evenings_leaves_out_those_that_are_noted(week: Week, cramp: Cramp) -> None:
    week(2, "09:30", "cramp used again yesterday", ("more, or less?", "\n"))
    assert "looks like" not in week(4, "09:30", "cramp used again since monday").shown
    used = [
        (each["night"], each["word"])
        for each in cramp("list", "--since", "2026-03-02", "--json").json["entries"]
    ]
    assert Counter(used) == Counter(
        (f"2026-03-0{day}", word) for day in range(2, 6) for word in ("stretching", "magnesium")
    )
    assert "Already said of these evenings." in week(4, "09:31", "cramp used again since monday").shown


@pytest.mark.slow
def test_what_eased_a_cramp_is_asked_once_and_only_where_it_is_open(week: Week, cramp: Cramp) -> None:
    later = (EVENING, "l\n")
    week(1, "09:30", "cramp", later, (NIGHT, "calf 5 heat did nothing\n"))  # it was told
    week(2, "09:30", "cramp", later, (NIGHT, "calf 5\n"), (EASED, "\x03"))
    week(2, "09:40", "cramp", later, (EASED, "?\n"), ("In plain words", "\n"))
    assert EASED not in week(2, "09:50", "cramp", later).shown
    week(3, "09:30", "cramp", later, (NIGHT, "2 cramps\n"))  # nobody knows which of them
    assert EASED not in week(3, "21:30", "cramp").shown
    week(4, "09:30", "cramp", later, (NIGHT, "calf 5\n"), (EASED, "massage did nothing\n"))
    tried = cramp("list", "--since", "2026-03-05", "--json").json["entries"][-1]["tried"]
    assert [(each["remedy"], each["relief"]) for each in tried] == [("massage", "no")]


def test_nights_missed_can_have_been_away(week: Week, cramp: Cramp) -> None:
    shown = week(14, "09:30", "cramp", (NIGHT, "n\n"), (MISSED, "a\n")).shown
    assert "from the evening of Mon 2 March to the morning of Sun 15 March" in shown.replace("\n", " ")
    entry = cramp("list", "--since", "2026-03-02", "--json").json["entries"][0]
    assert (entry["kind"], entry["first_night"], entry["last_night"]) == ("away", "2026-03-02", "2026-03-14")
    assert MISSED not in week(14, "09:40", "cramp").shown


def test_no_command_is_named_for_what_is_asked_next(week: Week) -> None:
    asked = week(2, "09:30", "cramp", (EVENING, "\x03")).shown
    assert asked.count("`cramp ") == 1, "that for help"
    at_night = week(2, "22:30", "cramp").shown
    assert {"`cramp none`", "`cramp used stretching magnesium`"} <= {
        f"`{each}`" for each in at_night.split("`")[1::2]
    }
