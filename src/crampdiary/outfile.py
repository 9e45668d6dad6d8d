"""Files written for the person: private, whole or not at all, never over the diary or what belongs to it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crampdiary.errors import CrampError
from crampdiary.private import backup_folder, create_private, sync_folder

_SIDE_FILES = ("-journal", "-wal", "-shm")
_NOTHING = "Nothing was written."


@contextmanager
def finished(target: Path) -> Iterator[Path]:
    """Give a new private file beside `target`, which takes its name only if all goes well."""
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    create_private(fresh)
    try:
        yield fresh
        with fresh.open("r+b") as file:  # Windows syncs only what is open for writing
            os.fsync(file.fileno())
        fresh.replace(target)
        sync_folder(target.parent)
    finally:
        for suffix in ("", *_SIDE_FILES):
            with suppress(OSError):
                Path(f"{fresh}{suffix}").unlink()


def check_target(target: Path, diary: Path, *, force: bool) -> None:
    """Refuse to write onto the diary, its side files or its backups, and onto other files without `force`.

    Raises:
        CrampError: says what is there.
    """
    backups = backup_folder(diary)
    try:
        own = [diary, *(Path(f"{diary}{suffix}") for suffix in _SIDE_FILES), *backups.glob("*")]
        folder = target.parent.resolve()
        if any(_same(target, each) for each in own) or backups.resolve() in (folder, *folder.parents):
            raise CrampError(f"{target} is the diary or belongs to it. {_NOTHING} Give another name.")
        if target.is_dir():
            raise CrampError(f"{target} is a folder. {_NOTHING} Give the name of a file in it.")
        if os.path.lexists(target):
            if target.exists() and not target.is_file():
                raise CrampError(f"{target} is not an ordinary file. {_NOTHING}")
            if not force:
                raise CrampError(
                    f"There is a file at {target} already. {_NOTHING} Add --force to replace it."
                )
    except (OSError, ValueError) as error:
        raise unwritable(target, error) from error


def unwritable(target: Path, error: Exception) -> CrampError:
    """Return the error for a file that the system does not let be written."""
    reason = (getattr(error, "strerror", None) or "the path is not usable").lower()
    return CrampError(f"{target} cannot be written: {reason}. {_NOTHING}")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
