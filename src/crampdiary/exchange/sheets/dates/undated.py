"""Rows of a sheet that have no date: totals, keys and headings are passed over; what may be a cramp is pointed out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crampdiary.exchange.clocks import is_clock
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import IGNORE
from crampdiary.exchange.sheets.dates.day_cells import month_alone
from crampdiary.exchange.sheets.placed import Fields, cell_of
from crampdiary.words.wording import safe, short

_DIGIT = re.compile(r"\d")
_SUM = re.compile(
    r"\b(?:(?:sub)?total(?:e|i|es|en)?|sums?|summen?|average|avg|mean|median|averages|gesamt|insgesamt|durchschnitt|"
    r"mittelwert|somme|moyenne|suma|promedio|somma|media|totaal|gemiddelde?)\b",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"(?:key|legend|legende|scale|skala|note|notes|nb|p\.?s|n\.b|leyenda|légende|schlüssel|hinweis)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:(?:week|wk|kw|woche|semaine|semana|settimana|month|monat|year|jahr)\b.{0,20}|(?:19|20)\d\d)",
    re.IGNORECASE | re.ASCII,
)


class UndatedRows:
    """Tells the rows without a date from those that have one.

    Args:
        reading: of the file.
        fields: where each field stands.
    """

    def __init__(self, reading: Reading, fields: Fields) -> None:
        self._reading = reading
        self._fields = fields
        self._timed = fields.among("at", "date")

    def passes_over(self, row: list[str]) -> bool:
        """Return whether a row has no date, or is left out as a person said; it is counted or pointed out then."""
        said = [text for each in self._timed if (text := cell_of(row, each))]
        meanings = [meaning for each in said if (meaning := self._reading.meant(each)) is not None]
        if any(each.kind == IGNORE for each in meanings):
            self._reading.ignore(f"{short(safe(' '.join(said)))} (by your mapping)")
            return True
        if meanings:
            return False
        named = short(safe(" ".join(said)))
        is_of_more = any(_SUM.search(each) or _KEY.match(each) for each in said)
        is_alone = len([*filter(None, map(str.strip, row))]) == len(said)
        is_heading = is_alone and any(_HEADING.fullmatch(each) or month_alone(each) for each in said)
        if not (is_of_more or is_heading) and any(map(_DIGIT.search, said)):
            return False
        if said and not is_of_more and (told := self._told(row)):
            self._reading.unread.setdefault(said[0], "date")
            self._reading.mention(f'"{named}": "{short(safe(", ".join(told)))}"')
        else:
            self._reading.ignore(f'row "{named}"' if said else "row without a date")
        return True

    def _told(self, row: Sequence[str]) -> list[str]:
        """Return what a row says that only one of a cramp does: a time, or a place in leg or foot."""
        cells = {field: self._fields.text(list(row), field) for field in ("time", "place", "site")}
        words = self._reading.words
        is_told = is_clock(cells.pop("time")) or any(
            (words.fields(each) or {}).get("sites") for each in cells.values()
        )
        return (
            [each.strip() for at, each in enumerate(row) if each.strip() and at not in self._at]
            if is_told
            else []
        )

    @property
    def _at(self) -> set[int]:
        return {each.at for each in self._timed}
