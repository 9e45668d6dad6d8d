"""The parts around the cramps: signs, medicines, what was tried and met, notices, questions, and what the page is."""

from __future__ import annotations

from crampdiary.diary.fields import QUESTION_LIMIT
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.doctor.rules import LEVELS, SOON, Notice
from crampdiary.evidence import sentences
from crampdiary.evidence.amounts import in_about
from crampdiary.evidence.findings import Finding, Findings
from crampdiary.evidence.overview import in_brief, most_useful_first
from crampdiary.evidence.relief import Rescue
from crampdiary.evidence.severity_sentences import differs
from crampdiary.evidence.verdicts import VerdictWord
from crampdiary.report.gathered import Gathered, TakenNightly
from crampdiary.report.said import PagePart, Remark, Room, brief_date, full_date, name_of, several
from crampdiary.stats.body import SignDay, SignWord
from crampdiary.stats.courses import CourseRun
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


def medicines(found: Gathered, words: Vocabulary, room: Room) -> PagePart:
    """Return what was taken over time, with its dose, its start and its end: changes of a medicine first."""
    changes = [each for each in found.taken if each.role == "trigger"]
    rows = [_noted(each, found, words) for each in changes]
    rows += [
        (name_of(words.label(span.role, span.word)), _dose(run.amount), *_run(run, found))
        for span in found.stats.courses
        for run in reversed(span.runs)
    ]
    rows += [_noted(each, found, words) for each in found.taken if each not in changes]
    left = len(rows) - room.things
    return PagePart(
        title="Medicines, supplements and habits over time",
        columns=("", "dose", "from", "to") if rows else (),
        rows=tuple(rows[: room.things]),
        lines=(f"And {left} more.",) if left > 0 else (),
        missing=() if rows else ("medicines",),
    )


def _noted(taken: TakenNightly, found: Gathered, words: Vocabulary) -> tuple[str, str, str, str]:
    return (
        name_of(words.label(taken.role, taken.word)),
        _dose(", ".join(taken.amounts)),
        *_on(taken, found),
    )


def _dose(amount: str | None) -> str:
    return short(amount, _DOSE) if amount else "-"


def _run(run: CourseRun, found: Gathered) -> tuple[str, str]:
    skipped = f", not on {plural(run.skipped, 'night')}" if run.skipped else ""
    until = "now" if run.last_night is None else brief_date(run.last_night, found.made_on)
    return brief_date(run.first_night, found.made_on), f"{until}{skipped}"


def _on(taken: TakenNightly, found: Gathered) -> tuple[str, str]:
    if taken.first_night == taken.last_night:
        return brief_date(taken.first_night, found.made_on), "noted once"
    return (
        brief_date(taken.first_night, found.made_on),
        f"{brief_date(taken.last_night, found.made_on)}, on {plural(taken.nights, 'night')}",
    )


def remedies(found: Gathered, words: Vocabulary, room: Room) -> PagePart:
    """Return what was tried: the answers of trials, the verdicts on all else, and relief during a cramp."""
    eased = [_eased(each, words) for each in found.remedies.relief if each.rated.tries]
    tried = several(eased, room.names)
    settled = {each.word for each in found.trials}
    rest = tuple(each for each in found.remedies.findings if each.word not in settled)
    trials = tuple(Remark(each.head, each.said) for each in found.trials[: room.things])
    return PagePart(
        title="What was tried",
        points=(*trials, *_verdicts(found.remedies.replaced(findings=rest), words, room)),
        lines=(f"Eased during a cramp: {tried}. Most cramps ease by themselves.",) if eased else (),
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
    told += in_brief(others, 0, words, most=min(_GROUPS, room.names))
    return tuple(Remark(each.head, " ".join(each.lines)) for each in told)


def _is_in_full(finding: Finding) -> bool:
    return finding.verdict.word in _IN_FULL or differs(finding)


def notices(found: Gathered, _words: Vocabulary, room: Room) -> PagePart:
    """Return what the diary's rules found worth talking over, every one of it, and what was talked over."""
    seen = [f"{each.rule.reason} ({full_date(each.answered)})" for each in found.answered if each.answered]
    return PagePart(
        title="Worth talking over",
        points=tuple(_notice(each, sources=room.sources) for each in found.notices),
        lines=(f"Talked over: {several(seen, room.names)}.",) if seen else (),
    )


def _notice(notice: Notice, *, sources: bool) -> Remark:
    rule = notice.rule
    reason, source = (f"{each[:1].upper()}{each[1:]}" for each in (rule.reason, rule.source))
    how_soon = "" if rule.level == SOON else f" ({LEVELS[rule.level]})"
    return Remark(f"{reason}{how_soon}.", f"{source}." if sources else "")


def questions(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return the person's own questions, those kept last first where there are more than a page has room for."""
    left = len(found.questions) - QUESTIONS
    return PagePart(
        title="My questions",
        points=tuple(Remark(short(each, QUESTION_LIMIT)) for each in found.questions[-QUESTIONS:]),
        lines=(f"And {plural(left, 'earlier one')}.",) if left > 0 else (),
    )


def about(found: Gathered, _words: Vocabulary, _room: Room) -> PagePart:
    """Return what this page is, and how verdicts are made."""
    lines = ['Self-recorded in a diary of cramps; not a diagnosis. "You" is who keeps it.']
    if found.remedies.findings or found.triggers.findings:
        lines.append(_HOW)
    return PagePart(title="About this page", lines=tuple(lines))


_HOW = (
    "How verdicts are made: nights after it beside similar nights without it, within the same four weeks, allowing for "
    "all else that was noted; nights without a word are taken as quiet, and then left out. Patterns, not proof."
)
