"""How a file of lines writes its times and dates, and the days that it names: told by all of its lines together."""

from __future__ import annotations

from crampdiary.clock.zones import to_local
from crampdiary.exchange.clocks import ClockHabit, order_of
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.lines.dates_in_figures import IN_FIGURES, MONTH_FIRST_WITH_DOTS, order_with_dots
from crampdiary.exchange.lines.headings import Headings
from crampdiary.exchange.lines.marks import Marks
from crampdiary.exchange.reading import lines_of, opened_as


def habits_of(reading: Reading, encoding: str) -> tuple[bool, str, Headings]:
    """Return whether a file's times are by a clock of 24 hours, the order of day and month in its dates, and its days.

    A date with dots has the day first, and is taken for a sign that others have
    too; but where one of them has no such month, they all have the month first.

    Raises:
        UsageError: it has to be said which of them stands first.
    """
    clock, is_dotted = ClockHabit(), False
    order, example, with_dots = reading.dates, "", set[str]()
    today = to_local(reading.now, reading.zone).date() if reading.now else None
    headings = Headings(today, is_again=reading.is_again, name=reading.path.stem)
    marks = Marks()
    with opened_as(reading.path, encoding) as text:
        for number, line in enumerate(lines_of(text, reading.path.name), 1):
            marked = marks.off(line)
            headings.note(number, marked.text, is_marked=marked.is_heading)
            clock.look(line)
            for found in IN_FIGURES.finditer(line):
                is_dotted = is_dotted or found[1] == "."
                with_dots |= {order_with_dots(found[0])} if found[1] == "." else set()
                one, two, _ = found[0].split(found[1])
                example = example or (found[0] if found[1] != "." and int(one) != int(two) else "")
                order = order or order_of([found[0]])
    if with_dots - {""} == {MONTH_FIRST_WITH_DOTS} and order in (None, "", "mdy"):
        reading.settled_order("mdy", "")
        order, example = MONTH_FIRST_WITH_DOTS, ""
    order = order or ("dmy" if is_dotted else None)
    if example and not reading.dates:
        order = reading.settled_order(order, example)
    headings.settle(order or "")
    if headings.order and not order:
        reading.settled_order(headings.order, "")
    return clock.is_of_24, order or "dmy", headings
