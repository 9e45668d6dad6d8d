"""The screen of `cramp stats`, and its parts, as sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.screen.sections import Cell, Section, Spark, has_something
from crampdiary.stats.body_screen import signs_in_brief
from crampdiary.stats.counts_screen import remedies, sensations, sites, triggers
from crampdiary.stats.figures import CourseBlock, Spread, Stats, Window
from crampdiary.stats.headline import headline, in_full, under_way
from crampdiary.stats.when_screen import hours, weekdays, weeks
from crampdiary.words.wording import duration, listed, night_in_words, plural, silence

NOTHING = "Nothing to count yet. `cramp log` records a cramp; `cramp none` says that last night had none."
SAVED = "It is saved, and counts once the night is over."
_GAPS_SHOWN = 2


def stats(
    found: Stats, words: Vocabulary, *, now: datetime, notices: Sequence[Section] = (), part: str = ""
) -> list[Section]:
    """Return the screen of `cramp stats`, or a part of it.

    Args:
        found: the figures.
        words: the words known.
        now: the clock.
        notices: what is worth talking over with a doctor.
        part: a name of `PARTS`, or EVERY for all of them. Alone it is the answer first, what is needed to see it,
            and the names of the parts, on a screen of 24 lines.
    """
    if found.first_night is None or found.last_night is None:
        tonight = f"{under_way(found, now)}. {SAVED}" if found.cramps_under_way else NOTHING
        return [*notices, Section(lines=(tonight,))]
    parts = _parts(found, words, now)
    if part in parts:
        return [*parts[part], *([] if any(map(has_something, parts[part])) else [Section(lines=(_NO_PART,))])]
    word = found.trend.word if found.trend else ""
    answer = Section(
        lines=tuple(headline(found, now=now)), style=_STYLES.get(word.partition(" ")[0], "headline")
    )
    if part == EVERY:
        return [answer, *notices, *(section for each in parts.values() for section in each)]
    first, *others = [name for name in _MORE if any(map(has_something, parts[name]))]
    also = f"; also {listed(others)}" if others else ""
    return [
        answer,
        *notices,
        weeks(found, words, now=now, height=4, spoken=_WEEKS_SPOKEN),
        _four_weeks(found, brief=True),
        Section(lines=(f"More: `cramp stats {first}`{also}.", "All of it: `cramp stats --all`.")),
    ]


EVERY = "all"
_STYLES = {"fewer": "fewer", "more": "more"}  # by the first word of the trend
_WEEKS_SPOKEN = 8
_MORE = ("nights", "hours", "weeks", "places", "remedies", "triggers", "signs")
_NO_PART = "Nothing of that is known of these nights. `cramp stats` shows how it is going."
PARTS = ("nights", "weeks", "hours", "places", "remedies", "triggers", "signs")
"""What a person may ask of `cramp stats`, in the order of the whole screen."""


def _parts(found: Stats, words: Vocabulary, now: datetime) -> dict[str, list[Section]]:
    sections = (
        [_figures(found, now), _four_weeks(found)],
        [weeks(found, words, now=now, height=8, spoken=len(found.weeks))],
        [hours(found), weekdays(found)],
        [sites(found, words), sensations(found, words)],
        [remedies(found, words)],
        [triggers(found, words)],
        [signs_in_brief(found.signs, words, now=now)],
    )
    return dict(zip(PARTS, sections, strict=True))


def _figures(found: Stats, now: datetime) -> Section:
    nights = found.nights
    known = [
        f"{nights.with_cramps:,} with cramps",
        f"{nights.clear:,} you said had none",
        f"{nights.silent:,} you wrote nothing about (taken as quiet)",
    ]
    if nights.away:
        known.append(f"{nights.away:,} away (left out)")
    if nights.gap:
        known.append(f"{nights.gap:,} in a long silence (left out)")
    rows: list[tuple[Cell, ...]] = [
        ("Nights", f"{nights.counted:,}: {', '.join(known)}"),
        *(
            [("Tonight", f"{under_way(found, now)}, counted once the night is over")]
            if found.cramps_under_way
            else []
        ),
        *([("Trend", in_full(found))] if found.trend else []),
        ("In a row", _free(found)),
    ]
    first = found.first_night or now.date()
    return Section(
        foot=_gaps(found),
        title=f"From the {night_in_words(first, now=now.date())}",
        columns=("", ""),
        rows=tuple(rows),
    )


def _gaps(found: Stats) -> tuple[str, ...]:
    return tuple(silence(first_night, last_night) for first_night, last_night in found.gaps[-_GAPS_SHOWN:])


def _free(found: Stats) -> str:
    now = plural(found.cramp_free_now, "night") if found.cramp_free_now else "no night"
    said = found.cramp_free_now_said
    told = f" ({said:,} of them written down)" if said < found.cramp_free_now else ""
    return f"{now} without a cramp now{told}, {found.cramp_free_longest:,} at the longest"


def _four_weeks(found: Stats, *, brief: bool = False) -> Section:
    """Return the last four weeks beside the four before, and whether it is all or what is needed to see the answer.

    All of it has the course of each measure over a year.
    """
    recent, before = found.recent, found.before
    if not recent.nights and not before.nights:
        return Section()
    windows = (recent, before)
    rows: list[tuple[Cell, ...]] = [
        ("Cramps a week", *(_rate(each.per_week) for each in windows), Spark(found.rate_course)),
        *without_silent_nights(windows),
        ("Nights with cramps", *map(_nights_with, windows), ""),
        (WOKEN, *(_days(each.nights_woken, each.woke_said, each) for each in windows), ""),
        (
            "Typical severity",
            *(_median(each.severity, score, " cramps" if brief else "") for each in windows),
            _spark(found.severity_course),
        ),
        (
            "Typical length",
            *(_median(each.duration_s, duration) for each in windows),
            _spark(found.duration_course_s),
        ),
    ]
    columns = ("", "last 28 nights", "28 nights before", f"over {4 * len(found.rate_course)} weeks")
    if brief:
        silent = found.nights.silent
        they = "it counts as a night" if silent == 1 else "they count as nights"
        foot = (f"On {plural(silent, 'night')} you wrote nothing; {they} without cramps.",) if silent else ()
        return Section(
            columns=columns[:3],
            rows=tuple(row[:3] for row in (rows[-4], rows[-2])),
            foot=(*foot, *_gaps(found)),
        )
    rows += _aftermath(recent, before)
    return Section(
        title="The last 28 nights and the 28 before",
        columns=columns,
        rows=tuple(rows),
        foot=(
            _WHAT_IS_TYPICAL,
            *([WHAT_IS_NOTED] if without_silent_nights(windows) else []),
        ),
    )


_WHAT_IS_TYPICAL = "Typical: as many were above it as below. In brackets: of how many cramps you said it."


def _aftermath(recent: Window, before: Window) -> list[tuple[Cell, ...]]:
    """Return what cramps left behind and how the legs were, as far as any of it was said in either window."""
    windows = (recent, before)
    return [
        (name, *(shown(each) for each in windows), "")
        for name, is_said, shown in AFTER
        if any(is_said(each) for each in windows)
    ]


def _awake(window: Window) -> str:
    found = window.aftermath
    if found.minutes_awake_per_week is None:
        return "needs 7 nights" if found.awake_said else "not said"
    return f"{found.minutes_awake_per_week:.0f} (of {found.awake_said})"


def _days(count: int, said: int, window: Window) -> str:
    """Return how many days were so: none is a count where it was said of a cramp, or where there was no cramp."""
    return f"{count}" if said or not window.cramps else "not said"


AFTER: tuple[tuple[str, Callable[[Window], object], Callable[[Window], str]], ...] = (
    (
        "Sore the next day",
        lambda each: each.aftermath.sore_said,
        lambda each: _days(each.aftermath.nights_sore, each.aftermath.sore_said, each),
    ),
    ("Minutes awake a week", lambda each: each.aftermath.awake_said, _awake),
    (
        "Days limited",
        lambda each: each.aftermath.days_limited,
        lambda each: _days(each.aftermath.days_limited, each.aftermath.walking_said, each),
    ),
    ("Legs, typically", lambda each: each.legs.said, lambda each: _median(each.legs, score)),
)
"""What is said of the body besides: its name, whether any of it was said in a window, and how it is shown."""


def _nights_with(window: Window) -> str:
    return f"{window.nights_with_cramps} of {window.nights}" if window.nights else NO_NIGHT


def score(value: float) -> str:
    return f"{value:g}"


def _rate(per_week: float | None) -> str:
    return NO_NIGHT if per_week is None else f"{per_week:.1f}"


def without_silent_nights(windows: Sequence[Window]) -> list[tuple[Cell, ...]]:
    """Return the rates if only nights count about which something was said, where that makes a difference."""
    known = [_rate(each.per_week_known) for each in windows]
    if known == [_rate(each.per_week) for each in windows]:
        return []
    return [(NOTED, *known, "")]


NO_NIGHT = "no night counts"
WOKEN = "Nights you woke up"
NOTED = "On noted nights"
WHAT_IS_NOTED = "On noted nights: cramps a week if only nights with a cramp or a `cramp none` count."


def _median(spread: Spread, shown: Callable[[float], str], things: str = "") -> str:
    return "not said" if spread.median is None else f"{shown(spread.median)} (of {spread.said}{things})"


def _spark(course: Sequence[CourseBlock]) -> Cell:
    return Spark(tuple(each.median for each in course))
