"""What is said where nothing of a sheet would be brought in, though it seems to be of cramps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crampdiary.diary.values import key
from crampdiary.exchange.names.meaning import can_be_typed, typed_map
from crampdiary.exchange.names.naming import CRAMP
from crampdiary.exchange.proposal import Proposal
from crampdiary.words.wording import safe

NOTHING_OF_IT = "No column says of a row that there was a cramp, so nothing of it would be brought in."
CAN_BE = "A column can be severity, count (how many), place (where), or cramp (named by a place, and saying whether)."


def how_to_say(found: Sequence[Proposal], said: Mapping[str, str]) -> str:
    """Return how to say off a terminal which column tells of cramps.

    Args:
        found: the columns.
        said: what is said of some of them.
    """
    known = {*said, *map(key, said)}
    left = [each.column for each in found if each.samples and not {each.column, key(each.column)} & known]
    typed = [each for each in left if can_be_typed(each)]
    how = f" Say it as in {typed_map(typed[0], CRAMP)}." if typed else ""
    return safe(f"{NOTHING_OF_IT} {CAN_BE}{how}")
