"""Migraine Buddy's CSV: a small table about the report, an empty line, then one row an attack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from crampdiary.diary.fields import RELIEFS, Tried
from crampdiary.errors import UsageError
from crampdiary.exchange.cells import severity_on
from crampdiary.exchange.happening import HAPPENED, NAMED, happening
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.look import Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.names.meaning import IGNORE, NOTHING
from crampdiary.exchange.names.naming import CLEAR, CRAMP, ELSEWHERE, MAYBE
from crampdiary.exchange.one_moment import together
from crampdiary.exchange.row import When, note_of
from crampdiary.exchange.table import below_header

PROGRAM = "migraine-buddy"
MANUAL = (
    "Migraine Buddy: each attack with a place in leg or foot becomes a cramp. Medicines and methods come with how "
    "they helped. The place on the map is never read."
)

_NEEDED = {"#", "Started", "Lasted", "Pain Level"}
_RELIEFS = dict(zip(("Helpful", "Somewhat Helpful", "Unhelpful", "Unsure"), RELIEFS, strict=True))
_REMEDIES = {
    f"{said} {what}": relief
    for what in ("Medication", "Non Drug Relief Methods")
    for said, relief in _RELIEFS.items()
}
_NEVER_READ = "Geohash"
_LENGTH = re.compile(r"(?:(\d{1,6})d)? ?(?:(\d{1,6})h)? ?(?:(\d{1,6})m)?", re.ASCII)
_POSITIONS, _WHERE_ONE_WAS = "Pain Positions", "Attack Location"
"""In the second some name a part of the body too; most are of where somebody was: `Home`."""
_NOT_TAKEN = (
    ("Affected Activities", "affected activity"),
    ("Premonitory Symptoms", "premonitory symptom"),
    ("Most Bothersome Symptom", "most bothersome symptom"),
)


def fits(file: Look) -> str | None:
    return file.delimiter(_is_header)


def _is_header(names: list[str]) -> bool:
    return {*names} >= _NEEDED


def read(reading: Reading) -> Iterator[Made]:
    """Yield a cramp for every attack with a place in leg or foot."""
    # Of the report above the header nothing is told.
    header, rows = below_header(
        reading.path, reading.delimiter, _is_header, sheet=reading.sheet, found=reading.rows
    )
    for line, cells in rows:
        try:
            # Empty cells at the end are left out by some versions.
            yield from _attack(dict(zip(header, cells, strict=False)), reading)
        except UsageError as error:
            reading.rows.bad(line, error)


def _attack(row: dict[str, str], reading: Reading) -> Iterator[Made]:
    when = _started(row, reading)
    severity, length = _severity(row.get("Pain Level", "")), _length(row)
    if row.get(_NEVER_READ):
        reading.ignore("place on the map (never read)")
    every_type = _listed(row.get("Attack Types"))
    types = reading.not_ignored(every_type)
    note = note_of(row.get("Notes"))
    if every_type and not types:
        reading.leave_note(when, note)
        return
    kinds = {each: reading.says(each).kind for each in types}
    columns = {each: column for column in (_WHERE_ONE_WAS, _POSITIONS) for each in _listed(row.get(column))}
    places = reading.not_ignored([*_listed(row.get(_POSITIONS)), *_listed(row.get(_WHERE_ONE_WAS))])
    placed = {each: spot for each in places if (spot := _placed(each, reading)) is not None}
    where = together(placed.values() or [reading.says(each).fields for each in types])
    in_leg = any(not ELSEWHERE.issuperset(each.get("sites", ())) for each in placed.values())
    if severity == 0 or CLEAR in kinds.values():
        reading.ignore("attack that says there was no cramp, or no pain")
        reading.leave_note(when, note)
        return
    if CRAMP not in kinds.values() and (not in_leg or any(_is_in_doubt(each, reading) for each in types)):
        is_elsewhere = bool(placed) and not in_leg
        is_elsewhere = is_elsewhere and all(
            each in placed or reading.words.is_elsewhere(each) for each in _listed(row.get(_POSITIONS))
        )
        for each in types:
            if is_elsewhere:
                reading.left_out[each] += 1
            else:
                reading.leave_out(each)
        if not types:
            reading.left_out["attack without a type"] += 1
        reading.leave_note(when, note)
        return
    for each in [each for each in types if kinds[each] in (CRAMP, MAYBE)] or types:
        reading.cramps[each] += 1
        reading.meanings.setdefault(each, "")
    kept: list[str] = []
    for name in [name for name in places if name not in placed]:
        kept.append(f"{columns[name]}: {name}")
        if columns[name] == _POSITIONS and not reading.words.is_elsewhere(name):
            reading.ask_of(name, "position")
    tried: dict[str, Tried] = {}
    for column, relief in _REMEDIES.items():
        for word, name, says_more in _words(_listed(row.get(column)), "remedy", reading):
            if says_more or not word or word in tried:
                kept.append(f"{column}: {name}")
            if word:
                tried.setdefault(word, Tried(remedy=word, relief=relief))
    triggers = []
    for word, name, says_more in _words(_listed(row.get("Potential Triggers")), "trigger", reading):
        if says_more or not word:
            kept.append(f"Potential Triggers: {name}")
        if word:
            triggers.append(word)
    sensations: list[str] = []
    for name in _listed(row.get("Symptoms")):
        told = reading.words.told(name)
        found = told.fields.get("sensations", ()) if told else ()
        sensations += found
        reading.ignore("symptom", not found)
    for column, what in _NOT_TAKEN:
        reading.ignore(what, len(_listed(row.get(column))))
    values = {
        **{name: value for name, value in where.items() if name in ("sites", "side")},
        "duration_s": length,
        "tried": tuple(tried.values()),
        "triggers": tuple(dict.fromkeys(triggers)),
        "sensations": tuple(dict.fromkeys(sensations)),
    }
    yield reading.cramp(when, note_of(note, ", ".join(types), *kept), values, severity=severity)


def _is_in_doubt(name: str, reading: Reading) -> bool:
    """Return whether a type of attack speaks of a cramp, and does not say that it was one: `Almost leg cramp`."""
    return reading.words.names_a_cramp(name) and happening(name, reading.words).verdict not in (
        HAPPENED,
        NAMED,
    )


def _placed(name: str, reading: Reading) -> Mapping[str, Any] | None:
    """Return the part of the body that a position is, by what the person says or by all of its name.

    None where that is not known here: `right back of head`.
    """
    meaning = reading.meant(name)
    if meaning is not None and meaning.fields.get("sites"):
        return meaning.fields
    told = reading.words.told(name)
    is_known = told is not None and not told.kept and bool(told.fields.get("sites"))
    return reading.words.said(name).fields if is_known else None


def _words(names: list[str], role: str, reading: Reading) -> Iterator[tuple[str, str, bool]]:
    """Yield the word of each name, nothing where it is not known; the name; and whether that says how much it was."""
    for name in names:
        found = reading.meaning(name, role)
        if found is None or found.kind not in (IGNORE, NOTHING, role):
            yield "", name, False
        elif found.kind == role:
            yield found.word, name, bool(found.amount)


def _started(row: dict[str, str], reading: Reading) -> When:
    text = row.get("Started", "").strip()
    for shape in ("%m/%d/%y %H:%M", "%m/%d/%Y %H:%M", "%m/%d/%y %I:%M %p", "%Y-%m-%d %H:%M"):
        try:
            naive = datetime.strptime(text, shape)  # noqa: DTZ007 (its offset is in another column)
        except ValueError:
            continue
        offset = row.get("Start UTC Offset (min)", "").strip()
        if re.fullmatch(r"[+-]?\d{1,4}", offset, re.ASCII) and abs(int(offset)) < 24 * 60:
            return reading.when_at(naive.replace(tzinfo=timezone(timedelta(minutes=int(offset)))))
        return reading.when(naive.date(), naive.time())
    raise UsageError("The time in Started is not one as Migraine Buddy writes it.")


def _length(row: dict[str, str]) -> int | None:
    text = row.get("Lasted", "").strip()
    match = _LENGTH.fullmatch(text)
    if not match:
        raise UsageError("The length in Lasted is not one as Migraine Buddy writes it.")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 or None  # 00h 00m, where nobody said how long


def _severity(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,2}(\.\d)?", text, re.ASCII) or float(text) > 10:
        raise UsageError("The pain level is not a number from 0 to 10.")
    return severity_on(float(text))


def _listed(text: str | None) -> list[str]:
    return [each.strip() for each in (text or "").split(",") if each.strip() and each.strip() != "None"]
