"""What a hostile diary holds, and every command run on it: whatever a terminal would obey, in every text.

A command that is new must be added to `RUNS`: its names are compared with those of the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from crampdiary.cli.app import PANELS
from crampdiary.diary.built_in import ROLES
from crampdiary.diary.fields import Tried
from crampdiary.diary.model import Record
from crampdiary.diary.values import key
from kit.builders import LAST_NIGHT, NOW, away, check_in, episode, exposure, word

ALL_COMMANDS = sorted(name for names in PANELS.values() for name in names)

# What is typed or imported, and how it must be shown. The colour is one that this program never uses.
PIECES = (
    ("\x1b[2J", r"\x1b[2J"),
    ("\x1b[6;95m", r"\x1b[6;95m"),
    ("\x1b]8;;http://x\x1b\\y", r"\x1b]8;;http://x\x1b\y"),
    ("\x1b]52;c;b3c=\x07", r"\x1b]52;c;b3c=\x07"),
    ("\x1b]0;owned\x07", r"\x1b]0;owned\x07"),
    ("\x9b2J\x9d0;t\x9c\x90q", r"\x9b2J\x9d0;t\x9c\x90q"),
    ("a\x08\x7fb", r"a\x08\x7fb"),
    ("c\rd", r"c\x0dd"),
    ("\u202eevil\u202c\u2066\u2069\u200f\u061c", "<U+202E>evil<U+202C><U+2066><U+2069><U+200F><U+061C>"),
    ("p\u200bq\ufeff\u2060\u00ad\U000e0041\u2028", "p<U+200B>q<U+FEFF><U+2060><U+00AD><U+E0041><U+2028>"),
    ("z" + "\u0335" * 40, "z" + "\u0335" * 4),
    ("[red]x[/red][/foo][link=http://x]y:smile:", "[red]x[/red][/foo][link=http://x]y:smile:"),
    ("e\\", "e\\"),
)
NOTE = "\n".join(typed for typed, _ in PIECES)
NOTE_SHOWN = [shown for _, shown in PIECES]
LABEL, LABEL_SHOWN = "\x1b[2J\x9b3J\u202e[red]", r"\x1b[2J\x9b3J<U+202E>[red]"
SYNONYM, SYNONYM_SHOWN = "\x1b]0;owned\x07[/foo]\\", r"\x1b]0;owned\x07[/foo]" + "\\"
AMOUNT, AMOUNT_SHOWN = "3\x1b]52;c;b3c=\x07\x7f[/foo]", r"3\x1b]52;c;b3c=\x07\x7f[/foo]"
FILE, FILE_SHOWN = "\x1b[2J\x9b3J\u202e[red]\nforged:smile:", r"\x1b[2J\x9b3J<U+202E>[red]⏎forged:smile:"

DIARY, OTHER, DAMAGED = (f"{name}{FILE}.db" for name in ("diary", "other", "damaged"))
TABLE, EXPORT, TEXT, MEANINGS = (f"{name}{FILE}" for name in ("table.csv", "export.json", "text", "meanings"))
SETTINGS, FOLDER = f"config{FILE}.toml", f"folder{FILE}"


@dataclass(frozen=True)
class Run:
    """One run of a command on the hostile diary.

    Args:
        arguments: after `cramp`.
        shows: what must be on the terminal, disregarding where lines are broken.
        code: how it must end.
        answers: what is asked and what is typed then.
        env: what is other than usual.
    """

    arguments: tuple[str, ...]
    shows: tuple[str, ...] = ()
    code: int = 0
    answers: tuple[tuple[str, str], ...] = ()
    env: dict[str, str | None] = field(default_factory=dict)


def _run(*arguments: str, shows: tuple[str, ...] | str = (), code: int = 0,
         answers: tuple[tuple[str, str], ...] = (), **env: str | None) -> Run:  # fmt: skip
    return Run(arguments, (shows,) if isinstance(shows, str) else shows, code, answers, env)


RUNS: dict[str, tuple[Run, ...]] = {
    "log": (
        _run("log", "7", f"site{LABEL}", f"trigger{SYNONYM}", "2026-03-29 04:00", "--note", NOTE,
             shows=(f"site{LABEL_SHOWN}", f"suspected: trigger{LABEL_SHOWN}")),
        _run("log", "7", "--tried", f"remedy{LABEL}:helped:2m", "--onset", f"onset{LABEL}",
             shows=(f"while onset{LABEL_SHOWN}", f"tried remedy{LABEL_SHOWN} helped")),
        _run("log", "5", "--note", "-", answers=(("Note:", "typed\n"),), shows="with a note"),
        _run("log", LABEL, shows=LABEL_SHOWN),
        _run("log", f"remedy{LABEL}", shows=f"remedy{LABEL_SHOWN}"),
        _run("log", f"--{LABEL}", shows=f"--{LABEL_SHOWN}", code=2),
        _run("log", CRAMP_NOW=LABEL, code=2, shows=LABEL_SHOWN),
        _run("log", "5", TZ=LABEL, shows="Saved"),
        _run("log", "5", CRAMP_DIARY=f"nowhere{FILE}", code=3, shows=f"nowhere{FILE_SHOWN}"),
        _run("log", "5", CRAMP_DIARY=TEXT, code=3, shows=f"text{FILE_SHOWN}"),
        _run("log", "5", CRAMP_CONFIG=SETTINGS, CRAMP_DIARY=None, code=3, shows=f"config{FILE_SHOWN}"),
    ),
    "none": (
        _run("none", "2026-03-20", "--note", NOTE, shows="no cramps; with a note"),
        _run("none", "--since", "2025-06-01", "--note", NOTE, answers=(("no cramps on all", "y\n"),)),
        _run("none", LABEL, shows=LABEL_SHOWN, code=2),
    ),
    "used": (
        _run("used", f"remedy{LABEL}", "03:10", "--amount", AMOUNT, "--note", NOTE,
             answers=(("against the next?", "\n"),), shows=(f"remedy{LABEL_SHOWN}", AMOUNT_SHOWN)),
        _run("used", f"fresh{SYNONYM}", "2026-03-30 20:00", answers=(("more, or", "\n"),),
             shows=f"do you use fresh{LABEL_SHOWN} more, or"),
        _run("used", LABEL, shows=LABEL_SHOWN),
    ),
    "had": (
        _run("had", f"trigger{LABEL}:{AMOUNT}", shows=(f"trigger{LABEL_SHOWN}", AMOUNT_SHOWN)),
        _run("had", LABEL, shows=LABEL_SHOWN),
    ),
    "feel": (
        _run("feel", f"sensation{LABEL}", f"site{LABEL}", "4", "--note", NOTE,
             shows=(f"sensation{LABEL_SHOWN}", f"site{LABEL_SHOWN}")),
        _run("feel", LABEL, shows=LABEL_SHOWN),
    ),
    "away": (
        _run("away", "2026-04-02", "2026-04-05", "--note", NOTE, shows="away, 4 nights; with a note"),
        _run("away", LABEL, "2026-04-05", shows=LABEL_SHOWN, code=2),
    ),
    "edit": (
        _run("edit", "1", "--note", f"{NOTE}2", shows=f"site{LABEL_SHOWN}"),
        _run("edit", "1", "--clear", LABEL, shows=LABEL_SHOWN, code=2),
        _run("edit", LABEL, shows=r"\x1b[2J\x9b3J\u202e[red]", code=1),
        _run("edit", "1", "--site", "arch", shows=f"Was: site{LABEL_SHOWN}"),
        _run("edit", "1", LABEL, shows="with a note"),
    ),
    "note": (
        _run("note", "1", NOTE, shows="with a note"),
        _run("note", f"#{LABEL}", shows="with a note"),
    ),
    "over": (
        _run("over", f"sensation{LABEL}", "--note", NOTE, shows=f"sensation{LABEL_SHOWN}"),
        _run("over", LABEL, shows=LABEL_SHOWN),
    ),
    "delete": (
        _run("delete", "1", shows=f"Deleted 1: left site{LABEL_SHOWN}"),
        _run("delete", "--match", "[red]", answers=(("Delete", "y\n"),), shows=f"used remedy{LABEL_SHOWN}"),
        _run("delete", "--match", SYNONYM, shows="0 matched"),
    ),
    "undo": (
        _run("undo", shows=f"Undid: cramp edit{LABEL_SHOWN}."),
        _run("undo", "3", answers=(("[y/N]", "y\n"),),
             shows=f"1 is as before: left site{LABEL_SHOWN}"),
    ),
    "redo": (_run("redo", shows=f"Did again: cramp log{LABEL_SHOWN}."),),
    "list": (
        _run("list", shows=(f"used remedy{LABEL_SHOWN} ({AMOUNT_SHOWN}", f"had trigger{LABEL_SHOWN}")),
        _run("list", "--plain", shows=(*NOTE_SHOWN, f"site{LABEL_SHOWN}", f"sensation{LABEL_SHOWN}")),
        _run("list", "--search", "[/foo]"),
        _run("list", "--kind", LABEL, shows=LABEL_SHOWN, code=2),
    ),
    "show": (
        _run("show", "1", shows=(*NOTE_SHOWN, f"site{LABEL_SHOWN}", f"tried remedy{LABEL_SHOWN} helped")),
        _run("show", "1", "--history", "--plain",
             shows=(*NOTE_SHOWN, f"cramp edit{LABEL_SHOWN}", f"site{LABEL_SHOWN}")),
        _run("show", LABEL, shows=r"\x1b[2J\x9b3J\u202e[red]", code=1),
    ),
    "stats": (
        _run("stats"),
        _run("stats", "--all", "--plain", shows=(f"remedy{LABEL_SHOWN}", f"trigger{LABEL_SHOWN}", f"site{LABEL_SHOWN}",
                                        f"sensation{LABEL_SHOWN}")),
        _run("stats", "--against", "before"),
        _run("stats", "--svg", f"picture{FILE}", shows=f"picture{FILE_SHOWN}"),
        _run("stats", "--svg", TEXT, code=1, shows=f"text{FILE_SHOWN}"),
        _run("stats", "--svg", f"nowhere{FILE}/x", code=1, shows=f"nowhere{FILE_SHOWN}/x"),
    ),
    "calendar": (
        _run("calendar", "--remedy", f"remedy{LABEL}", "--trigger", f"trigger{LABEL}",
             shows=f"remedy{LABEL_SHOWN}"),
        _run("calendar", "--plain", "--remedy", f"remedy{LABEL}", shows=f"remedy{LABEL_SHOWN}"),
    ),
    "remind": (
        _run("remind", code=1, shows="no line for cron"),
        _run("remind", "--due", code=1),
        _run("remind", LABEL, shows="8:30", code=2),
    ),
    "report": (
        _run("report", "--format", "txt", "--entries", shows=(f"remedy{LABEL_SHOWN}", *NOTE_SHOWN)),
        _run("report", f"visit{FILE}.html", "--question", SYNONYM, "--name", LABEL, shows=f"visit{FILE_SHOWN}.html"),
        _run("report", f"visit{FILE}.html", "--without", LABEL, shows=LABEL_SHOWN, code=2),
        _run("report", "--format", LABEL, shows=LABEL_SHOWN, code=2),
        _run("report", TEXT, code=1, shows=f"text{FILE_SHOWN}"),
    ),
    "ease": (_run("ease"), _run("ease", LABEL, shows=LABEL_SHOWN)),
    "doctor": (
        _run("doctor", "--plain", shows=f"site{LABEL_SHOWN}"),
        _run("doctor"),
        _run("doctor", "--rules"),
    ),
    "triggers": (
        _run("triggers", shows=f"rigger{LABEL_SHOWN}:"),
        _run("triggers", "--figures", "--plain", shows=f"trigger{LABEL_SHOWN}"),
        _run("triggers", "--figures", f"trigger{LABEL}", shows=f"How trigger{LABEL_SHOWN} was judged"),
    ),
    "remedies": (
        _run("remedies", shows=f"emedy{LABEL_SHOWN}:"),
        _run("remedies", "--figures", "--plain", shows=f"remedy{LABEL_SHOWN}"),
        _run("remedies", "--figures", f"fresh{LABEL}", code=1, shows="no figures yet"),
        _run("remedies", "--figures", LABEL, code=2, shows=LABEL_SHOWN),
    ),
    "trial": (
        _run("trial", shows="No trial goes on"),
        _run("trial", "plan", LABEL, code=2, shows=LABEL_SHOWN),
        _run("trial", "result", LABEL, code=2, shows=LABEL_SHOWN),
        _run("trial", "today", code=2, shows="No trial goes on"),
    ),
    "export": (
        _run("export", shows=r"remedy\u001b[2J\x9b3J<U+202E>[red]"),
        _run("export", "--format", "csv", "--kind", "episode", shows=LABEL_SHOWN),
        _run("export", f"new{FILE}.json", shows=f"new{FILE_SHOWN}.json"),
        _run("export", f"new{FILE}", "--format", "csv", shows=f"new{FILE_SHOWN}"),
        _run("export", TEXT, "--format", "json", code=1, shows=f"text{FILE_SHOWN}"),
    ),
    "import": (
        _run("import", TABLE, "--map", "when=at", "--map", "how=severity", "--map", "what=used",
             answers=(*[("for help]", "\n")] * 3, ("Import this?", "y\n")),
             shows=(f"table.csv{FILE_SHOWN}", f'What is "{LABEL_SHOWN}"')),
        _run("import", TABLE, code=1, answers=(("for help]", "\x04"),), shows=(f"table.csv{FILE_SHOWN}", LABEL_SHOWN)),
        _run("import", EXPORT, code=1, shows=f"export.json{FILE_SHOWN}"),
        _run("import", TEXT, code=1, answers=(("for help]", "\x04"),), shows=f"text{FILE_SHOWN}"),
        _run("import", f"nowhere{FILE}", code=1, shows=f"nowhere{FILE_SHOWN}"),
        _run("import", TABLE, "--map", MEANINGS, code=2, shows=LABEL_SHOWN),
        _run("import", TABLE, "--map", "when=at", "--map", f"how={LABEL}", code=2, shows=LABEL_SHOWN),
        _run("import", TABLE, "--map", "when=at", "--map", "rows=cramp", "--save-map", f"no{FILE}/x",
             code=1, shows=f"no{FILE_SHOWN}/x"),
    ),
    "merge": (
        _run("merge", OTHER, shows=(f"other{FILE_SHOWN}.db", "changed on both sides", f"site{LABEL_SHOWN}")),
        _run("merge", TEXT, code=3, shows=f"text{FILE_SHOWN}"),
        _run("merge", f"nowhere{FILE}", code=3, shows=f"nowhere{FILE_SHOWN}"),
    ),
    "sync": (
        _run("sync", FOLDER, code=1, shows=(f"Left out broken{FILE_SHOWN}.db", "changed on both sides")),
        _run("sync", f"nowhere{FILE}", code=1, shows=f"nowhere{FILE_SHOWN}"),
        _run("sync", code=2, shows="cramp config sync"),
    ),
    "backup": (
        _run("backup", shows=f"diary{FILE_SHOWN}.db-backups"),
        _run("backup", "--list", shows=f"diary{FILE_SHOWN}.db-backups"),
    ),
    "restore": (
        _run("restore", answers=(("in the place of the diary?", "y\n"),), shows=f"Put diary{FILE_SHOWN}.db-backups"),
        _run("restore", OTHER, answers=(("in the place of", "y\n"),), shows=f"from other{FILE_SHOWN}.db"),
        _run("restore", TEXT, answers=(("in the place of", "y\n"),), code=3, shows=f"text{FILE_SHOWN}"),
    ),
    "purge": (
        _run("purge", "1", answers=(("This cannot be undone.", "y\n"),), shows=f"diary{FILE_SHOWN}.db-backups"),
        _run("purge", "--match", "[red]", "--backups", answers=(("every backup?", "y\n"),), shows="Purged from 2"),
        _run("purge", LABEL, code=1, shows=r"\x1b[2J\x9b3J\u202e[red]"),
    ),
    "words": (
        _run("words", shows=tuple(f"{role}{LABEL_SHOWN} (also: {role}{SYNONYM_SHOWN})" for role in ROLES)),
        _run("words", "--role", LABEL, code=2, shows=LABEL_SHOWN),
        _run("words", "add", "remedy", f"new{LABEL}", "--also", SYNONYM,
             shows=f"new{LABEL_SHOWN} (also: {SYNONYM_SHOWN})"),
        _run("words", "add", "remedy", f"remedy{LABEL}", code=1, shows=f"knows remedy{LABEL_SHOWN} already"),
        _run("words", "rename", "remedy", f"remedy{LABEL}", f"new{LABEL}", shows=f"new{LABEL_SHOWN}"),
        _run("words", "also", "remedy", f"remedy{LABEL}", f"new{LABEL}", shows=f"new{LABEL_SHOWN}"),
        _run("words", "also", "remedy", "heat", f"remedy{LABEL}", code=1, shows=f"remedy{LABEL_SHOWN} means"),
        _run("words", "when", f"remedy{LABEL}", "more", shows=f"remedy{LABEL_SHOWN}"),
        _run("words", "when", f"remedy{LABEL}", LABEL, code=2, shows="Say more, less or neither"),
        _run("words", "prescribed", f"remedy{LABEL}", shows=f"remedy{LABEL_SHOWN}"),
        _run("words", "prescribed", f"remedy{LABEL}", LABEL, code=2, shows="Say yes or no"),
        _run("words", "hide", "remedy", f"remedy{LABEL}", shows=f"remedy{LABEL_SHOWN}"),
        _run("words", "unhide", "remedy", f"remedy{SYNONYM}", shows=f"remedy{LABEL_SHOWN}"),
        _run("words", "hide", "remedy", LABEL, code=1, shows=f"no remedy {LABEL_SHOWN}"),
        _run("words", "merge", "remedy", f"remedy{LABEL}", "heat", shows=f"remedy{LABEL_SHOWN} means heat"),
        _run("words", "merge", "heat", f"remedy{LABEL}", shows=f"heat means remedy{LABEL_SHOWN}"),
        _run("words", "merge", "heat", LABEL, code=1, shows=f"no remedy {LABEL_SHOWN}"),
        _run("words", "set", f"new{LABEL}", "heat", shows=f"new{LABEL_SHOWN} stands for heat"),
        _run("words", "set", f"remedy{LABEL}", "heat", code=1, shows=f"remedy{LABEL_SHOWN} is a remedy"),
        _run("words", "set", "morning", "heat", f"remedy{LABEL}", shows=f"heat and remedy{LABEL_SHOWN}"),
    ),
    "config": (
        _run("config", "diary", f"x{FILE}", CRAMP_CONFIG=f"new{FILE}.toml",
             shows=(f"x{FILE_SHOWN}", f"new{FILE_SHOWN}.toml")),
        _run("config", "sync", f"x{FILE}", CRAMP_CONFIG=f"new{FILE}.toml", shows=f"x{FILE_SHOWN}"),
        _run("config", CRAMP_CONFIG=SETTINGS, code=3, shows=f"config{FILE_SHOWN}.toml"),
        _run("config", CRAMP_CONFIG=TEXT, code=3, shows=f"text{FILE_SHOWN}"),
        _run("config", LABEL, code=2, shows=r"\x1b[2J\x9b3J\u202e[red]"),
        _run("config", "plain", LABEL, code=2),
    ),
    "info": (
        _run("info", "--verify", shows=(f"Diary: diary{FILE_SHOWN}.db", "Verified")),
        _run("info", "--verify", CRAMP_DIARY=DAMAGED, code=3, shows="damaged"),
        _run("info", "--salvage", f"new{FILE}", shows=f"new{FILE_SHOWN}"),
        _run("info", "--salvage", f"nowhere{FILE}/x", code=1, shows=f"nowhere{FILE_SHOWN}/x"),
    ),
    "demo": (
        _run("demo", f"new{FILE}.db", shows=f"cramp --diary new{FILE_SHOWN}.db stats"),
        _run("demo", TEXT, code=1, shows=f"text{FILE_SHOWN}"),
    ),
    "help": (
        _run("help", PAGER="cat", shows="cramp help start"),
        _run("help", "remedies", PAGER="cat", shows="What people do against cramps"),
        _run("help", LABEL, code=2, shows=LABEL_SHOWN),
    ),
}  # fmt: skip


def hostile_records() -> Iterator[Record]:
    """Give four months in which every word is hostile, with use and without in turn, so that much is judged."""
    words = {role: key(f"{role}{LABEL}") for role in ROLES}
    for number in range(60):
        moment = NOW - timedelta(days=number, hours=6)
        if number % 3 != 1:
            yield episode(
                moment,
                severity=number % 11,
                duration_s=60 + number,
                zone=LABEL,
                sites=(words["site"],),
                side="left",
                sensations=(words["sensation"],),
                onset=words["onset"],
                woke=True,
                triggers=(words["trigger"],),
                tried=(Tried(remedy=words["remedy"], relief="helped", after_s=90),),
                note=NOTE if number % 30 == 0 else None,
            )
        if number % 2:
            yield exposure(words["remedy"], moment - timedelta(hours=5), zone=LABEL, amount=AMOUNT)
        if number % 4 < 2:
            yield exposure(words["trigger"], moment - timedelta(hours=6), "trigger", amount=AMOUNT)
    yield check_in(LAST_NIGHT - timedelta(days=1), note=NOTE)
    yield away("2026-02-10", "2026-02-12", note=NOTE)
    for role in (*ROLES, "fresh"):
        kind = "remedy" if role == "fresh" else role
        yield word(key(f"{role}{LABEL}"), kind, label=f"{role}{LABEL}", synonyms=(f"{role}{SYNONYM}",))
