"""What a record's versions make together: one thing shown, whatever the order in which devices learned of them.

A version that no other was made from is a head. With one head that is what is shown. Devices that changed a record
without knowing of each other leave several, and these are merged field by field (`registers`). All of this follows from
the versions alone, so that nothing of it is ever stored as a version, and every device that has the same versions shows
the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from crampdiary.diary.fields import DELETED
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Record
from crampdiary.keep.revision import body_of, record_of

Version = Any
"""A row of the log, whatever it was read from."""


class Folded(NamedTuple):
    """What a record's versions make together.

    Attributes:
        record: what is shown, None where it is deleted.
        heads: the uids of the versions that no other was made from, newest first.
        conflicts: the fields that were changed on both sides, in the order of the table, or `DELETED` first.
    """

    record: Record | None
    heads: tuple[str, ...]
    conflicts: tuple[str, ...] = ()


def folded(versions: Sequence[Version]) -> Folded:
    """Return what the versions of one record make together.

    Args:
        versions: all of them in the order of their stamps and uids, as rows of the log: `uid`, `kind`, `parents`
            and `body`. There is at least one.

    Raises:
        UsageError, ValueError: a version is not as this program writes it.
    """
    newest = versions[-1]
    if len(versions) == 1:
        return Folded(record_of(newest), (newest["uid"],))
    parents = _parents(versions)
    heads = sorted(set(range(len(versions))) - {each for of_one in parents for each in of_one}, reverse=True)
    uids = tuple(versions[each]["uid"] for each in heads)
    alive = [each for each in heads if versions[each]["body"] is not None]
    if len({versions[each]["body"] for each in heads}) == 1 or not alive:
        return Folded(record_of(newest), uids)
    from crampdiary.keep.registers import merged  # only what was changed on two devices needs it

    record, conflicts = merged(versions, parents, heads)
    if len(alive) < len(heads):
        conflicts = (DELETED, *conflicts)
    return Folded(record if newest["body"] is not None else None, uids, conflicts)


def shown_body(versions: Sequence[Version]) -> str | None:
    """Return what the versions of one record show, as the log keeps it; None for a deletion, or no versions.

    Where nothing was changed on two devices, which is nearly always, no version is read for it.
    """
    if not versions or len(versions) == 1 or len(head_uids(versions)) == 1:
        return versions[-1]["body"] if versions else None
    record = folded(versions).record
    return None if record is None else body_of(record)


def head_uids(versions: Sequence[Version]) -> list[str]:
    """Return the uids of the versions that no other was made from, in order."""
    earlier = {each for of_one in _parents(versions) for each in of_one}
    return sorted(version["uid"] for place, version in enumerate(versions) if place not in earlier)


def _parents(versions: Sequence[Version]) -> list[list[int]]:
    """Return the places of each version's parents. Only an earlier version is one, whatever a hostile file says."""
    places: dict[str, int] = {}
    found = []
    for place, version in enumerate(versions):
        named = json.loads(version["parents"]) if version["parents"] != "[]" else []
        found.append([places[each] for each in named if each in places])
        places[version["uid"]] = place
    return found
