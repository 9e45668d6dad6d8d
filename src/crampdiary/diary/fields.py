"""Every field of every record, in one table: what it holds, its limits, its name, and how edits of it merge.

This is data alone. A class is the table of one kind of entry and a line of it is a field; the name of the line
is the field's name in JSON, in the log and in exports. What follows from a field's type is written once for each
type: `values` (what is valid, JSON), `keep.revision` (rows), `words.form` and `words.phrases` (what is typed).
The schema (`keep.schema`), the options (`cli.options`) and the wording (`words.wording`) are written by hand,
and tests hold them to this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self, dataclass_transform

from crampdiary.clock.durations import DURATION_LIMIT_S
from crampdiary.diary.frozen import Frozen
from crampdiary.diary.values import (
    CHOICE,
    FLAG,
    MOMENT,
    NIGHT,
    NIGHTS,
    NUMBER,
    PARTS,
    SECONDS,
    SEED,
    TEXT,
    TEXTS,
    WORD,
    WORDS,
    Field,
    Type,
)

SIDES = ("left", "right", "both")
PRECISIONS = ("minute", "day", "approx")
RELIEFS = ("helped", "somewhat", "no", "unsure")
EXPOSURE_ROLES = ("remedy", "trigger")
PURPOSES = ("prevention", "rescue")
WALKING = ("limped", "could-not")
WHEN_BAD = ("more", "less", "neither")
NATURES = ("quick", "lasting", "slow")
TRIAL_ENDS = ("as-planned", "at-half-time", "stopped")

NOTE_LIMIT = 10_000
TYPED_LIMIT = 10_000
NAME_LIMIT = 100
QUESTION_LIMIT = 150  # letters: there is room for five of them on a page

REQUIRED = object()
NEWEST, AS_SETS = "newest", "as sets"
ITS_OWN = "its own"
DELETED = "deleted"
"""Stands among the fields in conflict where one side deleted what the other changed."""


def field(
    holds: Type,
    label: str,
    *,
    default: Any = REQUIRED,
    most: int = NAME_LIMIT,
    choices: tuple[str, ...] = (),
    of: Any = None,
    ends: tuple[str, str] = ("", ""),
    role: str = "",
    option: str = "",
    searched: bool = False,
    merge: str = "",
) -> Any:
    """Return a line of the table. To a type checker it is the default of a dataclass's field."""
    merge = merge or (AS_SETS if holds.several else NEWEST)
    return Field(
        holds, label, default, most, choices, of, ends, role, option, searched or bool(option), merge
    )


def as_typed() -> Any:
    """Return the line of the table for the bare words that an entry was made from: set once, and never edited."""
    return field(TEXT, "line as typed", most=TYPED_LIMIT, default=None, searched=True)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class Recorded(Frozen):
    """A frozen record whose fields are those of a table, valid from the moment it exists.

    Raises:
        UsageError: a value is not valid.
        TypeError: a field is missing or unknown.
    """

    table: ClassVar[dict[str, Field]] = {}
    required: ClassVar[frozenset[str]] = frozenset()
    _checks: ClassVar[list[tuple[str, Any, Callable[[Field, Any], None], Field]]] = []
    """Of each field its name, its default and what checks it, at hand for the million records of a long import."""

    def __init_subclass__(cls) -> None:
        lines = {name: line for name, line in vars(cls).items() if isinstance(line, Field)}
        if not lines:  # it has the table of the class that it is made of
            return
        cls.table = {**cls.table, **lines}
        cls.names = tuple(cls.table)
        cls._names = frozenset(cls.names)
        cls._checks = [(name, line.default, line.holds.check, line) for name, line in cls.table.items()]
        cls.defaults = {
            name: line.default for name, line in cls.table.items() if line.default is not REQUIRED
        }
        cls.required = cls._names - cls.defaults.keys()

    @classmethod
    def of_valid(cls, columns: Iterable[Iterable[Any]]) -> list[Self]:
        """Return records by the values of each of their fields in turn, which were checked one by one.

        All at once, as a long diary has tens of thousands.
        """
        new, put, names = cls.__new__, object.__setattr__, tuple(cls.table)
        records = []
        for values in zip(*columns, strict=True):
            record = new(cls)
            put(record, "__dict__", dict(zip(names, values, strict=True)))
            records.append(record)
        if cls.check_together is not Recorded.check_together:
            for record in records:
                record.check_together()
        return records

    def __post_init__(self) -> None:
        held = self.__dict__
        for name, default, check, line in self._checks:
            value = held[name]
            if value is not default:
                check(line, value)
        self.check_together()

    def check_together(self) -> None:
        """Refuse values that are not valid together."""


class Tried(Recorded):
    """A remedy tried during a cramp (rescue), the relief it gave, and how long until it eased."""

    remedy: str = field(WORD, "remedy", role="remedy")
    relief: str | None = field(CHOICE, "relief", choices=RELIEFS, default=None)
    after_s: int | None = field(SECONDS, "time until it eased", most=DURATION_LIMIT_S, default=None)


