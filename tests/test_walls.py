"""Who may use what: the folders are the walls, and every file in them is looked at, also one that is new.

An import within a function is as real as any other; one for type checkers alone ties nothing together.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import crampdiary

SOURCE = Path(crampdiary.__file__).parent
FILES = {".".join(path.relative_to(SOURCE).with_suffix("").parts): path for path in SOURCE.rglob("*.py")}

_FIGURES = {"words", "clock", "diary", "screen", "distributions"}
MAY_USE: dict[str, set[str]] = {
    "errors": set(),
    "breaks": set(),
    "fitting": {"breaks"},
    "local_zone": {"clock"},
    "prompts": {"fitting"},
    "distributions": set(),
    "__init__": set(),
    "later": set(),
    "__main__": {"cli", "later"},
    "clock": set(),
    "diary": {"clock"},
    "words": {"clock", "diary"},
    "keep": {"clock", "diary", "words"},
    "exchange": {"clock", "diary", "words", "keep"},
    "screen": {"words", "diary", "breaks"},
    "stats": _FIGURES,
    "evidence": {*_FIGURES, "stats"},
    "doctor": {*_FIGURES, "stats"},
    "report": {*_FIGURES, "stats", "evidence", "doctor"},
    "trial": {*_FIGURES, "stats", "evidence"},
    "cli": {each.partition(".")[0] for each in FILES},
}
"""Each folder, or file at the top, and what it may use besides itself and `errors`."""

LIBRARIES = {
    "rich": "screen",
    "dateutil": "clock",
    "typer": "cli",
    "platformdirs": "cli",
    "sqlite3": "keep",
    "sqlite_utils": "keep",
    "jinja2": "report",
    "markupsafe": "report",
}
PURE = (
    "breaks",
    "clock",
    "diary",
    "words",
    "screen",
    "stats",
    "evidence",
    "doctor",
    "report",
    "trial",
    "distributions",
    "errors",
)
OUTSIDE = frozenset(
    "asyncio builtins codecs ctypes fileinput getpass glob http importlib logging multiprocessing os pathlib "
    "platform random secrets select shutil signal socket subprocess tempfile threading time urllib uuid webbrowser "
    "zoneinfo".split()
)
"""Modules by which a file reaches a clock, chance, other files or the network."""
WORLD = re.compile(
    r"^(print|open|input|breakpoint|exec|eval|__import__)$|\b(datetime|date)\.(now|today|utcnow)$|^sys\.(stdout|stderr|stdin)\b"
    r"|\.(open|read_text|write_text|read_bytes|write_bytes)$|^crampdiary\."
)
"""What a name looks like that asks the clock, or reaches for a file, the terminal or a file of another folder."""
SQL = re.compile(r"\b(SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|PRAGMA \w+)\b")
LONGEST, FULLEST = 450, 24


def folder_of(name: str) -> str:
    return name.partition(".")[0]


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(FILES[name].read_text(encoding="utf-8"))


@cache
def nodes_of(name: str) -> list[ast.AST]:
    return list(ast.walk(tree(name)))


@cache
def imported(name: str) -> set[str]:
    """Return the modules that a file imports when it runs, and each name imported from them as one more."""
    found = set()
    for node in _running(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name} imports by dots"
            found |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _running(node: ast.AST) -> list[ast.AST]:
    children = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        children = list(node.orelse)
    return [node, *(each for child in children for each in _running(child))]


def own(name: str) -> set[str]:
    """Return the program's own files among what a file imports."""
    return {each.removeprefix("crampdiary.") for each in imported(name)} & (FILES.keys() - {name})


def test_a_file_uses_only_what_its_folder_may() -> None:
    assert {folder_of(name) for name in FILES} == MAY_USE.keys(), "what may a folder use? Say it in MAY_USE"
    assert [
        (name, each)
        for name in FILES
        for each in own(name)
        if folder_of(each) not in {folder_of(name), "errors", *MAY_USE[folder_of(name)]}
    ] == []
    assert [
        (name, each)
        for name in FILES
        for each in imported(name)
        if LIBRARIES.get(each.partition(".")[0], folder_of(name)) != folder_of(name)
    ] == []


def test_a_pure_file_has_no_clock_chance_file_or_print() -> None:
    pure = [name for name in FILES if folder_of(name) in PURE]
    assert [(name, each) for name in pure for each in not_its_own(name) if WORLD.search(each)] == []
    outside = [(name, each) for name in pure for each in imported(name) if each.partition(".")[0] in OUTSIDE]
    assert outside == []


def not_its_own(name: str) -> set[str]:
    """Return what a file names without giving it that name."""
    loaded = (node for node in nodes_of(name) if isinstance(node, ast.Name | ast.Attribute))
    return {ast.unparse(node) for node in loaded if isinstance(node.ctx, ast.Load)} - names_in(name)


def names_in(name: str) -> set[str]:
    """Return what a file itself gives a name that could be taken for the world's, such as an argument `input`."""
    nodes = nodes_of(name)
    assert not any(
        isinstance(node, ast.ImportFrom)
        and node.module == "datetime"
        and any(alias.asname for alias in node.names)
        for node in nodes
    ), "the clock under another name"
    arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
    return arguments | {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def test_sql_stands_where_the_diary_is_kept() -> None:
    with_sql = {
        name
        for name in FILES
        for node in nodes_of(name)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    }
    assert {name for name in with_sql if folder_of(name) != "keep"} == set()
    assert "keep.store" in with_sql  # or else this would pass by finding nothing


def test_imports_form_no_circle() -> None:
    uses = {name: own(name) for name in FILES}
    assert any(uses.values())  # or else this would pass by finding nothing
    while ends := {name for name in uses if not uses[name]}:
        uses = {name: used - ends for name, used in uses.items() if name not in ends}
    assert uses == {}


def test_no_file_took_on_a_second_job_and_no_folder_is_a_maze() -> None:
    lines = {name: path.read_text(encoding="utf-8").count("\n") for name, path in FILES.items()}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}
    folders = {path.parent for path in FILES.values()}
    assert {folder.name for folder in folders if len(list(folder.glob("*.py"))) > FULLEST} == set()
    assert {
        name for name, path in FILES.items() if name.endswith(".__init__") and path.stat().st_size
    } == set()


def test_a_name_is_one_thing() -> None:
    classes = [node.name for name in FILES for node in nodes_of(name) if isinstance(node, ast.ClassDef)]
    assert classes  # or else this would pass by finding nothing
    assert {each for each, count in Counter(classes).items() if count > 1} == set()
    modules = Counter(name.rpartition(".")[2] for name in FILES)
    assert {each for each, count in modules.items() if count > 1} == {"__init__", "screen"}


def test_what_is_imported_keeps_its_name() -> None:
    own_names = [
        (name, alias)
        for name in FILES
        for node in nodes_of(name)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if (getattr(node, "module", None) or alias.name).partition(".")[0] == "crampdiary"
    ]
    assert own_names  # or else this would pass by finding nothing
    assert [(name, alias.name) for name, alias in own_names if alias.asname] == []
