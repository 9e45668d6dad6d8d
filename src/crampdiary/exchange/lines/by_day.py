"""What lines tell by a day alone, until all of the file shows whether its days are those of mornings.

Then a cramp without a time, or a night without any, is of the night before its day, as cramps after midnight are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from crampdiary.clock.zones import to_local
from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.exchange.clear_nights import OF_NO_DAY
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.lines.typed_line import TypedLine, day_of, is_seen
from crampdiary.exchange.made import Made
from crampdiary.exchange.names.meaning import DATES, EVENINGS, MORNINGS, typed_map
from crampdiary.exchange.sheets.dates.mornings import AFTER_MIDNIGHT_UNTIL, ENOUGH, EVENING_FROM
from crampdiary.words.told import Told
from crampdiary.words.when import NamedDay

_DAY = timedelta(days=1)


def is_by_day(line: TypedLine, told: Told) -> bool:
    """Return whether a line says when something was by the name of a day alone: `Mon 9 Nov`, `2026-11-09`."""
    day = _day_named(line, told)
    return day is not None and not (day.part or _has_clock(line, told))


def is_of_its_date(line: TypedLine, told: Told) -> bool:
    """Return whether a line says when something was by a date, and by a time of it."""
    if line.stamp:
        return told.day is None and told.ago_s is None
    return _has_clock(line, told) and _day_named(line, told) is not None


def _day_named(line: TypedLine, told: Told) -> NamedDay | None:
    """Return the day that a line names, or the heading above it, unless it is seen from another or from a moment."""
    if line.stamp or line.written_on or told.ago_s is not None:
        return None
    day = day_of(line, told)
    return day if day and not is_seen(day) else None


def _has_clock(line: TypedLine, told: Told) -> bool:
    return (told.clock or (None if told.day else line.clock_above)) is not None


class OfDays:
    """Keeps what is told by days alone, and looks at the times of cramps in the same file.

    Args:
        reading: of the file.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._said = reading.columns.get(DATES, "")
        self._kept: list[Made] = []
        self._doubted: list[date] = []
        self._denied: set[date] = set()
        self._after_midnight: set[date] = set()  # dates with such cramps
        self._in_the_evening: set[date] = set()
        self._has_others = False

    def look(self, at: datetime) -> None:
        """Look at the time of a cramp that is of its date."""
        shown = to_local(at, self._reading.zone)
        if shown.time() < AFTER_MIDNIGHT_UNTIL:
            self._after_midnight.add(shown.date())
        elif shown.time() >= EVENING_FROM:
            self._in_the_evening.add(shown.date())
        else:
            self._has_others = True

    def keep(self, entry: Made) -> None:
        """Keep what is told by a day alone: a cramp or a use of its noon, or its evening's night without cramps."""
        self._kept.append(entry._replace(is_by_day=True))
        if isinstance(entry.record, CheckIn):
            self._denied.add(entry.record.night)

    def doubt(self, night: date) -> None:
        """Keep the evening of a day that may have had a cramp."""
        self._doubted.append(night)

    def settle(self) -> Iterator[Made]:
        """Yield what was kept, but for nights without cramps, which are said; once all lines were read."""
        by = _DAY if self._are == MORNINGS else timedelta()
        self._reading.nights.doubt(night - by for night in self._doubted)
        for kept in self._kept:
            entry = self._moved(kept) if by else kept
            if isinstance(entry.record, CheckIn):
                say_clear(entry, self._reading)
                continue
            if isinstance(entry.record, Episode):
                self._reading.nights.has_cramp(entry.record.night)
            yield entry
        if self._kept and (self._said or self._after_midnight):
            self._reading.said.append(self._told())

    @property
    def _are(self) -> str:
        """What the days are: MORNINGS or EVENINGS; empty where it stays open.

        A night that is denied has no cramp: where days have a denial and cramps, that shows of which nights they are.
        """
        if self._said:
            return self._said
        if_mornings = len(self._denied & self._after_midnight)
        with_cramps = self._in_the_evening | {each - _DAY for each in self._after_midnight}
        if_evenings = len(self._denied & with_cramps)
        if if_mornings != if_evenings:
            return MORNINGS if if_mornings < if_evenings else EVENINGS
        is_plain = not (if_mornings or self._in_the_evening or self._has_others)
        return MORNINGS if is_plain and len(self._after_midnight) >= ENOUGH else ""

    def _moved(self, entry: Made) -> Made:
        record = entry.record
        if isinstance(record, CheckIn):
            return entry._replace(record=record.replaced(night=record.night - _DAY))
        if not isinstance(record, Episode | Exposure):
            return entry
        noon = self._reading.when(record.night - _DAY, None).at
        return entry._replace(record=record.replaced(at=noon, logged_at=noon))

    def _told(self) -> str:
        read = "A line with a day and no time is read as of the night"
        if self._are != MORNINGS:
            return f"{read} that begins then. If it is of the night before: {typed_map(DATES, MORNINGS)}."
        why = "" if self._said else ", as the cramps after midnight are"
        moved = " If it came in otherwise before, it is moved." * (self._reading.is_again and not self._said)
        return (
            f"{read} before that day{why}.{moved} If it is of the night that begins then: "
            f"{typed_map(DATES, EVENINGS)}."
        )


def say_clear(entry: Made, reading: Reading) -> None:
    """Take note of a clear night, or count that it is said already."""
    if not reading.nights.say(entry):
        reading.ignore(OF_NO_DAY if entry.is_fixed else "clear night that is said again")
