from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.clock.durations import DURATION_LIMIT_S
from crampdiary.diary.fields import NAME_LIMIT, NOTE_LIMIT, Tried
from crampdiary.diary.model import KINDS, Record, from_fields, plain_fields
from crampdiary.diary.values import clean_text
from crampdiary.errors import UsageError
from kit.builders import (
    NOW,
    at,
    away,
    check_in,
    course,
    episode,
    exposure,
    full_episode,
    report,
    seen,
    sign,
    trial,
    word,
)

EVERY_KIND: tuple[Record, ...] = (
    episode(),
    full_episode(),
    exposure(amount="400 mg", purpose="rescue", note="after dinner", zone="Europe/London"),
    exposure("alcohol", role="trigger", precision="day"),
    check_in(note="slept through"),
    check_in(clear=False),
    away(note="in hospital"),
    sign(severity=5),
    sign("numbness", "tingling", side="left", sites=("foot",), duration_s=7200, precision="day"),
    course(amount="300 mg", skipped=(date(2026, 3, 12),)),
    course("flare", role="trigger", last_night=date(2026, 3, 20)),
    seen(note="blood was taken"),
    report("2026-03-20", "Could it be the statin?", note="in March"),
    trial(ended="stopped", ended_at=NOW, note="before the journey"),
    word(synonyms=("pickle brine", "lake"), hidden=True),
)


def test_what_was_not_said_of_a_cramp_is_unknown_and_not_zero() -> None:
    cramp = episode()
    values = plain_fields(cramp)
    assert all(values.pop(name) for name in ("at", "logged_at", "precision"))
    assert all(value is None or value == [] for value in values.values())
    assert cramp.severity is None


@pytest.mark.parametrize("record", EVERY_KIND)
def test_fields_and_back_is_the_same_record_also_by_way_of_json(record: Record) -> None:
    values = json.loads(json.dumps(plain_fields(record)))
    again = from_fields(record.kind, values)
    assert again == record
    assert plain_fields(again) == values


def test_every_kind_is_tried_above() -> None:
    assert {record.kind for record in EVERY_KIND} == set(KINDS)


def test_a_moment_keeps_the_clock_that_the_person_saw() -> None:
    auckland = timezone(timedelta(hours=13))
    values = plain_fields(episode(datetime(2026, 1, 5, 2, 30, tzinfo=auckland)))
    assert values["at"] == "2026-01-05T02:30:00+13:00"
    again = from_fields("episode", values)
    assert plain_fields(again)["at"] == values["at"]


@pytest.mark.parametrize(
    ("when", "night"),
    [
        ("2026-03-30T23:50", date(2026, 3, 30)),
        ("2026-03-31T03:10", date(2026, 3, 30)),
        ("2026-03-31T11:59", date(2026, 3, 30)),
        ("2026-03-31T12:00", date(2026, 3, 31)),
        ("2026-03-31T15:00", date(2026, 3, 31)),
    ],
)
def test_a_night_runs_from_noon_to_noon(when: str, night: date) -> None:
    assert episode(when).night == night
    assert exposure(when=when).night == night


def test_a_cramp_logged_more_than_a_day_later_is_known_for_it() -> None:
    assert not episode(NOW - timedelta(hours=24)).logged_late
    assert episode(NOW - timedelta(hours=24, seconds=1)).logged_late


@pytest.mark.parametrize("severity", [-1, 11, True, False, 5.0, "5", 2**63])
def test_a_severity_is_a_whole_number_from_0_to_10(severity: Any) -> None:
    with pytest.raises(UsageError, match="severity must be a whole number from 0 to 10"):
        episode(severity=severity)


@pytest.mark.parametrize("severity", [0, 10])
def test_the_ends_of_the_scale_are_severities(severity: int) -> None:
    assert episode(severity=severity).severity == severity


def test_a_duration_may_be_nothing_and_at_most_14_days() -> None:
    assert episode(duration_s=0).duration_s == 0
    assert episode(duration_s=DURATION_LIMIT_S).duration_s == 14 * 24 * 3600
    for duration_s in (-1, DURATION_LIMIT_S + 1):
        with pytest.raises(UsageError, match="duration must be"):
            episode(duration_s=duration_s)
        with pytest.raises(UsageError, match="time until it eased must be"):
            Tried(remedy="heat", after_s=duration_s)


