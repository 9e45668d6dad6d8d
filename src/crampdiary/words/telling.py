"""What a line tells of a cramp: read generously, so that nothing that was typed is lost.

The line is cut into the longest patterns of `log_grammar`; what none of them takes is kept as it was typed. Then, in
one place, it is settled what the pieces mean together: which number is the severity, whose side a side is, which
length is the cramp's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from crampdiary.diary.fields import Tried
from crampdiary.diary.vocabulary import Vocabulary, key
from crampdiary.words import log_grammar as table
from crampdiary.words.line import plain_line, text_between, tokens_of
from crampdiary.words.patterns import Grammar, Reader, Words
from crampdiary.words.quantities import NUMBERS, Clock, clock_at, length_at, number_at
from crampdiary.words.when import Day, day_at

_LONGEST = 6  # words in one name: "electrolytes in a bottle of water"
_OWN_LENGTH_LIMIT_S = 2 * 3600  # a length over this counts only where it is said to be the cramp's
_MANY = 10  # cramps, and more, are one entry: nobody remembers each of them
_FAST = re.compile(r"(\d{1,2}(?:\.\d)?)/10")
_RANGE = re.compile(r"(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(?:pain|severity|level)[:=](\d{1,2}(?:\.\d)?)(?:/10)?")
_TIMES = re.compile(r"x([2-9])|([2-9])x")
_ISH = re.compile(r"(\d{1,2}(?:[:.]\d\d)?)-?ish")
_SPECIAL = re.compile(r"[\d.,:/x-]+(?:[ap]\.?m\.?)?|\d{4}-\d\d-\d\d.*|" + _NAMED.pattern, re.ASCII)


@dataclass(slots=True)
class Told:
    """What a line tells.

    Attributes:
        fields: of an episode, those that were told; lists for those of several.
        day: the day or night named, if one was.
        clock: the time named, if one was.
        is_rough: whether it was told as about that time.
        ago_s: how long ago it was, in seconds, if that was told.
        is_now: whether it was said to be now.
        count: how many cramps, 1 to 9.
        again: `all` where it is to be as the last one, `place` where only site and side are.
        is_none: whether it says that there was no cramp.
        is_going_on: whether it is not over yet.
        at_night: whether it tells of sleep, bed, waking or night.
        kept: what was not understood, phrase by phrase, as typed.
        seconds: what was told a second time, as typed.
        typos: what was read as another word, each with that word.
        both_ways: a word that could be what was done or what was tried.
        preventive: a remedy that is only used ahead.
    """

    line: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    day: Day | None = None
    clock: Clock | None = None
    is_rough: bool = False
    ago_s: int | None = None
    is_now: bool = False
    count: int = 1
    again: str = ""
    is_none: bool = False
    is_going_on: bool = False
    at_night: bool = False
    kept: list[str] = field(default_factory=list)
    seconds: list[str] = field(default_factory=list)
    typos: list[tuple[str, str]] = field(default_factory=list)
    both_ways: list[str] = field(default_factory=list)
    preventive: list[str] = field(default_factory=list)

    @property
    def names_a_time(self) -> bool:
        return self.day is not None or self.clock is not None or self.ago_s is not None or self.is_now


class _Piece(NamedTuple):
    """A part of the line: what a pattern took, or a word that none did."""

    kind: str
    start: int
    end: int
    values: tuple[Any, ...] = ()


class LogReader:
    """Reads lines with the words of one diary.

    Args:
        vocabulary: the words known.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        readers: dict[str, Reader] = {
            "any": lambda words, at: (1, words.plain[at]),
            "event": lambda words, at: (1, "") if words.plain[at] in table.EVENTS else None,
            "level": _level,
            "outof": _pattern(_FAST, _rounded),
            "grade": self._grade,
            "several": _several,
            "times": _pattern(_TIMES, lambda text: int(text.strip("x"))),
            "length": lambda words, at: _length(words, at),
            "clock": lambda words, at: clock_at(words.run(at), 0),
            "hour": _hour,
            "ish": _ish,
            "day": lambda words, at: day_at(words.run(at), 0, firmly=at > 0 and words.plain[at - 1] == "on"),
            "weekday": lambda words, at: day_at(words.run(at), 0, firmly=True),
            "site": self._site,
            "side": self._named("side"),
            "sensation": self._named("sensation"),
            "onset": self._named("onset"),
            "trigger": self._trigger,
            "remedy": self._remedy,
            "moment": self._moment,
            "moved": self._moved,
            "either": self._either,
            "remedies": self._remedies,
            "relief": lambda words, at: _in(_reliefs(), words, at),
        }
        self._grammar = _grammar_with(readers)

    def read(self, typed: Sequence[str]) -> Told:
        """Return what bare words tell.

        Raises:
            UsageError: they name a time that does not exist, is still to come, or could be two.
        """
        line = plain_line(typed)
        tokens = tokens_of(line, self._is_known)
        words = Words(tokens, [token.word for token in tokens])
        told = Told(line=line)
        words = self._without_typos(words, told)
        pieces = self._pieces(words)
        _Settling(words, pieces, told, self._vocabulary).settle()
        return told

    def _is_known(self, word: str) -> bool:
        return (
            word in table.FILLERS
            or word in NUMBERS
            or any(word in each.words for each in (self._grammar, _reliefs(), _moves()))
            or word in table.GRADES
            or _SPECIAL.fullmatch(word) is not None
            or bool(self._vocabulary.find(word))
        )

    # Cutting the line

    def _pieces(self, words: Words) -> list[_Piece]:
        pieces: list[_Piece] = []
        at = 0
        while at < len(words.plain):
            found = self._grammar.longest(words, at)
            if found is None and words.plain[at] in table.NEGATIONS:
                piece = self._negated(words, at)
            elif found is not None:
                piece = _Piece(found.name, found.start, found.end, found.values)
            elif words.plain[at] in table.FILLERS:
                piece = _Piece("filler", at, at + 1)
            elif words.plain[at] in table.REMARKS:
                piece = _Piece("remark", at, at + 1)
            else:
                piece = _Piece("unknown", at, at + 1)
            pieces.append(piece)
            at = piece.end
        return pieces

    def _negated(self, words: Words, at: int) -> _Piece:
        """Take a negation together with what it denies, so that neither is read."""
        end = at + 1
        while end < len(words.plain) and words.plain[end] in table.FILLERS and not words.tokens[end].apart:
            end += 1
        if end < len(words.plain) and not words.tokens[end].apart:
            found = self._grammar.longest(words, end)
            if found is not None and found.name not in ("bare", "clock", "rough", "day", "length", "long", "count"):
                return _Piece("unknown", at, found.end)
        return _Piece("unknown", at, at + 1)

    def _without_typos(self, words: Words, told: Told) -> Words:
        unknown = [
            at
            for at, word in enumerate(words.plain)
            if len(word) >= 4 and word.isalpha() and word not in table.REMARKS and word not in table.NEGATIONS
            and not self._is_known(word)
        ]  # fmt: skip
        if not unknown:
            return words
        from crampdiary.words.typos import Slips  # seldom needed

        slips = Slips(self._vocabulary)
        small = sum(token.text.islower() for token in words.tokens) * 2 > len(words.tokens)
        plain = list(words.plain)
        for at in unknown:
            if small and words.tokens[at].text[0].isupper() and (at or len(words.tokens) > 1):
                continue  # a name
            meant = slips.meant(plain[at])
            if meant:
                told.typos.append((words.tokens[at].text, meant))
                plain[at] = meant
        return Words(words.tokens, plain)

    # What the classes read

    def _named(self, role: str) -> Reader:
        def read(words: Words, at: int) -> tuple[int, str] | None:
            found = self._name_at(words, at, role)
            return (found[0], found[1]) if found else None

        return read

    def _name_at(self, words: Words, at: int, *roles: str) -> tuple[int, str, str, str] | None:
        """Return the words, the slug and the role of the longest name from a place on, and a side within it."""
        run = words.run(at)[:_LONGEST]
        for size in range(len(run), 0, -1):
            name = " ".join(run[:size])
            found = self._vocabulary.find(name, *roles)
            if found:
                return size, found[0].slug, found[0].role, ""
            if size > 2:
                inner = [each for each in run[1 : size - 1]]
                sides = [each for each in inner if each in _SIDES]
                small = [each for each in run[:size] if each not in table.FILLERS and each not in _SIDES]
                ends_known = run[0] not in table.FILLERS and run[size - 1] not in table.FILLERS
                if ends_known and run[0] not in _SIDES and run[size - 1] not in _SIDES and 1 < len(small) < size:
                    slug = self._loosely(" ".join(small), roles)
                    if slug:
                        return size, slug, roles[0], sides[0] if sides else ""
        return None

    def _loosely(self, name: str, roles: Sequence[str]) -> str | None:
        found = self._vocabulary.find(name, *roles)
        if found:
            return found[0].slug
        for role in roles:
            for word in self._vocabulary.words(role, hidden=True):
                for each in (word.slug, word.label, *word.synonyms):
                    parts = key(each).split("-")
                    if " ".join(part for part in parts if part not in table.FILLERS) == name and len(parts) > 1:
                        return word.slug
        return None

    def _site(self, words: Words, at: int) -> tuple[int, tuple[str, str]] | None:
        found = self._name_at(words, at, "site")
        return (found[0], (found[1], found[3])) if found else None

    def _grade(self, words: Words, at: int) -> tuple[int, int] | None:
        word, following = words.plain[at], words.run(at)[1:2]
        if word == "worst":  # of all; not of the week
            is_alone = not following or following[0] in table.FILLERS | _SIDES
            return (1, 10) if is_alone or self._vocabulary.find(following[0], "site") else None
        return (1, table.GRADES[word]) if word in table.GRADES else None

    def _trigger(self, words: Words, at: int) -> tuple[int, str] | None:
        found = self._name_at(words, at, "trigger")
        if found and self._vocabulary.find(" ".join(words.plain[at : at + found[0]]), "remedy"):
            return None  # cold: the trigger, or what was put on it
        return (found[0], found[1]) if found else None

    def _remedy(self, words: Words, at: int) -> tuple[int, str] | None:
        found = self._moved(words, at) or self._named("remedy")(words, at)
        if found and found[0] > 1 and self._vocabulary.find(words.plain[at], "site"):
            rest = self._named("remedy")(words, at + 1)
            if rest and rest[1] == found[1]:
                return None  # calf massage: the calf, and massage
        return found

    def _moved(self, words: Words, at: int) -> tuple[int, str] | None:
        found = _in(_moves(), words, at)
        return found if found is None or self._vocabulary.get("remedy", found[1]) else None

    def _moment(self, words: Words, at: int) -> tuple[int, str] | None:
        found = self._remedy(words, at)
        return found if found and found[1] in table.OF_THE_MOMENT else None

    def _either(self, words: Words, at: int) -> tuple[int, str] | None:
        onset, remedy = self._name_at(words, at, "onset"), self._name_at(words, at, "remedy")
        return (onset[0], onset[1]) if onset and remedy and onset[0] == remedy[0] else None

    def _remedies(self, words: Words, at: int) -> tuple[int, tuple[str, ...]] | None:
        found: list[str] = []
        end = at
        while end < len(words.plain):
            start = end
            while end < len(words.plain) and found and words.plain[end] in ("and", "or", "then", "plus", "with"):
                end += 1
            while end < len(words.plain) and words.plain[end] in ("a", "an", "some", "the", "my", "to"):
                end += 1
            one = self._remedy(words, end) if end < len(words.plain) else None
            if one is None or (found and words.tokens[start].apart and _in(_reliefs(), words, end)):
                end = start
                break
            found.append(one[1])
            end += one[0]
        return (end - at, tuple(found)) if found else None


