"""Every draw that was ever made: which goes on, which has ended, and which were taken back.

A draw that does not please could be taken back and made again, and an end undone once the answer was seen. So both are
told from all versions of a trial, and not from what is shown of it now. Whoever looked has ended it, for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from crampdiary.clock.zones import latest_finished_night
from crampdiary.diary.frozen import Frozen
from crampdiary.diary.model import Entry, Record, Trial


class Draw(Frozen):
    """One draw.

    Attributes:
        entry: the trial, or what it was before it was deleted; its end is the earliest that any version of it says,
            where a night of it was lived by then.
        ended_in: the stamp of the version that says so; None while it goes on.
        gone_at: when it was deleted or undone; None where it is shown.
        taken_up: how often it was deleted after a night of it was lived, and brought back while it went on.
        is_taken_back: whether it was only brought here from another device, and that was undone.
        word: of its remedy as it was recorded, whatever that was made into since.
    """

    entry: Entry[Trial]
    ended_in: str | None = None
    gone_at: datetime | None = None
    taken_up: int = 0
    is_taken_back: bool = False
    word: str = ""

    @property
    def was_lived(self) -> bool:
        """Whether a night of it was over before it ended."""
        return has_lived_night(self.entry.record, self.entry.record.ended_at)


def has_lived_night(trial: Trial, at: datetime | None) -> bool:
    """Return whether a night of a trial was over at a moment, by its clock; None for one that has not come."""
    return at is None or latest_finished_night(at) >= trial.first_night


def drawn(
    number: int,
    uid: str,
    shown: Entry[Record] | None,
    versions: Sequence[tuple[str, datetime, Record | None]],
    *,
    is_taken_back: bool = False,
) -> Draw:
    """Return a draw from all versions of its record.

    Args:
        number: of the record.
        uid: of the record.
        shown: what is shown of it, None where it is deleted.
        versions: of each its stamp, when it was written, and the trial, None for a deletion; in their order. One at
            least has a trial.
        is_taken_back: whether it was only brought here, and that was undone.
    """
    known = [(stamp, cast("Trial", each)) for stamp, _, each in versions if each is not None]
    entry = cast("Entry[Trial]", shown or Entry(number, uid, "", known[-1][1]))
    ends = [(each.ended_at, stamp, each) for stamp, each in known if each.ended and each.ended_at]
    looks = [each for each in ends if has_lived_night(each[2], each[0])]
    # Before a night of it was lived there was nothing to see, so such an end can be taken back.
    ends = looks or [each for each in ends if each[0] == entry.record.ended_at]
    end = min(ends, key=lambda each: each[:2], default=None)
    if end is not None:
        first = end[2]
        entry = entry._replace(
            record=entry.record.replaced(
                ended=first.ended, ended_at=first.ended_at, last_night=first.last_night
            )
        )
    taken_up, gone_at = 0, None
    for _, at, record in versions:
        if record is None:
            gone_at = gone_at or at
        elif gone_at is not None:
            trial = cast("Trial", record)
            went_on = end is None or gone_at < end[0]
            taken_up += went_on and has_lived_night(trial, gone_at.astimezone(trial.logged_at.tzinfo))
            gone_at = None
    if shown is not None:
        gone_at = None
    return Draw(
        entry=entry,
        ended_in=end[1] if end else None,
        gone_at=gone_at,
        taken_up=taken_up,
        is_taken_back=is_taken_back and shown is None,
        word=entry.record.word,
    )


class Trials(Frozen):
    """The trials of a diary, told apart.

    Attributes:
        running: the one that goes on, if any, also one whose result was not asked for yet.
        ended: those that have ended after a night was lived, the oldest first.
        unlived: those that were ended before their first night was over.
        not_counted: those begun while one went on, as on another device: the earlier holds, and these do not count.
    """

    running: Entry[Trial] | None
    ended: tuple[Entry[Trial], ...]
    unlived: tuple[Entry[Trial], ...]
    not_counted: tuple[Entry[Trial], ...]


def told_apart(draws: Iterable[Draw]) -> Trials:
    """Return which trial goes on, which have ended, and which were begun while another went on.

    One that went on when another was begun counts in this also after it was deleted: the nights of the other were
    lived under its draw. Not so one that another device brought, where that was undone.
    """
    ended: list[Entry[Trial]] = []
    unlived: list[Entry[Trial]] = []
    not_counted: list[Entry[Trial]] = []
    running: Entry[Trial] | None = None
    free_from: datetime | None = None
    for draw in sorted(draws, key=lambda each: (each.entry.record.logged_at, each.entry.uid)):
        entry, begun_at = draw.entry, draw.entry.record.logged_at
        if draw.is_taken_back:
            continue
        if running is not None or (free_from is not None and begun_at < free_from):
            if draw.gone_at is None:
                not_counted.append(entry)
            continue
        over = [each for each in (draw.gone_at, entry.record.ended_at) if each is not None]
        if not over:
            running = entry
            continue
        free_from = min(over)
        if draw.gone_at is None:
            (ended if draw.was_lived else unlived).append(entry)
    return Trials(running=running, ended=tuple(ended), unlived=tuple(unlived), not_counted=tuple(not_counted))


def drawn_before(draws: Iterable[Draw], entry: Entry[Trial]) -> int:
    """Return how often the remedy of a trial was drawn before it, without an answer that stands in the diary."""
    draws = list(draws)
    stands = {each.uid for each in told_apart(draws).ended}
    record = entry.record
    return sum(
        1
        for each in draws
        if each.entry.record.word == record.word
        and each.entry.uid not in {entry.uid, *stands}
        and each.entry.record.logged_at < record.logged_at
    )


def looked_at_beside(draws: Iterable[Draw], entry: Entry[Trial]) -> list[datetime]:
    """Return when other draws of the same remedy over some of the nights of a trial were looked at, before it ended."""
    record = entry.record
    return sorted(
        other.ended_at
        for each in draws
        for other in [each.entry.record]
        if each.entry.uid != entry.uid
        and other.word == record.word
        and other.ended_at is not None
        and each.was_lived
        and not each.is_taken_back
        and other.first_night <= record.last_night
        and other.last_night >= record.first_night
        and (record.ended_at is None or other.ended_at < record.ended_at)
    )


def as_ended(entries: Iterable[Entry[Record]], draws: Iterable[Draw]) -> list[Entry[Record]]:
    """Return entries with each trial that was looked at as ended then, whatever its newest version says."""
    ends = {each.entry.uid: each.entry.record for each in draws if each.ended_in}
    return [
        each
        if (end := ends.get(each.uid)) is None
        else each._replace(
            record=each.record.replaced(ended=end.ended, ended_at=end.ended_at, last_night=end.last_night)
        )
        for each in entries
    ]
