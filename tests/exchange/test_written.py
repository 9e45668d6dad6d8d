"""What any file of another program says comes in just so: each cramp once, each clear night, each use, nothing else."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.meaning import read_maps
from crampdiary.keep.revision import checked
from kit import peer_writers as writers
from kit.peer_names import ASKED, CLEAR, CRAMP, OTHER, REMEDY, TRIGGER, Named
from kit.peer_writers import Attack, Entry, Told, entries, said

VOCABULARY = Vocabulary()
NOW = datetime.fromisoformat("2026-03-31T08:00:00+01:00")
FEW, MANY = settings(max_examples=12), settings(max_examples=120)


def read(content: str | bytes, name: str = "file.csv", maps: Sequence[str] = (), **options: Any) -> Reading:
    """Return the reading of a file, with `found` in it: all records that come of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        names, columns = read_maps(maps)
        program, delimiter = formats.detect(path, options.pop("forced", None))
        reading = Reading(
            path, VOCABULARY, names, zone_named("Europe/London"), folder=Path(folder), delimiter=delimiter,
            columns=columns, now=NOW, **options,
        )  # fmt: skip
        rows = [*formats.revisions(program, reading, [])]
    assert len({row["record_uid"] for row in rows}) == len(rows)
    reading.found = [checked(row) for row in rows]  # type: ignore[attr-defined]
    reading.program = program  # type: ignore[attr-defined]
    return reading


def told_by(reading: Reading) -> Told:
    """Return what came of a file."""
    told = Told(Counter(), Counter(), set(), reading.left_out + reading.unknown)
    for record in reading.found:  # type: ignore[attr-defined]
        if isinstance(record, Episode):
            at = record.at.isoformat()[:16]
            told.cramps[at, record.precision, record.severity, tuple(sorted(record.sites)), record.side] += 1
        elif isinstance(record, Exposure):
            at = record.at.isoformat()[:16]
            told.uses[at, record.precision, record.role, record.word, record.amount] += 1
        else:
            assert isinstance(record, CheckIn)
            assert record.night not in told.clear
            told.clear.add(record.night)
    return told


def alone(of: Sequence[Entry]) -> list[Entry]:
    """Return an entry for each thing, for files with a row for each."""
    return [replace(each, things=(thing,)) for each in of for thing in each.things]


def said_by_rows(of: Sequence[Entry], **how: Any) -> Told:
    """Return what a file with a row for each thing says: those of one moment that are cramps are one."""
    return replace(said(alone(of), **how), cramps=said(of, **how).cramps)


def much(amount: str, thing: Named) -> str:
    """Return how much a number of a thing is, whose name may say how much each is."""
    return amount if not thing.amount else thing.amount if amount == "1" else f"{amount} x {thing.amount}"


# Daylio


def check_daylio(of: list[Entry], clock: int, months: int | None, html: bool) -> None:
    names = None if months is None else writers.MONTHS[months]
    text = writers.daylio(of, writers.CLOCKS[clock], months=names, html=html)
    days = {each.day: [one for one in of if one.day == each.day] for each in of}
    alone = sum(len(those) == 1 and those[0].clock >= time(17) for those in days.values())  # type: ignore[operator]
    is_habit = alone >= max(5, len(days) / 4)

    def looks_back(entry: Entry) -> bool:
        others = [each for each in days[entry.day] if each is not entry]
        is_last = entry.clock >= max([time(17), *(each.clock for each in others)])  # type: ignore[operator, type-var]
        telling = (each.kind in (CRAMP, CLEAR, ASKED) for other in others for each in other.things)
        return is_habit and is_last and not any(telling)

    reading = read(text)
    assert told_by(reading) == said(of, looks_back=looks_back)
    for record in reading.found:  # type: ignore[attr-defined]
        if isinstance(record, Episode):
            assert any(thing.name in (record.note or "") for each in of for thing in each.things)
            assert not html or "<p>" not in (record.note or "")


DAYLIO = (
    entries(without="|", most=8), st.integers(0, len(writers.CLOCKS) - 1),
    st.none() | st.integers(0, len(writers.MONTHS) - 1), st.booleans(),
)  # fmt: skip


# Bearable


