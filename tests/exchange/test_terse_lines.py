"""Lines without a word for a cramp: one in the diary's own terse form is a cramp, a place beside all else is none."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.model import CheckIn
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.happening import UNSURE, happening
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.names.naming import NameReader
from crampdiary.keep.revision import checked
from crampdiary.words.told import Told

ZONE = zone_named("Europe/London")
WORDS = NameReader(Vocabulary())
PLACES = ("left calf", "foot", "both legs", "right arch")


def read(folder: Path, text: str) -> tuple[list[Any], Reading]:
    path = folder / "a.txt"
    path.write_text(text + "\n", encoding="utf-8")
    now = datetime(2027, 3, 1, 9, tzinfo=ZONE)
    reading = Reading(path, Vocabulary(), {}, ZONE, folder=folder, now=now, skip=True)
    found = [checked(row) for row in formats.revisions("lines", reading, [])]
    assert reading.rows.skipped == []
    return found, reading


def dated(lines: list[str]) -> list[str]:
    return [f"{datetime(2025, 1, 1) + timedelta(2 * day):%d %B %Y} {line}" for day, line in enumerate(lines)]


NO_CRAMPS = (
    "{} sore", "{} tight all day", "{} ached", "{} MRI 3pm", "{} massage at spa", "{} pain from gym 5/10", "{} pain 6",
    "new shoes, {} sore", "woke up with sore {}", "{} stretches done", "ran 5k, {} 4", "{} physio 2pm", "{} tingling",
    "Mum {} 3am 6", "my wife: {} 5", "{} x-ray result", "{} swollen", "bruised {} at football", "{} numb 5",
    "squats 3 sets, {} 6", "doctor looked at {}", "raised {} 20 min", "iced {} 10 min", "{} looks odd 2pm",
    "blood test {} 3", "{} bite 4",
)  # fmt: skip
CRAMPS = (
    "{} 7", "7 {}", "3am {}", "{} 3am", "03:10 7 {}", "{}", "{} 5 at 4am", "{}, 5/10, 3 min", "woke 3am {}",
    "{} 6 after the gym", "{} 6, woke my husband", "{} 4am after wine and long run", "3am 6 {}, coffee then bed",
    "{}, massage helped", "a bad one in the {}", "{} again", "{} 3am, sore 2h", "{} 3am 6 tight as a rope",
    "3am 5 {} pain", "{} knotted 3am", "{} seized up 3am", "{} 8pm 4", "twice, {}", "7 {}, it hurt like mad",
    "asleep, {}", "around dawn {}", "23:40 {}, had to get up", "Foot bath. {} 3am 6",
)  # fmt: skip


@pytest.mark.parametrize(("frames", "is_cramp"), [(NO_CRAMPS, False), (CRAMPS, True)])
def test_a_place_alone_says_that_it_cramped_where_nothing_else_is_told_of_it(
    frames: tuple[str, ...], is_cramp: bool, tmp_path: Path
) -> None:
    lines = dated([frame.format(place) for frame, place in product(frames, PLACES)])
    found, reading = read(tmp_path, "\n".join(lines))
    named = " ".join([*reading.left_out, *reading.mentions])
    if is_cramp:
        assert {each.typed for each in found} == {*lines}
        assert named == ""
    else:
        assert found == []
        counted = sum(reading.left_out.values()) + reading.ignored["line that tells of no cramp"]
        assert counted + len(reading.mentions) == len(lines)


@pytest.mark.parametrize(
    "line",
    ["blood test: magnesium 0.8", "mood: 6", "tingling 4am", "weight 72", "sleep 5/10", "restless legs 5"],
)
def test_a_number_without_a_place_is_of_a_cramp_only_alone(line: str, tmp_path: Path) -> None:
    found, _ = read(tmp_path, "\n".join(["2026-03-01 7", f"2026-03-03 {line}", "5 March 2026 3am 7, awful"]))
    assert {each.typed for each in found} == {"2026-03-01 7", "5 March 2026 3am 7, awful"}


NAMES = sorted(
    {(word.role, name) for word in Vocabulary().words(hidden=True) if word.role in ("trigger", "remedy")
     for name in Vocabulary().names(word) if not name.isdigit()}
)  # fmt: skip
MET = ("{} 3", "{}, 2", "{} 7/10", "lots of {}, {} 6")
BESIDE = ("7, {}", "7 after {}", "7. {} today", "woke with a 7, {}")


def _told(name: str) -> Told:
    told = WORDS.told(name)
    assert told is not None
    return told


@pytest.mark.slow_but_some
@pytest.mark.parametrize("shape", MET)
def test_a_number_beside_what_was_met_or_used_is_no_cramp(shape: str, tmp_path: Path) -> None:
    lines = dated([shape.format(name, name) for _, name in NAMES if _told(name).fields.get("sites") is None])
    found, reading = read(tmp_path, "\n".join(lines))
    assert [each.typed for each in found if each.kind == "episode"] == []
    assert not any(reading.nights.entries(reading.ignore, reading.deny))


def _is_plain(name: str) -> bool:
    return {*_told(name).fields} == {"triggers"} and not WORDS.is_elsewhere(name)  # a head cold


@pytest.mark.slow_but_some
@pytest.mark.parametrize("shape", BESIDE)
def test_a_number_alone_before_what_was_met_is_a_cramp(shape: str, tmp_path: Path) -> None:
    names = [name for role, name in NAMES if role == "trigger" and _is_plain(name)]
    lines = dated([f"3am {shape.format(name)}" for name in names])
    found, _ = read(tmp_path, "\n".join(lines))
    assert [each.typed for each in found] == lines


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("3 beers", "had alcohol"), ("coffee 2", "had caffeine"), ("stress 7/10", "had stress"),
        ("tired 8", "had fatigue"), ("stretching 7", "used stretching"), ("drank water, 3 beers", "used water"),
    ],
)  # fmt: skip
def test_and_it_is_said_how_to_write_it(line: str, hint: str, tmp_path: Path) -> None:
    found, reading = read(tmp_path, f"2026-03-01 22:00 {line}")
    assert (found, [hint in each for each in reading.said]) == ([], [True])


@pytest.mark.parametrize(
    ("line", "is_clear"), [("14:00 left calf on the bus", False), ("left calf sore 4", True)]
)
def test_what_may_be_a_cramp_leaves_no_night_clear_and_soreness_does(
    line: str, is_clear: bool, tmp_path: Path
) -> None:
    found, reading = read(tmp_path, f"2 March 2026 {line}\n2 March 2026 no cramps")
    assert ([type(each) for each in found], sum(reading.left_out.values())) == ([CheckIn] * is_clear, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Pete had leg cramps at 3am", "Then Anna got a calf cramp 6", "Ruth's left calf cramped at 3am",
        "Omar woke up with a leg cramp at 4", "grandma had leg cramps at 3am",
    ],
)  # fmt: skip
def test_a_cramp_of_somebody_named_is_open(text: str) -> None:
    assert happening(text, WORDS).verdict == UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "Finally had a leg cramp at 3am", "Last night's calf cramp woke me", "Yesterday had a leg cramp",
        "Pete had dinner, leg cramp at 3am", "Monday's left calf cramp 7", "It's a foot cramp, 5",
        "Charley's party. Calf cramp 6",
    ],
)  # fmt: skip
def test_a_word_with_a_capital_is_not_yet_somebody(text: str) -> None:
    assert happening(text, WORDS).verdict == "happened"
