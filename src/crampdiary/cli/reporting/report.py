"""The page for a clinician: `report`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crampdiary import __version__
from crampdiary.cli import completion
from crampdiary.cli.result import Result
from crampdiary.cli.session import Session
from crampdiary.diary.model import Report
from crampdiary.errors import UsageError
from crampdiary.keep.private import check_target, finished, unwritable
from crampdiary.words.wording import safe, short

if TYPE_CHECKING:
    from crampdiary.report.one_page import OnePage

_FORMATS = {"html": (".html", ".htm"), "txt": (".txt", ".text")}
_PARTS = (
    "frequency", "length", "severity", "sleep", "places", "signs", "medicines", "remedies", "triggers", "notices",
    "questions",
)  # fmt: skip
"""What may be left out: the names in `crampdiary.report.parts`, which are not loaded for the help."""
_NAME_LIMIT = 60  # letters


def report(
    session: Session,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="visit.html, or visit.txt; - shows it as text. Else a page named by its day.",
            show_default=False,
        ),
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(
            "--question", help="What you want to ask (repeatable); none takes the earlier ones away."
        ),
    ] = None,
    since_visit: Annotated[
        bool, typer.Option("--since-visit", help="Compare with the nights before the last report.")
    ] = False,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="PART",
            help=f"Leave a part out (repeatable): {', '.join(_PARTS)}.",
            autocompletion=completion.names(*_PARTS),
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="Your name, to stand on it.")] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="No name, notes, questions, amounts or words of your own.")
    ] = False,
    entries: Annotated[
        bool, typer.Option("--entries", help="The entries of the last 28 nights on further sheets.")
    ] = False,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="html or txt; else by the name of the file.",
            autocompletion=completion.names(*_FORMATS),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> Result:
    """Write one page for your doctor, to print or to show.

    Open it in any browser; print it there, or save it as PDF. Your questions are kept for the next one.

    cramp report visit.html --question "Could it be the statin?"
    """  # fmt: skip
    from crampdiary.cli.reporting import kept_questions  # which loads the figures, and help does without

    form, path = _form(session, file, format_)
    left_out = _left_out(without)
    if anonymous and (name or kept_questions.asks(question)):
        raise UsageError("--anonymous leaves names and questions out: give it, or them. Nothing was written.")
    if name and len(name) > _NAME_LIMIT:
        raise UsageError(
            f"That name is too long for the page: {_NAME_LIMIT} letters at most. Nothing was written."
        )
    if path is not None:
        check_target(path, session.path, force=force)
        _check_name(path, format_)
    asked = kept_questions.asked_on(session, question)
    asides: list[str] = []
    shown_asked = () if anonymous else asked
    made, visited = _made(
        session,
        form,
        shown_asked,
        left_out,
        name or "",
        anonymous=anonymous,
        entries=entries,
        since_visit=since_visit,
    )
    if since_visit and visited is None:
        asides.append(
            "There is no report of an earlier day to compare with. The day of one written to a file is kept."
        )
    data = {
        "path": None if path is None else str(path),
        "format": form,
        "page": made.page,
        "entries": made.entries,
    }
    if path is not None:
        _write(path, made, form)
        asides += kept_questions.keep(session, asked)
        shown = safe(str(path))
        lines: tuple[str, ...] = (
            f"Wrote the page to {shown}. It shows your diary: look who can read it.",
            *(("Open it in a browser; print it there, or save it as PDF.",) if form == "html" else ()),
        )
    else:
        from crampdiary.report.one_page import text

        lines = tuple(text(made))
        asides += kept_questions.keep(session, asked) if question else []
    return Result(data, lines, asides, to_copy=path is None)  # fmt: skip


def _form(session: Session, file: Path | None, format_: str | None) -> tuple[str, Path | None]:
    """Return the format, and the file to write: none for plain text that no file was named for."""
    typed, format_ = format_, None if format_ is None else format_.casefold()
    if typed is not None and format_ not in _FORMATS:
        raise UsageError(
            f"{short(typed)} is not a format of a report. There are: html and txt. Nothing was written."
        )
    if file is None:
        day = session.now.date().isoformat()
        return (format_ or "html", None if format_ == "txt" else Path(f"cramp-report-{day}.html"))
    if str(file) == "-":
        if format_ == "html":
            raise UsageError("A page in HTML needs a file: `cramp report visit.html`. Nothing was written.")
        return "txt", None
    by_name = next((form for form, ends in _FORMATS.items() if file.suffix.casefold() in ends), None)
    return format_ or by_name or "html", file.expanduser()


def _check_name(path: Path, format_: str | None) -> None:
    """Refuse a file named for what the page is not written as: nobody could open it."""
    if path.suffix and not format_ and all(path.suffix.casefold() not in ends for ends in _FORMATS.values()):
        raise UsageError(
            f"The page is written as visit.html or visit.txt, and {short(path.name)} is neither. For a PDF, open "
            "visit.html in a browser and print it there. Nothing was written."
        )


def _left_out(without: Sequence[str] | None) -> frozenset[str]:
    named = [part.strip() for each in without or () for part in each.split(",")]
    for each in named:
        if each.casefold() not in _PARTS:
            raise UsageError(
                f"{short(each)} is no part that can be left out. There are: {', '.join(_PARTS)}. Nothing was written."
            )
    return frozenset(map(str.casefold, named))


def _made(
    session: Session,
    form: str,
    asked: tuple[str, ...],
    without: frozenset[str],
    name: str,
    *,
    anonymous: bool,
    entries: bool,
    since_visit: bool,
) -> tuple[OnePage, Report | None]:
    """Return the page, and the report that it is compared with."""
    from crampdiary.cli.telling.progress import phases
    from crampdiary.cli.trials.trial_now import answers
    from crampdiary.diary.nights import join
    from crampdiary.report.anonymous import Unnamed, without_texts
    from crampdiary.report.gathered import gather, last_made
    from crampdiary.report.one_page import make

    words, now, store = session.vocabulary, session.now, session.store
    with phases(store.connection, "reading the diary"):
        every = store.entries()
        if anonymous:
            every = [without_texts(each) for each in every]
        diary = join(words.as_meant(every), now=now)
    shown_words = Unnamed() if anonymous else words
    visited = last_made(store.of(Report), before=now.date()) if since_visit else None
    made = make(
        gather(
            diary,
            words,
            now=now,
            visited=visited.night if visited else None,
            questions=asked,
            trials=answers(session, shown_words) if "remedies" not in without else (),
            hidden=session.in_trial,
        ),
        shown_words,
        version=__version__,
        name=name,
        made_up=bool(store.local("made_up")),
        without=without,
        entries=every if entries else None,
        now=now,
        for_paper=form == "html",
    )
    return made, visited


def _write(path: Path, made: OnePage, form: str) -> None:
    if form == "html":
        from crampdiary.report.page import html

        content = html(made)
    else:
        from crampdiary.report.one_page import text

        content = "\n".join(text(made)) + "\n"
    try:
        with finished(path) as fresh:
            fresh.write_text(content, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from error
