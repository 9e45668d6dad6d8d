"""Exchange: `export`, `import`, `merge`, `sync`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from crampdiary.cli import completion
from crampdiary.cli.importing.bringing import NOTHING_IN_IT, bring
from crampdiary.cli.options import SHOWN_KINDS, Kind, Since, Until, Yes
from crampdiary.cli.result import Result, copy_to_stdout
from crampdiary.cli.session import Session
from crampdiary.cli.telling.progress import phases, progress
from crampdiary.diary.fields import PURPOSES
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import outside
from crampdiary.keep.copies import foreign
from crampdiary.keep.faults import reason
from crampdiary.keep.merging.merge import Staging, stage_diary
from crampdiary.keep.private import check_target, create_private, finished, same_file, unwritable
from crampdiary.words.wording import plural, safe

_KINDS = (*SHOWN_KINDS, "word")

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


def export(
    session: Session,
    target: Annotated[
        str,
        typer.Argument(
            metavar="[FILE]",
            help="diary.jsonl, cramps.csv, a folder, or - for standard output.",
            show_default=False,
        ),
    ] = "-",
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="json or csv; else by the name of the file.",
            autocompletion=completion.names("json", "csv"),
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            help=f"Of which kind a single CSV is: {', '.join(_KINDS)}.",
            autocompletion=completion.names(*_KINDS),
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    current: Annotated[
        bool,
        typer.Option("--current", help="Only entries as they are: no earlier versions, no deleted ones."),
    ] = False,
    delimiter: Annotated[
        str | None,
        typer.Option(
            "--delimiter",
            help='What is between the cells of a CSV: "," or ";" or tab.',
            autocompletion=completion.names(",", ";", "tab"),
        ),
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin a CSV with a byte order mark, which some spreadsheets want.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> Result | None:
    """Write all of the diary as JSON, or as CSV for a spreadsheet.

    cramp export diary.jsonl has all of it, to keep or to import elsewhere; cramp export folder --format csv
    has the entries as they are, for a spreadsheet.
    """
    from crampdiary.clock.night_names import parse_range
    from crampdiary.exchange.own.export import Wanted, write_file

    to_stdout = target == "-"
    if to_stdout and session.as_json:
        raise UsageError("The export itself goes to standard output: name a file, or leave out --json.")
    path = Path(target)
    only = None if kind is None else Kind.named(kind, "word")
    what = Wanted.of(path, to_stdout, format_, only and only.name, delimiter, bom)
    first, last = parse_range(since, until, now=session.now)
    store = session.store
    versions = (
        store.shown(since=first, until=last)
        if what.format == "csv"
        else store.revisions(since=first, until=last, current=current)
    )
    # Closed here if writing fails: left to the end of the program, it would complain there.
    with progress("versions written") as line, closing(versions):
        rows = line.over(versions if only is None else (row for row in versions if only.is_in(row["body"])))
        if to_stdout:
            with foreign.private_folder() as folder:
                # Written to a file first: a pager that is slow to read must not keep the diary locked.
                create_private(folder / "export")
                write_file(folder / "export", what, rows, store.purged(), bom=bom)
                copy_to_stdout(folder / "export")
            if found := outside.look(store):
                raise outside.of_export(found)
            return None
        if what.kinds and not what.single:
            count = _export_folder(session, path, what, rows, bom=bom, force=force)
        else:
            check_target(path, session.path, force=force)
            try:
                with finished(path) as fresh:
                    count = write_file(fresh, what, rows, store.purged(), bom=bom)
            except OSError as error:
                raise unwritable(path, error) from error
    noun = ("version", "versions") if what.format == "json" else ("entry", "entries")
    data = {"path": target, "format": what.format, noun[1]: count}
    found = outside.look(store)
    failure = found and outside.of_export(found)
    return Result(data, (f"Wrote {plural(count, *noun)} to {safe(target)}.",), exit=failure)


def import_(
    session: Session,
    source: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A file, or - for standard input.", show_default=False),
    ],
    format_: Annotated[
        str | None, typer.Option("--format", help="Take it for this format, whatever it looks like.")
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", help='What a name means: "Mag=remedy:magnesium", or a file of such (repeatable).'
        ),
    ] = None,
    save_map: Annotated[
        Path | None, typer.Option("--save-map", help="Write all names met, to fill in and give to --map.")
    ] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", help="The zone of times without an offset: Europe/London.")
    ] = None,
    dates: Annotated[
        str | None,
        typer.Option(
            "--dates",
            help="The order in dates of numbers: dmy, mdy or ymd.",
            autocompletion=completion.names("dmy", "mdy", "ymd"),
        ),
    ] = None,
    purpose: Annotated[
        str | None,
        typer.Option(
            "--purpose",
            help="What remedies in it were for: prevention, or rescue.",
            autocompletion=completion.names(*PURPOSES),
        ),
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="Which sheet of a workbook.")] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows that cannot be read, and name them.")
    ] = False,
    new: Annotated[bool, typer.Option("--new", help="Make the diary of --diary if it is not there.")] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> Result:
    """Read an export of cramp as JSON, or another program's file.

    cramp undo takes all of it back.

    Known are Migraine Buddy, Bearable, Daylio, Flaredown, Track & Graph, Visible, HabitBull, Loop Habits, jrnl, a text
    file with a line for each cramp, and any sheet: it asks what the columns are. The same file brings nothing twice.
    """
    from crampdiary.cli.importing.coming_in import Asked, brought_in

    asked = Asked(
        format_, tuple(maps or ()), save_map, zone, dates, purpose, sheet, skip_bad, new, dry_run, yes
    )
    with foreign.private_folder() as folder, _input(source, folder) as path:
        return brought_in(session, source, path, folder, asked)


def merge(
    session: Session,
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="Another cramp diary.", show_default=False)],
    dry_run: DryRun = False,
) -> Result:
    """Bring all of another diary into this one. OTHER is only read; cramp undo takes it back.

    What both sides changed is listed: the newest version is shown, cramp show 12 --history has the others.
    """
    store = session.store
    if same_file(other, store.path):
        return Result({"new": 0}, ("Nothing to merge: that is this diary.",))
    with (
        foreign.private_folder() as folder,
        closing(foreign.opened_copy(other, folder)) as connection,
        closing(Staging(folder)) as staging,
    ):
        with phases(connection, "checking the other diary"):
            stage_diary(connection, other, staging)
        return Result(*bring(session, "merge", staging, str(other), {}, (), dry_run, True))


def sync(
    session: Session,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]",
            help="A folder that all devices see; else that of `cramp config sync`.",
            show_default=False,
        ),
    ] = None,
) -> Result:
    """Keep this diary level with other devices' by a folder.

    What they left there is merged, and the log of this diary is left for them.

    Something else carries the folder: Syncthing, Dropbox, a USB stick. Each device writes only its own file. With
    cramp config sync FOLDER, cramp sync alone will do.
    """
    from crampdiary.keep.merging.sync import publish, remember, stage_folder, tell_once

    folder = folder or session.settings.sync_folder
    if folder is None:
        raise UsageError(
            "Name the folder that your devices share: `cramp sync ~/Sync/cramp`, or once and for all "
            "`cramp config sync ~/Sync/cramp`."
        )
    store = session.store
    with foreign.private_folder() as private, closing(Staging(private)) as staging:
        with progress("") as line:
            line.phase("checking what lies in the folder")
            staged = stage_folder(store, folder, staging, private, line.ticker)
        nothing = "nothing changed there since the last sync" if staged.unchanged else NOTHING_IN_IT
        changed, lines = bring(session, "sync", staging, str(folder), {}, (), False, True, nothing=nothing)
        remember(store, staged)
    published: Path | None = None
    failure: CrampError | None = None
    try:
        published = publish(store, folder, staged)
    except CrampError as error:  # what was merged is saved, and is told all the same
        failure = type(error)(f"This diary was not left in the folder: {reason(error)}")
    data = {
        **changed,
        "read": [str(path) for path in staged.read],
        "unchanged": [str(path) for path in staged.unchanged],
        "left_out": {str(path): why for path, why in staged.left_out},
        "published": str(published) if published else None,
    }
    if published:
        lines += (f"Left this diary there as {safe(published.name)}.",)
    elif not failure:
        lines += ("This diary is there as it is already.",)
    if (published or changed["new"]) and not session.as_json and tell_once(store):
        lines += (
            "Entry numbers differ from device to device. `cramp show` takes the first letters of an entry's uid too.",
        )
    if staged.left_out and not failure:
        count = plural(len(staged.left_out), "file")
        failure = CrampError(f"{count} in the folder could not be merged; the others were.")
    asides = [safe(f"Left out {path.name}: {why}") for path, why in staged.left_out]
    return Result(data, lines, asides, failure)


def _export_folder(
    session: Session, path: Path, what: Any, rows: Iterator[Any], *, bom: bool, force: bool
) -> int:
    from crampdiary.exchange.own.export import write_folder

    try:
        path.mkdir(mode=0o700, exist_ok=True)
        for name in what.file_names:
            check_target(path / name, session.path, force=force)
        return write_folder(path, what, rows, bom=bom)
    except OSError as error:
        raise unwritable(path, error) from error


@contextmanager
def _input(source: str, folder: Path) -> Iterator[Path]:
    """Give the path of what to import; standard input is kept in a private file first."""
    from crampdiary.exchange.reading import SIZE_LIMIT

    if source != "-":
        yield Path(source)
        return
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("Nothing is piped in. Name a file, as in `cramp import diary.jsonl`.")
    path = folder / "standard-input"
    create_private(path)
    left = SIZE_LIMIT
    with path.open("wb") as file:
        while part := sys.stdin.buffer.read(min(left, 2**20)):
            file.write(part)
            left -= len(part)
            if left <= 0:
                raise CrampError("There is more than 4 GiB of it, which no diary is. Nothing was imported.")
    yield path
