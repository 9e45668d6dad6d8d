"""The records of the diary: frozen, and valid from the moment they exist.

A record knows nothing of files or ids. `fields` and `from_fields` turn it into plain JSON values and back;
that one shape is what the log of revisions holds, what `--json` prints and what an export carries.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from crampdiary.clock.durations import DURATION_LIMIT_S
from crampdiary.clock.zones import check_year, night_of
from crampdiary.diary.frozen import Frozen
from crampdiary.errors import UsageError

SIDES = ("left", "right", "both")
PRECISIONS = ("minute", "day", "approx")
RELIEFS = ("helped", "somewhat", "no", "unsure")
ROLES = ("remedy", "trigger")
PURPOSES = ("prevention", "rescue")

NOTE_LIMIT = 10_000
NAME_LIMIT = 100
LISTS = ("sites", "sensations", "triggers", "synonyms")
REACTIVE_WITHIN = timedelta(minutes=30)  # a remedy used so soon after a cramp began may be a rescue
LATE_AFTER = timedelta(hours=24)  # memory of how severe it was fades within days: Broderick 2008
FROM_NEWER = "It is from a newer cramp. Update cramp, and try again."


class Tried(Frozen):
    """A remedy tried during a cramp (rescue), the relief it gave, and how long until it eased."""

    remedy: str
    relief: str | None = None
    after_s: int | None = None

    def __post_init__(self) -> None:
        _slug("remedy", self.remedy)
        _one_of("relief", self.relief, RELIEFS)
        _whole("after_s", self.after_s, 0, DURATION_LIMIT_S)


class Episode(Frozen):
    """One cramp. What was not said is None or empty, never zero."""

    kind: ClassVar[str] = "episode"

    at: datetime
    logged_at: datetime
    precision: str = "minute"
    zone: str | None = None
    severity: int | None = None
    duration_s: int | None = None
    sites: tuple[str, ...] = ()
    side: str | None = None
    sensations: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    onset: str | None = None
    woke: bool | None = None
    tried: tuple[Tried, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        _moment(self.at, self.logged_at, self.precision, self.zone)
        _whole("severity", self.severity, 0, 10)
        _whole("duration_s", self.duration_s, 0, DURATION_LIMIT_S)
        _slugs("sites", self.sites)
        _one_of("side", self.side, SIDES)
        _slugs("sensations", self.sensations)
        _slugs("triggers", self.triggers)
        _slug("onset", self.onset)
        _flag("woke", self.woke)
        if self.tried:
            _slugs("tried", tuple(each.remedy for each in self.tried))
        _text("note", self.note, NOTE_LIMIT)

    @property
    def night(self) -> date:
        return night_of(self.at)

    @property
    def logged_late(self) -> bool:
        return self.logged_at - self.at > LATE_AFTER


class Exposure(Frozen):
    """A remedy used or a trigger met, whether or not a cramp followed.

    `purpose` is the person's answer where a remedy was logged just after a cramp began: against the next
    one (prevention) or for this one (rescue). None means that nobody asked or that it was not answered.
    """

    kind: ClassVar[str] = "exposure"

    at: datetime
    logged_at: datetime
    role: str
    word: str
    precision: str = "minute"
    zone: str | None = None
    amount: str | None = None
    purpose: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        _moment(self.at, self.logged_at, self.precision, self.zone)
        _one_of("role", self.role, ROLES, required=True)
        _slug("word", self.word, required=True)
        _text("amount", self.amount, NAME_LIMIT)
        _one_of("purpose", self.purpose, PURPOSES)
        _text("note", self.note, NOTE_LIMIT)

    @property
    def night(self) -> date:
        return night_of(self.at)


class CheckIn(Frozen):
    """What was said of a night: so far only that it was clear of cramps."""

    kind: ClassVar[str] = "check_in"

    night: date
    logged_at: datetime
    clear: bool = True
    note: str | None = None

    def __post_init__(self) -> None:
        check_year(self.night.year)
        _aware("logged_at", self.logged_at)
        _flag("clear", self.clear, required=True)
        _text("note", self.note, NOTE_LIMIT)


class Away(Frozen):
    """Nights, first to last inclusive, on which no diary was kept; left out of every figure."""

    kind: ClassVar[str] = "away"

    first_night: date
    last_night: date
    logged_at: datetime
    note: str | None = None

    def __post_init__(self) -> None:
        check_year(self.first_night.year)
        check_year(self.last_night.year)
        _aware("logged_at", self.logged_at)
        if self.last_night < self.first_night:
            raise UsageError("The last night away is before the first. Give them the other way round.")
        _text("note", self.note, NOTE_LIMIT)


class Word(Frozen):
    """A word of the vocabulary: stored as `slug`, shown as `label`, typed as either or as a synonym.

    `used_when_bad` is the person's answer whether they use a remedy more on evenings when their legs feel bad
    already, which makes it look worse than it is; None where that was never answered.
    """

    kind: ClassVar[str] = "word"

    role: str
    slug: str
    label: str
    synonyms: tuple[str, ...] = ()
    hidden: bool = False
    used_when_bad: bool | None = None

    def __post_init__(self) -> None:
        _slug("role", self.role, required=True)
        _slug("slug", self.slug, required=True)
        _text("label", self.label, NAME_LIMIT, required=True)
        for synonym in self.synonyms:
            _text("synonym", synonym, NAME_LIMIT, required=True)
        _flag("hidden", self.hidden, required=True)
        _flag("used_when_bad", self.used_when_bad)


Record = Episode | Exposure | CheckIn | Away | Word
KINDS: dict[str, type[Record]] = {each.kind: each for each in (Episode, Exposure, CheckIn, Away, Word)}


RecordT = TypeVar("RecordT", bound=Record, covariant=True)


class Entry(NamedTuple, Generic[RecordT]):
    """A record as it stands in one diary file.

    `number` is what people type and is local to the file; `uid` is the same on every device; `revision`
    names the version that was read, so that a later write can tell whether it is still the newest.
    """

    number: int
    uid: str
    revision: str
    record: RecordT


def fields(record: Record) -> dict[str, Any]:
    """Return the record as JSON values; moments become local ISO 8601 with their offset."""
    return {name: plain(getattr(record, name)) for name in record.names}


def from_fields(kind: str, values: dict[str, Any]) -> Record:
    """Return the record that `fields` described.

    Raises:
        UsageError: for an unknown kind, a missing, unknown or ill-typed field, or a value out of range.
    """
    if kind not in KINDS:
        raise UsageError(f"The kind of entry {kind[:40]!r} is not known here. {FROM_NEWER}")
    try:
        return KINDS[kind](
            **{name: _TYPED[name](value) if name in _TYPED else value for name, value in values.items()}
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise UsageError(_fault(KINDS[kind], values) or f"In this {kind}, {error}.") from error


def _fault(record: type[Record], values: dict[str, Any]) -> str | None:
    """Return which field keeps values from being such a record, None where each can be read."""
    for name, value in values.items():
        if name not in record.names:
            return f"The field {name[:40]!r} of this {record.kind} is not known here. {FROM_NEWER}"
        try:
            hash(_TYPED[name](value) if name in _TYPED else value)
        except (TypeError, ValueError, AttributeError):
            return f"The {name} of this {record.kind} is not written as cramp writes it."
    missing = [name for name in record.names if name not in values and name not in record.defaults]
    return f"This {record.kind} has no {', '.join(missing)}, and needs it." if missing else None


def clean_text(text: str) -> str:
    """Return text as it is kept: NFC, whitespace trimmed at both ends; everything else as typed.

    Raises:
        UsageError: for NUL or a lone surrogate, which neither SQLite nor UTF-8 can hold.
    """
    if text.isascii() and "\x00" not in text:
        return text.strip()
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError("The text has a character that cannot be stored (NUL or half of a pair). Remove it.")
    return unicodedata.normalize("NFC", text).strip()


def plain(value: Any) -> Any:
    """Return the value of one field as JSON values."""
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Tried):
        return {"remedy": value.remedy, "relief": value.relief, "after_s": value.after_s}
    return value


def _moment_in(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _items_in(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError("this needs a list")  # a text is a sequence too, of its letters
    return tuple(value)


def _tried_in(value: Any) -> tuple[Tried, ...]:
    return tuple(Tried(**each) for each in _items_in(value))


_TYPED: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("at", "logged_at"), _moment_in),
    **dict.fromkeys(("night", "first_night", "last_night"), date.fromisoformat),
    **dict.fromkeys(LISTS, _items_in),
    "tried": _tried_in,
}


def _aware(name: str, at: datetime) -> None:
    """Refuse a moment that a row could not give back as it is."""
    offset = at.utcoffset()
    if offset is None or offset.seconds % 60 or offset.microseconds or at.microsecond:
        raise ValueError(f"{name} needs an offset, in whole minutes, and whole seconds")
    check_year(at.year)


def _moment(at: datetime, logged_at: datetime, precision: str, zone: str | None) -> None:
    _aware("at", at)
    _aware("logged_at", logged_at)
    _one_of("precision", precision, PRECISIONS, required=True)
    _text("zone", zone, NAME_LIMIT)


def _whole(name: str, value: int | None, low: int, high: int) -> None:
    if value is None:
        return
    if type(value) is not int or not low <= value <= high:  # True is an int, and no severity
        shown = name.removesuffix("_s")
        raise UsageError(f"The {shown} must be a whole number from {low} to {high}.")


def _flag(name: str, value: bool | None, *, required: bool = False) -> None:
    if type(value) is not bool and (required or value is not None):
        raise UsageError(f"The {name} must be true or false.")


def _one_of(name: str, value: str | None, allowed: tuple[str, ...], *, required: bool = False) -> None:
    if (value is None and required) or (value is not None and value not in allowed):
        raise UsageError(f"The {name} must be one of: {', '.join(allowed)}.")


def _text(name: str, value: str | None, limit: int, *, required: bool = False) -> None:
    if value is None and not required:
        return
    if not isinstance(value, str) or not value or clean_text(value) != value:
        raise UsageError(f"The {name} is empty or not plain text. Give it some words, or leave it out.")
    if len(value) > limit:
        raise UsageError(f"The {name} is too long ({len(value):,} characters; at most {limit:,}).")


@lru_cache(maxsize=1000)  # a diary has few words, and a long export names each a hundred thousand times
def _slug(name: str, value: str | None, *, required: bool = False) -> None:
    _text(name, value, NAME_LIMIT, required=required)
    if value is not None and len(value.split()) > 1:
        raise UsageError(f"The {name} has a space in it. Write it with hyphens.")


def _slugs(name: str, values: tuple[str, ...]) -> None:
    for value in values:
        _slug(name, value, required=True)
    if len(values) > 1 and len(set(values)) != len(values):
        raise UsageError(f"The {name} name one word twice. Once is enough.")
