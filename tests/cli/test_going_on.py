"""What goes on every night, typed into `used`, `had` and `edit`: what is saved of it, and what is said."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.nights import Diary, join
from crampdiary.keep.store import Store
from kit.builders import NOW
from kit.logs import opened
from kit.running import Cramp

SINCE = ("magnesium", "300mg", "daily", "since", "1", "march")


def _courses(cramp: Cramp) -> list[dict[str, Any]]:
    found = cramp("list", "--kind", "course", "--json").json["entries"]
    return sorted(found, key=lambda each: each["id"])


def _nights(path: Path) -> list[Any]:
    """Return what is used on each night of a diary, however it was told."""
    with closing(opened(path)) as store:
        diary: Diary = join(store.entries(), now=NOW)
    return [
        (night.date, sorted((each.record.word, each.record.amount or "") for each in night.exposures))
        for night in diary.nights
    ]


def test_a_course_begins_pauses_changes_and_ends_each_by_one_command(cramp: Cramp) -> None:
    first, second = "Saved 1: magnesium (300mg) nightly", "Saved 2: magnesium (400mg) nightly"
    steps = [
        ("magnesium 300mg daily since 1 march", f"{first} from Sun 1 March.\n"),
        ("no magnesium 20 march", f"{first} from Sun 1 March, but for 1 night.\n"),
        ("skipped magnesium last night", f"{first} from Sun 1 March, but for 2 nights.\n"),
        (
            "magnesium 400mg nightly from 25 march on",
            f"{first}, Sun 1 March to Tue 24 March, but for 1 night.\n"
            f"{second} from Wed 25 March, but for 1 night.\n",
        ),
        ("stopped magnesium", f"{second}, Wed 25 March to Mon 30 March, but for 1 night.\n"),
    ]
    before = []
    for line, said in steps:
        before.append(_courses(cramp))
        ran = cramp("used", *line.split())
        assert (ran.exit_code, ran.out) == (0, said)
    for courses in reversed(before):
        assert cramp("undo").exit_code == 0
        assert _courses(cramp) == courses


def test_a_course_typed_is_the_uses_typed_one_by_one(cramp: Cramp, tmp_path: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    for path in (one, other):
        with closing(Store(path, now=NOW, create=True)):
            pass
        cramp("--diary", str(path), "none", "1", "march")
        cramp("--diary", str(path), "none", "last", "night")
    cramp("--diary", str(one), "used", *SINCE, "until", "20", "march", "except", "5", "march")
    cramp("--diary", str(one), "used", "without", "magnesium", "9", "march", "10", "march")
    for day in range(1, 21):
        if day not in (5, 9, 10):
            cramp("--diary", str(other), "used", "magnesium", "300mg", f"{day}", "march")
    assert _nights(one) == _nights(other)
    assert sum(bool(used) for _, used in _nights(one)) == 17


@pytest.mark.parametrize("days", list(permutations(["3", "7", "12"])))
def test_nights_are_skipped_in_any_order(cramp: Cramp, days: tuple[str, ...]) -> None:
    cramp("used", *SINCE)
    for day in (*days, days[0]):
        assert cramp("used", "no", "magnesium", day, "march").exit_code == 0
    assert [each["skipped"] for each in _courses(cramp)] == [["2026-03-03", "2026-03-07", "2026-03-12"]]


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        ("magnesium 300mg daily since 1 march after dinner", "after dinner"),
        ("magnesium twice a day since 1 march", "twice a day"),
        ("magnesium daily since 1 march, since the operation", "since the operation"),
    ],
)
def test_no_word_of_a_line_is_lost(cramp: Cramp, line: str, noted: str) -> None:
    (entry,) = cramp("used", *line.split(), "--json").json["entries"]
    assert (entry["kind"], entry["note"], entry["typed"]) == ("course", noted, line)
    (entry,) = cramp("used", *"stopped magnesium last night, side effects".split(), "--json").json["entries"]
    assert (entry["last_night"], entry["note"]) == ("2026-03-29", f"{noted}\nside effects")


def test_a_word_without_a_course_is_skipped_as_ever(cramp: Cramp) -> None:
    cramp("used", *SINCE)
    for words in (("no", "heat"), ("no", "magnesium", "1", "feb")):
        ran = cramp("used", *words, "--json")
        assert (ran.exit_code, ran.json["entries"]) == (0, [])
    assert [each["skipped"] for each in _courses(cramp)] == [[]]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("stopped heat", "No heat goes on that could end. What goes on: magnesium (entry 1)."),
        ("magnesium until 1 feb", "Magnesium began on Sun 1 March (entry 1), after Sun 1 February."),
        ("stopped", "Say which remedy ended. What goes on: magnesium (entry 1)."),
        ("stopped magnesium and started heat", "in two lines"),
        ("heat daily since 3 march until 2 march", "before it begins"),
        ("heat daily --at 9pm", "has no clock time"),
        ("heat daily --purpose rescue", "--purpose is for a single use"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(cramp: Cramp, words: str, why: str) -> None:
    cramp("used", *SINCE)
    before = _courses(cramp)
    ran = cramp("used", *words.split())
    assert (ran.exit_code, why in ran.err) == (2, True), ran.err
    assert "Nothing was saved." in ran.err
    assert _courses(cramp) == before


def test_the_same_nights_told_twice_are_hinted_at(cramp: Cramp) -> None:
    cramp("used", *SINCE)
    again = cramp("used", "magnesium", "daily", "since", "10", "march")
    assert "Entry 2 looks like 1." in again.err
    use = cramp("used", "magnesium", "300mg", "yesterday")
    assert "Entry 1 counts magnesium every night already" in use.err
    other = cramp("used", "magnesium", "100mg", "yesterday")
    assert "already" not in other.err


def test_what_goes_on_is_shown_and_is_neither_new_nor_again(cramp: Cramp) -> None:
    assert cramp("had").exit_code == 2
    cramp("had", "flare", "daily", "since", "monday")
    had = cramp("had")
    assert (had.exit_code, had.out) == (0, "Every night:\n1: flare nightly from Mon 30 March.\n")
    assert "New here" in cramp("used", *SINCE).err
    assert "magnesium (300mg) nightly from Sun 1 March" in cramp("used").out
    assert "counts as it is" in cramp("used", "again").err
    cramp("used", "heat", "magnesium", "29", "march")
    again = cramp("used", "again", "--json")
    assert [each["word"] for each in again.json["entries"]] == ["heat"]
    assert "New here" not in cramp("used", "magnesium", "daily", "since", "1", "feb").err


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("since 10 march", {"first_night": "2026-03-10"}),
        ("until yesterday", {"last_night": "2026-03-30"}),
        ("no 20 march", {"skipped": ["2026-03-20"]}),
        ("400mg", {"amount": "400mg"}),
        ("--skipped monday", {"skipped": ["2026-03-30"]}),
        ("--day 2026-03-05..2026-03-09", {"first_night": "2026-03-05", "last_night": "2026-03-09"}),
        ("--day 2026-03-10", {"first_night": "2026-03-10"}),
        ("stopped 3 days ago", {"last_night": "2026-03-27"}),
        ("no 10 march to 12 march", {"skipped": ["2026-03-10", "2026-03-11", "2026-03-12"]}),
        ("not on the 5th and 7th march", {"skipped": ["2026-03-05", "2026-03-07"]}),
    ],
)
def test_a_course_is_corrected_in_words(cramp: Cramp, words: str, changed: dict[str, Any]) -> None:
    cramp("used", *SINCE)
    (before,) = _courses(cramp)
    for reference in ("1", "last"):
        assert cramp("edit", reference, *words.split()).exit_code == 0
        assert _courses(cramp) == [before | changed]
        cramp("undo")
    assert cramp("edit", "1", "it", "was", "fine").exit_code == 2


@pytest.mark.slow_but_first
@pytest.mark.parametrize("said", ["not stopped", "still going", "Did not stop.", "goes on", "never ended"])
def test_what_ended_by_mistake_goes_on_again_and_ends_where_it_did_if_it_is_moved(
    cramp: Cramp, said: str
) -> None:
    cramp("used", *SINCE)
    (before,) = _courses(cramp)
    cramp("used", "stopped", "magnesium", "20", "march")
    moved = cramp("edit", "1", "--day", "2026-03-10")
    assert (moved.exit_code, _courses(cramp)) == (
        0, [before | {"first_night": "2026-03-10", "last_night": "2026-03-19"}]
    )  # fmt: skip
    assert "not stopped" in cramp("edit", "1").out
    assert cramp("edit", "1", "--day", "2026-03-25").exit_code == 2  # after its end
    assert cramp("edit", "1", *said.split()).exit_code == 0
    assert _courses(cramp) == [before | {"first_night": "2026-03-10"}]


@pytest.mark.parametrize(
    "words",
    ["since 1 april", "from 1 april", "since tomorrow", "except sundays", "every other night", "on weekdays"],
)
def test_what_a_course_cannot_be_corrected_to_is_refused(cramp: Cramp, words: str) -> None:
    cramp("used", *SINCE)
    before = _courses(cramp)
    assert cramp("edit", "1", *words.split()).exit_code == 2
    assert _courses(cramp) == before


def test_a_set_goes_on_as_each_of_its_remedies(cramp: Cramp) -> None:
    cramp("words", "set", "evening", "stretching", "magnesium")
    assert cramp("used", "evening", "daily", "since", "monday").exit_code == 0
    found = [(each["word"], each["first_night"], each["last_night"]) for each in _courses(cramp)]
    assert found == [(word, "2026-03-30", None) for word in ("stretching", "magnesium")]


def test_what_goes_on_is_found_where_one_looks_for_it_and_not_once_it_stopped(cramp: Cramp) -> None:
    cramp("used", *SINCE)
    cramp("had", "flare", "daily", "since", "monday")
    cramp("feel", "4")
    assert "Every night: magnesium and flare." in cramp().out
    assert "1 sign and 2 courses." in cramp("info").out
    assert "`cramp list --kind course`" in cramp("list", "--kind", "remedy").out
    assert "What is in this diary" not in cramp("list", "--kind", "course").out
    cramp("used", "stopped", "magnesium")
    assert "Every night: flare." in cramp().out
    assert "Every night" not in cramp("used").out


def test_three_devices_that_change_a_course_and_feel_something_merge_clean(
    cramp: Cramp, tmp_path: Path
) -> None:
    paths = [tmp_path / name / "diary.db" for name in "abc"]
    for path in paths:
        path.parent.mkdir()
    with closing(Store(paths[0], now=NOW, create=True)):
        pass
    cramp("--diary", str(paths[0]), "used", *SINCE)
    for path in paths[1:]:
        path.write_bytes(paths[0].read_bytes())
    lines = [
        ("used", "no", "magnesium", "5", "march"),
        ("used", "stopped", "magnesium"),
        ("edit", "1", "400mg"),
    ]
    for path, line in zip(paths, lines, strict=True):
        assert cramp("--diary", str(path), *line).exit_code == 0
        assert (
            cramp("--diary", str(path), "feel", "numbness", "left", "foot", path.parent.name).exit_code == 0
        )
    for _ in range(2):
        for path in paths:
            for other in paths:
                if other != path:
                    assert cramp("--diary", str(path), "merge", str(other)).exit_code == 0
    found = []
    for path in paths:
        with closing(opened(path)) as store:
            entries = store.entries()
            found.append({entry.uid: entry.record for entry in entries})
            assert sorted(entry.record.kind for entry in entries) == ["course", "sign", "sign", "sign"]
        assert cramp("--diary", str(path), "info", "--verify").exit_code == 0
    assert found[0] == found[1] == found[2]
    (course,) = [each for each in found[0].values() if each.kind == "course"]
    assert (course.skipped, course.last_night, course.amount) == (  # type: ignore[union-attr]
        (date(2026, 3, 5),), date(2026, 3, 30), "400mg"
    )  # fmt: skip


@pytest.mark.parametrize("first", ["heat", "foam roller", "heat 20 min", "heat and stretching"])
@pytest.mark.parametrize("joined", ["{}, {}", "{} and {}"])
@pytest.mark.parametrize("runs", [False, True])
def test_what_was_used_is_saved_whether_or_not_what_stopped_went_on(
    first: str, joined: str, runs: bool, cramp: Cramp
) -> None:
    if runs:
        cramp("used", "magnesium daily since 1 march")
    before = cramp("list", "--json").json["entries"]
    ran = cramp("used", joined.format(first, "stopped magnesium"))
    assert ran.exit_code == 0, ran.err
    after = cramp("list", "--json").json["entries"]
    used = [each["word"] for each in after if each["kind"] == "exposure"]
    assert used == (
        ["heat", "stretching"] if "stretching" in first else [first.removesuffix(" 20 min").replace(" ", "-")]
    )
    assert [each["last_night"] for each in after if each["kind"] == "course"] == ["2026-03-30"] * runs
    assert ("No magnesium goes on that could end" in ran.err) == (not runs)
    cramp("undo")
    assert cramp("list", "--json").json["entries"] == before


@pytest.mark.parametrize("line", ["stopped magnesium", "stopped magnesium today", "magnesium stopped"])
def test_what_is_stopped_on_the_day_it_began_was_of_one_night(line: str, cramp: Cramp) -> None:
    cramp("used", "magnesium", "daily")
    (began,) = cramp("list", "--json").json["entries"]
    ran = cramp("used", line)
    assert ran.exit_code == 0, ran.err
    assert "one night" in ran.err
    (after,) = cramp("list", "--json").json["entries"]
    assert after["first_night"] == after["last_night"] == began["first_night"]
    cramp("undo")
    assert cramp("list", "--json").json["entries"] == [began]
    assert cramp("used", "magnesium until yesterday").exit_code == 2
