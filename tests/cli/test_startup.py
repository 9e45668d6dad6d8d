"""What `cramp log` loads: nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crampdiary.keep.store import Store

HEAVY = (
    "rich",
    "sqlite_utils",
    "dateutil",
    "dataclasses",
    "tomllib",
    *(f"crampdiary.{folder}" for folder in ("screen", "stats", "evidence", "exchange", "doctor.history")),
)
"""Modules, and packages of which nothing is loaded."""


@pytest.mark.parametrize(
    "command",
    [
        ("log", "7", "arch", "left"),
        ("log", "7", "arch", "left", "3m", "burning", "--tried", "stretching:helped:2m"),
        ("log", "4", "03:10"),
        ("none",),
        ("used", "stretching", "magnesium:300mg"),
        ("had", "alcohol", "20m", "ago"),
        ("undo",),
    ],
    ids=" ".join,
)
def test_the_everyday_path_loads_nothing_heavy(store: Store, command: tuple[str, ...]) -> None:
    store.remember("backup_day", "2999-01-01")
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
