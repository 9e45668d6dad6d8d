"""Names within which a word of the diary is none: `hip hop`, `running late`, `decaf coffee`, `apple cider vinegar`.

The patterns are written as `crampdiary.words.matching` says, and are only talk in a line about a cramp.
"""

from __future__ import annotations

from collections.abc import Sequence

COMPOUNDS = """
hip hop <any>?
hip flask|flasks|replacement|bath
toe cap|caps|nail|nails|ring|rings|tag|line
ankle boots|boot|socks|sock|bracelet|weights|chain|strap|straps
knee socks|pads|pad|high|boots
shin pads|pad|guards|guard
calf leather|raise|raises
heel raise|raises|drop|drops|bar
leg raise|raises|extension|extensions|warmers
thigh boots|high
foot stool|path|bridge|note|print|prints|board|cream|lotion|doctor|clinic|powder|care|spray
hand bag|bags|soap|sanitiser|sanitizer|brake|rail|weights
arm chair|rest|band|bands
arch enemy|rival
ball park|point|boy|girl
chicken|lamb|turkey|duck|frog|frogs|pork|beef|fish leg|legs|thigh|thighs|shank|finger|fingers
leg of lamb|pork|mutton
table|chair|bed|desk|trouser|piano leg|legs
first|last|second|final|next leg of my|the|our? <thing>
last legs
rule of thumb
thumbs up|down
green fingers
fingers crossed
cross|crossed|crossing my|our? fingers
elbow grease|room
palm oil|tree|trees|sunday
square foot|feet
<several> foot|feet tall|high|long|wide|deep|away|up|drop|wall|fence|ladder|pole
decaf|decaffeinated <consumed>
non alcoholic|alcohol <consumed>?
soft|fizzy|hot|warm|cold|protein|isotonic drink|drinks
zero|low|no alcohol <consumed>
<trigger> free <consumed>?
low|lower|less|reduced|minimal|fewer <trigger>
ginger|root|butter beer|ale
apple? cider vinegar
wine vinegar|gum|gums|glass|glasses|rack|bar|cellar
beer garden|mat|mats|belly|batter|glass|glasses
coffee table|shop|cake|morning|house|cup|machine|beans
in? good|high|low|great|poor spirits
new|other|another|different shoes|trainers|boots|slippers|sandals|insoles|socks|bed|mattress
running late|low|out|behind|over|water|tap|nose|joke|costs
standing order|orders|ovation|joke
sitting room
walking stick|sticks|frame|boots|boot|shoes|distance
sleeping bag|pill|pills|tablet|tablets|partner
swimming costume|trunks
dancing shoes
rest day|days|room|home
ice cream|lolly|hockey|rink
stress ball|test|fracture
period drama|piece|costume
safety|drawing|bowling|hair pins
knitting|pine needles
tied|tie|tying a|the? knot|knots
lump sum|sums
lump in my throat
burnt|burned my|the? toast|dinner|tongue|mouth|food|tea|lunch|breakfast
"""
"""Such names: of parts of the body, of what is drunk or worn, of states and of what is felt."""

DESCRIBING = frozenset("weak tight stiff sharp burning burnt hot cold warm tender sore".split())
"""What things can be as well as legs."""

DESCRIBED = frozenset(
    "jeans trousers leggings tights socks shoes boots trainers slippers sandals belt waistband clothes skirt dress "
    "suit uniform collar gloves tea squash drink juice cheese curry soup sauce steak chocolate meal wind winds "
    "sun smell bend turn corner knife pencil excuse joke signal link spot bladder schedule deadline budget squeeze "
    "space seat seats door lid drawer mattress pillow chair breeze climb milk lemonade broth dinner lunch".split()
)
"""Things that are said to be so: `tight jeans`, `weak tea`, `hot curry`."""

_TURNED = tuple(
    each.split()
    for each in (
        "decaf|decaffeinated|alcohol-free|caffeine-free|non-alcoholic|nonalcoholic|alcoholfree|alcohol free|"
        "caffeine free|non alcoholic|zero alcohol|low alcohol|no alcohol|0%|0.0"
    ).split("|")
)
_SOFT = frozenset("soft fizzy hot warm cold protein isotonic".split())
OF_DRINKS = frozenset("hot cold warm".split())
"""What a drink can be as well as a night or feet."""


def turned(run: Sequence[str]) -> int:
    """Return how many words say that what is named next is not what its name says: `decaf coffee`; 0 for none."""
    if run[0] in _SOFT and run[1:2] in (["drink"], ["drinks"]):
        return 1
    return next((len(each) for each in _TURNED if list(run[: len(each)]) == each), 0)
