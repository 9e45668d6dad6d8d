"""What must stand on the page however much there is of it: medicines of now, notices with their sources, and names."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.fields import EpisodeFields
from crampdiary.diary.model import Entry, Record, Word
from crampdiary.diary.nights import join
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor.rules import RULES
from crampdiary.report.anonymous import Unnamed
from crampdiary.report.distinct import NAME, Distinct, told_apart
from crampdiary.report.gathered import Gathered, gather
from crampdiary.report.one_page import OnePage, make, text
from crampdiary.report.parts import NAMES, page
from crampdiary.report.plain_page import COLUMNS
from crampdiary.report.said import ROOMS
from crampdiary.report.withheld import FIELDS, entry_without
from crampdiary.report.withheld import RULES as PARTS_OF_RULES
from crampdiary.words.wording import content, safe, short
from kit.builders import LAST_NIGHT, NOW, course, exposure, full_episode, sign, trial, word
from kit.reported import full
from report.test_figures import diary_of, gathered


def found_of(*records: Record) -> tuple[Gathered, Vocabulary]:
    words = Vocabulary(each for each in records if isinstance(each, Word))
    entries = [
        Entry(number, f"uid-{number}", "", each)
        for number, each in enumerate(records, 1)
        if not isinstance(each, Word)
    ]
    return gather(join(words.as_meant(entries), now=NOW), words, now=NOW), words


def page_of(*records: Record, **said: Any) -> OnePage:
    found, words = found_of(*records)
    return make(found, words, version="1", now=NOW, **said)


def plain(made: OnePage) -> str:
    return " ".join(" ".join(text(made)).split())


@pytest.mark.parametrize("count", [1, 7, 14, 20])
@pytest.mark.parametrize("room", ROOMS)
def test_every_medicine_of_now_is_named_before_what_ended_and_before_habits(count: int, room: Any) -> None:
    names = [f"drug {number}" for number in range(count)]
    records: list[Record] = [word(name.replace(" ", "-"), label=name) for name in names]
    records += [course(each.replace(" ", "-"), "2026-01-10", amount="5 mg") for each in names]
    records += [
        course(
            "stretching", LAST_NIGHT - timedelta(days=days), last_night=LAST_NIGHT - timedelta(days=days - 3)
        )
        for days in (80, 60, 40)
    ]
    records.append(exposure("new-medicine", NOW - timedelta(days=40), role="trigger", note="Simvastatin"))
    found, words = found_of(*records)
    (part,) = [each for each in page(found, words, room=room).parts if each.title.startswith("Medicines")]
    told = [each[0] for each in part.rows]
    said = " ".join([*told, *part.lines])
    assert all(name.casefold() in said.casefold() for name in names)
    assert "Simvastatin" in said
    habits = [place for place, name in enumerate(told) if name == "Stretching"]
    assert all(place > told.index("New medicine") >= min(count, room.medicines - 1) for place in habits)


def test_what_is_taken_night_by_night_up_to_now_does_not_read_as_stopped() -> None:
    def told(*days: int) -> tuple[str, ...]:
        uses = [exposure("magnesium", NOW - timedelta(days=each, hours=11)) for each in days]
        rows = [each for part in page_of(*uses).page.parts for each in part.rows if each[0] == "Magnesium"]
        return rows[0][2:]

    assert told(1, 2, 3) == ("27 Mar 2026", "now, on 3 nights")
    assert told(20, 30) == ("28 Feb 2026", "10 Mar 2026, on 2 nights")
    assert told(20) == ("10 Mar 2026, once", "-")


@pytest.mark.parametrize("room", ROOMS)
def test_every_notice_has_its_source_its_last_night_and_is_told_of_what_is_over(room: Any) -> None:
    found, words = gathered("full"), diary_of("full")[1]
    assert found.notices
    (part,) = [each for each in page(found, words, room=room).parts if each.title == "Worth talking over"]
    assert len(part.points) == len(found.notices)
    said = " ".join([*(f"{each.head} {each.text}" for each in part.points), *part.lines])
    for notice, point in zip(found.notices, part.points, strict=True):
        assert f"{notice.last_night.day} {notice.last_night:%b}" in point.text
        assert f"{notice.nights} nights" in point.text or notice.nights == 1
        sides: set[str] = {getattr(each.record, "side", None) or "" for each in notice.entries} - {""}
        assert not sides or (sides.pop() if len(sides) == 1 else "both sides") in point.text
        assert all(
            each.partition(":")[0].partition(" (")[0] in said for each in notice.rule.source.split("; ")
        )
    assert "if it does not ease" not in said


def test_every_rule_and_every_field_of_a_cramp_has_its_part_or_none() -> None:
    assert set(PARTS_OF_RULES) == {each.name for each in RULES}
    assert set(filter(None, PARTS_OF_RULES.values())) <= set(NAMES)
    told = {name for names in FIELDS.values() for name in names}
    neutral = {"at", "logged_at", "precision", "zone", "sensations", "onset", "note", "typed"}
    assert told | neutral == set(EpisodeFields.table)


@cache
def with_a_hand() -> tuple[Gathered, Vocabulary]:
    """Return a diary that nearly every rule holds for."""
    return found_of(*full(), full_episode(NOW - timedelta(days=2), sites=("hand",), duration_s=900))


@pytest.mark.parametrize("part", NAMES)
def test_a_part_that_is_left_out_is_told_nowhere(part: str) -> None:
    found, words = with_a_hand()
    less = page(found, words, without={part})
    about = [each for each in less.parts if each.title == "Worth talking over"]
    reasons = {each.reason for each in RULES if PARTS_OF_RULES[each.name] == part}
    assert not [each for each in reasons if each.casefold() in repr(about).casefold()]
    if part == "remedies":
        neither = page(found, words, without={"remedies", "triggers"})
        assert "verdicts" in repr(page(found, words).parts[-1])
        assert "verdicts" not in repr(neither.parts[-1])
    cramp = full_episode(sore_s=200_000, awake_s=600, walking="limped")
    shown = entry_without(Entry(1, "", "", cramp), words, {part})
    assert shown is not None
    for name in FIELDS.get(part, ()):
        lacking = cramp.replaced(**{name: type(cramp).table[name].default})
        assert content(cramp, words) != content(lacking, words)
        assert getattr(shown.record, name) == type(cramp).table[name].default
    gone = [
        each
        for each in (sign("numbness"), exposure(), exposure("fatigue", role="trigger"), course(), trial())
        if entry_without(Entry(1, "", "", each), words, {part}) is None
    ]
    assert len(gone) == {"signs": 1, "remedies": 3, "triggers": 1, "medicines": 1}.get(part, 0)


@given(st.sets(st.text(max_size=60), max_size=12))
@settings(max_examples=60)
def test_names_that_are_cut_stay_apart(names: set[str]) -> None:
    names = {f"{'long name of it '}{each}" for each in names}
    shown = told_apart(names)
    for each in shown.values():
        assert len(each) <= NAME
    plain_names = {each for each in names if each == safe(each)}
    cut = [short(shown.get(each, each), NAME) for each in plain_names]
    assert len(set(cut)) == len(plain_names)


def test_names_of_ones_own_stay_apart_on_the_page_and_without_names() -> None:
    labels = [f"Magnesium from the shop in street {number}" for number in range(5)]
    own = [word(f"own-{number}", label=label) for number, label in enumerate(labels)]
    for words in (Distinct(Vocabulary(own)), Unnamed(), Distinct(Unnamed())):
        shown = {short(words.label("remedy", each.slug), NAME) for each in own}
        assert len(shown) == len(own)
        assert all(len(each) <= NAME for each in shown)
    assert Distinct(Vocabulary(own)).label("remedy", "heat") == Vocabulary(own).label("remedy", "heat")


@pytest.mark.parametrize("amount", ["x" * 30, "5 mg"])
def test_a_table_that_is_too_wide_is_told_in_lines(amount: str) -> None:
    drugs = [
        course("statin", "2026-01-10", amount=amount),
        course("a" * 30, "2025-01-10", last_night=LAST_NIGHT, amount=amount),
    ]
    lines = text(
        page_of(*drugs, exposure("new-medicine", NOW - timedelta(days=40), role="trigger", amount=amount))
    )
    assert max(map(len, lines)) <= COLUMNS
    assert any(each.startswith("MEDICINES, SUPPLEMENTS, HABITS:") for each in lines) == (len(amount) > 20)


def test_the_doctor_is_not_asked_to_keep_logging() -> None:
    for name in ("full", "other"):
        found, words = gathered(name), diary_of(name)[1]
        assert "Keep logging" not in plain(make(found, words, version="1", now=NOW, for_paper=False))
