"""Verified copies of the diary."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from crampdiary import diaryfile
from crampdiary.errors import CrampError
from crampdiary.store import Store


def take(store: Store, *, now: datetime) -> Path:
    """Copy the diary into its backup folder, verify the copy, and only then give it its name.

    Raises:
        CrampError: the copy could not be made or is not sound; there is no file under a backup's name then.
    """
    folder = diaryfile.backup_folder(store.path)
    name = now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    fresh = folder / f".{name}.{os.getpid()}.new"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        diaryfile.create_private(fresh)
        try:
            store.copy_to(fresh)
            _verify(fresh)
            target = folder / f"{name}.db"
            for number in range(1, 100):
                if not target.exists():
                    break
                target = folder / f"{name}-{number:02}.db"
            fresh.rename(target)
        finally:
            with suppress(OSError):
                fresh.unlink()
    except OSError as error:
        raise CrampError(f"no copy could be written to {folder} ({error.strerror}).") from error
    diaryfile.sync_folder(folder)
    return target


def _verify(path: Path) -> None:
    with diaryfile.mapped_errors(path):
        connection = sqlite3.connect(path)
        try:
            (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        finally:
            connection.close()
    if answer != "ok":
        raise CrampError("the copy is not sound, so it was thrown away.")
    with path.open("rb") as file:
        os.fsync(file.fileno())
