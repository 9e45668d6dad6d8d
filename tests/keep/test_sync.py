"""`cramp sync`: devices agree by way of a folder, each writes its own file alone and no more of it than is new."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from crampdiary.keep import lines
from crampdiary.keep.copies import foreign
from crampdiary.keep.merging import merge, shared, sync
from crampdiary.keep.revision import body_of, digest_of, uuid7
from crampdiary.keep.store import Store
from kit.builders import NOW, check_in, episode
from kit.logs import log_of, opened, shown_in, versions_in
from kit.running import Cramp, Ran, files_in, for_any_diary


def add(path: Path, *notes: str, hours: int = 0) -> None:
    with closing(opened(path, NOW + timedelta(hours=hours))) as store, store.change("log") as change:
        for note in notes:
            change.add(episode(note=note))


def notes(path: Path) -> set[str | None]:
    with closing(opened(path)) as store:
        return {getattr(record, "note", None) for record in shown_in(store).values()}


def device(path: Path) -> str:
    with closing(opened(path)) as store:
        return str(store.local("device"))


class Devices:
    """Diaries with an entry each, synced by a folder until they agree."""

    def __init__(self, cramp: Cramp, place: Path, *names: str) -> None:
        self.cramp = cramp
        self.folder = place / "shared"
        self.folder.mkdir()
        self.diaries = {name: place / f"{name}.db" for name in names}
        for name, path in self.diaries.items():
            add(path, f"of {name}")
        for _ in range(2):
            for name in names:
                assert self.sync(name).exit_code == 0
        assert all(notes(path) == {f"of {each}" for each in names} for path in self.diaries.values())

    def sync(self, name: str, *options: str) -> Ran:
        return self.cramp("--diary", self.diaries[name], "sync", self.folder, *options)

    def add(self, name: str, *texts: str) -> None:
        add(self.diaries[name], *texts)

    def notes(self, name: str) -> set[str | None]:
        return notes(self.diaries[name])

    def own(self, name: str) -> Path:
        return self.folder / f"cramp-{device(self.diaries[name])}.jsonl"


@pytest.fixture
def two(cramp: Cramp, tmp_path: Path) -> Devices:
    return Devices(cramp, tmp_path, "a", "b")


# Together


def test_two_devices_meet_in_a_folder_and_each_writes_its_own_file(two: Devices) -> None:
    for round_ in range(3):
        for name in ("a", "b"):
            two.add(name, f"{name} {round_}")
            before = files_in(two.folder)
            assert two.sync(name).exit_code == 0
            after = files_in(two.folder)
            assert {each for each in after if after[each] != before.get(each)} == {two.own(name).name}
    two.sync("a")
    with closing(opened(two.diaries["a"])) as one, closing(opened(two.diaries["b"])) as other:
        assert log_of(one) == log_of(other)
    two.sync("b")
    before = files_in(two.folder)
    assert "as it is already" in two.sync("a").out
    assert files_in(two.folder) == before


class InAFolder(RuleBasedStateMachine):
    """Every rule is something that three people do, or that what carries their folder does to it."""

    cramp: ClassVar[Cramp]
    names = st.sampled_from(["a", "b", "c"])
    which = st.integers(0, 50)

    def __init__(self) -> None:
        super().__init__()
        self._place = tempfile.TemporaryDirectory()
        self.place = Path(self._place.name)
        self.folder = self.place / "shared"
        self.folder.mkdir()
        self.now = NOW
        self.typed: dict[str, str] = {}  # each text, to its entry's uid
        self.purged: set[str] = set()
        self.copies = 0

    @initialize()
    def begin(self) -> None:
        for name in ("a", "b", "c"):
            opened(self.diary(name)).close()

    def teardown(self) -> None:
        self._place.cleanup()

    def diary(self, name: str) -> Path:
        return self.place / f"{name}.db"

    def store(self, name: str) -> Store:
        self.now += timedelta(seconds=1)
        return opened(self.diary(name), self.now)

    @rule(name=names, count=st.integers(1, 3))
    def log(self, name: str, count: int) -> None:
        with closing(self.store(name)) as store, store.change("log") as change:
            for _ in range(count):
                text = f"note {len(self.typed)}"
                self.typed[text] = change.add(episode(note=text)).uid

    @rule(name=names, which=which)
    def edit(self, name: str, which: int) -> None:
        with closing(self.store(name)) as store:
            entries = store.entries()
            if entries:
                entry, text = entries[which % len(entries)], f"note {len(self.typed)}"
                with store.change("edit") as change:
                    change.replace(entry, entry.record.replaced(note=text))
                self.typed[text] = entry.uid

    @rule(name=names, which=which)
    def delete(self, name: str, which: int) -> None:
        with closing(self.store(name)) as store:
            entries = store.entries()
            if entries:
                with store.change("delete") as change:
                    change.delete(entries[which % len(entries)])

    @rule(name=names, which=which)
    def purge(self, name: str, which: int) -> None:
        with closing(self.store(name)) as store:
            entries = store.entries()
        if entries:
            entry = entries[which % len(entries)]
            told = self.cramp("--diary", self.diary(name), "purge", str(entry.number), "--yes", "--json")
            assert told.exit_code == 0, told.err
            self.purged.add(entry.uid)
            holding = {path for path in self.folder.glob("*.jsonl") if self.holds(path, entry.uid)}
            found = told.json["sync_folders"].get(str(self.folder), {"holding": []})["holding"]
            if self.sync_known(name):
                assert set(map(Path, found)) == holding

    @rule(name=names)
    def sync(self, name: str) -> None:
        before = files_in(self.folder)
        self.now += timedelta(seconds=1)
        ran = self.cramp(
            "--diary", self.diary(name), "sync", self.folder, env={"CRAMP_NOW": self.now.isoformat()}
        )
        assert ran.exit_code == 0, ran.err
        after = files_in(self.folder)
        own = f"cramp-{device(self.diary(name))}.jsonl"
        assert {each for each in {*before, *after} if before.get(each) != after.get(each)} <= {own}
        with closing(opened(self.diary(name))) as store:
            assert store.problems() == []
            log = {row["uid"] for row in store.revisions()}
        assert {each["uid"] for each in versions_in(after[own].decode())} == log

    @rule(which=which, share=st.floats(0, 1))
    def a_part_of_a_file_is_left_under_another_name(self, which: int, share: float) -> None:
        files = sorted(self.folder.glob("*.jsonl"))
        if files:
            self.copies += 1
            content = files[which % len(files)].read_bytes()
            copy = self.folder / f"cramp-x.sync-conflict-{self.copies % 3}.jsonl"
            copy.write_bytes(content[: int(len(content) * share)])

    @rule(which=which, share=st.floats(0, 1))
    def only_a_part_of_a_file_is_there(self, which: int, share: float) -> None:
        files = sorted(self.folder.glob("*.jsonl"))
        if files:
            path = files[which % len(files)]
            path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    @rule(which=which)
    def a_file_goes_away(self, which: int) -> None:
        files = sorted(self.folder.glob("*.jsonl"))
        if files:
            files[which % len(files)].unlink()

    @rule(name=names)
    def the_diary_goes_back_and_forth(self, name: str) -> None:
        """An older copy of the diary is put back, memory and all; what is in the folder comes back with it."""
        kept = self.place / f"{name}.kept"
        if kept.exists():
            self.sync(name)
            shutil.copyfile(kept, self.diary(name))
            self.sync(name)
        shutil.copyfile(self.diary(name), kept)

    @rule()
    def all_agree_after_two_rounds(self) -> None:
        for _ in range(2):
            for name in ("a", "b", "c"):
                self.sync(name)
        shown = []
        for name in ("a", "b", "c"):
            with closing(opened(self.diary(name))) as store:
                shown.append(
                    {uid: record for uid, record in shown_in(store).items() if uid not in self.purged}
                )
                texts = {json.loads(row["body"])["note"] for row in store.revisions() if row["body"]}
                assert {text for text, uid in self.typed.items() if uid not in self.purged} <= texts
        assert shown[0] == shown[1] == shown[2]

    def sync_known(self, name: str) -> bool:
        with closing(opened(self.diary(name))) as store:
            return store.local("sync_folder") is not None

    @staticmethod
    def holds(path: Path, uid: str) -> bool:
        return f'"record_uid": "{uid}"'.encode() in path.read_bytes()


class InAFolderLonger(InAFolder):
    """The same, for a name of its own."""


@pytest.fixture(autouse=True)
def _within_this_process(cramp: Cramp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(InAFolder, "cramp", staticmethod(cramp), raising=False)


InAFolder.TestCase.settings = settings(max_examples=2, stateful_step_count=15)
InAFolderLonger.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
TestInAFolder = InAFolder.TestCase
TestInAFolderLonger = pytest.mark.slow(InAFolderLonger.TestCase)


# How much is written, and read


@pytest.mark.parametrize("size", [1, 400])
@pytest.mark.slow_but_first
def test_after_one_new_entry_one_line_is_written_however_long_the_diary(
    cramp: Cramp, tmp_path: Path, size: int
) -> None:
    two = Devices(cramp, tmp_path, "a", "b")
    two.add("a", *(f"n {number:04}" for number in range(size)))
    two.sync("a")
    two.sync("b")
    before, inode = two.own("a").read_bytes(), two.own("a").stat().st_ino
    two.add("a", "the new one")
    two.sync("a")
    after = two.own("a").read_bytes()
    assert after[: len(before)] == before
    assert two.own("a").stat().st_ino == inode  # the same file: only its end was written
    (line,) = after[len(before) :].decode().splitlines()
    assert json.loads(line)["record"]["note"] == "the new one"
    assert staged_in(two, "b") == 1
    before, inode = two.own("b").read_bytes(), two.own("b").stat().st_ino
    two.sync("b")
    assert two.own("b").read_bytes() == before + line.encode() + b"\n"
    assert two.own("b").stat().st_ino == inode


def staged_in(two: Devices, name: str) -> int:
    """Return how many versions a sync would look at."""
    return len(looked_at(two.diaries[name], two.folder)[1])


def looked_at(diary: Path, folder: Path) -> tuple[sync.Staged, list[str]]:
    """Return what a sync would read in a folder, and the bodies of the versions it would look at."""
    with (
        closing(opened(diary)) as store,
        foreign.private_folder() as private,
        closing(merge.Staging(private)) as staging,
    ):
        staged = sync.stage_folder(store, folder, staging, private)
        with merge.attached(store, staging):
            rows = store.connection.execute("SELECT body FROM incoming.revision").fetchall()
    return staged, [row[0] for row in rows]


def test_a_file_written_whole_is_the_export(two: Devices) -> None:
    two.own("a").unlink()
    two.sync("a")
    assert two.own("a").read_text(encoding="utf-8") == two.cramp("--diary", two.diaries["a"], "export").out


def test_what_has_not_changed_is_not_read_again(two: Devices) -> None:
    ran = two.sync("a", "--json").json
    assert (ran["read"], ran["published"]) == ([], None)
    assert {Path(each) for each in ran["unchanged"]} == {two.own("a"), two.own("b")}
    assert staged_in(two, "a") == 0
    assert "nothing changed there since the last sync" in two.sync("a").out
    two.add("b", "later")
    two.sync("b")
    ran = two.sync("a", "--json").json
    assert (ran["read"], ran["new"]) == ([str(two.own("b"))], 1)
    assert two.notes("a") == two.notes("b") == {"of a", "of b", "later"}


def test_a_sync_that_has_nothing_to_do_writes_nothing_at_all(two: Devices, tmp_path: Path) -> None:
    two.sync("a")
    before = files_in(tmp_path)
    two.sync("a")
    assert files_in(tmp_path) == before


def test_a_beginning_of_the_same_size_and_age_with_one_byte_changed_is_read_again(two: Devices) -> None:
    theirs = two.own("b")
    status = theirs.stat()
    theirs.write_bytes(theirs.read_bytes().replace(b'"note":"of b"', b'"note":"of B"'))
    os.utime(theirs, ns=(status.st_atime_ns, status.st_mtime_ns))
    for _ in range(2):  # what could not be read is not taken for known the next time
        ran = two.sync("a")
        assert ran.exit_code == 1
        assert f"Left out {theirs.name}" in ran.err
        assert re.search(r"line [23]: It was changed since it was written", ran.err)


# What may be wrong with a file there


@pytest.mark.slow
def test_another_devices_file_cut_off_anywhere_loses_nothing_and_once_whole_it_brings_all(
    two: Devices, tmp_path: Path
) -> None:
    two.add("b", "second", "third")
    two.sync("b")
    whole = two.own("b").read_bytes()
    ends = [place + 1 for place, each in enumerate(whole) if each == ord("\n")]
    parts = tmp_path / "parts"
    parts.mkdir()
    fresh = tmp_path / "fresh.db"
    opened(fresh).close()
    for size in range(len(whole)):
        (parts / f"{size}.jsonl").write_bytes(whole[:size])
    staged, bodies = looked_at(fresh, parts)
    assert staged.left_out == ()
    assert {int(name.split(".")[0]): part.size for name, part in staged.parts.items()} == {
        size: max(end for end in ends if end <= size) for size in range(ends[0], len(whole))
    }
    assert len(bodies) == sum(sum(end <= size for end in ends[1:]) for size in range(len(whole)))
    two.own("a").unlink()
    for size in (0, 10, ends[0] - 1, ends[0], ends[1] - 1, ends[1] + 40, ends[-1] - 1, len(whole)):
        two.own("b").write_bytes(whole[:size])
        ran = two.cramp("--diary", fresh, "sync", two.folder)
        assert (ran.exit_code, ran.err) == (0, "")
    assert notes(fresh) == {"of a", "of b", "second", "third"}


@pytest.mark.slow
def test_a_byte_changed_anywhere_brings_nothing_that_was_not_written(two: Devices, tmp_path: Path) -> None:
    whole = two.own("b").read_bytes()
    _, written = looked_at(two.diaries["a"], two.folder)
    changed = tmp_path / "changed"
    changed.mkdir()
    for place in range(len(whole) - 1):  # without its last line end, a line is still on its way
        for byte in {0, 0x22, 0x41, 0xFF} - {whole[place]}:
            (changed / f"{place}-{byte}.jsonl").write_bytes(
                whole[:place] + bytes([byte]) + whole[place + 1 :]
            )
    staged, bodies = looked_at(two.diaries["a"], changed)
    assert len(staged.left_out) == len(list(changed.iterdir()))
    assert bodies == []
    assert written == []


HEAD = b'{"crampdiary": 2, "purged": []}\n'
NO_FILES = {
    b"half a file": "",
    b"\0" * 5000: "",
    b'{"crampdiary": 3, "purged": []}\n': "",
    b'{"crampdiary": 1, "purged": [], "revisions": []}\n': "",
    b'[{"crampdiary": 2, "purged": []}]\n': "",
    b'{"crampdiary": 2, "purged": [], "more": 1}\n': "line 1: ",
    b'{"crampdiary": 2, "purged": ["x"]}\n': "line 1: ",
    HEAD + b"\n": "line 2: ",
    HEAD + b'{"kind": "episode", "record": {}}\n': "line 2: ",
    HEAD + b"\xff\n": "line 2: ",
    HEAD + b"[" * 100_000 + b"\n": "line 2: ",
    HEAD + b" " * 5 * 2**20: "line 2: ",
}
"""What is no sound file of a device, with what is said of it besides its name."""


@pytest.mark.parametrize("end", [".db", ".jsonl", ".sync-conflict-20260331-090000-ABC.jsonl"])
@pytest.mark.slow_but_first
def test_what_is_no_sound_file_of_a_device_is_left_out_and_said(two: Devices, end: str) -> None:
    for number, content in enumerate(NO_FILES):
        (two.folder / f"cramp-{number}{end}").write_bytes(content)
    two.add("b", "later")
    two.sync("b")
    before = files_in(two.folder)
    ran = two.sync("a")
    assert ran.exit_code == 1
    *lines, last = ran.err.splitlines()
    assert last == f"{len(NO_FILES)} files in the folder could not be merged; the others were."
    said = {line.split(": ")[0]: line for line in lines}
    assert all(line.count("cramp-") == 1 and str(two.folder) not in line for line in lines)
    for number, why in enumerate(NO_FILES.values()):
        assert end == ".db" or why in said[f"Left out cramp-{number}{end}"]
    assert len(said) == len(NO_FILES)
    after = files_in(two.folder)
    assert {name for name in after if after[name] != before[name]} == {two.own("a").name}
    assert two.notes("a") == {"of a", "of b", "later"}


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("what", ["another content", "another kind"])
def test_a_file_that_contradicts_a_version_is_left_out_and_the_others_are_merged(
    two: Devices, is_known: bool, what: str
) -> None:
    if not is_known:  # by the diary; another file there has it
        two.add("b", "not yet merged")
        two.sync("b")
    head, *_, newest = two.own("b").read_text(encoding="utf-8").splitlines(keepends=True)
    row = lines.version(newest)
    if what == "another content":
        row["body"] = body_of(episode(note="another"))
    else:
        row |= {"uid": uuid7(NOW), "kind": "check_in", "body": body_of(check_in("2026-03-30"))}
    line = lines.line({**row, "digest": digest_of(row)})
    (two.folder / "other.jsonl").write_text(head + line, encoding="utf-8")
    two.add("b", "later")
    two.sync("b")
    for _ in range(2):  # nor is it taken for known the next time
        ran = two.sync("a")
        assert ran.exit_code == 1
        assert "Left out other.jsonl: it contradicts what is known of an entry" in ran.err
        assert "1 file in the folder could not be merged; the others were." in ran.err
        assert two.notes("a") == {"of a", "of b", "later", *([] if is_known else ["not yet merged"])}


def contradicting(two: Devices) -> str:
    """Return a device's file in which the newest version of that of `b` has another content."""
    head, *_, newest = two.own("b").read_text(encoding="utf-8").splitlines(keepends=True)
    row = lines.version(newest) | {"body": body_of(episode(note="another"))}
    return head + lines.line({**row, "digest": digest_of(row)})


