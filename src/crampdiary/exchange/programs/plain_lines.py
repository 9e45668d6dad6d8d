"""Lines of plain words in a text file, as they are typed to `cramp log`: `03:10 7 arch left`.

A line may begin with the moment at which it was written, as a phone's shortcut does, or stand below one that names
its day. A line with neither is of the latest time it can mean at its first import, and stays so: the file may grow,
and be imported again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import copy
from datetime import datetime
from functools import lru_cache

from crampdiary.clock.zones import to_local
from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.errors import UsageError
from crampdiary.exchange.clear_nights import OF_TWO, SMALL_HOURS, night_denied
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
from crampdiary.exchange.lines import look_like_lines
from crampdiary.exchange.lines.beside_its_day import in_its_part, is_of_a_part
from crampdiary.exchange.lines.by_day import OfDays, is_by_day, is_of_its_date, say_clear
from crampdiary.exchange.lines.day_named import looks_like_a_day
from crampdiary.exchange.lines.habits import habits_of
from crampdiary.exchange.lines.headings import Heading
from crampdiary.exchange.lines.how_read import note_half_read, say_how_read
from crampdiary.exchange.lines.leaving_out import (
    FIGURES_BEFORE,
    is_still_said,
    leave_out,
    leave_undone,
)
from crampdiary.exchange.lines.marks import Marked, Marks
from crampdiary.exchange.lines.several_cramps import cramps_from, cramps_in
from crampdiary.exchange.lines.several_nights import (
    is_of_several_nights,
    of_several_nights,
    tells_of_another_date,
)
from crampdiary.exchange.lines.stamps import is_of_a_chat
from crampdiary.exchange.lines.terse import (
    MET,
    NO,
    OPEN,
    YES,
    says_only_how_bad,
    tells_of_no_cramp,
    tells_of_one,
)
from crampdiary.exchange.lines.typed_line import (
    TypedLine,
    day_of,
    line_of,
    moment_of,
    now_of,
    seen_from_its_day,
)
from crampdiary.exchange.lines.uses_told import ROLE_OF, Parted, parted, use_of
from crampdiary.exchange.made import Made
from crampdiary.exchange.names.naming import ELSEWHERE, NameReader, fields_of
from crampdiary.exchange.reading import encoding_of, lines_of, opened_as
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.uses.used import Use, Uses
from crampdiary.words.when import NamedDay, night_told
from crampdiary.words.wording import safe, short

PROGRAM = "lines"
MANUAL = (
    "a text file with a line for each cramp, in the words of `cramp log`: `2026-03-01 03:10 7 arch left`. `used` and "
    "`had` begin a line of remedies or triggers. A line with a day alone is for those below it."
)

fits = look_like_lines.fits

_REMEMBERED = 2_000  # lines: many are of the same words, after their moment
_FAREWELL = re.compile(
    r"\W*(?:good ?nig?h?te?|night[- ]?night|nighty|sleep (?:well|tight)|gn)\b", re.IGNORECASE
)
_BY_DAY = range(5, 17)  # o'clock
_OF_A_COMMAND = " Nothing was saved."
_NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 (of a line that says none)


def read(reading: Reading) -> Iterator[Made]:
    """Yield the cramps, the clear nights and the uses that lines tell of."""
    reader = LogReader(reading.vocabulary)
    told_in = lru_cache(_REMEMBERED)(lambda words: reader.read_all_else([words]))
    uses = {word: UseReader(reading.vocabulary, role) for word, role in ROLE_OF.items()}
    days = OfDays(reading)

    def knows(words: str, role: str) -> bool:
        return any(each.word for each in reading.words.uses.taken(words, role))

    alone: TypedLine | None = None  # a time, as long as nothing stands below it
    dated: TypedLine | None = None  # the last line that begins with its day
    unrated: Heading | None = None  # above a cramp of which the line does not say how bad it was
    encoding = encoding_of(reading.path)
    is_of_24, order, headings = habits_of(reading, encoding)
    above = first = headings.first
    is_told = False
    marks, is_first = Marks(), True
    with opened_as(reading.path, encoding) as text:
        for number, each in enumerate(lines_of(text, reading.path.name), 1):
            marked = marks.off(each)
            if not marked.text:
                continue
            reading.rows.go_on(number)
            own = headings.at(number)
            own = own and own.below(above)
            line = use = None
            try:
                line = line_of(marked, above, reading, order, own, is_of_24=is_of_24)
                is_alone = not line.typed or (own is not None and not own.rest)
                if is_alone or line.is_of_a_chat:
                    of_moment = Heading(words=marked.text, stamp=line.stamp)
                    above = (
                        own.within(above) if own and own.is_within else own if own and is_alone else of_moment
                    )
                if is_alone:
                    if alone:
                        leave_out(alone, reading)
                    alone = line if not own or own.clock else None
                    continue
                alone = None
                is_title, is_first = is_first and above is first, False
                if above and above.clock:
                    line = line._replace(clock_above=told_in(above.clock).clock)
                line = seen_from_its_day(line, told_in, dated)
                dated = line if line.begins_with_a_day and not line.is_of_a_chat else dated
                if first and not is_told and line.is_below(first):
                    is_told = True
                    reading.said.append(f"Lines without a day are of {first.day}, as the file's name says.")
                both = None if line.is_undone else parted(line.words, told_in, knows)
                if both:
                    yield from list(_beside(line, both, told_in, uses, reading, days))
                    continue
                use = use_of(line.words, told_in)
                if use and not line.is_undone:
                    if is_of_several_nights(use[1], told_in):
                        raise of_several_nights(line.words, ROLE_OF[use[0]])
                    yield from list(_uses(line, use[1], uses[use[0]], ROLE_OF[use[0]], reading))
                    continue
                told = in_its_part(told_in(line.words), told_in)
                if line.is_undone:
                    leave_undone(line, told, reading)
                elif tells_of_no_cramp(line, told, reading.words) or (is_title and _is_a_title(line, told)):
                    leave_out(line, reading)
                    if not (line.stamp and (dated is line or line.is_of_a_chat)):
                        above = _as_heading(marked, own, told, above)
                elif says_only_how_bad(line, told) and line.above is not None and line.above is unrated:
                    reading.mention(f'"{safe(line.typed)[:120]}"')
                else:
                    unrated = None if told.is_none or "severity" in told.fields else line.above or above
                    yield from list(_cramps(line, told, told_in, reading, days))
            except UsageError as error:
                why = UsageError(str(error).removesuffix(_OF_A_COMMAND))
                is_span = line and not use and is_of_several_nights(line.words, told_in)
                reading.rows.bad(number, of_several_nights(line.words) if line and is_span else why)
                if (own and not own.rest) or is_of_a_chat(marked.text):
                    above = Heading(words=marked.text, is_open=True)
    if alone:
        leave_out(alone, reading)
    yield from days.settle()
    say_how_read(reading)


def _as_heading(marked: Marked, own: Heading | None, told: Told, above: Heading | None) -> Heading | None:
    """Return the heading below a line that tells of nothing: itself, where it names a day or may do so."""
    if own and own.is_within:
        return above
    if own and (marked.is_heading or own.is_open):
        return own
    is_a_slip = told.day is not None and not told.kept  # the grammar has read `3 febuary`
    if own or is_a_slip or looks_like_a_day(marked.text, is_marked=marked.is_heading):
        return Heading(words=marked.text, is_open=True)
    return above


def _is_a_title(line: TypedLine, told: Told) -> bool:
    """Return whether the first line of a file names cramps, and says of none when it was or how bad."""
    return not (told.is_none or line.stamp or told.names_a_time or told.fields.keys() - {"sites", "side"})


def _cramps(
    line: TypedLine, told: Told, told_in: Callable[[str], Told], reading: Reading, days: OfDays
) -> Iterator[Made]:
    words = reading.words
    if told.refused and not line.stamp:
        raise told.refused
    is_timed = told.clock is not None or told.ago_s is not None
    is_timed = is_timed or (line.stamp is not None and told.day is None and "severity" in told.fields)
    is_span = not is_timed and is_of_several_nights(line.words, told_in)
    if told.takes_back:  # which says nothing of the night
        leave_out(line, reading)
        return
    if told.is_wished:
        reading.mention(f'"{safe(line.typed)[:120]}"')
        return
    text = FIGURES_BEFORE.sub("", line.words)
    verdict = happening(text, words).verdict
    if told.is_none and verdict != UNSURE:
        if is_span:
            raise of_several_nights(line.words)
        if is_of_a_part(told):
            reading.mention(f'"{safe(line.typed)[:120]}"')
            _doubt(line, told, reading, days)
            return
        if any(each.word for phrase in told.kept for each in words.uses.taken(phrase)):
            reading.ignore("remedy without `used` before it: a note of a clear night")
        if _is_a_farewell(line, told, reading):
            leave_out(line, reading)
            return
        clear = _clear(line, told, reading)
        if clear is None:
            reading.ignore(OF_TWO)
        elif is_by_day(line, told):
            days.keep(clear)
        else:
            say_clear(clear, reading)
        return
    sites = told.fields.get("sites", ())
    is_elsewhere = ELSEWHERE.issuperset(sites) if sites else words.is_elsewhere(text)
    if verdict == OF_ANOTHER_PART or is_elsewhere:
        reading.left_out[short(safe(text))] += 1
        return
    if verdict == NOTHING_NAMED and not _is_a_cramp(line, text, told, reading, days, is_timed=is_timed):
        return
    if verdict in (UNSURE, DENIED) and not any(_is_rated(each, words) for each in sentences_of(text)):
        reading.mention(f'"{safe(line.typed)[:120]}"')
        return
    if is_span:
        raise of_several_nights(line.words)
    cramps: list[Told] = []
    unclear = None
    try:
        cramps = cramps_in(told, told_in, day_of(line, told))
    except UsageError as error:
        unclear = error
    if line.stamp is not None and told.clock:
        from_it = cramps_from(to_local(line.stamp, reading.zone), told, told_in, max(1, len(cramps)))
        if from_it:
            cramps, line = from_it, line._replace(stamp=None, above=None)
    if unclear and not cramps:
        _doubt(line, told, reading, days)
        raise unclear
    if len(cramps) == 1 and tells_of_another_date(cramps[0]):
        raise of_several_nights(line.words)
    told_of = [each for each in cramps if each.fields.get("severity") != 0]
    if not told_of:
        reading.mention(f'"{safe(line.typed)[:120]}"')
    for each in told_of:
        note_half_read(line.typed, each, reading)
        yield from _cramp(line, each, reading, days)


def _cramp(line: TypedLine, told: Told, reading: Reading, days: OfDays) -> Iterator[Made]:
    at, precision = moment_of(line, told, reading)
    values = fields_of(told)
    kept = told.kept
    if isinstance(values.get("sore_s"), str):  # until a time that only the present tells
        kept = [*kept, f"sore {values.pop('sore_s')}"]
    if told.count > 1 and precision == "minute":
        precision = "approx"
    record = Episode(
        at=at, logged_at=line.stamp or at, precision=precision, note=", ".join(kept) or None, typed=line.typed, **values
    )  # fmt: skip
    found = [_made(line, record, told=told)] * told.count
    if is_by_day(line, told):
        for each in found:
            days.keep(each)
        return
    reading.nights.has_cramp(record.night)
    if is_of_its_date(line, told):
        days.look(at)
    yield from found


def _is_a_cramp(
    line: TypedLine, text: str, told: Told, reading: Reading, days: OfDays, *, is_timed: bool
) -> bool:
    """Return whether a line without a word for a cramp tells of one, as a whole or in a sentence; else point it out."""
    words, clock = reading.words, told.clock or line.clock_above
    is_against = speaks_against(told)
    found = [NO if is_against else tells_of_one(text, told, words, clock=clock, is_timed=is_timed)]
    sentences = [*sentences_of(text), *told.parts]
    if YES not in found and len(sentences) > 1:
        read = ((each, words.told(each)) for each in sentences)
        found += [
            tells_of_one(each, of_it, words, clock=of_it.clock, is_timed=False)
            for each, of_it in read
            if of_it
        ]
    if YES in found:
        return True
    if OPEN in found:
        _doubt(line, told, reading, days)
    if MET in found and is_still_said(reading):
        leave_out(line, reading)
    elif is_against:
        reading.mention(f'"{safe(line.typed)[:120]}"')
    else:
        reading.left_out[short(safe(line.typed))] += 1
    return False


def _doubt(line: TypedLine, told: Told, reading: Reading, days: OfDays) -> None:
    """Take note that the night of a line is not a clear one; where its day is not known, of none."""
    with suppress(UsageError):
        at, precision = moment_of(line, told, reading, says=False)
        night = Episode(at=at, logged_at=at, precision=precision).night
        if is_by_day(line, told):
            days.doubt(night)
        else:
            reading.nights.doubt([night])


def _is_rated(sentence: str, words: NameReader) -> bool:
    """Return whether a sentence without a word for a cramp says where one was and how bad: it was one."""
    told = None if words.names_a_cramp(sentence) else words.told(sentence)
    if not (told and told.fields.get("sites") and told.fields.get("severity")):
        return False
    return tells_of_one(sentence, told, words, clock=told.clock, is_timed=False) == YES


def _is_a_farewell(line: TypedLine, told: Told, reading: Reading) -> bool:
    """Return whether a line may wish a good night, and say nothing of the one before: `22:40 Good night!`."""
    is_wish = told.day is None and _FAREWELL.match(line.words) is not None
    return is_wish and line.stamp is not None and to_local(line.stamp, reading.zone).hour not in _BY_DAY


def _clear(line: TypedLine, told: Told, reading: Reading) -> Made | None:
    """Return the clear night that a line tells of, None where it may be one of two."""
    day = day_of(line, told)
    now = now_of(line, reading)
    night = night_told(day, now, reading.zone) if day else night_denied(to_local(now, reading.zone))
    is_of_two = told.clock is not None and told.clock.hour in SMALL_HOURS
    if night is None or is_of_two:
        return None
    said_at = line.stamp or reading.when(night, None).at
    record = CheckIn(night=night, logged_at=said_at, note=", ".join(told.kept) or None, typed=line.typed)
    return _made(line, record, told=told)


def _beside(
    line: TypedLine, both: Parted, told_in: Callable[[str], Told], uses: Mapping[str, UseReader], reading: Reading,
    days: OfDays,
) -> Iterator[Made]:  # fmt: skip
    """Yield what a line tells that says how a night was and what was used: each has its day, or that of the other."""
    day = next((day for each in both.texts() if (day := told_in(each).day)), None)
    told = copy(told_in(both.night))
    told.day = told.day or day
    told = in_its_part(told, told_in)
    night = line._replace(words=both.night)
    of_the_night = days if is_by_day(night, told) else None
    for verb, words in both.uses:
        if is_of_several_nights(words, told_in):
            raise of_several_nights(line.words, ROLE_OF[verb])
        yield from _uses(line, words, uses[verb], ROLE_OF[verb], reading, day, of_the_night)
    yield from _cramps(night, told, told_in, reading, days)


def _uses(
    line: TypedLine, words: str, reader: UseReader, role: str, reading: Reading, beside: NamedDay | None = None,
    days: OfDays | None = None,
) -> Iterator[Made]:  # fmt: skip
    """Yield what was used or met.

    Args:
        line: as it stands.
        words: of it, those that tell of this.
        reader: of such words.
        role: of what they name.
        reading: of the file.
        beside: the day of the night that the line tells of.
        days: keeps what is of that day alone, where the night is.
    """
    told = reader.read([words])
    if not told.uses:
        leave_out(line, reading)
        return
    if told.since or told.until or told.is_course:
        raise UsageError("It is of several nights. Write a line for each: 2026-03-01 used magnesium.")
    for use in told.uses:
        for day in use.days or told.days or (beside,):
            for entry, is_of_day in _used(line, use, told, day, role, reading):
                if days and is_of_day:
                    days.keep(entry)
                else:
                    yield entry


def _used(
    line: TypedLine, use: Use, told: Uses, day: NamedDay | None, role: str, reading: Reading
) -> Iterator[tuple[Made, bool]]:
    """Yield a use, where its name is known, and whether it is of a day alone."""
    as_told = Told(line.words)
    as_told.day, as_told.clock, as_told.is_rough, as_told.ago_s = day, told.clock, told.is_rough, told.ago_s
    at, precision = moment_of(line, as_told, reading, is_cramp=False)
    word = use.word
    if use.label:
        meaning = reading.meaning(use.label, role)
        if meaning is None or meaning.kind != role:
            return
        word = meaning.word
    record = Exposure(
        at=at, logged_at=line.stamp or at, precision=precision, role=role, word=word, amount=use.amount,
        purpose=reading.purpose if role == "remedy" else None, note=", ".join(use.described) or None,
        typed=line.typed,
    )  # fmt: skip
    yield _made(line, record, word, told=as_told), is_by_day(line, as_told)


def _made(line: TypedLine, record: Episode | CheckIn | Exposure, *key: str, told: Told) -> Made:
    """Return an entry; where its time is told by the present alone, it stays as it came first."""
    above = line.above
    dated = above.day if above and not above.is_relative else None
    if line.stamp is not None:
        written = line.stamp.replace(tzinfo=None)
    else:
        written = datetime.combine(dated, datetime.min.time()) if dated else _NO_TIME
    day = day_of(line, told)
    is_told = (
        line.stamp
        or line.written_on
        or (re.search(r"\d{4}", day.name) if day and (told.day or line.own) else dated)
    )
    names = (" ".join(line.typed.split()), *key)
    if above and above.is_relative and line.stamp is None and not told.day:
        names = (*names, above.words)
    return Made(record, written, names, not is_told)
