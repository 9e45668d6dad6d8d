"""A trial through the command line: planned, lived night by night, merged, stopped and told, with a moving clock."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crampdiary.diary.model import Record, Trial
from crampdiary.keep.store import Store
from crampdiary.trial.schedule import schedule
from kit.builders import check_in, course, episode, exposure, trial
from kit.running import Cramp

ZONE = ZoneInfo("Europe/London")
FIRST = date(2026, 3, 20)  # the clocks go forward in the night of the 28th


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def clock(day: date, hour: int = 9) -> dict[str, str]:
    return {"CRAMP_NOW": at(day, hour).isoformat(), "TZ": "Europe/London"}


def cramps_of(night: date, count: int, **said: Any) -> list[Record]:
    morning = night + timedelta(days=1)
    return [
        episode(at(morning, 1, 5 * each), logged_at=at(morning, 9), severity=5, **said)
        for each in range(count)
    ]


def before(first: date, nights: int = 60, rate: int = 6) -> Iterator[Record]:
    """Yield a diary before a trial, with so many cramps a night and stretching on every other."""
    chance = Random(7)
    for back in range(nights, 0, -1):
        night = first - timedelta(days=back)
        yield from cramps_of(night, rate + chance.choice((-1, 0, 1)))
        if back % 2:
            yield exposure("stretching", at(night, 21), logged_at=at(night, 21))


def keep(path: Path, records: Sequence[Record], now: datetime) -> None:
    with closing(Store(path, now=now, create=not path.exists())) as store, store.change("test") as change:
        for record in records:
            change.add(record)


@pytest.fixture
def diary(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A diary with sixty nights before the first one of a trial."""
    monkeypatch.setenv("CRAMP_DIARY", str(diary_path))
    keep(diary_path, list(before(FIRST)), at(FIRST, 9))
    return diary_path


def kept(path: Path) -> list[Trial]:
    with closing(Store(path, now=at(FIRST, 9))) as store:
        return [each.record for each in store.entries("trial") if isinstance(each.record, Trial)]


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


def begun(diary: Path, first: date = FIRST, pairs: int = 12, **said: str) -> Trial:
    """Keep a trial that began then."""
    record = trial(
        first=first,
        pairs=pairs,
        last_night=first + timedelta(days=2 * pairs - 1),
        logged_at=at(first, 9),
        **said,
    )
    keep(diary, [record], at(first, 9))
    return record


def lived_nights(record: Trial, nights: int) -> list[Record]:
    drawn = schedule(record.seed, record.pairs, "quick")
    found: list[Record] = []
    for place, on in enumerate(drawn[:nights]):
        night = record.first_night + timedelta(days=place)
        found += cramps_of(night, 1 if on else 4)
        if on:
            found.append(exposure("stretching", at(night, 21), logged_at=at(night, 21)))
    return found


def test_who_looks_before_the_end_is_asked_and_looking_ends_it(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 14), at(FIRST + timedelta(days=14), 9))
    now = clock(FIRST + timedelta(days=14))
    refused = cramp("trial", "result", env=now)
    assert (refused.exit_code, refused.out) == (2, "")
    assert kept(diary)[0].ended is None
    told = cramp("trial", "result", "--yes", env=now)
    assert "Stopped early: only a difference as rare as 1 in 200 counts" in " ".join(told.out.split())
    (ended,) = kept(diary)
    assert (ended.ended, ended.last_night) == ("stopped", FIRST + timedelta(days=13))
    assert cramp("trial", "today", env=now).exit_code == 2
    assert "14 nights" not in cramp("trial", "status", env=now).out
    page = " ".join(cramp("report", "--format", "txt", env=now).out.split())
    counts = re.search(r"\d+ nights with it drawn: .*?\.", told.out.replace("\n", " "))
    assert counts
    tried = page[page.index("WHAT WAS TRIED") :]
    assert tried.index("in your trial") < tried.index(" ".join(counts[0].split()))
    assert "Stretching" not in tried[tried.index("Stopped early") :]  # no verdict stands beside the answer
    assert "in your trial" not in cramp("report", "--format", "txt", "--without", "remedies", env=now).out


