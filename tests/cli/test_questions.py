"""Every question that the program asks, and what Ctrl-C, Ctrl-D, other answers and an empty chair do there.

The rows 107 and 108 of the promises. A question that is new must be added here.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import crampdiary
from crampdiary.cli import drafts
from crampdiary.cli.drafts import begun
from crampdiary.diary.fields import Tried
from crampdiary.exchange.own import own_json
from crampdiary.keep import reach
from crampdiary.keep.copies import backing_up
from crampdiary.keep.store import Store
from kit.builders import NOW, episode, exposure, trial, word
from kit.running import Cramp, files_in, slowly
from kit.terminals import harmful, needs_terminal, talk, without_styles


@dataclass(frozen=True)
class Question:
    """A question that the program asks.

    Args:
        where: the module and the function that asks.
        arguments: after `cramp`, on the diary of `asked`.
        waits: what is shown when it asks; before the last of these, `before` is typed.
        before: what is asked and answered before.
        skips: whether Ctrl-D leaves it unanswered and the entry is saved.
        destructive: whether it asks to be sure, so that --yes answers it.
        leaves: whether Ctrl-C and Ctrl-D only put it off, as nobody asked for anything to be done.
        keeps: what of the command stands in a draft where it is left, as nothing is saved yet.
        instead: the command that Ctrl-C names, which does without the question.
        told: how many entries the diary has by then, where the answers before told of one.
        takes_any: whether any words are an answer.
        enter_saves: whether Enter means that it is saved.
        env: what is other than usual.
    """

    where: str
    arguments: tuple[str, ...]
    waits: str
    before: tuple[tuple[str, str], ...] = ()
    skips: bool = False
    destructive: bool = False
    leaves: bool = False
    keeps: str = ""
    instead: str = ""
    told: int = 0
    takes_any: bool = False
    enter_saves: bool = False
    env: dict[str, str | None] = field(default_factory=dict)


_FOR_WHICH, _WHEN_BAD = "or against the next?", "more, or less?"
QUESTIONS = {
    "note": Question(
        "options._read_note",
        ("log", "5", "--note", "-"),
        "Note:",
        keeps="log 5 --note -",
        takes_any=True,
        enter_saves=True,
    ),
    "note of a remedy": Question(
        "options._read_note",
        ("used", "known", "20:00", "--note", "-"),
        "Note:",
        keeps="used known 20:00 --note -",
        takes_any=True,
        enter_saves=True,
    ),
    "many nights": Question(
        "quiet_nights.quiet",
        ("none", "--since", "2025-10-01"),
        "Did you keep the diary then, and were there no cramps on all of these",
        destructive=True,
        instead="none --since 2025-10-01 --yes",
    ),
    "which night": Question(
        "checks.last_night_meant",
        ("none", "last", "night"),
        "or the one before",
        instead="none 2026-03-29",
        env={"CRAMP_NOW": "2026-03-31T04:00:00+01:00"},
    ),
    "for which": Question("usage.asked_for_which", ("used", "known"), _FOR_WHICH, skips=True),
    "for which, again": Question(
        "usage.asked_for_which", ("used", "known"), _FOR_WHICH, ((_FOR_WHICH, "what\n"),), skips=True
    ),
    "first use": Question("usage.asked_when_bad", ("used", "heat", "yesterday 20:00"), _WHEN_BAD, skips=True),
    "anything more": Question(
        "more.anything_more", ("log",), "Anything more?", skips=True, takes_any=True, enter_saves=True
    ),
    "how do they feel": Question("log.feel", ("feel",), "How do your legs feel?"),
    "when was it, feeling": Question(
        "missing._asked",
        ("feel", "numbness", "9/3"),
        "When was it?",
        keeps="feel numbness 9/3",
        enter_saves=True,
    ),
    "when was it": Question(
        "missing._asked",
        ("log", "7", "it's", "9/3", "--note", "a b"),
        "When was it?",
        keeps="log 7 'it'\"'\"'s' 9/3 --note 'a b'",
        enter_saves=True,
    ),
    "when was it, again": Question(
        "missing._asked",
        ("log", "7", "9/3"),
        "When was it?",
        (("When was it?", "soon\n"),),
        keeps="log 7 9/3",
        enter_saves=True,
    ),
    "when was it used": Question(
        "missing._asked",
        ("used", "known", "3mg", "25:00", "--note", "a b"),
        "When was it?",
        keeps="used known 3mg 25:00 --note 'a b'",
        enter_saves=True,
    ),
    "when was it met": Question(
        "missing._asked",
        ("had", "alcohol", "tomorrow"),
        "When was it?",
        keeps="had alcohol tomorrow",
        enter_saves=True,
    ),
    "how long was it": Question(
        "missing._asked",
        ("over", "burning", "at", "3", "--sore", "1h"),
        "How long was it?",
        keeps="over burning at 3 --sore 1h",
        enter_saves=True,
    ),
    "used again": Question("uses.asked_again", ("used",), "Again known?", instead="used again"),
    "delete many": Question("correct.delete", ("delete", "1", "3"), "Delete 2 entries?", destructive=True),
    "delete matching": Question(
        "correct.delete", ("delete", "--match", "note"), "Delete 2", destructive=True
    ),
    "delete emptied": Question(
        "correct._edited", ("edit", "1"), "Delete it?", env={"EDITOR": """sh -c ': > "$0"'"""}
    ),
    "edit again": Question(
        "correct._edited",
        ("edit", "1"),
        "editor again?",
        env={"EDITOR": """sh -c 'echo severity: 99 > "$0"'"""},
    ),
    "undo several": Question("reverse._ask_about_several", ("undo", "2"), "Take back 2 commands:"),
    "go on with a draft": Question(
        "drafts.of_entry", ("edit", "3"), "go on with it? [Y/n]", env={"EDITOR": "false"}
    ),
    "old date": Question(
        "checks.check_date",
        ("log", "5", "--day", "2016-03-01"),
        "Is that right?",
        destructive=True,
        keeps="log 5 --day 2016-03-01",
    ),
    "old date, used": Question(
        "checks.check_date",
        ("used", "known", "3", "march", "2016"),
        "Is that right?",
        destructive=True,
        keeps="used known 3 march 2016",
    ),
    "import": Question("bringing.bring", ("import", "export.json"), "Import this?"),
    "what a column is": Question("table_asked.answer_to", ("import", "sheet.csv"), "a remedy or a trigger?"),
    "what the columns are": Question(
        "table_asked.answer_to",
        ("import", "sheet.csv"),
        "Is this right?",
        (("a remedy or a trigger?", "remedy\n"),),
    ),
    "which day a date is": Question(
        "conversation._order", ("import", "dates.csv"), "3 April or 4 March?", (("Is this right?", "\n"),)
    ),
    "is each row a cramp": Question(
        "table_asked.answer_to", ("import", "days.csv"), "Is each row a cramp", (("Is this right?", "\n"),)
    ),
    "is it prescribed": Question(
        "trial._check_known", ("--diary", "trial.db", "trial", "plan", "elf-dust"), "was prescribed?"
    ),
    "does it work the night after": Question(
        "trial._kind", ("--diary", "trial.db", "trial", "plan", "stretching"), "night after?"
    ),
    "begin a trial": Question(
        "trial._asked",
        ("--diary", "trial.db", "trial", "plan", "stretching"),
        "Begin it?",
        (("night after?", "\n"),),
    ),
    "stop a trial": Question(
        "trial.trial_stop", ("--diary", "in-trial.db", "trial", "stop"), "Stop it now?", destructive=True
    ),
    "look at a trial": Question(
        "trial.trial_result", ("--diary", "in-trial.db", "trial", "result"), "Stop it now?", destructive=True
    ),
    "is the clock right": Question(
        "ended.check_clock",
        ("--diary", "in-trial.db", "trial", "stop", "--yes"),
        "clock right?",
        env={"CRAMP_NOW": "2026-01-01T09:00:00+00:00"},
    ),
    "are the last nights silent": Question(
        "ended.check_tail",
        ("--diary", "in-trial.db", "trial", "result"),
        "Look now?",
        env={"CRAMP_NOW": "2027-01-01T09:00:00+00:00"},
    ),
    "rows that cannot be read": Question(
        "conversation._ask_to_skip", ("import", "rows.csv"), "all other rows?", (("Is this right?", "\n"),)
    ),
    "what a cell means": Question(
        "table_asked.answer_to", ("import", "cells.csv"), "How bad is", (("Is this right?", "\n"),)
    ),
    "what a place is": Question(
        "table_asked.answer_to", ("import", "places.csv"), "such as left calf", (("Is this right?", "\n"),)
    ),
    "are these cramps": Question(
        "table_asked.answer_to", ("import", "daylio.csv"), "cramps of your leg or foot?"
    ),
    "was it a clear night": Question(
        "table_asked.answer_to",
        ("import", "daylio.csv"),
        "a night without cramps?",
        (("cramps of your leg or foot?", "y\n"),),
    ),
    "delete what was deleted there": Question(
        "bringing._deletes_too", ("--diary", "four.db", "merge", "none-left.db"), "Delete these 4 here too?"
    ),
    "restore": Question("keep.restore", ("restore",), "in the place of the diary?", destructive=True),
    "restore a file": Question("keep.restore", ("restore", "copy.db"), "in the place of", destructive=True),
    "purge": Question("keep.purge", ("purge", "1"), "cannot be undone.", destructive=True),
    "purge matching": Question(
        "keep.purge", ("purge", "--match", "note"), "cannot be undone.", destructive=True
    ),
    "used last evening": Question(
        "today._answer", ("--diary", "four.db"), "last evening?", leaves=True, takes_any=True
    ),
    "cramps last night": Question(
        "today._answer", ("--diary", "four.db"), "Last night:", (("last evening?", "\n"),), leaves=True
    ),
    "what eased it": Question(
        "today._answer",
        ("--diary", "eased.db"),
        "What eased",
        (("last evening?", "\n"), ("any cramps?", "calf\n")),
        leaves=True,
        told=2,
        takes_any=True,
    ),
    "cramps in nights missed": Question(
        "today._answer",
        ("--diary", "four.db"),
        "Any cramps?",
        (("last evening?", "\n"), ("any cramps?", "\n")),
        leaves=True,
    ),
    "purge backups": Question("keep.purge", ("purge", "--backups"), "every backup?", destructive=True),
}


SHEETS = {
    "sheet.csv": "Date,Pain,Elf dust\n2026-03-14,5,yes\n",
    "dates.csv": "Date,Pain\n3/4/2026,5\n",
    "days.csv": "Date,Comment\n2026-03-14,rain\n",
    "rows.csv": "Date,Pain,How many cramps\n2026-03-14,5,0\n2026-03-15,5,1\n",
    "cells.csv": "Date,Pain\n2026-03-14,dreadfully so\n2026-03-15,5\n",
    "places.csv": "Date,Pain,Where\n2026-03-14,5,Linke Wade\n",
    "daylio.csv": "full_date,date,weekday,time,mood,activities,note_title,note\n"
    '2026-03-29,March 29,Sunday,22:00,bad,"cramps | not one cramp","",""\n',
}


@pytest.fixture(scope="session")
def asked_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("asked")
    with closing(Store(here / "diary.db", now=NOW, create=True)) as store:
        with store.change("log") as change:
            change.add(episode(NOW - timedelta(minutes=10), severity=5, note="a note"))
            change.add(word("known"))
        with store.change("used") as change:
            change.add(exposure("known", "2026-03-01T20:00", note="a note"))
        backing_up.take(store, now=NOW)
        store.remember("backup_day", NOW.date().isoformat())
    shutil.copy(here / "diary.db", here / "copy.db")
    with closing(Store(here / "copy.db", now=NOW)) as store:
        with store.change("log") as change:
            change.add(episode("2026-03-20T03:00", severity=6))
        with (here / "export.json").open("w", encoding="utf-8") as file:
            rows: Iterator[Any] = store.revisions()
            list(own_json.write(file, rows, []))
    for name, text in SHEETS.items():
        (here / name).write_text(text)
    with closing(Store(here / "four.db", now=NOW, create=True)) as store, store.change("log") as change:
        for day in (20, 21, 22, 23):
            change.add(episode(f"2026-03-{day}T03:00"))
    with closing(Store(here / "trial.db", now=NOW, create=True)) as store, store.change("log") as change:
        for day in range(1, 29):
            for hour in range(1, 1 + day % 4):
                change.add(episode(f"2026-02-{day:02}T0{hour}:00"))
                change.add(episode(f"2026-03-{day:02}T0{hour}:00"))
        change.add(exposure("stretching", "2026-03-01T20:00"))
        change.add(word("elf-dust"))
    shutil.copy(here / "trial.db", here / "in-trial.db")
    with closing(Store(here / "in-trial.db", now=NOW)) as store, store.change("trial plan") as change:
        change.add(trial(first=date(2026, 3, 20)))
    shutil.copy(here / "four.db", here / "none-left.db")
    with closing(Store(here / "eased.db", now=NOW, create=True)) as store, store.change("log") as change:
        change.add(episode("2026-03-20T03:00", tried=(Tried(remedy="massage", relief="helped"),)))
    with closing(Store(here / "none-left.db", now=NOW)) as store, store.change("delete") as change:
        for entry in store.entries():
            change.delete(entry)
    return here


@pytest.fixture
def asked(asked_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a diary about which every question can be asked; it is the current one."""
    shutil.copytree(asked_file, tmp_path / "asked")
    (tmp_path / "drafts").mkdir()
    monkeypatch.chdir(tmp_path / "asked")
    monkeypatch.setenv("CRAMP_DIARY", "diary.db")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "drafts"))
    with closing(Store(Path("diary.db"), now=NOW)) as store:
        begun("entry-3.txt", now=NOW, text="note: not saved yet", uid=reach.entry(store, "3").uid).let_go()
    return tmp_path / "asked"


