"""The rows that SQLite makes of checked bodies are those of their records, in every field of every kind."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.model import KINDS, Record
from crampdiary.keep.file import empty_diary
from crampdiary.keep.projection import projecting
from crampdiary.keep.revision import as_json, body_of, to_row
from kit import builders, hostile
from kit.builders import FIELDS, check_in, course, episode, exposure, said_in, sign, with_all

MINUTES = 24 * 60 - 1
WIDE = st.builds(
    lambda start, minutes: start.replace(tzinfo=timezone(timedelta(minutes=minutes))),
    st.datetimes(datetime(1900, 1, 1), datetime(8998, 12, 31, 23, 59, 59)).map(
        lambda at: at.replace(microsecond=0)
    ),
    st.integers(-MINUTES, MINUTES),
)
"""All moments that a diary takes."""


def projected(records: Iterable[Record | None], kind: str) -> list[dict[str, Any]]:
    """Return the rows that records of a kind get, and none for one that is deleted."""
    with closing(empty_diary()) as connection:
        connection.execute("INSERT INTO op (id, uid, at_utc, command) VALUES (1, 'o', '', 'import')")
        uids = []
        for number, record in enumerate(records, 1):
            uids.append(f"u{number:04}")
            body = record and body_of(record)
            connection.execute("INSERT INTO record VALUES (?, ?, ?)", (number, uids[-1], kind))
            connection.execute(
                "INSERT INTO revision VALUES (?, ?, ?, '', 1, '[]', ?, ?, '')",
                (f"r{number:04}", uids[-1], kind, int(body is None), body),
            )
        connection.execute(projecting(kind), (as_json(uids),))
        found = connection.execute(f"SELECT * FROM {kind} ORDER BY id")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]


def check_rows(*records: Record) -> None:
    expected = [
        {"id": number, "uid": f"u{number:04}", "revision": f"r{number:04}", **to_row(record)}
        for number, record in enumerate(records, 1)
    ]
    found = projected(records, records[0].kind)
    assert found == expected
    # SQLite has whole numbers for true and false.
    expected_types = [
        int if isinstance(value, int) else type(value) for row in expected for value in row.values()
    ]
    found_types = [type(row[name]) for row, wanted in zip(found, expected, strict=True) for name in wanted]
    assert found_types == expected_types


@pytest.mark.parametrize("kind", KINDS)
def test_all_fields_of_every_kind(kind: str) -> None:
    check_rows(with_all(kind))


@pytest.mark.slow_but_some
@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_each_field_said_otherwise_and_left_out(kind: str, name: str) -> None:
    line = KINDS[kind].table[name]
    check_rows(with_all(kind, **{name: said_in(line, otherwise=True)}))
    if name not in KINDS[kind].required:
        check_rows(with_all(kind, **{name: line.default}))


@given(builders.records)
def test_whatever_a_record_holds(record: Record) -> None:
    check_rows(record)


@pytest.mark.slow
@given(WIDE, WIDE)
def test_every_moment_and_the_clock_that_it_was_seen_on(at: datetime, logged_at: datetime) -> None:
    check_rows(episode(at, logged_at=logged_at))


@pytest.mark.slow_but_some
@pytest.mark.parametrize("hour", ["00:00:00", "11:59:59", "12:00:00", "23:59:59"])
@pytest.mark.parametrize("offset", ["+00:00", "-00:30", "+05:45", "-23:59", "+23:59", "+14:00", "+15:00"])
@pytest.mark.parametrize("day", ["1900-01-01", "1999-12-31", "2024-02-29", "2026-03-01", "8998-12-31"])
def test_the_ends_of_nights_days_and_years(day: str, hour: str, offset: str) -> None:
    at = datetime.fromisoformat(f"{day}T{hour}{offset}")
    check_rows(exposure(at=at, logged_at=at))


@pytest.mark.slow
def test_hostile_texts_to_the_letter() -> None:
    for record in hostile.hostile_records():
        check_rows(record)


def test_what_is_deleted_has_no_row() -> None:
    found = projected([check_in(), None, check_in(date(2026, 3, 2), clear=False)], "check_in")
    assert [row["id"] for row in found] == [1, 3]


def test_only_the_asked_ones_get_rows() -> None:
    with closing(empty_diary()) as connection:
        connection.execute(projecting("sign"), (json.dumps(["u1"]),))
        assert connection.execute("SELECT count(*) FROM sign").fetchone() == (0,)
    assert len(projected([sign("restless", when=datetime(2026, 3, 1, tzinfo=UTC))], "sign")) == 1
    check_rows(course(), course(last_night=date(2026, 3, 20), skipped=(date(2026, 3, 12),)))
