"""`edit` in bare words, what it says was replaced, and `note`."""

from __future__ import annotations

from typing import Any

import pytest

from crampdiary.words.changes.amending import note_told
from kit.running import Cramp

APRIL = {"CRAMP_NOW": "2026-04-30T09:00:00+01:00"}


def entry(cramp: Cramp, number: int = 1) -> dict[str, Any]:
    shown: dict[str, Any] = cramp("show", str(number), "--json").json["entry"]
    return shown


@pytest.mark.parametrize(
    ("words", "becomes", "was"),
    [
        ("right 5", {"side": "right", "severity": 5}, "Was: left, severity 9."),
        ("9m", {"duration_s": 540}, "Was: 3 min."),
        ("sore 2h, limped", {"sore_s": 7200, "walking": "limped"}, ""),
        ("heel", {"sites": ["calf", "heel"]}, ""),
        ("tingling alcohol", {"sensations": ["burning", "tingling"], "triggers": ["alcohol"]}, ""),
        (
            "massage helped",
            {"tried": [{"remedy": "heat"}, {"remedy": "massage", "relief": "helped"}]},
            "",
        ),
        ("heat helped", {"tried": [{"remedy": "heat", "relief": "helped"}]}, "Was: tried heat."),
        ("5 gran phoned", {"severity": 5, "note": "first\ngran phoned"}, "Was: severity 9."),
        ("5 6", {"severity": 5, "note": "first\n6"}, "Was: severity 9."),
        ("--site toes heel", {"sites": ["toes", "heel"]}, "Was: calf."),
        ("--clear note", {"note": None}, 'Was: the note "first".'),
        ("--note second gran phoned", {"note": "second\ngran phoned"}, 'Was: the note "first".'),
        ("--clear site toes", {"sites": ["toes"]}, "Was: calf."),
        ("not 9 but 8", {"severity": 8}, "Was: severity 9."),
        ("heel instead of calf", {"sites": ["heel"]}, "Was: calf."),
        ("massage not heat", {"tried": [{"remedy": "massage"}]}, "Was: tried heat."),
        ("no side, no note", {"side": None, "note": None}, 'Was: left, the note "first".'),
        ("no water in the bottle", {"note": "first\nno water in the bottle"}, ""),
        ("the other leg", {"side": "right"}, "Was: left."),
    ],
)
@pytest.mark.slow_but_first
def test_one_thing_is_replaced_and_told_and_one_of_several_is_added(
    words: str, becomes: dict[str, Any], was: str, cramp: Cramp
) -> None:
    cramp("log", "9 left calf burning 3m", "--tried", "heat", "--note", "first")
    before = entry(cramp)
    ran = cramp("edit", "last", *words.split())
    assert ran.exit_code == 0, ran.err
    assert ran.out.splitlines()[1:] == ([was] if was else [])
    after = entry(cramp)
    assert _said(after) == _said(before | becomes), "and the line that was typed first stays"
    cramp("undo")
    assert entry(cramp) == before


