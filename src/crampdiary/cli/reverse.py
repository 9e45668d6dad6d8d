"""`undo`, `redo`: take back whole commands, and do them again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from crampdiary import prompts
from crampdiary.cli.result import Result
from crampdiary.cli.session import Session
from crampdiary.cli.telling.progress import phases
from crampdiary.cli.trials.watched import trials_watched
from crampdiary.diary.model import Trial
from crampdiary.errors import CrampError
from crampdiary.words.wording import listed, plural, safe, summary, time_of

if TYPE_CHECKING:
    from crampdiary.diary.vocabulary import Vocabulary
    from crampdiary.keep.versions import Reversal

_CHANGES_SHOWN = 10


def undo(
    session: Session,
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many commands.", min=1)] = 1,
) -> Result:
    """Take back the last command that saved something, or N of them.

    cramp redo does it again.
    """
    if count > 1:
        _ask_about_several(session, count)
    return _reverse(session, "undo", count)


def _ask_about_several(session: Session, count: int) -> None:
    """Name the commands that are to be taken back, ask where somebody is there, and say what no entry's number is."""
    commands = session.store.undoable(count)
    if len(commands) < 2:
        return
    from crampdiary.keep import reach  # a single undo does without

    with suppress(CrampError):
        entry = reach.entry(session.store, str(count))
        session.say(
            f"This takes back commands, and not entry {entry.number} ({summary(entry.record, session.vocabulary)}): "
            f"that is `cramp delete {entry.number}`."
        )
    if prompts.can_ask():
        named = [f"cramp {safe(each)}" for each in commands[:_CHANGES_SHOWN]]
        if len(commands) > _CHANGES_SHOWN:
            named.append(f"{len(commands) - _CHANGES_SHOWN:,} more")
        session.confirm(f"Take back {len(commands)} commands: {listed(named)}?", yes=False)


def redo(
    session: Session,
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many commands.", min=1)] = 1,
) -> Result:
    """Do again what the last undo took back."""
    return _reverse(session, "redo", count)


def _reverse(session: Session, command: str, count: int) -> Result:
    store = session.store
    words = session.vocabulary if command == "undo" else None  # of which it may take some back
    with (
        trials_watched(session, nights=True) as of_trials,
        phases(store.connection, "taking back" if command == "undo" else "doing again"),
    ):
        reversals = store.undo(count) if command == "undo" else store.redo(count)
    words = words or session.vocabulary
    said = [list(_reversal_lines(session, command, each, words)) for each in reversals]
    lines = []
    for (first, *rest), same in groupby(said):  # several notes of one entry say the same
        times = len(list(same))
        lines += [first if times == 1 else f"{first.removesuffix('.')}, {times} times.", *rest]
    if len(reversals) > 1:
        back = "redo" if command == "undo" else "undo"
        again = "does them again" if command == "undo" else "takes them back again"
        lines.append(f"`cramp {back} {len(reversals)}` {again}.")
    data = {"reversed": [_as_it_stands(session, each) for each in reversals], "trials": of_trials}
    return Result(data, (*lines, *of_trials) or (f"Nothing to {command}.",))


def _as_it_stands(session: Session, reversal: Reversal) -> Reversal:
    """Return a reversal with each trial as it holds, whatever its newest version says."""
    if not any(isinstance(each.after, Trial) for each in reversal.changes):
        return reversal
    from crampdiary.cli.trials.turned import as_it_stands  # who has no trial does without it

    changes = [
        each._replace(after=as_it_stands(session, each.number, each.after))
        if isinstance(each.after, Trial)
        else each
        for each in reversal.changes
    ]
    return reversal._replace(changes=tuple(changes))


def _reversal_lines(session: Session, command: str, reversal: Reversal, words: Vocabulary) -> Iterator[str]:
    """Yield what an undo or a redo did: the command it was about, and each entry that changed."""
    yield f"{'Undid' if command == 'undo' else 'Did again'}: cramp {safe(reversal.command)}."
    for changed in reversal.changes[:_CHANGES_SHOWN]:
        after = changed.after
        if after is None:
            before = summary(changed.before, words) if changed.before else "it"
            yield f"  {changed.number} is gone: {before}."
        else:
            back = "is back" if changed.before is None else "is as before"
            at = time_of(after, now=session.now)
            had = changed.before
            if isinstance(after, Trial):
                from crampdiary.cli.trials.turned import reversed_line  # who has no trial does without it

                yield f"  {reversed_line(session, changed.number, had, after)}"
                continue
            yield f"  {changed.number} {back}: {summary(after, words)}{'; ' + at if at else ''}."
    if reversal.total > _CHANGES_SHOWN:
        yield f"  and {plural(reversal.total - _CHANGES_SHOWN, 'more entry', 'more entries')}."
