"""The records of the diary: frozen, and valid from the moment they exist. What they hold is the table of `fields`.

A record knows nothing of files or ids. `plain_fields` and `from_fields` turn it into plain JSON values and back;
that one shape is what the log of revisions holds, what `--json` prints and what an export carries.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from crampdiary.clock.zones import night_of
from crampdiary.diary.fields import (
    AwayFields,
    CheckInFields,
    CourseFields,
    EpisodeFields,
    ExposureFields,
    ReportFields,
    SeenFields,
    SignFields,
    TrialFields,
    WordFields,
)
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.values import FROM_NEWER, PARTS, TEXT, TEXTS, WORD, WORDS, Field, check_known
from crampdiary.errors import UsageError

REACTIVE_WITHIN = timedelta(minutes=30)  # a remedy used so soon after a cramp began may be a rescue
LONG_S = 600  # a cramp lasts seconds to ten minutes: Hallegraeff 2017
LAST, LAST_CRAMP = (
    "last",
    "last cramp",
)  # what names the entry that was recorded last, in the place of its number
LATE_AFTER = timedelta(hours=24)  # memory of how severe it was fades within days: Broderick 2008


class Episode(EpisodeFields):
    """One cramp."""

    kind: ClassVar[str] = "episode"

    @property
    def night(self) -> date:
        return night_of(self.at)

    @property
    def logged_late(self) -> bool:
        return self.logged_at - self.at > LATE_AFTER

    @property
    def writing_known(self) -> bool:
        """Whether it is known when this was written down.

        A file that does not say gives a cramp its own time for it. One that is logged as it begins has that time too,
        but to the second of the clock, which a file hardly has.
        """
        return self.logged_at != self.at or self.at.second != 0


class Exposure(ExposureFields):
    """A remedy used or a trigger met."""

    kind: ClassVar[str] = "exposure"

    @property
    def night(self) -> date:
        return night_of(self.at)


class CheckIn(CheckInFields):
    """What was said of a night."""

    kind: ClassVar[str] = "check_in"


class Away(AwayFields):
    """Nights on which no diary was kept."""

    kind: ClassVar[str] = "away"

    def check_together(self) -> None:
        if self.last_night < self.first_night:
            raise UsageError("The last night away is before the first. Give them the other way round.")


class Sign(SignFields):
    """How legs and feet felt without a cramp."""

    kind: ClassVar[str] = "sign"

    @property
    def night(self) -> date:
        return night_of(self.at)


class Course(CourseFields):
    """A medicine, supplement, habit or flare over time."""

    kind: ClassVar[str] = "course"

    def check_together(self) -> None:
        if self.last_night is not None and self.last_night < self.first_night:
            raise UsageError("The last night of it is before the first. Give them the other way round.")

    @property
    def left_out(self) -> tuple[date, ...]:
        """The nights skipped between its first and its last."""
        return tuple(night for night in self.skipped if self._holds(night))

    def is_on(self, night: date) -> bool:
        """Return whether it was used, or met, on a night."""
        return self._holds(night) and night not in self.skipped

    def _holds(self, night: date) -> bool:
        return self.first_night <= night and (self.last_night is None or night <= self.last_night)


class Seen(SeenFields):
    """An answer to a notice."""

    kind: ClassVar[str] = "seen"


class Report(ReportFields):
    """A page made for a clinician."""

    kind: ClassVar[str] = "report"


class Trial(TrialFields):
    """A randomised trial of one remedy."""

    kind: ClassVar[str] = "trial"

    def check_together(self) -> None:
        if self.last_night < self.first_night:
            raise UsageError(
                "The last night of the trial is before the first. Give them the other way round."
            )


class Word(WordFields):
    """A word of the vocabulary."""

    kind: ClassVar[str] = "word"

    @property
    def answer_when_bad(self) -> str | None:
        """Whether it is used `more`, `less` or `neither` when legs feel bad; None where nobody said."""
        if self.when_bad is None and self.used_when_bad is not None:
            return "more" if self.used_when_bad else "neither"
        return self.when_bad


Record = Episode | Exposure | CheckIn | Away | Sign | Course | Seen | Report | Trial | Word
KINDS: dict[str, type[Record]] = {
    each.kind: each for each in (Episode, Exposure, CheckIn, Away, Sign, Course, Seen, Report, Trial, Word)
}
ENTRY_KINDS = tuple(each for each in KINDS if each != Word.kind)
Timed = Episode | Exposure | Sign
"""Entries of a moment."""
Span = Away | Course | Trial
"""Entries of nights in a row."""


RecordT = TypeVar("RecordT", bound=Record, covariant=True)


class Entry(NamedTuple, Generic[RecordT]):
    """A record as it stands in one diary file.

    `number` is what people type and is local to the file; `uid` is the same on every device; `revision`
    names the versions that were read, so that a later write can tell whether they are still the newest: one, or
    several with spaces between where devices changed it without knowing of each other.
    """

    number: int
    uid: str
    revision: str
    record: RecordT

    @property
    def is_merged(self) -> bool:
        return " " in self.revision


def nights_of(record: Record) -> tuple[date, date]:
    """Return the first and the last night that an entry is about; `date.max` for a course that goes on."""
    if isinstance(record, Span):
        return record.first_night, record.last_night or date.max
    night: date = record.night  # type: ignore[union-attr]
    return night, night


def place(entry: Entry[Record]) -> tuple[date, float, int]:
    """Return where an entry stands in the order of time: a check-in after all else in its night."""
    at = getattr(entry.record, "at", None)
    return nights_of(entry.record)[0], at.timestamp() if at else math.inf, entry.number


_READ = {
    kind: [(name, line.holds.from_json) for name, line in record.table.items() if line.holds.from_json]
    for kind, record in KINDS.items()
}


def plain_fields(record: Record) -> dict[str, Any]:
    """Return the record as JSON values; moments become local ISO 8601 with their offset."""
    return {name: _plain(line, getattr(record, name)) for name, line in record.table.items()}


def _plain(line: Field, value: Any) -> Any:
    return value if value is None or line.holds.to_json is None else line.holds.to_json(value)


def from_fields(kind: str, values: Mapping[str, Any]) -> Record:
    """Return the record that `plain_fields` described.

    Raises:
        UsageError: for an unknown kind, a missing, unknown or ill-typed field, or a value out of range.
    """
    if kind not in KINDS:
        raise UsageError(f"The kind of entry {kind[:40]!r} is not known here. {FROM_NEWER}")
    record = KINDS[kind]
    if not values.keys() <= record.table.keys():
        check_known(values, record.table, kind)
    missing = record.required - values.keys()
    if missing:
        raise UsageError(f"This {kind} has no {', '.join(sorted(missing))}, and needs it.")
    held = dict(values)
    for name, read in _READ[kind]:
        try:
            if name in held and not (held[name] is None and record.table[name].default is None):
                held[name] = read(record.table[name], held[name])
        except (TypeError, ValueError, AttributeError) as error:
            raise UsageError(f"The {name} of this {kind} is not written as cramp writes it.") from error
    try:
        return record(**held)
    except UsageError as error:
        raise UsageError(f"{error}{_where(record, held)}") from error


def _where(record: type[Record], held: Mapping[str, Any]) -> str:
    """Return which field is not valid, where its label does not say so to somebody who looks at JSON."""
    for name, line in record.table.items():
        try:
            if name in held and held[name] is not line.default:
                line.holds.check(line, held[name])
        except UsageError:
            return "" if line.label in name else f" In JSON it is {name}."
    return ""


def added(record: Record, said: Mapping[str, Any]) -> Record:
    """Return a record to which something was added: its lists have both, and another field what was said last.

    Of the parts of a list, such as a remedy that was tried, the one that was there makes way for a new one of its name.
    """
    changes = dict(said)
    for name, value in said.items():
        line = record.table[name]
        if line.holds.several:
            parts = (*getattr(record, name), *value)
            named = {getattr(each, line.of.names[0]) if line.holds is PARTS else each: each for each in parts}
            changes[name] = tuple(named.values())
    return record.replaced(**changes)


def options_of(record: Record) -> dict[str, Field]:
    """Return the fields of a record that can be typed, by their options."""
    return {line.option: line for line in record.table.values() if line.option}


def texts_in(kind: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield every text and word that a person typed in the plain fields of a record."""
    for name, line in KINDS[kind].table.items():
        value = values.get(name)
        if value is None or not line.searched:
            continue
        if line.holds in (TEXT, WORD):
            yield value
        elif line.holds in (TEXTS, WORDS):
            yield from value
        elif line.holds is PARTS:
            yield from (each[line.of.names[0]] for each in value)
