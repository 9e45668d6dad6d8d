"""A line that says that a cramp is over, and what came after it."""

from __future__ import annotations

from crampdiary.words.line import text_between
from crampdiary.words.settling import Settling


class Ending(Settling):
    """What the pieces mean of a line that says what came after a cramp: a length beside what was felt is of that."""

    def _settle_talk(self) -> None:
        super()._settle_talk()
        for place, piece in enumerate(self._pieces):
            before, after = self._beside(place, -1), self._beside(place, 1)
            felt = next((each for each in (before, after) if each and each.kind == "sensation"), None)
            if felt is not None and piece.kind in ("long", "length"):
                first, last = (felt, piece) if felt.start < piece.start else (piece, felt)
                words = self._words.tokens
                self._told.kept.append(text_between(self._told.line, words[first.start], words[last.end - 1]))
                self._become(place, "of a sensation")
