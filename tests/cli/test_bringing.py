"""What an import, a merge and a sync say of deletions and purges, and that each word of it is so."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crampdiary.diary.model import KINDS, Record
from crampdiary.keep import private
from crampdiary.keep.revision import body_of, word_uids
from kit.builders import NOW, at, episode, exposure, with_all, word
from kit.logs import opened, shown_in
from kit.running import Cramp, Ran, files_in, for_any_diary
from kit.terminals import needs_terminal, talk

LATER = NOW + timedelta(hours=1)
SITES = ("calf", "toes", "arch", "heel", "thigh", "foot", "shin")


def cramps(count: int) -> list[Record]:
    """Return cramps, each on a day and at a site of its own."""
    return [
        episode(at(f"2026-03-{day:02}T03:10"), sites=(SITES[day % len(SITES)],), note=f"dear {day}")
        for day in range(1, count + 1)
    ]


def keep(path: Path, *records: Record) -> Path:
    path.parent.mkdir(exist_ok=True)
    with closing(opened(path)) as store, store.change("log") as change:
        for record in records:
            change.add(record)
    return path


def copy_of(path: Path, name: str) -> Path:
    other = path.with_name(name)
    shutil.copyfile(path, other)
    return other


def shown(path: Path) -> dict[str, Record]:
    with closing(opened(path)) as store:
        assert store.problems() == []
        return shown_in(store)


def uids(path: Path) -> dict[int, str]:
    with closing(opened(path)) as store:
        return {entry.number: entry.uid for entry in (*store.entries(), *store.words())}


def delete(path: Path, *numbers: int, now: Any = LATER) -> None:
    with closing(opened(path, now)) as store, store.change("delete") as change:
        for entry in (*store.entries(), *store.words()):
            if entry.number in numbers:
                change.delete(entry)


def list_of(path: Path, *purged: str) -> Path:
    """Write the file of a few bytes that anybody can write who ever saw an export."""
    path.write_text(json.dumps({"crampdiary": 2, "purged": purged}) + "\n")
    return path


Bring = Callable[[Cramp, Path, Path], Ran]


def by_import(cramp: Cramp, here: Path, there: Path) -> Ran:
    file = there.with_suffix(".jsonl")
    cramp("--diary", there, "export", file, "--force")
    return cramp("--diary", here, "import", file)


def by_merge(cramp: Cramp, here: Path, there: Path) -> Ran:
    return cramp("--diary", here, "merge", there)


def by_sync(cramp: Cramp, here: Path, there: Path) -> Ran:
    folder = here.with_name("shared")
    folder.mkdir(exist_ok=True)
    cramp("--diary", there, "sync", folder)
    return cramp("--diary", here, "sync", folder)


every_way = pytest.mark.parametrize("bring", [by_import, by_merge, by_sync])


# Purged there


@every_way
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.slow_but_first
def test_what_was_purged_there_is_deleted_here_and_every_word_of_what_is_said_is_so(
    bring: Bring, kind: str, cramp: Cramp, tmp_path: Path
) -> None:
    here = keep(tmp_path / "here.db", with_all(kind))
    there = copy_of(here, "there.db")
    before = shown(here)
    cramp("--diary", there, "purge", "1", "--yes")
    ran = bring(cramp, here, there)
    assert ran.exit_code == 0, ran.err
    assert re.search(
        r"^purged there: 1 \(.+\): deleted here; `cramp purge 1` removes it here for ever too\.$",
        for_any_diary(ran.out),
        re.M,
    )
    assert shown(here) == {}

    # "one step that `cramp undo` takes back"
    undone = copy_of(here, "undone.db")
    assert cramp("--diary", undone, "undo").exit_code == 0
    assert shown(undone) == before
    for _ in range(2):  # and it stays so, however often the list comes
        again = bring(cramp, undone, there)
        assert again.exit_code == 0
        assert "purged there" not in again.out
        assert shown(undone) == before

    # "The diary of before"
    (backup,) = re.findall(r"The diary of before: (\S+)\.$", ran.out, re.M)
    restored = copy_of(here, "restored.db")
    assert cramp("--diary", restored, "restore", backup, "--yes").exit_code == 0
    assert shown(restored) == before

    # "`cramp purge 1` removes it here for ever too"
    with closing(opened(here)) as store:
        assert store.purged() == []
    assert cramp("--diary", here, "purge", "1", "--yes").exit_code == 0
    with closing(opened(here)) as store:
        assert store.purged() == [*before]
        assert list(store.revisions()) == []


@every_way
@pytest.mark.slow_but_first
def test_a_version_made_here_after_the_list_was_heard_stands(
    bring: Bring, cramp: Cramp, tmp_path: Path
) -> None:
    here = keep(tmp_path / "here.db", *cramps(2))
    there = copy_of(here, "there.db")
    before = shown(here)
    delete(here, 1)
    cramp("--diary", there, "purge", "1", "2", "--yes")
    for _ in range(2):  # 1 was deleted before the list came, and 2 by the list
        bring(cramp, here, there)
        assert shown(here) == {}
    with closing(opened(here, LATER)) as store, store.change("delete --undo") as change:
        change.append([(uid, record.kind, body_of(record)) for uid, record in before.items()])
    assert shown(here) == before
    keep(there, episode("2026-03-20T03:00", note="so that there is something new there"))
    bring(cramp, here, there)
    assert shown(here).items() > before.items()


def test_a_list_of_what_is_deleted_here_or_never_was_here_does_nothing_that_is_shown(
    cramp: Cramp, tmp_path: Path
) -> None:
    here = keep(tmp_path / "here.db", *cramps(2))
    gone = uids(here)[1]
    delete(here, 1)
    before = shown(here)
    wanted = list_of(tmp_path / "list.jsonl", gone, "01987f3a-0000-7000-8000-000000000000")
    log = cramp("--diary", here, "export").out
    ran = cramp("--diary", here, "import", wanted, "--json").json
    assert (ran["new"], ran["purged_there"], ran["backup"]) == (0, [], None)
    assert shown(here) == before
    assert cramp("--diary", here, "export").out == log
    state = here.read_bytes()
    assert "0 new: nothing to do." in cramp("--diary", here, "import", wanted).out
    assert here.read_bytes() == state


def test_a_strangers_list_blocks_no_word_and_no_entry(cramp: Cramp, tmp_path: Path) -> None:
    here = keep(tmp_path / "here.db", episode())
    there = keep(tmp_path / "there.db", episode("2026-03-30T02:00", note="theirs"))
    stranger = list_of(tmp_path / "list.jsonl", *word_uids(word()), *uids(there).values())
    assert cramp("--diary", here, "import", stranger).exit_code == 0
    assert cramp("--diary", here, "words", "add", "remedy", "brine").exit_code == 0
    assert cramp("--diary", here, "used", "brine").exit_code == 0
    assert by_merge(cramp, here, there).exit_code == 0
    assert "theirs" in {getattr(record, "note", None) for record in shown(here).values()}


def test_what_arrives_together_with_a_list_that_has_it_is_deleted_by_it(cramp: Cramp, tmp_path: Path) -> None:
    here = keep(tmp_path / "here.db", *cramps(1))
    there = keep(tmp_path / "there.db", *cramps(3))
    file = tmp_path / "both.jsonl"
    cramp("--diary", there, "export", file)
    lines = file.read_text().split("\n", 1)
    file.write_text(json.dumps({"crampdiary": 2, "purged": [uids(there)[2]]}) + "\n" + lines[1])
    told = cramp("--diary", here, "import", file, "--json").json
    assert told["kinds"]["episode"] == {"new": 2, "changed": 0, "deleted": 0, "gone": 1, "known": 0}
    assert told["deleted_count"] == told["purged_there_count"] == 0  # it was never here
    assert uids(there)[2] not in shown(here)
    assert len(shown(here)) == 3
    assert '"dear 2"' in cramp("--diary", here, "export").out  # and can be reached


def test_two_devices_that_hear_of_a_purge_agree_without_a_conflict(cramp: Cramp, tmp_path: Path) -> None:
    here = keep(tmp_path / "here.db", *cramps(2))
    other, there = copy_of(here, "other.db"), copy_of(here, "there.db")
    cramp("--diary", there, "purge", "1", "--yes")
    for path in (here, other):
        by_merge(cramp, path, there)
    for one, two in ((here, other), (other, here), (there, here), (there, other)):
        told = cramp("--diary", one, "merge", two, "--json").json
        assert (told["conflict_count"], told["deleted_count"], told["purged_there_count"]) == (0, 0, 0)
        assert "nothing to do" in by_merge(cramp, one, two).out
    assert shown(here) == shown(other) == shown(there)
    assert len(shown(here)) == 1


@every_way
@pytest.mark.slow_but_first
def test_a_word_that_was_purged_and_added_again_there_is_one_word_here_whatever_is_done(
    bring: Bring, cramp: Cramp, tmp_path: Path
) -> None:
    here = keep(tmp_path / "here.db", word(label="Brine"))
    there = copy_of(here, "there.db")
    before = shown(here)
    cramp("--diary", there, "purge", "--match", "brine", "--yes")
    cramp("--diary", there, "words", "add", "remedy", "brine")
    bring(cramp, here, there)
    assert list(shown(here)) == list(shown(there)) != list(before)
    again = cramp("--diary", here, "words", "rename", "remedy", "brine", "Dill")
    assert again.exit_code == 0, again.err
    cramp("--diary", here, "undo", "2")
    assert shown(here) == before
    later = {"CRAMP_NOW": LATER.isoformat()}
    cramp("--diary", there, "words", "rename", "remedy", "brine", "Brine water", env=later)
    bring(cramp, here, there)  # both are live now: the one that was added again stays
    assert list(shown(here)) == list(shown(there))
    bring(cramp, there, here)
    assert shown(here) == shown(there)


# Deleted there


@every_way
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.slow_but_first
def test_a_deletion_is_told_as_one_and_can_be_taken_back(
    bring: Bring, kind: str, cramp: Cramp, tmp_path: Path
) -> None:
    here = keep(tmp_path / "here.db", with_all(kind))
    there = copy_of(here, "there.db")
    before = shown(here)
    delete(there, 1)
    told = cramp("--diary", here, "merge", there, "--dry-run", "--json").json
    assert (told["deleted"], told["deleted_count"], told["new"]) == ([1], 1, 1)
    assert told["kinds"][kind] == {"new": 0, "changed": 0, "deleted": 1, "gone": 0, "known": 0}
    ran = bring(cramp, here, there)
    assert re.search(r"deleted there: 1 \(1: .+\)", ran.out)
    assert "changed" not in ran.out
    assert shown(here) == {}
    cramp("--diary", here, "undo")
    assert shown(here) == before


def test_up_to_three_are_named_in_the_summary(cramp: Cramp, tmp_path: Path) -> None:
    here = keep(
        tmp_path / "here.db",
        *cramps(2),
        exposure("magnesium", amount="2, or 3"),
        word(),
        episode(side="left"),
    )
    there = copy_of(here, "there.db")
    delete(there, 1, 3, 5)
    assert "deleted there: 3 (1: toes, 3: magnesium, 5: left)" in by_merge(cramp, here, there).out


def test_each_is_counted_once_and_for_what_becomes_of_it(cramp: Cramp, tmp_path: Path) -> None:
    here = keep(tmp_path / "here.db", *cramps(6))
    there = copy_of(here, "there.db")
    keep(there, *cramps(2))
    with closing(opened(there, LATER)) as store, store.change("edit") as change:
        for entry in store.entries():
            if entry.number in (1, 2, 4):
                change.replace(entry, entry.record.replaced(note="changed"))
    delete(there, 1, 3, 7, now=LATER + timedelta(hours=1))  # 1 is changed and deleted, 7 was never here
    delete(here, 3)
    with closing(opened(here, LATER + timedelta(hours=2))) as store, store.change("edit") as change:
        entry = next(each for each in store.entries() if each.number == 4)
        change.replace(entry, entry.record.replaced(note="changed here, and later"))
    told = cramp("--diary", here, "merge", there, "--json").json
    # 1 deleted; 2 and 4 changed; 3 was deleted on both sides; 5 and 6 known; 7 never here; 8 new
    assert told["kinds"]["episode"] == {"new": 1, "changed": 2, "deleted": 1, "gone": 1, "known": 3}
    assert told["deleted"] == [1]
    assert told["new"] == 6
    assert by_merge(cramp, here, there).out.count("nothing to do") == 1


MANY = 14


@pytest.fixture(params=["deleted", "purged", "both"])
def much_lost(request: pytest.FixtureRequest, cramp: Cramp, tmp_path: Path) -> tuple[Path, Path]:
    """A diary of 14 cramps, and a copy of it in which 13 were deleted or purged, and one was added."""
    here = keep(tmp_path / "here.db", *cramps(MANY))
    there = copy_of(here, "there.db")
    half = 7 if request.param == "both" else MANY
    if request.param != "purged":
        delete(there, *range(1, half))
    if request.param != "deleted":
        first = half if request.param == "both" else 1
        cramp("--diary", there, "purge", *map(str, range(first, MANY)), "--yes")
    keep(there, episode("2026-03-25T03:00", note="new there"))
    return here, there


def numbers_listed(text: str) -> set[int]:
    found = re.findall(r"^(?:  (\d+): |purged there: (\d+) \()", text, re.M)
    return {int(one or other) for one, other in found}


@pytest.mark.slow_but_first
def test_more_than_three_are_listed_where_nobody_can_answer(
    much_lost: tuple[Path, Path], cramp: Cramp
) -> None:
    here, there = much_lost
    before = shown(here)
    state = files_in(here.parent)
    dry = cramp("--diary", here, "merge", there, "--dry-run")
    assert files_in(here.parent) == state
    assert "would be deleted here" in dry.out.lower()
    assert "deleted here;" not in dry.out
    ran = by_merge(cramp, here, there)
    assert ran.exit_code == 0
    for each in (dry, ran):
        assert len(numbers_listed(each.out)) in (10, 13)  # ten, or six of one and seven of the other
        assert re.search(r"\b3 more", each.out) or len(numbers_listed(each.out)) == 13
    assert "`cramp undo` takes back" in for_any_diary(ran.out)
    assert len(shown(here)) == 2
    cramp("--diary", here, "undo")
    assert shown(here) == before


@pytest.mark.slow_but_first
def test_yes_asks_nothing_and_lists_them(much_lost: tuple[Path, Path], cramp: Cramp) -> None:
    here, there = much_lost
    cramp("--diary", there, "export", there.with_suffix(".jsonl"))
    ran = talk(["--diary", here, "import", there.with_suffix(".jsonl"), "--yes"])
    assert ran.exit_code == 0
    assert "[y/N]" not in ran.shown
    assert numbers_listed(ran.shown)
    assert len(shown(here)) == 2


@needs_terminal
@every_way
@pytest.mark.slow_but_first
def test_on_a_terminal_no_keeps_them_and_brings_in_all_else(
    bring: Bring, much_lost: tuple[Path, Path], cramp: Cramp
) -> None:
    here, there = much_lost
    before = shown(here)
    ran = _asked(bring, cramp, here, there, "n\n")
    assert ran.exit_code == 0
    assert "kept here" in ran.shown.lower()
    after = shown(here)
    assert after.items() >= before.items()
    assert len(after) == MANY + 1
    assert "purged there" not in bring(cramp, here, there).out  # it was answered
    assert shown(here) == after
    bring(cramp, there, here)  # what was kept wins there too, and what was purged there stays so
    with closing(opened(there)) as store:
        purged = set(store.purged())
    assert shown(there) == {uid: record for uid, record in after.items() if uid not in purged}


@needs_terminal
@every_way
@pytest.mark.slow_but_first
def test_on_a_terminal_yes_deletes_them_and_what_is_shown_before_the_question_is_so(
    bring: Bring, much_lost: tuple[Path, Path], cramp: Cramp
) -> None:
    here, there = much_lost
    before = shown(here)
    ran = _asked(bring, cramp, here, there, "y\n")
    assert ran.exit_code == 0
    asked, _, done = ran.shown.partition("Delete these 13 here too?")
    assert "would be deleted here" in asked.lower()
    assert "would be deleted here" not in done.lower()
    assert numbers_listed(asked) == numbers_listed(done) != set()
    assert len(shown(here)) == 2
    cramp("--diary", here, "undo")
    assert shown(here) == before


def _asked(bring: Bring, cramp: Cramp, here: Path, there: Path, answer: str) -> Any:
    command, source = "merge", there
    first = []
    if bring is by_import:
        command, source = "import", there.with_suffix(".jsonl")
        cramp("--diary", there, "export", source)
        first = [("Import this?", "y\n")]
    elif bring is by_sync:
        command, source = "sync", here.with_name("shared")
        source.mkdir()
        cramp("--diary", there, "sync", source)
    return talk(["--diary", here, command, source], *first, ("Delete these 13 here too?", answer))


@needs_terminal
def test_what_was_only_purged_there_and_is_kept_leaves_the_log_as_it_was(
    cramp: Cramp, tmp_path: Path
) -> None:
    here = keep(tmp_path / "here.db", *cramps(5))
    before = cramp("--diary", here, "export").out
    wanted = list_of(tmp_path / "list.jsonl", *uids(here).values())
    ran = talk(
        ["--diary", here, "import", wanted], ("Import this?", "y\n"), ("Delete these 5 here too?", "n\n")
    )
    assert ran.exit_code == 0
    assert "Saved" not in ran.shown
    assert cramp("--diary", here, "export").out == before
    assert not private.backup_folder(here).exists()
    assert "nothing to do" in cramp("--diary", here, "import", wanted).out


@needs_terminal
def test_three_are_not_asked_about(cramp: Cramp, tmp_path: Path) -> None:
    here = keep(tmp_path / "here.db", *cramps(4))
    there = copy_of(here, "there.db")
    delete(there, 1, 2)
    cramp("--diary", there, "purge", "3", "--yes")
    ran = talk(["--diary", here, "merge", there])
    assert ran.exit_code == 0
    assert "[y/N]" not in ran.shown
    assert len(shown(here)) == 1


def test_a_kept_entry_is_newer_than_a_deletion_from_a_clock_that_is_ahead(
    cramp: Cramp, tmp_path: Path
) -> None:
    here = keep(tmp_path / "here.db", *cramps(4))
    there = copy_of(here, "there.db")
    delete(there, 1, 2, 3, 4, now=NOW + timedelta(days=400))
    before = shown(here)
    ran = talk(["--diary", here, "merge", there], ("Delete these 4 here too?", "n\n"))
    assert ran.exit_code == 0
    assert shown(here) == before
    by_merge(cramp, there, here)
    assert shown(there) == before


# Deleted here


def test_a_known_entry_that_is_deleted_here_is_told_with_how_to_bring_it_back(
    cramp: Cramp, tmp_path: Path
) -> None:
    here = keep(tmp_path / "here.db", *cramps(7), word())
    file = tmp_path / "a.jsonl"
    cramp("--diary", here, "export", file)
    delete(here, 2)
    ran = cramp("--diary", here, "import", file)
    hint = "1 of them deleted here: `cramp delete --undo 2` brings it back"
    assert f"known already: 7 cramps and 1 word, {hint}." in for_any_diary(ran.out)
    delete(here, *range(1, 9))
    ran = cramp("--diary", here, "import", file)
    assert "7 of them deleted here (1, 2, 3 ...): `cramp delete --undo 1` brings one back" in for_any_diary(
        ran.out
    )
    told = cramp("--diary", here, "import", file, "--json").json
    assert (told["deleted_here"], told["deleted_here_count"], told["new"]) == ([1, 2, 3, 4, 5, 6, 7], 7, 0)


def test_one_alone_is_told_without_a_count(cramp: Cramp, tmp_path: Path) -> None:
    here = keep(tmp_path / "here.db", *cramps(1))
    cramp("--diary", here, "export", tmp_path / "a.jsonl")
    delete(here, 1)
    ran = cramp("--diary", here, "import", tmp_path / "a.jsonl")
    assert "known already: 1 cramp, deleted here: `cramp delete --undo 1` brings it back." in for_any_diary(
        ran.out
    )


def test_what_is_deleted_there_too_or_was_undone_here_is_not_told_as_deleted_here(
    cramp: Cramp, tmp_path: Path
) -> None:
    here = keep(tmp_path / "here.db", *cramps(2))
    file = tmp_path / "a.jsonl"
    delete(here, 1)
    cramp("--diary", here, "export", file)
    assert "deleted here" not in cramp("--diary", here, "import", file).out
    other = keep(tmp_path / "other.db")
    cramp("--diary", other, "import", file)
    cramp("--diary", other, "undo")
    ran = cramp("--diary", other, "import", file)
    assert "brought back after an undo: 1" in ran.out
    assert "deleted here" not in ran.out


# Alike


def test_what_looks_alike_is_kept_and_the_same_one_is_named_to_drop_on_both_devices(
    cramp: Cramp, tmp_path: Path
) -> None:
    one = keep(tmp_path / "one.db", episode("2026-03-20T02:00"), episode("2026-03-31T03:10", severity=5))
    other = tmp_path / "other.db"
    with closing(opened(other, LATER)) as store, store.change("log") as change:
        change.add(episode("2026-03-31T03:14", severity=6))
        change.add(exposure("magnesium"))
    ran = by_merge(cramp, one, other)
    assert "2 and 3 look alike: `cramp delete 3` drops one." in for_any_diary(ran.out)
    assert len(shown(one)) == 4
    ran = by_merge(cramp, other, one)
    (kept, dropped) = re.findall(
        r"(\d+) and (\d+) look alike: `cramp delete \2` drops one", for_any_diary(ran.out)
    )[0]
    assert uids(other)[int(kept)] == uids(one)[2]
    assert uids(other)[int(dropped)] == uids(one)[3]
    for path in (one, other):
        assert "look alike" not in by_merge(cramp, path, other if path == one else one).out
    cramp("--diary", one, "delete", "3")
    cramp("--diary", other, "delete", dropped)
    by_merge(cramp, one, other)
    by_merge(cramp, other, one)
    assert shown(one) == shown(other)
    assert len(shown(one)) == 3


def test_the_first_pairs_are_told_and_the_others_counted(cramp: Cramp, tmp_path: Path) -> None:
    one = keep(tmp_path / "one.db", *cramps(5))
    other = keep(tmp_path / "other.db", *cramps(5), exposure("magnesium"))
    ran = by_merge(cramp, one, other)
    assert (
        len(re.findall(r"\d+ and \d+ look alike: `cramp delete \d+` drops one\.", for_any_diary(ran.out)))
        == 3
    )
    assert "2 more pairs look alike" in ran.out


def test_two_of_one_source_are_not_compared_with_each_other(cramp: Cramp, tmp_path: Path) -> None:
    one = keep(tmp_path / "one.db", episode("2026-03-20T02:00"))
    other = keep(tmp_path / "other.db", episode(), episode())
    told = cramp("--diary", one, "merge", other, "--json").json
    assert (told["alike"], told["alike_count"]) == ([], 0)
