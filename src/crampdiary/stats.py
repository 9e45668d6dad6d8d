"""Counts, rates and streaks over the nights of a diary: pure, nights in and frozen results out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from crampdiary.nights import Diary, Night, State

WINDOW_NIGHTS = 28  # a rolling four weeks, not calendar months, against the four before


@dataclass(frozen=True, slots=True, kw_only=True)
class NightCounts:
    """How the nights of a range are known; away nights are in none of the other counts."""

    counted: int
    with_cramps: int
    clear: int
    silent: int
    away: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Cramps in a range of nights, both ends included; `per_week` is None without a counted night."""

    first_night: date
    last_night: date
    nights: int
    cramps: int

    @property
    def per_week(self) -> float | None:
        return 7 * self.cramps / self.nights if self.nights else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What was said of one measure: on how many episodes, its median and its worst."""

    said: int
    median: float | None
    worst: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Nights in a row with a remedy, up to the last finished night or the one under way."""

    word: str
    nights: int
    now: int
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """How long ago a trigger was met last; 0 is the night under way or the last finished one."""

    word: str
    nights: int
    nights_since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many episodes name a word."""

    word: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """The figures of `cramp stats`. Lists come most frequent first, then by name."""

    first_night: date | None
    last_night: date | None
    nights: NightCounts
    cramps: int
    cramps_under_way: int
    recent: Window
    before: Window
    severity: Spread
    duration_s: Spread
    cramp_free_now: int
    cramp_free_longest: int
    remedies: tuple[Run, ...]
    triggers_met: tuple[Since, ...]
    sites: tuple[Tally, ...]
    triggers_suspected: tuple[Tally, ...]
    sensations: tuple[Tally, ...]


def summarise(diary: Diary, *, since: date | None = None, until: date | None = None) -> Stats:
    """Return the figures of a range of nights (by default all), against the 28 nights before its last."""
    chosen = [
        night
        for night in diary.nights
        if (since is None or night.date >= since) and (until is None or night.date <= until)
    ]
    counted = [night for night in chosen if diary.counts(night)]
    last = min(until or diary.today, diary.today)
    episodes = [entry.record for night in counted for entry in night.episodes]
    shown = [*chosen, diary.under_way] if diary.under_way and until is None else chosen
    return Stats(
        first_night=chosen[0].date if chosen else None,
        last_night=chosen[-1].date if chosen else None,
        nights=_night_counts(chosen),
        cramps=len(episodes),
        cramps_under_way=len(diary.under_way.episodes) if diary.under_way and until is None else 0,
        recent=window(diary, last),
        before=window(diary, last - timedelta(days=WINDOW_NIGHTS)),
        severity=_spread([each.severity for each in episodes]),
        duration_s=_spread([each.duration_s for each in episodes]),
        cramp_free_now=_free_now(counted, shown),
        cramp_free_longest=max(map(len, _free_runs(counted)), default=0),
        remedies=_runs(shown, last),
        triggers_met=_met(shown, last),
        sites=tally(site for each in episodes for site in each.sites),
        triggers_suspected=tally(trigger for each in episodes for trigger in each.triggers),
        sensations=tally(sensation for each in episodes for sensation in each.sensations),
    )


def window(diary: Diary, last: date) -> Window:
    """Return the 28 nights up to `last`."""
    first = last - timedelta(days=WINDOW_NIGHTS - 1)
    nights = diary.between(first, last)
    return Window(
        first_night=first,
        last_night=last,
        nights=len(nights),
        cramps=sum(len(night.episodes) for night in nights),
    )


def tally(words: Iterable[str]) -> tuple[Tally, ...]:
    counts = Counter(words)
    return tuple(
        Tally(word=word, count=counts[word])
        for word in sorted(counts, key=lambda each: (-counts[each], each))
    )


def _night_counts(nights: Sequence[Night]) -> NightCounts:
    states = Counter(night.state for night in nights)
    return NightCounts(
        counted=len(nights) - states[State.AWAY],
        with_cramps=states[State.CRAMPS],
        clear=states[State.CLEAR],
        silent=states[State.SILENT],
        away=states[State.AWAY],
    )


def _spread(values: Sequence[int | None]) -> Spread:
    said = [value for value in values if value is not None]
    return Spread(said=len(said), median=median(said) if said else None, worst=max(said, default=None))


def _free_runs(counted: Sequence[Night]) -> list[list[Night]]:
    """Return the runs of counted nights without a cramp; nights away neither end a run nor lengthen it."""
    runs: list[list[Night]] = [[]]
    for night in counted:
        if night.episodes:
            runs.append([])
        else:
            runs[-1].append(night)
    return runs


def _free_now(counted: Sequence[Night], shown: Sequence[Night]) -> int:
    if shown and shown[-1] not in counted[-1:] and shown[-1].episodes:
        return 0  # a cramp in the night under way ends the streak at once
    return len(_free_runs(counted)[-1])


def _runs(shown: Sequence[Night], last: date) -> tuple[Run, ...]:
    used: dict[str, set[date]] = {}
    for night in shown:
        for entry in night.exposures:
            if entry.record.role == "remedy" and entry.record.purpose != "rescue":
                used.setdefault(entry.record.word, set()).add(night.date)
    runs = []
    for word, nights in used.items():
        lengths: dict[date, int] = {}
        for night in sorted(nights):
            lengths[night] = lengths.get(night - timedelta(days=1), 0) + 1
        newest = max(nights)
        runs.append(
            Run(
                word=word,
                nights=len(nights),
                now=lengths[newest] if newest >= last else 0,
                longest=max(lengths.values()),
            )
        )
    return tuple(sorted(runs, key=lambda run: (-run.nights, run.word)))


def _met(shown: Sequence[Night], last: date) -> tuple[Since, ...]:
    met: dict[str, set[date]] = {}
    for night in shown:
        for entry in night.exposures:
            if entry.record.role == "trigger":
                met.setdefault(entry.record.word, set()).add(night.date)
    return tuple(
        sorted(
            (
                Since(word=word, nights=len(nights), nights_since=max(0, (last - max(nights)).days))
                for word, nights in met.items()
            ),
            key=lambda each: (each.nights_since, each.word),
        )
    )
