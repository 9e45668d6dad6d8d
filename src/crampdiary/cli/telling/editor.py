"""A draft handed to the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from crampdiary.cli.drafts import Draft
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.wording import safe

_USUAL = ("nano", "vim", "vi") if os.name == "posix" else ("notepad",)


def can_edit() -> bool:
    """Return whether an editor was chosen and could show itself: somebody is there, the output not led elsewhere."""
    chose_one = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    return bool(chose_one) and all(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)
    )


def edited(draft: Draft, command: Sequence[str]) -> str:
    """Let the person edit a draft with the editor that this command starts, and return what is then there.

    Raises:
        CrampError: the editor could not be started, or ended with an error: that is how one is left without
            saving. Nothing of the text is kept then, unless the editor was killed.
    """
    try:
        with _left_to_the_editor():
            code = subprocess.run([*command, str(draft.path)], check=False).returncode  # noqa: S603
        written = draft.path.read_bytes()
    except OSError as error:
        draft.give_up()
        reason = (error.strerror or "unknown reason").lower()
        raise CrampError(
            f"{safe(command[0])} did not work as an editor: {reason}. Set EDITOR to another."
        ) from error
    if code != 0:
        if not _was_killed(code):
            draft.give_up()
        raise CrampError(f"The editor ended with {code}, so nothing was changed.")
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CrampError("The text is not in UTF-8. Nothing was changed.") from error


def _was_killed(code: int) -> bool:
    """Return whether a signal ended the editor, or what a shell script that stands for it ran."""
    return code < 0 or 128 < code < 160


def chosen() -> list[str]:
    """Return the command that starts the person's editor.

    Raises:
        UsageError: there is none, or it cannot be understood.
    """
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
