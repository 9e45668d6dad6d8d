"""What tired people say for a word, a time or a number of the grammar; and what is no time of the cramp."""

from __future__ import annotations

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.log_reader import LogReader
from crampdiary.words.quantities import Clock

LOG = LogReader(Vocabulary())


@pytest.mark.parametrize("nothing", ["nowt", "nothin", "nuffin", "nada", "zilch", "none", "nothing"])
def test_nothing_is_no_cramp(nothing: str) -> None:
    for line in (
        nothing,
        f"{nothing} last night",
        f"{nothing} again",
        f"{nothing} again last night",
        f"{nothing} yet",
    ):
        told = LOG.read([line])
        assert (told.is_none, told.fields, told.again) == (True, {}, ""), line
    assert not LOG.read([f"{nothing} helped, calf 5"]).is_none


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("thirty seconds", 30), ("forty five seconds", 45), ("fifty secs", 50), ("thirty minutes", 1800)],
)
def test_tens_in_words_are_a_length(said: str, seconds: int) -> None:
    for line in (f"calf 5 lasted {said}", f"calf 5 for {said}", f"calf 5, {said}"):
        told = LOG.read([line])
        assert (told.fields["duration_s"], told.fields["severity"], told.kept) == (seconds, 5, []), line


@pytest.mark.parametrize("day", ["this morning", "last night", "yesterday morning"])
def test_two_numbers_before_a_part_of_a_day_are_a_time(day: str) -> None:
    told = LOG.read([f"calf 6, 4 30 {day}"])
    assert (told.clock, told.fields["severity"], told.kept) == (Clock(4, 30, True, True), 6, [])
    assert LOG.read(["2 30 calf 6"]).clock is None


@pytest.mark.parametrize("about", ["bout", "abt", "about"])
def test_about_is_typed_in_many_ways(about: str) -> None:
    told = LOG.read([f"calf 5 {about} 2 oclock"])
    assert (told.clock, told.is_rough, told.kept) == (Clock(2, 0, True, False), True, [])
    assert LOG.read(["a bad bout of cramp, calf 5"]).kept == ["bad bout"]


@pytest.mark.parametrize("gone", ["just gone", "just past", "just turned", "just before", "just after"])
def test_just_gone_is_roughly_when(gone: str) -> None:
    for hour in ("3", "three", "3am", "half 2"):
        told = LOG.read([f"calf 5 {gone} {hour}"])
        assert told.clock is not None, hour
        assert (told.is_rough, told.kept, told.fields["severity"]) == (True, [], 5), hour


@pytest.mark.parametrize("long", ["all night", "most of the night", "half the night"])
def test_cramps_all_night_are_of_that_night_and_what_else_was_is_not(long: str) -> None:
    for line in (f"calf cramps {long}", f"calf on and off {long}", f"cramping {long} calf"):
        told = LOG.read([line])
        assert told.day is not None, line
        assert (told.day.name, told.at_night, told.fields["sites"]) == ("last night", True, ["calf"])
    told = LOG.read([f"calf 5, on my feet {long}"])
    assert told.day is None
    assert f"on my feet {long}" in told.kept
    assert LOG.read([f"no cramps {long}"]).is_none


def test_about_when_in_a_night_is_no_severity() -> None:
    told = LOG.read(["calf sunday night about 2"])
    assert (told.clock, told.is_rough, told.fields) == (Clock(2, 0, True, False), True, {"sites": ["calf"]})
    assert LOG.read(["calf sunday night about 7"]).fields["severity"] == 7
    assert LOG.read(["calf about 2"]).fields["severity"] == 2


@pytest.mark.parametrize(
    "didnt", ["didnt drink enough", "didn't stretch", "hadnt slept", "haven't walked much"]
)
def test_what_was_not_done_has_a_day_of_its_own(didnt: str) -> None:
    told = LOG.read([f"calf 5 {didnt} yesterday"])
    assert told.day is None
    assert "yesterday" in " ".join(told.kept)


@pytest.mark.parametrize("much", ["agony", "murder", "brutal", "a killer"])
def test_how_it_was_parts_no_length_from_the_cramp(much: str) -> None:
    assert LOG.read([f"left calf was {much} for 2 minutes"]).fields.get("duration_s") == (
        120 if much != "murder" else None
    )


@pytest.mark.parametrize("against", ["against the wall", "into the bed", "on the floor", "against wall"])
def test_a_foot_that_was_pushed_is_where_no_cramp_was(against: str) -> None:
    for push in ("pushed my foot", "pressing my toes", "pushed toes"):
        told = LOG.read([f"calf 5 {push} {against}, helped"])
        assert told.fields["sites"] == ["calf"]
        assert [(each.remedy, each.relief) for each in told.fields["tried"]] == [("stretching", "helped")]


def test_the_worst_one_yet_is_the_worst() -> None:
    assert LOG.read(["the worst one yet right calf"]).fields["severity"] == 10
    assert LOG.read(["other leg this time 5"]).fields["severity"] == 5


@pytest.mark.parametrize("later", ["20 min later", "10 minutes afterwards", "about an hour later"])
def test_how_much_later_it_was_is_no_length(later: str) -> None:
    told = LOG.read([f"another one same leg {later} 6"])
    assert (told.fields["severity"], "duration_s" in told.fields) == (6, False)
    assert later.split()[-2] in " ".join(told.kept)


@pytest.mark.parametrize("eased", ["eased", "settled", "released", "subsided", "eased off", "gone"])
def test_when_it_eased_is_how_long_it_was(eased: str) -> None:
    for after in ("after", "in", "within"):
        assert LOG.read([f"calf 5, {eased} {after} 10 mins"]).fields["duration_s"] == 600
    tried = LOG.read([f"calf 5 massage {eased.split()[0]} after 2 min"]).fields
    assert tried.get("tried"), eased


@pytest.mark.parametrize("hum", ["um", "uh", "er", "i think", "hmm", "yeah", "basically", "honestly"])
def test_a_hum_parts_no_number_from_what_it_says(hum: str) -> None:
    told = LOG.read([f"{hum} left calf {hum} about a seven {hum} for like two minutes"])
    assert told.fields == {"sites": ["calf"], "side": "left", "severity": 7, "duration_s": 120}


@pytest.mark.parametrize("typed", ["3;10am", "3;10pm", "11;45pm"])
def test_a_colon_without_its_shift_is_one(typed: str) -> None:
    told, meant = (LOG.read([f"calf 6 {each}"]) for each in (typed, typed.replace(";", ":")))
    assert (told.clock, told.fields) == (meant.clock, meant.fields)
    assert LOG.read(["calf;6;left"]).fields == {"sites": ["calf"], "severity": 6, "side": "left"}


def test_the_time_of_a_deed_takes_what_was_done_with_it() -> None:
    told = LOG.read(["calf 6 went dancing on saturday"])
    assert (told.day, "onset" in told.fields, told.kept) == (None, False, ["went dancing on saturday"])
    assert LOG.read(["calf 6 while dancing on saturday"]).day is not None
    for night in ("tonight", "last night", "yesterday"):
        assert LOG.read([f"calf 6 no magnesium {night}"]).day is None
