"""What the pieces of a line mean where it tells how legs and feet feel, and not of a cramp.

The patterns are those of `cramp log`. What they take that is no field of a sign, such as what was tried, is kept as
typed: a number beside it is still the severity. What is said not to be felt is no sign, and is kept as typed too.
"""

from __future__ import annotations

from collections.abc import Iterator

from crampdiary.clock.durations import DURATION_LIMIT_S
from crampdiary.words.clauses import CRAMPS, LINKS
from crampdiary.words.log_grammar import NEGATIONS, UNSURE
from crampdiary.words.settling import Settling
from crampdiary.words.told import Piece

_OF_A_SIGN = frozenset(
    "severity bare grade length long sore ahead ago clock rough span day vague now again other site side sensation "
    "filler remark talk unknown refused".split()
)
_IN_BED = ("asleep", "in-bed")
_FELT = {
    "sore": "soreness", "tender": "soreness", "bruised": "soreness", "achy": "aching", "aching": "aching",
    "ached": "aching", "aches": "aching", "stiff": "stiffness", "lingering": "lingering-pain",
    "lingered": "lingering-pain", "lingers": "lingering-pain",
}  # fmt: skip
"""What was felt, by the words that tell in `cramp log` how long it stayed so after a cramp."""

_IS_FELT = frozenset({"sensation", "sore", "severity", "bare", "grade"})
_WHERE = frozenset({"site", "side", "filler"})
_TIMES = frozenset({"ago", "clock", "rough", "span", "day", "now", "refused"})
_SAYS_NO = NEGATIONS - UNSURE | {"none", "nothing", "nowt", "nil"}
_OVER = tuple(
    each.split()
    for each in (
        "gone away|gone down|gone|went away|went down|went|come down|came down|subsided|settled down|settled|"
        "cleared up|cleared|resolved|no more|no longer|not any more|not anymore|not there|isn't there|isnt there|"
        "disappeared|vanished|stopped|passed|over|none|no|nil|nothing"
    ).split("|")
)
"""What says behind a sensation that it is not felt: `numbness gone`."""
_OVER_PAST_A_MARK = frozenset({"none", "no", "nil", "nothing"})  # swelling: none
_BEFORE_OVER = frozenset("is are has have had all just now completely totally finally".split())
_AFTER_OVER = frozenset(
    "but and now today tonight again completely totally altogether at all any more anymore".split()
)
WELL = frozenset(
    "fine well good great perfect perfectly normal lovely excellent brilliant comfortable ok okay".split()
)
"""Words that say that nothing is wrong: how legs feel is then 0."""

_BESIDE_WELL = frozenset(
    "all are both feel feeling feels felt again everything they today tonight now really very nice and so my the "
    "absolutely totally completely is am i'm im was were legs leg feet foot thank god thanks".split()
)
_PARTS_OF_A_DAY = frozenset("morning evening afternoon night bedtime lunchtime".split())
_HOW = frozenset("heavy jumpy wobbly leaden sluggish crampy uncomfortable rotten rough dreadful".split())
"""Words for how legs are that are no sensation: they are kept, and a number beside them is how bad it is."""

_NOTHING = frozenset(
    "no not none nothing nowt nil zero at all any more anymore longer gone felt feel feeling hurts hurt hurting aches "
    "wrong".split()
)
"""Words that say, with no other, that nothing is felt."""


