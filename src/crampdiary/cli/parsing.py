"""How options are read: one that holds one value is given once. Typer alone would keep the last, in silence."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from crampdiary.errors import UsageError


class CommandOnce(TyperCommand):
    """A command that takes each of its options once, but for those that may be repeated."""

    def make_parser(self, ctx: Any) -> Any:
        return _once(super().make_parser(ctx), ctx)


class GroupOnce(TyperGroup):
    """The same for the options before a command of a group, whose name may be typed in capitals."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0].casefold()
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
    parse = parser.parse_args

    def parse_args(args: list[str]) -> tuple[dict[str, Any], list[str], list[Any]]:
        given, rest, order = parse(args)
        for name in [each for each in given if each in single]:
            if not context.resilient_parsing:  # or else this is for TAB, where nothing is to be said
                _check(single[name], given[name])
            given[name] = given[name][-1]
        return given, rest, order

    parser.parse_args = parse_args
    return parser


def _is_single(parameter: Any) -> bool:
    return parameter.param_type_name == "option" and not parameter.multiple and not parameter.count


def _check(option: Any, values: list[Any]) -> None:
    if len(values) > 1 and not option.is_flag:
        raise UsageError(f"{max(option.opts, key=len)} is given twice: keep one of them. Nothing was done.")
    if len(set(values)) > 1:
        raise UsageError(
            f"{option.opts[0]} and {option.secondary_opts[0]} are both given: keep one of them. Nothing was done."
        )
