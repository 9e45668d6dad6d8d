"""Backups: verified, private, kept as long as promised; the way back from one; what a damaged diary still gives."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crampdiary import prompts
from crampdiary.errors import CrampError, DiaryError
from crampdiary.keep import private, reach
from crampdiary.keep.copies import backing_up, backups, restore
from crampdiary.keep.copies.backing_up import kept
from crampdiary.keep.copies.backups import Copy
from kit.builders import NOW, episode, word
from kit.copies import bytes_in, looked_into, spoil
from kit.logs import opened, shown_in, versions_in
from kit.running import Cramp, for_any_diary


def log(path: Path, note: str, now: datetime = NOW) -> None:
    with closing(opened(path, now)) as store, store.change("log") as change:
        change.add(episode(note=note))


def notes(path: Path) -> set[str]:
    with looked_into(path) as store:
        return {record.note or "" for record in shown_in(store).values() if record.kind != "word"}  # type: ignore[union-attr]


def backed_up(path: Path, now: datetime = NOW) -> Path:
    with closing(opened(path, now)) as store:
        return backing_up.take(store, now=now)


def zero_a_page(path: Path, text: bytes = b'"note"') -> None:
    content = bytearray(path.read_bytes())
    place = content.index(text) // 4096 * 4096
    content[place : place + 4096] = bytes(4096)
    path.write_bytes(content)


@pytest.fixture
def diary(diary_path: Path) -> Path:
    log(diary_path, "first")
    return diary_path


# How long they are kept


def made_at(*made: datetime, entries: int = 1) -> list[Copy]:
    return [Copy(Path(f"{at.isoformat()}.db"), at, at.isoformat(), entries) for at in made]


def test_seven_daily_five_weekly_and_twelve_monthly_backups_are_kept() -> None:
    start = datetime(2025, 1, 1, 8, tzinfo=UTC)
    folder = made_at(*(start + timedelta(days=days) for days in range(500)))
    names = sorted(path.name[:10] for path in kept(folder))
    last = (start + timedelta(days=499)).date()
    days = {(last - timedelta(days=back)).isoformat() for back in range(7)}
    sundays = [
        last - timedelta(days=back) for back in range(40) if (last - timedelta(days=back)).weekday() == 6
    ]
    weeks = {last.isoformat(), *(day.isoformat() for day in sundays[:4])}
    months = {name for name in names if name[8:] in ("28", "29", "30", "31")}
    assert set(names) >= days | weeks
    assert set(names) <= days | weeks | months | {last.isoformat()}
    assert len(names) <= 7 + 4 + 11 + 1


@pytest.mark.slow
def test_forty_days_of_use_leave_what_was_promised(diary: Path) -> None:
    for day in range(40):
        now = NOW + timedelta(days=day)
        log(diary, f"day {day}", now)
        backed_up(diary, now)
    left = backups.listed(diary)
    bases = {copy.base for copy in left} - {None}
    assert 7 + 4 <= len(left) <= 7 + 5 + 3 + len(bases)
    assert left[0].entries == 41


def test_the_newest_and_the_richest_are_never_let_go() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    folder = made_at(*(start + timedelta(days=days) for days in range(30)))
    folder[3] = folder[3]._replace(entries=900)
    folder[5] = folder[5]._replace(stamp="2027")  # made when the clock was a year back
    assert {folder[3].path, folder[5].path} <= kept(folder)


@pytest.mark.parametrize("days_back", [20, 450])
def test_the_richest_is_kept_where_no_other_rule_keeps_it(days_back: int) -> None:
    start = datetime(2025, 1, 1, 8, tzinfo=UTC)
    folder = made_at(*(start + timedelta(days=days) for days in range(500)))
    which = 499 - days_back
    assert folder[which].path not in kept(folder), "or else this would pass by another rule"
    folder[which] = folder[which]._replace(entries=2)
    assert folder[which].path in kept(folder)


def test_of_one_day_the_last_ten_are_kept() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    folder = made_at(*(start + timedelta(minutes=minutes) for minutes in range(30)))
    assert kept(folder) == {copy.path for copy in folder[-10:]} | {folder[-1].path}


def test_two_in_one_second_have_names_of_their_own_and_the_newest_is_told_by_content(diary: Path) -> None:
    first = backed_up(diary)
    log(diary, "second")
    second = backed_up(diary)
    log(diary, "third", NOW)
    third = backed_up(diary, NOW - timedelta(days=365))
    assert len({first, second, third}) == 3
    assert backups.newest_good(diary) == third


def test_a_backup_just_made_is_not_let_go_where_the_clock_was_set_back(diary: Path, cramp: Cramp) -> None:
    for minutes in range(12):
        log(diary, f"note {minutes}", NOW + timedelta(minutes=minutes))
        backed_up(diary, NOW + timedelta(minutes=minutes))
    earlier = {"CRAMP_NOW": (NOW - timedelta(hours=1)).isoformat()}
    oldest = backups.listed(diary)[-1].path
    cramp("--diary", diary, "restore", oldest, "--yes", env=earlier)
    cramp("--diary", diary, "log", "--note", "since then", env=earlier)
    ran = cramp("--diary", diary, "restore", oldest, "--yes", "--json", env=earlier)
    assert "since then" in notes(Path(ran.json["before"]))
    cramp("--diary", diary, "log", env=earlier)  # whose daily backup is of the same day
    cramp("--diary", diary, "backup", env=earlier)
    assert "since then" in notes(Path(ran.json["before"]))


def test_the_newest_good_backup_is_not_a_damaged_one(diary: Path) -> None:
    good = backed_up(diary)
    log(diary, "second")
    bad = backed_up(diary, NOW + timedelta(minutes=1))
    spoil(bad)
    assert backups.newest_good(diary) == good


# How they are made


def test_backups_are_private_from_birth(diary: Path) -> None:
    os.umask(0)
    made = backed_up(diary)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700


def test_a_damaged_diary_makes_no_backup_and_lets_none_go(diary: Path) -> None:
    for day in range(20):
        log(diary, f"day {day}", NOW + timedelta(days=day))
    good = backed_up(diary, NOW + timedelta(days=20))
    before = sorted(good.parent.iterdir())
    zero_a_page(diary)
    with closing(opened(diary)) as store, pytest.raises(CrampError):
        backing_up.take(store, now=NOW + timedelta(days=400))
    assert sorted(good.parent.iterdir()) == before


def writer(diary: Path, count: int) -> subprocess.Popen[str]:
    """Start a process that logs and prints each note once it is saved.

    A process, as threads of one share its locks: closing a file that another thread has locked unlocks it.
    """
    program = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[1] + '/keep']\n"
        "from pathlib import Path; from test_restore import log\n"
        "for number in range(int(sys.argv[3])):\n"
        "    log(Path(sys.argv[2]), f'written {number}'); print(f'written {number}', flush=True)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(Path(__file__).parents[1]), str(diary), str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_backups_taken_while_others_write_are_sound(diary: Path) -> None:
    writers = [writer(diary, 40) for _ in range(2)]
    for each in writers:
        assert each.stdout
        each.stdout.readline()
    made = [backed_up(diary, NOW + timedelta(seconds=number)) for number in range(8)]
    for each in writers:
        each.communicate()
    for path in made:
        backups.check(path)
        with looked_into(path) as store:
            assert store.problems() == []
    assert len(backups.listed(diary)) == 8


@pytest.mark.slow
def test_a_killed_backup_leaves_nothing_under_a_backups_name(diary: Path) -> None:
    for number in range(300):
        log(diary, f"{number} " + "x" * 2000)
    for number in range(40):
        child = subprocess.Popen([sys.executable, "-m", "crampdiary", "--diary", str(diary), "backup"])
        time.sleep(0.1 + number * 0.01)
        child.send_signal(signal.SIGKILL)
        child.wait()
    for copy in backups.files(diary):
        backups.check(copy)


# The way back


def test_restore_puts_the_newest_backup_back_and_keeps_the_diary_of_before(diary: Path, cramp: Cramp) -> None:
    backed_up(diary)
    log(diary, "second")
    ran = cramp("--diary", diary, "restore", "--yes", "--json")
    assert ran.exit_code == 0
    assert notes(diary) == {"first"}
    before = Path(ran.json["before"])
    assert notes(before) == {"first", "second"}
    assert cramp("--diary", diary, "restore", before, "--yes").exit_code == 0
    assert notes(diary) == {"first", "second"}


def test_restoring_twice_is_the_way_back(diary: Path, cramp: Cramp) -> None:
    backed_up(diary)
    log(diary, "second")
    for notes_then in ({"first"}, {"first", "second"}, {"first"}):
        assert cramp("--diary", diary, "restore", "--yes").exit_code == 0
        assert notes(diary) == notes_then


def test_a_restore_tried_again_after_it_failed_does_not_put_the_present_back(
    diary: Path, cramp: Cramp
) -> None:
    good = backed_up(diary)
    log(diary, "second")
    assert backed_up(diary) == backups.newest_good(diary) != good  # as a restore begins
    assert cramp("--diary", diary, "restore", "--yes", "--json").exit_code == 0
    assert notes(diary) == {"first"}


def test_restore_asks_and_without_a_terminal_needs_yes(diary: Path, cramp: Cramp) -> None:
    backed_up(diary)
    log(diary, "second")
    assert cramp("--diary", diary, "restore").exit_code == 2
    assert notes(diary) == {"first", "second"}


def test_what_was_purged_stays_purged_after_a_restore(diary: Path, cramp: Cramp) -> None:
    log(diary, "secret")
    old = backed_up(diary)
    assert cramp("--diary", diary, "purge", "2", "--yes").exit_code == 0
    assert cramp("--diary", diary, "restore", old, "--yes").exit_code == 0
    assert notes(diary) == {"first"}
    assert b"secret" not in diary.read_bytes()


@pytest.mark.parametrize("fault", ["damaged", "newer", "foreign", "missing", "utf-16", "no encoding"])
def test_what_is_no_sound_diary_is_not_restored(
    fault: str, diary: Path, cramp: Cramp, tmp_path: Path
) -> None:
    source = tmp_path / "source.db"
    source.write_bytes(diary.read_bytes())
    if fault == "damaged":
        zero_a_page(source)
    elif fault == "missing":
        source.unlink()
    elif fault in (
        "utf-16",
        "no encoding",
    ):  # an empty diary of that encoding, of which everything else is sound
        with closing(opened(tmp_path / "empty.db")):
            pass
        content = bytearray((tmp_path / "empty.db").read_bytes())
        content[59] = 2 if fault == "utf-16" else 0
        source.write_bytes(content)
    else:
        with closing(sqlite3.connect(source)) as connection:
            pragma = "user_version = 99" if fault == "newer" else "application_id = 1"
            connection.execute(f"PRAGMA {pragma}")
    before = diary.read_bytes()
    ran = cramp("--diary", diary, "restore", source, "--yes")
    assert ran.exit_code == 3
    assert diary.read_bytes() == before


def test_a_shell_that_has_the_diary_open_goes_on_with_what_was_restored(diary: Path) -> None:
    old = backed_up(diary)
    log(diary, "second")
    with closing(opened(diary)) as shell:
        assert len(shell.entries()) == 2
        restore.put_back(diary, old, now=NOW)
        assert len(shell.entries()) == 1
        with shell.change("log") as change:
            change.add(episode(note="after"))
    assert notes(diary) == {"first", "after"}
    with closing(opened(diary)) as store:
        assert store.problems() == []


def test_no_entry_that_was_acknowledged_is_lost_to_a_restore_at_the_same_time(diary: Path) -> None:
    old = backed_up(diary)
    child = writer(diary, 100_000)  # it writes until it is stopped, however slow the machine is
    assert child.stdout
    child.stdout.readline()
    done = restore.put_back(diary, old, now=NOW)
    assert done.before
    before = notes(done.before)
    saved = {"written 0"}
    while saved <= before:  # until one that was written after the restore, which came in between then
        saved.add(child.stdout.readline().strip())
    child.terminate()
    child.communicate()
    assert notes(diary) | before >= saved


def test_a_damaged_diary_is_set_aside_and_replaced(diary: Path, cramp: Cramp) -> None:
    good = backed_up(diary)
    log(diary, "second")
    zero_a_page(diary)
    damaged = diary.read_bytes()
    ran = cramp("--diary", diary, "restore", "--yes", "--json")
    assert ran.exit_code == 0
    assert ran.json["from"] == str(good)
    assert Path(ran.json["before"]).read_bytes() == damaged
    assert notes(diary) == {"first"}


def test_a_diary_that_is_gone_is_restored(diary: Path, cramp: Cramp) -> None:
    backed_up(diary)
    diary.unlink()
    assert cramp("--diary", diary, "restore", "--yes").exit_code == 0
    assert notes(diary) == {"first"}
    assert stat.S_IMODE(diary.stat().st_mode) == 0o600


def test_a_damaged_diary_refuses_to_be_written_to_and_names_its_newest_good_backup(
    diary: Path, cramp: Cramp
) -> None:
    good = backed_up(diary)
    zero_a_page(diary)
    before = diary.read_bytes()
    ran = cramp("--diary", diary, "log", "5")
    assert ran.exit_code == 3
    assert str(good) in ran.err
    assert diary.read_bytes() == before


# What of a damaged diary can still be read


def test_salvage_writes_what_can_be_read(diary: Path, cramp: Cramp, tmp_path: Path) -> None:
    with closing(opened(diary)) as store, store.change("log") as change:
        for number in range(300):
            change.add(episode(note=f"entry {number} " + "x" * 50))
        change.add(word())
    zero_a_page(diary, b"entry 150 ")
    ran = cramp("--diary", diary, "info", "--salvage", tmp_path / "saved.json")
    assert ran.exit_code == 0
    versions = versions_in((tmp_path / "saved.json").read_text(encoding="utf-8"))
    records = {each["record_uid"] for each in versions}
    assert len(records) >= 290
    other = tmp_path / "other.db"
    assert cramp("--diary", other, "import", "--new", tmp_path / "saved.json").exit_code == 0
    assert len(notes(other)) >= 290


def test_salvage_gives_an_intact_diary_whole(diary: Path, cramp: Cramp, tmp_path: Path) -> None:
    log(diary, "second")
    cramp("--diary", diary, "edit", "1", "--note", "changed")
    cramp("--diary", diary, "info", "--salvage", tmp_path / "saved.json")
    cramp("--diary", diary, "export", tmp_path / "export.json")
    assert (tmp_path / "saved.json").read_bytes() == (tmp_path / "export.json").read_bytes()


def test_verify_finds_a_single_flipped_letter(diary: Path, cramp: Cramp) -> None:
    assert cramp("--diary", diary, "info", "--verify").exit_code == 0
    content = diary.read_bytes()
    diary.write_bytes(content.replace(b'"note":"first"', b'"note":"fIrst"'))
    ran = cramp("--diary", diary, "info", "--verify")
    assert ran.exit_code == 3
    assert "digest" in ran.err


def test_restoring_the_diary_onto_itself_is_refused(diary: Path) -> None:
    with pytest.raises(CrampError):
        restore.put_back(diary, diary, now=NOW)
    with pytest.raises(DiaryError):
        restore.put_back(diary, diary.parent, now=NOW)


def test_listing_backups_works_without_a_diary(diary: Path, cramp: Cramp) -> None:
    made = backed_up(diary)
    diary.unlink()
    assert made.stem in cramp("--diary", diary, "backup", "--list").out
    assert not diary.exists()


@pytest.mark.parametrize("content", [b"a picture", b"", bytes(5000)])
def test_what_is_no_diary_is_never_replaced_by_a_restore(
    content: bytes, diary: Path, cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "picture.jpg").write_bytes(content)
    assert cramp("--diary", tmp_path / "picture.jpg", "restore", diary, "--yes").exit_code == 3
    assert (tmp_path / "picture.jpg").read_bytes() == content


@pytest.mark.parametrize("size", [0, 1, 3 * 2**20])
def test_a_diary_of_which_nothing_is_left_is_restored_and_the_file_kept(
    size: int, diary: Path, cramp: Cramp
) -> None:
    backed_up(diary)
    diary.write_bytes(bytes(size))
    ran = cramp("--diary", diary, "restore", "--yes", "--json")
    assert ran.exit_code == 0
    assert notes(diary) == {"first"}
    assert Path(ran.json["before"]).read_bytes() == bytes(size)


def test_what_a_diary_was_overwritten_with_is_set_aside_and_another_programs_database_is_not_replaced(
    diary: Path, cramp: Cramp
) -> None:
    backed_up(diary)
    for content, code in ((bytes(2**21) + b"x", 0), (b"a letter", 0), (foreign_database(), 3)):
        diary.write_bytes(content)
        ran = cramp("--diary", diary, "restore", "--yes", "--json")
        assert ran.exit_code == code
        kept = diary if code else Path(ran.json["before"])
        assert kept.read_bytes() == content


def foreign_database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE x (y)")
        return connection.serialize()


# What is said is so


def shown(cramp: Cramp, diary: Path) -> dict[str, dict[str, Any]]:
    """Return the entries that the diary shows, by their uids."""
    entries = cramp("--diary", diary, "list", "--since", "2000-01-01", "--json").json["entries"]
    return {each["uid"]: {key: each[key] for key in each if key != "id"} for each in entries}


def named_command(cramp: Cramp, diary: Path, out: str) -> None:
    """Run the command that a message names."""
    (command,) = re.findall("`cramp ([^`]+)`", for_any_diary(out))
    assert cramp("--diary", diary, *shlex.split(command)).exit_code == 0


CHANGES: dict[str, tuple[tuple[str, ...], ...]] = {
    "3 entries of it are not in this one": (("log", "5"), ("used", "heat"), ("none", "2026-03-20")),
    "1 entry of it is not in this one": (("log", "5"),),
    "1 entry of it is newer than here": (("edit", "1", "--note", "better"), ("log", "5"), ("undo",)),
    "2 entries of it are not in this one, and 1 is newer than here": (
        ("log", "5"), ("edit", "1", "--severity", "9"), ("log", "6"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("said", CHANGES)
@pytest.mark.slow_but_first
def test_what_a_restore_left_out_is_counted_and_comes_by_the_command_that_is_named(
    said: str, diary: Path, cramp: Cramp
) -> None:
    backed_up(diary)
    first = shown(cramp, diary)
    for command in CHANGES[said]:
        assert cramp("--diary", diary, *command).exit_code == 0
    before = shown(cramp, diary)
    ran = cramp("--diary", diary, "restore", "2026-03-31T080000Z", "--yes")
    assert f"{said}: `cramp merge " in for_any_diary(ran.out)
    assert "Restored 1 entry " in ran.out
    assert shown(cramp, diary) == first
    named_command(cramp, diary, ran.out)
    assert shown(cramp, diary) == before


def test_a_path_with_a_space_or_a_quote_stands_in_that_command_as_it_can_be_typed(
    tmp_path: Path, cramp: Cramp
) -> None:
    folder = tmp_path / "my mum's diary; $HOME"
    folder.mkdir()
    log(folder / "diary.db", "first")
    backed_up(folder / "diary.db")
    log(folder / "diary.db", "second")
    ran = cramp("--diary", folder / "diary.db", "restore", "--yes")
    named_command(cramp, folder / "diary.db", ran.out)
    assert notes(folder / "diary.db") == {"first", "second"}


@pytest.mark.parametrize("change", [(), (("delete", "1"),), (("log", "5"), ("undo",))], ids=str)
def test_nothing_is_said_to_be_left_out_where_nothing_is(
    change: tuple[tuple[str, ...], ...], diary: Path, cramp: Cramp
) -> None:
    backed_up(diary)
    for command in change:
        cramp("--diary", diary, *command)
    ran = cramp("--diary", diary, "restore", "2026-03-31T080000Z", "--yes")
    assert "of it" not in ran.out
    assert cramp("--diary", diary, "restore", "2026-03-31T080000Z", "--yes", "--json").json["missing"] == 0


def test_what_was_changed_on_both_sides_is_not_said_to_be_newer_in_the_diary_of_before(
    diary: Path, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.db"
    shutil.copyfile(diary, other)
    for path, note in ((other, "there"), (diary, "here")):
        cramp("--diary", path, "edit", "1", "--note", note)
        monkeypatch.setenv("CRAMP_NOW", (NOW + timedelta(hours=1)).isoformat())
    ran = cramp("--diary", diary, "restore", other, "--yes", "--json")
    assert (ran.json["missing"], ran.json["older"]) == (0, 0)


def test_the_entries_that_are_said_to_be_restored_are_those_the_diary_shows(
    diary: Path, cramp: Cramp
) -> None:
    log(diary, "secret")
    copy = backed_up(diary)
    cramp("--diary", diary, "purge", "2", "--yes")
    ran = cramp("--diary", diary, "restore", copy, "--yes")
    assert ran.out.startswith("Restored 1 entry ")
    assert len(shown(cramp, diary)) == 1


def test_what_was_purged_in_the_backup_is_not_said_to_come_back(
    diary: Path, cramp: Cramp, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    shutil.copyfile(diary, other)
    cramp("--diary", other, "purge", "1", "--yes")
    ran = cramp("--diary", diary, "restore", other, "--yes", "--json")
    assert (ran.json["entries"], ran.json["missing"]) == (0, 0)


# Which one is meant


@pytest.fixture
def three(diary: Path) -> Path:
    """A diary with backups of 1 March, and of 08:00 and 20:00 on 2 March."""
    for day, hour in ((1, 8), (2, 8), (2, 20)):
        now = datetime(2026, 3, day, hour, tzinfo=UTC)
        backed_up(diary, now)
        log(diary, f"{day} March, {hour}", now)
    return diary


MEANT = {
    "2026-03-01T080000Z": 1, "2026-03-01T080000Z.backup": 1, "2026-03-01T080000Z.db": 1, "2026-03-01": 1,
    "2026-03-02T080000Z": 2, "2026-03-02 08:00": 2, "2026-03-02 08:00 UTC": 2, "2026-03-02 08:00:00": 2,
    "2026-03-02T08:00": 2, "2026-03-02T08:00Z": 2, "2026-03-02": 3, "2026-03-02 20:00 utc": 3,
}  # fmt: skip


@pytest.mark.parametrize("typed", MEANT)
@pytest.mark.slow_but_first
def test_a_backup_is_found_by_its_name_its_date_and_what_the_list_shows(
    typed: str, three: Path, cramp: Cramp
) -> None:
    ran = cramp("--diary", three, "restore", typed, "--yes", "--json")
    assert ran.json["entries"] == MEANT[typed]
    assert ("2 backups fit" in ran.err) is (typed == "2026-03-02")


@pytest.mark.parametrize(
    "typed",
    ["2026-03-03", "2026-03", "2026-03-02 09:00", "nothing", "", ".", "../diary.db-backups/x", "2026-03-01T080000Z.exe",
     "/nowhere.db", "2026-03-0\u0662", "*"],
)  # fmt: skip
@pytest.mark.slow_but_first
def test_what_no_backup_is_named_is_said_before_anything_is_asked(
    typed: str, three: Path, cramp: Cramp
) -> None:
    before = three.read_bytes()
    ran = cramp("--diary", three, "restore", typed)
    if typed == ".":  # which is there, and is a folder
        assert ran.exit_code == 2
        ran = cramp("--diary", three, "restore", typed, "--yes")
    assert ran.exit_code == 3
    assert ran.err.count("\n") == 1
    assert three.read_bytes() == before


def test_every_name_in_the_list_restores_as_many_entries_as_stand_beside_it(
    three: Path, cramp: Cramp
) -> None:
    lines = cramp("--diary", three, "backup", "--list").out.splitlines()
    told = [re.fullmatch(r"(\S+): .+, (\d) entr(?:y|ies)", line) for line in lines[:-1]]
    assert len(told) == 3
    assert str(private.backup_folder(three)) in lines[-1]
    for number, line in enumerate(told):
        assert line
        for typed in (line[1], f"{line[1]}.backup"):
            folder = three.with_name(f"{number}")
            folder.mkdir(exist_ok=True)
            ran = cramp("--diary", three, "restore", typed, "--yes", "--json")
            assert ran.json["entries"] == int(line[2])


def test_a_file_of_that_name_where_one_stands_is_meant_before_a_backup(
    three: Path, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    log(here / "2026-03-01", "of here")
    assert cramp("--diary", three, "restore", "2026-03-01", "--yes").exit_code == 0
    assert notes(three) == {"of here"}


# Through a link


@pytest.fixture
def linked(diary: Path, tmp_path: Path) -> Path:
    """A link in another folder, which leads to the diary."""
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.db"
    link.symlink_to(diary)
    return link


@pytest.mark.slow_but_first
@pytest.mark.skipif(os.name != "posix", reason="links need a privilege on Windows")
@pytest.mark.parametrize("fault", [None, "damaged", "blank", "gone"])
def test_a_restore_through_a_link_works_on_the_file_and_leaves_the_link(
    fault: str | None, diary: Path, linked: Path, cramp: Cramp
) -> None:
    assert cramp("--diary", linked, "backup").exit_code == 0
    log(diary, "second")
    if fault == "damaged":
        zero_a_page(diary)
    elif fault == "blank":
        diary.write_bytes(b"")
    elif fault == "gone":
        diary.unlink()
    ran = cramp("--diary", linked, "restore", "--yes", "--json")
    assert ran.exit_code == 0
    assert linked.is_symlink()
    assert notes(diary) == {"first"}
    assert [path.name for path in linked.parent.iterdir()] == [linked.name]
    if fault != "gone":
        assert Path(ran.json["before"]).parent == private.backup_folder(diary)
    cramp("--diary", linked, "log", "5")
    assert len(shown(cramp, diary)) == 2


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege on Windows")
def test_backups_are_listed_and_purged_through_a_link(diary: Path, linked: Path, cramp: Cramp) -> None:
    log(diary, "secret")
    copy = backed_up(diary)
    assert copy.stem in cramp("--diary", linked, "backup", "--list").out
    assert cramp("--diary", linked, "purge", "2", "--backups", "--yes").exit_code == 0
    assert b"secret" not in bytes_in(copy)
    with pytest.raises(CrampError):
        restore.put_back(linked, diary, now=NOW)


def test_a_backup_is_merged_as_a_diary_is(diary: Path, cramp: Cramp, tmp_path: Path) -> None:
    backed_up(diary)
    log(diary, "second")
    later = backed_up(diary)
    assert backups.base_of(later)
    other = tmp_path / "other.db"
    log(other, "mine")
    assert cramp("--diary", other, "merge", later).exit_code == 0
    assert notes(other) == {"first", "second", "mine"}


# What only a damaged diary had


def a_page(path: Path) -> None:
    zero_a_page(path, b"first entry of many")


def a_letter(path: Path) -> None:
    """Change a letter in the log, of an entry that its table still has."""
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"note":"only here"', b'"note":"onlY here"'))


def a_letter_of_an_edit(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"note":"changed since"', b'"note":"changeD since"'))


def a_row(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DELETE FROM episode WHERE id = 1")


@pytest.mark.parametrize(
    "damage", [a_page, a_letter, a_letter_of_an_edit, a_row], ids=lambda each: each.__name__
)
def test_what_only_a_damaged_diary_had_is_named_and_comes_by_the_commands_that_are_told(
    damage: Callable[[Path], None], diary_path: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    with closing(opened(diary_path)) as store, store.change("log") as change:
        for _ in range(200):
            change.add(episode(note="first entry of many " + "x" * 100))
    good = backed_up(diary_path)
    log(diary_path, "only here", NOW + timedelta(hours=1))
    with closing(opened(diary_path, NOW + timedelta(hours=2))) as store, store.change("edit") as change:
        change.replace(entry := reach.entry(store, "100"), entry.record.replaced(note="changed since"))
    damage(diary_path)
    ran = cramp("restore", good, "--yes")
    assert ran.exit_code == 0
    assert notes(diary_path) == {"first entry of many " + "x" * 100}
    assert "1 entry of it is not in this one, and 1 is newer than here" in ran.out
    assert "Tue 31 Mar 03:10" in ran.out
    (aside,) = private.backup_folder(diary_path).glob("*.damaged")
    assert f"The damaged diary is {aside}" in ran.out.replace("\n", "")
    for command in re.findall("`cramp ([^`]+)`", ran.out):
        assert cramp(*shlex.split(command)).exit_code == 0, command
    assert notes(diary_path) == {"first entry of many " + "x" * 100, "only here", "changed since"}


def test_where_nothing_is_lost_with_a_damaged_diary_or_nothing_can_be_read_that_is_said(
    diary: Path, cramp: Cramp
) -> None:
    good = backed_up(diary)
    zero_a_page(diary)
    ran = cramp("--diary", diary, "restore", good, "--yes")
    assert "All that can be read in it is in this one too." in ran.out
    diary.write_bytes(bytes(4096))
    ran = cramp("--diary", diary, "restore", good, "--yes", "--json")
    assert (ran.json["missing"], ran.json["older"]) == (None, None)
    diary.write_bytes(bytes(4096))
    assert "Nothing in it can be read." in cramp("--diary", diary, "restore", good, "--yes").out


def test_what_was_purged_from_a_damaged_diary_stays_purged(diary: Path, cramp: Cramp) -> None:
    log(diary, "secret")
    good = backed_up(diary)
    assert cramp("--diary", diary, "purge", "2", "--yes").exit_code == 0
    with closing(sqlite3.connect(diary)) as other, other:
        other.execute("DELETE FROM episode")
    assert "1 entry" in cramp("--diary", diary, "restore", good, "--yes").out
    assert notes(diary) == {"first"}
    assert b"secret" not in diary.read_bytes()


def test_what_a_damaged_diary_has_beyond_the_backup_is_said_before_the_question(
    diary: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = backed_up(diary)
    log(diary, "second")
    asked: list[str] = []
    monkeypatch.setattr(prompts, "can_ask", lambda: True)
    monkeypatch.setattr(prompts, "ask", asked.append)
    assert "damaged" not in cramp("--diary", diary, "restore", good).err
    a_row(diary)
    before = diary.read_bytes()
    ran = cramp("--diary", diary, "restore", good)
    assert "damaged. 1 entry in it can be read that this backup does not have" in ran.err
    assert len(asked) == 2
    assert diary.read_bytes() == before
