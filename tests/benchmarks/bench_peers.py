"""Adding to, listing and summing up 10,000 entries, beside four programs that keep a log of other things.

    python tests/benchmarks/bench_peers.py [--runs N] [--entries N] [--peers FOLDER]

The peers are those of td-watson, jrnl, taskwarrior and timewarrior that are installed: on the PATH, or in the
`bin` of an environment that `--peers` names. Each is given the same moments in its own file format, and is asked for
what its users ask for. All run as whole processes, in turn. Prints one Markdown table: the lowest processor time of
each by that of `python -c pass`, and the most memory. A peer that is not there has no row, and is named.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import crampdiary
from crampdiary.keep.seal import Seal
from crampdiary.keep.store import Store
from kit.builders import NOW, episode
from kit.measuring import Done, measured_well

_SITES = ("arch", "calf", "toes", "heel")
_PASS = [sys.executable, "-c", "pass"]


class Entry(NamedTuple):
    """One of those that every program is given."""

    at: datetime
    site: str
    pain: int


class Program(NamedTuple):
    """A program that is measured: what it keeps, and its commands for what people do with a log."""

    name: str
    command: Sequence[str]
    fill: Callable[[Path, Sequence[Entry]], None]
    asked: tuple[Sequence[str], Sequence[str], Sequence[str]]  # to add one, to list all, to sum up


def entries(count: int) -> Iterator[Entry]:
    """Yield one for every sixth hour or so, the last of them a day ago."""
    dice = random.Random(1)
    for number in range(count):
        at = NOW - timedelta(days=1, hours=6 * (count - number), minutes=dice.randrange(300))
        yield Entry(at.replace(second=0), dice.choice(_SITES), dice.randrange(1, 11))


def _fill_cramp(home: Path, given: Sequence[Entry]) -> None:
    with closing(Store(home / "diary.db", now=NOW, create=True)) as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        with mock.patch.object(Seal, "check"), mock.patch.object(Seal, "look_again"):
            for each in given:
                with store.change("log") as change:
                    change.add(episode(f"{each.at:%Y-%m-%dT%H:%M}", severity=each.pain, sites=(each.site,)))


def _fill_watson(home: Path, given: Sequence[Entry]) -> None:
    folder = home / ".config/watson"
    folder.mkdir(parents=True)
    frames = [
        (stamp, stamp + 300, "cramp", f"{number:032x}", [each.site], stamp)
        for number, each in enumerate(given)
        for stamp in [int(each.at.timestamp())]
    ]
    (folder / "frames").write_text(json.dumps(frames), encoding="utf-8")


def _fill_jrnl(home: Path, given: Sequence[Entry]) -> None:
    lines = [f"[{each.at:%Y-%m-%d %I:%M:%S %p}] {each.pain} @{each.site} left\n" for each in given]
    (home / "journal.txt").write_text("\n".join(lines), encoding="utf-8")
    (home / "jrnl.yaml").write_text(
        f"version: v4.6\ncolors: {{body: none, date: none, tags: none, title: none}}\ndefault_hour: 9\n"
        f"default_minute: 0\neditor: ''\nencrypt: false\nhighlight: true\nindent_character: '|'\njournals:\n"
        f"  default: {{journal: '{home / 'journal.txt'}'}}\nlinewrap: 79\ntagsymbols: '#@'\ntemplate: false\n"
        "timeformat: '%F %r'\n",
        encoding="utf-8",
    )


def _fill_task(home: Path, given: Sequence[Entry]) -> None:
    (home / ".taskrc").write_text(f"data.location={home / 'task'}\nconfirmation=off\n", encoding="utf-8")
    (home / "task").mkdir()
    tasks = [
        {
            "description": f"{each.pain} {each.site} left",
            "entry": f"{each.at:%Y%m%dT%H%M%SZ}",
            "end": f"{each.at:%Y%m%dT%H%M%SZ}",
            "project": "cramp",
            "status": "completed",
            "tags": [each.site],
        }
        for each in given
    ]
    (home / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    measured_well(["task", "import", str(home / "tasks.json")])


def _fill_timew(home: Path, given: Sequence[Entry]) -> None:
    data = home / "timew/data"
    data.mkdir(parents=True)
    (home / "timew/timewarrior.cfg").write_text("", encoding="utf-8")
    months: dict[str, list[str]] = {}
    for each in given:
        span = f"{each.at:%Y%m%dT%H%M%SZ} - {each.at + timedelta(minutes=5):%Y%m%dT%H%M%SZ}"
        months.setdefault(f"{each.at:%Y-%m}", []).append(f"inc {span} # {each.site}\n")
    for month, lines in months.items():
        (data / f"{month}.data").write_text("".join(lines), encoding="utf-8")
    tags = {site: {"count": sum(each.site == site for each in given)} for site in _SITES}
    (data / "tags.data").write_text(json.dumps(tags), encoding="utf-8")


def programs(home: Path, first: datetime) -> list[Program]:
    """Return all that are measured, this one first, whether they are installed or not."""
    own = [sys.executable, "-m", "crampdiary", "--diary", str(home / "diary.db")]
    since, at = f"{first:%Y-%m-%d}", f"{NOW:%Y-%m-%d}"
    return [
        Program(
            "cramp", own, _fill_cramp, (("log", "7", "arch", "left", "--yes"), ("list", "--all"), ("stats",))
        ),
        Program(
            "td-watson",
            ["watson"],
            _fill_watson,
            (
                ("add", "-f", f"{at} 05:00", "-t", f"{at} 05:05", "cramp", "+arch"),
                ("log", "--from", since, "--no-pager"),
                ("report", "--from", since, "--no-pager"),
            ),
        ),
        Program(
            "jrnl",
            ["jrnl", "--config-file", str(home / "jrnl.yaml")],
            _fill_jrnl,
            (
                (f"{at} at 5am: 7 @arch left",),
                ("-from", since, "--format", "short"),
                ("-from", since, "--format", "tags"),
            ),
        ),
        Program(
            "taskwarrior",
            ["task"],
            _fill_task,
            (
                ("log", "7 arch left", "project:cramp", "+arch"),
                ("completed",),
                ("history.monthly",),
            ),
        ),
        Program(
            "timewarrior",
            ["timew"],
            _fill_timew,
            (
                ("track", f"{at}T05:00", "-", f"{at}T05:05", "arch", ":adjust", ":yes"),
                ("export", since, "-", "tomorrow"),
                ("summary", since, "-", "tomorrow"),
            ),
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="how often each command runs")
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--peers", type=Path, help="an environment that the peers are installed in")
    asked = parser.parse_args()
    compileall.compile_dir(Path(crampdiary.__file__).parent, quiet=1)
    for name in [name for name in os.environ if name.startswith(("CRAMP_", "PYTHON", "XDG_"))]:
        del os.environ[name]
    if asked.peers:
        os.environ["PATH"] = f"{asked.peers / 'bin'}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ.update(
            HOME=folder,
            TASKRC=f"{folder}/.taskrc",
            TIMEWARRIORDB=f"{folder}/timew",
            CRAMP_NOW=NOW.isoformat(),
            TZ="UTC",
        )
        given = list(entries(asked.entries))
        found: list[Program] = []
        missing: list[Program] = []
        for each in programs(home, given[0].at):
            (found if shutil.which(each.command[0]) else missing).append(each)
        for each in found:
            each.fill(home, given)
        table = _measured(found, asked.runs)
    print(f"{asked.entries:,} entries; the lowest of {asked.runs} runs each, in turn, by `python -c pass`\n")
    print("| | add one | list all | sum up |\n|---|---|---|---|")
    for program in found:
        print(f"| {program.name} | {' | '.join(table[program.name])} |")
    for program in missing:
        print(f"\n{program.name} is not installed.")


def _measured(found: Sequence[Program], runs: int) -> dict[str, list[str]]:
    """Return the cells of each program's row."""
    table: dict[str, list[str]] = {each.name: [] for each in found}
    for place in range(3):
        done: dict[str, list[Done]] = {each.name: [] for each in found}
        base = []
        for _ in range(runs + 1):  # the first fills caches, and makes this program's backup of the day
            base.append(measured_well(_PASS))
            for each in found:
                done[each.name].append(measured_well([*each.command, *each.asked[place]]))
        unit = min(each.seconds for each in base[1:])
        for name, ran in done.items():
            ratio = min(each.seconds for each in ran[1:]) / unit
            table[name].append(f"{ratio:.1f}, {max(each.megabytes for each in ran):.0f} MB")
    return table


if __name__ == "__main__":
    main()
