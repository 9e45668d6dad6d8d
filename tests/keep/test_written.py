"""Lines that are known as this program's own by their texts alone: whatever is taken so is taken in full as well."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import product
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.diary.fields import Recorded
from crampdiary.diary.model import KINDS, Record
from crampdiary.errors import UsageError
from crampdiary.keep import lines
from crampdiary.keep.revision import as_json, body_of, content_uid, digest_of, word_uids
from crampdiary.keep.written import is_as_written
from kit import builders, hostile, seeded
from kit.builders import NOW, check_in, episode, full_episode, with_all, word

BY_ITSELF = [kind for kind, record in KINDS.items() if record.check_together is Recorded.check_together]
UID, ENTRY, OTHER = (content_uid(NOW + timedelta(days=day), "x") for day in range(3))
PARENTS: tuple[Any, ...] = (
    [], [UID], sorted([UID, OTHER]), sorted([UID, OTHER])[::-1], [UID, UID], ["x"], [1], None, [[UID]],
)  # fmt: skip
TEXTS = (
    "null", "true", "false", "0", "-0", "00", "7", "10", "11", "1.0", "1e1", "1_0", "+7", "99999999999999999999",
    "NaN", "Infinity", "{}", "[]", "[null]", "[[]]", '["calf"]', '["calf","calf"]', '["calf", "toes"]', '["calf",]',
    '["calf""toes"]', '["calf","toes"]', '["calf]","toes"]', '[7]', '""', '" "', '" x"', '"x "', '"x"', '"a b"',
    '"left"', '"day"', '"minute"', '"MINUTE"', r'"\u0078"', r'"a\nb"', r'"\""', '"é"', '"e\u0301"', '"\ud800"',
    '"\x7f"', '"\u00a0x"', '"\u2028"', '"٧"', "٧", '"２０２６-03-31"', '"2026-03-31"', '"2026-3-31"', '"20260331"',
    '"2026-W14-2"', '"0026-03-31"', '"1899-12-31"', '"8999-01-01"', '"2026-02-30"', '["2026-03-31"]',
    '"2026-03-31T03:10:00+02:00"', '"2026-03-31T03:10:00-00:00"', '"2026-03-31T03:10:00+00:00"',
    '"2026-03-31T03:10:00Z"', '"2026-03-31T03:10+02:00"', '"2026-03-31T03:10:00.5+02:00"', '"2026-03-31T03:10:00"',
    '"2026-03-31 03:10:00+02:00"', '"20260331T031000+0200"', '"2026-03-31T24:00:00+02:00"',
    '"2026-03-31T03:10:00+02:00:30"', '"2026-03-31T03:10:00+01:60"', '"2026-03-31T03:10:00+23:59"',
    '"2026-03-31T03:10:60+02:00"', '"1899-03-31T03:10:00+02:00"', '"8999-03-31T03:10:00+02:00"',
    '[{"remedy":"massage"}]', '[{"remedy":"massage","relief":"helped"}]', '[{"relief":"helped","remedy":"massage"}]',
    '[{"relief":"helped","remedy":"massage","remedy":"x"}]', '[{"after_s":60,"relief":"x","remedy":"massage"}]',
    '[{"remedy":"massage"},{"remedy":"massage"}]', '[{"remedy":"massage"}, {"remedy":"x"}]', '[{"remedy":"[x]"}]',
    '"ea8ff5f8d837115f"', '"EA8FF5F8D837115F"', '"' + "x" * 101 + '"', '"' + "x" * 10_001 + '"', '"x","note":"y"',
    "7}", '7,"',
)  # fmt: skip
"""What may stand in a body in the place of a value, as this program writes it and not."""


def line_of(kind_: str, body: str | None, parents: Any = (), **others: Any) -> str:
    """Return a line with a body of any form, and the digest that belongs to it."""
    row = {
        "uid": UID,
        "record_uid": ENTRY,
        "kind": kind_,
        "stamp": "2026-03-31T08:00:00.000Z+00000000",
        "parents": as_json(list(parents) if isinstance(parents, tuple) else parents),
        "deleted": int(body is None),
        "body": body,
        **others,
    }
    return lines.line({"digest": _digest(row), **row})


def _digest(row: dict[str, Any]) -> str:
    try:
        return digest_of(row)
    except UnicodeEncodeError:  # half of a pair
        return "0" * 64


def check_taken_alike(text: str) -> dict[str, Any] | None:
    """Check that a line is taken as it is in full, if it is taken at once; return what it was taken as."""
    at_once = lines.as_written(text)
    if at_once is not None:
        slowly = in_full(text)
        assert list(slowly.items()) == list(at_once.items())
        assert list(map(type, slowly.values())) == list(map(type, at_once.values()))
    return at_once


def in_full(text: str) -> dict[str, Any]:
    """Return what a line is taken as with a record made of it, or raise as that does."""
    with mock.patch.object(lines, "as_written", return_value=None):
        return lines.version(text)


@pytest.mark.parametrize("owner", [True, False])
def test_a_word_needs_the_uid_that_belongs_to_it(owner: bool) -> None:
    record = word()
    uid = word_uids(record)[0] if owner else ENTRY
    assert (check_taken_alike(line_of("word", body_of(record), record_uid=uid)) is not None) is owner


@given(builders.records)
def test_every_record_is_taken_as_it_is_in_full(record: Record) -> None:
    check_taken_alike(line_of(record.kind, body_of(record)))


@pytest.mark.parametrize("kind", BY_ITSELF)
def test_plain_records_are_taken_at_once(kind: str) -> None:
    record = with_all(kind)
    said = json.loads(body_of(record).replace("fünf", "five"))
    assert is_as_written(kind, as_json(said))
    required = {
        name: said[name] for name, line in KINDS[kind].table.items() if line.default not in (None, ())
    }
    assert is_as_written(kind, as_json(required))


def test_a_diary_is_taken_at_once() -> None:
    records = list(seeded.records(60, cramps_a_night=1.0))
    slow = [each.kind for each in records if not check_taken_alike(line_of(each.kind, body_of(each)))]
    assert set(slow) <= KINDS.keys() - set(BY_ITSELF)
    assert len(slow) < len(records) / 20


@pytest.mark.slow_but_some
@pytest.mark.parametrize("record", list(hostile.hostile_records()), ids=lambda record: record.kind)
def test_hostile_texts_are_taken_as_they_are_in_full(record: Record) -> None:
    check_taken_alike(line_of(record.kind, body_of(record)))


@pytest.mark.parametrize("kind", KINDS)
def test_any_text_in_the_place_of_a_value_is_taken_as_it_is_in_full(kind: str) -> None:
    said = json.loads(body_of(with_all(kind)))
    for name, text in product(KINDS[kind].table, TEXTS):
        pairs = [
            f"{json.dumps(each)}:{text if each == name else as_json(said[each])}" for each in sorted(said)
        ]
        check_taken_alike(line_of(kind, f"{{{','.join(pairs)}}}"))


@pytest.mark.parametrize("kind", KINDS)
def test_bodies_of_another_shape_are_never_taken_at_once(kind: str) -> None:
    said = json.loads(body_of(with_all(kind)))
    pairs = [f"{json.dumps(name)}:{as_json(said[name])}" for name in sorted(said)]
    others = [
        pairs[::-1],
        [*pairs, pairs[-1]],
        [pairs[0], *pairs],
        [*pairs, '"zzz":7'],
        ['"aaa":7', *pairs],
        ["", *pairs],
    ]
    others += [
        [each for each in pairs if not each.startswith(f'"{name}"')]
        for name, line in KINDS[kind].table.items()
        if line.default not in (None, ())
    ]
    bodies = [f"{{{','.join(each)}}}" for each in others]
    bodies += [
        f"{{{', '.join(pairs)}}}",
        f"{{{','.join(pairs)},}}",
        f"{{{','.join(pairs)}}} ",
        f"{{{''.join(pairs)}}}",
    ]
    bodies += [
        f"{{ {','.join(pairs)}}}",
        f"{{{','.join(pairs)}".replace(":", ": ", 1) + "}",
        "{}",
        "{",
        "[]",
        "7",
        "",
    ]
    for body in bodies:
        assert not is_as_written(kind, body), body
    assert not is_as_written("other", "{}")


@given(builders.records, st.data())
def test_a_changed_line_is_taken_as_it_is_in_full(record: Record, data: st.DataObject) -> None:
    body = body_of(record)
    at = data.draw(st.integers(0, len(body)))
    to = data.draw(st.integers(at, min(len(body), at + 3)))
    put = data.draw(
        st.sampled_from(["", " ", ",", '"', "\\", "0", "1", "-", "e", "[", "}", "null", "\x00", "\x85", "é"])
    )
    check_taken_alike(line_of(record.kind, body[:at] + put + body[to:]))
    text = line_of(record.kind, body)
    at = data.draw(st.integers(0, len(text) - 1))
    check_taken_alike(text[:at] + put + text[at + 1 :])


@pytest.mark.parametrize(
    "others",
    [
        {}, {"uid": UID.upper()}, {"uid": "x"}, {"record_uid": "None"}, {"kind": "other"}, {"kind": "Episode"},
        {"stamp": "2026-02-30T08:00:00.000Z+00000000"}, {"stamp": "2026-03-31T08:00:00.000Z+0000000G"},
        {"digest": "0" * 64}, {"kind": "check_in"}, {"uid": 'x", "uid": "y'},
    ],
)  # fmt: skip
def test_ids_of_any_form_are_taken_as_they_are_in_full(others: dict[str, Any]) -> None:
    for body, parents in product([body_of(episode()), None], PARENTS):
        text = line_of("episode", body, parents, **others)
        is_taken = check_taken_alike(text) is not None
        try:
            in_full(text)
        except UsageError:
            assert not is_taken
        else:
            assert is_taken, "ids and parents are looked at in the same way"


def test_what_stands_around_a_line_is_looked_at() -> None:
    text = line_of("check_in", body_of(check_in()))
    assert lines.as_written(text) == lines.as_written(text.rstrip("\n")) == lines.version(text)
    with pytest.raises(UsageError):
        lines.version(text.rstrip("\n"))
    for other in (
        f" {text}",
        f"{text} ",
        f"{text}\n",
        text.replace("\n", "\r\n"),
        text.replace(": ", ":", 1),
        text * 2,
    ):
        assert lines.as_written(other) is None


def test_a_long_hostile_line_is_refused_at_once() -> None:
    """However long it is: nothing in a shape is tried in two ways."""
    body = body_of(full_episode())
    begin = body[: body.index('"sites":') + len('"sites":')]
    for filling in (
        "[" + "1," * 200_000,
        "[" + '"a",' * 200_000,
        '"' + "a" * 400_000,
        "7" * 400_000,
        "[" * 400_000,
    ):
        assert not is_as_written("episode", begin + filling)
