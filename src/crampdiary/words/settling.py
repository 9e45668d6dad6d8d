"""What the pieces of a line mean together.

What is only talk is settled by `crampdiary.words.talk`. Here it is decided which number is the severity, whose side a
side is and which time counts; and what was not understood is gathered, as it was typed.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from crampdiary.diary.fields import Tried
from crampdiary.errors import UsageError
from crampdiary.words import log_grammar, relief_grammar
from crampdiary.words.clauses import LINKS, felt_without_a_cramp, full_side, parted_by_side, takes_back
from crampdiary.words.line import text_between
from crampdiary.words.matching import Words
from crampdiary.words.quantities import WEEKDAYS, Clock, in_the_half_of, number_at
from crampdiary.words.talk import Talk, minutes_of
from crampdiary.words.told import Piece, SeveralNightsError, Told

if TYPE_CHECKING:
    from crampdiary.words.when import NamedDay

_COMPARED = frozenset("than of since for over in all this every worse better like".split())
_TIMES = frozenset({"clock", "rough", "span", "day", "ago", "now", "ahead", "vague", "refused"})
_BETWEEN = r"\d+-\d"
_LEAVES_OUT = frozenset("except excepting excluding apart".split())
_SINCE_A_NIGHT = frozenset("none quiet day filler remark unknown vague talk".split())
_BEGIN = LINKS | {"the", "my", "a"}
_LEVELS = frozenset({"severity", "bare", "grade"})
_HOW_OFTEN = {"twice": 2, "thrice": 3}
_SORE_UNTIL = {
    "morning": "morning",
    "night": "all day",
    "overnight": "night",
    "now": "now",
    "far": "now",
    "still": "now",
}
"""How long it stayed sore, by a word that says it: to noon, to the end of the day, over the night, until now."""

_DASHED_LENGTH_LIMIT_S = 20 * 60
"""`3:10-3:20` says how long a cramp was; in `11pm-1am` there were some, or one that nobody saw begin."""

_MANY = 10  # cramps, and more, are one entry: nobody remembers each of them


class Settling(Talk):
    """What the pieces of a line mean together."""

    said_of_a_place = frozenset("sensation sore severity bare grade length long".split())
    """Kinds that say something of the place beside them, so that another place may be of another thing."""

    first_of_all = _LEVELS
    """Kinds of the thing that a line is of, where it tells of several on different sides."""

    def __init__(self, words: Words, pieces: list[Piece], told: Told) -> None:
        super().__init__(words, pieces, told)
        self._graded = ""  # the word that the severity is from, where no number said it
        self._sided: list[tuple[str, str]] = []  # sides said, each with the site that it stands at

    def settle(self) -> None:
        self._correct_itself()
        self._whole_line()
        self._part_sides()
        self._settle_talk()
        read = {
            "severity": self._severity, "bare": self._severity, "grade": self._grade, "length": self._length,
            "long": self._length, "sore": self._sore, "awake": self._awake,
            "walking": self._walking,
            "ahead": self._ahead, "ago": self._ago, "clock": self._clock, "rough": self._clock, "day": self._day,
            "count": self._count, "tried": self._tried, "moved": self._moved, "moment": self._moved,
            "site": self._site, "sensation": self._sensation, "onset": self._onset, "trigger": self._trigger,
            "both ways": self._both_ways, "remedy": self._remedy, "vague": self._vague,
            "span": self._span, "other": self._other,
        }  # fmt: skip
        for piece in self._pieces:
            if piece.kind in read:
                read[piece.kind](piece)
        self._flags()
        self._side()
        self._keep()
        self._told.times = [
            (self._words.tokens[each.start].start, self._words.tokens[each.end - 1].end)
            for each in self._pieces
            if each.kind in _TIMES
        ]

    def _correct_itself(self) -> None:
        if any(piece.kind == "instead" for piece in self._pieces) or "no" in self._words.every:
            from crampdiary.words.changes.self_corrections import corrected  # seldom needed

            self._pieces = corrected(self._words, self._pieces, self._told.line)

    def _flags(self) -> None:
        kinds = {piece.kind for piece in self._pieces}
        self._told.is_now = "now" in kinds
        self._told.is_going_on = "still" in kinds
        self._times_of_several()
        if any(self._is_of_bed(piece) for piece in self._pieces):
            self._told.was_up = self._told.at_night = True
        if "woke" in kinds:
            self._told.fields["woke"] = True
            self._told.at_night = True

    def _times_of_several(self) -> None:
        """What came on and off between two times began about at the first, where nothing else says when."""
        clocks = [
            [x for x in each.values if isinstance(x, Clock)] for each in self._pieces if each.kind == "talk"
        ]
        span = next((each for each in clocks if len(each) == 2), None)
        if span and self._told.clock is None and self._told.ago_s is None and not self._told.is_now:
            self._told.clock, self._told.is_rough = in_the_half_of(*span), True

    def _is_of_bed(self, piece: Piece) -> bool:
        """Return whether a piece says when somebody got up or went back to bed: the cramp was in that night."""
        is_timed = piece.kind == "talk" and any(isinstance(each, Clock) for each in piece.values)
        return is_timed and not log_grammar.OF_BED.isdisjoint(self._words.plain[piece.start : piece.end])

    def _whole_line(self) -> None:
        kinds = [piece.kind for piece in self._pieces if piece.kind != "filler"]
        felt = felt_without_a_cramp(self._words, self._pieces)
        self._told.takes_back = takes_back(self._words, self._pieces)
        is_of_nights = "day" in kinds and _SINCE_A_NIGHT.issuperset(kinds)
        if is_of_nights and (
            (kinds[:1] == ["none"] and "since" in self._words.plain)
            or ("none" in kinds and not _LEAVES_OUT.isdisjoint(self._words.plain))
        ):
            raise SeveralNightsError(self._but_for_denial())
        if felt is not None and "none" in kinds:
            self._told.nights = self._but_for_denial()
        if felt is not None:
            from crampdiary.words.wished import is_wished  # only a denial needs it

            self._told.is_wished = is_wished(self._words, self._pieces)
        for place, piece in enumerate(self._pieces):
            says_none = piece.kind in ("none", "quiet", "taken back")
            if says_none if felt is None else piece.kind not in ("none", "taken back", "day", "filler"):
                # A day beside "slept well" is that of the night.
                denies = "none" if piece.kind == "quiet" and felt is not None else piece.denies
                self._pieces[place] = piece._replace(kind="unknown", denies=denies)
        if felt is not None:
            self._told.is_none = True
            self._day_of_all(felt)
            self._set_apart(felt)
        self._said_again()

    def _day_of_all(self, clauses: list[list[int]]) -> None:
        """A day in what was felt is that of the whole line where no other is named: `monday restless legs, no cramp`.

        One seen from now, as `today`, is so only where it stands first: `no cramps, legs sore today` is of two times.
        """
        felt = {place for clause in clauses for place in clause}
        days = [place for place, piece in enumerate(self._pieces) if piece.kind == "day"]
        if not days or not felt.issuperset(days):
            return
        is_behind = any(piece.kind == "none" for piece in self._pieces[: days[0]])
        day = self._pieces[days[0]].values[0]
        if not is_behind or (day.name in WEEKDAYS.values() or re.search(r"\d", day.name)):
            self._told.day = day
            self._told.at_night = self._told.at_night or day.part == "n"

    def _set_apart(self, clauses: list[list[int]]) -> None:
        """Set apart how legs felt in a night without a cramp: that is a record of its own."""
        self._told.felt = ", ".join(map(self._text_of, clauses))
        for place in chain.from_iterable(clauses):
            self._become(place, "felt")

    def _text_of(self, clause: list[int]) -> str:
        """Return a clause as typed, without the words that only begin it."""
        words, start, end = self._words, self._pieces[clause[0]].start, self._pieces[clause[-1]].end
        while start < end - 1 and words.plain[start] in _BEGIN:
            start += 1
        return text_between(self._told.line, words.tokens[start], words.tokens[end - 1])

    def _part_sides(self) -> None:
        """Part things told on different sides: the line is of one of them, and the others stand as typed."""
        things = parted_by_side(self._words, self._pieces, self.said_of_a_place)
        if not things:
            return
        kinds = [{self._pieces[place].kind for place in each} for each in things]
        first = next((at for at, each in enumerate(kinds) if each & self.first_of_all), 0)
        self._told.parts = [
            self._text_of(each) for each in (things[first], *things[:first], *things[first + 1 :])
        ]
        for at, thing in enumerate(things):
            if at == first:
                continue
            if "sensation" in kinds[at] and not kinds[at] & _LEVELS:
                self._told.felt = ", ".join(filter(None, [self._told.felt, self._text_of(thing)]))
            for place in thing:
                if self._pieces[place].kind not in _TIMES:
                    self._become(place, "unknown")

    def _said_again(self) -> None:
        told = self._told
        for place, piece in enumerate(self._pieces):
            if piece.kind == "again":
                first = all(each.kind in ("filler", "count") for each in self._pieces[:place])
                told.again = "all" if first or told.again == "all" else "place"

    # One thing each

    def _put(self, name: str, value: Any, piece: Piece) -> None:
        if self._told.fields.setdefault(name, value) != value:
            self._told.seconds.append(self._text(piece))

    def _add(self, name: str, value: Any) -> None:
        found = self._told.fields.setdefault(name, [])
        if value not in found:
            found.append(value)

    def _severity(self, piece: Piece) -> None:
        level = piece.values[0]
        value = _rounded_level(level)
        if "severity" in self._told.fields and self._told.fields.get("severity") != value and self._graded:
            self._told.seconds.append(self._graded)
            self._told.fields["severity"] = value
            self._graded = ""
        else:
            self._put("severity", value, piece)
        is_kept = self._told.seconds[-1:] == [self._text(piece)]
        if (level != value or self._is_between(piece)) and not is_kept:
            self._told.seconds.append(self._text(piece))

    def _is_between(self, piece: Piece) -> bool:
        """Return whether it was told as between two: `2-3 min`, `6 or 7`."""
        words = self._words.plain[piece.start : piece.end]
        return any("-" in each and re.match(_BETWEEN, each, re.ASCII) for each in words) or any(
            each in ("or", "to") and number_at(words, place) is not None
            for place, each in enumerate(words, 1)
        )

    def _grade(self, piece: Piece) -> None:
        value = piece.values[0] if piece.values else 10
        if "severity" in self._told.fields:
            if self._told.fields["severity"] != value:
                self._told.seconds.append(self._text(piece))
            return
        self._graded = self._text(piece)
        self._told.fields["severity"] = value

    def _length(self, piece: Piece) -> None:
        self._put("duration_s", piece.values[0], piece)
        if self._is_between(piece):
            self._told.seconds.append(self._text(piece))

    def _sore(self, piece: Piece) -> None:
        words = self._words.plain[piece.start : piece.end]
        if any(each.startswith("linger") for each in words):
            self._add("sensations", "lingering-pain")
        until = next((_SORE_UNTIL[each] for each in reversed(words) if each in _SORE_UNTIL), "all day")
        self._put("sore_s", piece.values[0] if piece.values else until, piece)

    def _awake(self, piece: Piece) -> None:
        is_span = isinstance(piece.values[0], Clock)
        self._put("awake_s", minutes_of(piece) * 60 if is_span else piece.values[0], piece)

    def _walking(self, piece: Piece) -> None:
        limped = any(
            each.startswith(("limp", "hobbl")) for each in self._words.plain[piece.start : piece.end]
        )
        self._put("walking", "limped" if limped else "could-not", piece)
        if piece.values:  # how long is no field
            self._told.seconds.append(self._text(piece))

    def _ahead(self, piece: Piece) -> None:
        self._told.refused = self._told.refused or UsageError(
            f'"{self._text(piece)}" is still to come. Write a time that has passed.'
        )

    def _vague(self, piece: Piece) -> None:
        """Refuse a time that could be any of several nights, unless it is only compared with, or over all of them."""
        before = self._words.plain[max(0, piece.start - 2) : piece.start]
        if not _COMPARED.isdisjoint(before):
            self._become(self._place(piece), "unknown")
            return
        self._told.refused = self._told.refused or UsageError(
            f'"{self._text(piece)}" could be any of several nights. Name one, as in monday or 3 march.'
        )

    def _other(self, piece: Piece) -> None:
        """The other foot is that on the other side than the last; where nothing says that it is again, it is kept."""
        self._told.is_other_side = True
        if not self._told.again:
            if not any(each.kind == "side" for each in self._pieces):
                words = self._words.tokens
                self._told.other_place = words[piece.start].start, words[piece.start].end
            self._become(self._place(piece), "unknown")

    def _ago(self, piece: Piece) -> None:
        if self._told.ago_s is None:
            self._told.ago_s = piece.values[0]
            words = self._words.plain[piece.start : piece.end]
            self._told.is_rough = "or" in words or words[0] in log_grammar.ROUGHLY or self._is_between(piece)
        elif self._told.ago_s != piece.values[0]:
            self._told.seconds.append(self._text(piece))

    def _clock(self, piece: Piece) -> None:
        if self._told.clock is None:  # of two, as between them, the first counts
            self._told.clock = in_the_half_of(piece.values[0], piece.values[-1])
            self._told.is_rough = piece.kind == "rough"
        elif self._told.clock != piece.values[0]:
            self._told.seconds.append(self._text(piece))

    def _span(self, piece: Piece) -> None:
        """`3:10 to 3:20` tells when it began, and how long it was; a dash between hours, only when it was about."""
        first = in_the_half_of(*piece.values)
        minutes = minutes_of(piece)
        words = self._words.plain[piece.start : piece.end]
        is_dashed = any(each.text == "-" for each in self._words.tokens[piece.start : piece.end])
        most = _DASHED_LENGTH_LIMIT_S if is_dashed else self.own_length_limit_s
        is_rough = minutes * 60 > most or any(
            each in log_grammar.ROUGHLY or each.endswith("ish") for each in words
        )
        self._clock(piece._replace(kind="rough" if is_rough else "clock", values=(first,)))
        if 0 < minutes * 60 <= most:
            self._put("duration_s", minutes * 60, piece)
        elif minutes:
            self._told.seconds.append(self._text(piece))

    def _day(self, piece: Piece) -> None:
        day = piece.values[0]
        if self._told.day is None:
            self._told.day = day
            self._told.at_night = self._told.at_night or day.part == "n"
        elif self._told.day != day:
            both = _weekday_and_date(self._told.day, day)
            if both is None:
                self._told.seconds.append(self._text(piece))
            else:
                self._told.day = both

    def _count(self, piece: Piece) -> None:
        word = self._words.plain[piece.start]
        count = piece.values[0] if piece.values else _HOW_OFTEN.get(word, 2)
        if count >= _MANY:
            self._told.kept.append(self._text(piece))
        elif self._told.count == 1:
            self._told.count = count
        elif self._told.count != count:
            self._told.seconds.append(self._text(piece))

    def _tried(self, piece: Piece) -> None:
        first = self._words.plain[piece.start]
        named: tuple[str, ...] = ()
        relief = "helped" if self._words.plain[piece.start + 1 : piece.start + 2] == ["by"] else None
        after_s = None
        for value in piece.values:
            if isinstance(value, tuple):
                named = value
            elif value in relief_grammar.RELIEF_NAMES:
                relief = value
            elif isinstance(value, str):
                named = (value,)
            elif relief or first == "after":  # before that, it is how long it was done
                after_s = value
        for remedy in named:
            self._try(remedy, relief, after_s)

    def _moved(self, piece: Piece) -> None:
        self._try(piece.values[0], None, None)

    def _try(self, remedy: str, relief: str | None, after_s: int | None) -> None:
        tried = self._told.fields.setdefault("tried", [])
        for place, each in enumerate(tried):
            if each.remedy == remedy:
                tried[place] = Tried(
                    remedy=remedy, relief=relief or each.relief, after_s=after_s or each.after_s
                )
                return
        tried.append(Tried(remedy=remedy, relief=relief, after_s=after_s))

    def _site(self, piece: Piece) -> None:
        slug, side = piece.values[0]
        side = side or next((each for each in piece.values[1:] if each), "")
        self._add("sites", slug)
        place = self._place(piece)
        before, after = self._beside(place, -1), self._beside(place, 1)
        if side:
            self._sided.append((full_side(side), slug))
        elif before is not None and before.kind == "side":
            self._sided.append((before.values[0], slug))
        elif after is not None and after.kind == "side":
            following = self._beside(place + 1, 1)
            if following is None or following.kind != "site":
                self._sided.append((after.values[0], slug))

    def _side(self) -> None:
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

    def _sensation(self, piece: Piece) -> None:
        self._add("sensations", piece.values[0])

    def _onset(self, piece: Piece) -> None:
        self._put("onset", piece.values[0], piece)
        if piece.values[0] in ("asleep", "in-bed"):
            self._told.at_night = True

    def _trigger(self, piece: Piece) -> None:
        self._add("triggers", piece.values[0])

    def _both_ways(self, piece: Piece) -> None:
        self._told.both_ways.append(piece.values[0])

    def _remedy(self, piece: Piece) -> None:
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


def _weekday_and_date(first: NamedDay, second: NamedDay) -> NamedDay | None:
    """Return the date that was named with its weekday, which must fit it; None for two days that are none."""
    for weekday, day in ((first, second), (second, first)):
        is_date = any(each.isdigit() for each in day.name) and not day.name.endswith("ago")
        if is_date and weekday.name in WEEKDAYS.values():
            return day._replace(name=f"{weekday.name} {day.name}", part=day.part or weekday.part)
    return None


def _rounded_level(level: float) -> int:
    return int(float(level) + 0.5)
