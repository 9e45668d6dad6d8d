from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.trial.milder import LEVEL, MilderWord, compare_drawn_severities
from crampdiary.trial.rerandomise import TrialNights
from crampdiary.trial.schedule import TrialKind, schedule


def nights(seed: int, kind: TrialKind, pairs: int) -> TrialNights:
    drawn = schedule(f"{seed:016x}", pairs, kind)
    return TrialNights(kind, drawn, [True] * len(drawn))


@settings(max_examples=30)
@given(
    seed=st.integers(0, 10**6),
    kind=st.sampled_from([TrialKind.QUICK, TrialKind.LASTING]),
    chance=st.randoms(use_true_random=False),
    shift=st.sampled_from([-3, 0, 2]),
)
def test_the_word_the_p_and_the_limits_agree(seed: int, kind: TrialKind, chance: object, shift: int) -> None:
    each = nights(seed, kind, 14)
    rated = [
        [max(0, min(10, 5 + shift * on + chance.randint(-2, 2)))] * chance.choice([0, 1, 1, 2])  # type: ignore[attr-defined]
        for on in each.drawn
    ]
    found = compare_drawn_severities(each, rated)
    if found.word is MilderWord.TOO_FEW:
        return
    assert found.p is not None
    assert found.low is not None
    assert found.high is not None
    assert found.difference is not None
    assert found.low <= found.difference <= found.high
    assert (found.p <= LEVEL) == (found.word is not MilderWord.NO_CLEAR_DIFFERENCE)
    assert (found.p <= LEVEL) == (not found.low <= 0 <= found.high)
    worse = compare_drawn_severities(each, [[10 - severity for severity in night] for night in rated])
    assert worse.p == found.p  # turned round
    assert worse.difference == pytest.approx(-found.difference, abs=0.03)  # counted in fiftieths


def test_a_shift_of_every_cramp_is_the_difference() -> None:
    each = nights(3, TrialKind.QUICK, 40)
    found = compare_drawn_severities(each, [[6 - 2 * on] for on in each.drawn])
    assert (found.word, found.mean_on, found.mean_off) == (MilderWord.MILDER, 4, 6)
    assert found.difference == pytest.approx(-2, abs=0.02)  # counted in fiftieths


@pytest.mark.parametrize(("rated", "word"), [(6, MilderWord.NO_CLEAR_DIFFERENCE), (5, MilderWord.TOO_FEW)])
def test_six_rated_cramps_are_needed_on_either_side(rated: int, word: MilderWord) -> None:
    for side in (0, 1):
        each, left, severities = nights(4, TrialKind.QUICK, 12), rated, list[list[int]]()
        for on in each.drawn:
            take = on != side or left > 0
            left -= on == side
            severities.append([5] if take else [])
        assert compare_drawn_severities(each, severities).word is word
