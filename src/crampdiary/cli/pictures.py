"""How the screens of results are shown: on the terminal, as JSON, or saved as a picture; and how long they take."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crampdiary.cli.session import Session
from crampdiary.diaryfile import create_private
from crampdiary.errors import CrampError, UsageError
from crampdiary.model import Entry
from crampdiary.wording import safe
from crampdiary.zones import FIRST_YEAR

if TYPE_CHECKING:
    from crampdiary.nights import Diary
    from crampdiary.sections import Section

Svg = Annotated[Path | None, typer.Option("--svg", help="Save the screen as a picture in this file.")]
Force = Annotated[bool, typer.Option("--force", help="Write over a picture that is there.")]

_WORTH_A_BAR = 5_000  # entries; reading more can take longer than a second
_BY_NIGHT = ("episode", "exposure", "check_in")


def present(
    session: Session,
    command: str,
    data: Any,
    sections: Callable[[], Sequence[Section]],
    *,
    plain: bool,
    json: bool,
    svg: Path | None = None,
    force: bool = False,
) -> None:
    """Show a result in the form that was asked for.

    Args:
        session: this run.
        command: the command's name.
        data: the result, for --json.
        sections: gives the screen, where one is drawn.
        plain: lines only.
        json: data only.
        svg: a file to save the screen to, in place of showing it.
        force: whether that file may be there already.
    """
    if svg is None:
        session.output(command, data, json, lambda: session.show(sections(), plain))
        return
    if json:
        raise UsageError("Give --svg or --json, not both. Nothing was written.")
    from crampdiary import render

    _write(svg, render.svg(session.marked(sections()), title=f"cramp {command}"), force=force)
    session.line(f"Saved the picture as {safe(str(svg))}. It shows your diary: look who can read it.")


def read_diary(session: Session, *, confirmed: bool = False) -> Diary:
    """Return all nights of the diary, with a bar while a long one is read."""
    total = sum(count for kind, count in session.store.counts().items() if kind in (*_BY_NIGHT, "away"))
    if total < _WORTH_A_BAR or not (sys.stderr and sys.stderr.isatty()):
        return session.diary(confirmed=confirmed)
    from crampdiary import render
    from crampdiary.nights import join

    with render.progress("Reading the diary", total) as advance:
        entries: list[Entry] = session.store.entries("away")  # its spans reach over years; the others do not
        for year in range(FIRST_YEAR, session.now.year + 12):
            found = session.store.entries(*_BY_NIGHT, since=date(year, 1, 1), until=date(year, 12, 31))
            entries += found
            advance(len(found))
    return join(entries, now=session.now, confirmed=confirmed)


def _write(path: Path, text: str, *, force: bool) -> None:
    """Write a private file whole or not at all, and over another one only where asked to."""
    path = path.expanduser()
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        if not force and os.path.lexists(path):
            raise FileExistsError
        create_private(fresh)
        try:
            fresh.write_text(text, encoding="utf-8")
            if force:
                fresh.replace(path)
            else:
                _take_free_name(fresh, path)
        finally:
            with suppress(OSError):
                fresh.unlink()
    except FileExistsError:
        raise CrampError(
            f"{safe(str(path))} is there already. Nothing was written; --force writes over it."
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise CrampError(f"{safe(str(path))} was not written: {reason}.") from error


def _take_free_name(fresh: Path, path: Path) -> None:
    """Give the file its name if that is still free, also against another program at the same moment."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        fresh.replace(path)
