"""The words a diary knows: the built-in ones, the person's own, and which known word a typo is close to.

A word is stored by its slug, shown by its label, and understood by slug, label or any synonym, in any case,
with spaces or hyphens. Hidden words are no longer offered, but still understood, as old entries hold them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from crampdiary.diary.model import Word

ROLES = ("site", "side", "sensation", "onset", "trigger", "remedy")

# role -> "slug", or "slug: synonym, synonym". A label is the slug with spaces for hyphens.
_BUILT_IN = {
    "site": """
        arch: foot arch, instep, plantar, sole
        toes: toe, little toes
        big-toe: hallux, great toe
        ball: ball of foot, forefoot, metatarsal, metatarsals
        heel: heels
        top: top of foot, dorsum
        ankle: ankles
        calf: calves, gastrocnemius, soleus
        shin: shins, tibialis
        hamstring: hamstrings
        thigh: thighs, quad, quads, quadriceps
        hand: hands, fingers
        other: elsewhere
        """,
    "side": """
        left: l, left foot, left leg
        right: r, right foot, right leg
        both: both sides, both feet, both legs
        """,
    "sensation": """
        tightening: tight, tightness, sudden tightening
        knot: hard, hardening, lump
        toe-curling: curling, curled toes
        burning: burn
        stabbing: stab, sharp
        electric: shock, zap
        tingling: tingle
        pins-and-needles: pins, needles
        numbness: numb
        aching: ache
        throbbing: throb
        stiffness: stiff
        lingering-pain: lingering, lingers
        twitching: twitch, fasciculation
        weakness: weak
        plantar-pain: sore sole
        heel-pain: sore heel
        neuropathy-like: neuropathy
        swelling: swollen
        redness: red
        skin-colour: skin color, discoloured, discolored
        pain-on-walking: claudication
        urge-to-move: restless, restless legs
        """,
    "onset": """
        asleep: sleeping
        in-bed: bed, lying
        resting: rest
        sitting: sat
        standing: stood
        walking: on a walk
        exercise: exercising, sport
        stretching: while stretching
        """,
    "trigger": """
        dehydration: dehydrated, thirsty
        low-magnesium:
        low-potassium:
        low-calcium:
        sweating: sweat
        long-standing: stood long
        long-sitting: sat long
        overexertion: overdid it, overdone
        unusual-exercise: new exercise
        muscle-tension: tense, tension
        pointed-toes: pointed, pointing toes
        tight-bedding: heavy blankets, tucked in
        still-position: one position, not moving
        cold-feet: cold
        hot-night: hot
        poor-circulation: circulation
        unsupportive-shoes: bad shoes, flat shoes
        barefoot: no shoes
        high-heels: heeled shoes
        flare: fibro flare, fibromyalgia flare
        fascia-soreness: fascia, sore fascia
        fatigue: tired, exhausted
        stress: stressed
        poor-sleep: bad sleep, slept badly
        alcohol: wine, beer
        caffeine: coffee
        missed-meal: skipped meal
        menstruation: period
        new-medicine: new medication, new drug
        dose-change: changed dose
        illness: ill, sick
        weather: storm
        no-idea: dunno, unknown
        """,
    "remedy": """
        stretching: stretch, stretches
        magnesium: mag
        magnesium-oil: mag oil, magnesium spray
        hydration: hydrate, drinking
        electrolytes: electrolyte
        footwear: shoes, insoles, arch support
        heat: heat pad, hot water bottle, foot soak
        massage: rub, rubbing
        massage-ball: ball, tennis ball
        sleep-position: feet relaxed, position
        light-blanket: light blankets, loose blanket
        night-splint: splint
        warm-socks: socks
        walking: walk
        vitamin-k2: k2
        vitamin-b: b vitamins, b complex
        prescribed: prescription, medicine
        standing: stand, stand up
        cold: ice, cold pack
        water: drink of water
        pickle-juice: pickle, pickles
        painkiller: painkillers, paracetamol, ibuprofen
        waiting: wait, nothing
        """,
}

SUPPLEMENTS = frozenset({"magnesium", "magnesium-oil", "electrolytes", "vitamin-k2", "vitamin-b"})
"""Remedies at whose first use a healthcare provider is mentioned, once."""

_DANGEROUS = ("quinine", "tonic")  # never suggested; accepted when a person adds it, with one warning


def key(text: str) -> str:
    """Return the form in which typed words are compared: NFC, caseless, hyphens for any run of spaces."""
    if text.isascii():
        return "-".join(text.lower().replace("_", " ").split())
    folded = unicodedata.normalize("NFD", text).casefold()  # which can take a letter apart, as Greek ΐ
    return "-".join(unicodedata.normalize("NFC", folded).replace("_", " ").split())


def is_dangerous(slug: str) -> bool:
    return any(part in slug for part in _DANGEROUS)


def built_in_words() -> list[Word]:
    return [_built_in_word(*identity) for identity in _built_in_synonyms()]


def _built_in_word(role: str, slug: str) -> Word:
    names = _built_in_synonyms()[role, slug]
    return Word(role=role, slug=slug, label=slug.replace("-", " "), synonyms=names)


@cache
def _built_in_synonyms() -> dict[tuple[str, str], tuple[str, ...]]:
    found = {}
    for role, lines in _BUILT_IN.items():
        for line in lines.split("\n"):
            slug, _, synonyms = line.strip().partition(":")
            if slug:
                found[role, slug] = tuple(each.strip() for each in synonyms.split(",") if each.strip())
    return found


class Vocabulary:
    """The built-in words, with the person's own words and changes laid over them.

    Built-in words become records when somebody asks for them: making all of them would cost every `cramp log`
    a millisecond.

    Args:
        own: words kept in the diary; one with the role and slug of a built-in word replaces it.
    """

    def __init__(self, own: Iterable[Word] = ()) -> None:
        built_in = _built_in_synonyms()
        self._own = {(word.role, word.slug): _over_built_in(word) for word in own}
        self._identities = list(dict.fromkeys((*built_in, *self._own)))
        self._typed: dict[str, list[tuple[str, str]]] = {}
        for identity in self._identities:
            word = self._own.get(identity)
            names = (word.slug, word.label, *word.synonyms) if word else (identity[1], *built_in[identity])
            for name in dict.fromkeys(map(key, names)):
                self._typed.setdefault(name, []).append(identity)

    def words(self, role: str | None = None, *, hidden: bool = False) -> list[Word]:
        words = [self._word(*identity) for identity in self._identities if role in (None, identity[0])]
        return [word for word in words if hidden or not word.hidden]

    def get(self, role: str, slug: str) -> Word | None:
        known = (role, slug) in self._own or (role, slug) in _built_in_synonyms()
        return self._word(role, slug) if known else None

    def is_own(self, role: str, slug: str) -> bool:
        """Return whether a word is one of the person's own, or a built-in one that they changed."""
        return (role, slug) in self._own

    def label(self, role: str, slug: str) -> str:
        """Return what to show for a stored slug, also for one that this diary has no word for."""
        word = self._own.get((role, slug))
        return word.label if word else slug.replace("-", " ")

    def _word(self, role: str, slug: str) -> Word:
        return self._own.get((role, slug)) or _built_in_word(role, slug)

    def find(self, text: str, *roles: str) -> list[Word]:
        """Return the words that the text names: a slug or label before a synonym, at most one per role."""
        wanted = key(text)
        known = [
            self._word(role, slug) for role, slug in self._typed.get(wanted, ()) if not roles or role in roles
        ]
        exact = [word for word in known if wanted in (word.slug, key(word.label))]
        return list({word.role: word for word in reversed(exact or known)}.values())

    def suggest(self, text: str, *roles: str) -> str | None:
        """Return the nearest known word that is worth a "did you mean", as it would be typed."""
        names = [
            name
            for name, identities in self._typed.items()
            if any(
                (not roles or role in roles) and not self._word(role, slug).hidden
                for role, slug in identities
            )
        ]
        close = get_close_matches(key(text), names, n=1, cutoff=0.6)
        return close[0] if close else None


def _over_built_in(word: Word) -> Word:
    """Keep a built-in word's own synonyms, so that a later release's additions still reach the person."""
    synonyms = _built_in_synonyms().get((word.role, word.slug), ())
    return word.replaced(synonyms=tuple(dict.fromkeys((*synonyms, *word.synonyms))))
