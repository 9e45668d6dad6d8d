"""Each doctor notice on its threshold, just under it and just over it; and how calmly it is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Episode, Record
from crampdiary.doctor import redflags, rules
from crampdiary.doctor.history import after_medicine
from crampdiary.doctor.screen import BEGINNING, mention
from kit import seeded
from kit.builders import LAST_NIGHT, NOW, at, away, check_in, episode, exposure
from kit.running import Cramp

DAY = timedelta(days=1)


def holding(records: Sequence[Record], *, now: datetime = NOW) -> set[str]:
    found = redflags.find(seeded.diary(records, now=now), now=now)
    return {notice.rule.name for notice in found}


def on(nights_ago: int, **values: object) -> Episode:
    """Return a cramp at 03:00 of the night so many before the latest that is over."""
    morning = LAST_NIGHT + DAY - nights_ago * DAY
    return episode(at(f"{morning}T03:00"), **values)


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ({"duration_s": 600}, False),
        ({"duration_s": 601}, True),
        ({}, False),
        ({"tried": (Tried(remedy="heat", relief="no", after_s=600),)}, False),
        ({"tried": (Tried(remedy="heat", relief="helped", after_s=601),)}, True),
    ],
)
def test_long_cramp(values: dict[str, object], holds: bool) -> None:
    assert ("long-cramp" in holding([on(3, **values)])) is holds


@pytest.mark.parametrize(
    ("sensation", "rule"),
    [
        ("numbness", "numb-or-swollen"),
        ("swelling", "numb-or-swollen"),
        ("redness", "numb-or-swollen"),
        ("skin-colour", "numb-or-swollen"),
        ("weakness", "weak"),
        ("pain-on-walking", "on-walking"),
        ("tingling", None),
        ("burning", None),
        ("stiffness", None),
    ],
)
def test_what_a_cramp_came_with(sensation: str, rule: str | None) -> None:
    assert holding([on(3, sensations=("knot", sensation))]) == ({rule} if rule else set())


@pytest.mark.parametrize(("nights_ago", "holds"), [(0, True), (27, True), (28, False)])
def test_an_entry_gives_reason_for_28_nights(nights_ago: int, holds: bool) -> None:
    assert bool(holding([on(nights_ago, sensations=("weakness",)), check_in()])) is holds


@pytest.mark.parametrize(
    ("woken", "holds"), [((0, 1), False), ((0, 1, 6), True), ((0, 1, 7), False), ((2, 2, 2), False)]
)
def test_sleep(woken: tuple[int, ...], holds: bool) -> None:
    records: list[Record] = [on(nights_ago, woke=True) for nights_ago in woken]
    records += [on(4), on(5, woke=False), check_in()]
    assert ("sleep" in holding(records)) is holds


@pytest.mark.parametrize(
    ("severities", "holds"),
    [
        ({0: 8, 5: 9}, False),
        ({0: 8, 5: 9, 27: 10}, True),
        ({0: 8, 5: 9, 28: 10}, False),
        ({0: 8, 5: 7, 27: 10}, False),
    ],
)
def test_severe(severities: dict[int, int], holds: bool) -> None:
    records = [on(nights_ago, severity=severity) for nights_ago, severity in severities.items()]
    assert ("severe" in holding([*records, check_in()])) is holds


def test_three_severe_cramps_of_one_night_are_one_night() -> None:
    assert "severe" not in holding([on(0, severity=9), on(0, severity=9), on(0, severity=9)])


@pytest.mark.parametrize(
    ("sites", "holds"),
    [
        ((("arch",), ("calf",), ("toes",)), False),  # foot and lower leg are where these cramps usually are
        ((("hand",),), True),
        ((("thigh",),), True),
        ((("arch", "hamstring"),), True),
        ((("arch",), ("other",)), False),
        ((("arch",), ("other",), ("calf",)), True),
    ],
)
def test_other_muscles(sites: tuple[tuple[str, ...], ...], holds: bool) -> None:
    records = [on(number, sites=each) for number, each in enumerate(sites)]
    assert ("other-muscles" in holding(records)) is holds


def _night(record: Record) -> date:
    night: date = record.night  # type: ignore[union-attr]
    return night


def weeks(*nights_with_cramps: int) -> list[Record]:
    """Return weeks back from the last night, the newest first, each with cramps on so many nights."""
    records: list[Record] = [check_in(LAST_NIGHT - 40 * DAY)]
    for week, count in enumerate(nights_with_cramps):
        records += [on(7 * week + night, sites=("arch",)) for night in range(count)]
    return records


@pytest.mark.parametrize(
    ("per_week", "holds"),
    [
        ((3, 3, 3, 3), True),
        ((3, 3, 3, 2), False),
        ((2, 7, 7, 7), False),
        ((3, 3, 3), False),
        ((4, 3, 5, 7), True),
    ],
)
def test_frequent(per_week: tuple[int, ...], holds: bool) -> None:
    assert ("frequent" in holding(weeks(*per_week))) is holds


def test_nights_away_are_left_out_of_what_is_counted_but_what_a_cramp_was_like_is_not() -> None:
    first, last = LAST_NIGHT - 20 * DAY, LAST_NIGHT
    gone = away(first.isoformat(), last.isoformat())
    assert "frequent" not in holding([*weeks(3, 3, 3, 3), gone])
    assert holding([on(3, sensations=("weakness",)), gone]) == {"weak"}


def blocks(*cramps: int) -> list[Record]:
    """Return blocks of 28 nights back from the last, the newest first, each with so many cramps."""
    records: list[Record] = [check_in(LAST_NIGHT - (28 * len(cramps) - 1) * DAY), check_in()]
    for block, count in enumerate(cramps):
        records += [on(28 * block + 13, sites=("arch",)) for _ in range(count)]
    return records


@pytest.mark.parametrize(
    ("recent", "holds"), [((40, 40), True), ((8, 8), False), ((40, 9), False), ((5, 5), False)]
)
def test_worsening(recent: tuple[int, int], holds: bool) -> None:
    assert ("worsening" in holding(blocks(*recent, *[8] * 12))) is holds


def test_worsening_needs_140_nights() -> None:
    assert "worsening" in holding(blocks(60, 60, 8, 8, 8))
    assert "worsening" not in holding(blocks(60, 60, 8, 8))
    records = blocks(60, 60, 8, 8, 8)
    assert "worsening" not in holding([each for each in records if _night(each) > LAST_NIGHT - 139 * DAY])


def medicine(nights_ago: int, word: str = "new-medicine") -> Record:
    evening = LAST_NIGHT - nights_ago * DAY
    return exposure(word, at(f"{evening}T20:00"), role="trigger")


@pytest.mark.parametrize("word", ["new-medicine", "dose-change"])
def test_new_medicine(word: str) -> None:
    records = [*blocks(60, *[6] * 12), medicine(27, word)]
    found = {each.rule.name: each for each in redflags.find(seeded.diary(records), now=NOW)}
    notice = found["new-medicine"]
    assert notice.first_night == LAST_NIGHT - 27 * DAY
    assert len(notice.entries) == 61
    assert "new-medicine" not in holding([*blocks(60, *[6] * 12), medicine(27, "stress")])
    assert "new-medicine" not in holding([*blocks(8, *[6] * 12), medicine(27, word)])


def test_a_new_medicine_is_looked_at_from_14_to_56_nights_after_its_start() -> None:
    steady: list[Record] = [on(nights_ago) for nights_ago in range(57, 400, 4)]
    bad: list[Record] = [on(nights_ago) for nights_ago in range(56) for _ in range(3)]
    for nights_ago, holds in ((12, False), (13, True), (55, True), (56, False)):
        # Begun at the same time as the cramps got worse.
        records = [each for each in bad if _night(each) >= LAST_NIGHT - nights_ago * DAY]
        calm = [on(each) for each in range(nights_ago + 1, 57, 4)]
        assert ("new-medicine" in holding([*steady, *calm, *records, medicine(nights_ago)])) is holds, (
            nights_ago
        )


def test_a_medicine_begun_while_it_was_already_bad_is_not_blamed() -> None:
    records = [*blocks(60, 60, *[6] * 11), medicine(27)]
    assert "new-medicine" not in holding(records)


def test_what_came_after_a_medicine_is_compared_only_with_a_history() -> None:
    records = [*blocks(60, 6, 6), medicine(27)]
    assert after_medicine(seeded.diary(records), LAST_NIGHT - 27 * DAY) is None


def test_the_night_under_way_counts_once_it_has_a_cramp() -> None:
    now = NOW.replace(day=31, hour=23)
    before = [on(nights_ago, woke=True) for nights_ago in (5, 6)]
    assert holding([*before, on(0)], now=now) == set()
    tonight = episode("2026-03-31T22:30", woke=True, logged_at=now)
    assert holding([*before, tonight], now=now) == set()  # seven nights back from tonight
    assert holding([*before[:1], on(1, woke=True), tonight], now=now) == {"sleep"}


def test_an_empty_diary_and_one_of_check_ins_have_no_notice() -> None:
    assert holding([]) == set()
    assert holding([check_in(LAST_NIGHT - number * DAY) for number in range(200)]) == set()


def test_every_rule_has_its_source_and_says_what_to_tell() -> None:
    for rule in rules.RULES:
        assert rule.source
        assert rule.tell
        assert rule.level in rules.LEVELS
        notice = rules.Notice(rule=rule, first_night=LAST_NIGHT, last_night=LAST_NIGHT, nights=1, entries=())
        assert mention(notice).startswith(BEGINNING)
    assert [rule.name for rule in rules.RULES if not rule.at_log] == [
        "frequent",
        "worsening",
        "new-medicine",
    ]


def test_log_mentions_a_reason_once_in_14_days(cramp: Cramp) -> None:
    def log(day: date, *words: str) -> str:
        now = datetime.combine(day, NOW.timetz())
        return cramp("log", *words, env={"CRAMP_NOW": now.isoformat()}).err

    assert log(NOW.date(), "5", "arch") == ""
    assert log(NOW.date(), "5", "arch", "numb").count(BEGINNING) == 1
    assert log(NOW.date() + 13 * DAY, "5", "arch", "numb") == ""
    assert log(NOW.date() + 13 * DAY, "5", "arch", "weak").count(BEGINNING) == 1
    assert log(NOW.date() + 14 * DAY, "5", "arch", "numb").count(BEGINNING) == 1


def test_log_mentions_nothing_that_the_cramp_just_logged_is_no_reason_for(cramp: Cramp) -> None:
    cramp("log", "5", "numb", "--at", "2026-03-30 03:00")
    cramp("undo")
    cramp("redo")
    assert cramp("log", "5", "arch").err == ""


def test_an_old_cramp_logged_now_is_not_mentioned(cramp: Cramp) -> None:
    assert cramp("log", "9", "arch", "numb", "20m", "--at", "2025-03-30 03:00").err == ""


def test_log_never_mentions_what_needs_the_history(cramp: Cramp) -> None:
    said: list[str] = []
    for nights_ago in range(28, -1, -1):
        ran = cramp("log", "5", "arch", "--at", f"{LAST_NIGHT + DAY - nights_ago * DAY} 03:00")
        said.append(ran.err)
    assert "".join(said) == ""
    names = [notice["rule"]["name"] for notice in cramp("doctor", "--json").json["notices"]]
    assert names == ["frequent"]


def test_json_and_exit_code_of_log_are_those_without_a_notice(cramp: Cramp) -> None:
    ran = cramp("log", "9", "hand", "20m", "--json")
    assert ran.exit_code == 0
    assert ran.json["entries"][0]["severity"] == 9
    assert BEGINNING in ran.err
