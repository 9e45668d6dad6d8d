"""What a trial shows: fewer cramps with the remedy than without it, as far as the coins can tell.

Silent nights are left out, and then counted as quiet; what is said must hold in both countings. The effect is looked
for among all ratios of cramps with the remedy to cramps without it: those that the coins do not rule out are the
interval. Numbers in, numbers out.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from enum import StrEnum
from itertools import compress

from crampdiary.diary.frozen import Frozen
from crampdiary.trial.milder import MilderCramps, compare_drawn_severities
from crampdiary.trial.ratios import Ratios
from crampdiary.trial.rerandomise import FINENESS, FOLLOWED, TrialNights, exposures
from crampdiary.trial.schedule import TrialKind, schedule
from crampdiary.trial.search import Range

HALF, END, STOPPED = "half", "end", "stopped"
FEWEST_PAIRS_FOR_A_LOOK = 20
"""The fewest pairs of a trial that is looked at by the program at half time."""
STOPPED_LEVEL = 0.005
"""Who stops when they like stops when it looks best: only a difference as rare as 1 in 200 counts."""

_LEVEL, _HALF_LEVEL, _END_LEVEL = 0.05, 0.01, 0.04
_FEWEST_CRAMPS = 6
_FEWEST_PAIRS = 6
_HALVING = 0.5


class TrialWord(StrEnum):
    """What a trial says."""

    FEWER = "fewer"
    MORE = "more"
    NO_HALVING = "no halving"
    NOT_SHOWN = "not shown"
    CANNOT_BE_JUDGED = "cannot be judged"


class TrialResult(Frozen):
    """What a trial shows of one remedy.

    Attributes:
        T: by how many cramps there were more with the remedy, after what the nights around them had; silent nights
            left out.
        p_each: the share of draws with a difference as large: silent nights left out; and where there are some, counted
            as quiet.
        p: the larger; 1 where the two differ in direction.
        ratio: cramps with the remedy, as drawn, to cramps without it; 0 without any cramp with it, infinity without any
            cramp without it.
        low: the lower limit of the interval, 0 or above.
        high: the upper limit, or infinity. The interval excludes 1 exactly when `p` is at most `level`.
        level: the p from which on the result speaks; the interval is one of 100 (1 - level) %.
        word: what is said.
        nights_on: counted nights drawn with the remedy.
        nights_off: counted nights drawn without it.
        cramps_on: cramps on the nights with it.
        cramps_off: cramps on the nights without it.
        silent_on: nights drawn with it of which nothing was said, away ones left out.
        silent_off: likewise without it.
        away: nights spent away.
        followed_on: the part of the nights drawn with it, away ones left out, on which it was used; None where that is
            not known.
        followed_off: the part of the nights drawn without it on which it was not.
        used: the ratio and its limits for nights on which it was really used; None where that cannot be told.
        milder: how bad the cramps were; None where no severities were given.
    """

    T: float
    p_each: list[float]
    p: float
    ratio: float
    low: float
    high: float
    level: float
    word: TrialWord
    nights_on: int
    nights_off: int
    cramps_on: int
    cramps_off: int
    silent_on: int
    silent_off: int
    away: int
    followed_on: float | None
    followed_off: float | None
    used: Range | None
    milder: MilderCramps | None


def level_of(kind: str, pairs: int, look: str) -> float:
    """Return the p from which on a trial speaks.

    Args:
        kind: a `TrialKind`.
        pairs: of the whole trial.
        look: `END`, `HALF` (the one look of the program) or `STOPPED` (by the person).

    Raises:
        ValueError: when such a trial has no look at half time, or `look` is none.
    """
    has_half = has_half_time(kind, pairs)
    if look == STOPPED:
        return STOPPED_LEVEL
    if look == HALF and has_half:
        return _HALF_LEVEL
    if look == END:
        return _END_LEVEL if has_half else _LEVEL
    raise ValueError(f"a {kind} trial of {pairs} pairs has no look {look!r}")


def has_half_time(kind: str, pairs: int) -> bool:
    """Return whether the program looks once at such a trial after half of its pairs, to see if it can end."""
    return TrialKind(kind) is not TrialKind.SLOW and pairs >= FEWEST_PAIRS_FOR_A_LOOK


def analyse(
    cramps: Sequence[int | None],
    seed: str,
    pairs: int,
    kind: str,
    *,
    away: Collection[int] = (),
    used: Sequence[float] | None = None,
    severities: Sequence[Sequence[float]] | None = None,
    look: str = END,
) -> TrialResult:
    """Return what a trial shows.

    Args:
        cramps: per night from the first, how many; None where nothing was said. All nights of the trial, or for `HALF`
            at least those of the first half; for `STOPPED` up to the last one lived.
        seed: of the draw, 16 hexadecimal digits.
        pairs: of the whole trial.
        kind: a `TrialKind`.
        away: the nights spent away, from 0.
        used: per night, the part of its risk really under the remedy, 0 to 1; None where that is not known.
        severities: per night, the severities of its rated cramps, 0 to 10; None where they are not looked at.
        look: `END`, `HALF` or `STOPPED`.

    Raises:
        ValueError: when the nights are not those of the look, or an argument is out of range.
    """
    level = level_of(kind, pairs, look)
    drawn = _lived(schedule(seed, pairs, kind), len(cramps), look, pairs)
    nights, gone = len(drawn), set(away)
    is_known = [count is not None and night not in gone for night, count in enumerate(cramps[:nights])]
    silent = [count is None and night not in gone for night, count in enumerate(cramps[:nights])]
    counts = [count if count and known else 0 for count, known in zip(cramps, is_known, strict=False)]
    countings = [TrialNights(TrialKind(kind), drawn, is_known)]
    if any(silent):
        countings.append(TrialNights(TrialKind(kind), drawn, [night not in gone for night in range(nights)]))

    def tried(covers: Sequence[float]) -> list[Ratios]:
        return [Ratios(each, counts, exposures(covers, each.kind)) for each in countings]

    as_drawn = tried(drawn)
    p_each = [each.p for each in as_drawn]
    signs = {each.statistic > 0 for each in as_drawn if each.statistic}
    p = max(p_each) if len(signs) < 2 else 1.0
    found = _hull(as_drawn, level)
    really = None
    if used is not None:
        covers = [0.0 if night in gone else float(cover) for night, cover in enumerate(used[:nights])]
        really = _hull(tried(covers), level)
        if not 0 < really.estimate < math.inf:
            really = None
    milder = None
    if severities is not None:
        rated = [each if known else () for each, known in zip(severities, is_known, strict=False)]
        milder = compare_drawn_severities(countings[0], rated)
    off = [1 - on for on in drawn]
    return TrialResult(
        T=as_drawn[0].statistic / FINENESS,
        p_each=p_each,
        p=p,
        ratio=found.estimate,
        low=found.low,
        high=found.high,
        level=level,
        word=_word(as_drawn[0], sum(counts), p, found, level),
        nights_on=sum(compress(drawn, is_known)),
        nights_off=sum(compress(off, is_known)),
        cramps_on=sum(compress(counts, drawn)),
        cramps_off=sum(compress(counts, off)),
        silent_on=sum(compress(drawn, silent)),
        silent_off=sum(compress(off, silent)),
        away=len(gone & set(range(nights))),
        followed_on=_followed(drawn, gone, used, on=1),
        followed_off=_followed(drawn, gone, used, on=0),
        used=really,
        milder=milder,
    )


def _lived(drawn: list[int], given: int, look: str, pairs: int) -> list[int]:
    """Return the draw of the nights that are looked at."""
    if look == STOPPED:
        if given > len(drawn):
            raise ValueError(f"the trial has {len(drawn)} nights, not {given}")
        return drawn[:given]
    looked_at = drawn if look == END else drawn[: len(drawn) // pairs * (pairs // 2)]
    if not len(looked_at) <= given <= len(drawn):
        raise ValueError(f"this look is at {len(looked_at)} nights, not {given}")
    return looked_at


def _hull(countings: Sequence[Ratios], level: float) -> Range:
    """Return the ratio with silent nights left out, and what either counting leaves open."""
    found = [each.interval(level) for each in countings]
    return Range(found[0].estimate, min(each.low for each in found), max(each.high for each in found))


def _word(left_out: Ratios, cramps: int, p: float, found: Range, level: float) -> TrialWord:
    if cramps < _FEWEST_CRAMPS or left_out.pairs < _FEWEST_PAIRS:
        return TrialWord.CANNOT_BE_JUDGED
    if p <= level:
        return TrialWord.FEWER if left_out.statistic < 0 else TrialWord.MORE
    return TrialWord.NO_HALVING if found.low > _HALVING else TrialWord.NOT_SHOWN


def _followed(
    drawn: Sequence[int], gone: Collection[int], used: Sequence[float] | None, *, on: int
) -> float | None:
    """Return the part of the nights drawn with it, or without it, on which that was done."""
    if used is None:
        return None
    done = [
        (cover >= FOLLOWED) == bool(on)
        for night, (cover, draw) in enumerate(zip(used, drawn, strict=False))
        if draw == on and night not in gone
    ]
    return sum(done) / len(done) if done else None
