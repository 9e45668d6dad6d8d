"""Three devices with clocks that jump: whichever way they merge, they agree, and nothing typed is lost."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack, closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from crampdiary.diary.model import Entry, Record, Word
from crampdiary.errors import CrampError
from crampdiary.keep import purge
from crampdiary.keep.copies import foreign
from crampdiary.keep.merging import merge
from crampdiary.keep.revision import body_of
from crampdiary.keep.store import Store
from kit.builders import NOW, episode, word
from kit.logs import log_of, opened, shown_in, texts_in

DEVICES = ("a", "b", "c")
devices = st.sampled_from(DEVICES)
jumps = st.sampled_from([0, 0, 1, 3600, -3600, 50 * 365 * 86400, -20 * 365 * 86400])


def merged(into: Path, other: Path, now: object = NOW) -> None:
    """Merge as the command does: from a private copy of the other."""
    with ExitStack() as stack:
        folder = stack.enter_context(foreign.private_folder())
        store = stack.enter_context(closing(opened(into, now)))  # type: ignore[arg-type]
        copy = stack.enter_context(closing(foreign.opened_copy(other, folder)))
        staging = stack.enter_context(closing(merge.Staging(folder)))
        merge.stage_diary(copy, other, staging)
        with merge.attached(store, staging), store.change("merge") as change:
            merge.union(change)


class ThreeDevices(RuleBasedStateMachine):
    """Every rule is something that a person can do on one of three devices."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)
        self.clock = dict.fromkeys(DEVICES, NOW)
        self.typed: dict[str, str] = {}  # each text that was typed, to its entry's uid
        self.purged: dict[str, set[str]] = {name: set() for name in DEVICES}
        self.count = 0

    @initialize()
    def begin(self) -> None:
        for name in DEVICES:
            opened(self.path(name)).close()

    def teardown(self) -> None:
        self._folder.cleanup()

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.db"

    def store(self, name: str) -> Store:
        self.clock[name] += timedelta(seconds=1)
        return opened(self.path(name), self.clock[name])

    def text(self) -> str:
        self.count += 1
        return f"note {self.count}"

    def write(self, store: Store, entry: Entry[Record] | None = None) -> tuple[str, str]:
        """Log a cramp with a new text, or give an entry one; return the entry's uid and the text."""
        text = self.text()
        with store.change("log") as change:
            if entry is None:
                entry = change.add(episode(note=text))
            else:
                entry = change.replace(entry, entry.record.replaced(note=text))
        self.typed[text] = entry.uid
        return entry.uid, text

    @rule(name=devices, jump=jumps)
    def clock_jumps(self, name: str, jump: int) -> None:
        self.clock[name] = NOW + timedelta(seconds=jump)

    @rule(name=devices)
    def log(self, name: str) -> None:
        with closing(self.store(name)) as store:
            self.write(store)

    @rule(name=devices, label=st.sampled_from(["Brine", "brine"]))
    def add_the_same_word(self, name: str, label: str) -> None:
        with closing(self.store(name)) as store, store.change("words add") as change:
            change.add(word(label=label))

    @rule(name=devices, which=st.integers(0, 20))
    def edit(self, name: str, which: int) -> None:
        with closing(self.store(name)) as store:
            entries = store.entries("episode")
            if entries:
                self.write(store, entries[which % len(entries)])

    @rule(name=devices, which=st.integers(0, 20))
    def delete(self, name: str, which: int) -> None:
        with closing(self.store(name)) as store:
            entries = store.entries()
            if entries:
                with store.change("delete") as change:
                    change.delete(entries[which % len(entries)])

    @rule(name=devices)
    def undo(self, name: str) -> None:
        with closing(self.store(name)) as store, suppress(CrampError):  # changed since by a merge, so refused
            store.undo()

    @rule(name=devices, which=st.integers(0, 20))
    def purge(self, name: str, which: int) -> None:
        with closing(self.store(name)) as store:
            uids = sorted({row["record_uid"] for row in store.revisions()})
            uid = ""
            if uids:
                uid = uids[which % len(uids)]
                with store.change("purge") as change:
                    purge.purge_records(change.connection, [uid])
                store.compact()
                self.purged[name].add(uid)
        content = self.path(name).read_bytes()
        secrets = [text for text in self.typed if self.typed[text] == uid]
        assert not any(f'"{text}"'.encode() in content for text in secrets)

    @rule(name=devices, which=st.integers(0, 20))
    def bring_back(self, name: str, which: int) -> None:
        with closing(self.store(name)) as store:
            here = shown_in(store)
            texts = {
                row["record_uid"] for row in store.revisions() if row["kind"] == "episode" and row["body"]
            }
            gone = sorted(texts - here.keys())
            if gone:
                uid = gone[which % len(gone)]
                last = [each.record for each in store.history(uid) if each.record][-1]
                with store.change("delete --undo") as change:
                    change.append([(uid, "episode", body_of(last))])

    @rule(name=devices, other=devices)
    def a_merge_is_undone_whole_and_stays_undone(self, name: str, other: str) -> None:
        copy = self.folder / "copy.db"
        shutil.copyfile(self.path(name), copy)
        with closing(opened(copy)) as store:
            before, length = shown_in(store), len(log_of(store)[0])
        merged(copy, self.path(other), self.clock[name])
        with closing(opened(copy, self.clock[name])) as store:
            brought = len(log_of(store)[0]) > length
            if brought:
                assert store.undo()
                assert shown_in(store) == before
        merged(copy, self.path(other), self.clock[name])
        with closing(opened(copy)) as store:
            assert shown_in(store) == before
            assert store.problems() == []
        copy.unlink()

    @rule(name=devices, other=devices)
    def merge(self, name: str, other: str) -> None:
        before = self.path(other).read_bytes()
        if name != other:
            merged(self.path(name), self.path(other), self.clock[name])
            assert self.path(other).read_bytes() == before

    @rule(name=devices)
    def edit_after_merging_all_wins(self, name: str) -> None:
        for other in DEVICES:
            if other != name:
                merged(self.path(name), self.path(other), self.clock[name])
        self.clock[name] -= timedelta(hours=1)
        with closing(self.store(name)) as store:
            entries = store.entries("episode")
            if not entries:
                return
            uid, text = self.write(store, entries[0])
        for other in DEVICES:
            if other != name:
                merged(self.path(other), self.path(name), self.clock[other])
                with closing(opened(self.path(other))) as store:
                    assert shown_in(store)[uid].note == text  # type: ignore[union-attr]

    @invariant()
    def every_diary_is_intact(self) -> None:
        for name in DEVICES:
            if self.path(name).exists():
                with closing(opened(self.path(name))) as store:
                    assert store.problems() == []

    @rule()
    def all_agree_after_merging_in_any_order(self) -> None:
        """(a+b)+c, a+(b+c), c+(b+a) and the same again: one thing shown.

        What was purged on one device may have been brought back on another. Whether it is shown is then this
        person's own affair, and so is under which uid a word is there that was purged and added again.
        """
        anywhere = set().union(*self.purged.values())
        found = []
        for order in (("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a"), ("a", "b", "b", "c", "c", "a")):
            target = self.folder / "target.db"
            shutil.copyfile(self.path(order[0]), target)
            for other in order[1:]:
                merged(target, self.path(other))
            found.append(self.said_in(target, order[0], anywhere))
            target.unlink()
        # One that merged two that had merged: associative.
        pair, target = self.folder / "pair.db", self.folder / "target.db"
        shutil.copyfile(self.path("b"), pair)
        merged(pair, self.path("c"))
        shutil.copyfile(self.path("a"), target)
        merged(target, pair)
        found.append(self.said_in(target, "a", anywhere))
        pair.unlink()
        target.unlink()
        assert all(each == found[0] for each in found)

    def said_in(self, path: Path, name: str, anywhere: set[str]) -> tuple[object, ...]:
        """Return what a merged copy of one device's diary shows and has, without what was purged anywhere."""
        with closing(opened(path)) as store:
            assert store.problems() == []
            assert set(store.purged()) == self.purged[name]
            texts = texts_in(store)
            shown = shown_in(store)
            rows, _ = log_of(store)
        # No text is lost, save those that were purged here; of those purged elsewhere nobody may have any.
        assert {text for text, uid in self.typed.items() if uid not in anywhere} <= texts
        assert not texts & {text for text, uid in self.typed.items() if uid in self.purged[name]}
        entries = {
            uid: each for uid, each in shown.items() if not isinstance(each, Word) and uid not in anywhere
        }
        words = {(each.role, each.slug) for each in shown.values() if isinstance(each, Word)}
        log = [row for row in rows if row[1] not in anywhere and row[2] != "word"]
        return entries, log, set() if anywhere else words

    @rule()
    def what_was_purged_stays_purged(self) -> None:
        for name in DEVICES:
            with closing(opened(self.path(name))) as store:
                held = {row["record_uid"] for row in store.revisions()}
                assert not held & set(store.purged())


class ThreeDevicesLonger(ThreeDevices):
    """The same, for a name of its own."""


ThreeDevices.TestCase.settings = settings(max_examples=2, stateful_step_count=10)
ThreeDevicesLonger.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
TestThreeDevices = ThreeDevices.TestCase
TestThreeDevicesLonger = pytest.mark.slow(ThreeDevicesLonger.TestCase)