_SIDES = frozenset({"left", "right", "both", "l", "r"})


class _Settling:
    """What the pieces of a line mean together."""

    def __init__(self, words: Words, pieces: list[_Piece], told: Told, vocabulary: Vocabulary) -> None:
        self._words = words
        self._pieces = pieces
        self._told = told
        self._vocabulary = vocabulary
        self._sided: list[tuple[str, str]] = []  # sides said, each with the site that it stands at

    def settle(self) -> None:
        self._whole_line()
        self._numbers()
        self._lengths()
        self._measured()
        self._twice()
        self._sides_of_talk()
        for piece in self._pieces:
            getattr(self, f"_{piece.kind.replace(' ', '_')}", self._nothing)(piece)
        self._side()
        self._keep()

    def _nothing(self, piece: _Piece) -> None:
        """Fillers, and what `_keep` gathers."""

    def _become(self, place: int, kind: str) -> None:
        self._pieces[place] = self._pieces[place]._replace(kind=kind)

    def _kinds(self) -> list[str]:
        return [piece.kind for piece in self._pieces]

    def _beside(self, place: int, step: int) -> _Piece | None:
        """Return the next piece in a direction, if no mark stands between."""
        other = place + step
        if not 0 <= other < len(self._pieces):
            return None
        later = self._pieces[max(place, other)]
        return None if self._words.tokens[later.start].apart else self._pieces[other]

    def _whole_line(self) -> None:
        told, kinds = self._told, [piece.kind for piece in self._pieces if piece.kind != "filler"]
        if "none" in kinds and set(kinds) <= {"none", "day"}:
            told.is_none = True
        elif "none" in kinds:
            for place, piece in enumerate(self._pieces):
                if piece.kind == "none":
                    self._become(place, "unknown")
        for place, piece in enumerate(self._pieces):
            if piece.kind == "again":
                first = all(each.kind in ("filler", "count") for each in self._pieces[:place])
                told.again = "all" if first or told.again == "all" else "place"

    def _numbers(self) -> None:
        """Settle which numbers alone are a severity: none that counts something or belongs to talk."""
        others = any(kind == "severity" for kind in self._kinds())
        for place, piece in enumerate(self._pieces):
            if piece.kind != "bare":
                continue
            word = self._words.plain[piece.start]
            before, after = self._beside(place, -1), self._beside(place, 1)
            is_first = place == 0 or all(each.kind == "filler" for each in self._pieces[:place])
            counts = after is not None and self._counts(after)
            if (
                word == "one"
                or counts
                or (before is not None and before.kind == "unknown" and not is_first)
                or (others and after is not None and after.kind == "unknown")
            ):
                self._become(place, "unknown")
            elif before is not None and word != piece.values and self._said(place) == "about" and others:
                self._become(place, "unknown")
            else:
                others = others or is_first

    def _said(self, place: int) -> str:
        return self._words.plain[self._pieces[place].start - 1]

    def _counts(self, after: _Piece) -> bool:
        if after.kind not in ("unknown", "trigger", "remedy", "both ways"):
            return False
        word = self._words.plain[after.start]
        return word in table.COUNTED or (
            after.kind == "unknown" and len(word) > 3 and word.endswith("s") and not word.endswith("ss")
        )

    def _lengths(self) -> None:
        """Settle which lengths are the cramp's own."""
        for place, piece in enumerate(self._pieces):
            if piece.kind == "length" or piece.kind == "long":
                before, after = self._beside(place, -1), self._beside(place, 1)
                talk = before is not None and before.kind in ("unknown", "talk", "both ways")
                is_long = piece.kind == "long" and piece.values[0] > _OWN_LENGTH_LIMIT_S
                if piece.kind == "long" and after is not None and after.kind == "unknown":
                    talk = True
                if (talk and not self._words.plain[piece.start].startswith("last")) or is_long:
                    self._become(place, "unknown")
            elif piece.kind == "awake" and self._words.plain[piece.start] == "up":
                before = self._words.plain[piece.start - 1] if piece.start else ""
                if before in ("woke", "stood", "got", "get", "getting", "sat", "put"):
                    self._become(place, "unknown")
                elif self._beside(place, -1) and self._beside(place, -1).kind == "unknown":  # locked up for 5 minutes
                    self._become(place, "length")

    def _measured(self) -> None:
        """What is measured in the word before it is talk: `38C fever`."""
        for place, piece in enumerate(self._pieces):
            before = self._beside(place, -1)
            if (
                piece.kind in ("trigger", "remedy")
                and before is not None
                and before.kind == "unknown"
                and self._words.plain[before.start][0].isdigit()
                and before.end == before.start + 1
            ):
                self._become(place, "unknown")

    def _twice(self) -> None:
        """`twice` counts cramps only beside a cramp, its place or its severity."""
        for place, piece in enumerate(self._pieces):
            if piece.kind != "count" or piece.end - piece.start > 1 or self._words.plain[piece.start][0] in "x23456789":
                continue
            beside = [each for each in (self._beside(place, -1), self._beside(place, 1)) if each]
            if any(each.kind in ("unknown", "woke", "tried", "moved", "both ways", "moment", "remedy") for each in beside):
                self._become(place, "unknown")

    def _sides_of_talk(self) -> None:
        """A side beside talk and far from a body part is talk: `just left work`, `right after dinner`."""
        for place, piece in enumerate(self._pieces):
            if piece.kind != "side" or self._words.plain[piece.start] not in ("left", "right"):
                continue
            before, after = self._beside(place, -1), self._beside(place, 1)
            near = [each for each in (before, after) if each is not None]
            if any(each.kind in ("site", "severity", "bare", "sensation", "filler", "grade") for each in near):
                continue
            if after is not None and after.kind == "unknown" and (before is None or before.kind == "unknown"):
                if before is not None or place:
                    self._become(place, "unknown")

    # One thing each

    def _put(self, name: str, value: Any, piece: _Piece) -> None:
        if self._told.fields.setdefault(name, value) != value:
            self._told.seconds.append(self._text(piece))

    def _add(self, name: str, value: Any) -> None:
        found = self._told.fields.setdefault(name, [])
        if value not in found:
            found.append(value)

    def _text(self, piece: _Piece) -> str:
        return text_between(self._told.line, self._words.tokens[piece.start], self._words.tokens[piece.end - 1])

    def _severity(self, piece: _Piece) -> None:
        value = _rounded_level(piece.values[0])
        if "severity" in self._told.fields and self._told.fields.get("severity") != value and self._graded:
            self._told.seconds.append(self._graded)
            self._told.fields["severity"] = value
            self._graded = ""
        else:
            self._put("severity", value, piece)
        if float(piece.values[0]) != value:
            self._told.seconds.append(self._text(piece))

    _graded = ""
    _bare = _severity

    def _grade(self, piece: _Piece) -> None:
        value = piece.values[0] if piece.values else 10
        if "severity" in self._told.fields:
            if self._told.fields["severity"] != value:
                self._told.seconds.append(self._text(piece))
            return
        self._graded = self._text(piece)
        self._told.fields["severity"] = value

    def _length(self, piece: _Piece) -> None:
        self._put("duration_s", piece.values[0], piece)

    _long = _length

    def _sore(self, piece: _Piece) -> None:
        words = self._words.plain[piece.start : piece.end]
        if any(each.startswith("linger") for each in words):
            self._add("sensations", "lingering-pain")
        self._put("sore_s", piece.values[0] if piece.values else "all day", piece)

    def _awake(self, piece: _Piece) -> None:
        self._put("awake_s", piece.values[0], piece)

    def _walking(self, piece: _Piece) -> None:
        limped = self._words.plain[piece.start].startswith("limp")
        self._put("walking", "limped" if limped else "could-not", piece)

    def _woke(self, piece: _Piece) -> None:
        self._told.fields["woke"] = True
        self._told.at_night = True

    def _ahead(self, piece: _Piece) -> None:
        from crampdiary.errors import UsageError

        raise UsageError(f'"{self._text(piece)}" is still to come. Write a time that has passed.')

    def _ago(self, piece: _Piece) -> None:
        if self._told.ago_s is None:
            self._told.ago_s = piece.values[0]
        elif self._told.ago_s != piece.values[0]:
            self._told.seconds.append(self._text(piece))

    def _now(self, piece: _Piece) -> None:
        self._told.is_now = True

    def _clock(self, piece: _Piece) -> None:
        if self._told.clock is None:
            self._told.clock = piece.values[0]
            self._told.is_rough = piece.kind == "rough"
        elif self._told.clock != piece.values[0]:
            self._told.seconds.append(self._text(piece))

    _rough = _clock

    def _day(self, piece: _Piece) -> None:
        day = piece.values[0]
        if self._told.day is None:
            self._told.day = day
            self._told.at_night = self._told.at_night or day.part == "n"
        elif self._told.day != day:
            self._told.seconds.append(self._text(piece))

    def _count(self, piece: _Piece) -> None:
        word = self._words.plain[piece.start]
        count = piece.values[0] if piece.values else {"twice": 2, "thrice": 3}[word]
        if count >= _MANY:
            self._told.kept.append(self._text(piece))
        elif self._told.count == 1:
            self._told.count = count
        elif self._told.count != count:
            self._told.seconds.append(self._text(piece))

    def _still(self, piece: _Piece) -> None:
        self._told.is_going_on = True

    def _tried(self, piece: _Piece) -> None:
        values = list(piece.values)
        lengths = [each for each in values if isinstance(each, int)]
        rest = [each for each in values if not isinstance(each, int)]
        remedies = rest[0] if isinstance(rest[0], tuple) else (rest[0],)
        for remedy in remedies:
            has_relief = len(rest) > 1
            self._try(remedy, rest[1] if has_relief else None, lengths[-1] if lengths and has_relief else None)

    def _moved(self, piece: _Piece) -> None:
        self._try(piece.values[0], None, None)

    _moment = _moved

    def _try(self, remedy: str, relief: str | None, after_s: int | None) -> None:
        tried = self._told.fields.setdefault("tried", [])
        for place, each in enumerate(tried):
            if each.remedy == remedy:
                tried[place] = Tried(remedy=remedy, relief=relief or each.relief, after_s=after_s or each.after_s)
                return
        tried.append(Tried(remedy=remedy, relief=relief, after_s=after_s))

    def _site(self, piece: _Piece) -> None:
        slug, side = piece.values[0]
        self._add("sites", slug)
        place = self._pieces.index(piece)
        before, after = self._beside(place, -1), self._beside(place, 1)
        if side:
            self._sided.append((_full(side), slug))
        elif before is not None and before.kind == "side":
            self._sided.append((before.values[0], slug))
        elif after is not None and after.kind == "side":
            following = self._beside(place + 1, 1)
            if following is None or following.kind != "site":
                self._sided.append((after.values[0], slug))

    def _side(self, piece: _Piece | None = None) -> None:
        if piece is not None:
            return
        said = [each.values[0] for each in self._pieces if each.kind == "side"]
        said += [side for side, _ in self._sided if side not in said]
        different = set(said)
        if not different:
            return
        self._told.fields["side"] = said[0] if len(different) == 1 else "both"
        if len(different) > 1 and len(self._told.fields.get("sites", ())) > 1:
            self._told.seconds += [
                self._text(each) for each in self._pieces if each.kind == "side" and each.values[0] != "both"
            ]

    def _sensation(self, piece: _Piece) -> None:
        self._add("sensations", piece.values[0])

    def _onset(self, piece: _Piece) -> None:
        self._put("onset", piece.values[0], piece)
        if piece.values[0] in ("asleep", "in-bed"):
            self._told.at_night = True

    def _trigger(self, piece: _Piece) -> None:
        self._add("triggers", piece.values[0])

    def _both_ways(self, piece: _Piece) -> None:
        self._told.both_ways.append(piece.values[0])

    def _remedy(self, piece: _Piece) -> None:
        self._told.preventive.append(piece.values[0])

    # What is kept

    def _keep(self) -> None:
        """Keep what was not understood, as typed: words next to each other as one phrase, with what is between."""
        told, words = self._told, self._words
        kept_kinds = {"unknown", "remark", "talk", "both ways", "remedy"}
        first: int | None = None
        last = 0
        for piece in self._pieces:
            if piece.kind in kept_kinds:
                if first is None:
                    first = piece.start
                last = piece.end
            elif piece.kind != "filler" and first is not None:
                told.kept.append(text_between(told.line, words.tokens[first], words.tokens[last - 1]))
                first = None
        if first is not None:
            told.kept.append(text_between(told.line, words.tokens[first], words.tokens[last - 1]))


