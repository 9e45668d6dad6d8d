"""Versions of one record folded to what is shown: field by field, the same for all who have the same versions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.fields import AS_SETS, DELETED
from crampdiary.diary.model import KINDS, Record, Trial, from_fields
from crampdiary.diary.values import PARTS, SEED, Field
from crampdiary.errors import UsageError
from crampdiary.keep import registers
from crampdiary.keep.folding import Folded, folded, head_uids, shown_body
from crampdiary.keep.revision import as_json, body_of, record_of
from kit import logs
from kit.builders import FIELDS, said_in, with_all
from kit.merged_model import Merged

SAME_WORD = {("word", "role"), ("word", "slug")}  # or it is another word
CHANGEABLE = [each for each in FIELDS if each not in SAME_WORD]


LISTS = [(kind, name) for kind, name in FIELDS if KINDS[kind].table[name].merge == AS_SETS]
TWO_VALUED = {("check_in", "clear"), ("word", "hidden"), ("exposure", "role"), ("course", "role")}
ENDS = [("trial", "first_night"), *(("trial", each) for each in ("last_night", "ended", "ended_at"))]
IN_CONFLICT = [
    (kind, name)
    for kind, name in CHANGEABLE
    if (kind, name) not in (*TWO_VALUED, *ENDS)
    and ((kind, name) not in LISTS or KINDS[kind].table[name].holds is PARTS)
]


def version(number: int, record: Record | None, *parents: int, kind: str = "episode") -> dict[str, Any]:
    return {
        "uid": f"uid-{number:03}",
        "kind": record.kind if record else kind,
        "stamp": f"{number:03}",
        "parents": as_json([f"uid-{each:03}" for each in sorted(parents)]),
        "body": record and body_of(record),
    }


def changed(kind: str, name: str) -> dict[str, Any]:
    """Return the fields that change with this one, said in another way than `with_all` says them."""
    table = KINDS[kind].table
    leader = name if table[name].merge not in table else table[name].merge
    together = [each for each in table if leader in (each, table[each].merge)]
    return {each: said_in(table[each], otherwise=True) for each in together}


def group(kind: str, name: str) -> str:
    merge = KINDS[kind].table[name].merge
    return merge if merge in KINDS[kind].table else name


PAIRS = [
    (kind, one, two)
    for kind, one in CHANGEABLE
    for other, two in CHANGEABLE
    if kind == other and group(kind, one) < group(kind, two)
]


@pytest.mark.parametrize(("kind", "one", "two"), PAIRS)
@pytest.mark.slow_but_some
def test_edits_of_two_fields_on_two_devices_both_stand_whichever_came_first(
    kind: str, one: str, two: str
) -> None:
    base = with_all(kind)
    for first, second in ((one, two), (two, one)):
        versions = [
            version(1, base),
            version(2, base.replaced(**changed(kind, first)), 1),
            version(3, base.replaced(**changed(kind, second)), 1),
        ]
        both = base.replaced(**changed(kind, one), **changed(kind, two))
        found = folded(versions)
        assert found.conflicts == ()
        assert found.heads == ("uid-003", "uid-002")
        for name, line in both.table.items():
            said, wanted = getattr(found.record, name), getattr(both, name)
            if line.merge == AS_SETS:  # what each added is there, and what each took out is not
                assert set(said) == set(wanted), name
            else:
                assert said == wanted, name


@pytest.mark.parametrize(("kind", "name"), IN_CONFLICT)
def test_two_values_of_one_field_are_a_conflict_until_a_version_knows_of_both(kind: str, name: str) -> None:
    base = with_all(kind)
    line = base.table[name]
    here = base.replaced(**changed(kind, name))
    if line.holds is PARTS:
        here = base.replaced(
            **{name: tuple(each.replaced(relief="no", after_s=1) for each in getattr(base, name))}
        )
    there = base.replaced(**third(kind, name))
    versions = [version(1, base), version(2, here, 1), version(3, there, 1)]
    found = folded(versions)
    assert found.conflicts == (group(kind, name),)
    assert getattr(found.record, name) == getattr(there, name), "the newest is shown"
    settled = folded([*versions, version(4, here, 2, 3)])
    assert settled == Folded(here, ("uid-004",))
    later = folded([*versions, version(4, here, 2, 3), version(5, base, 1)])
    assert group(kind, name) not in later.conflicts, "a version that changed nothing settles nothing"
    assert later.record == here


def third(kind: str, name: str) -> dict[str, Any]:
    """Return the fields that change with this one, said neither as `with_all` nor as `changed` says them."""
    line, base, other = KINDS[kind].table[name], with_all(kind), changed(kind, name)
    if line.holds is PARTS:
        return {name: tuple(each.replaced(relief="unsure", after_s=77) for each in getattr(base, name))}
    if line.default is None and group(kind, name) == name:
        return {name: None}
    return {each: _neither(base.table[each], getattr(base, each), value) for each, value in other.items()}


def _neither(line: Field, one: Any, other: Any) -> Any:
    if line.choices:
        return next(choice for choice in line.choices if choice not in (one, other))
    if line.default is None:
        return None
    if line.holds is SEED:
        return "f" * 16
    if isinstance(one, int):
        return max(one, other) + 1
    return max(one, other).replace(year=2030) if isinstance(one, date) else f"{one}-third"


@pytest.mark.parametrize(("kind", "name"), LISTS)
def test_what_each_side_adds_to_a_list_or_takes_out_of_it_stands(kind: str, name: str) -> None:
    base = with_all(kind)
    (kept, *_), (added, *_) = getattr(base, name), said_in(base.table[name], otherwise=True)
    one = base.replaced(**{name: (*getattr(base, name), added)})
    two = base.replaced(**{name: ()})
    both = folded([version(1, base), version(2, one, 1), version(3, two, 1)])
    assert both.conflicts == ()
    assert getattr(both.record, name) == (added,)
    assert kept not in getattr(both.record, name)


def test_a_deletion_against_a_change_is_a_conflict_and_the_newest_is_shown() -> None:
    base = with_all("episode")
    edited = base.replaced(note="changed there")
    gone = folded([version(1, base), version(2, edited, 1), version(3, None, 1)])
    assert gone == Folded(None, ("uid-003", "uid-002"), (DELETED, "note")) or gone.conflicts[0] == DELETED
    assert gone.record is None
    there = folded([version(1, base), version(2, None, 1), version(3, edited, 1)])
    assert there.record == edited
    assert there.conflicts == (DELETED,)
    back = folded([version(1, base), version(2, None, 1), version(3, edited, 1), version(4, edited, 2, 3)])
    assert back == Folded(edited, ("uid-004",))


@pytest.mark.parametrize("order", list(permutations((1, 2, None))))
def test_of_two_ends_of_a_trial_the_earlier_is_shown_and_nothing_is_to_be_settled(
    order: tuple[int | None, ...],
) -> None:
    """Whoever looked first has ended it, whichever device told of it later; also where another took its look back."""
    whole = cast("Trial", with_all("trial"))
    base, at = whole.replaced(ended=None, ended_at=None), whole.ended_at
    ended = {
        days: base.replaced(
            ended="stopped",
            ended_at=at and at + timedelta(days=days),
            last_night=base.first_night + timedelta(days=days),
        )
        for days in (1, 2)
    }
    sides = [ended[days] if days else base.replaced(note="in bed") for days in order]
    found = folded([version(1, base), *(version(2 + each, side, 1) for each, side in enumerate(sides))])
    assert found.conflicts == ()
    assert found.record == ended[1].replaced(note="in bed")
    another = ended[2].replaced(first_night=base.first_night - timedelta(days=1))
    found = folded([version(1, base), version(2, ended[1], 1), version(3, another, 1)])
    assert found.conflicts == ("first_night",)


def test_two_deletions_and_two_equal_edits_are_no_conflict() -> None:
    base = with_all("episode")
    edited = base.replaced(note="the same")
    assert folded([version(1, base), version(2, None, 1), version(3, None, 1)]).conflicts == ()
    same = folded([version(1, base), version(2, edited, 1), version(3, edited, 1)])
    assert (same.record, same.conflicts) == (edited, ())


def test_the_same_word_added_on_two_devices_has_what_both_said() -> None:
    one = with_all("word").replaced(synonyms=("one",), hidden=False, when_bad=None, used_when_bad=None)
    two = one.replaced(synonyms=("two",), hidden=True, when_bad="less")
    found = folded([version(1, one), version(2, two)])
    assert found.conflicts == ()
    assert found.record == two.replaced(synonyms=("two", "one"))


def test_the_old_answer_and_the_new_one_whether_it_is_used_when_legs_feel_bad_are_one() -> None:
    """A device that has an earlier cramp says the one, and another device the other: never both at once."""
    base = with_all("word").replaced(when_bad=None, used_when_bad=None)
    old, new = base.replaced(used_when_bad=True), base.replaced(when_bad="less")
    for versions, shown in (((old, new), new), ((new, old), old)):
        found = folded([version(1, base), *(version(2 + n, each, 1) for n, each in enumerate(versions))])
        assert (found.record, found.conflicts) == (shown, ("when_bad",))


@pytest.mark.parametrize("parents", [(1,), (2,), (1, 2), (9,), (3,)])
def test_what_no_program_writes_ends_and_shows_something(parents: tuple[int, ...]) -> None:
    """Versions that are their own parents, each other's, or of versions that are not there."""
    base = with_all("episode")
    versions = [version(1, base, *parents), version(2, base.replaced(severity=1), *parents)]
    assert folded(versions).heads[0] == "uid-002"
    assert head_uids(versions)[-1] == "uid-002"


