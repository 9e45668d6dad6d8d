"""Text that neither SQLite nor UTF-8 can hold is refused wherever it comes from, and nothing is stored."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crampdiary.keep.store import Store
from kit.builders import full_episode
from kit.logs import versions_in
from kit.running import Cramp, files_in
from kit.terminals import harmful, needs_terminal, talk

UNSTORABLE = ["a\0b", "a\ud800b", "a\udc9bb"]
"""NUL, half of a pair, and the byte 0x9b alone, which stands for a control code in Latin-1, as Python reads it."""


@pytest.fixture
def kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A diary with one full entry, and its export beside it; the diary is the one that is used."""
    with store.change("log") as change:
        change.add(full_episode())
    store.close()
    monkeypatch.setenv("CRAMP_DIARY", str(store.path))
    return store.path


@pytest.mark.parametrize("text", UNSTORABLE)
def test_text_that_cannot_be_stored_is_refused_wherever_it_is_typed(
    text: str, kept: Path, cramp: Cramp
) -> None:
    before = files_in(kept.parent)
    for arguments in (
        *(("log", "5", "--note", text), ("log", text), ("used", text), ("used", "heat", "--amount", text)),
        *(
            ("words", "add", "remedy", text),
            ("words", "also", "remedy", "heat", text),
            ("edit", "1", "--note", text),
        ),
        *(
            ("delete", "--match", text),
            ("list", "--search", text),
            ("away", "monday", "monday", "--note", text),
        ),
        *(
            ("none", "--note", text),
            ("had", f"alcohol:{text}"),
            ("edit", "1", "--clear", text),
            ("show", text),
        ),
    ):
        ran = cramp(*arguments)
        assert ran.exit_code in (1, 2), (arguments, ran)
        assert harmful(ran.out) + harmful(ran.err) == []
        assert ran.err.count("\n") == 1
    assert files_in(kept.parent) == before


@pytest.mark.parametrize("place", ["note", "site", "remedy"])
@pytest.mark.parametrize("text", UNSTORABLE)
def test_text_that_cannot_be_stored_is_refused_from_an_export(
    text: str, place: str, kept: Path, cramp: Cramp, tmp_path: Path
) -> None:
    (version,) = versions_in(cramp("export").out)
    record = version["record"]
    if place == "note":
        record["note"] = text
    elif place == "site":
        record["sites"] = [text]
    else:
        record["tried"][0]["remedy"] = text
    del version["digest"]
    (tmp_path / "bad.json").write_text(
        json.dumps(version).replace(version["uid"][:8], "01a00000"), encoding="utf-8"
    )
    before = files_in(tmp_path)
    ran = cramp("import", tmp_path / "bad.json", "--yes")
    assert ran.exit_code == 1
    assert "line 1" in ran.err
    assert harmful(ran.err) == []
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("text", UNSTORABLE)
def test_text_that_cannot_be_stored_is_refused_from_another_diary(
    text: str, kept: Path, cramp: Cramp, tmp_path: Path
) -> None:
    """SQLite's own text may hold NUL, and JSON's escapes both: nobody but a hostile hand writes them."""
    for name, sql in (
        ("log", "UPDATE revision SET body = replace(body, 'burning', ?)"),
        ("table", "UPDATE episode SET note = ?"),
    ):
        other = tmp_path / f"{name}.db"
        shutil.copy(kept, other)
        with closing(sqlite3.connect(other)) as connection, connection:
            for (trigger,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                connection.execute(f'DROP TRIGGER "{trigger}"')
            value = json.dumps(text)[1:-1] if name == "log" else text.encode(errors="surrogatepass")
            connection.execute(sql if name == "log" else sql.replace("?", "CAST(? AS TEXT)"), (value,))
        before = files_in(tmp_path)
        if name == "log":
            ran = cramp("merge", other)
            assert ran.exit_code in (1, 3), ran
        else:
            ran = cramp("--diary", other, "list")
            assert ran.exit_code == 3, ran
        assert "went wrong" not in ran.err
        assert harmful(ran.out) + harmful(ran.err) == []
        assert files_in(tmp_path) == before


def test_a_nul_in_a_csv_is_refused(kept: Path, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(b"when,what\n2026-03-01 03:00,a\0b\n")
    ran = cramp("import", tmp_path / "bad.csv", "--map", "when=at", "--map", "what=note")
    assert ran.exit_code == 1
    assert "line 2" in ran.err


@needs_terminal
@pytest.mark.parametrize("typed", [b"a\0b\n", b"a\xff\x9bb\n"], ids=["NUL", "no UTF-8"])
def test_text_that_cannot_be_stored_is_refused_at_a_question(typed: bytes, kept: Path) -> None:
    before = files_in(kept.parent)
    ran = talk(["log", "5", "--note", "-"], ("Note:", typed))
    assert ran.exit_code == 2
    assert "cannot be stored" in ran.shown
    assert files_in(kept.parent) == before
