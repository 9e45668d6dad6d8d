"""The page says nothing that is not so: of what was recorded, of the nights, and of when it was written down."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Entry, Record
from crampdiary.diary.nights import join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.report.gathered import Gathered, gather
from crampdiary.report.last_told import NOT_WITHOUT_CRAMPS, TOLD
from crampdiary.report.one_page import OnePage, make, text
from crampdiary.stats.headline import against_usual
from crampdiary.stats.patterns import Hour
from crampdiary.stats.when_screen import busiest
from kit.builders import LAST_NIGHT, NOW, away, check_in, course, episode, exposure, sign

SAID: dict[str, dict[str, Any]] = {
    "how often": {},
    "how long they last": {"duration_s": 90},
    "how bad they are": {"severity": 4},
    "waking": {"woke": False},
    "time awake": {"awake_s": 600},
    "soreness the day after": {"sore_s": 0},
    "walking": {"walking": "limped"},
    "where they are": {"sites": ("calf",)},
    "at which hours": {},
    "what may set them off": {"triggers": ("fatigue",)},
    "what was tried": {"tried": (Tried(remedy="massage"),)},
}
"""What a cramp says of each thing; the others are entries of their own."""


def nights_ago(days: int, **values: Any) -> Record:
    at = NOW - timedelta(days=days, hours=6)
    return episode(at, **{"logged_at": at + timedelta(minutes=9), **values})


def gathered(*records: Record) -> Gathered:
    entries = [Entry(number, f"uid-{number}", "", each) for number, each in enumerate(records, 1)]
    return gather(join(entries, now=NOW), Vocabulary(), now=NOW)


def page(*records: Record, **said: Any) -> OnePage:
    return make(gathered(*records), Vocabulary(), version="1", now=NOW, **said)


def plain(made: OnePage) -> str:
    return " ".join(" ".join(text(made)).split())


def saying(name: str, days: int) -> Record:
    """Return an entry of so many days ago that tells of a thing."""
    at = NOW - timedelta(days=days, hours=6)
    if name == "signs between cramps":
        return sign("numbness", when=at)
    if name == "medicines":
        night = at.date() - timedelta(days=1)
        return course("statin", night, last_night=night, logged_at=at)
    return nights_ago(days, **SAID[name])


@pytest.mark.parametrize("days", [0, 5, 35, 70, 100, 200, 400])
@pytest.mark.parametrize("name", [each.name for each in TOLD])
def test_what_was_ever_recorded_is_never_called_missing(name: str, days: int) -> None:
    made = page(saying(name, days), check_in(LAST_NIGHT))
    assert name not in made.page.missing
    told = {each for _, names in made.page.earlier for each in names}
    assert not told & set(made.page.missing)
    if days == 400 and name not in ("what was tried", "what may set them off", "how often", "at which hours"):
        assert name in told
        assert any((NOW - timedelta(days=400)).date() - day <= timedelta(1) for day, _ in made.page.earlier)


def test_where_there_was_no_cramp_nothing_of_cramps_is_missing() -> None:
    quiet = page(*(check_in(LAST_NIGHT - timedelta(days=days)) for days in range(28)))
    assert not NOT_WITHOUT_CRAMPS & set(quiet.page.missing)
    assert set(page(nights_ago(2)).page.missing) >= NOT_WITHOUT_CRAMPS - {"at which hours"}


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ({"woke": True}, "Nights woken"),
        ({"awake_s": 900}, "Minutes awake a week"),
        ({"sore_s": 200_000}, "Days sore after one"),
        ({"walking": "limped"}, "Days walking limited"),
        ({"severity": 6}, "Median"),
        ({"duration_s": 900}, "Over 10 minutes"),
    ],
)
def test_a_figure_of_none_is_told_only_where_something_was_said(said: dict[str, Any], row: str) -> None:
    def cells(*records: Record) -> list[str]:
        rows = [each for part in page(*records).page.parts for each in part.rows]
        return next((list(each[1:]) for each in rows if each[0] == row), [])

    before = [nights_ago(days, **said) for days in (30, 33, 36)]
    assert cells(*before, *map(nights_ago, (2, 5, 8)))[0] == "-"
    assert cells(*before, nights_ago(2, **said), nights_ago(3, **said))[0] != "-"
    long_ago = cells(*(nights_ago(days, **said) for days in (100, 103, 106)))
    assert len(long_ago) == 1
    assert long_ago != ["-"]


@pytest.mark.parametrize("is_silent", [True, False])
def test_the_trend_says_wherever_it_stands_whether_it_needs_the_quiet_nights(is_silent: bool) -> None:
    records = [nights_ago(days) for days in range(60, 400, 2)] + [
        nights_ago(days) for days in (1, 16, 31, 46)
    ]
    cramps = {each.night for each in records}  # type: ignore[union-attr]
    nights = [LAST_NIGHT - timedelta(days=days) for days in range(400)]
    if not is_silent:
        records += [check_in(night) for night in nights if night not in cramps]
    found = gathered(*records)
    assert found.stats.trend is not None
    assert ("if the nights" in against_usual(found.stats)) == is_silent
    made = make(found, Vocabulary(), version="1", now=NOW)
    assert plain(made).count(against_usual(found.stats)) == 2


@pytest.mark.parametrize(
    "records",
    [
        [nights_ago(40)],
        [nights_ago(40), away("2026-03-03", "2026-03-30")],
        [nights_ago(40), away("2026-03-12", "2026-03-20"), nights_ago(6)],
        [nights_ago(90), nights_ago(3)],
        [nights_ago(9), check_in(LAST_NIGHT - timedelta(days=2))],
        [nights_ago(0)],
    ],
)
def test_the_nights_add_up(records: list[Record]) -> None:
    made = page(*records)
    said = plain(made)
    (kept, in_all, rest) = re.findall(r"Nights kept: (\d+) of (\d+)(.*?)\.", said)[0]
    left = [int(each) for each in re.findall(r"; (\d+) ", rest)]
    assert int(kept) + sum(left) == int(in_all)
    if "away" in repr(records):
        assert "away" in said
    for count, of, others in re.findall(r"Nights with cramps +\(?(\d+) of (\d+)(?:, (\d+) left out)?", said):
        assert int(count) <= int(of) <= int(of) + int(others or 0) <= 28


def test_nights_that_were_all_away_are_not_called_silent() -> None:
    made = page(nights_ago(40), away("2026-03-03", "2026-03-30"))
    assert made.page.sentence == "No diary was kept in the last four weeks: every night was away."


def test_nights_kept_are_never_all_of_them_where_only_cramps_were_kept() -> None:
    only = page(*map(nights_ago, (2, 5, 8)), *map(nights_ago, range(30, 60, 3)))
    assert only.page.sentence == "3 cramps in the last four weeks, on 3 nights; the other 25 were not kept."
    assert "if only nights kept count" not in plain(only)
    both = page(*map(nights_ago, (2, 5, 8)), check_in(LAST_NIGHT), *map(nights_ago, range(30, 60, 3)))
    assert "on 3 of 4 nights kept" in both.page.sentence
    rows = {each[0]: each[1:] for part in both.page.parts for each in part.rows}
    assert rows["if only nights kept count"] == ("5.2", "-")


def test_what_sleep_was_not_asked_of_is_said() -> None:
    asked = [nights_ago(days, woke=False) for days in (2, 5)]
    assert "sleep not broken by any" in page(*asked).page.sentence
    assert "sleep not broken by the 2 of which that was said" in page(*asked, nights_ago(8)).page.sentence


@pytest.mark.parametrize("late", [0, 1, 2])
@pytest.mark.parametrize("unknown", [0, 1, 3])
def test_nobody_is_told_when_a_cramp_was_written_down_where_that_is_not_known(
    late: int, unknown: int
) -> None:
    at = [(NOW - timedelta(days=days, hours=6)).replace(second=0, microsecond=0) for days in range(2, 20)]
    records: list[Record] = [episode(each, logged_at=each) for each in at[:unknown]]
    records += [episode(each, logged_at=each + timedelta(days=2)) for each in at[unknown : unknown + late]]
    just_now = at[10].replace(second=7)
    records.append(episode(just_now, logged_at=just_now))
    said = plain(page(*records))
    assert f"24 hours late: {late or 'none'} of {late + 1} cramp" in said
    assert (f"not known of {unknown}" in said) == bool(unknown)
    if unknown:
        alone = plain(page(*records[:unknown]))
        assert "late" not in alone
        assert "When the cramps were written down is not known." in alone


@pytest.mark.parametrize(
    "counts", [{3: 5, 2: 4}, {3: 5, 2: 5}, {1: 2, 2: 2, 5: 2, 7: 1}, {1: 1, 2: 1, 3: 1, 4: 1}]
)
def test_the_busiest_hours_are_all_named_and_never_called_most(counts: dict[int, int]) -> None:
    said = busiest([Hour(hour=hour, cramps=counts.get(hour, 0)) for hour in range(24)])
    most, every = max(counts.values()), sum(counts.values())
    assert f"{most} of {every}" in said
    assert "ost began" not in said
    ties = [hour for hour, count in counts.items() if count == most]
    assert [f"{hour:02}:00" in said for hour in ties] == [len(ties) <= 3] * len(ties)


def test_uses_of_a_night_are_recorded_too() -> None:
    made = page(exposure("magnesium", NOW - timedelta(days=300)), check_in(LAST_NIGHT))
    assert "medicines" not in made.page.missing
