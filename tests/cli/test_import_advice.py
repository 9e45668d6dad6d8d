"""What an import advises works when it is typed in a shell exactly as it is printed, whatever a name is."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from crampdiary.exchange.names.meaning import read_maps, typed_map
from kit.peer_shapes import MAPPED, SHAPES
from kit.running import Cramp
from kit.sheets import options_told

HOSTILE = (
    "$5 pill", '"cramps"', "`x` thing", "it's mine", "it's $5", "a\\b", "wow!", "mag=oil", "#tag", "=weird", "?what",
    "rows=x", "-x", "$(touch here)", "cramp $HOME", "'quoted'", "cramps!", "Wadenkrampf", "*", "~", "a & b; c", "100%",
    "Leg Cramp Relief $", "x" * 100, "turned \u202eround",
)  # fmt: skip
PROGRAMS = [each for each in SHAPES if each != "jrnl"]  # whose names are words of a text


def in_a_shell(words: str, folder: Path) -> str:
    """Return what a shell makes of words, in an empty folder: nothing of it is run or filled in."""
    ran = subprocess.run(["/bin/sh", "-c", f"printf %s {words}"], cwd=folder, capture_output=True, check=True)
    return ran.stdout.decode()


def written(program: str, name: str, folder: Path) -> tuple[Path, list[str]]:
    path = folder / f"file.{'zip' if program == 'loop-habits' else 'csv'}"
    content = SHAPES[program]([name], "", "")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path, [part for each in (MAPPED if program == "csv" else ()) for part in ("--map", each)]


@pytest.mark.slow_but_first
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_advised_for_a_name_works_as_it_is_printed(
    program: str, name: str, cramp: Cramp, tmp_path: Path
) -> None:
    path, maps = written(program, name, tmp_path)
    first = cramp("import", path, *maps, "--dry-run")
    assert first.exit_code == 0, first.err
    told = cramp("import", path, *maps, "--dry-run", "--json").json
    is_asked = name in told["unknown"] or name in told["maybe_cramps"]
    advice = [each for line in first.out.splitlines() for each in options_told(line)]
    folder = tmp_path / "empty"
    folder.mkdir()
    if advice:
        (option,) = advice
        said = in_a_shell(option, folder)
        assert said.rpartition("=")[0] in (name, f"rows={name}")
        again = cramp("import", path, *maps, "--map", said, "--dry-run", "--json").json
        assert not {name} & {*again["unknown"], *again["maybe_cramps"]}
        assert not [*folder.iterdir()]
    elif is_asked:
        assert "--save-map" in first.out
    if is_asked and program != "csv":
        ran = cramp("import", path, *maps, "--dry-run", "--save-map", tmp_path / "names.txt")
        assert ran.exit_code == 0, ran.err
        text = (tmp_path / "names.txt").read_text().replace("= ?", "= ignore")
        (tmp_path / "names.txt").write_text(text)
        again = cramp("import", path, *maps, "--map", tmp_path / "names.txt", "--dry-run", "--json").json
        assert not {name} & {*again["unknown"], *again["maybe_cramps"]}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_option_is_one_word_of_a_shell(name: str, tmp_path: Path) -> None:
    words = shlex.split(typed_map(name, "ignore"))
    assert words[0] == "--map"
    assert len(words) == 2
    if "\u202e" not in name:
        assert words[1] == in_a_shell(typed_map(name, "ignore").removeprefix("--map "), tmp_path)
        assert read_maps(words[1:]) == ({name: "ignore"}, {})


def test_a_dry_run_tells_every_name_and_an_import_the_first_ten(cramp: Cramp, tmp_path: Path) -> None:
    names = [f"Thing {chr(65 + number)}" for number in range(13)]
    (tmp_path / "a.csv").write_text(str(SHAPES["daylio"](names, "", "")))
    dry, done = (cramp("import", tmp_path / "a.csv", *options) for options in (["--dry-run"], ["-y"]))
    assert all(f"  {name} (1 x)" in dry.out for name in names)
    assert sum(f"  {name} (1 x)" in done.out for name in names) == 10
    assert "and 3 more" in done.out


@pytest.mark.slow_but_some
@pytest.mark.parametrize("program", SHAPES)
def test_days_still_to_come_are_told_before_and_after_an_import(
    program: str, cramp: Cramp, tmp_path: Path
) -> None:
    """The entry of every shape is of 2 March 2026."""
    path = tmp_path / ("a.json" if program == "jrnl" else "a.csv")
    content = SHAPES[program](["Leg cramp", "Magnesium"], "", "")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    maps = [part for each in (MAPPED if program == "csv" else ()) for part in ("--map", each)]
    told = "of a day still to come, up to 2026-03-02. If that is a slip, correct it in the file"
    before, after = "2026-02-20T12:00:00+00:00", "2026-03-03T12:00:00+00:00"
    assert told in cramp("import", path, *maps, "--dry-run", env={"CRAMP_NOW": before}).out
    assert told not in cramp("import", path, *maps, "--dry-run", env={"CRAMP_NOW": after}).out
    done = cramp("import", path, *maps, "-y", env={"CRAMP_NOW": before})
    assert (done.out + done.err).count("still to come") == 1


FAULTS = {
    "no time of the clock": (
        "Day,{column},Pain\n2026-03-01,soonish,5\n",
        ("Day=date", "{column}=time", "Pain=severity"),
    ),
    "a shape without a year": (
        "{column},Pain\n01.03. 03:10,5\n",
        ("{column}=at:%d.%m. %H:%M", "Pain=severity"),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    "column", ["When", "When $HOME", "it's `when`", "when!", "a\\b", 'the "day"', "x" * 60]
)
def test_what_is_advised_for_a_column_names_it_as_it_is_whatever_it_is_called(
    fault: str, column: str, cramp: Cramp, tmp_path: Path
) -> None:
    text, maps = FAULTS[fault]
    quoted = '"' + column.replace('"', '""') + '"'
    (tmp_path / "a.csv").write_text(text.format(column=quoted))
    options = [part for each in maps for part in ("--map", each.format(column=column))]
    ran = cramp("import", tmp_path / "a.csv", *options, "--dry-run")
    assert ran.exit_code != 0
    told = [
        in_a_shell(each.rstrip("."), tmp_path) for line in ran.err.splitlines() for each in options_told(line)
    ]
    of_the_cell = ["soonish"] * (fault == "no time of the clock")
    assert [each.partition("=")[0] for each in told] == [*of_the_cell, column]
