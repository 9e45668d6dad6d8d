"""A diary's remedies and triggers, judged: its records joined into numbers, and relief kept apart.

Prevention and rescue are two things: a remedy tried during a cramp follows a bad moment, and counting it as
prevention would make a useless remedy look twice as harmful. So `findings` come from exposures alone, and
`relief` from what was tried during cramps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from statistics import fmean

from crampdiary.clock.zones import NOON, night_of
from crampdiary.diary.built_in import is_prescribed_itself
from crampdiary.diary.fields import EXPOSURE_ROLES
from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import REACTIVE_WITHIN, Episode, Exposure, Word
from crampdiary.diary.nights import CountedUse, Diary, Name, Night, State, night_ahead
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence import severity
from crampdiary.evidence.assessment import Factor, Together, count_both_ways, used_together
from crampdiary.evidence.cover import CrampClock, Moment, by_night, exposed_time, menstruation, weekdays
from crampdiary.evidence.design import sumprod
from crampdiary.evidence.relief import Rescue, reliefs
from crampdiary.evidence.severity import SeverityVerdict
from crampdiary.evidence.verdicts import Verdict, judge

SLOW = frozenset(
    "magnesium electrolytes vitamins potassium calcium vitamin-k2 vitamin-b vitamin-d prescribed".split()
)
"""Remedies taken to work over weeks, unless the person said otherwise."""
_MENSTRUATION = ("trigger", "menstruation")


class Milder(Frozen):
    """How bad the cramps were that came with one remedy or trigger, judged.

    Attributes:
        verdict: the verdict, with the effect behind it.
        rated_with: of the cramps on nights with it, the part whose severity was said; None without any.
        rated_without: likewise on nights without it. Where the two differ, the verdict may mislead.
    """

    verdict: SeverityVerdict
    rated_with: float | None
    rated_without: float | None


class Finding(Frozen):
    """One remedy or trigger, judged.

    Attributes:
        role: remedy or trigger.
        word: the slug.
        verdict: the verdict, with the effects behind it.
        uses: how often it was logged ahead of cramps.
        unanswered: of these, logged within half an hour after a cramp began, without saying what for.
        noted_afterwards: whether much of it was typed after the cramps that it precedes.
        when_bad: the person's own answer whether they use it more, less or neither when their legs feel bad.
        prescribed: whether a doctor ordered it, so that nobody is told to leave it out.
        slow: whether it works over weeks, of which a comparison of nights sees little.
        always_with: what it is nearly always used together with.
        always_instead: what it is nearly always used instead of.
        suspected: how many cramps name it as a suspected trigger; never tested, as nothing can be compared.
        milder: whether the cramps that came were milder; None where the verdict is withheld.
    """

    role: str
    word: str
    verdict: Verdict
    uses: int
    unanswered: int
    noted_afterwards: bool
    when_bad: str | None
    prescribed: bool
    slow: bool
    always_with: tuple[Name, ...]
    always_instead: tuple[Name, ...]
    suspected: int
    milder: Milder | None = None


class Findings(Frozen):
    """What `cramp remedies` and `cramp triggers` say.

    Attributes:
        role: remedy or trigger.
        nights: counted nights.
        nights_with_cramp: of these.
        clear: nights confirmed clear.
        silent: nights without an episode or a check-in.
        said: of the counted nights without a cramp, the part said to be clear.
        compared: how many remedies and triggers could be judged, all together.
        gaps: the first and the last night of every silence so long that it is left out.
        findings: the ranked verdicts of this role; all of the diary were judged together.
        relief: rescues, the best first; empty for triggers.
        suspected_only: suspected triggers that were never logged as met, with their counts.
    """

    role: str
    nights: int
    nights_with_cramp: int
    clear: int
    silent: int
    said: float
    gaps: tuple[tuple[date, date], ...]
    compared: int
    findings: tuple[Finding, ...]
    relief: tuple[Rescue, ...]
    suspected_only: tuple[tuple[str, int], ...]


def find(diary: Diary, role: str, words: Vocabulary, *, hidden: Collection[str] = frozenset()) -> Findings:
    """Judge every remedy and trigger of a diary together, and return those of one role.

    Args:
        diary: all nights.
        role: remedy or trigger.
        words: with what the person said of them: when they use them, how long they work, and what a doctor ordered.
        hidden: remedies in a trial that goes on: they are allowed for as ever, and nothing is told of them.
    """
    return find_each(diary, words, hidden=hidden)[role]


def find_each(
    diary: Diary, words: Vocabulary, *, hidden: Collection[str] = frozenset()
) -> dict[str, Findings]:
    """Judge every remedy and trigger of a diary together, and return them by role; args are those of `find`."""
    nights = [night for night in diary.nights if night.observed]
    episodes = [entry.record for night in diary.nights for entry in night.episodes]
    factors = _factors(diary, nights, episodes)
    keyed = {_key(name): factor for name, factor in factors.items()}
    said = [_said_severities(night) for night in nights]
    together = used_together({key: factor.shares for key, factor in keyed.items()})
    counted = count_both_ways(
        [night.date.toordinal() for night in nights],
        [len(night.episodes) for night in nights],
        [night.known for night in nights],
        keyed,
        worst=[max(each, default=None) for each in said],
    )
    answers = {_key(name): answer for name in factors if (answer := _when_bad(words, name))}
    milder = _milder(nights, said, keyed, answers)
    verdicts = judge(
        counted.all_nights,
        counted.known_nights,
        counted.said,
        answers=answers,
        slow=[_key(name) for name in factors if is_slow(words, name)],
        withheld=[key for key, factor in keyed.items() if factor.is_unclear],
    )
    suspected = Counter(
        trigger for night in nights for entry in night.episodes for trigger in entry.record.triggers
    )

    def of_role(role: str) -> Findings:
        found = tuple(
            Finding(
                role=role,
                word=word,
                verdict=verdict,
                uses=keyed[verdict.name].uses,
                unanswered=keyed[verdict.name].unanswered_uses,
                noted_afterwards=keyed[verdict.name].noted_afterwards,
                when_bad=answers.get(verdict.name),
                prescribed=is_prescribed(words, (role, word)),
                slow=is_slow(words, (role, word)),
                always_with=_partners(verdict.name, together, instead=False),
                always_instead=_partners(verdict.name, together, instead=True),
                suspected=suspected[word] if role == "trigger" else 0,
                milder=milder.get(verdict.name),
            )
            for verdict in verdicts
            for its_role, word in [_name(verdict.name)]
            if its_role == role and not (role == "remedy" and word in hidden)
        )
        met = {finding.word for finding in found}
        return Findings(
            role=role,
            nights=len(nights),
            nights_with_cramp=sum(night.state is State.CRAMPS for night in nights),
            clear=sum(night.state is State.CLEAR for night in nights),
            silent=sum(night.state is State.SILENT for night in nights),
            said=counted.said,
            gaps=tuple(diary.gaps),
            compared=sum(verdict.q is not None for verdict in verdicts),
            findings=found,
            relief=reliefs(episodes) if role == "remedy" else (),
            suspected_only=tuple(
                (word, count)
                for word, count in suspected.most_common()
                if role == "trigger" and word not in met
            ),
        )

    return {role: of_role(role) for role in EXPOSURE_ROLES}


def is_slow(words: Vocabulary, name: Name) -> bool:
    """Return whether a remedy works over weeks: as the person said, or else as such remedies usually do."""
    role, slug = name
    if role != "remedy":
        return False
    word = _answered(words, name)
    if word is not None and word.nature is not None:
        return word.nature == "slow"
    return slug in SLOW or bool(word and word.prescribed)


def is_prescribed(words: Vocabulary, name: Name) -> bool:
    """Return whether a doctor ordered something, or what was made into it: as the person said, or as its names tell."""
    word = words.get(*name)
    if word is None or word.role != "remedy":
        return False
    return any(map(is_prescribed_itself, (word, *words.made_into(word))))


def _when_bad(words: Vocabulary, name: Name) -> str | None:
    word = _answered(words, name)
    return word.when_bad if word else None


def _answered(words: Vocabulary, name: Name) -> Word | None:
    """Return a word with what the person answered of it, or of a word that they made into it."""
    word = words.get(*name)
    return words.answered(word) if word else None


def _said_severities(night: Night) -> list[int]:
    return [entry.record.severity for entry in night.episodes if entry.record.severity is not None]


def _milder(
    nights: Sequence[Night],
    said: Sequence[Sequence[int]],
    factors: Mapping[str, Factor],
    answers: Mapping[str, str],
) -> dict[str, Milder]:
    """Judge how bad the cramps were that came, for every factor whose uses are clear; the others are allowed for.

    Args:
        nights: the counted ones.
        said: the severities that were said of each.
        factors: by name.
        answers: see `severity.judge`.
    """
    days = [night.date.toordinal() for night in nights]
    cramps, rated = [float(len(night.episodes)) for night in nights], [float(len(each)) for each in said]
    effects = severity.compare(
        days,
        [len(night.episodes) for night in nights],
        [fmean(each) if each else None for each in said],
        {name: factor.shares for name, factor in factors.items()},
        weekday=weekdays(days),
        worst=[max(each, default=None) for each in said],
        only=[name for name, factor in factors.items() if not factor.is_unclear],
    )
    return {
        verdict.name: Milder(
            verdict=verdict,
            rated_with=_rated_part(cramps, rated, shares),
            rated_without=_rated_part(cramps, rated, [1 - share for share in shares]),
        )
        for verdict in severity.judge(effects, answers=answers)
        for shares in [factors[verdict.name].shares]
    }


def _rated_part(cramps: Sequence[float], rated: Sequence[float], weights: Sequence[float]) -> float | None:
    """Return, of the cramps of some nights, the part whose severity was said; each weighs what its night does."""
    weight = sumprod(weights, cramps)
    return sumprod(weights, rated) / weight if weight else None


def moment_of(at: datetime, precision: str = "minute") -> Moment:
    """Return the night's day number and the hours since its noon, by the clock that the person saw."""
    night = night_of(at)
    if precision == "day":
        return night.toordinal(), None
    return night.toordinal(), _hours_since_noon(at)


