"""What commands return, and the one place that shows it: nobody else prints, and what follows comes after."""

from __future__ import annotations

import ast
import inspect
import io
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import crampdiary.cli
from crampdiary.cli.app import GROUPS, MODULES, Commands
from crampdiary.cli.result import Picture, Result, Screen, _colours, command
from crampdiary.cli.session import Session
from crampdiary.errors import CrampError, DiaryError
from crampdiary.screen.sections import Section
from kit.running import Cramp
from kit.terminals import needs_terminal, talk

CLI = Path(crampdiary.cli.__file__).parent
WITH_RESULTS = [name for name in MODULES if name != "help"]  # whose pages are no data
EVERY = [*WITH_RESULTS, *(f"{group} {name}" for group, names in GROUPS.items() for name in names)]

WRITING = ("print", "echo", "secho", "write", "writelines", "buffer")
"""What is called, or taken of a stream, to put something on a terminal."""
MAY_PRINT = {
    *("app._version", "result.run", "result.copy_to_stdout", "session.say"),
    *("progress.say", "progress.clear", "help._show"),
}


def printing(tree: ast.AST, module: str, function: str = "") -> Iterator[str]:
    """Yield the functions that print, or write to standard output or standard error."""
    for node in ast.iter_child_nodes(tree):
        inner = node.name if isinstance(node, ast.FunctionDef) else function
        name = ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""
        owner, _, last = name.rpartition(".")
        if last in WRITING and owner in ("", "typer", "sys.stdout", "sys.stderr"):
            yield f"{module}.{inner}"
        yield from printing(node, module, inner)


def test_nothing_but_the_one_place_prints() -> None:
    trees = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in CLI.rglob("*.py")}
    assert {each for name, tree in trees.items() for each in printing(tree, name)} == MAY_PRINT


def function_of(name: str) -> Callable[..., Result | None]:
    module = import_module(f"crampdiary.cli.{MODULES[name.partition(' ')[0]]}")
    plain = name.replace(" ", "_")
    function: Callable[..., Result | None] = getattr(module, plain, None) or getattr(module, f"{plain}_")
    return function


@pytest.mark.parametrize("name", EVERY)
def test_a_command_takes_the_session_and_returns_one_result(name: str) -> None:
    signature = inspect.signature(function_of(name), eval_str=True)
    assert next(iter(signature.parameters.values())).annotation is Session
    # An export to standard output is not the result, but what it would be about.
    kinds = (Result | None,) if name == "export" else (Result, Screen, Picture)
    assert signature.return_annotation in kinds


@pytest.mark.parametrize("name", EVERY)
def test_a_command_takes_the_options_of_its_kind_of_result(name: str) -> None:
    built: Any = Commands()[name.partition(" ")[0]]
    built = built.commands[name.partition(" ")[2]] if " " in name else built
    taken = {option for each in built.params for option in each.opts}
    listed = {option for each in built.params if not getattr(each, "hidden", False) for option in each.opts}
    kind = inspect.signature(function_of(name), eval_str=True).return_annotation
    assert {"--json", "--plain", "--diary"} <= taken
    assert "--json" in listed
    assert ("--plain" in listed) == (kind in (Screen, Picture))
    assert ("--svg" in taken) == (kind == Picture)
    assert ("--force" in taken) == (kind == Picture or name in ("export", "report"))


def begin(context: typer.Context) -> None:
    context.obj = Session()


def run(function: Callable[..., Result | None], *arguments: str) -> Any:
    """Run a command that is none of the program's."""
    app = typer.Typer(rich_markup_mode=None)
    app.callback()(begin)
    app.command("told")(command("told", function))
    return CliRunner().invoke(app, ["told", *arguments])


def test_a_result_is_shown_and_then_its_asides_and_then_its_error() -> None:
    def told(session: Session) -> Result:
        """Tell."""
        return Result({"a": 1}, ("one", "two"), ("aside",), DiaryError("failed"))

    ran = run(told)
    assert ran.stdout == "one\ntwo\n"
    assert ran.stderr == "aside\n"
    assert isinstance(ran.exception, DiaryError)
    ran = run(told, "--json")
    assert ran.stdout == '{\n "format": 1,\n "command": "told",\n "data": {\n  "a": 1\n }\n}\n'
    assert (ran.stderr, str(ran.exception)) == ("aside\n", "failed")


def test_a_screen_is_made_only_where_it_is_drawn(store: object, diary_path: Path) -> None:
    made: list[str] = []

    def sections() -> list[Section]:
        made.append("made")
        return [Section(lines=("drawn",))]

    def told(session: Session) -> Screen:
        session._given = diary_path
        return Result({}, sections)

    assert (run(told, "--json").exit_code, made) == (0, [])
    assert (run(told).stdout, made) == ("drawn\n", ["made"])


@needs_terminal
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_reason_to_see_a_doctor_that_nobody_saw_is_said_the_next_time(cramp: Cramp) -> None:
    with Path("/dev/full").open("wb") as full:
        assert talk(["log", "9", "hand"], redirected={1: full.fileno()}).exit_code == 1
    assert "Worth talking over with a doctor" in cramp("log", "9", "hand").err
    assert "Worth talking over with a doctor" not in cramp("log", "9", "hand").err


def test_an_error_of_a_result_has_its_own_exit_code(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_text("x")
    cramp("log", "5")
    ran = cramp("sync", tmp_path)
    assert (ran.exit_code, ran.err.splitlines()[-1]) == (
        CrampError.exit_code, "1 file in the folder could not be merged; the others were."
    )  # fmt: skip
    assert "Left this diary there" in ran.out


@pytest.mark.slow
def test_an_output_without_block_characters_gets_letters_in_their_place(
    run_cramp: Cramp, tmp_path: Path
) -> None:
    run_cramp("demo", tmp_path / "d.db")
    shown = {
        encoding: run_cramp("--diary", tmp_path / "d.db", "stats", env={"PYTHONIOENCODING": encoding}).out
        for encoding in ("ascii", "UTF8")
    }
    assert shown["ascii"].isascii()
    assert "\\u" not in shown["ascii"]
    assert set(shown["UTF8"]) & set("█▇─")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "in_file"),
    [
        ({}, "standard", None),
        ({"TERM": "xterm-256color"}, "256", None),
        ({"TERM": "xterm-kitty"}, "256", None),
        ({"COLORTERM": "TrueColor "}, "truecolor", None),
        ({"COLORTERM": "24bit", "TERM": "xterm-256color"}, "truecolor", None),
        ({"NO_COLOR": "1", "COLORTERM": "24bit"}, None, None),
        ({"NO_COLOR": ""}, "standard", None),
        ({"TERM": "dumb"}, None, None),
        ({"TERM": "unknown"}, None, None),
        ({"FORCE_COLOR": "1"}, "standard", "standard"),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, None, None),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, None, None),
        ({"FORCE_COLOR": ""}, None, None),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="its terminals say nothing of this")
def test_there_are_as_many_colours_as_the_terminal_has_and_the_person_wants(
    environment: dict[str, str], on_terminal: str | None, in_file: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert _colours() == on_terminal
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert _colours() == in_file
    monkeypatch.setattr(sys, "stdout", None)
    assert _colours() == in_file
