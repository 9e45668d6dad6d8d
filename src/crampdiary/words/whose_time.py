"""Which times of a line are of something else than the cramp: `took my pill at 10pm`, `on my feet since monday`.

A time belongs to the words beside it, as far as no mark and no word such as "but" parts them. Where these tell what
somebody did before it, and nothing of a cramp, they keep it: it stands in the note with them, and the cramp is now or
as its own time says. What is told with "when" or "while" was at the same time. And what looks like a time may say how
bad it was: `7ish, left calf`.
"""

from __future__ import annotations

from collections.abc import Iterator

from crampdiary.words import log_grammar, relief_grammar
from crampdiary.words.clauses import DENIES
from crampdiary.words.quantities import Clock, number_at
from crampdiary.words.told import Piece, Pieces

_TALK = ("unknown", "talk", "remedy", "both ways")
_WHERE = frozenset("at in on during while whilst".split())
_TIMES = frozenset("day clock rough ago span vague".split())
_OF_A_CRAMP = frozenset(
    "site side severity bare grade sensation woke count length awake walking sore none still again moved moment".split()
)
"""Kinds that tell of a cramp: a time beside one of them is the cramp's."""

DID = frozenset(
    "ran run jogged cycled biked rode swam hiked trekked climbed skied skated danced played trained worked "
    "gardened dug mowed lifted carried drove driven flew flown travelled traveled took drank ate bought wore "
    "slept napped dozed knelt squatted crouched shopped cleaned hoovered vacuumed painted decorated baked "
    "cooked visited saw met spoke called phoned fell twisted sprained injured strained swapped switched forgot "
    "missed skipped did done stood walked stayed marched rowed surfed sailed golfed bowled boxed wrestled "
    "queued waited packed unpacked overdid overdone overworked overexerted raked shovelled shoveled swept "
    "scrubbed ironed partied celebrated smoked gave donated".split()
)
"""What people did, and no cramp does."""

BEGAN = frozenset("started began begun stopped changed upped doubled finished quit moved".split())
"""The same, where it is said of what: a cramp does that too."""

_WENT = frozenset("went gone".split())
_WENT_WHERE = frozenset("to for out".split())
_DIDNT = frozenset("didn't didnt hadn't hadnt haven't havent".split())
_IT = log_grammar.CRAMPS | frozenset("it this that which one me he she who".split())
"""What did it was not the person: `it took hold`; or it was not done, as in `took me by surprise`."""

_A = frozenset("a an the my our his her".split())
_NO_DEED = frozenset("me hold over it ages forever us long".split())
_NO_OBJECT = log_grammar.REMARKS | frozenset("again up off suddenly slowly about around".split())
_I = frozenset("i i'd id we we'd i've ive".split())
_FELT_OR_HAD = frozenset(
    "cramped seized spasmed screamed yelled jumped needed wanted tried noticed shouted cried ached throbbed cursed "
    "limped hobbled stayed started stopped stretched massaged rubbed walked dreamed".split()
)
"""What a person may have done because of it."""

_DISTANCES = frozenset("steps miles km kms kilometres kilometers stairs flights laps".split())
_LATELY = frozenset({"last night", "tonight", "today"})  # since which there was one night
_AT_ONCE = frozenset("when while whilst as during once".split())
_BEFORE_IT = frozenset("after since because cos following".split())
_VERY = frozenset("right just soon shortly straight immediately".split())
_NEXT_CLAUSE = frozenset("but and then so although though however yet now".split())


