from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.evidence.cover import CrampClock, Moment, by_night, exposed_time, menstruation, weekdays

UNKNOWN = CrampClock.of([])
DAYS = [100, 101, 102]
HOURS = st.one_of(st.none(), st.integers(0, 24 * 60 - 1).map(lambda minutes: minutes / 60))
MOMENTS = st.lists(st.tuples(st.integers(98, 103), HOURS), max_size=12)


def shares(*uses: Moment, clock: CrampClock = UNKNOWN) -> list[float]:
    return exposed_time(DAYS, uses, by_night([]), clock).shares


def test_without_cramps_nine_tenths_of_the_risk_lie_between_22_and_7() -> None:
    assert UNKNOWN.before(0) == 0
    assert UNKNOWN.before(10) == pytest.approx(0.1 * 10 / 15)
    assert UNKNOWN.before(19) - UNKNOWN.before(10) == pytest.approx(0.9)
    assert UNKNOWN.before(24) == 1


def test_the_persons_own_cramps_move_the_clock() -> None:
    # Five imaginary cramps, one half of one in each hour of the night, beside five at 03:xx.
    clock = CrampClock.of([15.0, 15.2, 15.5, 15.9, 15.99, None])
    assert clock.before(16) - clock.before(15) == pytest.approx((5 + 0.5) / 10)
    assert clock.before(15.5) - clock.before(15) == pytest.approx((5 + 0.5) / 20)


@given(st.lists(HOURS, max_size=30))
def test_a_clock_runs_from_0_to_1_and_never_back(hours: list[float | None]) -> None:
    clock = CrampClock.of(hours)
    passed = [clock.before(quarter / 4) for quarter in range(97)]
    assert passed[0] == 0
    assert passed[-1] == 1
    assert passed == sorted(passed)


def test_a_use_in_the_evening_covers_its_night_and_not_the_next() -> None:
    assert shares((101, 10.0)) == [0.0, 1.0, 0.0]


def test_a_use_in_the_middle_of_the_night_covers_24_hours() -> None:
    _, own, following = shares((101, 14.5))
    assert own == pytest.approx(1 - UNKNOWN.before(14.5))
    assert following == pytest.approx(UNKNOWN.before(14.5))
    assert own + following == pytest.approx(1)


def test_a_use_in_the_morning_covers_the_coming_night() -> None:
    # 11:00 is still last night: little of its risk is left, and nearly all of the next night's.
    assert shares((100, 23.0)) == [0.0, 1.0, 0.0]


def test_a_use_the_night_before_the_first_counted_one_still_covers_it() -> None:
    assert shares((99, 20.0)) == [1.0, 0.0, 0.0]


def test_a_use_at_an_unknown_hour_covers_its_own_night_wholly() -> None:
    assert shares((101, None)) == [0.0, 1.0, 0.0]
    assert shares((101, None), (101, 14.5))[1] == 1.0


def test_uses_cover_what_any_of_them_covers() -> None:
    assert shares((100, 14.5), (101, 14.5))[1] == 1.0
    assert shares((100, 13.0), (101, 15.0))[1] == pytest.approx(1 - (UNKNOWN.before(15) - UNKNOWN.before(13)))
    assert shares((101, 15.0), (101, 13.0))[1] == pytest.approx(1 - UNKNOWN.before(13))


@pytest.mark.parametrize(
    ("hours", "share"), [(10.3, 1.0), (10.4, 0.8933333), (18.3, 0.1033333), (18.4, 0.0), (14.5, 0.4833333)]
)
def test_shares_are_snapped_near_the_ends_only(hours: float, share: float) -> None:
    assert shares((101, hours))[1] == pytest.approx(share, abs=1e-6)


def test_cramps_in_the_exposed_time_of_a_partly_exposed_night() -> None:
    cramps = [(101, 13.0), (101, 14.5), (101, 14.6), (101, 20.0), (102, 14.5), (102, 14.6), (102, 2.0)]
    exposed = exposed_time(DAYS, [(101, 14.5)], by_night(cramps), UNKNOWN)
    # The one at the very minute of the use came before it; 24 hours later it is still exposed.
    assert exposed.within == [0.0, 2.0, 2.0]