@pytest.mark.parametrize(
    ("name", "value"),
    [("side", "middle"), ("precision", "second"), ("precision", None)],
)
def test_a_cramp_takes_only_the_words_there_are(name: str, value: str | None) -> None:
    with pytest.raises(UsageError, match=f"{name} must be one of"):
        episode(**given_as(name, value))


def given_as(name: str, value: Any) -> dict[str, Any]:
    return {name: value}


def test_an_exposure_is_to_a_remedy_or_a_trigger_for_a_known_purpose() -> None:
    with pytest.raises(UsageError, match="role must be one of"):
        exposure(role="site")
    with pytest.raises(UsageError, match="purpose must be one of"):
        exposure(purpose="luck")
    with pytest.raises(UsageError, match="relief must be one of"):
        Tried(remedy="heat", relief="yes")


def test_nothing_is_named_twice() -> None:
    for name in ("sites", "sensations", "triggers"):
        with pytest.raises(UsageError, match=f"One {name[:-1]} is named twice"):
            episode(**given_as(name, ("arch", "arch")))
    with pytest.raises(UsageError, match="One remedy tried is named twice"):
        episode(tried=(Tried(remedy="heat"), Tried(remedy="heat", relief="no")))


def test_nights_away_come_in_order() -> None:
    assert away("2026-03-10", "2026-03-10").first_night == date(2026, 3, 10)
    with pytest.raises(UsageError, match="the other way round"):
        away("2026-03-11", "2026-03-10")


@pytest.mark.parametrize("slug", ["", "two words", "tab\there", "line\nbreak", "nul\x00", "\ud800", " edge"])
def test_a_stored_word_is_plain_and_has_no_space_in_it(slug: str) -> None:
    with pytest.raises(UsageError):
        exposure(slug)
    with pytest.raises(UsageError):
        episode(sites=(slug,))
    with pytest.raises(UsageError):
        word(slug, label="fine")


@pytest.mark.parametrize("name", ["Robert');-DROP-TABLE-episode;--", "a,b", "NULL", "--yes", "%", "_", "🧦"])
def test_odd_names_are_names(name: str) -> None:
    assert exposure(name).word == name


def test_texts_have_an_end() -> None:
    assert episode(note="x" * NOTE_LIMIT).note == "x" * NOTE_LIMIT
    with pytest.raises(UsageError, match=r"note is too long \(10,001 characters; at most 10,000\)"):
        episode(note="x" * (NOTE_LIMIT + 1))
    with pytest.raises(UsageError, match="amount is too long"):
        exposure(amount="x" * (NAME_LIMIT + 1))
    with pytest.raises(UsageError, match="label is too long"):
        word(label="x" * (NAME_LIMIT + 1))
    with pytest.raises(UsageError, match="synonym is too long"):
        word(synonyms=("x" * (NAME_LIMIT + 1),))


@pytest.mark.parametrize(
    "note", ["", " ", "\n", " led by a space", "cafe\u0301", "nul\x00", "half \ud83d", 5]
)
def test_a_note_is_kept_only_as_clean_text(note: Any) -> None:
    with pytest.raises(UsageError, match=r"note is empty or not plain text|cannot be stored"):
        episode(note=note)


@pytest.mark.parametrize("note", ["two\nlines", "\u202eright to left", "[red]", "\x1b[2J", "🦶🏽 ‍", "Ω", "ﷺ"])
def test_a_note_keeps_what_the_person_wrote(note: str) -> None:
    assert episode(note=clean_text(note)).note == clean_text(note)


def test_a_moment_needs_an_offset_and_is_whole_seconds_and_minutes_of_offset() -> None:
    odd_offset = timezone(timedelta(minutes=-1, seconds=-15))  # London's own until 1847
    for moment in (
        datetime(2026, 3, 31, 3, 10),
        datetime(2026, 3, 31, 3, 10, 0, 1, tzinfo=UTC),
        datetime(2026, 3, 31, 3, 10, tzinfo=odd_offset),
    ):
        with pytest.raises(UsageError, match="with its offset"):
            episode(moment)
        with pytest.raises(UsageError, match="with its offset"):
            check_in(logged_at=moment)


