from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from crampdiary.diary.model import Entry, Record, Trial
from crampdiary.diary.nights import join
from crampdiary.trial import lived
from crampdiary.trial.analyse import HALF, TrialWord
from crampdiary.trial.draws import Draw, told_apart
from crampdiary.trial.schedule import schedule
from kit.builders import SUMMER_TIME, away, check_in, course, episode, exposure, trial

FIRST = date(2026, 4, 1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SUMMER_TIME)


def night(place: int) -> date:
    return FIRST + timedelta(days=place)


def begun(pairs: int = 12, kind: str = "quick", **said: Any) -> Trial:
    period = {"quick": 1, "lasting": 3, "slow": 21}[kind]
    last = FIRST + timedelta(days=2 * pairs * period - 1)
    return trial(first=FIRST, last_night=last, pairs=pairs, nature=kind, **said)


def looked_at(
    record: Trial, records: Sequence[Record], now: datetime, until: datetime | None = None
) -> lived.LivedTrial:
    entries = [Entry(number, f"{number}", f"{number}", each) for number, each in enumerate(records)]
    said = [each for each in entries if each.record.kind == "check_in"]
    return lived.lived(record, join(entries, now=now), said, now=now, until=until)  # type: ignore[arg-type]


def cramp_in(place: int, *, logged: datetime | None = None, **said: Any) -> Record:
    morning = night(place + 1)
    return episode(at(morning, 3), logged_at=logged or at(morning, 9), **said)


def quiet(place: int, *, logged: datetime | None = None) -> Record:
    return check_in(night(place), logged_at=logged or at(night(place + 1), 9))


def test_nights_are_counted_silent_or_away() -> None:
    found = looked_at(
        begun(),
        [
            cramp_in(0, severity=4), cramp_in(0), quiet(1), away(night(3), night(3)), quiet(3), quiet(4),
            check_in(night(5), clear=False, logged_at=at(night(6), 9)),
        ],
        at(night(6), 10),
    )  # fmt: skip
    assert found.cramps == (2, 0, None, None, 0, None)
    assert found.away == {3}
    assert found.severities[0] == (4,)
    assert sum(count for count, _ in found.silent) == 2
    assert sum(of for _, of in found.silent) == 5


@pytest.mark.parametrize(("hours", "counts"), [(48, True), (48.1, False)])
def test_quiet_is_said_within_two_days_of_the_nights_end_and_a_cramp_whenever(
    hours: float, counts: bool
) -> None:
    late = at(night(1), 12) + timedelta(hours=hours)
    now = at(night(9), 10)
    assert (looked_at(begun(), [quiet(0, logged=late)], now).cramps[0] == 0) == counts
    assert looked_at(begun(), [cramp_in(0, logged=late)], now).cramps[0] == 1


def test_what_is_entered_after_the_end_changes_nothing() -> None:
    end = at(night(4), 9)
    record = begun(ended="stopped", ended_at=end).replaced(last_night=night(3))
    before = [cramp_in(0), quiet(1), exposure("stretching", at(night(2), 21), logged_at=at(night(2), 21))]
    after = [cramp_in(1, logged=end + timedelta(seconds=1)), quiet(3, logged=end + timedelta(minutes=5))]
    used = exposure("stretching", at(night(3), 21), logged_at=end + timedelta(hours=1))
    now = at(night(20), 9)
    assert looked_at(record, [*before, *after, used], now) == looked_at(record, before, now)
    assert looked_at(record, before, now).cramps == (1, 0, None, None)


def test_a_use_is_kept_by_its_share_of_the_nights_risk_and_a_rescue_is_none() -> None:
    def used(*uses: Record) -> tuple[float, ...]:
        return looked_at(begun(), [*uses, cramp_in(9)], at(night(3), 10)).used

    evening = exposure("stretching", at(night(1), 21), logged_at=at(night(1), 21))
    assert used(evening)[1] > 0.9
    assert used(evening)[0] == 0
    assert used(exposure("heat", at(night(1), 21), logged_at=at(night(1), 21))) == (0, 0, 0)
    rescue = exposure("stretching", at(night(1), 21), purpose="rescue", logged_at=at(night(1), 21))
    assert used(rescue) == (0, 0, 0)
    assert used(course("stretching", first=FIRST)) == (1, 1, 1)
    before = exposure("stretching", at(night(-1), 23), logged_at=at(night(-1), 23))
    assert 0 < used(before)[0] < 0.5  # it reaches into the first night


