"""What `cramp log` loads and reads: nothing that it does not need."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from crampdiary.keep import file
from crampdiary.keep.store import Store
from kit.builders import NOW, episode
from kit.running import Cramp

HEAVY = (
    "rich",
    "sqlite_utils",
    "dateutil",
    "dataclasses",
    "tomllib",
    "unicodedata",
    "glob",
    "random",
    "statistics",
    "tempfile",
    *(("platformdirs",) if sys.platform == "linux" else ()),
    *(f"crampdiary.{folder}" for folder in ("screen", "stats", "evidence", "exchange", "doctor.history")),
)
"""Modules, and packages of which nothing is loaded."""


EVERYDAY = (
    ("log", "7", "arch", "left"),
    ("log", "7", "arch", "left", "3m", "burning", "--tried", "stretching:helped:2m"),
    ("log", "4", "03:10"),
    ("none",),
    ("used", "stretching", "magnesium:300mg"),
    ("had", "alcohol", "20m", "ago"),
    ("undo",),
)


@pytest.mark.parametrize("command", EVERYDAY, ids=" ".join)
def test_the_everyday_path_loads_nothing_heavy(store: Store, command: tuple[str, ...]) -> None:
    store.remember("backup_day", os.environ["CRAMP_NOW"][:10])  # it was made today
    store.close()
    program = (
        "import sys; from crampdiary.cli.app import main\n"
        f"sys.argv = ['cramp', '--diary', {str(store.path)!r}, *{command!r}]\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        f"print([name for name in sys.modules if (name + '.').startswith({tuple(f'{name}.' for name in HEAVY)!r})])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_no_class_of_the_everyday_path_is_made_by_generated_code(store: Store) -> None:
    program = (
        "import sys; from crampdiary.cli.app import main\n"
        f"sys.argv = ['cramp', '--diary', {str(store.path)!r}, 'log', '7', 'arch', 'left']\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "made = {each for name, module in sys.modules.items() if name.startswith('crampdiary.')\n"
        "    for each in vars(module).values() if isinstance(each, type) and issubclass(each, tuple)}\n"
        "assert len(made) > 15\n"
        "print([each for each in made if '__new__' in vars(each) and each.__name__ != 'NamedTuple'])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_only_the_command_that_was_typed_is_built() -> None:
    program = (
        "import sys; from crampdiary.cli.app import main\n"
        "sys.argv = ['cramp', 'undo', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('crampdiary.cli.')])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = ran.stdout.splitlines()[-1]
    assert "crampdiary.cli.reverse" in loaded
    assert not any(name in loaded for name in ("review", "learn", "files", "record"))


@pytest.mark.parametrize(
    ("command", "begins"),
    [
        *((("--diary", "{path}", *command), True) for command in EVERYDAY),
        (("log", "5", "calf", "--diary", "{path}"), True),
        (("none", "--diary={path}"), True),
        (("--diary", "{path}", "stats"), False),
        (("log", "5", "calf", "--diary", "{path}.not"), False),
        (("log", "5", "calf", "--", "--diary", "{path}"), False),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else str(each),
)
def test_the_look_of_a_day_begins_before_the_program_is_loaded(
    store: Store, cramp: Cramp, command: tuple[str, ...], begins: bool
) -> None:
    path = store.path
    store.close()
    assert cramp("--diary", path, "log", "5", "calf").exit_code == 0
    program = (
        "import os, sys\n"
        f"sys.argv = ['cramp', *{[word.format(path=path) for word in command]!r}]\n"
        "os.environ['CRAMP_NOW'] = '2026-09-01T10:00:00+01:00'\n"
        "import crampdiary.cli.ahead as ahead\n"
        "ahead.begin(sys.argv[1:])\n"
        "loaded = 'typer' in sys.modules\n"
        "from crampdiary.keep import seal\n"
        "begun = seal._ahead\n"
        "print([begun is not None and begun.found_whole(begun._mark), loaded])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == str([begins, False])
    script = Path(file.__file__).parents[1].joinpath("__main__.py").read_text()
    assert script.index("ahead.begin(") < script.index("import app")


def _grown(store: Store, entries: int) -> None:
    """Lengthen a diary by entries of years ago, and as many commands."""
    with store.change("import") as change:
        for number in range(entries):
            change.add(episode(at=NOW - timedelta(days=400 + number), logged_at=NOW))
    with store.writing() as connection:
        rows = ((f"00000000-0000-7000-8000-{number:012}",) for number in range(entries))
        connection.executemany(
            "INSERT INTO op (uid, at_utc, command) VALUES (?, '2026-03-30T08:00:00Z', 'log')", rows
        )


def test_a_command_of_every_day_reads_no_more_of_a_long_diary_than_of_a_short_one(
    tmp_path: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps, connect = 0, file._connect

    def counted(path: Path) -> sqlite3.Connection:
        def tick() -> int:
            nonlocal steps
            steps += 1
            return 0

        connection = connect(path)
        connection.set_progress_handler(tick, 1)
        return connection

    taken: dict[int, list[int]] = {}
    for entries in (100, 1000):
        path = tmp_path / f"{entries}.db"
        with closing(Store(path, now=NOW, create=True)) as store:
            _grown(store, entries)
        cramp("--diary", path, "log", "5", "calf", "--yes")  # makes the day's backup, and looks at every page
        taken[entries] = []
        with monkeypatch.context() as patch:
            patch.setattr(file, "_connect", counted)
            for command in EVERYDAY:
                steps = 0
                cramp("--diary", path, *command)
                taken[entries].append(steps)
    for command, short, long in zip(EVERYDAY, *taken.values(), strict=True):
        assert short > 100, command
        assert long < 1.3 * short + 100, command
