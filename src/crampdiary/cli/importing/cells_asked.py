"""The cells of a sheet that cannot be read: what each means is asked once, so that no cramp is lost for one cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from crampdiary.cli.importing.names_asked import OPEN
from crampdiary.cli.importing.table_asked import answer_to, unsaid
from crampdiary.cli.session import Session
from crampdiary.diary.values import key
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import severity_in
from crampdiary.exchange.clocks import read_clock, read_date
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import IGNORE
from crampdiary.exchange.names.naming import CLEAR
from crampdiary.exchange.sheets.count_cells import count_told
from crampdiary.words.wording import listed, safe, short

_MOST = 6  # cells that are asked about one by one
_SHOWN = 4  # of the others
_MOST_AT_NIGHT = 10
_KEPT = "Enter leaves it open and keeps it in the note"
_BAD = ("How bad is {}?", "Please say a number from 0 to 10, 0 for no cramp.")
_ASKED: Mapping[str, tuple[str, str, str]] = {
    "severity": (_BAD[0], f"0 to 10, {_KEPT}", _BAD[1]),
    "value": (_BAD[0], "0 to 10, 0 for no cramp, Enter leaves it open", _BAD[1]),
    "count": (
        "How many cramps is {}?",
        f"a number, 0 for none, {_KEPT}",
        "Please say a number up to 10, 0 for none.",
    ),
    "time": (
        "What time is {}?",
        "such as 3:10 or 23:00, Enter for some time that day",
        "Please say a time, as in 3:10 or 23:00.",
    ),
    "date": (
        "Which day is {}?",
        "such as 2026-03-01, Enter leaves its row out",
        "Please say a day, as in 2026-03-01.",
    ),
}
"""By field what is asked of a cell, what can be answered, and what is said of an answer that is not understood."""


def ask_of_cells(session: Session, reading: Reading, before: Collection[str], told: dict[str, str]) -> None:
    """Ask what the cells mean for which rows cannot be taken; the answers go into `told`.

    Args:
        session: this run.
        reading: of the whole file.
        before: cells that were asked about before.
        told: takes up the meanings by cell; OPEN of one for which other ways are wanted.

    Raises:
        CrampError: Ctrl-D said that they are not to be answered.
        KeyboardInterrupt: Ctrl-C did.
    """
    asked = {key(each) for each in before}
    cells = {key(cell): (cell, field) for cell, field in reversed(reading.unread.items())}
    found = [cells[each] for each in reversed(cells) if each not in asked]
    for cell, field in found[:_MOST]:
        told[cell] = _meaning(session, cell, field, reading)
    others = [cell for cell, _ in found[_MOST:]]
    if not others:
        return
    shown = [f'"{short(safe(each))}"' for each in others[:_SHOWN]]
    more = len(others) - len(shown)
    session.say(f"{len(others):,} more cannot be read: {listed([*shown, *[f'{more:,} more'] * bool(more)])}.")
    question = "Leave them open, and keep them in the notes? [Enter for yes, no for other ways]"
    are_open = answer_to(question, unsaid()) in ("", "y", "yes", IGNORE)
    told.update(dict.fromkeys(others, IGNORE if are_open else OPEN))


def _meaning(session: Session, cell: str, field: str, reading: Reading) -> str:
    """Ask what a cell means, until that is understood; return it as a map has it."""
    question, ways, again = _ASKED[field]
    while True:
        answer = answer_to(f"{question.format(f'{chr(34)}{short(safe(cell))}{chr(34)}')} [{ways}]", unsaid())
        if not answer or answer == IGNORE:
            return IGNORE
        try:
            return _READ[field](answer, reading)
        except UsageError:
            session.say(again)


def _severity(answer: str, reading: Reading) -> str:
    return f"{severity_in(answer, 10, reading.words)}"


def _count(answer: str, _reading: Reading) -> str:
    found = count_told(answer).number
    if found is None or found > _MOST_AT_NIGHT:
        raise UsageError(_ASKED["count"][2])
    return f"{found}" if found else CLEAR


def _time(answer: str, _reading: Reading) -> str:
    return f"{read_clock(answer):%H:%M}"


def _date(answer: str, reading: Reading) -> str:
    return read_date(answer, reading.dates or "dmy")[0].isoformat()


_READ: Mapping[str, Callable[[str, Reading], str]] = {
    "severity": _severity, "value": _severity, "count": _count, "time": _time, "date": _date
}  # fmt: skip
