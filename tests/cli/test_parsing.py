"""Options that hold one value, given twice: refused by every command that has them, or both kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from crampdiary.cli.app import GROUPS, PANELS, Commands
from kit.running import Cramp

COMMANDS: Any = Commands()


def options() -> Iterator[Any]:
    """Yield every command with every one of its options, and what is typed for it."""
    for names in PANELS.values():
        for name in names:
            yield from options_of(COMMANDS[name], name)
            for each in GROUPS.get(name, ()):
                yield from options_of(COMMANDS[name].commands[each], name, each)


def options_of(command: Any, *words: str) -> Iterator[Any]:
    for option in command.params:
        if option.param_type_name == "option":
            yield pytest.param(words, option, id=f"{' '.join(words)} {option.opts[0]}")


SINGLE = [each for each in options() if not each.values[1].multiple]


@pytest.mark.parametrize(("words", "option"), [each for each in SINGLE if not each.values[1].is_flag])
@pytest.mark.slow_but_first
def test_an_option_that_holds_one_value_is_not_given_twice(
    words: tuple[str, ...], option: Any, cramp: Cramp
) -> None:
    long = max(option.opts, key=len)
    for typed in ((long, "1", f"{long}=2"), (option.opts[-1], "1", long, "2")):
        ran = cramp(*words, *typed)
        assert (ran.exit_code, ran.out) == (2, "")
        assert ran.err == f"{long} is given twice: keep one of them. Nothing was done.\n"


@pytest.mark.parametrize(("words", "option"), [each for each in SINGLE if each.values[1].is_flag])
@pytest.mark.slow_but_first
def test_a_flag_may_be_repeated_but_not_contradicted(
    words: tuple[str, ...], option: Any, cramp: Cramp
) -> None:
    assert "given twice" not in cramp(*words, option.opts[0], option.opts[0], "--help").err
    for other in option.secondary_opts:
        ran = cramp(*words, option.opts[0], other)
        assert ran.exit_code == 2
        assert (
            ran.err == f"{option.opts[0]} and {other} are both given: keep one of them. Nothing was done.\n"
        )


@pytest.mark.parametrize(
    "typed",
    [
        ("--diary", "a.db", "--diary", "b.db", "log", "7"),
        ("--diary", "a.db", "log", "7", "--diary", "b.db"),
        ("--diary", "a.db", "words", "add", "remedy", "brine", "--diary", "b.db"),
        ("words", "--diary", "a.db", "add", "remedy", "brine", "--diary", "b.db"),
    ],
    ids=" ".join,
)
def test_the_diary_is_named_once(typed: tuple[str, ...], cramp: Cramp) -> None:
    ran = cramp(*typed)
    assert (ran.exit_code, ran.err) == (2, "--diary is given twice: keep one of them. Nothing was done.\n")


EVERY = [(name,) for names in PANELS.values() for name in names] + [
    (group, name) for group, names in GROUPS.items() for name in names
]


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
@pytest.mark.slow_but_first
def test_what_holds_for_every_command_stands_before_and_after_it(
    words: tuple[str, ...], cramp: Cramp
) -> None:
    """It is taken in each place, also where it changes nothing; what the command itself lacks is told as without."""
    cramp("demo", "diary.db")
    for flags in (
        ("--json",),
        ("--plain",),
        ("--diary", "diary.db"),
        ("--json", "--plain", "--diary=diary.db"),
    ):
        said = [cramp(*words[:place], *flags, *words[place:], "--zzz").err for place in range(len(words) + 1)]
        command = " ".join(words)
        assert {each.partition(".")[0] for each in said} == {f"`cramp {command}` has no option --zzz"}


def test_they_mean_the_same_in_each_place(cramp: Cramp) -> None:
    cramp("demo", "other.db")
    for command in (("list",), ("stats",), ("words",), ("info",)):
        for flags in (("--json",), ("--plain",), ("--diary", "other.db"), ("--json", "--diary=other.db")):
            first, *others = [
                cramp(*flags, *command),
                cramp(*command, *flags),
                cramp(*flags, *command, *flags),
            ]
            assert first.exit_code == 0
            assert others == [first, first]
    assert cramp("log", "7", "--diary", "other.db", "--plain").exit_code == 0
    assert cramp("show", "--diary", "other.db", "--json").json["entry"]["severity"] == 7
    assert cramp("--json", "words", "add", "remedy", "brine").json["entries"][0]["slug"] == "brine"
    assert cramp("words", "--json", "add", "remedy", "dill").json["entries"][0]["slug"] == "dill"
    assert cramp("help", "--json", "--plain", "undo", "--diary", "none.db") == cramp("help", "undo")


def test_a_command_may_be_typed_in_capitals(cramp: Cramp) -> None:
    assert cramp("Log", "7").exit_code == 0
    assert cramp("WORDS", "Add", "remedy", "brine").exit_code == 0
    assert cramp("UNDO", "2").exit_code in (0, 2)
    assert '"Lgo"' in cramp("Lgo", "7").err, "what is no command is named as it was typed"


def test_there_are_flags_that_contradict_and_options_that_may_be_repeated(cramp: Cramp) -> None:
    assert [each.id for each in SINGLE if each.values[1].secondary_opts] != []
    cramp("log", "7", "--site", "arch", "--site", "toes", "--woke", "--woke")
    entry = cramp("show", "--json").json["entry"]
    assert (entry["sites"], entry["woke"]) == (["arch", "toes"], True)
    assert cramp("delete", "1", "--yes", "--yes").exit_code == 0


@pytest.mark.parametrize(
    "command",
    [
        ("log", "6"),
        ("used", "heat"),
        ("had", "alcohol"),
        ("none",),
        ("away", "2026-03-01", "2026-03-02"),
        ("edit", "1"),
    ],
    ids=lambda words: words[0],
)
def test_two_notes_are_both_kept_in_their_order(command: tuple[str, ...], cramp: Cramp) -> None:
    cramp("log", "1", "2026-03-20 03:00", "--note", "old")
    ran = cramp(*command, "--note", "first", "-n", "-", "--note=third", stdin="second\n")
    assert ran.exit_code == 0, ran.err
    assert cramp("show", command[1] if command[0] == "edit" else "last", "--json").json["entry"]["note"] == (
        "first\nsecond\nthird"
    )


def test_a_note_is_read_once(cramp: Cramp) -> None:
    ran = cramp("log", "6", "--note", "-", "--note", "-", stdin="text")
    assert (ran.exit_code, ran.out) == (2, "")
    assert "--note - is given twice" in ran.err
