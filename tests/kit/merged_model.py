"""What several versions of one record show together, found in the slowest and plainest way.

It shares no code with the program but the table of fields. A version writes a field if it says otherwise than what
it was made from shows; a write counts unless another was made with knowledge of it; the newest that counts is shown.
Of the ends of a trial the earliest is, and they are no conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from crampdiary.diary.fields import AS_SETS
from crampdiary.diary.model import KINDS

Version = Mapping[str, Any]
"""As an export holds it: `uid`, `stamp`, `kind`, `parents` and `record`."""


class Merged:
    """All versions of one record.

    Attributes:
        heads: those that no other was made from, oldest first.
        record: what is shown, without what was not said; None for a deletion.
        conflicts: the fields in conflict, and "deleted" for a deletion against a change.
    """

    def __init__(self, versions: Iterable[Version]) -> None:
        self._versions = sorted(versions, key=lambda each: (each["stamp"], each["uid"]))
        self._place = {each["uid"]: place for place, each in enumerate(self._versions)}
        self.kind = self._versions[0]["kind"]
        self._known: dict[int, frozenset[int]] = {}
        self._said: dict[tuple[int, Any], bool] = {}
        made_from = {parent for place in range(len(self._versions)) for parent in self._parents(place)}
        heads = [place for place in range(len(self._versions)) if place not in made_from]
        self.heads = [self._versions[place] for place in heads]
        alive = [place for place in heads if self._versions[place]["record"] is not None]
        newest = self._versions[-1]["record"]
        if all(each["record"] == newest for each in self.heads):
            self.record, self.conflicts = newest, set()
            return
        everything = frozenset().union(*(self._all(place) for place in heads))
        registers = {each for place in everything for each in self._registers(place)}
        counting = {each: self._counting(each, everything) for each in registers}
        shown = {each: self._shown(each, writers) for each, writers in counting.items() if writers}
        self.conflicts = {
            each[0]
            for each, writers in counting.items()
            if any(self._value(each, one) != self._value(each, two) for one in writers for two in writers)
            and not self._is_an_end(each, writers)
        }
        if not alive:
            self.record, self.conflicts = None, set()
            return
        if len(alive) < len(heads):
            self.conflicts.add("deleted")
        self.record = self._put_together(shown) if newest is not None else None

    def _parents(self, place: int) -> list[int]:
        found = [self._place.get(uid, place) for uid in self._versions[place]["parents"]]
        return [each for each in found if each < place]

    def _all(self, place: int) -> frozenset[int]:
        """Return a version and all that it was made from."""
        if place not in self._known:
            before = (self._all(parent) for parent in self._parents(place))
            self._known[place] = frozenset([place]).union(*before)
        return self._known[place]

    def _registers(self, place: int) -> dict[Any, Any]:
        table = KINDS[self.kind].table
        record = self._versions[place]["record"] or {}
        found: dict[Any, Any] = {}
        for name, line in table.items():
            if line.merge == AS_SETS:
                for each in record.get(name) or []:
                    found[name, each["remedy"] if isinstance(each, dict) else each] = each
            else:
                leader = name if line.merge not in table else line.merge
                value = record.get(name)
                found.setdefault((leader, ""), {})[name] = None if value == line.default else value
        return {
            each: value
            for each, value in found.items()
            if each[1] or any(part is not None for part in value.values())
        }

    def _value(self, register: Any, place: int) -> Any:
        return self._registers(place).get(register)

    def _writes(self, register: Any, place: int) -> bool:
        if (place, register) not in self._said:
            before: frozenset[int] = frozenset().union(
                *(self._all(parent) for parent in self._parents(place))
            )
            writers = self._counting(register, before)
            values = [self._value(register, each) for each in writers]
            said = self._value(register, place)
            was = self._shown(register, writers) if writers else None
            writes = said != was or any(each != values[0] for each in values)
            self._said[place, register] = writes and self._versions[place]["record"] is not None
        return self._said[place, register]

    def _shown(self, register: Any, writers: set[int]) -> Any:
        said = {place: self._value(register, place) for place in sorted(writers, reverse=True)}
        ends = [each for each in said.values() if not register[1] and each and each.get("ended_at")]
        return min(ends, key=lambda each: datetime.fromisoformat(each["ended_at"]), default=said[max(said)])

    def _is_an_end(self, register: Any, writers: set[int]) -> bool:
        """Return whether a trial was ended, and not changed otherwise."""
        said = [self._value(register, each) or {} for each in writers if not register[1]]
        return (
            any(each.get("ended_at") for each in said) and len({each.get(register[0]) for each in said}) == 1
        )

    def _counting(self, register: Any, among: frozenset[int]) -> set[int]:
        writers = {place for place in among if self._writes(register, place)}
        return {one for one in writers if not any(one != two and one in self._all(two) for two in writers)}

    def _put_together(self, shown: Mapping[Any, Any]) -> dict[str, Any]:
        record: dict[str, Any] = {}
        heads = [self._place[each["uid"]] for each in reversed(self.heads)]
        alive = [place for place in heads if self._versions[place]["record"] is not None]
        order = [each for place in (*alive, *range(len(self._versions))) for each in self._registers(place)]
        for name, element in dict.fromkeys(order):
            value = shown[name, element]
            if element and value is not None:
                record.setdefault(name, []).append(value)
            elif not element:
                record |= {each: said for each, said in (value or {}).items() if said is not None}
        for name, line in KINDS[self.kind].table.items():
            if isinstance(line.default, str | bool):
                record.setdefault(name, line.default)
        return record
