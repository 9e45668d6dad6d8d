"""One rule on all screens for the night of a use: it counts for the night that it came before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.model import Entry, Record
from crampdiary.diary.nights import Diary, join, night_ahead
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.evidence.cover import CrampClock
from crampdiary.evidence.findings import find, moment_of
from crampdiary.stats.calendar import night_map
from crampdiary.stats.figures import summarise
from crampdiary.stats.standing import look
from crampdiary.stats.streaks import trigger_picture
from kit.builders import NOW, SUMMER_TIME, at, check_in, episode, exposure

DAY = timedelta(days=1)
FIRST, NIGHTS = date(2026, 3, 1), 28
LAST = FIRST + (NIGHTS - 1) * DAY
CRAMPS: list[Record] = [episode(f"{FIRST + number * DAY}T03:10") for number in (3, 9, 20)]
SNAP = 0.1
"""What of a night is left out at most, as nobody notes the time of a use that exactly."""

hours = st.times().map(lambda each: each.replace(microsecond=0))
dates = st.integers(2, NIGHTS - 3).map(lambda number: FIRST + number * DAY)
roles = st.sampled_from(["remedy", "trigger"])


def diary_of(uses: list[Record]) -> Diary:
    records = [*(check_in(FIRST + number * DAY) for number in range(NIGHTS)), *CRAMPS, *uses]
    entries = [Entry(number, str(number), "", each) for number, each in enumerate(records, 1)]
    return join(entries, now=NOW)


def told(diary: Diary, role: str) -> tuple[int, int, int]:
    """Return the nights that `stats`, the calendar, and `remedies` or `triggers` say for heat."""
    stats = summarise(diary)
    of_role = stats.remedies if role == "remedy" else stats.triggers_met
    marked = night_map(diary, first=FIRST, last=LAST, **{role: "heat"})
    (found,) = find(diary, role, Vocabulary()).findings
    (said,) = [each.nights for each in of_role if each.word == "heat"]
    if role == "trigger":
        assert said == trigger_picture(diary).triggers[0].nights_met
    return said, marked.with_remedy + marked.with_trigger, found.verdict.effect.nights_with


def used(day: date, hour: time, role: str = "remedy") -> Record:
    return exposure("heat", datetime.combine(day, hour, SUMMER_TIME), role=role)


@given(st.sets(dates, min_size=1), hours, roles)
def test_what_is_used_at_one_hour_counts_as_many_nights_on_every_screen(
    days: set[date], hour: time, role: str
) -> None:
    assert told(diary_of([used(day, hour, role) for day in days]), role) == (len(days),) * 3


@pytest.mark.slow
@given(st.lists(st.tuples(dates, hours), min_size=1, max_size=20), roles)
def test_uses_at_any_hours_count_alike_but_for_what_lies_in_the_other_night(
    uses: list[tuple[date, time]], role: str
) -> None:
    made = [used(day, hour, role) for day, hour in uses]
    stats, calendar, remedies = told(diary_of(made), role)
    assert stats == calendar
    clock = CrampClock.of(moment_of(each.at)[1] for each in CRAMPS)  # type: ignore[union-attr]
    elsewhere = 0.0
    for each in made:
        night, hours_in = moment_of(each.at)  # type: ignore[union-attr]
        before = clock.before(hours_in or 0.0)
        elsewhere += before if night == night_ahead(each).toordinal() else 1 - before  # type: ignore[arg-type]
    assert abs(stats - remedies) <= elsewhere + 2 * SNAP * len(made) + 0.5


@given(st.sampled_from(["minute", "approx", "day"]), hours, st.sampled_from([None, "rescue", "prevention"]))
def test_a_known_hour_of_the_morning_is_of_the_night_to_come(
    precision: str, hour: time, purpose: str | None
) -> None:
    use = exposure("heat", datetime.combine(LAST, hour, SUMMER_TIME), precision=precision, purpose=purpose)
    is_morning = time(5) <= hour < time(12) and precision != "day"
    assert night_ahead(use) == (LAST if is_morning or hour >= time(12) else LAST - DAY)
    counted = diary_of([use]).ahead
    assert list(counted) == ([] if purpose == "rescue" else [night_ahead(use)])


def test_a_morning_dose_is_shown_where_it_was_and_used_for_the_evening_after_it() -> None:
    uses: list[Record] = [exposure("magnesium", f"2026-03-{day}T07:30") for day in range(20, 32)]
    entries = [Entry(number, str(number), "", each) for number, each in enumerate(uses, 1)]
    for now, of_now, of_last in (
        ("2026-03-31T08:00", "2026-03-30", "2026-03-30"),
        ("2026-03-31T20:00", "2026-03-31", "2026-03-30"),
        ("2026-04-01T04:00", "2026-03-31", "2026-03-30"),
        ("2026-04-01T08:00", "2026-03-31", "2026-03-31"),
    ):
        diary = join(entries, now=at(now))
        assert all(each.record.night == night.date for night in diary.nights for each in night.exposures)
        standing = look(diary, [], now=at(now))
        assert [str(night_ahead(each.record)) for each in standing.used] == [of_now]
        assert [str(night_ahead(each.record)) for each in standing.used_last] == [of_last]


def test_menstruation_noted_in_the_morning_is_of_the_night_to_come() -> None:
    def nights(when: str) -> int:
        made: Record = exposure("menstruation", when, role="trigger")
        (found,) = find(diary_of([made]), "trigger", Vocabulary()).findings
        return found.verdict.effect.nights_with

    assert [nights(f"{LAST}T{hour}") for hour in ("04:00", "08:00", "21:00")] == [2, 1, 1]
