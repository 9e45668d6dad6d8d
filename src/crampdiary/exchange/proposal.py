"""A map to look over: what each column of a sheet, and each name in a file, seems to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import time
from functools import cache
from itertools import chain, takewhile
from pathlib import Path
from typing import Any

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import number_in, severity_in
from crampdiary.exchange.clocks import begins_with_a_date, clock_beside, is_clock
from crampdiary.exchange.columns import (
    GROUPS,
    TIMED,
    WIDE,
    asks_how_many,
    asks_who,
    guess,
    guessed_field,
    is_of_weeks,
    is_place_alone,
    is_vague,
    is_when_written,
    plain_header,
    rates_a_part,
    scale_in,
)
from crampdiary.exchange.names.header_words import is_cramp
from crampdiary.exchange.names.meaning import map_line
from crampdiary.exchange.names.naming import CRAMP, OTHER, NameReader
from crampdiary.exchange.names.uses_named import words_of
from crampdiary.exchange.sheets.count_cells import count_told
from crampdiary.exchange.sheets.counted import of_header
from crampdiary.exchange.sheets.numbered import numbered_in
from crampdiary.exchange.sheets.of_cramps import MOST_LOOKED_AT
from crampdiary.exchange.sheets.placed import NOT_SAID, check_own, check_rows_are_nights
from crampdiary.exchange.table import all_named, below_header, check_header, looks_like_header, top_of
from crampdiary.exchange.yes_no import denies, is_yes
from crampdiary.words.log_grammar import CONSUMED, REMARKS
from crampdiary.words.wording import short

_SAMPLES = 3
_TITLES = 5  # rows, below which the header is not looked for
_DATED = ("at", "date")
_WEEKDAY = re.compile(
    r"(?:mon|tue|tues|wednes|wed|thu|thurs|thur|fri|satur|sat|sun)(?:day)?s?|mo|di|mi|do|fr|sa|so|\w+tag|mittwoch"
)
_OF_PAIN = ("pain", "sore", "schmerz", "krampf", "krämpf", "wadenkr", "crampe", "calambre", "crampo")
_OF_NOTHING_ELSE = ("severity", "count", "side", "sensation", "sore", "clear")
_OF_A_NIGHT = 4  # cramps; more are had, but a column of such numbers may as well rate them
_BEYOND_TEN = 20  # a scale to 100 has numbers that are no slip of one to 10
_MARKS = re.compile(r"[xX✓✔☑+*]{2,5}")
_RATING = frozenset(
    "mild moderate severe unbearable extreme bad terrible awful horrible ok okay fine bit little slight light strong "
    "medium worst leicht mittel stark schlimm".split()
)
_DATE_LONGEST = 80  # characters
_HEAD_OF_COLUMNS = (
    "# What each column is. A line with ? is not taken: fill it in, or leave it. Give this file to --map."
)


class Proposal(NamedTuple):
    """A column of a sheet: its header, the first values in it, and what it seems to be.

    Attributes:
        column: the header.
        samples: the first values that differ.
        field: what it seems to be, None where nothing says so.
        is_yes_or_no: whether its cells say of a thing that it was or was not; the header is the thing then.
        is_many_or_bad: whether its numbers may be how many cramps there were, or how bad they were.
        is_place: whether it is called by a part of leg or foot, and its cells may say of each row whether it was that.
    """

    column: str
    samples: tuple[str, ...]
    field: str | None
    is_yes_or_no: bool = False
    is_many_or_bad: bool = False
    is_place: bool = False


def proposals(path: Path, delimiter: str, vocabulary: Vocabulary, sheet: str | None = None) -> list[Proposal]:
    """Return what the columns of a sheet seem to be, by their headers and first values, each field once.

    Raises:
        CrampError: it is no table.
    """
    top = top_of(path, delimiter, sheet)
    header, rows = below_header(path, delimiter, looks_like_header(top), sheet=sheet, nameless=True)
    check_header(header, path.name)
    check_own(path.name, header)  # whose columns have names of words that they are not: `walking`
    below = [cells for _, (_, cells) in zip(range(len(top)), rows, strict=False)]
    words = NameReader(vocabulary)
    above = [*takewhile(lambda row: row[: len(header)] != header, top)]
    numbered = numbered_in(header, words)
    whole_names = all_named(header)
    header = [(numbered.first if numbered else {}).get(at, name) for at, name in enumerate(header)]
    further = numbered.further if numbered else set()
    texts = list(dict.fromkeys([*chain.from_iterable(above), *header]))
    is_of_cramps = _is_of_cramps(path, texts, words)
    speaks_of_cramps = any(is_cramp(word) for text in (path.stem, *texts) for word in words_of(text))
    named = [each for each in dict.fromkeys(header) if each]
    is_rated = any(guessed_field(name, words) == "severity" for name in named)
    levels = {each for each in named if is_of_cramps and not is_rated and rates_a_part(each, words)}
    is_named = any(guess(name, words) == "name" for name in named if plain_header(name) not in GROUPS)
    has_times = any(guessed_field(each, words) in TIMED and words.speaks_of_cramps(each) for each in named)
    asks_of_cramps = any(map(words.asks_of_cramps, named))
    cramp_of = cache(lambda name: _cramp_of(name, words))
    in_turn: list[tuple[int, Proposal]] = []
    taken: set[str | None] = set()
    kinds: dict[str, tuple[str, tuple[Any, ...]]] = {}
    names = all_named(header)
    below = _dated(below, header, words)
    values_of = {at: _values_in(below, at) for at in range(len(names))}
    said_of = {
        at: Counter({each: many for each, many in values.items() if each.casefold() not in NOT_SAID})
        for at, values in values_of.items()
        if at not in further
        and (values or header[at])  # else a column without a name, and with nothing in it
    }
    guessed: dict[int, str | None] = {}
    fields: dict[int, str | None] = {}
    places: set[str] = set()
    of_weeks: list[str] = []
    for at, cells in said_of.items():
        name = names[at]
        guessed[at] = guess(name, words) if is_of_cramps or not is_vague(name) else None
        if is_named and plain_header(name) in GROUPS:
            guessed[at] = "group"
        if (
            guessed[at] == "name"
            and (has_times or asks_of_cramps)
            and asks_who(name, of_cramps=True)
            and not _names_any(cells, words)
        ):
            guessed[at] = None  # of whom a row is
        is_place = "sites" in (words.fields(plain_header(name)) or {})
        places |= {name} if is_place else set()
        by_values = _by_values([*cells], words, is_of_a_place=is_place)
        fields[at] = _fitting(name, guessed[at], cells, words, is_rated=is_rated) or by_values
        if fields[at] in _DATED and is_of_weeks(name):
            of_weeks.append(name)
            fields[at] = None
        if numbered and at in numbered.first and cells and all(map(is_clock, cells)):
            fields[at] = "time"
    written = _when_written(header, fields)
    fields |= written
    for at, field in fields.items():
        if field == "at" and "date" in fields.values() and not any(map(_is_date, said_of[at])):
            fields[at] = "time"  # `around 3` below When, beside a day
    for at, field in sorted(fields.items(), key=lambda each: _place_in_turn(names[each[0]], words)):
        name, values, said = names[at], [*values_of[at]], [*said_of[at]]
        is_another_date = field in _DATED and at not in written and not _may_date(field, name, taken)
        if is_another_date and (guessed[at] is None or is_when_written(name)):
            field = None
        names_a_cramp, kind = cramp_of(name)
        bare = (field or "").partition(":")[0]
        if kind and bare in ("count", "severity"):
            kinds[name] = (bare, kind)
        is_open = field == "count" and not is_rated and _may_rate(name, said)
        field = None if field == CRAMP and not is_of_cramps else field
        counts_them = field == "count" and (names_a_cramp or asks_how_many(name))  # beside a yes or no
        may_be_several = field is not None and (field == CRAMP or field.startswith(WIDE) or counts_them)
        once = field if may_be_several else bare
        if is_open or (once in taken and not (field == CRAMP or counts_them)):
            field = None
        elif field:
            taken.add(once)
        if name in levels and field is None and all(_is_severity(each, words) for each in said):
            field = CRAMP if len(levels) > 1 else "severity"  # the worst of several is how bad that was
        is_place = field is None and _is_place(name, said, words)
        numbers = [number for each in said if (number := number_in(each)) is not None]
        is_open_number = max(numbers, default=0) > 1 and not scale_in(name)
        may_be_many = is_open_number and (is_rated or max(numbers) <= _OF_A_NIGHT)
        if is_place and speaks_of_cramps and not (is_rated and scale_in(name)) and not may_be_many:
            field = CRAMP  # how bad it was there, or whether
        may_be_used = not (names_a_cramp or name in places or _WEEKDAY.fullmatch(plain_header(name)))
        yes_or_no = bool(said) and may_be_used and all(is_yes(each) is not None for each in said)
        in_turn.append((at, Proposal(name, tuple(values[:_SAMPLES]), field, yes_or_no, is_open, is_place)))
    # Of several that rate cramps, each of its place, none is how bad those of the others were.
    are_of_places = len({kind for _, kind in kinds.values()}) > 1
    rated = {name for name, (bare, _) in kinds.items() if bare == "severity" and are_of_places}
    if not any((each.field or "").partition(":")[0] in _DATED for _, each in in_turn):
        for each in of_weeks:
            check_rows_are_nights(path.name, each)
    found = [
        (at, each._replace(field=CRAMP) if each.column in rated else each) for at, each in sorted(in_turn)
    ]
    return [each._replace(column=whole_names[at]) for at, each in found]


def seems_of_cramps(path: Path, delimiter: str, vocabulary: Vocabulary, sheet: str | None = None) -> bool:
    """Return whether a sheet seems to be of cramps, by its name, its titles and its header."""
    top = top_of(path, delimiter, sheet)
    texts = [text for row in top[: _TITLES + 1] for text in row if text]
    words = NameReader(vocabulary)
    return _is_of_cramps(path, texts, words) or any(is_place_alone(each, words) for each in texts)


def _cramp_of(name: str, words: NameReader) -> tuple[bool, tuple[Any, ...]]:
    """Return whether a header asks of cramps, and of which it is where it names one."""
    asks = words.asks_of_cramps(name)
    return asks, of_header(name, words)[1] if asks or words.names_a_cramp(name) else ()


def _names_any(values: Iterable[str], words: NameReader) -> bool:
    """Return whether any of some values names a cramp, a part of the body, a remedy or a trigger, or denies one."""
    return any(
        words.said(each).kind != OTHER
        or words.said(each).fields
        or words.is_elsewhere(each)
        or words.may_be_a_cramp(each)
        or denies(each)
        or words.vocabulary.find(each, "remedy", "trigger")
        for each in values
    )


def _values_in(rows: list[list[str]], at: int) -> Counter[str]:
    """Return the values in a column, in their order, and in how many rows each is."""
    return Counter(" ".join(row[at].split()) for row in rows if at < len(row) and row[at].strip())


def _dated(rows: list[list[str]], header: list[str], words: NameReader) -> list[list[str]]:
    """Return the rows that have a date, or a time below that of another: a total says nothing of its columns.

    All of them, where none has a date that is read here.
    """
    fields = {at: guessed_field(name, words) for at, name in enumerate(header) if name}
    dates = [at for at, field in fields.items() if field in _DATED]
    times = [at for at, field in fields.items() if field == "time"]

    def is_dated(row: list[str]) -> bool:
        looked_at = dates or range(min(len(row), MOST_LOOKED_AT))
        return any(at < len(row) and _is_date(row[at].strip()) for at in looked_at)

    def is_below_one(row: list[str]) -> bool:
        is_timed = any(at < len(row) and is_clock(row[at].strip()) for at in times)
        return is_timed and not any(at < len(row) and row[at].strip() for at in dates)

    first = next((at for at, row in enumerate(rows) if is_dated(row)), None)
    if first is None:
        return rows
    # What stands above the first date without a number may be the header, below a row of titles.
    above = [row for row in rows[:first] if not any(number_in(cell.strip()) is not None for cell in row)]
    return [*above, *(row for row in rows[first:] if is_dated(row) or is_below_one(row))]


def _is_date(text: str) -> bool:
    """Return whether a cell begins with a date; of a long one, no more than its beginning is read."""
    return begins_with_a_date(text[:_DATE_LONGEST])


def _is_place(name: str, values: list[str], words: NameReader) -> bool:
    """Return whether a header is a part of leg or foot alone, and its cells say how bad it was there, or whether."""
    if not values:
        return False
    top = 10 if scale_in(name) == "" else 100
    says_so = all(
        is_yes(each) is not None
        or denies(each)
        or _MARKS.fullmatch(each)
        or ((number := number_in(each)) is not None and number <= top)
        for each in values
    )
    return says_so and is_place_alone(name, words)


def _when_written(header: list[str], fields: Mapping[int, str | None]) -> dict[int, str | None]:
    """Return what the columns are that say when a row was written, where another says when it happened.

    The first of them is of use as the date of a row in which the other says nothing.
    """
    moments = [at for at, field in fields.items() if field == "at"]
    written = [at for at in moments if is_when_written(header[at], header)]
    if not written or len(written) == len(moments):
        return {}
    first = None if "date" in fields.values() else "date"
    return {at: first if at == written[0] else None for at in written}


def _place_in_turn(name: str, words: NameReader) -> int:
    """Return when a column has its turn: of several dates, that of the cramp is meant, and last when it was written."""
    if is_when_written(name):
        return 3
    is_timed = guessed_field(name, words) in TIMED if name else False
    return 2 if not is_timed else 0 if words.speaks_of_cramps(name) else 1


def _may_date(field: str, name: str, taken: set[str | None]) -> bool:
    """Return whether a column of dates that is not called so can be what dates the rows: no other does."""
    is_stamp = field == "at" and is_when_written(name)  # what has a time of the clock may stand beside a day
    return (is_stamp and "at" not in taken) or not taken & {*_DATED}


def _is_of_cramps(path: Path, texts: list[str], words: NameReader) -> bool:
    """Return whether a title, a header or the file's name speaks of cramps or pain, or a column can be nothing else."""
    said = re.findall(r"[^\W\d_]+", " ".join([path.stem, *texts]).casefold())
    if any(is_cramp(word) or word.startswith(_OF_PAIN) for word in said):
        return True
    return any(guessed_field(text, words) in _OF_NOTHING_ELSE for text in texts if not is_vague(text))


