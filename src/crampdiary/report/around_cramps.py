"""The parts around the cramps: signs, medicines, what was tried and met, notices, questions, and what the page is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from crampdiary.diary.fields import QUESTION_LIMIT
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor.rules import ASK, LEVELS, NOW, SOON, Notice
from crampdiary.evidence import sentences
from crampdiary.evidence.amounts import in_about
from crampdiary.evidence.findings import Finding, Findings
from crampdiary.evidence.overview import in_brief, most_useful_first
from crampdiary.evidence.relief import Rescue
from crampdiary.evidence.severity_sentences import differs
from crampdiary.evidence.verdicts import VerdictWord
from crampdiary.report.gathered import Gathered, TakenNightly, is_medicinal
from crampdiary.report.said import PagePart, Remark, Room, brief_date, full_date, name_of, several
from crampdiary.screen.sections import Point
from crampdiary.stats.body import SignDay, SignWord
from crampdiary.stats.courses import CourseRun, CourseSpan
from crampdiary.words.wording import plural, short

_IN_FULL = (
    VerdictWord.FEWER,
    VerdictWord.MORE,
    VerdictWord.POSSIBLY_FEWER,
    VerdictWord.POSSIBLY_MORE,
    VerdictWord.NO_CLEAR_DIFFERENCE,
    VerdictWord.NO_DIFFERENCE_THE_NIGHT_AFTER,
)
"""What is told with its counts and its range. All else is told by name, as no more is known of it."""
_DOSE = 24  # letters
_BRIEF = 16  # letters of a name where many share the least room
_NOTE = 80  # letters
_A_WEEK = 7  # nights: what was noted in the last of them is taken now
_GROUPS = 3  # of names of which no more is said than a word
QUESTIONS = 3
"""How many of them a page has room for: as many as a visit has time for."""


def signs(found: Gathered, words: Vocabulary, room: Room) -> PagePart:
    """Return what was felt between cramps, with its dates."""
    every = found.stats.signs
    if not every:
        return PagePart(title="Felt without a cramp", missing=("signs between cramps",))
    left = len(every) - room.things
    return PagePart(
        title="Felt without a cramp, six months",
        columns=("", "times", "on"),
        rows=tuple(
            (_sign(each, words), f"{len(each.days)}", _days(each, found, room))
            for each in every[: room.things]
        ),
        lines=(f"And {plural(left, 'other sign')}.",) if left > 0 else (),
    )


def _sign(sign: SignWord, words: Vocabulary) -> str:
    return "Legs, in a number" if sign.word is None else name_of(words.label("sensation", sign.word))


def _days(sign: SignWord, found: Gathered, room: Room) -> str:
    def said(day: SignDay) -> str:
        parts = [each for each in (day.side, None if day.severity is None else f"{day.severity}") if each]
        return brief_date(day.night, found.made_on) + (f" ({' '.join(parts)})" if parts else "")

    return several([said(day) for day in sign.days], room.names)


class _Taken(NamedTuple):
    """A row of the medicines, and where it stands among them: those of now come first, and habits last."""

    place: int
    row: tuple[str, str, str, str]
    is_now: bool


def medicines(found: Gathered, words: Vocabulary, room: Room) -> PagePart:
    """Return what was taken over time, with its dose, its start and its end.

    First what is taken now, then changes of a medicine, what ended, and last habits that are no medicine. What is taken
    now is named also where there is no room for its row.
    """
    taken = [_course(span, run, found, words) for span in found.stats.courses for run in reversed(span.runs)]
    taken += [_noted(each, found, words) for each in found.taken]
    taken.sort(key=lambda each: each.place)
    rest = taken[room.medicines :]
    now = list(
        dict.fromkeys(short(each.row[0], _DOSE if room.sources else _BRIEF) for each in rest if each.is_now)
    )
    ended = sum(not each.is_now for each in rest)
    noted = [
        f"{name_of(words.label(each.role, each.word))}: {short('; '.join(each.notes), _NOTE)}."
        for each in found.taken
        if each.notes
    ]
    return PagePart(
        title="Medicines, supplements, habits",
        columns=("", "dose", "from", "to") if taken else (),
        rows=tuple(each.row for each in taken[: room.medicines]),
        lines=(
            *([f"Also now: {', '.join(now)}."] if now else []),
            *([f"And {ended} more, not now."] if ended else []),
            *noted,
        ),
        missing=() if taken else ("medicines",),
    )


def _course(span: CourseSpan, run: CourseRun, found: Gathered, words: Vocabulary) -> _Taken:
    is_now = run.last_night is None or run.last_night >= found.stats.recent.last_night
    skipped = f", not on {plural(run.skipped, 'night')}" if run.skipped else ""
    until = "now" if run.last_night is None else _day(run.last_night)
    row = (
        name_of(words.label(span.role, span.word)),
        _dose(run.amount),
        _day(run.first_night),
        f"{until}{skipped}",
    )
    is_medicine = words.is_own(span.role, span.word) or is_medicinal(words, span.role, span.word)
    return _Taken(_place(span.role, is_medicine=is_medicine, is_now=is_now), row, is_now)


def _noted(taken: TakenNightly, found: Gathered, words: Vocabulary) -> _Taken:
    is_change = taken.role == "trigger"
    is_once = taken.first_night == taken.last_night
    is_now = not is_change and (found.stats.recent.last_night - taken.last_night).days < _A_WEEK
    until = "now" if is_now else _day(taken.last_night)
    row = (
        name_of(words.label(taken.role, taken.word)),
        _dose(", ".join(taken.amounts)),
        f"{_day(taken.first_night)}, once" if is_once else _day(taken.first_night),
        "-" if is_once else f"{until}, on {plural(taken.nights, 'night')}",
    )
    return _Taken(_place(taken.role, is_medicine=True, is_now=is_now), row, is_now)


def _place(role: str, *, is_medicine: bool, is_now: bool) -> int:
    if not is_medicine:
        return 3 if is_now else 4
    return 0 if is_now else 1 if role == "trigger" else 2


def _dose(amount: str | None) -> str:
    return short(amount, _DOSE) if amount else "-"


def _day(day: date) -> str:
    """Return "3 Mar 2026": what is taken over years has its year."""
    return brief_date(day, date.min)


def remedies(found: Gathered, words: Vocabulary, room: Room) -> PagePart:
    """Return what was tried: the answers of trials, the verdicts on all else, and relief during a cramp."""
    eased = [_eased(each, words) for each in found.remedies.relief if each.rated.tries]
    tried = several(eased, room.names)
    settled = {each.word for each in found.trials}
    rest = tuple(each for each in found.remedies.findings if each.word not in settled)
    by_themselves = f" {sentences.EASE_BY_THEMSELVES}" if room.sources else ""
    trials = tuple(Remark(each.head, each.said) for each in found.trials[: room.things])
    return PagePart(
        title="What was tried",
        points=(*trials, *_verdicts(found.remedies.replaced(findings=rest), words, room)),
        lines=(f"Eased during a cramp: {tried}.{by_themselves}",) if eased else (),
        missing=() if eased or trials or rest else ("what was tried",),
    )


def _eased(rescue: Rescue, words: Vocabulary) -> str:
    name = short(words.label("remedy", rescue.word), _DOSE)
    return (
        f"{name} {rescue.rated.eased} of {rescue.rated.tries}{in_about(rescue.rated).replace(', in', ' in')}"
    )


def triggers(found: Gathered, words: Vocabulary, room: Room) -> PagePart:
    """Return what may set cramps off: the verdicts, and what was suspected."""
    counts = [(each.suspected, each.word) for each in found.triggers.findings if each.suspected]
    counts += [(count, word) for word, count in found.triggers.suspected_only]
    counts.sort(key=lambda each: (-each[0], each[1]))
    suspected = [f"{short(words.label('trigger', word), _DOSE)} ({count})" for count, word in counts]
    return PagePart(
        title="What may set them off",
        points=_verdicts(found.triggers, words, room),
        lines=(f"Suspected, of so many cramps, not tested: {several(suspected, room.names)}.",)
        if suspected
        else (),
        missing=() if suspected or found.triggers.findings else ("what may set them off",),
    )


def _verdicts(found: Findings, words: Vocabulary, room: Room) -> tuple[Remark, ...]:
    """Return the most useful verdicts in full, and all others by name."""
    ranked = most_useful_first(found)
    full = [each for each in ranked if _is_in_full(each)][: max(1, room.things - 2)]
    others = [each for each in ranked if each not in full]
    told = [sentences.point(each, found, words, exact=True, how_bad=differs(each)) for each in full]
    if room.sources:
        told += in_brief(others, 0, words, most=min(_GROUPS, room.names))
    elif others:
        told.append(Point(f"{plural(len(others), 'other')} logged, of which less is known."))
    return tuple(Remark(each.head, _for_a_doctor(" ".join(each.lines))) for each in told)


def _for_a_doctor(said: str) -> str:
    """Return a verdict's lines without what only the person can do."""
    return said.replace(f" {sentences.KEEP_LOGGING}", "")


