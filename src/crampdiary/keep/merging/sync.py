"""Two or more devices by way of a folder that something else carries: each writes one file in it, its own.

A device's file is the lines of its log (`crampdiary.keep.lines`), to which it appends what is new. It is written
whole where it is not what this device last left there, and where the log does not go on from that: after a purge,
which is in the header, and after a restore.

A device first merges every other's file and then publishes its own. Its own file is looked at too: a diary copied
to another machine takes its device's name with it, and then two write to one name. The first to find something
there that it never wrote takes a new name.

Of another device's file, what was merged before is not read again: the log only grows, so that what it holds is
still here. What tells is the SHA-256 of that beginning, kept in the diary that it was merged into. A last line
without its end is still on its way, and left for the next time.

Before cramp wrote lines, a device's file was a copy of its diary. Such files are still read.
"""

from __future__ import annotations

import glob
import json
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import CrampError
from crampdiary.keep import lines
from crampdiary.keep.copies import foreign
from crampdiary.keep.faults import damaged, mapped_errors
from crampdiary.keep.merging import merge
from crampdiary.keep.merging.shared import (
    AT_ONCE,
    LOOKED_AT,
    Part,
    SoFar,
    Tick,
    beginning,
    files_in,
    look_at_diary,
    may_hold,
    stage,
    uids_in,
)
from crampdiary.keep.private import finished, make_private, same_file, unwritable
from crampdiary.keep.revision import COLUMNS, digest_of, is_uuid, uuid7
from crampdiary.keep.store import Store
from crampdiary.keep.versions import Position, continues, position_of

_LEFT_OVER_S = 3600.0  # no writing takes that long

_DEVICE, _FOLDER, _SEEN, _LEFT, _TOLD = "device", "sync_folder", "sync_seen", "sync_left", "sync_told"


class Left(NamedTuple):
    """What this device last left in the folder, and how far its log went then."""

    so_far: SoFar
    until: Position


class Staged(NamedTuple):
    """What lies in the folder: the files staged, those known already, and those left out with the reason."""

    read: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    left_out: tuple[tuple[Path, str], ...]
    parts: dict[str, Part]  # what was read of each file, by its name
    left: Left | None  # None where this device's file is not what it last left there


class FolderPurged(NamedTuple):
    """What became of a sync folder after a purge."""

    own: Path | None  # this device's file, if it has one there
    holding: list[Path]  # what still holds what was purged, or cannot be read to tell


def stage_folder(
    store: Store,
    folder: Path,
    staging: merge.Staging,
    private: Path,
    tick: Tick | None = None,
) -> Staged:
    """Stage all that is in the folder and not known already. After merging, `remember` is to follow.

    Args:
        store: the diary to stage for.
        folder: what all devices see.
        staging: takes up what is new.
        private: for copies.
        tick: called now and then.

    Raises:
        CrampError: the folder is not there.
    """
    files = files_in(folder)
    own = own_file(store, folder)
    left = _left(store, own)
    seen = _remembered(store, _SEEN)
    read: list[Path] = []
    unchanged: list[Path] = []
    left_out: list[tuple[Path, str]] = []
    parts: dict[str, Part] = {}
    for staging.source, path in enumerate(files):
        if same_file(path, store.path):
            left_out.append((path, "it is this diary itself, which does not belong in the folder"))
            continue
        if path == own and left:
            unchanged.append(path)
            continue
        known = _part(seen.get(path.name))
        try:
            part = stage(path, known, staging, private, tick)
        except CrampError as error:
            why = str(error).removeprefix(f"{path}: ").replace(f"{path}-", f"{path.name}-")
            left_out.append((path, why.replace(str(path), "it")))  # its name is said before that
            continue
        (unchanged if part and part == known else read).append(path)
        if part:
            parts[path.name] = part
    for source in merge.leave_out_contradicting(store, staging) if read else ():
        path = files[source]
        left_out.append((path, f"it {merge.CONTRADICTS}"))
        read.remove(path)
        parts.pop(path.name, None)
    if left is None:
        _keep_to_own_name(store, own)
    return Staged(tuple(read), tuple(unchanged), tuple(left_out), parts, left)


