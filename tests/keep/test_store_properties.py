"""What holds after any sequence of commands: undo is an identity, and the tables are the log folded again."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import KINDS, Entry, Record, Word, plain_fields
from crampdiary.keep.store import Store
from kit.builders import NOW, by_kind, episode, episodes, records

State = dict[int, tuple[str, str, dict[str, Any]]]
Command = tuple[str, Any]

fewer = settings(max_examples=12)  # each writes a dozen times to a file

clocks = st.integers(-500 * 24 * 3600, 500 * 24 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))
kinds = st.sampled_from(sorted(by_kind))
commands: st.SearchStrategy[Command] = st.one_of(
    st.tuples(st.just("add"), st.lists(records, min_size=1, max_size=3)),
    st.tuples(st.just("replace"), st.tuples(st.integers(0, 99), st.fixed_dictionaries(by_kind))),
    st.tuples(st.just("delete"), st.lists(st.integers(0, 99), min_size=1, max_size=3)),
)


@pytest.fixture(scope="module")
def empty_diary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "diary.db"
    Store(path, now=NOW, create=True).close()
    return path


class Diary:
    """A diary that is opened again, with a clock of its own, for every command: as a person's is."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def open(self, now: datetime = NOW) -> Iterator[Store]:
        store = Store(self.path, now=now)
        try:
            store.connection.execute("PRAGMA synchronous = OFF")  # no power fails here, and it is faster
            yield store
        finally:
            store.close()

    def state(self) -> State:
        with self.open() as store:
            assert store.problems() == []
            return {entry.number: _told(entry) for entry in (*store.entries(), *store.words())}

    def run(self, command: Command, now: datetime) -> bool:
        """Run one command; return whether it wrote."""
        name, what = command
        with self.open(now) as store:
            there = sorted((*store.entries(), *store.words()), key=lambda entry: entry.number)
            if name != "add" and not there:
                return False
            with store.change(name) as change:
                if name == "add":
                    for record in what:
                        change.add(record)
                elif name == "replace":
                    place, by_kind = what
                    entry = there[place % len(there)]
                    change.replace(entry, _same_word(entry, by_kind[entry.record.kind]))
                else:
                    for place in {place % len(there) for place in what}:
                        change.delete(there[place])
        return True


@contextmanager
def diary(empty: Path) -> Iterator[Diary]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.db"
        shutil.copy(empty, path)
        yield Diary(path)


def _told(entry: Entry[Record]) -> tuple[str, str, dict[str, Any]]:
    return entry.uid, entry.record.kind, plain_fields(entry.record)


def _same_word(entry: Entry[Record], record: Record) -> Record:
    if not isinstance(entry.record, Word) or not isinstance(record, Word):
        return record
    return record.replaced(role=entry.record.role, slug=entry.record.slug)


@pytest.mark.slow
@fewer
@given(st.lists(st.tuples(commands, clocks), min_size=1, max_size=6), st.data())
def test_undo_is_the_way_back_and_redo_the_way_there(
    empty_diary: Path, typed: list[tuple[Command, datetime]], data: st.DataObject
) -> None:
    with diary(empty_diary) as kept:
        states = [kept.state()]
        for command, now in typed:
            if kept.run(command, now):
                states.append(kept.state())
        count = data.draw(st.integers(0, len(states) - 1))
        for back in range(1, count + 1):
            with kept.open(data.draw(clocks)) as store:
                assert store.undo()
            assert kept.state() == states[-1 - back]
        for back in reversed(range(count)):
            with kept.open(data.draw(clocks)) as store:
                assert store.redo()
            assert kept.state() == states[-1 - back]
        with kept.open() as store:
            assert store.redo() == []


