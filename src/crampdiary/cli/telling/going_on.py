"""What goes on night after night: from a line that tells of it to the courses that begin, end or pause by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from crampdiary.cli.checks import asides_of_look_alikes, check_clock, check_date
from crampdiary.cli.options import Given, noted
from crampdiary.cli.result import Result, saved_entries
from crampdiary.cli.session import Session
from crampdiary.cli.telling.spans import CourseNights, course_nights, evening_come
from crampdiary.cli.telling.uses import new_supplements, said_of_words, with_last_evenings
from crampdiary.clock.zones import latest_finished_night, night_of
from crampdiary.diary.alike import same_amount
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Course, Entry, Exposure, Record, Word, nights_of
from crampdiary.errors import UsageError
from crampdiary.words.uses.used import Use, Uses
from crampdiary.words.wording import (
    day_in_words,
    listed,
    night_in_words,
    plural,
    running_in_words,
    safe,
    short,
)

_A_DAY = timedelta(days=1)


def courses_of(session: Session, role: str) -> list[Entry[Course]]:
    """Return all courses of a role, each as it stands in the diary."""
    return [entry for entry in session.store.of(Course) if entry.record.role == role]


def running(session: Session, role: str) -> list[Entry[Course]]:
    """Return the courses of a role that go on, or have a night that is not over yet."""
    night, over = night_of(session.now), latest_finished_night(session.now)
    return [
        entry
        for entry in courses_of(session, role)
        if entry.record.first_night <= night + _A_DAY
        and (entry.record.last_night is None or entry.record.last_night > over)
    ]


def what_runs(session: Session, role: str) -> list[str]:
    """Return a line for each course that goes on."""
    return [
        f"{entry.number}: {running_in_words(entry.record, session.vocabulary, now=session.now.date())}."
        for entry in running(session, role)
    ]


def save(
    session: Session, command: str, role: str, told: Uses, nights: CourseNights, given: Given, *, yes: bool
) -> Result:
    """Save what a line tells of something that goes on: that it begins, or that it ends.

    Raises:
        UsageError: it does not say what, nothing of it goes on that could end, or it would end before it begins.
    """
    uses = with_last_evenings(session, role, told, session.now) if told.again else told.uses
    if not uses and told.nightly:
        example = "magnesium" if role == "remedy" else "flare"
        raise UsageError(
            f"Say which {role}: for example `cramp {command} {example} daily since 1 feb`. Nothing was saved."
        )
    if not uses:
        raise UsageError(f"Say which {role} ended. {_all_that_runs(session, role)}Nothing was saved.")
    if given.get("purpose"):
        raise UsageError("--purpose is for a single use, and this goes on. Nothing was saved.")
    if given["amount"] is not None and len(uses) > 1:
        raise UsageError("--amount fits one word only; write magnesium:400mg instead. Nothing was saved.")
    if given["amount"] is not None:
        uses[0].amount = given["amount"].strip() or None
    is_end = told.stopped or (told.until is not None and nights.first is None)
    if is_end and told.stopped and (told.nightly or (told.since and told.until)):
        raise UsageError(
            "Say what ended and what began in two lines, one after the other. Nothing was saved."
        )
    check_clock(session, yes)
    if nights.to_come and not nights.skipped:
        raise UsageError(_cannot_hold(session, command, role, uses[0], nights.to_come))
    if is_end and nights.skipped:
        raise UsageError(
            "Say what ended in one line, and which nights were without it in another. Nothing was saved."
        )
    if is_end:
        return _ended(session, command, role, told, uses, cast("date", nights.last), given["note"])
    return _begun(session, command, role, told, uses, nights, given["note"], yes=yes)


def _cannot_hold(session: Session, command: str, role: str, use: Use, weekdays: Sequence[str]) -> str:
    """Return that what goes on cannot leave out a weekday of every week to come, and what to type."""
    name = short(use.label or session.vocabulary.label(role, use.word))
    each = listed([f"{day.capitalize()}s" for day in weekdays])
    return (
        f"{each} to come cannot be left out ahead of time. Begin it with `cramp {command} {name} daily`, and say of "
        f"each such night: `cramp {command} no {name} {weekdays[0]}`. Nothing was saved."
    )


def _ended(
    session: Session, command: str, role: str, told: Uses, uses: Sequence[Use], last: date, notes: list[str] | None
) -> Result:  # fmt: skip
    """End what goes on; words that are new say why, and stand in its note.

    What stands before that, and apart from it, was used or met once. Where some of the line can be saved, that is, and
    it is said what could not be.
    """
    words = session.vocabulary
    once, stopped = uses[: told.before_stop], uses[told.before_stop :]
    known = [use for use in stopped if not use.label] or list(stopped)
    why = [use.label for use in stopped if use not in known]
    changed: list[tuple[Entry[Course], date, list[str]]] = []
    refused: list[str] = []
    said: list[str] = []
    for use in known:
        going = [
            entry
            for entry in running(session, role)
            if entry.record.last_night is None and words.meant_by(entry.record).word == use.word
        ]
        of_amount = [each for each in going if use.amount and same_amount(each.record.amount, use.amount)]
        name = safe(use.label or words.label(role, use.word))
        if not going:
            refused.append(f"No {name} goes on that could end. {_all_that_runs(session, role)}")
            continue
        ending = [(each, last) for each in of_amount or going if each.record.first_night <= last]
        if not ending and told.stopped:
            ending = [(each, last + _A_DAY) for each in going if each.record.first_night == last + _A_DAY]
            said += [
                "It was stopped on the day it began, so it was of one night. "
                f"If it never was: `cramp delete {each.number}`."
                for each, _ in ending
            ]
        if not ending:
            first = day_in_words(going[0].record.first_night, now=session.now.date())
            refused.append(
                f"{name[:1].upper()}{name[1:]} began on {first} (entry {going[0].number}), after "
                f"{day_in_words(last, now=session.now.date())}. If it never was: `cramp delete {going[0].number}`. "
            )
            continue
        more = [*use.described, *([use.amount] if use.amount and not of_amount else []), *why]
        changed += [(each, night, more) for each, night in ending]
    if refused and not (changed or once):
        raise UsageError(f"{refused[0]}Nothing was saved.")
    new = new_supplements(session, role, [use.word for use in once])
    own = [Word(role=role, slug=use.word, label=use.label) for use in once if use.label]
    with noted(session, notes) as note, session.store.change(command) as change:
        for word in own:
            change.add(word)
        entries: list[Entry[Record]] = [
            change.add(
                Exposure(
                    at=session.now, logged_at=session.now, precision="minute", zone=session.zone, role=role,
                    word=use.word, amount=use.amount, note=_with(None, use.described, note), typed=told.line or None,
                )
            )
            for use in once
        ]  # fmt: skip
        entries += [
            change.replace(
                each, each.record.replaced(last_night=night, note=_with(each.record.note, more, note))
            )
            for each, night, more in changed
        ]
    not_saved = [f"{each}Nothing of that was saved." for each in refused]
    return saved_entries(session, entries, [*said_of_words(own, told), *said, *not_saved, *new])


def _with(before: str | None, described: Sequence[str], note: str | None) -> str | None:
    return "\n".join(text for text in (before, ", ".join(described), note) if text) or None


def _all_that_runs(session: Session, role: str) -> str:
    """Return what goes on, in a sentence with a space behind it."""
    found = running(session, role)
    names = [
        f"{safe(session.vocabulary.label(role, each.record.word))} (entry {each.number})" for each in found
    ]
    if names:
        return f"What goes on: {listed(names)}. "
    example = "magnesium" if role == "remedy" else "flare"
    command = "used" if role == "remedy" else "had"
    return f"To say that something was so every night: `cramp {command} {example} daily since 1 feb`. "


def _begun(
    session: Session, command: str, role: str, told: Uses, uses: Sequence[Use], nights: CourseNights,
    notes: list[str] | None, *, yes: bool,
) -> Result:  # fmt: skip
    first = nights.first or latest_finished_night(session.now) + _A_DAY
    if nights.last is not None and nights.last < first:
        raise UsageError(
            f"It would end on {day_in_words(nights.last, now=session.now.date())}, before it begins on "
            f"{day_in_words(first, now=session.now.date())}. Nothing was saved."
        )
    check_date(session, first, yes)
    all_known = courses_of(session, role)
    before = {use.word: _of_word(session, all_known, use.word) for use in uses}
    new = new_supplements(session, role, [use.word for use in uses])
    own = [Word(role=role, slug=use.word, label=use.label) for use in uses if use.label]
    with noted(session, notes) as note:
        courses = [
            Course(
                role=role, word=use.word, first_night=first, last_night=nights.last, skipped=nights.skipped,
                logged_at=session.now, amount=use.amount, note=_with(None, use.described, note),
                typed=told.line or None,
            )
            for use in uses
        ]  # fmt: skip
        giving_way = [_giving_way(before[each.word], each) for each in courses]
        courses = [_with_skipped(course, group) for course, group in zip(courses, giving_way, strict=True)]
        with session.store.change(command) as change:
            for word in own:
                change.add(word)
            ended = [
                change.replace(each, each.record.replaced(last_night=first - _A_DAY))
                for group in giving_way
                for each in group
            ]
            entries = [change.add(each) for each in courses]
    gone = {each.uid for each in ended}
    like = [
        next((old for old in before[each.word] if old.uid not in gone and _overlap(old.record, each)), None)
        for each in courses
    ]
    asides = [*said_of_words(own, told), *asides_of_look_alikes(entries, like), *new]
    if nights.to_come:
        name, day = short(session.vocabulary.label(role, uses[0].word)), nights.to_come[0]
        asides.append(
            f"{listed([f'{day.capitalize()}s' for day in nights.to_come])} up to now are left out, those to come are "
            f"not. Say it then: `cramp {command} no {name} {day}`."
        )
    if nights.first is None:
        asides.append(f"Begun earlier? `cramp edit {entries[0].number} since 1 feb`.")
    if role == "remedy" and session.trials:
        from crampdiary.cli.trials.off_plan import said_of_courses  # who has no trial does without it

        asides += said_of_courses(session, cast("list[Entry[Course]]", entries), are_new=True)
    return saved_entries(session, [*ended, *entries], asides)


def _of_word(session: Session, known: Sequence[Entry[Course]], word: str) -> list[Entry[Course]]:
    return [each for each in known if session.vocabulary.meant_by(each.record).word == word]


def _giving_way(known: Sequence[Entry[Course]], new: Course) -> list[Entry[Course]]:
    """Return what went on in another amount, and ends where this begins."""
    if new.amount is None or new.last_night is not None:
        return []
    return [
        each
        for each in known
        if each.record.last_night is None
        and each.record.first_night < new.first_night
        and not same_amount(each.record.amount, new.amount)
    ]


def _with_skipped(new: Course, before: Sequence[Entry[Course]]) -> Course:
    """Return a course without the nights that what gives way to it was without."""
    nights = {night for each in before for night in each.record.skipped if night >= new.first_night}
    return new.replaced(skipped=tuple(sorted({*new.skipped, *nights})))


def _overlap(one: Course, other: Course) -> bool:
    (first, last), (begins, ends) = nights_of(one), nights_of(other)
    return first <= ends and begins <= last


def changed_in_words(session: Session, number: int, record: Course, line: str) -> dict[str, Any]:
    """Return the fields that a line about a course changes: since or until when, nights without it, its amount.

    Raises:
        UsageError: it says something else.
    """
    from crampdiary.words.changes.amending import read_course

    told = read_course([line], record, session.vocabulary)
    if told is None:
        raise UsageError(
            f"Entry {number} goes on every night, and takes since or until when, a night without it, or an amount: "
            f"`cramp edit {number} until yesterday`. A note is `cramp note {number} ...`. Nothing was changed."
        )
    if told.goes_on:
        return {"last_night": None}
    nights = course_nights(session, told, at=None, ago=None, day=None, fold=None, of=record)
    if nights.to_come:
        weekday = nights.to_come[0]
        raise UsageError(
            f"{weekday.capitalize()}s to come cannot be left out ahead of time. Name those that were, as in "
            f"`cramp edit {number} no {weekday}`. Nothing was changed."
        )
    found = {
        "amount": told.uses[0].amount,
        "first_night": nights.first,
        "last_night": nights.last,
        "skipped": tuple(sorted({*record.skipped, *nights.skipped})),
    }
    return {name: value for name, value in found.items() if value}


# Of single evenings


class Skip(NamedTuple):
    """Nights without something that went on around them: a course, those that are new, and those that were known."""

    entry: Entry[Course]
    new: tuple[date, ...]
    known: tuple[date, ...]


def skips(session: Session, role: str, told: Uses, moments: Sequence[tuple[datetime, str]]) -> list[Skip]:
    """Return which courses have which nights less by what a line denies; one without a course is in none."""
    named = [night_of(at) for at, _ in moments]
    if not told.names_a_time and moments and moments[0][0] == session.now:
        named = [evening_come(session.now)]
    known = courses_of(session, role)
    found: dict[str, Skip] = {}
    for denial in told.denials:
        days = {
            night for place, night in enumerate(named) if not denial.days or told.days[place] in denial.days
        }
        for entry in _of_word(session, known, denial.word):
            first, last = nights_of(entry.record)
            within = sorted(night for night in days if first <= night <= last)
            if within:
                new = tuple(night for night in within if night not in entry.record.skipped)
                found[entry.uid] = Skip(entry, new, tuple(night for night in within if night not in new))
    return list(found.values())


def skipped(skip: Skip) -> Course:
    """Return a course without its new nights."""
    return skip.entry.record.replaced(skipped=tuple(sorted({*skip.entry.record.skipped, *skip.new})))


def said_of_skips(session: Session, found: Sequence[Skip]) -> Iterator[str]:
    """Yield which nights were left out, and which had been before."""
    for skip in found:
        name = safe(session.vocabulary.label(skip.entry.record.role, skip.entry.record.word))
        if skip.new:
            yield f"Without {name}: the {_nights(session, skip.new)}."
        if skip.known:
            yield f"Already said of the {_nights(session, skip.known)} (entry {skip.entry.number})."


def _nights(session: Session, nights: Sequence[date]) -> str:
    if len(nights) > 3:
        return f"{plural(len(nights), 'night')} up to the {_night(session, nights[-1])}"
    return listed([_night(session, each) for each in nights]).replace(" and night", " and the night")


def _night(session: Session, night: date) -> str:
    return night_in_words(night, now=session.now.date())


def counted_already(session: Session, role: str, exposures: Sequence[Exposure]) -> Iterator[str]:
    """Yield that a use was of a night and a word that a course counts already."""
    known = courses_of(session, role)
    if not known:
        return
    from crampdiary.diary.nights import night_ahead  # who has no course does without

    told: set[str] = set()
    for exposure in exposures:
        for entry in _of_word(session, known, exposure.word):
            agree = exposure.amount is None or same_amount(entry.record.amount, exposure.amount)
            if (
                exposure.purpose != "rescue"
                and entry.record.is_on(night_ahead(exposure))
                and agree
                and entry.uid not in told
            ):
                told.add(entry.uid)
                name = short(session.vocabulary.label(role, exposure.word))
                yield (
                    f"Entry {entry.number} counts {name} every night already; one use a night is all that counts, "
                    "so this need not be told."
                )


def listing(session: Session, role: str) -> Result | None:
    """Return the result that shows what goes on; None where nothing does."""
    found: list[Entry[Record]] = list(running(session, role))
    if not found:
        return None
    return Result({"entries": found}, ("Every night:", *what_runs(session, role)))
