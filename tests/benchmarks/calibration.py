"""How often the evidence misleads: python tests/benchmarks/calibration.py [PART ...] [--diaries N] [--jobs N]

Simulates diaries whose truth is known (`kit.simulated_diaries`: 0.7 cramps a night, a remedy used on 40 % of nights)
and counts what the program makes of them. Prints Markdown, a table per part:

* hazards: false positives, wrong words, coverage and power under everything that could mislead;
* silence: the same when some nights were not written down;
* writing: the same when cramps or uses were forgotten;
* records: the whole way from what ordinary people write down (`kit.recorded_diaries`);
* severity: milder, not only fewer;
* trend: "more", "fewer" and worsening in a year of weekly looks;
* looks: what looking every fortnight for three years does.

A figure is a percentage. 1,000 diaries a cell take some three hours of one core; for the looks, which take longest, a
tenth as many are made.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crampdiary.diary.model import Entry, Episode
from crampdiary.diary.nights import Diary, Night, State
from crampdiary.doctor.history import after_medicine
from crampdiary.evidence import severity
from crampdiary.evidence.assessment import Factor, count_both_ways
from crampdiary.evidence.compare import Effect, compare
from crampdiary.evidence.severity import SeverityWord
from crampdiary.evidence.verdicts import Verdict, VerdictWord, judge
from crampdiary.stats.trend import FEWER, MORE, trend
from kit.recorded_diaries import PEOPLE, judged
from kit.simulated_diaries import (
    HAZARDS,
    HELPFUL_RATIO,
    Hazard,
    SimulatedDiary,
    Writing,
    mild_prevented,
    partly_rated,
    simulate,
    write,
)

Cell = tuple[str, int, int, int]
"""The name of a row, a number of nights, a number of diaries, a seed."""

RATIOS = (1.0, HELPFUL_RATIO, 2.0)
SHORT, MIDDLE, YEAR = 60, 120, 365
FROM_RECORDS = 300
CLEAR = {VerdictWord.FEWER, VerdictWord.MORE}
POSSIBLE = {VerdictWord.POSSIBLY_FEWER, VerdictWord.POSSIBLY_MORE}
FEWER_WORDS = {VerdictWord.FEWER, VerdictWord.POSSIBLY_FEWER}
MORE_WORDS = {VerdictWord.MORE, VerdictWord.POSSIBLY_MORE}


def _effect(diary: SimulatedDiary) -> Effect:
    found = compare(
        diary.days, diary.cramps, diary.shares, weekday=diary.weekday, worst=diary.worst, only=["remedy"]
    )
    return found["remedy"]


def _count_word(counts: Counter[str], verdict: Verdict, ratio: float) -> None:
    counts[f"clear {ratio}"] += verdict.word in CLEAR
    counts[f"found {ratio}"] += verdict.word in CLEAR | POSSIBLE
    counts[f"wrong way {ratio}"] += ratio != 1 and verdict.word in (MORE_WORDS if ratio < 1 else FEWER_WORDS)
    counts[f"none {ratio}"] += verdict.word is VerdictWord.NO_CLEAR_DIFFERENCE
    counts[f"hangs {ratio}"] += verdict.word is VerdictWord.HANGS_ON_SILENT_NIGHTS
    counts[f"held {ratio}"] += verdict.low <= ratio <= verdict.high


# Hazards


def hazard_cell(cell: Cell) -> Counter[str]:
    name, nights, diaries, seed = cell
    chance, counts = Random(f"{seed} {name} {nights}"), Counter[str]()
    for _ in range(diaries):
        for ratio in RATIOS:
            effect = _effect(simulate(HAZARDS[name], nights, ratio, chance))
            counts[f"p {ratio}"] += effect.p < 0.05
            counts[f"small p {ratio}"] += effect.p <= 0.01
            _count_word(counts, judge({"remedy": effect}, None, 1.0)[0], ratio)
    return counts


# Silence, and what else was not written down

SILENT = {
    "none skipped, none confirmed": Writing(),
    "none skipped, 40 % confirmed": Writing(quiet=(0.4, 0.4)),
    "none skipped, 90 %": Writing(quiet=(0.9, 0.9)),
    "none skipped, 90 % with it, 50 % without": Writing(quiet=(0.5, 0.9)),
    "none skipped, 50 % with it, 90 % without": Writing(quiet=(0.9, 0.5)),
    "10 % skipped, 90 %": Writing(quiet=(0.9, 0.9), skipped=0.1),
    "20 % skipped, none": Writing(skipped=0.2),
    "20 % skipped, 40 %": Writing(quiet=(0.4, 0.4), skipped=0.2),
    "20 % skipped, 60 %": Writing(quiet=(0.6, 0.6), skipped=0.2),
    "20 % skipped, 90 %": Writing(quiet=(0.9, 0.9), skipped=0.2),
    "35 % skipped, 90 %": Writing(quiet=(0.9, 0.9), skipped=0.35),
}
_HALF = (0.5, 0.5)
FORGOTTEN = {
    "a fifth of cramps forgotten": Writing(cramp=(0.8, 0.8), quiet=_HALF),
    "a third of uses forgotten": Writing(use=2 / 3, quiet=_HALF),
    "a third of fortnights missing": Writing(missing_fortnights=1 / 3, quiet=_HALF),
    "more cramps forgotten without the remedy": Writing(cramp=(0.6, 0.9), quiet=_HALF),
    "more cramps forgotten with the remedy": Writing(cramp=(0.9, 0.6), quiet=_HALF),
}


def writing_cell(cell: Cell) -> Counter[str]:
    """Count what is said of a diary with flares of which only some was written down."""
    name, nights, diaries, seed = cell
    writing = {**SILENT, **FORGOTTEN}[name]
    chance, counts = Random(f"{seed} {name} {nights}"), Counter[str]()
    for _ in range(diaries):
        for ratio in RATIOS:
            diary = write(simulate(HAZARDS["flares"], nights, ratio, chance), writing, chance)
            found = count_both_ways(
                diary.days, diary.cramps, diary.known, {"remedy": Factor(shares=diary.share)}
            )
            alone = found.all_nights["remedy"]
            counts[f"alone {ratio}"] += alone.p < 0.05
            counts[f"alone held {ratio}"] += alone.low <= ratio <= alone.high
            verdict = judge(found.all_nights, found.known_nights, found.said)[0]
            _count_word(counts, verdict, ratio)
            counts[f"fewer {ratio}"] += verdict.word is VerdictWord.FEWER
    return counts


# From records


def records_cell(cell: Cell) -> Counter[str]:
    name, nights, diaries, seed = cell
    chance, counts = Random(f"{seed} {name}"), Counter[str]()
    for _ in range(diaries):
        for ratio in RATIOS[:2]:
            found = judged(PEOPLE[name], nights, ratio, chance)
            _count_word(counts, found.remedy, ratio)
            counts[f"alone {ratio}"] += found.alone.p < 0.05
            counts[f"others {ratio}"] += any(each.word in CLEAR for each in found.others)
    return counts


# Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """Diaries with severities: `part` of the cramps rated; `mild` where the remedy prevents mild cramps alone."""

    hazard: Hazard
    part: float = 1.0
    mild: bool = False


RATED = {
    "chance alone": Rated(hazard=HAZARDS["Poisson"]),
    "flares, in number and severity": Rated(hazard=HAZARDS["flares"]),
    "flares, use in 7-night runs": Rated(hazard=HAZARDS["flares, use in 7-night runs"]),
    "flares, use in 21-night runs": Rated(hazard=HAZARDS["flares, use in 21-night runs"]),
    "flares, used after a severe night": Rated(hazard=HAZARDS["flares, used after a severe night"]),
    "worse on three weekdays, and used then": Rated(hazard=HAZARDS["three days a week x 2, used on these"]),
    "flares, half of the cramps rated": Rated(hazard=HAZARDS["flares"], part=0.5),
    "it prevents half of the mild cramps only": Rated(hazard=HAZARDS["flares"], mild=True),
}
POINTS = (0.0, -1.0, -2.0)


def severity_cell(cell: Cell) -> Counter[str]:
    name, nights, diaries, seed = cell
    rated = RATED[name]
    chance, counts = Random(f"{seed} {name} {nights}"), Counter[str]()
    for _ in range(diaries):
        for points in POINTS[:1] if rated.mild else POINTS:
            diary = simulate(rated.hazard, nights, 1.0, chance, points=points)
            diary = mild_prevented(diary, chance) if rated.mild else partly_rated(diary, rated.part, chance)
            effects = severity.compare(
                diary.days,
                diary.cramps,
                diary.mean_severity,
                diary.shares,
                weekday=diary.weekday,
                worst=diary.worst,
            )
            effect, word = effects["remedy"], severity.judge(effects)[0].word
            counts[f"p {points}"] += effect.p < 0.05
            counts[f"held {points}"] += effect.low <= points <= effect.high
            counts[f"clear {points}"] += word in (SeverityWord.MILDER, SeverityWord.WORSE)
            counts[f"as bad {points}"] += word is SeverityWord.ABOUT_AS_BAD
    return counts


# Trend

BEFORE = 336
"""Nights before the year that is watched, so that all of it has its earlier blocks."""
WATCHED = 364
NOTICED = 84
"""Nights within which a lasting tripling should be noticed."""
WANDERING = {
    "Poisson": Hazard(),
    "Poisson, 0.2 a night": Hazard(rate=0.2),
    "negative binomial": HAZARDS["negative binomial"],
    "flares": HAZARDS["flares"],
    "flares of phi .95": Hazard(flares=0.95),
    "season, 2 to 1": Hazard(season=0.35),
}
_DAY_ONE = date(2024, 1, 1)
_CRAMP: Entry[Episode] = Entry(1, "", "", None)  # type: ignore[arg-type]


def trend_cell(cell: Cell) -> Counter[str]:
    name, _, diaries, seed = cell
    hazard = WANDERING[name]
    chance, counts = Random(f"{seed} {name}"), Counter[str]()
    for _ in range(diaries):
        cramps = _from_some_day(hazard, BEFORE + WATCHED, chance)
        said = _looked_at(cramps, BEFORE, len(cramps))
        for word in ("more", "fewer", "worsening"):
            counts[word] += said[word] > 0
        counts["medicine"] += _medicine_alarm(cramps)
        tripled = _from_some_day(hazard, BEFORE + NOTICED, chance, after=3.0)
        counts["noticed"] += _looked_at(tripled, BEFORE + 7, len(tripled))["worsening"] > 0
        counts["blamed"] += _medicine_alarm(tripled)
    return counts


def _from_some_day(hazard: Hazard, nights: int, chance: Random, *, after: float = 1.0) -> list[int]:
    """Return the cramps from a random day of the year on, so many times as many after BEFORE nights."""
    start = chance.randrange(365) if hazard.season else 0
    changed = replace(hazard, lasting=(start + BEFORE, after))
    return simulate(changed, start + nights, 1.0, chance).cramps[start:]


def _looked_at(cramps: Sequence[int], first: int, last: int) -> Counter[str]:
    """Count what the trend says when looked at each week from the end of night `first` on."""
    said = Counter[str]()
    for nights in range(first, last + 1, 7):
        begin = max(0, nights - 14 * 28)
        found = trend(range(begin, nights), cramps[begin:nights], today=nights - 1)
        if found is not None:
            said["more"] += found.word == MORE
            said["fewer"] += found.word == FEWER
            said["worsening"] += found.worsening
    return said


def _medicine_alarm(cramps: Sequence[int]) -> bool:
    """Return whether a medicine of no effect begun after BEFORE nights gets a notice at any weekly look."""
    begin = _DAY_ONE + timedelta(days=BEFORE)
    looks = (after_medicine(_diary(cramps[: BEFORE + 7 * weeks]), begin) for weeks in range(2, 9))
    return any(found is not None and found.worsening for found in looks)


def _diary(cramps: Sequence[int]) -> Diary:
    nights = tuple(
        Night(
            date=_DAY_ONE + timedelta(days=day),
            state=State.CRAMPS if had else State.CLEAR,
            cramps=had,
            episodes=(_CRAMP,) * had,
        )
        for day, had in enumerate(cramps)
    )
    return Diary(nights=nights, under_way=None, today=nights[-1].date)


# Looking again and again

FORTNIGHT = 14
LOOKED_AT = ("Poisson", "flares", "flares, use after a cramp night")


def looking_cell(cell: Cell) -> Counter[str]:
    """Count the useless remedies that at some fortnightly look once seemed to act."""
    name, nights, diaries, seed = cell
    chance, counts = Random(f"{seed} {name} {nights} again"), Counter[str]()
    for _ in range(diaries):
        whole = simulate(HAZARDS[name], nights, 1.0, chance)
        said = Counter[str]()
        for seen in range(2 * FORTNIGHT, nights + 1, FORTNIGHT):
            verdict = judge({"remedy": _effect(whole.on(slice(seen)))}, None, 1.0)[0]
            said["p"] += verdict.p < 0.05
            said["clear"] += verdict.word in CLEAR
            said["holds"] += verdict.holds_however_often
        for kind in ("p", "clear", "holds"):
            counts[kind] += said[kind] > 0
    return counts


# Tables


def _percent(counts: Counter[str], what: str, diaries: int) -> str:
    return f"{100 * counts[what] / diaries:.1f}" if what in counts else "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table: its rows, and how each cell is counted and shown.

    Attributes:
        columns: per heading, what is counted, each at one of the lengths.
        fewer: of how many diaries a cell has but one.
    """

    title: str
    count: Callable[[Cell], Counter[str]]
    rows: Iterable[str]
    lengths: Sequence[int]
    columns: Mapping[str, Sequence[tuple[str, int]]]
    fewer: int = 1


