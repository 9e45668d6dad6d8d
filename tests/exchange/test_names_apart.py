"""What is said of one name of an entry goes for that name alone, in every program that names things."""

from __future__ import annotations

import pytest

from crampdiary.diary.model import Episode, Exposure
from crampdiary.exchange.importer import importers
from crampdiary.exchange.intake import Reading
from exchange.test_written import read
from kit.peer_shapes import MAPPED, OWN, SHAPES, WITHOUT_NOTES, WITHOUT_VALUES

OTHERS = (
    "Migraine",
    "Headache",
    "Stomach cramps",
    "Cramps",
    "Magnesium",
    "Reading",
    "Wadenkrampf",
    "Hand cramp",
)

every_program = pytest.mark.parametrize("program", SHAPES)


def test_every_program_that_names_things_has_its_shape() -> None:
    """A new one is missing here until `kit/peer_shapes.py` says how it writes a name; all below then goes for it."""
    assert {*SHAPES, *OWN} == {*importers()}


def reading_of(program: str, names: list[str], *maps: str, value: str = "", note: str = "") -> Reading:
    content = SHAPES[program](names, value, note)
    name = "file.json" if program == "jrnl" else "file.csv"
    return read(content, name, maps=[*(MAPPED if program == "csv" else ()), *maps])


def cramps(reading: Reading) -> list[tuple[object, ...]]:
    found = (each for each in reading.found if isinstance(each, Episode))  # type: ignore[attr-defined]
    return [(each.at, each.severity, each.sites, each.side) for each in found]


@pytest.mark.slow_but_some
@every_program
@pytest.mark.parametrize("other", OTHERS)
def test_a_name_that_is_ignored_takes_no_other_with_it(program: str, other: str) -> None:
    alone = reading_of(program, ["Leg cramp"])
    assert len(cramps(alone)) == 1
    tag = other.replace(" ", "_") if program == "jrnl" else other
    for names in (["Leg cramp", other], [other, "Leg cramp"]):
        reading = reading_of(program, names, f"{tag}=ignore")
        assert cramps(reading) == cramps(alone)
        assert {name.replace("_", " ").strip("@") for name in reading.cramps} <= {
            "Leg cramp",
            f"Leg cramp, {other}",
            f"{other}, Leg cramp",
        }


@every_program
@pytest.mark.parametrize("other", ["Migraine", "Headache", "Reading"])
def test_a_name_of_something_else_is_not_told_to_be_a_cramp(program: str, other: str) -> None:
    reading = reading_of(program, ["Leg cramp", other])
    assert len(cramps(reading)) == 1
    if program != "jrnl":  # which tells the tags of an entry together
        assert {*reading.cramps} == {"Leg cramp"}


@every_program
def test_a_leg_cramp_that_is_ignored_is_none(program: str) -> None:
    tag = "Leg_cramp" if program == "jrnl" else "Leg cramp"
    assert cramps(reading_of(program, ["Leg cramp", "Headache"], f"{tag}=ignore")) == []


STRANGE = (
    "Wadenkrampf", "Wadenkrämpfe", "Krampf", "Calambres", "Crampes mollet", "crampo", "skurcz", "suonenveto",
    "こむら返り", "Legcramps", "Night cramps 🦵", "🦶 spasm", "cramps 🚫", "Cramp?", "leg cramp?",
    "Leg cramps when walking", "Leg cramp stretch",
)  # fmt: skip
"""Names of what are leg cramps, or may be."""
OF_OTHER_PARTS = (
    "Stomach cramps", "Period cramps", "Bauchkrämpfe", "Regelkrampf", "writer cramp", "Hand cramp",
    "crampes abdominales", "No stomach cramps",
)  # fmt: skip


@pytest.mark.slow_but_some
@every_program
@pytest.mark.parametrize("name", STRANGE)
def test_what_may_be_a_leg_cramp_is_one_or_asked_and_never_told_to_be_none(program: str, name: str) -> None:
    reading = reading_of(program, [name])
    asked = sum(reading.maybe.values()) + (len(reading.mentions) if program == "jrnl" else 0)
    assert bool(cramps(reading)) != (asked == 1)
    assert not reading.left_out
    if program != "jrnl" and not cramps(reading):
        assert len(cramps(reading_of(program, [name], f"{name}=cramp"))) == 1


@pytest.mark.slow_but_some
@every_program
@pytest.mark.parametrize("name", OF_OTHER_PARTS)
def test_what_is_of_another_part_is_neither_taken_nor_asked_as_a_leg_cramp(program: str, name: str) -> None:
    reading = reading_of(program, [name])
    assert (cramps(reading), dict(reading.maybe)) == ([], {})
    assert sum((reading.left_out + reading.unknown).values()) + sum(reading.ignored.values()) >= 1


@every_program
@pytest.mark.parametrize("name", ["Leg Cramp Relief", "Leg cramp medicine", "Cramp bark"])
def test_a_medicine_against_cramps_is_asked_for_as_what_it_is(program: str, name: str) -> None:
    reading = reading_of(program, [name])
    assert cramps(reading) == []
    if program != "jrnl":  # whose tags are many: they are listed
        assert (dict(reading.unknown), dict(reading.maybe)) == ({name: 1}, {})


