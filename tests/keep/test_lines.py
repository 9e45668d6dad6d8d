"""The lines of a log: each is read back as what it was written from, and as nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Record
from crampdiary.errors import UsageError
from crampdiary.keep import lines
from crampdiary.keep.revision import COLUMNS
from crampdiary.keep.store import Store
from kit.builders import episode
from kit.logs import opened, records

UID = "019d42e8-1800-7c06-9a64-d62c22792bf2"


@settings(max_examples=30)
@given(made=st.lists(records, min_size=1, max_size=3))
def test_a_line_is_read_as_what_it_was_written_from(
    made: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = opened(tmp_path_factory.mktemp("diary") / "diary.db")
    for record in made:
        with store.change("log") as change:
            entry = change.add(record)
        with store.change("delete") as change:
            change.delete(entry)
    for row in store.revisions():
        line = lines.line(row)
        assert line.count("\n") == 1
        assert lines.version(line) == {name: row[name] for name in COLUMNS}
    store.close()


def test_a_line_in_any_other_shape_is_refused(store: Store) -> None:
    with store.change("log") as change:
        change.add(episode(note="ünder", severity=3))
    line = lines.line(next(iter(store.revisions())))
    found = json.loads(line)
    others = [
        line.rstrip("\n"),
        line.replace(": ", ":"),
        line.replace("ü", "\\u00fc"),
        line.replace("31T03", "31 03"),
        json.dumps(dict(reversed(found.items())), ensure_ascii=False) + "\n",
        *(json.dumps({**found, name: None}) + "\n" for name in found),
        *(json.dumps({each: found[each] for each in found if each != name}) + "\n" for name in found),
        *(json.dumps({**found, name: [found[name]]}) + "\n" for name in found),
        json.dumps({**found, "more": 1}) + "\n",
        json.dumps([found]) + "\n",
        "",
        "\n",
        "null\n",
        '{"uid": "\\ud800"}\n',
        "[" * 100_000,
    ]
    assert lines.version(line)["uid"] == found["uid"]
    for other in others:
        with pytest.raises(UsageError):
            lines.version(other)


def test_a_header_is_read_as_what_it_was_written_from() -> None:
    for purged in ([], [UID], [UID, UID.replace("0", "1")]):
        assert lines.purged_in(json.loads(lines.head(purged))) == purged


@pytest.mark.parametrize(
    "header", [None, [], {}, {"crampdiary": True}, {"crampdiary": 0}, {"crampdiary": 3}, {"crampdiary": "2"},
               {"crampdiary": 2, "purged": None}, {"crampdiary": 2, "purged": [UID.upper()]},
               {"crampdiary": 2, "more": 1}],
)  # fmt: skip
def test_another_header_is_refused(header: Any) -> None:
    with pytest.raises(UsageError):
        lines.purged_in(header)


def test_the_start_of_a_file_tells_as_much_as_there_is_of_it() -> None:
    head = lines.head([UID]).encode()
    for size in range(len(head) + 1):
        lines.check_start(head[:size])
        assert not lines.is_newer(head[:size])
    newer = head.replace(b"2", b"3", 1)
    assert lines.is_newer(newer)
    spoil: list[Callable[[bytes], bytes]] = [
        lambda start: newer,
        lambda start: start.replace(b"2", b"1", 1),
        lambda start: b" " + start,
        lambda start: b"\xef\xbb\xbf" + start,
        lambda start: start.replace(b"cramp", b"stomp"),
        lambda start: b"{x",
        lambda start: bytes(100),
    ]
    for each in spoil:
        with pytest.raises(UsageError):
            lines.check_start(each(head))
