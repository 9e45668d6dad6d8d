"""The nights that a line of what was used or met names: all of them, and none else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.cli.telling.spans import check_which_nights, evenings_told
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words.quantities import NUMBERS
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.uses.used import Uses
from crampdiary.words.when import night_told

NOW = datetime(2026, 3, 31, 8, tzinfo=ZoneInfo("Europe/London"))
READER = UseReader(Vocabulary(), "remedy")
NAMES = st.sampled_from(
    [each.slug.replace("-", " ") for each in Vocabulary().words("remedy") if each.slug != "waiting"]
)
BEFORE = st.sampled_from(["", "no ", "paused ", "forgot ", "without "])
MONTHS = {1: "january", 2: "feb", 3: "march"}


def nights(line: str, now: datetime = NOW) -> list[date]:
    told = READER.read([line])
    check_which_nights(told, "used")
    assert not told.is_course, line
    assert len({*(use.word for use in told.uses), *told.denied}) == 1, line
    return evenings_told(told, now) if told.since else [night_told(each, now) for each in told.days]


def ordinal(day: int) -> str:
    end = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{end}"


def full(day: date) -> str:
    return f"{day.day} {MONTHS[day.month]}"


def every(first: date, count: int) -> list[date]:
    return [first + timedelta(days=each) for each in range(count)]


IN_WORDS = {number: name for name, number in NUMBERS.items()}
WAYS = [
    "from {a} to {b}", "{a} to {b}", "{a} - {b}", "{a}-{b}", "from {a} until {b}", "{a} till {b}",
    "between {a} and {b}", "{a} \N{EN DASH} {b}", "from {a} up to {b}", "{a} through {b}", "since {a} until {b}",
]  # fmt: skip


@given(NAMES, BEFORE, st.dates(date(2026, 1, 2), date(2026, 3, 20)), st.integers(2, 9), st.sampled_from(WAYS))
def test_a_span_has_all_of_its_nights_however_it_is_said(
    name: str, before: str, first: date, count: int, way: str
) -> None:
    meant = every(first, count)
    forms = [(full(first), full(meant[-1])), (f"{first}", f"{meant[-1]}")]
    forms.append((f"{MONTHS[first.month]} {first.day}", f"{MONTHS[meant[-1].month]} {meant[-1].day}"))
    if meant[-1].month == first.month == 3:
        forms += [
            (f"{first.day}", full(meant[-1])),
            (f"the {ordinal(first.day)}", f"the {ordinal(meant[-1].day)}"),
        ]
    for a, b in forms:
        line = f"{before}{name} {way.format(a=a, b=b)}"
        assert nights(line) == meant, line


@given(NAMES, BEFORE, st.lists(st.integers(1, 30), min_size=2, max_size=4, unique=True), st.booleans())
def test_days_of_one_month_are_each_a_night(name: str, before: str, days: list[int], has_ends: bool) -> None:
    said = [ordinal(each) if has_ends else str(each) for each in sorted(days)]
    text = f"{', '.join(said[:-1])} and {said[-1]}"
    meant = [date(2026, 3, each) for each in sorted(days)]
    for line in (
        f"{before}{name} on {text} march",
        f"{before}{name} on the {text} of march",
        f"{before}{name} march {text}",
    ):
        assert nights(line) == meant, line


@given(NAMES, BEFORE, st.integers(2, 14), st.sampled_from(range(24)), st.booleans())
def test_the_last_nights_are_so_many_at_any_hour(
    name: str, before: str, count: int, hour: int, in_words: bool
) -> None:
    number = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()[
        count
    ]
    for said in (
        "for the last {} nights",
        "the last {} nights",
        "for {} nights",
        "over the past {} nights",
        "last {} nights",
    ):
        line = f"{before}{name} {said.format(number if in_words else count)}"
        found = nights(line, NOW.replace(hour=hour))
        assert len(found) == count, line
        assert found == every(found[0], count), line
        assert found[-1] == date(2026, 3, 31 if hour >= 18 else 30), line


@given(
    NAMES,
    st.dates(date(2026, 2, 1), date(2026, 3, 15)),
    st.integers(0, 10),
    st.sampled_from(
        ["except", "but not", "apart from", "except for", "except on", "but not on", "without", "excluding"]
    ),
)
def test_a_span_is_without_the_nights_that_are_left_out(name: str, first: date, count: int, but: str) -> None:
    out = first + timedelta(days=count)
    meant = [each for each in every(first, (date(2026, 3, 30) - first).days + 1) if each != out]
    assert nights(f"{name} since {full(first)} {but} {full(out)}") == meant
    assert nights(f"{name} since {full(first)}, {but} {full(out)}") == meant
    assert nights(f"{name} since {full(first)} but no {name} {full(out)}") == meant
    weekly = [each for each in every(first, (date(2026, 3, 30) - first).days + 1) if each.weekday() != 6]
    assert nights(f"{name} since {full(first)} {but} sundays") == weekly


@pytest.mark.slow_but_first
@pytest.mark.parametrize("said", ["monday", "sundays", "10 march to 12 march", "the 5th", "every sunday"])
@given(NAMES, st.sampled_from(["except", "but not", "apart from", "but not on"]))
def test_a_night_left_out_of_no_nights_is_refused(said: str, name: str, but: str) -> None:
    with pytest.raises(UsageError, match=r"on which nights"):
        nights(f"{name} {but} {said}")


SELDOM = st.sampled_from(
    [
        "every other night",
        "every second day",
        "every 3 days",
        "most nights",
        "once a week",
        "on weekdays",
        "on sundays",
    ]
)


@given(
    NAMES,
    SELDOM,
    st.sampled_from(["since 1 march", "from 1 march to 20 march", "for 2 weeks", "since monday"]),
)
def test_what_was_so_on_some_nights_is_never_taken_for_all(name: str, seldom: str, span: str) -> None:
    for line in (
        f"{name} {seldom} {span}",
        f"{name} {span} {seldom}",
        f"started {name} {seldom}",
        f"no {name} {seldom}",
    ):
        with pytest.raises(UsageError, match="leaves open which nights"):
            check_which_nights(READER.read([line]), "used")


@given(
    NAMES,
    st.integers(1, 13),
    st.sampled_from(["night", "day", "week"]),
    st.sampled_from(["started", "stopped"]),
)
def test_what_began_or_ended_so_long_ago_is_of_that_day(name: str, count: int, unit: str, verb: str) -> None:
    for number in (
        str(count),
        "zero one two three four five six seven eight nine ten eleven twelve thirteen".split()[count],
    ):
        line = f"{verb} {name} {number} {unit}{'s' * (count > 1)} ago"
        told: Uses = READER.read([line])
        assert told.is_course, line
        days = timedelta(days=count * (7 if unit == "week" else 1))
        assert [night_told(each, NOW) for each in told.days] == [NOW.date() - days], line
        assert (told.ago_s, [use.amount for use in told.uses]) == (None, [None]), line
