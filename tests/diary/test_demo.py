"""The made-up diary: seeded, valid, marked, and never written over a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from crampdiary.clock.zones import latest_finished_night
from crampdiary.diary.demo import made_up
from kit.builders import NOW
from kit.running import Cramp


@pytest.mark.parametrize("seed", range(5))
def test_the_records_are_all_there_and_in_the_past(seed: int) -> None:
    records = made_up(Random(seed), now=NOW)
    nights = [record.night for record in records if record.kind in ("episode", "exposure", "check_in")]  # type: ignore[union-attr]
    assert max(nights) <= latest_finished_night(NOW) == date(2026, 3, 30)
    assert (max(nights) - min(nights)).days >= 115
    assert {record.kind for record in records} == {"episode", "exposure", "check_in", "away"}


def test_a_seed_gives_one_diary() -> None:
    assert made_up(Random(7), now=NOW) == made_up(Random(7), now=NOW) != made_up(Random(8), now=NOW)


def test_demo_writes_a_marked_diary_and_says_what_to_run(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    ran = cramp("demo", path)
    assert ran.exit_code == 0
    commands = [line.split()[3:] for line in ran.out.splitlines()[1:]]
    assert len(commands) == 3
    for command in commands:
        shown = cramp("--diary", path, *command)
        assert shown.exit_code == 0
        assert shown.out.startswith("A made-up diary")
    assert cramp("--diary", path, "info", "--verify").exit_code == 0


def test_demo_leaves_files_alone(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("mine", encoding="utf-8")
    ran = cramp("demo", path)
    assert (ran.exit_code, path.read_text(encoding="utf-8")) == (1, "mine")
