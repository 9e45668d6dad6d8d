"""A backup and what it goes on from make the same diary again, and a file that is not as it was written makes none."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep import reach
from crampdiary.keep.copies import backing_up, backup_file, backups, foreign
from crampdiary.keep.store import Store
from kit.builders import NOW, episode, word
from kit.copies import looked_into, spoil
from kit.logs import opened, records
from kit.running import Cramp

TABLES = (
    "op", "revision", "record", "purged", "purge_heard", "local_state", "conflict", "sqlite_sequence",
    "episode", "exposure", "check_in", "away", "sign", "course", "seen", "report", "trial", "word",
)  # fmt: skip


def all_of(store: Store) -> dict[str, list[Any]]:
    """Return every row of every table, but for the tool's own."""
    return {
        table: sorted(
            (
                [row[name] for name in row.keys()]  # noqa: SIM118 (a Row's, not a dict's)
                for row in store.connection.execute(f"SELECT * FROM {table}")
                if table != "sqlite_sequence" or row["name"] in ("op", "record")
            ),
            key=repr,
        )
        for table in TABLES
    }


def test_every_table_of_a_diary_is_compared(store: Store) -> None:
    there = {
        row["name"] for row in store.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    assert there - {"_sqlite_migrations", "sqlite_sequence"} == set(TABLES) - {"sqlite_sequence"}


def step(store: Store, what: str, record: Any, which: int) -> None:
    """Do one thing that a person does; nothing where there is nothing to do it to."""
    entries = store.entries()
    if what == "undo":
        store.undo()
    elif what == "redo":
        store.redo()
    elif what == "remember":
        store.remember(f"key {which % 3}", str(which))
    elif what == "hear":
        store.connection.execute("INSERT OR IGNORE INTO purge_heard VALUES (?)", (f"uid {which % 4}",))
    else:
        with store.change(what) as change:
            if what == "log" or not entries:
                change.add(record)
            elif what == "delete":
                change.delete(entries[which % len(entries)])
            else:
                entry = entries[which % len(entries)]
                change.replace(entry, entry.record.replaced(note=f"changed {which}"))


steps = st.lists(
    st.tuples(
        st.sampled_from(["log", "log", "edit", "delete", "undo", "undo", "redo", "remember", "hear"]),
        records,
        st.integers(0, 50),
    ),
    max_size=12,
)


@settings(max_examples=15)
@given(before=steps, between=steps, after=steps)
@pytest.mark.slow
def test_a_backup_makes_the_same_diary_again_whole_or_in_two_parts(
    before: Any, between: Any, after: Any
) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(opened(Path(folder) / "diary.db")) as store:
        for number, part in enumerate([before, between, after]):
            for each in part:
                step(store, *each)
            copy = backing_up.take(store, now=NOW + timedelta(minutes=number))
            assert (backups.base_of(copy) is None) is (number == 0)
            with looked_into(copy) as again:
                assert all_of(again) == all_of(store)
                assert again.problems() == []
            assert backups.contents(copy) == backups.contents(store.path)


def test_a_merged_diary_and_one_in_conflict_are_the_same_again(
    store: Store, cramp: Cramp, tmp_path: Path
) -> None:
    with store.change("log") as change:
        entry = change.add(episode(note="of both"))
        change.add(word())
    backing_up.take(store, now=NOW)
    other = tmp_path / "other.db"
    cramp("--diary", other, "restore", backups.listed(store.path)[0].path, "--yes")
    for path, note in ((store.path, "here"), (other, "there")):
        with closing(opened(path, NOW + timedelta(hours=1))) as each, each.change("edit") as change:
            change.replace(reach.entry(each, "1"), entry.record.replaced(note=note))
    assert cramp("--diary", store.path, "merge", other).exit_code == 0
    copy = backing_up.take(store, now=NOW)
    assert backups.base_of(copy)
    with looked_into(copy) as again:
        assert all_of(again) == all_of(store)
        assert again.problems() == []


# Files that are not as they were written


@pytest.fixture
def pair(store: Store) -> tuple[Path, Path]:
    """A whole backup and one that goes on from it."""
    made = []
    for note in ("first", "second"):
        with store.change("log") as change:
            change.add(episode(note=note))
        made.append(backing_up.take(store, now=NOW))
    whole, later = made
    assert backups.base_of(later) == whole
    return whole, later


def refused(path: Path, *words: str) -> None:
    """Look whether nothing is made of a file, and why is said."""
    for use in (backups.check, lambda each: looked_into(each).__enter__()):
        with pytest.raises(DiaryError) as caught:
            use(path)
        assert all(word in str(caught.value) for word in (str(path), *words)), caught.value


@pytest.mark.parametrize("of_base", [True, False], ids=["base", "what goes on from it"])
def test_a_flipped_bit_anywhere_is_found(pair: tuple[Path, Path], of_base: bool) -> None:
    path, (_, later) = pair[not of_base], pair
    whole = path.read_bytes()
    for place in range(0, len(whole), 37):
        for bit in (1, 128):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            with pytest.raises(CrampError):
                backups.check(later)
    for place in (5, 30, 200, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(DiaryError), looked_into(later):
            pass
    path.write_bytes(whole)
    backups.check(later)


def test_a_part_of_a_file_and_more_than_it_are_refused(pair: tuple[Path, Path]) -> None:
    whole, _ = pair
    content = whole.read_bytes()
    for size in (20, 28, 60, 400, len(content) // 2, len(content) - 1):
        whole.write_bytes(content[:size])
        refused(whole)
    whole.write_bytes(content + b"\0")
    refused(whole)


@pytest.mark.parametrize("command", [("restore", "--yes"), ("merge",)], ids=" ".join)
def test_a_backup_without_what_it_goes_on_from_is_refused_and_says_so(
    pair: tuple[Path, Path], command: tuple[str, ...], store: Store, cramp: Cramp, tmp_path: Path
) -> None:
    whole, later = pair
    whole.rename(tmp_path / whole.name)
    before = store.path.read_bytes()
    ran = cramp("--diary", store.path, *command, later)
    assert ran.exit_code == 3
    assert whole.name in ran.err
    assert "not beside it" in ran.err
    assert store.path.read_bytes() == before
    later.rename(tmp_path / later.name)
    assert cramp("--diary", store.path, *command, tmp_path / later.name).exit_code == 0


@pytest.mark.parametrize("what", ["base gone", "base damaged", "itself damaged"])
def test_a_backup_that_cannot_be_restored_is_not_listed_or_named_as_a_good_one(
    pair: tuple[Path, Path], what: str, store: Store, cramp: Cramp
) -> None:
    whole, later = pair
    if what == "base gone":
        whole.unlink()
    else:
        spoil(later if what == "itself damaged" else whole)
    ran = cramp("--diary", store.path, "backup", "--list")
    told = cramp("--diary", store.path, "backup", "--list", "--json").json["backups"]
    assert later.stem in {each["name"] for each in told}
    for each, line in zip(told, ran.out.splitlines(), strict=False):
        restored = cramp("--diary", store.path, "restore", each["path"], "--yes").exit_code == 0
        assert restored == (each["fault"] is None) == ("cannot be used" not in line)
    good = [each["path"] for each in told if each["fault"] is None]
    whole.unlink(missing_ok=True)
    later.unlink()
    assert good == ([] if what != "itself damaged" else [str(whole)])


def test_info_names_the_newest_backup_that_is_good(
    pair: tuple[Path, Path], store: Store, cramp: Cramp
) -> None:
    whole, later = pair
    for broken, wanted in ((None, later), (later, whole), (whole, None)):
        if broken:
            spoil(broken)
        named = cramp("--diary", store.path, "info", "--json").json["newest_backup"]
        assert named == (wanted and str(wanted))


def test_another_file_of_the_bases_name_is_not_taken_for_it(pair: tuple[Path, Path], store: Store) -> None:
    whole, later = pair
    whole.unlink()
    with store.change("log") as change:
        change.add(episode(note="third"))
    other = backing_up.take(store, now=NOW)
    other.rename(whole)
    refused(later, whole.name)


def packed(path: Path, raw: bytes, **changes: Any) -> Path:
    """Write a backup as a stranger may: with any content under a checksum that is right."""
    values = {**backup_file.read_header(path)._asdict(), "size": len(raw), **changes}
    rest = json.dumps(values).encode() + b"\n" + zlib.compress(raw)
    made = path.with_name("2026-01-01T000000Z.backup")
    made.write_bytes(b"crampdiary backup 1 %08x\n" % zlib.crc32(rest) + rest)
    return made


def raw_of(path: Path) -> bytes:
    return zlib.decompress(path.read_bytes().split(b"\n", 2)[2])


def changed_raw(path: Path, folder: Path, *statements: str) -> bytes:
    raw = folder / "raw"
    raw.write_bytes(raw_of(path))
    with closing(sqlite3.connect(raw, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return raw.read_bytes()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON op BEGIN DELETE FROM revision; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE more (a)",
        "CREATE INDEX i ON op (uid)",
        "ALTER TABLE revision ADD COLUMN more TEXT",
        "DROP TABLE purge_heard",
        "UPDATE revision SET body = '[]'",
        "UPDATE revision SET body = NULL",
        "UPDATE revision SET kind = 'no such'",
        "UPDATE revision SET op_id = 99",
        "UPDATE op SET undoes = 99",
    ],
)
@pytest.mark.slow_but_first
def test_what_a_stranger_made_is_refused_before_it_is_used(
    pair: tuple[Path, Path], statement: str, store: Store, cramp: Cramp, tmp_path: Path
) -> None:
    made = packed(pair[0], changed_raw(pair[0], tmp_path, statement))
    before = store.path.read_bytes()
    for command in (("restore", "--yes"), ("merge",)):
        ran = cramp("--diary", store.path, *command, made)
        assert ran.exit_code in (1, 3), ran
        assert ran.err.count("\n") == 1
        assert "Traceback" not in ran.err
        assert store.path.read_bytes() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "2"}, {"schema": -1}, {"uid": None}, {"base": "../other.backup", "base_uid": "x"},
        {"base": "2026-01-01T000000Z.backup"}, {"position": [1, 2]}, {"position": ["1", "u", 1, 0]},
        {"position": [1, "u", True, 0]}, {"records": None}, {"stamp": 7}, {"entries": 1.5}, {"size": 2**40},
        {"size": 10}, {"more": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_header_of_another_shape_is_refused(pair: tuple[Path, Path], changes: dict[str, Any]) -> None:
    made = packed(pair[0], raw_of(pair[0]), **changes)
    with pytest.raises(DiaryError), looked_into(made):
        pass


def test_what_unpacks_to_fill_a_disk_is_refused_and_little_is_written(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    made = packed(pair[0], bytes(2**26))
    for size in (2**26, 2**20):
        content = made.read_bytes().replace(b'"size": 67108864', b'"size": %d' % size)
        rest = content.split(b"\n", 1)[1]
        made.write_bytes(b"crampdiary backup 1 %08x\n" % zlib.crc32(rest) + rest)
        with pytest.raises(DiaryError):
            backup_file.unpack(made, tmp_path / f"{size}.raw")
        assert not (tmp_path / f"{size}.raw").exists() or (tmp_path / f"{size}.raw").stat().st_size <= 2**20


@pytest.mark.parametrize("change", [{"schema": 99}, {"format": 2}], ids=str)
def test_a_backup_of_a_newer_cramp_is_refused_as_such(
    pair: tuple[Path, Path], change: dict[str, int]
) -> None:
    made = packed(
        pair[0], raw_of(pair[0]), **{name: value for name, value in change.items() if name == "schema"}
    )
    if "format" in change:
        made.write_bytes(made.read_bytes().replace(b"backup 1 ", b"backup 2 "))
    refused(made, "newer cramp")


def test_no_room_to_unpack_is_said_and_leaves_nothing(
    pair: tuple[Path, Path], store: Store, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Callable[[], None]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_file, "create_private", full)
    with foreign.private_folder() as folder:
        with pytest.raises(CrampError, match="no room to unpack"):
            foreign.opened_copy(pair[1], folder)
        assert not any(each.suffix == ".raw" for each in folder.iterdir())
