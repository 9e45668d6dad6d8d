"""Where a diary stands: against a second reckoning from what was said of each night, and in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.clock.zones import latest_finished_night
from crampdiary.diary.model import Away, Entry, Record
from crampdiary.diary.nights import State, join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.stats import figures, standing_screen
from crampdiary.stats.standing import OFFERED_FOR, Standing, look
from kit.builders import NOW, away, check_in, episode, exposure

DAY = timedelta(days=1)
FIRST = date(2026, 3, 1)
SAID = ("cramp", "none", "used", "rescue", "had", "away", "")
"""What may be said of a night; "" for nothing."""


def record(said: str, night: date) -> Record:
    evening = f"{night}T22:00"
    made: dict[str, Record] = {
        "cramp": episode(f"{night + DAY}T03:00", sites=("arch", "toes"), side="left", severity=7),
        "none": check_in(night),
        "used": exposure("heat", evening),
        "rescue": exposure("massage", evening, purpose="rescue"),
        "had": exposure("alcohol", evening, role="trigger"),
        "away": away(night, night),
    }
    return made[said]


def seen(nights: dict[date, set[str]], now: datetime) -> tuple[Standing, figures.Stats]:
    records = [record(each, night) for night, said in nights.items() for each in sorted(said)]
    diary = join([Entry(number, str(number), "", each) for number, each in enumerate(records, 1)], now=now)
    spans = [each for each in records if isinstance(each, Away)]
    return look(diary, spans, now=now), figures.summarise(diary)


def state(said: set[str]) -> State:
    if "away" in said:
        return State.AWAY
    return State.CRAMPS if "cramp" in said else State.CLEAR if "none" in said else State.SILENT


nights = st.lists(st.sets(st.sampled_from(SAID[:-1]), max_size=2), min_size=1, max_size=25).map(
    lambda each: {FIRST + number * DAY: said for number, said in enumerate(each)}
)
clocks = st.datetimes(datetime(2026, 3, 2), datetime(2026, 4, 10)).map(
    lambda naive: naive.replace(microsecond=0, tzinfo=NOW.tzinfo)
)


@given(nights, clocks)
def test_what_is_shown_is_what_was_said_of_each_night(all_said: dict[date, set[str]], now: datetime) -> None:
    last = latest_finished_night(now)
    said = {night: each for night, each in all_said.items() if night <= last}
    found, stats = seen(said, now)

    def of(night: date) -> set[str]:
        return said.get(night, set())

    assert (found.last_night, found.state) == (last, state(of(last)))
    assert found.cramps == ("cramp" in of(last))
    assert bool(found.used_last) == ("used" in of(last))
    assert (found.cramp_free_now, found.cramp_free_longest) == (
        stats.cramp_free_now,
        stats.cramp_free_longest,
    )
    known = [night for night in said if state(of(night)) in (State.CRAMPS, State.CLEAR) and night < last]
    spoken = [night for night in said if of(night) - {"away"}]
    since = max(known, default=min(spoken, default=last) - DAY)
    between = [since + number * DAY for number in range(1, (last - since).days)]
    assert list(found.missed) == [night for night in between if state(of(night)) is State.SILENT]
    evenings = [night for night in said if "used" in of(night) and 0 < (last - night).days <= OFFERED_FOR]
    assert {each.record.night for each in found.offered} == set(evenings[-1:])
    cramps = [night for night in said if "cramp" in of(night)]
    assert [found.last_cramp.record.night] if found.last_cramp else cramps[-1:] == []


@given(nights, clocks, st.booleans(), st.sampled_from([[], ["a " * 30], ["a " * 35, "b " * 30]]))
def test_it_takes_eight_lines_at_most(
    said: dict[date, set[str]], now: datetime, made_up: bool, worth: list[str]
) -> None:
    found, _ = seen(said, now)
    lines = standing_screen.lines(found, Vocabulary(), now=now, worth=worth, made_up=made_up)
    assert len(lines) <= 8
    assert max(map(len, lines)) <= 80
    assert lines[-1].startswith("Help: `cramp help`.")
    text = "\n".join(lines)
    assert ("`cramp none`" in text) == (found.state is State.SILENT)
    assert ("`cramp none --since" in text) == bool(found.missed)


def test_an_empty_diary_says_what_to_type_within_40_columns() -> None:
    assert len(standing_screen.EMPTY) == 8
    assert max(map(len, standing_screen.EMPTY)) <= 40


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("2026-03-06T09:00", ["Last night: 1 cramp.", "Last evening: heat."]),
        ("2026-03-06T15:00", ["Last night: 1 cramp.", "This evening: nothing noted. `cramp used heat`"]),
        ("2026-03-06T02:00", ["Night of Wed 4 to Thu 5 March: no cramps.", "This evening: heat."]),
    ],
)
def test_the_night_is_named_where_it_could_be_another(clock: str, expected: list[str]) -> None:
    said = {date(2026, 3, 4): {"none"}, date(2026, 3, 5): {"cramp", "used"}}
    now = datetime.fromisoformat(clock).replace(tzinfo=NOW.tzinfo)
    found, _ = seen(said, now)
    lines = standing_screen.lines(found, Vocabulary(), now=now)
    assert [*lines[1:2], *(line for line in lines if "evening" in line)] == expected


def test_many_and_long_words_are_cut() -> None:
    found, _ = seen({FIRST: {"cramp"}}, NOW)
    assert found.last_cramp
    long = found.last_cramp._replace(record=found.last_cramp.record.replaced(sites=("x" * 60,)))
    uses = tuple(Entry(n, "", "", exposure(f"word-{n}-{'x' * 30}")) for n in range(9))
    shown = found.replaced(last_cramp=long, used=uses)
    assert max(map(len, standing_screen.lines(shown, Vocabulary(), now=NOW))) <= 100
