"""Lines of `used` and `had` as tired people type them: what was used, what was not, and on which days."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.uses.use_reader import UseReader
from kit.builders import word

READER = UseReader(
    Vocabulary([word("tiger-balm"), word("evening", set=("stretching", "magnesium"))]), "remedy"
)


def used(line: str) -> str:
    """Return what a line tells, shortly: `again`, the remedies used, and those that were not after a dash."""
    told = READER.read([line])
    found = [*(["again"] if told.again else []), *(use.word for use in told.uses)]
    return " ".join([*found, *(f"-{each}" for each in sorted(told.denied))]) or (
        "nothing" if told.nothing else ""
    )


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        # what was not used, and what was used for it
        ("usual minus the magnesium", "again -magnesium"),
        ("apart from magnesium the usual", "again -magnesium"),
        ("everything but the magnesium", "again -magnesium"),
        ("no foam roller but heat", "heat -foam-roller"),
        ("no foam roller, but heat", "heat -foam-roller"),
        ("no magnesium so heat", "heat -magnesium"),
        ("heat but no magnesium", "heat -magnesium"),
        ("heat instead of stretching", "heat -stretching"),
        ("neither heat nor stretching", "-heat -stretching"),
        ("forgot the magnesium but not the stretching", "stretching -magnesium"),
        ("no heat, stretching, but no magnesium", "stretching -heat -magnesium"),
        ("evening without magnesium", "stretching -magnesium"),
        # nothing
        ("nothing but heat", "heat"),
        ("nothing except tiger balm", "tiger-balm"),
        ("nothing, too tired", "nothing"),
        ("nothing at all", "nothing"),
        ("magnesium, stretching, nothing else", "magnesium stretching"),
        ("forgot", "nothing"),
        ("forgot the usual", "nothing"),
        ("forgot everything", "nothing"),
        # the usual, and what only says so of one remedy
        ("everything as usual", "again"),
        ("magnesium as always", "magnesium"),
        ("my evening set", "stretching magnesium"),
        # talk makes no words
        ("magnesium, i think", "magnesium"),
        ("just the stretching", "stretching"),
        ("slept with socks", "warm-socks"),
        ("compression socks all day", "compression-socks"),
        ("foam rolling both calves 5 min", "foam-roller"),
        ("water bottle", "water"),
    ],
)
def test_what_was_used_and_what_was_not(line: str, meant: str) -> None:
    assert used(line) == meant


REMEDIES = st.sampled_from(["heat", "magnesium", "stretching", "tiger balm"])
DAYS = st.sampled_from(["monday", "tuesday", "wednesday", "last night"])


@given(
    st.lists(st.tuples(REMEDIES, DAYS), min_size=2, max_size=4, unique_by=lambda each: each[0]), st.booleans()
)
def test_remedies_and_days_by_turns_belong_together(pairs: list[tuple[str, str]], day_first: bool) -> None:
    told = READER.read([", ".join(" ".join(pair[::-1] if day_first else pair) for pair in pairs)])
    assert [(use.word.replace("-", " "), [day.name for day in use.days]) for use in told.uses] == [
        (remedy, [day]) for remedy, day in pairs
    ]
    assert {day.name for day in told.days} == {day for _, day in pairs}


@given(
    st.lists(REMEDIES, min_size=1, max_size=4, unique=True),
    st.lists(DAYS, min_size=1, max_size=3, unique=True),
)
def test_days_after_all_remedies_are_those_of_each(remedies: list[str], days: list[str]) -> None:
    told = READER.read([f"{' and '.join(remedies)} {' '.join(days)}"])
    assert [use.days for use in told.uses] == [[]] * len(remedies)
    assert [day.name for day in told.days] == days


# What goes on every night

NIGHTLY = st.sampled_from(
    [
        "daily",
        "nightly",
        "every night",
        "each evening",
        "every single day",
        "once a day",
        "a night",
        "once daily",
    ]
)
AMOUNTS = st.sampled_from(["", "300mg", "2 tablets", "10 min"])
SINCE = st.sampled_from(
    ["since 1 feb", "from monday", "since last month", "since february", "since 2 years ago"]
)
UNTIL = st.sampled_from(["", "until yesterday", "till 1 march", "up to last night"])


@given(REMEDIES, AMOUNTS, NIGHTLY, SINCE, UNTIL, st.randoms(use_true_random=False))
def test_that_it_goes_on_is_read_wherever_it_stands(
    remedy: str, amount: str, nightly: str, since: str, until: str, chance: Random
) -> None:
    parts = [f"{remedy} {amount}".strip(), nightly, f"{since} {until}".strip()]
    chance.shuffle(parts)
    told = READER.read([", ".join(parts)])
    assert [
        (use.word.replace("-", " "), use.amount or "", use.described, use.label) for use in told.uses
    ] == [(remedy, amount, [], "")]
    assert (told.nightly, told.is_course, told.stopped, told.days) == (True, True, False, [])
    days = [told.since and told.since.name, told.until.name if told.until else ""]
    assert [since, until] == [
        f"{since.partition(' ')[0]} {days[0]}", until and f"{until[: len(until) - len(days[1] or '')]}{days[1]}"
    ]  # fmt: skip
    assert bool(until) is bool(days[1])


@pytest.mark.parametrize(
    "line", ["heat since monday", "heat for 3 nights", "heat monday", "heat from monday to tuesday"]
)
def test_evenings_that_are_named_are_no_course(line: str) -> None:
    assert not READER.read([line]).is_course


@pytest.mark.parametrize(
    "seldom", ["every other night", "most nights", "almost every night", "once a week", "every 3 days"]
)
def test_what_is_so_on_some_nights_is_no_course_and_is_kept(seldom: str) -> None:
    told = READER.read([f"heat {seldom}"])
    assert not told.is_course
    assert [(use.word, use.described) for use in told.uses] == [("heat", [seldom])]


def test_since_when_is_kept_where_it_is_no_day() -> None:
    told = READER.read(["heat daily since the operation"])
    assert (told.nightly, told.since) == (True, None)
    assert [(use.word, use.described) for use in told.uses] == [("heat", ["since the operation"])]
