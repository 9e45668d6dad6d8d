"""How often a trial misleads, and what it shows: python tests/benchmarks/calibration_trial.py [PART ...] [--trials N]

Simulates trials whose truth is known (`kit.simulated_trials`) and counts what the program makes of them. Prints
Markdown, a table per part:

* error: a useless remedy, and one that halves cramps, under everything that could mislead;
* few, full: the same with 0.3 cramps a night; in trials of a year;
* promise: trials planned from the person's own 90 nights and then lived, beside what the plan promised;
* lived: nights off plan, silent ones, and a remedy that goes on acting, beside the plan's promise;
* slow: what 48 weeks show of a remedy that acts over weeks, beside the plan's promise;
* milder: the second question.

A figure is a percentage. 200 trials a cell take an hour or two of one core; `--rows` takes some of the rows.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crampdiary.trial.analyse import END, HALF, TrialResult, TrialWord, analyse
from crampdiary.trial.milder import MilderWord
from crampdiary.trial.plan import plan, plan_slow
from crampdiary.trial.schedule import TrialKind, schedule
from kit.simulated_trials import SERIES, Lived, SimulatedTrial, going_on, live, nights_before

Cell = tuple[str, Lived, int, int]
"""The name of a row, how it is lived, a number of trials, a seed."""

PAIRS = {TrialKind.QUICK: 84, TrialKind.LASTING: 28, TrialKind.SLOW: 8}
MOST_PAIRS = 182
HALVES = 0.5


def result_of(
    trial: SimulatedTrial, lived: Lived, pairs: int, *, look: str = END, is_used: bool = False
) -> TrialResult:
    used = trial.used if is_used else None  # which takes as long again
    return analyse(trial.cramps, trial.seed, pairs, lived.kind, used=used, look=look)


def error_cell(cell: Cell) -> Counter[str]:
    """Count what is said of a useless remedy, and of one that halves cramps."""
    name, lived, trials, seed = cell
    chance, found = Random(f"{seed} {name}"), Counter[str]()
    pairs = MOST_PAIRS if name in FULL_LENGTH_ROWS else PAIRS[lived.kind]
    for _ in range(trials):
        for ratio in (1.0, HALVES):
            each = replace(lived, ratio=ratio)
            trial = live(each, pairs, chance)
            result = result_of(trial, each, pairs, is_used=True)
            found[f"p {ratio}"] += result.p <= 0.05
            found[f"small p {ratio}"] += result.p <= 0.01
            speaks = result.p <= result.level
            if lived.kind is not TrialKind.SLOW:
                half = result_of(trial, each, pairs, look=HALF)
                speaks = speaks or half.p <= half.level
            found[f"speaks {ratio}"] += speaks
            if ratio == 1 or lived.follow == 1:
                found[f"held {ratio}"] += result.low <= ratio <= result.high
            used = result.used
            found[f"held as used {ratio}"] += used is not None and used.low <= ratio <= used.high
            found[f"no halving {ratio}"] += result.word is TrialWord.NO_HALVING
            found[f"wrong way {ratio}"] += ratio < 1 and result.word is TrialWord.MORE
    return found


def promise_cell(cell: Cell) -> Counter[str]:
    """Count what is shown of what was promised, each trial as long as the person's own nights asked for."""
    name, lived, trials, seed = cell
    chance, found = Random(f"{seed} {name}"), Counter[str]()
    for _ in range(trials):
        past, expected = nights_before(lived, 90, chance)
        planned = plan(past, lived.kind, missing=lived.silent, follow=lived.follow)
        if planned is None:
            continue
        found["planned"] += 1
        most = MOST_PAIRS if lived.kind is TrialKind.QUICK else MOST_PAIRS // 3
        pairs = min(most, planned.pairs_halving)
        found["weeks"] += 2 * pairs * lived.kind.period // 7
        found["promised"] += round(100 * planned.chance(pairs))
        result = result_of(going_on(lived, pairs, past, expected, chance), lived, pairs)
        found["shown"] += result.word is TrialWord.FEWER
    return found


