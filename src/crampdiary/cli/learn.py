"""Learn: `triggers`, `remedies`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crampdiary.cli import completion
from crampdiary.cli.result import Picture, Result
from crampdiary.cli.review import what_there_is
from crampdiary.cli.session import Session
from crampdiary.errors import CrampError

if TYPE_CHECKING:
    from crampdiary.screen.sections import Section

Explain = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="NAME",
        help="Lay open the arithmetic behind one verdict.",
        autocompletion=completion.words("remedy", "trigger"),
    ),
]


def remedies(
    session: Session,
    explain: Explain = None,
) -> Picture:
    """Show which remedies preceded fewer cramps, honestly.

    What gave relief during a cramp stands below, apart.
    """
    return _learn(session, "remedy", explain)


def triggers(
    session: Session,
    explain: Explain = None,
) -> Picture:
    """Show which triggers preceded more cramps, honestly.

    How often each was met and suspected stands below.
    """
    return _learn(session, "trigger", explain)


def _learn(session: Session, role: str, explain: str | None) -> Result:
    from crampdiary.evidence import screen
    from crampdiary.evidence.findings import find
    from crampdiary.screen import jsonout
    from crampdiary.stats import streaks
    from crampdiary.words import phrases

    words = session.vocabulary
    slug = phrases.read_word(explain, role, words) if explain else None
    diary = session.diary()
    found = find(diary, role, words)
    if slug is not None:
        chosen = [finding for finding in found.findings if finding.word == slug]
        if not chosen:
            verb = "used" if role == "remedy" else "had"
            raise CrampError(f"There is nothing to explain yet: no `cramp {verb} {slug}` is in the diary.")
        return Result(chosen[0], lambda: screen.explanation(chosen[0], found, words))
    picture = streaks.trigger_picture(diary) if role == "trigger" else None

    def sections() -> list[Section]:
        shown = screen.findings(found, words)
        if picture is not None and picture.triggers:
            shown += screen.trigger_picture(picture, words)
        elif not found.used:
            shown += what_there_is(session)
        return shown

    return Result({**jsonout.plain(found), "picture": picture} if picture else found, sections)
