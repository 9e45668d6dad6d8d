"""How often the evidence misleads: python tests/benchmarks/calibration.py [--diaries N] [--jobs N] [--seed N]

Simulates diaries whose truth is known (`simulated_diaries`: 0.7 cramps a night, a remedy used on 40 % of
nights) and counts what the program makes of them. Prints Markdown: false positives, coverage and power under
each hazard; wrong words when some of the diary was not written down; and what looking again and again does.
A figure is a percentage with its Monte-Carlo error, 1.96 standard errors. 500 diaries a cell take some seven
minutes of one core.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crampdiary.evidence.assessment import Factor, count_both_ways
from crampdiary.evidence.compare import Effect, compare
from crampdiary.evidence.verdicts import Verdict, VerdictWord, judge
from kit.simulated_diaries import HAZARDS, HELPFUL_RATIO, SimulatedDiary, Writing, simulate, write

Cell = tuple[str, int, int, int]
"""A name out of one of the tables below, a number of nights, a number of diaries, a seed."""

LENGTHS = (30, 60, 120, 365)
LONG_LENGTHS = (120, 365)
FORTNIGHT = 14

WRITTEN = {
    "every cramp logged": Writing(),
    "a fifth of cramps forgotten": Writing(cramp=(0.8, 0.8)),
    "more cramps forgotten without the remedy": Writing(cramp=(0.6, 0.9)),
    "a third of uses forgotten": Writing(use=2 / 3),
    "a third of fortnights missing": Writing(missing_fortnights=1 / 3),
    "fewer cramps logged with the remedy": Writing(cramp=(0.9, 0.6)),
    "every quiet night confirmed": Writing(quiet=(1.0, 1.0)),
    "half of quiet nights confirmed": Writing(quiet=(0.5, 0.5)),
    "quiet nights confirmed rather with the remedy": Writing(quiet=(0.5, 0.9)),
    "quiet nights confirmed rather without the remedy": Writing(quiet=(0.9, 0.5)),
    "a fifth of nights skipped, the others confirmed": Writing(quiet=(0.9, 0.9), skipped=0.2),
    "a fifth of nights skipped, none confirmed": Writing(skipped=0.2),
}
WORDS = {
    "fewer, clear": {VerdictWord.FEWER},
    "more, clear": {VerdictWord.MORE},
    "possibly": {VerdictWord.POSSIBLY_FEWER, VerdictWord.POSSIBLY_MORE},
    "no clear difference": {VerdictWord.NO_CLEAR_DIFFERENCE},
    "depends on silent nights": {VerdictWord.HANGS_ON_SILENT_NIGHTS},
}


def effect_of(diary: SimulatedDiary) -> Effect:
    return compare(diary.days, diary.cramps, diary.shares, weekday=diary.weekday, only=["remedy"])["remedy"]


def hazard_cell(cell: Cell) -> Counter[str]:
    """Count, among diaries with one hazard, the useless remedies that seem to act and the halvings found."""
    name, nights, diaries, seed = cell
    chance, counts = Random(f"{seed} {name} {nights}"), Counter[str]()
    for _ in range(diaries):
        useless = effect_of(simulate(HAZARDS[name], nights, 1.0, chance))
        counts["misled"] += useless.p < 0.05
        halving = effect_of(simulate(HAZARDS[name], nights, HELPFUL_RATIO, chance))
        counts["held"] += halving.low <= HELPFUL_RATIO <= halving.high
        counts["found"] += halving.p < 0.05
    return counts


def verdict_of(name: str, nights: int, ratio: float, chance: Random) -> Verdict | None:
    """Judge a remedy in a diary with flares of which only some was written down."""
    diary = write(simulate(HAZARDS["flares"], nights, ratio, chance), WRITTEN[name], chance)
    found = count_both_ways(diary.days, diary.cramps, diary.known, {"remedy": Factor(shares=diary.share)})
    verdicts = judge(found.all_nights, found.known_nights, found.said)
    return verdicts[0] if verdicts else None


def useless_cell(cell: Cell) -> Counter[str]:
    return _words(cell, 1.0)


def halving_cell(cell: Cell) -> Counter[str]:
    return _words(cell, HELPFUL_RATIO)


def _words(cell: Cell, ratio: float) -> Counter[str]:
    name, nights, diaries, seed = cell
    chance, counts = Random(f"{seed} {name} {nights} {ratio}"), Counter[str]()
    for _ in range(diaries):
        verdict = verdict_of(name, nights, ratio, chance)
        if verdict is None:
            continue
        counts["quiet alone at 5 %"] += verdict.effect.p < 0.05
        for title, words in WORDS.items():
            counts[title] += verdict.word in words
    return counts


def looking_cell(cell: Cell) -> Counter[str]:
    """Count the useless remedies that at some fortnightly look of a year once seemed to act."""
    name, nights, diaries, seed = cell
    chance, counts = Random(f"{seed} {name} {nights} again"), Counter[str]()
    for _ in range(diaries):
        whole = simulate(HAZARDS[name], nights, 1.0, chance)
        lowest = 1.0
        for seen in range(2 * FORTNIGHT, nights + 1, FORTNIGHT):
            lowest = min(
                lowest,
                effect_of(
                    SimulatedDiary(
                        whole.days[:seen],
                        whole.cramps[:seen],
                        {factor: share[:seen] for factor, share in whole.shares.items()},
                        whole.weekday[:seen],
                    )
                ).p,
            )
        counts["p < .05"] += lowest < 0.05
        counts["p <= .01"] += lowest <= 0.01
    return counts


def percentage(count: int, diaries: int) -> str:
    # Two more of each kind, as Agresti and Coull do: none in so many diaries is not a certain zero.
    part = (count + 2) / (diaries + 4)
    return f"{100 * count / diaries:.1f} ±{196 * math.sqrt(part * (1 - part) / diaries):.1f}"


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    headings = list(headings)
    print("|", " | ".join(headings), "|")
    print("|", " | ".join(["---"] * len(headings)), "|")
    for row in rows:
        print("|", " | ".join(row), "|")
    print(flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=500, help="a cell (default: 500)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="of every generator (default: 1)")
    options = parser.parse_args()
    diaries, seed = options.diaries, options.seed

    with ProcessPoolExecutor(options.jobs) as pool:

        def run(
            count: Callable[[Cell], Counter[str]], names: Iterable[str], lengths: Iterable[int], number: int
        ) -> dict[tuple[str, int], Counter[str]]:
            keys = [(name, nights) for nights in lengths for name in names]
            cells = [(name, nights, number, seed) for name, nights in keys]
            return dict(zip(keys, pool.map(count, cells), strict=True))

        print(f"{diaries} diaries a cell, seed {seed}.\n")
        counted = run(hazard_cell, HAZARDS, LENGTHS, diaries)
        for title, key in (
            ("False positives: p < .05 where the rate ratio is 1", "misled"),
            (
                "Coverage: the 95 % interval holds the rate ratio, 0.5",
                "held",
            ),
            ("Power: p < .05 where the rate ratio is 0.5", "found"),
        ):
            print(f"### {title}\n")
            table(
                ["Hazard", *(f"{nights} nights" for nights in LENGTHS)],
                (
                    [name, *(percentage(counted[name, nights][key], diaries) for nights in LENGTHS)]
                    for name in HAZARDS
                ),
            )
        worst = {n: max(counted[name, n]["misled"] for name in HAZARDS) for n in LENGTHS}
        print(
            "Worst false positives:",
            ", ".join(f"{percentage(worst[n], diaries)} ({n})" for n in LENGTHS),
            "\n",
        )

        for title, cells in (("A useless remedy", useless_cell), ("A halving", halving_cell)):
            print(f"### {title}, by what was written down\n")
            counted = run(cells, WRITTEN, LONG_LENGTHS, diaries)
            columns = ["quiet alone at 5 %", *WORDS]
            table(
                ["What was written down", "Nights", *columns],
                (
                    [
                        name,
                        str(nights),
                        *(percentage(counted[name, nights][column], diaries) for column in columns),
                    ]
                    for name in WRITTEN
                    for nights in LONG_LENGTHS
                ),
            )

        print("### A useless remedy, looked at every fortnight of a year: once below\n")
        looked = max(1, diaries // 5)
        hazards = ["Poisson", "flares", "flares, use after a cramp night"]
        counted = run(looking_cell, hazards, [365], looked)
        table(
            ["Hazard", "p < .05", "p <= .01"],
            (
                [
                    name,
                    *(percentage(counted[name, 365][column], looked) for column in ("p < .05", "p <= .01")),
                ]
                for name in hazards
            ),
        )


if __name__ == "__main__":
    main()
