"""The parts of the clinician's page: one table of what it may say, in the order in which a clinician asks.

A part is plain text: what it looks like, on paper or in a terminal, is said in `page` and `plain_page`. What was not
recorded has no part, no row and no empty box. It is named once, in one line at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date

from crampdiary.diary.frozen import Frozen, NamedTuple
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.report import around_cramps, how_it_is
from crampdiary.report.gathered import Gathered
from crampdiary.report.last_told import NOT_WITHOUT_CRAMPS
from crampdiary.report.said import ROOMS, PagePart, Room
from crampdiary.report.withheld import without_parts

Builder = Callable[[Gathered, Vocabulary, Room], PagePart]
"""Makes a part of the figures, the words, and the room that there is."""


class PartLine(NamedTuple):
    """A line of the table.

    Attributes:
        name: what `--without` takes; nothing for a part that always stands.
        build: makes the part.
    """

    name: str
    build: Builder


PARTS = (
    PartLine("", how_it_is.period),
    PartLine("frequency", how_it_is.frequency),
    PartLine("length", how_it_is.length),
    PartLine("severity", how_it_is.severity),
    PartLine("sleep", how_it_is.sleep),
    PartLine("places", how_it_is.places),
    PartLine("signs", around_cramps.signs),
    PartLine("medicines", around_cramps.medicines),
    PartLine("remedies", around_cramps.remedies),
    PartLine("triggers", around_cramps.triggers),
    PartLine("notices", around_cramps.notices),
    PartLine("questions", around_cramps.questions),
    PartLine("", around_cramps.about),
)
"""Without how many nights were kept, and what this is, nothing else could be read rightly: both always stand."""
NAMES = tuple(each.name for each in PARTS if each.name)


class Page(Frozen):
    """A page in words.

    Args:
        sentence: the one that says it all.
        parts: those that something was recorded for.
        missing: what was not recorded.
        earlier: what was, but not on the nights that its part looks at: the last night that has it, and what.
    """

    sentence: str
    parts: tuple[PagePart, ...]
    missing: tuple[str, ...]
    earlier: tuple[tuple[date, tuple[str, ...]], ...] = ()


def page(found: Gathered, words: Vocabulary, *, without: Container[str] = (), room: Room = ROOMS[0]) -> Page:
    """Return a page.

    Args:
        found: the figures.
        words: for the names.
        without: the names of the parts to leave out.
        room: how much of several things may stand in a part.
    """
    found = without_parts(found, without)
    built = [each.build(found, words, room) for each in PARTS if not each.name or each.name not in without]
    missing = [name for each in built for name in each.missing]
    last = found.last_told
    days = sorted({last[name] for name in missing if name in last}, reverse=True)
    return Page(
        sentence=how_it_is.sentence(found, without),
        parts=tuple(each for each in built if each.has_something),
        missing=tuple(
            name
            for name in missing
            if found.began and name not in last and (found.has_cramps or name not in NOT_WITHOUT_CRAMPS)
        ),
        earlier=tuple((day, tuple(name for name in missing if last.get(name) == day)) for day in days),
    )
