"""What the shell offers at TAB: words and their sets, numbers of entries and nights of this diary; never a note.

It says nothing but that: whatever is wrong with a diary, the built-in words are offered, and no error is shown.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from contextlib import redirect_stderr, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from crampdiary.cli.session import Session
    from crampdiary.diary.vocabulary import Vocabulary

T = TypeVar("T")
Offers = list[tuple[str, str]]
Offer = Callable[[typer.Context, str], Offers]
"""From the command and what is typed of a word so far to what that may become, each with a word of explanation."""

# Typer examines every such function while it builds a command, also where nobody asked it to complete anything.
_ASKED = any(name.startswith("_") and name.endswith("_COMPLETE") for name in os.environ)

_ONE_WORD = r"[\w-]+"  # which no shell takes apart, nor for a command
_LETTERS = 50  # of a word of explanation, which shells put on the line
_ENTRIES = 9  # of the newest, by their numbers
_NIGHTS = 14  # back from last night
_DAYS = ("yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def words(*roles: str, sets: bool = False) -> Offer | None:
    """Offer the words of some roles, and the sets of remedies, by a synonym only where no word itself begins so."""

    def offered(ctx: typer.Context, incomplete: str) -> Offers:
        known = _vocabulary(ctx)
        every = [word for role in roles for word in known.words(role)]
        if len(roles) > 1:  # "walking" without its role could be what was tried, and is not taken
            tried = {word.slug for word in known.words("remedy")}
            every = [word for word in every if word.role != "onset" or word.slug not in tried]
        slugs = [(word.slug, word.role) for word in every]
        slugs += [(each.slug, "set") for each in known.sets() if sets]
        slugs = [
            each for each in slugs if each[0].startswith(incomplete) and re.fullmatch(_ONE_WORD, each[0])
        ]
        return slugs or [
            (name, f"{word.role}: {word.label}")
            for word in every
            for name in known.names(word)
            if name.startswith(incomplete) and re.fullmatch(_ONE_WORD, name)
        ]

    return offered if _ASKED else None


def names(*choices: str) -> Offer | None:
    """Offer one of a few names."""

    def offered(ctx: typer.Context, incomplete: str) -> Offers:  # noqa: ARG001
        return [(choice, "") for choice in choices if choice.startswith(incomplete)]

    return offered if _ASKED else None


def words_of_role() -> Offer | None:
    """Offer the words of the role that was typed before, hidden ones too, as they can be shown again."""

    def offered(ctx: typer.Context, incomplete: str) -> Offers:
        found = _vocabulary(ctx).words(str(ctx.params.get("role", "")).strip().casefold(), hidden=True)
        slugs = [word.slug for word in found]
        return [(slug, "") for slug in slugs if slug.startswith(incomplete) and re.fullmatch(_ONE_WORD, slug)]

    return offered if _ASKED else None


def parts_and_nights() -> Offer | None:
    """Offer the parts of `cramp stats`, and days by their names."""

    def offered(ctx: typer.Context, incomplete: str) -> Offers:  # noqa: ARG001
        from crampdiary.stats.screen import PARTS

        return [(each, "") for each in (*PARTS, *_DAYS) if each.startswith(incomplete)]

    return offered if _ASKED else None


def rules() -> Offer | None:
    """Offer the names of the doctor notices."""

    def offered(ctx: typer.Context, incomplete: str) -> Offers:  # noqa: ARG001
        from crampdiary.doctor.rules import RULES

        return [(rule.name, rule.reason) for rule in RULES if rule.name.startswith(incomplete)]

    return offered if _ASKED else None


def entries(*, first: str = "") -> Offer | None:
    """Offer the numbers of what was recorded last, each with what it is; with `first`, only as its first word."""

    def offered(ctx: typer.Context, incomplete: str) -> Offers:
        nothing: Offers = []
        if ctx.params.get(first):
            return nothing
        found = [("last", "the one recorded last"), *_of_diary(ctx, _recorded, nothing)]
        return [each for each in found if each[0].startswith(incomplete)]

    return offered if _ASKED else None


def nights(*, silent: bool = False) -> Offer | None:
    """Offer days by their names, or the latest nights of which nothing was said."""

    def offered(ctx: typer.Context, incomplete: str) -> Offers:
        nothing: Offers = []
        found = (silent and _of_diary(ctx, _silent, nothing)) or [(day, "") for day in _DAYS]
        return [each for each in found if each[0].startswith(incomplete)]

    return offered if _ASKED else None


def _recorded(session: Session) -> Offers:
    """Return the numbers of the entries recorded last, with what they are, but for their notes."""
    from itertools import islice

    from crampdiary.keep import reach
    from crampdiary.words.wording import content, short, time_of

    found = []
    for named in islice(reach.recorded(session.store), _ENTRIES):
        shown = reach.shown_as(session.store, named)
        if shown is not None:
            record = shown.record.replaced(note=None) if "note" in shown.record.names else shown.record
            what = f"{content(record, session.vocabulary)}, {time_of(record, now=session.now)}"
            found.append((str(shown.number), short(what, _LETTERS)))
    return found


def _silent(session: Session) -> Offers:
    """Return the latest nights of which nothing was said, the last of them first."""
    from crampdiary.clock.zones import latest_finished_night
    from crampdiary.diary.model import nights_of
    from crampdiary.words.wording import night_in_words

    last = latest_finished_night(session.now)
    first = max(last - timedelta(days=_NIGHTS - 1), session.store.first_night() or last)
    spans = [
        nights_of(entry.record)
        for entry in session.store.entries("episode", "check_in", "away", since=first, until=last)
    ]
    nights = (last - timedelta(days=back) for back in range((last - first).days + 1))
    return [
        (str(night), night_in_words(night, now=session.now.date()))
        for night in nights
        if not any(begin <= night <= end for begin, end in spans)
    ]


def _vocabulary(ctx: typer.Context) -> Vocabulary:
    from crampdiary.diary.vocabulary import Vocabulary

    return _of_diary(ctx, lambda session: session.vocabulary, Vocabulary())


def _of_diary(ctx: typer.Context, read: Callable[[Session], T], otherwise: T) -> T:
    """Return what is read of the diary that the command so far is about, or something else where that fails."""
    from crampdiary.cli.session import Session

    with suppress(Exception), redirect_stderr(io.StringIO()):
        session = Session(ctx.find_root().params.get("diary") or ctx.params.get("diary"))
        try:
            return read(session)
        finally:
            session.close()
    return otherwise
