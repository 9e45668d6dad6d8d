"""What a cell beside a remedy or a trigger says: only one that says so was used or met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Exposure, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.exchange.columns import guess
from crampdiary.exchange.names.naming import NameReader
from crampdiary.words.log_grammar import CONSUMED
from kit.peer_writers import table
from kit.peerfiles import records
from kit.running import Cramp
from kit.sheets import read, read_as_saved

FIRST = date(2026, 1, 1)
WORDS = NameReader(Vocabulary())
REMEDIES = [each.slug for each in Vocabulary().words("remedy")]
USED = {
    "yes": None, "x": None, "Took it": None, "did": None, "yes (evening)": None,
    "with dinner": None, "before bed": None,
    "yes, late": None, "left calf": None, "after work": None, "as usual": None,
    "2 tabs": "2 tabs", "2 gummies": "2 gummies", "300mg+200mg": "300mg+200mg", "√": None,
    "300 mg glycinate": "300 mg glycinate",
    "\u00bd tablet": "\u00bd tablet", "half": "half", "300 mg": "300 mg", "~5 min": "~5 min",
}  # fmt: skip
"""Cells that say that it was, and the amount that they tell."""
UNUSED = ("no", "forgot", "none", "0", "not yet", "skipped", "\u2717", "ran out")
OPEN = (
    "later",
    "planned",
    "tomorrow",
    "maybe",
    "will do",
    "due",
    "not sure",
    "2 planned",
    "should take 2",
    "to do later",
    "Y?",
    "cramp",
    "stopped magnesium",
    "2 late",
    "1 week off",
    "yesterday",
)
EXCUSES = tuple(
    "too tired|too late|away|off|gave up|stopped|finished|out|late|work|at work|day off|rest day|busy|ill|sick|asleep|"
    "fell asleep|holiday|travelling|guests|hospital|empty|lost|gone|broke|bad day|long day|hot|rain|not well|party|"
    "müde|keine Lust mehr|couldn't be bothered|sleepless|pain|sore|so so|think so|probably|as needed|on holiday".split(
        "|"
    )
)
"""Why something was not used; not one of them says that it was."""
LEVELS = ("rain", "calm", "low", "high", "5", "2/10", "sunny", "mild")
"""What the weather or stress were, which does not say that they were met."""


def uses(found: Sequence[Record]) -> list[tuple[int, str, str | None]]:
    return [
        ((each.at.date() - FIRST).days, each.word, each.amount)
        for each in found
        if isinstance(each, Exposure)
    ]


@pytest.mark.slow
@settings(max_examples=30)
@given(data=st.data())
def test_only_what_a_cell_says_was_used_is_a_use(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In a column of its own, and as the value of a name; what is left open is named with how often it was there."""
    cells = data.draw(st.lists(st.sampled_from([*USED, *UNUSED, *OPEN]), min_size=1, max_size=6))
    word = data.draw(st.sampled_from(["magnesium", "stretching", "heat"]))
    days = [str(FIRST + timedelta(days=each)) for each in range(len(cells))]
    if data.draw(st.booleans()):
        rows, maps = [["Day", "Thing"], *map(list, zip(days, cells, strict=True))], [f"Thing=used:{word}"]
    else:
        rows = [["Day", "Name", "How"], *([day, word, cell] for day, cell in zip(days, cells, strict=True))]
        maps = ["Name=name", "How=value"]
    reading, found = read_as_saved(tmp_path_factory.mktemp("a"), table(rows, ";"), maps=["Day=date", *maps])
    assert [each[:2] for each in uses(found)] == [(at, word) for at, cell in enumerate(cells) if cell in USED]
    if maps[0].startswith("Thing"):
        amounts = [USED[cell] for cell in cells if cell in USED]
        assert [each[2] for each in uses(found)] == amounts
    assert {*reading.unknown} == {cell for cell in cells if cell in OPEN}


@pytest.mark.parametrize("word", ["magnesium", "stretching"])
def test_each_cell_is_read_as_what_it_says(word: str) -> None:
    used = {each: WORDS.uses.beside_a_use(each, "remedy", word).is_used for each in (*USED, *OPEN, *EXCUSES)}
    assert {each for each, is_used in used.items() if is_used} == {*USED}
    for number in range(1, 13):
        assert WORDS.uses.beside_a_use(f"{number} {word}", "remedy", word).amount == f"{number}"


