"""The words that the diary knows by itself, in all the ways they are typed, and what is said of some."""

from __future__ import annotations

import re
from functools import cache

from crampdiary.diary.model import Word
from crampdiary.diary.values import key

ROLES = ("site", "side", "sensation", "onset", "trigger", "remedy")

# role -> "slug", or "slug: synonym, synonym". A label is the slug with spaces for hyphens.
_GOES_ON = ",\n            "  # where one takes several lines
PARTS_OF = {
    "foot": frozenset({"arch", "toes", "big-toe", "ball", "heel", "top", "ankle"}),
    "leg": frozenset({"calf", "shin", "knee", "hamstring", "thigh"}),
}
"""Of the sites that are general, those which are parts of them."""

_BUILT_IN = {
    "site": """
        foot: feet
        leg: legs, charley horse, charlie horse, charley horses
        knee: knees, behind knee, back of knee
        hip: hips, buttock, buttocks, glute, glutes
        arch: arches, foot arch, arch of foot, instep, insteps, sole, soles, sole of foot, soles of feet,
            bottom of foot, underside of foot
        toes: toe, little toe, little toes, small toe, small toes, second toe, second toes, 2nd toe, 2nd toes,
            third toe, third toes, 3rd toe, fourth toe, fourth toes, 4th toe, fifth toe, 5th toe, middle toe,
            middle toes, pinky toe, pinky toes, pinkie toe, pinkie toes, pinky, other toes, all toes, toes of foot
        big-toe: big toes, hallux, great toe, great toes, first toe
        ball: balls, ball of foot, balls of feet, forefoot, metatarsal, metatarsals
        heel: heels, heel of foot, back of foot
        top: top of foot, tops of feet, dorsum
        ankle: ankles, achilles
        calf: calves, calfs, calf muscle, calf muscles, gastrocnemius, soleus, back of calf, back of leg, lower leg,
            lower legs
        shin: shins, shinbone, tibialis, front of leg
        hamstring: hamstrings, hammy, back of thigh, back of thighs
        thigh: thighs, quad, quads, quadriceps, front of thigh, upper leg, upper legs, inner thigh, groin
        hand: hands, finger, fingers, thumb, thumbs, palm
        arm: arms, forearm, forearms, upper arm, upper arms, elbow, elbows, wrist, wrists, biceps
        other: elsewhere
        """,
    "side": """
        left: l, lt, lft, lhs, left side, left hand side, l side, lt side, left one
        right: r, rt, rgt, rhs, right side, right hand side, r side, rt side, right one
        both: both sides, either side, left and right, right and left, l and r, bilateral
        """,
    "sensation": """
        tightening: tight, tighten, tightened, tightness, sudden tightening, sudden intense tightening, seized,
            seized up, seizing, seizing up, contracting, contracted, contraction, clenched, clenching
        knot: knots, knotted, hardened, hardening, gone hard, went hard, hard lump, lump, lumps, rock hard,
            ball of muscle
        toe-curling: curling, curled, curl, curled under, curling under
        burning: burn, burns, burned, burnt, on fire
        stabbing: stab, stabs, stabbed, sharp, sharp pain, shooting, shooting pain, piercing
        electric: shock, shocks, electric shock, electric shocks, zap, zaps, zapping
        tingling: tingle, tingles, tingled, tingly
        pins-and-needles: pins, needles, pins needles
        numbness: numb, gone numb, went numb, dead foot, dead leg
        aching: ache, aches, ached, achy, dull ache
        throbbing: throb, throbs, throbbed, pulsing
        stiffness: stiff, stiffened
        lingering-pain: lingering, lingers, lingered, pain lingers, pain lingering, pain lingered, lingering ache
        soreness: sore, tender, tenderness, sore after, sore afterwards
        twitching: twitch, twitches, twitched, twitchy, fasciculation, fasciculations, flickering
        weakness: weak, gave way
        plantar-pain: sore sole, sore soles, plantar pain, plantar foot pain, plantar
        heel-pain: sore heel, sore heels, heel pain
        neuropathy-like: neuropathy, nerve pain
        swelling: swollen, swelled, swelled up, puffy
        redness: red
        skin-colour: skin color, skin colour, discoloured, discolored, discolouration, discoloration
        pain-on-walking: claudication, pain on walking, pain when walking
        urge-to-move: restless, restless legs, restless leg, legs restless, fidgety, urge to move
        """,
    "onset": """
        asleep: sleeping, fast asleep, sound asleep, in my sleep, in sleep, dozing
        in-bed: bed, lying, lying down, laying down, lying in bed, in bed
        resting: rest, relaxing, on the sofa, on the couch, sofa, couch
        sitting: sat, sat down, sitting down, seated, at my desk, at the desk
        standing: standing up, getting up
        walking: on a walk, on my walk, out walking
        exercise: exercising, sport, sports, workout, working out, running, swimming, cycling, dancing, at the gym
        stretching
        """,
    "trigger": """
        dehydration: dehydrated, thirsty, not drinking enough, not enough water, not drunk enough, too little water
        low-magnesium: magnesium low, lack of magnesium, magnesium deficiency
        low-potassium: potassium low, lack of potassium, potassium deficiency
        low-calcium: calcium low, lack of calcium, calcium deficiency
        electrolyte-imbalance: electrolytes low, low electrolytes
        sweating: sweat, sweaty, sweated, night sweats, hot flush, hot flushes, hot flash, hot flashes
        long-standing: stood long, stood all day, long standing, standing all day, standing long, standing too long,
            on my feet all day, long day on my feet
        long-sitting: sat long, sat all day, long sitting, sitting all day, sitting long, sitting too long
        overexertion: overdid it, overdid things, overdone, overdoing it, overexerted, overworked, too much exercise
        unusual-exercise: new exercise, new exercises, unusual exercise
        muscle-tension: tense, tension, tense muscles, muscles tense, muscle hyperactivity
        pointed-toes: pointed, pointed toe, pointing toes, pointing toe, pointed foot, pointing foot, toes pointed,
            pointed feet, toes pointing down
        tight-bedding: tight bedding, tight sheets, heavy blankets, heavy blanket, heavy duvet, heavy bedding,
            tucked in, sheets tucked in, tight bedclothes
        still-position: one position, one position too long, same position, same position too long, not moving,
            not moved, sat still, lay still, still position
        cold-feet: cold, cold foot, cold legs, feet cold
        hot-night: hot, too hot, warm night
        poor-circulation: circulation, bad circulation
        unsupportive-shoes: bad shoes, flat shoes, wrong shoes, unsupportive footwear, flip flops, tight shoes,
            shoes tight, shoes too tight, too tight shoes, worn out shoes, shoes worn out
        barefoot: no shoes, bare feet, bare foot, barefooted
        high-heels: heeled shoes, high heels, stilettos
        flare: fibro flare, fibromyalgia flare, flare up, flaring, flared, fibro
        fascia-soreness: fascia, sore fascia, plantar fasciitis, fasciitis
        fatigue: fatigued, tired, exhausted, exhaustion, worn out, overtired
        stress: stressed, stressful, anxiety, anxious, worried
        poor-sleep: bad sleep, slept badly, slept poorly, bad night, no sleep, insomnia, sleepless, short sleep,
            little sleep, few hours sleep, few hours of sleep, too little sleep, not enough sleep, lack of sleep
        alcohol: wine, red wine, white wine, beer, beers, lager, lagers, ale, ales, stout,
            wines, whisky, whiskies, whiskey, whiskeys, gin, gins, vodka, vodkas, rum, brandy, sherry, cider, ciders,
            cocktail, cocktails, gin and tonic, spirits, prosecco, champagne,
            glass of wine, drinks, drinking alcohol, booze
        caffeine: coffee, coffees, espresso, energy drink, energy drinks, cola
        missed-meal: skipped meal, missed meals, skipped dinner, skipped lunch, no dinner, no lunch
        menstruation: period, periods, on my period, menstrual
        new-medicine: new medication, new drug, new meds, new tablets, new pills, new medicines
        dose-change: changed dose, higher dose, lower dose, new dose
        illness: ill, sick, unwell, fever, flu, infection, a bug, a cold, bad cold, head cold, heavy cold
        weather: hot weather, warm weather, cold weather, wet weather, storm, stormy, thunderstorm, weather change,
            change of weather
        no-idea: dunno, unknown, no idea why, not a clue, no clue, out of nowhere
        """,
    "remedy": """
        stretching: stretch, stretches, stretched, gentle stretching, gentle stretch, gentle stretches, calf stretching,
            calf stretch, calf stretches, foot stretching, foot stretch, foot stretches, ankle stretches,
            toe stretches, towel stretch, yoga stretches
        magnesium: mag, magnesium supplement, magnesium supplements, magnesium tablet, magnesium tablets,
            magnesium pill, magnesium pills, magnesium citrate, magnesium glycinate, oral magnesium
        magnesium-oil: mag oil, magnesium spray, magnesium lotion, magnesium cream, magnesium gel, topical magnesium,
            magnesium on skin, magnesium flakes
        hydration: hydrate, hydrated, hydrating, drinking, drinking water, more water, extra water, fluids,
            water before bed
        electrolytes: electrolyte, electrolyte drink, electrolyte drinks, electrolyte tablet, sports drink
        potassium: potassium tablets, potassium supplement
        calcium: calcium tablets, calcium supplement
        vitamins: multivitamin, multivitamins, vitamin
        banana: bananas
        salt: salty food, salt tablet, salt tablets
        footwear: shoes, insoles, insole, orthotics, arch support, arch supports, supportive footwear, supportive shoes,
            good shoes, cushioning, cushioned shoes
        heat: heated, heat pad, heat pads, heating pad, heating pads, hot water bottle, hot water bottles, hot bath,
            warm bath, hot shower, warm shower, bath, foot soak, foot soaks, warm foot soak, hot foot soak, foot bath,
            foot baths, warm soak, wheat bag, hot pack, warm pack, warmth, electric blanket
        epsom-salts: epsom salt, epsom salt bath, epsom salts bath, epsom bath, epsom, bath salts,
            bath salt
        massage: massaged, massages, massaging, rub, rubs, rubbed, rubbing, foot massage, calf massage, leg massage,
            foot rub, kneading, kneaded, massage gun
        massage-ball: massage balls, ball, tennis ball, golf ball, lacrosse ball, spiky ball
        foam-roller: foam roller, foam rolling, roller
        sleep-position: feet relaxed, relaxed feet, sleeping position, position, pillow under knees, pillow under feet
        light-blanket: light blankets, loose blanket, loose blankets, loose bedding, light bedding, loose sheets,
            light duvet, blanket lifter
        night-splint: night splints, splint, splints
        warm-socks: socks, bed socks, warm sock
        compression-socks: compression, compression sock, compression stockings, support socks, compression sleeves
        tens: tens machine, tens unit
        walking: walk, walks, walked, short walk, evening walk, walked the dog, walking the dog, dog walk
        exercise: exercises, exercised, yoga, pilates
        vitamin-k2: k2, vitamin k
        vitamin-b: b vitamins, b complex, vitamin b12, vitamin b6, b12
        vitamin-d: d3, vitamin d3
        prescribed: prescription, medicine, medication, meds, prescribed medicine, prescribed medication
        statin: statins
        gabapentin: pregabalin
        standing: stand, stand up, stood up, standing up, standing on it
        cold: ice, iced, icing, ice pack, ice packs, cold pack, cold packs, cold water, cold compress
        water: drink of water, glass of water, drank water
        pickle-juice: pickle, pickles
        painkiller: painkillers, paracetamol, ibuprofen, aspirin, naproxen, acetaminophen, tylenol, advil, nurofen
        waiting: wait, waited
        """,
}

