"""What a person may type after `log`, `used`, `had` and `edit`, drawn at random, and what each of it says.

A value is drawn first and then one of the ways to write it, so that nothing typed ever needs to be read: what
the diary must hold is known without a parser. `draw` is that of a Hypothesis `data()`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from crampdiary.words.line import plain_line
from kit.diary_model import LISTS, Fields, night_at

Draw = Callable[[st.SearchStrategy[Any]], Any]

ZONE = "Europe/London"
SPELLED: dict[str, list[tuple[Any, str]]] = {
    "severity": [(number, str(number)) for number in range(11)],
    "duration_s": [
        (180, "3m"),
        (90, "90s"),
        (5400, "1h30m"),
        (150, "2.5 min"),
        (0, "0s"),
        (4200, "70m"),
    ],
    "sites": [
        *[("arch", "arch"), ("arch", "instep"), ("arch", "foot arch"), ("toes", "toe"), ("calf", "CALVES")],
        *[("big-toe", "great_toe"), ("ball", "forefoot"), ("other", "elsewhere"), ("heel", "Heel")],
    ],
    "side": [("left", "left"), ("left", "L"), ("right", "R"), ("both", "both sides")],
    "sensations": [("burning", "burning"), ("knot", "hardening"), ("pins-and-needles", "pins and needles")],
    "triggers": [("dehydration", "thirsty"), ("cold-feet", "cold feet"), ("long-standing", "stood long")],
    "onset": [("asleep", "asleep"), ("in-bed", "bed"), ("sitting", "sitting")],
    "remedy": [
        *[
            ("stretching", "stretching"),
            ("stretching", "Stretch"),
            ("magnesium", "mag"),
            ("heat", "foot soak"),
        ],
        *[("magnesium-oil", "mag_oil"), ("walking", "walk"), ("massage", "rubbing")],
    ],
    "trigger": [("alcohol", "alcohol"), ("alcohol", "wine"), ("caffeine", "Coffee"), ("stress", "stressed")],
}
OPTIONS = {
    "severity": "--severity",
    "duration_s": "--duration",
    "sites": "--site",
    "side": "--side",
    "sensations": "--sensation",
    "triggers": "--trigger",
    "onset": "--onset",
}
SHORT = {"severity": "-s", "duration_s": "-d"}
ROLES = {"sites": "site", "sensations": "sensation", "triggers": "trigger"}

OWN_WORDS: list[tuple[str, str, str, tuple[str, ...]]] = [
    # A role, a word as it is typed, its slug, and other ways to type it.
    ("remedy", "Pickle Brine", "pickle-brine", ("brine",)),
    ("remedy", "100%", "100%", ("50% off",)),
    ("remedy", "--yes", "--yes", ()),
    ("remedy", "شدّ العضلة", "شدّ-العضلة", ()),
    ("trigger", "Robert'); DROP TABLE episode;--", "robert');-drop-table-episode;--", ()),
    ("trigger", "[red]meat[/red]", "[red]meat[/red]", ("a,b", '"quoted"')),
    ("trigger", "=cmd|calc", "=cmd|calc", ("🦶🏽",)),
    ("site", "NULL", "null", ()),
    ("site", "shin_splint", "shin-splint", ("left shin",)),
    ("sensation", "🧦 fizz", "🧦-fizz", ("ﬁzz",)),
]
NOTES = [
    *["50% better", "a_b", "[red]hot[/red]", '"quoted", and more', "it's", "=cmd|' /C calc'!A0", "+1", "@x"],
    *[
        "'=x",
        "''=x",
        "\x1b[2Jgone\x1b]0;title\x07",
        "\u202eright to left",
        "🦶🏽 und Krämpfe",
        "e\u0301",
        "100%_",
    ],
    *["one\ntwo\r\nthree", "a,b;c\td", "Robert'); DROP TABLE episode;--", "-", "--yes", "NULL", "\\", "ﬁ"],
]
FRAGMENTS = ["%", "_", "50%", "[RED]", '"', "=cmd", "🦶", "DROP TABLE episode;", "\\"]
ODD = frozenset("%_[]\"'=🦶|;\\\u202e\x1b")  # none of them is in what the program itself says of an entry

texts = st.sampled_from(NOTES) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
)
amounts = st.sampled_from(["400mg", "50%", "2", "=1+1", "½", "a:b"])


def as_kept(text: str) -> str | None:
    """Return a text as it must come back: composed, without space around it, else exactly as it was."""
    return unicodedata.normalize("NFC", text).strip() or None


def as_typed(text: str) -> str | None:
    """Return a text that was typed as it must come back: as it was, but for the line ends of other systems."""
    return as_kept(text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass
class Typed:
    """What is typed after a command, and the fields that it says."""

    bare: list[list[str]] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)
    said: Fields = field(default_factory=dict)
    stdin: str | None = None

    @property
    def line(self) -> str | None:
        """What the entry keeps of it: the bare words, as one line."""
        return plain_line([each for phrase in self.bare for each in phrase]) or None

    def give(self, draw: Draw, name: str, text: str) -> None:
        """Add an option with its value, in one argument or two."""
        together = name.startswith("--") and draw(st.booleans())
        self.options.append([f"{name}={text}"] if together else [name, text])

    def arguments(self, draw: Draw) -> list[str]:
        bare = [each for phrase in self.bare for each in phrase]
        options = [each for given in self.options for each in given]
        if any(each.startswith("-") for each in bare):
            return [*options, "--", *bare]
        return [*options, *bare] if draw(st.booleans()) else [*bare, *options]


def a_note(draw: Draw, typed: Typed) -> None:
    """Give a note or none, as an option or on standard input."""
    if not draw(st.booleans()):
        return
    text = draw(texts)
    if draw(st.integers(0, 4)) == 0:
        typed.options.append(["--note", "-"])
        typed.stdin = text
    elif text.strip() == "-":  # would be read from standard input
        return
    else:
        typed.give(draw, draw(st.sampled_from(["--note", "-n"])), text)
    typed.said["note"] = as_typed(text)


def a_time(draw: Draw, typed: Typed, now: datetime, *, editing: Fields | None = None) -> None:
    """Say a time: none, so long ago, an hour of the clock, a date and time, or a night.

    Args:
        draw: draws.
        typed: where to put it.
        now: this moment on the computer's clock, in whole seconds.
        editing: the entry that it is of after `edit`, which knows --at alone; an hour then stays in its night.
    """
    ways = ["clock", "iso"] if editing else ["now", "now", "ago", "clock", "iso", "iso", "day"]
    if {"woke", "asleep"} & {word.strip(",") for phrase in typed.bare for word in phrase}:
        ways = ["ago", "iso"]  # without a time, by day, such a cramp is one of last night
    way = draw(st.sampled_from(ways))
    moment, precision = now, "minute"
    bare: list[str] | None = None
    if way == "ago":
        minutes = draw(st.sampled_from([1, 20, 90, 600]))
        moment = (now - timedelta(minutes=minutes)).astimezone()
        bare, given = [f"{minutes}m", "ago"], ("--ago", f"{minutes}m")
    elif way == "clock":
        # No hour in which clocks change; the latest such time that is past, or nearly.
        clock = time(draw(st.sampled_from([0, 3, 13, 22])), draw(st.sampled_from([0, 10])))
        moment = datetime.combine(now.date(), clock).astimezone()
        if moment > now + timedelta(minutes=5):
            moment = datetime.combine(now.date() - timedelta(days=1), clock).astimezone()
        if moment > now and not editing:  # among bare words a clock that is fast tells the present
            moment, way = now, "now"
        if editing:
            moment = _in_its_night(editing, clock)
            if moment > now + timedelta(minutes=5):
                return
        bare, given = [f"{clock:%H:%M}"], ("--at", f"{clock:%H:%M}")
    elif way == "iso":
        moment = (now - timedelta(minutes=draw(st.integers(0, 20 * 24 * 60)))).replace(second=0)
        offset = draw(st.none() | st.sampled_from([0, 330, -600]))
        moment = moment.astimezone(None if offset is None else timezone(timedelta(minutes=offset)))
        given = ("--at", moment.isoformat(timespec="minutes"))
    elif way == "day":
        night = night_at(now) - timedelta(days=draw(st.integers(0, 20)))
        moment = min(now, datetime.combine(night, time(22)).astimezone())
        precision = "day"
        given = ("--day", night.isoformat())
    if bare and not editing and draw(st.booleans()):
        typed.bare.insert(
            0, bare
        )  # before any duration: "1h" and then "20m ago" is one hour and 20 minutes ago
    elif way != "now":
        typed.give(draw, *given)
    typed.said |= {"at": moment.isoformat(), "precision": precision}
    if not (editing and way == "clock"):
        typed.said["zone"] = ZONE


def _in_its_night(entry: Fields, clock: time) -> datetime:
    """Return a time in the night of an entry, on the clock that showed the entry's own."""
    at = datetime.fromisoformat(entry["at"])
    night = night_at(at)
    naive = datetime.combine(night if clock.hour >= 12 else night + timedelta(days=1), clock)
    return (
        naive.astimezone()
        if at.astimezone().utcoffset() == at.utcoffset()
        else naive.replace(tzinfo=at.tzinfo)
    )


