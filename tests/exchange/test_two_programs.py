"""Files of two programs in one diary: what one says of a night changes nothing that the other said of it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from crampdiary.exchange.importer import MappedSheet, importers
from exchange.test_every_sample_again import counts, imported, shown
from kit.running import Cramp

_FLAREDOWN = ("Date", "Leg cramps", "Magnesium", "Tags", "Foods")
OF_ONE_NIGHT = {
    "flaredown": f"{','.join(_FLAREDOWN)}\n2026-03-04,4,Taken,,\n",
    "habitbull": "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n"
    "Leg cramps,,,2026-03-04,1,\nMagnesium,,,2026-03-04,0,\n",
    "track-and-graph": "FeatureName,Timestamp,Value,Label,Note\n"
    "Leg cramps,2026-03-04T12:00:00.000Z,0,,\nMagnesium,2026-03-04T12:00:00.000Z,400,mg,\n",
    "visible": "observation_date,tracker_name,tracker_category,observation_value \n"
    "2026-03-04,Leg cramps,Pain,1 \n2026-03-04,Magnesium,Pain,1 \n",
}
"""What each program whose table is read by a map says of one night, by the same names."""


def test_each_program_whose_table_is_read_by_a_map_is_here() -> None:
    assert {name for name, each in importers().items() if isinstance(each, MappedSheet)} == {*OF_ONE_NIGHT}


@pytest.mark.slow_but_some
@pytest.mark.parametrize(("one", "other"), [*permutations(OF_ONE_NIGHT, 2)])
def test_two_programs_that_tell_of_one_night_leave_each_other_alone(
    one: str, other: str, cramp: Cramp, tmp_path: Path
) -> None:
    files = {name: tmp_path / f"{name}.csv" for name in (one, other)}
    for name, file in files.items():
        file.write_text(OF_ONE_NIGHT[name])
    imported(cramp, files[one])
    first = shown(cramp)
    assert counts(imported(cramp, files[other]), "changed", "known") == [0, 0]
    both = shown(cramp)
    assert first.items() <= both.items()
    assert len(both) > len(first)
    for name in (one, other, one):
        assert counts(imported(cramp, files[name]), "new", "changed") == [0, 0]
    assert shown(cramp) == both


def test_a_program_whose_entries_came_as_a_sheet_of_ones_own_is_what_that_was(
    cramp: Cramp, tmp_path: Path
) -> None:
    """As of who said the columns before the program was known here."""
    file = tmp_path / "visible.csv"
    file.write_text(OF_ONE_NIGHT["visible"])
    said = (
        "observation_date=date",
        "tracker_name=name",
        "tracker_category=group",
        "observation_value=value:0-3",
    )
    maps = [each for one in said for each in ("--map", one)]
    assert cramp("import", "--new", file, "--format", "csv", *maps, "-y").exit_code == 0
    before = shown(cramp)
    assert counts(imported(cramp, file), "new", "changed") == [0, 0]
    assert shown(cramp) == before