def _full(side: str) -> str:
    return {"l": "left", "r": "right"}.get(side, side)


def _rounded_level(level: float) -> int:
    return int(float(level) + 0.5)


def _rounded(text: str) -> float | None:
    level = float(text.partition("/")[0])
    return level if level <= 10 else None


def _level(words: Words, at: int) -> tuple[int, float] | None:
    word = words.plain[at]
    if match := _NAMED.fullmatch(word):
        word = match[1]
    if match := _RANGE.fullmatch(word):
        low, high = int(match[1]), int(match[2])
        return (1, (low + high) / 2) if low < high <= 10 else None
    number = number_at(words.plain, at) if word == words.plain[at] else float(word)
    if number is None or number > 10 or (number != int(number) and not re.fullmatch(r"\d{1,2}\.\d", word)):
        return None
    if word.isdigit() and len(word) > 1 and word.startswith("0"):
        return None
    return 1, number


def _hour(words: Words, at: int) -> tuple[int, Clock] | None:
    run = words.run(at)
    found = clock_at(run, 0, bare=True)
    counts = found is not None and found[0] == 1 and run[1:2] and run[1] in table.COUNTED
    return None if counts else found


def _several(words: Words, at: int) -> tuple[int, int] | None:
    number = number_at(words.plain, at)
    if number is None or number != int(number) or number < 2:
        return None
    return 1, int(number)


