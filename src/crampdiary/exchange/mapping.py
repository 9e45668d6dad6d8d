"""What a person says of names in a file: `--map NAME=MEANING`, or the name of a file of such lines."""

from __future__ import annotations

from pathlib import Path

from crampdiary.diary.values import key
from crampdiary.errors import UsageError
from crampdiary.exchange.programs import any_csv
from crampdiary.exchange.programs.peers import Reading
from crampdiary.exchange.reading import opened
from crampdiary.words.wording import short

_SIZE_LIMIT = 2**20


def read(given: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the meanings of names, and which columns are which fields.

    Args:
        given: each `NAME=MEANING`, or the path of a file with one such on a line; in it, `#` begins a comment
            and `?` for a meaning leaves the name unknown.

    Raises:
        UsageError: one is neither.
    """
    names: dict[str, str] = {}
    columns: dict[str, str] = {}
    for each in given:
        lines = [each] if "=" in each else _lines(Path(each))
        for line in lines:
            name, equals, meaning = (part.strip() for part in line.rpartition("="))
            if not equals or not name or not meaning:
                raise UsageError(
                    f'"{short(line)}" does not say what a name means, as in "Mag oil=remedy:magnesium-oil". '
                    "Nothing was imported."
                )
            if any_csv.is_field(meaning):
                columns[name] = meaning
            elif meaning != "?":
                names[name] = meaning
    return names, columns


def text_of(reading: Reading, columns: dict[str, str]) -> str:
    """Return a mapping file of every name that was met, the unknown ones with a suggestion."""
    lines = [
        "# What each name means: cramp, ignore, or what it is here, as in remedy:heat. Keep this file, and give its "
        "name with --map."
    ]
    lines += [f"{name} = {meaning}" for name, meaning in columns.items()]
    for name, meaning in sorted(reading.meanings.items()):
        shown = " ".join(name.split())
        if meaning:
            lines.append(f"{shown} = {meaning}")
        else:
            near = suggestion(reading, name)
            lines.append(f"{shown} = ?" + (f"\n#   perhaps: {shown} = {near}" if near else ""))
    return "\n".join(lines) + "\n"


def suggestion(reading: Reading, name: str) -> str | None:
    """Return the meaning that is nearest to an unknown name, as it is written in a mapping."""
    roles = ("remedy", "trigger")
    for word in key(name).split("-"):
        known = reading.vocabulary.find(word, *roles)
        if known:
            return f"{known[0].role}:{known[0].slug}"
    near = reading.vocabulary.suggest(name, *roles)
    if near is None:
        return None
    nearest = reading.vocabulary.find(near, *roles)[0]
    return f"{nearest.role}:{nearest.slug}"


def _lines(path: Path) -> list[str]:
    try:
        with opened(path) as file:
            text = file.read(_SIZE_LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"The mapping file {path} is not UTF-8. Nothing was imported.") from error
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
