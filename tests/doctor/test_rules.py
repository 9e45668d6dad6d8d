"""Each doctor notice on its threshold, just under it and just over it; and how calmly it is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import chain

import pytest

from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Episode, Record, Sign, Word
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor import felt, rules
from crampdiary.doctor.history import BEGAN_SINCE, after_medicine
from crampdiary.doctor.screen import BEGINNING, mention
from crampdiary.stats.trend import LEAST_NIGHTS
from kit import seeded
from kit.builders import LAST_NIGHT, NOW, at, away, check_in, course, episode, exposure, seen, sign, word
from kit.running import Cramp

DAY = timedelta(days=1)


def holding(records: Iterable[Record], *, now: datetime = NOW) -> set[str]:
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


def nightly(nights_ago: int, word_: str, role: str = "trigger") -> Record:
    return course(word_, LAST_NIGHT - nights_ago * DAY, role=role)


def told(sensation: str, *nights_ago: int, **values: object) -> list[Record]:
    """Return a diary of cramps that came with it, so many nights ago, and of a night without anything."""
    return [check_in(), *(on(each, sensations=(sensation,), **values) for each in nights_ago)]


def signs(sensation: str, *nights_ago: int, **values: object) -> list[Record]:
    """Return the same of signs, in the evenings of those nights."""
    evenings = (LAST_NIGHT - each * DAY for each in nights_ago)
    return [check_in(), *(sign(sensation, when=f"{each}T21:00", **values) for each in evenings)]


def leg(nights_ago: int, side: str | None = "left", *sites: str, sensation: str = "swelling") -> Record:
    return on(nights_ago, sensations=(sensation,), sites=sites or ("calf",), side=side)


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
SITES = {word.slug for word in Vocabulary().words("site")}
NUMB = {"numbness", "swelling", "redness", "skin-colour"}
USUAL = [8] * 12
CALM = [6] * 12
HOUR = 3600
THREE_DAYS = 3 * 24 * HOUR
Diaries = Sequence[Sequence[Record]]


def passing(*sensations: str) -> tuple[Diaries, Diaries]:
    """Return the diaries on the edge of a rule about what may pass."""
    holds: list[list[Record]] = []
    for each in sensations:
        holds += [
            *(told(each, 0, 27), signs(each, 0, 27), [*told(each, 5), *signs(each, 6)]),
            *(told(each, 27, duration_s=HOUR + 1), signs(each, 27, duration_s=HOUR + 1)),
            *(told(each, 27, side="both"), signs(each, 27, side="both")),
            [*told(each, 27, side="left"), *signs(each, 27, side="right")],
        ]
    silent: list[list[Record]] = [
        told(each, 0, 1, side="both") for each in sorted(SENSATIONS - {*sensations})
    ]
    for each in sensations:
        silent += [
            *(told(each, 5), signs(each, 5), told(each, 5, 5), told(each, 0, 28), signs(each, 0, 28)),
            *(told(each, 5, duration_s=HOUR), signs(each, 5, duration_s=HOUR, side="left")),
            *(told(each, 28, duration_s=HOUR + 1), told(each, 28, side="both")),
            [*told(each, 5, side="left"), *signs(each, 5)],
        ]
    return holds, silent


EDGES: dict[str, tuple[Diaries, Diaries]] = {
    "one-leg": (
        [
            *([leg(27, side, site, sensation=each), check_in()]
              for side in ("left", "right") for site in ("calf", "shin", "leg", "thigh", "hamstring")
              for each in ("swelling", "redness")),
            signs("swelling", 27, sites=("arch", "calf"), side="left"),
        ],
        [
            [leg(28), check_in()],
            *([leg(3, side)] for side in ("both", None)),
            *([leg(3, "left", each)] for each in sorted(SITES - {"calf", "shin", "leg", "thigh", "hamstring"})),
            *([leg(3, sensation=each)] for each in sorted(SENSATIONS - {"swelling", "redness"})),
            signs("swelling", 3, side="left"),
        ],
    ),
    "long-cramp": (
        [
            [on(27, duration_s=601), check_in()], [on(3, duration_s=601)],
            [on(3, tried=(Tried(remedy="heat", relief="helped", after_s=601),))],
        ],
        [
            [on(3, duration_s=600)], [on(28, duration_s=601), check_in()], [on(3)],
            [on(3, duration_s=60, sore_s=THREE_DAYS + 1, awake_s=7200, walking="could-not")],
            [on(3, tried=(Tried(remedy="heat", relief="no", after_s=600),))], signs("aching", 3, duration_s=7200),
        ],
    ),
    "long-soreness": (
        [[on(3, sore_s=THREE_DAYS + 1)], [on(27, sore_s=THREE_DAYS + 1), check_in()]],
        [
            [on(3, sore_s=THREE_DAYS)], [on(28, sore_s=THREE_DAYS + 1), check_in()],
            [on(3, duration_s=THREE_DAYS + 1)], [on(3, sore_s=24 * HOUR), on(4, sore_s=THREE_DAYS)],
        ],
    ),
    "numb-or-swollen": passing(*sorted(NUMB)),
    "weak": passing("weakness"),
    "on-walking": passing("pain-on-walking"),
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
        + [[on(0, severity=9), on(0, severity=9), on(0, severity=9)]]  # of one night
        + [signs("aching", 0, 1, 2, severity=9)],
    ),
    "new-medicine": (
        [
            *([*blocks(60, *CALM), medicine(27, word)] for word in ("new-medicine", "dose-change")),
            *([*blocks(60, *CALM), nightly(27, word)] for word in ("new-medicine", "dose-change", "blue-pills")),
            *([*blocks(60, *CALM), nightly(27, word, "remedy")] for word in ("statin", "prescribed")),
            *(begun(13), begun(55)),
        ],
        [
            [*blocks(60, *CALM), medicine(27, "stress")],
            [*blocks(60, *CALM), nightly(27, "flare")],
            [*blocks(60, *CALM), nightly(27, "magnesium", "remedy")],
            [*blocks(60, *CALM), nightly(400, "new-medicine")],  # no night of it but the first is its beginning
            [*blocks(8, *CALM), medicine(27)],
            [*blocks(60, 60, *CALM[1:]), medicine(27)],  # begun while it was already bad
            begun(12),
            begun(56),
        ],
    ),
    "other-muscles": (
        [
            [on(27, sites=("arch", "hand")), check_in()], [on(27, sites=("arch", "arm")), check_in()],
            at_sites("arch", "other", "calf"),
            at_sites("arch", "hip", "thigh"),
        ],
        [
            # Foot and leg are where these cramps usually are, and the thigh is of the leg.
            at_sites("arch", "toes", "big-toe", "ball", "heel", "top", "ankle", "foot", "calf", "shin", "knee", "leg",
                     "thigh", "hamstring"),
            at_sites("arch", "other"),
            [on(28, sites=("hand",)), check_in()],
            signs("tingling", 3, sites=("hand",)),
        ],
    ),
}  # fmt: skip
"""For each rule diaries on which it just holds, and such on which it just does not."""


def answered(name: str, days_ago: int, *records: Iterable[Record]) -> list[Record]:
    """Return a diary in which a notice was answered so many days ago."""
    return [*chain(*records), seen(name, NOW.date() - days_ago * DAY)]


def cramps_of(*nights_ago: int, **values: object) -> list[Record]:
    return [on(each, **values) for each in nights_ago]


def no_more_than_passing(name: str, sensation: str) -> tuple[Diaries, Diaries]:
    def told_of(*now: Record, then: Sequence[Record] = told(sensation, 30, 31)) -> list[Record]:
        return answered(name, 30, then, now)

    once = told(sensation, 3)
    lasting = [*once, *told(sensation, 2, duration_s=HOUR + 1)]
    both = [*once, *told(sensation, 2, side="both")]
    return [
        *(told_of(*told(sensation, *range(4))), told_of(*told(sensation, 1, 2, duration_s=HOUR))),
        *(
            told_of(*lasting, then=lasting_then)
            for lasting_then in [told(sensation, 31, duration_s=HOUR + 1)]
        ),
        *(told_of(*both, then=both_then) for both_then in [told(sensation, 31, side="both")]),
    ], [
        *(told_of(*told(sensation, *range(5))), told_of(*lasting), told_of(*both)),
        *(told_of(*signs(sensation, *range(5))), told_of(*signs(sensation, 1, side="both"))),
    ]


ANSWERED: dict[str, tuple[Diaries, Diaries]] = {
    "one-leg": (
        [answered("one-leg", 30, [leg(31), leg(3)]), answered("one-leg", 30, [leg(31), leg(20), leg(3)])],
        [
            answered("one-leg", 30, [leg(31), leg(2)]),  # again after 29 nights
            answered("one-leg", 30, [leg(31), leg(20), leg(3, "right")]),
            answered("one-leg", 30, [leg(3)]),
            answered("one-leg", 4, [leg(3)]),  # in the night after the answer
        ],
    ),
    "long-cramp": (
        [
            answered("long-cramp", 30, [on(31, duration_s=900), on(3, duration_s=1800)]),
            answered("long-cramp", 30, [on(3, duration_s=1200)]),
            answered("long-cramp", 30, cramps_of(31, 0, 1, 2, duration_s=601)),
        ],
        [
            answered("long-cramp", 30, [on(31, duration_s=900), on(3, duration_s=1801)]),
            answered("long-cramp", 30, [on(3, duration_s=1201)]),
            answered("long-cramp", 30, cramps_of(31, 0, 1, 2, 3, duration_s=601)),
        ],
    ),
    "long-soreness": (
        [
            answered("long-soreness", 30, [on(3, sore_s=2 * THREE_DAYS)]),
            answered("long-soreness", 30, cramps_of(31, 0, 1, 2, sore_s=THREE_DAYS + 1)),
        ],
        [
            answered("long-soreness", 30, [on(3, sore_s=2 * THREE_DAYS + 1)]),
            answered("long-soreness", 30, cramps_of(31, 0, 1, 2, 3, sore_s=THREE_DAYS + 1)),
        ],
    ),
    "numb-or-swollen": no_more_than_passing("numb-or-swollen", "numbness"),
    "weak": no_more_than_passing("weak", "weakness"),
    "on-walking": no_more_than_passing("on-walking", "pain-on-walking"),
    "sleep": (
        [
            answered("sleep", 30, woken(*range(23))),
            answered("sleep", 30, woken(*range(30, 50)), woken(*range(20), *range(19))),
        ],
        [
            answered("sleep", 30, woken(*range(24))),
            answered("sleep", 30, woken(*range(30, 50)), woken(*range(20), *range(20))),
        ],
    ),
    "frequent": (
        [
            answered("frequent", 28, weeks(6, 6, 6, 5)),
            answered("frequent", 28, weeks(*[5] * 8), weeks(5, 5, 5, 4)),
        ],
        [
            answered("frequent", 28, weeks(6, 6, 6, 6)),
            answered("frequent", 28, weeks(*[5] * 8), weeks(5, 5, 5, 5)),
        ],
    ),
    "worsening": (
        [
            answered("worsening", 20, blocks(40, 40, *USUAL)),
            answered("worsening", 56, blocks(13, 10, *[3] * 12)),
        ],
        [
            answered("worsening", 56, blocks(40, 40, *USUAL)),
            answered("worsening", 56, blocks(13, 11, *[3] * 12)),
        ],
    ),
    "severe": (
        [
            answered("severe", 30, cramps_of(30, 31, 32, *range(7), severity=8)),
            answered("severe", 30, cramps_of(*range(30, 39), *range(17), severity=8)),
        ],
        [
            answered("severe", 30, cramps_of(30, 31, 32, *range(8), severity=8)),
            answered("severe", 30, cramps_of(*range(30, 39), *range(18), severity=8)),
        ],
    ),
    "new-medicine": (
        [answered("new-medicine", 14, blocks(23, *CALM), [medicine(13)])],
        [
            answered("new-medicine", 15, blocks(23, *CALM), [medicine(13)]),
            answered("new-medicine", 15, blocks(23, *CALM), [nightly(13, "statin", "remedy")]),
            answered("new-medicine", 14, blocks(24, *CALM), [medicine(13)]),
        ],
    ),
    "other-muscles": (
        [
            answered(
                "other-muscles", 30, [on(31, sites=("hand",)), on(3, sites=("arm",)), on(2, sites=("calf",))]
            ),
            answered("other-muscles", 30, [on(31, sites=("hip",))], at_sites("hip", "arch", "calf")),
        ],
        [
            answered("other-muscles", 30, [on(31, sites=("hand",))], at_sites("hip", "arch", "calf")),
            answered("other-muscles", 30, [on(31, sites=("hip",)), on(3, sites=("hand",))]),
        ],
    ),
}
"""For each rule diaries in which it holds and was answered, on which that just keeps it quiet, and just does not."""


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


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_every_rule_is_quiet_once_answered_and_speaks_when_it_is_clearly_worse(rule: rules.Rule) -> None:
    assert rule.name in ANSWERED, f"ANSWERED has no diaries on which an answer to {rule.name} just counts"
    still, again = ANSWERED[rule.name]
    assert still, "no diary shows that it can be quiet"
    assert again, "no diary shows that it can speak again"
    for records in EDGES[rule.name][0]:
        assert rule.name not in holding(answered(rule.name, 0, records))
    for records in (*still, *again):
        assert rule.name in holding(each for each in records if each.kind != "seen"), (
            "it does not hold at all"
        )
    for records in still:
        assert rule.name not in holding(records)
    for records in again:
        assert rule.name in holding(records)


NEW = {
    *(felt.NONE_BEFORE.format(nights) for nights in (28, 56)), felt.OTHER_LEG, felt.AGAIN, felt.OTHER_REGION,
    BEGAN_SINCE,
}  # fmt: skip


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_worse_is_only_what_was_there_at_the_answer_and_all_else_is_new(rule: rules.Rule) -> None:
    speak = set()
    for records in (*ANSWERED[rule.name][1], *EDGES[rule.name][0]):
        told = [each for each in records if each.kind != "seen"]
        felt_on = sorted(each.night for each in told if isinstance(each, Episode | Sign))
        for day in (NOW.date() - ago * DAY for ago in (0, 1, 3, 20, 30, 60, 180)):
            found = rules.find_all(seeded.diary([*told, seen(rule.name, day)], now=NOW), now=NOW)
            notice = next(each for each in found if each.rule.name == rule.name)
            assert not (notice.is_worse and notice.new)
            assert not notice.is_worse or felt_on[0] <= day, "it is said to be worse than nothing"
            assert not notice.new or notice.new in NEW
            assert ("clearly worse than" in mention(notice)) == notice.is_worse
            assert ("is new since" in mention(notice)) == bool(notice.new)
            speak.add(notice.is_worse or bool(notice.new))
    assert speak == {False, True}


STEADY: dict[str, Sequence[Record]] = {
    "one-leg": [leg(each) for each in range(0, 200, 28)],
    "long-cramp": cramps_of(3, 185, duration_s=700),
    "long-soreness": cramps_of(3, 185, sore_s=THREE_DAYS + 9),
    "numb-or-swollen": told("numbness", 3, 4, 185, 186),
    "weak": told("weakness", 3, 4),
    "on-walking": told("pain-on-walking", 3, 4),
    "sleep": woken(0, 1, 2),
    "frequent": weeks(3, 3, 3, 3),
    "worsening": blocks(12, 11, *[3] * 12),
    "severe": cramps_of(0, 1, 2, severity=8),
    "other-muscles": cramps_of(3, 185, sites=("hand",)),
}
"""For each rule a diary on which it holds and is no worse than half a year ago."""


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_an_answer_counts_for_6_months(rule: rules.Rule) -> None:
    if rule.name in STEADY:
        assert rule.name not in holding(answered(rule.name, 182, STEADY[rule.name]))
        assert rule.name in holding(answered(rule.name, 183, STEADY[rule.name]))
    else:  # it holds for 56 nights, and what began after the answer is another
        assert rule.name == "new-medicine"


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_an_answer_of_another_rule_or_of_a_day_to_come_counts_for_nothing(rule: rules.Rule) -> None:
    records = EDGES[rule.name][0][0]
    others = [seen(each.name, NOW.date()) for each in rules.RULES if each is not rule]
    assert rule.name in holding([*records, *others, seen("of-a-newer-cramp", NOW.date())])
    assert rule.name in holding(answered(rule.name, -1, records))
    assert rule.name not in holding([*answered(rule.name, 0, records), *answered(rule.name, 300)])
    assert rule.name not in holding([*answered(rule.name, 0, records), *answered(rule.name, -1)])


def test_what_was_answered_is_still_known_to_hold() -> None:
    diary = seeded.diary(answered("weak", 1, told("weakness", 2, 3)))
    (notice,) = rules.find_all(diary, now=NOW)
    assert (notice.rule.name, notice.answered, notice.is_worse) == ("weak", NOW.date() - DAY, False)
    assert rules.is_quiet(notice, now=NOW)


def test_a_remedy_that_is_prescribed_is_a_medicine_and_one_that_is_not_is_none() -> None:
    def names(word_: Word) -> set[str]:
        diary = seeded.diary([*blocks(60, *CALM), nightly(27, word_.slug, "remedy")])
        return {each.rule.name for each in rules.find(diary, now=NOW, words=Vocabulary([word_]))}

    assert "new-medicine" in names(word("brine", prescribed=True))
    assert "new-medicine" not in names(word("brine", prescribed=False))
    assert "new-medicine" not in names(word("brine"))
    assert "new-medicine" not in names(word("statin", prescribed=False))


def test_nights_away_are_left_out_of_what_is_counted_but_what_a_cramp_was_like_is_not() -> None:
    first, last = LAST_NIGHT - 20 * DAY, LAST_NIGHT
    gone = away(first.isoformat(), last.isoformat())
    assert "frequent" not in holding([*weeks(3, 3, 3, 3), gone])
    assert holding([*told("weakness", 3, 4)[1:], gone]) == {"weak"}


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
    assert log(NOW.date() - DAY, "4", "heel", "numb") == "", "one passing moment"
    assert log(NOW.date(), "5", "toes", "numb").count(BEGINNING) == 1
    assert log(NOW.date() + 13 * DAY, "5", "arch", "numb") == ""
    assert log(NOW.date() + 13 * DAY, "5", "ball", "both", "weak").count(BEGINNING) == 1
    assert log(NOW.date() + 14 * DAY, "5", "arch", "numb").count(BEGINNING) == 1


SWELLINGS = [
    f"{site} {how}"
    for site in ("calf", "shin", "leg", "thigh")
    for how in ("swollen", "red", "red and swollen")
]


@pytest.mark.slow_but_some
@pytest.mark.parametrize("command", [("feel",), ("log", "6")])
@pytest.mark.parametrize("said", SWELLINGS)
@pytest.mark.parametrize("is_answered", [False, True])
def test_the_other_leg_is_said_at_once_and_the_same_leg_is_not_said_again(
    cramp: Cramp, command: tuple[str, ...], said: str, is_answered: bool
) -> None:
    def tell(day: int, side: str) -> str:
        now = datetime.combine(NOW.date() + day * DAY, NOW.timetz())
        return cramp(*command, side, *said.split(), env={"CRAMP_NOW": now.isoformat()}).err

    one_leg = "now, today: swelling or redness of one leg"
    assert one_leg in tell(0, "left")
    if is_answered:
        cramp("doctor", "seen", "one-leg")
    assert one_leg not in tell(1, "left")
    assert one_leg in tell(1, "right")
    assert one_leg not in tell(2, "right")
    assert one_leg not in tell(2, "left")


@pytest.mark.parametrize("command", [("feel",), ("log", "6")])
def test_stats_shows_a_notice_whose_only_entry_is_of_tonight(cramp: Cramp, command: tuple[str, ...]) -> None:
    tonight = {"CRAMP_NOW": NOW.replace(hour=22).isoformat()}
    cramp(*command, "left", "calf", "swollen", env=tonight)
    assert "now, today: swelling or redness of one leg" in cramp("stats", env=tonight).out


def test_a_region_that_was_said_is_not_said_again(cramp: Cramp) -> None:
    assert BEGINNING in cramp("log", "5", "hand").err
    assert BEGINNING not in cramp("log", "6", "hand").err


def test_what_a_rule_says_of_when_it_holds_names_the_nights_that_it_needs() -> None:
    new_medicine = next(rule for rule in rules.RULES if rule.name == "new-medicine")
    assert f"{LEAST_NIGHTS} counted nights" in new_medicine.when


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
