"""Whatever people type and files hold is read or refused in one short line, and quickly: every parser, fuzzed.

The parsers and what each is held to stand in `fuzzing`. Here they are fed with their seeds, with every input that ever
broke a promise, with mutations of the seeds, and with what takes long to read. `benchmarks/fuzz_coverage.py` looks for
more of them by the lines that an input reaches.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crampdiary.cli.telling import editor
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep.store import Store
from kit import (
    fuzz_diaries,
    fuzz_files,
    fuzz_typed,  # noqa: F401 (its targets)
    fuzzing,
)
from kit.fuzz_diaries import cell, patch
from kit.fuzzing import SEPARATOR, TARGETS, mutated
from kit.peerfiles import FILES
from kit.running import Cramp
from kit.terminals import needs_terminal, talk

DIARIES = ("bytes-of-a-diary", "cells-of-a-diary")
FILE_TARGETS = [name for name, target in TARGETS.items() if target.is_file and name not in DIARIES]
TYPED_TARGETS = [name for name, target in TARGETS.items() if not target.is_file]


# What broke a promise once


def row_of(name: str, old: str, new: str) -> bytes:
    """Return a peer's file with a text in it replaced."""
    text = (FILES / name).read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new).encode()


VERSION = fuzz_files.HEAD + fuzz_files.VERSION
RECORD = fuzz_files.RECORD
WITHOUT_END = "(WITH RECURSIVE c(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM c) SELECT * FROM c)"
UID = "01900000-0000-7000-8000-000000000002"
ANY = b"a=at\nn=note" + SEPARATOR + b"a,n\n"

