"""What a mistake of the program itself shows: where it was, and nothing of the diary. Row 91 of the promises."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kit.running import Cramp, slowly
from kit.terminals import COLOUR, needs_terminal, talk

SECRET = "Geheimnis-4711"
_BROKEN = (
    "crampdiary.cli.session.Session.__init__",
    "crampdiary.cli.settings.Settings.diary",
    "crampdiary.keep.store.Store.__init__",
    "crampdiary.keep.store.Store.entries",
    "crampdiary.keep.store.Store.words",
    "crampdiary.keep.store.Store.close",
    "crampdiary.screen.entries.entries",
    "crampdiary.screen.render.draw",
    "crampdiary.screen.entries.summary",
)


def _errors() -> list[Exception]:
    return [
        RuntimeError(SECRET),
        KeyError(SECRET),
        AssertionError(SECRET, [SECRET]),
        UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET),
        sqlite3.DatabaseError(SECRET),
        RecursionError(SECRET),
        MemoryError(SECRET),
        ExceptionGroup(SECRET, [ValueError(SECRET)]),
        EOFError(SECRET),
        StopIteration(SECRET),
    ]


@needs_terminal
@pytest.mark.parametrize(
    "place",
    [each if each.endswith(".Store.entries") or "draw" in each else slowly(each) for each in _BROKEN],
)
def test_a_mistake_anywhere_shows_no_text_of_the_diary(
    place: str, sample: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    cramp("log", "5", "--note", SECRET)
    errors = _errors()

    def broken(*_: object, **__: object) -> None:
        note = SECRET
        try:
            raise ValueError(note)
        except ValueError as cause:
            error = errors.pop(0)
            error.add_note(note)
            raise error from cause

    monkeypatch.setattr(place, broken)
    for debug in ("", "1"):
        ran = talk(["list", "--kind", "away"], env={"CRAMP_DEBUG": debug, **COLOUR}, columns=1000)
        _check_mistake(ran.exit_code, ran.shown)
    while errors:
        seen = cramp("list", "--kind", "away", env={"CRAMP_DEBUG": "1"}, mistaken=True)
        _check_mistake(seen.exit_code, seen.out + seen.err)


def _check_mistake(code: int, shown: str) -> None:
    assert code == 1, shown
    assert SECRET not in shown
    assert "Traceback" not in shown
    assert "cramp went wrong (" in shown.splitlines()[-1]


@pytest.mark.slow
@pytest.mark.parametrize("debug", ["1", slowly("")])
def test_no_setting_of_python_or_typer_makes_a_mistake_show_text(
    debug: str, sample: Path, cramp: Cramp
) -> None:
    cramp("log", "5", "--note", SECRET)
    program = f"""
import sys
from crampdiary.cli.app import main
from crampdiary.keep.store import Store

def broken(self, *_, **__):
    note = {SECRET[:9]!r} + {SECRET[9:]!r}
    open({str(sample / "diary.db")!r}, "rb")  # a resource that warns when it is lost
    raise RuntimeError(note)

Store.entries = broken
sys.argv = ["cramp", "list"]
main()
"""
    (sample / "program.py").write_text(program)
    on = (
        *(
            "PYTHONFAULTHANDLER",
            "PYTHONDEVMODE",
            "PYTHONTRACEMALLOC",
            "PYTHONASYNCIODEBUG",
            "PYTHONUNBUFFERED",
        ),
        *("TYPER_USE_RICH", "TYPER_STANDARD_TRACEBACK", "_TYPER_STANDARD_TRACEBACK", "FORCE_COLOR"),
    )
    switches = {"CRAMP_DEBUG": debug, "PYTHONWARNINGS": "always", "NO_COLOR": "", **dict.fromkeys(on, "1")}
    ran = subprocess.run(
        [sys.executable, "-X", "dev", "program.py"],
        env={**os.environ, **switches},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert SECRET not in ran.stdout + ran.stderr
    assert "RuntimeError" in ran.stderr
    assert "Traceback" not in ran.stderr
