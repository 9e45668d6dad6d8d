"""One definition of a night, of which nights count, and of how each is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crampdiary.diary.model import Course, Entry, Exposure, Record
from crampdiary.diary.nights import Diary, Night, State, gaps, join
from kit.builders import at, away, check_in, course, episode, exposure, sign


def _joined(records: Sequence[Record], now: str = "2026-03-31T09:00") -> Diary:
    entries = [Entry(number, str(number), str(number), record) for number, record in enumerate(records, 1)]
    return join(entries, now=at(now))


def _states(diary: Diary) -> str:
    return " ".join(night.state for night in diary.nights)


def test_before_and_after_midnight_are_one_night() -> None:
    diary = _joined([episode("2026-03-29T23:50"), episode("2026-03-30T01:30"), episode("2026-03-30T11:59")])
    assert [(night.date, len(night.episodes)) for night in diary.nights] == [(date(2026, 3, 29), 3)]


def test_an_afternoon_belongs_to_the_night_that_begins_that_noon() -> None:
    diary = _joined([episode("2026-03-29T12:00"), episode("2026-03-29T11:59")])
    assert [night.date.day for night in diary.nights] == [28, 29]


def test_how_each_night_is_known() -> None:
    diary = _joined(
        [
            episode("2026-03-20T23:00"),
            check_in("2026-03-21"),
            exposure("heat", "2026-03-23T21:00"),
            away("2026-03-24", "2026-03-25"),
            episode("2026-03-24T23:00"),
            check_in("2026-03-27"),
            episode("2026-03-27T23:30"),
        ]
    )
    assert _states(diary) == "cramps clear silent silent away away silent cramps"
    assert [night.spoken for night in diary.nights] == [True, True, False, True, False, False, False, True]
    assert len(diary.counted) == 6


def test_a_remedy_never_decides_whether_a_night_counts() -> None:
    spoken: list[Record] = [episode("2026-03-20T23:00"), check_in("2026-03-25")]
    used: list[Record] = [exposure("heat", f"2026-03-{day}T21:00") for day in (21, 23)]
    without, with_uses = _joined(spoken), _joined([*spoken, *used])
    assert [night.date for night in without.counted] == [night.date for night in with_uses.counted]
    assert [night.known for night in without.counted] == [night.known for night in with_uses.counted]


@pytest.mark.parametrize(
    ("now", "nights", "under_way"),
    [
        ("2026-03-31T04:59", 1, True),
        ("2026-03-31T05:00", 2, False),
        ("2026-03-31T11:59", 2, False),
        ("2026-03-31T12:00", 2, False),
    ],
)
def test_the_night_under_way_counts_from_five_in_the_morning(now: str, nights: int, under_way: bool) -> None:
    diary = _joined([episode("2026-03-29T23:00"), episode("2026-03-30T23:00")], now)
    assert len(diary.nights) == nights
    assert (diary.under_way is not None) == under_way


@pytest.mark.parametrize("last", ["2026-03-30", "2026-03-31", "2026-12-31"])
def test_the_night_under_way_can_be_away_too(last: str) -> None:
    met = exposure("wine", "2026-03-30T20:00", role="trigger")
    under_way = _joined([met, away("2026-03-28", last)], "2026-03-30T21:00").under_way
    assert under_way is not None
    assert under_way.state == "away"


def test_planned_use_and_time_away_do_not_lengthen_the_diary() -> None:
    diary = _joined(
        [episode("2026-03-20T23:00"), exposure("heat", "2026-04-05T21:00"), away("2026-05-01", "2026-05-09")]
    )
    assert [night.date.day for night in diary.nights] == [20]


def test_travel_keeps_the_night_that_the_person_saw() -> None:
    auckland = datetime.fromisoformat("2026-03-20T23:30:00+13:00")
    honolulu = datetime.fromisoformat("2026-03-21T01:30:00-10:00")
    diary = _joined([episode(auckland), episode(honolulu)])
    assert [(night.date.day, len(night.episodes)) for night in diary.nights] == [(20, 2)]


def test_an_empty_diary() -> None:
    diary = _joined([])
    assert (diary.nights, diary.under_way, diary.counted) == ((), None, [])


@pytest.mark.parametrize("now", ["2026-03-31T09:00", "2026-03-31T23:00"])
@pytest.mark.parametrize(
    "records", [[], [check_in("2026-03-27"), episode("2026-03-30T23:00"), episode("2026-03-31T22:00")]]
)
def test_the_nights_of_a_range_go_on_to_the_one_under_way_only_where_it_has_no_end(
    records: list[Record], now: str
) -> None:
    diary = _joined(records, now)
    ends = [None, *(date(2026, 3, 25) + timedelta(days=days) for days in range(10))]
    for first, last in product(ends, ends):
        every = [*diary.nights, *([diary.under_way] if diary.under_way and last is None else [])]
        assert diary.between(first, last) == tuple(
            night
            for night in every
            if (first is None or first <= night.date) and (last is None or night.date <= last)
        )


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ([], []),
        ([5], []),
        ([1, 2, 30], []),
        ([1, 2, 3, 32], [range(4, 32)]),
        ([1, 2, 3, 31], []),
        ([32, 3, 2, 2, 1], [range(4, 32)]),
        # Five nights from one entry to the next: a gap begins at forty.
        ([1, 6, 11, 51], []),
        ([1, 6, 11, 52], [range(12, 52)]),
        ([1, 2, 3, 40, 41, 100, 101], [range(4, 40), range(42, 100)]),
    ],
)
def test_a_gap_is_a_silence_of_28_nights_and_of_eight_times_the_usual_one(
    spoken: list[int], expected: list[range]
) -> None:
    assert gaps(spoken) == expected


def test_the_nights_of_a_gap_are_in_no_figure_and_named() -> None:
    often: list[Record] = [check_in(f"2025-11-{day:02}") for day in range(1, 11)]
    late: list[Record] = [check_in(f"2026-03-{day:02}") for day in range(1, 11)]
    diary = _joined([*often, *late])
    assert diary.gaps == [(date(2025, 11, 11), date(2026, 2, 28))]
    assert len(diary.counted) == 20
    assert {night.state for night in diary.nights if night.date.month in (12, 1, 2)} == {State.GAP}
    # Anything said of a night in it, even a remedy or a span away, divides it.
    used = _joined([*often, exposure("heat", "2025-12-05T21:00"), *late])
    assert used.gaps == [(date(2025, 12, 6), date(2026, 2, 28))]
    gone = _joined([*often, away("2025-11-20", "2026-02-20"), *late])
    assert gone.gaps == []
    assert [night.state for night in gone.nights].count(State.SILENT) == 9 + 8


def test_a_gap_is_told_by_what_the_diary_is_usually_like() -> None:
    """Someone who writes of cramps alone, once in a fortnight, has no gap in five weeks without any."""
    seldom: list[Record] = [
        episode(f"2025-{month:02}-{day:02}T23:00") for month in (9, 10, 11) for day in (1, 15)
    ]
    diary = _joined([*seldom, episode("2026-01-05T23:00")])
    assert diary.gaps == []
    assert len(diary.counted) == len(diary.nights)


def _often(month: str) -> list[Record]:
    return [check_in(f"{month}-{day:02}") for day in range(1, 11)]


def test_a_sign_is_an_entry_for_the_range_and_for_gaps_and_makes_no_night_known() -> None:
    told = sign("numbness", when="2025-12-05T20:00")
    diary = _joined([*_often("2025-11"), told, *_often("2026-03")])
    assert diary.gaps == [(date(2025, 12, 6), date(2026, 2, 28))]
    (night,) = diary.between(date(2025, 12, 5), date(2025, 12, 5))
    assert (night.state, night.known) == (State.SILENT, False)
    last = _joined([*_often("2025-11"), told])
    assert (last.nights[-1].date, last.gaps) == (date(2025, 12, 5), [])


def test_a_course_is_an_entry_for_gaps_on_the_night_it_was_written_and_on_no_other() -> None:
    entries = [*_often("2025-11"), *_often("2026-03")]
    whole = [(date(2025, 11, 11), date(2026, 2, 28))]
    begun = course(first="2025-11-20", logged_at=at("2026-03-05T20:00"))
    diary = _joined([*entries, begun])
    assert diary.gaps == whole
    assert {night.spoken for night in diary.nights if night.state is State.GAP} == {False}
    in_between = course(first="2025-10-01", last_night=date(2026, 3, 30), logged_at=at("2025-12-05T20:00"))
    written = _joined([*entries, in_between])
    assert written.gaps == [(date(2025, 12, 6), date(2026, 2, 28))]
    (night,) = written.between(date(2025, 12, 5), date(2025, 12, 5))
    assert (night.state, night.known) == (State.SILENT, False)


def test_a_sign_is_of_its_night_and_says_nothing_of_cramps() -> None:
    diary = _joined([sign("numbness", when="2026-03-29T07:00"), check_in("2026-03-30")])
    assert _states(diary) == "silent silent clear"
    assert [len(night.signs) for night in diary.nights] == [1, 0, 0]
    assert [night.spoken for night in diary.nights] == [True, False, True]
    tonight = _joined([sign("numbness", when="2026-03-31T20:00")], "2026-03-31T21:00").under_way
    assert tonight is not None


# Courses

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 30)
NOWS = ("2026-03-31T09:00", "2026-03-31T13:00", "2026-03-31T23:00", "2026-04-01T04:00")
_days = st.dates(FIRST - timedelta(days=20), LAST + timedelta(days=20))


@st.composite
def _courses(draw: st.DrawFn) -> Course:
    first = draw(_days)
    last = draw(st.none() | st.integers(0, 40).map(lambda days: first + timedelta(days=days)))
    skipped = tuple(draw(st.lists(_days, max_size=5, unique=True)))
    role, word = draw(st.sampled_from([("remedy", "magnesium"), ("remedy", "heat"), ("trigger", "flare")]))
    amount = draw(st.sampled_from([None, "300 mg"]))
    return course(word, first, role=role, last_night=last, skipped=skipped, amount=amount)


def _typed_singly(found: Course, until: date) -> list[Record]:
    """Return a course as somebody would have typed it who types each night's use."""
    uses: list[Record] = []
    night = found.first_night
    while night <= until and (found.last_night is None or night <= found.last_night):
        if night not in found.skipped:
            uses.append(
                exposure(
                    found.word, f"{night}T22:00", role=found.role, precision="day", amount=found.amount,
                    logged_at=found.logged_at,
                )
            )  # fmt: skip
        night += timedelta(days=1)
    return uses


