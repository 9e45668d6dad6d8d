"""The cramps of a sheet's rows: what the columns of one say, and whether they say that there was one at all.

A row is a cramp only if something in it says so: how bad it was, where, how long, how many, or a name that is one.
What denies it counts before that, in whatever column it stands. A remedy or trigger alone was used or met, no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

from crampdiary.diary.model import Episode
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import number_in
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.made import Made
from crampdiary.exchange.names.header_words import is_cramp
from crampdiary.exchange.names.naming import CLEAR, CRAMP, ELSEWHERE, MAYBE, OTHER
from crampdiary.exchange.names.uses_named import Taken
from crampdiary.exchange.notes_told import contradicts
from crampdiary.exchange.one_moment import together
from crampdiary.exchange.row import Item, When, note_of
from crampdiary.exchange.sheets.counted import CountColumns, Counted, ToldCramps, at_times, of_header
from crampdiary.exchange.sheets.of_cramps import OfCramps
from crampdiary.exchange.sheets.placed import Fields, SheetColumn, cell_of
from crampdiary.exchange.sheets.row_told import PLACES, RowTold
from crampdiary.exchange.sheets.ways_out import Meant, advice
from crampdiary.exchange.yes_no import begins_with_a_denial, denies, denies_cramps, is_yes
from crampdiary.words.wording import safe, short

_BOTH = "It says both that there was a cramp and that there was none"
_MANY = 10  # cramps of one row, and more, are one entry: nobody remembers each of them
_LENGTHS = ("duration", "minutes", "seconds", "sore")
_NOT_OF_CLEAR = ("onset", "woke", "helped")
"""What a night without cramps has no place for, and what tells of none."""
_SAYING = ("clear", "severity", "name", *PLACES)
_REMEMBERED = 2_000  # cells
_SAID = 120  # characters
_OF_ALL = ((), (("sites", ("leg",)),), ("night",))
"""Of which cramps a header asks that leaves out none."""
_WORDS = re.compile(r"[^\W\d_]+")
_TELLING = ("sites", "side", "sensations")
"""What tells of a cramp in any sheet: not what one was doing, nor whether one woke."""
_LASTING = ("duration_s", "sore_s")
"""The same in a sheet of cramps; in any other, something else may have lasted."""


class RowCramps:
    """Reads the cramps of a sheet's rows.

    Args:
        reading: of the file.
        fields: where each field stands.
        counts: the columns that say how many there were.
        rated: those that are each a cramp, and say how bad it was.
        of_cramps: which rows are cramps where no cell says so.

    Attributes:
        told: reads what the columns of one say.
    """

    def __init__(
        self, reading: Reading, fields: Fields, counts: Sequence[SheetColumn],
        rated: Sequence[SheetColumn], of_cramps: OfCramps,
    ) -> None:  # fmt: skip
        self._reading = reading
        self._fields = fields
        self._meant = meant = Meant(reading)
        self._counts = CountColumns(counts, reading.words, meant)
        self._counts_of_cramps = CountColumns(
            [each for each in counts if reading.words.asks_of_cramps(each.name)], reading.words, meant
        )
        self._count_columns = counts
        self._rated = rated
        self._of_cramps = of_cramps
        self._standing = {each for each in PLACES if each in fields} if "severity" in fields else set()
        self._rated_rows = 0
        self._left_open = [*counts, *fields.among("severity", "woke", "end", *_LENGTHS)]
        self._has_said_how = False
        self._is_denial = lru_cache(_REMEMBERED)(self._read_denial)
        self.told = RowTold(reading, fields, meant)

    @property
    def is_open(self) -> bool:
        """Whether only further rows tell if a place stands in each of them, or in what the lengths are."""
        return bool(self._standing) or self.told.lengths.is_open

    def look(self, row: list[str]) -> None:
        """Look at a row before any is read: a place that stands beside every severity tells of no cramp beside a 0."""
        self._counts.look(row)
        self._counts_of_cramps.look(row)
        self.told.lengths.look(row)
        if self._standing and self._fields.text(row, "severity"):
            self._rated_rows += 1
            self._standing = {each for each in self._standing if not denies(self._fields.text(row, each))}

    def of(
        self, row: list[str], when: When, note: str | None, name: Item | None, things: Iterable[Item]
    ) -> Iterator[Made]:
        """Yield the cramps of a row, or what it says was tried or met without one; take note of a clear night.

        Args:
            row: its cells.
            when: its time.
            note: that stands in it.
            name: of what the row is, where a column says that.
            things: that its other columns name: of these, those that are cramps or say that there was none.
        """
        if name is not None and self.kind(name, row) == OTHER:
            # It is of something else, however bad that was.
            yield from self._beside_a_name(row, when)
            return
        severity, as_typed = self.told.severity(row)
        if name is not None:
            # Of what a row is called, its severity says how bad it was, and a 0 that there was none.
            things = [name._replace(severity=0) if severity == 0 else name, *things]
        named = [each for each in things if self.kind(each, row) == CRAMP]
        are_named = [each for each in named if each.severity != 0]
        counted = self._counts.of(row)
        for _, text in counted.unread:
            self._reading.unread.setdefault(text, "count")
        clear = is_yes(text) if (text := self._fields.text(row, "clear")) else None
        is_told = bool(counted.told or are_named)
        if not is_told and severity is None:
            undenied = (each.name for each in things if self.kind(each, row) == CLEAR and each.severity == 0)
            self._reading.leave_undenied(undenied)
        is_denied = any(self.kind(each, row) == CLEAR and each.severity != 0 for each in things)
        is_denied = is_denied or any(self._denies_all(row, each) for each in (*PLACES, "time"))
        is_denied = is_denied or bool(clear) or severity == 0 or counted.contradicts
        also = (is_denied and self._of_cramps.told(row)) or ""
        # Of columns that are each of a part, one denies no more than its own.
        is_denied = is_denied or (not is_told and (counted.denies or self._deny_all(named, row)))
        beside = self._beside_a_denial(row)
        is_of_a_cramp = is_told or severity or beside
        taken_back = note if note and is_of_a_cramp and self._reading.words.takes_back(note) else None
        names = (each.name for each in things if self.kind(each, row) != OTHER)
        left_open = [
            f"{each.name}: {text}"
            for each in self._left_open
            if self._meant.is_left_open(text := cell_of(row, each))
        ]
        if taken_back or (is_denied and (is_told or severity or beside or also or clear is False)):
            cells = [*self._as_said(row), *beside.values()]
            cells += [each for each in (*names, also, taken_back) if each and each not in " ".join(cells)]
            said = ", ".join(f'"{safe(each)}"' for each in dict.fromkeys(cells))
            speaking = [*(["severity"] if severity else []), *beside]
            if len(speaking) == 1 and not (is_told or also or clear is False):
                self._reading.of_else[self._fields[speaking[0]].name] += 1
            raise UsageError(f"{_BOTH}: {short(said, _SAID)}.")
        is_open = not is_told and any(begins_with_a_denial(text) for _, text in counted.unread)
        if is_open or (is_denied and counted.unread):
            self._point_out_count(when, counted, [note])
            yield from self._without(when, None, {}, self.told.used(row))
            return
        if is_denied:
            if note and contradicts(note, self._reading.words):
                self._reading.mention_of(when, note)
            else:
                self._reading.clear(when, note)
            for field in _NOT_OF_CLEAR:
                if (text := self._fields.text(row, field)) and not denies(text):
                    self._reading.ignore(
                        f"column {safe(self._fields[field].name)}, of a night without cramps"
                    )
            yield from self._without(when, None, {}, self.told.used(row))
            return
        if (denied := self._of_cramps.denied(row, is_told=is_told)) is not None:
            self._reading.ignore(f'row with "{safe(denied)}"')
            return
        if self.told.is_elsewhere(row):
            return
        fields, kept = self.told.described(row, when)
        used = self.told.used(row)
        some_denied = counted.some_denied or len(are_named) < len(named)
        named = are_named
        levels = [each.severity for each in named if each.severity is not None]
        severity = max(levels, default=None) if severity is None else severity
        if not (severity or is_told or self._tells(fields)):
            if note and not counted.unread and self._reading.words.denies_cramps(note):
                self._reading.clear(when, note)
                return
            if clear is False or some_denied:
                if clear is not False:
                    self._reading.deny_cramps(when)
                self._name_what_is_open(row, when, clear)
                self._point_out_count(when, counted)
                yield from self._without(when, note, {}, used)
                return
            is_alone = not (kept or fields or any(used.values()))
            if not self._of_cramps.tells(row, has_clock=when.has_clock, is_alone=is_alone, note=note):
                self._point_out_count(when, counted, [*left_open, self._length_alone(row)])
                self._name_untold(row, fields)
                yield from self._without(when, note, fields, used)
                return
        for _, text in counted.unread:
            self._reading.ask_of(text, "count")
        for each in named:
            self._reading.cramps[each.name] += 1
            kept.append(each.note or each.name)
        by_names = [
            *(self._reading.says(each.name).fields for each in named),
            *(each.fields for each in named),
        ]
        if named and len(counted.told) == 1:  # a name too of the cramp that they are
            only = counted.told[0]
            by_names.append(only.fields)
            kept += only.names
            counted = counted._replace(told=(only._replace(fields={}, names=()),))
        fields = together([*by_names, fields, self.told.tried(row, used)])
        kept += self.told.not_understood(row, used)
        when, counted = at_times(when, counted)
        if when.note:
            kept.append(when.note)
        note = note_of(note, as_typed, *counted.kept, *kept, *left_open)
        is_lasting = not when.has_clock and not fields.keys().isdisjoint(_LASTING)
        is_of_its_own = bool(counted.told or when.more) or is_lasting
        if name is not None and not is_of_its_own:
            self._reading.add(when, [each.name for each in named], note, fields, severity)
            return
        yield from self._each(when, note, fields, severity, counted)

    def _beside_a_name(self, row: list[str], when: When) -> Iterator[Made]:
        """Yield the cramps that columns of their own count in a row that is of something else."""
        counted = self._counts_of_cramps.of(row)
        if counted.contradicts:
            said = ", ".join(f'"{safe(each)}"' for each in self._as_said(row))
            raise UsageError(f"{_BOTH}: {short(said, _SAID)}.")
        self._point_out_count(when, counted)
        if counted.told:
            yield from self._each(when, note_of(*counted.kept), {}, None, counted)
        elif counted.denies:
            self._reading.clear(when)
        elif counted.some_denied:
            self._name_what_is_open(row, when, None)

    def _each(
        self, when: When, note: str | None, fields: Mapping[str, Any], severity: int | None, counted: Counted
    ) -> Iterator[Made]:  # fmt: skip
        """Yield each cramp of a row; its note, and how bad the worst was, are those of the first."""
        several = len(counted.told) > 1
        # A time in the row is that of one of them.
        moments = chain((when, *when.more), repeat(self._reading.of_the_night(when)))
        for told in counted.told or (ToldCramps(1, {}),):
            is_many = told.number >= _MANY
            of_it = {**fields, **told.fields} if several else {**told.fields, **fields}
            names = told.names if several or len(told.names) > 1 else ()
            text = note_of(note, *names, f"{told.number} cramps" if is_many else None)
            for _ in range(1 if is_many else told.number):
                entry = self._reading.cramp(next(moments), text, of_it, severity=severity)
                if counted.told and isinstance(entry.record, Episode):
                    self._reading.deny(Episode.kind, entry.record.at)  # beyond these
                yield entry
                text = note_of(*names)
                severity = note = None

    def kind(self, thing: Item, row: list[str]) -> str:
        """Return what a thing makes the row that names it: CRAMP, CLEAR, or OTHER."""
        meant = self._reading.meant(thing.name)
        if meant is not None:
            return meant.kind if meant.kind in (CRAMP, CLEAR) else OTHER
        kind = self._reading.words.said(thing.name).kind
        if kind == MAYBE:
            return CRAMP if self._is_of_leg(row) else OTHER
        if kind == OTHER and denies_cramps(thing.name):
            column = self._fields.get("name")
            return CLEAR if column and self._reading.words.asks_of_cramps(column.name) else OTHER
        return kind

    def _is_of_leg(self, row: list[str]) -> bool:
        """Return whether a column says of a row that it is of leg or foot."""
        texts = [cell_of(row, each) for each in self._fields.among("place", "site")]
        return any(set((self.told.place(each) or {}).get("sites", ())) - ELSEWHERE for each in texts if each)

    def _deny_all(self, named: Sequence[Item], row: list[str]) -> bool:
        """Return whether things that are cramps, none of which was there, leave no column of another open."""
        return bool(named) and all(cell_of(row, each) for each in self._rated)

    def _denies_all(self, row: list[str], field: str) -> bool:
        text = self._fields.text(row, field)
        return bool(text) and self._is_denial(field, text)

    def _read_denial(self, field: str, text: str) -> bool:
        """Return whether a cell of a field says that there were no cramps: in words of its own, or by its header."""
        words = self._reading.words
        meaning = self._meant.of(text)
        if meaning is not None:
            return meaning.kind == CLEAR
        if words.said(text).kind == CLEAR:
            return True
        if not denies_cramps(text):
            return False
        name = self._fields[field].name
        is_of_all = words.asks_of_cramps(name) and of_header(name, words)[1] in _OF_ALL
        return is_of_all or any(map(is_cramp, _WORDS.findall(text)))

    def _beside_a_denial(self, row: list[str]) -> dict[str, str]:
        """Return by field the cells of a row that say where a cramp was, how that felt, or how long."""
        found = {}
        for field in (*PLACES, *_LENGTHS):
            text = self._fields.text(row, field)
            if denies(text) or (field in self._standing and self._rated_rows > 1):
                continue
            if number_in(text) != 0 if field in _LENGTHS else self._is_place(text):
                found[field] = f"{self._fields[field].name}: {text}"
        return found

    def _is_place(self, text: str) -> bool:
        return any((self.told.place(text) or {}).get(told) for told in _TELLING)

    def _as_said(self, row: list[str]) -> list[str]:
        """Return the cells of a row that say whether there was a cramp."""
        columns = [*self._count_columns, *self._rated, *self._fields.among(*_SAYING)]
        return [f"{each.name}: {text}" for each in columns if (text := cell_of(row, each))]

    def _name_what_is_open(self, row: list[str], when: When, clear: bool | None) -> None:
        """Name a row that tells of a cramp by a denial alone, or denies only some."""
        if clear is False:
            self._reading.mention_of(when, f"{self._fields['clear'].name}: {self._fields.text(row, 'clear')}")
        else:
            self._reading.ignore(f'row with "{safe(", ".join(self._as_said(row)))}"')

    def _name_untold(self, row: list[str], fields: Mapping[str, Any]) -> None:
        """Name a row whose cells say nothing of a cramp, and how to say of a bare "none" what it means."""
        said = {each: text for each in (*PLACES, *_LENGTHS) if (text := self._fields.text(row, each))}
        for field in ("place", "site", "time"):
            text = self._fields.text(row, field)
            if text and denies(text) and self._meant.of(text) is None:
                self._reading.leave_bare_denial(self._fields[field].name, text)
                return
        if said and not fields:  # else it is counted with what was used
            self._reading.ignore("row that does not say that there was a cramp")

    def _point_out_count(self, when: When, counted: Counted, beside: Iterable[str | None] = ()) -> None:
        """Point out a row of no cramp in which a cell for their number is not understood, and say how to say it."""
        if said := ", ".join(dict.fromkeys(filter(None, (*counted.kept, *beside)))):
            self._reading.mention_of(when, said)
        if counted.unread and not self._has_said_how:
            self._has_said_how = True
            self._reading.said.append(
                f"How many cramps it was can be said: {advice(*counted.unread[0], 'count')}"
            )

    def _length_alone(self, row: list[str]) -> str | None:
        """Return what is no length that can be read, and may be that of a cramp: `How long: ages`."""
        if not self._of_cramps.describes:
            return None
        said = {each: self._fields.text(row, each) for each in _LENGTHS}
        return next(
            (
                f"{self._fields[field].name}: {text}"
                for field, text in said.items()
                if text and not denies(text)
            ),
            None,
        )

    def _tells(self, fields: Mapping[str, Any]) -> bool:
        """Return whether what is said of a cramp says that there was one."""
        if any(fields.get(each) for each in _TELLING):
            return True
        return self._of_cramps.describes and any(fields.get(each) for each in _LASTING)

    def _without(
        self,
        when: When,
        note: str | None,
        fields: Mapping[str, Any],
        used: Mapping[str, list[Taken]],
    ) -> Iterator[Made]:
        """Yield what was tried or met in a row that tells of no cramp."""
        is_used = False
        for role, words in used.items():
            for each in dict.fromkeys(each for each in words if each.word):
                is_used = True
                said = each.label if each.says_more else None
                yield self._reading.use(when, role, each.word, each.amount, said, name=each.label)
        self._reading.leave_note(when, note)
        if fields and not is_used:
            self._reading.ignore("row that does not say that there was a cramp")
