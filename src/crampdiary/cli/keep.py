"""Keep: `export`, `import`, `merge`, `sync`, `backup`, `restore`, `purge`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from crampdiary.cli import completion
from crampdiary.cli.bringing import NOTHING_IN_IT, asides_of, bring, staging_in
from crampdiary.cli.options import Json, Since, Until, Yes
from crampdiary.cli.progress import phases, progress
from crampdiary.cli.session import Session
from crampdiary.diary.model import KINDS
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import backups, foreign
from crampdiary.keep import merge as merging
from crampdiary.keep import restore as restoring
from crampdiary.keep.faults import reason
from crampdiary.keep.file import create_diary
from crampdiary.keep.private import check_target, create_private, finished, unwritable
from crampdiary.keep.purge import holding_text, purge_everywhere
from crampdiary.words.wording import plural, safe

Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


def export(
    context: typer.Context,
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
            help="Of which kind a single CSV is: episode, exposure ...",
            autocompletion=completion.names(*KINDS),
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
    force: Force = False,
    json: Json = False,
) -> None:
    """Write all of the diary as JSON, or as CSV for a spreadsheet.

    cramp export diary.jsonl       all of it, to keep or to import elsewhere
    cramp export folder --format csv       the entries as they are, for a spreadsheet
    """
    from crampdiary.clock import night_names
    from crampdiary.exchange import export as exporting

    session: Session = context.obj
    to_stdout = target == "-"
    if to_stdout and json:
        raise UsageError("The export itself goes to standard output: name a file, or leave out --json.")
    path = Path(target)
    what = exporting.Wanted.of(path, to_stdout, format_, kind, delimiter)
    first, last = night_names.parse_range(since, until, now=session.now)
    store = session.store
    with progress("versions written") as line:
        rows = line.over(store.revisions(since=first, until=last, current=current or what.format == "csv"))
        if to_stdout:
            with foreign.private_folder() as folder:
                # Written to a file first: a pager that is slow to read must not keep the diary locked.
                create_private(folder / "export")
                exporting.write_file(folder / "export", what, rows, store.purged(), bom=bom)
                _copy_to_stdout(folder / "export")
            return
        if what.kinds and not what.single:
            count = _export_folder(session, path, what, rows, bom=bom, force=force)
        else:
            check_target(path, session.path, force=force)
            try:
                with finished(path) as fresh:
                    count = exporting.write_file(fresh, what, rows, store.purged(), bom=bom)
            except OSError as error:
                raise unwritable(path, error) from error
    noun = ("version", "versions") if what.format == "json" else ("entry", "entries")
    data = {"path": target, "format": what.format, noun[1]: count}
    session.output(
        "export", data, json, lambda: session.line(f"Wrote {plural(count, *noun)} to {safe(target)}.")
    )


def import_(
    context: typer.Context,
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
    new: Annotated[bool, typer.Option("--new", help="Make the diary of --diary if it is not there.")] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Read an export of cramp as JSON, or another program's file.

    cramp undo takes all of it back.

    Known are Migraine Buddy, Bearable, Daylio, Flaredown, Track & Graph, Loop Habits, jrnl and, with --map,
    any CSV. The same file brings nothing a second time.
    """
    from crampdiary.exchange import formats
    from crampdiary.exchange.programs import mapping
    from crampdiary.exchange.programs.peers import Reading, zone_named
    from crampdiary.exchange.reading import BadRowsError

    session: Session = context.obj
    names, columns = mapping.read(maps or [])
    if new and not dry_run and not os.path.lexists(session.path):
        create_diary(session.path)
    if save_map:
        check_target(save_map, session.path, force=False)
    with foreign.private_folder() as folder, _input(source, folder) as path, staging_in(folder) as staging:
        found = formats.detect(path, format_)
        reading = Reading(path, session.vocabulary, names, zone_named(zone))
        purged: list[str] = []
        try:
            with progress("entries read") as line:
                staging.add(line.over(formats.revisions(found, reading, purged, folder, columns)))
        except BadRowsError as error:
            for bad in error.lines:
                session.say(safe(bad))
            raise
        staging.add_purged(purged)
        if save_map:
            try:
                with finished(save_map) as fresh:
                    fresh.write_text(mapping.text_of(reading, columns), encoding="utf-8")
            except OSError as error:
                raise unwritable(save_map, error) from error
        asides = asides_of(reading, mapping.suggestion)
        data: dict[str, Any] = {
            "format": found.format,
            "ignored": {what: count for what, count in sorted(reading.ignored.items()) if count},
            "unknown": dict(sorted(reading.unknown.items())),
        }
        bring(session, "import", staging, f"{source} ({found.format})", data, asides, dry_run, yes, json)


