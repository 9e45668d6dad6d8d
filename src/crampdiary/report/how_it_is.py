"""The parts that answer how often, how long, how bad, how one slept and where: figures of `stats` in words."""

from __future__ import annotations

from collections.abc import Callable, Container

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.report.gathered import WEEKS, Gathered
from crampdiary.report.said import Chart, PagePart, Room, brief_date, full_date, name_of
from crampdiary.stats.figures import WINDOW_NIGHTS, NightCounts, Spread, Window
from crampdiary.stats.headline import against_usual, in_full
from crampdiary.words.wording import MONTHS, duration, listed, plural

_A_WEEK = 7  # nights; a rate by the week from fewer would be a guess
_PICTURED = 6  # cramps with a clock time; fewer are told in words
_FORTNIGHT = 2  # weeks; from so many on bars show more than a figure does

Row = tuple[str, ...]


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
        said.append("sleep not broken by any that was asked about")
    return f"{'; '.join(said)}."


def _cramps(found: Gathered) -> str:
    recent, nights = found.stats.recent, _nights_in_all(found)
    span = "the last four weeks"
    if nights < WINDOW_NIGHTS:
        many = "the one night" if nights == 1 else plural(nights, "night")
        span = f"{many} since the diary began" if nights == 1 else f"the {many} since the diary began"
        span = span if nights else "a diary that begins tonight"
    if not recent.nights_known:
        return f"Nothing was recorded of how the nights were in {span}"
    kept = plural(recent.nights_known, "night")
    if not recent.cramps:
        return f"No cramps in {span}, with {kept} kept"
    cramps = f"{plural(recent.cramps, 'cramp')} in {span}"
    return cramps if nights == 1 else f"{cramps}, on {recent.nights_with_cramps} of {kept} kept"


def _nights_in_all(found: Gathered) -> int:
    """Return how many of the last 28 nights the diary has been there for."""
    recent = found.stats.recent
    first = max(found.began or recent.first_night, recent.first_night)
    return max(0, (recent.last_night - first).days + 1)