def _hours_since_noon(at: datetime) -> float:
    hour = at.hour
    seconds = 3600 * hour + 60 * at.minute + at.second
    return (seconds if hour >= NOON else seconds + 86400) / 3600 - NOON


def _factors(diary: Diary, nights: Sequence[Night], episodes: Sequence[Episode]) -> dict[Name, Factor]:
    days = [night.date.toordinal() for night in nights]
    cramps = [
        (day, None if entry.record.precision == "day" else _hours_since_noon(entry.record.at))
        for night in diary.nights
        if night.episodes
        for day in [night.date.toordinal()]
        for entry in night.episodes
    ]
    clock, cramps_by_night = CrampClock.of([hours for _, hours in cramps]), by_night(cramps)
    exposures: dict[Name, list[Exposure | CountedUse]] = defaultdict(list)
    moments: dict[Name, list[Moment]] = defaultdict(list)
    cramp_night_uses: Counter[Name] = Counter()
    afterwards: Counter[Name] = Counter()
    for night in diary.nights:
        used = diary.uses.get(night.date, ())
        # What was typed of a night away may cover the next one; what a course says of one that is left out covers none.
        if night.courses and night.observed:
            used = sorted((*used, *night.course_exposures), key=attrgetter("at"))
        if not used:
            continue
        day = night.date.toordinal()
        of_night = [entry.record for entry in night.episodes] if night.state is State.CRAMPS else []
        first_told = min([cramp.logged_at for cramp in of_night]) if of_night else None
        for use in used:
            name = use.role, use.word
            exposures[name].append(use)
            moments[name].append((day, None if use.precision == "day" else _hours_since_noon(use.at)))
            if first_told is not None:
                cramp_night_uses[name] += 1
                if use.logged_at > first_told and _is_noted_afterwards(use, of_night):
                    afterwards[name] += 1
    begins = sorted([episode.at for episode in episodes if episode.precision == "minute"])
    instants = [at.timestamp() for at in begins]
    factors = {}
    for name, uses in exposures.items():
        exposed = exposed_time(days, moments[name], cramps_by_night, clock)
        within: Sequence[float] | None = exposed.within
        shares = exposed.shares
        if name == _MENSTRUATION:
            shares, within = menstruation(days, [night_ahead(use).toordinal() for use in uses]), None
        factors[name] = Factor(
            shares=shares,
            within=within,
            uses=len(uses),
            unanswered_uses=sum([_is_unanswered(use, begins, instants) for use in uses])
            if name[0] == "remedy"
            else 0,
            cramp_night_uses=cramp_night_uses[name],
            afterwards=afterwards[name],
        )
    return factors


