"""The tables that this program writes for spreadsheets, read as those of another: what is in them are new entries.

They have no ids and no earlier versions, so an entry is known again by its number and its time, as they stand there. A
spreadsheet that saved one may have written its dates in another way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from crampdiary.clock.zones import check_year, local_moments
from crampdiary.diary.fields import ITS_OWN
from crampdiary.diary.model import KINDS, Record, Word, from_fields
from crampdiary.diary.values import CHOICE, MOMENT, NIGHT, NIGHTS, PARTS, Field
from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import order_of, read_date, read_day, zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import Look
from crampdiary.exchange.made import Made, made
from crampdiary.exchange.own.own_csv import columns, value_of
from crampdiary.exchange.table import fitted
from crampdiary.words.wording import safe, short

PROGRAM = "cramp-csv"
MANUAL = (
    "cramp's own tables (`episodes.csv` and others that `cramp export --format csv` writes): each row is a new entry. "
    "`diary.jsonl` carries a diary better."
)
READ_BACK = ("episode", "exposure", "check_in", "away", "sign", "course")
"""Kinds of entries that tell of legs and feet. The others mean nothing without the diary they are of."""

_DATED = (MOMENT, NIGHT, NIGHTS)
_HOUR = timedelta(hours=1)


def fits(file: Look) -> str | None:
    return file.delimiter(_is_header)


def _is_header(names: list[str]) -> bool:
    return any(_kinds(names))


def _kinds(header: list[str]) -> list[str]:
    """Return the kinds of entry whose table has a header, the likeliest first.

    An older cramp wrote fewer columns, and people add some of their own.
    """
    names = {*header} & {name for each in KINDS for name in columns(each)}
    is_own = header[:1] == ["entry"]
    fitting = [each for each in READ_BACK if is_own and KINDS[each].required <= names <= {*columns(each)}]
    return sorted(fitting, key=lambda each: len(columns(each)))


def read(reading: Reading) -> Iterator[Made]:
    """Yield what each row says, and before it the words in it that are not known here.

    Raises:
        UsageError: columns were given a meaning, or the order of day and month has to be said.
    """
    if reading.columns:
        raise UsageError(
            f"{reading.path.name} is a table of cramp's own, whose columns need no --map. With --format csv they are "
            "what you say. Nothing was imported."
        )
    kind, order = _surveyed(reading)
    known = {(word.role, word.slug) for word in reading.vocabulary.words(hidden=True)}
    header, rows = reading.below_header(_is_header)
    added = [name for name in header if name not in {*columns(kind)}]
    for line, cells in fitted(rows, header, reading.rows):
        row = dict(zip(header, cells, strict=True))
        try:
            record, written = _record(reading, kind, row, order)
            words = [word for word in _words_in(record) if word not in known]
            new = [Word(role=role, slug=slug, label=slug) for role, slug in words]
        except UsageError as error:
            reading.rows.bad(line, error)
            continue
        known.update(words)
        for name in filter(row.get, added):
            reading.ignore(f"column {safe(name)}")
        yield from map(made, new)
        yield Made(record, written, (row["entry"].strip(),))


def _surveyed(reading: Reading) -> tuple[str, str]:
    """Return the kind of entry, and the order of day and month in its dates, for which it looks at all rows."""
    header, rows = reading.ahead_below_header(_is_header)
    kind, *_ = _kinds(header)
    if reading.dates:
        return kind, reading.dates
    table = KINDS[kind].table
    dated = [
        at
        for at, name in enumerate(header)
        if name == "night" or (name in table and table[name].holds in _DATED)
    ]
    example = ""
    for _, cells in rows:
        for text in (cells[at].strip() for at in dated if at < len(cells)):
            order = order_of([text])
            if order:
                return kind, reading.settled_order(order, text)
            example = example or (text if order is None else "")
    return kind, reading.settled_order(None, example) if example else ""


def _record(reading: Reading, kind: str, row: Mapping[str, str], order: str) -> tuple[Record, datetime]:
    """Return the entry that a row is, and its time as written there."""
    table = KINDS[kind].table
    zone = zone_named(row["zone"].strip()) if row.get("zone", "").strip() else reading.zone
    values: dict[str, Any] = {}
    moments: dict[str, datetime] = {}
    for name, line in table.items():
        cell = row.get(name, "")
        if line.holds not in _DATED:
            value = value_of(line, cell)
        elif not cell.strip():
            continue
        elif line.holds is NIGHTS:
            value = [_dated(line, each, order).date().isoformat() for each in cell.split(", ")]
        else:
            moments[name] = shown = _dated(line, cell, order)
            value = (shown.date() if line.holds is NIGHT else _moment(shown, zone)).isoformat()
        if value is not None:
            values[name] = value
    record = from_fields(kind, values)
    return record, next(moments[name] for name in ("at", "night", "first_night") if name in moments)


def _dated(line: Field, cell: str, order: str) -> datetime:
    """Return the date in a cell, with its time of the clock, or midnight."""
    try:
        day, clock = read_day(*read_date(cell.strip(), order))
    except UsageError as error:
        raise UsageError(f'The {line.label} is no date or time: "{short(cell)}".') from error
    return datetime.combine(day, clock or time())


def _moment(shown: datetime, zone: tzinfo | None) -> datetime:
    """Return the moment at which clocks showed a time, the first of two; one that was skipped is an hour later."""
    check_year(shown.year)
    try:
        return local_moments(shown, zone=zone)[0]
    except UsageError:
        return local_moments(shown + _HOUR, zone=zone)[0]


def _words_in(record: Record) -> list[tuple[str, str]]:
    """Return the words of an entry: the role and the slug of each."""
    found: list[tuple[str, str]] = []
    for name, line in type(record).table.items():
        value = getattr(record, name)
        role = getattr(record, "role", "") if line.role == ITS_OWN else line.role
        if not role or not value or line.holds is CHOICE:
            continue
        if line.holds is PARTS:
            found += [(role, each.remedy) for each in value]
        else:
            found += [(role, each) for each in (value if line.holds.several else [value])]
    return list(dict.fromkeys(found))
