"""The group that a name stands in says of which part of the body it is, in every program that has groups."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode
from crampdiary.exchange.importer import MappedSheet, importers
from exchange.test_written import read
from kit.peer_writers import table

OF_ANY = {"Day": "date", "Name": "name", "Category": "group", "Value": "value"}


def columns_of(program: str) -> dict[str, str]:
    """Return what the columns of a table are: by the map of its program, or as a person says of a sheet of any make."""
    importer = importers()[program]
    return importer.columns if isinstance(importer, MappedSheet) else OF_ANY


def has_groups(program: str) -> bool:
    fields = columns_of(program).values()
    return program == "csv" or any(each == "group" or each.startswith("name:") for each in fields)


PROGRAMS = [
    each
    for each, importer in importers().items()
    if (each == "csv" or isinstance(importer, MappedSheet)) and has_groups(each)
]
LEGS = ("Legs", "Left leg", "Feet", "Calves", "leg problems", "Legs (night)")
OTHERS = ("Stomach", "Period", "Menstrual", "Hands", "Back", "Tummy trouble", "PMS", "Digestion", "Bauch")
OPEN = ("Health", "Pain", "Mine", "Back and legs")
CRAMPS = ("Cramps", "cramp", "Night cramps", "Muscle cramps", "Bad cramps", "spasm")
DENIALS = ("No cramps", "Cramp free")


def told(
    program: str, rows: Sequence[tuple[tuple[str, ...], str]], *maps: str, value: str = "4"
) -> tuple[list[int], list[int], dict[str, int], list[Episode]]:
    """Return the cramps and clear nights of rows, each a group or several and a name, and which names are asked."""
    columns = columns_of(program)
    nested = next((each.partition(":")[2] for each in columns.values() if each.startswith("name:")), "")
    body = []
    for day, (groups, name) in enumerate(rows, 1):
        cells = {"value": value, "date": f"2026-03-{day:02}", "at": f"2026-03-{day:02}T03:10:00.000Z"}
        cells["name"] = nested.join((*groups, name)) if nested else name
        cells["group"] = "" if nested else groups[-1]
        body.append([cells.get(each.partition(":")[0], "") for each in columns.values()])
    said = [f"{name}={field}" for name, field in columns.items()] if program == "csv" else []
    reading = read(table([[*columns], *body]), maps=[*said, *maps])
    found = reading.found  # type: ignore[attr-defined]
    return (
        [each.at.day for each in found if isinstance(each, Episode)],
        [each.night.day for each in found if isinstance(each, CheckIn)],
        dict(reading.maybe),
        [each for each in found if isinstance(each, Episode)],
    )


every_program = pytest.mark.parametrize("program", PROGRAMS)


def test_the_programs_with_groups_are_known() -> None:
    assert {*PROGRAMS} >= {"csv", "habitbull", "track-and-graph", "visible"}


@pytest.mark.slow_but_first
@every_program
@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(CRAMPS),
    st.sampled_from(LEGS),
    st.sampled_from(OTHERS),
    st.sampled_from(OPEN),
    st.booleans(),
)
def test_a_bare_cramp_is_of_the_part_that_its_group_names(
    program: str, name: str, leg: str, other: str, nothing: str, deep: bool
) -> None:
    around = (nothing,) if deep else ()
    rows = [((*around, leg), name), ((*around, other), name), ((*around, nothing), name)]
    days, clear, asked, found = told(program, rows)
    assert (days, clear) == ([1], [])
    assert all(each.sites for each in found)
    ((which, count),) = asked.items()
    assert (which.split("/")[-1], count) == (name, 1)
    assert which == name or nothing in which


@every_program
@pytest.mark.parametrize("name", ["Cramps", "Night cramps"])
def test_what_is_said_of_a_name_goes_for_the_one_in_its_group_or_for_a_bare_one_but_for_other_parts(
    program: str, name: str
) -> None:
    rows = [(("Legs",), name), (("Stomach",), name), (("Health",), name)]
    assert told(program, rows, f"{name}=cramp")[0] == [1, 3]
    assert told(program, rows, f"{name}=ignore")[0] == []
    assert told(program, rows, f"Health/{name}=cramp")[0] == [1, 3]
    assert told(program, rows, f"Legs/{name}=ignore")[0] == []
    assert told(program, rows, f"Stomach/{name}=cramp")[0] == [1, 2]


@pytest.mark.slow_but_some
@every_program
@pytest.mark.parametrize("name", DENIALS)
@pytest.mark.parametrize("group", [*LEGS, *OPEN, *OTHERS])
def test_no_cramps_of_another_part_is_no_clear_night(program: str, name: str, group: str) -> None:
    _, clear, _, _ = told(program, [((group,), name)], value="1")
    assert len(clear) == (group not in (*OTHERS, "Left leg"))


@every_program
def test_a_name_that_says_its_part_is_of_that_whatever_its_group(program: str) -> None:
    rows = [((group,), name) for group in ("Legs", "Health") for name in ("Stomach cramps", "Leg cramps")]
    assert told(program, rows)[0] == [2, 4]


@every_program
def test_a_place_in_a_group_of_cramps_is_a_cramp_there(program: str) -> None:
    days, _, _, found = told(
        program, [(("Cramps",), "Left calf"), (("Pain",), "Left calf"), (("Cramps",), "Stomach")]
    )
    assert days == [1]
    assert (found[0].sites, found[0].side) == (("calf",), "left")


def test_of_several_groups_the_nearest_that_names_a_part_counts() -> None:
    rows = [(("Legs", "Stomach"), "Cramps"), (("Stomach", "Legs"), "Cramps"), (("Legs", "Mine"), "Cramps")]
    assert told("track-and-graph", rows)[0] == [2, 3]


@every_program
def test_the_side_of_a_group_is_that_of_the_cramps_in_it(program: str) -> None:
    rows = [(("Left leg",), "Calf cramp"), (("Right foot",), "Cramps"), (("Left leg",), "right calf cramp")]
    _, _, _, found = told(program, rows)
    assert [(each.sites, each.side) for each in found] == [
        (("calf",), "left"), (("foot",), "right"), (("calf",), "right"),
    ]  # fmt: skip


@pytest.mark.slow_but_some
@pytest.mark.parametrize("around", [(), ("Health",), ("Mine", "Legs")])
@pytest.mark.parametrize(
    ("name", "sites"),
    [
        ("Leg/foot cramps", ("leg", "foot")),
        ("calf/foot cramp", ("calf", "foot")),
        ("Cramps (leg/foot)", ("leg", "foot")),
        ("Leg cramps 1/10", ("leg",)),
    ],
)
def test_a_mark_within_a_name_parts_no_group_from_it(
    name: str, sites: tuple[str, ...], around: tuple[str, ...]
) -> None:
    _, _, _, (found,) = told("track-and-graph", [(around, name)])
    assert found.sites == sites
    assert name in (found.note or "")


@pytest.mark.parametrize(
    "name", ["Leg cramps Y/N", "Magnesium/zinc", "Stretch/walk", "stretch/walk", "Magnesium/Zinc"]
)
def test_a_name_of_two_things_is_asked_as_a_whole(name: str) -> None:
    reading = read(f"FeatureName,Timestamp,Value,Label,Note\n{name},2026-03-01T20:00:00.000Z,1,,\n")
    assert {*reading.maybe, *reading.unknown} == {name}
    assert reading.found == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("group", ["Legs", "legs", "Feet", "Left leg"])
def test_a_part_of_a_group_in_small_letters_is_of_itself_alone(group: str) -> None:
    _, _, _, (found,) = told("track-and-graph", [((group,), "calf spasms")])
    assert found.sites == ("calf",)


@pytest.mark.parametrize(
    "path", ["Evening/Walk", "Exercise/Stretching", "Magnesium/Leg cramps", "legs/cramps"]
)
def test_a_group_is_none_of_the_name_in_it(path: str) -> None:
    reading = read(f"FeatureName,Timestamp,Value,Label,Note\n{path},2026-03-01T20:00:00.000Z,1,,\n")
    assert len(reading.found) == 1  # type: ignore[attr-defined]