def _is_in_full(finding: Finding) -> bool:
    return finding.verdict.word in _IN_FULL or differs(finding)


def notices(found: Gathered, _words: Vocabulary, room: Room) -> PagePart:
    """Return what the diary's rules found worth talking over, every one of it, and what was talked over."""
    seen = [f"{each.rule.reason} ({full_date(each.answered)})" for each in found.answered if each.answered]
    return PagePart(
        title="Worth talking over",
        points=tuple(_notice(each, found, sources=room.sources) for each in found.notices),
        lines=(
            *([] if room.sources else _sources(found.notices)),
            *([f"Talked over: {several(seen, room.names)}."] if seen else []),
        ),
    )


def _notice(notice: Notice, found: Gathered, *, sources: bool) -> Remark:
    rule = notice.rule
    reason, source = (f"{each[:1].upper()}{each[1:]}" for each in (rule.reason, rule.source))
    how_soon = "" if rule.level == SOON else f" ({_HOW_SOON.get(rule.level, LEVELS[rule.level])})"
    return Remark(f"{reason}{how_soon}.", f"{_seen_on(notice, found)}{f' {source}.' if sources else ''}")


_HOW_SOON = {NOW: "get help at once if one does not ease", ASK: "no medicine to be stopped unasked"}
"""Where the page says it otherwise than the screen: it tells of a cramp that is over, and it is a doctor who reads."""


