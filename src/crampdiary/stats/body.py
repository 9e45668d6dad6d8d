"""The body after a cramp and between cramps: what was left behind, and signs by word. Pure; nights in, figures out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import Episode, Sign
from crampdiary.diary.nights import Night, State

MORNING = time(5)
"""From when on it is the day after: a night is over then."""


class Aftermath(Frozen):
    """What the cramps of some nights left behind.

    Args:
        sore_said: of how many cramps it was said how long it stayed sore.
        nights_sore: after which it was still sore by day.
        awake_said: of how many cramps it was said how long somebody was awake for them.
        minutes_awake_per_week: for these; None where it was said of none, or of fewer nights than a week has.
        walking_said: of how many cramps it was said how one walked after it.
        days_limited: nights after whose cramps somebody limped, or could not walk.
    """

    sore_said: int
    nights_sore: int
    awake_said: int
    minutes_awake_per_week: float | None
    walking_said: int
    days_limited: int

    @property
    def is_any(self) -> bool:
        return bool(self.nights_sore or self.awake_said or self.days_limited)


class SignDay(Frozen):
    """A sign of a night, with what was said of it besides."""

    night: date
    severity: int | None
    side: str | None


class SignWord(Frozen):
    """A sign by its word; `word` is None for how the legs were, with no word.

    Args:
        word: the sensation.
        recent: how often in the last 28 nights.
        before: how often in the 28 before.
        days: every time, the latest first.
    """

    word: str | None
    recent: int
    before: int
    days: tuple[SignDay, ...]


_A_WEEK = 7


def aftermath(nights: Sequence[Night]) -> Aftermath:
    """Return what the cramps of some counted nights left behind."""
    cramps = [entry.record for night in nights for entry in night.episodes]
    awake = [each.awake_s for each in cramps if each.awake_s is not None]
    return Aftermath(
        sore_said=sum(each.sore_s is not None for each in cramps),
        nights_sore=sum(any(_sore_by_day(entry.record) for entry in night.episodes) for night in nights),
        awake_said=len(awake),
        minutes_awake_per_week=7 * sum(awake) / 60 / len(nights)
        if awake and len(nights) >= _A_WEEK
        else None,
        walking_said=sum(each.walking is not None for each in cramps),
        days_limited=sum(any(entry.record.walking for entry in night.episodes) for night in nights),
    )


def _sore_by_day(cramp: Episode) -> bool:
    """Return whether it was still sore on the day after the night of a cramp."""
    if not cramp.sore_s:
        return False
    day_after = datetime.combine(cramp.night + timedelta(days=1), MORNING)
    let_go = cramp.at.replace(tzinfo=None) + timedelta(seconds=cramp.duration_s or 0)
    return let_go + timedelta(seconds=cramp.sore_s) > day_after


def state_of_legs(nights: Iterable[Night]) -> list[int]:
    """Return how bad the legs were, where that was told with no word for it."""
    return [
        entry.record.severity
        for night in nights
        for entry in night.signs
        if not entry.record.sensations and entry.record.severity is not None
    ]


def signs(shown: Sequence[Night], last: date, window: int) -> tuple[SignWord, ...]:
    """Return the signs of nights that are not away, by word, most frequent first, then by name.

    Args:
        shown: the nights, in order.
        last: the night with which the last of two windows ends; one under way after it is in no window.
        window: how many nights each of them has.
    """
    found: dict[str | None, list[SignDay]] = {}
    for night in reversed(shown):
        if night.state is State.AWAY:
            continue
        for entry in reversed(night.signs):
            sign = entry.record
            for word in _words_of(sign):
                found.setdefault(word, []).append(
                    SignDay(night=night.date, severity=sign.severity, side=sign.side)
                )
    begin = last - timedelta(days=window - 1)
    words = [
        SignWord(
            word=word,
            recent=sum(begin <= day.night <= last for day in days),
            before=sum(begin - timedelta(days=window) <= day.night < begin for day in days),
            days=tuple(days),
        )
        for word, days in found.items()
    ]
    return tuple(sorted(words, key=lambda each: (-len(each.days), each.word or "")))


def _words_of(sign: Sign) -> Sequence[str | None]:
    """Return by which words a sign counts; none where it has neither a word nor a number, as `no numbness`."""
    return sign.sensations or (() if sign.severity is None else (None,))
