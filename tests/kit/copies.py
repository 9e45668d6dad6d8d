"""Backups as a test looks at them: what is in them, and each byte of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from crampdiary.keep import seal
from crampdiary.keep.copies import foreign
from crampdiary.keep.private import backup_folder
from crampdiary.keep.store import Store
from kit.builders import NOW

MARK = b"crampdiary backup "


def copies_of(diary: Path) -> list[Path]:
    """Return all files in the folder of a diary's backups, those of an older cramp and those set aside too.

    Not the seal, which is no copy of anything.
    """
    folder = backup_folder(diary)
    return sorted(path for path in folder.iterdir() if path.name != seal.NAME) if folder.exists() else []


def bytes_in(path: Path) -> bytes:
    """Return the bytes of a file, and of a backup also what it has packed."""
    whole = path.read_bytes()
    if not whole.startswith(MARK):
        return whole
    return whole + zlib.decompress(whole.split(b"\n", 2)[2])


@contextmanager
def looked_into(copy: Path) -> Iterator[Store]:
    """Give the diary that a backup was made of, or a private copy of a plain one."""
    with foreign.private_folder() as folder:
        with closing(foreign.opened_copy(copy, folder)) as connection:
            (path,) = (
                row["file"] for row in connection.execute("PRAGMA database_list") if row["name"] == "main"
            )
        with closing(Store(Path(path), now=NOW)) as store:
            yield store


def spoil(path: Path, place: float = 0.7) -> None:
    """Flip a bit of a file, so far into it."""
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(content)
