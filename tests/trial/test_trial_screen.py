"""What stands above the diary's own verdicts once a trial has ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
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


def entries() -> list[Entry[Record]]:
    chance = Random(3)
    records: list[Record] = []
    for night in range(NIGHTS):
        on = chance.random() < 0.5
        records += [episode(at(night + 1, hour), severity=5) for hour in range(1, 2 if on else 5)]
        if on:
            records.append(exposure("stretching", at(night, 21)))
    return [Entry(number, f"{number}", f"{number}", each) for number, each in enumerate(records)]


ENTRIES = entries()


@pytest.fixture(scope="module")
def diary() -> tuple[Findings, lived.LivedTrial]:
    """The verdicts of a diary in which stretching comes before far fewer cramps, and a trial of it."""
    joined = join(ENTRIES, now=NOW)
    record = trial(first=FIRST, last_night=FIRST + timedelta(days=23), pairs=12)
    return find(joined, "remedy", Vocabulary()), lived.lived(record, joined, [], now=NOW)


@pytest.mark.parametrize("latest", TrialWord)
@pytest.mark.parametrize("earlier", [TrialWord.FEWER, TrialWord.NO_HALVING])
def test_only_what_the_latest_trial_that_could_be_judged_did_not_bear_out_is_doubted_in_all_that_is_told(
    diary: tuple[Findings, lived.LivedTrial], latest: TrialWord, earlier: TrialWord
) -> None:
    found, of_trial = diary
    assert [each.verdict.word for each in found.findings] == [VerdictWord.FEWER]
    result = of_trial.result(STOPPED)
    shown = [(of_trial, result.replaced(word=each), number) for number, each in enumerate((earlier, latest))]
    told, rest, above = screen.above(found, {"stretching": shown}, None, Vocabulary(), now=NOW.date())
    telling = 1 if latest is TrialWord.CANNOT_BE_JUDGED else 0  # of the points, the latest first
    is_doubted = (latest, earlier)[telling] is TrialWord.NO_HALVING
    (finding,) = told.findings
    assert finding.verdict.word is (VerdictWord.POSSIBLY_FEWER if is_doubted else VerdictWord.FEWER)
    assert rest.findings == ()
    points = above[0].points
    assert len(points) == 2
    lines = [" ".join(point.lines) for point in points]
    assert ("did not bear out a halving" in lines[telling]) == is_doubted
    assert ("All nights together: possibly fewer" in lines[telling]) == is_doubted
    assert "All nights together" in lines[telling]
    assert "could still be chance" not in lines[telling]  # of all nights it is none
    assert "All nights together" not in lines[1 - telling]  # they are the same nights
    assert "FEWER" not in " ".join(lines)


@pytest.mark.parametrize("hours", [-11, -8, 0, 9, 13])
@pytest.mark.parametrize("later", [-1, 1, 30, 4000])
def test_what_an_ended_trial_shows_is_no_matter_of_the_clock_that_it_is_read_by(
    diary: tuple[Findings, lived.LivedTrial], hours: int, later: int
) -> None:
    _, of_trial = diary
    ended_at = datetime(2026, 4, 13, 7, 30, tzinfo=SUMMER_TIME)
    joined = join(ENTRIES, now=NOW)
    ended = of_trial.trial.replaced(ended="stopped", ended_at=ended_at)
    there = lived.lived(ended, joined, [], now=ended_at)
    elsewhere = (ended_at + timedelta(hours=later)).astimezone(timezone(timedelta(hours=hours)))
    assert lived.lived(ended, joined, [], now=elsewhere).cramps == there.cramps


def test_an_answer_waits_once_it_can_be_looked_at(diary: tuple[Findings, lived.LivedTrial]) -> None:
    found, of_trial = diary
    heads = [
        screen.above(found, {}, of_trial.trial, Vocabulary(), now=NOW.date(), waits=waits)[2][0]
        .points[0]
        .head
        for waits in (False, True)
    ]
    assert "stays hidden until then" in heads[0]
    assert "`cramp trial result`" in heads[1]
