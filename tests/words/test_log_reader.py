"""What only looks like a severity, a time, a place or a length of a cramp, and what a long line costs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words import log_grammar, log_reader
from crampdiary.words.log_reader import LogReader
from crampdiary.words.quantities import NUMBERS
from crampdiary.words.told import Told
from crampdiary.words.when import NamedDay
from kit.measuring import steps_of

VOCABULARY = Vocabulary()
LOG = LogReader(VOCABULARY)
HOURS = list(NUMBERS)[1:13]
TENS = ["twenty", "thirty", "forty", "fifty"]
MINUTES = {
    **{minute: f"oh {name}" for name, minute in NUMBERS.items() if 0 < minute < 10},
    **{minute: name for name, minute in NUMBERS.items() if minute >= 10},
    **{20 + 10 * at: tens for at, tens in enumerate(TENS)},
    **{20 + 10 * at + one: f"{tens} {list(NUMBERS)[one]}" for at, tens in enumerate(TENS) for one in range(1, 10)},
}  # fmt: skip


def when(told: Told) -> tuple[Any, ...]:
    return (told.clock, told.is_rough, told.day)


@pytest.mark.slow_but_some
@pytest.mark.parametrize("minute", MINUTES)
def test_a_time_said_in_words_is_that_in_digits(minute: int) -> None:
    for hour, name in enumerate(HOURS, 1):
        digits = f"{hour}:{minute:02}"
        forms = {
            f"{name} {MINUTES[minute]} am": f"{digits}am", f"{hour} {minute:02} pm": f"{digits}pm",
            f"woke around {name} {MINUTES[minute]} am": f"woke around {digits}am",
        }  # fmt: skip
        if minute != 10:  # "at 3 10" may be at three, and ten
            forms |= {
                f"at {name} {MINUTES[minute]}": f"at {digits}",
                f"at {hour} {minute:02}": f"at {digits}",
                f"{name} {MINUTES[minute]}": digits,
            }
        for said, written in forms.items():
            told, same = LOG.read([f"left calf {said}"]), LOG.read([f"left calf {written}"])
            assert (when(told), told.fields, told.kept) == (when(same), same.fields, []), said


@pytest.mark.parametrize("numbers", ["2 30", "6 45", "11 20", "7 99", "30 2"])
def test_two_numbers_of_which_one_is_no_severity_are_noted_and_not_guessed_at(numbers: str) -> None:
    for line in (f"{numbers} calf 6", f"6 calf {numbers}", f"6 calf, {numbers}"):
        told = LOG.read([line])
        assert (told.fields, told.clock, told.kept) == (
            {"severity": 6, "sites": ["calf"]},
            None,
            [numbers],
        ), line
    assert LOG.read([f"calf {numbers}"]).fields == {"sites": ["calf"]}


@pytest.mark.parametrize("thing", sorted(log_grammar.OTHER_THINGS_TOO))
@pytest.mark.parametrize("form", ["{} of wool", "{} of the table", "wore my {}", "{} of a statue"])
@pytest.mark.slow_but_some
def test_a_part_of_what_is_no_body_is_no_place(thing: str, form: str) -> None:
    told = LOG.read([f"7 calf, {form.format(thing)}"])
    assert told.fields["sites"] == ["calf"], "and heels that were worn are a trigger"
    assert told.kept or told.fields["triggers"] == ["high-heels"]
    assert LOG.read([f"7 {thing} of my left foot"]).fields["side"] == "left"


@pytest.mark.parametrize("colour", sorted(log_grammar.COLOURS))
def test_a_colour_is_of_the_skin_or_of_something_else(colour: str) -> None:
    for line in (f"{colour} foot", f"foot went {colour}", f"foot, {colour}", f"{colour} and swollen"):
        assert LOG.read([line]).fields["sensations"], line
    for line in (f"out of the {colour}", f"in my {colour} car", f"bought {colour} paint"):
        told = LOG.read([f"7 calf, {line}"])
        assert told.fields == {"severity": 7, "sites": ["calf"]}, line
        assert colour in " ".join(told.kept)


@pytest.mark.parametrize(
    "used", ["magnesium", "my magnesium tablets", "wine", "long walk", "gym", "electrolytes", "dinner"]
)
@pytest.mark.parametrize("when", ["at 9", "at 9pm", "around 8", "yesterday", "on monday", "2 days ago"])
def test_the_time_of_what_was_before_is_not_the_cramps(used: str, when: str) -> None:
    for line in (f"had {used} {when}, calf 6", f"calf 6, {used} {when}", f"calf 6 at 3am, {used} {when}"):
        told = LOG.read([line])
        assert told.day is None, line
        assert told.clock is None or told.clock.hour == 3, line
        assert when.split()[-1] in " ".join(told.kept), line


@pytest.mark.parametrize(
    "line", ["calf 6 yesterday", "yesterday calf 6", "calf 6 at the gym yesterday", "gym, calf 6 yesterday"]
)
def test_a_day_beside_the_cramp_is_the_cramps(line: str) -> None:
    told = LOG.read([line])
    assert told.day is not None
    assert told.day.name == "yesterday"


@pytest.mark.parametrize("verb", ["ached", "throbbed"])
def test_how_long_it_ached_is_how_long_it_stayed_sore(verb: str) -> None:
    for line in (f"{verb} for an hour", f"{verb} an hour", f"{verb} for about an hour after"):
        told = LOG.read([f"7 calf 2 min, {line}"])
        assert told.fields == {"severity": 7, "sites": ["calf"], "duration_s": 120, "sore_s": 3600}, line
        assert told.kept == []


@pytest.mark.parametrize(
    "line", ["took painkillers at 3am", "stretching at 3am", "massage at 3am", "on my walk at 3am"]
)
def test_the_time_of_what_was_done_for_it_is_the_cramps(line: str) -> None:
    told = LOG.read([f"calf 7, {line}"])
    assert told.clock is not None
    assert told.clock.hour == 3


# What a long line costs

_LINES = {
    "known words": "left calf burning 3m massage helped woke me again sore wine".split(),
    "unknown words": [f"qz{chr(97 + at % 26)}{chr(97 + at // 26)}xw" for at in range(600)],
    "numbers": [str(number % 37) for number in range(41)],
    "number words": "one two three seven twelve half quarter to past and thirty".split(),
    "the same word": ["heat"],
    "articles": ["a"],
    "denials": "no heat or cold but".split(),
    "what begins alike": [f"mag{chr(97 + at % 26)}{chr(97 + at // 26)}wx" for at in range(600)],
    "what was tried": "tried heat and".split(),
    "places": "foot toes of my left".split(),
}


def _steps(words: list[str]) -> int:
    reader = LogReader(VOCABULARY)
    return steps_of(lambda: reader.read([" ".join(words)]))


@pytest.mark.parametrize("kind", _LINES)
@pytest.mark.slow_but_first
def test_no_cost_grows_faster_than_the_line(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_reader, "TYPED_LIMIT", 1_000_000)
    words = _LINES[kind] * 600
    _steps(words[:100])
    short, long = _steps(words[:150]), _steps(words[:600])
    assert long < 4.4 * short, f"{short:,} steps for 150 words, {long:,} for 600"


@given(
    picture=st.sampled_from(["😭", "🦶", "👩‍🦽", "❤️", "➡️"]),
    space=st.sampled_from(["", " "]),
    at=st.integers(0, 4),
)
def test_a_picture_parts_words_as_a_mark_does_and_stands_in_the_note(
    picture: str, space: str, at: int
) -> None:
    words = ["7", "left", "calf", "3", "min"]
    words[at] = f"{picture}{space}{words[at]}{space}{picture}"
    told, plain = LOG.read([" ".join(words)]), LOG.read(["7, left, calf, 3 min"])
    if at < 3:
        assert told.fields == plain.fields
        assert "".join(told.kept).count(picture) == 2
    for digit in range(10):
        assert LOG.read([f"{digit}\ufe0f\u20e3 calf"]).fields == LOG.read([f"{digit} calf"]).fields


@pytest.mark.parametrize("level", range(3, 11))
def test_a_level_before_until_is_no_hour_where_no_cramp_goes_on_so_long(level: int) -> None:
    for until in ("until", "till", "to"):
        told = LOG.read([f"left calf {level} {until} 2am"])
        assert (told.fields["severity"], told.clock, told.kept) == (level, None, [f"{until} 2am"])
    told = LOG.read([f"calf from {level} to {level}:30"])
    assert (told.fields.get("severity"), told.fields["duration_s"]) == (None, 1800)


def test_a_part_of_the_body_that_had_no_cramp_is_not_recorded() -> None:
    for denied in ("no cramp in the left", "no cramps at all in my left calf", "no cramp on the big toe"):
        told = LOG.read([f"{denied} but right foot 6"])
        assert told.fields == {"severity": 6, "sites": ["foot"], "side": "right"}
        assert told.kept == [f"{denied} but"]
        assert LOG.read([f"{denied} last night"]).is_none


@pytest.mark.parametrize("many", ["two", "2", "three", "4", "5"])
@pytest.mark.parametrize("parts", ["toes", "calves", "feet"])
def test_how_many_parts_is_no_severity_where_another_number_is(many: str, parts: str) -> None:
    told, alone = LOG.read([f"{many} {parts} 8"]), LOG.read([f"{many} {parts}"])
    assert (told.fields["severity"], told.kept) == (8, [many])
    assert alone.fields["severity"] == (NUMBERS.get(many) or int(many))


@pytest.mark.parametrize(
    "talk", ["right on schedule", "right in the middle of a dream", "what's left of my sanity"]
)
def test_a_side_that_is_none_is_kept(talk: str) -> None:
    for line in (f"{talk} calf 5", f"calf 5 {talk}", f"calf 5, {talk}"):
        told = LOG.read([line])
        assert (told.fields, told.kept) == ({"sites": ["calf"], "severity": 5}, [talk]), line
    for line in ("calf right in bed", "right on the calf", "5 right in bed, calf", "calf right in agony"):
        assert LOG.read([line]).fields["side"] == "right", line


@given(low=st.integers(1, 20), more=st.integers(1, 20), link=st.sampled_from(["to", "or"]))
def test_a_length_between_two_in_words_is_that_with_a_dash(low: int, more: int, link: str) -> None:
    told, dashed = (LOG.read([f"calf 7, {low}{between}{low + more} min"]) for between in (f" {link} ", "-"))
    assert (
        told.fields
        == dashed.fields
        == {"sites": ["calf"], "severity": 7, "duration_s": (2 * low + more) * 30}
    )


def test_words_run_together_say_what_they_say_apart() -> None:
    for short, full in (
        ("it's", "it is"),
        ("its", "it is"),
        ("i've got", "i have got"),
        ("there's", "there is"),
    ):
        assert LOG.read([f"{short} 7 left calf"]).fields == LOG.read([f"{full} a 7 left calf"]).fields


@pytest.mark.parametrize("mark", [",", ";", ", "])
@pytest.mark.parametrize(
    "words", [["7", "left", "calf"], ["left", "calf", "7", "3min"], ["calf", "toes", "5"]]
)
def test_marks_without_a_space_part_words_as_those_with_one(words: list[str], mark: str) -> None:
    assert LOG.read([mark.join(words)]).fields == LOG.read([f"{mark.strip()} ".join(words)]).fields


def test_a_word_and_a_number_run_together_are_two_where_both_mean_something() -> None:
    apart = LOG.read(["calf 7"]).fields
    for typed in ("calf7", "7calf", "calf.7"):
        assert LOG.read([typed]).fields == apart, typed
    for typed in ("gate7", "7widgets", "e.g.", "no.7"):
        told = LOG.read([f"calf 4, {typed}"])
        assert told.fields == {"sites": ["calf"], "severity": 4}
        assert told.kept == [typed.rstrip(".")], typed
    assert LOG.read(["calf at 3 a.m., left"]).fields == {"sites": ["calf"], "side": "left"}


@pytest.mark.parametrize("not_done", ["should have", "couldn't", "can't", "won't", "shouldn't have"])
@pytest.mark.parametrize("done", ["stretched", "massaged it", "massage", "walked it off"])
def test_what_was_not_done_was_not_tried(not_done: str, done: str) -> None:
    assert "tried" in LOG.read([f"calf 5 {done}"]).fields or done == "massage"
    assert LOG.read([f"calf 5 {not_done} {done}"]).fields == {"sites": ["calf"], "severity": 5}


@pytest.mark.parametrize("remedy", ["massage", "stretching", "heat", "tried heat"])
def test_what_is_still_to_be_done_is_kept_and_refuses_nothing(remedy: str) -> None:
    told = LOG.read([f"calf 5 {remedy} tomorrow"])
    assert (told.fields, told.kept) == ({"sites": ["calf"], "severity": 5}, [f"{remedy} tomorrow"])


def test_a_level_before_may_is_no_date_where_a_verb_follows() -> None:
    for verb in ("be the heat", "not sleep", "have overdone it"):
        told = LOG.read([f"calf 5 may {verb}"])
        assert (told.fields["severity"], told.day) == (5, None), verb
    assert LOG.read(["calf 7, 5 may"]).day


def test_a_number_between_two_that_is_told_twice_is_said_once() -> None:
    assert LOG.read(["calf 5 burning 3.4"]).seconds == ["3.4"]


def test_a_slip_made_often_is_said_once() -> None:
    assert LOG.read(["strethed calf, strethed toes, strethed calf"]).typos == [("strethed", "stretched")]


@pytest.mark.parametrize("often", ["3x", "3 times", "twice"])
@pytest.mark.parametrize("over", ["this week", "a week", "per night", "every night"])
def test_how_often_over_a_time_is_no_count_of_cramps_now(often: str, over: str) -> None:
    told = LOG.read([f"calf 5 {often} {over}"])
    assert (told.count, told.fields) == (1, {"sites": ["calf"], "severity": 5})
    assert often in " ".join(told.kept)
    for at_once in ("last night", "this morning", "a bad one", ""):
        assert LOG.read([f"calf 5 x3 {at_once}"]).count == 3


def test_marks_that_were_spoken_are_marks() -> None:
    written = LOG.read(["left calf 7. three minutes."]).fields
    assert LOG.read(["left calf 7 period three minutes period"]).fields == written
    assert LOG.read(["left calf comma 7 comma three minutes period"]).fields == written
    assert LOG.read(["left calf 7 period"]).fields["triggers"] == ["menstruation"]


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    "verb",
    [
        "got up",
        "got up again",
        "got out of bed",
        "went back to bed",
        "went to bed",
        "back to sleep",
        "back in bed",
        "fell asleep again",
        "went back to sleep",
    ],
)
@pytest.mark.parametrize("time", ["at 6", "at 4am", "at half past three", "around 5"])
def test_a_time_of_getting_up_or_going_back_to_bed_is_not_when_the_cramp_began(verb: str, time: str) -> None:
    for line in (f"calf 7 {verb} {time}", f"{verb} {time}, calf 7", f"calf 7 at 2.40 then {verb} {time}"):
        told = LogReader(Vocabulary()).read([line])
        assert told.fields == {"sites": ["calf"], "severity": 7}
        assert told.was_up
        assert told.at_night
        assert (told.clock and (told.clock.hour, told.clock.minute)) == ((2, 40) if "2.40" in line else None)
        assert any(f"{verb} {time}" in each for each in told.kept)


@pytest.mark.parametrize(
    ("words", "digits"), [("six-seven", "6-7"), ("Two-Three", "2-3"), ("nine-ten", "9-10")]
)
@pytest.mark.parametrize("line", ["{}", "calf {}", "calf 5 lasted {} min", "pain {}"])
def test_a_range_in_words_is_read_as_one_in_digits(words: str, digits: str, line: str) -> None:
    in_words, in_digits = (LogReader(Vocabulary()).read([line.format(each)]) for each in (words, digits))
    assert in_words.fields == in_digits.fields
    assert in_words.fields


@pytest.mark.slow_but_some
@pytest.mark.parametrize("place", ["leg", "calf", "left calf", "right arch", "toe"])
@pytest.mark.parametrize("cramps", ["cramps", "spasms"])
@pytest.mark.parametrize(
    ("typed", "count", "severity"),
    [
        ("two {}", 2, None), ("nine {}", 9, None), ("2 {}", 2, None), ("4 {} last night", 4, None), ("5 {}", 1, 5),
        ("7 {} at 3am", 1, 7), ("5 {} 3", 5, 3), ("pain 7, two {}", 2, 7), ("{} 2", 1, 2),
        ("about 3 {}", 3, None),
    ],
)  # fmt: skip
def test_a_number_before_a_place_and_cramps_counts_them(
    typed: str, count: int, severity: int | None, place: str, cramps: str
) -> None:
    told = LOG.read([typed.format(f"{place} {cramps}")])
    assert (told.count, told.fields.get("severity")) == (count, severity)
    assert told.fields["sites"] == [place.split()[-1].replace("toe", "toes")]


def test_one_cramp_is_never_counted_by_a_number_before_it() -> None:
    told = LOG.read(["2 calf cramp"])
    assert (told.count, told.fields["severity"]) == (1, 2)


@pytest.mark.parametrize("who", ["had", "I had", "just", "have"])
@pytest.mark.parametrize("place", ["calf", "foot", "big toe", "arch"])
def test_a_left_before_a_place_is_a_side_after_whatever_verb(who: str, place: str) -> None:
    told = LOG.read([f"{who} left {place} cramp 7"])
    assert told.fields == {
        "side": "left",
        "severity": 7,
        "sites": LOG.read([f"left {place}"]).fields["sites"],
    }


@pytest.mark.parametrize("typed", ["just left work, calf 5", "I left early, calf 5", "she left him, calf 5"])
def test_a_left_of_who_went_away_is_no_side(typed: str) -> None:
    assert LOG.read([typed]).fields == {"severity": 5, "sites": ["calf"]}


NAMED = {"midnight": 0, "noon": 12, "midday": 12}


@pytest.mark.slow_but_some
@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("link", ["past", "after", "to", "before"])
@pytest.mark.parametrize(
    "minutes", ["five", "5", "quarter", "a quarter", "twenty", "twenty five", "10 minutes", "half"]
)
def test_minutes_before_and_after_midnight_and_noon_are_a_time(name: str, link: str, minutes: str) -> None:
    count = {"quarter": 15, "a quarter": 15, "half": 30, "twenty": 20, "twenty five": 25, "10 minutes": 10}
    after = (1 if link in ("past", "after") else -1) * count.get(minutes, 5)
    hour, minute = divmod((60 * NAMED[name] + after) % (24 * 60), 60)
    for line in ("calf 6, {}", "{} calf 6", "at {} calf, 6"):
        told = LOG.read([line.format(f"{minutes} {link} {name}")])
        assert told.clock is not None, told.line
        assert (told.clock.hour, told.clock.minute, told.clock.is_open) == (hour, minute, False)
        assert told.fields == {"sites": ["calf"], "severity": 6}


@pytest.mark.slow_but_some
@pytest.mark.parametrize(
    "doubt",
    ["not sure", "not sure if", "wasn't sure whether the", "unsure if", "dunno if", "wish", "don't know if",
     "can't tell whether the", "wondering if"],
)  # fmt: skip
@pytest.mark.parametrize("remedy", ["magnesium", "stretching", "massage"])
@pytest.mark.parametrize("helped", ["helped", "worked", "helped me"])
def test_a_doubt_is_no_relief(doubt: str, remedy: str, helped: str) -> None:
    for line in (f"calf 6 {doubt} {remedy} {helped}", f"{doubt} {remedy} {helped}, calf 6"):
        told = LOG.read([line])
        assert not told.fields.get("tried"), line
        assert (told.fields["severity"], told.fields["sites"]) == (6, ["calf"])
        assert remedy in " ".join(told.kept)


@pytest.mark.parametrize("who", ["her", "him", "them", "for her"])
def test_what_helped_someone_else_is_no_relief(who: str) -> None:
    told = LOG.read([f"calf 6 magnesium worked {who}"])
    assert not told.fields.get("tried")


@pytest.mark.parametrize("line", ["couldn't reach to massage it", "can't bend down to massage it"])
def test_what_could_not_be_done_was_not_tried(line: str) -> None:
    told = LOG.read([f"calf 6 {line}"])
    assert told.fields == {"sites": ["calf"], "severity": 6}
    assert line in " ".join(told.kept)


@pytest.mark.parametrize("how", ["like this", "so bad", "this bad", "that strong", "as bad as this"])
@pytest.mark.parametrize("cramp", ["never had a cramp", "never had a leg cramp", "never had any cramp"])
def test_never_one_like_this_tells_of_one(cramp: str, how: str) -> None:
    for line in (f"{cramp} {how}, calf 9", f"calf 9, {cramp} {how}"):
        told = LOG.read([line])
        assert not told.is_none, line
        assert told.fields["severity"] == 9
    assert LOG.read(["never had a cramp last night"]).is_none


@pytest.mark.parametrize("alone", ["I was left alone", "was left behind", "we were left out"])
def test_who_was_left_alone_is_no_side(alone: str) -> None:
    assert LOG.read([f"{alone}, right calf 6"]).fields["side"] == "right"


@pytest.mark.parametrize("hour", range(1, 13))
@pytest.mark.parametrize(("part", "half"), [("morning", "am"), ("evening", "pm"), ("afternoon", "pm")])
def test_an_hour_is_told_by_its_part_of_the_day(hour: int, part: str, half: str) -> None:
    told = LOG.read([f"calf 7 at {hour}{half}"])
    for said in (f"calf 7, {hour} in the {part}", f"{HOURS[hour - 1]} in the {part}, calf 7"):
        assert when(LOG.read([said])) == when(told), said
        assert LOG.read([said]).fields == told.fields, said
    alone = LOG.read([f"calf {HOURS[hour - 1]} in the {part}"])
    assert (alone.fields, when(alone)) == ({"sites": ["calf"]}, when(told))
    if hour <= 10:  # beside the place it is how bad that was
        told = LOG.read([f"calf {hour} in the {part}"])
        assert (told.fields, told.clock) == ({"sites": ["calf"], "severity": hour}, None)


@pytest.mark.parametrize("level", range(1, 11))
def test_about_a_number_is_how_bad_it_was_or_when_by_its_place(level: int) -> None:
    for line in (f"{level}ish left calf", f"calf {level}ish at 2am", f"left calf {level}ish an hour ago"):
        assert LOG.read([line]).fields["severity"] == level, line
    told = LOG.read([f"{level}ish left calf 3ish"])
    assert (told.fields["severity"], told.clock and told.clock.hour, told.is_rough) == (level, 3, True)
    for line in (f"calf {level}ish", f"calf 4 {level}ish", f"woke {level}ish calf 4", f"at {level}ish, calf"):
        told = LOG.read([line])
        assert (told.fields.get("severity", 4), told.clock and told.clock.hour) == (4, level), line


ENDS = {"midnight": 0, "noon": 12, "three": 3, "half past two": 2.5, "2am": 2, "23:30": 23.5}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("start", ["five", "ten", "twenty", "a quarter", "quarter"])
def test_from_a_time_to_another_is_a_span_where_two_follow(start: str, end: str) -> None:
    """`ten to three` is a time; but after "from" the ten is one by itself, where it can be."""
    told = LOG.read([f"calf 7, from {start} to {end}"])
    assert told.clock is not None
    hour = {"five": 5, "ten": 10}.get(start)
    if hour is None:
        before = {"twenty": 20}.get(start, 15)
        ends = LOG.read([f"calf 7, at {end}"]).clock
        if end in ("midnight", "noon", "three"):
            assert ends is not None
            assert (told.clock.hour * 60 + told.clock.minute + before) % 720 == ends.hour % 12 * 60
        return
    assert (told.clock.hour % 12, told.clock.minute) == (hour % 12, 0), told.clock
    if not told.clock.is_open:  # the half of the day is the one from which that is nearer
        assert (ENDS[end] - told.clock.hour) % 24 <= 12


def test_a_span_may_begin_at_a_time_that_is_told_by_another() -> None:
    told = LOG.read(["calf 7 from ten to three to twenty past three"])
    assert (told.clock and (told.clock.hour, told.clock.minute), told.fields["duration_s"]) == ((2, 50), 1800)
    told = LOG.read(["from ten to midnight"])
    assert (told.clock and told.clock.hour, told.fields["duration_s"]) == (22, 7200)
    told = LOG.read(["calf 7 ten to midnight"])
    assert told.clock
    assert (told.clock.hour, told.clock.minute) == (23, 50)


@pytest.mark.parametrize("level", range(10))
def test_a_half_more_is_rounded_up_and_kept(level: int) -> None:
    for said in (f"{level} and a half", f"{list(NUMBERS)[level]} and a half"):
        told = LOG.read([f"left calf {said}"])
        assert (told.fields["severity"], told.seconds) == (level + 1, [said])
        assert LOG.read([f"calf 4, {said} minutes"]).fields["duration_s"] == level * 60 + 30


@pytest.mark.parametrize("hour", HOURS)
def test_half_and_an_hour_is_half_past_it(hour: str) -> None:
    for line in (
        f"calf 6, half {hour}",
        f"about half {hour}, calf 6",
        f"calf 6 @ half {hour}",
        f"woke half {hour} calf 6",
    ):
        told, same = LOG.read([line]), LOG.read([f"calf 6 half past {hour}"])
        assert (told.clock, told.fields["severity"]) == (same.clock, 6), line
    assert LOG.read([f"calf 6, half {hour} minutes"]).clock is None


@pytest.mark.parametrize(
    "denied", ["no magnesium", "no wine", "without stretching", "didn't have my magnesium"]
)
@pytest.mark.parametrize("day", ["today", "yesterday", "on monday"])
def test_the_day_without_something_is_not_the_cramps(denied: str, day: str) -> None:
    for line in (f"calf 6 {denied} {day}", f"{denied} {day}, calf 6"):
        told = LOG.read([line])
        assert (told.day, told.fields) == (None, {"sites": ["calf"], "severity": 6}), line
    for line in (f"calf 6, 10000 steps {day}", f"5 miles {day}, calf 6"):
        assert LOG.read([line]).day is None, line


def test_what_it_took_is_how_long_it_was_unless_it_took_that_to_do_something() -> None:
    for line in ("calf 6, took 2 minutes", "took about 2 min, calf 6", "calf 6 took 2 minutes to ease"):
        assert LOG.read([line]).fields["duration_s"] == 120, line
    for line in ("calf 6, took 10 minutes to get up", "calf 6 took 10 minutes to fall asleep"):
        told = LOG.read([line])
        assert ("duration_s" in told.fields, "took 10 minutes" in told.kept[0]) == (False, True), line


@pytest.mark.parametrize(
    ("figures", "name"),
    [
        ("17/3", "17 march"),
        ("3/17", "17 march"),
        ("3/3", "3 march"),
        ("17/3/26", "17 march 2026"),
        ("12/31", "31 december"),
    ],
)
def test_a_date_in_figures_that_is_one_day_alone_is_that(figures: str, name: str) -> None:
    told = LOG.read([f"left calf 6 {figures}"])
    assert told.day == NamedDay(name)


@pytest.mark.parametrize("figures", ["9/3", "9/3/2026", "13/13"])
def test_a_date_in_figures_that_may_be_two_days_or_none_is_refused(figures: str) -> None:
    with pytest.raises(UsageError, match="Write the month as a word"):
        LOG.read([f"left calf 6 {figures}"])


@pytest.mark.parametrize("score", ["7/10", "12/10"])
def test_out_of_ten_is_no_date(score: str) -> None:
    assert LOG.read([f"left calf {score}"]).day is None


BETWEEN_TWO = [
    ("2", "3am", 2, 0), ("2", "3pm", 14, 0), ("11", "1am", 23, 0), ("11", "12pm", 11, 0), ("2:30", "3am", 2, 30),
    ("2", "3:30 a.m.", 2, 0),
]  # fmt: skip
IN_WORDS = [("11pm", "1am", 23, 0), ("two", "three am", 2, 0)]


@pytest.mark.parametrize(
    ("between", "times"),
    [
        *(
            (each, times)
            for each in ("between {} and {}", "{} or {}", "around {} or {}")
            for times in BETWEEN_TWO + IN_WORDS
        ),
        *((each, times) for each in ("{}-{}", "between {}-{}") for times in BETWEEN_TWO),
    ],
)  # fmt: skip
@pytest.mark.slow_but_some
def test_a_time_between_two_is_roughly_the_first_in_the_half_of_the_last(
    between: str, times: tuple[str, str, int, int]
) -> None:
    first, last, hour, minute = times
    told = LOG.read([f"left calf {between.format(first, last)}"])
    assert told.clock is not None
    assert (told.clock.hour, told.clock.minute, told.clock.is_open) == (hour, minute, False)
    assert told.is_rough
    assert not told.kept
    assert told.fields == {"sites": ["calf"], "side": "left"}


@pytest.mark.parametrize(
    "line", ["6-7 calf 2am", "calf 6 or 7 at 2am", "2-3 min calf 2am", "25-30am calf 2am"]
)
def test_a_range_beside_a_time_is_none(line: str) -> None:
    told = LOG.read([line])
    assert told.clock is not None
    assert (told.clock.hour, told.is_rough) == (2, False)


@pytest.mark.parametrize("word", ["2-", "-2", "2--3am", "2-am", "2-3-am", "2-/", "2:30-", "2-3-"])
def test_a_dash_with_nothing_on_one_side_is_no_time_between_two(word: str) -> None:
    for line in (word, f"{word} am", f"calf {word}", f"{word} calf 6"):
        assert LOG.read_all_else([line]).clock in (None, LOG.read_all_else([line.replace("-", "")]).clock)
