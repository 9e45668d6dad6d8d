"""No text of the diary, of a file or of the command line acts on the terminal, and none is lost from sight.

The rows 87 and 88 of the promises.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from crampdiary.cli.app import app
from crampdiary.diary.built_in import ROLES
from crampdiary.diary.model import Episode
from crampdiary.diary.values import clean_text, key
from crampdiary.keep.copies import backing_up
from crampdiary.keep.store import Store
from kit.builders import NOW, episode
from kit.hostile import (
    ALL_COMMANDS,
    AMOUNT,
    DAMAGED,
    DIARY,
    EXPORT,
    FILE,
    FOLDER,
    LABEL,
    MEANINGS,
    NOTE,
    NOTE_SHOWN,
    OTHER,
    PIECES,
    RUNS,
    SETTINGS,
    SYNONYM,
    TABLE,
    TEXT,
    Run,
    hostile_records,
)
from kit.running import Cramp, slowly
from kit.terminals import COLOUR, NO_COLOUR, harmful, needs_terminal, squeezed, talk, without_styles


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a hostile diary and hostile files, made once and copied for each run."""
    folder = tmp_path_factory.mktemp("hostile")
    diary = folder / DIARY
    with closing(Store(diary, now=NOW, create=True)) as store:
        with store.change(LABEL) as change:
            entries = [change.add(record) for record in hostile_records()]
        backing_up.take(store, now=NOW)
    first = entries[0]
    assert isinstance(first.record, Episode)
    shutil.copy(diary, folder / OTHER)
    for path, severity in ((diary, 9), (folder / OTHER, 8)):
        with closing(Store(path, now=NOW)) as store, store.change(f"edit{LABEL}") as change:
            change.replace(first, first.record.replaced(severity=severity))
    with closing(Store(diary, now=NOW)) as store:
        with store.change(f"log{LABEL}") as change:
            change.add(episode(NOW - timedelta(minutes=10), severity=1))
        store.undo()
    shutil.copy(diary, folder / DAMAGED)
    with closing(sqlite3.connect(folder / DAMAGED)) as connection, connection:
        connection.execute("UPDATE episode SET note = ? WHERE id = 1", (LABEL,))
    (folder / FOLDER).mkdir()
    shutil.copy(folder / OTHER, folder / FOLDER / OTHER)
    for path in (folder / TEXT, folder / FOLDER / f"broken{FILE}.db"):
        path.write_text(NOTE, encoding="utf-8")
    (folder / MEANINGS).write_text(f"{LABEL}\n", encoding="utf-8")
    (folder / SETTINGS).write_text(f"{json.dumps(LABEL)} = {json.dumps(LABEL)}\n", encoding="utf-8")
    version = {
        "uid": LABEL,
        "record_uid": LABEL,
        "kind": LABEL,
        "stamp": LABEL,
        "parents": [LABEL],
        LABEL: LABEL,
    }
    (folder / EXPORT).write_text(json.dumps({"crampdiary": 1, "revisions": [version]}), encoding="utf-8")
    rows = (
        ("when", "how", "what", LABEL),
        ("2026-03-01 03:00", "5", f"remedy{LABEL}", NOTE),
        ("2026-03-02 03:00", "5", f"unknown{LABEL}", NOTE),
    )
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder


