"""`cramp report`: the file, what goes in and what is left out, and what the diary keeps of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crampdiary.cli.reporting.report import _PARTS
from crampdiary.diary.built_in import built_in_words
from crampdiary.diary.model import Record, Report
from crampdiary.keep.store import Store
from crampdiary.report.parts import NAMES
from kit.builders import NOW, course, episode, exposure, sign, word
from kit.reported import full, written
from kit.running import Cramp

SECRETS = ("Annaline", "her own oil", "from Dr Weber", "a note of", "Zahnschmerz")
"""What stands in notes, amounts and names of the diary below."""


@pytest.fixture
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A diary with something for every part, and with words, amounts and notes of one's own."""
    monkeypatch.chdir(tmp_path)
    own: list[Record] = [
        word("oil", label="her own oil"),
        word("zahn", "trigger", label="Zahnschmerz"),
        exposure("oil", amount="2 drops from Dr Weber", note="said Annaline"),
        exposure("zahn", role="trigger"),
        course("oil", amount="3 from Dr Weber"),
        episode(triggers=("zahn",), note="Annaline woke too"),
        sign("numbness", note="Annaline"),
    ]
    records = [each for each in full() if not isinstance(each, Report)]
    path = written(tmp_path / "diary.db", [*records, *own])
    monkeypatch.setenv("CRAMP_DIARY", str(path))
    yield path
    with closing(Store(path, now=NOW)) as store:
        assert store.problems() == []


def kept(path: Path) -> list[Report]:
    with closing(Store(path, now=NOW)) as store:
        return [each.record for each in store.entries("report") if isinstance(each.record, Report)]