def a_word(draw: Draw, name: str, own: list[Fields]) -> tuple[Any, str]:
    """Draw a value and how to type it: a word that the program knows, or one of the person's own."""
    if own and draw(st.booleans()):
        word = draw(st.sampled_from(own))
        return word["slug"], draw(st.sampled_from([word["slug"], word["label"], *word["synonyms"]]))
    value, text = draw(st.sampled_from(SPELLED[name]))
    return value, text


def a_cramp(
    draw: Draw, now: datetime, own: Callable[[str], list[Fields]], *, editing: Fields | None = None
) -> Typed:
    """Draw what is typed after `log`, bare words in any order and options, or after `edit`, options alone."""
    typed = Typed()
    words: list[tuple[str, Any, str]] = []
    given: list[tuple[str, Any, str]] = []
    for name in draw(st.lists(st.sampled_from(sorted(OPTIONS)), max_size=5)):
        value, text = a_word(draw, name, own(ROLES.get(name, "")))
        if any(name == each and (name not in LISTS or value == other) for each, other, _ in (*words, *given)):
            continue  # said already
        (given if editing or draw(st.booleans()) else words).append((name, value, text))
    words = draw(st.permutations(words))
    # With a comma behind each: without, what stands side by side may say something together.
    # A name with marks in it is understood where it is an argument of its own.
    typed.bare = [
        [text]
        if not text.replace(" ", "").replace("_", "").isalnum()
        else [f"{text},"]
        if draw(st.booleans())
        else f"{text},".split(" ")
        for _, _, text in words
    ]
    for name, _, text in given:
        typed.give(draw, SHORT.get(name, OPTIONS[name]) if draw(st.booleans()) else OPTIONS[name], text)
    for name, value, _ in (*words, *given):
        typed.said[name] = [*typed.said.get(name, []), value] if name in LISTS else value
    woke = draw(st.sampled_from([None, None, "woke", "--woke", "--no-woke"]))
    if woke and not (woke == "woke" and editing):
        (typed.bare if woke == "woke" else typed.options).append([woke])
        typed.said["woke"] = woke != "--no-woke"
    if draw(st.booleans()):
        typed.said["tried"] = _tried(draw, typed, own("remedy"))
    a_note(draw, typed)
    if not editing or draw(st.booleans()):
        a_time(draw, typed, now, editing=editing)
    if not editing:
        typed.said["typed"] = typed.line
    return typed


