"""Files in the shapes of other programs, written by what is told of those shapes, and what each of them says.

Nothing here is taken from the readers. A writer is given `Entry`s and writes a file; `said` tells what those come to.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from html import escape
from typing import Any

from hypothesis import strategies as st

from kit import peer_names
from kit.peer_names import ASKED, CLEAR, CRAMP, OTHER, REMEDY, TRIGGER, Named

NOTES = (
    "", "Woke twice", 'said "ouch", twice', "=1+1", "a; b | c", "two\nlines", "<3 & more", "\x1b[2J", "7/10, was ist?",
    "@home", "ends in a space ", "\u202eturned", "a\tb",
)  # fmt: skip
WORDS = {"None": 0, "Mild": 2, "Moderate": 5, "Severe": 8, "Unbearable": 10}


@dataclass(frozen=True)
class Entry:
    """What one row or entry is to say."""

    day: date
    clock: time | None
    things: tuple[Named, ...]
    note: str = ""
    number: int = 0
    """Of how bad it was or how much; each shape says for itself what it can say."""


def entries(
    *kinds: str, clock: bool = True, one: bool = False, without: str = "", most: int = 6
) -> st.SearchStrategy[list[Entry]]:
    """Return entries of a file, each at a moment of its own.

    Args:
        kinds: of names, all if there are none.
        clock: whether they have a time.
        one: whether each has one name and no more.
        without: characters that no name has.
        most: how many entries.
    """
    each = st.builds(
        Entry,
        day=st.dates(date(2024, 4, 2), date(2025, 3, 1)),
        clock=st.times().map(lambda at: at.replace(second=0, microsecond=0)) if clock else st.none(),
        things=st.lists(
            peer_names.names(*kinds, without=without), min_size=1, max_size=1 if one else 4, unique=True
        ).map(tuple),
        note=st.sampled_from(NOTES),
        number=st.integers(0, 4),
    )
    return st.lists(each, max_size=most, unique_by=lambda entry: (entry.day, entry.clock))


def table(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Return rows as CSV, quoted where they must be."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


# What a file says


@dataclass
class Told:
    """What comes of a file: the entries, and how often each name is left out."""

    cramps: Counter[tuple[Any, ...]]
    uses: Counter[tuple[Any, ...]]
    clear: set[date]
    left: Counter[str]


def night(at: datetime) -> date:
    """Return the night that a moment belongs to: it ends at noon."""
    return (at - timedelta(hours=12)).date()


def may_be(thing: Named) -> bool:
    """Return whether a thing that is not taken may be a cramp, so that its night is not clear."""
    return thing.kind == ASKED or (thing.kind == OTHER and thing.name.endswith(peer_names.MAY_BE))


def said(
    of: Iterable[Entry],
    *,
    severity: Callable[[Entry, Named], int | None] = lambda entry, thing: None,
    amount: Callable[[Entry, Named], str | None] = lambda entry, thing: thing.amount,
    is_denied: Callable[[Entry, Named], bool] = lambda entry, thing: False,
    precision: str | Callable[[Entry], str] = "minute",
    looks_back: Callable[[Entry], bool] = lambda entry: False,
    at: Callable[[Entry], datetime] | None = None,
) -> Told:
    """Return what entries come to.

    Args:
        of: the entries.
        severity: of a cramp.
        amount: of a remedy.
        is_denied: whether a thing is said not to have been: a cramp is then a clear night, and anything else nothing.
        precision: of the time of an entry that has one.
        looks_back: whether the cramps of an entry are those of the night before.
        at: the moment of an entry, where it is not that of its clock.
    """
    told = Told(Counter(), Counter(), set(), Counter())
    busy: set[date] = set()
    clear: set[date] = set()
    sides_of: defaultdict[date, set[str]] = defaultdict(set)
    for entry in of:
        moment = at(entry) if at else datetime.combine(entry.day, entry.clock or time(12))
        how = (
            "day"
            if entry.clock is None or looks_back(entry)
            else precision
            if isinstance(precision, str)
            else precision(entry)
        )
        cramps = [thing for thing in entry.things if thing.kind == CRAMP and not is_denied(entry, thing)]
        if cramps:
            sites, side = peer_names.where(cramps)
            levels = [level for thing in cramps if (level := severity(entry, thing)) is not None]
            when = moment - timedelta(days=looks_back(entry))
            told.cramps[
                f"{when:%Y-%m-%dT%H:%M}", how, max(levels, default=None), tuple(sorted(sites)), side
            ] += 1
            busy.add(night(when))
        of_sides = [thing.side for thing in entry.things if thing.kind == CRAMP and is_denied(entry, thing)]
        for side in of_sides:
            sides_of[moment.date()] |= {side} if side in ("left", "right") else {"left", "right"}
        denies = bool(of_sides) and len(sides_of[moment.date()]) > 1  # the other side may have had one
        if not cramps and (
            denies or any(thing.kind == CLEAR and not is_denied(entry, thing) for thing in entry.things)
        ):
            is_open = entry.clock is not None and moment.hour < 3  # of the day before, or of that night
            clear |= set() if is_open else {moment.date() - timedelta(days=entry.clock is not None)}
        if any(may_be(thing) and not is_denied(entry, thing) for thing in entry.things):
            busy |= {moment.date(), moment.date() - timedelta(days=entry.clock is not None)}
        uses: dict[tuple[str, str], str | None] = {}
        for thing in entry.things:
            if thing.kind in (REMEDY, TRIGGER) and not is_denied(entry, thing):
                uses.setdefault((thing.kind, thing.word), amount(entry, thing))
            elif thing.kind in (ASKED, OTHER):
                told.left[thing.name] += 1
        for (role, word), much in uses.items():
            told.uses[f"{moment:%Y-%m-%dT%H:%M}", how, role, word, much] += 1
    told.clear = clear - busy
    return told


# Clocks


def _half(at: time, morning: str, evening: str, shape: str) -> str:
    return shape.format(
        half=evening if at.hour >= 12 else morning, clock=f"{(at.hour + 11) % 12 + 1}:{at:%M}"
    )


CLOCKS: tuple[Callable[[time], str], ...] = (
    lambda at: f"{at:%H:%M}",
    lambda at: f"{at.hour}.{at:%M}",
    lambda at: _half(at, "am", "pm", "{clock} {half}"),
    lambda at: _half(at, "AM", "PM", "{clock}\u202f{half}"),
    lambda at: _half(at, "a.\u00a0m.", "p.\u00a0m.", "{clock} {half}"),
    lambda at: _half(at, "오전", "오후", "{half} {clock}"),
    lambda at: _half(at, "午前", "午後", "{half}{clock}"),
    lambda at: _half(at, "上午", "下午", "{half}{clock}"),
    lambda at: _half(at, "π.μ.", "μ.μ.", "{clock} {half}"),
    lambda at: _half(at, "PG", "PTG", "{clock} {half}"),
    lambda at: _half(at, "SA", "CH", "{clock} {half}"),
    lambda at: _half(at, "ÖÖ", "ÖS", "{half} {clock}"),
    lambda at: _half(at, "de.", "du.", "{half} {clock}"),
    lambda at: _half(at, "fm", "em", "{half} {clock}"),
    lambda at: f"{at.hour} h {at:%M}",
    lambda at: f"{at:%H:%M} ч.",
    lambda at: f"{at:%H:%M} Uhr",
    lambda at: f"{at:%H:%M}".translate({48 + digit: 0x660 + digit for digit in range(10)}),
)
"""Ways of phones to write a time."""
MONTHS = (
    "January February March April May June July August September October November December".split(),
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień".split(),
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
)


# Programs


def daylio(
    of: Sequence[Entry], clock: Callable[[time], str], *, months: Sequence[str] | None, html: bool
) -> str:
    """Return Daylio's CSV; with names of months, the older one."""
    header = "full_date,date,weekday,time,mood,activities,note_title,note"
    if months:
        header = "year,date,weekday,time,mood,activities,note_title,note"
    rows = [header.split(",")]
    for each in of:
        note = f"<p>{escape(each.note)}</p>" if html and each.note else each.note
        assert each.clock is not None
        day = f"{each.day.day} {months[each.day.month - 1]}" if months else f"{each.day:%B} {each.day.day}"
        first = str(each.day.year) if months else each.day.isoformat()
        rows.append(
            [
                first,
                day,
                f"{each.day:%A}",
                clock(each.clock),
                "meh",
                " | ".join(x.name for x in each.things),
                "",
                note,
            ]
        )
    return table(rows)


