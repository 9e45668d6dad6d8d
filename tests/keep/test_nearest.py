"""The nearest pairs, found among neighbours, are those that a comparison of each with each finds."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from crampdiary.keep.merging.gone_rows import ORDER, InFile, pairs
from crampdiary.keep.merging.nearest import Apart, nearest
from crampdiary.keep.revision import body_of
from kit.builders import NOW, exposure
from kit.measuring import steps_of

few_moments = st.integers(0, 12).map(float)
some_rows = st.dictionaries(st.integers(0, 20), few_moments, max_size=10)
some_entries = st.dictionaries(st.integers(0, 20).map("e{:02}".format), few_moments, max_size=10)


@given(some_rows, some_entries, st.data())
def test_they_are_those_of_all_pairs_in_order(
    rows: dict[int, float], entries: dict[str, float], data: st.DataObject
) -> None:
    some_others = st.tuples(few_moments, st.sampled_from(sorted(rows)), st.sampled_from(["a", "b", "x"]))
    others: list[Apart] = data.draw(st.lists(some_others, max_size=4)) if rows else []
    everything = [(abs(at - moment), row, uid) for row, at in rows.items() for uid, moment in entries.items()]
    found: dict[int, str] = {}
    for _, row, uid in sorted([*everything, *others]):
        if row not in found and uid not in found.values():
            found[row] = uid
    assert nearest(rows, entries, others) == found


def test_ten_times_the_moved_rows_take_ten_times_as_long() -> None:
    """As where all dates of a sheet were read in the wrong order, and it comes again in the right one."""

    def steps(count: int) -> int:
        file = InFile()
        times = [NOW + timedelta(hours=3 * number) for number in range(count)]
        said = [{"kind": "exposure", "body": body_of(exposure(at=at, logged_at=at))} for at in times]
        gone = {f"e{number:05}": each for number, each in enumerate(said)}
        later = [at + timedelta(minutes=7) for at in times]
        rows = [
            {"kind": "exposure", "record_uid": f"n{number}", "body": body_of(exposure(at=at, logged_at=at))}
            for number, at in enumerate(later)
        ]
        for number, row in enumerate(rows):
            file.note({**row, "stamp": f"{number:019}", ORDER: number})
        found: dict[int, str] = {}
        taken = steps_of(lambda: found.update(pairs(rows, gone, file, set(), {})))
        assert found == dict(enumerate(gone))
        return taken

    assert steps(600) < 11 * steps(60)
