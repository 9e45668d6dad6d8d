"""Each thing told keeps its own side and place: what is said of one leg is never said of both."""

from __future__ import annotations

from itertools import product

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.feeling import WELL, Feeling
from crampdiary.words.log_reader import LogReader

VOCABULARY = Vocabulary()
LOG = LogReader(VOCABULARY)
FEEL = LogReader(VOCABULARY, Feeling)
SITES = sorted(
    word.slug for word in VOCABULARY.words() if word.role == "site" and word.slug not in ("other", "heel")
)
# a heel with pain on walking is heel pain
SENSATIONS = sorted(word.slug for word in VOCABULARY.words() if word.role == "sensation")
JOINED = (", ", " but ", " and ", "; ", ", and the ")
SIDES = [("left", "right"), ("right", "left"), ("both", "left"), ("right", "both")]
NOT = ("not", "isn't", "is not", "nothing", *sorted(WELL))


def places(name: str) -> str:
    return name.replace("-", " ")


@pytest.mark.slow_but_some
@pytest.mark.parametrize("sides", SIDES)
@pytest.mark.parametrize("site", SITES)
def test_two_things_felt_on_different_sides_are_two(site: str, sides: tuple[str, str]) -> None:
    others = SITES[SITES.index(site) % 5 :: 5]
    for number, (joined, other) in enumerate(product(JOINED, others), SITES.index(site)):
        one, two = SENSATIONS[number % len(SENSATIONS)], SENSATIONS[(number + 1) % len(SENSATIONS)]
        line = f"{sides[0]} {places(site)} {places(one)}{joined}{sides[1]} {places(other)} {places(two)} 4"
        told = FEEL.read([line])
        parts = [FEEL.read([each]).fields for each in told.parts]
        assert parts == [
            {"side": sides[0], "sites": [site], "sensations": [one]},
            {"side": sides[1], "sites": [other], "sensations": [two], "severity": 4},
        ], line
        assert told.fields == parts[0]
        assert ", ".join(told.kept).endswith("4"), line


@pytest.mark.slow_but_some
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("sensation", SENSATIONS)
def test_a_leg_that_is_well_does_not_make_it_both(sensation: str, side: str) -> None:
    other = {"left": "right", "right": "left"}[side]
    for well, joined, one in list(product(NOT, JOINED, ("one", "calf", "")))[
        SENSATIONS.index(sensation) % 7 :: 7
    ]:
        line = f"{side} calf {places(sensation)}{joined}{other} {one} {well}".replace("  ", " ")
        told = FEEL.read([line])
        assert told.fields == {"side": side, "sites": ["calf"], "sensations": [sensation]}, line
        assert well in ", ".join(told.kept), line


@pytest.mark.parametrize(
    "line", ["left and right calf", "left calf, right calf", "right calf and the left calf"]
)
def test_one_thing_of_both_legs_is_of_both(line: str) -> None:
    for said in (
        f"{line} swollen",
        f"swollen {line}",
        f"{line}, swollen",
        "left calf swollen, right calf swollen",
    ):
        told = FEEL.read([said])
        assert (told.parts, told.fields) == (
            [],
            {"side": "both", "sites": ["calf"], "sensations": ["swelling"]},
        ), said
    assert LOG.read([f"{line} 7"]).fields == {"side": "both", "sites": ["calf"], "severity": 7}


@pytest.mark.parametrize("sides", SIDES)
@pytest.mark.parametrize("joined", JOINED)
def test_a_cramp_has_the_side_of_what_its_severity_is_of(joined: str, sides: tuple[str, str]) -> None:
    cramp, felt = f"6 {sides[0]} calf", f"{sides[1]} ankle swollen"
    for line in (f"{cramp}{joined}{felt}", f"{felt}{joined}{cramp}"):
        told = LOG.read([line])
        assert told.fields == {"severity": 6, "side": sides[0], "sites": ["calf"]}, line
        assert told.felt == felt, line
        assert felt in ", ".join(told.kept), line


@pytest.mark.parametrize("well", sorted(WELL))
def test_what_is_well_is_nought_and_no_sign_of_a_place(well: str) -> None:
    for line in (
        well,
        f"legs are {well}",
        f"legs {well} 0",
        f"both feet {well} today",
        f"left leg {well}, right leg {well}",
    ):
        assert FEEL.read([line]).fields == {"severity": 0}, line
    for denied in ("not", "isn't", "never"):
        assert FEEL.read([f"{denied} {well}"]).fields == {}, denied
    told = FEEL.read([f"legs {well} 3"])
    assert (told.fields["severity"], told.kept) == (3, [well])


@pytest.mark.parametrize(
    "over", ["has gone down", "went down", "has subsided", "gone", "has settled", "cleared up"]
)
@pytest.mark.parametrize("sensation", SENSATIONS)
@pytest.mark.slow_but_some
def test_what_has_gone_down_is_not_felt(sensation: str, over: str) -> None:
    told = FEEL.read([f"{places(sensation)} left calf {over}"])
    assert (told.is_none, told.fields) == (True, {})
