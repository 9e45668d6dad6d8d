"""Nights and ranges out of plain lines: what stands between two nights, and what a name alone means."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.clock.night_names import parse_night, parse_range
from crampdiary.errors import UsageError
from crampdiary.words.night_reader import Stretch, nights_in, range_in

LONDON = ZoneInfo("Europe/London")
MORNING = datetime.fromisoformat("2026-03-04T07:40+00:00")  # Wednesday; Tuesday's night is over
EVENING = datetime.fromisoformat("2026-03-04T20:00+00:00")
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()

EXCEPT = (
    "except",
    "except for",
    "but not",
    "apart from",
    "excluding",
    "but",
    "not",
    "bar",
    "other than",
    "except on",
)

NAMES = {
    "last night": "2026-03-03", "yesterday": "2026-03-03", "today": "2026-03-03", "this morning": "2026-03-03",
    "last": "2026-03-03", "monday": "2026-03-02", "mon": "2026-03-02", "monday night": "2026-03-02",
    "last monday": "2026-03-02", "sun": "2026-03-01", "wednesday": "2026-02-25", "2 nights ago": "2026-03-02",
    "two nights ago": "2026-03-02", "a week ago": "2026-02-25", "2d ago": "2026-03-02", "2 months ago": "2026-01-04",
    "3 march": "2026-03-03", "march 3": "2026-03-03", "2nd of march": "2026-03-02", "3 march 2025": "2025-03-03",
    "march 3, 2025": "2025-03-03", "tuesday 3 march": "2026-03-03", "tue, 3 march": "2026-03-03",
    "2026-03-01": "2026-03-01", "the night before last": "2026-03-02", "night of 2 march": "2026-03-02",
    "night to 3 march": "2026-03-02", "night to wednesday": "2026-03-03", "night of 1 to 2 march": "2026-03-01",
    "the 3rd": "2026-03-03", "on the 28th": "2026-02-28", "tuesday the 3rd": "2026-03-03", "christmas": "2025-12-25",
    "the day before yesterday": "2026-03-02", "new year's eve": "2025-12-31", "boxing day 2024": "2024-12-26",
    "on monday": "2026-03-02", "in the night": "2026-03-03", "MONDAY!": "2026-03-02",
}  # fmt: skip
"""How one night is named, and which it is."""

SPANS = {
    "last week": ("2026-02-23", "2026-03-01"), "this week": ("2026-03-02", "2026-03-08"),
    "last month": ("2026-02-01", "2026-02-28"), "february": ("2026-02-01", "2026-02-28"),
    "feb 2025": ("2025-02-01", "2025-02-28"), "april": ("2025-04-01", "2025-04-30"),
    "last year": ("2025-01-01", "2025-12-31"), "2025": ("2025-01-01", "2025-12-31"),
    "2026-02": ("2026-02-01", "2026-02-28"), "last 2 weeks": ("2026-02-18", None),
    "last two weeks": ("2026-02-18", None), "past week": ("2026-02-25", None), "28d": ("2026-02-04", None),
}  # fmt: skip
"""How several nights are named, and which they are; None goes on."""

RANGES = (
    "{0} to {1}", "{0} until {1}", "{0} - {1}", "{0} – {1}", "from {0} to {1}", "since {0} until {1}", "{0}, to {1}",
    "between {0} and {1}", "from {0} through {1}", "until {1} since {0}", "{0} .. {1}",
)  # fmt: skip
EACH = (
    "{0} {1}",
    "{0},{1}",
    "{0} and {1}",
    "{0}, {1}",
    "{0} & {1}",
    "on {0} and on {1}",
    "the nights of {0} and {1}",
)


def each(line: str, now: datetime = MORNING) -> list[Stretch]:
    return nights_in(line.split(), now=now, zone=LONDON)


def in_range(line: str, *, future: bool = False, now: datetime = MORNING) -> tuple[date | None, date | None]:
    return range_in(line.split(), now=now, zone=LONDON, future=future)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def spoken(night: date, shape: str) -> str:
    return shape.format(
        day=night.day, month=MONTHS[night.month - 1], short=MONTHS[night.month - 1][:3], iso=night
    )


@pytest.mark.parametrize(("line", "night"), NAMES.items(), ids=NAMES)
def test_one_night_is_that_night_and_the_range_of_it(line: str, night: str) -> None:
    assert each(line) == [Stretch(day(night), day(night), alone=True)]
    assert in_range(line) == (day(night), day(night))
    assert nights_in([line], now=MORNING, zone=LONDON) == each(line)  # in quotes


@pytest.mark.parametrize(
    "line", ["monday", "3 march", "2026-03-03", "tue 2026-03-03", "3 days ago", "last night", "yesterday"]
)
def test_what_one_argument_named_it_names_still(line: str) -> None:
    found = nights_in([line], now=MORNING, zone=LONDON)
    assert [(one.first, one.alone) for one in found] == [(parse_night(line, now=MORNING, zone=LONDON), True)]


@pytest.mark.parametrize(("line", "ends"), SPANS.items(), ids=SPANS)
def test_several_nights_by_one_name(line: str, ends: tuple[str, str | None]) -> None:
    first, last = (day(end) for end in ends)
    assert in_range(line) == (first, last)
    assert parse_range(line.replace("two", "2"), None, now=MORNING, zone=LONDON)[0] == first
    (found,) = each(line)
    assert not found.alone
    assert found[:2] == (first, last or date(2026, 3, 3))


DATES = st.dates(date(2025, 9, 10), date(2026, 3, 1))
"""Nearer than the same dates of the year to come, which without a year are refused."""
SHAPES = st.sampled_from(
    ["{day} {month}", "{month} {day}", "{day}th of {month}", "{day} {short}", "{iso}", "the {day} {month}"]
)


@given(
    first=DATES, days=st.integers(0, 60), shapes=st.tuples(SHAPES, SHAPES), between=st.sampled_from(RANGES)
)
def test_a_link_makes_a_range_of_two_nights(
    first: date, days: int, shapes: tuple[str, str], between: str
) -> None:
    last = min(first + timedelta(days=days), date(2026, 3, 3))
    line = between.format(spoken(first, shapes[0]), spoken(last, shapes[1]))
    assert in_range(line) == (first, last)
    if not line.startswith("until"):
        assert [found[:2] for found in each(line)] == [(first, last)]
        assert not each(line)[0].alone


@given(nights=st.tuples(DATES, DATES), shapes=st.tuples(SHAPES, SHAPES), between=st.sampled_from(EACH))
def test_without_a_link_each_night_stands_alone_and_two_are_a_range(
    nights: tuple[date, date], shapes: tuple[str, str], between: str
) -> None:
    line = between.format(*(spoken(night, shape) for night, shape in zip(nights, shapes, strict=True)))
    assert each(line) == [Stretch(night, night, alone=True) for night in nights]
    if nights[0] <= nights[1]:
        assert in_range(line) == nights
    else:
        with pytest.raises(UsageError, match="before it begins"):
            in_range(line)


@pytest.mark.parametrize(
    ("line", "nights"),
    [
        ("1, 2 and 3 march", [1, 2, 3]),
        ("march 1 and 3", [1, 3]),
        ("1 2 march", [1, 2]),
        ("mon/tue", [2, 3]),
        ("sunday night monday night", [1, 2]),
        ("sunday, monday and last night", [1, 2, 3]),
    ],
)
def test_several_nights_alone(line: str, nights: list[int]) -> None:
    expected = [date(2026, 3, number) for number in nights]
    assert [(found.first, found.alone) for found in each(line)] == [(night, True) for night in expected]


@pytest.mark.parametrize(
    "line",
    [
        "1-3 march", "1 to 3 march", "march 1-3", "march 1 to 3", "1st-3rd of march", "1 march-3 march",
        "2026-03-01..2026-03-03", "2026-03-01-2026-03-03", "from 1 until 3 march", "sunday-tuesday", "last 3 nights",
        "past three nights",
    ],
)  # fmt: skip
def test_a_range_in_few_words(line: str) -> None:
    (found,) = each(line)
    assert found[:2] == (date(2026, 3, 1), date(2026, 3, 3))
    assert not found.alone


def test_a_range_of_weekdays_may_begin_in_the_week_before() -> None:
    assert in_range("wednesday to monday") == (date(2026, 2, 25), date(2026, 3, 2))
    assert in_range("tuesday to monday") == (date(2026, 2, 24), date(2026, 3, 2))


def test_since_goes_on_and_until_has_no_beginning() -> None:
    assert each("since monday") == [Stretch(date(2026, 3, 2), None, since=True)]
    assert in_range("since monday") == (date(2026, 3, 2), None)
    assert in_range("until monday") == (None, date(2026, 3, 2))


def test_nights_are_counted_back_from_the_latest_that_is_over_where_that_matters() -> None:
    assert each("last 2 nights", EVENING)[0][:2] == (date(2026, 3, 2), date(2026, 3, 3))
    assert in_range("last 2 nights", now=EVENING) == (date(2026, 3, 3), None)


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("7 march 14 march", "2026-03-07", "2026-03-14"),
        ("7-14 april", "2026-04-07", "2026-04-14"),
        ("20 feb 27 feb", "2026-02-20", "2026-02-27"),
        ("today 2026-03-25", "2026-03-04", "2026-03-25"),
        ("tomorrow until 14 march", "2026-03-05", "2026-03-14"),
        ("20 dec to 5 jan", "2025-12-20", "2026-01-05"),
        ("april", "2026-04-01", "2026-04-30"),
    ],
)
def test_nights_to_come_where_they_are_wanted(line: str, first: str, last: str) -> None:
    assert in_range(line, future=True) == (day(first), day(last))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("tomorrow", "has not begun"),
        ("tonight", "has not begun"),
        ("30 february", "not in the calendar"),
        ("2026-02-30", "in no calendar"),
        ("9/3", "could be two days"),
        ("9-3", "ambiguous"),
        ("03.03.2026", "ambiguous"),
        ("monday 3 march", "is a Tuesday, not a Monday"),
        ("mondy", "Did you mean monday"),
        ("monday xyzzy", '"xyzzy" is not'),
        ("from", "Nothing stands"),
        ("1 march to", "Nothing stands"),
        ("", "Nothing stands"),
        ("12", "only a number"),
    ],
)
def test_refused(line: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        each(line)


@given(
    st.lists(
        st.sampled_from(
            [
                *WEEKDAYS,
                *NAMES,
                *SPANS,
                "to",
                "since",
                "until",
                "from",
                "and",
                "-",
                ",",
                "7",
                "9/3",
                "of",
                "ago",
            ]
        ),
        max_size=6,
    )
)
def test_whatever_is_typed_it_is_read_or_refused(words: list[str]) -> None:
    for read in (each, in_range):
        with suppress(UsageError):
            read(" ".join(words))


@pytest.mark.parametrize(
    ("line", "nights", "rest"),
    [
        ("none last night, slept like a log", ["2026-03-03"], ["slept like a log"]),
        ("no cramps monday and tuesday", ["2026-03-02", "2026-03-03"], []),
        ("Slept Well monday", ["2026-03-02"], ["Slept Well"]),
        ("monday new socks sunday cooler room", ["2026-03-02", "2026-03-01"], ["new socks", "cooler room"]),
        ("yesterday and the night before", ["2026-03-03", "2026-03-02"], []),
        ("slept well", [], ["slept well"]),
    ],
)
def test_words_about_something_else_are_for_a_note(line: str, nights: list[str], rest: list[str]) -> None:
    found: list[str] = []
    told = nights_in(line.split(), now=MORNING, zone=LONDON, rest=found)
    assert [each.first for each in told] == [day(night) for night in nights]
    assert found == rest


@pytest.mark.parametrize(
    "word", "not except but without or maybe next wensday febuary weekend second 5 3/5".split()
)
@pytest.mark.parametrize("shape", ["{0} monday", "monday {0}", "slept well {0}", "last week {0} tuesday"])
def test_no_note_swallows_what_may_change_which_nights_are_meant(word: str, shape: str) -> None:
    if shape.startswith("last week") and word in EXCEPT:
        return  # of that week then, see below
    with pytest.raises(UsageError):
        nights_in(shape.format(word).split(), now=MORNING, zone=LONDON, rest=[])


@pytest.mark.parametrize("weekday", WEEKDAYS)
def test_a_weekday_that_is_left_out_is_that_of_the_nights_named(weekday: str) -> None:
    for among, weeks in {"last week": 1, "last 2 weeks": 2, "since 1 february": 5, "february": 4}.items():
        (found,) = nights_in([f"{among} except {weekday}"], now=MORNING, zone=LONDON)
        assert {WEEKDAYS[night.weekday()] for night in found.but} == {weekday}, among
        assert abs(len(found.but) - weeks) <= 1
        assert all((found.first or night) <= night <= (found.last or MORNING.date()) for night in found.but)
    with pytest.raises(UsageError, match="not among"):
        nights_in(["last week except 3 march"], now=MORNING, zone=LONDON)


@pytest.mark.parametrize("ahead", range(1, 180, 7))
def test_a_date_without_a_year_that_is_nearer_to_come_is_refused(ahead: int) -> None:
    coming = MORNING.date() + timedelta(days=ahead)
    with pytest.raises(UsageError, match="still to come"):
        each(spoken(coming, "{day} {month}"))
    assert each(f"{coming.replace(year=2025)}")  # with its year it is meant


@pytest.mark.parametrize("shape", ["{0} for 3 nights", "{0} for 3 days", "from {0} for 3 nights"])
def test_a_length_makes_a_range(shape: str) -> None:
    assert in_range(shape.format("26 february")) == (date(2026, 2, 26), date(2026, 2, 28))
    assert in_range("2 march for a week") == (date(2026, 3, 2), date(2026, 3, 8))


def test_the_days_of_a_month_alone_make_a_range_that_does_not_end_before_it_begins() -> None:
    on_the_tenth = MORNING + timedelta(days=6)
    assert in_range("the 7th to the 14th", now=on_the_tenth) == (date(2026, 2, 7), date(2026, 2, 14))
    assert in_range("the 7th to the 14th", future=True) == (date(2026, 3, 7), date(2026, 3, 14))
    assert in_range("28th to 2nd") == (date(2026, 2, 28), date(2026, 3, 2))


def test_a_weekend_is_shown_whole_and_asked_for_by_its_nights_where_it_is_recorded() -> None:
    assert in_range("last weekend") == (date(2026, 2, 27), date(2026, 3, 1))
    for record in (each, lambda line: in_range(line, future=True)):
        with pytest.raises(UsageError, match="friday to sunday"):
            record("last weekend")


@pytest.mark.slow_but_some
@pytest.mark.parametrize("weekday", WEEKDAYS)
@pytest.mark.parametrize("days", range(7))
@pytest.mark.parametrize("to", ["until", "to", "till"])
def test_nights_away_end_on_the_weekday_that_follows_their_first(weekday: str, days: int, to: str) -> None:
    now = EVENING + timedelta(days=days)
    first, last = now.date() + timedelta(days=1), None
    for line in (f"tomorrow {to} {weekday}", f"{first.isoformat()} {to} {weekday}"):
        began, last = range_in([line], now=now, zone=LONDON, future=True)
        assert began == first, line
        assert last is not None
        assert 0 <= (last - first).days < 7, line
        assert WEEKDAYS[last.weekday()] == weekday
    began, last = range_in([f"{to} {weekday}"], now=now, zone=LONDON, future=True)
    assert began == now.date()
    assert last is not None
    assert (0 <= (last - began).days < 7, WEEKDAYS[last.weekday()]) == (True, weekday)


def test_nights_away_until_a_date_begin_tonight() -> None:
    assert range_in(["until 10 march"], now=EVENING, zone=LONDON, future=True) == (
        date(2026, 3, 4),
        date(2026, 3, 10),
    )
    assert range_in(["until 1 march"], now=EVENING, zone=LONDON, future=True)[0] is None


@pytest.mark.parametrize("words", EXCEPT)
@pytest.mark.parametrize("among", ["since sunday", "1 march to 3 march", "last 3 days"])
@pytest.mark.parametrize(
    ("out", "nights"),
    [("monday", [2]), ("sunday and monday", [1, 2]), ("2 march", [2]), ("1 to 2 march", [1, 2])],
)
def test_nights_but_some_are_all_of_them_without_these(
    words: str, among: str, out: str, nights: list[int]
) -> None:
    (found,) = nights_in([f"{among} {words} {out}"], now=MORNING, zone=LONDON)
    (whole,) = nights_in([among], now=MORNING, zone=LONDON)
    assert found.but == tuple(date(2026, 3, each) for each in nights)
    assert found._replace(but=()) == whole


@pytest.mark.parametrize("line", ["except monday", "monday except tuesday", "last night apart from sunday"])
def test_of_which_nights_some_are_left_out_has_to_be_said_and_the_form_that_is_named_works(line: str) -> None:
    with pytest.raises(UsageError, match="Since when") as refused:
        nights_in([line], now=MORNING, zone=LONDON)
    form = str(refused.value).split("`cramp none ")[1].split("`")[0]
    (found,) = nights_in([form], now=MORNING, zone=LONDON)
    assert (found.since, len(found.but)) == (True, 1)


@pytest.mark.parametrize("line", ["last night but sore", "monday, not great", "monday but"])
def test_a_word_that_leaves_out_no_night_is_refused_as_before(line: str) -> None:
    with pytest.raises(UsageError):
        nights_in([line], now=MORNING, zone=LONDON, rest=[])


@pytest.mark.parametrize("slept", ["slept through", "slept right through", "slept straight through"])
def test_a_night_slept_through_is_for_the_note(slept: str) -> None:
    for line, nights in {slept: [], f"monday, {slept}": [2], f"monday {slept}": [2]}.items():
        rest: list[str] = []
        found = nights_in(line.split(), now=MORNING, zone=LONDON, rest=rest)
        assert [each.first for each in found] == [date(2026, 3, night) for night in nights], line
        assert rest[0].startswith("slept"), line
    (found_range,) = nights_in(["monday through wednesday"], now=MORNING, zone=LONDON)
    assert found_range.last is not None


@pytest.mark.parametrize("unit", ["week", "month", "year"])
@pytest.mark.parametrize("shape", ["{0} {1}", "for {0} {1}", "past {0} {1}", "monday for {0} {1}"])
def test_a_length_of_one_is_one(shape: str, unit: str) -> None:
    if "monday" in shape and unit != "week":
        return
    assert each(shape.format("a", unit)) == each(shape.format(1, unit))
    assert each(f"a {unit} ago") == each(f"1 {unit} ago")


@pytest.mark.parametrize(
    "nights", ["monday {0} tuesday", "last night {0} the night before", "1 march {0} 3 march"]
)
def test_or_joins_nights_as_and_does(nights: str) -> None:
    assert each(nights.format("or")) == each(nights.format("and"))
    assert len(each(nights.format("or"))) == 2


@pytest.mark.parametrize("hours", ["8 hours", "7.5 hrs", "8h", "6 h", "1 hour"])
def test_how_long_somebody_slept_is_for_a_note(hours: str) -> None:
    rest: list[str] = []
    found = nights_in([f"slept {hours} last night"], now=MORNING, rest=rest)
    assert found == each("last night")
    assert rest == [f"slept {hours}"]
