"""Records for tests: each call gives a valid one, and says only what its test is about."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from crampdiary.model import Away, CheckIn, Episode, Exposure, Tried, Word

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


def _moment(when: str | datetime) -> datetime:
    return at(when) if isinstance(when, str) else when


def _day(night: str | date) -> date:
    return date.fromisoformat(night) if isinstance(night, str) else night