def check_bearable(of: list[Entry], parts: list[str], newer: bool, with_clock: bool) -> None:
    of = (
        of if with_clock else [replace(each, clock=None) for each in {each.day: each for each in of}.values()]
    )
    parts = (parts * len(of))[: len(of)]
    part_of = dict(zip([(each.day, each.clock) for each in of], parts, strict=True))

    def part(each: Entry) -> str:
        return part_of[each.day, each.clock]

    def moment(each: Entry) -> datetime:
        return datetime.combine(each.day, each.clock or writers.DAY_PARTS[part(each)])

    timed = [
        each if each.clock or part(each) in ("", "all day") else replace(each, clock=moment(each).time())
        for each in of
    ]
    told = said_by_rows(
        timed,
        severity=lambda each, thing: [*writers.WORDS.values()][each.number],
        is_denied=lambda each, thing: each.number == 0 and thing.kind != TRIGGER,
        amount=lambda each, thing: f"{each.number * 100} mg" if thing.kind == REMEDY else None,
        precision="minute" if with_clock else "approx",
    )
    assert told_by(read(writers.bearable(of, parts, newer=newer))) == told


BEARABLE = (
    entries(without="|"),
    st.lists(st.sampled_from([*writers.DAY_PARTS]), min_size=1),
    st.booleans(),
    st.booleans(),
)


# Long sheets by a map


def valued(of: Sequence[Entry]) -> set[str]:
    """Return the names whose values differ from yes and no."""
    return {thing.name for each in of for thing in each.things if each.number > 1}


def in_group(thing: Named, group: str) -> Named:
    """Return what a thing is in its group: a cramp among things of the legs is one of the leg, any other is asked."""
    if thing.kind != ASKED:
        return thing
    is_of_legs = group == "Legs/"
    return (
        replace(thing, kind=CRAMP, sites=("leg",)) if is_of_legs else replace(thing, name=group + thing.name)
    )


def check_track_and_graph(of: list[Entry], group: str, point: str) -> None:
    assume({each.clock for each in of} != {time()})  # which are days
    text = writers.long(
        of, "FeatureName,Timestamp,Value,Label,Note",
        lambda each, thing: [
            group + thing.name, f"{each.day}T{each.clock:%H:%M}:00.000Z", f"{each.number}{point}", "", each.note
        ],
    )  # fmt: skip
    has = valued(of)
    told = said_by_rows(
        [replace(each, things=tuple(in_group(thing, group) for thing in each.things)) for each in of],
        severity=lambda each, thing: each.number if each.number > 1 else None,  # a 1 alone says that it was
        amount=lambda each, thing: much(str(each.number), thing) if thing.name in has else thing.amount,
        is_denied=lambda each, thing: each.number == 0,
    )
    reading = read(text)
    assert reading.program == "track-and-graph"  # type: ignore[attr-defined]
    assert told_by(reading) == told


def check_habitbull(of: list[Entry]) -> None:
    text = writers.long(
        of, "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText",
        lambda each, thing: [thing.name, "", "Legs", each.day.isoformat(), str(each.number), each.note],
    )  # fmt: skip
    has = valued(of)
    told = said_by_rows(
        [replace(each, things=tuple(in_group(thing, "Legs/") for thing in each.things)) for each in of],
        amount=lambda each, thing: much(str(each.number), thing) if thing.name in has else thing.amount,
        is_denied=lambda each, thing: each.number == 0,
    )
    assert told_by(read(text)) == told


def check_visible(of: list[Entry]) -> None:
    of = [replace(each, number=min(each.number, 3)) for each in of]
    text = writers.long(
        of, "observation_date,tracker_name,tracker_category,observation_value ",
        lambda each, thing: [each.day.isoformat(), thing.name, "Pain", f"{each.number} "],
    )  # fmt: skip
    has = valued(of)
    told = said_by_rows(
        of,
        severity=lambda each, thing: [0, 2, 5, 8][each.number],
        amount=lambda each, thing: much(str(each.number), thing) if thing.name in has else thing.amount,
        is_denied=lambda each, thing: each.number == 0,
    )
    assert told_by(read(text)) == told


# Wide ones


def check_flaredown(of: list[Entry], midnight: bool) -> None:
    doses = ["Not Taken", "Taken", "300mg", "1", "2 tablets"]
    columns = [*dict.fromkeys(thing for each in of for thing in each.things)]
    of = [replace(each, things=tuple(sorted(each.things, key=columns.index))) for each in of]

    def value(each: Entry, thing: Named) -> str:
        return doses[each.number] if thing.kind == REMEDY else str(each.number)

    several = {thing.name for each in of for thing in each.things if each.number in (2, 4)}

    def is_dose(each: Entry, thing: Named) -> bool:
        return each.number in (2, 4) or (
            each.number == 3 and thing.name in several
        )  # a 1 alone says that it was

    told = said(
        of,
        severity=lambda each, thing: [0, 2, 5, 8, 10][each.number],
        amount=lambda each, thing: (
            (doses[each.number] if each.number != 3 else much("1", thing))
            if thing.kind == REMEDY and is_dose(each, thing)
            else thing.amount
        ),
        is_denied=lambda each, thing: each.number == 0 and thing.kind != TRIGGER,
    )
    assert told_by(read(writers.flaredown(of, value, midnight=midnight))) == told