PRESCRIBED = frozenset({"statin", "gabapentin", "prescribed"})
"""What a doctor orders, unless the person says otherwise: nobody is told to leave it out."""
SUPPLEMENTS = frozenset({"magnesium", "magnesium-oil", "electrolytes", "vitamin-k2", "vitamin-b"})
"""Remedies at whose first use a healthcare provider is mentioned, once."""

MEDICINE_CHANGES = frozenset({"new-medicine", "dose-change"})
"""Triggers that say that a medicine began, or its dose changed."""

DANGEROUS = "Quinine can be dangerous, also as tonic water: please talk it over with a clinician first."
"""What is said of it once, where a person adds it."""
# Never suggested; accepted when a person adds it, with one warning. Brands and what it is called elsewhere, too.
_DANGEROUS = "quinin|quinidin|chinin|cinchona|qualaquin|hexaquin|limptar|bitter-lemon|(?<![a-z])tonic"


def is_dangerous(slug: str) -> bool:
    return re.search(_DANGEROUS, slug) is not None


def is_prescribed_itself(word: Word) -> bool:
    """Return whether a doctor ordered a remedy: as the person said, or else as one of its names tells."""
    if word.prescribed is not None:
        return word.prescribed
    return any(_remedies_named().get(key(name), set()) & PRESCRIBED for name in _names(word))


