"""What people say around what is right, where they correct an entry, as a table of patterns.

`crampdiary.words.matching` says how a pattern is written. What the classes read stands in
`crampdiary.words.changes.corrections`: `wrong` is one thing that is told of a cramp, `none` and `gone` are several,
`field` is the name of a field, `mark` a mark that follows.
"""

from __future__ import annotations

CORRECTIONS = (
    # What came after it, and did not
    ("after", """
not|no|never|without|didn't|didnt|wasn't|wasnt|isn't|isnt be|get|feel|stay? any? <after> any|at more|all|longer
not|no|never|without|didn't|didnt|wasn't|wasnt|isn't|isnt be|get|feel|stay? any? <after> anymore|afterwards|after|now?
no longer <after>
stopped being <after>
remove|delete|drop|clear|forget the|my? <after>
<walked> fine|ok|okay|normally|well|easily|properly again|afterwards|after?
could walk fine|ok|okay|normally|well|easily|properly? again|afterwards|after?
"""),
    # What was wrong, and is no value
    ("wrong", """
did|was|is|had? not|isn't|wasn't|didn't <wrong> ,but|rather|instead it's|it? was|is?
was|is? not <any> ,but
and|but? not <wrong>
instead|rather|in of|than|place of? <wrong>
change|swap|replace|switch|correct|fix|move the|my|its? from? <replaced> to|for|with|by|into|->|=>|→
change|correct|fix|set the|my|its? <field> from <replaced> to|into|->|=>|→
it? was? <wrong> ,should be|read|say
it? was? <wrong> ,should have been
<wrong> ->|=>|→
<wrong> is|was wrong|incorrect
"""),
    ("denied", """
no|not|without|never|minus|didn't|didnt|wasn't|wasnt|isn't|isnt try|use|take|have|had|feel? the|my|its|any? <none>
did|was|is|had not try|use|take|have|feel? the|my|its|any? <none>
remove|delete|drop|clear|erase|scrap|omit|forget the|my|its|any? <gone>
take|leave out|away|off the|my|its|any? <gone>
take|leave the|my|its|any? <gone> out|away|off
"""),
    # What is to be empty
    ("emptied", """
no|without|remove|delete|drop|clear|empty|erase|scrap|omit|forget the|my|its|any|all? <field>
take|leave out|away|off the|my|its|any? <field>
the|my|its? <open> ,is|was? unknown|unsure|unclear|blank|empty|forgotten
the|my|its? <open> ,is|was? not known|sure|clear
unknown <open>
don't|dont know|remember the|my|its? <open>
"""),
    # By how much the time was wrong
    ("moved", """
it? was|is|make|move|put|set|shift? it? back|by? about|roughly|around? <length> earlier|sooner|later
"""),
    ("at", """
change|correct|fix|set|update the|my|its? time|start to|as
the|my|its? time|start should be|read|say
the|my|its? time|start should have been
"""),
    ("other side", """
it? was|is? on|in? the? other|opposite|wrong foot|leg|side|one
"""),
    # What only says that something is corrected
    ("says so", """
actually|correction|instead
it|that? should|must have been
it|that? should|must be|read|say
it|that? should've been
it|that? was|is actually|really|rather
i? meant|mean to? say|type?
make it|that
change|correct|fix|set|update it|that|this? to
change|correct|fix|set|update the|my|its? <field> to|as
the|my|its? <field> should be|read|say
the|my|its? <field> should have been
sorry|oops|whoops|wait|no|nope|typo|wrong ,<mark>
no|nope|sorry|oops|whoops|wait ,it|that|this|there was|is
no|nope|sorry|oops|whoops|wait ,it's|its|that's|thats
that|this was|is
no|oh? sorry|oops|whoops|typo|please|add|also
my mistake|bad|error
add a|the? note
it started|began|happened
i? forgot to say|mention|add|note that?
scrap|forget|ignore it|that|this
more|rather like
"""),
)  # fmt: skip
"""What people say around what is right, where they correct an entry."""

FIELDS_NAMED = {
    "severity": "severity", "level": "severity", "rating": "severity", "score": "severity", "number": "severity",
    "side": "side", "site": "site", "sites": "site", "place": "site", "places": "site", "location": "site",
    "sensation": "sensation", "sensations": "sensation", "feeling": "sensation",
    "duration": "duration", "length": "duration",
    "trigger": "trigger", "triggers": "trigger", "remedy": "tried", "remedies": "tried", "relief": "tried",
    "tried": "tried", "onset": "onset", "state": "onset",
    "note": "note", "notes": "note", "comment": "note", "comments": "note",
    "amount": "amount", "dose": "amount", "purpose": "purpose",
}  # fmt: skip
"""What people call the fields of an entry, by the options that they are."""

VALUES = frozenset(
    "severity bare grade length long sore awake walking woke day ago rough clock span tried moved site side moment "
    "sensation onset trigger remedy".split()
) | {"both ways"}
"""The patterns that tell one thing of a cramp."""

AFTERMATH = {
    **dict.fromkeys("sore soreness tender tenderness achy bruised".split(), "sore_s"),
    **dict.fromkeys("awake up".split(), "awake_s"),
    **dict.fromkeys("limp limping limped hobble hobbling".split(), "walking"),
}
"""What came after a cramp, by the words that deny it."""
