"""When a sheet has a clear night: where it says so of all cramps, and nothing in it, taken or not, tells of one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.columns import guess
from crampdiary.exchange.names.header_words import in_english
from crampdiary.exchange.names.naming import ELSEWHERE, NameReader
from kit.peer_writers import table
from kit.peerfiles import records
from kit.running import Cramp
from kit.sheets import read_as_saved

FIRST = date(2026, 1, 1)
WORDS = NameReader(Vocabulary())
SITES = [
    (name, each.slug)
    for each in Vocabulary().words("site")
    if each.slug not in ELSEWHERE
    for name in (each.label, *each.synonyms)
    if not name.startswith("other ")  # which may be those of the other side
]
"""Each name of a part of leg or foot, and its word."""
SHAPES = (
    "{} cramp", "{} cramps", "{} spasm", "{} cramps?", "Cramp in {}", "Any {} cramps?", "Did you have {} cramps?",
    "Number of {} cramps", "{} cramps last night", "{}_cramps", "{} CRAMP (yes/no)", "Left {} cramp", "Cramps in my {}",
)  # fmt: skip
IN_OTHER_LANGUAGES = {
    "Wadenkrampf": "calf", "Fu\u00dfkrampf": "foot", "FUSSKRAMPF": "foot", "Zehenkr\u00e4mpfe": "toes",
    "Krampf Oberschenkel": "thigh",
    "Krampf im linken Bein": "leg", "Crampe mollet": "calf", "Crampes au pied": "foot",
    "Calambre en la pantorrilla": "calf",
    "Crampo polpaccio": "calf", "Kuitkramp": "calf",
}  # fmt: skip
OF_THE_LEG = {"Charley horse": "leg", "Charley horses": "leg", "L foot cramp": "foot", "Foot cramp R": "foot"}
OF_THE_DAY = [each for each in SHAPES if "last night" not in each]
OF_NO_LEG = (
    "Stomach cramps", "Period cramps", "Hand cramp", "Magenkrampf", "Cramps (stomach)", "Cramps [period]",
    "Leg cramp relief",
    "Cramp bark", "Writer's cramp", "Pain (back)", "No cramps", "Keine Kr\u00e4mpfe",
    "Cramps without stretching", "Bad leg cramps",
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_header_names_a_cramp_by_the_words_of_the_diary(shape: str) -> None:
    for name, site in SITES:
        header = shape.format(name)
        assert guess(header, WORDS) == "count", header
        assert WORDS.of_header(header).fields["sites"] == (site,), header


@pytest.mark.parametrize(("header", "site"), [*IN_OTHER_LANGUAGES.items(), *OF_THE_LEG.items()])
def test_a_header_names_a_cramp_in_other_words_too(header: str, site: str) -> None:
    assert guess(header, WORDS) == "count"
    assert WORDS.of_header(header).fields["sites"] == (site,)


@pytest.mark.parametrize("header", OF_NO_LEG)
def test_a_header_of_something_else_asks_for_no_cramps(header: str) -> None:
    assert not WORDS.asks_of_cramps(header)
    assert guess(header, WORDS) not in ("count", "severity", "place")


@pytest.mark.parametrize(
    "header", ["Pie", "La dolce vita", "Links", "Nacht", "Kein Wein", "Cramp in the calf"]
)
def test_words_of_other_languages_are_read_only_beside_their_word_for_cramps(header: str) -> None:
    assert in_english(header) == header


TELLING = {
    "Charley horse": ("1", "Yes", "bad", "left calf"), "L foot cramp": ("x", "2"), "Wadenkrampf": ("ja",),
    "Bad leg cramps": ("Yes",), "Foot cramp time": ("03:10",), "Cramp location": ("left calf",),
    "Left calf": ("x", "7"),
    "Remarks of Jo": ("foot cramp at 3", "calf cramps"), "Cramp severity": ("4",), "Cramps?": ("y",),
}  # fmt: skip
"""Columns of which nothing is said, and cells of them that tell of a cramp."""
NOT_TELLING = {
    "Charley horse": ("0", "no", "none", "", "-"), "Left calf": ("0", "massage", ""), "Leg cramp relief": ("Yes", "no"),
    "Remarks of Jo": ("no leg cramps", "quiet", "tea"), "Stomach cramps": ("Yes", "3"), "Cramp severity": ("0", "none"),
    "Foot cramp time": ("", "none"), "Feet up": ("Yes",), "Hand cramp": ("bad",),
}  # fmt: skip
GATES = {
    "Leg cramps": ("0", "no", "none"),
    "Cramps": ("0", "No"),
    "Pain": ("0", "none"),
    "No cramps": ("x", "yes"),
}

FIELDS = {"Leg cramps": "count", "Pain": "severity", "No cramps": "clear"}


@st.composite
def denied(draw: st.DrawFn) -> tuple[str, str, bool]:
    """Return a sheet with a row that denies cramps, the header that is left open, and whether that tells of one."""
    gate = draw(st.sampled_from([*GATES]))
    tells = draw(st.booleans())
    columns = TELLING if tells else NOT_TELLING
    header = draw(st.sampled_from([*columns]))
    no, cell = draw(st.sampled_from(GATES[gate])), draw(st.sampled_from(columns[header]))
    sheet: dict[str, list[str]] = {
        "Day": [str(FIRST), str(FIRST + timedelta(days=2))],
        gate: [no, no],
        header: [cell, ""],
        "Mood": ["low", "fine"],
    }
    if draw(st.booleans()):  # in a row of its own
        sheet = {
            "Day": [str(FIRST), *sheet["Day"]],
            gate: ["", *sheet[gate]],
            header: [cell, "", ""],
            "Mood": ["", "a", "b"],
        }
    order = draw(st.permutations([*sheet]))
    return table([order, *map(list, zip(*(sheet[each] for each in order), strict=True))], ";"), header, tells


def clear_days(found: list[Record]) -> list[int]:
    return [(each.night - FIRST).days for each in found if isinstance(each, CheckIn)]


@pytest.mark.slow
@settings(max_examples=30)
@given(sheet=denied())
def test_no_night_is_clear_of_which_a_column_left_out_may_say_otherwise(
    sheet: tuple[str, str, bool], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text, header, tells = sheet
    maps = [f"{gate}={field}" for gate, field in FIELDS.items() if gate in text]
    reading, found = read_as_saved(tmp_path_factory.mktemp("a"), text, left_open=[header], maps=maps)
    assert clear_days(found) == ([2] if tells else [0, 2])
    assert not any(isinstance(each, Episode) for each in found)
    named = [*reading.mentions, *reading.rows.skipped]
    assert any(f'"{header}: ' in each for each in named) == tells


@pytest.mark.slow
@settings(max_examples=30)
@given(data=st.data())
def test_of_columns_that_name_a_cramp_in_any_words_none_is_left_out(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With the map untouched: a night is clear if all say no, and else it has the cramps of those that say yes."""
    names = st.one_of(
        st.tuples(st.sampled_from(OF_THE_DAY), st.sampled_from(SITES)).map(
            lambda each: each[0].format(each[1][0])
        ),
        st.sampled_from([*IN_OTHER_LANGUAGES, *OF_THE_LEG]),
    )
    headers = data.draw(st.lists(names, min_size=1, max_size=4, unique_by=str.casefold))
    yes, no = data.draw(st.sampled_from([("Yes", "No"), ("1", "0"), ("ja", "nein")]))
    said = [[True] * len(headers)]
    said += [[data.draw(st.booleans()) for _ in headers] for _ in range(3)]
    rows = [
        [str(FIRST + timedelta(days=2 * number)), *(yes if each else no for each in row)]
        for number, row in enumerate(said)
    ]
    _, found = read_as_saved(tmp_path_factory.mktemp("a"), table([["Day", *headers], *rows], ";"))
    nights = {each.night for each in found if isinstance(each, Episode)}
    by_header = {header: {*WORDS.of_header(header).fields["sites"]} for header in headers}
    for number, row in enumerate(said):
        night = FIRST + timedelta(days=2 * number)
        assert (night in nights) == any(row)
        assert (night in {each.night for each in found if isinstance(each, CheckIn)}) == (not any(row))
        where = {
            site for each in found if isinstance(each, Episode) and each.night == night for site in each.sites
        }
        told = [by_header[header] for header, each in zip(headers, row, strict=True) if each]
        assert where == set().union(*told)


