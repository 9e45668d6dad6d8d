"""What an answer to "Last night: any cramps?" means: what tells of no cramp is never saved as one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crampdiary.cli.telling.answers import Meaning, about_cramps
from crampdiary.diary.values import key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.keep.store import Store
from kit.builders import NOW, check_in, episode, exposure, word
from kit.running import Cramp, slowly
from kit.terminals import needs_terminal, talk

CRAMP, NONE, LATER, ELSE = Meaning


class _Session:
    vocabulary = Vocabulary([word("brine"), word("moon", "trigger")])
    now = NOW


SESSION: Any = _Session()


def meaning(typed: str) -> Meaning:
    return about_cramps(SESSION, typed).meaning


def names(*roles: str) -> list[str]:
    """Return every way in which a word of some roles can be typed that no other role has."""
    known = SESSION.vocabulary
    every = {
        name
        for role in roles
        for each in known.words(role, hidden=True)
        for name in (each.slug, each.label, *each.synonyms, each.slug.replace("-", " "))
    }
    return sorted(name for name in every if {each.role for each in known.find(name)} <= set(roles))


USED = names("remedy", "trigger")


@pytest.mark.parametrize(
    ("form", "used"), [("{}", USED[::9]), *(slowly(form, USED) for form in ("{}", "{}.", "  {}!", "the {}"))]
)
def test_what_was_used_or_met_alone_is_never_a_cramp_and_says_how_it_is_told(
    form: str, used: list[str]
) -> None:
    assert len(USED) > 100
    answers = {name: about_cramps(SESSION, form.format(name)) for name in used}
    assert {name: each for name, each in answers.items() if each.meaning in (CRAMP, NONE)} == {}
    silent = [name for name, each in answers.items() if each.meaning is ELSE and "`cramp " not in each.hint]
    waiting = [
        each.slug for name in silent for each in SESSION.vocabulary.find(name) if each.slug == "waiting"
    ]
    assert len(silent) - len(waiting) <= 5  # "tucked in" and others with a word that says when


@pytest.mark.parametrize(
    ("form", "step"), [("{} and {}", 13), *(slowly(form, 1) for form in ("{} and {}", "{}, {}"))]
)
def test_several_of_them_are_none_either(form: str, step: int) -> None:
    pairs = [form.format(one, other) for one, other in zip(USED, USED[7:], strict=False)][::step]
    assert [each for each in pairs if meaning(each) in (CRAMP, NONE)] == []


@pytest.mark.parametrize("role", ["site", "side", "sensation"])
def test_where_and_how_it_felt_tells_of_a_cramp(role: str) -> None:
    found = [name for name in names(role) if meaning(name) is not CRAMP]
    assert set(found) <= {"l", "other toes"}  # the first is asked for as "later"


@pytest.mark.parametrize("yes", ["yes", "y", "Yes.", "yep", "yeah!", "one", "a cramp", "yes, one"])
def test_a_yes_is_a_cramp(yes: str) -> None:
    assert meaning(yes) is CRAMP


@pytest.mark.parametrize("name", [*USED[::45], *map(slowly, USED[4::9])])
def test_what_follows_a_yes_is_of_a_cramp_and_what_follows_a_no_of_the_night(name: str) -> None:
    assert about_cramps(SESSION, f"yes, {name}") == (CRAMP, name, "")
    assert about_cramps(SESSION, f"no, {name}") == (NONE, name, "")


KINDS = {
    CRAMP: (
        "7", "7 left calf 3 min", "left calf at 3", "3am", "at 4", "20 min ago", "2 cramps", "twice", "two", "three",
        "again", "same foot", "mild", "10", "massage helped", "tried heat, helped", "woke me", "a cramp in the calf",
        "cramps", "charley horse", "7 couldn't sleep", "still going", "yes but short", "25:00",
    ),
    NONE: (
        "n", "N", "no", "No.", "nope", "none", "nothing", "no cramps", "no cramp", "none at all", "no, slept well",
        "no cramps, slept well", "nah", "no thanks",
    ),
    LATER: (
        "later", "Later!", "l", "don't know", "Don\u2019t know", "not sure", "dunno", "maybe", "no idea", "skip",
        "can't remember",
    ),
    ELSE: (
        "?", "??", "...", "-", "heat", "magnesium", "slept badly", "slept 8 hours", "went to bed at 11", "asleep",
        "in bed", "fine", "ok", "wine and heat", "cramps? not that i know", "no left calf", "hello", "woke twice",
        "massage", "stretching", "quinine", "not really", "x" * 30, "heat 22:30",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("means", "typed"), [(means, typed) for means, lines in KINDS.items() for typed in lines]
)
def test_each_kind_of_answer_is_taken_as_it_is_meant(means: Meaning, typed: str) -> None:
    assert meaning(typed) is means


@pytest.fixture
def diary(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A diary of which only last night is open."""
    with closing(Store(diary_path, now=NOW, create=True)) as store:
        with store.change("used") as change:
            change.add(episode("2026-03-26T03:10", severity=7))
            for day in (27, 28, 29):
                change.add(check_in(f"2026-03-{day}"))
            change.add(exposure("heat", "2026-03-30T21:30"))
        store.remember("backup_day", NOW.date().isoformat())
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    return diary_path


