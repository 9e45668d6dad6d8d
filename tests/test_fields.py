"""Every field of every kind, taken from the table, through all that is done with an entry.

A field that was added by half fails here, by its name. Only `NOT_SHOWN` knows of any field.
"""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crampdiary.cli.options import FIELD_OPTIONS
from crampdiary.diary.fields import AS_SETS, NEWEST, REQUIRED
from crampdiary.diary.model import KINDS, Course, Entry, Exposure, Record, Word, plain_fields, texts_in
from crampdiary.diary.values import MOMENT, PARTS, TEXT, TEXTS, WORD, WORDS, Field
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.keep.purge import holding_text
from crampdiary.keep.revision import to_row
from crampdiary.keep.store import Store
from crampdiary.screen import entries
from crampdiary.screen.jsonout import document
from crampdiary.words import form, phrases
from crampdiary.words.wording import content, word_line
from kit.builders import FIELDS, NOW, said_in, with_all
from kit.running import Cramp

every_field = pytest.mark.parametrize(("kind", "name"), FIELDS, ids=lambda value: value)
CHANGEABLE = [
    each for each in FIELDS if each not in (("word", "role"), ("word", "slug"))
]  # or it is another word
every_changeable_field = pytest.mark.parametrize(("kind", "name"), CHANGEABLE, ids=lambda value: value)
every_kind = pytest.mark.parametrize("kind", KINDS)
WORDS_KNOWN = Vocabulary()
AT_A_CLOCK_TIME = {"precision": "minute"}  # or else only the night of it is known, and typed


def line_of(kind: str, name: str) -> Field:
    return KINDS[kind].table[name]


def otherwise(kind: str, name: str, **values: Any) -> Record:
    """Return a record of which every field is said, and this one in another way."""
    return with_all(kind, **{name: said_in(line_of(kind, name), otherwise=True)}, **values)


def typed_in_full(kind: str, name: str) -> tuple[Record, Record]:
    """Return a record of which every field is said, and one that says this field in another way, to be typed."""
    values = AT_A_CLOCK_TIME if name == "at" else {}
    return with_all(kind, **values), otherwise(kind, name, **values)


def added(store: Store, record: Record) -> Entry[Record]:
    with store.change("test") as change:
        return change.add(record)


def read_back(path: Path) -> list[Record]:
    with closing(Store(path, now=NOW)) as store:
        return [each.record for each in (*store.entries(), *store.words())]


# The table itself


@every_field
@pytest.mark.slow_but_some
def test_two_edits_of_a_field_can_be_merged_in_a_way_that_fits_its_type(kind: str, name: str) -> None:
    table = KINDS[kind].table
    merge = table[name].merge
    assert merge == AS_SETS if table[name].holds.several else merge == NEWEST or table[merge].merge == NEWEST


@every_kind
def test_no_two_fields_of_a_kind_have_one_option_or_one_label(kind: str) -> None:
    lines = KINDS[kind].table.values()
    options = [line.option for line in lines if line.option]
    assert len(set(options)) == len(options)
    assert len({line.label for line in lines}) == len(lines)


@every_kind
def test_every_field_that_can_be_typed_has_its_option(kind: str) -> None:
    typed = {line.option for line in KINDS[kind].table.values() if line.option}
    assert kind == "word" or typed <= FIELD_OPTIONS.keys()


# Where it is kept


@every_kind
def test_every_field_has_its_columns_and_every_column_its_field(kind: str, store: Store) -> None:
    columns = {row["name"] for row in store.connection.execute(f"PRAGMA table_info({kind})")}
    assert columns - {"id", "uid", "revision"} == to_row(with_all(kind)).keys()


@every_kind
def test_an_entry_that_says_everything_is_read_back_as_it_was_and_the_diary_is_sound(
    kind: str, store: Store
) -> None:
    record = with_all(kind)
    added(store, record)
    assert read_back(store.path) == [record]
    assert store.problems() == []


@every_changeable_field
@pytest.mark.slow_but_some
def test_a_change_of_a_field_is_kept_and_the_version_before_it_too(
    kind: str, name: str, store: Store
) -> None:
    record, changed = with_all(kind), otherwise(kind, name)
    entry = added(store, record)
    with store.change("edit") as change:
        change.replace(entry, changed)
    assert read_back(store.path) == [changed]
    assert [each.record for each in store.history(entry.uid)] == [record, changed]
    store.undo()
    assert read_back(store.path) == [record]


# What is said, searched and handed on

NOT_SHOWN = {
    "episode.zone": "the offset is shown, which says more",
    "exposure.zone": "as above",
    "sign.zone": "as above",
    "trial.seed": "it says what is drawn on the nights to come; it is shown with the result",
    "word.used_when_bad": "the newer answer is shown, where there is one",
}


def shown(record: Record) -> str:
    if isinstance(record, Word):
        return f"{content(record, WORDS_KNOWN)}, {word_line(record)}"
    return repr(entries.entry(Entry(1, "uid", "revision", record), WORDS_KNOWN, now=NOW))


@every_field
@pytest.mark.slow_but_some
def test_what_a_field_says_is_shown(kind: str, name: str) -> None:
    assert (shown(with_all(kind)) == shown(otherwise(kind, name))) == (f"{kind}.{name}" in NOT_SHOWN)


