"""Lines piped into `cramp log`: each a cramp of its own, all of them one command, and nothing of them lost."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from crampdiary.cli import drafts
from crampdiary.cli.app import app
from crampdiary.cli.telling import piped
from crampdiary.keep.store import Store
from crampdiary.keep.versions import Change
from kit.builders import NOW, check_in, episode
from kit.running import Cramp, slowly
from kit.terminals import needs_terminal, talk

LINES = "7 calf at 3am\n\n5 toes 9/3\n4 arch, caf\u00e9\n"


def pipe(content: bytes, *words: str) -> Any:
    return CliRunner().invoke(app, ["log", *words], input=content)


@pytest.mark.parametrize("words", [(), ("-",)])
@pytest.mark.parametrize(
    "content",
    [
        LINES.encode(),
        LINES.replace("\n", "\r\n").encode(),
        LINES.replace("\n", "\r").encode(),
        LINES.encode("utf-8-sig"),
        LINES.encode("utf-16"),
        LINES.rstrip().encode(),
        LINES.replace("4", "\ufeff4").encode(),
    ],
    ids=["plain", "CRLF", "CR", "UTF-8 with a mark", "UTF-16", "no last line end", "two files joined"],
)
def test_each_line_that_is_piped_in_is_a_cramp_and_what_cannot_be_saved_is_named(
    content: bytes, words: tuple[str, ...], cramp: Cramp
) -> None:
    ran = pipe(content, *words)
    assert ran.exit_code == 2
    assert 'Line 3 was not saved: "5 toes 9/3" ' in ran.stderr
    assert "Nothing was saved" not in ran.stderr
    assert ran.stderr.splitlines()[-1] == "Of 3 lines 1 not saved: line 3."
    found = cramp("list", "--json").json["entries"]
    assert [(each["severity"], each["note"]) for each in found] == [(7, None), (4, "caf\u00e9")]


SOME = (
    "7 left calf at 3am burning",
    "again 5",
    "2 cramps monday night",
    "arch hello there",
    "same foot 3",
    "6 in bed at 4:00",
    "no cramps on thursday",
    "still going",
    "claf 20 min ago",
    "9 toes couldn't walk sore 2h",
    "none friday",
)


def records(path: Path) -> list[Any]:
    with closing(Store(path, now=NOW)) as store:
        return [each.record for each in store.entries()]


@pytest.mark.slow_but_first
@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("order", [1, -1])
def test_lines_are_saved_as_if_each_were_typed_alone_and_one_undo_takes_all_of_them_back(
    order: int, before: bool, cramp: Cramp, diary_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    with closing(Store(diary_path, now=NOW, create=True)) as store:
        if before:
            with store.change("log") as change:
                change.add(episode("2026-03-20T03:00", sites=("toes",), side="left"))
    first = records(diary_path)
    lines = SOME[::order]
    for line in lines:
        assert cramp("log", line).exit_code == 0
    alone = records(diary_path)
    for _ in lines:
        assert cramp("undo").exit_code == 0
    assert records(diary_path) == first
    ran = pipe("\n".join(lines).encode(), "-")
    assert ran.exit_code == 0
    assert ran.stdout.count("Saved ") == len(alone) - len(first)

    def said(found: list[Any]) -> list[Any]:
        return sorted((each.replaced(typed=None) for each in found), key=repr)

    assert said(records(diary_path)) == said(alone)
    assert cramp("undo").exit_code == 0
    assert records(diary_path) == first
    assert cramp("redo").exit_code == 0
    assert said(records(diary_path)) == said(alone)


def test_what_is_said_of_a_line_names_it_and_its_entry(cramp: Cramp) -> None:
    assert cramp("none", check_in().night.isoformat()).exit_code == 0
    ran = pipe(b"7 calf at 3\nhello\n5 claf at 3\n", "-")
    assert ran.exit_code == 0
    assert "Line 1: 3pm instead? `cramp edit 2 at 3pm`" in ran.stderr
    assert "Line 1: That night was marked as clear before" in ran.stderr
    assert "Line 2: In the note, as typed: hello." in ran.stderr
    assert 'Line 3: Read "claf" as calf.' in ran.stderr
    assert "edit last" not in ran.stderr
    alone = pipe(b"7 calf at 3\n", "-")
    assert "\n3pm instead? `cramp edit last at 3pm`" in f"\n{alone.stderr}"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"\xff\xffcalf", "It is not text"),
        (b"5 \0 calf", "a character that cannot be stored"),
        (b"5 " + b"long " * 10_000, "too long"),
        (b"25:00", "is not a time"),
        (b"no cramps", "not over yet"),
        (b"no cramps last night", "tells of a cramp in"),
        (b"none tuesday", "There is a cramp in the night"),
    ],
)
def test_a_line_that_cannot_be_kept_stands_in_the_way_of_no_other(
    line: bytes, why: str, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    cramp("log", "3 tuesday night")
    if line == b"no cramps":
        monkeypatch.setenv("CRAMP_NOW", "2026-03-31T03:40:00+01:00")
    ran = pipe(b"7 last night\n" + line + b"\n6", "-")
    assert ran.exit_code == 2
    assert "Line 2 was not saved: " in ran.stderr
    assert why in ran.stderr
    assert ran.stderr.splitlines()[-1] == "Of 3 lines 1 not saved: line 2."
    assert {each["severity"] for each in cramp("list", "--json").json["entries"]} == {3, 7, 6}


def test_a_line_alone_is_refused_as_if_it_was_typed(cramp: Cramp) -> None:
    ran, typed = pipe(b"25:00 calf\n", "-"), cramp("log", "25:00 calf")
    assert (ran.exit_code, ran.stderr) == (typed.exit_code, typed.err)


def test_a_long_line_is_kept(cramp: Cramp) -> None:
    assert pipe(b"5 " + b"long " * 1500, "-").exit_code == 0
    assert len(cramp("show", "last", "--json").json["entry"]["note"]) == 7499


def test_strict_refuses_the_lines_that_are_not_understood(cramp: Cramp) -> None:
    ran = pipe(b"7 calf\nhello\n", "-", "--strict")
    assert (ran.exit_code, "Line 2 was not saved" in ran.stderr) == (2, True)
    assert [each["severity"] for each in cramp("list", "--json").json["entries"]] == [7]


def test_where_nothing_is_piped_in_a_dash_says_so(cramp: Cramp) -> None:
    assert cramp("log", "-", stdin="\n").exit_code == 2
    assert cramp("log", "-", "--severity", "7", stdin="7\n").exit_code == 2
    assert cramp("list", "--json").json == {"entries": []}


def test_where_no_line_can_be_saved_no_diary_is_begun(cramp: Cramp) -> None:
    assert pipe(b"25:00\nno cramps 3 april\n", "-").exit_code == 2
    assert not Path(cramp("info", "--json").json["path"]).exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, slowly(MemoryError)])
def test_where_saving_ends_early_none_is_saved_and_the_lines_are_a_draft(
    error: type[BaseException], cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    cramp("log", "3")
    add, left = Change.add, iter(range(3))

    def failing(*arguments: Any) -> Any:
        if next(left, None) is None:
            raise error
        return add(*arguments)

    monkeypatch.setattr(Change, "add", failing)
    ran = pipe(b"7 calf\n5 hello\n" * 5, "-")
    assert ran.exit_code != 0
    assert "What you wrote is kept for a week; `cramp log -` reads it" in ran.stderr
    monkeypatch.undo()
    assert [each["severity"] for each in cramp("list", "--json").json["entries"]] == [3]
    (draft,) = drafts.every()
    assert draft.path.read_text() == "\n".join(["7 calf", "5 hello"] * 5)


# What a pipe can do


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The end into which is written, of a pipe that is standard input."""
    monkeypatch.setattr(piped, "_SILENT_S", 0.1)
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        yield [writing]


