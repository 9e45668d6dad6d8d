"""The one thing that a line lacks is asked for: then it is saved as if that had been said at once, options and all."""

from __future__ import annotations

import re
import shlex
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crampdiary import prompts
from crampdiary.cli import drafts
from crampdiary.keep.store import Store
from kit.builders import NOW, episode
from kit.running import Cramp, slowly

REFUSED = ("25:00", "9/3", "tomorrow", "monday 26:10", "at 13pm", "2027-03-03", "on 9/3", "31 feb at 25:10")
LINES: tuple[tuple[str, str, list[str]], ...] = (
    ("used", "heat {}", []),
    ("used", "vitamin d 1000 {}", ["--note", "a 'b' c"]),
    ("used", "foam roller, magnesium 300mg {}", []),
    ("used", "{} stretching 10 min", ["--purpose", "prevention"]),
    ("had", "wine 2 glasses {}", ["--note", "at a feast"]),
    ("had", "new job and alcohol {}", []),
    ("log", "7 left calf {} hello there", ["--no-woke", "--tried", "massage:helped"]),
)
ANSWERS = ("yesterday 9pm", "3", "20 min", "last night", "")
SAID_AT_ONCE = {"3": "at 3", "20 min": "20 min ago"}


@pytest.fixture(autouse=True)
def diary(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with closing(Store(diary_path, now=NOW, create=True)) as store:
        with store.change("log") as change:
            change.add(episode(NOW.replace(hour=NOW.hour - 1), severity=5, sites=("calf",)))
        for name in ("heat", "vitamin-d", "magnesium", "stretching", "foam-roller"):
            store.remember(f"asked_when_bad:{name}", "2026-03-01")
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    return diary_path


def answered(monkeypatch: pytest.MonkeyPatch, *answers: str | type[BaseException] | None) -> list[str]:
    """Let somebody be there who gives these answers; return what was asked by then."""
    left, asked = list(answers), []

    def ask(question: str) -> Any:
        asked.append(question)
        typed = left.pop(0)
        if typed is KeyboardInterrupt:
            raise KeyboardInterrupt
        return typed

    monkeypatch.setattr(prompts, "can_ask", lambda: True)
    monkeypatch.setattr(prompts, "ask", ask)
    return asked


def records(path: Path) -> list[Any]:
    with closing(Store(path, now=NOW)) as store:
        return [each.record.replaced(typed=None) for each in store.entries()]


CASES = [
    (line, refused, answer)
    for number, line in enumerate(LINES)
    for place, refused in enumerate(REFUSED)
    if (line[0], refused) != ("log", "tomorrow")  # which is of something else there
    for answer in (ANSWERS if (number + place) % 4 == 0 else ANSWERS[:1])
]


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    ("line", "refused", "answer"),
    [each if place % 5 == 0 else slowly(*each) for place, each in enumerate(CASES)],
)
def test_only_the_time_is_asked_for(
    line: tuple[str, str, list[str]],
    refused: str,
    answer: str,
    diary: Path,
    cramp: Cramp,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command, words, options = line
    before = records(diary)
    typed = [command, *words.format(refused).split(), *options]
    assert cramp(*typed).exit_code == 2
    assert records(diary) == before
    with monkeypatch.context() as there:
        asked = answered(there, "soon", answer)
        assert cramp(*typed).exit_code == 0
        assert asked == ["When was it? Enter for now:"] * 2
    found = records(diary)
    with closing(Store(diary, now=NOW)) as store:
        kept = [said for each in store.entries() if (said := getattr(each.record, "typed", None))]
    if not answer:
        assert refused in kept[-1], "the line is kept as it was typed"
    assert cramp("undo").exit_code == 0
    at_once = f"{words.format('')} {SAID_AT_ONCE.get(answer, answer)}".split()
    assert cramp(command, *at_once, *options, "-y").exit_code == 0
    assert found == records(diary)
    assert drafts.every() == []


@pytest.mark.parametrize("leave", [KeyboardInterrupt, slowly(None)])
@pytest.mark.parametrize("line", LINES)
def test_left_there_the_command_to_type_says_all_of_it_but_the_time(
    line: tuple[str, str, list[str]],
    leave: Any,
    diary: Path,
    cramp: Cramp,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command, words, options = line
    before = records(diary)
    typed = [command, *words.format("25:00").split(), *options]
    with monkeypatch.context() as there:
        answered(there, leave)
        ran = cramp(*typed)
    assert (ran.exit_code, records(diary)) == (1 if leave is None else 130, before)
    (draft,) = drafts.every()
    assert shlex.split(draft.path.read_text()) == ["cramp", *typed]
    (named,) = re.findall("with its time: `([^`]*)`", ran.err)
    example = "at 3am" if command == "log" else "at 9pm"
    assert shlex.split(named)[1:] == [command, *words.format("").split(), *example.split(), *options]
    assert cramp(*shlex.split(named)[1:]).exit_code == 0
    assert len(records(diary)) > len(before)


@pytest.mark.parametrize("option", ["-y", "--json"])
@pytest.mark.parametrize("typed", ["used heat 25:00", "had wine 9/3", "log 7 9/3"])
def test_it_is_not_asked_where_nothing_is_to_be(
    typed: str, option: str, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answered(monkeypatch)
    assert (cramp(*typed.split(), option).exit_code, asked) == (2, [])


@pytest.mark.parametrize("typed", ["used yesterday", "used heat --amount 1 --at 25:00"])
def test_what_is_refused_for_another_reason_is_not_asked_when(
    typed: str, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answered(monkeypatch)
    assert (cramp(*shlex.split(typed)).exit_code, asked) == (2, [])


@pytest.mark.parametrize(
    ("answer", "seconds"), [("4m", 240), ("4", 240), ("90 seconds", 90), ("about 5 min", 300), ("", None)]
)
@pytest.mark.parametrize("time", ["at 3", "25:00", "9/3", "yesterday"])
def test_over_asks_how_long_where_a_time_was_said(
    time: str,
    answer: str,
    seconds: int | None,
    diary: Path,
    cramp: Cramp,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as there:
        asked = answered(there, "long", answer)
        ran = cramp("over", "burning", *time.split(), "--sore", "1h")
    assert (ran.exit_code, len(asked)) == (0, 2)
    assert "Nothing was saved" not in ran.err
    found = records(diary)[-1]
    assert (found.duration_s, found.sensations, found.sore_s) == (seconds, ("burning",), 3600)
