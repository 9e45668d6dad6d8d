"""What a person says of names in a file: `--map NAME=MEANING`, or the name of a file of such lines."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crampdiary.diary.built_in import ROLES
from crampdiary.diary.fields import RELIEFS
from crampdiary.diary.frozen import NamedTuple
from crampdiary.diary.model import Word
from crampdiary.diary.values import clean_text, key
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import UsageError
from crampdiary.exchange.columns import is_field
from crampdiary.exchange.names.naming import CLEAR, CRAMP, NameReader
from crampdiary.exchange.reading import opened
from crampdiary.words.wording import safe, short

IGNORE, NEW, NOTHING, RELIEF = "ignore", "new", "nothing", "relief"
_SIZE_LIMIT = 2**20
ROWS = "rows"
"""Stands for each row of a sheet: `rows=cramp` says that it is a cramp, `rows=ignore` that it is none by itself."""
_ROWS = f"{ROWS}="
DATES = "dates"
"""Stands for the dates of a sheet's rows that have no time of their own: what these tell is of the night before
(`dates=mornings`), or of that which begins then (`dates=evenings`); `dates=moments`, where a form's stamp is when the
cramp was."""
MORNINGS, EVENINGS, MOMENTS = "mornings", "evenings", "moments"
YEAR = "year"
"""Stands for the oldest date of a sheet whose dates have no year: `year=2026`."""
_ANY_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_OF_A_SHELL = frozenset('"$`\\!')
"""What a shell reads within double quotes."""
_TYPED_LIMIT = 80  # characters
_OF_A_CELL = re.compile(r"\d{1,2}:\d\d|\d{4}-\d\d-\d\d", re.ASCII)
"""The time or the day that a cell says, which is nothing that a name can mean."""
BOTH = (CLEAR, "helped")
"""What a column can be, and what a name in one can mean."""


class NameMeaning(NamedTuple):
    """What a name means.

    Attributes:
        kind: a cramp, a clear night, nothing that is taken, or the role of a word.
        word: the word's slug.
        amount: that stands in the name.
        fields: of a cramp, what the name tells of it.
        text: as it is written in a mapping.
    """

    kind: str
    word: str = ""
    amount: str | None = None
    fields: Mapping[str, Any] = {}
    text: str = ""


def typed_map(name: str, meaning: str) -> str:
    """Return the option that says what a name means, as it can be typed in a shell."""
    said = safe(f"{_ROWS * name.startswith(_ROWS)}{name}={meaning}")
    return f"--map {shlex.quote(said)}" if _OF_A_SHELL & {*said} else f'--map "{said}"'


def can_be_typed(name: str) -> bool:
    """Return whether a name stands on a screen as it is, and is short enough to be typed."""
    return bool(name) and safe(name) == name and len(name) <= _TYPED_LIMIT


def map_line(name: str, meaning: str) -> str:
    """Return the line of a map that says what a name means, as `read_maps` reads it: one like a comment in quotes."""
    plain = " ".join(name.split())
    if plain.startswith(("#", '"')):
        return f'"{plain}" = {meaning}'
    return f"{_ROWS * plain.startswith(_ROWS)}{plain} = {meaning}"


def read_maps(given: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the meanings of names, and which columns are which fields.

    Args:
        given: each `NAME=MEANING`, or the path of a file with one such on a line; in it, `#` begins a comment, a name
            that begins so is in quotes, and `?` for a meaning leaves the name unknown.

    Raises:
        UsageError: one is neither.
    """
    names: dict[str, str] = {}
    columns: dict[str, str] = {}
    for each in given:
        is_file = "=" not in each
        for line in _lines(Path(each)) if is_file else [each]:
            name, equals, meaning = (" ".join(part.split()) for part in line.rpartition("="))
            name = name.removeprefix(_ROWS)
            if is_file and len(name) > 1 and name[0] == name[-1] == '"':
                name = name[1:-1]
            if not equals or not name or not meaning:
                raise UsageError(
                    f'"{short(line)}" does not say what a name means, as in "Mag oil=remedy:magnesium-oil". '
                    "Nothing was imported."
                )
            if (
                (name == ROWS and meaning in (CRAMP, IGNORE))
                or (name == DATES and meaning in (MORNINGS, EVENINGS, MOMENTS))
                or (name == YEAR and _ANY_YEAR.fullmatch(meaning))
            ):
                columns[name] = meaning
                continue
            if is_field(meaning):
                columns[name] = meaning
            if meaning != "?" and (meaning in BOTH or not is_field(meaning)):
                names[name] = meaning
    return names, columns


