"""Every message that the program can say of a fault, in one table, so that their tone can be read in one place.

The table is `tests/golden/messages.txt`. It is gathered from the sources, so that no message can be left out of it;
after a change that is meant, run `pytest tests/test_messages.py --renew-golden` and read the difference.

A message is one line that says what happened and then what to do, or what became of what was typed. It is kind,
brief, never scolds, and never speaks of the program's insides.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import crampdiary
from crampdiary import errors
from crampdiary.cli import session
from crampdiary.cli.app import MODULES

SOURCE = Path(crampdiary.__file__).parent
TABLE = Path(__file__).parent / "golden" / "messages.txt"

ERRORS = {
    name: kind.exit_code
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.CrampError)
}
GIVEN_ON = {"_given_up": 1, "_mistake": 1, "_fail": 1}
"""Functions that make an error of the message they are given, by the exit code of that error."""

SAID = "beside the result"
LONGEST = 230  # characters, the names of what is filled in counted as they stand

# What happened is said first; then what to do, or what became of it.
WHAT_TO_DO = re.compile(
    r"(^|[.,;:?] )(add|check|free|give|go on|keep|leave|look|make|mend|name|run|save|say|set|swap|tell|try|unpack|"
    r"update|use|write)\b|\b(or|and) (give|leave|look|import|say|try|write)\b|\b(please|to add a word|did you mean)\b"
    r"|`cramp |\bthere are:|\bthese can:|\bit has:|\bit takes\b|\b(is|are|must be) (one of\b|for\b|\w+ or \w+|a whole)"
    r"|\bat most\b|\bneeds\b|\bonce is enough\b|\bremove it\b|\brun from\b|\bthe hour is\b"
    r"|\bnothing was\b|\bnot saved\b|\bis saved\b|\bleft (it )?as it (is|was)\b|\bleft alone\b|\bthe others were\b"
    r"|\{(hint|why)\}$",  # these are texts of the table themselves
    re.IGNORECASE,
)
SCOLDING = re.compile(
    r"\b(invalid|illegal|fatal|failed to|abort\w*|wrong(ly)? typed|you must|you should|must not|forbidden|stupid|bad|"
    r"oops|whoops|sorry|unfortunately|obviously|simply|just (use|do)|exception|traceback|errno)\b|!",
    re.IGNORECASE,
)


@cache
def messages() -> dict[tuple[str, str], str]:
    """Return where and how each message ends a command, by the module that says it and its text."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for text, outcome in _of_module(path):
            found[module, text] = outcome
    return found


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _constants(path: Path) -> Mapping[str, str]:
    """Return the texts that a module gives a name, or takes from another under it."""
    found: dict[str, str] = {}
    for node in _tree(path).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("crampdiary."):
            source = SOURCE.joinpath(*str(node.module).split(".")[1:]).with_suffix(".py")
            if any(alias.name.isupper() for alias in node.names) and source.exists():
                found |= _constants(source)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
            if is_text or isinstance(value, ast.JoinedStr):
                found[node.targets[0].id] = _text(value, found)
    return found


def _of_module(path: Path) -> Iterator[tuple[str, str]]:
    named = _constants(path)
    for node in ast.walk(_tree(path)):
        for aside in _asides(node):
            for text in _texts(aside, named):
                yield text, SAID
        if isinstance(node, ast.Call) and node.args:
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in ERRORS or name in GIVEN_ON:
                code = ERRORS.get(name, GIVEN_ON.get(name))
                for text in _texts(node.args[0], named):
                    yield text, f"exit {code}"
            elif name == "say":
                for text in _texts(node.args[0], named):
                    yield text, SAID
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:  # a table: what fits, and what is then said
            why = node.elts[1]
            if isinstance(why, ast.Constant) and isinstance(why.value, str) and why.value.startswith("is "):
                yield "{words} " + why.value, "exit 2"


