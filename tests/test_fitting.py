"""Every line keeps to the terminal's width, down to 30 columns, and breaks between words only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cli.test_outputs import EVERY, READS
from crampdiary.cli.help import TOPICS
from crampdiary.fitting import NARROWEST, fitted
from kit.running import slowly
from kit.terminals import needs_terminal, talk
from test_messages import messages

WIDTHS = (30, slowly(40), slowly(80))
ROOM = 14  # letters: what is filled into a message is taken for a word of so many


def too_long(shown: str, columns: int) -> list[str]:
    """Return the lines that are wider than the terminal and could have been broken: they have a space in them."""
    return [
        line
        for line in shown.splitlines()
        if cell_len(line) > columns and " " in line.strip() and not kept(line)
    ]


def kept(line: str) -> bool:
    """Return whether a line is one word that is longer than the terminal."""
    return len(line.split()) == 1


lines = st.text(st.sampled_from("ab é冷\u0301`\n"), max_size=120)


@given(lines, st.integers(1, 90))
def test_a_text_is_broken_between_words_and_nothing_of_it_is_lost(text: str, columns: int) -> None:
    shown = fitted(text, columns)
    assert shown.split() == text.split()
    columns = max(columns, NARROWEST)
    for line in shown.split("\n"):
        words = line.replace("` `", "`_`").split()
        longest = max((cell_len(each) for each in (*words, *re.findall(r"`[^`]{1,30}`\S*", line))), default=0)
        assert cell_len(line.rstrip(" ")) <= max(columns, longest + len(line) - len(line.lstrip(" "))), line
    assert fitted(text, None) == text
    assert fitted(shown, columns).split() == text.split()


def test_what_fits_stays_as_it_is_and_an_indent_is_kept() -> None:
    assert fitted("  a  b   c ", 20) == "  a  b   c "
    assert fitted("  cramp log 7 left foot 3 min", 20) == "  cramp log 7 left\n  foot 3 min"
    assert fitted("Look with `cramp list` whether it is there.", 20) == (
        "Look with\n`cramp list` whether\nit is there."
    )
    assert fitted("a `" + "x " * 40 + "` b", 20).count("\n") >= 4, "a long command is broken too"


@pytest.mark.slow
@pytest.mark.parametrize("columns", [30, 40, 80])
def test_every_message_fits(columns: int) -> None:
    for _, text in messages():
        shown = fitted(re.sub(r"\{[^}]*\}", "x" * ROOM, text), columns)
        assert too_long(shown, columns) == []


@needs_terminal
@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", READS)
def test_every_screen_fits(name: str, columns: int, sample: Path) -> None:
    for arguments in READS[name]:
        ran = talk(arguments, columns=columns)
        if name not in ("export", "remind"):  # which are data and a line to copy, as they are
            assert too_long(ran.shown, columns) == [], arguments


@needs_terminal
@pytest.mark.parametrize("columns", WIDTHS)
def test_where_the_diary_stands_fits(columns: int, sample: Path) -> None:
    assert too_long(talk([], ("Last night:", "\x04"), columns=columns).shown, columns) == []
    assert too_long(talk(["--diary", "none/../new.db"], columns=columns).shown, columns) == []


@pytest.mark.slow_but_some
@needs_terminal
@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", EVERY)
def test_all_help_and_every_error_fits(name: str, columns: int, sample: Path) -> None:
    for further in (["--help"], ["--zzz"], ["a", "b", "c", "d"], ["--since", "never"]):
        ran = talk([*name.split(), *further], columns=columns, redirected={0: None})
        assert too_long(ran.shown, columns) == [], further


@pytest.mark.slow
@needs_terminal
@pytest.mark.parametrize("columns", WIDTHS)
def test_the_pages_and_the_overview_fit(columns: int) -> None:
    env = {"PAGER": "cat"}
    for arguments in (["--help"], ["help"], *(["help", topic] for topic in TOPICS)):
        assert too_long(talk(arguments, columns=columns, env=env).shown, columns) == [], arguments


@needs_terminal
@pytest.mark.parametrize("columns", WIDTHS)
def test_a_question_fits(columns: int, sample: Path) -> None:
    for arguments, waits in (
        (("delete", "--match", "a"), "[y/N] "),
        (("purge", "1"), "[y/N] "),
        (("restore",), "[y/N] "),
    ):
        assert too_long(talk(arguments, (waits, "\n"), columns=columns).shown, columns) == [], arguments


@needs_terminal
def test_a_width_that_is_not_told_is_the_usual_one(sample: Path) -> None:
    env = {"COLUMNS": "abc"}
    assert max(map(len, talk(["log", "zzz"], columns=0, env=env).shown.splitlines())) <= 80
    assert max(map(len, talk(["log", "zzz"], columns=80, env={"COLUMNS": "30"}).shown.splitlines())) <= 30
