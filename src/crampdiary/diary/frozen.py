"""Frozen records with named fields, made without generating code.

`dataclasses.dataclass` writes and compiles a handful of methods for every class, which costs a millisecond a
class at each start: a tenth of the time that `cramp log` takes. These share one set of methods. To a type
checker they are frozen, keyword-only dataclasses.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Frozen:
    """A record that cannot be changed, compared by its fields. `__post_init__` refuses what is not valid."""

    names: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()
    defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        own = [name for name, kind in cls.__annotations__.items() if not str(kind).startswith("ClassVar")]
        cls.names = (*cls.names, *own)
        cls._names = frozenset(cls.names)
        cls.defaults = {**cls.defaults, **{name: cls.__dict__[name] for name in own if name in cls.__dict__}}

    def __init__(self, **values: Any) -> None:
        held = {**self.defaults, **values}
        if held.keys() != self._names:
            wrong = sorted(held.keys() ^ self._names)
            raise TypeError(f"{type(self).__name__}: missing or unknown {', '.join(wrong)}")
        object.__setattr__(self, "__dict__", held)
        self.__post_init__()

    def __post_init__(self) -> None:
        """Refuse values that are not valid together."""

    def replaced(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, checked again."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__[name] for name in self.names))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.names)
        return f"{type(self).__name__}({shown})"
