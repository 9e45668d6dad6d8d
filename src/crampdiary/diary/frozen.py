"""Frozen records and tuples with named fields, made without generating code.

`dataclasses.dataclass` writes and compiles a handful of methods for every class, which costs a millisecond a
class at each start: a tenth of the time that `cramp log` takes. `typing.NamedTuple` compiles one, which for all
of them was another tenth. These share one set of methods. To a type checker they are frozen, keyword-only
dataclasses, and `typing.NamedTuple`.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform


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


if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _NamedTupleMeta(type):
        def __new__(mcs, name, bases, namespace):
            fields = tuple(namespace.get("__annotations__", ()))
            namespace["_field_defaults"] = {each: namespace[each] for each in fields if each in namespace}
            namespace["_fields"] = namespace["__match_args__"] = fields
            namespace["__slots__"] = ()
            for place, each in enumerate(fields):
                namespace[each] = property(itemgetter(place))
            return super().__new__(mcs, name, bases, namespace)

    class NamedTuple(tuple, metaclass=_NamedTupleMeta):
        """A tuple whose places have names: what `typing.NamedTuple` is, for all that this program asks of it."""

        def __new__(cls, *values, **named):
            fields = cls._fields
            if named or len(values) < len(fields):
                rest = fields[len(values) :]
                held = {**cls._field_defaults, **named}
                wrong = [*(each for each in rest if each not in held), *(named.keys() - rest)]
                if wrong:
                    raise TypeError(
                        f"{cls.__name__}: missing, unknown or given twice: {', '.join(sorted(wrong))}"
                    )
                values = (*values, *[held[each] for each in rest])
            elif len(values) > len(fields):
                raise TypeError(f"{cls.__name__} has {len(fields)} places, not {len(values)}")
            return tuple.__new__(cls, values)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} places, not {len(made)}")
            return made

        def _replace(self, **changes):
            held = [changes.pop(name, value) for name, value in zip(self._fields, self, strict=True)]
            return type(self)(*held, **changes)

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            shown = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({shown})"