def merge(
    context: typer.Context,
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="Another cramp diary.", show_default=False)],
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Bring all of another diary into this one. OTHER is only read; cramp undo takes it back.

    What both sides changed is listed: the newest version is shown, cramp show ID --history has the others.
    """
    session: Session = context.obj
    store = session.store
    if other.exists() and other.samefile(store.path):
        session.output(
            "merge", {"new": 0}, json, lambda: session.line("Nothing to merge: that is this diary.")
        )
        return
    with (
        foreign.private_folder() as folder,
        closing(foreign.opened_copy(other, folder)) as connection,
        staging_in(folder) as staging,
    ):
        with phases(connection, "checking the other diary"):
            merging.stage_diary(connection, other, staging)
        bring(session, "merge", staging, str(other), {}, [], dry_run, True, json)


def sync(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder that all devices see.", show_default=False)
    ],
    json: Json = False,
) -> None:
    """Keep this diary level with other devices' by a folder.

    What they left there is merged, and a copy of this diary is left for them.

    Something else carries the folder: Syncthing, Dropbox, a USB stick. Each device writes only its own file.
    """
    from crampdiary.keep import sync as syncing

    session: Session = context.obj
    store = session.store
    with foreign.private_folder() as private, staging_in(private) as staging:
        with progress("") as line:
            line.phase("checking what lies in the folder")
            snapshots = syncing.stage_folder(store, folder, staging, private, line.ticker)
        nothing = "nothing changed there since the last sync" if snapshots.unchanged else NOTHING_IN_IT
        changed = bring(session, "sync", staging, str(folder), {}, [], False, True, None, nothing=nothing)
        syncing.remember(store, snapshots)
    published, failure = None, None
    if not snapshots.own_is_current or changed["new"]:
        try:
            published = syncing.publish(store, folder)
        except CrampError as error:  # what was merged is saved, and is told all the same
            failure = type(error)(f"This diary was not left in the folder: {reason(error)}")
    data = {
        **changed,
        "read": [str(path) for path in snapshots.read],
        "unchanged": [str(path) for path in snapshots.unchanged],
        "left_out": {str(path): why for path, why in snapshots.left_out},
        "published": str(published) if published else None,
    }

    def text() -> None:
        for each in changed["lines"]:
            session.line(each)
        if published:
            session.line(f"Left this diary there as {safe(published.name)}.")
        elif not failure:
            session.line("This diary is there as it is already.")

    data.pop("lines")
    session.output("sync", data, json, text)
    for path, why in snapshots.left_out:
        session.say(safe(f"Left out {path.name}: {why}"))
    if failure:
        raise failure
    if snapshots.left_out:
        raise CrampError(
            f"{plural(len(snapshots.left_out), 'file')} in the folder could not be merged; the others were."
        )


def backup(
    context: typer.Context,
    list_: Annotated[bool, typer.Option("--list", help="Only list the backups there are.")] = False,
    json: Json = False,
) -> None:
    """Make a verified copy of the diary now. Seven daily, five weekly and twelve monthly ones are kept."""
    session: Session = context.obj
    if not list_:
        made = backups.take(session.store, now=session.now)
        session.output(
            "backup", {"path": str(made)}, json, lambda: session.line(f"Backed up to {safe(str(made))}.")
        )
        return
    found = backups.listed(session.path)
    data = {
        "backups": [{"path": str(each.path), "made": each.made, "entries": each.entries} for each in found]
    }

    def text() -> None:
        for each in found:
            entries = plural(each.entries, "entry", "entries")
            session.line(f"{each.made:%Y-%m-%d %H:%M} UTC  {entries}  {safe(str(each.path))}")
        if not found:
            session.line("There is no backup yet. `cramp backup` makes one.")

    session.output("backup", data, json, text)


def restore(
    context: typer.Context,
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="[BACKUP]", help="Which; else the newest good one that differs.", show_default=False
        ),
    ] = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Put a backup in the place of the diary. The diary of before is kept with the backups."""
    session: Session = context.obj
    chosen = source or restoring.to_restore(session.path)
    if chosen is None:
        raise CrampError("There is no good backup of this diary. Name a file to restore from.")
    session.confirm(f"Put {safe(str(chosen))} in the place of the diary?", yes)
    done = restoring.restore(session.path, chosen, now=session.now)
    lines = [f"Restored {plural(done.entries, 'entry', 'entries')} from {safe(str(chosen))}."]
    if done.before:
        what = "The damaged diary" if done.damaged else "The diary of before"
        lines.append(f"{what} is {safe(str(done.before))}.")
    data = {"from": str(chosen), "entries": done.entries, "before": done.before and str(done.before)}
    session.output("restore", data, json, lambda: session.line("\n".join(lines)))


