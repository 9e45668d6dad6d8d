"""What was used or met: from a line that tells of it to when it was, to what it was, and to what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from crampdiary import prompts
from crampdiary.cli.options import fold_of, when
from crampdiary.cli.session import Session
from crampdiary.cli.telling.spans import EVENING
from crampdiary.clock.zones import NOON, night_of
from crampdiary.diary.built_in import DANGEROUS, SUPPLEMENTS, is_dangerous
from crampdiary.diary.model import REACTIVE_WITHIN, Course, Entry, Episode, Exposure, Word
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.uses.use_grammar import BUT_FOR
from crampdiary.words.uses.used import Use, Uses
from crampdiary.words.when import NamedDay
from crampdiary.words.wording import listed, safe, short

_FOR_A_CRAMP = r"(?:for|during|in|with|after|on) (?:a|the|this|that|my) (?:\w+ ){0,2}cramp"


def is_for_a_cramp(use: Use) -> bool:
    """Return whether a use was against a cramp that had come, and not ahead of one: `stretching for a cramp`."""
    return any(re.fullmatch(_FOR_A_CRAMP, each, re.IGNORECASE) for each in use.described)


def moments_told(
    session: Session, told: Uses, *, at: str | None, ago: str | None, day: str | None, fold: str | None, future: bool
) -> list[tuple[datetime, str]]:  # fmt: skip
    """Return when it was: one moment, or one on each of the evenings told."""
    if at is not None or ago is not None or day is not None:
        if told.names_a_time:
            raise UsageError("The time is given twice: keep one of them. Nothing was saved.")
        return [when(session, at=at, ago=ago, day=day, fold=fold, future=future)]
    if told.ago_s is not None:
        return [when(session, ago=f"{told.ago_s}s")]
    if told.since is not None:
        from crampdiary.cli.telling.spans import evenings_told

        return [when(session, day=each.isoformat()) for each in evenings_told(told, session.now)]
    if not told.days and told.clock is None:
        return [(session.now, "minute")]
    from crampdiary.words.when import moment_told

    if told.clock is not None:
        named: list[NamedDay | None] = [*told.days] or [None]
        found = [
            moment_told(
                each,
                told.clock,
                is_rough=told.is_rough,
                at_night=False,
                now=session.now,
                fold=fold_of(fold),
                future=future,
            )
            for each in named
        ]
        return [(each.at, each.precision) for each in found]
    return [_on_a_day(session, each, future=future) for each in told.days]


def _on_a_day(session: Session, day: NamedDay, *, future: bool) -> tuple[datetime, str]:
    """Return the moment of a use on a day that was named without a time."""
    if day == ("today", "a"):  # it is for the night to come
        return min(session.now, session.now.replace(hour=8, minute=0, second=0, microsecond=0)), "approx"
    if day.name in ("tonight", "today") and session.now.hour >= EVENING and not future:
        return session.now, "minute"
    return when(session, day=day.name, future=future)


def asked_again(session: Session, yes: bool, going: Sequence[str]) -> list[str]:
    """Ask, where `cramp used` stands alone, whether it was as the evening before; return the words that say what was.

    Args:
        session: this run.
        yes: whether it is taken to be so.
        going: what goes on every night, a line each; it is shown beside.

    Raises:
        UsageError: nobody is there to ask, or there is no evening before.
        CrampError: it was not so.
    """
    again = listed([_in_words(session, use) for use in _last_evenings(session, "remedy", session.now)])
    if yes:
        return ["again"]
    if not session.may_ask(yes):
        every_night = f" What goes on every night: {' '.join(going)}" if going else ""
        raise UsageError(
            f"Say which remedy, or type `cramp used again` for: {again}. Nothing was saved.{every_night}"
        )
    for line in ("Every night:", *going) if going else ():
        session.say(line)
    from crampdiary.cli.drafts import kept_at_ctrl_c  # seldom needed

    with kept_at_ctrl_c(session, "the same again is `cramp used again`"):
        typed = prompts.ask(f"Again {again}? Enter: yes, n: no, or in plain words:")
    if typed is None or typed.strip().casefold() in ("n", "no"):
        raise CrampError("Nothing was saved.")
    if typed.casefold().split()[:1] in ([each] for each in ("but", *BUT_FOR)):  # but no heat
        return ["again", typed]
    return ["again"] if typed.strip().casefold() in ("", "y", "yes") else [typed]


def _in_words(session: Session, use: Use) -> str:
    return safe(f"{session.vocabulary.label('remedy', use.word)} {use.amount or ''}".strip())


def with_last_evenings(session: Session, role: str, told: Uses, moment: datetime) -> list[Use]:
    """Return what was used or met the evening before, with what was told besides and without what was denied."""
    named = {each.word: each for each in told.uses}
    earlier = [each for each in _last_evenings(session, role, moment) if each.word not in told.denied]
    return [*(named.pop(each.word, each) for each in earlier), *named.values()]


def _last_evenings(session: Session, role: str, moment: datetime) -> list[Use]:
    """Return what was used or met in the latest evening before a moment that has anything.

    Up to midnight that is an evening before this one, if there is any: what was used this evening is recorded already.
    """
    known, night = _uses_before(session, role, moment), night_of(moment)
    if not known:
        again = "Nothing was recorded yet that could be again."
        if _going_on(session, role, night):
            again = "What goes on every night counts as it is, and nothing else could be again."
        raise UsageError(f"{again} Say which {role}. Nothing was saved.")
    before = [each.night for each in known if each.night < night or moment.hour < NOON]
    latest = max(before or [each.night for each in known])
    return list(
        {each.word: Use(each.word, amount=each.amount) for each in known if each.night == latest}.values()
    )


def has_earlier(session: Session, role: str) -> bool:
    """Return whether anything was used or met that could be so again this evening."""
    return bool(_uses_before(session, role, session.now))


def _uses_before(session: Session, role: str, moment: datetime) -> list[Exposure]:
    """Return what was used or met up to the night of a moment, but for what counts in it as a course."""
    night = night_of(moment)
    going = _going_on(session, role, night)
    return [
        entry.record
        for entry in session.vocabulary.as_meant(session.store.entries("exposure", until=night))
        if isinstance(entry.record, Exposure)
        and entry.record.role == role
        and entry.record.purpose != "rescue"
        and entry.record.word not in going  # it counts for tonight as it is
    ]


def _going_on(session: Session, role: str, night: date) -> set[str]:
    """Return the words that a night has in a course."""
    known = session.vocabulary.as_meant(session.store.entries("course", since=night, until=night))
    courses = [each.record for each in known if isinstance(each.record, Course)]
    return {each.word for each in courses if each.role == role and each.is_on(night)}


def was_used(session: Session, slug: str) -> bool:
    return session.store.has_exposure("remedy", *session.vocabulary.recorded_as("remedy", slug))


def new_supplements(session: Session, role: str, slugs: Sequence[str]) -> list[str]:
    """Return what is to be said of supplements that were never used before; to be asked for before they are saved."""
    new = [each for each in slugs if role == "remedy" and each in SUPPLEMENTS and not was_used(session, each)]
    names = safe(" and ".join(session.vocabulary.label(role, each) for each in new))
    return (
        [f"New here: {names}. Check with a healthcare provider first, as with any supplement."] if new else []
    )


def said_of_words(own: Sequence[Word], told: Uses) -> Iterator[str]:
    for typed, meant in told.typos:
        yield f'Read "{short(typed)}" as {meant}.'
    for word in own:
        yield f"New word: {safe(word.label)} ({word.role}). A typo? `cramp undo`."
        if word.role == "remedy" and is_dangerous(word.slug):
            yield DANGEROUS
    if told.unused:
        yield f"Not recorded, as it was not used: {listed([short(each) for each in told.unused])}."


def cramp_just_before(session: Session, moment: datetime) -> Entry[Episode] | None:
    """Return the cramp that began within half an hour before `moment`, if any: a use then may be a rescue."""
    night = night_of(moment)
    found = [
        entry
        for entry in session.store.of(Episode, since=night - timedelta(days=1), until=night)
        if timedelta() <= moment - entry.record.at <= REACTIVE_WITHIN and entry.record.precision == "minute"
    ]
    return found[-1] if found else None
