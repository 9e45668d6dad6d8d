"""The tuples with named fields: as those of `typing`, which are the oracle."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import pytest

from crampdiary.diary import frozen


class Ours(frozen.NamedTuple):
    place: str
    side: str = "left"
    marks: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.side} {self.place}"

    @classmethod
    def of(cls, text: str) -> Ours:
        place, side = text.split()
        return cls(place, side)


class Theirs(typing.NamedTuple):
    place: str
    side: str = "left"
    marks: tuple[int, ...] = ()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (("arch",), {}),
        (("arch", "right"), {}),
        (("arch", "right", (1, 2)), {}),
        ((), {"place": "calf"}),
        (("calf",), {"marks": (3,)}),
        ((), {"marks": (), "side": "both", "place": ""}),
        ((), {}),
        ((), {"side": "left"}),
        (("arch",), {"place": "calf"}),
        (("arch", "left", (), 4), {}),
        (("arch",), {"colour": "red"}),
        (("arch", "left", ()), {"side": "right"}),
    ],
)
def test_they_are_made_as_those_of_typing(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    try:
        expected = Theirs(*values, **named)
    except TypeError:
        with pytest.raises(TypeError, match="Ours"):
            Ours(*values, **named)
        return
    made = Ours(*values, **named)
    assert tuple(made) == tuple(expected)
    assert (made.place, made.side, made.marks) == (expected.place, expected.side, expected.marks)
    assert made._asdict() == expected._asdict()
    assert repr(made) == repr(expected).replace("Theirs", "Ours")
    assert hash(made) == hash(expected)
    assert tuple(made._replace(side="both")) == tuple(expected._replace(side="both"))
    assert tuple(type(made)._make(made)) == tuple(made)
    for copied in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made)):
        assert copied == made
        assert type(copied) is Ours


def test_they_have_what_is_written_in_their_class_and_cannot_be_changed() -> None:
    made = Ours.of("arch right")
    assert made.both == "right arch"
    match made:
        case Ours(place, side):
            assert (place, side) == ("arch", "right")
    with pytest.raises(AttributeError):
        made.side = "left"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        made.colour = "red"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        made._replace(colour="red")  # type: ignore[call-arg]
    assert Ours._fields == Theirs._fields
    assert Ours._field_defaults == Theirs._field_defaults