@pytest.fixture
def hostile(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Go into a fresh copy of the hostile folder, its diary being the one that is used."""
    copies = itertools.count()
    monkeypatch.setenv("CRAMP_DIARY", DIARY)

    def renew() -> None:
        copy = tmp_path / str(next(copies))
        shutil.copytree(prepared, copy)
        monkeypatch.chdir(copy)

    renew()
    return renew


@pytest.mark.parametrize("typed", [typed for typed, shown in PIECES if typed != shown])
def test_the_judge_sees_each_attack(typed: str) -> None:
    assert harmful(typed)
    assert harmful(without_styles(typed)) or "\x1b[6;95m" in typed  # which is looked for by itself
    assert not harmful("".join(shown for _, shown in PIECES))


def test_every_command_has_its_hostile_runs() -> None:
    assert sorted(RUNS) == ALL_COMMANDS


def _check(run: Run, shown: str, code: int) -> None:
    assert code == run.code, (run.arguments, shown)
    text = without_styles(shown)
    assert "\x1b[6;95m" not in shown, run.arguments
    assert harmful(text) == [], (run.arguments, text)
    assert not re.search(r"^\s*forged", text, re.MULTILINE), (run.arguments, text)
    assert "Traceback" not in text
    assert "went wrong" not in text
    for expected in run.shows:
        assert squeezed(expected) in squeezed(text), (run.arguments, expected, text)


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize("name", RUNS)
def test_nothing_in_the_diary_acts_on_the_terminal(
    name: str, hostile: Callable[[], None], cramp: Cramp
) -> None:
    """The first run of each command, and what it refuses, which needs no terminal to be seen; `slow` has all."""
    first, *others = RUNS[name]
    seen = talk(first.arguments, *first.answers, env={**COLOUR, **first.env})
    _check(first, seen.shown, seen.exit_code)
    for run in others:
        if run.code == 2 and not run.answers:
            ran = cramp(*run.arguments, env={**COLOUR, **run.env})
            _check(run, ran.out + ran.err, ran.exit_code)


@pytest.mark.slow
@needs_terminal
@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("name", RUNS)
def test_colour_is_all_that_a_terminal_with_colour_gets_more(
    name: str, columns: int, hostile: Callable[[], None]
) -> None:
    for run in RUNS[name] if columns == 80 else RUNS[name][:1]:
        hostile()
        here = str(Path.cwd())
        coloured = talk(run.arguments, *run.answers, env={**COLOUR, **run.env}, columns=columns)
        hostile()
        there = str(Path.cwd())
        plain = talk(run.arguments, *run.answers, env={**NO_COLOUR, **run.env}, columns=columns)
        for seen in (coloured, plain):
            _check(run, seen.shown, seen.exit_code)
        assert "\x1b" not in plain.shown
        if name != "sync":  # which shows the name that a device draws for itself
            assert coloured.text.replace(here, "") == plain.shown.replace(there, "")


def test_the_json_of_a_hostile_diary_is_ascii_and_lossless(hostile: Callable[[], None], cramp: Cramp) -> None:
    def data(*arguments: str) -> Any:
        ran = cramp(*arguments, "--json")
        assert ran.exit_code == 0
        assert ran.out.isascii()
        assert "\x1b" not in ran.out
        assert "\x7f" not in ran.out
        return ran.json

    entries = data("list")["entries"]
    first = next(entry for entry in entries if entry["id"] == 1)
    assert first == data("show", "1")["entry"]
    assert first["note"] == clean_text(NOTE)
    assert first["zone"] == LABEL
    assert (first["sites"], first["tried"][0]["remedy"]) == ([key(f"site{LABEL}")], key(f"remedy{LABEL}"))
    assert {entry["amount"] for entry in entries if entry["kind"] == "exposure"} == {AMOUNT}
    words = {word["slug"]: word for word in data("words")["words"]}
    for role in ROLES:
        assert words[key(f"{role}{LABEL}")]["label"] == f"{role}{LABEL}"
        assert words[key(f"{role}{LABEL}")]["synonyms"] == [f"{role}{SYNONYM}"]
    assert data("info")["path"] == DIARY
    assert data("backup", "--list")["backups"][0]["path"].startswith(f"{DIARY}-backups")
    assert data("stats")["remedies"][0]["word"] == key(f"remedy{LABEL}")
    assert data("triggers")["findings"][0]["word"] == key(f"trigger{LABEL}")
    assert data("import", TABLE, "--map", "when=at", "--map", "what=used")["unknown"] == {
        f"unknown{LABEL}": 1
    }
    assert data("export", f"new{FILE}.json")["path"] == f"new{FILE}.json"


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_every_json_of_a_hostile_diary_is_ascii(name: str, hostile: Callable[[], None], cramp: Cramp) -> None:
    for run in RUNS[name]:
        hostile()
        listed = [each for each in _command(run.arguments).params if not getattr(each, "hidden", False)]
        options = {option for parameter in listed for option in parameter.opts}
        yes = ["--yes"] if run.answers and "--yes" in options else []
        if "--json" not in options or "--note" in run.arguments[-2:-1] or "--svg" in run.arguments:
            continue
        ran = cramp(*run.arguments, *yes, "--json", env=run.env, stdin="")
        assert ran.out.isascii()
        assert not set(ran.out) & set("\x1b\x07\x7f\r")
        assert harmful(ran.err) == []
        if ran.exit_code == 0:
            assert json.loads(ran.out)["format"] == 1


def _command(arguments: tuple[str, ...]) -> Any:
    """Return the command, or the command under it, that a run is of."""
    command = get_command(app).commands[arguments[0]]  # type: ignore[attr-defined]
    below = getattr(command, "commands", {})
    return below[arguments[1]] if len(arguments) > 1 and arguments[1] in below else command


def _wrong_words() -> Iterator[tuple[str, ...]]:
    """Give every option and every argument of every command with a hostile value in its place."""
    group = get_command(app)
    for name in ALL_COMMANDS:
        command = group.commands[name]  # type: ignore[attr-defined]
        for path, each in [((name,), command), *(((name, sub), below) for sub, below in
                                                 getattr(command, "commands", {}).items())]:  # fmt: skip
            places = sum(parameter.param_type_name == "argument" for parameter in each.params)
            yield (*path, *[LABEL] * places)
            yield (*path, *[LABEL] * (places + 1), LABEL)
            yield (*path, f"--{LABEL}")
            yield (*path, f"-{LABEL}")
            for parameter in each.params:
                if parameter.param_type_name == "option" and "--help" not in parameter.opts:
                    flag = [LABEL] if not getattr(parameter, "is_flag", False) else []
                    yield (*path, *["1"] * places, parameter.opts[0], *flag)
    yield (LABEL,)
    yield (f"--{LABEL}",)
    yield ("--diary", LABEL, "list")
    yield ("--diary", f"{LABEL}/{LABEL}", "log")


@pytest.mark.slow
def test_no_wrong_word_acts_on_the_terminal(
    cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = list(_wrong_words())
    assert len(runs) > 200
    for arguments in runs:
        ran = cramp(*arguments, stdin="")
        assert harmful(ran.out) + harmful(ran.err) == [], (arguments, ran)
        assert "went wrong" not in ran.err, (arguments, ran.err)
        assert ran.exit_code in (0, 1, 2, 3), (arguments, ran)


@pytest.mark.parametrize("columns", ["abc", "1", *map(slowly, ("0", "-5", "100000", "", "\x1b[2J", "８0"))])
def test_help_stands_any_width(columns: str, cramp: Cramp) -> None:
    expected = "".join(cramp("log", "--help").out.split())
    for name in ALL_COMMANDS:
        ran = cramp(name, "--help", env={"COLUMNS": columns, "LINES": columns})
        assert (ran.exit_code, ran.err) == (0, "")
        assert harmful(ran.out) == []
        if name == "log":
            assert "".join(ran.out.split()) == expected


@pytest.mark.parametrize("shell", ["bash", slowly("zsh"), slowly("fish")])
def test_completion_shows_nothing_of_the_diary_nor_of_what_was_typed(
    shell: str, hostile: Callable[[], None], run_cramp: Cramp
) -> None:
    environment = {
        "_CRAMP_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": f"cramp log {LABEL} --n",
        "COMP_CWORD": "3",
        "_TYPER_COMPLETE_ARGS": f"cramp log {LABEL} --n",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    ran = run_cramp(env=environment)
    assert ran.exit_code == 0
    assert "--note" in ran.out
    assert harmful(ran.out.replace("\t", " ")) + harmful(ran.err) == []  # fish has a tab before each help
    assert "[2J" not in ran.out


@needs_terminal
def test_hostile_text_from_an_export_is_kept_and_harmless(
    hostile: Callable[[], None], cramp: Cramp, tmp_path: Path
) -> None:
    cramp("export", "export")
    for name, arguments in (("one", ("import", "export", "--yes", "--new")), ("two", ("merge", DIARY))):
        if name == "two":
            Store(Path("two.db"), now=NOW, create=True).close()
        assert cramp("--diary", f"{name}.db", *arguments).exit_code == 0
        assert cramp("--diary", f"{name}.db", "show", "1", "--json").json["entry"]["note"] == clean_text(NOTE)
        ran = talk(["--diary", f"{name}.db", "show", "1"], env=COLOUR)
        assert harmful(ran.text) == []
        assert all(squeezed(shown) in squeezed(ran.text) for shown in NOTE_SHOWN)
