"""A line that says that there was no cramp is of none, wherever in it that is said."""

from __future__ import annotations

import pytest

from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.words.clauses import CRAMPS, DENIES, WITHIN
from crampdiary.words.feeling import Feeling
from crampdiary.words.log_grammar import NEGATIONS, UNSURE
from crampdiary.words.log_reader import LogReader

LOG = LogReader(Vocabulary())
FEEL = LogReader(Vocabulary(), Feeling)
TALK = ("slept through", "quiet night", "legs fine", "took magnesium", "feet warm")
SIGNS = ("left foot numb 3", "right calf swollen", "tingling", "calf sore", "toes tingling 4")
DENIALS = [f"{denies} {cramp}" for denies in sorted(DENIES) for cramp in sorted(CRAMPS)]
WITH_MORE = [f"no {more} cramps" for more in sorted(WITHIN)] + [
    f"didn't get {place} cramps" for place in ("leg", "calf")
]


@pytest.mark.parametrize("denial", [*DENIALS, *WITH_MORE])
@pytest.mark.slow_but_some
def test_a_denial_of_cramps_at_any_place_is_no_cramp(denial: str) -> None:
    for talk in ("", *TALK):
        for line in (
            f"{denial}, {talk}",
            f"{talk}, {denial}",
            f"{talk} and {denial}",
            f"{talk}, {denial}, yay",
        ):
            told = LOG.read([line.strip(", ")])
            assert told.is_none, line
            assert not told.fields, line
            kept = " ".join(told.kept)
            assert all(word in kept for word in talk.split()), line


@pytest.mark.parametrize("denial", DENIALS)
@pytest.mark.slow_but_some
def test_what_was_felt_besides_is_a_sign_and_no_cramp(denial: str) -> None:
    for sign in SIGNS:
        for line in (
            f"{denial} but {sign}",
            f"{denial}, {sign}",
            f"{denial}, just {sign}",
            f"{sign}, {denial}",
        ):
            told = LOG.read([line])
            assert (told.is_none, told.fields, told.kept) == (True, {}, []), line
            assert told.felt == sign, line
            assert FEEL.read([told.felt]).fields


@pytest.mark.parametrize("denial", [each for each in DENIALS if not each.startswith("nor")])
@pytest.mark.slow_but_some
def test_a_cramp_told_after_the_denial_of_others_is_one(denial: str) -> None:
    for line in (
        f"{denial} until 3 am, then calf 7", f"{denial} except calf 7", f"{denial} but calf 7 at 3am",
        f"calf 7, {denial} since", f"calf 7 burning, {denial} before", f"calf 7, {denial}",
        f"{denial} in my left foot, calf 7", f"{denial} at first then a cramp, calf 7",
    ):  # fmt: skip
        told = LOG.read([line])
        assert not told.is_none, line
        assert (told.fields["sites"], told.fields["severity"]) == (["calf"], 7), line
        assert denial in ", ".join(told.kept), line


@pytest.mark.parametrize("unsure", sorted(UNSURE & NEGATIONS))
def test_what_is_not_sure_denies_nothing(unsure: str) -> None:
    assert not LOG.read([f"{unsure} cramp, calf 5"]).is_none


@pytest.mark.parametrize(
    "nearly", ["nearly had a cramp", "almost cramped", "nearly had one", "almost got a cramp"]
)
def test_what_was_nearly_a_cramp_is_none_and_says_nothing_of_the_night(nearly: str) -> None:
    for line in (f"{nearly} in my left calf", f"{nearly}, left foot tingling", nearly):
        told = LOG.read([line])
        assert (told.takes_back, told.fields, told.felt) == (True, {}, line)
    told = LOG.read([f"calf 7, {nearly} again"])
    assert (told.takes_back, told.fields["severity"]) == (False, 7)
    assert LOG.read(["calf 7, nearly 3am"]).is_rough


SUBJECTS = ("that", "this", "it")
TAKING_BACK = [
    *(
        f"{each} {no} {one}"
        for each in SUBJECTS
        for no in ("wasn't", "wasnt", "was not", "isn't")
        for one in ("a cramp", "one")
    ),
    *(
        "wasn't really one",
        "not really a cramp",
        "false alarm",
        "it's not a cramp",
        "that was no cramp",
        "wasn't a real cramp",
    ),
    *("it was not actually a cramp after all", "that was not a true spasm"),
]


