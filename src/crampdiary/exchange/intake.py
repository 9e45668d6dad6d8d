"""What all readers of other programs' files share: names, moments, and what of a row becomes which entry.

Whatever is not taken is counted and said. A file of attacks alone makes no nights without cramps, what was not said
is never a zero, and places on a map are never read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

from crampdiary.clock.zones import night_of
from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.diary.values import clean_text, key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.clear_nights import DOUBTED, OF_TWO, ClearNights, clear_night
from crampdiary.exchange.denials import Denials
from crampdiary.exchange.file_clock import FileClock
from crampdiary.exchange.happening import (
    DENIED,
    HAPPENED,
    NAMED,
    NOTHING_NAMED,
    OF_ANOTHER_PART,
    UNSURE,
    happening,
)
from crampdiary.exchange.made import Made
from crampdiary.exchange.names.meaning import IGNORE, NOTHING, NameMeaning, meaning_of, words_to_add
from crampdiary.exchange.names.naming import CLEAR, CRAMP, OTHER, NameReader, Said
from crampdiary.exchange.not_taken import NotTaken
from crampdiary.exchange.notes_told import contradicts, tells_of_one
from crampdiary.exchange.one_moment import Moments, NamedCramp, together
from crampdiary.exchange.reading import Rows
from crampdiary.exchange.row import Item, When, note_of, noted, of_doses
from crampdiary.exchange.table import Row, below_header, top_of
from crampdiary.words.when import night_told
from crampdiary.words.wording import safe, short

_LOOKS_BACK = range(5, 21)  # o'clock
_DAY = timedelta(days=1)
_NEITHER = False, False


class Reading(NotTaken, FileClock, Denials):
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
        NotTaken.__init__(self)
        FileClock.__init__(self, zone)
        Denials.__init__(self)
        self.path = path
        self.rows = Rows(path.name, skip=skip)
        self.vocabulary = vocabulary
        self.words = NameReader(vocabulary)
        self.new_words = words_to_add(mapping, vocabulary)
        self.mapping = {
            key(name): meaning_of(name, text, self.words, self.new_words) for name, text in mapping.items()
        }
        self.delimiter = delimiter
        self.columns = dict(columns or {})
        self.folder = folder
        self.dates = dates
        self.purpose = purpose
        self.sheet = sheet
        self.now = now
        self.open_date = ""
        """A date for which the order of day and month must be said, where nothing in the file decides it."""
        self.open_year = "", 0
        """The oldest day of dates without a year for which that must be said, and the last year in which it was."""
        self.open_rows = False
        """Whether it must be said if each row is a cramp, as nothing in the file tells it."""
        self.meanings: dict[str, str] = {}
        self._may_be: dict[str, tuple[bool, bool]] = {}
        self._meant: dict[tuple[str, str, bool], NameMeaning | None] = {}
        self.nights = ClearNights()
        self._moments = Moments()
        self._pointed_out: set[tuple[str, str]] = set()

    def below_header(
        self, fits: Callable[[list[str]], bool], *, nameless: bool = False
    ) -> tuple[list[str], Iterator[Row]]:
        """Return the header of the table and the rows below it, as `table.below_header`, and say how it was read."""
        return below_header(
            self.path,
            self.delimiter,
            fits,
            sheet=self.sheet,
            said=self.said,
            found=self.rows,
            nameless=nameless,
        )

    def ahead_below_header(self, fits: Callable[[list[str]], bool]) -> tuple[list[str], Iterator[Row]]:
        """Return the same for a look ahead, of which nothing is told."""
        return below_header(self.path, self.delimiter, fits, sheet=self.sheet)

    def top(self) -> list[list[str]]:
        """Return the first rows of the table, among which its header is, if it has one."""
        return top_of(self.path, self.delimiter, self.sheet)

    # What is not taken

    def mention_of(self, when: When, text: str) -> None:
        """Point out what a row says of a cramp that is not taken, with its day; its night is not clear."""
        self.deny(CheckIn.kind, when.at)
        self.nights.doubt_of(when)
        super().mention_of(when, text)

    def _look_at_kept(self, when: When, note: str) -> None:
        """Point out a note of what was used or met that tells of a cramp; once, if that may be what it is taken for."""
        if not tells_of_one(note, self.words):
            return
        is_open = happening(note, self.words).verdict in (UNSURE, DENIED)
        told = ("" if is_open else f"{when.written:%Y-%m-%d}", note)
        if told in self._pointed_out:
            return
        self._pointed_out.add(told)
        if is_open:
            super().mention_of(when, note)
        else:
            self.mention_of(when, note)

    def leave_note(self, when: When, note: str | None) -> None:
        """Point out a note that is not taken where it tells of a cramp or of where one was, else count it."""
        if note and (tells_of_one(note, self.words) or self.words.is_place(note)):
            self.mention_of(when, note)
        elif note:
            self.ignore("note of an entry that is not taken")

    # Names

    def meant(self, name: str) -> NameMeaning | None:
        """Return what the person said that a name means, None where they did not."""
        return self.mapping.get(key(name))

    def says(self, name: str) -> NameMeaning | Said:
        """Return what a name is as the person said, or else what it says by itself."""
        return self.meant(name) or self.words.said(name)

    def not_ignored(self, names: Iterable[str]) -> list[str]:
        """Return the names but for those that the person said to leave out, which say nothing of the others."""
        return [each for each in names if not self._is_ignored(each)]

    def _is_ignored(self, name: str) -> bool:
        meaning = self.meant(name)
        if meaning is None or meaning.kind != IGNORE:
            return False
        self.meaning(name)  # which counts it
        return True

    def leave_out(self, name: str, *, is_symptom: bool = True) -> None:
        """Count a name that does not say leg or foot cramp; where it may be one, that is for the person to say.

        Args:
            name: as it stands in the file.
            is_symptom: whether it can only be a cramp or nothing that is taken.
        """
        if name not in self._may_be:
            self._may_be[name] = self._is_open(name)
        may_be, is_open = self._may_be[name]
        if may_be:
            self.maybe[name] += 1
        if may_be or is_open:
            self.meanings.setdefault(name, "")
        if may_be or is_open or not is_symptom:
            self.ask_of(name, "")
        else:
            self.left_out[name] += 1

    def _is_open(self, name: str) -> tuple[bool, bool]:
        """Return whether a name may be that of leg or foot cramps, and whether it has to do with some."""
        if self.words.may_be_a_cramp(name):
            return True, True
        is_of_else = self.words.is_elsewhere(name) or not self.words.names_a_cramp(name)
        if is_of_else or self.words.said(name).kind != OTHER:
            return False, False
        verdict = happening(name, self.words).verdict
        may_be = verdict in (HAPPENED, NAMED) and self.words.tells_of_a_cramp(name)
        return may_be, verdict not in (OF_ANOTHER_PART, DENIED, NOTHING_NAMED)

    def meaning(self, name: str, role: str = "", *, is_symptom: bool = False) -> NameMeaning | None:
        """Return what a name in the file means, None where that is not known; it is counted then.

        Args:
            name: as it stands in the file.
            role: of the word that it is, where the source says that.
            is_symptom: whether it can only be a cramp.
        """
        found = self.known(name, role, is_symptom=is_symptom)
        if found is not None or not is_symptom:
            self.meanings.setdefault(name, found.text if found else "")
        if found is None and role:
            self.ask_of(name, role)
        elif found is None:
            self.leave_out(name, is_symptom=is_symptom)
        elif found.kind == IGNORE:
            self.ignore(f"{safe(name)} (by your mapping)")
        return found

    def known(self, name: str, role: str = "", *, is_symptom: bool = False) -> NameMeaning | None:
        """Return the same of a name that is not to be counted."""
        asked = (name, role, is_symptom)
        if asked not in self._meant:
            self._meant[asked] = self._meaning(clean_text(name), role, is_symptom)
        return self._meant[asked]

    def _meaning(self, name: str, role: str, is_symptom: bool) -> NameMeaning | None:
        found = self.meant(name)
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
            taken = self.words.uses.taken(name, role or "remedy")
            if not taken and role:
                return NameMeaning(NOTHING, text=IGNORE)  # "No medication"
            if len(taken) == 1 and taken[0].word:
                word = taken[0]
                return NameMeaning(
                    role or "remedy", word.word, word.amount, text=f"{role or 'remedy'}:{word.word}"
                )
        return None

    # Dates

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

    # Entries

    def entry(
        self, when: When, things: Iterable[Item], note: str | None = None, *, is_part: bool = False
    ) -> Iterator[Made]:
        """Yield what one row or entry of the source becomes: at most one cramp, and each remedy and trigger once.

        Args:
            when: its time.
            things: that it names.
            note: that stands beside them.
            is_part: whether the source has a row for each name, so that others of its time may tell of its cramp.
        """
        cramps: list[tuple[Item, NameMeaning]] = []
        none_of: list[Mapping[str, Any]] = []
        undenied: list[str] = []
        uses: dict[tuple[str, str], tuple[Item, str | None]] = {}
        is_clear, is_denied, of_the_night = False, False, when
        for thing in things:
            found = self.meaning(thing.name, thing.role, is_symptom=thing.is_symptom)
            if found is not None and found.kind == IGNORE:
                self.deny_ignored(thing.name, when)
            if found is None or found.kind in (IGNORE, NOTHING):
                if thing.said and self.words.tells_of_a_cramp(thing.said):
                    self.mention_of(when, f"{thing.name}: {thing.said}")
                elif found is None and thing.severity != 0 and self._may_be.get(thing.name, _NEITHER)[0]:
                    self.nights.doubt_of(when)
                continue
            if found.kind in (CLEAR, CRAMP):
                of_the_night = self._named_night(thing.name, of_the_night)
            if found.kind == CLEAR:
                is_denied = is_denied or thing.severity != 0
                undenied += [thing.name] * (thing.severity == 0)
            elif found.kind == CRAMP:
                if thing.severity == 0:
                    at = self._at_night(of_the_night)[0]
                    is_clear = self.denies_both(found.fields.get("side"), at) or is_clear
                    none_of.append(found.fields)
                else:
                    cramps.append((thing, found))
            elif thing.severity == 0:
                self.deny_use(found, when.at)
            else:
                uses.setdefault((found.kind, found.word), (thing, of_doses(thing.amount, found.amount)))
        if cramps and (is_denied or any(found.fields in none_of for _, found in cramps)):
            self.ignore("denial of cramps beside a cramp of the same moment")
        is_clear = is_clear or is_denied
        if not cramps:
            self.leave_undenied(undenied)
        if cramps:
            note = note_of(note, *noted(thing for thing, _ in cramps))
            for thing, _ in cramps:
                self.cramps[thing.name] += 1
            fields = [*(found.fields for _, found in cramps), *(thing.fields for thing, _ in cramps)]
            levels = [thing.severity for thing, _ in cramps if thing.severity is not None]
            severity = max(levels, default=None)
            if is_part:
                self.add(of_the_night, [thing.name for thing, _ in cramps], note, together(fields), severity)
            else:
                yield self.cramp(of_the_night, note, together(fields), severity=severity)
            note = None
        elif is_clear and note and contradicts(note, self.words):
            self.ignore(DOUBTED)
        elif is_clear:
            self.clear(of_the_night, note)
            note = None
        for (role, word), (thing, amount) in uses.items():
            yield self.use(when, role, word, amount, note, name=thing.name)
            note = None
        self.leave_note(when, note)

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
        self, when: When, note: str | None, fields: Mapping[str, Any], *, severity: int | None = None
    ) -> Made:
        """Return a cramp; of a day's entry made in its evening, one of the night before."""
        return self._cramp(*self._at_night(when), when.written, note, fields, severity)

    def add(
        self, when: When, names: Iterable[str], note: str | None, fields: Mapping[str, Any], severity: int | None
    ) -> None:  # fmt: skip
        """Take up a cramp of which other rows of its moment may tell too, by other names."""
        at, precision = self._at_night(when)
        self.nights.has_cramp(night_of(at))
        self._moments.add(NamedCramp(tuple(names), at, precision, when.written, note, fields, severity))

    def named_cramps(self) -> Iterator[Made]:
        """Yield the cramps that were taken up, once all rows are read: each moment's rows as one."""
        self.ignore("no cramp of one side, which leaves the other open", self.of_one_side)
        for several in self._moments.cramps():
            first = several[0]
            note = note_of(*dict.fromkeys(each.note for each in several))
            severity = max((each.severity for each in several if each.severity is not None), default=None)
            if len(several) > 1:  # before they were known as one, each was its own
                self.deny_all([Episode.kind], {each.at for each in several})
            fields = together(each.fields for each in several)
            yield self._cramp(first.at, first.precision, first.written, note, fields, severity)

    def _at_night(self, when: When) -> tuple[datetime, str]:
        """Return the moment of a cramp, and how well that is known."""
        if when.looks_back:
            return self.shown(when.written - _DAY)[0], when.precision
        if when.night is not None and not when.has_clock:
            return self.shown(datetime.combine(when.night, time(12)))[0], "day"
        return when.at, when.precision

    def _cramp(
        self, at: datetime, precision: str, written: datetime, note: str | None, fields: Mapping[str, Any],
        severity: int | None,
    ) -> Made:  # fmt: skip
        values = {each: value for each, value in fields.items() if value is not None}
        if severity is not None:
            values["severity"] = severity
        record = Episode(at=at, logged_at=at, precision=precision, note=note, **values)
        self.nights.has_cramp(record.night)
        return Made(record, written)

    def use(
        self, when: When, role: str, word: str, amount: str | None = None, note: str | None = None, *, name: str = ""
    ) -> Made:  # fmt: skip
        """Return a remedy used or a trigger met."""
        if note:
            self._look_at_kept(when, note)
        purpose = self.purpose if role == "remedy" else None
        record = Exposure(
            at=when.at, logged_at=when.at, precision=when.precision, role=role, word=word, amount=amount,
            purpose=purpose, note=note,
        )  # fmt: skip
        return Made(record, when.written, (clean_text(name or word),))

    def deny_ignored(self, name: str, when: When) -> None:
        """Take note that nothing is to be made of a name, whatever an earlier import made of it."""
        words = [each.slug for each in self.vocabulary.find(name, "remedy", "trigger")]
        words += [each.word for each in self.words.uses.taken(name) if each.word]
        moments = when.at, self.of_the_night(when).at, self._at_night(self._named_night(name, when))[0]
        self.deny_all((Episode.kind, CheckIn.kind, *words), moments)

    def deny_use(self, meaning: NameMeaning | None, at: datetime) -> None:
        """Count that there was none of a thing that is no cramp, whatever it means, and take note of it."""
        if meaning is not None and meaning.word:
            self.deny(meaning.word, at)
        self.ignore("no, or 0, of what is no cramp")

    def deny_cramps(self, when: When) -> None:
        """Take note that no cramps were there at a moment, but for those that the file has."""
        self.deny(Episode.kind, self._at_night(when)[0])

    def deny_thing(self, name: str, when: When) -> None:
        """Take note of a no that may only be the lack of a yes: it makes no clear night, but what was here goes."""
        found = self.known(name)
        if found is None:
            return
        if found.kind == CRAMP:
            self.deny_cramps(self._named_night(name, when))
        elif found.kind == CLEAR:
            self.deny(CheckIn.kind, when.at)
        elif found.word:
            self.deny(found.word, when.at)

    def clear(self, when: When, note: str | None = None) -> None:
        """Take note of a clear night: that which is named, or that of its day or its time."""
        self.deny_cramps(when)
        self.deny(CheckIn.kind, when.at)  # of another night, as which this may have been read before
        if found := clear_night(when, note):
            self.nights.say(found)
        else:
            self.ignore(OF_TWO)
