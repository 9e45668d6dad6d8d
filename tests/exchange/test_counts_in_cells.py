"""A cell for how many cramps there were: in digits or words, the fewest it can be; what is none costs no cramp."""

from __future__ import annotations

from pathlib import Path
from unicodedata import is_normalized

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import CheckIn, Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.proposal import proposals
from crampdiary.exchange.sheets.count_cells import CountTold, count_told
from crampdiary.exchange.sheets.placed import NOT_SAID
from crampdiary.exchange.yes_no import begins_with_a_denial
from crampdiary.words.quantities import NUMBERS
from kit.peer_writers import table
from kit.running import Cramp
from kit.sheets import options_told, reading_of

EXACT = ("{}", "{}x", "{} x", "x{}", "{} cramps", "cramps: {}", "{} times")
MORE = ("{}+", "~{}", "about {}", "at least {}", "yes x{}", "yes ({})", "Y ({})", "yes, {}", "{} bad", "{} small ones",
        "{} in my calves", "{} or 12", "{} or so", "{} big ones, left calf")  # fmt: skip
SOME = (
    "lots",
    "Lots!",
    "many",
    "several",
    "a few",
    "quite a few",
    "too many",
    "yes - both legs",
    "Y, bad one",
)
NONE = ("no", "none", "0", "nope", "no cramps")
UNREAD = ("yes?", "1?", "one?", "maybe", "maybe 2", "0-1", "2 min", "2 mg", "2am", "3 am", "7/10", "1/2", "03:10",
          "2.5", "left calf", "bad", "nearly", "don't know", "no but twinges", "2 hours", "yes but no",
          "10 minutes", "3-1")  # fmt: skip


def test_every_way_to_write_a_number_is_read() -> None:
    words = {name: number for name, number in NUMBERS.items() if 0 < number < 10}
    for said, number in {**words, **{str(each): each for each in range(1, 10)}, "a couple": 2}.items():
        for shape in EXACT if said.isdigit() else ("{}", "{} cramps", "{} times", "{} x"):
            assert count_told(shape.format(said)) == (number, True), (shape, said)
        for shape in MORE:
            assert count_told(shape.format(said)) == (number, False), (shape, said)
    assert [count_told(each) for each in ("once", "twice", "thrice", "2?", "2-3", "two or three")] == [
        (1, True), (2, True), (3, True), (2, False), (2, False), (2, False)
    ]  # fmt: skip
    for text in SOME:
        assert count_told(text) == (1, False), text
    for text in NONE:
        assert count_told(text) == (0, True), text
    for text in UNREAD:
        assert count_told(text) == CountTold(None), text


CELLS = st.sampled_from([*SOME, *NONE, *UNREAD, "2", "two", "2-3", "3 small ones"]) | st.text(
    min_size=1, max_size=60
)


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(cell=CELLS, pain=st.sampled_from(["", "0", "6"]), named=st.booleans())
def test_no_cell_for_a_number_costs_a_cramp_or_makes_a_clear_night(
    cell: str, pain: str, named: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It is the number of cramps; or it is in the note, or pointed out, always where it begins with a denial."""
    assume(
        cell.strip() == cell
        and cell.isprintable()
        and is_normalized("NFC", cell)
        and cell.casefold() not in NOT_SAID | {"x", "☒"}
    )
    header = "How many cramps?" if named else "Leg cramps"
    rows = [
        ["Date", header, "Worst"],
        ["2026-03-01", cell, pain],
        ["2026-03-03", "2", "4"],
        ["2026-03-05", "1", "4"],
    ]
    told = count_told(cell)
    if told.number is not None and (not told.number) != (pain == "0") and pain:
        return  # it says both
    maps = ("Date=date", f"{header}=count", "Worst=severity")
    reading, found = reading_of(tmp_path_factory.mktemp("a"), table(rows), *maps)
    first = [each for each in found if isinstance(each, Episode) and each.night.day == 1]
    clear = any(isinstance(each, CheckIn) and each.night.day == 1 for each in found)
    is_open = told.number is None and begins_with_a_denial(cell)
    at_least = 1 if (pain == "6" and not is_open) or (told.number or 0) > 9 else 0
    assert len(first) == max(at_least, (told.number or 0) if (told.number or 0) < 10 else 1)
    assert clear == (told.number == 0)
    kept = [*(each.note or "" for each in first), *reading.mentions]
    is_kept = any(" ".join(cell.split())[:30] in " ".join(each.split()) for each in kept)
    assert is_kept or (told.is_all and told.number is not None)


@pytest.mark.parametrize(
    ("header", "said", "field"),
    [
        ("How many cramps?", ["two", "none", "lots", "one", "2 or 3"], "count"),
        ("How many cramps?", ["two", "bad night", "left calf", "one"], "count"),
        ("Number of cramps", ["1", "don't know", "all night long"], "count"),
        ("How many cramps?", ["left calf", "right calf"], "place"),
        ("Cramps", ["2", "two", "lots", "none"], "count"),
        ("Cramp", ["bad", "none", "a bit", "ok", "terrible"], "severity"),
        ("Cramp", ["bad", "none", "mild", "severe"], "severity"),
    ],
)
def test_the_header_decides_that_a_column_counts(
    header: str, said: list[str], field: str | None, tmp_path: Path
) -> None:
    rows = [[f"2026-03-{at:02}", each] for at, each in enumerate(said, 1)]
    (tmp_path / "a.csv").write_text(table([["Date", header], *rows]))
    assert proposals(tmp_path / "a.csv", ",", Vocabulary())[1].field == field


def test_what_is_said_of_a_count_is_true(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Date,How many cramps?,Worst\n2026-03-05,don't know,5\n2026-03-06,two,4\n2026-03-08,nearly,\n"
    )
    maps = ("--map", "Date=date", "--map", "How many cramps?=count", "--map", "Worst=severity")
    ran = cramp("import", path, *maps, "-y")
    assert (ran.exit_code, "new: 3 cramps" in ran.out) == (0, True)
    assert "How many cramps?: nearly" in ran.out
    assert """--map "don't know=1".""" in ran.out
    assert options_told(ran.out.partition("can be said: ")[2])[:2] == ['"nearly=1"', '"nearly=clear"']
    cramp("import", path, *maps, "--map", "nearly=clear", "--map", "don't know=2", "-y")
    kinds = [each["kind"] for each in cramp("list", "--json", "--all").json["entries"]]
    assert sorted(kinds) == ["check_in", *["episode"] * 4]
