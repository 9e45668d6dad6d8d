"""How options are read: one that holds one value is given once. Typer alone would keep the last, in silence."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from crampdiary.errors import UsageError
from crampdiary.fitting import NARROWEST, fitted

WIDEST = 80  # columns; longer lines are hard to read
_ROOM = 24  # columns, for explanations beside what they explain


_Layout: Any = typer.Context.formatter_class


class HelpLayout(_Layout):  # type: ignore[misc]
    """How help is laid out: in a narrow window an explanation stands below its option, as wide as there is room."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        whole = f"{prefix or 'Usage: '}{prog} {args}"
        if len(whole) > self.width:
            whole = fitted(whole, self.width - 4).replace("\n", "\n    ")
        self.write(f"{whole}\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], *arguments: Any, **named: Any) -> None:
        widest = max(len(first) for first, _ in rows)
        if self.width - self.current_indent - widest >= _ROOM:
            super().write_dl(rows, *arguments, **named)
            return
        for first, second in rows:
            self.write_text(first)
            with self.indentation(), self.indentation():
                self.write_text(second)


def _help(command: Any, context: Any) -> str:
    """Return the help of a command, no wider than the terminal."""
    columns = shutil.get_terminal_size((WIDEST, 24)).columns
    layout = HelpLayout(width=max(NARROWEST, min(columns, WIDEST)))
    command.format_help(context, layout)
    return str(layout.getvalue()).rstrip("\n")


class CommandOnce(TyperCommand):
    """A command that takes each of its options once, but for those that may be repeated."""

    def get_help(self, ctx: Any) -> str:
        return _help(self, ctx)

    def make_parser(self, ctx: Any) -> Any:
        return _once(super().make_parser(ctx), ctx)


class GroupOnce(TyperGroup):
    """The same for the options before a command of a group, whose name may be typed in capitals."""

    def get_help(self, ctx: Any) -> str:
        return _help(self, ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0].casefold().rstrip(",.:;!")  # as in "none, slept well"
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, [name, *args[1:]])
        from crampdiary.cli.meant import unknown_command  # seldom needed

        raise unknown_command(ctx.command_path, args, self.commands)

    def make_parser(self, ctx: Any) -> Any:
        return _once(super().make_parser(ctx), ctx)


def _once(parser: Any, context: Any) -> Any:
    """Let a parser gather every value of an option, and refuse what contradicts itself once all are there."""
    single = {each.name: each for each in context.command.get_params(context) if _is_single(each)}
    for option in {*parser._long_opt.values(), *parser._short_opt.values()}:
        if option.dest in single:
            option.action = option.action.replace("store", "append")
    names = {each.name for each in context.command.params if each.param_type_name == "argument"}
    bare = {name for each in context.command.params if _may_be_bare(each) for name in each.opts}
    parse = parser.parse_args

    def parse_args(args: list[str]) -> tuple[dict[str, Any], list[str], list[Any]]:
        if names & {"reference", "references", "count"}:
            from crampdiary.words.reference import with_reference, without_last  # seldom needed

            args = without_last(args) if "count" in names else with_reference(args)
        if bare:
            args = _with_values(args, bare)
        try:
            given, rest, order = parse(args)
        except typer.TyperException as error:
            vars(error)["ctx"] = context  # some come without, and could not say which command it was
            raise
        for name in [each for each in given if each in single]:
            if not context.resilient_parsing:  # or else this is for TAB, where nothing is to be said
                _check(single[name], given[name])
            given[name] = given[name][-1]
        return given, rest, order

    parser.parse_args = parse_args
    return parser


def _is_single(parameter: Any) -> bool:
    return parameter.param_type_name == "option" and not parameter.multiple and not parameter.count


def _may_be_bare(parameter: Any) -> bool:
    """Whether an option may stand without its value, as its metavar says by brackets."""
    return parameter.param_type_name == "option" and (parameter.metavar or "").startswith("[")


def _with_values(args: list[str], bare: set[str]) -> list[str]:
    """Return what was typed with an empty value behind each option that may stand without one, and does."""
    return [
        f"{each}=" if each in bare and (not after or after[0].startswith("-")) else each
        for each, after in ((each, args[place + 1 :][:1]) for place, each in enumerate(args))
    ]


def _check(option: Any, values: list[Any]) -> None:
    if len(values) > 1 and not option.is_flag:
        raise UsageError(f"{max(option.opts, key=len)} is given twice: keep one of them. Nothing was done.")
    if len(set(values)) > 1:
        raise UsageError(
            f"{option.opts[0]} and {option.secondary_opts[0]} are both given: keep one of them. Nothing was done."
        )
