"""What an import would keep, told before the question: which nights, how many cramps a month, the earliest entries."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from crampdiary.cli.session import Session
from crampdiary.clock.zones import to_utc_text
from crampdiary.diary.fields import Recorded
from crampdiary.diary.model import CheckIn, Episode, Record, Timed, Word
from crampdiary.keep.merging.same_rows import PLACE
from crampdiary.keep.revision import record_of
from crampdiary.screen.entries import note_behind
from crampdiary.words.wording import short, summary, time_of

_ENTRIES = 5
_MONTHS = 24
_NOTE = 120  # characters


class Preview:
    """Looks at the rows of an import as they go by."""

    def __init__(self) -> None:
        self._months: Counter[str] = Counter()
        self._nights: list[str] = []
        self._fresh: list[Record] = []
        self._known: list[Record] = []

    def over(self, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the rows, and take note of each entry: of several versions, which stand together, the last."""
        before: dict[str, Any] | None = None
        for row in rows:
            if before is not None and before["record_uid"] != row["record_uid"]:
                self._take(before)
            before = row
            yield row
        if before is not None:
            self._take(before)

    def _take(self, row: dict[str, Any]) -> None:
        record = record_of(row) if row["body"] is not None and row["kind"] != Word.kind else None
        night = _night(record)
        if record is None or night is None:
            return
        self._nights = [min([*self._nights[:1], night]), max([*self._nights[1:], night])]
        if isinstance(record, Episode):
            self._months[night[:7]] += 1
        first = self._fresh if PLACE in row else self._known  # a version from the log has none
        insort(first, record, key=_moment)
        del first[_ENTRIES:]

    def lines(self, session: Session) -> Iterator[str]:
        """Yield what there is, as lines."""
        if not self._nights:
            return
        first, last = self._nights
        yield (
            f"From the night of {first} to that of {last}." if first != last else f"Of the night of {first}."
        )
        months = sorted(self._months.items())
        if months:
            shown = ", ".join(f"{month} {count:,}" for month, count in months[-_MONTHS:])
            before = sum(count for _, count in months[:-_MONTHS])
            yield f"Cramps a month: {f'{before:,} before, ' if before else ''}{shown}."
        entries = self._fresh or self._known
        if self._fresh and self._known:
            yield (
                "What is new or changed in it, first of all:" if len(entries) > 1 else "New or changed in it:"
            )
        else:
            yield "The first entries in it:" if len(entries) > 1 else "The entry in it:"
        for record in entries:
            note = short(note_behind(record), _NOTE)
            yield f"  {time_of(record, now=session.now)}: {summary(record, session.vocabulary)}{note}"


def _moment(record: Recorded) -> str:
    return to_utc_text(record.at) if isinstance(record, Timed) else f"{_night(record)}T12:00"


def _night(record: Recorded | None) -> str | None:
    if isinstance(record, Timed):
        return record.night.isoformat()
    return record.night.isoformat() if isinstance(record, CheckIn) else None
