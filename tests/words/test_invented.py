"""What a line of `cramp log` does not say is not made of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words import log_grammar
from crampdiary.words.common import COMMON
from crampdiary.words.log_reader import LogReader
from crampdiary.words.when import moment_told

VOCABULARY = Vocabulary()
LOG = LogReader(VOCABULARY)


def test_no_common_word_is_bent_to_a_built_in_one() -> None:
    assert len(COMMON) > 1000
    assert {each for each in COMMON if LOG.read([each]).typos} == set()


@pytest.mark.parametrize("word", ["ages", "yest", "wines", "males", "food", "inner"])
def test_a_common_word_is_not_bent(word: str) -> None:
    assert LOG.read([f"calf 5, lasted {word}"]).typos == []


@pytest.mark.parametrize("typed", ["clalf", "caf", "mssage", "rset"])
def test_a_slip_is_still_read(typed: str) -> None:
    assert (LOG.read([f"{typed} 5"]).typos != []) == (len(typed) > 3)


@pytest.mark.parametrize("often", ["every hour or so", "every 20 minutes", "on and off", "each hour"])
@pytest.mark.parametrize("span", ["from 1 to 5", "between 2 and 4", "from 1 until 5"])
def test_how_often_between_two_times_is_no_severity(often: str, span: str) -> None:
    for line in (f"{often} {span}, left foot", f"left foot, {often}, {span}"):
        told = LOG.read([line])
        assert told.fields == {"sites": ["foot"], "side": "left"}, line
        assert f"{often}" in ", ".join(told.kept)


@pytest.mark.parametrize("someone", sorted(log_grammar.SOMEONE))
def test_who_else_was_woken_is_not_the_person(someone: str) -> None:
    assert "woke" not in LOG.read([f"calf 5, woke {someone} too"]).fields
    assert "woke" not in LOG.read([f"calf 5, woke my {someone}"]).fields
    assert LOG.read(["calf 5, woke me"]).fields["woke"] is True


@pytest.mark.parametrize("other", ["each other", "one another", "every other"])
def test_other_is_no_place_where_it_is_of_something_else(other: str) -> None:
    assert LOG.read([f"toes crossed over {other} 5"]).fields["sites"] == ["toes"]


@pytest.mark.parametrize("day", range(1, 32))
def test_a_day_of_the_month_alone_is_the_last_one_past(day: int) -> None:
    nth = f"{day}{ {1: 'st', 2: 'nd', 3: 'rd', 21: 'st', 22: 'nd', 23: 'rd', 31: 'st'}.get(day, 'th') }"
    now = datetime(2026, 3, 31, 8, tzinfo=ZoneInfo("Europe/London"))
    told = LOG.read([f"toes 3 on the {nth} at 4am"])
    assert told.fields == {"sites": ["toes"], "severity": 3}
    found = moment_told(told.day, told.clock, is_rough=False, at_night=False, now=now, zone=now.tzinfo)
    assert (found.at.year, found.at.month, found.at.day, found.at.hour) == (2026, 3, day, 4)
    assert LOG.read(["yest, arch 3"]).day == LOG.read(["yesterday, arch 3"]).day