TELLING = "left calf cramp at 4, 7/10"
PLAIN = "slept on the sofa"


@pytest.mark.slow_but_some
@pytest.mark.parametrize("program", [each for each in SHAPES if each not in WITHOUT_NOTES])
@pytest.mark.parametrize(
    "name", ["Leg cramp", "Cramps", "Magnesium", "Headache", "No cramps", "Stomach cramps"]
)
@pytest.mark.parametrize("value", ["", "0", " ", "2"])
@pytest.mark.parametrize("note", [TELLING, PLAIN])
def test_every_note_is_kept_or_pointed_out_or_counted(program: str, name: str, value: str, note: str) -> None:
    reading = reading_of(program, [name], value=value, note=note)
    kept = [each for each in reading.found if note in (each.note or "")]  # type: ignore[attr-defined]
    pointed_out = [each for each in reading.mentions if note in each]
    counted = sum(count for what, count in reading.ignored.items() if what.startswith(("note", "entry that")))
    assert kept or pointed_out or (counted and note == PLAIN)
    if program != "jrnl":
        assert max(len(kept), len(pointed_out)) == 1 or (counted and note == PLAIN)
        # What goes with a use is kept with it; the cramp that it tells of is none of the entries.
        is_with_a_use = any(isinstance(each, Exposure) for each in kept)
        assert bool(kept and pointed_out) == (is_with_a_use and note == TELLING)


WIDE = ("Day=date", "*=value")


@pytest.mark.slow
@pytest.mark.parametrize(
    "program", [each for each in SHAPES if each not in (*WITHOUT_VALUES, "migraine-buddy")]
)
@pytest.mark.parametrize("name", ["No leg cramps", "Cramp free night", "No cramps"])
def test_a_no_to_no_cramps_is_no_clear_night_and_is_counted_as_what_may_be_a_cramp(
    program: str, name: str
) -> None:
    reading = reading_of(program, [name], value="0")
    assert reading.found == []  # type: ignore[attr-defined]
    assert sum(reading.ignored.values()) == 1
    if program != "loop-habits":  # which says no for every day without a mark
        assert next(iter(reading.ignored)) == f'0 of "{name}", which may be a cramp'
    assert len(reading_of(program, [name, "Leg cramp"], value="0").found) <= 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", ["0", "no", "None"])
@pytest.mark.parametrize("maps", [WIDE, (*WIDE, "Pain=severity")])
def test_so_is_that_of_a_column(value: str, maps: tuple[str, ...]) -> None:
    text = f"Day,No leg cramps,Magnesium,Pain\n2026-03-02,{value},1,\n2026-03-04,yes,1,\n"
    reading = read(text, maps=maps)
    assert [type(each).__name__ for each in reading.found].count("CheckIn") == 1  # type: ignore[attr-defined]
    assert cramps(reading) == []
    assert reading.ignored['0 of "No leg cramps", which may be a cramp'] == 1


@pytest.mark.parametrize("program", ["csv", "flaredown", "track-and-graph", "visible"])
@pytest.mark.parametrize("name", ["Note", "Journal", "Mood"])
def test_words_beside_a_name_that_is_not_known_are_pointed_out_where_they_tell_of_a_cramp(
    program: str, name: str
) -> None:
    reading = reading_of(program, [name], value="calf cramp at 3am")
    assert cramps(reading) == []
    assert reading.mentions == [f'2026-03-02: "{name}: calf cramp at 3am"']
    assert reading_of(program, [name], value="slept well").mentions == []


@pytest.mark.parametrize("amount", ["Not taken", "not taken", "0", "none", "skipped"])
def test_an_amount_that_says_not_taken_is_no_use(amount: str) -> None:
    for category in ("Meds/Supplements", "Medication"):
        text = (
            "date,weekday,time of day,category,rating/amount,detail,notes\n"
            f"5th Mar 2024,Fri,pm,{category},{amount},Potassium (mg),\n"
            f"6th Mar 2024,Fri,pm,{category},Taken,Potassium (mg),\n"
        )
        (found,) = read(text).found  # type: ignore[attr-defined]
        assert (found.at.day, found.amount) == (6, None)


def test_of_daylio_the_title_of_a_note_is_text_too() -> None:
    header = "full_date,date,weekday,time,mood,activities,note_title,note"
    (found,) = read(
        f"{header}\n2026-03-07,March 7,Saturday,22:00,good,leg cramp,<b>Bad</b> &amp; long,<p>x</p>\n"
    ).found  # type: ignore[attr-defined]
    assert found.note.startswith("Bad & long\nx")


@every_program
@pytest.mark.parametrize("name", ["leg cramp?", "Calf cramp ?", "? foot spasm"])
def test_a_question_is_no_cramp_until_the_person_says_so(program: str, name: str) -> None:
    assert cramps(reading_of(program, [name])) == []
