"""What people say of a cramp, as a table: the patterns of each thing that can be told, and the words beside them.

`crampdiary.words.matching` says how a pattern is written. What the classes read stands in `READERS` of
`crampdiary.words.log_reader`; the names of body parts, sensations and so on are those of the vocabulary.
"""

from __future__ import annotations

from crampdiary.words.patterns.talk_patterns import TALK
from crampdiary.words.uses.compounds import COMPOUNDS

CRAMPS = frozenset("cramp cramps cramping cramped spasm spasms spasming".split())  # what a cramp is called

FILLERS = CRAMPS | frozenset(
    "in on my the a an of and with for at about was is were are it had got from or i im i'm i've ive it's its there's "
    "theres me plus there been have has pain pains muscle muscles while when during".split()
)
"""Words that say nothing by themselves."""

REMARKS = frozenset(
    "ouch ow oww argh aargh ugh oops whoops nope damn blimey oh really very so quite pretty bad badly awful horrible "
    "horrid nasty terrible sorry please weird strange odd then but only just maybe perhaps probably afterwards also "
    "later still first agony agonising agonizing brutal hell killer intense um umm uh "
    "er erm hmm think guess basically literally honestly yeah".split()
)
"""Words that are kept, and never make a number beside them part of what they say."""

NEGATIONS = frozenset(
    "no not never without didn't didnt wasn't wasnt isn't isnt don't dont doesn't doesnt hasn't hadn't nor "
    "neither hardly barely couldn't couldnt can't cant cannot won't wont wouldn't wouldnt should shouldn't shouldnt "
    "would could will might".split()
)

SOMEONE = frozenset(
    "husband hubby wife partner boyfriend girlfriend baby dog cat kid kids child children son daughter mum mom dad "
    "him her them everyone everybody neighbours neighbors others".split()
)
"""Who is woken, where it is not the person."""

UNSURE = frozenset("should would could will might hardly barely shouldn't shouldnt wouldn't wouldnt".split())
"""Those of them that do not say for certain that something was not so."""

WITHIN_A_DENIAL = frozenset(
    "any more longer really actually sign signs trace hint all feel feels feeling felt going go gone been be "
    "even".split()
)
"""What may stand between a negation and what it denies: `no longer numb`, `not at all swollen`."""

COUNTED = frozenset(
    "mile miles km kilometre kilometres kilometer kilometers step steps stairs flight flights floor floors "
    "glass glasses cup cups pint pints bottle bottles cans drinks tablet tablets pill "
    "pills capsule capsules mg g ml l kg stone lb lbs degree degrees c f percent % night nights day days week "
    "weeks month months year years hour hours hrs hr h minute minutes mins time times blanket blankets pillow "
    "pillows dog dogs cat cats kid kids child children people set sets rep reps km/h mph o'clock".split()
)
"""What a number before it counts, so that it is no severity."""

NUMBERED = frozenset(
    "day days week month year night room floor ward stage type number no size age bus route step gate lap "
    "chapter episode part version channel omega covid grade class round set season s c t b d "
    "to than by since until vs versus over under".split()
)
"""Behind them a number is theirs, or set beside another, and no severity: `day 5`, `compared to 10`."""

NO_PLURALS = frozenset(
    "hurts feels seems looks keeps comes goes gets needs always sometimes perhaps afterwards besides this "
    "jeans trousers leggings shorts slippers sandals trainers".split()
)
"""Words that end as plurals do, and count nothing."""

EVENTS = frozenset(
    "meeting dinner tea supper lunch breakfast meal snack work shift class gym swim walk run yoga appointment bus "
    "train flight match game race football tennis golf hike concert wedding bath shower pills tablets meds "
    "medication alarm film party drinks coffee bedtime doctor dr gp nurse dentist physio chemist pharmacy hospital "
    "clinic checkup visit shop shopping holiday trip funeral school college church".split()
)
"""What has a time of its own, which is not the cramp's."""

OTHER_THINGS_TOO = frozenset(
    "ball balls top tops arch arches heel heels foot feet leg legs hand hands finger fingers thumb sole soles "
    "palm".split()
)
"""Parts of the body whose names are those of many other things."""

