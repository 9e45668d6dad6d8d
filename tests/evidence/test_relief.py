from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.evidence.relief import Relief, Try, summarise

HELPED, SOMEWHAT, UNSURE, NO = Relief.HELPED, Relief.SOMEWHAT, Relief.UNSURE, Relief.NO
TRIES = st.lists(st.builds(Try, st.sampled_from(Relief), st.none() | st.floats(0, 60)), max_size=20)


def test_tries_are_counted_by_rating() -> None:
    summary = summarise([Try(HELPED), Try(HELPED), Try(SOMEWHAT), Try(UNSURE), Try(NO)])
    assert (summary.tries, summary.helped, summary.somewhat, summary.unsure) == (5, 2, 1, 1)
    assert summary.eased == 3


@pytest.mark.parametrize(
    ("ratings", "score"),
    [([], 1.5), ([HELPED], 7.5 / 4), ([SOMEWHAT], 6.5 / 4), ([UNSURE], 5.5 / 4), ([NO], 4.5 / 4)],
)
def test_three_imaginary_tries_draw_the_score_to_the_middle(ratings: list[Relief], score: float) -> None:
    assert summarise([Try(rating) for rating in ratings]).score == pytest.approx(score)


def test_the_part_that_eased_has_an_interval_from_five_tries() -> None:
    assert summarise([Try(HELPED)] * 4).eased_interval is None
    interval = summarise([Try(NO)] * 5).eased_interval
    assert interval == pytest.approx((0.0, 0.43448246478317487))


def test_the_median_time_has_an_interval_from_six_timed_tries() -> None:
    five = [Try(HELPED, minutes) for minutes in (2.0, 5.0, 3.0, 4.0, 1.0)]
    assert summarise([*five, Try(HELPED)]).minutes_interval is None
    six = summarise([*five, Try(SOMEWHAT, 9.0)])
    assert six.timed == 6
    assert six.median_minutes == 3.5
    assert six.minutes_interval == (1.0, 9.0)


def test_what_did_not_ease_took_forever_whatever_was_timed() -> None:
    summary = summarise(
        [Try(HELPED, 2.0), Try(HELPED, 4.0), Try(NO, 5.0), Try(UNSURE), Try(NO), Try(HELPED, 1.0)]
    )
    assert summary.timed == 6
    assert summary.median_minutes == math.inf
    assert summary.minutes_interval == (1.0, math.inf)


def test_what_eased_after_unknown_minutes_is_not_timed() -> None:
    summary = summarise([Try(HELPED), Try(SOMEWHAT)])
    assert summary.timed == 0
    assert summary.median_minutes is None


@given(TRIES)
def test_the_order_of_tries_does_not_matter_and_scores_stay_in_range(tries: list[Try]) -> None:
    summary = summarise(tries)
    assert summarise(tries[::-1]) == summary
    assert 0 < summary.score < 3
    assert summary.timed <= summary.tries


@given(TRIES)
def test_another_success_raises_the_score(tries: list[Try]) -> None:
    assert summarise([*tries, Try(HELPED)]).score > summarise([*tries, Try(NO)]).score