def slow_cell(cell: Cell) -> Counter[str]:
    name, lived, trials, seed = cell
    chance, found = Random(f"{seed} {name}"), Counter[str]()
    for _ in range(trials):
        trial = live(lived, PAIRS[TrialKind.SLOW], chance, before=365)
        promised = plan_slow(trial.before, PAIRS[TrialKind.SLOW], missing=lived.silent, follow=lived.follow)
        if promised is None:
            continue
        found["planned"] += 1
        found["promised"] += round(100 * promised)
        found["shown"] += result_of(trial, lived, PAIRS[TrialKind.SLOW]).word is TrialWord.FEWER
    return found


SEVERITY, SPREAD = 5.0, 1.8


def milder_cell(cell: Cell) -> Counter[str]:
    """Count what is said of how bad the cramps were."""
    name, lived, trials, seed = cell
    chance, found, pairs = Random(f"{seed} {name}"), Counter[str](), PAIRS[lived.kind]
    for _ in range(trials):
        for points in (0.0, -1.0):
            trial = live(lived, pairs, chance)
            drawn = schedule(trial.seed, pairs, lived.kind)
            severities = [
                [max(1.0, min(10.0, chance.gauss(SEVERITY + points * on, SPREAD))) for _ in range(count or 0)]
                for count, on in zip(trial.cramps, drawn, strict=True)
            ]
            milder = analyse(trial.cramps, trial.seed, pairs, lived.kind, severities=severities).milder
            assert milder is not None
            found[f"said {points}"] += milder.word in (MilderWord.MILDER, MilderWord.WORSE)
            found[f"wrong way {points}"] += points < 0 and milder.word is MilderWord.WORSE
            if milder.low is not None and milder.high is not None:
                found[f"held {points}"] += milder.low <= points <= milder.high
    return found


class Table(NamedTuple):
    """A part: what is counted, its rows, and its columns, each of which is a share of trials."""

    title: str
    cell: Callable[[Cell], Counter[str]]
    rows: Mapping[str, Lived]
    columns: Mapping[str, tuple[str, ...]]
    of: str = ""


