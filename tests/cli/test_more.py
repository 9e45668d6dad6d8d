"""What is asked about a cramp: more of it once it is saved, and when it was before that."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crampdiary import prompts
from kit.running import Cramp
from kit.terminals import needs_terminal, talk

CTRL_C, CTRL_D = KeyboardInterrupt, None
Answering = Callable[..., list[str]]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Let somebody be there who gives these answers, one to each question; return what was asked by then."""

    def answer(*answers: Any) -> list[str]:
        left, asked = list(answers), []

        def ask(question: str) -> Any:
            asked.append(question)
            typed = left.pop(0)
            if typed is CTRL_C:
                raise KeyboardInterrupt
            return typed

        monkeypatch.setattr(prompts, "can_ask", lambda: True)
        monkeypatch.setattr(prompts, "ask", ask)
        return asked

    return answer


def test_a_mark_alone_asks_what_may_be_answered(cramp: Cramp, answering: Answering) -> None:
    asked = answering("?", "??", "7 calf")
    ran = cramp("log")
    assert (ran.exit_code, len(asked)) == (0, 3)
    assert ran.err.count("In plain words, such as 7 left calf 3 min.") == 2
    (found,) = cramp("list", "--json").json["entries"]
    assert (found["severity"], found["typed"]) == (7, "7 calf")


def shown(cramp: Cramp) -> dict[str, Any]:
    entry: dict[str, Any] = cramp("show", "last", "--json").json["entry"]
    return entry


@pytest.mark.parametrize(
    "line",
    [
        "7 left arch 3 min burning",
        "8 calf at 3",
        "20 min ago toes",
        "woke me",
        "5 don't know why",
        "last night, 4",
        "x",
    ],
)
def test_what_is_answered_comes_to_what_the_same_line_does(
    line: str, answering: Answering, cramp: Cramp
) -> None:
    assert cramp("log", line).exit_code == 0
    told = shown(cramp)
    assert cramp("undo").exit_code == 0
    asked = answering(line)
    assert cramp("log").exit_code == 0
    assert asked == ["Anything more? Plain words, or Enter:"]
    different = {"id", "uid"}
    assert {k: v for k, v in shown(cramp).items() if k not in different} == {
        k: v for k, v in told.items() if k not in different
    }


@pytest.mark.parametrize("answer", ["", "n", "No.", "nothing", CTRL_C, CTRL_D])
def test_nothing_more_leaves_the_cramp(answer: Any, answering: Answering, cramp: Cramp) -> None:
    answering(answer)
    ran = cramp("log")
    assert (ran.exit_code, "question skipped" in ran.err) == (0, answer in (CTRL_C, CTRL_D))
    assert (shown(cramp)["note"], shown(cramp)["typed"]) == (None, None)


@pytest.mark.parametrize("options", [["-y"], ["--json"], ["7"], ["--severity", "7"]])
def test_more_is_asked_of_a_bare_cramp_alone_and_not_where_nothing_is_to_be_asked(
    options: list[str], answering: Answering, cramp: Cramp
) -> None:
    asked = answering()
    assert cramp("log", *options).exit_code == 0
    assert asked == []


@pytest.mark.parametrize("way_out", [CTRL_C, CTRL_D])
def test_an_answer_whose_time_cannot_be_is_kept_all_the_same(
    way_out: Any, answering: Answering, cramp: Cramp
) -> None:
    answering("8 calf 9/3 ouch", way_out)
    assert cramp("log").exit_code == 0
    entry = shown(cramp)
    assert (entry["severity"], entry["sites"], entry["note"]) == (8, ["calf"], "ouch, 9/3")
    assert entry["typed"] == "8 calf 9/3 ouch"
    answering("8 calf 9/3 ouch", "9 march")
    assert cramp("log").exit_code == 0
    assert (shown(cramp)["at"][:10], shown(cramp)["note"]) == ("2026-03-09", "ouch")


REFUSED = [
    "9/3",
    "25:00",
    "tomorrow at 3",
    "31 february",
    "monday 3 march",
    "in 20 minutes",
    "2026-03-29 01:30",
]


@pytest.mark.parametrize("time", REFUSED)
def test_a_time_that_cannot_be_is_asked_for_and_what_is_answered_takes_its_place(
    time: str, answering: Answering, cramp: Cramp
) -> None:
    words = ["7", "left", *time.split(), "calf"]
    assert cramp("log", *words).exit_code == 2
    for options in (["-y"], ["--strict"], ["--json"]):
        asked = answering()
        assert (cramp("log", *words, *options).exit_code, asked) == (2, [])
    asked = answering("soon", "3")
    ran = cramp("log", *words, "--sore", "2h")
    assert (ran.exit_code, asked) == (0, ["When was it? Enter for now:"] * 2)
    entry = shown(cramp)
    assert (entry["severity"], entry["side"], entry["sites"], entry["sore_s"]) == (7, "left", ["calf"], 7200)
    assert (entry["at"][:16], entry["note"]) == ("2026-03-31T03:00", None)
    answering("")
    assert cramp("log", *words).exit_code == 0
    assert (shown(cramp)["at"][:16], shown(cramp)["typed"]) == ("2026-03-31T09:00", " ".join(words))


@needs_terminal
@pytest.mark.parametrize("time", [REFUSED[0], pytest.param(REFUSED[2], marks=pytest.mark.slow)])
def test_ctrl_c_there_keeps_the_line_and_says_the_command(time: str, cramp: Cramp) -> None:
    ran = talk(["log", "7", "left calf", time, "--note", "ouch"], ("for now:", "\x03"), columns=1000)
    assert ran.exit_code == 130
    assert "`cramp log 7 left calf at 3am --note ouch`" in ran.text
    (draft,) = cramp("info", "--json").json["drafts"]
    assert Path(draft).read_text() == shlex.join(["cramp", "log", "7", "left calf", time, "--note", "ouch"])
    assert cramp("list", "--json").json == {"entries": []}
