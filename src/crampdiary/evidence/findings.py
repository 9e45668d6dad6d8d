"""A diary's remedies and triggers, judged: its records joined into numbers, and relief kept apart.

Prevention and rescue are two things: a remedy tried during a cramp follows a bad moment, and counting it as
prevention would make a useless remedy look twice as harmful. So `findings` come from exposures alone, and
`relief` from what was tried during cramps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from crampdiary.clock.zones import night_of
from crampdiary.diary.model import REACTIVE_WITHIN, Entry, Episode, Exposure
from crampdiary.diary.nights import Diary, Night, State
from crampdiary.evidence.assessment import Factor, Together, assess, used_together
from crampdiary.evidence.compare import Effect
from crampdiary.evidence.cover import CrampClock, Moment, exposed_time
from crampdiary.evidence.relief import Relief, ReliefSummary, Try, summarise
from crampdiary.evidence.verdicts import Verdict, VerdictWord

Name = tuple[str, str]
"""A role, remedy or trigger, and the slug of a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One remedy or trigger, judged.

    Attributes:
        role: remedy or trigger.
        word: the slug.
        verdict: the verdict, with the effect behind it.
        companion: the effect in the sensitivity analysis that a clear word had to hold in, if it had to.
        other_word: the word under the other counting of silent nights, where that is another one.
        confirmed: whether only confirmed nights were counted.
        uses: how often it was logged ahead of cramps.
        unanswered: of these, logged within half an hour after a cramp began, without saying what for.
        noted_afterwards: whether much of it was typed after the cramps that it precedes.
        used_when_bad: the person's own answer whether they use it more when their legs feel bad.
        always_with: what it is nearly always used together with.
        suspected: how many cramps name it as a suspected trigger; never tested, as nothing can be compared.
    """

    role: str
    word: str
    verdict: Verdict
    companion: Effect | None
    other_word: VerdictWord | None
    confirmed: bool
    uses: int
    unanswered: int
    noted_afterwards: bool
    used_when_bad: bool
    always_with: tuple[Name, ...]
    suspected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescue:
    """What was tried during cramps, and whether they eased.

    Attributes:
        word: the remedy.
        rated: the tries that were rated.
        not_rated: how many were not, and are in none of the figures.
    """

    word: str
    rated: ReliefSummary
    not_rated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Untreated:
    """Cramps during which nothing was tried, and the median of their durations in minutes, where said."""

    timed: int
    median_minutes: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What `cramp remedies` and `cramp triggers` say.

    Attributes:
        role: remedy or trigger.
        nights: counted nights.
        nights_with_cramp: of these.
        clear: nights confirmed clear.
        silent: nights without an episode or a check-in, counted as quiet unless `confirmed`.
        gaps: the first and the last night of every silence so long that it is left out.
        confirmed: whether only confirmed nights were counted.
        findings: the ranked verdicts of this role; all of the diary were judged together.
        relief: rescues, the best first; empty for triggers.
        untreated: for comparison, cramps with nothing tried.
        suspected_only: suspected triggers that were never logged as met, with their counts.
    """

    role: str
    nights: int
    nights_with_cramp: int
    clear: int
    silent: int
    gaps: tuple[tuple[date, date], ...]
    confirmed: bool
    findings: tuple[Finding, ...]
    relief: tuple[Rescue, ...]
    untreated: Untreated
    suspected_only: tuple[tuple[str, int], ...]

    @property
    def used(self) -> bool:
        return bool(self.findings)


