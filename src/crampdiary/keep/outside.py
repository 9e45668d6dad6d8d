"""What something other than cramp did to a diary, looked for where the diary is copied, so that no copy vouches for it.

That takes as long as `cramp info --verify` does. So it is done only where the seal tells that something else changed
the file, and again until nothing is found any more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import DiaryError

if TYPE_CHECKING:
    from pathlib import Path

    from crampdiary.keep.store import Store

_NAMED = 3
_ENTRY = re.compile(r"(entry \d+)\b")
WAY_BACK = "`cramp info --verify` has all of it, and `cramp restore` puts a good backup in its place."


class Outside(NamedTuple):
    """What is wrong in a file that something else changed.

    Attributes:
        problems: as `verify.problems` tells them; there is at least one.
        in_log: whether what was saved is touched, and not only what is shown of it. A backup holds the first alone.
    """

    problems: tuple[str, ...]
    in_log: bool

    @property
    def named(self) -> str:
        """The first entries that are wrong, by number; where none is named, what is wrong as it is told."""
        entries = dict.fromkeys(each[1] for each in map(_ENTRY.match, self.problems) if each)
        found = list(entries or self.problems)
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        return ", ".join(found[:_NAMED]) + more

    @property
    def told(self) -> str:
        return f"something other than cramp changed the diary ({self.named})"


def look(store: Store, *, keep: bool = False, for_copy: bool = True) -> Outside | None:
    """Return what is wrong in the diary if something else changed the file; None where nothing did, or all is right.

    Args:
        store: the diary, outside a transaction.
        keep: whether it is noted beside the diary that all is right, which reading commands leave undone.
        for_copy: whether it is also looked at where nothing tells what changed it, as before its first backup.

    Raises:
        DiaryError, BusyError: it cannot be read.
    """
    if not store.exists or not store.seal.is_unread(for_copy=for_copy):
        return None
    problems = store.problems()
    if problems:
        return Outside(tuple(problems), in_log=bool(store.problems(tables=False)))
    if keep:
        store.seal.was_read()
    return None


def refuse_to_copy(store: Store) -> None:
    """Refuse a diary of which no copy would be sound, because something else changed what was saved in it.

    Raises:
        DiaryError: says what is wrong, and what to do.
    """
    found = look(store, keep=True)
    if found and found.in_log:
        raise DiaryError(
            f"Something other than cramp changed the diary ({found.named}), so no copy was made of it. {WAY_BACK}"
        )


def of_export(found: Outside) -> DiaryError:
    """Return the error that an export ends with, which holds what is wrong like all else."""
    return DiaryError(f"The export is written, but {found.told}, and the export holds that too. {WAY_BACK}")


def of_backup(found: Outside, backup: Path) -> DiaryError:
    """Return the error for a diary that does not show what was saved in it, where a backup has that."""
    return DiaryError(
        f"Something other than cramp changed what the diary shows ({found.named}). The backup has what was saved: "
        f"`cramp restore {backup.stem}` puts that right."
    )
