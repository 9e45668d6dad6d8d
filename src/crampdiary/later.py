"""Modules of Python that Typer loads, and that an everyday command never uses: each is loaded at its first use.

Together they took as long as a twentieth of `cramp log`. `importlib.util.LazyLoader` is of no help here: a second
`import` of a module asks for its `__spec__`, which it takes for a use.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

SELDOM_USED = ("ipaddress", "subprocess", "tokenize")
"""Typer, or what it loads, names them by `import` alone, and uses them in functions that are seldom called."""


class _Later(ModuleType):
    """A module that runs once something is asked for that it does not have yet."""

    def __getattr__(self, name: str) -> Any:
        self.__class__ = ModuleType  # type: ignore[assignment]  # mypy takes it for this very class
        self.__spec__.loader.exec_module(self)  # type: ignore[union-attr]  # `load_later` looked
        return getattr(self, name)


def load_later(names: Iterable[str] = SELDOM_USED) -> None:
    """Let modules run when something of them is first asked for; one that is loaded by now stays as it is.

    It is for the start of the program, before there is another thread that may ask at the same time.
    """
    for name in names:
        spec = None if name in sys.modules else find_spec(name)
        if spec is not None and spec.loader is not None:
            sys.modules[name] = module = module_from_spec(spec)
            module.__class__ = _Later
