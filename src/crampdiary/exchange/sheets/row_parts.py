"""The cramps of a row whose columns are numbered, each as a row of its own with its time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from crampdiary.errors import UsageError
from crampdiary.exchange.row import When
from crampdiary.exchange.sheets.dates.times import RowTimes
from crampdiary.exchange.sheets.numbered import Numbered
from crampdiary.exchange.sheets.placed import Fields, cell_of


class RowParts:
    """Parts the rows of a sheet.

    Args:
        numbered: which columns are of several cramps; None where none are.
        fields: where each field stands.
        counts: the columns that say how many cramps there were.
        times: reads when rows are of.
    """

    def __init__(
        self, numbered: Numbered | None, fields: Fields, counts: Sequence[int], times: RowTimes
    ) -> None:
        self._numbered = numbered
        self._dated = [each.at for each in fields.among("at", "date")]
        self._time = fields.get("time")
        self._counts = counts
        self._times = times

    def of(self, row: list[str], *, is_of_above: bool) -> list[tuple[list[str], When]]:
        """Return the parts of a row, each with when it is of; their times go forward together, past midnight too.

        Args:
            row: its cells.
            is_of_above: whether its date is that of the row above.

        Raises:
            UsageError: the date or a time cannot be read.
        """
        parts = self._numbered.parts(row, self._dated, self._counts) if self._numbered else [row]
        time = self._time
        timed = [at for at, part in enumerate(parts) if time and cell_of(part, time)]
        if time and len(timed) > 1:
            several = ", ".join(cell_of(parts[at], time) for at in timed)
            with suppress(UsageError):
                when = self._times.of(
                    [*parts[0][: time.at], several, *parts[0][time.at + 1 :]], by_day=is_of_above
                )
                moments = [when._replace(more=(), note=None), *when.more]
                if len(moments) == len(timed):
                    of_time = dict(zip(timed, moments, strict=True))
                    return [
                        (part, of_time[at] if at in of_time else self._times.of(part, by_day=is_of_above))
                        for at, part in enumerate(parts)
                    ]
        return [(part, self._times.of(part, by_day=is_of_above)) for part in parts]
