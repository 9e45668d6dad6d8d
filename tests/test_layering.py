"""Who may use what: the walls that keep the program small enough to hold in one's head."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import crampdiary

SOURCE = Path(crampdiary.__file__).parent
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
}

ONLY_IN = {
    "rich": {"render"},
    "dateutil": {"times"},
    "typer": {"cli"},
    "platformdirs": {"settings"},
}
WITH_SQL = {"store", "log", "verify", "migrations", "diaryfile", "copies", "restoring", "merge"}
WITHOUT_THE_WORLD = {
    "assessment", "charts", "design_matrix", "nightmap", "patterns", "streaks", "screens_calendar", "screens_doctor",
    "screens_learn", "screens_stats", "screens_triggers", "zones",
    "cover", "demo", "distributions", "durations", "errors", "evidence", "findings", "fit", "form", "frozen", "jsonout",
    "model", "nightnames", "nights", "phrases", "redflags", "relief", "revision", "score", "screens", "sections",
    "sentences", "stats", "times", "trend", "vocabulary", "wording",
    "longflags", "noticerules",
}  # fmt: skip
ABOVE = {
    "cli",
    "render",
    "store",
    "settings",
    "backup",
    "copies",
    "copying",
    "private",
    "restoring",
    "diaryfile",
    "migrations",
    "merge",
    "exchange",
}


@cache
def _imported(path: Path) -> set[str]:
    """Return the modules that a file imports at run time, wherever in it; not those for type checkers alone."""
    names = set()
    for node in _outside_type_checking(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _outside_type_checking(node: ast.AST) -> list[ast.AST]:
    found = [node]
    for child in ast.iter_child_nodes(node):
        is_guard = isinstance(child, ast.If) and isinstance(child.test, ast.Name)
        if not (is_guard and child.test.id == "TYPE_CHECKING"):  # type: ignore[attr-defined]
            found += _outside_type_checking(child)
    return found


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_has_one_user(library: str) -> None:
    users = {
        name.partition(".")[0]
        for name, path in MODULES.items()
        if any(each.split(".")[0] == library for each in _imported(path))
    }
    assert users == ONLY_IN[library]


def test_sql_stands_where_the_diary_is_kept() -> None:
    statement = re.compile(
        r"\b(SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|PRAGMA \w+)\b"
    )
    users = {
        name
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and statement.search(node.value)
    }
    assert users <= WITH_SQL
    assert "store" in users  # or else this would pass by finding nothing


@pytest.mark.parametrize("name", sorted(WITHOUT_THE_WORLD & MODULES.keys()))
def test_pure_modules_have_no_clock_randomness_file_or_print(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called.add(ast.unparse(node.func))
    forbidden = {
        "print",
        "open",
        "input",
        "datetime.now",
        "datetime.today",
        "date.today",
        "time.time",
        "os.urandom",
    }
    exempt = {"os.urandom"} if name == "revision" else set()  # a uid is random by its nature
    assert not called & (forbidden - exempt)
    assert not {each for each in called if each.endswith((".read_text", ".write_text", ".read_bytes"))}


@pytest.mark.parametrize("name", sorted(WITHOUT_THE_WORLD & MODULES.keys()))
def test_pure_modules_reach_for_nothing_above_them(name: str) -> None:
    reached = {
        each.removeprefix("crampdiary.").partition(".")[0]
        for each in _imported(MODULES[name])
        if each.startswith("crampdiary.")
    }
    assert not reached & ABOVE


def test_nothing_imports_the_command_line() -> None:
    users = {
        name.partition(".")[0]
        for name, path in MODULES.items()
        if any(each.startswith("crampdiary.cli") for each in _imported(path))
    }
    assert users <= {"cli", "__main__"}


def test_imports_form_no_circle() -> None:
    """Nor those within functions: a circle that is only put off still ties its modules into one."""
    uses = {
        name: {each.removeprefix("crampdiary.") for each in _imported(path)} & (MODULES.keys() - {name})
        for name, path in MODULES.items()
    }
    assert any(uses.values())  # or else this would pass by finding nothing
    while ends := {
        name for name in uses if not uses[name] or not any(name in used for used in uses.values())
    }:
        uses = {name: used - ends for name, used in uses.items() if name not in ends}
    assert uses == {}


def test_no_file_took_on_a_second_job() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: lines for name, lines in lengths.items() if lines > 450} == {}
    assert lengths["store"] < 400
