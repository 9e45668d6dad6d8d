"""Doctor notices: which rules of the table hold now. Never a diagnosis.

`cramp log` asks only for the rules about the last 28 nights, and mentions those that the cramp just logged is
a reason for; so nothing heavier than the records is loaded here. The rules that need the diary's history
(`frequent`, `worsening`, `new-medicine`) are asked by `cramp stats`, `cramp doctor` and the clinician's page.

An entry is a reason to talk to a doctor also where its night was away and is left out of the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crampdiary.clock.zones import latest_finished_night, night_of
from crampdiary.diary.model import Entry, Episode, Record
from crampdiary.doctor.rules import (
    ELSEWHERE,
    LONG_S,
    NUMB_OR_SWOLLEN,
    REGIONS,
    REPEAT_DAYS,
    RULES,
    SEVERAL_REGIONS,
    SEVERE,
    SEVERE_NIGHTS,
    WINDOW_NIGHTS,
    WOKEN_NIGHTS,
    WOKEN_OF,
    Notice,
    Rule,
)

if TYPE_CHECKING:
    from crampdiary.diary.nights import Diary

Episodes = Sequence[Entry[Episode]]


def about_the_last_nights(episodes: Iterable[Entry[Episode]], *, now: datetime) -> list[Notice]:
    """Return the notices that the cramps of the last 28 nights give rise to, in the table's order.

    Args:
        episodes: the cramps, in any order; only those of the last 28 nights matter. The night under way is
            one of these once it has a cramp.
        now: the clock.
    """
    episodes = list(episodes)
    under_way = night_of(now)
    has_begun = any(entry.record.night == under_way for entry in episodes)
    last = under_way if has_begun else latest_finished_night(now)
    recent = sorted(
        (each for each in episodes if _within(each, last, WINDOW_NIGHTS)),
        key=lambda each: (each.record.at, each.number),
    )
    week = [each for each in recent if _within(each, last, WOKEN_OF)]
    found: dict[str, Episodes] = {
        "long-cramp": _which(recent, _is_long),
        "numb-or-swollen": _which(recent, lambda each: not NUMB_OR_SWOLLEN.isdisjoint(each.sensations)),
        "weak": _which(recent, lambda each: "weakness" in each.sensations),
        "on-walking": _which(recent, lambda each: "pain-on-walking" in each.sensations),
        "sleep": _on_nights(_which(week, lambda each: bool(each.woke)), WOKEN_NIGHTS),
        "severe": _on_nights(_which(recent, lambda each: (each.severity or 0) >= SEVERE), SEVERE_NIGHTS),
        "other-muscles": _other_muscles(recent),
    }
    return [_notice(rule, found[rule.name]) for rule in RULES if found.get(rule.name)]


def to_mention(
    notices: Iterable[Notice], logged: Entry[Record], mentioned: Callable[[str], str | None], *, today: date
) -> list[Notice]:
    """Return the notices that `cramp log` mentions: about the cramp just logged, and not again in 14 days.

    Args:
        notices: those that hold.
        logged: the entry just recorded.
        mentioned: gives the day, in ISO 8601, on which a rule was mentioned last; None for never.
        today: the day by the clock.
    """
    found = []
    for notice in notices:
        if not notice.rule.at_log or all(entry.uid != logged.uid for entry in notice.entries):
            continue
        said = mentioned(notice.rule.name)
        # A day still to come was remembered by a clock that was wrong.
        if said and 0 <= (today - date.fromisoformat(said)).days < REPEAT_DAYS:
            continue
        found.append(notice)
    return found


def find(diary: Diary, *, now: datetime) -> tuple[Notice, ...]:
    """Return every notice that holds now, in the table's order."""
    from crampdiary.doctor import history  # the trend, which `cramp log` does without

    nights = [*diary.nights, *([diary.under_way] if diary.under_way else [])]
    episodes = [entry for night in nights[-2 * WINDOW_NIGHTS :] for entry in night.episodes]
    found = [*about_the_last_nights(episodes, now=now), *history.about_the_history(diary)]
    order = {rule.name: place for place, rule in enumerate(RULES)}
    return tuple(sorted(found, key=lambda notice: order[notice.rule.name]))


def _within(entry: Entry[Episode], last: date, nights: int) -> bool:
    return last - timedelta(days=nights - 1) <= entry.record.night <= last


def _which(episodes: Episodes, holds: Callable[[Episode], bool]) -> Episodes:
    return [entry for entry in episodes if holds(entry.record)]


def _on_nights(episodes: Episodes, least: int) -> Episodes:
    return episodes if len({entry.record.night for entry in episodes}) >= least else []


def _is_long(episode: Episode) -> bool:
    # Eased only so long after something was tried: it went on for longer still.
    return (episode.duration_s or 0) > LONG_S or any((each.after_s or 0) > LONG_S for each in episode.tried)


def _other_muscles(episodes: Episodes) -> Episodes:
    elsewhere = _which(episodes, lambda each: not ELSEWHERE.isdisjoint(each.sites))
    regions = {REGIONS.get(site, site) for entry in episodes for site in entry.record.sites}
    if len(regions) < SEVERAL_REGIONS:
        return elsewhere
    return _which(episodes, lambda each: bool(each.sites))


def _notice(rule: Rule, entries: Episodes) -> Notice:
    nights = sorted({entry.record.night for entry in entries})
    return Notice(
        rule=rule, first_night=nights[0], last_night=nights[-1], nights=len(nights), entries=tuple(entries)
    )