def test_what_agrees_with_the_diary_is_not_blamed_for_what_another_file_says(two: Devices) -> None:
    (two.folder / "0.jsonl").write_text(contradicting(two), encoding="utf-8")
    (two.folder / "1.jsonl").write_bytes(two.own("b").read_bytes())
    ran = two.sync("a", "--json")
    assert [Path(each).name for each in ran.json["left_out"]] == ["0.jsonl"]
    assert str(two.folder / "1.jsonl") in ran.json["read"]


def test_a_beginning_that_is_remembered_and_is_no_header_is_left_out_and_said(two: Devices) -> None:
    junk = b"\xff\n"
    path = two.folder / "other.jsonl"
    path.write_bytes(HEAD + b"")
    two.sync("a")
    with closing(opened(two.diaries["a"])) as store:
        seen = json.loads(store.local("sync_seen") or "{}")
        seen["other.jsonl"] = [len(HEAD) - 5, hashlib.sha256(HEAD[:-5]).hexdigest()]
        store.remember("sync_seen", json.dumps(seen))
    path.write_bytes(HEAD[:-5] + junk)
    ran = two.sync("a")
    assert ran.exit_code == 1
    assert "Left out other.jsonl" in ran.err


def test_a_newer_file_is_said_to_be_that(two: Devices) -> None:
    (two.folder / "other.jsonl").write_text('{"crampdiary": 3, "purged": []}\n')
    assert "Update cramp" in two.sync("a").err


