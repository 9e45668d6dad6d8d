"""What is not taken of another program's file, and the names in it: counted, to be told before anything is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from crampdiary.exchange.clocks import names_another_weekday
from crampdiary.exchange.names.meaning import can_be_typed, typed_map
from crampdiary.exchange.names.naming import CLEAR
from crampdiary.exchange.row import When
from crampdiary.words.wording import safe, short

_MENTIONS_KEPT = 20


class NotTaken:
    """What is counted of a file while it is read, and pointed out."""

    def __init__(self) -> None:
        self.ignored: Counter[str] = Counter()
        """What is not taken, by its kind."""
        self.left_out: Counter[str] = Counter()
        """Names of symptoms and the like that are no cramp of leg or foot."""
        self.unknown: Counter[str] = Counter()
        """Names that are for the person to explain."""
        self.asked_of: dict[str, str] = {}
        """For what each of those stands: the role of a word or the field of a sheet, empty where that is open."""
        self.maybe: Counter[str] = Counter()
        """Those of them that are called cramps, and do not say of which part of the body."""
        self.cramps: Counter[str] = Counter()
        """Names that became cramps."""
        self.mentions: list[str] = []
        """What was not taken and tells of a cramp."""
        self.unread: dict[str, str] = {}
        """Cells of which a person can say what they mean, so that their rows can be taken: each with its field."""
        self.said: list[str] = []
        """What else is to be told of how the file was read."""
        self.guessed: list[str] = []
        """Times that could be in either half of the day, and how each was taken."""
        self.undated: list[str] = []
        """Times without a day in a file whose other lines have theirs, and how each was taken."""
        self.half_read: list[str] = []
        """Parts of lines of a cramp that may tell more of it, or of another, and were not read."""
        self.ahead: list[date] = []
        """The days still to come of which it has entries: one for each."""
        self.weekdays_off = 0
        """In how many rows a weekday stands beside a date that is not of it."""
        self.weekday_off = ""
        """The first of these, with the weekday that it is."""
        self._bare: set[str] = set()
        self.of_else: Counter[str] = Counter()
        """Columns that say how bad something was where others say that there was no cramp."""

    def ignore(self, what: str, count: int = 1) -> None:
        """Count what is not taken, under a kind of thing such as "mood"."""
        if count:
            self.ignored[what] += count

    def mention(self, text: str) -> None:
        """Point out something that is not taken and tells of a cramp."""
        if len(self.mentions) < _MENTIONS_KEPT:
            self.mentions.append(text)
        else:
            self.ignore("more that tells of a cramp")

    def mention_of(self, when: When, text: str) -> None:
        """Point out what a row says of a cramp that is not taken, with its day."""
        self.mention(f'{when.written:%Y-%m-%d}: "{safe(text)[:120]}"')

    def ask_of(self, name: str, stands_for: str) -> None:
        """Count a name that is for the person to explain, and take note of what it stands for."""
        self.unknown[name] += 1
        self.asked_of.setdefault(name, stands_for)

    def leave_undenied(self, names: Iterable[str]) -> None:
        """Count that there was a no, or a 0, to names that say that there were no cramps."""
        for name in names:
            self.ignore(f'0 of "{short(safe(name))}", which may be a cramp')

    def leave_bare_denial(self, column: str, text: str) -> None:
        """Count a no to where a cramp was, which may be a night without any, and say once how to say that."""
        self.ignore(f'row with "{safe(column)}: {short(safe(text))}"')
        if text not in self._bare and can_be_typed(text):
            self._bare.add(text)
            self.said.append(
                f'"{short(safe(text))}" below "{short(safe(column))}" does not say whether there were cramps. '
                f"{typed_map(text, CLEAR)} says that those nights were without."
            )

    def look_at_weekday(self, text: str, day: date) -> None:
        """Take note of a date that is not of the weekday which stands beside it: the date counts."""
        if names_another_weekday(text, day):
            self.weekdays_off += 1
            self.weekday_off = self.weekday_off or f'"{short(safe(text))}" is a {day:%A}'
