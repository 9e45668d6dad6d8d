"""Of which night and time the rows of a sheet are, whatever way its columns say it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.clock.zones import to_local
from crampdiary.diary.model import CheckIn, Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.clocks import names_another_weekday, zone_named
from crampdiary.exchange.proposal import proposals
from crampdiary.exchange.reading import BadRowsError
from kit.running import Cramp
from kit.sheets import read, reading_of

LONDON = zone_named("Europe/London")
DAY, NOON = timedelta(days=1), time(12)
DAYS = (
    "{:%Y-%m-%d}", "{:%Y-%m-%d} 00:00:00", "{:%Y-%m-%d} 00:00", "{:%Y-%m-%d}T00:00", "{:%Y-%m-%d}T00:00:00.000Z",
    "{:%d/%m/%Y}", "{:%d/%m/%Y} 0:00", "{:%d.%m.%Y} 00:00:00", "{:%d %B %Y}", "{:%a %d %b %Y} 12:00 AM",
)  # fmt: skip
CLOCKS = ("{:%H:%M}", "{:%H:%M:%S}", "{:%I:%M %p}", "{:%H.%M}", "1899-12-30 {:%H:%M}:00")
MOMENTS = ("{:%Y-%m-%d %H:%M}", "{:%Y-%m-%dT%H:%M:%S}", "{:%d.%m.%Y %H:%M}", "{:%d/%m/%Y %I:%M %p}")

Cells = Callable[[date, time, str, str], Sequence[str]]


def on(night: date, clock: time) -> datetime:
    return datetime.combine(night if clock >= NOON else night + DAY, clock)


def a_moment(shape: str) -> str:
    """Return a shape of moments that goes with one of days."""
    return "{:%d/%m/%Y %H:%M:%S}" if "/" in shape else "{:%Y-%m-%d %H:%M:%S}"


def next_morning(night: date, shape: str) -> str:
    return a_moment(shape).format(datetime.combine(night + DAY, time(11, 40)))


WITH_CLOCK: dict[str, tuple[str, Cells]] = {
    "a day and a time": ("Date,Time,Pain", lambda n, c, d, k: [d.format(on(n, c).date()), k.format(c), "7"]),
    "the other way round": ("Start,Date,Pain", lambda n, c, d, k: [k.format(c), d.format(on(n, c).date()), "7"]),
    "a night and a time": ("Night,Time,Pain", lambda n, c, d, k: [d.format(n), k.format(c), "7"]),
    "a named evening": ("Night of,Uhrzeit,Pain", lambda n, c, d, k: [d.format(n), k.format(c), "7"]),
    "last night": ("Date,Time,Pain last night", lambda n, c, d, k: [d.format(n + DAY), k.format(c), "7"]),
    "a form and its time": ("Timestamp,Time,Pain", lambda n, c, d, k: [next_morning(n, d), k.format(c), "7"]),
    "a form, day and time": (
        "Timestamp,Date,Time,Pain",
        lambda n, c, d, k: [next_morning(n + DAY, d), d.format(on(n, c).date()), k.format(c), "7"],
    ),
    "a form of last night": (
        "Timestamp,Time,Cramps last night", lambda n, c, d, k: [next_morning(n, d), k.format(c), "1"],
    ),
}  # fmt: skip
DAY_ALONE: dict[str, tuple[str, Cells]] = {
    "a day": ("Date,Pain", lambda n, _, d, __: [d.format(n), "7"]),
    "when": ("When,Pain", lambda n, _, d, __: [d.format(n), "7"]),
    "a time that is a day": ("Time,Pain", lambda n, _, d, __: [d.format(n), "7"]),
    "no header known": ("Zzz,Pain", lambda n, _, d, __: [d.format(n), "7"]),
    "a night": ("Night,Pain", lambda n, _, d, __: [d.format(n), "7"]),
    "an empty time": ("Date,Time,Pain", lambda n, _, d, __: [d.format(n), "", "7"]),
    "last night": ("Date,Pain,Cramps last night", lambda n, _, d, __: [d.format(n + DAY), "7", "yes"]),
    "this morning": ("Date,Cramps this morning?", lambda n, _, d, __: [d.format(n + DAY), "2"]),
    "a form of last night": (
        "Timestamp,Did you have a leg cramp last night?", lambda n, _, d, __: [next_morning(n, d), "Yes"],
    ),
    "a form and a day": ("Timestamp,Date,Pain", lambda n, _, d, __: [next_morning(n + DAY, d), d.format(n), "7"]),
}  # fmt: skip

nights = st.lists(st.dates(date(2026, 1, 13), date(2026, 2, 26)), min_size=1, max_size=4, unique=True)
clocks = (
    st.times().map(lambda each: each.replace(second=0, microsecond=0)).filter(lambda each: each != time())
)


def sheet_of(layout: tuple[str, Cells], rows: Sequence[tuple[date, time]], day: str, clock: str) -> str:
    header, cells = layout
    lines = [header, *(",".join(cells(night, at, day, clock)) for night, at in rows)]
    return "\n".join(lines) + "\n"


@pytest.mark.slow_but_some
@pytest.mark.parametrize("layout", WITH_CLOCK)
@settings(deadline=None, max_examples=12)
@given(nights=nights, data=st.data())
def test_a_row_with_a_time_is_of_its_night(
    layout: str, nights: list[date], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    late = (
        layout.startswith("a form") and "day" not in layout
    )  # a time after it was written is of the day before
    rows = [
        (night, data.draw(clocks.filter(lambda c: not late or not time(11, 30) < c < NOON)))
        for night in nights
    ]
    text = sheet_of(
        WITH_CLOCK[layout], rows, data.draw(st.sampled_from(DAYS)), data.draw(st.sampled_from(CLOCKS))
    )
    found = read(tmp_path_factory.mktemp("a"), text, dates="dmy")
    said = sorted((on(*row), row[0], "minute") for row in rows)
    assert (
        sorted((shown(each), each.night, each.precision) for each in found if isinstance(each, Episode))
        == said
    )


@pytest.mark.slow_but_some
@pytest.mark.parametrize("layout", DAY_ALONE)
@settings(deadline=None, max_examples=8)
@given(nights=nights, day=st.sampled_from(DAYS))
def test_a_row_with_a_day_alone_is_of_that_night_and_of_no_time(
    layout: str, nights: list[date], day: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = sheet_of(DAY_ALONE[layout], [(night, NOON) for night in nights], day, "")
    found = read(tmp_path_factory.mktemp("a"), text, dates="dmy")
    of_nights = {each.night for each in found if isinstance(each, Episode)}
    assert of_nights == {*nights}
    assert {each.precision for each in found if isinstance(each, Episode)} == {"day"}


@settings(deadline=None, max_examples=12)
@given(nights=nights, data=st.data(), shape=st.sampled_from(MOMENTS))
def test_a_midnight_among_other_times_is_a_time(
    nights: list[date], data: st.DataObject, shape: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    moments = [on(night, data.draw(clocks)) for night in nights]
    moments.insert(data.draw(st.integers(0, len(moments))), datetime(2026, 3, 13))
    text = "When,Pain\n" + "".join(f"{shape.format(at)},7\n" for at in moments)
    found = read(tmp_path_factory.mktemp("a"), text, dates="dmy")
    assert sorted(shown(each) for each in found) == sorted(moments)
    assert {each.precision for each in found if isinstance(each, Episode)} == {"minute"}


@pytest.mark.parametrize("header", ["Night,Time,Pain", "Date,Time,Pain last night", "Date,Pain last night"])
@pytest.mark.parametrize("clock", ["", "03:10", "23:30"])
def test_a_clear_night_is_that_which_the_header_says(header: str, clock: str, tmp_path: Path) -> None:
    is_night = header.startswith("Night")
    day = date(2026, 3, 5) + timedelta(days=0 if is_night else 1)
    cells = [f"{day}", *([clock] if "Time" in header else []), "0"]
    (found,) = read(tmp_path, f"{header}\n{','.join(cells)}\n")
    assert isinstance(found, CheckIn)
    assert found.night == date(2026, 3, 5)


def shown(record: object) -> datetime:
    """Return the clock of a record, as it was shown where it was."""
    assert isinstance(record, Episode)
    return to_local(record.at, LONDON).replace(tzinfo=None)


@pytest.mark.parametrize("day", [each for each in DAYS if "00" in each or "AM" in each or "0:00" in each])
def test_a_column_that_is_said_to_be_moments_is_of_days_where_all_are_at_midnight(
    day: str, tmp_path: Path
) -> None:
    nights_of_it = [date(2026, 1, 13), date(2026, 1, 14)]
    text = "When,Pain\n" + "".join(f"{day.format(each)},7\n" for each in nights_of_it)
    found = [each for each in read(tmp_path, text, "When=at", dates="dmy") if isinstance(each, Episode)]
    assert [(each.night, each.precision) for each in found] == [(each, "day") for each in nights_of_it]


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    ("said", "clock", "precision"),
    [
        ("noon", "12:00", "minute"), ("midnight", "00:00", "minute"), ("ten to midnight", "23:50", "minute"),
        ("23h", "23:00", "minute"), ("3 Uhr", "03:00", "approx"), ("3", "03:00", "approx"), ("11", "23:00", "approx"),
        ("~3am", "03:00", "approx"), ("about 4", "04:00", "approx"), ("half past 2", "02:30", "approx"),
        ("3 o'clock", "03:00", "approx"), ("14", "14:00", "minute"), ("around 11pm", "23:00", "approx"),
    ],
)  # fmt: skip
def test_a_time_in_words_is_one_of_the_clock(said: str, clock: str, precision: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, f"Date,Time,Pain\n2026-03-05,{said},7\n", "Time=time")
    assert isinstance(found, Episode)
    assert (f"{shown(found):%Y-%m-%d %H:%M}", found.precision) == (f"2026-03-05 {clock}", precision)


@pytest.mark.parametrize("said", ["night", "early morning", "at bedtime"])
def test_a_part_of_the_day_is_no_time(said: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, f"Date,Time,Pain\n2026-03-05,{said},7\n", "Time=time")
    assert isinstance(found, Episode)
    assert (found.precision, found.night) == ("day", date(2026, 3, 5))


def test_what_is_no_time_is_named_with_the_way_out(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Hour,Pain\n2026-03-05,25:99,7\n2026-03-06,03:10,6\n")
    maps = ("--map", "Date=date", "--map", "Hour=time", "--map", "Pain=severity", "--map", "rows=cramp")
    ran = cramp("import", path, *maps)
    assert (ran.exit_code, ran.out) == (1, "")
    assert (
        'a.csv, line 2: "25:99" is no time of the clock. --map "25:99=ignore" takes such a row by its day, or '
        '--map "Hour=ignore" takes each row by its day.' in ran.err
    )
    assert cramp("import", path, *maps, "--map", "Hour=ignore").exit_code == 0


ODD_DATES = (
    "{:%d//%m//%Y}", "{:%d|%m|%y}", "{:%Y_%m_%d}", "{:%Y%m%d}", "{:%d%b%Y}", "{:%d}~{:%B}~{:%Y}", "{:%m * %d * %Y}",
    "{:%d//%m//%Y %H:%M}", "{:%Y_%m_%d %I:%M %p}", "w {:%d/%m %Y}", "{:%B}/{:%d}/{:%y}",
)  # fmt: skip


@pytest.mark.slow_but_some
@pytest.mark.parametrize("shape", ODD_DATES)
@pytest.mark.parametrize("header", ["Day", "When", "It's when: a=b"])
@settings(deadline=None, max_examples=5)
@given(days=nights.map(lambda each: [day for day in each if day.day > 12]).filter(bool), clock=clocks)
def test_a_date_in_an_odd_shape_is_read_by_the_shape_that_is_advised(
    header: str, shape: str, days: list[date], clock: time, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("a")
    field = "at" if header == "When" else "date"
    cells = [shape.format(*[datetime.combine(day, clock)] * 3) for day in days]
    text = "\n".join([f"{header},Pain", *(f"{each},7" for each in cells)]) + "\n"
    with pytest.raises(BadRowsError) as raised:
        read(folder, text, f"{header}={field}", "Pain=severity", dates="dmy")
    line = raised.value.lines[0]
    (advised,) = shlex.split(line.partition("--map ")[2].partition(" reads it")[0])
    assert line.startswith(f'sheet.csv, line 2: "{cells[0]}" is in a shape not known here. ')
    found = read(folder, text, "Pain=severity", advised, dates="dmy")
    has_clock = "%H" in shape or "%I" in shape
    assert {shown(each) for each in found} == {
        datetime.combine(day, clock if has_clock else NOON) for day in days
    }


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1", "has no month and no year in it. Write the whole date in the file, as in 2026-03-05."),
        ("2026-11-31", "is in no calendar. Put it right in the file."),
        ("30 February 2026", "is in no calendar. Put it right in the file."),
        ("Last updated 2026-11-01", "is no date, though one is in it. "
         "If the row is one of yours, write the date alone there."),
        ("2026-10", "is no date that can be read. Write it in the file as in 2026-03-05."),
        ("4 weeks 3 days 11 hours ago 2", "is no date that can be read. Write it in the file as in 2026-03-05."),
    ],
)  # fmt: skip
def test_what_is_no_date_is_named_for_what_it_is(cell: str, why: str, cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Day,Pain\n{cell},7\n2026-03-01,3\n")
    maps = ("--map", "Day=date", "--map", "Pain=severity", "--map", "rows=cramp", "--dates", "dmy")
    ran = cramp("import", path, *maps)
    assert (ran.exit_code, f'a.csv, line 2: "{cell}" {why}' in ran.err) == (1, True), ran.err
    path.write_text(path.read_text().replace(f"\n{cell},", "\n2026-03-05,"))
    assert cramp("import", path, *maps, "-y").exit_code == 0


WRITTEN = (
    "Timestamp", "Zeitstempel", "Horodateur", "Marca temporal", "Submitted at", "Completion time", "Date submitted",
)  # fmt: skip
HAPPENED = (
    "When did it happen",
    "Date and time of the cramp",
    "Wann war der Krampf?",
    "When?",
    "Start",
    "Moment",
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    headers=st.tuples(st.sampled_from(WRITTEN), st.sampled_from(HAPPENED)),
    shape=st.sampled_from(MOMENTS),
    answers=st.lists(
        st.none() | st.datetimes(datetime(2025, 3, 20), datetime(2025, 9, 1)), min_size=2, max_size=5
    ),
    is_turned=st.booleans(),
    is_said=st.booleans(),
)
def test_of_two_moments_in_a_form_the_answer_counts_and_where_it_is_blank_it_is_of_the_night_before(
    headers: tuple[str, str],
    shape: str,
    answers: list[datetime | None],
    is_turned: bool,
    is_said: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    answers = [
        datetime(2025, 3, 19, 3, 10),
        *(each and each.replace(second=0, microsecond=0) for each in answers),
    ]
    forms = [datetime(2025, 3, 20, 22, 15) + number * DAY for number, _ in enumerate(answers)]
    rows = [
        [shape.format(form), shape.format(answer) if answer else "", "7"]
        for form, answer in zip(forms, answers, strict=True)
    ]
    order = [1, 0, 2] if is_turned else [0, 1, 2]
    text = "\n".join(";".join(row[at] for at in order) for row in [[*headers, "Pain"], *rows])
    maps = [f"{each}=at" for each in headers] if is_said else []
    found = read(tmp_path_factory.mktemp("form"), text, *maps, dates="dmy")
    told = [
        f"{shown(each):%Y-%m-%d %H:%M}" if each.precision == "minute" else f"{each.night}"
        for each in found
        if isinstance(each, Episode)
    ]
    assert sorted(told) == sorted(
        f"{answer:%Y-%m-%d %H:%M}" if answer else f"{form.date() - DAY}"
        for form, answer in zip(forms, answers, strict=True)
    )


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Start time,Completion time,When did it happen,Pain", ["date", None, "at", "severity"]),
        ("Start time,End time,Pain", ["at", "end", "severity"]),
        ("Timestamp,Email,Pain", ["at", None, "severity"]),
        ("Timestamp,When did it happen,Day,Pain", [None, "at", "date", "severity"]),
    ],
)
def test_what_a_form_writes_of_itself_is_told_from_its_answers(
    header: str, fields: list[str | None], tmp_path: Path
) -> None:
    names = header.split(",")
    cells = ["2026-03-01 08:12:30" if "ime" in name or "When" in name else "7" for name in names]
    cells = ["2026-03-01" if name == "Day" else cell for name, cell in zip(names, cells, strict=True)]
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n{','.join(cells)}\n")
    found = {each.column: each.field for each in proposals(path, ",", Vocabulary())}
    assert [found[name] for name in names] == fields


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(
    several=st.lists(clocks, min_size=2, max_size=4, unique=True),
    mark=st.sampled_from([", ", " and ", "; ", "/", " & ", "\n", " + ", " und ", " then "]),
    shape=st.sampled_from(CLOCKS[:4]),
    counted=st.sampled_from(["none", "yes", "as many", "more"]),
)
def test_no_time_of_a_cell_is_lost(
    several: list[time],
    mark: str,
    shape: str,
    counted: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    cell = mark.join(map(shape.format, several))
    count = {"none": "", "yes": "yes", "as many": str(len(several)), "more": str(len(several) + 1)}[counted]
    text = f'Date,Time,Leg cramps,Pain\n2026-03-05,"{cell}",{count},7\n'
    found = [each for each in read(tmp_path_factory.mktemp("a"), text) if isinstance(each, Episode)]
    if counted == "more":
        assert [each.precision for each in found] == ["day"] * len(found)
        assert len(found) == len(several) + 1
        assert sum(f"Time: {cell}" in (each.note or "") for each in found) == 1
    else:
        assert sorted(shown(each).time() for each in found) == sorted(several)
        assert {each.precision for each in found} == {"minute"}
        assert [each.severity for each in sorted(found, key=lambda each: each.at)].count(7) == 1


@pytest.mark.parametrize(
    ("said", "moments"),
    [
        ("23:30, 2am", ["2026-03-05 23:30", "2026-03-06 02:00"]),
        ("1am, 3am", ["2026-03-05 01:00", "2026-03-05 03:00"]),
        ("11 and 3", ["2026-03-05 23:00", "2026-03-06 03:00"]),
        ("3am, 3:00", ["2026-03-05 03:00"]),
        ("11pm, 1am, 4am", ["2026-03-05 23:00", "2026-03-06 01:00", "2026-03-06 04:00"]),
    ],
)
def test_the_times_of_a_cell_go_on_over_midnight(said: str, moments: list[str], tmp_path: Path) -> None:
    found = read(tmp_path, f'Date,Time,Pain\n2026-03-05,"{said}",7\n', "Time=time")
    assert sorted(f"{shown(each):%Y-%m-%d %H:%M}" for each in found) == moments


@pytest.mark.parametrize("said", ["3am left calf", "2 or 3", "3am, woke me", "3am 8/10", "3am yesterday"])
def test_what_else_a_time_says_is_in_the_note(said: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, f'Date,Time,Pain\n2026-03-05,"{said}",7\n', "Time=time")
    assert isinstance(found, Episode)
    assert (found.note, found.precision) == (f"Time: {said}", "approx")


@pytest.mark.parametrize(
    "said", ["calf 3am", "calf 8/10", "two cramps calf", "calf x2", "left calf, right foot", "7"]
)
@pytest.mark.parametrize("field", ["place", "side", "sensation", "onset"])
def test_what_a_place_says_beyond_itself_is_in_the_note(field: str, said: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, f'Date,Where,Pain\n2026-03-05,"{said}",7\n', f"Where={field}")
    assert isinstance(found, Episode)
    assert found.note == f"Where: {said}"


@pytest.mark.slow
@pytest.mark.parametrize("field", ["date", "at"])
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_a_row_below_a_merged_date_is_of_its_day_or_of_the_small_hours_after_its_evening(
    field: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines, merged_lines = [], []
    for day in data.draw(nights):
        has_moment = field == "at" and data.draw(st.booleans())  # its time is beside the day, in one cell
        several = data.draw(st.lists(clocks, min_size=1, max_size=3, unique=True))
        is_over, before = False, NOON
        for number, clock in enumerate(several):
            place = data.draw(st.sampled_from(["left calf", "toes"]))
            is_timed = number == 0 or data.draw(st.booleans())
            cells = [f"{day}", f"{clock:%H:%M}" if is_timed else "", place]
            if number == 0 and has_moment:
                cells[:2] = [f"{day} {clock:%H:%M}", ""]
            if is_timed:
                is_over = number > 0 and clock < NOON and (is_over or before >= NOON)
                before = clock
            lines.append(",".join([f"{day + DAY}" if is_timed and is_over else cells[0], *cells[1:]]))
            merged_lines.append(",".join(["" if number else cells[0], *cells[1:]]))
    maps = (f"Date={field}", "Time=time", "Where=place")
    alone, merged = (
        read(tmp_path_factory.mktemp("a"), "\n".join(["Date,Time,Where", *each, ""]), *maps)
        for each in (lines, merged_lines)
    )
    assert merged == alone


ZONES = {
    "GMT+1": 60, " GMT+1": 60, " GMT+01:00": 60, " UTC-5": -300, " UTC+5:30": 330, " UTC": 0, " GMT": 0, " EST": -300,
    " PDT": -420, " CEST": 120, " +0100": 60, "Z": 0, " (CET)": 60, "": None,
}  # fmt: skip
BEFORE = ("", "at ", "um ", "- ", "@ ")


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(
    night=nights,
    clock=clocks,
    shape=st.sampled_from(["{:%H:%M}", "{:%I:%M %p}", "{:%H:%M:%S}"]),
    zone=st.sampled_from(list(ZONES)),
    before=st.sampled_from(BEFORE),
    day=st.sampled_from(["{:%Y/%m/%d}", "{:%A %d %B %Y}", "{:%b %d, %Y}", "{:%d.%m.%Y}"]),
    layout=st.sampled_from(["at", "date and time", "date alone"]),
)
def test_a_zone_behind_a_time_is_that_of_it(
    night: list[date],
    clock: time,
    shape: str,
    zone: str,
    before: str,
    day: str,
    layout: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    on = datetime.combine(night[0], clock)
    written = f"{shape.format(on)}{zone}"
    cells, maps = {
        "at": ([f"{day.format(on)} {before}{written}", ""], ("When=at",)),
        "date and time": ([day.format(on), written], ("When=date", "Time=time")),
        "date alone": ([f"{day.format(on)} {before}{written}", ""], ("When=date", "Time=time")),
    }[layout]
    text = "When,Time,Pain\n" + ",".join(f'"{each}"' for each in [*cells, "7"]) + "\n"
    (found,) = read(tmp_path_factory.mktemp("a"), text, *maps, "Pain=severity", dates="dmy")
    assert isinstance(found, Episode)
    minutes = ZONES[zone]
    shown_there = found.at if minutes is not None else to_local(found.at, LONDON)
    offset = shown_there.utcoffset()
    assert shown_there.replace(tzinfo=None) == on
    assert minutes is None or offset == timedelta(minutes=minutes)


@pytest.mark.parametrize("end", ["3:15 AM GMT+1", "2026-03-05 3:15 AM GMT+1", "2:15 AM UTC"])
def test_an_end_with_a_zone_is_at_that_moment(end: str, tmp_path: Path) -> None:
    text = f"Start,End,Pain\n2026-03-05 3:10 AM GMT+1,{end},7\n"
    (found,) = read(tmp_path, text, "Start=at", "End=end")
    assert isinstance(found, Episode)
    assert found.duration_s == 300


def test_a_time_beside_a_date_counts_where_there_is_no_other(tmp_path: Path) -> None:
    text = "Date,Time,Pain\n2026-03-05 03:10,,7\n2026-03-06 09:00,04:00,6\n2026-03-07 never mind,,5\n"
    reading, found = reading_of(tmp_path, text, "Date=date", "Time=time")
    cramps = [each for each in found if isinstance(each, Episode)]
    assert [f"{shown(each):%d %H:%M} {each.precision}" for each in cramps] == [
        "05 03:10 minute", "06 04:00 minute", "07 12:00 day",
    ]  # fmt: skip
    assert reading.ignored == {'time "never mind"': 1}


@pytest.mark.parametrize("field", ["at", "time"])
def test_what_is_no_time_is_taken_by_its_day_as_advised(field: str, cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Date,When was it,Pain\n2026-03-05,25:99,7\n"
        if field == "time"
        else "When was it,Pain\n2026-03-05 25:99,7\n"
    )
    maps = [
        "--map",
        f"When was it={field}",
        "--map",
        "Pain=severity",
        *["--map", "Date=date"] * (field == "time"),
    ]
    ran = cramp("import", path, *maps)
    assert (ran.exit_code, '"25:99" is no time of the clock' in ran.err) == (1, True)
    found = re.search(r'--map "(.*?)"', ran.err)
    assert found is not None
    assert cramp("import", path, *maps, "--map", found[1]).exit_code == 0


NAMES = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "en, short": "Mon Tue Wed Thu Fri Sat Sun",
    "en, other short": "Mon. Tues. Wed. Thurs. Fri. Sat. Sun.",
    "de": "Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonntag,",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
SHORTEST = {"de": "Mo Di Mi Do Fr Sa So", "nl": "ma di wo do vr za zo", "en": "Mo Tu We Th Fr Sa Su"}


@pytest.mark.slow_but_some
@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("shape", ["{:%d.%m.%Y}", "{:%d %b %Y}", "{:%d.%m.%Y 03:10}"])
def test_a_weekday_that_is_not_that_of_its_date_is_told_once_with_how_many_rows(
    language: str, shape: str, cramp: Cramp, tmp_path: Path
) -> None:
    names = NAMES[language].split()
    monday = date(2026, 3, 2)
    path, days = tmp_path / "a.csv", [monday + number * DAY for number in range(7)]
    for off in range(3):
        # Of the first rows, each has the weekday after its own.
        cells = [f"{names[(at + (at < off)) % 7]} {shape.format(day)}" for at, day in enumerate(days)]
        path.write_text("Date;Pain\n" + "".join(f"{each};7\n" for each in cells))
        field = "at" if "03:10" in shape else "date"
        ran = cramp("import", path, "--map", f"Date={field}", "--map", "Pain=severity", "--dry-run")
        assert ran.exit_code == 0, ran.err
        assert ran.out.count("another weekday") == bool(off)
        if off:
            assert f"In {off} row{'s' if off > 1 else ''} a date has another weekday beside it: " in ran.out
            assert f'"{cells[0]}" is a Monday. The date counts.' in ran.out


@pytest.mark.parametrize("language", SHORTEST)
def test_two_letters_of_a_weekday_are_right_beside_its_date(language: str) -> None:
    for at, name in enumerate(SHORTEST[language].split()):
        assert not names_another_weekday(f"{name} 02.03.2026", date(2026, 3, 2) + at * DAY)
        assert names_another_weekday(f"{name}, 02.03.2026", date(2026, 3, 2) + (at + 2) * DAY)


@given(
    st.dates(date(1950, 1, 1)),
    st.sampled_from(["{:%d.%m.%Y}", "{:%B %d, %Y}", "{:%Y-%m-%d}", "March {:%d %Y}", ""]),
)
def test_a_date_without_a_weekday_names_none(day: date, shape: str) -> None:
    assert not names_another_weekday(shape.format(day), day)
