"""Doctor notices in words: the lines of `cramp log`, those above the figures, and `cramp doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from crampdiary.doctor.rules import LEVELS, RULES, Notice
from crampdiary.words.wording import moment, night_in_words, plural, summary

if TYPE_CHECKING:
    from crampdiary.diary.vocabulary import Vocabulary
    from crampdiary.screen.sections import Section

BEGINNING = "Worth talking over with a doctor"
NO_DIAGNOSIS = "This is no diagnosis, only what people are advised to mention."
_ENTRIES_SHOWN = 5


def mention(notice: Notice) -> str:
    """Return the one line that `cramp log` and `cramp stats` say."""
    return f"{BEGINNING}{_how_soon(notice)}: {notice.rule.reason}."


def pointer(notices: Sequence[Notice]) -> list[str]:
    """Return the one line that leads to the notices that hold, if any do; the most urgent says how soon."""
    if not notices:
        return []
    first = min(notices, key=lambda notice: list(LEVELS).index(notice.rule.level))
    return [f"{BEGINNING}{_how_soon(first)}: `cramp doctor`"]


def _how_soon(notice: Notice) -> str:
    return {"now": " now, if it does not ease", "ask": " or pharmacist"}.get(notice.rule.level, "")


def notice_lines(notices: Sequence[Notice]) -> list[Section]:
    """Return the notices as they stand above the figures, and where they are explained."""
    from crampdiary.screen.sections import Section

    if not notices:
        return []
    return [
        Section(
            lines=tuple(mention(notice) for notice in notices),
            foot=("`cramp doctor` explains, with the entries behind it.",),
        )
    ]


def doctor(notices: Sequence[Notice], words: Vocabulary, *, now: datetime) -> list[Section]:
    """Return each notice that holds: why, because of which entries, and what to tell a doctor."""
    from crampdiary.screen.sections import Section

    if not notices:
        return [
            Section(
                lines=(
                    "Nothing logged lately is on the list of reasons to see one (`cramp doctor --rules`).",
                    "It knows only what was logged: if something worries you, that is reason enough to ask.",
                )
            )
        ]
    sections = []
    for notice in notices:
        shown = notice.entries[-_ENTRIES_SHOWN:]
        earlier = len(notice.entries) - len(shown)
        sections.append(
            Section(
                title=mention(notice).removesuffix("."),
                columns=("", "", ""),
                rows=(
                    ("When", LEVELS[notice.rule.level], ""),
                    ("Why", f"{notice.rule.when}: {_nights(notice, now)}", ""),
                    ("Tell them", notice.rule.tell, ""),
                    ("Source", notice.rule.source, ""),
                ),
            )
        )
        sections.append(
            Section(
                columns=("", "", ""),
                rows=tuple(
                    (
                        f"  {entry.number}",
                        moment(entry.record.at, now=now, precision=entry.record.precision),
                        summary(entry.record, words),
                    )
                    for entry in reversed(shown)
                ),
                right=frozenset({0}),
                foot=(f"  and {plural(earlier, 'earlier entry', 'earlier entries')}",) if earlier else (),
            )
        )
    sections.append(Section(lines=(NO_DIAGNOSIS,), style="dim"))
    return sections


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
            foot=(NO_DIAGNOSIS,),
        )
    ]
