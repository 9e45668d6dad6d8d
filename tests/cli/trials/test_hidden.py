"""Until a trial has ended no screen tells the nights with its remedy from those without by their cramps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from crampdiary.diary.model import Record
from crampdiary.stats.screen import PARTS
from crampdiary.trial.schedule import schedule
from kit.builders import course, exposure, trial
from kit.running import Cramp
from kit.trials import FIRST, at, begun, clock, cramps_of, keep

NIGHTS = 16
NOW = clock(FIRST + timedelta(days=NIGHTS), 10)
BESIDE_CRAMPS = (
    *(("stats", part) for part in PARTS),
    ("stats",),
    ("stats", "--all"),
    ("stats", "--json"),
    ("calendar",),
    ("calendar", "--plain"),
    ("calendar", "--json"),
    ("calendar", "--remedy", "stretching"),
    ("calendar", "--remedy", "stretching", "--json"),
    ("remedies",),
    ("remedies", "--json"),
    ("remedies", "--figures"),
    ("remedies", "--figures", "stretching"),
    ("triggers",),
    ("triggers", "--figures"),
    ("triggers", "--json"),
    ("doctor",),
    ("doctor", "--json"),
    ("ease", "calf"),
    ("report", "--format", "txt"),
)
"""All that shows figures. What lists the diary itself, and how well a trial is kept, is none of it."""
KEPT = re.compile(r'^ *"?stretching"?(,| +\d).*|^.*"(nights|now|longest)": \d+,?$', re.MULTILINE)
"""How often it was used, and in a row: the part of `stats` on remedies."""


def lived(diary: Path, nights: Iterable[date], *, by_course: bool) -> None:
    uses: list[Record] = [
        course("stretching", first=each, last_night=each)
        if by_course
        else exposure("stretching", at(each, 21), logged_at=at(each, 21))
        for each in nights
    ]
    keep(diary, uses, at(FIRST + timedelta(days=NIGHTS), 8))


@pytest.mark.slow
@pytest.mark.parametrize("by_course", [False, True])
def test_no_screen_tells_nights_with_it_from_nights_without(
    diary: Path, tmp_path: Path, cramp: Cramp, by_course: bool
) -> None:
    record = begun(diary)
    drawn = schedule(record.seed, record.pairs, "quick")[:NIGHTS]
    days = [FIRST + timedelta(days=place) for place in range(NIGHTS)]
    cramps = [each for day, on in zip(days, drawn, strict=True) for each in cramps_of(day, 1 if on else 4)]
    keep(diary, cramps, at(FIRST + timedelta(days=NIGHTS), 8))
    other = tmp_path / "other.db"
    other.write_bytes(diary.read_bytes())
    lived(diary, [day for day, on in zip(days, drawn, strict=True) if on], by_course=by_course)
    lived(other, [day for day, on in zip(days, drawn, strict=True) if not on], by_course=by_course)
    for screen in BESIDE_CRAMPS:
        if by_course and screen[0] == "report":
            continue  # it lists since when what is taken
        shown = [
            KEPT.sub("", f"{ran.out}{ran.err}")
            for each in (diary, other)
            for ran in [cramp(*screen, env={**NOW, "CRAMP_DIARY": str(each)})]
        ]
        assert shown[0] == shown[1], screen


def test_what_the_calendar_hides_is_shown_once_it_has_ended(diary: Path, cramp: Cramp) -> None:
    begun(diary)
    lived(diary, [FIRST], by_course=True)
    keep(diary, [course("heat", first=FIRST)], at(FIRST + timedelta(days=1), 8))
    screens = (("calendar", "--json"), ("stats", "--json"))

    def words(screen: tuple[str, ...]) -> set[str]:
        return {each["word"] for each in cramp(*screen, env=NOW).json["courses"]}

    assert [words(each) for each in screens] == [{"heat"}] * 2
    refused = cramp("calendar", "--remedy", "stretching", env=NOW)
    assert (refused.exit_code, refused.out) == (1, "")
    assert "in a trial until" in refused.err
    assert cramp("calendar", "--remedy", "heat", env=NOW).exit_code == 0
    cramp("trial", "stop", "--yes", env=NOW)
    assert [words(each) for each in screens] == [{"heat", "stretching"}] * 2
    assert cramp("calendar", "--remedy", "stretching", env=NOW).exit_code == 0


def test_once_it_has_its_answer_that_is_said_where_it_is_hidden(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    over = clock(record.last_night + timedelta(days=2))
    for screen in (("calendar", "--remedy", "stretching"), ("remedies", "--figures", "stretching")):
        assert "has its answer: `cramp trial result`" in cramp(*screen, env=over).err


def test_the_json_of_remedies_names_the_trials_that_stand_above_it(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    lived(diary, [FIRST], by_course=False)
    keep(diary, [exposure("heat", at(FIRST, 21)), *cramps_of(FIRST, 3)], at(FIRST + timedelta(days=1), 8))
    assert "trials" not in cramp("triggers", "--json", env=NOW).json
    (going,) = cramp("remedies", "--json", env=NOW).json["trials"]
    assert (going["remedy"], going["ended"], going["result"]) == ("stretching", None, None)
    cramp("trial", "stop", "--yes", env=NOW)
    shown = cramp("trial", "result", "--json", env=NOW).json
    for screen in (("remedies",), ("remedies", "--figures", "stretching")):
        (ended,) = cramp(*screen, "--json", env=NOW).json["trials"]
        assert f"cramp trial result {ended['number']}" in " ".join(cramp(*screen, env=NOW).out.split())
        assert ended["result"]["word"] == shown["result"]["word"]
        assert ended["result"]["p"] == shown["result"]["p"]
        assert ended["last_night"] == shown["trial"]["last_night"]
    assert record.seed not in cramp("remedies", "--json", env=NOW).out
    assert cramp("remedies", "--figures", "heat", "--json", env=NOW).json["trials"] == []
    later = at(FIRST + timedelta(days=NIGHTS), 11)
    keep(diary, [trial(word="heat", first=FIRST + timedelta(days=30), logged_at=later)], later)
    of_heat = cramp("remedies", "--figures", "stretching", "--json", env=NOW).json["trials"]
    assert [each["remedy"] for each in of_heat] == ["stretching"]
