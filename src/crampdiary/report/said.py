"""What a part of the clinician's page is made of, and how its dates are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crampdiary.diary.frozen import Frozen, NamedTuple
from crampdiary.words.wording import month_of, safe, short

_NAME = 28  # letters of a name; people may give a word a longer one


class Room(NamedTuple):
    """How much of several things may stand on a page.

    Attributes:
        things: rows of a table, or things told in full, in one part.
        names: names on one line.
        medicines: rows of these.
        in_lines: whether plain text has its tables in lines.
        sources: whether each notice has its source beside it, and not all of them theirs in one line.
    """

    things: int
    names: int
    medicines: int
    in_lines: bool = False
    sources: bool = True


ROOMS = (
    Room(5, 4, 14),
    Room(4, 4, 12),
    Room(3, 4, 10),
    Room(3, 4, 10, in_lines=True),
    Room(2, 3, 8, in_lines=True),
    Room(1, 2, 6, in_lines=True),
    Room(1, 1, 3, in_lines=True, sources=False),
    Room(1, 1, 0, in_lines=True, sources=False),
)
"""From the most that a page has room for to the least; no diary gives up a part for it, nor a notice."""


class Chart(NamedTuple):
    """A row of bars.

    Attributes:
        title: what it shows.
        values: the height of each bar; None where nothing counts.
        labels: what stands under each, or nothing.
        line: a second row of values, drawn as a line; None where there is none.
        beside: the same in words.
        key: what else is to be known of the picture.
        told: its values in words, where there is no picture.
    """

    title: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    line: tuple[float | None, ...]
    beside: str
    key: str = ""
    told: str = ""


class Remark(NamedTuple):
    """One of several things that a part tells: a head, and what stands behind it."""

    head: str
    text: str = ""


class PagePart(Frozen):
    """A part of the page, in the order in which it is shown.

    Args:
        title: its heading.
        columns: the heads of the table, the first for the names of its rows.
        rows: as many cells each as there are columns.
        chart: a picture.
        points: several things of a kind.
        lines: sentences.
        missing: what of it was not recorded.
    """

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    chart: Chart | None = None
    points: tuple[Remark, ...] = ()
    lines: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def has_something(self) -> bool:
        return bool(self.rows or self.chart or self.points or self.lines)


def full_date(day: date) -> str:
    """Return "3 March 2026": a page is read years later, and by others."""
    return f"{day.day} {month_of(day)} {day.year}"


def brief_date(day: date, beside: date) -> str:
    """Return "3 Mar", with the year where it is not that of `beside`."""
    return f"{day.day} {month_of(day)[:3]}" + ("" if day.year == beside.year else f" {day.year}")


def name_of(text: str) -> str:
    """Return the name of a word as there is room for it, its first letter a capital one."""
    shown = short(text, _NAME)
    return shown[:1].upper() + shown[1:]


def several(names: Sequence[str], most: int) -> str:
    """Return names with commas, and how many more there are."""
    more = len(names) - most
    return safe(", ".join(names[:most])) + (f" and {more} more" if more > 0 else "")
