"""Lines of plain speech, as tired people type them, and what each must become; and that no word of any line is lost."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.cli.telling.cramps import values_of
from crampdiary.clock.zones import night_of
from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Episode
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words import log_grammar
from crampdiary.words.line import plain_line
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.when import moment_told
from crampdiary.words.wording import summary
from kit.builders import NOW

Row = dict[str, Any]
LINES = Path(__file__).parents[1] / "data" / "plain-speech.jsonl"
ROWS = [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines()]
VOCABULARY = Vocabulary()
LOG = LogReader(VOCABULARY)
USES = {"used": UseReader(VOCABULARY, "remedy"), "had": UseReader(VOCABULARY, "trigger")}
FIELDS = "severity duration_s sites side sensations triggers onset woke tried sore_s awake_s walking".split()


def fits(wanted: Any, got: Any) -> bool:
    """Return whether a value is what a row asks for: one of `any`, a number within `min` and `max`, or itself."""
    if isinstance(wanted, dict):
        if "any" in wanted:
            return any(fits(each, got) for each in wanted["any"])
        if "like" in wanted:
            return "".join((got or "").casefold().split()) in wanted["like"]
        if "min" in wanted:
            return got is not None and wanted["min"] <= got <= wanted["max"]
        return all(fits(value, getattr(got, name)) for name, value in wanted.items())
    if wanted in (None, [], False):
        return got in (None, [], (), False)
    if isinstance(wanted, list):
        return len(wanted) == len(got or ()) and all(any(fits(each, one) for one in got) for each in wanted)
    return bool(wanted == got)


def moment_of(told: Told, row: Row) -> tuple[datetime, str]:
    now = datetime.fromisoformat(row["now"])
    if told.day is None and told.clock is None:
        return now, "minute"
    zone = ZoneInfo(row["zone"])
    found = moment_told(
        told.day, told.clock, is_rough=told.is_rough, at_night=told.at_night, now=now, zone=zone
    )
    return found.at, found.precision


def wrong_in_a_cramp(row: Row, told: Told) -> list[str]:
    wanted = row["entries"][0]
    if wanted["kind"] == "check_in":
        return [] if told.is_none else ["none"]
    at, precision = moment_of(told, row)
    values = values_of(told, at)
    wrong = [
        name
        for name in FIELDS
        if name not in wanted.get("open", ()) and not fits(wanted.get(name), values.get(name))
    ]
    if told.count != len(row["entries"]):
        wrong.append("count")
    if wanted.get("precision") == "day" and not told.at_night and night_of(at).isoformat() != wanted["night"]:
        wrong.append("night")
    if told.clock is not None and (
        datetime.fromisoformat(wanted.get("at", at.isoformat())) != at
        or not fits(wanted["precision"], precision)
    ):
        wrong.append("at")
    note = ", ".join(told.kept)
    said = wanted.get("note", {})
    if isinstance(said, str):
        wrong += [] if said == note else ["note"]
    else:
        wrong += [f"note lacks {each}" for each in said.get("contains", ()) if each not in note]
    return wrong


def wrong_in_uses(row: Row) -> list[str]:
    told = USES[row["command"]].read([row["line"]])
    wanted = {json.dumps(each["word"]): each for each in row["entries"]}
    wrong = [] if len(told.uses) == len(wanted) or told.again else ["count"]
    for each in wanted.values():
        found = [use for use in told.uses if fits(each["word"], use.word)]
        if not found or ("amount" in each and not fits(each["amount"], found[0].amount)):
            wrong.append(str(each["word"]))
    return wrong


@pytest.mark.parametrize("command", ["log", "used", "had"])
def test_plain_speech_becomes_what_was_meant(command: str) -> None:
    rows = [row for row in ROWS if row["command"] == command and row.get("entries")]
    assert len(rows) > 30
    wrong = {
        row["line"]: found
        for row in rows
        if (
            found := wrong_in_a_cramp(row, LOG.read([row["line"]]))
            if command == "log"
            else wrong_in_uses(row)
        )
    }
    assert wrong == {}


def test_what_cannot_be_or_could_be_two_days_is_refused() -> None:
    rows = [row for row in ROWS if row.get("refused") and row["command"] == "log"]
    assert len(rows) > 8
    for row in rows:
        with pytest.raises(UsageError):
            moment_of(LOG.read([row["line"]]), row)


# No word is lost

NOISE = st.sampled_from("qzx brrk 11 42nd :( Über 5km x1y zzzz @home B&B 1/3 ... — 'tis".split())
KNOWN = st.sampled_from(
    [name for word in VOCABULARY.words() for name in (word.label, *word.synonyms)]
    + "7 left right 3m 20m ago at 3 3am last night twice again helped tried no not sore awake limped woke me".split()
)
FILLER = st.sampled_from(sorted(log_grammar.FILLERS | log_grammar.REMARKS | log_grammar.NEGATIONS))


@pytest.mark.slow
@given(words=st.lists(NOISE | KNOWN | FILLER, max_size=9), commas=st.lists(st.sampled_from(["", ",", "."])))
def test_no_word_of_any_line_is_lost(words: list[str], commas: list[str]) -> None:
    marks = [*commas, *[""] * len(words)]
    typed = [f"{word}{mark}" for word, mark in zip(words, marks, strict=False)]
    try:
        told = LOG.read(typed)
    except UsageError:
        return  # a time that cannot be: the line is refused whole
    assert told.line == plain_line(typed)
    kept = " ".join([*told.kept, *told.seconds, told.felt])  # the last is read by itself, as how legs feel
    for word in words:
        if word in ("qzx", "brrk", "zzzz", "x1y"):
            assert word in kept, told.line


def no_gaps(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, (), [])}


def some(role: str) -> st.SearchStrategy[tuple[str, ...]]:
    slugs = [word.slug for word in VOCABULARY.words(role)]
    return st.lists(st.sampled_from(slugs), max_size=2, unique=True).map(tuple)


MINUTES = st.integers(1, 100).map(lambda count: 60 * count)
CRAMPS = st.fixed_dictionaries(
    {
        "severity": st.integers(0, 10),
        "duration_s": st.none() | MINUTES,
        "sites": some("site"),
        "sensations": some("sensation"),
        "woke": st.sampled_from([None, True]),
        "tried": st.lists(
            st.builds(
                Tried,
                remedy=st.sampled_from(["massage", "heat", "stretching", "walking"]),
                relief=st.sampled_from(["helped", "somewhat", "no", "unsure"]),
                after_s=st.none() | MINUTES,
            ),
            max_size=2,
            unique_by=lambda each: each.remedy,
        ).map(tuple),
        "sore_s": st.none() | MINUTES,
        "awake_s": st.none() | MINUTES,
        "walking": st.sampled_from([None, "limped", "could-not"]),
    }
)


@given(values=CRAMPS)
def test_what_is_shown_of_a_cramp_reads_as_the_same_cramp(values: dict[str, Any]) -> None:
    shown = summary(Episode(at=NOW, logged_at=NOW, **values), VOCABULARY)
    told = LOG.read([shown])
    assert no_gaps(values_of(told, NOW)) == no_gaps(values), shown
    assert told.kept == [], shown
