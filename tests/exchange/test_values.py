"""What the value and the label beside a name say, whichever program writes the table: nothing, no, or that it was."""

from __future__ import annotations

from typing import Any

import pytest

from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.exchange.reading import BadRowsError
from exchange.test_written import read

LONG = {
    "visible": ("observation_date,tracker_name,tracker_category,observation_value ", "{day},{name},Pain,{value}"),
    "habitbull": (
        "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText", "{name},,Legs,{day},{value},"
    ),
    "track-and-graph": ("FeatureName,Timestamp,Value,Label,Note", "{name},{day}T03:10:00.000Z,{value},{label},"),
    "csv": ("Name;Day;Value;Label", "{name};{day};{value};{label}"),
}  # fmt: skip
OF_ANY = ("Name=name", "Day=date", "Value=value", "Label=label")
NOTHING = ("", " ", "?", "n/a", "-", "–")
NO = ("no", "No", "0", "0.0", "none", "false", "nein", "✗")
NOT_USED = (
    *NO,
    "forgot",
    "skipped",
    "ran out",
    "not today",
    "Not taken",
    "0 mg",
    "0 cups",
    "none left",
    "paused",
)
UNSURE = ("unsure", "maybe", "not sure", "don't know", "walked a lot")
CRAMPS = ("Leg cramps", "calf cramp", "Foot spasm")


def table(program: str, rows: list[tuple[str, str, str]]) -> str:
    """Return a table with a row a day, and a last one that says how bad a cramp was, so that values differ."""
    header, shape = LONG[program]
    said = [*rows, ("Toe cramps", "3", "")]
    lines = (
        shape.format(day=f"2026-03-{day:02}", name=name, value=value, label=label)
        for day, (name, value, label) in enumerate(said, 1)
    )
    return "\n".join([header, *lines, ""])


def of(program: str, *rows: tuple[str, str, str]) -> list[Any]:
    """Return all that comes of rows and of the last."""
    return read(table(program, list(rows)), maps=OF_ANY if program == "csv" else ()).found  # type: ignore[attr-defined,no-any-return]


def kinds(program: str, *rows: tuple[str, str, str]) -> tuple[int, int, int, int]:
    """Return how many cramps, clear nights, uses and rows not taken come of rows, besides the last."""
    reading = read(table(program, list(rows)), maps=OF_ANY if program == "csv" else ())
    found = reading.found  # type: ignore[attr-defined]
    counts = [sum(isinstance(each, kind) for each in found) for kind in (Episode, CheckIn, Exposure)]
    return counts[0] - 1, counts[1], counts[2], sum(reading.ignored.values())


every_program = pytest.mark.parametrize("program", LONG)
with_labels = pytest.mark.parametrize("program", ["track-and-graph", "csv"])


@pytest.mark.slow_but_some
@every_program
@pytest.mark.parametrize("name", [*CRAMPS, "Magnesium", "Alcohol"])
@pytest.mark.parametrize("value", NOTHING)
def test_a_blank_value_says_nothing_and_is_counted(program: str, name: str, value: str) -> None:
    assert kinds(program, (name, value, "")) == (0, 0, 0, 1)


@pytest.mark.slow_but_some
@every_program
@pytest.mark.parametrize("name", CRAMPS)
@pytest.mark.parametrize("value", NO)
def test_a_no_beside_a_cramp_is_a_clear_night(program: str, name: str, value: str) -> None:
    assert kinds(program, (name, value, "")) == (0, 1, 0, 0)


@pytest.mark.slow_but_some
@every_program
@pytest.mark.parametrize("name", ["Magnesium", "Alcohol", "Pickle juice", "calf stretch"])
@pytest.mark.parametrize("value", NOT_USED)
def test_what_was_not_used_is_no_use(program: str, name: str, value: str) -> None:
    assert kinds(program, (name, value, "")) == (0, 0, 0, 1)


@every_program
@pytest.mark.parametrize("value", ["1", "300 mg", "yes", "half", "2 glasses", "Taken"])
def test_what_was_used_is_a_use(program: str, value: str) -> None:
    assert kinds(program, ("Magnesium", value, "")) == (0, 0, 1, 0)


@pytest.mark.slow_but_some
@every_program
@pytest.mark.parametrize("name", CRAMPS)
@pytest.mark.parametrize("value", UNSURE)
def test_what_leaves_open_whether_there_was_a_cramp_is_named_and_not_taken(
    program: str, name: str, value: str
) -> None:
    with pytest.raises(BadRowsError) as raised:
        kinds(program, (name, value, ""))
    (line,) = raised.value.lines
    assert line.startswith(f'file.csv, line 2: "{value}" leaves it open whether there was a cramp. --map')


@with_labels
@pytest.mark.parametrize("label", ["No", "None", "no cramps"])
def test_a_value_and_a_label_that_contradict_each_other_are_named(program: str, label: str) -> None:
    for value in ("1", "2.0", "yes"):
        with pytest.raises(BadRowsError) as raised:
            kinds(program, ("Leg cramps", value, label))
        assert label in raised.value.lines[0]
    assert kinds(program, ("Leg cramps", "0", label)) == (0, 1, 0, 0)