def test_every_question_of_the_program_is_here() -> None:
    source = Path(crampdiary.__file__).parent
    found = set()
    for path in (source / "prompts.py", *source.glob("cli/**/*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    called = ast.unparse(node.func).rpartition(".")[2]
                    if called in ("ask", "choose", "confirm", "input", "readline", "getpass", "prompt"):
                        found.add(f"{path.stem}.{function.name}")
    below = {"prompts.ask", "prompts.choose", "session.confirm"}
    assert found - below == {question.where for question in QUESTIONS.values()}


def every_second(first: int) -> list[Any]:
    """Return all questions, of which the full check alone asks every other one."""
    return [name if number % 2 == first else slowly(name) for number, name in enumerate(QUESTIONS)]


def check_kept(question: Question) -> None:
    """See that a command which was not saved is a draft, as it can be typed; `entry-3.txt` is one of before."""
    kept = [each.path.read_text() for each in drafts.every() if each.path.name == "command.txt"]
    assert kept == ([f"cramp {question.keeps}"] if question.keeps else [])
    assert all(shlex.split(each)[1:] == list(question.arguments) for each in kept)


def check_nothing_changed(question: Question, asked: Path, before: dict[str, bytes]) -> None:
    """See that all files are as they were, but for what was told before the question."""
    now = files_in(asked)
    if question.told:
        diary = question.arguments[-1]
        with closing(Store(asked / diary, now=NOW)) as store:
            assert len(list(store.entries())) == question.told
        now, before = (
            {name: each for name, each in files.items() if not name.startswith(diary)}
            for files in (now, before)
        )
    assert now == before


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize("name", every_second(0))
def test_ctrl_c_at_a_question_changes_nothing(name: str, asked: Path) -> None:
    question = QUESTIONS[name]
    before = files_in(asked)
    ran = talk(question.arguments, *question.before, (question.waits, "\x03"), env=question.env, columns=1000)
    if question.skips:  # it is asked once the entry is saved
        assert ran.exit_code == 0
        assert ran.shown.index("Saved") < ran.shown.index(question.waits)
        assert "^C\nSaved; question skipped.\n" in ran.shown
        return
    assert ran.exit_code == (0 if question.leaves else 130)
    check_nothing_changed(question, asked, before)
    assert "Traceback" not in ran.shown
    said = ("What you wrote is kept", "Nothing was saved; ")
    shown = [line for line in ran.shown.splitlines() if not line.startswith(said)]
    assert shown[-1].endswith("^C")
    assert ran.shown.endswith("\n")  # the shell's next line stands by itself
    if question.instead:
        assert f"`cramp {question.instead}`" in ran.shown
        typed = f"cramp {shlex.join(question.arguments)}"
        kept = [each.path.read_text() for each in drafts.every() if each.path.name == "command.txt"]
        assert kept == [typed] * (len(question.arguments) > 1)
    else:
        check_kept(question)


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize("name", every_second(1))
def test_ctrl_d_at_a_question_declines_or_skips_it(name: str, asked: Path, cramp: Cramp) -> None:
    question = QUESTIONS[name]
    before = files_in(asked)
    ran = talk(question.arguments, *question.before, (question.waits, "\x04"), env=question.env)
    assert "Traceback" not in ran.shown
    assert "went wrong" not in ran.shown
    rest_of_line, _, after_question = ran.shown.rpartition(question.waits)[2].partition("\n")
    assert re.fullmatch(r".*(\[.*\] )?", rest_of_line)  # what is said next has a line of its own
    assert "Nothing" not in rest_of_line
    if question.skips:
        assert ran.exit_code == 0
        assert ran.shown.index("Saved") < ran.shown.index(question.waits)
        assert len(cramp("list", "--json").json["entries"]) == 3
    elif question.leaves:
        assert (ran.exit_code, after_question) == (0, "")
        check_nothing_changed(question, asked, before)
    else:
        assert ran.exit_code == 1
        assert re.search(r"Nothing was (changed|saved)", after_question)
        assert files_in(asked) == before
        check_kept(question)


ANSWERS = {
    "Enter": b"\n",
    "?": b"?\n" * 3,
    "nonsense": b"asdf qwrt\n" * 3,
    "something long": b"very long " * 300 + b"\n",
    "what is no text": b"\x80\xff\n",
    "a control character": b"\x1b[31m\x07\n",
    "a command": b"cramp undo\n",
}
OTHERS = [(name, answer) for name in QUESTIONS for answer in ANSWERS]


@pytest.mark.slow_but_some
@needs_terminal
@pytest.mark.parametrize(
    ("name", "answer"), [each if place % 25 == 0 else slowly(*each) for place, each in enumerate(OTHERS)]
)
def test_no_answer_loses_what_is_there_or_what_was_typed(name: str, answer: str, asked: Path) -> None:
    """All answers are typed at once, and Ctrl-D after them, so that each question that comes again has one."""
    question, typed = QUESTIONS[name], ANSWERS[answer]
    diary = Path(question.arguments[1] if question.arguments[0] == "--diary" else "diary.db")
    before, entries = files_in(asked), uids(diary)
    ran = talk(question.arguments, *question.before, (question.waits, typed + b"\x04" * 4), env=question.env)
    assert "Traceback" not in ran.shown
    assert "went wrong" not in ran.shown
    shown = ran.shown.replace("^[[31m^G", "").replace(
        "\udc80\udcff", ""
    )  # as the terminal itself echoes them
    assert harmful(without_styles(shown)) == []
    assert ran.exit_code in (0, 1, 2), ran.shown
    after = uids(diary)
    assert set(entries) <= set(after), "an entry was lost"
    if question.skips:
        assert ran.exit_code == 0
        assert len(after) > len(entries)
    elif (answer == "Enter" and question.enter_saves) or (question.takes_any and ran.exit_code == 0):
        assert ran.exit_code == 0
    elif ran.exit_code != 0:
        assert files_in(asked) == before
        if not any(
            each.is_note for each in drafts.every()
        ):  # the answer itself is one, where it cannot be saved
            check_kept(question)
    assert "Saved" in ran.shown or ran.exit_code != 0 or files_in(asked) == before or question.leaves


def uids(diary: Path) -> list[str]:
    with closing(Store(diary, now=NOW)) as store:
        return [each.uid for each in store.entries()]


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize("answer", ["n\n", "\n", "maybe\n", "\x1b[A\n", "yess\n"])
def test_anything_but_yes_is_no(answer: str, asked: Path) -> None:
    before = files_in(asked)
    ran = talk(["delete", "1", "3"], ("Delete 2 entries?", answer))
    assert (ran.exit_code, files_in(asked)) == (1, before)


DESTRUCTIVE = [name for name, question in QUESTIONS.items() if question.destructive]


@needs_terminal
@pytest.mark.parametrize("stdin", ["closed", "a pipe", *map(slowly, ("/dev/null", "a file", "no stderr"))])
def test_where_nobody_can_answer_nothing_is_destroyed(stdin: str, asked: Path, tmp_path: Path) -> None:
    before = files_in(asked)
    (tmp_path / "yes").write_text("y\n" * 9)
    for name in DESTRUCTIVE:
        reading, writing = os.pipe()
        os.write(writing, b"y\ny\n")
        os.close(writing)
        with (
            Path(os.devnull).open() as nothing,
            (tmp_path / "yes").open() as file,
            (tmp_path / "told").open("w+") as told,
        ):
            streams: dict[str, dict[int, int | None]] = {
                "closed": {0: None},
                "/dev/null": {0: nothing.fileno()},
                "a pipe": {0: reading},
                "a file": {0: file.fileno()},
                "no stderr": {2: told.fileno()},
            }
            ran = talk(QUESTIONS[name].arguments, redirected=streams[stdin], columns=1000)
            told.seek(0)
            shown = ran.shown + told.read()
        os.close(reading)
        assert ran.exit_code == 2, (name, shown)
        assert "--yes" in shown, name
        assert shown.count("\n") == 1, name
        assert files_in(asked) == before, name


@needs_terminal
@pytest.mark.parametrize("name", DESTRUCTIVE)
def test_yes_needs_nobody(name: str, asked: Path) -> None:
    before = files_in(asked)
    ran = talk([*QUESTIONS[name].arguments, "--yes"], redirected={0: None})
    assert (ran.exit_code, QUESTIONS[name].waits in ran.shown) == (0, False)
    assert files_in(asked) != before or name == "purge backups"


@needs_terminal
def test_a_question_never_goes_into_a_redirected_output(asked: Path, tmp_path: Path) -> None:
    for arguments, waits, answer in (
        (("delete", "1", "3", "--json"), "Delete 2 entries? [y/N] ", "y\n"),
        (("log", "5", "--note", "-", "--json"), "Note: ", "kept\n"),
        (("used", "heat"), _FOR_WHICH, "\n"),
    ):
        with (tmp_path / "out").open("w+b") as out:
            ran = talk(arguments, (waits, answer), redirected={1: out.fileno()})
            out.seek(0)
            written = out.read().decode()
        assert ran.exit_code == 0
        assert waits not in written
        if "--json" in arguments:
            assert json.loads(written)["format"] == 1