class Feeling(Settling):
    """What the pieces of a line about legs and feet mean together."""

    _is_well = False
    own_length_limit_s = DURATION_LIMIT_S  # what is no cramp may well last for hours

    said_of_a_place = Settling.said_of_a_place | {"well", "none"}
    first_of_all = _IS_FELT

    def settle(self) -> None:
        super().settle()
        told = self._told
        told.is_of_a_cramp = any(
            piece.kind in ("filler", "count", "site", "sensation", "again")
            and not CRAMPS.isdisjoint(self._words.plain[piece.start : piece.end])
            for piece in self._pieces
        )
        if self._is_well and told.fields.get("severity", 0) == 0:
            told.fields = {"severity": 0}
            told.kept = []
            told.says_all_is_well = True
        if self._says_nothing_is_felt():
            told.is_none = told.says_all_is_well = True
            told.fields.clear()
            told.seconds.clear()
            told.kept = [told.line_without_time]

    def _whole_line(self) -> None:
        self._said_again()
        self._well()
        for place in range(len(self._pieces) - 1, -1, -1):
            if self._pieces[place].kind == "sensation":
                self._over(place)
        self._where_nothing_is_felt()

    def _part_sides(self) -> None:
        kinds = {piece.kind for piece in self._pieces}
        if kinds & self.first_of_all:
            super()._part_sides()
        for place, kind in enumerate(self._kinds()):
            if kind == "well":
                self._become(place, "remark")  # so that a number beside it counts

    # What is said to be well

    def _well(self) -> None:
        """Settle which words say that all is well, of one place or of all: `right one fine`, `legs are good`."""
        words, pieces = self._words, self._pieces
        for place, piece in enumerate(pieces):
            word = words.plain[piece.start]
            if piece.kind == "quiet" and words.plain[piece.end - 1] in WELL:
                self._become(place, "well")  # all good
            if piece.kind != "unknown" or piece.end > piece.start + 1:
                continue
            is_denied = piece.start > 0 and words.plain[piece.start - 1] in NEGATIONS
            is_last = piece.end == len(words.plain) or words.tokens[piece.end].apart
            if (word in WELL and not is_denied) or (word in _SAYS_NO and is_last and place):
                self._become(place, "well")
            elif word in _PARTS_OF_A_DAY or word in _HOW:
                self._become(place, "remark")
        self._is_well = any(
            words.plain[each.start] in WELL for each in pieces if each.kind == "well"
        ) and all(self._may_be_beside_well(each) for each in pieces)

    def _may_be_beside_well(self, piece: Piece) -> bool:
        words = self._words.plain[piece.start : piece.end]
        is_nought = piece.kind in ("bare", "severity") and piece.values[:1] == (0,)
        return piece.kind in (*_WHERE, *_TIMES, "well") or is_nought or _BESIDE_WELL.issuperset(words)

    # What is said not to be felt

    def _over(self, place: int) -> None:
        """Take a sensation together with what says behind it that it is gone, so that neither is read."""
        end = place + 1
        while (
            end < len(self._pieces) and self._beside(end - 1, 1) and self._may_be_between(self._pieces[end])
        ):
            end += 1
        if end == len(self._pieces):
            return
        at, words = self._pieces[end].start, self._words
        run = words.run(at)
        size = next((len(each) for each in _OVER if list(run[: len(each)]) == each), 0)
        is_last = not run[size:] or run[size] in _AFTER_OVER
        between = self._pieces[place + 1 : end]
        if any(each.kind == "side" for each in between) and any(
            words.plain[each.start] in LINKS for each in between
        ):
            return  # it is gone in the other leg alone
        if not size or not is_last or (words.tokens[at].apart and run[0] not in _OVER_PAST_A_MARK):
            return
        last = end
        while last < len(self._pieces) and self._pieces[last].end < at + size:
            last += 1
        if last < len(self._pieces):
            start, stop = self._pieces[place].start, self._pieces[last].end
            self._pieces[place : last + 1] = [Piece("unknown", start, stop, denies="sensation")]

    def _may_be_between(self, piece: Piece) -> bool:
        word = self._words.plain[piece.start]
        return piece.kind in (*_WHERE, "sensation") or (piece.end == piece.start + 1 and word in _BEFORE_OVER)

    def _where_nothing_is_felt(self) -> None:
        """A place where something is not felt is none of what is: `no numbness left foot, right calf swollen`."""
        phrases = list(self._phrases())
        felt = [[self._pieces[at].kind for at in each] for each in phrases]
        if not any("site" in kinds and _IS_FELT.intersection(kinds) for kinds in felt):
            return
        for phrase, kinds in zip(phrases, felt, strict=True):
            if not _IS_FELT.intersection(kinds) and any(
                self._pieces[at].denies == "sensation" for at in phrase
            ):
                for at in phrase:
                    if self._pieces[at].kind in ("site", "side"):
                        self._become(at, "unknown")

    def _phrases(self) -> Iterator[list[int]]:
        """Yield the places of the pieces that stand together, up to a mark, an "and" or a "but"."""
        phrase: list[int] = []
        for at, piece in enumerate(self._pieces):
            ends = self._words.tokens[piece.start].apart or self._words.plain[piece.start] in ("and", "but")
            if phrase and ends:
                yield phrase
                phrase = []
            phrase.append(at)
        yield phrase

    def _says_nothing_is_felt(self) -> bool:
        """Return whether a line only says of something that it is not felt, of one thing or of all."""
        fields, pieces = self._told.fields, self._pieces
        if fields.get("severity") == 0 and fields.get("sensations") and not self._told.seconds:
            return "duration_s" not in fields  # numbness 0
        if fields.keys() - {"sites", "side"} or self._told.again or self._told.refused:
            return False
        is_denied = False
        for piece in pieces:
            words = self._words.plain[piece.start : piece.end]
            says_no = words[0] in _SAYS_NO
            if (piece.denies == "sensation" and words[0] not in UNSURE) or _NOTHING.issuperset(words):
                is_denied = is_denied or says_no or piece.denies == "sensation"
            elif piece.kind not in (*_WHERE, *_TIMES, "remark"):
                return False
        return is_denied

    # The rest

    def _settle_talk(self) -> None:
        super()._settle_talk()
        for place, piece in enumerate(self._pieces):
            if piece.kind == "woke" or (piece.kind == "onset" and piece.values[0] in _IN_BED):
                self._told.at_night = True
            if piece.kind not in _OF_A_SIGN:
                self._pieces[place] = piece._replace(
                    kind="unknown", denies="sensation" * (piece.kind == "none")
                )

    def _sore(self, piece: Piece) -> None:
        """Read how it feels, and for how long: `sore 2h`. All day is no length that is known."""
        words = self._words.plain[piece.start : piece.end]
        felt = next((_FELT[each] for each in words if each in _FELT), None)
        if felt:
            self._add("sensations", felt)
        is_known = bool(piece.values) and isinstance(piece.values[0], int)
        if is_known:
            self._put("duration_s", piece.values[0], piece)
        if not (felt and is_known):
            self._told.kept.append(self._text(piece))
