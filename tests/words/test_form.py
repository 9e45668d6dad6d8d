"""An entry as a form: what it shows, what a change to it means, and that what was left alone stays as it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Away, CheckIn, Episode, Exposure, Record
from crampdiary.diary.values import clean_text
from crampdiary.errors import UsageError
from crampdiary.words import form
from crampdiary.words.wording import safe
from kit.builders import NOW, away, check_in, episode, exposure

CRAMP = episode(
    severity=7,
    duration_s=180,
    sites=("arch", "toes"),
    side="left",
    sensations=("burning",),
    onset="asleep",
    woke=True,
    tried=(Tried(remedy="stretching", relief="helped", after_s=120), Tried(remedy="heat")),
    sore_s=7200,
    walking="limped",
    note="Woke with it.\n# not a comment\nnote: nor a field",
)


def changed(record: Record, *replacements: tuple[str, str]) -> dict[str, Any]:
    text = form.written(record)
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return form.differences(text, record)


def test_a_form_has_a_line_for_each_field_and_the_note_below() -> None:
    options = tuple(line.option for line in Episode.table.values() if line.option and line.option != "note")
    lines = form.written(CRAMP).splitlines()
    above, below = lines[: lines.index("note:")], lines[lines.index("note:") :]
    assert [line for line in above if line.startswith(tuple(f"{option}:" for option in options))] == [
        f"at: {CRAMP.at:%Y-%m-%d %H:%M} +01:00",
        "severity: 7",
        "duration: 3m",
        "site: arch",
        "site: toes",
        "side: left",
        "sensation: burning",
        "trigger:",
        "onset: asleep",
        "woke: yes",
        "tried: stretching:helped:2m",
        "tried: heat",
        "sore: 120m",
        "awake:",
        "walking: limped",
    ]
    assert below == ["note:", "Woke with it.", "# not a comment", "note: nor a field"]


@pytest.mark.parametrize(
    ("replacement", "options"),
    [
        (("severity: 7", "severity: 5"), {"severity": "5"}),
        (("severity: 7\n", ""), {"severity": ""}),
        (("severity: 7", "Severity :5"), {"severity": "5"}),
        (("site: toes\n", ""), {"site": ["arch"]}),
        (("site: arch\nsite: toes\n", ""), {"site": [""]}),
        (("trigger:", "trigger: dehydration\ntrigger: stress"), {"trigger": ["dehydration", "stress"]}),
        (("tried: heat", "tried: heat:no"), {"tried": ["stretching:helped:2m", "heat:no"]}),
        (("woke: yes", "woke: no"), {"woke": False}),
        (("woke: yes", "woke:"), {"woke": ""}),
        (("Woke with it.", "It woke me."), {"note": "It woke me.\n# not a comment\nnote: nor a field"}),
        (("side: left", "side: right\n# a thought"), {"side": "right"}),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_change_is_what_the_option_would_be_given(
    replacement: tuple[str, str], options: dict[str, Any]
) -> None:
    assert changed(CRAMP, replacement) == options


def test_what_was_emptied_of_its_note_says_so() -> None:
    text = form.written(CRAMP)
    assert form.differences(text[: text.index("note:")], CRAMP) == {"note": ""}


@pytest.mark.parametrize(
    ("replacement", "message"),
    [
        (("severity: 7", "severe: 7"), '"severe: 7" is not a line of this form. It has: at, day, severity,'),
        (("severity: 7", "seven"), '"seven" is not a line of this form.'),
        (("severity: 7", "amount: 7"), '"amount: 7" is not a line of this form.'),
        (("severity: 7", "\x1b[2J: 7"), '"\\x1b[2J: 7" is not a line of this form.'),
        (("severity: 7", "severity: 7\nseverity: 5"), "There are two lines of severity in this"),
        (("woke: yes", "woke: perhaps"), '"perhaps" is not an answer to woke. Write yes or no'),
    ],
)
def test_what_a_form_does_not_know_is_refused(replacement: tuple[str, str], message: str) -> None:
    with pytest.raises(UsageError) as refused:
        changed(CRAMP, replacement)
    assert str(refused.value).startswith(message)


def test_line_ends_of_windows_are_no_change_of_a_note() -> None:
    assert form.differences(form.written(CRAMP).replace("\n", "\r\n"), CRAMP) == {}


def test_a_note_that_has_returns_of_its_own_keeps_them_until_it_is_changed() -> None:
    record = CRAMP.replaced(note="one\r\ntwo\rthree")
    assert form.differences(form.written(record), record) == {}
    assert changed(record, ("severity: 7", "severity: 5")) == {"severity": "5"}
    assert changed(record, ("three", "four")) == {"note": "one\ntwo\nfour"}


def test_what_is_known_by_its_night_stands_as_a_night_and_not_as_a_time_that_nobody_typed() -> None:
    known: list[tuple[Record, str]] = [
        (episode("2026-03-20T22:00", precision="day"), "2026-03-20"),
        (exposure("heat", "2026-03-20T22:00", precision="day"), "2026-03-20"),
        (check_in("2026-03-20"), "2026-03-20"),
        (away("2026-03-10", "2026-03-14"), "2026-03-10..2026-03-14"),
    ]
    for record, night in known:
        text = form.written(record)
        assert f"\nday: {night}\n" in text
        assert "22:00" not in text
        assert changed(record, (f"day: {night}", "day: 2026-03-19")) == {"day": "2026-03-19"}
    assert changed(known[0][0], ("at:", "at: 03:10")) == {"at": "03:10"}
    assert changed(CRAMP, ("severity: 7", "day: yesterday\nseverity: 7")) == {"day": "yesterday"}


def test_what_was_changed_in_an_older_form_is_what_counts_and_not_what_it_says_of_the_rest() -> None:
    older = form.written(CRAMP.replaced(severity=3))
    assert form.differences(older.replace("side: left", "side: right"), CRAMP, older) == {"side": "right"}
    assert form.differences(older, CRAMP, older) == {}


notes = st.none() | st.text(max_size=60).filter(lambda text: "\x00" not in text).map(clean_text).map(
    lambda text: text or None
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    note = draw(notes)
    at = NOW - timedelta(seconds=draw(st.integers(0, 10**8)))
    night = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 60)))
    records: list[Record] = [
        Episode(
            at=at,
            logged_at=NOW,
            precision=draw(st.sampled_from(["minute", "day", "approx"])),
            severity=draw(st.none() | st.integers(0, 10)),
            duration_s=draw(st.none() | st.integers(0, 10**6)),
            sites=draw(st.sampled_from([(), ("arch",), ("toes", "a,b"), ("#1", "note:")])),
            woke=draw(st.none() | st.booleans()),
            tried=draw(st.sampled_from([(), (Tried(remedy="a:b", relief="no", after_s=0),)])),
            note=note,
        ),
        Exposure(at=at, logged_at=NOW, role="remedy", word="magnesium", amount=note or None, note=note),
        CheckIn(night=night, logged_at=NOW, note=note),
        Away(first_night=night, last_night=night, logged_at=NOW, note=note),
    ]
    return draw(st.sampled_from(records))


@given(records())
def test_a_form_that_was_not_changed_changes_nothing(record: Record) -> None:
    assert form.differences(form.written(record), record) == {}


@pytest.mark.slow
@given(records(), st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(record: Record, text: str) -> None:
    try:
        said = str(form.differences(text, record))
    except UsageError as error:
        said = str(error)
    assert safe(said) == said


def test_an_exposure_has_its_own_fields() -> None:
    record = exposure("magnesium", amount="400 mg")
    assert changed(record, ("word: magnesium", "word: heat"), ("amount: 400 mg", "amount:")) == {
        "word": "heat",
        "amount": "",
    }
