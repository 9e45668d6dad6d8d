"""Files and folders for one person alone: hidden from others from their first moment, whole or not there at all.

Those of the diary itself, and those written for the person, which never go over the diary or what belongs to it.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crampdiary.errors import CrampError

APPLICATION_ID = 0x43524D50  # "CRMP": it says that the file is a cramp diary
BACKUP_MARK = b"crampdiary backup "
JOURNALS = ("-journal", "-wal")  # beside a database, holding what is not in it yet
SIDE_FILES = (*JOURNALS, "-shm")
_BACKUPS = "-backups"
_DIGITS = "[0-9][0-9]"
_OF_BACKUPS = (
    f"{_DIGITS}{_DIGITS}-{_DIGITS}-{_DIGITS}T{_DIGITS}{_DIGITS}{_DIGITS}Z*",
    "*.set-aside*",
    "*.damaged*",
)
_OF_A_DEVICE = f"cramp-{'[0-9a-f]' * 8}-*-*-*-{'[0-9a-f]' * 12}.*"
_NOTHING = "Nothing was written."


def real_file(path: Path) -> Path:
    """Return the file that a link leads to; any other path, and a link that leads to no file, as it is."""
    try:
        real = led_to(path)
        return real if real.exists() else path
    except OSError:  # such as for a name that is too long; what there is to say is said where it is opened
        return path


def led_to(path: Path) -> Path:
    """Return where a link leads, also where there is nothing; any other path as it is."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def is_absent(path: Path) -> bool:
    """Return whether there is nothing of that name; not where a closed folder lets nobody look."""
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return False


def left_beside(path: Path) -> list[Path]:
    """Return the journals beside a diary that are not empty, whether of a process at work or of a dead one."""
    found = []
    for side in (Path(f"{path}{suffix}") for suffix in JOURNALS):
        with suppress(OSError):
            if side.stat().st_size:
                found.append(side)
    return found


def backup_folder(path: Path) -> Path:
    """Return where the backups of a diary live: beside the file, also where `path` is a link to it."""
    real = led_to(path)
    return real.with_name(f"{real.name}{_BACKUPS}")


def make_backup_folder(diary: Path) -> Path:
    """Return the folder for the backups of a diary, made where there is none.

    A copy in a folder that another person owns, can write to or can put in the place of this one is in their hands,
    and what root writes there would even be given to them.

    Raises:
        CrampError: it is not a folder of the diary's owner alone; nothing was written to it.
        OSError: it cannot be made.
    """
    folder = backup_folder(diary)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            owner = real_file(diary).stat()
            os.chown(folder, owner.st_uid, owner.st_gid, follow_symlinks=False)
    check_backup_folder(diary)
    return folder


def check_backup_folder(diary: Path) -> None:
    """Refuse a folder of backups that is not one of the diary's owner alone.

    Raises:
        CrampError: says what it is and what to do.
        OSError: there is none.
    """
    folder = backup_folder(diary)
    status = folder.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise CrampError(
            f"the backup folder {folder} is a link, so it is not used. Move the link away; a folder is made then."
        )
    if not stat.S_ISDIR(status.st_mode):
        raise CrampError(
            f"the backup folder {folder} is a file, so it is not used. Move it away; a folder is made then."
        )
    if not hasattr(os, "geteuid"):  # no owners here
        return
    try:
        owner = real_file(diary).stat().st_uid
    except OSError:  # it is gone, and may be restored
        owner = os.geteuid()
    if status.st_uid != owner or os.geteuid() not in (0, owner):
        raise CrampError(
            f"the backup folder {folder} belongs to another user, so it is not used. Move it away, or log in as "
            "the owner of the diary."
        )
    if status.st_mode & 0o022:
        raise CrampError(
            f"others can write to the backup folder {folder}, so it is not used. `chmod 700` makes it yours alone."
        )


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