def _is_unanswered(
    exposure: Exposure | CountedUse, begins: Sequence[datetime], instants: Sequence[float]
) -> bool:
    """Whether a remedy came within half an hour after a cramp began, without an answer to what it was for.

    Args:
        exposure: a use of it.
        begins: of the cramps whose minute is known, in order.
        instants: of these, seconds since 1970: moments on different clocks are slow to compare.
    """
    if exposure.purpose is not None or exposure.precision != "minute":
        return False
    before = bisect_right(instants, exposure.at.timestamp())
    return before > 0 and exposure.at - begins[before - 1] <= REACTIVE_WITHIN


def _is_noted_afterwards(exposure: Exposure | CountedUse, cramps: Iterable[Episode]) -> bool:
    """Whether it was typed only after a cramp of the same night that it precedes had been logged."""
    return any(cramp.at >= exposure.at and exposure.logged_at > cramp.logged_at for cramp in cramps)


def _partners(key: str, together: Iterable[Together], *, instead: bool) -> tuple[Name, ...]:
    pairs = [(pair.one, pair.other) for pair in together if (pair.correlation < 0) == instead]
    return tuple(_name(other if one == key else one) for one, other in pairs if key in (one, other))


def _key(name: Name) -> str:
    return ":".join(name)


def _name(key: str) -> Name:
    role, _, word = key.partition(":")
    return role, word
