"""Where nothing of a sheet of cramps would be brought in, it is said what to answer, and no way ends without it."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from crampdiary import prompts
from kit.running import Cramp, Ran
from kit.sheets import options_told

SHEET = "Date,Left calf,Right calf,Notes\n2026-03-01,7,,\n2026-03-02,,4,\n2026-03-05,0,0,fine\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "sheet.csv").write_text(SHEET)
    return tmp_path / "sheet.csv"


def answered(cramp: Cramp, path: Path, *answers: str) -> Ran:
    """Import at a terminal; after the answers Enter is pressed."""
    left = list(answers)

    def ask(_question: str) -> str:
        return left.pop(0) if left else ""

    with mock.patch.object(prompts, "can_ask", return_value=True), mock.patch.object(prompts, "ask", ask):
        return cramp("import", path, "--new")


def test_enter_all_through_ends_with_what_to_answer(cramp: Cramp, path: Path) -> None:
    ran = answered(cramp, path)
    assert ran.exit_code == 1
    assert "nothing to do" not in ran.out + ran.err
    assert "No column says of a row that there was a cramp" in ran.err
    assert "cramp (named by a place" in ran.err


def test_who_goes_back_says_it_of_a_column_and_has_the_cramps(cramp: Cramp, path: Path) -> None:
    ran = answered(cramp, path, "", "", "", "n", "y", "2 cramp", "3 cramp", "", "y")
    assert ran.exit_code == 0, ran.err
    found = cramp("list", "--all", "--json").json["entries"]
    assert sorted(each["severity"] for each in found if each["kind"] == "episode") == [4, 7]


def test_off_a_terminal_the_option_that_is_told_brings_them_in(cramp: Cramp, path: Path) -> None:
    maps = ["--map", "Date=date", "--map", "Notes=note", "--map", "rows=ignore"]
    ran = cramp("import", path, "--new", *maps, "--dry-run")
    assert ran.exit_code == 0
    (line,) = [each for each in ran.out.splitlines() if "No column says" in each]
    (option,) = options_told(line)
    told = option.split('"')[1]
    again = cramp("import", path, "--new", *maps, "--map", told, "-y")
    assert "new: 1 cramp" in again.out


@pytest.mark.parametrize("text", ["Day,Slept,Mood\n2026-03-01,7,low\n", "Date,Magnesium\n2026-03-01,No\n"])
def test_a_sheet_that_is_of_something_else_ends_as_before(text: str, cramp: Cramp, path: Path) -> None:
    path.write_text(text)
    ran = answered(cramp, path)
    assert (ran.exit_code, "No column says" in ran.err + ran.out) == (0, False)
