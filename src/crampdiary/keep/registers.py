"""How the heads of a record are merged: field by field, as the table of fields says.

An edit of the note here and one of the severity there both stand, and lists are merged as sets. Where both changed the
same field, the newest version's value is shown and the record is in conflict, until a version is made from all heads.
Not so of the end of a trial: who looked first has ended it, so the earlier end is shown, and nothing is to be settled.

Each field is a register, written by the versions that changed it against what they were made from. A write counts
until another is made with knowledge of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from crampdiary.diary.fields import AS_SETS, NEWEST
from crampdiary.diary.model import KINDS, Record, from_fields
from crampdiary.diary.values import PARTS, Field
from crampdiary.errors import UsageError

_END = "ended_at"  # with what belongs to it, it is said once: of two the earlier holds
_MERGED_AT_MOST = 2_000  # versions of one record; no person makes so many, and a hostile file may

_Register = tuple[str, str]  # the leading field, and which element of a list
_Seen = dict[_Register, frozenset[int]]  # the writes that count, by the place of the version that wrote


def merged(
    versions: Sequence[Any], parents: list[list[int]], heads: list[int]
) -> tuple[Record | None, tuple[str, ...]]:
    """Return the heads merged field by field, and the fields in conflict."""
    kind = versions[-1]["kind"]
    table = KINDS[kind].table
    bodies = [None if each["body"] is None else json.loads(each["body"]) for each in versions]
    alive = [place for place in heads if bodies[place] is not None]
    in_conflict: set[str] = set()
    said: dict[str, Any] = {}
    if len(versions) <= _MERGED_AT_MOST:
        values = _Values(table, bodies, parents)
        seen = values.together([values.seen[place] for place in heads])
        in_conflict = {register[0] for register in seen if values.is_open(register, seen)}
        said = values.said(seen, alive)
    try:
        record = from_fields(kind, said)
    except UsageError:  # there are too many, or each side is valid and both together are not
        sides = [bodies[place] or {} for place in alive]
        in_conflict = {name for name in table if any(each.get(name) != sides[0].get(name) for each in sides)}
        record = from_fields(kind, sides[0])
    return record, tuple(name for name in table if name in in_conflict)


class _Values:
    """Who wrote what: each version's writes, and which of all writes count for it.

    Attributes:
        seen: for each version, the writes that count with what it knew.
    """

    def __init__(
        self,
        table: Mapping[str, Field],
        bodies: list[dict[str, Any] | None],
        parents: list[list[int]],
    ) -> None:
        self._table = table
        self._bodies = bodies
        self._written = [None if body is None else _registers(table, body) for body in bodies]
        self._known: list[int] = []  # by each version, as a set of bits: itself and all it was made from
        self.seen: list[_Seen] = []
        for place, of_one in enumerate(parents):
            known = 1 << place
            for parent in of_one:
                known |= self._known[parent]
            self._known.append(known)
            self.seen.append(self._after(place, self.together([self.seen[parent] for parent in of_one])))

    def _after(self, place: int, before: _Seen) -> _Seen:
        """Return what counts after a version: what it changed, and what was there before. A deletion changes none."""
        written = self._written[place]
        if written is None:
            return before
        own = frozenset((place,))
        changed = {
            register: own
            for register in {*before, *written}
            if self.differ(register, before) or self._shown(register, before) != written.get(register)
        }
        return {**before, **changed}

    def together(self, several: Sequence[_Seen]) -> _Seen:
        """Return the writes that count for somebody who knows all of these: those not made over by another."""
        if len(several) < 2:
            return several[0] if several else {}
        found: _Seen = {}
        for register in dict.fromkeys(register for each in several for register in each):
            writers = frozenset().union(*(each.get(register, ()) for each in several))
            found[register] = frozenset(
                one
                for one in writers
                if not any(one != other and self._known[other] >> one & 1 for other in writers)
            )
        return found

    def _value(self, register: _Register, place: int) -> Any:
        written = self._written[place]
        return None if written is None else written.get(register)

    def _shown(self, register: _Register, seen: _Seen) -> Any:
        writers = seen.get(register)
        return self._value(register, self._holds(register[0], writers)) if writers else None

    def _holds(self, name: str, writers: Iterable[int]) -> int:
        """Return whose write is shown: the newest, or of an end that which came first."""
        at = self._ends(name, writers)
        return min(at, key=lambda each: (at[each], -each)) if at else max(writers)

    def _ends(self, name: str, writers: Iterable[int]) -> dict[int, datetime]:
        """Return when some writes say that it ended; none where that is not said with the field."""
        if _END not in _followers(self._table, name):
            return {}
        said = {each: (self._bodies[each] or {}).get(_END) for each in writers}
        return {each: datetime.fromisoformat(at) for each, at in said.items() if at}

    def is_open(self, register: _Register, seen: _Seen) -> bool:
        """Return whether a field is in conflict, so that somebody is to settle it."""
        if not self._ends(register[0], seen[register]):
            return self.differ(register, seen)
        return len({(self._bodies[each] or {}).get(register[0]) for each in seen[register]}) > 1

    def differ(self, register: _Register, seen: _Seen) -> bool:
        """Return whether two writes of different values count."""
        writers = [self._value(register, each) for each in seen.get(register, ())]
        return any(each != writers[0] for each in writers)

    def said(self, seen: _Seen, alive: list[int]) -> dict[str, Any]:
        """Return the fields as JSON has them: a list in the order of the newest head, then what others added."""
        said: dict[str, Any] = {}
        for name, line in self._table.items():
            if line.merge == NEWEST:
                writers = seen.get((name, ""))
                holders = _followers(self._table, name)
                body = self._bodies[self._holds(name, writers)] if writers else None
                said |= {each: body[each] for each in holders if body is not None and each in body}
            elif line.merge == AS_SETS:
                order = [
                    element
                    for place in (*alive, *range(len(self._bodies)))
                    for element in _elements(line, (self._bodies[place] or {}).get(name))
                ]
                kept = (self._shown((name, element), seen) for element in dict.fromkeys(order))
                said[name] = [each for each in kept if each is not None]
        return said


def _registers(table: Mapping[str, Field], body: Mapping[str, Any]) -> dict[_Register, Any]:
    """Return what a version says, by register. What was not said, and what is said by default, is no write."""
    found: dict[_Register, Any] = {}
    for name, line in table.items():
        if line.merge == AS_SETS:
            found |= {(name, element): each for element, each in _elements(line, body.get(name)).items()}
        elif line.merge == NEWEST:
            value = [body.get(each, table[each].default) for each in _followers(table, name)]
            if value != [table[each].default for each in _followers(table, name)]:
                found[name, ""] = value
    return found


def _followers(table: Mapping[str, Field], leader: str) -> list[str]:
    """Return a field and those whose values belong to it."""
    return [leader, *(name for name, line in table.items() if line.merge == leader)]


def _elements(line: Field, values: Any) -> dict[str, Any]:
    """Return the things in a list by what tells them apart."""
    if line.holds is PARTS:
        return {each[line.of.names[0]]: each for each in values or ()}
    return {each: each for each in values or ()}
