"""Lines that are left out: the first of them are said one by one, with how to write what they may mean."""

from __future__ import annotations

import re

from crampdiary.exchange.intake import Reading
from crampdiary.exchange.lines.terse import tells_of_no_cramp
from crampdiary.exchange.lines.typed_line import TypedLine
from crampdiary.exchange.names.naming import NameReader
from crampdiary.words.told import Told
from crampdiary.words.wording import safe, short

FIGURES_BEFORE = re.compile(r"^[^\w]*(?:\d{4}-\d\d-\d\d)?[\s,:-]*(?:\d\d?[:.]\d\d)?[\s,:-]*", re.ASCII)
"""The date and the time in figures that a line begins with."""
_SAID_AT_MOST = 10
_NO_CRAMP = "line that tells of no cramp"


def leave_out(line: TypedLine, reading: Reading) -> None:
    """Count a line that tells of no cramp, and say it, as long as they are few."""
    if is_still_said(reading):
        hint = _hint(line, reading.words)
        reading.said.append(f'Not understood, and left out: "{short(safe(line.typed))}".{hint}')
    reading.ignore(_NO_CRAMP)


def is_still_said(reading: Reading) -> bool:
    """Return whether the next line that is left out is said."""
    return reading.ignored[_NO_CRAMP] < _SAID_AT_MOST


def leave_undone(line: TypedLine, told: Told, reading: Reading) -> None:
    """Count a line whose box is empty or that is struck out, and point it out where it tells of a cramp."""
    if told.is_none or tells_of_no_cramp(line, told, reading.words):
        reading.ignore("line that is not ticked, or struck out")
    else:
        reading.mention(f'"{safe(line.typed)[:120]}"')


def _hint(line: TypedLine, words: NameReader) -> str:
    """Return how to write what a line may say was used or met; nothing where it names none that is known."""
    text = FIGURES_BEFORE.sub("", line.words)
    for verb, role in (("used", "remedy"), ("had", "trigger")):
        uses = words.uses.taken(text, role)
        if uses and uses[0].word:
            return f" For what you {'used' if verb == 'used' else 'met'}, write: {verb} {uses[0].word}."
    return ""
