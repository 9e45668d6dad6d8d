"""A cell for how long it was is read as `cramp log` reads a length; what is none is kept, and costs no cramp."""

from __future__ import annotations

from pathlib import Path
from unicodedata import is_normalized

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.names.naming import NameReader
from crampdiary.exchange.sheets.length_cells import length_told
from crampdiary.exchange.sheets.placed import NOT_SAID
from crampdiary.exchange.yes_no import is_yes
from kit.peer_writers import table
from kit.running import Cramp
from kit.sheets import reading_of

WORDS = NameReader(Vocabulary())
MAPS = ("Date=date", "Pain=severity")
NUMBERS = {"5": 5, "2.5": 2.5, "2½": 2.5, "five": 5, "90": 90, "5-10": 7.5, "2 to 3": 2.5, "12": 12}
UNITS = {"min": 60, "mins": 60, "minutes": 60, "min.": 60, "Minuten": 60, "minutos": 60, "s": 1, "secs": 1, "Sek": 1,
         "Sekunden": 1, "seconds": 1}  # fmt: skip
ROUGH = ("about {}", "About {}", "~{}", "≈ {}", "approx {}", "approx. {}", "ca. {}", "up to {}", "less than {}", "<{}",
         "> {}", "{}?", "nearly {}", "max. {}", "{} or so", "at least {}", "{} I think", "bis zu {}")  # fmt: skip
EXACT = {
    "2'30\"": 150, '30"': 30, "2'": 120, "2′": 120, "2m30": 150, "1 minute 30": 90, "2 min 30 s": 150,
    "half a minute": 30, "½ min": 30, "1h": 3600, "a minute": 60, "00:02:30": 150, "3 Min.": 180,
    "1,5 Minuten": 90, "2min 30sec": 150,
}  # fmt: skip
NONE = ("a few minutes", "seconds", "long", "ages", "short", "all night", "on and off", "5 kg", "slept 3 hours",
        "99 days", "not long", "all day", "left calf", "-5 min", "quick", "3x2 min")  # fmt: skip


def cells(tmp_path: Path, *said: str, header: str = "How long", field: str = "duration") -> list[Episode]:
    rows = [[f"2026-03-{at:02}", "5", each] for at, each in enumerate(said, 1)]
    text = table([["Date", "Pain", header], *rows])
    found = reading_of(tmp_path, text, *MAPS, f"{header}={field}")[1]
    assert len(found) == len(said)
    return sorted((each for each in found if isinstance(each, Episode)), key=lambda each: each.at)


