"""Other programs' CSV read strictly: whatever its line ends, or refused with its line and nothing stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.errors import CrampError
from crampdiary.exchange import reading
from crampdiary.keep.store import Store
from kit.running import Cramp

TEXT = '"when","bad","note"\r\n"2026-03-28 03:10","5","burning"\r\n"2026-03-29 04:10","7","tight, too"\r\n'
MAPS = ("--map", "when=at", "--map", "bad=severity", "--map", "note=note")

READ: dict[str, Callable[[str], str | bytes]] = {
    "byte order mark": lambda text: "\ufeff" + text,
    "lf": lambda text: text.replace("\r\n", "\n"),
    "cr": lambda text: text.replace("\r\n", "\r"),
    "empty lines": lambda text: text.replace("\r\n", "\r\n\r\n"),
    "semicolons": lambda text: text.replace('","', '";"'),
    "tabs": lambda text: text.replace('","', '"\t"'),
    "a line that names the delimiter": lambda text: "sep=;\r\n" + text.replace('","', '";"'),
    "a title above": lambda text: "My cramps,,\r\n,,\r\n" + text,
    "a total below": lambda text: text + '"Total","12",""\r\n',
    "empty columns behind": lambda text: text.replace("\r\n", ",,\r\n"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "no UTF-8": lambda text: (
        text.replace('"burning"', '"burning"').replace("note", "n\xf6te").encode("cp1252")
    ),
    "numbers of ten, and with zeros": lambda text: text.replace('"7"', '"7/10"').replace('"5"', '"5,0"'),
}


@pytest.mark.slow_but_some
@pytest.mark.parametrize("change", READ.values(), ids=READ.keys())
def test_other_line_ends_delimiters_and_a_byte_order_mark_are_read(
    change: Callable[[str], str | bytes], cramp: Cramp, tmp_path: Path
) -> None:
    text = change(TEXT)
    (tmp_path / "a.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    ran = cramp("import", tmp_path / "a.csv", *MAPS, "--map", "n\xf6te=note", "--json")
    assert ran.json["new"] == 2
    entries = cramp("list", "--json").json["entries"]
    assert sorted((each["severity"], each["note"]) for each in entries) == [(5, "burning"), (7, "tight, too")]


REFUSED: dict[str, Callable[[str], str | bytes]] = {
    "missing column": lambda text: text.replace(',"note"', "", 1),
    "unclosed quote": lambda text: text[: text.rindex('"')],
    "nul": lambda text: text.replace("burning", "bur\0ning"),
    "200 kB field": lambda text: text.replace("burning", "b" * 200_000),
    "severity no number": lambda text: text.replace('"7"', '"purple"'),
    "severity of other digits": lambda text: text.replace('"7"', '"７"'),
    "a cell too many": lambda text: text.replace('"7",', '"7","7",'),
    "a line without end": lambda text: text + "x" * 2**21,
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_quite_right_is_refused_with_its_line(
    change: Callable[[str], str | bytes], store: Store, cramp: Cramp, tmp_path: Path
) -> None:
    text = change(TEXT)
    (tmp_path / "a.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    before = store.path.read_bytes()
    ran = cramp("--diary", store.path, "import", tmp_path / "a.csv", *MAPS)
    assert (ran.exit_code, ran.out) == (1, "")
    assert ", line " in ran.err
    assert "Traceback" not in ran.err
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_refused(content: str, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(content)
    ran = cramp("import", tmp_path / "a.csv", *MAPS)
    assert (ran.exit_code, ran.out) == (1, "")
    assert "is empty" in ran.err


def test_a_header_alone_brings_nothing(store: Store, cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT.splitlines()[0])
    ran = cramp("--diary", store.path, "import", tmp_path / "a.csv", *MAPS)
    assert ran.exit_code == 0
    assert "0 new" in ran.out


@pytest.mark.parametrize(("between", "said"), [(3, "2 rows cannot"), (4, "1 row and perhaps more cannot")])
def test_after_a_bad_row_others_are_looked_for_so_far_and_no_further(
    between: int, said: str, cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LINES_AFTER_BAD", 4)
    header, row, _ = TEXT.splitlines(keepends=True)
    bad = '"2026-03-28 03:10","11",""\r\n'
    (tmp_path / "a.csv").write_bytes("".join([header, bad, *[row] * between, bad]).encode())
    ran = cramp("import", tmp_path / "a.csv", *MAPS)
    assert ran.exit_code == 1
    assert "line 2:" in ran.err
    assert said in ran.err


@settings(max_examples=40, deadline=None)
@given(count=st.integers(2, 8), data=st.data())
def test_a_quote_that_never_ends_takes_no_other_row_with_it(
    count: int, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("quotes") / "a.csv"
    notes = ["fine", '"two, of them"', '"two\nlines"', '"he said ""ow"""', '""', ""]
    rows = [f"2026-03-{number + 1:02},5,{data.draw(st.sampled_from(notes))}" for number in range(count)]
    broken = data.draw(st.integers(0, count - 1))
    rows[broken] = f'2026-03-{broken + 1:02},5,"woke up'
    path.write_text("day,pain,note\n" + "\n".join(rows) + "\n")
    line = 2 + sum(1 + row.count("\n") for row in rows[:broken])
    bad: list[tuple[int, str]] = []
    found = [*reading.csv_rows(path, bad=lambda line, error: bad.append((line, str(error))))]
    assert bad == [(line, "It begins a quote that never ends.")]
    assert [cells[0][-2:] for _, cells in found[1:]] == [
        f"{each + 1:02}" for each in range(count) if each != broken
    ]
    assert all(len(cells) == 3 for _, cells in found)
    with pytest.raises(CrampError, match=f"line {line}: It begins a quote that never ends"):
        list(reading.csv_rows(path))


@pytest.mark.parametrize("first", ["2026-03-01,5,left calf", "1.3.2026,5,left calf", "3/14/2026 3:10,5,x"])
def test_a_sheet_without_a_header_is_said_to_have_none(first: str, cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{first}\n{first.replace('5', '7')}\n")
    day = first.partition(",")[0]
    for more in ((), ("--map", f"{day}=at", "--map", "5=severity"), ("--save-map", tmp_path / "own.map")):
        ran = cramp("import", path, *more, "-y")
        assert (ran.exit_code, "no line with the names of its columns" in ran.err) == (1, True), more
