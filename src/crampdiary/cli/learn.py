"""Learn: `triggers`, `remedies`, and what eases a cramp: `ease`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from crampdiary.cli import completion
from crampdiary.cli.result import Picture, Result
from crampdiary.cli.review import what_there_is
from crampdiary.cli.session import Session
from crampdiary.errors import CrampError

if TYPE_CHECKING:
    from crampdiary.screen.sections import Section

Figures = Annotated[
    str | None,
    typer.Option(
        "--figures",
        "--explain",
        metavar="[NAME]",
        help="The table behind the sentences, or the arithmetic behind one of them.",
        autocompletion=completion.words("remedy", "trigger"),
    ),
]


def remedies(
    session: Session,
    figures: Figures = None,
) -> Picture:
    """Show which remedies preceded fewer cramps, honestly.

    In sentences, the most useful first. --figures has the table, and what gave relief during a cramp.
    """
    return _learn(session, "remedy", figures)


def triggers(
    session: Session,
    figures: Figures = None,
) -> Picture:
    """Show which triggers preceded more cramps, honestly.

    In sentences, the most useful first. --figures has the table, and how often each was met and suspected.
    """
    return _learn(session, "trigger", figures)


def ease(
    session: Session,
    place: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLACE]...",
            help="Where it is; else where the last cramp was.",
            show_default=False,
            autocompletion=completion.words("site"),
        ),
    ] = None,
) -> Result:
    """Show what to do in a cramp, now: first help in large lines, and what eased yours.

    cramp ease calf
    """
    from crampdiary.diary.model import Entry, Episode
    from crampdiary.diary.vocabulary import Vocabulary
    from crampdiary.evidence import first_help
    from crampdiary.words.wording import short

    words, episodes, asides = Vocabulary(), list[Entry[Episode]](), tuple[str, ...]()
    try:
        words, episodes = session.vocabulary, session.store.of(Episode)
    except CrampError as error:  # who has a cramp is helped, whatever is with the diary
        asides = (str(error),)
    typed = " ".join(word for word in place or () if word.casefold() not in _SAID_BESIDE)
    sites = tuple(word.slug for word in words.find(typed, "site")) if typed else None
    if sites == ():
        asides = (
            *asides,
            f'"{short(typed)}" is no place that is known here. This is for a cramp in leg or foot.',
        )
    found = first_help.first_help(episodes, now=session.now, sites=sites)
    return Result(found, first_help.lines(found, words), asides)


_SAID_BESIDE = frozenset("my the left right both in a cramp".split())


def _learn(session: Session, role: str, figures: str | None) -> Result:
    from crampdiary.evidence import overview, screen
    from crampdiary.evidence.findings import find
    from crampdiary.screen import jsonout
    from crampdiary.stats import streaks
    from crampdiary.words import phrases

    words = session.vocabulary
    slug = phrases.read_word(figures, role, words) if figures else None
    diary = session.diary_of_uses()
    told: dict[str, Any] = {}  # what JSON has besides the verdicts
    if role == "remedy" and session.trials:
        from crampdiary.cli.trials.trial_now import beside_trials  # who has no trial does without it

        found, rest, above, trials = beside_trials(session, diary, slug, exact=figures is not None)
        told["trials"] = trials
    else:
        found = rest = find(diary, role, words)
        above = []
    if slug is not None:
        chosen = [finding for finding in found.findings if finding.word == slug]
        if not chosen:
            verb = "used" if role == "remedy" else "had"
            raise CrampError(f"There are no figures yet: no `cramp {verb} {slug}` is in the diary.")
        return Result(
            jsonout.plain(chosen[0]) | told if told else chosen[0],
            lambda: [*above, *screen.explanation(chosen[0], found, words, told=bool(above))],
        )
    picture = streaks.trigger_picture(diary) if role == "trigger" else None

    if picture:
        told["picture"] = picture

    def sections() -> list[Section]:
        is_pictured = picture is not None and bool(picture.triggers)
        if figures is None:
            shown = list(above)
            if rest.findings or not above:
                shown += overview.overview(rest, words, columns=session.columns)
        else:
            outranked = {each.word for each in found.findings} - {each.word for each in rest.findings}
            shown = [*above, *screen.figures(found, words, told=outranked, in_trial=bool(above))]
            if picture is not None and is_pictured:
                shown += screen.trigger_picture(picture, words)
        return shown if found.findings or is_pictured or above else [*shown, *what_there_is(session)]

    return Result(jsonout.plain(found) | told if told else found, sections)