def _asides(node: ast.AST) -> list[ast.expr]:
    """Return what a command collects or yields to be said beside its result."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "asides.append":
        return node.args
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "asides":
        return [each.elt for each in (node.value,) if isinstance(each, ast.ListComp)]
    if isinstance(node, ast.FunctionDef) and node.name.lstrip("_").startswith("asides"):
        return [each.value for each in ast.walk(node) if isinstance(each, ast.Yield) and each.value]
    return []


def _texts(node: ast.expr, named: Mapping[str, str]) -> list[str]:
    """Return an expression as the texts that it may become, what is filled in by its name."""
    if isinstance(node, ast.IfExp):
        return _texts(node.body, named) + _texts(node.orelse, named)
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("safe", "wording.safe"):
        return _texts(node.args[0], named)
    text = _text(node, named)
    return (
        [] if re.fullmatch(r"(\{[^}]*\})?", text) else [text]
    )  # handed on as it is: gathered where it is made


def _text(node: ast.expr, named: Mapping[str, str]) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(each, named) for each in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, named)
    name = ast.unparse(node)
    if name in named:
        return named[name]
    names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    attributes = [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]
    known = {
        "short",
        "safe",
        "str",
        "plural",
        "quoted",
        "_quoted",
        "self",
        "join",
        "len",
        "lower",
        "sorted",
        "session",
        "format",
    }
    shown = [each for each in (*attributes, *names) if each not in known]
    return "{" + (shown[0] if shown else "...") + "}"


def _table() -> str:
    lines = [
        "Every message of the program, by how the command then ends; tests/test_messages.py gathers them."
    ]
    for outcome in sorted(set(messages().values()), key=lambda each: (each == SAID, each)):
        lines += ["", f"# {outcome}", ""]
        last = ""
        for (module, text), ends in sorted(messages().items()):
            if ends == outcome:
                lines += [f"{module}:"] if module != last else []
                lines.append(f"    {text}")
                last = module
    return "\n".join(lines) + "\n"


def test_the_table_holds_every_message(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--renew-golden"):
        TABLE.write_text(_table(), encoding="utf-8")
    assert _table() == TABLE.read_text(encoding="utf-8")
    assert len(messages()) > 200  # or else they are no longer found


def test_a_message_is_one_short_line_that_neither_scolds_nor_shouts() -> None:
    texts = [text for _, text in messages()]
    assert [text for text in texts if "\n" in text or len(text) > LONGEST] == []
    assert [text for text in texts if SCOLDING.search(text.replace("--skip-bad", ""))] == []


PLACEHOLDER = re.compile(
    r"\b(ID|ROLE|WORD|NAME|MEANING|COLUMN|FILE|FOLDER|TEXT|PATH|NIGHT|DATE|N|X)\b(?!-)|<\w+>|\[[A-Z]+\]"
)
"""What stands for something else: a person would have to know what to type in its place."""
FILLED_IN = re.compile(r"\{[^}]*\}")


def test_a_message_says_words_as_they_can_be_typed() -> None:
    assert PLACEHOLDER.search("cramp edit ID")
    assert [text for _, text in messages() if PLACEHOLDER.search(FILLED_IN.sub("", text))] == []


def test_so_does_all_else_that_is_shown() -> None:
    """Every text in the sources that is no docstring, usage or pattern and in which a command stands."""
    shown = [
        text for path in SOURCE.rglob("*.py") for text in _shown_texts(path) if re.search(r"\bcramp \w", text)
    ]
    assert len(shown) > 100  # or else they are no longer found
    assert [text for text in shown if PLACEHOLDER.search(FILLED_IN.sub("", text))] == []


NAMES_A_COMMAND = re.compile(rf"\bcramp ({'|'.join(MODULES)})\b(?! diar)")
IN_BACKTICKS = re.compile(r"`[^`]*`")


def test_a_message_names_commands_in_backticks_and_nowhere_else() -> None:
    """So that what renders them finds them, for `--diary` to be in them."""
    texts = [IN_BACKTICKS.sub("", text) for _, text in messages()]
    assert [text for text in texts if NAMES_A_COMMAND.search(text)] == []


def test_the_commands_that_messages_name_are_for_the_diary_that_was_typed() -> None:
    named = [(text, each) for _, text in messages() for each in IN_BACKTICKS.findall(text) if "cramp" in each]
    assert len(named) > 40
    session.run_typed(["log", "7"])
    assert [text for text, _ in named if session.for_this_diary(text) != text] == []
    try:
        session.run_typed(["log", "7", "--diary", "my x.db", "--", "--diary", "y.db"])
        where = f" --diary '{Path('my x.db').absolute()}'"
        for text, each in named:
            told = session.for_this_diary(text)
            carried = each.replace("`cramp", f"`cramp{where}", 1)
            elsewhere = re.match(
                r"`cramp (help|demo|config|merge` takes|restore` with this)\b", text[text.index(each) :]
            )
            assert (each if elsewhere else carried) in told, text
            assert told.replace(where, "") == text
    finally:
        session.run_typed([])


def _shown_texts(path: Path) -> Iterator[str]:
    tree = _tree(path)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docstrings.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in docstrings:
            text = _text(node, {})
            if not re.fullmatch(r"(\{[^}]*\})?", text):
                yield text


def is_whole(module: str, text: str) -> bool:
    """Return whether a message of a fault is shown alone, and not as part of another that says what to do.

    What is wrong with a row of an imported file follows its line and comes before "Nothing was imported"; and
    what begins in lower case ends a sentence.
    """
    outcome = messages()[module, text]
    of_a_row = module in ("keep.lines", "keep.revision") or (
        module.startswith("exchange.") and outcome == "exit 2"
    )
    of_a_record = module in ("diary.values", "diary.model")  # also said of a row
    return not (outcome == SAID or of_a_row or of_a_record or text[0].islower())


def test_a_message_says_what_happened_and_then_what_to_do_or_what_became_of_it() -> None:
    whole = [text for module, text in messages() if is_whole(module, text)]
    assert len(whole) > 100
    assert [text for text in whole if not WHAT_TO_DO.search(text)] == []


@pytest.mark.slow
def test_a_hint_says_what_to_write() -> None:
    hints = [hint for path in SOURCE.rglob("*.py") for hint in _hints(path)]
    assert len(hints) > 3
    assert [hint for hint in hints if not WHAT_TO_DO.search(hint)] == []


def _hints(path: Path) -> list[str]:
    named = _constants(path)
    return [text for name, text in named.items() if name.endswith("_HINT")]
