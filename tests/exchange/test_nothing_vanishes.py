"""What a row of a sheet says stands in the diary: in a field, or else in a note."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode, Exposure
from crampdiary.exchange.markup import as_text
from kit.running import Cramp
from kit.sheets import read, reading_of

AMOUNTS = ("", " 300 mg", " 2 min", " x2", " (5 min)", " half a tablet", " 1 glass", " at 9pm", " 250mg")
THINGS = {
    "tried": ("magnesium", "stretching", "pickle juice", "massage"),
    "trigger": ("alcohol", "coffee", "dehydration"),
}
ROWS = {"a cramp": "left calf,7", "no cramp": ","}


@pytest.mark.slow_but_first
@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("field", THINGS)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_how_much_of_a_thing_is_told_with_a_cramp_and_without(
    field: str, row: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    several = data.draw(
        st.lists(st.tuples(st.sampled_from(THINGS[field]), st.sampled_from(AMOUNTS)), min_size=1, max_size=3)
    )
    cells = [f"{thing}{amount}" for thing, amount in several]
    text = f'Date,Where,Pain,Beside\n2026-03-05,{ROWS[row]},"{", ".join(cells)}"\n'
    found = read(tmp_path_factory.mktemp("a"), text, "Where=place", "Pain=severity", f"Beside={field}")
    if row == "a cramp":
        (one,) = found
        assert isinstance(one, Episode)
        assert {each for each in cells if not each.isalpha() and each not in THINGS[field]} == {
            line.removeprefix("Beside: ") for line in (one.note or "").splitlines()
        }
    else:
        assert all(isinstance(each, Exposure) for each in found)
        said = " ".join(f"{each.amount} {each.note}" for each in found if isinstance(each, Exposure))
        assert all(amount.strip(" ()").removesuffix(" a tablet") in said for _, amount in several)


@pytest.mark.parametrize(
    ("cells", "amount"),
    [("magnesium 300 mg,", "300 mg"), (",300 mg", None), ("magnesium,300 mg", "300 mg"),
     ("magnesium 2 tablets,300 mg", "2 tablets, 300 mg"), ("magnesium 300 mg,300 mg", "300 mg")],
)  # fmt: skip
def test_an_amount_in_two_columns_is_both(cells: str, amount: str | None, tmp_path: Path) -> None:
    found = read(tmp_path, f"Date,Took,Dose\n2026-03-05,{cells}\n", "Took=used", "Dose=amount")
    assert [each.amount for each in found if isinstance(each, Exposure)] == ([amount] if amount else [])


COLUMNS = {
    "place": ("left calf", "toes", ""),
    "severity": ("7", "3", "5"),
    "tried": ("stretching", "massage", ""),
    "note": ("slept badly", ""),
}


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_a_column_without_a_name_is_called_by_its_letter(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fields = data.draw(st.permutations(list(COLUMNS)))
    nameless = data.draw(st.sets(st.sampled_from(fields), min_size=1, max_size=2))
    at_the_end = data.draw(st.integers(0, 3))
    rows = data.draw(
        st.lists(st.tuples(*(st.sampled_from(COLUMNS[each]) for each in fields)), min_size=1, max_size=4)
    )
    names = {
        field: f"column {'BCDEF'[at]}" if field in nameless else field for at, field in enumerate(fields)
    }

    def sheet(header: list[str]) -> str:
        lines = [f"2026-03-{day:02},{','.join(row)}" for day, row in enumerate(rows, 1)]
        return "\n".join(f"{line}{',' * at_the_end}" for line in [",".join(["Date", *header]), *lines]) + "\n"

    with_names = sheet([*fields])
    without = sheet(["" if each in nameless else each for each in fields])
    said = [f"{names[field]}={field}" for field in fields]
    folder = tmp_path_factory.mktemp("a")
    assert read(folder, without, *said) == read(folder, with_names, *(f"{each}={each}" for each in fields))
    reading, _ = reading_of(folder, without, "rows=cramp")
    for at, field in enumerate(fields):
        if field in nameless - {"place"}:  # whose cells say what they are
            count = sum(bool(row[at]) for row in rows)
            assert reading.ignored.get(names[field], 0) == count
    assert not {each for each in reading.ignored if each.startswith("column")} - {*names.values()}


def test_a_cell_beyond_the_header_is_named_with_a_way_out(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Pain,Note\n2026-03-05,7,woke, and cried\n")
    maps = ("--map", "Date=date", "--map", "Pain=severity", "--map", "Note=note")
    ran = cramp("import", path, *maps)
    assert (ran.exit_code, '"and cried" stands in no column' in ran.err) == (1, True)
    path.write_text('Date,Pain,Note\n2026-03-05,7,"woke, and cried"\n')
    assert cramp("import", path, *maps, "-y").exit_code == 0
    path.write_text("Date,Pain,Note,More\n2026-03-05,7,woke, and cried\n")
    assert cramp("import", path, *maps, "--dry-run").exit_code == 0


@settings(deadline=None, max_examples=200)
@given(
    text=st.text(max_size=40).filter(str.strip),
    wrap=st.sampled_from(["p", "div", "b", "span", "li", "td", "H2"]),
)
def test_html_becomes_the_text_that_it_shows(text: str, wrap: str) -> None:
    written = escape(text)
    assert as_text(f'<{wrap} class="x">{written}</{wrap}>').strip() == text.strip()
    assert as_text(f"{written}<br/>{written}") == f"{text}\n{text}"


@settings(deadline=None, max_examples=200)
@given(text=st.text(alphabet="<>ab/& ;3=p!-", max_size=20))
def test_what_is_no_html_stays(text: str) -> None:
    lost = re.sub(r"</?[abp][^<>]*>|&[abp]+;", "", text)
    if lost == text:
        assert as_text(text) == text


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("<p>Woke &amp; cried<br>then <b>slept</b></p>", "Woke & cried\nthen slept"),
        ("5 < 6 > 2", "5 < 6 > 2"),
        ("<3 it hurt>", "<3 it hurt>"),
        ("AT&T & R&B", "AT&T & R&B"),
        ("<the usual one>", "<the usual one>"),
    ],
)
def test_a_note_of_a_sheet_is_text(note: str, shown: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, f'Date,Pain,Note\n2026-03-05,7,"{note}"\n')
    assert isinstance(found, Episode)
    assert found.note == shown


@settings(deadline=None, max_examples=20)
@given(groups=st.lists(st.sampled_from(["", "Cramp", "Before bed", "x"]), min_size=4, max_size=4).filter(any))
def test_each_cell_above_the_header_is_told(
    groups: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = f"{','.join(groups)}\nDate,Pain,Magnesium,Heat\n2026-03-05,7,1,0\n"
    reading, found = reading_of(
        tmp_path_factory.mktemp("a"), text, "Date=date", "Pain=severity", "Magnesium=used:magnesium"
    )
    assert len(found) == 2
    (told,) = (each for each in reading.said if each.startswith("Above the header"))
    assert all(f'"{each}"' in told for each in groups if each)
