"""Records for tests: each call gives a valid one, and says only what its test is about.

For properties there are Hypothesis strategies at the end: `records` is any record at all.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from crampdiary.clock.durations import DURATION_LIMIT_S
from crampdiary.diary import model
from crampdiary.diary.model import Away, CheckIn, Entry, Episode, Exposure, Record, Tried, Word

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
    model.clean_text
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

_slug_lists = st.lists(slugs, max_size=3, unique=True).map(tuple)
_tried = st.builds(
    Tried,
    remedy=slugs,
    relief=st.none() | st.sampled_from(model.RELIEFS),
    after_s=st.none() | st.integers(0, DURATION_LIMIT_S),
)

episodes = st.builds(
    Episode,
    at=moments,
    logged_at=moments,
    precision=st.sampled_from(model.PRECISIONS),
    zone=st.none() | st.just("Europe/London"),
    severity=st.none() | st.integers(0, 10),
    duration_s=st.none() | st.integers(0, DURATION_LIMIT_S),
    sites=_slug_lists,
    side=st.none() | st.sampled_from(model.SIDES),
    sensations=_slug_lists,
    triggers=_slug_lists,
    onset=st.none() | slugs,
    woke=st.none() | st.booleans(),
    tried=st.lists(_tried, max_size=2, unique_by=lambda each: each.remedy).map(tuple),
    note=notes,
)
exposures = st.builds(
    Exposure,
    at=moments,
    logged_at=moments,
    role=st.sampled_from(model.ROLES),
    word=slugs,
    precision=st.sampled_from(model.PRECISIONS),
    zone=st.none() | st.just("Pacific/Auckland"),
    amount=notes,
    purpose=st.none() | st.sampled_from(model.PURPOSES),
    note=notes,
)
check_ins = st.builds(CheckIn, night=nights, logged_at=moments, clear=st.booleans(), note=notes)
aways = st.builds(
    lambda first, nights, logged_at, note: Away(
        first_night=first, last_night=first + timedelta(days=nights), logged_at=logged_at, note=note
    ),
    nights,
    st.integers(0, 60),
    moments,
    notes,
)
words = st.builds(
    Word,
    role=st.sampled_from(("remedy", "trigger", "site")),
    slug=slugs,
    label=texts.map(lambda text: text or "label"),
    synonyms=st.lists(texts.filter(bool), max_size=2).map(tuple),
    hidden=st.booleans(),
)
by_kind: dict[str, st.SearchStrategy[Record]] = {
    "episode": episodes,
    "exposure": exposures,
    "check_in": check_ins,
    "away": aways,
    "word": words,
}
records: st.SearchStrategy[Record] = st.one_of(*by_kind.values())
