"""Columns of which there are several, with a number each: `Cramp 1 time, Cramp 1 pain, Cramp 2 time, Cramp 2 pain`.

Those of the first say what all are; each number that has anything in a row is a cramp of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crampdiary.diary.frozen import NamedTuple
from crampdiary.exchange.cells import number_in
from crampdiary.exchange.columns import guessed_field
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.naming import NameReader
from crampdiary.words.wording import listed, safe, short

_NUMBER = re.compile(
    r"[#(]{0,2}(?<![\w/.:,–=-])(?:([1-9])(?:st|nd|rd|th|\.)?|(first|second|third|fourth|fifth))(?![\w/:–%=,-])[)]?",
    re.ASCII | re.IGNORECASE,
)
_FEWEST = 2
_LONGEST = 200  # characters of a header
_IN_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_OF_A_CRAMP = ("time", "at", "severity", "count")
"""What a column of them is at the least, so that each is a cramp."""


class Numbered(NamedTuple):
    """Which columns stand for which.

    Attributes:
        first: those of the first, each with its name without the number.
        others: for each further number, its columns by those of the first.
    """

    first: dict[int, str]
    others: tuple[dict[int, int], ...]

    @property
    def further(self) -> set[int]:
        """The columns of all but the first."""
        return {at for each in self.others for at in each.values()}

    def parts(self, row: Sequence[str], dated: Sequence[int], counts: Sequence[int]) -> list[list[str]]:
        """Return a row as one for each number that has anything in it, the first of them with all else.

        Args:
            row: as wide as the header.
            dated: the columns that all are of.
            counts: the columns that say how many there were, of which each further one is told by itself.
        """
        groups = [{at: row[at] for at in self.first}]
        groups += [{at: row[of[at]] if at in of else "" for at in self.first} for of in self.others]
        filled = [each for each in groups if any(map(str.strip, each.values()))]
        whole = ["" if at in self.further else cell for at, cell in enumerate(row)]
        for at, cell in (filled or groups)[0].items():
            whole[at] = cell
        for at in counts if len(filled) > 1 else ():
            number = number_in(row[at].strip())
            if number:
                whole[at] = f"{max(1, int(number) - len(filled) + 1)}"
        blank = [row[at] if at in dated else "" for at in range(len(row))]
        return [whole, *([each.get(at, cell) for at, cell in enumerate(blank)] for each in filled[1:])]


def numbered_in(header: Sequence[str], words: NameReader) -> Numbered | None:
    """Return which columns of a header are several of a cramp, None where none are."""
    found: dict[str, dict[int, int]] = {}
    for at, name in enumerate(each.replace("_", " ") for each in header):
        if len(name) > _LONGEST:
            continue
        numbers = [*_NUMBER.finditer(name)]
        if len(numbers) != 1:
            continue
        (match,) = numbers
        bare = " ".join(f"{name[: match.start()]} {name[match.end() :]}".split()).strip(" :-")
        number = int(match[1]) if match[1] else _IN_WORDS[match[2].casefold()]
        found.setdefault(bare.casefold(), {}).setdefault(number, at)
    found |= _repeated(header, words)
    several = {bare: by for bare, by in found.items() if {*by} == {*range(1, len(by) + 1)} and len(by) > 1}
    if not any(guessed_field(bare, words) in _OF_A_CRAMP for bare in several):
        return None
    most = max(map(len, several.values()))
    first = {by[1]: bare.capitalize() for bare, by in several.items()}
    others = [{by[1]: by[at] for by in several.values() if at in by} for at in range(2, most + 1)]
    return Numbered(first, tuple(others))


def _repeated(header: Sequence[str], words: NameReader) -> dict[str, dict[int, int]]:
    """Return the columns that stand there again by the same names, with a number each: `Time, Pain, Time, Pain`.

    Not with a day each, as of two tables side by side, nor where one name alone is there again.
    """
    places: dict[str, list[int]] = {}
    for at, name in enumerate(header):
        if name:
            places.setdefault(name.casefold(), []).append(at)
    again = {name: dict(enumerate(at, 1)) for name, at in places.items() if len(at) > 1}
    is_dated = any(guessed_field(name, words) in ("date", "at") for name in again)
    return {} if is_dated or len(again) < _FEWEST or len({*map(len, again.values())}) > 1 else again


def numbered_of(reading: Reading, columns: Mapping[str, str], header: Sequence[str]) -> Numbered | None:
    """Return the same of a file, and say how it is read; None too where it is said of a further column what it is."""
    found = numbered_in(header, reading.words)
    further = {header[at] for at in found.further} - {header[at] for at in found.first} if found else set()
    if found is None or any(each in columns or reading.meant(each) for each in further):
        return None
    shown = listed([f'"{short(safe(header[at]))}"' for at in found.first])
    those = f"columns numbered like {shown}" if further else f"the further columns {shown}"
    reading.said.append(f"Each row may have several cramps: {those} are read as these are.")
    return found
