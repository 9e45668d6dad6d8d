"""What the groups of a name say of it, where a program has trackers in groups: `Legs/Cramps`, `Stomach/Cramps`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from crampdiary.diary.values import key
from crampdiary.exchange.names.meaning import NameMeaning
from crampdiary.exchange.names.naming import CLEAR, CRAMP, GROUP_MARK, MAYBE, OTHER, NameReader, Said

_OF_LETTERS = re.compile(r"(?:.*\W)?[^\W\d_]", re.DOTALL), re.compile(r"[^\W\d_](?:\W.*)?", re.DOTALL)
"""What ends, and what begins, with a letter that stands alone."""


def groups_and_name(words: NameReader, text: str, mark: str) -> list[str]:
    """Return the groups of a name, the widest first, and the name, of which each mark is not between two of them.

    It is within `Leg cramps (Y/N)`, `Leg/foot cramps` and `Magnesium/zinc`, and not in `Exercise/Stretching`.
    """
    first, *others = text.split(mark) if mark else [text]
    found = [first]
    for each in others:
        if _is_one_name(words, found[-1], each):
            found[-1] = f"{found[-1]}{mark}{each}"
        else:
            found.append(each)
    return found


def _is_one_name(words: NameReader, before: str, behind: str) -> bool:
    """Return whether what stands before a mark and behind it are of one name, as either says something by itself."""
    ends, begins = _OF_LETTERS
    is_number = before[-1:].isdigit() and behind[:1].isdigit()
    if before.count("(") > before.count(")") or is_number:
        return True
    if ends.fullmatch(before) and begins.fullmatch(behind):
        return True
    is_small = behind[:1].islower()
    if _is_use(words, before):
        return words.said(behind).kind == OTHER and (is_small or not _is_use(words, behind))
    if not (is_small and before.isalpha() and words.names_a_cramp(behind)):
        return False
    is_group = before.casefold().endswith(("s", "feet"))  # of legs, and not of a leg
    return not is_group and all(map(words.part_of_the_body, (before, behind.split()[0])))


def _is_use(words: NameReader, text: str) -> bool:
    return any(each.word for each in words.uses.taken(text))


def in_its_groups(
    words: NameReader, mapping: Mapping[str, NameMeaning], groups: Sequence[str], name: str
) -> str:
    """Return a name with those of its groups that it needs, or by which the person says what it means.

    What is said of a bare name goes for it in every group that is of no other part of the body.

    Args:
        words: read names, and take note of what this one says in its groups.
        mapping: what the person says of names.
        groups: the widest first, empty for none.
        name: as it stands in the file.
    """
    groups = [each for each in groups if each]
    for at in range(len(groups)):
        in_some = GROUP_MARK.join((*groups[at:], name))
        if key(in_some) in mapping:
            return in_some
    found = _in_full(words, groups, name)
    kind, meant = words.said(found).kind, mapping.get(key(name))
    return found if meant is None or kind in (OTHER, meant.kind) else name


def _in_full(words: NameReader, groups: Sequence[str], name: str) -> str:
    """Return a name with the groups that it stands in, where these say more of it; `said` then knows what both say.

    "Cramps", or "No cramps", is of the part of the body that the nearest group names, and "Calf cramp" on its
    side. "Left calf" in a group of cramps is a cramp there. Where no group names a part, "Cramps" is with its
    groups all the same, as it may stand in others too.
    """
    said = words.said(name)
    parts = map(words.part_of_the_body, reversed(groups))
    nearest = next((each for each in parts if each is not None), None)
    found = _in_a_group(words, said, name, groups, nearest)
    if found is None:
        return name
    full = GROUP_MARK.join((*groups, name))
    words.take_note(full, found, is_elsewhere=nearest == {} and found.kind == OTHER)
    return full


def _in_a_group(
    words: NameReader, said: Said, name: str, groups: Sequence[str], nearest: Mapping[str, Any] | None
) -> Said | None:
    """Return what a name says in its groups, None where they say nothing of it."""
    side = nearest.get("side") if nearest else None
    if said.kind == CLEAR:
        is_of_part = nearest == {} or side in ("left", "right")  # the other may have had one
        return Said(OTHER, {}, (name,)) if is_of_part else None
    if said.kind == CRAMP:
        return said._replace(fields={"side": side, **said.fields}) if side else None
    told = words.told(name)
    sites = told.fields.get("sites") if told else None
    if said.kind == MAYBE and not sites and groups:
        if nearest is None:
            return said
        return Said(CRAMP, {**said.fields, **nearest}) if nearest else Said(OTHER, {}, (name,))
    is_of_cramps = any(words.said(each).kind in (MAYBE, CRAMP) for each in groups)
    return words.said(f"{name} cramp") if sites and is_of_cramps and words.fields(name) is not None else None