@with_labels
@pytest.mark.parametrize("zero", ["0", "0.0"])
def test_a_label_beside_a_0_may_be_the_choice_of_which_that_is_the_number(program: str, zero: str) -> None:
    for label in ("Left calf", "left", "Right foot", "Yes", "Short", "5 min", "Morning"):
        with pytest.raises(BadRowsError) as raised:
            kinds(program, ("Leg cramps", zero, label))
        assert f'"{label}" leaves it open' in raised.value.lines[0]
    for label in ("None", "no cramps", "cramps", "leg cramps", "Good", "fine"):
        assert kinds(program, ("Leg cramps", zero, label)) == (0, 1, 0, 0)
    for label, level in (("Mild", 2), ("severe", 8)):
        first = of(program, ("Leg cramps", zero, label))[0]
        assert (first.severity, label in first.note) == (level, True)


@every_program
def test_a_length_of_nothing_says_that_there_was_none(program: str) -> None:
    assert kinds(program, ("Leg cramps", "0:00:00", "")) == (0, 1, 0, 0)
    assert kinds(program, ("Walk", "0:00:00", "")) == (0, 0, 0, 1)
    assert kinds(program, ("Walk", "0:00:01", "")) == (0, 0, 1, 0)


@with_labels
@pytest.mark.parametrize(
    ("value", "label", "amount"),
    [
        ("1", "Yes", None),
        ("1", "2 tablets", "2 tablets"),
        ("400", "mg", "400 mg"),
        ("1", "citrate", "1 citrate"),
    ],
)
def test_a_word_beside_a_number_is_no_amount_where_it_says_yes_or_how_much_itself(
    program: str, value: str, label: str, amount: str | None
) -> None:
    assert of(program, ("Magnesium", value, label))[0].amount == amount


@with_labels
def test_a_label_says_that_a_remedy_was_not_taken_and_that_a_cramp_is_not_certain(program: str) -> None:
    for label in ("No", "Not taken", "forgot"):
        assert kinds(program, ("Magnesium", "1", label)) == (0, 0, 0, 1)
    with pytest.raises(BadRowsError):
        kinds(program, ("Leg cramps", "2", "not sure"))


@every_program
@pytest.mark.parametrize("value", ["left calf", "severe", "7/10"])
def test_a_value_in_words_tells_of_the_cramp(program: str, value: str) -> None:
    assert kinds(program, ("Leg cramps", value, "")) == (1, 0, 0, 0)


@every_program
def test_what_one_name_says_in_words_another_says_too(program: str) -> None:
    rows = [(name, "severe left calf", "") for name in CRAMPS]
    found = read(table(program, rows), maps=OF_ANY if program == "csv" else ()).found  # type: ignore[attr-defined]
    said = [(each.severity, each.side) for each in found if isinstance(each, Episode)]
    assert said[: len(CRAMPS)] == [(8, "left")] * len(CRAMPS)


@pytest.mark.parametrize(
    "name",
    [
        "2 leg cramps",
        "two calf cramps",
        "leg cramps (3)",
        "3x foot cramps",
        "several leg cramps",
        "5 times leg cramps",
    ],
)
def test_how_many_a_name_tells_of_is_not_how_bad_they_were(name: str) -> None:
    header = "full_date,date,weekday,time,mood,activities,note_title,note"
    (found,) = read(f"{header}\n2026-03-07,March 7,Saturday,22:00,good,{name},,\n").found  # type: ignore[attr-defined]
    assert (found.severity, name in found.note) == (None, True)


@with_labels
@pytest.mark.parametrize(
    ("name", "value", "severity", "length"),
    [
        ("Leg cramp minutes", "5", None, 300), ("Leg cramp duration (min)", "2.5", None, 150),
        ("Leg cramp seconds", "90", None, 90), ("Leg cramp duration", "4", None, None),
        ("Number of foot cramps", "2", None, None), ("Leg cramp time", "3", None, None),
        ("Leg cramp severity", "6", 6, None), ("Leg cramp intensity", "4", 4, None),
        ("Leg cramp minutes", "99999", None, None),
    ],
)  # fmt: skip
def test_a_number_is_how_bad_it_was_only_where_the_name_asks_for_that(
    program: str, name: str, value: str, severity: int | None, length: int | None
) -> None:
    maps = [*(OF_ANY if program == "csv" else ()), f"{name}=cramp"]
    one = read(table(program, [(name, value, "")]), maps=maps).found[0]  # type: ignore[attr-defined]
    assert (one.severity, one.duration_s) == (severity, length)
    assert severity or f"{name}: {value}" in one.note


@every_program
@pytest.mark.parametrize(
    ("said", "cramps", "clear", "ignored"),
    [
        ({"Left leg cramps": "0"}, 0, 0, 1), ({"Left leg cramps": "0", "Right leg cramps": "0"}, 0, 1, 0),
        ({"Right calf cramp": "0", "Left leg cramps": "0"}, 0, 1, 0),
        ({"Left leg cramps": "0", "Leg cramps": "0"}, 0, 1, 0),
        ({"Left leg cramps": "0", "Right leg cramps": "3"}, 1, 0, 1),
    ],
)  # fmt: skip
def test_that_one_side_had_none_leaves_it_open_whether_the_other_had(
    program: str, said: dict[str, str], cramps: int, clear: int, ignored: int
) -> None:
    header, shape = LONG[program]
    rows = [shape.format(day="2026-03-02", name=name, value=value, label="") for name, value in said.items()]
    text = "\n".join([header, *rows, ""])
    reading = read(text, maps=OF_ANY if program == "csv" else ())
    found: list[Any] = reading.found  # type: ignore[attr-defined]
    assert [sum(isinstance(each, kind) for each in found) for kind in (Episode, CheckIn)] == [cramps, clear]
    assert reading.ignored["no cramp of one side, which leaves the other open"] == ignored
