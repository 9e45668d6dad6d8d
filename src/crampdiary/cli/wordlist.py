"""Words: the diary's vocabulary listed, and the person's own words in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, cast

import typer

from crampdiary.cli import completion
from crampdiary.cli.result import Result
from crampdiary.cli.session import Session
from crampdiary.cli.trials.watched import trials_watched
from crampdiary.diary.built_in import DANGEROUS, ROLES, is_dangerous
from crampdiary.diary.fields import WHEN_BAD
from crampdiary.diary.model import Entry, Word
from crampdiary.diary.values import key, typed_text
from crampdiary.diary.vocabulary import Vocabulary
from crampdiary.errors import CrampError, UsageError
from crampdiary.keep import reach
from crampdiary.keep.versions import Change
from crampdiary.words.wording import listed, plural, short, word_line

Role = Annotated[
    str,
    typer.Argument(
        metavar="ROLE",
        help="site, side, sensation, onset, trigger or remedy.",
        show_default=False,
        autocompletion=completion.names(*ROLES),
    ),
]
_YES_OR_NO = ("yes", "no")
WordTyped = Annotated[str, typer.Argument(metavar="WORD", show_default=False)]
WordKnown = Annotated[
    str,
    typer.Argument(metavar="WORD", show_default=False, autocompletion=completion.words_of_role()),
]


def words(
    session: Session,
    role: Annotated[
        str | None,
        typer.Option("--role", help="Only words of this role.", autocompletion=completion.names(*ROLES)),
    ] = None,
    hidden: Annotated[bool, typer.Option("--hidden", help="Hidden ones too.")] = False,
) -> Result:
    """List the words the diary knows; add, rename, merge or hide some, or name a set of remedies.

    Your own words stand in full. With --role all of them do, with each way to type them.
    """
    roles = (_role(role),) if role else ROLES
    known = session.vocabulary
    sets = known.sets(hidden=hidden)
    every = [
        word
        for each in roles
        for word in (
            *known.words(each, hidden=hidden),
            *(each_set for each_set in sets if each_set.role == each),
        )
    ]
    own = {(entry.record.role, entry.record.slug) for entry in session.store.words()}
    lines = []
    for each in roles:
        of_role = [word for word in every if word.role == each]
        in_full = [word for word in of_role if role or (each, word.slug) in own]
        names = ", ".join(word.label for word in of_role if word not in in_full)
        lines.append(f"{each.capitalize()}: {names}" if names else each.capitalize())
        lines += [f"  {word_line(known.answered(word), known.names(word))}" for word in in_full]
    if not role:
        lines.append("Each way to type them: `cramp words --role remedy`.")
    return Result({"words": every}, tuple(lines))


def words_add(
    session: Session,
    role: Role,
    word: WordTyped,
    also: Annotated[list[str] | None, typer.Option("--also", help="A synonym (repeatable).")] = None,
) -> Result:
    """Add a word of your own: cramp words add remedy "pickle brine" --also brine."""
    label = typed_text(word)
    if not label:
        raise UsageError("The word is empty. Nothing was saved.")
    known = _named(session, _role(role), label)
    if known:
        raise CrampError(
            f"This diary knows {short(label)} already, as {short(known[0].slug)}. Nothing was saved."
        )
    synonyms = tuple(typed_text(each) for each in also or [])
    if role == "side":
        raise CrampError(
            f"A side is left, right or both. For another name of one: `cramp words also side left {short(label)}`. "
            "Nothing was saved."
        )
    new = Word(role=role, slug=key(label), label=label, synonyms=synonyms)
    _check_own(session, (label, *synonyms), new)
    asides = []
    if role == "remedy" and is_dangerous(new.slug):
        asides.append(DANGEROUS)
    return _keep(session, "words add", new, asides)


def words_rename(session: Session, role: Role, word: WordKnown, label: WordTyped) -> Result:
    """Show a word under another name; old entries show it too."""
    known = _known(session, role, word)
    new = typed_text(label)
    taken = [each for each in _named(session, role, new) if each.slug != known.slug]
    if taken:
        raise CrampError(
            f"{short(new)} is another word here already ({short(taken[0].slug)}). Nothing was saved."
        )
    renamed = known.replaced(label=new)
    _check_own(session, (new,), renamed)
    return _keep(session, "words rename", renamed)


def words_also(session: Session, role: Role, word: WordKnown, synonym: WordTyped) -> Result:
    """Let a word be typed in one more way."""
    known = _known(session, role, word)
    new = typed_text(synonym)
    taken = [each for each in _named(session, role, new) if each.slug != known.slug]
    if taken:
        raise CrampError(f"{short(new)} means {short(taken[0].slug)} here already. Nothing was saved.")
    with_synonym = known.replaced(synonyms=(*known.synonyms, new))
    _check_own(session, (new,), with_synonym)
    return _keep(session, "words also", with_synonym)


def words_when(
    session: Session,
    remedy: Annotated[
        str, typer.Argument(metavar="REMEDY", show_default=False, autocompletion=completion.words("remedy"))
    ],
    answer: Annotated[
        str,
        typer.Argument(
            metavar="[more|less|neither]", show_default=False, autocompletion=completion.names(*WHEN_BAD)
        ),
    ],
) -> Result:
    """Say whether you use a remedy more, or less, when your legs feel bad: cramp words when heat more."""
    known = _known(session, "remedy", remedy)
    meant = answer.strip().casefold()
    if meant not in WHEN_BAD:
        raise UsageError(
            f"Say more, less or neither: `cramp words when {short(known.slug)} more`. Nothing was saved."
        )
    return _keep(session, "words when", known.replaced(when_bad=meant, used_when_bad=None))


def words_prescribed(
    session: Session,
    remedy: Annotated[
        str, typer.Argument(metavar="REMEDY", show_default=False, autocompletion=completion.words("remedy"))
    ],
    answer: Annotated[
        str, typer.Argument(metavar="[yes|no]", autocompletion=completion.names(*_YES_OR_NO))
    ] = "yes",
) -> Result:
    """Say that a doctor ordered a remedy, or not: cramp words prescribed magnesium.

    What is prescribed counts as a medicine, and you are never told to leave it out.
    """
    known = _known(session, "remedy", remedy)
    meant = answer.strip().casefold()
    if meant not in _YES_OR_NO:
        raise UsageError(
            f"Say yes or no: `cramp words prescribed {short(known.slug)} no`. Nothing was saved."
        )
    with trials_watched(session) as of_trials, session.store.change("words prescribed") as change:
        entries = say_prescribed(session, change, known.slug, is_prescribed=meant == "yes")
    return Result({"entries": entries}, (f"Saved remedy {word_line(entries[0].record)}.", *of_trials))


def say_prescribed(session: Session, change: Change, slug: str, *, is_prescribed: bool) -> list[Entry[Word]]:
    """Keep whether a remedy is prescribed, and so all that was made into it: the answer is of what they mean now."""
    words = session.vocabulary
    word = words.get("remedy", slug)
    assert word is not None  # noqa: S101 (it was asked of)
    before = {(entry.record.role, entry.record.slug): entry for entry in session.store.words()}
    kept = []
    for each in (word, *words.made_into(word)):
        said = each.replaced(prescribed=is_prescribed)
        known = before.get((each.role, each.slug))
        entry = change.replace(known, said) if known else change.add(said)
        kept.append(cast("Entry[Word]", entry))
    return kept


def words_hide(session: Session, role: Role, word: WordKnown) -> Result:
    """No longer offer a word. Old entries keep it, and it is still understood."""
    return _keep(session, "words hide", _known(session, role, word).replaced(hidden=True))


def words_unhide(session: Session, role: Role, word: WordKnown) -> Result:
    """Offer a hidden word again."""
    return _keep(session, "words unhide", _known(session, role, word).replaced(hidden=False))


def words_merge(
    session: Session,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="WORD WORD",
            help="The word, and the one it is to be; its role may stand before them.",
            show_default=False,
            autocompletion=completion.words(*ROLES),
        ),
    ],
) -> Result:
    """Make a word into another, also in past entries: cramp words merge foam-rolling foam-roller.

    Both names mean the second from then on. Entries keep what was recorded, and cramp undo parts the two again.
    """
    from crampdiary.doctor.rules import LOOKED_FOR
    from crampdiary.words.uses.own_words import read_pair

    before, own = session.vocabulary, session.store.words()
    word, into = read_pair(names, before)
    name = short(into.label)
    if word.slug in LOOKED_FOR.get(word.role, ()):
        raise CrampError(
            f"{short(word.label)} can be a reason to see a doctor, so it stays a word of its own. Nothing was saved. "
            f"To make the other into it: `cramp words merge {word.role} {short(into.slug)} {short(word.slug)}`."
        )
    if (before.get(word.role, word.slug) or word).slug == into.slug and not _in_conflict(session, own, word):
        raise CrampError(f"{short(word.label)} and {name} are one word already. Nothing was saved.")
    merged = word.replaced(merged_into=into.slug)
    others = [each.record for each in own if (each.record.role, each.record.slug) != (word.role, word.slug)]
    after = Vocabulary([*others, merged])
    count = sum(
        after.meant_by(each.record) != before.meant_by(each.record) for each in session.store.entries()
    )
    found = _keep(session, "words merge", merged)
    past = f", in {plural(count, 'past entry', 'past entries')} too" if count else ""
    line = f"Saved: {short(word.label)} means {name} from now on{past}. `cramp undo` parts them again."
    return Result({**found.data, "past_entries": count}, (line,), found.asides)


def _check_own(session: Session, names: Sequence[str], word: Word) -> None:
    from crampdiary.words.uses.own_words import check_own  # both readers, which the list of words needs not

    check_own(names, word, [each.record for each in session.store.words()])


def _in_conflict(session: Session, own: Sequence[Entry[Word]], word: Word) -> bool:
    """Return whether two devices changed a word in different ways, so that saying it once more settles it."""
    conflicts = reach.conflicts(session.store)
    return any(
        each.number in conflicts
        for each in own
        if (each.record.role, each.record.slug) == (word.role, word.slug)
    )


def words_set(
    session: Session,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME REMEDY...",
            help="Its name, and the remedies it stands for.",
            show_default=False,
            autocompletion=completion.words("remedy", sets=True),
        ),
    ],
) -> Result:
    """Name a set of remedies: cramp words set evening stretching magnesium.

    Then cramp used evening records all of them. Given again, the name stands for what you say then.
    """
    from crampdiary.words.uses.own_words import read_set

    known = session.vocabulary
    a_set, asides = read_set(names, known, [each.record for each in session.store.words()])
    earlier = known.find_set(a_set.slug)
    shown, was = (
        listed([short(known.label("remedy", slug)) for slug in each.set]) if each else ""
        for each in (a_set, earlier)
    )
    if was and was != shown:
        asides.append(f"Before, it stood for {was}.")
    found = _keep(session, "words set", a_set, asides)
    line = f"Saved: {short(a_set.label)} stands for {shown}. `cramp used {short(a_set.label)}` records that."
    return Result(found.data, (line,), found.asides)


def _role(role: str) -> str:
    if role not in ROLES:
        raise UsageError(f"{short(role)} is not a role of a word. There are: {', '.join(ROLES)}.")
    return role


def _known(session: Session, role: str, word: str) -> Word:
    found = _named(session, _role(role), typed_text(word))
    if not found:
        raise CrampError(f"There is no {role} {short(word)} here. `cramp words --role {role}` lists them.")
    return found[0]


def _named(session: Session, role: str, text: str) -> list[Word]:
    """Return the word that a text means, or the set that it names."""
    a_set = session.vocabulary.find_set(text) if role == "remedy" else None
    return [a_set] if a_set is not None else session.vocabulary.find(text, role)


def _keep(session: Session, command: str, word: Word, asides: Sequence[str] = ()) -> Result:
    known = {(entry.record.role, entry.record.slug): entry for entry in session.store.words()}
    before = known.get((word.role, word.slug))
    with trials_watched(session) as of_trials, session.store.change(command) as change:
        entry = change.replace(before, word) if before else change.add(word)
    return Result({"entries": [entry]}, (f"Saved {word.role} {word_line(word)}.",), [*asides, *of_trials])