OF_BED = frozenset("up bed sleep asleep".split())
"""What tells, with its time, of getting up or of going back to bed, and not of when a cramp began."""

COLOURS = {"red": "redness", "blue": "skin-colour", "purple": "skin-colour"}
"""What skin can be, and much else, so that options take no colour but red."""

CONSUMED = frozenset({"alcohol", "caffeine"})
"""Triggers that one has at a time, which is not the cramp's."""

GRADES = {
    "mild": 2, "slight": 2, "moderate": 5, "medium": 5, "severe": 8, "unbearable": 10, "excruciating": 10,
    "agonising": 10, "agonizing": 10,
}  # fmt: skip
"""The importers' scale."""

_ROUGHLY = "about|around|roughly|nearly|almost|maybe|approximately|approx|over|under"
_NEARLY = "about|roughly|approximately|approx|nearly|almost"
_AROUND = "about|around|roughly|approximately|approx"
_UP_TO = "right|up? to|until|till|til|through|thru to?"
_BEGAN = "started|starting|starts|start|began|begun"
_ENDED = "ended|stopped|finished|eased|gone|over|ending|ends|end"
_RATED = "pain|severity|level|intensity|score|strength level|score? of|was|is|at|about|around? a|an?"
_RELIEVED = "on? it? for? <length>? which|and|but|that? it|this|that? ,<relief> after|in|within? <length>?"
_REALLY = "actually|really|even"
_REAL = "real|proper|true|actual"
_WAS_NOT = "wasn't|wasnt|isn't|isnt|hasn't|hasnt|weren't|werent"
ROUGHLY = frozenset(_ROUGHLY.split("|"))  # words before a number that is not meant to be exact

