"""Every figure of a seeded ten-year diary, against a second calculation straight from the records."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest
from scipy.stats import binom  # type: ignore[import-untyped]

from crampdiary.diary.model import Away, CheckIn, Episode, Exposure, Record
from crampdiary.diary.nights import Diary
from crampdiary.stats import calendar
from crampdiary.stats import figures as stats
from crampdiary.stats.streaks import trigger_picture
from kit import seeded
from kit.builders import LAST_NIGHT, NOW, away, check_in, course, episode, exposure, sign

DAY = timedelta(days=1)


@cache
def ten_years() -> list[Record]:
    return seeded.records(3650)


@cache
def figures() -> stats.Stats:
    return stats.summarise(seeded.diary(ten_years()))


class Counted:
    """The same diary, counted night by night in plain dictionaries."""

    def __init__(self, records: list[Record]) -> None:
        self.cramps: dict[date, list[Episode]] = {}
        self.clear: set[date] = set()
        self.away: set[date] = set()
        self.words: dict[tuple[str, str], set[date]] = {}
        spoken = set()
        for record in records:
            if isinstance(record, Episode):
                self.cramps.setdefault(record.night, []).append(record)
                spoken.add(record.night)
            elif isinstance(record, CheckIn):
                self.clear.add(record.night)
                spoken.add(record.night)
            elif isinstance(record, Exposure):
                self.words.setdefault((record.role, record.word), set()).add(record.night)
                spoken.add(record.night)
            elif isinstance(record, Away):
                night = record.first_night
                while night <= record.last_night:
                    self.away.add(night)
                    night += DAY
        self.first, self.last = min(spoken), max(spoken)
        self.all = [self.first + number * DAY for number in range((self.last - self.first).days + 1)]
        self.counted = [night for night in self.all if night not in self.away]

    def between(self, first: date, last: date) -> list[date]:
        return [night for night in self.counted if first <= night <= last]

    def episodes(self, nights: list[date]) -> list[Episode]:
        return [each for night in nights for each in self.cramps.get(night, [])]


@cache
def counted() -> Counted:
    return Counted(ten_years())


@pytest.fixture
def both() -> tuple[stats.Stats, Counted]:
    return figures(), counted()


@pytest.mark.slow
def test_nights_and_cramps(both: tuple[stats.Stats, Counted]) -> None:
    found, naive = both
    with_cramps = set(naive.cramps) - naive.away
    clear = naive.clear - naive.away - set(naive.cramps)
    silent = set(naive.all) - naive.away - set(naive.cramps) - clear
    assert (found.first_night, found.last_night) == (naive.first, naive.last)
    assert found.nights == stats.NightCounts(
        counted=len(naive.counted),
        with_cramps=len(with_cramps),
        clear=len(clear),
        silent=len(silent),
        away=len(naive.away & set(naive.all)),
        gap=0,
    )
    assert found.cramps == len(naive.episodes(naive.counted))
    assert found.nights_woken == sum(
        any(each.woke for each in naive.cramps.get(night, [])) for night in naive.counted
    )


def test_windows(both: tuple[stats.Stats, Counted]) -> None:
    found, naive = both
    for window, last in ((found.recent, LAST_NIGHT), (found.before, LAST_NIGHT - 28 * DAY)):
        nights = naive.between(last - 27 * DAY, last)
        episodes = naive.episodes(nights)
        assert (window.first_night, window.last_night) == (last - 27 * DAY, last)
        assert (window.nights, window.cramps) == (len(nights), len(episodes))
        assert window.per_week == pytest.approx(7 * len(episodes) / len(nights))
        known = [night for night in nights if night in naive.cramps or night in naive.clear]
        assert window.nights_known == len(known) < len(nights)
        assert window.per_week_known == pytest.approx(7 * len(episodes) / len(known))
        assert window.nights_with_cramps == len({each.night for each in episodes})
        assert window.nights_woken == len({each.night for each in episodes if each.woke})
        check_spread(window.severity, [each.severity for each in episodes if each.severity is not None])
        check_spread(window.duration_s, [each.duration_s for each in episodes if each.duration_s is not None])


def check_spread(spread: stats.Spread, values: list[int]) -> None:
    assert (spread.said, spread.worst) == (len(values), max(values))
    assert spread.median == statistics.median(values)
    if len(values) <= 1000:
        rank = next(k for k in range(len(values), 0, -1) if binom.cdf(k - 1, len(values), 0.5) <= 0.025)
        assert (spread.low, spread.high) == (sorted(values)[rank - 1], sorted(values)[-rank])


def test_severity_and_duration_of_all(both: tuple[stats.Stats, Counted]) -> None:
    found, naive = both
    episodes = naive.episodes(naive.counted)
    check_spread(found.severity, [each.severity for each in episodes if each.severity is not None])
    check_spread(found.duration_s, [each.duration_s for each in episodes if each.duration_s is not None])


def test_courses(both: tuple[stats.Stats, Counted]) -> None:
    found, naive = both
    for back in range(13):
        last = LAST_NIGHT - 28 * back * DAY
        nights = naive.between(last - 27 * DAY, last)
        episodes = naive.episodes(nights)
        assert found.rate_course[-1 - back] == pytest.approx(7 * len(episodes) / len(nights))
        for blocks, measure in ((found.severity_course, "severity"), (found.duration_course_s, "duration_s")):
            said = [getattr(each, measure) for each in episodes if getattr(each, measure) is not None]
            assert blocks[-1 - back].said == len(said)
            assert blocks[-1 - back].median == statistics.median(said)
    assert len(found.rate_course) == len(found.severity_course) == 13


def test_streaks(both: tuple[stats.Stats, Counted]) -> None:
    found, naive = both
    row = "".join("x" if night in naive.cramps else "o" for night in naive.counted)
    assert found.cramp_free_longest == max(map(len, row.split("x")))
    assert found.cramp_free_now == len(row) - len(row.rstrip("o"))


def test_runs_of_remedies_and_nights_since_triggers(both: tuple[stats.Stats, Counted]) -> None:
    found, naive = both
    observed = [night for night in naive.all if night not in naive.away]
    for run in found.remedies:
        used = naive.words["remedy", run.word]
        row = "".join("x" if night in used else "o" for night in observed)
        assert run.nights == len(used - naive.away)
        assert run.longest == max(map(len, row.split("o")))
        assert run.now == len(row) - len(row.rstrip("x"))
    assert {run.word for run in found.remedies} == {word for role, word in naive.words if role == "remedy"}
    for since in found.triggers_met:
        met = naive.words["trigger", since.word] - naive.away
        assert since.nights == len(met)
        assert since.nights_since == (LAST_NIGHT - max(met)).days


def test_weeks_with_their_moving_rate(both: tuple[stats.Stats, Counted]) -> None:
    found, naive = both
    assert len(found.weeks) == 26
    for back, week in enumerate(reversed(found.weeks)):
        last = LAST_NIGHT - 7 * back * DAY
        nights = naive.between(last - 6 * DAY, last)
        assert (week.first_night, week.last_night) == (last - 6 * DAY, last)
        assert (week.nights, week.cramps) == (len(nights), len(naive.episodes(nights)))
        assert week.nights_with_cramps == sum(night in naive.cramps for night in nights)
        assert week.nights_away == sum(last - 6 * DAY <= night <= last for night in naive.away)
        around = naive.between(last - 27 * DAY, last)
        rate = 7 * len(naive.episodes(around)) / len(around) if len(around) >= 14 else None
        assert week.moving_per_week == (pytest.approx(rate) if rate is not None else None)


def test_hours_and_weekdays(both: tuple[stats.Stats, Counted]) -> None:
    found, naive = both
    episodes = naive.episodes(naive.counted)
    hours = Counter(each.at.hour for each in episodes if each.precision != "day")
    assert [each.hour for each in found.hours] == [*range(12, 24), *range(12)]
    assert {each.hour: each.cramps for each in found.hours if each.cramps} == hours
    assert found.hour_not_said == sum(each.precision == "day" for each in episodes)
    for place, each in enumerate(found.weekdays):
        nights = [night for night in naive.counted if night.isoweekday() == place + 1]
        assert (each.nights, each.cramps) == (len(nights), len(naive.episodes(nights)))
        assert each.per_night == pytest.approx(each.cramps / each.nights)


def test_sites_by_side_and_what_is_named_most(both: tuple[stats.Stats, Counted]) -> None:
    found, naive = both
    episodes = naive.episodes(naive.counted)
    by_side = Counter((site, each.side) for each in episodes for site in each.sites)
    for site in found.sites_by_side:
        counts = (site.left, site.right, site.both, site.side_not_said)
        assert counts == tuple(by_side[site.word, side] for side in ("left", "right", "both", None))
        assert site.cramps == sum(counts)
    for tallies, words in (
        (found.sites, [word for each in episodes for word in each.sites]),
        (found.triggers_suspected, [word for each in episodes for word in each.triggers]),
        (found.sensations, [word for each in episodes for word in each.sensations]),
    ):
        assert {each.word: each.count for each in tallies} == Counter(words)
        assert list(tallies) == sorted(tallies, key=lambda each: (-each.count, each.word))


@pytest.mark.parametrize("known", [False, True])
def test_the_trend_looks_at_the_counted_nights(known: bool, both: tuple[stats.Stats, Counted]) -> None:
    found, naive = both
    trend = found.trend_known if known else found.trend
    blocks: dict[int, list[int]] = {}
    for night in naive.counted:
        if not known or night in naive.cramps or night in naive.clear:
            block = (LAST_NIGHT - night).days // 28
            blocks.setdefault(block, []).append(len(naive.cramps.get(night, [])))
    rates = {block: 28 * sum(had) / len(had) for block, had in blocks.items() if len(had) >= 14}
    assert trend is not None
    assert [each.per_28 for each in trend.recent] == pytest.approx([rates[0], rates[1]])
    assert [each.per_28 for each in trend.earlier] == pytest.approx(
        [rates[block] for block in range(2, 14) if block in rates]
    )


def test_of_the_nights_without_a_cramp_it_tells_how_many_were_said_to_be_so() -> None:
    said: list[Record] = [
        check_in("2026-03-24"),
        episode("2026-03-25T23:00"),
        check_in("2026-03-26"),
        check_in("2026-03-30"),
    ]
    found = stats.summarise(of(*said))
    assert (found.cramp_free_now, found.cramp_free_now_said) == (5, 2)


def test_the_picture_of_triggers() -> None:
    naive = Counted(ten_years())
    found = trigger_picture(seeded.diary(ten_years()))
    observed = [night for night in naive.all if night not in naive.away]
    assert found.nights == len(observed)
    for each in found.triggers:
        met = naive.words["trigger", each.word]
        row = "".join("x" if night in met else "o" for night in observed)
        suspected = [one for one in naive.episodes(naive.counted) if each.word in one.triggers]
        assert each.nights_met == row.count("x")
        assert each.nights_since == (LAST_NIGHT - max(met - naive.away)).days
        assert each.longest_run == max(map(len, row.split("o")))
        assert each.longest_without == max(map(len, row.lstrip("o").split("x")))
        assert each.cramps_suspected == len(suspected)
        assert each.nights_suspected == len({one.night for one in suspected})


def test_a_range_keeps_to_its_nights() -> None:
    diary = seeded.diary(ten_years())
    naive = Counted(ten_years())
    since, until = date(2025, 1, 1), date(2025, 3, 31)
    found = stats.summarise(diary, since=since, until=until)
    assert found.cramps == len(naive.episodes(naive.between(since, until)))
    assert found.recent.last_night == until
    assert len(found.weeks) == 12  # whole ones
    assert found.weeks[0].first_night >= since
    other = stats.period(diary, since, until)
    assert other.window.cramps == found.cramps
    assert other.nights == found.nights
    assert other.cramp_free_longest == found.cramp_free_longest


def of(*records: Record) -> Diary:
    return seeded.diary(records)


def test_an_empty_diary_has_no_figures() -> None:
    found = stats.summarise(of())
    assert found.first_night is None
    assert (found.cramps, found.nights.counted, found.cramp_free_longest) == (0, 0, 0)
    assert (found.weeks, found.recent.per_week, found.trend) == ((), None, None)


def test_one_entry_is_one_night() -> None:
    found = stats.summarise(of(episode(severity=6)))
    assert found.nights.counted == found.cramps == found.recent.nights == 1
    assert found.recent.per_week == 7
    assert found.severity == stats.Spread(said=1, median=6, low=None, high=None, worst=6)


def test_a_diary_of_check_ins_is_free_of_cramps() -> None:
    found = stats.summarise(of(*(check_in(LAST_NIGHT - number * DAY) for number in range(40))))
    assert (found.cramps, found.cramp_free_now, found.cramp_free_longest) == (0, 40, 40)
    assert found.recent.per_week == 0


def test_the_night_under_way_is_shown_and_not_counted() -> None:
    tonight = episode("2026-03-31T01:00", logged_at=NOW.replace(hour=2))
    diary = seeded.diary([check_in("2026-03-28"), tonight], now=NOW.replace(hour=2))
    found = stats.summarise(diary)
    assert (found.cramps, found.cramps_under_way, found.cramp_free_now) == (0, 1, 0)
    later = stats.summarise(seeded.diary([check_in("2026-03-28"), tonight], now=NOW.replace(hour=5)))
    assert (later.cramps, later.cramps_under_way) == (1, 0)


def test_nights_away_neither_end_a_run_nor_lengthen_it() -> None:
    used: list[Record] = [exposure(when=f"2026-03-{day:02}T22:00") for day in (8, 9, 15, 16)]
    found = stats.summarise(of(*used, away("2026-03-10", "2026-03-14"), check_in("2026-03-16")))
    assert (found.remedies[0].nights, found.remedies[0].longest) == (4, 4)
    assert found.cramp_free_longest == 4


@pytest.mark.parametrize("more", [[], [sign("numbness", when="2026-03-30T03:00")], [check_in("2026-03-30")]])
def test_a_run_goes_on_while_away_whether_or_not_anything_is_told_there(more: list[Record]) -> None:
    used: list[Record] = [
        exposure(word, when=f"2026-03-{day}T22:00", role=role)
        for day in (26, 27)
        for role, word in (("remedy", "heat"), ("trigger", "alcohol"))
    ]
    for nights, now in ((("2026-03-28", "2026-04-02"), 2), (("2026-03-29", "2026-04-02"), 0)):
        diary = seeded.diary([*used, away(*nights), *more])
        (run,) = stats.summarise(diary).remedies
        (met,) = trigger_picture(diary).triggers
        assert (run.now, met.run_now) == (now, now)


def test_a_remedy_tried_for_a_cramp_is_no_run_of_prevention() -> None:
    found = stats.summarise(of(exposure(purpose="rescue"), check_in("2026-03-29")))
    assert found.remedies == ()


def test_a_trigger_met_tonight_was_met_no_nights_ago() -> None:
    now = NOW.replace(hour=22)
    tonight = exposure("alcohol", "2026-03-31T20:00", role="trigger", logged_at=now)
    found = stats.summarise(seeded.diary([check_in("2026-03-28"), tonight], now=now))
    assert [(each.word, each.nights_since) for each in found.triggers_met] == [("alcohol", 0)]


def test_the_two_nights_of_the_year_with_a_clock_change_are_nights_like_any() -> None:
    # 25 October 2025: 01:30 came twice. 29 March 2026: there was no 01:30.
    records: list[Record] = [
        episode("2025-10-26T01:30+01:00"),
        episode("2025-10-26T01:30+00:00"),
        episode("2026-03-29T00:59+00:00"),
        episode("2026-03-29T02:01+01:00"),
        check_in(),
    ]
    found = stats.summarise(of(*records))
    assert found.nights.counted == (LAST_NIGHT - date(2025, 10, 25)).days + 1
    assert found.nights.with_cramps == 2
    assert {each.hour: each.cramps for each in found.hours if each.cramps} == {0: 1, 1: 2, 2: 1}


def test_hours_and_nights_are_those_of_the_place_where_the_person_was() -> None:
    found = stats.summarise(of(episode("2026-03-20T03:00-07:00"), episode("2026-03-22T03:00+09:00")))
    assert {each.hour: each.cramps for each in found.hours if each.cramps} == {3: 2}
    assert found.first_night == date(2026, 3, 19)
    assert found.nights.with_cramps == 2


@pytest.mark.slow
def test_a_hundred_years_give_figures_too() -> None:
    found = stats.summarise(seeded.diary(seeded.records(36_500, cramps_a_night=0.3, exposures_a_night=0.5)))
    assert found.nights.counted + found.nights.away > 36_000
    assert found.trend is not None


@pytest.mark.parametrize("back", [70, 200], ids=["lately", "long ago"])
def test_a_long_silence_is_in_no_figure_as_if_it_had_been_away(back: int) -> None:
    silence = [LAST_NIGHT - (back - number) * DAY for number in range(60)]
    kept: list[Record] = [
        each
        for each in seeded.records(400)
        if isinstance(each, Away)
        or (isinstance(each, (Episode, Exposure, CheckIn)) and each.night not in silence)
    ]
    for role, word in (("remedy", "magnesium"), ("trigger", "flare")):
        kept.append(course(word, LAST_NIGHT - 300 * DAY, role=role))
    in_gap = seeded.diary(kept)
    ((first, last),) = in_gap.gaps
    assert first <= silence[0] and silence[-1] <= last  # noqa: PT018
    gone = seeded.diary([*kept, away(first, last)])
    assert gone.gaps == []
    found, other = stats.summarise(in_gap), stats.summarise(gone)
    nights = sum(night.date >= first and night.date <= last for night in in_gap.nights)
    assert (found.nights.gap, other.nights.away) == (nights, found.nights.away + nights)
    assert (found.trend is None) == (back < 84)  # too few of the last 56 nights are left
    assert (
        found.replaced(
            nights=other.nights,
            gaps=(),
            weeks=tuple(
                week.replaced(nights_away=there.nights_away)
                for week, there in zip(found.weeks, other.weeks, strict=True)
            ),
        )
        == other
    )
    assert trigger_picture(in_gap) == trigger_picture(gone)
    shown = calendar.night_map(
        in_gap, first=first - 30 * DAY, last=LAST_NIGHT, remedy="magnesium", trigger="flare"
    )
    assert shown.gap == nights
    assert not any(night.remedy or night.trigger for night in shown.nights if first <= night.night <= last)