def _seen_on(notice: Notice, found: Gathered) -> str:
    """Return on how many nights, the last of them, and on which sides as far as that was said."""
    sides = {side for each in notice.entries if (side := getattr(each.record, "side", None))}
    where = "both sides" if len(sides) > 1 or "both" in sides else "".join(sides)
    last = brief_date(notice.last_night, found.made_on)
    nights = last if notice.nights == 1 else f"{notice.nights} nights, last {last}"
    return f"{nights}{f', {where}' if where else ''}."


def _sources(notices: Sequence[Notice]) -> list[str]:
    """Return all sources in one sentence, each once, without what they say."""
    named = [re.split(r":| \(", each)[0] for notice in notices for each in notice.rule.source.split("; ")]
    every = dict.fromkeys(named)
    return [f"Sources: {'; '.join(every)}."] if every else []


def questions(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return the person's own questions, those kept last first where there are more than a page has room for."""
    left = len(found.questions) - QUESTIONS
    return PagePart(
        title="My questions",
        points=tuple(Remark(short(each, QUESTION_LIMIT)) for each in found.questions[-QUESTIONS:]),
        lines=(f"And {plural(left, 'earlier one')}.",) if left > 0 else (),
    )


def about(found: Gathered, _words: Vocabulary, room: Room) -> PagePart:
    """Return what this page is, and how verdicts are made."""
    lines = ['Self-recorded in a diary of cramps; not a diagnosis. "You" is who keeps it.']
    if found.remedies.findings or found.triggers.findings:
        lines.append(_HOW if room.sources else _HOW_IN_BRIEF)
    return PagePart(title="About this page", lines=tuple(lines))


_HOW_IN_BRIEF = "Verdicts compare similar nights with and without it. Patterns, not proof."
_HOW = (
    "How verdicts are made: nights after it beside similar nights without it, within the same four weeks, allowing for "
    "all else that was noted; nights without a word are taken as quiet, and then left out. Patterns, not proof."
)
