"""Files: `words`, `config`, `info`, `demo`, and `help`, which has a file of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from crampdiary.cli import completion
from crampdiary.cli.help import help_ as help_
from crampdiary.cli.options import Json
from crampdiary.cli.session import Session
from crampdiary.cli.settings import OPTIONS
from crampdiary.diary.model import Word, clean_text
from crampdiary.diary.vocabulary import ROLES, is_dangerous, key
from crampdiary.errors import CrampError, DiaryError, UsageError
from crampdiary.words.phrases import check_typable
from crampdiary.words.wording import plural, safe, short, word_line

words = typer.Typer(
    help="List the words the diary knows; add, rename or hide some.",
    rich_markup_mode=None,
    add_completion=False,
    invoke_without_command=True,
)

Role = Annotated[
    str,
    typer.Argument(
        metavar="ROLE",
        help="site, side, sensation, onset, trigger or remedy.",
        show_default=False,
        autocompletion=completion.names(*ROLES),
    ),
]
WordTyped = Annotated[str, typer.Argument(metavar="WORD", show_default=False)]


@words.callback()
def _words(
    context: typer.Context,
    role: Annotated[
        str | None,
        typer.Option("--role", help="Only words of this role.", autocompletion=completion.names(*ROLES)),
    ] = None,
    hidden: Annotated[bool, typer.Option("--hidden", help="Hidden ones too.")] = False,
    json: Json = False,
) -> None:
    if context.invoked_subcommand:
        return
    session: Session = context.obj
    roles = (_role(role),) if role else ROLES
    listed = [word for each in roles for word in session.vocabulary.words(each, hidden=hidden)]

    def text() -> None:
        for each in roles:
            session.line(f"{each.capitalize()}")
            for word in listed:
                if word.role == each:
                    session.line(f"  {word_line(word)}")

    session.output("words", {"words": listed}, json, text)


@words.command("add")
def _add(
    context: typer.Context,
    role: Role,
    word: WordTyped,
    also: Annotated[list[str] | None, typer.Option("--also", help="A synonym (repeatable).")] = None,
    json: Json = False,
) -> None:
    """Add a word of your own: cramp words add remedy "pickle brine" --also brine."""
    session: Session = context.obj
    label = clean_text(word)
    if not label:
        raise UsageError("The word is empty. Nothing was saved.")
    known = session.vocabulary.find(label, _role(role))
    if known:
        raise CrampError(
            f"This diary knows {short(label)} already, as {short(known[0].slug)}. Nothing was saved."
        )
    synonyms = tuple(clean_text(each) for each in also or [])
    for each in (label, *synonyms):
        check_typable(each, role)
    new = Word(role=role, slug=key(label), label=label, synonyms=synonyms)
    _keep(session, "words add", new, json)
    if role == "remedy" and is_dangerous(new.slug):
        session.say(
            "Quinine can be dangerous, also as tonic water: please talk it over with a clinician first."
        )


@words.command("rename")
def _rename(
    context: typer.Context, role: Role, word: WordTyped, label: WordTyped, json: Json = False
) -> None:
    """Show a word under another name; old entries show it too."""
    session: Session = context.obj
    known = _known(session, role, word)
    new = clean_text(label)
    check_typable(new, role)
    taken = [each for each in session.vocabulary.find(new, role) if each.slug != known.slug]
    if taken:
        raise CrampError(
            f"{short(new)} is another word here already ({short(taken[0].slug)}). Nothing was saved."
        )
    _keep(session, "words rename", known.replaced(label=new), json)


@words.command("also")
def _also(
    context: typer.Context, role: Role, word: WordTyped, synonym: WordTyped, json: Json = False
) -> None:
    """Let a word be typed in one more way."""
    session: Session = context.obj
    known = _known(session, role, word)
    new = clean_text(synonym)
    check_typable(new, role)
    taken = [each for each in session.vocabulary.find(new, role) if each.slug != known.slug]
    if taken:
        raise CrampError(f"{short(new)} means {short(taken[0].slug)} here already. Nothing was saved.")
    _keep(session, "words also", known.replaced(synonyms=(*known.synonyms, new)), json)


@words.command("hide")
def _hide(context: typer.Context, role: Role, word: WordTyped, json: Json = False) -> None:
    """No longer offer a word. Old entries keep it, and it is still understood."""
    session: Session = context.obj
    _keep(session, "words hide", _known(session, role, word).replaced(hidden=True), json)


@words.command("unhide")
def _unhide(context: typer.Context, role: Role, word: WordTyped, json: Json = False) -> None:
    """Offer a hidden word again."""
    session: Session = context.obj
    _keep(session, "words unhide", _known(session, role, word).replaced(hidden=False), json)


def config(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            show_default=False,
            autocompletion=completion.names(*(option.name for option in OPTIONS)),
        ),
    ] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="[VALUE]", help='"" goes back to the default.', show_default=False)
    ] = None,
    json: Json = False,
) -> None:
    """Show the options, or set one: cramp config plain yes."""
    session: Session = context.obj
    if name and value is not None:
        session.settings.set(name, value)
    shown = {option.name: session.settings[option.name] for option in OPTIONS if name in (None, option.name)}
    if name and not shown:
        session.settings[name]  # raises, naming the options there are

    def text() -> None:
        for option in OPTIONS:
            if option.name in shown:
                choices = f" ({' or '.join(option.choices)})" if option.choices else ""
                session.line(f"{option.name} = {safe(shown[option.name]) or '(default)'}")
                session.line(f"    {option.manual}{choices}")
        session.line(f"Kept in {safe(str(session.settings.path))}")

    session.output("config", {"path": str(session.settings.path), "options": shown}, json, text)


def info(
    context: typer.Context,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check the file, every digest and every table.")
    ] = False,
    salvage: Annotated[
        Path | None,
        typer.Option("--salvage", help="Write what can be read of a damaged diary to this file, as JSON."),
    ] = None,
    json: Json = False,
) -> None:
    """Show where the diary is and what is in it.

    --verify checks every byte of it.
    """
    session: Session = context.obj
    if salvage is not None:
        _salvage(session, salvage, json)
        return
    counts = session.store.counts()
    problems = session.store.problems() if verify else []
    absent = _absent_versions(session) if verify and not problems else 0
    data = {
        "path": str(session.path),
        "counts": counts,
        "verified": verify,
        "problems": problems,
        "absent_versions": absent,
    }

    def text() -> None:
        session.line(f"Diary: {safe(str(session.path))}")
        exposures = plural(counts["exposure"], "remedy or trigger", "remedies and triggers")
        session.line(
            f"{plural(counts['episode'], 'cramp')}, {exposures}, {plural(counts['check_in'], 'check-in')}, "
            f"{plural(counts['away'], 'span')} away, {plural(counts['word'], 'word')} of your own; "
            f"{plural(counts['revision'], 'revision')} in the log."
        )
        session.line("It is private to this computer, and not encrypted.")
        if verify and not problems:
            session.line("Verified: the file, every digest and every table agree.")
        if absent:
            session.line(
                f"{plural(absent, 'earlier version')} of what is in it {'is' if absent == 1 else 'are'} not here, "
                "as after importing an export made with --current."
            )

    session.output("info", data, json, text)
    if problems:
        shown = "; ".join(problems[:5])
        raise DiaryError(f"The diary is damaged: {shown}. Make a copy of it, and look at its backups.")


def _absent_versions(session: Session) -> int:
    from crampdiary.keep import faults
    from crampdiary.keep.verify import absent

    with faults.mapped_errors(session.path):
        return absent(session.store.connection)


def _salvage(session: Session, target: Path, as_json: bool) -> None:
    from crampdiary.exchange import export
    from crampdiary.keep.private import check_target, unwritable

    check_target(target, session.path, force=False)
    try:
        count = export.write_salvaged(session.path, target)
    except OSError as error:
        raise unwritable(target, error) from error
    session.output(
        "info",
        {"path": str(target), "versions": count},
        as_json,
        lambda: session.line(
            f"Wrote {plural(count, 'version')} to {safe(str(target))}; `cramp import` reads it into another diary."
        ),
    )


def demo(
    context: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="Where to write it; never over a file.")
    ] = Path("cramp-demo.db"),
    seed: Annotated[int, typer.Option("--seed", help="Another seed makes another diary.")] = 3,
    json: Json = False,
) -> None:
    """Write a made-up diary, to try the program on."""
    from crampdiary.diary.demo import made_up
    from crampdiary.keep.store import Store

    session: Session = context.obj
    if os.path.lexists(path):
        raise CrampError(
            f"There is a file at {safe(str(path))} already; it was left alone. Give another name."
        )
    records = made_up(seed=seed, now=session.now)
    store = Store(path, now=session.now, create=True)
    try:
        with store.change("demo") as change:
            entries = [change.add(record) for record in records]
        store.remember("made_up", "yes")
    finally:
        store.close()
    shown = safe(str(path))

    def text() -> None:
        session.line(
            f"Wrote a made-up diary of 120 nights to {shown}: {plural(len(entries), 'entry', 'entries')}. Try:"
        )
        for command in ("stats", "remedies", "triggers"):
            session.line(f"  cramp --diary {shown} {command}")

    session.output("demo", {"path": str(path), "entries": len(entries)}, json, text)


def _role(role: str) -> str:
    if role not in ROLES:
        raise UsageError(f"{short(role)} is no role of a word. There are: {', '.join(ROLES)}.")
    return role


def _known(session: Session, role: str, word: str) -> Word:
    found = session.vocabulary.find(clean_text(word), _role(role))
    if not found:
        raise CrampError(f"There is no {role} {short(word)} here. `cramp words --role {role}` lists them.")
    return found[0]


def _keep(session: Session, command: str, word: Word, as_json: bool) -> None:
    known = {(entry.record.role, entry.record.slug): entry for entry in session.store.words()}
    before = known.get((word.role, word.slug))
    with session.store.change(command) as change:
        entry = change.replace(before, word) if before else change.add(word)
    session.output(
        command, {"entries": [entry]}, as_json, lambda: session.line(f"Saved {word.role} {word_line(word)}.")
    )