def _said(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with what is known of each remedy tried."""
    tried = [{name: said for name, said in each.items() if said is not None} for each in entry["tried"]]
    return entry | {"tried": tried}


@pytest.mark.parametrize(
    ("words", "at", "precision"),
    [
        ("at 3", "2026-03-03T03:00:00+00:00", "minute"),
        ("at 4.30", "2026-03-03T04:30:00+00:00", "minute"),
        ("at 9", "2026-03-02T21:00:00+00:00", "minute"),
        ("at 8:59", "2026-03-03T08:59:00+00:00", "minute"),
        ("at 12", "2026-03-03T00:00:00+00:00", "minute"),
        ("at 2pm", "2026-03-02T14:00:00+00:00", "minute"),
        ("about 5am", "2026-03-03T05:00:00+00:00", "approx"),
        ("yesterday at 4am", "2026-04-29T04:00:00+01:00", "minute"),
        ("10m ago", "2026-04-30T08:50:00+01:00", "minute"),
    ],
)
@pytest.mark.parametrize("command", ["log", "used heat", "had alcohol"])
@pytest.mark.slow_but_first
def test_a_time_alone_stays_in_the_entrys_own_night(
    command: str, words: str, at: str, precision: str, cramp: Cramp
) -> None:
    cramp(*command.split(), "--at", "2026-03-03 02:30")
    ran = cramp("edit", "1", *words.split(), env=APRIL)
    assert (entry(cramp)["at"], entry(cramp)["precision"]) == (at, precision), ran.err
    assert "Tue 3 Mar 02:30" in ran.out, "what it was is told"


def test_a_time_by_day_is_one_by_day_where_that_of_the_night_is_still_to_come(cramp: Cramp) -> None:
    day = {"CRAMP_NOW": "2026-03-31T15:10:00+01:00"}
    cramp("log", "5", env=day)
    assert cramp("edit", "1", "at", "3", env=day).exit_code == 0
    assert entry(cramp)["at"] == "2026-03-31T15:00:00+01:00"
    evening = {"CRAMP_NOW": "2026-03-31T23:30:00+01:00"}
    cramp("log", "5", env=evening)
    ran = cramp("edit", "2", "at", "3", env=evening)
    assert (ran.exit_code, "still to come" in ran.err) == (2, True)


def test_the_night_of_an_entry_named_again_leaves_its_time(cramp: Cramp) -> None:
    cramp("log", "5", "--at", "2026-03-03 02:30")
    assert cramp("edit", "1", "2", "march", "night", env=APRIL).out == "It says that already.\n"
    assert cramp("edit", "1", "4", "march", env=APRIL).exit_code == 0
    assert (entry(cramp)["night"], entry(cramp)["precision"]) == ("2026-03-04", "day")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("5 min", 1),
        ("--severity 3", 1),
        ("gran phoned", 1),
        ("--clear sites", 1),
        ("no severity", 1),
        ("one minute", 1),
        ("not 300mg but 400mg", 2),
        ("400mg", 2),
        ("--amount 400mg", 2),
        ("at 02:00", 2),
        ("--note x", 3),
        ("--day 2026-03-28", 3),
    ],
)
def test_last_is_the_last_entry_that_can_take_what_is_said(words: str, number: int, cramp: Cramp) -> None:
    cramp("log", "7", "calf")
    cramp("used", "magnesium", "--at", "01:00")
    cramp("none", "2026-03-29")
    ran = cramp("edit", "Last", *words.split())
    assert ran.out.startswith(f"Saved {number}: "), ran.err


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("1 5 --severity 4", "The severity is given twice"),
        ("1 at 3 --at 04:00", "The time is given twice"),
        ("1 at 3 --day 2026-03-20", "The time is given twice"),
        ("1 none", "`cramp delete 1`"),
        ("2 heat", "takes an amount or a time"),
        ("2 right 5", "takes an amount or a time"),
        ("2 400mg --amount 300mg", "The amount is given twice"),
        ("2 --clear severity", "this entry is no cramp. These can: amount, note, purpose."),
        ("3 right 5", "takes a night (--day)"),
        ("1 at 12:50pm on 31 march", "still to come"),
    ],
)
def test_what_an_entry_cannot_take_changes_nothing_and_says_what_it_can(
    words: str, said: str, cramp: Cramp
) -> None:
    cramp("log", "7", "calf")
    cramp("used", "magnesium", "--at", "01:00")
    cramp("none", "2026-03-29")
    before = cramp("list", "--json").json
    ran = cramp("edit", *words.split())
    assert (ran.exit_code, said in ran.err) == (2, True), ran.err
    assert cramp("list", "--json").json == before


def test_more_cramps_than_one_are_not_made_by_an_edit_and_that_is_said(cramp: Cramp) -> None:
    cramp("log", "7", "calf")
    assert "`cramp again` records one more" in cramp("edit", "last", "twice").err
    assert len(cramp("list", "--json").json["entries"]) == 1


@pytest.mark.parametrize(
    ("typed", "reference", "text"),
    [
        ("last still tender", "last", "still tender"),
        ("still tender", "last", "still tender"),
        ("LAST new shoes", "last", "new shoes"),
        ("last 3 nights in a row", "last", "3 nights in a row"),
        ("last night was bad", "last", "last night was bad"),
        ("last night's cramp", "last", "last night's cramp"),
        ("last week, too", "last", "last week, too"),
        ("last time it was worse", "last", "last time it was worse"),
        ("last monday", "last", "last monday"),
        ("last Sat was fine", "last", "last Sat was fine"),
        ("12 still  tender,\nand red.", "12", "still  tender,\nand red."),
        ("12 can hardly walk", "12", "can hardly walk"),
        ("#12 2 glasses of wine", "12", "2 glasses of wine"),
        ("#12 3 am", "12", "3 am"),
        ("2 glasses of wine", "last", "2 glasses of wine"),
        ("1 glass of wine", "last", "1 glass of wine"),
        ("3 nights in a row", "last", "3 nights in a row"),
        ("10 minutes later it came back", "last", "10 minutes later it came back"),
        ("3 am and wide awake", "last", "3 am and wide awake"),
        ("last", "last", ""),
        ("12", "12", ""),
    ],
)
def test_a_note_is_of_the_last_entry_or_of_one_by_number_and_stays_as_it_was_typed(
    typed: str, reference: str, text: str
) -> None:
    assert note_told([typed]) == (reference, text)
    assert note_told(typed.split(" ")) == (reference, text)


def test_a_note_is_added_below_what_is_there_and_undo_takes_it_back(cramp: Cramp) -> None:
    cramp("log", "7", "left calf", "--note", "first")
    cramp("used", "heat")
    before = entry(cramp)
    assert cramp("note", "1", "right", "foot", "too").exit_code == 0
    assert entry(cramp) == before | {"note": "first\nright foot too"}
    assert cramp("note", "last", "too", "hot").out.startswith("Saved 2: used heat; with a note.")
    assert cramp("undo").out.startswith("Undid: cramp note.")
    assert entry(cramp, 2)["note"] is None
    assert cramp("note", "#1", "-", stdin="piped in\n").exit_code == 0
    assert entry(cramp)["note"] == "first\nright foot too\npiped in"


@pytest.mark.parametrize(("typed", "code"), [(("last",), 2), (("99", "x"), 1), ((), 2), ((" ",), 2)])
def test_a_note_without_words_or_without_its_entry_saves_nothing(
    typed: tuple[str, ...], code: int, cramp: Cramp
) -> None:
    cramp("log", "7")
    ran = cramp("note", *typed)
    assert (ran.exit_code, ran.err.count("\n"), entry(cramp)["note"]) == (code, 1, None)


@pytest.mark.parametrize(
    "command", [["log", "7", "calf"], ["used", "heat"], ["none"], ["away", "7", "to", "9", "march"]]
)
def test_a_note_is_edited_in_plain_words_whatever_the_entry(cramp: Cramp, command: list[str]) -> None:
    cramp(*command, "-n", "first")
    assert cramp("edit", "last", "note", "night", "was", "5", "times", "bad").exit_code == 0
    assert cramp("show", "1", "--json").json["entry"]["note"] == "first\nnight was 5 times bad"


@pytest.mark.parametrize("command", [["log", "7", "calf"], ["used", "heat"], ["none"]])
def test_with_nothing_to_change_the_entry_is_shown_and_the_change_that_is_named_can_be_typed(
    cramp: Cramp, command: list[str]
) -> None:
    cramp(*command)
    shown = cramp("edit", "last")
    assert shown.exit_code == 0
    assert shown.out.startswith("1: ")
    assert cramp(*shown.out.split("`")[1].split()[1:]).exit_code == 0


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("the last one", 2), ("last one", 2), ("Last entry", 2), ("the latest", 2), ("last,", 2), ("2,", 2), ("#2", 2),
        ("entry 2", 2), ("last cramp", 1), ("my last cramp", 1), ("The last cramp,", 1), ("cramp 1", 1),
        ("number 1:", 1),
    ],
)  # fmt: skip
def test_an_entry_is_named_in_plain_words(typed: str, number: int, cramp: Cramp) -> None:
    cramp("log", "7", "calf")
    cramp("used", "heat")
    name = typed.split()
    assert cramp("show", *name, "--json").json["entry"]["id"] == number
    ran = cramp("edit", *name, *(["6"] if number == 1 else ["300mg"]))
    assert ran.out.startswith(f"Saved {number}: "), ran.err
    assert cramp("delete", *name).out.startswith(f"Deleted {number}: ")


def test_the_last_cramp_is_no_other_entry_and_is_asked_of_none(cramp: Cramp) -> None:
    cramp("used", "heat")
    for command in ("delete", "show", "edit"):
        ran = cramp(command, "last", "cramp")
        assert (ran.exit_code, ran.err) == (
            1, "No cramp was recorded on this device yet. `cramp log` records one.\n",
        ), command  # fmt: skip


@pytest.mark.parametrize("typed", ["last", "the last one", "that", "it", "1", "last command"])
def test_undo_takes_back_the_last_command_however_that_is_said(typed: str, cramp: Cramp) -> None:
    cramp("log", "7", "calf")
    cramp("used", "heat")
    assert cramp("undo", *typed.split()).out.startswith("Undid: cramp used.")
    assert cramp("redo", *typed.split()).out.startswith("Did again: cramp used.")


def test_several_entries_are_named_with_commas_between(cramp: Cramp) -> None:
    for _ in range(3):
        cramp("log", "7", "calf")
    ran = cramp("delete", "1,", "2,", "3", "--yes")
    assert len(ran.out.splitlines()) == 3, ran.err


@pytest.mark.parametrize(
    "line", ["heat not magnesium", "it was heat not magnesium", "that was heat, not magnesium"]
)
def test_what_was_used_is_put_right_however_it_is_led_to(line: str, cramp: Cramp) -> None:
    cramp("used", "magnesium")
    assert cramp("edit", "last", *line.split()).exit_code == 0
    assert cramp("show", "last", "--json").json["entry"]["word"] == "heat"
