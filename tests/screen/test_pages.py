"""A page of the manual laid out: whatever the width, nothing of it is lost and no line is too long."""

from __future__ import annotations

import re

import pytest

from crampdiary.cli.help import TOPICS, page
from crampdiary.screen.pages import laid_out

WIDTHS = (20, 30, 40, 80)


def _letters(text: str) -> str:
    return re.sub(r"[^\w]", "", text)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_fits_any_width_and_loses_no_letter(topic: str) -> None:
    text = page(topic)
    whole = re.sub(r"\]\([^)]*\)", "]", re.sub(r"^```\w*$", "", text, flags=re.M))
    for width in WIDTHS:
        shown = laid_out(text, width)
        wide = [line for line in shown.splitlines() if len(line) > width]
        assert [line for line in wide if len(line.removeprefix("  * ").split()) > 1] == [], (
            "breaks between words"
        )
        assert width < 80 or not wide
        assert _letters(shown) == _letters(whole)
        assert not re.search(r"```|\]\(|\*\*|^#|^\|", shown, re.M), "no mark of Markdown is left"


def test_what_is_short_and_typed_is_not_cut_in_two() -> None:
    shown = laid_out("One two three four `cramp used stretching` five", 30)
    assert shown == "  One two three four\n  `cramp used stretching` five\n"


def test_each_kind_of_block_has_its_shape() -> None:
    text = "# Title\n\n## Part\n\nA [link](log.md)\nhere.\n\n* one\n  go\n* two\n\n```sh\ncramp log\n\n  deep\n```\n"
    assert laid_out(text, 80) == (
        "Title\n\nPart\n  A link here.\n\n  * one go\n  * two\n\n    cramp log\n\n      deep\n"
    )


@pytest.mark.parametrize("width", [-5, 0, 1, 100_000])
def test_no_width_is_too_odd(width: int) -> None:
    shown = laid_out(page("start"), width)
    assert shown in (laid_out(page("start"), 20), laid_out(page("start"), 80))


def test_a_table_is_a_list_with_its_headings_first() -> None:
    text = "| | hours / nights | words |\n|---|---|---|\n| a b | 1.0 / 2 | - |\n| c | `x y` | d |\n"
    assert laid_out(text, 80) == "  * hours / nights; words\n  * a b: 1.0 / 2; -\n  * c: `x y`; d\n"
