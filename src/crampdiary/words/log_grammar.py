"""What people say of a cramp, as a table: the patterns of each thing that can be told, and the words beside them.

`crampdiary.words.matching` says how a pattern is written. What the classes read stands in `READERS` of
`crampdiary.words.log_reader`; the names of body parts, sensations and so on are those of the vocabulary.
"""

from __future__ import annotations

FILLERS = frozenset(
    "in on my the a an of and with for at about was is it had got from or i im i'm me plus there been have has "
    "cramp cramps cramping cramped spasm spasms spasming pain pains muscle muscles while when during".split()
)
"""Words that say nothing by themselves."""

REMARKS = frozenset(
    "ouch ow oww argh aargh ugh damn blimey oh really very so quite pretty bad badly awful horrible horrid "
    "nasty terrible sorry please weird strange odd but later still probably first then".split()
)
"""Words that are kept, and never make a number beside them part of what they say."""

NEGATIONS = frozenset(
    "no not never without didn't didnt wasn't wasnt isn't isnt don't dont doesn't doesnt hasn't hadn't nor "
    "neither hardly barely".split()
)

COUNTED = frozenset(
    "mile miles km kilometre kilometres kilometer kilometers step steps stairs flight flights floor floors "
    "glass glasses cup cups pint pints bottle bottles can cans beer wine drink drinks tablet tablets pill "
    "pills capsule capsules mg g ml l kg stone lb lbs degree degrees c f percent % night nights day days week "
    "weeks month months year years hour hours hrs hr h minute minutes mins time times blanket blankets pillow "
    "pillows dog dogs cat cats kid kids child children people set sets rep reps km/h mph o'clock".split()
)
"""What a number before it counts, so that it is no severity."""

EVENTS = frozenset(
    "dinner tea supper lunch breakfast meal snack work shift class gym swim walk run yoga appointment bus "
    "train flight bath shower pills tablets meds medication alarm film party drinks coffee bedtime".split()
)
"""What has a time of its own, which is not the cramp's."""

GRADES = {
    "mild": 2, "slight": 2, "moderate": 5, "medium": 5, "severe": 8, "unbearable": 10, "excruciating": 10,
    "agonising": 10, "agonizing": 10,
}  # fmt: skip
"""The importers' scale."""

_ROUGHLY = "about|around|roughly|nearly|almost|maybe|approximately|approx|over|under"