@pytest.mark.parametrize("back", ["undo", "undo redo undo", "delete restore undo undo undo"])
def test_a_trial_that_was_looked_at_never_goes_on(diary: Path, cramp: Cramp, back: str) -> None:
    begun(diary)
    keep(diary, lived_nights(kept(diary)[0], 14), at(FIRST + timedelta(days=14), 9))
    now = clock(FIRST + timedelta(days=14))
    shown = cramp("trial", "stop", "--yes", "--json", env=now).json
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = str(store.entries("trial")[0].number)
    for word in back.split():
        typed = {"delete": ("delete", number, "--yes"), "restore": ("delete", "--undo", number)}
        ran = cramp(*typed.get(word, (word,)), env=now)
        assert ran.exit_code == 0
    if back == "undo":
        assert "Looking has ended this trial" in ran.out
    later = clock(FIRST + timedelta(days=18))
    assert cramp("trial", "today", env=later).exit_code == 2
    assert cramp("trial", "result", "--json", env=later).json["result"] == shown["result"]
    assert (
        "FEWER cramps" in cramp("remedies", env=later).out
        or "in your trial" in cramp("remedies", env=later).out
    )


def test_a_trial_that_was_deleted_and_brought_back_says_so(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 14), at(FIRST + timedelta(days=14), 9))
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = str(store.entries("trial")[0].number)
    for day in (0, 5, 9):  # before the first night is over there is nothing to see
        env = clock(FIRST + timedelta(days=day), 10)
        assert cramp("delete", number, "--yes", env=env).exit_code == 0
        assert cramp("delete", "--undo", number, env=env).exit_code == 0
    told = cramp("trial", "stop", "--yes", "--json", env=clock(FIRST + timedelta(days=14))).json
    assert (told["taken_up"], told["drawn_before"]) == (2, 0)
    assert "brought back 2 times" in " ".join(cramp("trial", "result", env=env).out.split())


def test_every_draw_is_counted_however_it_was_taken_back(diary: Path, cramp: Cramp) -> None:
    now = clock(FIRST)

    def plan(word: str) -> None:
        assert cramp("trial", "plan", word, "--short", "--yes", "--anyway", env=now).exit_code == 0

    plan("stretching")
    assert "No night of it was lived" in cramp("trial", "stop", "--yes", env=now).out
    plan("stretching")
    cramp("undo", env=now)
    cramp("words", "merge", "remedy", "stretching", "massage", env=now)
    plan("massage")
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = max(each.number for each in store.entries("trial"))
    cramp("undo", env=now)
    cramp("purge", str(number), "--yes", env=now)
    record = begun(diary, FIRST + timedelta(days=1), word="massage")
    keep(diary, lived_nights(record, 6), at(FIRST + timedelta(days=7), 9))
    later = clock(FIRST + timedelta(days=7))
    assert cramp("trial", "stop", "--yes", env=later).exit_code == 0
    told = cramp("trial", "result", "--json", env=later).json
    assert (told["drawn_before"], told["purged"]) == (2, 1)
    text = " ".join(cramp("trial", "result", env=later).out.split())
    assert "drawn 2 times before" in text
    assert "1 trial of this diary was purged" in text
    assert len(re.findall("(in|from) your trial", cramp("remedies", env=later).out)) == 1


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


def test_of_two_ends_the_earlier_holds(diary: Path, tmp_path: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 14), at(FIRST + timedelta(days=14), 9))
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    cramp("trial", "stop", "--yes", env=clock(FIRST + timedelta(days=10)))
    shown = cramp("trial", "result", "--json", env=clock(FIRST + timedelta(days=12))).json
    cramp("--diary", other, "trial", "stop", "--yes", env=clock(FIRST + timedelta(days=12)))
    later = clock(FIRST + timedelta(days=13))
    assert cramp("merge", other, env=later).exit_code == 0
    assert cramp("trial", "result", "--json", env=later).json == shown


