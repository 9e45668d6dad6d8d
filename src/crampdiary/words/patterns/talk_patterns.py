"""What people say beside a cramp that tells nothing of it, however much it looks like a side, a number or a time.

`crampdiary.words.matching` says how a pattern is written, and `crampdiary.words.log_reader` what the classes read.
"""

TALK = """
right after|before|away|then
right? after|before|since a|the|my? <onset>
<right> as|when|where|there|through|across|up|next|enough|until|by
that's|thats right
all right now?
alright now?
just|i|he|she|we|they|had|have <departed> <any>?
left work|home|early|late|over|school|hospital|town|church
nothing|none|little|strength|energy left
dog|cat|baby|alarm|phone|husband|wife|partner|noise|kids|storm woke|wakes me|us|him|her? up?
the? rest of <any> <any>?
stopped|kept|stops me from? sleeping
trouble|difficulty|problems sleeping
all|both? at once
<adverb>
what's|whats|what left of? my|the|our? <any>?
<left> the|my|his|her|our|their|a|some|it|them <thing>
left it|me|him|her|us|them alone|be
was|were|been|being left alone|behind|out
not|isn't|isnt|wasn't|wasnt sure|certain if|whether|that? the|a? <remedy> helped|helps|worked|works it|me? really?
unsure|dunno|idk|wonder|wondering|doubt if|whether|that? the|a? <remedy> helped|helps|worked|works it|me?
don't|dont|can't|cant|couldn't|couldnt know|tell|say if|whether? the|a? <remedy> helped|helps|worked|works it|me?
wish|wished|hope|hoped|hoping the|a? <remedy> helped|helps|worked|works it|me?
<remedy> helped|helps|worked|works her|him|them|for her|him|them?
couldn't|couldnt|can't|cant|cannot reach|bend|move|get down|up|over? enough? to <moved>|<remedy> it?
no|any|some|much|little|few|only|just <leftover> left
turned|turning|rolled|rolling over? to|onto|on? my|the? left|right side?
lying|lay|laying|slept|sleeping on|onto my|the? left|right side
left|right|wrong|other side of the? bed|sofa|couch|road|street|room
nothing|none|nowt helped|worked|eases|eased it?
second thoughts|hand|opinion|time|best
on|off my|your|his|her feet
in|with this|the|that|such heat|cold
woke|wakes|woken once|twice
woke|wakes|woken|waking up? my|the|our? <someone> up?
every|each <several>? hour|hours|minutes|mins or? so? ,from|between <hour> to|until|till|til|and <hour>
on|off and off|on ,from|between <hour> to|until|till|til|and <hour>
each|one|every|any|some|no other|another
until|till|til <clock>|<hour>
fell|fall|falling|dropped|drifted|nodded|went|got|go back? off|right|straight|fast? back? asleep
back|half asleep
rest of the|my? day|night|week|morning|weekend
<several>? nights|days|weeks|night|day|week running
<several> nights|days|weeks in a row
than|as|like <day>
the|my? other hand|people
worst pain|cramp|spasm|one? of|in|for|since a|the|my|all? <thing>
booked|booking|need|needed|needs|want|wanted|wants|missed a|another|my? massage for? <day>?
massage class|course|therapist|appointment|chair|voucher|booked
<several> to|or <several> cramps|spasms|times
<between> cramps|spasms|times
<event> at|around|about|by <hour>
went|got|go|going back? to|into? bed|sleep again? at|around|about|by <hour>
went|got|go|going back? to|into? bed|sleep again? <clock>
back to|in bed|sleep at|around|about|by <hour>
fell|fall|falling back? asleep again? at|around|about|by <hour>
got|get|getting up again? at|around|about|by|before <hour>
got|get|getting out of bed again? at|around|about|by|before <hour>
got|get|getting up|out of? bed? again? <clock>
without a|any? one
so called
stupid|silly|ungodly o'clock|oclock
at all
for now
about|around|roughly? <length> later|afterwards
both|this|that times|time|days|nights
top drawer|tip|speed|shelf|sheet|bunk|floor|step|notch|marks|form
bottom of the|my|our? stairs|bed|hill|page|list|garden|ladder
ball game|games|gown|room
head over heels
hand from|with
hand cream|luggage|towel|wash
leg room|day|press
sore|stiff|bad|tight throat|neck|back|head|shoulder|shoulders|arm|arms|jaw|eyes
electric bike|scooter|car|chair|fire|heater|toothbrush|fan
hot chocolate|dog|dogs|tub|meal|drink
cold tea|drink|drinks|beer|coffee|shoulder
"""
"""A pattern a line."""
