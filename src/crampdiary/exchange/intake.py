"""What all readers of other programs' files share: names, moments, and what of a row becomes which entry.

Whatever is not taken is counted and said. A file of attacks alone makes no nights without cramps, what was not said
is never a zero, and places on a map are never read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

from crampdiary.clock.zones import check_year, local_moments, night_of
from crampdiary.diary.fields import NAME_LIMIT, NOTE_LIMIT
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.diary.values import clean_text, key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.clear_nights import ClearNights
from crampdiary.exchange.clocks import whole
from crampdiary.exchange.made import Made
from crampdiary.exchange.meaning import IGNORE, NOTHING, NameMeaning, meaning_of, words_to_add
from crampdiary.exchange.naming import CLEAR, CRAMP, MAYBE, NameReader
from crampdiary.exchange.reading import Rows
from crampdiary.words.when import night_told
from crampdiary.words.wording import safe, short

TIMES_OF_DAY = {"pre": 3, "am": 9, "mid": 13, "pm": 20, "all day": 12, "": 12}  # hours
_LOOKS_BACK = range(5, 21)  # o'clock
_DAY = timedelta(days=1)
_MENTIONS_KEPT = 20
_MOMENTS_KEPT = 4_096  # the rows of a day stand together


class When(NamedTuple):
    """When a row is of.

    Attributes:
        at: the moment.
        precision: how well that is known.
        written: the time as the source has it, without an offset.
        looks_back: whether it is the entry of a day made in its evening: its cramps are those of the night before.
        has_clock: whether the source has a time of the clock.
        night: that its cramps are of, where the source says another than that of its moment.
    """

    at: datetime
    precision: str
    written: datetime
    looks_back: bool = False
    has_clock: bool = True
    night: date | None = None


class Item(NamedTuple):
    """A thing that a row names: an activity, a symptom, a medicine.

    Attributes:
        name: as the source has it.
        severity: of a cramp; 0 says that there was none.
        amount: of what was used.
        role: of a word, where the source says that: `remedy` for a medicine. It is no cramp then, whatever its name.
        is_symptom: whether it is no remedy and no trigger, so that nobody is asked what it is.
        fields: of a cramp, what else is known of it.
        note: what else is to be kept of a cramp.
    """

    name: str
    severity: int | None = None
    amount: str | None = None
    role: str = ""
    is_symptom: bool = False
    fields: Mapping[str, Any] = {}
    note: str | None = None


class Reading:
    """One import of another program's file.

    Args:
        path: the file.
        vocabulary: the words that the diary knows.
        mapping: a name in the file to its meaning, as the person said.
        zone: of the clocks in the file, None for the system's.
        folder: private, for what must be unpacked.
        delimiter: between the cells of a table.
        columns: a column's name to a field with an optional shape as in `at:%d.%m.%Y %H:%M`, for a sheet.
        dates: the order of day and month, where it was said.
        purpose: of the remedies.
        sheet: the name of the sheet in a workbook.
        skip: whether rows that cannot be read are left out.
        now: the present, for what says its time by that alone.
    """

    def __init__(
        self, path: Path, vocabulary: Vocabulary, mapping: Mapping[str, str], zone: tzinfo | None = None, *,
        folder: Path, delimiter: str = ",", columns: Mapping[str, str] | None = None, dates: str | None = None,
        purpose: str = "prevention", sheet: str | None = None, skip: bool = False, now: datetime | None = None,
    ) -> None:  # fmt: skip
        self.path = path
        self.rows = Rows(path.name, skip=skip)
        self.vocabulary = vocabulary
        self.words = NameReader(vocabulary)
        self.new_words = words_to_add(mapping, vocabulary)
        self.mapping = {
            key(name): meaning_of(name, text, self.words, self.new_words) for name, text in mapping.items()
        }
        self.zone = zone
        self.delimiter = delimiter
        self.columns = dict(columns or {})
        self.folder = folder
        self.dates = dates
        self.purpose = purpose
        self.sheet = sheet
        self.now = now
        self.open_date = ""
        """A date for which the order of day and month must be said, where nothing in the file decides it."""
        self.open_rows = False
        """Whether it must be said if each row is a cramp, as nothing in the file tells it."""
        self.ignored: Counter[str] = Counter()
        """What is not taken, by its kind."""
        self.left_out: Counter[str] = Counter()
        """Names of symptoms and the like that are no cramp of leg or foot."""
        self.unknown: Counter[str] = Counter()
        """Names that are for the person to explain."""
        self.asked_of: dict[str, str] = {}
        """For what each of those stands: the role of a word or the field of a sheet, empty where that is open."""
        self.maybe: Counter[str] = Counter()
        """Those of them that are called cramps, and do not say of which part of the body."""
        self.cramps: Counter[str] = Counter()
        """Names that became cramps."""
        self.mentions: list[str] = []
        """What was not taken and tells of a cramp."""
        self.said: list[str] = []
        """What else is to be told of how the file was read."""
        self.meanings: dict[str, str] = {}
        self.of_else: Counter[str] = Counter()
        """Columns that say how bad something was where others say that there was no cramp."""
        self.is_again = False
        """Whether a file like this was imported before, and may have been corrected since."""
        self.denied: set[tuple[str, datetime]] = set()
        """What it says there was not, if it may be corrected: each a word, or "episode" for more cramps, and when."""
        self._meant: dict[tuple[str, str, bool], NameMeaning | None] = {}
        self._clock = lru_cache(_MOMENTS_KEPT)(self._read_clock)
        self.nights = ClearNights()

    # What is not taken

    def ignore(self, what: str, count: int = 1) -> None:
        """Count what is not taken, under a kind of thing such as "mood"."""
        self.ignored[what] += count

    def mention(self, text: str) -> None:
        """Point out something that is not taken and tells of a cramp."""
        if len(self.mentions) < _MENTIONS_KEPT:
            self.mentions.append(text)
        else:
            self.ignore("more that tells of a cramp")

    def mention_of(self, when: When, text: str) -> None:
        """Point out what a row says of a cramp that is not taken, with its day; its night is not clear."""
        day = when.written.date()
        self.nights.doubt([when.night] if when.night else [day, day - _DAY] if when.has_clock else [day])
        self.mention(f'{when.written:%Y-%m-%d}: "{safe(text)[:120]}"')

    # Names

    def ask_of(self, name: str, stands_for: str) -> None:
        """Count a name that is for the person to explain, and take note of what it stands for."""
        self.unknown[name] += 1
        self.asked_of.setdefault(name, stands_for)

    def meaning(self, name: str, role: str = "", *, is_symptom: bool = False) -> NameMeaning | None:
        """Return what a name in the file means, None where that is not known; it is counted then.

        Args:
            name: as it stands in the file.
            role: of the word that it is, where the source says that.
            is_symptom: whether it can only be a cramp.
        """
        asked = (name, role, is_symptom)
        if asked not in self._meant:
            self._meant[asked] = self._meaning(clean_text(name), role, is_symptom)
            said = self._meant[asked]
            if said is not None or not is_symptom:
                self.meanings.setdefault(name, said.text if said else "")
        found = self._meant[asked]
        if found is None:
            may_be = not role and self.words.said(name).kind == MAYBE
            if may_be:
                self.maybe[name] += 1
                self.meanings.setdefault(name, "")
            if is_symptom and not may_be:
                self.left_out[name] += 1
            else:
                self.ask_of(name, role)
        elif found.kind == IGNORE:
            self.ignore(f"{safe(name)} (by your mapping)")
        return found

    def _meaning(self, name: str, role: str, is_symptom: bool) -> NameMeaning | None:
        found = self.mapping.get(key(name))
        if found is not None:
            return found
        if not is_symptom:
            for each in self.vocabulary.find(name, *((role,) if role else ("remedy", "trigger"))):
                return NameMeaning(each.role, each.slug, text=f"{each.role}:{each.slug}")
        if not role:
            said = self.words.said(name)
            if said.kind in (CRAMP, CLEAR):
                return NameMeaning(said.kind, fields=said.fields, text=said.kind)
        if not is_symptom and (role or any(map(str.isdigit, name))):
            taken = self.words.taken(name, role or "remedy")
            if not taken and role:
                return NameMeaning(NOTHING, text=IGNORE)  # "No medication"
            if len(taken) == 1 and taken[0].word:
                word = taken[0]
                return NameMeaning(
                    role or "remedy", word.word, word.amount, text=f"{role or 'remedy'}:{word.word}"
                )
        return None

    # Moments

    def settled_order(self, order: str | None, example: str) -> str:
        """Return the order of day and month in the file's dates, and take note that it is to be told.

        Args:
            order: as one of the dates decides it, None where none does.
            example: one of those that leave it open.

        Raises:
            UsageError: it has to be said.
        """
        if not order:
            self.open_date = example
            raise UsageError(
                f'{self.path.name}: "{short(example)}" could be two days, and no date in it says which. Add --dates '
                "dmy where the day stands first, or --dates mdy for the month. Nothing was imported."
            )
        how = {"dmy": "the day first", "mdy": "the month first", "ymd": "the year first"}[order]
        self.said.append(f"Dates are read with {how}, as some of them can be read in no other way.")
        return order

    def when(self, day: date, clock: time | None, *, looks_back: bool = False) -> When:
        """Return the moment that clocks showed; without a clock time, noon, and of the day alone.

        A time that the clocks skipped is an hour later, and roughly known; of two, it is the first.

        Raises:
            UsageError: the year is out of range.
        """
        written = datetime.combine(day, clock or time(12))
        check_year(written.year)
        precision = "day" if clock is None or looks_back else "minute"
        at, is_shown = self._clock(written)
        if not is_shown and precision == "minute":
            precision = "approx"
        return When(at, precision, written, looks_back, clock is not None)

    def when_at(self, at: datetime) -> When:
        """Return a moment whose offset the source has, or else that its clock showed."""
        at = whole(at)
        if at.utcoffset() is None:
            return self.when(at.date(), at.time())
        check_year(at.year)
        return When(at, "minute", at.replace(tzinfo=None))

    def of_the_night(self, when: When) -> When:
        """Return a row's night, for what it tells beside a cramp at its time: that is not of the same minute."""
        if not when.has_clock:
            return when
        noon = datetime.combine(when.night or night_of(when.at), time(12))
        return when._replace(at=self._clock(noon)[0], precision="day", has_clock=False, night=noon.date())

    def _read_clock(self, shown: datetime) -> tuple[datetime, bool]:
        """Return the moment at which clocks showed a time, and whether they did or skipped it."""
        try:
            return local_moments(shown, zone=self.zone)[0], True
        except UsageError:
            return local_moments(shown + timedelta(hours=1), zone=self.zone)[0], False

    # Entries

    def entry(
        self, when: When, things: Iterable[Item], note: str | None = None, key: tuple[str, ...] = ()
    ) -> Iterator[Made]:
        """Yield what one row or entry of the source becomes: at most one cramp, and each remedy and trigger once.

        Args:
            when: its time.
            things: that it names.
            note: that stands beside them.
            key: what tells it from others of its time, where the source has several rows of one.
        """
        cramps: list[tuple[Item, NameMeaning]] = []
        none_of: list[Mapping[str, Any]] = []
        uses: dict[tuple[str, str], tuple[Item, str | None]] = {}
        is_clear, is_denied, of_the_night = False, False, when
        for thing in things:
            found = self.meaning(thing.name, thing.role, is_symptom=thing.is_symptom)
            if found is None or found.kind in (IGNORE, NOTHING):
                continue
            if found.kind in (CLEAR, CRAMP):
                of_the_night = self._named_night(thing.name, of_the_night)
            if found.kind == CLEAR:
                is_denied = is_denied or thing.severity != 0
            elif found.kind == CRAMP:
                if thing.severity == 0:
                    is_clear = True
                    none_of.append(found.fields)
                else:
                    cramps.append((thing, found))
            elif thing.severity == 0:
                self.deny(found.word, when.at)
                self.ignore("no, or 0, of what is no cramp")
            else:
                uses.setdefault((found.kind, found.word), (thing, thing.amount or found.amount))
        if cramps and (is_denied or any(found.fields in none_of for _, found in cramps)):
            self.ignore("denial of cramps beside a cramp of the same moment")
        is_clear = is_clear or is_denied
        if cramps:
            note = note_of(note, *_noted(cramps))
            for thing, _ in cramps:
                self.cramps[thing.name] += 1
            fields = [*(found.fields for _, found in cramps), *(thing.fields for thing, _ in cramps)]
            levels = [thing.severity for thing, _ in cramps if thing.severity is not None]
            yield self.cramp(
                of_the_night, note, together(fields), severity=max(levels, default=None), key=key
            )
            note = None
        elif is_clear and not (note and self.words.contradicts(note)):
            self.clear(of_the_night, note)
            note = None
        for (role, word), (thing, amount) in uses.items():
            yield self.use(when, role, word, amount, note, name=thing.name)
            note = None
        if note:
            self.leave_note(when, note)

    def leave_note(self, when: When, note: str) -> None:
        """Count a note that is not taken, or point it out if it tells of a cramp or of where one was."""
        if self.words.contradicts(note) or self.words.is_place(note):
            self.mention_of(when, note)
        else:
            self.ignore("note of an entry that is not taken")

    def _named_night(self, name: str, when: When) -> When:
        """Return a row's moment, or the night that a name says its cramps are of: `Leg cramps last night`.

        At night the moment itself is known better.
        """
        is_at_night = when.has_clock and when.written.hour not in _LOOKS_BACK
        told = None if when.looks_back or is_at_night else self.words.told(name)
        if told is None or told.day is None or told.day.name != "last night":
            return when
        return when._replace(night=night_told(told.day, when.at, self.zone), has_clock=False)

    def cramp(
        self, when: When, note: str | None, fields: Mapping[str, Any], *,
        severity: int | None = None, key: tuple[str, ...] = (),
    ) -> Made:  # fmt: skip
        """Return a cramp; of a day's entry made in its evening, one of the night before."""
        at, precision = when.at, when.precision
        if when.looks_back:
            at = self._clock(when.written - _DAY)[0]
        elif when.night is not None and not when.has_clock:
            at, precision = self._clock(datetime.combine(when.night, time(12)))[0], "day"
        values = {each: value for each, value in fields.items() if value is not None}
        if severity is not None:
            values["severity"] = severity
        record = Episode(at=at, logged_at=at, precision=precision, note=note, **values)
        self.nights.has_cramp(record.night)
        return Made(record, when.written, key)

    def use(
        self, when: When, role: str, word: str, amount: str | None = None, note: str | None = None, *, name: str = ""
    ) -> Made:  # fmt: skip
        """Return a remedy used or a trigger met."""
        purpose = self.purpose if role == "remedy" else None
        record = Exposure(
            at=when.at, logged_at=when.at, precision=when.precision, role=role, word=word, amount=amount,
            purpose=purpose, note=note,
        )  # fmt: skip
        return Made(record, when.written, (clean_text(name or word),))

    def deny(self, what: str, at: datetime) -> None:
        """Take note that there was none of something, or no more: what came of an earlier version of the file goes.

        Args:
            what: a word, or the kind of an entry.
            at: when.
        """
        if self.is_again:
            self.denied.add((what, at))

    def clear(self, when: When, note: str | None = None) -> None:
        """Take note of a clear night: that which is named, the one before a time of the clock, or that of a day."""
        night = when.night or when.written.date() - (_DAY if when.has_clock else timedelta())
        record = CheckIn(night=night, logged_at=when.at, note=note)
        self.nights.say(Made(record, datetime.combine(night, time(12))))


