"""Names that stay apart on a page, where there is little room for each."""

from __future__ import annotations

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.wording import safe

NAME = 24
"""Letters for which every part of the page has room."""
_TAIL = 8  # letters


class Distinct(Vocabulary):
    """A vocabulary that shows words by their names, but long ones that begin alike by what tells them apart."""

    def __init__(self, words: Vocabulary) -> None:
        super().__init__()
        self.__dict__.update(words.__dict__)
        self._words = words
        self._shown: dict[str, dict[str, str]] = {}

    def label(self, role: str, slug: str) -> str:
        """Return the name to show, of so many letters at most where it would be cut to that of another word."""
        name = self._words.label(role, slug)
        if role not in self._shown:
            every = {self._words.label(role, each.slug) for each in self._words.words(role, hidden=True)}
            self._shown[role] = told_apart(every)
        return self._shown[role].get(name, name)


def told_apart(names: set[str]) -> dict[str, str]:
    """Return another for each long name that begins as a second one does: with its end, or else with a number."""
    alike: dict[str, list[str]] = {}
    for name in sorted(names):
        if len(safe(name)) > NAME:
            alike.setdefault(safe(name)[: NAME - 3], []).append(name)
    found = {}
    for group in (each for each in alike.values() if len(each) > 1):
        ends = {name: f"{safe(name)[: NAME - 3 - _TAIL]}...{safe(name)[-_TAIL:]}" for name in group}
        if len(set(ends.values())) < len(group):
            ends = {name: f"{safe(name)[: NAME - 8]}... {number}" for number, name in enumerate(group, 1)}
        found.update(ends)
    return found
