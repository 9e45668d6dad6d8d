"""What a command returns, and the one place that shows it: as text, as a screen, as JSON or as a picture.

A command is a function of the session and of its own options. The options that many share are added here, by the
kind of result that its annotation names.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crampdiary import fitting, prompts
from crampdiary.cli.options import FIELD_OPTIONS, JSON, PLAIN, FieldsOf, Option, parameter
from crampdiary.cli.session import Session, for_this_diary
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import KINDS, Entry, Record, Timed
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import reach
from crampdiary.words.wording import safe, saved

if TYPE_CHECKING:
    from crampdiary.screen.render import Colours
    from crampdiary.screen.sections import Section


class Result(NamedTuple):
    """What a command found or did. What it saved is in the diary by now, whatever becomes of the output.

    Args:
        data: for --json.
        sections: lines of text, or a function that makes the sections of a screen, called where one is drawn.
        asides: lines for standard error; each is asked for once what comes before it was shown.
        exit: the error to end with after all of that; None where nothing failed.
        to_copy: whether the lines are meant to be copied, and so never broken.
    """

    data: Any
    sections: tuple[str, ...] | Callable[[], Sequence[Section]]
    asides: Iterable[str] = ()
    exit: CrampError | None = None
    to_copy: bool = False


_RECORDING = ("today", "log", "over", "none", "used", "had", "feel", "away")
_WAS = "Was: "

Screen = Annotated[Result, "plain"]
"""A result that is drawn: what it takes besides --json."""
Picture = Annotated[Result, "svg", "force", "plain"]
"""A screen that is also worth a file of its own."""

_OPTIONS: dict[str, Option] = {
    "svg": (Path | None, ["--svg"], {"help": "Save the screen as a picture in this file."}),
    "force": (bool, ["--force"], {"help": "Write over a picture that is there."}),
    "plain": (bool, ["--plain"], {"help": PLAIN}),
    "json": (bool, ["--json"], {"help": JSON}),
}
_EVERYWHERE: dict[str, Option] = {
    "diary": (Path | None, ["--diary"], {"hidden": True, "readable": False}),
    "plain": (bool, ["--plain"], {"hidden": True}),
    "json": (bool, ["--json"], {"hidden": True}),
}
"""What every command takes, and does not list where it changes nothing or stands in the first help."""


def saved_entries(session: Session, entries: list[Entry[Record]], asides: Iterable[str] = ()) -> Result:
    """Return the result of a command that saved entries: each as one line."""
    words, now = session.vocabulary, session.now
    before = _offset_before(session, entries)
    lines = tuple(
        saved(
            each.number, each.record, words, now=now, is_other_zone=before not in (None, _offset(each.record))
        )
        for each in entries
    )
    return Result({"entries": entries}, lines, asides)


def _offset_before(session: Session, entries: list[Entry[Record]]) -> timedelta | None:
    """Return the offset of the clock of the entry that this device recorded before these."""
    new = {each.uid for each in entries}
    for named in reach.recorded(session.store):
        if named.uid not in new and "at" in KINDS[named.kind].table:
            found = reach.shown_as(session.store, named)
            return _offset(found.record) if found else None
    return None


def _offset(record: Record) -> timedelta | None:
    """Return the offset of the clock that a record's time is of; None where it has no time."""
    return record.at.utcoffset() if isinstance(record, Timed) else None


def saved_change(session: Session, before: Record, after: Entry[Record], asides: Iterable[str]) -> Result:
    """Return the result of a change: the entry as it is now, and what it said before and says no more."""
    from crampdiary.words.changes.amending import replaced_in_words

    words, now = session.vocabulary, session.now
    moved = _offset(before) != _offset(after.record)
    line = saved(after.number, after.record, words, now=now, is_other_zone=moved)
    was = replaced_in_words(before, after.record, words, now=now)
    return Result({"entries": [after]}, (line, f"{_WAS}{was}.") if was else (line,), asides)


def command(name: str, function: Callable[..., Result | None]) -> Callable[..., None]:
    """Return a command as Typer takes it, with the options that it shares and what it returns shown.

    Args:
        name: of the command, as in the JSON: "log", "words add".
        function: takes the session, or the context where it is about the commands, and its own options. It is
            annotated to return a `Result`, a `Screen` or a `Picture`; None for a command that has written to
            standard output itself.
    """
    signature = inspect.signature(function, eval_str=True)
    returned = signature.return_annotation
    shared = (*getattr(returned, "__metadata__", ()), *(() if returned is None else ("json",)))
    hidden = [each for each in _EVERYWHERE if each not in shared]
    taker, *own = signature.parameters.values()
    of_fields = {each.name: fields for each in own if (fields := _fields_of(each))}

    def run(context: typer.Context, **given: Any) -> None:
        form = {each: given.pop(each) for each in (*shared, *hidden)}
        session: Session = context.obj
        session.take(diary=form.pop("diary"), as_json=form.pop("json"), plain=form.pop("plain"))
        if context.invoked_subcommand is not None:  # it is a group, and a command of it was typed
            return
        for place, fields in of_fields.items():
            given[place] = {each: given.pop(each) for each in fields.names()}
        if session.as_json and form.get("svg"):
            raise UsageError("Give --svg or --json, not both. Nothing was written.")
        is_talk = not session.as_json and name in _RECORDING
        result = function(context if taker.annotation is typer.Context else session, **given)
        if result is not None:
            print(_shown(session, name, result, **form), end="")  # noqa: T201
            for line in result.asides:
                session.say(line)
            if is_talk and session.store.wrote and session.is_day and prompts.reads_all():
                _say_a_milestone(session)
            if result.exit:
                raise result.exit

    first = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    parameters = [first]
    for each in own:
        if each.name in of_fields:
            parameters += [
                parameter(name, FIELD_OPTIONS[name], None) for name in of_fields[each.name].names()
            ]
        else:
            parameters.append(each.replace(kind=inspect.Parameter.KEYWORD_ONLY))
    parameters += [parameter(each, _OPTIONS[each], None if each == "svg" else False) for each in shared]
    parameters += [parameter(each, _EVERYWHERE[each], None if each == "diary" else False) for each in hidden]
    # Typer would evaluate each annotation four times if it found them as text.
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {}
    run.__doc__ = function.__doc__
    return run


