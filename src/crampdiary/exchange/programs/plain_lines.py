"""Lines of plain words in a text file, as they are typed to `cramp log`: `03:10 7 arch left`.

A line may begin with the moment at which it was written, as a phone's shortcut does, or stand below one that names
its day. A line with neither is of the latest time it can mean at its first import, and stays so: the file may grow,
and be imported again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from crampdiary.clock.zones import night_of, to_local
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import order_of, read_date, whole
from crampdiary.exchange.happening import (
    DENIED,
    NOTHING_NAMED,
    OF_ANOTHER_PART,
    UNSURE,
    happening,
    sentences_of,
    speaks_against,
)
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.naming import ELSEWHERE, NameReader
from crampdiary.exchange.reading import encoding_of, lines_of, opened_as
from crampdiary.exchange.table import width_of
from crampdiary.words.log_grammar import CRAMPS
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.when import NamedDay, moment_told, night_told
from crampdiary.words.wording import safe, short

PROGRAM = "lines"
MANUAL = (
    "a text file with a line for each cramp, in the words of `cramp log`: `2026-03-01 03:10 7 arch left`. `used` and "
    "`had` begin a line of remedies or triggers. A line with a day alone is for those below it."
)

_LOOKED_AT = 20  # lines
_REMEMBERED = 2_000  # lines: many are of the same words, after their moment
_TABLES = frozenset({".csv", ".tsv", ".tab", ".xlsx"})
_STAMP = re.compile(
    r"\W{0,3}(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d)?(?:[\])|,;:\s-]+|$)(.*)",
    re.ASCII,
)
_DAY = re.compile(r"[#*\s]*(.{6,40}?)[:\s]*")
_COMMAND = re.compile(r"(?:cramp )?(?:log|add) |cramp (?=(?:used|had|none)\b)", re.IGNORECASE)
_OF_24 = re.compile(r"\b\d{4}-\d\d-\d\d\b|(?<![\d:.])(?:0\d|1[3-9]|2[0-3])[:.]\d\d\b", re.ASCII)
_OF_12 = re.compile(r"\d ?[ap](?:m\b|\.m)|o'?clock", re.ASCII | re.IGNORECASE)
_USES = {"used": "remedy", "had": "trigger", "took": "remedy"}
_USE = re.compile(rf"(?:(.{{3,40}}?)[\s,:-]+)?\b({'|'.join(_USES)})\b(?! to\b)(.*)", re.IGNORECASE)
_IN_FIGURES = re.compile(r"(?<![\w./-])\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?![\w/]|[.-]\d)", re.ASCII)
_BRACKETED = re.compile(r"^[\W_]{0,3}[(\[](\d{4}-\d\d-\d\d)[)\]][\s:,-]*", re.ASCII)
_FROM_A_DAY = re.compile(r"\W{0,3}(\d{4}-\d\d-\d\d)[\]),:\s-]+(.*)", re.ASCII)
_SEEN_FROM = re.compile(r"last night|yesterday|today|tonight|ago")
_FIGURES_BEFORE = re.compile(r"^[^\w]*(?:\d{4}-\d\d-\d\d)?[\s,:-]*(?:\d\d?[:.]\d\d)?[\s,:-]*", re.ASCII)
_SAID_AT_MOST = 10
_NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 (of a line that says none)


class _PlainLine(NamedTuple):
    """A line, and what is known of when it is of.

    Attributes:
        typed: without the moment before it.
        stamp: when it was written, where it says that.
        day: that of a line above it.
        is_of_24: whether a time such as 3:10 is of a clock of 24 hours.
        words: as typed, but for dates in figures, which have the year first.
        written_on: the day that it begins with, where it names another by that: `2026-03-07 last night 5 calf`.
    """

    typed: str
    stamp: datetime | None
    day: date | None
    is_of_24: bool = False
    words: str = ""
    written_on: date | None = None


def fits(file: Look) -> str | None:
    """Return an empty text where most of the first lines are of a day or tell of a cramp, and it is no table."""
    if file.path.suffix.casefold() in _TABLES or not file.tops or _is_table(file.tops):
        return None
    lines = [line.strip() for line in file.text.splitlines() if line.strip()][:_LOOKED_AT]
    reader = LogReader(Vocabulary())
    order = order_of(each[0] for line in lines for each in _IN_FIGURES.finditer(line)) or "dmy"
    known = sum(_is_known(line, reader, order) for line in lines)
    return "" if lines and known * 2 > len(lines) else None


def _is_table(tops: Mapping[str, list[list[str]]]) -> bool:
    top = max(tops.values(), key=width_of)
    return width_of(top) > 1 and not re.search(r"\d", "".join(top[0]))


def _is_known(text: str, reader: LogReader, order: str) -> bool:
    line = _line(text, None, order=order)
    try:
        if line is None or _use_of(line.words, lambda words: reader.read_all_else([words])):
            return True
        told = reader.read_all_else([line.words])
    except UsageError:
        return False
    return told.is_none or "severity" in told.fields or bool(told.fields.get("sites"))


def read(reading: Reading) -> Iterator[Made]:
    """Yield the cramps, the clear nights and the uses that lines tell of."""
    reader = LogReader(reading.vocabulary)
    told_in = lru_cache(_REMEMBERED)(lambda words: reader.read_all_else([words]))
    uses = {word: UseReader(reading.vocabulary, role) for word, role in _USES.items()}
    day: date | None = None
    encoding = encoding_of(reading.path)
    is_of_24, order = _habits(reading, encoding)
    with opened_as(reading.path, encoding) as text:
        for number, each in enumerate(lines_of(text, reading.path.name), 1):
            if not each.strip():
                continue
            reading.rows.go_on(number)
            try:
                line = _line(each.strip(), day, reading, order)
                if line is None:
                    day = _day_of(each.strip(), order)
                    continue
                line = _seen_from_its_day(line._replace(is_of_24=is_of_24 and line.stamp is None), told_in)
                use = _use_of(line.words, told_in)
                if use:
                    found = _uses(line, use[1], uses[use[0]], _USES[use[0]], reading)
                else:
                    found = _cramps(line, told_in, reading)
                yield from list(found)
            except UsageError as error:
                reading.rows.bad(number, error)


def _habits(reading: Reading, encoding: str) -> tuple[bool, str]:
    """Return whether a file's times are by a clock of 24 hours, and the order of day and month in its dates.

    It has such a clock where it writes dates as a sheet does, or hours that no other has. A date with dots has the day
    first, and is taken for a sign that others have too.

    Raises:
        UsageError: it has to be said which of them stands first.
    """
    is_of_24 = is_of_12 = is_dotted = False
    order, example = reading.dates, ""
    with opened_as(reading.path, encoding) as text:
        for line in lines_of(text, reading.path.name):
            is_of_12 = is_of_12 or _OF_12.search(line) is not None
            is_of_24 = is_of_24 or _OF_24.search(line) is not None
            for found in _IN_FIGURES.finditer(line):
                is_dotted = is_dotted or found[1] == "."
                example = example or (found[0] if found[1] != "." else "")
                order = order or order_of([found[0]])
    if example and not reading.dates:
        order = reading.settled_order(order or ("dmy" if is_dotted else None), example)
    return is_of_24 and not is_of_12, order or ""


def _line(text: str, day: date | None, reading: Reading | None = None, order: str = "") -> _PlainLine | None:
    """Return a line parted from its moment; None for one that is only a day."""
    match = _STAMP.match(text)
    stamp = None
    if match and match[5]:
        try:
            stamp = whole(datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}{match[4] or ''}"))
        except ValueError:
            return _PlainLine(text, None, day, words=text)
        if stamp.utcoffset() is None and reading is not None:
            stamp = reading.when_at(stamp).at
        text, day = match[5].strip(), None
    elif _day_of(text, order):
        return None
    typed = _COMMAND.sub("", text)
    words = _IN_FIGURES.sub(lambda each: _year_first(each[0], order), typed)
    return _PlainLine(typed, stamp, day, words=_BRACKETED.sub(r"\1 ", words))


def _year_first(text: str, order: str) -> str:
    try:
        return read_date(text, order)[0].isoformat()
    except UsageError:
        return text


def _day_of(text: str, order: str = "") -> date | None:
    match = _DAY.fullmatch(text)
    try:
        day, rest = read_date(match[1], order) if match else (None, "")
    except UsageError:
        return None
    return None if rest else day


def _seen_from_its_day(line: _PlainLine, told_in: Callable[[str], Told]) -> _PlainLine:
    """Return a line whose `last night` is that before the day which it begins with, or which stands above it."""
    match = _FROM_A_DAY.match(line.words)
    words = match[2] if match else line.words
    day = told_in(words).day if line.stamp is None and (match or line.day) else None
    if day is None or not _SEEN_FROM.search(day.name):
        return line
    try:
        written_on = date.fromisoformat(match[1]) if match else line.day
    except ValueError:
        return line
    return line._replace(words=words, written_on=written_on)


def _use_of(words: str, told_in: Callable[[str], Told]) -> tuple[str, str] | None:
    """Return the word that begins a line of uses, and the line without it; None for another line.

    A time may stand before it: `2026-03-07 had wine`. What somebody had may also be a cramp.
    """
    match = _USE.match(words)
    if not match:
        return None
    before, verb, after = match[1] or "", match[2].casefold(), match[3]
    if verb == "had" and not CRAMPS.isdisjoint(re.findall(r"\w+", after.casefold())):
        return None
    if before:
        told = told_in(before)
        if told.fields or told.kept or told.is_none or not told.names_a_time:
            return None
    return verb, f"{before} {after.strip()}".strip()


def _cramps(line: _PlainLine, told_in: Callable[[str], Told], reading: Reading) -> Iterator[Made]:
    told, words = told_in(line.words), reading.words
    if told.refused and not line.stamp:
        raise told.refused
    text = _FIGURES_BEFORE.sub("", line.words)
    verdict = happening(text, words).verdict
    if told.is_none and verdict != UNSURE:
        reading.nights.say(_clear(line, told, reading))
        return
    sites = told.fields.get("sites", ())
    is_elsewhere = ELSEWHERE.issuperset(sites) if sites else words.is_elsewhere(text)
    if verdict == OF_ANOTHER_PART or is_elsewhere:
        reading.left_out[short(safe(text))] += 1
        return
    if told.fields == {"severity": 0} or (
        not told.fields and CRAMPS.isdisjoint(re.findall(r"\w+", line.words.casefold()))
    ):
        _left_out(line, reading)
        return
    is_open = verdict in (UNSURE, DENIED) or (verdict == NOTHING_NAMED and speaks_against(told))
    if is_open and not any(_is_rated(each, words) for each in sentences_of(text)):
        reading.mention(f'"{safe(line.typed)[:120]}"')
        return
    at, precision = _moment(line, told, reading)
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.fields.items()
    }
    kept = [*told.kept, "sore all day"] if values.get("sore_s") == "all day" else told.kept
    if values.get("sore_s") == "all day":
        del values["sore_s"]
    if told.count > 1 and precision == "minute":
        precision = "approx"
    record = Episode(
        at=at, logged_at=line.stamp or at, precision=precision, note=", ".join(kept) or None, typed=line.typed, **values
    )  # fmt: skip
    reading.nights.has_cramp(record.night)
    for _ in range(told.count):
        yield _made(line, record, is_relative=_is_relative(told.day))


def _is_rated(sentence: str, words: NameReader) -> bool:
    """Return whether a sentence without a word for a cramp says where one was and how bad: it was one."""
    told = None if words.names_a_cramp(sentence) else words.told(sentence)
    return bool(told and told.fields.get("sites") and told.fields.get("severity"))


def _clear(line: _PlainLine, told: Told, reading: Reading) -> Made:
    if told.day is not None:
        night = night_told(told.day, _now(line, reading), reading.zone)
    elif line.day is not None:
        night = line.day
    else:
        night = night_of(to_local(_now(line, reading), reading.zone) - timedelta(hours=12))
    said_at = line.stamp or reading.when(night, None).at
    record = CheckIn(night=night, logged_at=said_at, note=", ".join(told.kept) or None, typed=line.typed)
    return _made(line, record, is_relative=_is_relative(told.day))


def _uses(line: _PlainLine, words: str, reader: UseReader, role: str, reading: Reading) -> Iterator[Made]:
    told = reader.read([words])
    if not told.uses:
        _left_out(line, reading)
        return
    day = told.days[0] if told.days else None
    as_told = Told(line.words)
    as_told.day, as_told.clock, as_told.is_rough, as_told.ago_s = day, told.clock, told.is_rough, told.ago_s
    at, precision = _moment(line, as_told, reading)
    for use in told.uses:
        if use.label:
            meaning = reading.meaning(use.label, role)
            if meaning is None or meaning.kind != role:
                continue
            use.word = meaning.word
        record = Exposure(
            at=at, logged_at=line.stamp or at, precision=precision, role=role, word=use.word, amount=use.amount,
            purpose=reading.purpose if role == "remedy" else None, note=", ".join(use.described) or None,
            typed=line.typed,
        )  # fmt: skip
        yield _made(line, record, use.word, is_relative=_is_relative(day))


def _moment(line: _PlainLine, told: Told, reading: Reading) -> tuple[datetime, str]:
    """Return when something was: as the words say, of the day above, or at the moment at which they were written."""
    now = _now(line, reading)
    if told.ago_s is not None:
        return now - timedelta(seconds=told.ago_s), "approx" if told.is_rough else "minute"
    day = told.day or (NamedDay(line.day.isoformat()) if line.day else None)
    if day is None and told.clock is None:
        if line.stamp is None:
            raise UsageError("It has no time. Put the day and the time in front: 2026-03-01 03:10.")
        return now, "minute"
    clock, is_evening = told.clock, day is not None and day.part in ("e", "n", "p")
    if clock and clock.is_open and clock.to_the_minute and line.is_of_24 and not is_evening:
        clock = clock._replace(is_open=False)
    found = moment_told(
        day, clock, is_rough=told.is_rough, at_night=told.at_night, now=now, zone=reading.zone, fold=0
    )
    return found.at, found.precision


def _now(line: _PlainLine, reading: Reading) -> datetime:
    now = line.stamp or reading.now
    if line.written_on is not None:
        evening = reading.when(line.written_on, time(23, 59)).at
        return min(evening, now) if now else evening
    if now is None:
        raise UsageError("It has no day. Put the day in front: 2026-03-01 03:10.")
    return now


def _is_relative(day: NamedDay | None) -> bool | None:
    """Return whether which day is meant depends on the present; None where no day is named."""
    return None if day is None else not re.search(r"\d{4}", day.name)


def _made(
    line: _PlainLine, record: Episode | CheckIn | Exposure, *key: str, is_relative: bool | None
) -> Made:
    """Return an entry; where its time is told by the present alone, it stays as it came first."""
    if line.stamp is not None:
        written = line.stamp.replace(tzinfo=None)
    elif line.day is not None:
        written = datetime.combine(line.day, datetime.min.time())
    else:
        written = _NO_TIME
    is_fixed = (
        line.stamp is None
        and line.written_on is None
        and is_relative is not False
        and (line.day is None or bool(is_relative))
    )
    return Made(record, written, (" ".join(line.typed.split()), *key), is_fixed)


def _left_out(line: _PlainLine, reading: Reading) -> None:
    reading.ignore("line that tells of no cramp")
    if reading.ignored["line that tells of no cramp"] <= _SAID_AT_MOST:
        reading.said.append(f'Not understood, and left out: "{short(safe(line.typed))}".')