def period(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return which nights these are, how many of them were kept, and how much was written down late."""
    if found.began is None:
        return PagePart(title="The record", lines=("The diary is empty.",))
    recent, nights = found.stats.recent, _nights_in_all(found)
    if nights < WINDOW_NIGHTS:
        lines = [
            f"The diary began on {full_date(found.began)}; nights up to that of {full_date(recent.last_night)}."
        ]
    else:
        span = f"{full_date(recent.first_night)} to {full_date(recent.last_night)}"
        lines = [f"Last 28 nights: {span}. Diary since {full_date(found.began)}."]
    lines.append(_kept(recent, found.nights.nights, nights))
    if not recent.nights_known and found.ended:
        lines.append(f"The last night with an entry is that of {full_date(found.ended)}.")
    if recent.cramps:
        late = recent.cramps_logged_late or "none"
        lines.append(f"Written down more than 24 hours late: {late} of {plural(recent.cramps, 'cramp')}.")
    if found.stats.cramps_under_way:
        lines.append(f"Tonight, not counted yet: {plural(found.stats.cramps_under_way, 'cramp')}.")
    if found.visit:
        since, before = found.visit.since.window, found.visit.before.window
        lines.append(
            f"Since the report of {full_date(found.visit.made_on)}: {_in_nights(since)}; "
            f"in as many nights before: {_in_nights(before)}."
        )
    return PagePart(title="The record", lines=tuple(lines))


def _kept(recent: Window, nights: NightCounts, in_all: int) -> str:
    parts = [f"{nights.with_cramps} with cramps", f"{nights.clear} said clear"]
    rest = [
        f"{count} {how}"
        for count, how in (
            (nights.silent, "without a word, taken as quiet"),
            (nights.away, "away, left out"),
            (nights.gap, "in a long silence, left out"),
        )
        if count
    ]
    of_these = f" ({', '.join(parts)})" if recent.nights_known else ""
    kept = f"Nights kept: {recent.nights_known} of {in_all}{of_these}"
    return "; ".join([kept, *rest]) + "."


def _in_nights(window: Window) -> str:
    if not window.nights:
        return "no night counts"
    rate = (
        f", {window.per_week:.1f} a week" if window.per_week is not None and window.nights >= _A_WEEK else ""
    )
    return f"{plural(window.cramps, 'cramp')} in {plural(window.nights, 'night')}{rate}"


def _table(found: Gathered, title: str, rows: list[tuple[str, Callable[[Window], str]]]) -> PagePart:
    """Return a part with a table: the last 28 nights and, where any night counts in them, the 28 before."""
    windows = [found.stats.recent, *([found.stats.before] if found.stats.before.nights else [])]
    return PagePart(
        title=title,
        columns=("", _heading(found), "28 before")[: len(windows) + 1],
        rows=tuple((name, *map(shown, windows)) for name, shown in rows),
    )


def _heading(found: Gathered) -> str:
    return "last 28 nights" if _nights_in_all(found) == WINDOW_NIGHTS else "so far"


def frequency(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return cramps a week now and before, six months of weeks, and the trend in its words."""
    stats = found.stats
    if not (stats.recent.nights_known or stats.before.nights_known or stats.cramps):
        return PagePart(title="How often", missing=("how often",))
    trend = f"Trend: {in_full(stats.trend)}." if stats.trend else "Trend: too few nights to tell."
    if not stats.recent.nights:
        return PagePart(title="How often", chart=_weeks(found), lines=(trend,))
    rows: list[tuple[str, Callable[[Window], str]]] = [
        ("Cramps a week", lambda each: _rate(each, each.per_week)),
        ("Nights with cramps", lambda each: f"{each.nights_with_cramps} of {each.nights}"),
    ]
    if stats.recent.nights_known != stats.recent.nights and stats.recent.nights >= _A_WEEK:
        rows.insert(1, ("if only nights kept count", lambda each: _rate(each, each.per_week_known)))
    return _table(found, "How often", rows).replaced(chart=_weeks(found), lines=(trend,))


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
    span = f"the week to {brief_date(most.last_night, found.made_on)}"
    return Chart(
        title=f"Cramps a week, {plural(len(weeks), 'week')}",
        values=tuple(float(week.cramps) if week.nights else None for week in weeks),
        labels=tuple(
            MONTHS[week.last_night.month - 1][:3] if week.last_night.day <= _A_WEEK else "" for week in weeks
        ),
        line=tuple(week.moving_per_week for week in weeks),
        beside=f"Cramps a week over {plural(len(weeks), 'week')}, at most {most.cramps:,} ({span}).{uncounted}",
        key="The line is the mean of four weeks.",
    )


def length(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return how long cramps last, and how many lasted over ten minutes."""
    if not found.stats.recent.duration_s.said:
        return PagePart(title="How long", missing=("how long they last",))
    if _is_one(found, "duration_s"):
        return _table(found, "How long", [("The one timed", lambda each: _worst(each.duration_s, duration))])
    return _table(
        found,
        "How long",
        [
            ("Median", lambda each: _spread(each.duration_s, each, duration)),
            ("Longest", lambda each: _worst(each.duration_s, duration)),
            ("Over 10 minutes", lambda each: f"{each.cramps_long}" if each.duration_s.said else "-"),
        ],
    )


def severity(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return how bad cramps are."""
    if not found.stats.recent.severity.said:
        return PagePart(title="How bad", missing=("how bad they are",))
    if _is_one(found, "severity"):
        return _table(
            found, "How bad, of 10", [("The one rated", lambda each: _worst(each.severity, _score))]
        )
    return _table(
        found,
        "How bad, of 10",
        [
            ("Median", lambda each: _spread(each.severity, each, _score)),
            ("Worst", lambda each: _worst(each.severity, _score)),
        ],
    )


def _is_one(found: Gathered, measure: str) -> bool:
    """Return whether a measure was told of one cramp alone, so that there is nothing typical of it."""
    return sum(int(getattr(each, measure).said) for each in (found.stats.recent, found.stats.before)) == 1


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
    windows = (found.stats.recent, found.stats.before)
    every: list[tuple[str, str, Callable[[Window], int], Callable[[Window], str]]] = [
        ("waking", "Nights woken", lambda each: each.woke_said, _woken),
        ("time awake", "Minutes awake a week", lambda each: each.aftermath.awake_said, _awake),
        (
            "soreness the day after", "Days sore after one",
            lambda each: each.aftermath.nights_sore, lambda each: f"{each.aftermath.nights_sore}",
        ),
        (
            "walking", "Days walking limited",
            lambda each: each.aftermath.days_limited, lambda each: f"{each.aftermath.days_limited}",
        ),
    ]  # fmt: skip
    rows = [(name, shown) for _, name, is_said, shown in every if any(map(is_said, windows))]
    missing = tuple(what for what, _, is_said, _ in every if not any(map(is_said, windows)))
    return _table(found, "Sleep, the day after, walking", rows).replaced(missing=missing)


def _woken(window: Window) -> str:
    if not window.woke_said:
        return "-"
    asked = "" if window.woke_said == window.cramps else f" (said of {plural(window.woke_said, 'cramp')})"
    return f"{window.nights_woken}{asked}"


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
    chart, lines = None, list[str]()
    busiest = max(stats.hours, key=lambda each: each.cramps)
    at = f"between {busiest.hour:02}:00 and {(busiest.hour + 1) % 24:02}:00"
    if with_time >= _PICTURED:
        chart = Chart(
            title=f"Cramps by the hour, {WEEKS} weeks",
            values=tuple(float(each.cramps) for each in stats.hours),
            labels=tuple(f"{each.hour:02}" if each.hour % 3 == 0 else "" for each in stats.hours),
            line=(),
            beside=f"Most began {at}: {busiest.cramps:,} of {with_time:,} with a time.",
        )
    elif with_time:
        begun = listed([f"{each.hour:02}:00" for each in stats.hours if each.cramps])
        lines.append(f"Began in the {'hours' if ' ' in begun else 'hour'} from {begun}.")
    elif stats.cramps:
        missing.append("at which hours")
    if len(sites) > room.things:
        lines.append(f"And in {plural(len(sites) - room.things, 'other place')}.")
    return PagePart(
        title="Where and when, six months",
        columns=("", "left", "right", "both", "not said") if sites else (),
        rows=tuple(
            (
                name_of(words.label("site", each.word)),
                *map(_count, (each.left, each.right, each.both, each.side_not_said)),
            )
            for each in sites[: room.things]
        ),
        chart=chart,
        lines=tuple(lines),
        missing=tuple(missing),
    )  # fmt: skip


def _count(number: int) -> str:
    return f"{number:,}" if number else "-"
