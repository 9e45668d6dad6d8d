"""Notes that are asked for: after everything else was checked, and never thrown away."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from crampdiary.cli import drafts
from crampdiary.cli.settings import state_folder
from crampdiary.errors import BusyError, CrampError
from crampdiary.keep.versions import Change
from kit.running import Cramp
from kit.terminals import needs_terminal, talk

TYPED = "a long story of the night"
KEPT = r"What you wrote is kept for a week\. It is in (.+)\n"
RECORDING = [
    ("log", "5"),
    ("used", "known"),
    ("had", "alcohol"),
    ("none",),
    ("away", "2026-03-01", "2026-03-02"),
    ("edit", "1"),
]
each_command = pytest.mark.parametrize("command", RECORDING, ids=lambda words: words[0])


@pytest.fixture(autouse=True)
def _diary(cramp: Cramp) -> None:
    """A diary with an entry, and a remedy of which nothing more is to be asked."""
    cramp("used", "heat", "--at", "2026-03-20 20:00")
    cramp("words", "also", "remedy", "heat", "known")


@needs_terminal
@pytest.mark.parametrize(
    "arguments",
    [
        ("log", "5", "--at", "25:00"),
        ("log", "5", "--severity", "4"),
        ("log", "5", "--day", "2016-03-01"),
        ("log", "5", "--duration", "15d"),
        ("none", "tonight"),
        ("none", "--since", "4w", "monday"),
        ("used", "heat", "25:00"),
        ("used", "heat", "--purpose", "fun"),
        ("used", "heat", "--at", "tomorrow 03:10"),
        ("had", "alcohol", "--amount", "x" * 101),
        ("away", "monday", "saturday"),
        ("edit", "1", "--at", "25:00"),
        ("edit", "1", "--amount", "x" * 101),
        ("edit", "1", "--severity", "5"),
        ("edit", "1", "--clear", "note"),
        ("edit", "9"),
    ],
    ids=" ".join,
)
@pytest.mark.slow_but_first
def test_everything_else_is_checked_before_a_note_is_asked_for(
    arguments: tuple[str, ...], cramp: Cramp
) -> None:
    ran = cramp(*arguments, "--note", "-", stdin=TYPED)
    assert ran.exit_code in (1, 2)
    assert not list(state_folder().rglob("*.txt"))
    answers = [("Is that right? [y/N]", "n\n")] if "2016-03-01" in arguments else []
    answers += [("When was it?", "\x04")] if arguments[-1] == "25:00" and "--at" not in arguments else []
    assert "Note:" not in talk([*arguments, "--note", "-"], *answers).text


@needs_terminal
@each_command
@pytest.mark.slow_but_first
def test_a_diary_that_cannot_be_opened_asks_for_no_note(command: tuple[str, ...], tmp_path: Path) -> None:
    ran = talk(["--diary", str(tmp_path / "nowhere.db"), *command, "--note", "-"])
    assert (ran.exit_code, "Note:" in ran.text) == (3, False)


@needs_terminal
@each_command
@pytest.mark.parametrize("error", [BusyError("The diary is busy."), CrampError("The disk is full.")])
@pytest.mark.slow_but_first
def test_a_note_that_was_typed_and_could_not_be_saved_is_kept(
    command: tuple[str, ...], error: CrampError, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        def fails(*_: object) -> None:
            raise error

        patch.setattr(Change, "add", fails)  # the run is a fork of this process
        patch.setattr(Change, "replace", fails)
        ran = talk([*command, "--note", "-"], ("Note:", f"{TYPED}\n"), columns=1000)
    assert ran.exit_code == error.exit_code
    found = re.search(f"{re.escape(str(error))} {KEPT}", ran.text)
    assert found
    path = Path(found[1])
    assert path.read_text(encoding="utf-8") == TYPED
    assert {stat.S_IMODE(each.stat().st_mode) for each in (path.parent.parent, path.parent)} == {0o700}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert str(path) in cramp("info").out
    cramp("purge", "--match", "story", "--yes")
    assert not path.exists()


@each_command
@pytest.mark.slow_but_first
def test_a_note_that_was_saved_leaves_no_draft(command: tuple[str, ...], cramp: Cramp) -> None:
    assert cramp(*command, "--note", "-", stdin=TYPED).exit_code == 0
    shown = cramp("show", "1" if command[0] == "edit" else "last", "--json").json["entry"]
    assert shown["note"] == TYPED
    assert not list(state_folder().rglob("*.txt"))


@pytest.mark.parametrize("typed", ["x" * 10_001, "half \0 of it"])
def test_a_note_that_is_refused_itself_is_kept(typed: str, cramp: Cramp) -> None:
    ran = cramp("log", "4", "--note", "-", stdin=typed)
    found = re.search(KEPT, ran.err)
    assert ran.exit_code == 2
    assert found
    assert Path(found[1]).read_text(encoding="utf-8") == typed


def test_a_note_is_kept_where_no_file_can_grow(run_cramp: Cramp) -> None:
    resource = pytest.importorskip("resource")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))

    ran = run_cramp("log", "4", "--note", "-", stdin=TYPED, preexec_fn=limit)
    found = re.search(KEPT, ran.err)
    assert (ran.exit_code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert found
    assert Path(found[1]).read_text(encoding="utf-8") == TYPED


def test_a_note_that_can_be_kept_nowhere_is_saved_all_the_same_or_that_is_said(
    cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafts, "_filled", full)
    assert cramp("log", "4", "--note", "-", stdin=TYPED).exit_code == 0
    assert cramp("show", "last", "--json").json["entry"]["note"] == TYPED
    monkeypatch.setattr(Change, "add", full_disk)
    ran = cramp("log", "4", "--note", "-", stdin=TYPED)
    assert ran.err == "The disk is full. What you typed could not be kept.\n"


def full_disk(*_: object) -> None:
    raise CrampError("The disk is full.")


def test_a_note_for_a_night_of_which_that_was_said_is_not_dropped_in_silence(cramp: Cramp) -> None:
    cramp("none")
    ran = cramp("none", "--note", "slept through")
    assert ran.out.startswith("Already said of night of Mon 30")
    assert ran.err == "The note was not saved: `cramp edit 3 --note ...` puts it there.\n"
    assert cramp("none").err == ""


LINES = "one\r\ntwo\rthree\n\r\nfour\r\n"
PLAIN = "one\ntwo\nthree\n\nfour"


@each_command
@pytest.mark.parametrize("how", ["piped", "given"])
@pytest.mark.slow_but_first
def test_line_ends_of_any_system_are_line_ends(command: tuple[str, ...], how: str, cramp: Cramp) -> None:
    ran = cramp(*command, "--note", LINES if how == "given" else "-", stdin=LINES)
    assert ran.exit_code == 0, ran.err
    number = "1" if command[0] == "edit" else "last"
    assert cramp("show", number, "--json").json["entry"]["note"] == PLAIN
    assert "\\x0d" not in cramp("show", number).out
    assert "four" in cramp("list", "--search", "TWO\r\nthree").out


def test_line_ends_of_words_that_are_typed_are_line_ends(cramp: Cramp) -> None:
    cramp("words", "add", "remedy", "pickle\r\nbrine", "--also", "sour\rwater")
    cramp("used", "heat", "--amount", "10\r\nmin")
    assert "\\r" not in cramp("export").out
    assert cramp("used", "sour\r\nwater").exit_code == 0


@needs_terminal
def test_line_ends_in_the_form_are_line_ends(cramp: Cramp) -> None:
    ran = talk(["edit", "1"], env={"EDITOR": r"""sh -c 'printf "one\r\ntwo\rthree" >> "$0"'"""})
    assert ran.exit_code == 0, ran.text
    assert cramp("show", "1", "--json").json["entry"]["note"] == "one\ntwo\nthree"


def test_notes_of_several_lines_are_listed_on_one_and_undone_without_repeating_it(cramp: Cramp) -> None:
    cramp("log", "6", "left", "calf")
    cramp("note", "first")
    cramp("note", "second")
    assert ". first; second\n" in cramp("list").out
    lines = cramp("undo", "2").out.splitlines()
    assert len(lines) == len(set(lines)) == 3
    assert lines[0] == "Undid: cramp note, 2 times."
