"""Any other sheet: the person says with --map which column is what."""

from __future__ import annotations

from collections.abc import Iterator

from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import ANY, Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.sheets.sheet import Sheet
from crampdiary.exchange.table import check_header, looks_like_header, width_of

PROGRAM = ANY
MANUAL = "any other sheet, as CSV or from Excel: you say which column is what, see below."


def fits(file: Look) -> str | None:
    """Return the delimiter that gives the most columns, in the most rows: a comma may stand in each date."""
    return max(
        file.tops, key=lambda each: (width_of(file.tops[each]), sum(map(len, file.tops[each]))), default=None
    )


def read(reading: Reading) -> Iterator[Made]:
    """Yield what each row says, whose columns are what the person said."""
    top = reading.top()
    named = {*reading.columns}
    is_named = any(named & {*names} for names in top)
    is_header = (lambda names: bool(named & {*names})) if is_named else looks_like_header(top)
    header, rows = reading.below_header(is_header, nameless=True)
    check_header(header, reading.path.name)
    yield from Sheet(reading, reading.columns, header).entries(rows)
