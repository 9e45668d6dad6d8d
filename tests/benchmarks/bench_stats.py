"""How long `cramp stats` takes on ten years, and how that grows: `python bench_stats.py [--runs N]`.

Prints two Markdown tables. The first times whole processes in turn within one run, so that a machine whose
speed drifts cannot favour one of them, each as a ratio to `python -c pass`: a diary of 3,650 nights, 5,000
episodes and 15,000 exposures. The second takes the work apart at 3,650 and at 36,500 nights; the growth
should be at most tenfold.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import crampdiary
from crampdiary.diary.nights import Diary, join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor import rules
from crampdiary.keep.store import Store, without_collector
from crampdiary.screen import render
from crampdiary.screen.sections import Section
from crampdiary.stats import calendar, calendar_screen, figures, screen
from kit import seeded
from kit.builders import NOW


def processes(path: Path, runs: int) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("CRAMP_", "PYTHON"))},
        "HOME": str(path.parent),
        "CRAMP_NOW": NOW.isoformat(),
        "CRAMP_DIARY": str(path),
        "TZ": "Europe/London",
    }
    cramp = [sys.executable, "-m", "crampdiary"]
    commands = {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        "`cramp stats`": [*cramp, "stats"],
        "`cramp stats --json`": [*cramp, "stats", "--json"],
        "`cramp calendar`": [*cramp, "calendar"],
        "`cramp doctor`": [*cramp, "doctor"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            begun = time.perf_counter()
            subprocess.run(command, env=environment, capture_output=True, check=True)
            if number:  # the first round warms the disk's cache
                taken[name].append(time.perf_counter() - begun)
    least = taken["`python -c pass`"]
    print("| | median ms | times `python -c pass` |\n|---|---|---|")
    for name, each in taken.items():
        ratio = statistics.median(one / other for one, other in zip(each, least, strict=True))
        print(f"| {name} | {1000 * statistics.median(each):.0f} | {ratio:.1f} |")


def parts(paths: dict[int, Path]) -> None:
    """Time each step from file to screen: processor time, which other work disturbs least; best of 3."""
    steps: dict[str, list[float]] = {}
    for path in paths.values():
        store = Store(path, now=NOW)
        entries = timed(steps, "read", store.entries)
        diary = timed(steps, "join", partial(join, entries, now=NOW))
        found = timed(steps, "count", partial(figures.summarise, diary))
        timed(steps, "notices", partial(rules.find, diary, now=NOW))
        timed(steps, "draw", partial(draw, screen.stats(found, Vocabulary(), now=NOW)))
        timed(steps, "calendar", partial(draw_calendar, diary))
        store.close()
    columns = " | ".join(f"{nights:,} nights, CPU ms" for nights in paths)
    print(f"\n| | {columns} | growth |\n|---|---|---|---|")
    steps["all"] = [sum(times) for times in zip(*steps.values(), strict=True)]
    for name, (short, long) in steps.items():
        print(f"| {name} | {1000 * short:.1f} | {1000 * long:.1f} | {long / short:.1f} |")


def timed(steps: dict[str, list[float]], name: str, work: Callable[[], Any]) -> Any:
    taken, result = [], None
    for _ in range(3):
        begun = time.process_time()
        with without_collector():
            result = work()
        taken.append(time.process_time() - begun)
    steps.setdefault(name, []).append(min(taken))
    return result


def draw_calendar(diary: Diary) -> None:
    first, last = calendar.default_range(diary)
    draw(calendar_screen.calendar(calendar.night_map(diary, first=first, last=last), Vocabulary()))


def draw(sections: Sequence[Section]) -> None:
    render.draw(sections, render.Terminal(width=80))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    # As in an installed wheel: everybody's bytecode is there before the first run.
    compileall.compile_dir(Path(crampdiary.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for nights in (3_650, 36_500):
            paths[nights] = Path(folder) / f"{nights}.db"
            made = seeded.records(nights, cramps_a_night=1.47)
            kinds = [each.kind for each in made]
            episodes, exposures = kinds.count("episode"), kinds.count("exposure")
            print(f"{nights:,} nights, {episodes:,} episodes, {exposures:,} exposures", file=sys.stderr)
            seeded.fill(paths[nights], made)
        processes(paths[3_650], runs)
        parts(paths)


if __name__ == "__main__":
    main()