@pytest.mark.parametrize(
    "moment",
    [
        "1899-12-31T23:59",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "9999-01-01T00:00:00+00:00",
    ],
)
def test_a_moment_lies_within_the_calendar_in_utc_too(moment: str) -> None:
    with pytest.raises(UsageError, match="Check the year"):
        episode(moment)
    for record in (episode(), exposure(), check_in(), away()):
        with pytest.raises(UsageError, match="Check the year"):
            record.replaced(logged_at=at(moment))


@pytest.mark.parametrize("moment", ["1900-01-01T00:00", "8998-12-31T23:59:59-14:00"])
def test_the_ends_of_the_calendar_are_moments(moment: str) -> None:
    assert plain_fields(episode(moment, logged_at=at(moment)))["at"].startswith(moment[:16])


def test_a_record_cannot_be_changed_only_replaced_by_another_valid_one() -> None:
    cramp = episode(severity=5)
    with pytest.raises(AttributeError):
        cramp.severity = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del cramp.severity
    assert cramp.replaced(severity=3) == episode(severity=3)
    assert cramp.severity == 5
    with pytest.raises(UsageError, match="severity"):
        cramp.replaced(severity=11)
    with pytest.raises(TypeError, match="zzz"):
        cramp.replaced(zzz="low")


def test_records_are_equal_by_what_they_say() -> None:
    assert full_episode() == full_episode()
    assert hash(full_episode()) == hash(full_episode())
    assert full_episode() != full_episode(severity=6)
    assert len({repr(record) for record in EVERY_KIND}) == len(EVERY_KIND)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("episode", {}),
        ("episode", {"at": "2026-03-31T03:10:00+01:00"}),
        ("episode", {**plain_fields(episode()), "zzz": "low"}),
        ("episode", {**plain_fields(episode()), "at": None}),
        ("episode", {**plain_fields(episode()), "at": 5}),
        ("episode", {**plain_fields(episode()), "at": "2026-03-31"}),
        ("episode", {**plain_fields(episode()), "at": "2026-03-31T03:10:00"}),
        ("episode", {**plain_fields(episode()), "at": "2026-02-30T03:10:00+01:00"}),
        ("episode", {**plain_fields(episode()), "sites": None}),
        ("episode", {**plain_fields(episode()), "sites": [["arch"]]}),
        ("episode", {**plain_fields(episode()), "sites": "arch"}),
        ("episode", {**plain_fields(episode()), "sites": {"arch": 1}}),
        ("episode", {**plain_fields(episode()), "severity": "7"}),
        ("episode", {**plain_fields(episode()), "woke": 1}),
        ("episode", {**plain_fields(episode()), "woke": "yes"}),
        ("episode", {**plain_fields(episode()), "zone": 5}),
        ("episode", {**plain_fields(episode()), "tried": ["heat"]}),
        ("episode", {**plain_fields(episode()), "tried": [{"remedy": "heat", "when": "then"}]}),
        ("episode", {**plain_fields(episode()), "tried": [{}]}),
        ("exposure", {**plain_fields(exposure()), "word": 5}),
        ("check_in", {**plain_fields(check_in()), "night": "2026-3-1"}),
        ("check_in", {**plain_fields(check_in()), "night": "2026-03-01T00:00:00"}),
        ("check_in", {**plain_fields(check_in()), "clear": None}),
        ("check_in", {**plain_fields(check_in()), "clear": "no"}),
        ("away", {**plain_fields(away()), "last_night": "2026-01-01"}),
        ("word", {**plain_fields(word()), "synonyms": "brine"}),
        ("word", {**plain_fields(word()), "hidden": 2}),
        ("word", {**plain_fields(word()), "role": "colour of socks"}),
        ("zzz", {}),
    ],
)
def test_values_from_elsewhere_make_a_record_or_are_refused(kind: str, values: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        from_fields(kind, values)


def test_a_refusal_does_not_show_what_the_entry_says() -> None:
    with pytest.raises(UsageError) as caught:
        from_fields("episode", {**plain_fields(episode(note="a secret")), "zzz": "a secret"})
    assert "secret" not in str(caught.value)


@given(st.text())
def test_text_is_cleaned_once_and_for_all(text: str) -> None:
    try:
        cleaned = clean_text(text)
    except UsageError:
        assert "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text)
    else:
        assert clean_text(cleaned) == cleaned
        cleaned.encode()  # raises for what UTF-8 cannot hold
