"""A time is of the words beside it: what was done before the cramp keeps its own, and the cramp has another."""

from __future__ import annotations

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told
from crampdiary.words.whose_time import BEGAN, DID

VOCABULARY = Vocabulary()
LOG = LogReader(VOCABULARY)
TIMES = ("yesterday", "on monday", "yesterday morning", "at 10pm", "around 9", "2 hours ago", "last week")
DEEDS = [
    *(f"{did} with bob" for did in sorted(DID)),
    *(f"{began} something new" for began in sorted(BEGAN)),
    *("went to town", "went swimming", "i rescued a cat", "overdid it", "stood all day", "had a massage"),
    *("took my pill", "after a lot of gardening"),
]
TRIGGERS = [name for word in VOCABULARY.words("trigger") for name in (word.label.lower(), *word.synonyms)]
NO_DEEDS = (
    *(
        "when i stood up",
        "while i slept",
        "it took hold",
        "it played up",
        "it started",
        "started gently",
        "came on again",
    ),
    *("i screamed", "took me by surprise", "happened"),
)


def has_no_time(told: Told) -> bool:
    return told.day is None and told.clock is None and told.ago_s is None and told.refused is None


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.slow_but_some
def test_the_time_of_what_was_done_is_not_the_cramps(deed: str) -> None:
    for when in TIMES:
        if deed.endswith("massage") and not any(each in when for each in ("yesterday", "monday")):
            continue  # at a time of the night it is what was tried
        for line in (
            f"left calf 6, {deed} {when}",
            f"{deed} {when}, left calf 6",
            f"left calf 6 but {deed} {when}",
        ):
            told = LOG.read_all_else([line])
            assert has_no_time(told), line
            assert (told.fields["sites"], told.fields["severity"]) == (["calf"], 6), line
            assert "tried" not in told.fields, line
            assert when.removeprefix("on ") in ", ".join(told.kept), line
        told = LOG.read([f"left calf 6 at 3am, {deed} {when}"])
        assert told.clock is not None, (deed, when)
        assert (told.clock.hour, told.day, told.ago_s) == (3, None, None), (deed, when)


@pytest.mark.parametrize(
    "deed", [f"i {did} a lot" for did in sorted(DID) if not VOCABULARY.find(did, "trigger")]
)
@pytest.mark.slow_but_some
def test_a_day_before_what_was_done_then_is_not_the_cramps(deed: str) -> None:
    for day in ("yesterday", "on monday", "yesterday evening"):
        told = LOG.read([f"{day} {deed}, calf 6"])
        assert has_no_time(told), told.line
        assert told.kept == [f"{day} {deed}"]


@pytest.mark.parametrize("what", ["on my feet", "new tablets", "no magnesium", "bad back", "off the statins"])
def test_since_a_day_is_how_long_something_else_goes_on(what: str) -> None:
    for line in (
        f"calf 6, {what} since monday",
        f"{what} since monday, calf 6",
        f"since monday {what}, calf 6",
    ):
        told = LOG.read([line])
        assert has_no_time(told), line
        assert "since monday" in ", ".join(told.kept), line


@pytest.mark.parametrize("said", NO_DEEDS)
def test_the_time_of_what_came_with_the_cramp_is_the_cramps(said: str) -> None:
    for line in (f"calf 6, {said} at 3am", f"{said} at 3am, calf 6", f"calf 6 {said} at 3am"):
        told = LOG.read([line])
        assert told.clock is not None, line
        assert told.clock.hour == 3


@pytest.mark.parametrize("did", sorted(DID))
@pytest.mark.slow_but_some
def test_a_time_beside_the_cramp_is_the_cramps_whatever_was_done(did: str) -> None:
    for line in (f"{did} about, calf 6 at 3am", f"at 3am calf 6, {did} about", f"calf 6 at 3am {did} about"):
        told = LOG.read([line])
        assert told.clock is not None, line
        assert told.clock.hour == 3


@pytest.mark.parametrize("did", [*sorted(DID), *TRIGGERS])
@pytest.mark.slow_but_some
def test_the_only_time_of_a_line_that_says_no_more_is_the_cramps(did: str) -> None:
    for when in ("3am", "at 3am"):
        told = LOG.read_all_else([f"{when} {did}"])
        assert told.clock is not None, (when, did)
        assert told.clock.hour == 3
    assert LOG.read_all_else([f"600m ago {did}"]).ago_s == 36_000


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.slow_but_some
def test_the_time_before_a_keyword_is_the_cramps(trigger: str) -> None:
    for said in ("woke", "calf 6", "left arch"):
        told = LOG.read_all_else([f"3am {trigger}, {said}"])
        assert told.clock is not None, (trigger, said)
        assert told.clock.hour == 3
    told = LOG.read_all_else([f"5pm {trigger}, calf 6 at 3am"])
    assert told.clock is not None, trigger
    assert told.clock.hour == 3
    assert told.fields.get("triggers") == LOG.read_all_else([f"calf 6 at 3am, {trigger}"]).fields.get(
        "triggers"
    )


def test_what_was_used_at_a_time_of_its_own_was_not_tried_for_the_cramp() -> None:
    for when in ("at 9pm", "2 hours ago", "yesterday"):
        told = LOG.read([f"calf 6, took magnesium {when}"])
        assert (has_no_time(told), "tried" in told.fields, told.preventive) == (True, False, ["magnesium"])
    assert LOG.read(["calf 6, took painkillers 10 min ago"]).ago_s == 600
    assert LOG.read(["calf 6, took magnesium for 2 days"]).fields["tried"]


def test_how_bad_it_was_and_after_midnight_are_two_things() -> None:
    for level in range(1, 11):
        told = LOG.read([f"calf {level} after midnight"])
        assert (told.fields["severity"], told.is_rough) == (level, True)
    told = LOG.read(["calf 5 minutes after midnight"])
    assert told.clock is not None
    assert told.clock.minute == 5


@pytest.mark.parametrize("denial", ["no cramps", "none", "not a single cramp", "haven't had a cramp"])
def test_since_when_there_was_none_is_not_when_this_one_was(denial: str) -> None:
    for line in (f"calf 6, {denial} since sunday", f"calf 6 {denial} since sunday until now"):
        told = LOG.read([line])
        assert (has_no_time(told), told.fields["severity"]) == (True, 6), line


@pytest.mark.parametrize("day", ["monday", "yesterday", "1 march", "saturday night", "tuesday morning"])
def test_what_went_on_since_a_day_did_not_begin_with_this_cramp(day: str) -> None:
    for line in (f"calf 6 since {day}", f"since {day} calf 6", f"calf 6, foot sore since {day}"):
        told = LOG.read([line])
        assert has_no_time(told), line
        assert told.kept == [f"since {day}"], line
    told = LOG.read([f"calf 6 at 3am, foot sore since {day}"])
    assert told.day is None
    assert told.clock is not None
    assert told.clock.hour == 3
    assert LOG.read(["calf 6 since last night"]).day is not None