def _tried(draw: Draw, typed: Typed, own: list[Fields]) -> list[Fields]:
    found: dict[str, Fields] = {}
    for _ in range(draw(st.integers(1, 2))):
        value, text = a_word(draw, "remedy", own)
        relief, how = draw(st.sampled_from([(None, ""), ("helped", ":yes"), ("no", ":no"), ("unsure", ":?")]))
        after_s, length = draw(st.sampled_from([(None, ""), (120, ":2m"), (0, ":0s")]))
        if value not in found:
            found[value] = {"remedy": value, "relief": relief, "after_s": after_s}
            typed.options.append(["--tried", f"{text}{how}{length}"])
    return list(found.values())


def exposures(draw: Draw, now: datetime, role: str, own: list[Fields]) -> tuple[Typed, list[Fields]]:
    """Draw what is typed after `used` or `had`, and what each of its entries says."""
    typed = Typed()
    found: dict[str, str | None] = {}
    for _ in range(draw(st.integers(1, 3))):
        value, text = a_word(draw, role, own)
        amount = draw(st.none() | amounts)
        if value not in found:
            found[value] = amount
            typed.bare.append([text if amount is None else f"{text}:{amount}"])
    if len(found) == 1 and draw(st.booleans()):
        amount = draw(amounts | texts)
        typed.give(draw, "--amount", amount)
        found = dict.fromkeys(found, as_typed(amount))
    if role == "remedy" and draw(st.booleans()):
        typed.said["purpose"] = draw(st.sampled_from(["prevention", "rescue"]))
        typed.give(draw, "--purpose", typed.said["purpose"])
    a_note(draw, typed)
    if draw(st.integers(0, 7)) == 0:
        later = (now + timedelta(minutes=draw(st.integers(1, 5000)))).astimezone().replace(second=0)
        typed.options.append(["--future"])
        typed.give(draw, "--at", later.isoformat(timespec="minutes"))
        typed.said |= {"at": later.isoformat(), "precision": "minute", "zone": ZONE}
    else:
        a_time(draw, typed, now)
    typed.said["typed"] = typed.line
    return typed, [{**typed.said, "role": role, "word": word, "amount": found[word]} for word in found]


def change_of_exposure(draw: Draw, role: str, own: list[Fields]) -> Typed:
    """Draw what is typed after `edit` for a remedy used or a trigger met."""
    typed = Typed()
    for name in draw(st.lists(st.sampled_from(["amount", "word", "purpose"]), unique=True)):
        if name == "word":
            typed.said[name], text = a_word(draw, role, own)
        else:
            text = draw(amounts if name == "amount" else st.sampled_from(["prevention", "rescue"]))
            typed.said[name] = as_typed(text)
        typed.give(draw, f"--{name}", text)
    a_note(draw, typed)
    return typed
