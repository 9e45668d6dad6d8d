"""Which rows of a sheet are cramps, where no cell says how bad one was or where: by what the sheet says of itself.

A sheet of cramps says so in its title, in its own name, in the header of its times, or by columns of how bad it was
and where. Any other is the person's to explain: `rows=cramp` in a map says that each row is one, `rows=ignore` that
none is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crampdiary.errors import UsageError
from crampdiary.exchange.cells import number_in
from crampdiary.exchange.columns import (
    OF_A_CRAMP,
    TIMED,
    guessed_field,
    is_open_legend,
    is_place_alone,
    scale_in,
)
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import IGNORE, ROWS, typed_map
from crampdiary.exchange.names.naming import CRAMP
from crampdiary.exchange.notes_told import tells_of_one
from crampdiary.exchange.sheets.counted import of_header
from crampdiary.exchange.sheets.placed import Fields, SheetColumn, cell_of
from crampdiary.exchange.yes_no import denies, is_yes, may_deny
from crampdiary.words.wording import safe, short

MOST_LOOKED_AT = 200  # columns of which nothing is said: no sheet of a person has more
DESCRIBING = ("severity", "duration", "minutes", "seconds", "count", "site", "side", "place", "sensation")
"""Fields of which one is enough for a sheet to be of cramps: each says of a row whether there was one."""
_WHERE = ("site", "side", "place", "sensation", "duration", "minutes", "seconds")
_USED = ("tried", "trigger")


class OfCramps:
    """What a sheet says of its rows as a whole.

    Args:
        reading: of the file.
        fields: where each field stands.
        has_several: whether there are columns of remedies, triggers or other things.
        left: the columns of which nothing was said.
        header: the names of all columns.
        above: what stands above the header.
        below: the first rows below it.
    """

    def __init__(
        self, reading: Reading, fields: Fields, has_several: bool, left: list[SheetColumn],
        header: list[str], above: Iterable[str], below: list[list[str]],
    ) -> None:  # fmt: skip
        self._reading = reading
        self._words = reading.words
        self._fields = fields
        self._has_several = has_several
        self._left = left = left[:MOST_LOOKED_AT]
        dates = {each.at for field, each in fields.items() if field in ("at", "date")}
        columns = [SheetColumn(at, name, "") for at, name in enumerate(header) if name and at not in dates]
        self._beside = [each for each in columns if any(cell_of(row, each) for row in below)]
        self._said = reading.columns.get(ROWS, "")
        names = [*above, reading.sheet or "", reading.path.stem]
        self._is_titled = any(map(self._words.speaks_of_cramps, names))
        self._times = [
            column
            for field, column in fields.items()
            if field in TIMED and self._words.speaks_of_cramps(column.name)
        ]
        self._asking = [
            each for each in left if self._words.asks_of_cramps(each.name) or self._is_rating(each.name)
        ]
        self._naming = [each for each in left if self._is_of_a_cramp(each.name)]
        self._placing = [each for each in left if is_place_alone(each.name, self._words)]
        self._marking = [each for each in self._placing if any(_is_mark(cell_of(row, each)) for row in below)]
        # Of a grid of places, or one with a scale, each row says whether there was one: a blank says that it had none.
        self._is_grid = len(self._marking) > 1 or any(scale_in(each.name) for each in self._marking)
        self.describes = not fields.keys().isdisjoint(DESCRIBING) or self._is_told

    def _is_rating(self, name: str) -> bool:
        """Return whether a header asks how bad a cramp was."""
        return guessed_field(name, self._words) == "severity" and self._words.names_a_cramp(name)

    def _is_of_a_cramp(self, name: str) -> bool:
        """Return whether a header is a cramp, or what only a cramp has: when it was, where, how bad, or how long."""
        has_it = self._words.names_a_cramp(name) and guessed_field(name, self._words) in (*TIMED, *DESCRIBING)
        return has_it or self._words.speaks_of_cramps(name)

    @property
    def has_times(self) -> bool:
        """Whether the header of its times says that these are of cramps: `Date of cramp`."""
        return bool(self._times)

    @property
    def _is_told(self) -> bool:
        """Whether the sheet or the person calls the rows cramps."""
        return self._said == CRAMP or (self._said != IGNORE and (self._is_titled or bool(self._times)))

    @property
    def is_sheet(self) -> bool:
        """Whether rows may be cramps at all, besides what its columns of things say."""
        is_told = self._is_told and "name" not in self._fields
        return not self._fields.keys().isdisjoint(OF_A_CRAMP) or is_told or not self._names_things

    @property
    def _names_things(self) -> bool:
        return self._has_several or "name" in self._fields or "value" in self._fields

    def check(self) -> None:
        """Look whether anything says which rows are cramps.

        Raises:
            UsageError: nothing does, and the person did not say it either; `open_rows` of the reading is set then.
        """
        says = {*DESCRIBING, "clear", *_USED}
        if self._said or self._is_told or self._names_things or not self._fields.keys().isdisjoint(says):
            return
        self._reading.open_rows = True
        missing = "".join(
            f"{each} " for each in self._reading.said if each.startswith("The file has no column")
        )
        raise UsageError(
            f"{missing}{self._reading.path.name}: no column that you named says which rows are cramps. "
            f"{self._advice()} Nothing was imported."
        )

    def _advice(self) -> str:
        """Return how to say which rows are cramps; not that each is, where a column may say of each whether it is."""
        none = f"--map {ROWS}={IGNORE}"
        if self._marking:
            names = [each.name for each in self._marking]
            each_such = " and so on for each such column" if len(names) > 1 else ""
            return (
                f'If "{short(safe(names[0]))}" tells of cramps there, add {typed_map(names[0], CRAMP)}{each_such}; if '
                f"no row is a cramp, {none}."
            )
        column = next((each.name for each in self._asking if not is_open_legend(each.name)), None)
        also = (
            f' Or say what "{short(safe(column))}" tells: {typed_map(column, "count")} for how many, '
            f"{typed_map(column, 'severity')} for how bad."
            if column
            else ""
        )
        return f"If each row is one, add --map {ROWS}={CRAMP}; if none is, {none}.{also}"

    def denied(self, row: list[str], *, is_told: bool) -> str | None:
        """Return what a column that nothing was said of, and that asks for cramps, says of a row without one.

        Args:
            row: its cells.
            is_told: whether another column tells of a cramp: one of a place then denies only those there.
        """
        for each in self._asking:
            text = cell_of(row, each)
            if text and denies(text) and not (is_told and of_header(each.name, self._words)[1]):
                return f"{each.name}: {text}"
        return None

    def told(self, row: list[str]) -> str | None:
        """Return what such a column says of a row with a cramp."""
        for each in self._asking:
            text = cell_of(row, each)
            if text and not may_deny(text):
                return f"{each.name}: {text}"
        return None

    def left_open(self, row: list[str]) -> str | None:
        """Return what a column that nothing was said of tells of a cramp, so that no denial beside it is of all.

        It does so by its header, if that names a cramp or is a place of one, or else by what its cell says.
        """
        for each in self._left:
            text = cell_of(row, each)
            if not text or may_deny(text) or number_in(text) == 0:
                continue
            is_there = is_yes(text) or number_in(text) is not None
            if (
                each in self._naming
                or (is_there and each in self._placing)
                or tells_of_one(text, self._words)
            ):
                return f"{each.name}: {text}"
        return None

    def _is_empty(self, row: list[str]) -> bool:
        """Return whether a row has nothing beside its date, in a sheet that has something there."""
        return bool(self._beside) and not any(cell_of(row, each) for each in self._beside)

    def _is_denied_by_place(self, row: list[str]) -> bool:
        """Return whether columns of places or cramps that nothing was said of deny them, each that has anything."""
        texts = [text for each in (*self._naming, *self._placing) if (text := cell_of(row, each))]
        return bool(texts) and all(denies(text) or number_in(text) == 0 for text in texts)

    def tells(self, row: list[str], *, has_clock: bool, is_alone: bool, note: str | None) -> bool:
        """Return whether a row in which no cell says so is a cramp all the same.

        Args:
            row: its cells.
            has_clock: whether it has a time of the clock.
            is_alone: whether its columns of a cramp have neither a remedy, nor a trigger, nor what is not understood.
            note: that stands in it.
        """
        if self._said == IGNORE:
            return False
        if any(text and not denies(text) for text in (cell_of(row, each) for each in self._times)):
            return True
        if self._is_told and not has_clock and self._is_empty(row):
            self._reading.ignore("day with nothing beside it")
            return False
        if (
            self._said
            and self._is_grid
            and not has_clock
            and not any(cell_of(row, each) for each in self._placing)
        ):
            self._reading.ignore(f'row with nothing in "{short(safe(self._marking[0].name))}"')
            return False
        if self._said:
            return not self._is_denied_by_place(row)
        of_days: Collection[str] = (
            ("clear", "count") if has_clock else OF_A_CRAMP
        )  # a day alone is of a calendar
        if self._names_things or not self._fields.keys().isdisjoint(of_days) or (note and may_deny(note)):
            return False
        others = [text for each in self._left if (text := cell_of(row, each))]
        if self._is_titled and self._fields.keys().isdisjoint(DESCRIBING):
            return not any(map(denies, others))
        # A row with its time alone is there for the cramp; one with anything else may be there for that.
        is_of_attacks = "severity" in self._fields and not self._fields.keys().isdisjoint(_WHERE)
        return is_alone and not others and (self._is_titled or is_of_attacks)


def _is_mark(text: str) -> bool:
    """Return whether a cell says of the place of its column how bad it was there, or whether there was anything."""
    return bool(text) and (is_yes(text) is not None or number_in(text) is not None)
