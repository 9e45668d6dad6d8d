"""When each of the things that the page may tell was recorded last: what was recorded once is not called missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Episode
from crampdiary.diary.nights import Diary, Night
from crampdiary.diary.vocabulary import Vocabulary

CRAMPS = "how often"


class Matter(NamedTuple):
    """A thing that the page may tell.

    Attributes:
        name: as the line names it that says what was not recorded.
        is_in: whether a night has it.
        of_cramps: whether it is said of a cramp, so that nothing is missing where there was none.
    """

    name: str
    is_in: Callable[[Night], bool]
    of_cramps: bool = True


def _any(said: Callable[[Episode], object]) -> Callable[[Night], bool]:
    return lambda night: any(bool(said(each.record)) for each in night.episodes)


def _has(role: str) -> Callable[[Night], bool]:
    return lambda night: any(each.record.role == role for each in night.exposures)


_TRIED, _MET = _any(lambda each: each.tried), _any(lambda each: each.triggers)
TOLD = (
    Matter(CRAMPS, lambda night: bool(night.episodes) or night.known, of_cramps=False),
    Matter("how long they last", _any(lambda each: each.duration_s is not None)),
    Matter("how bad they are", _any(lambda each: each.severity is not None)),
    Matter("waking", _any(lambda each: each.woke is not None)),
    Matter("time awake", _any(lambda each: each.awake_s is not None)),
    Matter("soreness the day after", _any(lambda each: each.sore_s is not None)),
    Matter("walking", _any(lambda each: each.walking is not None)),
    Matter("where they are", _any(lambda each: each.sites)),
    Matter("at which hours", _any(lambda each: each.precision != "day")),
    Matter("signs between cramps", lambda night: bool(night.signs), of_cramps=False),
    Matter("medicines", lambda night: bool(night.courses), of_cramps=False),
    Matter("what was tried", lambda night: _has("remedy")(night) or _TRIED(night), of_cramps=False),
    Matter("what may set them off", lambda night: _has("trigger")(night) or _MET(night), of_cramps=False),
)
NOT_WITHOUT_CRAMPS = frozenset(each.name for each in TOLD if each.of_cramps)


def last_told(
    diary: Diary, words: Vocabulary, is_medicine: Callable[[Vocabulary, str, str], bool]
) -> dict[str, date]:
    """Return for each thing the last night that has it, in the whole diary with its away nights and tonight.

    Args:
        diary: all of its nights.
        words: with what the person said of them.
        is_medicine: whether a role and a word are a medicine, a supplement or a change of one.
    """
    nights = [*diary.nights, *([diary.under_way] if diary.under_way else [])]
    wanted, found = list(TOLD), dict[str, date]()
    for night in reversed(nights):
        for each in [each for each in wanted if each.is_in(night)]:
            found[each.name] = night.date
            wanted.remove(each)
        if not wanted:
            break
    taken = [
        night.date
        for night in nights
        if any(is_medicine(words, each.record.role, each.record.word) for each in night.typed_exposures)
    ]
    taken += [
        min(each.record.last_night or diary.today, diary.today)
        for each in diary.courses
        if each.record.first_night <= diary.today
    ]
    if taken:
        found["medicines"] = max(taken)
    return found


def has_a_cramp(diary: Diary) -> bool:
    """Return whether the diary has a cramp, on whatever night."""
    return any(night.episodes for night in (*diary.nights, *([diary.under_way] if diary.under_way else [])))
