"""How a screen of results is shown: on the terminal, as JSON, or saved as a picture."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crampdiary.cli.session import Session
from crampdiary.clock.zones import FIRST_YEAR
from crampdiary.diary.model import Entry, Record
from crampdiary.errors import UsageError
from crampdiary.keep.private import check_target, finished, unwritable
from crampdiary.words.wording import safe

if TYPE_CHECKING:
    from crampdiary.diary.nights import Diary
    from crampdiary.screen.sections import Section

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
    from crampdiary.screen import render

    _write(session, svg, render.svg(session.marked(sections()), title=f"cramp {command}"), force=force)
    session.line(f"Saved the picture as {safe(str(svg))}. It shows your diary: look who can read it.")


@contextmanager
def without_collector() -> Iterator[None]:
    """Look for no garbage meanwhile: what is read stays, and looking costs more the longer the diary is."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_diary(session: Session, *, confirmed: bool = False) -> Diary:
    """Return all nights of the diary, with a bar while a long one is read."""
    with without_collector():
        return _read(session, confirmed)


def _read(session: Session, confirmed: bool) -> Diary:
    total = sum(count for kind, count in session.store.counts().items() if kind in (*_BY_NIGHT, "away"))
    if total < _WORTH_A_BAR or not (sys.stderr and sys.stderr.isatty()):
        return session.diary(confirmed=confirmed)
    from crampdiary.diary.nights import join
    from crampdiary.screen import render

    with render.progress("Reading the diary", total) as advance:
        entries: list[Entry[Record]] = session.store.entries(
            "away"
        )  # its spans reach over years; the others do not
        for year in range(FIRST_YEAR, session.now.year + 12):
            found = session.store.entries(*_BY_NIGHT, since=date(year, 1, 1), until=date(year, 12, 31))
            entries += found
            advance(len(found))
    return join(entries, now=session.now, confirmed=confirmed)


def _write(session: Session, path: Path, text: str, *, force: bool) -> None:
    path = path.expanduser()
    check_target(path, session.path, force=force)
    try:
        with finished(path) as fresh:
            fresh.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from error
