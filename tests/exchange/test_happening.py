"""Prose and lines that name cramps: only what says of one that it happened, in the writer's leg or foot, is one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.clock.zones import to_local
from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.happening import (
    DENIED,
    HAPPENED,
    NAMED,
    OF_ANOTHER_PART,
    UNSURE,
    happening,
)
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.naming import NameReader
from crampdiary.keep.revision import checked

ZONE = zone_named("Europe/London")
WORDS = NameReader(Vocabulary())

PLACES = ("leg", "calf", "foot", "left calf", "toe", "right arch", "thigh")
OTHER_PLACES = (
    "stomach",
    "period",
    "menstrual",
    "neck",
    "hand",
    "back",
    "jaw",
    "finger",
    "tummy",
    "writer's",
)
ONE = tuple(f"{place} {word}" for place in PLACES for word in ("cramp", "spasm"))
MANY = tuple(f"{each}s" for each in ONE)
OF_BOTH_SIDES = tuple(each for each in ONE if each.split()[0] not in ("left", "right"))

HAPPENINGS = (
    "Had a {one} at 3am", "Woke with a {one}", "Woken by {many} again", "{one} at 2.15am, 7/10",
    "Another {one} last night",
    "Last night I got {many}", "A bad {one} in the cinema", "{one} while swimming, lasted 4 min",
    "I had {many} on the plane",
    "Couldn't sleep because of {many}", "Didn't take magnesium, {one} at 3am", "No idea why, {one} again", "{one}",
    "{many} at 1 and 4 am", "Horrible {one} after the hike", "A {one} woke me at 4", "{one} at 3am, gone by 4",
    "No sleep, then a {one} in the night", "{many} were bad last night", "Suffered a {one} during dinner",
    "Worst {one} ever", "Today: {one} 6, massage helped", "He pressed it and I got a {one}", "{one} so bad I cried",
    "{one}, better after 5 min", "My nap was interrupted by a {one}", "{many} on and off all night",
    "Up at 3 because of a {one}",
)  # fmt: skip
NOT_HAPPENED = (
    "Afraid of {many} tonight", "If I get a {one} tonight I will try heat", "Used to get {many}", "Bought {one} pills",
    "Read that magnesium prevents {many}", "Hope I won't get {many}", "Read an article about {many} at night",
    "Started magnesium for my {many}", "{many} are less since magnesium", "{many} have been gone for a week",
    "{many} can be caused by statins", "I sometimes get {many}", "Almost had a {one}", "Nearly a {one} at 3am",
    "Dreamt I had a {one}", "Is this a {one}?", "Why do I get {many}?", "{many}?", "Ask the doctor about {many}",
    "Doctor about my {many}", "Had {many} as a child", "{one} gone", "My {many} have stopped", "Worried about {many}",
    "Haven't had any {many} since Monday", "No {many}, {one}", "I might get a {one}",
    "I wonder whether {many} will come",
    "{one} cream arrived at 3pm", "Without stretching I get {many}", "{many} for years now", "{many} would be worse",
    "Mum had a {one}", "My wife had {many} at 3am", "The dog had a {one}", "She woke with a {one}", "{one} for Mum",
    "Magnesium is against {many}", "Discussed {many} with the nurse", "Imagine a {one} on stage",
    "Had {many} last month", "Used to wake with {many}", "{one} at 3am for Mum", "{one} 6, of my wife",
    "{one} again, poor Mum",
    "Had {many} for a few weeks",
    "{one} support group at 7pm", "Heat eases {many}", "Magnesium helps with {many}", "{one} scale: 10 is unbearable",
    "A good month: only two {many} compared to ten", "Three years since my first {one}", "Everyone gets {many}",
)  # fmt: skip
DENIALS = (
    "No {whole}s last night", "No {whole}", "No sign of {whole}s", "Never had any {whole}s", "Did not have {whole}s",
)  # fmt: skip
BESIDES = ("Sad.", "Rain all day.", "Walked to the shop.", "We had soup with Ann.", "Finished my book.")


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


@st.composite
def told(draw: st.DrawFn, frames: Sequence[str]) -> str:
    frame = draw(st.sampled_from(frames))
    one, many, whole = (draw(st.sampled_from(each)) for each in (ONE, MANY, OF_BOTH_SIDES))
    return capitalised(frame.format(one=one, many=many, whole=whole))


def jrnl(folder: Path, entries: Sequence[tuple[str, str, str]], *tags: str) -> tuple[list[Record], Reading]:
    """Return what comes of entries, each a day, a time and a text, and how they were read."""
    path = folder / "a.json"
    rows = [
        {"date": day, "time": clock, "title": text, "body": "", "tags": [*tags]}
        for day, clock, text in entries
    ]
    path.write_text(json.dumps({"tags": {}, "entries": rows}))
    reading = Reading(path, Vocabulary(), {}, ZONE, folder=folder)
    return [checked(row) for row in formats.revisions("jrnl", reading, [])], reading  # type: ignore[misc]


def lines(folder: Path, text: str, dates: str | None = None) -> tuple[list[Record], Reading]:
    path = folder / "a.txt"
    path.write_text(text + "\n", encoding="utf-8")
    now = datetime(2026, 11, 26, 12, tzinfo=ZONE)
    reading = Reading(path, Vocabulary(), {}, ZONE, folder=folder, now=now, dates=dates, skip=True)
    return [checked(row) for row in formats.revisions("lines", reading, [])], reading  # type: ignore[misc]


def cramps_of(found: Sequence[Record]) -> list[Episode]:
    return [each for each in found if isinstance(each, Episode)]


def local(each: Episode | Exposure) -> datetime:
    return to_local(each.at, ZONE).replace(tzinfo=None)


# Whether it happened


@settings(max_examples=150, deadline=None)
@given(text=told(HAPPENINGS), before=st.sampled_from(("", *BESIDES)), after=st.sampled_from(("", *BESIDES)))
def test_what_says_that_a_cramp_happened_tells_of_it_among_whatever_else(
    text: str, before: str, after: str
) -> None:
    assert happening(f"{before} {text}. {after}", WORDS).verdict == HAPPENED
    assert happening(f"{before}\n{text}\n{after}", WORDS).sentences == (text,)


@settings(max_examples=200, deadline=None)
@given(text=told(NOT_HAPPENED), before=st.sampled_from(("", *BESIDES)), after=st.sampled_from(("", *BESIDES)))
def test_what_only_names_a_cramp_never_tells_of_one(text: str, before: str, after: str) -> None:
    assert happening(f"{before}\n{text}\n{after}", WORDS).verdict in (UNSURE, NAMED)


@settings(max_examples=60, deadline=None)
@given(text=told(DENIALS), after=st.sampled_from(("", "Slept well.", "Rain all day.")))
def test_a_denial_is_one(text: str, after: str) -> None:
    assert happening(f"{text}. {after}", WORDS).verdict == DENIED


@pytest.mark.parametrize("after", ["", "Slept well."])
@pytest.mark.parametrize(
    "text",
    [
        "Leg cramps: no",
        "Leg cramps\nNone tonight",
        "Calf cramps?\nNo.",
        "Leg cramps - nope",
        "Foot cramps. None.",
    ],
)
def test_a_name_of_cramps_and_a_no_behind_it_never_tell_of_one(text: str, after: str) -> None:
    assert happening(f"{text}\n{after}", WORDS).verdict in (DENIED, UNSURE)
    assert happening(f"{text}\nLeg cramp at 3am, 7/10.", WORDS).verdict == UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "Had a leg cramp at 3am. No leg cramps.",
        *("No leg cramps?", "No leg cramps. Calf 5", "leg cramp ✗", "Number of leg cramps: 0"),
    ],
)
def test_what_tells_and_denies_or_only_asks_is_open(text: str) -> None:
    assert happening(text, WORDS).verdict == UNSURE


@settings(max_examples=80, deadline=None)
@given(
    place=st.sampled_from(OTHER_PLACES),
    frame=st.sampled_from(
        ["Had {} cramps", "{} cramp at 3am", "Woke with a {} spasm 6", "{} cramps again, bad", "{} cramps"]
    ),
    after=st.sampled_from(["", ", legs fine", "\nAfter leg day", ". Calf is fine"]),
)
def test_a_cramp_of_another_part_is_none_of_the_leg(place: str, frame: str, after: str) -> None:
    assert happening(capitalised(frame.format(place)) + after, WORDS).verdict == OF_ANOTHER_PART


@pytest.mark.parametrize(
    "text",
    [
        "Cramp in my hand from writing",
        "Spasm in the lower back",
        "cramp in my right side while running",
        "cramps in my stomach 5",
    ],
)
@pytest.mark.parametrize("after", ["", ", legs fine"])
def test_the_part_may_stand_behind(text: str, after: str) -> None:
    assert happening(text + after, WORDS).verdict == OF_ANOTHER_PART


@pytest.mark.parametrize(
    "text", ["stomach and leg cramps at 3", "Calf cramp at 3, back ache too", "leg cramp, then neck spasm"]
)
def test_a_leg_beside_another_part_is_a_leg(text: str) -> None:
    assert happening(text, WORDS).verdict == HAPPENED


# What becomes of an entry of jrnl


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(
        st.one_of(
            told(HAPPENINGS).map(lambda text: (HAPPENED, text)),
            told(NOT_HAPPENED).map(lambda text: (UNSURE, text)),
            told(DENIALS).map(lambda text: (DENIED, text)),
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_each_entry_is_a_cramp_or_pointed_out_or_counted(
    texts: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    entries = [(f"2026-03-{2 * number + 1:02}", "10:00", text) for number, (_, text) in enumerate(texts)]
    found, reading = jrnl(tmp_path_factory.mktemp("jrnl"), entries)
    assert sorted(each.note or "" for each in cramps_of(found)) == sorted(
        text for what, text in texts if what == HAPPENED
    )
    pointed_out = [text for what, text in texts if what == UNSURE]
    assert [each.partition('"')[2][:-1] for each in reading.mentions] == pointed_out
    assert reading.ignored["entry that says there was none"] == sum(what == DENIED for what, _ in texts)


WHEN = (
    ("{} last night", 22, -1, "day"),
    ("{} in the night", 22, -1, "day"), ("{} at 2am", 2, 0, "minute"),
    ("At 2am {}", 2, 0, "minute"),
    ("Last night another {}. It was 3 am", 3, 0, "minute"), ("{} yesterday at 23:10", 23, -1, "minute"),
    ("{} 2 nights ago", 22, -2, "day"), ("Woke with a {}", 22, -1, "day"), ("{} again", 10, 0, "minute"),
    ("{} around 4am", 4, 0, "approx"), ("{} this morning at 6", 6, 0, "minute"), ("{} 2 hours ago", 8, 0, "minute"),
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(
    said=st.sampled_from(WHEN),
    name=st.sampled_from(ONE),
    day=st.dates(date(2026, 1, 2), date(2026, 3, 20)),
)
def test_an_entry_is_of_the_time_that_its_words_say(
    said: tuple[str, int, int, str], name: str, day: date, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text, hour, days, precision = said
    found, _ = jrnl(tmp_path_factory.mktemp("jrnl"), [(str(day), "10:00", capitalised(text.format(name)))])
    (one,) = cramps_of(found)
    at = local(one)
    assert (at.date() - day, at.hour, one.precision) == (timedelta(days), hour, precision)


def test_a_tag_of_a_remedy_is_taken_whatever_the_entry_says_of_cramps(tmp_path: Path) -> None:
    texts = ("No leg cramps, @magnesium", "Read that @magnesium prevents leg cramps", "Rain, @magnesium")
    for text in texts:
        found, _ = jrnl(tmp_path, [("2026-03-01", "21:00", text)], "@magnesium")
        assert [each.word for each in found if isinstance(each, Exposure)] == ["magnesium"], text


def test_what_an_entry_says_and_is_not_taken_is_told_with_what_to_do(tmp_path: Path) -> None:
    texts = ("No leg cramps last night.", "No leg cramps.", "Took magnesium and stretched.", "Took the bus.")
    found, reading = jrnl(tmp_path, [(f"2026-03-0{day}", "08:00", text) for day, text in enumerate(texts, 1)])
    assert found == []
    assert [each for each in reading.said if "cramp none 2026-03-01" in each] == reading.said[:1]
    assert dict(reading.ignored) == {
        "entry that says there was none": 2,
        "entry that tells of what was used (taken from a tag alone: @magnesium)": 1,
        "entry that tells of no leg or foot cramp": 1,
    }


@pytest.mark.parametrize("name", ["calf cramp", "leg cramps"])
def test_of_a_long_entry_the_sentence_that_tells_is_read(name: str, tmp_path: Path) -> None:
    text = f"{'We walked along the river and talked. ' * 60}At 3am a {name}, 7/10. {'Then it rained. ' * 20}"
    found, _ = jrnl(tmp_path, [("2026-03-01", "10:00", text)])
    (one,) = cramps_of(found)
    assert (one.severity, one.sites, local(one)) == (7, (name.split()[0],), datetime(2026, 3, 1, 3))


@pytest.mark.parametrize("text", ["Calf cramp 0/10", "Leg cramp: 0", "Cramps: no", "0 cramps"])
def test_a_cramp_of_nothing_is_none(text: str, tmp_path: Path) -> None:
    found, reading = jrnl(tmp_path, [("2026-03-01", "10:00", text)])
    assert (found, len(reading.mentions)) == ([], 0)
    assert reading.ignored == {"entry that says there was none": 1}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Terrible night.\n03:10 left calf 7\nTook magnesium.", True), ("Woken twice. Left calf at 2am, 7/10.", True),
        ("left foot 7", True), ("Ran 10k. Left calf sore 4 after.", False), ("Calf stretches, 3 sets.", False),
        ("Stomach 7", False), ("His left calf 7", False), ("left calf 0", False),
    ],
)  # fmt: skip
def test_a_place_and_how_bad_without_a_word_for_a_cramp_is_pointed_out(
    text: str, is_one: bool, tmp_path: Path
) -> None:
    found, reading = jrnl(tmp_path, [("2026-03-01", "10:00", text)])
    assert (found, len(reading.mentions), reading.ignored.total()) == ([], is_one, not is_one)


# What becomes of a line


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    text=st.one_of(
        told(NOT_HAPPENED), st.sampled_from(["Hope the calf is better", "If the foot hurts", "Legs fine"])
    ),
    layout=st.sampled_from(["2026-03-01 03:10 {}", "2026-03-01 {}", "# 2026-03-01\n- {}"]),
)
def test_a_line_that_only_names_a_cramp_is_pointed_out(
    text: str, layout: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found, reading = lines(tmp_path_factory.mktemp("lines"), layout.format(text))
    assert (
        cramps_of(found) == [] or happening(text, WORDS).verdict == NAMED
    )  # a line is of a cramp, prose may not be
    # `leg cramp pills` are a remedy: the line is named as one that is left out.
    assert cramps_of(found) or len(reading.mentions) + len(reading.rows.skipped) + len(reading.said) == 1


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    text=told(HAPPENINGS),
    layout=st.sampled_from(["2026-03-01 03:10 {}", "2026-03-01 08:00: {}", "[2026-03-01T08:00] {}"]),
)
def test_a_line_that_tells_of_a_cramp_is_one(
    text: str, layout: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found, reading = lines(tmp_path_factory.mktemp("lines"), layout.format(text))
    assert (cramps_of(found) != [], reading.mentions) == (True, [])


@pytest.mark.parametrize("place", OTHER_PLACES)
@pytest.mark.parametrize(
    "line", ["2026-03-01 {} cramps 6", "2026-03-01 02:00 {} spasm", "2026-03-01 03:10 cramp in my {}"]
)
def test_a_line_of_another_part_is_left_out_and_named(place: str, line: str, tmp_path: Path) -> None:
    found, reading = lines(tmp_path, line.format(place))
    assert (found, sum(reading.left_out.values())) == ([], 1)


@pytest.mark.parametrize("line", ["hand 5", "left hand 4", "arm 7 for 3 min"])
def test_a_line_that_rates_another_part_is_left_out_and_named(line: str, tmp_path: Path) -> None:
    found, reading = lines(tmp_path, f"2026-03-01 03:10 {line}")
    assert (found, sum(reading.left_out.values())) == ([], 1)


@pytest.mark.parametrize("line", ["2026-03-01 0", "2026-03-01 03:10 0", "2026-03-01 false alarm"])
def test_a_line_of_nothing_is_left_out_and_named(line: str, tmp_path: Path) -> None:
    found, reading = lines(tmp_path, line)
    assert (found, len(reading.said)) == ([], 1)


RATED = ("7 left calf. Hope it does not cramp again", "5 foot. No cramps before that for a week")


@pytest.mark.parametrize("line", RATED)
def test_a_rated_place_is_a_cramp_whatever_the_line_says_next(line: str, tmp_path: Path) -> None:
    found, _ = lines(tmp_path, f"2026-03-01 03:10 {line}")
    assert [each.severity for each in cramps_of(found)] == [int(line[0])]


# Days of lines


@pytest.mark.slow_but_some
@pytest.mark.parametrize("verb", ["used", "took", "Used", "had"])
@pytest.mark.parametrize(
    ("when", "at", "precision"),
    [
        ("2026-03-04", datetime(2026, 3, 4, 22), "day"), ("2026-03-04:", datetime(2026, 3, 4, 22), "day"),
        ("2026-03-04 21:10", datetime(2026, 3, 4, 21, 10), "minute"), ("4.3.2026", datetime(2026, 3, 4, 22), "day"),
        ("4 march 2026", datetime(2026, 3, 4, 22), "day"), ("2026-03-04 at 9pm", datetime(2026, 3, 4, 21), "minute"),
        ("2026-03-05 last night", datetime(2026, 3, 4, 22), "day"),
        ("Wed 4 March 2026,", datetime(2026, 3, 4, 22), "day"),
        ("13/2/2026 5 calf\n4/3/2026", datetime(2026, 3, 4, 22), "day"),
        ("- 2026-03-04", datetime(2026, 3, 4, 22), "day"),
    ],
)  # fmt: skip
def test_a_line_of_uses_may_begin_with_its_day(
    verb: str, when: str, at: datetime, precision: str, tmp_path: Path
) -> None:
    thing, word = ("wine", "alcohol") if verb == "had" else ("magnesium 300mg", "magnesium")
    (tmp_path / "a.txt").write_text(f"{when} {verb} {thing}\n{when.splitlines()[-1]} {verb} {thing}\n")
    assert formats.detect(tmp_path / "a.txt")[0] == "lines"
    found, _ = lines(tmp_path, f"{when} {verb} {thing}")
    uses = [each for each in found if isinstance(each, Exposure)]
    assert [(each.word, local(each), each.precision) for each in uses] == [(word, at, precision)]
    assert len(cramps_of(found)) == when.count("\n")


@pytest.mark.parametrize(
    "line", ["had a cramp in left calf", "had leg cramps at 3am", "Had a bad foot cramp, 6"]
)
def test_who_had_a_cramp_met_no_trigger(line: str, tmp_path: Path) -> None:
    found, _ = lines(tmp_path, f"2026-03-01 08:00 {line}\n2026-03-03 {line}")
    assert (len(cramps_of(found)), len(found)) == (2, 2)


def test_a_file_forced_to_be_lines_is_read_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Notes, 2026\nbought milk\nread a book\n2026-03-01 03:10 5 calf\n")
    assert formats.detect(tmp_path / "a.txt", "lines")[0] == "lines"


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    day=st.dates(date(2026, 1, 3), date(2026, 3, 20)),
    layout=st.sampled_from(["{} {}", "{}: {}", "[{}] {}", "# {}\n{}", "{}\n{}"]),
    said=st.sampled_from(
        [
            ("last night left calf 5", -1), ("5 left calf last night", -1), ("2 nights ago left calf 5", -2),
            ("in the night left calf 5", -1), ("yesterday left calf 5", -1), ("left calf 5", 0),
            ("left calf 5 tonight", 0), ("no cramps last night", -1), ("no cramps", 0),
            ("last night woke, left calf 5", -1),
            ("last night at 3am left calf 5", -1), ("yesterday 11pm left calf 5", -1),
        ]
    ),
)  # fmt: skip
def test_last_night_is_that_before_the_day_of_its_line(
    day: date, layout: str, said: tuple[str, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text, nights = said
    found, _ = lines(tmp_path_factory.mktemp("lines"), layout.format(day, text))
    (one,) = found
    assert isinstance(one, Episode | CheckIn)
    assert one.night == day + timedelta(nights)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)).filter(lambda day: day < date(2026, 11, 20)),
    mark=st.sampled_from("/-"),
    year=st.sampled_from(["%Y", "%y"]),
    order=st.sampled_from(["dmy", "mdy"]),
    decided=st.sampled_from(["said", "another", "dots"]),
)
def test_the_order_of_day_and_month_is_the_files(
    day: date, mark: str, year: str, order: str, decided: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if decided == "dots":
        order = "dmy"
    text = f"{day.day}{mark}{day.month}{mark}" if order == "dmy" else f"{day.month}{mark}{day.day}{mark}"
    other = {
        "said": "",
        "dots": "\n25.1.2026 03:10 2 foot",
        "another": f"\n{'25/1' if order == 'dmy' else '1/25'}/2026 03:10 2 foot",
    }
    found, _ = lines(
        tmp_path_factory.mktemp("lines"), f"{text}{day.strftime(year)} 03:10 5 left calf{other[decided]}",
        order if decided == "said" else None,
    )  # fmt: skip
    assert [local(each).date() for each in cramps_of(found) if each.severity == 5] == [day]
    assert {each.typed for each in cramps_of(found)} >= {f"{text}{day.strftime(year)} 03:10 5 left calf"}


# Names of other programs that say of which night


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    day=st.dates(date(2026, 1, 3), date(2026, 3, 20)),
    hour=st.sampled_from([3, 7, 8, 11, 15, 20, 23]),
    name=st.sampled_from(["Leg cramps last night", "Calf cramp in the night", "Foot cramps"]),
    value=st.sampled_from(["1.0", "3.0"]),
)  # fmt: skip
def test_a_tracker_of_last_night_is_of_the_night_before(
    day: date, hour: int, name: str, value: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("tracker") / "a.csv"
    path.write_text(f"FeatureName,Timestamp,Value,Label,Note\n{name},{day}T{hour:02}:10:00.000Z,{value},,\n")
    reading = Reading(path, Vocabulary(), {}, ZONE, folder=path.parent)
    found: list[Record] = [checked(row) for row in formats.revisions("track-and-graph", reading, [])]  # type: ignore[misc]
    (one,) = cramps_of(found)
    if name == "Foot cramps" or hour not in range(5, 21):
        assert (local(one), one.precision) == (datetime(day.year, day.month, day.day, hour, 10), "minute")
    else:
        assert (one.night, one.precision) == (day - timedelta(days=1), "day")


@pytest.mark.parametrize(
    ("text", "used"),
    [
        *((text, 0) for text in ("Forgot @magnesium.", "No @magnesium tonight", "Didn't take @magnesium")),
        *(
            (text, 0)
            for text in ("Skipped @magnesium", "Tired. Ran out of @magnesium.", "Without @magnesium")
        ),
        *(
            (text, 1)
            for text in ("Took @magnesium", "@magnesium at ten", "Forgot @magnesium. Later: @magnesium")
        ),
    ],
)
def test_a_tag_that_its_sentence_says_was_not_used_was_not(text: str, used: int, tmp_path: Path) -> None:
    found, reading = jrnl(tmp_path, [("2026-03-02", "22:10", text)], "@magnesium")
    assert [type(each) for each in found] == [Exposure] * used
    assert used or reading.ignored["no, or 0, of what is no cramp"] == 1


def test_tags_beside_a_cramp_that_its_text_does_not_name_are_taken(tmp_path: Path) -> None:
    found, _ = jrnl(
        tmp_path, [("2026-03-02", "22:10", "Leg cramp again.")], "@magnesium", "@legcramp", "@rain"
    )
    assert [getattr(each, "word", "") for each in found] == ["", "magnesium"]
