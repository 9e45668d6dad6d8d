from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.fields import SIDES
from crampdiary.diary.model import Word
from crampdiary.diary.values import clean_text
from crampdiary.diary.vocabulary import ROLES, SUPPLEMENTS, Vocabulary, built_in_words, is_dangerous, key
from crampdiary.errors import UsageError
from kit.builders import word

BUILT_IN = built_in_words()


def test_every_role_has_words_and_every_word_a_role() -> None:
    assert {each.role for each in BUILT_IN} == set(ROLES)


@pytest.mark.parametrize("each", BUILT_IN, ids=lambda each: f"{each.role}-{each.slug}")
def test_a_built_in_word_is_typed_as_its_slug_its_label_or_any_synonym(each: Word) -> None:
    vocabulary = Vocabulary()
    assert each.slug == key(each.slug), "a slug is what is compared"
    assert each.slug.isascii()
    for typed in (each.slug, each.label, *each.synonyms):
        assert vocabulary.find(typed, each.role) == [each]
        assert vocabulary.find(typed.upper(), each.role) == [each]


def test_no_two_built_in_words_of_a_role_are_typed_alike() -> None:
    meant: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in BUILT_IN:
        for typed in (each.slug, each.label, *each.synonyms):
            meant[each.role, key(typed)].add(each.slug)
    assert {typed: slugs for typed, slugs in meant.items() if len(slugs) > 1} == {}


def test_no_built_in_word_is_listed_twice() -> None:
    slugs = [(each.role, each.slug) for each in BUILT_IN]
    assert len(slugs) == len(set(slugs))
    for each in BUILT_IN:
        typed = [key(synonym) for synonym in each.synonyms]
        assert len(typed) == len(set(typed)), f"{each.slug} has a synonym twice"


def test_the_sides_are_those_that_a_record_takes() -> None:
    assert tuple(each.slug for each in BUILT_IN if each.role == "side") == SIDES


def test_supplements_are_remedies() -> None:
    assert {each.slug for each in BUILT_IN if each.role == "remedy"} >= SUPPLEMENTS


def test_nothing_dangerous_is_ever_offered() -> None:
    assert not [each for each in BUILT_IN if is_dangerous(each.slug)]
    assert is_dangerous("quinine")
    assert is_dangerous("tonic-water")


@pytest.mark.parametrize(
    ("typed", "role", "slug"),
    [
        ("Big Toe", "site", "big-toe"),
        ("big_toe", "site", "big-toe"),
        ("  big   toe ", "site", "big-toe"),
        ("HALLUX", "site", "big-toe"),
        ("l", "side", "left"),
        ("slept badly", "trigger", "poor-sleep"),
        ("hot water bottle", "remedy", "heat"),
    ],
)
def test_case_spaces_and_hyphens_make_no_difference(typed: str, role: str, slug: str) -> None:
    assert [each.slug for each in Vocabulary().find(typed, role)] == [slug]


def test_a_word_of_several_roles_is_found_once_in_each() -> None:
    found = Vocabulary().find("stretching")
    assert sorted((each.role, each.slug) for each in found) == [
        ("onset", "stretching"),
        ("remedy", "stretching"),
    ]
    assert [each.role for each in Vocabulary().find("stretching", "remedy", "site")] == ["remedy"]


def test_a_slug_comes_before_a_synonym_of_another_role() -> None:
    assert [(each.role, each.slug) for each in Vocabulary().find("cold")] == [("remedy", "cold")]
    assert [each.slug for each in Vocabulary().find("cold", "trigger")] == ["cold-feet"]


@pytest.mark.parametrize("typed", ["", "   ", "zzz", "archarch", "-"])
def test_what_is_no_word_is_not_found(typed: str) -> None:
    assert Vocabulary().find(typed) == []


@pytest.mark.parametrize(
    ("typed", "roles", "suggestion"),
    [
        ("acrh", (), "arch"),
        ("magnesim", ("remedy",), "magnesium"),
        ("strech", ("remedy",), "stretch"),
        ("Burnign", ("sensation",), "burning"),
        ("hamstrng", ("site",), "hamstring"),
        ("magnesim", ("site",), None),
        ("qqqq", (), None),
        ("", (), None),
    ],
)
def test_a_near_miss_is_suggested_within_its_roles(
    typed: str, roles: tuple[str, ...], suggestion: str | None
) -> None:
    assert Vocabulary().suggest(typed, *roles) == suggestion


def test_an_own_word_is_found_by_label_and_synonym_and_suggested() -> None:
    own = word("pickle-brine", label="Pickle brine (cold)", synonyms=("Lake Öl",))
    vocabulary = Vocabulary([own])
    for typed in ("pickle brine", "PICKLE-BRINE", "pickle brine (cold)", "lake öl", "LAKE O\u0308L"):
        assert vocabulary.find(typed, "remedy") == [own], typed
    assert vocabulary.suggest("pickle brin", "remedy") == "pickle-brine"
    assert vocabulary.label("remedy", "pickle-brine") == "Pickle brine (cold)"


def test_an_own_word_over_a_built_in_one_changes_it_and_keeps_its_synonyms() -> None:
    renamed = word("arch", role="site", label="Fußgewölbe", synonyms=("Bogen",))
    vocabulary = Vocabulary([renamed])
    for typed in ("arch", "instep", "fussgewölbe", "bogen"):
        assert [each.slug for each in vocabulary.find(typed, "site")] == ["arch"], typed
    assert vocabulary.label("site", "arch") == "Fußgewölbe"
    assert [each.slug for each in vocabulary.words("site")].count("arch") == 1
    shown = vocabulary.get("site", "arch")
    assert shown is not None


def test_a_hidden_word_is_not_offered_and_still_understood() -> None:
    built_in = Vocabulary().get("remedy", "pickle-juice")
    assert built_in is not None
    vocabulary = Vocabulary([built_in.replaced(hidden=True)])
    assert "pickle-juice" not in [each.slug for each in vocabulary.words("remedy")]
    assert "pickle-juice" in [each.slug for each in vocabulary.words("remedy", hidden=True)]
    assert [each.slug for each in vocabulary.find("pickle juice", "remedy")] == ["pickle-juice"]
    assert vocabulary.suggest("pickle-juce", "remedy") != "pickle-juice"
    assert vocabulary.label("remedy", "pickle-juice") == "pickle juice"


def test_a_slug_that_this_diary_has_no_word_for_is_shown_as_words() -> None:
    assert Vocabulary().label("remedy", "from-another-device") == "from another device"
    assert Vocabulary().get("remedy", "from-another-device") is None


@given(st.text(max_size=20))
def test_comparing_once_is_enough(typed: str) -> None:
    assert key(key(typed)) == key(typed)
    assert not any(character.isspace() for character in key(typed))


@pytest.mark.parametrize("label", ["πρωΐ μασάζ", "ΐ", "ǰ", "Straße", "ﬁsh oil", "İlaç", "Maße_und so", "ﷺ"])
def test_a_word_in_any_script_makes_a_slug_that_can_be_stored(label: str) -> None:
    own = Word(role="remedy", slug=key(label), label=label)
    assert Vocabulary([own]).find(label, "remedy") == [own]


@given(st.text(min_size=1, max_size=20))
def test_every_label_that_can_be_kept_makes_a_slug_that_can_be_kept(text: str) -> None:
    try:
        label = clean_text(text)
    except UsageError:
        return
    if key(label):
        Word(role="remedy", slug=key(label), label=label)
