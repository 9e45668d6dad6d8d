"""Which of several files of one shape a file is, so that two of them are not taken for one.

A sheet of no known program names neither a program nor a person: all that tells one from another is where it lies and
what it says. The same file with the same columns, or most of them, and the same sheet in it, is what it was before. Any
other is one that was moved, or a newer copy, where most of what it has in common with an earlier one agrees with that.
With other columns at another place, of which it has not all, that takes more: two sheets of one person tell of the same
nights, and that both had none says little. Else it is another, and its entries have ids of their own.

Of a known program one row is one entry in whichever of its files it stands, and never one of another program, though
both tell of one night by one name. But people export a group of trackers, or
a month, at a time: what one of these files does not say is not gone from another. So a file of a program is what it
was before where it lies, or where most of what one of the two says is in both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Episode, Word
from crampdiary.keep.merging.same_rows import PLACE, alike_things, of_another_file
from crampdiary.keep.revision import as_json, sha256
from crampdiary.keep.store import Store

_LOOKED_AT = 1_000  # rows, of those that may be of an earlier file
_LOOKED_AT_OF_A_PROGRAM = 10_000  # whose newest may stand first: years of them, before what came in earlier
_FILES_KEPT = 200
_OPS_KEPT = 1_000  # imports of one file
_MOMENTS = ("at", "logged_at", "precision")  # another zone changes these
_ALIKE = ("night", "clear", "role", "purpose")  # what nearly all entries of a kind say
_SEVERAL = 2


class SourceFile(NamedTuple):
    """A file that entries come from.

    Attributes:
        place: stands for where it lies.
        sheet: stands for the sheet of a workbook.
        tag: what tells the ids of its entries from those of other files; empty for the first sheet.
        ops: the imports of it.
        columns: stands for its columns, in any order; empty where that was not noted yet.
        header: the names of its columns; empty where they were not noted yet.
        said_under: by what it is remembered what was said of it.
    """

    place: str = ""
    sheet: str = ""
    tag: str = ""
    ops: tuple[int, ...] = ()
    columns: str = ""
    header: tuple[str, ...] = ()
    said_under: str = ""

    def has_grown(self, header: Sequence[str]) -> bool:
        """Return whether a header has all of its columns, and perhaps more."""
        before = _names(self.header)
        return len(before) >= _SEVERAL and before <= _names(header)

    def is_like(self, header: Sequence[str]) -> bool:
        """Return whether most columns of a header are its own: some came, went, or were renamed."""
        before, now = _names(self.header), _names(header)
        common = len(before & now)
        return common >= _SEVERAL and (
            common == min(len(before), len(now)) or 2 * common > max(len(before), len(now))
        )


def known_files(store: Store, key: str) -> list[SourceFile]:
    """Return the files of one shape that were imported here, under the name by which that is remembered."""
    kept = json.loads(store.local(f"{key} files") or "[]")
    files: list[list[Any]] = [
        [tuple(each) if isinstance(each, list) else each for each in one] for one in kept
    ]
    return [SourceFile(*each) for each in files]


def remember_file(store: Store, key: str, file: SourceFile, op: int | None) -> None:
    """Remember a file, and the import of it that is under way, None where that brought nothing."""
    if not store.exists:
        return
    known = known_files(store, key)
    ops = file.ops if op is None or op in file.ops else (*file.ops, op)
    file = file._replace(ops=ops[-_OPS_KEPT:])
    if file not in known:
        others = [each for each in known if each[:3] != file[:3] and not _is_part(each, file)]
        store.remember(f"{key} files", as_json([list(each) for each in (*others, file)[-_FILES_KEPT:]]))


def _is_part(file: SourceFile, other: SourceFile) -> bool:
    """Return whether a file is another one by now, with whose imports its own are counted."""
    return file[1:3] == other[1:3] and {*file.ops} < {*other.ops}


def found_file(
    path: Path,
    sheet: str,
    first: Sequence[str],
    header: Sequence[str],
    known: Sequence[SourceFile],
    rows: Iterator[dict[str, Any]],
    said: Callable[[Sequence[str]], Mapping[str, str | None]],
    brought: Callable[[tuple[int, ...]], Collection[str]],
) -> tuple[SourceFile, Iterator[dict[str, Any]]]:
    """Return which file this is, and all of its rows as those of that file.

    Args:
        path: of the file.
        sheet: of a workbook, empty for the first.
        first: the cells of its first row, which may be a title.
        header: the names of its columns.
        known: what was imported before.
        rows: as they are without a tag; the first of them are looked at.
        said: returns what was said last of those of some entries that are here.
        brought: returns the ids of what some imports brought.
    """
    place = place_of(path)
    which = _short(sheet) if sheet else ""
    columns = _short(as_json(sorted(name.casefold() for name in first)))
    here = [each for each in reversed(known) if each[:2] == (place, which)]
    same = [each for each in here if each.columns in ("", columns)]
    same += [each for each in here if each.is_like(header)]
    now = SourceFile(place, which, "", (), columns, tuple(header))
    if same:
        return now._replace(tag=same[0].tag, ops=same[0].ops), of_file(rows, same[0].tag)
    looked_at = list(islice(rows, _LOOKED_AT))
    beside = {each.tag for each in known if each.place == place and each.sheet != which}
    taken = {each.tag for each in known}
    own = _own_tag(path, which, taken)
    tags = [each for each in dict.fromkeys(["", *taken, _own_tag(path, which, beside)]) if each not in beside]
    others = {
        each.tag
        for each in known
        if each.columns not in ("", columns) and not (each in here or each.has_grown(header))
    }
    met = {tag: _met(looked_at, tag, said, has_other_columns=tag in others) for tag in tags}
    agreeing = [tag for tag in tags if met[tag][0] and met[tag][0] * 2 >= met[tag][1]]
    tag = "" if not known and not met[""][1] else own
    if agreeing:
        tag = max(agreeing, key=lambda each: met[each][0])
    else:
        by_day = (
            each.tag
            for each in reversed(known)
            if each.tag not in {*beside, *others}
            and _tells_of_the_same(looked_at, said([*brought(each.ops)]).values())
        )
        tag = next(by_day, tag)
    ops = tuple(sorted({op for each in known if each.tag == tag for op in each.ops}))
    return now._replace(tag=tag, ops=ops), of_file(chain(looked_at, rows), tag)


def place_of(path: Path) -> str:
    """Return what stands for where a file lies."""
    return _short(str(path.resolve()))


def _names(header: Sequence[str]) -> set[str]:
    return {" ".join(name.casefold().split()) for name in header} - {""}


def file_of_program(
    path: Path | None,
    known: Sequence[SourceFile],
    rows: Iterator[dict[str, Any]],
    said: Callable[[Sequence[str]], Mapping[str, str | None]],
    entries: Callable[[tuple[int, ...]], set[str]],
    own: str,
) -> tuple[SourceFile, Iterator[dict[str, Any]]]:
    """Return which file of a program this is, and all of its rows.

    Args:
        path: of the file; None for what was piped.
        known: what was imported before of that program.
        rows: as they are without a tag; the first of them are looked at.
        said: returns what was said last of those of some entries that are here.
        entries: returns the ids of what some imports brought.
        own: the tag of the program; empty where its ids are of no other all the same.
    """
    looked_at = list(islice(rows, _LOOKED_AT_OF_A_PROGRAM))
    tag = _tag_of_program(known, looked_at[:_LOOKED_AT], said, own)
    rows = of_file(chain(looked_at, rows), tag)
    first = list(islice(rows, len(looked_at)))
    uids = {row["record_uid"] for row in first if row["kind"] != Word.kind}
    place = place_of(path) if path else _short(as_json(sorted(uids)))
    ops: set[int] = set()
    for each in known:
        theirs = entries(each.ops)
        least = min(len(uids), len(theirs))
        if each.place == place or len(uids & theirs) * 2 >= least > 0:
            ops |= {*each.ops}
    return SourceFile(place, tag=tag, ops=tuple(sorted(ops))), chain(first, rows)


def _tag_of_program(
    known: Sequence[SourceFile],
    rows: list[dict[str, Any]],
    said: Callable[[Sequence[str]], Mapping[str, str | None]],
    own: str,
) -> str:
    """Return the tag of a program's entries; none, where they came without it, or as a sheet of one's own."""
    if known or not own:
        return known[-1].tag if known else own
    agreeing, met = _met(rows, "", said, has_other_columns=True)
    return "" if agreeing and agreeing * 2 >= met else own


def of_file(rows: Iterable[dict[str, Any]], tag: str) -> Iterator[dict[str, Any]]:
    """Yield rows as those of the file of a tag."""
    for row in rows:
        yield of_another_file(row, tag) if tag and row["kind"] != Word.kind else row


def _own_tag(path: Path, sheet: str, taken: set[str]) -> str:
    number = 0
    while (tag := _short(as_json([path.name, sheet, number]))) in taken:
        number += 1
    return tag


def _short(text: str) -> str:
    hashed: str = sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    return hashed[:16]


def _met(
    rows: list[dict[str, Any]],
    tag: str,
    said: Callable[[Sequence[str]], Mapping[str, str | None]],
    *,
    has_other_columns: bool,
) -> tuple[int, int]:
    """Return how many rows agree with what the file of a tag said of their entries, and of how many it said any.

    Of a sheet with other columns only those count that have several things in common: where two sheets tell of one
    night, both may say that it was clear, or that a leg cramped.
    """
    of_it = {row["record_uid"]: row["body"] for row in of_file(rows, tag) if PLACE in row}
    before = {uid: body for uid, body in said([*of_it]).items() if body is not None}
    least = _SEVERAL if has_other_columns else 0
    agreeing = sum(_agree(of_it[uid], body, least) for uid, body in before.items())
    return agreeing, len(before)


def _tells_of_the_same(rows: list[dict[str, Any]], before: Iterable[str | None]) -> bool:
    """Return whether most cramps of a file are those of another, at whatever time of the same days.

    Where a time was filled in, or put right, the id of a row is another. Two cramps of one day are one if all that is
    known of both agrees, beside their notes, and that is where they were or how bad.
    """
    of_days: dict[str, list[str]] = {}
    bodies = [each for each in before if each and "at" in json.loads(each)]
    for body in bodies:
        of_days.setdefault(json.loads(body)["at"][:10], []).append(body)
    cramps = [row["body"] for row in rows if row["kind"] == Episode.kind]
    met = 0
    for body in cramps:
        there = of_days.get(json.loads(body)["at"][:10], [])
        same = next((each for each in there if alike_things(body, each) >= _SEVERAL), None)
        if same is not None:
            there.remove(same)
            met += 1
    is_cramp = sum("role" not in json.loads(each) for each in bodies)
    return met > 0 and met * 2 >= min(len(cramps), is_cramp)


def _agree(body: str, other: str, least: int) -> bool:
    """Return whether two states of an entry contradict each other in nothing that both say, but for the clock.

    Args:
        body: of the one.
        other: of the other.
        least: how many things both must say.
    """
    one, two = json.loads(body), json.loads(other)
    common = one.keys() & two.keys() - {*_MOMENTS}
    return len(common - {*_ALIKE}) >= least and all(one[name] == two[name] for name in common)