BROKE: dict[str, list[bytes]] = {
    "a-form-from-the-editor": [b"\x00" + b"\n" * 300_000],
    "a-time": [b"hnow", b"\x08yesterday 1am"],
    "a-night": [b"\xd83 march", b"\x07tue\x1f2026-04ye\xc9", b"Htomorrow"],
    "a-zone": [b"Europe" + b"/e" * 500],
    "the-clock": [
        b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-12:00", b"9319-12-31T23:59:59-12:00",
        b"1890-01-01T00:00:00+00:00", b"2026-03-31T00:40:00+00:00:30", b"2026" + b"\xbf" * 70,
    ],
    # A word from elsewhere may have a role that this version does not know.
    "bare-words-of-log": [b"sad", b"blue"],
    "bare-words-of-used-and-had": [b"\x01sad"],
    "options-of-recording": [b"reference\x1f9999999" + "\u202e".encode() * 90, b"tried\x1fsad:helped"],
    "words-of-ones-own": [b"add\x1fremooe\xe7\x9c\x8e" + b"heel pa\x8e" * 40,
                          b"also\x1f" + b"\x8e" * 90 + b"\x1fa\x1fb", b"hide\x1fsite\x1f" + b"\x8e" * 90],
    "settings-file": [b"diary = " + b"[" * 100_000, b"diary = " + b"9" * 5000, b"a" * 5000 + b" = 1",
                      b"x = " + b"{a=" * 3000, b'"' + b"\\u202e" * 900 + b'" = 1', b"diary = '~" + b"m" * 700 + b"'"],
    "own-json": [
        f'{VERSION.replace(UID, chr(92) + "ud800")}null}}'.encode(),
        f'{VERSION.replace(chr(34) + "episode" + chr(34), "[]")}null}}'.encode(),
        f'{VERSION.replace("episode", "x" * 5000)}{RECORD}'.encode(),
        f'{VERSION}null, "{"x" * 5000}": 1}}'.encode(),
        *(
            VERSION.replace("[], ", "[" * deep + "]" * deep + ", ").encode() + b"null}"
            for deep in range(900, 1000, 10)
        ),
        f'{{"crampdiary": 1, "purged": ["{chr(92)}ud800{"x" * 35}"], "revisions": []}}'.encode(),
        b'{"crampdiary": 1, "purged": ["' + b"x" * 36 + b'"], "revisions": []}',
        VERSION.replace("2026-01-01T00:00:00.000Z+00000000", "8999-12-31T23:59:59.999Z+7fffffff").encode() + b"null}",
    ],
    "migraine-buddy": [
        row_of("migraine_buddy_old.csv", '"00h 05m"', f'"{"9" * 5000}d"'),
        b"#,Pain Level,Started,Lasted\n1,3\n", b"#,Started,Pain Level,Lasted\n1,04/29/24 23:50\n",
        b"Date,Time Period,Description,Notes\n#, Started, Lasted, Pain Level\n1,04/29/24 23:50,1h,3\n",
    ],
    "bearable": [
        row_of("bearable_newer.csv", "detail,notes", " detail, notes"),
        row_of("bearable_newer.csv", "Severe", "m\u0130ld"),
        row_of("bearable_newer.csv", "Leg cramps (Severe)", "x" + " " * 100_000 + "x"),
        row_of("bearable_newer.csv", "22nd Jan 2022,2022-01-22,Saturday,pm", "9999-12-31,x,Friday,23:59"),
        row_of("bearable_newer.csv", "22nd Jan 2022,2022-01-22,Saturday,pm", "9500-12-31,x,Friday,23:59"),
        row_of("bearable.csv", "300,Magnesium", "cuille\u0300re" + " " * 5 + "x" * 90 + " y,Magnesium"),
    ],
    "daylio": [
        row_of("daylio.csv", "2024-03-29,March 29", ",March 29"),
        row_of("daylio_old.tsv", "2019", "99999999999999999999"),
        row_of("daylio.csv", "2024-03-29,March 29,Friday,10:00 pm", "9999-12-31,x,Friday,11:30 pm"),
        row_of("daylio.csv", "full_date,date", "full_date, date"),
    ],
    "cramp-tables": [
        row_of("cramp_csv.csv", "2026-07-30 06:15:00", "9999-12-31 23:30:00"),
        row_of("cramp_csv.csv", "standing (helped, 20 s)", "heat (" + "9" * 5000 + " s)"),
        row_of("cramp_csv.csv", '"minute",""', '"minute","../../etc/passwd"'),
        row_of("cramp_csv.csv", "tingling", '""' * 300 + "x, " * 300),
    ],
    "flaredown": [row_of("flaredown.csv", ",Tags,", ", Tags,"), row_of("flaredown.csv", "2017-03-01", "9999-12-31"),
                  row_of("flaredown.csv", "300mg", "e\u0301" * 60 + " " * 50)],
    "track-and-graph": [
        row_of("track_and_graph.csv", "2024-02-28T22:00:00+01:00,400", "2024-02-28T22:00:00+01:00:30,400"),
        row_of("track_and_graph.csv", "2024-02-29T03:10:00+01:00,7", "9999-12-31T23:30:00,7"),
        row_of("track_and_graph.csv", "2024-02-29T03:10:00+01:00,7", "9500-12-31T23:30:00-12:00,7"),
        row_of("track_and_graph.csv", ",Timestamp,", ", Timestamp,"),
    ],
    "jrnl": [row_of("jrnl.json", '"2024-03-29", "time": "03:10"', '"9999-12-31", "time": "23:30"')],
    "loop-habits": [
        b"\x00PK\x03\x04", b"\x01" + b"x" * 40 + b"\n", b"\x01001 " + b"x" * 900 + b"\nDate;Value\n",
        b"\x01001 Magnesium\nDate,Value\n9999-12-31,YES_MANUAL\n",
    ],
    "any-csv": [
        b"a=at:%d %d" + SEPARATOR + b"a\n1 1\n", b"a=at:%z" + SEPARATOR + b"a\n+01:00:30\n",
        b"a=at:%" + SEPARATOR + b"a\n1\n", ANY + b"2024-03-29T03:10:00+01:00:30,\n", ANY + b"9999-12-31T23:30,\n",
        ANY + b"9500-01-01T00:00Z,\n", b"a=" + b"\xbf" * 90 + SEPARATOR + b"a\n1\n", b"ad=d" + b"\xe1" * 90 + SEPARATOR,
        b"a=trigger:" + b"\xe1" * 90 + SEPARATOR, SEPARATOR + b",".join(b"column %d" % each for each in range(200)),
        SEPARATOR + b"a" * 900 + b"," + b"a" * 900,
    ],
    "mapping-file": [b"dd=" + "moo\u202e".encode() * 40, b"x" * 900 + b" = cramp:", b"sad=mood:sad"],
    "any-file": [b" \r\n|D ", b",".join(b"B" * 30 for _ in range(40)), b"a," + b"x" * 900 + b"," + b"x" * 900],
    "cells-of-a-diary": [
        cell("revision", "stamp", 0, "x", redigested=True), cell("revision", "stamp", 1, "zz"),
        cell("revision", "stamp", 0, "8999-01-31T23:59:59.999Z+7fffffff", redigested=True),
        cell("revision", "stamp", 0, "8999-12-31T23:59:59.999Z+7fffffff", redigested=True),
        cell("revision", "body", 0, '{"a":' + "[" * 5000 + "]" * 5000 + "}", redigested=True),
        cell("episode", "sites", 0, "[" * 5000 + "]" * 5000), cell("record", "kind", 0, "sqlite_schema"),
        cell("record", "kind", 0, WITHOUT_END),
        cell("word", "role", 0, "mood"), cell("revision", "parents", 2, "[1, [2]]"),
        cell("revision", "uid", 0, "x" * 5000), cell("purged", "record_uid", 0, "x"),
        cell("revision", "uid", 0, "\x02" * 97),
        cell("revision", "body", 0, "{x}"),
        cell("record", "id", 0, "9223372036809551614"),
        cell("episode", "zone", 0, ""),
    ],
    "bytes-of-a-diary": [
        patch(60, b"\0\0\0\0"),  # of no version, with tables in it
        patch(44, b"\0\0\0\x09"),  # of a format that SQLite does not know
        patch(56, b"\0\0\0\x02"),  # in UTF-16, so that no table has its name
        patch(16, b"\x02\x00"),
        patch(56, b"\0\0\0\x38"),  # in no encoding at all
        b"\xd0\x96\xa6\n\xf9\xc2\xff",  # a column whose name is no UTF-8
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param(name, data, id=f"{name}-{number}")
        for name, inputs in BROKE.items()
        for number, data in enumerate(inputs)
    ],
)
def test_what_broke_a_promise_once_keeps_it(name: str, data: bytes) -> None:
    TARGETS[name].check(data)


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in DIARIES])
def test_the_seeds_are_read_and_some_of_them_are_taken(name: str) -> None:
    taken = [TARGETS[name].check(seed) for seed in TARGETS[name].seeds()]
    assert any(taken), "nothing was taken, so that nothing was tested beyond the refusal"


