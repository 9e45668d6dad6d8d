"""Review: `list`, `show`, `stats`."""

from __future__ import annotations

from typing import Annotated

import typer

from crampdiary import phrases
from crampdiary.cli.options import Confirmed, Json, Plain, Since, Until
from crampdiary.cli.session import Session
from crampdiary.errors import UsageError
from crampdiary.nightnames import parse_range

_KINDS = {
    "log": "episode", "cramp": "episode", "cramps": "episode", "episode": "episode", "used": "remedy",
    "remedy": "remedy", "had": "trigger", "trigger": "trigger", "none": "check_in", "check-in": "check_in",
    "away": "away",
}  # fmt: skip


def list_(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Only: cramp, remedy, trigger, check-in or away.")
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", help="Only entries whose note or words hold this text.")
    ] = None,
    last: Annotated[int | None, typer.Option("--last", help="Only the last N.", min=1)] = None,
    plain: Plain = False,
    json: Json = False,
) -> None:
    """List entries by night, with the numbers that show, edit and delete take."""
    session: Session = context.obj
    if kind is not None and kind not in _KINDS:
        raise UsageError(
            f'"{kind[:40]}" is no kind of entry. There are: cramp, remedy, trigger, check-in, away.'
        )
    first, final = parse_range(since, until, now=session.now)
    wanted = _KINDS.get(kind or "")
    store_kinds = ("exposure",) if wanted in ("remedy", "trigger") else (wanted,) if wanted else ()
    found = session.store.entries(*store_kinds, since=first, until=final)
    if wanted in ("remedy", "trigger"):
        found = [entry for entry in found if getattr(entry.record, "role", None) == wanted]
    if search is not None:
        found = phrases.matching(found, search, session.vocabulary)
    if last is not None:
        found = found[-last:]

    def text() -> None:
        from crampdiary import screens

        session.show(screens.entries(found, session.vocabulary, now=session.now), plain)

    session.output("list", {"entries": found}, json, text)


def show(
    context: typer.Context,
    reference: Annotated[
        str, typer.Argument(metavar="[ID]", help="Its number, or last.", show_default=False)
    ] = "last",
    history: Annotated[bool, typer.Option("--history", help="Every version of it.")] = False,
    plain: Plain = False,
    json: Json = False,
) -> None:
    """Show one entry whole, with --history every version of it."""
    session: Session = context.obj
    entry = session.store.entry(reference)
    versions = session.store.history(entry.uid) if history else None
    data = {"entry": entry, **({"history": versions} if history else {})}

    def text() -> None:
        from crampdiary import screens

        session.show(screens.entry(entry, session.vocabulary, now=session.now, history=versions), plain)

    session.output("show", data, json, text)


def stats(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    confirmed: Confirmed = False,
    plain: Plain = False,
    json: Json = False,
) -> None:
    """Show how it is going: nights, rates, streaks, and what comes up most."""
    from crampdiary import stats as figures

    session: Session = context.obj
    first, final = parse_range(since, until, now=session.now)
    diary = session.diary(confirmed=confirmed)
    found = figures.summarise(diary, since=first, until=final)

    def text() -> None:
        from crampdiary import screens

        session.show(screens.stats(found, session.vocabulary, now=session.now), plain)

    session.output("stats", found, json, text)
