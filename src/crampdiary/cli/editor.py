"""A text handed to the person's own editor, in a private file that outlives whatever goes wrong after it."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from crampdiary.cli.session import Session
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.wording import safe

_USUAL = ("nano", "vim", "vi") if os.name == "posix" else ("notepad",)


def can_edit() -> bool:
    """Return whether an editor could show itself: somebody is there, and the output is not led elsewhere."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


class Draft:
    """A text being edited. Where leaving it fails, what was written is kept, and said where.

    Args:
        name: of the file, as the editor shows it.
        text: what it holds at first.
    """

    def __init__(self, name: str, text: str) -> None:
        self._command = _editor()
        self._original = text
        # A folder of its own, for this person alone: editors leave copies beside what they edit.
        self._folder = Path(tempfile.mkdtemp(prefix="cramp-"))
        self.path = self._folder / name
        self.path.touch(mode=0o600, exist_ok=False)
        self.path.write_bytes(text.encode())

    def edit(self) -> str:
        """Let the person edit it, and return what is then there.

        Raises:
            CrampError: the editor could not be started, or ended with an error: that is how one is left
                without saving. Nothing of the text is kept then.
        """
        try:
            with _left_to_the_editor():
                code = subprocess.run([*self._command, str(self.path)], check=False).returncode  # noqa: S603
            written = self.path.read_bytes()
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise self._given_up(
                f"{safe(self._command[0])} did not work as an editor: {reason}. Set EDITOR to another."
            ) from error
        if code != 0:
            raise self._given_up(f"The editor ended with {code}, so nothing was changed.")
        try:
            return written.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CrampError("The text is not in UTF-8. Nothing was changed.") from error

    def __enter__(self) -> Draft:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is None or self._is_as_it_was():
            shutil.rmtree(self._folder, ignore_errors=True)
            return
        kept = f"What you wrote is kept in {safe(str(self.path))}"
        if isinstance(error, CrampError):
            raise type(error)(f"{error} {kept}") from error
        Session.say(kept)

    def _is_as_it_was(self) -> bool:
        try:
            text = self.path.read_bytes()
        except OSError:
            return True
        return not text.strip() or text == self._original.encode()

    def _given_up(self, message: str) -> CrampError:
        shutil.rmtree(self._folder, ignore_errors=True)
        return CrampError(message)


def _editor() -> list[str]:
    """Return the command that starts the person's editor."""
    for name in ("VISUAL", "EDITOR"):
        given = os.environ.get(name, "").strip()
        if given:
            try:
                return shlex.split(given, posix=os.name == "posix")
            except ValueError as error:
                raise UsageError(
                    f"A quote or a backslash in {name} is left open. Set it to the command of an editor."
                ) from error
    for usual in _USUAL:
        if shutil.which(usual):
            return [usual]
    raise UsageError("No editor was found. Set EDITOR, or say what to change, for example --severity 5.")


@contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Leave Ctrl-C to the editor while it runs; it would end us and leave the editor without us."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # not ignored, which the editor would inherit
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