def unknown_names(word: Word) -> list[str]:
    """Return the names of a remedy that may be those of a medicine for all that is known of it, each once."""
    if word.prescribed is not None:
        return []
    return list(
        {key(name): name for name in reversed(_names(word)) if key(name) not in _remedies_named()}.values()
    )


def names_something_dangerous(word: Word) -> bool:
    """Return whether one of the names of a word is one of quinine."""
    return any(is_dangerous(key(name)) for name in _names(word))


def _names(word: Word) -> tuple[str, ...]:
    return word.label, word.slug, *word.synonyms


@cache
def _remedies_named() -> dict[str, set[str]]:
    """Return the built-in remedies that each name means."""
    found: dict[str, set[str]] = {}
    for (role, slug), names in built_in_names().items():
        for name in names if role == "remedy" else ():
            found.setdefault(name, set()).add(slug)
    return found


def built_in_words() -> list[Word]:
    return [built_in_word(*identity) for identity in built_in_synonyms()]


def built_in_word(role: str, slug: str) -> Word:
    names = built_in_synonyms()[role, slug]
    return Word(role=role, slug=slug, label=slug.replace("-", " "), synonyms=names)


@cache
def built_in_synonyms() -> dict[tuple[str, str], tuple[str, ...]]:
    found = {}
    for role, lines in _BUILT_IN.items():
        for line in lines.replace(_GOES_ON, ", ").split("\n"):
            slug, _, synonyms = line.strip().partition(": ")
            if slug:
                found[role, slug] = tuple(synonyms.split(", ")) if synonyms else ()
    return found


@cache
def built_in_names() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return by what each built-in word is found: its names as `values.key` has them, some of them twice.

    They are small plain letters, so all of a word take that form at once: one by one takes a fiftieth of `cramp log`.
    """
    return {
        (role, slug): (slug, *",".join(synonyms).replace(" ", "-").split(",")) if synonyms else (slug,)
        for (role, slug), synonyms in built_in_synonyms().items()
    }
