"""What the diary keeps of a report: its day, and the questions that stand on the next one too."""

from __future__ import annotations

from collections.abc import Sequence

from crampdiary.cli.session import Session
from crampdiary.diary.alike import alike
from crampdiary.diary.fields import QUESTION_LIMIT
from crampdiary.diary.model import Report
from crampdiary.diary.values import typed_text
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import faults
from crampdiary.report.around_cramps import QUESTIONS
from crampdiary.report.gathered import last_of
from crampdiary.words.wording import plural, short

_NONE = ("none", "")


def asks(question: Sequence[str] | None) -> bool:
    """Return whether a question is asked, and not only the earlier ones taken away."""
    return any(" ".join(each.split()).casefold() not in _NONE for each in question or ())


def asked_on(session: Session, question: Sequence[str] | None) -> tuple[str, ...]:
    """Return the questions for this page: those kept last, and those typed now."""
    last = last_of(session.store.of(Report))
    asked = last.questions if last else ()
    for each in question or ():
        text = " ".join(typed_text(each).split())
        if text.casefold() in _NONE:
            asked = ()
            continue
        if len(text) > QUESTION_LIMIT:
            raise UsageError(
                f"A question has room for {QUESTION_LIMIT} letters, and this has {len(text):,}: {short(text)}. "
                "Nothing was written."
            )
        asked = (*(one for one in asked if one != text), text)
    if question and len(asked) > QUESTIONS:
        raise UsageError(
            f"There is room for {QUESTIONS} questions, and these would be {len(asked)}. `--question none` before the "
            "others takes the earlier ones away. Nothing was written."
        )
    return asked


def keep(session: Session, asked: tuple[str, ...]) -> list[str]:
    """Keep the day and the questions in the diary, now that the page is there, unless they are kept already.

    A diary that cannot be written still gives its page, and so does none at all.
    """
    if not session.store.exists and not asked:
        return []
    made = Report(night=session.now.date(), questions=asked, logged_at=session.now)
    last = last_of(session.store.of(Report))
    if last is not None and alike(last, made):
        return []
    try:
        with session.store.change("report") as change:
            change.add(made)
    except CrampError as error:
        what = f"its day and {plural(len(asked), 'question')}" if asked else "its day"
        return [f"The page is there, but {what} could not be kept in the diary: {faults.reason(error)}"]
    return []
