"""That nights had no cramps: which of those named it can be said of, and saving that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crampdiary.cli.checks import (
    check_clock,
    check_date,
    check_over,
    check_so_far,
    contradicted,
    last_night_meant,
    nights_over,
    says_last_night,
    spoken_nights,
)
from crampdiary.cli.options import noted
from crampdiary.cli.result import Result, saved_entries
from crampdiary.cli.session import Session
from crampdiary.diary.model import CheckIn, Sign
from crampdiary.errors import UsageError
from crampdiary.words.line import plain_line
from crampdiary.words.wording import listed, night_in_words, plural, safe

_MANY_NIGHTS = 7  # what somebody may well remember


def quiet(
    session: Session, nights: Sequence[str] | None, *,
    since: str | None = None, until: str | None = None, note: Sequence[str] | None = None, yes: bool = False,
    sign: Sign | None = None, typed: str | None = None,
) -> Result:  # fmt: skip
    """Save that nights had no cramps, and how legs felt besides, if that was told: both are one change.

    `typed` is the whole line, where the nights are a part of it.

    Raises:
        UsageError: a night is not over, or had a cramp.
    """
    from crampdiary.words.night_reader import Stretch, nights_in  # `log` does without

    rest: list[str] = []
    if nights and (since or until):
        raise UsageError("Name the nights, or give --since and --until, not both. Nothing was saved.")
    if since or until:
        from crampdiary.clock.night_names import parse_range

        told = [Stretch(*parse_range(since, until, now=session.now), since=True)]
    else:
        told = nights_in(nights, now=session.now, rest=rest) if nights else []
        if not told:
            check_so_far(session, typed or plain_line(nights or []))
        if not told or (len(told) == 1 and says_last_night(session, nights or [], told[0])):
            told = [last_night_meant(session, yes)]
    alone = [each.first for each in told if each.alone and each.first]
    if alone:
        check_over(session, max(alone))
    asides = said_of_the_rest(rest)
    in_range = [
        night
        for each in told
        if not each.alone
        for night in nights_over(session, each, asides)
        if night not in each.but
    ]
    left_out = {night for each in told for night in each.but}
    wanted = sorted({*alone, *in_range})
    if not wanted:
        raise UsageError("None of those nights is over yet. Nothing was saved.")
    check_clock(session, yes)
    if nights or since:
        check_date(session, wanted[0], yes)
    with_cramps, said = spoken_nights(session, wanted)
    for night in sorted(with_cramps):
        if night in alone:
            raise contradicted(session, night, with_cramps[night])
    new = [night for night in wanted if night not in said and night not in with_cramps]
    if not new and sign is None:
        return _said_already(session, wanted, said, [*rest, *(note or ())])
    if len(new) > _MANY_NIGHTS:
        from crampdiary.cli.drafts import kept_at_ctrl_c  # seldom needed
        from crampdiary.diary.nights import SHORTEST_GAP

        # After weeks without a word nobody remembers each night, and a guess would hide what came before and after.
        asked = "Did you keep the diary then, and were" if len(new) >= SHORTEST_GAP else "Were"
        with kept_at_ctrl_c(session, f"without the question: `{session.as_typed()} --yes`"):
            session.confirm(f"{asked} there no cramps on all of these {len(new):,} nights?", yes)
    with noted(session, [*rest, *(note or ())]) as text:
        typed = typed or plain_line(nights or []) or None
        check_ins = [
            CheckIn(night=night, logged_at=session.now, note=text or None, typed=typed) for night in new
        ]
        with session.store.change("none") as change:
            entries = [change.add(each) for each in check_ins]
            felt = [change.add(sign)] if sign is not None else []
    if session.trials:
        from crampdiary.cli.trials.trial_now import said_too_late  # who has no trial does without it

        asides += said_too_late(session, new)
    if len(entries) <= 1:
        return saved_entries(session, [*entries, *felt], asides)
    first_night, last_night = (night_in_words(night, now=session.now.date()) for night in (new[0], new[-1]))
    left = f"; {plural(len(with_cramps), 'night')} with cramps left as they are" if with_cramps else ""
    without = [
        night_in_words(each, now=session.now.date()) for each in sorted(left_out) if new[0] < each < new[-1]
    ]
    but = f", but for the {listed(without)}" if without else ""
    line = f"Saved: no cramps on {plural(len(new), 'night')}, {first_night} to {last_night}{but}{left}."
    if felt:
        also = saved_entries(session, [*felt]).sections
        lines = (line, *(also if isinstance(also, tuple) else ()))
        return Result({"entries": [*entries, *felt]}, lines, asides)
    return Result({"entries": entries}, (line,), asides)


def _said_already(
    session: Session, wanted: list[date], said: dict[date, int], note: Sequence[str] | None
) -> Result:
    """Return the result where there is nothing new to say; a note that came with it is not dropped in silence."""
    shown = night_in_words(wanted[0], now=session.now.date()) if len(wanted) == 1 else "these nights"
    asides = []
    if any(each not in ("", "-") for each in note or ()):
        number = said.get(wanted[0]) or next(iter(said.values()), "last")
        asides.append(f"The note was not saved: `cramp edit {number} --note ...` puts it there.")
    return Result({"entries": []}, (f"Already said of {shown}.",), asides)


def said_of_the_rest(rest: Sequence[str]) -> list[str]:
    """Return the line about words that name no night."""
    return [f"In the note, as typed: {safe(', '.join(rest))}."] if rest else []
