"""Every figure on the clinician's page is the one that `stats`, `remedies`, `triggers` and `doctor` show."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.model import Entry, Episode, Word
from crampdiary.diary.nights import Diary, join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.report.gathered import WEEKS, Gathered, gather
from crampdiary.report.one_page import OnePage, make
from crampdiary.report.said import PagePart
from crampdiary.screen import jsonout
from crampdiary.words.wording import duration
from kit.builders import LAST_NIGHT, NOW
from kit.reported import full, records_of, written
from kit.running import Cramp, slowly

CASES = [
    "three nights",
    "full",
    slowly("too much"),
    slowly("one entry"),
    slowly("ten years"),
    slowly("other"),
]


@cache
def diary_of(name: str) -> tuple[Diary, Vocabulary]:
    records = records_of(name)
    words = Vocabulary(each for each in records if isinstance(each, Word))
    entries = [
        Entry(number, f"uid-{number}", "", each)
        for number, each in enumerate(records, 1)
        if not isinstance(each, Word)
    ]
    return join(words.as_meant(entries), now=NOW), words  # fmt: skip


@cache
def gathered(name: str) -> Gathered:
    diary, words = diary_of(name)
    return gather(diary, words, now=NOW)


def page_of(name: str, **said: Any) -> OnePage:
    return make(gathered(name), diary_of(name)[1], version="1", now=NOW, **said)


def without_ids(value: Any) -> Any:
    """Return JSON values without what differs between two files that hold the same."""
    if isinstance(value, dict):
        return {name: without_ids(each) for name, each in value.items() if name not in ("id", "uid")}
    return [without_ids(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", CASES)
def test_what_is_gathered_is_what_the_commands_tell(name: str, cramp: Cramp, diary_path: Path) -> None:
    written(diary_path, records_of(name))
    found = without_ids(jsonout.plain(gathered(name)))

    def told(*arguments: str) -> Any:
        return without_ids(cramp("--diary", diary_path, *arguments, "--json").json)

    stats = told("stats", "--weeks", str(WEEKS))
    assert found["notices"] == stats.pop("notices")
    assert found["stats"] == stats
    doctor = told("doctor")
    assert (found["notices"], found["answered"]) == (doctor["notices"], doctor["answered"])
    assert found["remedies"] == told("remedies")
    triggers = told("triggers")
    triggers.pop("picture")
    assert found["triggers"] == triggers


def rows(part: PagePart) -> dict[str, tuple[str, ...]]:
    return {name: tuple(cells) for name, *cells in part.rows}


def part(page: OnePage, title: str) -> PagePart:
    return next(each for each in page.page.parts if each.title.startswith(title))


@pytest.mark.parametrize("name", ["full", slowly("ten years"), slowly("too much"), slowly("other")])
def test_the_figures_on_the_page_are_those_that_were_gathered(name: str) -> None:
    page, stats = page_of(name), gathered(name).stats
    recent, before = stats.recent, stats.before
    windows = (recent, before)
    often = rows(part(page, "How often"))
    assert often["Cramps a week"] == tuple(f"{each.per_week:.1f}" for each in windows)
    assert [cell.partition(",")[0] for cell in often["Nights with cramps"]] == [
        f"{each.nights_with_cramps} of {each.nights}" for each in windows
    ]
    long = rows(part(page, "How long"))
    for cell, each in zip(long["Median"], windows, strict=True):
        assert each.duration_s.median is None or cell.startswith(duration(each.duration_s.median))
    assert long["Over 10 minutes"] == tuple(str(each.cramps_long) for each in windows)
    bad = rows(part(page, "How bad"))
    assert bad["Worst"] == tuple(str(each.severity.worst) for each in windows)
    sleep = rows(part(page, "Sleep"))
    assert [cell.split(" ")[0] for cell in sleep["Nights woken"]] == [
        str(each.nights_woken) for each in windows
    ]
    chart = part(page, "How often").chart
    assert chart is not None
    assert chart.values == tuple(float(week.cramps) if week.nights else None for week in stats.weeks)
    hours = part(page, "Where and when").chart
    assert hours is not None
    assert hours.values == tuple(float(each.cramps) for each in stats.hours)
    sites = rows(part(page, "Where and when"))
    named = len(sites) - any("other place" in name for name in sites)
    expected = [(site.left, site.right, site.both) for site in stats.sites_by_side]
    others = [tuple(map(sum, zip(*expected[named:], strict=True)))] if expected[named:] else []
    for counts, cells in zip([*expected[:named], *others], sites.values(), strict=True):
        assert cells[:3] == tuple(f"{each:,}" if each else "-" for each in counts)
    said = page.page.sentence
    assert said.startswith(f"{recent.cramps} cramps")
    assert f"on {recent.nights_with_cramps} of {recent.nights_known} nights kept" in said
    assert f"sleep broken on {recent.nights_woken} night" in said
    assert stats.trend is None or f"{stats.trend.word}" in said


def test_late_entries_long_cramps_and_waking_are_counted_of_the_last_28_nights_alone() -> None:
    recent = gathered("full").stats.recent
    first = LAST_NIGHT - timedelta(days=27)
    cramps = [each for each in full() if isinstance(each, Episode) and first <= each.night <= LAST_NIGHT]
    assert recent.cramps == len(cramps)
    assert (
        recent.cramps_logged_late == sum(each.logged_at - each.at > timedelta(days=1) for each in cramps) > 0
    )
    assert recent.cramps_long == sum((each.duration_s or 0) > 600 for each in cramps) > 0
    assert recent.woke_said == sum(each.woke is not None for each in cramps) > 0


def test_medicines_have_their_dose_start_and_end() -> None:
    told = rows(part(page_of("full"), "Medicines"))
    assert told["Statin"] == ("20 mg", "10 Jan 2026", "now")
    assert told["Vitamin b"] == ("1 a day", "1 Feb 2026", "10 Mar 2026")
    assert told["New medicine"][0] == "statin"
    assert told["Magnesium"][2].endswith("nights")


def test_a_report_compares_with_the_nights_since_the_last_and_as_many_before() -> None:
    diary, words = diary_of("full")
    found = gather(diary, words, now=NOW, visited=date(2026, 3, 21)).visit
    assert found is not None
    assert (found.since.window.first_night, found.since.window.last_night) == (date(2026, 3, 21), LAST_NIGHT)
    assert (found.before.window.first_night, found.before.window.last_night) == (
        date(2026, 3, 11),
        date(2026, 3, 20),
    )
    assert gather(diary, words, now=NOW, visited=NOW.date()).visit is None
