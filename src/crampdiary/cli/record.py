"""Record what was not: `none`, nights without cramps, and `away`, nights that nobody observed."""

from __future__ import annotations

from typing import Annotated

import typer

from crampdiary.cli import completion
from crampdiary.cli.checks import (
    asides_of_nights,
    beside,
    check_clock,
    check_date,
)
from crampdiary.cli.options import (
    Note,
    Since,
    Until,
    Yes,
    noted,
)
from crampdiary.cli.result import Result, saved_entries
from crampdiary.cli.session import Session
from crampdiary.cli.telling.quiet_nights import quiet, said_of_the_rest
from crampdiary.diary.model import Away
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.line import plain_line


def none(
    session: Session,
    nights: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NIGHT]...",
            help="last night, monday tuesday, since 3 march.",
            show_default=False,
            autocompletion=completion.nights(silent=True),
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    note: Note = None,
    yes: Yes = False,
) -> Result:
    """Say that a night had no cramps: last night, or those named.

    Each night named stands alone. "since monday", "1 to 3 march" or --since take every night among them about which
    nothing was said.
    """
    if not nights or since or until:
        return quiet(session, nights, since=since, until=until, note=note, yes=yes)
    line = plain_line(nights)
    if " " not in line:
        return quiet(session, nights, note=note, yes=yes)
    from crampdiary.cli.telling.quiet_lines import with_what_was_felt  # which reads cramps too

    told = with_what_was_felt(session, nights)
    if told is None:
        return quiet(session, nights, note=note, yes=yes)
    besides = [told.note] if told.note else []
    named = [told.nights] if told.nights else None
    try:
        result = quiet(session, named, note=[*besides, *(note or ())], yes=yes, sign=told.sign, typed=line)
    except CrampError as error:
        if told.sign is None:
            raise
        from crampdiary.cli.log import felt_alone, not_saved

        return felt_alone(session, told.sign, besides, [not_saved(error)])
    return result._replace(asides=[*said_of_the_rest(besides), *result.asides])


def away(
    session: Session,
    nights: Annotated[
        list[str],
        typer.Argument(
            metavar="NIGHTS...",
            help="The first night and the last: 7 march 14 march.",
            show_default=False,
            autocompletion=completion.nights(),
        ),
    ],
    note: Note = None,
    yes: Yes = False,
) -> Result:
    """Leave a span of nights out of every figure.

    No diary was kept then: a stay in hospital, or a break from it. Both nights count as away.
    """
    from crampdiary.words.night_reader import range_in

    rest: list[str] = []
    first, last = range_in(nights, now=session.now, future=True, rest=rest)
    if first is None or last is None:
        raise UsageError(
            "Say the first night and the last: for example `cramp away 7 march 14 march`. Nothing was saved."
        )
    span = Away(first_night=first, last_night=last, logged_at=session.now, typed=plain_line(nights) or None)
    check_clock(session, yes)
    check_date(session, span.first_night, yes)
    known = beside(session, span)
    with noted(session, [*rest, *(note or ())]) as text:
        span = span.replaced(note=text or None)
        with session.store.change("away") as change:
            entry = change.add(span)
    return saved_entries(session, [entry], [*said_of_the_rest(rest), *asides_of_nights(span, known)])