def _fitting(
    name: str, field: str | None, values: Counter[str], words: NameReader, *, is_rated: bool
) -> str | None:
    """Return what a header looks like, None where the values are nothing of that kind."""
    if field == "count" and not all(map(_is_count, values)):
        rates = not is_rated and values and all(_is_severity(each, words) for each in values)
        counting = sum(many for each, many in values.items() if _is_count(each))
        if asks_how_many(name):
            return "count" if counting else None  # whatever its other cells are
        if not (rates or is_rated):
            rating = [each for each in values if not denies(each)]
            rates = bool(rating) and 2 * sum(map(_rates_in_words, rating)) > len(rating)
        return "severity" if rates else "count" if counting > 1 and 2 * counting >= values.total() else None
    if field == "date" and words.asks_of_cramps(name) and values and all(map(_is_count, values)):
        return "count"  # Cramps/night
    if (field or "").startswith(WIDE):
        return _used(field or "", [*values], words)
    if field == "helped" and _names_things([*values], words, "used"):
        return "tried"  # `stretch + heat` below Relief
    if field in ("tried", "trigger") and values and all(is_yes(each) is not None for each in values):
        return None  # of one thing, by its header
    if field == "woke" and any(is_yes(each) is None for each in values):
        return None
    if field in TIMED and values and not any(re.search(r"\d", each) for each in values):
        return None
    if field in ("at", "date", "time"):
        return _timed(field, [*values])
    if field == "place" and values and all(_is_side(each, words) for each in values):
        return "side"  # whatever it is called, so that another column can be the place
    numbers = [number for each in values if (number := number_in(each)) is not None]
    if field == "duration" and numbers:  # which says of what, or else of minutes
        return "seconds" if re.search(r"\bsec|\bsek", name, re.IGNORECASE) else "minutes"
    high = sum(10 < number <= 100 for number in numbers)
    is_of_100 = 2 * high > len(values) and max(numbers) > _BEYOND_TEN  # one may be a slip: `7/10`, 8, 11
    return "severity:0-100" if field == "severity" and is_of_100 else field


