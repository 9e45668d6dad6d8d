from __future__ import annotations

import hashlib
import json
import re
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.model import Record, plain_fields
from crampdiary.errors import UsageError
from crampdiary.keep.revision import (
    as_json,
    body_of,
    checked,
    content_uid,
    digest_of,
    from_row,
    next_stamp,
    record_of,
    to_row,
    uuid7,
    word_uids,
)
from kit.builders import (
    NOW,
    away,
    check_in,
    episode,
    exposure,
    full_episode,
    records,
    word,
)

RECORDS: tuple[Record, ...] = (
    episode(),
    full_episode(),
    episode(severity=0, woke=False),
    exposure(amount="400 mg", purpose="rescue"),
    check_in(clear=False),
    away(note="in hospital"),
    word(hidden=True, synonyms=("lake",)),
)

moments = st.datetimes(
    datetime(1970, 1, 1),
    datetime(2200, 1, 1),
    timezones=st.just(UTC),
)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


# Stamps


@given(st.lists(st.tuples(moments, offsets), min_size=2, max_size=30))
def test_stamps_only_ever_grow_whatever_the_clock_does(clocks: list[tuple[datetime, timezone]]) -> None:
    stamps = [""]
    for at, zone in clocks:
        stamps.append(next_stamp(stamps[-1], at.astimezone(zone)))
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == len(stamps)
    assert {len(stamp) for stamp in stamps[1:]} == {33}, "text sorts as time does"


def test_a_frozen_clock_counts() -> None:
    first = next_stamp("", NOW)
    second = next_stamp(first, NOW)
    assert first == "2026-03-31T08:00:00.000Z+00000000"
    assert second == "2026-03-31T08:00:00.000Z+00000001"


def test_a_clock_that_goes_backwards_counts_on_from_the_newest_and_then_catches_up() -> None:
    newest = next_stamp("", NOW)
    earlier = next_stamp(newest, NOW - timedelta(days=365))
    assert earlier == "2026-03-31T08:00:00.000Z+00000001"
    assert next_stamp(earlier, NOW + timedelta(milliseconds=1)) == "2026-03-31T08:00:00.001Z+00000000"


def test_the_counter_has_no_trouble_with_a_long_frozen_clock() -> None:
    assert next_stamp("2026-03-31T08:00:00.000Z+000000ff", NOW).endswith("+00000100")


def test_a_stamp_is_in_utc_wherever_the_clock_is() -> None:
    auckland = NOW.astimezone(timezone(timedelta(hours=13)))
    assert next_stamp("", auckland) == next_stamp("", NOW)


def test_a_clock_of_the_first_millennium_still_makes_a_stamp_that_sorts_first() -> None:
    # A computer with a flat battery can say anything; strftime writes such a year with fewer digits.
    newest = next_stamp("", NOW)
    ancient = next_stamp("", datetime(999, 1, 1, tzinfo=UTC))
    assert ancient < newest
    assert len(ancient) == len(newest)


# Identity


@given(moments)
def test_a_uuid_is_of_version_7_and_carries_its_moment(at: datetime) -> None:
    made = uuid.UUID(uuid7(at))
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert abs((made.int >> 80) - at.timestamp() * 1000) <= 1


def test_uuids_of_one_moment_differ_and_those_of_later_ones_sort_after() -> None:
    assert len({uuid7(NOW) for _ in range(1000)}) == 1000
    assert uuid7(NOW) < uuid7(NOW + timedelta(milliseconds=2))


def test_a_uuid_is_well_formed_also_before_1970() -> None:
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                        uuid7(datetime(1950, 1, 1, tzinfo=UTC)))  # fmt: skip


def test_one_word_is_one_record_on_every_device() -> None:
    mine, yours = word("brine", label="Brine"), word("brine", label="pickle brine", hidden=True)
    assert word_uids(mine) == word_uids(yours)
    assert word_uids(mine)[0] != word_uids(word("brine", role="trigger"))[0]
    assert len(set(word_uids(mine))) == len(word_uids(mine))
    assert {uuid.UUID(uid).version for uid in word_uids(mine)} == {8}


def test_the_same_content_has_the_same_uid_and_other_content_another() -> None:
    assert content_uid(NOW, "a", "b") == content_uid(NOW, "a", "b")
    assert content_uid(NOW, "a", "b") != content_uid(NOW, "ab")
    assert content_uid(NOW, "a") < content_uid(NOW + timedelta(seconds=1), "a")
    assert uuid.UUID(content_uid(datetime(1950, 1, 1, tzinfo=UTC), "a")).version == 8


# Rows and bodies


@pytest.mark.parametrize("record", RECORDS)
def test_a_row_gives_the_record_back_to_the_letter(record: Record) -> None:
    row = {"id": 1, "uid": "u", "revision": "r", **to_row(record)}
    assert all(value is None or isinstance(value, str | int) for value in row.values())
    assert plain_fields(from_row(record.kind, row)) == plain_fields(record)


@pytest.mark.parametrize("record", RECORDS)
def test_a_body_gives_the_record_back_to_the_letter(record: Record) -> None:
    again = record_of(revision(record))
    assert again is not None
    assert plain_fields(again) == plain_fields(record)


@given(records)
def test_a_body_is_written_in_one_way_only(record: Record) -> None:
    body = body_of(record)
    assert body == as_json(json.loads(body))


