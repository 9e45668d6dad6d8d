"""What a reader makes of a row, and the row of the log that this becomes.

An entry's id comes from the row of the source: the program, the time as written there, and the name. It never comes
from what was made of the row. So the same file read in another zone, with more meanings, by a later version of this
program or after a correction at the source brings new versions of the same entries, and never a second copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from crampdiary.clock.zones import to_utc_text
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Record, Word
from crampdiary.keep.merging.again import BUT_FOR_ITS_NIGHT, FIXED
from crampdiary.keep.merging.same_rows import PLACE, Place
from crampdiary.keep.revision import body_of, content_uid, digest_of, sha256, texts_as_json, word_uids

_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # of a word: so old that what a diary has of it wins


class Made(NamedTuple):
    """An entry, and which row of its source it comes from.

    Attributes:
        record: the entry.
        written: the time as the source writes it, on the clock there, without an offset.
        key: what tells the rows of one time apart: their names.
        is_fixed: whether it stays as it came first, as the source says its time by the moment of the import alone.
        is_by_day: whether it does so but for its night, which is that before its day or the one after.
    """

    record: Record
    written: datetime
    key: tuple[str, ...] = ()
    is_fixed: bool = False
    is_by_day: bool = False


def made(record: Record, *key: str) -> Made:
    """Return an entry whose source says its time as the entry has it."""
    at: datetime = getattr(record, "at", getattr(record, "logged_at", _NO_TIME))
    return Made(record, at.replace(tzinfo=None), key)


def as_revisions(entries: Iterable[Made], source: str) -> Iterator[dict[str, Any]]:
    """Yield entries of a source as rows of the log, each as the first version of its entry.

    Of rows with the same time and name, the number of each among them is part of its id: two that are alike stay two.
    """
    seen: set[int] = set()
    again: Counter[int] = Counter()
    for record, written, key, is_fixed, is_by_day in entries:
        body = body_of(record)
        name = [source, record.kind, written.isoformat(), *key]
        hashed = int.from_bytes(sha256(texts_as_json(name).encode()).digest()[:8], "big")
        number = 0
        if hashed in seen:
            again[hashed] += 1
            number = again[hashed]
        seen.add(hashed)
        at: datetime = getattr(record, "at", getattr(record, "logged_at", _NO_TIME))
        place = Place(written, tuple(name), hashed, number)
        entry = word_uids(record)[0] if isinstance(record, Word) else place.uid()
        row: dict[str, Any] = {
            "uid": content_uid(at, "version", entry, body),
            "record_uid": entry,
            "kind": record.kind,
            "stamp": f"{to_utc_text(at)[:19]}.000Z+{0:08x}",
            "parents": "[]",
            "deleted": 0,
            "body": body,
        }
        row["digest"] = digest_of(row)
        row[FIXED] = BUT_FOR_ITS_NIGHT if is_fixed and is_by_day else is_fixed
        row[PLACE] = place
        yield row