def _by_values(values: list[str], words: NameReader, *, is_of_a_place: bool) -> str | None:
    """Return what the values alone say: all that are dates, or places in leg and foot; or sides of that in a header."""
    if values and all(map(_is_date, values)):
        return _timed("date", values)
    said = [each for each in values if not denies(each)]
    if said and all(_is_side(each, words) for each in said):
        return CRAMP if is_of_a_place else "side"
    of_legs = [each for each in said if {"sites", "side"} & (words.fields(each) or {}).keys()]
    if of_legs and all(each in of_legs or words.is_elsewhere(each) for each in said):
        return "place"
    return None


def _used(field: str, values: list[str], words: NameReader) -> str | None:
    """Return what a column of remedies or triggers is: a list of them, or one of them by its header; None for neither.

    Cells of one say whether it was used or met. `rain`, `low` or 5 beside the weather or stress say how it was.
    """
    bare, colon, word = field.partition(":")
    if _names_things(values, words, bare):
        return bare
    if not colon:
        answers = [each for each in values if is_yes(each) is not None or words.uses.denies_use(each)]
        return (
            None if values and 2 * len(answers) >= len(values) else field
        )  # of which of them, it does not say
    role = "remedy" if bare == "used" else "trigger"
    beside = [words.uses.beside_a_use(each, role) for each in values]
    has_amounts = role == "remedy" or word in CONSUMED
    said = [each for each in beside if each.is_used is not None and (has_amounts or not each.amount)]
    return field if not values or 2 * len(said) > len(values) else None


