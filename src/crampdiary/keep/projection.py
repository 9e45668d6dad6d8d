"""The row of a checked version by SQL alone: what `revision.to_row` says of its record, without making the record.

An import's entries become rows of the tables within SQLite, by one statement for many. It is only for bodies that
were made or checked just now, as nothing is checked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from crampdiary.diary.fields import REQUIRED
from crampdiary.diary.model import KINDS
from crampdiary.diary.values import MOMENT
from crampdiary.keep.revision import MOMENTS


@cache
def projecting(kind: str) -> str:
    """Return the statement that inserts the rows of some entries, each of which has one version alone.

    Its value is a JSON list of their uids, which are numbered already. Those that are deleted get no row.
    """
    table = KINDS[kind].table
    said = ", ".join(f"json_extract(body, '$.{name}') AS said_{name}" for name in table)
    columns = dict(_columns(kind))
    names = ", ".join(f'"{name}"' for name in columns)  # a field may be called `set`
    return (
        # Materialised, or else a moment is looked for in the body each time that it is mentioned.
        f"WITH version AS MATERIALIZED (SELECT record.id, record_uid, revision.uid, {said} "
        "FROM revision JOIN record ON record.uid = record_uid "
        "WHERE record_uid IN (SELECT value FROM json_each(?)) AND body IS NOT NULL) "
        f"INSERT INTO {kind} (id, uid, revision, {names}) "
        f"SELECT id, record_uid, uid, {', '.join(columns.values())} FROM version"
    )


def _columns(kind: str) -> Iterator[tuple[str, str]]:
    """Yield the columns that a record's own fields fill, each with what it holds of what was said."""
    table = KINDS[kind].table
    for name, line in table.items():
        said = f"said_{name}"
        if line.holds is MOMENT:
            utc, offset = MOMENTS[name]
            yield (
                utc,
                f"strftime('%Y-%m-%dT%H:%M:%SZ', {_on_the_clock(said)}, -{_offset(said)} || ' minutes')",
            )
            yield offset, _offset(said)
        elif line.holds.several:
            yield name, f"coalesce({said}, '[]')"
        elif line.default in (None, REQUIRED):
            yield name, said
        else:
            default = f"'{line.default}'" if isinstance(line.default, str) else int(line.default)
            yield name, f"coalesce({said}, {default})"
    if "at" in table:
        yield "night", f"date({_on_the_clock('said_at')}, '-12 hours')"


# A moment is `YYYY-MM-DDTHH:MM:SS+HH:MM`, as `datetime.isoformat` writes those that a record takes. SQLite itself takes
# no offset of 15 hours and more.


def _on_the_clock(moment: str) -> str:
    return f"substr({moment}, 1, 19)"


def _offset(moment: str) -> str:
    """Return its minutes to the east of UTC."""
    return f"((substr({moment}, 20, 1) || '1') * (substr({moment}, 21, 2) * 60 + substr({moment}, 24, 2)))"
