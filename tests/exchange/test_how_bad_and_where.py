"""How bad the cramps of a sheet were, on whatever scale, and whether their place is one of legs and feet at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.cells import SEVERITIES
from crampdiary.exchange.columns import guess, is_field
from crampdiary.exchange.names.naming import ELSEWHERE, NameReader
from crampdiary.exchange.proposal import columns_text, proposals
from crampdiary.exchange.reading import BadRowsError
from kit.running import Cramp
from kit.sheets import read, reading_of

NAMES = (
    "Pain",
    "Severity",
    "Cramp severity",
    "How bad was it?",
    "Leg cramps",
    "Cramps",
    "Schmerz",
    "Cramp pain level",
)
WRITTEN = (
    "{} ({}-{})", "{} {}-{}", "{} [{} to {}]", "{} ({}–{})", "{} {} to {} scale", "{} ({} bis {})",
    "{} ({} = least; {} = most)",
)  # fmt: skip
OF_ITS_TOP = ("{} /{}", "{} (out of {})", "{} out of {}", "{} (von {})", "{} (max {})")
STEPS = [0, *(SEVERITIES[each] for each in ("mild", "moderate", "severe", "unbearable"))]


def severity_of(value: int, top: int) -> int:
    """Return how bad a value is on a scale: in even steps, and of few values as the words for them are."""
    return STEPS[value] if top < len(STEPS) else max(1, (value * 10 * 2 + top) // (2 * top))


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(
    name=st.sampled_from(NAMES), written=st.sampled_from((*WRITTEN, *OF_ITS_TOP)), low=st.integers(0, 1),
    top=st.sampled_from([3, 4, 5, 6, 7, 10, 20, 100]), data=st.data(),
)  # fmt: skip
def test_a_scale_in_a_header_is_read_as_0_to_10(
    name: str, written: str, low: int, top: int, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    header = written.format(name, top) if written in OF_ITS_TOP else written.format(name, low, top)
    value = data.draw(st.integers(1, top))
    (found,) = read(tmp_path_factory.mktemp("a"), f"Date,{header}\n2026-03-01,{value}\n")
    assert isinstance(found, Episode)
    assert found.severity == severity_of(value, top)
    assert (f"{header}: {value}" in (found.note or "")) == (found.severity != value)


@settings(deadline=None, max_examples=40)
@given(low=st.integers(0, 1), top=st.integers(2, 200))
def test_every_scale_keeps_its_order_begins_with_a_cramp_and_ends_with_the_worst(low: int, top: int) -> None:
    assert is_field(f"severity:{low}-{top}")
    levels = [severity_of(value, top) for value in range(1, top + 1)]
    assert levels == sorted(levels)
    assert levels[-1] == (10 if top >= 4 else STEPS[top])


def test_the_lowest_of_a_scale_from_1_is_a_cramp_and_a_0_is_none(tmp_path: Path) -> None:
    for top in (3, 4, 5, 6):
        first, second = read(tmp_path, f"Date,Pain (1-{top})\n2026-03-01,1\n2026-03-02,0\n")
        assert isinstance(first, Episode)
        assert first.severity
        assert isinstance(second, CheckIn)


@pytest.mark.parametrize("header", ["Number of cramps (0-5)", "How many cramps? (0-10)", "Cramp count 0-9"])
def test_what_asks_how_many_stays_a_number_on_any_scale(header: str) -> None:
    assert guess(header, NameReader(Vocabulary())) == "count"


@pytest.mark.parametrize(
    ("header", "cells", "is_open"),
    [
        ("Cramps", "7|0|5|8", True), ("Leg cramps", "5|2|0|1", True), ("Cramps?", "10|10|10|10", True),
        ("Krämpfe", "0|6|0|0", True), ("Cramps", "2|0|1|4", False), ("Cramps", "yes|no|yes|9 cramps", False),
        ("How many cramps?", "7|0|5|8", False), ("Number of cramps", "7|0|5|8", False),
    ],
)  # fmt: skip
def test_cramps_that_may_be_how_many_or_how_bad_are_asked(
    header: str, cells: str, is_open: bool, cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    lines = [f"2026-03-0{day},{cell}" for day, cell in enumerate(cells.split("|"), 1)]
    path.write_text("\n".join([f"Date,{header}", *lines]) + "\n", encoding="utf-8")
    found = proposals(path, ",", Vocabulary())
    assert found[1].is_many_or_bad is is_open
    assert found[1].field == (None if is_open else "count")
    if not is_open:
        return
    assert f"{header} = count" in columns_text(found)
    assert f"{header} = severity" in columns_text(found)
    refused = cramp("import", path, "--map", "Date=date", "-y", "--new")
    assert refused.exit_code == 2
    bad, many = (f"--map {header!r}={each}".replace("'", "") for each in ("severity", "count"))
    assert all(each.replace("--map ", '--map "') in " ".join(refused.err.split()) for each in (bad, many))


def test_beside_how_bad_it_was_cramps_are_how_many(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Date,Cramps,Pain\n2026-03-01,6,7\n")
    assert [each.field for each in proposals(tmp_path / "a.csv", ",", Vocabulary())] == [
        "date",
        "count",
        "severity",
    ]


OUTSIDE = (
    "stomach", "Neck", "lower back", "left shoulder", "bladder", "jaw", "Bauch", "Rücken", "chest (right)", "Abdomen.",
    "period", "my belly", "neck and shoulders", "eye",
)  # fmt: skip
UNKNOWN = ("on the sofa", "Zzz", "at work")
BUILT_IN = [each.slug for each in Vocabulary().words("site")]


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(
    column=st.sampled_from(["Where", "Place", "Body part", "Location", "Muscle"]), place=st.sampled_from(OUTSIDE),
    pain=st.integers(1, 10), clock=st.sampled_from(["", "03:10"]), other=st.sampled_from([*BUILT_IN, *UNKNOWN, ""]),
)  # fmt: skip
def test_another_part_of_the_body_is_never_a_cramp_and_is_counted(
    column: str, place: str, pain: int, clock: str, other: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = f"Date,Time,Pain,{column}\n2026-03-01,{clock},{pain},{place}\n2026-03-03,{clock},{pain},{other}\n"
    reading, found = reading_of(tmp_path_factory.mktemp("a"), text, f"{column}=place")
    assert [each.at.day for each in found if isinstance(each, Episode)] == [3]
    assert dict(reading.left_out) == {place: 1}
    assert len(found) == 1  # and no clear night either


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    "place", [*BUILT_IN, "back of left calf", "ball of foot and neck", "calf", "Charley horse"]
)
def test_a_place_that_the_diary_knows_is_taken(place: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, f"Date,Pain,Where\n2026-03-01,7,{place}\n")
    assert isinstance(found, Episode)


def test_what_a_person_says_of_a_place_counts_before(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "Date,Pain,Where\n2026-03-01,7,back\n", "back=left calf")
    assert isinstance(found, Episode)
    assert found.sites == ("calf",)
    assert not ELSEWHERE.intersection(found.sites)


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    "header", ["L/R", "Side", "Which side", "Leg", "Which leg?", "R/L", "Zzz", "Left or right", "Seite"]
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_column_of_sides_is_the_side_and_leaves_the_place_to_another(
    header: str, is_first: bool, tmp_path: Path
) -> None:
    sides, places = ("L", "right", "both", "R"), ("calf", "foot", "toes", "calves")
    columns = [(header, *sides), ("Where", *places)]
    rows = zip(*(columns if is_first else columns[::-1]), ("Pain", *"7654"), strict=True)
    lines = [",".join(row) for row in rows]
    days = ("Date", *(f"2026-03-0{day}" for day in range(1, 5)))
    text = "".join(f"{day},{line}\n" for day, line in zip(days, lines, strict=True))
    found = [each for each in read(tmp_path, text) if isinstance(each, Episode)]
    assert [each.side for each in found] == ["left", "right", "both", "right"]
    assert [each.sites for each in found] == [("calf",), ("foot",), ("toes",), ("calf",)]


@pytest.mark.slow_but_first
@pytest.mark.parametrize("name", ["Leg cramp", "Foot cramps", "calf spasm"])
@pytest.mark.parametrize("zero", ["0", "none", "0/10", "0.0"])
@pytest.mark.parametrize("field", ["severity", "value"])
def test_a_zero_of_what_a_row_is_called_is_a_clear_night(
    name: str, zero: str, field: str, tmp_path: Path
) -> None:
    text = f"Date,Symptom,How bad\n2026-03-05,{name},{zero}\n2026-03-07,{name},6\n2026-03-09,Headache,0\n"
    found = read(tmp_path, text, "Symptom=name", f"How bad={field}")
    assert [type(each).__name__ for each in found] == ["Episode", "CheckIn"]


def test_what_a_row_says_against_itself_is_named_once(tmp_path: Path) -> None:
    text = "Date,Symptom,How bad,No cramps\n2026-03-05,Leg cramp,7,yes\n"
    with pytest.raises(BadRowsError) as raised:
        read(tmp_path, text, "Symptom=name", "How bad=severity", "No cramps=clear")
    (line,) = raised.value.lines
    assert line.endswith('none: "No cramps: yes", "How bad: 7", "Symptom: Leg cramp".')
