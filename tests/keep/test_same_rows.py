"""Which of many rows of one time is which entry, whatever their order."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.keep.merging.same_rows import PLACE, Place, SameRows

Cramp = tuple[str, int | None]
"""A side, of the calf, and how bad it was."""
CRAMPS = st.lists(
    st.tuples(st.sampled_from(["left", "right"]), st.none() | st.integers(1, 10)), min_size=1, max_size=9
)


def body_of(cramp: Cramp) -> str:
    side, level = cramp
    return json.dumps({"at": "2026-01-01T12:00:00+00:00", "severity": level, "sites": ["calf"], "side": side})


def place_of(number: int) -> Place:
    return Place(datetime(2026, 1, 1, 12), ("sheet", "episode"), 7, number)


def entries_of(before: Sequence[Cramp], after: Sequence[Cramp]) -> dict[int, int]:
    """Return for each row, by its place in a file, the number of the entry that it is."""
    here = {place_of(number).uid(): body_of(cramp) for number, cramp in enumerate(before)}
    numbers = {place_of(number).uid(): number for number in range(len(before) + len(after) + 1)}
    same = SameRows(
        lambda uids: {uid: here[uid] for uid in uids if uid in here}, lambda body: body, lambda _: False
    )
    found: dict[int, int] = {}

    def take(rows: Any) -> None:
        for row, body in rows:
            found[row["order"]] = numbers[row["record_uid"]]
            assert body == here.get(row["record_uid"])

    for number, cramp in enumerate(after):
        uid = place_of(number).uid()
        row = {
            "record_uid": uid, "body": body_of(cramp), "stamp": "2026-01-01T12:00:00.000Z+00000000",
            "kind": "episode", "parents": "[]", "deleted": 0, "uid": uid, PLACE: place_of(number), "order": number,
        }  # fmt: skip
        take(same.placed(row, here.get(uid)))
    take(same.rest())
    return found


def apart(one: Cramp, other: Cramp) -> float:
    if one[0] != other[0]:
        return float("inf")
    return 0 if one[1] == other[1] else 11 if one[1] is None or other[1] is None else abs(one[1] - other[1])


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(before=CRAMPS, after=CRAMPS)
def test_each_row_is_an_entry_of_its_own_and_no_two_would_be_nearer(
    before: list[Cramp], after: list[Cramp]
) -> None:
    found = entries_of(before, after)
    assert sorted(found) == [*range(len(after))]
    assert len({*found.values()}) == len(after)
    rows = {
        at: apart(after[at], before[number]) if number < len(before) else 12 for at, number in found.items()
    }
    entries = {number: rows[at] for at, number in found.items()}
    for at, row in enumerate(after):
        for number, entry in enumerate(before):
            assert apart(row, entry) >= min(rows[at], entries.get(number, 12))


@settings(max_examples=60, deadline=None)
@given(before=CRAMPS, data=st.data())
def test_rows_that_only_changed_their_order_are_who_they_were(
    before: list[Cramp], data: st.DataObject
) -> None:
    after = data.draw(st.permutations(before))
    assert all(before[number] == after[at] for at, number in entries_of(before, after).items())


@pytest.mark.slow_but_first
@pytest.mark.parametrize("change", ["turned round", "other pains", "other places"])
def test_thousands_of_rows_of_one_time_take_no_time(change: str) -> None:
    before = [("left" if number % 3 else "right", 1 + number * 7 % 10) for number in range(4_000)]
    after = {
        "turned round": before[::-1],
        "other pains": [(side, 11 - level) for side, level in before],
        "other places": [("both", level) for _, level in before],
    }[change]
    began = time.process_time()
    assert len({*entries_of(before, after).values()}) == len(before)
    assert time.process_time() - began < 4  # each with each took a minute and a half
