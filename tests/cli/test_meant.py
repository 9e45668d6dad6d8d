"""A first word that is no command: a cramp where it is a severity or a place, and else the nearest right form."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from cli.test_outputs import READS, WRITES
from crampdiary.cli.app import GROUPS, PANELS, Commands
from crampdiary.cli.meant import EXAMPLES, begins_a_cramp
from crampdiary.diary.built_in import built_in_words
from crampdiary.keep.store import Store
from kit.builders import NOW
from kit.running import Cramp, Ran, slowly

COMMANDS = {name for names in PANELS.values() for name in names}
SITES = [name for word in built_in_words() if word.role == "site" for name in (word.label, *word.synonyms)]
OTHERS = [
    (word.role, name)
    for word in built_in_words()
    if word.role != "site"
    for name in (word.slug, *word.synonyms)
    if name not in SITES and name.removesuffix("s") not in SITES and " " not in name
]


@pytest.mark.parametrize("severity", range(11))
def test_a_severity_logs_a_cramp(severity: int, cramp: Cramp) -> None:
    assert cramp(str(severity), "left", "calf").exit_code == 0
    entry = cramp("show", "--json").json["entry"]
    assert (entry["severity"], entry["side"], entry["sites"]) == (severity, "left", ["calf"])


@pytest.mark.slow
def test_every_place_begins_a_cramp_in_one_form_or_several_words() -> None:
    for name in SITES:
        for typed in (name, name.title(), f"{name}s", f"{name},"):
            assert begins_a_cramp([*typed.split(), "7"]), typed
            assert begins_a_cramp([f"{typed} 7"]), typed
            assert begins_a_cramp(["Left", *typed.split()]), typed
    for _, name in OTHERS:
        assert not begins_a_cramp([name]), name
        assert not begins_a_cramp(["left", name]), name
    assert not any(begins_a_cramp([each]) for each in ("11", "-1", "7.5x", "", "+7", "٧", *COMMANDS))


def test_a_place_logs_a_cramp_as_it_was_typed(cramp: Cramp) -> None:
    ran = cramp("Ball", "of", "foot", "4", "--json")
    assert cramp("show", "--json").json["entry"]["sites"] == ["ball"]
    assert ran.json["entries"][0]["severity"] == 4
    assert cramp("calf 3").exit_code == 0


def test_again_and_same_begin_a_cramp_like_the_last(cramp: Cramp) -> None:
    cramp("log", "7", "left", "calf", "burning")
    for typed, said in (("again 5 right", ("right", 5)), ("Same, 3", ("left", 3))):
        assert cramp(*typed.split()).exit_code == 0
        entry = cramp("show", "last", "--json").json["entry"]
        assert (entry["side"], entry["severity"]) == said
        assert (entry["sites"], entry["sensations"]) == (["calf"], ["burning"])
        cramp("undo")


def test_a_command_is_never_taken_for_a_cramp(cramp: Cramp) -> None:
    assert not COMMANDS & set(SITES)
    assert cramp("words", "7").exit_code == 2, "only the first word of all is"


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("lgo 7", "cramp log"),
        ("left 7", "cramp log left 7"),
        ("Burning", "cramp log Burning"),
        ("magnesium 300mg", "cramp used magnesium 300mg"),
        ("wine", "cramp had wine"),
        ("words ad brine", "cramp words add"),
        ("my left calf 7", "cramp log my left calf 7"),
        ("seven left calf", "cramp log seven left calf"),
        ("woke with a cramp, 6", "cramp log woke with a cramp, 6"),
        ("my foot cramped", "cramp log my foot cramped"),
        ("no cramps", "cramp none"),
        ("zero cramps last night", "cramp none last night"),
        ("nothing hurts", "cramp feel 0"),
        ("feeling fine", "cramp feel 0"),
        ("no numbness", "cramp feel 0"),
        ("nothing", "cramp none"),
        ("no", "cramp none"),
        ("quiet night", "cramp none"),
        ("slept well monday night", "cramp none monday"),
        ("nothing last night", "cramp none last night"),
        ("there wasn't a cramp monday night", "cramp none monday"),
        ("no cramps but left foot numb", "cramp log no cramps but left foot numb"),
        ("that wasn't a cramp", "cramp undo"),
        ("no, 4", "cramp edit last 4"),
        ("no 4", "cramp edit last 4"),
        ("sorry left", "cramp edit last left"),
        ("i meant right foot", "cramp edit last right foot"),
        ("oops 6", "cramp edit last 6"),
        ("it was 4 not 5", "cramp edit last it was 4 not 5"),
    ],
)
def test_the_nearest_right_form_is_named_and_nothing_is_written(typed: str, form: str, cramp: Cramp) -> None:
    ran = cramp(*typed.split())
    assert (ran.exit_code, ran.out) == (2, "")
    assert f"Did you mean `{form}`?" in ran.err
    assert not [path for path in Path().rglob("*") if path.is_file()]


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    "typed",
    [
        *(
            "nothing hurts",
            "quiet night",
            "nothing last night",
            "no, 4",
            "sorry left",
            "oops 4",
            "it was 4 not 5",
        ),
        *("no cramps but left foot numb", "that wasn't a cramp", "slept well monday night", "no 4", "no"),
    ],
)
def test_the_form_that_is_named_can_be_typed(typed: str, cramp: Cramp) -> None:
    cramp("log", "right calf 5", env={"CRAMP_NOW": "2026-03-28T23:00:00+00:00"})
    form = cramp(*typed.split()).err.split("Did you mean `cramp ")[1].split("`")[0]
    ran = cramp(*form.split(), env={"CRAMP_NOW": "2026-03-30T08:00:00+01:00"})
    assert ran.exit_code == 0, ran.err
    assert "In the note" not in ran.err


@pytest.mark.slow_but_first
@pytest.mark.parametrize(
    "line", ["legs feel fine", "left foot good", "feet are both great", "legs fine, thanks"]
)
def test_legs_that_are_well_are_no_cramp(line: str, cramp: Cramp) -> None:
    for typed in (line.split(), ["log", *line.split()], ["log", "-"]):
        ran = cramp(*typed, stdin=line)
        assert (ran.exit_code, "`cramp feel 0`" in ran.err) == (2, True), typed
    for line_of_one in (f"{line} until calf 7", f"calf 7, {line}", f"calf cramped, {line}", f"{line} now"):
        assert cramp("log", line_of_one).exit_code == 0, line_of_one


def test_what_is_near_to_nothing_is_not_guessed(cramp: Cramp) -> None:
    assert cramp("zzz").err == 'cramp has no command "zzz". `cramp help commands` lists all.\n'


def every_command() -> list[tuple[str, Any]]:
    built: Any = Commands()
    alone = [(f"cramp {name}", built[name]) for name in built]
    return alone + [
        (f"cramp {group} {name}", built[group].commands[name])
        for group, names in GROUPS.items()
        for name in names
    ]


def test_a_command_that_needs_words_gives_words_that_it_takes(cramp: Cramp) -> None:
    needy = [name for name, command in every_command() if any(each.required for each in command.params)]
    assert sorted(needy) == sorted(EXAMPLES)
    for name in needy:
        ran = cramp(*name.split()[1:])
        assert (ran.exit_code, ran.err) == (
            2,
            f"This needs more words, as in `{name} {EXAMPLES[name]}`.\n",
        )
        assert "needs more words" not in cramp(*shlex.split(f"{name} {EXAMPLES[name]}")[1:]).err


def test_what_is_no_option_or_lacks_its_value_is_told_with_the_nearest_and_its_help(cramp: Cramp) -> None:
    for name, command in every_command():
        words = name.split()[1:]
        for option in (each for each in command.params if each.param_type_name == "option"):
            long = max(option.opts, key=len)
            if not option.hidden and len(long) > 5:
                assert f"Did you mean {long}?" in cramp(*words, f"{long[:-1]}zz").err, (name, long)
            if (option.metavar or "").startswith("["):  # its value may be left out
                assert cramp(*words, long).exit_code == 0
            elif not option.is_flag:
                assert f"{long} needs a value. " in cramp(*words, long).err
                assert (option.help or "shows what it takes") in cramp(*words, long).err
            elif long != "--help":
                assert f"{long} takes no value. `{name} --help`" in cramp(*words, f"{long}=3").err


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("undo x", "`cramp undo` takes a whole number from 1 on. `cramp undo --help` shows what it takes."),
        (
            "stats --weeks 0",
            "--weeks takes a whole number from 1 to 5,300. `cramp stats --help` shows what it takes.",
        ),
        ("demo --seed x", "--seed takes a whole number. `cramp demo --help` shows what it takes."),
        ("show 1 2", "`cramp show` does not take 2. `cramp show --help` shows what it takes."),
    ],
)
def test_what_does_not_fit_is_told_in_one_line(typed: str, told: str, cramp: Cramp) -> None:
    assert cramp(*typed.split()) == Ran(2, "", f"{told}\n")


NAMES = [*READS, *WRITES]


@pytest.mark.slow_but_some
@pytest.mark.parametrize("name", [*NAMES[::4], *(slowly(each) for each in NAMES if each not in NAMES[::4])])
def test_no_message_advises_what_was_just_typed(
    name: str, cramp: Cramp, sample: Path, tmp_path: Path
) -> None:
    runs = [
        name.split(),
        *([[*each] for each in READS.get(name, ())]),
        [*name.split(), *WRITES.get(name, ())],
    ]
    for words in runs:
        for diary in ("diary.db", str(tmp_path / "empty.db"), str(tmp_path / "nowhere.db")):
            if diary.endswith("empty.db"):
                Store(Path(diary), now=NOW, create=True).close()
            ran = cramp(*words, "--diary", diary)
            typed = [" ".join(["cramp", *words]), " ".join(["cramp", "--diary", diary, *words])]
            told = re.findall("`(cramp [^`]*)`", " ".join((ran.out + ran.err).split()))
            assert not {*typed} & {*told}, (words, diary)


@pytest.mark.parametrize("mark", [",", ":", ".", "!"])
def test_a_mark_behind_a_command_is_not_of_its_name(mark: str, cramp: Cramp) -> None:
    assert cramp(f"log{mark}", "7", "calf").exit_code == 0
    assert cramp("show", "last", "--json").json["entry"]["severity"] == 7
    assert cramp(f"Used{mark}", "heat").exit_code == 0
    assert cramp(f"words{mark}", f"add{mark}", "remedy", "brine").exit_code == 0