def _names_things(values: list[str], words: NameReader, field: str) -> bool:
    """Return whether cells say what was used or met, and not how much of what the header names."""
    role = "remedy" if field == "used" else "trigger"
    said = [each for each in values if not words.uses.denies_use(each, role) and is_yes(each) is None]
    return bool(said) and 2 * sum(
        any(each.word for each in words.uses.taken(one, role)) for one in said
    ) > len(said)


def _is_side(text: str, words: NameReader) -> bool:
    return {*(words.fields(text) or {})} == {"side"}


def _is_count(text: str) -> bool:
    return count_told(text).number is not None


def _is_severity(text: str, words: NameReader) -> bool:
    try:
        return severity_in(text, 10, words) >= 0
    except UsageError:
        return False


def _rates_in_words(text: str) -> bool:
    """Return whether a cell rates something, if perhaps in words of which only the person knows how bad that is."""
    words = words_of(text)
    return not _RATING.isdisjoint(words) and all(
        word in _RATING or word in REMARKS or word == "a" for word in words
    )


def _may_rate(name: str, values: list[str]) -> bool:
    """Return whether the numbers of cramps below a header may be how bad they were: it does not say how many."""
    numbers = [number for each in values if (number := number_in(each)) is not None]
    return len(numbers) == len(values) and max(numbers, default=0) > _OF_A_NIGHT and not asks_how_many(name)


