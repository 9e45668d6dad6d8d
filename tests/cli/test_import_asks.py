"""What an import asks on a terminal: whatever is answered, the diary is that of the map which says the same."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crampdiary import prompts
from crampdiary.diary.model import CheckIn, Episode, Exposure, Record
from kit.logs import opened
from kit.peerfiles import FILES
from kit.running import Cramp, Ran
from kit.terminals import harmful, needs_terminal, talk

SHEETS = {
    "wide": "Date,Cramps,Worst pain,Magnesium,Elf dust,Mood,Notes\n2026-03-01,2,7,Yes,Yes,low,both calves\n"
    "2026-03-02,0,,Yes,No,fine,\n2026-03-03,1,4,No,Yes,low,left foot\n",
    "places": "Datum;Uhrzeit;Bein;Schmerz (0-10);Mittel;Hat geholfen;Notizen\n"
    "01.03.2026;03:10;Linke Wade;7,5;Dehnen, Magnesium;etwas;Aufgewacht\n04.03.2026;02:00;Bauch;4;Tee;ja;\n",
    "dates": "Date,Time,Where,Severity,Tried,Better?\n05/01/2026,3am,L calf,7,Magnesum,yes\n"
    "07/01/2026,02:30,right foot,mild,rubbed it with elf dust,no\n",
    "long": "When,Symptom,Value\n2026-03-01 03:10,Cramps,5\n2026-03-02 22:00,Magnesium,1\n2026-03-03 22:00,Sleep,3\n"
    "2026-03-04 03:00,not one cramp,1\n",
    "of days": "Day,Slept,Mood\n2026-03-01,7,low\n2026-03-02,6,fine\n",
    "kinds": "Day,Type,Pain\n2026-03-01,cramp,5\n2026-03-02,walk,3\n2026-03-03,none,\n2026-03-04,migraine,7\n",
    "bad rows": "Day,Pain,Leg\n2026-03-01,7,left calf\n2026-03-02,12,left calf\nlater,3,left calf\n2026-03-04,x,\n",
}  # fmt: skip
ANSWERS = (
    *("", "", "", "y", "n", "no", "?", "1", "2", "7 note", "3 no", "4 severity", "5 remedy", "2 date"),
    *("remedy", "trigger", "note", "magnesium", "left calf", "helped", "somewhat", "new", "dmy", "elf", "99"),
    *(
        "6 used",
        "1 at",
        "1 date",
        "cramp",
        "clear",
        "severity:0-100",
        "names",
        "had:alcohol",
        "trigger:new",
        "value",
    ),
)
ENOUGH = 40  # questions, after which nobody answers any more


class Answering:
    """Somebody at a terminal, who gives these answers, then Enter, and at last Ctrl-D or Ctrl-C."""

    def __init__(self, answers: list[str], *, until: int = ENOUGH, interrupts: bool = False) -> None:
        self._answers = list(answers)
        self._until = until
        self._interrupts = interrupts
        self.asked: list[str] = []

    def __call__(self, question: str) -> str | None:
        self.asked.append(question)
        if len(self.asked) > self._until:
            if self._interrupts:
                raise KeyboardInterrupt
            return None
        return self._answers.pop(0) if self._answers else ""


@pytest.fixture
def answering(cramp: Cramp) -> Callable[..., Ran]:
    """Import at a terminal where somebody answers."""

    def run(somebody: Answering, *arguments: str | Path) -> Ran:
        with (
            mock.patch.object(prompts, "can_ask", return_value=True),
            mock.patch.object(prompts, "ask", somebody),
        ):
            return cramp(*arguments)

    return run


def in_it(diary: Path) -> tuple[list[Record], dict[str, Any]]:
    """Return all that a diary has, and what was said of the file that came last."""
    with closing(opened(diary)) as store:
        rows = store.select("SELECT value FROM local_state WHERE key LIKE 'import %'")
        said = json.loads(rows[0][0])[-1]["said"] if rows else {}
        return sorted((entry.record for entry in store.entries()), key=repr), said


def as_options(said: dict[str, Any]) -> list[str]:
    maps = {**said["names"], **said["columns"]}
    found = [part for name, meaning in maps.items() for part in ("--map", f"{name}={meaning}")]
    return [*found, *(["--dates", said["dates"]] if said["dates"] else [])]


def test_of_a_sheet_that_was_imported_only_a_column_that_is_new_is_asked_for(
    answering: Callable[..., Ran], cramp: Cramp, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("When,Oomph,Mag\n2026-03-01,5,yes\n2026-03-03,6,no\n")
    assert (
        cramp(
            "import", path, "--map", "When=date", "--map", "Oomph=severity", "--map", "Mag=new", "-y"
        ).exit_code
        == 0
    )
    path.write_text("Oomph,When,Balm,Mag\n5,2026-03-01,yes,yes\n6,2026-03-03,no,no\n")
    somebody = Answering(["remedy"])
    ran = answering(somebody, "import", path)
    assert ran.exit_code == 0, ran.err
    assert ["Balm" in each for each in somebody.asked if "What is" in each or 'Is "' in each] == [True]
    assert len(cramp("list", "--all", "--json").json["entries"]) == 4


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheet=st.sampled_from(sorted(SHEETS)), answers=st.lists(st.sampled_from(ANSWERS), max_size=14))
def test_a_conversation_ends_in_the_diary_of_the_map_that_says_the_same(
    answering: Callable[..., Ran],
    cramp: Cramp,
    tmp_path_factory: pytest.TempPathFactory,
    sheet: str,
    answers: list[str],
) -> None:
    here = tmp_path_factory.mktemp("asked")
    file, one, other, third = (here / each for each in ("sheet.csv", "one.db", "other.db", "third.db"))
    file.write_text(SHEETS[sheet], encoding="utf-8")
    new = ("--diary", one, "import", file, "--new")
    tried = answering(Answering(answers), *new, "--dry-run")
    ran = answering(Answering(answers), *new)
    assert tried.exit_code == ran.exit_code
    if ran.exit_code or "0 new" in ran.out or "no entries in it" in ran.out:
        assert not one.exists() or in_it(one)[0] == []
        return
    found, said = in_it(one)
    skip = ["--skip-bad"] * ("cannot be read" in ran.out)
    mapped = cramp("--diary", other, "import", file, "--new", "-y", *as_options(said), *skip)
    assert mapped.exit_code == 0, mapped.err
    assert in_it(other)[0] == found
    if typed := re.search(r"To import it with what you said: `cramp (.*)`", tried.out):
        words = [str(third) if each == str(one) else each for each in shlex.split(typed[1])]
        again = answering(Answering([]), *words)
        assert again.exit_code == 0, again.err
        assert in_it(third)[0] == found  # Enter all along, where the rest of it is asked
    once_more = Answering([], until=0)
    assert answering(once_more, "--diary", one, "import", file, *skip).exit_code == 0
    assert once_more.asked == []


@pytest.mark.slow_but_first
@pytest.mark.parametrize("sheet", SHEETS)
def test_ctrl_c_at_each_question_imports_nothing_and_loses_no_answer(
    sheet: str, answering: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "sheet.csv").write_text(SHEETS[sheet], encoding="utf-8")
    new = ("import", tmp_path / "sheet.csv", "--new")
    answers = ["5 note", "", "y", "1", "y", "left calf", "n"]
    whole = Answering(answers)
    assert answering(whole, "--diary", tmp_path / "whole.db", *new).exit_code == 0
    for number in range(len(whole.asked)):
        diary = tmp_path / f"{number}.db"
        stopped = Answering(answers, until=number, interrupts=True)
        ran = answering(stopped, "--diary", diary, *new)
        assert ran.exit_code == 130
        assert not diary.exists()


def test_what_was_answered_before_ctrl_c_is_told(answering: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEETS["wide"])
    stopped = Answering(["remedy", "value"], until=2, interrupts=True)
    ran = answering(stopped, "import", tmp_path / "sheet.csv")
    assert ran.exit_code == 130
    last = ran.err.splitlines()[-1]
    assert last.startswith("Nothing was saved; to go on with what you said: `cramp import ")
    assert last.endswith("--map 'Elf dust=new' --map Mood=value`")


def taken(answering: Callable[..., Ran], tmp_path: Path, sheet: str, *answers: str) -> list[Record]:
    file = tmp_path / "sheet.csv"
    file.write_text(sheet, encoding="utf-8")
    diary = tmp_path / "diary.db"
    ran = answering(Answering(list(answers)), "--diary", diary, "import", file, "--new")
    assert ran.exit_code == 0, ran.err
    return in_it(diary)[0]


def test_names_that_are_called_cramps_are_asked_also_of_a_known_program(
    answering: Callable[..., Ran], tmp_path: Path
) -> None:
    file = tmp_path / "daylio.csv"
    file.write_text(
        "full_date,date,weekday,time,mood,activities,note_title,note\n"
        '2026-03-29,March 29,Sunday,22:00,bad,"cramps | stomach cramps | reading","",""\n'
    )
    somebody = Answering(["y"])
    ran = answering(somebody, "--diary", tmp_path / "a.db", "import", file, "--new")
    assert ran.exit_code == 0, ran.err
    assert [("cramps" in each, "stomach" in each) for each in somebody.asked] == [(True, False)]
    assert [type(each) for each in in_it(tmp_path / "a.db")[0]] == [Episode]
    once_more = Answering([], until=0)
    assert answering(once_more, "--diary", tmp_path / "a.db", "import", file).exit_code == 0


def test_a_denial_that_is_not_known_is_asked_and_never_a_cramp(
    answering: Callable[..., Ran], tmp_path: Path
) -> None:
    sheet = "When,Symptom\n2026-03-04 03:00,not one cramp\n"
    assert [type(each) for each in taken(answering, tmp_path, sheet, "", "y")] == [CheckIn]


@pytest.mark.parametrize(("answer", "count"), [("y", 2), ("n", 0), ("", 0)])
def test_where_no_column_tells_of_cramps_it_is_asked_whether_each_row_is_one(
    answer: str, count: int, answering: Callable[..., Ran], tmp_path: Path
) -> None:
    file, diary = tmp_path / "sheet.csv", tmp_path / "d.db"
    file.write_text(SHEETS["of days"])
    somebody = Answering(["", "", "", answer])
    ran = answering(somebody, "--diary", diary, "import", file, "--new")
    assert ran.exit_code == 0, ran.err
    assert [each for each in somebody.asked if "each row a cramp" in each] == [
        "Is each row a cramp, and none a night without? [y/N]"
    ]
    assert len(in_it(diary)[0]) == count
    stopped = answering(Answering(["", "", "", "maybe"], until=4), "import", file)
    assert (stopped.exit_code, "whether each row is a cramp" in stopped.err) == (1, True)


def test_a_place_that_is_no_leg_and_no_foot_leaves_out_its_row(
    answering: Callable[..., Ran], tmp_path: Path
) -> None:
    sheet = "Date,Where,Severity\n2026-03-14,stomach,5\n2026-03-15,left calf,4\n"
    (one,) = taken(answering, tmp_path, sheet, "", "no")
    assert isinstance(one, Episode)
    assert one.sites == ("calf",)


def test_a_remedy_that_is_not_known_becomes_an_own_word_and_a_slip_of_a_known_one_is_that(
    answering: Callable[..., Ran], tmp_path: Path
) -> None:
    sheet = "Date,Severity,Used\n2026-03-14,5,magnesum\n2026-03-15,5,elf dust\n2026-03-16,5,nichts\n"
    found = taken(answering, tmp_path, sheet)
    assert {each.word for each in found if isinstance(each, Exposure)} == {"magnesium", "elf-dust"}


def test_a_column_can_be_taken_from_another_and_a_date_is_needed(
    answering: Callable[..., Ran], tmp_path: Path
) -> None:
    sheet = "Day,Other,Pain\n2026-03-14,2026-03-02,5\n"
    somebody = Answering(["", "1 no", "", "2 date", "3 severity"])
    (tmp_path / "sheet.csv").write_text(sheet)
    ran = answering(somebody, "--diary", tmp_path / "d.db", "import", tmp_path / "sheet.csv", "--new")
    assert "Which of them has the date?" in ran.err
    ((one,), _) = in_it(tmp_path / "d.db")
    assert isinstance(one, Episode)
    assert (one.at.day, one.severity) == (2, 5)


@pytest.mark.slow
@needs_terminal
@pytest.mark.parametrize("columns", [80, 40])
def test_at_a_terminal_a_sheet_comes_in_with_a_few_keys(columns: int, tmp_path: Path) -> None:
    file = tmp_path / "my sheet.csv"
    file.write_text(SHEETS["dates"])
    typed: list[str | Path] = ["import", file, "--new", "--diary", tmp_path / "d.db"]
    answers = [("for help]", "\n"), ("1 for 5 January", "1\n"), ("for help]", "\n"), ("[y/N]", "y\n")]
    ran = talk(typed, *answers, columns=columns)
    assert ran.exit_code == 0, ran.shown
    assert max(map(len, ran.text.splitlines())) <= max(columns, len(str(file)) + 40)
    assert [type(each) for each in in_it(tmp_path / "d.db")[0]].count(Episode) == 2


def test_a_text_that_is_no_table_is_not_asked_about(answering: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear diary\nthis was a bad night\nyours\n")
    somebody = Answering([])
    ran = answering(somebody, "import", tmp_path / "letter.txt")
    assert (ran.exit_code, somebody.asked) == (1, [])
    assert "comes from no program that is known here" in ran.err


def test_where_nobody_can_answer_nothing_is_asked(cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEETS["wide"])
    ran = cramp("import", tmp_path / "sheet.csv")
    assert (ran.exit_code, "--save-map my.map" in ran.err) == (1, True)


@pytest.mark.slow_but_some
@pytest.mark.parametrize("name", sorted(each.name for each in FILES.iterdir()))
def test_whoever_skips_all_questions_has_what_comes_in_where_nobody_is_asked(
    name: str, answering: Callable[..., Ran], cramp: Cramp, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    ran = answering(Answering([]), "--diary", one, "import", FILES / name, "--new")
    assert ran.exit_code == 0, ran.err
    maps = as_options({"names": {}, "columns": {}, "dates": None, **in_it(one)[1]})
    assert cramp("--diary", other, "import", FILES / name, "--new", "-y", *maps).exit_code == 0
    assert in_it(one)[0] == in_it(other)[0] != []


def test_a_meaning_that_cannot_be_is_refused_before_anything_is_asked(
    answering: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "sheet.csv").write_text("When,Symptom\n2026-03-04 03:00,cramps\n")
    maps = ("When=at", "cramps=remedy:none-such")
    somebody = Answering([])
    ran = answering(
        somebody, "import", tmp_path / "sheet.csv", *(part for each in maps for part in ("--map", each))
    )
    assert (ran.exit_code, somebody.asked) == (2, [])
    assert "There is no remedy none-such here." in ran.err


@pytest.mark.slow
@needs_terminal
def test_what_stands_in_a_sheet_never_acts_on_the_terminal_that_asks_of_it(tmp_path: Path) -> None:
    evil = "\x1b[31m\u202e\x07\x9b2J"
    file = tmp_path / f"a{evil[1:4]}.csv"
    file.write_text(
        f'Date,Pain,"El{evil}\nf",Where,Used\n2026-03-14,5,"Li{evil}\nn","Wa{evil}","Mag{evil}"\n'
        f'2026-03-15,5,"x{evil}","Wo{evil}",none\n',
        encoding="utf-8",
    )
    answers = [("leaves it out", "?\n"), ("leaves it out", "note\n"), ("leaves it out", "used\n")]
    answers += [("Enter for yes", "3\n")]
    more = [("no leaves it out", "\n"), ("Enter for yes", "\n"), *[("such as left calf", "\n")] * 2]
    last = [("Enter for yes", "\n"), ("Enter for yes", "1\n"), ("no leaves", "\n"), ("Enter for yes", "\n")]
    ran = talk(
        ["--diary", tmp_path / "d.db", "import", file, "--new"], *answers, *more, *last, ("[y/N]", "n\n")
    )
    assert ran.exit_code == 1, ran.shown
    assert harmful(ran.text) == []
