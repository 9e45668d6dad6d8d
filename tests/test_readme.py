"""The README holds: its recorded runs are run again and must match, and every command stands in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crampdiary.cli.app import PANELS
from kit.running import Cramp, slowly

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(name for names in PANELS.values() for name in names)


def _console_blocks(text: str = README) -> list[str]:
    return re.findall(r"```console\n(.*?)```", text, re.S)


def _steps(block: str) -> list[tuple[str, str]]:
    """Return the commands of a block, each with the output that stands below it."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.M)
    assert parts[0] == "", "a console block begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _run(block: str, folder: Path, environment: dict[str, str]) -> list[tuple[str, str]]:
    """Run a block's commands in one folder, and return each with what it showed.

    `  # Tue 3 March 2026 22:05` behind a command sets the clock from there on.
    """
    script = folder / "bin" / "cramp"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crampdiary "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    environment = {**environment, "PATH": f"{script.parent}{os.pathsep}{environment['PATH']}"}
    found = []
    for typed, _ in _steps(block):
        command, _, when = typed.partition("  # ")
        if when:
            at = datetime.strptime(when.strip(), "%a %d %B %Y %H:%M")
            environment["CRAMP_NOW"] = at.replace(tzinfo=ZoneInfo("Europe/London")).isoformat()
        ran = subprocess.run(
            ["sh", "-c", f"{command} 2>&1"],
            env=environment,
            capture_output=True,
            cwd=folder,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
        )
        found.append((typed, "\n".join(line.rstrip() for line in ran.stdout.splitlines())))
    return found


def test_there_are_recorded_runs() -> None:
    assert len(_console_blocks()) >= 3


@pytest.mark.skipif(os.name == "nt", reason="the recorded runs are written for a POSIX shell")
@pytest.mark.parametrize(
    "number", [number if number < 3 else slowly(number) for number in range(len(_console_blocks()))]
)
def test_a_recorded_run_still_holds(number: int, tmp_path: Path) -> None:
    block = _console_blocks()[number]
    expected = [(typed, shown.rstrip("\n")) for typed, shown in _steps(block)]
    assert _run(block, tmp_path, dict(os.environ)) == expected


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_has_help(name: str, cramp: Cramp) -> None:
    assert f"`cramp {name}" in README or f"$ cramp {name}" in README, (
        f"README.md does not mention `cramp {name}`"
    )
    ran = cramp(name, "--help")
    assert ran.exit_code == 0
    assert ran.out.startswith(f"Usage: cramp {name}")


def test_the_overview_lists_every_command_in_its_panel(cramp: Cramp) -> None:
    shown = cramp("--help").out
    for panel, names in PANELS.items():
        assert f"{panel.capitalize()}:" in shown
        for name in names:
            assert re.search(rf"^  {name} +\S.*[^.]\.$", shown, re.M), f"the line of {name} is cut"


def test_both_commands_of_the_first_screen_are_marked_for_the_full_check() -> None:
    for name in ("run", "test"):
        assert re.search(rf"<!-- command: {name} -->\s*```sh\n.+\n```", README)


def test_the_exit_codes_in_the_readme_are_those_of_the_program() -> None:
    from crampdiary import errors

    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.M)}
    kinds = (errors.CrampError, errors.UsageError, errors.DiaryError, errors.BusyError)
    assert documented == {0, 130, *(kind.exit_code for kind in kinds)}


def renew() -> None:
    """Write the recorded runs anew: python tests/test_readme.py. Read the difference before you commit it."""
    path = Path(__file__).parents[1] / "README.md"
    text = path.read_text(encoding="utf-8")
    for block in _console_blocks(text):
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith(("CRAMP", "XDG"))},
                "HOME": folder, "TZ": "Europe/London", "COLUMNS": "80", "NO_COLOR": "1", "LANG": "C.UTF-8",
            }  # fmt: skip
            shown = _run(block, Path(folder), environment)
        fresh = "".join(f"$ {typed}\n{output}\n" if output else f"$ {typed}\n" for typed, output in shown)
        text = text.replace(f"```console\n{block}```", f"```console\n{fresh}```")
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    renew()