class WhoseTime(Pieces):
    """The pieces of a line, of which times turn out to be of something else."""

    def _settle_times(self) -> None:
        self._times_of_clauses()
        self._times_of_talk()
        self._times_of_things()

    def _times_of_clauses(self) -> None:
        """What was done in another clause, or since then, has a time of its own: `ran 10k yesterday, calf 6`."""
        for place, piece in enumerate(self._pieces):
            if piece.kind in _TIMES and (self._ends_a_deed(place) or self._begins_a_deed(place)):
                self._become(place, "unknown")
                self._use_before(place)
            elif piece.kind == "day" and self._is_since_then(place):
                self._become(place, "unknown")

    def _use_before(self, place: int) -> None:
        """What was used at a time of its own was used ahead of the cramp: `took magnesium at 9`."""
        for at in self._clause(place, -1):
            piece = self._pieces[at]
            if piece.kind == "tried":
                named = next(each for each in piece.values if isinstance(each, tuple))
                self._pieces[at] = piece._replace(kind="remedy", values=named[:1])
            elif piece.kind == "moment":
                self._become(at, "remedy")
            elif piece.kind == "onset":
                self._become(at, "unknown")  # went dancing on saturday

    def _ends_a_deed(self, place: int) -> bool:
        """Return whether the words before a time tell what was done before the cramp."""
        words, says_more, is_since = self._words.plain, False, False
        for at in self._clause(place, -1):
            piece = self._pieces[at]
            word = words[piece.start]
            if piece.kind == "moment" and self._was_had(at):
                return self._pieces[place].kind == "day"
            if is_since and word in DENIES:
                return True  # no cramps since sunday
            if word in _AT_ONCE or self._is_of_a_cramp(piece):
                return False
            if word in _BEFORE_IT and piece.kind in (*_TALK, "filler", "trigger"):
                if piece.end == piece.start + 1 and not says_more:
                    is_since = word == "since" and self._pieces[place].kind == "day"
                    continue
                return not at or words[piece.start - 1] not in _VERY
            if self._is_deed(at) or (is_since and piece.kind != "filler"):
                return not any(words[self._pieces[each].start] in _AT_ONCE for each in self._clause(at, -1))
            says_more = says_more or piece.kind != "filler"
        return False

    def _begins_a_deed(self, place: int) -> bool:
        """Return whether a time begins a clause that tells what was done then: `yesterday I ran 10k, calf 6`."""
        first = next(reversed(list(self._clause(place, -1))), place)
        before = self._pieces[first:place]
        if any(each.kind not in ("filler", "remark") and not self._is_since(each) for each in before):
            return False
        clause = [self._pieces[at] for at in self._clause(place, 1)]
        if not clause or any(self._words.plain[each.start] in _AT_ONCE for each in clause):
            return False
        is_of_a_cramp = any(map(self._is_of_a_cramp, clause))
        is_since = any(map(self._is_since, before)) and self._pieces[place].kind == "day"
        if is_since and not is_of_a_cramp:
            return any(each.kind != "filler" for each in clause)
        at = next((at for at in self._clause(place, 1) if self._pieces[at].kind != "filler"), place)
        if at == place or not self._is_deed(at):
            return False
        is_day = self._pieces[place].kind in ("day", "vague")
        return is_day or (not is_of_a_cramp and not self._is_all_the_cramp_has(place, self._pieces[at]))

    def _is_all_the_cramp_has(self, place: int, deed: Piece) -> bool:
        """Return whether a time before a deed is the only one of a line that says no more, or in keywords.

        `3am ran` tells of a cramp at 3, after a run; `3am stood long, woke` of one that had a trigger.
        """
        rest = self._pieces[:place] + self._pieces[place + 1 :]
        if any(each.kind in _TIMES for each in rest):
            return False
        is_keyword = deed.kind == "trigger" and self._words.plain[deed.start - 1] not in _I
        return is_keyword or not any(map(self._is_of_a_cramp, rest))

    def _is_since_then(self, place: int) -> bool:
        """Return whether something went on since a day, on all nights from then: `calf cramps since monday`."""
        before = self._beside(place, -1)
        return (
            before is not None
            and self._is_since(before)
            and self._pieces[place].values[0].name not in _LATELY
        )

    def _is_since(self, piece: Piece) -> bool:
        return piece.end == piece.start + 1 and self._words.plain[piece.start] == "since"

    def _is_of_a_cramp(self, piece: Piece) -> bool:
        """Return whether a piece tells of a cramp, or that there was none."""
        words = self._words.plain[piece.start : piece.end]
        return piece.kind in _OF_A_CRAMP or piece.denies == "none" or not log_grammar.CRAMPS.isdisjoint(words)

    def _is_deed(self, at: int) -> bool:
        """Return whether a piece tells what the person did, as far as its first word says."""
        piece, words = self._pieces[at], self._words.plain
        if piece.kind not in (*_TALK, "trigger", "tried") or piece.denies == "none":
            return False
        if piece.kind == "tried" and self._is_of_the_moment(piece):
            return False
        before = words[piece.start - 1] if at and not self._words.tokens[piece.start].apart else ""
        after = self._words.run(piece.start)[1:2]
        word, following = words[piece.start], after[0] if after else ""
        if before in _IT | _A or (following in _NO_DEED and piece.kind != "trigger"):
            return False
        is_of_a_place = bool(before) and self._pieces[at - 1].kind == "site"
        if word in _WENT:
            return not is_of_a_place and (following in _WENT_WHERE or following.endswith("ing"))
        if word in BEGAN:
            return not is_of_a_place and self._has_an_object(piece.start + 1)
        if word in _DIDNT and piece.kind == "unknown" and not piece.denies:
            return True  # didn't drink enough yesterday
        is_past = len(word) > 4 and word.endswith("ed") and word not in _FELT_OR_HAD
        return word in DID or (before in _I and is_past and piece.kind == "unknown")

    def _was_had(self, at: int) -> bool:
        """Return whether a remedy is said to have been had, with nothing before that: `had a massage yesterday`."""
        before = [self._words.plain[self._pieces[each].start] for each in self._clause(at, -1)]
        return before[-1:] == ["had"] or before[-2:] in (["had", "i"], ["had", "also"])

    def _has_an_object(self, start: int) -> bool:
        """Return whether what was begun or ended is named next, and not when."""
        for piece in self._pieces:
            if piece.start < start or piece.kind == "filler":
                continue
            word = self._words.plain[piece.start]
            is_named = piece.kind in ("unknown", "trigger", "remedy", "both ways")
            return is_named and word not in _NO_OBJECT and not word.endswith("ly")
        return False

    def _clause(self, place: int, step: int) -> Iterator[int]:
        """Yield the places beside a piece, going away from it, to the end of its clause."""
        at = place
        while self._beside(at, step) is not None:
            at += step
            word = self._words.plain[self._pieces[at].start]
            if word in _NEXT_CLAUSE:
                return
            yield at

    def _times_of_talk(self) -> None:
        """Of several times those beside talk or a remedy are theirs: `magnesium at 9pm, calf at 3am`."""
        places = [place for place, piece in enumerate(self._pieces) if piece.kind in ("clock", "rough")]
        before = {place: self._beside(place, -1) for place in places}
        is_told_elsewhere = any(map(self._is_beside_the_cramp, places))
        of_talk = [
            place
            for place, piece in before.items()
            if (is_told_elsewhere and self._begins_talk(place))
            or (piece is not None and (piece.kind in _TALK or self._words.plain[piece.end - 1] == "bed"))
        ]
        if len(of_talk) < len(places):
            for place in of_talk:
                self._become(place, "unknown")

    def _begins_talk(self, place: int) -> bool:
        """Return whether a time begins a clause that tells of something else than the cramp: `5pm fever, …`."""
        clause = [self._pieces[at].kind for at in self._clause(place, 1)]
        return any(kind in (*_TALK, "trigger") for kind in clause) and not self._is_beside_the_cramp(place)

    def _is_beside_the_cramp(self, place: int) -> bool:
        clause = (*self._clause(place, -1), *self._clause(place, 1))
        return any(self._is_of_a_cramp(self._pieces[at]) for at in clause)

    def _times_of_things(self) -> None:
        """What was used or done before has a time of its own: `had my magnesium at 9`, `gym yesterday`."""
        for place, piece in enumerate(self._pieces):
            before = self._beside(place, -1)
            is_denied = before is not None and before.denies in (
                "remedy",
                "both ways",
            )  # no magnesium tonight
            is_day = piece.kind == "day" and (piece.values[0].part != "n" or is_denied)
            if not (is_day or piece.kind in ("clock", "rough")) or before is None:
                continue
            if before.kind == "both ways" and not is_day:
                continue  # stretching at 3am may be what was tried
            if self._is_before_it(before):
                self._become(place, "unknown")

    def _is_before_it(self, piece: Piece) -> bool:
        """Return whether a piece is of what was used or done before the cramp, and not of where it came."""
        words = self._words.plain
        start = piece.start
        while start and words[start - 1] in ("my", "the", "a"):
            start -= 1
        is_where = start > 0 and words[start - 1] in _WHERE
        return (
            (piece.kind in ("remedy", "both ways") and not is_where)
            or piece.denies in ("remedy", "moment", "both ways", "trigger")
            or (piece.kind == "unknown" and words[piece.end - 1] in _DISTANCES)
            or (piece.kind == "tried" and words[piece.start] == "took" and not self._is_of_the_moment(piece))
            or (piece.kind == "trigger" and piece.values[0] in log_grammar.CONSUMED)
            or (piece.kind in _TALK and words[piece.end - 1] in log_grammar.EVENTS and not is_where)
        )

    def _is_of_the_moment(self, piece: Piece) -> bool:
        remedies = next((each for each in piece.values if isinstance(each, tuple)), ())
        return not relief_grammar.OF_THE_MOMENT.isdisjoint(remedies)

    # What looks like a time and says how bad it was

    def _after_midnight(self) -> None:
        """`6 after midnight` alone is how bad it was, and roughly when; with a severity besides, six minutes past."""
        if not {"severity", "bare", "grade"}.isdisjoint(self._kinds()):
            return
        for place, piece in enumerate(self._pieces):
            words = self._words.plain[piece.start : piece.end]
            level = number_at(words, 0) if piece.kind == "clock" and words[0].isdigit() else None
            if level is None or level > 10 or words[1:2] not in (["after"], ["before"]):
                continue
            hour = 12 if words[-1] != "midnight" else 0
            self._pieces[place : place + 1] = [
                Piece("bare", piece.start, piece.start + 1, (level,)),
                Piece("rough", piece.start + 1, piece.end, (Clock(hour, 0, False, False),)),
            ]
            return

    def _in_the_morning(self) -> None:
        """`calf 6 in the morning` is how bad it was; but `three in the morning` is when, or with a severity besides."""
        if not {"severity", "bare", "grade"}.isdisjoint(self._kinds()):
            return
        for place, piece in enumerate(self._pieces):
            words, before = self._words.plain[piece.start : piece.end], self._beside(place, -1)
            level = number_at(words, 0) if piece.kind == "clock" and words[0].isdigit() else None
            is_of_a_place = before is not None and before.kind in ("site", "side", "sensation")
            if level is not None and level <= 10 and words[1:3] == ["in", "the"] and is_of_a_place:
                self._pieces[place : place + 1] = [
                    Piece("bare", piece.start, piece.start + 1, (level,)),
                    Piece("unknown", piece.start + 1, piece.end),
                ]
                return

    def _ish(self) -> None:
        """`7ish` is how bad it was where the line begins with it, or has another time and no severity."""
        if not {"severity", "bare", "grade"}.isdisjoint(self._kinds()):
            return
        places = [
            at for at, kind in enumerate(self._kinds()) if kind in ("clock", "rough", "ago", "span", "now")
        ]
        first = next((at for at, kind in enumerate(self._kinds()) if kind not in ("filler", "remark")), 0)
        for place in places:
            piece = self._pieces[place]
            word = self._words.plain[piece.start]
            level = (
                number_at([word.removesuffix("ish").removesuffix("-")], 0) if word.endswith("ish") else None
            )
            if level is None or level > 10 or piece.end > piece.start + 1:
                continue
            after = self._beside(place, 1)
            is_of_a_place = place == first and after is not None and after.kind in ("site", "side")
            if len(places) > 1 or is_of_a_place:
                self._pieces[place] = piece._replace(kind="bare", values=(level,))
                return