def _noted(cramps: Iterable[tuple[Item, NameMeaning]]) -> Iterator[str]:
    """Yield what is noted of the things that are one cramp: what else is known of each, and its name always."""
    for thing, _ in cramps:
        if thing.note:
            yield thing.note
        if thing.name not in (thing.note or ""):
            yield thing.name


def together(several: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the fields of cramps that are one: what is a list has all, and two sides are both."""
    found: dict[str, Any] = {}
    for fields in several:
        for name, value in fields.items():
            before = found.get(name)
            if isinstance(value, tuple) and before:
                value = tuple(dict.fromkeys((*before, *value)))
            elif name == "side" and before not in (None, value):
                value = "both"
            found[name] = value
    return found


def note_of(*parts: str | None) -> str | None:
    """Return parts of a text as one note, a line each; what is beyond the limit of a note is cut."""
    text = clean_text("\n".join(part.strip() for part in parts if part and part.strip()).replace("\0", ""))
    if len(text) > NOTE_LIMIT:
        text = text[: NOTE_LIMIT - 1].strip() + "…"
    return text or None


def amount_of(text: str) -> str | None:
    """Return how much of something it was; what is beyond the limit of an amount is cut."""
    text = re.sub(r"(?<=\d)\.0(?!\d)", "", clean_text(text))  # 400.0, as some programs write all numbers
    return clean_text(text[:NAME_LIMIT]) or None