_LENGTHS = (SHORT, MIDDLE, YEAR)
_WORDS_AT_A_YEAR = {
    "p < .05 with silent nights as quiet, at 1": [("alone 1.0", YEAR)],
    "its coverage: at 1 / .5 / 2": [(f"alone held {ratio}", YEAR) for ratio in RATIOS],
    "coverage of the hull: 1 / .5 / 2": [(f"held {ratio}", YEAR) for ratio in RATIOS],
    "a word of more or fewer at 1": [("found 1.0", YEAR)],
    "depends on silent nights at 1": [("hangs 1.0", YEAR)],
    "found at .5 / clear": [("found 0.5", YEAR), ("clear 0.5", YEAR)],
    "no clear difference at .5": [("none 0.5", YEAR)],
    "the wrong way at .5 / 2": [("wrong way 0.5", YEAR), ("wrong way 2.0", YEAR)],
}
PARTS = {
    "hazards": Part(
        title="Hazards",
        count=hazard_cell,
        rows=HAZARDS,
        lengths=_LENGTHS,
        columns={
            "p < .05 at ratio 1: 60 / 120 / 365": [("p 1.0", nights) for nights in _LENGTHS],
            "p <= .01": [("small p 1.0", nights) for nights in _LENGTHS],
            "coverage at 1 / .5 / 2, 120": [(f"held {ratio}", MIDDLE) for ratio in RATIOS],
            "365": [(f"held {ratio}", YEAR) for ratio in RATIOS],
            "p < .05 at .5: 60 / 120 / 365": [("p 0.5", nights) for nights in _LENGTHS],
            "clear word at .5": [("clear 0.5", nights) for nights in _LENGTHS],
            "no clear difference at .5: 120 / 365": [("none 0.5", MIDDLE), ("none 0.5", YEAR)],
            "the wrong way at .5 / 2, 365": [("wrong way 0.5", YEAR), ("wrong way 2.0", YEAR)],
        },
    ),
    "silence": Part(
        title="Silent nights: flares, 365 nights; quiet nights confirmed",
        count=writing_cell,
        rows=SILENT,
        lengths=(YEAR,),
        columns=_WORDS_AT_A_YEAR,
    ),
    "writing": Part(
        title="What was forgotten: flares, 365 nights, half of the quiet ones confirmed",
        count=writing_cell,
        rows=FORGOTTEN,
        lengths=(YEAR,),
        columns={**_WORDS_AT_A_YEAR, "FEWER at 1": [("fewer 1.0", YEAR)]},
    ),
    "records": Part(
        title=f"From records, {FROM_RECORDS} nights",
        count=records_cell,
        rows=PEOPLE,
        lengths=(FROM_RECORDS,),
        columns={
            "a word of more or fewer at 1": [("found 1.0", FROM_RECORDS)],
            "a clear one": [("clear 1.0", FROM_RECORDS)],
            "a clear one of another useless remedy at 1 / .5": [
                ("others 1.0", FROM_RECORDS),
                ("others 0.5", FROM_RECORDS),
            ],
            "depends on silent nights at 1": [("hangs 1.0", FROM_RECORDS)],
            "coverage at 1 / .5": [("held 1.0", FROM_RECORDS), ("held 0.5", FROM_RECORDS)],
            "found at .5 / clear": [("found 0.5", FROM_RECORDS), ("clear 0.5", FROM_RECORDS)],
            "p < .05 of the engine alone at 1 / .5": [
                ("alone 1.0", FROM_RECORDS),
                ("alone 0.5", FROM_RECORDS),
            ],
            "no clear difference at .5": [("none 0.5", FROM_RECORDS)],
        },
    ),
    "severity": Part(
        title="Milder, not only fewer",
        count=severity_cell,
        rows=RATED,
        lengths=(MIDDLE, YEAR),
        columns={
            "no difference: p < .05 at 120 / 365": [("p 0.0", MIDDLE), ("p 0.0", YEAR)],
            "a clear word": [("clear 0.0", MIDDLE), ("clear 0.0", YEAR)],
            "coverage at 0 / 1 / 2 points, 365": [(f"held {points}", YEAR) for points in POINTS],
            "1 point: p < .05": [("p -1.0", MIDDLE), ("p -1.0", YEAR)],
            "2 points": [("p -2.0", MIDDLE), ("p -2.0", YEAR)],
            "about as bad at 2 points": [("as bad -2.0", MIDDLE), ("as bad -2.0", YEAR)],
        },
    ),
    "trend": Part(
        title="Trend: at least once in a year of weekly looks",
        count=trend_cell,
        rows=WANDERING,
        lengths=(WATCHED,),
        columns={
            "more / fewer / worsening": [("more", WATCHED), ("fewer", WATCHED), ("worsening", WATCHED)],
            "tripled for good: worsening within 12 weeks": [("noticed", WATCHED)],
            "a notice of a new medicine, nothing changed": [("medicine", WATCHED)],
            "tripled": [("blamed", WATCHED)],
        },
    ),
    "looks": Part(
        title="A useless remedy, looked at every fortnight for three years: at least once",
        count=looking_cell,
        rows=LOOKED_AT,
        lengths=(3 * YEAR,),
        columns={
            "p < .05": [("p", 3 * YEAR)],
            "a clear word": [("clear", 3 * YEAR)],
            "that holds however often": [("holds", 3 * YEAR)],
        },
        fewer=10,
    ),
}


