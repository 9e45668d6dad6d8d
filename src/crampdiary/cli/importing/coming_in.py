"""An import: its file is recognised and read, and then brought in. What was said of it is remembered for the next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from crampdiary.cli.importing.bringing import OfAFile, bring
from crampdiary.cli.importing.conversation import (
    Answers,
    Known,
    columns_said,
    goes_back_to_columns,
    kept,
    rows_said,
    with_answers,
)
from crampdiary.cli.importing.memory import Memory
from crampdiary.cli.importing.nothing_found import how_to_say
from crampdiary.cli.importing.preview import Preview
from crampdiary.cli.result import Result
from crampdiary.cli.session import Session
from crampdiary.cli.telling.progress import progress
from crampdiary.diary.fields import PURPOSES
from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import UsageError
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import ORDERS, zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import ANY
from crampdiary.exchange.names.meaning import DATES, IGNORE, can_be_typed, read_maps, typed_map
from crampdiary.exchange.names.naming import CRAMP
from crampdiary.exchange.names.suggesting import names_text, suggestion
from crampdiary.exchange.programs import plain_lines
from crampdiary.exchange.proposal import columns_text, proposals, seems_of_cramps
from crampdiary.exchange.reading import BadRowsError
from crampdiary.exchange.sheets.of_cramps import DESCRIBING
from crampdiary.exchange.table import other_sheets
from crampdiary.keep.merging.again import ToldAgain, brought_again, numbers_of
from crampdiary.keep.merging.merge import Staging
from crampdiary.keep.merging.source_files import SourceFile
from crampdiary.keep.private import check_target, finished, unwritable
from crampdiary.words.wording import listed, plural, safe, short

_NAMED = 10
_SEVERAL = 2  # rows that disagree in one way are no slip
_OF_A_LENGTH = tuple("duration minutes seconds sore end".split())
_IN_A_NOTE = (
    *"place site side position sensation onset helped woke".split(),
    "count",
    *_OF_A_LENGTH,
)  # where it is not understood
_ALL_NAMES = "--save-map names.txt writes them all into a file to fill in and give to --map."
_UNASKED = (formats.OWN, plain_lines.PROGRAM)  # they are in the words of this program


class Asked(NamedTuple):
    """What was asked for by options."""

    format: str | None = None
    maps: tuple[str, ...] = ()
    save_map: Path | None = None
    zone: str | None = None
    dates: str | None = None
    purpose: str | None = None
    sheet: str | None = None
    skip_bad: bool = False
    new: bool = False
    dry_run: bool = False
    yes: bool = False


def brought_in(session: Session, source: str, path: Path, folder: Path, asked: Asked) -> Result:
    """Bring in what a file says.

    Args:
        session: this run.
        source: the file as it was named.
        path: where it lies.
        folder: private, for what must be unpacked or staged.
        asked: the options.

    Raises:
        UsageError: an option is not understood, or the file leaves something open that an option says.
        CrampError: it cannot be read.
    """
    if asked.dates not in (None, *ORDERS):
        raise UsageError(
            "--dates is dmy, mdy or ymd: the order of day, month and year. Nothing was imported."
        )
    if asked.purpose not in (None, *PURPOSES):
        raise UsageError("--purpose is prevention or rescue. Nothing was imported.")
    names, columns = read_maps(asked.maps)
    zone_named(asked.zone)
    if asked.save_map:
        check_target(asked.save_map, session.path, force=None)
    name, delimiter = formats.detect(path, asked.format, asked.sheet)
    session.may_begin = asked.new or asked.dry_run
    memory = Memory(session, name, source, path, delimiter, asked.sheet)
    before = memory.before
    said = names.keys() | columns.keys()  # a column that was ignored may be one of a remedy by now
    known = Known(
        {**_but(before.names, said), **names},
        {**_but(before.columns, said), **columns},
        asked.zone or before.zone,
        asked.dates or before.dates,
    )
    if (
        name == ANY
        and asked.save_map
        and not {"at", "date"} & {each.partition(":")[0] for each in known.columns.values()}
    ):
        found = proposals(path, delimiter, session.vocabulary, asked.sheet)
        _write(asked.save_map, columns_text(found))
        again = session.typed("import", source, "--map", asked.save_map)
        return Result(
            {"format": name, "columns": {each.column: each.field for each in found}},
            (
                f"Wrote {safe(str(asked.save_map))}: look over what each column is, then `{again}`. "
                "Nothing was imported.",
                *other_sheets(path, delimiter, asked.sheet),
            ),
        )

    def reading_of(known: Known, skip: bool, folder: Path) -> Reading:
        return Reading(
            path, session.vocabulary, known.meanings(), zone_named(known.zone), folder=folder, delimiter=delimiter,
            columns=known.columns, dates=known.dates, purpose=asked.purpose or PURPOSES[0], sheet=asked.sheet,
            skip=skip, now=session.now,
        )  # fmt: skip

    answers = Answers()
    with kept(session, answers), closing(Staging(folder)) as staging:
        skip = asked.skip_bad
        asks = session.may_ask(asked.yes) and not asked.save_map and name not in _UNASKED
        if asks:
            reading_of(known, skip, folder)  # a meaning that cannot be is refused before anything is asked
            goes_back, has_any = False, False
            while not has_any:
                if name == ANY:
                    known = columns_said(
                        session, path, delimiter, asked.sheet, known, answers, again=goes_back
                    )
                known, skip, has_any = rows_said(session, name, reading_of, known, skip, answers)
                if name != ANY or not seems_of_cramps(path, delimiter, session.vocabulary, asked.sheet):
                    break
                goes_back = not has_any and goes_back_to_columns(session)
        reading = reading_of(known, skip, folder)
        found_again = ToldAgain()
        preview, file = _staged(session, staging, name, reading, asked, found_again, memory)
        if asked.save_map:
            _write(asked.save_map, names_text(reading, {**known.columns}))
        remarks = [
            *preview.lines(session),
            *memory.lines(said, zone=asked.zone),
            *([] if asks else memory.new_columns(known)),
            *_no_longer_in_it(session, found_again.left),
            *_as_they_came(session, found_again),
            *remarks_on(reading, were_asked=asks and name == ANY, every_name=asked.dry_run),
        ]

        def remember(op: int | None) -> None:
            dates = {DATES: reading.dates_are} if reading.dates_are else {}
            memory.keep(known._replace(columns={**known.columns, **dates}), file, op)

        told, lines = bring(
            session,
            "import",
            staging,
            f"{source} ({name})",
            _as_data(name, reading),
            remarks,
            asked.dry_run,
            asked.yes,
            of_a_file=None if name == formats.OWN else OfAFile(remember, found_again.unseen),
        )
    if name == ANY and not any(map(any, told["kinds"].values())):
        found = proposals(path, delimiter, session.vocabulary, asked.sheet)
        if seems_of_cramps(path, delimiter, session.vocabulary, asked.sheet):
            lines += (how_to_say(found, {**known.columns, **known.names}),)
    if asked.dry_run and answers.options():
        lines += (f"To import it with what you said: `{with_answers(session, answers)}`",)
    if asked.new and not asked.dry_run:
        session.store.create()
    return Result(told, lines)


def _staged(
    session: Session, staging: Staging, name: str, reading: Reading, asked: Asked, again: ToldAgain, memory: Memory
) -> tuple[Preview, SourceFile]:  # fmt: skip
    preview = Preview()
    file = SourceFile()
    purged: list[str] = []
    rows = formats.revisions(name, reading, purged)
    try:
        with progress("entries read") as line:
            if name != formats.OWN:
                reading.is_again = bool(memory.files)
                file, rows = memory.file_of(rows)
                rows = brought_again(session.store, rows, file, reading.denied, again)
                if asked.dry_run or session.may_ask(asked.yes):
                    rows = preview.over(rows)
            staging.add(line.over(rows))
    except BadRowsError as error:
        for bad in error.lines:
            session.say(safe(bad))
        if name != formats.OWN:
            for each in _ways_out(reading):
                session.say(each)
            session.say("With --skip-bad all other rows are taken, and these are named.")
        raise
    staging.add_purged(purged)
    return preview, file


def _but(before: Mapping[str, str], said: Collection[str]) -> dict[str, str]:
    return {name: meaning for name, meaning in before.items() if name not in said}


def _write(path: Path, text: str) -> None:
    try:
        with finished(path) as fresh:
            fresh.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(path, error) from error


# What is told of the reading


def _no_longer_in_it(session: Session, left: list[str]) -> Iterator[str]:
    """Say what came of an earlier version of the file and stays, though nothing in it says that now."""
    if left:
        numbers, first = _numbered(session, left)
        drops, they = ("it", "It stays") if len(numbers) == 1 else ("one", "They stay")
        yield (
            f"No longer in the file: {plural(len(numbers), 'entry', 'entries')} that came from it ({first}). "
            f"{they} here; `cramp delete {numbers[0]}` drops {drops}."
        )


def _as_they_came(session: Session, again: ToldAgain) -> Iterator[str]:
    """Say that lines without a day are taken for earlier ones of their words, where they may be of another day."""
    if again.as_before and (again.has_lost or not again.has_new):
        numbers, first = _numbered(session, again.as_before)
        lines = "line without a day is" if len(numbers) == 1 else "lines without a day are"
        yield (
            f"{len(numbers):,} {lines} taken for what came before ({first}). If there was a new cramp, put its day in "
            "front: 2026-03-01 03:10."
        )


def _numbered(session: Session, uids: list[str]) -> tuple[list[int], str]:
    """Return the numbers of entries, and the first of them as a text."""
    numbers = numbers_of(session.store, uids)
    return numbers, ", ".join(map(str, numbers[:_NAMED])) + " ..." * (len(numbers) > _NAMED)


def _as_data(name: str, reading: Reading) -> dict[str, Any]:
    return {
        "format": name,
        "ignored": {what: count for what, count in sorted(reading.ignored.items()) if count},
        "unknown": dict(sorted(reading.unknown.items())),
        "left_out": dict(sorted(reading.left_out.items())),
        "cramp_names": dict(sorted(reading.cramps.items())),
        "maybe_cramps": dict(sorted(reading.maybe.items())),
        "mentions": reading.mentions,
        "skipped_rows": reading.rows.skipped_count,
    }


def remarks_on(reading: Reading, *, were_asked: bool, every_name: bool = False) -> Iterator[str]:
    """Yield which names became cramps, what was not taken, and which names are not known.

    Args:
        reading: of the file.
        were_asked: whether the person was asked about these names just now, and need not be told how to say it.
        every_name: whether all names are told, and not the first ten of each kind.
    """
    most = None if every_name else _NAMED
    yield from (safe(each) for each in reading.said)
    if reading.ahead:
        are = "entry is" if len(reading.ahead) == 1 else "entries are"
        yield (
            f"{len(reading.ahead):,} {are} of a day still to come, up to {max(reading.ahead)}. If that is a slip, "
            "correct it in the file and import it again."
        )
    if reading.weekdays_off:
        rows = plural(reading.weekdays_off, "row")
        yield safe(f"In {rows} a date has another weekday beside it: {reading.weekday_off}. The date counts.")
    if reading.cramps:
        yield safe(f"Taken for cramps: {_counted(reading.cramps.most_common(), most)}.")
    for each in reading.mentions:
        yield safe(f"This tells of a cramp, and was not taken: {each}.")
    ignored = [(what, count) for what, count in sorted(reading.ignored.items()) if count]
    if ignored:
        yield safe(f"Not taken: {', '.join(f'{count:,} x {what}' for what, count in ignored)}.")
    if reading.left_out:
        names = _counted(reading.left_out.most_common(), most)
        yield safe(f"Left out, as nothing says that these are cramps of leg or foot: {names}.")
    if reading.rows.skipped_count:
        yield f"Left out {plural(reading.rows.skipped_count, 'row')} that cannot be read:"
        yield from (f"  {safe(each)}" for each in reading.rows.skipped)
        yield from _ways_out(reading)
    yield from _maybe(reading, most)
    yield from _unknown(reading, most, were_asked=were_asked)


def _maybe(reading: Reading, most: int | None) -> Iterator[str]:
    """Ask which names are cramps of leg or foot."""
    names = reading.maybe.most_common(most)
    if not names:
        return
    more = len(reading.maybe) - len(names)
    these = [f"{short(name)} ({count:,} x)" for name, count in names]
    question = f"Are these cramps of leg or foot: {listed([*these, *[f'{more:,} more'] * bool(more)], 'or')}?"
    example = next((name for name, _ in names if can_be_typed(name)), None)
    if example and len(names) == 1:
        question += f" If so, {typed_map(example, CRAMP)} takes them."
    elif example:
        question += f" Say it of each that is, as in {typed_map(example, CRAMP)} and so on."
    yield safe(question + f" {_ALL_NAMES}" * (more > 0 or example is None))


def _ways_out(reading: Reading) -> Iterator[str]:
    """Say once for a file what to do about rows that have a pain and no cramp."""
    for name, count in reading.of_else.items():
        if count >= _SEVERAL:
            yield safe(
                f"If {short(name)} is of more than cramps, {typed_map(name, IGNORE)} leaves that column out."
            )


def _unknown(reading: Reading, most: int | None, *, were_asked: bool) -> Iterator[str]:
    open_names = [(name, count) for name, count in reading.unknown.most_common() if name not in reading.maybe]
    yield from _in_notes(
        reading, [each for each in open_names if reading.asked_of.get(each[0]) in _IN_A_NOTE], most
    )
    unknown = [each for each in open_names if reading.asked_of.get(each[0]) not in _IN_A_NOTE]
    if not unknown:
        return
    yield "Names not known here, so left out:"
    shown = unknown[:most]
    for name, count in shown:
        near = suggestion(reading, name)
        yield safe(f"  {name} ({count:,} x)" + (f", perhaps {near}" if near else ""))
    if len(unknown) > len(shown):
        yield f"  and {len(unknown) - len(shown):,} more"
    if were_asked:
        if len(unknown) > len(shown):
            yield _ALL_NAMES
        return
    if example := _example(reading, unknown):
        how = typed_map(example, suggestion(reading, example) or IGNORE)
        yield safe(f"Say what each is, as in {how} (or cramp, ignore, or new for a word of your own).")
    yield _ALL_NAMES
    column = next((name for name, field in reading.columns.items() if field == "name"), None)
    fields = {field.partition(":")[0] for field in reading.columns.values()}
    if column and can_be_typed(column) and not reading.cramps and not fields.isdisjoint(DESCRIBING):
        yield safe(
            f"If {short(column)} is whose cramps they are, {typed_map(column, IGNORE)} takes the rows of everybody."
        )


def _example(reading: Reading, names: Iterable[tuple[str, int]]) -> str | None:
    """Return one of some names that can be typed, if there is any of which it can be said what it may be."""
    typed = [name for name, _ in names if can_be_typed(name)]
    return next((name for name in typed if suggestion(reading, name)), typed[0] if typed else None)


def _in_notes(reading: Reading, names: list[tuple[str, int]], most: int | None) -> Iterator[str]:
    """Say what of a cramp was not understood: its words are kept, as a note."""
    if not names:
        return
    yield safe(f"Not understood, so kept in the note of each cramp alone: {_counted(names, most)}.")
    name = _example(reading, names)
    if name is None:
        yield _ALL_NAMES
        return
    is_row = reading.asked_of[name] in ("place", "site", "side")
    is_place = is_row or reading.asked_of[name] == "position"
    is_length = reading.asked_of[name] in _OF_A_LENGTH
    is_count = reading.asked_of[name] == "count"
    meaning = (
        "3m"
        if is_length
        else "1"
        if is_count
        else suggestion(reading, name) or ("left calf" if is_place else IGNORE)
    )
    other = ". With ignore, such a row is no cramp" * is_row
    yield safe(f"Say what it is, as in {typed_map(name, meaning)}{other}.")


def _counted(names: list[tuple[str, int]], most: int | None) -> str:
    shown = ", ".join(f"{short(name)} ({count:,} x)" for name, count in names[:most])
    more = len(names) - len(names[:most])
    return shown + (f" and {more:,} more names" if more else "")
