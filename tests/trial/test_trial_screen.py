"""What stands above the diary's own verdicts once a trial has ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest

from crampdiary.diary.model import Entry, Record
from crampdiary.diary.nights import join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.findings import Findings, find
from crampdiary.evidence.verdicts import VerdictWord
from crampdiary.trial import lived, screen
from crampdiary.trial.analyse import STOPPED, TrialWord
from kit.builders import SUMMER_TIME, episode, exposure, trial

FIRST, NIGHTS = date(2026, 4, 1), 120
NOW = datetime(2026, 8, 1, 10, tzinfo=SUMMER_TIME)


def at(night: int, hour: int) -> datetime:
    day = FIRST + timedelta(days=night)
    return datetime(day.year, day.month, day.day, hour, tzinfo=SUMMER_TIME)


@pytest.fixture(scope="module")
def diary() -> tuple[Findings, lived.LivedTrial]:
    """The verdicts of a diary in which stretching comes before far fewer cramps, and a trial of it."""
    chance = Random(3)
    records: list[Record] = []
    for night in range(NIGHTS):
        on = chance.random() < 0.5
        records += [episode(at(night + 1, hour), severity=5) for hour in range(1, 2 if on else 5)]
        if on:
            records.append(exposure("stretching", at(night, 21)))
    entries = [Entry(number, f"{number}", f"{number}", each) for number, each in enumerate(records)]
    joined = join(entries, now=NOW)
    record = trial(first=FIRST, last_night=FIRST + timedelta(days=23), pairs=12)
    return find(joined, "remedy", Vocabulary()), lived.lived(record, joined, [], now=NOW)


@pytest.mark.parametrize("latest", TrialWord)
@pytest.mark.parametrize("earlier", [TrialWord.FEWER, TrialWord.NO_HALVING])
def test_only_what_the_latest_trial_did_not_bear_out_is_doubted_and_in_all_that_is_told(
    diary: tuple[Findings, lived.LivedTrial], latest: TrialWord, earlier: TrialWord
) -> None:
    found, of_trial = diary
    assert [each.verdict.word for each in found.findings] == [VerdictWord.FEWER]
    result = of_trial.result(STOPPED)
    shown = [(of_trial, result.replaced(word=each), number) for number, each in enumerate((earlier, latest))]
    told, rest, above = screen.above(found, {"stretching": shown}, None, Vocabulary(), now=NOW.date())
    is_doubted = latest is TrialWord.NO_HALVING
    (finding,) = told.findings
    assert finding.verdict.word is (VerdictWord.POSSIBLY_FEWER if is_doubted else VerdictWord.FEWER)
    assert rest.findings == ()
    points = above[0].points
    assert len(points) == 2
    lines = [" ".join(point.lines) for point in points]
    assert ("did not bear out a halving" in lines[0]) == is_doubted
    assert ("All nights together: possibly fewer" in lines[0]) == is_doubted
    assert "All nights together" in lines[0]
    assert "All nights together" not in lines[1]  # they are the same nights
    assert "FEWER" not in " ".join(lines)
