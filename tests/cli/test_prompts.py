"""Questions at a terminal, answered, skipped and broken off, in a pseudo-terminal of their own."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from crampdiary.keep.store import Store
from kit.builders import NOW
from kit.running import Cramp
from kit.terminals import needs_terminal, talk

pytestmark = needs_terminal

WHEN_BAD = "more, or less?"
FOR_WHICH = "for that cramp, or against the next?"


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("more\n", "more"),
        ("l\n", "less"),
        ("n\n", "neither"),
        ("\n", None),
        ("what\nm\n", "more"),
        ("\x03", None),
    ],
)
def test_once_it_is_asked_whether_a_remedy_is_used_when_legs_feel_bad(
    typed: str, answer: str | None, cramp: Cramp
) -> None:
    answers = [(WHEN_BAD, line) for line in typed.splitlines(keepends=True)]
    ran = talk(["used", "heat"], *answers)
    assert ran.exit_code == 0
    assert ran.shown.index("Saved 1") < ran.shown.index(WHEN_BAD)
    assert ("Saved; question skipped." in ran.shown) == (typed == "\x03")
    words = {word["slug"]: word for word in cramp("words", "--role", "remedy", "--json").json["words"]}
    assert words["heat"]["when_bad"] == answer
    assert (": `cramp words when heat more`" in ran.shown) == (answer is None)
    assert WHEN_BAD not in talk(["used", "heat"]).shown
    assert len(cramp("list", "--json").json["entries"]) == 2


@pytest.mark.parametrize("hour", ["08:59", "21:00"])
def test_it_is_not_asked_at_night_nor_where_nothing_is_to_be_asked_and_then_by_day(
    hour: str, cramp: Cramp
) -> None:
    at_night = {"CRAMP_NOW": f"2026-03-31T{hour}:00+01:00"}
    assert WHEN_BAD not in talk(["used", "heat"], env=at_night).shown
    for option in ("-y", "--json"):
        assert WHEN_BAD not in talk(["used", "heat", option]).shown
    ran = talk(["used", "heat", "massage"], (WHEN_BAD, "\n"))
    assert ran.shown.count(WHEN_BAD) == 1  # one question a command
    assert "massage more, or less?" in talk(["used", "massage"], ("more, or less?", "\n")).shown


@pytest.mark.slow_but_first
@pytest.mark.parametrize(("typed", "purpose"), [("that\n", "rescue"), ("n\n", "prevention"), ("\n", None)])
def test_a_use_just_after_a_cramp_asks_for_which(typed: str, purpose: str | None, cramp: Cramp) -> None:
    cramp("used", "heat", "--at", "yesterday 20:00")
    cramp("log", "5", "10m", "ago")
    ran = talk(["used", "heat"], (FOR_WHICH, typed))
    assert ran.exit_code == 0
    assert cramp("show", "last", "--json").json["entry"]["purpose"] == purpose
    assert ("--purpose rescue" in " ".join(ran.shown.split())) == (purpose is None)


def test_ctrl_d_in_a_question_skips_it(cramp: Cramp) -> None:
    assert talk(["used", "heat"], (WHEN_BAD, "\x04")).exit_code == 0
    assert len(cramp("list", "--json").json["entries"]) == 1


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    ("typed", "code", "left"), [("y\n", 0, 0), ("n\n", 1, 2), ("\n", 1, 2), ("\x04", 1, 2), ("\x03", 130, 2)]
)
def test_deleting_several_asks(typed: str, code: int, left: int, cramp: Cramp) -> None:
    cramp("log", "5", "burning")
    cramp("log", "6", "burning")
    ran = talk(["delete", "--match", "burning"], ("Delete 2 entries?", typed))
    assert ran.exit_code == code
    assert "Traceback" not in ran.shown
    assert len(cramp("list", "--json").json["entries"]) == left


def test_a_note_is_asked_for(cramp: Cramp) -> None:
    assert talk(["log", "5", "--note", "-"], ("Note: ", "kept private\n")).exit_code == 0
    assert cramp("show", "last", "--json").json["entry"]["note"] == "kept private"


@pytest.mark.slow
def test_no_question_is_asked_of_a_pipe(run_cramp: Cramp, tmp_path: Path) -> None:
    ran = run_cramp("used", "heat", stdin="")
    assert ran.exit_code == 0
    assert "?" not in ran.out + ran.err


def test_no_lock_is_held_while_a_question_waits(cramp: Cramp) -> None:
    cramp("log", "5", "burning")
    cramp("log", "6", "burning")
    taken: list[float] = []

    class Typed(str):
        """Logs from another process at the moment of the answer."""

        def encode(self, *_: object, **__: object) -> bytes:
            started = time.monotonic()
            subprocess.run([sys.executable, "-m", "crampdiary", "log", "1"], check=True, capture_output=True)
            taken.append(time.monotonic() - started)
            return b"y\n"

    assert talk(["delete", "--match", "burning"], ("Delete 2 entries?", Typed())).exit_code == 0
    assert taken[0] < 10  # it would be 15 s, and fail, if the question held the diary
    assert [entry["severity"] for entry in cramp("list", "--json").json["entries"]] == [1]


def test_a_diary_that_is_replaced_while_a_question_waits_gets_nothing_of_it(
    cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "diary.db"
    for name in ("diary.db", "other.db"):
        Store(tmp_path / name, now=NOW, create=True).close()
    for severity in ("5", "6"):
        cramp("--diary", path, "log", severity, "burning")
    cramp("--diary", tmp_path / "other.db", "log", "1", "burning")

    class Typed(str):
        """Puts another diary in its place at the moment of the answer, as a program that syncs folders does."""

        def encode(self, *_: object, **__: object) -> bytes:
            (tmp_path / "other.db").replace(path)
            return b"y\n"

    ran = talk(["--diary", path, "delete", "--match", "burning"], ("Delete 2 entries?", Typed()))
    assert (ran.exit_code, ran.text.splitlines()[-1]) == (
        4,
        "The diary file was replaced meanwhile. Nothing was saved. Run it again.",
    )
    assert [entry["severity"] for entry in cramp("--diary", path, "list", "--json").json["entries"]] == [1]
    assert cramp("--diary", path, "info", "--verify").exit_code == 0