def _plainly(nights: Sequence[Night]) -> list[Any]:
    """Return what nights say whatever the entries are numbered."""
    return [
        (
            night.date, night.state, [each.record for each in night.episodes],
            Counter(repr(each.record) for each in night.exposures), [each.record.at for each in night.exposures],
        )
        for night in nights
    ]  # fmt: skip


@given(found=st.lists(_courses(), max_size=4), now=st.sampled_from(NOWS))
@example(found=[course(first="2026-03-05", skipped=(date(2026, 3, 7),))], now=NOWS[0])
def test_a_course_is_the_same_as_a_use_typed_on_each_of_its_nights(found: list[Course], now: str) -> None:
    others: list[Record] = [
        check_in(FIRST), episode("2026-03-08T23:00"), exposure("magnesium", "2026-03-09T22:30"),
        exposure("heat", "2026-03-10T20:00"), away("2026-03-12", "2026-03-14"), check_in(LAST),
        exposure("stretching", "2026-03-31T20:00"), episode("2026-03-31T22:30"),
    ]  # fmt: skip
    in_courses = _joined([*others, *found], now)
    singly = [use for each in found for use in _typed_singly(each, date(2026, 3, 31))]
    in_range = [each for each in singly if isinstance(each, Exposure) and each.night >= FIRST]
    as_uses = _joined([*others, *in_range], now)
    assert _plainly(in_courses.nights) == _plainly(as_uses.nights)
    assert [night.date for night in in_courses.counted] == [night.date for night in as_uses.counted]
    assert (in_courses.under_way is None) == (as_uses.under_way is None)
    if in_courses.under_way and as_uses.under_way:
        assert _plainly([in_courses.under_way]) == _plainly([as_uses.under_way])