@pytest.mark.parametrize("name", ["other.db", "other.jsonl"])
@pytest.mark.slow_but_first
def test_nothing_but_the_beginning_is_read_of_what_is_no_diary_or_too_large(
    two: Devices, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = two.folder / name
    begin = two.own("b").read_bytes() if name.endswith(".jsonl") else two.diaries["b"].read_bytes()
    two.own("b").unlink()
    two.own("a").unlink()
    for content, size in ((b"x", shared.SIZE_LIMIT), (begin, shared.SIZE_LIMIT + 1)):
        path.write_bytes(content)
        os.truncate(path, size)  # of nothing, which takes no room
        with monkeypatch.context() as patch:
            patch.setattr(shared.SoFar, "add", pytest.fail)
            patch.setattr(foreign, "opened_copy", pytest.fail)
            patch.setattr(sync, "publish", lambda *_: None)
            ran = two.sync("a")
        assert ran.exit_code == 1
        assert ("larger than 2 GiB" in ran.err) == (size > shared.SIZE_LIMIT)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")
def test_what_is_no_file_is_never_opened(two: Devices) -> None:
    odd = []

    def endless(path: Path) -> None:
        path.symlink_to("/dev/zero")

    kinds: tuple[Callable[[Path], None], ...] = (os.mkfifo, endless, Path.mkdir)

    for name in ("other.db", "other.jsonl", "beside.db-journal", "beside.db-wal"):
        for number, make in enumerate(kinds):
            path = two.folder / f"{number}-{name}"
            make(path)  # who opens the first waits for ever, and who reads the second has no end of it
            if name.startswith("beside"):
                shutil.copyfile(two.diaries["b"], two.folder / f"{number}-beside.db")
            odd.append(path)
    ran = two.sync("a")
    assert ran.exit_code == 1
    said = {line.split(" is not an ordinary file")[0] for line in ran.err.splitlines()[:-1]}
    assert said == {
        f"Left out {path.name.removesuffix('-journal')}: {path.name if path.name.endswith('-journal') else 'it'}"
        for path in odd
        if not path.name.endswith("-wal")  # of two beside one, the first
    }
    assert two.notes("a") == {"of a", "of b"}


def test_what_is_hidden_belongs_to_what_carries_the_folder(two: Devices) -> None:
    for name in ("._cramp-x.jsonl", ".cramp-x.db", "cramp-x.jsonl.tmp", "notes.txt"):
        (two.folder / name).write_bytes(b"\0\5\x16\7")
    assert two.sync("a").exit_code == 0


def test_a_conflicted_copy_is_read_as_any_other_file(two: Devices, tmp_path: Path) -> None:
    add(tmp_path / "c.db", "elsewhere")
    text = two.cramp("--diary", tmp_path / "c.db", "export").out
    for number, name in enumerate(
        ("cramp-x (conflicted copy).jsonl", f"{two.own('a').stem}.sync-conflict-1.jsonl")
    ):
        (two.folder / name).write_text(
            text if number else "".join(text.splitlines(True)[:1]), encoding="utf-8"
        )
        assert two.sync("a").exit_code == 0
    assert two.notes("a") == {"of a", "of b", "elsewhere"}
    assert two.own("a").read_text(encoding="utf-8").count("elsewhere") == 1


# This device's own file


@pytest.mark.parametrize("first", ["one", "clone"])
def test_a_diary_copied_to_another_machine_takes_a_new_name_there(
    cramp: Cramp, tmp_path: Path, first: str
) -> None:
    two = Devices(cramp, tmp_path, "one")
    two.diaries["clone"] = tmp_path / "clone.db"
    shutil.copyfile(two.diaries["one"], two.diaries["clone"])
    two.add("one", "mine")
    two.add("clone", "theirs")
    order = ("one", "clone") if first == "one" else ("clone", "one")
    for _ in range(2):
        for name in order:
            assert two.sync(name).exit_code == 0
    assert two.notes("one") == two.notes("clone") == {"of one", "mine", "theirs"}
    assert len({two.own("one"), two.own("clone")}) == 2 == len(list(two.folder.iterdir()))


@pytest.mark.parametrize("what", ["newer", "damaged below", "damaged above"])
@pytest.mark.slow_but_first
def test_what_a_clone_left_is_never_written_over_also_where_it_cannot_be_merged(
    two: Devices, what: str
) -> None:
    own = two.own("a")
    kept = own.read_bytes()
    line = two.cramp("--diary", two.diaries["a"], "export").out.splitlines()[-1]
    unknown = json.dumps({**json.loads(line), "uid": "0" * 8 + "-0000-7000-8000-" + "0" * 12})
    bad = b"{}\n"
    content = {
        "newer": kept.replace(b'"crampdiary": 2', b'"crampdiary": 3'),
        "damaged below": kept + unknown.encode() + b"\n" + bad,
        "damaged above": kept + bad + unknown.encode() + b"\n",
    }[what]
    own.write_bytes(content)
    two.add("a", "later")
    assert f"Left out {own.name}" in two.sync("a").err
    assert own.read_bytes() == content
    assert two.own("a") != own
    two.sync("b")
    assert two.notes("b") == {"of a", "of b", "later"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:-1],
        lambda content: content[:-40],
        lambda content: content[:10],
        lambda content: b"",
        lambda content: content + content.splitlines(True)[-1],
        lambda content: content.replace(b"of b", b"of B"),
        lambda content: b"\0" * len(content),
        None,
    ],
)
@pytest.mark.slow_but_first
def test_an_own_file_that_is_not_as_it_was_left_is_written_whole(two: Devices, spoil: Any) -> None:
    own = two.own("a")
    if spoil is None:
        own.unlink()
    else:
        own.write_bytes(spoil(own.read_bytes()))
    two.add("a", "later")
    two.sync("a")
    assert two.own("a") == own
    assert own.read_text(encoding="utf-8") == two.cramp("--diary", two.diaries["a"], "export").out
    assert two.sync("a").exit_code == 0
    two.sync("b")
    assert two.notes("b") == {"of a", "of b", "later"}


