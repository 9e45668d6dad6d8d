"""Corrections in plain words: `not 7 but 8`, `calf instead of foot`, `no note`, `should be 3am`.

A correction says what is right, and may say what was wrong. What was wrong is no value of the entry, nor anything to
note: here it is cut out of the line, and what is left is read as a line of `cramp log` is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from crampdiary.diary.fields import Tried
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Episode, Sign
from crampdiary.words.changes.correction_grammar import AFTERMATH, CORRECTIONS, FIELDS_NAMED, VALUES
from crampdiary.words.line import plain_line, text_between
from crampdiary.words.log_grammar import FILLERS
from crampdiary.words.log_numbers import NUMBERS_READ
from crampdiary.words.log_reader import LogReader
from crampdiary.words.matching import Found, Grammar, Reader, Words
from crampdiary.words.told import Told

_OTHER_SIDE = {"left": "right", "right": "left"}
_SUBJECTS = frozenset("it it's its that there was is".split())
"""What a denial is not of: `no, it was the right foot`."""
_LINKS = frozenset("to for with by into -> => →".split())
_LENGTHS = frozenset({"duration_s", "sore_s", "awake_s"})
_NUMBERS = frozenset({"severity", "duration_s"})
_LOOKED_AT = 8  # words
_WITH_UNKNOWN = frozenset(
    {"trigger", "triggers", "note", "notes", "comment", "comments"}
)  # not known is a trigger
_AS_THE_WRONG = {"tried": "tried", "onset": "while"}
"""What tells which of two a word is, by the field of what was wrong: `stretching` was tried, or done."""


class _Whatever:
    """Equal to all that an entry says: what is denied, however long it was."""

    def __eq__(self, other: object) -> bool:
        return other is not None

    __hash__ = None  # type: ignore[assignment]


class Wrong(NamedTuple):
    """What was said to be wrong: where in the line, the fields that it fills, and whether it is a time."""

    start: int
    fields: dict[str, Any]
    is_time: bool


class Correction:
    """What bare words say of an entry that is there.

    Attributes:
        line: all of it, as typed.
        told: what is right.
        emptied: the options of the fields that are to be empty.
        wrong: what was said to be wrong.
        is_other_side: whether it was on the other side.
        shift_s: by how many seconds it was later than it is said to be; below 0 where it was earlier.
    """

    def __init__(self) -> None:
        self.line = ""
        self.told = Told()
        self.emptied: list[str] = []
        self.wrong: list[Wrong] = []
        self.is_other_side = False
        self.shift_s = 0

    @property
    def tells_more(self) -> bool:
        """Whether there is more in it than what is to be empty."""
        return bool(self.told.line.strip(" ,") or self.wrong or self.is_other_side or self.shift_s)

    @property
    def only_shifts(self) -> bool:
        """Whether it says by how much the time was wrong, and nothing else."""
        return bool(self.shift_s) and not (self.told.line.strip(" ,") or self.wrong or self.is_other_side)

    @property
    def fields(self) -> set[str]:
        """The fields that it is about."""
        wrong = {name for each in self.wrong for name in each.fields if not _is_besides(name, each)}
        return {*self.told.fields, *wrong}

    def without_the_wrong(self, record: Episode | Sign) -> dict[str, Any]:
        """Return the fields of a cramp or a sign that what was wrong changes, each with its new value."""
        changes: dict[str, Any] = {}
        for wrong in self.wrong:
            for name in record.table.keys() & self._concerned(wrong):
                value, line = wrong.fields[name], record.table[name]
                held = changes.get(name, getattr(record, name))
                if line.holds.several:
                    gone = {_name_of(each) for each in value}
                    changes[name] = tuple(each for each in held if _name_of(each) not in gone)
                elif held == value and name not in self.told.fields:
                    changes[name] = line.default
        if self.is_other_side and record.side in _OTHER_SIDE:
            changes["side"] = _OTHER_SIDE[record.side]
        return {name: value for name, value in changes.items() if value != getattr(record, name)}

    def _concerned(self, wrong: Wrong) -> Collection[str]:
        """Return the fields in which it was wrong: `left not right foot` is not about the foot."""
        if self._may_be_no_level(wrong):
            return wrong.fields.keys() & self.told.fields.keys()
        return wrong.fields.keys() & self.told.fields.keys() or wrong.fields.keys()

    def _may_be_no_level(self, wrong: Wrong) -> bool:
        """Return whether a number that was wrong may be a time or minutes: `10 min not 5`, `at 3 not 4`."""
        is_number = len(wrong.fields) == 1 and not wrong.fields.keys().isdisjoint(_NUMBERS)
        return is_number and (self.told.names_a_time or not _LENGTHS.isdisjoint(self.told.fields))

    def is_talk(self, wrong: Wrong, record: Episode | Sign) -> bool:
        """Return whether an entry never said what is denied, and nothing else is told in its place."""
        told = self.told
        if (told.names_a_time and wrong.is_time) or self._may_be_no_level(wrong):
            return False
        return not (wrong.fields.keys() & told.fields.keys()) and not any(
            _holds(getattr(record, name, None), value) for name, value in wrong.fields.items()
        )


def _is_besides(name: str, wrong: Wrong) -> bool:
    """Return whether a field is one that only a cramp has, of what a sign has too: soreness."""
    return name == "sore_s" and "sensations" in wrong.fields


def _holds(held: Any, value: Any) -> bool:
    if isinstance(held, tuple):
        return not {_name_of(each) for each in held}.isdisjoint(map(_name_of, value))
    return bool(held == value)


def _name_of(value: Any) -> Any:
    return value.remedy if isinstance(value, Tried) else value


class CorrectionReader:
    """Reads corrections with the words of one diary.

    Args:
        reader: of what is right, and of what was wrong.
    """

    def __init__(self, reader: LogReader) -> None:
        self._reader = reader
        self._grammar = Grammar(
            CORRECTIONS,
            {
                "wrong": self._wrong,
                "none": self._joined("or", "nor"),
                "gone": self._joined("or", "nor", "and"),
                "replaced": self._replaced,
                "any": lambda _, at: (1, (at, at + 1)),
                "open": lambda words, at: (
                    None
                    if words.plain[at] in _WITH_UNKNOWN
                    else _if_any(1, FIELDS_NAMED.get(words.plain[at]))
                ),
                "length": NUMBERS_READ["length"],
                "after": lambda words, at: _if_any(1, AFTERMATH.get(words.plain[at])),
                "walked": lambda words, at: (
                    (1, "walking") if words.plain[at] in ("walked", "walking") else None
                ),
                "field": lambda words, at: _if_any(1, FIELDS_NAMED.get(words.plain[at])),
                "mark": lambda words, at: _if_any(0, words.tokens[at].apart or None),
            },
        )

    def read(self, typed: Sequence[str], record: Episode | Sign | None = None) -> Correction:
        """Return what a line corrects.

        Args:
            typed: the words.
            record: the cramp or sign; what is denied and was never said of it stays in the line, as talk. None
                where it is not known yet which entry is meant.

        Raises:
            UsageError: as `LogReader.read`.
        """
        found = self._cut(typed)
        if record is None:
            return found
        talk = {each.start for each in found.wrong if found.is_talk(each, record)}
        if talk:
            found = self._cut(typed, talk)
        for name, word in _AS_THE_WRONG.items():
            undecided = found.told.both_ways or found.told.preventive
            if undecided and any(name in each.fields for each in found.wrong):
                found.told = self._reader.read([f"{word} {found.told.line}"])
        return found

    def _cut(self, typed: Sequence[str], talk: Collection[int] = ()) -> Correction:
        correction = Correction()
        correction.line = plain_line(typed)
        told, words = self._reader.words_of(typed)
        left = [""]
        at = start = 0
        while at < len(words.plain):
            said = self._reader.longest(words, at)
            found = None if at in talk else self._grammar.longest(words, at)
            if said is not None and said.name == "instead" and (found is None or found.end <= said.end):
                is_first = start == at and not "".join(left).strip(" ,")
                start = said.end if is_first else start  # i meant 6; 7, i mean 6 is read as a whole
                at = said.end
            elif found is not None and (said is None or _goes_before(found, said)):
                left[-1] += _text(told, words, start, at)
                left.append("at " if found.name == "at" else "")
                self._take(correction, found, told, words)
                at = start = found.end
            else:
                at = said.end if said is not None else at + 1
        left[-1] += _text(told, words, start, at)
        line = ", ".join(filter(None, left))
        correction.told = self._reader.read([line])
        return correction

    def _take(self, correction: Correction, found: Found, told: Told, words: Words) -> None:
        if found.name in ("wrong", "denied"):
            start, end = next(each for each in reversed(found.values) if isinstance(each, tuple))
            correction.wrong.append(self._as_wrong(found.start, _text(told, words, start, end)))
        elif found.name == "after":
            field = found.values[0] if found.values else "walking"
            fields = {field: _Whatever(), **({"sensations": ["soreness"]} if field == "sore_s" else {})}
            correction.wrong.append(Wrong(found.start, fields, is_time=False))
        elif found.name == "emptied":
            correction.emptied += found.values
        elif found.name == "moved":
            is_later = words.plain[found.end - 1] == "later"
            correction.shift_s += found.values[0] if is_later else -found.values[0]
        correction.is_other_side = correction.is_other_side or found.name == "other side"

    def _as_wrong(self, start: int, text: str) -> Wrong:
        told = self._reader.read_all_else([text])
        fields = dict(told.fields)
        for slug in (*told.both_ways, *told.preventive):
            fields.setdefault("tried", []).append(Tried(remedy=slug))
        for slug in told.both_ways:
            fields["onset"] = slug
        return Wrong(start, fields, told.names_a_time)

    def _wrong(self, words: Words, at: int) -> tuple[int, tuple[int, int]] | None:
        """Read one thing that is told of a cramp; a side and its place are one."""
        start, last = at, min(len(words.plain), at + _LOOKED_AT)
        while start < last and words.plain[start] in FILLERS:
            start += 1
        found = self._value(words, start)
        if found is None:
            return None
        end = found.end
        beside = self._value(words, end) if end < len(words.plain) and not words.tokens[end].apart else None
        if beside is not None and {found.name, beside.name} == {"site", "side"}:
            end = beside.end
        return end - at, (at, end)

    def _joined(self, *links: str) -> Reader:
        """Read things that are wrong together: `burning or tingling`."""

        def read(words: Words, at: int) -> tuple[int, tuple[int, int]] | None:
            found = None if words.plain[at] in _SUBJECTS else self._wrong(words, at)
            end = at + found[0] if found else at
            while found and end < at + _LOOKED_AT and words.run(end - 1)[1:2] and words.plain[end] in links:
                found = self._wrong(words, end + 1)
                end = end + 1 + found[0] if found else end
            return (end - at, (at, end)) if end > at else None

        return read

    def _replaced(self, words: Words, at: int) -> tuple[int, tuple[int, int]] | None:
        """Read what is to make way for another, up to the word between: of `3 to 8` the 3."""
        near = range(at + 1, min(len(words.plain), at + _LOOKED_AT))
        end = next((place for place in near if words.plain[place] in _LINKS), at)
        found = self._wrong(Words(words.tokens[at:end], words.plain[at:end]), 0) if end > at else None
        return None if found is None else (found[0], (at, at + found[0]))

    def _value(self, words: Words, at: int) -> Found | None:
        found = self._reader.longest(words, at) if at < len(words.plain) else None
        return found if found is not None and found.name in VALUES else None


def _if_any(count: int, value: Any) -> tuple[int, Any] | None:
    return None if value is None else (count, value)


def _goes_before(found: Found, said: Found) -> bool:
    """Return whether a correction counts and not what else the words say: `no shoes` denies no shoes."""
    return found.end > said.end or (found.end == said.end and found.name != "denied")


def _text(told: Told, words: Words, start: int, end: int) -> str:
    return text_between(told.line, words.tokens[start], words.tokens[end - 1]) if start < end else ""
