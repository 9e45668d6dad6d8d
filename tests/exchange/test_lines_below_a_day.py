"""Lines below one that names their day: in whatever words and marks, they are what they are with the date in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.clock.zones import to_local
from crampdiary.diary.model import Episode, Exposure
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.programs import plain_lines
from kit.peerfiles import records
from kit.running import Cramp

LONDON = zone_named("Europe/London")
NOW = datetime(2026, 3, 10, 9, tzinfo=LONDON)
TODAY = NOW.date()
WITH_A_YEAR = (
    "{0:%Y-%m-%d}", "{0:%d.%m.%Y}", "{0.day} {0:%B %Y}", "{0:%a} {0.day} {0:%b %Y}", "{0:%A}, {0:%B} {0.day}, {0:%Y}",
    "{0:%Y-%m-%d} ({0:%A})", "Date: {0.day} {0:%b} {0:%y}",
)  # fmt: skip
WITHOUT = (
    "{0.day} {0:%B}",
    "{0:%a} {0.day} {0:%b}",
    "{0:%B} {0.day}",
    "{0:%d.%m.}",
    "on {0:%A}, the {0.day}. {0:%B}",
)
OF_THE_WEEK = ("{0:%A}", "{0:%a}", "last {0:%A}", "on {0:%A}")
NIGHTS = ("Night of {}", "{} night", "night of the {}", "{}, night")
AROUND = (
    "{}", "{}:", "# {}", "## {} ##", "**{}**", "*{}*", "**{}:**", "== {} ==", "--- {} ---", "- {}", "* {}", "[{}]",
    "({})", "\u2022 {}", "> {}", "_{}_", '"{}"', "\U0001f4c5 {}", "- [x] {}", "   {}  ", "~ {} ~", "#### *{}*",
)  # fmt: skip
BEFORE = (
    "{}", "- {}", "* {}", "+ {}", "\u2022 {}", "\u2022{}", "\u00b7 {}", "> {}", "-- {}", "\u2013 {}", "\t* {}",
    "- [x] {}", "[X] {}", "\u2611 {}", '"{}"', "> - {}", "**{}**", "- *{}*", "1. {}", "{}\n\n---",
)  # fmt: skip
SAID = (
    "3am 7 left calf", "7 left calf", "at 11pm 5 arch, 3 min", "**3:10am** 4 right foot", "used stretching",
    "no cramps", "had wine", "took magnesium 300 mg",
    "9pm used massage", "4.30am calf 5, massage helped", "both feet 6",
)  # fmt: skip


def read_lines(folder: Path, text: str, **options: Any) -> tuple[list[Any], Reading]:
    path = folder / "notes.txt"
    path.write_text(text + "\n", encoding="utf-8")
    reading = Reading(path, Vocabulary(), {}, LONDON, folder=folder, **{"now": NOW, **options})
    found = [*plain_lines.read(reading), *reading.nights.entries(reading.ignore, reading.deny)]
    reading.rows.done()
    return found, reading


def shown(found: Iterable[Any]) -> Counter[tuple[Any, ...]]:
    names = (
        "night",
        "at",
        "precision",
        "word",
        "amount",
        "severity",
        "sites",
        "side",
        "duration_s",
        "tried",
        "note",
    )
    return Counter((one.record.kind, *(getattr(one.record, name, None) for name in names)) for one in found)


@st.composite
def days_below(draw: st.DrawFn) -> list[tuple[str, date]]:
    """Headings, each with its day: in the order of time or against it, the first of them with a year or none at all."""
    if draw(st.booleans()):
        days = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4, unique=True))
        return [(draw(st.sampled_from(OF_THE_WEEK + WITHOUT)), TODAY - timedelta(back)) for back in days]
    back = draw(st.integers(30, 150))
    found, day = (
        [(draw(st.sampled_from(WITH_A_YEAR + WITHOUT)), TODAY - timedelta(back))],
        TODAY - timedelta(back),
    )
    is_anchored = found[0][0] in WITH_A_YEAR
    for step in draw(st.lists(st.integers(1, 3), max_size=3)):
        day += timedelta(step)
        found.append((draw(st.sampled_from(WITH_A_YEAR + WITHOUT + OF_THE_WEEK * is_anchored)), day))
    return found


@pytest.mark.slow_but_first
@pytest.mark.parametrize("around", AROUND)
@settings(deadline=None, max_examples=15)
@given(data=st.data(), days=days_below())
def test_lines_below_a_day_are_what_they_are_with_its_date(
    around: str, data: st.DataObject, days: list[tuple[str, date]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    below, plain = [], []
    for shape, day in days:
        heading, full = shape.format(day), f"{day.day} {day:%B %Y}"
        if data.draw(st.booleans()):
            heading, full = data.draw(st.sampled_from(NIGHTS)).format(heading), f"{full} night"
        below.append(around.format(heading))
        for said in data.draw(st.lists(st.sampled_from(SAID), min_size=1, max_size=3, unique=True)):
            mark = data.draw(st.sampled_from(BEFORE))
            below.append(mark.format(said.replace("*", "") if "*" in mark else said))
            plain.append(f"{full} {said.replace('*', '')}")
    folder = tmp_path_factory.mktemp("below")
    found, reading = read_lines(folder, "\n".join(below))
    expected, _ = read_lines(folder, "\n".join(plain))
    assert shown(found) == shown(expected), below
    assert reading.ignored["line that tells of no cramp"] == 0
    assert not any(one.record.typed[0] in "-*+>[\u2022" for one in found)


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    "heading",
    [
        "31 February", "Monday 3 March 2026", "2026-02-30", "Week 10", "Day 3", "March 2026", "3 febuary", "Febuary 3",
        "Mondya", "2/3", "2 March tired", "2026-03-02 new mattress", "Night", "1 - 5 March", "Mon to Wed",
        "## Trip, day 3", "**2026/02/31**", "Mon 2/3", "Lunes 31 febrero", "the 32nd",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "2026-02-20\n"])
def test_what_stands_below_an_unclear_day_is_on_no_day_but_its_own(
    heading: str, before: str, tmp_path: Path
) -> None:
    lines = f"{before}{heading}\n3am 7 left calf\nused stretching\nno cramps\nlast night 5 foot\n"
    found, reading = read_lines(tmp_path, f"{lines}2026-03-01 4am 6 arch", skip=True)
    if before and heading == "Night":
        return  # that of the day above
    assert [one.record.at for one in found] == [datetime(2026, 3, 1, 4, tzinfo=LONDON)]
    assert reading.rows.skipped_count == 4
    with pytest.raises(Exception, match="cannot be read"):
        read_lines(tmp_path, lines)


def test_a_weekday_that_stands_there_twice_may_be_two_days(tmp_path: Path) -> None:
    text = "Monday\n3am 7 calf\nTuesday\n3am 6 calf\nMonday\n3am 5 calf"
    found, reading = read_lines(tmp_path, text, skip=True)
    assert [one.record.severity for one in found] == [6]
    assert reading.rows.skipped_count == 2


@pytest.mark.parametrize(
    ("headings", "days"),
    [
        ("Wednesday 4 February 2026|Tuesday|Monday", [4, 3, 2]),
        ("Monday 2 February 2026|Thursday|Friday|Monday", [2, 5, 6, 9]),
        ("Monday|Tuesday|Friday 6 February 2026", [2, 3, 6]),
        ("Saturday 7 February 2026|Sunday|Thursday 5 February 2026|Friday 13 February 2026", [7, 8, 5, 13]),
        ("Monday 2 February 2026|Sunday", [2, None]),
        ("Monday 2 February 2026|Monday", [2, None]),
        ("Monday|Monday 9 February 2026", [None, 9]),
        ("2 February 2026|Yesterday", [2, None]),
        ("2 February 2026|the 5th|the 3rd", [2, 5, 3]),
        ("[ ] 2 February 2026|~~3 February 2026~~", [2, 3]),
        ("2026-02-02|2027-02-02 03:10", [2, None]),
    ],
)  # fmt: skip
def test_days_of_the_week_are_told_by_the_dates_beside_them(
    headings: str, days: list[int | None], tmp_path: Path
) -> None:
    below = [f"{each}\n3am {severity} calf" for severity, each in enumerate(headings.split("|"), 1)]
    found, _ = read_lines(tmp_path, "\n".join(below), skip=True)
    told = {one.record.severity: to_local(one.record.at, LONDON).day for one in found}
    assert [told.get(severity) for severity in range(1, len(days) + 1)] == days


def test_a_part_of_the_day_and_a_time_are_of_the_day_above(tmp_path: Path) -> None:
    found, _ = read_lines(
        tmp_path,
        "2 March 2026\nNight:\n3am 7 calf\n## Morning\n8am 6 calf\n03:10\n5 arch\n2026-03-04 04:20\n4 foot",
    )
    assert [to_local(one.record.at, LONDON).strftime("%d %H:%M") for one in found] == [
        "03 03:00", "02 08:00", "02 03:10", "04 04:20",
    ]  # fmt: skip


def test_a_time_with_nothing_below_it_is_said(tmp_path: Path) -> None:
    _, reading = read_lines(tmp_path, "2 March 2026\n03:10\n2026-03-04 04:20\n5 calf\n5:30\n")
    assert reading.said == ['Not understood, and left out: "03:10".', 'Not understood, and left out: "5:30".']


NAMES = sorted(
    (word.role, name)
    for word in Vocabulary().words(hidden=True)
    if word.role in ("remedy", "trigger")
    for name in Vocabulary().names(word)
)


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["", "used ", "had ", "took "])
def test_a_remedy_or_trigger_in_a_list_is_no_cramp(verb: str, tmp_path: Path) -> None:
    for mark in ("{}", "- {}", "\u2022 {}", "> {}", "1. {}", "- [x] {}"):
        lines = [mark.format(verb + name) for _, name in NAMES]
        found, _ = read_lines(tmp_path, "\n".join(["2026-03-01", *lines]), skip=True)
        assert [one.record.typed for one in found if isinstance(one.record, Episode)] == []
        if verb:
            assert sum(isinstance(one.record, Exposure) for one in found) > len(NAMES) / 3


def test_a_box_that_is_empty_and_what_is_struck_out_did_not_happen(tmp_path: Path) -> None:
    text = "2026-03-03\n- [x] used magnesium\n- [ ] used stretching\n[] 3am calf 6\n\u2610 no cramps\n~~4am calf 5~~"
    found, reading = read_lines(tmp_path, text)
    assert [one.record.typed for one in found] == ["used magnesium"]
    assert reading.mentions == ['"3am calf 6"', '"4am calf 5"']
    assert reading.ignored["line that is not ticked, or struck out"] == 2


@pytest.mark.parametrize(
    "title", ["# Cramps", "My cramps", "Leg cramps", "Leg cramp diary", "**Cramps 2026**"]
)
def test_a_title_is_no_cramp_and_stops_nothing(title: str, tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, f"{title}\n\n2026-03-02 3am 7 calf")
    assert len(found) == 1
    assert reading.ignored["line that tells of no cramp"] == 1
    assert formats.detect(tmp_path / "notes.txt")[0] == "lines"


@pytest.mark.parametrize(
    "message",
    [
        "[{:%d/%m/%Y, %H:%M:%S}] Anna: {}", "{:%d/%m/%Y, %H:%M} - Anna B.: {}", "[{:%d.%m.%y, %H:%M:%S}] Anna: {}",
        "\u200e[{:%d/%m/%y, %I:%M:%S\u202f%p}] +44 20: {}", "{:%d/%m/%Y, %I:%M %p} - {}",
    ],
)  # fmt: skip
def test_messages_of_a_chat_are_of_their_moments_and_nobodys_name_is_kept(
    message: str, tmp_path: Path
) -> None:
    moments = [datetime(2026, 3, 2, 5, 10), datetime(2026, 2, 13, 17, 20)]
    text = "\n".join(
        message.format(at, said) for at, said in zip(moments, ("right toes 3", "left calf: 4"), strict=True)
    )
    found, _ = read_lines(tmp_path, f"{text}\nand the right arch 5 at 4am")
    assert [to_local(one.record.at, LONDON).replace(tzinfo=None) for one in found] == [
        *moments, datetime(2026, 2, 13, 4),
    ]  # fmt: skip
    assert [one.record.severity for one in found] == [3, 4, 5]
    assert not any("Anna" in one.record.typed for one in found)
    assert formats.detect(tmp_path / "notes.txt")[0] == "lines"


@pytest.mark.parametrize(
    "line",
    [
        "cramps since monday", "no cramps since monday", "cramps all week", "no cramps this week",
        "calf 5 for two nights", "used magnesium since monday", "cramps monday to wednesday",
        "2026-12-24 03:00 calf 5", "2026-03-30 no cramps", "used magnesium every night",
    ],
)  # fmt: skip
def test_what_is_of_several_nights_or_still_to_come_is_a_bad_row_alone(line: str, tmp_path: Path) -> None:
    text = f"2026-03-01 3am 7 calf\n{line}\n2026-03-02 3am 5 arch"
    with pytest.raises(Exception, match="1 row cannot be read"):
        read_lines(tmp_path, text)
    found, reading = read_lines(tmp_path, text, skip=True)
    assert [one.record.severity for one in found] == [7, 5]
    (said,) = reading.rows.skipped
    assert "line 2" in said
    assert "saved" not in said
    assert any(way in said for way in ("Write a line", "cramp none", "Check its date", "Write one that"))


def test_days_that_one_line_names_are_all_taken(tmp_path: Path) -> None:
    found, _ = read_lines(tmp_path, "used magnesium fri sat sun")
    assert [one.record.at.day for one in found] == [6, 7, 8]


JUNK = (
    "buy milk",
    "slept well",
    "2 March tired",
    "calf?",
    "hand cramp 5",
    "wine",
    "- [ ] used heat",
    "tired today",
)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(
    lines=st.lists(
        st.sampled_from((*SAID, *JUNK, "Monday", "## 2 March", "---", "Week 10")), max_size=12, unique=True
    )
)
def test_no_line_is_lost_uncounted(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    found, reading = read_lines(tmp_path_factory.mktemp("all"), "\n".join(["2026-02-20", *lines]), skip=True)
    of_cramps = {one.record.typed for one in found}
    counts = (reading.ignored, reading.left_out, reading.unknown)
    counted = sum(sum(each.values()) for each in counts) + len(reading.mentions) + reading.rows.skipped_count
    assert len(of_cramps) + counted >= len(
        [each for each in lines if each not in ("Monday", "## 2 March", "---")]
    )


GROWN = "Monday\n- 3am 7 calf\n- used stretching\nyesterday\n* 4am 5 arch\n2 February\n1. 5am 4 foot\n03:10 6 heel\n"


def test_a_file_that_grows_brings_just_what_is_new_whatever_its_headings(
    cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notes.txt"

    def new(text: str) -> int:
        path.write_text(text, encoding="utf-8")
        ran = cramp("import", path, "-y", "--json")
        assert ran.exit_code == 0, ran.err
        return int(ran.json["new"])

    monkeypatch.setenv("CRAMP_NOW", NOW.isoformat())
    assert new(GROWN) == 5
    first = records(cramp)
    for later in ("2026-03-12T09:00:00+00:00", "2026-04-22T09:00:00+01:00"):
        monkeypatch.setenv("CRAMP_NOW", later)
        assert new(GROWN) == 0
        assert new(GROWN.replace("1. ", "1) ").replace("* ", "\u2022 ")) == 0
        assert records(cramp) == first
    assert new(f"{GROWN}2026-04-21\n3am 5 calf\n") == 1
    assert len(records(cramp)) == len(first) + 1


LEFT, AS_BEFORE = "No longer in the file: 1 entry", "without a day"


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("before", "after", "new", "said"),
    [
        ("2026-03-01\n03:10 7 arch left", "2026-03-02\n03:10 7 arch left", 1, LEFT),
        ("03:10 7 arch left", "03:10 8 arch left", 1, LEFT),
        ("03:10 7 arch left\n04:10 5 calf", "03:10 7 arch left\n04:10 6 calf", 1, LEFT),
        ("03:10 7 arch left", "03:10 7 arch left", 0, AS_BEFORE),
        ("03:10 7 arch left\n04:10 5 calf", "03:10 7 arch left", 0, AS_BEFORE),
        ("03:10 7 arch left", "03:10 7 arch left\n05:10 3 heel", 1, ""),
        ("2026-03-01\n03:10 7 arch left", "2026-03-01\n03:10 8 arch left", 0, ""),
        ("2026-03-01 03:10 7 arch left", "2026-03-05 04:10 7 calf", 1, ""),
        ("Monday\n3am 7 calf", "Monday 9 March 2026\n3am 7 calf", 0, ""),
    ],
)
def test_a_line_of_another_day_or_put_right_is_said_where_it_may_be_one_that_came_before(
    before: str,
    after: str,
    new: int,
    said: str,
    cramp: Cramp,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "notes.txt"
    monkeypatch.setenv("CRAMP_NOW", NOW.isoformat())
    path.write_text(before + "\n")
    assert cramp("import", path, "-y").exit_code == 0
    monkeypatch.setenv("CRAMP_NOW", (NOW + timedelta(days=1)).isoformat())
    path.write_text(after + "\n")
    count = len(records(cramp))
    ran = cramp("import", path, "-y")
    assert ran.exit_code == 0, ran.err
    assert len(records(cramp)) == count + new
    for each in (LEFT, AS_BEFORE):
        assert (each in ran.out + ran.err) == (each == said)


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("7. left calf", [7]),
        ("1. left calf 5\n2. right calf 4", [5, 4]),
        ("1) left calf\n2) foot", [None, None]),
        ("1. arch 5\n7. left calf", [5, 7]),
    ],
)
def test_a_number_is_of_a_list_where_it_begins_or_goes_on_with_one(
    text: str, severities: list[int | None], tmp_path: Path
) -> None:
    found, _ = read_lines(tmp_path, f"2026-03-01\n{text}")
    assert [one.record.severity for one in found] == severities


@pytest.mark.parametrize("line", ["calf stretches", "calf massage", "foot bath", "leg massage 10 min"])
def test_a_place_in_the_name_of_a_remedy_is_that_of_no_cramp(line: str, tmp_path: Path) -> None:
    found, reading = read_lines(
        tmp_path, f"2026-03-01\n- {line}\n2026-03-02 {line}\n2026-03-03 left calf, massage"
    )
    assert [one.record.typed for one in found] == ["2026-03-03 left calf, massage"]
    assert reading.ignored["line that tells of no cramp"] == 2


def test_a_clear_night_said_twice_is_counted(tmp_path: Path) -> None:
    found, reading = read_lines(tmp_path, "2026-03-01\nno cramps\nnone")
    assert len(found) == reading.ignored["clear night that is said again"] == 1


def test_the_same_words_below_another_weekday_are_another_cramp(
    cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notes.txt"
    monkeypatch.setenv("CRAMP_NOW", NOW.isoformat())
    for text in ("Sunday\n3am 7 calf\n", "Monday\n3am 7 calf\nSunday\n3am 7 calf\n"):
        path.write_text(text)
        assert cramp("import", path, "-y").exit_code == 0
    assert sorted(one.at.day for one in records(cramp) if isinstance(one, Episode)) == [8, 9]