def test_the_cramps_of_a_second_column_come_in_off_a_terminal(cramp: Cramp, tmp_path: Path) -> None:
    path, saved = tmp_path / "a.csv", tmp_path / "a.map"
    path.write_text("Date,Leg cramps,Charley horse\n2025-10-01,0,1\n2025-10-02,0,0\n")
    assert cramp("import", path, "--save-map", saved).exit_code == 0
    assert cramp("import", path, "--map", saved, "-y").exit_code == 0
    found = records(cramp)
    assert [type(each) for each in found] == [Episode, CheckIn]


def test_a_cramp_that_is_not_taken_is_pointed_out_off_a_terminal(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Leg cramps,Charley horse\n2025-10-01,0,1\n2025-10-02,0,0\n")
    ran = cramp("import", path, "--map", "Date=date", "--map", "Leg cramps=count", "-y")
    assert 'tells of a cramp, and was not taken: 2025-10-01: "Charley horse: 1"' in ran.out
    assert [each.night.day for each in records(cramp) if isinstance(each, CheckIn)] == [2]


OF_A_CRAMP = {
    "Where": ("left calf", "both feet"), "Side": ("left", "R"), "How it felt": ("burning",), "Minutes": ("3", "0.5"),
    "How long": ("2 min",), "Sore for": ("10 min",),
}  # fmt: skip
OF_A_NIGHT = {
    "Tried": ("massage", "magnesium"),
    "Trigger": ("stress",),
    "Woke": ("yes",),
    "Did it help?": ("Yes",),
}
AS_FIELDS = {
    "Where": "place", "Side": "side", "How it felt": "sensation", "Minutes": "minutes", "How long": "duration",
    "Sore for": "sore", "Tried": "tried", "Trigger": "trigger", "Woke": "woke", "Did it help?": "helped", **FIELDS,
}  # fmt: skip


@pytest.mark.slow
@settings(max_examples=30)
@given(data=st.data())
def test_beside_a_denial_nothing_that_tells_of_a_cramp_vanishes(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It is named with its row; a remedy or trigger was used or met; and what else there is is counted."""
    gate = data.draw(st.sampled_from([*GATES]))
    telling = data.draw(st.lists(st.sampled_from([*OF_A_CRAMP]), max_size=3, unique=True))
    others = data.draw(st.lists(st.sampled_from([*OF_A_NIGHT]), max_size=3, unique=True))
    cells = {
        each: data.draw(st.sampled_from({**OF_A_CRAMP, **OF_A_NIGHT}[each])) for each in (*telling, *others)
    }
    cells[gate] = data.draw(st.sampled_from(GATES[gate]))
    order = data.draw(st.permutations([*cells]))
    rows = [[str(FIRST), *(cells[each] for each in order)]]
    if data.draw(st.booleans()):  # so that no place stands in each row
        rows.append(["2027-01-01", *("4" if each == "Pain" else "" for each in order)])
    text = table([["Day", *order], *rows], ";")
    maps = [f"{name}={field}" for name, field in AS_FIELDS.items() if name in cells]
    reading, found = read_as_saved(tmp_path_factory.mktemp("a"), text, maps=maps)
    found = [each for each in found if not isinstance(each, Episode)]
    if telling:
        assert found == []
        (named,) = reading.rows.skipped
        assert all(f'"{name}: {cells[name]}"' in named for name in (gate, *telling[:1]))
        return
    assert clear_days(found) == [0]
    words = {each.word for each in found if isinstance(each, Exposure)}
    assert words == {cells[each] for each in others if each in ("Tried", "Trigger")}
    counted = {each for each in others if f"column {each}, of a night without cramps" in reading.ignored}
    assert counted == {*others} - {"Tried", "Trigger"}


@pytest.mark.parametrize(("header", "cell"), [("Where", "left calf"), ("Minutes", "3"), ("Pain", "5")])
def test_a_column_that_contradicts_the_denials_of_many_rows_is_named_with_the_way_out(
    header: str, cell: str, cramp: Cramp, tmp_path: Path
) -> None:
    rows = "".join(f"2025-10-{day:02},0,{cell}\n" for day in range(1, 4))
    path, saved = tmp_path / "a.csv", tmp_path / "a.map"
    path.write_text(f"Date,Leg cramps,{header}\n{rows}2025-10-09,1,\n")
    assert cramp("import", path, "--save-map", saved).exit_code == 0
    ran = cramp("import", path, "--map", saved, "-y")
    assert (ran.exit_code, ran.err.count(f'--map "{header}=ignore"')) == (1, 1)
    assert cramp("import", path, "--map", saved, "--map", f"{header}=ignore", "-y").exit_code == 0
    assert [type(each) for each in records(cramp)] == [CheckIn, CheckIn, CheckIn, Episode]


@pytest.mark.parametrize(
    ("places", "clear"), [("calf|calf|calf", [2]), ("calf|toes|calf", [2]), ("calf|toes|", [])]
)
def test_a_place_that_stands_beside_every_severity_tells_of_no_cramp(
    places: str, clear: list[int], tmp_path: Path
) -> None:
    """A sheet of pain may have its place in each row, and a 0 for it: that is a night without cramps."""
    days = [str(FIRST + timedelta(days=each)) for each in range(3)]
    rows = zip(days, ("5", "4", "0"), reversed(places.split("|")), strict=True)
    reading, found = read_as_saved(
        tmp_path, table([["Day", "Pain", "Where"], *map(list, rows), ["Total", "", ""]], ";")
    )
    assert clear_days(found) == clear
    assert reading.rows.skipped_count == (not clear)


# What a row says beside what it is taken for

SYMPTOMS = ("Headache", "Mood", "Stomach cramps", "magnesium")


@pytest.mark.slow
@settings(max_examples=30)
@given(data=st.data())
def test_a_column_of_cramps_is_heard_whatever_its_row_is_of(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """How bad something else was is not how bad these cramps were."""
    header = data.draw(st.sampled_from(["Leg cramps", "Charley horse", "Any foot cramps?", "Wadenkrampf"]))
    said = data.draw(st.lists(st.sampled_from(["Yes", "No", ""]), min_size=1, max_size=5))
    rows = {"Day": [], "Symptom": [], "Value": [], header: []}  # type: dict[str, list[str]]
    for number, each in enumerate([*said, "Yes"]):
        rows["Day"].append(str(FIRST + timedelta(days=2 * number)))
        rows["Symptom"].append(data.draw(st.sampled_from(SYMPTOMS)))
        rows["Value"].append(data.draw(st.sampled_from(["3", "1", "0"])))
        rows[header].append(each)
    order = data.draw(st.permutations([*rows]))
    text = table([order, *map(list, zip(*(rows[each] for each in order), strict=True))], ";")
    _, found = read_as_saved(tmp_path_factory.mktemp("a"), text)
    cramps = [each for each in found if isinstance(each, Episode)]
    assert [(each.night - FIRST).days // 2 for each in cramps] == [
        at for at, each in enumerate([*said, "Yes"]) if each == "Yes"
    ]
    assert all(each.severity is None for each in cramps)
    assert clear_days(found) == [2 * at for at, each in enumerate(said) if each == "No"]


NOTES = {
    "foot cramp 2am": True, "right calf, awful": True, "cramps again": True, "calf spasm then sleep": True,
    "went to doctor": False, "slept well": False, "stomach bug": False,
}  # fmt: skip


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    "text",
    ["Date,Magnesium,Notes\n2026-10-01,x,\n2026-10-02,No,{}\n", "Date,Magnesium,Notes\n2026-10-01,x,\n2026-10-02,,{}\n",
     "Date,Pain,Notes\n2026-10-01,5,\n2026-10-02,,{}\n", "Date,Leg cramps,Notes\n2026-10-01,1,\n2026-10-02,,{}\n",
     "Date,Symptom,Value,Notes\n2026-10-01,Leg cramp,3,\n2026-10-02,Headache,3,{}\n"],
)  # fmt: skip
@pytest.mark.parametrize("note", [*NOTES])
def test_a_note_of_a_row_that_makes_no_entry_is_pointed_out_or_counted(
    text: str, note: str, tmp_path: Path
) -> None:
    reading, found = read_as_saved(tmp_path, text.format(f'"{note}"'))
    assert len(found) == 1
    assert any(note in each for each in reading.mentions) == NOTES[note]
    assert reading.ignored["note of an entry that is not taken"] == (not NOTES[note])


@pytest.mark.parametrize(
    ("now", "clear"),
    [
        ("2026-03-04T11:00:00+00:00", 3),  # that of 4 March has not begun
        ("2026-03-05T04:59:00+00:00", 3),  # and is not over
        ("2026-03-05T05:00:00+00:00", 4),
        ("2026-03-09T11:00:00+00:00", 6),
    ],
)
def test_a_night_that_is_not_over_is_not_clear_yet(
    now: str, clear: int, cramp: Cramp, tmp_path: Path
) -> None:
    """A column of boxes is filled down ahead, as all of them are empty."""
    path = tmp_path / "a.csv"
    path.write_text(table([["Date", "Leg cramps"], *[[f"2026-03-{day:02}", "FALSE"] for day in range(1, 7)]]))
    maps = ("--map", "Leg cramps=cramp")
    env = {"CRAMP_NOW": now, "TZ": "UTC"}
    told = cramp("import", path, "--map", "Date=date", *maps, "-y", "--json", env=env).json
    assert (told["new"], told["ignored"]) == (
        clear, {"clear night that is not over yet": 6 - clear} if clear < 6 else {},
    )  # fmt: skip
    told = cramp("import", path, "-y", "--json", env={**env, "CRAMP_NOW": "2026-03-09T11:00:00+00:00"}).json
    assert told["new"] == 6 - clear
    assert len(records(cramp)) == 6
