"""The page of promises and the tests: each that it names is there, and each row names one."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = TESTS.parent / ".github" / "PROMISES.md"
ROW = re.compile(r"\| (\d+) \| [^|]+ \| [^|]+ \| (.+) \|")


def rows() -> dict[str, str]:
    """Return the last cell of each row of the page, by its number."""
    found = [ROW.fullmatch(line) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return {match[1]: match[2] for match in found if match}


@cache
def names_in(file: str) -> set[str]:
    (path,) = TESTS.rglob(file)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}


@pytest.mark.parametrize("number", rows())
def test_every_test_that_shows_a_promise_is_there(number: str) -> None:
    for part in rows()[number].split("; "):
        file, *named = re.findall(r"`([^`]+)`", part)
        assert named, "a row names at least one test"
        assert set(named) <= names_in(file)


def test_no_row_of_the_page_is_passed_over() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
    assert len(lines) == len(rows()) > 90
