"""A list is drawn by hand exactly as rich would lay it out, wherever it is drawn by hand at all."""

from __future__ import annotations

import string

from hypothesis import example, given
from hypothesis import strategies as st

from crampdiary.screen import layout, lists
from crampdiary.screen.sections import Section

_WORDS = st.text(alphabet=f"{string.ascii_letters}{string.digits}.,;:`é", min_size=1, max_size=9)
_TEXTS = st.lists(_WORDS, max_size=30).map(" ".join)
_ROWS = st.lists(
    st.tuples(st.integers(1, 10**6).map(str), st.sampled_from(["", "03:10"]), _TEXTS | st.text(max_size=40)),
    max_size=4,
)


def _section(title: str, lines: tuple[str, ...], rows: list[tuple[str, str, str]]) -> Section:
    return Section(title=title, lines=lines, columns=("", "", ""), rows=tuple(rows), right=frozenset({0}))


@given(
    section=st.builds(_section, _TEXTS, st.lists(_TEXTS.filter(bool), max_size=2).map(tuple), _ROWS),
    width=st.integers(1, 130),
    colours=st.sampled_from([None, "256"]),
)
@example(section=_section("", (), [("1", "", "")]), width=80, colours=None)
@example(section=_section("", (), [("1", "03:10", "")]), width=64, colours=None)
@example(section=_section("Night", (), [("1", "", "a  b " * 30)]), width=80, colours="256")
def test_a_list_looks_as_rich_would_lay_it_out(
    section: Section, width: int, colours: lists.Colours | None
) -> None:
    terminal = lists.Terminal(width=width, colours=colours)
    lines = lists.drawn(section, terminal)
    if lines is not None and (section.lines or section.rows):
        assert "".join(f"{line}\n" for line in lines) == layout.text([section], terminal)


def test_a_usual_night_needs_no_rich() -> None:
    rows = [
        ("12", "03:10", "calf, severity 4. " + "It hurt for some time. " * 6),
        ("3", "", "used magnesium (400 mg)"),
    ]
    section = _section("Night of Thu 26 to Fri 27 November", (), rows)
    assert all(
        lists.drawn(section, lists.Terminal(width=width)) is not None for width in (20, 40, 80, 100, 200)
    )
