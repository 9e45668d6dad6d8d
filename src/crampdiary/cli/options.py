"""The options that several commands share, and how their values are read: each means the same everywhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer

from crampdiary import prompts
from crampdiary.cli import completion
from crampdiary.cli.session import Session
from crampdiary.diary.fields import PURPOSES, WALKING
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import KINDS, Record
from crampdiary.diary.values import typed_text
from crampdiary.errors import CrampError, UsageError
from crampdiary.words.wording import short

SHOWN_KINDS = ("cramp", "remedy", "trigger", "check-in", "away", "sign", "course", "seen", "report", "trial")
_KINDS = {
    "log": ("episode",), "cramp": ("episode",), "cramps": ("episode",), "episode": ("episode",),
    "used": ("exposure", "remedy"), "remedy": ("exposure", "remedy"), "had": ("exposure", "trigger"),
    "trigger": ("exposure", "trigger"), "exposure": ("exposure",), "none": ("check_in",),
    "check-in": ("check_in",), "check_in": ("check_in",), "away": ("away",), "feel": ("sign",),
    "sign": ("sign",), "course": ("course",), "seen": ("seen",),
    "report": ("report",), "trial": ("trial",), "word": ("word",),
}  # fmt: skip

_NOTE_READ = 2**20  # characters, more than any note may have; what is piped in may have no end

# Not readable is the store's to tell, in one line and with exit code 3.
Diary = Annotated[Path | None, typer.Option("--diary", help="The diary file to use.", readable=False)]
PLAIN, JSON = "Plain lines: no boxes, bars or colour.", "Print the data as JSON."
Plain = Annotated[bool, typer.Option("--plain", help=PLAIN)]
Json = Annotated[bool, typer.Option("--json", help=JSON)]

Nights = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NIGHTS]...",
        help="monday, last week, 1 march to 3 march.",
        show_default=False,
        autocompletion=completion.nights(),
    ),
]
PartAndNights = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PART] [NIGHTS]...",
        help="nights, hours, places ... and monday, last week.",
        show_default=False,
        autocompletion=completion.parts_and_nights(),
    ),
]
EntryAndNote = Annotated[
    list[str],
    typer.Argument(
        metavar="[ID] TEXT...",
        help="Its number or last, and the note.",
        show_default=False,
        autocompletion=completion.entries(first="words"),
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse bare words that are not understood.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Ago = Annotated[str | None, typer.Option("--ago", help="How long ago: 20m, 2h.")]
Fold = Annotated[
    str | None,
    typer.Option(
        "--fold", help="Which one, where the clocks went back and a time came twice: first, second."
    ),
]
Future = Annotated[bool, typer.Option("--future", help="Allow a time that is still to come.")]
_NOTE = "A note; - reads it, out of the shell's history. Several are lines of one."
Note = Annotated[list[str] | None, typer.Option("--note", "-n", help=_NOTE)]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        help="From this night: 2026-03-03, monday, 4w, 2026-03.",
        autocompletion=completion.nights(),
    ),
]
Until = Annotated[
    str | None, typer.Option("--until", help="Up to this night.", autocompletion=completion.nights())
]

Day = Annotated[str | None, typer.Option("--day", help="Only the night is known, no clock time: yesterday.")]

Reference = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="Its number, or last.", show_default=False, autocompletion=completion.entries()
    ),
]
References = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID]...", help="Numbers, or last.", show_default=False, autocompletion=completion.entries()
    ),
]

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WORD]...",
        show_default=False,
        autocompletion=completion.words("site", "side", "sensation", "onset", "trigger"),
    ),
]

Option = tuple[Any, Sequence[str], dict[str, Any]]
"""Of what type it is, its names, and what Typer is told of it; made into one only for the command that was typed."""

_Text, _Texts = str | None, list[str] | None
FIELD_OPTIONS: dict[str, Option] = {
    "at": (_Text, ["--at"], {"help": 'When: 03:10, "yesterday 22:30", "2026-03-29 10:00".'}),
    "severity": (_Text, ["--severity", "-s"], {"help": "0 (no pain) to 10 (the worst)."}),
    "duration": (_Text, ["--duration", "-d"], {"help": "How long it lasted: 3m, 90s."}),
    "site": (
        _Texts,
        ["--site"],
        {"help": "Where: arch, toes, calf ... (repeatable)", "autocompletion": completion.words("site")},
    ),
    "side": (_Text, ["--side"], {"help": "left, right or both.", "autocompletion": completion.words("side")}),
    "sensation": (
        _Texts,
        ["--sensation"],
        {
            "help": "How it felt: burning, tingling ... (repeatable)",
            "autocompletion": completion.words("sensation"),
        },
    ),
    "trigger": (
        _Texts,
        ["--trigger"],
        {"help": "What you suspect set it off (repeatable).", "autocompletion": completion.words("trigger")},
    ),
    "onset": (
        _Text,
        ["--onset"],
        {"help": "Asleep, in-bed, sitting, walking ...", "autocompletion": completion.words("onset")},
    ),
    "woke": (bool | None, ["--woke/--no-woke"], {"help": "Whether it woke you."}),
    "tried": (
        _Texts,
        ["--tried"],
        {
            "help": "What you tried, its relief, and when it eased: stretching:helped:2m.",
            "autocompletion": completion.words("remedy"),
        },
    ),
    "sore": (_Text, ["--sore"], {"help": "How long it stayed sore after it: 2h, 3d."}),
    "awake": (_Text, ["--awake"], {"help": "How long you were awake for it: 40m."}),
    "walking": (
        _Text,
        ["--walking"],
        {
            "help": "limped, or could-not: how you walked after it.",
            "autocompletion": completion.names(*WALKING),
        },
    ),
    "question": (_Texts, ["--question"], {"help": "What to ask the doctor, on a report (repeatable)."}),
    "skipped": (_Texts, ["--skipped"], {"help": "A night of the course without it (repeatable)."}),
    "word": (_Text, ["--word"], {"help": "The remedy or trigger, in its place."}),
    "amount": (_Text, ["--amount"], {"help": "How much: 400mg, 10 min."}),
    "purpose": (
        _Text,
        ["--purpose"],
        {
            "help": "prevention, or rescue: used for a cramp under way.",
            "autocompletion": completion.names(*PURPOSES),
        },
    ),
    "note": (_Texts, ["--note", "-n"], {"help": _NOTE}),
}
"""The option of each field that can be typed, by its name in the table of fields."""


def parameter(name: str, option: Option, default: Any) -> Parameter:
    """Return an option as the parameter of a function that Typer makes a command of."""
    of_type, names, more = option
    return Parameter(
        name, Parameter.KEYWORD_ONLY, default=typer.Option(default, *names, **more), annotation=of_type
    )


class FieldsOf:
    """Marks the parameter of a command that is handed an option for each field of some kinds of entries.

    Args:
        kinds: of entries.
        but: options left out.
    """

    def __init__(self, *kinds: str, but: tuple[str, ...] = ()) -> None:
        self._kinds = kinds
        self._but = but

    def names(self) -> list[str]:
        """Return the names of the options, in the order of the table."""
        names = (line.option for kind in self._kinds for line in KINDS[kind].table.values() if line.option)
        return [name for name in dict.fromkeys(names) if name not in self._but]


Given = dict[str, Any]
"""Values by option: None or an empty list for one that was not given."""


def when(
    session: Session,
    *,
    at: str | None = None,
    ago: str | None = None,
    day: str | None = None,
    words: str | None = None,
    fold: str | None = None,
    future: bool = False,
) -> tuple[datetime, str]:
    """Return the one time that was given, or now, with its precision."""
    given = [each for each in (at, ago, day, words) if each is not None]
    if len(given) > 1:
        raise UsageError("The time is given twice: keep one of them. Nothing was saved.")
    which = fold_of(fold)
    if not given:
        return session.now, "minute"
    from crampdiary.clock import moments, night_names, zones  # not needed for a cramp just now

    if ago is not None:
        return moments.parse_ago(ago, now=session.now), "minute"
    if day is not None:
        night = night_names.parse_night(day, now=session.now, future=future)
        evening = zones.resolve_local(datetime.combine(night, datetime.min.time()) + timedelta(hours=22))
        return (evening if future else min(evening, session.now)), "day"
    return moments.parse_when(given[0], now=session.now, fold=which, future=future), "minute"


class Kind(NamedTuple):
    """A kind of entry, as people name it.

    Attributes:
        name: by which it is stored.
        role: of a remedy used or a trigger met, where only one of them is meant.
    """

    name: str
    role: str | None = None

    @classmethod
    def named(cls, text: str, *more: str) -> Kind:
        """Return the kind of a name.

        Args:
            text: the name.
            more: what is taken besides the kinds of entries that are shown.

        Raises:
            UsageError: there is no such kind.
        """
        found = _KINDS.get(text.casefold())
        if found is None or found[0] == "word" not in more:
            raise UsageError(
                f"{short(text)} is not a kind of entry. There are: {', '.join((*SHOWN_KINDS, *more))}."
            )
        return cls(*found)

    def is_of(self, record: Record) -> bool:
        return self.role is None or getattr(record, "role", None) == self.role

    def is_in(self, body: str) -> bool:
        """Return whether a record is of it, as the store keeps it."""
        import json

        return self.role is None or json.loads(body).get("role") == self.role


def refuse_empty(given: Given) -> None:
    """Refuse an option with nothing in it, such as an unset variable of a script; a text may be empty."""
    for name, value in given.items():
        if name != "amount" and (value == "" or (isinstance(value, list) and "" in value)):
            raise UsageError(f"--{name} is empty. Leave it out where it is not known. Nothing was saved.")


def fold_of(fold: str | None) -> int | None:
    """Return which of two times on the clock --fold means, 0 or 1, or None where it was not given."""
    if fold not in (None, "first", "second"):
        raise UsageError("--fold is first or second. Nothing was saved.")
    return None if fold is None else int(fold == "second")


@contextmanager
def noted(session: Session, given: Sequence[str] | None, uid: str | None = None) -> Iterator[str | None]:
    """Give the notes that were typed as one, each on lines of its own; `-` is asked for or read only here.

    So whatever else was typed must be checked before. Where saving fails after a note was read, it is kept as a
    draft, and the error says where.

    Args:
        session: this run.
        given: the notes as options gave them, if any.
        uid: of the entry that it is for, where there is one already.

    Yields:
        None where no note was given, and an empty text where all of them are empty.
    """
    notes = list(given or ())
    if notes.count("-") > 1:
        raise UsageError(
            "--note - is given twice, and can be read once. Nothing was saved: keep one of them."
        )
    if "-" not in notes:
        yield _one_note(notes) if notes else None
        return
    from crampdiary.cli.drafts import keeping  # seldom needed

    with keeping(session.as_typed(), now=session.now, is_note=False):
        read = _read_note()
    with keeping(read, now=session.now, uid=uid):
        notes[notes.index("-")] = read
        yield _one_note(notes)


def one_below_the_other(*texts: str | None) -> str:
    """Return texts as one, each on lines of its own, without those in which there is nothing."""
    return "\n".join(text for text in texts if text)


def _one_note(notes: Sequence[str]) -> str:
    return "\n".join(text for text in map(typed_text, notes) if text)


def _read_note() -> str:
    if sys.stdin is None:
        raise UsageError("There is nothing to read the note from. Nothing was saved.")
    note = prompts.ask("Note:") if sys.stdin.isatty() else sys.stdin.read(_NOTE_READ)
    if note is None:
        raise CrampError("No note was given. Nothing was saved.")
    return note
