"""`log`, `none`, `used`, `had` and `away`, through the command line: what they save, and what they say of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crampdiary.keep.store import Store
from kit.running import Cramp
from kit.terminals import needs_terminal, talk

NIGHT = "night of Mon 30 to Tue 31 March"


def test_a_bare_log_is_a_cramp_just_now_with_all_else_unknown(cramp: Cramp) -> None:
    ran = cramp("log")
    assert (ran.exit_code, ran.err) == (0, "")
    assert ran.out == ("Saved 1: cramp. Tue 31, 09:00, night to Tue 31 March.\n")
    entry = cramp("show", "--json").json["entry"]
    unknown = ("severity", "duration_s", "side", "onset", "woke", "note")
    assert {name: entry[name] for name in unknown} == dict.fromkeys(unknown)
    assert entry["sites"] == entry["sensations"] == entry["triggers"] == entry["tried"] == []


@pytest.mark.parametrize(
    "words",
    [
        "7 arch left 3m burning 20m ago asleep dehydration woke",
        "woke dehydration asleep 20m ago burning 3m left arch 7",
        "20m ago foot arch L burn sleeping 7 3min dehydrated woken",
    ],
)
def test_bare_words_come_in_any_order_and_by_synonym(cramp: Cramp, words: str) -> None:
    (entry,) = cramp("log", *words.split(), "--json").json["entries"]
    assert entry == entry | {
        "kind": "episode", "at": "2026-03-31T08:40:00+01:00", "severity": 7, "duration_s": 180, "sites": ["arch"],
        "side": "left", "sensations": ["burning"], "triggers": ["dehydration"], "onset": "asleep", "woke": True,
        "night": "2026-03-30",
    }  # fmt: skip


def test_every_bare_word_has_an_option(cramp: Cramp) -> None:
    (entry,) = cramp(
        "log", "--severity", "7", "--at", "03:10", "--duration", "90s", "--site", "arch", "--site", "toes", "--side",
        "both", "--sensation", "burning", "--trigger", "alcohol", "--onset", "in-bed", "--no-woke", "--tried",
        "stretching:helped:2m", "--tried", "heat:no", "--note", " a [b] note ", "--json",
    ).json["entries"]  # fmt: skip
    assert entry == entry | {
        "at": "2026-03-31T03:10:00+01:00", "severity": 7, "duration_s": 90, "sites": ["arch", "toes"],
        "side": "both", "sensations": ["burning"], "triggers": ["alcohol"], "onset": "in-bed", "woke": False,
        "tried": [
            {"remedy": "stretching", "relief": "helped", "after_s": 120},
            {"remedy": "heat", "relief": "no", "after_s": None},
        ],
        "note": "a [b] note", "precision": "minute", "zone": "Europe/London",
    }  # fmt: skip


def test_words_and_options_say_it_together(cramp: Cramp) -> None:
    (entry,) = cramp("log", "arch", "7", "--site", "toes", "--severity", "7", "--json").json["entries"]
    assert (entry["sites"], entry["severity"]) == (["arch", "toes"], 7)


@pytest.mark.parametrize(
    ("words", "onset"),
    [("while stretching", "stretching"), ("on a walk", "walking"), ("sat down", "sitting")],
)
def test_what_one_was_doing_is_understood_where_it_can_be_nothing_else(
    words: str, onset: str, cramp: Cramp
) -> None:
    assert cramp("log", "7", *words.split(), "--json").json["entries"][0]["onset"] == onset


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("log", "7", "tomorrow"), "still to come"),
        (("log", "30 february"), "calendar"),
        (("log", "25:00"), "not a time on a clock"),
        (("log", "9/3"), "two days"),
        (("log", "--strict", "7", "xyzzy"), "not understood"),
        (("log", "--strict", "archh"), "not understood"),
        (("log", "no cramps", "--severity", "3"), "there was none"),
        (("log", "7", "--severity", "6"), "given twice"),
        (("log", "03:10", "--ago", "2h"), "given twice"),
        (("log", "--severity", "5.0"), "whole number"),
        (("log", "--severity", "1_0"), "whole number"),
        (("log", "--severity", "+5"), "whole number"),
        (("log", "--severity", " 5 "), "whole number"),
        (("log", "--severity", "１"), "whole number"),
        (("log", "--severity", "nan"), "whole number"),
        (("log", "--severity", "-1"), "whole number"),
        (("log", "--severity", "11"), "whole number"),
        (("log", "--severity", ""), "--severity is empty"),
        (("log", "--site", "arch", "--site", ""), "--site is empty"),
        (("log", "--at", "2026-03-29 01:30"), "clocks"),
        (("log", "--at", "23:00 tomorrow"), "still to come"),
        (("log", "--tried", "stretching:maybe"), "helped, somewhat, no, unsure"),
        (("log", "--tried", "strething"), 'Did you mean "stretching"?'),
        (("log", "--fold", "third"), "first or second"),
        (("used", "heat tomorrow"), "has not begun"),
        (("had", "a cramp in my calf"), "`cramp log`"),
        (("used", "alcohol"), "cramp had alcohol"),
        (("used", "21:30"), "Say which remedy"),
        (("used", "heat", "massage", "--amount", "2"), "--amount fits one word"),
        (("had", "magnesium"), "is a remedy"),
        (("none", "tonight"), "has not begun"),
        (("none", "--until", "monday"), "--since"),
        (("none", "until", "monday"), "--since"),
        (("none", "tomorrow"), "has not begun"),
        (("none", "30", "february"), "not in the calendar"),
        (("none", "9/3"), "could be two days"),
        (("none", "monday", "3", "march"), "is a Tuesday, not a Monday"),
        (("none", "from", "3", "march", "to", "1", "march"), "before it begins"),
        (("none", "mondy"), "Did you mean monday"),
        (("none", "monday", "--since", "4w"), "not both"),
        (("away", "monday", "saturday"), "before it begins"),
        (("away", "from", "7", "march"), "the last"),
        (("away", "1", "march", "3", "march", "5", "march"), "more than two"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_not_understood_saves_nothing_and_says_what_to_do(
    cramp: Cramp, arguments: tuple[str, ...], said: str
) -> None:
    cramp("log", "1")
    ran = cramp(*arguments)
    assert ran.exit_code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""
    assert len(cramp("list", "--json").json["entries"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("archh", 'Read "archh" as arch.'),
        ("7 xyzzy", "In the note, as typed: xyzzy."),
        ("7 stretching", "`while stretching`. For what you tried: `tried stretching`."),
        ("7 magnesium", "`cramp used magnesium`"),
        ("11", "In the note, as typed: 11."),
        ("7 6", "Kept as typed, the first counts: 6."),
        ("at 3:10", "3.10am instead? `cramp edit last at 3.10am`."),
    ],
)
def test_what_is_not_understood_is_saved_and_said(words: str, said: str, cramp: Cramp) -> None:
    ran = cramp("log", *words.split(), env={"CRAMP_NOW": "2026-03-31T16:00:00+01:00"})
    assert ran.exit_code == 0
    assert said in ran.err
    (entry,) = cramp("list", "--json").json["entries"]
    assert entry["typed"] == words


@pytest.mark.parametrize("number", range(11))
def test_a_severity_is_a_whole_number_from_0_to_10(number: int, cramp: Cramp) -> None:
    assert cramp("log", "--severity", str(number), "--json").json["entries"][0]["severity"] == number


@pytest.mark.parametrize(
    ("note", "kept"),
    [("", None), ("   ", None), ("\n\n", None), (" two\n\nlines \n", "two\n\nlines"), ("x" * 10_000,) * 2],
)
def test_a_note_is_kept_as_typed_without_the_space_around_it(
    note: str, kept: str | None, cramp: Cramp
) -> None:
    for arguments, stdin in ((["--note", note], None), (["--note", "-"], note)):
        entries = cramp("log", "4", *arguments, "--json", stdin=stdin).json["entries"]
        assert entries[0]["note"] == kept


@pytest.mark.parametrize("note", ["x" * 10_001, "x" * 1_000_000, "half \ud800", "a\x00b"])
def test_a_note_that_cannot_be_kept_saves_nothing(note: str, cramp: Cramp) -> None:
    ran = cramp("log", "4", "--note", note)
    assert (ran.exit_code, ran.err.count("\n")) == (2, 1)
    assert len(ran.err) < 200
    assert cramp("list", "--json").json["entries"] == []


def test_the_echo_tells_the_offset_only_of_another_clock_than_the_entry_before(run_cramp: Cramp) -> None:
    """The entry before is the one that this device recorded last, whatever time it is of."""
    home = {"TZ": "Pacific/Auckland", "CRAMP_NOW": "2026-03-31T23:40:00+13:00"}
    there = {"TZ": "Pacific/Honolulu", "CRAMP_NOW": "2026-03-31T01:00:00-10:00"}
    lines = [run_cramp("log", "5", env=zone).out for zone in (home, home, there, there)]
    assert ["+13:00" in line or "-10:00" in line for line in lines] == [False, False, True, False]
    assert "10:40 -10:00" not in run_cramp("edit", "last", "6", env=there).out
    assert "+13:00" in run_cramp("used", "heat", env={**home, "CRAMP_NOW": "2026-04-01T00:30:00+13:00"}).out


def test_a_note_can_be_kept_out_of_the_shells_history(cramp: Cramp) -> None:
    ran = cramp("log", "4", "--note", "-", stdin="Woke up\nat once.\n")
    assert ran.out.startswith("Saved 1: cramp, 4; with a note.")
    assert cramp("show", "--json").json["entry"]["note"] == "Woke up\nat once."


def test_a_day_without_a_clock_time(cramp: Cramp) -> None:
    ran = cramp("log", "5", "--day", "2026-03-20")
    assert "Night of Fri 20 to Sat 21 March." in ran.out
    assert cramp("show", "--json").json["entry"]["precision"] == "day"


def test_a_time_that_came_twice_is_asked_for_and_settled(cramp: Cramp) -> None:
    assert cramp("log", "--at", "2025-10-26 01:30").exit_code == 2
    first = cramp("log", "--at", "2025-10-26 01:30", "--fold", "first", "--json").json["entries"][0]
    second = cramp("log", "--at", "2025-10-26 01:30", "--fold", "second", "--json").json["entries"][0]
    assert (first["at"], second["at"]) == ("2025-10-26T01:30:00+01:00", "2025-10-26T01:30:00+00:00")


def test_none_is_the_latest_night_that_is_over(cramp: Cramp) -> None:
    assert cramp("none").out == f"Saved 1: no cramps. {NIGHT[:1].upper()}{NIGHT[1:]}.\n"
    assert cramp("none").out == f"Already said of {NIGHT}.\n"


@pytest.mark.parametrize(
    ("clock", "night"),
    [
        ("2026-03-31T05:00:00+01:00", "2026-03-30"),
        ("2026-03-31T23:00:00+01:00", "2026-03-30"),
    ],
)
def test_a_night_counts_as_over_from_five_in_the_morning(cramp: Cramp, clock: str, night: str) -> None:
    (entry,) = cramp("none", "--json", env={"CRAMP_NOW": clock}).json["entries"]
    assert entry["night"] == night


@pytest.mark.parametrize("words", [(), ("last", "night"), ("yesterday",), ("-y",)])
def test_before_five_the_night_under_way_is_not_over(cramp: Cramp, words: tuple[str, ...]) -> None:
    ran = cramp("none", *words, env={"CRAMP_NOW": "2026-03-31T04:59:00+01:00"})
    assert ran.exit_code == 2
    assert ran.err.startswith(f"The {NIGHT} is not over yet: say it from 05:00 on. ")
    assert "If you mean the one before it: `cramp none 2026-03-29`." in ran.err
    assert cramp("list", "--json").json["entries"] == []


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize("words", [["none"], ["none", "last", "night"]])
@pytest.mark.parametrize(("answer", "nights"), [("before\n", ["2026-03-29"]), ("this\n", []), ("\n", [])])
def test_before_five_on_a_terminal_none_asks_which_night(
    cramp: Cramp, words: list[str], answer: str, nights: list[str]
) -> None:
    ran = talk(words, ("or the one before", answer), env={"CRAMP_NOW": "2026-03-31T04:59:00+01:00"})
    assert ran.exit_code == {"before\n": 0, "this\n": 2, "\n": 1}[answer]
    assert [each["night"] for each in cramp("list", "--json").json["entries"]] == nights


def test_none_is_not_for_the_night_under_way(cramp: Cramp) -> None:
    ran = cramp("none", "tonight", env={"CRAMP_NOW": "2026-03-31T23:00:00+01:00"})
    assert ran.exit_code == 2
    assert "is not over yet" in ran.err


def test_none_takes_the_nights_by_name(cramp: Cramp) -> None:
    entries = cramp("none", "saturday", "2026-03-02", "--json").json["entries"]
    assert [entry["night"] for entry in entries] == ["2026-03-02", "2026-03-28"]


def test_none_never_contradicts_a_cramp(cramp: Cramp) -> None:
    cramp("log", "5")
    ran = cramp("none")
    assert ran.exit_code == 1
    assert "cramp delete 1" in ran.err
    assert len(cramp("list", "--json").json["entries"]) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--since", "2026-03-20"),
        ("since", "20", "march"),
        ("from", "25", "march", "to", "last", "night"),
        ("25-30", "march"),
    ],
    ids=" ".join,
)
def test_back_filling_leaves_spoken_nights_alone(cramp: Cramp, words: tuple[str, ...]) -> None:
    cramp("used", "heat", "--day", "2026-03-25")
    cramp("log", "5", "--at", "2026-03-26 23:00")
    cramp("none", "2026-03-27")
    cramp("away", "2026-03-28", "2026-03-28")
    ran = cramp("none", *words)
    assert ran.out == (
        "Saved: no cramps on 3 nights, night of Wed 25 to Thu 26 March to night of Mon 30 to Tue 31 March; "
        "1 night with cramps left as they are.\n"
    )
    nights = [entry["night"] for entry in cramp("list", "--kind", "check-in", "--json").json["entries"]]
    assert nights == ["2026-03-25", "2026-03-27", "2026-03-29", "2026-03-30"]


def test_a_mistyped_year_does_not_fill_the_diary_with_quiet_nights(cramp: Cramp) -> None:
    ran = cramp("none", "--since", "1926")
    assert (ran.exit_code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert cramp("list", "--json").json == {"entries": []}
    assert cramp("none", "--since", "8d").exit_code == 2
    assert cramp("none", "--since", "8d", "--yes").out.startswith("Saved: no cramps on 8 nights")
    cramp("undo")
    assert cramp("none", "--since", "7d").out.startswith("Saved: no cramps on 7 nights")


@pytest.mark.parametrize("words", [("--since", "6w"), ("since", "2026-01-01"), ("from", "1", "february")])
def test_back_filling_begins_with_the_diary(cramp: Cramp, words: tuple[str, ...]) -> None:
    cramp("log", "5", "--day", "2026-03-27")
    ran = cramp("none", *words, "--json")
    assert [each["night"] for each in ran.json["entries"]] == ["2026-03-28", "2026-03-29", "2026-03-30"]
    assert "first entry is of the night of Fri 27 to Sat 28 March" in ran.err


def test_a_range_before_the_first_entry_is_as_it_was_told(cramp: Cramp) -> None:
    cramp("log", "5", "--day", "2026-03-27")
    ran = cramp("none", "from", "20", "march", "to", "22", "march", "--json")
    assert [each["night"] for each in ran.json["entries"]] == ["2026-03-20", "2026-03-21", "2026-03-22"]


def test_a_cramp_in_a_night_named_alone_saves_none_of_them(cramp: Cramp) -> None:
    cramp("log", "5", "--day", "2026-03-27")
    assert cramp("none", "26", "march", "27", "march").exit_code == 1
    assert cramp("list", "--kind", "none", "--json").json["entries"] == []


def test_a_cramp_overrules_a_night_said_to_be_clear_and_says_so(cramp: Cramp) -> None:
    cramp("none")
    ran = cramp("log", "5", "03:10")
    assert ran.exit_code == 0
    assert "marked as clear before" in ran.err
    assert cramp("stats", "--json").json["nights"]["with_cramps"] == 1


def test_used_and_had_take_several_words_amounts_and_a_time(cramp: Cramp) -> None:
    entries = cramp("used", "night", "splint", "magnesium:300mg", "yesterday", "21:30", "--json").json[
        "entries"
    ]
    assert [(each["word"], each["amount"], each["role"]) for each in entries] == [
        ("night-splint", None, "remedy"),
        ("magnesium", "300mg", "remedy"),
    ]
    assert {each["at"] for each in entries} == {"2026-03-30T21:30:00+01:00"}
    (met,) = cramp("had", "wine", "--amount", "2 glasses", "--ago", "2h", "--json").json["entries"]
    assert (met["word"], met["role"], met["amount"]) == ("alcohol", "trigger", "2 glasses")


def test_a_word_with_a_colon_in_it_is_found_whole(cramp: Cramp) -> None:
    cramp("words", "add", "remedy", "Salz:2")
    cramp("used", "salz:2", "heat:10min")
    cramp("log", "5", "--tried", "salz:2:helped:3m")
    entries = cramp("list", "--json").json["entries"]
    used = {each["word"]: each["amount"] for each in entries if each["kind"] == "exposure"}
    assert used == {"salz:2": None, "heat": "10min"}
    tried = [each["tried"] for each in entries if each["kind"] == "episode"]
    assert tried == [[{"remedy": "salz:2", "relief": "helped", "after_s": 180}]]


def test_planned_use_needs_the_word_for_it(cramp: Cramp) -> None:
    assert cramp("used", "heat", "--at", "2026-03-31 22:00").exit_code == 2
    assert cramp("used", "heat", "--at", "2026-03-31 22:00", "--future").exit_code == 0


@pytest.mark.parametrize(
    ("words", "at"),
    [
        (("22:30",), "2026-03-31T22:30:00+01:00"),
        (("at", "10.30"), "2026-03-31T10:30:00+01:00"),
        (("1am",), "2026-04-01T01:00:00+01:00"),
        (("tomorrow", "22:30"), "2026-04-01T22:30:00+01:00"),
    ],
)
def test_a_planned_time_is_the_next_one(cramp: Cramp, words: tuple[str, ...], at: str) -> None:
    (entry,) = cramp("used", "heat", *words, "--future", "--json").json["entries"]
    assert entry["at"] == at


def test_a_supplement_names_a_healthcare_provider_once(cramp: Cramp) -> None:
    assert "healthcare provider" in cramp("used", "magnesium").err
    assert cramp("used", "magnesium", "1h", "ago").err == ""


@pytest.mark.parametrize(
    "words", [("saturday", "monday"), ("from", "28", "march", "to", "30", "march"), ("28 march", "30 march")]
)
def test_away_says_what_it_leaves_out(cramp: Cramp, words: tuple[str, ...]) -> None:
    cramp("log", "5")
    ran = cramp("away", *words)
    assert ran.out == (
        "Saved 2: away, 3 nights. Night of Sat 28 to Sun 29 March, until night of Mon 30 to Tue 31 March.\n"
    )
    assert "1 cramp in those nights" in ran.err
    assert "left out of the figures" in cramp("log", "6").err


def test_a_clock_years_off_is_questioned_and_one_that_went_back_is_told(cramp: Cramp) -> None:
    cramp("log", "5")
    far = {"CRAMP_NOW": "2036-03-31T09:00:00+01:00"}
    assert cramp("log", "5", env=far).exit_code == 2
    assert cramp("log", "5", "--yes", env=far).exit_code == 0
    back = cramp("log", "6", env={"CRAMP_NOW": "2035-03-31T09:00:00+01:00"})
    assert back.exit_code == 0
    assert "check the clock" in back.err
    assert cramp("show", "last", "--json").json["entry"]["severity"] == 6


@pytest.mark.parametrize("file", ["a table of another program", "an export of cramp"])
@pytest.mark.slow_but_first
def test_entries_of_years_ago_brought_in_today_put_no_clock_in_doubt(
    cramp: Cramp, tmp_path: Path, file: str
) -> None:
    long_ago = {"CRAMP_NOW": "2016-02-01T09:00:00+00:00"}
    source = tmp_path / "old.csv"
    source.write_text("when,pain\n2016-02-01 02:00,5\n")
    mapped = ["--map", "when=at", "--map", "pain=severity", "--yes"]
    if file == "an export of cramp":  # in which the stamps are of then, too
        other = tmp_path / "other.db"
        cramp("--diary", other, "import", "--new", source, *mapped, env=long_ago)
        source, mapped = tmp_path / "old.jsonl", ["--yes"]
        cramp("--diary", other, "export", source, env=long_ago)
    assert cramp("import", source, *mapped).exit_code == 0
    for command in (
        "log 7 arch left",
        "used stretching",
        "had alcohol",
        "none",
        "away 2026-02-01 2026-02-02",
    ):
        ran = cramp(*command.split())
        assert (ran.exit_code, ran.err) == (0, ""), command
        cramp("undo")


def test_a_cramp_before_and_one_after_midnight_are_of_one_night(cramp: Cramp) -> None:
    cramp("log", "7", "23:50")
    cramp("log", "4", "01:30")
    entries = cramp("list", "--json").json["entries"]
    assert [entry["at"] for entry in entries] == ["2026-03-30T23:50:00+01:00", "2026-03-31T01:30:00+01:00"]
    assert {entry["night"] for entry in entries} == {"2026-03-30"}
    shown = cramp("list").out
    assert "23:50" in shown
    assert "01:30" in shown
    assert cramp("stats", "--json").json["nights"]["with_cramps"] == 1


@pytest.mark.parametrize(
    ("typed", "seconds"), [("0s", 0), ("14d", 14 * 86400), ("14d1s", None), ("-3m", None)]
)
def test_a_cramp_may_have_no_length_but_not_less_nor_more_than_14_days(
    typed: str, seconds: int | None, cramp: Cramp
) -> None:
    ran = cramp("log", "7", "--duration", typed, "--json")
    assert ran.exit_code == (2 if seconds is None else 0)
    assert [entry["duration_s"] for entry in cramp("list", "--json").json["entries"]] == (
        [] if seconds is None else [seconds]
    )


def test_the_same_but_the_other_leg_is_on_the_other_side_than_the_last(cramp: Cramp) -> None:
    cramp("log", "5", "left", "calf")
    ran = cramp("log", "same", "again", "but", "other", "leg", "--json")
    (entry,) = ran.json["entries"]
    assert (entry["sites"], entry["side"], entry["note"]) == (["calf"], "right", None)


@pytest.mark.parametrize("when", ["last week", "the other night", "a few days ago"])
def test_what_could_be_any_of_several_nights_is_refused_and_named(cramp: Cramp, when: str) -> None:
    ran = cramp("log", "calf", "5", *when.split())
    assert (ran.exit_code, "could be any of several nights" in ran.err) == (2, True)
    assert cramp("log", "calf", "5", "worse", "than", *when.split()).exit_code == 0


def test_words_beside_the_nights_are_a_note_and_said(cramp: Cramp) -> None:
    clear = cramp("none", "last night,", "slept", "like", "a", "log", "-n", "new socks")
    assert clear.exit_code == 0
    assert "In the note, as typed: slept like a log." in clear.err
    away = cramp("away", "in", "hospital", "7", "to", "9", "march")
    assert "In the note, as typed: hospital." in away.err
    notes = [each["note"] for each in cramp("list", "--json").json["entries"]]
    assert sorted(notes) == ["hospital", "slept like a log\nnew socks"]


def test_the_cost_of_a_range_of_quiet_nights_is_that_of_its_nights(
    cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    cramp("log", "5", "calf", "2026-01-10", "02:00")
    asked: list[dict[str, Any]] = []
    entries = Store.entries

    def told(self: Store, *kinds: str, **nights: Any) -> object:
        if kinds != ("trial",):  # of which there are few
            asked.append(nights)
        return entries(self, *kinds, **nights)

    monkeypatch.setattr(Store, "entries", told)
    assert cramp("none", "since", "monday").exit_code == 0
    assert cramp("none", "--since", "2026-01-01", "-y").exit_code == 0
    assert all(nights.get("since") for nights in asked)


@pytest.mark.parametrize(("when", "precision"), [("about an hour ago", "approx"), ("an hour ago", "minute")])
def test_about_so_long_ago_is_rough(cramp: Cramp, when: str, precision: str) -> None:
    assert cramp("log", "calf", *when.split(), "--json").json["entries"][0]["precision"] == precision


@pytest.mark.parametrize("way", ["log", "edit", "over"])
def test_sore_all_day_ends_at_midnight_whatever_clocks_do_in_the_night(way: str, cramp: Cramp) -> None:
    """On both nights of a year on which the clocks change, and on one on which they do not."""
    here = ZoneInfo("Europe/London")  # that of all tests
    days = [date(2026, 1, 1) + timedelta(days=each) for each in range(365)]
    noons = [datetime(each.year, each.month, each.day, 12, tzinfo=here) for each in days]
    changed = [
        day for day, one, other in zip(days[1:], noons, noons[1:], strict=False)
        if one.utcoffset() != other.utcoffset()
    ]  # fmt: skip
    assert len(changed) == 2
    for day in (*changed, date(2026, 7, 1)):
        began = datetime(day.year, day.month, day.day, 0, 40, tzinfo=here)
        env = {"CRAMP_NOW": (began.astimezone(UTC) + timedelta(minutes=10)).isoformat()}
        if way == "log":
            ran = cramp("log", "7", "calf", "10", "min", "ago", "sore", "all", "day", env=env)
        else:
            cramp("log", "7", "calf", "10", "min", "ago", env=env)
            ran = cramp(*(("over",) if way == "over" else ("edit", "last")), "sore", "all", "day", env=env)
        assert ran.exit_code == 0, ran.err
        shown = cramp("show", "--json", env=env).json["entry"]
        until = datetime.combine(day + timedelta(days=1), time(), tzinfo=here)
        assert shown["sore_s"] == min(86400, (until.astimezone(UTC) - began.astimezone(UTC)).total_seconds())


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("piped", [False, True])
def test_the_other_one_is_on_the_other_side_than_the_last(side: str, piped: bool, cramp: Cramp) -> None:
    other = {"left": "right", "right": "left"}[side]
    lines = {
        "other foot 4": (["foot"], other), "then the other calf": (["calf"], other),
        "the other one 4": (["arch"], other), "now other side 4": (["arch"], other),
        f"{side} calf, other foot too": (["calf"], side),
    }  # fmt: skip
    for line, place in lines.items():
        if piped:
            cramp("log", "-", stdin=f"{side} arch 5\n{line}")
        else:
            cramp("log", side, "arch", "5")
            cramp("log", line)
        entry = cramp("show", "last", "--json").json["entry"]
        assert (entry["sites"], entry["side"], entry["typed"]) == (*place, line), line


def test_the_other_foot_is_noted_where_no_side_is_known(cramp: Cramp) -> None:
    for before in ("", "arch 5", "both calves 5"):
        cramp("log", before)
        cramp("log", "the other foot 4")
        entry = cramp("show", "last", "--json").json["entry"]
        assert (entry["side"], entry["severity"], "other foot" in entry["note"]) == (None, 4, True), before
