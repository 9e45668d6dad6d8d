"""Doctor notices in words: the lines of `cramp log`, those above the figures, and `cramp doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from crampdiary.diary.model import Course, Entry, Record
from crampdiary.doctor.rules import LEVELS, RULES, UNASKED, Notice, quiet_until
from crampdiary.words.wording import moment, month_of, night_in_words, plural, summary

if TYPE_CHECKING:
    from crampdiary.diary.vocabulary import Vocabulary
    from crampdiary.screen.sections import Section

BEGINNING = "Worth talking over with a doctor"
NO_DIAGNOSIS = "This is no diagnosis, only what people are advised to mention."
_ENTRIES_SHOWN = 5


def mention(notice: Notice) -> str:
    """Return what `cramp log` says: a line, and more where nearly everyone is told so."""
    said = _said(notice)
    if not notice.rule.is_common:
        return said
    return (
        f"{said} It comes up for nearly everyone who needs this diary. Once talked over: `{answer(notice)}`."
    )


def _said(notice: Notice) -> str:
    worse = ", and clearly worse than when you talked it over" if notice.is_worse else ""
    worse = ", and something of it is new since you talked it over" if notice.new else worse
    return f"{BEGINNING}{_how_soon(notice)}: {notice.rule.reason}{worse}."


def answer(notice: Notice) -> str:
    """Return the command that answers a notice."""
    return f"cramp doctor seen {notice.rule.name}"


def pointer(notices: Sequence[Notice]) -> list[str]:
    """Return the one line that leads to the notices that hold, if any do; the most urgent says how soon."""
    if not notices:
        return []
    first = min(notices, key=lambda notice: list(LEVELS).index(notice.rule.level))
    return [f"{BEGINNING}{_how_soon(first)}: `cramp doctor`"]


def _how_soon(notice: Notice) -> str:
    return _HOW_SOON.get(notice.rule.level, "")


_HOW_SOON = {"today": " now, today", "now": " now, if it does not ease", "ask": " or pharmacist"}


def notice_lines(notices: Sequence[Notice]) -> list[Section]:
    """Return the notices as they stand above the figures, and where they are explained."""
    from crampdiary.screen.sections import Section

    if not notices:
        return []
    return [
        Section(
            lines=tuple(map(_said, notices)),
            foot=("`cramp doctor` explains.",),
        )
    ]


def doctor(
    notices: Sequence[Notice], words: Vocabulary, *, now: datetime, answered: Sequence[Notice] = ()
) -> list[Section]:
    """Return each notice that holds: why, because of which entries, and what to tell a doctor.

    Args:
        notices: those that speak, in full.
        words: the words known.
        now: the clock.
        answered: those that hold and are kept quiet by an answer, a line each.
    """
    from crampdiary.screen.sections import Section

    sections = [section for notice in notices for section in _in_full(notice, words, now=now)]
    if not notices:
        more = "more " if answered else ""
        sections.append(
            Section(
                lines=(
                    f"Nothing {more}logged lately is on the list of reasons to see one (`cramp doctor --rules`).",
                    "It knows only what was logged: if something worries you, that is reason enough to ask.",
                )
            )
        )
    if answered:
        sections.append(
            Section(
                title="Talked over, and quiet unless it gets clearly worse",
                columns=("", "", ""),
                rows=tuple(
                    (each.rule.name, each.rule.reason, _quiet(each.answered))
                    for each in answered
                    if each.answered
                ),
            )
        )
    if notices:
        sections.append(Section(lines=(NO_DIAGNOSIS,)))
    return sections


def _in_full(notice: Notice, words: Vocabulary, *, now: datetime) -> list[Section]:
    from crampdiary.screen.sections import Section

    rule = notice.rule
    shown = notice.entries[-_ENTRIES_SHOWN:]
    earlier = len(notice.entries) - len(shown)
    more = (f"and {plural(earlier, 'earlier entry', 'earlier entries')}",) if earlier else ()
    why = f"{rule.when}: {_nights(notice, now)}"
    if notice.answered and (notice.is_worse or notice.new):
        new = f"this is new, as {notice.new}" if notice.new else rule.worse
        why += f". Since you talked it over on {_day(notice.answered)}: {new}"
    return [
        Section(
            title=f"{BEGINNING}{_how_soon(notice)}: {rule.reason}",
            columns=("", ""),
            rows=(
                ("When", LEVELS[rule.level]),
                ("Why", why),
                ("Tell them", rule.tell),
                ("Source", rule.source),
                *(
                    (f"Entry {entry.number}", f"{_when(entry, now)}, {summary(entry.record, words)}")
                    for entry in reversed(shown)
                ),
            ),
            foot=(
                *more,
                *((_COMMON,) if rule.is_common else ()),
                f"Once you have talked it over: `{answer(notice)}`",
            ),
        ),
    ]


_COMMON = "This comes up for nearly everyone who needs this diary."


def _when(entry: Entry[Record], now: datetime) -> str:
    """Return when an entry was, or from when on."""
    if isinstance(entry.record, Course):
        return f"from {_day(entry.record.first_night)}"
    return moment(entry.record.at, now=now, precision=entry.record.precision)  # type: ignore[union-attr]


def _quiet(answered: date) -> str:
    return f"on {_day(answered)}; until {_day(quiet_until(answered))}"


def _day(day: date) -> str:
    return f"{day.day} {month_of(day)} {day.year}"


def _nights(notice: Notice, now: datetime) -> str:
    first = night_in_words(notice.first_night, now=now.date())
    if notice.nights == 1:
        return f"the {first}"
    last = night_in_words(notice.last_night, now=now.date())
    return f"{plural(notice.nights, 'night')}, the first the {first}, the latest the {last}"


def rules() -> list[Section]:
    """Return every rule, when it holds and where it comes from."""
    from crampdiary.screen.sections import Section

    return [
        Section(
            title="Reasons to talk to a doctor that this diary knows",
            columns=("Rule", "when", "source"),
            rows=tuple((rule.name, rule.when, rule.source) for rule in RULES),
            foot=(UNASKED,),
        ),
        Section(
            title="What is clearly worse or new, and speaks again within 6 months of `cramp doctor seen`",
            columns=("Rule", "if", ""),
            rows=tuple((rule.name, rule.worse, "") for rule in RULES),
            foot=(
                "It is set beside the 28 nights up to your answer (56 for worsening), or beside what the rule "
                "needs to hold, if that was less.",
                NO_DIAGNOSIS,
            ),
        ),
    ]
