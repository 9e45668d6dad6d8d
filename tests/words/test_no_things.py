"""Words that name no thing make no remedy and no trigger of one's own, and one of earlier is in nobody's way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words.quantities import MONTHS, NUMBERS, SHORT_WEEKDAYS, WEEKDAYS
from crampdiary.words.uses.course_grammar import COURSE_WORDS, STOPPED
from crampdiary.words.uses.no_things import NO_THINGS, says_only_when
from crampdiary.words.uses.use_grammar import FILLERS, HALVES, QUANTITIES, TALK, UNITS
from crampdiary.words.uses.use_reader import UseReader
from kit.builders import word

ORDINALS = [f"{day}{end}" for day in range(1, 32) for end in ("st", "nd", "rd", "th")]
ALL = sorted(
    {*NO_THINGS, *MONTHS, *NUMBERS, *WEEKDAYS, *SHORT_WEEKDAYS, *UNITS, *QUANTITIES, *HALVES, *FILLERS, *TALK}
    | {*ORDINALS, *(COURSE_WORDS - STOPPED)}
)
ROLES = ("remedy", "trigger")
READERS = {role: UseReader(Vocabulary(), role) for role in ROLES}
KNOWN = {role: [each.slug for each in Vocabulary().words(role) if each.slug != "waiting"] for role in ROLES}


def own_words(role: str, line: str) -> list[str]:
    """Return the own words that a line would make; none where it is refused."""
    try:
        return [use.label for use in READERS[role].read([line]).uses if use.label]
    except UsageError:
        return []


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_a_word_that_names_no_thing_makes_none_wherever_it_stands(role: str) -> None:
    known = KNOWN[role]
    for at, each in enumerate(ALL):
        thing = known[at % len(known)]
        for line in (each, f"{thing} {each}", f"{each} {thing}", f"{thing} 200mg {each}", f"{thing}, {each}"):
            assert own_words(role, line) == [], line


@given(
    st.sampled_from(ROLES),
    st.lists(st.sampled_from(ALL), min_size=2, max_size=4),
    st.integers(0, 10),
    st.booleans(),
)
def test_several_such_words_make_none_together(
    role: str, several: list[str], place: int, is_first: bool
) -> None:
    thing = KNOWN[role][place % len(KNOWN[role])]
    text = " ".join(several)
    assert own_words(role, f"{text} {thing}" if is_first else f"{thing} {text}") == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("cut down amitriptyline to 5mg", "amitriptyline"),
        ("amitriptyline up to 10mg", "amitriptyline"),
        ("iron daily since the 1st", "iron"),
        ("another pillow", "pillow"),
        ("the new pillow now", "new pillow"),
        ("for the iron", "iron"),
        ("iron as well", "iron"),
        ("back rub cream", "back rub cream"),
        ("warm up", "warm up"),
        ("5-htp", "5-htp"),
    ],
)
def test_what_stands_around_a_thing_is_not_of_its_name(line: str, name: str) -> None:
    assert [label.casefold() for label in own_words("trigger", line)] == [name]


def test_no_word_that_is_built_in_names_no_thing() -> None:
    for role in ROLES:
        for each in Vocabulary().words(role):
            assert not says_only_when(each.slug), each.slug


def test_an_own_word_of_earlier_that_names_no_thing_stands_in_no_ones_way() -> None:
    reader = UseReader(
        Vocabulary([word(each) for each in ("to", "from", "now", "march", "20th-to", "1st")]), "remedy"
    )
    told = reader.read(["no magnesium from 20 march to 25 march"])
    assert told.since
    assert told.until
    assert (told.since.name, told.until.name, [each.word for each in told.denials]) == (
        "20 march", "25 march", ["magnesium"]
    )  # fmt: skip
    for line in ("magnesium now", "magnesium from the 20th to the 25th", "magnesium since the 1st"):
        assert [use.word for use in reader.read([line]).uses] == ["magnesium"], line


LEADS = (
    "since from until to except but not no paused apart for the last every other half on - , daily".split()
)


@given(
    st.lists(st.sampled_from([*LEADS, *ALL, "magnesium", "3 march", "5mg", "pillow"]), min_size=1, max_size=7)
)
def test_no_line_of_such_words_breaks_the_reading(several: list[str]) -> None:
    for role in ROLES:
        own_words(role, " ".join(several))
