"""Which of day and month stands first in the dates of a sheet, told by all of them together."""

from __future__ import annotations

import re
from datetime import date

from crampdiary.errors import UsageError
from crampdiary.exchange.clocks import order_of
from crampdiary.exchange.intake import Reading
from crampdiary.words.wording import safe, short

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00)?)?", re.ASCII)
_LAST_MONTH = 12


class DateOrders:
    """Looks at the dates of a sheet."""

    def __init__(self) -> None:
        self._shown: dict[str, str] = {}
        self._open = ""
        self._iso: set[date] = set()

    def look(self, text: str) -> None:
        """Look at a date before any is read."""
        order = order_of([text])
        if order:
            self._shown.setdefault(order, text)
        elif order is None:
            self._open = self._open or text
        elif (match := _ISO.fullmatch(text)) and "00" not in match.groups()[1:]:
            year, month, day = map(int, match.groups())
            self._iso |= {date(year, month, day)} if max(month, day) <= _LAST_MONTH else {date.max}

    def settled(self, reading: Reading) -> str:
        """Return the order, empty where no date leaves it open, and take note of what is to be told of it.

        Raises:
            UsageError: it has to be said.
        """
        if len(self._shown) > 1:
            first, second = (f'"{short(safe(each))}"' for each in self._shown.values())
            raise UsageError(
                f"{reading.path.name}: its dates have both orders, as in {first} and {second}. Put them right in the "
                "file; --dates dmy or --dates mdy names those that have the other. Nothing was imported."
            )
        if not (self._shown or self._open):
            return ""
        order = reading.settled_order(next(iter(self._shown), None), self._open)
        if self._iso and date.max not in self._iso and not self._open:
            day = min(self._iso)
            swapped = day.replace(month=day.day, day=day.month)
            if day != swapped:
                reading.said.append(
                    "A spreadsheet may have swapped day and month in some dates: only those past the 12th are still "
                    f"as you wrote them. Look in the file whether {day} was {swapped}."
                )
        return order
