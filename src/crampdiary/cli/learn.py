"""Learn: `triggers`, `remedies`."""

from __future__ import annotations

from typing import Annotated

import typer

from crampdiary.cli.options import Confirmed, Json, Plain
from crampdiary.cli.session import Session
from crampdiary.errors import CrampError

Explain = Annotated[
    str | None, typer.Option("--explain", metavar="NAME", help="Lay open the arithmetic behind one verdict.")
]


def remedies(
    context: typer.Context,
    explain: Explain = None,
    confirmed: Confirmed = False,
    plain: Plain = False,
    json: Json = False,
) -> None:
    """Show which remedies preceded fewer cramps, honestly, and what gave relief during one."""
    _learn(context.obj, "remedies", "remedy", explain, confirmed, plain, json)


def triggers(
    context: typer.Context,
    explain: Explain = None,
    confirmed: Confirmed = False,
    plain: Plain = False,
    json: Json = False,
) -> None:
    """Show which triggers preceded more cramps, honestly, and how often each was suspected."""
    _learn(context.obj, "triggers", "trigger", explain, confirmed, plain, json)


def _learn(
    session: Session,
    command: str,
    role: str,
    explain: str | None,
    confirmed: bool,
    plain: bool,
    as_json: bool,
) -> None:
    from crampdiary import phrases
    from crampdiary.findings import find

    words = session.vocabulary
    bad = [(word.role, word.slug) for word in words.words("remedy", hidden=True) if word.used_when_bad]
    slug = phrases.read_word(explain, role, words) if explain else None
    found = find(session.diary(confirmed=confirmed), role, used_when_bad=bad)
    chosen = [finding for finding in found.findings if finding.word == slug]
    if slug and not chosen:
        verb = "used" if role == "remedy" else "had"
        raise CrampError(f"There is nothing to explain yet: no `cramp {verb} {slug}` is in the diary.")

    def text() -> None:
        from crampdiary import screens_learn

        if chosen:
            session.show(screens_learn.explanation(chosen[0], found, words), plain)
        else:
            session.show(screens_learn.findings(found, words), plain)

    session.output(command, chosen[0] if chosen else found, as_json, text)