@every_field
@pytest.mark.slow_but_some
def test_what_was_typed_into_a_field_is_found(kind: str, name: str, store: Store) -> None:
    record = otherwise(kind, name)
    value = plain_fields(record)[name]
    if not line_of(kind, name).searched:
        assert value not in list(texts_in(kind, plain_fields(record)))
        return
    entry = added(store, record)
    texts = [each for each in texts_in(kind, {name: value}) if each]
    assert bool(texts) == (line_of(kind, name).holds in (TEXT, TEXTS, WORD, WORDS, PARTS))
    for text in texts:
        assert phrases.matching([entry], text.upper(), WORDS_KNOWN) == [entry]
        assert holding_text(store, text.upper()) == [entry.uid]


@every_field
@pytest.mark.slow_but_some
def test_a_field_is_in_the_json_of_an_entry(kind: str, name: str) -> None:
    record = otherwise(kind, name)
    told = json.loads(document("show", Entry(1, "uid", "revision", record)))["data"]
    assert told[name] == plain_fields(record)[name]


# Where it is typed

TYPED = [(kind, name) for kind, name in FIELDS if kind != "word" and line_of(kind, name).option]
every_typed_field = pytest.mark.parametrize(("kind", "name"), TYPED, ids=lambda value: value)


@every_typed_field
def test_a_field_can_be_changed_in_the_form(kind: str, name: str) -> None:
    record, changed = typed_in_full(kind, name)
    given = form.differences(form.written(changed), record)
    assert list(given) == [line_of(kind, name).option]
    if line_of(kind, name).holds is not MOMENT:  # which needs a clock to be read by
        assert record.replaced(**read(record, given)) == changed


def read(record: Record, given: dict[str, Any]) -> dict[str, Any]:
    role = record.role if isinstance(record, Exposure | Course) else ""
    return phrases.read_options(record.table, given, WORDS_KNOWN, role=role)


@pytest.mark.slow_but_first
@every_typed_field
def test_a_field_can_be_changed_by_its_option_and_emptied(
    kind: str, name: str, store: Store, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_DIARY", str(store.path))
    record, changed = typed_in_full(kind, name)
    added(store, record)
    given = form.differences(form.written(changed), record)
    ran = cramp("edit", "1", *(part for option, value in given.items() for part in as_typed(option, value)))
    assert ran.exit_code == 0, ran.err
    assert [plain_fields(each)[name] for each in read_back(store.path)] == [plain_fields(changed)[name]]
    line = line_of(kind, name)
    if line.default in (None, ()):
        assert cramp("edit", "1", "--clear", line.option).exit_code == 0
        assert [getattr(each, name) for each in read_back(store.path)] == [line.default]
    else:
        assert cramp("edit", "1", "--clear", line.option).exit_code == 2


def as_typed(option: str, value: Any) -> list[str]:
    if isinstance(value, bool):
        return [f"--{option}" if value else f"--no-{option}"]
    values = value if isinstance(value, list) else [value]
    return [part for each in values for part in (f"--{option}", each)]


def without(kind: str, name: str) -> Record:
    """Return an entry of which all is said but a field, or, where something must be said, that in another way."""
    line = line_of(kind, name)
    return (
        otherwise(kind, name, **AT_A_CLOCK_TIME)
        if line.default is REQUIRED
        else with_all(kind, **{name: line.default})
    )


BY_COMMAND = {"episode": "log", "sign": "feel"}
RECORDED = [each for each in TYPED if each[0] in BY_COMMAND]


@pytest.mark.parametrize(("kind", "name"), RECORDED, ids=lambda value: value)
def test_a_field_of_a_cramp_or_a_sign_can_be_recorded_by_its_option(
    kind: str, name: str, store: Store, cramp: Cramp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAMP_DIARY", str(store.path))
    record = with_all(kind, **(AT_A_CLOCK_TIME if name == "at" else {}))
    given = form.differences(form.written(record), without(kind, name))
    given = given if name != "at" else {**given, "severity": "4"}  # a time alone says nothing of a sign
    ran = cramp(
        BY_COMMAND[kind], *(part for option, value in given.items() for part in as_typed(option, value))
    )
    assert ran.exit_code == 0, ran.err
    assert [plain_fields(each)[name] for each in read_back(store.path)] == [plain_fields(record)[name]]


@every_kind
def test_a_field_that_cannot_be_typed_is_set_by_no_option_and_emptied_by_none(kind: str) -> None:
    assert phrases.read_options(KINDS[kind].table, {"": "x"}, WORDS_KNOWN) == {}
    for name, line in KINDS[kind].table.items():
        if not line.option:
            with pytest.raises(UsageError, match="cannot be emptied here"):
                phrases.emptied(with_all(kind), [name])


# From one diary to another


@every_kind
def test_an_entry_that_says_everything_goes_out_and_comes_in_as_it_was(
    kind: str, store: Store, cramp: Cramp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    record = with_all(kind)
    added(store, record)
    monkeypatch.setenv("CRAMP_DIARY", str(store.path))
    assert cramp("export", tmp_path / "diary.jsonl").exit_code == 0
    other = tmp_path / "other.db"
    assert cramp("--diary", other, "import", "--new", "--yes", tmp_path / "diary.jsonl").exit_code == 0
    assert read_back(other) == [record]


@pytest.mark.slow_but_first
@every_changeable_field
def test_an_edit_of_a_field_reaches_the_other_device(
    kind: str, name: str, store: Store, cramp: Cramp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    record, changed = with_all(kind), otherwise(kind, name)
    entry = added(store, record)
    other = tmp_path / "other.db"
    shutil.copy(store.path, other)
    with store.change("edit") as change:
        change.replace(entry, changed)
    assert cramp("--diary", other, "merge", store.path).exit_code == 0
    assert read_back(other) == [changed]
