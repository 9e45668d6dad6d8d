"""What an export writes, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, TextIO

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import KINDS
from crampdiary.errors import UsageError
from crampdiary.exchange.own import own_csv, own_json
from crampdiary.keep import verify
from crampdiary.keep.copies import foreign
from crampdiary.keep.private import finished
from crampdiary.words.wording import safe

DELIMITERS = {",": ",", ";": ";", "tab": "\t", "\t": "\t"}
FORMATS = {"": None, ".json": "json", ".jsonl": "json", ".ndjson": "json", ".csv": "csv"}
"""The end of a file's name to the format that it says, None for no format."""


class Wanted(NamedTuple):
    """The format, and for CSV the kinds (one for a single file, all for a folder) and what is between cells."""

    format: str
    kinds: tuple[str, ...] = ()
    single: bool = True
    delimiter: str = ","

    @classmethod
    def of(
        cls,
        path: Path,
        to_stdout: bool,
        format_: str | None,
        kind: str | None,
        delimiter: str | None = None,
        bom: bool = False,
    ) -> Wanted:
        """Return what was asked for; the name of the file says what was not.

        Raises:
            UsageError: there is no such format or delimiter, or they do not go together with the rest.
        """
        if format_ not in (None, "json", "csv"):
            raise UsageError("The format is json or csv.")
        if delimiter not in (None, *DELIMITERS):
            raise UsageError('The delimiter is "," or ";" or tab.')
        ending = path.suffix.lower()
        if format_ is None and not to_stdout and ending not in FORMATS:
            raise UsageError(
                f"{safe(ending)} is not a format that is written here. Name a .jsonl or .csv file, "
                "or add `--format json` or `--format csv`."
            )
        format_ = format_ or FORMATS.get(ending) or ("json" if kind is None else "csv")
        if format_ == "json":
            if kind is not None:
                raise UsageError("--kind is for CSV: a JSON export holds all kinds.")
            if delimiter is not None:
                raise UsageError("--delimiter is for CSV: give `--format csv` too, or leave it out.")
            if bom:
                raise UsageError("--bom is for CSV: give `--format csv` too, or leave it out.")
            return cls("json")
        single = kind is not None or to_stdout or ending == ".csv"
        kinds = (kind or "episode",) if single else tuple(KINDS)
        return cls("csv", kinds, single, DELIMITERS[delimiter or ","])

    @property
    def file_names(self) -> list[str]:
        return [own_csv.FILES[kind] for kind in self.kinds]


def write_file(path: Path, what: Wanted, rows: Iterator[Any], purged: list[str], *, bom: bool) -> int:
    """Write one file and return how many versions are in it; for CSV the rows are those that are shown."""
    with _text(path, bom=bom and what.format == "csv") as file:
        if what.format == "json":
            return _last(own_json.write(file, rows, purged))
        return _last(own_csv.Writer({what.kinds[0]: file}, what.delimiter).write(rows))


def write_folder(folder: Path, what: Wanted, rows: Iterator[Any], *, bom: bool) -> int:
    """Write a CSV for each kind into a folder, all or none, and return how many entries are in them."""
    with ExitStack() as stack:
        fresh = {name: stack.enter_context(finished(folder / name)) for name in what.file_names}
        with ExitStack() as opened:
            files = {
                kind: opened.enter_context(_text(fresh[own_csv.FILES[kind]], bom=bom)) for kind in what.kinds
            }
            return _last(own_csv.Writer(files, what.delimiter).write(rows))


def write_salvaged(diary: Path, target: Path) -> int:
    """Write what can be read of a damaged diary as JSON, and return how many versions that is.

    Raises:
        DiaryError: not even its first page is that of a diary.
    """
    with foreign.private_folder() as folder, closing(foreign.damaged_copy(diary, folder)) as connection:
        rows, purged = verify.readable(connection), verify.readable_purges(connection)
        with finished(target) as fresh:
            return write_file(fresh, Wanted("json"), rows, purged, bom=False)


def _text(path: Path, *, bom: bool) -> TextIO:
    return path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="")


def _last(counts: Iterable[int]) -> int:
    count = 0
    for count in counts:  # noqa: B007 (the last one is wanted)
        pass
    return count