def remember(store: Store, staged: Staged) -> None:
    """Keep in mind what was read, after all of it was merged."""
    _keep(store, _SEEN, staged.parts)


def publish(store: Store, folder: Path, staged: Staged) -> Path | None:
    """Bring this device's file in the folder up to date, and return it; None where it was so already.

    Raises:
        CrampError: it could not be written.
    """
    own = own_file(store, folder)
    changed = _write(store, own, staged.left)
    _remove_copy(store, own)
    _keep(store, _FOLDER, {"path": str(folder.absolute())})
    return own if changed else None


def own_file(store: Store, folder: Path) -> Path:
    """Return this device's file, giving the device a name at first."""
    if not is_uuid(store.local(_DEVICE)):
        store.remember(_DEVICE, uuid7(store.now))
    return folder / f"cramp-{store.local(_DEVICE)}.jsonl"


def last_folder(store: Store) -> Path | None:
    """Return the folder that the diary was last synced with, if it was with any."""
    path = _remembered(store, _FOLDER).get("path")
    return Path(path) if isinstance(path, str) else None


def tell_once(store: Store) -> bool:
    """Return whether it is time to tell how entry numbers differ, and keep in mind that it is told now."""
    with suppress(CrampError):  # all that matters is saved; without this, it is told the next time
        if store.local(_TOLD) is None:
            store.remember(_TOLD, "numbers")
            return True
    return False


def purge_folder(store: Store, folder: Path, uids: list[str]) -> FolderPurged:
    """Write this device's file in a sync folder without what was purged, and look which files there still hold it.

    Args:
        store: the diary, from which the records are purged already.
        folder: what all devices see.
        uids: of the records.

    Raises:
        CrampError: the folder is not there, or the file could not be written.
    """
    own = own_file(store, folder)
    has_own = os.path.lexists(own) or os.path.lexists(_copy(own))
    if has_own:
        left = _left(store, own)
        if left is None:
            _keep_to_own_name(store, own)
            own = own_file(store, folder)
        _write(store, own, left)
        _remove_copy(store, own)
        _clear_leftovers(own, older_than_s=0)
    wanted = set(uids)
    with foreign.private_folder() as private:
        holding = [path for path in files_in(folder) if path != own and may_hold(path, wanted, private)]
    return FolderPurged(own if has_own else None, holding)


def first_letters(store: Store, uid: str) -> str:
    """Return the shortest beginning of an entry's uid that is no other's here, nor looks like a number."""
    with mapped_errors(store.path):
        beside = store.connection.execute(
            "SELECT (SELECT max(uid) FROM record WHERE uid < :uid), (SELECT min(uid) FROM record WHERE uid > :uid)",
            {"uid": uid},
        ).fetchone()
    return next(
        uid[:length]
        for length in range(8, len(uid) + 1)
        if uid[length - 1] != "-"
        and not uid[:length].isdigit()
        and not any(other and other.startswith(uid[:length]) for other in beside)
    )


# This device's own file


def _left(store: Store, own: Path) -> Left | None:
    """Return what this device last left there, if that is what is there now."""
    kept = _remembered(store, _LEFT)
    part, until = _part(kept.get("part")), kept.get("until", [])
    if part is None or not _is_list_of(until, int, str, int, int):
        return None
    try:
        status = own.lstat()  # never by a link, which may lead out of the folder
        if not stat.S_ISREG(status.st_mode) or status.st_size != part.size:
            return None
        with own.open("rb") as file:
            so_far = beginning(file, part)
    except OSError:
        return None
    return Left(so_far, Position._make(until)) if so_far.size else None


