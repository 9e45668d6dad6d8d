"""Migraine Buddy's CSV: a small table about the report, an empty line, then one row an attack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from crampdiary.diary.fields import RELIEFS, Tried
from crampdiary.diary.model import Record
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.importer import Look
from crampdiary.exchange.programs.peers import Reading, note_of, severity_of_ten
from crampdiary.exchange.reading import csv_rows

PROGRAM = "migraine-buddy"
MANUAL = (
    "Migraine Buddy: each attack becomes a cramp. Medicines and methods come with how they helped. The "
    "place on the map is never read."
)

_PREAMBLE = ["Date", "Time Period", "Description", "Notes"]
_NEEDED = {"Started", "Lasted", "Pain Level"}
_RELIEFS = dict(zip(("Helpful", "Somewhat Helpful", "Unhelpful", "Unsure"), RELIEFS, strict=True))
_REMEDIES = {
    f"{said} {what}": relief
    for what in ("Medication", "Non Drug Relief Methods")
    for said, relief in _RELIEFS.items()
}
_NEVER_READ = "Geohash"
_LENGTH = re.compile(r"(?:(\d{1,6})d)? ?(?:(\d{1,6})h)? ?(?:(\d{1,6})m)?", re.ASCII)


def fits(file: Look) -> str | None:
    return file.delimiter(
        lambda header: header[:4] == _PREAMBLE or (set(header) >= _NEEDED and "#" in header)
    )


def read(reading: Reading) -> Iterator[Record]:
    """Yield a cramp for every attack."""
    header: list[str] = []
    for line, cells in csv_rows(reading.path, delimiter=reading.delimiter):
        if not header:
            names = [name.strip() for name in cells]
            if set(names) >= _NEEDED:
                header = names
            continue
        try:
            # Empty cells at the end are left out by some versions.
            yield _attack(dict(zip(header, cells, strict=False)), reading)
        except UsageError as error:
            reading.rows.bad(line, error)
    if not header:
        raise CrampError(f"{reading.path.name} has no table of attacks in it. Nothing was imported.")


def _attack(row: dict[str, str], reading: Reading) -> Record:
    at = _started(row, reading)
    if row.get(_NEVER_READ):
        reading.ignore("place on the map (never read)")
    values: dict[str, object] = {"severity": _severity(row.get("Pain Level", "")), "duration_s": _length(row)}
    tried: dict[str, Tried] = {}
    unknown = []
    for column, relief in _REMEDIES.items():
        for name in _listed(row.get(column)):
            meaning = reading.meaning(name, ("remedy",))
            if meaning and meaning.startswith("remedy:"):
                remedy = meaning.partition(":")[2]
                tried.setdefault(remedy, Tried(remedy=remedy, relief=relief))
            elif meaning != "ignore":
                unknown.append(f"{column}: {name}")
    triggers: dict[str, None] = {}
    for name in _listed(row.get("Potential Triggers")):
        meaning = reading.meaning(name, ("trigger",))
        if meaning and meaning.startswith("trigger:"):
            triggers[meaning.partition(":")[2]] = None
        elif meaning != "ignore":
            unknown.append(f"Potential Triggers: {name}")
    sensations: dict[str, None] = {}
    for name in _listed(row.get("Symptoms")):
        known = reading.vocabulary.find(name, "sensation")
        if known:
            sensations[known[0].slug] = None
        else:
            reading.ignore("symptom")
    for column, what in (
        ("Affected Activities", "affected activity"),
        ("Premonitory Symptoms", "premonitory symptom"),
        ("Attack Types", "attack type"),
        ("Most Bothersome Symptom", "most bothersome symptom"),
    ):
        reading.ignore(what, len(_listed(row.get(column))))
    where = ", ".join(each for each in (row.get("Pain Positions"), row.get("Attack Location")) if each)
    return reading.cramp(
        at,
        "minute",
        where,
        tried=tuple(tried.values()) or None,
        triggers=tuple(triggers) or None,
        sensations=tuple(sensations) or None,
        note=note_of(row.get("Notes"), *unknown),
        **values,
    )


def _started(row: dict[str, str], reading: Reading) -> datetime:
    text = row.get("Started", "").strip()
    for shape in ("%m/%d/%y %H:%M", "%m/%d/%Y %H:%M", "%m/%d/%y %I:%M %p", "%Y-%m-%d %H:%M"):
        try:
            naive = datetime.strptime(text, shape)  # noqa: DTZ007 (its offset is in another column)
        except ValueError:
            continue
        offset = row.get("Start UTC Offset (min)", "").strip()
        if re.fullmatch(r"[+-]?\d{1,4}", offset, re.ASCII) and abs(int(offset)) < 24 * 60:
            return naive.replace(tzinfo=timezone(timedelta(minutes=int(offset))))
        return reading.moment(naive.date(), naive.time())[0]
    raise UsageError("The time in Started is not one as Migraine Buddy writes it.")


def _length(row: dict[str, str]) -> int | None:
    text = row.get("Lasted", "").strip()
    match = _LENGTH.fullmatch(text)
    if not match:
        raise UsageError("The length in Lasted is not one as Migraine Buddy writes it.")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 if text else None


def _severity(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,2}(\.\d)?", text, re.ASCII) or float(text) > 10:
        raise UsageError("The pain level is not a number from 0 to 10.")
    return severity_of_ten(float(text))


def _listed(text: str | None) -> list[str]:
    return [each.strip() for each in (text or "").split(",") if each.strip() and each.strip() != "None"]