DAY_PARTS = {
    "pre": time(3),
    "am": time(9),
    "mid": time(13),
    "pm": time(20),
    "all day": time(12),
    "": time(12),
}


def bearable(of: Sequence[Entry], parts: Sequence[str], *, newer: bool) -> str:
    """Return Bearable's CSV: a row for each thing; its time is the entry's, or else a part of the day."""
    rows = ["date,weekday,time of day,category,rating/amount,detail,notes".split(",")]
    if newer:
        rows[0].insert(1, "date formatted")
    for each, part in zip(of, parts, strict=True):
        number = each.day.day
        ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        day = f"{number}{ending} {each.day:%b %Y}"
        clock = f"{each.clock:%H:%M}" if each.clock else part
        words = list(WORDS)
        for thing in each.things:
            if thing.kind == REMEDY:
                row = ["Meds/Supplements", str(each.number * 100), f"{thing.name} (mg)", each.note]
            elif thing.kind == TRIGGER:
                row = ["Factors", "", f"{thing.name} | {thing.name}", each.note]
            else:
                row = ["Symptom", "3", f"{thing.name} ({words[each.number]})", each.note]
            rows.append([day, *([each.day.isoformat()] if newer else []), f"{each.day:%A}", clock, *row])
    return table(rows)


def long(of: Sequence[Entry], header: str, row: Callable[[Entry, Named], Sequence[str]]) -> str:
    """Return a table with a row for each thing."""
    return table([header.split(","), *(row(each, thing) for each in of for thing in each.things)])


