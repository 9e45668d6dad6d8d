"""What a row of a sheet says stands in the diary: in a field, or else in a note."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode, Exposure
from kit.sheets import read

AMOUNTS = ("", " 300 mg", " 2 min", " x2", " (5 min)", " half a tablet", " 1 glass", " at 9pm", " 250mg")
THINGS = {
    "tried": ("magnesium", "stretching", "pickle juice", "massage"),
    "trigger": ("alcohol", "coffee", "dehydration"),
}
ROWS = {"a cramp": "left calf,7", "no cramp": ","}


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
