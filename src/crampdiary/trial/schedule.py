"""The draw of a trial: which nights have the remedy, as a stored seed settles it.

Nobody chooses a night. A coin for each pair of periods says which of the two has the remedy, and the seed alone says
how the coins fall: whoever has the seed can work out the whole schedule again, and nobody can change it unseen.
"""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum


class TrialKind(StrEnum):
    """How soon a remedy acts, and so how long it is used or left out at a time."""

    QUICK = "quick"
    LASTING = "lasting"
    SLOW = "slow"

    @property
    def period(self) -> int:
        """How many nights it is used, or left out, at a time."""
        return _PERIODS[self]


_PERIODS = {TrialKind.QUICK: 1, TrialKind.LASTING: 3, TrialKind.SLOW: 21}
_SEED = re.compile(r"[0-9a-f]{16}")


def coin(seed: str, pair: int) -> bool:
    """Return whether the remedy is used in the first period of a pair, or else in the second.

    Args:
        seed: 16 hexadecimal digits, in small letters.
        pair: 0 for the first pair.

    Raises:
        ValueError: when the seed is none.
    """
    if not _SEED.fullmatch(seed):
        raise ValueError(f"a seed is 16 hexadecimal digits, not {seed!r}")
    return bool(hashlib.sha256(f"cramp-trial/{seed}/{pair}".encode("ascii")).digest()[0] & 1)


def schedule(seed: str, pairs: int, kind: str) -> list[int]:
    """Return the draw of every night from the first: 1 with the remedy, 0 without it.

    Args:
        seed: 16 hexadecimal digits, in small letters.
        pairs: of periods, one with and one without it.
        kind: a `TrialKind`.

    Raises:
        ValueError: when the seed or the kind is none.
    """
    period = TrialKind(kind).period
    drawn: list[int] = []
    for pair in range(pairs):
        first = int(coin(seed, pair))
        drawn += [first] * period + [1 - first] * period
    return drawn