def flaredown(of: Sequence[Entry], value: Callable[[Entry, Named], str], *, midnight: bool) -> str:
    """Return Flaredown's CSV: a column for each thing but triggers, which are tags."""
    columns = [*dict.fromkeys(thing.name for each in of for thing in each.things if thing.kind != TRIGGER)]
    rows = [["Date", *columns, "Tags", "Foods", "Weather summary"]]
    for each in of:
        cells = {thing.name: value(each, thing) for thing in each.things}
        tags = "; ".join(thing.name for thing in each.things if thing.kind == TRIGGER)
        day = f"{each.day}T00:00:00.000Z" if midnight else each.day.isoformat()
        rows.append([day, *(cells.get(name, "") for name in columns), tags, "", "rain"])
    return table(rows)


def loop(
    of: Sequence[Entry],
    mark: Callable[[Entry, Named], str],
    *,
    newer: bool,
    measured: Callable[[Named], bool] | None = None,
) -> bytes:
    """Return Loop's zip: a folder for each habit, with its marks by day.

    Args:
        of: the entries.
        mark: of a habit in an entry.
        newer: whether its files have headers.
        measured: whether a habit is, where the list of habits says that.
    """
    file = io.BytesIO()
    habits = [*dict.fromkeys(thing for each in of for thing in each.things)]
    with zipfile.ZipFile(file, "w") as archive:
        listed = [[f"{number:03}", habit.name] for number, habit in enumerate(habits, 1)]
        kinds = [["NUMERICAL" if measured(each) else "YES_NO"] if measured else [] for each in habits]
        header = ["Position", "Name", *(["Type"] if measured else [])]
        archive.writestr("Habits.csv", table([header, *map(list.__add__, listed, kinds)]))
        for number, habit in enumerate(habits, 1):
            rows = [[each.day.isoformat(), mark(each, habit)] for each in of if habit in each.things]
            if newer:
                rows = [["Date", "Value", "Notes"], *([*row, ""] for row in rows)]
            archive.writestr(f"{number:03} {habit.name}/Checkmarks.csv", table(rows))
    return file.getvalue()


