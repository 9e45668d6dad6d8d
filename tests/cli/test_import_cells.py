"""A cell that cannot be read costs no cramp: it is asked about once, left open, or pointed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from crampdiary import prompts
from crampdiary.diary.model import CheckIn, Episode, Record
from kit.logs import opened
from kit.running import Cramp, Ran

CELL = "qqq zzz"
"""What no reader of cells will ever understand."""
HEADER = "Date,Time,Leg,Pain,Lasted,Minutes,Sore,Ended,Woke me,How many cramps"
MAPS = (
    *("Date=date", "Time=time", "Leg=place", "Pain=severity", "Lasted=duration", "Minutes=minutes"),
    *("Sore=sore", "Ended=end", "Woke me=woke", "How many cramps=count"),
)
READABLE = ("2026-03-05", "03:10", "left calf", "7", "", "", "", "", "", "1")
ASKED = {"Date": "2026-03-05", "Time": "3:10", "Pain": "6", "How many cramps": "2"}


class Answers:
    """Somebody at a terminal, who says this of the cell and else Enter; `y` at the end."""

    def __init__(self, *of_cells: str) -> None:
        self._of_cells = list(of_cells)
        self.asked: list[str] = []

    def __call__(self, question: str) -> str:
        self.asked.append(question)
        if question.startswith("Import this?"):
            return "y"
        is_of_cell = CELL in question or "in the notes?" in question
        return self._of_cells.pop(0) if is_of_cell and self._of_cells else ""

    @property
    def of_cells(self) -> list[str]:
        return [each for each in self.asked if CELL in each]


@pytest.fixture
def asking(cramp: Cramp) -> Callable[..., Ran]:
    """Import at a terminal where somebody answers."""

    def run(somebody: Answers, path: Path, *options: str) -> Ran:
        with (
            mock.patch.object(prompts, "can_ask", return_value=True),
            mock.patch.object(prompts, "ask", somebody),
        ):
            return cramp("--diary", path.with_suffix(".db"), "import", path, "--new", *options)

    return run


def maps(*said: str) -> list[str]:
    return [part for each in said for part in ("--map", each)]


def sheet(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_text("\n".join([HEADER, *map(",".join, rows)]) + "\n")
    return path


def with_cell(column: str, cell: str = CELL, day: int = 5) -> tuple[str, ...]:
    row = [f"2026-03-{day:02}", *READABLE[1:]]
    row[HEADER.split(",").index(column)] = cell
    return tuple(row)


def records(path: Path) -> list[Record]:
    with closing(opened(path.with_suffix(".db"))) as store:
        return sorted((each.record for each in store.entries()), key=repr)


def cramps(path: Path) -> list[Episode]:
    return [each for each in records(path) if isinstance(each, Episode)]


@pytest.mark.slow_but_first
@pytest.mark.parametrize("column", HEADER.split(",")[1:])
def test_enter_at_each_question_loses_neither_a_cramp_nor_what_stands_in_its_cell(
    column: str, asking: Callable[..., Ran], tmp_path: Path
) -> None:
    path = sheet(tmp_path / "a.csv", with_cell(column), (*READABLE[:1], "04:00", *READABLE[2:]))
    somebody = Answers()
    ran = asking(somebody, path, *maps(*MAPS))
    assert ran.exit_code == 0, ran.err
    assert len(somebody.of_cells) <= 1
    found = cramps(path)
    assert [CELL in (each.note or "") for each in found].count(True) == 1
    assert len(found) == 2
    once_more = Answers()
    assert asking(once_more, path).exit_code == 0
    assert (once_more.of_cells, records(path)) == ([], records(path))


@pytest.mark.parametrize(("column", "answer"), ASKED.items())
def test_what_is_answered_of_a_cell_is_what_a_map_says_of_it(
    column: str, answer: str, asking: Callable[..., Ran], cramp: Cramp, tmp_path: Path
) -> None:
    rows = (
        with_cell(column),
        with_cell(column),
        with_cell(column, ASKED[column], day=5 if column == "Date" else 9),
    )
    path = sheet(tmp_path / "a.csv", *rows)
    ran = asking(somebody := Answers("what?", answer), path, *maps(*MAPS))
    assert ran.exit_code == 0, ran.err
    assert len(somebody.of_cells) == 2  # once for both rows, and again as it was not understood
    other = sheet(tmp_path / "b.csv", *rows)
    said = cramp(
        "--diary", other.with_suffix(".db"), "import", other, "--new", "-y", *maps(*MAPS, f"{CELL}={answer}")
    )
    assert said.exit_code == 0, said.err
    assert records(other) == records(path)
    told = Counter((each.severity, each.at.time()) for each in cramps(path))
    assert all(count % 3 == 0 for count in told.values())
    assert len(cramps(path)) == (6 if column == "How many cramps" else 3)


def test_a_day_that_is_left_open_leaves_out_its_row_alone(asking: Callable[..., Ran], tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", with_cell("Date"), READABLE)
    ran = asking(Answers(), path, *maps(*MAPS))
    assert (ran.exit_code, len(cramps(path))) == (0, 1)
    assert f"{CELL} (by your mapping)" in ran.out


def test_where_many_cells_cannot_be_read_a_few_are_asked_and_the_others_at_once(
    asking: Callable[..., Ran], tmp_path: Path
) -> None:
    rows = [with_cell("Pain", f"{CELL} {chr(97 + at)}", day=at + 1) for at in range(25)]
    path = sheet(tmp_path / "a.csv", *rows)
    somebody = Answers("3")
    assert asking(somebody, path, *maps(*MAPS)).exit_code == 0
    assert len(somebody.of_cells) == 6
    assert sum("in the notes?" in each for each in somebody.asked) == 1
    assert [each.severity for each in cramps(path)].count(None) == 24
    other = sheet(tmp_path / "b.csv", *rows)
    ran = asking(Answers(*[""] * 6, "no"), other, *maps(*MAPS))
    assert ran.exit_code == 1
    last = ran.err.splitlines()[-1]
    assert "--map" in last
    assert "--skip-bad" in last


def test_a_cell_that_may_tell_of_a_cramp_and_is_left_open_makes_none_and_no_clear_night(
    asking: Callable[..., Ran], tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Date,Leg cramps,Pain\n2026-03-05,{CELL},\n2026-03-06,0,\n2026-03-07,1,{CELL}\n")
    ran = asking(Answers(), path, *maps("Date=date", "Leg cramps=cramp", "Pain=severity"))
    assert ran.exit_code == 0, ran.err
    (clear,) = [each for each in records(path) if isinstance(each, CheckIn)]
    assert clear.night.day == 6
    assert [each.at.day for each in cramps(path)] == [7]
    assert f'2026-03-05: "Leg cramps: {CELL}"' in ran.out
