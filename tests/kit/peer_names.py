"""Names as people give them to what they track, each with what it says of a cramp of leg or foot, set down by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis import strategies as st

CRAMP, CLEAR, ASKED, OTHER, REMEDY, TRIGGER = "cramp", "clear", "asked", "other", "remedy", "trigger"


@dataclass(frozen=True)
class Named:
    """A name, and what it says: where a cramp was, or which remedy or trigger it is."""

    name: str
    kind: str
    sites: tuple[str, ...] = ()
    side: str | None = None
    word: str = ""
    amount: str | None = None


def _cramp(name: str, *sites: str, side: str | None = None) -> Named:
    return Named(name, CRAMP, sites, side)


CRAMPS = (
    *(_cramp(name, "leg") for name in ("Leg cramp", "LEG CRAMPS", "leg-cramps", "leg_cramp", "Leg cramps (night)")),
    *(_cramp(name, "leg") for name in ("charley horse", "Charley Horses", "leg cramps 🦵", "nighttime leg cramps")),
    *(_cramp(name, "calf") for name in ("Calf cramp", "calf spasms", "Cramping in my calves", "calf cramps at night")),
    *(_cramp(name, "calf", side="left") for name in ("Left calf cramp", "Cramp (left calf)", "Cramps: left calf")),
    *(_cramp(name, "calf", side="right") for name in ("cramp, right calf", "cramp in right calf", "RIGHT CALF CRAMPS")),
    *(_cramp(name, "foot", side="both") for name in ("Cramp in both feet", "foot cramps both sides")),
    _cramp("Foot spasm", "foot"), _cramp("toe cramps", "toes"), _cramp("thigh cramp", "thigh"),
    _cramp("right arch cramp", "arch", side="right"), _cramp("Hamstring cramp, left", "hamstring", side="left"),
)  # fmt: skip
CLEARS = tuple(
    Named(name, CLEAR)
    for name in (
        *(
            "no cramps",
            "No cramps!",
            "NO LEG CRAMPS",
            "no_cramps",
            "without cramps",
            "Without a cramp",
            "cramp free",
        ),
        *(
            "cramp-free",
            "cramp-free night",
            "Cramps: none",
            "zero cramps",
            "no cramps at all",
            "no cramp in calf",
        ),
        *("no charley horse", "didn't cramp", "No night cramps", "Leg cramps: 0", "0 cramps"),
    )
)
MAYBES = tuple(
    Named(name, ASKED) for name in ("cramps", "Cramp", "Muscle cramps", "night cramps", "Cramping")
)
OTHERS = tuple(
    Named(name, OTHER)
    for name in (
        *(
            "Stomach cramps",
            "period cramps",
            "menstrual cramps",
            "Bladder spasm",
            "writer's cramp",
            "hand cramp",
        ),
        *("abdominal cramps", "No stomach cramps", "no period cramps", "no hand cramp", "Leg Cramp Relief"),
        *(
            "cramp bark tea",
            "calf pain",
            "Reading",
            "Work | home",
            "leg day",
            "back spasm",
            "stomach and leg cramps",
        ),
        *(
            "=HYPERLINK(1)",
            "+4",
            "-",
            "@home",
            "fear of leg cramps",
            "foot cramp, no leg cramp",
            "no leg cramp (foot cramp)",
            "stomach cramp free",
            "hardly any leg cramps",
            "cramps not in leg",
            "\x1b[2Jgone",
            "Krämpfe",
            "こむら返り",
        ),
    )
)
"""Names of which none may become anything unasked."""
MAY_BE = ("stomach and leg cramps", "foot cramp, no leg cramp", "Krämpfe", "こむら返り")
"""Those of them that may be cramps of leg or foot all the same, as the first names that are asked for."""
REMEDIES = (
    *(Named(name, REMEDY, word="magnesium") for name in ("Magnesium", "MAGNESIUM", "magnesium glycinate")),
    Named("Magnesium 300 mg", REMEDY, word="magnesium", amount="300 mg"),
    *(Named(word, REMEDY, word=word) for word in ("stretching", "walking", "massage")),
    Named("Pickle juice", REMEDY, word="pickle-juice"),
)
TRIGGERS = tuple(Named(word, TRIGGER, word=word.casefold()) for word in ("Alcohol", "stress"))
ALL = (*CRAMPS, *CLEARS, *MAYBES, *OTHERS, *REMEDIES, *TRIGGERS)


def names(*kinds: str, without: str = "") -> st.SearchStrategy[Named]:
    """Return names, of some kinds or of all, without those that have one of some characters in them."""
    found = [each for each in ALL if (not kinds or each.kind in kinds) and not {*without} & {*each.name}]
    by_kind = [
        [each for each in found if each.kind == kind] for kind in dict.fromkeys(each.kind for each in found)
    ]
    return st.one_of([st.sampled_from(several) for several in by_kind])


def where(cramps: Iterable[Named]) -> tuple[tuple[str, ...], str | None]:
    """Return where cramps that are one were: in all their places, and on both sides where they name two."""
    several = [*cramps]
    sites = tuple(dict.fromkeys(site for each in several for site in each.sites))
    sides = {each.side for each in several if each.side}
    return sites, "both" if len(sides) > 1 else next(iter(sides), None)
