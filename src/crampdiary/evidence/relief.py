"""What eased a cramp that had begun: a table of its own, never called prevention.

Cramps end by themselves, and worse ones get more remedies, so there is no test here: only counts, how sure
they are, and how long it took.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from crampdiary.diary.frozen import Frozen, NamedTuple
from crampdiary.diary.model import Episode
from crampdiary.distributions import median, median_interval, wilson_interval

FEWEST_TRIES = 5
"""From so many tries on, the part that eased has an interval."""
FEWEST_TIMED = 6
"""From so many timed tries on, the median time has an interval; fewer have none at 95 %."""


class Relief(StrEnum):
    """The person's rating of a remedy tried during a cramp."""

    HELPED = "helped"
    SOMEWHAT = "somewhat"
    UNSURE = "unsure"
    NO = "no"


_SCORES = {Relief.HELPED: 3, Relief.SOMEWHAT: 2, Relief.UNSURE: 1, Relief.NO: 0}
_IMAGINARY_TRIES = 3
_IMAGINARY_SCORE = 1.5


class Try(NamedTuple):
    """A remedy tried during one cramp.

    Attributes:
        relief: the rating.
        minutes: from the use until it eased, where known; ignored unless it eased.
    """

    relief: Relief
    minutes: float | None = None


class ReliefSummary(Frozen):
    """What the tries of one remedy add up to.

    Attributes:
        tries: how many, rated in any way.
        helped: of these.
        somewhat: of these.
        unsure: of these.
        eased_interval: Wilson's 95 % interval of the part that eased (helped or somewhat); None below
            FEWEST_TRIES.
        timed: tries with a time: those that eased after known minutes, and all that did not ease.
        median_minutes: their median time, infinite where most did not ease; None without any.
        minutes_interval: its 95 % interval by order statistics; None below FEWEST_TIMED.
        score: by which remedies are ranked, from 0 to 3, drawn towards 1.5 by three imaginary tries.
    """

    tries: int
    helped: int
    somewhat: int
    unsure: int
    eased_interval: tuple[float, float] | None
    timed: int
    median_minutes: float | None
    minutes_interval: tuple[float, float] | None
    score: float

    @property
    def eased(self) -> int:
        return self.helped + self.somewhat


class Rescue(Frozen):
    """What was tried during cramps, and whether they eased.

    Attributes:
        word: the remedy.
        rated: the tries that were rated.
        not_rated: how many were not, and are in none of the figures.
    """

    word: str
    rated: ReliefSummary
    not_rated: int


def summarise(tries: Sequence[Try]) -> ReliefSummary:
    """Summarise all tries of one remedy.

    A rating gives 3 (helped), 2 (somewhat), 1 (unsure) or 0 (no). "Unsure" did not visibly ease: its time, like
    that of "no", is infinite.
    """
    ratings = [each.relief for each in tries]
    helped, somewhat = ratings.count(Relief.HELPED), ratings.count(Relief.SOMEWHAT)
    times = [minutes for each in tries if (minutes := each.minutes if _eased(each) else math.inf) is not None]
    total = sum(_SCORES[rating] for rating in ratings)
    return ReliefSummary(
        tries=len(tries),
        helped=helped,
        somewhat=somewhat,
        unsure=ratings.count(Relief.UNSURE),
        eased_interval=wilson_interval(helped + somewhat, len(tries)) if len(tries) >= FEWEST_TRIES else None,
        timed=len(times),
        median_minutes=median(times) if times else None,
        minutes_interval=median_interval(times) if len(times) >= FEWEST_TIMED else None,
        score=(total + _IMAGINARY_TRIES * _IMAGINARY_SCORE) / (len(tries) + _IMAGINARY_TRIES),
    )


def reliefs(episodes: Sequence[Episode]) -> tuple[Rescue, ...]:
    """Return what was tried in cramps, the best first: what drawn-in ratings say (`relief.ReliefSummary.score`)."""
    rated: dict[str, list[Try]] = {}
    not_rated: Counter[str] = Counter()
    for episode in episodes:
        for tried in episode.tried:
            rated.setdefault(tried.remedy, [])
            if tried.relief is None:
                not_rated[tried.remedy] += 1
            else:
                minutes = None if tried.after_s is None else tried.after_s / 60
                rated[tried.remedy].append(Try(Relief(tried.relief), minutes))
    rescues = [
        Rescue(word=word, rated=summarise(tries), not_rated=not_rated[word]) for word, tries in rated.items()
    ]
    return tuple(sorted(rescues, key=lambda rescue: (-rescue.rated.score, -rescue.rated.tries, rescue.word)))


def _eased(each: Try) -> bool:
    return each.relief in (Relief.HELPED, Relief.SOMEWHAT)
