"""One entry with a few names in the shape of every program that names things, for what goes for names in all of them.

A program whose entries have one name each has a row for each. What a shape cannot say is left to those that can.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence

from kit.peer_writers import MIGRAINE_BUDDY, table

OWN = ("cramp-csv", "lines")
"""Formats in the words of this program, which have no names of others in them."""
MAPPED = ("Day=date", "Name=name", "Value=value", "Note=note")
"""What a person says of a sheet of any make."""


def _daylio(names: Sequence[str], value: str, note: str) -> str:
    header = "full_date,date,weekday,time,mood,activities,note_title,note".split(",")
    return table([header, ["2026-03-02", "March 2", "Monday", "08:10", "good", " | ".join(names), "", note]])


def _bearable(names: Sequence[str], value: str, note: str) -> str:
    header = "date,weekday,time of day,category,rating/amount,detail,notes".split(",")
    return table(
        [header, *(["2nd Mar 2026", "Monday", "08:10", "Symptom", value, name, note] for name in names)]
    )


def _flaredown(names: Sequence[str], value: str, note: str) -> str:
    return table([["Date", *names, "Tags", "Foods"], ["2026-03-02", *[value or "3"] * len(names), "", ""]])


def _habitbull(names: Sequence[str], value: str, note: str) -> str:
    header = "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText".split(",")
    return table([header, *([name, "", "", "2026-03-02", value or "1", note] for name in names)])


def _track_and_graph(names: Sequence[str], value: str, note: str) -> str:
    header = "FeatureName,Timestamp,Value,Label,Note".split(",")
    return table([header, *([name, "2026-03-02T08:10:00.000Z", value or "1", "", note] for name in names)])


def _visible(names: Sequence[str], value: str, note: str) -> str:
    header = "observation_date,tracker_name,tracker_category,observation_value ".split(",")
    return table([header, *(["2026-03-02", name, "Pain", value or "2"] for name in names)])


def _loop(names: Sequence[str], value: str, note: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Habits.csv", "Position,Name\n")
        for number, name in enumerate(names, 1):
            mark = "NO" if value == "0" else "YES_MANUAL"
            rows = [["Date", "Value", "Notes"], ["2026-03-02", mark, note]]
            archive.writestr(f"{number:03} {name}/Checkmarks.csv", table(rows))
    return file.getvalue()


def _migraine_buddy(names: Sequence[str], value: str, note: str) -> str:
    cells = [
        "1",
        "03/02/26 08:10",
        "00h 05m",
        "0",
        "0",
        "",
        ", ".join(names),
        value or "4",
        "",
        "",
        "",
        "",
        note,
    ]
    return f'"Date","Notes"\n\n{MIGRAINE_BUDDY}\n{table([cells])}'


def _jrnl(names: Sequence[str], value: str, note: str) -> str:
    entry = {"title": note or "Up early.", "body": "", "date": "2026-03-02", "time": "08:10"}
    tags = [f"@{name.replace(' ', '_')}" for name in names]
    return json.dumps({"tags": {}, "entries": [{**entry, "tags": tags, "starred": False}]})


def _sheet(names: Sequence[str], value: str, note: str) -> str:
    return table(
        [["Day", "Name", "Value", "Note"], *(["2026-03-02", name, value or "1", note] for name in names)]
    )


Shape = Callable[[Sequence[str], str, str], str | bytes]
SHAPES: dict[str, Shape] = {
    "bearable": _bearable,
    "csv": _sheet,
    "daylio": _daylio,
    "flaredown": _flaredown,
    "habitbull": _habitbull,
    "jrnl": _jrnl,
    "loop-habits": _loop,
    "migraine-buddy": _migraine_buddy,
    "track-and-graph": _track_and_graph,
    "visible": _visible,
}
"""How each program writes names, the value beside each (empty for a plain yes), and a note where it can have one."""
WITHOUT_NOTES = ("flaredown", "visible")
"""Programs whose entries have no note."""
WITHOUT_VALUES = ("daylio", "jrnl")
"""Programs whose names have no value beside them."""
