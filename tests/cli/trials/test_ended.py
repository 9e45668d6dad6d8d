"""A trial that has ended stays readable, ends by a clock that is right, and says what was seen beside it."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.model import Entry
from crampdiary.trial.draws import Draw, drawn, looked_at_beside
from kit.builders import check_in, trial
from kit.running import Cramp
from kit.terminals import needs_terminal, squeezed, talk
from kit.trials import FIRST, at, begun, clock, keep, kept, lived_nights, number_of

NIGHTS = 14
DAY = FIRST + timedelta(days=1 + NIGHTS)
NOW, LATER = clock(DAY), clock(DAY, 11)
AFTER = clock(FIRST + timedelta(days=60))
OTHERS = "0" * 16


def told(ran: Any) -> str:
    return " ".join(f"{ran.out} {ran.err}".split())


@pytest.fixture
def two(diary: Path, tmp_path: Path, cramp: Cramp) -> tuple[Path, Path]:
    """Two devices: a trial of stretching is lived on the first, and on the other one can have begun before."""
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    record = begun(diary, FIRST + timedelta(days=1))
    keep(diary, lived_nights(record, NIGHTS), at(DAY, 8))
    return diary, other


def test_an_answer_that_another_trial_puts_aside_can_still_be_read(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    diary, other = two
    begun(other, word="heat", seed=OTHERS)
    seen = cramp("trial", "stop", "--yes", "--json", env=NOW).json
    assert seen["counts"]
    number = number_of(diary)
    merged = told(cramp("merge", other, env=LATER))
    assert f"Entry {number}, a trial of stretching, was begun while another went on" in merged
    assert f"What it showed can still be read: `cramp trial result {number}`" in merged
    assert "cramp delete" not in merged
    assert "cramp delete" not in told(cramp("trial", "status", env=LATER))
    for name in (number, "stretching"):
        now = cramp("trial", "result", name, "--json", env=LATER).json
        assert (now["result"], now["counts"]) == (seen["result"], False)
        text = told(cramp("trial", "result", name, env=LATER))
        assert "This trial does not count, as another was begun before it" in text
    assert "in your trial" not in cramp("remedies", env=LATER).out
    back = told(cramp("undo", env=LATER))
    assert f"The trial of stretching counts again: `cramp trial result {number}`" in back
    assert cramp("trial", "result", "--json", env=LATER).json == seen


def test_a_trial_that_does_not_count_and_was_never_looked_at_stays_hidden(
    two: tuple[Path, Path], cramp: Cramp
) -> None:
    diary, other = two
    begun(other, word="heat", seed=OTHERS)
    number = number_of(diary)
    cramp("merge", other, env=LATER)
    for name in (number, "stretching"):
        refused = cramp("trial", "result", name, "--yes", env=LATER)
        assert (refused.exit_code, refused.out) == (1, "")
        assert "does not count" in refused.err
    assert [each.ended for each in kept(diary)] == [None, None]


@pytest.mark.slow_but_first
@pytest.mark.parametrize("looks", [True, False])
def test_a_result_says_that_another_trial_of_the_same_nights_was_looked_at(
    two: tuple[Path, Path], cramp: Cramp, looks: bool
) -> None:
    diary, other = two
    begun(other, pairs=12, seed=OTHERS)
    number = number_of(diary)
    if looks:
        cramp("trial", "stop", "--yes", env=NOW)
    merged = told(cramp("merge", other, env=LATER))
    assert ("You looked at it, and the result of the other will say so" in merged) == looks
    refused = cramp("trial", "result", number, env=LATER)  # what goes on is of the same remedy
    assert (refused.exit_code, refused.out) == (1, "")
    ended = cramp("trial", "result", "--yes", "--json", env=AFTER).json
    assert ended["looked_at_beside"] == [DAY.isoformat()] * looks
    text = told(cramp("trial", "result", env=AFTER))
    assert ("Another trial of it, over some of the same nights, was looked at" in text) == looks
    if looks:
        assert not cramp("trial", "result", number, "--json", env=AFTER).json["counts"]


def a_draw(uid: str, first: int, nights: int, ended: int | None, **said: Any) -> Draw:
    """Return a draw by the days from the first night of trials on: its nights, and when it was looked at."""
    record = trial(
        first=FIRST + timedelta(days=first),
        last_night=FIRST + timedelta(days=first + nights - 1),
        logged_at=at(FIRST + timedelta(days=first), 9),
        ended=None if ended is None else "stopped",
        ended_at=None if ended is None else at(FIRST + timedelta(days=ended), 9),
        **said,
    )
    entry = Entry(1, uid, uid, record)
    return drawn(1, uid, entry, [(uid, record.logged_at, record)])


@pytest.mark.parametrize(
    ("other", "days"),
    [
        (a_draw("b", 0, 14, 14), [14]),
        (a_draw("b", 5, 9, 14), [14]),
        (a_draw("b", 0, 1, 1), [1]),
        (a_draw("b", 0, 14, 14, word="heat"), []),
        (a_draw("b", 0, 14, None), []),
        (a_draw("b", 0, 14, 20), []),  # once that had ended
        (a_draw("b", 0, 14, 0), []),  # before a night of it
        (a_draw("b", -9, 9, 3), []),  # of other nights
        (a_draw("b", 30, 9, 14), []),
        (
            a_draw("b", 0, 14, 14).replaced(is_taken_back=True),
            [],
        ),  # of a diary that was brought here in error
    ],
)
def test_a_look_at_the_same_remedy_on_the_same_nights_is_known_of(other: Draw, days: list[int]) -> None:
    one = a_draw("a", 0, 16, 16)
    found = looked_at_beside([one, other], one.entry)
    assert found == [at(FIRST + timedelta(days=day), 9) for day in days]


@pytest.mark.slow
@pytest.mark.parametrize("typed", [("trial", "stop"), ("trial", "result")])
def test_a_clock_behind_the_newest_entry_ends_no_trial(
    two: tuple[Path, Path], cramp: Cramp, typed: tuple[str, ...]
) -> None:
    diary, _ = two
    for back in (2, 9, 40):
        refused = cramp(*typed, "--yes", env=clock(DAY - timedelta(days=back)))
        assert (refused.exit_code, refused.out) == (1, "")
        assert "before your newest entry was made" in refused.err
        assert "Nothing was saved" in refused.err
    assert kept(diary)[0].ended is None
    assert cramp(*typed, "--yes", env=NOW).exit_code == 0
    assert len(cramp("trial", "result", "--json", env=LATER).json["result"]["p_each"]) == 1
    shown = cramp(
        "trial", "result", env=clock(DAY - timedelta(days=9))
    )  # what has ended is read by any clock
    assert shown.exit_code == 0


@needs_terminal
@pytest.mark.slow
@pytest.mark.parametrize("answer", ["y", "n"])
def test_a_clock_behind_the_newest_entry_is_asked_of_where_somebody_is_there(
    two: tuple[Path, Path], answer: str
) -> None:
    diary, _ = two
    ran = talk(
        ["--diary", str(diary), "trial", "stop", "--yes"],
        ("clock right?", f"{answer}\r"),
        env=clock(DAY - timedelta(days=9)),
    )
    assert squeezed("before your newest entry was made") in squeezed(ran.text)
    assert (ran.exit_code, kept(diary)[0].ended) == ((0, "stopped") if answer == "y" else (1, None))


@pytest.mark.parametrize("silent", [0, 2, 3, 10])
@pytest.mark.slow_but_first
def test_before_nights_are_silent_for_good_it_is_asked(diary: Path, cramp: Cramp, silent: int) -> None:
    record = begun(diary)
    nights = 2 * record.pairs
    keep(diary, lived_nights(record, nights - silent), at(FIRST + timedelta(days=nights), 8))
    now = clock(FIRST + timedelta(days=400))
    asked = cramp("trial", "result", env=now)
    assert (asked.exit_code, kept(diary)[0].ended) == ((2, None) if silent >= 3 else (0, "as-planned"))
    assert cramp("trial", "result", "--yes", env=now).exit_code == 0
    assert kept(diary)[0].ended == "as-planned"


def test_nights_away_at_the_end_are_no_silence(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    nights = 2 * record.pairs
    keep(diary, lived_nights(record, nights - 5), at(FIRST + timedelta(days=nights), 8))
    first, last = FIRST + timedelta(days=nights - 5), FIRST + timedelta(days=nights - 1)
    env = clock(FIRST + timedelta(days=nights), 8)
    assert cramp("away", first.isoformat(), last.isoformat(), env=env).exit_code == 0
    assert cramp("trial", "result", env=clock(FIRST + timedelta(days=nights + 3))).exit_code == 0


def test_a_number_that_names_no_trial_is_told_as_one(two: tuple[Path, Path], cramp: Cramp) -> None:
    diary, _ = two
    keep(diary, [check_in(FIRST)], at(DAY, 8))
    number = number_of(diary)
    for name in ("999999", "1", f"{number}x", "#999999"):
        refused = cramp("trial", "result", name, env=NOW)
        assert (refused.exit_code, refused.err.startswith("There is no trial ")) == (1, True), refused.err
        assert "words add" not in refused.err
    asked = cramp("trial", "result", f"#{number}", env=NOW)
    assert (asked.exit_code, kept(diary)[0].ended) == (2, None)  # to look at the one that goes on ends it
    cramp("delete", number, "--yes", env=NOW)
    refused = cramp("trial", "result", number, env=NOW)
    assert f"Trial {number} was deleted. `cramp delete --undo {number}`" in refused.err
    cramp("delete", "--undo", number, env=NOW)
    assert cramp("trial", "result", number, "--yes", env=NOW).exit_code == 0
    begun(diary, DAY + timedelta(days=1), word="heat", seed=OTHERS)
    cramp("trial", "stop", "--yes", env=clock(DAY + timedelta(days=1)))
    shown = cramp("trial", "result", "heat", env=clock(DAY + timedelta(days=1)))
    assert "No night of it was lived" in shown.out