def _timed(field: str | None, values: list[str]) -> str | None:
    """Return which of a moment, a day and a time of the clock a column is, by how its cells are written."""
    if field in ("at", "time") and values and all(map(is_clock, values)):
        return "time"
    if field == "time" and not all(map(_is_date, values)):
        return field
    clocks = {clock for each in values if (clock := clock_beside(each)) is not None}
    if not clocks:
        return "date" if field == "time" and values else field
    return "date" if clocks == {time()} else "at"  # a day with its midnight, as programs write one


def columns_text(found: Iterable[Proposal]) -> str:
    """Return a map of columns to look over: each with its first values, and what it seems to be."""
    lines = [_HEAD_OF_COLUMNS]
    for each in found:
        shown = ", ".join(short(sample) for sample in each.samples)
        lines += [f"#   {shown}" if shown else "#   (empty)", map_line(each.column, each.field or "?")]
        if each.is_many_or_bad:
            lines.append(
                f"#   how many cramps: {map_line(each.column, 'count')}. "
                f"How bad they were: {map_line(each.column, 'severity')}"
            )
        elif each.is_place and not each.field:
            lines.append(f"#   if it says whether there were cramps there: {map_line(each.column, CRAMP)}")
        elif each.is_yes_or_no and not each.field:
            lines.append(f"#   perhaps: {map_line(each.column, 'new')}, for a remedy, or trigger:new")
    return "\n".join(lines) + "\n"