def show(part: Part, rows: Sequence[str], counted: dict[tuple[str, int], Counter[str]], diaries: int) -> None:
    errors = (196 * math.sqrt(of * (1 - of) / diaries) for of in (0.05, 0.5))
    error = "a figure of 5 is uncertain by ±{:.1f}, one of 50 by ±{:.1f}".format(*errors)
    print(f"### {part.title}\n\n{diaries:,} diaries a cell; {error}.\n")
    print("| |", " | ".join(part.columns), "|")
    print("|---" * (len(part.columns) + 1) + "|")
    for name in rows:
        shown = (
            " / ".join(_percent(counted[name, nights], what, diaries) for what, nights in of)
            for of in part.columns.values()
        )
        print(f"| {name} |", " | ".join(shown), "|")
    print(flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"all, or some of: {', '.join(PARTS)}")
    parser.add_argument("--diaries", type=int, default=1000, help="a cell (default: 1000)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default: 1)")
    parser.add_argument("--cells", default="", metavar="TEXT", help="only rows whose name has this text")
    parser.add_argument("--seed", type=int, default=1, help="of every generator (default: 1)")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    with ProcessPoolExecutor(options.jobs) as pool:
        for name in options.parts or PARTS:
            part, began = PARTS[name], time.perf_counter()
            rows = [row for row in part.rows if options.cells in row]
            diaries = max(1, options.diaries // part.fewer)
            keys = [(row, nights) for nights in part.lengths for row in rows]
            cells = [(row, nights, diaries, options.seed) for row, nights in keys]
            counted = dict(zip(keys, pool.map(part.count, cells), strict=True))
            if rows:
                show(part, rows, counted, diaries)
            print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
