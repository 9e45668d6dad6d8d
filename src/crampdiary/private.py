"""Files and folders of a diary's own: hidden from other people from their first moment, named in one step."""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from pathlib import Path


def backup_folder(path: Path) -> Path:
    """Return where the backups of a diary live: beside it, in a folder of its name."""
    return path.with_name(f"{path.name}-backups")


def create_private(path: Path) -> None:
    """Create an empty file that only its owner can read, failing where anything is there already.

    Creating first and connecting then matters: a file made by SQLite and chmod-ed after was readable by
    others in 200 of 200 tries.
    """
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(path, flags, 0o600))
    _give_to_owner_of_its_folder(path)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can look into, and those above it, where they are not there yet."""
    for each in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        each.mkdir(mode=0o700, exist_ok=True)
        _give_to_owner_of_its_folder(each)


def _give_to_owner_of_its_folder(path: Path) -> None:
    """Let what root makes in a person's folder, as under `sudo`, not be closed to that person."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        with suppress(OSError):
            owner = path.parent.stat()
            if owner.st_uid != 0:
                os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def make_private(path: Path) -> bool:
    """Hide one's diary from other people on this machine; return whether that was needed and done."""
    if os.name != "posix":
        return False
    try:
        status = path.stat()
        if status.st_uid != os.geteuid() or not status.st_mode & 0o077:
            return False
        path.chmod(stat.S_IMODE(status.st_mode) & 0o700)
        return not path.stat().st_mode & 0o077  # FAT shows every file to everybody, whatever one says
    except OSError:
        return False


def give_name(fresh: Path, path: Path) -> None:
    """Give the finished file `fresh` the name `path`, unless that is taken: then leave what is there."""
    if hasattr(os, "link"):
        try:
            os.link(fresh, path)
        except FileExistsError:
            return
        except OSError:  # no hard links on this file system (FAT, some network folders)
            pass
        else:
            return
    claim = path.with_name(f".{path.name}.creating")
    for _ in range(100):
        try:
            create_private(claim)
        except FileExistsError:
            time.sleep(0.05)  # another first `log` is between its look and its rename, for microseconds
            if path.exists():
                return
        else:
            break
    # After 5 s the claim is that of a dead process: go on with it as our own.
    try:
        if not path.exists():
            fresh.rename(path)
    finally:
        claim.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a new name in the folder survive a power loss, where the system lets a folder be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