def purge(
    context: typer.Context,
    references: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="Numbers, also of deleted entries.", show_default=False),
    ] = None,
    match: Annotated[
        str | None, typer.Option("--match", help="All entries that ever held this text, deleted ones too.")
    ] = None,
    in_backups: Annotated[bool, typer.Option("--backups", help="Purge them from the backups too.")] = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Remove entries with all their versions for ever. This cannot be undone.

    They stay purged when an older copy of the diary is merged. --backups alone purges from the backups what
    was purged here before.
    """
    session: Session = context.obj
    store = session.store
    if references and match is not None:
        raise UsageError("Name the entries by number, or give --match TEXT, not both. Nothing was purged.")
    if not references and match is None and not in_backups:
        raise UsageError("Name the entries by number, or give --match TEXT. Nothing was purged.")
    if match is not None and not match.strip():  # an unset variable in a script
        raise UsageError("An empty text is in every entry. Nothing was purged: give --match some text.")
    doomed = list(dict.fromkeys(map(store.uid_of, references or [])))
    if match is not None:
        doomed = holding_text(store, match)
    if not doomed and match is not None:
        session.output("purge", {"purged": 0}, json, lambda: session.line("0 matched; nothing was purged."))
        return
    where = " and from every backup" if in_backups else ""
    what = plural(len(doomed), "entry", "entries") if doomed else "what was purged before"
    session.confirm(f"Remove {what} for ever{where}? This cannot be undone.", yes)
    done = purge_everywhere(store, doomed, in_backups=in_backups)
    lines = [f"Purged {plural(len(doomed), 'entry', 'entries')} from the diary."] if doomed else []
    if done.purged:
        lines.append(f"Purged from {plural(len(done.purged), 'backup')}.")
    if done.holding:
        lines.append(
            f"{plural(len(done.holding), 'backup')} still hold what was purged, or cannot be read to tell:"
        )
        lines += [f"  {safe(str(path))}" for path in done.holding]
        if not in_backups:
            lines.append("`cramp purge --backups` removes it from them too.")
    lines.append("Exports, and other devices until they merge, are not reached by this.")
    data = {"purged": len(doomed), "backups_purged": [str(each) for each in done.purged],
            "backups_holding": [str(each) for each in done.holding]}  # fmt: skip
    session.output("purge", data, json, lambda: session.line("\n".join(lines)))
    if done.failed:
        raise CrampError(
            f"{plural(len(done.failed), 'backup')} could not be changed. Check them, and for a full disk, and run "
            "`cramp purge --backups` again."
        )


def _export_folder(
    session: Session, path: Path, what: Any, rows: Iterator[Any], *, bom: bool, force: bool
) -> int:
    from crampdiary.exchange import export as exporting

    try:
        path.mkdir(mode=0o700, exist_ok=True)
        for name in what.file_names:
            check_target(path / name, session.path, force=force)
        return exporting.write_folder(path, what, rows, bom=bom)
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


def _copy_to_stdout(path: Path) -> None:
    if sys.stdout is None:
        return
    with path.open(encoding="utf-8", newline="") as file:
        if sys.stdout.isatty():
            for line in file:
                sys.stdout.write(safe(line.rstrip("\r\n")) + "\n")
            return
        sys.stdout.flush()
        while part := file.buffer.read(2**16):
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