def _length(words: Words, at: int) -> tuple[int, int] | None:
    run = words.run(at)
    found = length_at(run, 0)
    if found and run[found[0] - 1] == "second" and run[found[0] : found[0] + 1] in (["toe"], ["toes"]):
        return None
    return found


def _ish(words: Words, at: int) -> tuple[int, Clock] | None:
    match = _ISH.fullmatch(words.plain[at])
    found = clock_at([match[1], *words.run(at)[1:]], 0, bare=True) if match else None
    return found


def _pattern(pattern: re.Pattern[str], value: Any) -> Reader:
    def read(words: Words, at: int) -> tuple[int, Any] | None:
        if not pattern.fullmatch(words.plain[at]):
            return None
        found = value(words.plain[at])
        return None if found is None else (1, found)

    return read


def _in(grammar: Grammar, words: Words, at: int) -> tuple[int, str] | None:
    found = grammar.longest(words, at) if at < len(words.plain) else None
    return (found.end - at, found.name) if found else None


@cache
def _reliefs() -> Grammar:
    return Grammar(table.RELIEFS, {})


@cache
def _moves() -> Grammar:
    return Grammar([(remedy, text) for text, remedy in table.MOVED.items()], {})


def _grammar_with(readers: dict[str, Reader]) -> Grammar:
    return Grammar(table.LOG, readers)


def kept_of(told: Told) -> str:
    """Return what goes to the note: the phrases that were not understood."""
    return ", ".join(told.kept)