def test_a_trial_begun_beside_another_never_counts_also_when_that_is_deleted(
    diary: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    begun(diary)
    begun(other, FIRST + timedelta(days=1), word="heat", seed="0" * 16)
    now = clock(FIRST + timedelta(days=2))
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = str(store.entries("trial")[0].number)
    cramp("merge", other, env=now)
    cramp("delete", number, "--yes", env=now)
    status = cramp("trial", "status", env=now)
    assert "Trial of" not in status.out
    assert "heat" in status.err
    (named,) = re.findall(r"cramp delete (\d+)", status.err)
    assert cramp("delete", named, "--yes", env=now).exit_code == 0
    assert "does not count" not in cramp("trial", "status", env=now).err


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


def test_no_trial_of_what_is_prescribed_dangerous_used_nightly_or_beside_another(
    diary: Path, cramp: Cramp
) -> None:
    now = clock(FIRST)
    for remedy, why in (
        ("statin", "whoever prescribed it"),
        ("quinine", "dangerous"),
        ("tonic water", "dangerous"),
    ):
        refused = cramp("trial", "plan", remedy, "--yes", "--anyway", env=now)
        assert refused.exit_code == 1, remedy
        assert why in refused.err
    cramp("words", "prescribed", "heat", env=now)
    assert "whoever prescribed it" in cramp("trial", "plan", "heat", "--yes", env=now).err
    keep(diary, [course("massage", first=FIRST - timedelta(days=9))], at(FIRST, 9))
    every_night = cramp("trial", "plan", "massage", "--yes", env=now).err
    assert "every night" in every_night
    begun(diary)
    assert "one at a time" in cramp("trial", "plan", "light-blanket", "--yes", env=now).err
    assert len(kept(diary)) == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (("prescribed", "stretching"), "whoever prescribed it"),
        (("merge", "remedy", "stretching", "gabapentin"), "whoever prescribed it"),
        (("rename", "remedy", "stretching", "quinine"), "dangerous"),
    ],
)
def test_nothing_is_drawn_of_what_turns_out_to_be_prescribed_or_dangerous(
    diary: Path, cramp: Cramp, said: tuple[str, ...], why: str
) -> None:
    begun(diary)
    now = clock(FIRST)
    assert cramp("words", *said, env=now).exit_code == 0
    refused = cramp("trial", "today", env=now)
    assert (refused.exit_code, refused.out, why in refused.err) == (2, "", True)
    for screen in (("trial",), (), ("remind", "--due")):
        told = " ".join(cramp(*screen, env=now).out.split())
        assert why in told, screen
        assert "Tonight:" not in told, screen
    assert cramp("trial", "stop", "--yes", env=now).exit_code == 0


def test_what_may_be_a_medicine_is_asked_of_first(diary: Path, cramp: Cramp) -> None:
    now = clock(FIRST)
    for remedy in ("baclofen", "limptar", "chinin", "quinidine"):
        cramp("words", "add", "remedy", remedy, env=now)
        refused = cramp("trial", "plan", remedy, "--yes", "--anyway", env=now)
        assert refused.exit_code == 1
        assert ("may be a medicine" if remedy == "baclofen" else "dangerous") in refused.err
    assert kept(diary) == []
    cramp("words", "prescribed", "baclofen", "no", env=now)
    assert cramp("trial", "plan", "baclofen", "--yes", env=now).exit_code == 0
    assert len(kept(diary)) == 1


def test_supplements_and_medicines_are_told_to_be_checked_first(diary: Path, cramp: Cramp) -> None:
    for remedy in ("potassium", "vitamins", "vitamin-d", "magnesium", "painkiller"):
        told = cramp("trial", "plan", remedy, "--lasting", env=clock(FIRST)).out
        assert "healthcare provider first" in " ".join(told.split()), remedy
    assert "provider" not in cramp("trial", "plan", "heat", env=clock(FIRST)).out


