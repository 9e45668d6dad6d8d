"""The parts that answer how often, how long, how bad, how one slept and where: figures of `stats` in words."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from itertools import groupby

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.report.gathered import WEEKS, Gathered, NightsKept
from crampdiary.report.said import Chart, PagePart, Room, brief_date, full_date, name_of
from crampdiary.stats.figures import WINDOW_NIGHTS, Spread, Window
from crampdiary.stats.headline import against_usual, in_full
from crampdiary.stats.patterns import Hour, Site, Week
from crampdiary.stats.when_screen import busiest
from crampdiary.words.wording import MONTHS, duration, listed, plural

_A_WEEK = 7  # nights; a rate by the week from fewer would be a guess
_PICTURED = 6  # cramps with a clock time; fewer are told in words
_FORTNIGHT = 2  # weeks; from so many on bars show more than a figure does


def sentence(found: Gathered, without: Container[str] = ()) -> str:
    """Return the one sentence that says it all, as far as the parts that stand say it."""
    recent = found.stats.recent
    if found.began is None:
        return "Nothing has been recorded yet."
    said = [_cramps(found)]
    if usual := "frequency" not in without and recent.nights and against_usual(found.stats):
        said.append(usual)
    if "sleep" not in without and recent.nights_woken:
        said.append(f"sleep broken on {plural(recent.nights_woken, 'night')}")
    elif "sleep" not in without and recent.woke_said:
        of_these = f"the {recent.woke_said} of which that was said"
        said.append(f"sleep not broken by {'any' if recent.woke_said == recent.cramps else of_these}")
    return f"{'; '.join(said)}."


def _cramps(found: Gathered) -> str:
    recent, nights = found.stats.recent, found.nights.in_all
    span = "the last four weeks"
    if nights < WINDOW_NIGHTS:
        many = "the one night" if nights == 1 else plural(nights, "night")
        span = f"{many} since the diary began" if nights == 1 else f"the {many} since the diary began"
        span = span if nights else "a diary that begins tonight"
    if not recent.nights_known:
        away = found.nights.away
        if away and away == nights:
            return f"No diary was kept in {span}: every night was away"
        others = f": {plural(away, 'night')} away, nothing written on the others" if away else ""
        return f"Nothing was recorded of how the nights were in {span}{others}"
    kept = plural(recent.nights_known, "night")
    if not recent.cramps:
        return f"No cramps in {span}, with {kept} kept"
    cramps = f"{plural(recent.cramps, 'cramp')} in {span}"
    if nights == 1:
        return cramps
    unkept = nights - recent.nights_known
    if unkept and not found.nights.clear:  # else "6 of 6 nights kept" would be read as every night
        were = "the other night was" if unkept == 1 else f"the other {unkept} were"
        return f"{cramps}, on {plural(recent.nights_with_cramps, 'night')}; {were} not kept"
    return f"{cramps}, on {recent.nights_with_cramps} of {kept} kept"


def _left_out(found: Gathered, window: Window) -> int:
    """Return how many nights of a window the diary was there for and does not count."""
    first = max(found.began or window.first_night, window.first_night)
    return max(0, (window.last_night - first).days + 1) - window.nights


def period(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return which nights these are, how many of them were kept, and how much was written down late."""
    if found.began is None:
        return PagePart(title="The record", lines=("The diary is empty.",))
    recent, nights = found.stats.recent, found.nights.in_all
    if nights < WINDOW_NIGHTS:
        lines = [
            f"The diary began on {full_date(found.began)}; nights up to that of {full_date(recent.last_night)}."
        ]
    else:
        span = f"{full_date(recent.first_night)} to {full_date(recent.last_night)}"
        lines = [f"Last 28 nights: {span}. Diary since {full_date(found.began)}."]
    lines.append(_kept(found.nights))
    if not recent.nights_known and found.ended:
        lines.append(f"The last night with an entry is that of {full_date(found.ended)}.")
    if recent.cramps:
        lines.append(_late(recent))
    if found.stats.cramps_under_way:
        lines.append(f"Tonight, not counted yet: {plural(found.stats.cramps_under_way, 'cramp')}.")
    if found.visit:
        since, before = found.visit.since.window, found.visit.before.window
        lines.append(
            f"Since the report of {full_date(found.visit.made_on)}: {_in_nights(since)}; "
            f"in as many nights before: {_in_nights(before)}."
        )
    return PagePart(title="The record", lines=tuple(lines))


