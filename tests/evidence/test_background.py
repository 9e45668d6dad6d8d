from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.evidence.background import divide, followed, recent_level, weekday_columns
from crampdiary.evidence.design import Block


@pytest.mark.parametrize(
    ("span", "blocks"), [(1, 1), (27, 1), (28, 2), (69, 2), (70, 3), (84, 3), (97, 3), (98, 4), (365, 13)]
)
def test_a_span_has_about_one_block_in_four_weeks(span: int, blocks: int) -> None:
    days = list(range(1000, 1000 + span))
    found = divide(days)
    assert len(found) == blocks
    lengths = [stop - start for start, stop in found]
    assert sum(lengths) == span
    assert max(lengths) - min(lengths) <= 1


@pytest.mark.parametrize(("silence", "blocks"), [(27, 2), (28, 2), (90, 2)])
def test_blocks_without_counted_nights_are_left_out(silence: int, blocks: int) -> None:
    days = [*range(10), *range(10 + silence, 20 + silence)]
    assert len(divide(days)) == blocks


@given(st.lists(st.integers(1, 60), max_size=80))
def test_no_block_reaches_across_more_than_28_nights(steps: list[int]) -> None:
    days = [700]
    for step in steps:
        days.append(days[-1] + step)
    blocks = divide(days)
    assert [place for start, stop in blocks for place in range(start, stop)] == list(range(len(days)))
    for start, stop in blocks:
        assert all(
            later - day <= 28 for day, later in zip(days[start:stop], days[start + 1 : stop], strict=False)
        )


def test_each_segment_is_divided_by_itself() -> None:
    first, second = list(range(100, 140)), list(range(200, 290))
    alone = divide(second)
    moved = tuple(Block(start + len(first), stop + len(first)) for start, stop in alone)
    assert divide([*first, *second]) == (*divide(first), *moved)


DAYS, CRAMPS = [5, 6, 8, 12, 13], [2.0, 0.0, 1.0, 0.0, 3.0]


def test_the_recent_level_is_a_fading_mean_of_what_came_before() -> None:
    rate, scale = 1.2, 1.201
    weighted = 2 * 0.6**3 + 0 * 0.6**2
    weights = 0.6**3 + 0.6**2
    level = recent_level(DAYS, CRAMPS)
    assert level[2] == pytest.approx(math.log(((weighted + rate) / (weights + 1) + 0.1 * scale) / scale))
    assert recent_level(DAYS, [2.0, 0.0, 1.0, 3.0, 0.0])[:3] == pytest.approx(level[:3])


def test_before_is_the_last_counted_night_at_most_three_nights_back() -> None:
    assert followed(DAYS, CRAMPS, None)[0] == [0.0, 1.0, 0.0, 0.0, 0.0]  # the 12th comes four nights after
    assert followed([1, 4], [1.0, 0.0], None)[0] == [0.0, 1.0]
    assert followed([1, 5], [1.0, 0.0], None)[0] == [0.0, 0.0]


def test_how_severe_last_night_was_has_nothing_missing() -> None:
    days, cramps = [1, 2, 3, 4], [1.0, 1.0, 2.0, 1.0]
    assert followed(days, cramps, [2, None, 8, 9])[1] == pytest.approx([0, 0.2, 19 / 30, 0.8])
    # What was said of a night without a cramp is no severity of a cramp.
    assert followed(days, [1.0, 0.0, 1.0, 1.0], [2, 10, 8, None])[1] == pytest.approx([0, 0.2, 0, 0.8])
    assert followed(days, cramps, None)[1] == [0, 0.5, 0.5, 0.5]
    assert followed(days, cramps, [0, None, None, None])[1] == [0, 0, 0, 0]


def test_every_weekday_but_sunday_has_a_column() -> None:
    columns = weekday_columns(range(7))
    assert [[row[day] for row in columns] for day in range(7)] == [
        *([float(column == day) for column in range(6)] for day in range(6)),
        [0.0] * 6,
    ]