def test_a_body_leaves_out_what_was_not_said_and_keeps_zero_and_no() -> None:
    said = json.loads(body_of(episode(severity=0, duration_s=0, woke=False)))
    assert said.keys() == {"at", "logged_at", "precision", "severity", "duration_s", "woke"}
    assert (said["severity"], said["duration_s"], said["woke"]) == (0, 0, False)


@given(moments, offsets)
def test_a_row_keeps_the_clock_that_the_person_saw(at: datetime, zone: timezone) -> None:
    record = episode(at.replace(microsecond=0).astimezone(zone))
    row = to_row(record)
    assert plain_fields(from_row("episode", {"id": 1, "uid": "u", "revision": "r", **row})) == plain_fields(
        record
    )
    assert len(row["start_utc"]) == 20
    assert row["night"] == record.night.isoformat()


def test_json_is_written_in_one_way_only() -> None:
    assert as_json({"b": 1, "a": ["ü", None]}) == '{"a":["ü",null],"b":1}'


# Digests


def revision(record: Record, **changes: Any) -> dict[str, Any]:
    made = {
        "uid": uuid7(NOW),
        "record_uid": uuid7(NOW),
        "kind": record.kind,
        "stamp": next_stamp("", NOW),
        "parents": "[]",
        "deleted": 0,
        "body": body_of(record),
        **changes,
    }
    whole = json.dumps(list(made.values()), ensure_ascii=False, separators=(",", ":"))
    return {**made, "digest": hashlib.sha256(whole.encode()).hexdigest()}


@pytest.mark.parametrize("name", ["uid", "record_uid", "kind", "stamp", "parents", "deleted", "body"])
def test_a_digest_covers_every_field(name: str) -> None:
    made = revision(episode())
    other = {**made, name: 1 if name == "deleted" else made[name] + " "}
    assert digest_of(other) != made["digest"]
    with pytest.raises(UsageError):
        checked(other)


def test_a_digest_tells_fields_apart_where_their_texts_run_together() -> None:
    made = revision(episode())
    moved = {**made, "uid": made["uid"] + made["record_uid"], "record_uid": ""}
    assert digest_of(moved) != made["digest"]


def test_a_digest_tells_nothing_from_an_empty_text() -> None:
    assert digest_of(revision(episode(), body=None)) != digest_of({**revision(episode()), "body": ""})


def test_a_digest_of_the_first_release_still_holds() -> None:
    # Frozen: the digest is what other devices and later releases check, so it must never be made otherwise.
    made = {
        "uid": "019d42e8-1800-7af5-9b34-edc9662cf184",
        "record_uid": "019d42e8-1800-7bb5-8b34-edc9662cf184",
        "kind": "episode",
        "stamp": "2026-03-31T08:00:00.000Z+00000000",
        "parents": "[]",
        "deleted": 0,
        "body": '{"at":"2026-03-31T03:10:00+01:00","note":"Fuß 🦶"}',
    }
    assert digest_of(made) == "f676f68693b7f952c4bbfbbe5d5c9ae00bdf07ec368b65930d8376c219d4e51c"


@pytest.mark.parametrize("record", RECORDS)
def test_a_revision_that_cramp_wrote_passes_its_check(record: Record) -> None:
    made = revision(record)
    if record.kind == "word":
        made = revision(record, record_uid=word_uids(record)[0])  # type: ignore[arg-type]
    again = checked(made)
    assert again is not None
    assert plain_fields(again) == plain_fields(record)


@given(st.uuids(), st.uuids())
def test_ids_may_be_uuids_of_any_version(uid: uuid.UUID, parent: uuid.UUID) -> None:
    made = revision(episode(), uid=str(uid), record_uid=str(parent), parents=as_json([str(parent)]))
    assert checked(made) == episode()


def test_a_tombstone_passes_its_check() -> None:
    assert checked(revision(episode(), body=None, deleted=1)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": "1"},
        {"uid": None},
        {"record_uid": "019D42E8-1800-7AF5-9B34-EDC9662CF184"},  # the same id in another spelling
        {"stamp": "2026-03-31T08:00:00Z"},
        {"stamp": "2026-02-30T08:00:00.000Z+00000000"},
        {"stamp": "2026-03-31T08:00:00.000Z+ffffffff"},  # would leave no room to count on
        {"stamp": "9999-03-31T08:00:00.000Z+00000000"},
        {"kind": "mood"},
        {"parents": "{}"},
        {"parents": "["},
        {"parents": '["1"]'},
        {"parents": "[ ]"},
        {"deleted": 1},
        {"deleted": None},
        {"body": None},
        {"body": "[]"},
        {"body": "{"},
        {"body": '{"at":"2026-03-31T03:10:00+01:00"}'},
        {"body": body_of(episode()).replace(",", ", ")},
        {"body": body_of(episode(severity=5)).replace("5}", "50}")},
        {"body": "[" * 100_000},
    ],
)
def test_a_revision_from_elsewhere_is_checked_whole_though_its_digest_holds(changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        checked(revision(episode(), **changes))


def test_a_word_from_elsewhere_belongs_to_its_own_record() -> None:
    with pytest.raises(UsageError, match="belongs to this word"):
        checked(revision(word("brine"), record_uid=word_uids(word("lake"))[0]))
