"""Copies of a diary that a syncing program left beside it, as two devices wrote to one file."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from crampdiary.errors import DiaryError
from crampdiary.keep.file import inspect
from crampdiary.keep.private import same_file

if TYPE_CHECKING:
    from crampdiary.keep.store import Store

# What follows the diary's own name: "diary (Anna's conflicted copy 2026-03-04).db", "diary.sync-conflict-2026.db",
# "diary 2.db", "diary-LAPTOP.db", "diary_conflict-2026.db", "diary[Conflict].db", "diary~1.db".
_AFTER_THE_NAME = tuple(" (.-_[~")
_TOLD = "copies_told"


def conflicted_copies(diary: Path) -> list[Path]:
    """Return the other cramp diaries beside a diary whose names say that they are copies of it, by name."""
    found = []
    stem, ending = diary.stem.casefold(), diary.suffix.casefold()
    with suppress(OSError), os.scandir(diary.parent) as entries:
        for entry in entries:
            name = entry.name.casefold()
            like = name.startswith(stem) and name.removeprefix(stem).startswith(_AFTER_THE_NAME)
            if like and name.endswith(ending) and _is_diary(diary.parent / entry.name):
                found.append(diary.parent / entry.name)
    return sorted(each for each in found if not same_file(each, diary))


def not_told_yet(store: Store) -> list[Path]:
    """Return the conflicted copies that were not told of before, and remember them as told.

    One that went away is forgotten, so that another of its name is told of again.
    """
    found = conflicted_copies(store.path)
    before = store.local(_TOLD) or "[]"
    told = json.dumps([path.name for path in found])
    if told != before:
        store.remember(_TOLD, told)
    known = json.loads(before)
    return [path for path in found if path.name not in known]


def _is_diary(path: Path) -> bool:
    try:
        inspect(path)
    except DiaryError:
        return False
    return True
