"""The tests of the doctor rules that need the diary's history, as of the latest night that is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from crampdiary.diary.built_in import MEDICINE_CHANGES, built_in_synonyms
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Course, Entry, Episode, Exposure, nights_of
from crampdiary.diary.nights import Diary, Night, State, night_ahead
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor.felt import SinceAnswer, worse_or_new
from crampdiary.stats.figures import trend_of
from crampdiary.stats.trend import BLOCK_NIGHTS, EARLIER_BLOCKS, LEAST_NIGHTS, Trend, blocks_back, compared
from crampdiary.words.uses.use_grammar import MEDICINES

_FREQUENT_NIGHTS, _FREQUENT_WEEKS = 3, 4
_FEWEST = 12
"""What more cramps than at an answer are at least set beside: 3 a week for 4 weeks, or 6 in each of two 28 nights."""

BEGAN_SINCE = "another medicine or dose began since"

Started = Entry[Exposure] | Entry[Course]


class Test(NamedTuple):
    """The test of one rule.

    Attributes:
        reasons: gives the entries that make it hold, oldest first; none where it does not.
        since_answer: whether it is clearly worse than on the day of an answer, or what of it is new.
    """

    reasons: Callable[[Diary, Vocabulary], Sequence[Entry[Episode | Exposure | Course]]]
    since_answer: Callable[[Diary, Vocabulary, date], SinceAnswer]


def _frequent(diary: Diary, _words: Vocabulary) -> list[Entry[Episode]]:
    """Return the cramps of the last 4 weeks, where each week has at least 3 nights with one."""
    nights = _with_cramps(diary, diary.today - timedelta(days=7 * _FREQUENT_WEEKS - 1), diary.today)
    by_week = Counter((diary.today - night.date).days // 7 for night in nights)
    often = all(by_week[week] >= _FREQUENT_NIGHTS for week in range(_FREQUENT_WEEKS))
    return _cramps(nights) if often else []


def _worsening(diary: Diary, _words: Vocabulary) -> list[Entry[Episode]]:
    """Return the cramps of the last 8 weeks, where these have clearly more than is usual."""
    found = trend_of(diary, diary.today)
    if found is None or not found.worsening:
        return []
    return _cramps(_with_cramps(diary, date.fromordinal(found.recent[-1].first_day), diary.today))


def _twice_as_many(nights: int) -> Callable[[Diary, Vocabulary, date], SinceAnswer]:
    """Return what tells whether the last nights had twice the cramps of as many up to an answer."""

    def worse(diary: Diary, _words: Vocabulary, answered: date) -> SinceAnswer:
        then, now = (
            len(_cramps(_with_cramps(diary, last - timedelta(days=nights - 1), last)))
            for last in (answered - timedelta(days=1), diary.today)  # the night that ended on that day
        )
        return worse_or_new(now >= 2 * max(then, _FEWEST), then, nights)

    return worse


_MEDICINE_NIGHTS = 56  # how long after its start a medicine is looked at


def _new_medicine(diary: Diary, words: Vocabulary) -> list[Entry[Episode | Exposure | Course]]:
    """Return the latest start of a medicine with clearly more cramps in the 28 nights from it, and these cramps."""
    recent = diary.between(diary.today - timedelta(days=_MEDICINE_NIGHTS - 1), diary.today)
    for night in reversed(recent):
        started = _started(diary, night, words)
        found = after_medicine(diary, night.date) if started else None
        if found and found.worsening:
            last = min(diary.today, night.date + timedelta(days=BLOCK_NIGHTS - 1))
            return [*started, *_cramps(_with_cramps(diary, night.date, last))]
    return []


def _started(diary: Diary, night: Night, words: Vocabulary) -> list[Started]:
    """Return what says that a medicine began ahead of a night, or its dose changed."""
    told: list[Started] = [
        each for each in diary.ahead.get(night.date, ()) if each.record.word in MEDICINE_CHANGES
    ]
    courses = [each for each in night.courses if each.record.first_night == night.date]
    return [*told, *(each for each in courses if _is_medicine(each.record, words))]


def _is_medicine(course: Course, words: Vocabulary) -> bool:
    """Return whether a course may be that of a medicine.

    A trigger that has a word of the person's own may: the built-in ones, such as stress or a flare, are none, but for
    those that say so.
    """
    if course.role == "trigger":
        return course.word in MEDICINE_CHANGES or (course.role, course.word) not in built_in_synonyms()
    word = words.get(course.role, course.word)
    prescribed = words.answered(word).prescribed if word else None
    return course.word in MEDICINES if prescribed is None else prescribed


def _another_medicine(diary: Diary, words: Vocabulary, answered: date) -> SinceAnswer:
    first, *_ = _new_medicine(diary, words)  # the start
    began = first.record
    if (night_ahead(began) if isinstance(began, Exposure) else nights_of(began)[0]) > answered:
        return SinceAnswer(new=BEGAN_SINCE)
    return _twice_as_many(BLOCK_NIGHTS)(diary, words, answered)


def after_medicine(diary: Diary, start: date) -> Trend | None:
    """Return how the 28 nights from a medicine's start compare with the blocks of 28 before it.

    The test is that of the trend, with one recent block in place of two; None where too few nights count.
    """
    last = start + timedelta(days=BLOCK_NIGHTS - 1)
    counted = [night for night in diary.counted if night.date <= last]
    days = [night.date.toordinal() for night in counted]
    if len(days) < LEAST_NIGHTS:
        return None
    recent, *earlier = blocks_back(
        days,
        [night.cramps for night in counted],
        today=last.toordinal(),
        count=1 + EARLIER_BLOCKS,
    )
    # More than usual is not enough: it must also be more than in the 28 nights just before.
    if recent is None or not earlier or earlier[0] is None or recent.per_28 <= earlier[0].per_28:
        return None
    return compared([recent], [block for block in earlier if block])


def _with_cramps(diary: Diary, first: date, last: date) -> list[Night]:
    return [night for night in diary.between(first, last) if night.state is State.CRAMPS and night.observed]


def _cramps(nights: Iterable[Night]) -> list[Entry[Episode]]:
    return [entry for night in nights for entry in night.episodes]


TESTS = {
    "frequent": Test(_frequent, _twice_as_many(7 * _FREQUENT_WEEKS)),
    "worsening": Test(_worsening, _twice_as_many(2 * BLOCK_NIGHTS)),
    "new-medicine": Test(_new_medicine, _another_medicine),
}