class _Session:
    now = NOW

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


@pytest.mark.parametrize("is_windows", [False, True])
def test_a_pipe_that_is_silent_is_waited_for_two_seconds_and_no_longer(
    is_windows: bool, ends: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_windows:

        def select_fails(*_: Any) -> Any:
            raise OSError(10038, "An operation was attempted on something that is not a socket")

        monkeypatch.setattr(select, "select", select_fails)
        monkeypatch.setattr(select, "poll", select_fails, raising=False)
        monkeypatch.setattr(select, "epoll", select_fails, raising=False)
    session: Any = _Session()
    started = time.monotonic()
    assert piped.lines_from_standard_input(session, asked=False, options=False) == []
    assert 0.1 <= time.monotonic() - started < 5
    assert session.said == [
        "Nothing came from the pipe for 2 seconds: this is saved as a cramp without words."
    ]
    os.close(ends[0])


@pytest.mark.parametrize("asked", [False, True])
def test_a_pipe_that_falls_silent_half_way_is_waited_for(asked: bool, ends: list[int]) -> None:
    from threading import Timer

    def rest() -> None:
        os.write(ends[0], b"f\n5")
        os.close(ends[0])

    os.write(ends[0], b"7 cal")
    Timer(0.5, rest).start()
    session: Any = _Session()
    found = piped.lines_from_standard_input(session, asked=asked, options=False)
    assert found == [piped.Line(1, "7 calf"), piped.Line(2, "5")]
    assert session.said == ([] if asked else ["The pipe fell silent before its end: waiting for more."])


def test_a_pipe_that_ends_at_once_is_a_bare_cramp_and_nothing_is_said(ends: list[int]) -> None:
    os.close(ends[0])
    session: Any = _Session()
    assert piped.lines_from_standard_input(session, asked=False, options=False) == []
    assert session.said == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_ctrl_c_while_a_pipe_is_waited_for_keeps_what_came(cramp: Cramp) -> None:
    heeding = "import runpy, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    program = "sys.argv = ['cramp', 'log']; runpy.run_module('crampdiary', run_name='__main__')"
    run = subprocess.Popen(  # what a script starts in its background ignores Ctrl-C
        [sys.executable, "-c", heeding + program],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdin is not None
    assert run.stderr is not None
    run.stdin.write("7 calf\n5 hel")
    run.stdin.flush()
    assert "waiting for more" in run.stderr.readline()
    run.send_signal(signal.SIGINT)
    assert "What you wrote is kept for a week" in run.stderr.read()
    assert run.wait(30) == 130
    run.stdin.close()
    run.stderr.close()
    (draft,) = drafts.every()
    assert draft.path.read_text() == "7 calf\n5 hel"
    assert cramp("list", "--json").json == {"entries": []}


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
@pytest.mark.parametrize("words", [["log"], ["log", "-"]])
@pytest.mark.parametrize("endless", ["7 calf", "", "\0"])
def test_a_pipe_without_an_end_is_refused_with_little_memory(
    endless: str, words: list[str], cramp: Cramp
) -> None:
    import resource

    what = "open('/dev/zero', 'rb')" if endless == "\0" else None
    source = subprocess.Popen(["yes", endless], stdout=subprocess.PIPE) if what is None else None
    with Path("/dev/zero").open("rb") as zero:
        ran = subprocess.run(
            [sys.executable, "-m", "crampdiary", *words],
            stdin=source.stdout if source else zero,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29)),
        )
    if source is not None:
        assert source.stdout is not None
        source.stdout.close()
        source.wait(30)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
    assert "too much at once" in ran.stderr
    assert cramp("list", "--json").json == {"entries": []}


def test_too_many_lines_are_refused_before_any_is_read(cramp: Cramp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piped, "_MOST_LINES", 3)
    assert pipe(b"1\n2\n3\n", "-").exit_code == 0
    assert pipe(b"1\n2\n3\n4\n", "-").exit_code == 2
    assert len(cramp("list", "--json").json["entries"]) == 3


@pytest.mark.slow
def test_a_thousand_lines_take_a_second_or_two(cramp: Cramp) -> None:
    lines = "".join(f"7 calf at 03:{each % 60:02} on {each % 27 + 1} march\n" for each in range(1000))
    started = time.process_time()
    assert pipe(lines.encode(), "-").exit_code == 0
    assert time.process_time() - started < 15
    assert cramp("undo").exit_code == 0
    assert cramp("list", "--json").json["entries"] == []


@needs_terminal
def test_at_a_terminal_nothing_is_waited_for(cramp: Cramp) -> None:
    ran = talk(["log", "-"])
    assert (ran.exit_code, "Nothing is piped in" in ran.text) == (2, True)