def test_a_cramp_at_an_unknown_hour_is_spread_like_the_risk() -> None:
    exposed = exposed_time(DAYS, [(101, 14.5)], by_night([(101, None), (101, None), (101, 20.0)]), UNKNOWN)
    assert exposed.within[1] == pytest.approx(1 + 2 * exposed.shares[1])


def test_wholly_exposed_nights_hold_all_their_cramps_and_others_none() -> None:
    exposed = exposed_time(
        DAYS, [(101, 10.0)], by_night([(100, 15.0), (101, 3.0), (101, None), (102, 15.0)]), UNKNOWN
    )
    assert exposed.shares == [0.0, 1.0, 0.0]
    assert exposed.within == [0.0, 2.0, 0.0]


@given(uses=MOMENTS, cramps=MOMENTS)
def test_exposed_times_are_parts_of_nights_and_hold_parts_of_their_cramps(
    uses: list[Moment], cramps: list[Moment]
) -> None:
    days = list(range(98, 104))
    exposed = exposed_time(days, uses, by_night(cramps), CrampClock.of(hours for _, hours in cramps))
    for day, share, within in zip(days, exposed.shares, exposed.within, strict=True):
        assert share in (0.0, 1.0) or 0.1 <= share <= 0.9
        assert 0 <= within <= sum(night == day for night, _ in cramps)


@given(uses=MOMENTS, more=MOMENTS)
def test_another_use_never_covers_less(uses: list[Moment], more: list[Moment]) -> None:
    days = list(range(98, 104))
    fewer, all_of_them = (
        exposed_time(days, uses, by_night([]), UNKNOWN),
        exposed_time(days, uses + more, by_night([]), UNKNOWN),
    )
    assert all(a <= b for a, b in zip(fewer.shares, all_of_them.shares, strict=True))


@given(uses=MOMENTS, cramps=MOMENTS)
def test_the_order_of_entries_does_not_matter(uses: list[Moment], cramps: list[Moment]) -> None:
    assert exposed_time(DAYS, uses[::-1], by_night([]), UNKNOWN) == exposed_time(
        DAYS, uses, by_night([]), UNKNOWN
    )
    backwards = exposed_time(DAYS, uses, by_night(cramps[::-1]), UNKNOWN)
    assert backwards.within == pytest.approx(exposed_time(DAYS, uses, by_night(cramps), UNKNOWN).within)


@pytest.mark.parametrize("hours", [-0.1, 24.0, float("nan")])
def test_an_hour_outside_the_night_is_refused(hours: float) -> None:
    with pytest.raises(ValueError, match="hours since noon"):
        shares((101, hours))
    with pytest.raises(ValueError, match="hours since noon"):
        CrampClock.of([hours])


def test_weekdays_run_from_mondays_night_to_sundays() -> None:
    days = [date(2026, 3, day) for day in range(1, 15)]
    assert weekdays([day.toordinal() for day in days]) == [day.weekday() for day in days]


def test_menstruation_covers_the_nights_computed_independently() -> None:
    data = Path(__file__).parents[1] / "data" / "engine-2.json"
    known = json.loads(data.read_text(encoding="utf-8"))["menstruation"]
    assert menstruation(known["day"], known["logged"]) == known["shares"]


def test_menstruation_covers_six_nights_from_the_first_and_then_those_logged() -> None:
    def covered(*logged: int) -> list[int]:
        return [day for day, share in enumerate(menstruation(range(60), logged)) if share]

    assert covered(20) == list(range(20, 26))
    assert covered(20, 22, 28) == [*range(20, 26), 28]
    assert covered(20, 30) == [*range(20, 26), 30]
    assert covered(20, 31) == [*range(20, 26), *range(31, 37)]
    assert covered(31, 20, 20) == covered(20, 31)
    assert covered() == []
    # Logged on a night that does not count, it still covers those after it.
    assert menstruation([3, 6, 7], [1]) == [1.0, 1.0, 0.0]
