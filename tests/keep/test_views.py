"""What `sqlite3`, Datasette and pandas users build on: the tables and views, their columns and their meaning."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import crampdiary
from crampdiary.keep.store import Store
from kit.builders import check_in, episode, exposure, full_episode

PAGE = Path(crampdiary.__file__).parent / "manual" / "formats.md"

PROMISED = {
    "episode": (
        *("id", "uid", "revision", "start_utc", "offset_min", "zone", "precision", "night", "severity"),
        *("duration_s", "sites", "side", "sensations", "triggers", "onset", "woke", "tried", "note"),
        *("logged_utc", "logged_offset_min"),
    ),
    "exposure": (
        *("id", "uid", "revision", "start_utc", "offset_min", "zone", "precision", "night", "role", "word"),
        *("amount", "purpose", "note", "logged_utc", "logged_offset_min"),
    ),
    "check_in": ("id", "uid", "revision", "night", "clear", "note", "logged_utc", "logged_offset_min"),
    "away": (
        *("id", "uid", "revision", "first_night", "last_night", "note", "logged_utc", "logged_offset_min"),
    ),
    "episode_site": ("episode_id", "night", "site", "side"),
    "episode_sensation": ("episode_id", "night", "sensation"),
    "episode_trigger": ("episode_id", "night", "trigger"),
    "episode_tried": ("episode_id", "night", "remedy", "relief", "after_s"),
    "episode_local": (
        *("episode_id", "night", "started", "precision", "severity", "minutes", "side", "onset", "woke"),
        "note",
    ),
    "exposure_local": (
        *("exposure_id", "night", "at", "precision", "role", "word", "amount", "purpose", "note"),
    ),
    "spoken_night": ("night", "episodes", "worst", "minutes", "woke", "said_clear"),
}


@pytest.fixture
def reader(store: Store) -> Iterator[sqlite3.Connection]:
    """The diary as another program opens it."""
    with store.change("log") as change:
        change.add(full_episode())
        change.add(episode("2026-03-31T04:00", severity=3, duration_s=30))
        change.add(exposure("magnesium", amount="300 mg"))
        change.add(check_in("2026-03-28"))
    with closing(sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.mark.parametrize("name", PROMISED)
def test_the_columns_promised_are_there(name: str, reader: sqlite3.Connection) -> None:
    """A later release may have more, and none less."""
    found = reader.execute(f"SELECT * FROM {name} LIMIT 0").description
    assert {column[0] for column in found} >= set(PROMISED[name])


def test_lists_are_a_row_an_item(reader: sqlite3.Connection) -> None:
    assert reader.execute("SELECT * FROM episode_site").fetchall() == [
        (1, "2026-03-30", "arch", "left"),
        (1, "2026-03-30", "toes", "left"),
    ]
    assert reader.execute("SELECT sensation FROM episode_sensation").fetchall() == [
        ("burning",),
        ("tightening",),
    ]
    assert reader.execute("SELECT trigger FROM episode_trigger").fetchall() == [
        ("cold-feet",),
        ("long-standing",),
    ]
    assert reader.execute("SELECT remedy, relief, after_s FROM episode_tried").fetchall() == [
        ("stretching", "helped", 120),
        ("heat", None, None),
    ]


def test_local_times_are_those_of_the_clock_that_the_person_saw(reader: sqlite3.Connection) -> None:
    assert reader.execute("SELECT started, severity, minutes FROM episode_local").fetchall() == [
        ("2026-03-31 03:10:00", 7, 3.0),
        ("2026-03-31 04:00:00", 3, 0.5),
    ]
    assert reader.execute("SELECT at, word, amount FROM exposure_local").fetchall() == [
        ("2026-03-30 22:00:00", "magnesium", "300 mg")
    ]


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S))
def test_the_examples_in_the_manual_give_rows(query: str, reader: sqlite3.Connection) -> None:
    assert reader.execute(query).fetchall()


def test_a_night_is_one_row(reader: sqlite3.Connection) -> None:
    assert reader.execute("SELECT * FROM spoken_night").fetchall() == [
        ("2026-03-28", 0, None, None, None, 1),
        ("2026-03-30", 2, 7, 3.5, 1, None),
    ]
