"""Whether two entries look like the same thing told twice: typed twice, or on two devices."""

from __future__ import annotations

from datetime import timedelta

from crampdiary.diary.built_in import PARTS_OF
from crampdiary.diary.model import (
    Away,
    CheckIn,
    Course,
    Episode,
    Exposure,
    Record,
    Report,
    Seen,
    Sign,
    Timed,
    Trial,
)

_WITHIN = timedelta(minutes=10)  # what two looks at a clock, or at two of them, may differ by
_SEVERITY_WITHIN = 1


def alike(one: Record, other: Record) -> bool:
    """Return whether two entries may well be the same thing told twice.

    They are of one kind, begin within ten minutes of each other (where only the night is known: are of one night),
    and nothing that says which cramp it was, or what was taken, contradicts: what one of them leaves out may be the
    same, and so may a leg and its calf. A severity may be judged a point otherwise the second time.
    """
    if isinstance(one, Episode) and isinstance(other, Episode):
        return _at_one_place_and_time(one, other)
    if isinstance(one, Exposure) and isinstance(other, Exposure):
        return (
            (one.role, one.word) == (other.role, other.word)
            and _at_one_time(one, other)
            and _agree(_plain(one.amount), _plain(other.amount))
            and _agree(one.purpose, other.purpose)
        )
    if isinstance(one, CheckIn) and isinstance(other, CheckIn):
        return (one.night, one.clear) == (other.night, other.clear)
    if isinstance(one, Away) and isinstance(other, Away):
        return (one.first_night, one.last_night) == (other.first_night, other.last_night)
    if isinstance(one, Sign) and isinstance(other, Sign):
        is_same = set(one.sensations) == set(other.sensations)
        are_only_words = any(not each.sensations and each.severity is None for each in (one, other))
        return (
            is_same
            and (not are_only_words or one.typed == other.typed)
            and _at_one_place_and_time(one, other)
        )
    if isinstance(one, Course) and isinstance(other, Course):
        return (one.role, one.word, one.first_night) == (other.role, other.word, other.first_night)
    if isinstance(one, Seen) and isinstance(other, Seen):
        return (one.rule, one.night) == (other.rule, other.night)
    if isinstance(one, Report) and isinstance(other, Report):
        return (one.night, one.questions) == (other.night, other.questions)
    if isinstance(one, Trial) and isinstance(other, Trial):
        return one.seed == other.seed
    return False


def _at_one_place_and_time(one: Episode | Sign, other: Episode | Sign) -> bool:
    sites = set(one.sites), set(other.sites)
    return (
        _at_one_time(one, other)
        and (_is_within(*sites) or _is_within(*reversed(sites)))
        and _agree(one.side, other.side)
        and (
            one.severity is None
            or other.severity is None
            or abs(one.severity - other.severity) <= _SEVERITY_WITHIN
        )
    )


def _is_within(sites: set[str], others: set[str]) -> bool:
    """Return whether each of some sites is among others, or more or less exactly so: a calf is a part of a leg."""
    whole = {part: general for general, parts in PARTS_OF.items() for part in parts}
    return all(
        site in others or whole.get(site) in others or not others.isdisjoint(PARTS_OF.get(site, ()))
        for site in sites
    )


def _at_one_time(one: Timed, other: Timed) -> bool:
    if "day" in (one.precision, other.precision):
        return one.precision == other.precision and one.night == other.night
    return abs(one.at - other.at) <= _WITHIN


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def same_amount(one: str | None, other: str | None) -> bool:
    """Return whether two amounts are one, however they are written; none told is another than one that was."""
    return _plain(one) == _plain(other)


def _plain(amount: str | None) -> str | None:
    """Return an amount without what two people, or one twice, would write differently: "400 mg" is "400mg"."""
    return amount and "".join(amount.split()).casefold()
