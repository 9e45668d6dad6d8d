"""What a header says beside its kind: where a cramp was, in whatever language, and how much a dose is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode, Exposure
from crampdiary.exchange.yes_no import denies_cramps
from exchange.test_written import read as read_whole
from kit.peer_writers import table
from kit.sheets import read

PLACES = {
    "Wadenkrampf": "calf", "Wadenkrämpfe": "calf", "Fußkrämpfe": "foot", "Fusskrampf": "foot", "Beinkrämpfe": "leg",
    "Zehenkrampf": "toes", "Oberschenkelkrämpfe": "thigh", "Kuitkramp": "calf", "Voetkrampen": "foot",
    "Vadkramp": "calf", "Lægkramper": "calf", "Calf cramps": "calf",
}  # fmt: skip
SIDES = {
    "": None,
    " links": "left",
    " rechts": "right",
    " (linke Seite)": "left",
    " (right)": "right",
    " left": "left",
}
ASKED = ("{}", "{}?", "Anzahl {}", "{} nachts")
CELLS = {"count": ["2", "1", "0"], "yes": ["ja", "x", "nein"], "cramp": ["7", "3", "0"]}


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(
    names=st.lists(st.sampled_from([*PLACES]), min_size=1, max_size=2, unique_by=lambda name: PLACES[name]),
    side=st.sampled_from([*SIDES]), shape=st.sampled_from(ASKED[:2]), kind=st.sampled_from([*CELLS]),
)  # fmt: skip
def test_where_a_cramp_was_is_read_in_the_header(
    names: list[str], side: str, shape: str, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    headers = [shape.format(name + side) for name in names]
    rows = [[f"2026-03-0{day}", *[cell] * len(names)] for day, cell in enumerate(CELLS[kind], 1)]
    maps = [f"{each}={'count' if kind == 'yes' else kind}" for each in headers]
    found = read(tmp_path_factory.mktemp("where"), table([["Datum", *headers], *rows], ";"), *maps)
    cramps = [each for each in found if isinstance(each, Episode)]
    assert {site for each in cramps for site in each.sites} == {PLACES[name] for name in names}
    assert {each.side for each in cramps} == {SIDES[side]}
    if kind == "count":
        assert sorted(each.sites for each in cramps) == sorted(3 * [(PLACES[name],) for name in names])
    else:
        assert [{*each.sites} for each in cramps] == 2 * [{PLACES[name] for name in names}]
    is_of_one_side = kind == "cramp" and SIDES[side] is not None  # a 0 of it says nothing of the other
    assert len([each for each in found if isinstance(each, CheckIn)]) == (not is_of_one_side)


@pytest.mark.slow_but_some
@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("shape", ASKED)
def test_a_column_of_cramps_in_one_word_is_known_as_that(name: str, shape: str, tmp_path: Path) -> None:
    text = table([["Datum", shape.format(name)], ["2026-03-01", "2"], ["2026-03-02", "0"]], ";")
    found = read(tmp_path, text)
    assert [each.sites for each in found if isinstance(each, Episode)] == 2 * [(PLACES[name],)]
    assert len(found) == 3


@pytest.mark.parametrize("name", PLACES)
def test_a_denial_of_them_is_one(name: str) -> None:
    assert denies_cramps(f"keine {name}")


DOSES = ("300mg", "300 mg", "1,5 g", "2 tablets", "50 mcg", "400 IU")
HEADERS = ("Magnesium {}", "Magnesium ({})", "magnesium, {}", "Magnesium [{}]")
AMOUNTS = {
    "x": "{}", "yes": "{}", "ja": "{}", "1": "{}", "2": "2 x {}", "0,5": "0,5 x {}", "3": "3 x {}",
    "600 mg": "600 mg", "two": "two",
}  # fmt: skip


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(
    header=st.sampled_from(HEADERS),
    dose=st.sampled_from(DOSES),
    cells=st.lists(st.sampled_from([*AMOUNTS, "no", "0"]), min_size=2, max_size=6),
)
def test_a_dose_in_a_header_is_that_of_each_yes(
    header: str, dose: str, cells: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = header.format(dose)
    rows = [[f"2026-03-{day:02}", cell, "left calf"] for day, cell in enumerate([*cells, "yes"], 1)]
    text = table([["Date", name, "Where"], *rows], ";")
    maps = [] if sum(each == "two" for each in cells) * 2 < len(cells) else [f"{name}=used:magnesium"]
    found = [
        each for each in read(tmp_path_factory.mktemp("dose"), text, *maps) if isinstance(each, Exposure)
    ]
    told = [AMOUNTS[each].format(dose) for each in [*cells, "yes"] if each in AMOUNTS]
    assert [each.amount for each in found] == told
    assert {each.word for each in found} == {"magnesium"}


@pytest.mark.parametrize("header", ["Magnesium (400 mg)", "Magnesium 400 mg", "Magnesium 400mg"])
def test_a_number_that_is_no_few_is_how_much_it_was_in_the_unit_of_the_dose(
    header: str, tmp_path: Path
) -> None:
    text = table([["Date", header, "Pain"], ["2026-03-01", "200", "7"], ["2026-03-02", "x", "5"]])
    found = [each.amount for each in read(tmp_path, text) if isinstance(each, Exposure)]
    assert found == ["200 mg", "400mg" if "400mg" in header else "400 mg"]


@pytest.mark.parametrize(("value", "amount"), [("Taken", "300 mg"), ("1", "300 mg"), ("2", "2 x 300 mg")])
def test_the_dose_in_a_name_is_that_of_each(value: str, amount: str) -> None:
    rows = [["2026-03-01", "3", value, "", ""], ["2026-03-02", "1", "2", "", ""]]
    text = table([["Date", "Leg cramps", "Magnesium 300 mg", "Tags", "Foods"], *rows])
    uses = [each for each in read_whole(text).found if isinstance(each, Exposure)]  # type: ignore[attr-defined]
    assert [each.amount for each in uses] == [amount, "2 x 300 mg"]