def drop_unfinished_names(path: Path) -> None:
    """Remove the second name that a file has while `give_name` is at work, also where that was cut off."""
    for each in path.parent.iterdir():
        if each.name.startswith(f".{path.name}.") and each.suffix == ".new" and same_file(each, path):
            each.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a new name in the folder survive a power loss, where the system lets a folder be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def finished(target: Path) -> Iterator[Path]:
    """Give a new private file beside `target`, which takes its name only if all goes well."""
    fresh = target.with_name(f".{target.name}.{os.urandom(4).hex()}.new")
    create_private(fresh)
    try:
        yield fresh
        with fresh.open("r+b") as file:  # Windows syncs only what is open for writing
            os.fsync(file.fileno())
        fresh.replace(target)
        sync_folder(target.parent)
    finally:
        for suffix in ("", *SIDE_FILES):
            with suppress(OSError):
                Path(f"{fresh}{suffix}").unlink()


def check_target(target: Path, diary: Path, *, force: bool | None) -> None:
    """Refuse to write onto a diary or what belongs to one, this or any other, and onto other files without `force`.

    Args:
        target: where something is to be written for the person.
        diary: the diary that is used.
        force: whether a file that is there may be replaced; None where no option says so.

    Raises:
        CrampError: says what is there.
    """
    backups = backup_folder(diary)
    try:
        own = [diary, *(Path(f"{diary}{suffix}") for suffix in SIDE_FILES), *backups.glob("*")]
        folder = target.parent.resolve()
        if any(same_file(target, each) for each in own) or backups.resolve() in (folder, *folder.parents):
            raise CrampError(f"{target} is the diary or belongs to it. {_NOTHING} Give another name.")
        if target.is_dir():
            raise CrampError(f"{target} is a folder. {_NOTHING} Give the name of a file in it.")
        if target.exists() and not target.is_file():
            raise CrampError(f"{target} is not an ordinary file. {_NOTHING} Give another name.")
        what = _kept(target)
        if what:
            raise CrampError(f"{target} is {what}. {_NOTHING} Give another name.")
        if os.path.lexists(target) and not force:
            hint = "Give another name." if force is None else "Add --force to replace it."
            raise CrampError(f"There is a file at {target} already. {_NOTHING} {hint}")
    except (OSError, ValueError) as error:
        raise unwritable(target, error) from error


def _kept(target: Path) -> str | None:
    """Return what of any diary a path is, whatever its name: told by its first bytes, or by what it lies beside."""
    if _is_diary(target):
        return "a cramp diary"
    if any(target.name.endswith(suffix) and _is_diary(_without(target, suffix)) for suffix in SIDE_FILES):
        return "a part of a cramp diary"
    if not os.path.lexists(target):
        return None
    if target.is_file() and _begins_with(target, BACKUP_MARK):
        return "a backup of a cramp diary"
    if _holds_backups(backup_folder(target)):
        return "the place of a cramp diary, whose backups are beside it"
    folder = target.parent.resolve()
    of = _without(folder, _BACKUPS)
    if folder.name.endswith(_BACKUPS) and (_is_diary(of) or _holds_backups(folder)):
        return f"among the backups of {of}"
    return "a device's file in a sync folder" if target.match(_OF_A_DEVICE) else None


def _is_diary(path: Path) -> bool:
    """Return whether a file begins as a cramp diary of any version does."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(72)
    return start.startswith(b"SQLite format 3\0") and start[68:] == APPLICATION_ID.to_bytes(4, "big")


def _begins_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _holds_backups(folder: Path) -> bool:
    return any(True for name in _OF_BACKUPS for _ in folder.glob(name))


def _without(path: Path, suffix: str) -> Path:
    return path.with_name(path.name.removesuffix(suffix) or path.name)


def unwritable(target: Path, error: Exception) -> CrampError:
    """Return the error for a file that the system does not let be written."""
    reason = (getattr(error, "strerror", None) or "the path is not usable").lower()
    return CrampError(f"{target} cannot be written: {reason}. {_NOTHING}")


def same_file(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one file; not where either leads to none."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