def test_what_a_year_would_not_show_is_begun_only_anyway(diary_path: Path, cramp: Cramp) -> None:
    keep(
        diary_path,
        [each for back in range(1, 9) for each in cramps_of(FIRST - timedelta(days=10 * back), 1)],
        at(FIRST, 9),
    )
    diary, now = ("--diary", diary_path), clock(FIRST)
    told = cramp(*diary, "trial", "plan", "stretching", env=now)
    assert "Better not to start one" in told.out
    assert cramp(*diary, "trial", "plan", "stretching", "--yes", env=now).exit_code == 1
    assert kept(diary_path) == []
    assert cramp(*diary, "trial", "plan", "stretching", "--yes", "--anyway", env=now).exit_code == 0
    (record,) = kept(diary_path)
    assert (record.last_night - record.first_night).days < 365


def test_a_draw_that_was_taken_back_is_told_of_with_the_result(diary: Path, cramp: Cramp) -> None:
    cramp("trial", "plan", "stretching", "--yes", env=clock(FIRST))
    cramp("undo", env=clock(FIRST + timedelta(days=3)))
    record = begun(diary, FIRST + timedelta(days=4))
    keep(diary, lived_nights(record, 12), at(FIRST + timedelta(days=20), 9))
    now = clock(FIRST + timedelta(days=16))
    assert "drawn 1 time before" in cramp("trial", "stop", "--yes", env=now).out
    assert cramp("trial", "result", "--json", env=now).json["drawn_before"] == 1


