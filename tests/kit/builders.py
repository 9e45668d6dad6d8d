"""Records for tests: each call gives a valid one, and says only what its test is about.

For properties there are Hypothesis strategies at the end: `records` is any record at all.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from crampdiary.diary.fields import ITS_OWN, NEWEST, Recorded, Tried
from crampdiary.diary.model import (
    KINDS,
    Away,
    CheckIn,
    Course,
    Entry,
    Episode,
    Exposure,
    Record,
    Report,
    Seen,
    Sign,
    Trial,
    Word,
)
from crampdiary.diary.values import (
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
    clean_text,
)

SUMMER_TIME = timezone(timedelta(hours=1))
NOW = datetime(2026, 3, 31, 9, 0, tzinfo=SUMMER_TIME)
"""The clock of every test: a Tuesday morning in London, two days after the clocks went forward."""

LAST_NIGHT = date(2026, 3, 30)
"""The latest night that is over at `NOW`: Monday to Tuesday."""


def at(text: str) -> datetime:
    """Return a moment from ISO 8601; without an offset it is on the summer clock of `NOW`."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=SUMMER_TIME)


def episode(when: str | datetime = "2026-03-31T03:10", **values: Any) -> Episode:
    """Return a cramp, in the small hours before `NOW` unless told otherwise."""
    return Episode(**{"at": _moment(when), "logged_at": NOW, **values})


def full_episode(when: str | datetime = "2026-03-31T03:10", **values: Any) -> Episode:
    """Return a cramp of which everything that can be said was said."""
    said = {
        "precision": "approx",
        "zone": "Europe/London",
        "severity": 7,
        "duration_s": 180,
        "sites": ("arch", "toes"),
        "side": "left",
        "sensations": ("burning", "tightening"),
        "triggers": ("cold-feet", "long-standing"),
        "onset": "asleep",
        "woke": True,
        "tried": (Tried(remedy="stretching", relief="helped", after_s=120), Tried(remedy="heat")),
        "note": "Krampf — im “linken” Fuß 🦶\nSecond line.",
    }
    return episode(when, **{**said, **values})


def exposure(
    word: str = "stretching", when: str | datetime = "2026-03-30T22:00", role: str = "remedy", **values: Any
) -> Exposure:
    """Return a remedy used on the evening before `NOW`; `role="trigger"` for a trigger met."""
    return Exposure(**{"at": _moment(when), "logged_at": NOW, "role": role, "word": word, **values})


def check_in(night: str | date = LAST_NIGHT, **values: Any) -> CheckIn:
    """Return what was said of a night: that it was clear, unless told otherwise."""
    return CheckIn(**{"night": _day(night), "logged_at": NOW, **values})


def away(first: str | date = "2026-03-10", last: str | date = "2026-03-14", **values: Any) -> Away:
    """Return a span of nights on which no diary was kept."""
    return Away(**{"first_night": _day(first), "last_night": _day(last), "logged_at": NOW, **values})


def sign(*sensations: str, when: str | datetime = "2026-03-30T21:00", **values: Any) -> Sign:
    """Return how legs and feet felt on the evening before `NOW`."""
    return Sign(**{"at": _moment(when), "logged_at": NOW, "sensations": sensations, **values})


def course(word: str = "magnesium", first: str | date = "2026-03-10", **values: Any) -> Course:
    """Return something used every night from one on, which goes on unless `last_night` is given."""
    said = {"role": "remedy", "word": word, "first_night": _day(first), "logged_at": NOW}
    return Course(**{**said, **values})


def seen(rule: str = "frequent", day: str | date = "2026-03-20", **values: Any) -> Seen:
    """Return the answer to a notice that was talked over on a day."""
    return Seen(**{"rule": rule, "night": _day(day), "logged_at": NOW, **values})


def report(day: str | date = "2026-03-20", *questions: str, **values: Any) -> Report:
    """Return a page for a clinician that was made on a day."""
    return Report(**{"night": _day(day), "questions": questions, "logged_at": NOW, **values})


def trial(word: str = "stretching", first: str | date = "2026-03-10", **values: Any) -> Trial:
    """Return a trial of twelve pairs of nights, which goes on."""
    begin = _day(first)
    said = {
        "word": word, "nature": "quick", "pairs": 12, "seed": "ea8ff5f8d837115f", "first_night": begin,
        "last_night": begin + timedelta(days=23), "logged_at": NOW,
    }  # fmt: skip
    return Trial(**{**said, **values})


def word(slug: str = "brine", role: str = "remedy", **values: Any) -> Word:
    """Return a word of the person's own."""
    return Word(**{"role": role, "slug": slug, "label": slug.replace("-", " "), **values})


def said(entry: Entry[Any], name: str) -> Any:
    """Return what an entry of whatever kind says in one field."""
    return getattr(entry.record, name)


def _moment(when: str | datetime) -> datetime:
    return at(when) if isinstance(when, str) else when


def _day(night: str | date) -> date:
    return date.fromisoformat(night) if isinstance(night, str) else night


# Strategies

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30).map(
    clean_text
)
"""Text as it is kept: anything that can be typed, and sometimes nothing."""

notes = st.none() | texts.map(lambda text: text or None)
slugs = st.sampled_from(
    [
        "arch",
        "cold-feet",
        "long-standing",
        "Robert');-DROP-TABLE-episode;--",
        "a,b",
        "NULL",
        "--yes",
        "%",
        "ΐ",
        "🧦",
    ]
)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.builds(
    lambda start, zone: start.replace(microsecond=0, tzinfo=zone),
    st.datetimes(datetime(1950, 1, 2), datetime(2100, 1, 1)),
    offsets,
)
nights = st.dates(date(1950, 1, 2), date(2100, 1, 1))


