"""Diaries far longer than any person's: what is refused, brought in and taken back, in how much memory.

Each command is a process of its own, started by a small one, so that its peak memory is its own. Time is
recorded, beside what Python's own json module takes for the same lines, and never asserted: on a machine
that does other work too, processor time goes up by half. There are 200,000 rows here, as a million would take a
quarter of an hour: `tests/benchmarks/bench_exchange.py` does that. The figures are properties in the test
report (`--junitxml FILE -o junit_family=xunit1`).
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.model import KINDS
from crampdiary.exchange.made import as_revisions, made
from crampdiary.exchange.own import own_json
from crampdiary.keep.store import Store
from kit.builders import NOW, episode, exposure, word
from kit.measuring import Done, measured

ROWS = 200_000
BAD = ROWS * 6 // 10 + 1
"""The number of the line that is spoilt; the header is line 1."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts peak memory as Linux does"),
]

Record = Callable[[str, Any], None]

_YARDSTICK = """
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        json.dumps(json.loads(line))
"""


def cramp_on(diary: Path, *arguments: str | Path) -> Done:
    return measured(sys.executable, "-m", "crampdiary", "--diary", diary, *arguments)


def yardstick(path: Path) -> float:
    """Return the processor seconds for reading the lines and writing them again, and nothing else."""
    return measured(sys.executable, "-c", _YARDSTICK, path).seconds


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of many cramps."""
    path = tmp_path_factory.mktemp("rows") / "cramps.jsonl"
    records = (
        episode(
            NOW - timedelta(minutes=7 * number),
            logged_at=NOW - timedelta(minutes=7 * number - 5),
            severity=number % 11,
            duration_s=number % 600,
            sites=("arch", "toes"),
            side="left",
            note=f"entry {number}",
        )
        for number in range(ROWS)
    )
    with path.open("w", encoding="utf-8") as file:
        for _ in own_json.write(file, as_revisions(map(made, records), "load"), []):
            pass
    return path


@pytest.fixture
def diary(diary_path: Path) -> Path:
    """A diary with a few entries, one of them edited and one deleted."""
    with closing(Store(diary_path, now=NOW, create=True)) as store:
        with store.change("log") as change:
            first = change.add(episode(note="first"))
            second = change.add(exposure())
            change.add(word())
        with store.change("edit") as change:
            change.replace(first, first.record.replaced(note="changed"))
            change.delete(second)
    return diary_path


def visible(diary: Path) -> str:
    """Return a digest of every row of every table that people read; which version it comes from is left out."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(diary)) as connection:
        for kind in KINDS:
            cursor = connection.execute(f"SELECT * FROM {kind} ORDER BY id")
            names = [column[0] for column in cursor.description]
            for row in cursor:
                said = {name: value for name, value in zip(names, row, strict=True) if name != "revision"}
                digest.update(repr((kind, said)).encode())
    return digest.hexdigest()


def counts(diary: Path) -> dict[str, int]:
    with closing(Store(diary, now=NOW)) as store:
        return store.counts()


def refuses(diary: Path, spoilt: Path, reference: float, record: Record) -> None:
    before = diary.read_bytes()
    ran = cramp_on(diary, "import", "--yes", spoilt)
    record("rows", ROWS)
    record("megabytes", round(ran.megabytes))
    record("processor seconds", round(ran.seconds, 1))
    record("times json", round(ran.seconds / reference, 1))
    assert ran.exit_code == 1
    assert f"{spoilt.name}, line {BAD}: " in ran.said
    assert "1 row cannot be read. Nothing was imported." in ran.said
    assert diary.read_bytes() == before
    assert not diary.with_name(f"{diary.name}-backups").exists()
    assert ran.megabytes < 200


def test_one_bad_row_among_many_is_named_and_nothing_stored(
    rows: Path, diary: Path, tmp_path: Path, record_property: Record
) -> None:
    spoilt = tmp_path / "spoilt.jsonl"
    with rows.open(encoding="utf-8") as file, spoilt.open("w", encoding="utf-8") as bad:
        for number, line in enumerate(file, 1):
            bad.write(line.replace('"entry ', '"Entry ') if number == BAD else line)
    refuses(diary, spoilt, yardstick(spoilt), record_property)


def test_an_import_its_undo_and_its_redo_are_exact(
    rows: Path, diary: Path, tmp_path: Path, record_property: Record
) -> None:
    reference = yardstick(rows)
    before, counted = visible(diary), counts(diary)
    steps = {}
    for command in ("import", "undo", "redo"):
        arguments = ("--yes", rows) if command == "import" else ()
        ran = steps[command] = cramp_on(diary, command, *arguments)
        assert ran.exit_code == 0, ran.said
        record_property(f"{command}: megabytes", round(ran.megabytes))
        record_property(f"{command}: processor seconds", round(ran.seconds, 1))
        record_property(f"{command}: times json", round(ran.seconds / reference, 1))
        if command == "import":
            brought = visible(diary)
            assert brought != before
            assert counts(diary)["episode"] == counted["episode"] + ROWS
        elif command == "undo":
            assert visible(diary) == before
            assert {**counts(diary), "revision": 0} == {**counted, "revision": 0}
        else:
            assert visible(diary) == brought
        assert f"{ROWS - 10:,} more entries" in ran.said or command == "import"
    assert steps["undo"].megabytes < 250
    assert steps["redo"].megabytes < 250
    with closing(sqlite3.connect(diary)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
