"""The backup that is made by itself, at the first write of a day."""

from __future__ import annotations

import os
import sqlite3
import stat
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crampdiary.diary.model import plain_fields
from crampdiary.errors import CrampError
from crampdiary.keep import private
from crampdiary.keep.copies import backing_up, backup_file, backups, restore
from crampdiary.keep.copies.backup_file import Base, Header
from crampdiary.keep.store import Store
from kit.builders import NOW, episode, full_episode
from kit.copies import copies_of, looked_into, spoil
from kit.logs import texts_in
from kit.running import Cramp, at_once, needs_fork

MORNING = {"CRAMP_NOW": "2026-03-31T09:00:00+01:00"}
EVENING = {"CRAMP_NOW": "2026-03-31T23:59:00+01:00"}
NEXT_DAY = {"CRAMP_NOW": "2026-04-01T00:01:00+01:00"}


@pytest.fixture
def diary(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    Store(diary_path, now=NOW, create=True).close()
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    return diary_path


def backup_names(diary: Path) -> list[str]:
    return [path.name for path in copies_of(diary)]


def episodes(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM episode").fetchone()
    return int(count)


def test_the_first_write_of_a_day_makes_a_backup_and_the_others_do_not(cramp: Cramp, diary: Path) -> None:
    cramp("list", env=MORNING)
    assert backup_names(diary) == [], "reading is no write"
    cramp("log", "5", env=MORNING)
    assert backup_names(diary) == ["2026-03-31T080000Z.backup"]
    cramp("log", "6", env=EVENING)
    cramp("undo", env=EVENING)
    assert backup_names(diary) == ["2026-03-31T080000Z.backup"]
    cramp("log", "7", env=NEXT_DAY)
    assert backup_names(diary) == ["2026-03-31T080000Z.backup", "2026-03-31T230100Z.backup"]


@pytest.mark.parametrize(
    "command", [("none",), ("used", "heat"), ("undo",), ("delete", "1"), ("edit", "1", "--severity", "3")]
)
def test_every_command_that_writes_counts(cramp: Cramp, diary: Path, command: tuple[str, ...]) -> None:
    with closing(Store(diary, now=NOW)) as store, store.change("log") as change:
        change.add(full_episode("2026-03-29T03:00"))
    assert cramp(*command, env=MORNING).exit_code == 0
    assert len(backup_names(diary)) == 1


def test_a_command_that_is_refused_makes_no_backup(cramp: Cramp, diary: Path) -> None:
    assert cramp("log", "tomorrow").exit_code == 2
    assert cramp("delete", "1").exit_code == 1
    assert cramp("undo").exit_code == 0, "there is nothing to undo"
    assert backup_names(diary) == []


def test_a_backup_holds_the_entry_just_made_and_is_a_sound_diary(cramp: Cramp, diary: Path) -> None:
    cramp("log", "5", "arch", "--note", "as typed")
    copy = private.backup_folder(diary) / backup_names(diary)[0]
    with looked_into(copy) as store:
        assert [plain_fields(entry.record)["note"] for entry in store.entries()] == ["as typed"]
        assert store.problems() == []


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_a_backup_is_private_from_its_first_moment(
    cramp: Cramp, diary: Path, monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    seen: list[int] = []
    pack = backup_file.pack

    def watched(raw: Path, fresh: Path, header: Header) -> None:
        seen.extend(stat.S_IMODE(path.stat().st_mode) for path in fresh.parent.iterdir())
        pack(raw, fresh, header)
        seen.extend(stat.S_IMODE(path.stat().st_mode) for path in fresh.parent.iterdir())

    monkeypatch.setattr(backup_file, "pack", watched)
    before = os.umask(umask)
    try:
        cramp("log", "5")
    finally:
        os.umask(before)
    (copy,) = copies_of(diary)
    assert [*seen, stat.S_IMODE(copy.stat().st_mode)] == [0o600] * 7  # the seal's too
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_who_wants_no_daily_backup_gets_none(cramp: Cramp, diary: Path) -> None:
    cramp("config", "daily_backup", "no")
    cramp("log", "5")
    assert backup_names(diary) == []


# A backup that fails


def unsound_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    class Flipping:
        """Packs other bytes than it was given, as broken memory does."""

        def __init__(self, level: int) -> None:
            self._packer = zlib.compressobj(level)

        def compress(self, part: bytes) -> bytes:
            return self._packer.compress(part[:2000] + bytes([part[2000] ^ 1]) + part[2001:])

        def flush(self) -> bytes:
            return self._packer.flush()

    monkeypatch.setattr(backup_file, "zlib", SimpleNamespace(**{**vars(zlib), "compressobj": Flipping}))


def half_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = backup_file._copied

    def cut_short(connection: sqlite3.Connection, raw: Path, base: Base | None) -> Header:
        header = copied(connection, raw, base)
        raw.write_bytes(raw.read_bytes()[:8192])
        return header

    monkeypatch.setattr(backup_file, "_copied", cut_short)


def an_entry_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a trigger that cannot be there hold back what the log holds."""
    monkeypatch.setitem(backup_file._BEYOND, "revision", "op_id > :op + 1")
    fill = backup_file._fill

    def without_one(connection: sqlite3.Connection, base: Base | None) -> Header:
        header = fill(connection, base)
        connection.execute("DELETE FROM copy.revision WHERE rowid = (SELECT max(rowid) FROM copy.revision)")
        return header

    monkeypatch.setattr(backup_file, "_fill", without_one)


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def small(path: Any, *arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, *arguments, **named)
        if str(path).endswith("-raw"):  # the copy, which is empty yet
            connection.execute("PRAGMA max_page_count = 4")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)


def no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)


def no_new_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(backing_up, "create_private", refuse)


FAULTS = [unsound_copy, half_a_copy, an_entry_less, full_disk, no_sync, no_new_file]


@pytest.mark.slow_but_first
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_backup_that_fails_is_told_and_never_stops_the_entry(
    cramp: Cramp, diary: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    with monkeypatch.context() as patch:
        fault(patch)
        ran = cramp("log", "5")
    assert ran.exit_code == 0
    assert ran.out.startswith("Saved 1:")
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("Your entry is saved, but today's backup failed: ")
    assert "NOT saved" not in ran.err, "it is"
    assert episodes(diary) == 1
    assert backup_names(diary) == [], "no file under a backup's name, and no half one"
    again = cramp("log", "6", "20m", "ago")
    assert (again.exit_code, again.err) == (0, "")
    assert len(backup_names(diary)) == 1, "the next write tries again"


def test_a_file_in_the_place_of_the_backups_is_told_and_left_alone(cramp: Cramp, diary: Path) -> None:
    in_the_way = private.backup_folder(diary)
    in_the_way.write_text("mine")
    ran = cramp("log", "5")
    assert (ran.exit_code, ran.out[:8]) == (0, "Saved 1:")
    assert "today's backup failed" in ran.err
    assert in_the_way.read_text() == "mine"
    assert episodes(diary) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_copy_asked_for_that_fails_says_so_and_leaves_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    first = backing_up.take(store, now=NOW)
    with store.change("log") as change:
        change.add(full_episode("2026-03-29T03:00"))
    whole = first.read_bytes()
    with monkeypatch.context() as patch:
        fault(patch)
        with pytest.raises(CrampError):
            backing_up.take(store, now=NOW)
    assert [path.read_bytes() for path in copies_of(store.path)] == [whole]


def test_two_copies_of_one_second_have_names_of_their_own(store: Store) -> None:
    first, second = backing_up.take(store, now=NOW), backing_up.take(store, now=NOW)
    assert first != second
    assert first.exists()
    assert second.exists()


# Whole ones, and those that go on from one


def logged(store: Store, count: int = 1, note: str | None = None) -> None:
    with store.change("log") as change:
        for _ in range(count):
            change.add(episode(note=note))


def is_whole(copy: Path) -> bool:
    return backups.base_of(copy) is None


def test_the_first_of_a_week_is_whole_and_the_others_go_on_from_it(store: Store) -> None:
    monday = NOW - timedelta(days=NOW.weekday())
    made, bases = [], []
    for day in range(14):
        logged(store)
        made.append(backing_up.take(store, now=monday + timedelta(days=day)))
        bases.append(backups.base_of(made[-1]))
    assert bases == [None, *[made[0]] * 6, None, *[made[7]] * 6]


@pytest.mark.slow
def test_what_goes_on_from_another_is_small(store: Store) -> None:
    logged(store, 3000, "a note that is not very long")
    whole = backing_up.take(store, now=NOW)
    logged(store)
    later = backing_up.take(store, now=NOW)
    assert whole.stat().st_size < store.path.stat().st_size / 5
    assert later.stat().st_size < whole.stat().st_size / 50


def test_a_whole_one_is_due_where_much_came_after_the_last(store: Store) -> None:
    logged(store, 1000)
    backing_up.take(store, now=NOW)
    logged(store, 200)
    assert not is_whole(backing_up.take(store, now=NOW))
    logged(store)
    assert is_whole(backing_up.take(store, now=NOW))


def test_a_whole_one_is_due_after_a_restore_and_a_purge_and_where_the_last_is_damaged_or_gone(
    store: Store, cramp: Cramp
) -> None:
    logged(store)
    first = backing_up.take(store, now=NOW)
    logged(store)
    second = backing_up.take(store, now=NOW)
    assert not is_whole(second)
    restore.put_back(store.path, first, now=NOW)
    logged(store)
    third = backing_up.take(store, now=NOW)
    assert backups.base_of(third) == first, "the diary goes on from that one still"
    restore.put_back(store.path, second, now=NOW)
    assert cramp("--diary", store.path, "purge", "2", "--yes").exit_code == 0
    after_purge = max(backups.files(store.path), key=lambda path: path.stem)  # the day's first write, by this
    assert is_whole(after_purge)
    assert not is_whole(second)
    logged(store)
    spoil(after_purge)
    whole = backing_up.take(store, now=NOW)
    assert is_whole(whole)
    whole.unlink()
    assert is_whole(backing_up.take(store, now=NOW))


def test_a_backup_that_is_not_whole_is_told_to_need_another(cramp: Cramp, diary: Path) -> None:
    assert "beside it" not in cramp("backup").out
    ran = cramp("backup")
    whole, later = sorted(backups.files(diary), key=lambda path: path.stem)
    assert later.name in ran.out
    assert f"goes on from {whole.name} beside it" in ran.out
    assert cramp("backup", "--json").json["base"] == str(whole)


@needs_fork
def test_backups_made_at_one_moment_have_files_of_their_own(diary: Path) -> None:
    def make() -> str:
        with closing(Store(diary, now=NOW)) as own:
            return str(backing_up.take(own, now=NOW))

    made = at_once(*[make] * 6)
    assert len(set(made)) == 6
    for each in made:
        backups.check(Path(each))


# What stays


def rotated(store: Store, days: range) -> None:
    for day in days:
        logged(store, note=f"day {day}")
        backing_up.take(store, now=NOW + timedelta(days=day))


@pytest.mark.slow
def test_what_another_goes_on_from_stays_as_long_as_that(store: Store) -> None:
    rotated(store, range(60))
    there = backups.listed(store.path)
    assert len(there) < 30
    assert len([copy for copy in there if copy.base]) > 5
    for copy in there:
        backups.check(copy.path)
    needed = {copy.base for copy in there if copy.base}
    assert {copy.path.name for copy in there if copy.base is None} >= needed


@pytest.mark.parametrize("days", [range(10, 40), [10] * 15], ids=["thirty days", "one day"])
@pytest.mark.slow
def test_what_only_a_backup_holds_stays_until_it_is_merged_or_purged(
    store: Store, cramp: Cramp, days: Iterable[int]
) -> None:
    rotated(store, range(3))
    first = backups.listed(store.path)[-1].path
    logged(store, note="precious")
    logged(store, note="never again")
    before = restore.put_back(store.path, first, now=NOW + timedelta(days=5)).before
    assert before
    for number, day in enumerate(days):
        logged(store, note=f"since {number}")
        backing_up.take(store, now=NOW + timedelta(days=day, minutes=number))
    assert before.exists()
    with looked_into(before) as copy:
        assert {"precious", "never again"} <= texts_in(copy)
    with closing(Store(store.path, now=NOW + timedelta(days=61))) as later:
        assert cramp("--diary", store.path, "merge", before).exit_code == 0
        rotated(later, range(61, 105))
        assert not before.exists()
        assert {"precious", "never again"} <= texts_in(later)


@pytest.mark.slow
def test_what_was_purged_here_is_no_reason_to_keep_a_backup(store: Store, cramp: Cramp) -> None:
    logged(store, note="first")
    first = backing_up.take(store, now=NOW + timedelta(days=1))
    logged(store, note="secret")
    second = backing_up.take(store, now=NOW + timedelta(days=2))
    assert cramp("--diary", store.path, "purge", "2", "--yes").exit_code == 0
    rotated(store, range(20, 60))
    assert not first.exists()
    assert not second.exists()


@pytest.mark.slow
def test_what_a_backup_alone_holds_is_looked_for_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked = []
    unpack = backup_file.unpack

    def counted(path: Path, target: Path) -> Header:
        unpacked.append(path)
        return unpack(path, target)

    rotated(store, range(3))
    first = backups.listed(store.path)[-1].path
    logged(store, note="precious")
    restore.put_back(store.path, first, now=NOW + timedelta(days=5))
    monkeypatch.setattr(backup_file, "unpack", counted)
    rotated(store, range(10, 40))
    assert 0 < len(unpacked) <= 5
    assert len(unpacked) == len(set(unpacked))


@pytest.mark.slow
def test_a_damaged_backup_pushes_out_no_good_one_and_is_not_deleted(store: Store) -> None:
    first = datetime(2026, 1, 1, 9, tzinfo=UTC)
    logged(store)
    good = backing_up.take(store, now=first)
    logged(store)
    bad = backing_up.take(store, now=first + timedelta(days=27))  # of the same month, and the newest of it
    assert is_whole(bad)
    spoil(bad)
    for day in range(40, 80):
        logged(store)
        backing_up.take(store, now=first + timedelta(days=day))
    assert good.exists()
    assert bad.exists()


@pytest.mark.slow
def test_a_good_one_goes_where_the_newer_of_its_month_is_good_too(store: Store) -> None:
    first = datetime(2026, 1, 1, 9, tzinfo=UTC)
    logged(store)
    good = backing_up.take(store, now=first)
    logged(store)
    better = backing_up.take(store, now=first + timedelta(days=27))
    for day in range(40, 80):
        logged(store)
        backing_up.take(store, now=first + timedelta(days=day))
    assert not good.exists()
    assert better.exists()


def test_the_richest_stays_where_no_other_rule_keeps_it(store: Store, cramp: Cramp) -> None:
    start = datetime(2025, 1, 6, 9, tzinfo=UTC)
    for day in range(4):
        logged(store, 5 if day == 1 else 1)
        copy = backing_up.take(store, now=start + timedelta(days=day))
        if day == 1:
            richest = copy
            for _ in range(5):
                assert cramp("--diary", store.path, "delete", "last", "--yes").exit_code == 0
    for day in range(10, 60, 5):
        backing_up.take(store, now=start + timedelta(days=day))
    assert richest.exists()
    assert max(backups.listed(store.path), key=lambda each: each.entries).path == richest


def plain_backup(store: Store, at: datetime) -> Path:
    """Leave a backup as an older cramp made them: a copy of the diary."""
    path = private.backup_folder(store.path) / f"{at:%Y-%m-%dT%H%M%SZ}.db"
    private.make_folder(path.parent)
    private.create_private(path)
    with closing(sqlite3.connect(path)) as copy:
        store.connection.backup(copy)
    return path


@pytest.mark.slow
def test_backups_of_an_older_cramp_are_listed_restored_and_let_go(store: Store, cramp: Cramp) -> None:
    old = []
    for day in range(20):
        logged(store, note=f"day {day}")
        old.append(plain_backup(store, datetime(2025, 11, 1, 8, tzinfo=UTC) + timedelta(days=day)))
    listed = cramp("--diary", store.path, "backup", "--list").out
    assert all(path.stem in listed for path in old)
    rotated(store, range(30))
    left = [path for path in old if path.exists()]
    assert 1 <= len(left) <= 4
    assert cramp("--diary", store.path, "restore", left[0].stem, "--yes").exit_code == 0
    assert store.counts()["episode"] == old.index(left[0]) + 1


# A folder that is in other hands


def a_link(folder: Path) -> None:
    elsewhere = folder.with_name("elsewhere")
    elsewhere.mkdir()
    folder.symlink_to(elsewhere, target_is_directory=True)


def others_write(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def their_group_writes(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o770)


def of_another(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a folder of another user's")
    folder.mkdir(mode=0o700)
    os.chown(folder, 65534, 65534)


HANDS: dict[Callable[[Path], None], str] = {
    a_link: "is a link",
    others_write: "others can write to the backup folder",
    their_group_writes: "others can write to the backup folder",
    of_another: "belongs to another user",
}


@pytest.mark.skipif(os.name != "posix", reason="modes and owners are POSIX's")
@pytest.mark.parametrize("hands", HANDS, ids=lambda hands: hands.__name__)
@pytest.mark.slow
def test_a_backup_folder_in_other_hands_is_refused_and_said(
    run_cramp: Cramp, diary: Path, hands: Callable[[Path], None]
) -> None:
    folder = private.backup_folder(diary)
    hands(folder)
    before = sorted(folder.iterdir())
    ran = run_cramp("log", "5")
    assert (ran.exit_code, ran.out[:8]) == (0, "Saved 1:")
    assert ran.err.startswith("Your entry is saved, but today's backup failed: ")
    assert HANDS[hands] in ran.err
    assert str(folder) in ran.err
    assert ran.err.count("\n") == 1
    other = diary.parent / "other.db"
    run_cramp("demo", other)
    for command in (
        ("backup",),
        ("purge", "1", "--yes"),
        ("purge", "--backups", "--yes"),
        ("restore", other, "--yes"),
    ):
        ran = run_cramp(*command)
        assert ran.exit_code == 1, ran
        assert HANDS[hands] in ran.err
        assert ran.err.count("\n") == 1
    assert sorted(folder.iterdir()) == before
    assert episodes(diary) == 1
    if folder.is_symlink():
        folder.unlink()
    else:
        folder.rename(folder.with_name("moved"))
    ran = run_cramp("log", "9")
    assert (ran.exit_code, ran.err) == (0, "")
    assert len(backup_names(diary)) == 1, "as was said, a folder is made then"


@pytest.mark.skipif(os.name != "posix", reason="modes and owners are POSIX's")
@pytest.mark.slow
def test_a_damaged_diary_is_not_set_aside_in_other_hands(
    run_cramp: Cramp, diary: Path, tmp_path: Path
) -> None:
    run_cramp("demo", tmp_path / "other.db")
    a_link(private.backup_folder(diary))
    diary.write_bytes(diary.read_bytes()[:8192] + bytes(20000))
    before = diary.read_bytes()
    ran = run_cramp("restore", tmp_path / "other.db", "--yes")
    assert ran.exit_code == 1
    assert "is a link" in ran.err
    assert diary.read_bytes() == before
    assert list((diary.parent / "elsewhere").iterdir()) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.slow
def test_what_root_copies_of_its_own_diary_is_given_to_nobody(
    run_cramp: Cramp, diary: Path, tmp_path: Path
) -> None:
    os.chown(diary.parent, 65534, 65534)  # whoever made the folder did so to be given what root writes there
    os.chown(diary, 0, 0)
    assert run_cramp("log", "5").exit_code == 0
    assert run_cramp("backup").exit_code == 0
    folder = private.backup_folder(diary)
    assert {path.stat().st_uid for path in [folder, diary]} == {0}
    good = diary.read_bytes()
    diary.write_bytes(good[:8192] + bytes(len(good) - 8192))
    assert run_cramp("restore", "--yes").exit_code == 0
    assert {path.stat().st_uid for path in [folder, *folder.iterdir(), diary]} == {0}


@pytest.mark.parametrize("missing", ["geteuid", "link"])
def test_where_a_call_is_missing_backups_are_made_all_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    with monkeypatch.context() as patch:
        patch.delattr(os, missing, raising=False)
        logged(store, note="first")
        first = backing_up.take(store, now=NOW)
        logged(store, note="second")
        second = backing_up.take(store, now=NOW)
    assert first != second
    assert copies_of(store.path) == sorted([first, second])
    assert restore.put_back(store.path, first, now=NOW).entries == 1
