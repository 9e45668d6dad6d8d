"""Lines of `used` and `had` as tired people type them: what was used, what was not, and on which days."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words.uses.use_grammar import BECAUSE, BUT_FOR, FILLERS, LEFT_OUT, NOT, TURNS
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


DENIALS = sorted(
    {*(NOT - BUT_FOR - TURNS), *(" ".join(each) for each in LEFT_OUT if each[-1] not in ("of", "from"))}
)


@pytest.mark.slow_but_some
@pytest.mark.parametrize("denial", DENIALS)
@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("heat {}", "-heat"),
        ("foam rollo {} today", "-foam-rollo"),
        ("heat 20 min {}", "-heat"),
        ("heat, {}", "-heat"),
        ("massage, heat was {}", "massage -heat"),
        ("massage and heat {}, water", "water -heat -massage"),
        ("heat {} but massage", "massage -heat"),
    ],
)
def test_what_is_denied_after_its_name_was_not_used_and_all_else_was(
    denial: str, line: str, meant: str
) -> None:
    assert used(line.format(denial)) == meant


@pytest.mark.parametrize("because", [" ".join(each) for each in BECAUSE])
def test_a_reason_names_nothing_that_was_used(because: str) -> None:
    assert used(f"stretching {because} magnesium, massage") == "stretching massage"
    assert used(f"stretching skipped {because} magnesium, massage") == "massage -stretching"


@pytest.mark.parametrize("said", ["didn't help", "never helped", "not enough", "without food"])
def test_a_denial_of_what_a_remedy_did_or_how_it_was_used_says_that_it_was(said: str) -> None:
    (use,) = READER.read([f"heat {said}"]).uses
    assert (use.word, use.described) == ("heat", [said])


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


TRIGGERS = UseReader(Vocabulary(), "trigger")


@pytest.mark.parametrize(
    "amount",
    [
        "lots",
        "plenty",
        "twice",
        "few drops",
        "3 x 30 seconds",
        "3x30s",
        "3x10",
        "3 nights",
        "400 mg",
        "half a glass",
    ],
)
def test_how_much_or_how_often_is_an_amount_and_never_a_word(amount: str) -> None:
    for line in (f"magnesium {amount}", f"heat, magnesium {amount}", f"took {amount} of magnesium"):
        told = READER.read([line])
        assert [(use.amount, use.label) for use in told.uses if use.word == "magnesium"] == [(amount, "")], (
            line
        )
        assert not any(use.label for use in told.uses), line


@pytest.mark.parametrize("none_left", ["ran out of", "run out of", "no more"])
def test_what_there_was_none_left_of_was_not_used(none_left: str) -> None:
    assert used(f"{none_left} magnesium") == "-magnesium"
    assert used(f"heat, {none_left} magnesium") == "heat -magnesium"
    assert used(f"{none_left} magnesium so stretching") == "stretching -magnesium"


@pytest.mark.parametrize(
    "why",
    [
        "for the cramp",
        "for leg cramps",
        "against cramps",
        "after a cramp",
        "because of cramps",
        "for my back",
    ],
)
def test_what_it_was_used_for_is_kept_with_it(why: str) -> None:
    told = READER.read([f"magnesium {why}, heat"])
    assert [(use.word, use.described) for use in told.uses] == [("magnesium", [why]), ("heat", [])]
    assert not told.is_cramp
    assert READER.read(["a cramp in the calf"]).is_cramp


def test_a_word_known_as_something_else_is_no_slip() -> None:
    vocabulary = Vocabulary()
    for each in vocabulary.words():
        for name in vocabulary.names(each):
            if name.isalpha() and each.role in ("remedy", "trigger"):
                for reader in (READER, TRIGGERS):
                    try:
                        told = reader.read([f"too {name}"])
                    except UsageError:
                        continue  # it names the other command
                    assert not told.typos, name


@pytest.mark.parametrize("picture", ["💊", "❤️", "👍🏽"])
def test_a_picture_makes_no_word(picture: str) -> None:
    for line in (
        f"magnesium {picture}",
        f"{picture}magnesium",
        f"magnesium{picture} heat",
        f"tiger{picture} balm",
    ):
        assert all(picture not in use.word for use in READER.read([line]).uses), line


def test_a_week_is_no_night_and_no_word() -> None:
    for week in ("last week", "this week", "past month"):
        with pytest.raises(UsageError, match=f'"{week}" could be any of several nights'):
            READER.read([f"stretching {week}"])


def test_a_drink_with_quinine_is_never_only_water() -> None:
    for line in ("tonic water", "glass of tonic water", "heat and tonic water", "magnesium, tonic"):
        assert any(use.word.startswith("tonic") for use in READER.read([line]).uses), line


def test_a_drink_said_in_the_plural_is_that_drink() -> None:
    for drink in ("beer", "wine", "gin", "vodka", "cider", "cocktail", "coffee"):
        one, more = (TRIGGERS.read([line]).uses[0] for line in (drink, f"3 {drink}s"))
        assert (one.word, one.label, more.amount) == (more.word, more.label, "3"), drink
        assert not one.label


def test_what_a_cup_is_of_was_used_also_where_it_is_a_meal_besides() -> None:
    assert [(use.word, use.amount) for use in READER.read(["cup of tea"]).uses] == [("tea", "cup")]
    assert READER.read(["heat before tea"]).uses[0].described == ["before tea"]


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


@pytest.mark.slow_but_first
@pytest.mark.parametrize("before", ["a", "the", "my", "used a", "each", "every"])
def test_a_name_of_several_words_is_no_word_of_how_often(before: str) -> None:
    vocabulary = Vocabulary()
    for each in vocabulary.words("remedy"):
        for name in vocabulary.names(each):
            if " " in name and each.slug != "waiting" and name.split()[0] not in FILLERS:
                told = READER.read([f"{before} {name} and heat"])
                assert not told.is_course, name
                assert {(use.word, use.amount) for use in told.uses} == {(each.slug, None), ("heat", None)}, (
                    name
                )


@pytest.mark.parametrize(
    "said", ["put {}", "put {} on it", "put some {} on", "applied {}", "tried {}", "put on {}"]
)
@pytest.mark.parametrize("name", ["cream", "menthol gel", "magnesium"])
def test_what_was_put_on_has_the_name_of_the_thing_alone(said: str, name: str) -> None:
    told = UseReader(Vocabulary(), "remedy").read([said.format(name)])
    assert [each.label or each.word for each in told.uses] == [name]


STATES = {
    "standing": "long-standing",
    "stood": "long-standing",
    "on my feet": "long-standing",
} | dict.fromkeys(("sitting", "sat", "seated"), "long-sitting")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("where", ["", " at my desk", " in the car", " down"])
def test_a_state_that_was_met_as_a_trigger_was_a_long_one(state: str, where: str) -> None:
    had, used = UseReader(Vocabulary(), "trigger"), UseReader(Vocabulary(), "remedy")
    for line, amount in {
        "{} for 9 hours": "9 hours", "{} 9 hours": "9 hours", "9 hours {} all": "9 hours", "stress, {} for 3h": "3h",
        "lots of {} all day": "lots",
    }.items():  # fmt: skip
        told = had.read([line.format(f"{state}{where}")])
        assert ([each.word for each in told.uses][-1], told.days) == (STATES[state], []), told.line
        assert (told.uses[-1].amount, told.uses[-1].label) == (amount, ""), told.line
    assert STATES[state] not in {each.word for each in used.read([f"{state}{where} for 9 hours"]).uses}


@pytest.mark.parametrize(
    "line", ["wine sat", "wine on sat", "wine sat and sun", "sat wine", "stress fri sat"]
)
def test_sat_beside_a_trigger_is_a_day(line: str) -> None:
    told = UseReader(Vocabulary(), "trigger").read([line])
    assert "saturday" in [day.name for day in told.days]
    assert next(use.word for use in told.uses) in ("alcohol", "stress")


@pytest.mark.parametrize(
    "where", ["in a hot bath", "on the floor", "at my desk", "down", "up in bed", "with my feet up"]
)
def test_where_one_sat_makes_no_day_of_it(where: str) -> None:
    for line in (f"sat {where}", f"stretching sat {where}", f"heat, sat {where}"):
        assert READER.read([line]).days == [], line


@pytest.mark.parametrize("when", ["at 10", "at ten", "at about 9pm", "in the morning", "at noon", "in bed"])
def test_when_on_a_saturday_it_was_leaves_that_a_day(when: str) -> None:
    assert [day.name for day in READER.read([f"heat sat {when}"]).days] == ["saturday"]


@pytest.mark.parametrize("much", ["lots of {}", "loads of {}", "{} 10 miles", "{} 3 hours", "{}"])
@pytest.mark.parametrize("what", ["walking", "exercise"])
def test_what_is_a_remedy_too_can_be_too_much(much: str, what: str) -> None:
    (use,) = UseReader(Vocabulary(), "trigger").read([much.format(what)]).uses
    assert (use.word, use.label) == (what, what)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a cold", ["illness"]), ("a bad cold", ["illness"]), ("cold feet", ["cold-feet"]),
        ("heels on all day", ["high-heels"]),
        ("sat badly", ["long-sitting"]), ("a bug", ["illness"]), ("wine not sure how much", ["alcohol"]),
    ],
)  # fmt: skip
def test_what_was_met_is_read_as_it_is_said(line: str, words: list[str]) -> None:
    told = UseReader(Vocabulary(), "trigger").read([line])
    assert ([use.word for use in told.uses], told.unused, told.days) == (words, [], [])
    assert [use.amount for use in told.uses] == [None]
