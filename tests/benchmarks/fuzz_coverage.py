"""Feed every parser with what reaches new code: `python tests/benchmarks/fuzz_coverage.py --seconds 20 [TARGET ...]`.

The targets and what they are held to stand in `tests/kit/fuzzing.py` and `tests/kit/fuzz_*.py`; here Atheris traces
which lines an input reaches and goes on from those that reach new ones. It prints for each target how many inputs it
tried and how many broke a promise, with the first of these, and ends with 1 if there was any. Needs the extra `fuzz`
of this project.

Each target has a process of its own, so that a crash or a hang of one ends only that one. What it found worth going
on from stays in `--corpus FOLDER`, where one is given; a crashing input is kept in `--crashes FOLDER`. Each run tries
other inputs; with `--seed N` it begins with the same ones, so that a check says the same of the same commit.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parent.parent
HANG_S = 25  # of the clock, after which an input counts as one that hangs
MEMORY_MIB = 2048
SLOWER = 20.0  # what tracing costs, and room for a busy machine; the tests hold the true limits


_IDLE = ("#", "INFO:", "WARNING:", "stat::", "MS:", "0x", "artifact_prefix", "Base64", "Dictionary")


class Run(NamedTuple):
    """What became of one target."""

    inputs: int
    seconds: float
    crash: Path | None
    said: str


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="which parsers; all of them by default")
    parser.add_argument("--seconds", type=int, default=20, help="for each target")
    parser.add_argument("--runs", type=int, default=-1, help="inputs for each target, at most")
    parser.add_argument("--seed", type=int, default=0, help="of the chance; 0 takes another each time")
    parser.add_argument("--crashes", type=Path, default=Path(tempfile.gettempdir()), metavar="FOLDER")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="where to go on from, and what to keep")
    parser.add_argument("--list", action="store_true", help="only name the targets")
    parser.add_argument("--in-this-process", action="store_true", help=argparse.SUPPRESS)
    given, passed_on = parser.parse_known_args(arguments)
    if given.in_this_process:
        fuzz(given.targets[0], passed_on)
        return 0
    if passed_on:
        parser.error(f"unknown: {' '.join(passed_on)}")
    names = list_of_targets()
    unknown = sorted(set(given.targets) - set(names))
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}; there are: {', '.join(names)}")
    if given.list:
        print("\n".join(names))
        return 0
    given.crashes.mkdir(parents=True, exist_ok=True)
    crashed = 0
    for name in given.targets or names:
        corpus = given.corpus / name if given.corpus else None
        run = run_target(name, given.seconds, given.runs, given.seed, given.crashes, corpus)
        broken = run.crash is not None
        crashed += broken
        print(f"{name:30} {run.inputs:>9,} inputs in {run.seconds:4.0f} s, {int(broken)} crashes", flush=True)
        if run.crash is not None:
            print(f"    {run.crash}: {run.crash.read_bytes()[:200]!r}\n{run.said}", flush=True)
    return min(crashed, 1)


def list_of_targets() -> list[str]:
    """Return the targets' names, asked of another process: the modules must first be imported under Atheris."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from kit import fuzz_typed, fuzz_files, fuzz_diaries, fuzzing; "
        "print('\\n'.join(fuzzing.TARGETS))"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code, str(TESTS)], capture_output=True, text=True, check=True
    )
    return asked.stdout.split()


def run_target(name: str, seconds: int, runs: int, seed: int, crashes: Path, corpus: Path | None) -> Run:
    """Fuzz one target in a process of its own, at a home, a clock and a zone of its own."""
    # In memory where the system has such a place. The fuzzer ends its process without tidying up: this does it.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=memory) as folder_name:
        folder = Path(folder_name)
        kept = corpus or folder / "corpus"
        for each in (kept, folder / "home", folder / "tmp"):
            each.mkdir(parents=True, exist_ok=True)
        clean = {each: value for each, value in os.environ.items() if not each.startswith(("CRAMP_", "XDG_"))}
        crash = crashes / f"crash-{name}"
        crash.unlink(missing_ok=True)
        begun = time.monotonic()
        child = subprocess.run(
            [
                *(sys.executable, __file__, "--in-this-process", name),
                *(f"-max_total_time={seconds}", f"-runs={runs}", f"-seed={seed}"),
                f"-exact_artifact_path={crash}",
                *(
                    f"-timeout={HANG_S}",
                    f"-rss_limit_mb={MEMORY_MIB}",
                    "-print_final_stats=1",
                    "-verbosity=1",
                ),
                *(f"-dict={folder / 'tokens'}", "-len_control=20", "-max_len=200000", str(kept)),
            ],
            env={**clean, "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "TZ": "Europe/London"},
            cwd=folder / "home",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="backslashreplace",
            check=False,
        )
        took = time.monotonic() - begun
    tried = re.findall(r"stat::number_of_executed_units:\s*(\d+)|^#(\d+)", child.stdout, re.MULTILINE)
    inputs = max((int(each) for pair in tried for each in pair if each), default=0)
    if child.returncode != 0 and not crash.exists():
        crash.write_bytes(b"")  # it ended before any input, or with none that the fuzzer could keep
    said = [line for line in child.stdout.splitlines() if not line.startswith(_IDLE)]
    return Run(
        inputs,
        took,
        crash if child.returncode != 0 else None,
        "\n".join(f"    {line}" for line in said[-25:]),
    )


def fuzz(name: str, options: list[str]) -> None:
    """Fuzz a target until its time is over or it crashes; does not return."""
    import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]

    sys.path.insert(0, str(TESTS))
    warnings.simplefilter("error")
    with atheris.instrument_imports(include=["crampdiary"]):
        from kit import (
            fuzz_diaries,  # noqa: F401 (their targets)
            fuzz_files,  # noqa: F401
            fuzz_typed,  # noqa: F401
            fuzzing,
        )
    fuzzing.patience = SLOWER
    target = fuzzing.TARGETS[name]
    corpus = Path(options[-1])
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    tokens = next(Path(each.partition("=")[2]) for each in options if each.startswith("-dict="))
    tokens.write_text("".join(f"{_quoted(each)}\n" for each in target.tokens() if each), encoding="ascii")

    def check(data: bytes) -> None:
        target.check(data)

    atheris.Setup([sys.argv[0], *options], check)
    atheris.Fuzz()


def _quoted(token: bytes) -> str:
    """Return a token as the fuzzer's dictionary takes it."""
    return (
        '"'
        + "".join(chr(each) if chr(each).isalnum() and each < 128 else f"\\x{each:02x}" for each in token)
        + '"'
    )


if __name__ == "__main__":
    sys.exit(main())