def test_very_many_versions_are_not_merged_and_the_newest_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "_MERGED_AT_MOST", 2)
    base = with_all("episode")
    one, two = base.replaced(note="one"), base.replaced(severity=1)
    found = folded([version(1, base), version(2, one, 1), version(3, two, 1)])
    assert found.record == two
    assert found.conflicts == ("severity", "note")


def test_what_is_valid_on_each_side_and_not_together_shows_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = with_all("episode")
    one, two = base.replaced(note="one"), base.replaced(severity=1)

    def refusing(kind: str, values: Any) -> Record:
        if values.get("note") == "one" and values.get("severity") == 1:
            raise UsageError("not together")
        return from_fields(kind, values)

    monkeypatch.setattr(registers, "from_fields", refusing)
    found = folded([version(1, base), version(2, one, 1), version(3, two, 1)])
    assert found.record == two
    assert found.conflicts == ("severity", "note")


# Any history at all


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw versions of one record, each made from any earlier ones, as devices that meet now and then do."""
    kind = draw(st.sampled_from(["episode", "exposure", "away", "word", "check_in", "trial"]))
    base = with_all(kind)
    names = [name for each, name in CHANGEABLE if each == kind]
    versions = [version(1, base)]
    for number in range(2, draw(st.integers(2, 9)) + 1):
        parents = draw(st.sets(st.integers(1, number - 1), max_size=3))
        before = shown_body([each for each in versions if int(each["stamp"]) in _known(versions, parents)])
        record: Record | None = base if before is None else record_of({"kind": kind, "body": before})
        assert record is not None
        for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=2)):
            record = record.replaced(**draw(st.sampled_from(_ways(kind, name))))
        versions.append(
            version(number, None if draw(st.integers(0, 5)) == 0 else record, *parents, kind=kind)
        )
    return versions


def _ways(kind: str, name: str) -> list[dict[str, Any]]:
    """Return ways to say a field, with those that change with it."""
    base, other = with_all(kind), changed(kind, name)
    ways = [{each: getattr(base, each) for each in other}, other]
    if (kind, name) in ENDS:
        end = {"ended": "stopped", "last_night": other["last_night"]}
        ways += [{**end, "ended_at": other["ended_at"] + timedelta(hours=hours)} for hours in (-30, -1, 2)]
        ways.append({**end, "ended": None, "ended_at": None})
    if (kind, name) in IN_CONFLICT:
        ways.append(third(kind, name))
    if (kind, name) in LISTS:
        said = getattr(base, name)
        ways += [{name: ()}, {name: said[:1]}, {name: (*said, *other[name])}]
    return ways


def _known(versions: Sequence[dict[str, Any]], parents: set[int]) -> set[int]:
    found = set(parents)
    for each in reversed(versions):
        if int(each["stamp"]) in found:
            found |= {int(uid[4:]) for uid in json.loads(each["parents"])}
    return found


@given(histories())
def test_any_history_shows_what_the_plainest_reading_of_it_says(versions: list[dict[str, Any]]) -> None:
    wanted = Merged(
        {
            **each,
            "parents": json.loads(each["parents"]),
            "record": each["body"] and json.loads(each["body"]),
        }
        for each in versions
    )
    found = folded(versions)
    assert list(reversed(found.heads)) == [each["uid"] for each in wanted.heads]
    assert set(found.conflicts) == wanted.conflicts
    assert (found.record is None) == (wanted.record is None)
    if found.record is not None and wanted.record is not None:
        assert _unordered(json.loads(body_of(found.record))) == _unordered(dict(wanted.record))
    assert shown_body(versions) == (found.record and body_of(found.record))


def _unordered(record: dict[str, Any]) -> dict[str, Any]:
    return {
        name: sorted(map(str, value)) if isinstance(value, list) else value
        for name, value in record.items()
        if value != []
    }


# In a diary


def test_a_field_merge_reaches_the_tables_and_the_check_of_the_file(tmp_path: Path) -> None:
    with closing(logs.opened(tmp_path / "a.db")) as store:
        with store.change("log") as change:
            entry = change.add(with_all("episode"))
        assert store.problems() == []
        store.connection.execute("INSERT INTO conflict VALUES (?, '[\"note\"]')", (entry.uid,))
        assert store.problems() == ["entry 1 differs from what its versions make"]
        store.connection.execute("DELETE FROM conflict")
        store.connection.execute("INSERT INTO conflict VALUES ('nobody', '[\"note\"]')")
        assert store.problems() == ["record nobody has no versions, and is said to be in conflict"]
