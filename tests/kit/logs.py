"""Whole diaries for tests of exchange and merging: strategies that make them, and what two of them agree in."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from crampdiary.diary.fields import NATURES, PRECISIONS, PURPOSES, RELIEFS, SIDES, TRIAL_ENDS, Tried
from crampdiary.diary.model import (
    Away,
    CheckIn,
    Course,
    Episode,
    Exposure,
    Record,
    Report,
    Seen,
    Sign,
    Trial,
    Word,
)
from crampdiary.diary.values import clean_text
from crampdiary.keep.store import Store
from kit.builders import NOW
from kit.copied_diaries import copied_diaries

_ANY = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
_TRICKY = st.sampled_from([*"=+-@|%'\"\t\r\n;,:\\", "\u2028", "\u202e", "\x1b", "＝", "🦶", "é"])
texts = (
    st.text(_TRICKY | _ANY, min_size=1, max_size=30).map(clean_text).filter(lambda text: 0 < len(text) <= 100)
)
slugs = texts.map(lambda text: clean_text("".join(text.split()))).filter(
    lambda text: text and not any(each.isspace() for each in text)
)
offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.builds(
    lambda at, offset: at.replace(microsecond=0, tzinfo=offset),
    st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)),
    offsets,
)
maybe_text = st.none() | texts


def some_slugs() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(slugs, max_size=3, unique=True).map(tuple)


tried = st.builds(
    Tried, remedy=slugs, relief=st.none() | st.sampled_from(RELIEFS), after_s=st.none() | st.integers(0, 1000)
)
episodes = st.builds(
    Episode,
    at=moments,
    logged_at=moments,
    precision=st.sampled_from(PRECISIONS),
    zone=st.none() | st.just("Europe/London"),
    severity=st.none() | st.integers(0, 10),
    duration_s=st.none() | st.integers(0, 10_000),
    sites=some_slugs(),
    side=st.none() | st.sampled_from(SIDES),
    sensations=some_slugs(),
    triggers=some_slugs(),
    onset=st.none() | slugs,
    woke=st.none() | st.booleans(),
    tried=st.lists(tried, max_size=2, unique_by=lambda each: each.remedy).map(tuple),
    note=maybe_text,
)
exposures = st.builds(
    Exposure,
    at=moments,
    logged_at=moments,
    role=st.sampled_from(["remedy", "trigger"]),
    word=slugs,
    precision=st.sampled_from(PRECISIONS),
    amount=maybe_text,
    purpose=st.none() | st.sampled_from(PURPOSES),
    note=maybe_text,
)
nights = st.dates(date(1901, 1, 1), date(2100, 1, 1))
check_ins = st.builds(CheckIn, night=nights, logged_at=moments, clear=st.booleans(), note=maybe_text)
aways = st.builds(
    lambda first, days, at, note: Away(
        first_night=first, last_night=first + timedelta(days=days), logged_at=at, note=note
    ),
    nights,
    st.integers(0, 30),
    moments,
    maybe_text,
)
words = st.builds(
    Word,
    role=st.sampled_from(["remedy", "trigger"]),
    slug=slugs,
    label=texts,
    synonyms=st.lists(texts, max_size=2).map(tuple),
    hidden=st.booleans(),
)
signs = st.builds(
    Sign,
    at=moments,
    logged_at=moments,
    precision=st.sampled_from(PRECISIONS),
    zone=st.none() | st.just("Europe/London"),
    sensations=some_slugs(),
    severity=st.none() | st.integers(0, 10),
    sites=some_slugs(),
    side=st.none() | st.sampled_from(SIDES),
    duration_s=st.none() | st.integers(0, 10_000),
    note=maybe_text,
)
courses = st.builds(
    lambda first, days, **said: Course(
        first_night=first, last_night=None if days is None else first + timedelta(days=days), **said
    ),
    nights,
    st.none() | st.integers(0, 30),
    role=st.sampled_from(["remedy", "trigger"]),
    word=slugs,
    skipped=st.lists(nights, max_size=2, unique=True).map(tuple),
    logged_at=moments,
    amount=maybe_text,
    note=maybe_text,
)
seens = st.builds(Seen, rule=slugs, night=nights, logged_at=moments, note=maybe_text)
reports = st.builds(
    Report,
    night=nights,
    questions=st.lists(
        st.sampled_from(["Why?", "Is it the statin?", "Tee am Abend?"]), max_size=2, unique=True
    ).map(tuple),
    logged_at=moments,
    note=maybe_text,
)
trials = st.builds(
    lambda first, days, **said: Trial(first_night=first, last_night=first + timedelta(days=days), **said),
    nights,
    st.integers(0, 30),
    word=slugs,
    nature=st.sampled_from(NATURES),
    pairs=st.integers(1, 12),
    seed=st.integers(0, 2**64 - 1).map("{:016x}".format),
    ended=st.none() | st.sampled_from(TRIAL_ENDS),
    ended_at=st.none() | moments,
    logged_at=moments,
    note=maybe_text,
)
records: st.SearchStrategy[Record] = st.one_of(
    episodes, exposures, check_ins, aways, signs, courses, seens, reports, trials, words
)


def opened(path: Path, now: datetime = NOW) -> Store:
    """Return a diary, created where there is none."""
    with copied_diaries():
        return Store(path, now=now, create=True)


def versions_in(export: str) -> list[dict[str, Any]]:
    """Return the versions in the text of an export."""
    return [json.loads(line) for line in export.split("\n")[1:] if line]


def log_of(store: Store) -> tuple[list[tuple[Any, ...]], list[str]]:
    """Return all that two merged diaries must agree in."""
    names = ("uid", "record_uid", "kind", "stamp", "parents", "deleted", "body", "digest", "shown")
    return [tuple(row[name] for name in names) for row in store.revisions()], store.purged()


def shown_in(store: Store) -> dict[str, Record]:
    """Return what the diary shows, by uid."""
    return {entry.uid: entry.record for entry in [*store.entries(), *store.words()]}


def texts_in(store: Store) -> set[str]:
    """Return every note in any version."""
    bodies = [json.loads(row["body"]) for row in store.revisions() if row["body"]]
    return {body["note"] for body in bodies if "note" in body}
