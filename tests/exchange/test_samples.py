"""Files in the shapes that other programs really write: what each becomes, and what importing it again does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.proposal import proposals
from crampdiary.exchange.table import XLSX
from kit.logs import opened
from kit.peerfiles import brief, records
from kit.running import Cramp

SAMPLES = Path(__file__).parents[1] / "data" / "imports"
SHEET = (
    "Date=date", "Time=time", "Leg=place", "Pain (0-10)=severity", "Minutes=minutes", "What I tried=tried",
    "Did it help?=helped", "Notes=note",
)  # fmt: skip
GERMAN = (
    "Datum=date", "Uhrzeit=time", "Bein=place", "Schmerz (0-10)=severity", "Minuten=minutes",
    "Was ich versucht habe=tried", "Hat es geholfen?=helped", "Notizen=note", "Linke Wade=left calf",
    "Rechter Fuß=right foot", "Beide Waden=both calves", "Dehnen=remedy:stretching", "Gehen=remedy:walking",
    "Etwas=somewhat", "nichts=ignore",
)  # fmt: skip
JOURNAL = ("Date=date", "Pain=severity", "Leg=place")
WIDE = (
    "Date=date", "Cramps=count", "Worst pain=severity", "Magnesium=used:magnesium", "Stretching=used:stretching",
    "Hot bath=used:heat", "Alcohol=had:alcohol", "Notes=note",
)  # fmt: skip
STARTED = (
    "start_time=at", "end_time=end", "intensity=severity", "medication=tried", "triggers=trigger", "notes=note",
)  # fmt: skip

OPTIONS: dict[str, tuple[str, ...]] = {
    "daylio_pl_old.csv": ("skurcz łydki=calf cramp", "magnez=remedy:magnesium"),
    "daylio_fi_dot.csv": ("suonenveto=cramp",),
    "long_visible.csv": ("Muscle cramps=cramp",),
    "mb_reimport_with_map.csv": ("Cold shower=remedy:cold", "No medication=ignore"),
    "sheet_us.csv": SHEET,
    "sheet_uk.csv": SHEET,
    "sheet_us.xlsx": SHEET,
    "sheet_title_row.csv": SHEET,
    "sheet_de.csv": GERMAN,
    "sheet_de_excel_cp1252.csv": GERMAN,
    "sheet_empty_columns.csv": JOURNAL,
    "sheet_one_bad_row.csv": JOURNAL,
    "sheet_wide.csv": WIDE,
    "start_end.csv": STARTED,
}
"""What a person says of a file of which not all can be known."""
OTHERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("sheet_us.csv", "sheet_us.xlsx", "sheet_title_row.csv"), ("--dates", "mdy")),
    "sheet_uk.csv": ("--dates", "dmy"),
    "sheet_one_bad_row.csv": ("--skip-bad",),
}
AFTER_ALL = "2026-07-01T08:00:00+01:00"
REFUSED = {"apple_export.xml": "an Apple Health export", "clue.cluedata": "an export of Clue"}
TAKEN = sorted({path.name for path in SAMPLES.iterdir()} - {"README.md", *REFUSED})


def arguments(name: str, *, maps: bool = True) -> list[str | Path]:
    said = OPTIONS.get(name, ()) if maps else ()
    return [SAMPLES / name, *(each for meaning in said for each in ("--map", meaning)), *OTHERS.get(name, ())]


def imported(cramp: Cramp, name: str, *more: str, maps: bool = True) -> dict[str, Any]:
    ran = cramp("import", *arguments(name, maps=maps), "--json", "-y", *more)
    assert ran.exit_code == 0, ran.err
    return dict(ran.json)


def kinds(found: list[Record]) -> Mapping[str, int]:
    return Counter(record.kind for record in found)


def cramps(found: list[Record]) -> list[Episode]:
    return [record for record in found if isinstance(record, Episode)]


def uses(found: list[Record]) -> list[tuple[str, str, str | None]]:
    return [
        (record.at.isoformat()[:16], record.word, record.amount)
        for record in found
        if isinstance(record, Exposure)
    ]


def clear(found: list[Record]) -> list[str]:
    return [record.night.isoformat() for record in found if isinstance(record, CheckIn)]


# What each becomes


def test_of_bearable_every_medicine_comes_with_its_amount_and_a_cramp_elsewhere_is_pointed_out(
    cramp: Cramp,
) -> None:
    told = imported(cramp, "bearable_2021.csv")
    found = records(cramp)
    (one,) = cramps(found)
    assert brief(one) == ("2020-09-22T03:00", "approx", 8, ("leg",), None)
    assert one.note == "Leg cramps (Severe)"
    assert sorted(uses(found)) == [
        ("2020-09-22T03:04", "magnesium", "300 mg"),
        ("2020-09-22T20:00", "stress", None),
        ("2020-09-22T20:00", "walking", None),
        ("2020-09-22T21:40", "painkiller", "600 mg"),
    ]
    assert told["mentions"] == ['2021-05-09: "Leg cramps", among Sleep factors']


def test_of_bearable_cramps_of_stomach_and_period_are_no_leg_cramps_and_medicines_are_asked(
    cramp: Cramp,
) -> None:
    told = imported(cramp, "bearable_other_cramps.csv")
    (one,) = records(cramp)
    assert brief(one) == ("2021-05-09T03:00", "approx", 8, ("leg",), None)
    assert told["left_out"] == {"Stomach cramps": 1, "Period cramps": 1}
    assert told["unknown"] == {"Leg Cramp Relief": 1, "Antispasmodic": 1}


def test_of_migraine_buddy_no_medication_means_none(cramp: Cramp) -> None:
    told = imported(cramp, "mb_real_shape.csv")
    (one,) = cramps(records(cramp))
    assert one.at.isoformat() == "2025-01-07T03:12:00+01:00"
    assert (one.sites, one.side, one.duration_s, one.severity) == (("calf",), "right", 300, 4)
    assert (one.triggers, one.tried, one.note) == (("stress",), (), "Muscle cramp")
    assert told["unknown"] == {}


def test_of_migraine_buddy_right_and_left_is_both(cramp: Cramp) -> None:
    imported(cramp, "mb_both_sides.csv")
    (one,) = cramps(records(cramp))
    assert (one.sites, one.side) == (("calf",), "both")


def test_of_migraine_buddy_a_headache_is_no_cramp(cramp: Cramp) -> None:
    told = imported(cramp, "mb_headaches_among_cramps.csv")
    (one,) = cramps(records(cramp))
    assert (one.at.isoformat(), one.sites, one.side) == ("2025-01-08T03:12:00+01:00", ("calf",), "left")
    assert told["left_out"] == {"Migraine": 1}


def test_of_migraine_buddy_a_map_changes_what_is_there_and_is_remembered(cramp: Cramp) -> None:
    imported(cramp, "mb_reimport_with_map.csv", maps=False)
    assert [one.tried for one in cramps(records(cramp))] == [(), ()]
    told = imported(cramp, "mb_reimport_with_map.csv")
    assert (told["new"], told["kinds"]["episode"]["changed"]) == (1, 1)
    first, second = cramps(records(cramp))
    assert (first.tried, first.note) == ((Tried(remedy="cold", relief="helped"),), None)
    assert second.note == "Helpful Medication: Quinine"
    assert imported(cramp, "mb_reimport_with_map.csv", maps=False)["new"] == 0


def test_of_daylio_no_cramps_are_clear_nights_and_cramps_those_of_the_night_before(
    cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_NOW", AFTER_ALL)
    imported(cramp, "daylio_no_cramps.csv")
    found = records(cramp)
    assert kinds(found) == {"episode": 30, "check_in": 90, "exposure": 60}
    assert clear(found)[0] == "2026-02-28"
    assert brief(cramps(found)[0]) == ("2026-03-02T22:00", "day", None, ("leg",), None)
    assert uses(found)[0] == ("2026-03-02T22:00", "magnesium", None)
    nights = cramp("stats", "--json").json["nights"]
    assert nights["with_cramps"] == 30


def test_of_daylio_one_entry_an_evening_is_of_its_day_so_that_a_remedy_can_be_judged(
    cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_NOW", AFTER_ALL)
    imported(cramp, "daylio_one_entry_an_evening.csv")
    assert {record.precision for record in cramps(records(cramp))} == {"day"}
    ran = cramp("remedies", "--json")
    (found,) = [each for each in ran.json["findings"] if each["word"] == "magnesium"]
    assert found["verdict"]["effect"]["nights_with"] == 64


def test_of_daylio_one_entry_is_one_cramp(cramp: Cramp) -> None:
    told = imported(cramp, "daylio_traps.csv")
    (one,) = records(cramp)
    assert brief(one) == ("2026-03-29T22:00", "minute", None, ("leg",), None)
    assert told["maybe_cramps"] == {"cramp": 1}


def test_of_daylio_an_old_file_in_polish_is_read(cramp: Cramp) -> None:
    told = imported(cramp, "daylio_pl_old.csv", maps=False)
    assert (records(cramp), told["unknown"]) == ([], {"magnez": 1, "skurcz łydki": 2})
    imported(cramp, "daylio_pl_old.csv")
    found = records(cramp)
    assert [brief(one) for one in cramps(found)] == [
        ("2017-09-07T12:10", "minute", None, ("calf",), None),
        ("2017-10-06T12:09", "minute", None, ("calf",), None),
    ]
    assert uses(found) == [("2017-09-07T12:10", "magnesium", None)]


def test_of_daylio_a_clock_with_a_dot_is_read(cramp: Cramp) -> None:
    imported(cramp, "daylio_fi_dot.csv")
    (one,) = cramps(records(cramp))
    assert (one.at.isoformat()[:16], one.note) == ("2024-03-29T22:00", "suonenveto")


def test_of_daylio_a_note_is_text_and_one_that_tells_of_a_cramp_is_pointed_out(cramp: Cramp) -> None:
    told = imported(cramp, "daylio_html_scales.csv")
    (one,) = cramps(records(cramp))
    assert one.note == "Woke twice.\n\nLeft calf.\nleg cramp"
    assert told["mentions"] == ['2026-03-30: "left calf cramp at 3am, 7/10"']


def test_of_loop_a_file_without_header_and_numbers_in_thousandths_are_read(cramp: Cramp) -> None:
    imported(cramp, "loop_2.0_to_2.3.0.zip")
    assert sorted(uses(records(cramp))) == [
        ("2023-04-02T12:00", "magnesium", "1.5"),
        ("2023-04-04T12:00", "magnesium", "400"),
        ("2023-04-04T12:00", "stretching", None),
    ]


def test_of_loop_the_flat_table_is_known(cramp: Cramp) -> None:
    assert imported(cramp, "loop_flat_checkmarks.csv")["format"] == "loop-habits"
    found = uses(records(cramp))
    assert ("2025-04-18T12:00", "stretching", None) in found
    assert ("2025-04-17T12:00", "walking", None) in found


def test_of_flaredown_a_day_with_its_midnight_is_a_day(cramp: Cramp) -> None:
    imported(cramp, "flaredown_datetime.csv")
    found = records(cramp)
    assert [brief(one) for one in cramps(found)] == [("2017-03-01T12:00", "day", 5, ("leg",), None)]
    assert clear(found) == ["2017-03-02"]
    assert sorted(uses(found)) == [
        ("2017-03-01T12:00", "fatigue", None),
        ("2017-03-01T12:00", "magnesium", "300mg"),
        ("2017-03-01T12:00", "stress", None),
        ("2017-03-02T12:00", "magnesium", None),
    ]


def test_of_flaredown_a_dose_of_1_is_no_rating(cramp: Cramp) -> None:
    told = imported(cramp, "flaredown_dose_1.csv")
    found = records(cramp)
    assert len(cramps(found)) == 1
    assert uses(found) == [("2017-03-01T12:00", "magnesium", "1"), ("2017-03-02T12:00", "magnesium", "2")]
    assert told["left_out"] == {"Fibromyalgia": 2}


def test_of_track_and_graph_the_older_form_of_a_value_and_its_label_is_read(cramp: Cramp) -> None:
    told = imported(cramp, "tg_legacy.csv")
    found = records(cramp)
    assert any("between midnight and 3" in each for each in told["ignored"])
    assert [(one.severity, one.at.isoformat()[:16]) for one in cramps(found)] == [
        (6, "2022-09-14T21:30"),
        (5, "2022-09-15T00:20"),
    ]
    assert not clear(found)  # the 0 at 00:13 may be of either night
    assert {(word, amount) for _, word, amount in uses(found)} == {
        ("magnesium", "400"),
        ("stretching", "10 min"),
    }


def test_of_jrnl_an_entry_is_one_cramp_and_what_it_says_is_read(cramp: Cramp) -> None:
    told = imported(cramp, "jrnl_4.6.json")
    found = records(cramp)
    (one,) = cramps(found)
    assert (one.at.isoformat()[:16], one.sites, one.tried) == (
        "2024-03-29T03:10",
        ("calf",),
        (Tried(remedy="magnesium", relief="helped"),),
    )
    assert uses(found) == [("2024-03-30T21:10", "magnesium", None)]
    assert told["left_out"] == {"periodcramps": 1}
    assert told["ignored"]["entry that says there was none"] == 1


FOUR = [
    (
        "2026-03-01T03:10",
        "minute",
        7,
        ("calf",),
        "left",
        210,
        (("stretching", "helped"), ("magnesium", "helped")),
    ),
    ("2026-03-01T23:45", "minute", 4, ("foot",), "right", 60, (("walking", "somewhat"),)),
    ("2026-03-03T12:00", "day", 6, ("calf",), "both", 300, ()),
    ("2026-03-04T05:30", "minute", 8, ("toes",), "left", None, (("massage", "no"),)),
]


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("name", "right"),
    [
        *((name, FOUR) for name in ("sheet_us.csv", "sheet_uk.csv", "sheet_us.xlsx", "sheet_title_row.csv")),
        *((name, [(*FOUR[0][:2], 8, *FOUR[0][3:]), *FOUR[1:3]])
          for name in ("sheet_de.csv", "sheet_de_excel_cp1252.csv")),
    ],
)  # fmt: skip
def test_of_a_sheet_every_column_is_taken_in_every_locale(name: str, right: list[Any], cramp: Cramp) -> None:
    imported(cramp, name)
    found = [
        (*brief(one), one.duration_s, tuple((each.remedy, each.relief) for each in one.tried))
        for one in cramps(records(cramp))
    ]
    assert found == right


def test_of_a_sheet_empty_columns_are_passed_over(cramp: Cramp) -> None:
    imported(cramp, "sheet_empty_columns.csv")
    assert [brief(one) for one in cramps(records(cramp))] == [
        ("2026-03-01T12:00", "day", 7, ("calf",), "left")
    ]


def test_of_a_sheet_one_bad_row_is_named_and_the_rest_can_be_taken(cramp: Cramp) -> None:
    ran = cramp(
        "import",
        SAMPLES / "sheet_one_bad_row.csv",
        *(each for one in JOURNAL for each in ("--map", one)),
        "-y",
    )
    assert (ran.exit_code, "line 32" in ran.err, "--skip-bad" in ran.err) == (1, True, True)
    assert records(cramp) == []
    told = imported(cramp, "sheet_one_bad_row.csv")
    assert (told["skipped_rows"], kinds(records(cramp))) == (1, {"episode": 27, "check_in": 3})


def test_of_a_wide_sheet_each_column_is_a_remedy_and_0_cramps_a_clear_night(cramp: Cramp) -> None:
    imported(cramp, "sheet_wide.csv")
    found = records(cramp)
    assert {one.night.isoformat() for one in cramps(found)} == {"2026-03-01", "2026-03-03"}
    assert clear(found) == ["2026-03-02"]
    assert sorted((at[:10], word) for at, word, _ in uses(found)) == [
        ("2026-03-01", "heat"),
        ("2026-03-01", "magnesium"),
        ("2026-03-02", "alcohol"),
        ("2026-03-02", "magnesium"),
        ("2026-03-02", "stretching"),
        ("2026-03-03", "heat"),
        ("2026-03-03", "stretching"),
    ]


def test_of_visible_a_bare_cramp_is_asked_and_0_is_a_clear_night(cramp: Cramp) -> None:
    told = imported(cramp, "long_visible.csv", maps=False)
    assert (records(cramp), told["maybe_cramps"]) == ([], {"Muscle cramps": 2})
    imported(cramp, "long_visible.csv")
    found = records(cramp)
    assert [brief(one) for one in cramps(found)] == [("2024-05-22T12:00", "day", 5, (), None)]
    assert clear(found) == ["2024-05-23"]


def test_of_a_start_and_an_end_the_length_is_told(cramp: Cramp) -> None:
    imported(cramp, "start_end.csv")
    (one,) = cramps(records(cramp))
    assert (one.duration_s, one.tried, one.triggers) == (240, (Tried(remedy="magnesium"),), ("alcohol",))


def test_of_habitbull_a_day_of_0_is_not_done(cramp: Cramp) -> None:
    imported(cramp, "habitbull.csv")
    assert uses(records(cramp)) == [
        ("2022-03-18T12:00", "stretching", None),
        ("2022-03-19T12:00", "magnesium", "400"),
    ]


def test_what_was_made_by_hand_may_have_ids_of_any_version(cramp: Cramp) -> None:
    imported(cramp, "handmade_uuid4.json")
    assert len(records(cramp)) == 1


@pytest.mark.parametrize(("name", "said"), REFUSED.items())
def test_what_is_not_known_is_named_for_what_it_is(name: str, said: str, cramp: Cramp) -> None:
    ran = cramp("import", SAMPLES / name)
    assert (ran.exit_code, said in ran.err, "columns" in ran.err) == (1, True, False)


def test_every_sample_has_a_test_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in TAKEN if f'"{name}"' not in text] == []
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [
        name for name in TAKEN if name not in readme and name.partition("_")[0] + "_*" not in readme
    ] == []


# Again and again


@pytest.mark.slow_but_some
@pytest.mark.parametrize("name", TAKEN)
def test_the_same_file_brings_nothing_twice_also_elsewhere_and_with_its_own_map(
    name: str, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.map"
    imported(cramp, name)
    first = records(cramp)
    assert imported(cramp, name)["new"] == 0
    cramp("import", *arguments(name), "--dry-run", "--save-map", own)
    if own.exists():
        assert imported(cramp, name, "--map", str(own))["new"] == 0
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert imported(cramp, name)["new"] == 0
    assert records(cramp) == first
    imported(cramp, name, "--zone", "Asia/Tokyo")
    assert kinds(records(cramp)) == kinds(first)
    imported(cramp, name, "--zone", "Europe/London")
    assert records(cramp) == first


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    "name", sorted(name for name in OPTIONS if "sheet" not in name and name != "start_end.csv")
)
def test_with_a_map_first_or_last_the_diary_is_the_same(name: str, cramp: Cramp, tmp_path: Path) -> None:
    for maps in (False, True):
        imported(cramp, name, maps=maps)
    one = records(cramp)
    other = tmp_path / "other.db"
    for maps in (True, False):
        ran = cramp("--diary", other, "import", "--new", *arguments(name, maps=maps), "-y")
        assert ran.exit_code == 0
    with closing(opened(other)) as store:
        assert [entry.record for entry in store.entries()] == one


@pytest.mark.parametrize("name", ["sheet_us.csv", "sheet_wide.csv", "sheet_de.csv"])
def test_the_columns_of_a_persons_sheet_are_guessed(name: str) -> None:
    found = proposals(SAMPLES / name, ";" if "_de" in name else ",", Vocabulary())
    assert {f"{each.column}={each.field}" for each in found} >= {*SHEET} if name == "sheet_us.csv" else True
    assert [each.column for each in found if each.field is None] == []


def test_the_columns_of_a_workbook_are_guessed() -> None:
    assert proposals(SAMPLES / "sheet_us.xlsx", XLSX, Vocabulary())[0].field == "date"
