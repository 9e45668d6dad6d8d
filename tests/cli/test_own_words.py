"""Words that are made into others, sets of remedies, and what was used the evening before."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import crampdiary
from crampdiary.diary.built_in import ROLES, built_in_words
from crampdiary.diary.values import key
from crampdiary.doctor.rules import LOOKED_FOR
from crampdiary.keep.store import Store
from kit.builders import NOW
from kit.running import Cramp, for_any_diary
from kit.terminals import needs_terminal, talk

EVENING = {"CRAMP_NOW": "2026-03-30T21:30:00+01:00"}
WIDE = {"COLUMNS": "400"}  # a path stands in one line
NEXT = {"CRAMP_NOW": "2026-03-31T21:30:00+01:00"}
WORDS = {
    "site": ("arch", "heel"), "sensation": ("aching", "burning"), "onset": ("sitting", "standing"),
    "trigger": ("stress", "alcohol"), "remedy": ("heat", "massage"),
}  # fmt: skip
"""Of each role a word and the one that it is made into."""
SHOWN = (
    ("stats",), ("remedies",), ("triggers",), ("calendar", "--remedy", "massage"), ("calendar", "--trigger", "alcohol"),
    ("list",), ("list", "--search", "massage"), ("list", "--search", "heel"),
)  # fmt: skip


def log_all(cramp: Cramp, diary: Path, place: int) -> None:
    said = {role: names[place] for role, names in WORDS.items()}
    for day in range(1, 29):
        env = {"CRAMP_NOW": f"2026-03-{day:02}T21:30:00+00:00"}
        if day % 2:
            cramp("--diary", diary, "used", said["remedy"], env=env)
        if day % 3:
            cramp("--diary", diary, "had", said["trigger"], env=env)
        options = [f"--{role}={said[role]}" for role in ("site", "sensation", "onset", "trigger")]
        cramp("--diary", diary, "log", "5", *options, "--tried", f"{said['remedy']}:helped", env=env)


def shown(cramp: Cramp, diary: Path) -> list[str]:
    return [
        for_any_diary(cramp("--diary", diary, *arguments, "--plain", env=WIDE).out) for arguments in SHOWN
    ]


def used(cramp: Cramp, *words: str, env: dict[str, str] = NEXT) -> list[tuple[str, Any]]:
    ran = cramp("used", *words, "--json", env=env)
    assert ran.exit_code == 0, ran.err
    return [(entry["word"], entry["amount"]) for entry in ran.json["entries"]]


@pytest.mark.slow
def test_past_entries_of_a_word_made_into_another_count_as_that_in_all_figures(
    cramp: Cramp, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.db", tmp_path / "two.db"
    for place, diary in enumerate((one, other)):
        cramp("demo", diary)
        log_all(cramp, diary, place)
    before, log = shown(cramp, one), cramp("--diary", one, "export", "-").out
    for role, names in WORDS.items():
        cramp("--diary", other, "words", "merge", role, *names)
        ran = cramp("--diary", one, "words", "merge", role, *names)
        assert ran.exit_code == 0, ran.err
    assert [text.replace("  ", "") for text in shown(cramp, one)] == [
        text.replace("  ", "") for text in shown(cramp, other)
    ]
    assert shown(cramp, one) != before
    assert log.splitlines()[1:5] == cramp("--diary", one, "export", "-").out.splitlines()[1:5]
    cramp("--diary", one, "undo", str(len(WORDS)))
    assert shown(cramp, one) == before


@pytest.mark.parametrize("role", WORDS)
def test_both_names_mean_the_second_and_one_undo_parts_them(role: str, cramp: Cramp) -> None:
    one, other = WORDS[role]
    option = {"remedy": "tried"}.get(role, role)

    def recorded(name: str) -> list[Any]:
        entry = cramp("log", "5", f"--{option}", name, "--json").json["entries"][0]
        return [entry[field] for field in ("sites", "sensations", "onset", "triggers", "tried")]

    before, meant = recorded(one), recorded(other)
    assert before != meant
    assert cramp("words", "merge", role, one, other, "--json").json["past_entries"] == 1
    assert recorded(one) == recorded(other) == meant
    assert cramp("words", "merge", role, other, one).exit_code == 1
    cramp("undo", "3")
    assert recorded(one) == before


def test_a_merge_travels_and_counts_what_the_other_device_recorded_before_it_heard_of_it(
    cramp: Cramp, tmp_path: Path
) -> None:
    here, there, folder = tmp_path / "here.db", tmp_path / "there.db", tmp_path / "folder"
    folder.mkdir()
    for diary in (here, there):
        cramp("config", "diary", str(diary), env={"CRAMP_CONFIG": str(diary) + ".toml"})
        cramp("--diary", diary, "used", "foam rollo", env=EVENING)
    cramp("--diary", here, "words", "merge", "foam rollo", "heat")
    cramp("--diary", there, "used", "foam rollo", env=NEXT)
    cramp("--diary", there, "words", "set", "evening", "foam rollo", "magnesium")
    for diary in (here, there, here):
        ran = cramp("--diary", diary, "sync", folder)
        assert ran.exit_code == 0, ran.err
    for diary in (here, there):
        assert cramp("--diary", diary, "list", env=NEXT).out.count("used heat") == 3
        assert (
            cramp("--diary", diary, "used", "foam", "rollo", "--json", env=NEXT).json["entries"][0]["word"]
            == "heat"
        )
        entries = cramp("--diary", diary, "used", "evening", "--json", env=NEXT).json["entries"]
        assert [entry["word"] for entry in entries] == ["heat", "magnesium"]


def test_two_words_made_into_each_other_on_two_devices_are_one_word_on_both(
    cramp: Cramp, tmp_path: Path
) -> None:
    here, there, folder = tmp_path / "here.db", tmp_path / "there.db", tmp_path / "folder"
    folder.mkdir()
    for diary, pair in ((here, ("heat", "massage")), (there, ("massage", "heat"))):
        cramp("config", "diary", str(diary), env={"CRAMP_CONFIG": str(diary) + ".toml"})
        cramp("--diary", diary, "used", "heat", "massage", env=EVENING)
        cramp("--diary", diary, "words", "merge", *pair)
    for diary in (here, there, here):
        cramp("--diary", diary, "sync", folder)
    for diary in (here, there):
        for name in ("heat", "massage", "hot bath"):
            entries = cramp("--diary", diary, "used", name, "--json", env=NEXT).json["entries"]
            assert [entry["word"] for entry in entries] == ["heat"]


@pytest.mark.parametrize(
    ("names", "code", "said"),
    [
        (("heat", "alcohol"), 1, "heat is a remedy and alcohol a trigger"),
        (("heat", "nix"), 1, 'cramp words rename remedy heat "nix"'),
        (("nix", "heat"), 1, "There is no word nix here"),
        (
            ("standing", "walking"),
            2,
            "`cramp words merge onset standing walking` or `cramp words merge remedy",
        ),
        (("heat", "heating", "pad"), 1, "heat and heat are one word already"),
        (("side", "left", "right"), 2, "The sides stay as they are"),
        (("left", "right"), 1, "There is no word left here"),
        (("heat",), 2, "Say which word is to be which"),
        (("morning", "heat"), 1, "morning is the name of a set"),
    ],
)
def test_what_cannot_be_merged_is_told_with_the_right_form(
    names: tuple[str, ...], code: int, said: str, cramp: Cramp
) -> None:
    cramp("words", "set", "morning", "stretching")
    ran = cramp("words", "merge", *names)
    assert (ran.exit_code, said in ran.err.replace("\n", " ")) == (code, True), ran.err


@pytest.mark.parametrize(
    "names", ["foam roller into massage ball", "foam roller massage ball", "roller massage-ball"]
)
def test_names_of_several_words_need_no_quotes(names: str, cramp: Cramp) -> None:
    assert cramp("words", "merge", *names.split()).exit_code == 0
    assert used(cramp, "foam", "rolling") == [("massage-ball", None)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("evening", ["stretching", "magnesium"]),
        ("Evening, heat", ["stretching", "magnesium", "heat"]),
        ("my evening at 21:00", ["stretching", "magnesium"]),
        ("evening but no magnesium", ["stretching"]),
        ("evening without stretching", ["magnesium"]),
        ("heat in the evening", ["heat"]),
        ("heat evening", ["heat"]),
        ("evening walk", ["walking"]),
        ("heat yesterday evening", ["heat"]),
        ("no evening", []),
        ("bedtime rutine", ["heat"]),
    ],
)
def test_a_set_is_recorded_where_its_name_was_meant_and_nowhere_else(
    line: str, words: list[str], cramp: Cramp
) -> None:
    cramp("words", "set", "evening", "stretching", "magnesium")
    cramp("words", "set", "bedtime routine", "heat")
    assert [word for word, _ in used(cramp, *line.split())] == words


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *((name, 2) for name in ("again", "the usual", "monday", "5", "and", "no", "nothing", "mg", "noon")),
        *((name, 1) for name in ("heat", "hot bath", "ball")), ("magnesium evening", 2),
    ],
)  # fmt: skip
def test_the_name_of_a_set_hides_nothing_that_is_said_already(name: str, code: int, cramp: Cramp) -> None:
    assert cramp("words", "set", name, "stretching").exit_code == code
    assert cramp("words", "set", "evening", "nix").exit_code == 1
    assert cramp("words", "set", "evening", "magnesium", "400mg").exit_code == 2


def test_a_set_is_shown_changed_hidden_and_taken_back(cramp: Cramp) -> None:
    def listed() -> list[str]:
        return [
            line.strip()
            for line in cramp("words", "--role", "remedy").out.splitlines()
            if "stands for" in line
        ]

    cramp("words", "set", "evening", "stretching", "magnesium")
    assert listed() == ["evening: evening, stands for stretching and magnesium"]
    assert "Before, it stood for stretching and magnesium." in cramp("words", "set", "evening", "heat").err
    assert listed() == ["evening: evening, stands for heat"]
    assert cramp("words", "add", "remedy", "evening").exit_code == 1
    cramp("words", "hide", "remedy", "evening")
    assert listed() == []
    cramp("undo", "2")
    assert listed() == ["evening: evening, stands for stretching and magnesium"]


AGAIN = [
    ("again", ["stretching", "magnesium"]), ("the usual", ["stretching", "magnesium"]),
    ("usual", ["stretching", "magnesium"]),
    ("same as last night", ["stretching", "magnesium"]), ("same again", ["stretching", "magnesium"]),
    ("as always", ["stretching", "magnesium"]), ("again, and heat", ["stretching", "magnesium", "heat"]),
    ("the usual but no magnesium", ["stretching"]), ("the usual plus heat", ["stretching", "magnesium", "heat"]),
    ("again stretching", ["stretching"]), ("my usual magnesium", ["magnesium"]),
    ("the same stretching", ["stretching"]),
    ("heat again", ["heat"]), ("again tonight", ["stretching", "magnesium"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words"), AGAIN)
def test_again_is_the_evening_before_and_only_where_that_was_said(
    line: str, words: list[str], cramp: Cramp
) -> None:
    used(cramp, "stretching", "magnesium:300mg", env=EVENING)
    found = used(cramp, *line.split())
    assert [word for word, _ in found] == words
    if "again" in line.split()[:1] and len(words) > 1:
        assert ("magnesium", "300mg") in found


def test_again_twice_in_an_evening_is_the_evening_before_both_times(cramp: Cramp) -> None:
    used(cramp, "stretching", env=EVENING)
    used(cramp, "heat")
    assert used(cramp, "again") == [("stretching", None)]


def test_used_alone_without_a_terminal_names_the_right_form(cramp: Cramp) -> None:
    assert cramp("used").exit_code == 2
    used(cramp, "stretching", "magnesium:300mg", env=EVENING)
    ran = cramp("used", env=NEXT)
    assert ran.exit_code == 2
    assert "`cramp used again` for: stretching and magnesium 300mg." in ran.err.replace("\n", " ")


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("\n", ["stretching"]),
        ("y\n", ["stretching"]),
        ("n\n", []),
        ("\x03", []),
        ("heat 10 min\n", ["heat"]),
        ("without heat\n", ["stretching"]),
    ],
)
def test_used_alone_on_a_terminal_shows_it_and_asks_once(typed: str, words: list[str], cramp: Cramp) -> None:
    used(cramp, "stretching", env=EVENING)
    used(cramp, "heat", env={"CRAMP_NOW": "2026-03-29T21:30:00+01:00"})
    talk(("used",), ("Again stretching?", typed), env=NEXT)
    entries = cramp("list", "--json", env=NEXT).json["entries"]
    assert [each["word"] for each in entries][2:] == words


def test_remedies_told_with_a_day_each_are_of_that_day_alone(cramp: Cramp) -> None:
    ran = cramp("used", "heat on sunday, stretching on monday", "--json", env=NEXT)
    assert [(each["word"], each["night"]) for each in ran.json["entries"]] == [
        ("heat", "2026-03-29"),
        ("stretching", "2026-03-30"),
    ]


@pytest.mark.parametrize(("command", "word"), [("used", "stretching"), ("had", "alcohol")])
def test_strict_refuses_what_is_open(command: str, word: str, cramp: Cramp) -> None:
    for line in (f"foam rollo, {word}", f"{word[:-1]}", f"{word} in bed"):
        ran = cramp(command, *line.split(), "--strict")
        assert ran.exit_code == 2, line
        assert "is not understood. Nothing was saved." in ran.err.replace("\n", " ")
    assert cramp(command, word, "2x", "yesterday", "--strict", "--json").json["entries"][0]["word"] == word


@pytest.mark.parametrize(
    "typed", ["wait", "waiting", "waited", "nothing", "none", "no stretching", "nothing at all"]
)
def test_what_is_no_use_of_anything_is_no_entry_and_no_word(typed: str, cramp: Cramp) -> None:
    ran = cramp("used", *typed.split())
    assert (ran.exit_code, ran.err) == (0, "")
    assert ran.out == "Nothing to record: what was not used is not kept.\n"
    assert cramp("list", "--json").json["entries"] == []
    assert used(cramp, "heat", "and", *typed.split()) == [("heat", None)]


@pytest.mark.parametrize("role", sorted(LOOKED_FOR))
def test_a_word_that_can_be_a_reason_to_see_a_doctor_stays_one(role: str, cramp: Cramp) -> None:
    other = WORDS[role][0]
    for slug in sorted(LOOKED_FOR[role]):
        ran = cramp("words", "merge", role, slug, other)
        assert (ran.exit_code, ran.out) == (1, ""), slug
        assert f"`cramp words merge {role} {other} {slug}`" in " ".join(ran.err.split()), slug
        assert cramp("words", "merge", role, other, slug).exit_code == 0
        cramp("undo")


def test_every_word_by_which_a_rule_knows_a_reason_is_looked_for() -> None:
    source = Path(crampdiary.__file__).parent / "doctor"
    texts = {
        node.value
        for path in source.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for role, slugs in LOOKED_FOR.items():
        known = {each.slug for each in built_in_words() if each.role == role}
        assert slugs <= known
        if role == "sensation":
            assert texts & known == slugs


OF_NAMES = (
    "left front calf monday tonight 7 400mg no none yes to now and last again every brine wool velvet hot asleep 3am "
    "--yes ½ twice since worse helped stopped"
).split()
"""What a name can be made of: words that mean something, words that mean nothing, and marks."""
FIELD = {"site": "sites", "sensation": "sensations", "onset": "onset"}


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each diary is its own
@given(
    role=st.sampled_from(ROLES),
    name=st.lists(st.sampled_from(OF_NAMES), min_size=1, max_size=3, unique=True).map(" ".join),
)
@example(role="remedy", name="--yes")
@example(role="trigger", name="monday")
@example(role="site", name="velvet front")
@example(role="sensation", name="hot wool")
def test_a_word_that_is_added_can_be_told_by_its_name_and_means_nothing_else(
    role: str, name: str, cramp: Cramp, tmp_path: Path
) -> None:
    diary = tmp_path / f"{uuid4()}.db"
    env = NEXT | {"CRAMP_DIARY": str(diary)}
    Store(diary, now=NOW, create=True).close()
    before = cramp("words", "--json", env=env).json
    if cramp("words", "add", role, "--", name, env=env).exit_code:
        assert cramp("words", "--json", env=env).json == before
        return
    command = {"remedy": "used", "trigger": "had"}.get(role, "log")
    ran = cramp(command, "--json", "--", name, env=env)
    assert ran.exit_code == 0, ran.err
    (entry,) = ran.json["entries"]
    told = entry[FIELD[role]] if role in FIELD else entry["word"]
    assert told in (key(name), [key(name)])
    assert not entry["note"]
    assert not entry.get("amount")
    assert entry["night"] == "2026-03-31"
