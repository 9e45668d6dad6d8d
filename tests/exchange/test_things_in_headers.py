"""A header that names a remedy or trigger among ordinary words is guessed as that, on the night of which it asks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.columns import guess
from crampdiary.exchange.names.naming import NameReader
from exchange.test_guesses import cramps, fields_of
from kit.peer_writers import table
from kit.sheets import read_as_saved, reading_of

WORDS = NameReader(Vocabulary())
NAMED = {"Magnesium": "used:magnesium", "magnesium": "used:magnesium", "Mag": "used:magnesium", "Mg": "used:magnesium",
         "Stretching": "used:stretching", "Calf stretches": "used:stretching", "Hot bath": "used:heat",
         "Pain killer": "used:painkiller", "Wine": "had:alcohol", "Alcohol": "had:alcohol"}  # fmt: skip
ROUND = (
    "{} before bed",
    "{} at bedtime",
    "{} (before bed)",
    "{} with dinner",
    "{} in the evening",
    "{} abends",
    "{} PM",
)
ASKING = (
    "Took {}?",
    "Did you take {}",
    "Have you had {}?",
    "Used {}",
    "Did you have any {}?",
    "{} taken",
    "{} Y/N",
)
LAST_NIGHT = ("{} last night", "{} yesterday evening", "{} the night before", "Did you take {} last night?",
              "{} gestern Abend", "{} yesterday?")  # fmt: skip
NOT_ONE = ("No magnesium", "Magnesium tablets left", "Magnesium level", "Magnesium dose", "Heat or cold",
           "Forgot magnesium", "Stress at work", "Slept well", "Cramp medicine", "Leg cramp relief", "mg",
           "Work", "Bed time", "Doctor visit", "Magnesium ran out", "Evening", "Mood before bed",
           "Magnesium helped")  # fmt: skip


def test_a_known_thing_is_guessed_with_ordinary_words_around_it() -> None:
    for name, field in NAMED.items():
        for shape in ("{}", *ROUND, *ASKING, *LAST_NIGHT):
            if name != "Mg" or shape.startswith("{}"):
                assert guess(shape.format(name), WORDS) == field, (shape, name)
    for header in NOT_ONE:
        assert not (guess(header, WORDS) or "").startswith(("used:", "had:")), header


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from([*NAMED]), shape=st.sampled_from([*ROUND, *ASKING, *LAST_NIGHT]),
    clock=st.sampled_from(["", "03:10"]), day=st.dates(date(2026, 1, 2), date(2026, 2, 20)),
)  # fmt: skip
def test_it_is_of_the_night_of_which_its_header_asks(
    name: str, shape: str, clock: str, day: date, tmp_path_factory: pytest.TempPathFactory
) -> None:
    header = shape.format("magnesium" if name == "Mg" else name)
    rows = [
        ["Date", "Time", "Pain", header],
        [str(day), clock, "5", "Y"],
        [str(day + timedelta(days=4)), clock, "5", "N"],
    ]
    _, found = read_as_saved(
        tmp_path_factory.mktemp("a"), table(rows), maps=["Date=date", "Time=time", "Pain=severity"]
    )
    (use,) = (each for each in found if isinstance(each, Exposure))
    is_before = shape in LAST_NIGHT or clock
    assert use.night == (day - timedelta(days=1) if is_before else day)


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("Relief", ["stretch + heat", "walk", "magnesium oil"], "tried"),
        ("Relief", ["yes", "a bit", "no"], "helped"),
        ("How painful was the worst? (0-10)", ["5", "0", "7"], "severity"),
        ("Strength 1-5", ["3", "5", "1"], "severity:1-5"),
        ("VAS", ["3", "8", "1"], "severity"),
        ("0-10", ["3", "8", "1"], "severity"),
        ("Left calf", ["7", "5", "0"], "cramp"),
        ("Left calf", ["1", "2", "0"], None),
        ("Left calf", ["7", "5", "200"], None),
    ],
)
def test_the_cells_of_a_header_decide(
    header: str, cells: list[str], field: str | None, tmp_path: Path
) -> None:
    rows = [[f"2026-03-{at:02}", each] for at, each in enumerate(cells, 1)]
    assert fields_of(tmp_path, [["Date", header], *rows], "leg cramps.csv")[header] == field
    if header in ("VAS", "0-10", "Strength 1-5"):  # elsewhere it may be of anything
        assert fields_of(tmp_path, [["Date", header], *rows], "mine.csv")[header] is None


def test_a_number_below_a_place_is_how_bad_it_was_there(tmp_path: Path) -> None:
    text = table(
        [
            ["Date", "Left calf", "Right foot"],
            ["2026-03-01", "7", ""],
            ["2026-03-03", "0", "5"],
            ["2026-03-05", "0", "0"],
        ]
    )
    _, found = read_as_saved(tmp_path, text, name="leg cramps.csv")
    assert cramps(found) == [(1, 7), (3, 5)]
    assert {(each.sites, each.side) for each in found if isinstance(each, Episode)} == {
        (("calf",), "left"),
        (("foot",), "right"),
    }
    assert [each.night.day for each in found if isinstance(each, CheckIn)] == [5]


@pytest.mark.parametrize("cell", ["02:40", "23:50", "3am", "2:40 pm", "5", "5 min", "300 mg"])
@pytest.mark.parametrize("field", ["used", "tried"])
def test_a_time_or_an_amount_alone_never_makes_a_word(cell: str, field: str, tmp_path: Path) -> None:
    text = table([["Date", "Pain", "Worst at"], ["2026-03-01", "5", cell], ["2026-03-02", "4", "heat"]])
    reading, found = reading_of(tmp_path, text, "Date=date", "Pain=severity", f"Worst at={field}")
    assert cell not in reading.unknown
    assert len([each for each in found if isinstance(each, Episode)]) == 2
    assert [each.word for each in found if isinstance(each, Exposure)] == ["heat"] * (field == "used")
    notes = [each.note or "" for each in found if isinstance(each, Episode)]
    assert field == "used" or any(cell in each for each in notes)