def lived_plainly(record: Trial, nights: int, on_count: int, off_count: int) -> list[Record]:
    drawn = schedule(record.seed, record.pairs, record.nature)
    return [
        cramp_in(place)
        for place, on in enumerate(drawn[:nights])
        for _ in range((on_count if on else off_count) + place % 2)
    ]


def test_a_plain_answer_ends_a_trial_at_half_time_by_one_look_that_stays() -> None:
    record = begun(pairs=24)
    half = lived.half_time(record)
    assert half == night(23)
    records = lived_plainly(record, 30, 0, 3)

    def look(now: datetime, *more: Record) -> lived.LivedTrial | None:
        entries = [
            Entry(number, f"{number}", f"{number}", each) for number, each in enumerate([*records, *more])
        ]
        return lived.look_at_half_time(record, join(entries, now=now), [], now=now)

    assert look(at(night(26), 12)) is None  # a quiet night can be said until then
    found = look(at(night(26), 13))
    assert found is not None
    assert len(found.cramps) == 24
    assert found.result(HALF).word is TrialWord.FEWER
    late = [cramp_in(place, logged=at(night(27), 9)) for place in range(24) for _ in range(3)]
    again = look(at(night(28), 9), *late)
    assert again is not None
    assert again.cramps == found.cramps


def test_what_is_not_plain_goes_on_and_short_and_slow_ones_are_not_looked_at() -> None:
    record = begun(pairs=24)
    now = at(night(30), 9)
    entries = [Entry(n, f"{n}", f"{n}", each) for n, each in enumerate(lived_plainly(record, 30, 2, 2))]
    assert lived.look_at_half_time(record, join(entries, now=now), [], now=now) is None
    assert lived.half_time(begun(pairs=19)) is None
    assert lived.half_time(begun(pairs=20, kind="slow")) is None
    assert lived.half_time(begun(pairs=21, kind="lasting")) == night(59)


def test_tonight_is_the_night_under_way_or_from_five_on_the_one_to_come() -> None:
    assert lived.tonight(at(night(1), 4)) == night(0)
    assert lived.tonight(at(night(1), 5)) == night(1)
    assert lived.tonight(at(night(1), 23)) == night(1)
    assert lived.first_possible(at(night(1), 11)) == night(1)
    assert lived.first_possible(at(night(1), 12)) == night(2)


def test_one_trial_at_a_time_whatever_devices_did() -> None:
    def entry(number: int, day: int, ended: int | None = None) -> Entry[Trial]:
        said: dict[str, Any] = {} if ended is None else {"ended": "stopped", "ended_at": at(night(ended), 9)}
        return Entry(number, f"{number}", f"{number}", begun(logged_at=at(night(day), 9), **said))

    first, inside, after, running, beside = (
        entry(1, 0, 10), entry(2, 5, 12), entry(3, 11, 20), entry(4, 21), entry(5, 22)
    )  # fmt: skip
    found = told_apart([Draw(entry=each) for each in (beside, running, after, inside, first)])
    assert found.running == running
    assert found.ended == (first, after)
    assert found.not_counted == (inside, beside)


@pytest.mark.parametrize(
    ("kind", "pairs", "nights"), [("quick", 40, 20), ("lasting", 13, 24), ("slow", 8, 42)]
)
def test_the_chance_is_that_of_how_it_was_kept(kind: str, pairs: int, nights: int) -> None:
    before = [1, 2, 0, 3] * 22
    drawn = schedule("ea8ff5f8d837115f", pairs, kind)[:nights]
    days = [
        course("stretching", first=night(place), last_night=night(place))
        for place, on in enumerate(drawn)
        if on
    ]
    said = [quiet(place) for place in range(nights)]
    never, always, seldom_said = (
        lived.chance_as_kept(looked_at(begun(pairs, kind), records, at(night(nights), 10)), before)
        for records in (said, [*said, *days], [*said[::2], *days])
    )
    assert never is not None
    assert always is not None
    assert seldom_said is not None
    assert never < 0.1 < 0.5 < always
    assert never < seldom_said < always
