"""What a listener gets: each screen as plain lines, which say everything in words, a name before each figure."""

from __future__ import annotations

import re

import pytest

from kit.running import Cramp
from screen.test_golden import BODY, SCREENS, drawn, with_courses, year

SHORTENED = re.compile(
    r"(?<![\w-])(sev|avg|med|dur|hrs?|mins|secs?|wk|wks|mth|yr|yrs|approx|nr|no\.|n/a|std|dev|CI|vs|w/|w/o|prev|temp|max|qty|"
    r"trig|rem|num|cnt|pct|freq|ep|eps|prec)(?![\w-])"
)
"""What is short for a word: it is read out letter by letter, or as something else."""
UNIT = re.compile(r"\d (s|min|h)\b")
"""Is read out as the name of a letter."""
COMMANDS = (
    "list", "list --all", "list --deleted", "show last", "show 3", "stats", "stats signs", "calendar", "remedies",
    "remedies --figures", "triggers", "triggers --figures", "doctor", "doctor --rules", "info", "words", "ease",
    "show 3 --history", "backup --list", "stats --all", "words --role remedy",
)  # fmt: skip


def unheard(text: str) -> list[str]:
    """Return the lines of which a listener would get too little."""
    return [line for line in text.splitlines() if line and _is_unheard(line)]


def _is_unheard(line: str) -> bool:
    has_glyphs = any("\u2190" <= each <= "\u28ff" for each in line)  # arrows, boxes, blocks, ticks, Braille
    marks_alone = not any(map(str.isalpha, line))
    spaced = "   " in line.strip() or "|" in line or "--- " in line
    return has_glyphs or marks_alone or spaced or bool(SHORTENED.search(line) or UNIT.search(line))


@pytest.mark.parametrize("name", [*SCREENS, *(each for each in BODY if each not in SCREENS)])
def test_a_screen_is_said_in_words(name: str) -> None:
    screen = {**BODY, **SCREENS}[name]
    shown = drawn(screen(with_courses() if name in BODY and name not in SCREENS else year()), form="plain")
    assert len(shown) > 50
    assert unheard(shown) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_so_is_what_each_command_shows(command: str, sample: object, cramp: Cramp) -> None:
    ran = cramp(*command.split(), "--plain")
    assert (ran.exit_code, unheard(ran.out)) == (0, [])
    assert ran.out


def test_the_first_help_names_each_command_before_what_it_does(cramp: Cramp) -> None:
    shown = cramp("help", "--plain").out
    assert "    used: Record remedies" in shown
    assert not re.search(r"\w  +\w", shown)


def test_what_is_not_heard_would_be_found() -> None:
    for line in (
        "█▅▂",
        "─────",
        "  42",
        "sev 7",
        "Mon ●",
        "a    b",
        "7 | 8",
        "...",
        "lasted 42 s",
        "in 2 min",
    ):
        assert unheard(line), line
    for line in (
        "12: 03:10, left calf, severity 7, 3 minutes",
        "Cramps a week: last 28 nights 5.2, 28 before 3.0",
    ):
        assert not unheard(line), line
