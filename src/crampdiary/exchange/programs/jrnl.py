"""jrnl's JSON: entries of title and body with tags. What its words say of a cramp is read as in `cramp log`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from crampdiary.diary.values import key
from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.clocks import read_clock
from crampdiary.exchange.intake import Item, Reading, When, note_of
from crampdiary.exchange.look import Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.naming import CRAMP, MAYBE, OTHER
from crampdiary.exchange.reading import opened_text
from crampdiary.keep.lines import DECODER

PROGRAM = "jrnl"
MANUAL = "jrnl: its JSON; entries that tell of a leg or foot cramp, with their text as the note; else remedies in tags."

_SIZE_LIMIT = 64 * 2**20  # characters; the file is held as a whole
_TAG = re.compile(r"(?<!\w)[@#+%&](?=\w)")


def fits(file: Look) -> str | None:
    is_jrnl = '"entries"' in file.text or '"tags"' in file.text
    return "" if file.text.startswith(("{", "[")) and is_jrnl and '"crampdiary"' not in file.text else None


def read(reading: Reading) -> Iterator[Made]:
    """Yield one cramp for every entry that tells of one, and what tags say was used or met."""
    for number, entry in enumerate(_entries(reading), 1):
        try:
            yield from _records(entry, reading)
        except (UsageError, ValueError, KeyError, TypeError, AttributeError) as error:
            wrong = error if isinstance(error, UsageError) else UsageError("It is not as jrnl writes it.")
            reading.rows.bad(number, wrong)


def _entries(reading: Reading) -> list[Any]:
    name = reading.path.name
    try:
        with opened_text(reading.path) as file:
            text = file.read(_SIZE_LIMIT + 1)
            if len(text) > _SIZE_LIMIT:
                raise CrampError(f"{name} is larger than 64 MiB. Nothing was imported.")
            value = DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise CrampError(f"{name} is not well-formed JSON. Nothing was imported.") from error
    entries = value.get("entries") if isinstance(value, dict) else None
    if not isinstance(entries, list):
        raise CrampError(f"{name} is not an export of jrnl: it has no entries. Nothing was imported.")
    return entries


def _records(entry: dict[str, Any], reading: Reading) -> Iterator[Made]:
    when = reading.when(date.fromisoformat(entry["date"]), read_clock(entry.get("time", "")))
    text = note_of(entry.get("title"), entry.get("body")) or ""
    tags = [tag.lstrip("@#+%&") for tag in entry.get("tags", [])]
    plain = _TAG.sub("", text)
    words, among = reading.words, f"{plain} {', '.join(tags)}" if tags else plain
    is_mapped = any(_is_mapped(tag, reading) for tag in tags)
    told = (
        words.told(plain) if is_mapped or words.names_a_cramp(among) else None
    )  # most entries are of other things
    fields = {} if told is None else dict(told.fields)
    if told is not None and not is_mapped and words.is_unsure_whose(plain):
        reading.mention_of(when, text)
        yield from _tagged([each for each in tags if words.said(each).kind == OTHER], when, "", reading)
    elif told is not None and told.is_none:
        reading.ignore("entry that says there was none")
    elif is_mapped or words.tells_of_a_cramp(plain) or words.tells_of_a_cramp(among):
        said = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
        if said.get("severity") == 0:
            reading.clear(when, text)
            return
        reading.cramps[", ".join(tags) or "entry in plain words"] += 1
        yield reading.cramp(
            when, note_of(text), {each: value for each, value in said.items() if each != "sore_s"}
        )
    else:
        yield from _tagged(tags, when, text, reading)


def _is_mapped(tag: str, reading: Reading) -> bool:
    meaning = reading.mapping.get(key(tag))
    return meaning is not None and meaning.kind == CRAMP


def _tagged(tags: list[str], when: When, text: str, reading: Reading) -> Iterator[Made]:
    """Yield what tags say was used or met; one that is called a cramp is asked for."""
    things = []
    for tag in tags:
        is_known = bool(reading.vocabulary.find(tag, "remedy", "trigger"))
        if is_known or reading.words.said(tag).kind == MAYBE:
            things.append(Item(tag))
        else:
            reading.left_out[tag] += 1
    if not things:
        reading.ignore("entry that tells of no leg or foot cramp")
    yield from reading.entry(when, things, note_of(text) if things else None)