def read(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


def test_a_page_is_written_for_its_owner_alone_and_the_day_is_kept(diary: Path, cramp: Cramp) -> None:
    ran = cramp("report", "visit.html")
    assert ran.exit_code == 0
    assert "Wrote the page to visit.html" in ran.out
    assert ran.err == ""
    assert os.name == "nt" or stat.S_IMODE(Path("visit.html").stat().st_mode) == 0o600
    assert read("visit.html").startswith("<!DOCTYPE html>")
    (made,) = kept(diary)
    assert (made.night, made.questions) == (NOW.date(), ())
    assert "report made" in cramp("list", "--kind", "report").out
    assert cramp("undo").exit_code == 0
    assert kept(diary) == []


def test_a_page_without_a_name_is_called_by_its_day_and_another_of_that_day_is_the_same_report(
    diary: Path, cramp: Cramp
) -> None:
    assert cramp("report").exit_code == 0
    assert Path("cramp-report-2026-03-31.html").exists()
    assert cramp("report", "again.txt").exit_code == 0
    assert read("again.txt").startswith("CRAMP DIARY. Made on 31 March 2026")
    assert len(kept(diary)) == 1


@pytest.mark.parametrize("target", ["there.html", "diary.db", "folder", "nowhere/visit.html"])
def test_what_is_there_stays_and_no_report_is_kept_of_what_was_not_written(
    target: str, diary: Path, cramp: Cramp
) -> None:
    Path("there.html").write_text("mine", encoding="utf-8")
    Path("folder").mkdir()
    before = diary.read_bytes()
    ran = cramp("report", target, "--question", "Why?")
    assert (ran.exit_code, ran.out) == (1, "")
    assert "Nothing was written" in ran.err
    assert read("there.html") == "mine"
    assert diary.read_bytes() == before
    forced = cramp("report", target, "--force")
    assert forced.exit_code == (0 if target == "there.html" else 1)
    assert ("<main>" in read("there.html")) == (target == "there.html")


def test_questions_stand_on_the_page_and_on_the_next_until_they_are_taken_away(
    diary: Path, cramp: Cramp
) -> None:
    cramp("report", "1.txt", "--question", "Is it the statin?", "--question", "Is it the\nshoes?")
    cramp("report", "2.txt", "--question", "Is it the statin?", "--question", "How long?")
    cramp("report", "3.txt")
    for name in ("2.txt", "3.txt"):
        shown = " ".join(read(name).split())
        assert "MY QUESTIONS: - Is it the shoes? - Is it the statin? - How long?" in shown.replace(
            "S -", "S: -"
        )
    assert cramp("report", "4.txt", "--question", "none").exit_code == 0
    assert "MY QUESTIONS" not in read("4.txt")
    cramp("report", "5.txt")
    assert "MY QUESTIONS" not in read("5.txt")
    assert [each.questions for each in kept(diary)][-1] == ()
    cramp("report", "6.txt", "--question", "Is it the statin?", "--question", "Is it the shoes?")
    cramp("report", "7.txt")
    assert "Is it the shoes?" in read("7.txt")


def test_a_page_has_room_for_three_questions_of_150_letters(diary: Path, cramp: Cramp) -> None:
    for asked in (["x" * 151], ["a", "b", "c", "d"]):
        ran = cramp("report", "visit.html", *(part for each in asked for part in ("--question", each)))
        assert ran.exit_code == 2
        assert "Nothing was written" in ran.err
        assert not Path("visit.html").exists()
    assert kept(diary) == []
    assert cramp("report", "visit.html", "--question", "x" * 150).exit_code == 0


def test_a_question_alone_is_kept_too_and_looking_is_no_report(diary: Path, cramp: Cramp) -> None:
    before = diary.read_bytes()
    assert "HOW OFTEN" in cramp("report", "--format", "txt").out
    assert diary.read_bytes() == before
    cramp("report", "--format", "txt", "--question", "Why?")
    assert [each.questions for each in kept(diary)] == [("Why?",)]


def test_what_may_be_left_out_is_what_the_page_has(diary: Path, cramp: Cramp) -> None:
    assert _PARTS == NAMES
    every = cramp("report", "--format", "txt", "--json").json["page"]["parts"]
    less = cramp(
        "report", "--format", "txt", "--json", "--without", "signs,sleep", "--without", "Length"
    ).json
    stay = [each["title"] for each in less["page"]["parts"]]
    assert [each["title"] for each in every if each["title"] not in stay] == [
        "How long", "Sleep, the day after, walking", "Felt without a cramp, six months",
    ]  # fmt: skip
    ran = cramp("report", "visit.html", "--without", "everything")
    assert ran.exit_code == 2
    assert "There are: frequency, length" in ran.err
    assert not Path("visit.html").exists()


def test_a_name_stands_on_the_page_only_where_it_was_given(diary: Path, cramp: Cramp) -> None:
    cramp("report", "1.html", "--name", "Annaline <b>B</b>")
    assert "Annaline &lt;b&gt;B&lt;/b&gt;" in read("1.html")
    cramp("report", "2.html")
    assert "Annaline" not in read("2.html")
    assert cramp("report", "3.html", "--name", "x" * 61).exit_code == 2


def test_notes_are_shown_with_the_entries_alone(diary: Path, cramp: Cramp) -> None:
    cramp("report", "with.html", "--entries")
    cramp("report", "without.html")
    assert "Annaline woke too" in read("with.html")
    assert "Annaline" not in read("without.html")
    assert "her own oil" in read("without.html").casefold()


@pytest.mark.parametrize("name", ["visit.html", "visit.txt"])
def test_an_anonymous_page_has_nothing_that_was_written_in_words_of_ones_own(
    name: str, diary: Path, cramp: Cramp
) -> None:
    cramp("report", "asked.html", "--question", "Does Annaline know?")
    every = cramp("report", f"all-{name}", "--entries", "--name", "Annaline")
    assert every.exit_code == 0
    assert all(secret.casefold() in read(f"all-{name}").casefold() for secret in SECRETS)
    ran = cramp("report", name, "--entries", "--anonymous", "--json")
    assert ran.exit_code == 0
    for shown in (read(name), ran.out):
        assert not [secret for secret in SECRETS if secret.casefold() in shown.casefold()]
        assert "own remedy" in shown.casefold()
        assert "Is it the statin" not in shown
    assert any(each.label in read(name) for each in built_in_words())
    assert cramp("report", "no.html", "--anonymous", "--name", "Annaline").exit_code == 2
    assert [each.questions for each in kept(diary)] == [("Does Annaline know?",)]  # they stay in the diary


def test_a_report_can_be_compared_with_the_one_before(diary: Path, cramp: Cramp) -> None:
    alone = cramp("report", "1.txt", "--since-visit")
    assert "There is no report of an earlier day" in alone.err
    assert "Since the report" not in read("1.txt")
    later = {"CRAMP_NOW": "2026-04-10T09:00:00+01:00"}
    cramp("log", "5", env={"CRAMP_NOW": "2026-04-09T03:00:00+01:00"})
    cramp("none", env=later)
    assert cramp("report", "2.txt", "--since-visit", env=later).err == ""
    cramp("report", "3.txt", "--since-visit", env=later)  # a draft of the same day is no visit
    told = cramp(
        "stats", "--since", "2026-03-31", "--until", "2026-04-09", "--against", "before", "--json", env=later
    ).json
    for name in ("2.txt", "3.txt"):
        shown = " ".join(read(name).split())
        assert "Since the report of 31 March 2026: " in shown
        since, before = told["range"]["window"], told["against"]["window"]
        for window in (since, before):
            assert f"{window['cramps']} cramp" in shown.partition("Since the report")[2]
            assert f"in {window['nights']} nights" in shown.partition("Since the report")[2]


def test_where_there_is_no_diary_there_is_an_empty_page_and_still_no_diary(
    tmp_path: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cramp("report", "visit.html").exit_code == 0
    assert "Nothing has been recorded yet." in read("visit.html")
    assert not Path(cramp("info", "--json").json["path"]).exists()


def test_a_diary_that_cannot_be_written_still_gives_its_page(
    diary: Path, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crampdiary.keep.store.Store.change", _refused)
    ran = cramp("report", "visit.html", "--question", "Why?")
    assert ran.exit_code == 0
    assert "Why?" in read("visit.html")
    assert "The page is there, but its day and 1 question could not be kept in the diary" in ran.err


def _refused(_store: Store, _command: str) -> object:
    from crampdiary.errors import DiaryError

    raise DiaryError("NOT saved: the disk is full.")


@pytest.mark.parametrize("name", ["visit.pdf", "visit.docx", "my.visit"])
def test_a_page_is_not_written_as_what_it_is_not(name: str, diary: Path, cramp: Cramp) -> None:
    ran = cramp("report", name)
    assert ran.exit_code == 2
    assert "print it there" in ran.err
    assert not Path(name).exists()
    assert cramp("report", name, "--format", "HTML").exit_code == 0
    assert read(name).startswith("<!DOCTYPE html>")


def test_a_dash_shows_the_page(diary: Path, cramp: Cramp) -> None:
    assert cramp("report", "-").out == cramp("report", "--format", "TXT").out
    assert not Path("-").exists()
    assert cramp("report", "-", "--format", "html").exit_code == 2


def test_questions_may_be_taken_away_on_an_anonymous_page(diary: Path, cramp: Cramp) -> None:
    cramp("report", "1.txt", "--question", "Why?")
    assert cramp("report", "2.txt", "--anonymous", "--question", "none").exit_code == 0
    assert kept(diary)[-1].questions == ()
    assert cramp("report", "3.txt", "--anonymous", "--question", "none", "--question", "Why?").exit_code == 2


def test_what_is_left_out_is_not_told_by_the_entries(diary: Path, cramp: Cramp) -> None:
    told = cramp("report", "-", "--entries").out.partition("ENTRIES OF")[2]
    less = cramp("report", "-", "--entries", "--without", "sleep,severity,length,places,signs").out
    entries = less.partition("ENTRIES OF")[2]
    for said in ("severity 8", "woke", "calf", "left", "felt numbness"):
        assert said in told
        assert said not in entries.replace("Annaline woke too", "")
    assert "in the hand" not in less
