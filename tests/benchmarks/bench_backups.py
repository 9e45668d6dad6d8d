"""What ten years of daily use leave in the folder of backups: `python tests/benchmarks/bench_backups.py [YEARS]`.

Every day of the simulated years somebody records a night as `cramp log` and `cramp used` do it, one entry an op,
and the day's first write makes its backup. Prints a Markdown table: for some ages of the diary its size, that of
all its backups, what was written for them so far (their files, and the unpacked copies that they are made by), and
how long a whole and another backup take, as ratios to copying the diary's file and syncing it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crampdiary.keep.copies import backing_up, backup_file, backups
from crampdiary.keep.copies.backup_file import Header
from crampdiary.keep.private import backup_folder
from crampdiary.keep.store import Store
from kit import seeded
from kit.builders import NOW

AGES = (30, 364, 5 * 364, 10 * 364)


class Written:
    """Counts the bytes that go into files for backups."""

    def __init__(self) -> None:
        self.packed = self.unpacked = 0
        self._pack = backup_file.pack
        backup_file.pack = self.pack

    def pack(self, raw: Path, fresh: Path, header: Header) -> None:
        self._pack(raw, fresh, header)
        self.packed += fresh.stat().st_size
        self.unpacked += raw.stat().st_size


def copied(path: Path) -> float:
    """Copy a file, sync the copy, and return how long that took."""
    begun = time.perf_counter()
    copy = path.with_name("copy")
    shutil.copyfile(path, copy)
    with copy.open("r+b") as file:
        os.fsync(file.fileno())
    taken = time.perf_counter() - begun
    copy.unlink()
    return taken


def main() -> None:
    days = round(float(sys.argv[1]) * 365) if len(sys.argv) > 1 else AGES[-1]
    by_night = defaultdict(list)
    for record in seeded.records(days, cramps_a_night=1.47):
        by_night[getattr(record, "night", NOW.date())].append(record)
    written = Written()
    print("| days | diary MB | backups | times the diary | written MB | unpacked MB | whole | another |")
    print("|---|---|---|---|---|---|---|---|")
    taken: dict[bool, list[float]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.db"
        for day, night in enumerate(sorted(by_night), 1):
            now = (NOW - timedelta(days=len(by_night) - day)).astimezone(UTC)
            with closing(Store(path, now=now, create=True)) as store:
                store.connection.execute("PRAGMA synchronous = OFF")  # of the diary; its backups are synced
                for record in by_night[night]:
                    store.wrote = True  # or else each would check the file first, as a process does once
                    with store.change(record.kind) as change:
                        change.add(record)
                begun = time.perf_counter()
                made = backing_up.take(store, now=now)
                taken[backups.base_of(made) is None].append((time.perf_counter() - begun) / copied(path))
            if day in AGES or day == len(by_night):
                size = path.stat().st_size
                files = list(backup_folder(path).iterdir())
                all_of_them = sum(each.stat().st_size for each in files)
                whole, another = (statistics.median(taken[which][-12:] or [0]) for which in (True, False))
                print(
                    f"| {day:,} | {size / 1e6:.1f} | {len(files)} | {all_of_them / size:.2f} | "
                    f"{written.packed / 1e6:.0f} | {written.unpacked / 1e6:.0f} | {whole:.1f} | {another:.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