def test_what_was_appended_and_not_remembered_is_no_reason_for_a_new_name(
    two: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = two.own("a")
    two.add("a", "later")
    with monkeypatch.context() as patch:
        patch.setattr(sync, "_keep_left", lambda *_: None)  # as if killed between the two
        two.sync("a")
    two.add("a", "last")
    two.sync("a")
    assert two.own("a") == own
    two.sync("b")
    assert two.notes("b") == {"of a", "of b", "later", "last"}


def test_after_going_back_to_an_older_backup_all_is_read_again_and_no_entry_lost(two: Devices) -> None:
    made = two.cramp("--diary", two.diaries["a"], "backup", "--json").json["path"]
    two.add("b", "later")
    two.add("a", "mine")
    for name in ("b", "a"):
        two.sync(name)
    assert two.cramp("--diary", two.diaries["a"], "restore", made, "--yes").exit_code == 0
    assert two.notes("a") == {"of a", "of b"}
    two.add("a", "since")
    two.sync("a")
    assert two.notes("a") == {"of a", "of b", "later", "mine", "since"}
    two.sync("b")
    assert two.notes("b") == two.notes("a")


@pytest.mark.skipif(os.name != "posix", reason="needs links and modes")
@pytest.mark.parametrize("has_flag", [True, False])
@pytest.mark.slow_but_first
def test_the_own_file_is_private_and_never_written_through_a_link(
    two: Devices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_flag: bool
) -> None:
    if not has_flag:
        monkeypatch.delattr(os, "O_NOFOLLOW")
    own = two.own("a")
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    own.chmod(0o644)
    two.add("a", "later")
    two.sync("a")
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    outside = tmp_path / "outside"
    own.rename(outside)
    own.symlink_to(outside)
    before = outside.read_bytes()
    two.add("a", "last")
    two.sync("a")
    assert outside.read_bytes() == before
    assert not own.is_symlink()
    assert b"last" in own.read_bytes()


def test_a_name_of_a_device_that_leads_out_of_the_folder_is_none(two: Devices, tmp_path: Path) -> None:
    with closing(opened(two.diaries["a"])) as store:
        store.remember("device", "../x")
    two.sync("a")
    assert not list(tmp_path.glob("*.jsonl"))
    assert len(list(two.folder.iterdir())) == 3


@pytest.mark.parametrize(
    "value", ["", "[]", '{"part": 1}', '{"part": ["x", 1], "until": {}}', "[" * 100_000, "\x00"]
)
@pytest.mark.slow_but_first
def test_whatever_is_remembered_nothing_fails(two: Devices, value: str) -> None:
    with closing(opened(two.diaries["a"])) as store:
        for key in ("sync_seen", "sync_left", "sync_folder"):
            store.remember(key, value)
        assert sync.last_folder(store) is None
    two.add("a", "later")
    assert two.sync("a").exit_code == 0
    assert two.sync("b").exit_code == 0
    assert two.notes("b") == {"of a", "of b", "later"}


def test_a_diary_with_a_changed_line_is_not_left_in_the_folder(two: Devices) -> None:
    own = two.own("a")
    before = own.read_bytes()
    content = two.diaries["a"].read_bytes()
    two.diaries["a"].write_bytes(content.replace(b'"note":"of a"', b'"note":"of A"'))
    own.write_bytes(b"")  # so that it would be written whole
    ran = two.sync("a")
    assert ran.exit_code == 3
    assert "was not left in the folder" in ran.err
    assert own.read_bytes() == b""
    assert before not in two.diaries["a"].read_bytes()


def test_what_cannot_be_left_there_is_told_and_what_was_merged_stays(
    two: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.add("b", "theirs")
    two.sync("b")
    two.add("a", "mine")
    before = files_in(two.folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(sync, "_append", full)
        ran = two.sync("a")
    assert ran.exit_code == 1
    assert "This diary was not left in the folder" in ran.err
    assert "no space left" in ran.err
    assert two.notes("a") == {"of a", "of b", "mine", "theirs"}
    assert files_in(two.folder).keys() == before.keys()
    assert two.sync("a").exit_code == 0
    two.sync("b")
    assert two.notes("b") == two.notes("a")


# Copies of a diary, from before there were lines


def test_a_copy_of_a_diary_is_read_and_read_again_only_once_it_changed(two: Devices, tmp_path: Path) -> None:
    copy = two.folder / "cramp-old.db"
    add(tmp_path / "old.db", "of old")
    shutil.copyfile(tmp_path / "old.db", copy)
    assert two.sync("a", "--json").json["read"] == [str(copy)]
    assert str(copy) in two.sync("a", "--json").json["unchanged"]
    add(tmp_path / "old.db", "later")
    shutil.copyfile(tmp_path / "old.db", copy)
    assert two.sync("a", "--json").json["new"] == 1
    assert {"of old", "later"} < two.notes("a")
    assert copy.exists()  # it is another device's


def test_a_copy_with_a_journal_beside_it_is_always_read(two: Devices, tmp_path: Path) -> None:
    copy = two.folder / "cramp-old.db"
    store = opened(tmp_path / "old.db")
    store.connection.execute("PRAGMA journal_mode = WAL")
    with store.change("log") as change:
        change.add(episode(note="only in the side file"))
    shutil.copyfile(tmp_path / "old.db", copy)
    two.sync("a")
    shutil.copyfile(tmp_path / "old.db-wal", f"{copy}-wal")
    store.close()
    for _ in range(2):
        assert two.sync("a", "--json").json["read"] == [str(copy)]
    assert "only in the side file" in two.notes("a")


@pytest.mark.parametrize("what", ["known", "more", "damaged"])
@pytest.mark.slow_but_first
def test_ones_own_copy_goes_once_all_of_it_is_in_the_lines(two: Devices, tmp_path: Path, what: str) -> None:
    copy = two.own("a").with_suffix(".db")
    shutil.copyfile(two.diaries["a"], copy)
    two.own("a").unlink()
    if what == "more":
        add(copy, "of a clone")
    if what == "damaged":
        copy.write_bytes(copy.read_bytes()[:9000])
    ran = two.sync("a")
    assert ran.exit_code == (what == "damaged")
    assert copy.exists() == (what == "damaged")
    assert ("of a clone" in two.notes("a")) == (what == "more")
    two.sync("b")
    assert two.notes("b") == two.notes("a")


# The command


def test_a_folder_that_is_set_is_used_where_none_is_named(
    two: Devices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.add("b", "later")
    two.sync("b")
    monkeypatch.chdir(tmp_path)
    assert two.cramp("config", "sync", "shared").exit_code == 0
    assert two.cramp("config", "sync", "--json").json["options"] == {"sync": str(tmp_path / "shared")}
    monkeypatch.chdir("/")
    ran = two.cramp("--diary", two.diaries["a"], "sync")
    assert ran.exit_code == 0
    assert two.notes("a") == {"of a", "of b", "later"}
    (tmp_path / "other").mkdir()
    two.cramp("--diary", two.diaries["a"], "sync", tmp_path / "other")
    assert [path.name for path in (tmp_path / "other").iterdir()] == [two.own("a").name]
    two.cramp("config", "sync", "")
    assert two.cramp("--diary", two.diaries["a"], "sync").exit_code == 2


def test_with_no_folder_both_ways_to_name_it_are_said(cramp: Cramp) -> None:
    ran = cramp("sync")
    assert ran.exit_code == 2
    assert "`cramp sync ~/Sync/cramp`" in ran.err
    assert "`cramp config sync ~/Sync/cramp`" in ran.err
    cramp("config", "sync", "nowhere")
    ran = cramp("sync")
    assert ran.exit_code == 1
    assert "nowhere" in ran.err


def test_that_numbers_differ_is_said_once_by_each_diary(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    said = {"a": 0, "b": 0}
    for round_ in range(3):
        for name in said:
            add(tmp_path / f"{name}.db", f"{name} {round_}")
            said[name] += cramp("--diary", tmp_path / f"{name}.db", "sync", tmp_path / "shared").out.count(
                "Entry numbers differ from device to device"
            )
    assert said == {"a": 1, "b": 1}


def test_what_is_said_once_is_not_used_up_by_json(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    add(tmp_path / "a.db", "one")
    cramp("--diary", tmp_path / "a.db", "sync", tmp_path / "shared", "--json")
    add(tmp_path / "a.db", "two")
    assert "Entry numbers differ" in cramp("--diary", tmp_path / "a.db", "sync", tmp_path / "shared").out


# Purging


def secret_of(two: Devices, name: str) -> int:
    """Record a secret, sync it to both, and return its number in one of them."""
    two.add(name, "the secret")
    for each in (name, "a", "b"):
        two.sync(each)
    with closing(opened(two.diaries[name])) as store:
        return next(
            entry.number for entry in store.entries() if getattr(entry.record, "note", "") == "the secret"
        )


def test_a_purge_reaches_this_devices_file_and_names_the_others_which_its_advice_reaches(
    two: Devices,
) -> None:
    number = secret_of(two, "a")
    copy = two.folder / "cramp-old.db"
    shutil.copyfile(two.diaries["b"], copy)
    ran = two.cramp("--diary", two.diaries["a"], "purge", str(number), "--yes")
    assert ran.exit_code == 0
    assert b"the secret" not in two.own("a").read_bytes()
    assert f"Purged from this device's file in {two.folder}." in ran.out
    listed = [Path(line.strip()) for line in ran.out.splitlines() if line.strip().startswith(str(two.folder))]
    assert listed == sorted([two.own("b"), copy])
    advice = next(line for line in ran.out.splitlines() if line.startswith("On your other device: "))
    _, sync_, _, purge, _ = advice.split("`")
    assert sync_ == "cramp sync"
    copy.unlink()
    assert two.sync("b").exit_code == 0
    number_or_uid = purge.split()[2:]
    with closing(opened(two.diaries["b"])) as store:
        known = {row["uid"]: row["id"] for row in store.connection.execute("SELECT id, uid FROM record")}
    (uid,) = [uid for uid in known if uid.startswith(number_or_uid[0])]
    ran = two.cramp("--diary", two.diaries["b"], "purge", "--match", "the secret", "--yes")
    assert ran.exit_code == 0
    two.sync("b")
    assert not any(b"the secret" in content or b'"record_uid": "' + uid.encode() in content
                   for content in files_in(two.folder).values())  # fmt: skip
    for name in ("a", "b"):
        assert two.sync(name).exit_code == 0
        assert "the secret" not in two.notes(name)


def test_a_purge_heard_before_its_entry_came_is_heeded_once_it_has_come(two: Devices, tmp_path: Path) -> None:
    third = tmp_path / "third.db"
    add(third, "of the third")
    two.cramp("--diary", two.diaries["a"], "merge", third)
    two.cramp("--diary", two.diaries["a"], "purge", "--match", "of the third", "--yes")
    two.sync("a")
    two.sync("b")
    two.cramp("--diary", two.diaries["b"], "merge", third)
    assert "of the third" in two.notes("b")
    assert two.sync("b", "--json").json["purged_there_count"] == 1
    assert two.notes("b") == {"of a", "of b"}
    before = files_in(tmp_path)
    assert two.sync("b", "--json").json["purged_there_count"] == 0
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("how", ["set", "last used"])
@pytest.mark.slow_but_first
def test_a_folder_that_is_away_gets_the_purge_with_the_next_sync(two: Devices, how: str) -> None:
    number = secret_of(two, "a")
    if how == "set":
        two.cramp("config", "sync", two.folder)
        with closing(opened(two.diaries["a"])) as store:
            store.remember("sync_folder", "{}")
    away = two.folder.rename(two.folder.with_name("away"))
    ran = two.cramp("--diary", two.diaries["a"], "purge", str(number), "--yes")
    assert ran.exit_code == 0
    assert "Not purged from the sync folder yet" in ran.out
    assert "The next `cramp sync` does that." in for_any_diary(ran.out)
    away.rename(two.folder)
    assert b"the secret" in two.own("a").read_bytes()
    two.sync("a")
    assert b"the secret" not in two.own("a").read_bytes()


def test_a_purge_where_no_folder_is_known_speaks_of_none(cramp: Cramp, tmp_path: Path) -> None:
    add(tmp_path / "a.db", "the secret")
    ran = cramp("--diary", tmp_path / "a.db", "purge", "1", "--yes")
    assert "sync" not in ran.out
    assert "other device:" not in ran.out


def test_a_purge_leaves_nothing_in_a_folder_that_was_set_and_never_synced_with(
    cramp: Cramp, tmp_path: Path
) -> None:
    (tmp_path / "shared").mkdir()
    cramp("config", "sync", tmp_path / "shared")
    add(tmp_path / "a.db", "the secret")
    assert cramp("--diary", tmp_path / "a.db", "purge", "1", "--yes").exit_code == 0
    assert list((tmp_path / "shared").iterdir()) == []


def test_a_purge_reaches_ones_own_copy_and_what_a_killed_process_left(two: Devices) -> None:
    number = secret_of(two, "a")
    shutil.copyfile(two.diaries["a"], two.own("a").with_suffix(".db"))
    (two.folder / f".{two.own('a').name}.0a1b2c3d.new").write_bytes(b"the secret")
    two.own("b").unlink()
    ran = two.cramp("--diary", two.diaries["a"], "purge", str(number), "--yes", "--json")
    assert ran.json["sync_folders"] == {
        str(two.folder): {"written": str(two.own("a")), "holding": [], "failed": None}
    }
    assert list(files_in(two.folder)) == [two.own("a").name]
    assert b"the secret" not in two.own("a").read_bytes()


def test_a_purge_leaves_ones_own_copy_with_what_was_never_merged(two: Devices) -> None:
    number = secret_of(two, "a")
    copy = two.own("a").with_suffix(".db")
    shutil.copyfile(two.diaries["a"], copy)
    add(copy, "of a clone")
    ran = two.cramp("--diary", two.diaries["a"], "purge", str(number), "--yes")
    assert str(copy) in ran.out
    two.sync("a")
    assert "of a clone" in two.notes("a")
    assert not copy.exists()


def test_a_purge_never_writes_over_what_a_clone_left(two: Devices, tmp_path: Path) -> None:
    number = secret_of(two, "a")
    shutil.copyfile(two.diaries["a"], tmp_path / "clone.db")
    add(tmp_path / "clone.db", "of the clone")
    two.cramp("--diary", tmp_path / "clone.db", "sync", two.folder)
    theirs = two.own("a")
    ran = two.cramp("--diary", two.diaries["a"], "purge", str(number), "--yes")
    assert str(theirs) in ran.out
    assert b"of the clone" in theirs.read_bytes()
    two.sync("a")
    assert "of the clone" in two.notes("a")


def test_what_cannot_be_read_may_hold_what_was_purged(two: Devices) -> None:
    number = secret_of(two, "a")
    (two.folder / "broken.db").write_bytes(two.diaries["b"].read_bytes()[:9000])
    unfinished = two.own("b").read_bytes().rstrip(b"\n")[:-20]
    (two.folder / "part.jsonl").write_bytes(unfinished)
    ran = two.cramp("--diary", two.diaries["a"], "purge", str(number), "--yes", "--json")
    (found,) = ran.json["sync_folders"].values()
    assert {Path(each).name for each in found["holding"]} == {"broken.db", "part.jsonl", two.own("b").name}


def test_the_first_letters_of_a_uid_name_one_entry_and_never_look_like_a_number(store: Store) -> None:
    uids = []
    with store.change("log") as change:
        uids += [change.add(episode(note=str(number))).uid for number in range(200)]
    for prefix in ("01912345-0000-7000-8000-", "01912345-1111-7000-8000-"):
        uids.append(prefix + "0" * 12)
        with store.change("log") as change:
            change.connection.execute("INSERT INTO record (uid, kind) VALUES (?, 'episode')", (uids[-1],))
    for uid in uids:
        letters = sync.first_letters(store, uid)
        assert [each for each in uids if each.startswith(letters)] == [uid]
        assert len(letters) >= 8
        assert not letters.isdigit()
        assert not letters.endswith("-")
