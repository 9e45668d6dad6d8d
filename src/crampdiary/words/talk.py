"""Which pieces of a line are only talk, however much they look like a severity, a length, a time or a side."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeGuard

from crampdiary.diary.model import LONG_S
from crampdiary.words import log_grammar
from crampdiary.words.quantities import Clock, number_at
from crampdiary.words.told import Piece
from crampdiary.words.uses.compounds import DESCRIBED, DESCRIBING
from crampdiary.words.whose_time import WhoseTime

_HALF_A_DAY = 12 * 60
_IS_VERY = frozenset("was is were are too very so really bit a rather quite".split())
_OVER_TIME = frozenset("this a per each every last".split())
_TIMES = frozenset("day night week month year hour".split())
_CRAMPS = frozenset({"cramps", "spasms"})
_HAD = frozenset("had got have were".split())
_WAS = frozenset("a an was is it it's its".split())
_MORE = frozenset("more another others".split())
_SMALL_HOURS = frozenset({1, 2, 3, 4})
_AT_NIGHT = frozenset({"woke", "onset"})
_CLOCKS = frozenset({"clock", "rough", "ago", "span", "now"})
_CHANGED = frozenset(
    "went going rose rising fell dropped up down varied varying fluctuated pain it was".split()
)
_FEW = 4  # cramps in a night: as a figure, more before a place says how bad it was
_DONE = ("moment", "moved", "remedy", "both ways", "tried")
_BECAUSE = frozenset("after because due of".split())
_PLACES = ("site", "side", "sensation")
_THINGS = ("trigger", "remedy", "moment", "moved", "both ways")
_TALK = ("unknown", "talk", "remedy", "both ways")


def minutes_of(span: Piece) -> int:
    """Return how long a piece from one time to another is, in minutes of half a day."""
    first, last = span.values
    return int((last.hour - first.hour) * 60 + last.minute - first.minute) % _HALF_A_DAY


def _is_plural(word: str) -> bool:
    is_in_s = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return is_in_s and word not in log_grammar.NO_PLURALS


class Talk(WhoseTime):
    """The pieces of a line, of which some turn out to be talk."""

    own_length_limit_s = 2 * 3600
    """A length over this counts only where it is said to be the cramp's."""

    def _settle_talk(self) -> None:
        self._numbers()
        self._lengths()
        self._colours()
        self._described()
        self._measured()
        self._settle_times()
        self._twice()
        self._sides_of_talk()

    def _numbers(self) -> None:
        """Settle which numbers alone are a severity: none that counts something or belongs to talk."""
        self._between()
        self._too_long()
        self._after_midnight()
        self._in_the_morning()
        self._ish()
        self._cramps_counted()
        self._cramps_of_a_night()
        others = any(kind == "severity" for kind in self._kinds())
        numbers = [place for place, piece in enumerate(self._pieces) if piece.kind == "bare"]
        first = next((place for place, kind in enumerate(self._kinds()) if kind != "filler"), 0)
        for place in sorted(numbers, key=self._may_be_rough_time):
            piece = self._pieces[place]
            word = self._words.plain[piece.end - 1]
            before, after = self._beside(place, -1), self._beside(place, 1)
            counts = after is not None and self._counts(after)
            if self._counts_things(place):
                self._pieces[place] = self._with_its_thing(place)
            elif (
                word == "one"
                or counts
                or self._is_no_level(after)
                or self._counts_parts(place)
                or (
                    before is not None
                    and before.kind == "unknown"
                    and place > first
                    and (others or not self._ends_the_line(place))
                )
                or (
                    after is not None
                    and after.kind == "unknown"
                    and (others or self._follows_a_remark(place))
                )
            ):
                self._become(place, "unknown")
            elif (others or self._follows_a_night(place)) and self._may_be_rough_time(place):
                hour = int(piece.values[0])
                self._pieces[place] = piece._replace(kind="rough", values=(Clock(hour, 0, hour > 0, False),))
            else:
                others = True

    def _cramps_counted(self) -> None:
        """`two leg cramps` are two, as `two cramps` are: a number before a place and cramps counts them."""
        rated = sum(kind in ("severity", "bare") for kind in self._kinds()) > 1
        for place, piece in enumerate(self._pieces):
            if piece.kind != "bare" or piece.values[0] not in range(2, 10):
                continue
            after = self._beside(place, 1)
            while after is not None and after.kind in ("side", "site"):
                after = self._beside(self._place(after), 1)
            is_told = self._words.plain[piece.end - 1].isalpha() or piece.values[0] <= _FEW or rated
            if is_told and after is not None and self._words.plain[after.start] in _CRAMPS:
                self._pieces[place] = piece._replace(kind="count", values=(int(piece.values[0]),))

    def _cramps_of_a_night(self) -> None:
        """`two last night` are two cramps; `7 last night` is how bad one was, and so is `two at 3am`."""
        first = next((at for at, kind in enumerate(self._kinds()) if kind not in ("filler", "remark")), 0)
        piece = self._pieces[first] if self._pieces else None
        if piece is None or piece.kind not in ("bare", "unknown") or "count" in self._kinds():
            return
        start = piece.start + (self._words.plain[piece.start] in ("only", "just"))
        word, before = self._words.plain[start : start + 1], self._words.plain[max(0, piece.start - 1)]
        number = 2 if word == ["couple"] else number_at(word, 0)
        is_named = number in range(2, _FEW + 1) and (word[0].isalpha() or before in _HAD)
        is_a = before in _WAS and word != ["couple"]  # it was a two
        if not is_named or is_a or not self._is_of_a_day(first, is_had=before in _HAD):
            return
        if piece.end == start + 1:
            self._pieces[first] = piece._replace(kind="count", values=(int(number or 0),))
            if (after := self._beside(first, 1)) and self._words.plain[after.start] in _MORE:
                self._become(first + 1, "filler")
        elif self._words.plain[start + 1] in ("or", "to"):
            self._become(first, "unknown")  # two or three last night

    def _is_of_a_day(self, place: int, *, is_had: bool) -> bool:
        """Return whether a day or night follows a number, past `more` and past where: `two in the calf last night`."""
        is_where = False
        for at in range(place + 1, len(self._pieces)):
            piece = self._pieces[at]
            word = self._words.plain[piece.start]
            if self._words.tokens[piece.start].apart:
                break
            if piece.kind == "day":
                return True
            is_where = is_where or word in ("in", "on")
            if not (piece.kind == "filler" or word in _MORE or (is_where and piece.kind in ("site", "side"))):
                return False
        return is_had and not is_where and self._words.plain[self._pieces[place].end - 1].isalpha()

    def _between(self) -> None:
        """`between 3 and 4` is when, at an hour of the night or where the line tells of one, or has a severity besides.

        With another time, or one that nobody cramps at in the night, it is how bad it was: `at 3am, between 6 and 7`.
        """
        kinds = self._kinds()
        for place, piece in enumerate(self._pieces):
            words = self._words.plain[piece.start : piece.end]
            low = number_at(words, 1) if words[0] in ("between", "from") and len(words) == 4 else None
            if piece.kind != "severity" or not low:
                continue
            is_rated = "bare" in kinds or kinds.count("severity") > 1
            is_at_night = low in _SMALL_HOURS or not _AT_NIGHT.isdisjoint(kinds) or self._names_a_night()
            is_timed = not _CLOCKS.isdisjoint(kinds)
            before = self._beside(place, -1)
            is_of_pain = before is not None and self._words.plain[before.end - 1] in _CHANGED
            if is_rated or (is_at_night and not is_timed and not is_of_pain):
                clock = Clock(int(low), 0, True, False)
                self._pieces[place] = piece._replace(kind="rough", values=(clock,))

    def _names_a_night(self) -> bool:
        return any(each.kind == "day" and each.values[0].part == "n" for each in self._pieces)

    def _too_long(self) -> None:
        """`7 until 3am` is how bad it was, and until when: nobody has a cramp from seven to three."""
        for place, piece in reversed(list(enumerate(self._pieces))):
            level = number_at(self._words.plain, piece.start)
            if piece.kind != "span" or level is None or level > 10:
                continue
            if not 0 < minutes_of(piece) * 60 <= self.own_length_limit_s:
                at = piece.start + 1
                self._pieces[place : place + 1] = [
                    Piece("bare", piece.start, at, (level,)),
                    Piece("unknown", at, piece.end),
                ]

    def _counts_parts(self, place: int) -> bool:
        """Return whether a number says of how many: `two toes 5`, where another says how bad it was."""
        return self._may_count_parts(place) and any(
            each.kind in ("severity", "bare") and at != place and not self._may_count_parts(at)
            for at, each in enumerate(self._pieces)
        )

    def _may_count_parts(self, place: int) -> bool:
        piece, after = self._pieces[place], self._beside(place, 1)
        if piece.kind != "bare" or after is None or after.kind != "site":
            return False
        is_plural = self._words.plain[after.end - 1] in ("toes", "feet", "legs", "calves", "soles", "arches")
        return is_plural and piece.end == piece.start + 1 and piece.values[0] in (2, 3, 4, 5)

    def _counts_things(self, place: int) -> bool:
        """Return whether a number says of how much: `2 beers, calf 6`, `magnesium 2, calf 6`, `stress 7, calf 5`.

        One thing has no number, so `7 wine` is how bad it was, unless another number says that.
        """
        if not self._may_count_things(place):
            return False
        piece, after = self._pieces[place], self._beside(place, 1)
        if self._is_thing(after) and _is_plural(self._words.plain[after.end - 1]):
            is_few = piece.values[0] in range(2, _FEW + 1) or self._is_drunk(after)
            if is_few and not self._is_beside(place, _PLACES):
                return True
        return any(
            each.kind in ("severity", "bare") and at != place and not self._may_count_things(at)
            for at, each in enumerate(self._pieces)
        )

    def _with_its_thing(self, place: int) -> Piece:
        """Return a number and the thing that it is of as what is kept in the note; the thing is read besides."""
        piece, before, after = self._pieces[place], self._beside(place, -1), self._beside(place, 1)
        if self._is_thing(after):
            return Piece("unknown", piece.start, after.end)
        return Piece("unknown", before.start if before is not None else piece.start, piece.end)

    def _is_thing(self, piece: Piece | None) -> TypeGuard[Piece]:
        """Return whether a piece names what was used or met, and begins with that: not `after wine`."""
        return piece is not None and piece.kind in _THINGS and self._words.plain[piece.start] not in _BECAUSE

    def _may_count_things(self, place: int) -> bool:
        piece, after = self._pieces[place], self._beside(place, 1)
        if piece.kind != "bare" or piece.end > piece.start + 1:
            return False
        if self._is_thing(after) and _is_plural(self._words.plain[after.end - 1]):
            return True
        is_of_one = self._is_thing(self._beside(place, -1)) or self._is_thing(after)
        return is_of_one and not self._is_beside(place, _PLACES)

    def _is_beside(self, place: int, kinds: Collection[str]) -> bool:
        return any(
            each is not None and each.kind in kinds
            for each in (self._beside(place, -1), self._beside(place, 1))
        )

    def _may_be_rough_time(self, place: int) -> bool:
        piece = self._pieces[place]
        words = self._words.plain[piece.start : piece.end]
        is_or = piece.start > 0 and self._words.plain[piece.start - 1] == "or"  # 6, or maybe 7
        is_one = len(words) == 2 or words[2:3] == ["or"]  # about 4 or 5
        return is_one and words[0] in log_grammar.ROUGHLY and not is_or

    def _ends_the_line(self, place: int) -> bool:
        """Return whether a number is the last that is said: how bad it was, unless it is that of what stands before."""
        word = self._words.plain[self._pieces[place].start - 1]
        is_of_it = word in log_grammar.NUMBERED | log_grammar.NEGATIONS or any(map(str.isdigit, word))
        return place == len(self._pieces) - 1 and not is_of_it

    def _follows_a_night(self, place: int) -> bool:
        """Return whether a number says about when in a night that is named: `sunday night about 2`."""
        before = self._beside(place, -1)
        is_night = before is not None and before.kind == "day" and before.values[0].part == "n"
        return is_night and self._pieces[place].values[0] in _SMALL_HOURS

    def _follows_a_remark(self, place: int) -> bool:
        before = self._beside(place, -1)
        return before is not None and before.kind == "remark"

    def _counts(self, after: Piece) -> bool:
        if after.kind not in ("unknown", "trigger", "remedy", "both ways"):
            return False
        word, following = self._words.plain[after.start], self._words.plain[after.end : after.end + 1]
        if word in ("day", "week", "night") and number_at(following, 0) is not None:
            return False  # 6, day 3 of it
        return word in log_grammar.COUNTED or (after.kind == "unknown" and _is_plural(word))

    def _lengths(self) -> None:
        """Settle which lengths are the cramp's own."""
        for place, piece in enumerate(self._pieces):
            if piece.kind == "length" or piece.kind == "long":
                before, after = self._beside(place, -1), self._beside(place, 1)
                talk = before is not None and before.kind in ("unknown", "talk", "both ways", "remedy")
                is_long = piece.kind == "long" and piece.values[0] > self.own_length_limit_s
                if piece.kind == "long" and after is not None:
                    talk = talk or after.kind in ("unknown", "both ways") or self._describes(piece, after)
                says_for = self._words.plain[piece.start] == "for"
                is_open = piece.kind == "long" or says_for
                talk = talk or (says_for and before is not None and before.kind == "woke")
                first, following = self._words.plain[piece.start], self._words.run(piece.end - 1)[1:2]
                is_else = first == "took" and following == ["to"]  # took 10 minutes to get up
                if (talk and is_open) or is_long or is_else:
                    self._become(place, "unknown")
            elif piece.kind == "ahead":
                before, after = self._beside(place, -1), self._beside(place, 1)
                if before is not None and before.kind in _DONE:
                    self._become(place - 1, "unknown")  # massage tomorrow
                    self._become(place, "unknown")
                elif any(each is not None and each.kind in ("unknown", "talk") for each in (before, after)):
                    self._become(place, "unknown")  # gym tomorrow; the first in 10 days
            elif piece.kind == "awake" and self._words.plain[piece.start] == "up":
                before = self._beside(place, -1)
                word = self._words.plain[piece.start - 1] if piece.start else ""
                if word in ("woke", "stood", "got", "get", "getting", "sat", "put"):
                    self._become(place, "unknown")
                elif before is not None and before.kind == "unknown":  # locked up for 5 minutes
                    self._become(place, "length")

    def _is_no_level(self, beside: Piece | None) -> bool:
        """Return whether a word is a number, and of no severity: `2 30` may be a time, and tells none."""
        return (
            beside is not None
            and beside.kind == "unknown"
            and beside.end == beside.start + 1
            and number_at(self._words.plain, beside.start) is not None
        )

    def _colours(self) -> None:
        """A colour is of the skin, but not where it is of something that nobody knows: `out of the blue`."""
        for place, piece in enumerate(self._pieces):
            if self._words.plain[piece.start] not in log_grammar.COLOURS or piece.end > piece.start + 1:
                continue
            near = [self._beside(place, -1), self._beside(place, 1)]
            for step in (-1, 1):
                at = place
                while (each := self._beside(at, step)) is not None and each.kind == "filler":
                    at += step
                near.append(each)
            kinds = {each.kind for each in near if each is not None}
            if kinds & {*_TALK, "trigger"} and not kinds & {"site", "side", "sensation"}:
                self._become(place, "unknown")

    def _described(self) -> None:
        """What things are said to be is not felt in a leg: `tight jeans`, `weak coffee`; nor is `3am sharp`."""
        words = self._words.plain
        for place, piece in enumerate(self._pieces):
            if piece.kind not in ("sensation", "trigger", "remedy") or words[piece.start] not in DESCRIBING:
                continue
            before, after = self._beside(place, -1), self._beside(place, 1)
            if piece.end > piece.start + 1:
                continue
            if before is not None and before.kind in ("clock", "rough") and words[piece.start] == "sharp":
                self._become(place, "filler")
            elif self._is_said_of(place) or (
                after is not None and (words[after.start] in DESCRIBED or self._is_drunk(after))
            ):
                self._become(place, "unknown")

    def _is_drunk(self, piece: Piece) -> bool:
        return piece.kind == "trigger" and piece.values[0] in log_grammar.CONSUMED

    def _is_said_of(self, place: int) -> bool:
        """Return whether a thing stands before what it is said to be: `jeans were too tight`."""
        says_so = False
        while (before := self._beside(place, -1)) is not None and before.end == before.start + 1:
            word = self._words.plain[before.start]
            if word not in _IS_VERY:
                return says_so and (word in DESCRIBED or self._is_drunk(before))
            says_so = True
            place -= 1
        return False

    def _describes(self, piece: Piece, after: Piece) -> bool:
        """Return whether a length says of what kind the next thing is: `a 20 minute walk`.

        So does one that hardly any cramp has, before what is not done for a cramp: `30 min walk`.
        """
        words = self._words.plain[piece.start : piece.end]
        is_one_thing = (
            len(words) == 2
            and words[1] in ("minute", "hour", "day", "second")
            and words[0] not in ("1", "a", "an", "half", "one")
        )
        if after.kind in ("moment", "moved"):
            return is_one_thing
        return after.kind in ("remedy", "trigger", "onset") and (is_one_thing or piece.values[0] > LONG_S)

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
            after = self._beside(place, 1)
            following = self._words.run(piece.end)[:2] if after and after.kind != "day" else []
            if (
                piece.kind == "count"
                and following[:1]
                and following[0] in _OVER_TIME
                and _TIMES & {*following}
            ):
                self._become(place, "unknown")  # 3x this week
                continue
            if (
                piece.kind != "count"
                or (piece.end - piece.start > 1 and self._words.plain[piece.end - 1] != "times")
                or "x" in self._words.plain[piece.start]
            ):
                continue
            beside = [each for each in (self._beside(place, -1), self._beside(place, 1)) if each]
            if any(
                each.kind in ("unknown", "woke", "tried", "moved", "both ways", "moment", "remedy")
                for each in beside
            ):
                self._become(place, "unknown")

    def _sides_of_talk(self) -> None:
        """A side beside talk and far from a body part is talk: `just left work`, `right after dinner`.

        So is a `both` of two cramps on one side: `both left calf`, `right foot, both mild`.
        """
        is_sided = any(each.kind == "side" and each.values[0] != "both" for each in self._pieces)
        for place, piece in enumerate(self._pieces):
            if is_sided and piece.kind == "side" and piece.values[0] == "both":
                self._settle_both(place)
                continue
            if piece.kind != "side" or self._words.plain[piece.start] not in ("left", "right"):
                continue
            before, after = self._beside(place, -1), self._beside(place, 1)
            near = [each for each in (before, after) if each is not None]
            if any(
                each.kind in ("site", "severity", "bare", "sensation", "filler", "grade") for each in near
            ):
                continue
            is_in_talk = before is not None and before.kind == "unknown"
            if after is not None and after.kind == "unknown" and (is_in_talk or (before is None and place)):
                self._become(place, "unknown")

    def _settle_both(self, place: int) -> None:
        """Settle whether `both`, beside one side, is of two cramps and not of two sides."""
        piece, after = self._pieces[place], self._beside(place, 1)
        if piece.end > piece.start + 1:  # both sides
            return
        is_of_one = after is not None and after.kind == "side"
        if is_of_one or not self._is_beside(place, {"site", "filler"}):
            self._become(place, "unknown")
