"""Where lines break: no unit is parted from its number and no short command from itself, whatever draws the line."""

from __future__ import annotations

import re

import pytest

from crampdiary.breaks import kept_together, shown, whole
from crampdiary.fitting import fitted
from crampdiary.screen.pages import laid_out
from crampdiary.screen.render import Terminal, draw
from crampdiary.screen.sections import Mark, Point, Section
from screen.test_golden import BODY, SCREENS, drawn, with_courses, year

PARTED = re.compile(r"\d\n +(?:s|min|h|%|mg|March)\b|`[^`\n]{0,14}\n[^`\n]{0,14}`")
TEXT = "left calf 7, 2 min 22 s, heat 30 % on 3 March, 300 mg, `cramp undo`, 1 h 5 min, 42 s, " * 3


@pytest.mark.parametrize("width", range(24, 90, 3))
def test_whatever_draws_a_line_keeps_a_number_with_its_unit_and_a_command_whole(width: int) -> None:
    terminal = Terminal(width)
    ways = {
        "message": fitted(f"  {TEXT}", width),
        "page": laid_out(TEXT, width),
        "list": draw([Section(title="A", columns=("", ""), rows=(("1", TEXT),))], terminal),
        "lines": draw([Section(lines=(TEXT,))], terminal),
        "rich": draw([Section(lines=(TEXT,), points=(Point("B", (TEXT,)),), foot=(TEXT,))], terminal),
        "cells": draw([Section(columns=("A", "b"), rows=(("1", TEXT),))], terminal),
    }
    for way, text in ways.items():
        assert text.count("\n") > 1, way
        assert not PARTED.search(text), (way, text)
        assert re.sub(r"\s+", " ", text).count(TEXT.strip()) >= 1 or way == "rich", way
        assert shown(text) == text, way


@pytest.mark.parametrize("name", [*SCREENS, *(each for each in BODY if each not in SCREENS)])
def test_so_it_is_on_every_screen_and_no_line_ends_in_blanks(name: str) -> None:
    sections = {**BODY, **SCREENS}[name](with_courses() if name in BODY and name not in SCREENS else year())
    for width in (40, 52, 80):
        text = drawn(sections, width=width)
        assert not PARTED.search(text), text
        assert not re.search(r" $", text, re.MULTILINE)


def test_a_glyph_of_a_key_stays_with_its_meaning() -> None:
    key = (
        Mark("Cramps that night, worst severity:", "", ""),
        Mark("  1▏", "", "mild"),
        Mark(" up to 3", "", "foot"),
    )
    for width in range(36, 50):
        assert "1▏ up to 3" in draw([Section(foot=(key,))], Terminal(width))


def test_what_is_no_unit_may_be_parted() -> None:
    for text in ("16 times", "5 to 7", "3 nights", "7 sites", "`cramp undo`"):
        assert kept_together(text) == text
    assert whole("a  b") == "a  b"
