"""What is said at the end of how lines were read: times that were guessed, and parts of them that were not read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crampdiary.exchange.intake import Reading
from crampdiary.words.told import Told
from crampdiary.words.wording import safe, short

_SHOWN = 3  # examples


def note_half_read(typed: str, told: Told, reading: Reading) -> None:
    """Take note of what is not read of a cramp's line: a number, a place, a remedy, or that there was none."""
    words = reading.words
    dates = [told.line[start:end] for start, end in told.times] if told.refused else []  # 4/5 could be a date
    for phrase in (*told.kept, *told.seconds, *dates):
        of_it = None if re.search(r"\d", phrase) else words.told(phrase)
        is_told = of_it is None or of_it.is_none or not of_it.fields.keys().isdisjoint({"sites", "tried"})
        if is_told or any(each.word for each in words.uses.taken(phrase)):
            reading.half_read.append(f'"{short(safe(phrase))}" in "{short(safe(typed))}"')


def say_how_read(reading: Reading) -> None:
    """Say what was noted of a file, once all of it is read."""
    if reading.guessed:
        reading.said.append(
            f"Times without am or pm are taken as most likely meant: {_first_of(reading.guessed)}. Where one is not "
            "so, write am or pm behind it."
        )
    if reading.half_read:
        reading.said.append(
            f"Not read of a line, and kept with its cramp as typed: {_first_of(reading.half_read)}."
        )
    if reading.undated:
        reading.said.append(
            "Other lines say their day, and a time alone is taken as the latest one when it is first imported: "
            f"{_first_of(reading.undated)}. Where one is not so, put its day in front."
        )


def _first_of(examples: Sequence[str]) -> str:
    return ", ".join(examples[:_SHOWN]) + f" ... ({len(examples):,} in all)" * (len(examples) > _SHOWN)