@pytest.mark.slow
@fewer
@given(
    st.lists(
        st.tuples(commands | st.tuples(st.sampled_from(["undo", "redo"]), st.none()), clocks),
        min_size=1,
        max_size=12,
    )
)
def test_commands_undos_and_redos_in_any_order(
    empty_diary: Path, typed: list[tuple[Command, datetime]]
) -> None:
    with diary(empty_diary) as kept:
        now_shown = kept.state()
        can_undo: list[State] = []
        can_redo: list[State] = []
        for command, now in typed:
            if command[0] in ("undo", "redo"):
                back, forth = (can_undo, can_redo) if command[0] == "undo" else (can_redo, can_undo)
                with kept.open(now) as store:
                    reversals = getattr(store, command[0])()
                assert len(reversals) == bool(back)
                if back:
                    forth.append(now_shown)
                    now_shown = back.pop()
            elif kept.run(command, now):
                can_undo.append(now_shown)
                can_redo = []
                now_shown = kept.state()
            assert kept.state() == now_shown


@fewer
@given(st.lists(st.tuples(commands, clocks), max_size=8))
def test_the_tables_are_the_log_folded_again(
    empty_diary: Path, typed: list[tuple[Command, datetime]]
) -> None:
    with diary(empty_diary) as kept:
        for command, now in typed:
            kept.run(command, now)
        with kept.open() as store:
            store.undo()
        with closing(sqlite3.connect(kept.path)) as plain:
            plain.row_factory = sqlite3.Row
            assert _tables(plain) == _folded(plain)


@fewer
@given(st.lists(st.tuples(episodes, clocks), min_size=1, max_size=8))
def test_a_clock_that_jumps_never_reorders_ones_own_edits(
    empty_diary: Path, edits: list[tuple[Record, datetime]]
) -> None:
    with diary(empty_diary) as kept:
        with kept.open() as store, store.change("log") as change:
            uid = change.add(episode()).uid
        for record, now in edits:
            with kept.open(now) as store:
                (shown,) = store.entries()
                with store.change("edit") as change:
                    change.replace(shown, record)
                assert [plain_fields(entry.record) for entry in store.entries()] == [plain_fields(record)]
        with kept.open() as store:
            versions = store.history(uid)
        assert [version.record for version in versions] == [episode(), *(record for record, _ in edits)]
        assert [version.parents for version in versions[1:]] == [(version.uid,) for version in versions[:-1]]


# A fold of its own, from the documented shape of the file; of the program it knows only what is unknown if left out.

_DEFAULTS: dict[str, dict[str, Any]] = {
    kind: {name: default for name, default in record.defaults.items() if default in (None, ())}
    for kind, record in KINDS.items()
}


def _folded(plain: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    newest: dict[str, sqlite3.Row] = {}
    for row in plain.execute("SELECT * FROM revision"):
        known = newest.get(row["record_uid"])
        if known is None or (row["stamp"], row["uid"]) > (known["stamp"], known["uid"]):
            newest[row["record_uid"]] = row
    numbers = dict(plain.execute("SELECT uid, id FROM record").fetchall())
    return {
        uid: {
            "id": numbers[uid],
            "uid": uid,
            "revision": row["uid"],
            **_columns({**_DEFAULTS[row["kind"]], **json.loads(row["body"])}),
        }
        for uid, row in newest.items()
        if not row["deleted"]
    }


def _columns(body: dict[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in body.items():
        if name == "ended_at" and value is None:
            columns |= {"ended_utc": None, "ended_offset_min": None}
        elif name in ("at", "logged_at", "ended_at"):
            moment = datetime.fromisoformat(value)
            prefix = "start" if name == "at" else name.removesuffix("_at")
            columns[f"{prefix}_utc"] = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
            offset = moment.utcoffset()
            assert offset is not None
            columns["offset_min" if name == "at" else f"{prefix}_offset_min"] = offset // timedelta(minutes=1)
            if name == "at":
                local = moment.replace(tzinfo=None)
                night = local.date() if local.hour >= 12 else local.date() - timedelta(days=1)
                columns["night"] = night.isoformat()
        else:
            columns[name] = value
    return {name: _comparable(value) for name, value in columns.items()}


def _tables(plain: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    found = {}
    lists: dict[str, Callable[[str], Any]] = dict.fromkeys(
        ("sites", "sensations", "triggers", "tried", "skipped", "synonyms", "set", "questions"), json.loads
    )
    for kind in by_kind:
        for row in plain.execute(f"SELECT * FROM {kind}"):
            found[row["uid"]] = {
                name: _comparable(lists[name](value) if name in lists else value)
                for name, value in dict(row).items()
            }
    return found


def _comparable(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