@pytest.mark.parametrize("said", TAKING_BACK)
def test_what_says_of_a_cramp_that_it_was_none_says_nothing_of_the_night(said: str) -> None:
    for talk in ("", ", just the cat", ", sorry", " but a bruise"):
        told = LOG.read([f"{said}{talk}"])
        assert (told.takes_back, told.felt, told.fields) == (True, "", {}), told.line
    for sign in SIGNS:
        for line in (f"{said}, just {sign}", f"{sign}, {said}"):
            told = LOG.read([line])
            assert (told.takes_back, told.felt, told.fields, told.kept) == (True, sign, {}, []), line


@pytest.mark.parametrize("said", TAKING_BACK)
@pytest.mark.parametrize("which", ["of the bad ones", "like last time", "until 3am", "at first"])
def test_what_only_says_which_cramp_it_was_takes_none_back(said: str, which: str) -> None:
    told = LOG.read([f"calf 7, {said} {which}"])
    assert not told.takes_back
    assert not told.is_none
    assert (told.fields["sites"], told.fields["severity"]) == (["calf"], 7)
    assert said in ", ".join(told.kept)


@pytest.mark.parametrize("denial", [*DENIALS, "there wasn't a cramp", "there has not been any cramp"])
def test_a_denial_of_cramps_takes_none_back(denial: str) -> None:
    for line in (denial, f"{denial} last night", f"slept through, {denial}"):
        assert (LOG.read([line]).takes_back, LOG.read([line]).is_none) == (False, True), line


QUIET = (
    "good night",
    "slept through",
    "slept very well",
    "all quiet",
    "nothing to report",
    "a quiet night, thank god",
)


@pytest.mark.parametrize("quiet", QUIET)
def test_a_quiet_night_alone_is_one_without_cramps_and_before_a_cramp_it_is_talk(quiet: str) -> None:
    for line in (quiet, f"had {quiet}", f"last night, {quiet}"):
        assert LOG.read([line]).is_none, line
    for line in (f"{quiet} on monday", f"monday, {quiet}", f"monday night {quiet}"):
        day = LOG.read([line]).day
        assert (LOG.read([line]).is_none, day and day.name) == (True, "monday"), line
    for line in (f"{quiet} until calf 7", f"calf 7, {quiet} otherwise", f"{quiet} till 3am then calf 7"):
        told = LOG.read([line])
        assert not told.is_none, line
        assert (told.fields["sites"], told.fields["severity"]) == (["calf"], 7), line


@pytest.mark.parametrize(
    "line", ["good night until it came", "not a bad cramp", "calf, nothing helped", "slept badly"]
)
def test_what_only_looks_like_a_denial_is_a_cramp(line: str) -> None:
    assert not LOG.read([line]).is_none


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026-03-09 restless legs, no cramp", "2026-03-09"),
        ("monday calf sore but no cramps", "monday"),
        ("legs restless yesterday, no cramp", "yesterday"),
        ("no cramp, but my legs were restless on 9 march", "9 march"),
        ("no cramps, legs sore on monday", "monday"),
        ("no cramps, legs sore today", None),
        ("no cramps last night, legs sore on 9 march", "last night"),
    ],
)
def test_a_day_in_what_was_felt_is_of_the_whole_line_but_for_another_time(line: str, day: str | None) -> None:
    told = LOG.read([line])
    assert told.is_none
    assert told.felt
    assert (told.day and told.day.name) == day


@pytest.mark.parametrize(
    "none", ["none", "none last night", "nothing last night", "none so far", "none tonight"]
)
def test_none_and_what_was_felt_or_how_somebody_slept_is_no_cramp(none: str) -> None:
    for felt in SIGNS:
        if felt.endswith(("3", "4")):
            continue  # how bad it was may be of a cramp
        for link in (" but ", ", ", " though "):
            told = LOG.read([f"{none}{link}{felt}"])
            assert (told.is_none, told.felt, told.fields) == (True, felt, {}), (none, link, felt)
    told = LOG.read([f"{none}, but slept badly"])
    assert (told.is_none, told.fields) == (True, {})


@pytest.mark.parametrize(
    "line",
    [
        *(
            "none last night but calf 5",
            "none, one this morning",
            "nothing, calf locked up",
            "none but it seized up",
        ),
        *("nothing but burning in calf", "nothing works, calf tight", "none of the usual knots, calf tight"),
        *(
            "swelling none, left calf 5",
            "no cramps all week until last night, calf 6",
            "none, woke at 3 calf tight",
        ),
        *(
            "no cramps all week, one last night left calf",
            "no cramps, then calf locked up",
            "no cramps, twice at 3am",
        ),
    ],
)
def test_what_is_told_beside_a_denial_may_be_a_cramp(line: str) -> None:
    assert not LOG.read([line]).is_none, line
