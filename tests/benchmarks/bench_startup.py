"""How long `cramp log` takes, as a ratio: python tests/benchmarks/bench_startup.py [--runs N]

Times whole processes in turn within one run, so that a machine whose speed drifts cannot favour one of them:
`cramp log 7 arch left` into a diary of two entries, `python -c pass`, and an empty Typer program with as many
commands. Prints a Markdown table of medians and of ratios taken run by run. The goal is at most 1.15 times the
empty program.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import crampdiary
from crampdiary.cli.app import PANELS

CRAMP = [sys.executable, str(Path(sys.executable).with_name("cramp"))]
"""As it is installed: with `-m` Python would load what E does without."""
COMMANDS = [name for names in PANELS.values() for name in names]


def empty_program() -> str:
    """Return a Typer program with a command of every name, each with one argument and no body."""
    head = "import typer\napp = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)\n"
    body = "".join(
        f'@app.command("{name}")\ndef command_{number}(words: list[str] = typer.Argument(None)) -> None: pass\n'
        for number, name in enumerate(COMMANDS)
    )
    return f"{head}{body}app()\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=25)
    runs = parser.parse_args().runs
    # As in an installed wheel: everybody's bytecode is there before the first run.
    compileall.compile_dir(Path(crampdiary.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        program = home / "empty.py"
        program.write_text(empty_program(), encoding="utf-8")
        environment = {
            **{
                name: value for name, value in os.environ.items() if not name.startswith(("CRAMP_", "PYTHON"))
            },
            "HOME": folder,
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
        }
        commands = {
            "`cramp log 7 arch left`": [*CRAMP, "log", "7", "arch", "left"],
            f"an empty Typer program of {len(COMMANDS)} commands": [sys.executable, str(program), "log"],
            "`python -c pass`": [sys.executable, "-c", "pass"],
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        diary, kept = home / "data/crampdiary/diary.db", home / "kept.db"
        for number in range(runs + 2):
            if number == 2:
                shutil.copyfile(diary, kept)
            for name, command in commands.items():
                if number > 2:  # or else it would be the thirtieth entry of one night
                    shutil.copyfile(kept, diary)
                started = time.perf_counter()
                subprocess.run(
                    command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
                if number >= 2:  # the first rounds fill caches, and make the day's backup
                    taken[name].append(1000 * (time.perf_counter() - started))
    ours, *others = taken
    print(f"{runs} runs each, in turn; whole processes\n")
    print("| | median ms | lowest | ratio to it, median | quartiles |\n|---|---|---|---|---|")
    print(f"| {ours} | {statistics.median(taken[ours]):.0f} | {min(taken[ours]):.0f} | | |")
    for other in others:
        ratios = [mine / theirs for mine, theirs in zip(taken[ours], taken[other], strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        print(
            f"| {other} | {statistics.median(taken[other]):.0f} | {min(taken[other]):.0f} "
            f"| {middle:.2f} | {low:.2f} to {high:.2f} |"
        )


if __name__ == "__main__":
    main()
