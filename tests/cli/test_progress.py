"""The line that says how far something long is: seen by whoever watches, gone at the end, and in nobody's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from crampdiary.cli.telling import progress
from crampdiary.keep.store import Store
from crampdiary.keep.versions import ticking
from kit.builders import NOW, episode
from kit.running import Cramp
from kit.terminals import needs_terminal, talk


@pytest.fixture
def export(store: Store, cramp: Cramp, tmp_path: Path) -> Path:
    """An export with ten cramps; the diary itself has them too."""
    with store.change("log") as change:
        for number in range(10):
            change.add(episode(severity=number))
    cramp("--diary", store.path, "export", tmp_path / "export.json")
    return tmp_path / "export.json"


def _left_on_screen(shown: str) -> str:
    """Return what still stands there at the end, after each carriage return has written over its line."""
    lines = []
    for text in shown.split("\n"):
        line = ""
        for part in text.split("\r"):
            line = part + line[len(part) :]
        lines.append(line.rstrip())
    return "\n".join(lines)


@needs_terminal
def test_a_long_import_and_undo_say_their_phases_and_leave_nothing_of_them(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_AFTER_S", 0.0)
    other = tmp_path / "other.db"
    Store(other, now=NOW, create=True).close()
    ran = talk(["--diary", other, "import", "--yes", export], columns=400)
    assert ran.exit_code == 0
    for phase in ("comparing with the diary", "backing up", "saving"):
        assert f"\r{phase}, 0 s ..." in ran.shown
    assert _left_on_screen(ran.shown[: ran.shown.index(str(export))]).strip() == ""
    assert _left_on_screen(ran.shown).startswith(f"{export} (cramp-json): new: 10 cramps.")
    ran = talk(["--diary", other, "undo"])
    assert "\rtaking back, 0 s ..." in ran.shown
    assert _left_on_screen(ran.shown[: ran.shown.index("Undid")]) == ""
    assert _left_on_screen(ran.shown).startswith("Undid: cramp import.")


@needs_terminal
def test_reading_a_long_diary_is_said_and_leaves_nothing_of_it(
    export: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_AFTER_S", 0.0)
    for command in ("stats", "doctor", "calendar", "remedies", "triggers"):
        ran = talk(["--diary", store.path, command, "--plain"])
        assert ran.exit_code == 0
        assert ran.shown.startswith("\rreading the diary, 0 s ...")
        assert "reading the diary" not in _left_on_screen(ran.shown)


@needs_terminal
def test_the_line_is_gone_before_a_question_is_asked(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_AFTER_S", 0.0)
    ran = talk(["--diary", tmp_path / "other.db", "import", "--new", export], ("Import this?", "n\n"))
    before = ran.shown[: ran.shown.index("Import this?")]
    assert "comparing" in before
    assert "comparing" not in _left_on_screen(before)


@needs_terminal
def test_what_takes_no_second_says_nothing_of_phases(export: Path, tmp_path: Path) -> None:
    ran = talk(["--diary", tmp_path / "other.db", "import", "--new", "--yes", export])
    assert "saving" not in ran.shown
    assert "\r" not in ran.shown


def test_where_nobody_watches_nothing_is_written(
    export: Path, tmp_path: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_AFTER_S", 0.0)
    for arguments in (("import", "--new", export), ("undo",), ("redo",), ("merge", tmp_path / "diary.db")):
        ran = cramp("--diary", tmp_path / "other.db", *arguments)
        assert ran.exit_code == 0
        assert ran.err == ""


@pytest.mark.slow
def test_one_long_statement_is_ticked_through(store: Store) -> None:
    ticks: list[int] = []
    with ticking(store.connection, lambda: ticks.append(1)):
        store.connection.execute(_LONG).fetchone()
    assert len(ticks) > 10
    before = len(ticks)
    store.connection.execute(_LONG).fetchone()
    assert len(ticks) == before


def test_an_interrupt_in_the_midst_of_a_statement_ends_it_with_nothing_kept(store: Store) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    def write() -> None:
        with ticking(store.connection, interrupt), store.change("log") as change:
            change.add(episode(NOW))
            change.connection.execute(_LONG).fetchone()

    with pytest.raises(KeyboardInterrupt):
        write()
    assert store.entries() == []
    assert store.undo() == []
    assert store.problems() == []


_LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT sum(i) FROM n"