def _late(recent: Window) -> str:
    unknown = recent.cramps - recent.writing_known
    if not recent.writing_known:
        return "When the cramps were written down is not known."
    known = plural(recent.writing_known, "cramp")
    of_these = f"{recent.cramps_logged_late or 'none'} of {known}"
    rest = f", not known of {unknown}" if unknown else ""
    return f"Written down more than 24 hours late: {of_these}{rest}."


def _kept(nights: NightsKept) -> str:
    parts = [f"{nights.with_cramps} with cramps", f"{nights.clear} said clear"]
    rest = [
        f"{count} {how}"
        for count, how in (
            (nights.silent, "without a word, taken as quiet"),
            (nights.away, "away, left out"),
            (nights.gap, "in a long silence, left out"),
            (nights.after, "since the last entry, left out"),
        )
        if count
    ]
    known = nights.with_cramps + nights.clear
    of_these = f" ({', '.join(parts)})" if known else ""
    kept = f"Nights kept: {known} of {nights.in_all}{of_these}"
    return "; ".join([kept, *rest]) + "."


def _in_nights(window: Window) -> str:
    if not window.nights:
        return "no night counts"
    rate = (
        f", {window.per_week:.1f} a week" if window.per_week is not None and window.nights >= _A_WEEK else ""
    )
    return f"{plural(window.cramps, 'cramp')} in {plural(window.nights, 'night')}{rate}"


TableRow = tuple[str, Callable[[Window], str]]


def _table(
    found: Gathered, title: str, rows: Sequence[TableRow], is_said: Callable[[Window], object]
) -> PagePart:
    """Return a part with a table of the windows in which something is said.

    Args:
        found: the figures.
        title: of the part.
        rows: a name, and what to show of a window.
        is_said: whether a window has any of it. Where neither the last 28 nights nor the 28 before have, the six months
            stand in their place; where these have not either, there is no table.
    """
    windows = [(head, each) for head, each in _windows(found) if each.nights]
    if not any(is_said(each) for _, each in windows):
        windows = [("six months", found.half_year)] if is_said(found.half_year) else []
    return PagePart(
        title=title,
        columns=("", *(head for head, _ in windows)) if windows else (),
        rows=tuple((name, *(shown(each) for _, each in windows)) for name, shown in rows) if windows else (),
    )


def _windows(found: Gathered) -> list[tuple[str, Window]]:
    recent = "last 28 nights" if found.nights.in_all == WINDOW_NIGHTS else "so far"
    return [(recent, found.stats.recent), ("28 before", found.stats.before)]


