"""What a habit of Loop was marked for and is no longer: a yes made a no goes, and a day unmarked is no clear night."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from kit.peerfiles import imported, records
from kit.running import Cramp

YES = {"zip": "YES_MANUAL", "flat": "2"}
NO = {"zip": "NO", "flat": "0"}


def written(folder: Path, shape: str, marks: Mapping[str, str]) -> Path:
    """Write a file with one day on which some habits were marked, beside one on which all were."""
    if shape == "flat":
        path = folder / "Checkmarks.csv"
        days = (("2026-03-05", marks), ("2026-03-04", dict.fromkeys(marks, "2")))
        rows = [f"{day},{','.join(said.values())},\n" for day, said in days]
        path.write_text(f"Date,{','.join(marks)},\n" + "".join(rows))
        return path
    path = folder / "loop.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "Habits.csv", "Position,Name\n" + "".join(f"{at},{each}\n" for at, each in enumerate(marks))
        )
        for at, (habit, mark) in enumerate(marks.items()):
            text = f"Date,Value,Notes\n2026-03-05,{mark},\n2026-03-04,YES_MANUAL,\n"
            archive.writestr(f"{at:03} {habit}/Checkmarks.csv", text)
    return path


def kinds(cramp: Cramp) -> list[str]:
    return sorted(each.kind for each in records(cramp))


@pytest.mark.slow_but_first
@pytest.mark.parametrize("shape", YES)
@pytest.mark.parametrize(
    ("habit", "kind"),
    [("Leg cramp", "episode"), ("Magnesium", "exposure"), ("No leg cramps", "check_in"),
     ("Leg cramps last night", "episode")],
)  # fmt: skip
def test_a_yes_made_a_no_goes(habit: str, kind: str, shape: str, cramp: Cramp, tmp_path: Path) -> None:
    imported(cramp, written(tmp_path, shape, {habit: YES[shape]}))
    assert kinds(cramp) == [kind] * 2
    told, _ = imported(cramp, written(tmp_path, shape, {habit: NO[shape]}))
    assert kinds(cramp) == [kind]  # and the day is no night without cramps, as it may never have been marked
    assert told["kinds"][kind]["deleted"] == 1
    imported(cramp, written(tmp_path, shape, {habit: YES[shape]}))
    assert kinds(cramp) == [kind] * 2


@pytest.mark.parametrize("shape", YES)
def test_a_no_takes_back_no_cramp_that_another_habit_tells_of(
    shape: str, cramp: Cramp, tmp_path: Path
) -> None:
    both = {"Left calf cramp": YES[shape], "Right calf cramp": YES[shape]}
    imported(cramp, written(tmp_path, shape, both))
    imported(cramp, written(tmp_path, shape, {**both, "Right calf cramp": NO[shape]}))
    assert kinds(cramp) == ["episode"] * 2


def test_a_mark_that_only_is_gone_stays_here(cramp: Cramp, tmp_path: Path) -> None:
    imported(cramp, written(tmp_path, "zip", {"Leg cramp": "YES_MANUAL"}))
    imported(cramp, written(tmp_path, "zip", {"Leg cramp": "UNKNOWN"}))
    assert kinds(cramp) == ["episode"] * 2


def test_a_flat_table_without_its_last_comma_is_read_where_it_is_said_to_be_one(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = written(tmp_path, "flat", {"Leg cramp": "2", "Magnesium": "0"})
    path.write_text(path.read_text().replace(",\n", "\n"))
    assert imported(cramp, path, "--format", "loop-habits")[0]["format"] == "loop-habits"
    assert kinds(cramp) == ["episode", "episode", "exposure"]


def test_a_zip_without_the_list_of_its_habits_is_known(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "loop.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("001 Leg cramp/Checkmarks.csv", "Date,Value,Notes\n2026-03-05,YES_MANUAL,\n")
    assert imported(cramp, path)[0]["format"] == "loop-habits"
    assert kinds(cramp) == ["episode"]