def values_of(line: Field) -> st.SearchStrategy[Any]:
    """Return what may be said in a field."""
    if line.choices:
        return st.sampled_from(line.choices)
    return {
        MOMENT: moments,
        NIGHT: nights,
        NIGHTS: st.lists(nights, max_size=3, unique=True).map(tuple),
        NUMBER: st.integers(0, line.most),
        SECONDS: st.integers(0, line.most),
        FLAG: st.booleans(),
        WORD: slugs,
        WORDS: st.lists(slugs, max_size=3, unique=True).map(tuple),
        TEXT: texts.filter(bool),
        SEED: st.integers(0, 2**64 - 1).map("{:016x}".format),
        TEXTS: st.lists(texts.filter(bool), max_size=2, unique=True).map(tuple),
        PARTS: st.lists(_of(line.of), max_size=2, unique_by=lambda part: getattr(part, part.names[0])).map(
            tuple
        )
        if line.of
        else st.nothing(),
    }[line.holds]


def _of(record: type[Recorded], **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    said = {name: values_of(line) for name, line in record.table.items()}
    optional = {name for name, line in record.table.items() if line.default is None}
    return st.builds(
        record,
        **{name: st.none() | each if name in optional else each for name, each in said.items()} | known,
    )


episodes: st.SearchStrategy[Episode] = _of(Episode, zone=st.none() | st.just("Europe/London"))
exposures: st.SearchStrategy[Exposure] = _of(Exposure, zone=st.none() | st.just("Pacific/Auckland"))
check_ins: st.SearchStrategy[CheckIn] = _of(CheckIn)
aways: st.SearchStrategy[Away] = st.tuples(nights, st.integers(0, 60)).flatmap(
    lambda span: _of(
        Away, first_night=st.just(span[0]), last_night=st.just(span[0] + timedelta(days=span[1]))
    )
)
signs: st.SearchStrategy[Sign] = _of(Sign, zone=st.none() | st.just("Europe/London"))
courses: st.SearchStrategy[Course] = st.tuples(nights, st.none() | st.integers(0, 60)).flatmap(
    lambda span: _of(
        Course,
        first_night=st.just(span[0]),
        last_night=st.just(None if span[1] is None else span[0] + timedelta(days=span[1])),
    )
)
seens: st.SearchStrategy[Seen] = _of(Seen)
reports: st.SearchStrategy[Report] = _of(Report)
trials: st.SearchStrategy[Trial] = st.tuples(nights, st.integers(0, 60)).flatmap(
    lambda span: _of(
        Trial, first_night=st.just(span[0]), last_night=st.just(span[0] + timedelta(days=span[1]))
    )
)
words: st.SearchStrategy[Word] = _of(Word, role=st.sampled_from(("remedy", "trigger", "site")))
by_kind: dict[str, st.SearchStrategy[Record]] = {
    "episode": episodes,
    "exposure": exposures,
    "check_in": check_ins,
    "away": aways,
    "sign": signs,
    "course": courses,
    "seen": seens,
    "report": reports,
    "trial": trials,
    "word": words,
}
records: st.SearchStrategy[Record] = st.one_of(*by_kind.values())


# For each field of each kind: a record that says it, and one that says it otherwise

FIELDS = [(kind, name) for kind, record in KINDS.items() for name in record.table]

_EXAMPLES: dict[Type, tuple[Any, Any]] = {
    MOMENT: (at("2026-03-30T23:10"), at("2026-03-29T04:20")),
    NIGHT: (date(2026, 3, 28), date(2026, 3, 27)),
    NIGHTS: ((date(2026, 3, 28),), (date(2026, 3, 27),)),
    NUMBER: (4, 3),
    SECONDS: (240, 95),
    TEXT: ("fünf Worte", "two words"),
    SEED: ("ea8ff5f8d837115f", "0123456789abcdef"),
    TEXTS: (("fünf Worte",), ("two words", "and more")),
}
_WORDS_OF = {
    "site": ("arch", "heel"),
    "sensation": ("burning", "tingling"),
    "trigger": ("alcohol", "stress"),
    "onset": ("asleep", "sitting"),
    "remedy": ("heat", "massage"),
    ITS_OWN: ("stretching", "magnesium"),
    "": ("remedy", "trigger"),
}


def said_in(line: Field, *, otherwise: bool = False) -> Any:
    """Return one of two values of a field, neither of which is its default."""
    if line.choices:
        return [each for each in line.choices if each != line.default][int(otherwise)]
    if line.holds is NIGHT and line.merge != NEWEST:  # the end of a span
        return date(2026, 3, 29 + otherwise)
    if line.holds is FLAG:
        return otherwise if line.default is True else not otherwise
    if line.holds is PARTS:
        return (
            line.of(**{name: said_in(part, otherwise=otherwise) for name, part in line.of.table.items()}),
        )
    if line.holds in (WORD, WORDS):
        word_ = _WORDS_OF[line.role][int(otherwise)]
        return word_ if line.holds is WORD else (word_,)
    return _EXAMPLES[line.holds][int(otherwise)]


def with_all(kind: str, **values: Any) -> Record:
    """Return a record of which every field is said, but for those given."""
    table = KINDS[kind].table
    return KINDS[kind](**{name: said_in(line) for name, line in table.items()} | values)