NIGHT = "Last night: any cramps?"


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize(
    ("typed", "kinds", "says"),
    [
        ("heat", [], "`cramp used heat last night`"),
        slowly("wine", [], "`cramp had wine last night`"),
        slowly("slept badly", [], "That tells of no cramp, so nothing was saved."),
        ("?", [], "In plain words, such as 7 left calf."),
        ("yes", ["episode"], ""),
        ("two", ["episode", "episode"], ""),
        slowly("3", ["episode"], "`cramp log 3 cramps last night`"),
        ("no, slept well", ["check_in"], ""),
        slowly("don't know", [], ""),
    ],
)
def test_what_is_saved_and_said_of_an_answer(
    typed: str, kinds: list[str], says: str, diary: Path, cramp: Cramp
) -> None:
    before = [each["uid"] for each in cramp("list", "--json").json["entries"]]
    again = [(NIGHT, "\n")] if says and not kinds else []
    ran = talk([], (NIGHT, f"{typed}\n"), *again, columns=1000)
    assert ran.exit_code == 0
    assert says in ran.text
    found = [each for each in cramp("list", "--json").json["entries"] if each["uid"] not in before]
    assert [each["kind"] for each in found] == kinds
    assert {each["night"] for each in found} <= {"2026-03-30"}
    if typed.startswith("no,"):
        assert found[0]["note"] == "slept well"
    if again and "`cramp " in says:
        assert cramp(*says.strip("`").split()[1:]).exit_code == 0


@needs_terminal
@pytest.mark.parametrize(
    ("typed", "words"),
    [("?", []), slowly("yes", []), slowly("not sure", []), slowly("later", []), ("heat", ["heat"])],
)
def test_what_was_used_is_not_made_a_word_of_an_answer_that_names_nothing(
    typed: str, words: list[str], diary: Path, cramp: Cramp
) -> None:
    assert cramp("undo").exit_code == 0
    with closing(Store(diary, now=NOW)) as store, store.change("log") as change:
        change.add(episode("2026-03-31T03:10"))
    evening = "What did you use last evening?"
    again = [(evening, "\n")] if typed in ("?", "yes") else []
    assert talk([], (evening, f"{typed}\n"), *again).exit_code == 0
    found = cramp("list", "--json").json["entries"]
    assert [each["word"] for each in found if each["kind"] == "exposure"] == words


def test_the_keys_of_words_are_ways_to_type_them() -> None:
    assert all(key(each.slug) == each.slug for each in SESSION.vocabulary.words())