@pytest.mark.parametrize("field", ["minutes", "seconds", "duration"])
def test_every_way_to_write_a_length_is_read(field: str) -> None:
    for number, value in NUMBERS.items():
        for unit, seconds in UNITS.items():
            for shape in ("{}", *ROUGH):
                told = length_told(shape.format(f"{number} {unit}"), field, WORDS)
                assert told.seconds == round(value * seconds), (shape, number, unit)
                assert told.is_all == (shape == "{}" and number not in ("5-10", "2 to 3")), (
                    shape,
                    number,
                    unit,
                )
        alone = length_told(f"~{number}", field, WORDS).seconds
        assert alone == {"minutes": round(value * 60), "seconds": round(value), "duration": None}[field], (
            number
        )
    for text, exact in EXACT.items():
        assert length_told(text, field, WORDS) == (exact, True), text
    for text in NONE:
        assert length_told(text, field, WORDS).seconds is None, text


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    before=st.sampled_from(["", "about ", "for ", "roughly ", "only ", "more than ", "maybe ", "nearly "]),
    length=st.sampled_from(["2 minutes", "90s", "1h10", "3m20", "half an hour", "a minute", "twenty minutes",
        "10-15 secs", "a minute or two", "two and a half minutes", "1 minute and a half",
        "couple of minutes", "2 min 30"]),
    after=st.sampled_from(["", " or so", " long", ", then it eased", " left calf"]),
)  # fmt: skip
def test_what_is_typed_and_what_is_in_a_cell_is_the_same_length(before: str, length: str, after: str) -> None:
    typed = WORDS.told(f"cramp lasted {before}{length}{after}")
    assume(typed is not None and "duration_s" in typed.fields)
    assert typed is not None
    told = length_told(f"{before}{length}{after}", "duration", WORDS)
    assert told.seconds == typed.fields["duration_s"]
    assert told.is_all <= (not after.strip(", "))


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(
    cell=st.sampled_from(NONE) | st.text(min_size=1, max_size=70),
    field=st.sampled_from(["minutes", "seconds", "duration", "sore", "end"]),
)  # fmt: skip
def test_no_cell_for_a_length_costs_a_cramp_or_is_lost(
    cell: str, field: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assume(cell.strip() and cell.isprintable() and is_normalized("NFC", cell))
    rows = [
        ["Date", "Time", "Pain", "Length"],
        ["2026-03-01", "03:10", "5", cell],
        ["2026-03-02", "04:00", "6", ""],
    ]
    maps = (*MAPS, "Time=time", f"Length={field}")
    _, found = reading_of(tmp_path_factory.mktemp("a"), table(rows), *maps)
    cramps = [each for each in found if isinstance(each, Episode)]
    assert sorted(each.severity or 0 for each in cramps) == [5, 6]
    (one,) = (each for each in cramps if each.severity == 5)
    is_read = (one.sore_s if field == "sore" else one.duration_s) is not None
    is_nothing = cell.strip().casefold() in NOT_SAID or is_yes(cell) is False
    assert is_read or is_nothing or " ".join(cell.split())[:40] in " ".join((one.note or "").split())


@pytest.mark.parametrize(
    ("header", "field", "said", "seconds"),
    [
        ("How long", "duration", ("2:30", "5 min"), (150, 300)),
        ("How long", "duration", ("2:30", "12:00"), (150, 720)),
        ("How long (m:ss)", "duration", ("2:30", "0:45"), (150, 45)),
        ("Minutes", "minutes", ("2:30", "4"), (150, 240)),
        ("How long", "duration", ("2:30", "0:45"), (None, None)),
        ("How long (h:mm)", "duration", ("0:05", "12:00"), (None, None)),
    ],
)
def test_minutes_and_seconds_are_read_where_the_column_shows_it(
    header: str, field: str, said: tuple[str, ...], seconds: tuple[int | None, ...], tmp_path: Path
) -> None:
    found = cells(tmp_path, *said, header=header, field=field)
    assert tuple(each.duration_s for each in found) == seconds
    assert [each.note for each in found] == [
        None if length else f"{header}: {text}" for text, length in zip(said, seconds, strict=True)
    ]


def test_what_is_said_of_a_length_is_true(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Pain,How long\n2026-03-05,5,ages\n2026-03-06,4,90\n2026-03-07,3,2 min\n")
    maps = ("--map", "Date=date", "--map", "Pain=severity", "--map", "How long=duration")
    ran = cramp("import", path, *maps, "-y")
    assert ran.exit_code == 0
    assert '--map "ages=3m"' in ran.out
    assert 'such as "90" below "How long" have no unit' in ran.out
    assert '--map "How long=minutes"' in ran.out
    ran = cramp("import", path, *maps[:4], "--map", "How long=minutes", "--map", "ages=3m", "-y")
    assert sorted(each["duration_s"] for each in cramp("list", "--json").json["entries"]) == [120, 180, 5400]


def test_a_length_alone_that_is_none_is_pointed_out(tmp_path: Path) -> None:
    text = table([["Date", "Pain", "How long"], ["2026-03-01", "", "ages"], ["2026-03-02", "4", "2 min"]])
    reading, found = reading_of(tmp_path, text, *MAPS, "How long=duration")
    assert len(found) == 1
    assert any("How long: ages" in each for each in reading.mentions)


@pytest.mark.parametrize(
    ("header", "field", "said", "seconds"),
    [
        ("How long", "duration", ("3:30:00", "10:00:00"), (210, 600)),
        ("How long (min:sec)", "duration", ("3:30:00", "1:00:00"), (210, 60)),
        ("Minutes", "minutes", ("3:30:00", "1:00:00"), (210, 60)),
        ("How long", "duration", ("3:30:00", "1:00:00"), (None, None)),
        ("How long", "duration", ("0:05:00", "1:30:00"), (300, 5400)),
        ("How long", "duration", ("3:30:10", "5:00:00"), (12610, 18000)),
        ("How long (h:mm:ss)", "duration", ("3:30:00", "5:00:00"), (12600, 18000)),
    ],
)
def test_minutes_and_seconds_that_a_sheet_took_for_a_time_of_day_are_no_hours(
    header: str, field: str, said: tuple[str, ...], seconds: tuple[int | None, ...], tmp_path: Path
) -> None:
    found = cells(tmp_path, *said, header=header, field=field)
    assert tuple(each.duration_s for each in found) == seconds
    is_kept = [length in (None, 60, 210, 600) for length in seconds]
    assert [each.note for each in found] == [
        f"{header}: {text}" if kept else None for text, kept in zip(said, is_kept, strict=True)
    ]


@pytest.mark.parametrize(
    ("end", "seconds"), [("5:14", 240), ("15:10", 36_000), ("5:04", None), ("0:05", None)]
)
def test_an_end_before_the_beginning_is_a_slip_and_no_day(
    end: str, seconds: int | None, tmp_path: Path
) -> None:
    (one,) = reading_of(tmp_path, f"Date,Start,End,Pain\n2026-03-04,5:10,{end},5\n")[1]
    assert isinstance(one, Episode)
    assert (one.duration_s, one.note) == (seconds, None if seconds else f"End: {end}")
