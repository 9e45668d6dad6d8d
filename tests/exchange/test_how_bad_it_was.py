"""A number beside a cramp is how bad it was only where the source says so; what other rows hold is nothing to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import severity_in
from crampdiary.exchange.names.naming import NameReader
from exchange.test_values import LONG, OF_ANY
from exchange.test_written import read
from kit.peer_shapes import SHAPES, WITHOUT_VALUES

WORDS = NameReader(Vocabulary())
NUMBERS = ("1", "2", "3", "4", "7", "1.0", "12")


def cramps(program: str, rows: list[tuple[str, str]]) -> list[tuple[object, ...]]:
    """Return the cramps of rows of a long table, each a value and a label."""
    header, shape = LONG[program]
    lines = [
        shape.format(day=f"2026-03-{day:02}", name="Leg cramps", value=value, label=label)
        for day, (value, label) in enumerate(rows, 1)
    ]
    reading = read("\n".join([header, *lines, ""]), maps=OF_ANY if program == "csv" else ())
    found = reading.found  # type: ignore[attr-defined]
    return [
        (each.at.day, each.severity, each.sites, each.side, each.note)
        for each in found
        if isinstance(each, Episode)
    ]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(program=st.sampled_from([*LONG]), rows=st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=5))
def test_each_row_is_read_as_if_it_stood_alone(program: str, rows: list[str]) -> None:
    together = cramps(program, [(value, "") for value in rows])
    apart = [(day, *cramps(program, [(value, "")])[0][1:]) for day, value in enumerate(rows, 1)]
    assert together == apart


@pytest.mark.parametrize("program", LONG)
def test_a_one_on_no_scale_is_a_tick(program: str) -> None:
    (one,) = cramps(program, [("1", "")])
    assert one[1] == (2 if program == "visible" else None)  # whose scale is 0 to 3


@pytest.mark.parametrize("value", ["1", "3", "7"])
def test_a_count_is_in_the_note_and_never_how_bad_it_was(value: str) -> None:
    (found,) = read(SHAPES["habitbull"](["Leg cramps"], value, "")).found  # type: ignore[attr-defined]
    assert (found.severity, found.note) == (None, "Leg cramps" if value == "1" else f"Leg cramps: {value}")


@pytest.mark.slow_but_some
@pytest.mark.parametrize("program", ["track-and-graph", "csv"])
@pytest.mark.parametrize("label", ["Left calf", "Right foot", "Both", "after a run", "Sofa"])
@pytest.mark.parametrize("value", ["1", "2", "3", "2.0"])
def test_the_number_of_a_choice_is_not_how_bad_it_was(program: str, label: str, value: str) -> None:
    for row in ((value, label), (f"{value}:{label}", "")):
        (found,) = cramps(program, [row])
        assert found[1] is None
        assert label in str(found[4])
        assert (found[3] is not None) == (label in ("Left calf", "Right foot", "Both"))


@pytest.mark.parametrize("program", ["track-and-graph", "csv"])
@pytest.mark.parametrize(
    ("label", "severity"), [("", 6), ("Bad", 6), ("Severe", 8), ("Moderate", 5), ("pretty bad", 6)]
)
def test_a_number_beside_a_word_for_how_bad_it_was_says_so_too(
    program: str, label: str, severity: int
) -> None:
    assert cramps(program, [("6", label)])[0][1] == severity


@pytest.mark.parametrize("header", ["Leg cramps (1-5)", "Leg cramps 0-10", "Calf cramps (out of 5)"])
def test_a_scale_in_a_header_says_that_a_one_is_how_bad_it_was(header: str) -> None:
    text = f"Day,{header},Mood\n2026-03-01,1,5\n2026-03-02,3,5\n"
    found = read(text, maps=["Day=date", f"{header}=cramp"]).found  # type: ignore[attr-defined]
    assert found[0].severity == (1 if "10" in header else 2)


def test_every_program_with_values_is_looked_at() -> None:
    assert {*LONG, *WITHOUT_VALUES, "bearable", "flaredown", "loop-habits", "migraine-buddy"} == {*SHAPES}


@given(
    levels=st.lists(st.integers(0, 10), min_size=2, max_size=4), tenths=st.booleans(),
    between=st.sampled_from([", ", " then ", " -> ", "→", "; ", " and "]),
    sided=st.sampled_from(["{}", "{} (L)", "L{}", "{} R", "right {}", "({})", "{} at worst"]),
)  # fmt: skip
def test_of_several_levels_in_a_cell_the_worst_counts(
    levels: list[int], tenths: bool, between: str, sided: str
) -> None:
    text = between.join(sided.format(f"{each}/10" if tenths else each) for each in levels)
    assert severity_in(text, 10, WORDS) == max(levels)


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "2 cramps",
        "5 days",
        "8 12",
        "03:10",
        "60 mm",
        "2026-03-01",
        "3am",
        "5 kg, 7 kg",
        "1:30 then 2:45",
    ],
)
def test_numbers_of_anything_else_are_no_level(text: str) -> None:
    with pytest.raises(UsageError):
        severity_in(text, 10, WORDS)
