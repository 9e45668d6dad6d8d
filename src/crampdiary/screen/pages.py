"""A page of the manual laid out as plain text for a given width, without colour: it reads the same in a pipe.

Read is the little Markdown that the pages are written in: headings, paragraphs, lists with `*`, links, fenced code and
tables, with an empty line between them. Backticks stay, as they do in messages: they show what is typed. A table
becomes a list, a row each, as it would not fit.
"""

from __future__ import annotations

import re
import textwrap

from crampdiary.breaks import ONE_LINE, kept_together, shown

NARROWEST, WIDEST = 20, 80  # columns; longer lines are hard to read

_BLOCK = re.compile(r"^```.*?^```$|(?:^[^\n]+$\n?)+", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
_TABLE_RULE = re.compile(r"^\|[-| ]+\|\n", re.MULTILINE)
_TABLE_ROW = re.compile(r"^\| *(.*?) *\|(.*)\|$", re.MULTILINE)


def laid_out(page: str, width: int) -> str:
    """Return a page with no line longer than `width` columns, which is taken as 20 at least and 80 at most."""
    width = max(NARROWEST, min(width, WIDEST))
    return "".join(_block(block, width) for block in _BLOCK.findall(page)).rstrip("\n") + "\n"


def _block(block: str, width: int) -> str:
    """Return a block with its indent, and an empty line below it where it is no heading within the page."""
    if block.startswith("```"):
        code = block.split("\n")[1:-1]
        return "\n".join(_filled(line, width, "    ", "      ") for line in code) + "\n\n"
    block = _LINK.sub(r"\1", block).replace("**", "")
    if block.startswith("#"):
        return _filled(block.strip("# \n"), width, "", "") + ("\n" if block.startswith("##") else "\n\n")
    if block.startswith("|"):
        block = _TABLE_ROW.sub(_row_as_item, _TABLE_RULE.sub("", block))
    further = "    " if block.startswith("* ") else "  "
    items = (" ".join(item.split()) for item in re.split(r"\n(?=\* )", block))
    return "\n".join(_filled(item, width, "  ", further) for item in items) + "\n\n"


def _row_as_item(row: re.Match[str]) -> str:
    cells = "; ".join(cell.strip() for cell in row[2].split("|"))
    return f"* {row[1]}: {cells}" if row[1] else f"* {cells}"


def _filled(text: str, width: int, first: str, further: str) -> str:
    filled = textwrap.fill(
        kept_together(text, most=min(ONE_LINE, width - len(further) - 1)),  # and what stands right behind it
        width,
        initial_indent=first,
        subsequent_indent=further,
        break_on_hyphens=False,
        break_long_words=False,
    )  # `--dry-run` is one word
    return shown(filled)
