"""How long `cramp remedies` takes as a whole process: python tests/benchmarks/bench_remedies.py [--runs N]

Made-up diaries of several lengths, `python -c pass` in turn with each, a Markdown table of medians and ratios.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from crampdiary.diary.model import Episode, Exposure, Record
from crampdiary.keep.store import Store

SIZES = ((120, 3), (365, 8), (3650, 10), (3650, 30))
NOW = datetime.fromisoformat("2026-03-31T09:00:00+01:00")


def records(nights: int, remedies: int) -> list[Record]:
    """Return a diary of 0.7 cramps a night in which every remedy is used on two nights of five."""
    chance = Random(nights + remedies)
    words = [f"remedy-{number}" for number in range(remedies)]
    found: list[Record] = []
    for number in range(nights, 0, -1):
        noon = NOW.replace(hour=12) - timedelta(days=number)
        at = noon + timedelta(hours=9)
        found += [
            Exposure(at=at, logged_at=at, role="remedy", word=word) for word in words if chance.random() < 0.4
        ]
        for _ in range(3):
            if chance.random() < 0.7 / 3:
                at = noon + timedelta(minutes=chance.randrange(660, 1100))
                found.append(Episode(at=at, logged_at=at, severity=chance.randrange(11)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    environment = {**os.environ, "CRAMP_NOW": NOW.isoformat()}
    print(f"{runs} runs each, in turn with `python -c pass`; whole processes\n")
    print("| nights x remedies | entries | median ms | ratio to `python -c pass` |\n|---|---|---|---|")
    for nights, remedies in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "diary.db"
            made = records(nights, remedies)
            store = Store(path, now=NOW, create=True)
            with store.change("benchmark") as change:
                for record in made:
                    change.add(record)
            store.close()
            command = [sys.executable, "-m", "crampdiary", "--diary", str(path), "remedies"]
            taken, ratios = [], []
            for _ in range(runs):
                mine = _seconds(command, environment)
                taken.append(mine)
                ratios.append(mine / _seconds([sys.executable, "-c", "pass"], environment))
            print(
                f"| {nights:,} x {remedies} | {len(made):,} | {1000 * statistics.median(taken):.0f} "
                f"| {statistics.median(ratios):.0f} |"
            )


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
