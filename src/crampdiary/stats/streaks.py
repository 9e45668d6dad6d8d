"""Streaks: nights free of cramps, each remedy's run of nights, each trigger's, and how long ago it was met.

A night away or in a gap neither ends a run nor lengthens it. The night under way may lengthen a run of use; it ends the
nights free of cramps at its first cramp, but lengthens them only once it is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from crampdiary.diary.frozen import Frozen
from crampdiary.diary.nights import Diary, Name, Night


class Run(Frozen):
    """Nights in a row with a remedy, up to the last finished night or the one under way."""

    word: str
    nights: int
    now: int
    longest: int


class Since(Frozen):
    """How long ago a trigger was met last; 0 is the night under way or the last finished one."""

    word: str
    nights: int
    nights_since: int


class TriggerSeen(Frozen):
    """One trigger: nights on which it was met, and cramps it was suspected of.

    Args:
        word: its slug.
        nights_met: nights on which it was recorded with `cramp had`.
        nights_since: from the latest of them to the last night; None where it was never met.
        run_now: nights in a row with it, up to the last night.
        longest_run: at the longest.
        longest_without: the longest run of nights without it, since it was first met.
        cramps_suspected: cramps that name it as what may have set them off.
        nights_suspected: nights with such a cramp.
    """

    word: str
    nights_met: int
    nights_since: int | None
    run_now: int
    longest_run: int
    longest_without: int
    cramps_suspected: int
    nights_suspected: int


class TriggerPicture(Frozen):
    """The triggers of a range of nights: most often met first, then most often suspected, then by name."""

    first_night: date | None
    last_night: date | None
    nights: int
    triggers: tuple[TriggerSeen, ...]


def free_now(counted: Sequence[Night], shown: Sequence[Night]) -> int:
    """Return how many nights up to the last had no cramp; 0 as soon as the night under way has one."""
    if shown and shown[-1] not in counted[-1:] and shown[-1].cramps and shown[-1].observed:
        return 0
    return _free_runs(counted)[-1]


def free_now_said(counted: Sequence[Night], shown: Sequence[Night]) -> int:
    """Return of how many of these it was said that they had none."""
    run = free_now(counted, shown)
    return sum(night.known for night in counted[len(counted) - run :])


def free_longest(counted: Sequence[Night]) -> int:
    return max(_free_runs(counted))


def _free_runs(counted: Sequence[Night]) -> list[int]:
    runs = [0]
    for night in counted:
        if night.cramps:
            runs.append(0)
        else:
            runs[-1] += 1
    return runs


def runs(shown: Sequence[Night], last: date) -> tuple[Run, ...]:
    """Return each remedy's run of nights; a use for a cramp under way is no prevention, and left out.

    Args:
        shown: the nights, in order.
        last: the night up to which a run goes on, which is not away.
    """
    observed, places = _places(shown, "remedy")
    found = [
        Run(
            word=word,
            nights=len(at),
            now=_run_now(at, _latest(observed, at, last, "remedy", word), last),
            longest=max(_lengths(at)),
        )
        for word, at in places.items()
    ]
    return tuple(sorted(found, key=lambda run: (-run.nights, run.word)))


def since_triggers(shown: Sequence[Night], last: date) -> tuple[Since, ...]:
    """Return each trigger that was met, the latest first."""
    observed, places = _places(shown, "trigger")
    found = [
        Since(
            word=word,
            nights=len(at),
            nights_since=max(0, (last - _latest(observed, at, last, "trigger", word)).days),
        )
        for word, at in places.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.nights_since, each.word)))


def trigger_picture(diary: Diary, *, since: date | None = None, until: date | None = None) -> TriggerPicture:
    """Return which triggers were met on how many nights, which were suspected, and their streaks.

    Args:
        diary: the nights; those away or in a gap are left out, silent ones are not.
        since: the first night to look at, by default the diary's first.
        until: the last; by default the last that is over, and the one under way is looked at too.
    """
    shown = diary.between(since, until)
    last = min(until or diary.today, diary.today)
    observed, places = _places(shown, "trigger")
    suspected: dict[str, list[int]] = {}
    for position, night in enumerate(observed):
        for entry in night.episodes:
            for word in entry.record.triggers:
                suspected.setdefault(word, []).append(position)
    found = []
    for word in places.keys() | suspected.keys():
        at = places.get(word, [])
        latest = _latest(observed, at, last, "trigger", word) if at else None
        found.append(
            TriggerSeen(
                word=word,
                nights_met=len(at),
                nights_since=max(0, (last - latest).days) if latest else None,
                run_now=_run_now(at, latest, diary.not_away(last)) if latest else 0,
                longest_run=max(_lengths(at), default=0),
                longest_without=_longest_gap(at, len(observed)),
                cramps_suspected=len(suspected.get(word, ())),
                nights_suspected=len(set(suspected.get(word, ()))),
            )
        )
    return TriggerPicture(
        first_night=shown[0].date if shown else None,
        last_night=shown[-1].date if shown else None,
        nights=len(observed),
        triggers=tuple(sorted(found, key=lambda each: (-each.nights_met, -each.cramps_suspected, each.word))),
    )


def _places(shown: Sequence[Night], role: str) -> tuple[list[Night], dict[str, list[int]]]:
    """Return the nights on which the diary was kept, and each word's places among those it was used or met ahead of."""
    observed = [night for night in shown if night.observed]
    places: dict[Name, list[int]] = defaultdict(list)
    for position, night in enumerate(observed):
        for name in night.ahead:
            places[name].append(position)
    return observed, {word: at for (its_role, word), at in places.items() if its_role == role}


def _lengths(at: Sequence[int]) -> list[int]:
    """Return, for each position, how many in a row it ends."""
    lengths: list[int] = []
    length, following = 0, -1
    for position in at:
        length = length + 1 if position == following else 1
        lengths.append(length)
        following = position + 1
    return lengths


def _latest(observed: Sequence[Night], at: Sequence[int], last: date, role: str, word: str) -> date:
    """Return the latest night on which a word was recorded: a course that goes on is so up to `last`."""
    night = observed[at[-1]]
    goes_on = night is observed[-1] and any(
        (entry.record.role, entry.record.word) == (role, word) and entry.record.is_on(last)
        for entry in night.courses
    )
    return max(night.date, last) if goes_on else night.date


def _run_now(at: Sequence[int], latest: date, last: date) -> int:
    if latest < last:
        return 0
    return next((back for back, position in enumerate(reversed(at)) if position != at[-1] - back), len(at))


def _longest_gap(at: Sequence[int], nights: int) -> int:
    if not at:
        return 0
    ends = [*at[1:], nights]
    return max(end - begin - 1 for begin, end in zip(at, ends, strict=True))