def loop_flat(of: Sequence[Entry], mark: Callable[[Entry, Named], str]) -> str:
    """Return the flat table of Loop: a column for each habit, and an empty one at its end."""
    habits = [*dict.fromkeys(thing for each in of for thing in each.things)]
    rows = [
        [each.day.isoformat(), *(mark(each, habit) if habit in each.things else "-1" for habit in habits), ""]
        for each in of
    ]
    return table([["Date", *(habit.name for habit in habits), ""], *rows])


MIGRAINE_BUDDY = (
    '"#","Started","Lasted","Start UTC Offset (min)","End UTC Offset (min)","Geohash","Attack Types","Pain Level",'
    '"Potential Triggers","Pain Positions","Helpful Medication","Unhelpful Medication","Notes"'
)
PLACES = {"calf": "calf", "foot": "foot", "toes": "toes", "thigh": "thigh", "arch": "foot arch"}


@dataclass(frozen=True)
class Attack:
    """An attack of Migraine Buddy."""

    at: datetime
    offset: int
    minutes: int
    level: int
    places: tuple[tuple[str, str], ...]
    """Each a side and a site; a site of none is the head."""
    helped: tuple[str, ...]
    not_helped: tuple[str, ...]
    triggers: tuple[str, ...]


def migraine_buddy(of: Sequence[Attack]) -> str:
    """Return Migraine Buddy's CSV, with the small table above."""
    lines = ['"Date","Time Period","Description","Notes"', '"2024-05-01","Last 30 days","Export",""', ""]
    rows = [
        [
            str(number), f"{each.at:%m/%d/%y %H:%M}", f"{each.minutes // 60:02}h {each.minutes % 60:02}m",
            str(each.offset), str(each.offset), "u33dc0", "Leg cramp" if is_leg(each) else "Migraine",
            str(each.level), ", ".join(each.triggers), ", ".join(_position(*place) for place in each.places),
            ", ".join(each.helped) or "No medication", ", ".join(each.not_helped), "",
        ]
        for number, each in enumerate(of, 1)
    ]  # fmt: skip
    return "\n".join([*lines, MIGRAINE_BUDDY, table(rows)])


def _position(side: str, site: str) -> str:
    return f"{side} {PLACES[site] if site else 'back of head'}".strip().capitalize()


def is_leg(attack: Attack) -> bool:
    """Return whether an attack is in leg or foot."""
    return any(site for _, site in attack.places)


def jrnl(of: Sequence[Entry]) -> str:
    """Return jrnl's JSON: each entry has a name as its title, the others as tags."""
    found = [
        {
            "title": each.things[0].name, "body": each.note, "date": each.day.isoformat(),
            "time": f"{each.clock:%H:%M}", "tags": [], "starred": False,
        }
        for each in of
    ]  # fmt: skip
    return json.dumps({"tags": {}, "entries": found})


# Sheets of people's own


@dataclass(frozen=True)
class Row:
    """A row of a person's sheet: each thing as it is typed, and what that says."""

    day: date
    clock: time | None
    severity: tuple[str, int | None]
    place: tuple[str, tuple[str, ...], str | None]
    used: tuple[str, bool, str | None]