def check_loop(of: list[Entry], newer: bool, flat: bool, typed: bool) -> None:
    marks = ["0", "2", "1500", "400000", "3"] if not newer else ["NO", "YES_MANUAL", "1500", "400000", "SKIP"]
    flat = flat and bool(of)
    measured = {thing for each in of for thing in each.things if each.number in (2, 3)}

    def mark(each: Entry, thing: Named) -> str:
        return "0" if thing in measured and each.number == 0 else marks[each.number]

    def is_said(each: Entry, thing: Named) -> bool:
        return each.number in (1, 2, 3) or (each.number == 0 and thing in measured)

    said_of = [
        replace(each, things=tuple(thing for thing in each.things if is_said(each, thing))) for each in of
    ]
    told = said_by_rows(
        said_of,
        amount=lambda each, thing: {2: much("1.5", thing), 3: "400"}.get(each.number, thing.amount),
        is_denied=lambda each, thing: each.number == 0,
    )
    if flat:
        reading = read(writers.loop_flat(of, mark), forced="loop-habits")
    else:
        kinds = measured.__contains__ if typed else None
        reading = read(writers.loop(of, mark, newer=newer, measured=kinds), "loop.zip")
    assert told_by(reading) == told


# Others


def check_jrnl(of: list[Entry]) -> None:
    of = [replace(each, things=each.things[:1], note="Sad.") for each in of]
    # An entry is prose, not a name: it tells of a cramp among other words too.
    of = [
        each
        for each in of
        if each.things[0].kind != OTHER or "leg cramp" not in each.things[0].name.casefold()
    ]
    told = said([each for each in of if each.things[0].kind == CRAMP])
    found = told_by(read(writers.jrnl(of), "a.json"))
    assert (found.cramps, found.uses) == (told.cramps, Counter())
    assert found.clear <= {each.day - timedelta(days=1) for each in of if each.things[0].kind == CLEAR}


SIDED = st.tuples(st.sampled_from(["Left", "Right", ""]), st.sampled_from([*writers.PLACES, ""]))
MEDICINES = {"Magnesium": "magnesium", "Heat": "heat", "Pickle juice": "pickle-juice"}
ATTACKS = st.lists(
    st.builds(
        Attack,
        at=st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0)),
        offset=st.sampled_from([0, 60, -300, 330]), minutes=st.integers(0, 5999), level=st.integers(1, 10),
        places=st.lists(SIDED, min_size=1, max_size=3, unique=True).map(tuple),
        helped=st.lists(st.sampled_from([*MEDICINES]), max_size=2, unique=True).map(tuple),
        not_helped=st.sampled_from([(), ("Massage",)]),
        triggers=st.sampled_from([(), ("Stress",), ("Stress", "Alcohol")]),
    ),
    max_size=5,
)  # fmt: skip


def check_migraine_buddy(of: list[Attack]) -> None:
    expected: Counter[Any] = Counter()
    for each in of:
        if writers.is_leg(each):
            legs = [(side, site) for side, site in each.places if site]
            sides = {side.casefold() for side, _ in legs if side}
            tried = {
                *((MEDICINES[name], "helped") for name in each.helped),
                *((name.casefold(), "no") for name in each.not_helped),
            }
            expected[
                f"{each.at:%Y-%m-%dT%H:%M}", each.offset, tuple(dict.fromkeys(site for _, site in legs)),
                "both" if len(sides) > 1 else next(iter(sides), None), each.level, each.minutes * 60 or None,
                frozenset(tried), tuple(name.casefold() for name in each.triggers),
            ] += 1  # fmt: skip
    reading = read(writers.migraine_buddy(of))
    found: Counter[Any] = Counter()
    for one in reading.found:  # type: ignore[attr-defined]
        offset = one.at.utcoffset() / timedelta(minutes=1)
        found[
            one.at.isoformat()[:16], offset, one.sites, one.side, one.severity, one.duration_s,
            frozenset((each.remedy, each.relief) for each in one.tried), one.triggers,
        ] += 1  # fmt: skip
    assert found == expected
    heads = sum(not writers.is_leg(each) for each in of)
    assert reading.left_out == Counter({"Migraine": heads} if heads else {})


