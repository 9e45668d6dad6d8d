"""Two or more devices by way of a folder that something else carries: each writes one file in it, its own.

A device first merges every other's file and then publishes a copy of its diary. Its own file is read too: a
diary copied to another machine takes its device's name with it, and then two write to one name. The first to
find something there that it never wrote takes a new name.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from crampdiary import backup, merge
from crampdiary.errors import CrampError
from crampdiary.outfile import finished, unwritable
from crampdiary.revision import uuid7
from crampdiary.store import Store

_DEVICE = "device"


class Snapshots(NamedTuple):
    """What lies in the folder: the files staged, and those left out with the reason."""

    read: tuple[Path, ...]
    left_out: tuple[tuple[Path, str], ...]
    own_is_current: bool


def stage_folder(store: Store, folder: Path, staging: merge.Staging, private: Path) -> Snapshots:
    """Stage every diary in the folder.

    Raises:
        CrampError: the folder is not there.
    """
    if not folder.is_dir():
        raise CrampError(f"There is no folder {folder}. Make it, or check the path.")
    own = own_file(store, folder)
    read, left_out = [], []
    own_is_current = False
    for path in sorted(folder.glob("*.db")):
        if _same(path, store.path):
            left_out.append((path, "it is this diary itself, which does not belong in the folder"))
            continue
        try:
            with closing(backup.opened_copy(path, private)) as connection:
                merge.stage_diary(connection, path, staging)
                if path == own:
                    own_is_current = merge.agree(store.connection, connection)
                    if merge.holds_more(connection, store.connection):
                        store.remember(_DEVICE, uuid7(store.now))
        except CrampError as error:
            left_out.append((path, str(error)))
        else:
            read.append(path)
    return Snapshots(tuple(read), tuple(left_out), own_is_current)


def publish(store: Store, folder: Path) -> Path:
    """Write this device's file in the folder."""
    target = own_file(store, folder)
    try:
        with finished(target) as fresh:
            store.copy_to(fresh)
            backup.check(fresh)
    except OSError as error:
        raise unwritable(target, error) from error
    return target


def own_file(store: Store, folder: Path) -> Path:
    """Return this device's file, giving the device a name at first."""
    if store.local(_DEVICE) is None:
        store.remember(_DEVICE, uuid7(store.now))
    return folder / f"cramp-{store.local(_DEVICE)}.db"


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