class EpisodeFields(Recorded):
    """One cramp. What was not said is None or empty, never zero."""

    at: datetime = field(MOMENT, "time", option="at")
    logged_at: datetime = field(MOMENT, "time of logging")
    precision: str = field(CHOICE, "precision", choices=PRECISIONS, default="minute", merge="at")
    zone: str | None = field(TEXT, "time zone", default=None, merge="at")
    severity: int | None = field(
        NUMBER, "severity", most=10, ends=("no pain", "the worst"), default=None, option="severity"
    )
    duration_s: int | None = field(
        SECONDS, "duration", most=DURATION_LIMIT_S, default=None, option="duration"
    )
    sites: tuple[str, ...] = field(WORDS, "site", role="site", default=(), option="site")
    side: str | None = field(CHOICE, "side", choices=SIDES, role="side", default=None, option="side")
    sensations: tuple[str, ...] = field(WORDS, "sensation", role="sensation", default=(), option="sensation")
    triggers: tuple[str, ...] = field(WORDS, "trigger", role="trigger", default=(), option="trigger")
    onset: str | None = field(WORD, "state at onset", role="onset", default=None, option="onset")
    woke: bool | None = field(FLAG, "answer whether it woke you", default=None, option="woke")
    tried: tuple[Tried, ...] = field(
        PARTS, "remedy tried", of=Tried, role="remedy", default=(), option="tried"
    )
    sore_s: int | None = field(
        SECONDS, "time it stayed sore", most=DURATION_LIMIT_S, default=None, option="sore"
    )
    awake_s: int | None = field(SECONDS, "time awake", most=DURATION_LIMIT_S, default=None, option="awake")
    walking: str | None = field(CHOICE, "walking after it", choices=WALKING, default=None, option="walking")
    note: str | None = field(TEXT, "note", most=NOTE_LIMIT, default=None, option="note")
    typed: str | None = as_typed()


class ExposureFields(Recorded):
    """A remedy used or a trigger met, whether or not a cramp followed.

    `purpose` is the person's answer where a remedy was logged just after a cramp began: against the next
    one (prevention) or for this one (rescue). None means that nobody asked or that it was not answered.
    """

    at: datetime = field(MOMENT, "time", option="at")
    logged_at: datetime = field(MOMENT, "time of logging")
    role: str = field(CHOICE, "role", choices=EXPOSURE_ROLES)
    word: str = field(WORD, "word", role=ITS_OWN, option="word")
    precision: str = field(CHOICE, "precision", choices=PRECISIONS, default="minute", merge="at")
    zone: str | None = field(TEXT, "time zone", default=None, merge="at")
    amount: str | None = field(TEXT, "amount", default=None, option="amount")
    purpose: str | None = field(CHOICE, "purpose", choices=PURPOSES, default=None, option="purpose")
    note: str | None = field(TEXT, "note", most=NOTE_LIMIT, default=None, option="note")
    typed: str | None = as_typed()


class CheckInFields(Recorded):
    """What was said of a night: so far only that it was clear of cramps."""

    night: date = field(NIGHT, "night")
    logged_at: datetime = field(MOMENT, "time of logging")
    clear: bool = field(FLAG, "answer whether it was clear", default=True)
    note: str | None = field(TEXT, "note", most=NOTE_LIMIT, default=None, option="note")
    typed: str | None = as_typed()


class AwayFields(Recorded):
    """Nights, first to last inclusive, on which no diary was kept; left out of every figure."""

    first_night: date = field(NIGHT, "first night")
    last_night: date = field(NIGHT, "last night", merge="first_night")
    logged_at: datetime = field(MOMENT, "time of logging")
    note: str | None = field(TEXT, "note", most=NOTE_LIMIT, default=None, option="note")
    typed: str | None = as_typed()


class SignFields(Recorded):
    """How legs and feet felt at a moment without a cramp; with nothing but a severity, how they were that evening."""

    at: datetime = field(MOMENT, "time", option="at")
    logged_at: datetime = field(MOMENT, "time of logging")
    precision: str = field(CHOICE, "precision", choices=PRECISIONS, default="minute", merge="at")
    zone: str | None = field(TEXT, "time zone", default=None, merge="at")
    sensations: tuple[str, ...] = field(WORDS, "sensation", role="sensation", default=(), option="sensation")
    severity: int | None = field(
        NUMBER, "severity", most=10, ends=("well", "the worst"), default=None, option="severity"
    )
    sites: tuple[str, ...] = field(WORDS, "site", role="site", default=(), option="site")
    side: str | None = field(CHOICE, "side", choices=SIDES, role="side", default=None, option="side")
    duration_s: int | None = field(
        SECONDS, "duration", most=DURATION_LIMIT_S, default=None, option="duration"
    )
    note: str | None = field(TEXT, "note", most=NOTE_LIMIT, default=None, option="note")
    typed: str | None = as_typed()