@given(found=st.lists(_courses(), max_size=3), written=_days, now=st.sampled_from(NOWS))
def test_a_course_makes_the_diary_reach_to_the_night_it_was_written_on_and_no_night_known(
    found: list[Course], written: date, now: str
) -> None:
    """A use that was typed then would do the same, but its nights are nothing that anybody said of them."""
    at_the_time = at(f"{written}T21:00")
    found = [
        course(each.word, each.first_night, role=each.role, last_night=each.last_night, logged_at=at_the_time)
        for each in found
    ]
    others: list[Record] = [check_in("2026-03-10"), episode("2026-03-20T23:00")]
    with_courses, without = _joined([*others, *found], now), _joined(others, now)
    as_if = [exposure("lotion", at_the_time)] if found else []
    assert [(each.date, each.state) for each in with_courses.nights] == [
        (each.date, each.state) for each in _joined([*others, *as_if], now).nights
    ]
    assert [each.date for each in with_courses.nights if each.known] == [
        each.date for each in without.nights if each.known
    ]
    assert with_courses.under_way is None
    assert [each.date for each in _joined(found, now).nights] == (
        [written] if found and written <= _joined(others, now).today else []
    )


def test_what_is_used_in_a_course_is_told_from_what_was_typed() -> None:
    diary = _joined(
        [
            check_in("2026-03-10"),
            exposure("heat", "2026-03-10T20:00"),
            course(first="2026-03-01", logged_at=at("2026-03-10T21:00")),
        ]
    )
    (night,) = diary.nights
    assert [each.record.word for each in night.exposures] == ["heat", "magnesium"]
    assert [each.record.word for each in night.typed_exposures] == ["heat"]
    assert [each.number for each in night.exposures] == [2, 3]
