"""A diary of 120 nights with all of the body in it, typed at the command line; its figures are worked out here again.

The plan is plain data (`kit.body_plan`). At several moments, in the morning and late in the evening, the figures of the
body in every screen are counted from what was said until then, by loops of the tests. Nothing of the program's own
arithmetic is used for what is expected.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from math import comb
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from kit.body_plan import ANSWERED, DAY, EVENINGS, MORNINGS, ZONE, Said, Step, at, plan
from kit.body_told import Told, night_of, rules, runs_on
from kit.running import Cramp

# `list`


def _check_list(shown: list[Said], told: Told) -> dict[int, int]:
    """Compare every entry, and return the number of each in the order in which they were made."""
    by_number = sorted(shown, key=lambda each: each["id"])
    assert len(shown) == len(told.entries)
    for one, said in zip(by_number, told.entries, strict=True):
        for name, value in said.items():
            held = datetime.fromisoformat(one[name]) if name == "at" else one[name]
            assert held == _as_json(value), (said, one)
        if "at" in said:
            assert one["night"] == str(night_of(said))
    places = []
    for each in shown:
        night = date.fromisoformat(each.get("night") or each["first_night"])
        at = datetime.fromisoformat(each["at"]).timestamp() if "at" in each else float("inf")
        places.append((night, at, each["id"]))
    assert places == sorted(places)
    return {id(said): one["id"] for one, said in zip(by_number, told.entries, strict=True)}


def _as_json(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return str(value) if isinstance(value, date) and not isinstance(value, datetime) else value


# `stats`


def _check_stats(shown: Said, told: Told) -> None:
    assert shown["nights"] == _states(told, told.nights)
    assert (shown["first_night"], shown["last_night"]) == (str(told.shown[0]), str(told.nights[-1]))
    cramps = [each for night in told.counted for each in told.on(night, "episode")]
    assert shown["cramps"] == len(cramps)
    tonight = told.on(told.under_way, "episode") if told.under_way and told.under_way not in told.away else []
    assert shown["cramps_under_way"] == len(tonight)
    for name in ("severity", "duration_s"):
        assert shown[name] == _spread(each[name] for each in cramps)
    for name, back in (("recent", 0), ("before", 28)):
        _check_window(shown[name], told, told.today - (back + 27) * DAY, told.today - back * DAY)
    assert shown["nights_woken"] == _nights_woken(told, told.counted)
    assert shown["signs"] == _signs(told)
    ends = [told.today - 7 * back * DAY for back in range(26)]
    weeks = [(end - 6 * DAY, end) for end in reversed(ends) if end >= told.nights[0]]
    assert shown["courses"] == _spans(told, weeks)
    _check_runs(shown, told)


def _states(told: Told, nights: Iterable[date]) -> dict[str, int]:
    # No night is in a gap: the longest silence of the plan is far shorter than 28 nights.
    counts = dict.fromkeys(("counted", "with_cramps", "clear", "silent", "away", "gap"), 0)
    for night in nights:
        state = _state(told, night)
        counts["with_cramps" if state == "cramps" else state] += 1
        counts["counted"] += state != "away"
    return counts


def _state(told: Told, night: date) -> str:
    if night in told.away:
        return "away"
    if told.on(night, "episode"):
        return "cramps"
    return "clear" if told.on(night, "check_in") else "silent"


def _spread(values: Iterable[int | None]) -> Said:
    said = sorted(value for value in values if value is not None)
    count = len(said)
    # The most that can be cut off at each end, with a chance of 2.5 % at the most that the median is there.
    ranks = [
        rank for rank in range(1, count) if 40 * sum(comb(count, less) for less in range(rank)) <= 2**count
    ]
    return {
        "said": count,
        "median": median(said) if said else None,
        "low": said[ranks[-1] - 1] if ranks else None,
        "high": said[-ranks[-1]] if ranks else None,
        "worst": said[-1] if said else None,
    }


def _check_window(shown: Said, told: Told, first: date, last: date) -> None:
    nights = [night for night in told.counted if first <= night <= last]
    cramps = [each for night in nights for each in told.on(night, "episode")]
    awake = [each["awake_s"] for each in cramps if each["awake_s"] is not None]
    sore = limited = 0
    for night in nights:
        after = datetime.combine(night + DAY, time(5)).replace(tzinfo=ZONE).timestamp()
        of_night = told.on(night, "episode")
        sore += any(
            each["sore_s"] and each["at"].timestamp() + (each["duration_s"] or 0) + each["sore_s"] > after
            for each in of_night
        )
        limited += any(each["walking"] for each in of_night)
    known = sum(bool(told.on(night, "episode") or told.on(night, "check_in")) for night in nights)
    legs = [each["severity"] for night in nights for each in told.on(night, "sign") if not each["sensations"]]
    assert shown == {
        "first_night": str(first),
        "last_night": str(last),
        "nights": len(nights),
        "cramps": len(cramps),
        "writing_known": 0,  # these clocks have no seconds, as a file that says nothing of it
        "cramps_logged_late": 0,  # each is told in the night of it, or the morning after
        "cramps_long": sum((each["duration_s"] or 0) > 600 for each in cramps),
        "woke_said": sum(each["woke"] is not None for each in cramps),
        "per_week": pytest.approx(7 * len(cramps) / len(nights)) if nights else None,
        "nights_known": known,
        "per_week_known": pytest.approx(7 * len(cramps) / known) if known else None,
        "nights_with_cramps": sum(bool(told.on(night, "episode")) for night in nights),
        "nights_woken": _nights_woken(told, nights),
        "severity": _spread(each["severity"] for each in cramps),
        "duration_s": _spread(each["duration_s"] for each in cramps),
        "aftermath": {
            "sore_said": sum(each["sore_s"] is not None for each in cramps),
            "nights_sore": sore,
            "awake_said": len(awake),
            "minutes_awake_per_week": pytest.approx(sum(awake) / 60 / len(nights) * 7)
            if awake and len(nights) >= 7
            else None,
            "walking_said": sum(each["walking"] is not None for each in cramps),
            "days_limited": limited,
        },
        "legs": _spread(legs),
    }


def _nights_woken(told: Told, nights: Iterable[date]) -> int:
    return sum(any(each["woke"] for each in told.on(night, "episode")) for night in nights)


def _signs(told: Told) -> list[Said]:
    days: dict[str | None, list[Said]] = {}
    for night in reversed(told.shown):
        for sign in reversed(told.on(night, "sign") if night not in told.away else []):
            for word in sign["sensations"] or [None] * (sign["severity"] is not None):
                day = {"night": str(night), "severity": sign["severity"], "side": sign["side"]}
                days.setdefault(word, []).append(day)
    found = []
    for word in sorted(days, key=lambda each: (-len(days[each]), each or "")):
        ago = [(told.today - date.fromisoformat(day["night"])).days for day in days[word]]
        recent, before = sum(0 <= each < 28 for each in ago), sum(28 <= each < 56 for each in ago)
        found.append({"word": word, "recent": recent, "before": before, "days": days[word]})
    return found


def _spans(told: Told, weeks: Sequence[tuple[date, date]]) -> list[Said]:
    newest = told.under_way or told.today
    courses = sorted(told.of("course"), key=lambda each: each["first_night"])
    found = []
    for role, word in dict.fromkeys((each["role"], each["word"]) for each in courses):
        mine = [each for each in courses if (each["role"], each["word"]) == (role, word)]
        on = []
        for first, last in weeks:
            nights = [first + days * DAY for days in range((last - first).days + 1)]
            on.append(any(runs_on(each, night) for each in mine for night in nights if night <= newest))
        runs = [
            {
                "first_night": str(each["first_night"]),
                "last_night": each["last_night"] and str(each["last_night"]),
                "amount": each["amount"],
                "skipped": len(each["skipped"]),
            }
            for each in mine
        ]
        if any(on):
            found.append({"role": role, "word": word, "runs": runs, "weeks": on})
    return found


def _check_runs(shown: Said, told: Told) -> None:
    """Compare the runs of remedies and the triggers met, in which a course counts on each of its nights."""
    at_home = [night for night in told.shown if night not in told.away]
    runs: list[Said] = []
    met: list[Said] = []
    for word in told.words("remedy"):
        lengths, now = [0], 0
        for night in at_home:
            lengths.append(lengths[-1] + 1 if told.had(night, "remedy", word) else 0)
            if lengths[-1] or night <= told.today:  # the night under way does not yet end a run
                now = lengths[-1]
        if any(lengths):
            runs.append(
                {"word": word, "nights": sum(map(bool, lengths)), "now": now, "longest": max(lengths)}
            )
    assert shown["remedies"] == sorted(runs, key=lambda each: (-each["nights"], each["word"]))
    for word in told.words("trigger"):
        nights = [night for night in at_home if told.had(night, "trigger", word)]
        if nights:
            since = max(0, (told.today - nights[-1]).days)
            if nights[-1] == at_home[-1] and any(
                runs_on(each, at_home[-1]) and runs_on(each, told.today)
                for each in told.of("course")
                if (each["role"], each["word"]) == ("trigger", word)
            ):
                since = 0  # it went on while away
            met.append({"word": word, "nights": len(nights), "nights_since": since})
    assert shown["triggers_met"] == sorted(met, key=lambda each: (each["nights_since"], each["word"]))


# `calendar`


def _check_calendar(shown: Said, told: Told) -> None:
    first, last = map(date.fromisoformat, (shown["first_night"], shown["last_night"]))
    newest = told.under_way or told.today
    sunday = newest + (6 - newest.weekday()) * DAY
    monday = told.nights[0] - told.nights[0].weekday() * DAY
    assert (first, last) == (min(monday, sunday - 55 * DAY), sunday)
    nights = [first + days * DAY for days in range((last - first).days + 1)]
    expected: list[Said] = []
    for night in nights:
        known = night in told.shown
        cramps = told.on(night, "episode")
        state = _state(told, night) if known else "outside"
        expected.append(
            {
                "night": str(night),
                "shown": "outside" if night == told.under_way and state == "silent" else state,
                "cramps": len(cramps),
                "worst": max(
                    (each["severity"] for each in cramps if each["severity"] is not None), default=None
                ),
                "remedy": known and told.had(night, "remedy", "magnesium"),
                "trigger": known and told.had(night, "trigger", "flare"),
                "under_way": night == told.under_way,
            }
        )
    assert shown["nights"] == expected
    states = _states(told, told.nights)
    assert {name: shown[name] for name in states if name != "counted"} == {
        name: count for name, count in states.items() if name != "counted"
    }
    assert shown["cramps"] == sum(len(told.on(night, "episode")) for night in told.counted)
    over = [each for each in expected if not each["under_way"]]
    assert (shown["with_remedy"], shown["with_trigger"]) == (
        sum(each["remedy"] for each in over),
        sum(each["trigger"] for each in over),
    )
    weeks = [(first + days * DAY, first + (days + 6) * DAY) for days in range(0, len(nights), 7)]
    assert shown["courses"] == _spans(told, weeks)


# `doctor`


def _check_doctor(shown: Said, told: Told, numbers: dict[int, int]) -> None:
    speaking: list[Said] = []
    quiet: list[Said] = []
    for name, (reasons, is_worse) in rules(told).items():
        if not reasons:
            continue
        nights = {night_of(each) for each in reasons}
        answers = [
            each["night"]
            for each in told.of("seen")
            if each["rule"] == name and each["night"] <= told.now.date()
        ]
        worse = bool(answers) and is_worse(max(answers))
        notice = {
            "name": name,
            "first_night": str(min(nights)),
            "last_night": str(max(nights)),
            "nights": len(nights),
            "entries": [numbers[id(each)] for each in reasons],
            "answered": str(max(answers)) if answers else None,
            "speaks_again": worse,
        }
        (quiet if answers and not worse else speaking).append(notice)
    assert [_notice(each) for each in shown["notices"]] == speaking
    assert [_notice(each) for each in shown["answered"]] == quiet


def _notice(shown: Said) -> Said:
    """Return a notice with its rule and its entries by name and number."""
    entries = [each["id"] for each in shown["entries"]]
    said = {name: value for name, value in shown.items() if name not in ("rule", "is_worse", "new")}
    assert not (shown["is_worse"] and shown["new"])
    speaks_again = shown["is_worse"] or bool(shown["new"])
    return {"name": shown["rule"]["name"], **said, "entries": entries, "speaks_again": speaks_again}


# The diary


SCREENS = (
    ("list",), ("stats",), ("stats", "signs"), ("stats", "--against", "before"), ("doctor",),
    ("calendar", "--remedy", "magnesium", "--trigger", "flare"),
)  # fmt: skip


def _look(cramp: Cramp, now: datetime, *before: str) -> list[Said]:
    env = {"CRAMP_NOW": now.isoformat()}
    return [cramp(*before, *screen, "--json", env=env).json for screen in SCREENS]


def _check(screens: list[Said], told: Told) -> None:
    entries, stats, signs, ranges, doctor, calendar = screens
    numbers = _check_list(entries["entries"], told)
    _check_stats(stats, told)
    assert signs == {"signs": stats["signs"]}
    for name, window in (("range", "recent"), ("against", "before")):
        assert ranges[name]["window"] == stats[window]
    _check_calendar(calendar, told)
    _check_doctor(doctor, told, numbers)
    assert stats["notices"] == doctor["notices"]


@pytest.mark.slow
@pytest.mark.parametrize("nights", [40, pytest.param(120, marks=pytest.mark.slow)])
def test_every_figure_of_the_body(nights: int, cramp: Cramp, tmp_path: Path) -> None:
    looks = sorted(
        [at(number, 23 * 60 + 45) for number in EVENINGS if number < nights]
        + [at(number, 35 * 60) for number in MORNINGS if number < nights]
    )
    entries: list[Said] = []
    seen: list[list[Said]] = []
    steps = plan(nights)
    for look in looks:
        while steps and steps[0].when <= look:
            _type(cramp, steps.pop(0), entries)
        screens = _look(cramp, look)
        _check(screens, Told(entries, look))
        seen.append(screens)
    assert not steps
    _check_that_all_is_in_it(seen, nights)
    copied, other = tmp_path / "diary.jsonl", str(tmp_path / "other.db")
    env = {"CRAMP_NOW": looks[-1].isoformat()}
    assert cramp("export", copied, env=env).exit_code == 0
    assert cramp("--diary", other, "import", "--new", copied, env=env).exit_code == 0
    for path in ([], ["--diary", other]):
        assert cramp(*path, "info", "--verify", env=env).exit_code == 0
    assert _look(cramp, looks[-1], "--diary", other) == screens


def _type(cramp: Cramp, step: Step, entries: list[Said]) -> None:
    """Type a step, and do to the entries as the plan has them what it says."""
    words = [word for each in step.words for word in each.split()]
    ran = cramp(*words, env={"CRAMP_NOW": step.when.isoformat()})
    assert ran.exit_code == 0, (step, ran.err)
    if step.makes:
        entries.append(step.makes)
    for entry, said in step.changes:
        for name, value in said.items():
            if name == "skipped":
                entry[name].append(value)
            elif value is not None:
                entry[name] = value


def _check_that_all_is_in_it(looks: list[list[Said]], nights: int) -> None:
    """Check that the plan leaves nothing empty that is looked at, or the comparison would prove nothing of it."""
    all_stats, all_doctor = [look[1] for look in looks], [look[4] for look in looks]
    for stats in all_stats[-2:]:
        assert stats["recent"]["legs"]["said"]
        assert all(stats["recent"]["aftermath"].values())
        assert {each["word"] for each in stats["courses"]} >= {"magnesium", "flare"}
        assert len(stats["signs"]) > 4
    assert any(stats["cramps_under_way"] for stats in all_stats)
    assert any(run["skipped"] for each in all_stats[-1]["courses"] for run in each["runs"])
    said = [each for doctor in all_doctor for each in (*doctor["notices"], *doctor["answered"])]
    assert any(doctor["answered"] for doctor in all_doctor)
    assert len({each["rule"]["name"] for each in said}) >= 6
    if nights > MORNINGS[-1]:
        assert {each["rule"]["name"] for each in said} == set(ANSWERED)
        worse = {each["rule"]["name"] for each in said if each["is_worse"] or each["new"]}
        assert {"one-leg", "long-cramp", "numb-or-swollen", "severe"} <= worse
