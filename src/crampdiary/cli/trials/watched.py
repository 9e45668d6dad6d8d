"""A command watched from before it to after, for what it does to trials. Who has no trial does without the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from crampdiary.cli.session import Session
from crampdiary.diary.model import Trial


@contextmanager
def trials_watched(session: Session, *, nights: bool = False) -> Iterator[list[str]]:
    """Give a list that has, once the block is left, what is to be said of trials.

    Args:
        session: of this run. Its words are read again after the block.
        nights: whether it may be that entries of the nights of trials that were looked at come or go.
    """
    before = None
    if session.store.of(Trial):
        from crampdiary.cli.trials.turned import stance

        before = stance(session, nights=nights)
    said: list[str] = []
    yield said
    with suppress(AttributeError):  # they were not read yet
        del session.vocabulary
    if before is not None or session.store.of(Trial):
        from crampdiary.cli.trials.turned import turned

        said += turned(session, before)
