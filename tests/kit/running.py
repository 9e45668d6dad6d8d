"""How a test runs the program, and what many tests say in the same way."""

from __future__ import annotations

import json
import os
import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class Ran:
    """How one run of the command line ended and what it printed."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The `data` of the JSON document that was printed."""
        return json.loads(self.out)["data"]


Cramp = Callable[..., Ran]


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Call every one of `works` in a forked process of its own, all let go at the same moment.

    A fork takes a millisecond where a new Python takes a hundred, so that they truly meet. None of them may
    use a diary that was opened before: SQLite's locks and connections do not survive a fork.

    Returns:
        What each returned, or the exception that ended it.
    """
    gate, starter = os.pipe()
    children = []
    for work in works:
        ear, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(starter)
            os.read(gate, 1)  # ends when the last writer is gone
            try:
                answer = work()
            except BaseException as error:
                answer = error
            with os.fdopen(mouth, "wb") as told:
                told.write(pickle.dumps(answer))
            os._exit(0)
        os.close(mouth)
        children.append((child, ear))
    os.close(gate)
    os.close(starter)
    answers = []
    for child, ear in children:
        with os.fdopen(ear, "rb") as told:
            answers.append(pickle.loads(told.read()))
        os.waitpid(child, 0)
    return answers


def for_any_diary(text: str) -> str:
    """Return what was said without the --diary in the commands that it names."""
    return re.sub(r"""`cramp\s+--diary\s+(?:'[^']*'|"[^"]*"|[^\s`'"])+""", "`cramp", text)


def slowly(*values: Any) -> Any:
    """Return a case that only the full check runs."""
    return pytest.param(*values, marks=pytest.mark.slow)


def files_in(folder: Path) -> dict[str, bytes]:
    """Return all files in a folder, however deep, with their content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