def frequency(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return cramps a week now and before, six months of weeks, and the trend in its words."""
    stats = found.stats
    if not (stats.recent.nights_known or stats.before.nights_known or stats.cramps):
        return PagePart(title="How often", missing=("how often",))
    trend = f"Trend: {in_full(stats)}." if stats.trend else "Trend: too few nights to tell."
    rows: list[TableRow] = [
        ("Cramps a week", lambda each: _rate(each, each.per_week)),
        ("Nights with cramps", lambda each: _nights_with(found, each)),
    ]
    if (
        stats.recent.nights_known != stats.recent.nights
        and stats.recent.nights >= _A_WEEK
        and _has_clear(stats.recent)
    ):
        rows.insert(
            1,
            (
                "if only nights kept count",
                lambda each: _rate(each, each.per_week_known) if _has_clear(each) else "-",
            ),
        )
    table = _table(found, "How often", rows, lambda each: each.nights)
    return table.replaced(chart=_weeks(found), lines=(trend,))


def _has_clear(window: Window) -> bool:
    """Return whether nights without a cramp were written down too: else a rate of nights kept says nothing."""
    return window.nights_known > window.nights_with_cramps


def _nights_with(found: Gathered, window: Window) -> str:
    left_out = _left_out(found, window)
    return f"{window.nights_with_cramps} of {window.nights}" + (f", {left_out} left out" if left_out else "")


def _rate(window: Window, rate: float | None) -> str:
    if rate is None or not window.nights:
        return "no night counts"
    return (
        f"{rate:.1f}" if window.nights >= _A_WEEK else f"{window.cramps} in {plural(window.nights, 'night')}"
    )


def _weeks(found: Gathered) -> Chart | None:
    weeks = found.stats.weeks
    if len(weeks) < _FORTNIGHT or not any(week.cramps for week in weeks):
        return None
    most = max(weeks, key=lambda week: week.cramps)
    uncounted = "" if all(week.nights for week in weeks) else " x: no night of the week counts."
    partly = sum(0 < week.nights < _A_WEEK for week in weeks)
    if partly:
        uncounted += f" In {plural(partly, 'week')} only some nights count."
    span = f"the week to {brief_date(most.last_night, found.made_on)}"
    return Chart(
        title=f"Cramps in each of {len(weeks)} weeks",
        values=tuple(float(week.cramps) if week.nights else None for week in weeks),
        labels=tuple(
            MONTHS[week.last_night.month - 1][:3] if week.last_night.day <= _A_WEEK else "" for week in weeks
        ),
        line=tuple(week.moving_per_week for week in weeks),
        beside=f"Cramps in each of {len(weeks)} weeks, at most {most.cramps:,} ({span}).{uncounted}",
        key="The line is the mean of four weeks.",
        told=f"By the month in which the week ends: {_by_month(weeks)}.",
    )


def _by_month(weeks: Sequence[Week]) -> str:
    """Return the cramps of each week by the month, the oldest first: "Feb 3 0 x 2; Mar 1"."""
    months = groupby(weeks, lambda week: (week.last_night.year, week.last_night.month))
    return "; ".join(
        " ".join([MONTHS[month - 1][:3], *(f"{week.cramps}" if week.nights else "x" for week in found)])
        for (_, month), found in months
    )


def length(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return how long cramps last, and how many lasted over ten minutes."""
    return _measured(
        found,
        ("How long", "The one timed", "Longest", "how long they last"),
        lambda each: each.duration_s,
        duration,
        [("Over 10 minutes", lambda each: f"{each.cramps_long}" if each.duration_s.said else "-")],
    )


def severity(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return how bad cramps are."""
    names = ("How bad, of 10", "The one rated", "Worst", "how bad they are")
    return _measured(found, names, lambda each: each.severity, _score)


def _measured(
    found: Gathered,
    names: tuple[str, str, str, str],
    spread: Callable[[Window], Spread],
    shown: Callable[[float], str],
    more: Sequence[TableRow] = (),
) -> PagePart:
    """Return the median and the worst of a measure; of one value alone there is nothing typical.

    Args:
        found: the figures.
        names: the title, the row of one value alone, that of the worst, and what is missing where nothing is said.
        spread: the measure in a window.
        shown: a value of it.
        more: rows behind these.
    """
    title, of_one, worst, missing = names
    typical: TableRow = ("Median", lambda each: _spread(spread(each), each, shown))
    utmost: TableRow = (worst, lambda each: _worst(spread(each), shown))
    made = _table(found, title, [typical, utmost, *more], lambda each: spread(each).said)
    windows = (
        [found.half_year] if made.columns[1:] == ("six months",) else [each for _, each in _windows(found)]
    )
    if sum(spread(each).said for each in windows) == 1:
        made = _table(found, title, [(of_one, utmost[1])], lambda each: spread(each).said)
    return made if made.rows else made.replaced(missing=(missing,))


def _spread(spread: Spread, window: Window, shown: Callable[[float], str]) -> str:
    if spread.median is None:
        return "-"
    of_all = "" if spread.said == window.cramps else f" (said of {spread.said})"
    return f"{shown(spread.median)}{of_all}"


def _worst(spread: Spread, shown: Callable[[float], str]) -> str:
    return "-" if spread.worst is None else shown(spread.worst)


def _score(value: float) -> str:
    return f"{value:g}"


def sleep(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return what cramps do to sleep, to the day after, and to walking."""
    every: list[tuple[str, str, Callable[[Window], int], Callable[[Window], str]]] = [
        (
            "waking", "Nights woken", lambda each: each.woke_said,
            lambda each: _days(each, each.nights_woken, each.woke_said),
        ),
        ("time awake", "Minutes awake a week", lambda each: each.aftermath.awake_said, _awake),
        (
            "soreness the day after", "Days sore after one", lambda each: each.aftermath.sore_said,
            lambda each: _days(each, each.aftermath.nights_sore, each.aftermath.sore_said),
        ),
        (
            "walking", "Days walking limited", lambda each: each.aftermath.walking_said,
            lambda each: _days(each, each.aftermath.days_limited, each.aftermath.walking_said, can_be_well=False),
        ),
    ]  # fmt: skip

    def is_said(window: Window) -> bool:
        return any(said(window) for _, _, said, _ in every)

    windows = [found.stats.recent, found.stats.before]
    if not any(map(is_said, windows)):
        windows = [found.half_year]
    rows = [(name, shown) for _, name, said, shown in every if any(map(said, windows))]
    missing = tuple(what for what, _, said, _ in every if not any(map(said, windows)))
    return _table(found, "Sleep, the day after, walking", rows, is_said).replaced(missing=missing)


def _days(window: Window, count: int, said: int, *, can_be_well: bool = True) -> str:
    """Return how many days were so: none is a count where it was said of a cramp, or where there was no cramp.

    Args:
        window: the nights.
        count: the days.
        said: of how many cramps anything was said of it.
        can_be_well: whether it can be said that it was not so; else there is nothing to add of the others.
    """
    if not said and window.cramps:
        return "-"
    asked = f" (said of {plural(said, 'cramp')})" if can_be_well and said != window.cramps else ""
    return f"{count}{asked}"


def _awake(window: Window) -> str:
    minutes = window.aftermath.minutes_awake_per_week
    if minutes is not None:
        return f"{minutes:.0f}"
    return "needs 7 nights" if window.aftermath.awake_said else "-"


def places(found: Gathered, words: Vocabulary, room: Room) -> PagePart:
    """Return where cramps are, on which side, and at which hours, over six months."""
    stats = found.stats
    sites = stats.sites_by_side
    with_time = sum(each.cramps for each in stats.hours)
    missing = [] if sites else ["where they are"]
    others = sites[room.things :]
    chart, lines = None, list[str]()
    if with_time >= _PICTURED:
        chart = Chart(
            title=f"Cramps by the hour, {WEEKS} weeks",
            values=tuple(float(each.cramps) for each in stats.hours),
            labels=tuple(f"{each.hour:02}" if each.hour % 3 == 0 else "" for each in stats.hours),
            line=(),
            beside=f"{busiest(stats.hours)}{', of those with a time' if stats.hour_not_said else ''}.",
            told=f"By the hour {_by_hour(stats.hours)}.",
        )
    elif with_time:
        begun = listed([f"{each.hour:02}:00" for each in stats.hours if each.cramps])
        lines.append(f"Began in the {'hours' if ' ' in begun else 'hour'} from {begun}.")
    elif stats.cramps:
        missing.append("at which hours")
    return PagePart(
        title="Where and when, six months",
        columns=("", "left", "right", "both", "not said") if sites else (),
        rows=(
            *(
                (name_of(words.label("site", each.word)), *map(_count, _by_side([each])))
                for each in sites[: room.things]
            ),
            *([(plural(len(others), "other place"), *map(_count, _by_side(others)))] if others else []),
        ),
        chart=chart,
        lines=tuple(lines),
        missing=tuple(missing),
    )  # fmt: skip


def _by_side(sites: Sequence[Site]) -> tuple[int, int, int, int]:
    return (
        sum(each.left for each in sites),
        sum(each.right for each in sites),
        sum(each.both for each in sites),
        sum(each.side_not_said for each in sites),
    )


def _by_hour(hours: Sequence[Hour]) -> str:
    """Return the cramps of each hour from the first to the last that has any: "from 22:00 on 1 0 3"."""
    has_any = [place for place, each in enumerate(hours) if each.cramps]
    shown = hours[has_any[0] : has_any[-1] + 1]
    return f"from {shown[0].hour:02}:00 on {' '.join(f'{each.cramps}' for each in shown)}"


def _count(number: int) -> str:
    return f"{number:,}" if number else "-"
