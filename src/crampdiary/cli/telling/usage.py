"""The questions about what was used, asked by day, once it is saved, and at most one of them a command."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from crampdiary import prompts
from crampdiary.cli.session import Session
from crampdiary.diary.model import Entry, Exposure, Record
from crampdiary.keep import reach
from crampdiary.words.wording import safe

_SKIPPED = "Saved; question skipped."
_ASKED = "asked_when_bad:"  # and a remedy: the day on which it was asked; after Enter it is not asked again


def asked_when_bad(session: Session, slugs: Sequence[str]) -> Iterator[str]:
    """Ask of one remedy, once, whether bad evenings bring it about, which would make it look worse than it is.

    Args:
        session: this run.
        slugs: the remedies that were saved; the first of them that was never asked about is.
    """
    words = (session.vocabulary.get("remedy", each) for each in slugs)
    open_ = (
        each for each in words if each is not None and session.vocabulary.answered(each).when_bad is None
    )
    word = next((each for each in open_ if session.store.local(_ASKED + each.slug) is None), None)
    if word is None:
        return
    session.store.remember(_ASKED + word.slug, session.now.date().isoformat())
    try:
        answer = prompts.choose(
            f"When your legs feel bad, do you use {safe(word.label)} more, or less?",
            {"more": "more", "less": "less", "neither": "neither"},
        )
    except KeyboardInterrupt:
        yield _SKIPPED
        answer = None
    if answer is None:
        yield f"Later: `cramp words when {safe(word.slug)} more`, or less, or neither."
        return
    with session.store.change("used") as change:
        change.add(word.replaced(when_bad=answer, used_when_bad=None))


def asked_for_which(
    session: Session, entries: Sequence[Entry[Record]], began: str
) -> Generator[str, None, bool]:
    """Ask whether what was saved was for the cramp just before it; return whether that was answered."""
    question = f"A cramp began {began}. Was this for that cramp, or against the next?"
    try:
        purpose = prompts.choose(question, {"that": "rescue", "next": "prevention"})
    except KeyboardInterrupt:
        yield _SKIPPED
        return False
    if purpose is None:
        return False
    shown = (reach.shown_as(session.store, reach.meant(session.store, each.uid)) for each in entries)
    with session.store.change("used") as change:
        for each in shown:
            if each is not None and isinstance(each.record, Exposure):
                change.replace(each, each.record.replaced(purpose=purpose))
    return True
