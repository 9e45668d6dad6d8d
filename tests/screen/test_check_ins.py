"""How a check-in reads in `list` and `show` beside the cramps and other check-ins of its night."""

from __future__ import annotations

import pytest

from crampdiary.keep.store import Store
from kit.builders import check_in
from kit.running import Cramp

BEFORE = "said to be clear, before the cramp was logged"


def rows(cramp: Cramp, *options: str) -> list[str]:
    return [" ".join(line.split()) for line in cramp("list", *options).out.splitlines() if line[:1] == " "]


def test_a_night_with_a_cramp_does_not_read_as_one_without(cramp: Cramp) -> None:
    cramp("none", "--note", "slept through")
    assert rows(cramp) == ["1 no cramps. slept through"]
    cramp("log", "5", "calf", "02:00", env={"CRAMP_NOW": "2026-03-31T09:05:00+01:00"})
    for options in ((), ("--kind", "check-in"), ("--last", "2"), ("--search", "slept")):
        assert f"1 {BEFORE}. slept through" in rows(cramp, *options)
    assert BEFORE in cramp("show", "1").out
    assert "no cramps" not in cramp("show", "1").out
    cramp("delete", "2")
    assert rows(cramp) == ["1 no cramps. slept through"]


def test_a_cramp_that_was_moved_there_later_was_not_logged_after_it(cramp: Cramp) -> None:
    cramp("log", "5", "--at", "2026-03-20 02:00")
    cramp("none", env={"CRAMP_NOW": "2026-03-31T09:05:00+01:00"})
    cramp("edit", "1", "--at", "02:00 today")
    assert "2 said to be clear, though there is a cramp" in rows(cramp)


def test_what_is_said_a_second_time_of_a_night_reads_so(
    store: Store, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_DIARY", str(store.path))
    with store.change("merge") as change:
        for record in (
            check_in(),
            check_in(note="slept through"),
            check_in("2026-03-20"),
            check_in(clear=False),
        ):
            change.add(record)
    assert rows(cramp) == ["3 no cramps", "1 no cramps", "2 said again. slept through", "4 checked in"]
    assert "2 said again. slept through" in rows(cramp, "--search", "slept")
    assert "said again" in cramp("show", "2").out
    clear = [each["clear"] for each in cramp("list", "--json").json["entries"]]
    assert clear == [True, True, True, False]
    cramp("delete", "1")
    assert rows(cramp) == ["3 no cramps", "2 no cramps. slept through", "4 checked in"]
    assert rows(cramp, "--deleted") == ["1 no cramps"]
