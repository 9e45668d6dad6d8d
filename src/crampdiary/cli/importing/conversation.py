"""What is asked about another program's file before it is brought in: its columns, its dates, its names.

It is asked on a terminal only, and what is asked can be said by options too. What was answered is told as such options
where the import stops half way, so that nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from crampdiary import prompts
from crampdiary.cli.importing.cells_asked import ask_of_cells
from crampdiary.cli.importing.columns_asked import Columns
from crampdiary.cli.importing.names_asked import OPEN, ask_of_names
from crampdiary.cli.importing.nothing_found import CAN_BE, NOTHING_OF_IT
from crampdiary.cli.importing.table_asked import LEFT_OUT, YES_OR_NO, answer_to
from crampdiary.cli.session import Session
from crampdiary.cli.telling.progress import progress
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.values import key
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import ORDERS, read_date
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import IGNORE, ROWS, YEAR, read_maps
from crampdiary.exchange.names.naming import CRAMP
from crampdiary.exchange.proposal import proposals
from crampdiary.exchange.reading import Rows
from crampdiary.exchange.sheets.placed import OTHERS
from crampdiary.keep.copies import foreign
from crampdiary.words.wording import month_of, plural, safe, short


class Known(NamedTuple):
    """What was said of a file of this shape: now, or at its last import."""

    names: dict[str, str]
    columns: dict[str, str]
    zone: str | None
    dates: str | None

    def meanings(self) -> dict[str, str]:
        """Return the names with a meaning, without those that were left open."""
        return {name: meaning for name, meaning in self.names.items() if meaning != OPEN}


class Answers:
    """What was answered so far, as options that say the same."""

    def __init__(self) -> None:
        self.maps: dict[str, str] = {}
        self.dates: str | None = None
        self.skip_bad = False

    def options(self) -> list[str]:
        """Return the options, as they are typed."""
        maps = [part for name, meaning in self.maps.items() for part in ("--map", f"{name}={meaning}")]
        return [*maps, *(["--dates", self.dates] if self.dates else []), *["--skip-bad"] * self.skip_bad]


@contextmanager
def kept(session: Session, answers: Answers) -> Iterator[None]:
    """Where the import ends without having been done, tell the command that has what was answered."""
    try:
        yield
    except (KeyboardInterrupt, CrampError) as error:
        if answers.options():
            what = "Nothing was saved; to" if isinstance(error, KeyboardInterrupt) else "To"
            session.say(f"{what} go on with what you said: `{with_answers(session, answers)}`")
        raise


def with_answers(session: Session, answers: Answers) -> str:
    """Return the command that was typed, with what was answered."""
    words = [each for each in session.words if each not in ("--dry-run", "-n")]
    at = words.index("--") if "--" in words else len(words)
    return session.as_typed([*words[:at], *answers.options(), *words[at:]])


def columns_said(
    session: Session, path: Path, delimiter: str, sheet: str | None, known: Known, answers: Answers, *,
    again: bool = False,
) -> Known:  # fmt: skip
    """Ask what the columns of a sheet are, unless all was said.

    Args:
        session: this run.
        path: of the file.
        delimiter: between its cells.
        sheet: of a workbook, its name.
        known: what was said of it.
        answers: takes up what is answered.
        again: whether it is asked though all was said, as nothing came of that.

    Raises:
        CrampError: Ctrl-D said that it is not to be answered, or it is no table.
        KeyboardInterrupt: Ctrl-C did.
    """
    said = {**{key(name): meaning for name, meaning in known.meanings().items()}, **known.columns}
    found = proposals(path, delimiter, session.vocabulary, sheet)
    is_all_said = OTHERS in said or all(each.column in said or key(each.column) in said for each in found)
    is_table = len(found) > 1 or any(each.field in ("at", "date") for each in found)
    if (is_all_said and not again) or not is_table:
        return known  # a text of any kind is refused for what it is
    table = Columns(session, found, said, answers.maps)
    settled = table.settle(
        "Type the number of the column that tells of cramps, and what it is:"
        if again
        else f"{safe(path.name)} comes from no program that is known here. Its columns seem to be:"
    )
    names, columns = read_maps(f"{name}={meaning}" for name, meaning in settled.items())
    return known._replace(names={**known.names, **names}, columns={**known.columns, **columns})


def rows_said(
    session: Session,
    program: str,
    reading_of: Callable[[Known, bool, Path], Reading],
    known: Known,
    skip: bool,
    answers: Answers,
) -> tuple[Known, bool, bool]:
    """Ask what only the rows bring up: the order of day and month, cells and rows that cannot be read, and names.

    Args:
        session: this run.
        program: the format.
        reading_of: makes a reading with what is known, whether bad rows are left out, and a folder for what must be
            unpacked.
        known: what was said of the file.
        skip: whether bad rows are left out.
        answers: takes up what is answered.

    Returns:
        What is known then, whether bad rows are left out, and whether there is anything to bring in.

    Raises:
        CrampError: Ctrl-D said that it is not to be answered, or the file cannot be read.
        KeyboardInterrupt: Ctrl-C did.
    """
    is_open, has_any = True, False
    cells: dict[str, str] = {}
    while is_open:
        with foreign.private_folder() as folder:
            reading = reading_of(known, True, folder)  # all that cannot be read is looked at
            try:
                with progress("rows looked at") as line:
                    has_any = sum(1 for _ in line.over(formats.revisions(program, reading, []))) > 0
            except UsageError:
                if reading.open_date:
                    answers.dates = _order(session, reading.open_date)
                    known = known._replace(dates=answers.dates)
                elif reading.open_year[0]:
                    answers.maps[YEAR] = _year(session, *reading.open_year)
                    known = known._replace(columns={**known.columns, YEAR: answers.maps[YEAR]})
                elif reading.open_rows:
                    answers.maps[ROWS] = _each_row(session)
                    known = known._replace(columns={**known.columns, ROWS: answers.maps[ROWS]})
                else:
                    raise
                continue
        asked = len(cells)
        try:
            ask_of_cells(session, reading, cells, cells)
        finally:
            meant = {cell: meaning for cell, meaning in cells.items() if meaning != OPEN}
            answers.maps.update(meant)
        known = known._replace(names={**known.names, **meant})
        is_open = len(cells) > asked
    if reading.rows.skipped_count and not skip:
        _ask_to_skip(session, reading.rows)
        skip = answers.skip_bad = True
    told: dict[str, str] = {}
    before = {name for name, meaning in known.names.items() if meaning == OPEN}
    try:
        ask_of_names(session, reading, program, before, told)
    finally:
        answers.maps.update({name: meaning for name, meaning in told.items() if meaning != OPEN})
    return (
        known._replace(names={**known.names, **told}),
        skip,
        has_any or not {*told.values()} <= {OPEN, IGNORE},
    )


def goes_back_to_columns(session: Session) -> bool:
    """Ask whether to look over the columns of a sheet again, of which nothing would be brought in.

    Raises:
        CrampError: that is not wanted.
        KeyboardInterrupt: Ctrl-C was typed.
    """
    session.say(NOTHING_OF_IT)
    session.say(CAN_BE)
    unsaid = CrampError("Nothing was imported. Import it again to say which column tells of cramps.")
    if answer_to("Go back to its columns? [y/N]", unsaid) not in ("y", "yes"):
        raise unsaid
    return True


def _each_row(session: Session) -> str:
    """Ask whether each row of a sheet is a cramp, where no column says it; return what that means in a map."""
    unsaid = CrampError("You did not say whether each row is a cramp. Nothing was changed.")
    while True:
        answer = answer_to("Is each row a cramp, and none a night without? [y/N]", unsaid)
        if answer in ("y", "yes", CRAMP):
            return CRAMP
        if not answer or answer in LEFT_OUT:
            return IGNORE
        session.say(YES_OR_NO)


def _year(session: Session, day: str, latest: int) -> str:
    """Ask of which year the oldest of some dates without one is."""
    unsaid = CrampError("You did not say of which year the dates are. Nothing was changed.")
    while True:
        answer = answer_to(f"Of which year is the oldest date, {day}? [Enter for {latest}]", unsaid)
        if not answer or (
            len(answer) == len("2026") and answer.startswith(("19", "20")) and answer.isdecimal()
        ):
            return answer or str(latest)
        session.say(f"Please say a year, such as {latest}.")


def _order(session: Session, example: str) -> str:
    """Ask which of day and month stands first in the dates of a file."""
    days = {order: read_date(example, order)[0] for order in ORDERS[:2]}
    shown = {order: _day(day) for order, day in days.items()}
    question = f'Is "{short(example)}" {shown["dmy"]} or {shown["mdy"]}? [1 for {shown["dmy"]}, 2 for {shown["mdy"]}]'
    while True:
        typed = prompts.ask(question)
        if typed is None:
            raise CrampError("You did not say which day that is. Nothing was changed.")
        answer = typed.strip().casefold()
        for number, order in enumerate(days, 1):
            if answer in (str(number), order, shown[order].casefold()):
                return order
        if answer in ORDERS:
            return answer
        session.say("Please say 1 or 2. It goes for all dates in the file.")


def _day(day: date) -> str:
    return f"{day.day} {month_of(day)}"


def _ask_to_skip(session: Session, rows: Rows) -> None:
    for bad in rows.skipped:
        session.say(safe(bad))
    if more := rows.skipped_count - len(rows.skipped):
        session.say(f"and {plural(more, 'row')} more.")
    typed = prompts.ask("These cannot be read. Leave them out, and take all other rows? [y/N]")
    if (typed or "").strip().casefold() not in ("y", "yes"):
        has_maps = any("--map " in each for each in rows.skipped)
        other = ", or add the --map that stands beside them" if has_maps else ""
        raise CrampError(
            f"Nothing was changed. Put these rows right in the file{other}. --skip-bad leaves them out."
        )