@pytest.mark.slow
@pytest.mark.parametrize("name", DIARIES)
def test_diaries_with_something_odd_in_them_are_read_or_refused(name: str) -> None:
    opened = [TARGETS[name].check(seed) for seed in TARGETS[name].seeds()]
    assert any(opened)


# Mutations


@settings(max_examples=10)
@given(seed=st.integers(0, 2**64))
@pytest.mark.parametrize("name", [name for name in TARGETS if name not in DIARIES])
def test_a_mutated_input_is_read_or_refused(name: str, seed: int) -> None:
    TARGETS[name].check(mutated(name, random.Random(seed)))


@pytest.mark.slow
@settings(max_examples=150)
@given(seed=st.integers(0, 2**64))
@pytest.mark.parametrize("name", [name for name in TARGETS if name not in DIARIES])
def test_many_mutated_inputs_are_read_or_refused(name: str, seed: int) -> None:
    TARGETS[name].check(mutated(name, random.Random(seed)))


@settings(max_examples=2)
@given(seed=st.integers(0, 2**64))
@pytest.mark.parametrize("name", DIARIES)
def test_a_mutated_diary_is_read_or_refused_and_left_as_it_is(name: str, seed: int) -> None:
    TARGETS[name].check(mutated(name, random.Random(seed)))


@pytest.mark.slow
@settings(max_examples=40)
@given(seed=st.integers(0, 2**64))
@pytest.mark.parametrize("name", DIARIES)
def test_many_mutated_diaries_are_read_or_refused_and_left_as_they_are(name: str, seed: int) -> None:
    TARGETS[name].check(mutated(name, random.Random(seed)))