def _say_a_milestone(session: Session) -> None:
    from crampdiary.cli.telling.milestones import milestone  # by day, and on a terminal

    if said := milestone(session):
        session.say(said)


def _fields_of(parameter: inspect.Parameter) -> FieldsOf | None:
    marks = getattr(parameter.annotation, "__metadata__", ())
    return next((mark for mark in marks if isinstance(mark, FieldsOf)), None)


def _shown(
    session: Session, name: str, result: Result, *, svg: Path | None = None, force: bool = False
) -> str:
    """Return what goes to standard output, in the form that was asked for."""
    if session.as_json:
        from crampdiary.screen import jsonout

        return jsonout.document(name, result.data) + "\n"
    if isinstance(result.sections, tuple):
        lines = (_named(line, alone=name == "today") for line in result.sections)
        text = "".join(f"{safe(line, lines=True)}\n" for line in lines)
        return text if result.to_copy else _lines(text)
    from crampdiary.screen import render  # loads rich, which recording does without

    sections = [_carried(each) for each in (*_made_up(session), *result.sections())]
    if svg is not None:
        _write(session, svg, render.svg(sections, title=f"cramp {name}"), force=force)
        return _lines(f"Saved the picture as {safe(str(svg))}. It shows your diary: look who can read it.\n")
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").casefold().replace("-", "")
    terminal = render.Terminal(
        width=session.columns,
        unicode=encoding.startswith("utf"),
        colours=_colours(),
        plain=session.plain or session.settings["plain"] == "yes",
    )
    drawn = render.draw(sections, terminal)
    return _lines(drawn) if terminal.plain else drawn


def _named(line: str, *, alone: bool = False) -> str:
    """Return a line with --diary in the commands that it names, but for one that tells what stood in the diary."""
    return line if line.startswith(_WAS) else for_this_diary(line, alone=alone)


def _carried(section: Section) -> Section:
    """Return a section with --diary in the commands that its sentences name, but for a note as somebody wrote it."""
    from crampdiary.screen.sections import NOTE

    if section.title == NOTE:
        return section
    lines, spoken = (tuple(map(for_this_diary, each)) for each in (section.lines, section.spoken))
    foot = tuple(for_this_diary(each) if isinstance(each, str) else each for each in section.foot)
    points = tuple(
        each._replace(head=for_this_diary(each.head), lines=tuple(map(for_this_diary, each.lines)))
        for each in section.points
    )
    return section.replaced(lines=lines, points=points, spoken=spoken, foot=foot)


def _lines(text: str) -> str:
    """Return lines of text as standard output takes them: on a terminal no wider than that."""
    return fitting.fitted(text, fitting.width(sys.stdout))


def _made_up(session: Session) -> Sequence[Section]:
    """Return the line that says so where the diary is a made-up one."""
    if not session.store.local("made_up"):
        return ()
    from crampdiary.screen.sections import Section

    return (Section(lines=("A made-up diary, from `cramp demo`.",), style="italic"),)


def _colours() -> Colours | None:
    """Return how many colours standard output shows: no-color.org and force-color.org say how one chooses."""
    forced = os.environ.get("FORCE_COLOR")
    wanted = sys.stdout is not None and sys.stdout.isatty() if forced is None else forced != ""
    term = os.environ.get("TERM", "").strip().casefold()
    if not wanted or os.environ.get("NO_COLOR") or term in ("dumb", "unknown"):
        return None
    if os.name == "nt" or os.environ.get("COLORTERM", "").strip().casefold() in ("truecolor", "24bit"):
        return "truecolor"
    return "256" if term.rpartition("-")[2] in ("256color", "kitty") else "standard"


def _write(session: Session, path: Path, text: str, *, force: bool) -> None:
    from crampdiary.keep.private import check_target, finished, unwritable  # recording does without

    path = path.expanduser()
    check_target(path, session.path, force=force)
    try:
        with finished(path) as fresh:
            fresh.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from error


def copy_to_stdout(path: Path) -> None:
    """Write a file to standard output: byte for byte, but on a terminal made harmless for it."""
    if sys.stdout is None:
        return
    with path.open(encoding="utf-8", newline="") as file:
        if sys.stdout.isatty():
            for line in file:
                sys.stdout.write(safe(line.rstrip("\r\n")) + "\n")
            return
        sys.stdout.flush()
        while part := memoryview(file.buffer.read(2**16)):
            while (
                part
            ):  # unbuffered, as PYTHONUNBUFFERED makes it, it takes what there is room for, and says how much
                part = part[sys.stdout.buffer.write(part) :]
        sys.stdout.buffer.flush()
