"""What somebody wrote and has not saved yet: kept until it is saved, for a week at most.

A draft has a folder of its own, for this person alone: editors leave copies beside what they edit. It is in the
system's folder for a program's state and not beside the diary, so that it can be written where the diary cannot, and
lies in no folder that is shared. The name of its folder says when it was begun and of which entry it is.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from crampdiary import prompts
from crampdiary.cli.session import Session
from crampdiary.cli.settings import state_folder
from crampdiary.clock.zones import to_local
from crampdiary.diary.model import Entry, Record
from crampdiary.diary.values import plain_line_ends, typed_text
from crampdiary.errors import CrampError
from crampdiary.keep.private import create_private, make_folder
from crampdiary.words.wording import moment, safe

_KEPT_FOR = timedelta(days=7)
_STAMP = "%Y-%m-%dT%H%M%SZ"
_AS_IT_WAS = ".as-it-was"
_NOTE = "note.txt"
_COMMAND = "command.txt"
_NO_ENTRY = "none"


class Draft:
    """A text that is being written. Where leaving it ends in an error, it is kept, and the error says where.

    Attributes:
        path: of the text.
        as_it_was: what it said before anybody wrote in it.
        uid: of the entry that it is about; None for a note that has none yet.
        begun: when, on the local clock; None in a place where it is not found again.
        how: what goes on with it, in words: "`cramp edit 3` goes on with it".
    """

    def __init__(self, folder: Path, how: str = "") -> None:
        self.path = next(folder.glob("*.txt"), folder / _NOTE)
        self.how = how
        self.as_it_was = _content(folder / _AS_IT_WAS).decode("utf-8", "surrogateescape")
        self.uid: str | None = None
        self.begun: datetime | None = None
        with suppress(ValueError):
            stamp, uid, _ = folder.name.split("_")
            self.begun = to_local(datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC), None)
            self.uid = None if uid == _NO_ENTRY else uid
        self._found = _content(self.path)
        self._lock: int | None = None

    @property
    def is_note(self) -> bool:
        """Whether it is a note that was asked for, and not an entry in an editor."""
        return self.path.name == _NOTE

    def says_something(self) -> bool:
        """Return whether there is anything in it that would be lost: a text, or what an editor that died left."""
        text = _content(self.path)
        is_new = text.strip() and text != self.as_it_was.encode("utf-8", "surrogateescape")
        ours = {self.path.name, _AS_IT_WAS}
        return bool(is_new) or any(path.name not in ours for path in self.path.parent.glob("*"))

    def hold(self) -> bool:
        """Take it for this process; return whether nobody else has it, as far as the system can tell."""
        try:
            self._lock = os.open(self.path.parent / _AS_IT_WAS, os.O_RDWR)
            if sys.platform == "win32":
                import msvcrt

                os.lseek(self._lock, 2**30, os.SEEK_SET)  # what is locked there cannot be read by others
                msvcrt.locking(self._lock, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (ImportError, OSError):
            self.let_go()
            return False
        return True

    def give_up(self) -> None:
        """Forget what this process did to it: it is removed, or left as it was found."""
        if self._found in (b"", self.as_it_was.encode("utf-8", "surrogateescape")):
            self.discard()
        else:
            with suppress(OSError):
                self.path.write_bytes(self._found)

    def discard(self) -> None:
        """Remove it, with all that an editor left beside it."""
        self.let_go()
        shutil.rmtree(self.path.parent, ignore_errors=True)

    def let_go(self) -> None:
        """Leave it to others."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Draft:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is None or not self.says_something():
            self.discard()
            return
        self.let_go()
        how = f"; {self.how}" if self.how else ""
        week = f" for a week{how}. It is" if self.begun else ""
        kept = f"What you wrote is kept{week} in {safe(str(self.path))}"
        if isinstance(error, CrampError):
            raise type(error)(f"{error} {kept}") from error
        Session.say(kept)