class CourseFields(Recorded):
    """A medicine, a supplement, a habit or a flare over nights in a row, all of them but those skipped.

    Where there is no last night it goes on.
    """

    role: str = field(CHOICE, "role", choices=EXPOSURE_ROLES)
    word: str = field(WORD, "word", role=ITS_OWN, option="word")
    first_night: date = field(NIGHT, "first night")
    last_night: date | None = field(NIGHT, "last night", default=None, merge="first_night")
    skipped: tuple[date, ...] = field(NIGHTS, "night skipped", default=(), option="skipped")
    logged_at: datetime = field(MOMENT, "time of logging")
    amount: str | None = field(TEXT, "amount", default=None, option="amount")
    note: str | None = field(TEXT, "note", most=NOTE_LIMIT, default=None, option="note")
    typed: str | None = as_typed()


class SeenFields(Recorded):
    """An answer to a notice: on that day it was talked over, so that the rule is quiet for some time."""

    rule: str = field(WORD, "notice")
    night: date = field(NIGHT, "day")
    logged_at: datetime = field(MOMENT, "time of logging")
    note: str | None = field(TEXT, "note", most=NOTE_LIMIT, default=None, option="note")
    typed: str | None = as_typed()


class ReportFields(Recorded):
    """A page made for a clinician: on which day, and the questions that stood on it."""

    night: date = field(NIGHT, "day")
    questions: tuple[str, ...] = field(TEXTS, "question", most=QUESTION_LIMIT, default=(), option="question")
    logged_at: datetime = field(MOMENT, "time of logging")
    note: str | None = field(TEXT, "note", most=NOTE_LIMIT, default=None, option="note")
    typed: str | None = as_typed()


class TrialFields(Recorded):
    """A randomised trial of one remedy: what settles its draw, kept before its first night, and how it ended.

    Where `ended` is None it goes on, and `last_night` is the one up to which it was planned; later it is the last one
    lived. `ended_at` is when its result was shown: what is entered after that changes it no more.
    """

    word: str = field(WORD, "remedy", role="remedy", searched=True)
    nature: str = field(CHOICE, "answer how long it works", choices=NATURES)
    pairs: int = field(NUMBER, "number of pairs", most=1000)
    seed: str = field(SEED, "seed")
    first_night: date = field(NIGHT, "first night")
    last_night: date = field(NIGHT, "last night", merge="first_night")
    ended: str | None = field(CHOICE, "way it ended", choices=TRIAL_ENDS, default=None, merge="first_night")
    ended_at: datetime | None = field(MOMENT, "time of its end", default=None, merge="first_night")
    logged_at: datetime = field(MOMENT, "time of logging")
    note: str | None = field(TEXT, "note", most=NOTE_LIMIT, default=None, option="note")
    typed: str | None = as_typed()


class WordFields(Recorded):
    """A word of the vocabulary: stored as `slug`, shown as `label`, typed as either or as a synonym.

    `when_bad` is the person's answer whether they use a remedy more, or less, on evenings when their legs feel bad
    already, which makes it look worse, or better, than it is; None where that was never answered. Before there was
    that, `used_when_bad` held the answer as yes or no. It is read as ever, as the versions that say it must keep
    their digests, and not written any more: the two are one answer and change together.

    Every other field of a remedy is None or empty where nobody said it: `merged_into` is the word that this one was
    made into, `set` the words that it stands for, `nature` how long it works (that night, the night after too, or
    over weeks), and `prescribed` whether a doctor ordered it.
    """

    role: str = field(WORD, "role")
    slug: str = field(WORD, "word", option="word")
    label: str = field(TEXT, "label", option="label")
    synonyms: tuple[str, ...] = field(TEXTS, "synonym", default=(), option="also")
    hidden: bool = field(FLAG, "answer whether it is hidden", default=False)
    when_bad: str | None = field(
        CHOICE, "answer whether it is used when legs feel bad", choices=WHEN_BAD, default=None
    )
    used_when_bad: bool | None = field(
        FLAG, "older answer whether it is used when legs feel bad", default=None, merge="when_bad"
    )
    merged_into: str | None = field(WORD, "word it was made into", role=ITS_OWN, default=None, searched=True)
    set: tuple[str, ...] = field(WORDS, "word of the set", role=ITS_OWN, default=(), searched=True)
    nature: str | None = field(CHOICE, "answer how long it works", choices=NATURES, default=None)
    prescribed: bool | None = field(FLAG, "answer whether it is prescribed", default=None)


def changed_together(kind: type[Recorded], names: Iterable[str]) -> list[str]:
    """Return what fields in conflict are called, with those beside them that an edit always changes too."""
    return [
        line.label
        for name in names
        for other, line in kind.table.items()
        if other == name or (line.merge == name and other in kind.required)
    ]