# Sheets of people's own, and lines


SHEET = ("Date=date", "Time=time", "Pain=severity", "Where=place", "Magnesium=used:magnesium")
SHEETS = (
    st.lists(writers.ROWS, min_size=1, max_size=6), st.sampled_from(writers.DATES), st.sampled_from(writers.TIMES),
    st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)  # fmt: skip


def check_sheet(
    of: list[writers.Row],
    day: Callable[[date], str],
    clock: Callable[[time], str],
    delimiter: str,
    encoding: str,
) -> None:
    of = writers.sound(of)
    text = writers.sheet(of, day, clock, delimiter)
    # Each day is that of its evening, whatever the times seem to say: of those see `test_mornings`.
    reading = read(text.encode(encoding), maps=(*SHEET, "dates=evenings"), dates="dmy")
    assert told_by(reading) == writers.said_by_sheet(of)


def check_merged(of: list[writers.Row], delimiter: str) -> None:
    """Look whether a date that only the first of its rows has is that of those below it, which have a time."""
    of = sorted((each for each in of if each.clock is not None), key=lambda each: (each.day, each.clock))
    of = writers.sound(
        [replace(each, place=each.place if each.place[0] else ("leg", ("leg",), None)) for each in of]
    )
    rows = [["Date", "Time", "Pain", "Where"]]
    for before, each in zip([None, *of], of, strict=False):
        is_first = before is None or before.day != each.day
        rows.append(
            [
                each.day.isoformat() if is_first else "",
                f"{each.clock:%H:%M}",
                each.severity[0],
                each.place[0],
            ]
        )
    told = writers.said_by_sheet(
        replace(each, used=("", False, None))
        for each in of
        if each.place[0] != "?" or each.severity[1] is not None
    )
    blank = sum(each.place[0] == "?" and each.severity[1] is None for each in of)
    found = told_by(read(writers.table(rows, delimiter), maps=SHEET[:-1]))
    assert found.clear == {night for night in told.clear if night in found.clear}
    assert sum(found.cramps.values()) == sum(told.cramps.values()) + blank  # a time alone is that of a cramp


def check_lines(of: list[writers.Row]) -> None:
    of = [
        each
        for each in of
        if each.clock and not {*"_?"} & {*each.place[0]} and (each.severity[1] is not None or each.place[1])
    ]
    reading = read(writers.lines(of), "lines.txt", forced="lines" if of else None) if of else None
    if reading:
        found, told = told_by(reading), writers.said_by_sheet(of, is_of_lines=True)
        assert (found.cramps, found.uses) == (told.cramps, told.uses)


# The properties


ONLY_DAYS = entries(clock=False)
PROPERTIES: dict[str, tuple[Callable[..., None], tuple[st.SearchStrategy[Any], ...]]] = {
    "daylio": (check_daylio, DAYLIO),
    "bearable": (check_bearable, BEARABLE),
    "track-and-graph": (
        check_track_and_graph,
        (entries(), st.sampled_from(["", "Legs/", "A/B/"]), st.sampled_from(["", ".0"])),
    ),
    "habitbull": (check_habitbull, (ONLY_DAYS,)),
    "visible": (check_visible, (ONLY_DAYS,)),
    "flaredown": (check_flaredown, (ONLY_DAYS, st.booleans())),
    "loop-habits": (check_loop, (ONLY_DAYS, st.booleans(), st.booleans(), st.booleans())),
    "jrnl": (check_jrnl, (entries(),)),
    "sheet": (check_sheet, SHEETS),
    "merged": (check_merged, (st.lists(writers.ROWS, min_size=2, max_size=6), st.sampled_from([",", ";"]))),
    "lines": (check_lines, (st.lists(writers.ROWS, max_size=6),)),
    "migraine-buddy": (check_migraine_buddy, (ATTACKS,)),
}


@pytest.mark.slow_but_some
@FEW
@given(data=st.data())
@pytest.mark.parametrize("program", PROPERTIES)
def test_what_is_written_comes_in(program: str, data: st.DataObject) -> None:
    check, given_ = PROPERTIES[program]
    check(*(data.draw(each) for each in given_))


@pytest.mark.slow
@MANY
@given(data=st.data())
@pytest.mark.parametrize("program", PROPERTIES)
def test_what_is_written_comes_in_many_times_over(program: str, data: st.DataObject) -> None:
    check, given_ = PROPERTIES[program]
    check(*(data.draw(each) for each in given_))
