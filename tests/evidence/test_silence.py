"""A long silence leaves no verdict that the nights around it do not bear out."""

from __future__ import annotations

from random import Random

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.findings import find
from crampdiary.evidence.verdicts import VerdictWord
from kit.silences import SILENCES, diary_of


@pytest.mark.parametrize("kind", SILENCES)
@pytest.mark.slow_but_first
def test_a_useless_remedy_gets_no_clear_word_from_a_silence(kind: str) -> None:
    chance, diaries, doubtful = Random(f"verdict {kind}"), 25, 0
    for _ in range(diaries):
        diary = diary_of(SILENCES[kind](chance))
        assert diary.gaps
        verdict = find(diary, "remedy", Vocabulary()).findings[0].verdict
        assert verdict.word not in (VerdictWord.FEWER, VerdictWord.MORE)
        doubtful += verdict.word in (VerdictWord.POSSIBLY_FEWER, VerdictWord.POSSIBLY_MORE)
        # No block reaches across the silence, and none of its nights is taken for a quiet one without it.
        assert verdict.effect.nights == len(diary.counted) <= 402
        gap_first, gap_last = (day.toordinal() for day in diary.gaps[0])
        assert all(
            block.last_day < gap_first or block.first_day > gap_last for block in verdict.effect.blocks
        )
    assert doubtful <= 4
