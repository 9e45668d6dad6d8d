"""Every refusal of a cell names it as it stands, and its advice does what it says when typed just as it is told."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Record
from crampdiary.exchange.columns import FIELDS
from crampdiary.exchange.reading import BadRowsError
from crampdiary.exchange.sheets.ways_out import WAYS_OUT
from kit.running import Cramp
from kit.sheets import options_told, read

CELLS = st.sampled_from(
    ["very bad", "awful!!", "99", "-1", "x2 maybe", "slight", "nope :)", "yes - left", "a while", "25:99", "1:30",
     "sort of", "perhaps", "1e3", "a=b", "#7", '"quoted"', "$HOME", "it's so-so", "two\nlines", "x" * 60, "?!", "７"]
) | st.text(min_size=1, max_size=20)  # fmt: skip


def sheet_of(field: str, cell: str) -> tuple[str, list[str]]:
    quoted = '"' + cell.replace('"', '""') + '"'
    if field == "value":
        header, row = "Date,What,How much", f"2026-03-05,Leg cramp,{quoted}"
        return f"{header}\n{row}\n", ["Date=date", "What=name", "How much=value"]
    pain = "" if field in ("severity", "count") else "5"
    text = f"Date,Time,Pain,How it was\n2026-03-05,03:10,{pain},{quoted}\n"
    rest = ["Pain=ignore"] if field == "severity" else ["Pain=severity"]
    return text, ["Date=date", "Time=time", *rest, f"How it was={field}", "rows=cramp"]


def refusal(folder: Path, text: str, maps: list[str]) -> str | None:
    """Return why the one row of a sheet is refused, None where it is not."""
    try:
        read(folder, text, *maps)
    except BadRowsError as error:
        return error.lines[0]
    return None


def is_as_told(field: str, meaning: str, found: list[Record]) -> bool:
    (one,) = found
    if meaning == "clear":
        return isinstance(one, CheckIn)
    assert isinstance(one, Episode)
    if meaning == "ignore":
        return {"severity": one.severity, "woke": one.woke}[field] is None
    return one.severity == int(meaning)


@pytest.mark.slow
@pytest.mark.parametrize("field", [each for each in WAYS_OUT if each != "count"])  # whose rows stay
@settings(deadline=None, max_examples=40)
@given(cell=CELLS)
def test_what_is_advised_of_a_cell_does_what_it_says(
    field: str, cell: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assume(not {*cell} & {"\0", "\r"})
    folder = tmp_path_factory.mktemp("a")
    text, maps = sheet_of(field, cell)
    why = refusal(folder, text, maps)
    if why is None:
        return
    ways = options_told(why)
    assert ways or why.endswith("Put it right in the file.")
    assert len(why) < 400
    for way in ways:
        (typed,) = shlex.split(way)
        name, _, meaning = typed.rpartition("=")
        parts = map(str.strip, cell.split(":"))  # a value may have a word for it behind a colon
        assert name in (cell.strip(), *(parts if field == "value" else ()), "How it was", "How much")
        if name == cell.strip():
            assert f'"{name}"' in why.partition("--map")[0]
        assert meaning in {**WAYS_OUT[field], "ignore": ""}
        if field == "value" and meaning == "ignore":
            continue
        assert is_as_told(field, meaning, read(folder, text, *maps, typed)), typed


@pytest.mark.slow
def test_every_field_that_can_be_refused_has_its_ways_out(tmp_path: Path) -> None:
    refusing = {
        field for field in FIELDS if field not in ("at", "date", "time")
        and refusal(tmp_path, *sheet_of(field, "no such thing 99")) is not None
    }  # fmt: skip
    assert refusing <= WAYS_OUT.keys()


def test_what_a_cell_means_is_said_once_for_all_rows(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Pain\n2026-03-05,very bad\n2026-03-06,Very bad\n2026-03-07,3\n")
    maps = ("--map", "Date=date", "--map", "Pain=severity", "--map", "rows=cramp")
    ran = cramp("import", path, *maps)
    assert (ran.exit_code, '--map "very bad=8"' in ran.err) == (1, True)
    assert cramp("import", path, *maps, "--map", "very bad=9", "-y").exit_code == 0
    found = [each["severity"] for each in cramp("list", "--json").json["entries"]]
    assert sorted(found) == [3, 9, 9]
