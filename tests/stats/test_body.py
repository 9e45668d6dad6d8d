"""Figures of the body after a cramp and between cramps, each worked out again by plain loops over the entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from statistics import median
from typing import Any

import pytest

from crampdiary.diary.model import Away, Course, Episode, Record, Sign
from crampdiary.stats import calendar, figures
from kit import seeded
from kit.builders import LAST_NIGHT, NOW, at, check_in, course, episode, exposure, sign
from kit.running import Cramp

DAY = timedelta(days=1)
FIRST = LAST_NIGHT - 199 * DAY


@cache
def records(seed: int = 7) -> tuple[Record, ...]:
    """Return a diary of 200 nights in which anything may be said of the body."""
    chance = Random(seed)
    made: list[Record] = [check_in(FIRST), check_in(LAST_NIGHT)]
    for record in seeded.records(200, seed=seed, cramps_a_night=0.5, exposures_a_night=0.4):
        if isinstance(record, Episode):
            record = record.replaced(
                sore_s=chance.choice((None, 0, 3600, 5 * 3600, 30 * 3600)),
                awake_s=chance.choice((None, None, 0, 2400)),
                walking=chance.choice((None, None, "limped", "could-not")),
            )
        made.append(record)
    for number in range(200):
        if chance.random() < 0.3:
            said = chance.sample(("numbness", "tingling", "heel-pain"), chance.randrange(3))
            at = datetime.combine(FIRST + number * DAY, datetime.min.time(), NOW.tzinfo) + timedelta(
                minutes=chance.randrange(13 * 60, 35 * 60)
            )
            severity = chance.choice((None, *range(11)))
            made.append(sign(*said, when=at, severity=severity, side=chance.choice((None, "left", "both"))))
    made += [
        course("magnesium", FIRST + 20 * DAY, last_night=FIRST + 60 * DAY, skipped=(FIRST + 30 * DAY,)),
        course("magnesium", FIRST + 150 * DAY, amount="300 mg"),
        course("flare", FIRST - 90 * DAY, role="trigger", last_night=FIRST + 5 * DAY),
        course("heat", FIRST + 100 * DAY, last_night=FIRST + 101 * DAY),
        course("compression", LAST_NIGHT + 3 * DAY),
    ]
    return tuple(made)


def away_nights() -> set[date]:
    found = set()
    for each in records():
        if isinstance(each, Away):
            night = each.first_night
            while night <= each.last_night:
                found.add(night)
                night += DAY
    return found


def of(kind: type[Any], first: date = FIRST, last: date = LAST_NIGHT) -> list[Any]:
    away = away_nights()
    return [
        each
        for each in records()
        if isinstance(each, kind) and first <= each.night <= last and each.night not in away
    ]


@pytest.mark.parametrize("back", [0, 28])
def test_what_cramps_left_behind(back: int) -> None:
    last = LAST_NIGHT - back * DAY
    first = last - 27 * DAY
    found = figures.summarise(seeded.diary(records()))
    window = found.before if back else found.recent
    nights = sum(first + number * DAY not in away_nights() for number in range(28))
    sore, limited, minutes, said = set(), set(), 0.0, 0
    for cramp in of(Episode, first, last):
        end = cramp.at + timedelta(seconds=(cramp.duration_s or 0) + (cramp.sore_s or 0))
        clock = end.replace(tzinfo=None)
        if cramp.sore_s and clock > datetime(cramp.night.year, cramp.night.month, cramp.night.day, 5) + DAY:
            sore.add(cramp.night)
        if cramp.walking is not None:
            limited.add(cramp.night)
        if cramp.awake_s is not None:
            minutes += cramp.awake_s / 60
            said += 1
    assert sore
    assert limited
    after = window.aftermath
    assert (after.nights_sore, after.days_limited, after.awake_said) == (len(sore), len(limited), said)
    assert after.minutes_awake_per_week == pytest.approx(minutes / nights * 7)
    legs = [
        each.severity for each in of(Sign, first, last) if not each.sensations and each.severity is not None
    ]
    assert (window.legs.said, window.legs.median) == (len(legs), median(legs))


@pytest.mark.parametrize(
    ("at", "lasted", "sore", "by_day"),
    [
        ("03:00", 0, 7200, False),
        ("03:00", 0, 7201, True),
        ("03:00", 600, 6600, False),
        ("03:00", 600, 6601, True),
        ("06:30", None, 600, True),
        ("06:30", None, 0, False),
        ("06:30", None, None, False),
    ],
)
def test_the_day_after_begins_when_the_night_is_over(
    at: str, lasted: int | None, sore: int | None, by_day: bool
) -> None:
    cramp = episode(f"2026-03-30T{at}", duration_s=lasted, sore_s=sore)
    found = figures.summarise(seeded.diary([cramp, check_in(LAST_NIGHT)])).recent.aftermath
    assert found.nights_sore == by_day


@pytest.mark.parametrize(("first", "last"), [(FIRST, LAST_NIGHT), (FIRST + 40 * DAY, LAST_NIGHT - 30 * DAY)])
def test_signs_by_word_with_their_dates(first: date, last: date) -> None:
    found = figures.summarise(seeded.diary(records()), since=first, until=last)
    by_word: dict[str | None, list[Sign]] = {}
    for each in of(Sign, first, last):
        for word in each.sensations or (None,):
            by_word.setdefault(word, []).append(each)
    assert {each.word for each in found.signs} == by_word.keys()
    assert [len(each.days) for each in found.signs] == sorted(map(len, by_word.values()), reverse=True)
    for each in found.signs:
        felt = sorted(by_word[each.word], key=lambda sign_: sign_.at, reverse=True)
        assert [(day.night, day.severity, day.side) for day in each.days] == [
            (one.night, one.severity, one.side) for one in felt
        ]
        assert each.recent == sum(last - 27 * DAY <= one.night for one in felt)
        assert each.before == sum(last - 55 * DAY <= one.night < last - 27 * DAY for one in felt)


def runs_on(word: str, night: date) -> bool:
    return any(
        isinstance(each, Course)
        and each.word == word
        and each.first_night <= night <= (each.last_night or LAST_NIGHT)
        and night not in each.skipped
        for each in records()
    )


def check_weeks(spans: Sequence[Any], weeks: Sequence[tuple[date, date]]) -> None:
    expected = {}
    for word in ("magnesium", "flare", "heat", "compression"):
        on = []
        for first, last in weeks:
            nights = [first + number * DAY for number in range((last - first).days + 1)]
            on.append(any(runs_on(word, night) for night in nights if night <= LAST_NIGHT))
        if any(on):
            expected[word] = tuple(on)
    assert {each.word: each.weeks for each in spans} == expected


def test_courses_by_the_weeks_of_the_chart() -> None:
    found = figures.summarise(seeded.diary(records()), weeks_shown=40)
    check_weeks(found.courses, [(week.first_night, week.last_night) for week in found.weeks])
    assert [each.word for each in found.courses] == ["flare", "magnesium", "heat"]
    magnesium = found.courses[1]
    assert [(run.amount, run.skipped) for run in magnesium.runs] == [(None, 1), ("300 mg", 0)]


@pytest.mark.parametrize("first", [FIRST - 10 * DAY + number * DAY for number in range(7)])
def test_courses_by_the_weeks_of_the_calendar(first: date) -> None:
    last = LAST_NIGHT + 5 * DAY
    found = calendar.night_map(seeded.diary(records()), first=first, last=last)
    weeks, week = [], [first]
    for number in range(1, (last - first).days + 1):
        night = first + number * DAY
        if night.weekday() == 0:
            weeks.append((week[0], week[-1]))
            week = []
        week.append(night)
    check_weeks(found.courses, [*weeks, (week[0], week[-1])])


def test_what_runs_is_used_up_to_now_though_nothing_was_written_since() -> None:
    diary = seeded.diary(
        [check_in("2026-03-10"), episode("2026-03-20T23:00"), exposure("stretching", "2026-03-20T22:00"),
         course("heat", "2026-03-11", logged_at=at("2026-03-11T21:00")),
         course("flare", "2026-03-15", role="trigger", logged_at=at("2026-03-15T21:00"))]
    )  # fmt: skip
    found = figures.summarise(diary)
    assert {run.word: (run.nights, run.now) for run in found.remedies} == {
        "heat": (10, 10),
        "stretching": (1, 0),
    }
    assert [(each.word, each.nights_since) for each in found.triggers_met] == [("flare", 0)]


def test_where_nothing_of_it_was_said_there_is_nothing() -> None:
    found = figures.summarise(seeded.diary(seeded.records(60)))
    assert (found.signs, found.courses) == ((), ())
    for window in (found.recent, found.before):
        assert not window.aftermath.is_any
        assert window.aftermath.minutes_awake_per_week is None
        assert window.legs.said == 0


def test_stats_signs_shows_every_date(cramp: Cramp) -> None:
    for night, line in (("2026-03-20", "numbness left 4"), ("2025-12-01", "numbness"), ("2026-03-25", "5")):
        assert cramp("feel", line, "--day", night, "-y").exit_code == 0
    shown = cramp("stats", "signs", "--plain").out
    assert "numbness: times 2, on Fri 20 Mar (left 4), Mon 1 Dec 2025" in shown
    assert "the legs, in a number: times 1, on Wed 25 Mar (5)" in shown
    assert "Dec" not in cramp("stats", "signs", "since", "1", "march", "--plain").out
    told = cramp("stats", "signs", "--json").json
    assert [(each["word"], len(each["days"])) for each in told["signs"]] == [("numbness", 2), (None, 1)]
    assert "Felt without a cramp" in cramp("stats", "--all", "--plain").out
    assert cramp("stats", "signs", "--against", "before").exit_code == 2


def test_without_signs_it_says_how_one_is_recorded(cramp: Cramp) -> None:
    cramp("log", "7 calf")
    assert "`cramp feel" in cramp("stats", "signs").out
    assert "Felt without" not in cramp("stats", "--all").out