@settings(max_examples=4)
@given(data=st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
@example(data=b"")
@pytest.mark.parametrize("name", [name for name in TARGETS if name not in DIARIES])
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    TARGETS[name].check(data)


@pytest.mark.slow
@settings(max_examples=300)
@given(seed=st.integers(0, 2**64))
def test_thirty_thousand_texts_for_a_time_are_read_or_refused_within_fifty_milliseconds(seed: int) -> None:
    chance = random.Random(seed)
    words = TARGETS["a-time"].tokens()
    for number in range(100):
        if number % 2:
            TARGETS["a-time"].check(mutated("a-time", chance))
            continue
        text = chance.choice((b" ", b"")).join(chance.choices(words, k=chance.randrange(8)))
        TARGETS["a-time"].check(bytes([chance.randrange(256)]) + text)


@pytest.mark.parametrize(
    "text", ["", " ", "25:00", "9" * 5000, "\x1b[2J", "29 feb 10:00", "\u0663:10", "10am EST"]
)
@pytest.mark.parametrize("option", ["--at", "--ago", "--day", "--duration", "--severity"])
def test_a_typed_value_that_is_refused_ends_with_2_and_one_line(cramp: Cramp, option: str, text: str) -> None:
    ran = cramp("log", f"{option}={text}")
    if text.strip() or option in ("--at", "--ago", "--day"):
        assert ran.exit_code == 2
        assert ran.out == ""
        assert len(ran.err.splitlines()) == 1
        assert len(ran.err) < fuzzing.MESSAGE_LIMIT


# What takes long


LONG = {
    "spaces": b" ", "quotes": b'"', "two quotes": b'""', "lines": b"\n", "commas": b",", "semicolons": b";",
    "digits": b"9", "brackets": b"[", "braces": b'{"a":', "opened": b"(", "times": b"1:", "words": b"calf ",
    "escapes": b"\\u202e", "marks": "\u0301".encode(), "equals": b"=", "names": b"a, ", "rows": b"2024-03-29,1,\n",
    "emphasis": b"*a ", "code": b"`a ",
}  # fmt: skip


def long_inputs(name: str, size: int) -> list[bytes]:
    """Return the target's first seed with one thing many times over, within a value and at its end."""
    found = []
    seed = TARGETS[name].seeds()[0]
    for unit in LONG.values():
        much = unit * (size // len(unit))
        places = {seed.rfind(b"("), len(seed) // 2, len(seed)}
        found += [seed[:place] + much + seed[place:] for place in sorted(places) if place >= 0]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", [*FILE_TARGETS, *TYPED_TARGETS])
def test_a_hundred_kilobytes_of_one_thing_are_read_or_refused_within_two_seconds(name: str) -> None:
    for data in long_inputs(name, 100_000):
        TARGETS[name].check(data)


@pytest.mark.skipif(os.name == "nt", reason="needs devices and pipes as files")
@pytest.mark.parametrize("name", ["fifo", "/dev/zero", "folder", "loop", "missing"])
@pytest.mark.parametrize(
    "command",
    [
        "import {}",
        "import {} --format jrnl",
        "import {peer} --map {}",
        "merge {}",
        "restore {} --yes",
        "sync {}",
    ],
)
def test_what_is_no_file_is_refused_at_once_wherever_a_file_is_named(
    cramp: Cramp, store: Store, tmp_path: Path, command: str, name: str
) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    if command == "sync {}":
        (tmp_path / "devices").mkdir()
        (tmp_path / "devices" / "odd.db").symlink_to(tmp_path / name)
    before = store.path.read_bytes()
    named = "devices" if command == "sync {}" else name
    words = [each.format(tmp_path / named, peer=FILES / "bearable.csv") for each in command.split()]
    ran = cramp("--diary", store.path, *words)
    assert ran.exit_code in (1, 2, 3), ran.err
    assert command == "sync {}" or (ran.out == "" and store.path.read_bytes() == before)
    assert len(ran.err.splitlines()) == (2 if command == "sync {}" else 1)
    assert len(ran.err) < 2 * fuzzing.MESSAGE_LIMIT


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on memory that the system holds to")
def test_what_has_no_end_is_not_read_to_it(tmp_path: Path) -> None:
    for arguments in (["log", "7"], ["log", "--note", "-"], ["import", "-", "--format", "jrnl"]):
        environment = {"CRAMP_CONFIG": "/dev/zero"} if arguments == ["log", "7"] else {}
        with Path("/dev/zero").open("rb") as endless:
            ran = subprocess.run(
                [sys.executable, "-c", _WITH_LITTLE_MEMORY, *arguments],
                env={**os.environ, **environment},
                stdin=endless,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        assert ran.returncode in (1, 2, 3), ran.stderr[-500:]
        assert len(ran.stderr.splitlines()) == 1, ran.stderr[-500:]


_WITH_LITTLE_MEMORY = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
resource.setrlimit(resource.RLIMIT_FSIZE, (2**24, 2**24))
from crampdiary.__main__ import main
sys.argv[0] = "cramp"
main()
"""


@needs_terminal
def test_an_import_from_the_keyboard_is_refused(store: Store) -> None:
    said = talk(["--diary", str(store.path), "import", "-"])
    assert said.exit_code == 2
    assert "Nothing is piped in" in said.text


@pytest.mark.parametrize("command", ['vim "', "'", "a\\"])
def test_an_editor_whose_command_cannot_be_read_is_refused(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", command)
    with pytest.raises(UsageError, match="in EDITOR is left open"):
        editor.chosen()


# Diaries made to do harm


HARMFUL = {
    "a view without an end": """
        ALTER TABLE revision RENAME TO away_with_it;
        CREATE VIEW revision AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)
            SELECT n AS uid, n AS record_uid, 'episode' AS kind, n AS stamp, '[]' AS parents, 0 AS deleted,
                NULL AS body, n AS digest FROM c;
        """,
    "a view in a table's place": """
        ALTER TABLE episode RENAME TO away_with_it; CREATE VIEW Episode AS SELECT * FROM away_with_it;
        """,
    "a virtual table": """
        DROP TABLE purged; CREATE VIRTUAL TABLE purged USING fts5(record_uid);
        """,
    "a table is missing": "DROP TABLE local_state; DROP TABLE purged;",
    "a column is missing": "ALTER TABLE episode RENAME COLUMN note TO remark;",
    "a column of the log is missing": "ALTER TABLE revision RENAME COLUMN digest TO checksum;",
    "blobs for texts": """
        DROP TABLE purged; CREATE TABLE purged (record_uid); INSERT INTO purged VALUES (x'00ff'), (7), (NULL);
        """,
    "another text for each kind": """
        CREATE TABLE kinds AS SELECT * FROM revision; PRAGMA writable_schema = ON;
        UPDATE kinds SET uid = x'ff', kind = 7, deleted = 0.0, parents = x'5b5d', body = zeroblob(100);
        DROP TABLE revision;
        ALTER TABLE kinds RENAME TO revision;
        """,
}


@pytest.mark.parametrize("statements", HARMFUL.values(), ids=HARMFUL.keys())
def test_a_diary_made_to_do_harm_is_refused_or_read_and_never_written(
    tmp_path: Path, statements: str
) -> None:
    path = tmp_path / "harmful.db"
    path.write_bytes(fuzz_diaries.whole_diary())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for trigger in ("never_changed", "only_purged", "stays_purged", "never_replaced"):
            connection.execute(
                f"DROP TRIGGER IF EXISTS revision_{'is_' * (trigger != 'stays_purged')}{trigger}"
            )
        for (view,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall():
            connection.execute(f"DROP VIEW {view}")
        connection.executescript(statements)
    fuzz_diaries.check_diary(path.read_bytes())


def test_the_judge_of_messages_would_find_a_bad_one() -> None:
    for message in ("", "x" * 501, "a mistake in cramp"):
        with pytest.raises(AssertionError):
            fuzzing.check_message(message)
    fuzzing.check_message("One line, which \x1b[2J would not clear.")


def test_the_judge_of_parsers_lets_no_other_error_pass() -> None:
    def fail() -> None:
        raise KeyError("x")

    def refuse() -> None:
        raise CrampError("Refused.")

    with pytest.raises(KeyError):
        fuzzing.read(fail, within_s=1)
    with pytest.raises(CrampError):
        fuzzing.read(refuse, within_s=1, kind=UsageError)
    with pytest.raises(AssertionError, match="processor time"):
        fuzzing.read(lambda: sum(range(200_000)), within_s=0.0001)
