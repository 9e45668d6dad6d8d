"""What a command takes in processor time and memory, as a process of its own; for the load tests and benchmarks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

# By a small process, as one counts the memory of the one that started it as its own until it outgrows that.
_STARTER = """
import json, os, subprocess, sys, time
since = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
said = child.stdout.read().decode()
_, status, usage = os.wait4(child.pid, 0)
taken = time.perf_counter() - since
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said, taken]))
"""


class Done(NamedTuple):
    """How a command ended, its processor seconds and peak memory, what it said, and its seconds by the clock."""

    exit_code: int
    seconds: float
    megabytes: float
    said: str
    elapsed: float


def steps_of(work: Callable[[], object]) -> int:
    """Return how many lines of Python some work runs through: as time, but the same each time."""
    count = 0

    def counted(_frame: object, _event: str, _argument: object) -> Any:
        nonlocal count
        count += 1
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def measured(*command: str | Path) -> Done:
    ran = subprocess.run(
        [sys.executable, "-c", _STARTER, *map(str, command)], capture_output=True, text=True, check=True
    )
    return Done(*json.loads(ran.stdout))


def measured_well(command: Sequence[str]) -> Done:
    """Return the same for a command that must succeed, or end with what it said."""
    done = measured(*command)
    if done.exit_code != 0:
        raise SystemExit(f"{' '.join(command)} ended with {done.exit_code}: {done.said[-300:]}")
    return done
