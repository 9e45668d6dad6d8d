"""What `cramp log` loads and reads: nothing that it does not need."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from importlib.util import find_spec
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
    "shlex",
    "statistics",
    "bisect",
    "tempfile",
    *(("platformdirs",) if sys.platform == "linux" else ()),
    *(f"crampdiary.{folder}" for folder in ("screen", "stats", "evidence", "exchange", "doctor.history")),
    *(f"crampdiary.{module}" for module in ("keep.registers", "diary.nights")),
)
"""Modules, and packages of which nothing is loaded."""


_CRAMPS = ("cli.log", "cli.telling.cramps", "words.log_reader", "words.settling")
_USES = (
    "cli.telling.used_and_had",
    "cli.telling.going_on",
    "words.uses.use_reader",
    "words.uses.use_grammar",
)
_NIGHTS = ("cli.record", "words.night_reader", "words.common", "words.reference")
OF_OTHERS = (
    (("log", "7", "arch", "left"), (*_USES, *_NIGHTS, "words.when")),
    (("none", "2026-03-29"), (*_CRAMPS, *_USES)),
    (("none", "last", "night"), (*_CRAMPS, *_USES)),
    (("used", "stretching"), (*_CRAMPS, *_NIGHTS)),
    (("had", "alcohol"), (*_CRAMPS, *_NIGHTS)),
)
"""Commands, each with the modules by which other commands read what is typed."""

EVERYDAY = (
    ("log", "7", "arch", "left"),
    ("log", "7", "arch", "left", "3m", "burning", "--tried", "stretching:helped:2m"),
    ("log", "4", "03:10"),
    ("none",),
    ("used", "stretching", "magnesium:300mg"),
    ("had", "alcohol", "20m", "ago"),
    ("undo",),
)


def _loaded(store: Store, command: tuple[str, ...], modules: tuple[str, ...]) -> str:
    """Return which of some modules, and of what is in them, a command loads, as a list in text."""
    store.remember("backup_day", os.environ["CRAMP_NOW"][:10])  # it was made today
    store.close()
    program = (
        "import sys; from crampdiary.cli.app import main\n"
        f"sys.argv = ['cramp', '--diary', {str(store.path)!r}, *{command!r}]\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        f"print([name for name in sys.modules if (name + '.').startswith({tuple(f'{name}.' for name in modules)!r})])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()[-1]


@pytest.mark.parametrize("command", EVERYDAY, ids=" ".join)
def test_the_everyday_path_loads_nothing_heavy(store: Store, command: tuple[str, ...]) -> None:
    assert _loaded(store, command, HEAVY) == "[]"


@pytest.mark.parametrize(
    ("command", "others"), OF_OTHERS, ids=[" ".join(command) for command, _ in OF_OTHERS]
)
def test_a_command_loads_nothing_by_which_another_reads_its_words(
    store: Store, command: tuple[str, ...], others: tuple[str, ...]
) -> None:
    for module in others:
        assert find_spec(f"crampdiary.{module}"), "it has another name by now"
    assert _loaded(store, command, tuple(f"crampdiary.{module}" for module in others)) == "[]"


@pytest.mark.slow_but_some
@pytest.mark.parametrize("command", EVERYDAY, ids=" ".join)
def test_no_pattern_is_compiled_while_the_everyday_path_is_loaded(
    store: Store, command: tuple[str, ...]
) -> None:
    """Each takes 40 to 300 microseconds: a pattern is a text, and compiled where a line has what it needs."""
    program = (
        "import re._compiler, sys; made = []; compile = re._compiler.compile\n"
        "def told(pattern, flags=0):\n"
        "    frame, frames = sys._getframe(1), []\n"
        "    while frame: frames.append(frame); frame = frame.f_back\n"
        "    at = next(each for each in frames if not each.f_code.co_filename.endswith('re/__init__.py'))\n"
        "    if at.f_code.co_name == '<module>' and at.f_globals['__name__'].startswith('crampdiary.'):\n"
        "        made.append(pattern)\n"
        "    return compile(pattern, flags)\n"
        "re._compiler.compile = told\n"
        "from crampdiary.cli.app import main\n"
        f"sys.argv = ['cramp', '--diary', {str(store.path)!r}, *{command!r}]\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(made)"
    )
    store.remember("backup_day", os.environ["CRAMP_NOW"][:10])
    store.close()
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
