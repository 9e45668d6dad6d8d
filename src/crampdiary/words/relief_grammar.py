"""How people say what they did against a cramp, and what came of it."""

from __future__ import annotations

RELIEFS = (
    ("somewhat", """
helped|eased|worked|relieved|helps|eases it|me|things? only|just? a bit|little|touch
helped|eased|worked|relieved it|me? some|somewhat|slightly|partly|partially
slightly|partly|partially|somewhat|kinda|sorta helped|eased|worked|relieved it?
sort|kind of helped|worked
took the edge off it?
a bit|little
somewhat
"""),
    ("no", """
did nothing at? all?
did|does|do not|nothing really|even? help|work|much|ease it?
didn't|didnt|doesn't|doesnt|wouldn't|hasn't really|even? help|helped|work|ease|do|shift it|much|anything|me? at? all?
made|makes|had? no difference
was|is|had? no use|help|good|effect
was|is|not|wasn't|wasnt not? much|any use|help|good
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
really|finally|also|eventually? helped|helps|worked|works|eased|eases|relieved|fixed|stopped|cured|sorted it|me? a? lot?
helped|eased|fixed|stopped that|things a? lot?
worked a treat
did help|work
did the trick
"""),
)  # fmt: skip
"""What was said of a remedy tried, by the relief that it means."""

RELIEF_NAMES = frozenset(name for name, _ in RELIEFS)

MOVED = {
    "massaged it?": "massage", "rubbed it|them?": "massage", "rubbing it": "massage", "kneaded it?": "massage",
    "stretched it|them|out? out?": "stretching", "walked it off": "walking",
    "walked|walking around|about|round the? room|house|bedroom|kitchen?": "walking", "walking it off": "walking",
    "got up and walked around|about|it? off?": "walking", "stood|standing up? on a|the? cold? floor|tiles": "standing",
    "pulled|pulling|flexed|flexing my|the? toes|foot|feet up|back|towards|toward? me?": "stretching",
    "pushed|pushing|pressed|pressing my? toes|foot|feet|heel|heels against|into|on the|a|my? wall|bed|floor|board":
        "stretching",
    "massaging it": "massage", "waited for it to pass|stop|ease|go": "waiting",
    "paced around|about?": "walking", "stood up": "standing", "stood on it": "standing", "standing on it": "standing",
    "got up and stood": "standing", "iced it?": "cold", "heated it": "heat", "drank some? water": "water",
    "drank some? pickle juice": "pickle-juice", "waited it out": "waiting", "shook it out?": "walking",
}  # fmt: skip
"""What people say they did, as the remedy that it is."""

OF_THE_MOMENT = frozenset({"massage", "massage-ball", "pickle-juice", "painkiller"})
"""Remedies that are tried at a cramp where they are named alone: hardly anything else is meant."""
