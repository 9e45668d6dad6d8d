"""What people say they did makes no word beside a thing that is known, and is one whole where it names none."""

from __future__ import annotations

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.log_reader import LogReader
from crampdiary.words.night_reader import nights_in
from crampdiary.words.uses.deeds import FORMS
from crampdiary.words.uses.use_grammar import NOTHING, NOTHING_AT_ALL
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.when import is_the_sun
from kit.builders import NOW

USED = UseReader(Vocabulary(), "remedy")
HAD = UseReader(Vocabulary(), "trigger")


def words_of(reader: UseReader, line: str) -> list[tuple[str, bool]]:
    """Return what a line names, each with whether it is a new word."""
    return [(use.word, bool(use.label)) for use in reader.read([line]).uses]


@pytest.mark.parametrize(
    ("deed", "word"),
    [
        *(
            (f"rolled {it} on a {ball}", "massage-ball")
            for it in ("my foot", "it")
            for ball in ("golf ball", "ball")
        ),
        ("rolled my sole over a tennis ball", "massage-ball"),
        ("rolled a golf ball under my foot", "massage-ball"),
        ("soaked my feet in epsom salts", "epsom-salts"),
        ("soaked both feet in a bowl of warm water", "heat"),
        ("put my feet in cold water", "cold"),
        ("sat in a hot bath", "heat"),
        ("foam rolled", "foam-roller"),
    ],
)
def test_a_deed_with_a_known_thing_is_that_thing(deed: str, word: str) -> None:
    assert words_of(USED, deed) == [(word, False)]
    assert words_of(USED, f"{deed} and magnesium") == [(word, False), ("magnesium", False)]
    assert words_of(USED, f"magnesium, {deed} yesterday") == [("magnesium", False), (word, False)]
    said = " ".join(USED.read([deed]).not_understood)
    kept = deed.split()[0] if deed.startswith(("rolled", "soaked", "sat")) else ""
    assert kept in said, said


@pytest.mark.parametrize(
    "where", ["against the wall", "around the block", "on the floor", "in the garden", "by the bed"]
)
@pytest.mark.parametrize("role", [USED, HAD])
def test_where_it_was_done_is_no_word(where: str, role: UseReader) -> None:
    name, slug = ("stretching", "stretching") if role is USED else ("wine", "alcohol")
    told = role.read([f"{name} {where} yesterday"])
    assert [(use.word, use.label, use.described) for use in told.uses] == [(slug, "", [where])]
    assert len(told.days) == 1
    if role is USED:
        assert words_of(USED, f"stretched my calves {where}") == [("stretching", False)]
    assert words_of(role, f"{name} and leaning {where}")[1][1]  # joined, it is a thing of its own


@pytest.mark.parametrize(
    "it", ["took it easy", "took it slow", "kept it warm", "gave it a rest", "taking it easy"]
)
def test_what_names_no_thing_is_one_whole(it: str) -> None:
    for line in (it, f"{it} yesterday", f"{it}, magnesium"):
        assert USED.read([line]).uses[0].label == it
    told = USED.read([f"magnesium {it}"])
    assert [(use.word, use.described) for use in told.uses] == [("magnesium", [it])]


@pytest.mark.parametrize(
    "it", ["took it", "took it yesterday", "had it at 9", "took it twice", "didn't take it easy"]
)
def test_what_only_points_back_makes_no_word(it: str) -> None:
    assert not [use for use in USED.read([it]).uses if use.label]


def test_what_a_remedy_was_in_is_no_word_behind_its_name() -> None:
    for form in sorted(FORMS):
        told = USED.read([f"pickle juice {form}"])
        assert [(use.word, use.label) for use in told.uses] == [("pickle-juice", "")], form
        if not form.startswith("drink"):
            assert words_of(USED, f"pickle juice, {form}")[1][1], form
            assert words_of(USED, f"pickle juice yesterday {form}")[1][1], form


def test_nothing_is_said_in_many_ways() -> None:
    for said in [*sorted(NOTHING), *map(" ".join, NOTHING_AT_ALL)]:
        told = USED.read([f"{said} last night"])
        assert (told.nothing, told.uses, told.unused) == (True, [], []), said


@pytest.mark.parametrize("tired", ["too tired", "so tired", "too lazy", "too knackered"])
def test_who_was_too_tired_used_nothing(tired: str) -> None:
    for line in (tired, f"{tired} to do anything", f"{tired} for stretching last night"):
        told = USED.read([line])
        assert (told.nothing, told.uses) == (True, []), line
        assert len(told.days) == ("last night" in line)
    assert words_of(USED, f"{tired} for stretching but took magnesium") == [("magnesium", False)]
    assert words_of(USED, f"magnesium, {tired} for more") == [("magnesium", False)]
    if "tired" in tired:
        assert words_of(HAD, tired) == [("fatigue", False)]


@pytest.mark.parametrize("tonight", ["tonite", "2nite", "tonight"])
def test_tonight_is_typed_in_many_ways(tonight: str) -> None:
    assert [day.name for day in USED.read([f"magnesium {tonight}"]).days] == ["tonight"]
    told = LogReader(Vocabulary()).read([f"calf 5 {tonight}"])
    assert told.day is not None
    assert (told.day.name, told.kept) == ("tonight", [])


def test_the_usual_stuff_is_the_usual() -> None:
    for stuff in ("the usual stuff", "all the usual stuff", "same stuff"):
        assert USED.read([stuff]).again
        assert not USED.read([stuff]).uses


# The sun


SHINES = (
    "lay in the sun",
    "out in the sun",
    "sat in the sun",
    "too much sun",
    "lots of sun",
    "sun cream",
    "hot sun",
)


@pytest.mark.parametrize("said", SHINES)
def test_the_sun_is_no_sunday(said: str) -> None:
    for reader in (USED, HAD):
        told = reader.read([said])
        assert told.days == []
        assert reader is HAD or "sun" in (told.uses[0].label or " ".join(told.uses[0].described))
        assert [day.name for day in reader.read([f"{said} on monday"]).days] == ["monday"]
        assert [day.name for day in reader.read([f"{said}, sun"]).days] == ["sunday"]
    rest: list[str] = []
    found = nights_in([f"last night, {said}"], now=NOW, rest=rest)
    assert (len(found), len(rest)) == (1, 1)
    assert LogReader(Vocabulary()).read([f"calf 5, {said}"]).day is None


@pytest.mark.parametrize(
    "line", ["heat sun", "heat sat and sun", "heat on sun", "heat sun and mon", "heat night of sun"]
)
def test_a_sunday_stays_one(line: str) -> None:
    assert "sunday" in [day.name for day in USED.read([line]).days]
    assert not is_the_sun(line.split(), line.split().index("sun"))