LOG = (
    # What is only talk, however much it looks like something else.
    ("talk", TALK),
    ("talk", COMPOUNDS),
    ("instead", """
no|sorry|wait|oops? wait|sorry|oops|no? i|we mean|meant to? say?
or|no|sorry rather|actually more? like?
scratch|strike|scrap|forget|ignore that|it no? sorry?
no|sorry|oops? make it|that|this
no|nope|oh|oops|wait|sorry|whoops|er|erm|um|uh no|wait|sorry|actually|rather
sorry|oops|whoops|nope|correction|erm|er|actually|rather
"""),
    ("taken back", f"""
that|this|it|which wasn't|wasnt|isn't|isnt {_REALLY}? a|an|any? {_REAL}? cramp|one|spasm after? all?
that|this|it|which was|is actually|really? not|no {_REALLY}? a|an|any? {_REAL}? cramp|one|spasm after? all?
that's|thats|it's|its not|no {_REALLY}? a|an|any? {_REAL}? cramp|one|spasm after? all?
wasn't|wasnt|isn't|isnt {_REALLY}? a|an {_REAL}? cramp|one|spasm after? all?
wasn't|wasnt|isn't|isnt {_REALLY} one|cramp after? all?
was|is not {_REALLY} a|an|one? {_REAL}? cramp|one|spasm after? all?
was|is not a|an {_REAL}? cramp|spasm after? all?
not actually|really|quite|exactly a|an {_REAL}? cramp|spasm after? all?
not a|an {_REAL} cramp|spasm after? all?
nearly|almost had|got|have a|an|another? cramp|one|spasm
nearly|almost cramped|cramping|spasmed
thought i was going to get|have? a? cramp
a? false alarm
"""),
    ("none", f"""
there {_WAS_NOT} been? {_REALLY}? a|an|any cramp|spasm|cramps
there {_WAS_NOT} been? {_REALLY}? a|an|any cramp|spasm|cramps at all
there was|were|is|has not been? {_REALLY}? a|an|any? cramp|spasm|cramps
there was|were|is|has not been? {_REALLY}? a|an|any? cramp|spasm|cramps at all
did|do|does|had|have|has|was|were|is? <denied>
did|do|does|had|have|has|was|were|is? <denied> at all
did|do|does|had|have|has|was|were|is? <denied> at? all? in|on either|any|the|my? <side>? <site>
did|do|does|had|have|has|was|were|is? <denied> at? all? in|on the|my? <side>
nothing tonight?
nothing at? all? to report|say|tell|log|record|note|add
nothing happened|bad at? all?
none so? far?
none|nothing yet
cramp|cramps free night|day?
cramp-free night|day?
free of|from cramps|cramp
cramps|cramp|spasms didn't|didnt|never come|happen|appear|strike
cramps|cramp|spasms stayed|kept away
"""),
    ("quiet", """
good|great|lovely|quiet|peaceful|calm|restful night|nights|sleep night's? sleep|rest?
undisturbed|uneventful|perfect|clear|easy|fine|ok|okay night|nights night's? sleep|rest?
slept|sleep very|really|so? well|soundly|fine|great|good|ok|okay|peacefully|through all|the? night?
slept like a log|baby
all quiet|clear|well|good|fine
thank god|goodness|heavens|you
"""),
    ("still", """
still going|on|hurting|cramping|cramped going?
ongoing
"""),
    ("again", """
exact? same again? but?
same thing|place|spot|area again? but?
same as last time|night but?
same as before|usual|ever but?
again but?
"""),
    # How bad
    ("severity", f"""
{_RATED} ,<level>|<outof>
{_RATED} ,<level> out? of 10|ten
{_NEARLY}|around|maybe|only|just? a|an? <level> out? of 10|ten
{_NEARLY}|around|maybe|only|just? a|an? <outof>
<nearly> out? of 10|ten
<level> on the? pain? scale
pain scale ,<level>|<outof>
pain|severity|level? between|from <levels> out? of? 10?
peaked|peaking|peak|peaks at|of <level>|<outof>
"""),
    ("grade", """
very|really|quite|pretty|so? <grade>
worst pain|cramp|ever|spasm ever? yet?
worst pain|cramp|spasm of|in my? life
the? worst one? ever|yet so? far?
"""),
    ("bare", f"""
<level>
<levels>
{_NEARLY}|around <levels>
{_NEARLY} a|an? <level>
around a|an <level>
a|an good|solid|full|strong|bad|nasty <level>
maybe|probably|perhaps|definitely|easily|say|only|just a|an? good|solid|bad? <level>
i'd|id|would say|call it? a|an? <level>
at least <level>
got|went|up|rose to <level>
"""),
    # How long
    ("sore", """
sore|tender|achy|bruised|stiff for? the? rest of the? day|morning|night
sore|tender|achy|bruised|stiff all day|morning|night long?
sore|tender|achy|bruised|stiff overnight
sore|tender|achy|bruised|stiff all? until|till|til <hour>|<clock>
sore|tender|achy|bruised|stiff until|till|til the? morning
sore|tender|achy|bruised|stiff now
sore|tender|achy|bruised|stiff so far
still very|quite|really|rather|slightly? sore|tender|achy|bruised|stiff now?
sore|tender|achy|bruised|lingering|lingered|lingers afterwards|after? for? about|around|roughly? <length>
sore|tender|achy|bruised|lingering|lingered|lingers for? a? further|another <length>
ached|throbbed for? about|around|roughly|over|nearly? <length> after|afterwards?
aching|throbbing for about|around|roughly|over|nearly? <length> after|afterwards?
aching|ached|aches|hurt|hurting|pain after|afterwards for? about|around|roughly? <length>
pain? lingering|lingers|lingered for? about|around|roughly? <length>
"""),
    ("awake", """
wide? awake|up from <hour>|<clock> to|until|till|til <hour>|<clock>
wide? awake between <hour> and <hour>
awake|wide awake? for? about|around|roughly|over|nearly? <length>
couldn't|could|couldnt not? get? back? to? sleep for about|around? <length>
up for? about|around|roughly|over|nearly? <length>
kept me awake|up for? about|around|roughly|over? <length>
"""),
    ("length", f"""
lasted|lasts|lasting|went on? for? {_ROUGHLY}|only|just|at? least? <length> or? so?
duration|length of|was|is? {_ROUGHLY}|only? <length>
for {_ROUGHLY}|only|just|like? <length> or? so?
gone|over|passed|stopped|finished again? in|after|within {_ROUGHLY}|only|just? <length>
eased|settled|released|relaxed|subsided|faded off? in|after|within {_ROUGHLY}|only|just? <length>
went|wore off|away in|after|within {_ROUGHLY}|only|just? <length>
let|lets|letting go after|in|within {_ROUGHLY}|only|just? <length>
wouldn't|wouldnt|didn't|didnt let go for? {_ROUGHLY}? <length>
took {_ROUGHLY}|only|just? <length> to ease|go|pass|stop|settle|release|shift|fade
took {_ROUGHLY}|only|just? <length>
"""),
    ("long", f"""
{_ROUGHLY}|only? <length> long? or? so?
less|more than <length>
"""),
    ("talk", """
<level> to|or <length>
"""),
    ("walking", """
limped|limping|limp|hobbled|hobbling|hobble for? <length>?
had to limp|hobble
couldn't|couldnt|can't|cant|cannot walk properly? on? it? for? <length>?
could|can not walk properly? on? it? for? <length>?
couldn't|couldnt|can't|cant|cannot|could|can not? put|bear any? weight on? it?
unable|not able? to walk on? it? for? <length>?
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
    ("day", f"""
sometime|some? time? on|in? <day>
{_ROUGHLY} <day>
"""),
    ("ago", f"""
{_ROUGHLY}|only|just? <length> or? so? ago|earlier|back|since
"""),
    ("now", """
just|right? now
"""),
    ("rough", """
at? around|circa at? <hour> ish?
at about|roughly|approximately|approx|nearly|maybe <hour> ish?
about|roughly|approximately|approx|nearly|maybe at|around <hour> ish?
at? between <hour> and|or|to <hour>
at? around|about|roughly? <hour> or <clock>
at around|about|roughly? <hour> or <hour>
at? around|about|roughly|between? <dashed>
at? <ish> am|pm?
at? <hour> ish am|pm?
"""),
    ("clock", """
at <hour>
at? <clock>
time ,was|is|at? <clock>
"""),
    ("rough", """
at? around|about|roughly|approximately|approx|circa|nearly|just before|after? <clock>
just? before|after|gone|past|turned <clock>
just before|after|gone|past|turned <hour>
"""),
    ("span", f"""
from {_AROUND}? <hour>|<start>|<ish> {_UP_TO} {_AROUND}? <hour>|<ish>
{_AROUND}? <clock>|<ish> {_UP_TO} {_AROUND}? <clock>|<ish>
<clock> {_UP_TO} {_AROUND}? <hour>
<hour> {_UP_TO} {_AROUND}? <clock>
at|around <hour> ,and|then|it? ,{_ENDED} at|around|by <hour>
<clock> ,and|then|it? ,{_ENDED} at|around|by <hour>
{_BEGAN} at|around? <hour> ,and|then|it? ,{_ENDED} at|around|by? <hour>
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
a? couple of? cramps|spasms
<several> in a row
<several> of them|these|those
<several> more? bad|big|little|small|nasty|short|quick|separate|different|other|proper? ones|attacks|episodes|bouts
<several> cramps|spasms|times
<several> cramps|spasms|times in a row
x <several>
<times>
twice
thrice
"""),
    # What was done for it
    ("tried", f"""
tried|used|did|took|applied|put <several>? <remedies> {_RELIEVED}
tried|used|took|applied <several>? <remedies> for? <lasting>?
put <remedies> on it for? <length>?
<joined> {_RELIEVED}
after <length> <remedy> <relief>
helped|eased|relieved|fixed|cured|stopped by <remedies>
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
<part> of|on|in my|the|this? <side>? <whole>
"""),
    ("side", """
<side>
"""),
    ("moment", """
<moment>
"""),
    ("sensation", """
<sensation>
<colour>
went|gone|goes|turned|turning|looked|looks|skin was|is? all? <sensation>
went|gone|goes|turned|turning|looked|looks|skin was|is? all? <colour>
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
    ("trigger", """
wore|wearing|worn|wear the|my|new|those? <heels>
had the|my|new|those? <heels> on
"""),
    ("remedy", """
<remedy>
"""),
    # A part of something that is no body
    ("talk", """
<everyday> of the|a|an|my|our|his|her|some? <thing>
wore|wearing|worn|wear the|a|my|new|those? <everyday>
"""),
)  # fmt: skip
"""The patterns of each thing, the first of two of one length before the other."""
