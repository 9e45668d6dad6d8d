"""Lines that tell both how a night was and what was used: both are taken, each of its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from crampdiary.clock.zones import to_local
from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange import formats
from crampdiary.exchange.clocks import zone_named
from crampdiary.exchange.intake import Reading
from crampdiary.keep.revision import checked

ZONE = zone_named("Europe/London")


def read(folder: Path, text: str) -> tuple[list[Record], Reading]:
    path = folder / "a.txt"
    path.write_text(text + "\n", encoding="utf-8")
    now = datetime(2026, 4, 10, 9, tzinfo=ZONE)
    reading = Reading(path, Vocabulary(), {}, ZONE, folder=folder, now=now, skip=True)
    found = [checked(row) for row in formats.revisions("lines", reading, [])]
    return [each for each in found if each is not None], reading


def told(found: list[Record]) -> list[tuple[str, str, str | None]]:
    """Return of each entry its day, its kind or word, and its note."""
    shown = []
    for each in found:
        if isinstance(each, CheckIn):
            shown.append((f"{each.night:%m-%d}", "clear", each.note))
        elif isinstance(each, Exposure):
            shown.append((f"{to_local(each.at, ZONE):%m-%d}", each.word, each.note))
        elif isinstance(each, Episode):
            shown.append((f"{to_local(each.at, ZONE):%m-%d}", "cramp", each.note))
    return sorted(shown)


DENIALS = ("no cramps", "no leg cramps", "none", "nothing")
USES = {
    "used magnesium": ["magnesium"],
    "took magnesium 300 mg and stretched": ["magnesium", "stretching"],
    "had wine": ["alcohol"],
    "used heat, had wine": ["alcohol", "heat"],
}
LAYOUTS = ("{day:%d %B %Y} {one}{join}{other}", "{day}: {one}{join}{other}", "## {day}\n- {one}{join}{other}")


@pytest.mark.slow_but_first
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("is_use_first", [True, False])
def test_a_clear_night_and_what_was_used_are_both_taken(
    layout: str, is_use_first: bool, tmp_path: Path
) -> None:
    lines, expected = [], []
    cases = product(DENIALS, USES, (", ", "; ", ". ", " but ", " and "))
    for number, (denial, use, join) in enumerate(cases):
        day = date(2026, 1, 1) + timedelta(number)
        one, other = (use, denial) if is_use_first else (denial, use)
        lines.append(layout.format(day=day, one=one, join=join, other=other))
        expected += [(f"{day:%m-%d}", kind, None) for kind in ("clear", *USES[use])]
    found, reading = read(tmp_path, "\n".join(lines))
    assert told(found) == sorted(expected)
    assert not reading.ignored


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("used magnesium, no cramps last night", [("04-09", "clear", None), ("04-09", "magnesium", None)]),
        (
            "2026-03-04 took magnesium; no cramps! Hooray",
            [("03-04", "clear", "Hooray"), ("03-04", "magnesium", None)],
        ),
        (
            "2026-03-04 no cramps, took a while to fall asleep",
            [("03-04", "clear", "took a while to fall asleep")],
        ),
        ("2026-03-04 no cramps, had a good night", [("03-04", "clear", None)]),
        (
            "2026-03-04 used magnesium, left calf 3am",
            [("03-04", "cramp", None), ("03-04", "magnesium", None)],
        ),
        ("2026-03-04 used heat, cramp at 3am 6", [("03-04", "cramp", None), ("03-04", "heat", None)]),
        ("2026-03-04 left calf 3am 6, took magnesium", [("03-04", "cramp", None)]),
        ("2026-03-04 used magnesium, for leg cramps", [("03-04", "magnesium", None)]),
        ("2026-03-04 used heat, left leg", [("03-04", "heat", None)]),
    ],
)
def test_a_part_of_a_line_is_taken_for_what_it_says(
    line: str, expected: list[tuple[str, str, str | None]], tmp_path: Path
) -> None:
    found, _ = read(tmp_path, line)
    assert [each[:2] for each in told(found)] == [each[:2] for each in expected]
    notes = {each[1]: each[2] for each in told(found)}
    assert all(notes[kind] == note for _, kind, note in expected if note)


def test_a_remedy_that_is_only_noted_is_told_with_what_to_write(tmp_path: Path) -> None:
    found, reading = read(tmp_path, "2026-03-04\nno cramps, magnesium 400mg\n- [x] magnesium 400mg")
    assert told(found) == [("03-04", "clear", "magnesium 400mg")]
    assert reading.ignored["remedy without `used` before it: a note of a clear night"] == 1
    assert reading.said == [
        'Not understood, and left out: "magnesium 400mg". For what you used, write: used magnesium.'
    ]