def begun(
    name: str, *, now: datetime, text: str = "", as_it_was: str = "", uid: str | None = None, how: str = ""
) -> Draft:
    """Begin a draft.

    Args:
        name: of its file, as an editor shows it.
        now: the moment of the command.
        text: what is written already.
        as_it_was: what it says where nobody wrote in it.
        uid: of the entry that it is about, if any.
        how: what goes on with it, in words.

    Raises:
        CrampError: it could be kept nowhere.
    """
    with suppress(OSError, CrampError):
        clear(now)
        stamp = now.astimezone(UTC).strftime(_STAMP)
        folder = _drafts() / f"{stamp}_{uid or _NO_ENTRY}_{os.urandom(4).hex()}"
        return _filled(folder, name, text, as_it_was, how)
    try:
        return _filled(Path(tempfile.mkdtemp(prefix="cramp-")), name, text, as_it_was)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise CrampError(
            f"There is no place to keep a draft: {reason}. Free some space. Nothing was changed."
        ) from error


def of_entry(session: Session, entry: Entry[Record]) -> Draft:
    """Return the draft to go on with: what was written before and not saved, if that is wanted, else the entry."""
    from crampdiary.words import form

    clear(session.now)
    how = f"`cramp edit {entry.number}` goes on with it"
    of_it = (each for each in every(how) if each.uid == entry.uid and not each.is_note)
    found = next((each for each in of_it if each.hold()), None)
    if found is not None:
        at = moment(found.begun, now=session.now) if found.begun else "another time"
        answer = prompts.ask(f"You were writing in entry {entry.number} ({at}): go on with it? [Y/n]")
        if answer is None:
            raise CrampError("Nothing was changed.")
        if answer.strip().casefold() not in ("n", "no"):
            return found
        found.let_go()
    name, text = f"entry-{entry.number}.txt", form.written(entry.record)
    return begun(name, now=session.now, as_it_was=text, uid=entry.uid, how=how)


def _filled(folder: Path, name: str, text: str, as_it_was: str, how: str = "") -> Draft:
    make_folder(folder)
    try:
        for each, content in ((_AS_IT_WAS, as_it_was), (name, text or as_it_was)):
            create_private(folder / each)
            (folder / each).write_bytes(content.encode("utf-8", "surrogateescape"))
        draft = Draft(folder, how)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    draft.hold()
    return draft


@contextmanager
def keeping(
    text: str, *, now: datetime, uid: str | None = None, how: str = "", is_note: bool = True
) -> Iterator[None]:
    """Keep a note that was typed just now, or a whole command, until it is saved."""
    try:
        draft = begun(_NOTE if is_note else _COMMAND, now=now, text=text, uid=uid, how=how)
    except CrampError:  # it may well be saved all the same
        try:
            yield
        except CrampError as error:
            raise type(error)(f"{error} What you typed could not be kept.") from error
    else:
        with draft:
            yield


@contextmanager
def kept_at_ctrl_c(session: Session, how: str) -> Iterator[None]:
    """Keep the command where Ctrl-C is typed at a question before it is saved, and say what does without the question.

    Args:
        session: this run.
        how: what is typed instead; it stands in a sentence.
    """
    try:
        yield
    except KeyboardInterrupt:
        if len(session.words) > 1:
            with keeping(session.as_typed(), now=session.now, how=how, is_note=False):
                raise
        session.say(f"Nothing was saved; {how}.")
        raise


def every(how: str = "") -> list[Draft]:
    """Return the drafts that say something, the newest first; `how` is what goes on with one."""
    return [draft for draft in _all(how) if draft.says_something()]


def holding(uids: Iterable[str], text: str | None) -> list[Draft]:
    """Return the drafts of some entries, and those in which a text stands, in any case."""
    wanted = set(uids)
    needle = typed_text(text).casefold() if text else None
    return [draft for draft in _all() if draft.uid in wanted or (needle and needle in _whole(draft))]


def _whole(draft: Draft) -> str:
    """Return all that is in a draft's folder, in small letters: what an editor that died left has the text too."""
    parts = [_content(path).decode(errors="replace") for path in draft.path.parent.glob("*")]
    return plain_line_ends("\n".join(parts)).casefold()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def clear(now: datetime) -> None:
    """Remove the drafts that were kept for long enough, and those in which nobody wrote."""
    for draft in _all():
        is_old = draft.begun is not None and now - draft.begun > _KEPT_FOR
        if (is_old or not draft.says_something()) and draft.hold():
            draft.discard()


def _all(how: str = "") -> list[Draft]:
    try:
        return [Draft(folder, how) for folder in sorted(_drafts().iterdir(), reverse=True)]
    except (OSError, CrampError):
        return []


def _drafts() -> Path:
    return state_folder() / "drafts"
