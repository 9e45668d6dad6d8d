"""What was said of a file at its last import, and which of the earlier files it is.

A sheet of no known program is known by its first row, and so by its columns. One that has gained a column, or lost or
renamed one, or has them in another order, is known by those that are left: what was said of these counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from crampdiary.cli.importing.conversation import Known
from crampdiary.cli.session import Session
from crampdiary.diary.values import key
from crampdiary.errors import CrampError
from crampdiary.exchange.formats import is_a_sheet
from crampdiary.exchange.look import ANY
from crampdiary.exchange.names.meaning import DATES, IGNORE, NEW, ROWS, YEAR, typed_map
from crampdiary.exchange.proposal import Proposal, proposals
from crampdiary.exchange.sheets.placed import OTHERS
from crampdiary.exchange.table import below_header, looks_like_header, sheet_beside_the_first, top_of
from crampdiary.keep.merging.again import remember_said, said_before, said_by_files
from crampdiary.keep.merging.gone_rows import entries_of
from crampdiary.keep.merging.source_files import (
    SourceFile,
    file_of_program,
    found_file,
    known_files,
    place_of,
    remember_file,
)
from crampdiary.keep.revision import as_json, sha256
from crampdiary.words.wording import listed, safe, short

_NAMED = 10


class Memory:
    """What is remembered of a file.

    Args:
        session: this run.
        name: of its format.
        source: the file as it was named, "-" for what was piped.
        path: of the file, where it can be read.
        delimiter: between its cells.
        sheet: of a workbook, as asked for.

    Attributes:
        before: what was said of it.
        files: what was imported of its format.
    """

    def __init__(
        self, session: Session, name: str, source: str, path: Path, delimiter: str, sheet: str | None
    ) -> None:
        self._session = session
        self._name = name
        self._lies_at = None if source == "-" else Path(source)
        self._path = path
        self._delimiter = delimiter
        self._sheet = sheet
        self.files = known_files(session.store, self._files_key)
        self._first = next(iter(top_of(path, delimiter, sheet)), []) if name == ANY else []
        self._header = self._names_of_columns() if name == ANY else []
        self._key = f"import {name}"
        if name == ANY:
            self._key += f" {sha256(as_json(self._first).encode()).hexdigest()[:16]}"
        self._like = self._likest()
        found = said_before(session.store, self._key)
        if not found and self._like:
            found = self._of_its_columns(said_before(session.store, self._like.said_under))
        self.before = Known(
            found.get("names", {}), found.get("columns", {}), found.get("zone"), found.get("dates")
        )

    @property
    def _files_key(self) -> str:
        return f"imported {self._name}"

    def _names_of_columns(self) -> list[str]:
        try:
            top = top_of(self._path, self._delimiter, self._sheet)
            header, _ = below_header(self._path, self._delimiter, looks_like_header(top), sheet=self._sheet)
        except CrampError:  # it is refused when it is read
            return []
        return header

    def _likest(self) -> SourceFile | None:
        """Return the earlier file of which this one has the columns: it lies there, or has all of them."""
        place = place_of(self._path)
        here = [each for each in self.files if each.place == place and each.is_like(self._header)]
        return next(reversed([*(each for each in self.files if each.has_grown(self._header)), *here]), None)

    def _of_its_columns(self, said: dict[str, Any]) -> dict[str, Any]:
        there = {*self._header, ROWS, DATES, YEAR, OTHERS}
        columns = {name: meaning for name, meaning in said.get("columns", {}).items() if name in there}
        return {**said, "columns": columns} if said else {}

    def file_of(self, rows: Iterator[dict[str, Any]]) -> tuple[SourceFile, Iterator[dict[str, Any]]]:
        """Return which file this is of those that came before, and its rows."""
        store = self._session.store
        said = partial(said_by_files, store)
        if self._name != ANY:
            own = self._name if is_a_sheet(self._name) else ""
            return file_of_program(self._lies_at, self.files, rows, said, partial(entries_of, store), own)
        sheet = sheet_beside_the_first(self._path, self._sheet)
        return found_file(
            self._path, sheet, self._first, self._header, self.files, rows, said, partial(entries_of, store)
        )

    def keep(self, known: Known, file: SourceFile, op: int | None) -> None:
        """Remember a file and what was said of it, by the op that brings it in; None where that brought nothing."""
        file = file._replace(said_under=self._key) if self._name == ANY else file
        remember_file(self._session.store, self._files_key, file, op)
        said = known._replace(zone=known.zone or self._session.zone)
        remember_said(self._session.store, self._key, said._asdict())

    # What is told of it

    def lines(self, now: Collection[str], *, zone: str | None) -> Iterator[str]:
        """Say what counts because it was said at an earlier import, and not otherwise now.

        Args:
            now: the names of which something is said now.
            zone: that is said now.
        """
        said = [
            f"{short(name)} = {meaning}"
            for name, meaning in self.before.meanings().items()
            if name not in now
        ]
        if said:
            more = f" and {len(said) - _NAMED:,} more" if len(said) > _NAMED else ""
            yield safe(f"As you said before: {', '.join(said[:_NAMED])}{more}. --map says it otherwise.")
        if self.before.zone not in (None, self._session.zone) and not zone:
            yield safe(f"Times without an offset are those of {self.before.zone}, as before.")

    def new_columns(self, known: Known) -> Iterator[str]:
        """Name the columns that the sheet did not have before, and of which nothing is said."""
        if self._like is None or OTHERS in known.columns:
            return
        said = {*known.columns, *known.names, *map(key, known.names), *self._like.header}
        fresh = [
            each
            for each in proposals(self._path, self._delimiter, self._session.vocabulary, self._sheet)
            if each.samples and each.column not in said and key(each.column) not in said
        ]
        if not fresh:
            return
        shown = [f"{short(each.column)} ({', '.join(map(short, each.samples))})" for each in fresh[:_NAMED]]
        more = len(fresh) - len(shown)
        names = listed([*shown, *([f"{more:,} more"] if more else [])])
        which = "it is" if len(fresh) == 1 else "each is"
        meaning = _meaning(fresh[0], known)
        other = "" if meaning == IGNORE else ", or ignore"
        how = typed_map(fresh[0].column, meaning)
        yield safe(f"New in this sheet, and not taken: {names}. Say what {which}, as in {how}{other}.")


def _meaning(column: Proposal, known: Known) -> str:
    taken = {each.partition(":")[0] for each in known.columns.values()}
    if column.field and column.field.partition(":")[0] not in taken - {"used", "had", "count"}:
        return column.field
    return NEW if column.is_yes_or_no else IGNORE
