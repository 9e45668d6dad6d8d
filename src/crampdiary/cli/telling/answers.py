"""What an answer means to a question about a night or an evening, before it is read as a cramp or as what was used.

Somebody who is asked "Any cramps?" may well answer with what they took, how they slept, or that they do not know. None
of these is a cramp, and none is saved as one.
"""

from __future__ import annotations

import re
from enum import Enum

from crampdiary.cli.session import Session
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.words.line import plain_line
from crampdiary.words.log_reader import LogReader
from crampdiary.words.told import Told
from crampdiary.words.uses.use_reader import UseReader
from crampdiary.words.wording import safe, short

_NO = frozenset(
    {
        "n",
        "no",
        "nope",
        "nah",
        "none",
        "nothing",
        "no cramps",
        "no cramp",
        "no thanks",
        "none at all",
        "not any",
    }
)
_YES = frozenset({"y", "yes", "yep", "yeah", "yup", "one", "a cramp", "one cramp", "sure", "i did"})
_AWAY = frozenset({"a", "away", "i was away", "i'm away", "was away", "on holiday", "in hospital"})
_LATER = frozenset(
    {
        "l", "later", "not now", "not yet", "skip", "maybe", "perhaps", "don't know", "dont know", "do not know",
        "i don't know", "i dont know", "i do not know", "dunno", "idk", "not sure", "i'm not sure", "unsure", "no idea",
        "no clue", "who knows", "can't say", "can't tell", "can't remember", "cannot remember", "don't remember",
        "i don't remember", "i forget", "i forgot", "forgot", "hard to say",
    }
)  # fmt: skip
_COUNTS = {
    name: count
    for count, name in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine"), 2)
}
_FIRST = re.compile(
    r"(?i)(?:(yes|yep|yeah|yup)\b[\s,.;:!-]*|(?:no|nope|nah|none)(?:\s*[,.;:!]+|\s+-|\s+but\b)\s*)(.*)"
)  # no sleep is a trigger; no, slept well is none
_DENIED = re.compile(r"(?i)\b(no|not|never|without|neither|nor|none|nothing|\w+n't)\b")
_CRAMP = re.compile(r"(?i)\b(cramp|spasm|charley|charlie)")
_CERTAIN = ("severity", "duration_s", "sore_s", "awake_s", "walking")
"""Fields that nobody tells but of a cramp; what it felt like, where and whether it woke somebody may be denied."""
_LIKELY = ("sites", "side", "sensations", "woke")


_LONGEST = 5  # words in the name of a remedy or a trigger
_MARKS = " .,;:!?+&"


class Meaning(Enum):
    """What an answer about cramps means."""

    CRAMP = "a cramp"
    NONE = "none"
    LATER = "not now, or not known"
    ELSE = "something else, or nothing that can be told"


class Answer(NamedTuple):
    """An answer about cramps.

    Attributes:
        meaning: of it.
        text: what of it tells more of the cramp, or of the night.
        hint: where it is something else: how that can be told.
    """

    meaning: Meaning
    text: str = ""
    hint: str = ""


def is_no(typed: str) -> bool:
    return _bare(typed) in _NO


def is_yes(typed: str) -> bool:
    return _bare(typed) in _YES


def is_away(typed: str) -> bool:
    return _bare(typed) in _AWAY


def is_later(typed: str) -> bool:
    """Return whether an answer puts it off, or says that it is not known."""
    return _bare(typed) in _LATER


def is_help(typed: str) -> bool:
    """Return whether an answer has no word in it, but marks: a `?` asks what may be answered."""
    return bool(typed.strip()) and not any(map(str.isalnum, typed))


def about_cramps(session: Session, typed: str) -> Answer:
    """Return what an answer means to the question whether a night had cramps.

    Args:
        session: this run.
        typed: the answer, with something in it.
    """
    line = plain_line([typed])
    if is_later(line):
        return Answer(Meaning.LATER)
    if is_no(line):
        return Answer(Meaning.NONE)
    if is_yes(line):
        return Answer(Meaning.CRAMP)
    if count := _COUNTS.get(_bare(line)):
        return Answer(Meaning.CRAMP, f"{count} cramps")
    first = _FIRST.fullmatch(line)
    if first is None:
        return _of_line(session, line)
    rest = first[2]
    if first[1]:
        return Answer(Meaning.CRAMP, rest)
    found = _of_line(session, line)
    if found.meaning is Meaning.ELSE and rest and _of_line(session, rest).meaning is not Meaning.CRAMP:
        return Answer(Meaning.NONE, "" if _CRAMP.search(rest) else rest)
    return found


def _of_line(session: Session, line: str) -> Answer:
    if is_help(line):
        return Answer(Meaning.ELSE)
    reader = LogReader(session.vocabulary)
    rest = _but_for_uses(session.vocabulary, line)
    try:
        told = reader.read_all_else([line])
        besides = told if rest == line else reader.read_all_else([rest])
    except UsageError as error:
        return Answer(Meaning.ELSE, hint=str(error))
    if told.is_none:
        return Answer(Meaning.NONE, ", ".join(filter(None, [*told.kept, told.felt])))
    if _tells_of_a_cramp(told, besides):
        return Answer(Meaning.CRAMP, line)
    return Answer(Meaning.ELSE, hint=_hint(session, line))


def _tells_of_a_cramp(told: Told, besides: Told) -> bool:
    """Return whether a line tells of a cramp.

    Args:
        told: the whole line.
        besides: the line without what was used or met, the same one where there is nothing of that.
    """
    tried = told.fields.get("tried") or ()
    if (
        told.count > 1
        or told.again
        or told.is_going_on
        or any(each.relief not in (None, "no") for each in tried)
    ):
        return True
    fields = {name for name in told.fields if name in besides.fields}
    if besides is not told and fields == {"duration_s"}:  # calf stretch 10 min
        return False
    if not fields.isdisjoint(_CERTAIN):
        return True
    if _DENIED.search(" ".join(told.kept)):
        return False
    if not fields.isdisjoint(_LIKELY) or _CRAMP.search(besides.line):
        return True
    is_timed = told.clock is not None or told.ago_s is not None or told.refused is not None
    return is_timed and not told.kept and not told.fields


def _but_for_uses(vocabulary: Vocabulary, line: str) -> str:
    """Return a line without the names of remedies and triggers: a calf stretch tells of no calf."""
    words, rest = line.split(" "), []
    while words:
        for size in range(min(_LONGEST, len(words)), 0, -1):
            name = " ".join(words[:size]).strip(_MARKS)
            roles = {each.role for each in vocabulary.find(name)} if name else set()
            if roles and roles <= {"remedy", "trigger"}:
                break
        else:
            rest.append(words[0])
            size = 1
        del words[:size]
    return " ".join(rest)


def _hint(session: Session, line: str) -> str:
    """Return how to tell what was used or met, where an answer is of that alone."""
    for role, command, what in (("remedy", "used", "what you used"), ("trigger", "had", "what you had")):
        try:
            told = UseReader(session.vocabulary, role).read([line])
        except UsageError:
            continue
        if told.uses and not any(each.label for each in told.uses):
            when = "" if told.names_a_time else " last night"
            return f"For {what}: `cramp {command} {safe(short(line))}{when}`."
    return ""


def _bare(typed: str) -> str:
    return plain_line([typed]).strip(" .,;:!?-").casefold()
