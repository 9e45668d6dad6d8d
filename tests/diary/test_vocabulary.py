from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.built_in import ROLES, SUPPLEMENTS, built_in_names, built_in_words, is_dangerous
from crampdiary.diary.fields import NATURES, SIDES, WHEN_BAD
from crampdiary.diary.model import Word
from crampdiary.diary.values import clean_text, key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from kit.builders import episode, exposure, word

BUILT_IN = built_in_words()


def test_every_role_has_words_and_every_word_a_role() -> None:
    assert {each.role for each in BUILT_IN} == set(ROLES)


@pytest.mark.parametrize("each", BUILT_IN, ids=lambda each: f"{each.role}-{each.slug}")
@pytest.mark.slow_but_some
def test_a_built_in_word_is_typed_as_its_slug_its_label_or_any_synonym(each: Word) -> None:
    vocabulary = Vocabulary()
    assert each.slug == key(each.slug), "a slug is what is compared"
    assert each.slug.isascii()
    for typed in (each.slug, each.label, *each.synonyms):
        assert vocabulary.find(typed, each.role) == [each]
        assert vocabulary.find(typed.upper(), each.role) == [each]


def test_the_names_of_built_in_words_have_the_form_in_which_typed_words_are_compared() -> None:
    for (_, slug), names in built_in_names().items():
        assert names == tuple(map(key, names))
        assert slug in names
    every = {name for names in built_in_names().values() for name in names}
    assert {
        key(name) for each in built_in_words() for name in (each.slug, each.label, *each.synonyms)
    } == every


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


SLUGS = st.sampled_from("abcde")


@pytest.mark.slow
@given(st.dictionaries(SLUGS, st.sampled_from("abcdef"), min_size=1))
def test_words_made_into_each_other_mean_one_word_in_whatever_order_they_are_kept(
    made: dict[str, str],
) -> None:
    """Cycles too, as two devices can make them; `f` is a word that is not known."""
    own = [word(slug, merged_into=made.get(slug)) for slug in "abcde"]
    known, again = Vocabulary(own), Vocabulary(reversed(own))
    means = {slug: known.find(slug, "remedy")[0].slug for slug in "abcde"}
    for slug, meant in means.items():
        assert again.find(slug, "remedy")[0].slug == meant
        assert means[meant] == meant, "what a word means is no word that means another"
        assert made.get(slug) in (None, "f") or means[made[slug]] == meant
        record = exposure(slug)
        assert known.meant_by(record).word == meant
        assert known.meant_by(known.meant_by(record)) == known.meant_by(record)
        assert slug in known.recorded_as("remedy", meant)
    assert {each.slug for each in known.words("remedy")} & set("abcde") == set(means.values())


@given(st.dictionaries(SLUGS, SLUGS), st.lists(st.tuples(SLUGS, SLUGS), min_size=1, max_size=8))
def test_entries_count_under_the_words_theirs_were_made_into_and_none_is_lost(
    made: dict[str, str], pairs: list[tuple[str, str]]
) -> None:
    known = Vocabulary([word(slug, "sensation", merged_into=made.get(slug)) for slug in "abcde"])
    means = {slug: known.find(slug, "sensation")[0].slug for slug in "abcde"}
    for pair in pairs:
        held = tuple(dict.fromkeys(pair))
        assert known.meant_by(episode(sensations=held)).sensations == tuple(
            dict.fromkeys(means[each] for each in held)
        )


def or_none(*choices: object) -> st.SearchStrategy[object]:
    return st.sampled_from([None, *choices])


@given(
    st.lists(st.tuples(or_none(*WHEN_BAD), or_none(*NATURES), or_none(True, False)), min_size=3, max_size=3)
)
def test_what_was_answered_of_a_word_holds_for_the_one_it_was_made_into(
    answers: list[tuple[object, object, object]],
) -> None:
    own = [
        word(slug, merged_into=into, when_bad=bad, nature=nature, prescribed=prescribed)
        for slug, into, (bad, nature, prescribed) in zip("abc", ("b", "c", None), answers, strict=True)
    ]
    known = Vocabulary(own)
    found = known.answered(known.find("a", "remedy")[0])
    assert found.slug == "c"
    for place, name in enumerate(("when_bad", "nature", "prescribed")):
        said = [answer[place] for answer in answers]
        expected = said[2] if said[2] is not None else next((each for each in said if each is not None), None)
        if name == "prescribed" and True in said:
            expected = True  # one of them that is prescribed is enough
        assert getattr(found, name) == expected
    apart = [each.replaced(merged_into=None) for each in own]
    assert [Vocabulary(apart).answered(each) for each in apart] == apart


def test_a_name_of_a_word_and_of_a_set_is_that_of_the_word_unless_it_is_only_another_name_of_it() -> None:
    kit = word("kit", label="evening kit", set=("heat", "massage"))
    for names, is_set in (
        ({"slug": "kit-2", "label": "Kit"}, False),
        ({"slug": "evening-kit", "label": "brine"}, True),
        ({"slug": "brine", "synonyms": ("kit", "evening kit")}, True),
    ):
        known = Vocabulary([kit, word(**names)])
        found = known.find_set("kit")
        assert (found == kit) is is_set, names
    tidy = word("tidy", set=("heat",), synonyms=("brine",))
    assert Vocabulary([tidy, word("brine")]).find_set("brine") is None
    assert Vocabulary([tidy, word("salt", synonyms=("brine",))]).find_set("brine") is None
    assert Vocabulary([tidy]).find_set("brine") == tidy
