"""What all readers of other programs' files share: names to words, times of the clock, and what was ignored.

An absent symptom is never taken as a zero, a file of attacks alone makes no nights without cramps, and places
on a map are never read. Whatever is not taken is counted by kind and said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from pathlib import Path
from typing import Any

from crampdiary.clock.zones import check_year, local_moments, to_utc_text
from crampdiary.diary.built_in import ROLES
from crampdiary.diary.fields import NAME_LIMIT, NOTE_LIMIT
from crampdiary.diary.model import CheckIn, Episode, Exposure, Record, Word
from crampdiary.diary.values import clean_text, key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.reading import Rows
from crampdiary.keep.revision import as_json, body_of, content_uid, digest_of, sha256, word_uids
from crampdiary.words.wording import safe, short

SEVERITIES = {"none": 0, "mild": 2, "moderate": 5, "severe": 8, "unbearable": 10, "extreme": 10}
SEVERITY_OF_FIVE = (0, 2, 5, 8, 10)  # a scale from 0 to 4
CRAMP, IGNORE = "cramp", "ignore"
TIMES_OF_DAY = {"pre": 3, "am": 9, "mid": 13, "pm": 20, "all day": 12, "": 12}  # hours

_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # of a word: so old that what a diary has of it wins
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*([ap])?\.?(?:m\.?)?", re.ASCII | re.IGNORECASE)
_CRAMP_LIKE = re.compile(r"cramp|spasm|charley.?horse|krampf|cramb|calambre", re.IGNORECASE)


class Reading:
    """One import of another program's file.

    Args:
        path: the file.
        vocabulary: the words that the diary knows.
        mapping: a name in the file to `cramp`, `ignore` or `role:word`, as the person said.
        zone: of the clocks in the file, None for the system's.
        folder: private, for what must be unpacked.
        delimiter: between the cells of a table.
        columns: a column's name to a field, the time with an optional shape as in `at:%d.%m.%Y %H:%M`, for a
            table of no known program.
    """

    def __init__(
        self,
        path: Path,
        vocabulary: Vocabulary,
        mapping: dict[str, str],
        zone: tzinfo | None = None,
        *,
        folder: Path,
        delimiter: str = ",",
        columns: dict[str, str] | None = None,
    ) -> None:
        self.path = path
        self.rows = Rows(path.name)
        self.vocabulary = vocabulary
        self.mapping = {key(name): meaning for name, meaning in mapping.items()}
        self.zone = zone
        self.delimiter = delimiter
        self.columns = columns or {}
        self.folder = folder
        self.ignored: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.meanings: dict[str, str] = {}
        for name, meaning in mapping.items():
            check_meaning(name, meaning, vocabulary)

    def ignore(self, what: str, count: int = 1) -> None:
        """Count what is not taken, under a kind of thing such as "mood"."""
        self.ignored[what] += count

    def meaning(
        self, name: str, roles: tuple[str, ...] = ("remedy", "trigger"), *, ask: bool = True
    ) -> str | None:
        """Return `cramp`, `ignore` or `role:word` for a name in the file, None if it is unknown.

        Args:
            name: as it stands in the file.
            roles: of the words among which to look it up.
            ask: whether to tell the person of a name that is unknown.
        """
        name = clean_text(name)
        found = self.mapping.get(key(name))
        if found is None:
            known = self.vocabulary.find(name, *roles) if roles else []
            if known:
                found = f"{known[0].role}:{known[0].slug}"
            elif _CRAMP_LIKE.search(name):
                found = CRAMP
        if found is None and ask:
            self.unknown[name] += 1
        if found or ask:
            self.meanings[name] = found or ""
        return found

    def record(
        self,
        meaning: str | None,
        name: str,
        at: datetime,
        precision: str,
        *,
        severity: int | None = None,
        amount: str | None = None,
        note: str | None = None,
    ) -> Record | None:
        """Return what a thing of that meaning is in the diary: a cramp, an exposure, or nothing."""
        if meaning is None:
            return None
        if meaning == IGNORE:
            self.ignore(f"{safe(name)} (by your mapping)")
            return None
        if meaning == CRAMP:
            return self.cramp(at, precision, name, severity=severity, note=note)
        role, _, word = meaning.partition(":")
        if role not in ("remedy", "trigger"):
            return self.cramp(at, precision, severity=severity, note=note, **as_field(role, word))
        return Exposure(
            at=at, logged_at=at, precision=precision, role=role, word=word, amount=amount, note=note
        )

    def cramp(self, at: datetime, precision: str, name: str = "", **values: Any) -> Episode:
        """Return a cramp, its place and side taken from its name where that has them ("Left calf cramp")."""
        fields = {**self.places(name), **{each: value for each, value in values.items() if value is not None}}
        return Episode(at=at, logged_at=at, precision=precision, **fields)

    def places(self, name: str) -> dict[str, Any]:
        """Return the sites and the side that the words of a name mean."""
        words = re.findall(r"\w+", clean_text(name).casefold())
        found: dict[str, Any] = {}
        for word in (*words, *(" ".join(pair) for pair in pairwise(words))):
            for known in self.vocabulary.find(word, "site", "side"):
                if known.role == "side":
                    found["side"] = known.slug
                elif known.slug not in found.setdefault("sites", ()):
                    found["sites"] = (*found["sites"], known.slug)
        return found

    def moment(self, day: date, clock: time | None) -> tuple[datetime, str]:
        """Return the moment that clocks showed, with its precision; without a clock time, noon and `day`.

        A time that the clocks skipped is an hour later, and `approx`; of two, it is the first.

        Raises:
            UsageError: the year is out of range.
        """
        naive = datetime.combine(day, clock or time(12))
        check_year(naive.year)
        try:
            return local_moments(naive, zone=self.zone)[0], "day" if clock is None else "minute"
        except UsageError:
            return local_moments(naive + timedelta(hours=1), zone=self.zone)[0], "approx"


def read_clock(text: str) -> time | None:
    """Return a time of the clock, None for an empty text.

    Raises:
        UsageError: it is no time, such as 13:00 pm.
    """
    # Some locales put a narrow no-break space before "PM".
    text = re.sub(r"\s", " ", text).strip()
    if not text:
        return None
    match = _CLOCK.fullmatch(text)
    if not match:
        raise UsageError("The time is not one of a clock.")
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    if match[4]:
        if not 1 <= hour <= 12:
            raise UsageError("With am or pm the hour is 1-12.")
        hour = hour % 12 + (12 if match[4].casefold() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise UsageError("The time is not one of a clock.")
    return time(hour, minute, second)


def zone_named(name: str | None) -> tzinfo | None:
    """Return the zone of an IANA name, None for None.

    Raises:
        UsageError: there is no such zone.
    """
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError, RecursionError) as error:
        raise UsageError(f"There is no time zone {short(name)}. Write it as in Europe/London.") from error


def check_meaning(name: str, meaning: str, vocabulary: Vocabulary) -> None:
    """Refuse a meaning that is none, or a word that the diary does not know.

    Raises:
        UsageError: says what a meaning may be.
    """
    if meaning in (CRAMP, IGNORE):
        return
    role, colon, word = meaning.partition(":")
    if not colon or role not in ROLES:
        raise UsageError(
            f'"{short(name)}" cannot mean "{short(meaning)}": write cramp, ignore, or what it is here, as '
            "in remedy:magnesium. Nothing was imported."
        )
    if vocabulary.get(role, word) is None:
        near = vocabulary.suggest(word, role)
        guess = f" Did you mean {role}:{short(key(near))}?" if near else ""
        raise UsageError(
            f"There is no {role} {short(word)} here.{guess} `cramp words add {role} {short(word)}` adds it. "
            "Nothing was imported."
        )


def as_field(role: str, word: str) -> dict[str, Any]:
    """Return the field of a cramp that a word of the roles site, side, sensation or onset fills."""
    if role in ("site", "sensation"):
        return {f"{role}s": (word,)}
    return {role: word}


def clear_night(day: date, at: datetime) -> CheckIn:
    return CheckIn(night=day, logged_at=at)


def note_of(*parts: str | None) -> str | None:
    """Return parts of a text as one note, a line each; what is beyond the limit of a note is cut."""
    text = clean_text("\n".join(part.strip() for part in parts if part and part.strip()).replace("\0", ""))
    if len(text) > NOTE_LIMIT:
        text = text[: NOTE_LIMIT - 1].strip() + "…"
    return text or None


def amount_of(text: str) -> str | None:
    """Return how much of something it was; what is beyond the limit of an amount is cut."""
    return clean_text(clean_text(text)[:NAME_LIMIT]) or None


def whole(at: datetime) -> datetime:
    """Return a moment in whole seconds.

    Raises:
        UsageError: its offset is not one in whole minutes.
    """
    offset = at.utcoffset()
    if offset is not None and (offset.seconds % 60 or offset.microseconds):
        raise UsageError("The offset of its time is not in whole minutes.")
    return at.replace(microsecond=0)


def severity_of_ten(number: float) -> int | None:
    """Return a whole severity from 0 to 10, rounded half up; None for what is not on the scale."""
    return int(number + 0.5) if 0 <= number <= 10 else None


def as_revisions(records: Iterable[Record], program: str) -> Iterator[dict[str, Any]]:
    """Yield records from another program's file as rows of the log.

    Ids and stamps follow from the content alone, and from the number of times that it was there before: the
    same file makes the same rows on every device and at every import, so that importing it again brings
    nothing, and two entries that are alike stay two.
    """
    seen: set[int] = set()
    again: Counter[int] = Counter()
    for record in records:
        body = body_of(record)
        content = int.from_bytes(sha256(body.encode()).digest()[:8], "big")
        number = 0
        if content in seen:
            again[content] += 1
            number = again[content]
        seen.add(content)
        at: datetime = getattr(record, "at", getattr(record, "logged_at", _NO_TIME))
        entry = content_uid(at, "entry", program, record.kind, body, str(number))
        row = {
            "uid": content_uid(at, "version", program, record.kind, body, str(number)),
            "record_uid": word_uids(record)[0] if isinstance(record, Word) else entry,
            "kind": record.kind,
            "stamp": f"{to_utc_text(at)[:19]}.000Z+{0:08x}",
            "parents": as_json([]),
            "deleted": 0,
            "body": body,
        }
        yield {**row, "digest": digest_of(row)}
