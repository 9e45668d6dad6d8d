"""Each doctor notice on its threshold, just under it and just over it; and how calmly it is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

import pytest

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Episode, Record
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor import rules
from crampdiary.doctor.history import after_medicine
from crampdiary.doctor.screen import BEGINNING, mention
from kit import seeded
from kit.builders import LAST_NIGHT, NOW, at, away, check_in, episode, exposure
from kit.running import Cramp

DAY = timedelta(days=1)


def holding(records: Sequence[Record], *, now: datetime = NOW) -> set[str]:
    found = rules.find(seeded.diary(records, now=now), now=now)
    return {notice.rule.name for notice in found}


def on(nights_ago: int, **values: object) -> Episode:
    """Return a cramp at 03:00 of the night so many before the latest that is over."""
    morning = LAST_NIGHT + DAY - nights_ago * DAY
    return episode(at(f"{morning}T03:00"), **values)


def _night(record: Record) -> date:
    night: date = record.night  # type: ignore[union-attr]
    return night


def weeks(*nights_with_cramps: int) -> list[Record]:
    """Return weeks back from the last night, the newest first, each with cramps on so many nights."""
    records: list[Record] = [check_in(LAST_NIGHT - 40 * DAY)]
    for week, count in enumerate(nights_with_cramps):
        records += [on(7 * week + night, sites=("arch",)) for night in range(count)]
    return records


def blocks(*cramps: int) -> list[Record]:
    """Return blocks of 28 nights back from the last, the newest first, each with so many cramps."""
    records: list[Record] = [check_in(LAST_NIGHT - (28 * len(cramps) - 1) * DAY), check_in()]
    for block, count in enumerate(cramps):
        records += [on(28 * block + 13, sites=("arch",)) for _ in range(count)]
    return records


def medicine(nights_ago: int, word: str = "new-medicine") -> Record:
    evening = LAST_NIGHT - nights_ago * DAY
    return exposure(word, at(f"{evening}T20:00"), role="trigger")


def felt(sensations: Iterable[str]) -> list[list[Record]]:
    """Return a diary for each, of one cramp that came with it."""
    return [[on(3, sensations=(each,))] for each in sorted(sensations)]


def at_sites(*sites: str) -> list[Record]:
    """Return a cramp at each, on one night after the other."""
    return [on(nights_ago, sites=(site,)) for nights_ago, site in enumerate(sites)]


def woken(*nights_ago: int) -> list[Record]:
    return [on(4), on(5, woke=False), check_in(), *(on(each, woke=True) for each in nights_ago)]


def of_severity(severities: dict[int, int]) -> list[Record]:
    return [check_in(), *(on(nights_ago, severity=each) for nights_ago, each in severities.items())]


def begun(nights_ago: int) -> list[Record]:
    """Return a diary in which a medicine was begun so long ago, and the cramps got worse on that very night."""
    steady = [on(each) for each in range(nights_ago + 1, 400, 4)]
    return [*steady, *(on(each) for each in range(nights_ago + 1) for _ in range(3)), medicine(nights_ago)]


SENSATIONS = {word.slug for word in Vocabulary().words("sensation")}
NUMB = {"numbness", "swelling", "redness", "skin-colour"}
USUAL = [8] * 12
CALM = [6] * 12
Diaries = Sequence[Sequence[Record]]
EDGES: dict[str, tuple[Diaries, Diaries]] = {
    "long-cramp": (
        [[on(3, duration_s=601)], [on(3, tried=(Tried(remedy="heat", relief="helped", after_s=601),))]],
        [
            *([on(3, duration_s=600)], [on(3)], [on(3, duration_s=60, sore_s=259_200, awake_s=7200)]),
            [on(3, tried=(Tried(remedy="heat", relief="no", after_s=600),))],
        ],
    ),
    "numb-or-swollen": (felt(NUMB), felt(SENSATIONS - NUMB)),
    "weak": (
        [*felt({"weakness"}), [on(27, sensations=("weakness",)), check_in()]],
        [*felt(SENSATIONS - {"weakness"}), [on(28, sensations=("weakness",)), check_in()]],
    ),
    "on-walking": (felt({"pain-on-walking"}), felt(SENSATIONS - {"pain-on-walking"})),
    "sleep": ([woken(0, 1, 6)], [woken(0, 1), woken(0, 1, 7), woken(2, 2, 2)]),
    "frequent": (
        [weeks(3, 3, 3, 3), weeks(4, 3, 5, 7)],
        [weeks(3, 3, 3, 2), weeks(2, 7, 7, 7), weeks(3, 3, 3), weeks(7, 7, 2, 7)],
    ),
    "worsening": (
        [blocks(40, 40, *USUAL), blocks(60, 60, 8, 8, 8)],
        [
            *(blocks(*recent, *USUAL) for recent in ((8, 8), (40, 9), (9, 40), (5, 5))),
            blocks(60, 60, 8, 8),  # fewer than 140 nights
            [each for each in blocks(60, 60, 8, 8, 8) if _night(each) > LAST_NIGHT - 139 * DAY],
        ],
    ),
    "severe": (
        [of_severity({0: 8, 5: 9, 27: 10})],
        [of_severity(each) for each in ({0: 8, 5: 9}, {0: 8, 5: 9, 28: 10}, {0: 8, 5: 7, 27: 10})]
        + [[on(0, severity=9), on(0, severity=9), on(0, severity=9)]],  # of one night
    ),
    "new-medicine": (
        [[*blocks(60, *CALM), medicine(27, word)] for word in ("new-medicine", "dose-change")]
        + [begun(13), begun(55)],
        [
            [*blocks(60, *CALM), medicine(27, "stress")],
            [*blocks(8, *CALM), medicine(27)],
            [*blocks(60, 60, *CALM[1:]), medicine(27)],  # begun while it was already bad
            begun(12),
            begun(56),
        ],
    ),
    "other-muscles": (
        [
            *([on(0, sites=("arch", site))] for site in ("hand", "thigh", "hamstring")),
            at_sites("arch", "other", "calf"),
        ],
        [
            # Foot and lower leg are where these cramps usually are.
            at_sites("arch", "toes", "big-toe", "ball", "heel", "top", "ankle", "calf", "shin"),
            at_sites("arch", "other"),
        ],
    ),
}
"""For each rule diaries on which it just holds, and such on which it just does not."""


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_every_rule_holds_on_its_edge_and_not_beyond(rule: rules.Rule) -> None:
    assert rule.name in EDGES, f"EDGES has no diaries on which {rule.name} just holds and just does not"
    holds, silent = EDGES[rule.name]
    assert holds, "no diary shows that it can hold"
    assert silent, "no diary shows that it can be silent"
    for records in holds:
        assert rule.name in holding(records)
    for records in silent:
        assert rule.name not in holding(records)


def test_nights_away_are_left_out_of_what_is_counted_but_what_a_cramp_was_like_is_not() -> None:
    first, last = LAST_NIGHT - 20 * DAY, LAST_NIGHT
    gone = away(first.isoformat(), last.isoformat())
    assert "frequent" not in holding([*weeks(3, 3, 3, 3), gone])
    assert holding([on(3, sensations=("weakness",)), gone]) == {"weak"}


def test_a_notice_of_a_medicine_begins_with_it() -> None:
    found = {each.rule.name: each for each in rules.find(seeded.diary(begun(20)), now=NOW)}
    notice = found["new-medicine"]
    assert notice.first_night == LAST_NIGHT - 20 * DAY
    assert (notice.last_night, notice.nights, len(notice.entries)) == (LAST_NIGHT, 21, 1 + 3 * 21)
    assert notice.entries[0].record.kind == "exposure"


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


def test_rules_as_json_are_all_their_words_and_no_test(cramp: Cramp) -> None:
    shown = cramp("doctor", "--rules", "--json").json["rules"]
    assert shown == [
        {name: getattr(rule, name) for name in rules.Rule.names if name != "test"} for rule in rules.RULES
    ]
