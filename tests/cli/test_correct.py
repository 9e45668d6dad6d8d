"""`edit`, `delete`, `undo` and `redo`, through the command line."""

from __future__ import annotations

import pytest

from kit.running import Cramp


def _entry(cramp: Cramp, reference: str = "last") -> dict[str, object]:
    shown: dict[str, object] = cramp("show", reference, "--json").json["entry"]
    return shown


def test_edit_changes_what_is_given_and_nothing_else(cramp: Cramp) -> None:
    cramp("log", "7", "arch", "left", "burning", "--note", "first")
    before = _entry(cramp)
    ran = cramp("edit", "1", "--severity", "5", "--site", "toes", "--site", "heel")
    assert ran.out.startswith("Saved 1: left toes and heel, 5, burning; with a note.")
    assert _entry(cramp) == before | {"severity": 5, "sites": ["toes", "heel"]}


@pytest.mark.parametrize("empty", [("--severity", ""), ("--clear", "severity")])
def test_edit_can_empty_a_field(cramp: Cramp, empty: tuple[str, str]) -> None:
    cramp("log", "7", "arch")
    cramp("edit", "last", *empty)
    assert _entry(cramp)["severity"] is None
    assert _entry(cramp)["sites"] == ["arch"]


def test_edit_moves_an_entry_in_time(cramp: Cramp) -> None:
    cramp("log", "7")
    cramp("edit", "1", "--at", "yesterday 23:50")
    assert _entry(cramp)["at"] == "2026-03-30T23:50:00+01:00"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("edit", "1", "--severity", "12"), 2),
        (("edit", "1", "--clear", "at"), 2),
        (("edit", "1", "--amount", "2"), 2),
        (("edit", "9", "--severity", "1"), 1),
        (("edit", "x", "--severity", "1"), 1),
        (("delete",), 2),
        (("delete", "1", "--match", "a"), 2),
        (("delete", "--match", " ", "--yes"), 2),  # an unset variable in a script
        (("delete", "9"), 1),
        (("delete", "--match", "burning"), 2),  # nobody there to ask
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_cannot_be_done_changes_nothing(cramp: Cramp, arguments: tuple[str, ...], code: int) -> None:
    cramp("log", "7", "burning")
    before = _entry(cramp)
    ran = cramp(*arguments)
    assert ran.exit_code == code
    assert ran.err.count("\n") == 1
    assert _entry(cramp) == before
    assert len(cramp("show", "1", "--history", "--json").json["history"]) == 1


def test_delete_and_undo(cramp: Cramp) -> None:
    cramp("log", "7", "arch")
    before = _entry(cramp)
    assert cramp("delete", "last").out.startswith("Deleted 1: arch, severity 7.")
    assert cramp("show", "1").exit_code == 1
    assert cramp("undo").out.splitlines()[0] == "Undid: cramp delete."
    assert _entry(cramp) == before


def test_match_is_literal(cramp: Cramp) -> None:
    for note in ("50% better", "a_b", "plain"):
        cramp("log", "--note", note)
    assert cramp("delete", "--match", "100%", "--yes").out == "0 matched; nothing was deleted.\n"
    cramp("delete", "--match", "%", "--yes")
    cramp("delete", "--match", "_", "--yes")
    assert [entry["note"] for entry in cramp("list", "--json").json["entries"]] == ["plain"]


def test_match_looks_at_what_was_typed_and_not_at_how_it_is_shown(cramp: Cramp) -> None:
    cramp("used", "magnesium", "--amount", "2\x1b[31m red")
    assert cramp("delete", "--match", "\\", "--yes").out == "0 matched; nothing was deleted.\n"
    assert cramp("delete", "--match", "\x1b[31m", "--yes", "--json").json["entries"][0]["id"] == 1


def test_undo_and_redo_over_several_commands(cramp: Cramp) -> None:
    cramp("log", "1")
    cramp("used", "heat", "massage")
    cramp("edit", "1", "--severity", "2")
    everything = cramp("list", "--json").json
    assert cramp("undo", "3").out.count("Undid:") == 3
    assert cramp("list", "--json").json == {"entries": []}
    assert cramp("undo").out == "Nothing to undo.\n"
    assert cramp("redo", "9").out.count("Did again:") == 3
    assert cramp("list", "--json").json == everything
    assert cramp("redo").out == "Nothing to redo.\n"


def test_recording_after_an_undo_ends_the_way_back(cramp: Cramp) -> None:
    cramp("log", "1")
    cramp("undo")
    cramp("log", "2")
    assert cramp("redo").out == "Nothing to redo.\n"
    assert [entry["severity"] for entry in cramp("list", "--json").json["entries"]] == [2]


def test_numbers_are_never_used_twice(cramp: Cramp) -> None:
    cramp("log", "1")
    cramp("undo")
    cramp("log", "2")
    assert _entry(cramp)["id"] == 2


def test_history_shows_every_version(cramp: Cramp) -> None:
    cramp("log", "7", "--note", "Alpha")
    cramp("edit", "1", "--note", "Omega")
    cramp("undo")
    shown = cramp("show", "1", "--history").out
    assert shown.count("Alpha") == 3  # in the note itself and in two versions
    assert shown.count("Omega") == 1


def test_a_field_that_is_both_given_and_emptied_is_refused(cramp: Cramp) -> None:
    cramp("log", "7")
    ran = cramp("edit", "1", "--severity", "4", "--clear", "severity")
    assert ran.exit_code == 2
    assert "both given and emptied" in ran.err
    assert cramp("show", "--json").json["entry"]["severity"] == 7