@pytest.mark.slow
@settings(max_examples=60)
@given(
    excuse=st.sampled_from(EXCUSES), word=st.sampled_from(REMEDIES), number=st.sampled_from(["", "2 ", "10 "]),
    written=st.sampled_from([str, str.upper, str.capitalize, "{}!".format, "{}.".format, "({})".format]),
)  # fmt: skip
def test_no_excuse_is_a_use(
    excuse: str,
    word: str,
    number: str,
    written: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whatever word the reason why it was not used has, it is asked about, or is a plain no."""
    cell = written(number * (excuse in ("late", "away", "off", "ill", "sick", "busy", "asleep")) + excuse)
    text = table([["Day", "Thing"], [str(FIRST), cell], [str(FIRST + timedelta(days=1)), "yes"]], ";")
    reading, found = read_as_saved(
        tmp_path_factory.mktemp("a"), text, maps=["Day=date", f"Thing=used:{word}", "rows=ignore"]
    )
    assert [each[:2] for each in uses(found)] == [(1, word)]
    assert reading.unknown[cell] == 1 or sum(reading.ignored.values()) == 1


@pytest.mark.parametrize(
    ("remedy", "cell"), [("stretching", "cold"), ("stretching", "heat"), ("magnesium", "Walking")]
)
def test_the_name_of_another_remedy_is_asked_about(remedy: str, cell: str, tmp_path: Path) -> None:
    text = f"Day;Thing\n2026-01-01;{cell}\n2026-01-02;yes\n"
    maps = ["Day=date", f"Thing=used:{remedy}", "rows=ignore"]
    reading, found = read_as_saved(tmp_path, text, maps=maps)
    assert (uses(found), [*reading.unknown]) == ([(1, remedy, None)], [cell])
    _, found = read_as_saved(tmp_path, text, maps=[*maps, f"{cell}=remedy:{cell.lower()}"])
    assert uses(found) == [(0, cell.lower(), None), (1, remedy, None)]


@pytest.mark.parametrize("before", ["", "only ", "Just ", "2 tabs ", "yes, "])
@pytest.mark.parametrize("told", ["after cramp", "after the cramp", "during a cramp", "when cramp started"])
def test_what_was_used_for_a_cramp_is_a_rescue_of_its_minute(before: str, told: str, tmp_path: Path) -> None:
    """All else of that night was ahead of it."""
    rows = [["Day", "Time", "Pain", "Mag", "Heat"], ["2026-01-02", "03:10", "5", f"{before}{told}", "yes"]]
    maps = ["Day=date", "Time=time", "Pain=severity", "Mag=used:magnesium", "Heat=used:heat"]
    _, found = read_as_saved(tmp_path, table(rows, ";"), maps=maps)
    said = {each.word: each for each in found if isinstance(each, Exposure)}
    assert {word: each.purpose for word, each in said.items()} == {
        "magnesium": "rescue",
        "heat": "prevention",
    }
    assert (said["magnesium"].at.hour, said["heat"].at.hour) == (3, 12)
    assert told in (said["magnesium"].note or "")


@pytest.mark.slow
@settings(max_examples=30)
@given(data=st.data())
def test_a_column_of_levels_is_guessed_as_no_trigger_and_no_remedy(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    role = data.draw(st.sampled_from(["remedy", "trigger"]))
    words = [each for each in Vocabulary().words(role) if each.slug not in CONSUMED]
    header = data.draw(st.sampled_from([each.label for each in words if guess(each.label, WORDS)]))
    levels = LEVELS if role == "trigger" else tuple(each for each in LEVELS if not each[0].isdigit())
    cells = data.draw(st.lists(st.sampled_from(levels), min_size=1, max_size=5))
    rows = [[str(FIRST + timedelta(days=2 * at)), "0", cell] for at, cell in enumerate(cells)]
    reading, found = read_as_saved(
        tmp_path_factory.mktemp("a"), table([["Day", "Leg cramps", header], *rows], ";")
    )
    assert uses(found) == []
    assert reading.ignored[f"column {header}"] == len(cells)


@pytest.mark.parametrize(
    ("header", "word"), [("Stress", "stress"), ("Coffee", "caffeine"), ("Weather", "weather")]
)
def test_a_column_of_yes_and_no_is_still_that_trigger(header: str, word: str, tmp_path: Path) -> None:
    text = table([["Day", "Leg cramps", header], ["2026-01-01", "0", "yes"], ["2026-01-02", "1", "no"]], ";")
    _, found = read_as_saved(tmp_path, text)
    assert uses(found) == [(0, word, None)]


def test_an_amount_is_that_of_what_is_drunk(tmp_path: Path) -> None:
    _, found = read_as_saved(tmp_path, "Day;Leg cramps;Caffeine\n2026-01-01;0;2 cups\n2026-01-02;1;none\n")
    assert uses(found) == [(0, "caffeine", "2 cups")]


@pytest.mark.parametrize("header", ["Done?", "Taken?", "Did it?", "Used", "Completed"])
@pytest.mark.parametrize("remedies", ["Remedy", "Used remedies"])
def test_a_remedy_that_was_not_done_is_no_use(header: str, remedies: str, tmp_path: Path) -> None:
    cells = {"Yes": True, "No": False, "planned": False, "": True, "\u2713": True}
    rows = [[str(FIRST + timedelta(days=at)), "stretching", cell] for at, cell in enumerate(cells)]
    maps = ["Used remedies=used"] if remedies == "Used remedies" else []
    text = table([["Day", remedies, header], *rows], ";")
    reading, found = read_as_saved(tmp_path, text, maps=["rows=ignore", *maps])
    assert [each[0] for each in uses(found)] == [at for at, was in enumerate(cells.values()) if was]
    assert reading.ignored[f'remedy with "{header}: planned"'] == 1


def test_a_cell_that_is_left_open_can_be_said_off_a_terminal(cramp: Cramp, tmp_path: Path) -> None:
    path, saved = tmp_path / "a.csv", tmp_path / "a.map"
    path.write_text("Date,Leg cramps,Magnesium\n2026-03-01,1,yes\n2026-03-02,0,later\n2026-03-03,0,300 mg\n")
    assert cramp("import", path, "--save-map", saved).exit_code == 0
    told = cramp("import", path, "--map", saved, "-y")
    assert '--map "later=ignore"' in told.out
    again = cramp("import", path, "--map", saved, "--map", "later=ignore", "-y")
    assert "later (by your mapping)" in again.out
    assert [each.at.day for each in records(cramp) if isinstance(each, Exposure)] == [1, 3]
    cramp("import", path, "--map", "later=remedy:magnesium", "-y")
    assert [each.at.day for each in records(cramp) if isinstance(each, Exposure)] == [1, 2, 3]


@pytest.mark.parametrize("group", ["Meds", "medication", "Supplements", "Pills", "TREATMENT", "Medicine"])
@pytest.mark.parametrize("mark", [": ", ":", " - ", "/", " > "])
def test_the_group_of_a_remedy_before_its_name_is_no_remedy(group: str, mark: str) -> None:
    uses = NameReader(Vocabulary()).uses
    for name, word, amount in (("magnesium", "magnesium", None), ("potassium 300mg", "potassium", "300mg")):
        (taken,) = uses.taken(f"{group}{mark}{name}")
        assert (taken.word, taken.amount) == (word, amount)
    assert [each.word for each in uses.taken("Meds: Lisinopril")] == ["prescribed"]


@pytest.mark.parametrize(
    ("header", "cells", "amounts"),
    [
        ("Water (L)", ["1", "1.5", "2"], ["1 L", "1.5 L", "2 L"]),
        ("Water (glasses)", ["1", "6"], ["1 glasses", "6 glasses"]),
        ("Stretching (L)", ["1", "x"], [None, None]),
        ("Magnesium (mg)", ["1", "300"], [None, "300 mg"]),
    ],
)
def test_a_number_below_what_is_drunk_is_how_much(
    header: str, cells: list[str], amounts: list[str | None], tmp_path: Path
) -> None:
    rows = [[str(FIRST + timedelta(days=at)), "0", each] for at, each in enumerate(cells)]
    _, found = read_as_saved(tmp_path, table([["Day", "Leg cramps", header], *rows], ";"))
    assert [each[2] for each in uses(found)] == amounts


def test_a_bare_none_below_the_time_is_named(tmp_path: Path) -> None:
    """It may be a night without cramps, or a time that is not known; how to say so is told."""
    text = "Day;Time;Where\n2026-01-01;03:10;left calf\n2026-01-03;none;\n"
    reading, found = read_as_saved(tmp_path, text, name="leg cramps.csv")
    assert len(found) == 1
    assert any('--map "none=clear"' in each for each in reading.said)
    _, found = read_as_saved(tmp_path, text, name="leg cramps.csv", maps=["none=clear"])
    assert len(found) == 2


@pytest.mark.parametrize("cell", ["21:30", "9:30 PM", "10 PM", "10pm", "22:00:00", "9 p.m."])
@pytest.mark.parametrize("used", ["used:magnesium", "had:caffeine"])
def test_a_time_says_when_it_was_and_not_how_much(cell: str, used: str, tmp_path: Path) -> None:
    text = f"Date,Cramps,Magnesium at\n2026-03-01,1,{cell}\n2026-03-02,0,\n"
    (one,) = (each for each in read(tmp_path, text, f"Magnesium at={used}") if isinstance(each, Exposure))
    assert (one.amount, one.note, one.precision) == (None, f"Magnesium at: {cell}", "day")
