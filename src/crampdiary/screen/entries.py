"""What `list` and `show` say, as sections: figures into words and cells, nothing drawn and nothing computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from crampdiary.diary.alike import alike
from crampdiary.diary.fields import DELETED, changed_together
from crampdiary.diary.model import (
    CheckIn,
    Course,
    Entry,
    Episode,
    Exposure,
    Record,
    Report,
    Seen,
    Sign,
    Span,
    Trial,
)
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.screen.sections import NOTE, Cell, Section
from crampdiary.words.wording import (
    listed,
    local_moment,
    moment,
    night_in_words,
    offset_in_words,
    plural,
    summary,
    time_of,
)

if TYPE_CHECKING:
    from crampdiary.keep.store import Revision

Beside = Mapping[date, Sequence[Entry[Record]]]
"""Entries by night."""


def entries(
    found: Sequence[Entry[Record]],
    words: Vocabulary,
    *,
    now: datetime,
    conflicts: Container[int] = (),
    deleted: bool = False,
    beside: Beside = MappingProxyType({}),
    some: bool = False,
) -> list[Section]:
    """Return the entries by night, each with its number, clock time and content.

    Args:
        found: the entries, in order.
        words: the diary's words.
        now: the moment of the command.
        conflicts: the numbers of those that were changed in two places in different ways: on two devices, or here and
            in an imported file.
        deleted: whether these are deleted ones.
        beside: all cramps and check-ins of the nights of check-ins, by which those are told.
        some: whether only some of all entries were asked for.
    """
    if not found and deleted:
        return [Section(lines=("No deleted entries here.",))]
    if not found:
        other = "`cramp list` shows them all." if some else "`cramp log` records a cramp."
        return [Section(lines=(f"No entries here. {other}",))]
    back = f"Deleted entries. `cramp delete --undo {found[-1].number}` brings {found[-1].number} back."
    head = [Section(lines=(back,))] if deleted else []
    nights: dict[str, list[tuple[Cell, ...]]] = {}
    for entry in found:
        record = entry.record
        night = getattr(record, "night", None)
        title = night_in_words(night, now=now.date()) if night else time_of(record, now=now)
        title = title[:1].upper() + title[1:]
        at = getattr(record, "at", None)
        clock = f"{at:%H:%M}" if at and getattr(record, "precision", "minute") != "day" else ""
        text = (_said_of_night(entry, beside) or summary(record, words)) + note_behind(record)
        if entry.number in conflicts:
            text += f" (changed in two places: `cramp show {entry.number}`)"
        nights.setdefault(title, []).append((str(entry.number), clock, text))
    return head + [
        Section(title=title, columns=("", "", ""), rows=tuple(rows), right=frozenset({0}))
        for title, rows in nights.items()
    ]


def note_behind(record: Record) -> str:
    """Return the note of an entry as it stands behind what is said of it, its lines as one; empty where it has none."""
    note = getattr(record, "note", None)
    return f". {'; '.join(note.split(chr(10)))}" if note else ""


def earlier(nights: int) -> list[Section]:
    """Return how to see more than the last so many nights."""
    more = "`cramp list --all` shows them all, `cramp list last month` those of last month."
    return [Section(lines=(f"These are the last {nights} nights with an entry. {more}",))]


_SHOWN_BY = {
    "cramp": ("cramp", "cramp list --kind cramp"),
    "check-in": ("check-in", "cramp list --kind check-in"),
    "remedy": ("use of a remedy", "cramp list --kind remedy"),
    "trigger": ("trigger met", "cramp list --kind trigger"),
    "sign": ("sign", "cramp stats signs"),
    "course": ("course", "cramp list --kind course"),
    "away": ("time away", "cramp list --kind away"),
    "seen": ("notice talked over", "cramp list --kind seen"),
    "report": ("report made", "cramp list --kind report"),
    "trial": ("trial", "cramp list --kind trial"),
}
"""What an entry of each kind is called, and the command that shows those of its kind."""
_SEVERAL = {
    "use of a remedy": "uses of remedies", "trigger met": "triggers met", "time away": "times away",
    "notice talked over": "notices talked over", "report made": "reports made",
}  # fmt: skip


def there_is(found: Sequence[Entry[Record]], *, but: Container[str] = ()) -> list[Section]:
    """Return what a diary has where a screen has nothing of it to show, each kind with the command that shows it.

    Args:
        found: all entries.
        but: kinds that the screen would have shown, as `list --kind` names them.
    """
    counts = Counter(_kind_of(each.record, is_in_words=_is_in_words(each.record)) for each in found)
    said = []
    for kind, (one, command) in _SHOWN_BY.items():
        if counts[kind] and kind not in but:
            said.append(f"{plural(counts[kind], one, _SEVERAL.get(one))}: `{command}`.")
    if counts["words"] and "words" not in but:
        said.append(f"{plural(counts['words'], 'feeling')} told in words alone: `cramp list --kind sign`.")
    return [Section(title="What is in this diary", lines=tuple(said))] if said else []


def _kind_of(record: Record, *, is_in_words: bool) -> str:
    if isinstance(record, Exposure):
        return record.role
    if is_in_words:
        return "words"
    return {"episode": "cramp", "check_in": "check-in"}.get(record.kind, record.kind)


def _is_in_words(record: Record) -> bool:
    """Return whether it is how legs felt, and no count sees it."""
    return isinstance(record, Sign) and not record.sensations and record.severity is None


def entry(
    found: Entry[Record],
    words: Vocabulary,
    *,
    now: datetime,
    deleted: bool = False,
    beside: Beside = MappingProxyType({}),
    conflict: Sequence[str] = (),
    sides: Sequence[Revision] = (),
    history: Sequence[Revision] | None = None,
) -> list[Section]:
    """Return everything about one entry and, where asked for, its earlier versions.

    Args:
        found: the entry.
        words: the diary's words.
        now: the moment of the command.
        deleted: whether it was deleted.
        beside: as for `entries`.
        conflict: the fields that were changed in two places in different ways.
        sides: what each of them made of it.
        history: every version, where that was asked for.
    """
    record = found.record
    when = time_of(record, now=now)
    rows: list[tuple[Cell, ...]] = [("When", when)] if when else []
    rows.append(("What", _said_of_night(found, beside) or summary(record, words)))
    if isinstance(record, Course) and record.skipped:
        rows.append(("Without it", listed([_night(each, now) for each in sorted(record.skipped)])))
    if isinstance(record, Trial) and record.ended:
        at = f", {moment(record.ended_at, now=now)}" if record.ended_at else ""
        rows.append(("Ended", f"{record.ended.replace('-', ' ')}{at}"))
    if isinstance(record, Episode) and record.logged_late:
        rows.append(("Logged", f"{moment(record.logged_at, now=now)}, more than a day later"))
    else:
        logged = getattr(record, "logged_at", None)
        if logged:
            rows.append(("Logged", f"{moment(logged, now=now)} {offset_in_words(logged)}"))
    typed = getattr(record, "typed", None)
    if typed:
        rows.append(("Typed", typed))
    title = f"Entry {found.number}" + (" (deleted)" if deleted else "")
    sections = [Section(title=title, columns=("", ""), rows=tuple(rows))]
    note = getattr(record, "note", None)
    if note:
        sections.append(Section(title=NOTE, lines=tuple(note.split("\n"))))
    if conflict:
        lines = (_what_to_do(found, conflict, deleted),)
        sections.append(_versions("Changed in two places", sides, words, now, lines))
    if history is not None:
        sections.append(_versions("Versions, oldest first", history, words, now))
    return sections


def _night(night: date, now: datetime) -> str:
    text = night_in_words(night, now=now.date())
    return text.removeprefix("night of ")


def _said_of_night(entry: Entry[Record], beside: Beside) -> str:
    """Return how a check-in reads beside the cramps and other check-ins of its night; "" where it stands for itself."""
    record = entry.record
    if not isinstance(record, CheckIn):
        return ""
    others = beside.get(record.night, ())
    if any(each.number < entry.number and alike(each.record, record) for each in others):
        return "said again"
    logged = [each.record.logged_at for each in others if isinstance(each.record, Episode)]
    if not logged or not record.clear:
        return ""
    if record.logged_at < min(logged):
        return "said to be clear, before the cramp was logged"
    return "said to be clear, though there is a cramp"


def _what_to_do(found: Entry[Record], conflict: Sequence[str], deleted: bool) -> str:
    """Return what is in conflict, which side is shown, and how to settle it."""
    number = found.number
    if conflict[0] == DELETED:
        if deleted:
            return (
                f"It was deleted on one and changed on the other. To have it back: `cramp delete --undo {number}`. "
                f"To leave it deleted: `cramp delete {number}`."
            )
        return f"It was deleted on the other. Any edit settles it, or `cramp delete {number}`."
    labels = listed(changed_together(type(found.record), conflict))
    return f"Both changed the {labels}; what was said last is shown. Any edit of it settles that."


def _versions(
    title: str, versions: Sequence[Revision], words: Vocabulary, now: datetime, lines: tuple[str, ...] = ()
) -> Section:
    return Section(
        title=title,
        lines=lines,
        columns=("When", "by", "as"),
        rows=tuple(
            (
                _stamp(each.stamp, now),
                f"cramp {each.command}",
                _version(each.record, words),
            )
            for each in versions
        ),
    )


def _stamp(stamp: str, now: datetime) -> str:
    """Return when a version was made, by the clock of now."""
    return local_moment(datetime.fromisoformat(f"{stamp[:19]}+00:00"), now=now)


def _version(record: Record | None, words: Vocabulary) -> str:
    if record is None:
        return "(deleted)"
    note = getattr(record, "note", None)
    at = getattr(record, "at", None)
    return (
        summary(record, words)
        + (f", at {at:%Y-%m-%d %H:%M}" if at else "")
        + (f", night {record.night}" if isinstance(record, CheckIn | Seen | Report) else "")
        + (f", {record.first_night} to {record.last_night or 'now'}" if isinstance(record, Span) else "")
        + (f", without {skipped}" if (skipped := _skipped(record)) else "")
        + (f", note: {note}" if note else "")
    )


def _skipped(record: Record) -> str:
    return ", ".join(map(str, sorted(record.skipped))) if isinstance(record, Course) else ""
