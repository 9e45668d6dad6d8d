"""Two or more devices by way of a folder that something else carries: each writes one file in it, its own.

A device first merges every other's file and then publishes a copy of its diary. Its own file is read too: a
diary copied to another machine takes its device's name with it, and then two write to one name. The first to
find something there that it never wrote takes a new name.

A file that has not changed by a byte since all of it was merged is not read again: the log only grows, so that
what it holds is still here. What tells is the SHA-256 of its content, kept in the diary that it was merged into.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from crampdiary.errors import CrampError
from crampdiary.keep import backups, foreign, merge
from crampdiary.keep.private import JOURNALS, finished, same_file, unwritable
from crampdiary.keep.revision import uuid7
from crampdiary.keep.store import Store
from crampdiary.keep.versions import ticking

_DEVICE, _SEEN, _PUBLISHED = "device", "sync_seen", "sync_published"


class Snapshots(NamedTuple):
    """What lies in the folder: the files staged, those known already, and those left out with the reason."""

    read: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    left_out: tuple[tuple[Path, str], ...]
    own_is_current: bool
    digests: dict[str, str]  # by name, of all but those left out


def stage_folder(
    store: Store,
    folder: Path,
    staging: merge.Staging,
    private: Path,
    tick: Callable[[], None] | None = None,
) -> Snapshots:
    """Stage every diary in the folder that is not known already. After merging, `remember` is to follow.

    Args:
        store: the diary to stage for.
        folder: what all devices see.
        staging: takes up what is new.
        private: for copies.
        tick: called now and then.

    Raises:
        CrampError: the folder is not there.
    """
    if not folder.is_dir():
        raise CrampError(f"There is no folder {folder}. Make it, or check the path.")
    own = own_file(store, folder)
    seen, published = _remembered(store, _SEEN), _remembered(store, _PUBLISHED)
    read, unchanged, left_out = [], [], []
    digests: dict[str, str] = {}
    own_is_current = False
    for path in sorted(folder.glob("*.db")):
        if same_file(path, store.path):
            left_out.append((path, "it is this diary itself, which does not belong in the folder"))
            continue
        digest = _digest(path)
        if digest and path == own and digest == published.get("digest"):
            own_is_current = published.get("size") == merge.size_of_log(store.connection)
            unchanged.append(path)
            continue
        if digest and digest == seen.get(path.name):
            unchanged.append(path)
            digests[path.name] = digest
            continue
        try:
            with closing(foreign.opened_copy(path, private)) as connection, ticking(connection, tick):
                merge.stage_diary(connection, path, staging)
                if path == own:
                    own_is_current = merge.agree(store.connection, connection)
                    if merge.holds_more(connection, store.connection):
                        store.remember(_DEVICE, uuid7(store.now))
        except CrampError as error:
            left_out.append((path, str(error)))
        else:
            read.append(path)
            # Or else it was changed meanwhile, and nobody knows which of the two was read.
            if digest and path != own and digest == _digest(path):
                digests[path.name] = digest
    return Snapshots(tuple(read), tuple(unchanged), tuple(left_out), own_is_current, digests)


def remember(store: Store, snapshots: Snapshots) -> None:
    """Keep in mind what was read, after all of it was merged."""
    _keep(store, _SEEN, snapshots.digests)


def publish(store: Store, folder: Path) -> Path:
    """Write this device's file in the folder."""
    target = own_file(store, folder)
    try:
        size = merge.size_of_log(store.connection)
        with finished(target) as fresh:
            store.copy_to(fresh)
            backups.check(fresh)
            digest = _digest(fresh)
    except OSError as error:
        raise unwritable(target, error) from error
    if size == merge.size_of_log(store.connection):  # or else nobody knows how much of it was copied
        _keep(store, _PUBLISHED, {"digest": digest, "size": size})
    return target


def own_file(store: Store, folder: Path) -> Path:
    """Return this device's file, giving the device a name at first."""
    if store.local(_DEVICE) is None:
        store.remember(_DEVICE, uuid7(store.now))
    return folder / f"cramp-{store.local(_DEVICE)}.db"


def _keep(store: Store, key: str, value: dict[str, Any]) -> None:
    if value != _remembered(store, key):
        with suppress(CrampError):  # all that matters is saved; without this, the next time takes longer
            store.remember(key, json.dumps(value))


def _remembered(store: Store, key: str) -> dict[str, Any]:
    try:
        found = json.loads(store.local(key) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str | None:
    """Return the SHA-256 of a file, None where it cannot be told from that alone what it holds."""
    try:
        if not path.is_file() or any(Path(f"{path}{suffix}").exists() for suffix in JOURNALS):
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
