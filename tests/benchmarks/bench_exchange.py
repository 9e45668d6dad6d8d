"""How long exports, imports, merges and undo take on big diaries, with peak memory, against sqlite-utils.

    python tests/benchmarks/bench_exchange.py [ROWS] [MERGED]     1,000,000 and 100,000 unless given

Prints a Markdown table. Each step is a process of its own, so that its peak memory is its own. The yardstick is
`sqlite-utils insert` of the same lines into a plain table, with neither checks nor log nor second table.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from crampdiary.exchange.made import as_revisions, made
from crampdiary.exchange.own import own_json
from crampdiary.keep.store import Store
from kit.builders import NOW, episode
from kit.measuring import measured

CRAMP = (sys.executable, "-m", "crampdiary")


def timed(*command: str | Path, ok: bool = True) -> tuple[float, float, str]:
    """Run a command; return its seconds of processor time, its peak memory in MB and what it said."""
    ran = measured(*command)
    if ok and ran.exit_code != 0:
        sys.exit(f"{command} failed: {ran.said[-2000:]}")
    return ran.seconds, ran.megabytes, ran.said


def write_lines(path: Path, count: int, *, tag: str = "") -> None:
    """Write an export of `count` cramps; its header is one more row for the yardstick."""
    records = (
        episode(
            NOW - timedelta(minutes=7 * number),
            severity=number % 11,
            duration_s=number % 600,
            sites=("arch", "toes"),
            side="left",
            note=f"{tag}entry {number}",
        )
        for number in range(count)
    )
    with path.open("w", encoding="utf-8") as file:
        for _ in own_json.write(file, as_revisions(map(made, records), "benchmark"), []):
            pass


def spoil(path: Path, spoilt: Path, line: int) -> None:
    """Write the same export with another note in one line than was digested."""
    with path.open(encoding="utf-8") as file, spoilt.open("w", encoding="utf-8") as bad:
        for number, text in enumerate(file, 1):
            bad.write(text.replace('"entry ', '"Entry ') if number == line else text)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    merged = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    found: list[tuple[str, float, float, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_lines(folder / "rows.jsonl", rows)
        plain, memory, _ = timed(
            Path(sys.executable).with_name("sqlite-utils"), "insert", folder / "plain.db", "rows",
            folder / "rows.jsonl", "--nl",
        )  # fmt: skip
        (folder / "plain.db").unlink()
        found.append((f"sqlite-utils insert, {rows:,} rows", plain, memory, plain))

        def step(what: str, *arguments: str | Path, against: float = plain, ok: bool = True) -> str:
            seconds, memory, said = timed(*CRAMP, "--diary", folder / "diary.db", *arguments, ok=ok)
            print(f"{what}: {seconds:.1f} s", file=sys.stderr)
            found.append((what, seconds, memory, against))
            return said

        spoil(folder / "rows.jsonl", folder / "bad.jsonl", rows * 6 // 10 + 1)
        said = step("import refused, one bad row at 60 %", "import", "--new", folder / "bad.jsonl", ok=False)
        assert f"line {rows * 6 // 10 + 1}:" in said, said
        (folder / "bad.jsonl").unlink()
        step("import of the lines", "import", folder / "rows.jsonl")
        step("export to CSV", "export", folder / "out.csv")
        step("export to JSON", "export", folder / "out.jsonl")
        step("import of the same again: 0 new", "import", folder / "rows.jsonl")
        step("undo of the import", "undo")
        step("redo of it", "redo")
        step("info --verify", "info", "--verify")

        small = folder / "small.jsonl"
        write_lines(small, merged)
        against, memory, _ = timed(
            Path(sys.executable).with_name("sqlite-utils"),
            "insert",
            folder / "plain.db",
            "rows",
            small,
            "--nl",
        )
        found.append((f"sqlite-utils insert, {merged:,} rows", against, memory, against))
        for which in ("one", "other"):
            write_lines(small, merged // 2, tag=which)
            timed(*CRAMP, "--diary", folder / f"{which}.db", "import", "--new", small)
        seconds, memory, _ = timed(*CRAMP, "--diary", folder / "one.db", "merge", folder / "other.db")
        found.append((f"merge to {merged:,} records, half of them new", seconds, memory, against))
        with closing(Store(folder / "one.db", now=NOW)) as store:
            assert store.counts()["episode"] == merged // 2 * 2
    print("| what | processor seconds | peak memory, MB | ratio to sqlite-utils |\n|---|---:|---:|---:|")
    for what, seconds, memory, against in found:
        print(f"| {what} | {seconds:.1f} | {memory:.0f} | {seconds / against:.1f} |")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nWriting the rows took {own:.0f} MB.")


if __name__ == "__main__":
    main()
