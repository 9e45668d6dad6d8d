"""What a page leaves out that could tell whose it is: notes, amounts as somebody wrote them, and names of one's own."""

from __future__ import annotations

from crampdiary.diary.built_in import built_in_synonyms
from crampdiary.diary.model import Entry, Record
from crampdiary.diary.vocabulary import Vocabulary


class Unnamed(Vocabulary):
    """A vocabulary that shows built-in words by their built-in names, and one's own by a number."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[tuple[str, str], int] = {}

    def label(self, role: str, slug: str) -> str:
        """Return the name to show."""
        if (role, slug) in built_in_synonyms():
            return super().label(role, slug)
        number = self._numbers.setdefault((role, slug), len(self._numbers) + 1)
        return f"own {role} {number}"


def without_texts(entry: Entry[Record]) -> Entry[Record]:
    """Return an entry without what somebody wrote in words of their own."""
    table = entry.record.table
    written = ("note", "typed", "amount")
    return entry._replace(record=entry.record.replaced(**{each: None for each in written if each in table}))
