"""Whether a file is one of plain lines: most of its first ones are of a day or tell of a cramp, and it is no table."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import order_of
from crampdiary.exchange.lines.dates_in_figures import IN_FIGURES
from crampdiary.exchange.lines.day_named import named_in
from crampdiary.exchange.lines.marks import Marked, Marks
from crampdiary.exchange.lines.several_nights import is_of_several_nights, words_in
from crampdiary.exchange.lines.typed_line import line_of
from crampdiary.exchange.lines.uses_told import use_of
from crampdiary.exchange.look import Look
from crampdiary.exchange.table import width_of
from crampdiary.words.log_grammar import CRAMPS
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told

_LOOKED_AT = 20  # lines
_TABLES = frozenset({".csv", ".tsv", ".tab", ".xlsx"})
_TEXTS = frozenset({".txt", ".text", ".md", ".markdown", ".org"})


def fits(file: Look) -> str | None:
    """Return an empty text where most of the first lines are of a day or tell of a cramp, and it is no table."""
    if file.path.suffix.casefold() in _TABLES or not file.tops or _is_table(file.tops):
        return None
    marks = Marks()
    lines = [each for line in file.text.splitlines() if (each := marks.off(line)).text][:_LOOKED_AT]
    reader = LogReader(Vocabulary())
    order = order_of(each[0] for line in lines for each in IN_FIGURES.finditer(line.text)) or "dmy"
    known = sum(_is_known(line, reader, order) for line in lines)
    is_text = file.path.suffix.casefold() in _TEXTS
    return "" if known and (is_text or known * 2 > len(lines)) else None


def _is_table(tops: Mapping[str, list[list[str]]]) -> bool:
    top = max(tops.values(), key=width_of)
    return width_of(top) > 1 and not re.search(r"\d", "".join(top[0]))


def _is_known(marked: Marked, reader: LogReader, order: str) -> bool:
    named = named_in(marked.text, order, is_marked=marked.is_heading)
    line = line_of(marked, None, order=order)

    def told_in(words: str) -> Told:
        return reader.read_all_else([words])

    is_span = is_of_several_nights(line.words, told_in)
    try:
        if (named and not named.rest) or use_of(line.words, told_in):
            return True
        told = told_in(line.words)
    except UsageError:
        return is_span
    is_span = is_span and not CRAMPS.isdisjoint(words_in(line.words))
    return told.is_none or "severity" in told.fields or bool(told.fields.get("sites")) or is_span
