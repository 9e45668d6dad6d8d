"""A page that is ready to be written: parts that fit on one sheet, its head and foot, and the entries behind it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date, datetime, timedelta

from crampdiary.diary.frozen import Frozen, NamedTuple
from crampdiary.diary.model import Course, Entry, Record, Report, nights_of, place
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.report import parts
from crampdiary.report.distinct import Distinct
from crampdiary.report.gathered import Gathered
from crampdiary.report.parts import Page
from crampdiary.report.plain_page import COLUMNS, LINES, part_lines, wrapped
from crampdiary.report.said import ROOMS, Room, full_date
from crampdiary.report.withheld import entry_without
from crampdiary.stats.figures import WINDOW_NIGHTS
from crampdiary.words.wording import listed, night_in_words, safe, summary

TITLE = "Cramp diary"
_COLUMN = 58
"""Letters on a line of one of the two columns of a sheet of paper."""
_OF_A_SHEET = 114
"""Lines of both columns of it together, as these letters are counted: those of Letter, which is the shorter."""
_OF_A_PICTURE = 6
"""More lines than its words take."""


class EntryLine(NamedTuple):
    """An entry in words."""

    night: str
    time: str
    what: str
    note: str


class OnePage(Frozen):
    """A page, ready to be written.

    Args:
        title: of it.
        head: lines below the title.
        page: the sentence and the parts.
        foot: what was recorded at other times, and what was not.
        entries: those of the last 28 nights; None where they were not asked for.
        room: how much of several things stands on it.
    """

    title: str
    head: tuple[str, ...]
    page: Page
    foot: tuple[str, ...]
    entries: tuple[EntryLine, ...] | None
    room: Room


def make(
    found: Gathered,
    words: Vocabulary,
    *,
    version: str,
    name: str = "",
    made_up: bool = False,
    without: Container[str] = (),
    entries: Sequence[Entry[Record]] | None = None,
    now: datetime,
    for_paper: bool = True,
) -> OnePage:
    """Return a page that fits on one sheet.

    Args:
        found: the figures.
        words: for the names.
        version: of the program.
        name: of the person, if it is to stand there.
        made_up: whether the diary is one of `cramp demo`.
        without: the parts to leave out.
        entries: those to list after it.
        now: the clock.
        for_paper: whether it is to fit in two columns of small print, and not on 60 lines of 80 letters.
    """
    words = Distinct(words)
    who = f"{safe(name)}. " if name else ""
    head = [f"{who}Made on {full_date(found.made_on)} with crampdiary {version}."]
    if made_up:
        head.append("A made-up diary, from cramp demo.")
    shown = [entry_without(each, words, without) for each in _of_late(entries or (), found)]
    told = None if entries is None else tuple(_told(each, words, now) for each in shown if each)
    for room in ROOMS:
        page = parts.page(found, words, without=without, room=room)
        foot = _foot(page)
        made = OnePage(title=TITLE, head=tuple(head), page=page, foot=foot, entries=told, room=room)
        if _height(page, room) <= _OF_A_SHEET if for_paper else len(_sheet(made)) <= LINES:
            break
    return made


def _foot(page: Page) -> tuple[str, ...]:
    earlier = [f"{listed(list(names))} (last on {full_date(day)})" for day, names in page.earlier]
    return (
        *([f"Recorded at other times: {'; '.join(earlier)}."] if earlier else []),
        *([f"Not recorded: {listed(list(page.missing))}."] if page.missing else []),
    )


def text(made: OnePage) -> list[str]:
    """Return the lines of the page as plain text, with the entries after it."""
    lines = _sheet(made)
    if made.entries is None:
        return lines
    lines += ["", "ENTRIES OF THE LAST 28 NIGHTS"]
    night = ""
    for each in made.entries:
        if each.night != night:
            night = each.night
            lines.append(night)
        lines += wrapped(f"  {each.time.ljust(5)} {each.what}", COLUMNS, " " * 8)
        for line in each.note.split("\n") if each.note else ():
            lines += wrapped(f"        {line}", COLUMNS, " " * 8)
    return lines if made.entries else [*lines, "There are none."]


def _sheet(made: OnePage) -> list[str]:
    lines = [f"{made.title.upper()}. {made.head[0]}"]
    for each in (*made.head[1:], made.page.sentence):
        lines += wrapped(each, COLUMNS)
    for part in made.page.parts:
        lines += part_lines(part, made.room)
    for each in made.foot:
        lines += wrapped(each, COLUMNS)
    return lines


def _height(page: Page, room: Room) -> int:
    """Return about how many lines of a column the parts take, with the air between them."""
    tables = room._replace(in_lines=False)
    pictures = sum(_OF_A_PICTURE for part in page.parts if part.chart)
    drawn = [part.replaced(chart=part.chart._replace(told="")) if part.chart else part for part in page.parts]
    return pictures + sum(len(part_lines(part, tables, _COLUMN)) + 1 for part in drawn)


def _of_late(entries: Sequence[Entry[Record]], found: Gathered) -> list[Entry[Record]]:
    """Return the entries of the last 28 nights and of the one under way, in order; the reports themselves are none."""
    first = found.stats.recent.last_night - timedelta(days=WINDOW_NIGHTS - 1)
    of_late = [
        each
        for each in entries
        if not isinstance(each.record, Report)
        and nights_of(each.record)[1] >= first
        and nights_of(each.record)[0] <= found.made_on
    ]
    return sorted(of_late, key=place)


def _told(entry: Entry[Record], words: Vocabulary, now: datetime) -> EntryLine:
    record = entry.record
    first, last = nights_of(record)
    at = getattr(record, "at", None)
    clock = f"{at:%H:%M}" if at and getattr(record, "precision", "") != "day" else ""
    night = night_in_words(first, now=now.date())
    if first != last:
        until = "goes on" if last == date.max else f"to {full_date(last)}"
        night = (
            f"{full_date(first)}, {until}" if isinstance(record, Course) else f"{full_date(first)} {until}"
        )
    note = getattr(record, "note", None) or ""
    return EntryLine(night[:1].upper() + night[1:], clock, summary(record, words), safe(note, lines=True))