DATES: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day.day}-{day:%b-%y}",
    lambda day: f"{day:%A, %B} {day.day}, {day.year}",
    lambda day: f"{('Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So')[day.weekday()]}, {day:%d.%m.%Y}",
    lambda day: f"{day.day}. {MONTHS[2][day.month - 1]} {day.year}",
    lambda day: f"{day.day} de {MONTHS[3][day.month - 1]} de {day.year}",
    lambda day: f"{(day - date(1899, 12, 30)).days}",
    lambda day: f"{day.day}/{day.month}/{day.year}",
)
"""Ways to write a date; that with strokes needs to be told that the day stands first."""
TIMES: tuple[Callable[[time], str], ...] = (
    *CLOCKS,
    lambda at: f"{at:%H:%M:%S}",
    lambda at: f"{at:%H%M}",
    lambda at: f"{at:%H:%M} Uhr",
    lambda at: f"{at:%Hh%M}",
    lambda at: f"1899-12-30 {at:%H:%M}:00",
    lambda at: f"{(at.hour * 60 + at.minute) / 1440:.9f}",
)
ROWS = st.builds(
    Row,
    day=st.dates(date(2024, 4, 2), date(2025, 3, 1)),
    clock=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    severity=st.sampled_from([
        *[("7", 7), ("7/10", 7), ("7,5", 8), ("7.4", 7), ("~5", 5), ("7-8", 8), ("5 to 6", 6), ("Severe", 8)],
        *[("10", 10), ("mild to moderate", 4), ("", None), ("?", None), ("-", None), ("n/a", None)],
        *[("0", 0), ("0/10", 0), ("none", 0), ("no", 0), ("No cramps", 0)],
    ]),
    place=st.sampled_from([
        ("Left calf", ("calf",), "left"), ("both feet", ("foot",), "both"), ("toes", ("toes",), None), ("", (), None),
        ("RIGHT THIGH ", ("thigh",), "right"), ("left_calf", ("calf",), "left"), ("?", (), None),
    ]),
    used=st.sampled_from([
        ("Yes", True, None), ("x", True, None), ("1", True, None), ("400 mg", True, "400 mg"), ("", False, None),
        ("No", False, None), ("0", False, None), ("-", False, None), ("?", False, None),
    ]),
)  # fmt: skip


def sheet(of: Sequence[Row], day: Callable[[date], str], clock: Callable[[time], str], delimiter: str) -> str:
    """Return a person's sheet: with a title above, an empty column, a total below, and short rows."""
    rows = [["My cramps"], ["Date", "Time", "Pain", "", "Where", "Magnesium"]]
    for each in of:
        row = [
            day(each.day),
            clock(each.clock) if each.clock else "",
            each.severity[0],
            "",
            each.place[0],
            each.used[0],
        ]
        while not row[-1]:
            row.pop()
        rows.append(row)
    return table([*rows, [], ["Total", "", "35", "", "", ""], ["", "", "3.5"]], delimiter)


def sound(of: Sequence[Row]) -> list[Row]:
    """Return rows without a place beside a 0, which contradict themselves, unless a place stands in each of them."""
    rated = [each for each in of if each.severity[0] not in ("", "?", "-", "n/a")]
    stands = len(rated) > 1 and all(each.place[1] for each in rated)
    return [
        replace(each, place=("", (), None)) if each.severity[1] == 0 and not stands else each for each in of
    ]


def said_by_sheet(of: Iterable[Row], *, is_of_lines: bool = False) -> Told:
    """Return what a person's sheet comes to, or the same in lines, in which each thing has its own time."""
    told = Told(Counter(), Counter(), set(), Counter())
    busy = set()
    for each in of:
        moment = datetime.combine(each.day, each.clock or time(12))
        at, how = f"{moment:%Y-%m-%dT%H:%M}", "minute" if each.clock else "day"
        level = each.severity[1]
        if level == 0:
            told.clear.add(each.day - timedelta(days=each.clock is not None))
        elif level or each.place[1]:
            told.cramps[at, how, level, each.place[1], each.place[2]] += 1
            busy.add(night(moment))
        if each.used[1]:
            is_beside = (
                not is_of_lines and level != 0 and bool(level or each.place[1])
            )  # a cramp: it was of its night, not of that minute
            when = (f"{night(moment)}T12:00", "day") if is_beside else (at, how)
            told.uses[*when, "remedy", "magnesium", each.used[2]] += 1
    told.clear -= busy
    return told


def lines(of: Sequence[Row]) -> str:
    """Return a text with a line for each cramp or clear night."""
    found = []
    for each in of:
        moment = f"{each.day} {each.clock:%H:%M}"
        number = each.severity[1]
        found.append(
            f"{moment} none"
            if number == 0
            else f"{moment} {'' if number is None else number} {each.place[0]}".strip()
        )
        if each.used[1]:
            found.append(f"{moment} used magnesium {each.used[2] or ''}".strip())
    return "\n".join(found)
