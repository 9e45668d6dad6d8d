"""A sheet of which is known which column is what: by the person, or by a map that is shipped.

A row is a cramp where it has columns of one, and besides what columns of remedies and triggers say. In a long sheet
a column names a thing and another has its value; in a wide one each of the other columns is a thing, and its cells
are the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any

from crampdiary.clock.durations import parse_duration
from crampdiary.diary.fields import RELIEFS, Tried
from crampdiary.diary.values import key
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import (
    count_in,
    in_range,
    is_number,
    item_of_column,
    item_valued,
    length_in,
    number_in,
    severity_in,
)
from crampdiary.exchange.clocks import iso_moment, order_of, read_clock, read_date, read_day
from crampdiary.exchange.columns import OF_A_CRAMP, TIMED, WIDE, scale_of, unit_of
from crampdiary.exchange.intake import Item, Reading, When, amount_of, is_yes, note_of, together
from crampdiary.exchange.made import Made
from crampdiary.exchange.meaning import IGNORE, NOTHING
from crampdiary.exchange.merged import MergedDates
from crampdiary.exchange.naming import CLEAR
from crampdiary.exchange.placed import cell_of, placed
from crampdiary.exchange.shapes import check_shapes, has_hour, in_shape
from crampdiary.exchange.table import below_header, fitted, top_of
from crampdiary.words.wording import safe, short

_MANY = 10  # cramps of one row, and more, are one entry: nobody remembers each of them
_REMEMBERED = 2_000  # cells
_DIGIT = re.compile(r"\d")


class Sheet:
    """One sheet: where each field stands, and how its dates are to be read.

    Args:
        reading: of the file.
        columns: what each column is, by its header; OTHERS for all that are not named.
        header: the names of the columns.

    Raises:
        CrampError: no column has the time, or two are one field; names the columns.
        UsageError: a shape leaves a part of the time open.
    """

    def __init__(self, reading: Reading, columns: Mapping[str, str], header: list[str]) -> None:
        self._reading = reading
        self._header = header
        self._fields, self._several, self._left = placed(reading, columns, header)
        check_shapes(
            {field: (each.name, each.shape) for field, each in self._fields.items() if field in TIMED}
        )
        self._is_cramp_sheet = bool(self._fields.keys() & {*OF_A_CRAMP}) or not (
            self._several or "name" in self._fields or "value" in self._fields
        )
        self._order = ""
        self._valued: set[str] = set()
        # Cells of a column are few, and each is read once.
        self._name_in = lru_cache(_REMEMBERED)(self._read_name)
        self._valued_item = lru_cache(_REMEMBERED)(self._read_valued)
        self._wide_thing = lru_cache(_REMEMBERED)(self._read_wide)
        self._amount_of = lru_cache(_REMEMBERED)(amount_of)
        self._word = lru_cache(_REMEMBERED)(self._read_word)

    # Before the rows

    def _survey(self) -> None:
        """Go through the file once for what only all of its rows tell: the order of dates, and what has values."""
        reading = self._reading
        dated = [self._fields[each] for each in ("at", "date") if each in self._fields]
        dates = [each for each in dated if not each.shape]
        top = top_of(reading.path, reading.delimiter, reading.sheet)
        is_open = any(order_of(cell_of(row, each) for row in top) != "" for each in dates)
        values = "value" in self._fields or any(field == "value" for field, _ in self._several)
        if reading.dates:
            self._order, is_open = reading.dates, False
        if not (is_open or values):
            return
        _, rows = below_header(
            reading.path, reading.delimiter, lambda names: names[: len(self._header)] == self._header,
            sheet=reading.sheet,
        )  # fmt: skip
        order: str | None = None
        example = ""
        for _, row in rows:
            if is_open and not order:
                for each in dates:
                    text = cell_of(row, each)
                    found = order_of([text])
                    order = found or order
                    example = example or (text if found is None else "")
            if values:
                for name, text in self._values(row):
                    if name in self._valued:
                        continue
                    if text.partition(":")[0] not in ("", "0", "0.0", "1", "1.0") and is_yes(text) is None:
                        self._valued.add(name)
            if order and not values:
                break
        if is_open and not order:
            reading.open_date = example
            raise UsageError(
                f'{reading.path.name}: "{short(example)}" could be two days, and no date in it says which. Add --dates '
                "dmy where the day stands first, or --dates mdy for the month. Nothing was imported."
            )
        self._order = order or self._order
        if is_open and order:
            how = {"dmy": "the day first", "mdy": "the month first", "ymd": "the year first"}[order]
            reading.said.append(f"Dates are read with {how}, as some of them can be read in no other way.")

    def _values(self, row: list[str]) -> Iterator[tuple[str, str]]:
        if "name" in self._fields and "value" in self._fields:
            yield self._name(row), cell_of(row, self._fields["value"])
        for field, column in self._several:
            if field == "value":
                yield column.name, cell_of(row, column)

    # The rows

    def entries(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Made]:
        """Yield what each row says."""
        reading = self._reading
        self._survey()
        timed = [self._fields[each] for each in ("at", "date") if each in self._fields]
        dated, clocked = (
            self._fields[each].at if each in self._fields else None for each in ("date", "time")
        )
        merged = MergedDates(dated, clocked, reading.said)
        left = [(f"column {safe(each.name)}", each) for each in self._left]
        for line, row in fitted(rows, self._header, reading.rows):
            row = merged.filled(row)
            said = [cell_of(row, each) for each in timed]
            if not any(map(_DIGIT.search, said)):
                reading.ignore(
                    "row without a date" if not any(said) else f'row "{short(safe(" ".join(said)))}"'
                )
                continue
            try:
                found = list(self._row(row))
            except UsageError as error:
                reading.rows.bad(line, error)
                continue
            for what, each in left:
                if cell_of(row, each):
                    reading.ignore(what)
            yield from found

    def _row(self, row: list[str]) -> Iterator[Made]:
        when = self._when(row)
        note = note_of(self._text(row, "note"))
        if self._is_cramp_sheet:
            cramps = list(self._cramps(row, when, note))
            if cramps:
                note = None
            yield from cramps
        yield from self._uses(row, when, None if self._is_cramp_sheet else note)
        things = [*self._named(row), *self._wide_things(row)]
        if things:
            named = (self._name(row),) if "name" in self._fields else ()
            yield from self._reading.entry(when, things, None if self._is_cramp_sheet else note, named)

    def _text(self, row: list[str], field: str) -> str:
        column = self._fields.get(field)
        return cell_of(row, column) if column else ""

    def _when(self, row: list[str]) -> When:
        if "at" in self._fields:
            text, shape = self._text(row, "at"), self._fields["at"].shape
            if shape:
                moment = in_shape(text, shape)
                if moment.utcoffset() is not None:
                    return self._reading.when_at(moment)
                return self._reading.when(moment.date(), moment.time() if has_hour(shape) else None)
            return self._moment(text)
        text, shape = self._text(row, "date"), self._fields["date"].shape
        if shape:
            day = in_shape(text, shape).date()
        else:
            found = iso_moment(text)  # some programs write a day with its midnight
            day = found.date() if found else read_date(text, self._order)[0]
        said = self._text(row, "time")
        shape = self._fields["time"].shape if "time" in self._fields else ""
        if said and shape:
            return self._reading.when(day, in_shape(said, shape).time())
        return self._reading.when(*read_day(day, said))

    def _moment(self, text: str) -> When:
        found = iso_moment(text)
        if found is not None:
            return self._reading.when_at(found)
        return self._reading.when(*read_day(*read_date(text, self._order)))

    def _cramps(self, row: list[str], when: When, note: str | None) -> Iterator[Made]:
        """Yield the cramps of a row; take note where it says that there was none."""
        severity, as_typed = self._severity(row)
        count = self._count(row)
        if is_yes(self._text(row, "clear")) or severity == 0 or count == 0:
            if count or (severity and is_yes(self._text(row, "clear"))):
                raise UsageError("It says both that there was a cramp and that there was none.")
            self._reading.clear(when, note)
            return
        if self._is_elsewhere(row):
            return
        fields, kept = self._described(row, when)
        is_said = severity is not None or count or fields or kept
        if not is_said and note and self._reading.words.said(note).kind == CLEAR:
            self._reading.clear(when, note)
            return
        # A day alone, with nothing beside it, is a day of a calendar.
        of_days = self._fields.keys() & ({"clear", "count"} if when.has_clock else {*OF_A_CRAMP})
        if not is_said and (self._several or of_days):
            if note and self._reading.words.tells_of_a_cramp(note):
                self._reading.mention(f'{when.written:%Y-%m-%d}: "{safe(note)[:120]}"')
            return
        text = note_of(note, as_typed, *kept, f"{count} cramps" if count and count >= _MANY else None)
        for number in range(count if count and count < _MANY else 1):
            # How bad the worst was is known of one alone.
            yield self._reading.cramp(when, text, fields, severity=None if number else severity)
            text = None

    def _severity(self, row: list[str]) -> tuple[int | None, str | None]:
        """Return how bad it was, and what was typed where that says more."""
        text = self._text(row, "severity")
        if not text:
            return None, None
        column = self._fields["severity"]
        found = severity_in(text, scale_of(column.shape), self._reading.words)
        return found, None if is_number(text, found) else f"{column.name}: {text}"

    def _count(self, row: list[str]) -> int | None:
        text = self._text(row, "count")
        return count_in(text) if text else None

    def _described(self, row: list[str], when: When) -> tuple[dict[str, Any], list[str]]:
        """Return what a row says of a cramp but for how bad it was, and what of it is not understood."""
        reading = self._reading
        found: list[Mapping[str, Any]] = []
        kept: list[str] = []
        for field in ("place", "site", "side", "sensation", "onset"):
            text = self._text(row, field)
            said = self._place(text) if text and is_yes(text) is not False else {}
            if said is None:
                reading.ask_of(text, field)
                kept.append(f"{self._fields[field].name}: {text}")
            else:
                found.append({each: value for each, value in said.items() if each != "severity"})
        for word, text in self._words(row, "trigger", "trigger"):
            found.append({"triggers": (word,)} if word else {})
            kept += [] if word else [f"{self._fields['trigger'].name}: {text}"]
        relief = self._relief(row)
        for word, text in self._words(row, "tried", "remedy"):
            found.append({"tried": (Tried(remedy=word, relief=relief),)} if word else {})
            kept += [] if word else [f"{self._fields['tried'].name}: {text}"]
        if not any("tried" in each for each in found) and (said_relief := self._text(row, "helped")):
            kept.append(f"{self._fields['helped'].name}: {said_relief}")
        if text := self._text(row, "woke"):
            woke = is_yes(text)
            if woke is None:
                raise UsageError("Whether it woke you is not yes or no.")
            found.append({"woke": woke})
        if text := self._text(row, "sore"):
            found.append({"sore_s": parse_duration(text)})
        length = self._length(row, when)
        return together([*found, {} if length is None else {"duration_s": length}]), kept

    def _is_elsewhere(self, row: list[str]) -> bool:
        """Return whether the person said that the place of a row is no leg and no foot."""
        for field in ("place", "site"):
            text = self._text(row, field)
            meaning = self._reading.mapping.get(key(text)) if text else None
            if meaning is not None and meaning.kind == IGNORE:
                self._reading.left_out[text] += 1
                return True
        return False

    def _place(self, text: str) -> Mapping[str, Any] | None:
        meaning = self._reading.mapping.get(key(text))
        if meaning is not None:
            return meaning.fields
        told = self._reading.words.told(text)
        if told is None or told.kept or told.typos or not told.fields:
            return None
        return {
            each: tuple(value) if isinstance(value, list) else value for each, value in told.fields.items()
        }

    def _words(self, row: list[str], field: str, role: str) -> Iterator[tuple[str, str]]:
        """Yield the word of each thing in a cell, or nothing and its text where it is not known."""
        text = self._text(row, field)
        seen = set()
        for each in self._reading.words.taken(text, role) if text else ():
            meaning = self._reading.meaning(each.label, role) if not each.word else None
            word = each.word or (meaning.word if meaning and meaning.kind == role else "")
            if word not in seen and not (meaning and meaning.kind in (IGNORE, NOTHING)):
                seen.add(word)
                yield word, each.label

    def _relief(self, row: list[str]) -> str | None:
        text = self._text(row, "helped")
        if not text:
            return None
        meaning = self._reading.mapping.get(key(text))
        said = is_yes(text)
        found = meaning.word if meaning else self._reading.words.relief(text)
        if found is None and said is not None:
            found = "helped" if said else "no"
        if found is None:
            self._reading.ask_of(text, "helped")
        return found if found in RELIEFS else None

    def _length(self, row: list[str], when: When) -> int | None:
        for field in ("minutes", "seconds", "duration"):
            text = self._text(row, field)
            if text:
                return length_in(text, field)
        text = self._text(row, "end")
        if not text or not when.has_clock:
            return None
        shape = self._fields["end"].shape
        end = in_shape(text, shape) if shape else iso_moment(text) or self._end(text, when.written)
        start = when.written if end.utcoffset() is None else when.at
        return in_range(int((end - start).total_seconds()))

    def _end(self, text: str, start: datetime) -> datetime:
        try:
            clock = read_clock(text) or time()
        except UsageError:
            day, rest = read_date(text, self._order)
            return datetime.combine(day, read_clock(rest) or start.time())
        end = datetime.combine(start.date(), clock)
        return end if end >= start else end + timedelta(days=1)

    def _uses(self, row: list[str], when: When, note: str | None) -> Iterator[Made]:
        """Yield the remedies and triggers of columns that say so."""
        amount = self._amount_of(self._text(row, "amount"))
        for field, column in self._several:
            text = cell_of(row, column)
            if field not in WIDE or not text:
                continue
            role = "remedy" if field == "used" else "trigger"
            said = is_yes(text)
            if column.shape:
                if said is not False:
                    unit = unit_of(column.name) if number_in(text) is not None else ""
                    much = None if said else self._amount_of(f"{text} {unit}")
                    word = self._word(role, column.shape)
                    yield self._reading.use(when, role, word, much or amount, note, name=column.name)
                continue
            for each in self._reading.words.taken(text, role):
                meaning = None if each.word else self._reading.meaning(each.label, role)
                if each.word or (meaning and meaning.kind in ("remedy", "trigger")):
                    word = each.word or (meaning.word if meaning else "")
                    is_role = meaning.kind if meaning else role
                    yield self._reading.use(when, is_role, word, amount or each.amount, note, name=each.label)

    def _read_word(self, role: str, name: str) -> str:
        found = self._reading.vocabulary.find(name, role) or [
            each for each in self._reading.new_words.values() if (each.role, each.slug) == (role, name)
        ]
        if not found:
            raise UsageError(f"There is no {role} {short(name)} here. `cramp words add` adds it.")
        return found[0].slug

    # Long and wide

    def _name(self, row: list[str]) -> str:
        at = self._fields["name"].at
        return self._name_in(row[at].strip() if at < len(row) else "")

    def _read_name(self, text: str) -> str:
        return self._reading.words.in_a_group(text, self._fields["name"].shape)

    def _named(self, row: list[str]) -> Iterator[Item]:
        for field, column in self._several:
            if field == "names":
                for name in re.split(f"[{re.escape(column.shape or ',;|')}]", cell_of(row, column)):
                    if name.strip():
                        yield Item(name.strip())
        if "name" not in self._fields or not (name := self._name(row)):
            return
        if "value" not in self._fields:
            yield Item(name, amount=amount_of(self._text(row, "amount")))
            return
        value, label = self._text(row, "value"), self._text(row, "label")
        yield self._valued_item(name, value, label, self._fields["value"].shape)

    def _wide_things(self, row: list[str]) -> Iterator[Item]:
        label = self._text(row, "label")
        for field, column in self._several:
            if field == "value" and (text := cell_of(row, column)):
                thing = self._wide_thing(column.name, text, label, column.shape)
                if thing:
                    yield thing

    def _read_wide(self, name: str, text: str, label: str, shape: str) -> Item | None:
        is_remedy = any(each.word for each in self._reading.words.taken(name))
        thing = self._valued_item(name, text, label, shape)
        return item_of_column(thing, text, scale_of(shape), is_remedy=is_remedy)

    def _read_valued(self, name: str, value: str, label: str, shape: str) -> Item:
        has_values = name in self._valued
        return item_valued(name, value, label, scale_of(shape), has_values=has_values, is_rated=bool(shape))