def test_no_edit_moves_the_nights_of_a_trial_or_draws_it_again(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = str(store.entries("trial")[0].number)
    for typed in (["--day", "2026-03-21"], ["heat"], ["--clear", "seed"], ["--clear", "pairs"]):
        assert cramp("edit", "--yes", number, *typed, env=clock(FIRST)).exit_code != 0, typed
        assert kept(diary) == [record]
    assert cramp("edit", number, "--note", "a new start", env=clock(FIRST)).exit_code == 0
    assert kept(diary) == [record.replaced(note="a new start")]


def test_of_trials_begun_on_two_devices_the_earlier_goes_on(
    diary: Path, tmp_path: Path, cramp: Cramp
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(diary, other)
    begun(diary)
    begun(other, FIRST + timedelta(days=1), word="heat", seed="0" * 16)
    now = clock(FIRST + timedelta(days=2))
    cramp("merge", other, env=now)
    status = cramp("trial", "status", env=now)
    assert "Trial of stretching" in status.out
    assert "a trial of heat" in status.err
    assert "does not count" in status.err


def test_without_a_trial_a_script_hears_neither_yes_nor_no(diary: Path, cramp: Cramp) -> None:
    assert cramp("trial", "today", env=clock(FIRST)).exit_code == 2
    assert cramp("trial", "result", env=clock(FIRST)).exit_code == 1
    begun(diary, FIRST + timedelta(days=2))
    early = cramp("trial", "today", env=clock(FIRST))
    assert early.exit_code == 2
    assert "begins on" in early.err
    due = cramp("remind", "--due", "--json", env=clock(FIRST)).json
    assert due["tonight"] is None


def test_only_the_draw_of_tonight_is_shown(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    drawn = schedule(record.seed, record.pairs, "quick")
    for hours in range(0, 48, 3):
        now = at(FIRST, 6) + timedelta(hours=hours)
        night = now.date() if now.hour >= 5 else now.date() - timedelta(days=1)
        ran = cramp("trial", "today", env={**clock(FIRST), "CRAMP_NOW": now.isoformat()})
        assert ran.exit_code == 1 - drawn[(night - FIRST).days], now
    for screen in (("trial", "status", "--json"), ("list", "--kind", "trial"), ("show", "last"), ("trial",)):
        assert record.seed not in cramp(*screen, env=clock(FIRST)).out, screen


def test_the_report_hides_it_too(diary: Path, tmp_path: Path, cramp: Cramp) -> None:
    def verdicts(page: str) -> int:
        cramp("report", tmp_path / page, env=clock(FIRST + timedelta(days=1)))
        return len(
            re.findall(
                "(?i)stretching[^.]*(cramps on nights after|difference)", (tmp_path / page).read_text()
            )
        )

    assert verdicts("before.html")
    begun(diary)
    assert not verdicts("after.html")


def test_the_json_of_every_word_of_trial_is_json(diary: Path, cramp: Cramp) -> None:
    begun(diary)
    now = clock(FIRST + timedelta(days=2))
    for words in (("status",), ("today",), ("stop", "--yes"), ("result",)):
        assert json.loads(cramp("trial", *words, "--json", env=now).out)["command"].startswith("trial")


def test_a_quiet_night_told_too_late_for_the_trial_is_told_so(diary: Path, cramp: Cramp) -> None:
    begun(diary)
    now = clock(FIRST + timedelta(days=5))
    for night, is_late in ((FIRST, True), (FIRST + timedelta(days=3), False)):
        told = cramp("none", night.isoformat(), env=now)
        assert ("too late" in told.err) == is_late, night


def test_the_first_screen_offers_no_use_of_what_is_in_a_trial(diary: Path, cramp: Cramp) -> None:
    keep(diary, [exposure("heat", at(FIRST - timedelta(days=1), 21))], at(FIRST - timedelta(days=1), 21))
    evening = clock(FIRST, 21)
    assert "cramp used stretching heat`" in cramp(env=evening).out
    begun(diary)
    assert "cramp used heat`" in cramp(env=evening).out


def test_the_hint_of_a_plan_begins_the_plan_that_was_shown(diary: Path, cramp: Cramp) -> None:
    for given, kind in ((("--lasting",), "lasting"), ((), "quick"), (("--slow", "--anyway"), "slow")):
        told = " ".join(cramp("trial", "plan", "stretching", *given, env=clock(FIRST)).out.split())
        (hint,) = re.findall("To begin it: `cramp ([^`]*)`", told) or [None]
        if hint is None:
            assert "cannot be planned" in told or kind == "slow"
            continue
        assert cramp(*hint.split(), env=clock(FIRST)).exit_code == 0
        assert kept(diary)[-1].nature == kind
        cramp("undo", env=clock(FIRST))


def test_each_answer_is_reached_beside_others_and_a_trial_that_goes_on(diary: Path, cramp: Cramp) -> None:
    for first in (FIRST, FIRST + timedelta(days=10)):
        keep(diary, lived_nights(begun(diary, first), 8), at(first + timedelta(days=8), 9))
        cramp("trial", "stop", "--yes", env=clock(first + timedelta(days=8)))
    later = clock(FIRST + timedelta(days=25))
    told = cramp("remedies", env=later).out
    numbers = re.findall(r"cramp trial result (\d+)", " ".join(told.split()))
    assert len(numbers) == 2
    keep(
        diary,
        [trial(first=FIRST + timedelta(days=25), logged_at=at(FIRST + timedelta(days=25), 9))],
        at(FIRST + timedelta(days=25), 9),
    )
    shown = [
        cramp("trial", "result", each, "--json", env=later).json["trial"]["first_night"] for each in numbers
    ]
    assert sorted(shown) == [FIRST.isoformat(), (FIRST + timedelta(days=10)).isoformat()]
    assert kept(diary)[-1].ended is None


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


def test_status_asks_for_the_last_night_before_it_speaks_of_an_answer(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    keep(diary, lived_nights(record, 23), at(FIRST + timedelta(days=23), 9))
    morning = clock(record.last_night + timedelta(days=1))
    assert "Say first how last night was" in " ".join(cramp("trial", env=morning).out.split())
    cramp("none", env=morning)
    assert "It has its answer" in cramp("trial", env=morning).out


def test_no_json_tells_the_coming_draws(diary: Path, cramp: Cramp) -> None:
    record = begun(diary)
    with closing(Store(diary, now=at(FIRST, 9))) as store:
        number = str(store.entries("trial")[0].number)
    for screen in (("list", "--kind", "trial"), ("show", number), ("show", number, "--history"), ("trial",)):
        assert record.seed not in cramp(*screen, "--json", env=clock(FIRST)).out, screen


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
