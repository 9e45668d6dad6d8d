"""What stands behind a remedy and describes it: its salt, how it worked, how much of it; none is a word of its own."""

from __future__ import annotations

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words.uses.use_reader import UseReader
from kit.builders import word

READER = UseReader(Vocabulary(), "remedy")
SALTS = (
    "citrate glycinate bisglycinate oxide malate threonate taurate chloride sulphate sulfate lactate carbonate "
    "gluconate orotate aspartate"
).split()


def shown(line: str) -> list[tuple[str, str | None, list[str]]]:
    return [(each.word, each.amount, each.described) for each in READER.read([line]).uses]


@pytest.mark.parametrize("salt", SALTS)
def test_a_salt_behind_a_mineral_is_no_remedy_of_its_own(salt: str) -> None:
    for line in (f"mag {salt} 400mg", f"400mg mag {salt}", f"mag {salt}, 400mg"):
        assert shown(line) == [("magnesium", "400mg", [salt])], line
    assert shown(f"potassium {salt} and heat") == [("potassium", None, [salt]), ("heat", None, [])]


def test_one_that_is_a_word_of_the_diary_stays_that() -> None:
    reader = UseReader(Vocabulary([word("citrate")]), "remedy")
    assert [each.word for each in reader.read(["magnesium, citrate"]).uses] == ["magnesium", "citrate"]


@pytest.mark.parametrize("effect", ["helped", "helps", "worked", "worked well", "eased it"])
def test_how_it_worked_is_no_remedy(effect: str) -> None:
    (one, two) = shown(f"heat {effect}, stretching")
    assert (one[0], two[0]) == ("heat", "stretching")
    assert effect.split()[0] in " ".join(one[2])
    assert READER.read([f"nothing {effect}"]).nothing


@pytest.mark.parametrize("part", ["1/2", "1/4", "3/4", "1/3", "2/3"])
def test_a_part_of_a_unit_is_no_day(part: str) -> None:
    for line, amount in (
        (f"{part} tab magnesium", f"{part} tab"),
        (f"magnesium {part} a pill", f"{part} a pill"),
    ):
        assert shown(line) == [("magnesium", amount, [])]
    with pytest.raises(UsageError, match="could be two days"):
        READER.read([f"magnesium {part}"])


def test_a_date_in_figures_is_a_day() -> None:
    (day,) = READER.read(["magnesium 17/3"]).days
    assert day.name == "17 march"
