"""How legs and feet feel without a cramp: `cramp feel` reads a line as `cramp log` does, and keeps what it is not."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import Any

import pytest

from crampdiary import prompts
from crampdiary.diary.model import KINDS
from crampdiary.words.log_grammar import LOG
from kit.running import Cramp, slowly

SIGN = KINDS["sign"].table
NIGHT = {"CRAMP_NOW": "2026-03-31T21:30:00+01:00"}


def entry(cramp: Cramp, reference: str = "last") -> dict[str, Any]:
    shown: dict[str, Any] = cramp("show", reference, "--json").json["entry"]
    return shown


def said(shown: dict[str, Any]) -> dict[str, Any]:
    """Return what an entry says of a sign's own: what, where, how bad and how long."""
    names = ("sensations", "sites", "side", "severity", "duration_s", "note")
    return {name: shown[name] for name in names if shown[name] not in (None, [])}


@pytest.mark.parametrize(
    ("line", "is_said"),
    [
        ("numbness left foot 4", {"sensations": ["numbness"], "sites": ["foot"], "side": "left", "severity": 4}),
        ("heel pain this morning", {"sensations": ["heel-pain"]}),
        ("5", {"severity": 5}),
        ("legs 3/10, restless", {"sites": ["leg"], "severity": 3, "sensations": ["urge-to-move"]}),
        ("sore 2h right calf", {"sensations": ["soreness"], "duration_s": 7200, "sites": ["calf"], "side": "right"}),
        ("swollen ankle 3 hours", {"sensations": ["swelling"], "sites": ["ankle"], "duration_s": 10800}),
        ("tender all day", {"sensations": ["soreness"], "note": "tender all day"}),
        ("tired legs 6, couldn't walk", {"sites": ["leg"], "severity": 6, "note": "tired, couldn't walk"}),
        ("tingling 4 in bed", {"sensations": ["tingling"], "severity": 4, "note": "in bed"}),
        ("numbness after dinner", {"sensations": ["numbness"], "note": "after dinner"}),
        ("massage helped, calf 3", {"sites": ["calf"], "severity": 3, "note": "massage helped"}),
        ("no cramps, legs 2", {"sites": ["leg"], "severity": 2, "note": "no cramps"}),
        ("2 cramps, legs 3", {"sites": ["leg"], "severity": 3, "note": "2 cramps"}),
        ("not numb", {"note": "not numb"}),
    ],
)  # fmt: skip
def test_a_line_is_read_as_of_a_cramp_and_what_is_no_part_of_a_sign_is_noted(
    line: str, is_said: dict[str, Any], cramp: Cramp
) -> None:
    ran = cramp("feel", *line.split(), env=NIGHT)
    assert ran.exit_code == 0, ran.err
    assert said(entry(cramp)) == is_said
    assert entry(cramp)["typed"] == line
    for kept in is_said.get("note", "").split(", "):
        assert kept in ran.err
    assert cramp("undo").exit_code == 0
    assert cramp("list", "--json").json["entries"] == []


@pytest.mark.parametrize(
    "line", [*permutations(("numbness", "left foot", "4", "for 10 minutes", "x-word"))][::7]
)
def test_the_order_of_what_is_told_does_not_matter(line: tuple[str, ...], cramp: Cramp) -> None:
    cramp("feel", ", ".join(line))
    assert said(entry(cramp)) == {
        "sensations": ["numbness"], "sites": ["foot"], "side": "left", "severity": 4, "duration_s": 600,
        "note": "x-word",
    }  # fmt: skip


TIMES = (
    "", "this morning", "last night", "yesterday", "monday", "at 3", "at 3am", "3pm", "half past two", "20m ago",
    "around 4am", "2 nights ago", "28 march", "this afternoon", "yesterday evening", "tonight", "just now",
    "in bed at 3", "woke me at half past two",
)  # fmt: skip


@pytest.mark.parametrize(
    "now", ["2026-03-31T09:30:00+01:00", "2026-03-31T21:30:00+01:00", "2026-03-31T03:00:00+01:00"]
)
@pytest.mark.parametrize("when", [*TIMES[::5], *(slowly(each) for each in TIMES if each not in TIMES[::5])])
def test_a_time_means_what_it_means_of_a_cramp(when: str, now: str, cramp: Cramp) -> None:
    ran = [cramp(command, f"tingling {when}", env={"CRAMP_NOW": now}) for command in ("log", "feel")]
    assert ran[0].exit_code == ran[1].exit_code
    if ran[0].exit_code == 0:
        of_cramp, of_sign = entry(cramp, "1"), entry(cramp, "2")
        assert (of_cramp["kind"], of_sign["kind"]) == ("episode", "sign")
        assert [of_cramp[name] for name in ("at", "precision")] == [
            of_sign[name] for name in ("at", "precision")
        ]


