"""What each command takes as a diary grows: python tests/benchmarks/bench_ages.py [--runs N] [--ages y1 y10].

Every command runs as a process of its own, in turn with the one that it is measured by: P is `python -c pass`, and E an
empty Typer program of as many commands. A figure is the lowest processor time of a command divided by the lowest of
that one, in brackets the same by the clock, and beside it the most memory that it took, in MB. The diaries are of no
year (a few entries), one, three and ten years of 1,430 entries a year, and of ten years with a long note for each
cramp, which is some 60 MB.

Prints one Markdown table. It takes some ten minutes, and `--runs 1` with `--ages y0 y1` one.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import crampdiary
from benchmarks.bench_startup import CRAMP, empty_program
from crampdiary.diary.model import Episode, Record
from crampdiary.keep.seal import Seal
from crampdiary.keep.store import Store
from kit import seeded
from kit.builders import NOW
from kit.measuring import measured_well

NIGHTS = {"y0": 3, "y1": 365, "y3": 1095, "y10": 3650, "61 MB": 3650}
_NOTE = (
    "the calf hurt again after a long walk, and it took some minutes of stretching until it went away. " * 12
)
_SINCE = "2026-03-01"
_WRITE, _READ = "E", "P"


class Row(NamedTuple):
    """A command that is measured, by what, and how many days after the last write; that leaves the seal."""

    name: str
    by: str
    words: Sequence[str]
    days: int = 0


ROWS = (
    Row("`log 7 arch left`", _WRITE, ("log", "7", "arch", "left", "--yes")),
    Row("`none`", _WRITE, ("none", "2014-05-01", "--yes")),
    Row("`used magnesium`", _WRITE, ("used", "magnesium", "--yes")),
    Row("`had alcohol`", _WRITE, ("had", "alcohol", "--yes")),
    Row("`undo`", _WRITE, ("undo",)),
    Row("the first `log` of a day", _WRITE, ("log", "7", "arch", "left", "--yes"), days=1),
    Row("the first `log` of a week", _WRITE, ("log", "7", "arch", "left", "--yes"), days=7),
    Row("`list`", _READ, ("list",)),
    Row("`list --last 20`", _READ, ("list", "--last", "20")),
    Row("`list --since`", _READ, ("list", "--since", _SINCE)),
    Row("`list --all`", _READ, ("list", "--all")),
    Row("`stats`", _READ, ("stats",)),
    Row("`stats --since`", _READ, ("stats", "--since", _SINCE)),
    Row("`calendar`", _READ, ("calendar",)),
    Row("`doctor`", _READ, ("doctor",)),
    Row("`remedies`", _READ, ("remedies",)),
    Row("`triggers`", _READ, ("triggers",)),
    Row("import of its own JSON", _READ, ("import", "{export}", "--yes")),
)


def make(path: Path, age: str) -> None:
    """Write a seeded diary of an age, and an export of it beside it."""
    with closing(Store(path, now=NOW, create=True)) as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        with mock.patch.object(Seal, "check"), mock.patch.object(Seal, "look_again"):
            for record in _records(age):
                with store.change(record.kind) as change:
                    change.add(record)


def _records(age: str) -> Iterable[Record]:
    for record in seeded.records(NIGHTS[age], cramps_a_night=1.0, exposures_a_night=2.7):
        is_long = age == "61 MB" and isinstance(record, Episode)
        yield record.replaced(note=(_NOTE * 4).strip()) if is_long else record


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="how often each command runs")
    parser.add_argument("--ages", nargs="+", choices=NIGHTS, default=list(NIGHTS))
    asked = parser.parse_args()
    os.umask(0o077)  # a copy that others could read would be made private by each command
    # As in an installed wheel: everybody's bytecode is there before the first run.
    compileall.compile_dir(Path(crampdiary.__file__).parent, quiet=1)
    for name in [name for name in os.environ if name.startswith(("CRAMP_", "PYTHON"))]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ.update(
            HOME=folder,
            XDG_DATA_HOME=f"{folder}/data",
            XDG_CONFIG_HOME=f"{folder}/config",
            CRAMP_NOW=NOW.isoformat(),
        )
        program = home / "empty.py"
        program.write_text(empty_program(), encoding="utf-8")
        bases = {
            _WRITE: [sys.executable, str(program), "log"],
            _READ: [sys.executable, "-c", "pass"],
        }
        table = {age: _column(home, age, bases, asked.runs) for age in asked.ages}
    print(
        f"lowest processor time (and by the clock) of {asked.runs} runs, in turn, by that of E or P; and megabytes\n"
    )
    print(f"| | by | {' | '.join(asked.ages)} |\n|---|---|{'---|' * len(asked.ages)}")
    for place, row in enumerate(ROWS):
        print(f"| {row.name} | {row.by} | {' | '.join(table[age][place].text for age in asked.ages)} |")
    if {"y1", "y10"} <= table.keys():
        print("\n| ten times the diary | times as long |\n|---|---|")
        for place, row in enumerate(ROWS):
            print(f"| {row.name} | {table['y10'][place].seconds / table['y1'][place].seconds:.1f} |")


class Figure(NamedTuple):
    """What one command took: as a cell of the table, and in seconds."""

    text: str
    seconds: float


def _column(home: Path, age: str, bases: dict[str, list[str]], runs: int) -> list[Figure]:
    """Return what every command takes with a diary of an age, in the order of the rows."""
    made, diary, export = home / f"{age}.db", home / "diary.db", home / f"{age}.json"
    make(made, age)
    cramp = [*CRAMP, "--diary", str(diary)]
    shutil.copyfile(made, diary)
    measured_well([*cramp, "export", str(export)])
    figures = []
    for row in ROWS:
        own, base = [], []
        into_empty = row.words[0] == "import"
        for _ in range(runs + 1):  # the first fills caches
            diary.unlink(missing_ok=True)
            if into_empty:
                Store(diary, now=NOW, create=True).close()
            else:
                shutil.copyfile(made, diary)
            if row.by == _WRITE:  # a file that was put there by hand is read through by the first write
                shutil.rmtree(f"{diary}-backups", ignore_errors=True)
                with mock.patch.dict(os.environ, CRAMP_NOW=(NOW - timedelta(days=row.days)).isoformat()):
                    measured_well([*cramp, "log", "5", "calf", "--yes"])
            base.append(measured_well(bases[row.by]))
            own.append(measured_well([*cramp, *(word.format(export=export) for word in row.words)]))
        seconds = min(each.seconds for each in own[1:])
        ratio = seconds / min(each.seconds for each in base[1:])
        by_clock = min(each.elapsed for each in own[1:]) / min(each.elapsed for each in base[1:])
        megabytes = max(each.megabytes for each in own)
        figures.append(Figure(f"{ratio:.2f} ({by_clock:.2f}), {megabytes:.0f} MB", seconds))
    return figures


if __name__ == "__main__":
    main()
