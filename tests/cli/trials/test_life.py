"""A trial lived through the command line, night by night, with a moving clock, and what counts in it."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from crampdiary.keep.store import Store
from crampdiary.trial.schedule import schedule
from kit.builders import check_in
from kit.running import Cramp
from kit.terminals import needs_terminal, talk
from kit.trials import FIRST, at, begun, clock, keep, kept, lived_nights


@pytest.mark.slow
def test_a_trial_is_lived_from_its_plan_to_its_answer(diary: Path, tmp_path: Path, cramp: Cramp) -> None:
    told = cramp("trial", "plan", "stretching", env=clock(FIRST))
    assert "would show a halving 4 times in 5" in told.out
    assert kept(diary) == []
    planned = cramp("trial", "plan", "stretching", "--short", "--yes", "--json", env=clock(FIRST)).json
    assert "seed" not in planned["begun"]
    (record,) = kept(diary)
    drawn = schedule(record.seed, record.pairs, "quick")
    assert (record.first_night, len(drawn)) == (FIRST, (record.last_night - FIRST).days + 1)
    other = tmp_path / "other.db"
    followed = {1: 0, 0: 0}
    for place, on in enumerate(drawn):
        night = FIRST + timedelta(days=place)
        evening, morning = clock(night, 21), clock(night + timedelta(days=1), 8)
        tonight = cramp("trial", "today", env=evening)
        assert (tonight.exit_code, "use" in tonight.out) == (
            1 - on,
            bool(on) or "whatever helps" in tonight.out,
        )
        off_plan = place == 4
        if bool(on) != off_plan:
            cramp("used", "stretching", env=evening)
        followed[on] += not off_plan
        if place == 3:
            continue  # nothing is said of it
        if place == 6:
            shutil.copy(diary, other)
            for count in range(2 if on else 5):
                cramp("--diary", other, "log", "5", "calf", "--at", f"0{count + 2}:10", env=morning)
            cramp("merge", other, env=morning)
        elif on and place % 3 == 0:
            cramp("none", env=morning)
            if place == 0:
                cramp("undo", env=morning)
                cramp("none", env=morning)
        else:
            for count in range(2 if on else 5):
                cramp("log", "5", "calf", "--at", f"0{count + 2}:20", env=morning)
        if place == 8:
            status = cramp("trial", "status", env=morning)
            assert f"9 nights done, {len(drawn) - 9} to go" in status.out
            assert "cramps" not in status.out
            for screen in (("remedies",), ("remedies", "--figures"), ("remedies", "--json")):
                shown = cramp(*screen, env=morning).out
                assert "fewer cramps on nights after stretching" not in shown.lower()
                assert '"word": "stretching"' not in shown
                assert record.seed not in shown
            assert "in a trial until" in cramp("remedies", env=morning).out
            assert "in a trial until" in cramp("remedies", "--figures", "stretching", env=morning).err
            assert "Tonight: " in cramp(env=morning).out
            due = cramp("remind", "--due", env=morning)
            assert (due.exit_code, "Tonight: " in due.out) == (0, True)
    over = clock(record.last_night + timedelta(days=1), 9)
    assert cramp("trial", "today", env=over).exit_code == 2
    assert "has its answer" in cramp(env=over).out
    shown = cramp("trial", "result", "--json", env=over).json
    result = shown["result"]
    assert (result["word"], result["silent_on"] + result["silent_off"]) == ("fewer", 1)
    assert result["cramps_off"] == 5 * (drawn.count(0) - (not drawn[3]))
    kept_to = [round(result["followed_on"] * drawn.count(1)), round(result["followed_off"] * drawn.count(0))]
    silent_and_used = 0  # the silent night was kept too
    assert kept_to == [followed[1] + silent_and_used, followed[0]]
    assert shown["trial"]["seed"] == record.seed
    text = cramp("trial", "result", env=over).out
    assert "Stretching: FEWER cramps in your trial" in text
    assert record.seed in text
    # What is entered after that changes nothing, and the trial stands above the verdict.
    over = clock(record.last_night + timedelta(days=1), 10)
    cramp("log", "5", "calf", "--day", FIRST.isoformat(), "--yes", env=over)
    assert cramp("trial", "result", "--json", env=over).json["result"] == result
    remedies = " ".join(cramp("remedies", env=over).out.split())
    assert remedies.index("Stretching: FEWER cramps in your trial") < remedies.index("All nights together: ")
    assert cramp("info", "--verify", env=over).exit_code == 0


def test_an_open_last_night_is_asked_for_before_the_answer(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 23), at(FIRST + timedelta(days=23), 9))
    morning = clock(record.last_night + timedelta(days=1))
    assert "Say first how last night was" in cramp("trial", "result", env=morning).err
    cramp("none", env=morning)
    assert cramp("trial", "result", "--json", env=morning).json["result"]["silent_on"] == 0
    assert kept(diary)[0].ended == "as-planned"


def test_a_quiet_night_can_be_said_for_two_days(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 20), at(FIRST + timedelta(days=20), 9))
    for late, (days, hour) in ((20, (23, 12)), (21, (24, 13))):
        when = at(FIRST + timedelta(days=days), hour)
        keep(diary, [check_in(FIRST + timedelta(days=late), logged_at=when)], when)
    status = cramp("trial", "status", "--json", env=clock(FIRST + timedelta(days=23))).json
    assert (
        sum(status["silent"].values()) == 2
    )  # that of the 21st was said an hour too late, and one not at all


def test_a_quiet_night_told_too_late_for_the_trial_is_told_so(diary: Path, cramp: Cramp) -> None:
    begun(diary)
    now = clock(FIRST + timedelta(days=5))
    for night, is_late in ((FIRST, True), (FIRST + timedelta(days=3), False)):
        told = cramp("none", night.isoformat(), env=now)
        assert ("too late" in told.err) == is_late, night


@pytest.mark.slow_but_some
@pytest.mark.parametrize("silent", range(1, 6))
@pytest.mark.parametrize("hour", [9, 15])
def test_what_is_offered_for_silent_nights_counts_for_the_trial(
    diary: Path, cramp: Cramp, silent: int, hour: int
) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 6), at(FIRST + timedelta(days=6), 9))
    now = clock(FIRST + timedelta(days=6 + silent), hour)
    first_open = FIRST + timedelta(days=6 + max(0, silent - (3 if hour < 12 else 2)))

    def unsaid() -> int:
        return int(sum(cramp("trial", "status", "--json", env=now).json["silent"].values()))

    before = unsaid()
    assert before == silent
    status = " ".join(cramp("trial", "status", env=now).out.split())
    assert re.findall(r"`cramp (none [^`]*)`", status) == [f"none --since {first_open}"]
    standing = cramp(env=now).out  # which has the last night by itself
    rest = [f"none --since {first_open}"] if silent > 1 else []
    assert re.findall(r"`cramp (none --since[^`]*)`", standing) == rest
    assert ("too late" in standing) == (first_open > FIRST + timedelta(days=6))
    told = cramp("none", "--since", first_open.isoformat(), env=now)
    assert (told.exit_code, "too late" in told.err) == (0, False)
    assert unsaid() == (first_open - FIRST).days - 6
    too_late = cramp("trial", "status", env=now).out
    assert "cramp none" not in too_late
    assert "cramp none --since" not in cramp(env=now).out


def test_status_asks_for_the_last_night_before_it_speaks_of_an_answer(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 23), at(FIRST + timedelta(days=23), 9))
    morning = clock(record.last_night + timedelta(days=1))
    assert "Say first how last night was" in " ".join(cramp("trial", env=morning).out.split())
    cramp("none", env=morning)
    assert "It has its answer" in cramp("trial", env=morning).out


@pytest.mark.slow
def test_what_is_changed_after_the_answer_changes_nothing_of_it(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 24), at(FIRST + timedelta(days=24), 9))
    now = clock(FIRST + timedelta(days=24), 10)
    shown = cramp("trial", "result", "--json", env=now).json["result"]
    with closing(Store(diary, now=at(FIRST + timedelta(days=24), 9))) as store:
        entries = store.entries("episode", "exposure", since=record.first_night)
    cramps = [str(each.number) for each in entries if each.record.kind == "episode"]
    uses = [str(each.number) for each in entries if each.record.kind == "exposure"]
    for typed in (
        ("edit", cramps[0], "severity", "10"),
        ("edit", cramps[1], "--day", (FIRST + timedelta(days=20)).isoformat()),
        ("delete", *cramps[2:9], "--yes"),
        ("delete", *uses, "--yes"),
        ("log", "9", "calf", "--day", FIRST.isoformat(), "--yes"),
        ("used", "stretching", "--day", FIRST.isoformat()),
        ("away", FIRST.isoformat(), (FIRST + timedelta(days=5)).isoformat()),
    ):
        assert cramp(*typed, env=now).exit_code == 0, typed  # at the very moment of the answer
        assert cramp("trial", "result", "--json", env=now).json["result"] == shown, typed


def test_the_look_at_half_time_is_of_what_was_written_then(diary: Path, cramp: Cramp) -> None:
    record = begun(diary, pairs=20)
    keep(diary, lived_nights(record, 20), at(FIRST + timedelta(days=20), 9))
    later = clock(FIRST + timedelta(days=24))
    assert "plain at half time" in cramp("trial", env=later).out
    with closing(Store(diary, now=at(FIRST + timedelta(days=20), 9))) as store:
        cramps = [str(each.number) for each in store.entries("episode", since=record.first_night)]
    assert cramp("delete", *cramps, "--yes", env=later).exit_code == 0
    assert "plain at half time" in cramp("trial", env=later).out
    assert cramp("trial", "result", "--json", env=later).json["result"]["word"] == "fewer"


def test_once_it_is_plain_at_half_time_the_status_is_of_that_half(diary: Path, cramp: Cramp) -> None:
    record = begun(diary, pairs=20)
    keep(
        diary, lived_nights(record, 30), at(FIRST + timedelta(days=30), 9)
    )  # nobody asked for it for ten nights
    later = clock(FIRST + timedelta(days=30))
    status, told = cramp("trial", env=later).out, cramp("trial", "--json", env=later).json
    assert (told["nights_done"], told["nights_to_go"]) == (20, 0)
    assert "the first half of it is done, 20 nights" in status
    result = cramp("trial", "result", "--json", env=later).json["result"]
    assert sum(count for _, count in told["kept"].values()) == result["nights_on"] + result["nights_off"]


def test_last_evening_is_the_evening_that_cramp_asks_of(diary: Path, cramp: Cramp) -> None:
    morning = clock(FIRST, 8)
    for typed in (("used", "massage"), ("had", "wine"), ("log", "5", "calf")):
        same = [
            cramp(*typed, *when, "--json", env=morning).json["entries"][0]
            for when in (("yesterday", "evening"), ("last", "evening"))
        ]
        assert same[0]["night"] == same[1]["night"] == (FIRST - timedelta(days=1)).isoformat()
        assert same[0]["at"] == same[1]["at"]
        assert same[1]["note"] is None


def test_without_any_cramp_no_difference_is_drawn(diary: Path, cramp: Cramp) -> None:
    begun(diary)
    for place in range(6):
        when = at(FIRST + timedelta(days=place + 1), 9)
        keep(diary, [check_in(FIRST + timedelta(days=place), logged_at=when)], when)
    now = clock(FIRST + timedelta(days=7))
    result = cramp("trial", "stop", "--yes", "--json", env=now).json["result"]
    assert (result["word"], result["ratio"], result["low"], result["high"]) == (
        "cannot be judged", None, None, None,
    )  # fmt: skip
    text = " ".join(cramp("trial", "result", env=now).out.split())
    assert "fewer | more" not in text
    assert "Of 1 night you said nothing" in text
    assert "answer holds" not in text


@pytest.mark.slow_but_first
@needs_terminal
@pytest.mark.parametrize("word", ["stop", "result"])
@pytest.mark.parametrize(
    ("nights", "counts"), [(0, "No night"), (1, "the one night"), (9, "the 9 nights up to now")]
)
def test_what_stopping_costs_is_said_before_it(diary: Path, word: str, nights: int, counts: str) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, nights), at(FIRST + timedelta(days=nights), 8))
    now = clock(FIRST + timedelta(days=nights))
    ran = talk(["trial", word], ("Stop it now?", "n\r"), env=now)
    said = " ".join(ran.text.split())
    assert ran.exit_code == 1
    assert counts in said
    assert "cannot go on after that" in said
    assert ("as rare as 1 in 200" in said) == (nights > 0)
    assert ("Looking ends" in said) == (word == "result")
    assert kept(diary)[0].ended is None


def test_a_night_away_is_drawn_and_said_not_to_count(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    for place, on in enumerate(schedule(record.seed, record.pairs, "quick")[:4]):
        env = clock(FIRST + timedelta(days=place), 21)
        before = cramp("trial", "today", env=env)
        cramp("away", "tonight", env=env)
        for typed in (("trial", "today"), ("trial", "status"), ()):
            said = " ".join(cramp(*typed, env=env).out.split())
            assert f"Tonight: {'use' if on else 'leave out'} stretching if you can. You are away" in said
        assert cramp("trial", "today", env=env).exit_code == before.exit_code == (0 if on else 1)