@pytest.mark.parametrize("words", [(), ("this", "morning"), ("-",), ("at", "3am"), ("--day", "yesterday")])
def test_a_sign_that_says_nothing_is_not_saved(words: tuple[str, ...], cramp: Cramp) -> None:
    ran = cramp("feel", *words)
    assert (ran.exit_code, ran.out) == (2, "")
    assert "`cramp feel 5`" in ran.err
    assert cramp("list", "--json").json["entries"] == []


@pytest.mark.parametrize(("answer", "saved"), [("", []), ("  ", []), ("numb toes", [["toes"]]), ("4", [[]])])
def test_alone_it_asks_one_question(
    answer: str, saved: list[Any], cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(prompts, "can_ask", lambda: True)

    def ask(question: str) -> str:
        asked.append(question)
        return answer

    monkeypatch.setattr(prompts, "ask", ask)
    assert cramp("feel").exit_code == 0
    assert len(asked) == 1
    assert [each["sites"] for each in cramp("list", "--json").json["entries"]] == saved


def test_the_same_again_has_what_the_last_one_had_but_how_bad(cramp: Cramp) -> None:
    cramp("feel", "numbness left foot 4")
    cramp("log", "7 right calf")
    cramp("feel", "again 6")
    assert said(entry(cramp)) == {
        "sensations": ["numbness"],
        "sites": ["foot"],
        "side": "left",
        "severity": 6,
    }


@pytest.mark.parametrize(
    ("words", "kind"),
    [("5", "sign"), ("left foot", "sign"), ("yesterday", "sign"), ("massage helped", "episode"), ("limped", "episode"),
     ("sore 2h", "episode"), ("woke me", "episode"), ("300mg", "exposure"), ("wobbly", "sign")],
)  # fmt: skip
def test_edit_last_is_of_the_last_entry_that_can_take_the_words(words: str, kind: str, cramp: Cramp) -> None:
    cramp("log", "7 calf")
    cramp("used", "magnesium", "-y")
    cramp("feel", "numbness")
    ran = cramp("edit", "last", *words.split(), "--json")
    assert [each["kind"] for each in ran.json["entries"]] == [kind]


def test_words_that_are_no_part_of_a_sign_are_noted_when_it_is_edited_by_its_number(cramp: Cramp) -> None:
    cramp("feel", "numbness")
    assert cramp("edit", "1", "limped", "sore", "2h", "6").exit_code == 0
    assert said(entry(cramp)) == {
        "sensations": ["numbness", "soreness"], "duration_s": 7200, "severity": 6, "note": "limped",
    }  # fmt: skip


@pytest.mark.slow
def test_every_thing_that_can_be_told_of_a_cramp_is_of_a_sign_or_kept(cramp: Cramp) -> None:
    """What the grammar of a cramp gains is looked at here: an example of each thing it takes, and nothing is lost."""
    examples = {
        "talk": "left work early", "none": "no cramps", "instead": "i mean",
        "taken back": "it wasn't a cramp", "quiet": "quiet night", "still": "still going",
        "again": "again",
        "severity": "pain 7", "grade": "severe", "bare": "7", "sore": "sore 2h", "awake": "awake 40m",
        "length": "for 3 min", "long": "3 min", "walking": "limped", "woke": "woke me", "ahead": "",
        "day": "yesterday", "ago": "20m ago", "now": "just now", "rough": "around 3", "clock": "at 3am",
        "span": "from 3 to 3.20", "vague": "", "other": "other foot", "count": "twice", "tried": "massage helped",
        "moved": "rubbed it", "onset": "while sitting", "site": "calf", "side": "left", "moment": "massage",
        "sensation": "burning", "both ways": "standing", "trigger": "alcohol", "remedy": "magnesium",
    }  # fmt: skip
    assert examples.keys() == {name for name, _ in LOG}
    for name, words in examples.items():
        if not words:
            continue
        assert cramp("feel", f"tingling, {words}").exit_code == 0
        shown = entry(cramp)
        is_said = {**said(shown), "precision": shown["precision"], "at": shown["at"]}
        cramp("feel", "tingling")
        bare = entry(cramp)
        differs = is_said != {**said(bare), "precision": bare["precision"], "at": bare["at"]}
        assert differs or name in ("again", "now"), (name, is_said)
        if "note" in is_said:
            assert is_said["note"] == words


DENIED = (
    "no {0}", "not {0}", "never {0}", "without {0}", "isn't {0}", "not at all {0}", "no longer {0}", "no more {0}",
    "not feeling {0}", "no sign of {0}", "{0} gone", "{0} is all gone now", "{0} went away", "{0} no more", "{0}: none",
    "{0}? no", "{0} isn't there", "no {0} or {1}", "no {0}, {1} or weakness", "neither {0} nor {1}", "not {0}, not {1}",
    "left foot not {0} anymore", "no {0} in my left calf", "{0} 0",
)  # fmt: skip
FEELINGS = ("numbness", "swelling", "tingling", "numb", "swollen", "heel pain", "red")


@pytest.mark.slow_but_some
@pytest.mark.parametrize("denied", DENIED)
def test_what_is_said_not_to_be_felt_is_kept_and_is_no_sign(denied: str, cramp: Cramp) -> None:
    for one, other in pairwise((*FEELINGS, FEELINGS[0])):
        line = denied.format(one, other)
        ran = cramp("feel", line, env=NIGHT)
        assert ran.exit_code == 0, ran.err
        assert said(entry(cramp)) == {"note": line.removesuffix(" now")}
        assert entry(cramp)["typed"] == line
        assert "does not count as a sign" in ran.err
        assert "looks like" not in ran.err
    assert cramp("stats", "signs", "--json", env=NIGHT).json["signs"] == []
    assert cramp("doctor", "--json", env=NIGHT).json["notices"] == []


@pytest.mark.parametrize("joined", ["{0} but {1}", "{0}, {1}", "{1}, {0}", "{1} but {0}"])
@pytest.mark.parametrize("denied", [each for each in DENIED if "{1}" not in each and " 0" not in each])
@pytest.mark.slow_but_some
def test_what_is_felt_besides_is_a_sign_at_its_own_place(denied: str, joined: str, cramp: Cramp) -> None:
    line = joined.format(denied.format("numbness"), "right calf swollen")
    ran = cramp("feel", line, env=NIGHT)
    shown = said(entry(cramp))
    assert "numbness" in shown.pop("note")
    assert shown == {"sensations": ["swelling"], "sites": ["calf"], "side": "right"}
    assert "one leg" in ran.err


@pytest.mark.parametrize(
    "line", ["not only numb", "numbness not gone", "numbness hasn't gone away", "no relief from numbness",
             "numbness gone after 10 min", "numbness no better", "not very numb", "foot gone numb"],
)  # fmt: skip
def test_what_only_sounds_like_a_denial_is_felt(line: str, cramp: Cramp) -> None:
    cramp("feel", line, env=NIGHT)
    assert entry(cramp)["sensations"] == ["numbness"]


@pytest.mark.parametrize("line", ["nothing", "none", "no pain", "nothing at all", "no cramps"])
def test_nothing_is_no_sign_and_does_not_empty_one(line: str, cramp: Cramp) -> None:
    cramp("feel", "numbness left foot", env=NIGHT)
    ran = cramp("edit", "last", line, env=NIGHT)
    assert (ran.exit_code, "`cramp delete 1`" in ran.err) == (2, True)
    cramp("feel", line, env=NIGHT)
    assert said(entry(cramp)) == {"note": line}
    signs = cramp("stats", "signs", "--json", env=NIGHT).json["signs"]
    assert [each["word"] for each in signs] == ["numbness"]


def test_things_felt_on_different_sides_are_several_signs_of_one_change(cramp: Cramp) -> None:
    ran = cramp("feel", "right calf swollen 4, left foot numb, the other toes fine", env=NIGHT)
    assert ran.exit_code == 0, ran.err
    found = sorted(cramp("list", "--json").json["entries"], key=lambda each: each["side"], reverse=True)
    assert [(each["side"], each["sites"], each["sensations"], each["severity"]) for each in found] == [
        ("right", ["calf"], ["swelling"], 4),
        ("left", ["foot"], ["numbness"], None),
    ]
    assert "one leg" in ran.err
    assert cramp("undo").exit_code == 0
    assert cramp("list", "--json").json["entries"] == []


@pytest.mark.parametrize("dash", [[], ["-"]])
def test_lines_piped_in_are_signs_and_a_cramp_is_named_as_one(dash: list[str], cramp: Cramp) -> None:
    ran = cramp("feel", *dash, stdin="numb left foot 3\n", env=NIGHT)
    assert ran.exit_code == 0, ran.err
    assert said(entry(cramp)) == {
        "sensations": ["numbness"],
        "sites": ["foot"],
        "side": "left",
        "severity": 3,
    }
    assert cramp("feel", *dash, stdin="numb left foot 3\n\ncramp in calf\n", env=NIGHT).exit_code == 0
    assert "`cramp log cramp in calf`" in cramp("feel", "cramp in calf", env=NIGHT).err
    assert len(cramp("list", "--json").json["entries"]) == 4
    refused = cramp("feel", *dash, stdin="numb 3\ntingling 9/3\n", env=NIGHT)
    assert refused.exit_code == 2
    assert "tingling 9/3" in refused.err
    assert len(cramp("list", "--json").json["entries"]) == 4


@pytest.mark.parametrize("how", ["heavy", "jumpy", "rotten"])
def test_a_number_beside_how_legs_are_is_how_bad_that_is(how: str, cramp: Cramp) -> None:
    for line in (f"legs {how} 4", f"{how} legs 4"):
        cramp("feel", line)
        shown = entry(cramp)
        assert (shown["severity"], shown["sites"], shown["note"]) == (4, ["leg"], how), line
