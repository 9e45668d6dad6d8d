"""What a command takes in processor time and memory, as a process of its own; for the load tests and benchmarks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

# By a small process, as one counts the memory of the one that started it as its own until it outgrows that.
_STARTER = """
import json, os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
said = child.stdout.read().decode()
_, status, usage = os.wait4(child.pid, 0)
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said]))
"""


class Done(NamedTuple):
    """How a command ended, its processor seconds, its peak memory, and what it said on both streams."""

    exit_code: int
    seconds: float
    megabytes: float
    said: str


def calls_of(work: Callable[[], object]) -> int:
    """Return how many calls of Python and C functions some work takes: as time, but the same each time."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def measured(*command: str | Path) -> Done:
    ran = subprocess.run(
        [sys.executable, "-c", _STARTER, *map(str, command)], capture_output=True, text=True, check=True
    )
    return Done(*json.loads(ran.stdout))
