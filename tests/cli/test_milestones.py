"""Milestones: what is good to know is said once, kindly, by day, to somebody who recorded something and reads it."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from crampdiary.keep.store import Store
from kit.builders import check_in, episode, exposure
from kit.running import Cramp, files_in, slowly
from kit.terminals import needs_terminal, talk

pytestmark = needs_terminal

FIRST = date(2026, 3, 1)
WEEK, ROW, VERDICT = "A first week", "your longest row so far", "A first clear answer"


@pytest.fixture
def diary(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    return diary_path


def nights(diary: Path, told: str) -> None:
    """Make a diary of nights from the first on: C for one with a cramp, n for one without, a space for one untold."""
    now = datetime.fromisoformat(f"{FIRST + timedelta(days=len(told))}T08:00+00:00")
    with closing(Store(diary, now=now, create=True)) as store, store.change("log") as change:
        for place, each in enumerate(told):
            night = (FIRST + timedelta(days=place)).isoformat()
            if each == "C":
                change.add(episode(f"{night}T23:00"))
            elif each == "n":
                change.add(check_in(night))


def said(day: int, *words: str, clock: str = "10:00") -> str:
    """Return all that a command shows on the morning after night `day`, 0 for the first."""
    now = f"{FIRST + timedelta(days=day + 1)}T{clock}+00:00"
    ran = talk(words, env={"CRAMP_NOW": now})
    assert ran.exit_code == 0
    return ran.shown.replace("\n", " ")


def test_a_first_week_is_said_once(diary: Path) -> None:
    nights(diary, "nCn n ")
    assert WEEK not in said(6, "none")
    assert WEEK not in said(7, "none")
    assert f"{WEEK} is in your diary: you told of 7 nights." in said(8, "log", "calf", "last", "night")
    for day in range(9, 12):
        assert WEEK not in said(day, "none")


def test_of_two_on_one_day_the_other_is_said_on_the_next(diary: Path) -> None:
    nights(diary, "Cnnnnn")
    assert WEEK in (shown := said(6, "none"))
    assert ROW not in shown + said(6, "feel", "3", clock="20:00")
    assert ROW in said(7, "none")


def test_a_diary_of_long_ago_has_no_first_week(diary: Path) -> None:
    nights(diary, "Cnn" * 10)
    assert WEEK not in said(30, "none")


@pytest.mark.parametrize(
    ("told", "is_longest"),
    [
        ("CnnnCnnnn", True),
        ("CnnnnnCnnnn", False),  # as long as the one before
        ("C      Cnnnn", False),  # nobody knows, so it may not be the longest
        slowly("CnnCnn nn", False),
        slowly("CnnCnnnC", False),
        slowly("nnnnnn", False),  # no cramp yet, so no row
        ("nnnnnCnnnn", False),
        slowly("nCnnn", False),  # too short to be worth a word
    ],
)
def test_a_longest_row_is_one_of_which_each_night_was_told(told: str, is_longest: bool, diary: Path) -> None:
    nights(diary, " " * 20 + told)
    with closing(Store(diary, now=datetime.fromisoformat("2026-03-20T08:00+00:00"))) as store:
        store.remember("milestone_week", "2026-03-08")
    assert (ROW in said(20 + len(told), "none")) == is_longest
    if is_longest:
        assert ROW not in said(21 + len(told), "none"), "the same row is not said again"


def test_a_longer_row_is_said_when_it_comes(diary: Path) -> None:
    nights(diary, "C" * 15 + "nnnn")
    assert f"5 nights in a row without cramps: {ROW}." in said(19, "none")
    for day in range(20, 23):
        assert ROW not in said(day, "none")
    said(23, "log", "calf", "last", "night")
    for day in range(24, 32):
        assert ROW not in said(day, "none")
    assert f"9 nights in a row without cramps: {ROW}." in said(32, "none")


def test_a_first_verdict_is_said_once(diary: Path) -> None:
    with (
        closing(Store(diary, now=datetime.fromisoformat("2026-05-31T08:00+00:00"), create=True)) as store,
        store.change("used") as change,
    ):
        chance = Random(3)
        for day in range(91):
            night = (FIRST + timedelta(days=day)).isoformat()
            if is_used := chance.random() < 0.5:
                change.add(exposure("stretching", f"{night}T21:00"))
            if chance.random() < (0.1 if is_used else 0.7):
                change.add(episode(f"{night}T23:30"))
            else:
                change.add(check_in(night))
    told = said(91, "log", "calf", "last", "night")
    assert f"{VERDICT}: FEWER cramps after stretching. `cramp remedies` says how sure that is." in told
    assert [VERDICT in said(day, "none") for day in (92, 99, 106)] == [False] * 3


def test_the_figures_wait_a_week(diary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nights(diary, "CCn" * 7)
    worked_out = diary.parent / "worked-out"

    class Nothing:
        findings = ()

    def find(*_: object, **__: object) -> Nothing:
        with worked_out.open("a") as file:
            file.write("x")
        return Nothing()

    monkeypatch.setattr("crampdiary.cli.trials.trial_now.find", find)
    for day in range(21, 30):
        said(day, "log", "calf", "last", "night")
    assert worked_out.read_text() == "xx"


def test_nothing_is_said_at_night_nor_where_nobody_reads_it(
    diary: Path, cramp: Cramp, tmp_path: Path
) -> None:
    nights(diary, "nCnnnnC")
    clear = said(7, "none", clock="21:00") + said(8, "none", clock="08:59") + said(9, "none", "--json")
    assert WEEK not in clear
    with (tmp_path / "out").open("w+b") as out:
        env = {"CRAMP_NOW": "2026-03-12T10:00+00:00"}
        assert WEEK not in talk(["none"], redirected={1: out.fileno()}, env=env).shown
    before = files_in(diary.parent)
    for words in ((), ("stats",), ("list",), ("remedies",)):
        env = {"CRAMP_NOW": "2026-03-12T22:00+00:00" if not words else "2026-03-12T10:00+00:00"}
        assert WEEK not in talk(words, env=env).shown
    assert files_in(diary.parent) == before
    assert WEEK in said(11, "none")


def test_cramp_alone_says_it_once_something_was_answered(diary: Path) -> None:
    nights(diary, "nCnnnn")
    env = {"CRAMP_NOW": "2026-03-08T10:00+00:00"}
    ran = talk([], ("last evening?", "\n"), ("Last night: any", "n\n"), env=env)
    assert ran.shown.splitlines()[-1].startswith(WEEK)


def test_what_is_undone_or_brought_in_is_no_milestone(diary: Path) -> None:
    nights(diary, "nCnnnnC")
    assert WEEK not in said(7, "undo")
