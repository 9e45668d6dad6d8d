"""The command line: its commands by help panel, each loaded only when it is the one that was typed.

The panel is the file and the command is the function in it. Importing every command and building its options
would cost `cramp log` several milliseconds for nothing.
"""

# Annotations are no text here: Typer evaluates each four times, at every start.
import gc
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand
from typer.main import get_command

from crampdiary import __version__
from crampdiary.cli.options import Diary, Json, Plain
from crampdiary.cli.parsing import WIDEST, CommandOnce, GroupOnce
from crampdiary.cli.result import command
from crampdiary.cli.session import Session, reporting, run_typed

PANELS = {
    "record": ("log", "none", "used", "had", "feel", "away"),
    "correct": ("edit", "note", "over", "delete", "undo", "redo"),
    "review": ("list", "show", "stats", "calendar", "doctor", "ease", "report"),
    "learn": ("triggers", "remedies", "trial"),
    "exchange": ("export", "import", "merge", "sync"),
    "keep": ("backup", "restore", "purge"),
    "files": ("words", "config", "remind", "info", "demo"),
    "help": ("help",),
}
MODULES = {name: panel for panel, names in PANELS.items() for name in names} | {
    "log": "log", "over": "log", "feel": "log", "used": "telling.used_and_had", "had": "telling.used_and_had",
    "undo": "reverse", "redo": "reverse", "words": "wordlist",
    "ease": "learn", "remind": "remind", "report": "reporting.report",
    "trial": "trials.trial",
}  # fmt: skip
"""The module of each command."""
FIRST = ("log", "none", "used", "had", "undo", "edit", "list", "stats", "remedies", "doctor")
"""The commands that a person needs first, and all that `cramp --help` lists."""
GROUPS = {
    "words": ("add", "rename", "also", "when", "prescribed", "hide", "unhide", "merge", "set"),
    "doctor": ("seen",),
    "trial": ("plan", "today", "status", "stop", "result"),
}  # whose functions are `words_add` and so on
_OBJECTS_BETWEEN_COLLECTIONS = (
    20_000  # what a short command imports and makes is fewer, and there is no need to look
)
TYPED = "crampdiary.typed"  # under which the command line as a whole is known
_CLASHING = ("list", "import", "help")  # names that Python has taken; their function ends with an underscore


class Commands(MutableMapping[str, Any]):
    """The commands by name, each imported and built at its first use."""

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            module = import_module(f"crampdiary.cli.{MODULES[name]}")
            function = getattr(module, name + "_" if name in _CLASHING else name)
            what = typer.Typer(add_completion=False, rich_markup_mode=None)
            if name in GROUPS:
                what.callback(invoke_without_command=True, cls=GroupOnce)(command(name, function))
                for each in GROUPS[name]:
                    what.command(each, cls=CommandOnce)(
                        command(f"{name} {each}", getattr(module, f"{name}_{each}"))
                    )
            else:
                what.command(name, cls=CommandOnce)(command(name, function))
            self._built[name] = get_command(what)
            self._built[name].name = name
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)

    def __setitem__(self, name: str, command: Any) -> None:
        self._built[name] = command

    def __delitem__(self, name: str) -> None:
        del self._built[name]


class CrampGroup(GroupOnce):
    """The group of all commands, and the one catcher of errors."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = Commands()

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        for panel, names in PANELS.items():
            first = [
                (each, self.commands[each].get_short_help_str(WIDEST)) for each in names if each in FIRST
            ]
            if first:
                with formatter.section(panel.capitalize()):
                    formatter.write_dl(first)
        formatter.write_paragraph()
        formatter.write_text("All commands: cramp help commands. The manual: cramp help.")

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0].casefold().rstrip(",.:;!") not in self.commands:
            from crampdiary.cli.meant import begins_a_cramp  # seldom needed

            args = ["log", *args] if begins_a_cramp(args) else args
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Offer commands, each with what it does where some of it is typed: to build all takes as long as all else."""
        names = [name for name in MODULES if name.startswith(incomplete)]
        self.commands = {name: self.commands[name] if incomplete else TyperCommand(name) for name in names}
        return super().shell_complete(ctx, incomplete)

    def _main_shell_completion(self, *typed: Any, **more: Any) -> None:
        try:
            super()._main_shell_completion(*typed, **more)
        except Exception:  # of a half-typed line nobody wants an error at TAB, whatever it is
            sys.exit(0)

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **extra: Any) -> Any:
        typed = tuple(args)  # they are taken out of the list as they are understood
        run_typed(typed)
        with reporting():
            context = super().make_context(info_name, args, *more, **extra)
            context.meta[TYPED] = typed
            return context

    def invoke(self, ctx: Any) -> Any:
        if not gc.isenabled():  # put off in `crampdiary.__main__`, for the time of importing
            gc.freeze()
            gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
            gc.enable()
        with reporting():
            try:
                return super().invoke(ctx)
            finally:
                if isinstance(ctx.obj, Session):
                    ctx.obj.close()


app = typer.Typer(
    cls=CrampGroup,
    add_completion=True,
    rich_markup_mode=None,  # or else a bracket in a help text is markup, and `[/x]` ends in a traceback
    pretty_exceptions_enable=False,  # they would print local variables, which hold health data
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"cramp {__version__}")  # noqa: T201
        raise typer.Exit


@app.callback()
def cramp(
    context: typer.Context,
    diary: Diary = None,
    plain: Plain = False,
    as_json: Json = False,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A private cramp diary: log a cramp in seconds, see honestly what helped.

    cramp log 7 arch left 3m burning   a cramp just now, severity 7
    """
    context.obj = Session(diary, context.meta.get(TYPED, ()))
    context.obj.take(diary=diary, as_json=as_json, plain=plain)
    if context.invoked_subcommand is None:
        from crampdiary.cli.telling.today import today  # which no other command needs

        command("today", today)(context, diary=None, json=False, plain=False)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a terminal that lacks a letter still shows the entry
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(
            errors="surrogateescape"
        )  # what is no text is refused where it is read, by name
    app(prog_name="cramp")  # however it was started: messages name commands as they are typed
