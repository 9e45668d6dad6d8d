"""jrnl's JSON: entries of title and body with tags. What its words say of a cramp is read as in `cramp log`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from crampdiary.errors import CrampError, UsageError
from crampdiary.exchange.clocks import read_clock
from crampdiary.exchange.happening import (
    DENIED,
    HAPPENED,
    NAMED,
    NOTHING_NAMED,
    OF_ANOTHER_PART,
    UNSURE,
    happening,
    sentences_of,
)
from crampdiary.exchange.intake import Reading
from crampdiary.exchange.lines.cramps_listed import in_plural
from crampdiary.exchange.lines.terse import YES, tells_of_one
from crampdiary.exchange.lines.uses_told import ROLE_OF
from crampdiary.exchange.look import Look
from crampdiary.exchange.made import Made
from crampdiary.exchange.names.naming import CRAMP, ELSEWHERE, MAYBE, OTHER, NameReader, fields_of
from crampdiary.exchange.one_moment import together
from crampdiary.exchange.reading import opened_text
from crampdiary.exchange.row import Item, When, note_of
from crampdiary.keep.lines import DECODER
from crampdiary.words.told import Told
from crampdiary.words.when import NamedDay, moment_told

PROGRAM = "jrnl"
MANUAL = "jrnl: its JSON; entries that tell of a leg or foot cramp, with their text as the note; else remedies in tags."

_SIZE_LIMIT = 64 * 2**20  # characters; the file is held as a whole
_BY_DAY = range(9, 21)  # o'clock: who woke with a cramp did so in the night before
_NIGHT = re.compile(r"\b(?:all|whole) night\b")
_BEGINNING = re.compile(r'\{\s*"tags"\s*:\s*\{')  # of each tag how often: a long list, before the entries
_HOW_TO_SAY_NONE = (
    "jrnl's entries make no night a clear one. After the import, say which were: cramp none 2026-03-01."
)
_USE_WITHOUT_A_TAG = "entry that tells of what was used (taken from a tag alone: @magnesium)"
_OF_OTHERS = ("crampdiary", "creationDate", "dayEntries")
_TAG = re.compile(r"(?<!\w)[@#+%&](?=\w)")


def fits(file: Look) -> str | None:
    has_entries = all(f'"{each}"' in file.text for each in ("entries", "title", "date"))
    is_jrnl = _BEGINNING.match(file.text) is not None or (file.text.startswith("{") and has_entries)
    return "" if is_jrnl and not any(f'"{each}"' in file.text for each in _OF_OTHERS) else None


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
    when = reading.when(date.fromisoformat(entry["date"]), read_clock(entry.get("time") or ""))
    text = note_of(entry.get("title"), entry.get("body")) or ""
    every_tag = [tag.lstrip("@#+%&") for tag in entry.get("tags") or ()]
    tags = [each for each in reading.not_ignored(every_tag) if not _is_left_out(each, text, when, reading)]
    ignored = "|".join(re.escape(tag) for tag in every_tag if tag not in tags)
    telling = re.sub(rf"(?i)(?<!\w)[@#+%&](?:{ignored})(?!\w)", "", text) if ignored else text
    plain, words = in_plural(_TAG.sub("", telling)), reading.words
    apart = [each for each in tags if each.casefold() not in plain.casefold()]
    found = happening("\n".join([plain, *apart]), words)
    told = (
        words.told(plain) or words.told("\n".join(found.sentences)) or Told(plain)
    )  # of a long one, what tells
    is_mapped = any(_is_mapped(tag, reading) for tag in tags)
    others = [each for each in tags if words.said(each).kind == OTHER]
    is_one = found.verdict == HAPPENED or (is_mapped and found.verdict in (NAMED, NOTHING_NAMED))
    is_one = is_one and told.fields.get("severity") != 0
    of_a_leg = [each for each in apart if _names_a_leg(each, words)]
    if is_one and (is_mapped or of_a_leg or _is_of_a_leg(told)):
        reading.cramps[", ".join(tags) or "entry in plain words"] += 1
        fields = {each: value for each, value in fields_of(told).items() if each != "sore_s"}
        yield reading.cramp(
            _told_when(when, plain, found.sentences, reading),
            note_of(text, *of_a_leg),
            together([fields, *(words.said(each).fields for each in of_a_leg)]),
        )
        yield from _tagged(
            _known([each for each in apart if each not in of_a_leg], reading), when, "", reading
        )
    elif found.verdict == DENIED or (is_mapped and told.is_none):
        reading.ignore("entry that says there was none")
        if reading.ignored["entry that says there was none"] == 1:
            reading.said.append(_HOW_TO_SAY_NONE)
        yield from _tagged(_known(tags, reading), when, "", reading)
    elif found.verdict == NOTHING_NAMED and any(_tells_of_one(each, words) for each in sentences_of(plain)):
        reading.mention_of(when, text)
        yield from _tagged(_known(tags, reading), when, "", reading)
    elif found.verdict in (NOTHING_NAMED, OF_ANOTHER_PART):
        yield from _tagged(tags if found.verdict == NOTHING_NAMED else others, when, text, reading)
    elif found.verdict != UNSURE and not is_mapped and len(others) < len(tags):
        yield from _tagged(tags, when, text, reading)  # a tag for any cramp: what it means is asked once
    else:
        reading.mention_of(when, text)
        yield from _tagged(_known(others, reading), when, "", reading)


def _tells_of_one(sentence: str, words: NameReader) -> bool:
    """Return whether a sentence that names no cramp says where one was and how bad: `Left calf at 2am, 7/10`."""
    told = words.told(sentence)
    if told is None or not told.fields.get("severity") or not _is_of_a_leg(told):
        return False
    return tells_of_one(sentence, told, words, clock=told.clock, is_timed=False) == YES


def _names_a_leg(tag: str, words: NameReader) -> bool:
    """Return whether a tag is of leg or foot, and asks nothing: not `leg_cramp?`."""
    kind = words.said(tag).kind
    return kind == CRAMP or (kind != MAYBE and _is_of_a_leg(words.told(tag)))


def _is_of_a_leg(told: Told | None) -> bool:
    sites = told.fields.get("sites", ()) if told else ()
    return bool(sites) and not ELSEWHERE.issuperset(sites)


def _told_when(when: When, text: str, telling: Sequence[str], reading: Reading) -> When:
    """Return when a cramp was that an entry tells of: as its words say, seen from when they were written.

    A sentence that does not name the cramp counts where all of it is understood: `Right calf, 3 am`.
    """
    told = [each for each in map(reading.words.told, telling) if each]
    besides = [each for each in map(reading.words.told, sentences_of(text)) if each and not each.kept]
    timed = [*told, *besides]
    ago = next((each for each in timed if each.ago_s is not None), None)
    if ago is not None and ago.ago_s is not None:
        at = when.at - timedelta(seconds=ago.ago_s)
        return when._replace(at=at, precision="approx" if ago.is_rough else when.precision)
    day = next((each.day for each in timed if each.day), None)
    clock, is_rough = next(((each.clock, each.is_rough) for each in timed if each.clock), (None, False))
    if day is None and clock is None:
        if when.written.hour not in _BY_DAY or not any(map(_is_of_the_night, told)):
            return when
        day = NamedDay("last night", "n")
    try:
        found = moment_told(
            day, clock, is_rough=is_rough, at_night=True, now=when.at, zone=reading.zone, fold=0
        )
    except UsageError:
        return when._replace(precision="approx" if when.has_clock else "day")
    return when._replace(at=found.at, precision=found.precision)


def _is_of_the_night(told: Told) -> bool:
    is_asleep = bool(told.fields.get("woke")) or told.fields.get("onset") == "asleep"
    return is_asleep or _NIGHT.search(told.line.casefold()) is not None


def _known(tags: Sequence[str], reading: Reading) -> list[str]:
    return [each for each in tags if reading.vocabulary.find(each, "remedy", "trigger")]


def _names_a_use(sentence: str, words: NameReader) -> bool:
    """Return whether a sentence begins as a line of uses does, with a remedy or trigger that is known."""
    verb, _, rest = sentence.partition(" ")
    role = ROLE_OF.get(verb.casefold())
    return role is not None and any(each.word for each in words.uses.taken(rest, role))


def _is_left_out(tag: str, text: str, when: When, reading: Reading) -> bool:
    """Return whether a text says of a tag in it that it was not used; it is counted then: `Forgot @magnesium`."""
    known = reading.vocabulary.find(tag, "remedy", "trigger")
    naming = [_TAG.sub("", each) for each in sentences_of(text) if tag.casefold() in each.casefold()]
    for word in known:
        if naming and all(reading.words.uses.leaves_out(each, word.slug, word.role) for each in naming):
            reading.deny_use(reading.known(tag), when.at)
            return True
    return False


def _is_mapped(tag: str, reading: Reading) -> bool:
    meaning = reading.meant(tag)
    return meaning is not None and meaning.kind == CRAMP


def _tagged(tags: Sequence[str], when: When, text: str, reading: Reading) -> Iterator[Made]:
    """Yield what tags say was used or met; one that is called a cramp is asked for."""
    things = []
    for tag in tags:
        if _known([tag], reading) or reading.words.may_be_a_cramp(tag):
            things.append(Item(tag))
        else:
            reading.left_out[tag] += 1
    if text and not things:
        used = any(_names_a_use(each, reading.words) for each in sentences_of(text))
        reading.ignore(_USE_WITHOUT_A_TAG if used else "entry that tells of no leg or foot cramp")
    yield from reading.entry(when, things, note_of(text) if things else None)
