"""Answers to notices: how they are typed, what is said of them, and that they are entries like any other."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from crampdiary.cli import completion
from crampdiary.cli.app import app
from crampdiary.doctor import rules
from crampdiary.doctor.screen import BEGINNING
from crampdiary.doctor.talked_over import read
from crampdiary.errors import UsageError
from kit import seeded
from kit.builders import NOW, at, episode
from kit.running import Cramp

DAY = timedelta(days=1)
TODAY = NOW.date()
NAMES = [rule.name for rule in rules.RULES]


def on_day(day: date) -> dict[str, str]:
    return {"CRAMP_NOW": at(f"{day}T09:00").isoformat()}


def numb(cramp: Cramp) -> None:
    """Log numbness of two nights."""
    for night in ("2026-03-29", "2026-03-30"):
        cramp("log", "5", "arch", "numb", "--at", f"{night} 03:00")


def spoken(cramp: Cramp, day: date = TODAY) -> list[str]:
    return [each["rule"]["name"] for each in cramp("doctor", "--json", env=on_day(day)).json["notices"]]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_in_any_case_with_spaces_or_a_slip(name: str) -> None:
    spaced = name.replace("-", " ")
    for typed in (name, name.upper(), name.title(), spaced, spaced.upper(), f" {name} "):
        assert read([typed], now=NOW) == (name, TODAY, ""), typed
        assert read(typed.split(), now=NOW) == (name, TODAY, ""), typed
        assert read([*typed.split(), "yesterday"], now=NOW) == (name, TODAY - DAY, ""), typed
    for place in range(1, len(name) - 1):
        slip = name[:place] + name[place + 1 :]
        assert read([slip, "3", "march"], now=NOW)[:2] == (name, date(2026, 3, 3)), slip
        swapped = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        assert read([swapped], now=NOW)[:2] == (name, TODAY), swapped


def test_a_beginning_that_only_one_name_has_is_enough() -> None:
    assert read(["numb"], now=NOW) == ("numb-or-swollen", TODAY, "numb")
    with pytest.raises(UsageError, match="Did you mean `cramp doctor seen long-cramp`"):
        read(["long"], now=NOW)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", "2026-03-31"), ("today", "2026-03-31"), ("this morning", "2026-03-31"), ("Tuesday", "2026-03-31"),
        ("yesterday", "2026-03-30"), ("on Monday", "2026-03-30"), ("2026-02-03", "2026-02-03"),
        ("3 days ago", "2026-03-28"), ("two weeks ago", "2026-03-17"), ("the 3rd", "2026-03-03"),
        ("december 3", "2025-12-03"), ("last friday", "2026-03-27"),
    ],
)  # fmt: skip
def test_a_day_is_read_in_plain_words(typed: str, day: str) -> None:
    assert read(["weak", *typed.split()], now=NOW).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    "typed",
    ["tomorrow", "5 april", "2026-04-01", "2027-01-01", "last week", "monday tuesday", "perhaps", "3"],
)
def test_a_day_to_come_or_that_is_none_is_refused_and_nothing_saved(typed: str, cramp: Cramp) -> None:
    cramp("log", "5")
    ran = cramp("doctor", "seen", "weak", *typed.split())
    assert (ran.exit_code, ran.out) == (2, "")
    assert len(cramp("list", "--json").json["entries"]) == 1


def test_a_name_that_is_none_is_refused_and_the_nearest_or_all_are_named(cramp: Cramp) -> None:
    cramp("log", "5")
    assert "Did you mean `cramp doctor seen on-walking`?" in cramp("doctor", "seen", "walking").err
    assert all(name in " ".join(cramp("doctor", "seen", "zzz").err.split()) for name in NAMES)


def test_the_names_are_offered_at_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completion, "_ASKED", True)
    typed = typer.Context(get_command(app), info_name="cramp")
    offer = completion.rules()
    assert offer
    assert [name for name, _ in offer(typed, "")] == NAMES
    assert [name for name, _ in offer(typed, "num")] == ["numb-or-swollen"]


def test_an_answer_keeps_a_notice_quiet_wherever_it_is_said_until_it_is_undone(cramp: Cramp) -> None:
    numb(cramp)
    assert spoken(cramp) == ["numb-or-swollen"]
    ran = cramp("doctor", "seen", "numb-or-swollen")
    assert "talked over: numb-or-swollen" in ran.out
    assert "Quiet until 30 September 2026" in ran.err
    assert spoken(cramp) == cramp("--json").json["notices"] == cramp("stats", "--json").json["notices"] == []
    shown = " ".join(cramp("doctor").out.split())
    assert "Talked over, and quiet unless it gets clearly worse numb-or-swollen" in shown
    assert cramp("log", "5", "toes", "numb").err == ""
    cramp("undo", "2")
    assert spoken(cramp) == ["numb-or-swollen"]
    cramp("redo")
    assert spoken(cramp) == []
    assert spoken(cramp, TODAY + 10 * DAY) == []


def test_an_answer_comes_with_a_merge_and_with_a_sync(cramp: Cramp) -> None:
    numb(cramp)
    Path("folder").mkdir()
    cramp("sync", "folder")
    for diary in ("second.db", "third.db"):
        seeded.fill(Path(diary), [episode("2026-01-01T03:00")])
    assert cramp("--diary", "second.db", "sync", "folder").exit_code == 0
    assert cramp("--diary", "third.db", "merge", "second.db").exit_code == 0
    assert cramp("--diary", "third.db", "doctor", "--json").json["notices"] != []
    cramp("doctor", "seen", "numb")
    cramp("sync", "folder")
    cramp("--diary", "second.db", "sync", "folder")
    cramp("--diary", "third.db", "merge", "second.db")
    for diary in ("second.db", "third.db"):
        assert cramp("--diary", diary, "doctor", "--json").json["notices"] == [], diary


def test_log_speaks_again_of_what_was_answered_once_it_is_clearly_worse(cramp: Cramp) -> None:
    numb(cramp)
    cramp("doctor", "seen", "numb")
    later = TODAY + 20 * DAY
    assert cramp("log", "5", "toes", "numb", "40m", env=on_day(later)).err.count("numbness") == 0
    said = cramp("log", "5", "ball", "numb", "2h", env=on_day(later + DAY)).err
    assert "numbness" in said
    assert "clearly worse than when you talked it over" in " ".join(said.split())
    why = " ".join(cramp("doctor", env=on_day(later + DAY)).out.split())
    assert "Since you talked it over on 31 March 2026" in why


def test_an_answer_of_long_ago_says_that_it_counts_no_more(cramp: Cramp) -> None:
    numb(cramp)
    assert "the notice is shown again" in cramp("doctor", "seen", "numb", "2025-09-29").err
    assert spoken(cramp) == ["numb-or-swollen"]


def test_an_answer_before_it_got_worse_says_that_it_still_speaks(cramp: Cramp) -> None:
    cramp("feel", "swelling", "left", "calf")
    assert "It is still shown" in cramp("doctor", "seen", "one-leg", "yesterday").err
    assert spoken(cramp) == ["one-leg"]
    assert "Quiet until" in cramp("doctor", "seen", "one-leg").err
    assert spoken(cramp) == []


def test_what_nearly_everyone_hears_is_said_once_and_then_only_after_an_answer(cramp: Cramp) -> None:
    def woken(day: date) -> str:
        ran = cramp("log", "5", "arch", "woke", "--at", "03:00", env=on_day(day))
        return " ".join(ran.err.split())

    said = [woken(TODAY + number * DAY) for number in (0, 1, 2, 3, 16, 17, 18, 100, 101, 102)]
    assert [BEGINNING in each for each in said] == [number == 2 for number in range(10)]
    assert "nearly everyone" in said[2]
    assert "`cramp doctor seen sleep`" in said[2]
    after = TODAY + 102 * DAY
    assert cramp("doctor", "seen", "sleep", env=on_day(after)).exit_code == 0
    later = [woken(after + number * DAY) for number in (20, 21, 22, 180, 181, 182, 183, 184, 200, 201, 202)]
    assert [BEGINNING in each for each in later] == [number == 6 for number in range(11)]


def test_only_what_is_no_alarm_for_nearly_everyone_says_so() -> None:
    assert {rule.name for rule in rules.RULES if rule.is_common} == {"severe", "sleep", "frequent"}


def test_a_sign_is_mentioned_as_a_cramp_is(cramp: Cramp) -> None:
    assert cramp("feel", "swelling", "left", "foot").err == ""
    said = cramp("feel", "swelling", "left", "calf").err
    assert f"{BEGINNING} now, today: swelling or redness of one leg." in " ".join(said.split())
    assert "one leg" not in cramp("feel", "swelling", "left", "leg").err


def test_what_is_asked_of_nobody_stands_under_the_rules_and_in_the_manual(cramp: Cramp) -> None:
    for command in (("doctor", "--rules"), ("help", "doctor")):
        shown = " ".join(cramp(*command).out.split())
        assert "dirty wound" in shown
        assert "lead or mercury" in shown


def test_what_came_after_the_answer_is_called_new_and_not_worse(cramp: Cramp) -> None:
    cramp("feel", "left", "calf", "swollen")
    said = cramp("doctor", "seen", "one-leg", "yesterday").err
    assert "new since then: none of it was logged in the 28 nights up to then" in " ".join(said.split())
    shown = " ".join(cramp("doctor").out.split())
    assert "this is new, as none of it was logged" in shown
    for text in (said, shown):
        assert "worse" not in text
        assert "other leg" not in text
    cramp("doctor", "seen", "one-leg")
    cramp("feel", "right", "calf", "swollen", env={"CRAMP_NOW": "2026-04-03T21:00:00+02:00"})
    assert "as it is in the other leg" in " ".join(
        cramp("doctor", env={"CRAMP_NOW": "2026-04-03T21:00:00+02:00"}).out.split()
    )