def words_to_add(mapping: Mapping[str, str], vocabulary: Vocabulary) -> dict[str, Word]:
    """Return the own words that meanings ask for (`new`, `trigger:new`), by the name in the file.

    Raises:
        UsageError: a name can be no word.
    """
    found = {}
    for name, meaning in mapping.items():
        role, _, word = meaning.partition(":") if ":" in meaning else ("remedy", "", meaning)
        if word == NEW and role in ("remedy", "trigger") and not vocabulary.find(name, role):
            found[name] = Word(role=role, slug=key(name), label=clean_text(name))
    return found


def meaning_of(name: str, text: str, words: NameReader, new_words: Mapping[str, Word]) -> NameMeaning:
    """Return what a person says of a name.

    Args:
        name: in the file.
        text: `cramp`, `clear`, `ignore`, `new`, a role and a word, or where it is in plain words: `left calf`.
        words: reads the latter.
        new_words: by name, those that `new` asks for.

    Raises:
        UsageError: it is none of these, or a word that the diary does not know.
    """
    if text in (CRAMP, CLEAR):
        told = {**words.of_header(name).fields, **words.said(name).fields}
        return NameMeaning(text, fields=told if text == CRAMP else {}, text=text)
    if text in RELIEFS:
        return NameMeaning(RELIEF, text, text=text)
    if text == IGNORE:
        return NameMeaning(IGNORE, text=text)
    if _OF_A_CELL.fullmatch(text):
        return NameMeaning(NOTHING, text=text)
    if name in new_words:
        word = new_words[name]
        return NameMeaning(word.role, word.slug, text=f"{word.role}:{word.slug}")
    role, colon, slug = text.partition(":")
    if slug == NEW or text == NEW:
        known = words.vocabulary.find(name, role if colon else "remedy")[0]
        return NameMeaning(known.role, known.slug, text=f"{known.role}:{known.slug}")
    if colon and role in ROLES:
        if words.vocabulary.get(role, slug) is None:
            near = words.vocabulary.suggest(slug, role)
            guess = f" Did you mean {role}:{short(key(near))}?" if near else ""
            is_new = role in ("remedy", "trigger") and can_be_typed(name)
            own = typed_map(name, f"{role}:new") if is_new else "`cramp words add`"
            raise UsageError(
                f"There is no {role} {short(slug)} here.{guess} {own} adds a word of your own. Nothing was imported."
            )
        if role in ("remedy", "trigger"):
            return NameMeaning(role, slug, text=text)
        value = (slug,) if role in ("site", "sensation") else slug
        return NameMeaning(CRAMP, fields={f"{role}s" if isinstance(value, tuple) else role: value}, text=text)
    fields = words.fields(text)
    if fields:
        return NameMeaning(CRAMP, fields=fields, text=text)
    raise UsageError(
        f'"{short(name)}" cannot mean "{short(text)}": write cramp, clear, ignore, new, or what it is here, as '
        "in remedy:magnesium. Nothing was imported."
    )


def _lines(path: Path) -> list[str]:
    try:
        with opened(path) as file:
            text = file.read(_SIZE_LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"The mapping file {path} is not UTF-8. Nothing was imported.") from error
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