ERROR_ROWS = {f"{kind}, {series}": Lived(series=series, kind=kind) for kind in TrialKind for series in SERIES}
FEW_ROWS = {
    f"{kind}, {series}, 0.3 a night": Lived(series=series, kind=kind, rate=0.3)
    for kind in TrialKind
    for series in SERIES
}
FULL_LENGTH_ROWS = {
    f"quick, {series}, {rate} a night, 52 weeks": Lived(series=series, rate=rate)
    for rate in (0.3, 0.7)
    for series in SERIES
}
PROMISE_ROWS = {
    f"{series}, {rate} a night": Lived(series=series, rate=rate, ratio=HALVES)
    for series in ("Poisson", "negative binomial", "flares", "weekly")
    for rate in (0.3, 0.7, 1.5)
}
LIVED_ROWS = {
    "kept always, nothing silent": Lived(ratio=HALVES, follow=1.0, silent=0.0),
    "kept on 80 %, a fifth silent": Lived(ratio=HALVES, follow=0.8, silent=0.2, rate=1.5),
    "kept on 80 %, a fifth silent, 0.3 a night": Lived(ratio=HALVES, follow=0.8, silent=0.2, rate=0.3),
    "acts half into the next night, drawn by threes": Lived(ratio=HALVES, kind=TrialKind.LASTING, rate=1.5),
    "the same, in flares": Lived(series="flares", ratio=HALVES, kind=TrialKind.LASTING, rate=1.5),
    "acts half into the next night, drawn nightly": Lived(ratio=HALVES, acts=TrialKind.LASTING, rate=1.5),
}
SLOW_ROWS = {
    f"{series}, {rate} a night, {follow:.0%} kept": Lived(
        series=series, rate=rate, kind=TrialKind.SLOW, ratio=HALVES, follow=follow
    )
    for series in ("Poisson", "flares")
    for rate in (0.3, 0.7, 1.5)
    for follow in (1.0, 0.9, 0.8)
}
MILDER_ROWS = {
    "nothing else": Lived(follow=1.0),
    "halves them too": Lived(follow=1.0, ratio=HALVES),
    "in flares": Lived(series="flares", follow=1.0),
    "0.3 a night": Lived(rate=0.3, follow=1.0),
}
ERROR_COLUMNS: dict[str, tuple[str, ...]] = {
    "useless: p <= .05": ("p 1.0",),
    "p <= .01": ("small p 1.0",),
    "a word, with the look at half time": ("speaks 1.0",),
    "no halving": ("no halving 1.0",),
    "the interval holds 1 (as drawn / as used)": ("held 1.0", "held as used 1.0"),
    "halves: a word": ("speaks 0.5",),
    "the interval as used holds .5": ("held as used 0.5",),
    "no halving of a halving": ("no halving 0.5",),
    "the wrong way": ("wrong way 0.5",),
}
TABLES = {
    "error": Table(
        "A useless remedy and one that halves cramps (90 % kept to, 10 % silent, 0.7 a night)",
        error_cell,
        ERROR_ROWS,
        ERROR_COLUMNS,
    ),
    "few": Table("The same with 0.3 cramps a night", error_cell, FEW_ROWS, ERROR_COLUMNS),
    "full": Table("The same in a year of alternating nights", error_cell, FULL_LENGTH_ROWS, ERROR_COLUMNS),
    "promise": Table(
        "Planned from 90 nights and lived: a halving",
        promise_cell,
        PROMISE_ROWS,
        {"weeks on average": ("weeks",), "promised": ("promised",), "shown": ("shown",)},
        of="planned",
    ),
    "lived": Table(
        "Planned and lived: nights off plan, silent ones, carry-over",
        promise_cell,
        LIVED_ROWS,
        {"weeks on average": ("weeks",), "promised": ("promised",), "shown": ("shown",)},
        of="planned",
    ),
    "slow": Table(
        "A remedy that acts over weeks: 48 weeks",
        slow_cell,
        SLOW_ROWS,
        {"promised": ("promised",), "shown": ("shown",)},
        of="planned",
    ),
    "milder": Table(
        "How bad the cramps were: 168 nights, 0.7 a night, or as said",
        milder_cell,
        MILDER_ROWS,
        {
            "equally bad: a word": ("said 0.0",),
            "the interval holds 0": ("held 0.0",),
            "one point milder: a word": ("said -1.0",),
            "the interval holds it": ("held -1.0",),
            "the wrong way": ("wrong way -1.0",),
        },
    ),
}
AVERAGES = {"weeks", "promised"}


def shown(found: Counter[str], whats: Iterable[str], of: int) -> str:
    return " / ".join(
        f"{found[what] / of:.0f}" if what in AVERAGES else f"{100 * found[what] / of:.1f}" for what in whats
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"all, or some of: {', '.join(TABLES)}")
    parser.add_argument("--trials", type=int, default=200, help="a cell (default: 200)")
    parser.add_argument("--rows", default="", help="only those whose name has this (default: all)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="of every generator (default: 1)")
    options = parser.parse_args()
    if unknown := set(options.parts) - TABLES.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    with ProcessPoolExecutor(options.jobs) as pool:
        for name in options.parts or TABLES:
            table, began = TABLES[name], time.perf_counter()
            rows = {row: lived for row, lived in table.rows.items() if options.rows in row}
            cells = [(row, lived, options.trials, options.seed) for row, lived in rows.items()]
            print(f"### {table.title}\n\n{options.trials} trials a cell.\n")
            print("| |", " | ".join(table.columns), "|")
            print("|---" * (len(table.columns) + 1) + "|")
            for row, found in zip(rows, pool.map(table.cell, cells), strict=True):
                of = found[table.of] if table.of else options.trials
                figures = [shown(found, whats, max(1, of)) for whats in table.columns.values()]
                print(f"| {row} |", " | ".join(figures), "|", flush=True)
            print(f"\n({time.perf_counter() - began:.0f} s)\n", flush=True)


if __name__ == "__main__":
    main()
