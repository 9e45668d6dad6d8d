"""Wherever the output goes, and whatever the terminal is like, nothing saved is lost and no value is missing.

The rows 109 and 110 of the promises.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crampdiary.cli.app import GROUPS, PANELS
from kit.hostile import ALL_COMMANDS
from kit.running import Cramp, files_in, slowly
from kit.terminals import harmful, needs_terminal, talk

READS: dict[str, tuple[tuple[str, ...], ...]] = {
    "list": (("list", "--last", "15"), ("list", "--last", "15", "--plain")),
    "show": (("show", "1", "--history"), ("show", "1", "--plain")),
    "stats": (("stats", "--all"), ("stats", "--against", "before"), ("stats", "--plain")),
    "calendar": (("calendar", "--weeks", "53", "--remedy", "heat"), ("calendar", "--plain")),
    "doctor": (("doctor",), ("doctor", "--rules")),
    "triggers": (("triggers", "--figures"), ("triggers",), ("triggers", "--plain")),
    "ease": (("ease",), ("ease", "calf")),
    "remind": (("remind",), ("remind", "--systemd")),
    "remedies": (("remedies", "--figures"), ("remedies",), ("remedies", "--figures", "stretching")),
    "export": (("export",), ("export", "--format", "csv", "--kind", "episode")),
    "backup": (("backup", "--list"),),
    "words": (("words",),),
    "config": (("config",),),
    "info": (("info", "--verify"),),
}
"""What only shows something. The first of each is checked for every value that its --json has."""
SCREENS = {*PANELS["review"], *PANELS["learn"]}

WRITES: dict[str, tuple[str, ...]] = {
    "log": ("7", "arch"),
    "none": ("2025-06-01",),
    "used": ("heat",),
    "had": ("alcohol",),
    "feel": ("numbness", "left", "foot", "4"),
    "away": ("2026-05-01", "2026-05-02"),
    "edit": ("1", "--severity", "3"),
    "note": ("still", "tender"),
    "over": ("--sore", "1h"),
    "delete": ("1",),
    "undo": (),
    "redo": (),
    "import": ("other.json",),
    "merge": ("other.db",),
    "sync": ("folder",),
    "restore": ("--yes",),
    "purge": ("1", "--yes"),
    "doctor seen": ("weak",),
    "report": ("page.html", "--question", "Why?"),
    "trial plan": ("stretching", "--yes"),
    "words add": ("remedy", "brine"),
    "words rename": ("remedy", "heat", "hot bath"),
    "words also": ("remedy", "heat", "hot bath"),
    "words when": ("heat", "more"),
    "words prescribed": ("magnesium",),
    "words hide": ("remedy", "heat"),
    "words unhide": ("remedy", "heat"),
    "words merge": ("foam-roller", "massage-ball"),
    "words set": ("evening", "stretching", "magnesium"),
    "demo": ("new.db",),
}
"""What saves something, and words with which it does so."""
IN_A_TRIAL: dict[str, tuple[str, ...]] = {
    "trial": (), "trial status": (), "trial today": (), "trial stop": ("--yes",), "trial result": ("--yes",)
}  # fmt: skip
"""What answers only while a trial goes on."""

HAS_DATA = [name for name in ALL_COMMANDS if name != "help"]  # which shows pages
EVERY = [*HAS_DATA, *(f"{group} {name}" for group, names in GROUPS.items() for name in names)]


def test_every_command_is_known_to_read_or_to_write() -> None:
    assert sorted([*READS, *WRITES, *IN_A_TRIAL]) == sorted(EVERY)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.slow_but_first
def test_every_command_prints_one_json_document_and_nothing_else(
    name: str, sample: Path, cramp: Cramp
) -> None:
    """The diary has everything to do that a command could do, and another one is beside it."""
    cramp("demo", "other.db", "--seed", "9")
    cramp("--diary", "other.db", "export", "other.json")
    Path("folder").mkdir()
    if name == "redo":
        cramp("undo")
    if name in IN_A_TRIAL:
        cramp("trial", "plan", "stretching", "--yes")
    arguments = READS[name][0] if name in READS else (*name.split(), *{**WRITES, **IN_A_TRIAL}[name])
    ran = cramp(*arguments, *(["diary.json"] if name == "export" else []), "--json")
    assert ran.exit_code in ((0, 1) if name == "trial today" else (0,))  # which is its answer
    document = json.loads(ran.out)
    assert ran.out == json.dumps(document, indent=1) + "\n"
    assert (document["format"], document["command"], list(document)) == (
        1,
        name,
        ["format", "command", "data"],
    )
    assert document["data"]


def _all_reads() -> list[tuple[str, ...]]:
    return [arguments for several in READS.values() for arguments in several]


def _to(device: str) -> int | None:
    """Return a descriptor that takes what is written as `device` does; None for none at all."""
    if device == "closed":
        return None
    if device == "a pipe that nobody reads":
        reading, writing = os.pipe()
        os.close(reading)
        return writing
    return os.open(device, os.O_WRONLY)


needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize(
    ("device", "code", "said"),
    [
        ("closed", 0, ""),
        ("a pipe that nobody reads", 0, ""),
        pytest.param("/dev/full", 1, "could not be written", marks=needs_full),
    ],
)
def test_an_output_that_takes_nothing(device: str, code: int, said: str, sample: Path) -> None:
    before = files_in(sample)
    for arguments in (READS[name][0] for name in ("list", "stats", "export", "words")):
        descriptor = _to(device)
        ran = talk(arguments, redirected={1: descriptor})
        assert (ran.exit_code, ran.shown.count("\n")) == (code, bool(said)), (arguments, ran)
        assert said in ran.shown
        if descriptor is not None:
            os.close(descriptor)
    assert files_in(sample) == before


@needs_terminal
def test_messages_that_nobody_can_get_do_not_go_among_the_data(sample: Path, cramp: Cramp) -> None:
    with Path("out").open("w+b") as out:
        ran = talk(["used", "magnesium-oil", "--json"], redirected={0: None, 1: out.fileno(), 2: None})
        out.seek(0)
        assert json.loads(out.read())["command"] == "used"
    assert ran == type(ran)("", 0)


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize(
    "device", ["closed", slowly("a pipe that nobody reads"), pytest.param("/dev/full", marks=needs_full)]
)
def test_what_was_saved_stays_where_the_output_takes_nothing(device: str, sample: Path, cramp: Cramp) -> None:
    def told(*arguments: str) -> None:
        descriptor = _to(device)
        assert talk(arguments, redirected={1: descriptor}).exit_code == (device == "/dev/full")
        if descriptor is not None:
            os.close(descriptor)

    count = len(cramp("list", "--json").json["entries"])
    told("log", "5")
    told("had", "alcohol")
    told("edit", "last", "--note", "kept")
    assert cramp("show", "last", "--json").json["entry"]["note"] == "kept"
    assert len(cramp("list", "--json").json["entries"]) == count + 2
    told("undo")
    told("undo")
    told("delete", "last")
    assert len(cramp("list", "--json").json["entries"]) == count


# What the terminal is like: row 110

NARROW = "20"  # the program itself draws for no less


def _chains(arguments: tuple[str, ...], data: Any) -> Iterator[tuple[Any, ...]]:
    """Give what a screen must show of its --json: each a row of values that follow one another closely."""
    command = arguments[0]
    if command in ("list", "show"):
        for entry in data["entries"] if command == "list" else [data["entry"]]:
            yield (entry["id"], *_of_entry(entry))
            if entry.get("note"):
                yield tuple(entry["note"].splitlines())
    elif command == "stats":
        nights = data["nights"]
        yield (nights["counted"], nights["with_cramps"], "with cramps", nights["clear"], "you said had none",
               nights["silent"], "you wrote", nights["away"], "away")  # fmt: skip
        yield "In a row", data["cramp_free_now"], data["cramp_free_longest"]
        recent, before = data["recent"], data["before"]
        yield "Cramps a week", f"{recent['per_week']:.1f}", f"{before['per_week']:.1f}"
        yield "Nights you", recent["nights_woken"], before["nights_woken"]
        medians = (recent["severity"]["median"], before["severity"]["median"])
        yield "Typical", *("not said" if each is None else f"{each:g}" for each in medians)
        for row in data["remedies"]:
            yield row["word"], row["nights"], row["now"], row["longest"]
        for row in data["triggers_met"]:
            yield row["word"], row["nights"], row["nights_since"]
        for row in data["sites_by_side"]:
            yield (row["word"], *(row[side] for side in ("left", "right", "both") if row[side]))
        for row in (*data["sensations"], *data["triggers_suspected"]):
            yield row["word"], row["count"]
        for notice in data["notices"]:
            yield (notice["rule"]["reason"],)
    elif command == "calendar":
        yield (data["cramps"], "cramps on", data["with_cramps"], data["clear"], "without", data["silent"], "nothing",
               data["away"], "away")  # fmt: skip
        yield ("heat",)
    elif command == "doctor":
        for notice in data["notices"]:
            yield (notice["rule"]["reason"],)
            yield (notice["rule"]["source"],)
            for entry in notice["entries"]:
                yield (entry["id"], *_of_entry(entry))
    elif command in ("remedies", "triggers"):
        for finding in data["findings"]:
            yield (finding["word"][1:],)  # a sentence begins with it, in a capital
            verdict = finding["verdict"]
            if verdict["word"] in ("fewer", "possibly_fewer", "no_clear_difference"):
                effect = verdict["effect"]
                yield (
                    finding["word"],
                    f"{10 * effect['cramps_with'] / effect['nights_with']:.1f}",
                    f"{10 * effect['cramps_without'] / effect['nights_without']:.1f}",
                )
        for row in data["relief"]:
            rated = row["rated"]
            yield row["word"], rated["tries"], rated["helped"], rated["somewhat"]
        for row in data.get("picture", {}).get("triggers", []):
            if row["nights_met"]:
                yield (
                    row["word"],
                    row["nights_met"],
                    row["nights_since"],
                    row["longest_run"],
                    row["longest_without"],
                )
            if row["cramps_suspected"]:
                yield row["word"], row["cramps_suspected"], row["nights_suspected"]
    elif command == "words":
        for each in data["words"]:
            yield (each["label"],)
    elif command == "config":
        for name, value in data["options"].items():
            yield name, "=", value or "(default)"
    elif command == "info":
        yield (data["path"],)
        counts = data["counts"]
        yield (
            counts["episode"],
            "cramps",
            counts["exposure"],
            counts["check_in"],
            counts["away"],
            counts["word"],
        )
    elif command == "remind":
        yield (data["text"].partition(" remind ")[2],)  # how the program was started is not the same
    elif command == "ease":
        yield tuple(data["steps"])
        for each in data["yours"]:
            yield each["word"], each["rated"]["helped"] + each["rated"]["somewhat"], each["rated"]["tries"]
    elif command == "backup":
        for each in data["backups"]:
            yield each["name"], each["entries"]


def _of_entry(entry: dict[str, Any]) -> Iterator[Any]:
    if "at" in entry:
        yield entry["at"][11:16]
    if entry["kind"] == "episode":
        yield from entry["sites"]
        yield "severity"
        yield "not said" if entry["severity"] is None else entry["severity"]
        yield from entry["sensations"]
        for each in entry["tried"]:
            yield each["remedy"]
    elif entry["kind"] == "exposure":
        yield entry["word"]
        if entry["amount"]:
            yield entry["amount"]
    elif entry["kind"] == "check_in":
        yield "no cramps"


def _missing(
    arguments: tuple[str, ...], data: Any, shown: str, encoding: str = "utf-8"
) -> list[tuple[Any, ...]]:
    """Return the rows of values that a screen does not show; a letter that it lacks may be escaped."""
    text = " ".join(shown.split())

    def like(value: Any) -> str:
        written = str(value).encode(encoding, "backslashreplace").decode(encoding)
        if re.fullmatch(r"[\d.,:]+", written):
            return rf"(?<![\d.]){re.escape(written)}(?!\d|\.\d)"
        return r"\s*".join(
            "[ -]" if each == "-" else re.escape(each) for each in written if not each.isspace()
        )

    chains = list(_chains(arguments, data))
    assert chains or arguments[0] == "export"
    return [chain for chain in chains if not re.search(r"[\s\S]{0,250}?".join(map(like, chain)), text)]


@pytest.mark.slow
def test_a_missing_value_would_be_seen(sample: Path, cramp: Cramp) -> None:
    for command, ((first, *_), *_) in READS.items():
        if command == "export":
            continue
        arguments = READS[command][0]
        data = cramp(*_as_json(arguments)).json
        shown = cramp(*arguments).out
        assert first == command
        assert _missing(arguments, data, shown) == []
        for number in re.findall(r"(?<![\d.:])\d{1,3}(?![\d.:])", shown):
            changed = re.sub(rf"(?<![\d.:]){number}(?![\d.:])", "0", shown)
            if _missing(arguments, data, changed):
                break
        else:
            assert command in ("words", "config", "remind"), command  # which have no numbers


def _as_json(arguments: tuple[str, ...]) -> list[str]:
    return [*arguments, "--json"]


@pytest.mark.slow
@needs_terminal
@pytest.mark.parametrize(
    ("columns", "environment"),
    [
        (40, {"TERM": "dumb", "NO_COLOR": None}),
        slowly(80, {"NO_COLOR": "1"}),
        slowly(64, {"NO_COLOR": "1"}),
        slowly(72, {"NO_COLOR": "1"}),
        slowly(80, {"COLUMNS": "1", "LINES": "abc", "NO_COLOR": None, "FORCE_COLOR": "1", "TERM": "dumb"}),
    ],
)
def test_no_value_is_missing_on_a_terminal(
    columns: int, environment: dict[str, str | None], sample: Path, cramp: Cramp
) -> None:
    for several in READS.values():
        arguments = several[0]
        ran = talk(arguments, env=environment, columns=columns)
        assert ran.exit_code == 0
        assert "\x1b" not in ran.shown
        assert harmful(ran.shown) == []
        if arguments[0] in SCREENS:
            assert max(map(len, ran.shown.splitlines())) <= columns
        if arguments[0] != "export":
            assert _missing(arguments, cramp(*_as_json(arguments)).json, ran.shown) == [], arguments


ENVIRONMENTS: dict[str, tuple[str, dict[str, str | None]]] = {
    "NO_COLOR=1": ("utf-8", {"NO_COLOR": "1"}),
    "no NO_COLOR": ("utf-8", {"NO_COLOR": None}),
    "NO_COLOR=": ("utf-8", {"NO_COLOR": ""}),
    "TERM=dumb": ("utf-8", {"TERM": "dumb", "NO_COLOR": None}),
    "no TERM": ("utf-8", {"TERM": None, "NO_COLOR": None}),
    "COLUMNS=1": ("utf-8", {"COLUMNS": "1"}),
    "COLUMNS=40": ("utf-8", {"COLUMNS": "40"}),
    "COLUMNS=abc": ("utf-8", {"COLUMNS": "abc"}),
    "COLUMNS=0": ("utf-8", {"COLUMNS": "0"}),
    "COLUMNS=-5": ("utf-8", {"COLUMNS": "-5"}),
    "COLUMNS=100000": ("utf-8", {"COLUMNS": "100000"}),
    "LINES=abc": ("utf-8", {"LINES": "abc", "COLUMNS": None}),
    "LC_ALL=C": ("ascii", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "LC_ALL=C, narrow": (
        "ascii", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "COLUMNS": "1"}
    ),
    "LC_ALL=POSIX": ("ascii", {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}),
    "PYTHONIOENCODING=ascii": ("ascii", {"PYTHONIOENCODING": "ascii"}),
    "PYTHONIOENCODING=ascii:strict": ("ascii", {"PYTHONIOENCODING": "ascii:strict", "COLUMNS": "40"}),
    "PYTHONIOENCODING=cp1252": ("cp1252", {"PYTHONIOENCODING": "cp1252"}),
    "PYTHONIOENCODING=utf-16": ("utf-16", {"PYTHONIOENCODING": "utf-16"}),
    "PYTHONUTF8=0": ("utf-8", {"PYTHONUTF8": "0"}),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_reading_command_works_everywhere(name: str, sample: Path, cramp: Cramp) -> None:
    """Real processes, as much of this is decided while Python starts; one does all, or it would take minutes."""
    encoding, environment = ENVIRONMENTS[name]
    program = (
        "import io, os, sys\n"
        "from crampdiary.cli.app import main\n"
        f"for number, arguments in enumerate({_all_reads()!r}):\n"
        "    sys.argv = ['cramp', *arguments]\n"
        "    file = os.open(f'out{number}', os.O_RDWR | os.O_CREAT)\n"
        "    os.dup2(file, 1)\n"
        "    os.close(file)\n"
        "    try: main()\n"
        "    except SystemExit as end: assert not end.code, (arguments, end.code)\n"
        "    sys.stdout.flush()\n"
    )
    changed = {**os.environ, **environment}
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={name: value for name, value in changed.items() if value is not None},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    for number, arguments in enumerate(_all_reads()):
        written = Path(f"out{number}").read_bytes()
        if arguments[0] == "export":
            # The same everywhere, as it is a file; the runner in this process makes line ends plain.
            assert written.decode("utf-8").replace("\r\n", "\n") == cramp(*arguments).out
            continue
        shown = written.decode(encoding)
        assert "\x1b" not in shown
        assert harmful(shown) == []
        if arguments in [several[0] for several in READS.values()]:
            missing = _missing(arguments, cramp(*_as_json(arguments)).json, shown, encoding)
            assert missing == [], (arguments, shown)


@pytest.mark.slow
@needs_terminal
@pytest.mark.parametrize("arguments", _all_reads(), ids=" ".join)
def test_a_real_program_at_a_real_terminal(arguments: tuple[str, ...], sample: Path, cramp: Cramp) -> None:
    kinds: tuple[tuple[int, dict[str, str | None]], ...] = (
        (40, {"TERM": "dumb", "NO_COLOR": None}),
        (80, {"NO_COLOR": "1"}),
        (80, {"TERM": "xterm", "NO_COLOR": None}),
    )
    for columns, environment in kinds:
        ran = talk(arguments, env=environment, columns=columns, as_process=True)
        assert ran.exit_code == 0
        assert ("\x1b" in ran.shown) <= (environment.get("TERM") == "xterm")
        assert harmful(ran.text) == []
        if arguments[0] not in ("export",) and arguments in [several[0] for several in READS.values()]:
            assert _missing(arguments, cramp(*_as_json(arguments)).json, ran.text) == []


@pytest.mark.slow
@needs_terminal
@pytest.mark.parametrize("arguments", [several[0] for several in READS.values()], ids=" ".join)
def test_a_real_program_whose_output_takes_nothing(arguments: tuple[str, ...], sample: Path) -> None:
    for device, code in (("closed", 0), ("a pipe that nobody reads", 0), ("/dev/full", 1)):
        if device == "/dev/full" and not Path(device).exists():
            continue
        descriptor = _to(device)
        ran = talk(arguments, redirected={1: descriptor}, as_process=True)
        assert (ran.exit_code, ran.shown.count("\n")) == (code, code), (device, ran)
        if descriptor is not None:
            os.close(descriptor)
    assert talk(arguments, redirected={2: None}, as_process=True).exit_code == 0
