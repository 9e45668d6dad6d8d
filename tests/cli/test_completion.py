"""What the shell offers at TAB: words that the command then takes, and nothing out of the diary."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from crampdiary.cli import completion
from crampdiary.diary.built_in import ROLES
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.log_reader import LogReader
from kit.running import Cramp, slowly

BARE = ("site", "side", "sensation", "onset", "trigger")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the shell asks what to offer."""
    monkeypatch.setattr(completion, "_ASKED", True)


def offered(typed: str, *roles: str) -> dict[str, str]:
    offer = completion.words(*roles)
    assert offer is not None
    return dict(offer(typed))


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("log 7 ar", {"arch"}),
        ("log 7 hall", {"hallux"}),
        slowly("log --side ", {"left", "right", "both"}),
        ("log --tried ma", {"magnesium", "massage"}),
        ("used magn", {"magnesium"}),
        slowly("had alc", {"alcohol"}),
        slowly("used heat --purpose r", {"rescue"}),
        slowly("edit 1 --site to", {"toes", "top"}),
        slowly("list --kind a", {"away"}),
        slowly("calendar --remedy he", {"heat"}),
        ("remedies --figures he", {"heat"}),
        slowly("triggers --explain alc", {"alcohol"}),
        slowly("export --format c", {"csv"}),
        ("words add re", {"remedy"}),
        slowly("words --role s", {"side", "sensation", "site"}),
        slowly("config da", {"daily_backup"}),
    ],
)
def test_the_shell_is_told_what_fits(line: str, some: set[str], run_cramp: Cramp) -> None:
    typed = f"cramp {line}"
    ran = run_cramp(
        env={
            "_CRAMP_COMPLETE": "complete_bash",
            "COMP_WORDS": typed,
            "COMP_CWORD": str(len(typed.split(" ")) - 1),
        }
    )
    assert ran.exit_code == 0
    assert some <= set(ran.out.split())
    assert all(each.startswith(line.rpartition(" ")[2]) for each in ran.out.split())


def test_every_bare_word_that_is_offered_is_taken(asked: None) -> None:
    every = offered("", *BARE)
    assert len(every) > 60
    for word in every:
        assert LogReader(Vocabulary([])).read([word]).fields


def test_a_word_that_could_be_two_things_is_offered_only_where_it_is_one(asked: None) -> None:
    assert "stretching" not in offered("stretch", *BARE)
    assert "stretching" in offered("stretch", "onset")
    assert "stretching" in offered("stretch", "remedy")


def test_every_role_has_something_to_offer(asked: None) -> None:
    assert all(offered("", role) for role in ROLES)


def test_nothing_of_the_diary_is_offered_nor_is_it_opened(run_cramp: Cramp, tmp_path: Path) -> None:
    (tmp_path / "diary.db").write_text("no diary at all")
    ran = run_cramp(
        env={
            "CRAMP_DIARY": str(tmp_path / "diary.db"),
            "_CRAMP_COMPLETE": "complete_bash",
            "COMP_WORDS": "cramp used he",
            "COMP_CWORD": "2",
        }
    )
    assert (ran.exit_code, ran.err) == (0, "")
    assert "heat" in ran.out


def test_where_nobody_asks_there_is_nothing_for_typer_to_examine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert completion.words("site") is None
    assert completion.names("yes", "no") is None
    monkeypatch.setenv("_CRAMP_COMPLETE", "complete_zsh")
    assert importlib.reload(completion).words("site") is not None
    monkeypatch.delenv("_CRAMP_COMPLETE")
    importlib.reload(completion)
