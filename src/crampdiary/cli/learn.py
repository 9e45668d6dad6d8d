"""Learn: `triggers`, `remedies`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crampdiary.cli import completion
from crampdiary.cli.options import Confirmed, Json, Plain
from crampdiary.cli.pictures import Force, Svg, present, read_diary
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
    context: typer.Context,
    explain: Explain = None,
    confirmed: Confirmed = False,
    svg: Svg = None,
    force: Force = False,
    plain: Plain = False,
    json: Json = False,
) -> None:
    """Show which remedies preceded fewer cramps, honestly.

    What gave relief during a cramp stands below, apart.
    """
    _learn(context.obj, "remedies", explain, confirmed, plain=plain, json=json, svg=svg, force=force)


def triggers(
    context: typer.Context,
    explain: Explain = None,
    confirmed: Confirmed = False,
    svg: Svg = None,
    force: Force = False,
    plain: Plain = False,
    json: Json = False,
) -> None:
    """Show which triggers preceded more cramps, honestly.

    How often each was met and suspected stands below.
    """
    _learn(context.obj, "triggers", explain, confirmed, plain=plain, json=json, svg=svg, force=force)


def _learn(
    session: Session, command: str, explain: str | None, confirmed: bool, *,
    plain: bool, json: bool, svg: Path | None, force: bool,
) -> None:  # fmt: skip
    from crampdiary.evidence import screen
    from crampdiary.evidence.findings import find
    from crampdiary.screen.jsonout import plain as values
    from crampdiary.stats import streaks
    from crampdiary.words import phrases

    role = "remedy" if command == "remedies" else "trigger"
    words = session.vocabulary
    bad = [(word.role, word.slug) for word in words.words("remedy", hidden=True) if word.used_when_bad]
    slug = phrases.read_word(explain, role, words) if explain else None
    diary = read_diary(session, confirmed=confirmed)
    found = find(diary, role, used_when_bad=bad)
    if slug is not None:
        chosen = [finding for finding in found.findings if finding.word == slug]
        if not chosen:
            verb = "used" if role == "remedy" else "had"
            raise CrampError(f"There is nothing to explain yet: no `cramp {verb} {slug}` is in the diary.")
        present(session, command, chosen[0], lambda: screen.explanation(chosen[0], found, words),
                plain=plain, json=json, svg=svg, force=force)  # fmt: skip
        return
    picture = streaks.trigger_picture(diary) if role == "trigger" else None

    def sections() -> list[Section]:
        shown = screen.findings(found, words)
        if picture is not None and picture.triggers:
            shown += screen.trigger_picture(picture, words)
        return shown

    data = {**values(found), "picture": values(picture)} if picture else found
    present(session, command, data, sections, plain=plain, json=json, svg=svg, force=force)
