"""How long imports of other programs' files take, with peak memory, against `sqlite-utils insert` of the same rows.

    python tests/benchmarks/bench_import.py [--rows N] [--only FORMAT ...] [--keep FOLDER]     2,000 rows unless given

Writes a file of each format, imports each into a new diary and once again into the same one, and inserts the same rows
into a plain table, in turn and each as a process of its own. Prints a Markdown table of processor time. `--keep` leaves
the files in a folder.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from openpyxl import Workbook

sys.path.insert(0, str(Path(__file__).parents[1]))

from crampdiary.exchange.made import as_revisions, made
from crampdiary.exchange.own import own_json
from kit.builders import NOW, episode
from kit.measuring import measured

CRAMP = (sys.executable, "-m", "crampdiary")
YARDSTICK = Path(sys.executable).with_name("sqlite-utils")
FIRST = datetime(1996, 1, 1, 3, 10)
STEP = timedelta(hours=2, minutes=37)
TRACKERS = 40  # rows a day, in the formats that have one a day of each thing

Row = list[str]


class Written(NamedTuple):
    """What was written: the file to import, what to say of it, and the same rows for the yardstick."""

    file: Path
    options: tuple[str, ...]
    plain: Path
    plain_options: tuple[str, ...] = ("--csv",)


class Values:
    """Made-up values, the same at each run."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._random = Random(7)

    def one(self, *choices: str) -> str:
        return self._random.choice(choices)

    def note(self, number: int) -> str:
        return self.one("", "", f"note {number}", f"woke at {number}, and slept again")

    def some(self, *choices: str, between: str) -> str:
        return between.join(self._random.sample(choices, self._random.randint(0, min(3, len(choices)))))

    def moments(self) -> Iterator[tuple[int, datetime]]:
        return ((number, FIRST + number * STEP) for number in range(self.rows))

    def days(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield a day and a name for each row: all names of a day, then the next day."""
        numbered = [f"{name} {turn}" if turn else name for turn in range(TRACKERS) for name in names][
            :TRACKERS
        ]
        for number in range(self.rows):
            day = FIRST + timedelta(days=number // len(numbered))
            yield f"{day:%Y-%m-%d}", numbered[number % len(numbered)]


def table(path: Path, rows: Iterable[Row], *above: Row) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*above, *rows])


def mapped(*fields: str) -> tuple[str, ...]:
    return tuple(part for each in fields for part in ("--map", each))


def migraine_buddy(folder: Path, values: Values) -> Written:
    header = [
        "#", "Started", "Lasted", "Start UTC Offset (min)", "Attack Types", "Attack Location", "Pain Level",
        "Potential Triggers", "Symptoms", "Pain Positions", "Helpful Medication", "Unhelpful Medication", "Notes",
    ]  # fmt: skip
    rows = [
        [
            str(number), f"{at:%m/%d/%y %H:%M}", values.one("00h 05m", "01h 00m", "1d 02h 15m"), "60",
            values.one("Leg cramp", "Foot cramp", "Migraine"), "", str(number % 11),
            values.some("Stress", "Alcohol", "Weather", "Moon phase", between=", "), "Numbness",
            values.one("Left calf", "Right calf", "Toes", "Right back of head"),
            values.one("Magnesium", "", "No medication"), values.one("Ibuprofen", ""), values.note(number),
        ]
        for number, at in values.moments()
    ]  # fmt: skip
    table(folder / "migraine.csv", rows, ["Date", "Description"], ["2024-05-01", "Export"], [], header)
    table(folder / "migraine_plain.csv", rows, header)
    return Written(folder / "migraine.csv", (), folder / "migraine_plain.csv")


def bearable(folder: Path, values: Values) -> Written:
    header = ["date", "weekday", "time of day", "category", "rating/amount", "detail", "notes"]
    details = (
        ("Symptom", "3", "Leg cramps (Severe)"), ("Symptom", "2", "Left calf cramp (Moderate)"),
        ("Symptom", "2", "Headache (Moderate)"), ("Factors", "", "Alcohol | Stress | Board games"),
        ("Meds/Supplements", "300", "Magnesium (mg)"), ("Mood", "5", "Good"),
    )  # fmt: skip
    rows = [
        [f"{at.day}th {at:%b %Y}", f"{at:%A}", values.one("pm", "am", f"{at:%H:%M}", "all day"), *details[number % 6],
         values.note(number)]
        for number, at in values.moments()
    ]  # fmt: skip
    table(folder / "bearable.csv", rows, header)
    return Written(folder / "bearable.csv", (), folder / "bearable.csv")


def daylio(folder: Path, values: Values) -> Written:
    header = ["full_date", "date", "weekday", "time", "mood", "activities", "note_title", "note"]
    rows = [
        [
            f"{at:%Y-%m-%d}", f"{at:%B} {at.day}", f"{at:%A}", f"{at:%I:%M %p}".lower(), "good",
            values.some("leg cramp", "magnesium", "stretching", "reading", "alcohol", "no cramps", between=" | "), "",
            values.note(number),
        ]
        for number, at in values.moments()
    ]  # fmt: skip
    table(folder / "daylio.csv", rows, header)
    return Written(folder / "daylio.csv", (), folder / "daylio.csv")


def loop_habits(folder: Path, values: Values) -> Written:
    habits: dict[str, list[Row]] = {}
    for number, (day, name) in enumerate(values.days("Magnesium", "Stretching", "Leg cramp", "Reading")):
        habits.setdefault(name, []).append([day, values.one("2", "0", "400000"), values.note(number)])
    with zipfile.ZipFile(folder / "loop.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Habits.csv", "Position,Name\n")
        for number, (name, rows) in enumerate(habits.items(), 1):
            table(folder / "marks.csv", rows)
            archive.write(folder / "marks.csv", f"{number:03} {name}/Checkmarks.csv")
    named = ([name, *row] for name, rows in habits.items() for row in rows)
    table(folder / "loop_plain.csv", named, ["Habit", "Date", "Value", "Notes"])
    return Written(folder / "loop.zip", ("--map", "Stretching=remedy:stretching"), folder / "loop_plain.csv")


def jrnl(folder: Path, values: Values) -> Written:
    entries = [
        {
            "title": values.one("Bad night.", "Calf cramp", "Work", "Left foot cramp again."),
            "body": values.note(number), "date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}",
            "tags": values.some("@cramp", "@magnesium", "@work", "@left-calf", between=" ").split(), "starred": False,
        }
        for number, at in values.moments()
    ]  # fmt: skip
    (folder / "jrnl.json").write_text(
        json.dumps({"tags": {"@cramp": 1}, "entries": entries}, indent=1), encoding="utf-8"
    )
    (folder / "jrnl_plain.json").write_text(json.dumps(entries), encoding="utf-8")
    return Written(folder / "jrnl.json", (), folder / "jrnl_plain.json", ())


def flaredown(folder: Path, values: Values) -> Written:
    header = ["Date", "Leg cramps", "Foot cramps", "Fatigue", "Magnesium", "Stretching", "Tags", "Foods"]
    rows = [
        [
            f"{at:%Y-%m-%d}", values.one("0", "1", "3", "4", ""), values.one("0", "2", ""), "2",
            values.one("300mg", "Taken", "Not Taken"), values.one("Taken", "Not Taken", ""),
            values.some("stress", "moon phase", "work", between="; "), values.some("alcohol", "pizza", between="; "),
        ]
        for number, at in values.moments()
    ]  # fmt: skip
    table(folder / "flaredown.csv", rows, header)
    return Written(folder / "flaredown.csv", ("--format", "flaredown"), folder / "flaredown.csv")


def track_and_graph(folder: Path, values: Values) -> Written:
    rows = [
        [
            values.one("Legs/Night cramp", "Evening/Magnesium", "Mood", "Legs/Calf cramp"), f"{at.isoformat()}+01:00",
            *values.one("0,", "3,", "7,Bad", "400,", "3.5,Bad", "0:03:20,").split(","), values.note(number),
        ]
        for number, at in values.moments()
    ]  # fmt: skip
    table(folder / "tracks.csv", rows, ["FeatureName", "Timestamp", "Value", "Label", "Note"])
    return Written(folder / "tracks.csv", (), folder / "tracks.csv")


def visible(folder: Path, values: Values) -> Written:
    rows = [
        [day, name, "Pain", values.one("0", "1", "2", "3")]
        for day, name in values.days("Leg cramps", "Foot cramps", "Migraine", "Sleep")
    ]
    table(
        folder / "visible.csv",
        rows,
        ["observation_date", "tracker_name", "tracker_category", "observation_value "],
    )
    return Written(folder / "visible.csv", (), folder / "visible.csv")


def habitbull(folder: Path, values: Values) -> Written:
    rows = [
        [name, "", "Legs", day, values.one("0", "1", "400"), values.note(number)]
        for number, (day, name) in enumerate(values.days("Stretching", "Magnesium", "Leg cramp", "Reading"))
    ]
    names = ["HabitName", "HabitDescription", "HabitCategory", "CalendarDate", "Value", "CommentText"]
    table(folder / "habitbull.csv", rows, names)
    return Written(folder / "habitbull.csv", (), folder / "habitbull.csv")


def sheet_long(folder: Path, values: Values) -> Written:
    rows = [
        [
            f"{at:%d.%m.%Y %H:%M}", str(1 + number % 10), values.one("Left calf", "right arch", "toes", "both feet"),
            str(number % 9), values.one("alcohol", "", "long walk"), values.one("massage", "magnesium", ""),
            values.note(number),
        ]
        for number, at in values.moments()
    ]  # fmt: skip
    table(
        folder / "sheet.csv", rows, ["When", "How bad", "Where", "Minutes", "Why", "What I tried", "Comment"]
    )
    return Written(
        folder / "sheet.csv",
        mapped(
            "When=at", "How bad=severity", "Where=place", "Minutes=minutes", "Why=trigger", "What I tried=tried",
            "Comment=note",
        ),
        folder / "sheet.csv",
    )  # fmt: skip


def sheet_wide(folder: Path, values: Values) -> Written:
    rows = [
        [
            f"{at:%Y-%m-%d %H:%M}", values.one("yes", "no", "1", "0", ""), values.one("x", ""),
            values.one("Yes", "10 min", ""), values.one("2", "5", "9", "0", ""), values.note(number),
        ]
        for number, at in values.moments()
    ]  # fmt: skip
    table(folder / "wide.csv", rows, ["When", "Magnesium", "Alcohol", "Stretching", "Leg cramp", "Comment"])
    return Written(
        folder / "wide.csv",
        mapped(
            "When=at", "Magnesium=used:magnesium", "Alcohol=had:alcohol", "Stretching=used:stretching",
            "Leg cramp=value", "Comment=note",
        ),
        folder / "wide.csv",
    )  # fmt: skip


def sheet_xlsx(folder: Path, values: Values) -> Written:
    long = sheet_long(folder, values)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    with long.file.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            sheet.append(row)
    book.save(folder / "sheet.xlsx")
    return long._replace(file=folder / "sheet.xlsx")


def plain_lines(folder: Path, values: Values) -> Written:
    with (folder / "lines.txt").open("w", encoding="utf-8") as file:
        for number, at in values.moments():
            words = values.one(
                f"{number % 11} arch left", "5 right calf 3 min", "used magnesium 300 mg", "no cramps"
            )
            file.write(f"{at:%Y-%m-%d %H:%M} {words}\n")
    return Written(folder / "lines.txt", (), folder / "lines.txt", ("--lines",))


def own(folder: Path, values: Values) -> Written:
    records = (
        episode(
            NOW - timedelta(minutes=7 * number), severity=number % 11, duration_s=number % 600,
            sites=("arch", "toes"), side="left", note=f"entry {number}",
        )
        for number in range(values.rows)
    )  # fmt: skip
    with (folder / "own.jsonl").open("w", encoding="utf-8") as file:
        for _ in own_json.write(file, as_revisions(map(made, records), "benchmark"), []):
            pass
    return Written(folder / "own.jsonl", (), folder / "own.jsonl", ("--nl",))


FORMATS: dict[str, Callable[[Path, Values], Written]] = {
    each.__name__.replace("_", "-"): each
    for each in (
        migraine_buddy, bearable, daylio, loop_habits, jrnl, flaredown, track_and_graph, visible, habitbull,
        sheet_long, sheet_xlsx, sheet_wide, plain_lines, own,
    )
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--only", nargs="+", choices=FORMATS, default=list(FORMATS), metavar="FORMAT")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    print(f"{asked.rows:,} rows each; processor seconds of whole processes\n")
    print(
        "| format | seconds | sqlite-utils | ratio | peak memory, MB | of sqlite-utils | again, seconds | again, MB |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    with nullcontext(asked.keep) if asked.keep else tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for program in asked.only:
            file, options, plain, plain_options = FORMATS[program](folder, Values(asked.rows))
            (folder / program).mkdir(exist_ok=True)  # for the diary with its backups
            diary, database = folder / program / "diary.db", folder / "plain.db"
            ours = measured(*CRAMP, "--diary", diary, "import", "--new", file, *options, "--yes")
            again = measured(*CRAMP, "--diary", diary, "import", file, *options, "--yes")
            theirs = measured(YARDSTICK, "insert", database, "rows", plain, *plain_options)
            for ran in (ours, again, theirs):
                if ran.exit_code != 0:
                    sys.exit(f"{program} failed: {ran.said[-2000:]}")
            print(
                f"| {program} | {ours.seconds:.1f} | {theirs.seconds:.1f} | {ours.seconds / theirs.seconds:.1f} "
                f"| {ours.megabytes:.0f} | {theirs.megabytes:.0f} | {again.seconds:.1f} | {again.megabytes:.0f} |",
                flush=True,
            )
            diary.unlink()
            database.unlink()


if __name__ == "__main__":
    main()
