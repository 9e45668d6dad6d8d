"""A note that tells of a cramp is never hidden: neither by a denial beside it, nor by what was used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crampdiary.diary.model import CheckIn, Exposure, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clear_nights import DOUBTED
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.naming import NameReader
from crampdiary.exchange.notes_told import contradicts, tells_of_one
from crampdiary.keep.revision import checked
from kit.peerfiles import imported
from kit.running import Cramp

WORDS = NameReader(Vocabulary())
PLACES = ("left calf", "foot", "both feet")
WHEN = ("2am", "at 3", "03:10", "11:30pm")
HOW_BAD = ("6/10", "severity 5", "7")
TELLING = (
    *(f"{place} {when} {bad}" for place in PLACES for when in WHEN for bad in HOW_BAD),
    *(f"one in the {place} though {when}" for place in ("foot", "left calf") for when in WHEN),
    *(f"{place} {more}" for place in PLACES for more in ("6/10", "woke me up", "hurt at 3am")),
    "woke up once, right calf", "except a short one in the foot at 4", "except at 4am", "but one at 3am",
    "left calf at 12", "left calf seized up", "left calf locked", "oops, had one after all", "one at 6am after all",
    "no cramps until 5am then one", "cramp free except 5am", "cramp-free until the morning", "then another",
    *(f"{one} cramp{more}" for one in ("big", "one", "another", "huge", "tiny", "bad", "a funny")
      for more in ("", " at 5am", " this time", ", too tired to write", " in the morning", " during yoga")),
    "cramped up at 4am", "cramp, too tired to write", "slept well, then cramp 6am", "big cramp after I filled this in",
    "slept well. left calf 3am 6", "no cramps until 4am, then left calf 7", "Wadenkrampf um 3", "calambre a las 3",
)  # fmt: skip
SILENT = (
    "slept well", "legs fine", "feet fine at 3am", "calf stretches at 9pm", "left calf massage 10pm", "hand 3am 5",
    "walked 5 km, feet hurt at 5pm", "legs ached", "one glass at 3am", "woke at 3am", "left calf twinge", "400 mg",
    "no cramps, legs fine at 3am", "sin calambres", "keine Wadenkrämpfe", "back 6/10", "neck 3am 6/10",
    "bed at 11, feet warm", "socks on feet at 11", "heating pad on calves 11pm", "one tablet at 3am",
    "no cramps thanks to magnesium", "scared of cramps", "took magnesium to prevent cramps", "read about cramps",
    "period cramps in the evening", "bad stomach cramps", "first night without cramps in ages", "cramp cream used",
    "fewer cramps this week", "mum had cramps", "hope no cramps tomorrow", "cramp free", "no cramp but tight calf",
    "had one beer", "then one tablet", "had another coffee at 5", "locked the door",
)  # fmt: skip


@pytest.mark.parametrize("note", [pytest.param(TELLING, id="telling"), pytest.param(SILENT, id="silent")])
def test_a_note_says_where_and_when_or_how_bad_or_it_tells_of_no_cramp(note: tuple[str, ...]) -> None:
    assert [each for each in note if contradicts(each, WORDS) != (note is TELLING)] == []


OF_A_REMEDY = (
    "one at 10pm",
    "1 at 11pm",
    "another one at 3am",
    "bed at 11, feet warm",
    "socks on feet at 11",
)


def test_beside_a_remedy_one_is_one_of_it() -> None:
    assert [each for each in OF_A_REMEDY if tells_of_one(each, WORDS)] == []


def daylio(*rows: tuple[str, str, str]) -> str:
    """Return entries of mornings: each a day of March, activities and a note."""
    head = "full_date,date,weekday,time,mood,activities,note_title,note\n"
    return head + "".join(
        f'2026-03-{day},March {day},Monday,7:05 am,rad,{names},"","{note}"\n' for day, names, note in rows
    )


def bearable(*rows: tuple[str, str, str]) -> str:
    shape = {
        "no leg cramps": ("Symptom", "0", "Leg cramps (None)"), "Magnesium": ("Meds/Supplements", "1", "Magnesium"),
    }  # fmt: skip
    head = "date,weekday,time of day,category,rating/amount,detail,notes\n"
    return head + "".join(
        f"2026-03-{day},Monday,am,{','.join(shape[names])},{note!r}\n".replace("'", '"')
        for day, names, note in rows
    )


def habitbull(*rows: tuple[str, str, str]) -> str:
    shape = {"no leg cramps": ("Leg cramps", "0"), "Magnesium": ("Magnesium", "1")}
    head = "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n"
    return head + "".join(
        f'{shape[names][0]},,Legs,2026-03-{day},{shape[names][1]},"{note}"\n' for day, names, note in rows
    )


def track_and_graph(*rows: tuple[str, str, str]) -> str:
    shape = {"no leg cramps": ("Leg cramps", "0"), "Magnesium": ("Magnesium", "1")}
    head = "FeatureName,Timestamp,Value,Label,Note\n"
    return head + "".join(
        f'{shape[names][0]},2026-03-{day}T08:00:00.000Z,{shape[names][1]},,"{note}"\n'
        for day, names, note in rows
    )


Writer = Callable[..., str]
PROGRAMS: dict[str, Writer] = {
    "daylio": daylio, "bearable": bearable, "habitbull": habitbull, "track-and-graph": track_and_graph,
}  # fmt: skip


def read(folder: Path, program: str, *rows: tuple[str, str, str]) -> tuple[Reading, list[Record | None]]:
    path = folder / "a.csv"
    path.write_text(PROGRAMS[program](*rows))
    assert formats.detect(path) == (program, ",")
    reading = Reading(path, Vocabulary(), {}, folder=folder)
    return reading, [checked(row) for row in formats.revisions(program, reading, [])]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("note", ["left calf 2am 6/10", "a foot cramp though at 2am"])
def test_a_denial_whose_note_tells_of_a_cramp_is_no_clear_night(
    note: str, program: str, tmp_path: Path
) -> None:
    reading, found = read(
        tmp_path, program, ("05", "no leg cramps", note), ("08", "no leg cramps", "legs fine")
    )
    assert [each.note for each in found if isinstance(each, CheckIn)] == ["legs fine"]
    assert [note in each for each in reading.mentions] == [True]
    assert reading.ignored[DOUBTED] == 1


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    "note", ["leg cramp at 2am, 7/10 right calf", "calf cramp in the night", "left calf 3am 7"]
)
def test_a_note_of_what_was_used_that_tells_of_a_cramp_is_pointed_out_and_its_night_is_not_clear(
    note: str, program: str, tmp_path: Path
) -> None:
    reading, found = read(
        tmp_path, program, ("05", "Magnesium", note), ("05", "no leg cramps", ""), ("08", "no leg cramps", "")
    )
    assert [each.note for each in found if isinstance(each, Exposure)] == [note]
    assert [note in each for each in reading.mentions] == [True]
    assert len([each for each in found if isinstance(each, CheckIn)]) == 1
    assert reading.ignored[DOUBTED] == 1


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_something_is_taken_for_is_pointed_out_once_and_doubts_no_night(
    program: str, tmp_path: Path
) -> None:
    rows = [(day, "Magnesium", "for leg cramps") for day in ("05", "06", "07")]
    reading, found = read(tmp_path, program, *rows, ("06", "no leg cramps", ""))
    assert len(reading.mentions) == 1
    assert sum(isinstance(each, CheckIn) for each in found) == 1
    reading, _ = read(tmp_path, program, ("05", "Magnesium", "with dinner"))
    assert reading.mentions == []


def test_an_activity_that_denies_cramps_beside_a_note_of_one_is_counted(tmp_path: Path) -> None:
    rows = ("05", "magnesium | no leg cramps", "one small cramp at 3am left foot")
    reading, found = read(tmp_path, "daylio", rows)
    assert [type(each) for each in found] == [Exposure]
    assert len(reading.mentions) == 1
    assert reading.ignored[DOUBTED] == 1


@pytest.mark.parametrize("rows", [
    [("05", "no leg cramps", "left calf 2am 6/10")],
    [("05", "no leg cramps", ""), ("05", "Magnesium", "leg cramp at 2am")],
])  # fmt: skip
def test_a_clear_night_of_which_the_file_tells_a_cramp_by_now_goes(
    rows: list[tuple[str, str, str]], cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(habitbull(("05", "no leg cramps", ""), ("08", "no leg cramps", "")))
    assert [each.kind for each in imported(cramp, path)[1]] == ["check_in", "check_in"]
    path.write_text(habitbull(*rows, ("08", "no leg cramps", "")))
    clear = [each for each in imported(cramp, path)[1] if isinstance(each, CheckIn)]
    assert [each.night.day for each in clear] == [8]