def _keep_to_own_name(store: Store, own: Path) -> None:
    """Take a new name if there is anything under the own one that this diary never held, or nobody can tell.

    Damage alone is no reason: the lines that can be read tell, and then the file is written whole again.
    """
    if not own.is_file():
        return
    known = "SELECT 1 FROM revision WHERE uid = ? UNION ALL SELECT 1 FROM purged WHERE record_uid = ?"
    try:
        with own.open("rb") as file, mapped_errors(store.path):
            if not lines.is_newer(file.read(LOOKED_AT)):
                file.seek(0)
                if all(store.connection.execute(known, named).fetchone() for named in uids_in(file)):
                    return
    except OSError:
        pass
    store.remember(_DEVICE, uuid7(store.now))


def _write(store: Store, own: Path, left: Left | None) -> bool:
    """Write what is new into this device's file, or all of it; return whether there was anything to write."""
    try:
        with mapped_errors(store.path):
            here = position_of(store.connection)
            if left and continues(store.connection, left.until):
                new = _lines(store, left.until.op, here.op)
                first = next(new, None)
                if first is None:
                    return False
                if _append(own, chain([first], new), left.so_far):
                    _keep_left(store, left.so_far, here)
                    return True
            so_far = SoFar()
            _clear_leftovers(own, older_than_s=_LEFT_OVER_S)
            with finished(own) as fresh, fresh.open("wb") as file:
                for piece in chain([lines.head(store.purged()).encode()], _lines(store, 0, here.op)):
                    file.write(piece)
                    so_far.add(piece)
    except OSError as error:
        raise unwritable(own, error) from error
    _keep_left(store, so_far, here)
    return True


def _append(own: Path, new: Iterable[bytes], so_far: SoFar) -> bool:
    """Append lines to this device's file, unless something else is there by now; return whether that was done."""
    with open(own, "ab", buffering=AT_ONCE, opener=_open_there) as file:
        if file.tell() != so_far.size:
            return False
        for line in new:
            file.write(line)
            so_far.add(line)
        file.flush()
        os.fsync(file.fileno())
    make_private(own)
    return True


def _open_there(name: str, flags: int) -> int:
    """Open a file that is there, and not one that a link in its place leads to."""
    return os.open(name, flags & ~os.O_CREAT | getattr(os, "O_NOFOLLOW", 0))


def _lines(store: Store, after: int, until: int) -> Iterator[bytes]:
    """Yield the lines of the versions that some ops brought: those after one, and until another."""
    for row in store.connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM revision WHERE op_id > ? AND op_id <= ? ORDER BY stamp, uid",
        (after, until),
    ):
        if row["digest"] != digest_of(row):  # a sound line of before may be in the file
            raise damaged(store.path)
        yield lines.line(row).encode()


def _copy(own: Path) -> Path:
    """Return what was this device's file before it had lines: a copy of its diary."""
    return own.with_suffix(".db")


def _remove_copy(store: Store, own: Path) -> None:
    """Remove what was this device's file before it had lines, if all of it is in the diary by now."""
    old = _copy(own)
    if not os.path.lexists(old):
        return
    with suppress(CrampError, OSError):
        look_at_diary(old)
        if not foreign.adds_to(store, old):
            old.unlink()


def _clear_leftovers(own: Path, *, older_than_s: float) -> None:
    """Delete the unfinished files of this device that killed processes left: they hold text."""
    for path in own.parent.glob(f".{glob.escape(own.name)}.*.new"):
        with suppress(OSError):
            if time.time() - path.lstat().st_mtime >= older_than_s:
                path.unlink()


# What is remembered


def _keep_left(store: Store, so_far: SoFar, here: Position) -> None:
    _keep(store, _LEFT, {"part": so_far.part, "until": here})


def _keep(store: Store, key: str, value: dict[str, Any]) -> None:
    text = json.dumps(value)
    with suppress(CrampError):  # all that matters is saved; without this, the next time takes longer
        if text != store.local(key):
            store.remember(key, text)


def _remembered(store: Store, key: str) -> dict[str, Any]:
    try:
        found = json.loads(store.local(key) or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _part(value: Any) -> Part | None:
    return Part(value[0], value[1]) if _is_list_of(value, int, str) else None


def _is_list_of(value: Any, *types: type) -> bool:
    return isinstance(value, list) and tuple(map(type, value)) == types
