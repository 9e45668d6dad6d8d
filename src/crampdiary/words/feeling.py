"""What the pieces of a line mean where it tells how legs and feet feel, and not of a cramp.

The patterns are those of `cramp log`. What they take that is no field of a sign, such as what was tried, is kept as
typed: a number beside it is still the severity.
"""

from __future__ import annotations

from crampdiary.clock.durations import DURATION_LIMIT_S
from crampdiary.words.settling import Settling
from crampdiary.words.told import Piece

_OF_A_SIGN = frozenset(
    "severity bare grade length long sore ahead ago clock rough span day vague now again other site side sensation "
    "filler remark talk unknown refused".split()
)
_IN_BED = ("asleep", "in-bed")
_FELT = {
    "sore": "soreness", "tender": "soreness", "bruised": "soreness", "achy": "aching", "aching": "aching",
    "ached": "aching", "aches": "aching", "stiff": "stiffness", "lingering": "lingering-pain",
    "lingered": "lingering-pain", "lingers": "lingering-pain",
}  # fmt: skip
"""What was felt, by the words that tell in `cramp log` how long it stayed so after a cramp."""


class Feeling(Settling):
    """What the pieces of a line about legs and feet mean together."""

    own_length_limit_s = DURATION_LIMIT_S  # what is no cramp may well last for hours

    def _whole_line(self) -> None:
        self._said_again()

    def _settle_talk(self) -> None:
        super()._settle_talk()
        for place, piece in enumerate(self._pieces):
            if piece.kind == "woke" or (piece.kind == "onset" and piece.values[0] in _IN_BED):
                self._told.at_night = True
            if piece.kind not in _OF_A_SIGN:
                self._become(place, "unknown")

    def _sore(self, piece: Piece) -> None:
        """Read how it feels, and for how long: `sore 2h`. All day is no length that is known."""
        words = self._words.plain[piece.start : piece.end]
        felt = next((_FELT[each] for each in words if each in _FELT), None)
        if felt:
            self._add("sensations", felt)
        if piece.values:
            self._put("duration_s", piece.values[0], piece)
        if not (felt and piece.values):
            self._told.kept.append(self._text(piece))