LOG = (
    # What is only talk, however much it looks like something else.
    ("talk", """
right after|before|away|now|then
all right now?
alright now?
just|i|he|she|we|they|had|have left <any>?
left work|home|early|late|over|school|hospital|town|church
no|any|some|much|little <any> left
nothing|none|little|strength|energy left
left the|it|me|him|her|us|them <any>?
dog|cat|baby|alarm|phone|husband|wife|partner|noise|kids|storm woke|wakes me|us|him|her? up?
the? rest of <any> <any>?
stopped|kept|stops me from? sleeping
trouble|difficulty|problems sleeping
all|both? at once
<level> to|or <length>
nothing|none|nowt helped|worked|eases|eased it?
second thoughts|hand|opinion|time|best
on|off my|your|his|her feet
in|with this|the|that|such heat|cold
woke|wakes|woken once|twice
<event> at|around|about|by <hour>
went|got|go to|into bed at|around|about <hour>
after|before|since a|the|my? <onset>
so called
at all
for now
both times|days|nights
"""),
    ("none", """
no cramps|cramp|spasms|spasm at? all?
none
nothing tonight|happened?
not a? cramp|cramps|single cramp?
cramp free
cramp-free
"""),
    ("still", """
still going|on|hurting|cramping|cramped going?
ongoing
"""),
    ("again", """
same again? as? last? night|time|one|before|usual|always|yesterday
same again?
again
"""),
    # How bad
    ("severity", """
pain|severity|level|intensity|score|strength level|score? of|was|is|at|about|around? a|an? <level> of|/? 10?
<level> out? of 10|ten
<outof>
<level> on the? pain? scale
pain|severity|level between|from? <range> out? of? 10?
between|from <range> out? of? 10?
<range> out? of 10
"""),
    ("grade", """
very|really|quite|pretty|so? <grade>
worst pain|cramp|ever|spasm ever? yet?
the? worst ever|yet so? far?
"""),
    ("bare", """
<level>
<range>
"""),
    # How long
    ("sore", """
sore|tender|achy|bruised|stiff for? the? rest of the? day|morning|night
sore|tender|achy|bruised|stiff all day|morning|night long?
sore|tender|achy|bruised|lingering|lingered|lingers afterwards|after? for? about|around|roughly? <length>
sore|tender|achy|bruised|lingering|lingered|lingers for? a? further|another <length>
aching|ached|aches|hurt|hurting|pain after|afterwards for? about|around|roughly? <length>
pain? lingering|lingers|lingered for? about|around|roughly? <length>
"""),
    ("awake", """
awake|wide awake? for? about|around|roughly|over|nearly? <length>
couldn't|could|couldnt not? get? back? to? sleep for about|around? <length>
up for? about|around|roughly|over|nearly? <length>
kept me awake|up for? about|around|roughly|over? <length>
"""),
    ("lasted", f"""
lasted|lasts|lasting|went|took for? {_ROUGHLY}|only|just|at? least? <length>
duration|length of|was|is? {_ROUGHLY}|only? <length>
wouldn't|wouldnt|didn't let go off? for? {_ROUGHLY}|only|just? <length>
gone|over|passed|stopped|finished|ended off? within|in|after {_ROUGHLY}|only|just? <length>
"""),
    ("length", f"""
for {_ROUGHLY}|only|just? <length>
"""),
    ("long", f"""
{_ROUGHLY}|only? <length> long?
less|more than <length>
"""),
    ("walking", """
limped|limping|limp
hobbled|hobbling|hobble
couldn't|couldnt|can't|cant|cannot|could|can not? put|bear any? weight on? it?
couldn't|couldnt|can't|cant|cannot|could|can not? walk properly?
unable to walk
not able to walk
"""),
    ("woke", """
woke|woken|wakes|wake|waking|woke-me|woke-up|awoke me|us? up? me? by|from? it? sleep?
"""),
    # When
    ("ahead", """
in <length> time?
tomorrow morning|night|evening|afternoon?
next <weekday>
"""),
    ("ago", f"""
{_ROUGHLY}|only|just? <length> ago|earlier|back|since
"""),
    ("now", """
just|right? now
"""),
    ("rough", """
at? around|about|roughly|approximately|approx|circa|nearly|maybe at? <hour> ish?
at? <ish> am|pm?
at? <hour> ish am|pm?
"""),
    ("clock", """
at <hour>
at? about? <clock>
"""),
    ("rough", """
at? around|about|roughly|approximately|approx|circa|nearly|just before|after? <clock>
just before|after <clock>
"""),
    ("span", """
from <hour> to|until|till|til <hour>
<clock> to|until|till|til <hour>
<hour> to|until|till|til <clock>
"""),
    ("day", """
sometime|some? time? on|in? <day>
"""),
    ("vague", """
last week|month|year
the? other day|night|evening|week
few|several days|nights|evenings|weeks|months ago|back
some days|nights|weeks|months|time ago|back
"""),
    ("other", """
other|opposite <site>
other|opposite foot|leg|side|one
"""),
    # How often
    ("count", """
<several> cramps|spasms|times
<several> in a row
<several> of them|these|those
x <several>
<times>
twice
thrice
"""),
    # What was done for it
    ("tried", """
tried|used|did|took|applied|put <remedies> on? it? which|and|but|it|that? ,<relief> after? <length>?
tried|used|took|applied <remedies> for? <length>?
<remedy> on? it? for? <length>? which|and|but|that? ,<relief> after <length>
<remedy> on? it? which|and|but|that? ,<relief>
after <length> <remedy> <relief>
"""),
    ("moved", """
<moved> after|for? <length>?
"""),
    # The words of the vocabulary
    ("onset", """
while|when|whilst|during <onset>
"""),
    ("site", """
<site>
"""),
    ("side", """
<side>
"""),
    ("moment", """
<moment>
"""),
    ("sensation", """
<sensation>
"""),
    ("both ways", """
<either>
"""),
    ("onset", """
<onset>
"""),
    ("trigger", """
after|because|due to|of? <trigger>
<trigger>
"""),
    ("remedy", """
<remedy>
"""),
)  # fmt: skip
"""The patterns of each thing, the first of two of one length before the other."""

RELIEFS = (
    ("somewhat", """
helped|eased|worked|relieved|helps|eases it|me|things? only|just? a bit|little|lot|touch
helped|eased|worked|relieved it|me? some|somewhat|slightly|partly|partially
sort|kind of helped|worked
a bit|little
somewhat
"""),
    ("no", """
did nothing at? all?
did|does|do not|nothing help|work|much|ease it?
didn't|didnt|doesn't|doesnt|wouldn't|hasn't help|helped|work|ease|do|shift it|much|anything|me? at? all?
made|makes no difference
was|is? no use|help|good|effect
was|is? useless|hopeless
not helped|helping|working
no
"""),
    ("unsure", """
unsure|dunno
not sure
don't|dont know if? it? helped?
might|may have helped
"""),
    ("helped", """
really|finally|also? helped|helps|worked|works|eased|eases|relieved|fixed|stopped|cured it|that|me|things? a? lot?
did help|work
did the trick
"""),
)  # fmt: skip
"""What was said of a remedy tried, by the relief that it means."""

MOVED = {
    "massaged it?": "massage", "rubbed it|them?": "massage", "rubbing it": "massage", "kneaded it?": "massage",
    "stretched it|them|out? out?": "stretching", "walked it off": "walking", "walked around|about": "walking",
    "paced around|about?": "walking", "stood up": "standing", "stood on it": "standing", "standing on it": "standing",
    "got up and stood": "standing", "iced it?": "cold", "heated it": "heat", "drank some? water": "water",
    "drank some? pickle juice": "pickle-juice", "waited it out": "waiting", "shook it out?": "walking",
}  # fmt: skip
"""What people say they did, as the remedy that it is."""

OF_THE_MOMENT = frozenset({"massage", "massage-ball", "pickle-juice", "painkiller"})
"""Remedies that are tried at a cramp where they are named alone: hardly anything else is meant."""