def find(diary: Diary, role: str, *, used_when_bad: Iterable[Name] = ()) -> Findings:
    """Judge every remedy and trigger of a diary together, and return those of one role.

    Args:
        diary: all nights; its `confirmed` decides which count.
        role: remedy or trigger.
        used_when_bad: what the person says they use more when their legs feel bad.
    """
    nights = [night for night in diary.nights if night.observed]
    episodes = [entry.record for night in diary.nights for entry in night.episodes]
    factors = _factors(diary, nights, episodes)
    keyed = {_key(name): factor for name, factor in factors.items()}
    together = used_together({key: factor.shares for key, factor in keyed.items()})
    assessed = assess(
        [night.date.toordinal() for night in nights],
        [len(night.episodes) for night in nights],
        [night.known for night in nights],
        [night.spoken for night in nights],
        keyed,
        worst=[worst_severity(night) for night in nights],
        confirmed=diary.confirmed,
    )
    bad = set(used_when_bad)
    suspected = Counter(
        trigger for night in nights for entry in night.episodes for trigger in entry.record.triggers
    )
    found = []
    for each in assessed:
        name = _name(each.verdict.name)
        if name[0] != role:
            continue
        found.append(
            Finding(
                role=role,
                word=name[1],
                verdict=each.verdict,
                companion=each.sensitivity,
                other_word=each.other_word if each.would_change else None,
                confirmed=diary.confirmed,
                uses=factors[name].uses,
                unanswered=factors[name].unanswered_uses,
                noted_afterwards=each.noted_afterwards,
                used_when_bad=name in bad,
                always_with=_partners(each.verdict.name, together),
                suspected=suspected[name[1]] if role == "trigger" else 0,
            )
        )
    counted = diary.counted
    met = {finding.word for finding in found}
    return Findings(
        role=role,
        nights=len(counted),
        nights_with_cramp=sum(night.state is State.CRAMPS for night in counted),
        clear=sum(night.state is State.CLEAR for night in counted),
        silent=sum(night.state is State.SILENT for night in counted),
        gaps=tuple(diary.gaps),
        confirmed=diary.confirmed,
        findings=tuple(found),
        relief=_relief(episodes) if role == "remedy" else (),
        untreated=_untreated(episodes),
        suspected_only=tuple(
            (word, count) for word, count in suspected.most_common() if role == "trigger" and word not in met
        ),
    )


def worst_severity(night: Night) -> int | None:
    """Return the highest severity of a night's cramps, or None where none was said."""
    said = [entry.record.severity for entry in night.episodes if entry.record.severity is not None]
    return max(said, default=None)


def moment_of(at: datetime, precision: str = "minute") -> Moment:
    """Return the night's day number and the hours since its noon, by the clock that the person saw."""
    night = night_of(at)
    if precision == "day":
        return night.toordinal(), None
    hours = (
        at.replace(tzinfo=None) - datetime.combine(night, datetime.min.time())
    ).total_seconds() / 3600 - 12
    return night.toordinal(), hours


def _factors(diary: Diary, nights: Sequence[Night], episodes: Sequence[Episode]) -> dict[Name, Factor]:
    days = [night.date.toordinal() for night in nights]
    cramps = [moment_of(episode.at, episode.precision) for episode in episodes]
    clock = CrampClock.of(hours for _, hours in cramps)
    exposures: dict[Name, list[tuple[Entry[Exposure], Night]]] = {}
    for night in diary.nights:
        for entry in night.exposures:
            if entry.record.purpose != "rescue":
                exposures.setdefault((entry.record.role, entry.record.word), []).append((entry, night))
    begins = sorted(episode.at for episode in episodes if episode.precision == "minute")
    factors = {}
    for name, used in exposures.items():
        exposed = exposed_time(
            days, [moment_of(entry.record.at, entry.record.precision) for entry, _ in used], cramps, clock
        )
        on_cramp_nights = [(entry, night) for entry, night in used if night.state is State.CRAMPS]
        factors[name] = Factor(
            shares=exposed.shares,
            within=exposed.within,
            uses=len(used),
            unanswered_uses=sum(_is_unanswered(entry.record, begins) for entry, _ in used),
            cramp_night_uses=len(on_cramp_nights),
            noted_afterwards=sum(
                _is_noted_afterwards(entry.record, night) for entry, night in on_cramp_nights
            ),
        )
    return factors


def _is_unanswered(exposure: Exposure, begins: Sequence[datetime]) -> bool:
    """Whether a remedy came within half an hour after a cramp began, without an answer to what it was for."""
    if exposure.role != "remedy" or exposure.purpose is not None or exposure.precision != "minute":
        return False
    before = bisect_right(begins, exposure.at)
    return before > 0 and exposure.at - begins[before - 1] <= REACTIVE_WITHIN


def _is_noted_afterwards(exposure: Exposure, night: Night) -> bool:
    """Whether it was typed only after a cramp of the same night that it precedes had been logged."""
    return any(
        entry.record.at >= exposure.at and exposure.logged_at > entry.record.logged_at
        for entry in night.episodes
    )


def _relief(episodes: Sequence[Episode]) -> tuple[Rescue, ...]:
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


def _untreated(episodes: Sequence[Episode]) -> Untreated:
    minutes = [each.duration_s / 60 for each in episodes if not each.tried and each.duration_s is not None]
    return Untreated(timed=len(minutes), median_minutes=median(minutes) if minutes else None)


def _partners(key: str, together: Iterable[Together]) -> tuple[Name, ...]:
    pairs = [(pair.one, pair.other) for pair in together]
    return tuple(_name(other if one == key else one) for one, other in pairs if key in (one, other))


def _key(name: Name) -> str:
    return ":".join(name)


def _name(key: str) -> Name:
    role, _, word = key.partition(":")
    return role, word
